//! Frames with their names and evaluation stacks, and the namespaces that the running code can see.

use super::{Scene, offset, position, value};
use crate::compile::bytecode::InstructionRow;
use crate::compile::listing::lossy;
use crate::machine::frames::{FrameModel, FramesModel};
use crate::machine::namespaces::{Binding, NamespacesModel, Scope, ScopeKind};
use compiler::code::fast;
use vm::eval::frame::Frame;
use vm::memory::object::{Kind, Obj, StackRef};
use vm::state::interpreter::Machine;

/// Frames shown at each end of a deep call stack.
const FRAMES: usize = 40;
const NAMES: usize = 60;

pub fn frames(machine: &Machine, scene: &Scene) -> FramesModel {
    let count = machine.thread.frames.len();
    let shown =
        machine.thread.frames.iter().enumerate().filter(|(index, _)| *index < FRAMES || index + FRAMES >= count);
    let frames = shown.map(|(index, _)| self::frame(machine, scene, index, index + 1 == count)).collect();
    FramesModel { frames, depth: count }
}

fn frame(machine: &Machine, scene: &Scene, index: usize, running: bool) -> FrameModel {
    let frame = &machine.thread.frames[index];
    let loaded = &machine.codes[frame.code as usize];
    let code = scene.code_index(&loaded.stat.code);
    let offset = offset(machine, frame, running);
    let takes = code
        .and_then(|code| scene.codes.get(code))
        .and_then(|(_, listing)| Some(listing.rows()[listing.row_at(offset)?].pops as usize))
        .filter(|_| running)
        .unwrap_or(0);
    let (names, more_names) = names(machine, frame);
    let base = machine.stack_base(frame);
    let stack = (base..frame.sp.max(base)).map(|at| slot(machine, machine.thread.stack[at as usize])).collect();
    FrameModel {
        native: frame.is_native(),
        name: machine.native_title(index).unwrap_or_else(|| lossy(&loaded.meta().qualname)),
        filename: lossy(&loaded.meta().filename),
        line: position(machine, frame, running).0,
        offset,
        code: code.unwrap_or(usize::MAX),
        names,
        more_names,
        stack,
        capacity: loaded.meta().stacksize as usize,
        takes,
    }
}

fn slot(machine: &Machine, reference: StackRef) -> Option<crate::ground::value::Value> {
    (reference != StackRef::NULL).then(|| value(machine, reference.obj()))
}

/// A frame's own names: a function's locals, or the namespace of a module or class body.
fn names(machine: &Machine, frame: &Frame) -> (Vec<Binding>, usize) {
    if !frame.locals.is_null() && machine.kind(frame.locals) == Kind::Dict {
        return dict_names(machine, frame.locals);
    }
    let code = &machine.codes[frame.code as usize];
    let meta = code.meta();
    let mut names = Vec::new();
    for i in 0..code.stat.nlocalsplus {
        let kind = meta.localspluskinds.get(i as usize).copied().unwrap_or(0);
        if kind & fast::HIDDEN != 0 {
            continue;
        }
        let name = machine.str_text(machine.code_local_name(frame.code, i));
        let held = machine.thread.stack[(frame.base + i) as usize];
        let cell = kind & (fast::CELL | fast::FREE) != 0;
        let object = match held {
            StackRef::NULL => Obj::NULL,
            held if cell && machine.kind(held.obj()) == Kind::Cell => machine.cell_get(held.obj()),
            held => held.obj(),
        };
        names.push(Binding { name, value: (!object.is_null()).then(|| value(machine, object)), cell });
    }
    let more = names.len().saturating_sub(NAMES);
    names.truncate(NAMES);
    (names, more)
}

/// Names of a namespace; those that every module has are counted, not shown.
fn dict_names(machine: &Machine, dict: Obj) -> (Vec<Binding>, usize) {
    let mut names = Vec::new();
    let mut more = 0;
    machine.dict_each(dict, &mut |key, object| {
        let name =
            if machine.kind(key) == Kind::Str { machine.str_text(key) } else { super::repr::short(machine, key) };
        if (name.starts_with("__") && name.ends_with("__")) || names.len() >= NAMES {
            more += 1;
        } else {
            names.push(Binding { name, value: Some(value(machine, object)), cell: false });
        }
    });
    (names, more)
}

/// Local, enclosing, global, built-in; and where the name of the next instruction is found.
pub fn namespaces(machine: &Machine, next: Option<&InstructionRow>) -> NamespacesModel {
    let Some(frame) = machine.thread.frames.last() else { return NamespacesModel::default() };
    let owner = lossy(&machine.codes[frame.code as usize].meta().qualname);
    let mut scopes = Vec::new();
    let module_level = frame.locals == frame.globals;
    if !module_level {
        let (names, more) = names(machine, frame);
        let kinds = &machine.codes[frame.code as usize].meta().localspluskinds;
        let free = |binding: &Binding| {
            let index = (0..kinds.len() as u32)
                .find(|i| machine.str_text(machine.code_local_name(frame.code, *i)) == binding.name);
            frame.locals.is_null() && index.is_some_and(|index| kinds[index as usize] & fast::FREE != 0)
        };
        let (enclosing, local): (Vec<_>, Vec<_>) = names.into_iter().partition(free);
        scopes.push(Scope { kind: ScopeKind::Local, owner: owner.clone(), bindings: local, more });
        if !enclosing.is_empty() {
            let owner = owner.rsplit_once(".<locals>").map_or(String::new(), |(outer, _)| outer.to_owned());
            scopes.push(Scope { kind: ScopeKind::Enclosing, owner, bindings: enclosing, more: 0 });
        }
    }
    let (bindings, more) = dict_names(machine, frame.globals);
    let file = lossy(&machine.codes[frame.code as usize].meta().filename);
    let short = file.rsplit('/').next().unwrap_or("").to_owned();
    scopes.push(Scope { kind: ScopeKind::Global, owner: short, bindings, more });
    let lookup = next.and_then(|row| {
        let looks = row.name.starts_with("LOAD_")
            && ["NAME", "GLOBAL", "FAST", "DEREF"].iter().any(|part| row.name.contains(part));
        let name = row.meaning.split([' ', ',']).next().unwrap_or("").to_owned();
        (looks && !name.is_empty()).then_some(name)
    });
    let (bindings, total) = builtins(machine, frame.builtins, lookup.as_deref());
    let more = total - bindings.len();
    scopes.push(Scope { kind: ScopeKind::Builtin, owner: "builtins".to_owned(), bindings, more });
    let lookup = lookup.map(|name| {
        let searched = next.map_or(&[][..], |row| searched(row.name));
        let bound = |scope: &&Scope| {
            let listed = scope.bindings.iter().any(|binding| binding.name == name && binding.value.is_some());
            // Names that every module has are not listed, but found all the same.
            let unlisted = match scope.kind {
                ScopeKind::Local => has(machine, frame.locals, &name),
                ScopeKind::Global => has(machine, frame.globals, &name),
                ScopeKind::Enclosing | ScopeKind::Builtin => false,
            };
            listed || unlisted
        };
        let found = scopes.iter().filter(|scope| searched.contains(&scope.kind)).find(bound);
        let kind = found.map(|scope| scope.kind);
        (name, kind)
    });
    NamespacesModel { scopes, lookup }
}

/// The namespaces that an instruction looks into: a local variable without a value is not looked for any further.
fn searched(instruction: &str) -> &'static [ScopeKind] {
    use ScopeKind::{Builtin, Enclosing, Global, Local};
    match instruction {
        "LOAD_NAME" => &[Local, Global, Builtin],
        "LOAD_GLOBAL" => &[Global, Builtin],
        "LOAD_DEREF" => &[Enclosing, Local],
        "LOAD_FROM_DICT_OR_GLOBALS" => &[Local, Global, Builtin],
        "LOAD_FROM_DICT_OR_DEREF" => &[Local, Enclosing],
        _ => &[Local],
    }
}

fn has(machine: &Machine, dict: Obj, name: &str) -> bool {
    let mut found = false;
    if !dict.is_null() && machine.kind(dict) == Kind::Dict {
        machine.dict_each(dict, &mut |key, _| {
            found |= machine.kind(key) == Kind::Str && machine.str_text(key) == name;
        });
    }
    found
}

fn builtins(machine: &Machine, builtins: Obj, wanted: Option<&str>) -> (Vec<Binding>, usize) {
    let dict = if !builtins.is_null() && machine.kind(builtins) == Kind::Module {
        Obj(machine.slot(builtins).b_lo())
    } else {
        builtins
    };
    if dict.is_null() || machine.kind(dict) != Kind::Dict {
        return (Vec::new(), 0);
    }
    let mut found = Vec::new();
    machine.dict_each(dict, &mut |key, object| {
        if machine.kind(key) == Kind::Str && wanted == Some(machine.str_text(key).as_str()) {
            found.push(Binding { name: machine.str_text(key), value: Some(value(machine, object)), cell: false });
        }
    });
    let total = machine.dict_len(dict) as usize;
    (found, total)
}
