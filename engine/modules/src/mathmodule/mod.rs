//! `math` (`Modules/mathmodule.c`).

mod special;

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::Args;
use vm::native::static_strings;
use vm::native::typedef::{ModuleDef, Native, concat, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// A real number as a double (`PyFloat_AsDouble`); text is none.
fn real(m: &mut Machine, o: Obj) -> R<f64> {
    let number = matches!(m.kind(o), Kind::Float | Kind::Int | Kind::Bool);
    let special = [static_strings::DUNDER_FLOAT, static_strings::DUNDER_INDEX];
    if number || special.into_iter().any(|name| !m.lookup_special(o, name).is_null()) {
        return m.to_float(o);
    }
    let name = m.type_name(o);
    Err(m.raise(ty::TYPE_ERROR, &format!("must be real number, not {name}")))
}

/// A function of one double; a NaN from an ordinary argument is a domain error, an infinity a range error.
fn one(m: &mut Machine, a: Args, f: fn(f64) -> f64) -> R {
    let x = real(m, a.get(m, 0))?;
    let y = f(x);
    if y.is_nan() && !x.is_nan() {
        return Err(m.raise(ty::VALUE_ERROR, "math domain error"));
    }
    if y.is_infinite() && x.is_finite() {
        return Err(m.raise(ty::OVERFLOW_ERROR, "math range error"));
    }
    Ok(m.new_float(y))
}

/// A function of numbers for which `fits` holds; others are refused with what was expected.
fn within(m: &mut Machine, a: Args, f: fn(f64) -> f64, fits: fn(f64) -> bool, expected: &str) -> R {
    let x = real(m, a.get(m, 0))?;
    if x.is_nan() || fits(x) {
        return one(m, a, f);
    }
    let shown = ground::float::float_repr(x);
    Err(m.raise(ty::VALUE_ERROR, &format!("expected {expected}, got {shown}")))
}

fn two(m: &mut Machine, a: Args, f: fn(f64, f64) -> f64) -> R {
    let (x, y) = (real(m, a.get(m, 0))?, real(m, a.get(m, 1))?);
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
    let x = real(m, a.get(m, 0))?;
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
    let v = real(m, x)?;
    if v <= 0.0 {
        let shown = ground::float::float_repr(v);
        return Err(m.raise(ty::VALUE_ERROR, &format!("expected a positive input, got {shown}")));
    }
    Ok(f(v))
}

fn round_with(m: &mut Machine, a: Args, name: Obj, f: fn(f64) -> f64) -> R {
    let x = a.get(m, 0);
    if m.is_int(x) {
        return m.number_to_int(x);
    }
    if !m.is_builtin_exact(x)
        && let Some(value) = m.call_special(x, name, &[])?
    {
        return Ok(value);
    }
    let v = real(m, x)?;
    m.float_to_int(f(v))
}

/// The sum, rounded once (`math_fsum`): what each addition loses is kept as a number of its own.
fn exact_sum(numbers: &[f64]) -> Result<f64, (u32, &'static str)> {
    let mut partials: Vec<f64> = Vec::new();
    let (mut special, mut infinite) = (0.0, 0.0);
    for &number in numbers {
        let mut x = number;
        let mut kept = 0;
        for i in 0..partials.len() {
            let mut y = partials[i];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if x.is_finite() {
            partials.push(x);
            continue;
        }
        if number.is_finite() {
            return Err((ty::OVERFLOW_ERROR, "intermediate overflow in fsum"));
        }
        if number.is_infinite() {
            infinite += number;
        }
        special += number;
        partials.clear();
    }
    if special != 0.0 {
        let opposed = f64::is_nan(infinite);
        return if opposed { Err((ty::VALUE_ERROR, "-inf + inf in fsum")) } else { Ok(special) };
    }
    let Some(mut high) = partials.pop() else { return Ok(0.0) };
    let mut low = 0.0;
    while let Some(y) = partials.pop() {
        let x = high;
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    // Half-way cases: what lies below decides.
    if partials.last().is_some_and(|below| low < 0.0 && *below < 0.0 || low > 0.0 && *below > 0.0) {
        let twice = low * 2.0;
        let x = high + twice;
        if twice == x - high {
            high = x;
        }
    }
    Ok(high)
}

fn fill(m: &mut Machine, dict: Obj) {
    for (key, value) in CONSTANTS {
        let key = m.intern_str(key);
        let value = m.new_float(*value);
        m.dict_set_str(dict, key.get(), value);
        m.drop_ref(key);
    }
}

/// `math`.
pub static MODULE: ModuleDef = ModuleDef { name: "math", doc: "Functions of real numbers.", functions: &ALL, fill };

/// All of them.
const ALL: [Native; 57] = concat(&FUNCTIONS, &special::FUNCTIONS);

const FUNCTIONS: [Native; 47] = [
    function("acos($module, x, /)", "Arc cosine, in radians.", |m, a| {
        within(m, a, f64::acos, |x| x.abs() <= 1.0, "a number in range from -1 up to 1")
    }),
    function("acosh($module, x, /)", "Inverse hyperbolic cosine.", |m, a| {
        within(m, a, f64::acosh, |x| x >= 1.0, "argument value not less than 1")
    }),
    function("asin($module, x, /)", "Arc sine, in radians.", |m, a| {
        within(m, a, f64::asin, |x| x.abs() <= 1.0, "a number in range from -1 up to 1")
    }),
    function("asinh($module, x, /)", "Inverse hyperbolic sine.", |m, a| one(m, a, f64::asinh)),
    function("atan($module, x, /)", "Arc tangent, in radians.", |m, a| one(m, a, f64::atan)),
    function("atan2($module, y, x, /)", "Angle of the point (x, y), in radians.", |m, a| two(m, a, f64::atan2)),
    function("cbrt($module, x, /)", "Cube root.", |m, a| one(m, a, f64::cbrt)),
    function("ceil($module, x, /)", "The least int that is not below the number.", |m, a| {
        round_with(m, a, vm::native::static_strings::DUNDER_CEIL, f64::ceil)
    }),
    function("comb($module, n, k, /)", "Ways to choose k of n items without order.", |m, a| {
        let (n, k) = (big(m, a.get(m, 0))?, big(m, a.get(m, 1))?);
        if n.is_negative() || k.is_negative() {
            let which = if n.is_negative() { "n" } else { "k" };
            return Err(m.raise(ty::VALUE_ERROR, &format!("{which} must be a non-negative integer")));
        }
        let Some(k) = (if k > n { None } else { (&n - &k).min(k.clone()).to_u64() }) else { return Ok(m.new_int(0)) };
        if k >= 1 << 20 {
            return Err(m.raise(ty::OVERFLOW_ERROR, "min(n - k, k) must not exceed 9223372036854775807"));
        }
        let mut value = BigInt::one();
        for i in 0..k {
            value = value * (&n - i) / (i + 1);
        }
        Ok(m.new_bigint(&value))
    }),
    function("copysign($module, x, y, /)", "The size of x with the sign of y.", |m, a| two(m, a, f64::copysign)),
    function("cos($module, x, /)", "Cosine of an angle in radians.", |m, a| {
        within(m, a, f64::cos, |x| !x.is_infinite(), "a finite input")
    }),
    function("cosh($module, x, /)", "Hyperbolic cosine.", |m, a| one(m, a, f64::cosh)),
    function("degrees($module, x, /)", "The angle in degrees.", |m, a| {
        one(m, a, |x| x * (180.0 / std::f64::consts::PI))
    }),
    function("dist($module, p, q, /)", "Distance of two points.", |m, a| {
        let mut sum = 0.0;
        let p = m.iterate_all(a.get(m, 0))?;
        let p = m.keep_all(p);
        let q = m.iterate_all(a.get(m, 1))?;
        let q = m.keep_all(q);
        if p.len() != q.len() {
            return Err(m.raise(ty::VALUE_ERROR, "both points must have the same number of dimensions"));
        }
        for (x, y) in p.into_iter().zip(q) {
            let d = real(m, x)? - real(m, y)?;
            sum += d * d;
        }
        Ok(m.new_float(sum.sqrt()))
    }),
    function("exp($module, x, /)", "e to the power of the number.", |m, a| one(m, a, f64::exp)),
    function("exp2($module, x, /)", "Two to the power of the number.", |m, a| one(m, a, f64::exp2)),
    function("expm1($module, x, /)", "exp minus one, exact for small numbers.", |m, a| one(m, a, f64::exp_m1)),
    function("fabs($module, x, /)", "The absolute value, as a float.", |m, a| one(m, a, f64::abs)),
    function("factorial($module, n, /)", "The product of all ints up to n.", |m, a| {
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
    function("floor($module, x, /)", "The greatest int that is not above the number.", |m, a| {
        round_with(m, a, vm::native::static_strings::DUNDER_FLOOR, f64::floor)
    }),
    function("fmod($module, x, y, /)", "Remainder with the sign of x.", |m, a| two(m, a, |x, y| x % y)),
    function("frexp($module, x, /)", "Mantissa and exponent.", |m, a| {
        let (mantissa, e) = vm::objects::floatobject::frexp(real(m, a.get(m, 0))?);
        let (mantissa, e) = (m.new_float(mantissa), m.new_int(i64::from(e)));
        Ok(m.new_tuple(vec![mantissa, e]))
    }),
    function("fsum($module, seq, /)", "An exact sum of floats.", |m, a| {
        let items = m.iterate_all(a.get(m, 0))?;
        let mut numbers = Vec::new();
        for item in m.keep_all(items) {
            numbers.push(real(m, item)?);
        }
        match exact_sum(&numbers) {
            Ok(sum) => Ok(m.new_float(sum)),
            Err((class, text)) => Err(m.raise(class, text)),
        }
    }),
    function("gcd($module, /, *integers)", "Greatest common divisor.", |m, a| {
        let mut value = BigInt::zero();
        for i in 0..a.n {
            let next = big(m, a.get(m, i))?;
            value = num_integer::Integer::gcd(&value, &next);
        }
        Ok(m.new_bigint(&value))
    }),
    function("hypot($module, /, *coordinates)", "Distance from the origin.", |m, a| {
        let mut value = 0f64;
        for i in 0..a.n {
            let x = real(m, a.get(m, i))?;
            value = if i == 0 { x.abs() } else { value.hypot(x) };
        }
        Ok(m.new_float(value))
    }),
    function(
        "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        "Whether two numbers are nearly equal.",
        |m, a| {
            let (x, y) = (real(m, a.get(m, 0))?, real(m, a.get(m, 1))?);
            let (rel, abs) = (a.opt(m, 2), a.opt(m, 3));
            let rel = if rel.is_null() { 1e-9 } else { real(m, rel)? };
            let abs = if abs.is_null() { 0.0 } else { real(m, abs)? };
            if rel < 0.0 || abs < 0.0 {
                return Err(m.raise(ty::VALUE_ERROR, "tolerances must be non-negative"));
            }
            let diff = (x - y).abs();
            let close = x == y
                || x.is_finite() && y.is_finite() && (diff <= rel * x.abs() || diff <= rel * y.abs() || diff <= abs);
            Ok(Owned::steal(Machine::new_bool(close)))
        },
    ),
    function("isfinite($module, x, /)", "Whether it is neither infinite nor NaN.", |m, a| test(m, a, f64::is_finite)),
    function("isinf($module, x, /)", "Whether it is infinite.", |m, a| test(m, a, f64::is_infinite)),
    function("isnan($module, x, /)", "Whether it is not a number.", |m, a| test(m, a, f64::is_nan)),
    function("isqrt($module, n, /)", "Square root of an int, rounded down.", |m, a| {
        let n = big(m, a.get(m, 0))?;
        if n.is_negative() {
            return Err(m.raise(ty::VALUE_ERROR, "isqrt() argument must be nonnegative"));
        }
        let value = n.sqrt();
        Ok(m.new_bigint(&value))
    }),
    function("lcm($module, /, *integers)", "Least common multiple.", |m, a| {
        let mut value = BigInt::one();
        for i in 0..a.n {
            let next = big(m, a.get(m, i))?;
            value = num_integer::Integer::lcm(&value, &next);
        }
        Ok(m.new_bigint(&value))
    }),
    function("ldexp($module, x, i, /)", "x times two to the power of i.", |m, a| {
        let (x, e) = (real(m, a.get(m, 0))?, m.index_clamped(a.get(m, 1))?);
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
    function("log(a0, a1=None, /)", "Logarithm to the base, e by default.", |m, a| {
        let x = log(m, a.get(m, 0), f64::ln, std::f64::consts::LN_2)?;
        if a.n == 1 {
            return Ok(m.new_float(x));
        }
        let base = log(m, a.get(m, 1), f64::ln, std::f64::consts::LN_2)?;
        if base == 0.0 {
            return Err(m.raise(ty::ZERO_DIVISION_ERROR, "division by zero"));
        }
        Ok(m.new_float(x / base))
    })
    .hidden(),
    function("log10($module, x, /)", "Logarithm to the base ten.", |m, a| {
        let x = log(m, a.get(m, 0), f64::log10, std::f64::consts::LOG10_2)?;
        Ok(m.new_float(x))
    }),
    function("log1p($module, x, /)", "Logarithm of one plus the number, exact for small numbers.", |m, a| {
        within(m, a, f64::ln_1p, |x| x > -1.0, "argument value > -1")
    }),
    function("log2($module, x, /)", "Logarithm to the base two.", |m, a| {
        let x = log(m, a.get(m, 0), f64::log2, 1.0)?;
        Ok(m.new_float(x))
    }),
    function("modf($module, x, /)", "Fraction and whole part.", |m, a| {
        let x = real(m, a.get(m, 0))?;
        let fraction = if x.is_infinite() { 0f64.copysign(x) } else { x.fract().copysign(x) };
        let (fraction, whole) = (m.new_float(fraction), m.new_float(x.trunc()));
        Ok(m.new_tuple(vec![fraction, whole]))
    }),
    function("perm($module, n, k=None, /)", "Ways to choose k of n items with order.", |m, a| {
        let n = big(m, a.get(m, 0))?;
        let alone = a.n == 1 || Machine::is_none(a.get(m, 1));
        let k = if alone { n.clone() } else { big(m, a.get(m, 1))? };
        if n.is_negative() || k.is_negative() {
            let text = match (alone, n.is_negative()) {
                (true, _) => "factorial() not defined for negative values",
                (false, true) => "n must be a non-negative integer",
                (false, false) => "k must be a non-negative integer",
            };
            return Err(m.raise(ty::VALUE_ERROR, text));
        }
        let most = k.to_u64().filter(|k| *k < 1 << 20);
        if k <= n && most.is_none() {
            let what = if alone { "factorial() argument should" } else { "k must" };
            return Err(m.raise(ty::OVERFLOW_ERROR, &format!("{what} not exceed 9223372036854775807")));
        }
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
    function("pow($module, x, y, /)", "x to the power of y, as a float.", |m, a| two(m, a, f64::powf)),
    function("prod($module, iterable, /, *, start=1)", "The product of all items.", |m, a| {
        let start = a.opt(m, 1);
        let items = m.iterate_all(a.get(m, 0))?;
        let items = m.keep_all(items);
        let mut total = if start.is_null() { m.new_int(1) } else { m.new_ref(start) };
        for item in items {
            let next = m.binary(vm::objects::abstract_::BinaryOp::Mul, total.get(), item);
            m.drop_ref(total);
            total = next?;
        }
        Ok(total)
    }),
    function("radians($module, x, /)", "The angle in radians.", |m, a| {
        one(m, a, |x| x * (std::f64::consts::PI / 180.0))
    }),
    function("sin($module, x, /)", "Sine of an angle in radians.", |m, a| {
        within(m, a, f64::sin, |x| !x.is_infinite(), "a finite input")
    }),
    function("sinh($module, x, /)", "Hyperbolic sine.", |m, a| one(m, a, f64::sinh)),
    function("sqrt($module, x, /)", "Square root.", |m, a| {
        let x = real(m, a.get(m, 0))?;
        if x < 0.0 {
            let shown = ground::float::float_repr(x);
            return Err(m.raise(ty::VALUE_ERROR, &format!("expected a nonnegative input, got {shown}")));
        }
        Ok(m.new_float(x.sqrt()))
    }),
    function("tan($module, x, /)", "Tangent of an angle in radians.", |m, a| {
        within(m, a, f64::tan, |x| !x.is_infinite(), "a finite input")
    }),
    function("tanh($module, x, /)", "Hyperbolic tangent.", |m, a| one(m, a, f64::tanh)),
    function("trunc($module, x, /)", "The number without its fraction, as an int.", |m, a| {
        round_with(m, a, vm::native::static_strings::DUNDER_TRUNC, f64::trunc)
    }),
];

/// Constants of the module.
const CONSTANTS: &[(&str, f64)] = &[
    ("pi", std::f64::consts::PI),
    ("e", std::f64::consts::E),
    ("tau", std::f64::consts::TAU),
    ("inf", f64::INFINITY),
    ("nan", f64::NAN),
];
