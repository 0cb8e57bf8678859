//! Deallocation (`_Py_Dealloc`, the types' `tp_dealloc`, `Objects/object.c`'s trashcan).
//!
//! No Python code runs inside. A deallocation that meets an object with a finalizer stops there: what is left of it becomes
//! [`Dying`] entries of the machine, and goes on when the finalizer has run, before the next instruction.

use crate::memory::object::{Kind, Obj, Slot, flag};
use crate::memory::refcount::freelist;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// Nested deallocations beyond this depth are put aside and done afterwards, so that a long chain of
/// objects does not exhaust the native stack (CPython's trashcan).
const DEALLOC_DEPTH: u32 = 500;

/// One thing to be done for deallocations and collections under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dying {
    /// A reference to give back.
    Drop(Obj),
    /// An object without references, untouched yet.
    Go(Obj),
    /// An object that holds nothing any more but its class: its memory is freed.
    Free(Obj),
    /// An object brought back by one reference, held here: its finalizer is to be called.
    Finalize(Obj),
    /// Its finalizer runs: entries behind this one belong to deaths inside it.
    Finalizing(Obj),
    /// Its finalizer has run: the reference is given back.
    Finalized(Obj),
    /// The collection under way calls the next finalizer of what it found, or goes on behind the last.
    Collect,
    /// It has disposed of what it found.
    End,
    /// `gc.callbacks` are told of it, beginning with that one.
    Report(u32),
    /// They have been told that it begins, or that it is over.
    Begin,
    Collected,
}

impl Machine {
    /// The last reference went: finalise, give back what it holds, free it (`_Py_Dealloc`).
    #[cold]
    #[inline(never)]
    pub fn dealloc(&mut self, o: Obj) {
        let slot = self.slots[o.ix()];
        match slot.ty {
            ty::FLOAT => {
                if !self.push_free(freelist::FLOATS, o) {
                    self.free_slot(o);
                }
                return;
            }
            ty::INT if slot.x == 0 => {
                if !self.push_free(freelist::INTS, o) {
                    self.free_slot(o);
                }
                return;
            }
            ty::INT => {
                self.words.free(slot.b_lo(), slot.b_hi());
                return self.free_slot(o);
            }
            ty::STR if slot.flags & flag::INTERNED == 0 && slot.a > 0 => {
                self.bytes.free(slot.b_lo(), slot.a * u32::from(slot.x));
                return self.free_slot(o);
            }
            ty::BYTES if slot.a > 0 => {
                self.bytes.free(slot.b_lo(), slot.a);
                return self.free_slot(o);
            }
            _ => {}
        }
        if self.thread.dealloc_depth >= DEALLOC_DEPTH && !self.wants_finalizer(o) {
            self.untrack(o);
            self.thread.delayed.push(o.0);
            return;
        }
        if matches!(slot.ty, ty::TUPLE | ty::LIST) && slot.c == 0 {
            return self.dealloc_sequence(o, slot);
        }
        self.deallocate(o, Machine::dealloc_now);
    }

    /// As `dealloc_now`, of an exact tuple or list.
    fn dealloc_sequence(&mut self, o: Obj, slot: Slot) {
        self.thread.dealloc_depth += 1;
        self.untrack(o);
        self.release_items(slot);
        if self.stopped() {
            self.thread.dying_here.push(Dying::Free(o));
        } else if slot.ty == ty::LIST {
            if slot.b_hi() > 0 {
                self.words.free(slot.b_lo(), slot.b_hi());
            }
            self.retire(freelist::LISTS, o);
        } else {
            if slot.a > 0 {
                self.words.free(slot.b_lo(), slot.a);
            }
            if (1..=20).contains(&slot.a) {
                self.retire(freelist::TUPLES + slot.a as usize - 1, o);
            } else {
                self.free_gc_slot(o);
            }
        }
        self.end_deallocation();
    }

    /// Gives back the items of a tuple or list, the last one first.
    #[inline]
    fn release_items(&mut self, slot: Slot) {
        let at = slot.b_lo();
        for i in (0..slot.a).rev() {
            let item = Obj(self.words.data[(at + i) as usize]);
            let count = &mut self.slots[item.ix()].refcnt;
            // NULL is slot 0, whose count is 0; immortals have the top bit.
            match *count as i32 {
                ..=0 => continue,
                1 => *count = 0,
                _ => {
                    *count -= 1;
                    continue;
                }
            }
            self.dealloc(item);
            if self.stopped() {
                for i in (0..i).rev() {
                    self.leave_edge(Obj(self.words.data[(at + i) as usize]));
                }
                break;
            }
        }
    }

    /// One step of deallocation and, at the outermost level, what it put aside.
    fn deallocate(&mut self, o: Obj, step: fn(&mut Machine, Obj)) {
        self.thread.dealloc_depth += 1;
        step(self, o);
        self.end_deallocation();
    }

    #[inline]
    fn end_deallocation(&mut self) {
        self.thread.dealloc_depth -= 1;
        if self.thread.dealloc_depth == 0 && !(self.thread.delayed.is_empty() && self.thread.dying_here.is_empty()) {
            self.deallocate_delayed();
        }
    }

    #[cold]
    #[inline(never)]
    fn deallocate_delayed(&mut self) {
        while let Some(late) = self.thread.delayed.pop() {
            if self.stopped() {
                self.thread.dying_here.push(Dying::Go(Obj(late)));
                continue;
            }
            self.thread.dealloc_depth += 1;
            self.dealloc_now(Obj(late));
            self.thread.dealloc_depth -= 1;
        }
        if self.stopped() {
            self.put_off();
        }
    }

    /// Whether the deallocation under way has met a finalizer.
    #[inline(always)]
    fn stopped(&self) -> bool {
        !self.thread.dying_here.is_empty()
    }

    /// What is left of a deallocation waits.
    fn put_off(&mut self) {
        let here = std::mem::take(&mut self.thread.dying_here);
        self.wait_for(here);
    }

    /// These wait behind what waits already, but before what waits for a finalizer that runs now; and what comes of
    /// something that waited comes next.
    pub(crate) fn wait_for(&mut self, entries: Vec<Dying>) {
        if self.thread.dying_now {
            self.thread.dying.extend(entries.into_iter().rev());
            return;
        }
        let running = |entry: &Dying| matches!(entry, Dying::Finalizing(_));
        let base = self.thread.dying.iter().rposition(running).map_or(0, |i| i + 1);
        self.thread.dying.splice(base..base, entries.into_iter().rev());
        self.hold_fuel();
    }

    /// Whether something waits that is to be done before the next instruction.
    #[inline]
    pub(crate) fn deaths_wait(&self) -> bool {
        !matches!(self.thread.dying.last(), None | Some(Dying::Finalizing(_)))
    }

    /// Lets the loop come out before its next instruction.
    pub(crate) fn hold_fuel(&mut self) {
        if self.fuel_held == 0 {
            self.fuel_held = self.fuel;
            self.fuel_end -= self.fuel;
            self.fuel = 0;
        }
    }

    pub(crate) fn give_fuel_back(&mut self) {
        self.fuel += self.fuel_held;
        self.fuel_end += self.fuel_held;
        self.fuel_held = 0;
    }

    /// Goes on with what waits until there is a finalizer to call: it is given out, and
    /// [`Machine::finalizer_done`] must follow. `None`: nothing waits any more.
    pub(crate) fn next_death(&mut self) -> Option<Obj> {
        while self.deaths_wait() {
            self.thread.dying_now = true;
            match self.thread.dying.pop() {
                Some(Dying::Drop(o)) => self.decref(o),
                Some(Dying::Go(o)) => self.deallocate(o, Machine::dealloc_now),
                Some(Dying::Free(o)) => self.deallocate(o, Machine::free_dead),
                Some(Dying::Finalized(o)) => {
                    self.gc.called = if o == self.gc.called { Obj::NULL } else { self.gc.called };
                    let called = self.callback_was_called(o);
                    let slot = &mut self.slots[o.ix()];
                    slot.refcnt -= 1;
                    if slot.refcnt == 0 {
                        self.deallocate(o, Machine::dealloc_now);
                    }
                    self.xdecref(called);
                }
                Some(Dying::Finalize(o)) => {
                    self.thread.dying_now = false;
                    self.thread.dying.push(Dying::Finalizing(o));
                    return Some(o);
                }
                Some(Dying::Collect) => match self.next_unreachable() {
                    Some(o) => {
                        self.thread.dying_now = false;
                        self.thread.dying.extend([Dying::Collect, Dying::Finalizing(o)]);
                        return Some(o);
                    }
                    None => {
                        self.thread.dying.push(Dying::End);
                        self.dispose_unreachable();
                    }
                },
                Some(Dying::End) => self.end_collection(),
                Some(Dying::Report(i)) => {
                    if let Some(callback) = self.next_callback(i) {
                        self.thread.dying_now = false;
                        self.thread.dying.extend([Dying::Report(i + 1), Dying::Finalizing(callback)]);
                        return Some(callback);
                    }
                }
                Some(Dying::Begin) => self.begin_collection(),
                Some(Dying::Collected) => self.gc.collecting = false,
                None | Some(Dying::Finalizing(_)) => {}
            }
        }
        self.thread.dying_now = false;
        None
    }

    /// What the finalizer that was given out last belongs to.
    pub(crate) fn finalizing(&self) -> Obj {
        let running = self.thread.dying.iter().rev().find_map(|entry| match entry {
            Dying::Finalizing(o) => Some(*o),
            _ => None,
        });
        running.unwrap_or(Obj::NULL)
    }

    /// That finalizer has run.
    pub(crate) fn finalizer_done(&mut self) {
        let running = self.thread.dying.iter_mut().rev().find(|entry| matches!(entry, Dying::Finalizing(_)));
        if let Some(entry) = running
            && let Dying::Finalizing(o) = *entry
        {
            *entry = Dying::Finalized(o);
        }
    }

    /// Whether an object's finalizer has yet to be called.
    pub(crate) fn wants_finalizer(&self, o: Obj) -> bool {
        let slot = &self.slots[o.ix()];
        if slot.flags & flag::FINALIZED != 0 {
            return false;
        }
        self.types[slot.ty as usize].flags & tp::HAS_DEL != 0
            || match slot.kind {
                Kind::Generator => self.finalizes(o),
                Kind::Awaitable => self.awaitable_finalizes(o),
                Kind::BufferWrapper => slot.x != 0,
                _ => false,
            }
    }

    /// References of waiting deallocations, for roots.
    pub(crate) fn dying_edges(&self, put: &mut dyn FnMut(Obj)) {
        for entry in &self.thread.dying {
            match *entry {
                Dying::Drop(o) | Dying::Finalize(o) | Dying::Finalizing(o) | Dying::Finalized(o) => put(o),
                Dying::Go(o) => self.edges(o, put),
                Dying::Free(o) => {
                    let info = self.type_of(o);
                    if info.flags & tp::HEAPTYPE != 0 {
                        put(info.obj);
                    }
                }
                Dying::Collect | Dying::End | Dying::Report(_) | Dying::Begin | Dying::Collected => {}
            }
        }
    }

    fn dealloc_now(&mut self, o: Obj) {
        let slot = self.slots[o.ix()];
        // Generators tell those who refer to them weakly before they are closed, all others when `__del__` has run.
        if slot.kind == Kind::Generator && self.clear_weak_references(o) {
            return;
        }
        let heap_type = self.types[slot.ty as usize].flags & tp::HEAPTYPE != 0;
        let asks = heap_type || matches!(slot.kind, Kind::Generator | Kind::Awaitable | Kind::BufferWrapper);
        if asks && self.wants_finalizer(o) {
            if self.unawaited(o) && self.unawaited_hook().is_null() {
                self.slots[o.ix()].flags |= flag::FINALIZED;
                self.slots[o.ix()].refcnt = 1;
                self.warn_unawaited(o);
                self.slots[o.ix()].refcnt = 0;
                return self.dealloc_now(o);
            }
            let slot = &mut self.slots[o.ix()];
            slot.flags |= flag::FINALIZED;
            slot.refcnt = 1;
            self.thread.dying_here.push(Dying::Finalize(o));
            return;
        }
        self.untrack(o);
        if slot.flags & flag::EXTRA != 0 && self.clear_weak_references(o) {
            return;
        }
        if slot.kind == Kind::Generator {
            self.release_suspended_frame(o);
        }
        match slot.kind {
            Kind::Tuple | Kind::List => {
                self.release_items(slot);
                // The dict of an instance of a subclass.
                self.drop_or_leave(Obj(slot.c_lo()));
                self.release_extra(o);
            }
            Kind::Slice => {
                for part in [slot.b_hi(), slot.b_lo(), slot.a] {
                    self.drop_or_leave(Obj(part));
                }
            }
            Kind::Method | Kind::SeqIter | Kind::BuiltinFunction => {
                let first = if slot.kind == Kind::Method { slot.a } else { slot.b_lo() };
                let second = match slot.kind {
                    Kind::Method => slot.b_lo(),
                    Kind::SeqIter => 0,
                    _ => slot.b_hi(),
                };
                self.drop_or_leave(Obj(first));
                self.drop_or_leave(Obj(second));
            }
            Kind::RangeIter => {}
            Kind::Traceback => {
                self.drop_or_leave(Obj(slot.b_lo()));
                self.drop_or_leave(Obj(slot.a));
            }
            Kind::Exception if slot.flags & flag::EXTRA == 0 => {
                use crate::objects::exceptions::field;
                self.release_words(slot.b_lo() + field::V0, field::COUNT - field::V0);
                self.drop_or_leave(Obj(slot.c_lo()));
                for i in [field::ARGS, field::TRACEBACK, field::CAUSE, field::CONTEXT] {
                    self.drop_or_leave(Obj(self.words.data[(slot.b_lo() + i) as usize]));
                }
            }
            // Locals go before the rest, the last one first (`_PyFrame_ClearLocals`).
            Kind::Generator if slot.flags & flag::EXTRA == 0 => {
                let held = self.generator_parts(o);
                held.into_iter().for_each(|part| self.drop_or_leave(part));
            }
            Kind::Frame => self.release_words(slot.b_lo(), slot.b_hi()),
            Kind::Instance if slot.flags & flag::EXTRA == 0 => {
                let fields = self.types[slot.ty as usize].slots.min(slot.b_hi());
                for i in 0..fields {
                    self.drop_or_leave(self.member_get(o, i));
                }
                if let Some((_, values, n)) = self.inline_values(o) {
                    self.release_words(values, n);
                }
                self.drop_or_leave(Obj(slot.c_lo()));
            }
            Kind::WeakRef => {
                self.detach_weak(o);
                self.release_edges(o);
            }
            Kind::MemoryView => {
                self.view_release(o);
                self.drop_or_leave(self.view_edges(o));
            }
            Kind::ManagedBuffer => self.managed_buffer_release(o),
            Kind::Set | Kind::FrozenSet if !heap_type && slot.flags & flag::EXTRA == 0 => {
                let mut i = 0;
                while let Some((at, key)) = self.set_next(o, i) {
                    self.drop_or_leave(key);
                    i = at + 1;
                }
            }
            Kind::Dict if !heap_type && slot.c_lo() == 0 && slot.flags & flag::EXTRA == 0 => {
                let mut i = 0;
                while let Some((at, key, value)) = self.dict_next(o, i) {
                    self.drop_or_leave(key);
                    self.drop_or_leave(value);
                    i = at + 1;
                }
            }
            _ => self.release_edges(o),
        }
        if self.stopped() {
            self.thread.dying_here.push(Dying::Free(o));
        } else {
            self.free_dead(o);
        }
    }

    /// Tells the weak references to a dying object that it is gone (`PyObject_ClearWeakRefs`). True: callbacks are to be called
    /// first, and the deallocation goes on behind them.
    fn clear_weak_references(&mut self, o: Obj) -> bool {
        let due = self.detach_weak_references(o);
        if due.is_empty() {
            return false;
        }
        for weak in due {
            self.incref(weak);
            self.thread.dying_here.push(Dying::Finalize(weak));
        }
        self.thread.dying_here.push(Dying::Go(o));
        true
    }

    /// Drops all edges of a dying object, its class aside.
    fn release_edges(&mut self, o: Obj) {
        let mut edges = std::mem::take(&mut self.edge_scratch);
        let first = edges.len();
        self.edges_but_class(o, &mut |edge| edges.push(edge));
        let last = edges.len();
        self.edge_scratch = edges;
        if self.kind(o) == Kind::Type {
            // Nothing may walk through the type while its parts die.
            self.type_dealloc(o);
        }
        for i in first..last {
            let edge = self.edge_scratch[i];
            self.drop_or_leave(edge);
        }
        self.edge_scratch.truncate(first);
    }

    /// Gives back the references of a range of words, the first one first.
    fn release_words(&mut self, at: u32, n: u32) {
        for i in at..at + n {
            self.drop_or_leave(Obj(self.words.data[i as usize]));
        }
    }

    /// Gives back a reference, or leaves that to be done if the deallocation has stopped.
    fn drop_or_leave(&mut self, o: Obj) {
        if self.stopped() {
            self.leave_edge(o);
        } else {
            self.xdecref(o);
        }
    }

    /// Gives back fields of `__slots__` beside the layout.
    fn release_extra(&mut self, o: Obj) {
        if self.slots[o.ix()].flags & flag::EXTRA != 0 {
            let mut fields = Vec::new();
            self.extra_edges(o, &mut |field| fields.push(field));
            fields.into_iter().for_each(|field| self.drop_or_leave(field));
        }
    }

    fn leave_edge(&mut self, o: Obj) {
        if !o.is_null() {
            self.thread.dying_here.push(Dying::Drop(o));
        }
    }

    /// Frees the memory of an object that has given back what it held.
    fn free_dead(&mut self, o: Obj) {
        let slot = self.slots[o.ix()];
        let info = &self.types[slot.ty as usize];
        let (gc, heap_type, class) = (info.flags & tp::HAVE_GC != 0, info.flags & tp::HEAPTYPE != 0, info.obj);
        self.free_ranges(o);
        let list = match slot.kind {
            Kind::Tuple => (!heap_type && (1..=20).contains(&slot.a)).then(|| freelist::TUPLES + slot.a as usize - 1),
            Kind::List => (!heap_type).then_some(freelist::LISTS),
            Kind::Dict => (!heap_type).then_some(freelist::DICTS),
            Kind::Slice => Some(freelist::SLICES),
            Kind::Method => Some(freelist::METHODS),
            Kind::BuiltinFunction => Some(freelist::BUILTINS),
            Kind::SeqIter if slot.ty == ty::LIST_ITERATOR => Some(freelist::LIST_ITERS),
            Kind::SeqIter if slot.ty == ty::TUPLE_ITERATOR => Some(freelist::TUPLE_ITERS),
            Kind::RangeIter => Some(freelist::RANGE_ITERS),
            Kind::Range => Some(freelist::RANGES),
            _ => None,
        };
        match list {
            Some(list) if gc => self.retire(list, o),
            Some(list) => {
                if !self.push_free(list, o) {
                    self.free_slot(o);
                }
            }
            None if gc => self.free_gc_slot(o),
            None => self.free_slot(o),
        }
        if heap_type {
            self.drop_or_leave(class);
        }
    }

    /// Gives back the ranges of layouts whose edges have been taken over.
    fn free_ranges(&mut self, o: Obj) {
        self.free_extra(o);
        let slot = self.slots[o.ix()];
        match slot.kind {
            Kind::Str => {
                if slot.flags & flag::INTERNED != 0 {
                    self.interned_remove(o);
                }
                if slot.a > 0 {
                    self.bytes.free(slot.b_lo(), slot.a * u32::from(slot.x));
                }
            }
            Kind::Tuple if slot.a > 0 => self.words.free(slot.b_lo(), slot.a),
            Kind::List if slot.b_hi() > 0 => self.words.free(slot.b_lo(), slot.b_hi()),
            Kind::Bytes if slot.a > 0 => self.bytes.free(slot.b_lo(), slot.a),
            Kind::ByteArray if slot.b_hi() > 0 => self.bytes.free(slot.b_lo(), slot.b_hi()),
            Kind::MemoryView => {
                let (at, n) = self.view_words(o);
                self.words.free(at, n);
            }
            Kind::Int if slot.x != 0 => self.words.free(slot.b_lo(), slot.b_hi()),
            Kind::Dict => self.dict_free_table(o),
            Kind::Set | Kind::FrozenSet => self.set_free_table(o),
            Kind::Function => self.words.free(slot.b_lo(), crate::objects::funcobject::field::COUNT),
            Kind::Exception => self.words.free(slot.b_lo(), crate::objects::exceptions::field::COUNT),
            Kind::Property => self.words.free(slot.b_lo(), 5),
            Kind::Range => self.words.free(slot.b_lo(), 4),
            Kind::Instance => self.instance_free_range(o),
            Kind::Generator => self.generator_free_range(o),
            Kind::Frame => self.frame_free_range(o),
            Kind::Code => self.code_free(o),
            Kind::Record if slot.b_hi() > 0 => self.words.free(slot.b_lo(), slot.b_hi()),
            Kind::GenericAlias => self.words.free(slot.b_lo(), 3),
            _ => {}
        }
    }
}
