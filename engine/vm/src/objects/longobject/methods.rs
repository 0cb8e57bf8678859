//! `int`: its constructor, methods and attributes (`Objects/longobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::{self};
use crate::native::typedef::class_def;
use crate::native::typedef::{Slot, TypeDef, def, getset, new, tpflags, wrapper};
use crate::objects::object::sizeof;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_bigint::BigInt;
use num_traits::Signed;

/// `int`.
pub static INT: TypeDef = TypeDef {
    name: "int",
    kind: Kind::Int,
    basicsize: 24,
    itemsize: 4,
    flags: tpflags::BUILTIN | tpflags::BASETYPE | tpflags::MATCH_SELF | tpflags::LONG_SUBCLASS,
    doc: "A whole number of any size.",
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
        Slot::Invert,
        Slot::Lshift,
        Slot::Rshift,
        Slot::And,
        Slot::Xor,
        Slot::Or,
        Slot::Int,
        Slot::Float,
        Slot::FloorDivide,
        Slot::TrueDivide,
        Slot::Index,
    ],
    natives: &[
        new("int(x=0, /, base=10)", |m, a| {
            let class = class_of_call(m, a);
            let base = a.opt(m, 2);
            let x = a.opt(m, 1);
            if x.is_null() {
                if !base.is_null() {
                    return Err(m.raise(ty::TYPE_ERROR, "int() missing string argument"));
                }
                let zero = m.new_int(0);
                return retype(m, zero, class);
            }
            let value = if base.is_null() { m.to_int(x)? } else { m.int_from_text(x, base)? };
            retype(m, value, class)
        })
        .vectorcall(),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let value = m.number_to_int(a.get(m, 0))?;
            let text = m.repr_builtin(value.get());
            m.drop_ref(value);
            text
        }),
        def("bit_length($self, /)", "How many binary digits the number needs.", |m, a| {
            let bits = m.int_value(a.get(m, 0)).big().bits();
            Ok(m.new_int(bits as i64))
        }),
        def("bit_count($self, /)", "How many binary digits of its absolute value are one.", |m, a| {
            let ones: u32 =
                m.int_value(a.get(m, 0)).big().magnitude().to_u32_digits().iter().map(|d| d.count_ones()).sum();
            Ok(m.new_int(i64::from(ones)))
        }),
        def("conjugate($self, /)", "The complex conjugate.", int_self),
        def("is_integer($self, /)", "Whether the number has no fraction.", |_, _| {
            Ok(Owned::steal(crate::native::static_strings::fixed::TRUE))
        }),
        def("as_integer_ratio($self, /)", "Numerator and denominator of the same value in lowest terms.", |m, a| {
            let n = int_self(m, a)?;
            let one = m.new_int(1);
            Ok(m.tuple_from_array(vec![n, one]))
        }),
        def("__format__($self, format_spec, /)", "Text of the object as the format specification wants it.", |m, a| {
            let (o, spec) = (a.get(m, 0), a.get(m, 1));
            m.format_builtin(o, spec)
        }),
        def("__round__($self, ndigits=None, /)", "The number rounded to that many digits.", |m, a| {
            let o = a.get(m, 0);
            let value = m.int_value(o).big();
            let digits = if a.n > 1 { m.index_clamped(a.get(m, 1))? } else { 0 };
            let value = if digits < 0 { round_int(value, digits.unsigned_abs()) } else { value };
            Ok(m.new_bigint(&value))
        }),
        def("__trunc__($self, /)", "The number without its fraction, as an int.", int_self),
        def("__floor__($self, /)", "The greatest int that is not above the number.", int_self),
        def("__ceil__($self, /)", "The least int that is not below the number.", int_self),
        def(
            "to_bytes($self, /, length=1, byteorder='big', *, signed=False)",
            "The number as that many bytes.",
            |m, a| {
                let value = m.int_value(a.get(m, 0)).big();
                let (length, order, signed) = (a.opt(m, 1), a.opt(m, 2), a.opt(m, 3));
                let length = if length.is_null() { 1 } else { m.index_ssize(length)? };
                let Some(little) = byteorder(m, "to_bytes", order)? else {
                    return Err(m.raise(ty::VALUE_ERROR, "byteorder must be either 'little' or 'big'"));
                };
                let signed = !signed.is_null() && m.truthy(signed)?;
                if length < 0 {
                    return Err(m.raise(ty::VALUE_ERROR, "length argument must be non-negative"));
                }
                if value.is_negative() && !signed {
                    return Err(m.raise(ty::OVERFLOW_ERROR, "can't convert negative int to unsigned"));
                }
                let length = length as usize;
                let mut bytes = if signed { value.to_signed_bytes_le() } else { value.magnitude().to_bytes_le() };
                if value == BigInt::ZERO {
                    bytes.clear();
                }
                if bytes.len() > length {
                    return Err(m.raise(ty::OVERFLOW_ERROR, "int too big to convert"));
                }
                m.reserve(length)?;
                bytes.resize(length, if value.is_negative() { 0xFF } else { 0 });
                if !little {
                    bytes.reverse();
                }
                Ok(m.new_bytes(&bytes))
            },
        ),
        getset("real", "The real part.", int_self),
        getset("imag", "The imaginary part.", |m, _| Ok(m.new_int(0))),
        getset("numerator", "The number itself.", int_self),
        getset("denominator", "One.", |m, _| Ok(m.new_int(1))),
        def("__sizeof__($self, /)", "Size of the object in memory, in bytes.", sizeof),
        def("__getnewargs__($self, /)", "Arguments that would make the same value anew.", |m, a| {
            let value = int_self(m, a)?;
            Ok(m.new_tuple(vec![value]))
        }),
        class_def(
            "from_bytes($type, /, bytes, byteorder='big', *, signed=False)",
            "The number that bytes stand for.",
            from_bytes,
        ),
    ],
    ..TypeDef::PLAIN
};

fn int_self(m: &mut Machine, a: Args) -> R {
    let value = m.int_value(a.get(m, 0));
    Ok(m.int_from_value(value))
}

/// `int.from_bytes`.
fn from_bytes(m: &mut Machine, a: Args) -> R {
    let (bytes, order, signed) = (a.get(m, 1), a.opt(m, 2), a.opt(m, 3));
    let little = match byteorder(m, "from_bytes", order)? {
        Some(little) => little,
        None => return Err(m.raise(ty::VALUE_ERROR, "byteorder must be either 'little' or 'big'")),
    };
    let signed = !signed.is_null() && m.truthy(signed)?;
    let bytes = match m.kind(bytes) {
        Kind::Bytes => m.bytes_value(bytes).to_vec(),
        // A count or a text is no bytes here.
        Kind::Str => {
            let name = m.type_name(bytes);
            return Err(m.raise(ty::TYPE_ERROR, &format!("cannot convert '{name}' object to bytes")));
        }
        _ if !m.has_buffer(bytes) && m.indexable(bytes) && !m.is_iterable(bytes) => {
            let name = m.type_name(bytes);
            return Err(m.raise(ty::TYPE_ERROR, &format!("cannot convert '{name}' object to bytes")));
        }
        _ => {
            let class = m.types[ty::BYTES as usize].obj;
            let made = m.call(class, &[bytes])?;
            let value = m.bytes_value(made.get()).to_vec();
            m.drop_ref(made);
            value
        }
    };
    let value = match (little, signed) {
        (true, true) => BigInt::from_signed_bytes_le(&bytes),
        (false, true) => BigInt::from_signed_bytes_be(&bytes),
        (true, false) => BigInt::from_bytes_le(num_bigint::Sign::Plus, &bytes),
        (false, false) => BigInt::from_bytes_be(num_bigint::Sign::Plus, &bytes),
    };
    let value = m.new_bigint(&value);
    let class = a.get(m, 0);
    if m.slot(class).a == ty::INT {
        return Ok(value);
    }
    let made = m.call(class, &[value.get()]);
    m.drop_ref(value);
    made
}

/// Whether a byte order is little; `None` for a text that is none.
fn byteorder(m: &mut Machine, function: &str, order: Obj) -> R<Option<bool>> {
    if order.is_null() {
        return Ok(Some(false));
    }
    if m.kind(order) != Kind::Str {
        let name = m.type_name(order);
        return Err(m.raise(ty::TYPE_ERROR, &format!("{function}() argument 'byteorder' must be str, not {name}")));
    }
    Ok(match m.str_text(order).as_str() {
        "little" => Some(true),
        "big" => Some(false),
        _ => None,
    })
}

/// `round(int, -digits)`, half to even.
pub fn round_int(v: BigInt, digits: u64) -> BigInt {
    let unit = BigInt::from(10u8).pow(digits.min(100_000) as u32);
    let (q, r) = num_integer::Integer::div_mod_floor(&v, &unit);
    let twice = &r * 2u8;
    let up = twice > unit || twice == unit && q.bit(0);
    (if up { q + 1u8 } else { q }) * unit
}

/// The value of decimal digits with or without a sign, and nothing else, that fits 64 bits.
fn short_decimal(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if !(1..=18).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits.iter().fold(0i64, |value, d| value * 10 + i64::from(d - b'0'));
    Some(if negative { -value } else { value })
}

impl Machine {
    /// `int(x)`.
    pub fn to_int(&mut self, x: Obj) -> R {
        match self.kind(x) {
            Kind::Int if self.ty(x) == ty::INT => Ok(self.new_ref(x)),
            Kind::Int | Kind::Bool if self.is_builtin_exact(x) => {
                let value = self.int_value(x);
                Ok(self.int_from_value(value))
            }
            Kind::Float if self.is_builtin_exact(x) => self.float_to_int(self.float_value(x)),
            Kind::Str | Kind::Bytes | Kind::ByteArray if self.is_builtin_exact(x) => self.int_from_text(x, Obj::NULL),
            _ => {
                for name in [static_strings::DUNDER_INT, static_strings::DUNDER_INDEX] {
                    if let Some(value) = self.call_special(x, name, &[])? {
                        return self.exact_int_of(value, name);
                    }
                }
                if matches!(self.kind(x), Kind::Str | Kind::Bytes | Kind::ByteArray) {
                    return self.int_from_text(x, Obj::NULL);
                }
                if self.has_buffer(x) {
                    let lent = self.lend(x)?;
                    let bytes = self.lent(lent).to_vec();
                    let copy = self.new_bytes(&bytes);
                    let copy = self.keep(copy);
                    return self.int_from_text(copy, Obj::NULL);
                }
                let name = self.type_name(x);
                Err(self.raise(
                    ty::TYPE_ERROR,
                    &format!("int() argument must be a string, a bytes-like object or a real number, not '{name}'"),
                ))
            }
        }
    }

    /// What a method gave for an int, as an exact int.
    fn exact_int_of(&mut self, value: Owned, method: Obj) -> R {
        let o = value.get();
        if self.ty(o) == ty::INT {
            return Ok(value);
        }
        let exact = if self.is_int(o) {
            let method = self.str_text(method);
            let number = self.int_value(o);
            match self.warn_of_subclass(&method, "int", o) {
                Ok(()) => Ok(self.int_from_value(number)),
                Err(raised) => Err(raised),
            }
        } else {
            let (method, kind) = (self.str_text(method), self.type_name(o));
            Err(self.raise(ty::TYPE_ERROR, &format!("{method} returned non-int (type {kind})")))
        };
        self.drop_ref(value);
        exact
    }

    fn int_from_text(&mut self, x: Obj, base: Obj) -> R {
        if base.is_null()
            && self.kind(x) == Kind::Str
            && let Some(value) = short_decimal(self.str_view(x).bytes)
        {
            return Ok(self.new_int(value));
        }
        let radix = if base.is_null() { 10 } else { self.index_clamped(base)? };
        if radix != 0 && !(2..=36).contains(&radix) {
            return Err(self.raise(ty::VALUE_ERROR, "int() base must be >= 2 and <= 36, or 0"));
        }
        let text = match self.kind(x) {
            Kind::Str => self.str_text(x),
            // Digits of other scripts are none in bytes.
            Kind::Bytes | Kind::ByteArray => self.bytes_value(x).iter().map(|b| char::from(*b)).collect(),
            _ => return Err(self.raise(ty::TYPE_ERROR, "int() can't convert non-string with explicit base")),
        };
        let digits = counted_digits(&text, radix as u32);
        let most = self.thread.int_max_str_digits as usize;
        if most > 0 && digits > most {
            let text = format!(
                "Exceeds the limit ({most} digits) for integer string conversion: value has {digits} digits; use \
                 sys.set_int_max_str_digits() to increase the limit"
            );
            return Err(self.raise(ty::VALUE_ERROR, &text));
        }
        match crate::objects::longobject::parse_int(&text, radix as u32) {
            Some(value) => Ok(self.new_bigint(&value)),
            None => {
                let shown = if self.kind(x) == Kind::ByteArray { self.bytes_repr(x) } else { self.repr_text(x)? };
                let shown: String = shown.chars().take(200).collect();
                Err(self.raise(ty::VALUE_ERROR, &format!("invalid literal for int() with base {radix}: {shown}")))
            }
        }
    }
}

/// How many digits a text has whose conversion is no matter of shifting bits; 0 if it is no number at all.
fn counted_digits(text: &str, radix: u32) -> usize {
    let radix = if radix == 0 { 10 } else { radix };
    let digits = text.trim().trim_start_matches(['+', '-']);
    if radix.is_power_of_two() || !digits.chars().all(|c| c == '_' || c.is_digit(radix)) {
        return 0;
    }
    digits.chars().filter(|c| *c != '_').count()
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
