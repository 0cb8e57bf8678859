//! `module` (`Objects/moduleobject.c`).

use crate::memory::object::Kind;
use crate::native::typedef::{Slot, TypeDef, tpflags};
use crate::native::typedef::{def, member};

/// `module`.
pub static MODULE: TypeDef = TypeDef {
    name: "module",
    dictoffset: 16,
    weaklistoffset: 40,
    kind: Kind::Module,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(name, doc=None)",
    doc: "A module and its names.",
    slots: &[Slot::Repr, Slot::GetAttr, Slot::Init],
    natives: &[
        def("__dir__($self, /)", "Names of the attributes, for dir().", |m, a| {
            let items = m.dir_names(a.get(m, 0)).iter().map(|t| m.new_str(t)).collect();
            Ok(m.new_list_of(items))
        }),
        member("__dict__", "The names of the module.", |m, a| {
            let dict = m.instance_dict(a.get(m, 0));
            Ok(m.new_ref(dict))
        }),
    ],
    ..TypeDef::PLAIN
};
