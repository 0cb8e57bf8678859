//! Exceptions: constructor, methods and attributes (`Objects/exceptions.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn, none};
use crate::native::static_strings::{self, fixed};
use crate::objects::exceptions::field as exc;
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

pub const EXCEPTION_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let e = m.alloc_exception(class);
    let rest = a.rest(m, 1);
    let args = m.new_tuple_from(&rest).into_edge();
    m.set_exc_field(e.get(), crate::objects::exceptions::field::ARGS, args);
    Ok(e)
})];

pub const EXCEPTION: &[Native] = &[
    native_fn("__str__", Conv::NoArgs, |m, a| m.exception_default_str(a.get(m, 0))),
    native_fn("__init__", Conv::Any, |m, a| {
        let (e, keywords) = (a.get(m, 0), a.keywords(m));
        let rest = a.rest(m, 1);
        let tuple = m.new_tuple_from(&rest).into_edge();
        m.set_exc_field(e, crate::objects::exceptions::field::ARGS, tuple);
        m.exception_init(e, &rest, &keywords)?;
        none()
    }),
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

impl Machine {
    /// `BaseException` getters by number of field.
    pub fn exc_getter(&mut self, args: Args, i: u32) -> R {
        let value = self.exc_field(args.get(self, 0), i);
        let value = if value.is_null() { fixed::NONE } else { value };
        debug_assert!(i < exc::COUNT);
        Ok(self.new_ref(value))
    }
}
