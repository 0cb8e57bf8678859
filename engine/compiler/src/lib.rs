//! AST → symbol table → instructions → flow graph → code object, with CPython 3.14's own passes; `dis`, `marshal`, `.pyc`.
#![forbid(unsafe_code)]

pub mod code;
pub mod opcode;
