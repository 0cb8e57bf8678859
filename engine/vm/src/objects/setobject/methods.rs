//! `set` and `frozenset`: their constructors, methods and slots (`Objects/setobject.c`).

use crate::memory::object::{Kind, Owned, R};
use crate::native::args::{Args, boolean, none};
use crate::native::typedef::{Native, Slot, TypeDef, concat, def, new, tpflags, wrapper};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const SET_ONLY: [Native; 9] = [
    new("set(*args, **kwargs)", |m, a| {
        let class = class_of_call(m, a);
        let set = m.new_set(false);
        retype(m, set, class)
    }),
    def("__contains__($self, object, /)", "Whether the item is in the set.", |m, a| {
        let (o, item) = (a.get(m, 0), a.get(m, 1));
        boolean(m.contains_builtin(o, item)?.unwrap_or(false))
    }),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| {
        let set = a.get(m, 0);
        m.check_positional("set", a, 1, 0, 1)?;
        m.set_clear(set);
        if a.n > 1 {
            m.set_update(set, a.get(m, 1))?;
        }
        none()
    }),
    def("add($self, object, /)", "Put in an object.", |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        m.set_add(set, item)?;
        none()
    }),
    def("clear($self, /)", "Take out everything.", |m, a| {
        m.set_clear(a.get(m, 0));
        none()
    }),
    def("discard($self, object, /)", "Take out an object if it is there.", |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        m.set_discard(set, item)?;
        none()
    }),
    def("pop($self, /)", "Take out any object and return it.", |m, a| match m.set_pop(a.get(m, 0)) {
        Some(item) => Ok(item),
        None => {
            let text = m.new_str("pop from an empty set");
            let raised = m.raise_key_error(text.get());
            m.drop_ref(text);
            Err(raised)
        }
    }),
    def("remove($self, object, /)", "Take out an object; KeyError if it is not there.", |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        if m.set_discard(set, item)? { none() } else { Err(m.raise_key_error(item)) }
    }),
    def("update($self, /, *others)", "Put in the items of all iterables.", |m, a| {
        for i in 1..a.n {
            let (set, other) = (a.get(m, 0), a.get(m, i));
            m.set_update(set, other)?;
        }
        none()
    }),
];

/// `set`.
pub static SET: TypeDef = TypeDef {
    name: "set",
    kind: Kind::Set,
    basicsize: 200,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::MATCH_SELF,
    text: "(iterable=(), /)",
    doc: "A collection of objects without order or duplicates.",
    slots: &[
        Slot::Repr,
        Slot::Compare,
        Slot::Iter,
        Slot::Init,
        Slot::Subtract,
        Slot::And,
        Slot::Xor,
        Slot::Or,
        Slot::InplaceSubtract,
        Slot::InplaceAnd,
        Slot::InplaceXor,
        Slot::InplaceOr,
        Slot::Len,
        Slot::Unhashable,
    ],
    natives: &concat::<{ SET_ONLY.len() + COMMON.len() }>(&SET_ONLY, &COMMON),
    ..TypeDef::PLAIN
};

const FROZENSET_ONLY: [Native; 1] = [new("frozenset(iterable=(), /)", |m, a| {
    let class = class_of_call(m, a);
    let o = a.opt(m, 1);
    if !o.is_null() && m.ty(o) == ty::FROZENSET && class == ty::FROZENSET {
        return Ok(m.new_ref(o));
    }
    let set = m.set_from(true, o)?;
    retype(m, set, class)
})];

/// `frozenset`.
pub static FROZENSET: TypeDef = TypeDef {
    name: "frozenset",
    kind: Kind::FrozenSet,
    basicsize: 200,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::MATCH_SELF,
    text: "(iterable=(), /)",
    doc: "A set that does not change.",
    slots: &[
        Slot::Repr,
        Slot::Hash,
        Slot::Compare,
        Slot::Iter,
        Slot::Subtract,
        Slot::And,
        Slot::Xor,
        Slot::Or,
        Slot::Len,
    ],
    natives: &concat::<{ FROZENSET_ONLY.len() + COMMON.len() }>(&FROZENSET_ONLY, &COMMON),
    ..TypeDef::PLAIN
};

/// What `set` and `frozenset` have in common.
const COMMON: [Native; 8] = [
    def("copy($self, /)", "A shallow copy.", |m, a| {
        let set = a.get(m, 0);
        let frozen = m.kind(set) == Kind::FrozenSet;
        m.set_from(frozen, set)
    }),
    def("difference($self, /, *others)", "The items that are in none of the others.", |m, a| {
        algebra(m, a, crate::objects::abstract_::BinaryOp::Sub)
    }),
    def("intersection($self, /, *others)", "The items that are in all of the others, too.", |m, a| {
        algebra(m, a, crate::objects::abstract_::BinaryOp::And)
    }),
    def("isdisjoint($self, other, /)", "Whether no item is in the other.", |m, a| {
        let both = algebra(m, a, crate::objects::abstract_::BinaryOp::And)?;
        let empty = m.set_len(both.get()) == 0;
        m.drop_ref(both);
        Ok(Owned::steal(Machine::new_bool(empty)))
    }),
    def("issubset($self, other, /)", "Whether the other has all items.", |m, a| {
        relation(m, a, crate::objects::abstract_::CompareOp::Le)
    }),
    def("issuperset($self, other, /)", "Whether it has all items of the other.", |m, a| {
        relation(m, a, crate::objects::abstract_::CompareOp::Ge)
    }),
    def("symmetric_difference($self, other, /)", "The items that are in just one of both.", |m, a| {
        algebra(m, a, crate::objects::abstract_::BinaryOp::Xor)
    }),
    def("union($self, /, *others)", "The items of all of them.", |m, a| {
        algebra(m, a, crate::objects::abstract_::BinaryOp::Or)
    }),
];

fn algebra(m: &mut Machine, a: Args, op: crate::objects::abstract_::BinaryOp) -> R {
    let first = a.get(m, 0);
    let frozen = m.kind(first) == Kind::FrozenSet;
    let mut result = m.set_from(frozen, first)?;
    for i in 1..a.n {
        let other = m.set_from(false, a.get(m, i))?;
        let next = m.binary(op, result.get(), other.get());
        m.drop_ref(other);
        m.drop_ref(result);
        result = next?;
    }
    Ok(result)
}

fn relation(m: &mut Machine, a: Args, op: crate::objects::abstract_::CompareOp) -> R {
    let other = m.set_from(false, a.get(m, 1))?;
    let answer = m.compare_builtin(op, a.get(m, 0), other.get());
    m.drop_ref(other);
    Ok(Owned::steal(Machine::new_bool(answer?.unwrap_or(false))))
}
