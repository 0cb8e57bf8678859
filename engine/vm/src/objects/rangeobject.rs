//! Ranges and slices (`Objects/rangeobject.c`, `Objects/sliceobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::static_strings::fixed;
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

/// A slice's bounds fitted to a sequence's length: start, stop, step and how many items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SliceBounds {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
    pub len: usize,
}

/// `PySlice_AdjustIndices`.
pub fn adjust(len: i64, start: Option<i64>, stop: Option<i64>, step: i64) -> SliceBounds {
    let clamp = |i: i64| {
        if i < 0 {
            let i = i.saturating_add(len);
            if i < 0 { if step < 0 { -1 } else { 0 } } else { i }
        } else if i >= len {
            if step < 0 { len - 1 } else { len }
        } else {
            i
        }
    };
    let start = start.map_or(if step < 0 { len - 1 } else { 0 }, clamp);
    let stop = stop.map_or(if step < 0 { -1 } else { len }, clamp);
    let n = range_len(start, stop, step);
    SliceBounds { start, stop, step, len: n as usize }
}

impl SliceBounds {
    /// Positions in order.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.len as i64).map(move |i| (self.start + i * self.step) as usize)
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
        let Some((start, step, len)) = self.range_small(r).filter(|(_, step, _)| i32::try_from(*step).is_ok()) else {
            return Err(self.not_supported("iterating over a range beyond 64 bits"));
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

    /// A slice; parts are taken over.
    pub fn new_slice(&mut self, start: Owned, stop: Owned, step: Owned) -> Owned {
        let o = match self.pop_free(crate::memory::refcount::freelist::SLICES, Kind::Slice, ty::SLICE) {
            Some(o) => o,
            None => self.alloc_gc(Kind::Slice, ty::SLICE, 56),
        };
        let slot = self.slot_mut(o);
        slot.a = start.into_edge().0;
        slot.set_b(stop.into_edge().0, step.into_edge().0);
        self.track(o);
        Owned::steal(o)
    }

    /// Start, stop and step objects.
    pub fn slice_parts(&self, s: Obj) -> [Obj; 3] {
        let slot = self.slot(s);
        [Obj(slot.a), Obj(slot.b_lo()), Obj(slot.b_hi())]
    }

    /// A slice's bounds for a sequence of that length.
    pub fn slice_bounds(&mut self, s: Obj, len: u32) -> R<SliceBounds> {
        let [start, stop, step] = self.slice_parts(s);
        let step = self.slice_index(step)?.unwrap_or(1);
        if step == 0 {
            return Err(self.raise(ty::VALUE_ERROR, "slice step cannot be zero"));
        }
        let start = self.slice_index(start)?;
        let stop = self.slice_index(stop)?;
        Ok(adjust(i64::from(len), start, stop, step.max(-i64::MAX)))
    }

    fn slice_index(&mut self, part: Obj) -> R<Option<i64>> {
        if Machine::is_none(part) {
            return Ok(None);
        }
        if self.is_int(part) {
            return Ok(Some(self.int_clamped(part)));
        }
        if self.lookup_special(part, crate::native::static_strings::DUNDER_INDEX).is_null() {
            return Err(
                self.raise(ty::TYPE_ERROR, "slice indices must be integers or None or have an __index__ method")
            );
        }
        self.index_clamped(part).map(Some)
    }

    /// The bounds of `BINARY_SLICE` and `STORE_SLICE`, whose parts never became an object.
    pub fn bounds_of(&mut self, start: Obj, stop: Obj, len: u32) -> R<SliceBounds> {
        let start = self.slice_index(start)?;
        let stop = self.slice_index(stop)?;
        Ok(adjust(i64::from(len), start, stop, 1))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_fitted_as_python_does() {
        assert_eq!(adjust(5, Some(-2), None, 1), SliceBounds { start: 3, stop: 5, step: 1, len: 2 });
        assert_eq!(adjust(5, None, None, -2).positions().collect::<Vec<_>>(), [4, 2, 0]);
        assert_eq!(adjust(3, Some(10), Some(-10), 1).len, 0);
        assert_eq!(range_len(i64::MIN, i64::MAX, 1), u64::MAX);
    }
}
