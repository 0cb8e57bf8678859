//! `module` (`Objects/moduleobject.c`).

use crate::memory::object::Kind;
use crate::native::typedef::{Slot, TypeDef, tpflags};

/// `module`.
pub static MODULE: TypeDef = TypeDef {
    name: "module",
    kind: Kind::Module,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(name, doc=None)",
    doc: "A module and its names.",
    slots: &[Slot::Repr, Slot::GetAttr, Slot::Init],
    ..TypeDef::PLAIN
};
