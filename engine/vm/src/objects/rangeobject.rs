//! Ranges (`Objects/rangeobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, def, member, new, tpflags};
use crate::objects::enumobject::reversed;
use crate::objects::longobject::Value;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_bigint::BigInt;
use num_traits::{Signed, Zero};

/// Number of values of a range with machine-sized bounds.
pub fn range_len(start: i64, stop: i64, step: i64) -> u64 {
    if step > 0 && start < stop {
        (stop.wrapping_sub(start) as u64 - 1) / step as u64 + 1
    } else if step < 0 && start > stop {
        (start.wrapping_sub(stop) as u64 - 1) / step.unsigned_abs() + 1
    } else {
        0
    }
}

impl Machine {
    /// `range(start, stop, step)`; the bounds are ints, counted here.
    pub fn new_range(&mut self, start: Obj, stop: Obj, step: Obj) -> R {
        if self.int_is_zero(step) {
            return Err(self.raise(ty::VALUE_ERROR, "range() arg 3 must not be zero"));
        }
        let len = match (self.int_small(start), self.int_small(stop), self.int_small(step)) {
            (Some(a), Some(b), Some(s)) if range_len(a, b, s) <= i64::MAX as u64 => {
                self.new_int(range_len(a, b, s) as i64)
            }
            _ => {
                let (a, b, s) = (self.int_value(start).big(), self.int_value(stop).big(), self.int_value(step).big());
                let span = if s.is_positive() { b - a } else { a - b };
                let n = if span.is_positive() { (span - 1u8) / s.abs() + 1u8 } else { BigInt::zero() };
                self.new_bigint(&n)
            }
        };
        let o = match self.pop_free(crate::memory::refcount::freelist::RANGES, Kind::Range, ty::RANGE) {
            Some(o) => o,
            None => self.alloc(Kind::Range, ty::RANGE, 48),
        };
        let at = self.words.alloc(4);
        for part in [start, stop, step] {
            self.incref(part);
        }
        self.words.range_mut(at, 4).copy_from_slice(&[start.0, stop.0, step.0, len.into_edge().0]);
        self.slot_mut(o).b = u64::from(at);
        Ok(Owned::steal(o))
    }

    /// Start, stop, step and length objects of a range.
    pub fn range_parts(&self, r: Obj) -> [Obj; 4] {
        let words = self.words.range(self.slot(r).b_lo(), 4);
        [Obj(words[0]), Obj(words[1]), Obj(words[2]), Obj(words[3])]
    }

    /// Start, step and length if all are machine-sized.
    pub fn range_small(&self, r: Obj) -> Option<(i64, i64, i64)> {
        let [start, _, step, len] = self.range_parts(r);
        Some((self.int_small(start)?, self.int_small(step)?, self.int_small(len)?))
    }

    pub fn range_item(&mut self, r: Obj, i: &BigInt) -> R {
        let [start, _, step, len] = self.range_parts(r);
        let n = self.int_value(len).big();
        let i = if i.is_negative() { i + &n } else { i.clone() };
        if i.is_negative() || i >= n {
            return Err(self.raise(ty::INDEX_ERROR, "range object index out of range"));
        }
        let value = self.int_value(start).big() + i * self.int_value(step).big();
        Ok(self.new_bigint(&value))
    }

    pub fn range_iter(&mut self, r: Obj) -> R {
        let Some((start, step, len)) = self.range_small(r).filter(|(start, step, len)| {
            // The value behind the last one must fit, too.
            let end = len.checked_mul(*step).and_then(|way| start.checked_add(way));
            i32::try_from(*step).is_ok() && end.is_some()
        }) else {
            let [start, _, step, len] = self.range_parts(r);
            return Ok(self.new_long_range_iter(start, step, len));
        };
        Ok(self.new_range_iter(start, step as i32, len))
    }

    pub fn new_range_iter(&mut self, start: i64, step: i32, len: i64) -> Owned {
        let o = match self.pop_free(crate::memory::refcount::freelist::RANGE_ITERS, Kind::RangeIter, ty::RANGE_ITERATOR)
        {
            Some(o) => o,
            None => self.alloc(Kind::RangeIter, ty::RANGE_ITERATOR, 40),
        };
        let slot = self.slot_mut(o);
        (slot.a, slot.b, slot.c) = (step as u32, start as u64, len as u64);
        Owned::steal(o)
    }

    /// An iterator over numbers beyond machine words; its parts are counted here.
    fn new_long_range_iter(&mut self, start: Obj, step: Obj, len: Obj) -> Owned {
        for part in [start, step, len] {
            self.incref(part);
        }
        let o = self.alloc(Kind::LongRangeIter, ty::LONGRANGE_ITERATOR, 40);
        let slot = self.slot_mut(o);
        slot.a = start.0;
        slot.set_b(step.0, len.0);
        Owned::steal(o)
    }

    /// The next value of such an iterator (`longrangeiter_next`).
    pub(crate) fn long_range_next(&mut self, it: Obj) -> Option<Owned> {
        let slot = *self.slot(it);
        let (value, step, left) = (Obj(slot.a), Obj(slot.b_lo()), Obj(slot.b_hi()));
        let remaining = self.int_value(left).big();
        if !remaining.is_positive() {
            return None;
        }
        let next = self.int_value(value).big() + self.int_value(step).big();
        let next = self.new_bigint(&next).into_edge();
        let fewer = self.new_bigint(&(remaining - 1u8)).into_edge();
        let slot = self.slot_mut(it);
        slot.a = next.0;
        slot.set_b(step.0, fewer.0);
        self.decref(left);
        Some(Owned::steal(value))
    }

    /// `range[slice]` (`compute_slice`).
    pub(crate) fn range_slice(&mut self, r: Obj, slice: Obj) -> R {
        let [first, _, stride, len] = self.range_parts(r).map(|part| self.int_value(part).big());
        let parts = self.slice_parts(slice);
        let step = match self.slice_number(parts[2])? {
            Some(step) if step.is_zero() => return Err(self.raise(ty::VALUE_ERROR, "slice step cannot be zero")),
            step => step.unwrap_or_else(|| 1u8.into()),
        };
        let down = step.is_negative();
        let (lower, upper) = if down { (BigInt::from(-1), &len - 1u8) } else { (BigInt::zero(), len.clone()) };
        let clamp = |value: BigInt| {
            let value = if value.is_negative() { value + &len } else { value };
            value.clamp(lower.clone(), upper.clone().max(lower.clone()))
        };
        let start = self.slice_number(parts[0])?.map_or(if down { upper.clone() } else { lower.clone() }, clamp);
        let stop = self.slice_number(parts[1])?.map_or(if down { lower.clone() } else { upper.clone() }, clamp);
        let bounds = [&first + start * &stride, first + stop * &stride, step * stride];
        let bounds = bounds.map(|bound| {
            let bound = self.new_bigint(&bound);
            self.keep(bound)
        });
        self.new_range(bounds[0], bounds[1], bounds[2])
    }

    /// A part of a slice as a number of any size; `None` for None (`evaluate_slice_index`).
    fn slice_number(&mut self, part: Obj) -> R<Option<BigInt>> {
        if Machine::is_none(part) {
            return Ok(None);
        }
        if !self.indexable(part) {
            let text = "slice indices must be integers or None or have an __index__ method";
            return Err(self.raise(ty::TYPE_ERROR, text));
        }
        let number = self.index_exact(part)?;
        let number = self.keep(number);
        Ok(Some(self.int_value(number).big()))
    }

    /// The next value of a range iterator.
    #[inline(always)]
    pub fn range_iter_next(&mut self, o: Obj) -> Option<i64> {
        let slot = self.slot_mut(o);
        if slot.c as i64 <= 0 {
            return None;
        }
        slot.c -= 1;
        let value = slot.b as i64;
        slot.b = value.wrapping_add(i64::from(slot.a as i32)) as u64;
        Some(value)
    }

    pub fn range_contains(&self, r: Obj, value: Value) -> bool {
        let [start, _, step, len] = self.range_parts(r);
        let (start, step, len) = (self.int_value(start).big(), self.int_value(step).big(), self.int_value(len).big());
        let offset = value.big() - start;
        let (q, rem) = (&offset / &step, &offset % &step);
        rem.is_zero() && !q.is_negative() && q < len
    }

    /// `repr` of a range.
    pub fn range_repr(&mut self, r: Obj) -> R<String> {
        let [start, stop, step, _] = self.range_parts(r);
        let (a, b) = (self.int_repr(start)?, self.int_repr(stop)?);
        if step == Obj((fixed::SMALL_INTS as i64 + 1 - fixed::SMALL_INT_MIN) as u32) {
            return Ok(format!("range({a}, {b})"));
        }
        Ok(format!("range({a}, {b}, {})", self.int_repr(step)?))
    }
}

/// `range`.
pub static RANGE: TypeDef = TypeDef {
    name: "range",
    kind: Kind::Range,
    basicsize: 48,
    flags: tpflags::BUILTIN | tpflags::SEQUENCE,
    doc: "The whole numbers from start to stop, by step.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Compare, Slot::Iter, Slot::Bool, Slot::Len, Slot::Subscript, Slot::Contains],
    natives: &[
        def("__reduce__($self, /)", "Return state information for pickling.", |m, a| {
            let o = a.get(m, 0);
            let [start, stop, step, _] = m.range_parts(o);
            let args = m.new_tuple_from(&[start, stop, step]);
            let class = m.new_ref(m.class_of(o));
            Ok(m.new_tuple(vec![class, args]))
        }),
        new("range(start, stop=None, step=None, /)", |m, a| {
            // Start, stop and step; one argument alone is the stop.
            let mut parts = [
                Obj(fixed::SMALL_INTS + (0 - fixed::SMALL_INT_MIN) as u32),
                Obj::NULL,
                Obj(fixed::SMALL_INTS + (1 - fixed::SMALL_INT_MIN) as u32),
            ];
            let first = usize::from(a.n == 2);
            let mut made = 0;
            let mut done = Ok(());
            for i in 1..a.n {
                match m.index_exact(a.get(m, i)) {
                    Ok(part) => parts[first + i as usize - 1] = part.into_edge(),
                    Err(e) => {
                        done = Err(e);
                        break;
                    }
                }
                made += 1;
            }
            let range = done.and_then(|()| m.new_range(parts[0], parts[1], parts[2]));
            for part in &parts[first..first + made] {
                m.decref(*part);
            }
            range
        }),
        def("count($self, object, /)", "How many items are equal to the value.", |m, a| {
            let (r, item) = (a.get(m, 0), a.get(m, 1));
            let inside = m.contains(r, item)?;
            Ok(m.new_int(i64::from(inside)))
        }),
        def("index($self, object, /)", "Position of the first equal item; ValueError if there is none.", |m, a| {
            let (r, item) = (a.get(m, 0), a.get(m, 1));
            if !matches!(m.ty(item), ty::INT | ty::BOOL) {
                return index_by_looking(m, r, item);
            }
            if !m.contains(r, item)? {
                return Err(m.raise(ty::VALUE_ERROR, "range.index(x): x not in range"));
            }
            let [start, _, step, _] = m.range_parts(r);
            let i = (m.int_value(item).big() - m.int_value(start).big()) / m.int_value(step).big();
            Ok(m.new_bigint(&i))
        }),
        member("start", "Where it starts.", |m, a| range_part(m, a, 0)),
        member("stop", "Where it ends.", |m, a| range_part(m, a, 1)),
        member("step", "How far apart its values are.", |m, a| range_part(m, a, 2)),
        def("__reversed__($self, /)", "An iterator over the items from the last to the first.", reversed),
    ],
    ..TypeDef::PLAIN
};

/// Where the first item that equals any object is, by comparing one after the other (`_PySequence_IterSearch`).
fn index_by_looking(m: &mut Machine, r: Obj, item: Obj) -> R {
    let it = m.iter(r)?;
    let it = m.keep(it);
    let mut at = 0;
    while let Some(value) = m.iter_next(it)? {
        let equal = m.objects_equal(value.get(), item);
        m.drop_ref(value);
        if equal? {
            return Ok(m.new_int(at));
        }
        at += 1;
    }
    Err(m.raise(ty::VALUE_ERROR, "sequence.index(x): x not in sequence"))
}

fn range_part(m: &mut Machine, a: Args, i: usize) -> R {
    let part = m.range_parts(a.get(m, 0))[i];
    Ok(m.new_ref(part))
}

impl Machine {
    /// `reversed(range)`.
    pub fn range_reversed(&mut self, r: Obj) -> R {
        let [start, _, step, len] = self.range_parts(r).map(|part| self.int_value(part).big());
        let (first, step) = (start + (&len - 1u8) * &step, -step);
        let small = (i64::try_from(&first).ok(), i32::try_from(&step).ok(), i64::try_from(&len).ok());
        // The value behind the last one must fit, too.
        if let (Some(first), Some(step), Some(n)) = small
            && n.checked_mul(i64::from(step)).and_then(|way| first.checked_add(way)).is_some()
        {
            return Ok(self.new_range_iter(first, step, n));
        }
        let parts = [first, step, len].map(|part| {
            let part = self.new_bigint(&part);
            self.keep(part)
        });
        Ok(self.new_long_range_iter(parts[0], parts[1], parts[2]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_range_has_a_length() {
        assert_eq!(range_len(i64::MIN, i64::MAX, 1), u64::MAX);
    }
}
