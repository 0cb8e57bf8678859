//! Constants: known conditions, small integers, and the table without those that nothing loads.

use super::cfg::{BlockId, CfgInstruction, FlowGraph};
use crate::code::Const;
use crate::compiler::Metadata;
use crate::consts::{ConstCache, ConstId};
use crate::fold;
use crate::opcode;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// `loads_const`.
pub(super) fn loads_const(op: u16) -> bool {
    matches!(op, opcode::LOAD_CONST | opcode::LOAD_SMALL_INT)
}

/// `get_const_value`.
pub(super) fn const_value(instruction: &CfgInstruction, meta: &Metadata, cache: &ConstCache) -> Const {
    loaded_value(instruction.op, instruction.arg, meta, cache)
}

fn loaded_value(op: u16, arg: u32, meta: &Metadata, cache: &ConstCache) -> Const {
    if op == opcode::LOAD_SMALL_INT {
        return Const::Int(BigInt::from(arg));
    }
    cache.get(meta.consts[arg as usize]).clone()
}

/// `add_const`.
pub(super) fn add_const(value: Const, meta: &mut Metadata, cache: &mut ConstCache) -> u32 {
    let id: ConstId = cache.insert(value);
    meta.const_position(id).unwrap_or_else(|| meta.append_const(id))
}

/// The argument of `LOAD_SMALL_INT` that stands for a value.
fn small_int(value: &Const) -> Option<u32> {
    match value {
        Const::Int(value) => value.to_u32().filter(|&value| value <= 255),
        _ => None,
    }
}

/// `instr_make_load_const`.
pub(super) fn make_load_const(
    instruction: &mut CfgInstruction,
    value: Const,
    meta: &mut Metadata,
    cache: &mut ConstCache,
) {
    match small_int(&value) {
        Some(small) => instruction.set(opcode::LOAD_SMALL_INT, small),
        None => instruction.set(opcode::LOAD_CONST, add_const(value, meta, cache)),
    }
}

pub fn optimize_load_const(graph: &mut FlowGraph, meta: &mut Metadata, cache: &mut ConstCache) {
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        optimize_in_block(graph, id, meta, cache);
    }
}

fn optimize_in_block(graph: &mut FlowGraph, id: BlockId, meta: &mut Metadata, cache: &mut ConstCache) {
    let instructions = &mut graph.block_mut(id).instructions;
    // The load in force: a COPY of a constant counts as one more load of it.
    let mut load = (0, 0);
    for index in 0..instructions.len() {
        let instruction = &mut instructions[index];
        if instruction.op == opcode::LOAD_CONST
            && let Some(small) = small_int(cache.get(meta.consts[instruction.arg as usize]))
        {
            instruction.set(opcode::LOAD_SMALL_INT, small);
        }
        let copies = load.0 == opcode::LOAD_CONST && instruction.op == opcode::COPY && instruction.arg == 1;
        if !copies {
            load = (instruction.op, instruction.arg);
        }
        if !loads_const(load.0) {
            continue;
        }
        let value = || loaded_value(load.0, load.1, meta, cache);
        let Some(next) = instructions.get(index + 1).map(|next| next.op) else { continue };
        match next {
            opcode::POP_JUMP_IF_FALSE | opcode::POP_JUMP_IF_TRUE | opcode::JUMP_IF_FALSE | opcode::JUMP_IF_TRUE => {
                let truth = fold::is_true(&value());
                if matches!(next, opcode::POP_JUMP_IF_FALSE | opcode::POP_JUMP_IF_TRUE) {
                    instructions[index].set_nop();
                }
                let jumps_if = matches!(next, opcode::POP_JUMP_IF_TRUE | opcode::JUMP_IF_TRUE);
                if truth == jumps_if {
                    instructions[index + 1].op = opcode::JUMP;
                } else {
                    instructions[index + 1].set_nop();
                }
            }
            opcode::IS_OP => {
                if matches!(value(), Const::None) {
                    fold_is_none(instructions, index);
                }
            }
            opcode::TO_BOOL => {
                let truth = fold::is_true(&value());
                let index_of_bool = add_const(Const::Bool(truth), meta, cache);
                instructions[index].set_nop();
                instructions[index + 1].set(opcode::LOAD_CONST, index_of_bool);
            }
            _ => {}
        }
    }
}

/// `x is None` before a conditional jump is one instruction.
fn fold_is_none(instructions: &mut [CfgInstruction], index: usize) {
    let mut jump = index + 2;
    if instructions.get(jump).is_some_and(|next| next.op == opcode::TO_BOOL) {
        instructions[jump].set_nop();
        jump += 1;
    }
    let Some(&jump_instruction) = instructions.get(jump) else { return };
    let mut invert = instructions[index + 1].arg != 0;
    match jump_instruction.op {
        opcode::POP_JUMP_IF_FALSE => invert = !invert,
        opcode::POP_JUMP_IF_TRUE => {}
        _ => return,
    }
    instructions[index].set_nop();
    instructions[index + 1].set_nop();
    instructions[jump].op = if invert { opcode::POP_JUMP_IF_NOT_NONE } else { opcode::POP_JUMP_IF_NONE };
}

/// Those not loaded go, except the first, which may be a docstring.
pub fn remove_unused_consts(graph: &mut FlowGraph, meta: &mut Metadata) {
    let count = meta.consts.len();
    if count == 0 {
        return;
    }
    let mut used = vec![false; count];
    used[0] = true;
    let order = graph.order();
    for &id in &order {
        for instruction in &graph.block(id).instructions {
            if instruction.op == opcode::LOAD_CONST {
                used[instruction.arg as usize] = true;
            }
        }
    }
    if used.iter().all(|&used| used) {
        return;
    }
    let mut position = vec![0; count];
    let mut kept = Vec::with_capacity(count);
    for (index, &constant) in meta.consts.iter().enumerate() {
        position[index] = kept.len() as u32;
        if used[index] {
            kept.push(constant);
        }
    }
    meta.consts = kept;
    for &id in &order {
        for instruction in &mut graph.block_mut(id).instructions {
            if instruction.op == opcode::LOAD_CONST {
                instruction.arg = position[instruction.arg as usize];
            }
        }
    }
}
