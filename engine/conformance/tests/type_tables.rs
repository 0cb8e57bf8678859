//! The built-in types and modules against CPython's (`golden/make_type_tables.py`): names, text signatures, flags,
//! sizes and order of look-up are equal, but for names that are not built yet, which the machine refuses by name.

use std::collections::BTreeMap;
use vm::memory::object::{Kind, Obj};
use vm::native::reference::reference;
use vm::native::typedef::Native;
use vm::objects::types::TYPES;
use vm::state::host::Host;
use vm::state::interpreter::Machine;

/// Names and values of a dict.
fn names(m: &Machine, dict: Obj) -> BTreeMap<String, Obj> {
    m.dict_items(dict).into_iter().map(|(key, value)| (m.str_text(key), value)).collect()
}

fn signature(native: &Native) -> String {
    native.text_signature().unwrap_or("").replace('\n', "\\n")
}

/// The native behind an entry of a dict, and what kind of entry it is.
fn native_of(m: &Machine, value: Obj) -> Option<(&'static str, String)> {
    let text = |m: &Machine| signature(m.native(m.slot(value).a));
    match m.kind(value) {
        Kind::WrapperDescriptor => Some(("wrapper", text(m))),
        Kind::MethodDescriptor if m.type_name(value) == "classmethod_descriptor" => Some(("classmethod", text(m))),
        Kind::MethodDescriptor => Some(("method", text(m))),
        Kind::GetSet if m.type_name(value) == "member_descriptor" => Some(("member", String::new())),
        Kind::GetSet => Some(("getset", String::new())),
        _ => None,
    }
}

/// The file types that `TextIOWrapper` is derived from come with `_io`.
const MRO_NOT_BUILT: &[&str] = &["TextIOWrapper"];

#[test]
fn built_in_types_hold_what_cpythons_hold() {
    let m = Machine::new(Host::default());
    let (mut built, mut missing) = (0, 0);
    let mut wrong = Vec::new();
    for (i, def) in TYPES.iter().enumerate() {
        let Some(entry) = reference().types.get(def.name) else {
            wrong.push(format!("{} is no type of CPython's", def.name));
            continue;
        };
        let info = &m.types[i];
        let mro: Vec<String> = m.seq_items(info.mro).iter().map(|&c| m.name_of_type(m.slot(c).a)).collect();
        if entry.mro != mro && !MRO_NOT_BUILT.contains(&def.name) {
            wrong.push(format!("{}: mro {mro:?}", def.name));
        }
        let ours = (def.flags, def.basicsize, def.itemsize, def.text.replace('\n', "\\n"));
        let theirs = (entry.flags, entry.basicsize, entry.itemsize, entry.signature.to_owned());
        if ours != theirs {
            wrong.push(format!("{}: {ours:?}, not {theirs:?}", def.name));
        }
        let have = names(&m, info.dict);
        for (name, value) in &have {
            match (entry.names.get(name.as_str()), native_of(&m, *value)) {
                (None, _) => wrong.push(format!("{}.{name} is not in CPython", def.name)),
                (Some(theirs), Some((kind, text))) if (theirs.kind, theirs.signature) != (kind, text.as_str()) => {
                    wrong.push(format!("{}.{name}: {kind} {text}, not {theirs:?}", def.name));
                }
                _ => built += 1,
            }
        }
        let lacks: Vec<&str> = entry.names.keys().copied().filter(|name| !have.contains_key(*name)).collect();
        missing += lacks.len();
        if !lacks.is_empty() {
            println!("not built: {}: {}", def.name, lacks.join(" "));
        }
    }
    println!("types: {} of {}; names built {built}, not built {missing}", TYPES.len(), reference().types.len());
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    assert!(built > 900, "the table is not empty");
}

#[test]
fn modules_hold_nothing_that_cpythons_do_not() {
    let mut m = Machine::new(Host::default());
    let mut wrong = Vec::new();
    for def in m.modules {
        let module = m.make_native_module(def.name);
        let dict = if def.name == "builtins" { m.builtins } else { m.instance_dict(module.get()) };
        let have = names(&m, dict);
        let theirs = &reference().modules[def.name];
        for (name, value) in &have {
            let own = (m.kind(*value) == Kind::BuiltinFunction).then(|| signature(m.native(m.slot(*value).a)));
            match (theirs.get(name.as_str()), own) {
                (None, _) => wrong.push(format!("{}.{name} is not in CPython", def.name)),
                (Some(entry), Some(text)) if entry.kind == "builtin" && entry.signature != text => {
                    wrong.push(format!("{}.{name}: {text}, not {}", def.name, entry.signature));
                }
                _ => {}
            }
        }
        let lacks: Vec<&str> = theirs.keys().copied().filter(|name| !have.contains_key(*name)).collect();
        println!("not built: {}: {}", def.name, lacks.join(" "));
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}
