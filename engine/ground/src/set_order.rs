//! The hash table of Python's `set` (`Objects/setobject.c`): for the order of its elements, which shows.

/// Entries that are looked at one after the other before the next jump.
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
const MIN_SIZE: usize = 8;

#[derive(Clone, Debug)]
enum Slot<T> {
    Empty,
    /// Was discarded: searches go on behind it.
    Dummy,
    Full(u64, T),
}

/// A set whose elements' hashes are given by the caller.
#[derive(Clone, Debug)]
pub struct PySet<T> {
    slots: Vec<Slot<T>>,
    /// Slots that are not empty.
    fill: usize,
    used: usize,
}

impl<T> Default for PySet<T> {
    fn default() -> PySet<T> {
        PySet { slots: Vec::new(), fill: 0, used: 0 }
    }
}

/// Positions in the order of a search for `hash`.
fn probe(hash: u64, mask: usize) -> impl Iterator<Item = usize> {
    let mut perturb = hash;
    let mut start = hash as usize & mask;
    let mut offset = 0;
    std::iter::from_fn(move || {
        let probes = if start + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        if offset > probes {
            perturb >>= PERTURB_SHIFT;
            start = start.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask;
            offset = 0;
        }
        offset += 1;
        Some(start + offset - 1)
    })
}

impl<T> PySet<T> {
    /// The elements in the order of iteration.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().filter_map(|slot| match slot {
            Slot::Full(_, item) => Some(item),
            _ => None,
        })
    }

    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    fn mask(&self) -> usize {
        self.slots.len().max(MIN_SIZE) - 1
    }

    /// The small table is part of the object in CPython; here it is made when it is first needed.
    fn ensure_table(&mut self) {
        if self.slots.is_empty() {
            self.slots.resize_with(MIN_SIZE, || Slot::Empty);
        }
    }

    fn find(&self, hash: u64, equal: impl Fn(&T) -> bool) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        for at in probe(hash, self.mask()) {
            match &self.slots[at] {
                Slot::Empty => return None,
                Slot::Full(other, item) if *other == hash && equal(item) => return Some(at),
                _ => {}
            }
        }
        None
    }

    pub fn contains(&self, hash: u64, equal: impl Fn(&T) -> bool) -> bool {
        self.find(hash, equal).is_some()
    }

    /// `set_add_entry`.
    pub fn add(&mut self, hash: u64, item: T, equal: impl Fn(&T, &T) -> bool) {
        self.ensure_table();
        let mut free = None;
        for at in probe(hash, self.mask()) {
            match &self.slots[at] {
                Slot::Empty => {
                    self.used += 1;
                    if let Some(free) = free {
                        let free: usize = free;
                        self.slots[free] = Slot::Full(hash, item);
                        return;
                    }
                    self.slots[at] = Slot::Full(hash, item);
                    self.fill += 1;
                    if self.fill * 5 >= self.mask() * 3 {
                        self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 });
                    }
                    return;
                }
                Slot::Dummy => free = Some(at),
                Slot::Full(other, present) => {
                    if *other == hash && equal(present, &item) {
                        return;
                    }
                }
            }
        }
    }

    /// `set_discard_entry`: whether it was there.
    pub fn discard(&mut self, hash: u64, equal: impl Fn(&T) -> bool) -> bool {
        let Some(at) = self.find(hash, equal) else { return false };
        self.slots[at] = Slot::Dummy;
        self.used -= 1;
        true
    }

    /// `set_insert_clean`: into a table that does not hold the element.
    fn insert_clean(&mut self, hash: u64, item: T) {
        if let Some(at) = probe(hash, self.mask()).find(|&at| matches!(self.slots[at], Slot::Empty)) {
            self.slots[at] = Slot::Full(hash, item);
        }
    }

    /// `set_table_resize`.
    fn resize(&mut self, min_used: usize) {
        let mut size = MIN_SIZE;
        while size <= min_used {
            size <<= 1;
        }
        if size == MIN_SIZE && self.slots.len() <= MIN_SIZE && self.fill == self.used {
            self.ensure_table();
            return;
        }
        let old = std::mem::take(&mut self.slots);
        self.slots.resize_with(size, || Slot::Empty);
        self.fill = self.used;
        for slot in old {
            if let Slot::Full(hash, item) = slot {
                self.insert_clean(hash, item);
            }
        }
    }
}

impl<T: Clone> PySet<T> {
    /// `set_merge`: `self |= other`.
    pub fn merge(&mut self, other: &PySet<T>, equal: impl Fn(&T, &T) -> bool) {
        if other.used == 0 {
            return;
        }
        if (self.fill + other.used) * 5 >= self.mask() * 3 {
            self.resize((self.used + other.used) * 2);
        }
        self.ensure_table();
        if self.fill == 0 && self.slots.len() == other.slots.len() && other.fill == other.used {
            self.clone_from(other);
            return;
        }
        let clean = self.fill == 0;
        for slot in &other.slots {
            let Slot::Full(hash, item) = slot else { continue };
            if clean {
                self.insert_clean(*hash, item.clone());
                self.fill += 1;
                self.used += 1;
            } else {
                self.add(*hash, item.clone(), &equal);
            }
        }
    }

    /// `PySet_New(other)`: not always in the same order.
    pub fn copy(&self, equal: impl Fn(&T, &T) -> bool) -> PySet<T> {
        let mut copy = PySet::default();
        copy.merge(self, equal);
        copy
    }
}
