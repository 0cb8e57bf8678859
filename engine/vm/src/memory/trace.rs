//! In which ways the loop is compiled: what it leaves behind for those who look on.

/// How the loop is compiled.
pub trait Trace {
    /// The machine's observer is called before every instruction.
    const ON: bool;
    /// Pages that the loop itself writes are marked, as all other code does.
    const MARKS: bool;
}

/// For running: not a trace of tracing in the machine code.
pub struct NoTrace;
impl Trace for NoTrace {
    const ON: bool = false;
    const MARKS: bool = false;
}

/// For short ways between moments: what was written is known, so that going back copies little.
pub struct Marking;
impl Trace for Marking {
    const ON: bool = false;
    const MARKS: bool = true;
}

/// For looking: each step is shown to the machine's observer.
pub struct Observed;
impl Trace for Observed {
    const ON: bool = true;
    const MARKS: bool = true;
}

/// Which of the loops a machine runs in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tracing {
    Off,
    Pages,
    Steps,
}
