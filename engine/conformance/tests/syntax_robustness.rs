//! No source makes any stage panic, hang or overflow the stack: token soup, cut and mutated pieces of the library,
//! random bytes, deep nesting. `SYNTAX_CASES` sets how many (default 100000), `SYNTAX_SEED` where from.

mod random;

use random::Random;
use std::path::{Path, PathBuf};
use syntax::{Mode, Options};

const SOUP: &[&str] = &[
    "if",
    "else",
    "elif",
    "while",
    "for",
    "in",
    "is",
    "not",
    "and",
    "or",
    "def",
    "class",
    "return",
    "yield",
    "from",
    "import",
    "as",
    "with",
    "try",
    "except",
    "finally",
    "raise",
    "lambda",
    "async",
    "await",
    "match",
    "case",
    "type",
    "_",
    "global",
    "nonlocal",
    "del",
    "pass",
    "break",
    "continue",
    "assert",
    "True",
    "None",
    "print",
    "x",
    "y",
    "é",
    "1",
    "0x1f",
    "1.5e3",
    "2j",
    "1_0",
    "'s'",
    "\"\"\"t\"\"\"",
    "b'b'",
    "f'",
    "f\"\"\"",
    "t'",
    "rf'",
    "'",
    "\"",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    ";",
    ",",
    ".",
    "...",
    "->",
    ":=",
    "=",
    "==",
    "!=",
    "<>",
    "!",
    "+",
    "-",
    "*",
    "**",
    "/",
    "//",
    "%",
    "@",
    "&",
    "|",
    "^",
    "~",
    "<<",
    ">>",
    "<",
    ">",
    "<=",
    ">=",
    "+=",
    "**=",
    "\\",
    "\\N{",
    "#",
    "\n",
    "\n    ",
    "\n        ",
    "\n\t",
    "  ",
    "$",
    "?",
    "`",
    "\u{feff}",
    "\0",
    "\u{c}",
    "\r",
];

fn library() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(rustpython_pylib::LIB_PATH)];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                files.push(path);
            }
        }
    }
    files
}

/// Some lines of a library file.
fn piece(random: &mut Random, files: &[PathBuf]) -> Vec<u8> {
    let source = std::fs::read(&files[random.below(files.len())] as &Path).expect("a file of the library");
    let mut start = random.below(source.len());
    while start > 0 && source[start - 1] != b'\n' {
        start -= 1;
    }
    let end = (start + 1 + random.below(1500)).min(source.len());
    source[start.min(end)..end].to_vec()
}

fn mutate(random: &mut Random, source: &mut Vec<u8>) {
    for _ in 0..=random.below(4) {
        let at = random.below(source.len());
        let insert = random.pick(SOUP).as_bytes().to_vec();
        match random.below(4) {
            0 if at < source.len() => {
                source.remove(at);
            }
            1 if at < source.len() => source[at] = random.next() as u8,
            2 => {
                source.splice(at..at, insert);
            }
            _ => {
                let end = (at + random.below(40)).min(source.len());
                let copy = source[at..end].to_vec();
                let to = random.below(source.len());
                source.splice(to..to, copy);
            }
        }
    }
}

fn case(random: &mut Random, files: &[PathBuf]) -> Vec<u8> {
    match random.below(8) {
        0 => (0..random.below(200)).map(|_| random.next() as u8).collect(),
        1 | 2 => {
            let mut source = String::new();
            for _ in 0..random.below(60) {
                source.push_str(random.pick(SOUP));
                if random.below(3) > 0 {
                    source.push(' ');
                }
            }
            source.into_bytes()
        }
        3 => piece(random, files),
        _ => {
            let mut source = piece(random, files);
            mutate(random, &mut source);
            source
        }
    }
}

/// Everything that may be done with a source.
fn exercise(source: &[u8], mode: Mode, from_string: bool) {
    let _ = syntax::tokenize_dump(source);
    let options = Options { type_comments: from_string, from_string };
    match syntax::parse_with(source, mode, options) {
        Ok(parsed) => {
            syntax::ast_dump::dump(&parsed.module, true, None);
            let nodes = syntax::nodes::nodes(&parsed.module);
            assert_eq!(syntax::nodes::completion_order(&nodes).len(), nodes.len());
            syntax::nodes::innermost_at(&nodes, 1, 0);
            // On through every later stage, to the bytes of a `.pyc`.
            if let Ok(stages) = compiler::compile_stages(source, "file.py", mode, compiler::Options::default()) {
                compiler::pyc::write(&stages.code, compiler::pyc::Validity::Timestamp { mtime: 0, size: 0 });
            }
        }
        Err(error) => {
            error.report("file.py");
        }
    }
}

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// The cases are shared by so many threads, each with its own sequence: the same on every machine.
const THREADS: u64 = 4;

#[test]
fn nothing_panics() {
    let files = library();
    let seed = from_environment("SYNTAX_SEED", 0x9E37_79B9_7F4A_7C15);
    let cases = from_environment("SYNTAX_CASES", 100_000);
    let share = cases.div_ceil(THREADS);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let files = &files;
            scope.spawn(move || {
                let mut random = Random(seed.wrapping_mul(2 * thread + 1));
                for number in 0..share {
                    let source = case(&mut random, files);
                    let mode = [Mode::Exec, Mode::Exec, Mode::Eval, Mode::Single][random.below(4)];
                    if std::env::var("SYNTAX_TRACE").is_ok() {
                        eprintln!("thread {thread}, case {number}: {:?}", String::from_utf8_lossy(&source));
                    }
                    exercise(&source, mode, number % 2 == 0);
                }
            });
        }
    });
    println!("cases: {cases}");
}

#[test]
fn deep_nesting_ends_in_an_answer() {
    let repeated = [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{1:", "1", "}"),
        ("f(", "1", ")"),
        ("a[", "1", "]"),
        ("(a:=", "1", ")"),
        ("-", "1", ""),
        ("not ", "1", ""),
        ("1**", "1", ""),
        ("lambda:", "1", ""),
        ("1 if 1 else ", "1", ""),
        ("1+", "1", ""),
        ("1 or ", "1", ""),
        ("a.", "a", ""),
        ("", "a", "()"),
        ("", "a", "[0]"),
        ("f\"{", "1", "}\""),
        ("if 1: pass\nel", "if 1: pass", "\n"),
        ("x = ", "1", ""),
        ("@a\n", "def f(): pass", ""),
        ("[a for a in ", "b", "]"),
        ("(yield ", "1", ")"),
        ("await ", "a", ""),
        ("*", "a", ""),
        ("for a in b:", "pass", ""),
        ("match x:\n case (", "1", ")"),
    ];
    for (open, middle, close) in repeated {
        for count in [50, 99, 150, 199, 201, 900, 2900, 5900, 6100, 20_000] {
            let source = format!("{}{middle}{}\n", open.repeat(count), close.repeat(count));
            exercise(source.as_bytes(), Mode::Exec, false);
        }
    }
}
