//! Exceptions: constructor, methods and attributes (`Objects/exceptions.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, none};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Native, def, getset, member, new, setter, wrapper};
use crate::objects::exceptions::field as exc;
use crate::objects::object::reduce_rows;
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

pub(super) const NEW_ROW: Native = new("BaseException(*args, **kwargs)", exception_new);
pub(super) const INIT_ROW: Native = wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", exception_init);
/// Rows of classes with a `__new__`.
pub const NEW: &[Native] = &[NEW_ROW];

pub const BASE_EXCEPTION: &[Native] = &[
    NEW_ROW,
    reduce_rows::EXCEPTION,
    reduce_rows::SET_STATE,
    wrapper("__str__($self, /)", "Return str(self).", |m, a| m.exception_default_str(a.get(m, 0))),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", base_init),
    def("with_traceback($self, tb, /)", "Set the traceback and return the exception.", |m, a| {
        let e = a.get(m, 0);
        let done = exc_set_checked(m, a, exc::TRACEBACK)?;
        m.drop_ref(done);
        Ok(m.new_ref(e))
    }),
    def("add_note($self, note, /)", "Add a note that tracebacks show.", |m, a| {
        let (e, note) = (a.get(m, 0), a.get(m, 1));
        m.want("add_note", "argument", note, Kind::Str, "str")?;
        if let Some(notes) = m.getattr_opt(e, static_strings::DUNDER_NOTES)? {
            let notes = m.keep(notes);
            if m.kind(notes) != Kind::List {
                return Err(m.raise(ty::TYPE_ERROR, "Cannot add note: __notes__ is not a list"));
            }
            let note = m.new_ref(note);
            m.list_append(notes, note);
            return none();
        }
        let note = m.new_ref(note);
        m.add_note(e, note);
        none()
    }),
    getset("args", "The arguments that it was made with.", |m, a| m.exc_getter(a, exc::ARGS)),
    setter("args", |m, a| {
        let (e, value) = (a.get(m, 0), a.opt(m, 1));
        if value.is_null() {
            return Err(m.raise(ty::TYPE_ERROR, "args may not be deleted"));
        }
        let items = m.iterate_all(value)?;
        let tuple = m.new_tuple(items).into_edge();
        m.set_exc_field(e, exc::ARGS, tuple);
        none()
    }),
    getset("__context__", "The exception that was being handled when it was raised.", |m, a| {
        m.exc_getter(a, exc::CONTEXT)
    }),
    setter("__context__", |m, a| exc_set_checked(m, a, exc::CONTEXT)),
    getset("__cause__", "The exception that it was raised from.", |m, a| m.exc_getter(a, exc::CAUSE)),
    setter("__cause__", |m, a| {
        let done = exc_set_checked(m, a, exc::CAUSE)?;
        m.slot_mut(a.get(m, 0)).x = 1;
        Ok(done)
    }),
    getset("__traceback__", "Where it was raised.", |m, a| m.exc_getter(a, exc::TRACEBACK)),
    setter("__traceback__", |m, a| exc_set_checked(m, a, exc::TRACEBACK)),
    member("__suppress_context__", "Whether the context is left out of the traceback.", |m, a| {
        let on = m.slot(a.get(m, 0)).x != 0;
        Ok(Owned::steal(Machine::new_bool(on)))
    }),
    setter("__suppress_context__", |m, a| {
        let (e, value) = (a.get(m, 0), a.opt(m, 1));
        if value.is_null() {
            return Err(m.raise(ty::TYPE_ERROR, "can't delete numeric/char attribute"));
        }
        if m.kind(value) != Kind::Bool {
            return Err(m.raise(ty::TYPE_ERROR, "attribute value type must be bool"));
        }
        m.slot_mut(e).x = u16::from(value == fixed::TRUE);
        none()
    }),
    getset("__dict__", "The attributes of the object, by name.", |m, a| {
        let dict = m.materialize_dict(a.get(m, 0));
        Ok(m.new_ref(dict))
    }),
    setter("__dict__", crate::objects::instance::set_dict),
];

/// Sets a field that holds a traceback or an exception, or None.
fn exc_set_checked(m: &mut Machine, a: Args, i: u32) -> R {
    let value = a.opt(m, 1);
    let (name, wanted, kind) = match i {
        exc::TRACEBACK => ("__traceback__", "__traceback__ must be a traceback or None", Kind::Traceback),
        exc::CAUSE => ("__cause__", "exception cause must be None or derive from BaseException", Kind::Exception),
        _ => ("__context__", "exception context must be None or derive from BaseException", Kind::Exception),
    };
    if value.is_null() {
        return Err(m.raise(ty::TYPE_ERROR, &format!("{name} may not be deleted")));
    }
    if !Machine::is_none(value) && m.kind(value) != kind {
        return Err(m.raise(ty::TYPE_ERROR, wanted));
    }
    exc_set(m, a, i)
}

pub(super) fn exc_set(m: &mut Machine, a: Args, i: u32) -> R {
    let (e, value) = (a.get(m, 0), a.opt(m, 1));
    let value = if value.is_null() || Machine::is_none(value) { Obj::NULL } else { value };
    if !value.is_null() {
        m.incref(value);
    }
    m.set_exc_field(e, i, value);
    none()
}

pub const STOP_ITERATION: &[Native] = &[
    INIT_ROW,
    member("value", "What the generator returned.", |m, a| m.exc_getter(a, exc::V0)),
    setter("value", |m, a| exc_set(m, a, exc::V0)),
];

pub const SYSTEM_EXIT: &[Native] = &[
    INIT_ROW,
    member("code", "The exit status.", |m, a| m.exc_getter(a, exc::V0)),
    setter("code", |m, a| exc_set(m, a, exc::V0)),
];

pub const NAME_ERROR: &[Native] = &[
    INIT_ROW,
    member("name", "The name that was not found.", |m, a| m.exc_getter(a, exc::V0)),
    setter("name", |m, a| exc_set(m, a, exc::V0)),
];

pub const ATTRIBUTE_ERROR: &[Native] = &[
    INIT_ROW,
    reduce_rows::ATTRIBUTE_ERROR,
    reduce_rows::ATTRIBUTE_ERROR_STATE,
    member("name", "The attribute that was not found.", |m, a| m.exc_getter(a, exc::V0)),
    setter("name", |m, a| exc_set(m, a, exc::V0)),
    member("obj", "The object that does not have it.", |m, a| m.exc_getter(a, exc::V1)),
    setter("obj", |m, a| exc_set(m, a, exc::V1)),
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

pub const IMPORT_ERROR: &[Native] = &[
    INIT_ROW,
    reduce_rows::IMPORT_ERROR,
    member("msg", "The message.", |m, a| m.exc_getter(a, exc::V0)),
    member("name", "The module.", |m, a| m.exc_getter(a, exc::V1)),
    member("path", "The file.", |m, a| m.exc_getter(a, exc::V2)),
    member("name_from", "The name that was to be imported from it.", |m, a| m.exc_getter(a, exc::V3)),
    setter("msg", |m, a| exc_set(m, a, exc::V0)),
    setter("name", |m, a| exc_set(m, a, exc::V1)),
    setter("path", |m, a| exc_set(m, a, exc::V2)),
    setter("name_from", |m, a| exc_set(m, a, exc::V3)),
];

fn exception_new(m: &mut Machine, a: Args) -> R {
    let mut class = class_of_call(m, a);
    if class == ty::OS_ERROR && (3..=6).contains(&a.n) && m.kind(a.get(m, 1)) == Kind::Int {
        class = os_error_of(m.int_clamped(a.get(m, 1)));
    }
    let e = m.alloc_exception(class);
    let rest = a.rest(m, 1);
    let args = m.tuple_from_borrowed(&rest).into_edge();
    m.set_exc_field(e.get(), crate::objects::exceptions::field::ARGS, args);
    Ok(e)
}

/// The class of an `OSError` with that error number (Linux).
fn os_error_of(errno: i64) -> u32 {
    match errno {
        11 | 114 | 115 => ty::BLOCKING_IO_ERROR,
        32 | 108 => ty::BROKEN_PIPE_ERROR,
        10 => ty::CHILD_PROCESS_ERROR,
        103 => ty::CONNECTION_ABORTED_ERROR,
        111 => ty::CONNECTION_REFUSED_ERROR,
        104 => ty::CONNECTION_RESET_ERROR,
        17 => ty::FILE_EXISTS_ERROR,
        2 => ty::FILE_NOT_FOUND_ERROR,
        4 => ty::INTERRUPTED_ERROR,
        21 => ty::IS_A_DIRECTORY_ERROR,
        20 => ty::NOT_A_DIRECTORY_ERROR,
        1 | 13 => ty::PERMISSION_ERROR,
        3 => ty::PROCESS_LOOKUP_ERROR,
        110 => ty::TIMEOUT_ERROR,
        _ => ty::OS_ERROR,
    }
}

/// `BaseException.__init__`: the arguments are kept.
fn base_init(m: &mut Machine, a: Args) -> R {
    let e = a.get(m, 0);
    if a.kwcount(m) > 0 {
        let name = m.type_name(e);
        return Err(m.raise(ty::TYPE_ERROR, &format!("{name}() takes no keyword arguments")));
    }
    keep_args(m, e, a);
    none()
}

/// The arguments as the exception's `args`; mostly `__new__` has put the same there.
pub(super) fn keep_args(m: &mut Machine, e: Obj, a: Args) {
    let kept = m.exc_field(e, exc::ARGS);
    let same =
        !kept.is_null() && m.tuple_len(kept) == a.n - 1 && (1..a.n).all(|i| m.tuple_item(kept, i - 1) == a.get(m, i));
    if !same {
        let rest = a.rest(m, 1);
        let tuple = m.tuple_from_borrowed(&rest).into_edge();
        m.set_exc_field(e, exc::ARGS, tuple);
    }
}

/// `__init__` of the classes that take more from their arguments.
pub(super) fn exception_init(m: &mut Machine, a: Args) -> R {
    let (e, keywords, rest) = (a.get(m, 0), a.keywords(m), a.rest(m, 1));
    keep_args(m, e, a);
    m.exception_init(e, &rest, &keywords)?;
    none()
}

impl Machine {
    /// Puts a note (taken over) into `__notes__` of an exception.
    fn add_note(&mut self, e: Obj, note: Owned) {
        let mut notes = self.instance_get(e, static_strings::DUNDER_NOTES);
        if notes.is_null() || self.kind(notes) != Kind::List {
            let list = self.new_list();
            notes = list.get();
            self.instance_set(e, static_strings::DUNDER_NOTES, list);
        }
        self.list_append(notes, note);
    }

    /// A note for the exception just raised (`_PyErr_FormatNote`).
    pub fn add_note_to_raised(&mut self, note: &str) {
        let note = self.new_str(note);
        self.add_note(self.thread.raised, note);
    }
}
