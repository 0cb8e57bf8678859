//! `object`, and what every object can be asked (`Objects/object.c`, `PyBaseObject_Type` of `Objects/typeobject.c`).

mod class;
mod extra;
pub(crate) mod record;
mod reduce;
pub(crate) mod reduce_rows;
pub(crate) mod repr;
pub mod richcompare;
pub(crate) mod singletons;
pub(crate) mod steps;

use crate::memory::object::{Kind, Owned, R, Raised};
use crate::native::args::{Args, boolean, none, not_implemented};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Slot, TypeDef, class_def, def, getset, new, setter, tpflags, wrapper};
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// `object`.
pub static OBJECT: TypeDef = TypeDef {
    name: "object",
    kind: Kind::Instance,
    basicsize: 16,
    flags: tpflags::BUILTIN | tpflags::BASETYPE,
    text: "()",
    doc: "What every class is derived from.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Str, Slot::GetAttr, Slot::SetAttr, Slot::Compare, Slot::Init],
    natives: &[
        new("object(*args, **kwargs)", |m, a| {
            let class = class_of_call(m, a);
            if !m.plain_layout(class) {
                let name = m.name_of_type(class);
                return Err(
                    m.raise(ty::TYPE_ERROR, &format!("object.__new__({name}) is not safe, use {name}.__new__()"))
                );
            }
            if a.n > 1 || a.kwcount(m) > 0 {
                let new = m.type_lookup(class, static_strings::DUNDER_NEW);
                if new != m.object_new {
                    return Err(m.raise(
                        ty::TYPE_ERROR,
                        "object.__new__() takes exactly one argument (the type to instantiate)",
                    ));
                }
                let init = m.type_lookup(class, static_strings::DUNDER_INIT);
                if m.kind(init) == Kind::WrapperDescriptor {
                    let name = m.name_of_type(class);
                    return Err(m.raise(ty::TYPE_ERROR, &format!("{name}() takes no arguments")));
                }
            }
            if m.types[class as usize].flags & tp::ABSTRACT != 0 {
                return Err(m.raise_abstract(class));
            }
            if class == ty::OBJECT {
                return Ok(Owned::steal(m.alloc(Kind::Instance, ty::OBJECT, 16)));
            }
            Ok(m.new_instance(class))
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let text = m.object_repr(o);
            Ok(m.new_str(&text))
        }),
        wrapper("__str__($self, /)", "Return str(self).", |m, a| m.repr(a.get(m, 0))),
        wrapper("__hash__($self, /)", "Return hash(self).", |m, a| {
            let hash = m.address(a.get(m, 0)).rotate_right(4);
            Ok(m.new_int(hash as i64))
        }),
        wrapper("__eq__($self, value, /)", "Return self == value.", |m, a| {
            if a.get(m, 0) == a.get(m, 1) { boolean(true) } else { not_implemented() }
        }),
        wrapper("__ne__($self, value, /)", "Return self != value.", |m, a| {
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
        wrapper("__lt__($self, value, /)", "Return self < value.", |_, _| not_implemented()),
        wrapper("__le__($self, value, /)", "Return self <= value.", |_, _| not_implemented()),
        wrapper("__gt__($self, value, /)", "Return self > value.", |_, _| not_implemented()),
        wrapper("__ge__($self, value, /)", "Return self >= value.", |_, _| not_implemented()),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", object_init),
        def("__format__($self, format_spec, /)", "Text of the object as the format specification wants it.", |m, a| {
            let (o, spec) = (a.get(m, 0), a.get(m, 1));
            m.format_builtin(o, spec)
        }),
        reduce::REDUCE,
        reduce::REDUCE_EX,
        reduce::GETSTATE,
        def("__sizeof__($self, /)", "Size of the object in memory, in bytes.", |m, a| {
            let o = a.get(m, 0);
            let n = m.sizeof(o) - u64::from(crate::memory::refcount::header_bytes(m.type_of(o)));
            Ok(m.new_int(n as i64))
        }),
        def("__dir__($self, /)", "Names of the attributes, for dir().", |m, a| {
            let items = m.dir_names(a.get(m, 0)).iter().map(|t| m.new_str(t)).collect();
            Ok(m.new_list_of(items))
        }),
        class_def("__init_subclass__($type, /)", "Called on the parent when a class is derived from it.", |_, _| {
            none()
        }),
        getset("__class__", "The class of the object.", |m, a| {
            let class = m.class_of(a.get(m, 0));
            Ok(m.new_ref(class))
        }),
        setter("__class__", |m, a| {
            let (o, value) = (a.get(m, 0), a.opt(m, 1));
            m.set_class(o, value)?;
            none()
        }),
        class_def(
            "__subclasshook__($type, object, /)",
            "Whether a class counts as a subclass; overridden by abstract classes.",
            |_, _| not_implemented(),
        ),
    ],
    ..TypeDef::PLAIN
};

fn object_init(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    if a.n > 1 || a.kwcount(m) > 0 {
        let t = m.ty(o);
        let own_init = m.type_lookup(t, static_strings::DUNDER_INIT);
        let own_new = m.type_lookup(t, static_strings::DUNDER_NEW);
        let overridden = own_init != m.type_lookup(ty::OBJECT, static_strings::DUNDER_INIT);
        if overridden {
            return Err(
                m.raise(ty::TYPE_ERROR, "object.__init__() takes exactly one argument (the instance to initialize)")
            );
        }
        // A type without a constructor inherits none.
        let made = m.defs.get(t as usize).is_none_or(|def| def.flags & tpflags::DISALLOW_INSTANTIATION == 0);
        if own_new == m.object_new && made {
            let name = if t == ty::OBJECT { "object".to_owned() } else { m.name_of_type(t) };
            let text = format!("{name}.__init__() takes exactly one argument (the instance to initialize)");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
    }
    none()
}

impl Machine {
    /// The error for making an instance of a class with abstract methods (`object_new`).
    fn raise_abstract(&mut self, class: u32) -> Raised {
        let key = self.intern_str("__abstractmethods__");
        let methods = self.dict_get_str(self.types[class as usize].dict, key.get());
        self.drop_ref(key);
        let mut names: Vec<String> = match methods.is_null() {
            true => Vec::new(),
            false => match self.iterate_all(methods) {
                Ok(items) => {
                    let items = self.keep_all(items);
                    items.into_iter().map(|name| format!("'{}'", self.str_text(name))).collect()
                }
                Err(raised) => return raised,
            },
        };
        names.sort();
        let (plural, name) = (if names.len() == 1 { "" } else { "s" }, self.name_of_type(class));
        let text = format!(
            "Can't instantiate abstract class {name} without an implementation for abstract method{plural} {}",
            names.join(", ")
        );
        self.raise(ty::TYPE_ERROR, &text)
    }

    /// Whether a type is one that programs may not instantiate a subclass's layout of by `object.__new__`.
    pub fn plain_layout(&self, t: u32) -> bool {
        self.types[t as usize].kind == Kind::Instance && self.types[t as usize].flags & tp::DEAD == 0
    }
}

/// `__sizeof__` without the collector's header.
pub fn sizeof(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let n = m.sizeof(o) - u64::from(crate::memory::refcount::header_bytes(m.type_of(o)));
    Ok(m.new_int(n as i64))
}
