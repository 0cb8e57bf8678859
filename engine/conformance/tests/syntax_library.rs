//! Tokens and trees of the whole standard library against CPython's: `golden/syntax.tsv`.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[test]
fn tokens_and_trees_of_the_library_are_those_of_cpython() {
    let table = include_str!("../golden/syntax.tsv");
    let mut rows = 0;
    let (mut tokens_equal, mut trees_equal) = (0, 0);
    let mut differences = Vec::new();
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let [path, tokens, tree] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("malformed row: {row}") };
        let source = std::fs::read(Path::new(rustpython_pylib::LIB_PATH).join(path)).expect("a file of the library");
        rows += 1;
        let our_tokens = syntax::tokenize_dump(&source).map_or("error".to_owned(), |text| digest(&text));
        if our_tokens == tokens {
            tokens_equal += 1;
        } else {
            differences.push(format!("tokens of {path}"));
        }
        let our_tree = match syntax::parse(&source, syntax::Mode::Exec) {
            Ok(parsed) => digest(&syntax::ast_dump::dump(&parsed.module, true, None)),
            Err(_) => "error".to_owned(),
        };
        if our_tree == tree {
            trees_equal += 1;
        } else {
            differences.push(format!("tree of {path}"));
        }
    }
    println!("tokens: {tokens_equal} of {rows}");
    println!("ast: {trees_equal} of {rows}");
    assert!(differences.is_empty(), "{} differ from CPython: {differences:#?}", differences.len());
}
