//! Tuples (`Objects/tupleobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R, flag};
use crate::native::static_strings::fixed;
use crate::native::typedef::class_def;
use crate::native::typedef::{Slot, TypeDef, def, new, tpflags};
use crate::objects::abstract_::sequence::{count, index_of};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

impl Machine {
    /// A tuple of `n` items, to be filled by the caller at once; tracked by the collector.
    fn alloc_tuple(&mut self, n: u32) -> Obj {
        let freed = if (1..=20).contains(&n) {
            self.pop_free(crate::memory::refcount::freelist::TUPLES + n as usize - 1, Kind::Tuple, ty::TUPLE)
        } else {
            None
        };
        let o = match freed {
            Some(o) => o,
            None => self.alloc_gc(Kind::Tuple, ty::TUPLE, 48 + 8 * n),
        };
        let at = self.take_words(n);
        let slot = self.slot_mut(o);
        slot.a = n;
        slot.b = u64::from(at);
        o
    }

    /// A tuple of `n` items (at least one) and where its items' words lie, to be filled by the caller at once, who
    /// then calls [`Machine::track_if_held`].
    pub fn tuple_to_fill(&mut self, n: u32) -> (Owned, u32) {
        let o = self.alloc_tuple(n);
        (Owned::steal(o), self.slot(o).b_lo())
    }

    /// The collector tracks a tuple made from an array only if some item is of a collected type.
    #[inline]
    pub fn track_if_held(&mut self, t: Obj) {
        let held = |&item: &u32| {
            let t = self.ty(Obj(item));
            // None, numbers and strings first.
            !(ty::NONE_TYPE..=ty::BYTES).contains(&t) && self.types[t as usize].flags & tp::HAVE_GC != 0
        };
        if self.tuple_items(t).iter().any(held) {
            self.track(t);
        }
    }

    /// A tuple from an array of items (`_PyTuple_FromArray`, `PyTuple_Pack`); takes over the references to them.
    pub fn tuple_from_array(&mut self, items: Vec<Owned>) -> Owned {
        if items.is_empty() {
            return Owned::steal(fixed::EMPTY_TUPLE);
        }
        let (t, at) = self.tuple_to_fill(items.len() as u32);
        for (i, item) in items.into_iter().enumerate() {
            self.words.data[at as usize + i] = item.into_edge().0;
        }
        self.track_if_held(t.get());
        t
    }

    /// The same from borrowed objects, counted here.
    pub fn tuple_from_borrowed(&mut self, items: &[Obj]) -> Owned {
        let items = items.iter().map(|&item| self.new_ref(item)).collect();
        self.tuple_from_array(items)
    }

    /// A tuple that is filled after it was made and so tracked from its birth (`PyTuple_New`); takes over the
    /// references to its items.
    pub fn new_tuple(&mut self, items: Vec<Owned>) -> Owned {
        if items.is_empty() {
            return Owned::steal(fixed::EMPTY_TUPLE);
        }
        let n = items.len() as u32;
        let o = self.alloc_tuple(n);
        let at = self.slot(o).b_lo();
        for (word, item) in self.words.range_mut(at, n).iter_mut().zip(items) {
            *word = item.into_edge().0;
        }
        self.track(o);
        Owned::steal(o)
    }

    /// A tuple of two, tracked from its birth.
    pub fn new_pair(&mut self, first: Owned, second: Owned) -> Owned {
        let o = self.alloc_tuple(2);
        let at = self.slot(o).b_lo() as usize;
        self.words.data[at] = first.into_edge().0;
        self.words.data[at + 1] = second.into_edge().0;
        self.track(o);
        Owned::steal(o)
    }

    /// A tuple of that many places without items, tracked from its birth.
    pub fn new_empty_places(&mut self, n: u32) -> Owned {
        if n == 0 {
            return Owned::steal(fixed::EMPTY_TUPLE);
        }
        let o = self.alloc_tuple(n);
        let at = self.slot(o).b_lo();
        self.words.range_mut(at, n).fill(0);
        self.track(o);
        Owned::steal(o)
    }

    /// The tuple in which an iterator gives out items: `kept` once more where nobody else holds it, else a new one
    /// with empty places. Afterwards [`Machine::put_given`] fills its places.
    #[inline]
    pub fn tuple_to_give(&mut self, kept: Obj) -> Owned {
        let slot = self.slot_mut(kept);
        if slot.refcnt != 1 {
            let n = slot.a;
            return self.new_empty_places(n);
        }
        slot.refcnt = 2;
        // A collection may have untracked it (`_PyTuple_Recycle`).
        if slot.flags & flag::TRACKED == 0 {
            self.track(kept);
        }
        Owned::steal(kept)
    }

    /// Puts an item into a place of a tuple that is given out; what was there is dropped.
    #[inline]
    pub fn put_given(&mut self, tuple: &Owned, i: u32, item: Owned) {
        let at = (self.slot(tuple.get()).b_lo() + i) as usize;
        let old = std::mem::replace(&mut self.words.data[at], item.into_edge().0);
        self.xdecref(Obj(old));
    }

    /// A pair given out by an iterator that keeps one.
    #[inline]
    pub fn give_pair(&mut self, kept: Obj, first: Owned, second: Owned) -> Owned {
        if self.slot(kept).refcnt != 1 {
            return self.new_pair(first, second);
        }
        let pair = self.tuple_to_give(kept);
        self.put_given(&pair, 0, first);
        self.put_given(&pair, 1, second);
        pair
    }

    /// The pair that an iterator keeps to give items out in, without any yet.
    pub fn kept_pair(&mut self) -> Obj {
        self.tuple_from_borrowed(&[fixed::NONE, fixed::NONE]).into_edge()
    }

    /// A tuple of borrowed objects, counted here.
    pub fn new_tuple_from(&mut self, items: &[Obj]) -> Owned {
        let items = items.iter().map(|&item| self.new_ref(item)).collect();
        self.new_tuple(items)
    }

    /// Copies `n` items of a tuple or list from `from` on to words of the pool, counting them.
    pub fn copy_items(&mut self, seq: Obj, from: u32, n: u32, to: u32) {
        let first = self.slot(seq).b_lo() + from;
        for i in 0..n {
            let word = self.words.data[(first + i) as usize];
            self.incref(Obj(word));
            self.words.data[(to + i) as usize] = word;
        }
    }

    /// The items' handles as words.
    #[inline(always)]
    pub fn tuple_items(&self, t: Obj) -> &[u32] {
        let slot = self.slot(t);
        self.words.range(slot.b_lo(), slot.a)
    }

    #[inline(always)]
    pub fn tuple_item(&self, t: Obj, i: u32) -> Obj {
        Obj(self.words.data[(self.slot(t).b_lo() + i) as usize])
    }

    pub fn tuple_len(&self, t: Obj) -> u32 {
        self.slot(t).a
    }

    /// Items of a tuple or list as handles, borrowed.
    pub fn seq_items(&self, o: Obj) -> Vec<Obj> {
        self.tuple_items(o).iter().map(|&w| Obj(w)).collect()
    }

    /// `hash(tuple)`: xxHash over the items' hashes.
    pub fn tuple_hash(&mut self, t: Obj) -> R<u64> {
        let n = self.tuple_len(t);
        let mut state = ground::hash::TupleHash::default();
        self.enter_native_call(" while hashing a tuple")?;
        for i in 0..n {
            let item = self.tuple_item(t, i);
            let hash = match self.ty(item) {
                ty::STR => Ok(self.str_hash(item)),
                ty::INT => Ok(self.int_hash(item)),
                ty::FLOAT => Ok(self.float_hash(item)),
                _ => self.hash(item),
            };
            match hash {
                Ok(hash) => state.add(hash),
                Err(e) => {
                    self.leave_native_call();
                    return Err(e);
                }
            }
        }
        self.leave_native_call();
        Ok(state.finish(u64::from(n)))
    }
}

/// `tuple`.
pub static TUPLE: TypeDef = TypeDef {
    name: "tuple",
    kind: Kind::Tuple,
    basicsize: 32,
    itemsize: 8,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::SEQUENCE | tpflags::MATCH_SELF | tpflags::TUPLE_SUBCLASS,
    text: "(iterable=(), /)",
    doc: "A sequence that does not change.",
    slots: &[
        Slot::Repr,
        Slot::Hash,
        Slot::Compare,
        Slot::Iter,
        Slot::Len,
        Slot::Subscript,
        Slot::Concat,
        Slot::Repeat,
        Slot::Contains,
    ],
    natives: &[
        new("tuple(iterable=(), /)", |m, a| {
            if let Some(asked) = m.gather_all(a, 1) {
                return asked;
            }
            let class = class_of_call(m, a);
            let value = if a.n < 2 {
                Owned::steal(fixed::EMPTY_TUPLE)
            } else {
                let o = a.get(m, 1);
                if m.ty(o) == ty::TUPLE {
                    m.new_ref(o)
                } else if m.ty(o) == ty::LIST {
                    let items = m.seq_items(o);
                    if m.gathered() { m.new_tuple_from(&items) } else { m.tuple_from_borrowed(&items) }
                } else {
                    let listed = m.kind(o) == Kind::List;
                    let items = m.iterate_all(o)?;
                    if listed { m.tuple_from_array(items) } else { m.new_tuple(items) }
                }
            };
            retype(m, value, class)
        }),
        def("count($self, value, /)", "How many items are equal to the value.", count),
        def(
            "index($self, value, start=0, stop=sys.maxsize, /)",
            "Position of the first equal item; ValueError if there is none.",
            |m, a| index_of(m, a, "tuple"),
        ),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        def("__getnewargs__($self, /)", "Arguments that would make the same value anew.", |m, a| {
            let items = m.seq_items(a.get(m, 0));
            let copy = m.new_tuple_from(&items);
            Ok(m.new_tuple(vec![copy]))
        }),
    ],
    ..TypeDef::PLAIN
};
