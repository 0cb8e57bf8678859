//! `complex` (`Objects/complexobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::typedef::{Slot, TypeDef, def, member, new, tpflags};
use crate::objects::abstract_::BinaryOp;
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
            if !re.is_null() && m.kind(re) == Kind::Str {
                return Err(m.not_supported("complex() of text"));
            }
            if !re.is_null() {
                value = m.complex_part(re)?;
            }
            if !im.is_null() {
                // A part that is no complex number adds nothing, not even a zero.
                let (x, y) = m.complex_part(im)?;
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

impl Machine {
    /// An argument of `complex()` as real and imaginary part.
    fn complex_part(&mut self, o: Obj) -> R<(f64, f64)> {
        if self.kind(o) == Kind::Complex { Ok(self.complex_value(o)) } else { Ok((self.to_float(o)?, 0.0)) }
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
