//! Bound methods (`Objects/classobject.c`).

use crate::memory::object::{Kind, Obj, Owned};
use crate::native::args::{Conv, Native, native_fn};
use crate::native::static_strings::{self};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

pub const METHOD_GETSETS: &[Native] = &[
    native_fn("__self__", Conv::NoArgs, |m, a| {
        let this = m.method_parts(a.get(m, 0)).1;
        Ok(m.new_ref(this))
    }),
    native_fn("__func__", Conv::NoArgs, |m, a| {
        let f = m.method_parts(a.get(m, 0)).0;
        Ok(m.new_ref(f))
    }),
    native_fn("__name__", Conv::NoArgs, |m, a| {
        let f = m.method_parts(a.get(m, 0)).0;
        m.getattr(f, static_strings::DUNDER_NAME)
    }),
    native_fn("__qualname__", Conv::NoArgs, |m, a| {
        let f = m.method_parts(a.get(m, 0)).0;
        m.getattr(f, static_strings::DUNDER_QUALNAME)
    }),
    native_fn("__doc__", Conv::NoArgs, |m, a| {
        let f = m.method_parts(a.get(m, 0)).0;
        m.getattr(f, static_strings::DUNDER_DOC)
    }),
];

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
