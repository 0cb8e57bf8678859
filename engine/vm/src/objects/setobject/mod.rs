//! Sets: open addressing with short linear probes (`Objects/setobject.c`). A set's order is its table's.
//!
//! A table is a word range of `mask + 1` entries of three words: hash (two words) and key; key 0 is empty,
//! 1 a deleted entry. The slot holds `a` used, `b` offset and mask, `c` fill.

pub(crate) mod methods;

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const LINEAR_PROBES: u64 = 9;
const PERTURB_SHIFT: u32 = 5;
const DUMMY: u32 = 1;
const ENTRY: u32 = 3;
const MIN_MASK: u32 = 7;

impl Machine {
    pub fn new_set(&mut self, frozen: bool) -> Owned {
        let (kind, ty) = if frozen { (Kind::FrozenSet, ty::FROZENSET) } else { (Kind::Set, ty::SET) };
        let o = self.alloc_gc(kind, ty, 216);
        self.set_new_table(o, MIN_MASK);
        self.track(o);
        Owned::steal(o)
    }

    fn set_new_table(&mut self, s: Obj, mask: u32) {
        let words = (mask + 1) * ENTRY;
        let at = self.words.alloc(words);
        self.words.range_mut(at, words).fill(0);
        let slot = self.slot_mut(s);
        slot.set_b(at, mask);
        slot.a = 0;
        slot.c = 0;
    }

    pub fn set_len(&self, s: Obj) -> u32 {
        self.slot(s).a
    }

    fn set_slot(&self, s: Obj, i: u64) -> usize {
        self.slot(s).b_lo() as usize + i as usize * ENTRY as usize
    }

    pub fn set_each(&self, s: Obj, visit: &mut dyn FnMut(Obj)) {
        let mut i = 0;
        while let Some((at, key)) = self.set_next(s, i) {
            visit(key);
            i = at + 1;
        }
    }

    /// The next key at table position `i` or later.
    pub fn set_next(&self, s: Obj, mut i: u32) -> Option<(u32, Obj)> {
        let mask = self.slot(s).b_hi();
        while i <= mask && self.slot(s).b_lo() != 0 {
            let key = self.words.data[self.set_slot(s, u64::from(i)) + 2];
            if key > DUMMY {
                return Some((i, Obj(key)));
            }
            i += 1;
        }
        None
    }

    pub fn set_items(&self, s: Obj) -> Vec<Obj> {
        let mut items = Vec::with_capacity(self.set_len(s) as usize);
        self.set_each(s, &mut |key| items.push(key));
        items
    }

    /// Table position of a key, or `None`.
    fn set_find(&mut self, s: Obj, key: Obj, hash: u64) -> R<Option<u64>> {
        'restart: loop {
            let (table, mask) = (self.slot(s).b_lo(), u64::from(self.slot(s).b_hi()));
            let mut i = hash & mask;
            let mut perturb = hash;
            loop {
                let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
                for j in i..=i + probes {
                    let at = self.set_slot(s, j);
                    let other = self.words.data[at + 2];
                    if other == 0 {
                        return Ok(None);
                    }
                    let same_hash =
                        self.words.data[at] == hash as u32 && self.words.data[at + 1] == (hash >> 32) as u32;
                    if other == DUMMY || !same_hash {
                        continue;
                    }
                    if other == key.0 {
                        return Ok(Some(j));
                    }
                    let held = self.new_ref(Obj(other));
                    let equal = self.objects_equal(Obj(other), key);
                    self.drop_ref(held);
                    let equal = equal?;
                    if self.slot(s).b_lo() != table || self.words.data[at + 2] != other {
                        continue 'restart;
                    }
                    if equal {
                        return Ok(Some(j));
                    }
                }
                perturb >>= PERTURB_SHIFT;
                i = (i * 5 + 1 + perturb) & mask;
            }
        }
    }

    pub fn set_contains(&mut self, s: Obj, key: Obj) -> R<bool> {
        let hash = self.hash_key(key, "a set element")?;
        Ok(self.set_find(s, key, hash)?.is_some())
    }

    /// Adds a key (counted here); true if it was new.
    pub fn set_add(&mut self, s: Obj, key: Obj) -> R<bool> {
        let hash = self.hash_key(key, "a set element")?;
        if self.set_find(s, key, hash)?.is_some() {
            return Ok(false);
        }
        self.incref(key);
        self.set_insert_clean(s, key, hash);
        let slot = self.slot_mut(s);
        slot.a += 1;
        slot.c += 1;
        let (used, fill, mask) = (slot.a, slot.c, u64::from(slot.b_hi()));
        if fill * 5 >= mask * 3 {
            self.set_resize(s, if used > 50_000 { used * 2 } else { used * 4 });
        }
        Ok(true)
    }

    fn set_insert_clean(&mut self, s: Obj, key: Obj, hash: u64) {
        let mask = u64::from(self.slot(s).b_hi());
        let mut i = hash & mask;
        let mut perturb = hash;
        loop {
            let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            for j in i..=i + probes {
                let at = self.set_slot(s, j);
                if self.words.data[at + 2] == 0 {
                    self.words.data[at..at + 3].copy_from_slice(&[hash as u32, (hash >> 32) as u32, key.0]);
                    return;
                }
            }
            perturb >>= PERTURB_SHIFT;
            i = (i * 5 + 1 + perturb) & mask;
        }
    }

    fn set_resize(&mut self, s: Obj, min_used: u32) {
        let mut size = MIN_MASK + 1;
        while size <= min_used {
            size <<= 1;
        }
        let old = *self.slot(s);
        self.set_new_table(s, size - 1);
        for i in 0..=old.b_hi() {
            let at = (old.b_lo() + i * ENTRY) as usize;
            let key = self.words.data[at + 2];
            if key > DUMMY {
                let hash = u64::from(self.words.data[at + 1]) << 32 | u64::from(self.words.data[at]);
                self.set_insert_clean(s, Obj(key), hash);
            }
        }
        self.words.free(old.b_lo(), (old.b_hi() + 1) * ENTRY);
        let slot = self.slot_mut(s);
        slot.a = old.a;
        slot.c = u64::from(old.a);
    }

    /// Removes a key; false if it was not there.
    pub fn set_discard(&mut self, s: Obj, key: Obj) -> R<bool> {
        let hash = self.hash_key(key, "a set element")?;
        let Some(i) = self.set_find(s, key, hash)? else { return Ok(false) };
        let at = self.set_slot(s, i);
        let old = Obj(self.words.data[at + 2]);
        self.words.data[at..at + 3].copy_from_slice(&[u32::MAX, u32::MAX, DUMMY]);
        self.slot_mut(s).a -= 1;
        self.decref(old);
        Ok(true)
    }

    /// Removes and returns some key: the first after the finger, as CPython's.
    pub fn set_pop(&mut self, s: Obj) -> Option<Owned> {
        let (i, key) = self.set_next(s, 0)?;
        let at = self.set_slot(s, u64::from(i));
        self.words.data[at..at + 3].copy_from_slice(&[u32::MAX, u32::MAX, DUMMY]);
        self.slot_mut(s).a -= 1;
        Some(Owned::steal(key))
    }

    /// Adds every item of an iterable (`set_update_internal`).
    pub fn set_update(&mut self, s: Obj, iterable: Obj) -> R<()> {
        let base = self.sp;
        let begun = self.begin_set_update(s, iterable, crate::eval::frame::OnReturn::Exit);
        let done = self.run_begun(base, begun)?;
        self.drop_ref(done);
        Ok(())
    }

    pub(crate) fn set_merge(&mut self, s: Obj, other: Obj) -> R<()> {
        // Room for both at once, as set_merge_lock_held does.
        let (slot, n) = (*self.slot(s), self.set_len(other));
        if (slot.c + u64::from(n)) * 5 >= u64::from(slot.b_hi()) * 3 {
            self.set_resize(s, (slot.a + n) * 2);
        }
        for key in self.set_items(other) {
            self.set_add(s, key)?;
        }
        Ok(())
    }

    pub fn set_clear(&mut self, s: Obj) {
        let items = self.set_items(s);
        self.set_free_table(s);
        self.set_new_table(s, MIN_MASK);
        for key in items {
            self.decref(key);
        }
    }

    pub(crate) fn set_free_table(&mut self, s: Obj) {
        let slot = *self.slot(s);
        self.words.free(slot.b_lo(), (slot.b_hi() + 1) * ENTRY);
    }

    /// A new set or frozenset with the items of an iterable (NULL: empty).
    pub fn set_from(&mut self, frozen: bool, iterable: Obj) -> R {
        let s = self.new_set(frozen);
        if !iterable.is_null()
            && let Err(e) = self.set_update(s.get(), iterable)
        {
            self.drop_ref(s);
            return Err(e);
        }
        Ok(s)
    }

    /// `hash(frozenset)`, independent of order.
    pub fn frozenset_hash(&mut self, s: Obj) -> R<u64> {
        let mut hash = 0u64;
        for key in self.set_items(s) {
            let h = self.hash(key)?;
            hash ^= (h ^ 89_869_747 ^ h << 16).wrapping_mul(3_644_798_167);
        }
        let used = u64::from(self.set_len(s));
        hash ^= (used + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        Ok(if hash == u64::MAX { 590_923_713 } else { hash })
    }

    /// Bytes of the table beyond the eight entries inside the object, for `sys.getsizeof`.
    pub fn set_table_bytes(&self, s: Obj) -> u64 {
        let mask = u64::from(self.slot(s).b_hi());
        if mask <= u64::from(MIN_MASK) { 0 } else { (mask + 1) * 16 }
    }

    /// Is every key of `a` in `b`?
    pub fn set_issubset(&mut self, a: Obj, b: Obj) -> R<bool> {
        if self.set_len(a) > self.set_len(b) {
            return Ok(false);
        }
        for key in self.set_items(a) {
            if !self.set_contains(b, key)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
