//! Functions, bound methods, cells, static and class methods, properties
//! (`Objects/funcobject.c`, `Objects/classobject.c`, `Objects/cellobject.c`).

use crate::memory::object::{Kind, Obj, Owned};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Words of a function's range, each a counted handle or NULL.
pub mod field {
    pub const CODE: u32 = 0;
    pub const GLOBALS: u32 = 1;
    pub const BUILTINS: u32 = 2;
    pub const NAME: u32 = 3;
    pub const QUALNAME: u32 = 4;
    pub const DEFAULTS: u32 = 5;
    pub const KWDEFAULTS: u32 = 6;
    pub const CLOSURE: u32 = 7;
    pub const DOC: u32 = 8;
    pub const DICT: u32 = 9;
    pub const MODULE: u32 = 10;
    pub const ANNOTATIONS: u32 = 11;
    pub const ANNOTATE: u32 = 12;
    pub const TYPE_PARAMS: u32 = 13;
    pub const COUNT: u32 = 14;
}

impl Machine {
    /// A function from a code object (taken over) and its globals (`PyFunction_New`).
    pub fn new_function(&mut self, code: Owned, globals: Obj) -> Owned {
        let code = code.into_edge();
        let index = self.slot(code).a;
        let builtins = self.builtins_of(globals);
        let o = self.alloc_gc(Kind::Function, ty::FUNCTION, 168);
        let at = self.words.alloc(field::COUNT);
        self.words.range_mut(at, field::COUNT).fill(0);
        let (name, qualname, doc) = {
            let meta = &self.codes[index as usize];
            (meta.name, meta.qualname, meta.doc)
        };
        let module = self.dict_get_str(globals, crate::native::static_strings::DUNDER_NAME);
        let doc = if doc.is_null() { crate::native::static_strings::fixed::NONE } else { doc };
        for (i, value) in [
            (field::CODE, code),
            (field::GLOBALS, globals),
            (field::BUILTINS, builtins),
            (field::NAME, name),
            (field::QUALNAME, qualname),
            (field::DOC, doc),
            (field::MODULE, module),
        ] {
            if i != field::CODE && !value.is_null() {
                self.incref(value);
            }
            self.words.data[(at + i) as usize] = value.0;
        }
        let version = self.function_version(index);
        let slot = self.slot_mut(o);
        slot.a = index;
        slot.b = u64::from(at);
        slot.c = u64::from(version);
        self.track(o);
        Owned::steal(o)
    }

    /// Functions made from the same code share a version until one is changed.
    fn function_version(&mut self, code: u32) -> u32 {
        let at = code as usize;
        if self.code_versions[at] == 0 {
            self.next_func_version += 1;
            self.code_versions[at] = self.next_func_version;
        }
        self.code_versions[at]
    }

    /// A function changed in a way that caches must notice.
    pub fn function_modified(&mut self, f: Obj) {
        self.next_func_version += 1;
        self.slot_mut(f).c = u64::from(self.next_func_version);
    }

    #[inline(always)]
    pub fn func_field(&self, f: Obj, i: u32) -> Obj {
        Obj(self.words.data[(self.slot(f).b_lo() + i) as usize])
    }

    /// Stores a field (taken over); the old value is dropped.
    pub fn set_func_field(&mut self, f: Obj, i: u32, value: Obj) {
        let at = (self.slot(f).b_lo() + i) as usize;
        let old = std::mem::replace(&mut self.words.data[at], value.0);
        self.xdecref(Obj(old));
    }

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

    /// A cell; the contents (or NULL) are taken over.
    pub fn new_cell(&mut self, contents: Obj) -> Owned {
        let o = self.alloc_gc(Kind::Cell, ty::CELL, 40);
        self.slot_mut(o).a = contents.0;
        self.track(o);
        Owned::steal(o)
    }

    #[inline(always)]
    pub fn cell_get(&self, c: Obj) -> Obj {
        Obj(self.slot(c).a)
    }

    /// Puts a value (taken over, or NULL) into a cell and gives back the old one.
    #[inline(always)]
    pub fn cell_replace(&mut self, c: Obj, value: Obj) -> Obj {
        Obj(std::mem::replace(&mut self.slot_mut(c).a, value.0))
    }

    /// `staticmethod(f)` or `classmethod(f)`.
    pub fn new_wrapper(&mut self, kind: Kind, ty: u32, callable: Obj) -> Owned {
        let o = self.alloc_gc(kind, ty, 48);
        self.incref(callable);
        self.slot_mut(o).a = callable.0;
        self.track(o);
        Owned::steal(o)
    }

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
