//! `tokens`, `ast`, `symtable`, `dis`, `compile`: each prints what CPython's own module prints.

use super::report::{absolute, compile as checked, uncompiled, unparsed};
use super::{Failure, Outcome, bytes, one_file};
use compiler::Mode;
use compiler::code::CodeObject;
use compiler::pyc::{self, Validity};
use std::io::Write;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Takes `flag` out of the arguments; says whether it was there.
fn take(args: &mut Vec<String>, flag: &str) -> bool {
    let before = args.len();
    args.retain(|arg| arg != flag);
    args.len() < before
}

/// Writes text to stdout; a reader that went away is no error.
pub fn print(text: &str) -> Outcome {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    Ok(0)
}

fn name_of(path: &Path) -> String {
    absolute(&path.display().to_string())
}

pub fn tokens(args: &[String]) -> Outcome {
    let path = one_file(args)?;
    let source = bytes(&path)?;
    let dump = syntax::tokenize_dump(&source).map_err(|error| unparsed(&name_of(&path), &source, &error))?;
    print(&dump)
}

pub fn ast(args: &[String]) -> Outcome {
    let mut args = args.to_vec();
    let attributes = take(&mut args, "-a");
    let path = one_file(&args)?;
    let source = bytes(&path)?;
    let parsed = syntax::parse(&source, Mode::Exec).map_err(|error| unparsed(&name_of(&path), &source, &error))?;
    print(&format!("{}\n", syntax::ast_dump::dump(&parsed.module, attributes, Some(3))))
}

pub fn symtable(args: &[String]) -> Outcome {
    let path = one_file(args)?;
    let source = bytes(&path)?;
    syntax::parse(&source, Mode::Exec).map_err(|error| unparsed(&name_of(&path), &source, &error))?;
    let table = compiler::symbol_table(&source, Mode::Exec)
        .map_err(|error| Failure::Program(uncompiled(&name_of(&path), &error)))?;
    print(&compiler::symtable::dump(&table, &path.display().to_string()))
}

pub fn dis(args: &[String]) -> Outcome {
    let mut args = args.to_vec();
    let options = compiler::dis::Options {
        show_caches: take(&mut args, "-C"),
        show_offsets: take(&mut args, "-O"),
        show_positions: take(&mut args, "-P"),
        adaptive: take(&mut args, "-S"),
        lasti: None,
    };
    let path = one_file(&args)?;
    let filename = path.display().to_string();
    let source = bytes(&path)?;
    // Errors name the file as `python3.14 FILE` does, code objects as `python3.14 -m dis FILE`.
    let compiled = checked(&source, &name_of(&path))?;
    eprint!("{}", compiled.warnings);
    let code = compiler::compile(&source, &filename, Mode::Exec, compiler::Options::default())
        .map_err(|error| Failure::Program(uncompiled(&filename, &error)))?;
    // CPython's addresses change from run to run; here they are the same each time.
    let repr = |code: &std::sync::Arc<compiler::code::CodeObject>| compiler::dis::code_repr(code, 0x7f00_0000_0000);
    print(&compiler::dis::dis_recursive(&code, &options, &repr))
}

/// What a `.pyc` says of its source, under the names that `python3.14 -m compileall` gives them.
#[derive(Clone, Copy)]
enum Invalidation {
    Timestamp,
    Hash { checked: bool },
}

const INVALIDATION_MODES: [(&str, Invalidation); 3] = [
    ("timestamp", Invalidation::Timestamp),
    ("checked-hash", Invalidation::Hash { checked: true }),
    ("unchecked-hash", Invalidation::Hash { checked: false }),
];

/// Takes `--invalidation-mode MODE` or `--invalidation-mode=MODE` out of the arguments.
fn take_invalidation(args: &mut Vec<String>) -> Result<Invalidation, Failure> {
    const FLAG: &str = "--invalidation-mode";
    let Some(at) = args.iter().position(|arg| arg.split('=').next() == Some(FLAG)) else {
        return Ok(Invalidation::Timestamp);
    };
    let flag = args.remove(at);
    let mode = match flag.split_once('=') {
        Some((_, mode)) => mode.to_owned(),
        None if at < args.len() => args.remove(at),
        None => String::new(),
    };
    let known = INVALIDATION_MODES.iter().find(|(name, _)| *name == mode);
    known.map(|(_, invalidation)| *invalidation).ok_or_else(|| {
        let names = INVALIDATION_MODES.map(|(name, _)| name).join(", ");
        Failure::Usage(format!("{FLAG} is one of {names}"))
    })
}

/// `compile FILE…`: the same path and the same bytes as `python3.14 -m py_compile`, or with an invalidation mode
/// as `python3.14 -m compileall`.
pub fn compile(args: &[String]) -> Outcome {
    let mut args = args.to_vec();
    let invalidation = take_invalidation(&mut args)?;
    if args.is_empty() {
        return Err(Failure::Usage(String::new()));
    }
    let mut status = 0;
    for name in &args {
        let path = Path::new(name);
        let source = bytes(path)?;
        match checked(&source, name) {
            Ok(compiled) => {
                eprint!("{}", compiled.warnings);
                write_cache(name, path, &source, &compiled.code, invalidation)?;
            }
            Err(Failure::Program(text)) => {
                // One file that is wrong does not keep the others from being compiled.
                eprint!("{text}");
                status = 1;
            }
            Err(other) => return Err(other),
        }
    }
    Ok(status)
}

fn validity(path: &Path, source: &[u8], invalidation: Invalidation) -> Validity {
    if let Invalidation::Hash { checked } = invalidation {
        return Validity::Hash { hash: pyc::source_hash(source), checked };
    }
    let changed = path.metadata().and_then(|data| data.modified()).ok();
    let seconds = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |time| time.as_secs());
    // Both fields are kept modulo 2³².
    Validity::Timestamp { mtime: seconds as u32, size: source.len() as u32 }
}

fn write_cache(
    name: &str,
    path: &Path,
    source: &[u8],
    code: &std::sync::Arc<CodeObject>,
    invalidation: Invalidation,
) -> Result<(), Failure> {
    let validity = validity(path, source, invalidation);
    let target = pyc::cache_path(name, 0);
    let target = Path::new(&target);
    let written = target.parent().map_or(Ok(()), std::fs::create_dir_all);
    let written = written.and_then(|()| std::fs::write(target, pyc::write(code, validity)));
    written.map_err(|error| Failure::Usage(format!("{} could not be written: {error}", target.display())))
}
