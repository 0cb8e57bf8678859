//! Which form an access to an attribute takes (`_Py_Specialize_LoadAttr`, `_Py_Specialize_StoreAttr`).

use crate::eval::op;
use crate::memory::object::{Kind, Obj};
use crate::native::static_strings;
use crate::objects::codeobject::Instr;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// What stands under a name in a class (`DescriptorClassification`).
#[derive(Clone, Copy, PartialEq)]
enum Descriptor {
    Absent,
    /// Of a class written in Python: it may turn out to be a descriptor.
    Mutable,
    Method,
    Property,
    /// A field that holds an object.
    ObjectSlot,
    /// It goes before the instance's own attributes.
    Overriding,
    /// The instance's own attributes go before it.
    NonOverriding,
    PlainValue,
    DunderClass,
    /// Attributes are got by Python code.
    Overridden,
    /// By a `__getattribute__` that is a Python function, and no `__getattr__`.
    OverriddenByFunction,
}

/// Fields of C structs that hold a number or a flag; one whose reading is audited stands among them.
const NUMBERS: [&str; 22] = [
    "real",
    "imag",
    "__basicsize__",
    "__itemsize__",
    "__flags__",
    "__weakrefoffset__",
    "__dictoffset__",
    "__suppress_context__",
    "start",
    "end",
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_stacksize",
    "co_flags",
    "co_nlocals",
    "co_firstlineno",
    "f_trace_lines",
    "ag_running",
    "tb_lasti",
    "tb_frame",
    "__unpacked__",
];

impl Machine {
    /// Whether instances keep their attributes in themselves (`Py_TPFLAGS_INLINE_VALUES`): those of subclasses of built-in types
    /// do, too, unless their size varies or they had a dict before.
    fn has_inline_values(&self, t: u32) -> bool {
        let info = &self.types[t as usize];
        let varies = matches!(info.kind, Kind::Int | Kind::Tuple | Kind::Bytes);
        let before = matches!(info.kind, Kind::Exception | Kind::Type | Kind::Module | Kind::Function);
        match info.kind {
            Kind::Instance => info.flags & tp::MANAGED_DICT != 0 && info.inline_cap > 0,
            _ => info.flags & tp::HEAPTYPE != 0 && info.flags & tp::HAS_DICT != 0 && !varies && !before,
        }
    }

    fn has_managed_dict(&self, t: u32) -> bool {
        let info = &self.types[t as usize];
        let own = matches!(info.kind, Kind::Exception | Kind::Type | Kind::Module | Kind::Function);
        info.flags & tp::MANAGED_DICT != 0 || info.flags & tp::HEAPTYPE != 0 && info.flags & tp::HAS_DICT != 0 && !own
    }

    fn classify_descriptor(&self, descr: Obj, has_getattr: bool) -> Descriptor {
        if descr.is_null() {
            return Descriptor::Absent;
        }
        if self.types[self.ty(descr) as usize].flags & tp::HEAPTYPE != 0 {
            return Descriptor::Mutable;
        }
        match self.kind(descr) {
            Kind::Member | Kind::GetSet if self.holds_object(descr) => Descriptor::ObjectSlot,
            Kind::Property if !has_getattr => Descriptor::Property,
            Kind::Property => Descriptor::Overridden,
            Kind::Member | Kind::GetSet => Descriptor::Overriding,
            Kind::Function | Kind::WrapperDescriptor => Descriptor::Method,
            Kind::MethodDescriptor if self.ty(descr) == ty::METHOD_DESCRIPTOR => Descriptor::Method,
            Kind::MethodDescriptor | Kind::ClassMethod | Kind::StaticMethod => Descriptor::NonOverriding,
            _ => Descriptor::PlainValue,
        }
    }

    /// Whether it is a field that holds an object: those of `__slots__` do, and most of C structs.
    fn holds_object(&self, descr: Obj) -> bool {
        let slot = self.slot(descr);
        if slot.ty != ty::MEMBER_DESCRIPTOR {
            return false;
        }
        let owner = self.slot(Obj(slot.b_lo())).a;
        if self.types[owner as usize].flags & tp::HEAPTYPE != 0 {
            return true;
        }
        matches!(owner, ty::RANGE | ty::SLICE) || !NUMBERS.contains(&&*self.str_text(Obj(slot.b_hi())))
    }

    /// `analyze_descriptor_load`: what is found on a class, and how.
    fn analyze_load(&mut self, t: u32, name: Obj) -> (Descriptor, Obj) {
        let mut has_getattr = false;
        if self.types[t as usize].flags & tp::GETATTR_HOOK != 0 {
            let getattribute = self.type_lookup(t, static_strings::DUNDER_GETATTRIBUTE);
            has_getattr = !self.type_lookup(t, static_strings::DUNDER_GETATTR).is_null();
            if !self.by_layout(getattribute) {
                let function = !has_getattr && self.kind(getattribute) == Kind::Function;
                return match function {
                    true => (Descriptor::OverriddenByFunction, getattribute),
                    false => (Descriptor::Overridden, Obj::NULL),
                };
            }
        } else if matches!(
            self.types[t as usize].kind,
            Kind::Super | Kind::GenericAlias | Kind::Type | Kind::Module | Kind::Method
        ) {
            return (Descriptor::Overridden, Obj::NULL);
        }
        let descr = self.type_lookup(t, name);
        if name == static_strings::DUNDER_CLASS && descr == self.type_lookup(ty::OBJECT, name) {
            return (Descriptor::DunderClass, descr);
        }
        (self.classify_descriptor(descr, has_getattr), descr)
    }

    pub(super) fn specialize_load_attr(&mut self, at: usize, o: Obj, name: Obj, method: bool) {
        let done = match self.kind(o) {
            Kind::Module => self.specialize_module_load(at, o, name),
            Kind::Type => self.specialize_class_load(at, o, name),
            _ => self.specialize_instance_load(at, o, name, method),
        };
        if !done {
            self.not_specialized(at);
        }
    }

    fn specialize_module_load(&mut self, at: usize, o: Obj, name: Obj) -> bool {
        let dict = self.instance_dict(o);
        if dict.is_null() || !self.dict_get_str(dict, static_strings::DUNDER_GETATTR).is_null() {
            return false;
        }
        let there = !self.dict_get_str(dict, name).is_null();
        if there {
            let version = self.dict_keys_version(dict);
            self.specialized(at, op::LOAD_ATTR_MODULE, version, 0);
        }
        there
    }

    fn specialize_class_load(&mut self, at: usize, o: Obj, name: Obj) -> bool {
        let (t, meta) = (self.slot(o).a, self.ty(o));
        if self.types[meta as usize].flags & tp::GETATTR_HOOK != 0 {
            return false;
        }
        let on_meta = self.type_lookup(meta, name);
        let goes_first = matches!(
            self.classify_descriptor(on_meta, false),
            Descriptor::Overriding | Descriptor::Mutable | Descriptor::Property | Descriptor::ObjectSlot
        );
        let (kind, descr) = self.analyze_load(t, name);
        if goes_first || !matches!(kind, Descriptor::Method | Descriptor::PlainValue) {
            return false;
        }
        let version = self.type_version(t);
        if version == 0 {
            return false;
        }
        let form = match self.types[meta as usize].flags & tp::HEAPTYPE != 0 {
            true => op::LOAD_ATTR_CLASS_WITH_METACLASS_CHECK,
            false => op::LOAD_ATTR_CLASS,
        };
        self.specialized(at, form, version, descr.0);
        true
    }

    /// `instance_has_key`: whether instances are likely to have the name themselves.
    fn instance_has_key(&self, o: Obj, name: Obj) -> bool {
        let t = self.ty(o);
        if !self.has_managed_dict(t) {
            return false;
        }
        if self.kind(o) == Kind::Instance && self.has_inline_values(t) {
            return self.shared_key(t, name).is_some();
        }
        let dict = self.instance_dict(o);
        !dict.is_null() && !self.dict_get_str(dict, name).is_null()
    }

    fn specialize_instance_load(&mut self, at: usize, o: Obj, name: Obj, method: bool) -> bool {
        let t = self.ty(o);
        let shadow = self.instance_has_key(o, name);
        let (kind, descr) = self.analyze_load(t, name);
        let version = self.type_version(t);
        if version == 0 {
            return false;
        }
        let form = match kind {
            Descriptor::Method if !shadow && method => {
                if self.has_inline_values(t) {
                    op::LOAD_ATTR_METHOD_WITH_VALUES
                } else if !self.has_dict(o) {
                    op::LOAD_ATTR_METHOD_NO_DICT
                } else if self.instance_dict(o).is_null() {
                    op::LOAD_ATTR_METHOD_LAZY_DICT
                } else {
                    return false;
                }
            }
            Descriptor::Property if !method => {
                let getter = self.property_parts(descr)[0];
                if !self.takes_simply(getter, 1) {
                    return false;
                }
                op::LOAD_ATTR_PROPERTY
            }
            Descriptor::ObjectSlot if self.applies(descr, o) => op::LOAD_ATTR_SLOT,
            Descriptor::DunderClass => op::LOAD_ATTR_SLOT,
            Descriptor::OverriddenByFunction if !method && self.takes_simply(descr, 2) => {
                op::LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN
            }
            Descriptor::PlainValue if !shadow && !method && self.has_inline_values(t) => {
                op::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES
            }
            Descriptor::PlainValue if !shadow && !method && !self.has_dict(o) => op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT,
            Descriptor::Absent if !shadow => {
                // It is not tried again for a while.
                self.code[at].counter = super::cooldown() - (1 << super::BACKOFF_BITS);
                return true;
            }
            Descriptor::Method | Descriptor::NonOverriding | Descriptor::PlainValue | Descriptor::Absent if shadow => {
                return self.specialize_own_load(at, o, name, version);
            }
            _ => return false,
        };
        // The quick way looks at instances of plain classes only.
        let quick = form != op::LOAD_ATTR_METHOD_WITH_VALUES || self.kind(o) == Kind::Instance;
        self.specialized(at, form, if quick { version } else { u32::MAX }, descr.0);
        true
    }

    /// `specialize_dict_access`: an attribute of the instance itself.
    fn specialize_own_load(&mut self, at: usize, o: Obj, name: Obj, version: u32) -> bool {
        let t = self.ty(o);
        let info = self.types[t as usize];
        if let Some(i) = self.shared_key(t, name)
            && self.kind(o) == Kind::Instance
            && Obj(self.slot(o).c_lo()).is_null()
            && self.slot(o).b_hi() > info.slots
        {
            let offset = self.inline_offset(t, i);
            self.specialized(at, op::LOAD_ATTR_INSTANCE_VALUE, version, offset);
            return true;
        }
        let there = !self.instance_dict(o).is_null() && !self.has_split_dict(o);
        if there {
            self.specialized(at, op::LOAD_ATTR_WITH_HINT, version, 0);
        }
        there
    }

    /// Whether an instance's dict would share its keys with the class (`_PyDict_HasSplitTable`): it has no other than theirs.
    fn has_split_dict(&self, o: Obj) -> bool {
        let (t, dict) = (self.ty(o), self.instance_dict(o));
        self.kind(o) == Kind::Instance && self.has_inline_values(t) && !dict.is_null() && {
            self.dict_items(dict).iter().all(|(key, _)| self.shared_key(t, *key).is_some())
        }
    }

    /// Whether it is a Python function that takes just so many arguments, all by position (`function_check_args`).
    pub(super) fn takes_simply(&self, func: Obj, n: u32) -> bool {
        self.kind(func) == Kind::Function && self.is_simple_function(func) && {
            self.code_entries[self.slot(func).a as usize].argcount == n
        }
    }

    pub(super) fn specialize_store_attr(&mut self, at: usize, o: Obj, name: Obj) {
        if !self.specialize_store(at, o, name) {
            self.not_specialized(at);
        }
    }

    fn specialize_store(&mut self, at: usize, o: Obj, name: Obj) -> bool {
        let t = self.ty(o);
        let info = self.types[t as usize];
        if info.flags & tp::SETATTR_HOOK != 0 || matches!(self.kind(o), Kind::Module | Kind::Type) {
            return false;
        }
        let descr = self.type_lookup(t, name);
        let version = self.type_version(t);
        if version == 0 {
            return false;
        }
        match self.classify_descriptor(descr, false) {
            Descriptor::ObjectSlot if self.applies(descr, o) => {
                self.specialized(at, op::STORE_ATTR_SLOT, version, 0);
                true
            }
            Descriptor::Absent => self.specialize_own_store(at, o, name),
            _ => false,
        }
    }

    fn specialize_own_store(&mut self, at: usize, o: Obj, name: Obj) -> bool {
        let t = self.ty(o);
        let info = self.types[t as usize];
        let version = self.type_version(t);
        if self.kind(o) == Kind::Instance
            && Obj(self.slot(o).c_lo()).is_null()
            && self.slot(o).b_hi() > info.slots
            && let Some(i) = self.shared_key(t, name)
            && let Some(pair) = Instr::pair(self.inline_offset(t, i), i)
        {
            self.specialized(at, op::STORE_ATTR_INSTANCE_VALUE, version, pair);
            return true;
        }
        let dict = self.instance_dict(o);
        let there = self.has_managed_dict(t)
            && !self.has_split_dict(o)
            && !dict.is_null()
            && !self.dict_get_str(dict, name).is_null();
        if there {
            self.specialized(at, op::STORE_ATTR_WITH_HINT, version, 0);
        }
        there
    }
}
