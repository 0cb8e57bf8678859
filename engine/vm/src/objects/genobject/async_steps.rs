//! What is awaited of asynchronous generators, as native activations (`async_gen_asend_send`, `async_gen_athrow_send`,
//! `async_gen_unwrap_value`, `anextawaitable_proxy`).

use crate::eval::activation::{Answer, Step};
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings::{self, fixed};
use crate::objects::genobject::asyncgen::{Act, Method, awaitable};
use crate::objects::genobject::{ag, field, state};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const NATIVE: OnReturn = OnReturn::Native;

fn act_of(m: &Machine) -> Act {
    [Act::Next, Act::Send, Act::Throw, Act::Close][m.native_now().a as usize & 3]
}

fn running(m: &mut Machine, g: Obj, on: bool) {
    let flags = m.gen_word(g, field::AG) & !ag::RUNNING;
    m.set_gen_word(g, field::AG, flags | if on { ag::RUNNING } else { 0 });
}

fn close_generator(m: &mut Machine, g: Obj) {
    let flags = m.gen_word(g, field::AG);
    m.set_gen_word(g, field::AG, flags | ag::CLOSED);
}

/// Whether the raised exception is how an asynchronous generator ends.
fn ends(m: &Machine) -> bool {
    m.raised_is(ty::STOP_ASYNC_ITERATION) || m.raised_is(ty::GENERATOR_EXIT)
}

/// `asend`, `athrow` and `aclose`. Locals: what is awaited, and a value or an exception.
pub(crate) fn awaited(m: &mut Machine, answer: Answer) -> R<Step> {
    let (o, act) = (m.held(0), act_of(m));
    let asend = m.ty(o) == ty::ASYNC_GENERATOR_ASEND;
    let got = match answer {
        Answer::Begin => {
            if act == Act::Close && m.slot(o).x == awaitable::CLOSED {
                return Ok(Step::Done(Owned::steal(fixed::NONE)));
            }
            match begin(m, o, act, asend) {
                Ok(Some(Begun::Frame)) => return Ok(Step::Called),
                Ok(Some(Begun::Value(value))) => Answer::Value(value),
                Ok(Some(Begun::End)) => Answer::Ended(Owned::steal(fixed::NONE)),
                Ok(None) => return Ok(Step::End(Owned::steal(fixed::NONE))),
                // Refused before the generator was asked.
                Err(Raised) if m.native_now().state == 0 => return closed(m, act, Err(Raised)),
                Err(Raised) => Answer::Raised,
            }
        }
        got => got,
    };
    let step = if asend { after_asend(m, o, got) } else { after_athrow(m, o, got) };
    closed(m, act, step)
}

/// `close()` wants the end, in whatever form (`async_gen_asend_close`).
fn closed(m: &mut Machine, act: Act, step: R<Step>) -> R<Step> {
    if act != Act::Close {
        return step;
    }
    match step {
        Ok(Step::Done(value)) => {
            m.drop_ref(value);
            Err(m.raise(ty::RUNTIME_ERROR, "coroutine ignored GeneratorExit"))
        }
        Ok(Step::End(value)) => {
            m.drop_ref(value);
            Ok(Step::Done(Owned::steal(fixed::NONE)))
        }
        Err(Raised) if ends(m) || m.raised_is(ty::STOP_ITERATION) => {
            m.clear_raised();
            Ok(Step::Done(Owned::steal(fixed::NONE)))
        }
        step => step,
    }
}

/// Goes on in the generator; `None`: there is nothing left of it. The activation's state is 1 once it was asked.
fn begin(m: &mut Machine, o: Obj, act: Act, asend: bool) -> R<Option<Begun>> {
    let slot = *m.slot(o);
    let (g, given) = (Obj(slot.a), Obj(slot.b_lo()));
    let name = match (asend, given.is_null()) {
        (true, _) => "anext()",
        (false, true) => "aclose()",
        (false, false) => "athrow()",
    };
    if slot.x == awaitable::CLOSED {
        let what = if asend { "__anext__()/asend()" } else { "aclose()/athrow()" };
        return Err(m.raise(ty::RUNTIME_ERROR, &format!("cannot reuse already awaited {what}")));
    }
    let sends = matches!(act, Act::Send | Act::Next);
    if !asend && sends && m.slot(g).x == state::CLEARED {
        m.slot_mut(o).x = awaitable::CLOSED;
        return Ok(None);
    }
    let mut value = if sends { m.take_held(1) } else { Owned::steal(Obj::NULL) };
    if slot.x == awaitable::INIT {
        let flags = m.gen_word(g, field::AG);
        let refused = if flags & ag::RUNNING != 0 {
            m.slot_mut(o).x = awaitable::CLOSED;
            Some(m.raise(ty::RUNTIME_ERROR, &format!("{name}: asynchronous generator is already running")))
        } else if !asend && sends && flags & ag::CLOSED != 0 {
            m.slot_mut(o).x = awaitable::CLOSED;
            Some(m.raise_empty(ty::STOP_ASYNC_ITERATION))
        } else if !asend && sends && !Machine::is_none(value.get()) {
            Some(m.raise(ty::RUNTIME_ERROR, "can't send non-None value to a just-started coroutine"))
        } else {
            None
        };
        if let Some(raised) = refused {
            m.xdecref(value.into_edge());
            return Err(raised);
        }
        m.slot_mut(o).x = awaitable::ITER;
        if asend && sends && Machine::is_none(value.get()) && !given.is_null() {
            value = m.new_ref(given);
        }
        if !asend && sends {
            // The first send is the throw.
            m.xdecref(value.into_edge());
            return begin_athrow(m, g, given).map(Some);
        }
    }
    running(m, g, true);
    m.native_mut().state = 1;
    let begun = match act {
        Act::Send | Act::Next => m.begin_send(g, value, NATIVE),
        _ => {
            let exc = if act == Act::Close { m.alloc_exception(ty::GENERATOR_EXIT) } else { m.take_held(1) };
            let begun = m.begin_throw(g, exc.get(), true, NATIVE);
            m.drop_ref(exc);
            begun
        }
    };
    begun.map(Some)
}

/// `athrow` and `aclose` begin: a delegate is not closed, as it may have to be awaited.
fn begin_athrow(m: &mut Machine, g: Obj, given: Obj) -> R<Begun> {
    running(m, g, true);
    m.native_mut().state = 1;
    let exc = if given.is_null() {
        close_generator(m, g);
        m.alloc_exception(ty::GENERATOR_EXIT)
    } else {
        let args = m.seq_items(given);
        if args.is_empty() || args.len() > 3 {
            let (word, n) =
                if args.is_empty() { ("at least 1 argument", 0) } else { ("at most 3 arguments", args.len()) };
            m.native_mut().state = 0;
            return Err(m.raise(ty::TYPE_ERROR, &format!("athrow expected {word}, got {n}")));
        }
        let part = |i: usize| args.get(i).copied().unwrap_or(Obj::NULL);
        m.exception_of(part(0), part(1), part(2))?
    };
    let begun = m.begin_throw(g, exc.get(), false, NATIVE);
    m.drop_ref(exc);
    begun
}

/// What the generator gave (`async_gen_unwrap_value`): a value yielded ends the await, one awaited is handed on.
fn unwrap(m: &mut Machine, g: Obj, got: Answer) -> R<Step> {
    let value = match got {
        Answer::Value(value) => value,
        Answer::Ended(value) => {
            m.drop_ref(value);
            let _raised = m.raise_empty(ty::STOP_ASYNC_ITERATION);
            close_generator(m, g);
            running(m, g, false);
            return Err(Raised);
        }
        _ => {
            if ends(m) {
                close_generator(m, g);
            }
            running(m, g, false);
            return Err(Raised);
        }
    };
    match unwrapped(m, value) {
        Ok(value) => {
            running(m, g, false);
            Ok(Step::End(value))
        }
        Err(value) => Ok(Step::Done(value)),
    }
}

/// What is in a wrapped value; `Err`: it is none.
fn unwrapped(m: &mut Machine, value: Owned) -> Result<Owned, Owned> {
    if m.kind(value.get()) != Kind::Awaitable || m.ty(value.get()) != ty::ASYNC_GENERATOR_WRAPPED_VALUE {
        return Err(value);
    }
    let inner = m.new_ref(Obj(m.slot(value.get()).a));
    m.drop_ref(value);
    Ok(inner)
}

fn after_asend(m: &mut Machine, o: Obj, got: Answer) -> R<Step> {
    let step = unwrap(m, Obj(m.slot(o).a), got);
    if !matches!(step, Ok(Step::Done(_))) {
        m.slot_mut(o).x = awaitable::CLOSED;
    }
    step
}

fn after_athrow(m: &mut Machine, o: Obj, got: Answer) -> R<Step> {
    let slot = *m.slot(o);
    let g = Obj(slot.a);
    if slot.b_lo() != 0 {
        let step = unwrap(m, g, got);
        if !matches!(step, Ok(Step::Done(_))) {
            m.slot_mut(o).x = awaitable::CLOSED;
        }
        return step;
    }
    let value = match got {
        Answer::Value(value) => value,
        got => {
            running(m, g, false);
            m.slot_mut(o).x = awaitable::CLOSED;
            return match got {
                Answer::Ended(value) => Ok(Step::End(value)),
                _ if ends(m) => {
                    m.clear_raised();
                    Ok(Step::End(Owned::steal(fixed::NONE)))
                }
                _ => Err(Raised),
            };
        }
    };
    match unwrapped(m, value) {
        Ok(value) => {
            m.drop_ref(value);
            running(m, g, false);
            m.slot_mut(o).x = awaitable::CLOSED;
            Err(m.raise(ty::RUNTIME_ERROR, "async generator ignored GeneratorExit"))
        }
        Err(value) => Ok(Step::Done(value)),
    }
}

/// The hook of `sys.set_asyncgen_hooks` is told of a generator before the first thing is made of it. Locals: the generator,
/// the method's value; `a` is the method.
pub(crate) fn first_iter(m: &mut Machine, answer: Answer) -> R<Step> {
    let g = m.held(0);
    let got = match answer {
        Answer::Begin => {
            let hook = m.thread.async_gen_firstiter;
            answer!(m.begin(hook, &[g], NATIVE)?)
        }
        got => got,
    };
    let value = m.value_of(got)?;
    m.drop_ref(value);
    let method = [Method::Send, Method::Throw, Method::Close][m.native_now().a as usize % 3];
    let given = m.take_held(1).into_edge();
    Ok(Step::Done(m.new_awaited(g, method, given)))
}

/// What `anext` with a default gave. Locals: it, a value or an exception, what is awaited in its place.
pub(crate) fn anext(m: &mut Machine, answer: Answer) -> R<Step> {
    let (o, act) = (m.held(0), act_of(m));
    let wrapped = Obj(m.slot(o).a);
    let mut got = match (m.native_now().state, answer) {
        (0, Answer::Begin) => answer!(m.begin_awaitable(wrapped, NATIVE)?),
        (_, got) => got,
    };
    if m.native_now().state == 0 {
        let given = m.value_of(got)?;
        let mut iter = m.checked_awaitable(wrapped, given)?;
        if m.only_awaited(iter.get()) {
            let wrapper = m.new_coroutine_wrapper(iter.get());
            m.drop_ref(iter);
            iter = wrapper;
        }
        let it = iter.get();
        m.hold(2, iter);
        m.native_mut().state = 1;
        got = match begin_anext(m, it, act) {
            Ok(begun) => answer!(begun),
            Err(Raised) => Answer::Raised,
        };
    }
    match got {
        Answer::Value(value) => Ok(Step::Done(value)),
        Answer::Ended(value) => Ok(Step::End(value)),
        _ if m.raised_is(ty::STOP_ASYNC_ITERATION) => {
            m.clear_raised();
            Ok(Step::End(m.new_ref(Obj(m.slot(o).b_lo()))))
        }
        _ => Err(Raised),
    }
}

fn begin_anext(m: &mut Machine, it: Obj, act: Act) -> R<Begun> {
    let value = m.held(1);
    let (name, args) = match act {
        Act::Next => return m.begin_next(it, NATIVE),
        Act::Send => (static_strings::SEND, vec![value]),
        Act::Throw => (static_strings::THROW, vec![value]),
        Act::Close => (static_strings::CLOSE, vec![]),
    };
    let method = m.getattr(it, name)?;
    let begun = m.begin(method.get(), &args, NATIVE);
    m.drop_ref(method);
    begun
}

/// `aiter(o)` and, where `a` is 1, `anext(o)`. Locals: the object, and a default or NULL.
pub(crate) fn async_iter(m: &mut Machine, answer: Answer) -> R<Step> {
    let (o, next) = (m.held(0), m.native_now().a == 1);
    let got = match answer {
        Answer::Begin => {
            let name = if next { static_strings::DUNDER_ANEXT } else { static_strings::DUNDER_AITER };
            let method = m.lookup_special(o, name);
            answer!(m.begin_unbound(method, o, &[], NATIVE)?)
        }
        got => got,
    };
    let value = m.value_of(got)?;
    if next {
        if m.held(1).is_null() {
            return Ok(Step::Done(value));
        }
        let default = m.new_ref(m.held(1));
        return Ok(Step::Done(m.new_anext_awaitable(value, default)));
    }
    if m.lookup_special(value.get(), static_strings::DUNDER_ANEXT).is_null() {
        let name = m.type_name(value.get());
        m.drop_ref(value);
        return Err(m.raise(ty::TYPE_ERROR, &format!("aiter() returned not an async iterator of type '{name}'")));
    }
    Ok(Step::Done(value))
}
