//! Loads of locals that may borrow their reference: what they push is consumed before the local can change.

use super::cfg::{BlockId, ENTRY, FlowGraph};
use crate::instructions::{is_block_push, is_scope_exit, is_unconditional_jump};
use crate::opcode;

/// A reference on the simulated stack: the instruction that made it, and the local that it came from.
#[derive(Clone, Copy)]
struct Ref {
    instruction: Option<usize>,
    local: Option<u32>,
}

const DUMMY: Ref = Ref { instruction: None, local: None };

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

    fn push(&mut self, instruction: usize, local: Option<u32>) {
        self.refs.push(Ref { instruction: Some(instruction), local });
    }

    fn pop(&mut self) -> Ref {
        self.refs.pop().unwrap_or(DUMMY)
    }

    fn must_own(&mut self, reference: Ref) {
        if let Some(index) = reference.instruction {
            self.owned[index] = true;
        }
    }

    /// The local changes while references to it are on the stack.
    fn kill_local(&mut self, local: u32) {
        for index in 0..self.refs.len() {
            if self.refs[index].local == Some(local) {
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

pub fn optimize_load_fast(graph: &mut FlowGraph) {
    let mut stack = graph.traversal_stack();
    graph.block_mut(ENTRY).start_depth = 0;
    graph.push_unvisited(&mut stack, ENTRY);
    let mut simulation = Simulation::default();
    while let Some(id) = stack.pop() {
        simulate_block(graph, id, &mut simulation, &mut stack);
        let block = graph.block(id);
        let falls = block.last().is_some_and(|last| !is_unconditional_jump(last.op) && !is_scope_exit(last.op));
        if falls && let Some(next) = block.next {
            graph.push_unvisited(&mut stack, next);
        }
        for index in 0..simulation.refs.len() {
            simulation.must_own(simulation.refs[index]);
        }
        for (instruction, &owned) in graph.block_mut(id).instructions.iter_mut().zip(&simulation.owned) {
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

fn simulate_block(graph: &mut FlowGraph, id: BlockId, simulation: &mut Simulation, stack: &mut Vec<BlockId>) {
    let block = graph.block(id);
    simulation.reset(block.instructions.len(), block.start_depth);
    for index in 0..graph.block(id).instructions.len() {
        let instruction = graph.block(id).instructions[index];
        let (op, arg) = (instruction.op, instruction.arg);
        let (popped, pushed) = opcode::info(op)
            .map_or((0, 0), |info| (info.popped.count(arg).max(0) as usize, info.pushed.count(arg).max(0) as usize));
        match op {
            opcode::DELETE_FAST => simulation.kill_local(arg),
            opcode::LOAD_FAST => simulation.push(index, Some(arg)),
            opcode::LOAD_FAST_AND_CLEAR => {
                simulation.kill_local(arg);
                simulation.push(index, Some(arg));
            }
            opcode::LOAD_FAST_LOAD_FAST => {
                simulation.push(index, Some(arg >> 4));
                simulation.push(index, Some(arg & 15));
            }
            opcode::STORE_FAST => simulation.store_local(arg),
            opcode::STORE_FAST_LOAD_FAST => {
                simulation.store_local(arg >> 4);
                simulation.push(index, Some(arg & 15));
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
                for counter in 0..pushed.saturating_sub(popped) {
                    simulation.push(counter, None);
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
                simulation.push(index, None);
            }
            opcode::FOR_ITER => {
                graph.push_unvisited(stack, instruction.target);
                simulation.push(index, None);
            }
            opcode::LOAD_ATTR | opcode::LOAD_SUPER_ATTR => {
                let receiver = simulation.pop();
                if op == opcode::LOAD_SUPER_ATTR {
                    simulation.pop();
                    simulation.pop();
                }
                simulation.push(index, None);
                if arg & 1 != 0 {
                    // A method call: the receiver may come back as its first argument.
                    simulation.refs.push(receiver);
                }
            }
            opcode::LOAD_SPECIAL | opcode::PUSH_EXC_INFO => {
                let top = simulation.pop();
                simulation.push(index, None);
                simulation.refs.push(top);
            }
            opcode::SEND => {
                graph.push_unvisited(stack, instruction.target);
                simulation.pop();
                simulation.push(index, None);
            }
            _ => {
                if instruction.has_target() {
                    graph.push_unvisited(stack, instruction.target);
                }
                if !is_block_push(op) {
                    for _ in 0..popped {
                        simulation.pop();
                    }
                    for _ in 0..pushed {
                        simulation.push(index, None);
                    }
                }
            }
        }
    }
}
