//! Sets: open addressing with short linear probes (`Objects/setobject.c`). A set's order is its table's.
//!
//! A table is a word range of `mask + 1` entries of three words: hash (two words) and key; key 0 is empty,
//! 1 a deleted entry. The slot holds `a` used, `b` offset and mask, `c` fill (its upper half
//! the dict of an instance of a subclass), `x` the finger, where `pop` goes on.

mod algebra;

pub(crate) mod methods;

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const LINEAR_PROBES: u64 = 9;
const PERTURB_SHIFT: u32 = 5;
const DUMMY: u32 = 1;
const ENTRY: u32 = 3;
const MIN_MASK: u32 = 7;

/// What a search ends at: a table position.
#[derive(Clone, Copy)]
enum Place {
    Found(u64),
    Dummy(u64),
    Empty(u64),
}

/// Where in a table without deleted entries a key of that hash that is not there goes: the index of its entry's first word.
#[inline]
fn empty_place(table: &[u32], mask: u32, hash: u64) -> usize {
    let mask = u64::from(mask);
    let (mut i, mut perturb) = (hash & mask, hash);
    loop {
        let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        for j in i..=i + probes {
            let at = j as usize * ENTRY as usize;
            if table[at + 2] == 0 {
                return at;
            }
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

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
        let at = self.take_words(words);
        self.words.range_mut(at, words).fill(0);
        let slot = self.slot_mut(s);
        slot.set_b(at, mask);
        slot.a = 0;
        // The upper half is the dict of an instance of a subclass.
        slot.c &= !0xFFFF_FFFF;
    }

    pub fn set_len(&self, s: Obj) -> u32 {
        self.slot(s).a
    }

    #[inline(always)]
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
    #[inline]
    pub fn set_next(&self, s: Obj, i: u32) -> Option<(u32, Obj)> {
        let slot = self.slot(s);
        let (table, mask) = (slot.b_lo(), slot.b_hi());
        if table == 0 || i > mask {
            return None;
        }
        let entries = self.words.range(table + i * ENTRY, (mask + 1 - i) * ENTRY);
        let at = entries.chunks_exact(ENTRY as usize).position(|entry| entry[2] > DUMMY)?;
        Some((i + at as u32, Obj(entries[at * ENTRY as usize + 2])))
    }

    pub fn set_items(&self, s: Obj) -> Vec<Obj> {
        let mut items = Vec::with_capacity(self.set_len(s) as usize);
        self.set_each(s, &mut |key| items.push(key));
        items
    }

    /// Hash and key at a table position.
    pub(crate) fn set_entry(&self, s: Obj, i: u32) -> (u64, Obj) {
        let at = self.set_slot(s, u64::from(i));
        (u64::from(self.words.data[at + 1]) << 32 | u64::from(self.words.data[at]), Obj(self.words.data[at + 2]))
    }

    /// Where a key is, or where it would go (`set_lookkey`, `set_add_entry_takeref`): a deleted entry on the way if
    /// there is one, else the empty one behind.
    fn set_search(&mut self, s: Obj, key: Obj, hash: u64, adding: bool) -> R<Place> {
        'restart: loop {
            let (table, mask) = (self.slot(s).b_lo(), u64::from(self.slot(s).b_hi()));
            let mut i = hash & mask;
            let mut perturb = hash;
            let mut dummy = None;
            loop {
                let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
                for j in i..=i + probes {
                    let at = self.set_slot(s, j);
                    let entry = &self.words.data[at..at + 3];
                    let other = entry[2];
                    if other == 0 {
                        return Ok(dummy.map_or(Place::Empty(j), Place::Dummy));
                    }
                    if other == DUMMY {
                        dummy = Some(j);
                        continue;
                    }
                    if entry[0] != hash as u32 || entry[1] != (hash >> 32) as u32 {
                        continue;
                    }
                    if other == key.0 {
                        return Ok(Place::Found(j));
                    }
                    if let Some(equal) = self.plainly_equal(Obj(other), key) {
                        if equal {
                            return Ok(Place::Found(j));
                        }
                        continue;
                    }
                    let held = self.new_ref(Obj(other));
                    let equal = self.objects_equal(Obj(other), key);
                    self.drop_ref(held);
                    let equal = equal?;
                    let changed = self.slot(s).b_lo() != table || self.words.data[at + 2] != other;
                    // As CPython: for adding, "equal" counts even if the table changed meanwhile.
                    if equal && (adding || !changed) {
                        return Ok(Place::Found(j));
                    }
                    if changed {
                        continue 'restart;
                    }
                }
                perturb >>= PERTURB_SHIFT;
                i = (i * 5 + 1 + perturb) & mask;
            }
        }
    }

    /// The same for a key that is an exact str or a small int; `None` where an element of that hash would have to be
    /// asked.
    pub(crate) fn set_has_plain(&self, s: Obj, key: Obj, hash: u64) -> Option<bool> {
        let mask = u64::from(self.slot(s).b_hi());
        let (mut i, mut perturb) = (hash & mask, hash);
        loop {
            let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            for j in i..=i + probes {
                let at = self.set_slot(s, j);
                let entry = &self.words.data[at..at + 3];
                let other = Obj(entry[2]);
                if other.0 == 0 {
                    return Some(false);
                }
                if entry[0] != hash as u32 || entry[1] != (hash >> 32) as u32 || other.0 == DUMMY {
                    continue;
                }
                if other == key {
                    return Some(true);
                }
                match (self.ty(other), self.ty(key)) {
                    (ty::STR, ty::STR) => {
                        if self.str_eq(other, key) {
                            return Some(true);
                        }
                    }
                    (ty::INT, ty::INT) => {
                        if self.int_value(other) == self.int_value(key) {
                            return Some(true);
                        }
                    }
                    (ty::STR, ty::INT) | (ty::INT, ty::STR) => {}
                    _ => return None,
                }
            }
            perturb >>= PERTURB_SHIFT;
            i = (i * 5 + 1 + perturb) & mask;
        }
    }

    pub(crate) fn set_contains_entry(&mut self, s: Obj, key: Obj, hash: u64) -> R<bool> {
        Ok(matches!(self.set_search(s, key, hash, false)?, Place::Found(_)))
    }

    /// Hash of a key that is only looked for: a set counts as the frozenset that equals it.
    fn set_asked_hash(&mut self, key: Obj) -> R<u64> {
        match self.hash_key(key, "a set element") {
            Err(_) if self.kind(key) == Kind::Set && self.raised_is(ty::TYPE_ERROR) => {
                self.clear_raised();
                Ok(self.frozenset_hash(key))
            }
            hash => hash,
        }
    }

    pub fn set_contains(&mut self, s: Obj, key: Obj) -> R<bool> {
        let hash = self.set_asked_hash(key)?;
        self.set_contains_entry(s, key, hash)
    }

    /// Adds a key (counted here); true if it was new.
    pub fn set_add(&mut self, s: Obj, key: Obj) -> R<bool> {
        let hash = self.hash_key(key, "a set element")?;
        self.set_add_entry(s, key, hash)
    }

    /// `set_add_entry`.
    pub(crate) fn set_add_entry(&mut self, s: Obj, key: Obj, hash: u64) -> R<bool> {
        let (place, fresh) = match self.set_search(s, key, hash, true)? {
            Place::Found(_) => return Ok(false),
            Place::Dummy(i) => (i, false),
            Place::Empty(i) => (i, true),
        };
        self.incref(key);
        let at = self.set_slot(s, place);
        self.words.data[at..at + 3].copy_from_slice(&[hash as u32, (hash >> 32) as u32, key.0]);
        let slot = self.slot_mut(s);
        slot.a += 1;
        if fresh {
            slot.c += 1;
            let (used, fill, mask) = (slot.a, slot.c_lo(), slot.b_hi());
            if u64::from(fill) * 5 >= u64::from(mask) * 3 {
                self.set_resize(s, if used > 50_000 { used * 2 } else { used * 4 });
            }
        }
        Ok(true)
    }

    /// Whether a set has the key of a set or dict that is walked over.
    pub(crate) fn set_has(&mut self, s: Obj, key: Obj, hash: u64) -> R<bool> {
        let slot = self.slot(key);
        if (slot.ty == ty::STR || slot.ty == ty::INT && slot.x == 0)
            && let Some(there) = self.set_has_plain(s, key, hash)
        {
            return Ok(there);
        }
        let held = self.new_ref(key);
        let there = self.set_contains_entry(s, key, hash);
        self.drop_ref(held);
        there
    }

    /// Adds a key (counted here) that no key of the set is equal to, to a set from which nothing was removed.
    pub(crate) fn set_add_new(&mut self, s: Obj, key: Obj, hash: u64) {
        self.incref(key);
        self.set_insert_clean(s, key, hash);
        let slot = self.slot_mut(s);
        slot.a += 1;
        slot.c += 1;
        let (used, mask) = (slot.a, slot.b_hi());
        if u64::from(used) * 5 >= u64::from(mask) * 3 {
            self.set_resize(s, if used > 50_000 { used * 2 } else { used * 4 });
        }
    }

    /// Puts a key into the first empty place of its probes: it is not there, nor is any deleted one.
    #[inline]
    fn set_insert_clean(&mut self, s: Obj, key: Obj, hash: u64) {
        let (at, mask) = (self.slot(s).b_lo(), self.slot(s).b_hi());
        let table = &self.words.data[at as usize..(at + (mask + 1) * ENTRY) as usize];
        let place = empty_place(table, mask, hash);
        let entry = at as usize + place;
        self.words.data[entry..entry + 3].copy_from_slice(&[hash as u32, (hash >> 32) as u32, key.0]);
    }

    fn set_resize(&mut self, s: Obj, min_used: u32) {
        let mut size = MIN_MASK + 1;
        while size <= min_used {
            size <<= 1;
        }
        let old = *self.slot(s);
        if size == MIN_MASK + 1 && old.b_hi() == MIN_MASK && old.c_lo() == old.a {
            return;
        }
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
        slot.set_c(old.a, old.c_hi());
    }

    /// Removes a key; false if it was not there.
    pub fn set_discard(&mut self, s: Obj, key: Obj) -> R<bool> {
        let hash = self.set_asked_hash(key)?;
        self.set_discard_entry(s, key, hash)
    }

    pub(crate) fn set_discard_entry(&mut self, s: Obj, key: Obj, hash: u64) -> R<bool> {
        let Place::Found(i) = self.set_search(s, key, hash, false)? else { return Ok(false) };
        let old = self.set_take(s, i);
        self.decref(old);
        Ok(true)
    }

    /// Leaves a deleted entry where a key was; the key, with its reference.
    fn set_take(&mut self, s: Obj, i: u64) -> Obj {
        let at = self.set_slot(s, i);
        let old = Obj(self.words.data[at + 2]);
        self.words.data[at..at + 3].copy_from_slice(&[u32::MAX, u32::MAX, DUMMY]);
        self.slot_mut(s).a -= 1;
        old
    }

    /// Removes and returns some key: the first at the finger or behind it, from the start if there is none.
    pub fn set_pop(&mut self, s: Obj) -> Option<Owned> {
        let mask = self.slot(s).b_hi();
        // Sixteen bits have room for a finger: in a larger table it points a little before.
        let coarse = 16u32.saturating_sub(mask.leading_zeros());
        let finger = u32::from(self.slot(s).x) << coarse & mask;
        let (i, _) = self.set_next(s, finger).or_else(|| self.set_next(s, 0))?;
        let key = self.set_take(s, u64::from(i));
        self.slot_mut(s).x = (((i + 1) & mask) >> coarse) as u16;
        Some(Owned::steal(key))
    }

    pub fn set_clear(&mut self, s: Obj) {
        let slot = self.slot(s);
        if slot.c_lo() == 0 && slot.b_hi() == MIN_MASK {
            return;
        }
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

    /// `hash(frozenset)`, independent of order.
    pub fn frozenset_hash(&self, s: Obj) -> u64 {
        let keys = (0..=self.slot(s).b_hi()).map(|i| self.set_entry(s, i)).filter(|(_, key)| key.0 > DUMMY);
        ground::hash::frozenset(keys.map(|(hash, _)| hash))
    }
}
