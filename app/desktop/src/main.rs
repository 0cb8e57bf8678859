#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    serpentarium::cli::main(std::env::args().skip(1).collect())
}
