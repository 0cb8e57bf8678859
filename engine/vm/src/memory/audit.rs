//! The invariant of all invariants: every reference count is the number of references there are.

use crate::memory::fixed;
use crate::memory::object::{Kind, Obj, StackRef, flag};
use crate::state::interpreter::Machine;

/// One disagreement, in words.
pub type Finding = String;

impl Machine {
    /// What differs between two machines, if anything does: field by field; caches that only save time are left out.
    /// Whoever adds a part to the machine decides here whether it belongs to the state.
    pub fn difference(&self, other: &Machine) -> Option<&'static str> {
        let Machine {
            slots,
            words,
            bytes,
            mem,
            free_lists,
            types,
            gc,
            interned,
            interned_used,
            code,
            codes,
            code_versions,
            extras,
            code_entries,
            thread,
            program_end,
            next_type_version,
            next_keys_version,
            next_func_version,
            builtins,
            sys_modules,
            importlib,
            ast_state,
            at_exit,
            trees: _,
            main_module,
            object_new,
            abc_registrations,
            hash_key,
            sources,
            // Steps are compared as such: how much fuel was given for them is the host's affair.
            fuel: _,
            fuel_end: _,
            fuel_held: _,
            // Empty between instructions, or only there to save time.
            edge_scratch: _,
            method_cache: _,
            // Fixed, or how the machine is run and what it told.
            natives: _,
            defs: _,
            module_activations: _,
            modules: _,
            halt: _,
            torn: _,
            leash: _,
            host: _,
            tracing: _,
            observer: _,
            moment: _,
            events: _,
        } = self;
        let versions = (next_type_version, next_keys_version, next_func_version);
        let others = (&other.next_type_version, &other.next_keys_version, &other.next_func_version);
        let own = (
            builtins,
            (sys_modules, importlib, ast_state, at_exit, abc_registrations),
            main_module,
            object_new,
            hash_key,
            program_end,
        );
        let theirs = (
            &other.builtins,
            (&other.sys_modules, &other.importlib, &other.ast_state, &other.at_exit, &other.abc_registrations),
            &other.main_module,
            &other.object_new,
            &other.hash_key,
            &other.program_end,
        );
        let compared = [
            (self.steps() == other.steps(), "number of steps"),
            (*slots == other.slots, "heap"),
            (*words == other.words, "word pool"),
            (*bytes == other.bytes, "character pool"),
            (*mem == other.mem, "pymalloc"),
            (*free_lists == other.free_lists, "free lists"),
            (*types == other.types, "types"),
            (*gc == other.gc, "collector"),
            (*interned == other.interned && *interned_used == other.interned_used, "interned strings"),
            (*code == other.code, "instructions"),
            (codes.iter().map(|code| code.places()).eq(other.codes.iter().map(|code| code.places())), "code objects"),
            (*code_entries == other.code_entries, "code entries"),
            (*code_versions == other.code_versions && versions == others, "versions"),
            (*extras == other.extras, "extra words"),
            (own == theirs && *sources == other.sources, "what start-up made"),
        ];
        let found = compared.into_iter().find(|(equal, _)| !equal).map(|(_, what)| what);
        found.or_else(|| thread.difference(&other.thread))
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
        put(self.thread.async_gen_firstiter);
        put(self.thread.async_gen_finalizer);
        put(self.thread.trace_func);
        put(self.thread.profile_func);
        put(self.thread.monitoring);
        put(self.thread.context);
        self.thread.temps.iter().for_each(|t| put(Obj(*t)));
        put(self.sys_modules);
        put(self.importlib);
        put(self.ast_state);
        put(self.at_exit);
        [self.gc.garbage, self.gc.callbacks, self.gc.phase, self.gc.info].into_iter().for_each(&mut put);
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
