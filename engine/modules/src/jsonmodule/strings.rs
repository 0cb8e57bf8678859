//! Strings of JSON: as they are written, and as they are read.

use super::text_argument;
use vm::memory::object::{Obj, Owned, R, Raised};
use vm::native::args::Args;
use vm::native::typedef::{Native, function};
use vm::objects::typeobject::ty;
use vm::objects::unicodeobject::StrView;
use vm::state::interpreter::Machine;

pub const FUNCTIONS: &[Native] = &[
    function("encode_basestring_ascii($self, object, /)", "Text as JSON, in ASCII.", |m, a| encode(m, a, true)),
    function("encode_basestring($self, object, /)", "Text as JSON.", |m, a| encode(m, a, false)),
    function("scanstring(string, end, strict=True, /)", "The text of a string of JSON, and where it ends.", scan)
        .hidden()
        .tuple()
        .asking(),
];

const QUOTE: u32 = b'"' as u32;
const BACKSLASH: u32 = b'\\' as u32;

/// The letter that stands for a character behind a backslash.
fn escape_of(c: u32) -> Option<u8> {
    Some(match u8::try_from(c).ok()? {
        b'"' => b'"',
        b'\\' => b'\\',
        8 => b'b',
        12 => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => return None,
    })
}

/// Writes text with its quotes behind what is there already.
pub fn put_string(out: &mut Vec<u32>, text: StrView, ascii: bool) {
    out.push(QUOTE);
    let plain = |c: u32| (32..127).contains(&c) && c != QUOTE && c != BACKSLASH;
    if text.width == 1 && text.bytes.iter().all(|&c| plain(u32::from(c))) {
        out.extend(text.bytes.iter().copied().map(u32::from));
        out.push(QUOTE);
        return;
    }
    for c in text.iter() {
        if plain(c) {
            out.push(c);
        } else if let Some(letter) = escape_of(c) {
            out.extend([BACKSLASH, u32::from(letter)]);
        } else if c < 32 || ascii && c > 126 {
            let mut units = [0; 2];
            // A lone surrogate stands for itself.
            let units: &[u16] = match char::from_u32(c) {
                Some(c) => c.encode_utf16(&mut units),
                None => &[c as u16],
            };
            out.extend(units.iter().flat_map(|unit| format!("\\u{unit:04x}").into_bytes()).map(u32::from));
        } else {
            out.push(c);
        }
    }
    out.push(QUOTE);
}

fn encode(m: &mut Machine, a: Args, ascii: bool) -> R {
    let o = a.get(m, 0);
    text_argument(m, o)?;
    m.reserve((m.str_len(o) as usize).saturating_mul(6))?;
    let mut out = Vec::with_capacity(m.str_len(o) as usize + 2);
    put_string(&mut out, m.str_view(o), ascii);
    Ok(m.new_str_points(&out))
}

/// What is wrong with a text, and where: the arguments of a `JSONDecodeError`.
#[derive(Clone, Copy, Debug)]
pub struct Wrong {
    pub text: &'static str,
    pub at: usize,
}

const ESCAPE: &str = "Invalid \\uXXXX escape";

/// Four hexadecimal digits.
fn digits(view: StrView, at: usize) -> Option<u32> {
    (at..at + 4).try_fold(0, |all, i| Some(all << 4 | char::from_u32(view.at(i))?.to_digit(16)?))
}

/// The string whose text begins at `start`, and the place behind its quote (`scanstring_unicode`).
pub fn scan_string(m: &mut Machine, s: Obj, start: usize, strict: bool) -> Result<(Owned, usize), Wrong> {
    let view = m.str_view(s);
    let len = view.len();
    let ends = |c: u32| c == QUOTE || c == BACKSLASH || c < 32 && strict;
    let plain = match view.width {
        1 => view.bytes[start..].iter().position(|&c| ends(u32::from(c))).map(|i| start + i),
        _ => (start..len).find(|&i| ends(view.at(i))),
    };
    if let Some(stop) = plain.filter(|&stop| view.at(stop) == QUOTE) {
        return Ok((m.str_slice(s, start, stop), stop + 1));
    }
    let unterminated = Wrong { text: "Unterminated string starting at", at: start.wrapping_sub(1) };
    let (mut out, mut at) = (Vec::new(), start);
    loop {
        if at >= len {
            return Err(unterminated);
        }
        let c = view.at(at);
        at += 1;
        if c == QUOTE {
            break;
        }
        if c != BACKSLASH {
            if c < 32 && strict {
                return Err(Wrong { text: "Invalid control character at", at: at - 1 });
            }
            out.push(c);
            continue;
        }
        if at >= len {
            return Err(unterminated);
        }
        let c = view.at(at);
        at += 1;
        if c != u32::from(b'u') {
            out.push(match u8::try_from(c).unwrap_or(0) {
                b'"' | b'\\' | b'/' => c,
                b'b' => 8,
                b'f' => 12,
                b'n' => 10,
                b'r' => 13,
                b't' => 9,
                _ => return Err(Wrong { text: "Invalid \\escape", at: at - 2 }),
            });
            continue;
        }
        let bad = Wrong { text: ESCAPE, at: at - 1 };
        if at + 4 > len {
            return Err(bad);
        }
        let mut c = digits(view, at).ok_or(bad)?;
        at += 4;
        let pair = (0xD800..0xDC00).contains(&c) && at + 6 < len;
        if pair && view.at(at) == BACKSLASH && view.at(at + 1) == u32::from(b'u') {
            let low = digits(view, at + 2).ok_or(Wrong { text: ESCAPE, at: at + 1 })?;
            if (0xDC00..0xE000).contains(&low) {
                c = 0x1_0000 + ((c - 0xD800) << 10 | (low - 0xDC00));
                at += 6;
            }
        }
        out.push(c);
    }
    Ok((m.new_str_points(&out), at))
}

/// What makes the exception, and its arguments (`raise_errmsg`).
pub fn wrong_parts(m: &mut Machine, s: Obj, wrong: Wrong) -> R<(Obj, [Obj; 3])> {
    let class = m.from_library("json.decoder", "JSONDecodeError")?;
    let parts = [m.new_str(wrong.text), m.new_int(wrong.at as i64)];
    let parts = m.keep_all(parts.into());
    Ok((class, [parts[0], s, parts[1]]))
}

fn scan(m: &mut Machine, a: Args) -> R {
    let (s, end, strict) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
    let end = m.index_ssize(end)?;
    let strict = strict.is_null() || m.truthy(strict)?;
    text_argument(m, s)?;
    let Some(start) = usize::try_from(end).ok().filter(|&end| end <= m.str_len(s) as usize) else {
        return Err(m.raise(ty::VALUE_ERROR, "end is out of bounds"));
    };
    match scan_string(m, s, start, strict) {
        Ok((text, stop)) => {
            let stop = m.new_int(stop as i64);
            Ok(m.new_tuple(vec![text, stop]))
        }
        Err(wrong) => {
            let (class, args) = wrong_parts(m, s, wrong)?;
            let exc = m.call(class, &args)?;
            Err::<Owned, Raised>(m.raise_exception(exc))
        }
    }
}
