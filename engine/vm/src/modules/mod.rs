//! `Modules/`: the native modules.

pub(crate) mod dismodule;
pub(crate) mod gcmodule;
pub(crate) mod mathmodule;
pub(crate) mod timemodule;
