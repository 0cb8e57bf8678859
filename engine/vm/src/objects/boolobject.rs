//! `bool` (`Objects/boolobject.c`).

use crate::eval::ask::Ask;
use crate::memory::object::{Kind, Owned};
use crate::native::typedef::{Slot, TypeDef, new, tpflags};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `bool`.
pub static BOOL: TypeDef = TypeDef {
    name: "bool",
    base: ty::INT,
    kind: Kind::Bool,
    basicsize: 24,
    itemsize: 4,
    flags: tpflags::BUILTIN | tpflags::MATCH_SELF | tpflags::LONG_SUBCLASS,
    text: "(object=False, /)",
    doc: "A truth value: True or False.",
    slots: &[Slot::Repr, Slot::Invert, Slot::And, Slot::Xor, Slot::Or],
    natives: &[new("bool(object=False, /)", |m, a| {
        let o = a.opt(m, 1);
        if !o.is_null() && !m.is_builtin_exact(o) {
            return m.ask(Ask::Bool, &[o]);
        }
        let truth = if o.is_null() { false } else { m.truthy(o)? };
        Ok(Owned::steal(Machine::new_bool(truth)))
    })],
    ..TypeDef::PLAIN
};
