//! What all panes are written with: places in the source, references to objects, sentences.

pub mod explain;
pub mod place;
pub mod settings;
pub mod value;
