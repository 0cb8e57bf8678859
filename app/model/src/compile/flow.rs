//! The flow graph of a code unit after each pass: blocks, with jumps, falling through and exceptions, and what the pass
//! did to them.

use crate::ground::place::Span;
use crate::ground::value::Mark;
use compiler::dis::{Tables, argument};
use compiler::flowgraph::{CfgInstruction, NO_BLOCK, Snapshot};
use compiler::location::Location;
use compiler::opcode::{self, has};
use compiler::stages::{Pass, UnitStages};
use std::collections::{BTreeSet, HashMap};
use syntax::pystr::PyStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// The row that jumps; for an exception the first that may raise.
    pub row: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FlowRow {
    pub name: &'static str,
    pub argument: String,
    pub span: Span,
    /// -1 if it has none.
    pub line: i32,
    /// What the pass did to it. A row that it removed is still here, dying.
    pub mark: Mark,
    /// What it was before the pass, if it was something else.
    pub was: String,
}

impl FlowRow {
    pub fn text(&self) -> String {
        format!("{} {}", self.name, self.argument).trim_end().to_owned()
    }

    fn same(&self, other: &FlowRow) -> bool {
        self.name == other.name && self.argument == other.argument
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct FlowBlock {
    /// The compiler's own number, which stays from pass to pass; written as `B1`, `B2`, …
    pub number: usize,
    pub handler: bool,
    pub cold: bool,
    /// Entries on the stack when the block begins, once that is known.
    pub depth: Option<i32>,
    pub rows: Vec<FlowRow>,
    pub mark: Mark,
    /// Side by side stand blocks between which the way forks; those that only exceptions reach stand rightmost.
    pub column: usize,
}

impl FlowBlock {
    pub fn name(&self) -> String {
        format!("B{}", self.number + 1)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct FlowPass {
    /// The function of `flowgraph.c`.
    pub name: &'static str,
    /// Those that the pass removed come last, dying.
    pub blocks: Vec<FlowBlock>,
    pub edges: Vec<Edge>,
    pub changed: bool,
}

impl FlowPass {
    /// Rows with what the pass did to them, and the block they are in.
    pub fn changes(&self) -> impl Iterator<Item = (&FlowBlock, &FlowRow)> {
        let marked = |row: &&FlowRow| row.mark != Mark::None;
        self.blocks.iter().flat_map(move |block| block.rows.iter().filter(marked).map(move |row| (block, row)))
    }

    /// Instructions that are there after the pass.
    pub fn instructions(&self) -> usize {
        self.blocks.iter().flat_map(|block| &block.rows).filter(|row| row.mark != Mark::Dying).count()
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowUnit {
    pub qualname: String,
    pub passes: Vec<FlowPass>,
    /// For each emitted instruction its place among all rows of the first pass.
    pub emission: Vec<usize>,
}

impl FlowUnit {
    pub fn new(unit: &UnitStages) -> FlowUnit {
        let mut names = Names::new(unit);
        let mut passes: Vec<FlowPass> = Vec::new();
        for pass in &unit.passes {
            if pass.name == "prepare_localsplus" {
                names.final_locals(unit);
            }
            passes.push(self::pass(&names, pass, passes.last()));
        }
        // Blocks stand from the beginning where their jumps will put them.
        if let [first, second, ..] = &mut passes[..] {
            for (block, placed) in first.blocks.iter_mut().zip(&second.blocks) {
                block.column = placed.column;
            }
        }
        let qualname = if unit.qualname.is_empty() { unit.name.clone() } else { unit.qualname.clone() };
        FlowUnit { qualname, passes, emission: unit.emission().into_iter().flatten().collect() }
    }

    /// The graph as far as code generation has come: `emitted` instructions, without a pass's name. Blocks stay where they
    /// will be. Jumps lead to labels by now, which are shown as the blocks that they come to stand for.
    pub fn emitted(&self, emitted: usize) -> FlowPass {
        let Some(labelled) = self.passes.get(1) else {
            return FlowPass { name: "", blocks: Vec::new(), edges: Vec::new(), changed: false };
        };
        let mut pass = FlowPass { name: "", ..labelled.clone() };
        let done: BTreeSet<usize> = self.emission.iter().take(emitted).copied().collect();
        let newest = emitted.checked_sub(1).and_then(|last| self.emission.get(last));
        let mut place = 0;
        for block in &mut pass.blocks {
            block.rows.retain_mut(|row| {
                row.mark = if newest == Some(&place) { Mark::New } else { Mark::None };
                row.was.clear();
                place += 1;
                done.contains(&(place - 1))
            });
            block.mark = if block.rows.iter().any(|row| row.mark == Mark::New) { Mark::New } else { Mark::None };
        }
        let begun = |index: usize| !pass.blocks[index].rows.is_empty();
        pass.edges.retain(|edge| begun(edge.from) && begun(edge.to) && edge.row < pass.blocks[edge.from].rows.len());
        pass
    }
}

/// What arguments count into at this point of the compilation.
struct Names {
    names: Vec<PyStr>,
    locals: Vec<PyStr>,
    /// Cells and free variables are numbered by themselves until all locals get one array.
    cells: Vec<PyStr>,
}

impl Names {
    fn new(unit: &UnitStages) -> Names {
        let list = |names: &[String]| names.iter().map(|name| PyStr::from(name.as_str())).collect::<Vec<_>>();
        let mut cells = list(&unit.cellvars);
        cells.extend(list(&unit.freevars));
        Names { names: list(&unit.names), locals: list(&unit.varnames), cells }
    }

    fn final_locals(&mut self, unit: &UnitStages) {
        if let Some(code) = &unit.code {
            self.locals.clone_from(&code.localsplusnames);
            self.cells.clone_from(&code.localsplusnames);
        }
    }

    fn argument(&self, pass: &Pass, instruction: &CfgInstruction) -> String {
        let CfgInstruction { op, arg, target, .. } = *instruction;
        let Some(info) = opcode::info(op) else { return String::new() };
        if instruction.has_target() {
            // Before the labels are translated, a target is a position.
            return if target == NO_BLOCK { String::new() } else { format!("B{}", target + 1) };
        }
        let localsplusnames = if info.flags & has::FREE != 0 { &self.cells } else { &self.locals };
        let tables = Tables { consts: &pass.consts, names: &self.names, localsplusnames };
        let meaning = argument(tables, op, arg);
        if meaning.is_empty() && info.flags & has::ARG != 0 { arg.to_string() } else { meaning }
    }
}

fn pass(names: &Names, pass: &Pass, before: Option<&FlowPass>) -> FlowPass {
    let graph = &pass.graph;
    let order = shown(graph);
    let position: HashMap<u32, usize> = order.iter().enumerate().map(|(position, block)| (*block, position)).collect();
    let mut edges = Vec::new();
    let mut blocks = Vec::new();
    for (from, &number) in order.iter().enumerate() {
        let block = &graph.blocks[number as usize];
        let instructions = graph.instructions(number);
        let mut handlers: Vec<Edge> = Vec::new();
        for (row, instruction) in instructions.iter().enumerate() {
            if let Some(&to) = position.get(&instruction.target).filter(|_| instruction.is_jump()) {
                edges.push(Edge { from, to, kind: EdgeKind::Jump, row });
            }
            if let Some(&to) = position.get(&instruction.except).filter(|_| instruction.except != NO_BLOCK)
                && handlers.iter().all(|edge| edge.to != to)
            {
                handlers.push(Edge { from, to, kind: EdgeKind::Exception, row });
            }
        }
        edges.extend(handlers);
        let next = block.next.as_ref().and_then(|next| position.get(next));
        if let Some(&to) = next.filter(|_| graph.falls_through(number)) {
            edges.push(Edge { from, to, kind: EdgeKind::Fall, row: instructions.len().saturating_sub(1) });
        }
        let rows = instructions.iter().map(|instruction| FlowRow {
            name: opcode::info(instruction.op).map_or("", |info| info.name),
            argument: names.argument(pass, instruction),
            span: span(instruction.location),
            line: instruction.location.line.max(-1),
            mark: Mark::None,
            was: String::new(),
        });
        blocks.push(FlowBlock {
            number: number as usize,
            handler: block.except_handler,
            cold: block.cold,
            depth: (block.start_depth >= 0 && pass_knows_depth(before)).then_some(block.start_depth),
            rows: rows.collect(),
            mark: Mark::None,
            column: 0,
        });
    }
    place(&mut blocks, &edges);
    let mut next = FlowPass { name: pass.name, blocks, edges, changed: before.is_none() };
    if let Some(before) = before {
        mark(&mut next, before);
    }
    next
}

fn pass_knows_depth(before: Option<&FlowPass>) -> bool {
    before.is_some_and(|before| {
        before.name == "convert_pseudo_conditional_jumps" || before.blocks.iter().any(|block| block.depth.is_some())
    })
}

/// Compares with the pass before.
fn mark(pass: &mut FlowPass, before: &FlowPass) {
    let lives = |block: &&FlowBlock| block.mark != Mark::Dying;
    let old: HashMap<usize, &FlowBlock> =
        before.blocks.iter().filter(lives).map(|block| (block.number, block)).collect();
    for block in &mut pass.blocks {
        match old.get(&block.number) {
            None => {
                block.mark = Mark::New;
                block.rows.iter_mut().for_each(|row| row.mark = Mark::New);
            }
            Some(old) => {
                let rows: Vec<&FlowRow> = old.rows.iter().filter(|row| row.mark != Mark::Dying).collect();
                block.rows = compared(&rows, std::mem::take(&mut block.rows));
                if block.rows.iter().any(|row| row.mark != Mark::None) {
                    block.mark = Mark::Changed;
                }
            }
        }
    }
    let kept: BTreeSet<usize> = pass.blocks.iter().map(|block| block.number).collect();
    for gone in before.blocks.iter().filter(lives).filter(|block| !kept.contains(&block.number)) {
        let mut gone = gone.clone();
        gone.rows.retain(|row| row.mark != Mark::Dying);
        gone.rows.iter_mut().for_each(|row| row.mark = Mark::Dying);
        gone.mark = Mark::Dying;
        pass.blocks.push(gone);
    }
    pass.changed = pass.blocks.iter().any(|block| block.mark != Mark::None);
    // Removed rows move the others down: edges start at the row that they started at.
    let shifted: Vec<Vec<usize>> = pass
        .blocks
        .iter()
        .map(|block| (0..block.rows.len()).filter(|row| block.rows[*row].mark != Mark::Dying).collect())
        .collect();
    for edge in &mut pass.edges {
        edge.row = shifted[edge.from].get(edge.row).copied().unwrap_or(edge.row);
    }
}

/// The largest table for comparing two blocks row by row; larger ones are compared by position.
const COMPARED: usize = 1 << 18;

/// The new rows with marks, and the old ones that went, each where it was.
fn compared(old: &[&FlowRow], new: Vec<FlowRow>) -> Vec<FlowRow> {
    let start = old.iter().zip(&new).take_while(|(a, b)| a.same(b)).count();
    let room = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(a, b)| a.same(b)).count();
    let (from, to) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let matches = if from.len() * to.len() <= COMPARED { common(from, to) } else { Vec::new() };
    let (before, after) = (old, &new);
    let tail = (0..end).map(|at| (before.len() - end + at, after.len() - end + at));
    let pairs: Vec<(usize, usize)> = (0..start)
        .map(|at| (at, at))
        .chain(matches.into_iter().map(|(a, b)| (a + start, b + start)))
        .chain(tail)
        .collect();
    let mut out = Vec::with_capacity(new.len());
    let mut rows = new.into_iter();
    let (mut a, mut b) = (0, 0);
    for (next_a, next_b) in pairs.into_iter().chain([(old.len(), b + rows.len())]) {
        while a < next_a || b < next_b {
            let gone = (a < next_a).then(|| old[a]);
            let come = if b < next_b { rows.next() } else { None };
            match (gone, come) {
                (Some(gone), Some(row)) => out.push(FlowRow { mark: Mark::Changed, was: gone.text(), ..row }),
                (None, Some(row)) => out.push(FlowRow { mark: Mark::New, ..row }),
                (Some(gone), None) => out.push(FlowRow { mark: Mark::Dying, was: String::new(), ..gone.clone() }),
                (None, None) => break,
            }
            a += usize::from(a < next_a);
            b += usize::from(b < next_b);
        }
        if let (Some(gone), Some(row)) = (old.get(a), rows.next()) {
            let line = gone.line != row.line;
            let was = |line: i32| if line > 0 { format!("line {line}") } else { "no line".to_owned() };
            let mark = if line { Mark::Changed } else { Mark::None };
            out.push(FlowRow { mark, was: if line { was(gone.line) } else { String::new() }, ..row });
            a += 1;
            b += 1;
        }
    }
    out
}

/// A longest common subsequence, as pairs of positions.
fn common(old: &[&FlowRow], new: &[FlowRow]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0u32; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            lengths[a * width + b] = match old[a].same(&new[b]) {
                true => lengths[(a + 1) * width + b + 1] + 1,
                false => lengths[(a + 1) * width + b].max(lengths[a * width + b + 1]),
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut pairs = Vec::new();
    while a < old.len() && b < new.len() {
        if old[a].same(&new[b]) {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if lengths[(a + 1) * width + b] >= lengths[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// Blocks in the order of the layout, without those that are empty and that nothing leads to.
fn shown(graph: &Snapshot) -> Vec<u32> {
    let order = layout(graph);
    let mut led_to: BTreeSet<u32> = order.first().copied().into_iter().collect();
    for &number in &order {
        let instructions = graph.instructions(number);
        led_to.extend(instructions.iter().flat_map(|instruction| [instruction.target, instruction.except]));
        let reached = led_to.contains(&number) || !instructions.is_empty();
        if let Some(next) = graph.blocks[number as usize].next.filter(|_| reached && graph.falls_through(number)) {
            led_to.insert(next);
        }
    }
    order.into_iter().filter(|number| led_to.contains(number) || !graph.instructions(*number).is_empty()).collect()
}

/// Blocks in the order of the layout.
fn layout(graph: &Snapshot) -> Vec<u32> {
    let mut order = Vec::new();
    let mut next = (!graph.blocks.is_empty()).then_some(0);
    while let Some(block) = next.filter(|_| order.len() < graph.blocks.len()) {
        order.push(block);
        next = graph.blocks.get(block as usize).and_then(|block| block.next);
    }
    order
}

/// Columns side by side: more do not fit beside the other panes.
const COLUMNS: usize = 2;

/// Layers by the longest way from the start, forward edges only. Where the way forks, the blocks of a layer stand side by
/// side; what only an exception reaches stands on the right.
fn place(blocks: &mut [FlowBlock], edges: &[Edge]) {
    let mut normal = vec![false; blocks.len()];
    let mut stack = vec![0];
    while let Some(at) = stack.pop() {
        if at < normal.len() && !std::mem::replace(&mut normal[at], true) {
            let onwards = edges.iter().filter(|edge| edge.from == at && edge.kind != EdgeKind::Exception);
            stack.extend(onwards.map(|edge| edge.to));
        }
    }
    let mut wanted = vec![0usize; blocks.len()];
    let mut lowest: [Option<usize>; COLUMNS] = [None; COLUMNS];
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); blocks.len()];
    for edge in edges.iter().filter(|edge| edge.from < edge.to) {
        leaving[edge.from].push(edge.to);
    }
    for index in 0..blocks.len() {
        let layer = wanted[index];
        let free = |column: &usize| lowest[*column].is_none_or(|low| low < layer);
        let column = if normal[index] { (0..COLUMNS).find(free).unwrap_or(COLUMNS - 1) } else { COLUMNS - 1 };
        let layer = lowest[column].map_or(layer, |low| layer.max(low + 1));
        lowest[column] = Some(layer);
        blocks[index].column = column;
        for &to in &leaving[index] {
            wanted[to] = wanted[to].max(layer + 1);
        }
    }
}

pub fn span(location: Location) -> Span {
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
    use crate::compile::Compilation;

    const LOOP: &str = "def f(xs, w):\n    for x in xs:\n        try:\n            if x == w:\n                return x\n        \
                        except TypeError:\n            continue\n";

    #[test]
    fn a_loop_with_try_has_jumps_falls_and_exceptions() {
        let compilation = Compilation::of("a.py", LOOP);
        assert_eq!(compilation.flow(0).unwrap().qualname, "<module>");
        let unit = compilation.flow(1).unwrap();
        assert_eq!(unit.qualname, "f");
        let last = unit.passes.last().unwrap();
        for kind in [EdgeKind::Fall, EdgeKind::Jump, EdgeKind::Exception] {
            assert!(last.edges.iter().any(|edge| edge.kind == kind), "{kind:?}");
        }
        assert!(unit.passes.iter().any(|pass| pass.changed) && unit.passes.iter().any(|pass| !pass.changed));
        assert!(last.blocks.iter().any(|block| block.depth.is_some()));
    }

    #[test]
    fn a_pass_marks_what_it_changed() {
        let compilation = Compilation::of("a.py", LOOP);
        let unit = compilation.flow(1).unwrap();
        let pass = unit.passes.iter().find(|pass| pass.name == "optimize_load_fast").unwrap();
        let changed: Vec<String> = pass.changes().map(|(_, row)| format!("{} <- {}", row.text(), row.was)).collect();
        assert!(changed.contains(&"LOAD_FAST_BORROW xs <- LOAD_FAST xs".to_owned()), "{changed:?}");
        let removed = unit.passes.iter().flat_map(FlowPass::changes).filter(|(_, row)| row.mark == Mark::Dying).count();
        assert!(removed > 0);
    }

    #[test]
    fn rows_that_went_stay_where_they_were() {
        let row = |name: &'static str| FlowRow {
            name,
            argument: String::new(),
            span: Span::default(),
            line: 1,
            mark: Mark::None,
            was: String::new(),
        };
        let old = [row("A"), row("B"), row("C"), row("D")];
        let old: Vec<&FlowRow> = old.iter().collect();
        let marked = compared(&old, vec![row("A"), row("C"), row("E"), row("F")]);
        let seen: Vec<_> = marked.iter().map(|row| (row.name, row.mark)).collect();
        let expected =
            [("A", Mark::None), ("B", Mark::Dying), ("C", Mark::None), ("E", Mark::Changed), ("F", Mark::New)];
        assert_eq!(seen, expected);
    }

    #[test]
    fn emitted_so_far_is_a_part_of_the_first_graph() {
        let compilation = Compilation::of("a.py", LOOP);
        let unit = compilation.flow(1).unwrap();
        let whole = unit.passes[0].instructions();
        for emitted in 0..=whole {
            assert_eq!(unit.emitted(emitted).instructions(), emitted);
        }
    }
}
