//! The built-in types and modules against CPython's (`golden/make_type_tables.py`): names, text signatures, flags,
//! sizes and order of look-up are equal, but for names that are not built yet, which the machine refuses by name.

use std::collections::BTreeMap;
use vm::memory::object::{Kind, Obj};
use vm::native::reference::reference;
use vm::native::typedef::Native;
use vm::objects::types::TYPES;
use vm::state::host::Host;
use vm::state::interpreter::{Ended, Halt, Machine};

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

/// Types that the table was not made of: what only modules show, and one that no program sees.
const NOT_IN_TABLE: &[&str] = &["SimpleNamespace", "structseq", "Generic"];

#[test]
fn built_in_types_hold_what_cpythons_hold() {
    let m = modules::machine(Host::default());
    let (mut built, mut missing) = (0, 0);
    let mut wrong = Vec::new();
    for (i, def) in TYPES.iter().enumerate() {
        let Some(entry) = reference().types.get(def.name) else {
            if NOT_IN_TABLE.contains(&def.name) {
                continue;
            }
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
    let mut m = modules::machine(Host::default());
    let mut wrong = Vec::new();
    for def in m.modules.clone().iter().filter(|def| reference().modules.contains_key(def.name)) {
        let module = m.make_native_module(def.name).into_edge();
        let dict = if def.name == "builtins" { m.builtins } else { m.instance_dict(module) };
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

/// How the program that asks for an attribute and catches everything ends.
fn ends(source: &str) -> (Option<Ended>, String) {
    let code = compiler::compile(source.as_bytes(), "asks.py", compiler::Mode::Exec, compiler::Options::default())
        .expect("the program compiles");
    let mut m = modules::machine(Host::default());
    m.start(&code, source);
    let ended = m.run_to(u64::MAX);
    let text = String::from_utf8_lossy(&m.host.stdout).into_owned();
    (ended, text)
}

#[test]
fn what_is_not_built_is_refused_by_name_and_cannot_be_caught() {
    let m = modules::machine(Host::default());
    let mut leaks = Vec::new();
    let mut asked = 0;
    let mut ask = |what: &str, expected: String, imports: &str| {
        asked += 1;
        let source =
            format!("{imports}\ntry:\n    print(type({what}))\nexcept BaseException as e:\n    print(repr(e))\n");
        match ends(&source) {
            (Some(Ended::Halted(Halt::NotSupported { name, .. })), _) if name == expected => {}
            (ended, text) => leaks.push(format!("{what}: {ended:?} {text}")),
        }
    };
    for (i, def) in TYPES.iter().enumerate() {
        let visible = !m.dict_items(m.builtins).iter().all(|(_, value)| *value != m.types[i].obj);
        let Some(entry) = reference().types.get(def.name) else { continue };
        let have = names(&m, m.types[i].dict);
        // What a type inherits is found, even where CPython's has it once more.
        for name in entry.names.keys().filter(|name| visible && !have.contains_key(**name)) {
            let inherited = entry.mro.iter().skip(1).any(|base| {
                TYPES
                    .iter()
                    .zip(&m.types)
                    .any(|(def, info)| def.name == *base && names(&m, info.dict).contains_key(*name))
            });
            let of_type = names(&m, m.types[vm::objects::typeobject::ty::TYPE as usize].dict).contains_key(*name);
            if !inherited && !of_type {
                ask(&format!("{}.{name}", def.name), format!("{}.{name}", def.name), "");
            }
        }
    }
    for def in m.modules.clone().iter().filter(|def| reference().modules.contains_key(def.name)) {
        let mut other = modules::machine(Host::default());
        // The start adds to `sys`.
        let sys = other.dict_get_str(other.sys_modules, vm::native::static_strings::SYS);
        let module = if def.name == "sys" { sys } else { other.make_native_module(def.name).into_edge() };
        let dict = if def.name == "builtins" { other.builtins } else { other.instance_dict(module) };
        let have = names(&other, dict);
        for name in reference().modules[def.name].keys().filter(|name| !have.contains_key(**name)) {
            match def.name {
                "builtins" => ask(name, (*name).to_owned(), ""),
                module => ask(&format!("{module}.{name}"), format!("{module}.{name}"), &format!("import {module}")),
            }
        }
    }
    for name in ["pyexpat", "_bz2", "_lzma"] {
        ask("1", format!("import {name}"), &format!("import {name}"));
    }
    println!("asked for {asked} names that are not built");
    assert!(leaks.is_empty(), "{} of {asked} are not refused:\n{}", leaks.len(), leaks.join("\n"));
}

#[test]
fn what_cpython_lacks_is_an_ordinary_error() {
    for (source, expected) in [
        ("try: bytearry\nexcept NameError as e: print(e)", "name 'bytearry' is not defined\n"),
        ("try: [].apend\nexcept AttributeError as e: print(e)", "'list' object has no attribute 'apend'\n"),
        ("import sys\ntry: sys.flag\nexcept AttributeError as e: print(e)", "module 'sys' has no attribute 'flag'\n"),
        ("try: import jsn\nexcept ModuleNotFoundError as e: print(e)", "No module named 'jsn'\n"),
        ("try: import _heapq\nexcept ImportError as e: print(e)", "No module named '_heapq'\n"),
        ("print(hasattr(1, 'x'), getattr(1, 'x', 2))", "False 2\n"),
    ] {
        assert_eq!(ends(source), (Some(Ended::Exit(0)), expected.to_owned()), "{source}");
    }
}
