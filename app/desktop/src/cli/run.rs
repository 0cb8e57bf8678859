//! `run`: the machine alone, as `python3.14` with the same arguments. What the program writes goes out as it is
//! written, and what it reads is read when it asks.

use super::recording::megabytes;
use super::report::{Compiled, absolute, compile};
use super::{Failure, Outcome, bytes};
use modules::pymain::{self, CommandLine, Program};
use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use vm::state::host::{Host, Told};
use vm::state::interpreter::{Ended, Halt};

/// `run [--memory MB] [--write] [OPTION…] FILE [ARG…]`, `run -c CODE`, `run -m MODULE`, `run -`: stdout, stderr and exit status
/// are those of `python3.14`.
pub fn run(args: &[String]) -> Outcome {
    let (memory_limit, writes, args) = own_options(args)?;
    if args.is_empty() {
        return Err(Failure::Usage(String::new()));
    }
    let line = CommandLine::read(args).map_err(Failure::Usage)?;
    if line.unbuffered {
        UNBUFFERED.store(true, Ordering::Relaxed);
    }
    let mut host = Host { ask: Some(ask), tell: Some(tell), memory_limit, warnings: true, ..Host::default() };
    let (name, source) = match &line.program {
        Program::Code(code) => ("<string>".to_owned(), code.clone().into_bytes()),
        Program::Module(_) => (String::new(), Vec::new()),
        Program::File(file) => (absolute(file), bytes(Path::new(file))?),
        Program::Stdin => {
            let mut source = Vec::new();
            std::io::stdin()
                .read_to_end(&mut source)
                .map_err(|error| format!("standard input could not be read: {error}"))?;
            ("<stdin>".to_owned(), source)
        }
    };
    let compiled = match &line.program {
        Program::Module(_) => None,
        _ => Some(compile(&source, &name)?),
    };
    let paths = std::env::var("PYTHONPATH").unwrap_or_default();
    let folders: Vec<&str> = paths.split(':').filter(|path| !path.is_empty()).collect();
    host.open_folders(Path::new(if name.starts_with('<') { "" } else { &name }), &folders);
    let folder = host.script_folder.to_string();
    host.environ = environment();
    line.tell(&mut host, &folder);
    let mut machine = modules::only_machine(host);
    match (&line.program, &compiled) {
        (Program::Module(module), _) => {
            if pymain::start_module(&mut machine, module).is_err() {
                return Err(Failure::Usage(format!("the module {module} could not be looked for")));
            }
        }
        (_, Some(Compiled { code, text, warnings })) => {
            eprint!("{warnings}");
            // Standard input is read once: tracebacks have nothing to quote from.
            machine.start(code, if name == "<stdin>" { "" } else { text });
        }
        (_, None) => {}
    }
    let ended = machine.run_to(u64::MAX);
    tell(Told::Flush);
    if writes && let Err(text) = machine.host.files.write_out() {
        eprintln!("serpentarium: {text}");
    }
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

/// The environment of a machine that is to know the variables that Python itself looks at; empty if none is set here, which leaves
/// it the usual one.
fn environment() -> std::sync::Arc<[(String, String)]> {
    let names = ["PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"];
    let own: Vec<(String, String)> =
        names.into_iter().filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?))).collect();
    if own.is_empty() { std::sync::Arc::default() } else { [modules::environ().to_vec(), own].concat().into() }
}

/// The limit of memory in bytes, whether what the program writes goes to the disk in the end, and the arguments behind these
/// options.
fn own_options(args: &[String]) -> Result<(usize, bool, &[String]), Failure> {
    let (mut limit, mut writes, mut rest) = (Host::default().memory_limit, false, args);
    loop {
        match rest {
            [flag, behind @ ..] if flag == "--memory" => {
                limit = megabytes(behind.first())?;
                rest = &behind[1..];
            }
            [flag, behind @ ..] if flag == "--write" => {
                writes = true;
                rest = behind;
            }
            rest => return Ok((limit, writes, rest)),
        }
    }
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

/// Nothing waits: the option `-u`.
static UNBUFFERED: AtomicBool = AtomicBool::new(false);

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
            let unbuffered = UNBUFFERED.load(Ordering::Relaxed)
                || std::env::var_os("PYTHONUNBUFFERED").is_some_and(|value| !value.is_empty());
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
