//! Words that few objects have: the first of their weak references, a dict and fields of `__slots__` that their layout has no
//! place for. A table beside the slots says where they lie.

use crate::memory::object::{Kind, Obj, flag};
use crate::state::interpreter::Machine;

/// Places in the range; fields of `__slots__` follow.
const WEAK: u32 = 0;
const DICT: u32 = 1;
const FIELDS: u32 = 2;

impl Machine {
    fn extra_len(&self, o: Obj) -> u32 {
        FIELDS + if self.kind(o) == Kind::Instance { 0 } else { self.type_of(o).slots }
    }

    #[inline]
    fn extra(&self, o: Obj, i: u32) -> u32 {
        if self.slots[o.ix()].flags & flag::EXTRA == 0 {
            return 0;
        }
        self.words.data[(self.extras[o.ix()] + i) as usize]
    }

    /// Stores a word and gives back the old one; the range is made when there is something to store.
    fn set_extra(&mut self, o: Obj, i: u32, value: u32) -> u32 {
        if self.slots[o.ix()].flags & flag::EXTRA == 0 {
            if value == 0 {
                return 0;
            }
            let n = self.extra_len(o);
            let at = self.words.alloc(n);
            self.words.range_mut(at, n).fill(0);
            if self.extras.len() <= o.ix() {
                self.extras.grow(self.slots.len(), 0);
            }
            self.extras[o.ix()] = at;
            self.slots[o.ix()].flags |= flag::EXTRA;
        }
        let at = (self.extras[o.ix()] + i) as usize;
        std::mem::replace(&mut self.words.data[at], value)
    }

    /// The first of an object's weak references, or NULL.
    #[inline]
    pub(crate) fn first_weak(&self, o: Obj) -> Obj {
        Obj(self.extra(o, WEAK))
    }

    pub(crate) fn set_first_weak(&mut self, o: Obj, weak: Obj) {
        self.set_extra(o, WEAK, weak.0);
    }

    /// The dict of an object whose layout has no place for one, or NULL.
    pub(crate) fn extra_dict(&self, o: Obj) -> Obj {
        Obj(self.extra(o, DICT))
    }

    pub(crate) fn set_extra_dict(&mut self, o: Obj, dict: Obj) {
        self.set_extra(o, DICT, dict.0);
    }

    /// A field of `__slots__` of an object that is not laid out as an instance, or NULL.
    pub(crate) fn extra_field(&self, o: Obj, i: u32) -> Obj {
        Obj(self.extra(o, FIELDS + i))
    }

    /// Stores one (taken over, or NULL); gives back the old value.
    pub(crate) fn replace_extra_field(&mut self, o: Obj, i: u32, value: Obj) -> Obj {
        Obj(self.set_extra(o, FIELDS + i, value.0))
    }

    /// Fields of `__slots__` beside the layout. The dict is no edge here: see `subclass_dict`.
    pub(crate) fn extra_edges(&self, o: Obj, put: &mut dyn FnMut(Obj)) {
        if self.slots[o.ix()].flags & flag::EXTRA != 0 {
            (FIELDS..self.extra_len(o)).for_each(|i| put(Obj(self.extra(o, i))));
        }
    }

    /// Gives the range of a dying object back.
    pub(crate) fn free_extra(&mut self, o: Obj) {
        if self.slots[o.ix()].flags & flag::EXTRA != 0 {
            let (at, n) = (self.extras[o.ix()], self.extra_len(o));
            self.words.free(at, n);
            self.slots[o.ix()].flags &= !flag::EXTRA;
        }
    }
}
