//! `types.GenericAlias` (`Objects/genericaliasobject.c`).

use crate::memory::object::Kind;
use crate::memory::object::{Obj, Owned, R};
use crate::native::args::Args;
use crate::native::typedef::member;
use crate::native::typedef::{Slot, TypeDef, tpflags};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

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
    natives: &[
        member("__origin__", "The class.", |m, a| alias_part(m, a, 0)),
        member("__args__", "The type arguments.", |m, a| alias_part(m, a, 1)),
    ],
    ..TypeDef::PLAIN
};

fn alias_part(m: &mut Machine, a: Args, i: u32) -> R {
    let part = Obj(m.words.data[(m.slot(a.get(m, 0)).b_lo() + i) as usize]);
    Ok(m.new_ref(part))
}

/// `__class_getitem__` of the classes that take type arguments (`Py_GenericAlias`).
pub fn class_getitem(m: &mut Machine, a: Args) -> R {
    let (class, key) = (a.get(m, 0), a.get(m, 1));
    Ok(new_alias(m, class, key))
}

/// A class with its type argument, or a tuple of them.
pub(crate) fn new_alias(m: &mut Machine, class: Obj, key: Obj) -> Owned {
    let alias = m.alloc_gc(Kind::GenericAlias, ty::GENERIC_ALIAS, 80);
    let at = m.words.alloc(2);
    m.incref(class);
    let args = if m.kind(key) == Kind::Tuple { m.new_ref(key) } else { m.new_tuple_from(&[key]) };
    m.words.range_mut(at, 2).copy_from_slice(&[class.0, args.into_edge().0]);
    m.slot_mut(alias).b = u64::from(at);
    m.track(alias);
    Owned::steal(alias)
}
