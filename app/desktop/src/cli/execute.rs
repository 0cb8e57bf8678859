//! `trace`, `state`, `explain`: a recording on the command line.

use super::compile::print;
use super::report::{absolute, compile};
use super::{Failure, Outcome, bytes, one_file};
use crate::recorder::Recorder;
use model::listing::lossy;
use model::moment::Ending;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use vm::host::Host;

/// Steps between two looks at what the program wrote.
const SLICE: u64 = 2_000_000;

/// A whole recording, for the commands that look at moments. Lines for `input()` are those that were piped in.
fn record(path: &Path) -> Result<Recorder, Failure> {
    let source = bytes(path)?;
    let name = path.display().to_string();
    let compiled = compile(&source, &absolute(&name))?;
    eprint!("{}", compiled.warnings);
    let text = compiled.text;
    Ok(Recorder::whole(&name, &text, Host { input: piped(), ..Host::default() }))
}

/// Lines that were piped in. A terminal is not read ahead.
fn piped() -> Vec<String> {
    let mut text = String::new();
    if !std::io::stdin().is_terminal() {
        // What is not text is no line.
        let _ = std::io::stdin().read_to_string(&mut text);
    }
    text.strip_suffix('\n').unwrap_or(&text).split('\n').filter(|_| !text.is_empty()).map(str::to_owned).collect()
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
        let remarks = moment.explain.remarks();
        if !remarks.is_empty() {
            text = format!("{text} ({})", remarks.join("; "));
        }
        if writeln!(out, "{step:>6}  line {:<4} {text}", moment.line).is_err() {
            return Ok(0);
        }
    }
    let _ = out.flush();
    drop(out);
    Ok(status(&mut recorder))
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
        print(&format!("{text}\n"))?;
    } else {
        print(&model::state::text(&moment, &extra))?;
    }
    Ok(status(&mut recorder))
}
