//! `None`, `Ellipsis` and `NotImplemented` (`Objects/object.c`, `Objects/sliceobject.c`).

use crate::memory::object::Kind;
use crate::native::typedef::{Slot, TypeDef, tpflags};

/// `NoneType`.
pub static NONE_TYPE: TypeDef = TypeDef {
    name: "NoneType",
    kind: Kind::None,
    basicsize: 16,
    flags: tpflags::BUILTIN,
    text: "()",
    doc: "The type of None.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Compare, Slot::Bool],
    ..TypeDef::PLAIN
};

/// `ellipsis`.
pub static ELLIPSIS: TypeDef = TypeDef {
    name: "ellipsis",
    kind: Kind::Ellipsis,
    basicsize: 16,
    flags: tpflags::BUILTIN,
    text: "()",
    doc: "The type of Ellipsis.",
    slots: &[Slot::Repr],
    ..TypeDef::PLAIN
};

/// `NotImplementedType`.
pub static NOT_IMPLEMENTED_TYPE: TypeDef = TypeDef {
    name: "NotImplementedType",
    kind: Kind::NotImplemented,
    basicsize: 16,
    flags: tpflags::BUILTIN,
    text: "()",
    doc: "The type of NotImplemented.",
    slots: &[Slot::Repr, Slot::Bool],
    ..TypeDef::PLAIN
};
