//! Methods and attributes of generators, and what coroutines share of them (`Objects/genobject.c`).

use crate::eval::activations::What;
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::args::{Args, boolean, none, or_none};
use crate::native::typedef::class_def;
use crate::native::typedef::{Slot, TypeDef, def, getset, setter, tpflags};
use crate::objects::exceptions::field as exc;
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::genobject::{field, state};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `generator`.
pub static GENERATOR: TypeDef = TypeDef {
    name: "generator",
    weaklistoffset: 16,
    kind: Kind::Generator,
    basicsize: 152,
    itemsize: 8,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::Iter, Slot::Next, Slot::Finalize],
    natives: &[
        def(
            "send($self, object, /)",
            "Go on with that value as the result of the yield; the next value that is yielded.",
            |m, a| send(m, a.get(m, 0), a),
        ),
        def(
            "throw($self, type, value=None, traceback=None, /)",
            "Raise the exception where it waits; the next value that is yielded.",
            |m, a| throw(m, a.get(m, 0), a),
        )
        .hidden(),
        def("close($self, /)", "Raise GeneratorExit where it waits, so that it ends.", |m, a| close(m, a.get(m, 0))),
        def("__sizeof__($self, /)", "Size of the generator and its frame in bytes.", size),
        getset("__name__", "Name as it was defined.", |m, a| name(m, a, field::NAME)),
        setter("__name__", |m, a| set_name(m, a, field::NAME, "__name__")),
        getset("__qualname__", "Name with the scopes that it was defined in.", |m, a| name(m, a, field::QUALNAME)),
        setter("__qualname__", |m, a| set_name(m, a, field::QUALNAME, "__qualname__")),
        getset("gi_yieldfrom", "What it delegates to, or None.", delegate),
        getset("gi_running", "Whether it is running now.", running),
        getset("gi_frame", "Its frame, or None once it has ended.", frame),
        getset("gi_suspended", "Whether it waits at a yield.", suspended),
        getset("gi_code", "Its code.", code),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
    ],
    ..TypeDef::PLAIN
};

/// `send` of `g`, which the arguments' self stands for.
pub(super) fn send(m: &mut Machine, g: Obj, a: Args) -> R {
    let value = a.get(m, 1);
    m.go_on_as(What::GeneratorSend, &[StackRef::borrowed(g), StackRef::borrowed(value)])
}

pub(super) fn throw(m: &mut Machine, g: Obj, a: Args) -> R {
    let given = m.exception_to_throw(a)?;
    let words = m.thrown_words(a);
    m.go_on_as(What::GeneratorThrow, &[StackRef::borrowed(g), StackRef::owned(given.into_edge()), words])
}

pub(super) fn close(m: &mut Machine, g: Obj) -> R {
    m.go_on_as(What::GeneratorClose, &[StackRef::borrowed(g)])
}

pub(super) fn size(m: &mut Machine, a: Args) -> R {
    let g = *m.slot(a.get(m, 0));
    Ok(m.new_int(152 + 8 * i64::from(g.b_hi() - field::REFS)))
}

pub(super) fn name(m: &mut Machine, a: Args, i: u32) -> R {
    let name = Obj(m.gen_word(a.get(m, 0), i));
    Ok(m.new_ref(name))
}

pub(super) fn set_name(m: &mut Machine, a: Args, i: u32, what: &str) -> R {
    let (g, value) = (a.get(m, 0), a.opt(m, 1));
    if value.is_null() || m.kind(value) != Kind::Str {
        return Err(m.raise(ty::TYPE_ERROR, &format!("{what} must be set to a string object")));
    }
    let old = Obj(m.gen_word(g, i));
    m.incref(value);
    m.set_gen_word(g, i, value.0);
    m.decref(old);
    none()
}

pub(super) fn delegate(m: &mut Machine, a: Args) -> R {
    match m.yield_from_target(a.get(m, 0)) {
        Some(o) => Ok(m.new_ref(o)),
        None => none(),
    }
}

pub(super) fn running(m: &mut Machine, a: Args) -> R {
    boolean(m.slot(a.get(m, 0)).x == state::EXECUTING)
}

pub(super) fn suspended(m: &mut Machine, a: Args) -> R {
    boolean(m.slot(a.get(m, 0)).x == state::SUSPENDED)
}

pub(super) fn frame(m: &mut Machine, a: Args) -> R {
    let frame = m.generator_frame(a.get(m, 0));
    or_none(m, frame)
}

pub(super) fn code(m: &mut Machine, a: Args) -> R {
    let code = m.gen_word(a.get(m, 0), field::CODE);
    let code = m.codes[code as usize].obj;
    Ok(m.new_ref(code))
}

impl Machine {
    /// `StopIteration` carrying a generator's return value (taken over).
    pub fn raise_stop(&mut self, value: Owned) -> crate::memory::object::Raised {
        let raised = if Machine::is_none(value.get()) {
            self.raise_empty(ty::STOP_ITERATION)
        } else {
            self.raise_with(ty::STOP_ITERATION, value.get())
        };
        self.drop_ref(value);
        raised
    }

    /// The arguments of a `throw` in a tuple, for a delegate that is no generator; NULL if it is the exception alone.
    pub(crate) fn thrown_words(&mut self, a: Args) -> StackRef {
        if a.n == 2 && self.kind(a.get(self, 1)) == Kind::Exception {
            return StackRef::NULL;
        }
        let words = a.rest(self, 1);
        StackRef::owned(self.new_tuple_from(&words).into_edge())
    }

    /// The exception that the arguments of a `throw` say (class or instance, value, traceback).
    pub(crate) fn exception_to_throw(&mut self, a: Args) -> R {
        let (o, value, tb) = (a.get(self, 1), a.opt(self, 2), a.opt(self, 3));
        if a.n > 2 {
            let text = "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.";
            self.warn(ty::DEPRECATION_WARNING, text)?;
        }
        self.exception_of(o, value, tb)
    }

    /// The exception that `throw` and `athrow` mean by a class or instance, a value and a traceback; NULL where absent.
    pub(crate) fn exception_of(&mut self, o: Obj, value: Obj, tb: Obj) -> R {
        let tb = if tb.is_null() || Machine::is_none(tb) { Obj::NULL } else { tb };
        if !tb.is_null() && self.kind(tb) != Kind::Traceback {
            return Err(self.raise(ty::TYPE_ERROR, "throw() third argument must be a traceback object"));
        }
        let valued = !value.is_null() && !Machine::is_none(value);
        let given = if self.is_exception_class(o) {
            let class = self.slot(o).a;
            if valued && self.isinstance_of(value, class) {
                self.new_ref(value)
            } else {
                let args = match self.kind(value) {
                    _ if !valued => Vec::new(),
                    Kind::Tuple => self.seq_items(value),
                    _ => vec![value],
                };
                self.call(o, &args)?
            }
        } else if self.kind(o) == Kind::Exception {
            if valued {
                return Err(self.raise(ty::TYPE_ERROR, "instance exception may not have a separate value"));
            }
            self.new_ref(o)
        } else {
            let name = self.type_name(o);
            let text = format!("exceptions must be classes or instances deriving from BaseException, not {name}");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        };
        if !tb.is_null() {
            self.incref(tb);
            self.set_exc_field(given.get(), exc::TRACEBACK, tb);
        }
        Ok(given)
    }
}
