//! Searching in bytes: `find rfind index rindex count in startswith endswith removeprefix removesuffix partition
//! rpartition replace` (`Objects/bytes_methods.c`, `Objects/stringlib`).

use crate::memory::object::{Kind, Obj, R};
use crate::native::args::{Args, boolean};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use memchr::memmem;

/// What is looked for: bytes of another object, or one byte.
enum Wanted {
    Byte(u8),
    Bytes(crate::objects::abstract_::buffer::Lent),
}

impl Machine {
    fn wanted(&mut self, o: Obj) -> R<Wanted> {
        if self.has_buffer(o) {
            return self.lend(o).map(Wanted::Bytes);
        }
        if !self.indexable(o) {
            let name = self.type_name(o);
            let text = format!("argument should be integer or bytes-like object, not '{name}'");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        self.byte_value(o, "byte").map(Wanted::Byte)
    }

    fn wanted_bytes<'a>(&'a self, wanted: &'a Wanted) -> &'a [u8] {
        match wanted {
            Wanted::Byte(byte) => std::slice::from_ref(byte),
            Wanted::Bytes(lent) => self.lent(*lent),
        }
    }

    /// `item in o` of bytes and bytearray (`_Py_bytes_contains`).
    pub(crate) fn bytes_contain(&mut self, o: Obj, item: Obj) -> R<bool> {
        if self.is_int(item) || !self.has_buffer(item) && self.indexable(item) {
            let byte = self.byte_value(item, "byte")?;
            return Ok(memchr::memchr(byte, self.bytes_value(o)).is_some());
        }
        let lent = self.lend(item)?;
        Ok(memmem::find(self.bytes_value(o), self.lent(lent)).is_some())
    }
}

fn position(m: &mut Machine, a: Args, last: bool) -> R<Option<usize>> {
    let o = a.get(m, 0);
    let (start, stop) = bounds(m, a)?;
    let wanted = m.wanted(a.get(m, 1))?;
    if start > stop {
        return Ok(None);
    }
    let (text, wanted) = (&m.bytes_value(o)[start..stop], m.wanted_bytes(&wanted));
    let at = match wanted {
        [] => Some(if last { text.len() } else { 0 }),
        [byte] if last => memchr::memrchr(*byte, text),
        [byte] => memchr::memchr(*byte, text),
        _ if last => memmem::rfind(text, wanted),
        _ => memmem::find(text, wanted),
    };
    Ok(at.map(|at| at + start))
}

/// Start and stop at the second and third argument, fitted to the length.
fn bounds(m: &mut Machine, a: Args) -> R<(usize, usize)> {
    let part = |m: &mut Machine, i: u32| -> R<Option<i64>> {
        let o = a.opt(m, i);
        if o.is_null() || Machine::is_none(o) { Ok(None) } else { m.search_bound(o, true).map(Some) }
    };
    let (start, stop) = (part(m, 2)?, part(m, 3)?);
    let len = m.slot(a.get(m, 0)).a as usize;
    let fit = |v: i64| if v < 0 { (v + len as i64).max(0) as usize } else { v as usize };
    Ok((start.map_or(0, fit), stop.map_or(len, |v| fit(v).min(len))))
}

pub(super) fn find(m: &mut Machine, a: Args, last: bool) -> R {
    let at = position(m, a, last)?;
    Ok(m.new_int(at.map_or(-1, |i| i as i64)))
}

pub(super) fn index(m: &mut Machine, a: Args, last: bool) -> R {
    match position(m, a, last)? {
        Some(at) => Ok(m.new_int(at as i64)),
        None => Err(m.raise(ty::VALUE_ERROR, "subsection not found")),
    }
}

pub(super) fn count(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let (start, stop) = bounds(m, a)?;
    let wanted = m.wanted(a.get(m, 1))?;
    let n = if start > stop {
        0
    } else {
        let text = &m.bytes_value(o)[start..stop];
        match m.wanted_bytes(&wanted) {
            [] => text.len() + 1,
            [byte] => memchr::memchr_iter(*byte, text).count(),
            wanted => memmem::find_iter(text, wanted).count(),
        }
    };
    Ok(m.new_int(n as i64))
}

/// `startswith` and `endswith`.
pub(super) fn affix(m: &mut Machine, a: Args, end: bool, name: &str) -> R {
    let (o, affix) = (a.get(m, 0), a.get(m, 1));
    let (start, stop) = bounds(m, a)?;
    let tuple = m.kind(affix) == Kind::Tuple;
    for i in 0..if tuple { m.tuple_len(affix) } else { 1 } {
        let option = if tuple { m.tuple_item(affix, i) } else { affix };
        if !tuple && !m.has_buffer(option) {
            let got = m.type_name(option);
            let text = format!("{name} first arg must be bytes or a tuple of bytes, not {got}");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        let lent = m.lend(option)?;
        if start <= stop {
            let (text, part) = (&m.bytes_value(o)[start..stop], m.lent(lent));
            if if end { text.ends_with(part) } else { text.starts_with(part) } {
                return boolean(true);
            }
        }
    }
    boolean(false)
}

/// `removeprefix` and `removesuffix`.
pub(super) fn trim_affix(m: &mut Machine, a: Args, end: bool) -> R {
    let o = a.get(m, 0);
    let lent = m.lend(a.get(m, 1))?;
    let (text, part) = (m.bytes_value(o), m.lent(lent));
    let n = text.len();
    let (start, stop) = match part.len() {
        0 => (0, n),
        cut if end && text.ends_with(part) => (0, n - cut),
        cut if !end && text.starts_with(part) => (cut, n),
        _ => (0, n),
    };
    Ok(m.bytes_part(o, start, stop))
}

/// `partition` and `rpartition`.
pub(super) fn partition(m: &mut Machine, a: Args, last: bool) -> R {
    let (o, sep) = (a.get(m, 0), a.get(m, 1));
    let lent = m.lend(sep)?;
    if lent.n == 0 {
        return Err(m.raise(ty::VALUE_ERROR, "empty separator"));
    }
    let mutable = m.kind(o) == Kind::ByteArray;
    let (text, wanted) = (m.bytes_value(o), m.lent(lent));
    let at = if last { memmem::rfind(text, wanted) } else { memmem::find(text, wanted) };
    let n = text.len();
    let items = match at {
        Some(at) => {
            let middle = if mutable {
                let wanted = m.lent(lent).to_vec();
                m.new_bytearray(&wanted)
            } else {
                m.new_ref(sep)
            };
            let (head, tail) = (m.bytes_part(o, 0, at), m.bytes_part(o, at + lent.n, n));
            vec![head, middle, tail]
        }
        None => {
            let mut items = vec![m.bytes_like(o, &[]), m.bytes_like(o, &[])];
            items.insert(if last { 2 } else { 0 }, m.bytes_part(o, 0, n));
            items
        }
    };
    Ok(m.new_tuple(items))
}

pub(super) fn replace(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let (old, new) = (m.lend(a.get(m, 1))?, m.lend(a.get(m, 2))?);
    let count = a.opt(m, 3);
    let count = if count.is_null() { -1 } else { m.index_ssize(count)? };
    let most = if count < 0 { usize::MAX } else { count as usize };
    let (text, old, by) = (m.bytes_value(o), m.lent(old), m.lent(new));
    let n = text.len();
    let places: Vec<usize> = match old {
        _ if old == by => Vec::new(),
        // Nothing is found in nothing where it is looked for at most so often (`stringlib_replace`).
        [] if n == 0 && count >= 0 && most == 0 => Vec::new(),
        [] => (0..=n).take(most).collect(),
        _ => memmem::find_iter(text, old).take(most).collect(),
    };
    if places.is_empty() {
        return Ok(m.bytes_part(o, 0, n));
    }
    let (cut, by) = (old.len(), by.to_vec());
    m.reserve(n.saturating_add(places.len().saturating_mul(by.len())))?;
    let text = m.bytes_value(o);
    let mut out = Vec::with_capacity(n + places.len() * by.len());
    let mut at = 0;
    for place in places {
        out.extend_from_slice(&text[at..place]);
        out.extend_from_slice(&by);
        at = place + cut;
    }
    out.extend_from_slice(&text[at..]);
    Ok(m.bytes_like(o, &out))
}
