//! `cmath` (`Modules/cmathmodule.c`): functions of complex numbers.

mod functions;

use crate::fill::put;
use functions::{Answer, Complex, Fault, complex};
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::{Args, boolean};
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::abstract_::BinaryOp;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `cmath`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "cmath",
    doc: "Functions of complex numbers.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        use std::f64::consts::{E, PI, TAU};
        for (name, value) in [("pi", PI), ("e", E), ("tau", TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)] {
            let value = m.new_float(value);
            put(m, dict, name, value);
        }
        for (name, value) in [("infj", f64::INFINITY), ("nanj", f64::NAN)] {
            let value = m.new_complex(0.0, value);
            put(m, dict, name, value);
        }
    },
};

/// What `__complex__` says, or a real number (`PyComplex_AsCComplex`).
fn argument(m: &mut Machine, o: Obj) -> R<Complex> {
    if m.kind(o) == Kind::Complex {
        let (re, im) = m.complex_value(o);
        return Ok(complex(re, im));
    }
    let name = m.intern_str("__complex__");
    let name = m.keep(name);
    let method = m.lookup_special(o, name);
    if method.is_null() {
        return Ok(complex(m.number_as_f64(o)?, 0.0));
    }
    let made = m.call_unbound(method, o, &[])?;
    let made = m.keep(made);
    if m.kind(made) != Kind::Complex {
        let got = m.type_name(made);
        let text = format!("__complex__ returned non-complex (type {got})");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let (re, im) = m.complex_value(made);
    Ok(complex(re, im))
}

fn result(m: &mut Machine, answer: Answer) -> R<Complex> {
    answer.map_err(|fault| match fault {
        Fault::Domain => m.raise(ty::VALUE_ERROR, "math domain error"),
        Fault::Range => m.raise(ty::OVERFLOW_ERROR, "math range error"),
    })
}

fn made(m: &mut Machine, answer: Answer) -> R {
    let z = result(m, answer)?;
    Ok(m.new_complex(z.re, z.im))
}

fn one(m: &mut Machine, a: Args, of: fn(Complex) -> Answer) -> R {
    let z = argument(m, a.get(m, 0))?;
    made(m, of(z))
}

fn log(m: &mut Machine, a: Args) -> R {
    let z = argument(m, a.get(m, 0))?;
    let base = a.opt(m, 1);
    if base.is_null() {
        return made(m, functions::log(z));
    }
    let base = argument(m, base)?;
    let parts = [functions::log(z), functions::log(base)];
    let mut logs = Vec::new();
    for part in parts {
        let z = result(m, part)?;
        let z = m.new_complex(z.re, z.im);
        logs.push(m.keep(z));
    }
    match m.binary(BinaryOp::TrueDiv, logs[0], logs[1]) {
        Err(_) if m.raised_is(ty::ZERO_DIVISION_ERROR) => {
            m.clear_raised();
            Err(m.raise(ty::VALUE_ERROR, "math domain error"))
        }
        quotient => quotient,
    }
}

fn size(m: &mut Machine, z: Complex) -> R<f64> {
    let size = z.re.hypot(z.im);
    if size.is_infinite() && z.re.is_finite() && z.im.is_finite() {
        return Err(m.raise(ty::OVERFLOW_ERROR, "math range error"));
    }
    Ok(size)
}

fn is_close(m: &mut Machine, a: Args) -> R {
    let (x, y) = (argument(m, a.get(m, 0))?, argument(m, a.get(m, 1))?);
    let mut tolerances = [1e-9, 0.0];
    for (i, tolerance) in tolerances.iter_mut().enumerate() {
        let given = a.opt(m, 2 + i as u32);
        if !given.is_null() {
            *tolerance = m.number_as_f64(given)?;
        }
    }
    let [relative, absolute] = tolerances;
    if relative < 0.0 || absolute < 0.0 {
        return Err(m.raise(ty::VALUE_ERROR, "tolerances must be non-negative"));
    }
    if x == y {
        return boolean(true);
    }
    let infinite = |z: Complex| z.re.is_infinite() || z.im.is_infinite();
    if infinite(x) || infinite(y) {
        return boolean(false);
    }
    let length = |z: Complex| z.re.hypot(z.im);
    let difference = length(complex(x.re - y.re, x.im - y.im));
    boolean(difference <= relative * length(y) || difference <= relative * length(x) || difference <= absolute)
}

fn test(m: &mut Machine, a: Args, of: fn(Complex) -> bool) -> R {
    let z = argument(m, a.get(m, 0))?;
    boolean(of(z))
}

const FUNCTIONS: &[Native] = &[
    function("acos($module, z, /)", "Arc cosine.", |m, a| one(m, a, functions::acos)).asking(),
    function("acosh($module, z, /)", "Inverse hyperbolic cosine.", |m, a| one(m, a, functions::acosh)).asking(),
    function("asin($module, z, /)", "Arc sine.", |m, a| one(m, a, functions::asin)).asking(),
    function("asinh($module, z, /)", "Inverse hyperbolic sine.", |m, a| one(m, a, functions::asinh)).asking(),
    function("atan($module, z, /)", "Arc tangent.", |m, a| one(m, a, functions::atan)).asking(),
    function("atanh($module, z, /)", "Inverse hyperbolic tangent.", |m, a| one(m, a, functions::atanh)).asking(),
    function("cos($module, z, /)", "Cosine.", |m, a| one(m, a, functions::cos)).asking(),
    function("cosh($module, z, /)", "Hyperbolic cosine.", |m, a| one(m, a, functions::cosh)).asking(),
    function("exp($module, z, /)", "e to the power of the number.", |m, a| one(m, a, functions::exp)).asking(),
    function(
        "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        "Whether two numbers are nearly equal.",
        is_close,
    )
    .asking(),
    function("isfinite($module, z, /)", "Whether both parts are finite.", |m, a| {
        test(m, a, |z| z.re.is_finite() && z.im.is_finite())
    })
    .asking(),
    function("isinf($module, z, /)", "Whether a part is infinite.", |m, a| {
        test(m, a, |z| z.re.is_infinite() || z.im.is_infinite())
    })
    .asking(),
    function("isnan($module, z, /)", "Whether a part is not a number.", |m, a| {
        test(m, a, |z| z.re.is_nan() || z.im.is_nan())
    })
    .asking(),
    function("log($module, z, base=<unrepresentable>, /)", "Logarithm.", log).asking(),
    function("log10($module, z, /)", "Logarithm to base 10.", |m, a| one(m, a, functions::log10)).asking(),
    function("phase($module, z, /)", "The angle.", |m, a| {
        let z = argument(m, a.get(m, 0))?;
        Ok(m.new_float(z.im.atan2(z.re)))
    })
    .asking(),
    function("polar($module, z, /)", "The length and the angle.", |m, a| {
        let z = argument(m, a.get(m, 0))?;
        let both = [size(m, z)?, z.im.atan2(z.re)].map(|part| m.new_float(part));
        Ok(m.new_tuple(both.into()))
    })
    .asking(),
    function("rect($module, r, phi, /)", "The number of a length and an angle.", |m, a| {
        let (r, phi) = (m.number_as_f64(a.get(m, 0))?, m.number_as_f64(a.get(m, 1))?);
        made(m, functions::rect(r, phi))
    })
    .asking(),
    function("sin($module, z, /)", "Sine.", |m, a| one(m, a, functions::sin)).asking(),
    function("sinh($module, z, /)", "Hyperbolic sine.", |m, a| one(m, a, functions::sinh)).asking(),
    function("sqrt($module, z, /)", "Square root.", |m, a| one(m, a, functions::sqrt)).asking(),
    function("tan($module, z, /)", "Tangent.", |m, a| one(m, a, functions::tan)).asking(),
    function("tanh($module, z, /)", "Hyperbolic tangent.", |m, a| one(m, a, functions::tanh)).asking(),
];
