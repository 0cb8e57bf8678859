//! `math` (`Modules/mathmodule.c`).

use crate::memory::object::{Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// A function of one double; a NaN from an ordinary argument is a domain error, an infinity a range error.
fn one(m: &mut Machine, a: Args, f: fn(f64) -> f64) -> R {
    let x = m.to_float(a.get(m, 0))?;
    let y = f(x);
    if y.is_nan() && !x.is_nan() {
        return Err(m.raise(ty::VALUE_ERROR, "math domain error"));
    }
    if y.is_infinite() && x.is_finite() {
        return Err(m.raise(ty::OVERFLOW_ERROR, "math range error"));
    }
    Ok(m.new_float(y))
}

fn two(m: &mut Machine, a: Args, f: fn(f64, f64) -> f64) -> R {
    let (x, y) = (m.to_float(a.get(m, 0))?, m.to_float(a.get(m, 1))?);
    let z = f(x, y);
    if z.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(m.raise(ty::VALUE_ERROR, "math domain error"));
    }
    if z.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(m.raise(ty::OVERFLOW_ERROR, "math range error"));
    }
    Ok(m.new_float(z))
}

fn test(m: &mut Machine, a: Args, f: fn(f64) -> bool) -> R {
    let x = m.to_float(a.get(m, 0))?;
    Ok(Owned::steal(Machine::new_bool(f(x))))
}

fn big(m: &mut Machine, o: Obj) -> R<BigInt> {
    let i = m.index(o)?;
    let value = m.int_value(i.get()).big();
    m.drop_ref(i);
    Ok(value)
}

/// A logarithm, also of integers too large for a double.
fn log(m: &mut Machine, x: Obj, f: fn(f64) -> f64, of_two: f64) -> R<f64> {
    if m.is_int(x) {
        let value = m.int_value(x).big();
        if !value.is_positive() {
            return Err(m.raise(ty::VALUE_ERROR, "expected a positive input"));
        }
        if let Some(v) = value.to_f64().filter(|v| v.is_finite()) {
            return Ok(f(v));
        }
        let shift = value.bits() - 60;
        let top = (&value >> shift).to_f64().unwrap_or(1.0);
        return Ok(f(top) + shift as f64 * of_two);
    }
    let v = m.to_float(x)?;
    if v <= 0.0 {
        let shown = ground::float::float_repr(v);
        return Err(m.raise(ty::VALUE_ERROR, &format!("expected a positive input, got {shown}")));
    }
    Ok(f(v))
}

fn round_with(m: &mut Machine, a: Args, name: Obj, f: fn(f64) -> f64) -> R {
    let x = a.get(m, 0);
    if m.is_int(x) {
        return m.index(x);
    }
    if !m.is_builtin_exact(x)
        && let Some(value) = m.call_special(x, name, &[])?
    {
        return Ok(value);
    }
    let v = m.to_float(x)?;
    m.float_to_int(f(v))
}

pub const FUNCTIONS: &[Native] = &[
    native_fn("acos", Conv::O, |m, a| one(m, a, f64::acos)),
    native_fn("acosh", Conv::O, |m, a| one(m, a, f64::acosh)),
    native_fn("asin", Conv::O, |m, a| one(m, a, f64::asin)),
    native_fn("asinh", Conv::O, |m, a| one(m, a, f64::asinh)),
    native_fn("atan", Conv::O, |m, a| one(m, a, f64::atan)),
    native_fn("atan2", Conv::Fast(2, 2), |m, a| two(m, a, f64::atan2)),
    native_fn("cbrt", Conv::O, |m, a| one(m, a, f64::cbrt)),
    native_fn("ceil", Conv::O, |m, a| round_with(m, a, crate::native::static_strings::DUNDER_CEIL, f64::ceil)),
    native_fn("comb", Conv::Fast(2, 2), |m, a| {
        let (n, k) = (big(m, a.get(m, 0))?, big(m, a.get(m, 1))?);
        if n.is_negative() || k.is_negative() {
            let which = if n.is_negative() { "n" } else { "k" };
            return Err(m.raise(ty::VALUE_ERROR, &format!("{which} must be a non-negative integer")));
        }
        let Some(k) = (if k > n { None } else { (&n - &k).min(k.clone()).to_u64() }) else { return Ok(m.new_int(0)) };
        let mut value = BigInt::one();
        for i in 0..k {
            value = value * (&n - i) / (i + 1);
        }
        Ok(m.new_bigint(&value))
    }),
    native_fn("copysign", Conv::Fast(2, 2), |m, a| two(m, a, f64::copysign)),
    native_fn("cos", Conv::O, |m, a| one(m, a, f64::cos)),
    native_fn("cosh", Conv::O, |m, a| one(m, a, f64::cosh)),
    native_fn("degrees", Conv::O, |m, a| one(m, a, |x| x * (180.0 / std::f64::consts::PI))),
    native_fn("dist", Conv::Fast(2, 2), |m, a| {
        let (p, q) = (m.iterate_all(a.get(m, 0))?, m.iterate_all(a.get(m, 1))?);
        let mut sum = 0.0;
        for (x, y) in p.iter().zip(&q) {
            let d = m.to_float(x.get())? - m.to_float(y.get())?;
            sum += d * d;
        }
        for o in p.into_iter().chain(q) {
            m.drop_ref(o);
        }
        Ok(m.new_float(sum.sqrt()))
    }),
    native_fn("exp", Conv::O, |m, a| one(m, a, f64::exp)),
    native_fn("exp2", Conv::O, |m, a| one(m, a, f64::exp2)),
    native_fn("expm1", Conv::O, |m, a| one(m, a, f64::exp_m1)),
    native_fn("fabs", Conv::O, |m, a| one(m, a, f64::abs)),
    native_fn("factorial", Conv::O, |m, a| {
        let n = big(m, a.get(m, 0))?;
        if n.is_negative() {
            return Err(m.raise(ty::VALUE_ERROR, "factorial() not defined for negative values"));
        }
        let Some(n) = n.to_u64().filter(|n| *n < 1 << 20) else {
            return Err(m.raise(ty::OVERFLOW_ERROR, "factorial() argument should not exceed 9223372036854775807"));
        };
        let value: BigInt = (1..=n).fold(BigInt::one(), |acc, i| acc * i);
        Ok(m.new_bigint(&value))
    }),
    native_fn("floor", Conv::O, |m, a| round_with(m, a, crate::native::static_strings::DUNDER_FLOOR, f64::floor)),
    native_fn("fmod", Conv::Fast(2, 2), |m, a| two(m, a, |x, y| x % y)),
    native_fn("frexp", Conv::O, |m, a| {
        let (mantissa, e) = crate::objects::floatobject::frexp(m.to_float(a.get(m, 0))?);
        let (mantissa, e) = (m.new_float(mantissa), m.new_int(i64::from(e)));
        Ok(m.new_tuple(vec![mantissa, e]))
    }),
    native_fn("fsum", Conv::O, |m, a| {
        let mut partials: Vec<f64> = Vec::new();
        for item in m.iterate_all(a.get(m, 0))? {
            let mut x = m.to_float(item.get())?;
            m.drop_ref(item);
            let mut kept = 0;
            for i in 0..partials.len() {
                let mut y = partials[i];
                if x.abs() < y.abs() {
                    std::mem::swap(&mut x, &mut y);
                }
                let hi = x + y;
                let lo = y - (hi - x);
                if lo != 0.0 {
                    partials[kept] = lo;
                    kept += 1;
                }
                x = hi;
            }
            partials.truncate(kept);
            partials.push(x);
        }
        let total: f64 = partials.iter().rev().sum();
        Ok(m.new_float(total))
    }),
    native_fn("gcd", Conv::Any, |m, a| {
        let mut value = BigInt::zero();
        for i in 0..a.n {
            let next = big(m, a.get(m, i))?;
            value = num_integer::Integer::gcd(&value, &next);
        }
        Ok(m.new_bigint(&value))
    }),
    native_fn("hypot", Conv::Any, |m, a| {
        let mut value = 0f64;
        for i in 0..a.n {
            let x = m.to_float(a.get(m, i))?;
            value = if i == 0 { x.abs() } else { value.hypot(x) };
        }
        Ok(m.new_float(value))
    }),
    native_fn("isclose", Conv::Any, |m, a| {
        let (x, y) = (m.to_float(a.get(m, 0))?, m.to_float(a.get(m, 1))?);
        let (rel, abs) = (a.keyword(m, "rel_tol"), a.keyword(m, "abs_tol"));
        let rel = if rel.is_null() { 1e-9 } else { m.to_float(rel)? };
        let abs = if abs.is_null() { 0.0 } else { m.to_float(abs)? };
        let diff = (x - y).abs();
        let close =
            x == y || x.is_finite() && y.is_finite() && (diff <= rel * x.abs() || diff <= rel * y.abs() || diff <= abs);
        Ok(Owned::steal(Machine::new_bool(close)))
    }),
    native_fn("isfinite", Conv::O, |m, a| test(m, a, f64::is_finite)),
    native_fn("isinf", Conv::O, |m, a| test(m, a, f64::is_infinite)),
    native_fn("isnan", Conv::O, |m, a| test(m, a, f64::is_nan)),
    native_fn("isqrt", Conv::O, |m, a| {
        let n = big(m, a.get(m, 0))?;
        if n.is_negative() {
            return Err(m.raise(ty::VALUE_ERROR, "isqrt() argument must be nonnegative"));
        }
        let value = n.sqrt();
        Ok(m.new_bigint(&value))
    }),
    native_fn("lcm", Conv::Any, |m, a| {
        let mut value = BigInt::one();
        for i in 0..a.n {
            let next = big(m, a.get(m, i))?;
            value = num_integer::Integer::lcm(&value, &next);
        }
        Ok(m.new_bigint(&value))
    }),
    native_fn("ldexp", Conv::Fast(2, 2), |m, a| {
        let (x, e) = (m.to_float(a.get(m, 0))?, m.index_clamped(a.get(m, 1))?);
        let mut value = x;
        let mut left = e.clamp(-3000, 3000);
        while left != 0 && value != 0.0 && value.is_finite() {
            let step = left.clamp(-1000, 1000);
            value *= 2f64.powi(step as i32);
            left -= step;
        }
        if value.is_infinite() && x.is_finite() {
            return Err(m.raise(ty::OVERFLOW_ERROR, "math range error"));
        }
        Ok(m.new_float(value))
    }),
    native_fn("log", Conv::Fast(1, 2), |m, a| {
        let x = log(m, a.get(m, 0), f64::ln, std::f64::consts::LN_2)?;
        if a.n == 1 {
            return Ok(m.new_float(x));
        }
        let base = log(m, a.get(m, 1), f64::ln, std::f64::consts::LN_2)?;
        if base == 0.0 {
            return Err(m.raise(ty::ZERO_DIVISION_ERROR, "division by zero"));
        }
        Ok(m.new_float(x / base))
    }),
    native_fn("log10", Conv::O, |m, a| {
        let x = log(m, a.get(m, 0), f64::log10, std::f64::consts::LOG10_2)?;
        Ok(m.new_float(x))
    }),
    native_fn("log1p", Conv::O, |m, a| one(m, a, f64::ln_1p)),
    native_fn("log2", Conv::O, |m, a| {
        let x = log(m, a.get(m, 0), f64::log2, 1.0)?;
        Ok(m.new_float(x))
    }),
    native_fn("modf", Conv::O, |m, a| {
        let x = m.to_float(a.get(m, 0))?;
        let fraction = if x.is_infinite() { 0f64.copysign(x) } else { x.fract().copysign(x) };
        let (fraction, whole) = (m.new_float(fraction), m.new_float(x.trunc()));
        Ok(m.new_tuple(vec![fraction, whole]))
    }),
    native_fn("perm", Conv::Fast(1, 2), |m, a| {
        let n = big(m, a.get(m, 0))?;
        let k = if a.n > 1 { big(m, a.get(m, 1))? } else { n.clone() };
        let mut value = BigInt::one();
        if k > n {
            value = BigInt::zero();
        }
        let mut i = BigInt::zero();
        while i < k && !value.is_zero() {
            value *= &n - &i;
            i += 1;
        }
        Ok(m.new_bigint(&value))
    }),
    native_fn("pow", Conv::Fast(2, 2), |m, a| two(m, a, f64::powf)),
    native_fn("prod", Conv::Any, |m, a| {
        let start = a.keyword(m, "start");
        let mut total = if start.is_null() { m.new_int(1) } else { m.new_ref(start) };
        for item in m.iterate_all(a.get(m, 0))? {
            let next = m.binary(crate::objects::abstract_::BinaryOp::Mul, total.get(), item.get());
            m.drop_ref(item);
            m.drop_ref(total);
            total = next?;
        }
        Ok(total)
    }),
    native_fn("radians", Conv::O, |m, a| one(m, a, |x| x * (std::f64::consts::PI / 180.0))),
    native_fn("sin", Conv::O, |m, a| one(m, a, f64::sin)),
    native_fn("sinh", Conv::O, |m, a| one(m, a, f64::sinh)),
    native_fn("sqrt", Conv::O, |m, a| {
        let x = m.to_float(a.get(m, 0))?;
        if x < 0.0 {
            let shown = ground::float::float_repr(x);
            return Err(m.raise(ty::VALUE_ERROR, &format!("expected a nonnegative input, got {shown}")));
        }
        Ok(m.new_float(x.sqrt()))
    }),
    native_fn("tan", Conv::O, |m, a| one(m, a, f64::tan)),
    native_fn("tanh", Conv::O, |m, a| one(m, a, f64::tanh)),
    native_fn("trunc", Conv::O, |m, a| round_with(m, a, crate::native::static_strings::DUNDER_TRUNC, f64::trunc)),
];

/// Constants of the module.
pub const CONSTANTS: &[(&str, f64)] = &[
    ("pi", std::f64::consts::PI),
    ("e", std::f64::consts::E),
    ("tau", std::f64::consts::TAU),
    ("inf", f64::INFINITY),
    ("nan", f64::NAN),
];
