//! Every program under `programs/` against what CPython made of it: tokens, tree, disassembly, symbol table,
//! `.pyc`, output, traceback, exit status and the trace of its instructions; and the machine's own invariants.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use vm::eval::Tracing;
use vm::state::host::Host;
use vm::state::interpreter::{Ended, Machine};

struct Program {
    name: String,
    source: Vec<u8>,
    facts: BTreeMap<String, String>,
    stdout: String,
    stderr: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("programs")
}

fn programs() -> Vec<Program> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder of programs")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "expected"))
        .collect();
    paths.sort();
    paths.into_iter().map(|path| read(&path)).collect()
}

fn read(expected: &Path) -> Program {
    let text = std::fs::read_to_string(expected).expect("an expectation file");
    let (facts, rest) = text.split_once("--- stdout\n").expect("a section for stdout");
    let (stdout, stderr) = rest.split_once("--- stderr\n").expect("a section for stderr");
    let facts =
        facts.lines().filter_map(|line| line.split_once(' ')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    let source = expected.with_extension("py");
    Program {
        name: source.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
        source: std::fs::read(&source).expect("the program"),
        facts,
        stdout: stdout.to_owned(),
        stderr: stderr.to_owned(),
    }
}

fn sha(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn digest(text: &str) -> String {
    format!("{} {}", text.matches('\n').count(), sha(text.as_bytes()))
}

fn compile(p: &Program) -> std::sync::Arc<compiler::code::CodeObject> {
    match compiler::compile(&p.source, &p.name, syntax::Mode::Exec, compiler::Options::default()) {
        Ok(code) => code,
        Err(e) => panic!("{} does not compile: {}", p.name, e.message),
    }
}

fn started(p: &Program) -> Machine {
    started_with(p, &compile(p))
}

fn started_with(p: &Program, code: &std::sync::Arc<compiler::code::CodeObject>) -> Machine {
    let mut machine = modules::machine(Host { argv: [p.name.clone()].into(), ..Host::default() });
    machine.fuel = 0;
    machine.fuel_end = 0;
    machine.start(code, &String::from_utf8_lossy(&p.source));
    machine
}

/// Compares one aspect of all programs and prints how many agree.
fn all_agree(aspect: &str, ours: impl Fn(&Program) -> String, theirs: impl Fn(&Program) -> String) {
    let programs = programs();
    assert!(programs.len() >= 34, "programs are missing");
    let mut differences = Vec::new();
    for p in &programs {
        let (a, b) = (ours(p), theirs(p));
        if a != b {
            differences.push(format!("{}\n--- ours\n{a}\n--- CPython's\n{b}", p.name));
        }
    }
    println!("{aspect}: {} of {}", programs.len() - differences.len(), programs.len());
    assert!(differences.is_empty(), "{aspect} differs:\n{}", differences.join("\n\n"));
}

#[test]
fn tokens_agree() {
    all_agree(
        "tokens",
        |p| digest(&syntax::tokenize_dump(&p.source).unwrap_or_default()),
        |p| p.facts["tokens"].clone(),
    );
}

#[test]
fn trees_agree() {
    let ours = |p: &Program| {
        let parsed = syntax::parse(&p.source, syntax::Mode::Exec).expect("a valid program");
        digest(&(syntax::ast_dump::dump(&parsed.module, true, Some(3)) + "\n"))
    };
    all_agree("ast", ours, |p| p.facts["ast"].clone());
}

#[test]
fn disassemblies_agree() {
    let ours = |p: &Program| {
        let repr = |code: &std::sync::Arc<compiler::code::CodeObject>| compiler::dis::code_repr(code, 0);
        digest(&compiler::dis::dis_recursive(&compile(p), &compiler::dis::Options::default(), &repr))
    };
    all_agree("dis", ours, |p| p.facts["dis"].clone());
}

#[test]
fn pyc_bytes_agree() {
    let ours = |p: &Program| {
        let bytes = compiler::marshal::dumps_code(&compile(p));
        format!("{} {}", bytes.len(), sha(&bytes))
    };
    all_agree(".pyc", ours, |p| p.facts["pyc"].clone());
}

fn run(p: &Program) -> (Machine, Option<Ended>) {
    let mut machine = started(p);
    let ended = machine.run_to(u64::MAX);
    (machine, ended)
}

/// The text with `0x0` for each address, as the script that asked CPython wrote it.
fn masked(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split("0x");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')).count();
        out.push_str("0x");
        if digits >= 6 && !out[..out.len() - 2].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            out.push('0');
            out.push_str(&part[digits..]);
        } else {
            out.push_str(part);
        }
    }
    out
}

#[test]
fn outputs_agree() {
    all_agree("stdout", |p| masked(&run(p).0.host.stdout), |p| p.stdout.clone());
}

#[test]
fn errors_and_exit_statuses_agree() {
    let ours = |p: &Program| {
        let (machine, ended) = run(p);
        format!("{ended:?}\n{}", masked(&machine.host.stderr))
    };
    let theirs = |p: &Program| {
        let status: i32 = p.facts["status"].parse().expect("a number");
        format!("{:?}\n{}", Some(Ended::Exit(status)), p.stderr)
    };
    all_agree("stderr and exit status", ours, theirs);
}

#[test]
fn traces_agree() {
    let ours = |p: &Program| {
        let mut machine = started(p);
        machine.tracing = Tracing::Steps;
        machine.run_to(u64::MAX);
        let seen = std::mem::take(&mut machine.observer);
        let end = machine.program_end;
        let lines: String = seen
            .iter()
            .filter(|s| s.step < end)
            .flat_map(|s| machine.trace_lines(s, &p.name))
            .map(|line| line + "\n")
            .collect();
        if std::env::var("SHOW_TRACE").is_ok_and(|name| p.name.starts_with(&name)) {
            println!("{lines}");
        }
        digest(&lines)
    };
    // How deep an endless recursion gets depends on the frames below, which the reference's own script adds to; and
    // the reference does not monitor what a trace function does. It catches what leaves the program, and so monitors
    // finalizers that run behind its end.
    let told = |p: &Program| {
        ["endless", "settrace", "setprofile", "uncaught_with"].iter().any(|name| p.name.starts_with(name))
    };
    let ours = |p: &Program| if told(p) { String::new() } else { ours(p) };
    let theirs = |p: &Program| if told(p) { String::new() } else { p.facts["trace"].clone() };
    all_agree("trace", ours, theirs);
}

/// Where a program's instructions are specialised after its last one, as lines of `adaptive.tsv`.
fn specialised(p: &Program) -> String {
    let (ended, _) = run(p);
    let code = compile(p);
    let mut machine = started_with(p, &code);
    machine.run_to(ended.program_end.saturating_sub(1));
    let mut lines = String::new();
    let mut codes = vec![code];
    while let Some(code) = codes.pop() {
        let found = machine.codes.iter().position(|c| std::sync::Arc::ptr_eq(&c.stat.code, &code));
        let adaptive = found.map_or_else(|| code.code.clone(), |i| machine.adaptive_code(i as u32));
        let text = |_: &std::sync::Arc<compiler::code::CodeObject>| String::new();
        let plain = compiler::dis::disassemble(&code, None, &text).rows;
        let now = compiler::dis::disassemble(&code, Some(&adaptive), &text).rows;
        let changed: Vec<String> = plain
            .iter()
            .zip(&now)
            .filter(|(a, b)| a.opname != b.opname)
            .map(|(_, b)| format!("{} {}", b.offset, b.opname))
            .collect();
        let name = code.qualname.as_str().unwrap_or_default();
        let _ = writeln!(lines, "{}\t{name}:{}\t{}", p.name, code.firstlineno, changed.join(", "));
        let inner = code.consts.iter().rev().filter_map(|constant| match constant {
            compiler::code::Const::Code(inner) => Some(inner.clone()),
            _ => None,
        });
        codes.extend(inner);
    }
    lines
}

/// Where CPython's own library, which is Python code, makes a word immortal that is a constant of the program, too.
const WORDS_OF_THE_LIBRARY: [&str; 4] = ["class_namespace.py", "codecs.py", "coroutine_wrapper.py", "warm_forms.py"];

#[test]
fn specialised_instructions_agree() {
    let golden = std::fs::read_to_string(folder().join("../golden/adaptive.tsv")).expect("the golden file");
    let (mut same, mut different) = (0, Vec::new());
    for p in programs() {
        let theirs: Vec<&str> = golden.lines().filter(|line| line.split('\t').next() == Some(&p.name)).collect();
        if theirs.is_empty() {
            continue;
        }
        let ours = specialised(&p);
        assert_eq!(ours.lines().count(), theirs.len(), "{}: code objects", p.name);
        let lines: Vec<String> = ours
            .lines()
            .zip(&theirs)
            .filter(|(a, b)| {
                let words = |line: &str| line.replace("LOAD_CONST_MORTAL", "LOAD_CONST_IMMORTAL");
                a != *b && !(WORDS_OF_THE_LIBRARY.contains(&&*p.name) && words(a) == words(b))
            })
            .map(|(a, b)| format!("ours      {a}\nCPython's {b}"))
            .collect();
        if lines.is_empty() { same += 1 } else { different.push(lines.join("\n")) }
    }
    println!("specialised as in CPython: {same} of {}", same + different.len());
    assert!(same + different.len() >= 100, "programs are missing in adaptive.tsv");
    assert!(different.is_empty(), "{}", different.join("\n\n"));
}
