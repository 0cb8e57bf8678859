//! Memory: slots, pages and buffers, counts, pymalloc, the collector. It knows no Python rule and raises nothing.

pub mod audit;
pub mod buffers;
pub mod dealloc;
pub mod fixed;
pub mod gc;
pub mod object;
pub mod obmalloc;
pub mod pages;
pub mod refcount;
pub mod trace;
