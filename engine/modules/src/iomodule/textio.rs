//! `TextIOWrapper` and what decodes ends of lines (`Modules/_io/textio.c`). What is read is decoded as a whole; what is written goes to
//! the file at once.

use super::base::{CLOSED, FLAGS, method, tell, unsupported};
use crate::fill::{field, int_field, set_field, set_int_field};
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, boolean, none, or_none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{Slot, TypeDef, def, getset, new, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields behind the base's: the file of bytes, encoding, treatment of errors, newlines as they were given; the text read ahead, the
/// place in it, where it begins in the file; whether lines are written out at once; the mode.
const BUFFER: u32 = 1;
const ENCODING: u32 = 2;
const ERRORS: u32 = 3;
const NEWLINE: u32 = 4;
const TEXT: u32 = 5;
const AT: u32 = 6;
const START: u32 = 7;
const LINES: u32 = 8;
const MODE: u32 = 9;
const NEWLINES: u32 = 10;

/// The pieces of a list as one text.
pub fn joined(m: &mut Machine, pieces: Obj) -> R {
    let join = m.intern_str("join");
    let join = m.keep(join);
    let join = m.getattr(fixed::EMPTY_STR, join)?;
    let join = m.keep(join);
    m.call(join, &[pieces])
}

/// Where the line from a place on ends, if it does.
pub fn line_end(m: &Machine, text: Obj, at: usize, end: usize, newline: Obj) -> Option<usize> {
    let wanted = if newline.is_null() || Machine::is_none(newline) { "\n".to_owned() } else { m.str_text(newline) };
    let view = m.str_view(text).part(at, end);
    let find = |c: char| view.iter().position(|p| p == u32::from(c));
    match wanted.as_str() {
        "" => {
            let stop = view.iter().position(|p| p == 10 || p == 13)?;
            let both = view.at(stop) == 13 && stop + 1 < view.len() && view.at(stop + 1) == 10;
            Some(at + stop + if both { 2 } else { 1 })
        }
        "\r\n" => {
            let mut points = view.iter().zip(view.iter().skip(1));
            points.position(|pair| pair == (13, 10)).map(|stop| at + stop + 2)
        }
        "\r" => find('\r').map(|stop| at + stop + 1),
        _ => find('\n').map(|stop| at + stop + 1),
    }
}

/// All ends of lines as `\n`.
pub fn universal(m: &mut Machine, text: Obj) -> Owned {
    if !m.str_view(text).iter().any(|p| p == 13) {
        return m.new_ref(text);
    }
    let points = m.str_points(text);
    let mut out = Vec::with_capacity(points.len());
    for (i, &p) in points.iter().enumerate() {
        match p {
            13 => out.push(10),
            10 if i > 0 && points[i - 1] == 13 => {}
            p => out.push(p),
        }
    }
    m.new_str_points(&out)
}

/// Text as it is written where newlines are these: `\n` becomes another end of line.
pub fn translated(m: &mut Machine, text: Obj, newline: Obj) -> Owned {
    if Machine::is_none(newline) {
        return universal(m, text);
    }
    let end = m.str_text(newline);
    if !matches!(end.as_str(), "\r" | "\r\n") || !m.str_view(text).iter().any(|p| p == 10) {
        return m.new_ref(text);
    }
    let end: Vec<u32> = end.chars().map(u32::from).collect();
    let points: Vec<u32> =
        m.str_points(text).into_iter().flat_map(|p| if p == 10 { end.clone() } else { vec![p] }).collect();
    m.new_str_points(&points)
}

fn check(m: &mut Machine, o: Obj) -> R<Obj> {
    let buffer = field(m, o, BUFFER);
    if buffer.is_null() {
        return Err(m.raise(ty::VALUE_ERROR, "underlying buffer has been detached"));
    }
    if super::base::is_closed(m, buffer)? {
        return Err(m.raise(ty::VALUE_ERROR, "I/O operation on closed file."));
    }
    Ok(buffer)
}

fn able(m: &mut Machine, buffer: Obj, question: &str) -> R<bool> {
    let answer = method(m, buffer, question, &[])?;
    let answer = m.keep(answer);
    m.truthy(answer)
}

fn encoding_parts(m: &Machine, o: Obj) -> [Obj; 2] {
    [field(m, o, ENCODING), field(m, o, ERRORS)]
}

/// The text that is left in the file, decoded.
fn fill(m: &mut Machine, o: Obj) -> R<Obj> {
    let buffer = check(m, o)?;
    let known = field(m, o, TEXT);
    if !known.is_null() && int_field(m, o, AT) < i64::from(m.str_len(known)) {
        return Ok(known);
    }
    if !able(m, buffer, "readable")? {
        return Err(unsupported(m, "not readable"));
    }
    if able(m, buffer, "seekable")? {
        let at = method(m, buffer, "tell", &[])?;
        set_field(m, o, START, at);
    }
    // Of standard input, somebody may wait for an answer to each line.
    let bytes = method(m, buffer, if m.is_standard_input(o) { "readline" } else { "read" }, &[])?;
    let bytes = m.keep(bytes);
    let bytes = if Machine::is_none(bytes) { Vec::new() } else { m.all_bytes(bytes)? };
    let [encoding, errors] = encoding_parts(m, o);
    let text = m.decode_bytes(&bytes, encoding, errors)?;
    let newline = field(m, o, NEWLINE);
    let text = if Machine::is_none(newline) {
        let text = m.keep(text);
        note_newlines(m, o, text);
        universal(m, text)
    } else {
        text
    };
    set_field(m, o, TEXT, text);
    set_int_field(m, o, AT, 0);
    Ok(field(m, o, TEXT))
}

/// Which ends of lines were met, for `newlines`.
fn note_newlines(m: &mut Machine, o: Obj, text: Obj) {
    let points = m.str_points(text);
    let mut seen = [false; 3];
    for (i, &p) in points.iter().enumerate() {
        match p {
            13 if points.get(i + 1) == Some(&10) => seen[2] = true,
            13 => seen[0] = true,
            10 if i == 0 || points[i - 1] != 13 => seen[1] = true,
            _ => {}
        }
    }
    let met: Vec<Owned> =
        ["\r", "\n", "\r\n"].iter().zip(seen).filter(|(_, seen)| *seen).map(|(end, _)| m.new_str(end)).collect();
    if met.len() > 1 {
        let all = m.new_tuple(met);
        set_field(m, o, NEWLINES, all);
    } else if let Some(one) = met.into_iter().next() {
        set_field(m, o, NEWLINES, one);
    }
}

fn size(m: &mut Machine, a: Args) -> R<i64> {
    let n = a.opt(m, 1);
    if n.is_null() || Machine::is_none(n) { Ok(-1) } else { m.index_clamped(n) }
}

fn take(m: &mut Machine, o: Obj, n: i64, line: bool) -> R {
    let text = fill(m, o)?;
    let (len, at) = (m.str_len(text) as usize, int_field(m, o, AT).max(0) as usize);
    let mut end = if n < 0 { len } else { len.min(at + n as usize) };
    if line {
        end = line_end(m, text, at, end, field(m, o, NEWLINE)).unwrap_or(end);
    }
    set_int_field(m, o, AT, end as i64);
    m.note_begun_line(o, end < len);
    Ok(m.str_slice(text, at, end))
}

/// The place in the file that the text read so far ends at.
fn place(m: &mut Machine, o: Obj, buffer: Obj) -> R<i64> {
    let text = field(m, o, TEXT);
    if text.is_null() {
        let at = method(m, buffer, "tell", &[])?;
        let at = m.keep(at);
        return m.index_i64(at);
    }
    let read = m.str_slice(text, 0, int_field(m, o, AT).max(0) as usize);
    let read = m.keep(read);
    let [encoding, errors] = encoding_parts(m, o);
    let bytes = m.encode_str(read, encoding, errors)?;
    let n = i64::from(m.slot(bytes.get()).a);
    m.drop_ref(bytes);
    Ok(int_field(m, o, START) + n)
}

/// Forgets what was read ahead; the file stands where the text read so far ends.
fn give_back(m: &mut Machine, o: Obj, buffer: Obj) -> R<()> {
    if field(m, o, TEXT).is_null() {
        return Ok(());
    }
    let at = place(m, o, buffer)?;
    let at = m.new_int(at);
    let at = m.keep(at);
    set_field(m, o, TEXT, Owned::steal(Obj::NULL));
    if able(m, buffer, "seekable")? { tell(m, buffer, "seek", &[at]) } else { Ok(()) }
}

fn init(m: &mut Machine, a: Args) -> R {
    let [o, buffer, encoding, errors, newline, lines] = [0, 1, 2, 3, 4, 5].map(|i| a.opt(m, i));
    if buffer.is_null() {
        return Err(m.raise(ty::TYPE_ERROR, "TextIOWrapper() missing required argument 'buffer' (pos 1)"));
    }
    let newline = if newline.is_null() { fixed::NONE } else { newline };
    if !Machine::is_none(newline) {
        m.want("TextIOWrapper", "argument 'newline'", newline, Kind::Str, "str or None")?;
        let text = m.str_text(newline);
        if !matches!(text.as_str(), "" | "\n" | "\r" | "\r\n") {
            let shown = m.repr_text(newline)?;
            let shown = shown.trim_matches('\'').to_owned();
            return Err(m.raise(ty::VALUE_ERROR, &format!("illegal newline value: {shown}")));
        }
    }
    let given = |o: Obj| !o.is_null() && !Machine::is_none(o);
    let known = if given(encoding) { m.str_text(encoding) } else { String::new() };
    let encoding = if given(encoding) && known != "locale" { m.new_ref(encoding) } else { m.new_str("UTF-8") };
    let errors = if given(errors) { m.new_ref(errors) } else { m.new_str("strict") };
    let (encoding, errors) = (m.keep(encoding), m.keep(errors));
    // An unknown encoding is refused at once.
    let probe = m.encode_str(fixed::EMPTY_STR, encoding, errors)?;
    m.drop_ref(probe);
    let lines = given(lines) && m.truthy(lines)?;
    for (i, part) in [(BUFFER, buffer), (ENCODING, encoding), (ERRORS, errors), (NEWLINE, newline)] {
        let part = m.new_ref(part);
        set_field(m, o, i, part);
    }
    set_field(m, o, LINES, Owned::steal(Machine::new_bool(lines)));
    set_field(m, o, TEXT, Owned::steal(Obj::NULL));
    none()
}

fn of_buffer(m: &mut Machine, a: Args, name: &str) -> R {
    let buffer = field(m, a.get(m, 0), BUFFER);
    if buffer.is_null() {
        return Err(m.raise(ty::VALUE_ERROR, "underlying buffer has been detached"));
    }
    method(m, buffer, name, &[])
}

fn attribute_of_buffer(m: &mut Machine, a: Args, name: &str) -> R {
    let buffer = field(m, a.get(m, 0), BUFFER);
    if buffer.is_null() {
        return Err(m.raise(ty::VALUE_ERROR, "underlying buffer has been detached"));
    }
    let name = m.intern_str(name);
    let name = m.keep(name);
    m.getattr(buffer, name)
}

/// `io.TextIOWrapper` of files.
pub static TEXT_WRAPPER: TypeDef = TypeDef {
    name: "TextIOWrapper",
    module: "_io",
    base: crate::types::ty::TEXT_IO_BASE,
    fields: 11,
    dict: true,
    basicsize: 200,
    flags: FLAGS,
    text: "(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, write_through=False)",
    doc: "A file of text.",
    slots: &[Slot::Repr, Slot::Init, Slot::Iter, Slot::Next],
    natives: &[
        new("TextIOWrapper(*args, **kwargs)", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            Ok(m.new_instance(class))
        }),
        wrapper(
            "__init__($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
            "Initialize self.",
            init,
        ),
        def("read($self, size=-1, /)", "At most so many characters.", |m, a| {
            let (o, n) = (a.get(m, 0), size(m, a)?);
            if !m.is_standard_input(o) {
                return take(m, o, n, false);
            }
            let pieces = m.new_list();
            let pieces = m.keep(pieces);
            let mut left = n;
            while left != 0 {
                let piece = take(m, o, left, false)?;
                let got = i64::from(m.str_len(piece.get()));
                m.list_append(pieces, piece);
                if got == 0 {
                    break;
                }
                left = if n < 0 { n } else { left - got };
            }
            joined(m, pieces)
        }),
        def("readline($self, size=-1, /)", "The next line.", |m, a| {
            let n = size(m, a)?;
            take(m, a.get(m, 0), n, true)
        }),
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            let line = take(m, a.get(m, 0), -1, true)?;
            if m.str_len(line.get()) > 0 {
                return Ok(line);
            }
            m.drop_ref(line);
            Err(m.raise_empty(ty::STOP_ITERATION))
        }),
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let o = a.get(m, 0);
            check(m, o)?;
            Ok(m.new_ref(o))
        }),
        def("write($self, text, /)", "Write text; how many characters that were.", |m, a| {
            let (o, text) = (a.get(m, 0), a.get(m, 1));
            if m.kind(text) != Kind::Str {
                let got = m.type_name(text);
                return Err(m.raise(ty::TYPE_ERROR, &format!("write() argument must be str, not {got}")));
            }
            let buffer = check(m, o)?;
            if let Some(stderr) = m.standard_output(o) {
                let [encoding, errors] = encoding_parts(m, o);
                let bytes = m.encode_str(text, encoding, errors)?;
                let bytes = m.keep(bytes);
                let bytes = m.bytes_value(bytes).to_vec();
                m.write_bytes(stderr, &bytes);
                let n = m.str_len(text);
                return Ok(m.new_int(i64::from(n)));
            }
            if !able(m, buffer, "writable")? {
                return Err(unsupported(m, "not writable"));
            }
            give_back(m, o, buffer)?;
            let newline = field(m, o, NEWLINE);
            let out = if Machine::is_none(newline) { m.new_ref(text) } else { translated(m, text, newline) };
            let out = m.keep(out);
            let [encoding, errors] = encoding_parts(m, o);
            let bytes = m.encode_str(out, encoding, errors)?;
            let bytes = m.keep(bytes);
            tell(m, buffer, "write", &[bytes])?;
            let n = m.str_len(text);
            Ok(m.new_int(i64::from(n)))
        }),
        def("flush($self, /)", "Write out what has been kept back.", |m, a| {
            let o = a.get(m, 0);
            let buffer = check(m, o)?;
            if m.standard_output(o) == Some(false) {
                m.flush_stdout();
            }
            method(m, buffer, "flush", &[])
        }),
        def("close($self, /)", "Close the file.", |m, a| {
            let o = a.get(m, 0);
            set_int_field(m, o, CLOSED, 1);
            m.mark_stream(o, None);
            of_buffer(m, a, "close")
        }),
        def("seek($self, cookie, whence=os.SEEK_SET, /)", "Move to a place.", |m, a| {
            let (o, cookie, whence) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
            let buffer = check(m, o)?;
            let whence = if whence.is_null() { 0 } else { m.index_i64(whence)? };
            let offset = m.index_i64(cookie)?;
            if !able(m, buffer, "seekable")? {
                return Err(unsupported(m, "underlying stream is not seekable"));
            }
            match whence {
                0 if offset < 0 => {
                    return Err(m.raise(ty::VALUE_ERROR, &format!("negative seek position {offset}")));
                }
                1 if offset != 0 => return Err(unsupported(m, "can't do nonzero cur-relative seeks")),
                2 if offset != 0 => return Err(unsupported(m, "can't do nonzero end-relative seeks")),
                0..=2 => {}
                _ => {
                    let text = format!("invalid whence ({whence}, should be 0, 1 or 2)");
                    return Err(m.raise(ty::VALUE_ERROR, &text));
                }
            }
            give_back(m, o, buffer)?;
            let parts = [m.new_int(offset), m.new_int(whence)];
            let parts = m.keep_all(parts.into());
            method(m, buffer, "seek", &parts)
        }),
        def("tell($self, /)", "The place where it is.", |m, a| {
            let o = a.get(m, 0);
            let buffer = check(m, o)?;
            if !able(m, buffer, "seekable")? {
                return Err(unsupported(m, "underlying stream is not seekable"));
            }
            let at = place(m, o, buffer)?;
            Ok(m.new_int(at))
        }),
        def("truncate($self, pos=None, /)", "Cut the file.", |m, a| {
            let (o, pos) = (a.get(m, 0), a.opt(m, 1));
            let buffer = check(m, o)?;
            give_back(m, o, buffer)?;
            let args: Vec<Obj> = if pos.is_null() { Vec::new() } else { vec![pos] };
            method(m, buffer, "truncate", &args)
        }),
        def("detach($self, /)", "Separate it from the file of bytes.", |m, a| {
            let o = a.get(m, 0);
            let buffer = check(m, o)?;
            give_back(m, o, buffer)?;
            m.mark_stream(o, None);
            let given = m.new_ref(buffer);
            set_field(m, o, BUFFER, Owned::steal(Obj::NULL));
            Ok(given)
        }),
        def(
            "reconfigure($self, /, *, encoding=None, errors=None, newline=None,\n            line_buffering=None, write_through=None)",
            "Change how it reads and writes.",
            |m, a| {
                let o = a.get(m, 0);
                for (name, value) in [(ENCODING, a.opt(m, 1)), (ERRORS, a.opt(m, 2)), (NEWLINE, a.opt(m, 3))] {
                    if !value.is_null() && !Machine::is_none(value) {
                        if m.standard_output(o).is_some() {
                            m.mark_stream(o, None);
                        }
                        let value = m.new_ref(value);
                        set_field(m, o, name, value);
                    }
                }
                let lines = a.opt(m, 4);
                if !lines.is_null() && !Machine::is_none(lines) {
                    let lines = m.truthy(lines)?;
                    set_field(m, o, LINES, Owned::steal(Machine::new_bool(lines)));
                }
                none()
            },
        ),
        def("fileno($self, /)", "Its descriptor.", |m, a| of_buffer(m, a, "fileno")),
        def("readable($self, /)", "Whether it can be read.", |m, a| of_buffer(m, a, "readable")),
        def("writable($self, /)", "Whether it can be written.", |m, a| of_buffer(m, a, "writable")),
        def("seekable($self, /)", "Whether it can be moved.", |m, a| of_buffer(m, a, "seekable")),
        def("isatty($self, /)", "Whether it is a terminal.", |m, a| of_buffer(m, a, "isatty")),
        getset("name", "The name of the file.", |m, a| attribute_of_buffer(m, a, "name")),
        getset("closed", "Whether it is closed.", |m, a| attribute_of_buffer(m, a, "closed")),
        getset("buffer", "The file of bytes.", |m, a| {
            let buffer = field(m, a.get(m, 0), BUFFER);
            or_none(m, buffer)
        }),
        getset("encoding", "The encoding.", |m, a| {
            let encoding = field(m, a.get(m, 0), ENCODING);
            or_none(m, encoding)
        }),
        getset("errors", "What is done about errors.", |m, a| {
            let errors = field(m, a.get(m, 0), ERRORS);
            or_none(m, errors)
        }),
        getset("newlines", "The ends of lines met so far.", |m, a| {
            let met = field(m, a.get(m, 0), NEWLINES);
            or_none(m, met)
        }),
        getset("line_buffering", "Whether each line is written out at once.", |m, a| {
            let lines = field(m, a.get(m, 0), LINES) == fixed::TRUE;
            boolean(lines)
        }),
        getset("write_through", "Whether all is written out at once.", |_, _| boolean(false)),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let class = m.type_name(o);
            let mut out = format!("<{class}");
            for (name, own) in [("name", false), ("mode", true)] {
                let key = m.intern_str(name);
                let key = m.keep(key);
                let buffer = field(m, o, BUFFER);
                let from = if own || buffer.is_null() { o } else { buffer };
                if let Some(value) = m.getattr_opt(from, key)? {
                    let value = m.keep(value);
                    out += &format!(" {name}={}", m.repr_text(value)?);
                }
            }
            let encoding = field(m, o, ENCODING);
            let encoding = if encoding.is_null() { "None".to_owned() } else { m.repr_text(encoding)? };
            Ok(m.new_str(&format!("{out} encoding={encoding}>")))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// Notes how `open` was asked to open it.
pub fn set_mode(m: &mut Machine, o: Obj, mode: &str) {
    let value = m.new_str(mode);
    set_field(m, o, MODE, value);
    let dict = m.materialize_dict(o);
    let value = m.new_str(mode);
    crate::fill::put(m, dict, "mode", value);
}

/// `io.IncrementalNewlineDecoder`. Fields: a decoder or None, whether ends of lines are changed, whether a `\r` waits.
pub static NEWLINE_DECODER: TypeDef = TypeDef {
    name: "IncrementalNewlineDecoder",
    module: "_io",
    fields: 3,
    basicsize: 48,
    flags: FLAGS,
    text: "(decoder, translate, errors='strict')",
    doc: "Decodes, and makes all ends of lines one.",
    slots: &[Slot::Init],
    natives: &[
        new("IncrementalNewlineDecoder(*args, **kwargs)", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            Ok(m.new_instance(class))
        }),
        wrapper("__init__($self, decoder, translate, errors='strict')", "Initialize self.", |m, a| {
            let (o, decoder, translate) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
            let decoder = m.new_ref(decoder);
            set_field(m, o, 0, decoder);
            let translate = m.truthy(translate)?;
            set_field(m, o, 1, Owned::steal(Machine::new_bool(translate)));
            none()
        }),
        def("decode($self, /, input, final=False)", "Text with its ends of lines changed.", |m, a| {
            let (o, input, last) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
            let last = !last.is_null() && m.truthy(last)?;
            let decoder = field(m, o, 0);
            let text = if decoder.is_null() || Machine::is_none(decoder) {
                m.new_ref(input)
            } else {
                let last = Machine::new_bool(last);
                method(m, decoder, "decode", &[input, last])?
            };
            let mut text = m.keep(text);
            m.want("decode", "argument 1", text, Kind::Str, "str")?;
            if int_field(m, o, 2) != 0 && (last || m.str_len(text) > 0) {
                let waited = m.new_str("\r");
                let waited = m.keep(waited);
                let both = m.str_concat(waited, text);
                text = m.keep(both);
                set_int_field(m, o, 2, 0);
            }
            let n = m.str_len(text) as usize;
            if !last && n > 0 && m.str_view(text).at(n - 1) == 13 {
                let cut = m.str_slice(text, 0, n - 1);
                text = m.keep(cut);
                set_int_field(m, o, 2, 1);
            }
            if field(m, o, 1) == fixed::TRUE { Ok(universal(m, text)) } else { Ok(m.new_ref(text)) }
        }),
        def("reset($self, /)", "Forget what was decoded.", |m, a| {
            set_int_field(m, a.get(m, 0), 2, 0);
            none()
        }),
        getset("newlines", "The ends of lines met so far.", |_, _| none()),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
