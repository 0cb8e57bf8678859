//! The disassembler (`Lib/dis.py`): instructions as rows, and rows as text.

mod args;
mod format;

pub use args::{
    CACHE_FORMAT, COMMON_CONSTANTS, COMPARISONS, INTRINSICS_1, INTRINSICS_2, OPERATORS, SPECIAL_METHODS, Tables,
    argument,
};
pub use format::{Options, dis, dis_recursive, dis_recursive_now};

use crate::code::CodeObject;
use crate::linetable::{self, ExceptionEntry, Position};
use crate::opcode::{self, OpcodeInfo, has};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::Arc;

/// One inline cache field of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheField {
    pub name: &'static str,
    /// In code units.
    pub size: u32,
    pub value: u64,
}

/// `dis.Instruction`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The opcode shown: a specialised one in the adaptive form.
    pub op: u16,
    pub opname: Cow<'static, str>,
    pub arg: Option<u32>,
    /// What the argument means; empty if nothing is to be said.
    pub argrepr: String,
    pub offset: u32,
    /// Where its `EXTENDED_ARG`s begin.
    pub start_offset: u32,
    pub starts_line: bool,
    pub line: Option<i32>,
    /// Number of its label, if something jumps here or an exception entry names it.
    pub label: Option<u32>,
    pub position: Position,
    pub jump_target: Option<u32>,
    pub caches: Vec<CacheField>,
}

/// A code object taken apart.
#[derive(Clone, Debug)]
pub struct Disassembly {
    pub rows: Vec<Row>,
    pub exceptions: Vec<ExceptionEntry>,
    /// Number of the label at an offset.
    pub labels: FxHashMap<u32, u32>,
}

/// How a code object among the constants is shown.
pub type CodeRepr<'f> = &'f dyn Fn(&Arc<CodeObject>) -> String;

/// `<code object f at 0x…, file "…", line N>`.
pub fn code_repr(code: &CodeObject, address: u64) -> String {
    let text = |text: &syntax::pystr::PyStr| String::from_utf8_lossy(text.as_bytes()).into_owned();
    let (name, file) = (text(&code.name), text(&code.filename));
    format!("<code object {name} at {address:#x}, file \"{file}\", line {}>", code.firstlineno)
}

fn info(op: u16) -> Option<&'static OpcodeInfo> {
    opcode::info(op).filter(|info| info.op < 256)
}

/// The family that a specialised opcode belongs to.
fn base(op: u16) -> u16 {
    info(op).map_or(op, |info| info.deopt)
}

fn flags(op: u16) -> u16 {
    info(op).map_or(0, |info| info.flags)
}

fn cache_units(op: u16) -> u32 {
    info(base(op)).map_or(0, |info| u32::from(info.caches))
}

fn name(op: u16) -> Cow<'static, str> {
    info(op).map_or_else(|| Cow::Owned(format!("<{op}>")), |info| Cow::Borrowed(info.name))
}

/// An instruction before it is explained: offset, where its prefixes begin, opcode, argument.
struct Unpacked {
    offset: u32,
    start_offset: u32,
    op: u16,
    arg: Option<u32>,
}

/// `_unpack_opargs`.
fn unpack(code: &[u8]) -> Vec<Unpacked> {
    let mut unpacked = Vec::with_capacity(code.len() / 4);
    let (mut extended, mut prefixes, mut skip) = (0u32, 0, 0);
    for (unit, pair) in code.chunks_exact(2).enumerate() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let op = u16::from(pair[0]);
        let deop = base(op);
        skip = cache_units(op);
        let offset = unit as u32 * 2;
        let arg = (flags(deop) & has::ARG != 0).then(|| u32::from(pair[1]) | extended);
        extended = 0;
        if deop == opcode::EXTENDED_ARG {
            extended = arg.unwrap_or(0) << 8;
            prefixes += 1;
            unpacked.push(Unpacked { offset, start_offset: offset, op, arg });
        } else {
            unpacked.push(Unpacked { offset, start_offset: offset - prefixes * 2, op, arg });
            prefixes = 0;
        }
    }
    unpacked
}

/// Where a jump goes; backwards for those that do.
fn jump_target(op: u16, arg: u32, offset: u32) -> Option<u32> {
    let deop = base(op);
    if flags(deop) & has::JUMP == 0 {
        return None;
    }
    let backward = matches!(deop, opcode::JUMP_BACKWARD | opcode::JUMP_BACKWARD_NO_INTERRUPT | opcode::END_ASYNC_FOR);
    let after = i64::from(offset) + 2 + 2 * i64::from(cache_units(deop));
    let distance = 2 * i64::from(arg);
    u32::try_from(if backward { after - distance } else { after + distance }).ok()
}

/// `_make_labels_map`.
fn label_map(unpacked: &[Unpacked], exceptions: &[ExceptionEntry]) -> FxHashMap<u32, u32> {
    let jumps = unpacked.iter().filter_map(|u| jump_target(u.op, u.arg?, u.offset));
    let handled = exceptions.iter().flat_map(|entry| [entry.start, entry.end, entry.target]);
    let mut offsets: Vec<u32> = jumps.chain(handled).collect();
    offsets.sort_unstable();
    offsets.dedup();
    offsets.into_iter().zip(1..).collect()
}

fn cache_fields(code: &[u8], offset: u32, op: u16) -> Vec<CacheField> {
    let deop = base(op);
    let format = CACHE_FORMAT.iter().find(|(owner, _)| *owner == deop).map_or(&[][..], |(_, fields)| fields);
    let mut at = offset as usize + 2;
    let mut fields = Vec::with_capacity(format.len());
    for &(name, size) in format {
        let bytes = code.get(at..at + 2 * size as usize).unwrap_or_default();
        let value = bytes.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte));
        fields.push(CacheField { name, size, value });
        at += 2 * size as usize;
    }
    fields
}

/// Takes a code object apart. `adaptive`: the code as the machine has rewritten it, if that is to be shown.
pub fn disassemble(code: &CodeObject, adaptive: Option<&[u8]>, code_repr: CodeRepr<'_>) -> Disassembly {
    let tables = Tables { consts: &code.consts, names: &code.names, localsplusnames: &code.localsplusnames };
    let unpacked = unpack(&code.code);
    let exceptions = linetable::exception_entries(code);
    let labels = label_map(&unpacked, &exceptions);
    let positions = linetable::positions(code);
    let starts = linetable::line_starts(code);
    let mut starts = starts.iter().copied().peekable();
    let shown = adaptive.unwrap_or(&code.code);
    let mut line = None;
    let mut rows = Vec::with_capacity(unpacked.len());
    for Unpacked { offset, start_offset, op, arg } in unpacked {
        let mut starts_line = false;
        while let Some((start, started)) = starts.next_if(|&(start, _)| start <= offset) {
            starts_line = start == offset;
            line = started;
        }
        let target = arg.and_then(|arg| jump_target(op, arg, offset));
        let argrepr = match arg {
            Some(arg) => args::arg_repr(tables, base(op), arg, target.and_then(|t| labels.get(&t)).copied(), code_repr),
            None => String::new(),
        };
        let shown_op = shown.get(offset as usize).map_or(op, |&op| u16::from(op));
        rows.push(Row {
            op: shown_op,
            opname: name(shown_op),
            arg,
            argrepr,
            offset,
            start_offset,
            starts_line,
            line,
            label: labels.get(&offset).copied(),
            position: positions.get(offset as usize / 2).copied().unwrap_or_default(),
            jump_target: target,
            caches: cache_fields(shown, offset, op),
        });
    }
    Disassembly { rows, exceptions, labels }
}

/// The code as it is before its first run, with the counters of its inline caches set (`_PyCode_Quicken`).
pub fn quickened(code: &[u8]) -> Vec<u8> {
    /// `adaptive_counter_warmup()`.
    const WARMUP: u16 = 1 << 4 | 1;
    /// `initial_jump_backoff_counter()`.
    const JUMP: u16 = 4095 << 4 | 12;
    /// Branch history: taken and not taken in turn.
    const BRANCH: u16 = 0x5555;
    let mut quickened = code.to_vec();
    for Unpacked { offset, op, .. } in unpack(code) {
        if cache_units(op) == 0 {
            continue;
        }
        let counter = match op {
            opcode::JUMP_BACKWARD => JUMP,
            opcode::POP_JUMP_IF_FALSE
            | opcode::POP_JUMP_IF_TRUE
            | opcode::POP_JUMP_IF_NONE
            | opcode::POP_JUMP_IF_NOT_NONE => BRANCH,
            _ => WARMUP,
        };
        if let Some(cache) = quickened.get_mut(offset as usize + 2..offset as usize + 4) {
            cache.copy_from_slice(&counter.to_le_bytes());
        }
    }
    quickened
}
