//! Locals, cells and free variables in one array, and the instructions that set it up.

use super::cfg::{CfgInstruction, ENTRY, FlowGraph, artificial};
use crate::code::flags;
use crate::compiler::Metadata;
use crate::location::Location;
use crate::opcode;

/// Where each cell and free variable is: after the locals, unless a cell is also a parameter.
fn build_cell_fixed_offsets(meta: &Metadata) -> Vec<u32> {
    let nlocals = meta.varnames.len() as u32;
    let count = (meta.cellvars.len() + meta.freevars.len()) as u32;
    let mut fixed: Vec<u32> = (nlocals..nlocals + count).collect();
    for (name, &index) in &meta.cellvars {
        if let Some(&local) = meta.varnames.get(name) {
            fixed[index as usize] = local;
        }
    }
    fixed
}

fn insert_prefix_instructions(graph: &mut FlowGraph, meta: &Metadata, fixed: &[u32], code_flags: u32) {
    let entry = graph.block_mut(ENTRY);
    if code_flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0 {
        let line = meta.firstlineno;
        let location = Location { line, end_line: line, col: -1, end_col: -1 };
        // What RETURN_GENERATOR pushes is on the stack of the caller; POP_TOP drops what the first `send` brings.
        let prefix = [
            CfgInstruction::new(opcode::RETURN_GENERATOR, 0, location),
            CfgInstruction::new(opcode::POP_TOP, 0, location),
        ];
        entry.insert(0, prefix);
    }
    let mut cells: Vec<(u32, u32)> =
        fixed[..meta.cellvars.len()].iter().enumerate().map(|(index, &at)| (at, index as u32)).collect();
    cells.sort_unstable();
    for (position, (_, index)) in cells.into_iter().enumerate() {
        entry.insert(position, [artificial(opcode::MAKE_CELL, index)]);
    }
    if !meta.freevars.is_empty() {
        entry.insert(0, [artificial(opcode::COPY_FREE_VARS, meta.freevars.len() as u32)]);
    }
}

/// Returns how many cells share the place of a parameter.
fn fix_cell_offsets(graph: &mut FlowGraph, meta: &Metadata, fixed: &mut [u32]) -> usize {
    if fixed.is_empty() {
        return 0;
    }
    let nlocals = meta.varnames.len() as u32;
    let mut dropped = 0;
    for (index, at) in fixed.iter_mut().enumerate() {
        if *at == index as u32 + nlocals {
            *at -= dropped;
        } else {
            dropped += 1;
        }
    }
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        for instruction in &mut graph.block_mut(id).instructions {
            if matches!(
                instruction.op,
                opcode::MAKE_CELL
                    | opcode::LOAD_CLOSURE
                    | opcode::LOAD_DEREF
                    | opcode::STORE_DEREF
                    | opcode::DELETE_DEREF
                    | opcode::LOAD_FROM_DICT_OR_DEREF
            ) {
                instruction.arg = fixed[instruction.arg as usize];
            }
        }
    }
    dropped as usize
}

/// Returns the length of the array.
pub fn prepare_localsplus(graph: &mut FlowGraph, meta: &Metadata, code_flags: u32) -> usize {
    let mut fixed = build_cell_fixed_offsets(meta);
    insert_prefix_instructions(graph, meta, &fixed, code_flags);
    let dropped = fix_cell_offsets(graph, meta, &mut fixed);
    meta.varnames.len() + meta.cellvars.len() + meta.freevars.len() - dropped
}
