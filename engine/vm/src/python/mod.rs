//! `Python/`: built-in functions, `sys`, imports, tracebacks, start and end of the interpreter.

pub(crate) mod bltinmodule;
mod gc;
pub(crate) mod import;
pub mod pylifecycle;
pub mod pythonrun;
pub(crate) mod sysinfo;
pub(crate) mod sysmodule;
pub mod traceback;
pub(crate) mod warnings;
