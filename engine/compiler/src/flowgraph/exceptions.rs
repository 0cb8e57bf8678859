//! Jump targets and exception handlers.

use super::cfg::{BlockId, ENTRY, FlowGraph, NO_BLOCK, Traversal};
use crate::codegen::resume;
use crate::instructions::{has_target, is_block_push};
use crate::opcode;

pub fn translate_jump_labels_to_targets(graph: &mut FlowGraph) {
    let mut label_to_block = vec![NO_BLOCK; (graph.max_label() + 1) as usize];
    for (id, block) in graph.blocks.iter().enumerate() {
        if let Ok(label) = usize::try_from(block.label) {
            label_to_block[label] = id as BlockId;
        }
    }
    for block in &mut graph.blocks {
        for instruction in &mut block.instructions {
            if has_target(instruction.op) {
                instruction.target = label_to_block[instruction.arg as usize];
            }
        }
    }
}

pub fn mark_except_handlers(graph: &mut FlowGraph) {
    for id in 0..graph.blocks.len() {
        for index in 0..graph.blocks[id].instructions.len() {
            let instruction = &graph.blocks[id].instructions[index];
            if is_block_push(instruction.op) {
                let handler = instruction.target;
                graph.block_mut(handler).except_handler = true;
            }
        }
    }
}

/// Handlers in force, the innermost last.
type ExceptStack = Vec<BlockId>;

fn top(stack: &ExceptStack) -> BlockId {
    stack.last().copied().unwrap_or(NO_BLOCK)
}

/// Follows the flow with a stack of handlers: every instruction learns where its exceptions go.
pub fn label_exception_targets(graph: &mut FlowGraph, traversal: &mut Traversal) {
    if graph.blocks.iter().all(|block| !block.except_handler) {
        return;
    }
    traversal.start(graph);
    let mut stacks: Vec<Option<ExceptStack>> = vec![None; graph.blocks.len()];
    traversal.push_unseen(ENTRY);
    stacks[ENTRY as usize] = Some(Vec::new());
    while let Some(id) = traversal.pop() {
        let mut stack = stacks[id as usize].take().unwrap_or_default();
        let mut handler = top(&stack);
        let falls_through = graph.block(id).falls_through();
        let mut last_yield_depth = 0;
        let mut instructions = graph.take_instructions(id);
        for instruction in &mut instructions {
            let target = instruction.target;
            if is_block_push(instruction.op) {
                if !traversal.has_seen(target) {
                    stacks[target as usize] = Some(stack.clone());
                    traversal.push_unseen(target);
                }
                if instruction.op != opcode::SETUP_FINALLY {
                    graph.block_mut(target).preserve_lasti = true;
                }
                stack.push(target);
                handler = target;
                continue;
            }
            if instruction.op == opcode::POP_BLOCK {
                stack.pop();
                handler = top(&stack);
                instruction.set_nop();
                continue;
            }
            instruction.except = handler;
            if instruction.is_jump() {
                if !traversal.has_seen(target) {
                    stacks[target as usize] =
                        Some(if falls_through { stack.clone() } else { std::mem::take(&mut stack) });
                    traversal.push_unseen(target);
                }
            } else if instruction.op == opcode::YIELD_VALUE {
                last_yield_depth = stack.len();
            } else if instruction.op == opcode::RESUME && instruction.arg != resume::AT_FUNC_START {
                if last_yield_depth == 1 {
                    instruction.arg |= resume::DEPTH1_MASK;
                }
                last_yield_depth = 0;
            }
        }
        let block = graph.block_mut(id);
        block.instructions = instructions;
        if let Some(next) = block.next.filter(|&next| falls_through && !traversal.has_seen(next)) {
            stacks[next as usize] = Some(stack);
            traversal.push_unseen(next);
        }
    }
}
