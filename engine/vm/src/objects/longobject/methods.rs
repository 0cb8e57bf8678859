//! `int`: its constructor, methods and attributes (`Objects/longobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, boolean, native_fn};
use crate::native::slotdefs::unary;
use crate::native::static_strings::{self};
use crate::objects::abstract_::BinaryOp;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_bigint::BigInt;
use num_traits::Signed;

pub const INT_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let base = a.param(m, 2, "base");
    if a.n < 2 {
        let zero = m.new_int(0);
        return retype(m, zero, class);
    }
    let x = a.get(m, 1);
    let value = if base.is_null() { m.to_int(x)? } else { m.int_from_text(x, base)? };
    retype(m, value, class)
})];

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

pub const INT_EXTRA: &[Native] = &[
    native_fn("__and__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::And, x, y)
    }),
    native_fn("__or__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::Or, x, y)
    }),
    native_fn("__xor__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::Xor, x, y)
    }),
    native_fn("__lshift__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::LShift, x, y)
    }),
    native_fn("__rshift__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::RShift, x, y)
    }),
    native_fn("__neg__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_NEG)),
    native_fn("__pos__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_POS)),
    native_fn("__invert__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_INVERT)),
    native_fn("__abs__", Conv::NoArgs, |m, a| unary(m, a, static_strings::DUNDER_ABS)),
    native_fn("__bool__", Conv::NoArgs, |m, a| boolean(!m.int_is_zero(a.get(m, 0)))),
    native_fn("__int__", Conv::NoArgs, int_self),
    native_fn("__index__", Conv::NoArgs, int_self),
    native_fn("__float__", Conv::NoArgs, |m, a| {
        let value = m.int_to_f64(a.get(m, 0))?;
        Ok(m.new_float(value))
    }),
];

/// `round(int, -digits)`, half to even.
pub fn round_int(v: BigInt, digits: u64) -> BigInt {
    let unit = BigInt::from(10u8).pow(digits.min(100_000) as u32);
    let (q, r) = num_integer::Integer::div_mod_floor(&v, &unit);
    let twice = &r * 2u8;
    let up = twice > unit || twice == unit && q.bit(0);
    (if up { q + 1u8 } else { q }) * unit
}

impl Machine {
    /// `int(x)`.
    pub fn to_int(&mut self, x: Obj) -> R {
        match self.kind(x) {
            Kind::Int | Kind::Bool if self.is_builtin_exact(x) => {
                let value = self.int_value(x);
                Ok(if self.ty(x) == ty::INT { self.new_ref(x) } else { self.int_from_value(value) })
            }
            Kind::Float if self.is_builtin_exact(x) => self.float_to_int(self.float_value(x)),
            Kind::Str => self.int_from_text(x, Obj::NULL),
            _ => {
                for name in [static_strings::DUNDER_INT, static_strings::DUNDER_INDEX, static_strings::DUNDER_TRUNC] {
                    if let Some(value) = self.call_special(x, name, &[])? {
                        return Ok(value);
                    }
                }
                let name = self.type_name(x);
                Err(self.raise(
                    ty::TYPE_ERROR,
                    &format!("int() argument must be a string, a bytes-like object or a real number, not '{name}'"),
                ))
            }
        }
    }

    fn int_from_text(&mut self, x: Obj, base: Obj) -> R {
        let radix = if base.is_null() { 10 } else { self.index_i64(base)? };
        if radix != 0 && !(2..=36).contains(&radix) {
            return Err(self.raise(ty::VALUE_ERROR, "int() base must be >= 2 and <= 36, or 0"));
        }
        let text = match self.kind(x) {
            Kind::Str => self.str_text(x),
            Kind::Bytes => String::from_utf8_lossy(self.bytes_value(x)).into_owned(),
            _ => return Err(self.raise(ty::TYPE_ERROR, "int() can't convert non-string with explicit base")),
        };
        match crate::objects::longobject::parse_int(&text, radix as u32) {
            Some(value) => Ok(self.new_bigint(&value)),
            None => {
                let shown = self.repr_text(x)?;
                Err(self.raise(ty::VALUE_ERROR, &format!("invalid literal for int() with base {radix}: {shown}")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_half_to_even() {
        assert_eq!(round_int(BigInt::from(-15), 1), BigInt::from(-20));
        assert_eq!(round_int(BigInt::from(25), 1), BigInt::from(20));
    }
}
