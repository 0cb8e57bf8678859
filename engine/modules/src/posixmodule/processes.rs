//! Other processes: what is asked about them. There are none to wait for.

use crate::fill::os_error;
use vm::memory::object::{Obj, R};
use vm::native::args::{Args, boolean};
use vm::native::typedef::{Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// What `waitpid` and its kin take, and how `waitid` names whom to wait for.
pub const CONSTANTS: &[(&str, i64)] = &[
    ("WNOHANG", 1),
    ("WUNTRACED", 2),
    ("WCONTINUED", 8),
    ("WEXITED", 4),
    ("WSTOPPED", 2),
    ("WNOWAIT", 0x0100_0000),
    ("P_ALL", 0),
    ("P_PID", 1),
    ("P_PGID", 2),
    ("P_PIDFD", 3),
    ("CLD_EXITED", 1),
    ("CLD_KILLED", 2),
    ("CLD_DUMPED", 3),
    ("CLD_TRAPPED", 4),
    ("CLD_STOPPED", 5),
    ("CLD_CONTINUED", 6),
    ("P_NOWAIT", 1),
    ("P_NOWAITO", 1),
    ("P_WAIT", 0),
];

/// `ECHILD`.
fn no_child(m: &mut Machine, _: Args) -> R {
    Err(os_error(m, 10, Obj::NULL))
}

fn status(m: &mut Machine, a: Args) -> R<i64> {
    m.index_i64(a.get(m, 0))
}

fn killed_by(status: i64) -> i64 {
    status & 0x7F
}

fn stopped(status: i64) -> bool {
    status & 0xFF == 0x7F
}

fn exit_status(status: i64) -> i64 {
    status >> 8 & 0xFF
}

pub const FUNCTIONS: [Native; 14] = [
    function("waitpid($module, pid, options, /)", "Wait for a process that was started.", no_child),
    function("wait($module, /)", "Wait for any process that was started.", no_child),
    function("wait3($module, /, options)", "Wait for any, and what it has used.", no_child),
    function("wait4($module, /, pid, options)", "Wait for one, and what it has used.", no_child),
    function("waitid($module, idtype, id, options, /)", "Wait for one or several.", no_child),
    function("WCOREDUMP($module, status, /)", "Whether it left its memory behind.", |m, a| {
        let status = status(m, a)?;
        boolean(status & 0x80 != 0)
    }),
    function("WIFCONTINUED($module, /, status)", "Whether it goes on.", |m, a| {
        let status = status(m, a)?;
        boolean(status == 0xFFFF)
    }),
    function("WIFSTOPPED($module, /, status)", "Whether it was stopped.", |m, a| {
        let status = status(m, a)?;
        boolean(stopped(status))
    }),
    function("WIFSIGNALED($module, /, status)", "Whether a signal ended it.", |m, a| {
        let status = status(m, a)?;
        boolean(killed_by(status) != 0 && !stopped(status))
    }),
    function("WIFEXITED($module, /, status)", "Whether it ended by itself.", |m, a| {
        let status = status(m, a)?;
        boolean(killed_by(status) == 0)
    }),
    function("WEXITSTATUS($module, /, status)", "With what it ended.", |m, a| {
        let status = status(m, a)?;
        Ok(m.new_int(exit_status(status)))
    }),
    function("WTERMSIG($module, /, status)", "The signal that ended it.", |m, a| {
        let status = status(m, a)?;
        Ok(m.new_int(killed_by(status)))
    }),
    function("WSTOPSIG($module, /, status)", "The signal that stopped it.", |m, a| {
        let status = status(m, a)?;
        Ok(m.new_int(exit_status(status)))
    }),
    function(
        "waitstatus_to_exitcode($module, /, status)",
        "A status as an exit code; a signal is negative.",
        |m, a| {
            let o = a.get(m, 0);
            if m.kind(o) == vm::memory::object::Kind::Float {
                return Err(m.raise(ty::TYPE_ERROR, "integer argument expected, got float"));
            }
            let status = status(m, a)?;
            if killed_by(status) == 0 {
                return Ok(m.new_int(exit_status(status)));
            }
            if !stopped(status) {
                return Ok(m.new_int(-killed_by(status)));
            }
            let text = format!("process stopped by delivery of signal {}", exit_status(status));
            Err(m.raise(ty::VALUE_ERROR, &text))
        },
    ),
];
