//! Attributes: look-up through types, descriptors, instances; setting and deleting
//! (`Objects/object.c`, `Objects/descrobject.c`).

pub(crate) mod mappingproxy;
pub(crate) mod not_built;
pub(crate) mod property;
pub(crate) mod types;

use crate::eval::frame::OnReturn;
use crate::eval::replay::About;
use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings::{self, fixed};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

impl Machine {
    /// `o.name`.
    pub fn getattr(&mut self, o: Obj, name: Obj) -> R {
        match self.getattr_maybe(o, name)? {
            Some(value) => Ok(value),
            None => Err(self.lacks_attribute(o, name)),
        }
    }

    /// `o.name` where a missing attribute is no error (`PyObject_GetOptionalAttr`).
    pub fn getattr_opt(&mut self, o: Obj, name: Obj) -> R<Option<Owned>> {
        match self.getattr_maybe(o, name) {
            Err(Raised) if self.raised_is(ty::ATTRIBUTE_ERROR) => {
                self.clear_raised();
                Ok(None)
            }
            Ok(None) => {
                self.refuse_not_built(o, name)?;
                Ok(None)
            }
            other => other,
        }
    }

    fn getattr_maybe(&mut self, o: Obj, name: Obj) -> R<Option<Owned>> {
        if self.type_of(o).flags & tp::GETATTR_HOOK != 0 {
            let base = self.thread.sp;
            if let Some(answer) = self.question_about(About::Attribute, &[o, name]) {
                return answer.map(Some);
            }
            let begun = self.begin_getattr(o, name, OnReturn::Exit);
            return self.run_begun(base, begun).map(Some);
        }
        self.getattr_builtin(o, name)
    }

    /// The attribute without hooks written in Python.
    pub fn getattr_builtin(&mut self, o: Obj, name: Obj) -> R<Option<Owned>> {
        match self.kind(o) {
            Kind::Type => self.type_getattr(o, name),
            Kind::Super => self.super_getattr(o, name),
            Kind::Record if !self.module_of_param(o, name).is_null() => {
                let module = self.module_of_param(o, name);
                Ok(Some(self.new_ref(module)))
            }
            Kind::Method => {
                // What a bound method lacks, its function may have (`method_getattro`).
                if let Some(own) = self.generic_getattr(o, name)? {
                    return Ok(Some(own));
                }
                let function = self.method_parts(o).0;
                self.getattr_maybe(function, name)
            }
            Kind::GenericAlias => self.alias_getattr(o, name),
            Kind::Union if name == static_strings::DUNDER_MODULE => {
                let class = self.types[ty::UNION as usize].obj;
                self.type_getattr(class, name)
            }
            _ => self.generic_getattr(o, name),
        }
    }

    /// Refuses a name of an attribute that is no string.
    pub fn check_attribute_name(&mut self, name: Obj) -> R<()> {
        if self.kind(name) == Kind::Str {
            return Ok(());
        }
        let got = self.type_name(name);
        Err(self.raise(ty::TYPE_ERROR, &format!("attribute name must be string, not '{got}'")))
    }

    /// `object.__getattribute__` (`_PyObject_GenericGetAttrWithDict`).
    pub fn generic_getattr(&mut self, o: Obj, name: Obj) -> R<Option<Owned>> {
        let ty = self.ty(o);
        let descr = self.type_lookup(ty, name);
        if !descr.is_null() && self.comes_first(descr) {
            return self.descr_get(descr, o, ty).map(Some);
        }
        if self.has_dict(o) || self.kind(o) == Kind::Exception {
            let value = self.instance_get(o, name);
            if !value.is_null() {
                return Ok(Some(self.new_ref(value)));
            }
        }
        if !descr.is_null() {
            return self.descr_get(descr, o, ty).map(Some);
        }
        if self.kind(o) == Kind::Module {
            return self.module_getattr(o, name);
        }
        Ok(None)
    }

    /// A module's `__getattr__`, if it has one.
    fn module_getattr(&mut self, o: Obj, name: Obj) -> R<Option<Owned>> {
        let hook = self.instance_get(o, static_strings::DUNDER_GETATTR);
        if hook.is_null() { Ok(None) } else { self.call(hook, &[name]).map(Some) }
    }

    /// Whether an object is an instance of the type that a descriptor belongs to.
    pub(crate) fn applies(&self, descr: Obj, o: Obj) -> bool {
        self.is_subtype(self.ty(o), self.slot(Obj(self.slot(descr).b_lo())).a)
    }

    /// Why a class method of a built-in type cannot be bound to that, if so (`classmethod_get`).
    pub(crate) fn classmethod_fault(&self, descr: Obj, class: Obj) -> Option<String> {
        let slot = self.slot(descr);
        let owner = self.slot(Obj(slot.b_lo())).a;
        let (name, owner_name) = (self.native(slot.a).name, self.name_of_type(owner));
        if self.kind(class) != Kind::Type {
            let got = self.type_name(class);
            return Some(format!("descriptor '{name}' for type '{owner_name}' needs a type, not a '{got}' as arg 2"));
        }
        let given = self.slot(class).a;
        (!self.is_subtype(given, owner)).then(|| {
            let got = self.name_of_type(given);
            format!("descriptor '{name}' requires a subtype of '{owner_name}' but received '{got}'")
        })
    }

    /// A descriptor of a type serves its instances only (`descr_check`).
    fn check_applies(&mut self, descr: Obj, o: Obj) -> R<()> {
        if self.applies(descr, o) {
            return Ok(());
        }
        let owner = self.slot(Obj(self.slot(descr).b_lo())).a;
        let slot = *self.slot(descr);
        let name = match slot.kind {
            Kind::GetSet | Kind::Member => self.str_text(Obj(slot.b_hi())),
            _ => self.native(slot.a).name.to_owned(),
        };
        let (class, got) = (self.name_of_type(owner), self.type_name(o));
        let text = format!("descriptor '{name}' for '{class}' objects doesn't apply to a '{got}' object");
        Err(self.raise(ty::TYPE_ERROR, &text))
    }

    /// What a descriptor found on a type gives for an object (NULL: accessed on the type itself).
    pub fn descr_get(&mut self, descr: Obj, o: Obj, ty: u32) -> R {
        let kind = self.kind(descr);
        if o.is_null() {
            return match kind {
                Kind::StaticMethod => Ok(self.new_ref(Obj(self.slot(descr).a))),
                Kind::ClassMethod => self.bind_classmethod(descr, ty),
                Kind::MethodDescriptor if self.ty(descr) == ty::CLASSMETHOD_DESCRIPTOR => Ok(self.new_builtin(
                    self.slot(descr).a,
                    self.types[ty as usize].obj,
                    Obj::NULL,
                    ty::BUILTIN_FUNCTION,
                )),
                Kind::Instance => self.descr_get_python(descr, fixed::NONE, ty),
                _ => Ok(self.new_ref(descr)),
            };
        }
        match kind {
            Kind::Function => Ok(self.new_method(descr, o)),
            Kind::MethodDescriptor if self.ty(descr) == ty::CLASSMETHOD_DESCRIPTOR => {
                Ok(self.new_builtin(self.slot(descr).a, self.types[ty as usize].obj, Obj::NULL, ty::BUILTIN_FUNCTION))
            }
            Kind::MethodDescriptor | Kind::WrapperDescriptor => {
                self.check_applies(descr, o)?;
                let wrapper = kind == Kind::WrapperDescriptor;
                let class = if wrapper { ty::METHOD_WRAPPER } else { ty::BUILTIN_FUNCTION };
                Ok(self.new_builtin(self.slot(descr).a, o, Obj::NULL, class))
            }
            Kind::GetSet => {
                self.check_applies(descr, o)?;
                let native = self.slot(descr).a;
                self.call_native_direct(native, &[o])
            }
            Kind::Member => {
                self.check_applies(descr, o)?;
                let value = self.member_get(o, self.slot(descr).a);
                if value.is_null() {
                    let name = Obj(self.slot(descr).b_hi());
                    return Err(self.no_attribute(o, name));
                }
                Ok(self.new_ref(value))
            }
            Kind::Property => {
                let getter = self.property_parts(descr)[0];
                if getter.is_null() {
                    return Err(self.property_lacks(descr, o, "getter"));
                }
                self.call(getter, &[o])
            }
            Kind::StaticMethod => Ok(self.new_ref(Obj(self.slot(descr).a))),
            Kind::ClassMethod => self.bind_classmethod(descr, ty),
            // One that is not bound yet (`super_descr_get`).
            Kind::Super if self.slot(descr).b_lo() == 0 && self.ty(descr) == ty::SUPER => {
                let class = Obj(self.slot(descr).a);
                self.new_super(class, o)
            }
            Kind::Instance => self.descr_get_python(descr, o, ty),
            _ => Ok(self.new_ref(descr)),
        }
    }

    fn bind_classmethod(&mut self, descr: Obj, ty: u32) -> R {
        let callable = Obj(self.slot(descr).a);
        let class = self.types[ty as usize].obj;
        Ok(self.new_method(callable, class))
    }

    fn descr_get_python(&mut self, descr: Obj, o: Obj, ty: u32) -> R {
        let get = self.lookup_special(descr, static_strings::DUNDER_GET);
        if get.is_null() {
            return Ok(self.new_ref(descr));
        }
        let class = self.types[ty as usize].obj;
        self.call(get, &[descr, o, class])
    }

    /// The `AttributeError` for a missing attribute, worded as the object's kind demands.
    /// The error of a look-up; what a bound method lacks was looked for in its function at last.
    pub(crate) fn lacks_attribute(&mut self, o: Obj, name: Obj) -> Raised {
        let mut o = o;
        while self.kind(o) == Kind::Method {
            if let Err(refused) = self.refuse_not_built(o, name) {
                return refused;
            }
            o = self.method_parts(o).0;
        }
        self.no_attribute(o, name)
    }

    pub fn no_attribute(&mut self, o: Obj, name: Obj) -> Raised {
        if let Err(refused) = self.refuse_not_built(o, name) {
            return refused;
        }
        let text = self.str_text(name);
        let message = match self.kind(o) {
            Kind::Type => format!("type object '{}' has no attribute '{text}'", self.tp_name(self.slot(o).a)),
            Kind::Module => self.module_lacks(o, &text),
            _ => format!("'{}' object has no attribute '{text}'", self.type_name(o)),
        };
        self.raise_attribute_error(&message, o, name)
    }

    /// `o.name = value`, or `del o.name` where the value is NULL; the value is borrowed.
    pub fn setattr(&mut self, o: Obj, name: Obj, value: Obj) -> R<()> {
        if self.type_of(o).flags & tp::SETATTR_HOOK != 0 {
            let (hook, args): (Obj, Vec<Obj>) = if value.is_null() {
                (self.lookup_special(o, static_strings::DUNDER_DELATTR), vec![o, name])
            } else {
                (self.lookup_special(o, static_strings::DUNDER_SETATTR), vec![o, name, value])
            };
            let done = self.call(hook, &args)?;
            self.drop_ref(done);
            return Ok(());
        }
        self.setattr_builtin(o, name, value)
    }

    /// Assignment without hooks written in Python.
    pub fn setattr_builtin(&mut self, o: Obj, name: Obj, value: Obj) -> R<()> {
        if self.kind(o) == Kind::Type {
            return self.type_setattr(o, name, value);
        }
        let ty = self.ty(o);
        let descr = self.type_lookup(ty, name);
        if !descr.is_null() && self.is_data_descriptor(descr) {
            return self.descr_set(descr, o, value);
        }
        if descr.is_null() && self.is_builtin_exact(o) && self.kind(o) != Kind::Module {
            self.refuse_not_built(o, name)?;
        }
        if !self.has_dict(o) && self.kind(o) != Kind::Exception {
            let (class, text) = (self.type_name(o), self.str_text(name));
            let message = if descr.is_null() {
                format!("'{class}' object has no attribute '{text}' and no __dict__ for setting new attributes")
            } else {
                format!("'{class}' object attribute '{text}' is read-only")
            };
            let raised = if descr.is_null() {
                self.raise_attribute_error(&message, o, name)
            } else {
                self.raise(ty::ATTRIBUTE_ERROR, &message)
            };
            return Err(raised);
        }
        if value.is_null() {
            return if self.instance_del(o, name) { Ok(()) } else { Err(self.no_attribute(o, name)) };
        }
        let value = self.new_ref(value);
        if self.kind(o) == Kind::Module {
            let dict = self.instance_dict(o);
            self.dict_set_str(dict, name, value);
        } else {
            self.instance_set(o, name, value);
        }
        Ok(())
    }

    pub fn descr_set(&mut self, descr: Obj, o: Obj, value: Obj) -> R<()> {
        match self.kind(descr) {
            Kind::GetSet | Kind::Member => self.check_applies(descr, o)?,
            _ => {}
        }
        match self.kind(descr) {
            Kind::GetSet => {
                let setter = self.slot(descr).c as u32;
                if setter == 0 {
                    if self.ty(descr) == ty::MEMBER_DESCRIPTOR {
                        return Err(self.raise(ty::ATTRIBUTE_ERROR, "readonly attribute"));
                    }
                    let owner = self.slot(Obj(self.slot(descr).b_lo())).a;
                    let (class, name) = (self.tp_name(owner), self.str_text(Obj(self.slot(descr).b_hi())));
                    return Err(self.raise(
                        ty::ATTRIBUTE_ERROR,
                        &format!("attribute '{name}' of '{class}' objects is not writable"),
                    ));
                }
                let args: &[Obj] = if value.is_null() { &[o] } else { &[o, value] };
                let done = self.call_native_direct(setter, args)?;
                self.drop_ref(done);
                Ok(())
            }
            Kind::Member if self.kind(o) == Kind::Tuple => Err(self.raise(ty::ATTRIBUTE_ERROR, "readonly attribute")),
            Kind::Member => {
                if !value.is_null() {
                    self.incref(value);
                }
                let old = self.member_replace(o, self.slot(descr).a, value);
                if old.is_null() && value.is_null() {
                    let name = self.str_text(Obj(self.slot(descr).b_hi()));
                    return Err(self.raise(ty::ATTRIBUTE_ERROR, &name));
                }
                self.xdecref(old);
                Ok(())
            }
            Kind::Property => {
                let parts = self.property_parts(descr);
                let (callable, what) = if value.is_null() { (parts[2], "deleter") } else { (parts[1], "setter") };
                if callable.is_null() {
                    return Err(self.property_lacks(descr, o, what));
                }
                let done = if value.is_null() { self.call(callable, &[o]) } else { self.call(callable, &[o, value]) }?;
                self.drop_ref(done);
                Ok(())
            }
            _ => {
                let hook = if value.is_null() { static_strings::DUNDER_DELETE } else { static_strings::DUNDER_SET };
                let method = self.lookup_special(descr, hook);
                if method.is_null() {
                    let text = self.str_text(hook);
                    return Err(self.raise(ty::ATTRIBUTE_ERROR, &text));
                }
                let done = if value.is_null() {
                    self.call(method, &[descr, o])
                } else {
                    self.call(method, &[descr, o, value])
                }?;
                self.drop_ref(done);
                Ok(())
            }
        }
    }

    fn type_setattr(&mut self, class: Obj, name: Obj, value: Obj) -> R<()> {
        let index = self.slot(class).a;
        if self.types[index as usize].flags & tp::HEAPTYPE == 0 {
            let (class, name) = (self.name_of_type(index), self.str_repr(name));
            return Err(self.raise(ty::TYPE_ERROR, &format!("cannot set {name} attribute of immutable type '{class}'")));
        }
        let meta = self.ty(class);
        let descr = self.type_lookup(meta, name);
        if !descr.is_null() && self.is_data_descriptor(descr) {
            return self.descr_set(descr, class, value);
        }
        let dict = self.types[index as usize].dict;
        if value.is_null() {
            if !self.dict_del(dict, name)? {
                return Err(self.no_attribute(class, name));
            }
        } else {
            let value = self.new_ref(value);
            let name = self.new_ref(name);
            let name = self.intern(name);
            self.dict_set_str(dict, name.get(), value);
            self.drop_ref(name);
        }
        self.type_modified(index);
        Ok(())
    }

    /// A method to call with the object as its first argument, or a bound attribute: `None` if there is neither.
    pub fn lookup_method(&mut self, o: Obj, name: Obj) -> Option<Owned> {
        match self.getattr_opt(o, name) {
            Ok(found) => found,
            Err(Raised) => {
                self.clear_raised();
                None
            }
        }
    }

    /// Calls the special method `name` of the type of `o`, if there is one.
    pub fn call_special(&mut self, o: Obj, name: Obj, args: &[Obj]) -> R<Option<Owned>> {
        let method = self.lookup_special(o, name);
        if method.is_null() {
            return Ok(None);
        }
        self.call_unbound(method, o, args).map(Some)
    }

    /// Calls what was found on a type with `o` as its self.
    pub fn call_unbound(&mut self, method: Obj, o: Obj, args: &[Obj]) -> R {
        let mut all = Vec::with_capacity(args.len() + 1);
        if matches!(self.kind(method), Kind::Function | Kind::MethodDescriptor | Kind::WrapperDescriptor) {
            all.push(o);
            all.extend_from_slice(args);
            return self.call(method, &all);
        }
        let ty = self.ty(o);
        let bound = self.descr_get(method, o, ty)?;
        let result = self.call(bound.get(), args);
        self.drop_ref(bound);
        result
    }

    /// Names that `dir(o)` lists, unsorted.
    pub fn dir_names(&mut self, o: Obj) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        if self.kind(o) == Kind::GenericAlias {
            // As its class, and what it answers itself (`ga_dir`).
            names = self.dir_names(self.alias_parts(o)[0]);
            names.extend(crate::objects::genericaliasobject::OWN.map(str::to_owned));
            names.sort();
            names.dedup();
            return names;
        }
        if self.kind(o) == Kind::Module {
            let dict = self.instance_dict(o);
            names.extend(
                self.dict_items(dict)
                    .iter()
                    .filter(|(k, _)| self.kind(*k) == Kind::Str)
                    .map(|(k, _)| self.str_text(*k)),
            );
            names.extend(self.reference_names(o));
            names.sort();
            names.dedup();
            return names;
        }
        names.extend(self.reference_names(o));
        let mro = if self.kind(o) == Kind::Type {
            self.types[self.slot(o).a as usize].mro
        } else {
            names.extend(
                self.instance_attributes_any(o)
                    .iter()
                    .filter(|(k, _)| self.kind(*k) == Kind::Str)
                    .map(|(k, _)| self.str_text(*k)),
            );
            self.type_of(o).mro
        };
        for class in self.seq_items(mro) {
            let dict = self.types[self.slot(class).a as usize].dict;
            names.extend(
                self.dict_items(dict)
                    .iter()
                    .filter(|(k, _)| self.kind(*k) == Kind::Str)
                    .map(|(k, _)| self.str_text(*k)),
            );
        }
        names.sort();
        names.dedup();
        names
    }

    /// An object's own attributes wherever its layout keeps them.
    pub fn instance_attributes_any(&self, o: Obj) -> Vec<(Obj, Obj)> {
        match self.kind(o) {
            Kind::Instance => self.instance_attributes(o),
            _ => {
                let dict = self.instance_dict(o);
                if dict.is_null() { Vec::new() } else { self.dict_items(dict) }
            }
        }
    }
}
