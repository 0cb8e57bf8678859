//! Objects that are a few references and nothing else: templates, type parameters and the like share one layout.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, or_none};
use crate::state::interpreter::Machine;

impl Machine {
    /// An object of a type whose layout is [`Kind::Record`], of these references, each taken over; NULL is nothing.
    pub fn new_record(&mut self, class: u32, parts: Vec<Owned>) -> Owned {
        let n = parts.len() as u32;
        let o = self.alloc_gc(Kind::Record, class, 16 + self.types[class as usize].basicsize);
        let at = self.words.alloc(n);
        for (i, part) in parts.into_iter().enumerate() {
            self.words.data[at as usize + i] = part.into_edge().0;
        }
        self.slot_mut(o).set_b(at, n);
        self.track(o);
        Owned::steal(o)
    }

    #[inline]
    pub fn record_field(&self, o: Obj, i: u32) -> Obj {
        Obj(self.words.data[(self.slot(o).b_lo() + i) as usize])
    }

    /// Stores a reference, taken over.
    pub fn set_record_field(&mut self, o: Obj, i: u32, value: Obj) {
        let at = (self.slot(o).b_lo() + i) as usize;
        let old = std::mem::replace(&mut self.words.data[at], value.0);
        self.xdecref(Obj(old));
    }

    /// A getter of one of them; None for nothing.
    pub fn record_getter(&mut self, a: Args, i: u32) -> R {
        let value = self.record_field(a.get(self, 0), i);
        or_none(self, value)
    }
}
