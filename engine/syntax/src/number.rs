//! The values of number literals.

use crate::ast::Constant;
use num_bigint::BigInt;
use num_traits::Num;

/// Most decimal digits that an int literal may have (`sys.get_int_max_str_digits()`).
const MAX_DIGITS: usize = 4300;

/// The value of a NUMBER token. The error is CPython's text for too many digits.
pub(crate) fn parse(token: &str) -> Result<Constant, String> {
    let without_underscores;
    let text = if token.contains('_') {
        without_underscores = token.replace('_', "");
        without_underscores.as_str()
    } else {
        token
    };
    if text.len() < 19 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Constant::Int(BigInt::from(text.parse::<i64>().unwrap_or_default())));
    }
    let radix = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 10,
    };
    if radix != 10 {
        return Ok(Constant::Int(BigInt::from_str_radix(&text[2..], radix).unwrap_or_default()));
    }
    if let Some(imaginary) = text.strip_suffix(['j', 'J']) {
        return Ok(Constant::Complex(0.0, imaginary.parse().unwrap_or_default()));
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Constant::Float(text.parse().unwrap_or_default()));
    }
    if text.len() > MAX_DIGITS {
        return Err(format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {} digits; \
             use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer \
             literals to avoid decimal conversion limits.",
            text.len()
        ));
    }
    Ok(Constant::Int(BigInt::from_str_radix(text, 10).unwrap_or_default()))
}
