//! Proxies: everything asked of one is asked of the object that it stands for, as long as that lives.

use crate::eval::activations::What;
use crate::eval::ask::Ask;
use crate::memory::object::{Kind, Obj, R, StackRef};
use crate::native::args::{Args, boolean, none};
use crate::native::static_strings;
use crate::native::typedef::{Native, Slot, TypeDef, concat, def, tpflags, wrapper};
use crate::objects::abstract_::{BINARY_OPS, BinaryOp, CompareOp};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Asks this of what the operands stand for; they are held until there is an answer.
fn ask(m: &mut Machine, ask: Ask, operands: &[Obj], number: u64) -> R {
    let mut held = [StackRef::NULL; 3];
    let mut targets = [Obj::NULL; 3];
    for (i, &o) in operands.iter().enumerate() {
        targets[i] = if i == 0 || matches!(ask, Ask::Binary) { m.unproxied(o)? } else { o };
    }
    for (i, &o) in targets.iter().enumerate().filter(|(_, o)| !o.is_null()) {
        held[i] = StackRef::owned(m.new_ref(o).into_edge());
    }
    let asked = m.go_on_with(What::Ask, &held, ask as u64);
    if let Some(request) = &mut m.thread.request {
        request.b = number;
    }
    asked
}

fn binary(m: &mut Machine, op: BinaryOp, x: Obj, y: Obj) -> R {
    let row = BINARY_OPS.iter().position(|row| row.0 == op).unwrap_or(0);
    ask(m, Ask::Binary, &[x, y], row as u64)
}

fn inplace(m: &mut Machine, op: BinaryOp, a: Args) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    let (x, y) = (m.unproxied(x)?, m.unproxied(y)?);
    m.inplace(op, x, y)
}

fn compare(m: &mut Machine, op: CompareOp, a: Args) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    let (x, y) = (m.unproxied(x)?, m.unproxied(y)?);
    m.compare(op, x, y)
}

fn power(m: &mut Machine, x: Obj, y: Obj, z: Obj) -> R {
    let (x, y) = (m.unproxied(x)?, m.unproxied(y)?);
    if z.is_null() || Machine::is_none(z) {
        return m.binary(BinaryOp::Pow, x, y);
    }
    let z = m.unproxied(z)?;
    m.pow_mod(x, y, z)
}

fn divmod(m: &mut Machine, x: Obj, y: Obj) -> R {
    let (x, y) = (m.unproxied(x)?, m.unproxied(y)?);
    m.divmod(x, y)
}

/// A method of the object, without arguments.
fn method(m: &mut Machine, a: Args, name: Obj) -> R {
    let proxy = a.get(m, 0);
    let target = m.unproxied(proxy)?;
    let method = m.getattr(target, name)?;
    let method = m.keep(method);
    m.call(method, &[])
}

macro_rules! binaries {
    ($($method:literal $reflected:literal $sign:literal $op:ident;)*) => {
        [$(
            wrapper(concat!($method, "($self, value, /)"), concat!("Return self ", $sign, " value."), |m, a| {
                let (x, y) = (a.get(m, 0), a.get(m, 1));
                binary(m, BinaryOp::$op, x, y)
            }),
            wrapper(concat!($reflected, "($self, value, /)"), concat!("Return value ", $sign, " self."), |m, a| {
                let (x, y) = (a.get(m, 0), a.get(m, 1));
                binary(m, BinaryOp::$op, y, x)
            }),
        )*]
    };
}

macro_rules! inplaces {
    ($($method:literal $sign:literal $op:ident;)*) => {
        [$(wrapper(concat!($method, "($self, value, /)"), concat!("Do self ", $sign, "= value."), |m, a| {
            inplace(m, BinaryOp::$op, a)
        }),)*]
    };
}

macro_rules! comparisons {
    ($($method:literal $sign:literal $op:ident;)*) => {
        [$(wrapper(concat!($method, "($self, value, /)"), concat!("Return self", $sign, "value."), |m, a| {
            compare(m, CompareOp::$op, a)
        }),)*]
    };
}

macro_rules! unaries {
    ($($method:literal $doc:literal $name:ident;)*) => {
        [$(wrapper(concat!($method, "($self, /)"), $doc, |m, a| {
            let proxy = a.get(m, 0);
            let target = m.unproxied(proxy)?;
            m.unary(static_strings::$name, target)
        }),)*]
    };
}

/// The protocols, in the order of the types' dicts.
const FIRST: [Native; 6] = [
    wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
        let proxy = a.get(m, 0);
        let at = m.address(proxy);
        let target = m.weak_target(proxy);
        if target.is_null() {
            return Ok(m.new_str(&format!("<weakproxy at {at:#x}; dead>")));
        }
        let (class, there) = (m.qualified_type_name(target), m.address(target));
        Ok(m.new_str(&format!("<weakproxy at {at:#x}; to '{class}' at {there:#x}>")))
    }),
    wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", |m, a| {
        let (proxy, keywords, rest) = (a.get(m, 0), a.keywords(m), a.rest(m, 1));
        let target = m.unproxied(proxy)?;
        m.call_keywords(target, &rest, &keywords)
    }),
    wrapper("__str__($self, /)", "Return str(self).", |m, a| {
        let proxy = a.get(m, 0);
        ask(m, Ask::Str, &[proxy], 0)
    }),
    wrapper("__getattribute__($self, name, /)", "Return getattr(self, name).", |m, a| {
        let (proxy, name) = (a.get(m, 0), a.get(m, 1));
        m.check_attribute_name(name)?;
        ask(m, Ask::GetAttr, &[proxy, name], 0)
    }),
    wrapper("__setattr__($self, name, value, /)", "Do setattr(self, name, value).", |m, a| {
        let (proxy, name, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        m.check_attribute_name(name)?;
        ask(m, Ask::SetAttr, &[proxy, name, value], 0)
    }),
    wrapper("__delattr__($self, name, /)", "Do delattr(self, name).", |m, a| {
        let (proxy, name) = (a.get(m, 0), a.get(m, 1));
        m.check_attribute_name(name)?;
        ask(m, Ask::SetAttr, &[proxy, name], 0)
    }),
];

const COMPARISONS: [Native; 6] = comparisons! {
    "__lt__" "<" Lt; "__le__" "<=" Le; "__eq__" "==" Eq; "__ne__" "!=" Ne; "__gt__" ">" Gt; "__ge__" ">=" Ge;
};

const ITERATION: [Native; 2] = [
    wrapper("__iter__($self, /)", "Return iter(self).", |m, a| {
        let proxy = a.get(m, 0);
        ask(m, Ask::Iter, &[proxy], 0)
    }),
    wrapper("__next__($self, /)", "Return next(self).", |m, a| {
        let proxy = a.get(m, 0);
        let target = m.unproxied(proxy)?;
        if !m.is_iterator(target) {
            let class = m.tp_name(m.ty(target));
            let text = format!("Weakref proxy referenced a non-iterator '{class}' object");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        match m.iter_next(target)? {
            Some(value) => Ok(value),
            None => Err(m.raise_empty(ty::STOP_ITERATION)),
        }
    }),
];

const ARITHMETIC: [Native; 8] = binaries! {
    "__add__" "__radd__" "+" Add; "__sub__" "__rsub__" "-" Sub; "__mul__" "__rmul__" "*" Mul; "__mod__" "__rmod__" "%" Mod;
};

const POWERS: [Native; 4] = [
    wrapper("__divmod__($self, value, /)", "Return divmod(self, value).", |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        divmod(m, x, y)
    }),
    wrapper("__rdivmod__($self, value, /)", "Return divmod(value, self).", |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        divmod(m, y, x)
    }),
    wrapper("__pow__($self, value, mod=None, /)", "Return pow(self, value, mod).", |m, a| {
        let (x, y, z) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
        power(m, x, y, z)
    }),
    wrapper("__rpow__($self, value, mod=None, /)", "Return pow(value, self, mod).", |m, a| {
        let (x, y, z) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
        power(m, y, x, z)
    }),
];

const SIGNS: [Native; 4] = unaries! {
    "__neg__" "Return -self." DUNDER_NEG; "__pos__" "Return +self." DUNDER_POS;
    "__abs__" "Return the absolute value of self." DUNDER_ABS; "__invert__" "Return ~self." DUNDER_INVERT;
};

const TRUTH: [Native; 1] = [wrapper("__bool__($self, /)", "Return True if self is true.", |m, a| {
    let proxy = a.get(m, 0);
    ask(m, Ask::Bool, &[proxy], 0)
})];

const BITS: [Native; 10] = binaries! {
    "__lshift__" "__rlshift__" "<<" LShift; "__rshift__" "__rrshift__" ">>" RShift; "__and__" "__rand__" "&" And;
    "__xor__" "__rxor__" "^" Xor; "__or__" "__ror__" "|" Or;
};

const NUMBERS: [Native; 2] = [
    wrapper("__int__($self, /)", "Return int(self).", |m, a| {
        let proxy = a.get(m, 0);
        let target = m.unproxied(proxy)?;
        let class = m.types[ty::INT as usize].obj;
        m.call(class, &[target])
    }),
    wrapper("__float__($self, /)", "Return float(self).", |m, a| {
        let proxy = a.get(m, 0);
        let target = m.unproxied(proxy)?;
        let class = m.types[ty::FLOAT as usize].obj;
        m.call(class, &[target])
    }),
];

const INPLACE: [Native; 10] = inplaces! {
    "__iadd__" "+" Add; "__isub__" "-" Sub; "__imul__" "*" Mul; "__imod__" "%" Mod; "__ipow__" "**" Pow;
    "__ilshift__" "<<" LShift; "__irshift__" ">>" RShift; "__iand__" "&" And; "__ixor__" "^" Xor; "__ior__" "|" Or;
};

const DIVISIONS: [Native; 4] = binaries! {
    "__floordiv__" "__rfloordiv__" "//" FloorDiv; "__truediv__" "__rtruediv__" "/" TrueDiv;
};

const INPLACE_DIVISIONS: [Native; 2] = inplaces! { "__ifloordiv__" "//" FloorDiv; "__itruediv__" "/" TrueDiv; };

const INDEX: [Native; 1] = [wrapper("__index__($self, /)", "Return self as an int, for use as an index.", |m, a| {
    let proxy = a.get(m, 0);
    let target = m.unproxied(proxy)?;
    m.index(target)
})];

const MATRIX: [Native; 2] = binaries! { "__matmul__" "__rmatmul__" "@" MatMul; };
const INPLACE_MATRIX: [Native; 1] = inplaces! { "__imatmul__" "@" MatMul; };

const CONTAINER: [Native; 5] = [
    wrapper("__len__($self, /)", "Return len(self).", |m, a| {
        let proxy = a.get(m, 0);
        let target = m.unproxied(proxy)?;
        let n = m.len(target)?;
        Ok(m.new_int(n as i64))
    }),
    wrapper("__getitem__($self, key, /)", "Return self[key].", |m, a| {
        let (proxy, key) = (a.get(m, 0), a.get(m, 1));
        let (target, key) = (m.unproxied(proxy)?, m.unproxied(key)?);
        m.getitem(target, key)
    }),
    wrapper("__setitem__($self, key, value, /)", "Set self[key] to value.", |m, a| {
        let (proxy, key, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        let target = m.unproxied(proxy)?;
        m.setitem(target, key, value)?;
        none()
    }),
    wrapper("__delitem__($self, key, /)", "Delete self[key].", |m, a| {
        let (proxy, key) = (a.get(m, 0), a.get(m, 1));
        let target = m.unproxied(proxy)?;
        m.delitem(target, key)?;
        none()
    }),
    wrapper("__contains__($self, key, /)", "Return bool(key in self).", |m, a| {
        let (proxy, item) = (a.get(m, 0), a.get(m, 1));
        let target = m.unproxied(proxy)?;
        boolean(m.contains(target, item)?)
    }),
];

const METHODS: [Native; 2] = [
    def("__bytes__($self, /)", "The bytes of the object.", |m, a| method(m, a, static_strings::DUNDER_BYTES)),
    def("__reversed__($self, /)", "The object from its end.", |m, a| method(m, a, static_strings::DUNDER_REVERSED)),
];

const OPERATORS: [Native; 49] = {
    const A: [Native; 16] = concat(&concat::<12>(&ARITHMETIC, &POWERS), &SIGNS);
    const B: [Native; 29] = concat(&concat::<19>(&concat::<17>(&A, &TRUTH), &NUMBERS), &BITS);
    const C: [Native; 43] = concat(&concat::<39>(&B, &INPLACE), &DIVISIONS);
    const D: [Native; 46] = concat(&concat::<45>(&C, &INPLACE_DIVISIONS), &INDEX);
    concat(&concat::<48>(&D, &MATRIX), &INPLACE_MATRIX)
};
const WRAPPERS: [Native; 68] =
    concat(&concat::<63>(&concat::<14>(&concat::<12>(&FIRST, &COMPARISONS), &ITERATION), &OPERATORS), &CONTAINER);
const CALLABLE: [Native; 68] = WRAPPERS;
const PLAIN: [Native; 69] = concat(&without_call(), &METHODS);

/// All but `__call__`.
const fn without_call() -> [Native; 67] {
    let mut rows = [WRAPPERS[0]; 67];
    let mut i = 1;
    while i < 67 {
        rows[i] = WRAPPERS[i + 1];
        i += 1;
    }
    rows
}

/// `weakref.proxy` of what cannot be called.
pub static WEAK_PROXY: TypeDef = TypeDef {
    name: "ProxyType",
    module: "weakref",
    kind: Kind::WeakRef,
    asked: true,
    basicsize: 64,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Unhashable],
    natives: &PLAIN,
    ..TypeDef::PLAIN
};

/// `weakref.proxy` of what can be called.
pub static WEAK_CALLABLE_PROXY: TypeDef = TypeDef { name: "CallableProxyType", natives: &CALLABLE, ..WEAK_PROXY };
