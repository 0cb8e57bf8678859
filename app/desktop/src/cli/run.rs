//! `run`: the machine alone, as `python3.14` with the same arguments. What the program writes goes out as it is
//! written, and what it reads is read when it asks.

use super::recording::megabytes;
use super::report::{Compiled, absolute, compile};
use super::{Failure, Outcome, bytes};
use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::Mutex;
use vm::state::host::{Host, Told};
use vm::state::interpreter::{Ended, Halt};

/// What is to be run: the name it is compiled under, its bytes, `sys.argv`.
struct Script {
    name: String,
    source: Vec<u8>,
    argv: Vec<String>,
}

/// `run [--memory MB] FILE [ARG…]`, `run -c CODE [ARG…]`, `run -`: stdout, stderr and exit status are those of
/// `python3.14`.
pub fn run(args: &[String]) -> Outcome {
    let (memory_limit, args) = memory(args)?;
    let Script { name, source, argv } = script(args)?;
    let Compiled { code, text, warnings } = compile(&source, &name)?;
    eprint!("{warnings}");
    let mut host =
        Host { argv: argv.into(), ask: Some(ask), tell: Some(tell), memory_limit, warnings: true, ..Host::default() };
    if !name.starts_with('<') {
        host.open_folder(std::path::Path::new(&name));
    }
    let mut machine = modules::only_machine(host);
    // Standard input is read once: tracebacks have nothing to quote from.
    machine.start(&code, if name == "<stdin>" { "" } else { &text });
    let ended = machine.run_to(u64::MAX);
    tell(Told::Flush);
    match ended {
        Some(Ended::Exit(status)) => Ok(status as u8),
        Some(Ended::Halted(Halt::NotSupported { name, line })) => {
            Err(Failure::Usage(format!("not supported yet: {name} (line {line})")))
        }
        Some(Ended::Halted(Halt::Limit(sentence))) => {
            eprintln!("serpentarium: {sentence}");
            Ok(3)
        }
        _ => Ok(3),
    }
}

/// The limit of memory in bytes, and the arguments behind it: what stands behind the program's name is its own.
fn memory(args: &[String]) -> Result<(usize, &[String]), Failure> {
    match args {
        [flag, rest @ ..] if flag == "--memory" => {
            let limit = megabytes(rest.first())?;
            Ok((limit, &rest[1..]))
        }
        _ => Ok((Host::default().memory_limit, args)),
    }
}

fn script(args: &[String]) -> Result<Script, Failure> {
    let with = |first: &str, rest: &[String]| [&[first.to_owned()], rest].concat();
    Ok(match args {
        [] => return Err(Failure::Usage(String::new())),
        [flag, code, rest @ ..] if flag == "-c" => {
            Script { name: "<string>".to_owned(), source: code.clone().into_bytes(), argv: with("-c", rest) }
        }
        [flag] if flag == "-c" => return Err(Failure::Usage("-c needs a program".to_owned())),
        [flag, module, ..] if flag == "-m" => {
            return Err(Failure::Usage(format!(
                "not supported yet: running the module {module} with -m; name a file, or give a program with -c"
            )));
        }
        [flag] if flag == "-m" => return Err(Failure::Usage("-m needs the name of a module".to_owned())),
        [dash, rest @ ..] if dash == "-" => {
            let mut source = Vec::new();
            std::io::stdin()
                .read_to_end(&mut source)
                .map_err(|error| format!("standard input could not be read: {error}"))?;
            Script { name: "<stdin>".to_owned(), source, argv: with("-", rest) }
        }
        [option, ..] if option.starts_with('-') => {
            return Err(Failure::Usage(format!("'{option}' is no option of run")));
        }
        [file, ..] => Script { name: absolute(file), source: bytes(Path::new(file))?, argv: args.to_vec() },
    })
}

/// A line of standard input without its end.
fn ask() -> Option<String> {
    let mut line = Vec::new();
    let read = std::io::stdin().lock().read_until(b'\n', &mut line).unwrap_or(0);
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    (read > 0).then(|| String::from_utf8_lossy(&line).into_owned())
}

/// `io.DEFAULT_BUFFER_SIZE`: what goes into a pipe waits until so many bytes are there.
const BUFFER: usize = 128 << 10;

/// What was written to standard output and waits.
static WAITING: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Standard error goes out at once; standard output by lines on a terminal, by blocks in a pipe, at once under
/// `PYTHONUNBUFFERED`: as CPython does it, so that both together come in the same order.
fn tell(told: Told) {
    let Ok(mut waiting) = WAITING.lock() else { return };
    let due = match told {
        Told::Stderr(bytes) => {
            // Nobody is left to be told that standard error is gone.
            let _ = std::io::stderr().write_all(bytes);
            return;
        }
        Told::Stdout(bytes) => {
            if waiting.len() + bytes.len() > BUFFER {
                put(&mut waiting);
            }
            waiting.extend_from_slice(bytes);
            let unbuffered = std::env::var_os("PYTHONUNBUFFERED").is_some_and(|value| !value.is_empty());
            unbuffered || waiting.len() > BUFFER || (bytes.contains(&b'\n') && std::io::stdout().is_terminal())
        }
        Told::Flush => true,
    };
    if due {
        put(&mut waiting);
    }
}

/// Writes out what waits. Whoever read it went away: then the program ends, as it does under CPython.
fn put(waiting: &mut Vec<u8>) {
    let mut out = std::io::stdout().lock();
    if out.write_all(waiting).and_then(|()| out.flush()).is_err() {
        std::process::exit(1);
    }
    waiting.clear();
}
