//! What can be asked of the app: commands, keys, anchors and questions of lessons, what is selected, how much is shown.

pub mod anchor;
pub mod command;
pub mod detail;
pub mod divergence;
pub mod import_query;
pub mod keys;
pub mod lesson;
pub mod query;
pub mod selection;
