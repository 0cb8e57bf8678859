//! UTF-7 (RFC 2152; `_PyUnicode_EncodeUTF7`, `PyUnicode_DecodeUTF7Stateful`).

use super::errors::{Failed, Handler};
use super::names::Coding;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn digit(b: u8) -> Option<u32> {
    DIGITS.iter().position(|d| *d == b).map(|i| i as u32)
}

/// Whether a character is written as it is.
fn direct(p: u32) -> bool {
    let Ok(b) = u8::try_from(p) else { return false };
    (b.is_ascii_graphic() && !matches!(b, b'+' | b'\\' | b'~')) || matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

pub(super) fn encode(points: &[u32]) -> Vec<u8> {
    let mut out = Vec::with_capacity(points.len());
    let (mut shifted, mut bits, mut buffer) = (false, 0, 0u64);
    for &p in points {
        if direct(p) {
            if shifted {
                if bits > 0 {
                    out.push(DIGITS[(buffer << (6 - bits) & 63) as usize]);
                }
                (shifted, bits, buffer) = (false, 0, 0);
                if digit(p as u8).is_some() || p == u32::from('-') {
                    out.push(b'-');
                }
            }
            out.push(p as u8);
            continue;
        }
        if !shifted && p == u32::from('+') {
            out.extend(b"+-");
            continue;
        }
        if !shifted {
            out.push(b'+');
            shifted = true;
        }
        let units = if p > 0xFFFF {
            [Some(0xD800 + ((p - 0x1_0000) >> 10)), Some(0xDC00 + (p & 0x3FF))]
        } else {
            [Some(p), None]
        };
        for unit in units.into_iter().flatten() {
            buffer = buffer << 16 | u64::from(unit);
            bits += 16;
            while bits >= 6 {
                bits -= 6;
                out.push(DIGITS[(buffer >> bits & 63) as usize]);
            }
            buffer &= (1 << bits) - 1;
        }
    }
    if bits > 0 {
        out.push(DIGITS[(buffer << (6 - bits) & 63) as usize]);
    }
    if shifted {
        out.push(b'-');
    }
    out
}

pub(super) fn decode(bytes: &[u8], handler: Handler) -> Result<Vec<u32>, Failed> {
    let mut out: Vec<u32> = Vec::with_capacity(bytes.len());
    let (mut shifted, mut bits, mut buffer, mut surrogate) = (false, 0u32, 0u32, 0u32);
    let (mut i, mut start) = (0, 0);
    loop {
        if i >= bytes.len() {
            let left = surrogate != 0 || bits >= 6 || bits > 0 && buffer != 0;
            if !(std::mem::take(&mut shifted) && left) {
                return Ok(out);
            }
            i = handler.decode(bytes, start..bytes.len(), Coding::Utf7, "unterminated shift sequence", &mut out)?;
            continue;
        }
        let b = bytes[i];
        let why = if shifted {
            if let Some(value) = digit(b) {
                buffer = buffer << 6 | value;
                bits += 6;
                i += 1;
                if bits >= 16 {
                    bits -= 16;
                    let unit = buffer >> bits;
                    buffer &= (1 << bits) - 1;
                    if surrogate != 0 {
                        let high = std::mem::take(&mut surrogate);
                        if (0xDC00..0xE000).contains(&unit) {
                            out.push(0x1_0000 + ((high & 0x3FF) << 10) + (unit & 0x3FF));
                            continue;
                        }
                        out.push(high);
                    }
                    if (0xD800..0xDC00).contains(&unit) {
                        surrogate = unit;
                    } else {
                        out.push(unit);
                    }
                }
                continue;
            }
            shifted = false;
            if bits >= 6 {
                "partial character in shift sequence"
            } else if bits > 0 && buffer != 0 {
                "non-zero padding bits in shift sequence"
            } else {
                if surrogate != 0 && b < 128 && b != b'+' {
                    out.push(surrogate);
                }
                surrogate = 0;
                i += usize::from(b == b'-');
                continue;
            }
        } else if b == b'+' {
            start = i;
            match bytes.get(i + 1) {
                Some(b'-') => {
                    out.push(u32::from('+'));
                    i += 2;
                    continue;
                }
                Some(next) if digit(*next).is_none() => {
                    i += 1;
                    "ill-formed sequence"
                }
                _ => {
                    (shifted, surrogate, bits, buffer) = (true, 0, 0, 0);
                    i += 1;
                    continue;
                }
            }
        } else if b < 128 {
            out.push(u32::from(b));
            i += 1;
            continue;
        } else {
            start = i;
            "unexpected special character"
        };
        i = handler.decode(bytes, start..i + 1, Coding::Utf7, why, &mut out)?;
    }
}
