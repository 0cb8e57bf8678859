//! Attributes and methods of objects in general, types, functions, code, generators, exceptions, frames.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn};
use crate::native::static_strings::{self, fixed};
use crate::objects::exceptions::field as exc;
use crate::objects::funcobject::field as func;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

fn none() -> R {
    Ok(Owned::steal(fixed::NONE))
}

/// A new reference, or None for NULL.
fn or_none(m: &mut Machine, o: Obj) -> R {
    if o.is_null() { none() } else { Ok(m.new_ref(o)) }
}

pub const OBJECT_METHODS: &[Native] = &[
    native_fn("__format__", Conv::O, |m, a| {
        let (o, spec) = (a.get(m, 0), a.get(m, 1));
        m.format_builtin(o, spec)
    }),
    native_fn("__sizeof__", Conv::NoArgs, |m, a| {
        let o = a.get(m, 0);
        let n = m.sizeof(o) - u64::from(crate::memory::refcount::header_bytes(m.type_of(o)));
        Ok(m.new_int(n as i64))
    }),
    native_fn("__dir__", Conv::NoArgs, |m, a| {
        let items = m.dir_names(a.get(m, 0)).iter().map(|t| m.new_str(t)).collect();
        Ok(m.new_list_of(items))
    }),
];

pub const OBJECT_CLASSMETHODS: &[Native] = &[native_fn("__init_subclass__", Conv::Any, |_, _| none())];

pub const OBJECT_GETSETS: &[Native] = &[
    native_fn("__class__", Conv::NoArgs, |m, a| {
        let class = m.class_of(a.get(m, 0));
        Ok(m.new_ref(class))
    }),
    native_fn("__dict__", Conv::NoArgs, |m, a| {
        let o = a.get(m, 0);
        if !m.has_dict(o) && m.kind(o) != Kind::Exception {
            return Err(m.no_attribute(o, static_strings::DUNDER_DICT));
        }
        let dict = m.materialize_dict(o);
        Ok(m.new_ref(dict))
    }),
    native_fn("__weakref__", Conv::NoArgs, |_, _| none()),
    native_fn("__doc__", Conv::NoArgs, |_, _| none()),
];

fn type_index(m: &Machine, a: Args) -> u32 {
    m.slot(a.get(m, 0)).a
}

pub const TYPE_GETSETS: &[Native] = &[
    native_fn("__name__", Conv::NoArgs, |m, a| {
        let name = m.types[type_index(m, a) as usize].name;
        Ok(m.new_ref(name))
    }),
    native_fn("__name__=", Conv::Any, |m, a| {
        let (t, name) = (type_index(m, a), a.get(m, 1));
        m.incref(name);
        let old = std::mem::replace(&mut m.types[t as usize].name, name);
        m.decref(old);
        none()
    }),
    native_fn("__qualname__", Conv::NoArgs, |m, a| {
        let name = m.types[type_index(m, a) as usize].qualname;
        Ok(m.new_ref(name))
    }),
    native_fn("__module__", Conv::NoArgs, |m, a| {
        let t = type_index(m, a);
        let found = m.dict_get_str(m.types[t as usize].dict, static_strings::DUNDER_MODULE);
        if found.is_null() { Ok(Owned::steal(static_strings::BUILTINS)) } else { Ok(m.new_ref(found)) }
    }),
    native_fn("__bases__", Conv::NoArgs, |m, a| {
        let bases = m.types[type_index(m, a) as usize].bases;
        Ok(m.new_ref(bases))
    }),
    native_fn("__base__", Conv::NoArgs, |m, a| {
        let t = type_index(m, a);
        if t == ty::OBJECT {
            return none();
        }
        let base = m.types[m.types[t as usize].base as usize].obj;
        Ok(m.new_ref(base))
    }),
    native_fn("__mro__", Conv::NoArgs, |m, a| {
        let mro = m.types[type_index(m, a) as usize].mro;
        Ok(m.new_ref(mro))
    }),
    native_fn("__dict__", Conv::NoArgs, |m, a| {
        let dict = m.types[type_index(m, a) as usize].dict;
        let proxy = m.alloc_gc(Kind::MappingProxy, ty::MAPPINGPROXY, 40);
        m.incref(dict);
        m.slot_mut(proxy).a = dict.0;
        m.track(proxy);
        Ok(Owned::steal(proxy))
    }),
    native_fn("__doc__", Conv::NoArgs, |m, a| {
        let t = type_index(m, a);
        let found = m.dict_get_str(m.types[t as usize].dict, static_strings::DUNDER_DOC);
        or_none(m, found)
    }),
    native_fn("__basicsize__", Conv::NoArgs, |m, a| {
        let n = m.types[type_index(m, a) as usize].basicsize;
        Ok(m.new_int(i64::from(n)))
    }),
];

pub const TYPE_METHODS: &[Native] = &[
    native_fn("mro", Conv::NoArgs, |m, a| {
        let mro = m.types[type_index(m, a) as usize].mro;
        let items = m.seq_items(mro);
        Ok(m.new_list_from(&items))
    }),
    native_fn("__subclasses__", Conv::NoArgs, |m, a| {
        let t = type_index(m, a);
        let class = m.types[t as usize].obj;
        let subclasses: Vec<Obj> = m
            .types
            .iter()
            .filter(|i| !i.bases.is_null() && m.seq_items(i.bases).contains(&class))
            .map(|i| i.obj)
            .collect();
        Ok(m.new_list_from(&subclasses))
    }),
];

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

pub const METHOD_GETSETS: &[Native] = &[
    native_fn("__self__", Conv::NoArgs, |m, a| {
        let this = m.method_parts(a.get(m, 0)).1;
        Ok(m.new_ref(this))
    }),
    native_fn("__func__", Conv::NoArgs, |m, a| {
        let f = m.method_parts(a.get(m, 0)).0;
        Ok(m.new_ref(f))
    }),
    native_fn("__name__", Conv::NoArgs, |m, a| {
        let f = m.method_parts(a.get(m, 0)).0;
        m.getattr(f, static_strings::DUNDER_NAME)
    }),
    native_fn("__qualname__", Conv::NoArgs, |m, a| {
        let f = m.method_parts(a.get(m, 0)).0;
        m.getattr(f, static_strings::DUNDER_QUALNAME)
    }),
    native_fn("__doc__", Conv::NoArgs, |m, a| {
        let f = m.method_parts(a.get(m, 0)).0;
        m.getattr(f, static_strings::DUNDER_DOC)
    }),
];

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

fn code_number(m: &mut Machine, a: Args, f: impl Fn(&compiler::code::CodeObject) -> i64) -> R {
    let value = f(m.codes[m.slot(a.get(m, 0)).a as usize].meta());
    Ok(m.new_int(value))
}

fn code_words(m: &mut Machine, at: u32, n: usize) -> Owned {
    let items: Vec<Obj> = m.words.data[at as usize..at as usize + n].iter().map(|w| Obj(*w)).collect();
    m.new_tuple_from(&items)
}

/// Names of the locals whose kind has one of these bits.
fn code_locals(m: &mut Machine, a: Args, bits: u8) -> R {
    let index = m.slot(a.get(m, 0)).a;
    let kinds = m.codes[index as usize].meta().localspluskinds.clone();
    let items: Vec<Obj> = (0..kinds.len() as u32)
        .filter(|&i| kinds[i as usize] & bits != 0)
        .map(|i| m.code_local_name(index, i))
        .collect();
    Ok(m.new_tuple_from(&items))
}

pub const CODE_GETSETS: &[Native] = &[
    native_fn("co_name", Conv::NoArgs, |m, a| {
        let name = m.codes[m.slot(a.get(m, 0)).a as usize].name;
        Ok(m.new_ref(name))
    }),
    native_fn("co_qualname", Conv::NoArgs, |m, a| {
        let name = m.codes[m.slot(a.get(m, 0)).a as usize].qualname;
        Ok(m.new_ref(name))
    }),
    native_fn("co_filename", Conv::NoArgs, |m, a| {
        let name = m.codes[m.slot(a.get(m, 0)).a as usize].filename;
        Ok(m.new_ref(name))
    }),
    native_fn("co_argcount", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.argcount))),
    native_fn("co_posonlyargcount", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.posonlyargcount))),
    native_fn("co_kwonlyargcount", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.kwonlyargcount))),
    native_fn("co_stacksize", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.stacksize))),
    native_fn("co_flags", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.flags))),
    native_fn("co_firstlineno", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.firstlineno))),
    native_fn("co_nlocals", Conv::NoArgs, |m, a| {
        code_number(m, a, |c| {
            c.localspluskinds.iter().filter(|k| **k & compiler::code::fast::LOCAL != 0).count() as i64
        })
    }),
    native_fn("co_code", Conv::NoArgs, |m, a| {
        let code = m.codes[m.slot(a.get(m, 0)).a as usize].meta().code.clone();
        Ok(m.new_bytes(&code))
    }),
    native_fn("co_consts", Conv::NoArgs, |m, a| {
        let code = &m.codes[m.slot(a.get(m, 0)).a as usize];
        let (at, n) = (code.consts, code.meta().consts.len());
        Ok(code_words(m, at, n))
    }),
    native_fn("co_names", Conv::NoArgs, |m, a| {
        let code = &m.codes[m.slot(a.get(m, 0)).a as usize];
        let (at, n) = (code.names, code.meta().names.len());
        Ok(code_words(m, at, n))
    }),
    native_fn("co_varnames", Conv::NoArgs, |m, a| code_locals(m, a, compiler::code::fast::LOCAL)),
    native_fn("co_cellvars", Conv::NoArgs, |m, a| code_locals(m, a, compiler::code::fast::CELL)),
    native_fn("co_freevars", Conv::NoArgs, |m, a| code_locals(m, a, compiler::code::fast::FREE)),
];

fn gen_word(m: &Machine, a: Args, i: u32) -> Obj {
    Obj(m.words.data[(m.slot(a.get(m, 0)).b_lo() + i) as usize])
}

pub const GENERATOR_GETSETS: &[Native] = &[
    native_fn("__name__", Conv::NoArgs, |m, a| {
        let name = gen_word(m, a, crate::objects::genobject::field::NAME);
        Ok(m.new_ref(name))
    }),
    native_fn("__qualname__", Conv::NoArgs, |m, a| {
        let name = gen_word(m, a, crate::objects::genobject::field::QUALNAME);
        Ok(m.new_ref(name))
    }),
    native_fn("gi_running", Conv::NoArgs, |m, a| {
        let running = m.slot(a.get(m, 0)).x == crate::objects::genobject::state::EXECUTING;
        Ok(Owned::steal(Machine::new_bool(running)))
    }),
    native_fn("gi_suspended", Conv::NoArgs, |m, a| {
        let suspended = m.slot(a.get(m, 0)).x == crate::objects::genobject::state::SUSPENDED;
        Ok(Owned::steal(Machine::new_bool(suspended)))
    }),
];

fn sent(m: &mut Machine, result: R<crate::objects::genobject::Sent>) -> R {
    match result? {
        crate::objects::genobject::Sent::Yielded(value) => Ok(value),
        crate::objects::genobject::Sent::Returned(value) => Err(m.raise_stop(value)),
    }
}

pub const GENERATOR_METHODS: &[Native] = &[
    native_fn("send", Conv::O, |m, a| {
        let result = m.generator_send(a.get(m, 0), a.get(m, 1));
        sent(m, result)
    }),
    native_fn("throw", Conv::Fast(1, 3), |m, a| {
        let (g, o) = (a.get(m, 0), a.get(m, 1));
        let exc = if m.is_exception_class(o) {
            let args: Vec<Obj> = if a.n > 2 && !Machine::is_none(a.get(m, 2)) { vec![a.get(m, 2)] } else { vec![] };
            m.call(o, &args)?
        } else if m.kind(o) == Kind::Exception {
            m.new_ref(o)
        } else {
            let name = m.type_name(o);
            return Err(m.raise(
                ty::TYPE_ERROR,
                &format!("exceptions must be classes or instances deriving from BaseException, not {name}"),
            ));
        };
        let result = m.generator_throw(g, exc.get());
        m.drop_ref(exc);
        sent(m, result)
    }),
    native_fn("close", Conv::NoArgs, |m, a| m.generator_close(a.get(m, 0))),
];

fn exc_set(m: &mut Machine, a: Args, i: u32) -> R {
    let (e, value) = (a.get(m, 0), a.opt(m, 1));
    let value = if value.is_null() || Machine::is_none(value) { Obj::NULL } else { value };
    if !value.is_null() {
        m.incref(value);
    }
    m.set_exc_field(e, i, value);
    none()
}

pub const EXCEPTION_GETSETS: &[Native] = &[
    native_fn("args", Conv::NoArgs, |m, a| m.exc_getter(a, exc::ARGS)),
    native_fn("args=", Conv::Any, |m, a| {
        let (e, value) = (a.get(m, 0), a.opt(m, 1));
        let items = m.iterate_all(value)?;
        let tuple = m.new_tuple(items).into_edge();
        m.set_exc_field(e, exc::ARGS, tuple);
        none()
    }),
    native_fn("__context__", Conv::NoArgs, |m, a| m.exc_getter(a, exc::CONTEXT)),
    native_fn("__context__=", Conv::Any, |m, a| exc_set(m, a, exc::CONTEXT)),
    native_fn("__cause__", Conv::NoArgs, |m, a| m.exc_getter(a, exc::CAUSE)),
    native_fn("__cause__=", Conv::Any, |m, a| {
        let e = a.get(m, 0);
        m.slot_mut(e).x = 1;
        exc_set(m, a, exc::CAUSE)
    }),
    native_fn("__traceback__", Conv::NoArgs, |m, a| m.exc_getter(a, exc::TRACEBACK)),
    native_fn("__traceback__=", Conv::Any, |m, a| exc_set(m, a, exc::TRACEBACK)),
    native_fn("__suppress_context__", Conv::NoArgs, |m, a| {
        let on = m.slot(a.get(m, 0)).x != 0;
        Ok(Owned::steal(Machine::new_bool(on)))
    }),
    native_fn("__suppress_context__=", Conv::Any, |m, a| {
        let (e, value) = (a.get(m, 0), a.opt(m, 1));
        let on = m.truthy(value)?;
        m.slot_mut(e).x = u16::from(on);
        none()
    }),
    native_fn("__dict__", Conv::NoArgs, |m, a| {
        let dict = m.materialize_dict(a.get(m, 0));
        Ok(m.new_ref(dict))
    }),
];

pub const EXCEPTION_METHODS: &[Native] = &[
    native_fn("with_traceback", Conv::O, |m, a| {
        let e = a.get(m, 0);
        let done = exc_set(m, a, exc::TRACEBACK)?;
        m.drop_ref(done);
        Ok(m.new_ref(e))
    }),
    native_fn("add_note", Conv::O, |m, a| {
        let (e, note) = (a.get(m, 0), a.get(m, 1));
        if m.kind(note) != Kind::Str {
            let name = m.type_name(note);
            return Err(m.raise(ty::TYPE_ERROR, &format!("add_note() argument must be str, not {name}")));
        }
        let mut notes = m.instance_get(e, static_strings::DUNDER_NOTES);
        if notes.is_null() {
            let list = m.new_list();
            notes = list.get();
            m.instance_set(e, static_strings::DUNDER_NOTES, list);
        }
        let note = m.new_ref(note);
        m.list_append(notes, note);
        none()
    }),
];

pub const STOP_ITERATION_GETSETS: &[Native] = &[
    native_fn("value", Conv::NoArgs, |m, a| m.exc_getter(a, exc::V0)),
    native_fn("value=", Conv::Any, |m, a| exc_set(m, a, exc::V0)),
];
pub const SYSTEM_EXIT_GETSETS: &[Native] = &[native_fn("code", Conv::NoArgs, |m, a| m.exc_getter(a, exc::V0))];
pub const NAME_ERROR_GETSETS: &[Native] = &[native_fn("name", Conv::NoArgs, |m, a| m.exc_getter(a, exc::V0))];
pub const ATTRIBUTE_ERROR_GETSETS: &[Native] = &[
    native_fn("name", Conv::NoArgs, |m, a| m.exc_getter(a, exc::V0)),
    native_fn("obj", Conv::NoArgs, |m, a| m.exc_getter(a, exc::V1)),
];

fn property_part(m: &mut Machine, a: Args, i: usize) -> R {
    let part = m.property_parts(a.get(m, 0))[i];
    or_none(m, part)
}

pub const PROPERTY_GETSETS: &[Native] = &[
    native_fn("fget", Conv::NoArgs, |m, a| property_part(m, a, 0)),
    native_fn("fset", Conv::NoArgs, |m, a| property_part(m, a, 1)),
    native_fn("fdel", Conv::NoArgs, |m, a| property_part(m, a, 2)),
    native_fn("__doc__", Conv::NoArgs, |m, a| property_part(m, a, 3)),
];

/// A copy of a property with one part replaced.
fn property_with(m: &mut Machine, a: Args, i: usize) -> R {
    let mut parts = m.property_parts(a.get(m, 0));
    parts[i] = a.get(m, 1);
    Ok(m.new_property(parts))
}

pub const PROPERTY_METHODS: &[Native] = &[
    native_fn("getter", Conv::O, |m, a| property_with(m, a, 0)),
    native_fn("setter", Conv::O, |m, a| property_with(m, a, 1)),
    native_fn("deleter", Conv::O, |m, a| property_with(m, a, 2)),
];

pub const TRACEBACK_GETSETS: &[Native] = &[
    native_fn("tb_frame", Conv::NoArgs, |m, a| {
        let frame = Obj(m.slot(a.get(m, 0)).a);
        or_none(m, frame)
    }),
    native_fn("tb_next", Conv::NoArgs, |m, a| {
        let next = Obj(m.slot(a.get(m, 0)).b_lo());
        or_none(m, next)
    }),
    native_fn("tb_lineno", Conv::NoArgs, |m, a| {
        let line = m.slot(a.get(m, 0)).b_hi();
        Ok(m.new_int(i64::from(line)))
    }),
    native_fn("tb_lasti", Conv::NoArgs, |m, a| {
        let tb = *m.slot(a.get(m, 0));
        let code = m.slot(Obj(tb.a)).a;
        let offset = m.offset_of(code, tb.c as u32);
        Ok(m.new_int(i64::from(offset)))
    }),
];

pub const FRAME_GETSETS: &[Native] = &[
    native_fn("f_code", Conv::NoArgs, |m, a| {
        let code = m.codes[m.slot(a.get(m, 0)).a as usize].obj;
        Ok(m.new_ref(code))
    }),
    native_fn("f_lineno", Conv::NoArgs, |m, a| match m.frame_line(a.get(m, 0)) {
        Some(line) => Ok(m.new_int(i64::from(line))),
        None => none(),
    }),
];

pub const CELL_GETSETS: &[Native] = &[native_fn("cell_contents", Conv::NoArgs, |m, a| {
    let contents = m.cell_get(a.get(m, 0));
    if contents.is_null() {
        return Err(m.raise(ty::VALUE_ERROR, "cell is empty"));
    }
    Ok(m.new_ref(contents))
})];
