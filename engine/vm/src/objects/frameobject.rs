//! Frame objects (`Objects/frameobject.c`).

use crate::memory::object::Kind;
use crate::native::args::none;
use crate::native::typedef::{Slot, TypeDef, getset, tpflags};

/// `frame`.
pub static FRAME: TypeDef = TypeDef {
    name: "frame",
    kind: Kind::Frame,
    basicsize: 152,
    itemsize: 8,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr],
    natives: &[
        getset("f_code", "The code that runs.", |m, a| {
            let code = m.codes[m.slot(a.get(m, 0)).a as usize].obj;
            Ok(m.new_ref(code))
        }),
        getset("f_lineno", "The line that runs.", |m, a| match m.frame_line(a.get(m, 0)) {
            Some(line) => Ok(m.new_int(i64::from(line))),
            None => none(),
        }),
    ],
    ..TypeDef::PLAIN
};
