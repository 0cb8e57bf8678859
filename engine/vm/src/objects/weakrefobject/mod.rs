//! Weak references and proxies (`Objects/weakrefobject.c`).

mod list;
pub mod proxy;

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, boolean, none, not_implemented, or_none};
use crate::native::static_strings;
use crate::native::typedef::{Slot, TypeDef, class_def, member, new, tpflags, wrapper};
use crate::objects::abstract_::CompareOp;
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// A hash not asked for yet.
const NO_HASH: u64 = u64::MAX;

/// `weakref.ref`.
pub static WEAK_REF: TypeDef = TypeDef {
    name: "ReferenceType",
    module: "weakref",
    kind: Kind::WeakRef,
    asked: true,
    basicsize: 64,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::HAVE_VECTORCALL,
    slots: &[Slot::Repr, Slot::Hash, Slot::Call, Slot::Compare, Slot::Init],
    natives: &[
        new("ref(object, callback=None, /)", |m, a| {
            let (target, callback) = arguments(m, a, "__new__")?;
            let class = m.slot(a.get(m, 0)).a;
            m.weak_reference(class, target, callback)
        })
        .own(),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| {
            if a.kwcount(m) > 0 {
                return Err(m.raise(ty::TYPE_ERROR, "ref() takes no keyword arguments"));
            }
            arguments(m, a, "__init__")?;
            none()
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", repr),
        wrapper("__hash__($self, /)", "Return hash(self).", |m, a| {
            let weak = a.get(m, 0);
            let mut hash = m.slot(weak).c;
            if hash == NO_HASH {
                let Some(target) = m.kept_target(weak) else {
                    return Err(m.raise(ty::TYPE_ERROR, "weak object has gone away"));
                };
                hash = m.hash(target)?;
                m.slot_mut(weak).c = hash;
            }
            Ok(m.new_int(hash as i64))
        }),
        wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", |m, a| {
            if a.kwcount(m) > 0 {
                return Err(m.raise(ty::TYPE_ERROR, "weakref() takes no keyword arguments"));
            }
            let given = a.rest(m, 1).len();
            if given > 0 {
                let text = format!("weakref expected 0 arguments, got {given}");
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            let target = m.weak_target(a.get(m, 0));
            or_none(m, target)
        }),
        wrapper("__lt__($self, value, /)", "Return self<value.", |_, _| not_implemented()),
        wrapper("__le__($self, value, /)", "Return self<=value.", |_, _| not_implemented()),
        wrapper("__eq__($self, value, /)", "Return self==value.", |m, a| compare(m, a, CompareOp::Eq)),
        wrapper("__ne__($self, value, /)", "Return self!=value.", |m, a| compare(m, a, CompareOp::Ne)),
        wrapper("__gt__($self, value, /)", "Return self>value.", |_, _| not_implemented()),
        wrapper("__ge__($self, value, /)", "Return self>=value.", |_, _| not_implemented()),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        member("__callback__", "What is called when the object dies.", |m, a| {
            let callback = m.weak_callback(a.get(m, 0));
            or_none(m, callback)
        }),
    ],
    ..TypeDef::PLAIN
};

/// The object and the callback, or NULL (`parse_weakref_init_args`).
fn arguments(m: &mut Machine, a: Args, name: &str) -> R<(Obj, Obj)> {
    let given = a.rest(m, 1);
    let wrong = match given.len() {
        0 => "at least 1 argument",
        1 | 2 => return Ok((given[0], given.get(1).copied().unwrap_or(Obj::NULL))),
        _ => "at most 2 arguments",
    };
    let text = format!("{name} expected {wrong}, got {}", given.len());
    Err(m.raise(ty::TYPE_ERROR, &text))
}

fn repr(m: &mut Machine, a: Args) -> R {
    let weak = a.get(m, 0);
    let address = m.address(weak);
    let Some(target) = m.kept_target(weak) else {
        return Ok(m.new_str(&format!("<weakref at {address:#x}; dead>")));
    };
    let name = m.lookup_special(target, static_strings::DUNDER_NAME);
    let name = if name.is_null() {
        None
    } else {
        let class = m.ty(target);
        let bound = m.descr_get(name, target, class)?;
        let bound = m.keep(bound);
        (m.kind(bound) == Kind::Str).then(|| m.str_text(bound))
    };
    let (class, at) = (m.qualified_type_name(target), m.address(target));
    let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
    Ok(m.new_str(&format!("<weakref at {address:#x}; to '{class}' at {at:#x}{name}>")))
}

/// Equal if their objects are; dead ones only if they are the same.
fn compare(m: &mut Machine, a: Args, op: CompareOp) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    if m.kind(y) != Kind::WeakRef {
        return not_implemented();
    }
    match (m.kept_target(x), m.kept_target(y)) {
        (Some(x), Some(y)) => m.compare(op, x, y),
        _ => boolean((x == y) == (op == CompareOp::Eq)),
    }
}

impl Machine {
    /// What a weak reference refers to, held by the native that asks.
    fn kept_target(&mut self, weak: Obj) -> Option<Obj> {
        let target = self.weak_target(weak);
        (!target.is_null()).then(|| {
            let held = self.new_ref(target);
            self.keep(held)
        })
    }

    /// `module.qualname` of an object's class, as `%T` of CPython's format strings writes it.
    pub fn qualified_type_name(&self, o: Obj) -> String {
        let t = self.ty(o);
        let info = &self.types[t as usize];
        let name = self.str_text(info.qualname);
        let module = if info.flags & tp::HEAPTYPE != 0 {
            let module = self.dict_get_str(info.dict, static_strings::DUNDER_MODULE);
            if module.is_null() || self.kind(module) != Kind::Str { String::new() } else { self.str_text(module) }
        } else {
            crate::objects::types::TYPES.get(t as usize).map_or(String::new(), |def| def.module.to_owned())
        };
        if matches!(module.as_str(), "" | "builtins" | "__main__") { name } else { format!("{module}.{name}") }
    }

    /// A weak reference or proxy of that class to an object (`get_or_create_weakref`): one without a callback is shared.
    ///
    /// # Errors
    /// `TypeError` for objects that cannot be referred to weakly.
    pub fn weak_reference(&mut self, class: u32, target: Obj, callback: Obj) -> R {
        if !self.supports_weak(target) {
            let name = self.tp_name(self.ty(target));
            return Err(self.raise(ty::TYPE_ERROR, &format!("cannot create weak reference to '{name}' object")));
        }
        let callback = if Machine::is_none(callback) { Obj::NULL } else { callback };
        if callback.is_null() {
            let (shared, proxy) = self.basic_weak(target);
            let found = match class {
                ty::WEAK_REF => shared,
                ty::WEAK_PROXY | ty::WEAK_CALLABLE_PROXY => proxy,
                _ => Obj::NULL,
            };
            if !found.is_null() {
                return Ok(self.new_ref(found));
            }
        }
        let info = self.types[class as usize];
        let bytes = crate::memory::refcount::header_bytes(&info) + info.basicsize;
        let weak = self.alloc_gc(Kind::WeakRef, class, bytes);
        if info.flags & tp::HEAPTYPE != 0 {
            self.incref(info.obj);
        }
        if !callback.is_null() {
            self.incref(callback);
        }
        let slot = self.slot_mut(weak);
        slot.a = target.0;
        slot.set_b(callback.0, 0);
        slot.c = NO_HASH;
        self.insert_weak(weak);
        self.track(weak);
        Ok(Owned::steal(weak))
    }

    /// A proxy (`PyWeakref_NewProxy`).
    ///
    /// # Errors
    /// `TypeError` for objects that cannot be referred to weakly.
    pub fn weak_proxy(&mut self, target: Obj, callback: Obj) -> R {
        let class = if self.is_callable(target) { ty::WEAK_CALLABLE_PROXY } else { ty::WEAK_PROXY };
        self.weak_reference(class, target, callback)
    }

    /// What a proxy stands for, held by the native that asks; anything else as it is.
    fn unproxied(&mut self, o: Obj) -> R<Obj> {
        if !matches!(self.ty(o), ty::WEAK_PROXY | ty::WEAK_CALLABLE_PROXY) {
            return Ok(o);
        }
        match self.kept_target(o) {
            Some(target) => Ok(target),
            None => Err(self.raise(ty::REFERENCE_ERROR, "weakly-referenced object no longer exists")),
        }
    }
}
