//! The values of string and bytes literals: quotes off, escapes decoded.

use crate::ast::Constant;
use crate::error::{Warning, invalid_escape_message};
use crate::pystr::{PyStr, push_code_point};

/// A decoded literal.
pub(crate) struct Literal {
    pub value: Constant,
    pub invalid_escape: Option<InvalidEscape>,
}

/// Decoded text.
pub(crate) struct Escapes {
    pub value: PyStr,
    pub invalid: Option<InvalidEscape>,
}

/// The first escape of a literal that means nothing: it stands for itself, with a warning.
pub(crate) struct InvalidEscape {
    /// What follows the backslash: one character, or three octal digits.
    text: String,
    octal: bool,
    /// Newlines before it in the literal.
    lines_before: u32,
}

impl InvalidEscape {
    pub fn warning(&self, first_line: u32) -> Warning {
        Warning { msg: invalid_escape_message(&self.text, self.octal), line: first_line + self.lines_before }
    }

    pub fn is_brace(&self) -> bool {
        self.text == "{" || self.text == "}"
    }

    fn new(body: &[u8], at: usize, octal: bool) -> InvalidEscape {
        let len = if octal { 3 } else { 1 };
        let text = String::from_utf8_lossy(&body[at..(at + len).min(body.len())]).into_owned();
        let lines_before = body[..at].iter().filter(|&&b| b == b'\n').count() as u32;
        InvalidEscape { text, octal, lines_before }
    }
}

/// Why a literal has no value.
pub(crate) enum LiteralError {
    /// "(unicode error) …" or "(value error) …", placed by the parser at its current token.
    Decode(String),
    /// Placed at the literal.
    NonAsciiBytes,
}

/// Decodes a STRING token: prefix, quotes and all.
pub(crate) fn parse(token: &str) -> Result<Literal, LiteralError> {
    let prefix_len = token.bytes().position(|b| b == b'\'' || b == b'"').unwrap_or(0);
    let (prefix, quoted) = token.split_at(prefix_len);
    let has = |letter: u8| prefix.bytes().any(|b| b | 0x20 == letter);
    let quote_len =
        if quoted.len() >= 6 && (quoted.starts_with("'''") || quoted.starts_with("\"\"\"")) { 3 } else { 1 };
    let body = &quoted[quote_len..quoted.len() - quote_len];
    let plain = has(b'r') || !body.contains('\\');
    if has(b'b') {
        if !body.is_ascii() {
            return Err(LiteralError::NonAsciiBytes);
        }
        if plain {
            return Ok(Literal { value: Constant::Bytes(body.as_bytes().into()), invalid_escape: None });
        }
        let (value, invalid_escape) = decode_bytes(body.as_bytes())?;
        return Ok(Literal { value: Constant::Bytes(value.into()), invalid_escape });
    }
    if plain {
        return Ok(Literal { value: Constant::Str(body.into()), invalid_escape: None });
    }
    let Escapes { value, invalid } = decode_unicode(body)?;
    Ok(Literal { value: Constant::Str(value), invalid_escape: invalid })
}

/// The character that a one-letter escape stands for; a line continuation stands for nothing.
fn simple_escape(c: u8) -> Option<&'static [u8]> {
    Some(match c {
        b'\n' => b"",
        b'\\' => b"\\",
        b'\'' => b"'",
        b'"' => b"\"",
        b'a' => b"\x07",
        b'b' => b"\x08",
        b'f' => b"\x0C",
        b'n' => b"\n",
        b'r' => b"\r",
        b't' => b"\t",
        b'v' => b"\x0B",
        _ => return None,
    })
}

/// Up to three octal digits at `at`: their value and how many there are.
fn octal(body: &[u8], at: usize) -> (u32, usize) {
    let digits = body[at..].iter().take(3).take_while(|b| (b'0'..b'8').contains(*b));
    digits.fold((0, 0), |(value, len), b| (value * 8 + u32::from(b - b'0'), len + 1))
}

fn decode_bytes(body: &[u8]) -> Result<(Vec<u8>, Option<InvalidEscape>), LiteralError> {
    let mut out = Vec::with_capacity(body.len());
    let mut invalid = None;
    let mut i = 0;
    while i < body.len() {
        if body[i] != b'\\' {
            out.push(body[i]);
            i += 1;
            continue;
        }
        let escape = i;
        i += 1;
        let Some(&c) = body.get(i) else {
            out.push(b'\\');
            break;
        };
        if let Some(text) = simple_escape(c) {
            out.extend_from_slice(text);
            i += 1;
        } else if (b'0'..b'8').contains(&c) {
            let (value, len) = octal(body, i);
            if value > 0o377 {
                invalid.get_or_insert_with(|| InvalidEscape::new(body, i, true));
            }
            out.push(value as u8);
            i += len;
        } else if c == b'x' {
            let digits = body.get(i + 1..i + 3).unwrap_or_default();
            match hex(digits, 2) {
                Some(value) => out.push(value as u8),
                None => {
                    let msg = format!("(value error) invalid \\x escape at position {escape}");
                    return Err(LiteralError::Decode(msg));
                }
            }
            i += 3;
        } else {
            invalid.get_or_insert_with(|| InvalidEscape::new(body, i, false));
            out.push(b'\\');
        }
    }
    Ok((out, invalid))
}

/// Exactly `len` hexadecimal digits.
fn hex(digits: &[u8], len: usize) -> Option<u32> {
    if digits.len() != len || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Decodes the escapes of a str literal's body.
pub(crate) fn decode_unicode(body: &str) -> Result<Escapes, LiteralError> {
    let bytes = body.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut invalid = None;
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] != b'\\' {
            let plain = bytes[i..].iter().position(|&b| b == b'\\').unwrap_or(bytes.len() - i);
            out.extend_from_slice(&bytes[i..i + plain]);
            i += plain;
            continue;
        }
        let escape = i;
        i += 1;
        let Some(&c) = bytes.get(i) else {
            out.push(b'\\');
            break;
        };
        if let Some(text) = simple_escape(c) {
            out.extend_from_slice(text);
            i += 1;
            continue;
        }
        match c {
            b'0'..=b'7' => {
                let (value, len) = octal(bytes, i);
                if value > 0o377 {
                    invalid.get_or_insert_with(|| InvalidEscape::new(bytes, i, true));
                }
                push_code_point(&mut out, value);
                i += len;
            }
            b'x' => i = hex_escape(bytes, escape, 2, "truncated \\xXX escape", &mut out)?,
            b'u' => i = hex_escape(bytes, escape, 4, "truncated \\uXXXX escape", &mut out)?,
            b'U' => i = hex_escape(bytes, escape, 8, "truncated \\UXXXXXXXX escape", &mut out)?,
            b'N' => i = named_escape(bytes, escape, &mut out)?,
            // A backslash before a character beyond ASCII is itself, without a warning.
            0x80.. => out.push(b'\\'),
            _ => {
                invalid.get_or_insert_with(|| InvalidEscape::new(bytes, i, false));
                out.push(b'\\');
            }
        }
    }
    Ok(Escapes { value: PyStr::from_generalized_utf8(out), invalid })
}

fn hex_escape(body: &[u8], escape: usize, len: usize, reason: &str, out: &mut Vec<u8>) -> Result<usize, LiteralError> {
    let from = escape + 2;
    let digits = body[from..].iter().take(len).take_while(|b| b.is_ascii_hexdigit()).count();
    let end = from + digits;
    if digits < len {
        return Err(unicode_error(body, escape, end, reason));
    }
    match hex(&body[from..end], len) {
        Some(value) if value <= 0x0010_FFFF => {
            push_code_point(out, value);
            Ok(end)
        }
        _ => Err(unicode_error(body, escape, end, "illegal Unicode character")),
    }
}

fn named_escape(body: &[u8], escape: usize, out: &mut Vec<u8>) -> Result<usize, LiteralError> {
    let malformed = "malformed \\N character escape";
    let open = escape + 2;
    if body.get(open) != Some(&b'{') {
        return Err(unicode_error(body, escape, open, malformed));
    }
    let Some(len) = body[open + 1..].iter().position(|&b| b == b'}') else {
        return Err(unicode_error(body, escape, body.len(), malformed));
    };
    if len == 0 {
        return Err(unicode_error(body, escape, open + 1, malformed));
    }
    let close = open + 1 + len;
    let name = std::str::from_utf8(&body[open + 1..close]).unwrap_or_default();
    match crate::unicode::character_named(name) {
        Some(ch) => {
            push_code_point(out, ch as u32);
            Ok(close + 1)
        }
        None => Err(unicode_error(body, escape, close + 1, "unknown Unicode character name")),
    }
}

/// The text of a `UnicodeDecodeError`. CPython decodes a copy of the literal in which every character beyond ASCII
/// is a ten-byte `\U` escape, and counts positions in that copy.
fn unicode_error(body: &[u8], start: usize, end: usize, reason: &str) -> LiteralError {
    let position = |at: usize| -> usize {
        String::from_utf8_lossy(&body[..at]).chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum()
    };
    let (start, end) = (position(start), position(end));
    let place = if end - start == 1 {
        format!("byte 0x5c in position {start}")
    } else {
        format!("bytes in position {start}-{}", end.saturating_sub(1))
    };
    LiteralError::Decode(format!("(unicode error) 'unicodeescape' codec can't decode {place}: {reason}"))
}
