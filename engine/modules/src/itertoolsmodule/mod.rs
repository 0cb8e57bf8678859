//! `itertools` (`Modules/itertoolsmodule.c`): iterators over iterators. Each asks for its items as an activation, so what it asks
//! may be Python code.

pub(crate) mod endless;
pub(crate) mod groups;
pub(crate) mod orders;
pub(crate) mod tests;

use crate::fill::put_types;
use crate::types::ty as own;
use vm::eval::activation::Row;
use vm::memory::object::{Obj, Owned, R};
use vm::native::args::Args;
use vm::native::typedef::{ModuleDef, Native, Slot, TypeDef, function, tpflags, wrapper};
use vm::state::interpreter::Machine;

/// `itertools`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "itertools",
    doc: "Iterators over iterators.",
    functions: &[function("tee($module, iterable, n=2, /)", "Iterators that give the same items.", groups::tee)],
    fill: |m, dict| put_types(m, dict, TYPES),
};

const TYPES: &[u32] = &[
    own::ACCUMULATE,
    own::BATCHED,
    own::CHAIN,
    own::COMBINATIONS,
    own::COMBINATIONS_WITH_REPLACEMENT,
    own::COMPRESS,
    own::COUNT,
    own::CYCLE,
    own::DROPWHILE,
    own::FILTERFALSE,
    own::GROUPBY,
    own::GROUPER,
    own::ISLICE,
    own::PAIRWISE,
    own::PERMUTATIONS,
    own::PRODUCT,
    own::REPEAT,
    own::STARMAP,
    own::TAKEWHILE,
    own::TEE,
    own::ZIP_LONGEST,
];

/// Activations of the module, by number behind those of others.
pub const ROWS: [Row; 15] = [
    Row { name: "chain", step: tests::chain, leave: None },
    Row { name: "cycle", step: endless::cycle, leave: None },
    Row { name: "islice", step: tests::islice, leave: None },
    Row { name: "takewhile", step: tests::takewhile, leave: None },
    Row { name: "dropwhile", step: tests::dropwhile, leave: None },
    Row { name: "filterfalse", step: tests::filterfalse, leave: None },
    Row { name: "starmap", step: tests::starmap, leave: None },
    Row { name: "accumulate", step: tests::accumulate, leave: None },
    Row { name: "compress", step: tests::compress, leave: None },
    Row { name: "pairwise", step: groups::pairwise, leave: None },
    Row { name: "zip_longest", step: groups::zip_longest, leave: None },
    Row { name: "batched", step: groups::batched, leave: None },
    Row { name: "groupby", step: groups::groupby, leave: None },
    Row { name: "groupby", step: groups::grouper, leave: None },
    Row { name: "tee", step: groups::tee_next, leave: None },
];

/// Numbers of the activations in the modules' table.
pub mod row {
    pub const FIRST: u16 = 1;
    pub const CHAIN: u16 = FIRST;
    pub const CYCLE: u16 = FIRST + 1;
    pub const ISLICE: u16 = FIRST + 2;
    pub const TAKEWHILE: u16 = FIRST + 3;
    pub const DROPWHILE: u16 = FIRST + 4;
    pub const FILTERFALSE: u16 = FIRST + 5;
    pub const STARMAP: u16 = FIRST + 6;
    pub const ACCUMULATE: u16 = FIRST + 7;
    pub const COMPRESS: u16 = FIRST + 8;
    pub const PAIRWISE: u16 = FIRST + 9;
    pub const ZIP_LONGEST: u16 = FIRST + 10;
    pub const BATCHED: u16 = FIRST + 11;
    pub const GROUPBY: u16 = FIRST + 12;
    pub const GROUPER: u16 = FIRST + 13;
    pub const TEE: u16 = FIRST + 14;
}

/// What the types of this module have in common.
pub const ITERATOR: TypeDef = TypeDef {
    module: "itertools",
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::HEAPTYPE,
    slots: &[Slot::Iter, Slot::Next],
    asked: true,
    ..TypeDef::PLAIN
};

/// `__iter__` of an iterator.
pub const ITER: Native = wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
    let o = a.get(m, 0);
    Ok(m.new_ref(o))
});

/// A new object of the class that a `__new__` was called for, with these fields.
pub fn made(m: &mut Machine, a: Args, fields: Vec<Owned>) -> Owned {
    let class = m.slot(a.get(m, 0)).a;
    let o = m.new_instance(class);
    for (i, value) in fields.into_iter().enumerate() {
        crate::fill::set_field(m, o.get(), i as u32, value);
    }
    o
}

/// A field that is empty.
pub fn nothing() -> Owned {
    Owned::steal(Obj::NULL)
}

/// A bound of `islice`; -1 for what is no index.
pub fn bound(m: &mut Machine, o: Obj, default: i64) -> R<i64> {
    if o.is_null() || Machine::is_none(o) {
        return Ok(default);
    }
    match m.as_ssize(o) {
        // Nothing was raised: an `__index__` in Python is to be asked.
        Err(asked) if m.thread.raised.is_null() => Err(asked),
        Err(_) => {
            m.clear_raised();
            Ok(-1)
        }
        n => n,
    }
}
