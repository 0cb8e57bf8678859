//! The generational collector of 3.14.5 and later (`Python/gc.c`, InternalDocs/garbage_collector.md).

use crate::memory::dealloc::Dying;
use crate::memory::fixed;
use crate::memory::object::{Kind, Obj, flag};
use crate::memory::pages::Pages;
use crate::memory::refcount::header_bytes;
use crate::objects::typeobject::tp;
use crate::state::interpreter::{Event, Machine};

/// One of the three generations (`struct gc_generation`, `struct gc_generation_stats`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Generation {
    pub count: i32,
    /// 0 in the youngest generation means: never; one below 0 is passed at once.
    pub threshold: i32,
    pub collections: u64,
    pub collected: u64,
    pub uncollectable: u64,
}

/// The neighbours of an object in its generation's list (`PyGC_Head`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Link {
    pub next: u32,
    pub prev: u32,
}

/// Bits of `gc.set_debug`.
pub mod debug {
    pub const STATS: i32 = 1;
    pub const COLLECTABLE: i32 = 2;
    pub const UNCOLLECTABLE: i32 = 4;
    pub const SAVEALL: i32 = 32;
    pub const LEAK: i32 = COLLECTABLE | UNCOLLECTABLE | SAVEALL;
}

/// The collector's state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GcState {
    pub generations: [Generation; 3],
    pub enabled: bool,
    pub collecting: bool,
    /// Survivors of collections of generation 1 since the last full one.
    pub long_lived_pending: u64,
    /// Objects that survived the last full collection.
    pub long_lived_total: u64,
    /// `gc.set_debug` bits (see [`debug`]).
    pub debug: i32,
    /// Lists that programs see: `gc.garbage` and `gc.callbacks`; NULL before they are made.
    pub garbage: Obj,
    pub callbacks: Obj,
    /// What the callbacks are told of the collection under way, a dict; and the one that is called.
    pub info: Obj,
    pub called: Obj,
    /// Whether that is of its beginning or its end, a text.
    pub phase: Obj,
    /// When the collection under way began, in nanoseconds of the host's clock.
    pub began_ns: u64,
    /// List links of every slot; 0 outside any list.
    pub links: Pages<Link>,
    /// Of a collection under way: its generation.
    pub generation: u8,
    /// Objects that the last collection freed.
    pub found: u64,
    refs: Scratch,
}

/// `gc_refs` of a collection under way, by slot: what it holds of others is never read, so that a young collection costs
/// what is young. No part of the state.
#[derive(Debug, Default)]
struct Scratch(Vec<u32>);

impl Clone for Scratch {
    fn clone(&self) -> Scratch {
        Scratch::default()
    }
}

impl PartialEq for Scratch {
    fn eq(&self, _: &Scratch) -> bool {
        true
    }
}

impl Eq for Scratch {}

impl Default for GcState {
    fn default() -> Self {
        let generation = |threshold| Generation { threshold, ..Generation::default() };
        let heads = 8;
        GcState {
            generations: [generation(2000), generation(10), generation(10)],
            enabled: true,
            collecting: false,
            long_lived_pending: 0,
            long_lived_total: 0,
            debug: 0,
            garbage: Obj::NULL,
            callbacks: Obj::NULL,
            info: Obj::NULL,
            called: Obj::NULL,
            phase: Obj::NULL,
            began_ns: 0,
            links: (0..heads).map(|head| Link { next: head, prev: head }).collect::<Vec<Link>>().into(),
            generation: 0,
            found: 0,
            refs: Scratch::default(),
        }
    }
}

impl GcState {
    fn unlink(&mut self, o: u32) {
        let Link { next, prev } = self.links[o as usize];
        self.links[prev as usize].next = next;
        self.links[next as usize].prev = prev;
    }

    fn append(&mut self, head: u32, o: u32) {
        let last = std::mem::replace(&mut self.links[head as usize].prev, o);
        self.links[last as usize].next = o;
        self.links[o as usize] = Link { next: head, prev: last };
    }

    /// Members of a list, in order.
    pub fn list(&self, head: u32) -> Vec<Obj> {
        let mut members = Vec::new();
        let mut o = self.links[head as usize].next;
        while o != head {
            members.push(Obj(o));
            o = self.links[o as usize].next;
        }
        members
    }

    pub fn list_len(&self, head: u32) -> u64 {
        let mut n = 0;
        let mut o = self.links[head as usize].next;
        while o != head {
            n += 1;
            o = self.links[o as usize].next;
        }
        n
    }

    fn merge(&mut self, from: u32, to: u32) {
        let Link { next: first, prev: last } = self.links[from as usize];
        if first == from {
            return;
        }
        let tail = std::mem::replace(&mut self.links[to as usize].prev, last);
        self.links[tail as usize].next = first;
        self.links[first as usize].prev = tail;
        self.links[last as usize].next = to;
        self.links[from as usize] = Link { next: from, prev: from };
    }
}

impl Machine {
    /// Counts an allocation towards generation 0 and asks for a collection beyond the threshold.
    #[inline(always)]
    pub fn gc_count_allocation(&mut self) {
        let gc = &mut self.gc;
        let young = &mut gc.generations[0];
        young.count += 1;
        if young.count > young.threshold
            && gc.enabled
            && young.threshold != 0
            && !gc.collecting
            && self.thread.raised.is_null()
        {
            self.thread.eval_breaker = true;
        }
    }

    #[inline(always)]
    pub fn gc_count_free(&mut self) {
        let young = &mut self.gc.generations[0];
        young.count = (young.count - 1).max(0);
    }

    /// Puts an object on generation 0's list (`_PyObject_GC_TRACK`).
    #[inline(always)]
    pub fn track(&mut self, o: Obj) {
        if self.gc.links.len() <= o.ix() {
            self.gc.links.grow(self.slots.len(), Link::default());
        }
        self.slots[o.ix()].flags |= flag::TRACKED;
        self.gc.append(fixed::GEN0, o.0);
    }

    #[inline(always)]
    pub fn untrack(&mut self, o: Obj) {
        let flags = &mut self.slots[o.ix()].flags;
        if *flags & flag::TRACKED != 0 {
            *flags &= !flag::TRACKED;
            self.gc.unlink(o.0);
        }
    }

    pub fn is_tracked(&self, o: Obj) -> bool {
        self.slot(o).flags & flag::TRACKED != 0
    }

    /// What the eval breaker asked for (`_Py_HandlePending`).
    #[cold]
    #[inline(never)]
    pub fn handle_pending(&mut self) {
        self.thread.eval_breaker = false;
        self.weigh(0);
        if self.gc.enabled
            && !self.gc.collecting
            && let Some(generation) = self.generation_to_collect()
        {
            self.collect(generation);
        }
    }

    /// The oldest generation whose count is beyond its threshold; a full collection also needs enough new
    /// survivors.
    fn generation_to_collect(&self) -> Option<usize> {
        (0..3).rev().find(|&i| {
            let generation = &self.gc.generations[i];
            generation.count > generation.threshold
                && (i < 2 || self.gc.long_lived_pending >= self.gc.long_lived_total / 4)
        })
    }

    /// Collects a generation and all younger ones (`gc_collect_main`). With callbacks or finalizers to be called the
    /// collection is under way afterwards: they wait as the machine's next deaths, and its end behind them.
    pub fn collect(&mut self, generation: usize) {
        if self.gc.collecting {
            return;
        }
        self.gc.collecting = true;
        self.gc.found = 0;
        self.gc.generation = generation as u8;
        if self.has_callbacks() {
            self.begin_report(true);
            self.wait_for(vec![Dying::Report(0), Dying::Begin]);
        } else {
            self.begin_collection();
        }
    }

    /// As [`Machine::collect`], when the interpreter ends: nobody is told (`_PyGC_CollectNoFail`).
    pub(crate) fn collect_at_end(&mut self, generation: usize) {
        if !self.gc.collecting {
            let callbacks = std::mem::take(&mut self.gc.callbacks);
            self.xdecref(callbacks);
            self.collect(generation);
        }
    }

    /// Behind the callbacks that were told of the start.
    pub(crate) fn begin_collection(&mut self) {
        let generation = usize::from(self.gc.generation);
        self.print_beginning();
        for i in 0..=generation {
            self.gc.generations[i].count = 0;
        }
        if generation < 2 {
            self.gc.generations[generation + 1].count += 1;
        }
        let young = fixed::GEN0 + generation as u32;
        for i in 0..generation as u32 {
            self.gc.merge(fixed::GEN0 + i, young);
        }
        let old = if generation < 2 { young + 1 } else { young };
        self.deduce_unreachable(young);
        self.untrack_tuples(young);
        if generation < 2 {
            if generation == 1 {
                self.gc.long_lived_pending += self.gc.list_len(young);
            }
            self.gc.merge(young, old);
        } else {
            self.gc.long_lived_pending = 0;
            self.gc.long_lived_total = self.gc.list_len(young);
        }
        self.print_collectable();
        self.begin_finalizers();
    }

    /// Callbacks of weak references first, then finalizers, each object once. Where there is none the collection ends at once.
    fn begin_finalizers(&mut self) {
        let unreachable = self.gc.list(fixed::UNREACHABLE);
        let due = self.handle_weak_references(&unreachable);
        if due.is_empty() && !unreachable.iter().any(|&o| self.finalizes_in_turn(o)) {
            self.dispose_unreachable();
            return if self.deaths_wait() { self.wait_for(vec![Dying::End]) } else { self.end_collection() };
        }
        let mut waiting = Vec::new();
        for weak in due {
            self.incref(weak);
            waiting.push(Dying::Finalize(weak));
            self.gc.unlink(weak.0);
            let generation = usize::from(self.gc.generation);
            self.gc.append(fixed::GEN0 + (generation as u32 + 1).min(2), weak.0);
        }
        waiting.push(Dying::Collect);
        self.wait_for(waiting);
    }

    /// Whether a collection calls the finalizer of an object that it found unreachable. A generator whose closing runs no code
    /// gives back its locals in its turn among the others.
    fn finalizes_in_turn(&self, o: Obj) -> bool {
        let slot = &self.slots[o.ix()];
        let paused = slot.kind == Kind::Generator && slot.flags & flag::FINALIZED == 0 && self.is_paused(o);
        paused || self.wants_finalizer(o)
    }

    /// The next unreachable object whose finalizer is to be called, held (`finalize_garbage`). One finalizer may be the death of
    /// others that have not had their turn.
    pub(crate) fn next_unreachable(&mut self) -> Option<Obj> {
        loop {
            let first = self.gc.links[fixed::UNREACHABLE as usize].next;
            if first == fixed::UNREACHABLE {
                self.gc.merge(fixed::SCRATCH, fixed::UNREACHABLE);
                return None;
            }
            self.gc.unlink(first);
            self.gc.append(fixed::SCRATCH, first);
            let o = Obj(first);
            if self.finalizes_in_turn(o) {
                self.slots[o.ix()].flags |= flag::FINALIZED;
                self.incref(o);
                return Some(o);
            }
        }
    }

    /// Clears the weak references to unreachable objects, and unreachable ones (`handle_weakrefs`); gives out those whose callbacks
    /// are to be called.
    fn handle_weak_references(&mut self, unreachable: &[Obj]) -> Vec<Obj> {
        for o in unreachable {
            self.slots[o.ix()].flags |= flag::MARK;
        }
        let mut due = Vec::new();
        for &o in unreachable {
            if self.slots[o.ix()].kind == Kind::WeakRef {
                self.detach_weak(o);
            }
            while let weak = self.first_weak(o)
                && !weak.is_null()
            {
                self.detach_weak(weak);
                if self.slots[weak.ix()].flags & flag::MARK == 0 && self.callback_becomes_due(weak) {
                    due.push(weak);
                }
            }
        }
        for o in unreachable {
            self.slots[o.ix()].flags &= !flag::MARK;
        }
        due
    }

    /// What the collection found is gone: the figures.
    pub(crate) fn end_collection(&mut self) {
        let (generation, found) = (self.gc.generation, self.gc.found);
        let stats = &mut self.gc.generations[usize::from(generation)];
        stats.collections += 1;
        stats.collected += found;
        self.print_end();
        if self.has_callbacks() {
            self.begin_report(false);
            self.wait_for(vec![Dying::Report(0), Dying::Collected]);
        } else {
            self.gc.collecting = false;
        }
        self.log(Event::Collection { generation, collected: found });
    }

    /// Moves what only its own members reach from `young` to the unreachable list.
    fn deduce_unreachable(&mut self, young: u32) {
        let members = self.gc.list(young);
        let Scratch(mut refs) = std::mem::take(&mut self.gc.refs);
        refs.resize(self.slots.len(), 0);
        for &o in &members {
            refs[o.ix()] = self.slot(o).refcnt;
            self.slots[o.ix()].flags |= flag::MARK;
        }
        for &o in &members {
            self.edges(o, &mut |edge| {
                if self.slots[edge.ix()].flags & flag::MARK != 0 {
                    refs[edge.ix()] = refs[edge.ix()].saturating_sub(1);
                }
            });
        }
        // From what is referred to from outside, mark everything reachable, in list order, as CPython moves
        // objects back: an object found unreachable too early goes to the end of the list when it is reached.
        let mut o = self.gc.links[young as usize].next;
        let mut reached = Vec::new();
        while o != young {
            let at = Obj(o);
            if refs[at.ix()] > 0 {
                self.slots[at.ix()].flags &= !flag::MARK;
                self.edges(at, &mut |edge| reached.push(edge));
                for edge in reached.drain(..) {
                    if self.slots[edge.ix()].flags & flag::MARK == 0 {
                        continue;
                    }
                    if refs[edge.ix()] == 0 {
                        refs[edge.ix()] = 1;
                        if self.tentative(edge) {
                            self.gc.unlink(edge.0);
                            self.gc.append(young, edge.0);
                            self.set_tentative(edge, false);
                        }
                    }
                }
                o = self.gc.links[o as usize].next;
            } else {
                let next = self.gc.links[o as usize].next;
                self.gc.unlink(o);
                self.gc.append(fixed::UNREACHABLE, o);
                self.set_tentative(at, true);
                o = next;
            }
        }
        for o in self.gc.list(fixed::UNREACHABLE) {
            self.slots[o.ix()].flags &= !flag::MARK;
            self.set_tentative(o, false);
        }
        self.gc.refs = Scratch(refs);
    }

    fn tentative(&self, o: Obj) -> bool {
        self.slots[o.ix()].flags & flag::TENTATIVE != 0
    }

    fn set_tentative(&mut self, o: Obj, on: bool) {
        let flags = &mut self.slots[o.ix()].flags;
        *flags = *flags & !flag::TENTATIVE | if on { flag::TENTATIVE } else { 0 };
    }

    /// Tuples that can never be part of a cycle leave the collector's care.
    fn untrack_tuples(&mut self, young: u32) {
        for o in self.gc.list(young) {
            if self.kind(o) == Kind::Tuple
                && self.is_builtin_exact(o)
                && self.tuple_items(o).iter().all(|&item| !self.may_be_tracked(Obj(item)))
            {
                self.untrack(o);
            }
        }
    }

    fn may_be_tracked(&self, o: Obj) -> bool {
        if o.is_null() {
            return false;
        }
        // Types that are static in CPython are no collected objects.
        let still = self.kind(o) == Kind::Type && self.types[self.slot(o).a as usize].flags & tp::HEAPTYPE == 0;
        let collected = self.type_of(o).flags & tp::HAVE_GC != 0 && !still;
        collected && (self.kind(o) != Kind::Tuple || self.is_tracked(o)) && o != fixed::EMPTY_TUPLE
    }

    /// Frees the unreachable list; survivors go to `old`.
    pub(crate) fn dispose_unreachable(&mut self) {
        let old = fixed::GEN0 + u32::from(self.gc.generation + 1).min(2);
        self.handle_resurrected(old);
        let garbage = self.gc.list(fixed::UNREACHABLE);
        self.gc.found += garbage.len() as u64;
        // References that finalizers made: nobody is told.
        for &o in &garbage {
            if self.kind(o) == Kind::WeakRef {
                self.detach_weak(o);
            }
            self.detach_quietly(o);
        }
        loop {
            let first = self.gc.links[fixed::UNREACHABLE as usize].next;
            if first == fixed::UNREACHABLE {
                break;
            }
            let o = Obj(first);
            if self.gc.debug & debug::SAVEALL == 0 {
                self.incref(o);
                self.clear_object(o);
                self.decref(o);
            } else {
                let held = self.new_ref(o);
                self.list_append(self.gc.garbage, held);
            }
            // What is still there outlives the collection.
            if self.gc.links[fixed::UNREACHABLE as usize].next == first {
                self.gc.unlink(first);
                self.gc.append(old, first);
            }
        }
    }

    /// What a finalizer brought back survives, with all that it reaches.
    fn handle_resurrected(&mut self, old: u32) {
        let unreachable = self.gc.list(fixed::UNREACHABLE);
        let Scratch(mut inside) = std::mem::take(&mut self.gc.refs);
        inside.resize(self.slots.len(), 0);
        for &o in &unreachable {
            inside[o.ix()] = 0;
            self.slots[o.ix()].flags |= flag::MARK;
        }
        for &o in &unreachable {
            self.edges(o, &mut |edge| inside[edge.ix()] += 1);
        }
        let mut work: Vec<Obj> =
            unreachable.iter().copied().filter(|o| self.slot(*o).refcnt > inside[o.ix()]).collect();
        self.gc.refs = Scratch(inside);
        while let Some(o) = work.pop() {
            if self.slots[o.ix()].flags & flag::MARK == 0 {
                continue;
            }
            self.slots[o.ix()].flags &= !flag::MARK;
            self.gc.unlink(o.0);
            self.gc.append(old, o.0);
            self.edges(o, &mut |edge| work.push(edge));
        }
        for &o in &unreachable {
            self.slots[o.ix()].flags &= !flag::MARK;
        }
    }

    /// `tp_clear`: drops the references that can close a cycle.
    fn clear_object(&mut self, o: Obj) {
        let slot = *self.slot(o);
        match slot.kind {
            Kind::List => self.list_clear(o),
            Kind::Dict => self.dict_clear(o),
            Kind::Set => self.set_clear(o),
            Kind::Cell => {
                let old = self.cell_replace(o, Obj::NULL);
                self.xdecref(old);
            }
            Kind::Instance => self.clear_instance_values(o),
            Kind::Function => {
                use crate::objects::funcobject::field;
                for i in [
                    field::DEFAULTS,
                    field::KWDEFAULTS,
                    field::CLOSURE,
                    field::DOC,
                    field::DICT,
                    field::ANNOTATIONS,
                    field::ANNOTATE,
                ] {
                    self.set_func_field(o, i, Obj::NULL);
                }
            }
            Kind::Exception => {
                use crate::objects::exceptions::field;
                for i in 0..field::COUNT {
                    let value = if i == field::ARGS { fixed::EMPTY_TUPLE } else { Obj::NULL };
                    self.set_exc_field(o, i, value);
                }
                let dict = Obj(slot.c_lo());
                self.slot_mut(o).set_c_lo(0);
                self.xdecref(dict);
            }
            Kind::Traceback => {
                let (frame, next) = (Obj(slot.a), Obj(slot.b_lo()));
                let s = self.slot_mut(o);
                s.a = 0;
                s.set_b(0, slot.b_hi());
                self.xdecref(next);
                self.xdecref(frame);
            }
            Kind::Frame | Kind::Record => {
                for i in 0..slot.b_hi() {
                    let at = (slot.b_lo() + i) as usize;
                    let old = std::mem::take(&mut self.words.data[at]);
                    self.xdecref(Obj(old));
                }
            }
            Kind::Generator => self.generator_clear_if_idle(o),
            Kind::Type => self.clear_type(o),
            Kind::WeakRef => {
                self.detach_weak(o);
                let s = self.slot_mut(o);
                let callback = Obj(s.b_lo());
                s.set_b(0, s.b_hi());
                self.xdecref(callback);
            }
            _ => {}
        }
        if slot.flags & flag::EXTRA != 0 && slot.kind != Kind::Instance {
            for i in 0..self.type_of(o).slots {
                let old = self.replace_extra_field(o, i, Obj::NULL);
                self.xdecref(old);
            }
        }
    }

    fn clear_instance_values(&mut self, o: Obj) {
        let (slot, slots) = (*self.slot(o), self.type_of(o).slots);
        let inline = slot.b_hi() > slots && self.type_of(o).inline_cap > 0;
        let from =
            if inline { slots + crate::objects::instance::values_offset(self.type_of(o).inline_cap) } else { slots };
        for i in (0..slots).chain(from..slot.b_hi()) {
            let at = (slot.b_lo() + i) as usize;
            let old = std::mem::take(&mut self.words.data[at]);
            self.xdecref(Obj(old));
        }
        if inline {
            self.words.data[(slot.b_lo() + slots) as usize] = 0;
        }
        let dict = Obj(self.slot(o).c_lo());
        if !dict.is_null() {
            self.incref(dict);
            self.dict_clear(dict);
            self.decref(dict);
        }
    }

    fn generator_clear_if_idle(&mut self, o: Obj) {
        if self.slot(o).x != crate::objects::genobject::state::EXECUTING {
            self.generator_clear(o);
        }
    }

    fn clear_type(&mut self, o: Obj) {
        let ty = self.slot(o).a;
        let dict = self.types[ty as usize].dict;
        self.dict_clear(dict);
        self.type_modified(ty);
        // The class itself is first in its line: that reference is given up, too.
        let mro = std::mem::replace(&mut self.types[ty as usize].mro, Obj::NULL);
        self.xdecref(mro);
    }

    /// `gc.freeze()`.
    pub fn gc_freeze(&mut self) {
        for i in 0..3 {
            self.gc.merge(fixed::GEN0 + i, fixed::PERMANENT);
            self.gc.generations[i as usize].count = 0;
        }
    }

    pub fn gc_unfreeze(&mut self) {
        self.gc.merge(fixed::PERMANENT, fixed::GEN0 + 2);
    }

    /// The generation that an object is in: 0, 1, 2, or 3 for the permanent one; `None` if untracked.
    pub fn generation_of(&self, o: Obj) -> Option<u8> {
        if !self.is_tracked(o) {
            return None;
        }
        let mut at = o.0;
        while at > fixed::PERMANENT {
            at = self.gc.links[at as usize].next;
        }
        Some((at - fixed::GEN0) as u8)
    }

    /// `sys.getsizeof(o)`.
    pub fn sizeof(&self, o: Obj) -> u64 {
        let slot = self.slot(o);
        let info = self.type_of(o);
        let base = u64::from(info.basicsize);
        let body = match slot.kind {
            Kind::Int | Kind::Bool => {
                let bits = match self.int_value(o) {
                    crate::objects::longobject::Value::Small(v) => u64::from(64 - v.unsigned_abs().leading_zeros()),
                    crate::objects::longobject::Value::Big(v) => v.bits(),
                };
                24 + 4 * crate::objects::longobject::digits30(bits)
            }
            Kind::Str => {
                let n = u64::from(slot.a);
                if info.flags & tp::HEAPTYPE != 0 {
                    base + (n + 1) * u64::from(slot.x.max(1))
                } else if self.str_is_ascii(o) {
                    41 + n
                } else {
                    56 + (n + 1) * u64::from(slot.x.max(1))
                }
            }
            Kind::Bytes => base + u64::from(slot.a),
            Kind::ByteArray => base + u64::from(slot.b_hi()),
            Kind::MemoryView => self.view_size(o),
            Kind::Tuple => 32 + 8 * u64::from(slot.a),
            Kind::List => base + 8 * u64::from(slot.b_hi()),
            Kind::Dict => base + self.dict_table_bytes(o),
            Kind::Set | Kind::FrozenSet => base + self.set_table_bytes(o),
            Kind::Generator => base + 8 * u64::from(slot.b_hi() - crate::objects::genobject::field::REFS),
            Kind::Frame => {
                let stat = &self.codes[slot.a as usize].stat;
                base + 8 * u64::from(stat.nlocalsplus + stat.code.stacksize)
            }
            Kind::Code => base + self.codes[slot.a as usize].meta().code.len() as u64,
            _ => base,
        };
        body + u64::from(header_bytes(info))
    }
}
