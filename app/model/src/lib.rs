//! What each pane shows at a moment, as plain data, and the commands that panes return. No drawing in here.
#![forbid(unsafe_code)]

pub mod ast;
pub mod bytecode;
pub mod command;
pub mod compile;
pub mod console;
pub mod detail;
pub mod divergence;
pub mod explain;
pub mod flow;
pub mod flow_layout;
pub mod frames;
pub mod gc;
pub mod heap;
pub mod interned;
pub mod keys;
pub mod lesson;
pub mod listing;
pub mod machine;
pub mod moment;
pub mod namespaces;
pub mod opcode_words;
pub mod place;
pub mod placement;
pub mod pyc;
pub mod reading;
mod reentry;
pub mod selection;
pub mod sentence;
pub mod source;
pub mod state;
pub mod symbols;
pub mod timeline;
pub mod tokens;
pub mod tree_layout;
pub mod value;
