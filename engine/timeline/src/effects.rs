//! What one step did: the difference of the moments before and after it. Nothing is instrumented, so nothing
//! can be forgotten.

use crate::session::Session;
use vm::memory::object::{Kind, Obj, StackRef};
use vm::state::interpreter::{Event, Machine};

/// A reference count that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub obj: Obj,
    pub before: u32,
    pub after: u32,
}

/// The effects of one step. Handles of freed objects are of the moment before, all others of the one after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    pub step: u64,
    /// Opcode as executed (maybe specialised) and as compiled, argument, place.
    pub op: u8,
    pub base_op: u8,
    pub arg: u32,
    pub code: u32,
    pub ip: u32,
    /// Taken from and left on the evaluation stack of the frame, top last.
    pub popped: Vec<Obj>,
    pub pushed: Vec<Obj>,
    pub allocated: Vec<Obj>,
    pub freed: Vec<Obj>,
    pub counts: Vec<Change>,
    /// Objects whose contents changed.
    pub changed: Vec<Obj>,
    /// Depth of calls before and after.
    pub depth: (u32, u32),
    /// The instruction was rewritten to this opcode.
    pub specialized: Option<u8>,
    pub events: Vec<Event>,
    /// The exception that the step raised, or NULL.
    pub raised: Obj,
}

impl Session {
    /// What step `step` did; `None` beyond the end.
    pub fn step_effects(&mut self, step: u64) -> Option<Effects> {
        if step >= self.len() {
            return None;
        }
        let before = self.seek(step).machine.clone();
        let events: Vec<Event> = {
            let from = self.events.partition_point(|(at, _)| *at <= step);
            self.events[from..].iter().take_while(|(at, _)| *at == step + 1).map(|(_, e)| e.clone()).collect()
        };
        let after = self.seek(step + 1).machine;
        Some(difference(&before, after, step, events))
    }
}

/// Compares two moments one step apart.
fn difference(before: &Machine, after: &Machine, step: u64, events: Vec<Event>) -> Effects {
    let mut effects = Effects { step, events, ..Effects::default() };
    let Some(frame) = before.thread.frames.last() else { return effects };
    let ins = before.code[frame.ip as usize];
    (effects.op, effects.base_op, effects.arg) = (ins.op, ins.base, ins.arg);
    (effects.code, effects.ip) = (frame.code, frame.ip);
    effects.depth = (before.thread.frames.len() as u32, after.thread.frames.len() as u32);
    let now = after.code.get(frame.ip as usize).map_or(ins.op, |i| i.op);
    effects.specialized = (now != ins.op).then_some(now);
    let first = before.stack_base(frame);
    let old: Vec<StackRef> = (first..before.thread.sp).map(|i| before.thread.stack[i as usize]).collect();
    let end = match after.thread.frames.get(before.thread.frames.len() - 1) {
        Some(same) if same.base == frame.base && same.code == frame.code => {
            if effects.depth.0 == effects.depth.1 {
                after.thread.sp
            } else {
                same.sp
            }
        }
        _ => first,
    };
    let new: Vec<StackRef> = (first..end.max(first)).map(|i| after.thread.stack[i as usize]).collect();
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    effects.popped = old[same..].iter().map(|r| r.obj()).collect();
    effects.pushed = new[same..].iter().map(|r| r.obj()).collect();
    for i in 0..after.slots.len() {
        let o = Obj(i as u32);
        let (b, a) = (before.slots.get(i).copied().unwrap_or(vm::memory::object::Slot::EMPTY), after.slots[i]);
        let (was, is) = (!matches!(b.kind, Kind::Free | Kind::GcHead), !matches!(a.kind, Kind::Free | Kind::GcHead));
        match (was, is) {
            (false, true) => effects.allocated.push(o),
            (true, false) => effects.freed.push(o),
            (true, true) => {
                if b.kind != a.kind || b.ty != a.ty {
                    effects.freed.push(o);
                    effects.allocated.push(o);
                } else {
                    if b.refcnt != a.refcnt {
                        effects.counts.push(Change { obj: o, before: b.refcnt, after: a.refcnt });
                    }
                    if (b.x, b.a, b.b, b.c) != (a.x, a.a, a.b, a.c) || contents_changed(before, after, o) {
                        effects.changed.push(o);
                    }
                }
            }
            (false, false) => {}
        }
    }
    if after.current_exception() != before.current_exception() {
        effects.raised = after.current_exception();
    }
    effects
}

/// Whether the items or attributes of an object differ.
fn contents_changed(before: &Machine, after: &Machine, o: Obj) -> bool {
    let slot = after.slot(o);
    match slot.kind {
        Kind::List | Kind::Tuple => before.tuple_items(o) != after.tuple_items(o),
        Kind::Instance => before.instance_attributes(o) != after.instance_attributes(o),
        Kind::Dict => before.dict_items(o) != after.dict_items(o),
        _ => false,
    }
}
