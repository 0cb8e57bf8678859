//! `type`: its constructor, methods and attributes (`Objects/typeobject.c`).

use crate::memory::object::{Kind, Obj, Owned};
use crate::native::args::{Args, Conv, Native, native_fn, none, or_none};
use crate::native::static_strings::{self};
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

pub const TYPE_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    if a.n != 4 {
        return Err(m.raise(ty::TYPE_ERROR, "type.__new__() takes exactly 3 arguments"));
    }
    let meta = class_of_call(m, a);
    let (name, bases, namespace) = (a.get(m, 1), a.get(m, 2), a.get(m, 3));
    let bases = m.seq_items(bases);
    let keywords = a.keywords(m);
    let class = m.type_new(meta, name, &bases, namespace)?;
    m.init_subclass(class.get(), &keywords)?;
    Ok(class)
})];

pub const TYPE: &[Native] = &[
    native_fn("__call__", Conv::Any, |m, a| {
        let class = a.get(m, 0);
        m.type_construct(class, Args { base: a.base + 1, n: a.n - 1, kwnames: a.kwnames })
    }),
    native_fn("__init__", Conv::Any, |_, _| none()),
];

fn type_index(m: &Machine, a: Args) -> u32 {
    m.slot(a.get(m, 0)).a
}

pub const TYPE_GETSETS: &[Native] = &[
    native_fn("__name__", Conv::NoArgs, |m, a| {
        let name = m.types[type_index(m, a) as usize].name;
        Ok(m.new_ref(name))
    }),
    native_fn("__name__=", Conv::Any, |m, a| {
        let (t, name) = (type_index(m, a), a.get(m, 1));
        m.incref(name);
        let old = std::mem::replace(&mut m.types[t as usize].name, name);
        m.decref(old);
        none()
    }),
    native_fn("__qualname__", Conv::NoArgs, |m, a| {
        let name = m.types[type_index(m, a) as usize].qualname;
        Ok(m.new_ref(name))
    }),
    native_fn("__module__", Conv::NoArgs, |m, a| {
        let t = type_index(m, a);
        let found = m.dict_get_str(m.types[t as usize].dict, static_strings::DUNDER_MODULE);
        if found.is_null() { Ok(Owned::steal(static_strings::BUILTINS)) } else { Ok(m.new_ref(found)) }
    }),
    native_fn("__bases__", Conv::NoArgs, |m, a| {
        let bases = m.types[type_index(m, a) as usize].bases;
        Ok(m.new_ref(bases))
    }),
    native_fn("__base__", Conv::NoArgs, |m, a| {
        let t = type_index(m, a);
        if t == ty::OBJECT {
            return none();
        }
        let base = m.types[m.types[t as usize].base as usize].obj;
        Ok(m.new_ref(base))
    }),
    native_fn("__mro__", Conv::NoArgs, |m, a| {
        let mro = m.types[type_index(m, a) as usize].mro;
        Ok(m.new_ref(mro))
    }),
    native_fn("__dict__", Conv::NoArgs, |m, a| {
        let dict = m.types[type_index(m, a) as usize].dict;
        let proxy = m.alloc_gc(Kind::MappingProxy, ty::MAPPINGPROXY, 40);
        m.incref(dict);
        m.slot_mut(proxy).a = dict.0;
        m.track(proxy);
        Ok(Owned::steal(proxy))
    }),
    native_fn("__doc__", Conv::NoArgs, |m, a| {
        let t = type_index(m, a);
        let found = m.dict_get_str(m.types[t as usize].dict, static_strings::DUNDER_DOC);
        or_none(m, found)
    }),
    native_fn("__basicsize__", Conv::NoArgs, |m, a| {
        let n = m.types[type_index(m, a) as usize].basicsize;
        Ok(m.new_int(i64::from(n)))
    }),
];

pub const TYPE_METHODS: &[Native] = &[
    native_fn("mro", Conv::NoArgs, |m, a| {
        let mro = m.types[type_index(m, a) as usize].mro;
        let items = m.seq_items(mro);
        Ok(m.new_list_from(&items))
    }),
    native_fn("__subclasses__", Conv::NoArgs, |m, a| {
        let t = type_index(m, a);
        let class = m.types[t as usize].obj;
        let subclasses: Vec<Obj> = m
            .types
            .iter()
            .filter(|i| !i.bases.is_null() && m.seq_items(i.bases).contains(&class))
            .map(|i| i.obj)
            .collect();
        Ok(m.new_list_from(&subclasses))
    }),
];

impl Machine {
    /// Whether a class is written in Python.
    pub fn is_heap_type(&self, t: u32) -> bool {
        self.types[t as usize].flags & tp::HEAPTYPE != 0
    }
}
