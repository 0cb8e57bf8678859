//! `BytesIO` and `StringIO` (`Modules/_io/bytesio.c`, `Modules/_io/stringio.c`): files in memory.

use super::base::{CLOSED, FLAGS, store_into};
use crate::fill::{field, int_field, set_field, set_int_field};
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::{Args, boolean, none, or_none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{Slot, TypeDef, def, getset, new, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields behind the base's: what it holds, and where it is.
const DATA: u32 = 1;
const AT: u32 = 2;
/// Of a `StringIO`: text written behind `DATA`, piece by piece; what newlines are.
const PIECES: u32 = 3;
const NEWLINE: u32 = 4;

fn check(m: &mut Machine, o: Obj) -> R<()> {
    if int_field(m, o, CLOSED) == 0 {
        return Ok(());
    }
    let text = if m.isinstance_of(o, crate::types::ty::STRING_IO) {
        "I/O operation on closed file"
    } else {
        "I/O operation on closed file."
    };
    Err(m.raise(ty::VALUE_ERROR, text))
}

/// A size that was given: -1 for all.
fn size(m: &mut Machine, a: Args, i: u32) -> R<i64> {
    let n = a.opt(m, i);
    if n.is_null() || Machine::is_none(n) { Ok(-1) } else { m.index_clamped(n) }
}

fn held(m: &mut Machine, o: Obj) -> R<Vec<u8>> {
    let data = field(m, o, DATA);
    if data.is_null() { Ok(Vec::new()) } else { m.all_bytes(data) }
}

/// The next bytes, up to a line's end if that is wanted; they count as read.
fn take(m: &mut Machine, o: Obj, n: i64, line: bool) -> R<Vec<u8>> {
    check(m, o)?;
    let (data, at) = (held(m, o)?, int_field(m, o, AT).max(0) as usize);
    let rest = data.get(at..).unwrap_or(&[]);
    let mut end = if n < 0 { rest.len() } else { rest.len().min(n as usize) };
    if line && let Some(stop) = rest[..end].iter().position(|b| *b == b'\n') {
        end = stop + 1;
    }
    let part = rest[..end].to_vec();
    set_int_field(m, o, AT, (at + end) as i64);
    Ok(part)
}

fn seek_to(m: &mut Machine, a: Args, len: usize, text: bool) -> R {
    let o = a.get(m, 0);
    check(m, o)?;
    let (offset, whence) = (m.index_i64(a.get(m, 1))?, a.opt(m, 2));
    let whence = if whence.is_null() { 0 } else { m.index_i64(whence)? };
    let base = match whence {
        0 if offset < 0 => {
            let what = if text { "Negative seek position" } else { "negative seek value" };
            return Err(m.raise(ty::VALUE_ERROR, &format!("{what} {offset}")));
        }
        1 | 2 if text && offset != 0 => return Err(m.raise(ty::OS_ERROR, "Can't do nonzero cur-relative seeks")),
        0 => 0,
        1 => int_field(m, o, AT),
        2 => len as i64,
        _ => {
            let word = if text { "Invalid" } else { "invalid" };
            let text = format!("{word} whence ({whence}, should be 0, 1 or 2)");
            return Err(m.raise(ty::VALUE_ERROR, &text));
        }
    };
    let at = base.saturating_add(offset).max(0);
    set_int_field(m, o, AT, at);
    Ok(m.new_int(at))
}

fn close(m: &mut Machine, a: Args) -> R {
    set_int_field(m, a.get(m, 0), CLOSED, 1);
    none()
}

fn yes(m: &mut Machine, a: Args) -> R {
    check(m, a.get(m, 0))?;
    boolean(true)
}

/// `io.BytesIO`.
pub static BYTES_IO: TypeDef = TypeDef {
    name: "BytesIO",
    module: "_io",
    base: crate::types::ty::BUFFERED_IO_BASE,
    fields: 3,
    dict: true,
    basicsize: 72,
    flags: FLAGS,
    text: "(initial_bytes=b'')",
    doc: "Bytes in memory as a file.",
    slots: &[Slot::Init, Slot::Iter, Slot::Next],
    natives: &[
        new("BytesIO(*args, **kwargs)", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            let o = m.new_instance(class);
            let data = m.new_bytearray(&[]);
            set_field(m, o.get(), DATA, data);
            Ok(o)
        }),
        wrapper("__init__($self, initial_bytes=b'')", "Initialize self.", |m, a| {
            let (o, initial) = (a.get(m, 0), a.opt(m, 1));
            let bytes = if initial.is_null() || Machine::is_none(initial) { Vec::new() } else { m.all_bytes(initial)? };
            let data = m.new_bytearray(&bytes);
            set_field(m, o, DATA, data);
            set_int_field(m, o, AT, 0);
            none()
        }),
        def("read($self, size=-1, /)", "At most so many bytes.", |m, a| {
            let n = size(m, a, 1)?;
            let part = take(m, a.get(m, 0), n, false)?;
            Ok(m.new_bytes(&part))
        }),
        def("read1($self, size=-1, /)", "At most so many bytes.", |m, a| {
            let n = size(m, a, 1)?;
            let part = take(m, a.get(m, 0), n, false)?;
            Ok(m.new_bytes(&part))
        }),
        def("readline($self, size=-1, /)", "The next line.", |m, a| {
            let n = size(m, a, 1)?;
            let part = take(m, a.get(m, 0), n, true)?;
            Ok(m.new_bytes(&part))
        }),
        def("readinto($self, buffer, /)", "Read into a buffer.", |m, a| {
            let (o, buffer) = (a.get(m, 0), a.get(m, 1));
            let room = m.all_bytes(buffer)?.len();
            let part = take(m, o, room as i64, false)?;
            store_into(m, buffer, &part)
        }),
        def("write($self, b, /)", "Write bytes.", |m, a| {
            let (o, given) = (a.get(m, 0), a.get(m, 1));
            check(m, o)?;
            let bytes = m.all_bytes(given)?;
            let (data, at) = (field(m, o, DATA), int_field(m, o, AT).max(0) as usize);
            let len = m.slot(data).a as usize;
            if at + bytes.len() > len {
                m.bytearray_resize(data, at + bytes.len())?;
                if at > len {
                    m.bytearray_mut(data)[len..at].fill(0);
                }
            }
            m.bytearray_mut(data)[at..at + bytes.len()].copy_from_slice(&bytes);
            set_int_field(m, o, AT, (at + bytes.len()) as i64);
            Ok(m.new_int(bytes.len() as i64))
        }),
        def("seek($self, pos, whence=0, /)", "Move to a place.", |m, a| {
            let len = held(m, a.get(m, 0))?.len();
            seek_to(m, a, len, false)
        }),
        def("tell($self, /)", "The place where it is.", |m, a| {
            check(m, a.get(m, 0))?;
            let at = int_field(m, a.get(m, 0), AT);
            Ok(m.new_int(at))
        }),
        def("truncate($self, size=None, /)", "Cut it.", |m, a| {
            let o = a.get(m, 0);
            check(m, o)?;
            let n = size(m, a, 1)?;
            let n = if n < 0 { int_field(m, o, AT) } else { n };
            let data = field(m, o, DATA);
            if n < i64::from(m.slot(data).a) {
                m.bytearray_resize(data, n as usize)?;
            }
            Ok(m.new_int(n))
        }),
        def("getvalue($self, /)", "All bytes.", |m, a| {
            check(m, a.get(m, 0))?;
            let bytes = held(m, a.get(m, 0))?;
            Ok(m.new_bytes(&bytes))
        }),
        def("getbuffer($self, /)", "All bytes as a view that can be written.", |m, a| {
            check(m, a.get(m, 0))?;
            let data = field(m, a.get(m, 0), DATA);
            let view = m.type_obj(ty::MEMORYVIEW);
            m.call(view, &[data])
        }),
        def("close($self, /)", "Close it.", close),
        def("flush($self, /)", "Nothing is kept back.", |m, a| {
            check(m, a.get(m, 0))?;
            none()
        }),
        def("readable($self, /)", "Whether it can be read.", yes),
        def("writable($self, /)", "Whether it can be written.", yes),
        def("seekable($self, /)", "Whether it can be moved.", yes),
        def("isatty($self, /)", "Whether it is a terminal.", |m, a| {
            check(m, a.get(m, 0))?;
            boolean(false)
        }),
        getset("closed", "Whether it is closed.", |m, a| {
            let closed = int_field(m, a.get(m, 0), CLOSED) != 0;
            boolean(closed)
        }),
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let o = a.get(m, 0);
            check(m, o)?;
            Ok(m.new_ref(o))
        }),
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            let line = take(m, a.get(m, 0), -1, true)?;
            if line.is_empty() { Err(m.raise_empty(ty::STOP_ITERATION)) } else { Ok(m.new_bytes(&line)) }
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// All text of a `StringIO`, as one object.
fn text(m: &mut Machine, o: Obj) -> R<Obj> {
    let pieces = field(m, o, PIECES);
    if m.list_len(pieces) > 0 {
        let data = field(m, o, DATA);
        let data = m.new_ref(data);
        m.list_insert(pieces, 0, data);
        let all = super::textio::joined(m, pieces)?;
        m.list_clear(pieces);
        set_field(m, o, DATA, all);
    }
    Ok(field(m, o, DATA))
}

fn take_text(m: &mut Machine, o: Obj, n: i64, line: bool) -> R {
    check(m, o)?;
    let text = text(m, o)?;
    let (len, at) = (m.str_len(text) as usize, int_field(m, o, AT).max(0) as usize);
    if at >= len {
        return Ok(m.new_str(""));
    }
    let mut end = if n < 0 { len } else { len.min(at + n as usize) };
    if line {
        let stop = super::textio::line_end(m, text, at, end, field(m, o, NEWLINE));
        end = stop.unwrap_or(end);
    }
    set_int_field(m, o, AT, end as i64);
    Ok(m.str_slice(text, at, end))
}

/// `io.StringIO`.
pub static STRING_IO: TypeDef = TypeDef {
    name: "StringIO",
    module: "_io",
    base: crate::types::ty::TEXT_IO_BASE,
    fields: 5,
    dict: true,
    basicsize: 112,
    flags: FLAGS,
    text: "(initial_value='', newline='\\n')",
    doc: "Text in memory as a file.",
    slots: &[Slot::Init, Slot::Iter, Slot::Next],
    natives: &[
        new("StringIO(*args, **kwargs)", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            let o = m.new_instance(class);
            let (empty, pieces) = (m.new_str(""), m.new_list());
            set_field(m, o.get(), DATA, empty);
            set_field(m, o.get(), PIECES, pieces);
            Ok(o)
        }),
        wrapper("__init__($self, initial_value='', newline='\\n')", "Initialize self.", |m, a| {
            let (o, initial, newline) = (a.get(m, 0), a.opt(m, 1), a.opt(m, 2));
            let newline = if newline.is_null() { m.new_str("\n") } else { m.new_ref(newline) };
            let kind = m.kind(newline.get());
            set_field(m, o, NEWLINE, newline);
            if !matches!(kind, Kind::Str | Kind::None) {
                let got = m.type_name(field(m, o, NEWLINE));
                return Err(m.raise(ty::TYPE_ERROR, &format!("newline must be str or None, not {got}")));
            }
            let given = !initial.is_null() && !Machine::is_none(initial);
            if given && m.kind(initial) != Kind::Str {
                let got = m.type_name(initial);
                return Err(m.raise(ty::TYPE_ERROR, &format!("initial_value must be str or None, not {got}")));
            }
            let value = if given { super::textio::translated(m, initial, field(m, o, NEWLINE)) } else { m.new_str("") };
            set_field(m, o, DATA, value);
            let pieces = field(m, o, PIECES);
            m.list_clear(pieces);
            set_int_field(m, o, AT, 0);
            none()
        }),
        def("write($self, s, /)", "Write text.", |m, a| {
            let (o, s) = (a.get(m, 0), a.get(m, 1));
            check(m, o)?;
            if m.kind(s) != Kind::Str {
                let got = m.type_name(s);
                return Err(m.raise(ty::TYPE_ERROR, &format!("string argument expected, got '{got}'")));
            }
            let given = i64::from(m.str_len(s));
            let s = super::textio::translated(m, s, field(m, o, NEWLINE));
            let s = m.keep(s);
            let pieces = field(m, o, PIECES);
            let at = int_field(m, o, AT);
            let len: i64 = i64::from(m.str_len(field(m, o, DATA)))
                + if m.list_len(pieces) > 0 { at - i64::from(m.str_len(field(m, o, DATA))) } else { 0 };
            if at == len {
                let held = m.new_ref(s);
                m.list_append(pieces, held);
            } else {
                let old = text(m, o)?;
                let (mut points, new) = (m.str_points(old), m.str_points(s));
                let at = at as usize;
                if points.len() < at {
                    points.resize(at, 0);
                }
                let end = points.len().min(at + new.len());
                points.splice(at..end, new);
                let all = m.new_str_points(&points);
                set_field(m, o, DATA, all);
            }
            let n = i64::from(m.str_len(s));
            set_int_field(m, o, AT, at + n);
            Ok(m.new_int(given))
        }),
        def("read($self, size=-1, /)", "At most so many characters.", |m, a| {
            let n = size(m, a, 1)?;
            take_text(m, a.get(m, 0), n, false)
        }),
        def("readline($self, size=-1, /)", "The next line.", |m, a| {
            let n = size(m, a, 1)?;
            take_text(m, a.get(m, 0), n, true)
        }),
        def("getvalue($self, /)", "All text.", |m, a| {
            let o = a.get(m, 0);
            check(m, o)?;
            let text = text(m, o)?;
            Ok(m.new_ref(text))
        }),
        def("seek($self, pos, whence=0, /)", "Move to a place.", |m, a| {
            let o = a.get(m, 0);
            let text = text(m, o)?;
            let len = m.str_len(text) as usize;
            seek_to(m, a, len, true)
        }),
        def("tell($self, /)", "The place where it is.", |m, a| {
            check(m, a.get(m, 0))?;
            let at = int_field(m, a.get(m, 0), AT);
            Ok(m.new_int(at))
        }),
        def("truncate($self, pos=None, /)", "Cut it.", |m, a| {
            let o = a.get(m, 0);
            check(m, o)?;
            let n = size(m, a, 1)?;
            let text = text(m, o)?;
            let n = if n < 0 { int_field(m, o, AT) } else { n };
            if n < i64::from(m.str_len(text)) {
                let cut = m.str_slice(text, 0, n as usize);
                set_field(m, o, DATA, cut);
            }
            Ok(m.new_int(n))
        }),
        def("close($self, /)", "Close it.", close),
        def("readable($self, /)", "Whether it can be read.", yes),
        def("writable($self, /)", "Whether it can be written.", yes),
        def("seekable($self, /)", "Whether it can be moved.", yes),
        getset("closed", "Whether it is closed.", |m, a| {
            let closed = int_field(m, a.get(m, 0), CLOSED) != 0;
            boolean(closed)
        }),
        getset("line_buffering", "Whether each line is written out at once.", |_, _| boolean(false)),
        getset("newlines", "The ends of lines met so far.", |m, a| {
            let _o = a.get(m, 0);
            or_none(m, fixed::NONE)
        }),
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let o = a.get(m, 0);
            check(m, o)?;
            Ok(m.new_ref(o))
        }),
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            let line = take_text(m, a.get(m, 0), -1, true)?;
            if m.str_len(line.get()) > 0 {
                return Ok(line);
            }
            m.drop_ref(line);
            Err(m.raise_empty(ty::STOP_ITERATION))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
