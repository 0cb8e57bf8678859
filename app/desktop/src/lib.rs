//! Serpentarium's window, its pictures and its command line.
#![forbid(unsafe_code)]

pub mod cli;
mod compile_moves;
mod crumbs;
pub mod docking;
pub mod document;
mod follow;
mod icons;
pub mod index;
mod keyboard;
pub mod layouts;
pub mod lesson_state;
mod overlays;
mod paint;
pub mod panes;
pub mod picture;
pub mod programs;
mod pycache;
pub mod raster;
pub mod recorder;
mod search;
pub mod shell;
pub mod theme;
mod top_bar;
mod transport;
mod view;
pub mod window;
mod worker;
