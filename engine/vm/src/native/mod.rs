//! How native functions are declared, found and given their arguments.

pub mod args;
pub mod registry;
pub(crate) mod slotdefs;
pub mod static_strings;
pub mod typedef;
