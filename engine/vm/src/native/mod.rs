//! How native functions are declared, found and given their arguments.

pub mod args;
pub(crate) mod bind;
pub mod left_out;
pub mod reference;
pub mod signature;
pub mod static_strings;
pub mod typedef;
