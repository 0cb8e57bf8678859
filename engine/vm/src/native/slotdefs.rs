//! Slot wrappers: the special methods of the built-in types as callable objects, so that `super().__init__()`,
//! `int.__add__` and inherited operators work (`slotdefs` in `Objects/typeobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn};
use crate::native::static_strings::{self, fixed};
use crate::objects::abstract_::{BinaryOp, CompareOp};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

fn none() -> R {
    Ok(Owned::steal(fixed::NONE))
}

fn not_implemented() -> R {
    Ok(Owned::steal(fixed::NOT_IMPLEMENTED))
}

fn boolean(value: bool) -> R {
    Ok(Owned::steal(Machine::new_bool(value)))
}

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

pub const OBJECT: &[Native] = &[
    native_fn("__str__", Conv::NoArgs, |m, a| m.repr(a.get(m, 0))),
    native_fn("__hash__", Conv::NoArgs, |m, a| {
        let hash = m.address(a.get(m, 0)).rotate_right(4);
        Ok(m.new_int(hash as i64))
    }),
    native_fn("__eq__", Conv::O, |m, a| if a.get(m, 0) == a.get(m, 1) { boolean(true) } else { not_implemented() }),
    native_fn("__ne__", Conv::O, |m, a| {
        // The inverse of __eq__, whoever defines that.
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        match m.call_special(x, static_strings::DUNDER_EQ, &[y])? {
            Some(value) if value.get() == fixed::NOT_IMPLEMENTED => Ok(value),
            Some(value) => {
                let truth = m.truthy(value.get());
                m.drop_ref(value);
                boolean(!truth?)
            }
            None => not_implemented(),
        }
    }),
    native_fn("__lt__", Conv::O, |_, _| not_implemented()),
    native_fn("__le__", Conv::O, |_, _| not_implemented()),
    native_fn("__gt__", Conv::O, |_, _| not_implemented()),
    native_fn("__ge__", Conv::O, |_, _| not_implemented()),
    native_fn("__getattribute__", Conv::O, |m, a| {
        let (o, name) = (a.get(m, 0), a.get(m, 1));
        match m.getattr_builtin(o, name)? {
            Some(value) => Ok(value),
            None => Err(m.no_attribute(o, name)),
        }
    }),
    native_fn("__setattr__", Conv::Fast(2, 2), |m, a| {
        let (o, name, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        m.setattr_builtin(o, name, value)?;
        none()
    }),
    native_fn("__delattr__", Conv::O, |m, a| {
        let (o, name) = (a.get(m, 0), a.get(m, 1));
        m.setattr_builtin(o, name, Obj::NULL)?;
        none()
    }),
    native_fn("__init__", Conv::Any, object_init),
];

fn object_init(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    if a.n > 1 || a.kwcount(m) > 0 {
        let t = m.ty(o);
        let own_init = m.type_lookup(t, static_strings::DUNDER_INIT);
        let own_new = m.type_lookup(t, static_strings::DUNDER_NEW);
        let overridden = !matches!(m.kind(own_init), Kind::WrapperDescriptor);
        if overridden {
            return Err(
                m.raise(ty::TYPE_ERROR, "object.__init__() takes exactly one argument (the instance to initialize)")
            );
        }
        if own_new == m.object_new {
            let name = m.name_of_type(t);
            return Err(m.raise(ty::TYPE_ERROR, &format!("{name}() takes no arguments")));
        }
    }
    none()
}

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

fn iter_self(m: &mut Machine, a: Args) -> R {
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
        if m.kind(it) == Kind::Generator {
            return match m.generator_send(it, fixed::NONE)? {
                crate::objects::genobject::Sent::Yielded(value) => Ok(value),
                crate::objects::genobject::Sent::Returned(value) => Err(m.raise_stop(value)),
            };
        }
        match m.iter_next(it)? {
            Some(value) => Ok(value),
            None => Err(m.raise_empty(ty::STOP_ITERATION)),
        }
    }),
];

fn contains(m: &mut Machine, a: Args) -> R {
    let (o, item) = (a.get(m, 0), a.get(m, 1));
    boolean(m.contains_builtin(o, item)?.unwrap_or(false))
}

pub const STR_EXTRA: &[Native] = &[
    native_fn("__iter__", Conv::NoArgs, iter_self),
    native_fn("__contains__", Conv::O, contains),
    native_fn("__str__", Conv::NoArgs, |m, a| {
        let points = m.str_points(a.get(m, 0));
        Ok(m.new_str_points(&points))
    }),
    native_fn("__mod__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::Mod, x, y)
    }),
];

fn unary(m: &mut Machine, a: Args, method: Obj) -> R {
    let o = a.get(m, 0);
    match m.unary_builtin(method, o)? {
        Some(value) => Ok(value),
        None => not_implemented(),
    }
}

fn int_self(m: &mut Machine, a: Args) -> R {
    let value = m.int_value(a.get(m, 0));
    Ok(m.int_from_value(value))
}

pub const INT_EXTRA: &[Native] = &[
    native_fn("__and__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::And, x, y)
    }),
    native_fn("__or__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::Or, x, y)
    }),
    native_fn("__xor__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::Xor, x, y)
    }),
    native_fn("__lshift__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::LShift, x, y)
    }),
    native_fn("__rshift__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::RShift, x, y)
    }),
    native_fn("__neg__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_NEG)),
    native_fn("__pos__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_POS)),
    native_fn("__invert__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_INVERT)),
    native_fn("__abs__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_ABS)),
    native_fn("__bool__", Conv::NoArgs, |m, a| boolean(!m.int_is_zero(a.get(m, 0)))),
    native_fn("__int__", Conv::NoArgs, int_self),
    native_fn("__index__", Conv::NoArgs, int_self),
    native_fn("__float__", Conv::NoArgs, |m, a| {
        let value = m.int_to_f64(a.get(m, 0))?;
        Ok(m.new_float(value))
    }),
];

pub const FLOAT_EXTRA: &[Native] = &[
    native_fn("__neg__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_NEG)),
    native_fn("__pos__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_POS)),
    native_fn("__abs__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_ABS)),
    native_fn("__bool__", Conv::NoArgs, |m, a| boolean(m.float_value(a.get(m, 0)) != 0.0)),
    native_fn("__float__", Conv::NoArgs, |m, a| {
        let value = m.float_value(a.get(m, 0));
        Ok(m.new_float(value))
    }),
    native_fn("__int__", Conv::NoArgs, |m, a| m.float_to_int(m.float_value(a.get(m, 0)))),
];

pub const EXCEPTION: &[Native] = &[
    native_fn("__str__", Conv::NoArgs, |m, a| m.exception_default_str(a.get(m, 0))),
    native_fn("__init__", Conv::Any, |m, a| {
        let (e, keywords) = (a.get(m, 0), a.keywords(m));
        let rest = a.rest(m, 1);
        let tuple = m.new_tuple_from(&rest).into_edge();
        m.set_exc_field(e, crate::objects::exceptions::field::ARGS, tuple);
        m.exception_init(e, &rest, &keywords)?;
        none()
    }),
];

pub const DICT_EXTRA: &[Native] = &[
    native_fn("__iter__", Conv::NoArgs, iter_self),
    native_fn("__contains__", Conv::O, contains),
    native_fn("__or__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::Or, x, y)
    }),
    native_fn("__init__", Conv::Any, |m, a| {
        crate::objects::container_methods::dict_update(m, a)?;
        none()
    }),
];

pub const LIST_EXTRA: &[Native] = &[
    native_fn("__iter__", Conv::NoArgs, iter_self),
    native_fn("__contains__", Conv::O, contains),
    native_fn("__iadd__", Conv::O, |m, a| {
        let (list, other) = (a.get(m, 0), a.get(m, 1));
        m.list_extend(list, other)?;
        Ok(m.new_ref(list))
    }),
    native_fn("__init__", Conv::Fast(0, 1), |m, a| {
        let list = a.get(m, 0);
        m.list_clear(list);
        if a.n > 1 {
            m.list_extend(list, a.get(m, 1))?;
        }
        none()
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

pub const TYPE: &[Native] = &[
    native_fn("__call__", Conv::Any, |m, a| {
        let class = a.get(m, 0);
        m.type_construct(class, Args { base: a.base + 1, n: a.n - 1, kwnames: a.kwnames })
    }),
    native_fn("__init__", Conv::Any, |_, _| none()),
];

pub const CALLABLE: &[Native] = &[
    native_fn("__call__", Conv::Any, |m, a| {
        let f = a.get(m, 0);
        let keywords = a.keywords(m);
        let rest = a.rest(m, 1);
        m.call_keywords(f, &rest, &keywords)
    }),
    native_fn("__get__", Conv::Fast(1, 2), |m, a| {
        let (f, o) = (a.get(m, 0), a.get(m, 1));
        if Machine::is_none(o) || m.kind(f) != Kind::Function {
            return Ok(m.new_ref(f));
        }
        Ok(m.new_method(f, o))
    }),
];

impl Machine {
    /// `StopIteration` carrying a generator's return value (taken over).
    pub fn raise_stop(&mut self, value: Owned) -> crate::memory::object::Raised {
        let raised = if Machine::is_none(value.get()) {
            self.raise_empty(ty::STOP_ITERATION)
        } else {
            self.raise_with(ty::STOP_ITERATION, value.get())
        };
        self.drop_ref(value);
        raised
    }

    /// Whether a type is one that programs may not instantiate a subclass's layout of by `object.__new__`.
    pub fn plain_layout(&self, t: u32) -> bool {
        self.types[t as usize].kind == Kind::Instance && self.types[t as usize].flags & tp::DEAD == 0
    }
}
