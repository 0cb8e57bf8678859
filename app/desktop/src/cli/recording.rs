//! A recording for the commands that look at moments, and the exit status that goes with how it ended.

use super::report::{absolute, compile};
use super::{Failure, bytes};
use crate::recording::recorder::Recorder;
use model::ground::settings::MOST_MEMORY;
use model::moment::Ending;
use std::io::{IsTerminal, Read};
use std::path::Path;
use std::sync::Arc;
use vm::state::host::Host;

/// A limit of memory in bytes, from what stands behind `--memory`.
pub fn megabytes(text: Option<&String>) -> Result<usize, Failure> {
    let megabytes = text.and_then(|text| text.parse().ok()).filter(|n| (1..=MOST_MEMORY).contains(n));
    let wrong = || Failure::Usage(format!("--memory needs a number of megabytes, from 1 to {MOST_MEMORY}"));
    megabytes.map(|megabytes: usize| megabytes << 20).ok_or_else(wrong)
}

/// Takes `--memory MB` out of the arguments of a command that looks at moments. Answers the limit in bytes.
pub fn memory(args: &[String]) -> Result<(usize, Vec<String>), Failure> {
    let mut args = args.to_vec();
    match args.iter().position(|arg| arg == "--memory") {
        Some(at) => {
            let limit = megabytes(args.get(at + 1))?;
            args.drain(at..at + 2);
            Ok((limit, args))
        }
        None => Ok((Host::default().memory_limit, args)),
    }
}

/// A whole recording. Lines for `input()` are those that were piped in.
pub fn record(path: &Path) -> Result<Recorder, Failure> {
    match watch(path, Host::default().memory_limit)? {
        (recorder, None) => Ok(recorder),
        (_, Some(refused)) => Err(refused),
    }
}

/// The same of a program that may have an error in it: its compilation has moments up to there.
pub fn watch(path: &Path, memory_limit: usize) -> Result<(Recorder, Option<Failure>), Failure> {
    let source = bytes(path)?;
    let name = path.display().to_string();
    let (text, refused) = match compile(&source, &absolute(&name)) {
        Ok(compiled) => {
            eprint!("{}", compiled.warnings);
            (compiled.text, None)
        }
        Err(refused) => (String::from_utf8_lossy(&source).into_owned(), Some(refused)),
    };
    let input = if refused.is_none() { piped().into() } else { Arc::default() };
    let mut host = Host { input, memory_limit, ..Host::default() };
    if !name.starts_with('<') {
        host.open_folder(std::path::Path::new(&name));
    }
    Ok((Recorder::whole(&name, &text, host), refused))
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
pub fn status(recorder: &mut Recorder) -> u8 {
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
