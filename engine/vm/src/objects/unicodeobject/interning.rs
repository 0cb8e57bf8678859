//! The table of interned strings: open addressing over handles; 0 empty, `u32::MAX` deleted.

use crate::memory::object::{Obj, Owned, flag};
use crate::state::interpreter::Machine;

impl Machine {
    /// `PyUnicode_InternInPlace`: the one interned string with these characters.
    pub fn intern(&mut self, s: Owned) -> Owned {
        let o = s.get();
        if self.slot(o).flags & flag::INTERNED != 0 {
            return s;
        }
        let hash = self.str_hash(o);
        let mask = self.interned.len() - 1;
        let mut i = hash as usize & mask;
        loop {
            match self.interned[i] {
                0 => break,
                u32::MAX => {}
                other if self.str_hash_of(Obj(other)) == hash && self.str_eq(Obj(other), o) => {
                    let kept = self.new_ref(Obj(other));
                    self.drop_ref(s);
                    return kept;
                }
                _ => {}
            }
            i = (i + 1) & mask;
        }
        self.interned[i] = o.0;
        self.interned_used += 1;
        self.slot_mut(o).flags |= flag::INTERNED;
        if self.interned_used * 2 > self.interned.len() as u32 {
            self.interned_grow();
        }
        // What a fresh interpreter keeps for ever is the same object there.
        if compiler::immortal_at_start(self.str_view(o).bytes) {
            self.make_immortal(o);
        }
        s
    }

    fn interned_grow(&mut self) {
        let old = std::mem::take(&mut self.interned);
        let mask = old.len() * 2 - 1;
        self.interned = vec![0; mask + 1].into();
        self.interned_used = 0;
        for entry in old.iter().copied().filter(|&entry| entry != 0 && entry != u32::MAX) {
            let mut i = self.str_hash_of(Obj(entry)) as usize & mask;
            while self.interned[i] != 0 {
                i = (i + 1) & mask;
            }
            self.interned[i] = entry;
            self.interned_used += 1;
        }
    }

    /// A dying interned string leaves the table.
    pub(crate) fn interned_remove(&mut self, o: Obj) {
        let mask = self.interned.len() - 1;
        let mut i = self.str_hash_of(o) as usize & mask;
        while self.interned[i] != 0 {
            if self.interned[i] == o.0 {
                self.interned[i] = u32::MAX;
                return;
            }
            i = (i + 1) & mask;
        }
    }

    /// An interned string.
    pub fn intern_str(&mut self, text: &str) -> Owned {
        if let Some(known) = self.interned_str(text) {
            return self.new_ref(known);
        }
        let s = self.new_str(text);
        self.intern(s)
    }

    /// The interned string with this text, if there is one and the text is ASCII; borrowed.
    fn interned_str(&self, text: &str) -> Option<Obj> {
        if !text.is_ascii() || text.is_empty() {
            return None;
        }
        let hash = self.hash_bytes(text.as_bytes());
        let mask = self.interned.len() - 1;
        let mut i = hash as usize & mask;
        while self.interned[i] != 0 {
            let other = Obj(self.interned[i]);
            if other.0 != u32::MAX && self.slot(other).c == hash {
                let view = self.str_view(other);
                if view.width == 1 && view.bytes == text.as_bytes() {
                    return Some(other);
                }
            }
            i = (i + 1) & mask;
        }
        None
    }
}
