//! Finalizers: `__del__` methods and generators to be closed, each a frame like any other (PEP 442;
//! `PyObject_CallFinalizerFromDealloc`, `finalize_garbage`).

use crate::eval::activation::Answer;
use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings;
use crate::objects::genobject::{ag, field};
use crate::state::interpreter::Machine;

impl Machine {
    /// Does what waits for deallocations, up to the next finalizer that is Python code: its frame is innermost then.
    /// False: nothing waits any more.
    pub(crate) fn next_finalizer(&mut self) -> bool {
        while let Some(o) = self.next_death() {
            match self.begin_finalizer(o) {
                Ok(Begun::Frame) => return true,
                Ok(Begun::Value(value)) => self.drop_ref(value),
                Ok(Begun::End) => {}
                Err(Raised) => self.ignore_in_finalizer(o),
            }
            if self.halt.is_some() {
                return true;
            }
            self.finalizer_done();
        }
        false
    }

    fn begin_finalizer(&mut self, o: Obj) -> R<Begun> {
        if o == self.gc.called {
            return self.begin(o, &[self.gc.phase, self.gc.info], OnReturn::Finalizer);
        }
        if self.unawaited(o) {
            let hook = self.unawaited_hook();
            if !hook.is_null() && self.kind(o) == Kind::Generator {
                return self.begin(hook, &[o], OnReturn::Finalizer);
            }
            self.warn_unawaited(o);
            return Ok(Begun::End);
        }
        if self.kind(o) == Kind::Generator {
            let hook = Obj(self.gen_word(o, field::FINALIZER));
            if !hook.is_null() && self.gen_word(o, field::AG) & ag::CLOSED == 0 {
                return self.begin(hook, &[o], OnReturn::Finalizer);
            }
            return self.enter(What::GeneratorClose, &[StackRef::borrowed(o)], 0, OnReturn::Finalizer);
        }
        if self.kind(o) == Kind::BufferWrapper {
            let (view, lender) = (Obj(self.slot(o).a), Obj(self.slot(o).b_lo()));
            let method = self.lookup_special(lender, static_strings::DUNDER_RELEASE_BUFFER);
            if method.is_null() {
                return Ok(Begun::End);
            }
            return self.begin_unbound(method, lender, &[view], OnReturn::Finalizer);
        }
        let callback = self.due_callback(o);
        if !callback.is_null() {
            return self.begin(callback, &[o], OnReturn::Finalizer);
        }
        let method = self.lookup_special(o, static_strings::DUNDER_DEL);
        if method.is_null() {
            return Ok(Begun::End);
        }
        self.begin_unbound(method, o, &[], OnReturn::Finalizer)
    }

    /// A finalizer's frame has ended: the deallocation that called it goes on.
    pub(crate) fn finalizer_ended(&mut self, answer: Answer) -> R<Option<Owned>> {
        self.thread.sp = self.top_frame().sp;
        // Nothing that waits goes on before all has been said: saying it may run Python code.
        match answer {
            Answer::Value(value) | Answer::Ended(value) => self.drop_ref(value),
            _ => self.ignore_in_finalizer(self.finalizing()),
        }
        self.finalizer_done();
        if self.halt.is_some() {
            return Err(Raised);
        }
        if self.next_finalizer() {
            return Ok(None);
        }
        // A native activation is innermost only if it waits for just this.
        if self.top_frame().is_native() { self.answer_native(Answer::Again) } else { Ok(None) }
    }

    fn ignore_in_finalizer(&mut self, o: Obj) {
        if o == self.gc.called {
            return self.write_unraisable("while calling GC callback", o);
        }
        if self.unawaited(o) {
            return self.write_unraisable("while finalizing coroutine", o);
        }
        if self.kind(o) == Kind::Generator {
            let told = self.gen_word(o, field::FINALIZER) != 0 && self.gen_word(o, field::AG) & ag::CLOSED == 0;
            return self
                .write_unraisable(if told { "while finalizing generator" } else { "while closing generator" }, o);
        }
        if self.kind(o) == Kind::BufferWrapper {
            let class = self.type_name(Obj(self.slot(o).b_lo()));
            return self.write_unraisable(&format!("in __release_buffer__ of {class}"), Obj::NULL);
        }
        let callback = self.due_callback(o);
        if !callback.is_null() {
            let when = if self.called_by_collector(o) { "on" } else { "while" };
            return self.write_unraisable(&format!("{when} calling weakref callback"), callback);
        }
        let method = self.lookup_special(o, static_strings::DUNDER_DEL);
        self.write_unraisable("while calling deallocator", method);
    }
}
