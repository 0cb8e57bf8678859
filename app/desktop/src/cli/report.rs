//! What `python3.14` prints on standard error about a program's text: errors and warnings.

use super::Failure;
use compiler::code::CodeObject;
use compiler::{Mode, SyntaxError, Warning};
use std::sync::Arc;

/// A script's name as CPython gives it to the compiler: the current folder in front, nothing made simpler.
/// `<string>` and `<stdin>` are no files.
pub fn absolute(name: &str) -> String {
    if name.starts_with('<') || name.starts_with('/') {
        return name.to_owned();
    }
    let folder = std::env::current_dir().unwrap_or_default().display().to_string();
    format!("{}/{name}", folder.trim_end_matches('/'))
}

/// Warnings, with the line where there is a file to quote it from. A `finally` block is compiled twice but warns once.
pub fn warnings(name: &str, source: &str, warnings: &[Warning]) -> String {
    let mut text = String::new();
    for (i, warning) in warnings.iter().enumerate() {
        let line = warning.location.line;
        let again = |told: &Warning| told.location == warning.location && told.message == warning.message;
        if warning.location.col >= 0 && warnings[..i].iter().any(again) {
            continue;
        }
        text.push_str(&format!("{name}:{line}: SyntaxWarning: {}\n", warning.message));
        let quoted = source.lines().nth((line as usize).wrapping_sub(1)).map_or("", str::trim);
        if !name.starts_with('<') && !quoted.is_empty() {
            text.push_str(&format!("  {quoted}\n"));
        }
    }
    text
}

/// What a program's bytes are compiled to: the code, the decoded text, the warnings as they are printed.
pub struct Compiled {
    pub code: Arc<CodeObject>,
    pub text: String,
    pub warnings: String,
}

/// Compiles a program under a name; a failure is what `python3.14` prints about it.
pub fn compile(source: &[u8], name: &str) -> Result<Compiled, Failure> {
    let parsed = syntax::parse(source, Mode::Exec).map_err(|error| unparsed(name, source, &error))?;
    match compiler::compile_with_text(source, name, Mode::Exec, compiler::Options::default()) {
        Ok((code, text, issued)) => Ok(Compiled { warnings: warnings(name, &text, &issued), code, text }),
        Err(error) => {
            let issued = warnings(name, &parsed.source, &error.warnings);
            Err(Failure::Program(issued + &uncompiled(name, &error)))
        }
    }
}

/// What the parser refuses; it knows best how to word it.
pub fn unparsed(name: &str, source: &[u8], error: &syntax::SyntaxError) -> Failure {
    let issued: Vec<Warning> = error.warnings.iter().map(Warning::from).collect();
    Failure::Program(warnings(name, &String::from_utf8_lossy(source), &issued) + &error.report(name))
}

/// What the compiler refuses, as `python3.14 FILE` prints it.
pub fn uncompiled(name: &str, error: &SyntaxError) -> String {
    let mut text = String::new();
    if error.lineno > 0 {
        text.push_str(&format!("  File \"{name}\", line {}\n", error.lineno));
    }
    if let Some(line) = &error.text {
        let stripped = line.trim_start_matches([' ', '\t', '\x0c']);
        let shown = stripped.trim_end();
        let removed = line.chars().count() as i64 - stripped.chars().count() as i64;
        text.push_str(&format!("    {shown}\n"));
        if error.offset >= 1 {
            let start = (i64::from(error.offset) - 1 - removed).max(0) as usize;
            let end = if error.end_lineno == error.lineno && error.end_offset > error.offset {
                i64::from(error.end_offset) - 1 - removed
            } else if error.end_lineno > error.lineno {
                shown.chars().count() as i64
            } else {
                start as i64 + 1
            };
            let width = (end - start as i64).max(1) as usize;
            text.push_str(&format!("    {}{}\n", " ".repeat(start), "^".repeat(width)));
        }
    }
    text.push_str(&format!("{}: {}\n", error.kind.name(), error.message));
    text
}
