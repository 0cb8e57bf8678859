//! `mappingproxy` (`Objects/descrobject.c`).

use crate::memory::object::{Kind, Obj};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, def, tpflags};
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
    ],
    ..TypeDef::PLAIN
};
