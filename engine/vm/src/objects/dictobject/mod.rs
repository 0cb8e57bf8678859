//! Dictionaries: an index table by hash, entries in insertion order (`Objects/dictobject.c`).
//!
//! A table is one word range: `1 << log2` index words, then entries of four words: hash (two words), key, value.
//! The slot holds `a` used, `b` table offset and number of entries, `x` log2 of the index table's size (0: no
//! table yet), `c` low the `__dict__` of a subclass's instance, high the version of the keys.

pub(crate) mod methods;
pub(crate) mod steps;
pub(crate) mod views;

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::objects::abstract_::CompareOp;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const EMPTY: u32 = u32::MAX;
const DUMMY: u32 = u32::MAX - 1;
const PERTURB_SHIFT: u32 = 5;
/// Words an entry takes.
pub const ENTRY: u32 = 4;

/// `USABLE_FRACTION`: entries that an index table of that size may carry.
pub const fn usable(log2: u32) -> u32 {
    ((1 << log2) << 1) / 3
}

/// `calculate_log2_keysize`: smallest table with at least `min` places, not below 8.
fn log2_keysize(min: u32) -> u32 {
    let mut log2 = 3;
    while (1u32 << log2) < min {
        log2 += 1;
    }
    log2
}

fn table_words(log2: u32) -> u32 {
    (1 << log2) + usable(log2) * ENTRY
}

/// Where a key was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// Position among the entries.
    At(u32),
    No,
}

impl Machine {
    pub fn new_dict(&mut self) -> Owned {
        let o = match self.pop_free(crate::memory::refcount::freelist::DICTS, Kind::Dict, ty::DICT) {
            Some(o) => o,
            None => self.alloc_gc(Kind::Dict, ty::DICT, 64),
        };
        self.track(o);
        Owned::steal(o)
    }

    /// A dict with room for `n` entries without growing (`_PyDict_NewPresized`).
    pub fn new_dict_sized(&mut self, n: u32) -> Owned {
        let d = self.new_dict();
        if n > usable(3) {
            self.dict_resize(d.get(), log2_keysize((n * 3).div_ceil(2)));
        }
        d
    }

    /// Number of keys.
    pub fn dict_len(&self, d: Obj) -> u32 {
        self.slot(d).a
    }

    #[inline(always)]
    fn entry_at(&self, d: Obj, i: u32) -> usize {
        let slot = self.slot(d);
        (slot.b_lo() + (1 << slot.x) + i * ENTRY) as usize
    }

    /// Key and value of entry `i`; the value is NULL where it was deleted.
    #[inline(always)]
    pub fn dict_entry(&self, d: Obj, i: u32) -> (Obj, Obj) {
        let at = self.entry_at(d, i);
        let words = &self.words.data[at..at + 4];
        (Obj(words[2]), Obj(words[3]))
    }

    /// Number of entries, deleted ones included.
    #[inline(always)]
    pub fn dict_nentries(&self, d: Obj) -> u32 {
        self.slot(d).b_hi()
    }

    /// The next living entry at or after `i`.
    pub fn dict_next(&self, d: Obj, mut i: u32) -> Option<(u32, Obj, Obj)> {
        while i < self.dict_nentries(d) {
            let (key, value) = self.dict_entry(d, i);
            if !value.is_null() {
                return Some((i, key, value));
            }
            i += 1;
        }
        None
    }

    /// The last living entry before `i`; none where the entries do not reach that far any more.
    pub(crate) fn dict_prev(&self, d: Obj, i: u32) -> Option<(u32, Obj, Obj)> {
        let i = if i > self.dict_nentries(d) { 0 } else { i };
        (0..i).rev().find_map(|i| {
            let (key, value) = self.dict_entry(d, i);
            (!value.is_null()).then_some((i, key, value))
        })
    }

    pub fn dict_each(&self, d: Obj, visit: &mut dyn FnMut(Obj, Obj)) {
        let mut i = 0;
        while let Some((at, key, value)) = self.dict_next(d, i) {
            visit(key, value);
            i = at + 1;
        }
    }

    /// Keys and values in order, as handles.
    pub fn dict_items(&self, d: Obj) -> Vec<(Obj, Obj)> {
        let mut items = Vec::with_capacity(self.dict_len(d) as usize);
        self.dict_each(d, &mut |key, value| items.push((key, value)));
        items
    }

    /// Look-up of an interned or ordinary string key, whose hash is known or made now. No Python code runs.
    #[inline]
    pub fn dict_find_str(&self, d: Obj, key: Obj, hash: u64) -> Found {
        let slot = self.slot(d);
        if slot.x == 0 {
            return Found::No;
        }
        let base = slot.b_lo();
        let entries = base + (1 << slot.x);
        let mask = (1u64 << slot.x) - 1;
        let mut perturb = hash;
        let mut i = hash & mask;
        loop {
            let ix = self.words.data[(u64::from(base) + i) as usize];
            if ix < DUMMY {
                let at = (entries + ix * ENTRY) as usize;
                let words = &self.words.data[at..at + 4];
                let other = Obj(words[2]);
                if other == key {
                    return Found::At(ix);
                }
                if words[0] == hash as u32
                    && words[1] == (hash >> 32) as u32
                    && self.kind(other) == Kind::Str
                    && self.str_eq(other, key)
                {
                    return Found::At(ix);
                }
            } else if ix == EMPTY {
                return Found::No;
            }
            perturb >>= PERTURB_SHIFT;
            i = (i * 5 + perturb + 1) & mask;
        }
    }

    /// The value of a string key, borrowed; NULL if absent.
    #[inline]
    pub fn dict_get_str(&self, d: Obj, key: Obj) -> Obj {
        match self.dict_find_str(d, key, self.str_hash_of(key)) {
            Found::At(i) => self.dict_entry(d, i).1,
            Found::No => Obj::NULL,
        }
    }

    /// Look-up of any key; may run `__eq__` in Python.
    pub fn dict_find(&mut self, d: Obj, key: Obj, hash: u64) -> R<Found> {
        if self.kind(key) == Kind::Str && self.ty(key) == ty::STR {
            // A dict may still hold other kinds of keys with the same hash; those are never equal to a plain str
            // unless their class says so.
            if self.dict_only_plain_keys(d) {
                return Ok(self.dict_find_str(d, key, hash));
            }
        }
        'restart: loop {
            let slot = *self.slot(d);
            if slot.x == 0 {
                return Ok(Found::No);
            }
            let (base, mask) = (slot.b_lo(), (1u64 << slot.x) - 1);
            let mut perturb = hash;
            let mut i = hash & mask;
            loop {
                let ix = self.words.data[(u64::from(base) + i) as usize];
                if ix < DUMMY {
                    let at = self.entry_at(d, ix);
                    let other = Obj(self.words.data[at + 2]);
                    if other == key {
                        return Ok(Found::At(ix));
                    }
                    if self.words.data[at] == hash as u32 && self.words.data[at + 1] == (hash >> 32) as u32 {
                        if let Some(equal) = self.plainly_equal(other, key) {
                            if equal {
                                return Ok(Found::At(ix));
                            }
                            perturb >>= PERTURB_SHIFT;
                            i = (i * 5 + perturb + 1) & mask;
                            continue;
                        }
                        let held = self.new_ref(other);
                        let equal = self.objects_equal(other, key);
                        self.drop_ref(held);
                        let equal = equal?;
                        let now = *self.slot(d);
                        if now.b_lo() != base || now.x != slot.x || self.dict_entry(d, ix).0 != other {
                            continue 'restart;
                        }
                        if equal {
                            return Ok(Found::At(ix));
                        }
                    }
                } else if ix == EMPTY {
                    return Ok(Found::No);
                }
                perturb >>= PERTURB_SHIFT;
                i = (i * 5 + perturb + 1) & mask;
            }
        }
    }

    /// What a dict has for an exact tuple of plain items, if that is known without running code.
    pub(crate) fn dict_plain_tuple(&mut self, d: Obj, key: Obj) -> Option<Option<Obj>> {
        let hash = self.plain_tuple_hash(key)?;
        let slot = *self.slot(d);
        if slot.x == 0 {
            return Some(None);
        }
        let (base, mask) = (slot.b_lo(), (1u64 << slot.x) - 1);
        let (mut i, mut perturb) = (hash & mask, hash);
        loop {
            let ix = self.words.data[(u64::from(base) + i) as usize];
            if ix == EMPTY {
                return Some(None);
            }
            if ix < DUMMY && self.dict_entry_hash(d, ix) == hash {
                let (other, value) = self.dict_entry(d, ix);
                if other == key {
                    return Some(Some(value));
                }
                if self.ty(other) != ty::TUPLE {
                    return None;
                }
                if self.compare_plain(CompareOp::Eq, other, key)? {
                    return Some(Some(value));
                }
            }
            perturb >>= PERTURB_SHIFT;
            i = (i * 5 + perturb + 1) & mask;
        }
    }

    pub(crate) fn dict_has_plain_keys(&self, d: Obj) -> bool {
        self.dict_only_plain_keys(d)
    }

    /// Where the key of that hash is, for a str or int and a dict in which looking runs no code; `None` if it might.
    #[inline]
    pub(crate) fn dict_plain_place(&mut self, d: Obj, key: Obj, hash: u64) -> Option<Option<u32>> {
        if !self.dict_only_plain_keys(d) {
            return None;
        }
        Some(match self.dict_find(d, key, hash).ok()? {
            Found::At(i) => Some(i),
            Found::No => None,
        })
    }

    /// The value found so, borrowed; `None` if there is none or it cannot be told without running code.
    #[inline]
    pub(crate) fn dict_plain_value(&mut self, d: Obj, key: Obj, hash: u64) -> Option<Obj> {
        let i = self.dict_plain_place(d, key, hash)??;
        Some(self.dict_value_at(d, i))
    }

    /// Whether no key can have an `__eq__` of its own: true while every key so far was of a built-in type.
    #[inline(always)]
    fn dict_only_plain_keys(&self, d: Obj) -> bool {
        self.slot(d).flags & FOREIGN_KEYS == 0
    }

    /// Whether there is such a key (`_PyDict_Contains_KnownHash`).
    pub(crate) fn dict_has(&mut self, d: Obj, key: Obj, hash: u64) -> R<bool> {
        Ok(matches!(self.dict_find(d, key, hash)?, Found::At(_)))
    }

    /// `d[key]`, borrowed; NULL if absent. Errors come from `__hash__` and `__eq__`.
    pub fn dict_get(&mut self, d: Obj, key: Obj) -> R<Obj> {
        let hash = self.hash_key(key, "a dict key")?;
        Ok(match self.dict_find(d, key, hash)? {
            Found::At(i) => self.dict_entry(d, i).1,
            Found::No => Obj::NULL,
        })
    }

    /// `d[key] = value`; both are counted here.
    pub fn dict_set(&mut self, d: Obj, key: Obj, value: Obj) -> R<()> {
        let hash = self.hash_key(key, "a dict key")?;
        self.dict_set_hashed(d, key, hash, value)
    }

    /// The same where the hash is known, and not asked for again.
    pub(crate) fn dict_set_hashed(&mut self, d: Obj, key: Obj, hash: u64, value: Obj) -> R<()> {
        let found = self.dict_find(d, key, hash)?;
        self.incref(value);
        self.dict_put(d, key, hash, value, found);
        Ok(())
    }

    /// `d[key] = value` for a string key; takes over the reference to the value.
    pub fn dict_set_str(&mut self, d: Obj, key: Obj, value: Owned) {
        let hash = self.str_hash(key);
        let found = self.dict_find_str(d, key, hash);
        self.dict_put(d, key, hash, value.into_edge(), found);
    }

    /// Puts a value (taken over) where `found` says.
    #[inline]
    pub fn dict_put(&mut self, d: Obj, key: Obj, hash: u64, value: Obj, found: Found) {
        match found {
            Found::At(i) => {
                let at = self.entry_at(d, i) + 3;
                let old = std::mem::replace(&mut self.words.data[at], value.0);
                self.decref(Obj(old));
            }
            Found::No => self.dict_insert(d, key, hash, value),
        }
    }

    /// Adds a key that is not there (counted here); the value is taken over.
    pub fn dict_insert(&mut self, d: Obj, key: Obj, hash: u64, value: Obj) {
        let slot = *self.slot(d);
        if slot.x == 0 {
            self.dict_resize(d, 3);
        } else if slot.b_hi() >= usable(u32::from(slot.x)) {
            let log2 = log2_keysize(slot.a * 3);
            self.dict_resize(d, log2);
        }
        self.incref(key);
        let plain =
            matches!(self.kind(key), Kind::Str | Kind::Int | Kind::Bool | Kind::Float | Kind::None | Kind::Bytes)
                && self.type_of(key).flags & crate::objects::typeobject::tp::HEAPTYPE == 0;
        let slot = *self.slot(d);
        let n = slot.b_hi();
        self.index_place(d, hash, n);
        let at = self.entry_at(d, n);
        self.words.data[at..at + 4].copy_from_slice(&[hash as u32, (hash >> 32) as u32, key.0, value.0]);
        let slot = self.slot_mut(d);
        slot.a += 1;
        slot.set_b(slot.b_lo(), n + 1);
        slot.c &= 0xFFFF_FFFF;
        if !plain {
            slot.flags |= FOREIGN_KEYS;
        }
    }

    /// Writes an entry's number at the first free place of its probe sequence.
    fn index_place(&mut self, d: Obj, hash: u64, ix: u32) {
        let slot = self.slot(d);
        let (base, mask) = (u64::from(slot.b_lo()), (1u64 << slot.x) - 1);
        let mut perturb = hash;
        let mut i = hash & mask;
        while self.words.data[(base + i) as usize] < DUMMY {
            perturb >>= PERTURB_SHIFT;
            i = (i * 5 + perturb + 1) & mask;
        }
        self.words.data[(base + i) as usize] = ix;
    }

    /// Builds a new table of that size and moves the living entries.
    fn dict_resize(&mut self, d: Obj, log2: u32) {
        let old = *self.slot(d);
        let at = self.take_words(table_words(log2));
        self.words.range_mut(at, 1 << log2).fill(EMPTY);
        let mut moved = 0;
        if old.x != 0 {
            let entries = old.b_lo() + (1 << old.x);
            for i in 0..old.b_hi() {
                let from = (entries + i * ENTRY) as usize;
                if self.words.data[from + 3] == 0 {
                    continue;
                }
                let to = (at + (1 << log2) + moved * ENTRY) as usize;
                self.words.data.copy_within(from..from + 4, to);
                moved += 1;
            }
            self.words.free(old.b_lo(), table_words(u32::from(old.x)));
        }
        let slot = self.slot_mut(d);
        slot.x = log2 as u16;
        slot.set_b(at, moved);
        slot.c &= 0xFFFF_FFFF;
        for i in 0..moved {
            let entry = self.entry_at(d, i);
            let hash = u64::from(self.words.data[entry + 1]) << 32 | u64::from(self.words.data[entry]);
            self.index_place(d, hash, i);
        }
    }

    /// Removes an entry; its value, still counted, and the key's count are the caller's.
    pub fn dict_remove_at(&mut self, d: Obj, i: u32) -> (Owned, Owned) {
        let at = self.entry_at(d, i);
        let hash = u64::from(self.words.data[at + 1]) << 32 | u64::from(self.words.data[at]);
        let slot = *self.slot(d);
        let (base, mask) = (u64::from(slot.b_lo()), (1u64 << slot.x) - 1);
        let mut perturb = hash;
        let mut place = hash & mask;
        while self.words.data[(base + place) as usize] != i {
            perturb >>= PERTURB_SHIFT;
            place = (place * 5 + perturb + 1) & mask;
        }
        self.words.data[(base + place) as usize] = DUMMY;
        let key = std::mem::take(&mut self.words.data[at + 2]);
        let value = std::mem::take(&mut self.words.data[at + 3]);
        let slot = self.slot_mut(d);
        slot.a -= 1;
        slot.c &= 0xFFFF_FFFF;
        (Owned::steal(Obj(key)), Owned::steal(Obj(value)))
    }

    /// `del d[key]`: false if it was not there.
    pub fn dict_del(&mut self, d: Obj, key: Obj) -> R<bool> {
        let hash = self.hash_key(key, "a dict key")?;
        match self.dict_find(d, key, hash)? {
            Found::No => Ok(false),
            Found::At(i) => {
                let (key, value) = self.dict_remove_at(d, i);
                self.drop_ref(value);
                self.drop_ref(key);
                Ok(true)
            }
        }
    }

    /// Empties a dict; values are dropped in order.
    pub fn dict_clear(&mut self, d: Obj) {
        let slot = *self.slot(d);
        let items = self.dict_items(d);
        if slot.x != 0 {
            self.words.free(slot.b_lo(), table_words(u32::from(slot.x)));
        }
        let s = self.slot_mut(d);
        (s.a, s.b, s.x) = (0, 0, 0);
        s.c &= 0xFFFF_FFFF;
        for (key, value) in items {
            self.decref(key);
            self.decref(value);
        }
    }

    /// Frees the table; its references are somebody else's now.
    pub(crate) fn dict_free_table(&mut self, d: Obj) {
        let slot = *self.slot(d);
        if slot.x != 0 {
            self.words.free(slot.b_lo(), table_words(u32::from(slot.x)));
        }
    }

    /// Whether a dict is gone over as it lies: a class derived from it may say otherwise.
    pub(crate) fn iterates_as_dict(&mut self, d: Obj) -> bool {
        let name = crate::native::static_strings::DUNDER_ITER;
        let class = self.ty(d);
        class == ty::DICT || self.type_lookup(class, name) == self.type_lookup(ty::DICT, name)
    }

    /// A shallow copy.
    pub fn dict_copy(&mut self, d: Obj) -> R {
        let copy = self.new_dict_sized(self.dict_len(d));
        let done = self.dict_merge(copy.get(), d);
        self.given_if(done, copy)
    }

    /// `d.update(other)` for another dict.
    pub fn dict_merge(&mut self, d: Obj, other: Obj) -> R<()> {
        let mut from = 0;
        while let Some((i, key, value)) = self.dict_next(other, from) {
            let (hash, before) = (self.dict_entry_hash(other, i), self.dict_nentries(other));
            let (key, value) = (self.new_ref(key), self.new_ref(value));
            let done = self.dict_set_hashed(d, key.get(), hash, value.get());
            self.drop_ref(value);
            self.drop_ref(key);
            done?;
            if self.dict_nentries(other) != before {
                return Err(self.raise(ty::RUNTIME_ERROR, "dict mutated during update"));
            }
            from = i + 1;
        }
        Ok(())
    }

    /// As `dict_merge`, where keys are plain and nothing dies that may have a finalizer; false where that ends, and what
    /// has been put so far may be put again.
    pub(crate) fn dict_merge_plainly(&mut self, d: Obj, other: Obj) -> bool {
        if d == other || !self.dict_only_plain_keys(d) || !self.dict_only_plain_keys(other) {
            return false;
        }
        let mut i = 0;
        while let Some((at, key, value)) = self.dict_next(other, i) {
            let hash = self.dict_entry_hash(other, at);
            let Ok(found) = self.dict_find(d, key, hash) else { return false };
            if let Found::At(place) = found {
                let old = self.slot(self.dict_value_at(d, place));
                if old.refcnt == 1 && !(ty::NONE_TYPE..=ty::BYTES).contains(&old.ty) {
                    return false;
                }
            }
            self.incref(value);
            self.dict_put(d, key, hash, value, found);
            i = at + 1;
        }
        true
    }

    /// The hash that was computed for the key of entry `i`.
    pub(crate) fn dict_entry_hash(&self, d: Obj, i: u32) -> u64 {
        let at = self.entry_at(d, i);
        u64::from(self.words.data[at + 1]) << 32 | u64::from(self.words.data[at])
    }

    /// The version of a dict's keys for caches (`dk_version`): changes when a key comes or goes.
    pub fn dict_keys_version(&mut self, d: Obj) -> u32 {
        let version = (self.slot(d).c >> 32) as u32;
        if version != 0 {
            return version;
        }
        self.next_keys_version += 1;
        let version = self.next_keys_version;
        let slot = self.slot_mut(d);
        slot.c = slot.c & 0xFFFF_FFFF | u64::from(version) << 32;
        version
    }

    /// The value of entry `i`, for caches that checked the keys' version.
    #[inline(always)]
    pub fn dict_value_at(&self, d: Obj, i: u32) -> Obj {
        Obj(self.words.data[self.entry_at(d, i) + 3])
    }

    /// Stores a value (taken over) in entry `i`, for caches that checked the keys' version; gives back the old.
    #[inline(always)]
    pub fn dict_replace_at(&mut self, d: Obj, i: u32, value: Obj) -> Obj {
        let at = self.entry_at(d, i) + 3;
        Obj(std::mem::replace(&mut self.words.data[at], value.0))
    }

    /// The index table as CPython's: entry numbers, −1 empty, −2 dummy. For the dictionary pane.
    pub fn dict_index_table(&self, d: Obj) -> Vec<i64> {
        let slot = self.slot(d);
        if slot.x == 0 {
            return Vec::new();
        }
        let words = self.words.range(slot.b_lo(), 1 << slot.x);
        words
            .iter()
            .map(|&w| {
                if w == EMPTY {
                    -1
                } else if w == DUMMY {
                    -2
                } else {
                    i64::from(w)
                }
            })
            .collect()
    }

    /// `sys.getsizeof` of the table: CPython's index bytes and entries (24 bytes each, 16 if all keys are strings).
    pub fn dict_table_bytes(&self, d: Obj) -> u64 {
        let slot = self.slot(d);
        if slot.x == 0 {
            return 0;
        }
        let log2 = u32::from(slot.x);
        let index = match log2 {
            0..=7 => 1u64 << log2,
            8..=15 => 2 << log2,
            _ => 4 << log2,
        };
        let mut unicode = true;
        self.dict_each(d, &mut |key, _| unicode &= self.kind(key) == Kind::Str && self.ty(key) == ty::STR);
        32 + index + u64::from(usable(log2)) * if unicode { 16 } else { 24 }
    }

    /// A `KeyError` for a missing key.
    pub fn raise_key_error(&mut self, key: Obj) -> crate::memory::object::Raised {
        self.raise_with(ty::KEY_ERROR, key)
    }

    /// `d.setdefault(key, default)`, a new reference.
    pub fn dict_setdefault(&mut self, d: Obj, key: Obj, default: Obj) -> R {
        let hash = self.hash_key(key, "a dict key")?;
        match self.dict_find(d, key, hash)? {
            Found::At(i) => {
                let value = self.dict_entry(d, i).1;
                Ok(self.new_ref(value))
            }
            Found::No => {
                self.incref(default);
                self.dict_insert(d, key, hash, default);
                Ok(self.new_ref(default))
            }
        }
    }
}

/// `Slot::flags` of a dict whose keys may have an `__eq__` of their own.
const FOREIGN_KEYS: u8 = 0x20;
