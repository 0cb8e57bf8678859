//! `run`, `trace`, `state`, `explain`: the machine on the command line.

use super::compile::{print, syntax_error};
use super::{Failure, Outcome, bytes, one_file};
use crate::recorder::Recorder;
use compiler::Mode;
use model::listing::lossy;
use model::moment::Ending;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use vm::host::Host;
use vm::machine::{Ended, Halt, Machine};

/// Steps between two looks at what the program wrote.
const SLICE: u64 = 2_000_000;

/// `run FILE [ARG…]`, `run -c CODE [ARG…]`, `run -`: stdout, stderr and exit status are those of `python3.14`.
pub fn run(args: &[String]) -> Outcome {
    let (name, source, argv) = match args {
        [] => return Err(Failure::Usage(String::new())),
        [flag, rest @ ..] if flag == "-c" => {
            let code = rest.first().ok_or_else(|| Failure::Usage("-c needs a program".to_owned()))?;
            ("<string>".to_owned(), code.clone().into_bytes(), replaced("-c", &rest[1..]))
        }
        [flag, ..] if flag == "-m" => {
            return Err(Failure::Usage("not supported yet: running a module with -m".to_owned()));
        }
        [dash, rest @ ..] if dash == "-" => {
            let mut source = Vec::new();
            std::io::stdin()
                .read_to_end(&mut source)
                .map_err(|error| format!("standard input could not be read: {error}"))?;
            ("<stdin>".to_owned(), source, replaced("-", rest))
        }
        [option, ..] if option.starts_with('-') => {
            return Err(Failure::Usage(format!("'{option}' is no option of run")));
        }
        [file, ..] => (file.clone(), bytes(Path::new(file))?, args.to_vec()),
    };
    let host = Host { argv, input: input(&name), ..Host::default() };
    let path = PathBuf::from(&name);
    let code = compiler::compile(&source, &name, Mode::Exec, compiler::Options::default())
        .map_err(|error| syntax_error(&path, &error))?;
    let text = syntax::parse(&source, Mode::Exec).map(|parsed| parsed.source).unwrap_or_default();
    let mut machine = Machine::new(host);
    machine.start(&code, &text);
    let ended = machine.run_to(u64::MAX);
    let _ = std::io::stdout().write_all(&machine.host.stdout).and_then(|()| std::io::stdout().flush());
    let _ = std::io::stderr().write_all(&machine.host.stderr);
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

fn replaced(first: &str, rest: &[String]) -> Vec<String> {
    std::iter::once(first.to_owned()).chain(rest.iter().cloned()).collect()
}

/// Lines for `input()`: what was piped in. A terminal is not read ahead.
fn input(name: &str) -> Vec<String> {
    let mut text = String::new();
    if name != "<stdin>" && !std::io::stdin().is_terminal() {
        let _ = std::io::stdin().read_to_string(&mut text);
    }
    text.lines().map(str::to_owned).collect()
}

/// A whole recording, for the commands that look at moments.
fn record(path: &Path) -> Result<Recorder, Failure> {
    let source = bytes(path)?;
    let name = path.display().to_string();
    // The error is worded from the bytes: encodings are the lexer's business.
    compiler::compile(&source, &name, Mode::Exec, compiler::Options::default())
        .map_err(|error| syntax_error(path, &error))?;
    let text = syntax::parse(&source, Mode::Exec).map(|parsed| parsed.source).unwrap_or_default();
    Ok(Recorder::whole(&name, &text, Host::default()))
}

/// The exit status that goes with how a recording ended, with a sentence on stderr where one is due.
fn status(recorder: &mut Recorder) -> u8 {
    let run = recorder.run();
    match &run.ending {
        Ending::Raised { .. } => 1,
        Ending::Limit { message } => {
            eprintln!("serpentarium: {message}");
            if message.starts_with("Not supported yet") { 2 } else { 3 }
        }
        Ending::Finished { status } => *status as u8,
        _ => 0,
    }
}

/// `trace FILE`: one line per executed instruction of FILE's own code.
pub fn trace(args: &[String]) -> Outcome {
    let path = one_file(args)?;
    let mut recorder = record(&path)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let filename = path.display().to_string();
    if let Some(session) = recorder.session() {
        let len = session.len();
        let mut from = 0;
        while from < len {
            let seen = session.observe(from, from + SLICE);
            let machine = session.seek(len).machine;
            for step in &seen {
                let code = &machine.codes[step.code as usize];
                let unit = code.stat.units.get(step.ip.wrapping_sub(code.start) as usize).copied().unwrap_or(0);
                let meta = code.meta();
                let Some(&op) = meta.code.get(2 * unit as usize) else { continue };
                let name = compiler::opcode::info(u16::from(op)).map_or("", |info| info.name);
                // Like `sys.monitoring`, which reports nothing up to a code object's first RESUME.
                let reported = first_traceable(&meta.code) < unit && name != "RESUME";
                if reported && lossy(&meta.filename) == filename {
                    // A reader that went away ends the listing.
                    if writeln!(out, "{} {} {name}", lossy(&meta.qualname), 2 * unit).is_err() {
                        return Ok(0);
                    }
                }
            }
            from += SLICE;
        }
    }
    let _ = out.flush();
    drop(out);
    Ok(status(&mut recorder))
}

/// The code unit of a code object's first RESUME (`_co_firsttraceable`).
fn first_traceable(code: &[u8]) -> u32 {
    let resume = code.chunks_exact(2).position(|unit| u16::from(unit[0]) == compiler::opcode::RESUME);
    resume.unwrap_or(0) as u32
}

struct Range {
    file: PathBuf,
    numbers: [Option<u64>; 2],
    json: bool,
}

/// A file, two numbers under the given names, and `--json`.
fn range(args: &[String], names: [&str; 2], json_allowed: bool) -> Result<Range, Failure> {
    let mut numbers = [None, None];
    let mut json = false;
    let mut rest = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if let Some(index) = names.iter().position(|name| name == arg) {
            let text = args.next().ok_or_else(|| Failure::Usage(format!("{arg} needs a number")))?;
            numbers[index] = Some(text.parse().map_err(|_| format!("'{text}' is no step: write a number"))?);
        } else if arg == "--json" && json_allowed {
            json = true;
        } else {
            rest.push(arg.clone());
        }
    }
    Ok(Range { file: one_file(&rest)?, numbers, json })
}

/// `explain FILE [--from N] [--to M]`: the sentence of each step.
pub fn explain(args: &[String]) -> Outcome {
    let range = range(args, ["--from", "--to"], false)?;
    let mut recorder = record(&range.file)?;
    recorder.run();
    let len = recorder.len();
    let from = range.numbers[0].unwrap_or(0);
    let to = range.numbers[1].unwrap_or(len).min(len);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for step in from..to {
        let moment = recorder.moment_at(step);
        let mut text = moment.explain.text();
        if !moment.explain.notes.is_empty() {
            text = format!("{text} ({})", moment.explain.notes.join("; "));
        }
        if writeln!(out, "{step:>6}  line {:<4} {text}", moment.line).is_err() {
            return Ok(0);
        }
    }
    let _ = out.flush();
    Ok(0)
}

/// `state FILE [--step N] [--json]`: everything at a step, by default the last before the end.
pub fn state(args: &[String]) -> Outcome {
    let range = range(args, ["--step", "--step"], true)?;
    let mut recorder = record(&range.file)?;
    recorder.run();
    let len = recorder.len();
    let step = range.numbers[0].unwrap_or(recorder.last());
    if step > len {
        let steps = model::value::counted(len, "step");
        return Err(Failure::Usage(format!("the run has {steps} only; there is no step {step}")));
    }
    let mut moment = recorder.moment_at(step);
    moment.output = recorder.output(step, usize::MAX);
    let extra = recorder.session().map(|session| model::machine::extra(session.seek(step).machine)).unwrap_or_default();
    if range.json {
        let value = model::state::json(&moment, &extra);
        let text =
            serde_json::to_string_pretty(&value).map_err(|error| format!("the state could not be written: {error}"))?;
        print(&format!("{text}\n"))
    } else {
        print(&model::state::text(&moment, &extra))
    }
}
