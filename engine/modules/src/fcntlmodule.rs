//! `fcntl` (`Modules/fcntlmodule.c`): what a descriptor is told. There is one process, so it has every lock that it asks for.

use crate::fill::{file_descriptor, os_error, put_constants};
use crate::posixmodule::{received, set_blocking};
use vm::memory::object::{Obj, R};
use vm::native::args::{Args, none};
use vm::native::typedef::{ModuleDef, Native, function};
use vm::state::files::errno;
use vm::state::interpreter::Machine;

/// `fcntl`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "fcntl",
    doc: "What a descriptor is told.",
    functions: FUNCTIONS,
    fill: |m, dict| put_constants(m, dict, "fcntl"),
};

const DUPFD: i64 = 0;
const DUPFD_CLOEXEC: i64 = 1030;
const GETFD: i64 = 1;
const SETFD: i64 = 2;
const GETFL: i64 = 3;
const SETFL: i64 = 4;
const NONBLOCK: i64 = 0o4000;
/// `O_RDWR`.
const BOTH: i64 = 2;

/// A descriptor that is open.
fn open(m: &mut Machine, a: Args) -> R<i64> {
    let fd = file_descriptor(m, a.get(m, 0))?;
    match m.host.files.fstat(fd) {
        Ok(_) => Ok(fd),
        Err(number) => Err(os_error(m, number, Obj::NULL)),
    }
}

fn fcntl(m: &mut Machine, a: Args) -> R {
    let fd = open(m, a)?;
    let (command, argument) = (m.index_i64(a.get(m, 1))?, a.opt(m, 2));
    let argument = if argument.is_null() { 0 } else { m.index_i64(argument)? };
    let answer = match command {
        DUPFD | DUPFD_CLOEXEC => received(m, |files| files.duplicate(fd))?,
        GETFD => 1,
        SETFD => 0,
        GETFL => {
            let waits = received(m, |files| files.ends(fd))?.is_none_or(|ends| !ends.nonblocking);
            BOTH | if waits { 0 } else { NONBLOCK }
        }
        SETFL => {
            set_blocking(m, fd, argument & NONBLOCK == 0)?;
            0
        }
        _ => return Err(os_error(m, errno::EINVAL, Obj::NULL)),
    };
    Ok(m.new_int(answer))
}

fn lock(m: &mut Machine, a: Args) -> R {
    open(m, a)?;
    m.index_i64(a.get(m, 1))?;
    none()
}

const FUNCTIONS: &[Native] = &[
    function("fcntl($module, fd, cmd, arg=0, /)", "Tell a descriptor something.", fcntl).asking(),
    function("ioctl($module, fd, request, arg=0, mutate_flag=True, /)", "Tell a device something.", |m, a| {
        open(m, a)?;
        Err(os_error(m, 25, Obj::NULL))
    })
    .asking(),
    function("flock($module, fd, operation, /)", "Lock or unlock a file.", lock).asking(),
    function("lockf($module, fd, cmd, len=0, start=0, whence=0, /)", "Lock or unlock a part of a file.", lock).asking(),
];
