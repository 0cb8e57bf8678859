//! Source text → tokens → AST, exactly as CPython 3.14 makes them. Knows nothing of its users.
#![forbid(unsafe_code)]

pub mod ast;
pub mod pystr;
