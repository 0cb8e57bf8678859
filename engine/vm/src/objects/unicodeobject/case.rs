//! Upper and lower case, and what kind of characters a string is made of.

use super::StrView;
use crate::memory::object::{Obj, Owned, R};
use crate::native::args::{Args, boolean};
use crate::native::static_strings::fixed;
use crate::state::interpreter::Machine;
use ground::character::{self, Case, flag, has, put_case};

const SIGMA: u32 = 0x3A3;

/// A capital sigma's small form depends on its neighbours (`handle_capital_sigma`).
fn lower_sigma(text: StrView, i: usize) -> u32 {
    let deciding = |mut points: Box<dyn Iterator<Item = u32> + '_>| {
        points.find(|&p| !has(p, flag::CASE_IGNORABLE)).is_some_and(|p| has(p, flag::CASED))
    };
    let before = deciding(Box::new(text.part(0, i).iter().rev()));
    let behind = deciding(Box::new(text.part(i + 1, text.len()).iter()));
    if before && !behind { 0x3C2 } else { 0x3C3 }
}

fn put_lower(text: StrView, i: usize, out: &mut Vec<u32>) {
    match text.at(i) {
        SIGMA => out.push(lower_sigma(text, i)),
        point => put_case(point, Case::Lower, out),
    }
}

/// A new string from what `put` makes of each character.
fn mapped(m: &mut Machine, o: Obj, put: impl Fn(StrView, usize, &mut Vec<u32>)) -> R {
    let text = m.str_view(o);
    let mut out = Vec::with_capacity(text.len());
    (0..text.len()).for_each(|i| put(text, i, &mut out));
    Ok(m.fresh_str_points(&out))
}

/// The same for text below 128, byte by byte.
fn mapped_ascii(m: &mut Machine, o: Obj, f: impl Fn(&mut [u8])) -> R {
    let n = m.str_len(o) as usize;
    if n == 0 {
        return Ok(Owned::steal(fixed::EMPTY_STR));
    }
    let copy = m.alloc_str(n, 1, true);
    m.put_str(copy, 0, o);
    f(m.str_bytes_mut(copy));
    Ok(Owned::steal(copy))
}

pub(super) fn lower(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    if m.str_is_ascii(o) { mapped_ascii(m, o, |b| b.make_ascii_lowercase()) } else { mapped(m, o, put_lower) }
}

pub(super) fn upper(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    if m.str_is_ascii(o) {
        return mapped_ascii(m, o, |b| b.make_ascii_uppercase());
    }
    mapped(m, o, |text, i, out| put_case(text.at(i), Case::Upper, out))
}

pub(super) fn casefold(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    if m.str_is_ascii(o) {
        return mapped_ascii(m, o, |b| b.make_ascii_lowercase());
    }
    mapped(m, o, |text, i, out| put_case(text.at(i), Case::Fold, out))
}

pub(super) fn capitalize(m: &mut Machine, a: Args) -> R {
    mapped(m, a.get(m, 0), |text, i, out| match i {
        0 => put_case(text.at(0), Case::Title, out),
        _ => put_lower(text, i, out),
    })
}

pub(super) fn title(m: &mut Machine, a: Args) -> R {
    mapped(m, a.get(m, 0), |text, i, out| {
        let inside = i > 0 && has(text.at(i - 1), flag::CASED);
        if inside { put_lower(text, i, out) } else { put_case(text.at(i), Case::Title, out) }
    })
}

pub(super) fn swapcase(m: &mut Machine, a: Args) -> R {
    mapped(m, a.get(m, 0), |text, i, out| match text.at(i) {
        point if has(point, flag::UPPER) => put_lower(text, i, out),
        point if has(point, flag::LOWER) => put_case(point, Case::Upper, out),
        point => out.push(point),
    })
}

/// Whether there are characters, and all have one of these properties.
pub(super) fn all(m: &mut Machine, a: Args, flags: u16) -> R {
    let o = a.get(m, 0);
    let text = m.str_view(o);
    let holds = if m.str_is_ascii(o) {
        text.bytes.iter().all(|&b| character::ascii_flags(b) & flags != 0)
    } else {
        text.iter().all(|p| has(p, flags))
    };
    boolean(holds && !text.is_empty())
}

pub(super) fn isspace(m: &mut Machine, a: Args) -> R {
    let text = m.str_view(a.get(m, 0));
    boolean(!text.is_empty() && text.iter().all(character::is_space))
}

pub(super) fn isprintable(m: &mut Machine, a: Args) -> R {
    boolean(m.str_view(a.get(m, 0)).iter().all(|p| has(p, flag::PRINTABLE)))
}

pub(super) fn isidentifier(m: &mut Machine, a: Args) -> R {
    boolean(m.is_identifier(a.get(m, 0)))
}

impl Machine {
    /// Whether a text could be a name in Python.
    pub(crate) fn is_identifier(&self, text: Obj) -> bool {
        let view = self.str_view(text);
        if view.width == 1 && view.bytes.is_ascii() {
            return view.bytes.first().is_some_and(|first| !first.is_ascii_digit())
                && view.bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
        }
        let mut points = view.iter();
        points.next().is_some_and(|p| has(p, flag::XID_START)) && points.all(|p| has(p, flag::XID_CONTINUE))
    }
}

/// `islower` and `isupper`: some character is, none is of the other case or a title.
pub(super) fn all_cased(m: &mut Machine, a: Args, wanted: u16, other: u16) -> R {
    let text = m.str_view(a.get(m, 0));
    boolean(text.iter().any(|p| has(p, wanted)) && !text.iter().any(|p| has(p, other | flag::TITLE)))
}

pub(super) fn istitle(m: &mut Machine, a: Args) -> R {
    let (mut cased, mut inside) = (false, false);
    for point in m.str_view(a.get(m, 0)).iter() {
        let begins = has(point, flag::UPPER | flag::TITLE);
        let goes_on = has(point, flag::LOWER);
        if begins && inside || goes_on && !inside {
            return boolean(false);
        }
        inside = begins || goes_on;
        cased |= inside;
    }
    boolean(cased)
}
