//! `type`: its constructor, methods and attributes (`Objects/typeobject.c`).

use crate::memory::object::{Kind, Obj, Owned};
use crate::native::args::{Args, none, or_none};
use crate::native::static_strings::{self};
use crate::native::typedef::{Slot, TypeDef, def, getset, member, new, setter, tpflags, wrapper};
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// `type`.
pub static TYPE: TypeDef = TypeDef {
    name: "type",
    kind: Kind::Type,
    basicsize: 936,
    itemsize: 40,
    flags: tpflags::COLLECTED
        | tpflags::BASETYPE
        | tpflags::HAVE_VECTORCALL
        | tpflags::TYPE_SUBCLASS
        | tpflags::ITEMS_AT_END,
    doc: "The class of classes.",
    slots: &[Slot::Repr, Slot::Call, Slot::GetAttr, Slot::SetAttr, Slot::Init, Slot::Or],
    natives: &[
        new("type(*args, **kwargs)", |m, a| {
            if a.n != 4 {
                return Err(m.raise(ty::TYPE_ERROR, "type.__new__() takes exactly 3 arguments"));
            }
            let meta = class_of_call(m, a);
            let (name, bases, namespace) = (a.get(m, 1), a.get(m, 2), a.get(m, 3));
            let bases = m.seq_items(bases);
            let keywords = a.keywords(m);
            let class = m.type_new(meta, name, &bases, namespace)?;
            m.announce_class(class, &keywords)
        }),
        wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", |m, a| {
            let class = a.get(m, 0);
            m.type_construct(class, Args::new(a.base + 1, a.n - 1, a.kwnames))
        }),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |_, _| none()),
        def("mro($self, /)", "The method resolution order, as a list.", |m, a| {
            let mro = m.types[type_index(m, a) as usize].mro;
            let items = m.seq_items(mro);
            Ok(m.new_list_from(&items))
        }),
        def("__subclasses__($self, /)", "The classes that were derived directly from this one.", |m, a| {
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
        getset("__name__", "Name as it was defined.", |m, a| {
            let name = m.types[type_index(m, a) as usize].name;
            Ok(m.new_ref(name))
        }),
        setter("__name__", |m, a| {
            let (t, name) = (type_index(m, a), a.get(m, 1));
            m.incref(name);
            let old = std::mem::replace(&mut m.types[t as usize].name, name);
            m.decref(old);
            none()
        }),
        getset("__qualname__", "Name with the scopes that it was defined in.", |m, a| {
            let name = m.types[type_index(m, a) as usize].qualname;
            Ok(m.new_ref(name))
        }),
        getset("__module__", "Name of the module that it was defined in.", |m, a| {
            let t = type_index(m, a);
            let found = m.dict_get_str(m.types[t as usize].dict, static_strings::DUNDER_MODULE);
            if found.is_null() { Ok(Owned::steal(static_strings::BUILTINS)) } else { Ok(m.new_ref(found)) }
        }),
        getset("__bases__", "The classes that it was derived from.", |m, a| {
            let bases = m.types[type_index(m, a) as usize].bases;
            Ok(m.new_ref(bases))
        }),
        member("__base__", "The class whose layout it extends.", |m, a| {
            let t = type_index(m, a);
            if t == ty::OBJECT {
                return none();
            }
            let base = m.types[m.types[t as usize].base as usize].obj;
            Ok(m.new_ref(base))
        }),
        getset("__mro__", "The classes in which attributes are looked up, in order.", |m, a| {
            let mro = m.types[type_index(m, a) as usize].mro;
            Ok(m.new_ref(mro))
        }),
        getset("__dict__", "The attributes of the object, by name.", |m, a| {
            let dict = m.types[type_index(m, a) as usize].dict;
            let proxy = m.alloc_gc(Kind::MappingProxy, ty::MAPPINGPROXY, 40);
            m.incref(dict);
            m.slot_mut(proxy).a = dict.0;
            m.track(proxy);
            Ok(Owned::steal(proxy))
        }),
        getset("__doc__", "What the object says about itself.", |m, a| {
            let t = type_index(m, a);
            let found = m.dict_get_str(m.types[t as usize].dict, static_strings::DUNDER_DOC);
            or_none(m, found)
        }),
        member("__basicsize__", "Size of an instance in bytes, without items.", |m, a| {
            let n = m.types[type_index(m, a) as usize].basicsize;
            Ok(m.new_int(i64::from(n)))
        }),
    ],
    ..TypeDef::PLAIN
};

fn type_index(m: &Machine, a: Args) -> u32 {
    m.slot(a.get(m, 0)).a
}

impl Machine {
    /// Whether a class is written in Python.
    pub fn is_heap_type(&self, t: u32) -> bool {
        self.types[t as usize].flags & tp::HEAPTYPE != 0
    }
}
