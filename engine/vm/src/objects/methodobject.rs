//! Built-in functions and what calls have in common (`Objects/methodobject.c`).

use crate::memory::object::{Kind, Obj, Owned};
use crate::native::args::or_none;
use crate::native::typedef::{Role, member};
use crate::native::typedef::{Slot, TypeDef, def, getset, tpflags};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `builtin_function_or_method`.
pub static BUILTIN_FUNCTION: TypeDef = TypeDef {
    name: "builtin_function_or_method",
    weaklistoffset: 40,
    kind: Kind::BuiltinFunction,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION | tpflags::HAVE_VECTORCALL,
    slots: &[Slot::Repr, Slot::Hash, Slot::Call, Slot::Compare],
    natives: &[
        getset("__name__", "Name as it was defined.", |m, a| {
            let name = m.native(m.slot(a.get(m, 0)).a).name;
            Ok(m.intern_str(name))
        }),
        getset("__qualname__", "Name with the scopes that it was defined in.", |m, a| {
            let text = m.builtin_qualname(a.get(m, 0));
            Ok(m.new_str(&text))
        }),
        getset("__self__", "What it is bound to.", |m, a| {
            let slot = *m.slot(a.get(m, 0));
            // A function of a module is bound to it, a `__new__` to its class.
            if m.native(slot.a).role == Role::New {
                let class = m.types[(slot.a >> 16) as usize].obj;
                return Ok(m.new_ref(class));
            }
            if slot.b_lo() == 0 && slot.b_hi() != 0 {
                let module = m.dict_get_str(m.sys_modules, Obj(slot.b_hi()));
                return or_none(m, module);
            }
            or_none(m, Obj(slot.b_lo()))
        }),
        member("__module__", "Name of the module that it was defined in.", |m, a| {
            let module = Obj(m.slot(a.get(m, 0)).b_hi());
            or_none(m, module)
        }),
        def("__reduce__($self, /)", "A function of a module by its name, a method by what it is bound to.", |m, a| {
            let slot = *m.slot(a.get(m, 0));
            let native = m.native(slot.a);
            let name = m.intern_str(native.name);
            let bound = if native.role == Role::New { m.types[(slot.a >> 16) as usize].obj } else { Obj(slot.b_lo()) };
            if bound.is_null() || m.kind(bound) == Kind::Module {
                return Ok(name);
            }
            let name = m.keep(name);
            let key = m.intern_str("getattr");
            let key = m.keep(key);
            let getattr = m.dict_get_str(m.builtins, key);
            let args = m.new_tuple_from(&[bound, name]);
            let args = m.keep(args);
            Ok(m.new_tuple_from(&[getattr, args]))
        }),
        getset("__doc__", "What the object says about itself.", crate::objects::descrobject::types::doc),
        getset("__text_signature__", "How it is called, as text.", crate::objects::descrobject::types::text_signature),
    ],
    ..TypeDef::PLAIN
};

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
