//! The flow graph of a code unit after each pass: blocks, with jumps, falling through and exceptions.

use crate::place::Span;
use compiler::flowgraph::{FlowGraph, NO_BLOCK};
use compiler::location::Location;
use compiler::opcode::{self, has};
use compiler::stages::UnitStages;
use std::collections::{BTreeSet, HashMap};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    /// On to the next block in the layout.
    Fall,
    Jump,
    /// If an instruction of the block raises.
    Exception,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Positions among the pass's blocks.
    pub from: usize,
    pub to: usize,
    pub kind: EdgeKind,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FlowRow {
    pub name: &'static str,
    pub argument: String,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FlowBlock {
    /// The compiler's own number, which stays from pass to pass.
    pub number: usize,
    pub handler: bool,
    pub rows: Vec<FlowRow>,
    /// Not so in the pass before.
    pub changed: bool,
    /// 0 for the normal way, 1 for what only exceptions reach; and the place in the column.
    pub column: usize,
    pub row: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FlowPass {
    /// The function of `flowgraph.c`.
    pub name: &'static str,
    pub blocks: Vec<FlowBlock>,
    pub edges: Vec<Edge>,
    /// Numbers of blocks that the pass removed.
    pub removed: Vec<usize>,
    pub changed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FlowUnit {
    pub qualname: String,
    pub passes: Vec<FlowPass>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowModel {
    /// The module first.
    pub units: Vec<FlowUnit>,
}

impl FlowModel {
    pub fn new(units: &[UnitStages]) -> Self {
        let unit = |unit: &UnitStages| {
            let mut passes: Vec<FlowPass> = Vec::new();
            for pass in &unit.passes {
                let next = self::pass(unit, pass.name, &pass.graph, passes.last());
                passes.push(next);
            }
            let qualname = if unit.qualname.is_empty() { unit.name.clone() } else { unit.qualname.clone() };
            FlowUnit { qualname, passes }
        };
        // The compiler finishes inner units first; a reader begins with the module.
        FlowModel { units: units.iter().rev().map(unit).collect() }
    }
}

fn pass(unit: &UnitStages, name: &'static str, graph: &FlowGraph, before: Option<&FlowPass>) -> FlowPass {
    let order = shown(graph);
    let position: HashMap<u32, usize> = order.iter().enumerate().map(|(position, block)| (*block, position)).collect();
    let mut edges = Vec::new();
    let mut blocks = Vec::new();
    for (from, &number) in order.iter().enumerate() {
        let block = &graph.blocks[number as usize];
        let mut handlers = BTreeSet::new();
        for instruction in &block.instructions {
            if let Some(&to) = position.get(&instruction.target).filter(|_| instruction.is_jump()) {
                edges.push(Edge { from, to, kind: EdgeKind::Jump });
            }
            if let Some(&to) = position.get(&instruction.except).filter(|_| instruction.except != NO_BLOCK) {
                handlers.insert(to);
            }
        }
        edges.extend(handlers.into_iter().map(|to| Edge { from, to, kind: EdgeKind::Exception }));
        if let Some(&to) = block.next.as_ref().and_then(|next| position.get(next)).filter(|_| block.falls_through()) {
            edges.push(Edge { from, to, kind: EdgeKind::Fall });
        }
        let rows = block.instructions.iter().map(|instruction| FlowRow {
            name: opcode::info(instruction.op).map_or("", |info| info.name),
            argument: argument(unit, instruction.op, instruction.arg, position.get(&instruction.target).copied()),
            span: span(instruction.location),
        });
        blocks.push(FlowBlock {
            number: number as usize,
            handler: block.except_handler,
            rows: rows.collect(),
            changed: false,
            column: 0,
            row: 0,
        });
    }
    place(&mut blocks, &edges);
    let mut removed = Vec::new();
    if let Some(before) = before {
        let old: HashMap<usize, &FlowBlock> = before.blocks.iter().map(|block| (block.number, block)).collect();
        for block in &mut blocks {
            block.changed = old.get(&block.number).is_none_or(|old| old.rows != block.rows);
        }
        let kept: BTreeSet<usize> = blocks.iter().map(|block| block.number).collect();
        removed = before.blocks.iter().map(|block| block.number).filter(|number| !kept.contains(number)).collect();
    }
    let changed = before.is_none() || !removed.is_empty() || blocks.iter().any(|block| block.changed);
    FlowPass { name, blocks, edges, removed, changed }
}

/// Blocks in the order of the layout, without those that are empty and that nothing leads to.
fn shown(graph: &FlowGraph) -> Vec<u32> {
    let order = layout(graph);
    let mut led_to: BTreeSet<u32> = order.first().copied().into_iter().collect();
    for &number in &order {
        let block = &graph.blocks[number as usize];
        led_to.extend(block.instructions.iter().flat_map(|instruction| [instruction.target, instruction.except]));
        if let Some(next) =
            block.next.filter(|_| block.falls_through() && (led_to.contains(&number) || !block.instructions.is_empty()))
        {
            led_to.insert(next);
        }
    }
    order
        .into_iter()
        .filter(|number| led_to.contains(number) || !graph.blocks[*number as usize].instructions.is_empty())
        .collect()
}

/// Blocks in the order of the layout.
fn layout(graph: &FlowGraph) -> Vec<u32> {
    let mut order = Vec::new();
    let mut next = (!graph.blocks.is_empty()).then_some(0);
    while let Some(block) = next.filter(|_| order.len() < graph.blocks.len()) {
        order.push(block);
        next = graph.blocks.get(block as usize).and_then(|block| block.next);
    }
    order
}

/// Two columns in the order of the layout: the normal way, and what only an exception reaches.
fn place(blocks: &mut [FlowBlock], edges: &[Edge]) {
    let mut normal = vec![false; blocks.len()];
    let mut stack = vec![0];
    while let Some(at) = stack.pop() {
        if at < normal.len() && !std::mem::replace(&mut normal[at], true) {
            let onwards = edges.iter().filter(|edge| edge.from == at && edge.kind != EdgeKind::Exception);
            stack.extend(onwards.map(|edge| edge.to));
        }
    }
    let mut filled = [0, 0];
    for (block, normal) in blocks.iter_mut().zip(normal) {
        block.column = usize::from(!normal);
        block.row = filled[block.column];
        filled[block.column] += 1;
    }
}

fn argument(unit: &UnitStages, op: u16, arg: u32, target: Option<usize>) -> String {
    let Some(info) = opcode::info(op) else { return String::new() };
    if let Some(target) = target {
        return format!("B{}", target + 1);
    }
    let at = |list: &[String], index: u32| list.get(index as usize).cloned().unwrap_or_default();
    if info.flags & has::NAME != 0 {
        let shift = match op {
            opcode::LOAD_GLOBAL | opcode::LOAD_ATTR => 1,
            opcode::LOAD_SUPER_ATTR => 2,
            _ => 0,
        };
        at(&unit.names, arg >> shift)
    } else if info.flags & has::LOCAL != 0 && (arg as usize) < unit.varnames.len() {
        at(&unit.varnames, arg)
    } else if op == opcode::BINARY_OP {
        compiler::dis::OPERATORS.get(arg as usize).map_or(String::new(), |operator| operator.to_string())
    } else if info.flags & has::ARG != 0 {
        arg.to_string()
    } else {
        String::new()
    }
}

fn span(location: Location) -> Span {
    if location.line <= 0 || location.col < 0 {
        return Span::default();
    }
    Span {
        line: location.line as u32,
        col: location.col as u32,
        end_line: location.end_line.max(0) as u32,
        end_col: location.end_col.max(0) as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_with_try_has_jumps_falls_and_exceptions() {
        let source = b"def f(xs, w):\n    for x in xs:\n        try:\n            if x == w:\n                return x\n        \
                       except TypeError:\n            continue\n";
        let stages =
            compiler::compile_stages(source, "a.py", compiler::Mode::Exec, compiler::Options::default()).unwrap();
        let model = FlowModel::new(&stages.units);
        assert_eq!(model.units[0].qualname, "<module>");
        let unit = model.units.iter().find(|unit| unit.qualname == "f").unwrap();
        let last = unit.passes.last().unwrap();
        for kind in [EdgeKind::Fall, EdgeKind::Jump, EdgeKind::Exception] {
            assert!(last.edges.iter().any(|edge| edge.kind == kind), "{kind:?}");
        }
        assert!(unit.passes.iter().any(|pass| pass.changed) && unit.passes.iter().any(|pass| !pass.changed));
        let places: BTreeSet<_> = last.blocks.iter().map(|block| (block.column, block.row)).collect();
        assert_eq!(places.len(), last.blocks.len());
    }
}
