//! A run as a line of moments: recorded once at full speed with sparse snapshots, visited at any step by
//! re-executing from the nearest one.
#![forbid(unsafe_code)]

mod effects;
mod search;
mod session;
mod snapshot;

pub use effects::{Change, Effects};
pub use search::{CallSpan, Lanes, LinePoint};
pub use session::{Moment, Options, Progress, Session, StartError, Written};
