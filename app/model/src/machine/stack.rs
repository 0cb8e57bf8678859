//! Frames with their names and evaluation stacks, and the namespaces that the running code can see.

use super::{Scene, offset, position, value};
use crate::compile::bytecode::InstructionRow;
use crate::compile::listing::lossy;
use crate::machine::frames::{FrameModel, FramesModel, Unwound};
use crate::machine::namespaces::{Binding, NamespacesModel, Scope, ScopeKind};
use compiler::code::fast;
use vm::eval::frame::Frame;
use vm::memory::object::{Kind, Obj, StackRef};
use vm::state::interpreter::Machine;

/// Frames shown at each end of a deep call stack.
pub const FRAMES: usize = 40;
const NAMES: usize = 60;

pub fn frames(machine: &Machine, scene: &Scene) -> FramesModel {
    let count = machine.thread.frames.len();
    let shown =
        machine.thread.frames.iter().enumerate().filter(|(index, _)| *index < FRAMES || index + FRAMES >= count);
    let frames = shown.map(|(index, _)| self::frame(machine, scene, index, index + 1 == count)).collect();
    FramesModel { frames, depth: count, unwound: unwound(machine) }
}

/// The exception that was raised last and is not dealt with, and the entries of its traceback.
fn unwound(machine: &Machine) -> Option<Unwound> {
    let is_exception = |object: &Obj| !object.is_null() && machine.kind(*object) == Kind::Exception;
    let frame = machine.thread.frames.last()?;
    let top = frame.sp.checked_sub(1).filter(|at| *at >= machine.stack_base(frame));
    // Behind the step that raises it, it lies on the stack of the frame that handles it; then it is noted apart.
    let arriving = || {
        let held = machine.thread.stack[top? as usize];
        let begins = machine.code.get(frame.ip as usize)?;
        let op = u16::from(begins.base);
        (held != StackRef::NULL && op == compiler::opcode::PUSH_EXC_INFO).then(|| held.obj())
    };
    let handled = || machine.thread.exc_stack.iter().rev().copied().find(is_exception);
    let exception = arriving().or_else(handled).filter(is_exception)?;
    let mut passed = Vec::new();
    let mut entry = machine.exc_field(exception, vm::objects::exceptions::field::TRACEBACK);
    while !entry.is_null() && passed.len() < FRAMES {
        let slot = machine.slot(entry);
        let code = machine.slot(Obj(slot.a)).a;
        let name = machine.codes.get(code as usize).map_or(String::new(), |code| lossy(&code.meta().qualname));
        passed.push((name, slot.b_hi()));
        entry = Obj(slot.b_lo());
    }
    Some(Unwound { exception: value(machine, exception), passed })
}

fn frame(machine: &Machine, scene: &Scene, index: usize, running: bool) -> FrameModel {
    let frame = &machine.thread.frames[index];
    let loaded = &machine.codes[frame.code as usize];
    let code = scene.code_index(&loaded.stat.code);
    let offset = offset(machine, frame, running);
    let takes = scene
        .listing(&loaded.stat.code)
        .filter(|_| running)
        .and_then(|listing| Some(listing.rows()[listing.row_at(offset)?].pops as usize))
        .filter(|_| running)
        .unwrap_or(0);
    let (names, more_names) = names(machine, frame);
    let base = machine.stack_base(frame);
    let stack = (base..frame.sp.max(base)).map(|at| slot(machine, machine.thread.stack[at as usize])).collect();
    FrameModel {
        native: frame.is_native(),
        progress: machine.native_progress(index),
        name: title(machine, index),
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

/// What a frame is called.
pub fn title(machine: &Machine, index: usize) -> String {
    let qualname = |frame: &Frame| {
        machine.codes.get(frame.code as usize).map_or(String::new(), |code| lossy(&code.meta().qualname))
    };
    machine.native_title(index).or_else(|| machine.thread.frames.get(index).map(qualname)).unwrap_or_default()
}

fn slot(machine: &Machine, reference: StackRef) -> Option<crate::ground::value::Value> {
    (reference != StackRef::NULL).then(|| value(machine, reference.obj()))
}

/// A frame's own names: a function's locals, or the namespace of a module or class body.
pub fn names(machine: &Machine, frame: &Frame) -> (Vec<Binding>, usize) {
    let mut names = Vec::new();
    let more = each_name(machine, frame, &mut |name, object, cell| names.push(binding(machine, name, object, cell)));
    (names, more)
}

fn binding(machine: &Machine, name: Obj, object: Obj, cell: bool) -> Binding {
    let text = if machine.kind(name) == Kind::Str { machine.str_text(name) } else { super::repr::short(machine, name) };
    Binding { name: text, value: (!object.is_null()).then(|| value(machine, object)), cell }
}

/// Visits a frame's own names that are shown, with what they stand for (NULL: nothing) and whether that is in a cell;
/// answers how many more there are.
pub fn each_name(machine: &Machine, frame: &Frame, visit: &mut dyn FnMut(Obj, Obj, bool)) -> usize {
    if !frame.locals.is_null() && machine.kind(frame.locals) == Kind::Dict {
        return each_dict_name(machine, frame.locals, visit);
    }
    let mut more = 0;
    let mut shown = 0;
    each_fast(machine, frame, &mut |name, object, kind| {
        if shown < NAMES {
            visit(name, object, kind & (fast::CELL | fast::FREE) != 0);
            shown += 1;
        } else {
            more += 1;
        }
    });
    more
}

/// Visits a function's local variables with what they stand for (NULL: nothing) and of which kind they are.
fn each_fast(machine: &Machine, frame: &Frame, visit: &mut dyn FnMut(Obj, Obj, u8)) {
    let code = &machine.codes[frame.code as usize];
    let kinds = &code.meta().localspluskinds;
    for i in 0..code.stat.nlocalsplus {
        let kind = kinds.get(i as usize).copied().unwrap_or(0);
        if kind & fast::HIDDEN != 0 {
            continue;
        }
        let held = machine.thread.stack[(frame.base + i) as usize];
        let cell = kind & (fast::CELL | fast::FREE) != 0;
        let object = match held {
            StackRef::NULL => Obj::NULL,
            held if cell && machine.kind(held.obj()) == Kind::Cell => machine.cell_get(held.obj()),
            held => held.obj(),
        };
        visit(machine.code_local_name(frame.code, i), object, kind);
    }
}

/// What a function's variable stands for, if anything.
pub fn local(machine: &Machine, frame: &Frame, name: &str) -> Option<Obj> {
    let mut found = None;
    each_fast(machine, frame, &mut |key, object, _| {
        if !object.is_null() && is_named(machine, key, name) {
            found = Some(object);
        }
    });
    found
}

/// Names of a namespace; those that every module has are counted, not shown.
fn each_dict_name(machine: &Machine, dict: Obj, visit: &mut dyn FnMut(Obj, Obj, bool)) -> usize {
    let (mut shown, mut more) = (0, 0);
    machine.dict_each(dict, &mut |key, object| {
        if is_dunder(machine, key) || shown >= NAMES {
            more += 1;
        } else {
            shown += 1;
            visit(key, object, false);
        }
    });
    more
}

fn dict_names(machine: &Machine, dict: Obj) -> (Vec<Binding>, usize) {
    let mut names = Vec::new();
    let more = each_dict_name(machine, dict, &mut |name, object, cell| {
        names.push(binding(machine, name, object, cell));
    });
    (names, more)
}

/// `__name__` and the like.
pub fn is_dunder(machine: &Machine, name: Obj) -> bool {
    if machine.kind(name) != Kind::Str {
        return false;
    }
    let view = machine.str_view(name);
    let underscore = |at: usize| view.at(at) == u32::from('_');
    let len = view.len();
    len >= 2 && [0, 1, len - 2, len - 1].into_iter().all(underscore)
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
    let lookup = next.and_then(name_looked_for);
    let (bindings, total) = builtins(machine, frame.builtins, lookup);
    let more = total - bindings.len();
    scopes.push(Scope { kind: ScopeKind::Builtin, owner: "builtins".to_owned(), bindings, more });
    let lookup = next.and_then(|row| Some((name_looked_for(row)?.to_owned(), found(machine, frame, row))));
    let attribute = next.and_then(|row| super::attribute::attribute(machine, frame, row));
    NamespacesModel { scopes, lookup, attribute }
}

/// The name that an instruction looks for.
fn name_looked_for(row: &InstructionRow) -> Option<&str> {
    let looks =
        row.name.starts_with("LOAD_") && ["NAME", "GLOBAL", "FAST", "DEREF"].iter().any(|part| row.name.contains(part));
    let name = row.meaning.split([' ', ',']).next().unwrap_or("");
    (looks && !name.is_empty()).then_some(name)
}

/// The scope in which an instruction finds the name that it looks for.
pub fn found(machine: &Machine, frame: &Frame, row: &InstructionRow) -> Option<ScopeKind> {
    let name = name_looked_for(row)?;
    let bound = |kind: &ScopeKind| match kind {
        ScopeKind::Local if frame.locals == frame.globals => false,
        ScopeKind::Local => has(machine, frame.locals, name) || has_fast(machine, frame, name, false),
        ScopeKind::Enclosing => has_fast(machine, frame, name, true),
        ScopeKind::Global => has(machine, frame.globals, name),
        ScopeKind::Builtin => has(machine, dict_of(machine, frame.builtins), name),
    };
    let order = [ScopeKind::Local, ScopeKind::Enclosing, ScopeKind::Global, ScopeKind::Builtin];
    order.into_iter().filter(|kind| searched(row.name).contains(kind)).find(bound)
}

/// Whether a function's variable of that name stands for something: one of its own, or one of the functions around it.
fn has_fast(machine: &Machine, frame: &Frame, name: &str, free: bool) -> bool {
    let mut found = false;
    if frame.locals.is_null() {
        each_fast(machine, frame, &mut |key, object, kind| {
            found |= (kind & fast::FREE != 0) == free && !object.is_null() && is_named(machine, key, name);
        });
    }
    found
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
        machine.dict_each(dict, &mut |key, _| found = found || is_named(machine, key, name));
    }
    found
}

fn is_named(machine: &Machine, key: Obj, name: &str) -> bool {
    machine.kind(key) == Kind::Str
        && if name.is_ascii() { machine.str_is(key, name) } else { machine.str_text(key) == name }
}

/// A module's dict; any other object is taken for one.
fn dict_of(machine: &Machine, object: Obj) -> Obj {
    let module = !object.is_null() && machine.kind(object) == Kind::Module;
    if module { Obj(machine.slot(object).b_lo()) } else { object }
}

fn builtins(machine: &Machine, builtins: Obj, wanted: Option<&str>) -> (Vec<Binding>, usize) {
    let dict = dict_of(machine, builtins);
    if dict.is_null() || machine.kind(dict) != Kind::Dict {
        return (Vec::new(), 0);
    }
    let mut found = Vec::new();
    machine.dict_each(dict, &mut |key, object| {
        if wanted.is_some_and(|name| is_named(machine, key, name)) {
            found.push(binding(machine, key, object, false));
        }
    });
    let total = machine.dict_len(dict) as usize;
    (found, total)
}
