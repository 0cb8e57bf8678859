//! `property` (`Objects/descrobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, or_none};
use crate::native::typedef::{Slot, TypeDef, def, member, new, tpflags};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `property`.
pub static PROPERTY: TypeDef = TypeDef {
    name: "property",
    kind: Kind::Property,
    basicsize: 64,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(fget=None, fset=None, fdel=None, doc=None)",
    doc: "An attribute that is read, written and deleted by functions.",
    slots: &[Slot::DescrGet, Slot::DescrSet, Slot::Init],
    natives: &[
        new("property(fget=None, fset=None, fdel=None, doc=None)", |m, a| {
            let mut parts = [Obj::NULL; 4];
            for (i, _name) in ["fget", "fset", "fdel", "doc"].iter().enumerate() {
                let part = a.opt(m, i as u32 + 1);
                parts[i] = if Machine::is_none(part) { Obj::NULL } else { part };
            }
            if parts[3].is_null() && !parts[0].is_null() && m.kind(parts[0]) == Kind::Function {
                parts[3] = m.func_field(parts[0], crate::objects::funcobject::field::DOC);
            }
            let made = m.new_property(parts);
            retype(m, made, class_of_call(m, a))
        }),
        def("getter($self, object, /)", "A copy with another function to read.", |m, a| property_with(m, a, 0)),
        def("setter($self, object, /)", "A copy with another function to write.", |m, a| property_with(m, a, 1)),
        def("deleter($self, object, /)", "A copy with another function to delete.", |m, a| property_with(m, a, 2)),
        member("fget", "The function that reads.", |m, a| property_part(m, a, 0)),
        member("fset", "The function that writes.", |m, a| property_part(m, a, 1)),
        member("fdel", "The function that deletes.", |m, a| property_part(m, a, 2)),
        member("__doc__", "What the object says about itself.", |m, a| property_part(m, a, 3)),
    ],
    ..TypeDef::PLAIN
};

fn property_part(m: &mut Machine, a: Args, i: usize) -> R {
    let part = m.property_parts(a.get(m, 0))[i];
    or_none(m, part)
}

/// A copy of a property with one part replaced.
fn property_with(m: &mut Machine, a: Args, i: usize) -> R {
    let mut parts = m.property_parts(a.get(m, 0));
    parts[i] = a.get(m, 1);
    Ok(m.new_property(parts))
}

impl Machine {
    /// A property; parts are counted here, NULL where absent.
    pub fn new_property(&mut self, parts: [Obj; 4]) -> Owned {
        let o = self.alloc_gc(Kind::Property, ty::PROPERTY, 80);
        let at = self.words.alloc(4);
        for (i, part) in parts.into_iter().enumerate() {
            if !part.is_null() {
                self.incref(part);
            }
            self.words.data[at as usize + i] = part.0;
        }
        self.slot_mut(o).b = u64::from(at);
        self.track(o);
        Owned::steal(o)
    }

    /// Getter, setter, deleter and doc of a property.
    pub fn property_parts(&self, p: Obj) -> [Obj; 4] {
        let words = self.words.range(self.slot(p).b_lo(), 4);
        [Obj(words[0]), Obj(words[1]), Obj(words[2]), Obj(words[3])]
    }
}
