//! `frame.f_lineno = n`: where a trace function may let its frame go on (`frame_lineno_set_impl`, `mark_stacks`).

use crate::eval::frame::Told;
use crate::memory::object::{Obj, R, StackRef};
use crate::native::args::{Args, none};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use compiler::opcode as op;

/// What lies on the evaluation stack, three bits a value, the top lowest; negative if nothing is known.
type Stack = i64;

const ITERATOR: Stack = 1;
const EXCEPT: Stack = 2;
const OBJECT: Stack = 3;
const NOTHING: Stack = 4;
const LASTI: Stack = 5;

const BITS: u32 = 3;
const MASK: Stack = 7;
const UNKNOWN: Stack = -2;
const TOO_DEEP: Stack = -1;

fn push(stack: Stack, kind: Stack) -> Stack {
    if stack as u64 >= 1 << (20 * BITS) { TOO_DEEP } else { stack << BITS | kind }
}

fn pop(stack: Stack) -> Stack {
    stack >> BITS
}

fn peek(stack: Stack, n: u32) -> Stack {
    stack.checked_shr(BITS * n.saturating_sub(1)).unwrap_or(0) & MASK
}

fn swap(stack: Stack, n: u32) -> Stack {
    let shift = (BITS * n.saturating_sub(1)).min(60);
    let (low, top) = (peek(stack, n), stack & MASK);
    (stack & !(MASK << shift) | top << shift) & !MASK | low
}

/// The lowest `level` values.
fn cut(mut stack: Stack, level: u32) -> Stack {
    if level == 0 {
        return 0;
    }
    while stack > MASK.checked_shl((level - 1) * BITS).unwrap_or(Stack::MAX) {
        stack = pop(stack);
    }
    stack
}

fn fits(mut from: Stack, mut to: Stack) -> bool {
    if from < 0 || to < 0 {
        return false;
    }
    while from > to {
        from = pop(from);
    }
    while from != 0 {
        let (have, want) = (from & MASK, to & MASK);
        let kind = match want {
            0 => false,
            OBJECT => have != NOTHING,
            NOTHING => true,
            _ => have == want,
        };
        if !kind {
            return false;
        }
        (from, to) = (pop(from), pop(to));
    }
    to == 0
}

fn why_not(to: Stack) -> &'static str {
    match to {
        TOO_DEEP => "stack is too deep to analyze",
        UNKNOWN => "can't jump into an exception handler, or code may be unreachable",
        _ => match to & MASK {
            EXCEPT => "can't jump into an 'except' block as there's no exception",
            LASTI => "can't jump into a re-raising block as there's no location",
            ITERATOR => "can't jump into the body of a for loop",
            _ => "incompatible stacks",
        },
    }
}

impl Machine {
    /// The line that each instruction of a code object begins, if it begins one (`marklines`).
    fn lines_begun(&self, code: u32) -> Vec<Option<u32>> {
        let mut last = None;
        let positions = &self.codes[code as usize].stat.positions();
        let begins = |line: Option<u32>| {
            let begun = line.filter(|_| line != last);
            last = begun.or(last);
            begun
        };
        positions.iter().map(|position| position.line).map(begins).collect()
    }

    /// What lies on the stack before each instruction (`mark_stacks`).
    fn mark_stacks(&self, code: u32) -> Vec<Stack> {
        let c = &self.codes[code as usize];
        let (start, n) = (c.start as usize, c.stat.units.len());
        let mut stacks = vec![UNKNOWN; n + 1];
        stacks[0] = 0;
        let mut again = true;
        while again {
            again = false;
            for i in 0..n {
                let mut stack = stacks[i];
                if stack == UNKNOWN {
                    continue;
                }
                let ins = self.code[start + i];
                let target = (ins.arg as usize).wrapping_sub(start).min(n);
                let mut goes_on = true;
                match u16::from(ins.base) {
                    op::POP_JUMP_IF_FALSE | op::POP_JUMP_IF_TRUE | op::POP_JUMP_IF_NONE | op::POP_JUMP_IF_NOT_NONE => {
                        stack = pop(stack);
                        stacks[target] = stack;
                    }
                    op::SEND => stacks[target] = stack,
                    op::JUMP_FORWARD => {
                        stacks[target] = stack;
                        goes_on = false;
                    }
                    op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT => {
                        again |= stacks[target] == UNKNOWN && target < i;
                        stacks[target] = stack;
                        goes_on = false;
                    }
                    op::GET_ITER | op::GET_AITER => stack = push(pop(stack), ITERATOR),
                    op::FOR_ITER => {
                        stack = push(stack, OBJECT);
                        stacks[target] = stack;
                    }
                    op::END_ASYNC_FOR => stack = pop(pop(stack)),
                    op::PUSH_EXC_INFO => stack = push(stack, EXCEPT),
                    op::POP_EXCEPT => stack = pop(stack),
                    op::RETURN_VALUE | op::RAISE_VARARGS | op::RERAISE => goes_on = false,
                    op::PUSH_NULL => stack = push(stack, NOTHING),
                    op::LOAD_GLOBAL => {
                        stack = push(stack, OBJECT);
                        if ins.arg & 1 != 0 {
                            stack = push(stack, NOTHING);
                        }
                    }
                    op::LOAD_ATTR if ins.arg & 1 != 0 => stack = push(push(pop(stack), OBJECT), NOTHING),
                    op::LOAD_ATTR => {}
                    op::SWAP => stack = swap(stack, ins.arg),
                    op::COPY => stack = push(stack, peek(stack, ins.arg)),
                    base => {
                        let change = compiler::stack_effect(base, ins.arg, false);
                        for _ in change..0 {
                            stack = pop(stack);
                        }
                        for _ in 0..change {
                            stack = push(stack, OBJECT);
                        }
                    }
                }
                if goes_on {
                    stacks[i + 1] = stack;
                }
            }
            for handler in &c.stat.handlers {
                let [from, to] = [handler.start, handler.target].map(|at| (at as usize).wrapping_sub(start).min(n));
                if stacks[from] != UNKNOWN && stacks[to] == UNKNOWN {
                    again = true;
                    let stack = cut(stacks[from], handler.depth);
                    let stack = if handler.lasti { push(stack, LASTI) } else { stack };
                    stacks[to] = push(stack, EXCEPT);
                }
            }
        }
        stacks
    }
}

/// `frame.f_lineno = n`.
pub(super) fn set_line(m: &mut Machine, a: Args) -> R {
    let (o, value) = (a.get(m, 0), a.opt(m, 1));
    if value.is_null() {
        return Err(m.raise(ty::ATTRIBUTE_ERROR, "cannot delete attribute"));
    }
    if m.ty(value) != ty::INT {
        return Err(m.raise(ty::VALUE_ERROR, "lineno must be an integer"));
    }
    let refused = match m.told_of_now() {
        None => "f_lineno can only be set in a trace function",
        Some(Told::Start) => "can't jump from the 'call' trace event of a new frame",
        Some(Told::Place) => "",
        Some(Told::Other) => "can only jump from a 'line' trace event",
    };
    if !refused.is_empty() {
        return Err(m.raise(ty::VALUE_ERROR, refused));
    }
    let Ok(wanted) = i32::try_from(m.int_clamped(value)) else {
        return Err(m.raise(ty::VALUE_ERROR, "lineno out of range"));
    };
    let Some((native, at)) = m.traced_activation().filter(|&(_, at)| m.thread.frames[at].frame_obj == o) else {
        return Err(m.not_supported("setting f_lineno of another frame than the one that is traced"));
    };
    let frame = m.thread.frames[at];
    let (index, start) = (frame.code, m.codes[frame.code as usize].start);
    let code = m.codes[index as usize].stat.clone();
    if wanted < code.code.firstlineno {
        return Err(m.raise(ty::VALUE_ERROR, &format!("line {wanted} comes before the current code block")));
    }
    let lines = m.lines_begun(index);
    let Some(line) = lines.iter().flatten().filter(|&&line| line as i32 >= wanted).min().copied() else {
        return Err(m.raise(ty::VALUE_ERROR, &format!("line {wanted} comes after the current code block")));
    };
    let stacks = m.mark_stacks(index);
    let now = m.traced_ip(native);
    let from = stacks.get((now - start) as usize).copied().unwrap_or(UNKNOWN);
    let (mut best, mut why) = (None, "cannot find bytecode for specified line");
    let mut explained = false;
    for i in (0..lines.len()).filter(|&i| lines[i] == Some(line)) {
        if fits(from, stacks[i]) {
            if best.is_none_or(|(stack, _)| stacks[i] > stack) {
                best = Some((stacks[i], i));
            }
        } else if best.is_none() && !explained {
            why = match from {
                TOO_DEEP => "stack to deep to analyze",
                UNKNOWN => "can't jump from unreachable code",
                _ => why_not(stacks[i]),
            };
            explained = from >= 0;
        }
    }
    let Some((target, i)) = best else {
        return Err(m.raise(ty::VALUE_ERROR, why));
    };
    bind_unbound(m, frame.base, code.nlocalsplus)?;
    drop_values(m, at, from, target);
    m.jump_to(native, at, start + i as u32);
    none()
}

/// Gives locals without a value None: the compiler may have proven that they have one there.
fn bind_unbound(m: &mut Machine, base: u32, n: u32) -> R<()> {
    let unbound: Vec<u32> = (base..base + n).filter(|&i| m.thread.stack[i as usize] == StackRef::NULL).collect();
    if unbound.is_empty() {
        return Ok(());
    }
    let plural = if unbound.len() == 1 { "" } else { "s" };
    m.warn(ty::RUNTIME_WARNING, &format!("assigning None to {} unbound local{plural}", unbound.len()))?;
    for i in unbound {
        m.thread.stack[i as usize] = StackRef::borrowed(fixed::NONE);
    }
    Ok(())
}

/// Takes off the stack of a frame what is not there at the target.
fn drop_values(m: &mut Machine, at: usize, mut from: Stack, target: Stack) {
    while from > target {
        m.thread.frames[at].sp -= 1;
        let place = m.thread.frames[at].sp as usize;
        let popped = std::mem::take(&mut m.thread.stack[place]);
        if from & MASK == EXCEPT {
            let exc = if popped == StackRef::NULL || Machine::is_none(popped.obj()) { Obj::NULL } else { popped.obj() };
            if !exc.is_null() {
                m.incref(exc);
            }
            if let Some(handled) = m.thread.exc_stack.last_mut() {
                let old = std::mem::replace(handled, exc);
                m.xdecref(old);
            }
        }
        m.close(popped);
        from = pop(from);
    }
}
