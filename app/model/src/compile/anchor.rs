//! Moments of the compilation by what happens there.

use super::Stage;

/// A place in the compilation by what happens there. `unit` is the name of a code unit, if it matters which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileAnchor {
    /// The n-th step of all, from 1.
    Step(u64),
    /// The n-th time that the stage begins.
    Stage { stage: Stage, unit: Option<String>, nth: u32 },
    /// The n-th token, as the parser sees them.
    Token(u64),
    /// The n-th node of the kind that is completed.
    Node { kind: String, nth: u32 },
    /// The n-th node that preprocessing rewrites.
    Rewrite { nth: u32 },
    /// The n-th time that the pass has been over a unit.
    Pass { name: String, unit: Option<String>, nth: u32 },
    /// The n-th time that code generation emits the instruction.
    Emit { name: String, unit: Option<String>, nth: u32 },
    /// The n-th time that the second walk decides about the name.
    Name { name: String, nth: u32 },
}
