//! Taking bytes apart and together: `split rsplit splitlines join` (`Objects/stringlib/{split,join}.h`).

use super::is_space;
use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use memchr::memmem;

type Parts = Vec<(usize, usize)>;

/// `split` and `rsplit`.
pub(super) fn split(m: &mut Machine, a: Args, from_right: bool) -> R {
    let o = a.get(m, 0);
    let (sep, most) = (a.opt(m, 1), a.opt(m, 2));
    let most = if most.is_null() { -1 } else { m.index_ssize(most)? };
    let most = if most < 0 { usize::MAX } else { most as usize };
    let text = m.bytes_value(o);
    let parts = if sep.is_null() || Machine::is_none(sep) {
        if from_right { words_from_right(text, most) } else { words(text, most) }
    } else {
        let lent = m.lend(sep)?;
        if lent.n == 0 {
            return Err(m.raise(ty::VALUE_ERROR, "empty separator"));
        }
        let (text, wanted) = (m.bytes_value(o), m.lent(lent));
        if from_right { fields_from_right(text, wanted, most) } else { fields(text, wanted, most) }
    };
    Ok(list_of(m, o, parts))
}

fn list_of(m: &mut Machine, o: Obj, parts: Parts) -> Owned {
    let items = parts.into_iter().map(|(start, stop)| m.bytes_part(o, start, stop)).collect();
    m.new_list_of(items)
}

fn fields(text: &[u8], wanted: &[u8], most: usize) -> Parts {
    let mut start = 0;
    let mut parts = Vec::new();
    for at in memmem::find_iter(text, wanted).take(most) {
        parts.push((start, at));
        start = at + wanted.len();
    }
    parts.push((start, text.len()));
    parts
}

fn fields_from_right(text: &[u8], wanted: &[u8], most: usize) -> Parts {
    let mut stop = text.len();
    let mut parts = Vec::new();
    while let Some(at) = if parts.len() < most { memmem::rfind(&text[..stop], wanted) } else { None } {
        parts.push((at + wanted.len(), stop));
        stop = at;
    }
    parts.push((0, stop));
    parts.reverse();
    parts
}

fn words(text: &[u8], most: usize) -> Parts {
    let mut parts = Vec::new();
    let mut start = 0;
    loop {
        start += text[start..].iter().take_while(|b| is_space(**b)).count();
        if start == text.len() {
            return parts;
        }
        let length = text[start..].iter().take_while(|b| !is_space(**b)).count();
        let stop = if parts.len() == most { text.len() } else { start + length };
        parts.push((start, stop));
        if parts.len() > most {
            return parts;
        }
        start = stop;
    }
}

fn words_from_right(text: &[u8], most: usize) -> Parts {
    let mut parts = Vec::new();
    let mut stop = text.len();
    loop {
        stop -= text[..stop].iter().rev().take_while(|b| is_space(**b)).count();
        if stop == 0 {
            break;
        }
        let length = text[..stop].iter().rev().take_while(|b| !is_space(**b)).count();
        let start = if parts.len() == most { 0 } else { stop - length };
        parts.push((start, stop));
        if parts.len() > most {
            break;
        }
        stop = start;
    }
    parts.reverse();
    parts
}

pub(super) fn splitlines(m: &mut Machine, a: Args) -> R {
    let (o, keep) = (a.get(m, 0), a.opt(m, 1));
    let keep = !keep.is_null() && m.truthy(keep)?;
    let text = m.bytes_value(o);
    let mut parts = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let length = text[start..].iter().take_while(|b| !matches!(b, b'\n' | b'\r')).count();
        let end = start + length;
        let next = match text[end..] {
            [b'\r', b'\n', ..] => end + 2,
            [] => end,
            _ => end + 1,
        };
        parts.push((start, if keep { next } else { end }));
        start = next;
    }
    Ok(list_of(m, o, parts))
}

/// `join`: what the iterable gives, with these bytes between.
pub(super) fn join(m: &mut Machine, a: Args) -> R {
    if let Some(asked) = m.gather_all(a, 1) {
        return asked;
    }
    let (sep, iterable) = (a.get(m, 0), a.get(m, 1));
    let items = if matches!(m.kind(iterable), Kind::List | Kind::Tuple) && m.is_builtin_exact(iterable) {
        m.seq_items(iterable)
    } else {
        match m.iterate_all(iterable) {
            Ok(items) => m.keep_all(items),
            Err(e) => {
                if m.raised_is(ty::TYPE_ERROR) && m.lookup_special(iterable, static_strings::DUNDER_ITER).is_null() {
                    m.clear_raised();
                    return Err(m.raise(ty::TYPE_ERROR, "can only join an iterable"));
                }
                return Err(e);
            }
        }
    };
    if let [one] = items[..]
        && m.kind(sep) == Kind::Bytes
        && m.ty(one) == ty::BYTES
    {
        return Ok(m.new_ref(one));
    }
    let mut lent = Vec::with_capacity(items.len());
    let mut size = (m.slot(sep).a as usize).saturating_mul(items.len().saturating_sub(1));
    for (i, &item) in items.iter().enumerate() {
        let part = m.lend_or(item, |m| {
            format!("sequence item {i}: expected a bytes-like object, {} found", m.type_name(item))
        })?;
        size = size.saturating_add(part.n);
        lent.push(part);
    }
    m.reserve(size)?;
    let mut out = Vec::with_capacity(size);
    for (i, &part) in lent.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(m.bytes_value(sep));
        }
        out.extend_from_slice(m.lent(part));
    }
    Ok(m.bytes_like(sep, &out))
}
