//! What each pane shows at a moment, as plain data, and the commands that panes return. No drawing in here. What each wing
//! may use: `tests/wings.rs`.
#![forbid(unsafe_code)]

pub mod ask;
pub mod compile;
pub mod ground;
pub mod machine;
pub mod moment;
