//! `set` and `frozenset`: their constructors, methods and slots (`Objects/setobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, boolean, none};
use crate::native::typedef::class_def;
use crate::native::typedef::{Native, Slot, TypeDef, concat, def, new, tpflags, wrapper};
use crate::objects::abstract_::BinaryOp;
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::object::{reduce_rows, sizeof};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const SET_ONLY: [Native; 11] = [
    new("set(*args, **kwargs)", |m, a| {
        let class = class_of_call(m, a);
        let set = m.new_set(false);
        retype(m, set, class)
    }),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| {
        let set = a.get(m, 0);
        let class = m.type_name(set);
        m.check_positional(if a.kwcount(m) > 0 { "set" } else { &class }, a, 1, 0, 1)?;
        if let Some(asked) = m.gather_all(a, 1) {
            return asked;
        }
        m.set_clear(set);
        if a.n > 1 {
            m.set_update(set, a.get(m, 1))?;
        }
        none()
    })
    .asking(),
    def("add($self, object, /)", "Put in an object.", |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        m.set_add(set, item)?;
        none()
    }),
    def("clear($self, /)", "Take out everything.", |m, a| {
        m.set_clear(a.get(m, 0));
        none()
    }),
    def("discard($self, object, /)", "Take out an object if it is there.", |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        m.set_discard(set, item)?;
        none()
    }),
    def("pop($self, /)", "Take out any object and return it.", |m, a| match m.set_pop(a.get(m, 0)) {
        Some(item) => Ok(item),
        None => {
            let text = m.new_str("pop from an empty set");
            let raised = m.raise_key_error(text.get());
            m.drop_ref(text);
            Err(raised)
        }
    }),
    def("remove($self, object, /)", "Take out an object; KeyError if it is not there.", |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        if m.set_discard(set, item)? { none() } else { Err(m.raise_key_error(item)) }
    }),
    def("update($self, /, *others)", "Put in the items of all iterables.", |m, a| in_place(m, a, BinaryOp::Or)),
    def("difference_update($self, /, *others)", "Take out the items of the others.", |m, a| {
        in_place(m, a, BinaryOp::Sub)
    }),
    def("intersection_update($self, /, *others)", "Keep only items that all others have.", |m, a| {
        let set = a.get(m, 0);
        let both = intersection(m, a)?;
        m.set_swap(set, both.get());
        m.drop_ref(both);
        none()
    }),
    def("symmetric_difference_update($self, other, /)", "Keep the items that are in just one of both.", |m, a| {
        in_place(m, a, BinaryOp::Xor)
    }),
];

/// `set`.
pub static SET: TypeDef = TypeDef {
    name: "set",
    weaklistoffset: 192,
    kind: Kind::Set,
    basicsize: 200,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::MATCH_SELF,
    text: "(iterable=(), /)",
    doc: "A collection of objects without order or duplicates.",
    slots: &[
        Slot::Repr,
        Slot::Compare,
        Slot::Iter,
        Slot::Init,
        Slot::Subtract,
        Slot::And,
        Slot::Xor,
        Slot::Or,
        Slot::InplaceSubtract,
        Slot::InplaceAnd,
        Slot::InplaceXor,
        Slot::InplaceOr,
        Slot::Len,
        Slot::Unhashable,
    ],
    natives: &concat::<{ SET_ONLY.len() + COMMON.len() }>(&SET_ONLY, &COMMON),
    ..TypeDef::PLAIN
};

const FROZENSET_ONLY: [Native; 1] = [new("frozenset(iterable=(), /)", |m, a| {
    if let Some(asked) = m.gather_all(a, 1) {
        return asked;
    }
    let class = class_of_call(m, a);
    let o = a.opt(m, 1);
    if !o.is_null() && m.ty(o) == ty::FROZENSET && class == ty::FROZENSET {
        return Ok(m.new_ref(o));
    }
    let set = m.set_from(true, o)?;
    retype(m, set, class)
})];

/// `frozenset`.
pub static FROZENSET: TypeDef = TypeDef {
    name: "frozenset",
    weaklistoffset: 192,
    kind: Kind::FrozenSet,
    basicsize: 200,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::MATCH_SELF,
    text: "(iterable=(), /)",
    doc: "A set that does not change.",
    slots: &[
        Slot::Repr,
        Slot::Hash,
        Slot::Compare,
        Slot::Iter,
        Slot::Subtract,
        Slot::And,
        Slot::Xor,
        Slot::Or,
        Slot::Len,
    ],
    natives: &concat::<{ FROZENSET_ONLY.len() + COMMON.len() }>(&FROZENSET_ONLY, &COMMON),
    ..TypeDef::PLAIN
};

/// What `set` and `frozenset` have in common.
const COMMON: [Native; 12] = [
    reduce_rows::SET,
    class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
    def("__sizeof__($self, /)", "Size of the object in memory, in bytes.", sizeof),
    def("copy($self, /)", "A shallow copy.", |m, a| {
        let set = a.get(m, 0);
        if m.ty(set) == ty::FROZENSET { Ok(m.new_ref(set)) } else { m.set_copy(set) }
    }),
    def("difference($self, /, *others)", "The items that are in none of the others.", |m, a| {
        if let Some(asked) = m.gather_all(a, 1) {
            return asked;
        }
        let set = a.get(m, 0);
        if a.n == 1 {
            return m.set_copy(set);
        }
        let result = m.set_difference(set, a.get(m, 1))?;
        each_other(m, a, result, 2, |m, set, other| m.set_difference_update(set, other))
    }),
    def("intersection($self, /, *others)", "The items that are in all of the others, too.", intersection),
    def("isdisjoint($self, other, /)", "Whether no item is in the other.", |m, a| {
        let (set, other) = (a.get(m, 0), a.get(m, 1));
        boolean(m.set_isdisjoint(set, other)?)
    }),
    def("issubset($self, other, /)", "Whether the other has all items.", |m, a| {
        let (set, other) = (a.get(m, 0), a.get(m, 1));
        if m.is_any_set(other) {
            return boolean(m.set_issubset(set, other)?);
        }
        let both = m.set_intersection(set, other)?;
        let all = m.set_len(both.get()) == m.set_len(set);
        m.drop_ref(both);
        boolean(all)
    }),
    def("issuperset($self, other, /)", "Whether it has all items of the other.", |m, a| {
        let (set, other) = (a.get(m, 0), a.get(m, 1));
        boolean(m.set_issuperset(set, other)?)
    }),
    def("symmetric_difference($self, other, /)", "The items that are in just one of both.", |m, a| {
        if let Some(asked) = m.gather_all(a, 1) {
            return asked;
        }
        let (set, other) = (a.get(m, 0), a.get(m, 1));
        m.set_symmetric_difference(set, other)
    }),
    def("union($self, /, *others)", "The items of all of them.", |m, a| {
        if let Some(asked) = m.gather_all(a, 1) {
            return asked;
        }
        let this = a.get(m, 0);
        let copy = m.set_copy(this)?;
        each_other(m, a, copy, 1, |m, set, other| if other == this { Ok(()) } else { m.set_update(set, other) })
    }),
    CONTAINS,
];

const CONTAINS: Native = def("__contains__($self, object, /)", "Whether the item is in the set.", |m, a| {
    let (o, item) = (a.get(m, 0), a.get(m, 1));
    boolean(m.contains_builtin(o, item)?.unwrap_or(false))
});

fn in_place(m: &mut Machine, a: Args, op: BinaryOp) -> R {
    if let Some(asked) = m.gather_all(a, 1) {
        return asked;
    }
    for i in 1..a.n {
        let (set, other) = (a.get(m, 0), a.get(m, i));
        m.set_inplace(op, set, other)?;
    }
    none()
}

/// Takes every argument from the `from`th on into a result.
fn each_other(
    m: &mut Machine,
    a: Args,
    result: Owned,
    from: u32,
    mut take: impl FnMut(&mut Machine, Obj, Obj) -> R<()>,
) -> R {
    for i in from..a.n {
        let other = a.get(m, i);
        if let Err(e) = take(m, result.get(), other) {
            m.drop_ref(result);
            return Err(e);
        }
    }
    Ok(result)
}

/// `set_intersection_multi`.
fn intersection(m: &mut Machine, a: Args) -> R {
    if a.n == 1 {
        return m.set_copy(a.get(m, 0));
    }
    let mut result = m.new_ref(a.get(m, 0));
    for i in 1..a.n {
        let next = m.set_intersection(result.get(), a.get(m, i));
        m.drop_ref(result);
        result = next?;
    }
    Ok(result)
}
