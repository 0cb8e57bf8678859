//! `_contextvars` (`Python/context.c`): variables whose values belong to a context. A context holds a dict that is replaced as a
//! whole when a value is set, so a copy costs nothing.

use crate::fill::{field, put_types, set_field};
use crate::types::ty as own;
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::eval::call::Begun;
use vm::eval::frame::OnReturn;
use vm::memory::object::{Kind, Obj, Owned, R, StackRef};
use vm::native::args::{boolean, none, or_none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{
    ModuleDef, Native, Slot, TypeDef, class_def, def, function, getset, member, new, tpflags, wrapper,
};
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_contextvars`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_contextvars",
    doc: "Variables whose values belong to a context.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        put_types(m, dict, &[own::CONTEXT_VAR, own::CONTEXT, own::CONTEXT_TOKEN]);
        let missing = m.new_instance(own::MISSING);
        let token = m.types[own::CONTEXT_TOKEN as usize].dict;
        crate::fill::put(m, token, "MISSING", missing);
    },
};

const FUNCTIONS: &[Native] = &[function("copy_context($module, /)", "A copy of the context that runs.", |m, _| {
    let now = current(m);
    Ok(copy(m, now))
})];

/// Fields of a variable.
const NAME: u32 = 0;
const DEFAULT: u32 = 1;
/// Fields of a context: its values by variable, and the context that ran before it while it runs.
const VALUES: u32 = 0;
const BEFORE: u32 = 1;
/// Fields of a token.
const VARIABLE: u32 = 0;
const OLD: u32 = 1;
const OF: u32 = 2;
const USED: u32 = 3;

/// A variable without a default.
pub fn new_variable(m: &mut Machine, name: &str) -> R {
    let var = m.new_instance(own::CONTEXT_VAR);
    let name = m.new_str(name);
    set_field(m, var.get(), NAME, name);
    Ok(var)
}

fn new_context(m: &mut Machine, values: Obj) -> Owned {
    let context = m.new_instance(own::CONTEXT);
    let values = if values.is_null() { m.new_dict() } else { m.new_ref(values) };
    set_field(m, context.get(), VALUES, values);
    context
}

fn copy(m: &mut Machine, context: Obj) -> Owned {
    let values = field(m, context, VALUES);
    new_context(m, values)
}

/// The context that runs, made when it is first asked for.
fn current(m: &mut Machine) -> Obj {
    if m.thread.context.is_null() {
        m.thread.context = new_context(m, Obj::NULL).into_edge();
    }
    m.thread.context
}

/// Sets a value of the context that runs: its dict may be another context's, too.
fn store(m: &mut Machine, var: Obj, value: Obj) -> R<()> {
    let context = current(m);
    let values = m.dict_copy(field(m, context, VALUES))?;
    let done =
        if value.is_null() { m.dict_del(values.get(), var).map(drop) } else { m.dict_set(values.get(), var, value) };
    if done.is_err() {
        m.drop_ref(values);
        return done;
    }
    set_field(m, context, VALUES, values);
    Ok(())
}

fn value_in(m: &mut Machine, context: Obj, var: Obj) -> R<Obj> {
    let values = field(m, context, VALUES);
    m.dict_get(values, var)
}

const FLAGS: u32 = tpflags::COLLECTED;

/// `ContextVar`.
pub static CONTEXT_VAR: TypeDef = TypeDef {
    name: "ContextVar",
    module: "_contextvars",
    basicsize: 72,
    fields: 2,
    flags: FLAGS,
    doc: "A variable with a value in each context.",
    slots: &[Slot::Repr],
    natives: &[
        new("ContextVar(name, /, *, default=None)", |m, a| {
            let name = a.get(m, 1);
            if m.kind(name) != Kind::Str {
                return Err(m.raise(ty::TYPE_ERROR, "context variable name must be a str"));
            }
            let var = m.new_instance(own::CONTEXT_VAR);
            let name = m.new_ref(name);
            set_field(m, var.get(), NAME, name);
            let default = a.opt(m, 2);
            if !default.is_null() {
                let default = m.new_ref(default);
                set_field(m, var.get(), DEFAULT, default);
            }
            Ok(var)
        }),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        def("get($self, default=<unrepresentable>, /)", "The value in the context that runs.", |m, a| {
            let (var, given) = (a.get(m, 0), a.opt(m, 1));
            if !m.thread.context.is_null() {
                let found = value_in(m, m.thread.context, var)?;
                if !found.is_null() {
                    return Ok(m.new_ref(found));
                }
            }
            let default = if given.is_null() { field(m, var, DEFAULT) } else { given };
            if default.is_null() { Err(m.raise_with(ty::LOOKUP_ERROR, var)) } else { Ok(m.new_ref(default)) }
        }),
        def("set($self, value, /)", "Set the value in the context that runs.", |m, a| {
            let (var, value) = (a.get(m, 0), a.get(m, 1));
            let context = current(m);
            let old = value_in(m, context, var)?;
            let token = m.new_instance(own::CONTEXT_TOKEN);
            let parts = [(VARIABLE, var), (OLD, old), (OF, context)];
            for (i, part) in parts.into_iter().filter(|(_, part)| !part.is_null()) {
                let part = m.new_ref(part);
                set_field(m, token.get(), i, part);
            }
            let done = store(m, var, value);
            m.given_if(done, token)
        }),
        def("reset($self, token, /)", "Give the value back that a token knows.", |m, a| {
            let (var, token) = (a.get(m, 0), a.get(m, 1));
            if m.ty(token) != own::CONTEXT_TOKEN {
                let got = m.type_name(token);
                return Err(m.raise(ty::TYPE_ERROR, &format!("expected an instance of Token, got {got}")));
            }
            let shown = m.repr_text(token)?;
            if !field(m, token, USED).is_null() {
                return Err(m.raise(ty::RUNTIME_ERROR, &format!("{shown} has already been used once")));
            }
            if field(m, token, VARIABLE) != var {
                return Err(m.raise(ty::VALUE_ERROR, &format!("{shown} was created by a different ContextVar")));
            }
            if field(m, token, OF) != current(m) {
                return Err(m.raise(ty::VALUE_ERROR, &format!("{shown} was created in a different Context")));
            }
            set_field(m, token, USED, Owned::steal(fixed::TRUE));
            let old = field(m, token, OLD);
            store(m, var, old)?;
            none()
        }),
        member("name", "The name of the variable.", |m, a| {
            let name = field(m, a.get(m, 0), NAME);
            or_none(m, name)
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let var = a.get(m, 0);
            let name = m.repr_text(field(m, var, NAME))?;
            let default = field(m, var, DEFAULT);
            let default = if default.is_null() { String::new() } else { format!(" default={}", m.repr_text(default)?) };
            let address = m.address(var);
            Ok(m.new_str(&format!("<ContextVar name={name}{default} at {address:#x}>")))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// `Context`.
pub static CONTEXT: TypeDef = TypeDef {
    name: "Context",
    module: "_contextvars",
    basicsize: 48,
    fields: 2,
    flags: FLAGS,
    doc: "The values of context variables.",
    slots: &[Slot::Iter, Slot::Len, Slot::Subscript, Slot::Contains],
    natives: &[
        new("Context()", |m, _| Ok(new_context(m, Obj::NULL))),
        def("run($self, callable, /, *args, **kwargs)", "Call something in this context.", |m, a| {
            let (context, callable) = (a.get(m, 0), a.opt(m, 1));
            if callable.is_null() {
                return Err(m.raise(ty::TYPE_ERROR, "run() missing 1 required positional argument"));
            }
            if !field(m, context, BEFORE).is_null() {
                let shown = m.repr_text(context)?;
                let text = format!("cannot enter context: {shown} is already entered");
                return Err(m.raise(ty::RUNTIME_ERROR, &text));
            }
            let names = if a.kwnames.is_null() { StackRef::NULL } else { StackRef::borrowed(a.kwnames) };
            let held = [StackRef::borrowed(context), names];
            m.go_on_with(What::Module(RUN), &held, u64::from(a.base) | u64::from(a.n) << 32)
        })
        .own(),
        def("copy($self, /)", "A copy.", |m, a| {
            let context = a.get(m, 0);
            Ok(copy(m, context))
        }),
        def("get($self, key, default=None, /)", "The value of a variable, or the default.", |m, a| {
            let (context, var, default) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
            let found = value_in(m, context, var)?;
            or_none(m, if found.is_null() { default } else { found })
        }),
        def("keys($self, /)", "The variables.", |m, a| listed(m, a.get(m, 0), 0)),
        def("values($self, /)", "The values.", |m, a| listed(m, a.get(m, 0), 1)),
        def("items($self, /)", "The variables with their values.", |m, a| listed(m, a.get(m, 0), 2)),
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let values = field(m, a.get(m, 0), VALUES);
            m.iter(values)
        }),
        wrapper("__len__($self, /)", "Return len(self).", |m, a| {
            let n = m.dict_len(field(m, a.get(m, 0), VALUES));
            Ok(m.new_int(i64::from(n)))
        }),
        wrapper("__getitem__($self, key, /)", "Return self[key].", |m, a| {
            let (context, var) = (a.get(m, 0), a.get(m, 1));
            let found = value_in(m, context, var)?;
            if found.is_null() { Err(m.raise_with(ty::KEY_ERROR, var)) } else { Ok(m.new_ref(found)) }
        }),
        wrapper("__contains__($self, key, /)", "Return bool(key in self).", |m, a| {
            let (context, var) = (a.get(m, 0), a.get(m, 1));
            let found = value_in(m, context, var)?;
            boolean(!found.is_null())
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

fn listed(m: &mut Machine, context: Obj, what: u16) -> R {
    let values = field(m, context, VALUES);
    let items: Vec<Owned> = m
        .dict_items(values)
        .into_iter()
        .map(|(key, value)| match what {
            0 => m.new_ref(key),
            1 => m.new_ref(value),
            _ => m.new_tuple_from(&[key, value]),
        })
        .collect();
    Ok(m.new_list_of(items))
}

/// `Token`.
pub static CONTEXT_TOKEN: TypeDef = TypeDef {
    name: "Token",
    module: "_contextvars",
    basicsize: 48,
    fields: 4,
    flags: FLAGS | tpflags::DISALLOW_INSTANTIATION,
    doc: "What a variable was before it was set.",
    slots: &[Slot::Repr],
    natives: &[
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        getset("var", "The variable.", |m, a| {
            let var = field(m, a.get(m, 0), VARIABLE);
            or_none(m, var)
        }),
        getset("old_value", "What it was.", |m, a| {
            let old = field(m, a.get(m, 0), OLD);
            if old.is_null() {
                let key = m.intern_str("MISSING");
                let missing = m.dict_get_str(m.types[own::CONTEXT_TOKEN as usize].dict, key.get());
                m.drop_ref(key);
                return or_none(m, missing);
            }
            or_none(m, old)
        }),
        def("__enter__($self, /)", "Enter a with block.", |m, a| {
            let token = a.get(m, 0);
            Ok(m.new_ref(token))
        }),
        def("__exit__($self, type, value, traceback, /)", "Give the value back.", |m, a| {
            let token = a.get(m, 0);
            let var = field(m, token, VARIABLE);
            let name = m.intern_str("reset");
            let name = m.keep(name);
            let method = m.getattr(var, name)?;
            let method = m.keep(method);
            m.call(method, &[token])
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let token = a.get(m, 0);
            let used = if field(m, token, USED).is_null() { "" } else { " used" };
            let var = m.repr_text(field(m, token, VARIABLE))?;
            let address = m.address(token);
            Ok(m.new_str(&format!("<Token{used} var={var} at {address:#x}>")))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// What `Token.MISSING` is.
pub static MISSING: TypeDef = TypeDef {
    name: "Token.MISSING",
    basicsize: 16,
    flags: FLAGS | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr],
    natives: &[wrapper("__repr__($self, /)", "Return repr(self).", |m, _| Ok(m.new_str("<Token.MISSING>")))],
    asked: true,
    ..TypeDef::PLAIN
};

/// Number of the activation in the modules' table.
const RUN: u16 = 0;

/// The activations of this module.
pub const ACTIVATION: Row = Row { name: "Context.run", step: run, leave: Some(leave) };

/// Enters the context and calls; locals: the context, names of keyword arguments, the context before.
fn run(m: &mut Machine, answer: Answer) -> R<Step> {
    if !matches!(answer, Answer::Begin) {
        return m.value_of(answer).map(Step::Done);
    }
    let (context, names) = (m.held(0), m.held(1));
    let before = current(m);
    let before = m.new_ref(before);
    set_field(m, context, BEFORE, before);
    m.incref(context);
    let was = std::mem::replace(&mut m.thread.context, context);
    m.decref(was);
    let native = m.native_now();
    let (base, n) = (native.a as u32, (native.a >> 32) as u32);
    let callable = m.thread.stack[base as usize + 1].obj();
    let named = if names.is_null() { 0 } else { m.tuple_len(names) };
    let args: Vec<Obj> = (2..n + named).map(|i| m.thread.stack[(base + i) as usize].obj()).collect();
    match m.begin_spread(callable, &args, names, OnReturn::Native)? {
        Begun::Frame => Ok(Step::Called),
        Begun::Value(value) => Ok(Step::Done(value)),
        Begun::End => Ok(Step::End(Owned::steal(fixed::NONE))),
    }
}

/// The context before runs again.
fn leave(m: &mut Machine) {
    let context = m.held(0);
    let before = m.member_replace(context, BEFORE, Obj::NULL);
    if !before.is_null() {
        let was = std::mem::replace(&mut m.thread.context, before);
        m.decref(was);
    }
}
