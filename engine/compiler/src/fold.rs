//! Arithmetic on constants at compile time: what `flowgraph.c` folds, within the limits that keep code objects small.

use crate::code::Const;
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, ToPrimitive, Zero};
use syntax::pystr::PyStr;

const MAX_INT_BITS: u64 = 128;
const MAX_COLLECTION_SIZE: i64 = 256;
const MAX_STR_SIZE: i64 = 4096;
const MAX_TOTAL_ITEMS: i64 = 1024;

/// Arguments of `BINARY_OP`.
pub mod nb {
    pub const ADD: u32 = 0;
    pub const AND: u32 = 1;
    pub const FLOOR_DIVIDE: u32 = 2;
    pub const LSHIFT: u32 = 3;
    pub const MATRIX_MULTIPLY: u32 = 4;
    pub const MULTIPLY: u32 = 5;
    pub const REMAINDER: u32 = 6;
    pub const OR: u32 = 7;
    pub const POWER: u32 = 8;
    pub const RSHIFT: u32 = 9;
    pub const SUBTRACT: u32 = 10;
    pub const TRUE_DIVIDE: u32 = 11;
    pub const XOR: u32 = 12;
    /// In-place forms follow the plain ones in the same order.
    pub const INPLACE: u32 = 13;
    pub const SUBSCR: u32 = 26;
}

/// Truth, as `PyObject_IsTrue`.
pub fn is_true(value: &Const) -> bool {
    match value {
        Const::None => false,
        Const::Ellipsis | Const::Slice(_) | Const::Code(_) => true,
        Const::Bool(value) => *value,
        Const::Int(value) => !value.is_zero(),
        Const::Float(value) => *value != 0.0,
        Const::Complex(real, imag) => *real != 0.0 || *imag != 0.0,
        Const::Str(text) => !text.is_empty(),
        Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    }
}

fn as_int(value: &Const) -> Option<BigInt> {
    match value {
        Const::Int(value) => Some(value.clone()),
        Const::Bool(value) => Some(BigInt::from(u8::from(*value))),
        _ => None,
    }
}

/// A number that is not an integer, or an integer converted; `None` where Python raises `OverflowError`.
fn as_float(value: &Const) -> Option<f64> {
    match value {
        Const::Float(value) => Some(*value),
        _ => int_to_float(&as_int(value)?),
    }
}

/// Correctly rounded, as `PyLong_AsDouble`; `None` for a value that is too large.
fn int_to_float(value: &BigInt) -> Option<f64> {
    value.to_f64().filter(|float| float.is_finite())
}

fn as_complex(value: &Const) -> Option<(f64, f64)> {
    match value {
        Const::Complex(real, imag) => Some((*real, *imag)),
        _ => as_float(value).map(|real| (real, 0.0)),
    }
}

/// `-x`, `+x`.
pub fn negative(value: &Const) -> Option<Const> {
    Some(match value {
        Const::Float(value) => Const::Float(-value),
        Const::Complex(real, imag) => Const::Complex(-real, -imag),
        _ => Const::Int(-as_int(value)?),
    })
}

pub fn positive(value: &Const) -> Option<Const> {
    Some(match value {
        Const::Float(_) | Const::Complex(..) => value.clone(),
        _ => Const::Int(as_int(value)?),
    })
}

/// `~x`; not of a `bool`, which warns when it is run.
pub fn invert(value: &Const) -> Option<Const> {
    match value {
        Const::Int(value) => Some(Const::Int(!value)),
        _ => None,
    }
}

/// `None`: it raises, or the result would be too large; then it is left to be computed when it is run.
pub fn binary(left: &Const, op: u32, right: &Const) -> Option<Const> {
    match op {
        nb::SUBSCR => return subscript(left, right),
        nb::REMAINDER if matches!(left, Const::Str(_) | Const::Bytes(_)) => return None,
        nb::ADD => {
            if let Some(joined) = concatenate(left, right) {
                return Some(joined);
            }
        }
        nb::MULTIPLY => {
            if let Some(repeated) = repeat(left, right) {
                return repeated;
            }
        }
        _ => {}
    }
    if let (Const::Bool(a), Const::Bool(b)) = (left, right) {
        match op {
            nb::AND => return Some(Const::Bool(a & b)),
            nb::OR => return Some(Const::Bool(a | b)),
            nb::XOR => return Some(Const::Bool(a ^ b)),
            _ => {}
        }
    }
    if let (Some(a), Some(b)) = (as_int(left), as_int(right)) {
        return int_op(&a, op, &b);
    }
    if matches!(left, Const::Complex(..)) || matches!(right, Const::Complex(..)) {
        return complex_op(left, op, right);
    }
    float_op(as_float(left)?, op, as_float(right)?)
}

fn int_op(a: &BigInt, op: u32, b: &BigInt) -> Option<Const> {
    let value = match op {
        nb::ADD => a + b,
        nb::SUBTRACT => a - b,
        nb::MULTIPLY => {
            if a.bits() + b.bits() > MAX_INT_BITS && !a.is_zero() && !b.is_zero() {
                return None;
            }
            a * b
        }
        nb::TRUE_DIVIDE => return int_true_divide(a, b).map(Const::Float),
        nb::FLOOR_DIVIDE => floor_div_mod(a, b)?.0,
        nb::REMAINDER => floor_div_mod(a, b)?.1,
        nb::POWER => return int_power(a, b),
        nb::LSHIFT => {
            if b.is_negative() {
                return None;
            }
            if a.is_zero() {
                return Some(Const::Int(BigInt::ZERO));
            }
            let shift = b.to_u64()?;
            if shift > MAX_INT_BITS || a.bits() > MAX_INT_BITS - shift {
                return None;
            }
            a << shift
        }
        nb::RSHIFT => {
            if b.is_negative() {
                return None;
            }
            match b.to_u64() {
                Some(shift) => a >> shift,
                None if a.is_negative() => BigInt::from(-1),
                None => BigInt::ZERO,
            }
        }
        nb::OR => a | b,
        nb::XOR => a ^ b,
        nb::AND => a & b,
        _ => return None,
    };
    Some(Const::Int(value))
}

fn floor_div_mod(a: &BigInt, b: &BigInt) -> Option<(BigInt, BigInt)> {
    if b.is_zero() {
        return None;
    }
    let (quotient, remainder) = (a / b, a % b);
    let adjust = !remainder.is_zero() && remainder.is_negative() != b.is_negative();
    if adjust { Some((quotient - 1, remainder + b)) } else { Some((quotient, remainder)) }
}

/// The nearest float to the exact quotient; `None` for a division by zero or an overflow.
fn int_true_divide(a: &BigInt, b: &BigInt) -> Option<f64> {
    if b.is_zero() {
        return None;
    }
    if a.is_zero() {
        return Some(if b.is_negative() { -0.0 } else { 0.0 });
    }
    // A quotient of at least 66 bits whose last bit is sticky rounds once, in the conversion.
    let shift = 66 - (a.bits() as i64 - b.bits() as i64);
    let (numerator, denominator) = if shift >= 0 { (a.abs() << shift, b.abs()) } else { (a.abs(), b.abs() << -shift) };
    let mut quotient = &numerator / &denominator;
    if !(numerator % denominator).is_zero() {
        quotient |= BigInt::from(1);
    }
    if -shift > 1100 {
        return None;
    }
    let scaled = ldexp(quotient, -shift)?;
    Some(if a.sign() == b.sign() { scaled } else { -scaled })
}

/// `mantissa * 2**exponent`, rounded once even where the result is subnormal.
fn ldexp(mantissa: BigInt, exponent: i64) -> Option<f64> {
    let lowest = exponent.max(-1074);
    let lost = (lowest - exponent) as u64;
    let mut kept = &mantissa >> lost;
    if lost > 0 {
        let remainder = &mantissa - (&kept << lost);
        let half = BigInt::from(1) << (lost - 1);
        if remainder > half || (remainder == half && kept.bit(0)) {
            kept += 1;
        }
    }
    if exponent >= -1074 {
        let float = kept.to_f64()?;
        let result = float * 2f64.powi((exponent / 2) as i32) * 2f64.powi((exponent - exponent / 2) as i32);
        return result.is_finite().then_some(result);
    }
    Some(kept.to_f64()? * 2f64.powi(-537) * 2f64.powi(-537))
}

fn int_power(a: &BigInt, b: &BigInt) -> Option<Const> {
    if b.is_negative() {
        return float_op(int_to_float(a)?, nb::POWER, int_to_float(b)?);
    }
    if !a.is_zero() && b.sign() == Sign::Plus {
        let exponent = b.to_u64()?;
        if a.bits() > MAX_INT_BITS / exponent {
            return None;
        }
    }
    if a.is_zero() && !b.is_zero() {
        return Some(Const::Int(BigInt::ZERO));
    }
    Some(Const::Int(a.pow(b.to_u32()?)))
}

fn float_op(a: f64, op: u32, b: f64) -> Option<Const> {
    let value = match op {
        nb::ADD => a + b,
        nb::SUBTRACT => a - b,
        nb::MULTIPLY => a * b,
        nb::TRUE_DIVIDE if b != 0.0 => a / b,
        nb::FLOOR_DIVIDE => float_div_mod(a, b)?.0,
        nb::REMAINDER => float_div_mod(a, b)?.1,
        nb::POWER => return float_power(a, b),
        _ => return None,
    };
    Some(Const::Float(value))
}

/// `_float_div_mod`.
fn float_div_mod(a: f64, b: f64) -> Option<(f64, f64)> {
    if b == 0.0 {
        return None;
    }
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder != 0.0 {
        if (b < 0.0) != (remainder < 0.0) {
            remainder += b;
            quotient -= 1.0;
        }
    } else {
        remainder = 0f64.copysign(b);
    }
    let floor = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0f64.copysign(a / b)
    };
    Some((floor, remainder))
}

/// `float_pow`: a negative base with a fractional exponent is a complex number.
fn float_power(a: f64, b: f64) -> Option<Const> {
    if a == 0.0 && b < 0.0 {
        return None;
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return complex_power((a, 0.0), (b, 0.0));
    }
    let value = a.powf(b);
    (value.is_finite() || !a.is_finite() || !b.is_finite()).then_some(Const::Float(value))
}

fn complex_op(left: &Const, op: u32, right: &Const) -> Option<Const> {
    let left_real = !matches!(left, Const::Complex(..));
    let right_real = !matches!(right, Const::Complex(..));
    let (a, b) = (as_complex(left)?, as_complex(right)?);
    let (real, imag) = match op {
        // A real operand has no imaginary part, not one of zero (signs of zeros differ).
        nb::ADD if left_real => (a.0 + b.0, b.1),
        nb::ADD if right_real => (a.0 + b.0, a.1),
        nb::ADD => (a.0 + b.0, a.1 + b.1),
        nb::SUBTRACT if left_real => (a.0 - b.0, -b.1),
        nb::SUBTRACT if right_real => (a.0 - b.0, a.1),
        nb::SUBTRACT => (a.0 - b.0, a.1 - b.1),
        nb::MULTIPLY if left_real => (a.0 * b.0, a.0 * b.1),
        nb::MULTIPLY if right_real => (a.0 * b.0, a.1 * b.0),
        nb::MULTIPLY => (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0),
        nb::TRUE_DIVIDE if right_real => {
            if b.0 == 0.0 {
                return None;
            }
            (a.0 / b.0, a.1 / b.0)
        }
        nb::TRUE_DIVIDE => complex_quotient(a, b)?,
        nb::POWER => return complex_power(a, b),
        _ => return None,
    };
    Some(Const::Complex(real, imag))
}

/// `_Py_c_quot`: Smith's algorithm, which avoids an overflow in between.
fn complex_quotient(a: (f64, f64), b: (f64, f64)) -> Option<(f64, f64)> {
    if b.0.abs() >= b.1.abs() {
        if b.0.abs() == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let denominator = b.0 + b.1 * ratio;
        Some(((a.0 + a.1 * ratio) / denominator, (a.1 - a.0 * ratio) / denominator))
    } else {
        let ratio = b.0 / b.1;
        let denominator = b.0 * ratio + b.1;
        Some(((a.0 * ratio + a.1) / denominator, (a.1 * ratio - a.0) / denominator))
    }
}

/// `complex_pow`: small integer exponents by multiplication, others by polar coordinates.
fn complex_power(a: (f64, f64), b: (f64, f64)) -> Option<Const> {
    let (real, imag) = if b.1 == 0.0 && b.0 == b.0.floor() && b.0.abs() <= 100.0 {
        integer_complex_power(a, b.0 as i64)?
    } else {
        polar_power(a, b)?
    };
    (real.is_finite() && imag.is_finite()).then_some(Const::Complex(real, imag))
}

fn integer_complex_power(base: (f64, f64), exponent: i64) -> Option<(f64, f64)> {
    let times = |x: (f64, f64), y: (f64, f64)| (x.0 * y.0 - x.1 * y.1, x.0 * y.1 + x.1 * y.0);
    let mut result = (1.0, 0.0);
    let mut power = base;
    let count = exponent.unsigned_abs();
    let mut mask = 1;
    while mask <= count {
        if count & mask != 0 {
            result = times(result, power);
        }
        mask <<= 1;
        power = times(power, power);
    }
    if exponent < 0 { complex_quotient((1.0, 0.0), result) } else { Some(result) }
}

fn polar_power(a: (f64, f64), b: (f64, f64)) -> Option<(f64, f64)> {
    if b == (0.0, 0.0) {
        return Some((1.0, 0.0));
    }
    if a == (0.0, 0.0) {
        return if b.1 != 0.0 || b.0 < 0.0 { None } else { Some((0.0, 0.0)) };
    }
    let size = a.0.hypot(a.1);
    let angle = a.1.atan2(a.0);
    let mut length = size.powf(b.0);
    let mut phase = angle * b.0;
    if b.1 != 0.0 {
        length *= (-angle * b.1).exp();
        phase += b.1 * size.ln();
    }
    Some((length * phase.cos(), length * phase.sin()))
}

fn concatenate(left: &Const, right: &Const) -> Option<Const> {
    match (left, right) {
        (Const::Str(a), Const::Str(b)) => {
            Some(Const::Str(PyStr::from_generalized_utf8([a.as_bytes(), b.as_bytes()].concat())))
        }
        (Const::Bytes(a), Const::Bytes(b)) => Some(Const::Bytes([&**a, &**b].concat().into())),
        (Const::Tuple(a), Const::Tuple(b)) => Some(Const::Tuple(a.iter().chain(&**b).cloned().collect())),
        _ => None,
    }
}

/// How many items there are, nested ones included, taken from `limit`; negative once it is used up.
fn complexity_left(value: &Const, mut limit: i64) -> i64 {
    if let Const::Tuple(items) = value {
        limit -= items.len() as i64;
        for item in &**items {
            if limit < 0 {
                break;
            }
            limit = complexity_left(item, limit);
        }
    }
    limit
}

/// `seq * n` and `n * seq`: `Some(None)` if it is a repetition that must not be folded.
fn repeat(left: &Const, right: &Const) -> Option<Option<Const>> {
    let (seq, count) = match (left, right) {
        (Const::Str(_) | Const::Bytes(_) | Const::Tuple(_), count) => (left, count),
        (count, Const::Str(_) | Const::Bytes(_) | Const::Tuple(_)) => (right, count),
        _ => return None,
    };
    let Some(count) = as_int(count) else { return Some(None) };
    let (size, limit) = match seq {
        Const::Str(text) => (text.code_points().count() as i64, MAX_STR_SIZE),
        Const::Bytes(bytes) => (bytes.len() as i64, MAX_STR_SIZE),
        Const::Tuple(items) => (items.len() as i64, MAX_COLLECTION_SIZE),
        _ => (0, 0),
    };
    let times = if size == 0 {
        0
    } else {
        match count.to_i64() {
            Some(times) if times >= 0 && times <= limit / size => times,
            _ => return Some(None),
        }
    };
    if matches!(seq, Const::Tuple(_)) && times > 0 && complexity_left(seq, MAX_TOTAL_ITEMS / times) < 0 {
        return Some(None);
    }
    let times = times as usize;
    Some(match seq {
        Const::Str(text) => Some(Const::Str(PyStr::from_generalized_utf8(text.as_bytes().repeat(times)))),
        Const::Bytes(bytes) => Some(Const::Bytes(bytes.repeat(times).into())),
        Const::Tuple(items) => Some(Const::Tuple(std::iter::repeat_n(&**items, times).flatten().cloned().collect())),
        _ => None,
    })
}

fn subscript(value: &Const, index: &Const) -> Option<Const> {
    if let Const::Slice(parts) = index {
        return slice_of(value, parts);
    }
    let index = as_int(index)?.to_i64()?;
    let at = |len: usize| {
        let position = if index < 0 { index + len as i64 } else { index };
        usize::try_from(position).ok().filter(|&position| position < len)
    };
    match value {
        Const::Str(text) => {
            let points: Vec<u32> = text.code_points().collect();
            Some(Const::Str(PyStr::from_code_points([points[at(points.len())?]])))
        }
        Const::Bytes(bytes) => Some(Const::Int(BigInt::from(bytes[at(bytes.len())?]))),
        Const::Tuple(items) => Some(items[at(items.len())?].clone()),
        _ => None,
    }
}

fn slice_of(value: &Const, parts: &[Const; 3]) -> Option<Const> {
    match value {
        Const::Str(text) => {
            let points: Vec<u32> = text.code_points().collect();
            let picked = slice_positions(points.len(), parts)?;
            Some(Const::Str(PyStr::from_code_points(picked.into_iter().map(|i| points[i]))))
        }
        Const::Bytes(bytes) => {
            Some(Const::Bytes(slice_positions(bytes.len(), parts)?.into_iter().map(|i| bytes[i]).collect()))
        }
        Const::Tuple(items) => {
            Some(Const::Tuple(slice_positions(items.len(), parts)?.into_iter().map(|i| items[i].clone()).collect()))
        }
        _ => None,
    }
}

/// `PySlice_Unpack` and `PySlice_AdjustIndices`.
fn slice_positions(len: usize, parts: &[Const; 3]) -> Option<Vec<usize>> {
    let part = |value: &Const| match value {
        Const::None => Some(None),
        value => {
            as_int(value).map(|int| Some(int.to_i64().unwrap_or(if int.is_negative() { i64::MIN } else { i64::MAX })))
        }
    };
    let step = part(&parts[2])?.unwrap_or(1);
    if step == 0 {
        return None;
    }
    let len = len as i64;
    let (lowest, highest) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let clamp = |position: i64| {
        let position = if position < 0 { position.saturating_add(len) } else { position };
        position.clamp(lowest, highest)
    };
    let start = part(&parts[0])?.map_or(if step < 0 { highest } else { lowest }, clamp);
    let stop = part(&parts[1])?.map_or(if step < 0 { lowest } else { highest }, clamp);
    let mut positions = Vec::new();
    let mut at = start;
    while if step < 0 { at > stop } else { at < stop } {
        positions.push(at as usize);
        at = at.saturating_add(step);
    }
    Some(positions)
}
