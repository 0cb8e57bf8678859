//! Every intermediate of a compilation, kept for those who want to look at it.

use crate::code::{CodeObject, Const};
use crate::compiler::Metadata;
use crate::consts::{ConstCache, ConstId};
use crate::flowgraph::{FlowGraph, PASSES, Snapshot};
use crate::instructions::{Instruction, InstructionSequence};
use std::cmp::Ordering;
use std::sync::Arc;

/// What a compilation keeps on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Its result.
    Nothing,
    /// Tree, symbol table with its events, and the instructions of every unit: enough to count the steps.
    Outline,
    /// The flow graph after every pass as well.
    Passes,
}

/// What became of one code unit. Units are in the order in which they were finished: inner ones first.
#[derive(Clone, Debug)]
pub struct UnitStages {
    /// Counts the units as they were entered: outer ones first.
    pub serial: u32,
    /// The serial number of the unit around it, and how many instructions that had when this one was entered.
    pub origin: Option<(u32, usize)>,
    keep: Keep,
    const_ids: Vec<ConstId>,
    consts: Arc<[Const]>,
    pub name: String,
    pub qualname: String,
    pub firstlineno: i32,
    /// Names by index, for the arguments of instructions before assembly.
    pub names: Vec<String>,
    pub varnames: Vec<String>,
    pub cellvars: Vec<String>,
    pub freevars: Vec<String>,
    /// As code generation left it; jumps point at positions.
    pub instructions: InstructionSequence,
    pub passes: Vec<Pass>,
    /// Equal to the one in the result.
    pub code: Option<Arc<CodeObject>>,
}

/// The flow graph after one pass.
#[derive(Clone, Debug)]
pub struct Pass {
    /// The function of `flowgraph.c`.
    pub name: &'static str,
    pub graph: Snapshot,
    /// `co_consts` as it is by then.
    pub consts: Arc<[Const]>,
}

impl UnitStages {
    pub(crate) fn new(
        meta: &Metadata,
        instructions: &InstructionSequence,
        serial: u32,
        origin: Option<(u32, usize)>,
        keep: Keep,
    ) -> UnitStages {
        let list = |table: &crate::compiler::NameTable| table.keys().map(|name| name.to_string()).collect();
        UnitStages {
            serial,
            origin,
            keep,
            const_ids: Vec::new(),
            consts: Arc::from([]),
            name: meta.name.to_string(),
            qualname: meta.qualname.to_string(),
            firstlineno: meta.firstlineno,
            names: list(&meta.names),
            varnames: list(&meta.varnames),
            cellvars: list(&meta.cellvars),
            freevars: list(&meta.freevars),
            instructions: instructions.clone(),
            passes: Vec::with_capacity(if keep == Keep::Passes { PASSES.len() } else { 0 }),
            code: None,
        }
    }

    pub(crate) fn constants(&mut self, ids: &[ConstId], cache: &ConstCache) {
        if self.keep == Keep::Passes && self.const_ids != ids {
            self.const_ids = ids.to_vec();
            self.consts = ids.iter().map(|&id| cache.get(id).clone()).collect();
        }
    }

    pub(crate) fn passed(&mut self, name: &'static str, graph: &FlowGraph) {
        if self.keep == Keep::Passes {
            let graph = Snapshot::new(graph, self.passes.last().map(|pass| &pass.graph));
            self.passes.push(Pass { name, graph, consts: Arc::clone(&self.consts) });
        }
    }

    /// Number of instructions, among the first `emitted` ones, that have a place in the graph: all but the placeholder
    /// of a module's annotations.
    pub fn placed(&self, emitted: usize) -> usize {
        let seq = &self.instructions;
        let aside = seq.annotations.as_ref().map_or(0, |seq| seq.instructions.len());
        let emitted = emitted.min(seq.instructions.len() + aside);
        emitted - usize::from(self.instructions.placeholder().is_some_and(|at| at < emitted))
    }

    /// The `at`-th emitted instruction that has a place in the graph.
    pub fn emitted(&self, at: usize) -> Option<&Instruction> {
        let seq = &self.instructions;
        if seq.insertions.is_empty() && self.instructions.placeholder().is_none() {
            return seq.instructions.get(at);
        }
        let place = self.emission().into_iter().flatten().nth(at)?;
        let aside = seq.annotations.as_ref().map_or(&[][..], |seq| &seq.instructions);
        match self.instructions.placeholder() {
            Some(placeholder) if place >= placeholder + aside.len() => seq.instructions.get(place + 1 - aside.len()),
            Some(placeholder) if place >= placeholder => aside.get(place - placeholder),
            _ => seq.instructions.get(place),
        }
    }

    /// For each emitted instruction, in the order of emission, where the flow graph first has it: its place among all
    /// instructions of the blocks. `None` for the placeholder of a module's annotations.
    pub fn emission(&self) -> Vec<Option<usize>> {
        let seq = &self.instructions;
        let mut order: Vec<usize> = (0..seq.instructions.len()).collect();
        for &(position, length) in seq.insertions.iter().rev() {
            if position < length && length < order.len() {
                order[position..=length].rotate_left(1);
            }
        }
        let Some(placeholder) = self.instructions.placeholder() else { return order.into_iter().map(Some).collect() };
        let aside = seq.annotations.as_ref().map_or(0, |seq| seq.instructions.len());
        let place = |at: usize| match at.cmp(&placeholder) {
            Ordering::Less => Some(at),
            Ordering::Equal => None,
            Ordering::Greater => Some(at - 1 + aside),
        };
        let mut all: Vec<Option<usize>> = order.into_iter().map(place).collect();
        let from = seq.annotations_at.min(all.len());
        all.splice(from..from, (0..aside).map(|index| Some(placeholder + index)));
        all
    }
}
