//! Slot wrappers: the special methods of the built-in types as callable objects, so that `super().__init__()`,
//! `int.__add__` and inherited operators work (`slotdefs` in `Objects/typeobject.c`).

use crate::eval::activations::What;
use crate::eval::ask::Ask;
use crate::memory::object::{Kind, Obj, R, StackRef};
use crate::native::args::{Args, boolean, none, not_implemented};
use crate::native::static_strings::{self};
use crate::native::typedef::{Native, Slot, wrapper};
use crate::objects::abstract_::{BinaryOp, CompareOp};
use crate::objects::memoryobject;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

macro_rules! binary {
    ($($method:literal $reflected:literal $sign:literal $op:ident;)*) => {
        [$(
            wrapper(concat!($method, "($self, value, /)"), concat!("Return self ", $sign, " value."), |m, a| {
                let (x, y) = (a.get(m, 0), a.get(m, 1));
                if knows(m, x, y) { m.binary_native(BinaryOp::$op, x, y) } else { not_implemented() }
            }),
            wrapper(concat!($reflected, "($self, value, /)"), concat!("Return value ", $sign, " self."), |m, a| {
                let (x, y) = (a.get(m, 0), a.get(m, 1));
                reflected(m, BinaryOp::$op, x, y)
            }),
        )*]
    };
}

macro_rules! inplace {
    ($($method:literal $sign:literal $op:ident;)*) => {
        [$(wrapper(concat!($method, "($self, value, /)"), concat!("Do self ", $sign, "= value."), |m, a| {
            let (x, y) = (a.get(m, 0), a.get(m, 1));
            if BinaryOp::$op == BinaryOp::Mul && !m.indexable(y) {
                // A sequence repeated in place wants a number.
                m.index(y).map(|number| m.drop_ref(number))?;
            }
            m.inplace_builtin(BinaryOp::$op, x, y)
        }),)*]
    };
}

macro_rules! comparisons {
    ($($method:literal $sign:literal $op:ident;)*) => {
        [$(wrapper(concat!($method, "($self, value, /)"), concat!("Return self ", $sign, " value."), |m, a| {
            compare(m, a, CompareOp::$op)
        }),)*]
    };
}

macro_rules! unary {
    ($($method:literal $doc:literal $name:ident;)*) => {
        [$(wrapper(concat!($method, "($self, /)"), $doc, |m, a| unary(m, a, static_strings::$name)),)*]
    };
}

/// Operators with a reflected form, two rows each, in order of `Slot`.
const BINARY: [Native; 22] = binary! {
    "__add__" "__radd__" "+" Add; "__sub__" "__rsub__" "-" Sub; "__mul__" "__rmul__" "*" Mul;
    "__mod__" "__rmod__" "%" Mod; "__lshift__" "__rlshift__" "<<" LShift; "__rshift__" "__rrshift__" ">>" RShift;
    "__and__" "__rand__" "&" And; "__xor__" "__rxor__" "^" Xor; "__or__" "__ror__" "|" Or;
    "__floordiv__" "__rfloordiv__" "//" FloorDiv; "__truediv__" "__rtruediv__" "/" TrueDiv;
};

const INPLACE: [Native; 5] = inplace! {
    "__isub__" "-" Sub; "__iand__" "&" And; "__ixor__" "^" Xor; "__ior__" "|" Or; "__imul__" "*" Mul;
};

const COMPARE: [Native; 6] = comparisons! {
    "__lt__" "<" Lt; "__le__" "<=" Le; "__eq__" "==" Eq; "__ne__" "!=" Ne; "__gt__" ">" Gt; "__ge__" ">=" Ge;
};

const UNARY: [Native; 4] = unary! {
    "__neg__" "Return -self." DUNDER_NEG; "__pos__" "Return +self." DUNDER_POS;
    "__abs__" "Return the absolute value of self." DUNDER_ABS; "__invert__" "Return ~self." DUNDER_INVERT;
};

const OTHERS: [Native; 36] = [
    wrapper("__repr__($self, /)", "Return repr(self).", |m, a| m.repr_builtin(a.get(m, 0))),
    wrapper("__hash__($self, /)", "Return hash(self).", |m, a| {
        let hash = m.hash_builtin(a.get(m, 0))?;
        Ok(m.new_int(hash as i64))
    }),
    wrapper("__str__($self, /)", "Return str(self).", |m, a| m.str_builtin(a.get(m, 0))),
    wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", |m, a| {
        let (f, keywords, rest) = (a.get(m, 0), a.keywords(m), a.rest(m, 1));
        m.call_keywords(f, &rest, &keywords)
    }),
    wrapper("__getattribute__($self, name, /)", "Return getattr(self, name).", |m, a| {
        let (o, name) = (a.get(m, 0), a.get(m, 1));
        m.check_attribute_name(name)?;
        if m.kind(o) == Kind::Instance {
            return m.ask(Ask::GetPlain, &[o, name]);
        }
        match m.getattr_builtin(o, name)? {
            Some(value) => Ok(value),
            None => Err(m.lacks_attribute(o, name)),
        }
    }),
    wrapper("__setattr__($self, name, value, /)", "Do setattr(self, name, value).", |m, a| {
        let (o, name, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        m.check_attribute_name(name)?;
        if m.kind(o) == Kind::Instance {
            return m.ask(Ask::SetPlain, &[o, name, value]);
        }
        m.setattr_builtin(o, name, value)?;
        none()
    }),
    wrapper("__delattr__($self, name, /)", "Do delattr(self, name).", |m, a| {
        let (o, name) = (a.get(m, 0), a.get(m, 1));
        m.check_attribute_name(name)?;
        if m.kind(o) == Kind::Instance {
            return m.ask(Ask::SetPlain, &[o, name]);
        }
        m.setattr_builtin(o, name, Obj::NULL)?;
        none()
    }),
    wrapper("__iter__($self, /)", "Return iter(self).", |m, a| {
        let o = a.get(m, 0);
        match m.iter_builtin(o)? {
            Some(it) => Ok(it),
            None => Ok(m.new_ref(o)),
        }
    }),
    wrapper("__next__($self, /)", "Return next(self).", next),
    wrapper("__get__($self, instance, owner=None, /)", "Return the attribute that the instance has.", |m, a| {
        let (descr, o, owner) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
        let plain = Machine::is_none(o);
        if plain && (owner.is_null() || Machine::is_none(owner)) {
            return Err(m.raise(ty::TYPE_ERROR, "__get__(None, None) is invalid"));
        }
        if m.ty(descr) == ty::CLASSMETHOD_DESCRIPTOR {
            let class = if owner.is_null() || Machine::is_none(owner) { m.class_of(o) } else { owner };
            if let Some(fault) = m.classmethod_fault(descr, class) {
                return Err(m.raise(ty::TYPE_ERROR, &fault));
            }
        }
        if m.kind(descr) == Kind::ClassMethod && !owner.is_null() && !Machine::is_none(owner) {
            // It binds whatever stands for the class.
            let callable = Obj(m.slot(descr).a);
            return Ok(m.new_method(callable, owner));
        }
        let class = if m.kind(owner) == Kind::Type { m.slot(owner).a } else { m.ty(o) };
        m.descr_get(descr, if plain { Obj::NULL } else { o }, class)
    }),
    wrapper("__set__($self, instance, value, /)", "Set the attribute of the instance.", |m, a| {
        let (descr, o, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        m.descr_set(descr, o, value)?;
        none()
    }),
    wrapper("__delete__($self, instance, /)", "Delete the attribute of the instance.", |m, a| {
        let (descr, o) = (a.get(m, 0), a.get(m, 1));
        m.descr_set(descr, o, Obj::NULL)?;
        none()
    }),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |_, _| none()),
    wrapper("__del__($self, /)", "Called when self dies.", |m, a| {
        let g = a.get(m, 0);
        if m.kind(g) == Kind::Awaitable || m.only_awaited(g) && m.finalizes(g) && !m.closes(g) {
            m.finalize_awaited(g);
            return none();
        }
        m.go_on_as(What::GeneratorClose, &[StackRef::borrowed(g)])
    }),
    wrapper("__divmod__($self, value, /)", "Return divmod(self, value).", |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        if knows(m, x, y) { m.divmod_builtin(x, y) } else { not_implemented() }
    }),
    wrapper("__rdivmod__($self, value, /)", "Return divmod(value, self).", |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        if knows(m, x, y) { m.divmod_builtin(y, x) } else { not_implemented() }
    }),
    wrapper("__pow__($self, value, mod=None, /)", "Return pow(self, value, mod).", |m, a| {
        let (x, y, z) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
        power(m, x, y, z, x)
    }),
    wrapper("__rpow__($self, value, mod=None, /)", "Return pow(value, self, mod).", |m, a| {
        let (x, y, z) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
        power(m, y, x, z, x)
    }),
    wrapper("__bool__($self, /)", "Return True if self is true.", |m, a| {
        if m.kind(a.get(m, 0)) == Kind::NotImplemented {
            let text = "NotImplemented should not be used in a boolean context";
            return Err(m.raise(ty::TYPE_ERROR, text));
        }
        let truth = m.truthy_builtin(a.get(m, 0));
        boolean(truth)
    }),
    wrapper("__int__($self, /)", "Return int(self).", |m, a| m.number_to_int(a.get(m, 0))),
    wrapper("__float__($self, /)", "Return float(self).", |m, a| {
        let value = m.real_value(a.get(m, 0))?.unwrap_or(0.0);
        Ok(m.new_float(value))
    }),
    wrapper("__index__($self, /)", "Return self as an int, for use as an index.", |m, a| m.number_to_int(a.get(m, 0))),
    wrapper("__len__($self, /)", "Return len(self).", |m, a| {
        let n = m.len_builtin(a.get(m, 0)).unwrap_or(0);
        Ok(m.new_int(n as i64))
    }),
    wrapper("__getitem__($self, key, /)", "Return self[key].", subscript),
    wrapper("__setitem__($self, key, value, /)", "Set self[key] to value.", |m, a| {
        let (o, key, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        m.setitem_builtin(o, key, value)?;
        none()
    }),
    wrapper("__delitem__($self, key, /)", "Delete self[key].", |m, a| {
        let (o, key) = (a.get(m, 0), a.get(m, 1));
        m.delitem_builtin(o, key)?;
        none()
    }),
    wrapper("__add__($self, value, /)", "Return self + value.", |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.concat(x, y)
    }),
    wrapper("__mul__($self, value, /)", "Return self * value.", repeat),
    wrapper("__rmul__($self, value, /)", "Return value * self.", repeat),
    wrapper("__contains__($self, key, /)", "Return bool(key in self).", |m, a| {
        let (o, item) = (a.get(m, 0), a.get(m, 1));
        boolean(m.contains_builtin(o, item)?.unwrap_or(false))
    }),
    wrapper("__iadd__($self, value, /)", "Do self += value.", |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.inplace_builtin(BinaryOp::Add, x, y)
    }),
    wrapper("__await__($self, /)", "Return an iterator to be used in await expression.", |m, a| {
        let o = a.get(m, 0);
        if m.kind(o) == Kind::Generator { Ok(m.new_coroutine_wrapper(o)) } else { Ok(m.new_ref(o)) }
    }),
    wrapper("__aiter__($self, /)", "Return an awaitable, that resolves in asynchronous iterator.", |m, a| {
        let o = a.get(m, 0);
        Ok(m.new_ref(o))
    }),
    wrapper("__anext__($self, /)", "Return a value or raise StopAsyncIteration.", |m, a| {
        m.async_gen_method(a, crate::objects::genobject::asyncgen::Method::Send)
    }),
    wrapper(
        "__buffer__($self, flags, /)",
        "Return a view of the bytes that self lends.",
        memoryobject::methods::buffer,
    ),
    wrapper(
        "__release_buffer__($self, buffer, /)",
        "Release a view of the bytes that self lends.",
        memoryobject::methods::release_buffer,
    ),
];

/// All wrappers, in one table: a type's dict takes the rows that its slots name.
pub const ROWS: [Native; 73] = {
    let mut rows = [BINARY[0]; 73];
    let mut n = 0;
    let parts: [&[Native]; 5] = [&BINARY, &INPLACE, &COMPARE, &UNARY, &OTHERS];
    let mut p = 0;
    while p < parts.len() {
        let mut i = 0;
        while i < parts[p].len() {
            rows[n] = parts[p][i];
            (n, i) = (n + 1, i + 1);
        }
        p += 1;
    }
    assert!(n == 73, "the table is as long as its parts");
    rows
};

/// Places in `ROWS` where the parts begin.
const INPLACE_AT: usize = BINARY.len();
const COMPARE_AT: usize = INPLACE_AT + INPLACE.len();
const UNARY_AT: usize = COMPARE_AT + COMPARE.len();
const OTHERS_AT: usize = UNARY_AT + UNARY.len();

/// The rows of a slot: first one and how many.
pub const fn rows_of(slot: Slot) -> (usize, usize) {
    match slot {
        Slot::Add => (0, 2),
        Slot::Subtract => (2, 2),
        Slot::Multiply => (4, 2),
        Slot::Remainder => (6, 2),
        Slot::Lshift => (8, 2),
        Slot::Rshift => (10, 2),
        Slot::And => (12, 2),
        Slot::Xor => (14, 2),
        Slot::Or => (16, 2),
        Slot::FloorDivide => (18, 2),
        Slot::TrueDivide => (20, 2),
        Slot::InplaceSubtract => (INPLACE_AT, 1),
        Slot::InplaceAnd => (INPLACE_AT + 1, 1),
        Slot::InplaceXor => (INPLACE_AT + 2, 1),
        Slot::InplaceOr => (INPLACE_AT + 3, 1),
        Slot::InplaceRepeat => (INPLACE_AT + 4, 1),
        Slot::Compare => (COMPARE_AT, 6),
        Slot::Negative => (UNARY_AT, 1),
        Slot::Positive => (UNARY_AT + 1, 1),
        Slot::Absolute => (UNARY_AT + 2, 1),
        Slot::Invert => (UNARY_AT + 3, 1),
        Slot::Repr => (OTHERS_AT, 1),
        Slot::Hash => (OTHERS_AT + 1, 1),
        Slot::Unhashable => (0, 0),
        Slot::Str => (OTHERS_AT + 2, 1),
        Slot::Call => (OTHERS_AT + 3, 1),
        Slot::GetAttr => (OTHERS_AT + 4, 1),
        Slot::SetAttr => (OTHERS_AT + 5, 2),
        Slot::Iter => (OTHERS_AT + 7, 1),
        Slot::Next => (OTHERS_AT + 8, 1),
        Slot::DescrGet => (OTHERS_AT + 9, 1),
        Slot::DescrSet => (OTHERS_AT + 10, 2),
        Slot::Init => (OTHERS_AT + 12, 1),
        Slot::Finalize => (OTHERS_AT + 13, 1),
        Slot::Divmod => (OTHERS_AT + 14, 2),
        Slot::Power => (OTHERS_AT + 16, 2),
        Slot::Bool => (OTHERS_AT + 18, 1),
        Slot::Int => (OTHERS_AT + 19, 1),
        Slot::Float => (OTHERS_AT + 20, 1),
        Slot::Index => (OTHERS_AT + 21, 1),
        Slot::Len => (OTHERS_AT + 22, 1),
        Slot::Subscript => (OTHERS_AT + 23, 1),
        Slot::AssSubscript => (OTHERS_AT + 24, 2),
        Slot::Concat => (OTHERS_AT + 26, 1),
        Slot::Repeat => (OTHERS_AT + 27, 2),
        Slot::Contains => (OTHERS_AT + 29, 1),
        Slot::InplaceConcat => (OTHERS_AT + 30, 1),
        Slot::Await => (OTHERS_AT + 31, 1),
        Slot::AsyncIter => (OTHERS_AT + 32, 1),
        Slot::AsyncNext => (OTHERS_AT + 33, 1),
        Slot::Buffer => (OTHERS_AT + 34, 1),
        Slot::ReleaseBuffer => (OTHERS_AT + 35, 1),
    }
}

/// Whether the slot of `x` knows what `y` is: an int leaves floats to them, a text everything but text.
fn knows(m: &Machine, x: Obj, y: Obj) -> bool {
    let rank = |o: Obj| match m.kind(o) {
        Kind::Int | Kind::Bool => 1,
        Kind::Float => 2,
        Kind::Complex => 3,
        _ => 0,
    };
    match m.kind(x) {
        Kind::Int | Kind::Bool | Kind::Float | Kind::Complex => rank(y) > 0 && rank(y) <= rank(x),
        Kind::Set | Kind::FrozenSet => matches!(m.kind(y), Kind::Set | Kind::FrozenSet),
        _ => true,
    }
}

fn compare(m: &mut Machine, a: Args, op: CompareOp) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    if m.kind(x) == Kind::MappingProxy {
        let shown = m.proxied(x);
        return m.compare(op, shown, y);
    }
    if m.kind(y) == Kind::MappingProxy {
        return not_implemented();
    }
    if matches!(m.kind(x), Kind::Set | Kind::FrozenSet) && !matches!(m.kind(y), Kind::Set | Kind::FrozenSet) {
        return not_implemented();
    }
    let answer = if knows(m, x, y) || m.kind(x) == Kind::Float { m.compare_builtin(op, x, y)? } else { None };
    match (answer, op) {
        (Some(answer), _) => boolean(answer),
        // Without a comparison of its own, an object equals itself (`object_richcompare`).
        (None, CompareOp::Eq) if x == y => boolean(true),
        (None, CompareOp::Ne) if x == y => boolean(false),
        (None, _) => not_implemented(),
    }
}

/// An operator with self on the right; `%` formats only what is text like self.
fn reflected(m: &mut Machine, op: BinaryOp, x: Obj, y: Obj) -> R {
    let text = matches!(m.kind(x), Kind::Str | Kind::Bytes | Kind::ByteArray | Kind::Dict);
    let same = if text { m.kind(x) == m.kind(y) } else { knows(m, x, y) };
    if same { m.binary_native(op, y, x) } else { not_implemented() }
}

/// `pow` with three arguments, which only ints know.
fn power(m: &mut Machine, x: Obj, y: Obj, z: Obj, this: Obj) -> R {
    if !z.is_null() && !Machine::is_none(z) && m.kind(this) == Kind::Float {
        return Err(m.raise(ty::TYPE_ERROR, "pow() 3rd argument not allowed unless all arguments are integers"));
    }
    if !z.is_null() && !Machine::is_none(z) {
        if m.kind(this) == Kind::Complex && knows(m, this, if this == x { y } else { x }) {
            return Err(m.raise(ty::VALUE_ERROR, "complex modulo"));
        }
        return if m.is_int(x) && m.is_int(y) && m.is_int(z) { m.pow_mod(x, y, z) } else { not_implemented() };
    }
    let other = if this == x { y } else { x };
    if knows(m, this, other) { m.binary_native(BinaryOp::Pow, x, y) } else { not_implemented() }
}

fn unary(m: &mut Machine, a: Args, method: Obj) -> R {
    let o = a.get(m, 0);
    match m.unary_builtin(method, o)? {
        Some(value) => Ok(value),
        None => not_implemented(),
    }
}

fn next(m: &mut Machine, a: Args) -> R {
    let it = a.get(m, 0);
    if !m.steps_natively(it) {
        return m.go_on_as(What::Next, &[StackRef::borrowed(it), StackRef::NULL]);
    }
    match m.iter_next(it)? {
        Some(value) => Ok(value),
        None => Err(m.raise_empty(ty::STOP_ITERATION)),
    }
}

/// `o[key]` by the layout; also what `list.__getitem__` and `dict.__getitem__` do.
pub fn subscript(m: &mut Machine, a: Args) -> R {
    let (o, key) = (a.get(m, 0), a.get(m, 1));
    match m.getitem_builtin(o, key)? {
        Some(value) => Ok(value),
        None => not_implemented(),
    }
}

fn repeat(m: &mut Machine, a: Args) -> R {
    let (x, n) = (a.get(m, 0), a.get(m, 1));
    let n = m.index(n)?;
    let value = m.repeat(x, n.get());
    m.drop_ref(n);
    value
}
