//! Searching a sequence, for `list` and `tuple` (`PySequence_Index`, `PySequence_Count`).

use crate::eval::activations::What;
use crate::memory::object::{Obj, R, StackRef};
use crate::native::args::{Args, none};
use crate::objects::abstract_::plain::Scan;
use crate::state::interpreter::Machine;

/// Position of an equal item, comparing in order.
pub fn index_of(m: &mut Machine, a: Args, what: &str) -> R {
    let (seq, item) = (a.get(m, 0), a.get(m, 1));
    let len = i64::from(m.slot(seq).a);
    let mut range = [0, len];
    for (i, bound) in range.iter_mut().enumerate() {
        if a.n > 2 + i as u32 {
            let v = m.search_bound(a.get(m, 2 + i as u32), false)?;
            *bound = if v < 0 { (v + len).max(0) } else { v };
        }
    }
    let what = if what == "list" { What::Index } else { What::TupleIndex };
    m.go_on_finding(
        what,
        seq,
        item,
        range[0].clamp(0, i64::from(u32::MAX)) as u32,
        range[1].clamp(0, i64::from(u32::MAX)) as u32,
    )
}

pub fn count(m: &mut Machine, a: Args) -> R {
    let (seq, item) = (a.get(m, 0), a.get(m, 1));
    let (mut n, mut from) = (0, 0);
    loop {
        match m.scan_equal(seq, item, from, u32::MAX) {
            Scan::At(i) => (n, from) = (n + 1, i + 1),
            Scan::Nowhere => return Ok(m.new_int(n)),
            Scan::Unsure(_) => break,
        }
    }
    m.go_on_finding(What::Count, seq, item, 0, u32::MAX)
}

impl Machine {
    /// A native's last words: it searches a list or tuple between two places.
    pub fn go_on_finding(&mut self, what: What, seq: Obj, item: Obj, from: u32, to: u32) -> R {
        let mut from = from;
        if what != What::Count {
            match self.scan_equal(seq, item, from, to) {
                Scan::At(i) if what == What::Remove => {
                    let gone = self.list_pop(seq, i);
                    self.drop_ref(gone);
                    return none();
                }
                Scan::At(i) => return Ok(self.new_int(i64::from(i))),
                Scan::Unsure(i) => from = i,
                Scan::Nowhere => from = to,
            }
        }
        let held = [StackRef::borrowed(seq), StackRef::borrowed(item), StackRef::NULL];
        self.go_on_with(what, &held, u64::from(from) | u64::from(to) << 32)
    }
}
