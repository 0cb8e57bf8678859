//! `mappingproxy` (`Objects/descrobject.c`).

use crate::memory::object::{Kind, Obj};
use crate::memory::object::{Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::class_def;
use crate::native::typedef::{Slot, TypeDef, def, tpflags};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

fn proxied(m: &Machine, a: Args) -> Obj {
    Obj(m.slot(a.get(m, 0)).a)
}

/// `mappingproxy`.
pub static MAPPINGPROXY: TypeDef = TypeDef {
    name: "mappingproxy",
    kind: Kind::MappingProxy,
    basicsize: 24,
    flags: tpflags::COLLECTED | tpflags::MAPPING,
    text: "(mapping)",
    doc: "A mapping that cannot be changed through it.",
    slots: &[
        Slot::Repr,
        Slot::Hash,
        Slot::Str,
        Slot::Compare,
        Slot::Iter,
        Slot::Or,
        Slot::InplaceOr,
        Slot::Len,
        Slot::Subscript,
        Slot::Contains,
    ],
    natives: &[
        def("get($self, key, default=None, /)", "The value for a key, or the default.", |m, a| {
            let (dict, key) = (proxied(m, a), a.get(m, 1));
            let found = m.dict_get(dict, key)?;
            let value = if !found.is_null() {
                found
            } else if a.n > 2 {
                a.get(m, 2)
            } else {
                fixed::NONE
            };
            Ok(m.new_ref(value))
        }),
        def("items($self, /)", "A view of the keys with their values.", |m, a| Ok(m.new_dict_view(proxied(m, a), 2))),
        def("keys($self, /)", "A view of the keys.", |m, a| Ok(m.new_dict_view(proxied(m, a), 0))),
        def("values($self, /)", "A view of the values.", |m, a| Ok(m.new_dict_view(proxied(m, a), 1))),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        def("copy($self, /)", "A shallow copy.", |m, a| {
            let dict = proxied(m, a);
            m.dict_copy(dict)
        }),
        def("__reversed__($self, /)", "An iterator over the items from the last to the first.", |m, a| {
            let dict = proxied(m, a);
            m.reversed(dict)
        }),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    /// A mapping that shows a dict and cannot change it.
    pub fn new_proxy(&mut self, dict: Obj) -> R {
        let proxy = self.alloc_gc(Kind::MappingProxy, ty::MAPPINGPROXY, 40);
        self.incref(dict);
        self.slot_mut(proxy).a = dict.0;
        self.track(proxy);
        Ok(Owned::steal(proxy))
    }
}
