//! Sets with sets and other iterables: union, intersection, difference, symmetric difference, in place or anew, and
//! which contains which (`Objects/setobject.c`). Where both sides keep hashes, nothing is hashed again.

use super::MIN_MASK;
use crate::memory::object::{Kind, Obj, Owned, R};
use crate::objects::abstract_::BinaryOp;
use crate::state::interpreter::Machine;

impl Machine {
    pub(crate) fn is_any_set(&self, o: Obj) -> bool {
        matches!(self.kind(o), Kind::Set | Kind::FrozenSet)
    }

    /// Calls `each` with every key and its hash; the key is held meanwhile. `false` from it ends the walk.
    /// The hash that an entry is kept under.
    pub(crate) fn set_entry_hash(&self, s: Obj, at: u32) -> u64 {
        self.set_entry(s, at).0
    }

    fn set_walk(&mut self, s: Obj, mut each: impl FnMut(&mut Machine, Obj, u64) -> R<bool>) -> R<()> {
        let mut i = 0;
        while let Some((at, key)) = self.set_next(s, i) {
            let hash = self.set_entry(s, at).0;
            let held = self.new_ref(key);
            let goes_on = each(self, key, hash);
            self.drop_ref(held);
            if !goes_on? {
                break;
            }
            i = at + 1;
        }
        Ok(())
    }

    /// Adds those keys of a set to an empty one of which `wanted` says so.
    fn set_pick(&mut self, s: Obj, into: Obj, mut wanted: impl FnMut(&mut Machine, Obj, u64) -> R<bool>) -> R<()> {
        let mut i = 0;
        while let Some((at, key)) = self.set_next(s, i) {
            let hash = self.set_entry(s, at).0;
            let held = self.new_ref(key);
            let takes = wanted(self, key, hash);
            if let Ok(true) = takes {
                self.set_add_new(into, key, hash);
            }
            self.drop_ref(held);
            takes?;
            i = at + 1;
        }
        Ok(())
    }

    /// Calls `each` with every item of an iterable; `false` from it ends the walk.
    fn iterable_walk(&mut self, iterable: Obj, mut each: impl FnMut(&mut Machine, Obj) -> R<bool>) -> R<()> {
        let iter = self.iter(iterable)?;
        if !self.is_builtin_exact(iterable) {
            self.no_more_questions();
        }
        let done = loop {
            match self.iter_next(iter.get()) {
                Ok(Some(item)) => {
                    let goes_on = each(self, item.get());
                    self.drop_ref(item);
                    match goes_on {
                        Ok(true) => {}
                        Ok(false) => break Ok(()),
                        Err(e) => break Err(e),
                    }
                }
                Ok(None) => break Ok(()),
                Err(e) => break Err(e),
            }
        };
        self.drop_ref(iter);
        done
    }

    /// Room for that many more keys at once, as CPython makes it before a merge.
    fn set_reserve(&mut self, s: Obj, more: u32) {
        let slot = *self.slot(s);
        if (u64::from(slot.c_lo()) + u64::from(more)) * 5 >= u64::from(slot.b_hi()) * 3 {
            self.set_resize(s, (slot.a + more) * 2);
        }
    }

    /// `set_update_internal`.
    pub fn set_update(&mut self, s: Obj, iterable: Obj) -> R<()> {
        match self.kind(iterable) {
            Kind::Set | Kind::FrozenSet => self.set_merge(s, iterable),
            Kind::Dict if self.is_builtin_exact(iterable) => {
                self.set_reserve(s, self.dict_len(iterable));
                let mut i = 0;
                while let Some((at, key, _)) = self.dict_next(iterable, i) {
                    // A hash that is known is not asked for again.
                    let (held, hash) = (self.new_ref(key), self.dict_entry_hash(iterable, at));
                    let added = self.set_add_entry(s, key, hash);
                    self.drop_ref(held);
                    added?;
                    i = at + 1;
                }
                Ok(())
            }
            _ => self.iterable_walk(iterable, |m, item| m.set_add(s, item).map(|_| true)),
        }
    }

    /// `set_merge`: into an empty set the table is copied as it is if it fits and holds no deleted entries.
    fn set_merge(&mut self, s: Obj, other: Obj) -> R<()> {
        let n = self.set_len(other);
        if s == other || n == 0 {
            return Ok(());
        }
        self.set_reserve(s, n);
        let (mine, theirs) = (*self.slot(s), *self.slot(other));
        if mine.c_lo() != 0 {
            return self.set_walk(other, |m, key, hash| m.set_add_entry(s, key, hash).map(|_| true));
        }
        // A table of the same size without deleted entries is copied as it is.
        let words = (theirs.b_hi() + 1) * super::ENTRY;
        let same = mine.b_hi() == theirs.b_hi() && theirs.c_lo() == theirs.a;
        if same {
            let from = theirs.b_lo() as usize;
            self.words.data.copy_within(from..from + words as usize, mine.b_lo() as usize);
        }
        for at in (theirs.b_lo()..theirs.b_lo() + words).step_by(super::ENTRY as usize) {
            let entry = &self.words.data[at as usize..at as usize + 3];
            let (hash, key) = (u64::from(entry[1]) << 32 | u64::from(entry[0]), Obj(entry[2]));
            if key.0 <= super::DUMMY {
                continue;
            }
            self.incref(key);
            if !same {
                self.set_insert_clean(s, key, hash);
            }
        }
        let slot = self.slot_mut(s);
        slot.a = n;
        slot.set_c(n, slot.c_hi());
        Ok(())
    }

    /// A new set or frozenset with the items of an iterable (NULL: empty).
    pub fn set_from(&mut self, frozen: bool, iterable: Obj) -> R {
        let s = self.new_set(frozen);
        let done = if iterable.is_null() { Ok(()) } else { self.set_update(s.get(), iterable) };
        self.given_if(done, s)
    }

    pub(crate) fn set_copy(&mut self, s: Obj) -> R {
        self.set_from(self.kind(s) == Kind::FrozenSet, s)
    }

    /// `set_intersection`.
    pub(crate) fn set_intersection(&mut self, s: Obj, other: Obj) -> R {
        if s == other {
            return self.set_copy(s);
        }
        let result = self.new_set(self.kind(s) == Kind::FrozenSet);
        let into = result.get();
        let done = if self.is_any_set(other) {
            let (walked, asked) = if self.set_len(other) > self.set_len(s) { (s, other) } else { (other, s) };
            self.set_pick(walked, into, |m, key, hash| m.set_has(asked, key, hash))
        } else {
            self.iterable_walk(other, |m, key| {
                let hash = m.hash(key)?;
                if !m.set_contains_entry(s, key, hash)? {
                    return Ok(true);
                }
                m.set_add_entry(into, key, hash)?;
                Ok(m.set_len(into) < m.set_len(s))
            })
        };
        self.given_if(done, result)
    }

    /// `set_difference`.
    pub(crate) fn set_difference(&mut self, s: Obj, other: Obj) -> R {
        let dict = self.kind(other) == Kind::Dict && self.is_builtin_exact(other);
        let sized = match dict {
            true => Some(self.dict_len(other)),
            false if self.is_any_set(other) => Some(self.set_len(other)),
            false => None,
        };
        if sized.is_none_or(|n| self.set_len(s) >> 2 > n) {
            let copy = self.set_copy(s)?;
            let done = self.set_difference_update(copy.get(), other);
            return self.given_if(done, copy);
        }
        let result = self.new_set(self.kind(s) == Kind::FrozenSet);
        let into = result.get();
        let done = self.set_pick(s, into, |m, key, hash| {
            let there = if dict { m.dict_has(other, key, hash)? } else { m.set_has(other, key, hash)? };
            Ok(!there)
        });
        self.given_if(done, result)
    }

    /// `set_difference_update_internal`.
    pub(crate) fn set_difference_update(&mut self, s: Obj, other: Obj) -> R<()> {
        if s == other {
            self.set_clear(s);
            return Ok(());
        }
        if self.is_any_set(other) {
            // Far more to take away than there is: what both have is enough.
            let common =
                if self.set_len(other) >> 3 > self.set_len(s) { Some(self.set_intersection(s, other)?) } else { None };
            let taken = common.as_ref().map_or(other, Owned::get);
            let done = self.set_walk(taken, |m, key, hash| m.set_discard_entry(s, key, hash).map(|_| true));
            if let Some(common) = common {
                self.drop_ref(common);
            }
            done?;
        } else {
            self.iterable_walk(other, |m, key| m.set_discard(s, key).map(|_| true))?;
        }
        // More than a quarter of deleted entries are worth a new table.
        let slot = *self.slot(s);
        if slot.c_lo() - slot.a > slot.b_hi() / 4 {
            self.set_resize(s, if slot.a > 50_000 { slot.a * 2 } else { slot.a * 4 });
        }
        Ok(())
    }

    /// `set_symmetric_difference_update`.
    pub(crate) fn set_symmetric_difference_update(&mut self, s: Obj, other: Obj) -> R<()> {
        if s == other {
            self.set_clear(s);
            return Ok(());
        }
        let given = if self.is_any_set(other) { self.new_ref(other) } else { self.set_from(false, other)? };
        let done = self.set_walk(given.get(), |m, key, hash| {
            if !m.set_discard_entry(s, key, hash)? {
                m.set_add_entry(s, key, hash)?;
            }
            Ok(true)
        });
        self.drop_ref(given);
        done
    }

    /// `set_symmetric_difference`: the other side comes first.
    pub(crate) fn set_symmetric_difference(&mut self, s: Obj, other: Obj) -> R {
        let result = self.set_from(self.kind(s) == Kind::FrozenSet, other)?;
        let done = self.set_symmetric_difference_update(result.get(), s);
        self.given_if(done, result)
    }

    pub(crate) fn set_union(&mut self, s: Obj, other: Obj) -> R {
        let result = self.set_copy(s)?;
        if s == other {
            return Ok(result);
        }
        let done = self.set_update(result.get(), other);
        self.given_if(done, result)
    }

    /// `a & b` and its kin; the result has the type of the left operand. A dict view counts as a set of its items.
    pub(crate) fn set_binary(&mut self, op: BinaryOp, a: Obj, b: Obj) -> R {
        if self.is_any_set(a) && self.is_any_set(b) {
            return match op {
                BinaryOp::And => self.set_intersection(a, b),
                BinaryOp::Sub => self.set_difference(a, b),
                BinaryOp::Or => self.set_union(a, b),
                _ => self.set_symmetric_difference(a, b),
            };
        }
        let left = self.set_from(false, a)?;
        if op == BinaryOp::And {
            let both = self.set_intersection(left.get(), b);
            self.drop_ref(left);
            return both;
        }
        let done = self.set_inplace(op, left.get(), b);
        self.given_if(done, left)
    }

    /// `a &= b` and its kin, of a set.
    pub(crate) fn set_inplace(&mut self, op: BinaryOp, s: Obj, other: Obj) -> R<()> {
        match op {
            BinaryOp::And => self.set_intersection_update(s, other),
            BinaryOp::Sub => self.set_difference_update(s, other),
            BinaryOp::Or => self.set_update(s, other),
            _ => self.set_symmetric_difference_update(s, other),
        }
    }

    /// `set_intersection_update`: the table of the intersection takes the place of the set's.
    pub(crate) fn set_intersection_update(&mut self, s: Obj, other: Obj) -> R<()> {
        let both = self.set_intersection(s, other)?;
        self.set_swap(s, both.get());
        self.drop_ref(both);
        Ok(())
    }

    /// Two sets exchange their tables (`set_swap_bodies`).
    pub(crate) fn set_swap(&mut self, a: Obj, b: Obj) {
        let (mine, theirs) = (*self.slot(a), *self.slot(b));
        for (o, from) in [(a, theirs), (b, mine)] {
            let slot = self.slot_mut(o);
            (slot.a, slot.b) = (from.a, from.b);
            slot.set_c_lo(from.c as u32);
        }
    }

    pub(crate) fn set_isdisjoint(&mut self, s: Obj, other: Obj) -> R<bool> {
        if s == other {
            return Ok(self.set_len(s) == 0);
        }
        let mut disjoint = true;
        if self.is_any_set(other) {
            let (walked, asked) = if self.set_len(other) > self.set_len(s) { (s, other) } else { (other, s) };
            self.set_walk(walked, |m, key, hash| {
                disjoint = !m.set_contains_entry(asked, key, hash)?;
                Ok(disjoint)
            })?;
        } else {
            self.iterable_walk(other, |m, key| {
                disjoint = !m.set_contains(s, key)?;
                Ok(disjoint)
            })?;
        }
        Ok(disjoint)
    }

    pub(crate) fn set_issuperset(&mut self, s: Obj, other: Obj) -> R<bool> {
        if self.is_any_set(other) {
            return self.set_issubset(other, s);
        }
        let mut all = true;
        self.iterable_walk(other, |m, key| {
            all = m.set_contains(s, key)?;
            Ok(all)
        })?;
        Ok(all)
    }

    /// Is every key of `a` in the set `b`?
    pub fn set_issubset(&mut self, a: Obj, b: Obj) -> R<bool> {
        if self.set_len(a) > self.set_len(b) {
            return Ok(false);
        }
        let mut all = true;
        self.set_walk(a, |m, key, hash| {
            all = m.set_contains_entry(b, key, hash)?;
            Ok(all)
        })?;
        Ok(all)
    }

    /// Bytes of the table beyond the eight entries inside the object, for `sys.getsizeof`.
    pub fn set_table_bytes(&self, s: Obj) -> u64 {
        let mask = u64::from(self.slot(s).b_hi());
        if mask <= u64::from(MIN_MASK) { 0 } else { (mask + 1) * 16 }
    }
}
