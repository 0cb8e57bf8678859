//! `_posixsubprocess` (`Modules/_posixsubprocess.c`): this Python's own program is a second machine on the same host; there are no
//! other programs.

use crate::fill::{file_descriptor, path_text};
use crate::pymain::start_child;
use vm::memory::object::{Obj, R};
use vm::native::args::Args;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::channels::Ends;
use vm::state::host::Child;
use vm::state::interpreter::Machine;

/// `_posixsubprocess`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "_posixsubprocess", doc: "Other programs.", functions: FUNCTIONS, fill: |_, _| {} };

/// What `fork_exec` takes, and where of that what matters here stands.
const ARGUMENTS: u32 = 22;
const CWD: u32 = 4;
const ENV: u32 = 5;
/// The child's standard input, output and error.
const STREAMS: [u32; 3] = [6, 9, 11];
const ERRPIPE_WRITE: u32 = 13;
const PREEXEC: u32 = 21;

/// The number of the first process that is started.
const FIRST: i64 = 4243;

fn texts(m: &mut Machine, list: Obj) -> R<Vec<String>> {
    let items = m.iterate_all(list)?;
    let items = m.keep_all(items);
    items.into_iter().map(|item| path_text(m, item, "")).collect()
}

/// What a descriptor stands for, taken for the child; none: what this machine has itself.
fn stream(m: &mut Machine, a: Args, i: u32) -> R<Option<Ends>> {
    let given = a.get(m, i);
    if m.is_int(given) && m.int_clamped(given) < 0 {
        return Ok(None);
    }
    let fd = file_descriptor(m, given)?;
    Ok(m.host.files.lend_ends(fd).unwrap_or_default())
}

fn fork_exec(m: &mut Machine, a: Args) -> R {
    if a.n != ARGUMENTS {
        let text = format!("fork_exec expected {ARGUMENTS} arguments, got {}", a.n);
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    if !Machine::is_none(a.get(m, PREEXEC)) {
        return Err(m.not_supported("subprocess with preexec_fn"));
    }
    let (args, programs) = (texts(m, a.get(m, 0))?, texts(m, a.get(m, 1))?);
    let cwd = a.get(m, CWD);
    let cwd = if Machine::is_none(cwd) { m.host.files.cwd.to_string() } else { path_text(m, cwd, "")? };
    let environ = match a.get(m, ENV) {
        env if Machine::is_none(env) => m.host.environ.clone(),
        env => {
            let pairs = texts(m, env)?;
            pairs.iter().filter_map(|pair| pair.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
        }
    };
    let own = programs.iter().any(|program| program == "/usr/local/bin/python3.14");
    let folder = m.host.files.stat(&cwd).is_ok_and(|stat| stat.folder);
    let fault = match (folder, own) {
        (false, _) => "OSError:2:noexec:chdir",
        (_, false) => "OSError:2:",
        _ => "",
    };
    let mut ends = [None; 3];
    for (end, at) in ends.iter_mut().zip(STREAMS) {
        *end = stream(m, a, at)?;
    }
    let pid = FIRST + m.host.children.iter().map(|child| child.pid + 1 - FIRST).max().unwrap_or(0);
    let mut child =
        Child { pid, args: args.into_iter().skip(1).collect(), environ, cwd, ends, status: None, asked: false };
    if !fault.is_empty() {
        let pipe = a.get(m, ERRPIPE_WRITE);
        let fd = file_descriptor(m, pipe)?;
        if let Ok(Some(ends)) = m.host.files.ends(fd) {
            m.host.files.push(ends, fault.as_bytes());
        }
        ends.into_iter().flatten().for_each(|ends| m.host.files.give_back(ends));
        child.status = Some(255 << 8);
    }
    Ok(start_child(m, child))
}

const FUNCTIONS: &[Native] = &[function("fork_exec(*args)", "Run another program.", fork_exec).hidden()];
