//! The invariant of all invariants: every reference count is the number of references there are.

use crate::memory::fixed;
use crate::memory::object::{Kind, Obj, StackRef, flag};
use crate::state::interpreter::Machine;

/// One disagreement, in words.
pub type Finding = String;

impl Machine {
    /// What differs between two machines, if anything does: field by field; caches that only save time are left out.
    pub fn difference(&self, other: &Machine) -> Option<&'static str> {
        let (a, b) = (self, other);
        let compared = [
            (a.steps() == b.steps(), "number of steps"),
            (a.slots == b.slots, "heap"),
            (a.words == b.words, "word pool"),
            (a.bytes == b.bytes, "character pool"),
            (a.mem == b.mem, "pymalloc"),
            (a.free_lists == b.free_lists, "free lists"),
            (a.types == b.types, "types"),
            (a.gc == b.gc, "collector"),
            (a.interned == b.interned, "interned strings"),
            (a.code == b.code, "instructions"),
            (
                a.thread.sp == b.thread.sp && a.thread.stack.used(a.thread.sp) == b.thread.stack.used(b.thread.sp),
                "stack",
            ),
            (a.thread.frames == b.thread.frames && a.thread.activations == b.thread.activations, "frames"),
            (a.thread.sorters == b.thread.sorters, "sorts under way"),
            (a.thread.dying == b.thread.dying, "deallocations under way"),
            (a.thread.exc_stack == b.thread.exc_stack && a.thread.raised == b.thread.raised, "exceptions"),
        ];
        compared.into_iter().find(|(equal, _)| !equal).map(|(_, what)| what)
    }

    /// Every counted reference that is not an edge of an object.
    pub fn roots(&self, visit: &mut dyn FnMut(Obj)) {
        let mut put = |o: Obj| {
            if !o.is_null() {
                visit(o);
            }
        };
        for frame in &self.thread.frames {
            if frame.func != StackRef::NULL && !frame.func.is_borrowed() {
                put(frame.func.obj());
            }
            put(frame.locals);
            put(frame.frame_obj);
        }
        let mut live = vec![false; self.thread.sp as usize];
        self.mark_live_stack(&mut live);
        for (r, _) in self.thread.stack.used(self.thread.sp).iter().zip(live).filter(|(_, live)| *live) {
            if *r != StackRef::NULL && !r.is_borrowed() {
                put(r.obj());
            }
        }
        self.thread.exc_stack.iter().copied().for_each(&mut put);
        put(self.thread.raised);
        self.thread.temps.iter().for_each(|t| put(Obj(*t)));
        put(self.sys_modules);
        self.gc.unreachable.iter().for_each(|o| put(Obj(*o)));
        self.dying_edges(&mut put);
        self.thread.activations.iter().for_each(|native| put(native.instead));
        for sorter in &self.thread.sorters {
            sorter.items.iter().copied().for_each(&mut put);
            if sorter.keyed {
                sorter.keys.iter().copied().for_each(&mut put);
            }
        }
    }

    /// Stack words that belong to a frame: gaps lie between a call's operands and the callee's locals.
    fn mark_live_stack(&self, live: &mut [bool]) {
        for (i, frame) in self.thread.frames.iter().enumerate() {
            let innermost = i + 1 == self.thread.frames.len();
            let end = if innermost { self.thread.sp } else { frame.sp };
            for at in frame.base..end.min(live.len() as u32) {
                live[at as usize] = true;
            }
        }
    }

    /// All disagreements between counts and references, free lists and lists of the collector. Inside native
    /// code that holds references of its own, a count may be higher than what can be seen.
    pub fn audit(&self) -> Vec<Finding> {
        let mut found = vec![0u32; self.slots.len()];
        self.roots(&mut |o| found[o.ix()] += 1);
        for (i, slot) in self.slots.iter().enumerate() {
            // An object that is being deallocated gives its references back one by one: what is left of them is
            // the deallocator's.
            let dying = slot.refcnt == 0;
            if !matches!(slot.kind, Kind::Free | Kind::GcHead) && !dying {
                self.edges(Obj(i as u32), &mut |edge| found[edge.ix()] += 1);
            }
        }
        let mut findings = Vec::new();
        for (i, slot) in self.slots.iter().enumerate() {
            let o = Obj(i as u32);
            match slot.kind {
                Kind::GcHead => {}
                Kind::Free if found[i] > 0 => {
                    findings.push(format!("slot {i} is free, and {} references lead to it", found[i]));
                }
                Kind::Free => {}
                _ if slot.is_immortal() => {}
                _ if slot.refcnt < found[i] || self.thread.nesting == 0 && slot.refcnt != found[i] => {
                    findings.push(format!(
                        "{:?} #{i} ({}) counts {} and is referred to {} times",
                        slot.kind,
                        self.type_name(o),
                        slot.refcnt,
                        found[i]
                    ));
                }
                _ => {}
            }
        }
        self.audit_lists(&mut findings);
        findings
    }

    fn audit_lists(&self, findings: &mut Vec<Finding>) {
        let mut listed = vec![0u8; self.slots.len()];
        for head in fixed::GEN0..=fixed::SCRATCH {
            for o in self.gc.list(head) {
                listed[o.ix()] += 1;
            }
        }
        for (i, slot) in self.slots.iter().enumerate() {
            let tracked = u8::from(slot.flags & flag::TRACKED != 0 && slot.kind != Kind::Free);
            if listed[i] != tracked {
                findings.push(format!("slot {i}: tracked {tracked}, on {} generation lists", listed[i]));
            }
        }
    }
}
