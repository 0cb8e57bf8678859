//! Methods and attributes of generators (`Objects/genobject.c`).

use crate::eval::activations::What;
use crate::memory::object::{Kind, Obj, Owned, StackRef};
use crate::native::args::Args;
use crate::native::typedef::class_def;
use crate::native::typedef::{Slot, TypeDef, def, getset, tpflags};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

fn gen_word(m: &Machine, a: Args, i: u32) -> Obj {
    Obj(m.words.data[(m.slot(a.get(m, 0)).b_lo() + i) as usize])
}

/// `generator`.
pub static GENERATOR: TypeDef = TypeDef {
    name: "generator",
    kind: Kind::Generator,
    basicsize: 152,
    itemsize: 8,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::Iter, Slot::Next, Slot::Finalize],
    natives: &[
        def(
            "send($self, object, /)",
            "Go on with that value as the result of the yield; the next value that is yielded.",
            |m, a| {
                let (g, value) = (a.get(m, 0), a.get(m, 1));
                m.go_on_as(What::GeneratorSend, &[StackRef::borrowed(g), StackRef::borrowed(value)])
            },
        ),
        def(
            "throw($self, type, value=None, traceback=None, /)",
            "Raise the exception where it waits; the next value that is yielded.",
            |m, a| {
                let (g, o) = (a.get(m, 0), a.get(m, 1));
                let exc = if m.is_exception_class(o) {
                    let args: Vec<Obj> =
                        if a.n > 2 && !Machine::is_none(a.get(m, 2)) { vec![a.get(m, 2)] } else { vec![] };
                    m.call(o, &args)?
                } else if m.kind(o) == Kind::Exception {
                    m.new_ref(o)
                } else {
                    let name = m.type_name(o);
                    return Err(m.raise(
                        ty::TYPE_ERROR,
                        &format!("exceptions must be classes or instances deriving from BaseException, not {name}"),
                    ));
                };
                m.go_on_as(What::GeneratorThrow, &[StackRef::borrowed(g), StackRef::owned(exc.into_edge())])
            },
        )
        .hidden(),
        def("close($self, /)", "Raise GeneratorExit where it waits, so that it ends.", |m, a| {
            let g = a.get(m, 0);
            m.go_on_as(What::GeneratorClose, &[StackRef::borrowed(g)])
        }),
        getset("__name__", "Name as it was defined.", |m, a| {
            let name = gen_word(m, a, crate::objects::genobject::field::NAME);
            Ok(m.new_ref(name))
        }),
        getset("__qualname__", "Name with the scopes that it was defined in.", |m, a| {
            let name = gen_word(m, a, crate::objects::genobject::field::QUALNAME);
            Ok(m.new_ref(name))
        }),
        getset("gi_running", "Whether it is running now.", |m, a| {
            let running = m.slot(a.get(m, 0)).x == crate::objects::genobject::state::EXECUTING;
            Ok(Owned::steal(Machine::new_bool(running)))
        }),
        getset("gi_suspended", "Whether it waits at a yield.", |m, a| {
            let suspended = m.slot(a.get(m, 0)).x == crate::objects::genobject::state::SUSPENDED;
            Ok(Owned::steal(Machine::new_bool(suspended)))
        }),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
    ],
    ..TypeDef::PLAIN
};

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
}
