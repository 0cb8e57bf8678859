//! Basic blocks and how they hang together.

use super::{Handler, Lowered};
use crate::instructions::{
    InstructionSequence, has_eval_break, has_target, is_jump, is_scope_exit, is_terminator, is_unconditional_jump,
};
use crate::location::{Location, NO_LOCATION};
use crate::opcode;

/// Position of a block in [`FlowGraph::blocks`].
pub type BlockId = u32;

/// No block.
pub const NO_BLOCK: BlockId = u32::MAX;

/// `cfg_instr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CfgInstruction {
    pub op: u16,
    pub arg: u32,
    pub location: Location,
    /// Where a jump or block setup goes.
    pub target: BlockId,
    /// Where an exception goes.
    pub except: BlockId,
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

/// `basicblock`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    pub visited: bool,
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

    /// Forgets all but the first instructions; `tail` are the handlers in the slots behind them.
    pub fn truncate(&mut self, length: usize, tail: impl Iterator<Item = BlockId>) {
        self.stale.splice(0..0, tail);
        self.instructions.truncate(length);
    }

    /// `BB_HAS_FALLTHROUGH`.
    pub fn falls_through(&self) -> bool {
        self.last().is_none_or(|last| !is_scope_exit(last.op) && !is_unconditional_jump(last.op))
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

    pub fn max_label(&self) -> i32 {
        self.order().into_iter().map(|id| self.block(id).label).max().unwrap_or(-1)
    }

    /// Forgets who was visited and returns an empty stack (`make_cfg_traversal_stack`).
    pub fn traversal_stack(&mut self) -> Vec<BlockId> {
        let mut at = Some(ENTRY);
        while let Some(id) = at {
            let block = self.block_mut(id);
            block.visited = false;
            at = block.next;
        }
        Vec::new()
    }

    pub fn push_unvisited(&mut self, stack: &mut Vec<BlockId>, id: BlockId) {
        let block = self.block_mut(id);
        if !block.visited {
            block.visited = true;
            stack.push(id);
        }
    }

    /// `_PyCfg_FromInstructionSequence`: a block begins at every label and ends at every jump or exit.
    pub(crate) fn from_instructions(seq: &InstructionSequence) -> FlowGraph {
        let instructions = &seq.instructions;
        let mut is_target = vec![false; instructions.len() + 1];
        for instruction in instructions {
            if has_target(instruction.op) {
                is_target[instruction.arg as usize] = true;
            }
        }
        let mut builder = Builder::new();
        // What the placeholder is replaced by shifts all labels after it.
        let mut offset: i64 = 0;
        for (index, instruction) in instructions.iter().enumerate() {
            if instruction.op == opcode::ANNOTATIONS_PLACEHOLDER {
                let inserted = seq.annotations.as_ref().map_or(&[][..], |seq| &seq.instructions);
                for instruction in inserted {
                    builder.add(instruction.op, instruction.arg, instruction.location);
                }
                offset += inserted.len() as i64 - 1;
                continue;
            }
            if is_target[index] {
                builder.use_label((index as i64 + offset) as i32);
            }
            let mut arg = instruction.arg;
            if has_target(instruction.op) {
                arg = (i64::from(arg) + offset) as u32;
            }
            builder.add(instruction.op, arg, instruction.location);
        }
        builder.graph
    }

    /// `_PyCfg_ToInstructionSequence`.
    pub(crate) fn to_instructions(&self) -> Vec<Lowered> {
        let order = self.order();
        let mut starts = vec![0u32; self.blocks.len()];
        let mut position = 0;
        for &id in &order {
            starts[id as usize] = position;
            position += self.block(id).instructions.len() as u32;
        }
        let mut lowered = Vec::with_capacity(position as usize);
        for &id in &order {
            for instruction in &self.block(id).instructions {
                let arg = if instruction.has_target() { starts[instruction.target as usize] } else { instruction.arg };
                let handler = (instruction.except != NO_BLOCK).then(|| {
                    let block = self.block(instruction.except);
                    Handler {
                        target: starts[instruction.except as usize],
                        start_depth: block.start_depth,
                        preserve_lasti: block.preserve_lasti,
                    }
                });
                lowered.push(Lowered { op: instruction.op, arg, location: instruction.location, handler });
            }
        }
        lowered
    }
}

/// `cfg_builder`.
struct Builder {
    graph: FlowGraph,
    current: BlockId,
    /// For the next instruction; -1 for none.
    label: i32,
}

impl Builder {
    fn new() -> Builder {
        let mut graph = FlowGraph { blocks: Vec::new() };
        let current = graph.new_block();
        Builder { graph, current, label: -1 }
    }

    fn is_terminated(&mut self) -> bool {
        let label = self.label;
        let block = self.graph.block_mut(self.current);
        if block.last().is_some_and(|last| is_terminator(last.op)) {
            return true;
        }
        if label >= 0 {
            if !block.instructions.is_empty() || block.label >= 0 {
                return true;
            }
            block.label = label;
            self.label = -1;
        }
        false
    }

    fn maybe_start_new_block(&mut self) {
        if self.is_terminated() {
            let id = self.graph.new_block();
            self.graph.block_mut(id).label = std::mem::replace(&mut self.label, -1);
            self.graph.block_mut(self.current).next = Some(id);
            self.current = id;
        }
    }

    fn use_label(&mut self, label: i32) {
        self.label = label;
        self.maybe_start_new_block();
    }

    fn add(&mut self, op: u16, arg: u32, location: Location) {
        self.maybe_start_new_block();
        self.graph.block_mut(self.current).instructions.push(CfgInstruction::new(op, arg, location));
    }
}

/// An artificial instruction without an argument.
pub(super) fn artificial(op: u16, arg: u32) -> CfgInstruction {
    CfgInstruction::new(op, arg, NO_LOCATION)
}
