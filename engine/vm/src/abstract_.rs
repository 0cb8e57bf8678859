//! What operators and built-in functions do with any object: numbers, sequences, comparison, iteration
//! (`Objects/abstract.c`, and the slots of the built-in types).

use crate::floatobject::float_repr;
use crate::machine::Machine;
use crate::names::{self, fixed};
use crate::object::{Kind, Obj, Owned, R, Raised};
use crate::typeobject::{tp, ty};
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
    (BinaryOp::Add, "+", names::DUNDER_ADD, names::DUNDER_RADD, names::DUNDER_IADD),
    (BinaryOp::And, "&", names::DUNDER_AND, names::DUNDER_RAND, names::DUNDER_IAND),
    (BinaryOp::FloorDiv, "//", names::DUNDER_FLOORDIV, names::DUNDER_RFLOORDIV, names::DUNDER_IFLOORDIV),
    (BinaryOp::LShift, "<<", names::DUNDER_LSHIFT, names::DUNDER_RLSHIFT, names::DUNDER_ILSHIFT),
    (BinaryOp::MatMul, "@", names::DUNDER_MATMUL, names::DUNDER_RMATMUL, names::DUNDER_IMATMUL),
    (BinaryOp::Mul, "*", names::DUNDER_MUL, names::DUNDER_RMUL, names::DUNDER_IMUL),
    (BinaryOp::Mod, "%", names::DUNDER_MOD, names::DUNDER_RMOD, names::DUNDER_IMOD),
    (BinaryOp::Or, "|", names::DUNDER_OR, names::DUNDER_ROR, names::DUNDER_IOR),
    (BinaryOp::Pow, "** or pow()", names::DUNDER_POW, names::DUNDER_RPOW, names::DUNDER_IPOW),
    (BinaryOp::RShift, ">>", names::DUNDER_RSHIFT, names::DUNDER_RRSHIFT, names::DUNDER_IRSHIFT),
    (BinaryOp::Sub, "-", names::DUNDER_SUB, names::DUNDER_RSUB, names::DUNDER_ISUB),
    (BinaryOp::TrueDiv, "/", names::DUNDER_TRUEDIV, names::DUNDER_RTRUEDIV, names::DUNDER_ITRUEDIV),
    (BinaryOp::Xor, "^", names::DUNDER_XOR, names::DUNDER_RXOR, names::DUNDER_IXOR),
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
        [names::DUNDER_LT, names::DUNDER_LE, names::DUNDER_EQ, names::DUNDER_NE, names::DUNDER_GT, names::DUNDER_GE]
            [self as usize]
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

impl Machine {
    /// Whether the object's type is a built-in one, so that no method can have been overridden.
    #[inline(always)]
    pub fn is_builtin_exact(&self, o: Obj) -> bool {
        self.type_of(o).flags & tp::HEAPTYPE == 0
    }

    /// The operator as the layouts know it; `None`: not implemented for these operands.
    fn binary_builtin(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R<Option<Owned>> {
        let (ka, kb) = (self.kind(a), self.kind(b));
        let number = |k: Kind| matches!(k, Kind::Int | Kind::Bool | Kind::Float | Kind::Complex);
        if number(ka) && number(kb) {
            if ka == Kind::Complex || kb == Kind::Complex {
                let (x, y) = (self.complex_of(a)?, self.complex_of(b)?);
                return self.complex_binary(op, x, y);
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
            (BinaryOp::Add, Kind::Str, Kind::Str) => Ok(Some(self.str_concat(a, b))),
            (BinaryOp::Add, Kind::Bytes, Kind::Bytes) => {
                let joined = [self.bytes_value(a), self.bytes_value(b)].concat();
                Ok(Some(self.new_bytes(&joined)))
            }
            (BinaryOp::Add, Kind::Tuple, Kind::Tuple) => {
                let mut items = self.seq_items(a);
                items.extend(self.seq_items(b));
                Ok(Some(self.new_tuple_from(&items)))
            }
            (BinaryOp::Add, Kind::List, Kind::List) => {
                let mut items = self.seq_items(a);
                items.extend(self.seq_items(b));
                Ok(Some(self.new_list_from(&items)))
            }
            (BinaryOp::Mul, Kind::Str | Kind::Bytes | Kind::Tuple | Kind::List, _) if self.indexable(b) => {
                self.repeat(a, b).map(Some)
            }
            (BinaryOp::Mul, _, Kind::Str | Kind::Bytes | Kind::Tuple | Kind::List) if self.indexable(a) => {
                self.repeat(b, a).map(Some)
            }
            (BinaryOp::Mod, Kind::Str, _) => self.str_percent(a, b).map(Some),
            (BinaryOp::Or, Kind::Dict, Kind::Dict) => {
                let copy = self.dict_copy(a)?;
                self.dict_merge(copy.get(), b)?;
                Ok(Some(copy))
            }
            (
                BinaryOp::And | BinaryOp::Or | BinaryOp::Sub | BinaryOp::Xor,
                Kind::Set | Kind::FrozenSet | Kind::DictView,
                Kind::Set | Kind::FrozenSet | Kind::DictView,
            ) => self.set_binary(op, a, b).map(Some),
            (BinaryOp::Or, Kind::Type | Kind::None, Kind::Type | Kind::None) => {
                Err(self.not_supported("union types (X | Y)"))
            }
            _ => Ok(None),
        }
    }

    /// Set algebra; the result has the type of the left operand (a plain set for dict views).
    fn set_binary(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R<Owned> {
        let frozen = self.kind(a) == Kind::FrozenSet;
        let left = self.iterate_all(a)?;
        let right = self.set_from(false, b)?;
        let result = self.new_set(frozen);
        let mut all = Ok(());
        let keep = |m: &mut Machine, set: Obj, items: &[Obj], want: bool| -> R<()> {
            for &item in items {
                if m.set_contains(set, item)? == want {
                    m.set_add(result.get(), item)?;
                }
            }
            Ok(())
        };
        let borrowed: Vec<Obj> = left.iter().map(|o| o.get()).collect();
        let theirs = self.set_items(right.get());
        match op {
            BinaryOp::And => all = all.and(keep(self, right.get(), &borrowed, true)),
            BinaryOp::Sub => all = all.and(keep(self, right.get(), &borrowed, false)),
            BinaryOp::Or => {
                all = all.and(self.set_update(result.get(), a)).and_then(|()| self.set_update(result.get(), b));
            }
            _ => {
                let mine = self.set_from(false, a)?;
                all = all
                    .and(keep(self, right.get(), &borrowed, false))
                    .and_then(|()| keep(self, mine.get(), &theirs, false));
                self.drop_ref(mine);
            }
        }
        for item in left {
            self.drop_ref(item);
        }
        self.drop_ref(right);
        match all {
            Ok(()) => Ok(result),
            Err(e) => {
                self.drop_ref(result);
                Err(e)
            }
        }
    }

    /// Everything an iterable yields, as owned references.
    pub fn iterate_all(&mut self, iterable: Obj) -> R<Vec<Owned>> {
        let list = self.new_list();
        if let Err(e) = self.list_extend(list.get(), iterable) {
            self.drop_ref(list);
            return Err(e);
        }
        let items = self.seq_items(list.get()).into_iter().map(|o| self.new_ref(o)).collect();
        self.drop_ref(list);
        Ok(items)
    }

    fn complex_of(&mut self, o: Obj) -> R<(f64, f64)> {
        match self.kind(o) {
            Kind::Complex => Ok(self.complex_value(o)),
            _ => Ok((self.real_value(o)?.unwrap_or(0.0), 0.0)),
        }
    }

    fn indexable(&mut self, o: Obj) -> bool {
        self.is_int(o) || !self.is_builtin_exact(o) && !self.lookup_special(o, names::DUNDER_INDEX).is_null()
    }

    /// `sequence * n`.
    fn repeat(&mut self, seq: Obj, n: Obj) -> R {
        let n = self.index_i64(n)?.max(0) as usize;
        let len = self.slot(seq).a as usize;
        if len.saturating_mul(n) > 1 << 28 {
            return Err(self.raise_empty(ty::MEMORY_ERROR));
        }
        match self.kind(seq) {
            Kind::Str => {
                let points = self.str_points(seq).repeat(n);
                Ok(self.new_str_points(&points))
            }
            Kind::Bytes => {
                let bytes = self.bytes_value(seq).repeat(n);
                Ok(self.new_bytes(&bytes))
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

    /// Number of the operator's row.
    pub fn binary_op_row(op: BinaryOp) -> usize {
        op as usize
    }

    /// `a op b` (`PyNumber_Add` and the like).
    pub fn binary(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R {
        match self.binary_try(op, a, b)? {
            Some(value) => Ok(value),
            None => Err(self.unsupported_operands(BINARY_OPS[op as usize].1, a, b)),
        }
    }

    fn unsupported_operands(&mut self, sign: &str, a: Obj, b: Obj) -> Raised {
        let (x, y) = (self.type_name(a), self.type_name(b));
        if self.kind(a) == Kind::Str && sign == "+" {
            return self.raise(ty::TYPE_ERROR, &format!("can only concatenate str (not \"{y}\") to str"));
        }
        if matches!(self.kind(a), Kind::List | Kind::Tuple) && sign == "+" {
            return self.raise(ty::TYPE_ERROR, &format!("can only concatenate {x} (not \"{y}\") to {x}"));
        }
        if self.kind(a) == Kind::Bytes && sign == "+" {
            return self.raise(ty::TYPE_ERROR, &format!("can't concat {y} to bytes"));
        }
        let seq = |k: Kind| matches!(k, Kind::Str | Kind::List | Kind::Tuple | Kind::Bytes);
        if sign == "*" && (seq(self.kind(a)) || seq(self.kind(b))) {
            let other = if seq(self.kind(a)) { y } else { x };
            return self.raise(ty::TYPE_ERROR, &format!("can't multiply sequence by non-int of type '{other}'"));
        }
        self.raise(ty::TYPE_ERROR, &format!("unsupported operand type(s) for {sign}: '{x}' and '{y}'"))
    }

    /// The operator with reflection; `None` if neither side implements it.
    pub fn binary_try(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R<Option<Owned>> {
        if self.is_builtin_exact(a) && self.is_builtin_exact(b) {
            return self.binary_builtin(op, a, b);
        }
        let (_, _, method, reflected, _) = BINARY_OPS[op as usize];
        let (ta, tb) = (self.ty(a), self.ty(b));
        let right = if ta != tb { self.type_lookup(tb, reflected) } else { Obj::NULL };
        let left = self.type_lookup(ta, method);
        // A subclass on the right that has its own reflected method goes first.
        let mut right_done = right.is_null();
        if !right_done && self.is_subtype(tb, ta) && self.type_lookup(ta, reflected) != right {
            right_done = true;
            if let Some(value) = self.try_operator(right, b, a)? {
                return Ok(Some(value));
            }
        }
        if !left.is_null()
            && let Some(value) = self.try_operator(left, a, b)?
        {
            return Ok(Some(value));
        }
        if !right_done && let Some(value) = self.try_operator(right, b, a)? {
            return Ok(Some(value));
        }
        // Sequences concatenate and repeat in a slot of their own.
        if matches!(op, BinaryOp::Add | BinaryOp::Mul) {
            return self.binary_builtin(op, a, b);
        }
        Ok(None)
    }

    /// Calls an operator's method; `None` for `NotImplemented`.
    fn try_operator(&mut self, method: Obj, a: Obj, b: Obj) -> R<Option<Owned>> {
        if Machine::is_none(method) {
            return Ok(None);
        }
        let value = self.call_unbound(method, a, &[b])?;
        if value.get() == fixed::NOT_IMPLEMENTED { Ok(None) } else { Ok(Some(value)) }
    }

    /// What a built-in type's `__add__` and the like answer: `NotImplemented` instead of an error.
    pub fn binary_native(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R {
        Ok(self.binary_builtin(op, a, b)?.unwrap_or(Owned::steal(fixed::NOT_IMPLEMENTED)))
    }

    /// `a op= b`.
    pub fn inplace(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R {
        let (_, sign, _, _, method) = BINARY_OPS[op as usize];
        if self.is_builtin_exact(a) {
            match (op, self.kind(a)) {
                (BinaryOp::Add, Kind::List) => {
                    self.list_extend(a, b)?;
                    return Ok(self.new_ref(a));
                }
                (BinaryOp::Mul, Kind::List) if self.is_int(b) => {
                    let grown = self.repeat(a, b)?;
                    let items = self.seq_items(grown.get());
                    let items = items.into_iter().map(|o| self.new_ref(o)).collect();
                    let n = self.list_len(a);
                    self.list_splice(a, 0, n, items);
                    self.drop_ref(grown);
                    return Ok(self.new_ref(a));
                }
                (BinaryOp::Or, Kind::Dict) if matches!(self.kind(b), Kind::Dict) => {
                    self.dict_merge(a, b)?;
                    return Ok(self.new_ref(a));
                }
                (BinaryOp::Or, Kind::Set) if matches!(self.kind(b), Kind::Set | Kind::FrozenSet) => {
                    self.set_update(a, b)?;
                    return Ok(self.new_ref(a));
                }
                (BinaryOp::And | BinaryOp::Sub | BinaryOp::Xor, Kind::Set)
                    if matches!(self.kind(b), Kind::Set | Kind::FrozenSet) =>
                {
                    let result = self.set_binary(op, a, b)?;
                    self.set_clear(a);
                    self.set_update(a, result.get())?;
                    self.drop_ref(result);
                    return Ok(self.new_ref(a));
                }
                _ => {}
            }
        } else {
            let found = self.lookup_special(a, method);
            if !found.is_null()
                && let Some(value) = self.try_operator(found, a, b)?
            {
                return Ok(value);
            }
        }
        match self.binary_try(op, a, b)? {
            Some(value) => Ok(value),
            None => {
                let sign = if op == BinaryOp::Pow { "**=".to_owned() } else { format!("{sign}=") };
                if matches!(op, BinaryOp::Add | BinaryOp::Mul) {
                    let seq = matches!(self.kind(a), Kind::Str | Kind::List | Kind::Tuple | Kind::Bytes);
                    if seq {
                        return Err(self.unsupported_operands(BINARY_OPS[op as usize].1, a, b));
                    }
                }
                Err(self.unsupported_operands(&sign, a, b))
            }
        }
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
                    names::DUNDER_NEG => "unary -",
                    names::DUNDER_POS => "unary +",
                    names::DUNDER_INVERT => "unary ~",
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
            (names::DUNDER_NEG, Kind::Float) => self.new_float(-self.float_value(a)),
            (names::DUNDER_POS, Kind::Float) => self.new_float(self.float_value(a)),
            (names::DUNDER_ABS, Kind::Float) => self.new_float(self.float_value(a).abs()),
            (names::DUNDER_NEG, Kind::Complex) => {
                let (re, im) = self.complex_value(a);
                self.new_complex(-re, -im)
            }
            (names::DUNDER_POS, Kind::Complex) => self.new_ref(a),
            (names::DUNDER_ABS, Kind::Complex) => {
                let (re, im) = self.complex_value(a);
                self.new_float(re.hypot(im))
            }
            (_, Kind::Int | Kind::Bool) => {
                let value = self.int_value(a);
                match (method, value) {
                    (names::DUNDER_POS, crate::longobject::Value::Small(v)) => self.new_int(v),
                    (names::DUNDER_POS, _) => self.new_ref(a),
                    (names::DUNDER_NEG, v) => self.new_bigint(&-v.big()),
                    (names::DUNDER_INVERT, v) => self.new_bigint(&!v.big()),
                    (names::DUNDER_ABS, v) => {
                        let v = num_traits::Signed::abs(&v.big());
                        self.new_bigint(&v)
                    }
                    _ => return Ok(None),
                }
            }
            _ => return Ok(None),
        }))
    }

    /// An int from an int or from `__index__`.
    pub fn index(&mut self, o: Obj) -> R {
        if self.is_int(o) {
            return Ok(self.new_ref(o));
        }
        if let Some(value) = self.call_special(o, names::DUNDER_INDEX, &[])? {
            if self.is_int(value.get()) {
                return Ok(value);
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
    fn truthy_slow(&mut self, o: Obj) -> R<bool> {
        if self.is_builtin_exact(o) {
            return Ok(match self.kind(o) {
                Kind::Complex => self.complex_value(o) != (0.0, 0.0),
                Kind::Range | Kind::DictView | Kind::MappingProxy => self.len(o)? != 0,
                _ => true,
            });
        }
        if let Some(value) = self.call_special(o, names::DUNDER_BOOL, &[])? {
            let answer = value.get();
            if self.kind(answer) != Kind::Bool {
                let name = self.type_name(answer);
                self.drop_ref(value);
                return Err(self.raise(ty::TYPE_ERROR, &format!("__bool__ should return bool, returned {name}")));
            }
            return Ok(answer == fixed::TRUE);
        }
        if !self.lookup_special(o, names::DUNDER_LEN).is_null() {
            return Ok(self.len(o)? != 0);
        }
        Ok(match self.kind(o) {
            Kind::Float => self.float_value(o) != 0.0,
            Kind::Instance | Kind::Exception => true,
            _ => true,
        })
    }

    /// `len(o)`.
    pub fn len(&mut self, o: Obj) -> R<u64> {
        if self.is_builtin_exact(o) {
            if let Some(n) = self.len_builtin(o) {
                return Ok(n);
            }
        } else if let Some(value) = self.call_special(o, names::DUNDER_LEN, &[])? {
            let n = self.index_i64(value.get());
            self.drop_ref(value);
            let n = n?;
            if n < 0 {
                return Err(self.raise(ty::VALUE_ERROR, "__len__() should return >= 0"));
            }
            return Ok(n as u64);
        }
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("object of type '{name}' has no len()")))
    }

    /// Length of the built-in layouts that have one.
    pub fn len_builtin(&self, o: Obj) -> Option<u64> {
        let slot = self.slot(o);
        match slot.kind {
            Kind::Str | Kind::Bytes | Kind::Tuple | Kind::List | Kind::Dict | Kind::Set | Kind::FrozenSet => {
                Some(u64::from(slot.a))
            }
            Kind::Range => Some(self.int_clamped(self.range_parts(o)[3]) as u64),
            Kind::DictView => Some(u64::from(self.slot(Obj(slot.b_lo())).a)),
            Kind::MappingProxy => Some(u64::from(self.slot(Obj(slot.a)).a)),
            _ => None,
        }
    }

    /// `operator.length_hint` for the iterables that know; used to size lists.
    pub fn length_hint(&mut self, o: Obj) -> Option<u32> {
        let n = match self.kind(o) {
            Kind::RangeIter => Some(self.slot(o).c),
            Kind::SeqIter => {
                let slot = self.slot(o);
                let seq = Obj(slot.b_lo());
                (!seq.is_null()).then(|| u64::from(self.slot(seq).a.saturating_sub(slot.a)))
            }
            _ if self.is_builtin_exact(o) => self.len_builtin(o),
            _ => None,
        };
        n.and_then(|n| u32::try_from(n).ok()).filter(|n| *n < 1 << 28)
    }

    /// `a == b` as a truth value, identity first (`PyObject_RichCompareBool`).
    pub fn objects_equal(&mut self, a: Obj, b: Obj) -> R<bool> {
        if a == b {
            return Ok(true);
        }
        if self.kind(a) == Kind::Str
            && self.kind(b) == Kind::Str
            && self.is_builtin_exact(a)
            && self.is_builtin_exact(b)
        {
            return Ok(self.str_eq(a, b));
        }
        let value = self.compare(CompareOp::Eq, a, b)?;
        let truth = self.truthy(value.get());
        self.drop_ref(value);
        truth
    }

    /// `a < b` as a truth value.
    pub fn objects_less(&mut self, a: Obj, b: Obj) -> R<bool> {
        let value = self.compare(CompareOp::Lt, a, b)?;
        let truth = self.truthy(value.get());
        self.drop_ref(value);
        truth
    }

    /// `a op b` (`PyObject_RichCompare`).
    pub fn compare(&mut self, op: CompareOp, a: Obj, b: Obj) -> R {
        if self.is_builtin_exact(a) && self.is_builtin_exact(b) {
            self.enter_native_call(" in comparison")?;
            let found = self.compare_builtin(op, a, b);
            self.leave_native_call();
            if let Some(answer) = found? {
                return Ok(Owned::steal(Machine::new_bool(answer)));
            }
            return self.compare_default(op, a, b);
        }
        let (ta, tb) = (self.ty(a), self.ty(b));
        let mut reflected_done = false;
        if ta != tb && self.is_subtype(tb, ta) {
            let method = self.type_lookup(tb, op.swapped().method());
            if !method.is_null() {
                reflected_done = true;
                if let Some(value) = self.try_operator(method, b, a)? {
                    return Ok(value);
                }
            }
        }
        let method = self.type_lookup(ta, op.method());
        if !method.is_null()
            && let Some(value) = self.try_operator(method, a, b)?
        {
            return Ok(value);
        }
        if !reflected_done {
            let method = self.type_lookup(tb, op.swapped().method());
            if !method.is_null()
                && let Some(value) = self.try_operator(method, b, a)?
            {
                return Ok(value);
            }
        }
        self.compare_default(op, a, b)
    }

    fn compare_default(&mut self, op: CompareOp, a: Obj, b: Obj) -> R {
        match op {
            CompareOp::Eq => Ok(Owned::steal(Machine::new_bool(a == b))),
            CompareOp::Ne => Ok(Owned::steal(Machine::new_bool(a != b))),
            _ => {
                let (x, y) = (self.type_name(a), self.type_name(b));
                Err(self.raise(
                    ty::TYPE_ERROR,
                    &format!("'{}' not supported between instances of '{x}' and '{y}'", op.sign()),
                ))
            }
        }
    }

    /// Comparison of the built-in layouts; `None` for `NotImplemented`.
    pub fn compare_builtin(&mut self, op: CompareOp, a: Obj, b: Obj) -> R<Option<bool>> {
        let (ka, kb) = (self.kind(a), self.kind(b));
        let int = |k: Kind| matches!(k, Kind::Int | Kind::Bool);
        Ok(match (ka, kb) {
            _ if int(ka) && int(kb) => {
                let order = match (self.int_value(a), self.int_value(b)) {
                    (crate::longobject::Value::Small(x), crate::longobject::Value::Small(y)) => x.cmp(&y),
                    (x, y) => x.big().cmp(&y.big()),
                };
                Some(op.holds(order))
            }
            (Kind::Float, Kind::Float) => Some(op.holds_f64(self.float_value(a), self.float_value(b))),
            (Kind::Float, _) if int(kb) => Some(self.compare_float_int(op, self.float_value(a), b)),
            (_, Kind::Float) if int(ka) => Some(self.compare_float_int(op.swapped(), self.float_value(b), a)),
            (Kind::Complex, _) | (_, Kind::Complex) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                let number = |k: Kind| int(k) || matches!(k, Kind::Float | Kind::Complex);
                if !number(ka) || !number(kb) {
                    return Ok(None);
                }
                let equal = self.complex_of(a)? == self.complex_of(b)?;
                Some(equal == (op == CompareOp::Eq))
            }
            (Kind::Str, Kind::Str) => Some(match op {
                CompareOp::Eq => self.str_eq(a, b),
                CompareOp::Ne => !self.str_eq(a, b),
                _ => op.holds(self.str_cmp(a, b)),
            }),
            (Kind::Bytes, Kind::Bytes) => Some(op.holds(self.bytes_value(a).cmp(&self.bytes_value(b)))),
            (Kind::Tuple, Kind::Tuple) | (Kind::List, Kind::List) => return self.compare_sequences(op, a, b),
            (Kind::Dict, Kind::Dict) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                Some(self.dicts_equal(a, b)? == (op == CompareOp::Eq))
            }
            (Kind::Set | Kind::FrozenSet, Kind::Set | Kind::FrozenSet) => {
                let (na, nb) = (self.set_len(a), self.set_len(b));
                Some(match op {
                    CompareOp::Eq => na == nb && self.set_issubset(a, b)?,
                    CompareOp::Ne => na != nb || !self.set_issubset(a, b)?,
                    CompareOp::Le => self.set_issubset(a, b)?,
                    CompareOp::Lt => na < nb && self.set_issubset(a, b)?,
                    CompareOp::Ge => self.set_issubset(b, a)?,
                    CompareOp::Gt => na > nb && self.set_issubset(b, a)?,
                })
            }
            (Kind::Range, Kind::Range) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                let (pa, pb) = (self.range_parts(a), self.range_parts(b));
                let mut equal = self.objects_equal(pa[3], pb[3])?;
                if equal && !self.int_is_zero(pa[3]) {
                    equal = self.objects_equal(pa[0], pb[0])?;
                    if equal && self.int_small(pa[3]) != Some(1) {
                        equal = self.objects_equal(pa[2], pb[2])?;
                    }
                }
                Some(equal == (op == CompareOp::Eq))
            }
            (Kind::Slice, Kind::Slice) => {
                let (pa, pb) = (self.slice_parts(a), self.slice_parts(b));
                let (x, y) = (self.new_tuple_from(&pa), self.new_tuple_from(&pb));
                let answer = self.compare_sequences(op, x.get(), y.get());
                self.drop_ref(x);
                self.drop_ref(y);
                return answer;
            }
            (Kind::Method, Kind::Method) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                let ((f, s), (g, t)) = (self.method_parts(a), self.method_parts(b));
                Some((f == g && s == t) == (op == CompareOp::Eq))
            }
            (Kind::DictView, Kind::DictView | Kind::Set | Kind::FrozenSet)
            | (Kind::Set | Kind::FrozenSet, Kind::DictView) => {
                let (x, y) = (self.set_from(false, a)?, self.set_from(false, b)?);
                let answer = self.compare_builtin(op, x.get(), y.get());
                self.drop_ref(x);
                self.drop_ref(y);
                return answer;
            }
            _ => None,
        })
    }

    fn compare_float_int(&self, op: CompareOp, f: f64, i: Obj) -> bool {
        use num_bigint::BigInt;
        use num_traits::FromPrimitive;
        if !f.is_finite() {
            return op.holds_f64(f, 0.0);
        }
        if let Some(v) = self.int_small(i)
            && v.unsigned_abs() < 1 << 53
        {
            return op.holds_f64(f, v as f64);
        }
        let (whole, value) = (BigInt::from_f64(f.trunc()).unwrap_or_default(), self.int_value(i).big());
        let order = whole.cmp(&value).then_with(|| f.fract().partial_cmp(&0.0).unwrap_or(Ordering::Equal));
        op.holds(order)
    }

    fn compare_sequences(&mut self, op: CompareOp, a: Obj, b: Obj) -> R<Option<bool>> {
        let same_len = self.slot(a).a == self.slot(b).a;
        if !same_len && self.kind(a) == Kind::List && matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Some(op == CompareOp::Ne));
        }
        let mut i = 0;
        while i < self.slot(a).a && i < self.slot(b).a {
            let (x, y) = (self.tuple_item(a, i), self.tuple_item(b, i));
            if x != y {
                let (hx, hy) = (self.new_ref(x), self.new_ref(y));
                let equal = self.objects_equal(x, y);
                let decided = match equal {
                    Ok(true) => None,
                    Ok(false) => Some(match op {
                        CompareOp::Eq => Ok(false),
                        CompareOp::Ne => Ok(true),
                        _ => self.compare(op, x, y).and_then(|value| {
                            let truth = self.truthy(value.get());
                            self.drop_ref(value);
                            truth
                        }),
                    }),
                    Err(e) => Some(Err(e)),
                };
                self.drop_ref(hx);
                self.drop_ref(hy);
                if let Some(answer) = decided {
                    return answer.map(Some);
                }
            }
            i += 1;
        }
        Ok(Some(op.holds(self.slot(a).a.cmp(&self.slot(b).a))))
    }

    fn dicts_equal(&mut self, a: Obj, b: Obj) -> R<bool> {
        if self.dict_len(a) != self.dict_len(b) {
            return Ok(false);
        }
        for (key, value) in self.dict_items(a) {
            let other = self.dict_get(b, key)?;
            if other.is_null() || !self.objects_equal(value, other)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// `hash(o)`.
    pub fn hash(&mut self, o: Obj) -> R<u64> {
        match self.kind(o) {
            Kind::Str if self.is_builtin_exact(o) => return Ok(self.str_hash(o)),
            Kind::Int | Kind::Bool if self.is_builtin_exact(o) => return Ok(self.int_hash(o)),
            _ => {}
        }
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, names::DUNDER_HASH);
            if Machine::is_none(method) {
                return Err(self.unhashable(o));
            }
            if !method.is_null() && self.kind(method) != Kind::WrapperDescriptor {
                let value = self.call_unbound(method, o, &[])?;
                if !self.is_int(value.get()) {
                    self.drop_ref(value);
                    return Err(self.raise(ty::TYPE_ERROR, "__hash__ method should return an integer"));
                }
                let hash = match self.int_value(value.get()) {
                    crate::longobject::Value::Small(-1) => -2i64 as u64,
                    crate::longobject::Value::Small(v) => v as u64,
                    crate::longobject::Value::Big(_) => self.int_hash(value.get()),
                };
                self.drop_ref(value);
                return Ok(hash);
            }
        }
        self.hash_builtin(o)
    }

    /// The hash of a key of a dict or an element of a set, with their wording for unhashable ones.
    #[inline]
    pub fn hash_key(&mut self, o: Obj, what: &str) -> R<u64> {
        match self.kind(o) {
            Kind::Str if self.is_builtin_exact(o) => return Ok(self.str_hash(o)),
            Kind::Int | Kind::Bool if self.is_builtin_exact(o) => return Ok(self.int_hash(o)),
            _ => {}
        }
        match self.hash(o) {
            Err(e) => {
                if !self.raised_is(ty::TYPE_ERROR) {
                    return Err(e);
                }
                let inner = self.take_raised();
                let (name, text) = (self.type_name(o), self.exception_str(inner.get()));
                self.drop_ref(inner);
                let text = text?;
                Err(self.raise(ty::TYPE_ERROR, &format!("cannot use '{name}' as {what} ({text})")))
            }
            hashed => hashed,
        }
    }

    pub fn hash_builtin(&mut self, o: Obj) -> R<u64> {
        match self.kind(o) {
            Kind::Str => Ok(self.str_hash(o)),
            Kind::Int | Kind::Bool => Ok(self.int_hash(o)),
            Kind::Float => Ok(self.float_hash(o)),
            Kind::Complex => {
                let (re, im) = self.complex_value(o);
                let address = self.address(o);
                let (hr, hi) =
                    (crate::floatobject::hash_double(re, address), crate::floatobject::hash_double(im, address));
                let combined = hr.wrapping_add(hi.wrapping_mul(1_000_003));
                Ok(if combined == u64::MAX { u64::MAX - 1 } else { combined })
            }
            Kind::Bytes => {
                let bytes = self.bytes_value(o).to_vec();
                Ok(self.hash_bytes(&bytes))
            }
            Kind::Tuple => self.tuple_hash(o),
            Kind::FrozenSet => self.frozenset_hash(o),
            Kind::None => Ok(0xFCA8_6420),
            Kind::List | Kind::Dict | Kind::Set => Err(self.unhashable(o)),
            Kind::Range => {
                let [start, _, step, len] = self.range_parts(o);
                let parts = if self.int_is_zero(len) {
                    [len, fixed::NONE, fixed::NONE]
                } else if self.int_small(len) == Some(1) {
                    [len, start, fixed::NONE]
                } else {
                    [len, start, step]
                };
                let t = self.new_tuple_from(&parts);
                let hash = self.tuple_hash(t.get());
                self.drop_ref(t);
                hash
            }
            Kind::Slice => {
                let parts = self.slice_parts(o);
                let t = self.new_tuple_from(&parts);
                let hash = self.tuple_hash(t.get());
                self.drop_ref(t);
                hash
            }
            Kind::Method => {
                let (f, s) = self.method_parts(o);
                Ok(self.hash(f)? ^ self.address(s).rotate_right(4))
            }
            _ => Ok(self.address(o).rotate_right(4)),
        }
    }

    fn unhashable(&mut self, o: Obj) -> Raised {
        let name = self.type_name(o);
        self.raise(ty::TYPE_ERROR, &format!("unhashable type: '{name}'"))
    }

    /// `iter(o)`.
    pub fn iter(&mut self, o: Obj) -> R {
        if self.is_builtin_exact(o) {
            if let Some(iter) = self.iter_builtin(o)? {
                return Ok(iter);
            }
        } else {
            let method = self.lookup_special(o, names::DUNDER_ITER);
            if Machine::is_none(method) {
                let name = self.type_name(o);
                return Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not iterable")));
            }
            if !method.is_null() {
                let iter = self.call_unbound(method, o, &[])?;
                if !self.is_iterator(iter.get()) {
                    let name = self.type_name(iter.get());
                    self.drop_ref(iter);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("iter() returned non-iterator of type '{name}'")));
                }
                return Ok(iter);
            }
            if !self.lookup_special(o, names::DUNDER_GETITEM).is_null() {
                return Ok(self.new_seq_iter(ty::ITERATOR, o));
            }
        }
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not iterable")))
    }

    fn is_iterator(&mut self, o: Obj) -> bool {
        match self.kind(o) {
            Kind::Instance => !self.lookup_special(o, names::DUNDER_NEXT).is_null(),
            kind => is_builtin_iterator(kind),
        }
    }

    fn new_seq_iter(&mut self, ty: u32, seq: Obj) -> Owned {
        let list = match ty {
            ty::LIST_ITERATOR => Some(crate::heap::freelist::LIST_ITERS),
            ty::TUPLE_ITERATOR => Some(crate::heap::freelist::TUPLE_ITERS),
            _ => None,
        };
        let o = match list.and_then(|list| self.pop_free(list, Kind::SeqIter, ty)) {
            Some(o) => o,
            None => self.alloc_gc(Kind::SeqIter, ty, 48),
        };
        self.incref(seq);
        self.slot_mut(o).b = u64::from(seq.0);
        self.track(o);
        Owned::steal(o)
    }

    /// Iterators of the built-in layouts; `None` if it is not iterable.
    pub fn iter_builtin(&mut self, o: Obj) -> R<Option<Owned>> {
        let kind = self.kind(o);
        Ok(Some(match kind {
            Kind::List => self.new_seq_iter(ty::LIST_ITERATOR, o),
            Kind::Tuple => self.new_seq_iter(ty::TUPLE_ITERATOR, o),
            Kind::Str if self.str_is_ascii(o) => self.new_seq_iter(ty::STR_ASCII_ITERATOR, o),
            Kind::Str => self.new_seq_iter(ty::STR_ITERATOR, o),
            Kind::Bytes => self.new_seq_iter(ty::BYTES_ITERATOR, o),
            Kind::Range => self.range_iter(o)?,
            Kind::Dict => self.new_dict_iter(o, 0),
            Kind::MappingProxy => {
                let mapping = Obj(self.slot(o).a);
                self.iter(mapping)?
            }
            Kind::DictView => {
                let slot = self.slot(o);
                let (dict, what) = (Obj(slot.b_lo()), slot.x);
                self.new_dict_iter(dict, what)
            }
            Kind::Set | Kind::FrozenSet => {
                let used = self.set_len(o);
                let it = self.alloc_gc(Kind::SetIter, ty::SET_ITERATOR, 64);
                self.incref(o);
                self.slot_mut(it).set_b(o.0, used);
                self.track(it);
                Owned::steal(it)
            }
            kind if is_builtin_iterator(kind) => self.new_ref(o),
            _ => return Ok(None),
        }))
    }

    fn new_dict_iter(&mut self, dict: Obj, what: u16) -> Owned {
        let ty = [ty::DICT_KEYITERATOR, ty::DICT_VALUEITERATOR, ty::DICT_ITEMITERATOR][usize::from(what)];
        let it = self.alloc_gc(Kind::DictIter, ty, 72);
        let used = self.dict_len(dict);
        self.incref(dict);
        let slot = self.slot_mut(it);
        slot.x = what;
        slot.set_b(dict.0, used);
        self.track(it);
        Owned::steal(it)
    }

    /// A view of a dict: keys 0, values 1, items 2.
    pub fn new_dict_view(&mut self, dict: Obj, what: u16) -> Owned {
        let ty = [ty::DICT_KEYS, ty::DICT_VALUES, ty::DICT_ITEMS][usize::from(what)];
        let view = self.alloc_gc(Kind::DictView, ty, 40);
        self.incref(dict);
        let slot = self.slot_mut(view);
        slot.x = what;
        slot.b = u64::from(dict.0);
        self.track(view);
        Owned::steal(view)
    }

    /// The next item, or `None` at the end; a raised `StopIteration` counts as the end.
    pub fn iter_next(&mut self, it: Obj) -> R<Option<Owned>> {
        match self.kind(it) {
            Kind::RangeIter => Ok(self.range_iter_next(it).map(|v| self.new_int(v))),
            Kind::SeqIter => self.seq_iter_next(it),
            Kind::DictIter => self.dict_iter_next(it),
            Kind::SetIter => {
                let slot = *self.slot(it);
                let set = Obj(slot.b_lo());
                if set.is_null() {
                    return Ok(None);
                }
                if self.set_len(set) != slot.b_hi() {
                    return Err(self.raise(ty::RUNTIME_ERROR, "Set changed size during iteration"));
                }
                match self.set_next(set, slot.a) {
                    Some((i, key)) => {
                        self.slot_mut(it).a = i + 1;
                        Ok(Some(self.new_ref(key)))
                    }
                    None => {
                        self.slot_mut(it).b = 0;
                        self.decref(set);
                        Ok(None)
                    }
                }
            }
            Kind::Generator => match self.generator_send(it, fixed::NONE)? {
                crate::genobject::Sent::Yielded(value) => Ok(Some(value)),
                crate::genobject::Sent::Returned(value) => {
                    self.drop_ref(value);
                    Ok(None)
                }
            },
            Kind::Enumerate | Kind::Map | Kind::Zip | Kind::Filter | Kind::Reversed | Kind::CallIter => {
                self.enum_next(it)
            }
            _ => match self.call_special(it, names::DUNDER_NEXT, &[]) {
                Ok(Some(value)) => Ok(Some(value)),
                Ok(None) => {
                    let name = self.type_name(it);
                    Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not an iterator")))
                }
                Err(e) => {
                    if self.raised_is(ty::STOP_ITERATION) {
                        self.clear_raised();
                        return Ok(None);
                    }
                    Err(e)
                }
            },
        }
    }

    fn seq_iter_next(&mut self, it: Obj) -> R<Option<Owned>> {
        let slot = *self.slot(it);
        let seq = Obj(slot.b_lo());
        if seq.is_null() {
            return Ok(None);
        }
        let i = slot.a;
        if slot.ty == ty::ITERATOR {
            let index = self.new_int(i64::from(i));
            let item = self.getitem(seq, index.get());
            self.drop_ref(index);
            match item {
                Ok(item) => {
                    self.slot_mut(it).a = i + 1;
                    return Ok(Some(item));
                }
                Err(e) => {
                    if !self.raised_is(ty::INDEX_ERROR) && !self.raised_is(ty::STOP_ITERATION) {
                        return Err(e);
                    }
                    self.clear_raised();
                }
            }
        } else if i < self.slot(seq).a {
            self.slot_mut(it).a = i + 1;
            return Ok(Some(match self.kind(seq) {
                Kind::Str => self.str_char(seq, i as usize),
                Kind::Bytes => {
                    let byte = self.bytes_value(seq)[i as usize];
                    self.new_int(i64::from(byte))
                }
                _ => {
                    let item = self.tuple_item(seq, i);
                    self.new_ref(item)
                }
            }));
        }
        self.slot_mut(it).b = 0;
        self.decref(seq);
        Ok(None)
    }

    fn dict_iter_next(&mut self, it: Obj) -> R<Option<Owned>> {
        let slot = *self.slot(it);
        let dict = Obj(slot.b_lo());
        if dict.is_null() {
            return Ok(None);
        }
        if self.dict_len(dict) != slot.b_hi() {
            return Err(self.raise(ty::RUNTIME_ERROR, "dictionary changed size during iteration"));
        }
        let Some((i, key, value)) = self.dict_next(dict, slot.a) else {
            self.slot_mut(it).b = 0;
            self.decref(dict);
            return Ok(None);
        };
        self.slot_mut(it).a = i + 1;
        Ok(Some(match slot.x {
            0 => self.new_ref(key),
            1 => self.new_ref(value),
            _ => self.new_tuple_from(&[key, value]),
        }))
    }

    /// `item in o`.
    pub fn contains(&mut self, o: Obj, item: Obj) -> R<bool> {
        if self.is_builtin_exact(o) {
            if let Some(answer) = self.contains_builtin(o, item)? {
                return Ok(answer);
            }
        } else {
            let method = self.lookup_special(o, names::DUNDER_CONTAINS);
            if !method.is_null() && !Machine::is_none(method) {
                let value = self.call_unbound(method, o, &[item])?;
                let truth = self.truthy(value.get());
                self.drop_ref(value);
                return truth;
            }
        }
        if !self.is_iterable(o) {
            let name = self.type_name(o);
            return Err(
                self.raise(ty::TYPE_ERROR, &format!("argument of type '{name}' is not a container or iterable"))
            );
        }
        let it = self.iter(o)?;
        let answer = loop {
            match self.iter_next(it.get()) {
                Ok(Some(other)) => {
                    let equal = self.objects_equal(other.get(), item);
                    self.drop_ref(other);
                    match equal {
                        Ok(false) => {}
                        decided => break decided,
                    }
                }
                Ok(None) => break Ok(false),
                Err(e) => break Err(e),
            }
        };
        self.drop_ref(it);
        answer
    }

    /// Membership in the built-in layouts; `None` if there is no quick way.
    pub fn contains_builtin(&mut self, o: Obj, item: Obj) -> R<Option<bool>> {
        Ok(Some(match self.kind(o) {
            Kind::Dict => !self.dict_get(o, item)?.is_null(),
            Kind::MappingProxy => {
                let mapping = Obj(self.slot(o).a);
                return self.contains(mapping, item).map(Some);
            }
            Kind::Set | Kind::FrozenSet => self.set_contains(o, item)?,
            Kind::DictView if self.slot(o).x == 0 => {
                let dict = Obj(self.slot(o).b_lo());
                !self.dict_get(dict, item)?.is_null()
            }
            Kind::Str => {
                if self.kind(item) != Kind::Str {
                    let name = self.type_name(item);
                    return Err(self
                        .raise(ty::TYPE_ERROR, &format!("'in <string>' requires string as left operand, not {name}")));
                }
                let (hay, needle) = (self.str_points(o), self.str_points(item));
                crate::unicode_methods::find(&hay, &needle, 0, hay.len()).is_some()
            }
            Kind::Range if self.is_int(item) => self.range_contains(o, self.int_value(item)),
            Kind::List | Kind::Tuple => {
                let mut i = 0;
                while i < self.slot(o).a {
                    let other = self.tuple_item(o, i);
                    let held = self.new_ref(other);
                    let equal = self.objects_equal(other, item);
                    self.drop_ref(held);
                    if equal? {
                        return Ok(Some(true));
                    }
                    i += 1;
                }
                false
            }
            _ => return Ok(None),
        }))
    }

    /// `o[key]`.
    pub fn getitem(&mut self, o: Obj, key: Obj) -> R {
        if self.is_builtin_exact(o) {
            if let Some(value) = self.getitem_builtin(o, key)? {
                return Ok(value);
            }
        } else if let Some(value) = self.call_special(o, names::DUNDER_GETITEM, &[key])? {
            return Ok(value);
        }
        if self.kind(o) == Kind::Type {
            return self.class_getitem(o, key);
        }
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not subscriptable")))
    }

    fn class_getitem(&mut self, class: Obj, key: Obj) -> R {
        let name = self.intern_str("__class_getitem__");
        let method = self.getattr_opt(class, name.get())?;
        self.drop_ref(name);
        if let Some(method) = method {
            let value = self.call(method.get(), &[key]);
            self.drop_ref(method);
            return value;
        }
        let index = self.slot(class).a;
        if matches!(index, ty::LIST | ty::DICT | ty::TUPLE | ty::SET | ty::FROZENSET | ty::TYPE) {
            let alias = self.alloc_gc(Kind::GenericAlias, ty::GENERIC_ALIAS, 80);
            let at = self.words.alloc(2);
            self.incref(class);
            let args = if self.kind(key) == Kind::Tuple { self.new_ref(key) } else { self.new_tuple_from(&[key]) };
            self.words.range_mut(at, 2).copy_from_slice(&[class.0, args.into_edge().0]);
            self.slot_mut(alias).b = u64::from(at);
            self.track(alias);
            return Ok(Owned::steal(alias));
        }
        let name = self.name_of_type(index);
        Err(self.raise(ty::TYPE_ERROR, &format!("type '{name}' is not subscriptable")))
    }

    /// Position for an index into a sequence of that length, or `None` beyond it.
    pub fn seq_index(&mut self, key: Obj, len: u32) -> R<Option<usize>> {
        let i = self.index_i64(key)?;
        let i = if i < 0 { i + i64::from(len) } else { i };
        Ok((0..i64::from(len)).contains(&i).then_some(i as usize))
    }

    /// Subscripts of the built-in layouts; `None` if it has none.
    pub fn getitem_builtin(&mut self, o: Obj, key: Obj) -> R<Option<Owned>> {
        let (kind, len) = (self.kind(o), self.slot(o).a);
        match kind {
            Kind::Dict => {
                let value = self.dict_get(o, key)?;
                if value.is_null() {
                    if self.ty(o) != ty::DICT
                        && let Some(value) = self.call_special(o, names::DUNDER_MISSING, &[key])?
                    {
                        return Ok(Some(value));
                    }
                    return Err(self.raise_key_error(key));
                }
                return Ok(Some(self.new_ref(value)));
            }
            Kind::MappingProxy => return self.getitem(Obj(self.slot(o).a), key).map(Some),
            Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes | Kind::Range => {}
            _ => return Ok(None),
        }
        if self.kind(key) == Kind::Slice {
            return self.getitem_slice(o, key).map(Some);
        }
        if !self.indexable(key) {
            let (name, what) = (self.type_name(key), self.sequence_noun(o));
            let what = if kind == Kind::Str { "string".to_owned() } else { what };
            let hint = if kind == Kind::Bytes { "byte".to_owned() } else { what };
            let text = match kind {
                Kind::Str => format!("string indices must be integers, not '{name}'"),
                _ => format!("{hint} indices must be integers or slices, not {name}"),
            };
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        if kind == Kind::Range {
            let i = self.index(key)?;
            let value = self.int_value(i.get()).big();
            self.drop_ref(i);
            return self.range_item(o, &value).map(Some);
        }
        let Some(i) = self.seq_index(key, len)? else {
            let what = match kind {
                Kind::Str => "string".to_owned(),
                Kind::Bytes => return Err(self.raise(ty::INDEX_ERROR, "index out of range")),
                _ => self.sequence_noun(o),
            };
            return Err(self.raise(ty::INDEX_ERROR, &format!("{what} index out of range")));
        };
        Ok(Some(match kind {
            Kind::Str => self.str_char(o, i),
            Kind::Bytes => {
                let byte = self.bytes_value(o)[i];
                self.new_int(i64::from(byte))
            }
            _ => {
                let item = self.tuple_item(o, i as u32);
                self.new_ref(item)
            }
        }))
    }

    fn sequence_noun(&self, o: Obj) -> String {
        match self.kind(o) {
            Kind::List => "list".into(),
            Kind::Tuple => "tuple".into(),
            Kind::Range => "range".into(),
            _ => self.type_name(o),
        }
    }

    fn getitem_slice(&mut self, o: Obj, slice: Obj) -> R {
        if self.kind(o) == Kind::Range {
            let Some((start, step, len)) = self.range_small(o) else {
                return Err(self.not_supported("slicing a range beyond 64 bits"));
            };
            let b = self.slice_bounds(slice, len as u32)?;
            let first = self.new_int(start + b.start * step);
            let stop = self.new_int(start + b.stop * step);
            let step = self.new_int(step * b.step);
            let range = self.new_range(first.get(), stop.get(), step.get());
            for part in [first, stop, step] {
                self.drop_ref(part);
            }
            return range;
        }
        let len = self.slot(o).a;
        let bounds = self.slice_bounds(slice, len)?;
        if bounds.step == 1 {
            return self.slice_of(o, bounds);
        }
        match self.kind(o) {
            Kind::Str => {
                let points: Vec<u32> = bounds.positions().map(|i| self.str_view(o).at(i)).collect();
                Ok(self.new_str_points(&points))
            }
            Kind::Bytes => {
                let all = self.bytes_value(o);
                let bytes: Vec<u8> = bounds.positions().map(|i| all[i]).collect();
                Ok(self.new_bytes(&bytes))
            }
            kind => {
                let items: Vec<Obj> = bounds.positions().map(|i| self.tuple_item(o, i as u32)).collect();
                Ok(if kind == Kind::List { self.new_list_from(&items) } else { self.new_tuple_from(&items) })
            }
        }
    }

    /// `o[start:stop]` of a list, tuple, str or bytes with fitted bounds.
    pub fn slice_of(&mut self, o: Obj, bounds: crate::rangeobject::SliceBounds) -> R {
        let (start, stop) = (bounds.start as usize, bounds.start as usize + bounds.len);
        Ok(match self.kind(o) {
            Kind::List => self.list_slice(o, start as u32, stop as u32),
            Kind::Tuple if bounds.len == self.slot(o).a as usize && self.ty(o) == ty::TUPLE => self.new_ref(o),
            Kind::Tuple => {
                let items: Vec<Obj> = (start..stop).map(|i| self.tuple_item(o, i as u32)).collect();
                self.new_tuple_from(&items)
            }
            Kind::Str => self.str_slice(o, start, stop),
            _ => {
                let bytes = self.bytes_value(o)[start..stop].to_vec();
                self.new_bytes(&bytes)
            }
        })
    }

    /// `o[key] = value`; the value is borrowed.
    pub fn setitem(&mut self, o: Obj, key: Obj, value: Obj) -> R<()> {
        if !self.is_builtin_exact(o) {
            if let Some(done) = self.call_special(o, names::DUNDER_SETITEM, &[key, value])? {
                self.drop_ref(done);
                return Ok(());
            }
        } else if self.setitem_builtin(o, key, value)? {
            return Ok(());
        }
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object does not support item assignment")))
    }

    /// Assignment to items of the built-in layouts; false if they have none.
    pub fn setitem_builtin(&mut self, o: Obj, key: Obj, value: Obj) -> R<bool> {
        match self.kind(o) {
            Kind::Dict => self.dict_set(o, key, value)?,
            Kind::List if self.kind(key) == Kind::Slice => self.list_set_slice(o, key, value)?,
            Kind::List => {
                if !self.indexable(key) {
                    let name = self.type_name(key);
                    return Err(
                        self.raise(ty::TYPE_ERROR, &format!("list indices must be integers or slices, not {name}"))
                    );
                }
                let len = self.list_len(o);
                let Some(i) = self.seq_index(key, len)? else {
                    return Err(self.raise(ty::INDEX_ERROR, "list assignment index out of range"));
                };
                let value = self.new_ref(value);
                let old = self.list_replace(o, i as u32, value);
                self.drop_ref(old);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Replaces one item of a list; gives back the old.
    #[inline(always)]
    pub fn list_replace(&mut self, l: Obj, i: u32, value: Owned) -> Owned {
        let at = (self.slot(l).b_lo() + i) as usize;
        Owned::steal(Obj(std::mem::replace(&mut self.words.data[at], value.into_edge().0)))
    }

    fn list_set_slice(&mut self, l: Obj, slice: Obj, value: Obj) -> R<()> {
        let len = self.list_len(l);
        let b = self.slice_bounds(slice, len)?;
        if !self.is_iterable(value) {
            let text = if b.step == 1 {
                "must assign iterable to extended slice"
            } else {
                "must assign iterable to extended slice"
            };
            let text = if b.step == 1 { "can only assign an iterable" } else { text };
            return Err(self.raise(ty::TYPE_ERROR, text));
        }
        let items = self.iterate_all(value)?;
        if b.step == 1 {
            let start = b.start as u32;
            self.list_splice(l, start, start + b.len as u32, items);
            return Ok(());
        }
        if items.len() != b.len {
            let text =
                format!("attempt to assign sequence of size {} to extended slice of size {}", items.len(), b.len);
            for item in items {
                self.drop_ref(item);
            }
            return Err(self.raise(ty::VALUE_ERROR, &text));
        }
        for (i, item) in b.positions().zip(items) {
            let old = self.list_replace(l, i as u32, item);
            self.drop_ref(old);
        }
        Ok(())
    }

    fn is_iterable(&mut self, o: Obj) -> bool {
        match self.kind(o) {
            Kind::Instance => {
                !self.lookup_special(o, names::DUNDER_ITER).is_null()
                    || !self.lookup_special(o, names::DUNDER_GETITEM).is_null()
            }
            kind => {
                is_builtin_iterator(kind)
                    || matches!(
                        kind,
                        Kind::List
                            | Kind::Tuple
                            | Kind::Str
                            | Kind::Bytes
                            | Kind::Dict
                            | Kind::DictView
                            | Kind::Set
                            | Kind::FrozenSet
                            | Kind::Range
                            | Kind::MappingProxy
                    )
            }
        }
    }

    /// `del o[key]`.
    pub fn delitem(&mut self, o: Obj, key: Obj) -> R<()> {
        if !self.is_builtin_exact(o) {
            if let Some(done) = self.call_special(o, names::DUNDER_DELITEM, &[key])? {
                self.drop_ref(done);
                return Ok(());
            }
        } else if self.delitem_builtin(o, key)? {
            return Ok(());
        }
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object doesn't support item deletion")))
    }

    pub fn delitem_builtin(&mut self, o: Obj, key: Obj) -> R<bool> {
        match self.kind(o) {
            Kind::Dict => {
                if !self.dict_del(o, key)? {
                    return Err(self.raise_key_error(key));
                }
            }
            Kind::List => {
                let len = self.list_len(o);
                if self.kind(key) == Kind::Slice {
                    let b = self.slice_bounds(key, len)?;
                    if b.step == 1 {
                        self.list_splice(o, b.start as u32, b.start as u32 + b.len as u32, Vec::new());
                    } else {
                        let mut at: Vec<usize> = b.positions().collect();
                        at.sort_unstable();
                        for i in at.into_iter().rev() {
                            let item = self.list_pop(o, i as u32);
                            self.drop_ref(item);
                        }
                    }
                    return Ok(true);
                }
                let Some(i) = self.seq_index(key, len)? else {
                    return Err(self.raise(ty::INDEX_ERROR, "list assignment index out of range"));
                };
                self.list_splice(o, i as u32, i as u32 + 1, Vec::new());
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Text of `repr(o)`.
    pub fn repr_text(&mut self, o: Obj) -> R<String> {
        let r = self.repr(o)?;
        let text = self.str_text(r.get());
        self.drop_ref(r);
        Ok(text)
    }

    /// `repr(o)` as an object.
    pub fn repr(&mut self, o: Obj) -> R {
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, names::DUNDER_REPR);
            if !method.is_null() && !matches!(self.kind(method), Kind::WrapperDescriptor | Kind::MethodDescriptor) {
                let text = self.call_unbound(method, o, &[])?;
                if self.kind(text.get()) != Kind::Str {
                    let name = self.type_name(text.get());
                    self.drop_ref(text);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("__repr__ returned non-string (type {name})")));
                }
                return Ok(text);
            }
        }
        self.repr_builtin(o)
    }

    /// `str(o)` as an object.
    pub fn str(&mut self, o: Obj) -> R {
        if self.kind(o) == Kind::Str && self.is_builtin_exact(o) {
            return Ok(self.new_ref(o));
        }
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, names::DUNDER_STR);
            if !method.is_null() && !matches!(self.kind(method), Kind::WrapperDescriptor | Kind::MethodDescriptor) {
                let text = self.call_unbound(method, o, &[])?;
                if self.kind(text.get()) != Kind::Str {
                    let name = self.type_name(text.get());
                    self.drop_ref(text);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("__str__ returned non-string (type {name})")));
                }
                return Ok(text);
            }
        }
        match self.kind(o) {
            Kind::Exception => self.exception_default_str(o),
            Kind::Str => {
                let points = self.str_points(o);
                Ok(self.new_str_points(&points))
            }
            _ => self.repr(o),
        }
    }

    /// `repr` of the built-in layouts.
    pub fn repr_builtin(&mut self, o: Obj) -> R {
        self.enter_native_call(" while getting the repr of an object")?;
        let text = self.repr_builtin_text(o);
        self.leave_native_call();
        let text = text?;
        Ok(self.new_str(&text))
    }

    fn repr_builtin_text(&mut self, o: Obj) -> R<String> {
        let slot = *self.slot(o);
        let address = self.address(o);
        Ok(match slot.kind {
            Kind::None => "None".into(),
            Kind::Ellipsis => "Ellipsis".into(),
            Kind::NotImplemented => "NotImplemented".into(),
            Kind::Bool => if slot.b != 0 { "True" } else { "False" }.into(),
            Kind::Int => self.int_repr(o)?,
            Kind::Float => float_repr(self.float_value(o)),
            Kind::Complex => self.complex_repr(o),
            Kind::Str => self.str_repr(o),
            Kind::Bytes => self.bytes_repr(o),
            Kind::Tuple => {
                let n = slot.a;
                let inner = self.repr_items(o, n)?;
                if n == 1 { format!("({inner},)") } else { format!("({inner})") }
            }
            Kind::List => {
                if self.repr_stack.contains(&o.0) {
                    return Ok("[...]".into());
                }
                self.repr_stack.push(o.0);
                let inner = self.repr_items(o, u32::MAX);
                self.repr_stack.pop();
                format!("[{}]", inner?)
            }
            Kind::Dict => {
                if self.repr_stack.contains(&o.0) {
                    return Ok("{...}".into());
                }
                self.repr_stack.push(o.0);
                let inner = self.repr_dict_items(o);
                self.repr_stack.pop();
                format!("{{{}}}", inner?)
            }
            Kind::Set | Kind::FrozenSet => {
                let name = self.type_name(o);
                if self.set_len(o) == 0 {
                    return Ok(format!("{name}()"));
                }
                let mut parts = Vec::new();
                for key in self.set_items(o) {
                    parts.push(self.repr_text(key)?);
                }
                let inner = parts.join(", ");
                if slot.ty == ty::SET { format!("{{{inner}}}") } else { format!("{name}({{{inner}}})") }
            }
            Kind::Range => self.range_repr(o)?,
            Kind::Slice => {
                let [a, b, c] = self.slice_parts(o);
                format!("slice({}, {}, {})", self.repr_text(a)?, self.repr_text(b)?, self.repr_text(c)?)
            }
            Kind::Function => {
                let name = self.func_field(o, crate::funcobject::field::QUALNAME);
                format!("<function {} at {address:#x}>", self.str_text(name))
            }
            Kind::Method => {
                let (func, this) = self.method_parts(o);
                let name = self.callable_name(func);
                format!("<bound method {name} of {}>", self.repr_text(this)?)
            }
            Kind::BuiltinFunction => {
                let name = crate::args::native(slot.a).name;
                let this = Obj(slot.b_lo());
                if this.is_null() || self.kind(this) == Kind::Module {
                    format!("<built-in function {name}>")
                } else if slot.ty == ty::METHOD_WRAPPER {
                    let class = self.type_name(this);
                    format!("<method-wrapper '{name}' of {class} object at {:#x}>", self.address(this))
                } else {
                    let class = self.type_name(this);
                    format!("<built-in method {name} of {class} object at {:#x}>", self.address(this))
                }
            }
            Kind::MethodDescriptor | Kind::WrapperDescriptor => {
                let name = crate::args::native(slot.a).name;
                let class = self.name_of_type(self.slot(Obj(slot.b_lo())).a);
                let what = if slot.kind == Kind::MethodDescriptor { "method" } else { "slot wrapper" };
                format!("<{what} '{name}' of '{class}' objects>")
            }
            Kind::GetSet | Kind::Member => {
                let name = self.str_text(Obj(slot.b_hi()));
                let class = self.name_of_type(self.slot(Obj(slot.b_lo())).a);
                let what = if slot.kind == Kind::Member { "member" } else { "attribute" };
                format!("<{what} '{name}' of '{class}' objects>")
            }
            Kind::Code => {
                let code = &self.codes[slot.a as usize];
                let name = String::from_utf8_lossy(code.meta().name.as_bytes()).into_owned();
                let file = String::from_utf8_lossy(code.meta().filename.as_bytes()).into_owned();
                format!("<code object {name} at {address:#x}, file \"{file}\", line {}>", code.meta().firstlineno)
            }
            Kind::Module => {
                let name = self.instance_get(o, names::DUNDER_NAME);
                let name = if name.is_null() { "'?'".to_owned() } else { self.repr_text(name)? };
                format!("<module {name} (built-in)>")
            }
            Kind::Type => {
                let name = self.full_type_name(slot.a);
                format!("<class '{name}'>")
            }
            Kind::Exception => {
                let r = self.exception_repr(o)?;
                let text = self.str_text(r.get());
                self.drop_ref(r);
                text
            }
            Kind::Cell => {
                let contents = self.cell_get(o);
                if contents.is_null() {
                    format!("<cell at {address:#x}: empty>")
                } else {
                    let name = self.type_name(contents);
                    format!("<cell at {address:#x}: {name} object at {:#x}>", self.address(contents))
                }
            }
            Kind::Generator => {
                let name = Obj(self.words.data[(slot.b_lo() + crate::genobject::field::QUALNAME) as usize]);
                format!("<generator object {} at {address:#x}>", self.str_text(name))
            }
            Kind::DictView => {
                let dict = Obj(slot.b_lo());
                let items = self.iterate_all(o)?;
                let list = self.new_list_of(items);
                let inner = self.repr_text(list.get());
                self.drop_ref(list);
                let _ = dict;
                format!("{}({})", self.type_name(o), inner?)
            }
            Kind::MappingProxy => format!("mappingproxy({})", self.repr_text(Obj(slot.a))?),
            Kind::StaticMethod | Kind::ClassMethod => {
                let name = self.type_name(o);
                format!("<{name}({})>", self.repr_text(Obj(slot.a))?)
            }
            Kind::Super => {
                let class = self.name_of_type(self.slot(Obj(slot.a)).a);
                let start = Obj(slot.b_hi());
                if start.is_null() {
                    format!("<super: <class '{class}'>, NULL>")
                } else {
                    let start = self.name_of_type(self.slot(start).a);
                    format!("<super: <class '{class}'>, <{start} object>>")
                }
            }
            Kind::GenericAlias => self.alias_repr(o)?,
            _ => {
                let name = self.full_type_name(slot.ty);
                let name =
                    if name.contains('.') || self.is_builtin_exact(o) { name } else { format!("builtins.{name}") };
                format!("<{name} object at {address:#x}>")
            }
        })
    }

    fn alias_repr(&mut self, o: Obj) -> R<String> {
        let at = self.slot(o).b_lo() as usize;
        let (origin, args) = (Obj(self.words.data[at]), Obj(self.words.data[at + 1]));
        let mut parts = Vec::new();
        for arg in self.seq_items(args) {
            parts.push(if self.kind(arg) == Kind::Type {
                self.full_type_name(self.slot(arg).a)
            } else {
                self.repr_text(arg)?
            });
        }
        Ok(format!("{}[{}]", self.full_type_name(self.slot(origin).a), parts.join(", ")))
    }

    fn repr_items(&mut self, o: Obj, most: u32) -> R<String> {
        let mut parts = Vec::new();
        let mut i = 0;
        while i < self.slot(o).a.min(most) {
            let item = self.tuple_item(o, i);
            let held = self.new_ref(item);
            let text = self.repr_text(item);
            self.drop_ref(held);
            parts.push(text?);
            i += 1;
        }
        Ok(parts.join(", "))
    }

    fn repr_dict_items(&mut self, d: Obj) -> R<String> {
        let mut parts = Vec::new();
        let mut i = 0;
        while let Some((at, key, value)) = self.dict_next(d, i) {
            let (hk, hv) = (self.new_ref(key), self.new_ref(value));
            let text = self.repr_text(key).and_then(|k| Ok(format!("{k}: {}", self.repr_text(value)?)));
            self.drop_ref(hk);
            self.drop_ref(hv);
            parts.push(text?);
            i = at + 1;
        }
        Ok(parts.join(", "))
    }

    /// The qualified name of a function or built-in, for messages.
    pub fn callable_name(&mut self, f: Obj) -> String {
        match self.kind(f) {
            Kind::Function => {
                let name = self.func_field(f, crate::funcobject::field::QUALNAME);
                self.str_text(name)
            }
            Kind::BuiltinFunction | Kind::MethodDescriptor | Kind::WrapperDescriptor => {
                crate::args::native(self.slot(f).a).name.to_owned()
            }
            Kind::Method => {
                let func = self.method_parts(f).0;
                self.callable_name(func)
            }
            Kind::Type => self.name_of_type(self.slot(f).a),
            _ => self.type_name(f),
        }
    }
}

/// Layouts that are their own iterators.
fn is_builtin_iterator(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::RangeIter
            | Kind::SeqIter
            | Kind::DictIter
            | Kind::SetIter
            | Kind::Generator
            | Kind::Enumerate
            | Kind::Map
            | Kind::Zip
            | Kind::Filter
            | Kind::Reversed
            | Kind::CallIter
    )
}
