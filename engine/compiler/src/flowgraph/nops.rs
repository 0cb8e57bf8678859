//! NOPs, and pairs of instructions that cancel out, removed where no line needs them.

use super::cfg::{BlockId, CfgInstruction, FlowGraph};
use crate::instructions::is_unconditional_jump;
use crate::location::NO_LOCATION;
use crate::opcode::{self, NOP};

/// `basicblock_remove_redundant_nops`; returns how many went.
fn remove_in_block(graph: &mut FlowGraph, id: BlockId) -> usize {
    let Some(first) = graph.block(id).instructions.iter().position(|instruction| instruction.op == NOP) else {
        return 0;
    };
    let mut instructions = graph.take_instructions(id);
    let before = instructions.len();
    let mut dest = first;
    let mut previous_line = first.checked_sub(1).map_or(-1, |last| instructions[last].location.line);
    for src in first..before {
        let instruction = instructions[src];
        let line = instruction.location.line;
        if instruction.op == NOP {
            if line < 0 || previous_line == line {
                continue;
            }
            if let Some(next) = instructions.get_mut(src + 1) {
                if next.location.line == line {
                    continue;
                }
                if next.location.line < 0 {
                    next.location = instruction.location;
                    continue;
                }
            } else if let Some(next) = graph.nonempty(graph.block(id).next) {
                // NOPs without a line will go themselves.
                let seen = |next: &&CfgInstruction| next.op != NOP || next.location.line >= 0;
                let location = graph.block(next).instructions.iter().find(seen).map_or(NO_LOCATION, |i| i.location);
                if location.line == line {
                    continue;
                }
            }
        }
        instructions[dest] = instruction;
        dest += 1;
        previous_line = line;
    }
    // Nothing was written behind the last one kept.
    let block = graph.block_mut(id);
    block.instructions = instructions;
    block.truncate(dest);
    before - dest
}

pub fn remove_redundant_nops(graph: &mut FlowGraph) -> usize {
    let mut removed = 0;
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        removed += remove_in_block(graph, id);
    }
    removed
}

/// A value pushed only to be popped.
fn is_redundant_pair(previous: &CfgInstruction, instruction: &CfgInstruction) -> bool {
    instruction.op == opcode::POP_TOP
        && (matches!(previous.op, opcode::LOAD_CONST | opcode::LOAD_SMALL_INT)
            || previous.op == opcode::COPY && previous.arg == 1)
}

pub fn remove_redundant_nops_and_pairs(graph: &mut FlowGraph) {
    let mut done = false;
    while !done {
        done = true;
        // The last instruction seen, if control flows from it to the next.
        let mut last: Option<(BlockId, usize)> = None;
        let mut layout = graph.layout();
        while let Some(id) = layout.next(graph) {
            remove_in_block(graph, id);
            if graph.block(id).label >= 0 {
                last = None;
            }
            for index in 0..graph.block(id).instructions.len() {
                let previous = last.replace((id, index));
                let Some((previous_id, previous_index)) = previous else { continue };
                let before = graph.block(previous_id).instructions[previous_index];
                if is_redundant_pair(&before, &graph.block(id).instructions[index]) {
                    graph.block_mut(previous_id).instructions[previous_index].set_nop();
                    graph.block_mut(id).instructions[index].set_nop();
                    done = false;
                }
            }
            let jumps = last.is_some_and(|(id, index)| graph.block(id).instructions[index].is_jump());
            if jumps || !graph.block(id).falls_through() {
                last = None;
            }
        }
    }
}

/// A jump to what comes next anyway is a NOP.
fn remove_redundant_jumps(graph: &mut FlowGraph) -> usize {
    let mut changes = 0;
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        let Some(&last) = graph.block(id).last() else { continue };
        if is_unconditional_jump(last.op)
            && graph.nonempty(Some(last.target)) == graph.nonempty(graph.block(id).next)
            && let Some(last) = graph.block_mut(id).instructions.last_mut()
        {
            last.set_nop();
            changes += 1;
        }
    }
    changes
}

pub fn remove_redundant_nops_and_jumps(graph: &mut FlowGraph) {
    while remove_redundant_nops(graph) + remove_redundant_jumps(graph) > 0 {}
}
