#![forbid(unsafe_code)]

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let file = std::env::args_os().nth(1);
    match serpentarium::window::open(file.as_ref().map(Path::new)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("serpentarium: {problem}");
            ExitCode::from(2)
        }
    }
}
