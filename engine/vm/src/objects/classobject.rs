//! Bound methods (`Objects/classobject.c`).

use crate::memory::object::{Kind, Obj, Owned};
use crate::native::static_strings::{self};
use crate::native::typedef::{Slot, TypeDef, getset, member, new, tpflags};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `method`.
pub static METHOD: TypeDef = TypeDef {
    name: "method",
    weaklistoffset: 32,
    kind: Kind::Method,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::HAVE_VECTORCALL,
    text: "(function, instance, /)",
    doc: "A function bound to an object.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Call, Slot::GetAttr, Slot::Compare, Slot::DescrGet],
    natives: &[
        crate::objects::object::reduce_rows::BOUND,
        new("method(function, instance, /)", |m, a| {
            let (f, this) = (a.get(m, 1), a.get(m, 2));
            if !m.is_callable(f) {
                return Err(m.raise(ty::TYPE_ERROR, "first argument must be callable"));
            }
            if Machine::is_none(this) {
                return Err(m.raise(ty::TYPE_ERROR, "instance must not be None"));
            }
            Ok(m.new_method(f, this))
        }),
        member("__self__", "What it is bound to.", |m, a| {
            let this = m.method_parts(a.get(m, 0)).1;
            Ok(m.new_ref(this))
        }),
        member("__func__", "The function that is wrapped.", |m, a| {
            let f = m.method_parts(a.get(m, 0)).0;
            Ok(m.new_ref(f))
        }),
        getset("__doc__", "What the object says about itself.", |m, a| {
            let f = m.method_parts(a.get(m, 0)).0;
            m.getattr(f, static_strings::DUNDER_DOC)
        }),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    /// A bound method; both are counted here.
    pub fn new_method(&mut self, func: Obj, this: Obj) -> Owned {
        let o = match self.pop_free(crate::memory::refcount::freelist::METHODS, Kind::Method, ty::METHOD) {
            Some(o) => o,
            None => self.alloc_gc(Kind::Method, ty::METHOD, 64),
        };
        self.incref(func);
        self.incref(this);
        let slot = self.slot_mut(o);
        slot.a = func.0;
        slot.b = u64::from(this.0);
        self.track(o);
        Owned::steal(o)
    }

    /// Function and self of a bound method.
    #[inline(always)]
    pub fn method_parts(&self, m: Obj) -> (Obj, Obj) {
        let slot = self.slot(m);
        (Obj(slot.a), Obj(slot.b_lo()))
    }
}
