//! How deep the evaluation stack becomes.

use super::cfg::{BlockId, ENTRY, FlowGraph, Traversal};
use crate::error::{ErrorKind, Res, SyntaxError};
use crate::instructions::{is_block_push, is_scope_exit, is_unconditional_jump};
use crate::opcode;

/// Net effect on the stack (`get_stack_effects`).
fn stack_effect(op: u16, arg: u32, jump: bool) -> i32 {
    if is_block_push(op) && !jump {
        return 0;
    }
    opcode::info(op).map_or(0, |info| info.pushed.count(arg) - info.popped.count(arg))
}

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
