//! Marshal and `.pyc` files against CPython's: `golden/compiler_marshal.tsv`.

use compiler::marshal::{self, MarshalError};
use compiler::pyc::{self, Validity};
use compiler::{Mode, Options};
use syntax::ast::{Constant, ExprKind, Mod};

/// The value of a Python string literal; a lone surrogate in it is one that stands for a byte.
fn literal(text: &str) -> String {
    let parsed = syntax::parse(text.as_bytes(), Mode::Eval).expect("a literal in the table");
    if let Mod::Expression { body } = &parsed.module
        && let ExprKind::Constant { value: Constant::Str(text), .. } = &body.kind
    {
        return text.as_str().expect("no surrogates").to_owned();
    }
    panic!("not a string literal: {text}");
}

fn bytes(digits: &str) -> Vec<u8> {
    digits.as_bytes().chunks(2).map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16).unwrap()).collect()
}

fn outcome<T>(result: Result<T, MarshalError>) -> String {
    result.map_or_else(|error| error.to_string(), |_| "ok".to_owned())
}

/// What is here for the columns of a row after its kind, and what CPython has.
fn answer(columns: &[&str]) -> (String, String) {
    match columns {
        ["load", data, text] => (outcome(marshal::loads(&bytes(data))), literal(text)),
        ["header", data, text] => (outcome(pyc::read_header(&bytes(data), "m")), literal(text)),
        ["cache", path, level, text] => (pyc::cache_path(&literal(path), level.parse().unwrap()), literal(text)),
        ["pyc", mode, source, data] => {
            let source = literal(source);
            let code = compiler::compile(source.as_bytes(), "m.py", Mode::Exec, Options::default()).unwrap();
            let validity = Validity::Hash { hash: pyc::source_hash(source.as_bytes()), checked: *mode == "checked" };
            let ours = pyc::write(&code, validity);
            let (again, code_again) = pyc::read(&ours, "m", "m.pyc").unwrap();
            assert_eq!(again, validity);
            // Elements of frozensets are written in the order of their bytes: the code is compared as it is written.
            assert_eq!(marshal::dumps_code(&code_again), marshal::dumps_code(&code));
            (format!("{ours:x?}"), format!("{:x?}", bytes(data)))
        }
        _ => panic!("{columns:?}"),
    }
}

#[test]
fn marshal_and_pyc_are_those_of_cpython() {
    let table = include_str!("../golden/compiler_marshal.tsv");
    let (mut rows, mut differences) = (0, Vec::new());
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (ours, theirs) = answer(&columns);
        rows += 1;
        if ours != theirs {
            differences.push(format!("{row}\n  CPython {theirs}\n  here    {ours}"));
        }
    }
    println!("marshal and .pyc: {} of {rows}", rows - differences.len());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
