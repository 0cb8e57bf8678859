//! `set` and `frozenset`: their constructors, methods and slots (`Objects/setobject.c`).

use crate::memory::object::{Kind, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn, none};
use crate::native::slotdefs::{contains, iter_self};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

pub const SET_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let set = m.new_set(false);
    retype(m, set, class)
})];

pub const FROZENSET_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(1, 2), |m, a| {
    let class = class_of_call(m, a);
    let o = a.opt(m, 1);
    if !o.is_null() && m.ty(o) == ty::FROZENSET && class == ty::FROZENSET {
        return Ok(m.new_ref(o));
    }
    let set = m.set_from(true, o)?;
    retype(m, set, class)
})];

pub const SET_METHODS: &[Native] = &[
    native_fn("add", Conv::O, |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        m.set_add(set, item)?;
        none()
    }),
    native_fn("clear", Conv::NoArgs, |m, a| {
        m.set_clear(a.get(m, 0));
        none()
    }),
    native_fn("discard", Conv::O, |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        m.set_discard(set, item)?;
        none()
    }),
    native_fn("pop", Conv::NoArgs, |m, a| match m.set_pop(a.get(m, 0)) {
        Some(item) => Ok(item),
        None => {
            let text = m.new_str("pop from an empty set");
            let raised = m.raise_key_error(text.get());
            m.drop_ref(text);
            Err(raised)
        }
    }),
    native_fn("remove", Conv::O, |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        if m.set_discard(set, item)? { none() } else { Err(m.raise_key_error(item)) }
    }),
    native_fn("update", Conv::Any, |m, a| {
        for i in 1..a.n {
            let (set, other) = (a.get(m, 0), a.get(m, i));
            m.set_update(set, other)?;
        }
        none()
    }),
];

pub const SET_READ_METHODS: &[Native] = &[
    native_fn("copy", Conv::NoArgs, |m, a| {
        let set = a.get(m, 0);
        let frozen = m.kind(set) == Kind::FrozenSet;
        m.set_from(frozen, set)
    }),
    native_fn("difference", Conv::Any, |m, a| algebra(m, a, crate::objects::abstract_::BinaryOp::Sub)),
    native_fn("intersection", Conv::Any, |m, a| algebra(m, a, crate::objects::abstract_::BinaryOp::And)),
    native_fn("isdisjoint", Conv::O, |m, a| {
        let both = algebra(m, a, crate::objects::abstract_::BinaryOp::And)?;
        let empty = m.set_len(both.get()) == 0;
        m.drop_ref(both);
        Ok(Owned::steal(Machine::new_bool(empty)))
    }),
    native_fn("issubset", Conv::O, |m, a| relation(m, a, crate::objects::abstract_::CompareOp::Le)),
    native_fn("issuperset", Conv::O, |m, a| relation(m, a, crate::objects::abstract_::CompareOp::Ge)),
    native_fn("symmetric_difference", Conv::O, |m, a| algebra(m, a, crate::objects::abstract_::BinaryOp::Xor)),
    native_fn("union", Conv::Any, |m, a| algebra(m, a, crate::objects::abstract_::BinaryOp::Or)),
];

pub const SET_EXTRA: &[Native] = &[
    native_fn("__iter__", Conv::NoArgs, iter_self),
    native_fn("__contains__", Conv::O, contains),
    native_fn("__init__", Conv::Fast(0, 1), |m, a| {
        let set = a.get(m, 0);
        m.set_clear(set);
        if a.n > 1 {
            m.set_update(set, a.get(m, 1))?;
        }
        none()
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
