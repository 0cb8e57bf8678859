//! Functions, static and class methods (`Objects/funcobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, boolean, none, or_none};
use crate::native::static_strings::fixed;
use crate::native::typedef::class_def;
use crate::native::typedef::{Native, Slot, TypeDef, concat, getset, member, new, setter, tpflags, wrapper};
use crate::objects::annotated;
use crate::objects::funcobject::field as func;
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
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
    /// In the order of `func_traverse`.
    pub const TRAVERSED: [u32; COUNT as usize] = [
        CODE,
        GLOBALS,
        BUILTINS,
        MODULE,
        DEFAULTS,
        KWDEFAULTS,
        DOC,
        NAME,
        DICT,
        CLOSURE,
        ANNOTATIONS,
        ANNOTATE,
        TYPE_PARAMS,
        QUALNAME,
    ];
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

/// What `staticmethod` and `classmethod` share.
const WRAPPED: &[Native] = &[
    member("__func__", "The function that is wrapped.", wrapped),
    member("__wrapped__", "The function that is wrapped.", wrapped),
    getset("__isabstractmethod__", "Whether the function is abstract.", |m, a| {
        let callable = Obj(m.slot(a.get(m, 0)).a);
        boolean(m.is_abstract(callable)?)
    }),
    getset("__dict__", "The attributes of the object, by name.", |m, a| {
        let dict = m.materialize_dict(a.get(m, 0));
        Ok(m.new_ref(dict))
    }),
    setter("__dict__", crate::objects::instance::set_dict),
    class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
];

const WRAPPER_ROWS: [Native; WRAPPED.len() + annotated::WRAPPER.len()] = concat(WRAPPED, &annotated::WRAPPER);

const STATICMETHOD_ROWS: &[Native] = &[
    new("staticmethod(*args, **kwargs)", |m, a| {
        let o = m.new_wrapper(Kind::StaticMethod, ty::STATICMETHOD, fixed::NONE);
        retype(m, o, class_of_call(m, a))
    }),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| init_wrapper(m, a, "staticmethod")),
];

/// `staticmethod`.
pub static STATICMETHOD: TypeDef = TypeDef {
    name: "staticmethod",
    dictoffset: 24,
    kind: Kind::StaticMethod,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(function, /)",
    doc: "A function in a class that is called without self.",
    slots: &[Slot::Repr, Slot::Call, Slot::DescrGet, Slot::Init],
    natives: &const { concat::<{ STATICMETHOD_ROWS.len() + WRAPPER_ROWS.len() }>(STATICMETHOD_ROWS, &WRAPPER_ROWS) },
    ..TypeDef::PLAIN
};

const CLASSMETHOD_ROWS: &[Native] = &[
    new("classmethod(*args, **kwargs)", |m, a| {
        let o = m.new_wrapper(Kind::ClassMethod, ty::CLASSMETHOD, fixed::NONE);
        retype(m, o, class_of_call(m, a))
    }),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| init_wrapper(m, a, "classmethod")),
];

/// `classmethod`.
pub static CLASSMETHOD: TypeDef = TypeDef {
    name: "classmethod",
    dictoffset: 24,
    kind: Kind::ClassMethod,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(function, /)",
    doc: "A function in a class that is called with the class.",
    slots: &[Slot::Repr, Slot::DescrGet, Slot::Init],
    natives: &const { concat::<{ CLASSMETHOD_ROWS.len() + WRAPPER_ROWS.len() }>(CLASSMETHOD_ROWS, &WRAPPER_ROWS) },
    ..TypeDef::PLAIN
};

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

/// Refuses a value of another kind; `absent`: None and deletion will do.
fn must_be(m: &mut Machine, a: Args, kind: Kind, text: &str, absent: bool) -> R<()> {
    let value = a.opt(m, 1);
    let fits = if value.is_null() || absent && Machine::is_none(value) { absent } else { m.kind(value) == kind };
    if fits { Ok(()) } else { Err(m.raise(ty::TYPE_ERROR, text)) }
}

/// `f.__code__ = code` (`func_set_code`).
fn set_code(m: &mut Machine, a: Args) -> R {
    must_be(m, a, Kind::Code, "__code__ must be set to a code object", false)?;
    let (f, code) = (a.get(m, 0), a.get(m, 1));
    let index = m.slot(code).a;
    let closure = m.func_field(f, func::CLOSURE);
    let (cells, wanted) = (if closure.is_null() { 0 } else { m.tuple_len(closure) }, m.free_names(code));
    if cells != wanted {
        let name = m.str_text(m.func_field(f, func::NAME));
        let text = format!("{name}() requires a code object with {cells} free vars, not {wanted}");
        return Err(m.raise(ty::VALUE_ERROR, &text));
    }
    m.incref(code);
    m.set_func_field(f, func::CODE, code);
    m.slot_mut(f).a = index;
    m.function_modified(f);
    none()
}

/// `function(code, globals, name, argdefs, closure, kwdefaults)` (`func_new_impl`).
fn function_new(m: &mut Machine, a: Args) -> R {
    let [code, globals, name, defaults, closure, kwdefaults] = [1, 2, 3, 4, 5, 6].map(|i| {
        let o = a.opt(m, i);
        if Machine::is_none(o) { Obj::NULL } else { o }
    });
    m.want("function", "argument 'code'", a.get(m, 1), Kind::Code, "code")?;
    m.want("function", "argument 'globals'", a.get(m, 2), Kind::Dict, "dict")?;
    let is = |m: &Machine, o: Obj, kind: Kind| o.is_null() || m.kind(o) == kind;
    let wanted = m.free_names(code);
    let fault = if !is(m, name, Kind::Str) {
        "arg 3 (name) must be None or string"
    } else if !is(m, defaults, Kind::Tuple) {
        "arg 4 (defaults) must be None or tuple"
    } else if closure.is_null() && wanted > 0 {
        "arg 5 (closure) must be tuple"
    } else if !is(m, closure, Kind::Tuple) {
        if wanted > 0 { "arg 5 (closure) must be tuple" } else { "arg 5 (closure) must be None or tuple" }
    } else if !is(m, kwdefaults, Kind::Dict) {
        "arg 6 (kwdefaults) must be None or dict"
    } else {
        ""
    };
    if !fault.is_empty() {
        return Err(m.raise(ty::TYPE_ERROR, fault));
    }
    let cells = if closure.is_null() { Vec::new() } else { m.seq_items(closure) };
    if cells.len() != wanted as usize {
        let name = m.str_text(m.codes[m.slot(code).a as usize].name);
        let text = format!("{name} requires closure of length {wanted}, not {}", cells.len());
        return Err(m.raise(ty::VALUE_ERROR, &text));
    }
    if let Some(&other) = cells.iter().find(|&&cell| m.kind(cell) != Kind::Cell) {
        let got = m.type_name(other);
        return Err(m.raise(ty::TYPE_ERROR, &format!("arg 5 (closure) expected cell, found {got}")));
    }
    let code = m.new_ref(code);
    let function = m.new_function(code, globals);
    for (field, value) in
        [(func::NAME, name), (func::DEFAULTS, defaults), (func::CLOSURE, closure), (func::KWDEFAULTS, kwdefaults)]
    {
        if !value.is_null() {
            m.incref(value);
            m.set_func_field(function.get(), field, value);
        }
    }
    Ok(function)
}

/// `function`.
pub static FUNCTION: TypeDef = TypeDef {
    name: "function",
    dictoffset: 88,
    weaklistoffset: 96,
    kind: Kind::Function,
    basicsize: 152,
    flags: tpflags::COLLECTED | tpflags::HAVE_VECTORCALL | tpflags::METHOD_DESCRIPTOR,
    text: "(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)",
    doc: "A function written in Python.",
    slots: &[Slot::Repr, Slot::Call, Slot::DescrGet],
    natives: &[
        new("function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)", function_new),
        getset("__name__", "Name as it was defined.", |m, a| func_get(m, a, func::NAME)),
        setter("__name__", |m, a| {
            must_be(m, a, Kind::Str, "__name__ must be set to a string object", false)?;
            func_set(m, a, func::NAME)
        }),
        getset("__qualname__", "Name with the scopes that it was defined in.", |m, a| func_get(m, a, func::QUALNAME)),
        setter("__qualname__", |m, a| {
            must_be(m, a, Kind::Str, "__qualname__ must be set to a string object", false)?;
            func_set(m, a, func::QUALNAME)
        }),
        getset("__doc__", "What the object says about itself.", |m, a| func_get(m, a, func::DOC)),
        setter("__doc__", |m, a| func_set(m, a, func::DOC)),
        getset("__module__", "Name of the module that it was defined in.", |m, a| func_get(m, a, func::MODULE)),
        setter("__module__", |m, a| func_set(m, a, func::MODULE)),
        getset("__code__", "The compiled body.", |m, a| func_get(m, a, func::CODE)),
        member("__globals__", "The names of the module that it was defined in.", |m, a| func_get(m, a, func::GLOBALS)),
        getset("__defaults__", "Default values of the parameters.", |m, a| func_get(m, a, func::DEFAULTS)),
        setter("__defaults__", |m, a| {
            must_be(m, a, Kind::Tuple, "__defaults__ must be set to a tuple object", true)?;
            func_set(m, a, func::DEFAULTS)
        }),
        getset("__kwdefaults__", "Default values of the keyword-only parameters.", |m, a| {
            func_get(m, a, func::KWDEFAULTS)
        }),
        setter("__kwdefaults__", |m, a| {
            must_be(m, a, Kind::Dict, "__kwdefaults__ must be set to a dict object", true)?;
            func_set(m, a, func::KWDEFAULTS)
        }),
        setter("__code__", set_code),
        member("__closure__", "The cells of the names that it takes from around it.", |m, a| {
            func_get(m, a, func::CLOSURE)
        }),
        setter("__type_params__", |m, a| {
            let (function, value) = (a.get(m, 0), a.opt(m, 1));
            if value.is_null() || m.kind(value) != Kind::Tuple {
                return Err(m.raise(ty::TYPE_ERROR, "__type_params__ must be set to a tuple"));
            }
            m.incref(value);
            m.set_func_field(function, func::TYPE_PARAMS, value);
            none()
        }),
        getset("__type_params__", "The type parameters.", |m, a| {
            let value = m.func_field(a.get(m, 0), func::TYPE_PARAMS);
            Ok(m.new_ref(if value.is_null() { fixed::EMPTY_TUPLE } else { value }))
        }),
        getset("__annotations__", "Types that the function gives its parameters and its result.", |m, a| {
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
                let format = m.keep(format);
                m.call(annotate, &[format])?
            };
            m.incref(dict.get());
            m.set_func_field(f, func::ANNOTATIONS, dict.get());
            Ok(dict)
        }),
        getset("__dict__", "The attributes of the object, by name.", |m, a| {
            let dict = m.materialize_dict(a.get(m, 0));
            Ok(m.new_ref(dict))
        }),
        getset("__annotate__", "The function that computes the annotations.", |m, a| func_get(m, a, func::ANNOTATE)),
        setter("__annotate__", |m, a| {
            let (f, value) = (a.get(m, 0), a.opt(m, 1));
            if value.is_null() {
                return Err(m.raise(ty::TYPE_ERROR, "__annotate__ cannot be deleted"));
            }
            if !Machine::is_none(value) {
                if !m.is_callable(value) {
                    return Err(m.raise(ty::TYPE_ERROR, "__annotate__ must be callable or None"));
                }
                m.set_func_field(f, func::ANNOTATIONS, Obj::NULL);
            }
            func_set(m, a, func::ANNOTATE)
        }),
        setter("__annotations__", |m, a| {
            must_be(m, a, Kind::Dict, "__annotations__ must be set to a dict object", true)?;
            let f = a.get(m, 0);
            m.set_func_field(f, func::ANNOTATE, Obj::NULL);
            func_set(m, a, func::ANNOTATIONS)
        }),
        setter("__dict__", crate::objects::instance::set_dict),
        member("__builtins__", "The built-in names that it sees.", |m, a| func_get(m, a, func::BUILTINS)),
    ],
    ..TypeDef::PLAIN
};

/// `staticmethod.__init__` and `classmethod.__init__`: the function that is wrapped.
fn init_wrapper(m: &mut Machine, a: Args, name: &str) -> R {
    m.check_positional(name, a, 1, 1, 1)?;
    let (o, f) = (a.get(m, 0), a.get(m, 1));
    m.incref(f);
    let old = std::mem::replace(&mut m.slot_mut(o).a, f.0);
    m.decref(Obj(old));
    wraps(m, o, f)?;
    none()
}

/// Takes over what a function says about itself (`functools_wraps`).
fn wraps(m: &mut Machine, wrapper: Obj, callable: Obj) -> R<()> {
    for name in ["__module__", "__name__", "__qualname__", "__doc__"] {
        let name = m.intern_str(name);
        let name = m.keep(name);
        if let Some(value) = m.getattr_opt(callable, name)? {
            m.instance_set(wrapper, name, value);
        }
    }
    Ok(())
}

impl Machine {
    /// Whether an object says that it is abstract (`_PyObject_IsAbstract`).
    pub fn is_abstract(&mut self, o: Obj) -> R<bool> {
        if o.is_null() {
            return Ok(false);
        }
        self.enter_native_call("")?;
        let says = self.attribute(o, "__isabstractmethod__");
        self.leave_native_call();
        let Some(says) = says? else { return Ok(false) };
        let says = self.keep(says);
        self.truthy(says)
    }
}

fn wrapped(m: &mut Machine, a: Args) -> R {
    let callable = Obj(m.slot(a.get(m, 0)).a);
    Ok(m.new_ref(callable))
}
