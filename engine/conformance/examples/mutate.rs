//! Writes programs made wrong on purpose into a folder: `cargo run --release -p conformance --example mutate -- FOLDER
//! COUNT [FIRST SEED]`; `differential.py` runs them beside a CPython.

use conformance::mutate::mutated;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (Some(folder), Some(count)) = (args.first(), args.get(1).and_then(|n| n.parse::<u64>().ok())) else {
        eprintln!("usage: mutate FOLDER COUNT [FIRST SEED]");
        std::process::exit(2);
    };
    let first: u64 = args.get(2).and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut paths: Vec<_> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("programs"))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "py") && !path.ends_with("make_programs.py"))
        .collect();
    paths.sort();
    let programs: Vec<String> = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    std::fs::create_dir_all(folder)?;
    for seed in first..first + count {
        std::fs::write(Path::new(folder).join(format!("m{seed}.py")), mutated(&programs, seed))?;
    }
    Ok(())
}
