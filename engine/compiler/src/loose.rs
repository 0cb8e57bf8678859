//! Instructions that come from nowhere: a row of them is optimised as those of a unit are (`_PyCompile_OptimizeCfg`).

use crate::code::Const;
use crate::compiler::Metadata;
use crate::consts::ConstCache;
use crate::error::{ErrorKind, SyntaxError};
use crate::flowgraph::{self, FlowGraph, Traversal};
use crate::instructions::{Instruction, InstructionSequence, has_target};
use crate::opcode;

/// The row and its constants after the passes over the flow graph. Arguments of jumps are positions in the row.
///
/// # Errors
/// `ValueError` if an instruction, a jump or a constant is not there, or the stack does not work out.
pub fn optimize_row(
    row: Vec<Instruction>,
    consts: Vec<Const>,
    nlocals: usize,
) -> Result<(Vec<Instruction>, Vec<Const>), SyntaxError> {
    let wrong = |text: String| SyntaxError::plain(ErrorKind::Value, text);
    for instruction in &row {
        let Instruction { op, arg, .. } = *instruction;
        if opcode::info(op).is_none() {
            return Err(wrong(format!("opcode {op} is not there")));
        }
        if has_target(op) && arg as usize >= row.len() {
            return Err(wrong("target of a jump out of range".to_owned()));
        }
        if op == opcode::LOAD_CONST && arg as usize >= consts.len() {
            return Err(wrong(format!("LOAD_CONST index {arg} is out of range for consts (len={})", consts.len())));
        }
        if matches!(op, opcode::SWAP | opcode::COPY) && arg == 0 {
            return Err(wrong("SWAP and COPY count from 1".to_owned()));
        }
    }
    let mut cache = ConstCache::default();
    let ids = consts.into_iter().map(|value| cache.insert(value)).collect();
    let mut meta = Metadata::of_loose(ids, nlocals);
    let mut traversal = Traversal::default();
    let sequence = InstructionSequence::of_row(row);
    let mut graph = FlowGraph::from_instructions(&sequence);
    flowgraph::optimize_loose(&mut graph, &mut meta, &mut cache, &mut traversal).map_err(|error| *error)?;
    let lowered = graph.to_instructions();
    let row = lowered.into_iter().map(|i| Instruction { op: i.op, arg: i.arg, location: i.location }).collect();
    Ok((row, meta.consts.iter().map(|&id| cache.get(id).clone()).collect()))
}
