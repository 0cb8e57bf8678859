//! Slices (`Objects/sliceobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, def, member, new, tpflags};
use crate::objects::rangeobject::range_len;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_bigint::BigInt;

/// A slice's bounds fitted to a sequence's length: start, stop, step and how many items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SliceBounds {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
    pub len: usize,
}

impl SliceBounds {
    /// Positions in order.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.len as i64).map(move |i| (self.start + i * self.step) as usize)
    }
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

/// `slice`.
pub static SLICE: TypeDef = TypeDef {
    name: "slice",
    kind: Kind::Slice,
    basicsize: 40,
    flags: tpflags::COLLECTED,
    doc: "A part of a sequence.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Compare],
    natives: &[
        new("slice(start, stop=None, step=None, /)", |m, a| {
            let part = |m: &mut Machine, i: u32| {
                let o = a.opt(m, i);
                if o.is_null() { Owned::steal(fixed::NONE) } else { m.new_ref(o) }
            };
            if a.n == 2 {
                let stop = part(m, 1);
                return Ok(m.new_slice(Owned::steal(fixed::NONE), stop, Owned::steal(fixed::NONE)));
            }
            let (start, stop, step) = (part(m, 1), part(m, 2), part(m, 3));
            Ok(m.new_slice(start, stop, step))
        }),
        def("__reduce__($self, /)", "Return state information for pickling.", |m, a| {
            let o = a.get(m, 0);
            let parts = m.slice_parts(o);
            let args = m.new_tuple_from(&parts);
            let class = m.new_ref(m.class_of(o));
            Ok(m.new_tuple(vec![class, args]))
        }),
        def("indices($self, object, /)", "Start, stop and step for a sequence of that length.", |m, a| {
            let len = m.index_exact(a.get(m, 1))?;
            let len = m.keep(len);
            let len = m.int_value(len).big();
            let items = m.slice_bounds_beyond_words(a.get(m, 0), &len)?;
            let items = items.iter().map(|v| m.new_bigint(v)).collect();
            Ok(m.new_tuple(items))
        }),
        member("start", "Where it starts.", |m, a| slice_part(m, a, 0)),
        member("stop", "Where it ends.", |m, a| slice_part(m, a, 1)),
        member("step", "How far apart its values are.", |m, a| slice_part(m, a, 2)),
    ],
    ..TypeDef::PLAIN
};

fn slice_part(m: &mut Machine, a: Args, i: usize) -> R {
    let part = m.slice_parts(a.get(m, 0))[i];
    Ok(m.new_ref(part))
}

impl Machine {
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
        let (start, stop, step) = self.slice_unpack(s)?;
        Ok(adjust(i64::from(len), start, stop, step))
    }

    /// A slice's start, stop and step before they are fitted to a length (`PySlice_Unpack`).
    pub(crate) fn slice_unpack(&mut self, s: Obj) -> R<(Option<i64>, Option<i64>, i64)> {
        let [start, stop, step] = self.slice_parts(s);
        let step = self.slice_index(step)?.unwrap_or(1);
        if step == 0 {
            return Err(self.raise(ty::VALUE_ERROR, "slice step cannot be zero"));
        }
        let start = self.slice_index(start)?;
        let stop = self.slice_index(stop)?;
        Ok((start, stop, step.max(-i64::MAX)))
    }

    /// Start, stop and step for a length of any size (`_PySlice_GetLongIndices`).
    fn slice_bounds_beyond_words(&mut self, s: Obj, len: &BigInt) -> R<[BigInt; 3]> {
        if *len < BigInt::ZERO {
            return Err(self.raise(ty::VALUE_ERROR, "length should not be negative"));
        }
        let mut parts = [const { None }; 3];
        for (part, at) in self.slice_parts(s).into_iter().zip([1, 2, 0]) {
            parts[at] = match self.slice_index(part)? {
                None => None,
                Some(_) => {
                    let value = self.index_exact(part)?;
                    let number = self.int_value(value.get()).big();
                    self.drop_ref(value);
                    Some(number)
                }
            };
        }
        let [step, start, stop] = parts;
        let step = step.unwrap_or_else(|| BigInt::from(1));
        if step == BigInt::ZERO {
            return Err(self.raise(ty::VALUE_ERROR, "slice step cannot be zero"));
        }
        let backwards = step < BigInt::ZERO;
        let (lower, upper) = if backwards { (BigInt::from(-1), len - 1) } else { (BigInt::ZERO, len.clone()) };
        let fitted = |part: Option<BigInt>, absent: &BigInt| match part {
            None => absent.clone(),
            Some(part) if part < BigInt::ZERO => (part + len).max(lower.clone()),
            Some(part) => part.min(upper.clone()),
        };
        let (first, last) = if backwards { (&upper, &lower) } else { (&lower, &upper) };
        Ok([fitted(start, first), fitted(stop, last), step])
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_fitted_as_python_does() {
        assert_eq!(adjust(5, Some(-2), None, 1), SliceBounds { start: 3, stop: 5, step: 1, len: 2 });
        assert_eq!(adjust(5, None, None, -2).positions().collect::<Vec<_>>(), [4, 2, 0]);
        assert_eq!(adjust(3, Some(10), Some(-10), 1).len, 0);
    }
}
