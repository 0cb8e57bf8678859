//! Searching a sequence, for `list` and `tuple` (`PySequence_Index`, `PySequence_Count`).

use crate::memory::object::R;
use crate::native::args::Args;
use crate::objects::typeobject::ty;
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
    let mut i = range[0];
    while i < range[1] && i < i64::from(m.slot(seq).a) {
        let other = m.tuple_item(seq, i as u32);
        let held = m.new_ref(other);
        let equal = m.objects_equal(other, item);
        m.drop_ref(held);
        if equal? {
            return Ok(m.new_int(i));
        }
        i += 1;
    }
    let text = if what == "list" {
        "list.index(x): x not in list".to_owned()
    } else {
        format!("{what}.index(x): x not in {what}")
    };
    Err(m.raise(ty::VALUE_ERROR, &text))
}

pub fn count(m: &mut Machine, a: Args) -> R {
    let (seq, item) = (a.get(m, 0), a.get(m, 1));
    let mut n = 0;
    let mut i = 0;
    while i < m.slot(seq).a {
        let other = m.tuple_item(seq, i);
        let held = m.new_ref(other);
        let equal = m.objects_equal(other, item);
        m.drop_ref(held);
        n += i64::from(equal?);
        i += 1;
    }
    Ok(m.new_int(n))
}
