//! `Python/`: built-in functions, `sys`, imports, tracebacks, start and end of the interpreter.

pub(crate) mod bltinmodule;
mod gc;
pub(crate) mod import;
pub mod pylifecycle;
pub mod pythonrun;
pub mod syshooks;
pub(crate) mod sysinfo;
pub(crate) mod sysmodule;
pub(crate) mod sysmonitoring;
pub mod traceback;
pub mod warnings;
