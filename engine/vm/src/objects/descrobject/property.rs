//! `property` (`Objects/descrobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn, or_none};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

pub const PROPERTY_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let mut parts = [Obj::NULL; 4];
    for (i, name) in ["fget", "fset", "fdel", "doc"].iter().enumerate() {
        let part = a.param(m, i as u32 + 1, name);
        parts[i] = if Machine::is_none(part) { Obj::NULL } else { part };
    }
    if parts[3].is_null() && !parts[0].is_null() && m.kind(parts[0]) == Kind::Function {
        parts[3] = m.func_field(parts[0], crate::objects::funcobject::field::DOC);
    }
    Ok(m.new_property(parts))
})];

fn property_part(m: &mut Machine, a: Args, i: usize) -> R {
    let part = m.property_parts(a.get(m, 0))[i];
    or_none(m, part)
}

pub const PROPERTY_GETSETS: &[Native] = &[
    native_fn("fget", Conv::NoArgs, |m, a| property_part(m, a, 0)),
    native_fn("fset", Conv::NoArgs, |m, a| property_part(m, a, 1)),
    native_fn("fdel", Conv::NoArgs, |m, a| property_part(m, a, 2)),
    native_fn("__doc__", Conv::NoArgs, |m, a| property_part(m, a, 3)),
];

/// A copy of a property with one part replaced.
fn property_with(m: &mut Machine, a: Args, i: usize) -> R {
    let mut parts = m.property_parts(a.get(m, 0));
    parts[i] = a.get(m, 1);
    Ok(m.new_property(parts))
}

pub const PROPERTY_METHODS: &[Native] = &[
    native_fn("getter", Conv::O, |m, a| property_with(m, a, 0)),
    native_fn("setter", Conv::O, |m, a| property_with(m, a, 1)),
    native_fn("deleter", Conv::O, |m, a| property_with(m, a, 2)),
];

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
