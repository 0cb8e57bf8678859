//! `dis.dis` (`Lib/dis.py`), printed by the disassembler that the command line uses.

use crate::args::{Conv, Native, native_fn};

pub const FUNCTIONS: &[Native] = &[native_fn("dis", Conv::Any, |m, _| Err(m.not_supported("dis.dis()")))];
