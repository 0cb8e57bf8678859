//! A run as a line of moments: recorded once at full speed with sparse snapshots, visited at any step by
//! re-executing from the nearest one.
#![forbid(unsafe_code)]

mod effects;
mod search;
mod session;
mod snapshot;
mod visitor;
mod walk;

pub use effects::{Change, Effects, Step};
pub use search::Cancelled;
pub use session::{Moment, Options, Progress, Session, StartError, Stream, Written};
pub use walk::{Stride, Walk};
