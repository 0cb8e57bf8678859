//! A flow graph as a pass left it, for those who want to look at it.

use super::cfg::{Block, BlockId, CfgInstruction, FlowGraph, falls_through};
use std::sync::Arc;

/// A block without its instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockState {
    pub label: i32,
    pub next: Option<BlockId>,
    pub predecessors: u32,
    pub start_depth: i32,
    pub unsafe_locals: u64,
    pub preserve_lasti: bool,
    pub except_handler: bool,
    pub cold: bool,
    pub warm: bool,
    /// Where its instructions end among those of all blocks.
    end: u32,
}

impl BlockState {
    fn new(block: &Block, end: u32) -> BlockState {
        BlockState {
            label: block.label,
            next: block.next,
            predecessors: block.predecessors,
            start_depth: block.start_depth,
            unsafe_locals: block.unsafe_locals,
            preserve_lasti: block.preserve_lasti,
            except_handler: block.except_handler,
            cold: block.cold,
            warm: block.warm,
            end,
        }
    }
}

/// Blocks are numbered as in the graph. What a pass did not change is shared with the snapshot before.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub blocks: Arc<[BlockState]>,
    instructions: Arc<Vec<CfgInstruction>>,
}

impl Snapshot {
    pub(crate) fn new(graph: &FlowGraph, before: Option<&Snapshot>) -> Snapshot {
        let mut end = 0;
        let states = graph.blocks.iter().map(move |block| {
            end += block.instructions.len() as u32;
            BlockState::new(block, end)
        });
        let blocks = match before {
            Some(before) if states.clone().eq(before.blocks.iter().copied()) => Arc::clone(&before.blocks),
            _ => states.collect(),
        };
        let same = |before: &&Snapshot| {
            before.blocks.len() == graph.blocks.len()
                && (0..).zip(&graph.blocks).all(|(id, block)| before.instructions(id) == block.instructions)
        };
        let instructions = match before.filter(same) {
            Some(before) => Arc::clone(&before.instructions),
            None => {
                let mut all = Vec::with_capacity(blocks.last().map_or(0, |last| last.end as usize));
                for block in &graph.blocks {
                    all.extend_from_slice(&block.instructions);
                }
                Arc::new(all)
            }
        };
        Snapshot { blocks, instructions }
    }

    pub fn instructions(&self, block: BlockId) -> &[CfgInstruction] {
        let start = block.checked_sub(1).map_or(0, |before| self.blocks[before as usize].end);
        &self.instructions[start as usize..self.blocks[block as usize].end as usize]
    }

    /// `BB_HAS_FALLTHROUGH`.
    pub fn falls_through(&self, block: BlockId) -> bool {
        falls_through(self.instructions(block))
    }
}
