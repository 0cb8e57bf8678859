//! `FileIO` (`Modules/_io/fileio.c`): bytes of a file by its descriptor.

use super::base::{CLOSED, FLAGS, store_into, unsupported};
use crate::fill::{field, int_field, os_error, path_text, set_field, set_int_field};
use crate::posixmodule::{now, read_descriptor, write_descriptor};
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, boolean, none, or_none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{Slot, TypeDef, def, getset, member, new, setter, wrapper};
use vm::objects::typeobject::ty;
use vm::state::files::{Files, o};
use vm::state::interpreter::Machine;

/// Fields: descriptor plus one, or 0; bits of what it may do; its name; whether closing closes the descriptor.
const FD: u32 = 1;
const CAN: u32 = 2;
const NAME: u32 = 3;
const CLOSES: u32 = 4;
pub const FIELDS: u32 = 5;

const READS: i64 = 1;
const WRITES: i64 = 2;
const APPENDS: i64 = 4;
const CREATES: i64 = 8;

/// Calls a file by another name than its own.
pub fn set_name(m: &mut Machine, file: Obj, name: Owned) {
    set_field(m, file, NAME, name);
}

/// The descriptor of a file that is open.
fn descriptor(m: &mut Machine, file: Obj) -> R<i64> {
    match int_field(m, file, FD) {
        0 => Err(m.raise(ty::VALUE_ERROR, "I/O operation on closed file")),
        fd => Ok(fd - 1),
    }
}

fn check(m: &mut Machine, file: Obj, bit: i64, action: &str) -> R<i64> {
    let fd = descriptor(m, file)?;
    if int_field(m, file, CAN) & bit == 0 {
        return Err(unsupported(m, &format!("File not open for {action}")));
    }
    Ok(fd)
}

fn init(m: &mut Machine, a: Args) -> R {
    let [file, name, mode, closes, opener] = [0, 1, 2, 3, 4].map(|i| a.opt(m, i));
    m.want("FileIO", "argument 'mode'", mode, Kind::Str, "str")?;
    let mode = if mode.is_null() { "r".to_owned() } else { m.str_text(mode) };
    let closes = closes.is_null() || m.truthy(closes)?;
    let text = "Must have exactly one of create/read/write/append mode and at most one plus";
    let kinds = mode.chars().filter(|c| "rwax".contains(*c)).count();
    let pluses = mode.chars().filter(|c| *c == '+').count();
    if mode.chars().any(|c| !"rwaxb+".contains(c)) {
        return Err(m.raise(ty::VALUE_ERROR, &format!("invalid mode: {mode}")));
    }
    if kinds != 1 || pluses > 1 {
        return Err(m.raise(ty::VALUE_ERROR, text));
    }
    let (kind, both) = (mode.chars().find(|c| "rwax".contains(*c)).unwrap_or('r'), pluses == 1);
    let can = match kind {
        'r' => READS,
        'w' => WRITES,
        'a' => WRITES | APPENDS,
        _ => WRITES | CREATES,
    } | if both { READS | WRITES } else { 0 };
    let flags = match kind {
        'w' => o::CREAT | o::TRUNC,
        'a' => o::CREAT | o::APPEND,
        'x' => o::CREAT | o::EXCL,
        _ => 0,
    } | if both {
        o::RDWR
    } else if can & WRITES != 0 {
        o::WRONLY
    } else {
        0
    };
    let fd = if m.is_int(name) && m.kind(name) != Kind::Bool {
        let fd = m.index_i64(name)?;
        if fd < 0 {
            return Err(m.raise(ty::VALUE_ERROR, "negative file descriptor"));
        }
        if let Err(number) = m.host.files.fstat(fd) {
            return Err(os_error(m, number, Obj::NULL));
        }
        fd
    } else {
        if !closes {
            return Err(m.raise(ty::VALUE_ERROR, "Cannot use closefd=False with file name"));
        }
        if opener.is_null() || Machine::is_none(opener) {
            let path = path_text(m, name, "")?;
            let now = now(m);
            match m.open_file(&path, flags, now) {
                Ok(fd) => {
                    if m.host.files.fstat(fd).is_ok_and(|stat| stat.folder) {
                        let _closed = m.host.files.close(fd);
                        return Err(os_error(m, vm::state::files::errno::EISDIR, name));
                    }
                    fd
                }
                Err(number) => return Err(os_error(m, number, name)),
            }
        } else {
            let flags = m.new_int(flags | o::CLOEXEC);
            let flags = m.keep(flags);
            let given = m.call(opener, &[name, flags])?;
            let given = m.keep(given);
            if !m.is_int(given) {
                return Err(m.raise(ty::TYPE_ERROR, "expected integer from opener"));
            }
            let fd = m.index_i64(given)?;
            if fd < 0 {
                return Err(m.raise(ty::VALUE_ERROR, &format!("opener returned {fd}")));
            }
            fd
        }
    };
    set_int_field(m, file, FD, fd + 1);
    set_int_field(m, file, CAN, can);
    set_int_field(m, file, CLOSED, 0);
    let name = m.new_ref(name);
    set_field(m, file, NAME, name);
    set_field(m, file, CLOSES, Owned::steal(Machine::new_bool(closes)));
    if can & APPENDS != 0 {
        let _moved = m.host.files.seek(fd, 0, 2);
    }
    none()
}

fn read(m: &mut Machine, file: Obj, n: i64) -> R {
    let fd = check(m, file, READS, "reading")?;
    let mut all = Vec::new();
    if n >= 0 {
        all = read_descriptor(m, fd, n as usize)?;
    } else {
        loop {
            let part = read_descriptor(m, fd, super::BUFFER_SIZE as usize)?;
            if part.is_empty() {
                break;
            }
            all.extend(part);
        }
    }
    Ok(m.new_bytes(&all))
}

fn mode_text(m: &Machine, file: Obj) -> &'static str {
    let can = int_field(m, file, CAN);
    let reads = can & READS != 0;
    if can & CREATES != 0 {
        if reads { "xb+" } else { "xb" }
    } else if can & APPENDS != 0 {
        if reads { "ab+" } else { "ab" }
    } else if reads {
        if can & WRITES != 0 { "rb+" } else { "rb" }
    } else {
        "wb"
    }
}

/// `io.FileIO`.
pub static FILE_IO: TypeDef = TypeDef {
    name: "FileIO",
    module: "_io",
    base: crate::types::ty::RAW_IO_BASE,
    fields: FIELDS,
    dict: true,
    basicsize: 96,
    flags: FLAGS,
    text: "(file, mode='r', closefd=True, opener=None)",
    doc: "The bytes of a file, without a buffer.",
    slots: &[Slot::Repr, Slot::Init],
    natives: &[
        new("FileIO(*args, **kwargs)", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            Ok(m.new_instance(class))
        }),
        wrapper("__init__($self, file, mode='r', closefd=True, opener=None)", "Initialize self.", init),
        def("read($self, size=-1, /)", "At most so many bytes.", |m, a| {
            let size = a.opt(m, 1);
            let n = if size.is_null() || Machine::is_none(size) { -1 } else { m.index_i64(size)? };
            read(m, a.get(m, 0), n)
        }),
        def("readall($self, /)", "All bytes that are left.", |m, a| read(m, a.get(m, 0), -1)),
        def("readinto($self, buffer, /)", "Read into a buffer.", |m, a| {
            let (file, buffer) = (a.get(m, 0), a.get(m, 1));
            let room = m.all_bytes(buffer)?.len();
            let fd = check(m, file, READS, "reading")?;
            let bytes = read_descriptor(m, fd, room)?;
            store_into(m, buffer, &bytes[..bytes.len().min(room)])
        }),
        def("write($self, b, /)", "Write bytes; how many that were.", |m, a| {
            let fd = check(m, a.get(m, 0), WRITES, "writing")?;
            let bytes = m.all_bytes(a.get(m, 1))?;
            let n = write_descriptor(m, fd, &bytes)?;
            Ok(m.new_int(n as i64))
        }),
        def("seek($self, pos, whence=os.SEEK_SET, /)", "Move to a place.", |m, a| {
            let fd = descriptor(m, a.get(m, 0))?;
            let (offset, whence) = (m.index_i64(a.get(m, 1))?, a.opt(m, 2));
            let whence = if whence.is_null() { 0 } else { m.index_i64(whence)? };
            match m.host.files.seek(fd, offset, whence) {
                Ok(at) => Ok(m.new_int(at)),
                Err(number) => Err(os_error(m, number, Obj::NULL)),
            }
        }),
        def("tell($self, /)", "The place where it is.", |m, a| {
            let fd = descriptor(m, a.get(m, 0))?;
            match m.host.files.seek(fd, 0, 1) {
                Ok(at) => Ok(m.new_int(at)),
                Err(number) => Err(os_error(m, number, Obj::NULL)),
            }
        }),
        def("truncate($self, size=None, /)", "Cut the file.", |m, a| {
            let (file, size) = (a.get(m, 0), a.opt(m, 1));
            let fd = check(m, file, WRITES, "writing")?;
            let n = if size.is_null() || Machine::is_none(size) {
                m.host.files.seek(fd, 0, 1).unwrap_or(0)
            } else {
                m.index_i64(size)?
            };
            let now = now(m);
            match m.host.files.truncate(fd, n.max(0) as u64, now) {
                Ok(()) => Ok(m.new_int(n)),
                Err(number) => Err(os_error(m, number, Obj::NULL)),
            }
        }),
        def("close($self, /)", "Close it.", |m, a| {
            let file = a.get(m, 0);
            let fd = int_field(m, file, FD) - 1;
            if fd >= 0 && field(m, file, CLOSES) != fixed::FALSE && !Files::is_stream(fd) {
                let _closed = m.host.files.close(fd);
            }
            set_int_field(m, file, FD, 0);
            set_int_field(m, file, CLOSED, 1);
            none()
        }),
        def("fileno($self, /)", "Its descriptor.", |m, a| {
            let fd = descriptor(m, a.get(m, 0))?;
            Ok(m.new_int(fd))
        }),
        def("readable($self, /)", "Whether it can be read.", |m, a| {
            descriptor(m, a.get(m, 0))?;
            let can = int_field(m, a.get(m, 0), CAN) & READS != 0;
            boolean(can)
        }),
        def("writable($self, /)", "Whether it can be written.", |m, a| {
            descriptor(m, a.get(m, 0))?;
            let can = int_field(m, a.get(m, 0), CAN) & WRITES != 0;
            boolean(can)
        }),
        def("seekable($self, /)", "Whether it can be moved.", |m, a| {
            let fd = descriptor(m, a.get(m, 0))?;
            boolean(m.host.files.seek(fd, 0, 1).is_ok())
        }),
        def("isatty($self, /)", "Whether it is a terminal.", |m, a| {
            descriptor(m, a.get(m, 0))?;
            boolean(false)
        }),
        def("_isatty_open_only($self, /)", "Whether it is a terminal.", |_, _| boolean(false)),
        getset("closed", "Whether it is closed.", |m, a| {
            let closed = int_field(m, a.get(m, 0), FD) == 0;
            boolean(closed)
        }),
        getset("closefd", "Whether closing closes the descriptor.", |m, a| {
            let closes = field(m, a.get(m, 0), CLOSES) != fixed::FALSE;
            boolean(closes)
        }),
        getset("mode", "How it was opened.", |m, a| {
            let mode = mode_text(m, a.get(m, 0));
            Ok(m.new_str(mode))
        }),
        member("name", "What it was opened by.", |m, a| {
            let name = field(m, a.get(m, 0), NAME);
            or_none(m, name)
        }),
        setter("name", |m, a| {
            let value = a.opt(m, 1);
            if !value.is_null() {
                let value = m.new_ref(value);
                set_field(m, a.get(m, 0), NAME, value);
            }
            none()
        }),
        getset("_blksize", "How much is best read at a time.", |m, _| Ok(m.new_int(super::BUFFER_SIZE))),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let file = a.get(m, 0);
            let class = m.type_name(file);
            if int_field(m, file, FD) == 0 {
                return Ok(m.new_str(&format!("<{class} [closed]>")));
            }
            let name = m.repr_text(field(m, file, NAME))?;
            let closes = if field(m, file, CLOSES) == fixed::FALSE { "False" } else { "True" };
            let mode = mode_text(m, file);
            Ok(m.new_str(&format!("<{class} name={name} mode='{mode}' closefd={closes}>")))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
