//! Searching in strings: `in find rfind index rindex count startswith endswith removeprefix removesuffix partition
//! rpartition replace` (`Objects/stringlib/{fastsearch,find,count,partition}.h`).

use super::StrView;
use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, boolean};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use memchr::memmem;
use std::borrow::Cow;

/// Bytes of results that need not be weighed before they are made.
const SHORT_RESULT: usize = 1 << 16;

/// What is looked for, at the width of the text that is searched.
pub struct Needle<'a> {
    bytes: Cow<'a, [u8]>,
    width: usize,
}

impl<'a> Needle<'a> {
    /// `None` if a character of it is wider than any of the text's: it is not there.
    pub fn new(needle: StrView<'a>, text: StrView) -> Option<Needle<'a>> {
        let width = text.width;
        (needle.width <= width).then(|| Needle { bytes: needle.widened(width), width })
    }

    /// First place in `text` from `start` on, in characters.
    pub fn find(&self, text: StrView, start: usize) -> Option<usize> {
        let mut at = start * self.width;
        loop {
            let found = at + position_of(text.bytes.get(at..)?, &self.bytes)?;
            if found.is_multiple_of(self.width) {
                return Some(found / self.width);
            }
            at = found + 1;
        }
    }

    /// Last place in `text`.
    pub fn rfind(&self, text: StrView) -> Option<usize> {
        let mut end = text.bytes.len();
        loop {
            let found = memmem::rfind(&text.bytes[..end], &self.bytes)?;
            if found.is_multiple_of(self.width) {
                return Some(found / self.width);
            }
            end = found + self.bytes.len() - 1;
        }
    }

    /// Places that do not overlap, from left to right, at most so many.
    pub fn places(&self, text: StrView, most: usize) -> Vec<usize> {
        let n = self.bytes.len() / self.width;
        if self.width == 1 {
            return memmem::find_iter(text.bytes, &self.bytes).take(most).collect();
        }
        let (mut places, mut start) = (Vec::new(), 0);
        while let Some(at) = if places.len() < most { self.find(text, start) } else { None } {
            places.push(at);
            start = at + n;
        }
        places
    }

    fn count(&self, text: StrView) -> usize {
        match &*self.bytes {
            [byte] => memchr::memchr_iter(*byte, text.bytes).count(),
            bytes if self.width == 1 => memmem::find_iter(text.bytes, bytes).count(),
            _ => self.places(text, usize::MAX).len(),
        }
    }
}

/// A string argument or a `TypeError` naming the method.
pub(super) fn str_arg(m: &mut Machine, a: Args, i: u32, method: &str) -> R<Obj> {
    let o = a.get(m, i);
    if m.kind(o) != Kind::Str {
        m.want(method, &format!("argument {i}"), o, Kind::Str, "str")?;
    }
    Ok(o)
}

/// Optional start and stop at arguments `i` and `i + 1`, fitted to the length.
pub(super) fn bounds(m: &mut Machine, a: Args, i: u32, len: usize) -> R<(usize, usize)> {
    let part = |m: &mut Machine, i: u32| -> R<Option<i64>> {
        let o = a.opt(m, i);
        if o.is_null() || Machine::is_none(o) { Ok(None) } else { m.search_bound(o, true).map(Some) }
    };
    let (start, stop) = (part(m, i)?, part(m, i + 1)?);
    let fit = |v: i64| if v < 0 { (v + len as i64).max(0) as usize } else { v as usize };
    Ok((start.map_or(0, fit), stop.map_or(len, |v| fit(v).min(len))))
}

fn position(m: &mut Machine, a: Args, last: bool, name: &str) -> R<Option<usize>> {
    let (hay, needle) = (a.get(m, 0), str_arg(m, a, 1, name)?);
    let (start, stop) = bounds(m, a, 2, m.str_len(hay) as usize)?;
    if start > stop {
        return Ok(None);
    }
    let (text, wanted) = (m.str_view(hay).part(start, stop), m.str_view(needle));
    if wanted.is_empty() {
        return Ok(Some(if last { stop } else { start }));
    }
    let Some(needle) = Needle::new(wanted, text) else { return Ok(None) };
    let at = if last { needle.rfind(text) } else { needle.find(text, 0) };
    Ok(at.map(|i| i + start))
}

pub(super) fn find(m: &mut Machine, a: Args, last: bool, name: &str) -> R {
    let at = position(m, a, last, name)?;
    Ok(m.new_int(at.map_or(-1, |i| i as i64)))
}

pub(super) fn index(m: &mut Machine, a: Args, last: bool, name: &str) -> R {
    match position(m, a, last, name)? {
        Some(i) => Ok(m.new_int(i as i64)),
        None => Err(m.raise(ty::VALUE_ERROR, "substring not found")),
    }
}

pub(super) fn count(m: &mut Machine, a: Args) -> R {
    let (hay, needle) = (a.get(m, 0), str_arg(m, a, 1, "count")?);
    let (start, stop) = bounds(m, a, 2, m.str_len(hay) as usize)?;
    let n = if start > stop {
        0
    } else {
        let (text, wanted) = (m.str_view(hay).part(start, stop), m.str_view(needle));
        match Needle::new(wanted, text) {
            _ if wanted.is_empty() => stop - start + 1,
            None => 0,
            Some(needle) => needle.count(text),
        }
    };
    Ok(m.new_int(n as i64))
}

impl Machine {
    /// `needle in text`, both strings.
    pub(crate) fn str_contains(&self, text: Obj, needle: Obj) -> bool {
        let (text, wanted) = (self.str_view(text), self.str_view(needle));
        wanted.is_empty() || Needle::new(wanted, text).is_some_and(|needle| needle.find(text, 0).is_some())
    }

    fn has_affix(&self, text: StrView, affix: Obj, end: bool) -> bool {
        let affix = self.str_view(affix);
        if affix.width > text.width || affix.len() > text.len() {
            return false;
        }
        if affix.width == 1 && text.width == 1 {
            let n = affix.bytes.len();
            let part = if end { &text.bytes[text.bytes.len() - n..] } else { &text.bytes[..n] };
            return part == affix.bytes;
        }
        let affix = affix.widened(text.width);
        if end { text.bytes.ends_with(&affix) } else { text.bytes.starts_with(&affix) }
    }
}

/// `startswith` and `endswith`.
pub(super) fn affix(m: &mut Machine, a: Args, end: bool, name: &str) -> R {
    let text = a.get(m, 0);
    let o = a.get(m, 1);
    if a.n == 2 && m.kind(o) == Kind::Str {
        return boolean(m.has_affix(m.str_view(text), o, end));
    }
    let (start, stop) = bounds(m, a, 2, m.str_len(text) as usize)?;
    let tuple = m.kind(o) == Kind::Tuple;
    let n = if tuple { m.tuple_len(o) } else { 1 };
    for i in 0..n {
        let option = if tuple { m.tuple_item(o, i) } else { o };
        if m.kind(option) != Kind::Str {
            let got = m.type_name(option);
            let text = if tuple {
                format!("tuple for {name} must only contain str, not {got}")
            } else {
                format!("{name} first arg must be str or a tuple of str, not {got}")
            };
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        if start <= stop && m.has_affix(m.str_view(text).part(start, stop), option, end) {
            return boolean(true);
        }
    }
    boolean(false)
}

/// `removeprefix` and `removesuffix`.
pub(super) fn trim_affix(m: &mut Machine, a: Args, end: bool, name: &str) -> R {
    let o = a.get(m, 0);
    let part = a.get(m, 1);
    m.want(name, "argument", part, Kind::Str, "str")?;
    let (n, cut) = (m.str_len(o) as usize, m.str_len(part) as usize);
    if !m.has_affix(m.str_view(o), part, end) {
        return Ok(m.str_exact(o));
    }
    Ok(if end { m.str_slice(o, 0, n - cut) } else { m.str_slice(o, cut, n) })
}

/// `partition` and `rpartition`.
pub(super) fn partition(m: &mut Machine, a: Args, last: bool) -> R {
    let (o, sep) = (a.get(m, 0), a.get(m, 1));
    if m.kind(sep) != Kind::Str {
        let got = m.type_name(sep);
        return Err(m.raise(ty::TYPE_ERROR, &format!("must be str, not {got}")));
    }
    let (text, wanted) = (m.str_view(o), m.str_view(sep));
    if wanted.is_empty() {
        return Err(m.raise(ty::VALUE_ERROR, "empty separator"));
    }
    let at = Needle::new(wanted, text).and_then(|needle| if last { needle.rfind(text) } else { needle.find(text, 0) });
    let (n, cut) = (text.len(), wanted.len());
    let empty = || Owned::steal(fixed::EMPTY_STR);
    let items = match at {
        Some(i) => vec![m.str_slice(o, 0, i), m.new_ref(sep), m.str_slice(o, i + cut, n)],
        None if last => vec![empty(), empty(), m.str_exact(o)],
        None => vec![m.str_exact(o), empty(), empty()],
    };
    Ok(m.new_tuple(items))
}

pub(super) fn replace(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let (old, new) = (str_arg(m, a, 1, "replace")?, str_arg(m, a, 2, "replace")?);
    let count = a.opt(m, 3);
    let count = if count.is_null() { -1 } else { m.index_ssize(count)? };
    let most = if count < 0 { usize::MAX } else { count as usize };
    let (text, old, by) = (m.str_view(o), m.str_view(old), m.str_view(new));
    let same = old.bytes == by.bytes && old.width == by.width;
    let narrow = text.width == 1 && old.width == 1 && by.width == 1;
    if narrow && !old.is_empty() && text.len().saturating_mul(by.len() + 1) < SHORT_RESULT {
        return match if same { None } else { replaced(text.bytes, old.bytes, by.bytes, most) } {
            None => Ok(m.str_exact(o)),
            Some(bytes) => Ok(m.fresh_str_wide(&bytes, 1)),
        };
    }
    let n = text.len();
    let (places, cut) = if old.is_empty() {
        ((0..=n).take(most).collect(), 0)
    } else {
        let places = Needle::new(old, text).map_or(Vec::new(), |needle| needle.places(text, most));
        (places, old.len())
    };
    if places.is_empty() || same {
        return Ok(m.str_exact(o));
    }
    let width = text.width.max(by.width);
    let size = width.saturating_mul(n + places.len().saturating_mul(by.len()));
    m.reserve(size)?;
    let (whole, piece) = (m.str_view(o).widened(width), m.str_view(new).widened(width));
    let mut out = Vec::with_capacity(size);
    let mut at = 0;
    for place in places {
        out.extend_from_slice(&whole[at * width..place * width]);
        out.extend_from_slice(&piece);
        at = place + cut;
    }
    out.extend_from_slice(&whole[at * width..]);
    Ok(m.fresh_str_wide(&out, width))
}

/// The text with `new` in the place of `old`, at most so many times; `None` where there is no `old`.
fn replaced(text: &[u8], old: &[u8], new: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut rest = text;
    let mut out = Vec::new();
    for _ in 0..most {
        let Some(at) = position_of(rest, old) else { break };
        if out.capacity() == 0 {
            out.reserve(text.len() + 2 * new.len());
        }
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(new);
        rest = &rest[at + old.len()..];
    }
    if rest.len() == text.len() {
        return None;
    }
    out.extend_from_slice(rest);
    Some(out)
}

/// First place of some bytes in others. In short ones, looking is faster than preparing to look.
fn position_of(text: &[u8], wanted: &[u8]) -> Option<usize> {
    match wanted {
        [byte] => place_of(text, *byte),
        [first, ..] if text.len() < 64 => {
            let mut at = 0;
            loop {
                at += place_of(text.get(at..)?, *first)?;
                if text[at..].starts_with(wanted) {
                    return Some(at);
                }
                at += 1;
            }
        }
        _ => memmem::find(text, wanted),
    }
}

/// First place of a byte.
#[inline]
pub(super) fn place_of(text: &[u8], byte: u8) -> Option<usize> {
    if text.len() < 16 { text.iter().position(|b| *b == byte) } else { memchr::memchr(byte, text) }
}
