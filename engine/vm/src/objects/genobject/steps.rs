//! Resuming generators from native code: `send`, `throw`, `close` (`gen_send_ex2`, `_gen_throw`, `gen_close`).

use crate::eval::activation::{Answer, Step};
use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings::{self, fixed};
use crate::objects::genobject::state;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const NATIVE: OnReturn = OnReturn::Native;

impl Machine {
    /// Sends a value (taken over) into a generator.
    pub(crate) fn begin_send(&mut self, g: Obj, value: Owned, on_return: OnReturn) -> R<Begun> {
        let noun = self.generator_noun(g);
        let refused = match self.slot(g).x {
            state::CREATED if !Machine::is_none(value.get()) => {
                Err(self.raise(ty::TYPE_ERROR, &format!("can't send non-None value to a just-started {noun}")))
            }
            state::EXECUTING => Err(self.raise(ty::VALUE_ERROR, &format!("{noun} already executing"))),
            state::CLEARED if self.ty(g) == ty::COROUTINE => Err(self.awaited_already()),
            state::CLEARED => Ok(Begun::End),
            _ => {
                self.save_sp();
                self.resume_generator(g, value.into_edge(), on_return)?;
                return Ok(Begun::Frame);
            }
        };
        self.drop_ref(value);
        refused
    }

    fn awaited_already(&mut self) -> Raised {
        self.raise(ty::RUNTIME_ERROR, "cannot reuse already awaited coroutine")
    }

    /// Raises an exception (an instance, borrowed) inside a suspended generator. A `GeneratorExit` closes what it delegates
    /// to, if `closes` says so, and is thrown into that otherwise.
    pub(crate) fn begin_throw(&mut self, g: Obj, exc: Obj, closes: bool, on_return: OnReturn) -> R<Begun> {
        self.begin_throw_words(g, exc, Obj::NULL, closes, on_return)
    }

    /// As `begin_throw`; `words` are the arguments of the call that threw it, in a tuple, or NULL.
    fn begin_throw_words(&mut self, g: Obj, exc: Obj, words: Obj, closes: bool, on_return: OnReturn) -> R<Begun> {
        match self.slot(g).x {
            state::EXECUTING => {
                let noun = self.generator_noun(g);
                return Err(self.raise(ty::VALUE_ERROR, &format!("{noun} already executing")));
            }
            state::CLEARED if self.ty(g) == ty::COROUTINE => return Err(self.awaited_already()),
            state::CLEARED => {
                self.incref(exc);
                self.restore_raised(exc);
                return Err(Raised);
            }
            _ => {}
        }
        // A generator delegated to gets the exception first.
        if let Some(inner) = self.yield_from_target(g) {
            let (exc, inner) = (self.new_ref(exc), self.new_ref(inner));
            let words = if words.is_null() { StackRef::NULL } else { StackRef::owned(self.new_ref(words).into_edge()) };
            let (exc, inner) = (StackRef::owned(exc.into_edge()), StackRef::owned(inner.into_edge()));
            let held = [StackRef::borrowed(g), exc, inner, words];
            return self.enter(What::GeneratorDelegate, &held, u64::from(closes), on_return);
        }
        let exc = self.new_ref(exc);
        self.throw_here(g, exc, on_return)?;
        Ok(Begun::Frame)
    }

    /// The generator's frame is innermost, and an exception is raised in it.
    fn throw_here(&mut self, g: Obj, exc: Owned, on_return: OnReturn) -> R<()> {
        self.save_sp();
        if let Err(e) = self.resume_generator(g, fixed::NONE, on_return) {
            self.drop_ref(exc);
            return Err(e);
        }
        self.thread.throwing = true;
        self.thread.thrown = self.traces();
        // Its context is what the generator itself handles (`_PyErr_ChainStackItem`).
        if self.thread.exc_stack.last().is_some_and(|handled| !handled.is_null()) {
            let _raised = self.raise_exception(exc);
        } else {
            self.restore_raised(exc.into_edge());
        }
        Ok(())
    }
}

/// `g.send(value)`. Locals: the generator and the value.
pub(crate) fn send(m: &mut Machine, answer: Answer) -> R<Step> {
    let got = match answer {
        Answer::Begin => {
            let (g, value) = (m.held(0), m.take_held(1));
            answer!(m.begin_send(g, value, NATIVE)?)
        }
        got => got,
    };
    yielded(m, got)
}

fn yielded(m: &mut Machine, got: Answer) -> R<Step> {
    match got {
        Answer::Value(value) => Ok(Step::Done(value)),
        Answer::Ended(value) => Err(m.raise_stop(value)),
        _ => Err(Raised),
    }
}

/// `next(it)` and `next(it, default)`. Locals: the iterator and the default, or NULL.
pub(crate) fn next(m: &mut Machine, answer: Answer) -> R<Step> {
    let got = match answer {
        Answer::Begin => {
            let it = m.held(0);
            match m.begin_next(it, NATIVE) {
                Ok(begun) => answer!(begun),
                Err(Raised) => Answer::Raised,
            }
        }
        got => got,
    };
    if m.held(1).is_null() {
        return yielded(m, got);
    }
    match m.item_of(got)? {
        Some(item) => Ok(Step::Done(item)),
        None => Ok(Step::Done(m.take_held(1))),
    }
}

/// `g.throw(exc)`. Locals: the generator and the exception.
pub(crate) fn throw(m: &mut Machine, answer: Answer) -> R<Step> {
    let got = match answer {
        Answer::Begin => {
            let (g, exc, words) = (m.held(0), m.held(1), m.held(2));
            answer!(m.begin_throw_words(g, exc, words, true, NATIVE)?)
        }
        got => got,
    };
    yielded(m, got)
}

/// `g.close()`: raises `GeneratorExit` where it is suspended. Local: the generator.
pub(crate) fn close(m: &mut Machine, answer: Answer) -> R<Step> {
    let g = m.held(0);
    let got = match answer {
        Answer::Begin => match m.slot(g).x {
            state::CLEARED => return Ok(Step::Done(Owned::steal(fixed::NONE))),
            state::CREATED => {
                m.generator_clear(g);
                return Ok(Step::Done(Owned::steal(fixed::NONE)));
            }
            state::SUSPENDED => {
                if let Some(inner) = m.yield_from_target(g) {
                    m.native_mut().state = 1;
                    m.slot_mut(g).x = state::EXECUTING;
                    let inner = m.new_ref(inner);
                    let inner = m.keep(inner);
                    match begin_close(m, inner) {
                        Ok(begun) => answer!(begun),
                        Err(Raised) => Answer::Raised,
                    }
                } else {
                    Answer::Begin
                }
            }
            _ => Answer::Begin,
        },
        got => got,
    };
    let got = match m.native_now().state {
        2 => got,
        state => {
            if state == 1 {
                // What it delegated to is closed.
                m.slot_mut(g).x = state::SUSPENDED;
            }
            m.native_mut().state = 2;
            let exc = match got {
                Answer::Raised if m.halt.is_some() => return Err(Raised),
                Answer::Raised => m.take_raised(),
                got => {
                    if let Answer::Value(value) | Answer::Ended(value) = got {
                        m.drop_ref(value);
                    }
                    if m.slot(g).x == state::SUSPENDED && !m.generator_has_handler(g) {
                        m.generator_clear(g);
                        return Ok(Step::Done(Owned::steal(fixed::NONE)));
                    }
                    let _raised = m.raise_empty(ty::GENERATOR_EXIT);
                    m.take_raised()
                }
            };
            if m.slot(g).x == state::SUSPENDED {
                m.throw_here(g, exc, NATIVE)?;
                return Ok(Step::Called);
            }
            let begun = m.begin_throw(g, exc.get(), true, NATIVE);
            m.drop_ref(exc);
            match begun {
                Ok(begun) => answer!(begun),
                Err(Raised) => Answer::Raised,
            }
        }
    };
    match got {
        Answer::Value(value) => {
            m.drop_ref(value);
            let noun = m.generator_noun(g);
            Err(m.raise(ty::RUNTIME_ERROR, &format!("{noun} ignored GeneratorExit")))
        }
        Answer::Ended(value) => Ok(Step::Done(value)),
        _ if m.raised_is(ty::GENERATOR_EXIT) => {
            m.clear_raised();
            Ok(Step::Done(Owned::steal(fixed::NONE)))
        }
        _ if m.raised_is(ty::STOP_ITERATION) => Ok(Step::Done(m.take_stop_value())),
        _ => Err(Raised),
    }
}

/// An exception for a generator that delegates (`_gen_throw`). Locals: the generator, the exception, and what it
/// delegates to, and
/// the arguments of the call that threw it, or NULL.
pub(crate) fn delegate(m: &mut Machine, answer: Answer) -> R<Step> {
    let (g, exc, inner, words) = (m.held(0), m.held(1), m.held(2), m.held(3));
    let got = match answer {
        Answer::Begin => {
            m.slot_mut(g).x = state::EXECUTING;
            let closes = m.native_now().a != 0;
            let begun = if closes && m.isinstance_of(exc, ty::GENERATOR_EXIT) {
                m.native_mut().state = 1;
                begin_close(m, inner)
            } else if m.kind(inner) == Kind::Generator {
                m.begin_throw_words(inner, exc, words, closes, NATIVE)
            } else {
                match m.lookup_method(inner, static_strings::THROW) {
                    Some(method) => {
                        let args = if words.is_null() { vec![exc] } else { m.seq_items(words) };
                        let begun = m.begin(method.get(), &args, NATIVE);
                        m.drop_ref(method);
                        begun
                    }
                    None => {
                        let exc = m.new_ref(exc);
                        Err(m.raise_exception(exc))
                    }
                }
            };
            match begun {
                Ok(begun) => answer!(begun),
                Err(Raised) => Answer::Raised,
            }
        }
        got => got,
    };
    match (m.native_now().state, got) {
        // The generator itself has ended or yielded.
        (2, Answer::Value(value)) => Ok(Step::Done(value)),
        (2, Answer::Ended(value)) => Ok(Step::End(value)),
        (2, _) => Err(Raised),
        (1, Answer::Value(value) | Answer::Ended(value)) => {
            m.drop_ref(value);
            let exc = m.new_ref(exc);
            go_on_raising(m, g, exc)
        }
        (_, Answer::Value(value)) => {
            m.slot_mut(g).x = state::SUSPENDED;
            Ok(Step::Done(value))
        }
        (_, Answer::Ended(value)) => {
            // Its `CLEANUP_THROW` takes the value out again.
            let _raised = m.raise_stop(value);
            let exc = m.take_raised();
            go_on_raising(m, g, exc)
        }
        (_, _) if m.halt.is_some() => Err(Raised),
        (_, _) => {
            let exc = m.take_raised();
            go_on_raising(m, g, exc)
        }
    }
}

fn begin_close(m: &mut Machine, inner: Obj) -> R<Begun> {
    if m.kind(inner) == Kind::Generator {
        return m.enter(What::GeneratorClose, &[StackRef::borrowed(inner)], 0, NATIVE);
    }
    let close = m.intern_str("close");
    let method = m.lookup_method(inner, close.get());
    m.drop_ref(close);
    match method {
        Some(method) => {
            let begun = m.begin(method.get(), &[], NATIVE);
            m.drop_ref(method);
            begun
        }
        None => Ok(Begun::Value(Owned::steal(fixed::NONE))),
    }
}

fn go_on_raising(m: &mut Machine, g: Obj, exc: Owned) -> R<Step> {
    m.slot_mut(g).x = state::SUSPENDED;
    m.native_mut().state = 2;
    m.throw_here(g, exc, NATIVE)?;
    Ok(Step::Called)
}
