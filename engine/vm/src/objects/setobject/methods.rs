//! `set` and `frozenset`: their constructors, methods and slots (`Objects/setobject.c`).

use crate::memory::object::{Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn, none};
use crate::native::slotdefs::{contains, iter_self};
use crate::objects::abstract_::BinaryOp;
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
    native_fn("update", Conv::Any, |m, a| in_place(m, a, BinaryOp::Or)),
    native_fn("difference_update", Conv::Any, |m, a| in_place(m, a, BinaryOp::Sub)),
    native_fn("intersection_update", Conv::Any, |m, a| {
        let set = a.get(m, 0);
        let both = intersection(m, a)?;
        m.set_swap(set, both.get());
        m.drop_ref(both);
        none()
    }),
    native_fn("symmetric_difference_update", Conv::O, |m, a| in_place(m, a, BinaryOp::Xor)),
];

pub const SET_READ_METHODS: &[Native] = &[
    native_fn("copy", Conv::NoArgs, |m, a| {
        let set = a.get(m, 0);
        if m.ty(set) == ty::FROZENSET { Ok(m.new_ref(set)) } else { m.set_copy(set) }
    }),
    native_fn("difference", Conv::Any, |m, a| {
        let set = a.get(m, 0);
        if a.n == 1 {
            return m.set_copy(set);
        }
        let result = m.set_difference(set, a.get(m, 1))?;
        each_other(m, a, result, 2, |m, set, other| m.set_difference_update(set, other))
    }),
    native_fn("intersection", Conv::Any, intersection),
    native_fn("isdisjoint", Conv::O, |m, a| {
        let (set, other) = (a.get(m, 0), a.get(m, 1));
        Ok(boolean(m.set_isdisjoint(set, other)?))
    }),
    native_fn("issubset", Conv::O, |m, a| {
        let (set, other) = (a.get(m, 0), a.get(m, 1));
        if m.is_any_set(other) {
            return Ok(boolean(m.set_issubset(set, other)?));
        }
        let both = m.set_intersection(set, other)?;
        let all = m.set_len(both.get()) == m.set_len(set);
        m.drop_ref(both);
        Ok(boolean(all))
    }),
    native_fn("issuperset", Conv::O, |m, a| {
        let (set, other) = (a.get(m, 0), a.get(m, 1));
        Ok(boolean(m.set_issuperset(set, other)?))
    }),
    native_fn("symmetric_difference", Conv::O, |m, a| {
        let (set, other) = (a.get(m, 0), a.get(m, 1));
        m.set_symmetric_difference(set, other)
    }),
    native_fn("union", Conv::Any, |m, a| {
        let copy = m.set_copy(a.get(m, 0))?;
        each_other(m, a, copy, 1, |m, set, other| m.set_update(set, other))
    }),
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

fn boolean(value: bool) -> Owned {
    Owned::steal(Machine::new_bool(value))
}

fn in_place(m: &mut Machine, a: Args, op: BinaryOp) -> R {
    for i in 1..a.n {
        let (set, other) = (a.get(m, 0), a.get(m, i));
        m.set_inplace(op, set, other)?;
    }
    none()
}

/// Takes every argument from the `from`th on into a result.
fn each_other(
    m: &mut Machine,
    a: Args,
    result: Owned,
    from: u32,
    mut take: impl FnMut(&mut Machine, Obj, Obj) -> R<()>,
) -> R {
    for i in from..a.n {
        let other = a.get(m, i);
        if let Err(e) = take(m, result.get(), other) {
            m.drop_ref(result);
            return Err(e);
        }
    }
    Ok(result)
}

/// `set_intersection_multi`.
fn intersection(m: &mut Machine, a: Args) -> R {
    if a.n == 1 {
        return m.set_copy(a.get(m, 0));
    }
    let mut result = m.new_ref(a.get(m, 0));
    for i in 1..a.n {
        let next = m.set_intersection(result.get(), a.get(m, i));
        m.drop_ref(result);
        result = next?;
    }
    Ok(result)
}
