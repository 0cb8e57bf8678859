//! Reference counts: giving and taking references, and what happens when the last one goes (`Objects/object.c`).

use crate::memory::fixed;
use crate::memory::object::{IMMORTAL, Kind, Obj, Owned, R, Slot, StackRef, flag};
use crate::memory::trace::{Marking, Trace};
use crate::objects::typeobject::{TypeInfo, tp};
use crate::state::interpreter::Machine;

/// Free lists that stand in front of pymalloc for common types (`pycore_freelist_state.h`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FreeLists {
    pub heads: [u32; freelist::COUNT],
    pub counts: [u32; freelist::COUNT],
}

/// Which free list, and how long each may grow.
pub mod freelist {
    pub const FLOATS: usize = 0;
    pub const INTS: usize = 1;
    pub const LISTS: usize = 2;
    pub const DICTS: usize = 3;
    pub const SLICES: usize = 4;
    pub const RANGES: usize = 5;
    pub const RANGE_ITERS: usize = 6;
    pub const LIST_ITERS: usize = 7;
    pub const TUPLE_ITERS: usize = 8;
    pub const BUILTINS: usize = 9;
    pub const METHODS: usize = 10;
    /// Tuples of one item; longer ones follow, to twenty.
    pub const TUPLES: usize = 11;
    pub const COUNT: usize = TUPLES + 20;
    pub const NAMES: [&str; TUPLES] = [
        "float",
        "int",
        "list",
        "dict",
        "slice",
        "range",
        "range_iterator",
        "list_iterator",
        "tuple_iterator",
        "builtin_function_or_method",
        "method",
    ];

    pub const fn limit(list: usize) -> u32 {
        match list {
            FLOATS | INTS => 100,
            LISTS | DICTS => 80,
            SLICES => 1,
            RANGES | RANGE_ITERS => 6,
            LIST_ITERS | TUPLE_ITERS => 10,
            BUILTINS => 16,
            METHODS => 20,
            _ => 2000,
        }
    }
}

impl Default for FreeLists {
    fn default() -> Self {
        FreeLists { heads: [0; freelist::COUNT], counts: [0; freelist::COUNT] }
    }
}

/// Bytes in front of the object: the collector's header, and for instances with a managed dict two more words.
pub fn header_bytes(info: &TypeInfo) -> u32 {
    match info.flags {
        flags if flags & tp::PREHEADER != 0 => 32,
        flags if flags & tp::HAVE_GC != 0 => 16,
        _ => 0,
    }
}

impl Machine {
    #[inline(always)]
    pub fn slot(&self, o: Obj) -> &Slot {
        &self.slots[o.ix()]
    }

    #[inline(always)]
    pub fn slot_mut(&mut self, o: Obj) -> &mut Slot {
        &mut self.slots[o.ix()]
    }

    #[inline(always)]
    pub fn kind(&self, o: Obj) -> Kind {
        self.slots[o.ix()].kind
    }

    #[inline(always)]
    pub fn ty(&self, o: Obj) -> u32 {
        self.slots[o.ix()].ty
    }

    #[inline(always)]
    pub fn incref(&mut self, o: Obj) {
        self.incref_in::<Marking>(o);
    }

    /// As `incref`, in a loop that may not mark pages.
    #[inline(always)]
    pub(crate) fn incref_in<T: Trace>(&mut self, o: Obj) {
        let count = &mut self.slots.change(o.ix(), T::MARKS).refcnt;
        *count += u32::from(*count >> 31 == 0);
    }

    /// One more counted reference to `o`.
    #[inline(always)]
    pub fn new_ref(&mut self, o: Obj) -> Owned {
        self.incref(o);
        Owned::steal(o)
    }

    #[inline(always)]
    pub fn decref(&mut self, o: Obj) {
        let count = &mut self.slots[o.ix()].refcnt;
        if *count >> 31 != 0 {
            return;
        }
        debug_assert!(*count != 0, "count below zero");
        *count = count.wrapping_sub(1);
        if *count == 0 {
            self.dealloc(o);
        }
    }

    /// Gives back an edge that may be NULL.
    #[inline(always)]
    pub fn xdecref(&mut self, o: Obj) {
        if !o.is_null() {
            self.decref(o);
        }
    }

    #[inline(always)]
    pub fn drop_ref(&mut self, o: Owned) {
        self.decref(o.into_edge());
    }

    pub fn drop_all(&mut self, all: Vec<Owned>) {
        all.into_iter().for_each(|o| self.drop_ref(o));
    }

    /// A result that is given up if filling it failed.
    pub fn given_if(&mut self, done: R<()>, result: Owned) -> R {
        match done {
            Ok(()) => Ok(result),
            Err(e) => {
                self.drop_ref(result);
                Err(e)
            }
        }
    }

    /// A native's temporary: a root until whoever called the native drops it, however the native ends.
    #[inline]
    pub fn keep(&mut self, o: Owned) -> Obj {
        let o = o.into_edge();
        self.thread.temps.push(o.0);
        o
    }

    pub fn keep_all(&mut self, all: Vec<Owned>) -> Vec<Obj> {
        all.into_iter().map(|o| self.keep(o)).collect()
    }

    /// How many temporaries are kept, for `drop_kept`.
    #[inline(always)]
    pub fn kept(&self) -> usize {
        self.thread.temps.len()
    }

    /// Drops the temporaries that were kept since there were so many.
    #[inline(always)]
    pub fn drop_kept(&mut self, height: usize) {
        if self.thread.temps.len() > height {
            self.drop_kept_to(height);
        }
    }

    #[cold]
    #[inline(never)]
    fn drop_kept_to(&mut self, height: usize) {
        while self.thread.temps.len() > height {
            let o = self.thread.temps.pop().unwrap_or(0);
            self.xdecref(Obj(o));
        }
    }

    /// `PyStackRef_CLOSE`.
    #[inline(always)]
    pub fn close(&mut self, r: StackRef) {
        if !r.is_borrowed() && r != StackRef::NULL {
            self.decref(r.obj());
        }
    }

    /// The counted reference that an edge needs, from a stack reference (`PyStackRef_AsPyObjectSteal`).
    #[inline(always)]
    pub fn steal(&mut self, r: StackRef) -> Obj {
        self.steal_in::<Marking>(r)
    }

    #[inline(always)]
    pub(crate) fn steal_in<T: Trace>(&mut self, r: StackRef) -> Obj {
        if r.is_borrowed() {
            self.incref_in::<T>(r.obj());
        }
        r.obj()
    }

    /// Allocates an object of a type, uncounted by the collector; count 1.
    #[inline(always)]
    pub fn alloc(&mut self, kind: Kind, ty: u32, bytes: u32) -> Obj {
        let o = self.mem.alloc(&mut self.slots, bytes);
        if self.mem.grew {
            self.weigh_slots();
        }
        let slot = &mut self.slots[o.ix()];
        let system = slot.flags & flag::SYSTEM;
        *slot = Slot { refcnt: 1, ty, kind, flags: system, x: 0, a: 0, b: 0, c: 0 };
        o
    }

    /// Takes an object from a free list, if it has one; `b` and `c` are zero.
    #[inline(always)]
    pub fn pop_free(&mut self, list: usize, kind: Kind, ty: u32) -> Option<Obj> {
        self.pop_free_in::<Marking>(list, kind, ty)
    }

    #[inline(always)]
    pub(crate) fn pop_free_in<T: Trace>(&mut self, list: usize, kind: Kind, ty: u32) -> Option<Obj> {
        let head = self.free_lists.heads[list];
        if head == 0 {
            return None;
        }
        let slot = self.slots.change(head as usize, T::MARKS);
        self.free_lists.heads[list] = slot.a;
        self.free_lists.counts[list] -= 1;
        // `b` and `c` are zero since it was put there.
        (slot.refcnt, slot.ty, slot.kind, slot.a) = (1, ty, kind, 0);
        Some(Obj(head))
    }

    /// Puts a dead object on its free list; false when the list is full.
    #[inline(always)]
    pub fn push_free(&mut self, list: usize, o: Obj) -> bool {
        self.push_free_in::<Marking>(list, o)
    }

    #[inline(always)]
    pub(crate) fn push_free_in<T: Trace>(&mut self, list: usize, o: Obj) -> bool {
        if self.free_lists.counts[list] >= freelist::limit(list) {
            return false;
        }
        let head = self.free_lists.heads[list];
        *self.slots.change(o.ix(), T::MARKS) = Slot { a: head, ..Slot::EMPTY };
        self.free_lists.heads[list] = o.0;
        self.free_lists.counts[list] += 1;
        true
    }

    /// A collected object's allocation: counts towards generation 0 (`_PyObject_GC_Link`).
    #[inline(always)]
    pub fn alloc_gc(&mut self, kind: Kind, ty: u32, bytes: u32) -> Obj {
        let o = self.alloc(kind, ty, bytes);
        self.gc_count_allocation();
        o
    }

    /// Frees the slot itself.
    #[inline(always)]
    pub fn free_slot(&mut self, o: Obj) {
        self.mem.free(&mut self.slots, o);
    }

    pub(crate) fn free_gc_slot(&mut self, o: Obj) {
        self.gc_count_free();
        self.free_slot(o);
    }

    pub(crate) fn retire(&mut self, list: usize, o: Obj) {
        if !self.push_free(list, o) {
            self.free_gc_slot(o);
        }
    }

    /// Calls `visit` with every object that `o` holds a counted reference to, its heap type included, in the order in
    /// which the collector comes by them (`tp_traverse`, `subtype_traverse`; and what only `audit` needs to know).
    pub fn edges(&self, o: Obj, visit: &mut dyn FnMut(Obj)) {
        let slot = &self.slots[o.ix()];
        let info = &self.types[slot.ty as usize];
        let class = if info.flags & tp::HEAPTYPE != 0 { info.obj } else { Obj::NULL };
        // A class adds its fields, and then its type, before what its base has.
        if slot.kind == Kind::Instance || class.is_null() {
            self.edges_but_class(o, visit);
            if !class.is_null() {
                visit(class);
            }
        } else {
            self.added_edges(o, visit);
            visit(class);
            self.layout_edges(o, visit);
        }
    }

    /// The same without the heap type.
    pub(crate) fn edges_but_class(&self, o: Obj, visit: &mut dyn FnMut(Obj)) {
        self.layout_edges(o, visit);
        self.added_edges(o, visit);
    }

    /// What lies beside the layout: fields of `__slots__`, the dict of a subclass.
    fn added_edges(&self, o: Obj, visit: &mut dyn FnMut(Obj)) {
        let slot = &self.slots[o.ix()];
        let mut put = |edge: Obj| {
            if !edge.is_null() {
                visit(edge);
            }
        };
        self.extra_edges(o, &mut put);
        if self.types[slot.ty as usize].flags & tp::HEAPTYPE != 0 {
            put(self.subclass_dict(o));
        }
        match slot.kind {
            Kind::List | Kind::Dict => put(Obj(slot.c_lo())),
            _ => {}
        }
    }

    fn layout_edges(&self, o: Obj, visit: &mut dyn FnMut(Obj)) {
        let slot = &self.slots[o.ix()];
        let word = |at: u32| Obj(self.words.data[at as usize]);
        let mut put = |edge: Obj| {
            if !edge.is_null() {
                visit(edge);
            }
        };
        match slot.kind {
            Kind::Tuple | Kind::List => (0..slot.a).rev().for_each(|i| put(word(slot.b_lo() + i))),
            Kind::Dict => self.dict_each(o, &mut |key, value| {
                put(value);
                put(key);
            }),
            Kind::Set | Kind::FrozenSet => self.set_each(o, &mut |key| put(key)),
            Kind::Range => (0..4).for_each(|i| put(word(slot.b_lo() + i))),
            Kind::Property => (0..5).for_each(|i| put(word(slot.b_lo() + i))),
            Kind::GenericAlias => (0..3).for_each(|i| put(word(slot.b_lo() + i))),
            Kind::SeqIter
            | Kind::SetIter
            | Kind::DictView
            | Kind::MethodDescriptor
            | Kind::WrapperDescriptor
            | Kind::Module
            | Kind::Reversed => {
                put(Obj(slot.b_lo()));
            }
            Kind::GetSet | Kind::Member | Kind::Enumerate | Kind::Zip => {
                put(Obj(slot.b_lo()));
                put(Obj(slot.b_hi()));
            }
            Kind::Super => {
                put(Obj(slot.b_lo()));
                put(Obj(slot.a));
                put(Obj(slot.b_hi()));
            }
            Kind::Slice | Kind::LongRangeIter => {
                put(Obj(slot.a));
                put(Obj(slot.b_lo()));
                put(Obj(slot.b_hi()));
            }
            Kind::Method | Kind::CallIter | Kind::Awaitable => {
                put(Obj(slot.a));
                put(Obj(slot.b_lo()));
            }
            Kind::Map | Kind::Filter => {
                put(Obj(slot.b_lo()));
                put(Obj(slot.a));
            }
            Kind::DictIter => {
                put(Obj(slot.b_lo()));
                put(Obj(slot.c_lo()));
            }
            Kind::BuiltinFunction => {
                put(Obj(slot.b_lo()));
                put(Obj(slot.b_hi()));
            }
            Kind::MemoryView => put(self.view_edges(o)),
            Kind::Union => {
                put(Obj(slot.a));
                put(Obj(slot.b_lo()));
                put(Obj(slot.b_hi()));
                put(Obj(slot.c_lo()));
            }
            Kind::BufferWrapper => {
                put(Obj(slot.a));
                put(Obj(slot.b_lo()));
            }
            Kind::ByteArray => put(Obj(slot.c_lo())),
            Kind::StaticMethod | Kind::ClassMethod => {
                put(Obj(slot.a));
                put(Obj(slot.c_lo()));
            }
            Kind::WeakRef => put(Obj(slot.b_lo())),
            Kind::ManagedBuffer | Kind::Cell | Kind::MappingProxy | Kind::FrameLocals => put(Obj(slot.a)),
            Kind::Traceback => {
                put(Obj(slot.b_lo()));
                put(Obj(slot.a));
            }
            Kind::Function => {
                crate::objects::funcobject::field::TRAVERSED.into_iter().for_each(|i| put(word(slot.b_lo() + i)));
            }
            Kind::Exception => {
                use crate::objects::exceptions::field;
                (field::V0..field::COUNT).for_each(|i| put(word(slot.b_lo() + i)));
                put(Obj(slot.c_lo()));
                for i in [field::ARGS, field::TRACEBACK, field::CAUSE, field::CONTEXT] {
                    put(word(slot.b_lo() + i));
                }
            }
            Kind::Instance => self.instance_edges(o, &mut put),
            Kind::Record => (0..slot.b_hi()).for_each(|i| put(word(slot.b_lo() + i))),
            Kind::Generator => self.generator_edges(o, &mut put),
            Kind::Frame => self.frame_edges(o, &mut put),
            Kind::Type => self.type_edges(o, &mut put),
            Kind::Code => self.code_edges(o, &mut put),
            _ => {}
        }
    }

    /// The address that `id()` answers.
    pub fn address(&self, o: Obj) -> u64 {
        let slot = &self.slots[o.ix()];
        let header =
            if slot.flags & flag::SYSTEM != 0 { 0 } else { u64::from(header_bytes(&self.types[slot.ty as usize])) };
        self.mem.block_address(o) + header
    }

    /// Makes a fresh object immortal, as CPython's static objects are.
    pub fn make_immortal(&mut self, o: Obj) {
        self.slots[o.ix()].refcnt = IMMORTAL;
    }

    pub fn is_none(o: Obj) -> bool {
        o == fixed::NONE
    }
}
