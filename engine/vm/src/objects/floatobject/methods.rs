//! `float`: its constructor, methods and attributes (`Objects/floatobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::static_strings::{self};
use crate::native::typedef::class_def;
use crate::native::typedef::{Slot, TypeDef, def, getset, new, tpflags};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_bigint::BigInt;
use num_traits::{One, Zero};

/// `float`.
pub static FLOAT: TypeDef = TypeDef {
    name: "float",
    kind: Kind::Float,
    basicsize: 24,
    flags: tpflags::BUILTIN | tpflags::BASETYPE | tpflags::MATCH_SELF,
    text: "(x=0, /)",
    doc: "A number with a fraction, in double precision.",
    slots: &[
        Slot::Repr,
        Slot::Hash,
        Slot::Compare,
        Slot::Add,
        Slot::Subtract,
        Slot::Multiply,
        Slot::Remainder,
        Slot::Divmod,
        Slot::Power,
        Slot::Negative,
        Slot::Positive,
        Slot::Absolute,
        Slot::Bool,
        Slot::Int,
        Slot::Float,
        Slot::FloorDivide,
        Slot::TrueDivide,
    ],
    natives: &[
        new("float(x=0, /)", |m, a| {
            let class = class_of_call(m, a);
            if a.n > 1 && class == ty::FLOAT && m.ty(a.get(m, 1)) == ty::FLOAT {
                let same = a.get(m, 1);
                return Ok(m.new_ref(same));
            }
            let value = if a.n > 1 { m.to_float(a.get(m, 1))? } else { 0.0 };
            let value = m.new_float(value);
            retype(m, value, class)
        }),
        def("is_integer($self, /)", "Whether the number has no fraction.", |m, a| {
            let v = m.float_value(a.get(m, 0));
            Ok(Owned::steal(Machine::new_bool(v.is_finite() && v.floor() == v)))
        }),
        def("as_integer_ratio($self, /)", "Numerator and denominator of the same value in lowest terms.", |m, a| {
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
            Ok(m.tuple_from_array(vec![n, d]))
        }),
        def("conjugate($self, /)", "The complex conjugate.", |m, a| {
            let v = m.float_value(a.get(m, 0));
            Ok(m.new_float(v))
        }),
        def("hex($self, /)", "The exact value in hexadecimal.", |m, a| {
            let text = float_hex(m.float_value(a.get(m, 0)));
            Ok(m.new_str(&text))
        }),
        def("__format__($self, format_spec, /)", "Text of the object as the format specification wants it.", |m, a| {
            let (o, spec) = (a.get(m, 0), a.get(m, 1));
            m.format_builtin(o, spec)
        }),
        def("__round__($self, ndigits=None, /)", "The number rounded to that many digits.", |m, a| {
            let v = m.float_value(a.get(m, 0));
            if a.n > 1 && !Machine::is_none(a.get(m, 1)) {
                let digits = m.index_clamped(a.get(m, 1))?;
                return m.rounded(v, digits);
            }
            m.float_to_int(v.round_ties_even())
        }),
        def("__trunc__($self, /)", "The number without its fraction, as an int.", |m, a| {
            m.float_to_int(m.float_value(a.get(m, 0)))
        }),
        def("__floor__($self, /)", "The greatest int that is not above the number.", |m, a| {
            m.float_to_int(m.float_value(a.get(m, 0)).floor())
        }),
        def("__ceil__($self, /)", "The least int that is not below the number.", |m, a| {
            m.float_to_int(m.float_value(a.get(m, 0)).ceil())
        }),
        getset("real", "The real part.", |m, a| {
            let v = m.float_value(a.get(m, 0));
            Ok(m.new_float(v))
        }),
        getset("imag", "The imaginary part.", |m, _| Ok(m.new_float(0.0))),
        def("__getnewargs__($self, /)", "Arguments that would make the same value anew.", |m, a| {
            let value = m.new_float(m.float_value(a.get(m, 0)));
            Ok(m.new_tuple(vec![value]))
        }),
        class_def("from_number($type, number, /)", "A number as a float.", |m, a| {
            let (class, number) = (a.get(m, 0), a.get(m, 1));
            if m.slot(class).a == ty::FLOAT && m.ty(number) == ty::FLOAT {
                return Ok(m.new_ref(number));
            }
            let value = m.number_as_f64(number)?;
            made_float(m, class, value)
        })
        .asking(),
        class_def("fromhex($type, string, /)", "A float from text in hexadecimal, as hex gives it.", |m, a| {
            let (class, text) = (a.get(m, 0), a.get(m, 1));
            if m.kind(text) != Kind::Str {
                return Err(m.raise(ty::TYPE_ERROR, "bad argument type for built-in operation"));
            }
            match float_from_hex(&m.str_text(text)) {
                Ok(value) => made_float(m, class, value),
                Err(true) => Err(m.raise(ty::OVERFLOW_ERROR, "hexadecimal value too large to represent as a float")),
                Err(false) => Err(m.raise(ty::VALUE_ERROR, "invalid hexadecimal floating-point string")),
            }
        }),
        class_def("__getformat__($type, typestr, /)", "How floats of the platform are stored.", |m, a| {
            let which = a.get(m, 1);
            m.want("__getformat__", "argument", which, Kind::Str, "str")?;
            if !m.str_is(which, "double") && !m.str_is(which, "float") {
                let text = "__getformat__() argument 1 must be 'double' or 'float'";
                return Err(m.raise(ty::VALUE_ERROR, text));
            }
            Ok(m.new_str("IEEE, little-endian"))
        }),
    ],
    ..TypeDef::PLAIN
};

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

/// A float of a class, which is called with it unless it is `float`.
fn made_float(m: &mut Machine, class: Obj, value: f64) -> R {
    let made = m.new_float(value);
    if m.slot(class).a == ty::FLOAT {
        return Ok(made);
    }
    let made = m.keep(made);
    m.call(class, &[made])
}

/// `float.fromhex`; the error says whether it is too large.
fn float_from_hex(text: &str) -> Result<f64, bool> {
    let text = text.trim_matches(|c: char| c == ' ' || ('\t'..='\r').contains(&c));
    let (negative, body) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let sign = if negative { -1.0 } else { 1.0 };
    match body.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => return Ok(sign * f64::INFINITY),
        "nan" => return Ok(f64::NAN.copysign(sign)),
        _ => {}
    }
    let body = body.strip_prefix("0x").or_else(|| body.strip_prefix("0X")).unwrap_or(body);
    let (digits, exponent) = match body.find(['p', 'P']) {
        Some(at) => (&body[..at], &body[at + 1..]),
        None => (body, "0"),
    };
    let number = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(false);
    }
    let size = number.parse::<i64>().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
    let exponent = if exponent.starts_with('-') { -size } else { size };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut mantissa = 0u128;
    // Digits beyond those that are kept only say whether there is something.
    let (mut dropped, mut rest) = (0i64, false);
    for c in whole.chars().chain(fraction.chars()) {
        let digit = u128::from(c.to_digit(16).ok_or(false)?);
        if mantissa >> 120 == 0 {
            mantissa = mantissa << 4 | digit;
        } else {
            dropped += 1;
            rest |= digit != 0;
        }
    }
    if whole.is_empty() && fraction.is_empty() {
        return Err(false);
    }
    let exponent = exponent + 4 * (dropped - fraction.len() as i64);
    let value = crate::objects::longobject::scale_to_f64(mantissa | u128::from(rest), exponent);
    if value.is_infinite() { Err(true) } else { Ok(sign * value) }
}

/// `float.hex()`.
fn float_hex(v: f64) -> String {
    if !v.is_finite() {
        return ground::float::float_repr_short(v);
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

impl Machine {
    /// A float rounded to so many digits, which may carry it beyond the greatest.
    pub(crate) fn rounded(&mut self, v: f64, digits: i64) -> R {
        let rounded = round_to(v, digits);
        if rounded.is_infinite() && v.is_finite() {
            return Err(self.raise(ty::OVERFLOW_ERROR, "rounded value too large to represent"));
        }
        Ok(self.new_float(rounded))
    }

    /// `float(x)`.
    pub fn to_float(&mut self, x: Obj) -> R<f64> {
        match self.kind(x) {
            Kind::Float => Ok(self.float_value(x)),
            Kind::Int | Kind::Bool => self.int_to_f64(x),
            Kind::Str => {
                let text = self.str_text(x);
                match crate::objects::floatobject::parse_float(&text) {
                    Some(value) => Ok(value),
                    None => {
                        let shown = self.repr_text(x)?;
                        Err(self.raise(ty::VALUE_ERROR, &format!("could not convert string to float: {shown}")))
                    }
                }
            }
            _ => {
                if let Some(value) = self.call_special(x, static_strings::DUNDER_FLOAT, &[])? {
                    let o = value.get();
                    let f = if self.kind(o) == Kind::Float {
                        let f = self.float_value(o);
                        if self.ty(o) == ty::FLOAT {
                            Ok(f)
                        } else {
                            let class = self.type_name(x);
                            self.warn_of_subclass(&format!("{class}.__float__"), "float", o).map(|()| f)
                        }
                    } else {
                        let (class, got) = (self.type_name(x), self.type_name(o));
                        let text = format!("{class}.__float__ returned non-float (type {got})");
                        Err(self.raise(ty::TYPE_ERROR, &text))
                    };
                    self.drop_ref(value);
                    return f;
                }
                if !self.lookup_special(x, static_strings::DUNDER_INDEX).is_null() {
                    let value = self.index(x)?;
                    let f = self.real_value(value.get());
                    self.drop_ref(value);
                    return Ok(f?.unwrap_or(0.0));
                }
                if self.has_buffer(x) {
                    let lent = self.lend(x)?;
                    let text: String = self.lent(lent).iter().map(|b| char::from(*b)).collect();
                    return match crate::objects::floatobject::parse_float(&text).filter(|_| text.is_ascii()) {
                        Some(value) => Ok(value),
                        None => {
                            let shown = self.repr_text(x)?;
                            Err(self.raise(ty::VALUE_ERROR, &format!("could not convert string to float: {shown}")))
                        }
                    };
                }
                let name = self.type_name(x);
                Err(self.raise(
                    ty::TYPE_ERROR,
                    &format!("float() argument must be a string or a real number, not '{name}'"),
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_correct_and_half_to_even() {
        assert_eq!(round_to(2.675, 2), 2.67);
        assert_eq!(round_to(0.5, 0), 0.0);
        assert_eq!(round_to(1250.0, -2), 1200.0);
    }
}
