//! Jumps: inlined, normalised, and the blocks that none reaches any more.

use super::cfg::{BlockId, CfgInstruction, ENTRY, FlowGraph, Traversal};
use super::nops::remove_redundant_nops_and_jumps;
use crate::instructions::{is_conditional_jump, is_unconditional_jump};
use crate::opcode;

/// Largest exit block that is copied to where it is jumped to from.
const MAX_COPY_SIZE: usize = 4;

pub fn remove_unreachable(graph: &mut FlowGraph, traversal: &mut Traversal) {
    for block in &mut graph.blocks {
        block.predecessors = 0;
    }
    traversal.start(graph);
    graph.block_mut(ENTRY).predecessors = 1;
    traversal.push_unseen(ENTRY);
    while let Some(id) = traversal.pop() {
        let block = graph.block(id);
        if let Some(next) = block.next.filter(|_| block.falls_through()) {
            traversal.push_unseen(next);
            graph.block_mut(next).predecessors += 1;
        }
        let instructions = graph.take_instructions(id);
        for instruction in instructions.iter().filter(|instruction| instruction.has_target()) {
            traversal.push_unseen(instruction.target);
            graph.block_mut(instruction.target).predecessors += 1;
        }
        graph.block_mut(id).instructions = instructions;
    }
    for block in graph.blocks.iter_mut().filter(|block| block.predecessors == 0) {
        block.instructions.clear();
        block.except_handler = false;
    }
}

/// A jump to a small exit, or to a block without lines that goes elsewhere, becomes a copy of that block.
fn inline_in_block(graph: &mut FlowGraph, id: BlockId) -> bool {
    let Some(&last) = graph.block(id).last() else { return false };
    if !is_unconditional_jump(last.op) {
        return false;
    }
    let target = graph.block(last.target);
    let small_exit = target.exits_scope() && target.instructions.len() <= MAX_COPY_SIZE;
    let no_line_no_fallthrough = target.has_no_line() && !target.falls_through();
    if !small_exit && !no_line_no_fallthrough {
        return false;
    }
    let copied = target.instructions.clone();
    graph.block_mut(last.target).predecessors = graph.block(last.target).predecessors.wrapping_sub(1);
    let block = graph.block_mut(id);
    if let Some(jump) = block.instructions.last_mut() {
        jump.set_nop();
    }
    block.append(&copied);
    if no_line_no_fallthrough
        && last.op == opcode::JUMP
        && let Some(end) = block.instructions.last_mut()
        && is_unconditional_jump(end.op)
    {
        // The jump that went checked for signals; so must the one that stays.
        end.op = opcode::JUMP;
    }
    true
}

pub fn inline_small_or_no_lineno_blocks(graph: &mut FlowGraph) {
    let mut changes = true;
    while changes {
        changes = false;
        let mut layout = graph.layout();
        while let Some(id) = layout.next(graph) {
            changes |= inline_in_block(graph, id);
        }
    }
}

/// `jump_thread`: a jump to a jump goes where that goes.
pub(super) fn jump_thread(graph: &mut FlowGraph, id: BlockId, index: usize, target: CfgInstruction, op: u16) -> bool {
    if graph.block(id).instructions[index].target == target.target {
        return false;
    }
    let label = graph.block(target.target).label;
    let block = graph.block_mut(id);
    block.instructions[index].set_nop();
    let mut jump = CfgInstruction::new(op, label as u32, target.location);
    jump.target = target.target;
    block.add_op(jump);
    true
}

pub fn convert_pseudo_conditional_jumps(graph: &mut FlowGraph) {
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        // Jumps end their blocks.
        let block = graph.block_mut(id);
        let Some(jump) = block.instructions.last_mut() else { continue };
        jump.op = match jump.op {
            opcode::JUMP_IF_TRUE => opcode::POP_JUMP_IF_TRUE,
            opcode::JUMP_IF_FALSE => opcode::POP_JUMP_IF_FALSE,
            _ => continue,
        };
        let mut copy = CfgInstruction::new(opcode::COPY, 1, jump.location);
        copy.except = jump.except;
        let mut to_bool = copy;
        to_bool.set(opcode::TO_BOOL, 0);
        block.insert(block.instructions.len() - 1, [copy, to_bool]);
    }
}

pub fn convert_pseudo_ops(graph: &mut FlowGraph) {
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        for instruction in &mut graph.block_mut(id).instructions {
            match instruction.op {
                opcode::SETUP_FINALLY | opcode::SETUP_WITH | opcode::SETUP_CLEANUP => instruction.set_nop(),
                opcode::LOAD_CLOSURE => instruction.op = opcode::LOAD_FAST,
                opcode::STORE_FAST_MAYBE_NULL => instruction.op = opcode::STORE_FAST,
                _ => {}
            }
        }
    }
    remove_redundant_nops_and_jumps(graph);
}

/// Conditional jumps go forward only: one that goes back jumps over an unconditional one.
pub fn normalize_jumps(graph: &mut FlowGraph, traversal: &mut Traversal) {
    traversal.start(graph);
    let mut at = Some(ENTRY);
    while let Some(id) = at {
        let next = graph.block(id).next;
        traversal.see(id);
        normalize_in_block(graph, id, traversal);
        // What was put between the two is normal.
        at = next;
    }
}

fn normalize_in_block(graph: &mut FlowGraph, id: BlockId, seen: &Traversal) {
    let Some(&last) = graph.block(id).last() else { return };
    if !is_conditional_jump(last.op) {
        return;
    }
    let not_taken = CfgInstruction::new(opcode::NOT_TAKEN, 0, last.location);
    if !seen.has_seen(last.target) {
        graph.block_mut(id).add_op(not_taken);
        return;
    }
    let reversed = match last.op {
        opcode::POP_JUMP_IF_NOT_NONE => opcode::POP_JUMP_IF_NONE,
        opcode::POP_JUMP_IF_NONE => opcode::POP_JUMP_IF_NOT_NONE,
        opcode::POP_JUMP_IF_FALSE => opcode::POP_JUMP_IF_TRUE,
        _ => opcode::POP_JUMP_IF_FALSE,
    };
    let target = last.target;
    let mut jump = CfgInstruction::new(opcode::JUMP, graph.block(target).label as u32, last.location);
    jump.target = target;
    let start_depth = graph.block(target).start_depth;
    let backwards = graph.new_block();
    let (cold, next) = (graph.block(id).cold, graph.block(id).next);
    let block = graph.block_mut(backwards);
    block.instructions = vec![not_taken, jump];
    block.start_depth = start_depth;
    block.cold = cold;
    block.next = next;
    let block = graph.block_mut(id);
    block.next = Some(backwards);
    if let (Some(last), Some(next)) = (block.instructions.last_mut(), next) {
        last.op = reversed;
        last.target = next;
    }
}
