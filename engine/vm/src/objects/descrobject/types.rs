//! The types of descriptors (`Objects/descrobject.c`).

use crate::memory::object::Kind;
use crate::native::typedef::{Slot, TypeDef, tpflags};

/// `method_descriptor`.
pub static METHOD_DESCRIPTOR: TypeDef = TypeDef {
    name: "method_descriptor",
    kind: Kind::MethodDescriptor,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION | tpflags::HAVE_VECTORCALL | tpflags::METHOD_DESCRIPTOR,
    slots: &[Slot::Repr, Slot::Call, Slot::DescrGet],
    ..TypeDef::PLAIN
};

/// `wrapper_descriptor`.
pub static WRAPPER_DESCRIPTOR: TypeDef = TypeDef {
    name: "wrapper_descriptor",
    kind: Kind::WrapperDescriptor,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION | tpflags::METHOD_DESCRIPTOR,
    slots: &[Slot::Repr, Slot::Call, Slot::DescrGet],
    ..TypeDef::PLAIN
};

/// `classmethod_descriptor`.
pub static CLASSMETHOD_DESCRIPTOR: TypeDef = TypeDef {
    name: "classmethod_descriptor",
    kind: Kind::MethodDescriptor,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::Call, Slot::DescrGet],
    ..TypeDef::PLAIN
};

/// `method-wrapper`.
pub static METHOD_WRAPPER: TypeDef = TypeDef {
    name: "method-wrapper",
    kind: Kind::BuiltinFunction,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::Hash, Slot::Call, Slot::Compare],
    ..TypeDef::PLAIN
};

/// `getset_descriptor`.
pub static GETSET_DESCRIPTOR: TypeDef = TypeDef {
    name: "getset_descriptor",
    kind: Kind::GetSet,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::DescrGet, Slot::DescrSet],
    ..TypeDef::PLAIN
};

/// `member_descriptor`.
pub static MEMBER_DESCRIPTOR: TypeDef = TypeDef {
    name: "member_descriptor",
    kind: Kind::Member,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::DescrGet, Slot::DescrSet],
    ..TypeDef::PLAIN
};
