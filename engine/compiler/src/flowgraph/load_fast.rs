//! Loads of locals that may borrow their reference: what they push is consumed before the local can change.

use super::cfg::{Block, ENTRY, FlowGraph, Traversal};
use crate::instructions::{is_block_push, is_scope_exit, is_unconditional_jump};
use crate::opcode::{self, Effect};

/// A reference on the simulated stack: the instruction that made it, and the local that it came from.
#[derive(Clone, Copy)]
struct Ref {
    instruction: u32,
    local: u32,
}

/// Not made by an instruction of the block, or not from a local.
const NONE: u32 = u32::MAX;

const DUMMY: Ref = Ref { instruction: NONE, local: NONE };

/// The simulated stack of one block, and which loads must not borrow.
#[derive(Default)]
struct Simulation {
    refs: Vec<Ref>,
    owned: Vec<bool>,
}

impl Simulation {
    fn reset(&mut self, instructions: usize, depth: i32) {
        self.refs.clear();
        self.refs.resize(depth.max(0) as usize, DUMMY);
        self.owned.clear();
        self.owned.resize(instructions, false);
    }

    fn push(&mut self, instruction: usize) {
        self.push_local(instruction, NONE);
    }

    fn push_local(&mut self, instruction: usize, local: u32) {
        self.refs.push(Ref { instruction: instruction as u32, local });
    }

    fn pop(&mut self) -> Ref {
        self.refs.pop().unwrap_or(DUMMY)
    }

    fn must_own(&mut self, reference: Ref) {
        if reference.instruction != NONE {
            self.owned[reference.instruction as usize] = true;
        }
    }

    /// The local changes while references to it are on the stack.
    fn kill_local(&mut self, local: u32) {
        for index in 0..self.refs.len() {
            if self.refs[index].local == local {
                self.must_own(self.refs[index]);
            }
        }
    }

    fn store_local(&mut self, local: u32) {
        let stored = self.pop();
        self.kill_local(local);
        self.must_own(stored);
    }
}

pub fn optimize_load_fast(graph: &mut FlowGraph, traversal: &mut Traversal) {
    traversal.start(graph);
    graph.block_mut(ENTRY).start_depth = 0;
    traversal.push_unseen(ENTRY);
    let mut simulation = Simulation::default();
    while let Some(id) = traversal.pop() {
        let block = graph.block_mut(id);
        simulate_block(block, &mut simulation, traversal);
        let falls = block.last().is_some_and(|last| !is_unconditional_jump(last.op) && !is_scope_exit(last.op));
        if let Some(next) = block.next.filter(|_| falls) {
            traversal.push_unseen(next);
        }
        for index in 0..simulation.refs.len() {
            simulation.must_own(simulation.refs[index]);
        }
        for (instruction, &owned) in block.instructions.iter_mut().zip(&simulation.owned) {
            match instruction.op {
                opcode::LOAD_FAST if !owned => instruction.op = opcode::LOAD_FAST_BORROW,
                opcode::LOAD_FAST_LOAD_FAST if !owned => {
                    instruction.op = opcode::LOAD_FAST_BORROW_LOAD_FAST_BORROW;
                }
                _ => {}
            }
        }
    }
}

/// How many references an instruction takes from and leaves on the stack.
fn popped_and_pushed(op: u16, arg: u32) -> (usize, usize) {
    let count = |effect: Effect| effect.count(arg).max(0) as usize;
    opcode::info(op).map_or((0, 0), |info| (count(info.popped), count(info.pushed)))
}

fn simulate_block(block: &Block, simulation: &mut Simulation, traversal: &mut Traversal) {
    simulation.reset(block.instructions.len(), block.start_depth);
    for (index, instruction) in block.instructions.iter().enumerate() {
        let (op, arg) = (instruction.op, instruction.arg);
        match op {
            opcode::DELETE_FAST => simulation.kill_local(arg),
            opcode::LOAD_FAST => simulation.push_local(index, arg),
            opcode::LOAD_FAST_AND_CLEAR => {
                simulation.kill_local(arg);
                simulation.push_local(index, arg);
            }
            opcode::LOAD_FAST_LOAD_FAST => {
                simulation.push_local(index, arg >> 4);
                simulation.push_local(index, arg & 15);
            }
            opcode::STORE_FAST => simulation.store_local(arg),
            opcode::STORE_FAST_LOAD_FAST => {
                simulation.store_local(arg >> 4);
                simulation.push_local(index, arg & 15);
            }
            opcode::STORE_FAST_STORE_FAST => {
                simulation.store_local(arg >> 4);
                simulation.store_local(arg & 15);
            }
            opcode::COPY => {
                let at = simulation.refs.len().saturating_sub(arg as usize);
                let copied = simulation.refs.get(at).copied().unwrap_or(DUMMY);
                simulation.refs.push(copied);
            }
            opcode::SWAP => {
                let len = simulation.refs.len();
                if len >= arg as usize && arg > 0 {
                    simulation.refs.swap(len - arg as usize, len - 1);
                }
            }
            // Inputs stay where they are.
            opcode::FORMAT_SIMPLE
            | opcode::GET_ANEXT
            | opcode::GET_LEN
            | opcode::GET_YIELD_FROM_ITER
            | opcode::IMPORT_FROM
            | opcode::MATCH_KEYS
            | opcode::MATCH_MAPPING
            | opcode::MATCH_SEQUENCE
            | opcode::WITH_EXCEPT_START => {
                // The instruction noted is CPython's loop counter, by an oversight that shows in the bytecode.
                let (popped, pushed) = popped_and_pushed(op, arg);
                for counter in 0..pushed.saturating_sub(popped) {
                    simulation.push(counter);
                }
            }
            // Some inputs go, nothing new comes.
            opcode::DICT_MERGE
            | opcode::DICT_UPDATE
            | opcode::LIST_APPEND
            | opcode::LIST_EXTEND
            | opcode::MAP_ADD
            | opcode::RERAISE
            | opcode::SET_ADD
            | opcode::SET_UPDATE => {
                let (popped, pushed) = popped_and_pushed(op, arg);
                for _ in 0..popped.saturating_sub(pushed) {
                    simulation.pop();
                }
            }
            opcode::END_SEND | opcode::SET_FUNCTION_ATTRIBUTE => {
                let top = simulation.pop();
                simulation.pop();
                simulation.refs.push(top);
            }
            opcode::CHECK_EXC_MATCH => {
                simulation.pop();
                simulation.push(index);
            }
            opcode::FOR_ITER => {
                traversal.push_unseen(instruction.target);
                simulation.push(index);
            }
            opcode::LOAD_ATTR | opcode::LOAD_SUPER_ATTR => {
                let receiver = simulation.pop();
                if op == opcode::LOAD_SUPER_ATTR {
                    simulation.pop();
                    simulation.pop();
                }
                simulation.push(index);
                if arg & 1 != 0 {
                    // A method call: the receiver may come back as its first argument.
                    simulation.refs.push(receiver);
                }
            }
            opcode::LOAD_SPECIAL | opcode::PUSH_EXC_INFO => {
                let top = simulation.pop();
                simulation.push(index);
                simulation.refs.push(top);
            }
            opcode::SEND => {
                traversal.push_unseen(instruction.target);
                simulation.pop();
                simulation.push(index);
            }
            _ => {
                if instruction.has_target() {
                    traversal.push_unseen(instruction.target);
                }
                if !is_block_push(op) {
                    let (popped, pushed) = popped_and_pushed(op, arg);
                    for _ in 0..popped {
                        simulation.pop();
                    }
                    for _ in 0..pushed {
                        simulation.push(index);
                    }
                }
            }
        }
    }
}
