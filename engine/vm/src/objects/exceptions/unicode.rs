//! `UnicodeEncodeError`, `UnicodeDecodeError`, `UnicodeTranslateError`: their fields and texts (`Objects/exceptions.c`).

use super::field;
use super::methods::{INIT_ROW, NEW_ROW};
use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Native, member, setter};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Fields of an exception, in the order of the arguments.
const ENCODING: u32 = field::V0;
const OBJECT: u32 = field::V1;
const START: u32 = field::V2;
const END: u32 = field::V3;
const REASON: u32 = field::V4;

pub(super) const ERROR: &[Native] = &[
    NEW_ROW,
    INIT_ROW,
    member("encoding", "The encoding.", |m, a| m.exc_getter(a, ENCODING)),
    setter("encoding", |m, a| set(m, a, ENCODING)),
    member("object", "What could not be encoded or decoded.", |m, a| m.exc_getter(a, OBJECT)),
    setter("object", |m, a| set(m, a, OBJECT)),
    member("start", "Where in it the fault begins.", |m, a| place(m, a, START)),
    setter("start", |m, a| set_place(m, a, START)),
    member("end", "Where the fault ends.", |m, a| place(m, a, END)),
    setter("end", |m, a| set_place(m, a, END)),
    member("reason", "Why.", |m, a| m.exc_getter(a, REASON)),
    setter("reason", |m, a| set(m, a, REASON)),
];

pub(super) fn is_unicode_error(m: &Machine, class: u32) -> bool {
    [ty::UNICODE_ENCODE_ERROR, ty::UNICODE_DECODE_ERROR, ty::UNICODE_TRANSLATE_ERROR]
        .iter()
        .any(|error| m.is_subtype(class, *error))
}

fn place(m: &mut Machine, a: Args, i: u32) -> R {
    let value = m.exc_field(a.get(m, 0), i);
    Ok(if value.is_null() { m.new_int(0) } else { m.new_ref(value) })
}

/// Stores an object; without one, the field is empty again.
fn set(m: &mut Machine, a: Args, i: u32) -> R {
    let (e, value) = (a.get(m, 0), a.opt(m, 1));
    if !value.is_null() {
        m.incref(value);
    }
    m.set_exc_field(e, i, value);
    Ok(Owned::steal(fixed::NONE))
}

fn set_place(m: &mut Machine, a: Args, i: u32) -> R {
    let (e, value) = (a.get(m, 0), a.opt(m, 1));
    if value.is_null() {
        return Err(m.raise(ty::TYPE_ERROR, "can't delete numeric/char attribute"));
    }
    if !m.is_int(value) {
        return Err(m.raise(ty::TYPE_ERROR, "an integer is required"));
    }
    let place = m.index_ssize(value)?;
    let place = m.new_int(place).into_edge();
    m.set_exc_field(e, i, place);
    Ok(Owned::steal(fixed::NONE))
}

/// Takes encoding, object, start, end and reason; translating has no encoding.
pub(super) fn init(m: &mut Machine, e: Obj, args: &[Obj]) -> R<()> {
    let class = m.ty(e);
    let translate = m.is_subtype(class, ty::UNICODE_TRANSLATE_ERROR);
    let decode = m.is_subtype(class, ty::UNICODE_DECODE_ERROR);
    let first = if translate { OBJECT } else { ENCODING };
    let count = (REASON + 1 - first) as usize;
    if args.len() != count {
        let text = format!("function takes exactly {count} arguments ({} given)", args.len());
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let mut values = Vec::with_capacity(count);
    for (i, &value) in args.iter().enumerate() {
        let place = first + i as u32;
        let taken = match place {
            START | END => {
                let number = m.index_ssize(value)?;
                m.new_int(number)
            }
            OBJECT if decode => m.new_ref(value),
            _ if m.kind(value) == Kind::Str => m.new_ref(value),
            _ => {
                let name = if Machine::is_none(value) { "None".to_owned() } else { m.type_name(value) };
                return Err(m.raise(ty::TYPE_ERROR, &format!("argument {} must be str, not {name}", i + 1)));
            }
        };
        values.push((place, m.keep(taken)));
    }
    for (place, value) in values {
        let mut value = m.new_ref(value);
        if decode && place == OBJECT && m.kind(value.get()) != Kind::Bytes {
            let lent = m.keep(value);
            let lent = m.lend(lent)?;
            let bytes = m.lent(lent).to_vec();
            value = m.new_bytes(&bytes);
        }
        m.set_exc_field(e, place, value.into_edge());
    }
    Ok(())
}

/// `__str__`: encoding, place and reason.
// Out of line: what recurses through its caller keeps a small frame.
#[inline(never)]
pub(super) fn text(m: &mut Machine, e: Obj) -> R {
    let object = m.exc_field(e, OBJECT);
    if object.is_null() {
        return Ok(Owned::steal(fixed::EMPTY_STR));
    }
    let class = m.ty(e);
    let shown = |m: &mut Machine, i: u32| {
        let value = m.exc_field(e, i);
        if value.is_null() { Ok("None".to_owned()) } else { m.display(value) }
    };
    let (encoding, reason) = (shown(m, ENCODING)?, shown(m, REASON)?);
    let number = |m: &Machine, i: u32| {
        let value = m.exc_field(e, i);
        if value.is_null() { 0 } else { m.int_clamped(value) }
    };
    let (start, end) = (number(m, START), number(m, END));
    let n = i64::from(m.slot(object).a);
    let decode = m.is_subtype(class, ty::UNICODE_DECODE_ERROR);
    let one = (0..n).contains(&start) && end == start + 1;
    let (what, several) = match m.kind(object) {
        Kind::Bytes if one => (format!("byte {:#04x}", m.bytes_value(object)[start as usize]), "bytes"),
        Kind::Str if one => {
            let shown = match m.str_view(object).at(start as usize) {
                p @ 0..=0xFF => format!("'\\x{p:02x}'"),
                p @ 0x100..=0xFFFF => format!("'\\u{p:04x}'"),
                p => format!("'\\U{p:08x}'"),
            };
            (format!("character {shown}"), "characters")
        }
        _ => (String::new(), if decode { "bytes" } else { "characters" }),
    };
    let place = if one && !what.is_empty() {
        format!("{what} in position {start}")
    } else {
        format!("{several} in position {start}-{}", end.saturating_sub(1))
    };
    let text = if m.is_subtype(class, ty::UNICODE_TRANSLATE_ERROR) {
        format!("can't translate {place}: {reason}")
    } else {
        let how = if decode { "decode" } else { "encode" };
        format!("'{encoding}' codec can't {how} {place}: {reason}")
    };
    Ok(m.new_str(&text))
}
