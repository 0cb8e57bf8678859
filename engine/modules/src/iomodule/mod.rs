//! `_io` (`Modules/_io/`): files and streams, a file each.

pub(crate) mod base;
pub(crate) mod buffered;
pub(crate) mod bytesio;
pub(crate) mod fileio;
pub(crate) mod textio;

use crate::fill::{put, put_ints, put_types};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `io.DEFAULT_BUFFER_SIZE`.
pub const BUFFER_SIZE: i64 = 131_072;

/// `_io`.
pub static MODULE: ModuleDef = ModuleDef { name: "_io", doc: "Files and streams.", functions: FUNCTIONS, fill };

const TYPES: &[u32] = &[
    own::IO_BASE,
    own::RAW_IO_BASE,
    own::BUFFERED_IO_BASE,
    own::TEXT_IO_BASE,
    own::FILE_IO,
    own::BYTES_IO,
    own::STRING_IO,
    own::BUFFERED_READER,
    own::BUFFERED_WRITER,
    own::BUFFERED_RANDOM,
    own::BUFFERED_RW_PAIR,
    own::TEXT_WRAPPER,
    own::NEWLINE_DECODER,
];

fn fill(m: &mut Machine, dict: Obj) {
    put_ints(m, dict, &[("DEFAULT_BUFFER_SIZE", BUFFER_SIZE)]);
    put_types(m, dict, TYPES);
    let error = m.type_obj(ty::BLOCKING_IO_ERROR);
    let error = m.new_ref(error);
    put(m, dict, "BlockingIOError", error);
    let namespace = m.new_dict();
    let module = m.intern_str("io");
    put(m, namespace.get(), "__module__", module);
    let name = m.intern_str("UnsupportedOperation");
    let bases = [ty::OS_ERROR, ty::VALUE_ERROR].map(|t| m.type_obj(t));
    let class = m.type_new(ty::TYPE, name.get(), &bases, namespace.get());
    m.drop_ref(name);
    m.drop_ref(namespace);
    if let Ok(class) = class {
        put(m, dict, "UnsupportedOperation", class);
    }
}

const FUNCTIONS: &[Native] = &[
    function("open_code($module, /, path)", "Open a file whose code is to be run.", |m, a| {
        open_raw(m, a.get(m, 0), "rb")
    }),
    function("text_encoding($module, encoding, stacklevel=2, /)", "The encoding that is meant.", |m, a| {
        let encoding = a.get(m, 0);
        if Machine::is_none(encoding) { Ok(m.new_str("locale")) } else { Ok(m.new_ref(encoding)) }
    }),
    function(
        "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)",
        "Open a file.",
        open,
    ),
];

/// A file without a buffer.
fn open_raw(m: &mut Machine, path: Obj, mode: &str) -> R {
    let mode = m.new_str(mode);
    let mode = m.keep(mode);
    let class = m.type_obj(own::FILE_IO);
    m.call(class, &[path, mode])
}

/// `_io.open`: a raw file, what buffers it, what decodes it.
fn open(m: &mut Machine, a: Args) -> R {
    let [file, mode, buffering, encoding, errors, newline, closes, opener] =
        [0, 1, 2, 3, 4, 5, 6, 7].map(|i| a.opt(m, i));
    let given = |o: Obj| !o.is_null() && !Machine::is_none(o);
    m.want("open", "argument 'mode'", mode, Kind::Str, "str")?;
    for (name, o) in [("encoding", encoding), ("errors", errors), ("newline", newline)] {
        if given(o) && m.kind(o) != Kind::Str {
            let got = m.type_name(o);
            let text = format!("open() argument '{name}' must be str or None, not {got}");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
    }
    let mode = if mode.is_null() { "r".to_owned() } else { m.str_text(mode) };
    let buffering = if buffering.is_null() { -1 } else { m.index_i64(buffering)? };
    let mut letters: Vec<char> = mode.chars().collect();
    letters.sort_unstable();
    let doubled = letters.windows(2).any(|pair| pair[0] == pair[1]);
    if doubled || letters.iter().any(|c| !"axrwb+t".contains(*c)) {
        return Err(m.raise(ty::VALUE_ERROR, &format!("invalid mode: '{mode}'")));
    }
    let has = |c: char| mode.contains(c);
    let kinds = [has('x'), has('r'), has('w'), has('a')].into_iter().filter(|on| *on).count();
    let (text, binary) = (has('t'), has('b'));
    let wrong = if text && binary {
        Some("can't have text and binary mode at once")
    } else if kinds > 1 {
        Some("must have exactly one of create/read/write/append mode")
    } else if kinds == 0 {
        Some("Must have exactly one of create/read/write/append mode and at most one plus")
    } else if binary && given(encoding) {
        Some("binary mode doesn't take an encoding argument")
    } else if binary && given(errors) {
        Some("binary mode doesn't take an errors argument")
    } else if binary && given(newline) {
        Some("binary mode doesn't take a newline argument")
    } else {
        None
    };
    if let Some(wrong) = wrong {
        return Err(m.raise(ty::VALUE_ERROR, wrong));
    }
    let raw_mode: String = mode.chars().filter(|c| !"bt".contains(*c)).collect();
    let raw_mode = m.new_str(&raw_mode);
    let raw_mode = m.keep(raw_mode);
    let closes = if closes.is_null() { fixed::TRUE } else { closes };
    let opener = if opener.is_null() { fixed::NONE } else { opener };
    let class = m.type_obj(own::FILE_IO);
    let raw = m.call(class, &[file, raw_mode, closes, opener])?;
    let raw = m.keep(raw);
    if buffering == 0 {
        if !binary {
            return Err(m.raise(ty::VALUE_ERROR, "can't have unbuffered text I/O"));
        }
        return Ok(m.new_ref(raw));
    }
    let class = if has('+') {
        own::BUFFERED_RANDOM
    } else if has('r') {
        own::BUFFERED_READER
    } else {
        own::BUFFERED_WRITER
    };
    let class = m.type_obj(class);
    let buffer = m.call(class, &[raw])?;
    if binary {
        return Ok(buffer);
    }
    let buffer = m.keep(buffer);
    let or_none = |o: Obj| if o.is_null() { fixed::NONE } else { o };
    let lines = Machine::new_bool(buffering == 1);
    let class = m.type_obj(own::TEXT_WRAPPER);
    let args = [buffer, or_none(encoding), or_none(errors), or_none(newline), lines];
    let wrapper = match m.call(class, &args) {
        Ok(wrapper) => wrapper,
        Err(raised) => {
            let raised_with = m.suspend_raised();
            base::tell(m, buffer, "close", &[])?;
            m.restore_raised(raised_with);
            return Err(raised);
        }
    };
    textio::set_mode(m, wrapper.get(), &mode);
    Ok(wrapper)
}
