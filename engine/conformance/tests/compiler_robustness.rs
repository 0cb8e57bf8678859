//! No source and no `.pyc` makes the compiler panic or hang. `SERPENTARIUM_CASES` sets how many cases are tried.

mod random;

use compiler::code::CodeObject;
use compiler::{Mode, Options, dis, marshal, pyc, symtable};
use random::Random;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn cases(default: usize) -> usize {
    std::env::var("SERPENTARIUM_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(default)
}

fn library() -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![Path::new(rustpython_pylib::LIB_PATH).to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the library").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                files.push(path);
            }
        }
    }
    files.sort();
    files.iter().map(|path| std::fs::read(path).expect("a file of the library")).collect()
}

/// Up to eighty lines from somewhere in the file, moved to the left.
fn excerpt(source: &[u8], random: &mut Random) -> Vec<u8> {
    let lines: Vec<&[u8]> = source.split_inclusive(|&byte| byte == b'\n').collect();
    let start = random.below(lines.len());
    let count = 1 + random.below(80);
    let taken = || lines[start..].iter().take(count).copied();
    let indent = |line: &[u8]| line.iter().take_while(|&&byte| byte == b' ').count();
    let margin = taken().filter(|line| indent(line) + 1 < line.len()).map(indent).min().unwrap_or(0);
    taken().map(|line| &line[margin.min(indent(line))..]).collect::<Vec<_>>().concat()
}

/// Words that the compiler treats specially, to be put where they do not belong.
const WORDS: [&str; 28] = [
    "yield ",
    "await ",
    "async ",
    "return ",
    "lambda: ",
    "global x\n",
    "nonlocal x\n",
    "break\n",
    "continue\n",
    "*",
    "**",
    ":=",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    "if ",
    " for x in y ",
    "try:\n",
    "finally:\n",
    "except* E:\n",
    "match x:\n",
    "case _:\n",
    "class C[T]:\n",
    "x: int\n",
];

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..1 + random.below(4) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] = random.next() as u8,
            2 if at < bytes.len() => drop(bytes.drain(at..(at + 1 + random.below(20)).min(bytes.len()))),
            3 => {
                let from = random.below(bytes.len() + 1);
                let piece: Vec<u8> = bytes[from..].iter().take(random.below(40)).copied().collect();
                bytes.splice(at..at, piece);
            }
            _ => {
                let word = random.pick(&WORDS);
                bytes.splice(at..at, word.bytes());
            }
        }
    }
}

fn look_at(code: &Arc<CodeObject>) {
    let options =
        dis::Options { show_caches: true, show_offsets: true, show_positions: true, adaptive: true, lasti: Some(4) };
    let text = dis::dis_recursive(code, &options, &|code| dis::code_repr(code, 0));
    assert!(!text.is_empty() || code.code.is_empty());
}

#[test]
fn mutated_source_is_compiled_or_refused() {
    let library = library();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut compiled, total) = (0, cases(6000));
    for _ in 0..total {
        let mut source = excerpt(&library[random.below(library.len())], &mut random);
        mutate(&mut source, &mut random);
        let options = Options { optimize: random.below(3) as u8, future: 0 };
        let mode = [Mode::Exec, Mode::Exec, Mode::Single, Mode::Eval][random.below(4)];
        if let Ok(table) = compiler::symbol_table(&source, mode) {
            symtable::dump(&table, "x");
        }
        let Ok(code) = compiler::compile(&source, "x", mode, options) else { continue };
        compiled += 1;
        look_at(&code);
        let data = pyc::write(&code, pyc::Validity::Timestamp { mtime: 0, size: 0 });
        let (_, read) = pyc::read(&data, "x", "x.pyc").expect("what was written can be read");
        assert_eq!(pyc::write(&read, pyc::Validity::Timestamp { mtime: 0, size: 0 }).len(), data.len());
    }
    println!("mutated sources: {total}, of which {compiled} compiled");
}

#[test]
fn damaged_pyc_files_are_refused_or_read() {
    let library = library();
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let (mut read, total) = (0, cases(20_000));
    let mut data = Vec::new();
    for case in 0..total {
        if case % 200 == 0 {
            let source = excerpt(&library[random.below(library.len())], &mut random);
            let code = compiler::compile(&source, "x", Mode::Exec, Options::default());
            let code = code.or_else(|_| compiler::compile(b"x = {1, 'a'}, 2.5", "x", Mode::Exec, Options::default()));
            data = pyc::write(&code.expect("code"), pyc::Validity::Timestamp { mtime: 0, size: 0 });
        }
        let mut damaged = data.clone();
        mutate(&mut damaged, &mut random);
        marshal::inspect(damaged.get(pyc::HEADER_SIZE..).unwrap_or_default());
        if let Ok((_, code)) = pyc::read(&damaged, "x", "x.pyc") {
            read += 1;
            look_at(&code);
        }
    }
    println!("damaged .pyc files: {total}, of which {read} could be read");
}
