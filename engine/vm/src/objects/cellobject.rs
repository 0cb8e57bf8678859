//! Cells (`Objects/cellobject.c`).

use crate::memory::object::{Kind, Obj, Owned};
use crate::native::args::none;
use crate::native::typedef::{Slot, TypeDef, getset, new, setter, tpflags};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `cell`.
pub static CELL: TypeDef = TypeDef {
    name: "cell",
    kind: Kind::Cell,
    basicsize: 24,
    flags: tpflags::COLLECTED,
    text: "([contents])",
    doc: "A variable that several functions share.",
    slots: &[Slot::Repr, Slot::Compare, Slot::Unhashable],
    natives: &[
        new("cell(contents=None, /)", |m, a| {
            let contents = a.opt(m, 1);
            if !contents.is_null() {
                m.incref(contents);
            }
            Ok(m.new_cell(contents))
        }),
        getset("cell_contents", "What is in the cell.", |m, a| {
            let contents = m.cell_get(a.get(m, 0));
            if contents.is_null() {
                return Err(m.raise(ty::VALUE_ERROR, "cell is empty"));
            }
            Ok(m.new_ref(contents))
        }),
        setter("cell_contents", |m, a| {
            let (cell, value) = (a.get(m, 0), a.opt(m, 1));
            if !value.is_null() {
                m.incref(value);
            }
            let old = m.cell_replace(cell, value);
            m.xdecref(old);
            none()
        }),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    /// A cell; the contents (or NULL) are taken over.
    pub fn new_cell(&mut self, contents: Obj) -> Owned {
        let o = self.alloc_gc(Kind::Cell, ty::CELL, 40);
        self.slot_mut(o).a = contents.0;
        self.track(o);
        Owned::steal(o)
    }

    #[inline(always)]
    pub fn cell_get(&self, c: Obj) -> Obj {
        Obj(self.slot(c).a)
    }

    /// Puts a value (taken over, or NULL) into a cell and gives back the old one.
    #[inline(always)]
    pub fn cell_replace(&mut self, c: Obj, value: Obj) -> Obj {
        Obj(std::mem::replace(&mut self.slot_mut(c).a, value.0))
    }
}
