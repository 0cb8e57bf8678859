//! `_signal` (`Modules/signalmodule.c`): no signal ever comes from outside; handlers can be set and asked for, and a program may
//! raise a signal itself.

use crate::fill::{put, put_ints};
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::{Args, none};
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_signal`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_signal",
    doc: "Signals.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        put_ints(m, dict, CONSTANTS);
        let handlers = m.new_dict();
        put(m, dict, HANDLERS, handlers);
        let error = m.type_obj(ty::OS_ERROR);
        let error = m.new_ref(error);
        put(m, dict, "ItimerError", error);
    },
};

/// Where the handlers lie that were set, by number.
const HANDLERS: &str = "_handlers";
const MOST: i64 = 65;

fn handlers(m: &mut Machine) -> Obj {
    let [module, key] = ["_signal", HANDLERS].map(|text| m.intern_str(text));
    let found = m.dict_get_str(m.sys_modules, module.get());
    let value =
        if found.is_null() || m.kind(found) != Kind::Module { Obj::NULL } else { m.instance_get(found, key.get()) };
    m.drop_ref(module);
    m.drop_ref(key);
    value
}

fn number(m: &mut Machine, a: Args) -> R<i64> {
    let n = m.index_i64(a.get(m, 0))?;
    if (1..MOST).contains(&n) { Ok(n) } else { Err(m.raise(ty::VALUE_ERROR, "signal number out of range")) }
}

/// The handler of a signal: the one that was set, else what a process begins with.
fn handler_of(m: &mut Machine, n: i64) -> R {
    let set = handlers(m);
    let key = m.new_int(n);
    let key = m.keep(key);
    let found = if set.is_null() { Obj::NULL } else { m.dict_get(set, key)? };
    if !found.is_null() {
        return Ok(m.new_ref(found));
    }
    if n == 2 {
        let [module, name] = ["_signal", "default_int_handler"].map(|text| m.intern_str(text));
        let found = m.dict_get_str(m.sys_modules, module.get());
        let handler = if found.is_null() { Obj::NULL } else { m.instance_get(found, name.get()) };
        m.drop_ref(module);
        m.drop_ref(name);
        if !handler.is_null() {
            return Ok(m.new_ref(handler));
        }
    }
    Ok(m.new_int(i64::from(matches!(n, 13 | 25))))
}

const FUNCTIONS: &[Native] = &[
    function(
        "signal($module, signalnum, handler, /)",
        "Set what is done at a signal; what was done before.",
        |m, a| {
            let (n, handler) = (number(m, a)?, a.get(m, 1));
            if !(m.is_callable(handler) || m.is_int(handler) && (0..2).contains(&m.int_clamped(handler))) {
                let text = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
                return Err(m.raise(ty::TYPE_ERROR, text));
            }
            let old = handler_of(m, n)?;
            let (set, key) = (handlers(m), m.new_int(n));
            let key = m.keep(key);
            let done = if set.is_null() { Ok(()) } else { m.dict_set(set, key, handler) };
            m.given_if(done, old)
        },
    ),
    function("getsignal($module, signalnum, /)", "What is done at a signal.", |m, a| {
        let n = number(m, a)?;
        handler_of(m, n)
    }),
    function("default_int_handler($module, signalnum, frame, /)", "Raise KeyboardInterrupt.", |m, _| {
        Err(m.raise_empty(ty::KEYBOARD_INTERRUPT))
    }),
    function("raise_signal($module, signalnum, /)", "Send a signal to the program itself.", |m, a| {
        let n = number(m, a)?;
        let handler = handler_of(m, n)?;
        let handler = m.keep(handler);
        if m.is_int(handler) {
            return if m.int_clamped(handler) == 1 { none() } else { Err(m.not_supported("the end by a signal")) };
        }
        let n = m.new_int(n);
        let n = m.keep(n);
        let none_ = vm::native::static_strings::fixed::NONE;
        let done = m.call(handler, &[n, none_])?;
        m.drop_ref(done);
        none()
    }),
    function("set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", "Where signals are noted.", |m, _| Ok(m.new_int(-1)))
        .hidden(),
    function(
        "siginterrupt($module, signalnum, flag, /)",
        "Whether a signal interrupts calls of the system.",
        |_, _| none(),
    ),
    function("strsignal($module, signalnum, /)", "What a signal means.", |m, a| {
        let n = number(m, a)?;
        match MEANINGS.iter().find(|(number, _)| *number == n) {
            Some((_, text)) => Ok(m.new_str(text)),
            None => none(),
        }
    }),
    function("valid_signals($module, /)", "All signals.", |m, _| {
        let set = m.new_set(false);
        for n in (1..MOST).filter(|n| !(32..34).contains(n)) {
            let n = m.new_int(n);
            let n = m.keep(n);
            m.set_add(set.get(), n)?;
        }
        Ok(set)
    }),
    function("alarm($module, seconds, /)", "Have a signal sent later.", |m, _| Err(m.not_supported("signals"))),
    function("setitimer($module, which, seconds, interval=0.0, /)", "Have signals sent later.", |m, _| {
        Err(m.not_supported("signals"))
    }),
    function("pause($module, /)", "Wait for a signal.", |m, _| Err(m.not_supported("signals"))),
];

const CONSTANTS: &[(&str, i64)] = &[
    ("NSIG", 65),
    ("SIG_BLOCK", 0),
    ("SIG_UNBLOCK", 1),
    ("SIG_SETMASK", 2),
    ("SIGHUP", 1),
    ("SIGINT", 2),
    ("SIGQUIT", 3),
    ("SIGILL", 4),
    ("SIGTRAP", 5),
    ("SIGIOT", 6),
    ("SIGABRT", 6),
    ("SIGFPE", 8),
    ("SIGKILL", 9),
    ("SIGBUS", 7),
    ("SIGSEGV", 11),
    ("SIGSYS", 31),
    ("SIGPIPE", 13),
    ("SIGALRM", 14),
    ("SIGTERM", 15),
    ("SIGUSR1", 10),
    ("SIGUSR2", 12),
    ("SIGCLD", 17),
    ("SIGCHLD", 17),
    ("SIGPWR", 30),
    ("SIGIO", 29),
    ("SIGURG", 23),
    ("SIGWINCH", 28),
    ("SIGPOLL", 29),
    ("SIGSTOP", 19),
    ("SIGTSTP", 20),
    ("SIGCONT", 18),
    ("SIGTTIN", 21),
    ("SIGTTOU", 22),
    ("SIGVTALRM", 26),
    ("SIGPROF", 27),
    ("SIGXCPU", 24),
    ("SIGXFSZ", 25),
    ("SIGRTMIN", 34),
    ("SIGRTMAX", 64),
    ("SIGSTKFLT", 16),
    ("ITIMER_REAL", 0),
    ("ITIMER_VIRTUAL", 1),
    ("ITIMER_PROF", 2),
    ("SIG_DFL", 0),
    ("SIG_IGN", 1),
];

const MEANINGS: &[(i64, &str)] = &[
    (1, "Hangup"),
    (2, "Interrupt"),
    (3, "Quit"),
    (4, "Illegal instruction"),
    (5, "Trace/breakpoint trap"),
    (6, "Aborted"),
    (7, "Bus error"),
    (8, "Floating point exception"),
    (9, "Killed"),
    (10, "User defined signal 1"),
    (11, "Segmentation fault"),
    (12, "User defined signal 2"),
    (13, "Broken pipe"),
    (14, "Alarm clock"),
    (15, "Terminated"),
    (16, "Stack fault"),
    (17, "Child exited"),
    (18, "Continued"),
    (19, "Stopped (signal)"),
    (20, "Stopped"),
    (21, "Stopped (tty input)"),
    (22, "Stopped (tty output)"),
    (23, "Urgent I/O condition"),
    (24, "CPU time limit exceeded"),
    (25, "File size limit exceeded"),
    (26, "Virtual timer expired"),
    (27, "Profiling timer expired"),
    (28, "Window changed"),
    (29, "I/O possible"),
    (30, "Power failure"),
    (31, "Bad system call"),
    (34, "Real-time signal 0"),
    (35, "Real-time signal 1"),
    (36, "Real-time signal 2"),
    (37, "Real-time signal 3"),
    (38, "Real-time signal 4"),
    (39, "Real-time signal 5"),
    (40, "Real-time signal 6"),
    (41, "Real-time signal 7"),
    (42, "Real-time signal 8"),
    (43, "Real-time signal 9"),
    (44, "Real-time signal 10"),
    (45, "Real-time signal 11"),
    (46, "Real-time signal 12"),
    (47, "Real-time signal 13"),
    (48, "Real-time signal 14"),
    (49, "Real-time signal 15"),
    (50, "Real-time signal 16"),
    (51, "Real-time signal 17"),
    (52, "Real-time signal 18"),
    (53, "Real-time signal 19"),
    (54, "Real-time signal 20"),
    (55, "Real-time signal 21"),
    (56, "Real-time signal 22"),
    (57, "Real-time signal 23"),
    (58, "Real-time signal 24"),
    (59, "Real-time signal 25"),
    (60, "Real-time signal 26"),
    (61, "Real-time signal 27"),
    (62, "Real-time signal 28"),
    (63, "Real-time signal 29"),
    (64, "Real-time signal 30"),
];
