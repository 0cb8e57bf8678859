//! Blocks that run only after an exception go to the end.

use super::cfg::{BlockId, ENTRY, FlowGraph, Traversal, artificial};
use super::nops::remove_redundant_nops_and_jumps;
use crate::opcode;

fn mark_warm(graph: &mut FlowGraph, traversal: &mut Traversal) {
    traversal.start(graph);
    traversal.push_unseen(ENTRY);
    while let Some(id) = traversal.pop() {
        let block = graph.block_mut(id);
        block.warm = true;
        if let Some(next) = block.next.filter(|_| block.falls_through()) {
            traversal.push_unseen(next);
        }
        for instruction in block.instructions.iter().filter(|instruction| instruction.is_jump()) {
            traversal.push_unseen(instruction.target);
        }
    }
}

fn mark_cold(graph: &mut FlowGraph, traversal: &mut Traversal) {
    mark_warm(graph, traversal);
    traversal.start(graph);
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        if graph.block(id).except_handler {
            traversal.push_unseen(id);
        }
    }
    while let Some(id) = traversal.pop() {
        graph.block_mut(id).cold = true;
        let block = graph.block(id);
        let next = block.next.filter(|_| block.falls_through());
        let jumps = block.instructions.iter().filter(|instruction| instruction.is_jump());
        for successor in next.into_iter().chain(jumps.map(|jump| jump.target)) {
            if !graph.block(successor).warm {
                traversal.push_unseen(successor);
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

pub fn push_cold_blocks_to_end(graph: &mut FlowGraph, traversal: &mut Traversal) {
    if graph.block(ENTRY).next.is_none() {
        return;
    }
    mark_cold(graph, traversal);
    add_explicit_jumps(graph);
    if graph.blocks.iter().all(|block| !block.cold) {
        return;
    }
    let (cold, warm): (Vec<BlockId>, Vec<BlockId>) = graph.order().into_iter().partition(|&id| graph.block(id).cold);
    let order: Vec<BlockId> = warm.into_iter().chain(cold).collect();
    for pair in order.windows(2) {
        graph.block_mut(pair[0]).next = Some(pair[1]);
    }
    if let Some(&last) = order.last() {
        graph.block_mut(last).next = None;
    }
    remove_redundant_nops_and_jumps(graph);
}
