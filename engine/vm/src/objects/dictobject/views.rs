//! The types of dict views (`Objects/dictobject.c`).

use crate::memory::object::Kind;
use crate::memory::object::Obj;
use crate::native::args::boolean;
use crate::native::typedef::{Slot, TypeDef, tpflags};
use crate::native::typedef::{def, getset};
use crate::objects::enumobject::reversed;

/// `dict_keys`.
pub static DICT_KEYS: TypeDef = TypeDef {
    name: "dict_keys",
    kind: Kind::DictView,
    basicsize: 24,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[
        Slot::Repr,
        Slot::Compare,
        Slot::Iter,
        Slot::Subtract,
        Slot::And,
        Slot::Xor,
        Slot::Or,
        Slot::Len,
        Slot::Contains,
        Slot::Unhashable,
    ],
    natives: &[
        getset("mapping", "The dict that it shows.", |m, a| {
            let dict = Obj(m.slot(a.get(m, 0)).b_lo());
            m.new_proxy(dict)
        }),
        def("__reversed__($self, /)", "An iterator over the items from the last to the first.", reversed),
        def("isdisjoint($self, object, /)", "Whether no item is in the other.", |m, a| {
            let own = m.set_from(false, a.get(m, 0))?;
            let answer = m.set_isdisjoint(own.get(), a.get(m, 1));
            m.drop_ref(own);
            boolean(answer?)
        }),
    ],
    ..TypeDef::PLAIN
};

/// `dict_values`.
pub static DICT_VALUES: TypeDef = TypeDef {
    name: "dict_values",
    kind: Kind::DictView,
    basicsize: 24,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::Iter, Slot::Len],
    natives: &[
        getset("mapping", "The dict that it shows.", |m, a| {
            let dict = Obj(m.slot(a.get(m, 0)).b_lo());
            m.new_proxy(dict)
        }),
        def("__reversed__($self, /)", "An iterator over the items from the last to the first.", reversed),
    ],
    ..TypeDef::PLAIN
};

/// `dict_items`.
pub static DICT_ITEMS: TypeDef = TypeDef {
    name: "dict_items",
    kind: Kind::DictView,
    basicsize: 24,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[
        Slot::Repr,
        Slot::Compare,
        Slot::Iter,
        Slot::Subtract,
        Slot::And,
        Slot::Xor,
        Slot::Or,
        Slot::Len,
        Slot::Contains,
        Slot::Unhashable,
    ],
    natives: &[
        getset("mapping", "The dict that it shows.", |m, a| {
            let dict = Obj(m.slot(a.get(m, 0)).b_lo());
            m.new_proxy(dict)
        }),
        def("__reversed__($self, /)", "An iterator over the items from the last to the first.", reversed),
        def("isdisjoint($self, object, /)", "Whether no item is in the other.", |m, a| {
            let own = m.set_from(false, a.get(m, 0))?;
            let answer = m.set_isdisjoint(own.get(), a.get(m, 1));
            m.drop_ref(own);
            boolean(answer?)
        }),
    ],
    ..TypeDef::PLAIN
};
