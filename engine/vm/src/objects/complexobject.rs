//! `complex` (`Objects/complexobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::static_strings;
use crate::native::typedef::{Slot, TypeDef, class_def, def, member, new, tpflags};
use crate::objects::abstract_::BinaryOp;
use crate::objects::floatobject::parse_float;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use ground::float::float_repr_short;

/// `complex`.
pub static COMPLEX: TypeDef = TypeDef {
    name: "complex",
    kind: Kind::Complex,
    basicsize: 32,
    flags: tpflags::BUILTIN | tpflags::BASETYPE,
    text: "(real=0, imag=0)",
    doc: "A number with a real and an imaginary part.",
    slots: &[
        Slot::Repr,
        Slot::Hash,
        Slot::Compare,
        Slot::Add,
        Slot::Subtract,
        Slot::Multiply,
        Slot::Power,
        Slot::Negative,
        Slot::Positive,
        Slot::Absolute,
        Slot::Bool,
        Slot::TrueDivide,
    ],
    natives: &[
        new("complex(real=0, imag=0)", |m, a| {
            let (re, im) = (a.opt(m, 1), a.opt(m, 2));
            let mut value = (0.0, 0.0);
            if !re.is_null() && m.kind(re) == Kind::Str && im.is_null() {
                let text = m.str_text(re);
                let Some((re, im)) = complex_of_text(&text) else {
                    return Err(m.raise(ty::VALUE_ERROR, "complex() arg is a malformed string"));
                };
                let value = m.new_complex(re, im);
                return retype(m, value, class_of_call(m, a));
            }
            if !re.is_null() {
                let alone = "complex() argument must be a string or a number";
                let what = if im.is_null() { alone } else { "complex() argument 'real' must be a real number" };
                value = m.complex_part(re, what)?;
            }
            if !im.is_null() {
                // A part that is no complex number adds nothing, not even a zero.
                let (x, y) = m.complex_part(im, "complex() argument 'imag' must be a real number")?;
                value.0 = if m.kind(im) == Kind::Complex { value.0 - y } else { value.0 };
                value.1 = if !re.is_null() && m.kind(re) == Kind::Complex { value.1 + x } else { x };
            }
            let value = m.new_complex(value.0, value.1);
            retype(m, value, class_of_call(m, a))
        }),
        def("conjugate($self, /)", "The complex conjugate.", |m, a| {
            let o = a.get(m, 0);
            debug_assert_eq!(m.kind(o), Kind::Complex);
            let (re, im) = m.complex_value(o);
            Ok(m.new_complex(re, -im))
        }),
        member("real", "The real part.", |m, a| {
            let v = m.complex_value(a.get(m, 0)).0;
            Ok(m.new_float(v))
        }),
        member("imag", "The imaginary part.", |m, a| {
            let v = m.complex_value(a.get(m, 0)).1;
            Ok(m.new_float(v))
        }),
        def("__getnewargs__($self, /)", "Arguments that would make the same value anew.", |m, a| {
            let (re, im) = m.complex_value(a.get(m, 0));
            let parts = [re, im].map(|v| m.new_float(v));
            Ok(m.new_tuple(parts.into()))
        }),
        def("__format__($self, format_spec, /)", "Text of the object as the format specification wants it.", |m, a| {
            let (o, spec) = (a.get(m, 0), a.get(m, 1));
            m.format_builtin(o, spec)
        }),
        class_def("from_number($type, number, /)", "A number as a complex.", |m, a| {
            let (class, number) = (a.get(m, 0), a.get(m, 1));
            let own = m.slot(class).a == ty::COMPLEX;
            if own && m.ty(number) == ty::COMPLEX {
                return Ok(m.new_ref(number));
            }
            let (re, im) = m.complex_part(number, "must be real number")?;
            let made = m.new_complex(re, im);
            if own {
                return Ok(made);
            }
            let made = m.keep(made);
            m.call(class, &[made])
        })
        .asking(),
        def("__complex__($self, /)", "The number itself, as an exact complex.", |m, a| {
            let (re, im) = m.complex_value(a.get(m, 0));
            Ok(m.new_complex(re, im))
        }),
    ],
    ..TypeDef::PLAIN
};

/// What `complex()` makes of a text (`complex_from_string_inner`).
fn complex_of_text(text: &str) -> Option<(f64, f64)> {
    let text = text.trim();
    let text = match text.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?.trim(),
        None => text,
    };
    let Some(body) = text.strip_suffix(['j', 'J']) else { return Some((parse_float(text)?, 0.0)) };
    let bytes = body.as_bytes();
    let split = (1..bytes.len())
        .rev()
        .find(|&i| matches!(bytes[i], b'+' | b'-') && !matches!(bytes[i - 1], b'e' | b'E'))
        .unwrap_or(0);
    let (real, imaginary) = body.split_at(split);
    let imaginary = match imaginary {
        "" | "+" => 1.0,
        "-" => -1.0,
        digits => parse_float(digits).filter(|_| !digits.starts_with(char::is_whitespace))?,
    };
    Some((if split == 0 { 0.0 } else { parse_float(real)? }, imaginary))
}

/// Infinite becomes one, anything else nothing, signs kept.
fn boxed(v: f64) -> f64 {
    (if v.is_infinite() { 1.0f64 } else { 0.0 }).copysign(v)
}

/// A NaN becomes a zero of its sign.
fn known(v: f64) -> f64 {
    if v.is_nan() { 0f64.copysign(v) } else { v }
}

/// `(a+bj) * (c+dj)`, with infinities recovered from NaNs (`_Py_c_prod`, C11 annex G).
fn product((mut a, mut b): (f64, f64), (mut c, mut d): (f64, f64)) -> (f64, f64) {
    let (ac, bd, ad, bc) = (a * c, b * d, a * d, b * c);
    let r = (ac - bd, ad + bc);
    if !r.0.is_nan() || !r.1.is_nan() {
        return r;
    }
    let mut again = false;
    if a.is_infinite() || b.is_infinite() {
        (a, b, c, d) = (boxed(a), boxed(b), known(c), known(d));
        again = true;
    }
    if c.is_infinite() || d.is_infinite() {
        (c, d, a, b) = (boxed(c), boxed(d), known(a), known(b));
        again = true;
    }
    if !again && [ac, bd, ad, bc].iter().any(|v| v.is_infinite()) {
        (a, b, c, d) = (known(a), known(b), known(c), known(d));
        again = true;
    }
    if again { (f64::INFINITY * (a * c - b * d), f64::INFINITY * (a * d + b * c)) } else { r }
}

/// `a / b`, `None` for a division by zero (`_Py_c_quot`).
fn quotient(a: (f64, f64), b: (f64, f64)) -> Option<(f64, f64)> {
    let r = if b.0.abs() >= b.1.abs() {
        if b.0 == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let denom = b.0 + b.1 * ratio;
        ((a.0 + a.1 * ratio) / denom, (a.1 - a.0 * ratio) / denom)
    } else if b.1.abs() >= b.0.abs() {
        let ratio = b.0 / b.1;
        let denom = b.0 * ratio + b.1;
        ((a.0 * ratio + a.1) / denom, (a.1 * ratio - a.0) / denom)
    } else {
        (f64::NAN, f64::NAN)
    };
    if !r.0.is_nan() || !r.1.is_nan() {
        return Some(r);
    }
    if (a.0.is_infinite() || a.1.is_infinite()) && b.0.is_finite() && b.1.is_finite() {
        let (x, y) = (boxed(a.0), boxed(a.1));
        return Some((f64::INFINITY * (x * b.0 + y * b.1), f64::INFINITY * (y * b.0 - x * b.1)));
    }
    if (b.0.is_infinite() || b.1.is_infinite()) && a.0.is_finite() && a.1.is_finite() {
        let (x, y) = (boxed(b.0), boxed(b.1));
        return Some((0.0 * (a.0 * x + a.1 * y), 0.0 * (a.1 * x - a.0 * y)));
    }
    Some(r)
}

/// The same where the first number is real (`_Py_rc_quot`).
fn real_quotient(a: f64, b: (f64, f64)) -> Option<(f64, f64)> {
    let r = if b.0.abs() >= b.1.abs() {
        if b.0 == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let denom = b.0 + b.1 * ratio;
        (a / denom, (-a * ratio) / denom)
    } else if b.1.abs() >= b.0.abs() {
        let ratio = b.0 / b.1;
        let denom = b.0 * ratio + b.1;
        ((a * ratio) / denom, -a / denom)
    } else {
        (f64::NAN, f64::NAN)
    };
    if r.0.is_nan() && r.1.is_nan() && a.is_finite() && (b.0.is_infinite() || b.1.is_infinite()) {
        let (x, y) = (boxed(b.0), boxed(b.1));
        return Some((0.0 * (a * x), 0.0 * (-a * y)));
    }
    Some(r)
}

impl Machine {
    /// An argument of `complex()` as real and imaginary part.
    fn complex_part(&mut self, o: Obj, what: &str) -> R<(f64, f64)> {
        if self.kind(o) == Kind::Complex {
            return Ok(self.complex_value(o));
        }
        let name = self.intern_str("__complex__");
        let method = self.lookup_special(o, name.get());
        self.drop_ref(name);
        if !method.is_null() {
            let value = self.call_unbound(method, o, &[])?;
            let got = (self.kind(value.get()) == Kind::Complex).then(|| self.complex_value(value.get()));
            if got.is_some() && self.ty(value.get()) != ty::COMPLEX {
                let value = self.keep(value);
                self.warn_of_subclass("__complex__", "complex", value)?;
                return Ok(self.complex_value(value));
            }
            let kind = self.type_name(value.get());
            self.drop_ref(value);
            if let Some(value) = got {
                return Ok(value);
            }
            let text = format!("__complex__ returned non-complex (type {kind})");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let number = matches!(self.kind(o), Kind::Int | Kind::Bool | Kind::Float)
            || [static_strings::DUNDER_FLOAT, static_strings::DUNDER_INDEX]
                .into_iter()
                .any(|name| !self.lookup_special(o, name).is_null());
        if !number || self.kind(o) == Kind::Str {
            let got = self.type_name(o);
            return Err(self.raise(ty::TYPE_ERROR, &format!("{what}, not {got}")));
        }
        Ok((self.to_float(o)?, 0.0))
    }

    pub fn new_complex(&mut self, re: f64, im: f64) -> Owned {
        let o = self.alloc(Kind::Complex, ty::COMPLEX, 32);
        let slot = self.slot_mut(o);
        (slot.b, slot.c) = (re.to_bits(), im.to_bits());
        Owned::steal(o)
    }

    pub fn complex_value(&self, o: Obj) -> (f64, f64) {
        let slot = self.slot(o);
        (f64::from_bits(slot.b), f64::from_bits(slot.c))
    }

    /// `a ** b` (`complex_pow`).
    pub(crate) fn complex_pow(&mut self, a: (f64, f64), b: (f64, f64)) -> R {
        let ((ar, ai), (br, bi)) = (a, b);
        if a == (0.0, 0.0) && (br < 0.0 || bi != 0.0) {
            return Err(self.raise(ty::ZERO_DIVISION_ERROR, "zero to a negative or complex power"));
        }
        let (re, im) = if bi == 0.0 && br == br.floor() && br.abs() <= 100.0 {
            // Small whole exponents are multiplied out.
            let n = br.abs() as u32;
            let (mut r, mut p, mut mask) = ((1.0, 0.0), a, 1);
            while n >= mask {
                if n & mask != 0 {
                    r = product(r, p);
                }
                mask <<= 1;
                p = product(p, p);
            }
            if br > 0.0 { r } else { quotient((1.0, 0.0), r).unwrap_or((0.0, 0.0)) }
        } else if a == (0.0, 0.0) {
            (0.0, 0.0)
        } else {
            let size = ar.hypot(ai);
            let mut len = size.powf(br);
            let at = ai.atan2(ar);
            let mut phase = at * br;
            if bi != 0.0 {
                len *= (-at * bi).exp();
                phase += bi * size.ln();
            }
            (len * phase.cos(), len * phase.sin())
        };
        if re.is_infinite() || im.is_infinite() {
            return Err(self.raise(ty::OVERFLOW_ERROR, "complex exponentiation"));
        }
        Ok(self.new_complex(re, im))
    }

    /// `a op b` where at least one is complex and the other a number, which then has no imaginary part at all.
    pub fn complex_binary(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R<Option<Owned>> {
        let real = |m: &Machine, o: Obj| m.kind(o) != Kind::Complex;
        let (left, right) = (real(self, a), real(self, b));
        let (x, y) = (self.complex_of(a)?, self.complex_of(b)?);
        let ((ar, ai), (br, bi)) = (x, y);
        let (re, im) = match op {
            BinaryOp::Add if left => (ar + br, bi),
            BinaryOp::Add if right => (ar + br, ai),
            BinaryOp::Add => (ar + br, ai + bi),
            BinaryOp::Sub if left => (ar - br, -bi),
            BinaryOp::Sub if right => (ar - br, ai),
            BinaryOp::Sub => (ar - br, ai - bi),
            BinaryOp::Mul if left => (ar * br, ar * bi),
            BinaryOp::Mul if right => (ar * br, ai * br),
            BinaryOp::Mul => product(x, y),
            BinaryOp::TrueDiv => {
                let divided = if left {
                    real_quotient(ar, y)
                } else if right {
                    (br != 0.0).then(|| (ar / br, ai / br))
                } else {
                    quotient(x, y)
                };
                match divided {
                    Some(value) => value,
                    None => return Err(self.raise(ty::ZERO_DIVISION_ERROR, "division by zero")),
                }
            }
            BinaryOp::Pow => return self.complex_pow(x, y).map(Some),
            _ => return Ok(None),
        };
        Ok(Some(self.new_complex(re, im)))
    }

    /// `abs` of a complex number (`_Py_c_abs`).
    pub(crate) fn complex_abs(&mut self, o: Obj) -> R {
        let (re, im) = self.complex_value(o);
        let size = if re.is_infinite() || im.is_infinite() { f64::INFINITY } else { re.hypot(im) };
        if size.is_infinite() && re.is_finite() && im.is_finite() {
            return Err(self.raise(ty::OVERFLOW_ERROR, "absolute value too large"));
        }
        Ok(self.new_float(size))
    }

    pub fn complex_repr(&self, o: Obj) -> String {
        let (re, im) = self.complex_value(o);
        if re == 0.0 && !re.is_sign_negative() {
            return format!("{}j", float_repr_short(im));
        }
        let sign = if im.is_sign_negative() && !im.is_nan() { "" } else { "+" };
        format!("({}{sign}{}j)", float_repr_short(re), float_repr_short(im))
    }
}
