//! Loads of locals that may be unset check for it.

use super::cfg::{BlockId, ENTRY, FlowGraph, NO_BLOCK, Traversal};
use crate::opcode;

fn maybe_push(graph: &mut FlowGraph, id: BlockId, mask: u64, traversal: &mut Traversal) {
    let block = graph.block_mut(id);
    let both = block.unsafe_locals | mask;
    if block.unsafe_locals != both {
        block.unsafe_locals = both;
        // Seen means here: on the stack already.
        traversal.push_unseen(id);
    }
}

fn scan_block(graph: &mut FlowGraph, id: BlockId, traversal: &mut Traversal) {
    let mut mask = graph.block(id).unsafe_locals;
    let mut instructions = graph.take_instructions(id);
    for instruction in &mut instructions {
        if instruction.except != NO_BLOCK {
            maybe_push(graph, instruction.except, mask, traversal);
        }
        if instruction.arg >= 64 {
            continue;
        }
        let bit = 1u64 << instruction.arg;
        match instruction.op {
            opcode::DELETE_FAST | opcode::LOAD_FAST_AND_CLEAR | opcode::STORE_FAST_MAYBE_NULL => mask |= bit,
            opcode::STORE_FAST | opcode::LOAD_FAST_CHECK => mask &= !bit,
            opcode::LOAD_FAST => {
                if mask & bit != 0 {
                    instruction.op = opcode::LOAD_FAST_CHECK;
                }
                mask &= !bit;
            }
            _ => {}
        }
    }
    let block = graph.block_mut(id);
    block.instructions = instructions;
    let next = if block.falls_through() { block.next } else { None };
    let target = block.last().filter(|last| last.is_jump()).map(|last| last.target);
    for successor in [next, target].into_iter().flatten() {
        maybe_push(graph, successor, mask, traversal);
    }
}

/// Locals after the 64th are followed within one block only.
fn fast_scan_many_locals(graph: &mut FlowGraph, nlocals: usize) {
    let mut set_in_block = vec![0u32; nlocals - 64];
    let mut number = 0;
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        number += 1;
        for instruction in &mut graph.block_mut(id).instructions {
            let Some(state) = (instruction.arg as usize).checked_sub(64).and_then(|at| set_in_block.get_mut(at)) else {
                continue;
            };
            match instruction.op {
                opcode::DELETE_FAST | opcode::LOAD_FAST_AND_CLEAR | opcode::STORE_FAST_MAYBE_NULL => {
                    *state = number - 1;
                }
                opcode::STORE_FAST => *state = number,
                opcode::LOAD_FAST => {
                    if *state != number {
                        instruction.op = opcode::LOAD_FAST_CHECK;
                    }
                    *state = number;
                }
                _ => {}
            }
        }
    }
}

pub fn add_checks_for_loads_of_uninitialized_variables(
    graph: &mut FlowGraph,
    nlocals: usize,
    nparams: usize,
    traversal: &mut Traversal,
) {
    if nlocals == 0 {
        return;
    }
    if nlocals > 64 {
        fast_scan_many_locals(graph, nlocals);
    }
    traversal.start(graph);
    let start = (nparams..nlocals.min(64)).fold(0u64, |mask, local| mask | 1 << local);
    maybe_push(graph, ENTRY, start, traversal);
    // Every block once, for the sake of `del`; then until nothing changes.
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        scan_block(graph, id, traversal);
    }
    while let Some(id) = traversal.pop() {
        traversal.forget(id);
        scan_block(graph, id, traversal);
    }
}
