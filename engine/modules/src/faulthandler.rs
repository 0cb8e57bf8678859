//! `faulthandler` (`Modules/faulthandler.c`): tracebacks without any help of the program. Nothing here dies of a signal, so of its
//! handlers only that they were asked for is kept.

use crate::fill::{file_descriptor, put};
use crate::posixmodule::write_descriptor;
use vm::memory::object::{Obj, Owned, R};
use vm::native::args::{Args, boolean, none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Under this name the module keeps whether it is enabled.
const ENABLED: &str = "_enabled";

/// `faulthandler`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "faulthandler",
    doc: "Tracebacks where Python cannot print any.",
    functions: FUNCTIONS,
    fill: |m, dict| put(m, dict, ENABLED, Owned::steal(fixed::FALSE)),
};

fn dict(m: &mut Machine) -> Obj {
    let key = m.intern_str("faulthandler");
    let module = m.dict_get_str(m.sys_modules, key.get());
    m.drop_ref(key);
    if module.is_null() { Obj::NULL } else { m.instance_dict(module) }
}

fn enabled(m: &mut Machine) -> bool {
    let dict = dict(m);
    let key = m.intern_str(ENABLED);
    let enabled = !dict.is_null() && m.dict_get_str(dict, key.get()) == fixed::TRUE;
    m.drop_ref(key);
    enabled
}

fn enable(m: &mut Machine, on: bool) {
    let dict = dict(m);
    if !dict.is_null() {
        put(m, dict, ENABLED, Owned::steal(Machine::new_bool(on)));
    }
}

/// The descriptor to write to: of `sys.stderr` if none was given.
fn target(m: &mut Machine, file: Obj) -> R<i64> {
    if !file.is_null() && !Machine::is_none(file) {
        return file_descriptor(m, file);
    }
    let [module, key] = ["sys", "stderr"].map(|text| m.intern_str(text));
    let sys = m.dict_get_str(m.sys_modules, module.get());
    let stderr = if sys.is_null() { Obj::NULL } else { m.instance_get(sys, key.get()) };
    m.drop_ref(module);
    m.drop_ref(key);
    if stderr.is_null() {
        return Err(m.raise(ty::RUNTIME_ERROR, "unable to get sys.stderr"));
    }
    if Machine::is_none(stderr) {
        return Err(m.raise(ty::RUNTIME_ERROR, "sys.stderr is None"));
    }
    file_descriptor(m, stderr)
}

/// Most frames that are shown.
const MOST: usize = 100;

fn dump(m: &mut Machine, a: Args) -> R {
    let fd = target(m, a.opt(m, 0))?;
    let all = a.opt(m, 1);
    let threads = all.is_null() || m.truthy(all)?;
    let head = if threads { "Current thread 0x00007f0000000740 [python3.14]" } else { "Stack" };
    let mut text = format!("{head} (most recent call first):\n");
    let frames = m.thread.frames.iter().rev().filter(|frame| !frame.is_native());
    let frames: Vec<(u32, u32)> = frames.map(|frame| (frame.code, frame.ip)).collect();
    for &(code, ip) in frames.iter().take(MOST) {
        let line = m.position_of(code, ip.saturating_sub(1)).line.unwrap_or(0);
        let (file, name) = (m.codes[code as usize].filename, m.codes[code as usize].name);
        text += &format!("  File \"{}\", line {line} in {}\n", m.str_text(file), m.str_text(name));
    }
    if frames.len() > MOST {
        text += "  ...\n";
    }
    write_descriptor(m, fd, text.as_bytes())?;
    none()
}

const FUNCTIONS: &[Native] = &[
    function("enable($module, /, file=sys.stderr, all_threads=True)", "Print tracebacks at fatal errors.", |m, a| {
        target(m, a.opt(m, 0))?;
        enable(m, true);
        none()
    })
    .asking(),
    function("disable($module, /)", "Print none.", |m, _| {
        let was = enabled(m);
        enable(m, false);
        boolean(was)
    }),
    function("is_enabled($module, /)", "Whether tracebacks are printed.", |m, _| {
        let is = enabled(m);
        boolean(is)
    }),
    function(
        "dump_traceback($module, /, file=sys.stderr, all_threads=True)",
        "Print the traceback of where it is called.",
        dump,
    )
    .asking(),
    function(
        "dump_traceback_later($module, /, timeout, repeat=False, file=sys.stderr, exit=False)",
        "Print one later.",
        |m, _| Err(m.not_supported("faulthandler.dump_traceback_later")),
    ),
    function("cancel_dump_traceback_later($module, /)", "Print none later.", |_, _| none()),
    function(
        "register($module, /, signum, file=sys.stderr, all_threads=True, chain=False)",
        "Print one at a signal.",
        |m, _| Err(m.not_supported("faulthandler.register")),
    ),
    function("unregister($module, signum, /)", "Print none at a signal.", |_, _| boolean(false)),
];
