//! The functions themselves (C99, Annex G): values near the edges of what a float can hold are scaled, what is infinite or no number
//! stands in a table (`golden/make_cmath.py`).

use std::f64::consts::{E, FRAC_PI_2, LN_2, LN_10};
use std::sync::OnceLock;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    Domain,
    Range,
}

pub type Answer = Result<Complex, Fault>;

pub fn complex(re: f64, im: f64) -> Complex {
    Complex { re, im }
}

/// A quarter of the largest float: its multiples by small numbers are no overflow yet.
const LARGE: f64 = f64::MAX / 4.0;
/// The power of two that lifts a subnormal, and the one that takes its root down again.
const UP: i32 = 53;
const DOWN: i32 = -27;

fn log_large() -> f64 {
    LARGE.ln()
}

fn scaled(x: f64, power: i32) -> f64 {
    libm::ldexp(x, power)
}

/// The kind of a number, as the table counts them.
fn kind(x: f64) -> usize {
    match x {
        _ if x.is_nan() => 6,
        _ if x.is_infinite() => {
            if x > 0.0 {
                5
            } else {
                0
            }
        }
        _ if x == 0.0 => {
            if x.is_sign_positive() {
                3
            } else {
                2
            }
        }
        _ => {
            if x > 0.0 {
                4
            } else {
                1
            }
        }
    }
}

type Table = [[Answer; 7]; 7];

const NAMES: [&str; 11] = ["acos", "acosh", "asinh", "atanh", "cosh", "exp", "log", "sinh", "sqrt", "tanh", "rect"];

fn tables() -> &'static [Table; NAMES.len()] {
    static TABLES: OnceLock<[Table; NAMES.len()]> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = [[[Err(Fault::Domain); 7]; 7]; NAMES.len()];
        for line in include_str!("specials.tsv").lines() {
            let parts: Vec<&str> = line.split('\t').collect();
            let place = |i: usize| parts.get(i).and_then(|part| part.parse::<usize>().ok()).filter(|&kind| kind < 7);
            let value = |i: usize| parts.get(i).and_then(|part| part.parse::<f64>().ok());
            let of = NAMES.iter().position(|name| parts.first() == Some(name));
            if let (Some(of), Some(i), Some(j), Some(re), Some(im)) = (of, place(1), place(2), value(3), value(4)) {
                tables[of][i][j] = Ok(complex(re, im));
            }
        }
        tables
    })
}

/// What the table has for a number that is not finite.
fn special(name: &str, z: Complex) -> Option<Answer> {
    if z.re.is_finite() && z.im.is_finite() {
        return None;
    }
    let of = NAMES.iter().position(|known| *known == name)?;
    Some(tables()[of][kind(z.re)][kind(z.im)])
}

/// A result that is infinite, made of finite numbers, is too large.
fn in_range(z: Complex) -> Answer {
    if z.re.is_infinite() || z.im.is_infinite() { Err(Fault::Range) } else { Ok(z) }
}

/// `z` times i, and its inverse.
fn turned(z: Complex) -> Complex {
    complex(-z.im, z.re)
}

fn turned_back(z: Complex) -> Complex {
    complex(z.im, -z.re)
}

fn too_large(z: Complex) -> bool {
    z.re.abs() > LARGE || z.im.abs() > LARGE
}

/// The logarithm of twice the size of a large number.
fn log_twice(z: Complex) -> f64 {
    (z.re / 2.0).hypot(z.im / 2.0).ln() + LN_2 * 2.0
}

pub fn sqrt(z: Complex) -> Answer {
    if let Some(answer) = special("sqrt", z) {
        return answer;
    }
    if z.re == 0.0 && z.im == 0.0 {
        return Ok(complex(0.0, z.im));
    }
    let (mut ax, ay) = (z.re.abs(), z.im.abs());
    let s = if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        ax = scaled(ax, UP);
        scaled((ax + ax.hypot(scaled(ay, UP))).sqrt(), DOWN)
    } else {
        ax /= 8.0;
        2.0 * (ax + ax.hypot(ay / 8.0)).sqrt()
    };
    let d = ay / (2.0 * s);
    Ok(if z.re >= 0.0 { complex(s, d.copysign(z.im)) } else { complex(d, s.copysign(z.im)) })
}

pub fn acos(z: Complex) -> Answer {
    if let Some(answer) = special("acos", z) {
        return answer;
    }
    if too_large(z) {
        return Ok(complex(z.im.abs().atan2(z.re), -log_twice(z).copysign(z.im)));
    }
    let s1 = sqrt(complex(1.0 - z.re, -z.im))?;
    let s2 = sqrt(complex(1.0 + z.re, z.im))?;
    Ok(complex(2.0 * s1.re.atan2(s2.re), libm::asinh(s2.re * s1.im - s2.im * s1.re)))
}

pub fn acosh(z: Complex) -> Answer {
    if let Some(answer) = special("acosh", z) {
        return answer;
    }
    if too_large(z) {
        return Ok(complex(log_twice(z), z.im.atan2(z.re)));
    }
    let s1 = sqrt(complex(z.re - 1.0, z.im))?;
    let s2 = sqrt(complex(z.re + 1.0, z.im))?;
    Ok(complex(libm::asinh(s1.re * s2.re + s1.im * s2.im), 2.0 * s1.im.atan2(s2.re)))
}

pub fn asin(z: Complex) -> Answer {
    asinh(turned(z)).map(turned_back)
}

pub fn asinh(z: Complex) -> Answer {
    if let Some(answer) = special("asinh", z) {
        return answer;
    }
    if too_large(z) {
        let size = log_twice(z);
        let re = if z.im >= 0.0 { size.copysign(z.re) } else { -size.copysign(-z.re) };
        return Ok(complex(re, z.im.atan2(z.re.abs())));
    }
    let s1 = sqrt(complex(1.0 + z.im, -z.re))?;
    let s2 = sqrt(complex(1.0 - z.im, z.re))?;
    Ok(complex(libm::asinh(s1.re * s2.im - s2.re * s1.im), z.im.atan2(s1.re * s2.re - s1.im * s2.im)))
}

pub fn atan(z: Complex) -> Answer {
    atanh(turned(z)).map(turned_back)
}

pub fn atanh(z: Complex) -> Answer {
    if let Some(answer) = special("atanh", z) {
        return answer;
    }
    if z.re < 0.0 {
        return atanh(complex(-z.re, -z.im)).map(|z| complex(-z.re, -z.im));
    }
    let ay = z.im.abs();
    if z.re > LARGE.sqrt() || ay > LARGE.sqrt() {
        let h = (z.re / 2.0).hypot(z.im / 2.0);
        return Ok(complex(z.re / 4.0 / h / h, FRAC_PI_2.copysign(z.im)));
    }
    if z.re == 1.0 && ay < f64::MIN_POSITIVE.sqrt() {
        if ay == 0.0 {
            return Err(Fault::Domain);
        }
        let re = -(ay.sqrt() / ay.hypot(2.0).sqrt()).ln();
        return Ok(complex(re, (2f64.atan2(-ay) / 2.0).copysign(z.im)));
    }
    let re = log1p(4.0 * z.re / ((1.0 - z.re) * (1.0 - z.re) + ay * ay)) / 4.0;
    let im = -(-2.0 * z.im).atan2((1.0 - z.re) * (1.0 + z.re) - ay * ay) / 2.0;
    Ok(complex(re, im))
}

/// `log(1 + x)`, which keeps the sign of zero.
fn log1p(x: f64) -> f64 {
    if x == 0.0 { x } else { x.ln_1p() }
}

pub fn cos(z: Complex) -> Answer {
    cosh(turned(z))
}

/// Whether the real part is infinite and the imaginary one an angle, whose sine and cosine decide the signs.
fn endless(z: Complex) -> bool {
    z.re.is_infinite() && z.im.is_finite() && z.im != 0.0
}

pub fn cosh(z: Complex) -> Answer {
    if endless(z) {
        let im = f64::INFINITY.copysign(z.im.sin());
        return Ok(complex(f64::INFINITY.copysign(z.im.cos()), if z.re > 0.0 { im } else { -im }));
    }
    if let Some(answer) = special("cosh", z) {
        return answer;
    }
    if z.re.abs() > log_large() {
        let less = z.re - 1f64.copysign(z.re);
        return in_range(complex(z.im.cos() * less.cosh() * E, z.im.sin() * less.sinh() * E));
    }
    in_range(complex(z.im.cos() * z.re.cosh(), z.im.sin() * z.re.sinh()))
}

pub fn exp(z: Complex) -> Answer {
    if endless(z) {
        let size = if z.re > 0.0 { f64::INFINITY } else { 0.0 };
        return Ok(complex(size.copysign(z.im.cos()), size.copysign(z.im.sin())));
    }
    if let Some(answer) = special("exp", z) {
        return answer;
    }
    if z.re > log_large() {
        let l = (z.re - 1.0).exp();
        return in_range(complex(l * z.im.cos() * E, l * z.im.sin() * E));
    }
    let l = z.re.exp();
    in_range(complex(l * z.im.cos(), l * z.im.sin()))
}

pub fn log(z: Complex) -> Answer {
    if let Some(answer) = special("log", z) {
        return answer;
    }
    let (ax, ay) = (z.re.abs(), z.im.abs());
    let re = if ax > LARGE || ay > LARGE {
        (ax / 2.0).hypot(ay / 2.0).ln() + LN_2
    } else if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        if ax == 0.0 && ay == 0.0 {
            return Err(Fault::Domain);
        }
        scaled(ax, 53).hypot(scaled(ay, 53)).ln() - 53.0 * LN_2
    } else {
        let h = ax.hypot(ay);
        if (0.71..=1.73).contains(&h) {
            let (more, less) = (ax.max(ay), ax.min(ay));
            log1p((more - 1.0) * (more + 1.0) + less * less) / 2.0
        } else {
            h.ln()
        }
    };
    Ok(complex(re, z.im.atan2(z.re)))
}

pub fn log10(z: Complex) -> Answer {
    log(z).map(|z| complex(z.re / LN_10, z.im / LN_10))
}

pub fn sin(z: Complex) -> Answer {
    sinh(turned(z)).map(turned_back)
}

pub fn sinh(z: Complex) -> Answer {
    if endless(z) {
        let re = f64::INFINITY.copysign(z.im.cos());
        return Ok(complex(if z.re > 0.0 { re } else { -re }, f64::INFINITY.copysign(z.im.sin())));
    }
    if let Some(answer) = special("sinh", z) {
        return answer;
    }
    if z.re.abs() > log_large() {
        let less = z.re - 1f64.copysign(z.re);
        return in_range(complex(z.im.cos() * less.sinh() * E, z.im.sin() * less.cosh() * E));
    }
    in_range(complex(z.im.cos() * z.re.sinh(), z.im.sin() * z.re.cosh()))
}

pub fn tan(z: Complex) -> Answer {
    tanh(turned(z)).map(turned_back)
}

pub fn tanh(z: Complex) -> Answer {
    if endless(z) {
        let im = 0f64.copysign(2.0 * z.im.sin() * z.im.cos());
        return Ok(complex(1f64.copysign(z.re), im));
    }
    if let Some(answer) = special("tanh", z) {
        return answer;
    }
    if z.re.abs() > log_large() {
        let im = 4.0 * z.im.sin() * z.im.cos() * (-2.0 * z.re.abs()).exp();
        return Ok(complex(1f64.copysign(z.re), im));
    }
    let (tx, ty, cx) = (z.re.tanh(), z.im.tan(), 1.0 / z.re.cosh());
    let txty = tx * ty;
    let denominator = 1.0 + txty * txty;
    Ok(complex(tx * (1.0 + ty * ty) / denominator, ty / denominator * cx * cx))
}

/// From a length and an angle.
pub fn rect(r: f64, phi: f64) -> Answer {
    let z = complex(r, phi);
    if endless(z) {
        let (re, im) = (f64::INFINITY.copysign(phi.cos()), f64::INFINITY.copysign(phi.sin()));
        return Ok(if r > 0.0 { complex(re, im) } else { complex(-re, -im) });
    }
    if let Some(answer) = special("rect", z) {
        return answer;
    }
    Ok(if phi == 0.0 { complex(r, r * phi) } else { complex(r * phi.cos(), r * phi.sin()) })
}
