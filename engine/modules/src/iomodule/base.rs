//! `_IOBase` and the classes between it and files (`Modules/_io/iobase.c`): what all of them can do by the methods of the
//! classes derived from them. Those may be written in Python.

use crate::fill::{int_field, set_int_field};
use vm::memory::object::{Kind, Obj, R, Raised};
use vm::native::args::{Args, boolean, none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{Native, Slot, TypeDef, def, getset, member, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Field of all objects of this module: 1 once it is closed.
pub const CLOSED: u32 = 0;

pub const FLAGS: u32 = tpflags::COLLECTED | tpflags::HEAPTYPE | tpflags::BASETYPE;

/// Calls a method by its name.
pub fn method(m: &mut Machine, o: Obj, name: &str, args: &[Obj]) -> R {
    let name = m.intern_str(name);
    let height = m.kept();
    let name = m.keep(name);
    let found = m.getattr(o, name);
    let answer = found.and_then(|found| {
        let found = m.keep(found);
        m.call(found, args)
    });
    m.drop_kept(height);
    answer
}

/// As `method`, where nobody wants the answer.
pub fn tell(m: &mut Machine, o: Obj, name: &str, args: &[Obj]) -> R<()> {
    let done = method(m, o, name, args)?;
    m.drop_ref(done);
    Ok(())
}

/// `io.UnsupportedOperation`.
pub fn unsupported(m: &mut Machine, text: &str) -> Raised {
    let module = m.intern_str("_io");
    let name = m.intern_str("UnsupportedOperation");
    let found = m.dict_get_str(m.sys_modules, module.get());
    let class = if found.is_null() { Obj::NULL } else { m.instance_get(found, name.get()) };
    m.drop_ref(module);
    m.drop_ref(name);
    let class = if class.is_null() || m.kind(class) != Kind::Type { ty::OS_ERROR } else { m.slot(class).a };
    m.raise(class, text)
}

/// Whether an object says that it is closed.
pub fn is_closed(m: &mut Machine, o: Obj) -> R<bool> {
    let name = m.intern_str("closed");
    let name = m.keep(name);
    let closed = m.getattr(o, name)?;
    let closed = m.keep(closed);
    m.truthy(closed)
}

pub fn check_closed(m: &mut Machine, o: Obj) -> R<()> {
    if is_closed(m, o)? { Err(m.raise(ty::VALUE_ERROR, "I/O operation on closed file.")) } else { Ok(()) }
}

fn check_able(m: &mut Machine, a: Args, name: &str, text: &str) -> R {
    let able = method(m, a.get(m, 0), name, &[])?;
    let able = m.keep(able);
    if able == fixed::TRUE { Ok(m.new_ref(able)) } else { Err(unsupported(m, text)) }
}

fn not_here(m: &mut Machine, name: &str) -> Raised {
    unsupported(m, name)
}

const BASE: &[Native] = &[
    def("seek($self, offset, whence=os.SEEK_SET, /)", "Move to a place.", |m, _| Err(not_here(m, "seek"))).own(),
    def("tell($self, /)", "The place where it is.", |m, a| {
        let parts = [m.new_int(0), m.new_int(1)];
        let parts = m.keep_all(parts.into());
        method(m, a.get(m, 0), "seek", &parts)
    }),
    def("truncate($self, size=None, /)", "Cut it.", |m, _| Err(not_here(m, "truncate"))).own(),
    def("flush($self, /)", "Write out what has been kept back.", |m, a| {
        check_closed(m, a.get(m, 0))?;
        none()
    }),
    def("close($self, /)", "Flush and close.", |m, a| {
        let o = a.get(m, 0);
        if int_field(m, o, CLOSED) != 0 {
            return none();
        }
        let done = tell(m, o, "flush", &[]);
        set_int_field(m, o, CLOSED, 1);
        done?;
        none()
    }),
    getset("closed", "Whether it is closed.", |m, a| {
        let closed = int_field(m, a.get(m, 0), CLOSED) != 0;
        boolean(closed)
    }),
    def("seekable($self, /)", "Whether it can be moved.", |_, _| boolean(false)),
    def("readable($self, /)", "Whether it can be read.", |_, _| boolean(false)),
    def("writable($self, /)", "Whether it can be written.", |_, _| boolean(false)),
    def("_checkClosed($self, /)", "", |m, a| {
        check_closed(m, a.get(m, 0))?;
        none()
    })
    .own(),
    def("_checkSeekable($self, /)", "", |m, a| check_able(m, a, "seekable", "File or stream is not seekable.")).own(),
    def("_checkReadable($self, /)", "", |m, a| check_able(m, a, "readable", "File or stream is not readable.")).own(),
    def("_checkWritable($self, /)", "", |m, a| check_able(m, a, "writable", "File or stream is not writable.")).own(),
    def("fileno($self, /)", "Its descriptor.", |m, _| Err(not_here(m, "fileno"))),
    def("isatty($self, /)", "Whether it is a terminal.", |m, a| {
        check_closed(m, a.get(m, 0))?;
        boolean(false)
    }),
    def("__enter__($self, /)", "Enter a with block.", |m, a| {
        let o = a.get(m, 0);
        check_closed(m, o)?;
        Ok(m.new_ref(o))
    }),
    wrapper("__del__($self, /)", "Called when the instance is about to be destroyed.", |m, a| {
        let o = a.get(m, 0);
        let closed = m.intern_str("closed");
        let closed = m.keep(closed);
        let is = m.getattr(o, closed);
        let open = match is {
            Ok(is) => {
                let is = m.keep(is);
                !m.truthy(is)?
            }
            Err(raised) if m.halt.is_some() => return Err(raised),
            Err(_) => {
                m.clear_raised();
                false
            }
        };
        if open {
            match method(m, o, "close", &[]) {
                Ok(done) => m.drop_ref(done),
                Err(raised) if m.halt.is_some() => return Err(raised),
                // What goes wrong at the end is nobody's any more.
                Err(_) => m.clear_raised(),
            }
        }
        none()
    }),
    def("__exit__($self, /, *args)", "Close it.", |m, a| method(m, a.get(m, 0), "close", &[])),
    def("readline($self, size=-1, /)", "The next line.", |m, a| {
        let (o, size) = (a.get(m, 0), a.opt(m, 1));
        let limit = if size.is_null() || Machine::is_none(size) { -1 } else { m.index_i64(size)? };
        let mut line: Vec<u8> = Vec::new();
        let one = m.new_int(1);
        let one = m.keep(one);
        while limit < 0 || (line.len() as i64) < limit {
            let part = method(m, o, "read", &[one])?;
            let part = m.keep(part);
            if Machine::is_none(part) {
                break;
            }
            if m.kind(part) != Kind::Bytes {
                let got = m.type_name(part);
                return Err(m.raise(ty::OS_ERROR, &format!("read() should have returned a bytes object, not '{got}'")));
            }
            let bytes = m.bytes_value(part).to_vec();
            if bytes.is_empty() {
                break;
            }
            line.extend(&bytes);
            if line.ends_with(b"\n") {
                break;
            }
        }
        Ok(m.new_bytes(&line))
    }),
    def("readlines($self, hint=-1, /)", "All lines that are left.", |m, a| {
        let (o, hint) = (a.get(m, 0), a.opt(m, 1));
        let hint = if hint.is_null() || Machine::is_none(hint) { -1 } else { m.index_i64(hint)? };
        let list = m.new_list();
        let list = m.keep(list);
        let (iterator, mut total) = (m.iter(o)?, 0);
        let iterator = m.keep(iterator);
        while let Some(line) = m.iter_next(iterator)? {
            total += m.len(line.get())? as i64;
            m.list_append(list, line);
            if hint > 0 && total >= hint {
                break;
            }
        }
        Ok(m.new_ref(list))
    }),
    def("writelines($self, lines, /)", "Write a list of lines; no ends of lines are added.", |m, a| {
        let o = a.get(m, 0);
        check_closed(m, o)?;
        let iterator = m.iter(a.get(m, 1))?;
        let iterator = m.keep(iterator);
        while let Some(line) = m.iter_next(iterator)? {
            let line = m.keep(line);
            tell(m, o, "write", &[line])?;
        }
        none()
    }),
    wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
        let o = a.get(m, 0);
        check_closed(m, o)?;
        Ok(m.new_ref(o))
    }),
    wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
        let line = method(m, a.get(m, 0), "readline", &[])?;
        if m.len(line.get())? > 0 {
            return Ok(line);
        }
        m.drop_ref(line);
        Err(m.raise_empty(ty::STOP_ITERATION))
    }),
    member("__dict__", "The attributes of the object, by name.", |m, a| {
        let dict = m.materialize_dict(a.get(m, 0));
        Ok(m.new_ref(dict))
    }),
    vm::native::typedef::new("_IOBase(*args, **kwargs)", |m, a| {
        let class = m.slot(a.get(m, 0)).a;
        Ok(m.new_instance(class))
    }),
];

/// `io._IOBase`.
pub static IO_BASE: TypeDef = TypeDef {
    name: "_IOBase",
    module: "_io",
    fields: 1,
    dict: true,
    basicsize: 32,
    flags: FLAGS,
    doc: "What all files and streams have.",
    slots: &[Slot::Iter, Slot::Next],
    natives: BASE,
    weaklistoffset: 24,
    asked: true,
    ..TypeDef::PLAIN
};

/// `io._RawIOBase`.
pub static RAW_IO_BASE: TypeDef = TypeDef {
    name: "_RawIOBase",
    module: "_io",
    base: crate::types::ty::IO_BASE,
    fields: 1,
    dict: true,
    basicsize: 32,
    flags: FLAGS,
    doc: "What gives and takes bytes without a buffer.",
    natives: &[
        def("read($self, size=-1, /)", "At most so many bytes.", |m, a| {
            let (o, size) = (a.get(m, 0), a.opt(m, 1));
            let n = if size.is_null() || Machine::is_none(size) { -1 } else { m.index_i64(size)? };
            if n < 0 {
                return method(m, o, "readall", &[]);
            }
            let buffer = m.new_bytearray(&vec![0; n as usize]);
            let buffer = m.keep(buffer);
            let got = method(m, o, "readinto", &[buffer])?;
            if Machine::is_none(got.get()) {
                return Ok(got);
            }
            let got = m.keep(got);
            let n = m.index_i64(got)?.clamp(0, n) as usize;
            let bytes = m.all_bytes(buffer)?;
            Ok(m.new_bytes(&bytes[..n.min(bytes.len())]))
        }),
        def("readall($self, /)", "All bytes that are left.", |m, a| {
            let o = a.get(m, 0);
            let mut all = Vec::new();
            let size = m.new_int(super::BUFFER_SIZE);
            let size = m.keep(size);
            loop {
                let part = method(m, o, "read", &[size])?;
                let part = m.keep(part);
                if Machine::is_none(part) {
                    break;
                }
                let bytes = m.all_bytes(part)?;
                if bytes.is_empty() {
                    break;
                }
                all.extend(bytes);
            }
            Ok(m.new_bytes(&all))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// Reads into a buffer by the object's `read`.
fn read_into(m: &mut Machine, a: Args) -> R {
    let (o, buffer) = (a.get(m, 0), a.get(m, 1));
    let room = m.all_bytes(buffer)?.len();
    let n = m.new_int(room as i64);
    let n = m.keep(n);
    let got = method(m, o, "read", &[n])?;
    let got = m.keep(got);
    let bytes = m.all_bytes(got)?;
    store_into(m, buffer, &bytes[..bytes.len().min(room)])
}

/// Puts bytes at the start of a buffer that can be written; how many they were.
pub fn store_into(m: &mut Machine, buffer: Obj, bytes: &[u8]) -> R {
    let lent = m.lend_to_write(buffer)?;
    m.write_lent(lent, bytes);
    Ok(m.new_int(bytes.len() as i64))
}

/// `io._BufferedIOBase`.
pub static BUFFERED_IO_BASE: TypeDef = TypeDef {
    name: "_BufferedIOBase",
    module: "_io",
    base: crate::types::ty::IO_BASE,
    fields: 1,
    dict: true,
    basicsize: 32,
    flags: FLAGS,
    doc: "What gives and takes bytes through a buffer.",
    natives: &[
        def("detach($self, /)", "Separate it from what it reads and writes.", |m, _| Err(not_here(m, "detach"))),
        def("read($self, size=-1, /)", "At most so many bytes.", |m, _| Err(not_here(m, "read"))).own(),
        def("read1($self, size=-1, /)", "At most so many bytes.", |m, _| Err(not_here(m, "read1"))).own(),
        def("write($self, b, /)", "Write bytes.", |m, _| Err(not_here(m, "write"))).own(),
        def("readinto($self, buffer, /)", "Read into a buffer.", read_into),
        def("readinto1($self, buffer, /)", "Read into a buffer.", read_into),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// `io._TextIOBase`.
pub static TEXT_IO_BASE: TypeDef = TypeDef {
    name: "_TextIOBase",
    module: "_io",
    base: crate::types::ty::IO_BASE,
    fields: 1,
    dict: true,
    basicsize: 32,
    flags: FLAGS,
    doc: "What gives and takes text.",
    natives: &[
        def("detach($self, /)", "Separate it from what it reads and writes.", |m, _| Err(not_here(m, "detach"))),
        def("read($self, size=-1, /)", "At most so many characters.", |m, _| Err(not_here(m, "read"))).own(),
        def("readline($self, size=-1, /)", "The next line.", |m, _| Err(not_here(m, "readline"))).own(),
        def("write($self, s, /)", "Write text.", |m, _| Err(not_here(m, "write"))).own(),
        getset("encoding", "The encoding, or None.", |_, _| none()),
        getset("newlines", "The ends of lines met so far, or None.", |_, _| none()),
        getset("errors", "What is done about errors, or None.", |_, _| none()),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
