//! The types of dict views (`Objects/dictobject.c`).

use crate::memory::object::Kind;
use crate::native::typedef::{Slot, TypeDef, tpflags};

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
    ..TypeDef::PLAIN
};

/// `dict_values`.
pub static DICT_VALUES: TypeDef = TypeDef {
    name: "dict_values",
    kind: Kind::DictView,
    basicsize: 24,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::Iter, Slot::Len],
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
    ..TypeDef::PLAIN
};
