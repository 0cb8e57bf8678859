//! What can be simplified within a block: constants folded, jumps threaded, pairs of instructions made one.

use super::cfg::{BlockId, CfgInstruction, FlowGraph};
use super::consts::{add_const, const_value, loads_const, make_load_const};
use super::jumps::jump_thread;
use super::swaps::{apply_static_swaps, swaptimize};
use crate::code::Const;
use crate::codegen::{STACK_USE_GUIDELINE, intrinsic1};
use crate::compiler::Metadata;
use crate::consts::ConstCache;
use crate::fold;
use crate::location::NO_LOCATION;
use crate::opcode::{self, NOP};
use crate::pyhash::frozenset_insertions;
use std::sync::Arc;

/// Shorter lists and sets of constants are not worth a constant of their own.
const MIN_CONST_SEQUENCE_SIZE: usize = 3;

pub fn optimize_basic_blocks(graph: &mut FlowGraph, meta: &mut Metadata, cache: &mut ConstCache) {
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        optimize_basic_block(graph, id, meta, cache);
    }
}

/// What to do after an instruction was looked at.
enum Step {
    Next,
    Again,
}

fn optimize_basic_block(graph: &mut FlowGraph, id: BlockId, meta: &mut Metadata, cache: &mut ConstCache) {
    let mut index = 0;
    while index < graph.block(id).instructions.len() {
        let instruction = graph.block(id).instructions[index];
        let step = if instruction.has_target() {
            optimize_jump(graph, id, index, instruction)
        } else {
            let mut block = std::mem::take(&mut graph.block_mut(id).instructions);
            optimize_instruction(&mut block, index, meta, cache);
            graph.block_mut(id).instructions = block;
            Step::Next
        };
        if let Step::Next = step {
            index += 1;
        }
    }
    let instructions = &mut graph.block_mut(id).instructions;
    let mut index = 0;
    while index < instructions.len() {
        if instructions[index].op == opcode::SWAP {
            index = swaptimize(instructions, index);
            apply_static_swaps(instructions, index);
        }
        index += 1;
    }
}

fn optimize_jump(graph: &mut FlowGraph, id: BlockId, index: usize, jump: CfgInstruction) -> Step {
    let Some(&target) = graph.block(jump.target).instructions.first() else { return Step::Next };
    let op = match (jump.op, target.op) {
        (
            opcode::POP_JUMP_IF_NOT_NONE
            | opcode::POP_JUMP_IF_NONE
            | opcode::POP_JUMP_IF_FALSE
            | opcode::POP_JUMP_IF_TRUE,
            opcode::JUMP,
        ) => jump.op,
        (opcode::JUMP_IF_FALSE, opcode::JUMP | opcode::JUMP_IF_FALSE) => jump.op,
        (opcode::JUMP_IF_TRUE, opcode::JUMP | opcode::JUMP_IF_TRUE) => jump.op,
        (opcode::JUMP_IF_FALSE, opcode::JUMP_IF_TRUE) | (opcode::JUMP_IF_TRUE, opcode::JUMP_IF_FALSE) => {
            // The other condition cannot hold there: on to what follows it.
            if let Some(next) = graph.block(jump.target).next {
                graph.block_mut(id).instructions[index].target = next;
                return Step::Again;
            }
            return Step::Next;
        }
        (opcode::JUMP | opcode::JUMP_NO_INTERRUPT, opcode::JUMP) => opcode::JUMP,
        (opcode::JUMP | opcode::JUMP_NO_INTERRUPT, opcode::JUMP_NO_INTERRUPT) => jump.op,
        _ => return Step::Next,
    };
    if jump_thread(graph, id, index, target, op) { Step::Again } else { Step::Next }
}

fn optimize_instruction(block: &mut [CfgInstruction], index: usize, meta: &mut Metadata, cache: &mut ConstCache) {
    let CfgInstruction { op, arg, .. } = block[index];
    let next = block.get(index + 1).map_or(0, |next| next.op);
    match op {
        opcode::BUILD_TUPLE => {
            if next == opcode::UNPACK_SEQUENCE && arg == block[index + 1].arg && (1..=3).contains(&arg) {
                block[index].set_nop();
                if arg == 1 {
                    block[index + 1].set_nop();
                } else {
                    block[index + 1].op = opcode::SWAP;
                }
            } else {
                fold_tuple_of_constants(block, index, meta, cache);
            }
        }
        opcode::BUILD_LIST | opcode::BUILD_SET => optimize_lists_and_sets(block, index, next, meta, cache),
        opcode::STORE_FAST
            if next == op
                && arg == block[index + 1].arg
                && block[index].location.line == block[index + 1].location.line =>
        {
            block[index].set(opcode::POP_TOP, 0);
        }
        opcode::SWAP if arg == 1 => block[index].set_nop(),
        opcode::LOAD_GLOBAL if next == opcode::PUSH_NULL && arg & 1 == 0 => {
            block[index].arg |= 1;
            block[index + 1].set_nop();
        }
        opcode::COMPARE_OP if next == opcode::TO_BOOL => {
            block[index].set_nop();
            block[index + 1].set(opcode::COMPARE_OP, arg | 16);
        }
        opcode::CONTAINS_OP | opcode::IS_OP if next == opcode::TO_BOOL => {
            block[index].set_nop();
            block[index + 1].set(op, arg);
        }
        opcode::CONTAINS_OP | opcode::IS_OP if next == opcode::UNARY_NOT => {
            block[index].set_nop();
            block[index + 1].set(op, arg ^ 1);
        }
        opcode::TO_BOOL if next == opcode::TO_BOOL => block[index].set_nop(),
        opcode::UNARY_NOT if next == opcode::TO_BOOL => {
            block[index].set_nop();
            block[index + 1].set(opcode::UNARY_NOT, 0);
        }
        opcode::UNARY_NOT if next == opcode::UNARY_NOT => {
            block[index].set_nop();
            block[index + 1].set_nop();
        }
        opcode::UNARY_NOT | opcode::UNARY_INVERT | opcode::UNARY_NEGATIVE => {
            fold_const_unaryop(block, index, meta, cache);
        }
        opcode::CALL_INTRINSIC_1 if arg == intrinsic1::LIST_TO_TUPLE => {
            let folded = fold_constant_sequence(block, index, opcode::LIST_APPEND, meta, cache);
            if !folded && next == opcode::GET_ITER {
                block[index].set_nop();
            }
        }
        opcode::LIST_APPEND | opcode::SET_ADD if arg == 1 && matches!(next, opcode::GET_ITER | opcode::CONTAINS_OP) => {
            fold_constant_sequence(block, index, op, meta, cache);
        }
        opcode::CALL_INTRINSIC_1 if arg == intrinsic1::UNARY_POSITIVE => {
            fold_const_unaryop(block, index, meta, cache);
        }
        opcode::BINARY_OP => fold_const_binop(block, index, meta, cache),
        _ => {}
    }
}

/// The positions of `size` instructions right before `end` that load constants (`get_const_loading_instrs`).
fn const_loads(block: &[CfgInstruction], end: usize, size: usize) -> Option<Vec<usize>> {
    let mut found = Vec::with_capacity(size);
    let mut at = end;
    while found.len() < size {
        at = at.checked_sub(1)?;
        match block[at].op {
            NOP => {}
            op if loads_const(op) => found.push(at),
            _ => return None,
        }
    }
    found.reverse();
    Some(found)
}

fn values(block: &[CfgInstruction], loads: &[usize], meta: &Metadata, cache: &ConstCache) -> Arc<[Const]> {
    loads.iter().map(|&at| const_value(&block[at], meta, cache)).collect()
}

fn nop_out(block: &mut [CfgInstruction], loads: &[usize]) {
    for &at in loads {
        block[at].set_nop();
        block[at].location = NO_LOCATION;
    }
}

fn fold_tuple_of_constants(block: &mut [CfgInstruction], index: usize, meta: &mut Metadata, cache: &mut ConstCache) {
    let size = block[index].arg as usize;
    if size > STACK_USE_GUIDELINE {
        return;
    }
    let Some(loads) = const_loads(block, index, size) else { return };
    let tuple = Const::Tuple(values(block, &loads, meta, cache));
    nop_out(block, &loads);
    make_load_const(&mut block[index], tuple, meta, cache);
}

/// A long sequence of constants was built item by item with `add`; at `index` is the last of these instructions, or the
/// one after them that makes a tuple. The whole becomes one constant, as `fold_constant_intrinsic_list_to_tuple` does.
fn fold_constant_sequence(
    block: &mut [CfgInstruction],
    index: usize,
    add: u16,
    meta: &mut Metadata,
    cache: &mut ConstCache,
) -> bool {
    let build = if add == opcode::SET_ADD { opcode::BUILD_SET } else { opcode::BUILD_LIST };
    let mut loads = Vec::new();
    let mut expect_add = block[index].op != add;
    for at in (0..index).rev() {
        let CfgInstruction { op, arg, .. } = block[at];
        if op == NOP {
            continue;
        }
        if op == build && arg == 0 {
            if !expect_add {
                return false;
            }
            loads.reverse();
            let items = values(block, &loads, meta, cache);
            // The instruction that makes a tuple keeps its place in the source, one that adds does not.
            for at in at..index + usize::from(block[index].op == add) {
                if block[at].op != NOP {
                    nop_out(block, &[at]);
                }
            }
            let constant = if add == opcode::SET_ADD {
                Const::FrozenSet(frozenset_insertions(&items, cache))
            } else {
                Const::Tuple(items)
            };
            make_load_const(&mut block[index], constant, meta, cache);
            return true;
        }
        if expect_add {
            if op != add || arg != 1 {
                return false;
            }
        } else {
            if !loads_const(op) {
                return false;
            }
            loads.push(at);
        }
        expect_add = !expect_add;
    }
    false
}

/// Constant lists and sets become tuples and frozensets where they are only iterated over or searched, and are filled
/// from one where they are long.
fn optimize_lists_and_sets(
    block: &mut [CfgInstruction],
    index: usize,
    next: u16,
    meta: &mut Metadata,
    cache: &mut ConstCache,
) {
    let op = block[index].op;
    let contains_or_iter = matches!(next, opcode::GET_ITER | opcode::CONTAINS_OP);
    let size = block[index].arg as usize;
    if size > STACK_USE_GUIDELINE || size < MIN_CONST_SEQUENCE_SIZE && !contains_or_iter {
        return;
    }
    let Some(loads) = const_loads(block, index, size) else {
        if contains_or_iter && op == opcode::BUILD_LIST {
            block[index].op = opcode::BUILD_TUPLE;
        }
        return;
    };
    let items = values(block, &loads, meta, cache);
    let constant = if op == opcode::BUILD_SET {
        Const::FrozenSet(frozenset_insertions(&items, cache))
    } else {
        Const::Tuple(items)
    };
    let position = add_const(constant, meta, cache);
    nop_out(block, &loads);
    if contains_or_iter {
        block[index].set(opcode::LOAD_CONST, position);
        return;
    }
    block[index - 2].location = block[index].location;
    block[index - 2].set(op, 0);
    block[index - 1].set(opcode::LOAD_CONST, position);
    let extend = if op == opcode::BUILD_LIST { opcode::LIST_EXTEND } else { opcode::SET_UPDATE };
    block[index].set(extend, 1);
}

fn fold_const_binop(block: &mut [CfgInstruction], index: usize, meta: &mut Metadata, cache: &mut ConstCache) {
    let Some(loads) = const_loads(block, index, 2) else { return };
    let left = const_value(&block[loads[0]], meta, cache);
    let right = const_value(&block[loads[1]], meta, cache);
    let Some(value) = fold::binary(&left, block[index].arg, &right) else { return };
    nop_out(block, &loads);
    make_load_const(&mut block[index], value, meta, cache);
}

fn fold_const_unaryop(block: &mut [CfgInstruction], index: usize, meta: &mut Metadata, cache: &mut ConstCache) {
    let Some(loads) = const_loads(block, index, 1) else { return };
    let operand = const_value(&block[loads[0]], meta, cache);
    let value = match block[index].op {
        opcode::UNARY_NEGATIVE => fold::negative(&operand),
        opcode::UNARY_INVERT => fold::invert(&operand),
        opcode::UNARY_NOT => Some(Const::Bool(!fold::is_true(&operand))),
        _ => fold::positive(&operand),
    };
    let Some(value) = value else { return };
    nop_out(block, &loads);
    make_load_const(&mut block[index], value, meta, cache);
}
