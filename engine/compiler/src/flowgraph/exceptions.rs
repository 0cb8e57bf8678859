//! Jump targets and exception handlers.

use super::cfg::{BlockId, ENTRY, FlowGraph, NO_BLOCK};
use crate::codegen::resume;
use crate::instructions::{has_target, is_block_push};
use crate::opcode;

pub fn translate_jump_labels_to_targets(graph: &mut FlowGraph) {
    let mut label_to_block = vec![NO_BLOCK; (graph.max_label() + 1) as usize];
    let order = graph.order();
    for &id in &order {
        if let Ok(label) = usize::try_from(graph.block(id).label) {
            label_to_block[label] = id;
        }
    }
    for &id in &order {
        for instruction in &mut graph.block_mut(id).instructions {
            if has_target(instruction.op) {
                instruction.target = label_to_block[instruction.arg as usize];
            }
        }
    }
}

pub fn mark_except_handlers(graph: &mut FlowGraph) {
    for id in graph.order() {
        for index in 0..graph.block(id).instructions.len() {
            let instruction = graph.block(id).instructions[index];
            if is_block_push(instruction.op) {
                graph.block_mut(instruction.target).except_handler = true;
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
pub fn label_exception_targets(graph: &mut FlowGraph) {
    let mut todo = graph.traversal_stack();
    let mut stacks: Vec<Option<ExceptStack>> = vec![None; graph.blocks.len()];
    todo.push(ENTRY);
    graph.block_mut(ENTRY).visited = true;
    stacks[ENTRY as usize] = Some(Vec::new());
    while let Some(id) = todo.pop() {
        let mut stack = stacks[id as usize].take().unwrap_or_default();
        let mut handler = top(&stack);
        let falls_through = graph.block(id).falls_through();
        let mut last_yield_depth = 0;
        for index in 0..graph.block(id).instructions.len() {
            let instruction = graph.block(id).instructions[index];
            let target = instruction.target;
            if is_block_push(instruction.op) {
                if !graph.block(target).visited {
                    stacks[target as usize] = Some(stack.clone());
                    graph.block_mut(target).visited = true;
                    todo.push(target);
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
                graph.block_mut(id).instructions[index].set_nop();
                continue;
            }
            graph.block_mut(id).instructions[index].except = handler;
            if instruction.is_jump() {
                if !graph.block(target).visited {
                    stacks[target as usize] =
                        Some(if falls_through { stack.clone() } else { std::mem::take(&mut stack) });
                    graph.block_mut(target).visited = true;
                    todo.push(target);
                }
            } else if instruction.op == opcode::YIELD_VALUE {
                last_yield_depth = stack.len();
            } else if instruction.op == opcode::RESUME && instruction.arg != resume::AT_FUNC_START {
                if last_yield_depth == 1 {
                    graph.block_mut(id).instructions[index].arg |= resume::DEPTH1_MASK;
                }
                last_yield_depth = 0;
            }
        }
        if falls_through
            && let Some(next) = graph.block(id).next
            && !graph.block(next).visited
        {
            stacks[next as usize] = Some(stack);
            graph.block_mut(next).visited = true;
            todo.push(next);
        }
    }
}
