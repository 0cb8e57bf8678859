//! What each instruction does, in a sentence: the compiler's own page of it.

use compiler::{opcode, opcode_docs};

/// The sentence for an instruction; backquotes mark code.
pub fn of(name: &str) -> &'static str {
    opcode::by_name(name).and_then(|info| opcode_docs::sentence(info.op)).unwrap_or("")
}
