//! Two loads or stores of locals in one instruction.

use super::cfg::{CfgInstruction, FlowGraph};
use super::nops::remove_redundant_nops;
use crate::opcode;

fn make_super_instruction(first: &mut CfgInstruction, second: &mut CfgInstruction, op: u16) {
    let (line, next_line) = (first.location.line, second.location.line);
    if line >= 0 && next_line >= 0 && line != next_line {
        return;
    }
    if first.arg >= 16 || second.arg >= 16 {
        return;
    }
    first.set(op, first.arg << 4 | second.arg);
    second.set_nop();
}

pub fn insert_superinstructions(graph: &mut FlowGraph) {
    let mut layout = graph.layout();
    while let Some(id) = layout.next(graph) {
        let instructions = &mut graph.block_mut(id).instructions;
        for index in 1..instructions.len() {
            let (before, after) = instructions.split_at_mut(index);
            let (first, second) = (&mut before[index - 1], &mut after[0]);
            let op = match (first.op, second.op) {
                (opcode::LOAD_FAST, opcode::LOAD_FAST) => opcode::LOAD_FAST_LOAD_FAST,
                (opcode::STORE_FAST, opcode::LOAD_FAST) => opcode::STORE_FAST_LOAD_FAST,
                (opcode::STORE_FAST, opcode::STORE_FAST) => opcode::STORE_FAST_STORE_FAST,
                _ => continue,
            };
            make_super_instruction(first, second, op);
        }
    }
    remove_redundant_nops(graph);
}
