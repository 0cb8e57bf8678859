//! The shortest text of a float that reads back the same (`PyOS_double_to_string` with code `r`). The digits are
//! `ryu`'s: where two shortest texts are equally near, it takes the even digit, as CPython does; Rust's own formatting
//! takes the upper one.

/// Shortest digits and decimal exponent of a finite value's magnitude: value = 0.d1d2… × 10**point.
pub fn shortest_digits(value: f64) -> (String, i32) {
    let mut buffer = ryu::Buffer::new();
    let text = buffer.format_finite(value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let all = [whole, fraction].concat();
    let digits = all.trim_start_matches('0');
    let point = whole.len() as i32 + exponent - (all.len() - digits.len()) as i32;
    match digits.trim_end_matches('0') {
        "" => ("0".to_owned(), 1),
        digits => (digits.to_owned(), point),
    }
}

/// `repr(float)`.
pub fn float_repr(value: f64) -> String {
    let text = float_repr_short(value);
    if value.is_finite() && !text.contains(['.', 'e']) { text + ".0" } else { text }
}

/// The same without a final `.0`, as in the parts of a complex number: scientific below 1e-4 and from 1e16.
pub fn float_repr_short(value: f64) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_infinite() {
        return format!("{sign}inf");
    }
    let (digits, point) = shortest_digits(value);
    let n = digits.len() as i32;
    if -4 < point && point <= 16 {
        if point <= 0 {
            format!("{sign}0.{}{digits}", "0".repeat(-point as usize))
        } else if point >= n {
            format!("{sign}{digits}{}", "0".repeat((point - n) as usize))
        } else {
            format!("{sign}{}.{}", &digits[..point as usize], &digits[point as usize..])
        }
    } else {
        let exponent = point - 1;
        let mantissa = if n > 1 { format!("{}.{}", &digits[..1], &digits[1..]) } else { digits };
        format!("{sign}{mantissa}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
    }
}

/// `repr` of a complex number: a real part that is plain zero goes without saying.
pub fn complex_repr(real: f64, imag: f64) -> String {
    let imag_text = float_repr_short(imag);
    if real == 0.0 && real.is_sign_positive() {
        return imag_text + "j";
    }
    let plus = if imag.is_nan() || !imag.is_sign_negative() { "+" } else { "" };
    format!("({}{plus}{imag_text}j)", float_repr_short(real))
}

/// IEEE 754 binary16 (`PyFloat_Unpack2`).
pub fn half_to_f64(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    let value = match exponent {
        31 if bits & 1023 != 0 => f64::NAN,
        31 => f64::INFINITY,
        0 => fraction * 2f64.powi(-24),
        _ => (1024.0 + fraction) * 2f64.powi(exponent - 25),
    };
    if bits >> 15 != 0 { -value } else { value }
}

/// The nearest binary16, ties to even; `None` if it is too large (`PyFloat_Pack2`).
pub fn f64_to_half(value: f64) -> Option<u16> {
    let sign = if value.is_sign_negative() { 1 << 15 } else { 0 };
    let size = value.abs();
    if size.is_nan() {
        return Some(sign | 0x7E00);
    }
    if size.is_infinite() {
        return Some(sign | 0x7C00);
    }
    let round = |scaled: f64| -> u32 {
        let (floor, rest) = (scaled.floor(), scaled - scaled.floor());
        let up = rest > 0.5 || rest == 0.5 && floor % 2.0 == 1.0;
        floor as u32 + u32::from(up)
    };
    if size < 2f64.powi(-14) {
        return Some(sign | round(size * 2f64.powi(24)) as u16);
    }
    let mut exponent = size.log2().floor() as i32;
    if 2f64.powi(exponent) > size {
        exponent -= 1;
    }
    let bits = round(size * 2f64.powi(10 - exponent)) as i32 - 1024 + ((exponent + 15) << 10);
    (bits < 0x7C00).then_some(sign | bits as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_cpython() {
        for (value, expected) in [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1e22, "1e+22"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (5e-324, "5e-324"),
            (9999999999999998.0, "9999999999999998.0"),
            (2f64.powi(-25), "2.9802322387695312e-08"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(float_repr(value), expected);
        }
        for (real, imag, expected) in [
            (0.0, 2.0, "2j"),
            (0.0, 1e100, "1e+100j"),
            (0.0, -2.0, "-2j"),
            (-0.0, -2.0, "(-0-2j)"),
            (-1.0, 2.5, "(-1+2.5j)"),
        ] {
            assert_eq!(complex_repr(real, imag), expected);
        }
    }
}
