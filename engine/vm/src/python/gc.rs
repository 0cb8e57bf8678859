//! What the collector tells of itself: `gc.callbacks`, and the lines of `gc.set_debug` (`Python/gc.c`).

use crate::memory::fixed;
use crate::memory::gc::debug;
use crate::memory::object::Obj;
use crate::state::interpreter::Machine;

impl Machine {
    pub(crate) fn has_callbacks(&self) -> bool {
        !self.gc.callbacks.is_null() && self.list_len(self.gc.callbacks) > 0
    }

    /// What callbacks are told at the beginning or end of a collection: which generation, and how much was found.
    pub(crate) fn begin_report(&mut self, beginning: bool) {
        let info = self.new_dict();
        let rows = [("generation", u64::from(self.gc.generation)), ("collected", self.gc.found), ("uncollectable", 0)];
        for (name, n) in rows {
            let key = self.intern_str(name);
            let value = self.new_int(n as i64);
            self.dict_set_str(info.get(), key.get(), value);
            self.drop_ref(key);
        }
        self.gc.info = info.into_edge();
        self.gc.phase = self.new_str(if beginning { "start" } else { "stop" }).into_edge();
    }

    /// The next callback to be called, held; with none left, what they were told is given back (`invoke_gc_callback`).
    pub(crate) fn next_callback(&mut self, i: u32) -> Option<Obj> {
        let callbacks = self.gc.callbacks;
        if !callbacks.is_null() && i < self.list_len(callbacks) {
            let callback = self.list_item(callbacks, i);
            self.incref(callback);
            self.gc.called = callback;
            return Some(callback);
        }
        let told = [std::mem::take(&mut self.gc.phase), std::mem::take(&mut self.gc.info)];
        told.into_iter().for_each(|o| self.xdecref(o));
        None
    }

    pub(crate) fn print_beginning(&mut self) {
        if self.gc.debug & debug::STATS != 0 {
            self.gc.began_ns = self.virtual_ns();
            let sizes: String = (0..3).map(|i| format!(" {}", self.gc.list_len(fixed::GEN0 + i))).collect();
            let (generation, frozen) = (self.gc.generation, self.gc.list_len(fixed::PERMANENT));
            self.write_stderr(&format!(
                "gc: collecting generation {generation}...\ngc: objects in each generation:{sizes}\n\
                 gc: objects in permanent generation: {frozen}\n"
            ));
        }
    }

    pub(crate) fn print_collectable(&mut self) {
        if self.gc.debug & debug::COLLECTABLE != 0 {
            for o in self.gc.list(fixed::UNREACHABLE) {
                let text = format!("gc: collectable <{} {:#x}>\n", self.type_name(o), self.address(o));
                self.write_stderr(&text);
            }
        }
    }

    pub(crate) fn print_end(&mut self) {
        if self.gc.debug & debug::STATS != 0 {
            let seconds = (self.virtual_ns() - self.gc.began_ns) as f64 / 1e9;
            let found = self.gc.found;
            self.write_stderr(&format!("gc: done, {found} unreachable, 0 uncollectable, {seconds:.4}s elapsed\n"));
        }
    }
}
