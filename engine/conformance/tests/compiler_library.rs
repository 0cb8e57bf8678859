//! What the compiler makes of the whole standard library against CPython's: `golden/compiler.tsv`.

use compiler::code::{CodeObject, Const, fast};
use compiler::{Mode, Options, dis, pyc, repr, symtable};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;
use syntax::pystr::PyStr;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn texts(texts: &[PyStr]) -> String {
    const_text(&Const::Tuple(texts.iter().map(|text| Const::Str(text.clone())).collect()))
}

fn items(items: &[Const]) -> Vec<String> {
    items.iter().map(|item| const_text(item) + ",").collect()
}

fn const_text(value: &Const) -> String {
    match value {
        Const::Code(code) => format!("{{{}}}", code_text(code)),
        Const::Tuple(parts) => format!("({})", items(parts).concat()),
        Const::FrozenSet(parts) => {
            let mut parts = items(parts);
            parts.sort_unstable();
            format!("set({})", parts.concat())
        }
        Const::Slice(parts) => format!("slice({})", items(&parts[..]).concat()),
        Const::Float(value) => format!("float {}", hex(&value.to_be_bytes())),
        Const::Complex(real, imag) => {
            format!("complex {}{}", hex(&real.to_be_bytes()), hex(&imag.to_be_bytes()))
        }
        _ => repr::const_repr(value),
    }
}

/// The same text as `code_text` of the script that made the table.
fn code_text(code: &CodeObject) -> String {
    let kind = |bits: u8| {
        let named = code.localsplusnames.iter().zip(&code.localspluskinds);
        let names: Vec<PyStr> = named.filter(|&(_, &kind)| kind & bits != 0).map(|(name, _)| name.clone()).collect();
        texts(&names)
    };
    [
        repr::str_repr(&code.name),
        repr::str_repr(&code.qualname),
        repr::str_repr(&code.filename),
        code.firstlineno.to_string(),
        format!("{} {} {} {} {}", code.argcount, code.posonlyargcount, code.kwonlyargcount, code.stacksize, code.flags),
        hex(&code.code),
        format!("({})", items(&code.consts).concat()),
        texts(&code.names),
        kind(fast::LOCAL),
        kind(fast::CELL),
        kind(fast::FREE),
        hex(&code.linetable),
        hex(&code.exceptiontable),
    ]
    .join("\n")
}

const STAGES: [&str; 6] =
    ["symbol tables", "code objects (level 0)", "code objects (level 2)", "dis", "dis -COPS", ".pyc"];

fn stages(path: &str, source: &[u8]) -> Result<[Vec<u8>; 6], compiler::SyntaxError> {
    let table = compiler::symbol_table(source, Mode::Exec)?;
    let code = compiler::compile(source, path, Mode::Exec, Options::default())?;
    let optimized = compiler::compile(source, path, Mode::Exec, Options { optimize: 2, ..Options::default() })?;
    let address = |code: &std::sync::Arc<CodeObject>| dis::code_repr(code, 0);
    let all = dis::Options { show_caches: true, show_offsets: true, show_positions: true, adaptive: true, lasti: None };
    Ok([
        symtable::dump(&table, path).into(),
        code_text(&code).into(),
        code_text(&optimized).into(),
        dis::dis_recursive(&code, &dis::Options::default(), &address).into(),
        dis::dis_recursive(&code, &all, &address).into(),
        pyc::write(&code, pyc::Validity::Timestamp { mtime: 0, size: source.len() as u32 }),
    ])
}

#[test]
fn every_stage_of_the_library_is_that_of_cpython() {
    let table = include_str!("../golden/compiler.tsv");
    let mut rows = 0;
    let mut equal = [0; 6];
    let mut differences = Vec::new();
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = row.split('\t');
        let path = columns.next().unwrap_or_default();
        let source = std::fs::read(Path::new(rustpython_pylib::LIB_PATH).join(path)).expect("a file of the library");
        rows += 1;
        let ours = match stages(path, &source) {
            Ok(ours) => ours,
            Err(error) => {
                differences.push(format!("{path}: {error}"));
                continue;
            }
        };
        for (index, (ours, theirs)) in ours.iter().zip(columns).enumerate() {
            if hex(&Sha256::digest(ours)) == theirs {
                equal[index] += 1;
            } else {
                differences.push(format!("{} of {path}", STAGES[index]));
            }
        }
    }
    for (stage, equal) in STAGES.iter().zip(equal) {
        println!("{stage}: {equal} of {rows}");
    }
    assert!(differences.is_empty(), "{} differ from CPython: {differences:#?}", differences.len());
}
