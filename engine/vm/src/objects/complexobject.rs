//! `complex` (`Objects/complexobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::static_strings;
use crate::native::typedef::{Slot, TypeDef, def, member, new, tpflags};
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

    pub fn complex_pow(&mut self, (ar, ai): (f64, f64), (br, bi): (f64, f64)) -> Owned {
        if br == 0.0 && bi == 0.0 {
            return self.new_complex(1.0, 0.0);
        }
        if ar == 0.0 && ai == 0.0 {
            return self.new_complex(0.0, 0.0);
        }
        let vabs = ar.hypot(ai);
        let mut len = vabs.powf(br);
        let at = ai.atan2(ar);
        let mut phase = at * br;
        if bi != 0.0 {
            len *= (-at * bi).exp();
            phase += bi * vabs.ln();
        }
        self.new_complex(len * phase.cos(), len * phase.sin())
    }

    /// `a op b` where at least one is complex and the other a number.
    pub fn complex_binary(&mut self, op: BinaryOp, a: (f64, f64), b: (f64, f64)) -> R<Option<Owned>> {
        let ((ar, ai), (br, bi)) = (a, b);
        let (re, im) = match op {
            BinaryOp::Add => (ar + br, ai + bi),
            BinaryOp::Sub => (ar - br, ai - bi),
            BinaryOp::Mul => (ar * br - ai * bi, ar * bi + ai * br),
            BinaryOp::TrueDiv => {
                if br == 0.0 && bi == 0.0 {
                    return Err(self.raise(ty::ZERO_DIVISION_ERROR, "division by zero"));
                }
                if br.abs() >= bi.abs() {
                    let ratio = bi / br;
                    let denom = br + bi * ratio;
                    ((ar + ai * ratio) / denom, (ai - ar * ratio) / denom)
                } else {
                    let ratio = br / bi;
                    let denom = br * ratio + bi;
                    ((ar * ratio + ai) / denom, (ai * ratio - ar) / denom)
                }
            }
            BinaryOp::Pow => {
                if ar == 0.0 && ai == 0.0 && (br < 0.0 || bi != 0.0) {
                    return Err(self.raise(ty::ZERO_DIVISION_ERROR, "zero to a negative or complex power"));
                }
                // Small whole exponents are multiplied out, as in CPython.
                if bi == 0.0 && br == br.floor() && br.abs() <= 100.0 {
                    let mut n = br.abs() as u32;
                    let (mut r, mut p) = ((1.0, 0.0), (ar, ai));
                    while n > 0 {
                        if n & 1 == 1 {
                            r = (r.0 * p.0 - r.1 * p.1, r.0 * p.1 + r.1 * p.0);
                        }
                        p = (p.0 * p.0 - p.1 * p.1, p.0 * p.1 + p.1 * p.0);
                        n >>= 1;
                    }
                    if br < 0.0 {
                        return self.complex_binary(BinaryOp::TrueDiv, (1.0, 0.0), r);
                    }
                    r
                } else {
                    return Ok(Some(self.complex_pow(a, b)));
                }
            }
            _ => return Ok(None),
        };
        Ok(Some(self.new_complex(re, im)))
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
