//! The last step (`Python/assemble.c`): jump distances, bytes, line table, exception table, and the code object.

use crate::code::{CodeObject, fast, flags};
use crate::compiler::{Compiler, Metadata};
use crate::flowgraph::{Handler, Lowered, LoweredUnit};
use crate::instructions::{is_jump, is_terminator};
use crate::location::{Location, NEXT_LOCATION, NO_LOCATION};
use crate::opcode;
use syntax::pystr::PyStr;

/// Code units that an instruction takes, prefixes and caches included.
fn size(instruction: &Lowered) -> u32 {
    let arg = instruction.arg;
    let prefixes = u32::from(arg > 0xFF) + u32::from(arg > 0xFFFF) + u32::from(arg > 0xFF_FFFF);
    1 + prefixes + opcode::caches(instruction.op)
}

/// The pseudo-jumps get their direction.
fn resolve_unconditional_jumps(instructions: &mut [Lowered]) {
    for (index, instruction) in instructions.iter_mut().enumerate() {
        let forward = instruction.arg as usize > index;
        instruction.op = match instruction.op {
            opcode::JUMP | opcode::JUMP_NO_INTERRUPT if forward => opcode::JUMP_FORWARD,
            opcode::JUMP => opcode::JUMP_BACKWARD,
            opcode::JUMP_NO_INTERRUPT => opcode::JUMP_BACKWARD_NO_INTERRUPT,
            op => op,
        };
    }
}

/// Distance in code units from a SEND to the END_SEND that belongs to it.
const END_SEND_OFFSET: u32 = 5;

/// Arguments of jumps become distances; a long distance makes the instruction longer, so this repeats until nothing
/// grows. Returns the offset of each instruction and of the end.
fn resolve_jump_offsets(instructions: &mut [Lowered]) -> Vec<u32> {
    let jumps: Vec<(usize, usize)> = instructions
        .iter()
        .enumerate()
        .filter(|(_, instruction)| is_jump(instruction.op))
        .map(|(index, instruction)| (index, instruction.arg as usize))
        .collect();
    let mut offsets = vec![0; instructions.len() + 1];
    loop {
        let mut total = 0;
        for (offset, instruction) in offsets[1..].iter_mut().zip(&*instructions) {
            total += size(instruction);
            *offset = total;
        }
        let mut grown = false;
        for &(index, target) in &jumps {
            let before = size(&instructions[index]);
            let after = offsets[index] + before;
            let target = offsets[target];
            instructions[index].arg = if instructions[index].op == opcode::END_ASYNC_FOR {
                // The matching END_SEND is what monitoring asks for.
                after - target - END_SEND_OFFSET
            } else {
                after.abs_diff(target)
            };
            grown |= size(&instructions[index]) != before;
        }
        if !grown {
            return offsets;
        }
    }
}

fn assemble_code(instructions: &[Lowered], offsets: &[u32]) -> Vec<u8> {
    // Caches are zeros.
    let mut code = vec![0; offsets.last().map_or(0, |&end| end as usize * 2)];
    for (instruction, &offset) in instructions.iter().zip(offsets) {
        let arg = instruction.arg;
        let mut at = offset as usize * 2;
        if arg > 0xFF {
            for shift in [24, 16, 8] {
                if arg >> shift != 0 {
                    code[at..at + 2].copy_from_slice(&[opcode::EXTENDED_ARG as u8, (arg >> shift) as u8]);
                    at += 2;
                }
            }
        }
        code[at..at + 2].copy_from_slice(&[instruction.op as u8, arg as u8]);
    }
    code
}

/// Codes of location entries (`InternalDocs/code_objects.md`).
mod entry {
    pub const ONE_LINE0: u8 = 10;
    pub const NO_COLUMNS: u8 = 13;
    pub const LONG: u8 = 14;
    pub const NONE: u8 = 15;
}

struct LineTable {
    bytes: Vec<u8>,
    line: i32,
}

impl LineTable {
    fn varint(&mut self, mut value: u32) {
        while value >= 64 {
            self.bytes.push(0x40 | (value & 0x3F) as u8);
            value >>= 6;
        }
        self.bytes.push(value as u8);
    }

    fn signed_varint(&mut self, value: i32) {
        let magnitude = value.unsigned_abs() << 1;
        self.varint(if value < 0 { magnitude | 1 } else { magnitude });
    }

    fn start(&mut self, code: u8, length: u32) {
        self.bytes.push(0x80 | code << 3 | (length - 1) as u8);
    }

    /// One entry for up to eight code units.
    fn write(&mut self, location: Location, length: u32) {
        if location.line == NO_LOCATION.line {
            self.start(entry::NONE, length);
            return;
        }
        let delta = location.line - self.line;
        let (column, end_column) = (location.col, location.end_col);
        if column < 0 || end_column < 0 {
            if location.end_line == location.line || location.end_line < 0 {
                self.start(entry::NO_COLUMNS, length);
                self.signed_varint(delta);
                self.line = location.line;
                return;
            }
        } else if location.end_line == location.line {
            if delta == 0 && column < 80 && end_column - column < 16 && end_column >= column {
                self.start((column >> 3) as u8, length);
                self.bytes.push(((column & 7) << 4 | (end_column - column)) as u8);
                return;
            }
            if (0..3).contains(&delta) && column < 128 && end_column < 128 {
                self.start(entry::ONE_LINE0 + delta as u8, length);
                self.bytes.extend([column as u8, end_column as u8]);
                self.line = location.line;
                return;
            }
        }
        self.start(entry::LONG, length);
        self.signed_varint(delta);
        self.varint((location.end_line - location.line) as u32);
        self.varint((column + 1) as u32);
        self.varint((end_column + 1) as u32);
        self.line = location.line;
    }

    fn emit(&mut self, location: Location, mut length: u32) {
        while length > 8 {
            self.write(location, 8);
            length -= 8;
        }
        if length > 0 {
            self.write(location, length);
        }
    }
}

fn assemble_location_info(instructions: &mut [Lowered], offsets: &[u32], firstlineno: i32) -> Vec<u8> {
    let mut next = NO_LOCATION;
    for instruction in instructions.iter_mut().rev() {
        if instruction.location == NEXT_LOCATION {
            instruction.location = if is_terminator(instruction.op) { NO_LOCATION } else { next };
        }
        next = instruction.location;
    }
    let mut table = LineTable { bytes: Vec::with_capacity(instructions.len()), line: firstlineno };
    let mut location = NO_LOCATION;
    let mut start = 0;
    for (instruction, &offset) in instructions.iter().zip(offsets) {
        if instruction.location != location {
            table.emit(location, offset - start);
            location = instruction.location;
            start = offset;
        }
    }
    table.emit(location, offsets.last().map_or(0, |end| end - start));
    table.bytes
}

/// Six bits a byte, the highest first; bit 6 says that more follow, bit 7 marks the start of an entry.
fn exception_varint(bytes: &mut Vec<u8>, value: u32, start: u8) {
    let first = bytes.len();
    for shift in [24, 18, 12, 6] {
        if value >> shift != 0 {
            bytes.push((value >> shift & 0x3F) as u8 | 0x40);
        }
    }
    bytes.push((value & 0x3F) as u8);
    bytes[first] |= start;
}

fn assemble_exception_table(instructions: &[Lowered], offsets: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut emit = |start: u32, end: u32, handler: Handler| {
        let depth = handler.start_depth - 1 - i32::from(handler.preserve_lasti);
        exception_varint(&mut bytes, start, 0x80);
        exception_varint(&mut bytes, end - start, 0);
        exception_varint(&mut bytes, offsets[handler.target as usize], 0);
        exception_varint(&mut bytes, (depth as u32) << 1 | u32::from(handler.preserve_lasti), 0);
    };
    let mut current: Option<Handler> = None;
    let mut start = 0;
    for (instruction, &offset) in instructions.iter().zip(offsets) {
        if instruction.handler.map(|handler| handler.target) != current.map(|handler| handler.target) {
            if let Some(handler) = current {
                emit(start, offset, handler);
            }
            start = offset;
            current = instruction.handler;
        }
    }
    if let (Some(handler), Some(&end)) = (current, offsets.last()) {
        emit(start, end, handler);
    }
    bytes
}

/// `compute_localsplus_info`: names and kinds of the array of locals, cells and free variables.
fn localsplus(compiler: &mut Compiler<'_>, meta: &Metadata, length: usize, code_flags: u32) -> (Vec<PyStr>, Vec<u8>) {
    let mut names = vec![PyStr::from(""); length];
    let mut kinds = vec![0; length];
    let parameters = [
        (meta.posonlyargcount, fast::ARG_POS),
        (meta.argcount, fast::ARG_POS | fast::ARG_KW),
        (meta.kwonlyargcount, fast::ARG_KW),
        (u32::from(code_flags & flags::VARARGS != 0), fast::ARG_VAR | fast::ARG_POS),
        (u32::from(code_flags & flags::VARKEYWORDS != 0), fast::ARG_VAR | fast::ARG_KW),
    ];
    let mut parameter_kinds = parameters.iter().flat_map(|&(count, kind)| (0..count).map(move |_| kind));
    for (name, &index) in &meta.varnames {
        let mut kind = fast::LOCAL | parameter_kinds.next().unwrap_or(0);
        if meta.fasthidden.contains_key(name) {
            kind |= fast::HIDDEN;
        }
        if meta.cellvars.contains_key(name) {
            kind |= fast::CELL;
        }
        names[index as usize] = compiler.text(name);
        kinds[index as usize] = kind;
    }
    let nlocals = meta.varnames.len();
    let mut dropped = 0;
    for (name, &index) in &meta.cellvars {
        if meta.varnames.contains_key(name) {
            dropped += 1;
            continue;
        }
        let at = index as usize + nlocals - dropped;
        names[at] = compiler.text(name);
        kinds[at] = fast::CELL;
    }
    for (name, &index) in &meta.freevars {
        let at = index as usize + nlocals - dropped;
        names[at] = compiler.text(name);
        kinds[at] = fast::FREE;
    }
    (names, kinds)
}

/// `_PyAssemble_MakeCodeObject`.
pub(crate) fn make_code(
    compiler: &mut Compiler<'_>,
    meta: &Metadata,
    lowered: LoweredUnit,
    code_flags: u32,
) -> CodeObject {
    let mut instructions = lowered.instructions;
    resolve_unconditional_jumps(&mut instructions);
    let offsets = resolve_jump_offsets(&mut instructions);
    let code = assemble_code(&instructions, &offsets);
    let linetable = assemble_location_info(&mut instructions, &offsets, meta.firstlineno);
    let exceptiontable = assemble_exception_table(&instructions, &offsets);
    let names = meta.names.keys().map(|name| compiler.text(name)).collect();
    let consts = meta.consts.iter().map(|&id| compiler.consts.get(id).clone()).collect();
    let (localsplusnames, localspluskinds) = localsplus(compiler, meta, lowered.nlocalsplus, code_flags);
    CodeObject {
        argcount: meta.posonlyargcount + meta.argcount,
        posonlyargcount: meta.posonlyargcount,
        kwonlyargcount: meta.kwonlyargcount,
        stacksize: lowered.stack_depth.max(1),
        flags: code_flags,
        code,
        consts,
        names,
        localsplusnames,
        localspluskinds,
        filename: compiler.filename.clone(),
        name: compiler.text(&meta.name),
        qualname: compiler.text(&meta.qualname),
        firstlineno: meta.firstlineno,
        linetable,
        exceptiontable,
    }
}
