//! Panes of what a program is turned into: text, tokens, tree, scopes, graph, bytes.

pub mod bytecode;
pub mod flow;
pub mod opcode;
pub mod pyc;
pub mod source;
mod source_colors;
pub mod symbols;
pub mod tokens;
pub mod tree;
mod tree_drawing;
