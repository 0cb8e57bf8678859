//! Basic blocks and how they hang together.

use super::{Handler, Lowered};
use crate::instructions::{
    Instruction, InstructionSequence, has_eval_break, has_target, is_jump, is_scope_exit, is_terminator,
    is_unconditional_jump,
};
use crate::location::{Location, NO_LOCATION};
use crate::opcode;

/// Position of a block in [`FlowGraph::blocks`].
pub type BlockId = u32;

/// No block.
pub const NO_BLOCK: BlockId = u32::MAX;

/// `cfg_instr`.
#[derive(Clone, Copy, Debug, Eq)]
pub struct CfgInstruction {
    pub op: u16,
    pub arg: u32,
    pub location: Location,
    /// Where a jump or block setup goes.
    pub target: BlockId,
    /// Where an exception goes.
    pub except: BlockId,
}

/// All fields at once, without a branch for each: where passes are kept, every instruction is compared after each.
impl PartialEq for CfgInstruction {
    fn eq(&self, other: &CfgInstruction) -> bool {
        let (a, b) = (self.location, other.location);
        let place = (a.line ^ b.line) | (a.end_line ^ b.end_line) | (a.col ^ b.col) | (a.end_col ^ b.end_col);
        let goal = (self.target ^ other.target) | (self.except ^ other.except);
        place as u32 | goal | (self.arg ^ other.arg) | u32::from(self.op ^ other.op) == 0
    }
}

impl CfgInstruction {
    pub fn new(op: u16, arg: u32, location: Location) -> CfgInstruction {
        CfgInstruction { op, arg, location, target: NO_BLOCK, except: NO_BLOCK }
    }

    /// Changes the instruction to one with an argument.
    pub fn set(&mut self, op: u16, arg: u32) {
        self.op = op;
        self.arg = arg;
    }

    pub fn set_nop(&mut self) {
        self.set(opcode::NOP, 0);
    }

    pub fn has_target(&self) -> bool {
        has_target(self.op)
    }

    pub fn is_jump(&self) -> bool {
        is_jump(self.op)
    }
}

/// `BB_HAS_FALLTHROUGH` of a block with these instructions.
pub(super) fn falls_through(instructions: &[CfgInstruction]) -> bool {
    instructions.last().is_none_or(|last| !is_scope_exit(last.op) && !is_unconditional_jump(last.op))
}

/// `basicblock`.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// -1 if no jump goes here.
    pub label: i32,
    pub instructions: Vec<CfgInstruction>,
    /// Handlers of instructions that stood behind the last one: CPython reuses their slots without clearing the field,
    /// and the exception table shows it.
    pub stale: Vec<BlockId>,
    /// The block after this in the layout, reached by falling through.
    pub next: Option<BlockId>,
    pub predecessors: u32,
    /// Stack depth on entry; negative where it is not known.
    pub start_depth: i32,
    /// Bit `i`: local `i` may be unset on entry.
    pub unsafe_locals: u64,
    pub preserve_lasti: bool,
    pub except_handler: bool,
    pub cold: bool,
    pub warm: bool,
}

impl Block {
    pub fn last(&self) -> Option<&CfgInstruction> {
        self.instructions.last()
    }

    /// `basicblock_addop`.
    pub fn add_op(&mut self, mut instruction: CfgInstruction) {
        instruction.except = self.take_stale();
        self.instructions.push(instruction);
    }

    fn take_stale(&mut self) -> BlockId {
        if self.stale.is_empty() { NO_BLOCK } else { self.stale.remove(0) }
    }

    /// `basicblock_append_instructions`.
    pub fn append(&mut self, instructions: &[CfgInstruction]) {
        self.instructions.extend_from_slice(instructions);
        self.stale.drain(..instructions.len().min(self.stale.len()));
    }

    /// `basicblock_insert_instruction`, for several.
    pub fn insert<const N: usize>(&mut self, position: usize, instructions: [CfgInstruction; N]) {
        self.instructions.splice(position..position, instructions);
        self.stale.drain(..N.min(self.stale.len()));
    }

    /// Forgets all but the first instructions, whose slots keep their handlers.
    pub fn truncate(&mut self, length: usize) {
        let tail = self.instructions[length..].iter().map(|instruction| instruction.except);
        // Where nothing is handled there is nothing to remember.
        if !self.stale.is_empty() || tail.clone().any(|handler| handler != NO_BLOCK) {
            self.stale.splice(0..0, tail);
        }
        self.instructions.truncate(length);
    }

    /// `BB_HAS_FALLTHROUGH`.
    pub fn falls_through(&self) -> bool {
        falls_through(&self.instructions)
    }

    pub fn exits_scope(&self) -> bool {
        self.last().is_some_and(|last| is_scope_exit(last.op))
    }

    pub fn has_no_line(&self) -> bool {
        self.instructions.iter().all(|instruction| instruction.location.line < 0)
    }

    pub fn has_eval_break(&self) -> bool {
        self.instructions.iter().any(|instruction| has_eval_break(instruction.op))
    }
}

/// All blocks of a unit; block 0 is the entry. Which come when is told by [`Block::next`].
#[derive(Clone, Debug)]
pub struct FlowGraph {
    pub blocks: Vec<Block>,
}

/// Blocks in the order of the layout, which may change on the way: what comes next is asked at each step.
pub struct Layout {
    current: Option<BlockId>,
}

impl Layout {
    pub fn next(&mut self, graph: &FlowGraph) -> Option<BlockId> {
        self.current = match self.current {
            None => Some(ENTRY),
            Some(id) => Some(graph.block(id).next?),
        };
        self.current
    }
}

pub const ENTRY: BlockId = 0;

/// Blocks to visit, and those that were seen already (`make_cfg_traversal_stack`).
#[derive(Debug, Default)]
pub(crate) struct Traversal {
    stack: Vec<BlockId>,
    seen: Vec<bool>,
}

impl Traversal {
    pub fn start(&mut self, graph: &FlowGraph) {
        self.stack.clear();
        self.seen.clear();
        self.seen.resize(graph.blocks.len(), false);
    }

    pub fn see(&mut self, id: BlockId) {
        self.seen[id as usize] = true;
    }

    pub fn has_seen(&self, id: BlockId) -> bool {
        self.seen[id as usize]
    }

    /// It may be pushed once more.
    pub fn forget(&mut self, id: BlockId) {
        self.seen[id as usize] = false;
    }

    pub fn push_unseen(&mut self, id: BlockId) {
        if !std::mem::replace(&mut self.seen[id as usize], true) {
            self.stack.push(id);
        }
    }

    pub fn pop(&mut self) -> Option<BlockId> {
        self.stack.pop()
    }
}

impl FlowGraph {
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id as usize]
    }

    pub fn block_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id as usize]
    }

    pub fn new_block(&mut self) -> BlockId {
        self.blocks.push(Block { label: -1, ..Block::default() });
        self.blocks.len() as BlockId - 1
    }

    /// The blocks of the layout as it is now.
    pub fn order(&self) -> Vec<BlockId> {
        let mut order = Vec::with_capacity(self.blocks.len());
        let mut at = Some(ENTRY);
        while let Some(id) = at {
            order.push(id);
            at = self.block(id).next;
        }
        order
    }

    /// Walks the layout while it may change.
    pub fn layout(&self) -> Layout {
        Layout { current: None }
    }

    /// `next_nonempty_block`.
    pub fn nonempty(&self, mut id: Option<BlockId>) -> Option<BlockId> {
        while let Some(block) = id {
            if !self.block(block).instructions.is_empty() {
                return Some(block);
            }
            id = self.block(block).next;
        }
        None
    }

    /// Gives the instructions of a block out of hand, so that others can be changed while they are read. They must be
    /// put back.
    pub fn take_instructions(&mut self, id: BlockId) -> Vec<CfgInstruction> {
        std::mem::take(&mut self.block_mut(id).instructions)
    }

    pub fn max_label(&self) -> i32 {
        // No block ever leaves the layout.
        self.blocks.iter().map(|block| block.label).max().unwrap_or(-1)
    }

    /// `_PyCfg_FromInstructionSequence`: a block begins at every label and ends at every jump or exit.
    pub(crate) fn from_instructions(seq: &InstructionSequence) -> FlowGraph {
        let mut is_target = vec![false; seq.instructions.len() + 1];
        for instruction in &seq.instructions {
            if has_target(instruction.op) {
                is_target[instruction.arg as usize] = true;
            }
        }
        let Some(at) = seq.placeholder() else { return FlowGraph::from_row(&seq.instructions, &is_target) };
        // What the placeholder is replaced by shifts all labels after it.
        let inserted = seq.annotations.as_ref().map_or(&[][..], |seq| &seq.instructions);
        let mut row = seq.instructions.clone();
        for instruction in &mut row[at..] {
            if has_target(instruction.op) {
                instruction.arg = (instruction.arg as usize + inserted.len() - 1) as u32;
            }
        }
        row.splice(at..=at, inserted.iter().copied());
        is_target.splice(at..=at, inserted.iter().map(|_| false));
        FlowGraph::from_row(&row, &is_target)
    }

    /// The same of instructions of which is known which ones are jumped to.
    fn from_row(row: &[Instruction], is_target: &[bool]) -> FlowGraph {
        let mut graph = FlowGraph { blocks: Vec::with_capacity(row.len() / 4 + 1) };
        let mut start = 0;
        while start < row.len() {
            let rest = row[start..].iter().zip(&is_target[start + 1..]);
            let length =
                1 + rest.take_while(|(instruction, target)| !is_terminator(instruction.op) && !**target).count();
            let end = row.len().min(start + length);
            // Room for one that a pass may put in.
            let mut instructions = Vec::with_capacity(end - start + 1);
            instructions.extend(row[start..end].iter().map(|i| CfgInstruction::new(i.op, i.arg, i.location)));
            let next = (end < row.len()).then_some(graph.blocks.len() as BlockId + 1);
            let label = if is_target[start] { start as i32 } else { -1 };
            graph.blocks.push(Block { label, instructions, next, ..Block::default() });
            start = end;
        }
        if graph.blocks.is_empty() {
            graph.new_block();
        }
        graph
    }

    /// `_PyCfg_ToInstructionSequence`.
    pub(crate) fn to_instructions(&self) -> Vec<Lowered> {
        let mut starts = vec![0u32; self.blocks.len()];
        let mut position = 0;
        let mut layout = self.layout();
        while let Some(id) = layout.next(self) {
            starts[id as usize] = position;
            position += self.block(id).instructions.len() as u32;
        }
        let lower = |instruction: &CfgInstruction| {
            let CfgInstruction { op, arg, location, target, except } = *instruction;
            let arg = if instruction.has_target() { starts[target as usize] } else { arg };
            let handler = (except != NO_BLOCK).then(|| {
                let Block { start_depth, preserve_lasti, .. } = *self.block(except);
                Handler { target: starts[except as usize], start_depth, preserve_lasti }
            });
            Lowered { op, arg, location, handler }
        };
        let mut lowered = Vec::with_capacity(position as usize);
        let mut layout = self.layout();
        while let Some(id) = layout.next(self) {
            lowered.extend(self.block(id).instructions.iter().map(lower));
        }
        lowered
    }
}

/// An artificial instruction without an argument.
pub(super) fn artificial(op: u16, arg: u32) -> CfgInstruction {
    CfgInstruction::new(op, arg, NO_LOCATION)
}
