//! How much memory objects may take. Growth is weighed where it happens: natives that know what they will need ask before
//! they begin ([`Machine::reserve`]), large ranges are weighed when they are taken, many small objects whenever their
//! slots have grown.

use crate::memory::object::{R, Raised};
use crate::state::interpreter::{Halt, Machine};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Elements of a range from which on it is weighed.
const LARGE: u32 = 1 << 14;
/// Part of the limit that natives in the middle of their work may take beyond it, before they are left where they are.
const SLACK: usize = 4;
/// What no machine of today grants at once: CPython raises `MemoryError`.
const UNHEARD_OF: usize = 1 << 36;

/// Native code is left in the middle, as it cannot say that memory is used up.
struct OutOfMemory;

impl Machine {
    /// Bytes that objects take, with the collector's links.
    pub fn memory_used(&self) -> usize {
        self.slots.bytes()
            + self.words.data.bytes()
            + self.bytes.data.bytes()
            + self.gc.links.bytes()
            + self.extras.bytes()
    }

    /// What a native asks before it makes something so large.
    ///
    /// # Errors
    /// `MemoryError` for what nobody would get; otherwise the run halts if the limit would be passed.
    pub fn reserve(&mut self, bytes: usize) -> R<()> {
        if bytes > UNHEARD_OF {
            return Err(self.raise_no_memory());
        }
        // Ranges come in powers of two, and natives make what they return in a vector of their own first.
        if bytes >= LARGE as usize && self.memory_used() + bytes.next_power_of_two() > self.host.memory_limit {
            self.out_of_memory();
            return Err(Raised);
        }
        Ok(())
    }

    /// A range of words, as [`crate::memory::buffers::Words::alloc`].
    #[inline(always)]
    pub(crate) fn take_words(&mut self, n: u32) -> u32 {
        if n >= LARGE {
            self.weigh(4 * n as usize);
        }
        self.words.alloc(n)
    }

    /// A range for `n` characters of that width.
    pub(crate) fn take_bytes(&mut self, n: usize) -> u32 {
        if n >= LARGE as usize {
            self.weigh(n);
        }
        self.bytes.alloc(n as u32)
    }

    /// Called when slots have grown.
    #[cold]
    #[inline(never)]
    pub(crate) fn weigh_slots(&mut self) {
        self.mem.grew = false;
        self.weigh(0);
    }

    /// So many bytes are taken now, by code that cannot refuse.
    #[cold]
    #[inline(never)]
    pub(crate) fn weigh(&mut self, bytes: usize) {
        let wanted = self.memory_used().saturating_add(bytes);
        if wanted > self.host.memory_limit {
            self.out_of_memory();
            if wanted > self.host.memory_limit.saturating_add(self.host.memory_limit / SLACK) {
                self.torn = true;
                resume_unwind(Box::new(OutOfMemory));
            }
        }
    }

    #[cold]
    fn out_of_memory(&mut self) {
        let limit = self.host.memory_limit >> 20;
        self.halt = Some(Halt::Limit(format!(
            "The program's objects need more than {limit} MB; the run was stopped there, and everything up to it can be looked at."
        )));
        self.thread.eval_breaker = true;
    }

    /// Runs the loop; native code that was left in the middle because memory is used up ends in a halt.
    pub(crate) fn guarded<T>(&mut self, run: impl FnOnce(&mut Machine) -> R<T>) -> R<T> {
        let ours = |payload: &Box<dyn Any + Send>| payload.is::<OutOfMemory>();
        match catch_unwind(AssertUnwindSafe(|| run(self))) {
            Ok(result) => result,
            Err(payload) if ours(&payload) => Err(Raised),
            Err(payload) => resume_unwind(payload),
        }
    }
}
