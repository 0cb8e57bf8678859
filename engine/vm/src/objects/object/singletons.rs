//! `None`, `Ellipsis` and `NotImplemented` (`Objects/object.c`, `Objects/sliceobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, new, tpflags};
use crate::objects::object::reduce_rows;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `NoneType`.
pub static NONE_TYPE: TypeDef = TypeDef {
    name: "NoneType",
    kind: Kind::None,
    basicsize: 16,
    flags: tpflags::BUILTIN,
    text: "()",
    doc: "The type of None.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Compare, Slot::Bool],
    natives: &[new("NoneType(*args, **kwargs)", |m, a| only(m, a, fixed::NONE))],
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
    natives: &[new("ellipsis(*args, **kwargs)", |m, a| only(m, a, fixed::ELLIPSIS)), reduce_rows::ELLIPSIS],
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
    natives: &[
        new("NotImplementedType(*args, **kwargs)", |m, a| only(m, a, fixed::NOT_IMPLEMENTED)),
        reduce_rows::NOT_IMPLEMENTED,
    ],
    ..TypeDef::PLAIN
};

/// `__new__` of a type with one instance.
fn only(m: &mut Machine, a: Args, instance: Obj) -> R {
    if a.n > 1 || a.kwcount(m) > 0 {
        let name = m.type_name(instance);
        return Err(m.raise(ty::TYPE_ERROR, &format!("{name} takes no arguments")));
    }
    Ok(Owned::steal(instance))
}
