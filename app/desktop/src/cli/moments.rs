//! `state`, `explain`: moments of a program on the command line, of its compilation as well as of its run.

use super::compile::print;
use super::recording::{memory, status, watch};
use super::{Failure, Outcome, one_file};
use crate::recording::recorder::Recorder;
use model::ask::command::Move;
use model::compile::Cursor;
use model::ground::explain::ExplainModel;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A file, options with a value, options without.
struct Request<const N: usize> {
    file: PathBuf,
    values: [Option<String>; N],
    flag: bool,
}

fn request<const N: usize>(args: &[String], names: [&str; N], flag: &str) -> Result<Request<N>, Failure> {
    let mut values = [const { None }; N];
    let mut flagged = false;
    let mut rest = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if let Some(index) = names.iter().position(|name| name == arg) {
            values[index] = Some(args.next().ok_or_else(|| Failure::Usage(format!("{arg} needs a moment")))?.clone());
        } else if arg == flag {
            flagged = true;
        } else {
            rest.push(arg.clone());
        }
    }
    Ok(Request { file: one_file(&rest)?, values, flag: flagged })
}

/// A line that says what was wrong with the options.
fn usage<T>(sentence: &str) -> Result<T, Failure> {
    Err(Failure::Usage(sentence.to_owned()))
}

/// Moves the recording to the moment that the words mean.
fn find(recorder: &mut Recorder, words: &str) -> Result<Cursor, Failure> {
    recorder.go(&Move::Find(words.to_owned()), &BTreeSet::new(), &AtomicBool::new(false))?;
    Ok(recorder.cursor())
}

/// The same for an end of a range: a number beyond the run means its end.
fn find_end(recorder: &mut Recorder, words: &str) -> Result<Cursor, Failure> {
    match words.parse() {
        Ok(step) => Ok(Cursor::Run(recorder.len().min(step))),
        Err(_) => find(recorder, words),
    }
}

/// `explain FILE [--stages] [--from MOMENT] [--to MOMENT]`, `explain FILE --at MOMENT`: the sentence of each step.
pub fn explain(args: &[String]) -> Outcome {
    let (limit, args) = memory(args)?;
    let Request { file, values: [from, to, at], flag: stages } =
        request(&args, ["--from", "--to", "--at"], "--stages")?;
    if stages && from.is_some() {
        return usage("--stages begins at the first token and --from somewhere else; give one of them");
    }
    if at.is_some() && (stages || from.is_some() || to.is_some()) {
        return usage("--at is one moment; --stages, --from and --to are for many");
    }
    let (mut recorder, refused) = watch(&file, limit)?;
    recorder.run();
    let compilation = recorder.compilation();
    let (from, to) = match &at {
        Some(at) => match find(&mut recorder, at) {
            Ok(here) => (here, after(here)),
            // What is wrong with the program comes before what cannot be found in it.
            Err(unfound) => return Err(refused.unwrap_or(unfound)),
        },
        None => {
            let to = to.map(|to| find_end(&mut recorder, &to)).transpose()?;
            let compiling = stages || matches!(to, Some(Cursor::Compile(_)));
            let first = if compiling { Cursor::Compile(0) } else { Cursor::Run(0) };
            let from = from.map(|from| find_end(&mut recorder, &from)).transpose()?.unwrap_or(first);
            (from, to.unwrap_or(Cursor::Run(recorder.len())))
        }
    };
    let backwards = match (from, to) {
        (Cursor::Run(_), Cursor::Compile(_)) => true,
        (Cursor::Compile(from), Cursor::Compile(to)) | (Cursor::Run(from), Cursor::Run(to)) => to < from,
        (Cursor::Compile(_), Cursor::Run(_)) => false,
    };
    if backwards {
        return usage("--to lies before --from; the earlier moment comes first");
    }
    // A moment of the run comes after all of the compilation.
    let total = compilation.line().total;
    let compiled = match (from, to) {
        (Cursor::Compile(from), Cursor::Compile(to)) => from..to,
        (Cursor::Compile(from), Cursor::Run(_)) => from..total,
        _ => 0..0,
    };
    let run = match (from, to) {
        (Cursor::Run(from), Cursor::Run(to)) => from..to,
        (Cursor::Compile(_), Cursor::Run(to)) => 0..to,
        _ => 0..0,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for step in compiled {
        let moment = compilation.moment(step, 0, 0);
        let stage = moment.compile.as_ref().map_or("", |now| now.stage.word());
        let line = if moment.line > 0 { format!("line {:<4}", moment.line) } else { " ".repeat(9) };
        // A moment of the compilation is found by what has just been made.
        let past = format!("just now: {}", moment.explain.past().trim_end_matches('.'));
        let mut remarks = moment.explain.remarks();
        remarks.push(&past);
        if writeln!(out, "compile {:>5}  {stage:<10}  {line} {}", step + 1, told(&moment.explain, &remarks)).is_err() {
            return Ok(0);
        }
    }
    for step in run.start..run.end.min(recorder.len()) {
        let (line, explain) = recorder.explain_at(step);
        // What the compiler adds has no line of the source.
        let line = if line > 0 { format!("line {line:<4}") } else { "no line  ".to_owned() };
        if writeln!(out, "{step:>6}  {line} {}", told(&explain, &explain.remarks())).is_err() {
            return Ok(0);
        }
    }
    let _ = out.flush();
    drop(out);
    refused.map_or_else(|| Ok(status(&mut recorder)), Err)
}

fn after(cursor: Cursor) -> Cursor {
    match cursor {
        Cursor::Compile(step) => Cursor::Compile(step + 1),
        Cursor::Run(step) => Cursor::Run(step + 1),
    }
}

/// The sentence of what comes next, and in brackets what else there is to say.
fn told(explain: &ExplainModel, remarks: &[&str]) -> String {
    let text = explain.text();
    if remarks.is_empty() { text } else { format!("{text} ({})", remarks.join("; ")) }
}

/// `state FILE [--step N | --at MOMENT] [--json]`: everything at a moment, by default the last before the end.
pub fn state(args: &[String]) -> Outcome {
    let (limit, args) = memory(args)?;
    let Request { file, values: [step, at], flag: json } = request(&args, ["--step", "--at"], "--json")?;
    if step.is_some() && at.is_some() {
        return usage("--step and --at both name a moment; give one of them");
    }
    let step: Option<u64> = match step {
        Some(text) => Some(text.parse().map_err(|_| format!("'{text}' is no step: write a number"))?),
        None => None,
    };
    let (mut recorder, refused) = watch(&file, limit)?;
    recorder.run();
    let cursor = match (&at, step) {
        (Some(at), _) => match find(&mut recorder, at) {
            Ok(cursor) => cursor,
            Err(unfound) => return Err(refused.unwrap_or(unfound)),
        },
        (None, step) => Cursor::Run(step.unwrap_or(recorder.last())),
    };
    let text = match cursor {
        Cursor::Compile(step) => compiling(&recorder, step, json)?,
        Cursor::Run(_) if refused.is_some() => String::new(),
        Cursor::Run(step) => running(&mut recorder, step, json)?,
    };
    print(&text)?;
    refused.map_or_else(|| Ok(status(&mut recorder)), Err)
}

fn compiling(recorder: &Recorder, step: u64, json: bool) -> Result<String, Failure> {
    let compilation = recorder.compilation();
    let Some(now) = compilation.now(step) else { return usage("the compilation has no such step") };
    if json {
        return written(&model::moment::compile_state::json(&compilation, &now));
    }
    Ok(model::moment::compile_state::text(&compilation, &now))
}

fn running(recorder: &mut Recorder, step: u64, json: bool) -> Result<String, Failure> {
    let len = recorder.len();
    if step > len {
        let steps = model::ground::value::counted(len, "step");
        return usage(&format!("the run has {steps} only; there is no step {step}"));
    }
    let mut moment = recorder.moment_at(step);
    Arc::make_mut(&mut moment.heap).objects.retain(|object| !object.is_ghost());
    moment.output = recorder.output(step, usize::MAX);
    let extra = recorder.session().map(|session| model::machine::extra(session.seek(step).machine)).unwrap_or_default();
    if json {
        written(&model::moment::state::json(&moment, &extra))
    } else {
        Ok(model::moment::state::text(&moment, &extra))
    }
}

fn written(state: &serde_json::Value) -> Result<String, Failure> {
    let text =
        serde_json::to_string_pretty(state).map_err(|error| format!("the state could not be written: {error}"))?;
    Ok(text + "\n")
}
