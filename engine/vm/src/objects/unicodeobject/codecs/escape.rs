//! Text with escapes as Python's literals have them: `unicode_escape` and `raw_unicode_escape`
//! (`PyUnicode_AsUnicodeEscapeString`, `_PyUnicode_DecodeUnicodeEscapeInternal2`).

use super::errors::{Failed, Handler};
use super::names::Coding;

/// With `raw`, only what does not fit a byte is escaped.
pub(super) fn encode(points: &[u32], raw: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(points.len());
    for &p in points {
        match p {
            0..=0xFF if raw => out.push(p as u8),
            0x5C => out.extend(b"\\\\"),
            0x09 => out.extend(b"\\t"),
            0x0A => out.extend(b"\\n"),
            0x0D => out.extend(b"\\r"),
            0x20..=0x7E => out.push(p as u8),
            0..=0xFF => out.extend(format!("\\x{p:02x}").bytes()),
            0x100..=0xFFFF => out.extend(format!("\\u{p:04x}").bytes()),
            _ => out.extend(format!("\\U{p:08x}").bytes()),
        }
    }
    out
}

/// So many hexadecimal digits from `at` on: their value, or the place of what is none.
fn hex(bytes: &[u8], at: usize, count: usize) -> Result<u32, usize> {
    let mut value = 0;
    for i in at..at + count {
        let digit = bytes.get(i).and_then(|b| char::from(*b).to_digit(16)).ok_or(i)?;
        value = value << 4 | digit;
    }
    Ok(value)
}

pub(super) fn decode(bytes: &[u8], handler: Handler) -> Result<Vec<u32>, Failed> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let start = i;
        if bytes[i] != b'\\' {
            out.push(u32::from(bytes[i]));
            i += 1;
            continue;
        }
        let Some(&escape) = bytes.get(i + 1) else {
            i = handler.decode(bytes, i..i + 1, Coding::UnicodeEscape, "\\ at end of string", &mut out)?;
            continue;
        };
        i += 2;
        let (end, why) = match escape {
            b'x' | b'u' | b'U' => {
                let (count, why) = match escape {
                    b'x' => (2, "truncated \\xXX escape"),
                    b'u' => (4, "truncated \\uXXXX escape"),
                    _ => (8, "truncated \\UXXXXXXXX escape"),
                };
                match hex(bytes, i, count) {
                    Ok(p @ 0..0x11_0000) => {
                        out.push(p);
                        i += count;
                        continue;
                    }
                    Ok(_) => (i + count, "illegal Unicode character"),
                    Err(at) => (at, why),
                }
            }
            b'N' => match named(bytes, i) {
                Ok((p, end)) => {
                    out.push(p);
                    i = end;
                    continue;
                }
                Err(fault) => fault,
            },
            b'0'..=b'7' => {
                let more = bytes[i..].iter().take(2).take_while(|b| matches!(b, b'0'..=b'7')).count();
                let digits = &bytes[i - 1..i + more];
                out.push(digits.iter().fold(0, |value, b| value << 3 | u32::from(b - b'0')));
                i += more;
                continue;
            }
            _ => {
                let single = match escape {
                    b'\n' => continue,
                    b'\\' | b'\'' | b'"' => escape,
                    b'b' => 8,
                    b'f' => 12,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b'v' => 11,
                    b'a' => 7,
                    _ => {
                        out.push(u32::from('\\'));
                        escape
                    }
                };
                out.push(u32::from(single));
                continue;
            }
        };
        i = handler.decode(bytes, start..end, Coding::UnicodeEscape, why, &mut out)?;
    }
    Ok(out)
}

/// The character of a `\N{name}` whose brace lies at `at`, and where it ends; else where the fault ends, and what it is.
fn named(bytes: &[u8], at: usize) -> Result<(u32, usize), (usize, &'static str)> {
    let malformed = "malformed \\N character escape";
    if bytes.get(at) != Some(&b'{') {
        return Err((at, malformed));
    }
    let Some(length) = bytes[at + 1..].iter().position(|b| *b == b'}') else { return Err((bytes.len(), malformed)) };
    let end = at + 1 + length;
    if length == 0 {
        return Err((end, malformed));
    }
    let name = std::str::from_utf8(&bytes[at + 1..end]).ok();
    match name.and_then(syntax::unicode::character_named) {
        Some(c) => Ok((u32::from(c), end + 1)),
        None => Err((end + 1, "unknown Unicode character name")),
    }
}

pub(super) fn decode_raw(bytes: &[u8], handler: Handler) -> Result<Vec<u32>, Failed> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let (count, why) = match &bytes[i..] {
            [b'\\', b'u', ..] => (4, "truncated \\uXXXX escape"),
            [b'\\', b'U', ..] => (8, "truncated \\UXXXXXXXX escape"),
            // A backslash hides the next one.
            [b'\\', next, ..] => {
                out.extend([u32::from('\\'), u32::from(*next)]);
                i += 2;
                continue;
            }
            [other, ..] => {
                out.push(u32::from(*other));
                i += 1;
                continue;
            }
            [] => break,
        };
        let (end, why) = match hex(bytes, i + 2, count) {
            Ok(p @ 0..0x11_0000) => {
                out.push(p);
                i += 2 + count;
                continue;
            }
            Ok(_) => (i + 2 + count, "\\Uxxxxxxxx out of range"),
            Err(at) => (at, why),
        };
        i = handler.decode(bytes, i..end, Coding::RawUnicodeEscape, why, &mut out)?;
    }
    Ok(out)
}
