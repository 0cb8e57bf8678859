//! Where a native function finds its arguments, and the answers that many natives give.

use crate::memory::object::{Obj, Owned, R, StackRef};
use crate::native::static_strings::fixed;
use crate::state::interpreter::Machine;

/// A native's arguments: on the evaluation stack, borrowed, each in the place of its parameter. Self comes first; a
/// parameter that was not given is NULL. Where there is a `*args`, the surplus lies behind the positional ones.
#[derive(Clone, Copy, Debug)]
pub struct Args {
    /// First argument's place in `Machine::stack`.
    pub base: u32,
    /// Arguments from there on.
    pub n: u32,
    /// Tuple of the names of the keyword arguments that follow, or NULL: only for natives with a binder of their own.
    pub kwnames: Obj,
    /// Place of the keyword-only parameters of a native with `*args`; 0 if none was given.
    pub kwonly: u32,
}

impl Args {
    pub fn new(base: u32, n: u32, kwnames: Obj) -> Args {
        Args { base, n, kwnames, kwonly: 0 }
    }

    #[inline(always)]
    pub fn get(self, m: &Machine, i: u32) -> Obj {
        m.thread.stack[(self.base + i) as usize].obj()
    }

    /// Argument `i`, or NULL.
    #[inline(always)]
    pub fn opt(self, m: &Machine, i: u32) -> Obj {
        if i < self.n { self.get(m, i) } else { Obj::NULL }
    }

    /// The keyword-only parameter with that number behind a `*args`, or NULL.
    #[inline(always)]
    pub fn kwonly(self, m: &Machine, i: u32) -> Obj {
        if self.kwonly == 0 { Obj::NULL } else { m.thread.stack[(self.kwonly + i) as usize].obj() }
    }

    /// All positional arguments.
    pub fn all(self, m: &Machine) -> Vec<Obj> {
        (0..self.n).map(|i| self.get(m, i)).collect()
    }

    /// Positional arguments behind the first `from`.
    pub fn rest(self, m: &Machine, from: u32) -> Vec<Obj> {
        (from..self.n).map(|i| self.get(m, i)).collect()
    }

    pub fn kwcount(self, m: &Machine) -> u32 {
        if self.kwnames.is_null() { 0 } else { m.tuple_len(self.kwnames) }
    }

    /// The keyword argument of that name, or NULL.
    pub fn keyword(self, m: &Machine, name: &str) -> Obj {
        let at = (0..self.kwcount(m)).find(|&i| m.str_is(m.tuple_item(self.kwnames, i), name));
        at.map_or(Obj::NULL, |i| self.get(m, self.n + i))
    }

    /// Names and values of the keyword arguments.
    pub fn keywords(self, m: &Machine) -> Vec<(Obj, Obj)> {
        (0..self.kwcount(m)).map(|i| (m.tuple_item(self.kwnames, i), self.get(m, self.n + i))).collect()
    }
}

/// The answer `None`.
pub fn none() -> R {
    Ok(Owned::steal(fixed::NONE))
}

/// The answer `NotImplemented`.
pub fn not_implemented() -> R {
    Ok(Owned::steal(fixed::NOT_IMPLEMENTED))
}

/// The answer `True` or `False`.
pub fn boolean(value: bool) -> R {
    Ok(Owned::steal(Machine::new_bool(value)))
}

/// A new reference, or None for NULL.
pub fn or_none(m: &mut Machine, o: Obj) -> R {
    if o.is_null() { none() } else { Ok(m.new_ref(o)) }
}

pub(crate) fn lent_or_null(o: Obj) -> StackRef {
    if o.is_null() { StackRef::NULL } else { StackRef::borrowed(o) }
}
