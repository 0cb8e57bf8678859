//! Runs of the loop: entering it from native code, leaving it by a value, an exception or a pause, and the ways in
//! which the loop hands its locals back (`_PyEval_EvalFrame`).

pub mod activation;
pub mod activations;
pub mod ask;
pub(crate) mod bind_python;
pub mod call;
pub(crate) mod call_spread;
pub mod ceval;
pub(crate) mod ceval_general;
pub(crate) mod ceval_rare;
pub(crate) mod complete;
pub(crate) mod finalizer;
pub mod frame;
pub(crate) mod monitoring;
pub(crate) mod name_lookup;
mod native_forms;
pub mod op;
pub(crate) mod pattern_match;
pub mod protocol;
pub mod replay;
pub mod slot_steps;
pub mod specialize;
pub(crate) mod tracing;
pub(crate) mod unpack;
pub(crate) mod unwind;
mod warm;

use crate::memory::object::{Obj, Owned, R, Raised};
use crate::memory::refcount::freelist;
pub use crate::memory::trace::{Marking, NoTrace, Observed, Trace, Tracing};
use crate::objects::typeobject::ty;
use crate::state::interpreter::{Halt, LOOP_COST, Machine};

/// Why the inner loop was left.
pub(crate) enum Why {
    /// An exception is raised.
    Error,
    /// The frame that this run of the loop started with returned.
    Exit(Owned),
    /// The step that was asked for is reached.
    Pause,
}

impl Machine {
    /// Runs the innermost frame, pushed by native code, to its return.
    pub fn run_nested(&mut self) -> R {
        if self.halt.is_some() {
            return Err(Raised);
        }
        self.enter_native(LOOP_COST, "")?;
        self.thread.nesting += 1;
        // A native in which Python code has run must not be run again.
        self.no_more_questions();
        let result = self.eval_traced(self.thread.frames.len());
        self.thread.nesting -= 1;
        self.leave_native(LOOP_COST);
        result
    }

    /// The loop. Ends when the `entry`-th frame returns, or with the exception that leaves it.
    pub(crate) fn eval_traced(&mut self, entry: usize) -> R {
        match self.tracing {
            Tracing::Off => self.eval_from::<NoTrace>(entry),
            Tracing::Pages => self.eval_from::<Marking>(entry),
            Tracing::Steps => self.eval_from::<Observed>(entry),
        }
    }

    fn eval_from<T: Trace>(&mut self, entry: usize) -> R {
        let mut why = if self.thread.throwing { Why::Error } else { Why::Pause };
        loop {
            match why {
                Why::Exit(value) => return Ok(value),
                Why::Error => {
                    let told = self.traces() && self.trace_unwinding(entry).unwrap_or(false);
                    if !told && let Some(value) = self.unwind(entry)? {
                        return Ok(value);
                    }
                }
                // Deaths within the last instruction: their finalizers run before the next one.
                Why::Pause if self.fuel_held > 0 || self.deaths_wait() || self.fuel > 0 && self.traces() => {
                    self.give_fuel_back();
                    if !self.next_finalizer() && self.fuel > 0 && self.traces() {
                        match self.trace_next() {
                            Ok(true) => {}
                            Ok(false) => self.hold_to_one(),
                            Err(Raised) => self.thread.throwing = true,
                        }
                    }
                }
                Why::Pause if self.fuel > 0 || self.runs_on() => {}
                Why::Pause => return self.pause(),
            }
            why = if self.thread.throwing { Why::Error } else { self.run_frame::<T>() };
        }
    }

    /// The step asked for lies here. At the outermost level the run can go on later; further in, the moment is
    /// kept as a copy, and this machine is abandoned.
    #[cold]
    fn pause(&mut self) -> R {
        if self.thread.nesting > 0 && self.leash.is_some() {
            self.halt = Some(Halt::Interrupted);
            return Err(Raised);
        }
        if self.thread.nesting > 0 {
            let mut moment = self.clone();
            moment.halt = Some(Halt::Paused);
            self.moment = Some(Box::new(moment));
        }
        self.halt = Some(Halt::Paused);
        Err(Raised)
    }

    /// Writes the loop's locals back: from here on other code may run, or look.
    #[inline(never)]
    pub(crate) fn write_back(&mut self, ip: usize, sp: usize, mark: usize) {
        self.write_back_here(ip, sp, mark);
    }

    /// As `write_back`, where the loop has been left already.
    #[inline(always)]
    pub(crate) fn write_back_here(&mut self, ip: usize, sp: usize, mark: usize) {
        self.thread.sp = sp as u32;
        self.fuel = mark.wrapping_sub(ip) as u64;
        if let Some(frame) = self.thread.frames.last_mut() {
            frame.ip = ip as u32;
            frame.sp = sp as u32;
        }
    }

    /// The loop drops an object's last reference; answers the new mark, as `__del__` uses fuel.
    #[inline(never)]
    pub(crate) fn dealloc_from<T: Trace>(&mut self, o: Obj, ip: usize, sp: usize, mark: usize) -> usize {
        let slot = &self.slots[o.ix()];
        if slot.ty == ty::FLOAT || slot.ty == ty::INT && slot.x == 0 {
            self.free_number::<T>(o);
            return mark;
        }
        self.dealloc_from_loop(o, ip, sp, mark)
    }

    #[inline(never)]
    pub(crate) fn dealloc_from_loop(&mut self, o: Obj, ip: usize, sp: usize, mark: usize) -> usize {
        self.write_back_here(ip, sp, mark);
        self.slots[o.ix()].refcnt = 0;
        self.dealloc(o);
        ip.wrapping_add(self.fuel as usize)
    }

    /// An int or float of the loop is dead: freeing it runs no code.
    #[inline(always)]
    pub(crate) fn free_number<T: Trace>(&mut self, o: Obj) {
        let list = if self.slots[o.ix()].ty == ty::INT { freelist::INTS } else { freelist::FLOATS };
        if !self.push_free_in::<T>(list, o) {
            self.free_slot(o);
        }
    }

    #[inline(never)]
    pub(crate) fn free_dead_number<T: Trace>(&mut self, o: Obj) {
        self.free_number::<T>(o);
    }

    /// A moment at which a collection may run; the new mark, or `None` when the run must halt.
    #[cold]
    #[inline(never)]
    pub(crate) fn pending(&mut self, ip: usize, sp: usize, mark: usize) -> Option<usize> {
        self.write_back(ip, sp, mark);
        self.handle_pending();
        self.halt.is_none().then(|| ip.wrapping_add(self.fuel as usize))
    }
}
