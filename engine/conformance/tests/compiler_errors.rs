//! Errors and warnings of the symbol table and the compiler against CPython's: `golden/compiler_errors.tsv`.

use compiler::{Mode, Options};
use syntax::ast::{Constant, ExprKind, Mod};

/// The value of a Python string literal.
fn literal(text: &str) -> String {
    let parsed = syntax::parse(text.as_bytes(), Mode::Eval).expect("a literal in the table");
    if let Mod::Expression { body } = &parsed.module
        && let ExprKind::Constant { value: Constant::Str(text), .. } = &body.kind
    {
        return text.as_str().expect("no surrogates").to_owned();
    }
    panic!("not a string literal: {text}");
}

/// What compiling gives, in the columns of the table.
fn outcome(program: &str) -> Vec<String> {
    let result = compiler::compile_with_warnings(program.as_bytes(), "<program>", Mode::Exec, Options::default());
    let (kind, message, places, warnings) = match result {
        Ok((_, warnings)) => ("ok", String::new(), [0; 4], warnings),
        Err(error) => {
            let places = [error.lineno, error.offset, error.end_lineno, error.end_offset];
            (error.kind.name(), error.message, places, error.warnings)
        }
    };
    let texts: Vec<String> =
        warnings.iter().map(|warning| format!("{}: {}", warning.location.line, warning.message)).collect();
    let mut columns = vec![kind.to_owned(), message];
    columns.extend(places.map(|place| place.to_string()));
    columns.push(texts.join(" | "));
    columns
}

#[test]
fn errors_and_warnings_are_those_of_cpython() {
    let table = include_str!("../golden/compiler_errors.tsv");
    let (mut rows, mut equal) = (0, 0);
    let mut differences = Vec::new();
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        let program = literal(columns[0]);
        let mut theirs = vec![columns[1].to_owned(), literal(columns[2])];
        theirs.extend(columns[3..7].iter().map(|&place| place.to_owned()));
        theirs.push(literal(columns[7]));
        let ours = outcome(&program);
        rows += 1;
        if ours == theirs {
            equal += 1;
        } else {
            differences.push(format!("{program}  CPython: {theirs:?}\n  here:    {ours:?}"));
        }
    }
    println!("errors and warnings: {equal} of {rows}");
    assert!(differences.is_empty(), "{} differ from CPython:\n{}", differences.len(), differences.join("\n"));
}
