//! `_operator` (`Modules/_operator.c`): the operators as functions, and what gets items, attributes and results of methods. What
//! walks an iterable (`countOf`, `indexOf`), `concat` and `length_hint` the library has in Python.

mod getters;

pub use getters::{ATTRGETTER, ITEMGETTER, METHODCALLER};

use crate::fill::put_types;
use crate::steps::{NATIVE, answer};
use crate::types::ty as own;
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::eval::ask::Ask;
use vm::memory::object::{Kind, Obj, R, StackRef};
use vm::native::args::{Args, boolean, none};
use vm::native::static_strings;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::abstract_::{BINARY_OPS, BinaryOp, CompareOp};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_operator`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_operator",
    doc: "Operators as functions.",
    functions: FUNCTIONS,
    fill: |m, dict| put_types(m, dict, &[own::ITEMGETTER, own::ATTRGETTER, own::METHODCALLER]),
};

fn binary(m: &mut Machine, a: Args, op: BinaryOp) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    m.binary(op, x, y)
}

/// The activation of what changes its first argument, which may be given anything to walk; locals: both operands.
pub const INPLACE_ROW: Row = Row { name: "in-place operator", step: change, leave: None };

fn change(m: &mut Machine, answer: Answer) -> R<Step> {
    let answer = match answer {
        Answer::Begin => {
            let (x, y, row) = (m.held(0), m.held(1), m.native_now().a as usize);
            answer!(m.begin_binary(BINARY_OPS[row % BINARY_OPS.len()].0, true, x, y, NATIVE))
        }
        answer => answer,
    };
    m.value_of(answer).map(Step::Done)
}

fn inplace(m: &mut Machine, a: Args, op: BinaryOp) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    let simple = |m: &Machine, o: Obj| {
        m.is_builtin_exact(o) && matches!(m.kind(o), Kind::Int | Kind::Bool | Kind::Float | Kind::Str)
    };
    if simple(m, x) && simple(m, y) {
        return m.inplace(op, x, y);
    }
    let row = BINARY_OPS.iter().position(|row| row.0 == op).unwrap_or(0);
    let held = [StackRef::borrowed(x), StackRef::borrowed(y)];
    m.go_on_with(What::Module(crate::OPERATOR_INPLACE), &held, row as u64)
}

fn compare(m: &mut Machine, a: Args, op: CompareOp) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    m.compare(op, x, y)
}

fn call(m: &mut Machine, a: Args) -> R {
    if a.n == 0 {
        return Err(m.raise(ty::TYPE_ERROR, "call expected at least 1 argument, got 0"));
    }
    let args: Vec<Obj> = (1..a.n + a.kwcount(m)).map(|i| a.get(m, i)).collect();
    m.call_last(a.get(m, 0), &args, a.kwnames)
}

const FUNCTIONS: &[Native] = &[
    function("add($module, a, b, /)", "Same as a + b.", |m, a| binary(m, a, BinaryOp::Add)).asking(),
    function("and_($module, a, b, /)", "Same as a & b.", |m, a| binary(m, a, BinaryOp::And)).asking(),
    function("floordiv($module, a, b, /)", "Same as a // b.", |m, a| binary(m, a, BinaryOp::FloorDiv)).asking(),
    function("lshift($module, a, b, /)", "Same as a << b.", |m, a| binary(m, a, BinaryOp::LShift)).asking(),
    function("matmul($module, a, b, /)", "Same as a @ b.", |m, a| binary(m, a, BinaryOp::MatMul)).asking(),
    function("mod($module, a, b, /)", "Same as a % b.", |m, a| binary(m, a, BinaryOp::Mod)).asking(),
    function("mul($module, a, b, /)", "Same as a * b.", |m, a| binary(m, a, BinaryOp::Mul)).asking(),
    function("or_($module, a, b, /)", "Same as a | b.", |m, a| binary(m, a, BinaryOp::Or)).asking(),
    function("pow($module, a, b, /)", "Same as a ** b.", |m, a| binary(m, a, BinaryOp::Pow)).asking(),
    function("rshift($module, a, b, /)", "Same as a >> b.", |m, a| binary(m, a, BinaryOp::RShift)).asking(),
    function("sub($module, a, b, /)", "Same as a - b.", |m, a| binary(m, a, BinaryOp::Sub)).asking(),
    function("truediv($module, a, b, /)", "Same as a / b.", |m, a| binary(m, a, BinaryOp::TrueDiv)).asking(),
    function("xor($module, a, b, /)", "Same as a ^ b.", |m, a| binary(m, a, BinaryOp::Xor)).asking(),
    function("iadd($module, a, b, /)", "Same as a += b.", |m, a| inplace(m, a, BinaryOp::Add)),
    function("iand($module, a, b, /)", "Same as a &= b.", |m, a| inplace(m, a, BinaryOp::And)),
    function("ifloordiv($module, a, b, /)", "Same as a //= b.", |m, a| inplace(m, a, BinaryOp::FloorDiv)),
    function("ilshift($module, a, b, /)", "Same as a <<= b.", |m, a| inplace(m, a, BinaryOp::LShift)),
    function("imatmul($module, a, b, /)", "Same as a @= b.", |m, a| inplace(m, a, BinaryOp::MatMul)),
    function("imod($module, a, b, /)", "Same as a %= b.", |m, a| inplace(m, a, BinaryOp::Mod)),
    function("imul($module, a, b, /)", "Same as a *= b.", |m, a| inplace(m, a, BinaryOp::Mul)),
    function("ior($module, a, b, /)", "Same as a |= b.", |m, a| inplace(m, a, BinaryOp::Or)),
    function("ipow($module, a, b, /)", "Same as a **= b.", |m, a| inplace(m, a, BinaryOp::Pow)),
    function("irshift($module, a, b, /)", "Same as a >>= b.", |m, a| inplace(m, a, BinaryOp::RShift)),
    function("isub($module, a, b, /)", "Same as a -= b.", |m, a| inplace(m, a, BinaryOp::Sub)),
    function("itruediv($module, a, b, /)", "Same as a /= b.", |m, a| inplace(m, a, BinaryOp::TrueDiv)),
    function("ixor($module, a, b, /)", "Same as a ^= b.", |m, a| inplace(m, a, BinaryOp::Xor)),
    function("lt($module, a, b, /)", "Same as a < b.", |m, a| compare(m, a, CompareOp::Lt)).asking(),
    function("le($module, a, b, /)", "Same as a <= b.", |m, a| compare(m, a, CompareOp::Le)).asking(),
    function("eq($module, a, b, /)", "Same as a == b.", |m, a| compare(m, a, CompareOp::Eq)).asking(),
    function("ne($module, a, b, /)", "Same as a != b.", |m, a| compare(m, a, CompareOp::Ne)).asking(),
    function("gt($module, a, b, /)", "Same as a > b.", |m, a| compare(m, a, CompareOp::Gt)).asking(),
    function("ge($module, a, b, /)", "Same as a >= b.", |m, a| compare(m, a, CompareOp::Ge)).asking(),
    function("neg($module, a, /)", "Same as -a.", |m, a| m.ask(Ask::Unary, &[a.get(m, 0), static_strings::DUNDER_NEG])),
    function("pos($module, a, /)", "Same as +a.", |m, a| m.ask(Ask::Unary, &[a.get(m, 0), static_strings::DUNDER_POS])),
    function("inv($module, a, /)", "Same as ~a.", |m, a| {
        m.ask(Ask::Unary, &[a.get(m, 0), static_strings::DUNDER_INVERT])
    }),
    function("invert($module, a, /)", "Same as ~a.", |m, a| {
        m.ask(Ask::Unary, &[a.get(m, 0), static_strings::DUNDER_INVERT])
    }),
    function("abs($module, a, /)", "Same as abs(a).", |m, a| {
        m.ask(Ask::Unary, &[a.get(m, 0), static_strings::DUNDER_ABS])
    }),
    function("truth($module, a, /)", "Whether a is true.", |m, a| m.ask(Ask::Bool, &[a.get(m, 0)])),
    function("not_($module, a, /)", "Same as not a.", |m, a| {
        let o = a.get(m, 0);
        m.truthy(o).and_then(|truth| boolean(!truth))
    })
    .asking(),
    function("index($module, a, /)", "Same as a.__index__().", |m, a| {
        let o = a.get(m, 0);
        let index = m.index(o)?;
        if m.ty(index.get()) == ty::INT {
            return Ok(index);
        }
        let index = m.keep(index);
        m.number_to_int(index)
    })
    .asking(),
    function("is_($module, a, b, /)", "Same as a is b.", |m, a| boolean(a.get(m, 0) == a.get(m, 1))),
    function("is_not($module, a, b, /)", "Same as a is not b.", |m, a| boolean(a.get(m, 0) != a.get(m, 1))),
    function("is_none($module, a, /)", "Same as a is None.", |m, a| boolean(Machine::is_none(a.get(m, 0)))),
    function("is_not_none($module, a, /)", "Same as a is not None.", |m, a| boolean(!Machine::is_none(a.get(m, 0)))),
    function("contains($module, a, b, /)", "Same as b in a.", |m, a| m.ask(Ask::Contains, &[a.get(m, 0), a.get(m, 1)])),
    function("getitem($module, a, b, /)", "Same as a[b].", |m, a| {
        let (o, key) = (a.get(m, 0), a.get(m, 1));
        m.getitem(o, key)
    })
    .asking(),
    function("setitem($module, a, b, c, /)", "Same as a[b] = c.", |m, a| {
        let (o, key, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        m.setitem(o, key, value)?;
        none()
    })
    .asking(),
    function("delitem($module, a, b, /)", "Same as del a[b].", |m, a| {
        let (o, key) = (a.get(m, 0), a.get(m, 1));
        m.delitem(o, key)?;
        none()
    })
    .asking(),
    function("call($module, obj, /, *args, **kwargs)", "Same as obj(*args, **kwargs).", call).own(),
    function(
        "_compare_digest($module, a, b, /)",
        "Whether two texts or buffers are equal; it takes as long whether they are or not.",
        |m, a| {
            let (x, y) = (a.get(m, 0), a.get(m, 1));
            if m.kind(x) == Kind::Str && m.kind(y) == Kind::Str {
                if !m.str_is_ascii(x) || !m.str_is_ascii(y) {
                    let text = "comparing strings with non-ASCII characters is not supported";
                    return Err(m.raise(ty::TYPE_ERROR, text));
                }
                return boolean(m.str_text(x) == m.str_text(y));
            }
            if !m.has_buffer(x) || !m.has_buffer(y) {
                let (first, second) = (m.type_name(x), m.type_name(y));
                let text = format!("unsupported operand types(s) or combination of types: '{first}' and '{second}'");
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            let (x, y) = (m.all_bytes(x)?, m.all_bytes(y)?);
            boolean(x == y)
        },
    ),
];
