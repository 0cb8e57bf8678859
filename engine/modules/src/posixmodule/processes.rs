//! Processes and what the system says of itself. Others are machines that this one has started (`pymain`).

use crate::fill::os_error;
use crate::pymain::run_children;
use vm::memory::object::{Obj, R};
use vm::native::args::{Args, boolean, none};
use vm::native::typedef::{Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Waits for a process: its number and its status.
fn waited(m: &mut Machine, pid: i64) -> R<(i64, i32)> {
    run_children(m)?;
    let found = m.host.children.iter().position(|child| pid <= 0 || child.pid == pid);
    match found {
        Some(i) => {
            let child = m.host.children.remove(i);
            Ok((child.pid, child.status.unwrap_or(0)))
        }
        // `ECHILD`.
        None => Err(os_error(m, 10, Obj::NULL)),
    }
}

fn pair(m: &mut Machine, pid: i64) -> R {
    let (pid, status) = waited(m, pid)?;
    let parts = [m.new_int(pid), m.new_int(i64::from(status))];
    Ok(m.new_tuple(parts.into()))
}

/// What `wait4` is asked for beside the status is refused.
fn with_usage(m: &mut Machine, _: Args) -> R {
    if m.host.children.is_empty() {
        return Err(os_error(m, 10, Obj::NULL));
    }
    Err(m.not_supported("os.wait4"))
}

/// A signal to a process that was started: it ends without having run.
pub fn kill(m: &mut Machine, a: Args) -> R {
    let (pid, signal) = (m.index_i64(a.get(m, 0))?, m.index_i64(a.get(m, 1))?);
    let Some(i) = m.host.children.iter().position(|child| child.pid == pid) else {
        return if pid == PROCESS { Err(m.not_supported("signals")) } else { Err(os_error(m, 3, Obj::NULL)) };
    };
    if signal != 0 && m.host.children[i].status.is_none() {
        m.host.children[i].status = Some((signal & 0x7F) as i32);
        for ends in m.host.children[i].ends.into_iter().flatten() {
            m.host.files.give_back(ends);
        }
    }
    none()
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

pub const FUNCTIONS: [Native; 25] = [
    function("waitpid($module, pid, options, /)", "Wait for a process that was started.", |m, a| {
        let (pid, options) = (m.index_i64(a.get(m, 0))?, m.index_i64(a.get(m, 1))?);
        // Who asks without waiting is told once that it runs.
        let child = m.host.children.iter_mut().find(|child| pid <= 0 || child.pid == pid);
        if let Some(child) = child.filter(|child| options & 1 != 0 && child.status.is_none() && !child.asked) {
            child.asked = true;
            let none = [m.new_int(0), m.new_int(0)];
            return Ok(m.new_tuple(none.into()));
        }
        pair(m, pid)
    }),
    function("wait($module, /)", "Wait for any process that was started.", |m, _| pair(m, -1)),
    function("wait3($module, /, options)", "Wait for any, and what it has used.", with_usage),
    function("wait4($module, /, pid, options)", "Wait for one, and what it has used.", with_usage),
    function("waitid($module, idtype, id, options, /)", "Wait for one or several.", with_usage),
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
    function("sysconf($module, name, /)", "A limit or a size of the system; -1: none.", sysconf),
    function("getloadavg($module, /)", "How much the system has to do.", |m, _| {
        let parts = (0..3).map(|_| m.new_float(0.0)).collect();
        Ok(m.new_tuple(parts))
    }),
    function("getgroups($module, /)", "The groups of the user.", |m, _| {
        let own = m.new_int(GROUP);
        Ok(m.new_list_of(vec![own]))
    }),
    function("getgrouplist($module, user, group, /)", "The groups of a user.", |m, a| {
        let own = m.new_ref(a.get(m, 1));
        Ok(m.new_list_of(vec![own]))
    }),
    function("getpgid($module, /, pid)", "The group of a process.", own_number),
    function("getpgrp($module, /)", "The group of the process.", own_number),
    function("getsid($module, pid, /)", "The session of a process.", own_number),
    function("getlogin($module, /)", "Who has logged in.", |m, _| Ok(m.new_str("learner"))),
    function("nice($module, increment, /)", "Let others go first.", |m, _| Ok(m.new_int(0))),
    function("sched_yield($module, /)", "Let others go first, once.", |_, _| none()),
    function("abort($module, /)", "End the process as if it had failed.", |m, _| Err(m.not_supported("os.abort"))),
];

/// The learner's group, and the process, which leads its group and session.
const GROUP: i64 = 1000;
const PROCESS: i64 = 4242;

fn own_number(m: &mut Machine, _: Args) -> R {
    Ok(m.new_int(PROCESS))
}

/// What `sysconf` knows a number for.
const LIMITS: [(&str, i64); 11] = [
    ("SC_ARG_MAX", 2_097_152),
    ("SC_CHILD_MAX", -1),
    ("SC_CLK_TCK", 100),
    ("SC_IOV_MAX", 1024),
    ("SC_NGROUPS_MAX", 65_536),
    ("SC_NPROCESSORS_CONF", 1),
    ("SC_NPROCESSORS_ONLN", 1),
    ("SC_OPEN_MAX", 1024),
    ("SC_PAGESIZE", 4096),
    ("SC_PAGE_SIZE", 4096),
    ("SC_PHYS_PAGES", 262_144),
];

fn sysconf(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let names = crate::fill::constants("sysconf");
    let number = if m.kind(o) == vm::memory::object::Kind::Str {
        let name = m.str_text(o);
        match names.clone().find(|row| row.0 == name) {
            Some(row) => row.1,
            None => return Err(m.raise(ty::VALUE_ERROR, "unrecognized configuration name")),
        }
    } else if m.is_int(o) {
        m.index_i64(o)?
    } else {
        return Err(m.raise(ty::TYPE_ERROR, "configuration names must be strings or integers"));
    };
    let mut own = names.filter(|row| row.1 == number).peekable();
    if own.peek().is_none() {
        return Err(os_error(m, 22, Obj::NULL));
    }
    let limit = own.find_map(|row| LIMITS.iter().find(|limit| limit.0 == row.0)).map_or(-1, |limit| limit.1);
    Ok(m.new_int(limit))
}
