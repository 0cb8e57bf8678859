//! Models of a moment, read from the machine. Nothing here changes it: the machine is plain data, and these are views.

pub mod attribute;
pub mod collector;
pub mod console;
pub mod elsewhere;
mod extra;
mod fields;
pub mod files;
pub mod frames;
pub mod gc;
pub mod glimpse;
pub mod graph;
pub mod heap;
pub mod import_search;
pub mod interned;
pub mod interning;
pub mod links;
pub mod modules;
pub mod namespaces;
pub mod placement;
mod repr;
pub mod stack;

pub use extra::{Extra, extra};
pub use graph::heap;
pub use stack::{frames, namespaces};

use crate::compile::bytecode::{BytecodeNow, CodeListing, Specialised};
use crate::ground::place::Span;
use crate::ground::value::{Address, Mark, Value};
use crate::machine::elsewhere::{Foreign, is_library};
use compiler::code::CodeObject;
use compiler::opcode;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use vm::eval::frame::Frame;
use vm::memory::object::{Kind, Obj};
use vm::native::static_strings as fixed;
use vm::objects::funcobject::field::CODE;
use vm::state::interpreter::Machine;

/// What is fixed for a run: which code objects the panes list, what existed before the program began.
pub struct Scene<'a> {
    pub codes: &'a [(Arc<CodeObject>, CodeListing)],
    /// Objects that the collector tracked at step 0.
    pub before: &'a HashSet<u32>,
    /// How many more rows are shown of an object, by its address, or of a root, by its place.
    pub expanded: &'a HashMap<Address, usize>,
    /// Code that is not the program's.
    pub foreign: &'a Foreign,
}

impl Scene<'_> {
    /// Rows asked for beyond those that every box has.
    pub fn more_rows(&self, of: Address) -> usize {
        self.expanded.get(&of).copied().unwrap_or(0)
    }

    /// The listing of a code object, the program's own or another.
    pub fn listing(&self, code: &Arc<CodeObject>) -> Option<&CodeListing> {
        match self.code_index(code) {
            Some(index) => self.codes.get(index).map(|(_, listing)| listing),
            None => self.foreign.listing(code).map(|listing| &**listing),
        }
    }

    /// The listing that a running code object belongs to; `None` for code that is not the program's own.
    pub fn code_index(&self, code: &Arc<CodeObject>) -> Option<usize> {
        self.codes.iter().position(|(known, _)| Arc::ptr_eq(known, code)).or_else(|| {
            let same = |known: &CodeObject| {
                known.firstlineno == code.firstlineno && known.qualname == code.qualname && known.code == code.code
            };
            self.codes.iter().position(|(known, _)| same(known))
        })
    }
}

/// Everything tracked by the collector: taken at step 0, it tells the program's objects from the interpreter's.
pub fn tracked(machine: &Machine) -> HashSet<u32> {
    (0..4)
        .flat_map(|list| machine.gc.list(vm::native::static_strings::fixed::GEN0 + list))
        .map(|object| object.0)
        .collect()
}

/// A reference as panes write it.
pub fn value(machine: &Machine, object: Obj) -> Value {
    Value {
        text: repr::short(machine, object),
        type_name: machine.type_name(object),
        address: address(machine, object),
        inline: is_inline(machine, object),
        immortal: machine.slot(object).is_immortal(),
        mark: Mark::None,
    }
}

pub fn address(machine: &Machine, object: Obj) -> Address {
    machine.address(object)
}

/// Whether an object is small enough to be written where it is held.
pub fn is_inline(machine: &Machine, object: Obj) -> bool {
    let slot = machine.slot(object);
    match slot.kind {
        Kind::List
        | Kind::Dict
        | Kind::Set
        | Kind::FrozenSet
        | Kind::Instance
        | Kind::Cell
        | Kind::Generator
        | Kind::Exception
        | Kind::Method
        | Kind::Property
        | Kind::StaticMethod
        | Kind::ClassMethod
        | Kind::Range
        | Kind::Slice
        | Kind::SeqIter
        | Kind::RangeIter
        | Kind::DictIter
        | Kind::SetIter
        | Kind::DictView
        | Kind::Enumerate
        | Kind::Map
        | Kind::Zip
        | Kind::Filter
        | Kind::Reversed
        | Kind::CallIter
        | Kind::FrameLocals
        | Kind::Record
        | Kind::Awaitable => false,
        Kind::Tuple => slot.a == 0,
        Kind::Function => machine.codes.get(machine.slot(machine.func_field(object, CODE)).a as usize).is_some_and(
            // A function of the library is not taken apart: only its name matters.
            |code| is_library(machine, code.meta().filename.as_bytes()),
        ),
        Kind::Type => !is_program_class(machine, object) || is_library_class(machine, object),
        Kind::Str => slot.a <= LONG_TEXT,
        _ => true,
    }
}

/// Characters from which on a string is drawn as an object of its own.
const LONG_TEXT: u32 = 40;

/// A class that Python code made, not one of the interpreter's own.
pub fn is_program_class(machine: &Machine, object: Obj) -> bool {
    machine.kind(object) == Kind::Type
        && machine.types.get(machine.slot(object).a as usize).is_some_and(|info| {
            info.flags & vm::objects::typeobject::tp::HEAPTYPE != 0 && !machine.slot(object).is_immortal()
        })
}

/// A class that a module of the library made.
fn is_library_class(machine: &Machine, object: Obj) -> bool {
    let info = machine.types.get(machine.slot(object).a as usize).filter(|info| !info.dict.is_null());
    let Some(info) = info else { return false };
    let module = machine.dict_get_str(info.dict, fixed::DUNDER_MODULE);
    if module.is_null() || machine.kind(module) != Kind::Str || machine.sys_modules.is_null() {
        return false;
    }
    let module = machine.dict_get_str(machine.sys_modules, module);
    if module.is_null() || module == machine.main_module || machine.kind(module) != Kind::Module {
        return false;
    }
    let file = machine.dict_get_str(Obj(machine.slot(module).b_lo()), fixed::DUNDER_FILE);
    let text = |file: Obj| machine.kind(file) != Kind::Str || is_library(machine, machine.str_text(file).as_bytes());
    file.is_null() || text(file)
}

/// Index of the instruction that a frame stands at, within its code: the next one for the running frame, the call for
/// the others.
pub fn instruction(machine: &Machine, frame: &Frame, running: bool) -> usize {
    let code = &machine.codes[frame.code as usize];
    let ip = if running { frame.ip } else { frame.ip.saturating_sub(1) };
    (ip.saturating_sub(code.start) as usize).min(code.stat.units.len().saturating_sub(1))
}

/// Byte offset of an instruction of a frame's code.
pub fn offset(machine: &Machine, frame: &Frame, running: bool) -> u32 {
    let index = instruction(machine, frame, running);
    machine.codes[frame.code as usize].stat.units.get(index).map_or(0, |unit| unit * 2)
}

pub fn position(machine: &Machine, frame: &Frame, running: bool) -> (u32, Span) {
    let code = &machine.codes[frame.code as usize];
    let position = code.stat.positions().get(instruction(machine, frame, running)).copied().unwrap_or_default();
    let line = position.line.unwrap_or(0);
    let span = match (position.line, position.end_line, position.col, position.end_col) {
        (Some(line), Some(end_line), Some(col), Some(end_col)) => Span { line, col, end_line, end_col },
        _ => Span::default(),
    };
    (line, span)
}

/// Where execution is: listing, offset, specialised forms.
pub fn bytecode(machine: &Machine, scene: &Scene) -> BytecodeNow {
    let other = elsewhere::foreign_frame(machine, scene).map(|frame| (frame, BytecodeNow::ELSEWHERE));
    let Some((frame, code)) = other.or_else(|| program_frame(machine, scene)) else { return BytecodeNow::default() };
    let running = std::ptr::eq(frame, machine.thread.frames.last().unwrap_or(frame));
    let loaded = &machine.codes[frame.code as usize];
    let specialised = loaded
        .stat
        .units
        .iter()
        .zip(&machine.code[loaded.start as usize..])
        .filter(|(_, instruction)| instruction.op != instruction.base)
        .filter_map(|(unit, instruction)| {
            let name = opcode::info(u16::from(instruction.op))?.name;
            Some(Specialised { offset: unit * 2, name })
        })
        .collect();
    BytecodeNow { code, offset: Some(offset(machine, frame, running)), specialised }
}

/// The innermost frame that runs the program's own code: what the listings can show.
pub fn program_frame<'m>(machine: &'m Machine, scene: &Scene) -> Option<(&'m Frame, usize)> {
    machine.thread.frames.iter().rev().find_map(|frame| {
        let code = &machine.codes[frame.code as usize].stat.code;
        scene.code_index(code).map(|index| (frame, index))
    })
}
