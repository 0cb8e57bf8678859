//! Runs one Python file on the machine, without recording: `cargo run --release -p modules --example run -- FILE …`.

use std::io::Write;
use vm::state::host::{Host, Told};
use vm::state::interpreter::{Ended, Halt};

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: run FILE");
        std::process::exit(2);
    };
    let source = match std::fs::read(&path) {
        Ok(source) => source,
        Err(e) => {
            eprintln!("{path}: {e}");
            std::process::exit(2);
        }
    };
    let code = match compiler::compile(&source, &path, syntax::Mode::Exec, compiler::Options::default()) {
        Ok(code) => code,
        Err(e) => {
            eprintln!("{path}, line {}: {}", e.lineno, e.message);
            std::process::exit(1);
        }
    };
    let mut host = Host {
        argv: std::env::args().skip(1).collect(),
        tell: Some(tell),
        warnings: std::env::var("PYTHONWARNINGS").as_deref() != Ok("ignore"),
        ..Host::default()
    };
    host.open_folder(std::path::Path::new(&path));
    let mut machine = modules::only_machine(host);
    machine.start(&code, &String::from_utf8_lossy(&source));
    let ended = machine.run_to(u64::MAX);
    tell(Told::Flush);
    let status = match ended {
        Some(Ended::Exit(status)) => status,
        Some(Ended::Halted(Halt::NotSupported { name, line })) => {
            eprintln!("not supported yet: {name} (line {line})");
            2
        }
        Some(Ended::Halted(Halt::Limit(text))) => {
            eprintln!("{text}");
            3
        }
        _ => 3,
    };
    if std::env::var_os("AUDIT").is_some() {
        for finding in machine.audit() {
            eprintln!("audit: {finding}");
        }
        eprintln!("{} steps", machine.steps());
    }
    std::process::exit(status);
}

/// What the program writes goes out at once, as in `serpentarium run`; nothing is kept.
fn tell(told: Told) {
    let _ = match told {
        Told::Stdout(bytes) => std::io::stdout().write_all(bytes),
        Told::Stderr(bytes) => std::io::stderr().write_all(bytes),
        Told::Flush => std::io::stdout().flush(),
    };
}
