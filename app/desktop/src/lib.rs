//! Serpentarium's window, its pictures and its command line. What each wing may use: `tests/wings.rs`.
#![forbid(unsafe_code)]

pub mod cli;
pub mod look;
pub mod panes;
pub mod picture;
pub mod recording;
pub mod shell;
