//! Parsing and compiling the whole library beside CPython, in turns: `PYTHON314=python3.14 cargo bench -p conformance
//! --bench library` prints the best time of nine of each and the ratios; without the variable ours alone.

use std::hint::black_box;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

const ROUNDS: usize = 9;

/// Prints the seconds of one round of `ast.parse` and one of `compile` over all files.
const CPYTHON: &str = "
import ast, pathlib, sys, time, warnings
warnings.simplefilter('ignore')
sources = [path.read_bytes() for path in sorted(pathlib.Path(sys.argv[1]).rglob('*.py'))]
for work in ast.parse, lambda source: compile(source, 'file.py', 'exec', dont_inherit=True):
    start = time.perf_counter()
    for source in sources:
        try:
            work(source)
        except SyntaxError:
            pass
    print(time.perf_counter() - start)
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

fn seconds<T>(sources: &[Vec<u8>], work: impl Fn(&[u8]) -> T) -> f64 {
    let start = Instant::now();
    for source in sources {
        black_box(work(source));
    }
    start.elapsed().as_secs_f64()
}

fn theirs(python: &str) -> [f64; 2] {
    let output = Command::new(python).args(["-c", CPYTHON, rustpython_pylib::LIB_PATH]).output();
    let output = output.expect("PYTHON314 names an interpreter").stdout;
    let mut lines = String::from_utf8_lossy(&output).lines().map(str::to_owned).collect::<Vec<_>>().into_iter();
    let mut next = || lines.next().and_then(|line| line.parse().ok()).expect("a number of seconds");
    [next(), next()]
}

fn main() {
    let sources = sources();
    let python = std::env::var("PYTHON314").ok();
    let options = compiler::Options::default();
    let mode = compiler::Mode::Exec;
    let mut best = [f64::INFINITY; 5];
    for _ in 0..ROUNDS {
        let [parse, compile] = python.as_deref().map_or([f64::NAN; 2], theirs);
        let round = [
            seconds(&sources, |source| syntax::parse(source, mode)),
            seconds(&sources, |source| compiler::compile(source, "file.py", mode, options)),
            seconds(&sources, |source| compiler::compile_stages(source, "file.py", mode, options)),
            parse,
            compile,
        ];
        for (best, time) in best.iter_mut().zip(round) {
            *best = best.min(time);
        }
    }
    let [parse, compile, stages, their_parse, their_compile] = best;
    println!("{} files, {} bytes", sources.len(), sources.iter().map(Vec::len).sum::<usize>());
    println!("parse {parse:.3} s, compile {compile:.3} s, compile with all stages kept {stages:.3} s");
    if python.is_some() {
        println!("CPython: ast.parse {their_parse:.3} s, compile {their_compile:.3} s");
        println!(
            "ratios: parse {:.2}, compile {:.2}, with all stages {:.2}",
            parse / their_parse,
            compile / their_compile,
            stages / their_compile
        );
    }
}
