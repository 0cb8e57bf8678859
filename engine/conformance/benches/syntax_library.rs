//! Parsing the whole library: `PYTHON314=python3.14 cargo bench -p conformance --bench syntax_library` prints our best
//! time of five, that of `ast.parse` on the same machine, and the ratio.

use std::hint::black_box;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;

const AST_PARSE: &str = "
import ast, pathlib, sys, time, warnings
warnings.simplefilter('ignore')
sources = [path.read_bytes() for path in pathlib.Path(sys.argv[1]).rglob('*.py')]
best = None
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    for source in sources:
        try:
            ast.parse(source)
        except SyntaxError:
            pass
    seconds = time.perf_counter() - start
    best = seconds if best is None else min(best, seconds)
print(best)
";

fn sources() -> Vec<Vec<u8>> {
    let mut sources = Vec::new();
    let mut folders = vec![PathBuf::from(rustpython_pylib::LIB_PATH)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                sources.push(std::fs::read(path).expect("a file of the library"));
            }
        }
    }
    sources
}

fn parse_all(sources: &[Vec<u8>]) -> Duration {
    let start = Instant::now();
    for source in sources {
        let _ = black_box(syntax::parse(source, syntax::Mode::Exec));
    }
    start.elapsed()
}

fn main() {
    let sources = sources();
    let bytes: usize = sources.iter().map(Vec::len).sum();
    let ours = (0..ROUNDS).map(|_| parse_all(&sources)).min().unwrap_or_default();
    println!("parse: {} files, {bytes} bytes in {ours:?}", sources.len());
    let Ok(python) = std::env::var("PYTHON314") else { return };
    let rounds = ROUNDS.to_string();
    let output = Command::new(python).args(["-c", AST_PARSE, rustpython_pylib::LIB_PATH, &rounds]).output();
    let output = output.expect("PYTHON314 names an interpreter").stdout;
    let theirs: f64 = String::from_utf8_lossy(&output).trim().parse().expect("a number of seconds");
    println!("ast.parse: {theirs:.3} s; ratio {:.3}", ours.as_secs_f64() / theirs);
}
