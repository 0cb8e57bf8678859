//! Bytes with more, fewer or other bytes: `strip center ljust rjust zfill expandtabs translate maketrans`, and hexadecimal
//! (`Objects/bytes_methods.c`, `Objects/stringlib/transmogrify.h`, `Python/pystrhex.c`).

use super::is_space;
use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `strip`, `lstrip`, `rstrip`.
pub(super) fn strip(m: &mut Machine, a: Args, left: bool, right: bool) -> R {
    let (o, set) = (a.get(m, 0), a.opt(m, 1));
    let lent = if set.is_null() || Machine::is_none(set) { None } else { Some(m.lend(set)?) };
    let text = m.bytes_value(o);
    let drop = |b: &u8| lent.map_or(is_space(*b), |lent| m.lent(lent).contains(b));
    let start = if left { text.iter().take_while(|b| drop(b)).count() } else { 0 };
    let end = if right { text[start..].iter().rev().take_while(|b| drop(b)).count() } else { 0 };
    let stop = text.len() - end;
    Ok(m.bytes_part(o, start, stop))
}

/// Which side the filling goes to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Left,
    Right,
    Both,
}

/// `center`, `ljust`, `rjust`.
pub(super) fn pad(m: &mut Machine, a: Args, side: Side, name: &str) -> R {
    let o = a.get(m, 0);
    let width = m.index_ssize(a.get(m, 1))?.max(0) as usize;
    let given = a.opt(m, 2);
    let fill = match given {
        Obj::NULL => b' ',
        _ if !matches!(m.kind(given), Kind::Bytes | Kind::ByteArray) => {
            let got = if Machine::is_none(given) { "None".to_owned() } else { m.type_name(given) };
            let text = format!("{name}() argument 2 must be a byte string of length 1, not {got}");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        _ => match *m.bytes_value(given) {
            [fill] => fill,
            _ => {
                let (n, got) = (m.slot(given).a, m.type_name(given));
                let text =
                    format!("{name}(): argument 2 must be a byte string of length 1, not a {got} object of length {n}");
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
        },
    };
    let gap = width.saturating_sub(m.slot(o).a as usize);
    let left = match side {
        Side::Left => gap,
        Side::Right => 0,
        Side::Both => gap / 2 + (gap & width & 1),
    };
    padded(m, o, left, gap - left, fill)
}

fn padded(m: &mut Machine, o: Obj, left: usize, right: usize, fill: u8) -> R {
    let n = m.slot(o).a as usize;
    if left + right == 0 {
        return Ok(m.bytes_part(o, 0, n));
    }
    m.reserve(left.saturating_add(right).saturating_add(n))?;
    let all = [&vec![fill; left], m.bytes_value(o), &vec![fill; right]].concat();
    Ok(m.bytes_like(o, &all))
}

pub(super) fn zfill(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let width = m.index_ssize(a.get(m, 1))?.max(0) as usize;
    let n = m.slot(o).a as usize;
    let gap = width.saturating_sub(n);
    if gap == 0 {
        return Ok(m.bytes_part(o, 0, n));
    }
    m.reserve(width)?;
    let text = m.bytes_value(o);
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let all = [&text[..sign], &vec![b'0'; gap], &text[sign..]].concat();
    Ok(m.bytes_like(o, &all))
}

pub(super) fn expandtabs(m: &mut Machine, a: Args) -> R {
    let (o, size) = (a.get(m, 0), a.opt(m, 1));
    let size = if size.is_null() { 8 } else { m.c_int(size)?.max(0) as usize };
    let text = m.bytes_value(o);
    let tabs = memchr::memchr_iter(b'\t', text).count();
    m.reserve(tabs.saturating_mul(size).saturating_add(text.len()))?;
    let text = m.bytes_value(o);
    let mut out = Vec::with_capacity(text.len());
    let mut column = 0;
    for &b in text {
        if b == b'\t' {
            let gap = if size == 0 { 0 } else { size - column % size };
            out.resize(out.len() + gap, b' ');
            column += gap;
        } else {
            out.push(b);
            column = if matches!(b, b'\n' | b'\r') { 0 } else { column + 1 };
        }
    }
    Ok(m.bytes_like(o, &out))
}

pub(super) fn translate(m: &mut Machine, a: Args) -> R {
    let (o, table, delete) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
    let table = if Machine::is_none(table) { None } else { Some(m.lend(table)?) };
    if table.is_some_and(|table| table.n != 256) {
        return Err(m.raise(ty::VALUE_ERROR, "translation table must be 256 characters long"));
    }
    let delete = if delete.is_null() { None } else { Some(m.lend(delete)?) };
    let text = m.bytes_value(o);
    let kept = |b: &&u8| delete.is_none_or(|delete| !m.lent(delete).contains(b));
    let out: Vec<u8> =
        text.iter().filter(kept).map(|&b| table.map_or(b, |table| m.lent(table)[usize::from(b)])).collect();
    if out == text {
        return Ok(m.bytes_part(o, 0, out.len()));
    }
    Ok(m.bytes_like(o, &out))
}

pub(super) fn maketrans(m: &mut Machine, a: Args) -> R {
    let (from, to) = (m.lend(a.get(m, 0))?, m.lend(a.get(m, 1))?);
    if from.n != to.n {
        return Err(m.raise(ty::VALUE_ERROR, "maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (&b, &by) in m.lent(from).iter().zip(m.lent(to)) {
        table[usize::from(b)] = by;
    }
    Ok(m.new_bytes(&table))
}

impl Machine {
    /// Bytes as hexadecimal digits, a str, with a separator between groups of so many.
    pub fn hex_text(&mut self, bytes: &[u8], sep: Obj, group: Obj) -> R {
        hex(self, bytes, sep, group)
    }
}

/// `hex` of bytes, bytearray and memoryview: `bytes` are what is shown (`_Py_strhex_impl`).
pub(crate) fn hex(m: &mut Machine, bytes: &[u8], sep: Obj, group: Obj) -> R {
    let mut between = None;
    let group = if group.is_null() { 1 } else { m.c_int(group)? };
    if !sep.is_null() {
        if m.len(sep)? != 1 {
            return Err(m.raise(ty::VALUE_ERROR, "sep must be length 1."));
        }
        let point = match m.kind(sep) {
            Kind::Str => m.str_view(sep).at(0),
            Kind::Bytes => u32::from(m.bytes_value(sep)[0]),
            _ => return Err(m.raise(ty::TYPE_ERROR, "sep must be str or bytes.")),
        };
        if point > 127 {
            return Err(m.raise(ty::VALUE_ERROR, "sep must be ASCII."));
        }
        between = Some(point as u8).filter(|_| group != 0);
    }
    m.reserve(bytes.len().saturating_mul(3))?;
    let size = group.unsigned_abs() as usize;
    let mut out = Vec::with_capacity(bytes.len() * 2);
    for (i, b) in bytes.iter().enumerate() {
        let place = if group > 0 { bytes.len() - i } else { i };
        if let Some(between) = between.filter(|_| i > 0 && place % size == 0) {
            out.push(between);
        }
        out.extend([b >> 4, b & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)]));
    }
    Ok(m.new_str_wide(&out, 1))
}

/// The bytes that hexadecimal digits stand for (`_PyBytes_FromHex`).
pub(crate) fn from_hex(m: &mut Machine, text: Obj) -> R<Vec<u8>> {
    let digits: Vec<u32> = if m.kind(text) == Kind::Str {
        m.str_points(text)
    } else if m.has_buffer(text) {
        let lent = m.lend(text)?;
        m.lent(lent).iter().map(|b| u32::from(*b)).collect()
    } else {
        let got = m.type_name(text);
        return Err(m.raise(ty::TYPE_ERROR, &format!("fromhex() argument must be str or bytes-like, not {got}")));
    };
    let digit = |i: usize| digits.get(i).and_then(|p| char::from_u32(*p)).and_then(|c| c.to_digit(16));
    let mut out = Vec::with_capacity(digits.len() / 2);
    let mut i = 0;
    while i < digits.len() {
        if u8::try_from(digits[i]).is_ok_and(is_space) {
            i += 1;
            continue;
        }
        let Some(high) = digit(i) else { return Err(not_hex(m, i)) };
        match digit(i + 1) {
            Some(low) => out.push((high << 4 | low) as u8),
            None if i + 1 == digits.len() => {
                let text = "fromhex() arg must contain an even number of hexadecimal digits";
                return Err(m.raise(ty::VALUE_ERROR, text));
            }
            None => return Err(not_hex(m, i + 1)),
        }
        i += 2;
    }
    Ok(out)
}

fn not_hex(m: &mut Machine, at: usize) -> crate::memory::object::Raised {
    m.raise(ty::VALUE_ERROR, &format!("non-hexadecimal number found in fromhex() arg at position {at}"))
}

/// `fromhex`: the class is called with the bytes, if it is a subclass.
pub(crate) fn fromhex(m: &mut Machine, a: Args, made: Owned, own: u32) -> R {
    let class = a.get(m, 0);
    if m.slot(class).a == own {
        return Ok(made);
    }
    let made = m.keep(made);
    m.call(class, &[made])
}
