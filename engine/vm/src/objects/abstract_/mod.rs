//! What operators and built-in functions do with any object: numbers, sequences, comparison, iteration
//! (`Objects/abstract.c`, and the slots of the built-in types).

pub(crate) mod buffer;
pub(crate) mod classes;
pub(crate) mod plain;
pub(crate) mod sequence;
pub(crate) mod steps;
pub(crate) mod subscript;

use crate::eval::frame::OnReturn;
use crate::eval::replay::About;
use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings::{self, fixed};
use crate::objects::iterobject::is_builtin_iterator;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;
use std::cmp::Ordering;

/// Binary operators; `oparg` of `BINARY_OP` numbers them in another order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    Add,
    And,
    FloorDiv,
    LShift,
    MatMul,
    Mul,
    Mod,
    Or,
    Pow,
    RShift,
    Sub,
    TrueDiv,
    Xor,
}

/// One row an operator: sign, method, reflected method, in-place method. Order of `_nb_ops`.
pub const BINARY_OPS: [(BinaryOp, &str, Obj, Obj, Obj); 13] = [
    (BinaryOp::Add, "+", static_strings::DUNDER_ADD, static_strings::DUNDER_RADD, static_strings::DUNDER_IADD),
    (BinaryOp::And, "&", static_strings::DUNDER_AND, static_strings::DUNDER_RAND, static_strings::DUNDER_IAND),
    (
        BinaryOp::FloorDiv,
        "//",
        static_strings::DUNDER_FLOORDIV,
        static_strings::DUNDER_RFLOORDIV,
        static_strings::DUNDER_IFLOORDIV,
    ),
    (
        BinaryOp::LShift,
        "<<",
        static_strings::DUNDER_LSHIFT,
        static_strings::DUNDER_RLSHIFT,
        static_strings::DUNDER_ILSHIFT,
    ),
    (
        BinaryOp::MatMul,
        "@",
        static_strings::DUNDER_MATMUL,
        static_strings::DUNDER_RMATMUL,
        static_strings::DUNDER_IMATMUL,
    ),
    (BinaryOp::Mul, "*", static_strings::DUNDER_MUL, static_strings::DUNDER_RMUL, static_strings::DUNDER_IMUL),
    (BinaryOp::Mod, "%", static_strings::DUNDER_MOD, static_strings::DUNDER_RMOD, static_strings::DUNDER_IMOD),
    (BinaryOp::Or, "|", static_strings::DUNDER_OR, static_strings::DUNDER_ROR, static_strings::DUNDER_IOR),
    (
        BinaryOp::Pow,
        "** or pow()",
        static_strings::DUNDER_POW,
        static_strings::DUNDER_RPOW,
        static_strings::DUNDER_IPOW,
    ),
    (
        BinaryOp::RShift,
        ">>",
        static_strings::DUNDER_RSHIFT,
        static_strings::DUNDER_RRSHIFT,
        static_strings::DUNDER_IRSHIFT,
    ),
    (BinaryOp::Sub, "-", static_strings::DUNDER_SUB, static_strings::DUNDER_RSUB, static_strings::DUNDER_ISUB),
    (
        BinaryOp::TrueDiv,
        "/",
        static_strings::DUNDER_TRUEDIV,
        static_strings::DUNDER_RTRUEDIV,
        static_strings::DUNDER_ITRUEDIV,
    ),
    (BinaryOp::Xor, "^", static_strings::DUNDER_XOR, static_strings::DUNDER_RXOR, static_strings::DUNDER_IXOR),
];

/// `oparg` of a subscript (`NB_SUBSCR`), and where the in-place operators start.
pub const NB_SUBSCR: u32 = 26;
pub const NB_INPLACE: u32 = 13;

/// Comparison operators in the order of `COMPARE_OP`'s argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CompareOp {
    pub fn from_arg(arg: u32) -> CompareOp {
        [CompareOp::Lt, CompareOp::Le, CompareOp::Eq, CompareOp::Ne, CompareOp::Gt, CompareOp::Ge][arg.min(5) as usize]
    }

    pub fn sign(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    pub fn method(self) -> Obj {
        [
            static_strings::DUNDER_LT,
            static_strings::DUNDER_LE,
            static_strings::DUNDER_EQ,
            static_strings::DUNDER_NE,
            static_strings::DUNDER_GT,
            static_strings::DUNDER_GE,
        ][self as usize]
    }

    pub fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            same => same,
        }
    }

    #[inline(always)]
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            CompareOp::Lt => order == Ordering::Less,
            CompareOp::Le => order != Ordering::Greater,
            CompareOp::Eq => order == Ordering::Equal,
            CompareOp::Ne => order != Ordering::Equal,
            CompareOp::Gt => order == Ordering::Greater,
            CompareOp::Ge => order != Ordering::Less,
        }
    }

    #[inline(always)]
    pub fn holds_f64(self, a: f64, b: f64) -> bool {
        match self {
            CompareOp::Lt => a < b,
            CompareOp::Le => a <= b,
            CompareOp::Eq => a == b,
            CompareOp::Ne => a != b,
            CompareOp::Gt => a > b,
            CompareOp::Ge => a >= b,
        }
    }
}

/// What is warned of where a truth value is inverted bit by bit.
const INVERTED_BOOL: &str = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise \
                             inversion of the underlying int object and is usually not what you expect from negating a bool. Use the \
                             'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the \
                             underlying int.";

impl Machine {
    /// Whether the object's type is a built-in one, so that no method can have been overridden.
    #[inline(always)]
    pub fn is_builtin_exact(&self, o: Obj) -> bool {
        self.type_of(o).flags & (tp::HEAPTYPE | tp::ASKED) == 0
    }

    /// Whether an object is a dict's keys or items.
    pub fn is_set_view(&self, o: Obj) -> bool {
        self.kind(o) == Kind::DictView && self.slot(o).x != 1
    }

    /// The operator as the layouts know it; `None`: not implemented for these operands.
    pub fn binary_builtin(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R<Option<Owned>> {
        let (ka, kb) = (self.kind(a), self.kind(b));
        let number = |k: Kind| matches!(k, Kind::Int | Kind::Bool | Kind::Float | Kind::Complex);
        if number(ka) && number(kb) {
            if ka == Kind::Complex || kb == Kind::Complex {
                return self.complex_binary(op, a, b);
            }
            if ka == Kind::Float || kb == Kind::Float {
                let (Some(x), Some(y)) = (self.real_value(a)?, self.real_value(b)?) else { return Ok(None) };
                return self.float_binary(op, x, y);
            }
            if ka == Kind::Bool && kb == Kind::Bool {
                let (x, y) = (a == fixed::TRUE, b == fixed::TRUE);
                let bit = match op {
                    BinaryOp::And => Some(x & y),
                    BinaryOp::Or => Some(x | y),
                    BinaryOp::Xor => Some(x ^ y),
                    _ => None,
                };
                if let Some(bit) = bit {
                    return Ok(Some(Owned::steal(Machine::new_bool(bit))));
                }
            }
            return self.int_binary(op, a, b);
        }
        match (op, ka, kb) {
            (BinaryOp::Add, Kind::Record, _) if self.ty(a) == ty::TEMPLATE => self.template_concat(a, b).map(Some),
            (BinaryOp::Or, Kind::Record, _) | (BinaryOp::Or, _, Kind::Record) => self.params_or(a, b),
            (BinaryOp::Add, Kind::Str, Kind::Str) => Ok(Some(self.str_concat(a, b))),
            (BinaryOp::Add, Kind::Bytes | Kind::Tuple, _) if ka == kb && self.empty_beside(a, b) => {
                Ok(Some(self.new_ref(b)))
            }
            (BinaryOp::Add, Kind::Bytes | Kind::Tuple, _) if ka == kb && self.empty_beside(b, a) => {
                Ok(Some(self.new_ref(a)))
            }
            (BinaryOp::Add, Kind::Bytes | Kind::ByteArray, _) if self.has_buffer(b) => {
                let fault = |m: &Machine| format!("can't concat {} to {}", m.type_name(b), m.type_name(a));
                let (x, y) = (self.lend(a)?, self.lend_or(b, fault)?);
                self.reserve(x.n.saturating_add(y.n))?;
                let joined = [self.lent(x), self.lent(y)].concat();
                Ok(Some(self.bytes_like(a, &joined)))
            }
            (BinaryOp::Mod, Kind::Bytes | Kind::ByteArray, _) => self.bytes_percent(a, b).map(Some),
            (BinaryOp::Add, Kind::Tuple, Kind::Tuple) => {
                let (n, more) = (self.slot(a).a, self.slot(b).a);
                let tuple = self.new_empty_places(n + more);
                let at = self.slot(tuple.get()).b_lo();
                self.copy_items(a, 0, n, at);
                self.copy_items(b, 0, more, at + n);
                Ok(Some(tuple))
            }
            (BinaryOp::Add, Kind::List, Kind::List) => {
                let (n, more) = (self.slot(a).a, self.slot(b).a);
                let (list, at) = self.list_to_fill(n + more);
                self.copy_items(a, 0, n, at);
                self.copy_items(b, 0, more, at + n);
                Ok(Some(list))
            }
            (BinaryOp::Mul, Kind::Str | Kind::Bytes | Kind::ByteArray | Kind::Tuple | Kind::List, _)
                if self.indexable(b) =>
            {
                self.repeat(a, b).map(Some)
            }
            (BinaryOp::Mul, _, Kind::Str | Kind::Bytes | Kind::ByteArray | Kind::Tuple | Kind::List)
                if self.indexable(a) =>
            {
                self.repeat(b, a).map(Some)
            }
            (BinaryOp::Mod, Kind::Str, _) => self.str_percent(a, b).map(Some),
            (BinaryOp::Or, Kind::Dict, Kind::Dict) => {
                let copy = self.dict_copy(a)?;
                let done = self.dict_merge(copy.get(), b);
                self.given_if(done, copy).map(Some)
            }
            (
                BinaryOp::And | BinaryOp::Or | BinaryOp::Sub | BinaryOp::Xor,
                Kind::Set | Kind::FrozenSet,
                Kind::Set | Kind::FrozenSet,
            ) => self.set_binary(op, a, b).map(Some),
            (BinaryOp::Or, Kind::Union, _) => self.types_or(a, b),
            (BinaryOp::And | BinaryOp::Or | BinaryOp::Sub | BinaryOp::Xor, _, _)
                if self.is_set_view(a) || self.is_set_view(b) =>
            {
                self.set_binary(op, a, b).map(Some)
            }
            (BinaryOp::Or, Kind::Type | Kind::None | Kind::GenericAlias, _)
            | (BinaryOp::Or, _, Kind::Type | Kind::GenericAlias | Kind::Union)
                if ![ka, kb].contains(&Kind::MappingProxy) =>
            {
                self.types_or(a, b)
            }
            (BinaryOp::Or, Kind::FrameLocals, _) | (BinaryOp::Or, _, Kind::FrameLocals) => self.locals_merged(a, b),
            (BinaryOp::Or, Kind::MappingProxy, _) | (BinaryOp::Or, _, Kind::MappingProxy) => {
                let shown = |m: &Machine, o: Obj| if m.kind(o) == Kind::MappingProxy { m.proxied(o) } else { o };
                let (a, b) = (shown(self, a), shown(self, b));
                self.binary(BinaryOp::Or, a, b).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Everything an iterable yields, as owned references.
    pub fn iterate_all(&mut self, iterable: Obj) -> R<Vec<Owned>> {
        if !self.is_builtin_exact(iterable) || is_builtin_iterator(self.kind(iterable)) {
            self.no_more_questions();
        }
        let list = self.new_list();
        if let Err(e) = self.list_extend(list.get(), iterable) {
            self.drop_ref(list);
            return Err(e);
        }
        let items = self.seq_items(list.get()).into_iter().map(|o| self.new_ref(o)).collect();
        self.drop_ref(list);
        Ok(items)
    }

    pub fn complex_of(&mut self, o: Obj) -> R<(f64, f64)> {
        match self.kind(o) {
            Kind::Complex => Ok(self.complex_value(o)),
            _ => Ok((self.real_value(o)?.unwrap_or(0.0), 0.0)),
        }
    }

    pub fn indexable(&mut self, o: Obj) -> bool {
        self.is_int(o) || !self.is_builtin_exact(o) && !self.lookup_special(o, static_strings::DUNDER_INDEX).is_null()
    }

    /// Whether an empty bytes or tuple stands beside one that is then the sum itself.
    fn empty_beside(&self, empty: Obj, other: Obj) -> bool {
        self.slot(empty).a == 0 && self.is_builtin_exact(other)
    }

    /// A number of items: how often a sequence is to be repeated (`PyNumber_AsSsize_t`).
    pub fn as_ssize(&mut self, n: Obj) -> R<i64> {
        let times = self.index(n)?;
        let small = self.int_small(times.get());
        self.drop_ref(times);
        small.ok_or_else(|| {
            let name = self.type_name(n);
            self.raise(ty::OVERFLOW_ERROR, &format!("cannot fit '{name}' into an index-sized integer"))
        })
    }

    /// `sequence * n`.
    pub fn repeat(&mut self, seq: Obj, n: Obj) -> R {
        let n = self.as_ssize(n)?.max(0) as usize;
        let len = self.slot(seq).a as usize;
        let width = match self.kind(seq) {
            Kind::Str => usize::from(self.slot(seq).x.max(1)),
            Kind::Bytes | Kind::ByteArray => 1,
            _ => size_of::<Obj>(),
        };
        self.reserve(len.saturating_mul(n).saturating_mul(width))?;
        match self.kind(seq) {
            Kind::Str => Ok(self.str_repeat(seq, n)),
            Kind::Bytes if n == 1 && self.ty(seq) == ty::BYTES => Ok(self.new_ref(seq)),
            Kind::Bytes | Kind::ByteArray => {
                let bytes = self.bytes_value(seq).repeat(n);
                Ok(self.bytes_like(seq, &bytes))
            }
            Kind::Tuple if n == 1 && self.ty(seq) == ty::TUPLE => Ok(self.new_ref(seq)),
            Kind::Tuple => {
                let items = self.seq_items(seq).repeat(n);
                Ok(self.new_tuple_from(&items))
            }
            _ => {
                let items = self.seq_items(seq).repeat(n);
                Ok(self.new_list_from(&items))
            }
        }
    }

    /// `a op b` (`PyNumber_Add` and the like).
    pub fn binary(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R {
        if self.is_builtin_exact(a) && self.is_builtin_exact(b) {
            return match self.binary_builtin(op, a, b)? {
                Some(value) => Ok(value),
                None => Err(self.unsupported_operands(BINARY_OPS[op as usize].1, a, b)),
            };
        }
        let base = self.thread.sp;
        if let Some(answer) = self.question_about(About::Binary(op), &[a, b]) {
            return answer;
        }
        let begun = self.begin_binary(op, false, a, b, OnReturn::Exit);
        self.run_begun(base, begun)
    }

    pub fn unsupported_operands(&mut self, sign: &str, a: Obj, b: Obj) -> Raised {
        let (x, y) = (self.type_name(a), self.type_name(b));
        let plus = matches!(sign, "+" | "+=");
        match self.kind(a) {
            Kind::Str if plus => {
                return self.raise(ty::TYPE_ERROR, &format!("can only concatenate str (not \"{y}\") to str"));
            }
            // A subclass is named by what it extends.
            kind @ (Kind::List | Kind::Tuple) if plus => {
                let x = if kind == Kind::List { "list" } else { "tuple" };
                return self.raise(ty::TYPE_ERROR, &format!("can only concatenate {x} (not \"{y}\") to {x}"));
            }
            Kind::Bytes | Kind::ByteArray if plus => {
                return self.raise(ty::TYPE_ERROR, &format!("can't concat {y} to {x}"));
            }
            _ => {}
        }
        let seq = |k: Kind| matches!(k, Kind::Str | Kind::List | Kind::Tuple | Kind::Bytes | Kind::ByteArray);
        // In place, a left operand with any sequence methods is not asked to stand aside for the right one.
        let asked = sign == "*="
            && (matches!(self.kind(a), Kind::Dict | Kind::Set | Kind::FrozenSet | Kind::DictView | Kind::MappingProxy)
                || self.kind(a) == Kind::Range
                || self.type_of(a).flags & tp::HEAPTYPE != 0);
        if matches!(sign, "*" | "*=") && (seq(self.kind(a)) || seq(self.kind(b)) && !asked) {
            let other = if seq(self.kind(a)) { y } else { x };
            return self.raise(ty::TYPE_ERROR, &format!("can't multiply sequence by non-int of type '{other}'"));
        }
        self.raise(ty::TYPE_ERROR, &format!("unsupported operand type(s) for {sign}: '{x}' and '{y}'"))
    }

    /// What a built-in type's `__add__` and the like answer: `NotImplemented` instead of an error.
    pub fn binary_native(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R {
        Ok(self.binary_builtin(op, a, b)?.unwrap_or_else(|| Owned::steal(fixed::NOT_IMPLEMENTED)))
    }

    /// `a op= b`.
    pub fn inplace(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R {
        if self.is_builtin_exact(a) {
            if let Some(value) = self.inplace_layout(op, a, b)? {
                return Ok(value);
            }
        } else {
            let base = self.thread.sp;
            if let Some(answer) = self.question_about(About::InPlace(op), &[a, b]) {
                return answer;
            }
            let begun = self.begin_binary(op, true, a, b, OnReturn::Exit);
            return self.run_begun(base, begun);
        }
        if self.is_builtin_exact(b) {
            return match self.binary_builtin(op, a, b)? {
                Some(value) => Ok(value),
                None => Err(self.unsupported_binary(op, true, a, b)),
            };
        }
        let base = self.thread.sp;
        if let Some(answer) = self.question_about(About::Operator(op), &[a, b]) {
            return answer;
        }
        let begun = self.begin_operator(op, true, a, b, OnReturn::Exit);
        self.run_begun(base, begun)
    }

    /// The `TypeError` of a binary or in-place operator.
    pub fn unsupported_binary(&mut self, op: BinaryOp, inplace: bool, a: Obj, b: Obj) -> Raised {
        let sign = BINARY_OPS[op as usize].1;
        let sequence = matches!(self.kind(a), Kind::Str | Kind::List | Kind::Tuple | Kind::Bytes | Kind::ByteArray);
        if !inplace || matches!(op, BinaryOp::Add | BinaryOp::Mul) && sequence {
            return self.unsupported_operands(sign, a, b);
        }
        let sign = if op == BinaryOp::Pow { "**=".to_owned() } else { format!("{sign}=") };
        self.unsupported_operands(&sign, a, b)
    }

    /// In-place operators of the built-in layouts; `None`: they have none for these operands.
    fn inplace_layout(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R<Option<Owned>> {
        match (op, self.kind(a)) {
            (BinaryOp::Add, Kind::ByteArray) => {
                self.bytearray_extend_with(a, b)?;
                Ok(Some(self.new_ref(a)))
            }
            (BinaryOp::Mul, Kind::ByteArray) if self.is_int(b) => {
                let n = self.as_ssize(b)?;
                self.bytearray_repeat(a, n)?;
                Ok(Some(self.new_ref(a)))
            }
            (BinaryOp::Add, Kind::List) => {
                self.list_extend(a, b)?;
                Ok(Some(self.new_ref(a)))
            }
            (BinaryOp::Mul, Kind::List) if self.is_int(b) => {
                let grown = self.repeat(a, b)?;
                let items = self.seq_items(grown.get());
                let items = items.into_iter().map(|o| self.new_ref(o)).collect();
                let n = self.list_len(a);
                self.list_splice(a, 0, n, items);
                self.drop_ref(grown);
                Ok(Some(self.new_ref(a)))
            }
            (BinaryOp::Or, Kind::FrameLocals) if matches!(self.kind(b), Kind::Dict | Kind::FrameLocals) => {
                self.locals_update(a, b)?;
                Ok(Some(self.new_ref(a)))
            }
            (BinaryOp::Or, Kind::MappingProxy) => {
                Err(self.raise(ty::TYPE_ERROR, "'|=' is not supported by mappingproxy; use '|' instead"))
            }
            (BinaryOp::Or, Kind::Dict) if self.kind(b) != Kind::Dict => {
                crate::objects::dictobject::methods::update_from(self, a, b)?;
                Ok(Some(self.new_ref(a)))
            }
            (BinaryOp::Or, Kind::Dict) => {
                self.dict_merge(a, b)?;
                Ok(Some(self.new_ref(a)))
            }
            (BinaryOp::Or | BinaryOp::And | BinaryOp::Sub | BinaryOp::Xor, Kind::Set) if self.is_any_set(b) => {
                self.set_inplace(op, a, b)?;
                Ok(Some(self.new_ref(a)))
            }
            _ => Ok(None),
        }
    }

    /// What a built-in type's `__iadd__` and the like answer.
    pub fn inplace_builtin(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R {
        if op == BinaryOp::Mul && matches!(self.kind(a), Kind::List | Kind::ByteArray) && !self.is_int(b) {
            // Sequences ask for an index, numbers stand aside.
            let index = self.index(b)?;
            let done = self.inplace_layout(op, a, index.get());
            self.drop_ref(index);
            return Ok(done?.unwrap_or_else(|| Owned::steal(fixed::NOT_IMPLEMENTED)));
        }
        Ok(self.inplace_layout(op, a, b)?.unwrap_or_else(|| Owned::steal(fixed::NOT_IMPLEMENTED)))
    }

    /// `divmod` of built-in numbers; `NotImplemented` for others.
    pub fn divmod_builtin(&mut self, a: Obj, b: Obj) -> R {
        let number = |k: Kind| matches!(k, Kind::Int | Kind::Bool | Kind::Float);
        if !number(self.kind(a)) || !number(self.kind(b)) {
            return Ok(Owned::steal(fixed::NOT_IMPLEMENTED));
        }
        if self.is_int(a) && self.is_int(b) {
            let (quotient, rest) = self.int_divmod(a, b)?;
            return Ok(self.new_pair(quotient, rest));
        }
        let quotient = self.binary_native(BinaryOp::FloorDiv, a, b)?;
        match self.binary_native(BinaryOp::Mod, a, b) {
            Ok(rest) => Ok(self.new_pair(quotient, rest)),
            Err(e) => {
                self.drop_ref(quotient);
                Err(e)
            }
        }
    }

    /// Calls an operator's method; `None` for `NotImplemented`.
    fn try_operator(&mut self, method: Obj, a: Obj, b: Obj) -> R<Option<Owned>> {
        if Machine::is_none(method) {
            return Ok(None);
        }
        let value = self.call_unbound(method, a, &[b])?.into_edge();
        Ok((value != fixed::NOT_IMPLEMENTED).then(|| Owned::steal(value)))
    }

    /// `divmod(a, b)`.
    pub fn divmod(&mut self, a: Obj, b: Obj) -> R {
        if self.is_builtin_exact(a) && self.is_builtin_exact(b) && self.is_int(a) && self.is_int(b) {
            return self.divmod_builtin(a, b);
        }
        let (ta, tb) = (self.ty(a), self.ty(b));
        let (left, right) =
            (self.type_lookup(ta, static_strings::DUNDER_DIVMOD), self.type_lookup(tb, static_strings::DUNDER_RDIVMOD));
        // A subclass comes first if it has a method of its own.
        let inherited = self.type_lookup(ta, static_strings::DUNDER_RDIVMOD);
        let right_first = ta != tb && self.is_subtype(tb, ta) && !right.is_null() && right != inherited;
        if right_first && let Some(value) = self.try_operator(right, b, a)? {
            return Ok(value);
        }
        if !left.is_null()
            && let Some(value) = self.try_operator(left, a, b)?
        {
            return Ok(value);
        }
        if ta != tb
            && !right_first
            && !right.is_null()
            && let Some(value) = self.try_operator(right, b, a)?
        {
            return Ok(value);
        }
        Err(self.unsupported_operands("divmod()", a, b))
    }

    /// `a + b` of sequences of one kind.
    pub fn concat(&mut self, a: Obj, b: Obj) -> R {
        match self.binary_builtin(BinaryOp::Add, a, b)? {
            Some(value) => Ok(value),
            None => Err(self.unsupported_operands("+", a, b)),
        }
    }

    /// Truth of the built-in layouts.
    pub fn truthy_builtin(&self, o: Obj) -> bool {
        match self.kind(o) {
            Kind::None => false,
            Kind::Int | Kind::Bool => !self.int_is_zero(o),
            Kind::Float => self.float_value(o) != 0.0,
            Kind::Complex => self.complex_value(o) != (0.0, 0.0),
            _ => self.len_builtin(o) != Some(0),
        }
    }

    /// `int(o)` of the built-in numbers, exactly an int.
    pub fn number_to_int(&mut self, o: Obj) -> R {
        if self.kind(o) == Kind::Float {
            return self.float_to_int(self.float_value(o));
        }
        if self.ty(o) == ty::INT {
            return Ok(self.new_ref(o));
        }
        let value = self.int_value(o);
        Ok(self.int_from_value(value))
    }

    /// `-a`, `+a`, `~a`.
    pub fn unary(&mut self, method: Obj, a: Obj) -> R {
        if !self.is_builtin_exact(a)
            && let Some(value) = self.call_special(a, method, &[])?
        {
            return Ok(value);
        }
        match self.unary_builtin(method, a)? {
            Some(value) => Ok(value),
            None => {
                let sign = match method {
                    static_strings::DUNDER_NEG => "unary -",
                    static_strings::DUNDER_POS => "unary +",
                    static_strings::DUNDER_INVERT => "unary ~",
                    _ => "abs()",
                };
                let name = self.type_name(a);
                Err(self.raise(ty::TYPE_ERROR, &format!("bad operand type for {sign}: '{name}'")))
            }
        }
    }

    /// The unary operators of the built-in numbers.
    pub fn unary_builtin(&mut self, method: Obj, a: Obj) -> R<Option<Owned>> {
        Ok(Some(match (method, self.kind(a)) {
            (static_strings::DUNDER_NEG, Kind::Float) => self.new_float(-self.float_value(a)),
            (static_strings::DUNDER_POS, Kind::Float | Kind::Int) if self.is_builtin_exact(a) => self.new_ref(a),
            (static_strings::DUNDER_ABS, Kind::Int) if self.is_builtin_exact(a) && !self.int_value(a).is_negative() => {
                self.new_ref(a)
            }
            (static_strings::DUNDER_POS, Kind::Float) => self.new_float(self.float_value(a)),
            (static_strings::DUNDER_ABS, Kind::Float) => self.new_float(self.float_value(a).abs()),
            (static_strings::DUNDER_NEG, Kind::Complex) => {
                let (re, im) = self.complex_value(a);
                self.new_complex(-re, -im)
            }
            (static_strings::DUNDER_POS, Kind::Complex) if self.is_builtin_exact(a) => self.new_ref(a),
            (static_strings::DUNDER_POS, Kind::Complex) => {
                let (re, im) = self.complex_value(a);
                self.new_complex(re, im)
            }
            (static_strings::DUNDER_ABS, Kind::Complex) => self.complex_abs(a)?,
            (_, Kind::Int | Kind::Bool) => {
                if method == static_strings::DUNDER_INVERT && self.kind(a) == Kind::Bool {
                    self.warn(ty::DEPRECATION_WARNING, INVERTED_BOOL)?;
                }
                let value = self.int_value(a);
                match (method, value) {
                    (static_strings::DUNDER_POS, crate::objects::longobject::Value::Small(v)) => self.new_int(v),
                    (static_strings::DUNDER_POS, _) => self.new_ref(a),
                    (static_strings::DUNDER_NEG, v) => self.new_bigint(&-v.big()),
                    (static_strings::DUNDER_INVERT, v) => self.new_bigint(&!v.big()),
                    (static_strings::DUNDER_ABS, v) => {
                        let v = num_traits::Signed::abs(&v.big());
                        self.new_bigint(&v)
                    }
                    _ => return Ok(None),
                }
            }
            _ => return Ok(None),
        }))
    }

    /// A method gave an object of a class derived from the one that it should.
    pub(crate) fn warn_of_subclass(&mut self, method: &str, wanted: &str, value: Obj) -> R<()> {
        let got = self.type_name(value);
        let text = format!(
            "{method} returned non-{wanted} (type {got}).  The ability to return an instance of a strict subclass of {wanted} is \
             deprecated, and may be removed in a future version of Python."
        );
        self.warn(ty::DEPRECATION_WARNING, &text)
    }

    /// An int from an int or from `__index__`.
    pub fn index(&mut self, o: Obj) -> R {
        if self.is_int(o) {
            return Ok(self.new_ref(o));
        }
        if let Some(value) = self.call_special(o, static_strings::DUNDER_INDEX, &[])? {
            if self.ty(value.get()) == ty::INT {
                return Ok(value);
            }
            if self.is_int(value.get()) {
                let value = self.keep(value);
                self.warn_of_subclass("__index__", "int", value)?;
                return Ok(self.new_ref(value));
            }
            let name = self.type_name(value.get());
            self.drop_ref(value);
            return Err(self.raise(ty::TYPE_ERROR, &format!("__index__ returned non-int (type {name})")));
        }
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object cannot be interpreted as an integer")))
    }

    /// Truth of an object.
    #[inline]
    pub fn truthy(&mut self, o: Obj) -> R<bool> {
        let slot = self.slot(o);
        match slot.kind {
            Kind::Bool => Ok(slot.b != 0),
            Kind::None => Ok(false),
            Kind::Int => Ok(slot.x != 0 || slot.b != 0),
            Kind::Float if self.is_builtin_exact(o) => Ok(self.float_value(o) != 0.0),
            Kind::Str | Kind::Bytes | Kind::Tuple | Kind::List | Kind::Dict | Kind::Set | Kind::FrozenSet
                if self.is_builtin_exact(o) =>
            {
                Ok(slot.a != 0)
            }
            _ => self.truthy_slow(o),
        }
    }

    #[cold]
    pub fn truthy_slow(&mut self, o: Obj) -> R<bool> {
        if self.is_builtin_exact(o) {
            return Ok(match self.kind(o) {
                Kind::Complex => self.complex_value(o) != (0.0, 0.0),
                Kind::NotImplemented => {
                    let text = "NotImplemented should not be used in a boolean context";
                    return Err(self.raise(ty::TYPE_ERROR, text));
                }
                Kind::Range
                | Kind::DictView
                | Kind::MappingProxy
                | Kind::FrameLocals
                | Kind::ByteArray
                | Kind::MemoryView => self.len(o)? != 0,
                _ => true,
            });
        }
        let methods = [static_strings::DUNDER_BOOL, static_strings::DUNDER_LEN];
        if methods.iter().all(|name| self.lookup_special(o, *name).is_null()) {
            return Ok(match self.kind(o) {
                Kind::Float => self.float_value(o) != 0.0,
                _ => true,
            });
        }
        let truth = match self.question_about(About::Truth, &[o]) {
            Some(answer) => answer?,
            None => {
                let base = self.thread.sp;
                let begun = self.begin_truth(o, OnReturn::Exit);
                self.run_begun(base, begun)?
            }
        };
        Ok(truth.into_edge() == fixed::TRUE)
    }

    /// `len(o)`.
    pub fn len(&mut self, o: Obj) -> R<u64> {
        if self.is_builtin_exact(o) {
            if self.kind(o) == Kind::Range && self.int_small(self.range_parts(o)[3]).is_none() {
                return Err(self.raise(ty::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t"));
            }
            if self.kind(o) == Kind::MappingProxy {
                return self.len(self.proxied(o));
            }
            if self.kind(o) == Kind::MemoryView {
                self.check_released(o)?;
                if self.view(o).shape.is_empty() {
                    return Err(self.raise(ty::TYPE_ERROR, "0-dim memory has no length"));
                }
            }
            if let Some(n) = self.len_builtin(o) {
                return Ok(n);
            }
        } else if !self.lookup_special(o, static_strings::DUNDER_LEN).is_null() {
            let n = match self.question_about(About::Length, &[o]) {
                Some(answer) => answer?,
                None => {
                    let base = self.thread.sp;
                    let begun = self.begin_len(o, OnReturn::Exit);
                    self.run_begun(base, begun)?
                }
            };
            let length = self.int_clamped(n.get());
            self.drop_ref(n);
            return Ok(length as u64);
        }
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("object of type '{name}' has no len()")))
    }

    /// Length of the built-in layouts that have one.
    pub fn len_builtin(&self, o: Obj) -> Option<u64> {
        let slot = self.slot(o);
        match slot.kind {
            Kind::Str
            | Kind::Bytes
            | Kind::ByteArray
            | Kind::Tuple
            | Kind::List
            | Kind::Dict
            | Kind::Set
            | Kind::FrozenSet
            | Kind::MemoryView => Some(u64::from(slot.a)),
            Kind::Range => Some(self.int_clamped(self.range_parts(o)[3]) as u64),
            Kind::DictView => Some(u64::from(self.slot(Obj(slot.b_lo())).a)),
            Kind::MappingProxy => Some(u64::from(self.slot(self.proxied(o)).a)),
            Kind::FrameLocals => Some(self.locals_items(o).len() as u64),
            _ => None,
        }
    }

    /// `operator.length_hint` for the iterables that know; used to size lists.
    pub fn length_hint(&mut self, o: Obj) -> Option<u32> {
        let slot = self.slot(o);
        let over = Obj(slot.b_lo());
        let n = match self.kind(o) {
            Kind::RangeIter => Some(slot.c),
            Kind::SeqIter => (!over.is_null()).then(|| u64::from(self.slot(over).a.saturating_sub(slot.a))),
            Kind::Reversed | Kind::DictIter | Kind::SetIter if over.is_null() => Some(0),
            Kind::Reversed => Some(u64::from(slot.a.min(self.slot(over).a))),
            Kind::DictIter => Some(if self.dict_len(over) == slot.b_hi() { slot.c_hi().into() } else { 0 }),
            Kind::SetIter if self.set_len(over) != slot.b_hi() => Some(0),
            Kind::SetIter => {
                let (mut n, mut at) = (0, slot.a);
                while let Some((i, _)) = self.set_next(over, at) {
                    (n, at) = (n + 1, i + 1);
                }
                Some(n)
            }
            _ if self.is_builtin_exact(o) => self.len_builtin(o),
            _ => None,
        };
        n.and_then(|n| u32::try_from(n).ok()).filter(|n| *n < 1 << 28)
    }
}
