//! `types.GenericAlias` (`Objects/genericaliasobject.c`).

use crate::memory::object::Kind;
use crate::native::typedef::{Slot, TypeDef, tpflags};

/// `GenericAlias`.
pub static GENERIC_ALIAS: TypeDef = TypeDef {
    name: "GenericAlias",
    module: "types",
    kind: Kind::GenericAlias,
    basicsize: 64,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::HAVE_VECTORCALL,
    text: "(origin, args, /)",
    doc: "A class with type arguments.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Call, Slot::GetAttr, Slot::Compare, Slot::Iter, Slot::Or, Slot::Subscript],
    ..TypeDef::PLAIN
};
