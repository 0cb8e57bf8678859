//! Taking strings apart and together: `split rsplit splitlines join` (`Objects/stringlib/{split,join}.h`).

use super::StrView;
use super::find::{Needle, place_of};
use crate::memory::object::{Kind, Obj, Owned, R, flag};
use crate::native::args::Args;
use crate::native::static_strings::{self, fixed};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use ground::character::{is_linebreak, is_space};

/// `split` and `rsplit`.
pub(super) fn split(m: &mut Machine, a: Args, from_right: bool) -> R {
    let o = a.get(m, 0);
    let (sep, most) = (a.opt(m, 1), a.opt(m, 2));
    let most = if most.is_null() { -1 } else { m.index_ssize(most)? };
    let most = if most < 0 { usize::MAX } else { most as usize };
    if sep.is_null() || Machine::is_none(sep) {
        let text = m.str_view(o);
        if text.width == 1 && !from_right && most == usize::MAX {
            return Ok(m.str_words(o));
        }
        let parts = if from_right { words_from_right(text, most) } else { words(text, most) };
        return Ok(m.str_parts(o, parts));
    }
    if m.kind(sep) != Kind::Str {
        let name = m.type_name(sep);
        return Err(m.raise(ty::TYPE_ERROR, &format!("must be str or None, not {name}")));
    }
    let (text, wanted) = (m.str_view(o), m.str_view(sep));
    if wanted.is_empty() {
        return Err(m.raise(ty::VALUE_ERROR, "empty separator"));
    }
    if let (1, &[byte], false) = (text.width, wanted.bytes, from_right) {
        return Ok(m.str_fields(o, byte, most));
    }
    let mut parts = Vec::new();
    let n = text.len();
    match Needle::new(wanted, text) {
        None => parts.push((0, n)),
        Some(needle) if from_right => {
            let mut stop = n;
            while let Some(at) = if parts.len() < most { needle.rfind(text.part(0, stop)) } else { None } {
                parts.push((at + wanted.len(), stop));
                stop = at;
            }
            parts.push((0, stop));
            parts.reverse();
        }
        Some(needle) => {
            let mut start = 0;
            for at in needle.places(text, most) {
                parts.push((start, at));
                start = at + wanted.len();
            }
            parts.push((start, n));
        }
    }
    Ok(m.str_parts(o, parts))
}

/// Runs of characters between white space.
fn words(text: StrView, most: usize) -> Vec<(usize, usize)> {
    let n = text.len();
    let space = |i: usize| is_space(text.at(i));
    let mut parts = Vec::new();
    let mut start = 0;
    loop {
        while start < n && space(start) {
            start += 1;
        }
        if start == n {
            return parts;
        }
        let mut stop = start;
        if parts.len() == most {
            parts.push((start, n));
            return parts;
        }
        while stop < n && !space(stop) {
            stop += 1;
        }
        parts.push((start, stop));
        start = stop;
    }
}

fn words_from_right(text: StrView, most: usize) -> Vec<(usize, usize)> {
    let space = |i: usize| is_space(text.at(i));
    let mut parts = Vec::new();
    let mut stop = text.len();
    loop {
        while stop > 0 && space(stop - 1) {
            stop -= 1;
        }
        if stop == 0 {
            break;
        }
        let mut start = stop;
        if parts.len() == most {
            parts.push((0, stop));
            break;
        }
        while start > 0 && !space(start - 1) {
            start -= 1;
        }
        parts.push((start, stop));
        stop = start;
    }
    parts.reverse();
    parts
}

pub(super) fn splitlines(m: &mut Machine, a: Args) -> R {
    let keep = a.opt(m, 1);
    let keep = !keep.is_null() && m.truthy(keep)?;
    let o = a.get(m, 0);
    let text = m.str_view(o);
    let n = text.len();
    let mut parts = Vec::new();
    let (mut start, mut i) = (0, 0);
    while i < n {
        let point = text.at(i);
        let end = i;
        i += 1;
        if !is_linebreak(point) {
            continue;
        }
        i += usize::from(point == 0x0D && i < n && text.at(i) == 0x0A);
        parts.push((start, if keep { i } else { end }));
        start = i;
    }
    if start < n {
        parts.push((start, n));
    }
    Ok(m.str_parts(o, parts))
}

impl Machine {
    /// A list of parts of a string.
    fn str_parts(&mut self, s: Obj, parts: Vec<(usize, usize)>) -> Owned {
        let items = parts.into_iter().map(|(start, stop)| self.str_slice(s, start, stop)).collect();
        self.new_list_of(items)
    }

    /// The parts of a string of one byte a character between single characters, at most `most` times.
    fn str_fields(&mut self, s: Obj, byte: u8, most: usize) -> Owned {
        let text = self.str_view(s).bytes;
        let parts = memchr::memchr_iter(byte, text).take(most).count() + 1;
        let (list, at) = self.list_to_fill(parts as u32);
        let mut start = 0;
        for i in 0..parts {
            let rest = &self.str_view(s).bytes[start..];
            let found = if i + 1 < parts { place_of(rest, byte) } else { None };
            let stop = found.map_or(start + rest.len(), |n| start + n);
            let part = self.str_slice(s, start, stop);
            self.words.data[at as usize + i] = part.into_edge().0;
            start = stop + 1;
        }
        list
    }

    /// The words of a string of one byte a character.
    fn str_words(&mut self, s: Obj) -> Owned {
        let space = |b: &u8| is_space(u32::from(*b));
        let mut before = true;
        let starts = |&b: &u8| {
            let blank = space(&b);
            std::mem::replace(&mut before, blank) && !blank
        };
        let n = self.str_view(s).bytes.iter().copied().filter(starts).count();
        let (list, at) = self.list_to_fill(n as u32);
        let mut start = 0;
        for i in 0..n {
            let text = self.str_view(s).bytes;
            start += text[start..].iter().position(|b| !space(b)).unwrap_or(0);
            let stop = start + text[start..].iter().position(space).unwrap_or(text.len() - start);
            let part = self.str_slice(s, start, stop);
            self.words.data[at as usize + i] = part.into_edge().0;
            start = stop;
        }
        list
    }

    /// The text of `n` strings behind one another (`_PyUnicode_JoinArray`).
    pub(crate) fn str_join(&mut self, sep: Obj, n: u32, item: impl Fn(&Machine, u32) -> Obj) -> R {
        if n == 1 && self.ty(item(self, 0)) == ty::STR {
            return Ok(self.new_ref(item(self, 0)));
        }
        let (mut width, mut size, mut ascii) = (1, 0usize, flag::ASCII);
        for i in 0..n {
            let slot = self.slot(item(self, i));
            if slot.kind != Kind::Str {
                let name = self.type_name(item(self, i));
                let text = format!("sequence item {i}: expected str instance, {name} found");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            (width, size, ascii) = (width.max(usize::from(slot.x)), size + slot.a as usize, ascii & slot.flags);
        }
        if n > 1 {
            let slot = self.slot(sep);
            width = width.max(usize::from(slot.x));
            size = size.saturating_add((slot.a as usize).saturating_mul(n as usize - 1));
            ascii &= slot.flags;
        }
        self.reserve(size.saturating_mul(width))?;
        if size == 0 {
            return Ok(Owned::steal(fixed::EMPTY_STR));
        }
        if width == 1 {
            let o = self.alloc_str(size, 1, ascii != 0);
            let mut at = 0;
            for i in 0..n {
                if i > 0 {
                    at = self.put_str(o, at, sep);
                }
                let item = item(self, i);
                at = self.put_str(o, at, item);
            }
            return Ok(Owned::steal(o));
        }
        let between = self.str_view(sep).widened(width);
        let mut out = Vec::with_capacity(size * width);
        for i in 0..n {
            if i > 0 {
                out.extend_from_slice(&between);
            }
            out.extend_from_slice(&self.str_view(item(self, i)).widened(width));
        }
        Ok(self.fresh_str_wide(&out, width))
    }
}

pub(super) fn join(m: &mut Machine, a: Args) -> R {
    if let Some(asked) = m.gather_all(a, 1) {
        return asked;
    }
    let sep = a.get(m, 0);
    let iterable = a.get(m, 1);
    if matches!(m.kind(iterable), Kind::List | Kind::Tuple) && m.is_builtin_exact(iterable) {
        return m.str_join(sep, m.slot(iterable).a, |m, i| m.tuple_item(iterable, i));
    }
    let items = match m.iterate_all(iterable) {
        Ok(items) => items,
        Err(e) => {
            if m.raised_is(ty::TYPE_ERROR) && m.lookup_special(iterable, static_strings::DUNDER_ITER).is_null() {
                m.clear_raised();
                return Err(m.raise(ty::TYPE_ERROR, "can only join an iterable"));
            }
            return Err(e);
        }
    };
    let joined = m.str_join(sep, items.len() as u32, |_, i| items[i as usize].get());
    for item in items {
        m.drop_ref(item);
    }
    joined
}
