//! Asynchronous generators and what their methods give to be awaited (`Objects/genobject.c`: `PyAsyncGen_Type` and the
//! types behind it; `Objects/iterobject.c`: `_PyAnextAwaitable_Type`).

use crate::eval::activations::What;
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::args::{Args, boolean};
use crate::native::typedef::{Slot, TypeDef, class_def, def, getset, member, setter, tpflags};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::genobject::{ag, field, methods as shared, state};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `Slot::x` of what is awaited (`AwaitableState`).
pub mod awaitable {
    pub const INIT: u16 = 0;
    pub const ITER: u16 = 1;
    pub const CLOSED: u16 = 2;
}

/// What is done to something awaited; `Native::a` of its activation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Act {
    /// `__next__`.
    Next,
    Send,
    Throw,
    Close,
}

/// A method of asynchronous generators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Method {
    /// `asend`, and `__anext__` without a value.
    Send,
    Throw,
    Close,
}

/// `async_generator`.
pub static ASYNC_GENERATOR: TypeDef = TypeDef {
    name: "async_generator",
    weaklistoffset: 16,
    kind: Kind::Generator,
    basicsize: 152,
    itemsize: 8,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::Finalize, Slot::AsyncIter, Slot::AsyncNext],
    natives: &[
        def("asend($self, object, /)", "To be awaited: goes on with that value, gives the next one.", |m, a| {
            m.async_gen_method(a, Method::Send)
        }),
        def("athrow($self, /, *args)", "To be awaited: raises the exception where it waits.", |m, a| {
            m.async_gen_method(a, Method::Throw)
        })
        .hidden(),
        def("aclose($self, /)", "To be awaited: raises GeneratorExit where it waits.", |m, a| {
            m.async_gen_method(a, Method::Close)
        }),
        def("__sizeof__($self, /)", "Size of the generator and its frame in bytes.", shared::size),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        member("ag_running", "Whether something that runs it is being awaited.", |m, a| {
            boolean(m.gen_word(a.get(m, 0), field::AG) & ag::RUNNING != 0)
        }),
        getset("__name__", "Name as it was defined.", |m, a| shared::name(m, a, field::NAME)),
        setter("__name__", |m, a| shared::set_name(m, a, field::NAME, "__name__")),
        getset("__qualname__", "Name with the scopes that it was defined in.", |m, a| {
            shared::name(m, a, field::QUALNAME)
        }),
        setter("__qualname__", |m, a| shared::set_name(m, a, field::QUALNAME, "__qualname__")),
        getset("ag_await", "What it waits for, or None.", shared::delegate),
        getset("ag_frame", "Its frame, or None once it has ended.", shared::frame),
        getset("ag_code", "Its code.", shared::code),
        getset("ag_suspended", "Whether it waits.", shared::suspended),
    ],
    ..TypeDef::PLAIN
};

macro_rules! awaited {
    ($id:ident $name:literal $size:literal $doc:literal [$($slot:ident)*]) => {
        pub static $id: TypeDef = TypeDef {
            name: $name,
            kind: Kind::Awaitable,
            basicsize: $size,
            flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
            doc: $doc,
            slots: &[$(Slot::$slot),*],
            natives: &[
                def("send($self, object, /)", "Go on with that value; the next one that is handed out.", |m, a| {
                    let value = a.get(m, 1);
                    m.act_on_awaitable(a.get(m, 0), Act::Send, StackRef::borrowed(value))
                }),
                def("throw($self, type, value=None, traceback=None, /)", "Raise the exception where it waits.", |m, a| {
                    let given = m.exception_to_throw(a)?;
                    m.act_on_awaitable(a.get(m, 0), Act::Throw, StackRef::owned(given.into_edge()))
                })
                .hidden(),
                def("close($self, /)", "Raise GeneratorExit where it waits, so that it ends.", |m, a| {
                    m.act_on_awaitable(a.get(m, 0), Act::Close, StackRef::NULL)
                }),
            ],
            ..TypeDef::PLAIN
        };
    };
}

awaited! { ASEND "async_generator_asend" 40 "What asend gives." [Iter Next Finalize Await] }
awaited! { ATHROW "async_generator_athrow" 40 "What athrow and aclose give." [Iter Next Finalize Await] }
awaited! { ANEXT_AWAITABLE "anext_awaitable" 32 "What anext with a default gives." [Iter Next Await] }

/// `async_generator_wrapped_value`: a value that a `yield` of an asynchronous generator hands out, between values that an
/// `await` in it does.
pub static WRAPPED_VALUE: TypeDef = TypeDef {
    name: "async_generator_wrapped_value",
    kind: Kind::Awaitable,
    basicsize: 24,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    doc: "A value that an asynchronous generator yields.",
    ..TypeDef::PLAIN
};

impl Machine {
    /// A value (taken over) as an asynchronous generator yields it.
    pub(crate) fn wrap_async_value(&mut self, value: Owned) -> Owned {
        let value = value.into_edge();
        self.new_combined(Kind::Awaitable, ty::ASYNC_GENERATOR_WRAPPED_VALUE, value.0, Obj::NULL, Obj::NULL)
    }

    /// `asend`, `athrow`, `aclose`, `__anext__`: makes what is to be awaited; the first of them tells the hooks.
    pub(crate) fn async_gen_method(&mut self, a: Args, method: Method) -> R {
        let g = a.get(self, 0);
        let given = match method {
            Method::Send => {
                let value = a.opt(self, 1);
                if value.is_null() { StackRef::NULL } else { StackRef::owned(self.new_ref(value).into_edge()) }
            }
            Method::Throw => {
                let rest = a.rest(self, 1);
                if rest.len() > 1 {
                    let text = "the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature \
                                instead.";
                    self.warn(ty::DEPRECATION_WARNING, text)?;
                }
                StackRef::owned(self.new_tuple_from(&rest).into_edge())
            }
            Method::Close => StackRef::NULL,
        };
        let flags = self.gen_word(g, field::AG);
        if flags & ag::HOOKS_INITED == 0 {
            self.set_gen_word(g, field::AG, flags | ag::HOOKS_INITED);
            let finalizer = self.thread.async_gen_finalizer;
            if !finalizer.is_null() {
                self.incref(finalizer);
                self.set_gen_word(g, field::FINALIZER, finalizer.0);
            }
            if !self.thread.async_gen_firstiter.is_null() {
                return self.go_on_with(What::FirstIter, &[StackRef::borrowed(g), given], method as u64);
            }
        }
        let given = if given == StackRef::NULL { Obj::NULL } else { given.obj() };
        Ok(self.new_awaited(g, method, given))
    }

    /// What a method of an asynchronous generator gives; its value is taken over.
    pub(crate) fn new_awaited(&mut self, g: Obj, method: Method, given: Obj) -> Owned {
        let class = if method == Method::Send { ty::ASYNC_GENERATOR_ASEND } else { ty::ASYNC_GENERATOR_ATHROW };
        self.incref(g);
        self.new_combined(Kind::Awaitable, class, g.0, given, Obj::NULL)
    }

    /// `anext(iterator, default)`: what `__anext__` gave, and the default; both are taken over.
    pub(crate) fn new_anext_awaitable(&mut self, wrapped: Owned, default: Owned) -> Owned {
        let (wrapped, default) = (wrapped.into_edge(), default.into_edge());
        self.new_combined(Kind::Awaitable, ty::ANEXT_AWAITABLE, wrapped.0, default, Obj::NULL)
    }

    /// Sends, throws or closes as an activation.
    pub(crate) fn act_on_awaitable(&mut self, o: Obj, act: Act, value: StackRef) -> R {
        let what = if self.ty(o) == ty::ANEXT_AWAITABLE { What::AnextAwaitable } else { What::Awaited };
        self.go_on_with(what, &[StackRef::borrowed(o), value, StackRef::NULL], act as u64)
    }

    /// Whether its death is to be remarked on: nobody has awaited it.
    pub(crate) fn awaitable_finalizes(&self, o: Obj) -> bool {
        matches!(self.ty(o), ty::ASYNC_GENERATOR_ASEND | ty::ASYNC_GENERATOR_ATHROW)
            && self.slot(o).x == awaitable::INIT
    }

    /// `__del__()` of what can be awaited.
    pub(crate) fn finalize_awaited(&mut self, o: Obj) {
        if self.unawaited(o) {
            self.warn_unawaited(o);
        }
    }

    /// Whether it is a coroutine, or stands for one, that nobody has awaited.
    pub(crate) fn unawaited(&self, o: Obj) -> bool {
        match self.kind(o) {
            Kind::Awaitable => self.awaitable_finalizes(o),
            Kind::Generator => self.ty(o) == ty::COROUTINE && self.slot(o).x == state::CREATED,
            _ => false,
        }
    }

    /// Warns of a coroutine, or of what a method of an asynchronous generator gave, that died without having been
    /// awaited (`_PyErr_WarnUnawaitedCoroutine`, `_PyErr_WarnUnawaitedAgenMethod`).
    pub(crate) fn warn_unawaited(&mut self, o: Obj) {
        let slot = *self.slot(o);
        let text = if slot.kind == Kind::Generator {
            let name = self.str_text(Obj(self.gen_word(o, field::QUALNAME)));
            format!("coroutine '{name}' was never awaited")
        } else {
            let name = self.str_text(Obj(self.gen_word(Obj(slot.a), field::QUALNAME)));
            let method = match slot.ty {
                ty::ASYNC_GENERATOR_ASEND => "asend",
                _ if slot.b_lo() == 0 => "aclose",
                _ => "athrow",
            };
            format!("coroutine method '{method}' of '{name}' was never awaited")
        };
        let (place, about) = match slot.kind {
            Kind::Generator => ("while finalizing coroutine", o),
            _ => ("while finalizing async generator", Obj(slot.a)),
        };
        self.warn_or_report(ty::RUNTIME_WARNING, &text, about, place, about);
    }
}
