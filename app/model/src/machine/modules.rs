//! The imported modules, as `sys.modules` has them.

use super::address;
use crate::ground::value::{Address, Mark};
use vm::memory::object::{Kind, Obj};
use vm::state::interpreter::Machine;

#[derive(Clone, Debug, PartialEq)]
pub struct ModuleRow {
    /// Its name in `sys.modules`.
    pub name: String,
    pub address: Address,
    /// Where its code is: the program, or built into the interpreter.
    pub origin: &'static str,
    /// Names in its namespace.
    pub names: u32,
    /// `None` for immortal objects.
    pub refcount: Option<u64>,
    /// New: the last step imported it.
    pub mark: Mark,
}

/// In the order in which they were imported.
pub fn modules(machine: &Machine) -> Vec<ModuleRow> {
    let mut rows = Vec::new();
    if machine.sys_modules.is_null() || machine.kind(machine.sys_modules) != Kind::Dict {
        return rows;
    }
    machine.dict_each(machine.sys_modules, &mut |key, object| {
        if machine.kind(key) == Kind::Str {
            let slot = machine.slot(object);
            rows.push(ModuleRow {
                name: machine.str_text(key),
                address: address(machine, object),
                origin: if object == machine.main_module { "the program" } else { "built in" },
                names: names(machine, object),
                refcount: (!slot.is_immortal()).then_some(u64::from(slot.refcnt)),
                mark: Mark::None,
            });
        }
    });
    rows
}

fn names(machine: &Machine, object: Obj) -> u32 {
    if machine.kind(object) != Kind::Module {
        return 0;
    }
    let dict = Obj(machine.slot(object).b_lo());
    if dict.is_null() || machine.kind(dict) != Kind::Dict { 0 } else { machine.dict_len(dict) }
}
