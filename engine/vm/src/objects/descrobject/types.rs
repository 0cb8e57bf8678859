//! The types of descriptors (`Objects/descrobject.c`).

use crate::memory::object::Kind;
use crate::memory::object::{Obj, R};
use crate::native::args::{Args, none};
use crate::native::typedef::{Role, getset, member};
use crate::native::typedef::{Slot, TypeDef, tpflags};
use crate::objects::object::reduce_rows;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `method_descriptor`.
pub static METHOD_DESCRIPTOR: TypeDef = TypeDef {
    name: "method_descriptor",
    kind: Kind::MethodDescriptor,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION | tpflags::HAVE_VECTORCALL | tpflags::METHOD_DESCRIPTOR,
    slots: &[Slot::Repr, Slot::Call, Slot::DescrGet],
    natives: &[
        reduce_rows::DESCRIPTOR,
        member("__objclass__", "The class that it is an attribute of.", objclass),
        member("__name__", "Name as it was defined.", name),
        getset("__qualname__", "Name with the scopes that it was defined in.", qualname),
        getset("__doc__", "What the object says about itself.", doc),
        getset("__text_signature__", "How it is called, as text.", text_signature),
    ],
    ..TypeDef::PLAIN
};

/// `wrapper_descriptor`.
pub static WRAPPER_DESCRIPTOR: TypeDef = TypeDef {
    name: "wrapper_descriptor",
    kind: Kind::WrapperDescriptor,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION | tpflags::METHOD_DESCRIPTOR,
    slots: &[Slot::Repr, Slot::Call, Slot::DescrGet],
    natives: &[
        reduce_rows::DESCRIPTOR,
        member("__objclass__", "The class that it is an attribute of.", objclass),
        member("__name__", "Name as it was defined.", name),
        getset("__qualname__", "Name with the scopes that it was defined in.", qualname),
        getset("__doc__", "What the object says about itself.", doc),
        getset("__text_signature__", "How it is called, as text.", text_signature),
    ],
    ..TypeDef::PLAIN
};

/// `classmethod_descriptor`.
pub static CLASSMETHOD_DESCRIPTOR: TypeDef = TypeDef {
    name: "classmethod_descriptor",
    kind: Kind::MethodDescriptor,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::Call, Slot::DescrGet],
    natives: &[
        member("__objclass__", "The class that it is an attribute of.", objclass),
        member("__name__", "Name as it was defined.", name),
        getset("__qualname__", "Name with the scopes that it was defined in.", qualname),
        getset("__doc__", "What the object says about itself.", doc),
        getset("__text_signature__", "How it is called, as text.", text_signature),
    ],
    ..TypeDef::PLAIN
};

/// `method-wrapper`.
pub static METHOD_WRAPPER: TypeDef = TypeDef {
    name: "method-wrapper",
    kind: Kind::BuiltinFunction,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::Hash, Slot::Call, Slot::Compare],
    natives: &[
        reduce_rows::BOUND,
        member("__self__", "What it is bound to.", |m, a| {
            let this = Obj(m.slot(a.get(m, 0)).b_lo());
            Ok(m.new_ref(this))
        }),
        getset("__objclass__", "The class that it is an attribute of.", |m, a| {
            let class = m.builtin_class(a.get(m, 0));
            Ok(m.new_ref(class))
        }),
        getset("__name__", "Name as it was defined.", name),
        getset("__qualname__", "Name with the scopes that it was defined in.", |m, a| {
            let text = m.builtin_qualname(a.get(m, 0));
            Ok(m.new_str(&text))
        }),
        getset("__doc__", "What the object says about itself.", doc),
        getset("__text_signature__", "How it is called, as text.", text_signature),
    ],
    ..TypeDef::PLAIN
};

/// `getset_descriptor`.
pub static GETSET_DESCRIPTOR: TypeDef = TypeDef {
    name: "getset_descriptor",
    kind: Kind::GetSet,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::DescrGet, Slot::DescrSet],
    natives: &[
        member("__objclass__", "The class that it is an attribute of.", objclass),
        member("__name__", "Name as it was defined.", name),
        getset("__qualname__", "Name with the scopes that it was defined in.", qualname),
        getset("__doc__", "What the object says about itself.", doc),
    ],
    ..TypeDef::PLAIN
};

/// `member_descriptor`.
pub static MEMBER_DESCRIPTOR: TypeDef = TypeDef {
    name: "member_descriptor",
    kind: Kind::Member,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr, Slot::DescrGet, Slot::DescrSet],
    natives: &[
        reduce_rows::DESCRIPTOR,
        member("__objclass__", "The class that it is an attribute of.", objclass),
        member("__name__", "Name as it was defined.", name),
        getset("__qualname__", "Name with the scopes that it was defined in.", qualname),
        getset("__doc__", "What the object says about itself.", doc),
    ],
    ..TypeDef::PLAIN
};

/// Name of a descriptor or built-in function.
pub fn name(m: &mut Machine, a: Args) -> R {
    let slot = *m.slot(a.get(m, 0));
    if slot.kind == Kind::GetSet || slot.kind == Kind::Member {
        return Ok(m.new_ref(Obj(slot.b_hi())));
    }
    let name = m.native(slot.a).name;
    Ok(m.intern_str(name))
}

fn objclass(m: &mut Machine, a: Args) -> R {
    let class = Obj(m.slot(a.get(m, 0)).b_lo());
    Ok(m.new_ref(class))
}

fn qualname(m: &mut Machine, a: Args) -> R {
    let class = Obj(m.slot(a.get(m, 0)).b_lo());
    let own = name(m, a)?;
    let text = format!("{}.{}", m.name_of_type(m.slot(class).a), m.str_text(own.get()));
    m.drop_ref(own);
    Ok(m.new_str(&text))
}

/// `__doc__` of a native; None where there is none.
pub fn doc(m: &mut Machine, a: Args) -> R {
    let slot = *m.slot(a.get(m, 0));
    let text = if slot.kind == Kind::Member { "" } else { m.native(slot.a).doc };
    if text.is_empty() { none() } else { Ok(m.new_str(text)) }
}

pub fn text_signature(m: &mut Machine, a: Args) -> R {
    let native = m.native(m.slot(a.get(m, 0)).a);
    match native.text_signature() {
        Some(text) => Ok(m.new_str(text)),
        None => none(),
    }
}

impl Machine {
    /// The class in whose dict a bound native was found, or its self's.
    pub fn builtin_class(&self, f: Obj) -> Obj {
        let slot = *self.slot(f);
        let this = Obj(slot.b_lo());
        let mro = self.type_of(this).mro;
        let name = self.native(slot.a).name;
        let found = self.tuple_items(mro).iter().find(|&&class| {
            let dict = self.types[self.slot(Obj(class)).a as usize].dict;
            self.dict_items(dict).iter().any(|(key, value)| {
                self.str_is(*key, name) && matches!(self.kind(*value), Kind::WrapperDescriptor | Kind::MethodDescriptor)
            })
        });
        found.map_or(self.class_of(this), |&class| Obj(class))
    }

    /// `__qualname__` of a built-in function or of a bound native (`meth_get__qualname__`).
    pub fn builtin_qualname(&self, f: Obj) -> String {
        let slot = *self.slot(f);
        let this = Obj(slot.b_lo());
        let name = self.native(slot.a).name;
        if slot.ty == ty::METHOD_WRAPPER {
            return format!("{}.{name}", self.name_of_type(self.slot(self.builtin_class(f)).a));
        }
        if self.native(slot.a).role == Role::New {
            return format!("{}.{name}", self.name_of_type(slot.a >> 16));
        }
        if this.is_null() || self.kind(this) == Kind::Module {
            return name.to_owned();
        }
        let class = if self.kind(this) == Kind::Type { self.slot(this).a } else { self.ty(this) };
        format!("{}.{name}", self.str_text(self.types[class as usize].qualname))
    }
}
