//! The imported modules, as `sys.modules` has them.

use super::address;
use super::elsewhere::is_library;
use super::import_search::{attribute, class_of};
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
            let origin = origin(machine, object);
            rows.push(ModuleRow {
                name: machine.str_text(key),
                address: address(machine, object),
                origin,
                names: names(machine, object),
                refcount: (!slot.is_immortal()).then_some(u64::from(slot.refcnt)),
                mark: Mark::None,
            });
        }
    });
    rows
}

/// What `sys.modules` has under a name.
pub fn module(machine: &Machine, name: &str) -> Option<Obj> {
    held(machine, machine.sys_modules, name)
}

/// What `sys` has under a name.
pub fn of_sys(machine: &Machine, name: &str) -> Option<Obj> {
    has(machine, module(machine, "sys")?, name)
}

/// What a module has under a name.
pub fn has(machine: &Machine, module: Obj, name: &str) -> Option<Obj> {
    let module = Some(module).filter(|module| machine.kind(*module) == Kind::Module)?;
    held(machine, Obj(machine.slot(module).b_lo()), name)
}

fn held(machine: &Machine, dict: Obj, name: &str) -> Option<Obj> {
    if dict.is_null() || machine.kind(dict) != Kind::Dict {
        return None;
    }
    let mut found = None;
    machine.dict_each(dict, &mut |key, object| {
        if machine.kind(key) == Kind::Str && machine.str_is(key, name) {
            found = Some(object);
        }
    });
    found
}

/// Where a module's code is, in two words.
fn origin(machine: &Machine, module: Obj) -> &'static str {
    if module == machine.main_module {
        return "the program";
    }
    let spec = has(machine, module, "__spec__");
    let loader = spec.and_then(|spec| attribute(machine, spec, "loader")).map(|loader| class_of(machine, loader));
    match loader.as_deref() {
        Some("FrozenImporter") => "frozen",
        Some("SourceFileLoader") => {
            let file = has(machine, module, "__file__").filter(|file| machine.kind(*file) == Kind::Str);
            let library = file.is_some_and(|file| is_library(machine, machine.str_text(file).as_bytes()));
            if library { "the library" } else { "beside it" }
        }
        _ => "built in",
    }
}

fn names(machine: &Machine, object: Obj) -> u32 {
    if machine.kind(object) != Kind::Module {
        return 0;
    }
    let dict = Obj(machine.slot(object).b_lo());
    if dict.is_null() || machine.kind(dict) != Kind::Dict { 0 } else { machine.dict_len(dict) }
}
