//! How activations end: by returning a value to whoever wants it, and by an exception that unwinds frames until
//! one has a handler (`Python/ceval.c`, InternalDocs/exception_handling.md).

use crate::eval::activation::Answer;
use crate::memory::object::{Obj, Owned, R, Raised, StackRef};
use crate::state::interpreter::Machine;

impl Machine {
    /// The current frame returns a value that its caller's instruction wants in a special way, or that ends
    /// this run of the loop: then the value is given back.
    pub(crate) fn return_value(&mut self, value: Owned) -> R<Option<Owned>> {
        let Some(frame) = self.thread.frames.pop() else { return Ok(Some(value)) };
        self.thread.sp = frame.base;
        if frame.generator.is_null() {
            let height = self.kept();
            let held = self.new_ref(value.get());
            self.keep(held);
            self.release_frame(&frame);
            self.drop_kept(height);
        } else {
            self.finish_generator(&frame);
        }
        let ended = !frame.generator.is_null();
        self.deliver(frame.on_return, if ended { Answer::Ended(value) } else { Answer::Value(value) })
    }

    /// Pushes an owned reference on the innermost frame's stack.
    pub(crate) fn push_to_caller(&mut self, value: Obj) {
        let at = self.thread.frames.len() - 1;
        let frame = &mut self.thread.frames[at];
        self.thread.stack[frame.sp as usize] = StackRef::owned(value);
        frame.sp += 1;
        self.thread.sp = frame.sp;
    }

    /// Notes that an exception was raised, once for a step: passing on from frame to frame raises nothing.
    pub(crate) fn log_raised(&mut self) {
        if self.thread.reraise || self.halt.is_some() || self.thread.raised.is_null() || self.host.tell.is_some() {
            return;
        }
        let event = crate::state::interpreter::Event::Raised(self.type_name(self.thread.raised));
        if self.events.last() != Some(&(self.steps(), event.clone())) {
            self.log(event);
        }
    }

    /// Looks for a handler of the raised exception, frame by frame. `Ok(None)`: found, go on there. An error
    /// means that the exception left the frame this run of the loop started with.
    #[cold]
    #[inline(never)]
    pub(crate) fn unwind(&mut self, entry: usize) -> R<Option<Owned>> {
        self.thread.throwing = false;
        self.log_raised();
        // Of no use to any frame but the one that raises again.
        let mut raised_first_at = self.thread.reraise_lasti.take();
        loop {
            if self.halt.is_some() || self.thread.frames.len() < entry {
                return Err(Raised);
            }
            let at = self.thread.frames.len() - 1;
            if self.thread.reraise {
                self.thread.reraise = false;
            } else {
                self.traceback_here(at);
            }
            let frame = self.thread.frames[at];
            let stack_base = self.stack_base(&frame);
            self.thread.sp = frame.sp;
            let lasti = frame.ip.saturating_sub(1);
            let handlers = &self.codes[frame.code as usize].stat.handlers;
            let handler = handlers.iter().find(|h| h.start <= lasti && lasti < h.end).copied();
            if let Some(handler) = handler {
                self.clear_stack_to(stack_base + handler.depth);
                if handler.lasti {
                    let shown = raised_first_at.take().unwrap_or(lasti);
                    let number = self.new_int(i64::from(shown));
                    self.thread.stack[self.thread.sp as usize] = StackRef::owned(number.into_edge());
                    self.thread.sp += 1;
                }
                let exc = self.take_raised();
                self.thread.stack[self.thread.sp as usize] = StackRef::owned(exc.into_edge());
                self.thread.sp += 1;
                let frame = &mut self.thread.frames[at];
                frame.sp = self.thread.sp;
                frame.ip = handler.target;
                return Ok(None);
            }
            // A frame that is left by raising again is where it was raised first.
            let mut frame = frame;
            if let Some(first) = raised_first_at.take() {
                frame.ip = first + 1;
            }
            self.clear_stack_to(stack_base);
            self.thread.frames.pop();
            if frame.generator.is_null() {
                self.release_frame(&frame);
            } else {
                self.finish_generator(&frame);
            }
            self.thread.sp = frame.base;
            // Whoever it ran for may know what to do with the exception.
            if let Ok(done) = self.deliver(frame.on_return, Answer::Raised) {
                return Ok(done);
            }
            if self.traces() && self.thread.frames.len() >= entry {
                // Whoever is told is told of the next frame first.
                self.thread.throwing = true;
                return Ok(None);
            }
        }
    }
}
