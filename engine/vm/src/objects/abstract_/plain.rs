//! Loops over the items of a list or tuple as long as they are plain: exact numbers, strings and None, whose equality,
//! order, truth and sum run no code (`PySequence_Contains`, `builtin_sum`, `min_max`, …). Nothing is counted meanwhile.

use crate::memory::object::{Obj, Owned, Slot};
use crate::native::static_strings::fixed;
use crate::objects::abstract_::CompareOp;
use crate::objects::floatobject::compensated::Compensated;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use ground::hash::TupleHash;

/// What a search ended at.
pub(crate) enum Scan {
    /// The first equal item.
    At(u32),
    /// An item that must be asked; those before it are different.
    Unsure(u32),
    /// The end: no item is equal.
    Nowhere,
}

/// A sum of plain numbers.
pub(crate) enum Sum {
    Int(i64),
    Float(f64),
}

/// Integers beyond this are not told exactly by a float.
const EXACT: u64 = 1 << 53;

#[inline(always)]
fn float(slot: &Slot) -> f64 {
    f64::from_bits(slot.b)
}

impl Machine {
    /// Items `from..to` of a list or tuple, as far as there are any.
    fn items_between(&self, seq: Obj, from: u32, to: u32) -> &[u32] {
        let slot = self.slot(seq);
        let to = to.min(slot.a);
        self.words.range(slot.b_lo() + from.min(to), to - from.min(to))
    }

    /// Looks for an equal item between two places of a list or tuple.
    pub(crate) fn scan_equal(&self, seq: Obj, item: Obj, from: u32, to: u32) -> Scan {
        let words = self.items_between(seq, from, to);
        let slots = &*self.slots;
        let wanted = &slots[item.ix()];
        // Each returns at the first item that is equal, or that its test knows nothing about.
        let scan = |known: &dyn Fn(&Slot) -> Option<bool>| {
            for (i, &word) in words.iter().enumerate() {
                match known(&slots[word as usize]) {
                    _ if word == item.0 => return Scan::At(from + i as u32),
                    Some(false) => {}
                    Some(true) => return Scan::At(from + i as u32),
                    None => return Scan::Unsure(from + i as u32),
                }
            }
            Scan::Nowhere
        };
        match wanted.ty {
            ty::INT if wanted.x == 0 => {
                let (value, real) = (wanted.b, wanted.b as i64 as f64);
                if (value as i64).unsigned_abs() >= EXACT {
                    return Scan::Unsure(from);
                }
                for (i, &word) in words.iter().enumerate() {
                    let slot = &slots[word as usize];
                    let equal = match slot.ty {
                        ty::INT => slot.x == 0 && slot.b == value,
                        ty::BOOL => slot.b == value,
                        ty::FLOAT => float(slot) == real,
                        ty::STR | ty::NONE_TYPE | ty::BYTES => false,
                        _ => return Scan::Unsure(from + i as u32),
                    };
                    if equal {
                        return Scan::At(from + i as u32);
                    }
                }
                Scan::Nowhere
            }
            ty::FLOAT => {
                let value = float(wanted);
                scan(&|slot| match slot.ty {
                    ty::FLOAT => Some(float(slot) == value),
                    ty::INT if slot.x == 0 && (slot.b as i64).unsigned_abs() < EXACT => {
                        Some(slot.b as i64 as f64 == value)
                    }
                    ty::STR | ty::NONE_TYPE => Some(false),
                    _ => None,
                })
            }
            ty::STR => {
                let (len, width) = (wanted.a, wanted.x);
                let text = self.str_view(item).bytes;
                scan(&|slot| match slot.ty {
                    ty::STR => Some(
                        slot.a == len && slot.x == width && {
                            let at = slot.b_lo() as usize;
                            &self.bytes.data[at..at + text.len()] == text
                        },
                    ),
                    ty::INT | ty::FLOAT | ty::NONE_TYPE | ty::BOOL => Some(false),
                    _ => None,
                })
            }
            ty::NONE_TYPE => scan(&|slot| match slot.ty {
                ty::STR | ty::INT | ty::FLOAT | ty::BOOL | ty::LIST | ty::TUPLE | ty::DICT => Some(false),
                _ => None,
            }),
            _ => Scan::Unsure(from),
        }
    }

    /// Whether two objects are equal, if both are plain.
    #[inline]
    pub fn plainly_equal(&self, a: Obj, b: Obj) -> Option<bool> {
        let (x, y) = (self.slot(a), self.slot(b));
        match (x.ty, y.ty) {
            (ty::INT, ty::INT) if x.x == 0 && y.x == 0 => Some(x.b == y.b),
            (ty::STR, ty::STR) => Some(self.str_eq(a, b)),
            (ty::FLOAT, ty::FLOAT) => Some(a == b || float(x) == float(y)),
            _ => None,
        }
    }

    /// The hash of an exact tuple of strings, small integers and floats.
    pub fn plain_tuple_hash(&mut self, t: Obj) -> Option<u64> {
        let slot = *self.slot(t);
        if slot.ty != ty::TUPLE {
            return None;
        }
        let mut state = TupleHash::default();
        for i in 0..slot.a {
            let item = self.tuple_item(t, i);
            let here = self.slot(item);
            state.add(match here.ty {
                ty::STR => self.str_hash(item),
                ty::INT if here.x == 0 => self.int_hash(item),
                ty::FLOAT => ground::hash::float(float(here))?,
                _ => return None,
            });
        }
        Some(state.finish(u64::from(slot.a)))
    }

    /// How two lists or two tuples compare, if the items up to the first different ones are plain.
    pub fn compare_plain(&self, op: CompareOp, a: Obj, b: Obj) -> Option<bool> {
        let (mine, theirs) = (self.tuple_items(a), self.tuple_items(b));
        for (&x, &y) in mine.iter().zip(theirs) {
            let (x, y) = (Obj(x), Obj(y));
            if x == y || self.plainly_equal(x, y)? {
                continue;
            }
            let (s, t) = (self.slot(x), self.slot(y));
            return Some(match op {
                CompareOp::Eq => false,
                CompareOp::Ne => true,
                _ if s.ty == ty::INT => op.holds((s.b as i64).cmp(&(t.b as i64))),
                _ if s.ty == ty::FLOAT => op.holds_f64(float(s), float(t)),
                _ => op.holds(self.str_cmp(x, y)),
            });
        }
        Some(op.holds(mine.len().cmp(&theirs.len())))
    }

    /// The sum of the items of a list or tuple on top of 0, if all are plain and no integer is too large
    /// (`builtin_sum`).
    pub(crate) fn plain_sum(&self, seq: Obj) -> Option<Sum> {
        let words = self.items_between(seq, 0, u32::MAX);
        let slots = &*self.slots;
        let mut total = 0i64;
        let mut at = 0;
        for &word in words {
            let slot = &slots[word as usize];
            match slot.ty {
                ty::INT | ty::BOOL if slot.x == 0 => total = total.checked_add(slot.b as i64)?,
                ty::FLOAT => break,
                _ => return None,
            }
            at += 1;
        }
        if at == words.len() {
            return Some(Sum::Int(total));
        }
        // The first float is added as objects are; from there on with a compensation.
        let plain = |slot: &Slot| match slot.ty {
            ty::FLOAT => Some(float(slot)),
            ty::INT if slot.x == 0 && (slot.b as i64).unsigned_abs() < EXACT => Some(slot.b as i64 as f64),
            _ => None,
        };
        if !(fixed::SMALL_INT_MIN..=fixed::SMALL_INT_MAX).contains(&total) {
            return None;
        }
        let mut sum = Compensated::from(total as f64 + plain(&slots[words[at] as usize])?);
        for &word in &words[at + 1..] {
            sum.add(plain(&slots[word as usize])?);
        }
        Some(Sum::Float(sum.total()))
    }

    /// Which of these is the least or greatest (the first of equal ones), if they are plain and all of one kind.
    pub fn plain_best(&self, op: CompareOp, count: usize, item: impl Fn(usize) -> Obj) -> Option<Obj> {
        let mut best = if count > 0 { item(0) } else { return None };
        let slots = &*self.slots;
        match self.ty(best) {
            ty::INT if slots[best.ix()].x == 0 => {
                let mut value = slots[best.ix()].b as i64;
                for i in 1..count {
                    let o = item(i);
                    let slot = &slots[o.ix()];
                    if slot.ty != ty::INT || slot.x != 0 {
                        return None;
                    }
                    let other = slot.b as i64;
                    if if op == CompareOp::Lt { other < value } else { other > value } {
                        (best, value) = (o, other);
                    }
                }
            }
            ty::FLOAT => {
                let mut value = float(&slots[best.ix()]);
                for i in 1..count {
                    let o = item(i);
                    let slot = &slots[o.ix()];
                    if slot.ty != ty::FLOAT {
                        return None;
                    }
                    if op.holds_f64(float(slot), value) {
                        (best, value) = (o, float(slot));
                    }
                }
            }
            ty::STR => {
                for i in 1..count {
                    let o = item(i);
                    if self.ty(o) != ty::STR {
                        return None;
                    }
                    if op.holds(self.str_cmp(o, best)) {
                        best = o;
                    }
                }
            }
            _ => return None,
        }
        Some(best)
    }

    /// A bound of a slice without a step in a sequence of that length, if it is None or a small int.
    #[inline]
    pub fn plain_bound(&self, bound: Obj, none: u32, len: u32) -> Option<u32> {
        let slot = self.slot(bound);
        if bound == fixed::NONE {
            return Some(none);
        }
        let (at, len) = (slot.b as i64, i64::from(len));
        let at = if at < 0 { at.saturating_add(len) } else { at };
        (slot.ty == ty::INT && slot.x == 0).then(|| at.clamp(0, len) as u32)
    }

    /// `o[index]` of a list, tuple, str or bytes, where the index is a small int within it, or a plain slice of a
    /// list or str.
    #[inline]
    pub fn plain_item(&mut self, o: Obj, index: Obj) -> Option<Owned> {
        let (seq, at) = (*self.slot(o), self.slot(index));
        if at.ty == ty::SLICE && at.b_hi() == fixed::NONE.0 && matches!(seq.ty, ty::LIST | ty::STR) {
            let (start, stop) =
                (self.plain_bound(Obj(at.a), 0, seq.a)?, self.plain_bound(Obj(at.b_lo()), seq.a, seq.a)?);
            return Some(match seq.ty {
                ty::LIST => self.list_slice(o, start, stop),
                _ => self.str_slice(o, start as usize, stop as usize),
            });
        }
        if at.ty != ty::INT || at.x != 0 {
            return None;
        }
        let at = at.b as i64;
        let at = if at < 0 { at + i64::from(seq.a) } else { at };
        if !(0..i64::from(seq.a)).contains(&at) {
            return None;
        }
        match seq.ty {
            ty::LIST | ty::TUPLE => {
                let item = self.tuple_item(o, at as u32);
                Some(self.new_ref(item))
            }
            ty::BYTES => {
                let byte = self.bytes_value(o)[at as usize];
                Some(self.new_int(i64::from(byte)))
            }
            ty::STR => Some(self.str_char(o, at as usize)),
            _ => None,
        }
    }

    /// The truth of an object of a type whose truth lies in its slot.
    #[inline]
    pub fn plain_truth(&self, o: Obj) -> Option<bool> {
        let slot = self.slot(o);
        match slot.ty {
            ty::BOOL => Some(o == fixed::TRUE),
            ty::INT => Some(slot.x != 0 || slot.b != 0),
            ty::FLOAT => Some(float(slot) != 0.0),
            ty::NONE_TYPE => Some(false),
            ty::STR | ty::LIST | ty::TUPLE | ty::DICT | ty::SET | ty::FROZENSET | ty::BYTES => Some(slot.a != 0),
            _ => None,
        }
    }

    /// Whether some item of a list or tuple has that truth, if those before it are plain.
    pub fn plain_any(&self, seq: Obj, want: bool) -> Option<bool> {
        for &word in self.items_between(seq, 0, u32::MAX) {
            if self.plain_truth(Obj(word))? == want {
                return Some(true);
            }
        }
        Some(false)
    }
}
