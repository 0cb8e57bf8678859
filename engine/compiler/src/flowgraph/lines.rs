//! Line numbers for instructions that have none of their own (PEP 626).

use super::cfg::{Block, FlowGraph};
use crate::location::NO_LOCATION;

fn is_exit_or_eval_check_without_line(block: &Block) -> bool {
    block.has_no_line() && (block.exits_scope() || block.has_eval_break())
}

/// Exits without a line get a copy for each jump to them, which takes the line of that jump.
fn duplicate_exits_without_lineno(graph: &mut FlowGraph) {
    let mut next_label = None;
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        let Some(&last) = graph.block(id).last() else { continue };
        if !last.is_jump() {
            continue;
        }
        let Some(target) = graph.nonempty(Some(last.target)) else { continue };
        if !is_exit_or_eval_check_without_line(graph.block(target)) || graph.block(target).predecessors <= 1 {
            continue;
        }
        let label = next_label.unwrap_or_else(|| graph.max_label() + 1);
        next_label = Some(label + 1);
        let copy = graph.new_block();
        let instructions = graph.block(target).instructions.clone();
        let next = graph.block(target).next;
        let block = graph.block_mut(copy);
        block.instructions = instructions;
        block.instructions[0].location = last.location;
        block.predecessors = 1;
        block.next = next;
        block.label = label;
        let original = graph.block_mut(target);
        original.predecessors -= 1;
        original.next = Some(copy);
        if let Some(last) = graph.block_mut(id).instructions.last_mut() {
            last.target = copy;
        }
    }
    // Those left are reached by falling through, from one block only.
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        let block = graph.block(id);
        let (Some(last), Some(next)) = (block.last(), block.next) else { continue };
        if block.falls_through() && is_exit_or_eval_check_without_line(graph.block(next)) {
            let location = last.location;
            graph.block_mut(next).instructions[0].location = location;
        }
    }
}

fn propagate_line_numbers(graph: &mut FlowGraph) {
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        let block = graph.block_mut(id);
        let Some(&last) = block.last() else { continue };
        let mut previous = NO_LOCATION;
        for instruction in &mut block.instructions {
            if instruction.location.line == NO_LOCATION.line {
                instruction.location = previous;
            } else {
                previous = instruction.location;
            }
        }
        let next = if block.falls_through() { block.next } else { None };
        let target = last.is_jump().then_some(last.target);
        for successor in [next, target].into_iter().flatten() {
            let block = graph.block_mut(successor);
            if block.predecessors == 1
                && let Some(first) = block.instructions.first_mut()
                && first.location.line == NO_LOCATION.line
            {
                first.location = previous;
            }
        }
    }
}

pub fn resolve_line_numbers(graph: &mut FlowGraph) {
    duplicate_exits_without_lineno(graph);
    propagate_line_numbers(graph);
}
