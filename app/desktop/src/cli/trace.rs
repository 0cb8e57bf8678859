//! `trace`: a recording on the command line, instruction by instruction.

use super::recording::{record, status};
use super::{Outcome, one_file};
use model::compile::listing::lossy;
use std::io::Write;

/// Steps between two looks at what the program wrote.
const SLICE: u64 = 2_000_000;

/// `trace FILE`: one line per executed instruction of FILE's own code.
pub fn trace(args: &[String]) -> Outcome {
    let path = one_file(args)?;
    let mut recorder = record(&path)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let filename = path.display().to_string();
    if let Some(session) = recorder.session() {
        let len = session.len();
        let mut from = 0;
        while from < len {
            let seen = session.observe(from, from + SLICE);
            let machine = session.seek(len).machine;
            for step in &seen {
                let code = &machine.codes[step.code as usize];
                let unit = code.stat.units.get(step.ip.wrapping_sub(code.start) as usize).copied().unwrap_or(0);
                let meta = code.meta();
                let Some(&op) = meta.code.get(2 * unit as usize) else { continue };
                let name = compiler::opcode::info(u16::from(op)).map_or("", |info| info.name);
                // Like `sys.monitoring`, which reports nothing up to a code object's first RESUME.
                let reported = first_traceable(&meta.code) < unit && name != "RESUME";
                if reported && lossy(&meta.filename) == filename {
                    // A reader that went away ends the listing.
                    if writeln!(out, "{} {} {name}", lossy(&meta.qualname), 2 * unit).is_err() {
                        return Ok(0);
                    }
                }
            }
            from += SLICE;
        }
    }
    let _ = out.flush();
    drop(out);
    Ok(status(&mut recorder))
}

/// The code unit of a code object's first RESUME (`_co_firsttraceable`).
fn first_traceable(code: &[u8]) -> u32 {
    let resume = code.chunks_exact(2).position(|unit| u16::from(unit[0]) == compiler::opcode::RESUME);
    resume.unwrap_or(0) as u32
}
