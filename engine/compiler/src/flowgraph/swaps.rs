//! SWAPs: runs of them made shortest, or done away with by reordering what comes after.

use super::cfg::CfgInstruction;
use crate::opcode;

/// Replaces the run of SWAPs and NOPs at `index` by the shortest with the same effect; returns the last position of it.
pub(super) fn swaptimize(block: &mut [CfgInstruction], index: usize) -> usize {
    let run = &mut block[index..];
    let len = run.iter().take_while(|i| matches!(i.op, opcode::SWAP | opcode::NOP)).count();
    let run = &mut run[..len];
    let swaps = run.iter().filter(|i| i.op == opcode::SWAP);
    if swaps.clone().count() < 2 {
        return index;
    }
    let depth = swaps.map(|i| i.arg as usize).max().unwrap_or(0);
    let mut stack: Vec<Option<usize>> = (0..depth).map(Some).collect();
    for instruction in &*run {
        if instruction.op == opcode::SWAP {
            stack.swap(0, instruction.arg as usize - 1);
        }
    }
    // Each cycle of the permutation is undone through the top of the stack, written from the end of the run.
    let mut current = len;
    for start in 0..depth {
        if stack[start].is_none_or(|item| item == start) {
            continue;
        }
        let mut at = start;
        loop {
            if at != 0 {
                current -= 1;
                run[current].op = opcode::SWAP;
                run[current].arg = at as u32 + 1;
            }
            match stack[at].take() {
                Some(next) => at = next,
                None => break,
            }
        }
    }
    for instruction in &mut run[..current] {
        instruction.set_nop();
    }
    index + len - 1
}

/// Instructions that only take the top of the stack and run no code but finalizers.
fn is_swappable(op: u16) -> bool {
    matches!(op, opcode::STORE_FAST | opcode::STORE_FAST_MAYBE_NULL | opcode::POP_TOP)
}

fn stores_to(instruction: &CfgInstruction) -> Option<u32> {
    matches!(instruction.op, opcode::STORE_FAST | opcode::STORE_FAST_MAYBE_NULL).then_some(instruction.arg)
}

/// The next instruction that may change places, on the same line if one is given.
fn next_swappable(block: &[CfgInstruction], index: usize, line: i32) -> Option<usize> {
    for (offset, instruction) in block[index + 1..].iter().enumerate() {
        if line >= 0 && instruction.location.line != line {
            return None;
        }
        if instruction.op == opcode::NOP {
            continue;
        }
        return is_swappable(instruction.op).then_some(index + 1 + offset);
    }
    None
}

/// Swaps instructions instead of values: `SWAP 2, POP_TOP, STORE_FAST` is `STORE_FAST, POP_TOP`.
pub(super) fn apply_static_swaps(block: &mut [CfgInstruction], index: usize) {
    for at in (0..=index).rev() {
        let swap = block[at];
        if swap.op != opcode::SWAP {
            if swap.op == opcode::NOP || is_swappable(swap.op) {
                continue;
            }
            return;
        }
        let Some(first) = next_swappable(block, at, -1) else { return };
        let line = block[first].location.line;
        let mut second = first;
        for _ in 1..swap.arg {
            match next_swappable(block, second, line) {
                Some(next) => second = next,
                None => return,
            }
        }
        // Not if one of them, or one between, stores to the same local.
        let (store_first, store_second) = (stores_to(&block[first]), stores_to(&block[second]));
        if store_first.is_some() || store_second.is_some() {
            if store_first == store_second {
                return;
            }
            let between = block.get(first + 1..second).unwrap_or_default();
            let clashes = |store: Option<u32>| store.is_some() && (store == store_first || store == store_second);
            if between.iter().any(|instruction| clashes(stores_to(instruction))) {
                return;
            }
        }
        block[at].set_nop();
        block.swap(first, second);
    }
}
