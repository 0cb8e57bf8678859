//! Floating-point numbers (`Objects/floatobject.c`).

pub(crate) mod compensated;
pub mod methods;

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::memory::trace::{Marking, Trace};
use crate::objects::abstract_::BinaryOp;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_bigint::BigInt;
use num_traits::FromPrimitive;

impl Machine {
    #[inline(always)]
    pub fn new_float(&mut self, value: f64) -> Owned {
        self.new_float_in::<Marking>(value)
    }

    #[inline(always)]
    pub(crate) fn new_float_in<T: Trace>(&mut self, value: f64) -> Owned {
        let o = match self.pop_free_in::<T>(crate::memory::refcount::freelist::FLOATS, Kind::Float, ty::FLOAT) {
            Some(o) => o,
            None => self.alloc(Kind::Float, ty::FLOAT, 24),
        };
        self.slots.change(o.ix(), T::MARKS).b = value.to_bits();
        Owned::steal(o)
    }

    /// The product of two exact floats that stay referenced.
    #[inline(always)]
    pub(crate) fn float_product<T: Trace>(&mut self, a: Obj, b: Obj) -> Option<Owned> {
        let (x, y) = (&self.slots[a.ix()], &self.slots[b.ix()]);
        if x.ty != ty::FLOAT || y.ty != ty::FLOAT {
            return None;
        }
        let value = f64::from_bits(x.b) * f64::from_bits(y.b);
        Some(self.new_float_in::<T>(value))
    }

    #[inline(always)]
    pub fn float_value(&self, o: Obj) -> f64 {
        f64::from_bits(self.slot(o).b)
    }

    /// The value of a float, int or bool as a double; `None` for anything else.
    pub fn real_value(&mut self, o: Obj) -> R<Option<f64>> {
        match self.kind(o) {
            Kind::Float => Ok(Some(self.float_value(o))),
            Kind::Int | Kind::Bool => self.int_to_f64(o).map(Some),
            _ => Ok(None),
        }
    }

    /// `a op b` where at least one is a float and the other a float or int.
    pub fn float_binary(&mut self, op: BinaryOp, x: f64, y: f64) -> R<Option<Owned>> {
        let value = match op {
            BinaryOp::Add => x + y,
            BinaryOp::Sub => x - y,
            BinaryOp::Mul => x * y,
            BinaryOp::TrueDiv if y == 0.0 => return Err(self.raise(ty::ZERO_DIVISION_ERROR, "division by zero")),
            BinaryOp::TrueDiv => x / y,
            BinaryOp::FloorDiv | BinaryOp::Mod if y == 0.0 => {
                return Err(self.raise(ty::ZERO_DIVISION_ERROR, "division by zero"));
            }
            BinaryOp::FloorDiv => float_divmod(x, y).0,
            BinaryOp::Mod => float_divmod(x, y).1,
            BinaryOp::Pow => return self.float_pow(x, y).map(Some),
            _ => return Ok(None),
        };
        Ok(Some(self.new_float(value)))
    }

    fn float_pow(&mut self, x: f64, y: f64) -> R {
        if x == 0.0 && y < 0.0 {
            return Err(self.raise(ty::ZERO_DIVISION_ERROR, "zero to a negative power"));
        }
        if x < 0.0 && x.is_finite() && y.is_finite() && y.floor() != y {
            return self.complex_pow((x, 0.0), (y, 0.0));
        }
        let value = x.powf(y);
        if value.is_infinite() && x.is_finite() && y.is_finite() {
            return Err(self.raise_os_style(ty::OVERFLOW_ERROR, 34, "Numerical result out of range"));
        }
        Ok(self.new_float(value))
    }

    /// `hash(float)`: equal to the hash of an equal int.
    pub fn float_hash(&self, o: Obj) -> u64 {
        ground::hash::float(self.float_value(o)).unwrap_or_else(|| hash_double(f64::NAN, self.address(o)))
    }

    /// The int that a float truncates to, or an error for infinities and NaN.
    pub fn float_to_int(&mut self, value: f64) -> R {
        if value.is_nan() {
            return Err(self.raise(ty::VALUE_ERROR, "cannot convert float NaN to integer"));
        }
        if value.is_infinite() {
            return Err(self.raise(ty::OVERFLOW_ERROR, "cannot convert float infinity to integer"));
        }
        let value = value.trunc();
        if value.abs() < 9e18 {
            return Ok(self.new_int(value as i64));
        }
        let big = BigInt::from_f64(value).unwrap_or_default();
        Ok(self.new_bigint(&big))
    }
}

/// `divmod` of two doubles, the divisor not zero.
pub fn float_divmod(x: f64, y: f64) -> (f64, f64) {
    let mut rem = x % y;
    let mut div = (x - rem) / y;
    if rem != 0.0 {
        if (y < 0.0) != (rem < 0.0) {
            rem += y;
            div -= 1.0;
        }
    } else {
        rem = 0f64.copysign(y);
    }
    let floor = if div != 0.0 {
        let floor = div.floor();
        if div - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0f64.copysign(x / y)
    };
    (floor, rem)
}

/// `_Py_HashDouble`; NaN hashes by identity.
pub fn hash_double(v: f64, address: u64) -> u64 {
    ground::hash::float(v).unwrap_or(address.rotate_right(4))
}

/// Mantissa in [0.5, 1) and exponent.
pub fn frexp(v: f64) -> (f64, i32) {
    if v == 0.0 || !v.is_finite() {
        return (v, 0);
    }
    let bits = v.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i32;
    if exponent == 0 {
        let (m, e) = frexp(v * 18_014_398_509_481_984.0);
        return (m, e - 54);
    }
    (f64::from_bits(bits & !(0x7FF << 52) | 1022 << 52), exponent - 1022)
}

/// Reads a float as `float(text)` does, white space and underscores included.
pub fn parse_float(text: &str) -> Option<f64> {
    let text = &*crate::objects::longobject::plain_digits(text);
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let (sign, body) = match lower.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, lower.strip_prefix('+').unwrap_or(&lower)),
    };
    match body {
        "inf" | "infinity" => return Some(sign * f64::INFINITY),
        "nan" => return Some(f64::NAN.copysign(sign)),
        _ => {}
    }
    let bytes = body.as_bytes();
    for (i, b) in bytes.iter().enumerate() {
        let digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
        let ok = match b {
            b'0'..=b'9' | b'.' | b'e' | b'+' | b'-' => true,
            b'_' => i > 0 && digit(bytes.get(i - 1)) && digit(bytes.get(i + 1)),
            _ => false,
        };
        if !ok {
            return None;
        }
    }
    let plain: String = body.chars().filter(|c| *c != '_').collect();
    if plain.starts_with(['+', '-']) || plain.is_empty() || plain == "." {
        return None;
    }
    plain.parse::<f64>().ok().map(|v| sign * v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_in_python() {
        let cases = [
            (0.1 + 0.2, "0.30000000000000004"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (-0.0, "-0.0"),
            (1.5e300, "1.5e+300"),
        ];
        for (value, text) in cases {
            assert_eq!(ground::float::float_repr(value), text);
        }
    }

    #[test]
    fn hashes_agree_with_ints() {
        assert_eq!(hash_double(3.0, 0), 3);
        assert_eq!(hash_double(0.5, 0), 1_152_921_504_606_846_976);
        assert_eq!(hash_double(-1.0, 0), -2i64 as u64);
    }
}
