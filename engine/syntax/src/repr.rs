//! `repr()` of the constants that a program can spell.

use crate::unicode;

/// `repr` of a str, given as code points (lone surrogates allowed).
pub fn str_repr(points: impl Iterator<Item = u32> + Clone, out: &mut String) {
    let quote = quote_for(points.clone());
    out.push(quote);
    for point in points {
        match char::from_u32(point) {
            Some(ch) if ch == quote || ch == '\\' => {
                out.push('\\');
                out.push(ch);
            }
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(ch) if unicode::is_printable(ch) => out.push(ch),
            _ if point < 0x100 => out.push_str(&format!("\\x{point:02x}")),
            _ if point < 0x10000 => out.push_str(&format!("\\u{point:04x}")),
            _ => out.push_str(&format!("\\U{point:08x}")),
        }
    }
    out.push(quote);
}

/// Double quotes only where single ones would need a backslash and double ones would not.
fn quote_for(points: impl Iterator<Item = u32>) -> char {
    let (mut single, mut double) = (false, false);
    for point in points {
        single |= point == u32::from(b'\'');
        double |= point == u32::from(b'"');
    }
    if single && !double { '"' } else { '\'' }
}

pub fn bytes_repr(bytes: &[u8], out: &mut String) {
    let quote = quote_for(bytes.iter().map(|&b| u32::from(b)));
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ if char::from(byte) == quote => {
                out.push('\\');
                out.push(quote);
            }
            b' '..=b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(quote);
}

/// `repr` of a float: the shortest digits that read back the same, in scientific notation below 1e-4 and from 1e16.
pub fn float_repr(value: f64, out: &mut String) {
    float_digits(value, true, out);
}

/// `repr` of an imaginary literal: like a float but without a trailing `.0`.
pub fn imaginary_repr(value: f64, out: &mut String) {
    float_digits(value, false, out);
    out.push('j');
}

/// `repr` of a complex number: a real part that is plain zero goes without saying.
pub fn complex_repr(real: f64, imag: f64, out: &mut String) {
    if real == 0.0 && real.is_sign_positive() {
        return imaginary_repr(imag, out);
    }
    out.push('(');
    float_digits(real, false, out);
    if !imag.is_sign_negative() || imag.is_nan() {
        out.push('+');
    }
    imaginary_repr(imag, out);
    out.push(')');
}

fn float_digits(value: f64, point_zero: bool, out: &mut String) {
    if !value.is_finite() {
        out.push_str(if value.is_nan() {
            "nan"
        } else if value < 0.0 {
            "-inf"
        } else {
            "inf"
        });
        return;
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        out.push_str(&plain);
        if point_zero && !plain.contains('.') {
            out.push_str(".0");
        }
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        out.push_str(&format!("{mantissa}e{sign}{:02}", exponent.abs()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(f: impl Fn(&mut String)) -> String {
        let mut out = String::new();
        f(&mut out);
        out
    }

    #[test]
    fn floats() {
        for (value, expected) in [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1e22, "1e+22"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (5e-324, "5e-324"),
            (9999999999999998.0, "9999999999999998.0"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(text(|out| float_repr(value, out)), expected);
        }
        assert_eq!(text(|out| imaginary_repr(2.0, out)), "2j");
        assert_eq!(text(|out| imaginary_repr(1e100, out)), "1e+100j");
        for (real, imag, expected) in [(0.0, -2.0, "-2j"), (-0.0, -2.0, "(-0-2j)"), (-1.0, 2.5, "(-1+2.5j)")] {
            assert_eq!(text(|out| complex_repr(real, imag, out)), expected);
        }
    }

    #[test]
    fn strings() {
        let repr = |s: &str| text(|out| str_repr(s.chars().map(u32::from), out));
        assert_eq!(repr("it's"), "\"it's\"");
        assert_eq!(repr("it's \"x\""), "'it\\'s \"x\"'");
        assert_eq!(repr("\u{7f}\u{a0}é\u{200b}\n"), "'\\x7f\\xa0é\\u200b\\n'");
        assert_eq!(text(|out| bytes_repr(b"a'\"\xff\n", out)), "b'a\\'\"\\xff\\n'");
    }
}
