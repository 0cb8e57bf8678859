//! The types of iterators (`Objects/iterobject.c` and the files of what they go over).

use crate::memory::object::{Kind, Obj, R};
use crate::native::args::Args;
use crate::native::typedef::def;
use crate::native::typedef::{Slot, TypeDef, tpflags};
use crate::objects::iterobject::reduce::{REDUCE, SETSTATE};
use crate::state::interpreter::Machine;

/// `list_reverseiterator`.
pub static LIST_REVERSEITERATOR: TypeDef = TypeDef {
    name: "list_reverseiterator",
    kind: Kind::Reversed,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE, SETSTATE],
    ..TypeDef::PLAIN
};

/// `range_iterator`.
pub static RANGE_ITERATOR: TypeDef = TypeDef {
    name: "range_iterator",
    kind: Kind::RangeIter,
    basicsize: 40,
    flags: tpflags::BUILTIN | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE, SETSTATE],
    ..TypeDef::PLAIN
};

/// `longrange_iterator`.
pub static LONGRANGE_ITERATOR: TypeDef = TypeDef {
    name: "longrange_iterator",
    kind: Kind::LongRangeIter,
    basicsize: 40,
    flags: tpflags::BUILTIN | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        def("__length_hint__($self, /)", "How many items are probably left.", |m, a| {
            let left = Obj(m.slot(a.get(m, 0)).b_hi());
            Ok(m.new_ref(left))
        }),
        REDUCE,
        SETSTATE,
    ],
    ..TypeDef::PLAIN
};

/// `list_iterator`.
pub static LIST_ITERATOR: TypeDef = TypeDef {
    name: "list_iterator",
    kind: Kind::SeqIter,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE, SETSTATE],
    ..TypeDef::PLAIN
};

/// `tuple_iterator`.
pub static TUPLE_ITERATOR: TypeDef = TypeDef {
    name: "tuple_iterator",
    kind: Kind::SeqIter,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE, SETSTATE],
    ..TypeDef::PLAIN
};

/// `str_iterator`.
pub static STR_ITERATOR: TypeDef = TypeDef {
    name: "str_iterator",
    kind: Kind::SeqIter,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE, SETSTATE],
    ..TypeDef::PLAIN
};

/// `str_ascii_iterator`.
pub static STR_ASCII_ITERATOR: TypeDef = TypeDef {
    name: "str_ascii_iterator",
    kind: Kind::SeqIter,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE, SETSTATE],
    ..TypeDef::PLAIN
};

/// `bytes_iterator`.
pub static BYTES_ITERATOR: TypeDef = TypeDef {
    name: "bytes_iterator",
    kind: Kind::SeqIter,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE, SETSTATE],
    ..TypeDef::PLAIN
};

/// `bytearray_iterator`.
pub static BYTEARRAY_ITERATOR: TypeDef = TypeDef {
    name: "bytearray_iterator",
    kind: Kind::SeqIter,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE, SETSTATE],
    ..TypeDef::PLAIN
};

/// `iterator`.
pub static ITERATOR: TypeDef = TypeDef {
    name: "iterator",
    kind: Kind::SeqIter,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE, SETSTATE],
    ..TypeDef::PLAIN
};

/// `dict_keyiterator`.
pub static DICT_KEYITERATOR: TypeDef = TypeDef {
    name: "dict_keyiterator",
    kind: Kind::DictIter,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE],
    ..TypeDef::PLAIN
};

/// `dict_valueiterator`.
pub static DICT_VALUEITERATOR: TypeDef = TypeDef {
    name: "dict_valueiterator",
    kind: Kind::DictIter,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE],
    ..TypeDef::PLAIN
};

/// `dict_itemiterator`.
pub static DICT_ITEMITERATOR: TypeDef = TypeDef {
    name: "dict_itemiterator",
    kind: Kind::DictIter,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE],
    ..TypeDef::PLAIN
};

/// `dict_reversekeyiterator`.
pub static DICT_REVERSEKEYITERATOR: TypeDef = TypeDef {
    name: "dict_reversekeyiterator",
    kind: Kind::DictIter,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE],
    ..TypeDef::PLAIN
};

/// `dict_reversevalueiterator`.
pub static DICT_REVERSEVALUEITERATOR: TypeDef = TypeDef {
    name: "dict_reversevalueiterator",
    kind: Kind::DictIter,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE],
    ..TypeDef::PLAIN
};

/// `dict_reverseitemiterator`.
pub static DICT_REVERSEITEMITERATOR: TypeDef = TypeDef {
    name: "dict_reverseitemiterator",
    kind: Kind::DictIter,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE],
    ..TypeDef::PLAIN
};

/// `set_iterator`.
pub static SET_ITERATOR: TypeDef = TypeDef {
    name: "set_iterator",
    kind: Kind::SetIter,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__length_hint__($self, /)", "How many items are probably left.", length_hint), REDUCE],
    ..TypeDef::PLAIN
};

/// `callable_iterator`.
pub static CALLABLE_ITERATOR: TypeDef = TypeDef {
    name: "callable_iterator",
    kind: Kind::CallIter,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[REDUCE],
    ..TypeDef::PLAIN
};

/// `__length_hint__`.
pub fn length_hint(m: &mut Machine, a: Args) -> R {
    let it = a.get(m, 0);
    let n = m.length_hint(it).unwrap_or(0);
    Ok(m.new_int(i64::from(n)))
}
