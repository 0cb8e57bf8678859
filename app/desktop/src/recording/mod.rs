//! The thread that owns the machine: what is asked of it, where moments lie, what it answers. Draws nothing.

mod compile_moves;
mod imports;
pub mod index;
mod origins;
pub mod programs;
mod pycache;
pub mod recorder;
mod search;
pub mod worker;
