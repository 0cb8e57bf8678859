//! UTF-16 and UTF-32 (`_PyUnicode_EncodeUTF16`, `PyUnicode_DecodeUTF32Stateful`).

use super::errors::{Failed, Handler};
use super::is_surrogate;
use super::names::{Coding, Order};

pub(super) fn encode(points: &[u32], handler: Handler, coding: Coding) -> Result<Vec<u8>, Failed> {
    let mut out = Vec::with_capacity((points.len() + 1) * coding.unit());
    if matches!(coding, Coding::Utf16(Order::Marked) | Coding::Utf32(Order::Marked)) {
        coding.put_unit(0xFEFF, &mut out);
    }
    for (i, &p) in points.iter().enumerate() {
        if is_surrogate(p) {
            handler.encode(points, i..i + 1, coding, "surrogates not allowed", &mut out)?;
        } else if p > 0xFFFF && coding.unit() == 2 {
            coding.put_unit(0xD800 + ((p - 0x1_0000) >> 10), &mut out);
            coding.put_unit(0xDC00 + (p & 0x3FF), &mut out);
        } else {
            coding.put_unit(p, &mut out);
        }
    }
    Ok(out)
}

/// Decodes; `coding` is afterwards what the mark at the start said, as errors name it.
pub(super) fn decode(bytes: &[u8], handler: Handler, coding: &mut Coding) -> Result<Vec<u32>, Failed> {
    let unit = coding.unit();
    let mut i = 0;
    if let Coding::Utf16(Order::Marked) | Coding::Utf32(Order::Marked) = *coding {
        let with = |order| if unit == 2 { Coding::Utf16(order) } else { Coding::Utf32(order) };
        *coding = with(Order::Little);
        if coding.unit_at(bytes) == Some(0xFEFF) {
            i = unit;
        } else if with(Order::Big).unit_at(bytes) == Some(0xFEFF) {
            *coding = with(Order::Big);
            i = unit;
        }
    }
    let coding = *coding;
    let mut out = Vec::with_capacity(bytes.len() / unit);
    while i < bytes.len() {
        let Some(p) = coding.unit_at(&bytes[i..]) else {
            i = handler.decode(bytes, i..bytes.len(), coding, "truncated data", &mut out)?;
            continue;
        };
        let next = coding.unit_at(&bytes[i + unit..]);
        let (n, why) = match p {
            0xD800..=0xDBFF if unit == 2 => match next {
                Some(low @ 0xDC00..=0xDFFF) => {
                    out.push(0x1_0000 + ((p & 0x3FF) << 10) + (low & 0x3FF));
                    i += 4;
                    continue;
                }
                Some(_) => (2, "illegal UTF-16 surrogate"),
                None => (bytes.len() - i, "unexpected end of data"),
            },
            0xDC00..=0xDFFF if unit == 2 => (2, "illegal encoding"),
            0xD800..=0xDFFF => (4, "code point in surrogate code point range(0xd800, 0xe000)"),
            0x11_0000.. => (4, "code point not in range(0x110000)"),
            _ => {
                out.push(p);
                i += unit;
                continue;
            }
        };
        i = handler.decode(bytes, i..i + n, coding, why, &mut out)?;
    }
    Ok(out)
}
