//! Built-in functions and what calls have in common (`Objects/methodobject.c`).

use crate::memory::object::{Kind, Obj, Owned};
use crate::native::args::{Conv, Native, native_fn, or_none};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

pub const BUILTIN_GETSETS: &[Native] = &[
    native_fn("__name__", Conv::NoArgs, |m, a| {
        let name = crate::native::args::native(m.slot(a.get(m, 0)).a).name;
        Ok(m.intern_str(name))
    }),
    native_fn("__qualname__", Conv::NoArgs, |m, a| {
        let name = crate::native::args::native(m.slot(a.get(m, 0)).a).name;
        Ok(m.intern_str(name))
    }),
    native_fn("__self__", Conv::NoArgs, |m, a| {
        let this = Obj(m.slot(a.get(m, 0)).b_lo());
        or_none(m, this)
    }),
];

pub const CALLABLE: &[Native] = &[
    native_fn("__call__", Conv::Any, |m, a| {
        let f = a.get(m, 0);
        let keywords = a.keywords(m);
        let rest = a.rest(m, 1);
        m.call_keywords(f, &rest, &keywords)
    }),
    native_fn("__get__", Conv::Fast(1, 2), |m, a| {
        let (f, o) = (a.get(m, 0), a.get(m, 1));
        if Machine::is_none(o) || m.kind(f) != Kind::Function {
            return Ok(m.new_ref(f));
        }
        Ok(m.new_method(f, o))
    }),
];

impl Machine {
    /// A built-in function or bound built-in method; self and module name are counted here.
    pub fn new_builtin(&mut self, native: u32, this: Obj, module: Obj, ty: u32) -> Owned {
        let freed = if ty == ty::BUILTIN_FUNCTION {
            self.pop_free(crate::memory::refcount::freelist::BUILTINS, Kind::BuiltinFunction, ty)
        } else {
            None
        };
        let o = match freed {
            Some(o) => o,
            None => self.alloc_gc(Kind::BuiltinFunction, ty, 72),
        };
        for part in [this, module] {
            if !part.is_null() {
                self.incref(part);
            }
        }
        let slot = self.slot_mut(o);
        slot.a = native;
        slot.set_b(this.0, module.0);
        self.track(o);
        Owned::steal(o)
    }
}
