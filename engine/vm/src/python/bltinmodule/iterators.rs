//! `zip`, `map` and `filter` (`Python/bltinmodule.c`).

use crate::memory::object::{Kind, Obj, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, new, tpflags};
use crate::objects::iterobject::reduce::{REDUCE, SETSTATE};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

fn iterators(m: &mut Machine, a: Args, from: u32) -> R<Obj> {
    let mut iters = Vec::new();
    for i in from..a.n {
        match m.iter(a.get(m, i)) {
            Ok(it) => iters.push(it),
            Err(e) => {
                for it in iters {
                    m.drop_ref(it);
                }
                return Err(e);
            }
        }
    }
    Ok(m.new_tuple(iters).into_edge())
}

/// `zip`.
pub static ZIP: TypeDef = TypeDef {
    name: "zip",
    kind: Kind::Zip,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(*iterables, strict=False)",
    doc: "Tuples of the items of several iterables.",
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        new("zip(*iterables, strict=False)", |m, a| {
            let strict = a.kwonly(m, 0);
            let strict = !strict.is_null() && m.truthy(strict)?;
            let iters = iterators(m, a, 1)?;
            let nothing = vec![fixed::NONE; m.tuple_len(iters) as usize];
            let given = m.new_tuple_from(&nothing).into_edge();
            let o = m.new_combined(Kind::Zip, ty::ZIP, 0, iters, given);
            m.slot_mut(o.get()).x = u16::from(strict);
            retype(m, o, class_of_call(m, a))
        }),
        REDUCE,
        SETSTATE,
    ],
    ..TypeDef::PLAIN
};

/// `map`.
pub static MAP: TypeDef = TypeDef {
    name: "map",
    kind: Kind::Map,
    basicsize: 40,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(function, iterable, /, *iterables, strict=False)",
    doc: "The results of a function called with each item.",
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        new("map(*iterables, strict=False)", |m, a| {
            if a.n < 3 {
                return Err(m.raise(ty::TYPE_ERROR, "map() must have at least two arguments."));
            }
            let strict = a.kwonly(m, 0);
            let strict = !strict.is_null() && m.truthy(strict)?;
            let iters = iterators(m, a, 2)?;
            let f = a.get(m, 1);
            m.incref(f);
            let o = m.new_combined(Kind::Map, ty::MAP, f.0, iters, Obj::NULL);
            if m.kind(f) == Kind::Type {
                let constructor = m.plain_constructor(f).unwrap_or(0);
                m.slot_mut(o.get()).set_b(iters.0, constructor);
            }
            m.slot_mut(o.get()).x = u16::from(strict);
            retype(m, o, class_of_call(m, a))
        }),
        REDUCE,
        SETSTATE,
    ],
    ..TypeDef::PLAIN
};

/// `filter`.
pub static FILTER: TypeDef = TypeDef {
    name: "filter",
    kind: Kind::Filter,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(function, iterable, /)",
    doc: "The items for which a function is true.",
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        new("filter(function, iterable, /)", |m, a| {
            let it = m.iter(a.get(m, 2))?.into_edge();
            let f = a.get(m, 1);
            m.incref(f);
            let o = m.new_combined(Kind::Filter, ty::FILTER, f.0, it, Obj::NULL);
            retype(m, o, class_of_call(m, a))
        }),
        REDUCE,
    ],
    ..TypeDef::PLAIN
};
