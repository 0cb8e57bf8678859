//! How deep the evaluation stack becomes.

use super::cfg::{BlockId, ENTRY, FlowGraph, Traversal};
use crate::error::{ErrorKind, Res, SyntaxError};
use crate::instructions::{is_block_push, is_scope_exit, is_unconditional_jump};
use crate::opcode::{self, Effect};

/// How an instruction changes the depth of the stack, where it jumps or where it does not (`get_stack_effects`).
pub fn stack_effect(op: u16, arg: u32, jump: bool) -> i32 {
    if is_block_push(op) && !jump {
        return 0;
    }
    if let Some(&Some(effect)) = FIXED_EFFECT.get(usize::from(op)) {
        return i32::from(effect);
    }
    opcode::info(op).map_or(0, |info| info.pushed.count(arg) - info.popped.count(arg))
}

/// The effects that do not depend on an argument.
const FIXED_EFFECT: [Option<i8>; 512] = {
    let mut effects = [None; 512];
    let mut i = 0;
    while i < opcode::TABLE.len() {
        let row = &opcode::TABLE[i];
        if let (Effect::Fixed(popped), Effect::Fixed(pushed)) = (row.popped, row.pushed) {
            effects[row.op as usize] = Some(pushed as i8 - popped as i8);
        }
        i += 1;
    }
    effects
};

fn push(graph: &mut FlowGraph, traversal: &mut Traversal, id: BlockId, depth: i32) -> Res {
    let block = graph.block_mut(id);
    if block.start_depth >= 0 && block.start_depth != depth {
        return Err(Box::new(SyntaxError::plain(ErrorKind::Value, "Invalid CFG, inconsistent stackdepth")));
    }
    if block.start_depth < 0 {
        block.start_depth = depth;
        traversal.push_unseen(id);
    }
    Ok(())
}

pub fn calculate_stackdepth(graph: &mut FlowGraph, traversal: &mut Traversal) -> Res<u32> {
    traversal.start(graph);
    for block in &mut graph.blocks {
        block.start_depth = i32::MIN;
    }
    let mut max_depth = 0;
    push(graph, traversal, ENTRY, 0)?;
    while let Some(id) = traversal.pop() {
        let mut depth = graph.block(id).start_depth;
        let mut next = graph.block(id).next;
        let instructions = graph.take_instructions(id);
        for instruction in &instructions {
            let new_depth = depth + stack_effect(instruction.op, instruction.arg, false);
            if new_depth < 0 {
                return Err(Box::new(SyntaxError::plain(ErrorKind::Value, "Invalid CFG, stack underflow")));
            }
            max_depth = max_depth.max(depth);
            if instruction.has_target() && instruction.op != opcode::END_ASYNC_FOR {
                let target_depth = depth + stack_effect(instruction.op, instruction.arg, true);
                push(graph, traversal, instruction.target, target_depth)?;
            }
            depth = new_depth;
            if is_unconditional_jump(instruction.op) || is_scope_exit(instruction.op) {
                next = None;
                break;
            }
        }
        graph.block_mut(id).instructions = instructions;
        if let Some(next) = next {
            push(graph, traversal, next, depth)?;
        }
    }
    Ok(max_depth as u32)
}
