//! Types: their records, the method resolution order, look-up of names with versions and a cache
//! (`Objects/typeobject.c`). Creation from a `class` statement is in `create`.

pub(crate) mod create;
pub(crate) mod methods;
mod setters;
pub(crate) mod slotdefs;
pub(crate) mod steps;
mod subclasses;
pub mod subtype_new;
pub(crate) mod super_;

use crate::memory::object::{Kind, Obj, R, flag};
use crate::native::static_strings::{self, fixed};
pub use crate::objects::types::ty;
use crate::state::interpreter::Machine;

/// Bits of `TypeInfo::flags` (`Py_TPFLAGS_*` and what the machine asks often).
pub mod tp {
    pub const HEAPTYPE: u32 = 1;
    pub const HAVE_GC: u32 = 2;
    pub const BASETYPE: u32 = 4;
    /// Instances have a `__dict__` that the machine manages, with inline values.
    pub const MANAGED_DICT: u32 = 8;
    /// Instances have a `__dict__` in their layout's own place.
    pub const HAS_DICT: u32 = 16;
    pub const HAS_DEL: u32 = 32;
    /// `__getattribute__` or `__getattr__` is written in Python.
    pub const GETATTR_HOOK: u32 = 64;
    pub const SETATTR_HOOK: u32 = 128;
    pub const EXCEPTION: u32 = 256;
    /// Freed; its record may be taken again.
    pub const DEAD: u32 = 512;
    /// Instances can be referred to weakly; the machine keeps their list in front of the object.
    pub const WEAK: u32 = 1024;
    pub const MANAGED_WEAKREF: u32 = 2048;
    /// Instances have two words in front for a dict and weak references (`_PyType_PreHeaderSize`).
    pub const PREHEADER: u32 = 4096;
    /// Not written in Python, but operators and protocols are looked up in its dict.
    pub const ASKED: u32 = 8192;
    /// It has abstract methods: nothing is made of it.
    pub const ABSTRACT: u32 = 16384;
    /// Patterns of sequences and of mappings match its instances.
    pub const SEQUENCE: u32 = 1 << 15;
    pub const MAPPING: u32 = 1 << 16;
}

/// Versions that one type may have (`MAX_VERSIONS_PER_CLASS`).
const MAX_VERSIONS: u32 = 1000;

/// What the machine knows of a type. Handles are counted edges of the type's object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TypeInfo {
    pub obj: Obj,
    /// `__name__` and `__qualname__`, strings.
    pub name: Obj,
    pub qualname: Obj,
    /// Tuples.
    pub bases: Obj,
    pub mro: Obj,
    pub dict: Obj,
    /// `__base__`, the index of the type whose layout this one extends.
    pub base: u32,
    pub kind: Kind,
    pub flags: u32,
    /// `tp_version_tag`: 0 until a cache asks for it, 0 again after a change.
    pub version: u32,
    /// How many it had; after [`MAX_VERSIONS`] it gets none any more.
    pub versions_used: u32,
    pub basicsize: u32,
    pub itemsize: u32,
    /// Names of the inline values of instances, in order of first assignment (`ht_cached_keys`): a word range
    /// of `inline_cap` handles, of which `shared_n` are set.
    pub shared_keys: u32,
    pub shared_n: u32,
    pub inline_cap: u32,
    /// Fields declared by `__slots__`, inherited ones included.
    pub slots: u32,
    /// Cached `__init__` for the specialised call (`_spec_cache.init`): a function or NULL, not counted.
    pub init: Obj,
    pub metatype: u32,
    /// Numbers of the types derived directly from this one: a word range of that many.
    pub subclasses: u32,
    pub subclasses_n: u32,
}

/// One entry of the look-up cache (`struct type_cache_entry`).
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct MethodCacheEntry {
    pub version: u32,
    pub name: u32,
    pub value: u32,
}

pub const METHOD_CACHE: usize = 1024;

/// The merge of the orders of some bases, and of the bases themselves; or what is first in those that cannot be merged.
fn c3_merge_of(mut lists: Vec<Vec<Obj>>, bases: &[Obj]) -> Result<Vec<Obj>, Vec<Obj>> {
    lists.push(bases.to_vec());
    let mut merged = Vec::new();
    loop {
        lists.retain(|list| !list.is_empty());
        if lists.is_empty() {
            return Ok(merged);
        }
        let found =
            lists.iter().map(|list| list[0]).find(|candidate| !lists.iter().any(|list| list[1..].contains(candidate)));
        let Some(next) = found else {
            let mut heads: Vec<Obj> = Vec::new();
            for list in &lists {
                if !heads.contains(&list[0]) {
                    heads.push(list[0]);
                }
            }
            return Err(heads);
        };
        merged.push(next);
        for list in &mut lists {
            if list[0] == next {
                list.remove(0);
            }
        }
    }
}

impl Machine {
    #[inline(always)]
    pub fn type_of(&self, o: Obj) -> &TypeInfo {
        &self.types[self.slots[o.ix()].ty as usize]
    }

    /// The type object of `o`.
    pub fn class_of(&self, o: Obj) -> Obj {
        self.type_of(o).obj
    }

    pub fn type_name(&self, o: Obj) -> String {
        self.tp_name(self.ty(o))
    }

    /// A type's name as messages have it (`tp_name`): with its module, if it is built in and that is not `builtins`.
    pub fn tp_name(&self, ty: u32) -> String {
        let name = self.name_of_type(ty);
        match self.defs.get(ty as usize) {
            Some(def) if def.module != "builtins" => format!("{}.{name}", def.module),
            // A class of tuples whose items have names, which is as good as built in.
            None if self.types[ty as usize].base == ty::TUPLE && self.types[ty as usize].flags & tp::ASKED != 0 => {
                format!("{}.{name}", self.type_module(ty))
            }
            _ => name,
        }
    }

    /// Name of the type with that index.
    pub fn name_of_type(&self, ty: u32) -> String {
        self.str_text(self.types[ty as usize].name)
    }

    /// Whether `ty` is `base` or inherits from it.
    pub fn is_subtype(&self, ty: u32, base: u32) -> bool {
        if ty == base {
            return true;
        }
        let want = self.types[base as usize].obj;
        let mro = self.types[ty as usize].mro;
        if mro.is_null() {
            return false;
        }
        self.tuple_items(mro).contains(&want.0)
    }

    pub fn isinstance_of(&self, o: Obj, base: u32) -> bool {
        self.is_subtype(self.ty(o), base)
    }

    /// The version of a type, assigned now if it has none.
    pub fn type_version(&mut self, ty: u32) -> u32 {
        let info = &self.types[ty as usize];
        if info.version == 0 && info.versions_used < MAX_VERSIONS {
            self.next_type_version += 1;
            let info = &mut self.types[ty as usize];
            info.version = self.next_type_version;
            info.versions_used += 1;
        }
        self.types[ty as usize].version
    }

    /// `_PyType_Lookup`: the first value of `name` in the dicts along the mro, borrowed; NULL if none.
    #[inline]
    pub fn type_lookup(&mut self, ty: u32, name: Obj) -> Obj {
        let version = self.types[ty as usize].version;
        let at = (version.wrapping_mul(31) ^ name.0) as usize & (METHOD_CACHE - 1);
        let entry = self.method_cache[at];
        if version != 0 && entry.version == version && entry.name == name.0 {
            return Obj(entry.value);
        }
        self.type_lookup_slow(ty, name)
    }

    #[inline(never)]
    fn type_lookup_slow(&mut self, ty: u32, name: Obj) -> Obj {
        let mro = self.types[ty as usize].mro;
        let mut found = Obj::NULL;
        if !mro.is_null() {
            for i in 0..self.slot(mro).a {
                let class = self.tuple_item(mro, i);
                let dict = self.types[self.slot(class).a as usize].dict;
                found = self.dict_get_str(dict, name);
                if !found.is_null() {
                    break;
                }
            }
        }
        if self.slot(name).flags & flag::INTERNED != 0 {
            let version = self.type_version(ty);
            let at = (version.wrapping_mul(31) ^ name.0) as usize & (METHOD_CACHE - 1);
            self.method_cache[at] = MethodCacheEntry { version, name: name.0, value: found.0 };
        }
        found
    }

    /// Looks a special method up on the type of `o`, as operators do.
    pub fn lookup_special(&mut self, o: Obj, name: Obj) -> Obj {
        let ty = self.ty(o);
        self.type_lookup(ty, name)
    }

    /// Whether a method is a built-in type's that does what the layout of its objects says: then nobody need call it.
    pub(crate) fn by_layout(&self, method: Obj) -> bool {
        let slot = self.slot(method);
        matches!(slot.kind, Kind::WrapperDescriptor | Kind::MethodDescriptor)
            && self.types[self.slot(Obj(slot.b_lo())).a as usize].flags & tp::ASKED == 0
    }

    /// Notes which hooks a class written in Python has.
    pub fn refresh_type_flags(&mut self, ty: u32) {
        let mut flags = self.types[ty as usize].flags & !(tp::HAS_DEL | tp::GETATTR_HOOK | tp::SETATTR_HOOK);
        if !self.type_lookup(ty, static_strings::DUNDER_DEL).is_null() {
            flags |= tp::HAS_DEL;
        }
        let hooked = |m: &mut Machine, name: Obj| {
            let found = m.type_lookup(ty, name);
            !found.is_null() && !m.by_layout(found)
        };
        if hooked(self, static_strings::DUNDER_GETATTR) || hooked(self, static_strings::DUNDER_GETATTRIBUTE) {
            flags |= tp::GETATTR_HOOK;
        }
        if hooked(self, static_strings::DUNDER_SETATTR) || hooked(self, static_strings::DUNDER_DELATTR) {
            flags |= tp::SETATTR_HOOK;
        }
        self.types[ty as usize].flags = flags;
    }

    /// `type.__getattribute__`: metatype's data descriptors, then the class's own mro, then the metatype's rest.
    pub fn type_getattr(&mut self, class: Obj, name: Obj) -> R<Option<crate::memory::object::Owned>> {
        let meta = self.ty(class);
        let meta_attr = self.type_lookup(meta, name);
        if !meta_attr.is_null() && self.comes_first(meta_attr) {
            return self.descr_get(meta_attr, class, meta).map(Some);
        }
        let ty = self.slot(class).a;
        let attr = self.type_lookup(ty, name);
        if !attr.is_null() {
            return self.descr_get(attr, Obj::NULL, ty).map(Some);
        }
        if !meta_attr.is_null() {
            return self.descr_get(meta_attr, class, meta).map(Some);
        }
        Ok(None)
    }

    /// Edges of a type object.
    pub fn type_edges(&self, o: Obj, put: &mut dyn FnMut(Obj)) {
        let info = &self.types[self.slot(o).a as usize];
        for edge in [info.dict, info.mro, info.bases] {
            put(edge);
        }
        if info.flags & tp::HEAPTYPE != 0 {
            put(self.types[info.base as usize].obj);
        }
        // The collector does not come by these.
        put(info.name);
        put(info.qualname);
        if info.flags & tp::HEAPTYPE != 0 {
            for i in 0..info.shared_n {
                put(Obj(self.words.data[(info.shared_keys + i) as usize]));
            }
        }
    }

    /// Retires the record of a class whose edges are being dropped.
    pub fn type_dealloc(&mut self, o: Obj) {
        let ty = self.slot(o).a;
        self.leave_subclass(ty);
        let info = self.types[ty as usize];
        if info.inline_cap > 0 && info.flags & tp::HEAPTYPE != 0 {
            self.words.free(info.shared_keys, info.inline_cap);
        }
        self.types[ty as usize] = TypeInfo {
            obj: Obj::NULL,
            name: Obj::NULL,
            qualname: Obj::NULL,
            bases: Obj::NULL,
            mro: Obj::NULL,
            dict: Obj::NULL,
            base: ty::OBJECT,
            kind: Kind::Free,
            flags: tp::DEAD,
            version: 0,
            versions_used: 0,
            basicsize: 0,
            itemsize: 0,
            shared_keys: 0,
            shared_n: 0,
            inline_cap: 0,
            slots: 0,
            init: Obj::NULL,
            metatype: ty::TYPE,
            subclasses: 0,
            subclasses_n: 0,
        };
    }

    /// Whether a descriptor takes part in assignment (`tp_descr_set`).
    pub fn is_data_descriptor(&mut self, descr: Obj) -> bool {
        match self.kind(descr) {
            Kind::GetSet | Kind::Member | Kind::Property => true,
            Kind::Instance => {
                let ty = self.ty(descr);
                !self.type_lookup(ty, static_strings::DUNDER_SET).is_null()
                    || !self.type_lookup(ty, static_strings::DUNDER_DELETE).is_null()
            }
            _ => false,
        }
    }

    /// Whether a descriptor is asked before the object's own dict: one that is written to, and can be read at all.
    pub(crate) fn comes_first(&mut self, descr: Obj) -> bool {
        self.is_data_descriptor(descr)
            && (self.kind(descr) != Kind::Instance || !self.lookup_special(descr, static_strings::DUNDER_GET).is_null())
    }

    /// Is this class (a type object) one that `except` may name?
    pub fn is_exception_class(&self, o: Obj) -> bool {
        self.kind(o) == Kind::Type && self.types[self.slot(o).a as usize].kind == Kind::Exception
    }

    /// The type object for an index.
    pub fn type_obj(&self, ty: u32) -> Obj {
        self.types[ty as usize].obj
    }

    /// `type.mro()`: the C3 linearisation of a class with these bases, as handles of type objects without the
    /// class itself; those in conflict if the bases cannot be ordered.
    pub fn c3_merge(&self, bases: &[Obj]) -> Result<Vec<Obj>, Vec<Obj>> {
        let orders = bases.iter().map(|base| self.seq_items(self.types[self.slot(*base).a as usize].mro)).collect();
        c3_merge_of(orders, bases)
    }

    /// `__module__` of a type, as text: `builtins` for the built-in ones.
    pub fn type_module(&self, ty: u32) -> String {
        let info = &self.types[ty as usize];
        let module = self.dict_get_str(info.dict, static_strings::DUNDER_MODULE);
        if !module.is_null() && self.kind(module) == Kind::Str {
            return self.str_text(module);
        }
        self.defs.get(ty as usize).map_or("builtins", |def| def.module).to_owned()
    }

    /// The name that tracebacks and `repr` print: with its module unless that is `builtins`.
    pub fn full_type_name(&self, ty: u32) -> String {
        let info = &self.types[ty as usize];
        let qualname = self.str_text(info.qualname);
        let module = self.type_module(ty);
        if module == "builtins" { qualname } else { format!("{module}.{qualname}") }
    }

    /// The layout's `object` fallback for types that carry `None` in a slot such as `__hash__`.
    pub fn lookup_is_none(&mut self, o: Obj, name: Obj) -> bool {
        self.lookup_special(o, name) == fixed::NONE
    }
}
