//! `object`, and what every object can be asked (`Objects/object.c`, `PyBaseObject_Type` of `Objects/typeobject.c`).

pub(crate) mod repr;
pub mod richcompare;

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, boolean, native_fn, none, not_implemented};
use crate::native::static_strings::{self, fixed};
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

pub const OBJECT_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    if !m.plain_layout(class) {
        let name = m.name_of_type(class);
        return Err(m.raise(ty::TYPE_ERROR, &format!("object.__new__({name}) is not safe, use {name}.__new__()")));
    }
    if a.n > 1 || a.kwcount(m) > 0 {
        let new = m.type_lookup(class, static_strings::DUNDER_NEW);
        if new != m.object_new {
            return Err(
                m.raise(ty::TYPE_ERROR, "object.__new__() takes exactly one argument (the type to instantiate)")
            );
        }
        let init = m.type_lookup(class, static_strings::DUNDER_INIT);
        if m.kind(init) == Kind::WrapperDescriptor {
            let name = m.name_of_type(class);
            return Err(m.raise(ty::TYPE_ERROR, &format!("{name}() takes no arguments")));
        }
    }
    if class == ty::OBJECT {
        return Ok(Owned::steal(m.alloc(Kind::Instance, ty::OBJECT, 16)));
    }
    Ok(m.new_instance(class))
})];

pub const OBJECT: &[Native] = &[
    native_fn("__str__", Conv::NoArgs, |m, a| m.repr(a.get(m, 0))),
    native_fn("__hash__", Conv::NoArgs, |m, a| {
        let hash = m.address(a.get(m, 0)).rotate_right(4);
        Ok(m.new_int(hash as i64))
    }),
    native_fn("__eq__", Conv::O, |m, a| if a.get(m, 0) == a.get(m, 1) { boolean(true) } else { not_implemented() }),
    native_fn("__ne__", Conv::O, |m, a| {
        // The inverse of __eq__, whoever defines that.
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        match m.call_special(x, static_strings::DUNDER_EQ, &[y])? {
            Some(value) if value.get() == fixed::NOT_IMPLEMENTED => Ok(value),
            Some(value) => {
                let truth = m.truthy(value.get());
                m.drop_ref(value);
                boolean(!truth?)
            }
            None => not_implemented(),
        }
    }),
    native_fn("__lt__", Conv::O, |_, _| not_implemented()),
    native_fn("__le__", Conv::O, |_, _| not_implemented()),
    native_fn("__gt__", Conv::O, |_, _| not_implemented()),
    native_fn("__ge__", Conv::O, |_, _| not_implemented()),
    native_fn("__getattribute__", Conv::O, |m, a| {
        let (o, name) = (a.get(m, 0), a.get(m, 1));
        match m.getattr_builtin(o, name)? {
            Some(value) => Ok(value),
            None => Err(m.no_attribute(o, name)),
        }
    }),
    native_fn("__setattr__", Conv::Fast(2, 2), |m, a| {
        let (o, name, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        m.setattr_builtin(o, name, value)?;
        none()
    }),
    native_fn("__delattr__", Conv::O, |m, a| {
        let (o, name) = (a.get(m, 0), a.get(m, 1));
        m.setattr_builtin(o, name, Obj::NULL)?;
        none()
    }),
    native_fn("__init__", Conv::Any, object_init),
];

fn object_init(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    if a.n > 1 || a.kwcount(m) > 0 {
        let t = m.ty(o);
        let own_init = m.type_lookup(t, static_strings::DUNDER_INIT);
        let own_new = m.type_lookup(t, static_strings::DUNDER_NEW);
        let overridden = !matches!(m.kind(own_init), Kind::WrapperDescriptor);
        if overridden {
            return Err(
                m.raise(ty::TYPE_ERROR, "object.__init__() takes exactly one argument (the instance to initialize)")
            );
        }
        if own_new == m.object_new {
            let name = m.name_of_type(t);
            return Err(m.raise(ty::TYPE_ERROR, &format!("{name}() takes no arguments")));
        }
    }
    none()
}

pub const OBJECT_METHODS: &[Native] = &[
    native_fn("__format__", Conv::O, |m, a| {
        let (o, spec) = (a.get(m, 0), a.get(m, 1));
        m.format_builtin(o, spec)
    }),
    native_fn("__sizeof__", Conv::NoArgs, |m, a| {
        let o = a.get(m, 0);
        let n = m.sizeof(o) - u64::from(crate::memory::refcount::header_bytes(m.type_of(o)));
        Ok(m.new_int(n as i64))
    }),
    native_fn("__dir__", Conv::NoArgs, |m, a| {
        let items = m.dir_names(a.get(m, 0)).iter().map(|t| m.new_str(t)).collect();
        Ok(m.new_list_of(items))
    }),
];

pub const OBJECT_CLASSMETHODS: &[Native] = &[native_fn("__init_subclass__", Conv::Any, |_, _| none())];

pub const OBJECT_GETSETS: &[Native] = &[
    native_fn("__class__", Conv::NoArgs, |m, a| {
        let class = m.class_of(a.get(m, 0));
        Ok(m.new_ref(class))
    }),
    native_fn("__dict__", Conv::NoArgs, |m, a| {
        let o = a.get(m, 0);
        if !m.has_dict(o) && m.kind(o) != Kind::Exception {
            return Err(m.no_attribute(o, static_strings::DUNDER_DICT));
        }
        let dict = m.materialize_dict(o);
        Ok(m.new_ref(dict))
    }),
    native_fn("__weakref__", Conv::NoArgs, |_, _| none()),
    native_fn("__doc__", Conv::NoArgs, |_, _| none()),
];

impl Machine {
    /// Whether a type is one that programs may not instantiate a subclass's layout of by `object.__new__`.
    pub fn plain_layout(&self, t: u32) -> bool {
        self.types[t as usize].kind == Kind::Instance && self.types[t as usize].flags & tp::DEAD == 0
    }
}
