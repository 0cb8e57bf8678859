//! Functions of `math` that need more than a line: gamma, error function, remainder, neighbours, exact sums of products.

use super::{one, real, within};
use num_bigint::BigInt;
use num_traits::Zero;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::Args;
use vm::native::typedef::{Native, function};
use vm::objects::abstract_::BinaryOp;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// The functions.
pub const FUNCTIONS: [Native; 10] = [
    function("atanh($module, x, /)", "Inverse hyperbolic tangent.", |m, a| {
        within(m, a, libm::atanh, |x| x > -1.0 && x < 1.0, "a number between -1 and 1")
    }),
    function("erf($module, x, /)", "The error function.", |m, a| one(m, a, libm::erf)),
    function("erfc($module, x, /)", "One minus the error function.", |m, a| one(m, a, libm::erfc)),
    function("fma($module, x, y, z, /)", "x * y + z, rounded once.", |m, a| {
        let [x, y, z] = [0, 1, 2].map(|i| a.get(m, i));
        let (x, y, z) = (real(m, x)?, real(m, y)?, real(m, z)?);
        let r = x.mul_add(y, z);
        if r.is_nan() && ![x, y, z].iter().any(|part| part.is_nan()) {
            return Err(m.raise(ty::VALUE_ERROR, "invalid operation in fma"));
        }
        if r.is_infinite() && [x, y, z].iter().all(|part| part.is_finite()) {
            return Err(m.raise(ty::OVERFLOW_ERROR, "overflow in fma"));
        }
        Ok(m.new_float(r))
    }),
    function("gamma($module, x, /)", "The gamma function.", |m, a| {
        let fits = |x: f64| x > 0.0 || x.is_finite() && x != x.floor();
        within(m, a, gamma, fits, "a noninteger or positive integer")
    }),
    function("lgamma($module, x, /)", "Logarithm of the absolute value of the gamma function.", |m, a| {
        let fits = |x: f64| x > 0.0 || x.is_infinite() || x != x.floor();
        within(m, a, lgamma, fits, "a noninteger or positive integer")
    }),
    function("nextafter($module, x, y, /, *, steps=None)", "The next float from x towards y.", nextafter),
    function("remainder($module, x, y, /)", "What is left of x after the nearest multiple of y.", |m, a| {
        let (x, y) = (real(m, a.get(m, 0))?, real(m, a.get(m, 1))?);
        let r = remainder(x, y);
        if r.is_nan() && !x.is_nan() && !y.is_nan() {
            return Err(m.raise(ty::VALUE_ERROR, "math domain error"));
        }
        Ok(m.new_float(r))
    }),
    function("sumprod($module, p, q, /)", "The sum of products of the items of two iterables.", sumprod).asking(),
    function("ulp($module, x, /)", "The value of the last bit of a float.", |m, a| {
        let x = real(m, a.get(m, 0))?.abs();
        let up = x.next_up();
        let ulp = if x.is_nan() || x.is_infinite() {
            x
        } else if up.is_infinite() {
            x - x.next_down()
        } else {
            up - x
        };
        Ok(m.new_float(ulp))
    }),
];

/// Lanczos' approximation with thirteen terms, as CPython has it.
mod lanczos {
    pub const G: f64 = 6.02468004077673;
    pub const G_MINUS_HALF: f64 = 5.52468004077673;
    pub const NUMERATOR: [f64; 13] = [
        23531376880.41076,
        42919803642.6491,
        35711959237.35567,
        17921034426.03721,
        6039542586.352028,
        1439720407.3117216,
        248874557.86205417,
        31426415.585400194,
        2876370.6289353725,
        186056.26539522348,
        8071.672002365816,
        210.82427775157936,
        2.5066282746310002,
    ];
    pub const DENOMINATOR: [f64; 13] = [
        0.0,
        39916800.0,
        120543840.0,
        150917976.0,
        105258076.0,
        45995730.0,
        13339535.0,
        2637558.0,
        357423.0,
        32670.0,
        1925.0,
        66.0,
        1.0,
    ];

    /// Of a positive number; beyond 5 in powers of its inverse, so that nothing overflows.
    pub fn sum(x: f64) -> f64 {
        let (mut n, mut d) = (0.0, 0.0);
        for i in 0..13 {
            if x < 5.0 {
                n = n * x + NUMERATOR[12 - i];
                d = d * x + DENOMINATOR[12 - i];
            } else {
                n = n / x + NUMERATOR[i];
                d = d / x + DENOMINATOR[i];
            }
        }
        n / d
    }
}

/// sin(pi x), exact at multiples of a half.
fn sin_pi(x: f64) -> f64 {
    use std::f64::consts::PI;
    let y = x.abs() % 2.0;
    let r = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1f64.copysign(x) * r
}

/// `m_tgamma`.
fn gamma(x: f64) -> f64 {
    if x.is_nan() || x == f64::INFINITY {
        return x;
    }
    if x == x.floor() && x <= 23.0 {
        return (1..x as i64).map(|i| i as f64).product();
    }
    let size = x.abs();
    if size < 1e-20 {
        return 1.0 / x;
    }
    if size > 200.0 {
        return if x < 0.0 { 0.0 / sin_pi(x) } else { f64::INFINITY };
    }
    let y = size + lanczos::G_MINUS_HALF;
    let z = if size > lanczos::G_MINUS_HALF {
        (y - size) - lanczos::G_MINUS_HALF
    } else {
        (y - lanczos::G_MINUS_HALF) - size
    };
    let z = z * lanczos::G / y;
    let power = |r: f64, up: bool| {
        let times = |r: f64, by: f64| if up { r * by } else { r / by };
        if size < 140.0 {
            times(r, y.powf(size - 0.5))
        } else {
            let root = y.powf(size / 2.0 - 0.25);
            times(times(r, root), root)
        }
    };
    if x < 0.0 {
        let mut r = -std::f64::consts::PI / sin_pi(size) / size * y.exp() / lanczos::sum(size);
        r -= z * r;
        power(r, false)
    } else {
        let mut r = lanczos::sum(size) / y.exp();
        r += z * r;
        power(r, true)
    }
}

/// `m_lgamma`.
fn lgamma(x: f64) -> f64 {
    const LOG_PI: f64 = 1.1447298858494002;
    if x.is_infinite() {
        return f64::INFINITY;
    }
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    let size = x.abs();
    if size < 1e-20 {
        return -size.ln();
    }
    let mut r = lanczos::sum(size).ln() - lanczos::G;
    r += (size - 0.5) * ((size + lanczos::G - 0.5).ln() - 1.0);
    if x < 0.0 {
        r = LOG_PI - sin_pi(size).abs().ln() - size.ln() - r;
    }
    r
}

/// `m_remainder`: x minus the nearest multiple of y, the even one in a tie; always exact.
fn remainder(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return if x.is_nan() { x } else { y };
    }
    if x.is_infinite() || y == 0.0 {
        return f64::NAN;
    }
    if y.is_infinite() {
        return x;
    }
    let (size, by) = (x.abs(), y.abs());
    let rest = size % by;
    let other = by - rest;
    let r = if rest < other {
        rest
    } else if rest > other {
        -other
    } else {
        rest - 2.0 * ((0.5 * (size - rest)) % by)
    };
    1f64.copysign(x) * r
}

fn nextafter(m: &mut Machine, a: Args) -> R {
    let (x, y, steps) = (real(m, a.get(m, 0))?, real(m, a.get(m, 1))?, a.opt(m, 2));
    let steps = if steps.is_null() || Machine::is_none(steps) {
        1
    } else {
        let steps = m.index(steps)?;
        let value = m.int_value(steps.get()).big();
        m.drop_ref(steps);
        if value < BigInt::zero() {
            return Err(m.raise(ty::VALUE_ERROR, "steps must be a non-negative integer"));
        }
        u64::try_from(&value).unwrap_or(u64::MAX)
    };
    Ok(m.new_float(stepped(x, y, steps)))
}

/// So many floats from x towards y, counted by their bits.
fn stepped(x: f64, y: f64, steps: u64) -> f64 {
    if steps == 0 || x == y && steps > 0 {
        return if steps == 0 { x } else { y };
    }
    if x.is_nan() || y.is_nan() {
        return if x.is_nan() { x } else { y };
    }
    let order = |f: f64| {
        let bits = i128::from(f.to_bits() & !(1 << 63));
        if f.is_sign_negative() { -bits } else { bits }
    };
    let (from, to) = (order(x), order(y));
    let steps = i128::from(steps);
    let at = if from < to { (from + steps).min(to) } else { (from - steps).max(to) };
    if at == to {
        return y;
    }
    let size = f64::from_bits(at.unsigned_abs() as u64);
    if at < 0 || at == 0 && x.is_sign_negative() { -size } else { size }
}

/// Items of two iterables: ints exactly, floats as if to thrice the precision, all else by the operators.
fn sumprod(m: &mut Machine, a: Args) -> R {
    let lists = [a.get(m, 0), a.get(m, 1)];
    let mut items: Vec<Vec<Obj>> = Vec::new();
    for list in lists {
        let all = m.iterate_all(list)?;
        items.push(m.keep_all(all));
    }
    if items[0].len() != items[1].len() {
        return Err(m.raise(ty::VALUE_ERROR, "Inputs are not the same length"));
    }
    let pairs: Vec<(Obj, Obj)> = items[0].iter().copied().zip(items[1].iter().copied()).collect();
    let is = |m: &Machine, o: Obj, kind: Kind| m.kind(o) == kind && m.is_builtin_exact(o);
    let zero = m.new_int(0);
    let mut total = m.keep(zero);
    // Ints come first: what is no int closes that way. Floats are gathered until a pair has none.
    let (mut ints, mut open) = (BigInt::zero(), true);
    let mut floats: Option<[f64; 3]> = None;
    for (x, y) in pairs {
        if open && is(m, x, Kind::Int) && is(m, y, Kind::Int) {
            ints += m.int_value(x).big() * m.int_value(y).big();
            continue;
        }
        if open {
            open = false;
            let sum = m.new_bigint(&ints);
            total = added(m, total, sum)?;
        }
        let real = |m: &Machine, o: Obj| is(m, o, Kind::Float) || is(m, o, Kind::Int);
        if real(m, x) && real(m, y) && (is(m, x, Kind::Float) || is(m, y, Kind::Float)) {
            let (x, y) = (m.to_float(x)?, m.to_float(y)?);
            floats = Some(add_product(floats.unwrap_or_default(), x, y));
            continue;
        }
        total = with_floats(m, total, &mut floats)?;
        let product = m.binary(BinaryOp::Mul, x, y)?;
        total = added(m, total, product)?;
    }
    if open {
        let sum = m.new_bigint(&ints);
        total = added(m, total, sum)?;
    }
    total = with_floats(m, total, &mut floats)?;
    Ok(m.new_ref(total))
}

fn added(m: &mut Machine, total: Obj, value: Owned) -> R<Obj> {
    let value = m.keep(value);
    let sum = m.binary(BinaryOp::Add, total, value)?;
    Ok(m.keep(sum))
}

fn with_floats(m: &mut Machine, total: Obj, floats: &mut Option<[f64; 3]>) -> R<Obj> {
    let Some([hi, lo, tiny]) = floats.take() else { return Ok(total) };
    let value = m.new_float(hi + (lo + tiny));
    added(m, total, value)
}

/// `tl_fma`: a sum in three doubles, and a product.
fn add_product([hi, lo, tiny]: [f64; 3], x: f64, y: f64) -> [f64; 3] {
    let two_sum = |a: f64, b: f64| {
        let s = a + b;
        let z = s - a;
        (s, (a - (s - z)) + (b - z))
    };
    let product = x * y;
    let error = x.mul_add(y, -product);
    let (sum, rest) = two_sum(hi, product);
    let (first, first_rest) = two_sum(lo, error);
    let (second, second_rest) = two_sum(first, rest);
    [sum, second, tiny + first_rest + second_rest]
}
