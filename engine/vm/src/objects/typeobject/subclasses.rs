//! Which classes were derived from a class (`tp_subclasses` in `Objects/typeobject.c`): numbers of types in a word range,
//! in the order in which they were made. No reference is counted: a class that dies leaves its bases' lists.

use crate::memory::buffers::capacity;
use crate::memory::object::{Kind, Obj};
use crate::objects::typeobject::tp;
use crate::state::interpreter::Machine;

impl Machine {
    /// Types derived directly from one, by number.
    pub fn direct_subclasses(&self, ty: u32) -> &[u32] {
        let info = &self.types[ty as usize];
        self.words.range(info.subclasses, info.subclasses_n)
    }

    /// Enters a new type with its bases (`add_all_subclasses`).
    pub(crate) fn enter_subclass(&mut self, ty: u32) {
        for base in self.bases_of(ty) {
            let n = self.types[base as usize].subclasses_n;
            let at = self.resize_subclasses(base, n + 1);
            self.words.range_mut(at, n + 1)[n as usize] = ty;
        }
    }

    /// Takes a type that dies out of the lists of its bases.
    pub(crate) fn leave_subclass(&mut self, ty: u32) {
        self.leave_bases(ty);
        self.resize_subclasses(ty, 0);
    }

    /// Takes a type out of the lists of its bases (`remove_all_subclasses`).
    pub(super) fn leave_bases(&mut self, ty: u32) {
        for base in self.bases_of(ty) {
            let n = self.types[base as usize].subclasses_n;
            let Some(place) = self.direct_subclasses(base).iter().position(|&other| other == ty) else { continue };
            let first = self.types[base as usize].subclasses;
            self.words.range_mut(first, n).copy_within(place + 1.., place);
            self.resize_subclasses(base, n - 1);
        }
    }

    fn bases_of(&self, ty: u32) -> Vec<u32> {
        let bases = self.types[ty as usize].bases;
        if bases.is_null() || self.kind(bases) != Kind::Tuple {
            return Vec::new();
        }
        let known = |class: &u32| self.types.get(*class as usize).is_some_and(|info| !info.obj.is_null());
        let classes = self.tuple_items(bases).iter().map(|&class| Obj(class));
        classes.filter(|&class| self.kind(class) == Kind::Type).map(|class| self.slot(class).a).filter(known).collect()
    }

    /// Gives a list room for `n`, and keeps its first ones; where it lies now.
    fn resize_subclasses(&mut self, ty: u32, n: u32) -> u32 {
        let (at, old) = (self.types[ty as usize].subclasses, self.types[ty as usize].subclasses_n);
        let stays = old > 0 && n > 0 && capacity(old) == capacity(n);
        let to = if stays || n == 0 { at } else { self.words.alloc(n) };
        if !stays && n > 0 {
            let kept = self.words.range(at, old.min(n)).to_vec();
            self.words.range_mut(to, old.min(n)).copy_from_slice(&kept);
        }
        if !stays && old > 0 {
            self.words.free(at, old);
        }
        let info = &mut self.types[ty as usize];
        (info.subclasses, info.subclasses_n) = (if n == 0 { 0 } else { to }, n);
        to
    }

    /// A type and all types derived from it, each once.
    fn with_subclasses(&self, ty: u32) -> Vec<u32> {
        let mut met = vec![false; self.types.len()];
        met[ty as usize] = true;
        let mut found = vec![ty];
        let mut next = 0;
        while let Some(&at) = found.get(next) {
            next += 1;
            for &sub in self.direct_subclasses(at) {
                if !std::mem::replace(&mut met[sub as usize], true) {
                    found.push(sub);
                }
            }
        }
        found
    }

    /// After a change to a type: no cache may trust what it knew of it or of its subclasses (`PyType_Modified`).
    pub fn type_modified(&mut self, ty: u32) {
        let changed = self.with_subclasses(ty);
        for &class in &changed {
            let info = &mut self.types[class as usize];
            (info.version, info.init) = (0, Obj::NULL);
        }
        for class in changed {
            if self.types[class as usize].flags & (tp::HEAPTYPE | tp::DEAD) == tp::HEAPTYPE {
                self.refresh_type_flags(class);
            }
        }
    }
}
