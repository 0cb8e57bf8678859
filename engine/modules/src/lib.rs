//! The modules that are C in CPython, but for `builtins` and `sys`: `Modules/baz.c` is `bazmodule`. Each is one
//! declaration; a machine is given the list when it is made, so the machine does not know them.
#![forbid(unsafe_code)]

mod dismodule;
mod gcmodule;
mod mathmodule;
mod timemodule;
mod weakrefmodule;

use vm::native::typedef::ModuleDef;
use vm::state::host::Host;
use vm::state::interpreter::Machine;

/// All of them.
pub static ALL: &[&ModuleDef] =
    &[&mathmodule::MODULE, &timemodule::MODULE, &gcmodule::MODULE, &dismodule::MODULE, &weakrefmodule::MODULE];

/// A machine with all modules, and nothing of a program yet.
pub fn machine(host: Host) -> Machine {
    Machine::new(host, ALL)
}
