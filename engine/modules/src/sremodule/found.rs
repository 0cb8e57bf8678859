//! Searching in an object: its characters or bytes are given to the matcher as they lie in the machine.

use super::characters::Code;
use super::matcher::{Matcher, NOWHERE, Stop, Text};
use super::patterns;
use crate::fill::{field, int_field};
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// How a pattern is applied.
#[derive(Clone, Copy, PartialEq)]
pub enum How {
    Match,
    Full,
    Search,
}

/// A match: where it begins and ends, where its groups do ([`NOWHERE`] for those that took no part), the last group.
pub struct Found {
    pub start: usize,
    pub end: usize,
    pub marks: Vec<usize>,
    pub last_index: i32,
}

impl Found {
    /// Where a group lies, 0 for the whole.
    pub fn span(&self, group: usize) -> Option<(usize, usize)> {
        if group == 0 {
            return Some((self.start, self.end));
        }
        let (from, to) = (*self.marks.get(2 * group - 2)?, *self.marks.get(2 * group - 1)?);
        (from != NOWHERE && to != NOWHERE).then_some((from, to))
    }
}

/// A string under search by a pattern.
#[derive(Clone, Copy)]
pub struct Subject {
    pub pattern: Obj,
    pub string: Obj,
    pub pos: usize,
    pub end: usize,
    pub groups: usize,
}

/// How many characters or bytes there are to search in (`getstring`).
pub fn length(m: &mut Machine, string: Obj) -> R<usize> {
    if m.kind(string) == Kind::Str {
        return Ok(m.str_len(string) as usize);
    }
    if !m.has_buffer(string) {
        let got = m.type_name(string);
        return Err(m.raise(ty::TYPE_ERROR, &format!("expected string or bytes-like object, got '{got}'")));
    }
    Ok(m.lend(string)?.n)
}

/// Some of the characters or bytes (`getslice`).
pub fn slice(m: &mut Machine, string: Obj, from: usize, to: usize) -> R {
    if m.kind(string) == Kind::Str {
        let n = m.str_len(string) as usize;
        let from = from.min(n);
        return Ok(m.str_slice(string, from, to.min(n).max(from)));
    }
    let lent = m.lend(string)?;
    if m.ty(string) == ty::BYTES && from == 0 && to == lent.n {
        return Ok(m.new_ref(string));
    }
    let from = from.min(lent.n);
    let part = m.lent(lent)[from..to.min(lent.n).max(from)].to_vec();
    Ok(m.new_bytes(&part))
}

impl Subject {
    /// What a pattern is to search, from `pos` to `end` (`state_init`).
    pub fn new(m: &mut Machine, pattern: Obj, string: Obj, pos: i64, end: i64) -> R<Subject> {
        let n = length(m, string)?;
        let (is_text, of) = (m.kind(string) == Kind::Str, int_field(m, pattern, patterns::ISBYTES));
        if !is_text && of == 0 {
            return Err(m.raise(ty::TYPE_ERROR, "cannot use a string pattern on a bytes-like object"));
        }
        if is_text && of > 0 {
            return Err(m.raise(ty::TYPE_ERROR, "cannot use a bytes pattern on a string-like object"));
        }
        let [pos, end] = [pos, end].map(|i| i.clamp(0, n as i64) as usize);
        let groups = int_field(m, pattern, patterns::GROUPS) as usize;
        Ok(Subject { pattern, string, pos, end, groups })
    }

    /// The match from `start` on, if there is one.
    pub fn find(&self, m: &mut Machine, how: How, start: usize, must_advance: bool) -> R<Option<Found>> {
        if start > self.end {
            return Ok(None);
        }
        let found = if m.kind(self.string) == Kind::Str {
            let view = m.str_view(self.string);
            match view.width {
                1 => self.run(m, view.bytes, how, start, must_advance),
                2 => self.run(m, view.bytes.as_chunks::<2>().0, how, start, must_advance),
                _ => self.run(m, view.bytes.as_chunks::<4>().0, how, start, must_advance),
            }
        } else {
            let lent = m.lend(self.string)?;
            if self.end > lent.n {
                return Ok(None);
            }
            self.run(m, m.lent(lent), how, start, must_advance)
        };
        match found {
            Ok(found) => Ok(found),
            Err(Stop::Interrupted) => Err(m.interrupted()),
            Err(Stop::Memory) => Err(m.raise_empty(ty::MEMORY_ERROR)),
            Err(Stop::Illegal) => Err(m.raise(ty::RUNTIME_ERROR, "internal error in regular expression engine")),
        }
    }

    fn run<T: Text>(
        &self,
        m: &Machine,
        text: T,
        how: How,
        start: usize,
        must_advance: bool,
    ) -> Result<Option<Found>, Stop> {
        let stop = || m.leash_pulled();
        let code = Code::new(m.bytes_value(field(m, self.pattern, patterns::CODE)));
        let mut matcher = Matcher::new(text, code, (start, self.end), self.groups, &stop);
        matcher.must_advance = must_advance;
        matcher.match_all = how == How::Full;
        let found = if how == How::Search { matcher.search()? } else { matcher.match_here()? };
        Ok(found.then_some(Found {
            start: matcher.start,
            end: matcher.at,
            marks: matcher.marks,
            last_index: matcher.last_index,
        }))
    }

    /// A group's text; if it took no part, an empty one or None.
    pub fn group(&self, m: &mut Machine, found: &Found, group: usize, empty: bool) -> R {
        match found.span(group) {
            Some((from, to)) => slice(m, self.string, from, to),
            None if empty => slice(m, self.string, 0, 0),
            None => Ok(Owned::steal(vm::native::static_strings::fixed::NONE)),
        }
    }
}
