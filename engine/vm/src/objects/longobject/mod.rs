//! Integers of any size (`Objects/longobject.c`). Values that fit 64 bits lie in the slot; larger ones keep
//! their 32-bit digits in the word pool. Sizes are told in CPython's 30-bit digits.

pub(crate) mod decimal;
pub(crate) mod digits;
pub(crate) mod methods;

use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::memory::trace::{Marking, Trace};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, ToPrimitive, Zero};

/// Bits of the longest results that are computed: each takes about a second in a release build.
const LONGEST_POWER: u64 = 1 << 25;
const LONGEST_PRODUCT: u64 = 1 << 26;
const LONGEST_SHIFT: u64 = 1 << 30;
/// Bits of the quotient times bits of the divisor.
const LONGEST_DIVISION: u64 = 1 << 43;

/// An integer's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Small(i64),
    Big(BigInt),
}

impl Value {
    pub fn big(self) -> BigInt {
        match self {
            Value::Small(v) => BigInt::from(v),
            Value::Big(v) => v,
        }
    }

    pub fn is_negative(&self) -> bool {
        match self {
            Value::Small(v) => *v < 0,
            Value::Big(v) => Signed::is_negative(v),
        }
    }
}

/// 30-bit digits that a magnitude takes.
pub fn digits30(bits: u64) -> u64 {
    bits.div_ceil(30).max(1)
}

impl Machine {
    /// The int with this value; −5…256 are shared.
    #[inline(always)]
    pub fn new_int(&mut self, value: i64) -> Owned {
        self.new_int_in::<Marking>(value)
    }

    #[inline(always)]
    pub fn new_int_in<T: Trace>(&mut self, value: i64) -> Owned {
        if (fixed::SMALL_INT_MIN..=fixed::SMALL_INT_MAX).contains(&value) {
            return Owned::steal(Obj((fixed::SMALL_INTS as i64 + value - fixed::SMALL_INT_MIN) as u32));
        }
        let o = match self.pop_free_in::<T>(crate::memory::refcount::freelist::INTS, Kind::Int, ty::INT) {
            Some(o) => o,
            None => self.alloc_int(value),
        };
        self.slots.change(o.ix(), T::MARKS).b = value as u64;
        Owned::steal(o)
    }

    /// An exact int that lies in its slot, plus a constant: consumes the reference. The slot is written where it
    /// was the only one: freeing and allocating would give the same. `None`: not that easy, nothing happened.
    #[inline(always)]
    pub fn int_plus<T: Trace>(&mut self, left: StackRef, change: i64) -> Option<StackRef> {
        let slot = &self.slots[left.obj().ix()];
        if slot.ty != ty::INT || slot.x != 0 {
            return None;
        }
        let value = (slot.b as i64).checked_add(change)?;
        let small = (fixed::SMALL_INT_MIN..=fixed::SMALL_INT_MAX).contains(&value);
        if !left.is_borrowed() {
            if !small && slot.refcnt == 1 {
                self.slots.change(left.obj().ix(), T::MARKS).b = value as u64;
                return Some(left);
            }
            self.decref(left.obj());
        }
        let sum = self.new_int_in::<T>(value);
        Some(if small { StackRef::borrowed(sum.into_edge()) } else { StackRef::owned(sum.into_edge()) })
    }

    /// The value of an exact int of one 30-bit digit (`_PyLong_IsCompact`), which comparisons are specialised for.
    #[inline(always)]
    pub fn compact_int(&self, o: Obj) -> Option<i64> {
        let slot = &self.slots[o.ix()];
        let value = slot.b as i64;
        (slot.ty == ty::INT && slot.x == 0 && value.wrapping_add((1 << 30) - 1) as u64 <= (1 << 31) - 2)
            .then_some(value)
    }

    /// How two compact ints compare.
    #[inline(always)]
    pub fn int_order(&self, a: Obj, b: Obj) -> Option<std::cmp::Ordering> {
        Some(self.compact_int(a)?.cmp(&self.compact_int(b)?))
    }

    /// How a compact int compares to a number.
    #[inline(always)]
    pub fn int_order_to(&self, a: Obj, b: i64) -> Option<std::cmp::Ordering> {
        Some(self.compact_int(a)?.cmp(&b))
    }

    #[cold]
    fn alloc_int(&mut self, value: i64) -> Obj {
        let digits = digits30(u64::from(64 - value.unsigned_abs().leading_zeros()));
        self.alloc(Kind::Int, ty::INT, 24 + 4 * digits as u32)
    }

    pub fn new_bigint(&mut self, value: &BigInt) -> Owned {
        if let Some(small) = value.to_i64() {
            return self.new_int(small);
        }
        let digits = value.magnitude().to_u32_digits();
        self.int_of_digits(&digits, value.is_negative())
    }

    pub fn new_bool(value: bool) -> Obj {
        if value { fixed::TRUE } else { fixed::FALSE }
    }

    /// The value of an int or bool.
    pub fn int_value(&self, o: Obj) -> Value {
        let slot = self.slot(o);
        if slot.kind == Kind::Bool || slot.x == 0 {
            return Value::Small(slot.b as i64);
        }
        let digits = self.words.range(slot.b_lo(), slot.b_hi()).to_vec();
        let sign = if slot.c == 0 { Sign::Plus } else { Sign::Minus };
        Value::Big(BigInt::new(sign, digits))
    }

    /// The value if it fits 64 bits.
    #[inline(always)]
    pub fn int_small(&self, o: Obj) -> Option<i64> {
        let slot = self.slot(o);
        (slot.x == 0).then_some(slot.b as i64)
    }

    pub fn is_int(&self, o: Obj) -> bool {
        matches!(self.kind(o), Kind::Int | Kind::Bool)
    }

    /// `int` clamped to 64 bits, for indices (`PyNumber_AsSsize_t` with clipping).
    pub fn int_clamped(&self, o: Obj) -> i64 {
        match self.int_value(o) {
            Value::Small(v) => v,
            Value::Big(v) if v.is_negative() => i64::MIN,
            Value::Big(_) => i64::MAX,
        }
    }

    pub fn int_is_zero(&self, o: Obj) -> bool {
        let slot = self.slot(o);
        slot.x == 0 && slot.b == 0
    }

    /// `hash(int)`: the value modulo 2**61 - 1, sign kept, −1 replaced by −2.
    #[inline]
    pub fn int_hash(&self, o: Obj) -> u64 {
        match self.int_small(o) {
            Some(v) => ground::hash::small_int(v),
            None => ground::hash::int(&self.int_value(o).big()),
        }
    }

    pub fn int_to_f64(&mut self, o: Obj) -> R<f64> {
        match self.int_value(o) {
            Value::Small(v) => Ok(v as f64),
            Value::Big(v) => match v.to_f64() {
                Some(f) if f.is_finite() => Ok(f),
                _ => Err(self.raise(ty::OVERFLOW_ERROR, "int too large to convert to float")),
            },
        }
    }

    /// Its text in decimal.
    pub fn int_repr(&mut self, o: Obj) -> R<String> {
        match self.int_value(o) {
            Value::Small(v) => Ok(v.to_string()),
            Value::Big(v) => {
                let digits = self.digits_of(&v, 10)?;
                Ok(if v.is_negative() { format!("-{digits}") } else { digits })
            }
        }
    }

    /// Digits without a sign; decimal ones are refused above a limit.
    pub fn digits_of(&mut self, v: &BigInt, radix: u32) -> R<String> {
        // A number of so many bits has too many of them; to count them would take for ever.
        let most = self.thread.int_max_str_digits as usize;
        let free = radix != 10 || most == 0;
        if free && !radix.is_power_of_two() {
            self.check_cost("conversion to text", v.bits(), 1 << 22)?;
        }
        let known = (free || v.bits() <= most as u64 * 10 / 3 + 64).then(|| v.magnitude().to_str_radix(radix));
        known.filter(|digits| free || digits.len() <= most).ok_or_else(|| {
            let text = format!(
                "Exceeds the limit ({most} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
            );
            self.raise(ty::VALUE_ERROR, &text)
        })
    }

    pub fn int_from_value(&mut self, value: Value) -> Owned {
        match value {
            Value::Small(v) => self.new_int(v),
            Value::Big(v) => self.new_bigint(&v),
        }
    }

    /// `x op y` where that is an operator of integers alone, quick and within the range of a slot.
    #[inline]
    pub fn small_binary(op: crate::objects::abstract_::BinaryOp, x: i64, y: i64) -> Option<i64> {
        use crate::objects::abstract_::BinaryOp as Op;
        match op {
            Op::Add => x.checked_add(y),
            Op::Sub => x.checked_sub(y),
            Op::Mul => x.checked_mul(y),
            Op::And => Some(x & y),
            Op::Or => Some(x | y),
            Op::Xor => Some(x ^ y),
            Op::FloorDiv if y != 0 && y != -1 => {
                let q = x / y;
                Some(if x % y != 0 && (x < 0) != (y < 0) { q - 1 } else { q })
            }
            Op::Mod if y != 0 && y != -1 => {
                let r = x % y;
                Some(if r != 0 && (r < 0) != (y < 0) { r + y } else { r })
            }
            Op::RShift if y >= 0 => Some(x >> y.min(63)),
            Op::LShift if (0..62).contains(&y) && x.unsigned_abs().leading_zeros() as i64 > y + 1 => Some(x << y),
            _ => None,
        }
    }

    /// `a op b` for two ints; `None` if the operator is not one of integers alone.
    pub fn int_binary(&mut self, op: crate::objects::abstract_::BinaryOp, a: Obj, b: Obj) -> R<Option<Owned>> {
        use crate::objects::abstract_::BinaryOp as Op;
        if let (Some(x), Some(y)) = (self.int_small(a), self.int_small(b)) {
            let quick = Machine::small_binary(op, x, y);
            if let Some(value) = quick {
                return Ok(Some(self.new_int(value)));
            }
        }
        if let Some(value) = self.int_by_digits(op, a, b) {
            return Ok(Some(value));
        }
        let (va, vb) = (self.int_value(a), self.int_value(b));
        let result = match op {
            Op::Mul => {
                let (x, y) = (va.big(), vb.big());
                self.check_cost("product", x.bits() + y.bits(), LONGEST_PRODUCT)?;
                x * y
            }
            Op::And => va.big() & vb.big(),
            Op::Or => va.big() | vb.big(),
            Op::Xor => va.big() ^ vb.big(),
            Op::FloorDiv | Op::Mod => {
                let (quotient, rest) = self.long_division(va.big(), vb.big())?;
                if op == Op::FloorDiv { quotient } else { rest }
            }
            Op::TrueDiv => return self.int_true_divide(va.big(), vb.big()).map(Some),
            Op::LShift | Op::RShift => {
                let y = vb.big();
                if y.is_negative() {
                    return Err(self.raise(ty::VALUE_ERROR, "negative shift count"));
                }
                let x = va.big();
                match (op, y.to_u64()) {
                    (Op::RShift, Some(n)) => x >> n,
                    (Op::RShift, None) => BigInt::from(if x.is_negative() { -1 } else { 0 }),
                    (_, _) if x.is_zero() => x,
                    (_, Some(n)) if n < 1 << 34 => {
                        self.check_cost("shift", n + x.bits(), LONGEST_SHIFT)?;
                        x << n
                    }
                    _ => return Err(self.raise(ty::OVERFLOW_ERROR, "too many digits in integer")),
                }
            }
            Op::Pow => return self.int_pow(va.big(), vb.big()).map(Some),
            Op::Add | Op::Sub | Op::MatMul => return Ok(None),
        };
        Ok(Some(self.new_bigint(&result)))
    }

    /// Quotient and remainder, rounded down.
    fn long_division(&mut self, x: BigInt, y: BigInt) -> R<(BigInt, BigInt)> {
        if y.is_zero() {
            return Err(self.raise(ty::ZERO_DIVISION_ERROR, "division by zero"));
        }
        // Long division takes the quotient's digits times the divisor's.
        let cost = x.bits().saturating_sub(y.bits()).saturating_mul(y.bits());
        self.check_cost("division", cost, LONGEST_DIVISION)?;
        Ok(num_integer::Integer::div_mod_floor(&x, &y))
    }

    /// `divmod` of two ints.
    pub fn int_divmod(&mut self, a: Obj, b: Obj) -> R<(Owned, Owned)> {
        use crate::objects::abstract_::BinaryOp as Op;
        if let (Some(x), Some(y)) = (self.int_small(a), self.int_small(b))
            && y != 0
            && y != -1
        {
            let (q, r) = num_integer::Integer::div_mod_floor(&x, &y);
            return Ok((self.new_int(q), self.new_int(r)));
        }
        if let Some(quotient) = self.int_by_digits(Op::FloorDiv, a, b)
            && let Some(rest) = self.int_by_digits(Op::Mod, a, b)
        {
            return Ok((quotient, rest));
        }
        let (q, r) = self.long_division(self.int_value(a).big(), self.int_value(b).big())?;
        Ok((self.new_bigint(&q), self.new_bigint(&r)))
    }

    /// Refuses what would keep the machine for longer than a person waits, before it begins: the run ends at a limit.
    fn check_cost(&mut self, what: &str, cost: u64, limit: u64) -> R<()> {
        if cost <= limit {
            return Ok(());
        }
        let text = format!("a {what} of integers that long would take too long to compute");
        self.halt = Some(crate::state::interpreter::Halt::Limit(text));
        let exc = self.alloc_exception(ty::SYSTEM_ERROR);
        self.restore_raised(exc.into_edge());
        Err(Raised)
    }

    fn int_pow(&mut self, base: BigInt, exponent: BigInt) -> R {
        if exponent.is_negative() {
            if base.is_zero() {
                return Err(self.raise(ty::ZERO_DIVISION_ERROR, "zero to a negative power"));
            }
            let (x, y) = (base.to_f64().unwrap_or(f64::INFINITY), exponent.to_f64().unwrap_or(f64::NEG_INFINITY));
            return Ok(self.new_float(x.powf(y)));
        }
        if base.bits() <= 1 {
            // -1, 0 and 1 have powers of any size.
            let odd = exponent.bit(0);
            let value = match base.to_i64() {
                Some(-1) if odd => -1,
                Some(0) => i64::from(exponent.is_zero()),
                _ => 1,
            };
            return Ok(self.new_int(value));
        }
        match exponent.to_u32() {
            Some(n) if u64::from(n).saturating_mul(base.bits()) < 1 << 34 => {
                self.check_cost("power", u64::from(n) * base.bits(), LONGEST_POWER)?;
                let value = base.pow(n);
                Ok(self.new_bigint(&value))
            }
            _ => Err(self.raise(ty::MEMORY_ERROR, "")),
        }
    }

    /// Correctly rounded `a / b`.
    fn int_true_divide(&mut self, a: BigInt, b: BigInt) -> R {
        if b.is_zero() {
            return Err(self.raise(ty::ZERO_DIVISION_ERROR, "division by zero"));
        }
        if a.bits() <= 53 && b.bits() <= 53 {
            let (x, y) = (a.to_f64().unwrap_or(0.0), b.to_f64().unwrap_or(1.0));
            return Ok(self.new_float(x / y));
        }
        let negative = a.is_negative() != b.is_negative();
        let (n, d) = (a.magnitude().clone(), b.magnitude().clone());
        // Scale so that the quotient has at least 66 bits; a sticky last bit then keeps the rounding right.
        let shift = 66 - (n.bits() as i64 - d.bits() as i64);
        let (n, d) = if shift >= 0 { (n << shift as u64, d) } else { (n, d << (-shift) as u64) };
        let mut q = &n / &d;
        if !(&n % &d).is_zero() {
            q |= num_bigint::BigUint::from(1u8);
        }
        let mantissa = q.to_u128().unwrap_or(u128::MAX);
        let value = scale_to_f64(mantissa, -shift);
        if value.is_infinite() {
            return Err(self.raise(ty::OVERFLOW_ERROR, "integer division result too large for a float"));
        }
        Ok(self.new_float(if negative { -value } else { value }))
    }

    /// A bound of a search in a sequence (`_PyEval_SliceIndexNotNone`).
    pub fn search_bound(&mut self, o: Obj, none: bool) -> R<i64> {
        if !self.indexable(o) {
            let or = if none { " or None" } else { "" };
            let text = format!("slice indices must be integers{or} or have an __index__ method");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        self.index_clamped(o)
    }

    /// A size that natives take (`Py_ssize_t` of Argument Clinic).
    pub fn index_ssize(&mut self, o: Obj) -> R<i64> {
        let i = self.index(o)?;
        let value = self.int_small(i.get());
        self.drop_ref(i);
        match value {
            Some(value) => Ok(value),
            None => Err(self.raise(ty::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t")),
        }
    }

    /// `__index__` of anything: an int's value clamped to 64 bits.
    pub fn index_clamped(&mut self, o: Obj) -> R<i64> {
        let i = self.index(o)?;
        let value = self.int_clamped(i.get());
        self.drop_ref(i);
        Ok(value)
    }

    /// An index as an int of the exact type (`PyNumber_Index`).
    pub(crate) fn index_exact(&mut self, o: Obj) -> R {
        let value = self.index(o)?;
        if self.ty(value.get()) == ty::INT {
            return Ok(value);
        }
        let plain = self.int_value(value.get());
        self.drop_ref(value);
        Ok(self.int_from_value(plain))
    }

    /// An index that must fit a C `Py_ssize_t`.
    pub fn index_i64(&mut self, o: Obj) -> R<i64> {
        let i = self.index(o)?;
        let value = self.int_small(i.get());
        self.drop_ref(i);
        match value {
            Some(value) => Ok(value),
            None => {
                let name = self.type_name(o);
                Err(self.raise(ty::INDEX_ERROR, &format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }
}

/// `mantissa × 2**exponent`, rounded half to even once.
pub fn scale_to_f64(mantissa: u128, exponent: i64) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let bits = 128 - i64::from(mantissa.leading_zeros());
    let top = bits + exponent;
    if top > 1024 {
        return f64::INFINITY;
    }
    // Bits kept: 53, fewer for subnormals.
    let keep = if top < -1021 { 53 - (-1021 - top) } else { 53 };
    if keep < 0 {
        return 0.0;
    }
    let drop = bits - keep;
    let (kept, exponent) = if drop > 0 {
        let half = 1u128 << (drop - 1);
        let rest = mantissa & ((half << 1) - 1);
        let mut kept = if drop >= 128 { 0 } else { mantissa >> drop };
        if rest > half || rest == half && kept & 1 == 1 {
            kept += 1;
        }
        (kept, exponent + drop)
    } else {
        (mantissa, exponent)
    };
    // Two exact factors keep each power of two in range.
    let mut scale = exponent;
    let mut value = kept as f64;
    while scale > 1000 {
        value *= 2f64.powi(1000);
        scale -= 1000;
    }
    while scale < -1000 {
        value *= 2f64.powi(-1000);
        scale += 1000;
    }
    value * 2f64.powi(scale as i32)
}

/// Parses an integer literal text as `int(text, base)` does; `None` if it is not one.
/// Digits and white space of all scripts as those of ASCII (`_PyUnicode_TransformDecimalAndSpaceToASCII`).
pub(crate) fn plain_digits(text: &str) -> std::borrow::Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|b| (0x1C..0x20).contains(&b)) {
        return text.into();
    }
    let plain = |c: char| match ground::character::decimal(u32::from(c)) {
        Some(digit) => char::from(b'0' + digit),
        None if ground::character::is_space(u32::from(c)) => ' ',
        None => c,
    };
    text.chars().map(plain).collect::<String>().into()
}

pub fn parse_int(text: &str, base: u32) -> Option<BigInt> {
    let text = &*plain_digits(text);
    let text = text.trim();
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let lower = rest.to_ascii_lowercase();
    let prefixed = |prefix: &str| lower.strip_prefix(prefix).map(|digits| digits.strip_prefix('_').unwrap_or(digits));
    let (digits, base) = match base {
        0 => {
            if let Some(digits) = prefixed("0x") {
                (digits, 16)
            } else if let Some(digits) = prefixed("0o") {
                (digits, 8)
            } else if let Some(digits) = prefixed("0b") {
                (digits, 2)
            } else {
                if lower.starts_with('0') && lower.bytes().any(|b| !matches!(b, b'0' | b'_')) {
                    return None;
                }
                (lower.as_str(), 10)
            }
        }
        16 => (prefixed("0x").unwrap_or(&lower), 16),
        8 => (prefixed("0o").unwrap_or(&lower), 8),
        2 => (prefixed("0b").unwrap_or(&lower), 2),
        base => (lower.as_str(), base),
    };
    if digits.is_empty() || digits.starts_with('_') || digits.ends_with('_') || digits.contains("__") {
        return None;
    }
    let mut plain = Vec::with_capacity(digits.len());
    for c in digits.chars().filter(|&c| c != '_') {
        let digit = match c {
            c if c.is_ascii() => c.to_digit(36)?,
            c => u32::from(ground::character::decimal(u32::from(c))?),
        };
        if digit >= base {
            return None;
        }
        plain.push(digit as u8);
    }
    let value = BigInt::from_radix_be(Sign::Plus, &plain, base)?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_integers_are_read_as_python_reads_them() {
        assert_eq!(parse_int(" -0x_ff ", 0), Some(BigInt::from(-255)));
        assert_eq!(parse_int("1__0", 10), None);
        assert_eq!(parse_int("010", 0), None);
        assert_eq!(parse_int("z", 36), Some(BigInt::from(35)));
        assert_eq!(parse_int("٣", 10), Some(BigInt::from(3)));
    }

    #[test]
    fn scaling_rounds_half_to_even_and_reaches_subnormals() {
        assert_eq!(scale_to_f64((1 << 53) + 1, 0), 9_007_199_254_740_992.0);
        assert_eq!(scale_to_f64(1, -1074), f64::from_bits(1));
        assert_eq!(scale_to_f64(1, 1024), f64::INFINITY);
    }
}
