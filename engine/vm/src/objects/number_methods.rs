//! Methods and attributes of `int`, `float` and `complex`.

use crate::memory::object::{Kind, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

pub const INT_METHODS: &[Native] = &[
    native_fn("bit_length", Conv::NoArgs, |m, a| {
        let bits = m.int_value(a.get(m, 0)).big().bits();
        Ok(m.new_int(bits as i64))
    }),
    native_fn("bit_count", Conv::NoArgs, |m, a| {
        let ones: u32 = m.int_value(a.get(m, 0)).big().magnitude().to_u32_digits().iter().map(|d| d.count_ones()).sum();
        Ok(m.new_int(i64::from(ones)))
    }),
    native_fn("conjugate", Conv::NoArgs, int_self),
    native_fn("is_integer", Conv::NoArgs, |_, _| Ok(Owned::steal(crate::native::static_strings::fixed::TRUE))),
    native_fn("as_integer_ratio", Conv::NoArgs, |m, a| {
        let n = int_self(m, a)?;
        let one = m.new_int(1);
        Ok(m.new_tuple(vec![n, one]))
    }),
    native_fn("__format__", Conv::O, |m, a| {
        let (o, spec) = (a.get(m, 0), a.get(m, 1));
        m.format_builtin(o, spec)
    }),
    native_fn("__round__", Conv::Fast(0, 1), |m, a| {
        let o = a.get(m, 0);
        let value = m.int_value(o).big();
        let digits = if a.n > 1 { m.index_i64(a.get(m, 1))? } else { 0 };
        let value = if digits < 0 { round_int(value, digits.unsigned_abs()) } else { value };
        Ok(m.new_bigint(&value))
    }),
    native_fn("__trunc__", Conv::NoArgs, int_self),
    native_fn("__floor__", Conv::NoArgs, int_self),
    native_fn("__ceil__", Conv::NoArgs, int_self),
    native_fn("to_bytes", Conv::Any, |m, a| {
        let value = m.int_value(a.get(m, 0)).big();
        let (length, order) = (a.param(m, 1, "length"), a.param(m, 2, "byteorder"));
        let length = if length.is_null() { 1 } else { m.index_i64(length)? as usize };
        let little = !order.is_null() && m.str_text(order) == "little";
        if value.is_negative() {
            return Err(m.raise(ty::OVERFLOW_ERROR, "can't convert negative int to unsigned"));
        }
        let mut bytes = value.magnitude().to_bytes_le();
        if bytes == [0] {
            bytes.clear();
        }
        if bytes.len() > length {
            return Err(m.raise(ty::OVERFLOW_ERROR, "int too big to convert"));
        }
        bytes.resize(length, 0);
        if !little {
            bytes.reverse();
        }
        Ok(m.new_bytes(&bytes))
    }),
];

fn int_self(m: &mut Machine, a: Args) -> R {
    let value = m.int_value(a.get(m, 0));
    Ok(m.int_from_value(value))
}

pub const INT_GETSETS: &[Native] = &[
    native_fn("real", Conv::NoArgs, int_self),
    native_fn("imag", Conv::NoArgs, |m, _| Ok(m.new_int(0))),
    native_fn("numerator", Conv::NoArgs, int_self),
    native_fn("denominator", Conv::NoArgs, |m, _| Ok(m.new_int(1))),
];

pub const FLOAT_METHODS: &[Native] = &[
    native_fn("is_integer", Conv::NoArgs, |m, a| {
        let v = m.float_value(a.get(m, 0));
        Ok(Owned::steal(Machine::new_bool(v.is_finite() && v.floor() == v)))
    }),
    native_fn("as_integer_ratio", Conv::NoArgs, |m, a| {
        let v = m.float_value(a.get(m, 0));
        if !v.is_finite() {
            let text = if v.is_nan() {
                "cannot convert NaN to integer ratio"
            } else {
                "cannot convert Infinity to integer ratio"
            };
            let kind = if v.is_nan() { ty::VALUE_ERROR } else { ty::OVERFLOW_ERROR };
            return Err(m.raise(kind, text));
        }
        let (mut n, d) = exact_ratio(v.abs());
        if v < 0.0 {
            n = -n;
        }
        let (n, d) = (m.new_bigint(&n), m.new_bigint(&d));
        Ok(m.new_tuple(vec![n, d]))
    }),
    native_fn("conjugate", Conv::NoArgs, |m, a| {
        let v = m.float_value(a.get(m, 0));
        Ok(m.new_float(v))
    }),
    native_fn("hex", Conv::NoArgs, |m, a| {
        let text = float_hex(m.float_value(a.get(m, 0)));
        Ok(m.new_str(&text))
    }),
    native_fn("__format__", Conv::O, |m, a| {
        let (o, spec) = (a.get(m, 0), a.get(m, 1));
        m.format_builtin(o, spec)
    }),
    native_fn("__round__", Conv::Fast(0, 1), |m, a| {
        let v = m.float_value(a.get(m, 0));
        if a.n > 1 && !Machine::is_none(a.get(m, 1)) {
            let digits = m.index_i64(a.get(m, 1))?;
            return Ok(m.new_float(round_to(v, digits)));
        }
        m.float_to_int(v.round_ties_even())
    }),
    native_fn("__trunc__", Conv::NoArgs, |m, a| m.float_to_int(m.float_value(a.get(m, 0)))),
    native_fn("__floor__", Conv::NoArgs, |m, a| m.float_to_int(m.float_value(a.get(m, 0)).floor())),
    native_fn("__ceil__", Conv::NoArgs, |m, a| m.float_to_int(m.float_value(a.get(m, 0)).ceil())),
];

pub const FLOAT_GETSETS: &[Native] = &[
    native_fn("real", Conv::NoArgs, |m, a| {
        let v = m.float_value(a.get(m, 0));
        Ok(m.new_float(v))
    }),
    native_fn("imag", Conv::NoArgs, |m, _| Ok(m.new_float(0.0))),
];

pub const COMPLEX_GETSETS: &[Native] = &[
    native_fn("real", Conv::NoArgs, |m, a| {
        let v = m.complex_value(a.get(m, 0)).0;
        Ok(m.new_float(v))
    }),
    native_fn("imag", Conv::NoArgs, |m, a| {
        let v = m.complex_value(a.get(m, 0)).1;
        Ok(m.new_float(v))
    }),
];

pub const COMPLEX_METHODS: &[Native] = &[native_fn("conjugate", Conv::NoArgs, |m, a| {
    let o = a.get(m, 0);
    debug_assert_eq!(m.kind(o), Kind::Complex);
    let (re, im) = m.complex_value(o);
    Ok(m.new_complex(re, -im))
})];

/// Numerator and denominator of a finite non-negative double.
pub fn exact_ratio(v: f64) -> (BigInt, BigInt) {
    let bits = v.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    let (mut n, mut d) = (BigInt::from(mantissa), BigInt::one());
    if exponent >= 0 {
        n <<= exponent as u32;
    } else {
        d <<= exponent.unsigned_abs();
    }
    let g = num_integer::Integer::gcd(&n, &d);
    if g.is_zero() || g.is_one() {
        return (n, d);
    }
    (n / &g, d / g)
}

/// `round(x, digits)`: correctly rounded, half to even on the exact value.
pub fn round_to(v: f64, digits: i64) -> f64 {
    if !v.is_finite() || v == 0.0 || digits > 323 {
        return v;
    }
    if digits < -308 {
        return 0f64.copysign(v);
    }
    if digits >= 0 {
        let text = crate::objects::formatter::fixed_digits(v.abs(), digits as usize);
        return text.parse::<f64>().unwrap_or(v).copysign(v);
    }
    let (n, d) = exact_ratio(v.abs());
    let unit = BigInt::from(10u8).pow(digits.unsigned_abs() as u32);
    let (q, r) = num_integer::Integer::div_rem(&n, &(&d * &unit));
    let twice = r * 2u8;
    let whole = d * &unit;
    let up = twice > whole || twice == whole && q.bit(0);
    let q = if up { q + 1u8 } else { q };
    let text = (q * unit).to_string();
    text.parse::<f64>().unwrap_or(v).copysign(v)
}

/// `round(int, -digits)`, half to even.
pub fn round_int(v: BigInt, digits: u64) -> BigInt {
    let unit = BigInt::from(10u8).pow(digits.min(100_000) as u32);
    let (q, r) = num_integer::Integer::div_mod_floor(&v, &unit);
    let twice = &r * 2u8;
    let up = twice > unit || twice == unit && q.bit(0);
    (if up { q + 1u8 } else { q }) * unit
}

/// `float.hex()`.
fn float_hex(v: f64) -> String {
    if !v.is_finite() {
        return crate::objects::floatobject::float_repr_short(v);
    }
    let sign = if v.is_sign_negative() { "-" } else { "" };
    if v == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = v.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    let (lead, exponent) = if exponent == 0 { (0, -1022) } else { (1, exponent - 1023) };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_correct_and_half_to_even() {
        assert_eq!(round_to(2.675, 2), 2.67);
        assert_eq!(round_to(0.5, 0), 0.0);
        assert_eq!(round_to(1250.0, -2), 1200.0);
        assert_eq!(round_int(BigInt::from(-15), 1), BigInt::from(-20));
        assert_eq!(round_int(BigInt::from(25), 1), BigInt::from(20));
    }
}
