//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`, `BufferedRWPair` (`Modules/_io/bufferedio.c`). What is read comes in chunks; what
//! is written goes to the raw file at once.

use super::base::{CLOSED, FLAGS, is_closed, method, store_into, tell, unsupported};
use crate::fill::{field, int_field, set_field, set_int_field};
use vm::memory::object::{Obj, Owned, R};
use vm::native::args::{Args, none, or_none};
use vm::native::typedef::{Native, Slot, TypeDef, def, getset, new, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields behind the base's: the raw file, bytes read ahead and the place in them.
const RAW: u32 = 1;
const AHEAD: u32 = 2;
const AT: u32 = 3;

fn raw_of(m: &mut Machine, o: Obj, what: &str) -> R<Obj> {
    let raw = field(m, o, RAW);
    if raw.is_null() {
        return Err(m.raise(ty::VALUE_ERROR, "raw stream has been detached"));
    }
    if is_closed(m, raw)? {
        return Err(m.raise(ty::VALUE_ERROR, &format!("{what} of closed file")));
    }
    Ok(raw)
}

fn ahead(m: &mut Machine, o: Obj) -> Vec<u8> {
    let bytes = field(m, o, AHEAD);
    if bytes.is_null() {
        return Vec::new();
    }
    let at = int_field(m, o, AT).max(0) as usize;
    m.bytes_value(bytes)[at..].to_vec()
}

fn set_ahead(m: &mut Machine, o: Obj, bytes: &[u8]) {
    let bytes = m.new_bytes(bytes);
    set_field(m, o, AHEAD, bytes);
    set_int_field(m, o, AT, 0);
}

/// A chunk from the raw file; empty at its end.
fn chunk(m: &mut Machine, raw: Obj, n: i64) -> R<Vec<u8>> {
    let n = m.new_int(n);
    let n = m.keep(n);
    let bytes = method(m, raw, "read", &[n])?;
    let bytes = m.keep(bytes);
    if Machine::is_none(bytes) { Ok(Vec::new()) } else { m.all_bytes(bytes) }
}

fn size(m: &mut Machine, a: Args) -> R<i64> {
    let n = a.opt(m, 1);
    let n = if n.is_null() || Machine::is_none(n) { -1 } else { m.index_clamped(n)? };
    if n < -1 { Err(m.raise(ty::VALUE_ERROR, "read length must be non-negative or -1")) } else { Ok(n) }
}

fn read(m: &mut Machine, o: Obj, n: i64, once: bool) -> R<Vec<u8>> {
    let raw = raw_of(m, o, "read")?;
    let mut have = ahead(m, o);
    while n < 0 || (have.len() as i64) < n {
        if once && !have.is_empty() {
            break;
        }
        let part = chunk(m, raw, super::BUFFER_SIZE.max(n - have.len() as i64))?;
        if part.is_empty() {
            break;
        }
        have.extend(part);
    }
    let end = if n < 0 { have.len() } else { have.len().min(n as usize) };
    let rest = have.split_off(end);
    set_ahead(m, o, &rest);
    Ok(have)
}

fn line(m: &mut Machine, o: Obj, limit: i64) -> R<Vec<u8>> {
    let raw = raw_of(m, o, "readline")?;
    // Most lines lie in what was read ahead.
    let bytes = field(m, o, AHEAD);
    if !bytes.is_null() && limit < 0 {
        let at = int_field(m, o, AT).max(0) as usize;
        let rest = &m.bytes_value(bytes)[at..];
        if let Some(stop) = rest.iter().position(|b| *b == b'\n') {
            let found = rest[..=stop].to_vec();
            set_int_field(m, o, AT, (at + stop + 1) as i64);
            return Ok(found);
        }
    }
    let mut have = ahead(m, o);
    let mut from = 0;
    let end = loop {
        let stop = have[from..].iter().position(|b| *b == b'\n').map(|i| from + i + 1);
        let most = if limit < 0 { usize::MAX } else { limit as usize };
        match stop {
            Some(stop) => break stop.min(most),
            None if have.len() >= most => break most,
            None => {}
        }
        from = have.len();
        let part = chunk(m, raw, super::BUFFER_SIZE)?;
        if part.is_empty() {
            break have.len();
        }
        have.extend(part);
    };
    let rest = have.split_off(end);
    set_ahead(m, o, &rest);
    Ok(have)
}

/// Forgets what was read ahead: the raw file stands where the reader does.
fn give_back(m: &mut Machine, o: Obj, raw: Obj) -> R<()> {
    let n = ahead(m, o).len() as i64;
    set_ahead(m, o, &[]);
    if n == 0 {
        return Ok(());
    }
    let parts = [m.new_int(-n), m.new_int(1)];
    let parts = m.keep_all(parts.into());
    tell(m, raw, "seek", &parts)
}

fn init(m: &mut Machine, a: Args) -> R {
    let (o, raw, size) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
    if !size.is_null() && m.index_i64(size)? <= 0 {
        return Err(m.raise(ty::VALUE_ERROR, "buffer size must be strictly positive"));
    }
    let (question, text) = if m.isinstance_of(o, crate::types::ty::BUFFERED_WRITER) {
        ("writable", "File or stream is not writable.")
    } else {
        ("readable", "File or stream is not readable.")
    };
    let able = method(m, raw, question, &[])?;
    let able = m.keep(able);
    if !m.truthy(able)? {
        return Err(unsupported(m, text));
    }
    let raw = m.new_ref(raw);
    set_field(m, o, RAW, raw);
    set_ahead(m, o, &[]);
    none()
}

fn of_raw(m: &mut Machine, a: Args, name: &str) -> R {
    let raw = field(m, a.get(m, 0), RAW);
    if raw.is_null() {
        return Err(m.raise(ty::VALUE_ERROR, "raw stream has been detached"));
    }
    method(m, raw, name, &[])
}

fn attribute_of_raw(m: &mut Machine, a: Args, name: &str) -> R {
    let raw = field(m, a.get(m, 0), RAW);
    if raw.is_null() {
        return Err(m.raise(ty::VALUE_ERROR, "raw stream has been detached"));
    }
    let name = m.intern_str(name);
    let name = m.keep(name);
    m.getattr(raw, name)
}

const NEW: Native = new("BufferedReader(*args, **kwargs)", |m, a| {
    let class = m.slot(a.get(m, 0)).a;
    Ok(m.new_instance(class))
});
const INIT: Native = wrapper("__init__($self, raw, buffer_size=131072)", "Initialize self.", init);
const COMMON: [Native; 18] = [
    NEW,
    INIT,
    def("seek($self, target, whence=0, /)", "Move to a place.", |m, a| {
        let (o, target, whence) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
        let raw = raw_of(m, o, "seek")?;
        give_back(m, o, raw)?;
        let args: Vec<Obj> = [target, whence].into_iter().filter(|o| !o.is_null()).collect();
        method(m, raw, "seek", &args)
    }),
    def("tell($self, /)", "The place where it is.", |m, a| {
        let o = a.get(m, 0);
        let raw = raw_of(m, o, "tell")?;
        let at = method(m, raw, "tell", &[])?;
        let at = m.keep(at);
        let n = m.index_i64(at)? - ahead(m, o).len() as i64;
        Ok(m.new_int(n))
    }),
    def("truncate($self, pos=None, /)", "Cut the file.", |m, a| {
        let (o, pos) = (a.get(m, 0), a.opt(m, 1));
        let raw = raw_of(m, o, "truncate")?;
        give_back(m, o, raw)?;
        let args: Vec<Obj> = if pos.is_null() { Vec::new() } else { vec![pos] };
        method(m, raw, "truncate", &args)
    }),
    def("flush($self, /)", "Write out what has been kept back.", |m, a| {
        let raw = raw_of(m, a.get(m, 0), "flush")?;
        method(m, raw, "flush", &[])
    }),
    def("close($self, /)", "Close the file.", |m, a| {
        set_int_field(m, a.get(m, 0), CLOSED, 1);
        of_raw(m, a, "close")
    }),
    def("detach($self, /)", "Separate it from the raw file.", |m, a| {
        let o = a.get(m, 0);
        let raw = raw_of(m, o, "detach")?;
        give_back(m, o, raw)?;
        let given = m.new_ref(raw);
        set_field(m, o, RAW, Owned::steal(Obj::NULL));
        Ok(given)
    }),
    def("fileno($self, /)", "Its descriptor.", |m, a| of_raw(m, a, "fileno")),
    def("isatty($self, /)", "Whether it is a terminal.", |m, a| of_raw(m, a, "isatty")),
    def("readable($self, /)", "Whether it can be read.", |m, a| of_raw(m, a, "readable")),
    def("writable($self, /)", "Whether it can be written.", |m, a| of_raw(m, a, "writable")),
    def("seekable($self, /)", "Whether it can be moved.", |m, a| of_raw(m, a, "seekable")),
    getset("raw", "The raw file.", |m, a| {
        let raw = field(m, a.get(m, 0), RAW);
        or_none(m, raw)
    }),
    getset("closed", "Whether it is closed.", |m, a| attribute_of_raw(m, a, "closed")),
    getset("name", "The name of the file.", |m, a| attribute_of_raw(m, a, "name")),
    getset("mode", "How it was opened.", |m, a| attribute_of_raw(m, a, "mode")),
    wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
        let o = a.get(m, 0);
        let class = m.type_name(o);
        let raw = field(m, o, RAW);
        let key = m.intern_str("name");
        let key = m.keep(key);
        let name = if raw.is_null() { None } else { m.getattr_opt(raw, key)? };
        let text = match name {
            Some(name) => {
                let name = m.keep(name);
                format!("<{class} name={}>", m.repr_text(name)?)
            }
            None => format!("<{class}>"),
        };
        Ok(m.new_str(&text))
    }),
];
const READS: [Native; 8] = [
    def("read($self, size=-1, /)", "At most so many bytes.", |m, a| {
        let n = size(m, a)?;
        let bytes = read(m, a.get(m, 0), n, false)?;
        Ok(m.new_bytes(&bytes))
    }),
    def("read1($self, size=-1, /)", "Bytes that are there.", |m, a| {
        let n = size(m, a)?;
        let n = if n < 0 { super::BUFFER_SIZE } else { n };
        let bytes = read(m, a.get(m, 0), n, true)?;
        Ok(m.new_bytes(&bytes))
    }),
    def("peek($self, size=0, /)", "Bytes that come next.", |m, a| {
        let o = a.get(m, 0);
        let raw = raw_of(m, o, "peek")?;
        let mut have = ahead(m, o);
        if have.is_empty() {
            have = chunk(m, raw, super::BUFFER_SIZE)?;
            set_ahead(m, o, &have);
        }
        Ok(m.new_bytes(&have))
    }),
    def("readline($self, size=-1, /)", "The next line.", |m, a| {
        let n = size(m, a)?;
        let bytes = line(m, a.get(m, 0), n)?;
        Ok(m.new_bytes(&bytes))
    }),
    def("readinto($self, buffer, /)", "Read into a buffer.", |m, a| {
        let (o, buffer) = (a.get(m, 0), a.get(m, 1));
        let room = m.all_bytes(buffer)?.len();
        let bytes = read(m, o, room as i64, false)?;
        store_into(m, buffer, &bytes)
    }),
    def("readinto1($self, buffer, /)", "Read into a buffer.", |m, a| {
        let (o, buffer) = (a.get(m, 0), a.get(m, 1));
        let room = m.all_bytes(buffer)?.len();
        let bytes = read(m, o, room as i64, true)?;
        store_into(m, buffer, &bytes)
    }),
    wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
        let o = a.get(m, 0);
        raw_of(m, o, "readline")?;
        Ok(m.new_ref(o))
    }),
    wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
        let bytes = line(m, a.get(m, 0), -1)?;
        if bytes.is_empty() { Err(m.raise_empty(ty::STOP_ITERATION)) } else { Ok(m.new_bytes(&bytes)) }
    }),
];
const WRITES: [Native; 1] = [def("write($self, buffer, /)", "Write bytes.", |m, a| {
    let (o, bytes) = (a.get(m, 0), a.get(m, 1));
    let raw = raw_of(m, o, "write")?;
    if m.kind(bytes) == vm::memory::object::Kind::Str {
        return Err(m.raise(ty::TYPE_ERROR, "a bytes-like object is required, not 'str'"));
    }
    give_back(m, o, raw)?;
    method(m, raw, "write", &[bytes])
})];

static READER: [Native; 26] = vm::native::typedef::concat(&COMMON, &READS);
static WRITER: [Native; 19] = vm::native::typedef::concat(&COMMON, &WRITES);
static RANDOM: [Native; 27] = vm::native::typedef::concat(&READER_ROWS, &WRITES);
const READER_ROWS: [Native; 26] = vm::native::typedef::concat(&COMMON, &READS);

const BUFFERED: TypeDef = TypeDef {
    module: "_io",
    base: crate::types::ty::BUFFERED_IO_BASE,
    fields: 4,
    dict: true,
    basicsize: 160,
    flags: FLAGS,
    text: "(raw, buffer_size=131072)",
    slots: &[Slot::Repr, Slot::Init, Slot::Iter, Slot::Next],
    asked: true,
    ..TypeDef::PLAIN
};

/// `io.BufferedReader`.
pub static BUFFERED_READER: TypeDef =
    TypeDef { name: "BufferedReader", doc: "Reads a raw file in chunks.", natives: &READER, ..BUFFERED };

/// `io.BufferedWriter`.
pub static BUFFERED_WRITER: TypeDef = TypeDef {
    name: "BufferedWriter",
    doc: "Writes to a raw file.",
    natives: &WRITER,
    slots: &[Slot::Repr, Slot::Init],
    ..BUFFERED
};

/// `io.BufferedRandom`.
pub static BUFFERED_RANDOM: TypeDef =
    TypeDef { name: "BufferedRandom", doc: "Reads and writes a raw file.", natives: &RANDOM, ..BUFFERED };

/// A method of one of the two files of a pair, with the same arguments.
fn forward(m: &mut Machine, a: Args, i: u32, name: &str) -> R {
    let file = field(m, a.get(m, 0), i);
    if file.is_null() {
        return Err(m.raise(ty::VALUE_ERROR, "I/O operation on uninitialized object"));
    }
    let args = a.rest(m, 1);
    method(m, file, name, &args)
}

/// `io.BufferedRWPair`. Fields behind the base's: the file that is read, the one that is written.
pub static BUFFERED_RW_PAIR: TypeDef = TypeDef {
    name: "BufferedRWPair",
    doc: "One file to read and one to write.",
    text: "(reader, writer, buffer_size=131072, /)",
    slots: &[Slot::Init],
    natives: &[
        NEW,
        wrapper("__init__($self, reader, writer, buffer_size=131072, /)", "Initialize self.", |m, a| {
            let o = a.get(m, 0);
            for (i, class) in [(1, crate::types::ty::BUFFERED_READER), (2, crate::types::ty::BUFFERED_WRITER)] {
                let (class, raw) = (m.type_obj(class), a.get(m, i));
                let file = m.call(class, &[raw])?;
                set_field(m, o, i, file);
            }
            none()
        }),
        def("read($self, size=-1, /)", "At most so many bytes.", |m, a| forward(m, a, 1, "read")),
        def("read1($self, size=-1, /)", "Bytes that are there.", |m, a| forward(m, a, 1, "read1")),
        def("peek($self, size=0, /)", "Bytes that come next.", |m, a| forward(m, a, 1, "peek")),
        def("readinto($self, buffer, /)", "Read into a buffer.", |m, a| forward(m, a, 1, "readinto")),
        def("readinto1($self, buffer, /)", "Read into a buffer.", |m, a| forward(m, a, 1, "readinto1")),
        def("write($self, buffer, /)", "Write bytes.", |m, a| forward(m, a, 2, "write")),
        def("flush($self, /)", "Write out what has been kept back.", |m, a| forward(m, a, 2, "flush")),
        def("readable($self, /)", "Whether it can be read.", |m, a| forward(m, a, 1, "readable")),
        def("writable($self, /)", "Whether it can be written.", |m, a| forward(m, a, 2, "writable")),
        def("isatty($self, /)", "Whether it is a terminal.", |m, a| forward(m, a, 2, "isatty")),
        def("close($self, /)", "Close both.", |m, a| {
            let done = forward(m, a, 2, "close")?;
            m.drop_ref(done);
            forward(m, a, 1, "close")
        }),
        getset("closed", "Whether it is closed.", |m, a| {
            let writer = field(m, a.get(m, 0), 2);
            let closed = if writer.is_null() { false } else { is_closed(m, writer)? };
            vm::native::args::boolean(closed)
        }),
    ],
    ..BUFFERED
};
