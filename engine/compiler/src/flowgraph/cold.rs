//! Blocks that run only after an exception go to the end.

use super::cfg::{BlockId, ENTRY, FlowGraph, artificial};
use super::nops::remove_redundant_nops_and_jumps;
use crate::opcode;

fn mark_warm(graph: &mut FlowGraph) {
    let mut stack = graph.traversal_stack();
    graph.push_unvisited(&mut stack, ENTRY);
    while let Some(id) = stack.pop() {
        graph.block_mut(id).warm = true;
        if graph.block(id).falls_through()
            && let Some(next) = graph.block(id).next
        {
            graph.push_unvisited(&mut stack, next);
        }
        for index in 0..graph.block(id).instructions.len() {
            let instruction = graph.block(id).instructions[index];
            if instruction.is_jump() {
                graph.push_unvisited(&mut stack, instruction.target);
            }
        }
    }
}

fn mark_cold(graph: &mut FlowGraph) {
    mark_warm(graph);
    let mut stack = graph.traversal_stack();
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        if graph.block(id).except_handler {
            graph.push_unvisited(&mut stack, id);
        }
    }
    while let Some(id) = stack.pop() {
        graph.block_mut(id).cold = true;
        if graph.block(id).falls_through()
            && let Some(next) = graph.block(id).next
            && !graph.block(next).warm
        {
            graph.push_unvisited(&mut stack, next);
        }
        for index in 0..graph.block(id).instructions.len() {
            let instruction = graph.block(id).instructions[index];
            if instruction.is_jump() && !graph.block(instruction.target).warm {
                graph.push_unvisited(&mut stack, instruction.target);
            }
        }
    }
}

/// What falls from cold to warm has to jump once it has moved.
fn add_explicit_jumps(graph: &mut FlowGraph) {
    let mut next_label = graph.max_label() + 1;
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        let block = graph.block(id);
        let Some(next) = block.next else { continue };
        if !(block.cold && block.falls_through() && graph.block(next).warm) {
            continue;
        }
        if graph.block(next).label < 0 {
            graph.block_mut(next).label = next_label;
            next_label += 1;
        }
        let mut jump = artificial(opcode::JUMP_NO_INTERRUPT, graph.block(next).label as u32);
        jump.target = next;
        let explicit = graph.new_block();
        let block = graph.block_mut(explicit);
        block.instructions.push(jump);
        block.cold = true;
        block.next = Some(next);
        block.predecessors = 1;
        graph.block_mut(id).next = Some(explicit);
    }
}

pub fn push_cold_blocks_to_end(graph: &mut FlowGraph) {
    if graph.block(ENTRY).next.is_none() {
        return;
    }
    mark_cold(graph);
    add_explicit_jumps(graph);
    let (cold, warm): (Vec<BlockId>, Vec<BlockId>) = graph.order().into_iter().partition(|&id| graph.block(id).cold);
    if cold.is_empty() {
        return;
    }
    let order: Vec<BlockId> = warm.into_iter().chain(cold).collect();
    for pair in order.windows(2) {
        graph.block_mut(pair[0]).next = Some(pair[1]);
    }
    if let Some(&last) = order.last() {
        graph.block_mut(last).next = None;
    }
    remove_redundant_nops_and_jumps(graph);
}
