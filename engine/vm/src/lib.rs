//! The machine: executes code objects as CPython 3.14 does, on plain data that can be copied.
//!
//! Wings: `Objects/foo.c` is `objects/foo`, `Python/bar.c` is `python/bar`, `Modules/baz.c` the crate `modules`; below them
//! lie `memory`, `state` and `native`, between them `eval`, the loop. Start at [`state::interpreter::Machine`].
#![forbid(unsafe_code)]

pub mod eval;
pub mod inspect;
pub mod memory;
pub mod native;
pub mod objects;
pub mod python;
pub mod state;
