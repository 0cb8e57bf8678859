//! Coroutines and what `__await__` makes of them (`Objects/genobject.c`: `PyCoro_Type`, `_PyCoroWrapper_Type`), and how
//! anything is awaited (`_PyCoro_GetAwaitableIter`).

use crate::eval::activation::{Answer, Step};
use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::args::none;
use crate::native::static_strings;
use crate::native::typedef::{Slot, TypeDef, class_def, def, getset, member, setter, tpflags};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::genobject::{field, methods as shared};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `coroutine`.
pub static COROUTINE: TypeDef = TypeDef {
    name: "coroutine",
    weaklistoffset: 16,
    kind: Kind::Generator,
    basicsize: 152,
    itemsize: 8,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::Finalize, Slot::Await],
    natives: &[
        def(
            "send($self, object, /)",
            "Go on with that value as the result of the await; the next value that is handed out.",
            |m, a| shared::send(m, a.get(m, 0), a),
        ),
        def(
            "throw($self, type, value=None, traceback=None, /)",
            "Raise the exception where it waits; the next value that is handed out.",
            |m, a| shared::throw(m, a.get(m, 0), a),
        )
        .hidden(),
        def("close($self, /)", "Raise GeneratorExit where it waits, so that it ends.", |m, a| {
            shared::close(m, a.get(m, 0))
        }),
        def("__sizeof__($self, /)", "Size of the coroutine and its frame in bytes.", shared::size),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        member("cr_origin", "Where it was made, if that is being noted; None.", |_, _| none()),
        getset("__name__", "Name as it was defined.", |m, a| shared::name(m, a, field::NAME)),
        setter("__name__", |m, a| shared::set_name(m, a, field::NAME, "__name__")),
        getset("__qualname__", "Name with the scopes that it was defined in.", |m, a| {
            shared::name(m, a, field::QUALNAME)
        }),
        setter("__qualname__", |m, a| shared::set_name(m, a, field::QUALNAME, "__qualname__")),
        getset("cr_await", "What it waits for, or None.", shared::delegate),
        getset("cr_running", "Whether it is running now.", shared::running),
        getset("cr_frame", "Its frame, or None once it has ended.", shared::frame),
        getset("cr_code", "Its code.", shared::code),
        getset("cr_suspended", "Whether it waits at an await.", shared::suspended),
    ],
    ..TypeDef::PLAIN
};

/// `coroutine_wrapper`: an iterator that runs the coroutine.
pub static COROUTINE_WRAPPER: TypeDef = TypeDef {
    name: "coroutine_wrapper",
    kind: Kind::Awaitable,
    basicsize: 24,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    doc: "Runs a coroutine, one item at a time.",
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        def("send($self, object, /)", "Go on with that value; the next one that is handed out.", |m, a| {
            let g = Obj(m.slot(a.get(m, 0)).a);
            shared::send(m, g, a)
        }),
        def("throw($self, type, value=None, traceback=None, /)", "Raise the exception where it waits.", |m, a| {
            let g = Obj(m.slot(a.get(m, 0)).a);
            shared::throw(m, g, a)
        })
        .hidden(),
        def("close($self, /)", "Raise GeneratorExit where it waits, so that it ends.", |m, a| {
            let g = Obj(m.slot(a.get(m, 0)).a);
            shared::close(m, g)
        }),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    /// What `__await__` of a coroutine gives.
    pub(crate) fn new_coroutine_wrapper(&mut self, coroutine: Obj) -> Owned {
        self.incref(coroutine);
        self.new_combined(Kind::Awaitable, ty::COROUTINE_WRAPPER, coroutine.0, Obj::NULL, Obj::NULL)
    }

    /// Asks an object for what `await` runs: a coroutine itself, or what its `__await__` gives, to be looked at by
    /// [`Machine::checked_awaitable`].
    pub(crate) fn begin_awaitable(&mut self, o: Obj, on_return: OnReturn) -> R<Begun> {
        if self.is_coroutine(o) {
            return Ok(Begun::Value(self.new_ref(o)));
        }
        let method = self.lookup_special(o, static_strings::DUNDER_AWAIT);
        if method.is_null() {
            let name = self.type_name(o);
            return Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object can't be awaited")));
        }
        self.begin_unbound(method, o, &[], on_return)
    }

    /// What an object that is awaited gave: itself, if that is a coroutine, or an iterator.
    pub(crate) fn checked_awaitable(&mut self, o: Obj, given: Owned) -> R {
        if given.get() == o && self.is_coroutine(o) {
            return Ok(given);
        }
        let text = if self.is_coroutine(given.get()) {
            "__await__() returned a coroutine".to_owned()
        } else if self.is_iterator(given.get()) {
            return Ok(given);
        } else {
            format!("__await__() returned non-iterator of type '{}'", self.type_name(given.get()))
        };
        self.drop_ref(given);
        Err(self.raise(ty::TYPE_ERROR, &text))
    }

    /// `GET_AWAITABLE`; `context` is 1 and 2 behind `__aenter__` and `__aexit__`.
    pub(crate) fn begin_get_awaitable(&mut self, o: Obj, context: u32) -> R<Begun> {
        let method = match context {
            1 => "__aenter__",
            2 => "__aexit__",
            _ => return self.begin_awaitable(o, OnReturn::Instruction),
        };
        if !self.is_coroutine(o) && self.lookup_special(o, static_strings::DUNDER_AWAIT).is_null() {
            let name = self.type_name(o);
            let text =
                format!("'async with' received an object from {method} that does not implement __await__: {name}");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        self.begin_awaitable(o, OnReturn::Instruction)
    }

    /// What `GET_AWAITABLE` was given, if nobody else awaits it already.
    pub(crate) fn finish_get_awaitable(&mut self, o: Obj, given: Owned) -> R {
        let iter = self.checked_awaitable(o, given)?;
        if self.kind(iter.get()) == Kind::Generator
            && self.ty(iter.get()) == ty::COROUTINE
            && self.yield_from_target(iter.get()).is_some()
        {
            self.drop_ref(iter);
            return Err(self.raise(ty::RUNTIME_ERROR, "coroutine is being awaited already"));
        }
        Ok(iter)
    }

    /// `GET_AITER`.
    pub(crate) fn begin_aiter(&mut self, o: Obj) -> R<Begun> {
        let method = self.lookup_special(o, static_strings::DUNDER_AITER);
        if method.is_null() {
            let name = self.type_name(o);
            let text = format!("'async for' requires an object with __aiter__ method, got {name}");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        self.begin_unbound(method, o, &[], OnReturn::Instruction)
    }

    /// What `__aiter__` gave to an `async for`.
    pub(crate) fn checked_async_iterator(&mut self, given: Owned) -> R {
        if !self.lookup_special(given.get(), static_strings::DUNDER_ANEXT).is_null() {
            return Ok(given);
        }
        let name = self.type_name(given.get());
        self.drop_ref(given);
        let text = format!("'async for' received an object from __aiter__ that does not implement __anext__: {name}");
        Err(self.raise(ty::TYPE_ERROR, &text))
    }

    /// `GET_ANEXT`.
    pub(crate) fn begin_anext(&mut self, o: Obj) -> R<Begun> {
        let method = self.lookup_special(o, static_strings::DUNDER_ANEXT);
        if method.is_null() {
            let name = self.type_name(o);
            let text = format!("'async for' requires an iterator with __anext__ method, got {name}");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        if self.ty(o) == ty::ASYNC_GENERATOR {
            return self.begin_unbound(method, o, &[], OnReturn::Instruction);
        }
        self.enter(What::GetAnext, &[StackRef::borrowed(o), StackRef::NULL], 0, OnReturn::Instruction)
    }

    /// The raised exception becomes the cause of a new one (`_PyErr_FormatFromCause`).
    pub(crate) fn raise_from_raised(&mut self, class: u32, text: &str) -> Raised {
        if self.halt.is_some() {
            return Raised;
        }
        use crate::objects::exceptions::field as exc;
        let cause = self.take_raised().into_edge();
        let raised = self.raise(class, text);
        let error = self.thread.raised;
        self.incref(cause);
        self.set_exc_field(error, exc::CAUSE, cause);
        self.set_exc_field(error, exc::CONTEXT, cause);
        self.slot_mut(error).x = 1;
        raised
    }
}

/// The next item of an asynchronous iterator, ready to be awaited. Locals: the iterator, what its `__anext__` gave.
pub(crate) fn get_anext(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    if matches!(answer, Answer::Begin) {
        let method = m.lookup_special(o, static_strings::DUNDER_ANEXT);
        let next = answer!(m.begin_unbound(method, o, &[], OnReturn::Native)?);
        return await_next(m, next);
    }
    if m.native_now().state == 0 {
        return await_next(m, answer);
    }
    finish_next(m, answer)
}

fn await_next(m: &mut Machine, next: Answer) -> R<Step> {
    let next = m.value_of(next)?;
    let o = next.get();
    m.hold(1, next);
    m.native_mut().state = 1;
    let given = match m.begin_awaitable(o, OnReturn::Native) {
        Ok(begun) => answer!(begun),
        Err(Raised) => Answer::Raised,
    };
    finish_next(m, given)
}

fn finish_next(m: &mut Machine, given: Answer) -> R<Step> {
    let o = m.held(1);
    let checked = m.value_of(given).and_then(|given| m.checked_awaitable(o, given));
    match checked {
        Ok(iter) => Ok(Step::Done(iter)),
        Err(Raised) => {
            let name = m.type_name(o);
            let text = format!("'async for' received an invalid object from __anext__: {name}");
            Err(m.raise_from_raised(ty::TYPE_ERROR, &text))
        }
    }
}
