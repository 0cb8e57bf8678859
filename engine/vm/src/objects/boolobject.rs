//! `bool` (`Objects/boolobject.c`).

use crate::memory::object::Owned;
use crate::native::args::{Conv, Native, native_fn};
use crate::state::interpreter::Machine;

pub const BOOL_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(1, 2), |m, a| {
    let truth = if a.n > 1 { m.truthy(a.get(m, 1))? } else { false };
    Ok(Owned::steal(Machine::new_bool(truth)))
})];
