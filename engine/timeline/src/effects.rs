//! What one step did: the difference of the moments before and after it. Nothing is instrumented, so nothing
//! can be forgotten; and only pages that the step wrote are compared, so that it follows the step and not the heap.

use crate::session::Session;
use std::ops::Range;
use vm::inspect::ledger::Touched;
use vm::memory::gc::GcState;
use vm::memory::object::{Kind, Obj, Slot};
use vm::state::interpreter::{Event, Machine};
use vm::state::thread::ThreadState;

/// A reference count that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub obj: Obj,
    pub before: u32,
    pub after: u32,
}

impl Change {
    /// Counts of immortal objects stand still.
    pub fn is_seen(&self) -> bool {
        (self.before | self.after) >> 31 == 0
    }
}

/// The effects of one step, each list in the order of the handles. Those of freed objects are of the moment before, all
/// others of the one after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    pub allocated: Vec<Obj>,
    pub freed: Vec<Obj>,
    pub counts: Vec<Change>,
    pub events: Vec<Event>,
    /// The collector was at work: what it touched may be reached from nowhere.
    pub collecting: bool,
}

/// One step: the moments around it, and what it did.
pub struct Step<'a> {
    pub before: &'a Machine,
    pub after: &'a Machine,
    /// Outside of it both are equal; `None` where that is not known.
    pub written: Option<Touched>,
    pub effects: Effects,
}

impl Session {
    /// Step `step` with both of its moments; `None` beyond the end.
    pub fn look_at_step(&mut self, step: u64) -> Option<Step<'_>> {
        if step >= self.len() {
            return None;
        }
        let events: Vec<Event> = {
            let from = self.events.partition_point(|(at, _)| *at <= step);
            self.events[from..].iter().take_while(|(at, _)| *at == step + 1).map(|(_, e)| e.clone()).collect()
        };
        let (before, after, written) = self.lockstep(step);
        let all = 0..before.slots.len().max(after.slots.len());
        let slots = written.as_ref().map_or(std::slice::from_ref(&all), |written| &written.slots);
        let effects = difference(before, after, slots, events);
        Some(Step { before, after, written, effects })
    }
}

/// Compares two moments one step apart, in which the slots outside of `written` are equal.
fn difference(before: &Machine, after: &Machine, written: &[Range<usize>], events: Vec<Event>) -> Effects {
    // Whoever adds a part to the machine decides here whether a step's effects are to be seen in it.
    let Machine {
        slots,
        gc,
        thread,
        // What objects hold: seen where they are shown, and in the counts of what they let go.
        words: _,
        bytes: _,
        types: _,
        // Where objects lie is told by their slots.
        mem: _,
        free_lists: _,
        interned: _,
        interned_used: _,
        // Code that rewrites itself: shown beside the sentence.
        code: _,
        codes: _,
        code_versions: _,
        extras: _,
        code_entries: _,
        // Scratch, counters and what is fixed from the start.
        edge_scratch: _,
        fuel_held: _,
        fuel: _,
        fuel_end: _,
        program_end: _,
        next_type_version: _,
        next_keys_version: _,
        next_func_version: _,
        method_cache: _,
        builtins: _,
        sys_modules: _,
        importlib: _,
        ast_state: _,
        at_exit: _,
        trees: _,
        main_module: _,
        natives: _,
        defs: _,
        module_activations: _,
        modules: _,
        object_new: _,
        abc_registrations: _,
        hash_key: _,
        sources: _,
        // How the machine is run, and what it told: the recording has it.
        halt: _,
        torn: _,
        leash: _,
        host: _,
        tracing: _,
        observer: _,
        moment: _,
        events: _,
    } = after;
    let collections = |gc: &GcState| gc.generations.iter().map(|one| one.collections).sum::<u64>();
    let busy = |gc: &GcState, thread: &ThreadState| gc.collecting || !thread.dying.is_empty();
    let collecting = collections(gc) != collections(&before.gc) || busy(gc, thread) || busy(&before.gc, &before.thread);
    let mut effects = Effects { events, collecting, ..Effects::default() };
    for at in written.iter().cloned().flatten() {
        let (was, is) = (before.slots.get(at).unwrap_or(&Slot::EMPTY), &slots[at]);
        if was != is {
            compare(Obj(at as u32), was, is, &mut effects);
        }
    }
    effects
}

fn compare(o: Obj, was: &Slot, is: &Slot, effects: &mut Effects) {
    let lives = |slot: &Slot| !matches!(slot.kind, Kind::Free | Kind::GcHead);
    match (lives(was), lives(is)) {
        (false, true) => effects.allocated.push(o),
        (true, false) => effects.freed.push(o),
        (true, true) if was.kind != is.kind || was.ty != is.ty => {
            effects.freed.push(o);
            effects.allocated.push(o);
        }
        (true, true) if was.refcnt != is.refcnt => {
            effects.counts.push(Change { obj: o, before: was.refcnt, after: is.refcnt });
        }
        _ => {}
    }
}
