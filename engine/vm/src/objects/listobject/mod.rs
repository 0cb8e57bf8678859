//! Lists: growth, slices, and the operations that the instructions use (`Objects/listobject.c`).

pub(crate) mod methods;
pub(crate) mod plain_sort;
pub(crate) mod sort;
pub(crate) mod sorting;

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// CPython's over-allocation for a list that must hold `n` items (`list_resize`).
pub fn grown_capacity(n: u32) -> u32 {
    ((n + (n >> 3) + 6) & !3).max(n)
}

impl Machine {
    pub fn new_list(&mut self) -> Owned {
        let o = match self.pop_free(crate::memory::refcount::freelist::LISTS, Kind::List, ty::LIST) {
            Some(o) => o,
            None => self.alloc_gc(Kind::List, ty::LIST, 56),
        };
        self.track(o);
        Owned::steal(o)
    }

    /// A list of `n` items and where their words lie, to be filled by the caller at once.
    pub fn list_to_fill(&mut self, n: u32) -> (Owned, u32) {
        let list = self.new_list();
        if n == 0 {
            return (list, 0);
        }
        let at = self.take_words(n);
        let slot = self.slot_mut(list.get());
        slot.a = n;
        slot.set_b(at, n);
        (list, at)
    }

    /// A list; takes over the references to its items.
    pub fn new_list_of(&mut self, items: Vec<Owned>) -> Owned {
        let list = self.new_list();
        let n = items.len() as u32;
        if n > 0 {
            let at = self.take_words(n);
            for (word, item) in self.words.range_mut(at, n).iter_mut().zip(items) {
                *word = item.into_edge().0;
            }
            let slot = self.slot_mut(list.get());
            slot.a = n;
            slot.set_b(at, n);
        }
        list
    }

    pub fn new_list_from(&mut self, items: &[Obj]) -> Owned {
        let items = items.iter().map(|&item| self.new_ref(item)).collect();
        self.new_list_of(items)
    }

    #[inline(always)]
    pub fn list_len(&self, l: Obj) -> u32 {
        self.slot(l).a
    }

    #[inline(always)]
    pub fn list_item(&self, l: Obj, i: u32) -> Obj {
        Obj(self.words.data[(self.slot(l).b_lo() + i) as usize])
    }

    /// The item that `BINARY_OP_SUBSCR_LIST_INT` finds, counted.
    #[inline(always)]
    pub fn list_int_item(&self, list: Obj, index: Obj) -> Option<Obj> {
        Some(Obj(self.words.data[self.list_int_place(list, index)?]))
    }

    /// Where in the word pool the item of an exact list at an exact index that is not negative lies.
    #[inline(always)]
    pub fn list_int_place(&self, list: Obj, index: Obj) -> Option<usize> {
        let (slot, index) = (&self.slots[list.ix()], &self.slots[index.ix()]);
        let fits = slot.ty == ty::LIST && index.ty == ty::INT && index.x == 0 && index.b < u64::from(slot.a);
        fits.then(|| slot.b_lo() as usize + index.b as usize)
    }

    /// Capacity in items as CPython would have allocated: what `sys.getsizeof` sees.
    pub fn list_allocated(&self, l: Obj) -> u32 {
        self.slot(l).b_hi()
    }

    fn list_realloc(&mut self, l: Obj, capacity: u32) {
        let slot = *self.slot(l);
        if crate::memory::buffers::capacity(capacity) == crate::memory::buffers::capacity(slot.b_hi())
            && slot.b_hi() > 0
        {
            self.slot_mut(l).set_b(slot.b_lo(), capacity);
            return;
        }
        let at = self.take_words(capacity);
        let (from, n) = (slot.b_lo() as usize, slot.a.min(capacity) as usize);
        self.words.data.copy_within(from..from + n, at as usize);
        if slot.b_hi() > 0 {
            self.words.free(slot.b_lo(), slot.b_hi());
        }
        self.slot_mut(l).set_b(at, capacity);
    }

    /// Makes room so that the list may hold `n` items, growing as CPython does; the length is unchanged.
    pub fn list_reserve(&mut self, l: Obj, n: u32) {
        let slot = self.slot(l);
        if slot.b_hi() >= n {
            return;
        }
        let mut capacity = grown_capacity(n);
        if n - slot.a > capacity - n {
            capacity = (n + 3) & !3;
        }
        self.list_realloc(l, capacity);
    }

    #[inline(always)]
    pub fn list_append(&mut self, l: Obj, item: Owned) {
        if self.slot(l).a == self.slot(l).b_hi() {
            self.list_reserve(l, self.slot(l).a + 1);
        }
        let slot = self.slot_mut(l);
        let at = (slot.b_lo() + slot.a) as usize;
        slot.a += 1;
        self.words.data[at] = item.into_edge().0;
    }

    /// Sets the length after the tail has been taken away, giving memory back as CPython does.
    fn list_shrunk(&mut self, l: Obj, n: u32) {
        self.slot_mut(l).a = n;
        let allocated = self.list_allocated(l);
        if n == 0 && allocated > 0 {
            let at = self.slot(l).b_lo();
            self.words.free(at, allocated);
            self.slot_mut(l).set_b(0, 0);
        } else if n < allocated / 2 {
            self.list_realloc(l, grown_capacity(n));
        }
    }

    /// Replaces items `start..stop` by others (taken over); the removed ones are dropped afterwards.
    pub fn list_splice(&mut self, l: Obj, start: u32, stop: u32, new: Vec<Owned>) {
        let n = self.list_len(l);
        let removed: Vec<Obj> = (start..stop).map(|i| self.list_item(l, i)).collect();
        let added = new.len() as u32;
        let len = n - (stop - start) + added;
        if len > n {
            self.list_reserve(l, len);
        }
        let base = self.slot(l).b_lo() as usize;
        let (tail, to) = (base + stop as usize, base + (start + added) as usize);
        let count = (n - stop) as usize;
        self.words.data.copy_within(tail..tail + count, to);
        for (i, item) in new.into_iter().enumerate() {
            self.words.data[base + start as usize + i] = item.into_edge().0;
        }
        if len < n {
            self.list_shrunk(l, len);
        } else {
            self.slot_mut(l).a = len;
        }
        for item in removed.into_iter().rev() {
            self.decref(item);
        }
    }

    pub fn list_insert(&mut self, l: Obj, i: u32, item: Owned) {
        self.list_splice(l, i, i, vec![item]);
    }

    /// Removes and returns item `i`.
    pub fn list_pop(&mut self, l: Obj, i: u32) -> Owned {
        let item = self.list_item(l, i);
        let n = self.list_len(l);
        let base = self.slot(l).b_lo() as usize;
        self.words.data.copy_within(base + i as usize + 1..base + n as usize, base + i as usize);
        self.list_shrunk(l, n - 1);
        Owned::steal(item)
    }

    pub fn list_clear(&mut self, l: Obj) {
        let n = self.list_len(l);
        self.list_splice(l, 0, n, Vec::new());
    }

    /// Appends every item of an iterable (`list.extend`).
    pub fn list_extend(&mut self, l: Obj, iterable: Obj) -> R<()> {
        let base = self.thread.sp;
        let begun = self.begin_extend(l, iterable, crate::eval::frame::OnReturn::Exit);
        let done = self.run_begun(base, begun)?;
        self.drop_ref(done);
        Ok(())
    }

    pub fn list_presize(&mut self, l: Obj, n: u32, room: u32) {
        if self.slot(l).b_hi() == 0 {
            // list_preallocate: exactly the hint, rounded up to an even number.
            self.list_realloc(l, (room + 1) & !1);
        } else {
            self.list_reserve(l, n + room);
        }
    }

    pub fn list_trim(&mut self, l: Obj, n: u32) {
        if n < self.list_allocated(l) / 2 {
            let capacity = if n == 0 { 0 } else { grown_capacity(n) };
            if capacity == 0 {
                self.list_shrunk(l, 0);
            } else {
                self.list_realloc(l, capacity);
            }
        }
    }

    /// Items `start..stop` of a list as a new list.
    pub fn list_slice(&mut self, l: Obj, start: u32, stop: u32) -> Owned {
        let n = stop.saturating_sub(start);
        let list = self.new_list();
        if n > 0 {
            let at = self.take_words(n);
            self.copy_items(l, start, n, at);
            let slot = self.slot_mut(list.get());
            slot.a = n;
            slot.set_b(at, n);
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::grown_capacity;

    #[test]
    fn lists_grow_in_cpythons_steps() {
        let mut capacity = 0;
        let mut steps = Vec::new();
        for n in 1..=60 {
            if n > capacity {
                capacity = grown_capacity(n);
                steps.push(capacity);
            }
        }
        assert_eq!(steps, [4, 8, 16, 24, 32, 40, 52, 64]);
    }
}
