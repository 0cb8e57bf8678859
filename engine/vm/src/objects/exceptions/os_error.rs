//! `OSError`: its fields, and the classes that error numbers stand for (`Objects/exceptions.c`).

use super::field;
use crate::memory::object::{Obj, R};
use crate::native::args::{Args, none};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Native, getset, member, new, setter, wrapper};
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const ERRNO: u32 = field::V0;
const STRERROR: u32 = field::V1;
const FILENAME: u32 = field::V2;
const FILENAME2: u32 = field::V3;
/// Of a `BlockingIOError`: an int, or NULL.
const WRITTEN: u32 = field::V4;

/// The classes by error number, those of Linux.
const CLASSES: [(i64, u32); 18] = [
    (1, ty::PERMISSION_ERROR),
    (2, ty::FILE_NOT_FOUND_ERROR),
    (3, ty::PROCESS_LOOKUP_ERROR),
    (4, ty::INTERRUPTED_ERROR),
    (10, ty::CHILD_PROCESS_ERROR),
    (11, ty::BLOCKING_IO_ERROR),
    (13, ty::PERMISSION_ERROR),
    (17, ty::FILE_EXISTS_ERROR),
    (20, ty::NOT_A_DIRECTORY_ERROR),
    (21, ty::IS_A_DIRECTORY_ERROR),
    (32, ty::BROKEN_PIPE_ERROR),
    (103, ty::CONNECTION_ABORTED_ERROR),
    (104, ty::CONNECTION_RESET_ERROR),
    (108, ty::BROKEN_PIPE_ERROR),
    (110, ty::TIMEOUT_ERROR),
    (111, ty::CONNECTION_REFUSED_ERROR),
    (114, ty::BLOCKING_IO_ERROR),
    (115, ty::BLOCKING_IO_ERROR),
];

pub(super) const OS_ERROR: &[Native] = &[
    crate::objects::object::reduce_rows::OS_ERROR,
    new("OSError(*args, **kwargs)", os_error_new),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", os_error_init),
    member("errno", "The number of the error.", |m, a| m.exc_getter(a, ERRNO)),
    setter("errno", |m, a| set(m, a, ERRNO)),
    member("strerror", "What the number means.", |m, a| m.exc_getter(a, STRERROR)),
    setter("strerror", |m, a| set(m, a, STRERROR)),
    member("filename", "The file.", |m, a| m.exc_getter(a, FILENAME)),
    setter("filename", |m, a| set(m, a, FILENAME)),
    member("filename2", "The other file.", |m, a| m.exc_getter(a, FILENAME2)),
    setter("filename2", |m, a| set(m, a, FILENAME2)),
    getset("characters_written", "How much was written before it would have had to wait.", |m, a| {
        let e = a.get(m, 0);
        let written = m.exc_field(e, WRITTEN);
        if written.is_null() {
            return Err(m.raise(ty::ATTRIBUTE_ERROR, "characters_written"));
        }
        Ok(m.new_ref(written))
    }),
    setter("characters_written", |m, a| {
        let (e, value) = (a.get(m, 0), a.opt(m, 1));
        if value.is_null() {
            if m.exc_field(e, WRITTEN).is_null() {
                return Err(m.raise(ty::ATTRIBUTE_ERROR, "characters_written"));
            }
            m.set_exc_field(e, WRITTEN, Obj::NULL);
            return none();
        }
        let number = m.index(value)?.into_edge();
        m.set_exc_field(e, WRITTEN, number);
        none()
    }),
];

fn set(m: &mut Machine, a: Args, i: u32) -> R {
    let (e, value) = (a.get(m, 0), a.opt(m, 1));
    if !value.is_null() {
        m.incref(value);
    }
    m.set_exc_field(e, i, value);
    none()
}

/// Whether a class leaves its arguments to an `__init__` of its own (`oserror_use_init`).
fn leaves_to_init(m: &mut Machine, class: u32) -> bool {
    let own = |m: &mut Machine, name: Obj| {
        let (found, first) = (m.type_lookup(class, name), m.type_lookup(ty::OS_ERROR, name));
        found != first
    };
    own(m, static_strings::DUNDER_INIT) && !own(m, static_strings::DUNDER_NEW)
}

fn os_error_new(m: &mut Machine, a: Args) -> R {
    let mut class = class_of_call(m, a);
    if leaves_to_init(m, class) {
        return Ok(m.alloc_exception(class));
    }
    if a.kwcount(m) > 0 {
        let name = m.name_of_type(class);
        return Err(m.raise(ty::TYPE_ERROR, &format!("{name}() takes no keyword arguments")));
    }
    let args = a.rest(m, 1);
    if class == ty::OS_ERROR
        && (2..=5).contains(&args.len())
        && m.is_int(args[0])
        && let Some(number) = m.int_small(args[0])
    {
        class = CLASSES.iter().find(|(errno, _)| *errno == number).map_or(class, |(_, class)| *class);
    }
    let e = m.alloc_exception(class);
    let done = fill(m, e.get(), &args);
    m.given_if(done, e)
}

fn os_error_init(m: &mut Machine, a: Args) -> R {
    let e = a.get(m, 0);
    let class = m.ty(e);
    if leaves_to_init(m, class) {
        if a.kwcount(m) > 0 {
            let name = m.name_of_type(class);
            return Err(m.raise(ty::TYPE_ERROR, &format!("{name}() takes no keyword arguments")));
        }
        let args = a.rest(m, 1);
        fill(m, e, &args)?;
    }
    none()
}

/// Fields and `args` from the arguments (`oserror_init`).
fn fill(m: &mut Machine, e: Obj, args: &[Obj]) -> R<()> {
    let mut kept = args;
    if (2..=5).contains(&args.len()) {
        let put = |m: &mut Machine, i: u32, value: Obj| {
            m.incref(value);
            m.set_exc_field(e, i, value);
        };
        let file = args.get(2).copied().filter(|file| !Machine::is_none(*file));
        if let Some(file) = file {
            if m.ty(e) == ty::BLOCKING_IO_ERROR && m.indexable(file) {
                // `__init__` comes next, so the constructor is not run again.
                m.no_more_questions();
                let number = m.index(file)?.into_edge();
                m.set_exc_field(e, WRITTEN, number);
            } else {
                put(m, FILENAME, file);
                if let Some(&other) = args.get(4).filter(|other| !Machine::is_none(**other)) {
                    put(m, FILENAME2, other);
                }
                kept = &args[..2];
            }
        }
        put(m, ERRNO, args[0]);
        put(m, STRERROR, args[1]);
    }
    let tuple = m.tuple_from_borrowed(kept).into_edge();
    m.set_exc_field(e, field::ARGS, tuple);
    Ok(())
}

/// `__str__`, if there is a number and what it means, or a file.
// Out of line: what recurses through its caller keeps a small frame.
#[inline(never)]
pub(super) fn text(m: &mut Machine, e: Obj) -> R<Option<String>> {
    let part = |m: &Machine, i: u32| m.exc_field(e, i);
    let (file, other) = (part(m, FILENAME), part(m, FILENAME2));
    let (number, meaning) = (part(m, ERRNO), part(m, STRERROR));
    if file.is_null() && (number.is_null() || meaning.is_null()) {
        return Ok(None);
    }
    let shown = |m: &mut Machine, o: Obj| m.display(if o.is_null() { fixed::NONE } else { o });
    let mut line = format!("[Errno {}] {}", shown(m, number)?, shown(m, meaning)?);
    if !file.is_null() {
        line = format!("{line}: {}", m.repr_text(file)?);
        if !other.is_null() {
            line = format!("{line} -> {}", m.repr_text(other)?);
        }
    }
    Ok(Some(line))
}
