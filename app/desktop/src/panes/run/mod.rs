//! Panes of what the machine holds at a moment.

mod answers;
pub mod collector;
pub mod console;
pub mod files;
pub mod frames;
pub mod heap;
pub mod interned;
mod module_graph;
pub mod modules;
pub mod namespaces;
pub mod object;
pub mod profile;
