//! What a machine is: records, no behaviour of Python.

pub mod channels;
pub mod disk;
pub mod files;
pub mod frame;
pub mod host;
pub mod interpreter;
pub mod limits;
pub mod thread;
