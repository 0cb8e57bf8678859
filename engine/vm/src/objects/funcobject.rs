//! Functions, bound methods, cells, static and class methods, properties
//! (`Objects/funcobject.c`, `Objects/classobject.c`, `Objects/cellobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn, none, or_none};
use crate::native::static_strings::fixed;
use crate::objects::funcobject::field as func;
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

    /// `staticmethod(f)` or `classmethod(f)`.
    pub fn new_wrapper(&mut self, kind: Kind, ty: u32, callable: Obj) -> Owned {
        let o = self.alloc_gc(kind, ty, 48);
        self.incref(callable);
        self.slot_mut(o).a = callable.0;
        self.track(o);
        Owned::steal(o)
    }
}

pub const STATICMETHOD_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(2, 2), |m, a| {
    let f = a.get(m, 1);
    Ok(m.new_wrapper(Kind::StaticMethod, ty::STATICMETHOD, f))
})];

pub const CLASSMETHOD_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(2, 2), |m, a| {
    let f = a.get(m, 1);
    Ok(m.new_wrapper(Kind::ClassMethod, ty::CLASSMETHOD, f))
})];

fn func_get(m: &mut Machine, a: Args, i: u32) -> R {
    let value = m.func_field(a.get(m, 0), i);
    or_none(m, value)
}

fn func_set(m: &mut Machine, a: Args, i: u32) -> R {
    let (f, value) = (a.get(m, 0), a.opt(m, 1));
    let value = if Machine::is_none(value) { Obj::NULL } else { value };
    if !value.is_null() {
        m.incref(value);
    }
    m.set_func_field(f, i, value);
    m.function_modified(f);
    none()
}

pub const FUNCTION_GETSETS: &[Native] = &[
    native_fn("__name__", Conv::NoArgs, |m, a| func_get(m, a, func::NAME)),
    native_fn("__name__=", Conv::Any, |m, a| func_set(m, a, func::NAME)),
    native_fn("__qualname__", Conv::NoArgs, |m, a| func_get(m, a, func::QUALNAME)),
    native_fn("__qualname__=", Conv::Any, |m, a| func_set(m, a, func::QUALNAME)),
    native_fn("__doc__", Conv::NoArgs, |m, a| func_get(m, a, func::DOC)),
    native_fn("__doc__=", Conv::Any, |m, a| func_set(m, a, func::DOC)),
    native_fn("__module__", Conv::NoArgs, |m, a| func_get(m, a, func::MODULE)),
    native_fn("__module__=", Conv::Any, |m, a| func_set(m, a, func::MODULE)),
    native_fn("__code__", Conv::NoArgs, |m, a| func_get(m, a, func::CODE)),
    native_fn("__globals__", Conv::NoArgs, |m, a| func_get(m, a, func::GLOBALS)),
    native_fn("__defaults__", Conv::NoArgs, |m, a| func_get(m, a, func::DEFAULTS)),
    native_fn("__defaults__=", Conv::Any, |m, a| func_set(m, a, func::DEFAULTS)),
    native_fn("__kwdefaults__", Conv::NoArgs, |m, a| func_get(m, a, func::KWDEFAULTS)),
    native_fn("__kwdefaults__=", Conv::Any, |m, a| func_set(m, a, func::KWDEFAULTS)),
    native_fn("__closure__", Conv::NoArgs, |m, a| func_get(m, a, func::CLOSURE)),
    native_fn("__type_params__", Conv::NoArgs, |m, a| {
        let value = m.func_field(a.get(m, 0), func::TYPE_PARAMS);
        Ok(m.new_ref(if value.is_null() { fixed::EMPTY_TUPLE } else { value }))
    }),
    native_fn("__annotations__", Conv::NoArgs, |m, a| {
        let f = a.get(m, 0);
        let known = m.func_field(f, func::ANNOTATIONS);
        if !known.is_null() {
            return Ok(m.new_ref(known));
        }
        let annotate = m.func_field(f, func::ANNOTATE);
        let dict = if annotate.is_null() {
            m.new_dict()
        } else {
            let format = m.new_int(1);
            m.call(annotate, &[format.get()])?
        };
        m.incref(dict.get());
        m.set_func_field(f, func::ANNOTATIONS, dict.get());
        Ok(dict)
    }),
    native_fn("__dict__", Conv::NoArgs, |m, a| {
        let dict = m.materialize_dict(a.get(m, 0));
        Ok(m.new_ref(dict))
    }),
];
