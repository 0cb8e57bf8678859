//! Searches over the steps of a recording: by executing them again, window by window, until a test holds.

use crate::session::Session;
use crate::walk::{Stride, Walk};
use std::sync::atomic::{AtomicBool, Ordering};
use vm::state::interpreter::Seen;

/// Steps looked at in one go: at first, and at most. The flag is looked at between two of them.
const FIRST: u64 = 256;
const MOST: u64 = 50_000;
/// Inside native code, where each window is reached from far away.
const MOST_INSIDE: u64 = 2_000_000;

/// A search was given up because its flag was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

pub type Test<'a> = &'a mut dyn FnMut(&Stride, &Seen) -> bool;

impl Session {
    /// First step behind `from` that satisfies a test, or first of all steps without `from`.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is set.
    pub fn find_forward(
        &mut self,
        from: Option<u64>,
        cancel: &AtomicBool,
        test: Test,
    ) -> Result<Option<u64>, Cancelled> {
        let mut at = from.unwrap_or(0);
        let mut walk = self.walk_from(at);
        let mut window = FIRST;
        while at < self.len() {
            if cancel.load(Ordering::Relaxed) {
                return Err(Cancelled);
            }
            for seen in self.observe(at, at + window) {
                let stride = walk.see(&seen);
                if from.is_none_or(|from| seen.step > from) && test(&stride, &seen) {
                    return Ok(Some(seen.step));
                }
            }
            at += window;
            window = (window * 2).min(if self.inside_native() { MOST_INSIDE } else { MOST });
            walk.learn(self.here());
        }
        Ok(None)
    }

    /// Last step before `from` that satisfies the test.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is set.
    pub fn find_backward(&mut self, from: u64, cancel: &AtomicBool, test: Test) -> Result<Option<u64>, Cancelled> {
        let mut end = from.min(self.len());
        let mut window = FIRST;
        while end > 0 {
            if cancel.load(Ordering::Relaxed) {
                return Err(Cancelled);
            }
            let start = end.saturating_sub(window);
            // One step more: what a step begins is seen from the step before it.
            let before = start.saturating_sub(1);
            let mut walk = self.walk_from(before);
            let mut found = None;
            for seen in self.observe(before, end) {
                let stride = walk.see(&seen);
                if seen.step >= start && test(&stride, &seen) {
                    found = Some(seen.step);
                }
            }
            if found.is_some() {
                return Ok(found);
            }
            end = start;
            window = (window * 2).min(if self.inside_native() { MOST_INSIDE } else { MOST });
        }
        Ok(None)
    }

    /// A walk whose next step is `step`.
    pub fn walk_from(&mut self, step: u64) -> Walk {
        let machine = self.seek(step).machine;
        if step > 0 {
            return Walk::at(machine);
        }
        let mut walk = Walk::default();
        walk.learn(machine);
        walk
    }

    /// Calls on the stack before a step.
    pub fn depth(&mut self, step: u64) -> u32 {
        self.seek(step).machine.thread.frames.len() as u32
    }
}
