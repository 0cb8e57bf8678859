//! Slot wrappers: the special methods of the built-in types as callable objects, so that `super().__init__()`,
//! `int.__add__` and inherited operators work (`slotdefs` in `Objects/typeobject.c`).

use crate::eval::activations::What;
use crate::memory::object::{Obj, R, StackRef};
use crate::native::args::{Args, Conv, Native, boolean, native_fn, none, not_implemented};
use crate::objects::abstract_::{BinaryOp, CompareOp};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

macro_rules! binary {
    ($($name:literal $reflected:literal $op:ident),*) => {
        &[$(
            native_fn($name, Conv::O, |m, a| { let (x, y) = (a.get(m, 0), a.get(m, 1)); m.binary_native(BinaryOp::$op, x, y) }),
            native_fn($reflected, Conv::O, |m, a| { let (x, y) = (a.get(m, 0), a.get(m, 1)); m.binary_native(BinaryOp::$op, y, x) }),
        )*]
    };
}

pub const NUMBER: &[Native] = binary!(
    "__add__" "__radd__" Add, "__sub__" "__rsub__" Sub, "__mul__" "__rmul__" Mul, "__truediv__" "__rtruediv__" TrueDiv,
    "__floordiv__" "__rfloordiv__" FloorDiv, "__mod__" "__rmod__" Mod, "__pow__" "__rpow__" Pow
);

pub const SET_ALGEBRA: &[Native] =
    binary!("__and__" "__rand__" And, "__or__" "__ror__" Or, "__xor__" "__rxor__" Xor, "__sub__" "__rsub__" Sub);

pub const SEQUENCE: &[Native] = &[
    native_fn("__add__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary(BinaryOp::Add, x, y)
    }),
    native_fn("__mul__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::Mul, x, y)
    }),
    native_fn("__rmul__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::Mul, x, y)
    }),
];

fn compare(m: &mut Machine, a: Args, op: CompareOp) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    match m.compare_builtin(op, x, y)? {
        Some(answer) => boolean(answer),
        None => not_implemented(),
    }
}

pub const COMPARISON: &[Native] = &[
    native_fn("__lt__", Conv::O, |m, a| compare(m, a, CompareOp::Lt)),
    native_fn("__le__", Conv::O, |m, a| compare(m, a, CompareOp::Le)),
    native_fn("__eq__", Conv::O, |m, a| compare(m, a, CompareOp::Eq)),
    native_fn("__ne__", Conv::O, |m, a| compare(m, a, CompareOp::Ne)),
    native_fn("__gt__", Conv::O, |m, a| compare(m, a, CompareOp::Gt)),
    native_fn("__ge__", Conv::O, |m, a| compare(m, a, CompareOp::Ge)),
];

fn hash(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let hash = m.hash_builtin(o)?;
    Ok(m.new_int(hash as i64))
}

pub const HASH: &[Native] = &[native_fn("__hash__", Conv::NoArgs, hash)];

pub const REPR: &[Native] = &[native_fn("__repr__", Conv::NoArgs, |m, a| m.repr_builtin(a.get(m, 0)))];

pub const SIZED: &[Native] = &[native_fn("__len__", Conv::NoArgs, |m, a| {
    let n = m.len_builtin(a.get(m, 0)).unwrap_or(0);
    Ok(m.new_int(n as i64))
})];

pub const SUBSCRIPT: &[Native] = &[native_fn("__getitem__", Conv::O, |m, a| {
    let (o, key) = (a.get(m, 0), a.get(m, 1));
    match m.getitem_builtin(o, key)? {
        Some(value) => Ok(value),
        None => not_implemented(),
    }
})];

pub const ITEM_ASSIGNMENT: &[Native] = &[
    native_fn("__setitem__", Conv::Fast(2, 2), |m, a| {
        let (o, key, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        m.setitem_builtin(o, key, value)?;
        none()
    }),
    native_fn("__delitem__", Conv::O, |m, a| {
        let (o, key) = (a.get(m, 0), a.get(m, 1));
        m.delitem_builtin(o, key)?;
        none()
    }),
];

pub fn iter_self(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    match m.iter_builtin(o)? {
        Some(it) => Ok(it),
        None => Ok(m.new_ref(o)),
    }
}

pub const ITERATOR: &[Native] = &[
    native_fn("__iter__", Conv::NoArgs, iter_self),
    native_fn("__next__", Conv::NoArgs, |m, a| {
        let it = a.get(m, 0);
        if !m.steps_natively(it) {
            return m.go_on_as(What::Next, &[StackRef::borrowed(it), StackRef::NULL]);
        }
        match m.iter_next(it)? {
            Some(value) => Ok(value),
            None => Err(m.raise_empty(ty::STOP_ITERATION)),
        }
    }),
];

pub fn contains(m: &mut Machine, a: Args) -> R {
    let (o, item) = (a.get(m, 0), a.get(m, 1));
    boolean(m.contains_builtin(o, item)?.unwrap_or(false))
}

pub fn unary(m: &mut Machine, a: Args, method: Obj) -> R {
    let o = a.get(m, 0);
    match m.unary_builtin(method, o)? {
        Some(value) => Ok(value),
        None => not_implemented(),
    }
}

impl Machine {}
