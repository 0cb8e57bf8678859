//! The evaluation loop: one `match` over the opcode, compiled once for running and once for observing
//! (`Python/ceval.c`, `Python/bytecodes.c`, InternalDocs/interpreter.md).
//!
//! Locals of the loop: `ip` (the instruction after the current one), `sp` (first free stack word), `base` (first
//! local). They are written back to the frame before anything that may run other code. A specialised
//! instruction whose guard fails executes the general form, out of line and believed cold.

use crate::abstract_::{BinaryOp, CompareOp};
use crate::args::Args;
use crate::call::Begun;
use crate::frame::OnReturn;
use crate::heap::freelist;
use crate::machine::{Halt, Machine, STACK};
use crate::names::fixed;
use crate::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::typeobject::ty;

/// How the loop is compiled: `ON` adds a call of [`Machine::observe`] before every instruction.
pub trait Trace {
    const ON: bool;
}

/// For running: not a trace of tracing in the machine code.
pub struct NoTrace;
impl Trace for NoTrace {
    const ON: bool = false;
}

/// For looking: each step is shown to the machine's observer.
pub struct Observed;
impl Trace for Observed {
    const ON: bool = true;
}

/// Why the inner loop was left.
enum Why {
    /// An exception is raised.
    Error,
    /// The innermost frame is another one now.
    Reload,
    /// The frame that this run of the loop started with returned.
    Exit(Owned),
    /// The step that was asked for is reached.
    Pause,
}

/// What every instruction needs of itself; caches are read where they are used.
#[derive(Clone, Copy)]
struct Head {
    op: u8,
    arg: u32,
}

const MASK: usize = STACK - 1;

impl Machine {
    /// Runs the innermost frame, pushed by native code, to its return.
    pub fn run_nested(&mut self) -> R {
        if self.halt.is_some() {
            return Err(Raised);
        }
        self.enter_native_call("")?;
        self.nesting += 1;
        let result = if self.observed { self.eval::<Observed>() } else { self.eval::<NoTrace>() };
        self.nesting -= 1;
        self.leave_native_call();
        result
    }

    /// The loop. Ends when the frame that is innermost now returns, or with the exception that leaves it.
    pub fn eval<T: Trace>(&mut self) -> R {
        self.eval_from::<T>(self.frames.len())
    }

    /// As `eval`, for a run whose outermost frame is the `entry`-th: how a paused program goes on.
    pub fn eval_from<T: Trace>(&mut self, entry: usize) -> R {
        if self.throwing {
            self.throwing = false;
            if let Some(value) = self.unwind(entry)? {
                return Ok(value);
            }
        }
        loop {
            match self.run_frame::<T>() {
                Why::Reload => {}
                Why::Exit(value) => return Ok(value),
                Why::Pause if self.runs_on() => {}
                Why::Pause => return self.pause(),
                Why::Error => {
                    if let Some(value) = self.unwind(entry)? {
                        return Ok(value);
                    }
                }
            }
        }
    }

    /// The step asked for lies here. At the outermost level the run can go on later; further in, the moment is
    /// kept as a copy, and this machine is abandoned.
    #[cold]
    fn pause(&mut self) -> R {
        if self.nesting > 0 && self.leash.is_some() {
            self.halt = Some(Halt::Interrupted);
            return Err(Raised);
        }
        if self.nesting > 0 {
            let mut moment = self.clone();
            moment.halt = Some(Halt::Paused);
            self.moment = Some(Box::new(moment));
        }
        self.halt = Some(Halt::Paused);
        Err(Raised)
    }

    /// Executes instructions until something happens that `eval` must see.
    #[expect(clippy::cognitive_complexity, reason = "one arm an instruction; each is short")]
    #[inline(never)]
    fn run_frame<T: Trace>(&mut self) -> Why {
        let Some(frame) = self.frames.last() else { return Why::Error };
        let mut ip = frame.ip as usize;
        let mut sp = frame.sp as usize;
        let mut base = frame.base as usize;

        macro_rules! local {
            ($i:expr) => {
                self.stack[(base + $i as usize) & MASK]
            };
        }
        macro_rules! push {
            ($r:expr) => {{
                let r: StackRef = $r;
                self.stack[sp & MASK] = r;
                sp += 1;
            }};
        }
        macro_rules! push_new {
            ($owned:expr) => {
                push!(StackRef::owned($owned.into_edge()))
            };
        }
        macro_rules! pop {
            () => {{
                sp -= 1;
                self.stack[sp & MASK]
            }};
        }
        // The n-th entry from the top; 1 is the top.
        macro_rules! peek {
            ($n:expr) => {
                self.stack[(sp - $n as usize) & MASK]
            };
        }
        macro_rules! save {
            () => {{
                let at = self.frames.len() - 1;
                let frame = &mut self.frames[at];
                frame.ip = ip as u32;
                frame.sp = sp as u32;
                self.sp = sp as u32;
            }};
        }
        macro_rules! fail {
            () => {{
                save!();
                return Why::Error;
            }};
        }
        macro_rules! check {
            ($result:expr) => {
                match $result {
                    Ok(value) => value,
                    Err(Raised) => fail!(),
                }
            };
        }
        // Calls something that may run other code, with the frame written back.
        macro_rules! out {
            ($call:expr) => {{
                save!();
                let result = $call;
                match result {
                    Ok(value) => value,
                    Err(Raised) => return Why::Error,
                }
            }};
        }
        macro_rules! int_of {
            ($r:expr) => {{
                let slot = &self.slots[$r.obj().ix()];
                if slot.ty == ty::INT && slot.x == 0 { Some(slot.b as i64) } else { None }
            }};
        }
        macro_rules! float_of {
            ($r:expr) => {{
                let slot = &self.slots[$r.obj().ix()];
                if slot.ty == ty::FLOAT { Some(f64::from_bits(slot.b)) } else { None }
            }};
        }
        macro_rules! close {
            ($r:expr) => {{
                let r: StackRef = $r;
                if !r.is_borrowed() {
                    let count = &mut self.slots[r.obj().ix()].refcnt;
                    if (*count as i32) > 1 {
                        *count -= 1;
                    } else if *count == 1 {
                        save!();
                        self.slots[r.obj().ix()].refcnt = 0;
                        self.dealloc(r.obj());
                    }
                }
            }};
        }
        // As `close`, for what is known to be an int or float that lies in its slot: freeing runs no code.
        macro_rules! close_number {
            ($r:expr) => {{
                let r: StackRef = $r;
                if !r.is_borrowed() {
                    let slot = &mut self.slots[r.obj().ix()];
                    if (slot.refcnt as i32) > 1 {
                        slot.refcnt -= 1;
                    } else if slot.refcnt == 1 {
                        let list = if slot.ty == ty::INT { freelist::INTS } else { freelist::FLOATS };
                        if !self.push_free(list, r.obj()) {
                            self.free_slot(r.obj());
                        }
                    }
                }
            }};
        }
        // Whether an operand is the only reference to its object, which its result may then be written into: the
        // slot that freeing and allocating would have given it.
        macro_rules! sole {
            ($r:expr) => {
                !$r.is_borrowed() && self.slots[$r.obj().ix()].refcnt == 1
            };
        }
        // Takes the next instruction along if it is this one: a predictable branch instead of a dispatch. It
        // counts as the step it is; observed runs never do it.
        macro_rules! take {
            ($op:ident) => {
                !T::ON && self.fuel != 0 && self.code[ip].op == op::$op && {
                    self.fuel -= 1;
                    ip += 1;
                    true
                }
            };
        }
        macro_rules! store_if_next {
            ($value:expr) => {{
                let value: StackRef = $value;
                if take!(STORE_FAST) {
                    let old = std::mem::replace(&mut local!(self.code[ip - 1].arg), value);
                    if old != StackRef::NULL {
                        close!(old);
                    }
                } else {
                    push!(value);
                }
            }};
        }
        // A truth value that a jump usually wants next.
        macro_rules! push_bool {
            ($answer:expr) => {{
                let answer: bool = $answer;
                if take!(POP_JUMP_IF_FALSE) {
                    if answer {
                        let _ = take!(NOT_TAKEN);
                    } else {
                        ip = self.code[ip - 1].arg as usize;
                    }
                } else if take!(POP_JUMP_IF_TRUE) {
                    if answer {
                        ip = self.code[ip - 1].arg as usize;
                    } else {
                        let _ = take!(NOT_TAKEN);
                    }
                } else {
                    push!(StackRef::borrowed(Machine::new_bool(answer)));
                }
            }};
        }
        // The general form of a binary operation, also for guards that fail.
        macro_rules! general_binary {
            () => {{
                let (a, b) = (peek!(2).obj(), peek!(1).obj());
                let value = out!(self.op_binary(ip - 1, a, b));
                let (right, left) = (pop!(), pop!());
                close!(left);
                close!(right);
                push_new!(value);
            }};
        }
        macro_rules! int_op {
            ($ins:expr, $op:ident) => {{
                let (left, right) = (peek!(2), peek!(1));
                match (int_of!(left), int_of!(right)) {
                    (Some(a), Some(b)) => match a.$op(b) {
                        Some(value) => {
                            sp -= 2;
                            let small = (fixed::SMALL_INT_MIN..=fixed::SMALL_INT_MAX).contains(&value);
                            if !small && sole!(right) {
                                self.slots[right.obj().ix()].b = value as u64;
                                close_number!(left);
                                store_if_next!(right);
                            } else if !small && sole!(left) {
                                self.slots[left.obj().ix()].b = value as u64;
                                close_number!(right);
                                store_if_next!(left);
                            } else {
                                close_number!(left);
                                close_number!(right);
                                let value = self.new_int(value);
                                store_if_next!(StackRef::owned(value.into_edge()));
                            }
                        }
                        None => general_binary!(),
                    },
                    _ => general_binary!(),
                }
            }};
        }
        macro_rules! float_op {
            ($ins:expr, $op:tt) => {{
                let (left, right) = (peek!(2), peek!(1));
                match (float_of!(left), float_of!(right)) {
                    (Some(a), Some(b)) => {
                        sp -= 2;
                        let value = a $op b;
                        if sole!(right) {
                            self.slots[right.obj().ix()].b = value.to_bits();
                            close_number!(left);
                            store_if_next!(right);
                        } else if sole!(left) {
                            self.slots[left.obj().ix()].b = value.to_bits();
                            close_number!(right);
                            store_if_next!(left);
                        } else {
                            close_number!(left);
                            close_number!(right);
                            let value = self.new_float(value);
                            store_if_next!(StackRef::owned(value.into_edge()));
                        }
                    }
                    _ => general_binary!(),
                }
            }};
        }
        macro_rules! general_compare {
            () => {{
                let (a, b) = (peek!(2).obj(), peek!(1).obj());
                let value = out!(self.op_compare(ip - 1, a, b));
                let (right, left) = (pop!(), pop!());
                close!(left);
                close!(right);
                push_new!(value);
            }};
        }
        macro_rules! general_call {
            ($ins:expr) => {{
                save!();
                let at = sp as u32 - $ins.arg - 2;
                self.specialize_call(ip - 1, at, $ins.arg);
                call_at!(at, $ins.arg, Obj::NULL);
            }};
        }
        macro_rules! call_at {
            ($at:expr, $n:expr, $kwnames:expr) => {{
                let at: u32 = $at;
                let last = self.frames.len() - 1;
                self.frames[last].sp = at;
                match self.begin_call(at, $n, $kwnames, OnReturn::Push) {
                    Ok(Begun::Frame) => return Why::Reload,
                    Ok(Begun::Value(value)) => {
                        sp = at as usize;
                        push_new!(value);
                        periodic!();
                    }
                    Err(Raised) => return Why::Error,
                }
            }};
        }
        macro_rules! periodic {
            () => {
                if self.eval_breaker {
                    save!();
                    self.handle_pending();
                    if self.halt.is_some() {
                        return Why::Error;
                    }
                }
            };
        }
        macro_rules! jump_if {
            ($cond:expr, $ins:expr) => {
                if $cond {
                    ip = $ins.arg as usize;
                } else {
                    let _ = take!(NOT_TAKEN);
                }
            };
        }
        // Pops a call's operands: callable, self or NULL, and the arguments, last first.
        macro_rules! drop_call {
            ($at:expr) => {{
                while sp > $at {
                    let r = pop!();
                    if r != StackRef::NULL {
                        close!(r);
                    }
                }
            }};
        }

        loop {
            if self.fuel == 0 {
                save!();
                return Why::Pause;
            }
            self.fuel -= 1;
            let ins = Head { op: self.code[ip].op, arg: self.code[ip].arg };
            if T::ON {
                save!();
                self.observe(ip as u32);
            }
            ip += 1;
            match ins.op {
                op::RESUME_CHECK | op::RESUME => {
                    if ins.op == op::RESUME {
                        self.code[ip - 1].op = op::RESUME_CHECK;
                    }
                    if ins.arg & 3 < 2 {
                        periodic!();
                    }
                }
                op::NOP | op::NOT_TAKEN | op::CACHE => {}
                op::LOAD_FAST => {
                    let r = local!(ins.arg);
                    if !r.is_borrowed() {
                        self.incref(r.obj());
                    }
                    push!(r);
                }
                op::LOAD_FAST_BORROW => {
                    let r = local!(ins.arg);
                    push!(StackRef(r.0 | 1));
                    if take!(LOAD_FAST_BORROW) {
                        let r = local!(self.code[ip - 1].arg);
                        push!(StackRef(r.0 | 1));
                    } else if take!(LOAD_SMALL_INT) {
                        let i = self.code[ip - 1].arg;
                        push!(StackRef::borrowed(Obj(fixed::SMALL_INTS + i + (-fixed::SMALL_INT_MIN) as u32)));
                    }
                }
                op::LOAD_FAST_BORROW_LOAD_FAST_BORROW => {
                    let (a, b) = (local!(ins.arg >> 4), local!(ins.arg & 15));
                    push!(StackRef(a.0 | 1));
                    push!(StackRef(b.0 | 1));
                }
                op::LOAD_FAST_LOAD_FAST => {
                    for i in [ins.arg >> 4, ins.arg & 15] {
                        let r = local!(i);
                        if !r.is_borrowed() {
                            self.incref(r.obj());
                        }
                        push!(r);
                    }
                }
                op::LOAD_FAST_CHECK => {
                    let r = local!(ins.arg);
                    if r == StackRef::NULL {
                        save!();
                        self.unbound_local(ins.arg);
                        return Why::Error;
                    }
                    if !r.is_borrowed() {
                        self.incref(r.obj());
                    }
                    push!(r);
                }
                op::LOAD_FAST_AND_CLEAR => {
                    let r = std::mem::take(&mut local!(ins.arg));
                    push!(r);
                }
                op::STORE_FAST => {
                    let value = pop!();
                    let old = std::mem::replace(&mut local!(ins.arg), value);
                    if old != StackRef::NULL {
                        close!(old);
                    }
                }
                op::STORE_FAST_LOAD_FAST => {
                    let value = pop!();
                    let old = std::mem::replace(&mut local!(ins.arg >> 4), value);
                    let r = local!(ins.arg & 15);
                    if !r.is_borrowed() {
                        self.incref(r.obj());
                    }
                    push!(r);
                    if old != StackRef::NULL {
                        close!(old);
                    }
                }
                op::STORE_FAST_STORE_FAST => {
                    for i in [ins.arg >> 4, ins.arg & 15] {
                        let value = pop!();
                        let old = std::mem::replace(&mut local!(i), value);
                        if old != StackRef::NULL {
                            close!(old);
                        }
                    }
                }
                op::LOAD_CONST => {
                    let o = Obj(self.code[ip - 1].c1);
                    let immortal = self.slots[o.ix()].is_immortal();
                    self.code[ip - 1].op = if immortal { op::LOAD_CONST_IMMORTAL } else { op::LOAD_CONST_MORTAL };
                    self.incref(o);
                    push!(if immortal { StackRef::borrowed(o) } else { StackRef::owned(o) });
                }
                op::LOAD_CONST_IMMORTAL => push!(StackRef::borrowed(Obj(self.code[ip - 1].c1))),
                op::LOAD_CONST_MORTAL => {
                    self.slots[self.code[ip - 1].c1 as usize].refcnt += 1;
                    push!(StackRef::owned(Obj(self.code[ip - 1].c1)));
                }
                op::LOAD_SMALL_INT => {
                    push!(StackRef::borrowed(Obj(fixed::SMALL_INTS + ins.arg + (-fixed::SMALL_INT_MIN) as u32)))
                }
                op::POP_TOP | op::POP_ITER => {
                    let r = pop!();
                    if r != StackRef::NULL {
                        close!(r);
                    }
                }
                op::PUSH_NULL => push!(StackRef::NULL),
                op::END_FOR => {
                    let r = pop!();
                    close!(r);
                }
                op::COPY => {
                    let r = peek!(ins.arg);
                    if r != StackRef::NULL && !r.is_borrowed() {
                        self.incref(r.obj());
                    }
                    push!(r);
                }
                op::SWAP => {
                    let (top, other) = (peek!(1), peek!(ins.arg));
                    peek!(1) = other;
                    peek!(ins.arg) = top;
                }

                // Numbers.
                op::BINARY_OP_ADD_INT => int_op!(ins, checked_add),
                op::BINARY_OP_SUBTRACT_INT => int_op!(ins, checked_sub),
                op::BINARY_OP_MULTIPLY_INT => int_op!(ins, checked_mul),
                op::BINARY_OP_ADD_FLOAT => float_op!(ins, +),
                op::BINARY_OP_SUBTRACT_FLOAT => float_op!(ins, -),
                op::BINARY_OP_MULTIPLY_FLOAT => float_op!(ins, *),
                op::BINARY_OP_EXTEND => {
                    let (left, right) = (peek!(2), peek!(1));
                    match self.extended_binary(self.code[ip - 1].c1, left.obj(), right.obj()) {
                        Some(value) => {
                            sp -= 2;
                            close_number!(left);
                            close_number!(right);
                            push_new!(value);
                        }
                        None => general_binary!(),
                    }
                }
                op::BINARY_OP_ADD_UNICODE | op::BINARY_OP_INPLACE_ADD_UNICODE => general_binary!(),
                op::BINARY_OP_SUBSCR_LIST_INT | op::BINARY_OP_SUBSCR_TUPLE_INT => {
                    let (container, index) = (peek!(2), peek!(1));
                    let slot = self.slots[container.obj().ix()];
                    let want = if ins.op == op::BINARY_OP_SUBSCR_LIST_INT { ty::LIST } else { ty::TUPLE };
                    match int_of!(index) {
                        Some(i) if slot.ty == want && (i as u64) < u64::from(slot.a) => {
                            let item = Obj(self.words.data[slot.b_lo() as usize + i as usize]);
                            self.incref(item);
                            sp -= 2;
                            close_number!(index);
                            close!(container);
                            push!(StackRef::owned(item));
                        }
                        _ => general_binary!(),
                    }
                }
                op::BINARY_OP_SUBSCR_DICT | op::BINARY_OP_SUBSCR_STR_INT | op::BINARY_OP_SUBSCR_LIST_SLICE => {
                    general_binary!();
                }
                op::BINARY_OP | op::BINARY_OP_SUBSCR_GETITEM => general_binary!(),
                op::COMPARE_OP_INT => {
                    let (left, right) = (peek!(2), peek!(1));
                    match (int_of!(left), int_of!(right)) {
                        (Some(a), Some(b)) => {
                            sp -= 2;
                            let answer = CompareOp::from_arg(ins.arg >> 5).holds(a.cmp(&b));
                            close_number!(left);
                            close_number!(right);
                            push_bool!(answer);
                        }
                        _ => general_compare!(),
                    }
                }
                op::COMPARE_OP_FLOAT => {
                    let (left, right) = (peek!(2), peek!(1));
                    match (float_of!(left), float_of!(right)) {
                        (Some(a), Some(b)) => {
                            sp -= 2;
                            let answer = CompareOp::from_arg(ins.arg >> 5).holds_f64(a, b);
                            close_number!(left);
                            close_number!(right);
                            push_bool!(answer);
                        }
                        _ => general_compare!(),
                    }
                }
                op::COMPARE_OP | op::COMPARE_OP_STR => general_compare!(),
                op::IS_OP => {
                    let (right, left) = (pop!(), pop!());
                    let same = left.obj() == right.obj();
                    close!(left);
                    close!(right);
                    push_bool!(same != (ins.arg != 0));
                }
                op::CONTAINS_OP | op::CONTAINS_OP_DICT | op::CONTAINS_OP_SET => {
                    let (item, container) = (peek!(2).obj(), peek!(1).obj());
                    let found = out!(self.op_contains(ip - 1, container, item));
                    let (right, left) = (pop!(), pop!());
                    close!(left);
                    close!(right);
                    push_bool!(found != (ins.arg & 1 != 0));
                }
                op::UNARY_NEGATIVE | op::UNARY_INVERT => {
                    let o = peek!(1).obj();
                    let method = if ins.op == op::UNARY_NEGATIVE {
                        crate::names::DUNDER_NEG
                    } else {
                        crate::names::DUNDER_INVERT
                    };
                    let value = out!(self.unary(method, o));
                    let r = pop!();
                    close!(r);
                    push_new!(value);
                }
                op::UNARY_NOT => {
                    let r = pop!();
                    push!(StackRef::borrowed(Machine::new_bool(r.obj() == fixed::FALSE)));
                }
                op::TO_BOOL_BOOL if matches!(peek!(1).obj(), fixed::TRUE | fixed::FALSE) => {}
                op::TO_BOOL_INT if int_of!(peek!(1)).is_some() => {
                    let r = pop!();
                    let truth = int_of!(r) != Some(0);
                    close_number!(r);
                    push_bool!(truth);
                }
                op::TO_BOOL
                | op::TO_BOOL_BOOL
                | op::TO_BOOL_INT
                | op::TO_BOOL_LIST
                | op::TO_BOOL_STR
                | op::TO_BOOL_NONE
                | op::TO_BOOL_ALWAYS_TRUE => {
                    let o = peek!(1).obj();
                    let truth = out!(self.op_to_bool(ip - 1, o));
                    let r = pop!();
                    close!(r);
                    push_bool!(truth);
                }

                // Jumps.
                op::POP_JUMP_IF_FALSE => {
                    let r = pop!();
                    jump_if!(r.obj() == fixed::FALSE, ins);
                }
                op::POP_JUMP_IF_TRUE => {
                    let r = pop!();
                    jump_if!(r.obj() == fixed::TRUE, ins);
                }
                op::POP_JUMP_IF_NONE => {
                    let r = pop!();
                    jump_if!(r.obj() == fixed::NONE, ins);
                    close!(r);
                }
                op::POP_JUMP_IF_NOT_NONE => {
                    let r = pop!();
                    jump_if!(r.obj() != fixed::NONE, ins);
                    close!(r);
                }
                op::JUMP_FORWARD => ip = ins.arg as usize,
                op::JUMP_BACKWARD_NO_JIT => {
                    ip = ins.arg as usize;
                    periodic!();
                }
                op::JUMP_BACKWARD | op::JUMP_BACKWARD_JIT => {
                    self.code[ip - 1].op = op::JUMP_BACKWARD_NO_JIT;
                    ip = ins.arg as usize;
                    periodic!();
                }
                op::JUMP_BACKWARD_NO_INTERRUPT => ip = ins.arg as usize,

                // Iteration.
                op::GET_ITER => {
                    let o = peek!(1).obj();
                    let it = out!(self.iter(o));
                    let r = pop!();
                    close!(r);
                    push_new!(it);
                }
                op::FOR_ITER_RANGE => {
                    let it = peek!(1).obj();
                    let slot = self.slots[it.ix()];
                    if slot.kind == Kind::RangeIter {
                        if slot.c as i64 > 0 {
                            let s = &mut self.slots[it.ix()];
                            s.c -= 1;
                            s.b = (slot.b as i64).wrapping_add(i64::from(slot.a as i32)) as u64;
                            let value = self.new_int(slot.b as i64);
                            store_if_next!(StackRef::owned(value.into_edge()));
                        } else {
                            ip = ins.arg as usize + 1;
                        }
                    } else {
                        match out!(self.op_for_iter(ip - 1, it)) {
                            Some(value) => push_new!(value),
                            None => ip = ins.arg as usize + 1,
                        }
                    }
                }
                op::FOR_ITER_LIST | op::FOR_ITER_TUPLE => {
                    let it = peek!(1).obj();
                    let slot = self.slots[it.ix()];
                    let seq = slot.b_lo();
                    let want = if ins.op == op::FOR_ITER_LIST { ty::LIST_ITERATOR } else { ty::TUPLE_ITERATOR };
                    if slot.ty == want && seq != 0 && slot.a < self.slots[seq as usize].a {
                        let item = Obj(self.words.data[(self.slots[seq as usize].b_lo() + slot.a) as usize]);
                        self.slots[it.ix()].a += 1;
                        self.incref(item);
                        store_if_next!(StackRef::owned(item));
                    } else {
                        match out!(self.op_for_iter(ip - 1, it)) {
                            Some(value) => push_new!(value),
                            None => ip = ins.arg as usize + 1,
                        }
                    }
                }
                op::FOR_ITER | op::FOR_ITER_GEN => {
                    let it = peek!(1).obj();
                    if self.kind(it) == Kind::Generator && self.slot(it).x < crate::genobject::state::EXECUTING {
                        save!();
                        if ins.op == op::FOR_ITER {
                            self.specialize_for_iter(ip - 1, it);
                        }
                        check!(self.resume_generator(it, fixed::NONE, OnReturn::Generator));
                        return Why::Reload;
                    }
                    match out!(self.op_for_iter(ip - 1, it)) {
                        Some(value) => push_new!(value),
                        None => ip = ins.arg as usize + 1,
                    }
                }
                op::SEND | op::SEND_GEN => {
                    let (receiver, value) = (peek!(2).obj(), peek!(1));
                    if self.kind(receiver) == Kind::Generator
                        && self.slot(receiver).x < crate::genobject::state::EXECUTING
                    {
                        let _ = pop!();
                        let value = self.steal(value);
                        save!();
                        if ins.op == op::SEND {
                            self.specialize_send(ip - 1);
                        }
                        check!(self.resume_generator(receiver, value, OnReturn::Generator));
                        return Why::Reload;
                    }
                    match out!(self.send_to(receiver, value.obj())) {
                        crate::genobject::Sent::Yielded(got) => {
                            let sent = pop!();
                            close!(sent);
                            push_new!(got);
                        }
                        crate::genobject::Sent::Returned(got) => {
                            let sent = pop!();
                            close!(sent);
                            push_new!(got);
                            ip = ins.arg as usize;
                        }
                    }
                }
                op::END_SEND => {
                    let value = pop!();
                    let receiver = pop!();
                    push!(value);
                    close!(receiver);
                }
                op::YIELD_VALUE => {
                    let r = pop!();
                    let value = self.steal(r);
                    save!();
                    let frame = self.suspend_generator(ip as u32, sp as u32);
                    match frame.on_return {
                        OnReturn::Exit => return Why::Exit(Owned::steal(value)),
                        _ => {
                            self.push_to_caller(value);
                            return Why::Reload;
                        }
                    }
                }
                op::RETURN_GENERATOR => {
                    save!();
                    let Some(frame) = self.frames.pop() else { return Why::Error };
                    let generator = self.make_generator(&frame);
                    self.sp = frame.base;
                    match frame.on_return {
                        OnReturn::Exit => return Why::Exit(generator),
                        _ => {
                            self.push_to_caller(generator.into_edge());
                            return Why::Reload;
                        }
                    }
                }
                op::RETURN_VALUE => {
                    let r = pop!();
                    let value = self.steal(r);
                    let at = self.frames.len() - 1;
                    let frame = self.frames[at];
                    if frame.on_return == OnReturn::Push && frame.frame_obj.is_null() {
                        // Locals, last to first in the stack's order of clearing: first to last, as CPython does.
                        self.frames[at].sp = sp as u32;
                        self.frames[at].ip = ip as u32;
                        let n = base + self.code_entries[frame.code as usize].1 as usize;
                        for i in base..n {
                            let r = std::mem::take(&mut self.stack[i & MASK]);
                            if !r.is_borrowed() && r != StackRef::NULL {
                                self.decref(r.obj());
                            }
                        }
                        self.frames.truncate(at);
                        if !frame.locals.is_null() {
                            self.decref(frame.locals);
                        }
                        self.close(frame.func);
                        let caller = &mut self.frames[at - 1];
                        ip = caller.ip as usize;
                        sp = caller.sp as usize;
                        base = caller.base as usize;
                        push!(StackRef::owned(Obj(value.0)));
                        continue;
                    }
                    save!();
                    match self.return_value(Owned::steal(value)) {
                        Ok(Some(value)) => return Why::Exit(value),
                        Ok(None) => return Why::Reload,
                        Err(Raised) => return Why::Error,
                    }
                }

                // Names.
                op::LOAD_GLOBAL_MODULE => {
                    let at = self.frames.len() - 1;
                    let globals = self.frames[at].globals;
                    if (self.slots[globals.ix()].c >> 32) as u32 == self.code[ip - 1].c1 {
                        let o = self.dict_value_at(globals, self.code[ip - 1].c2);
                        self.incref(o);
                        push!(StackRef::owned(o));
                        if ins.arg & 1 != 0 {
                            push!(StackRef::NULL);
                        }
                    } else {
                        let o = out!(self.op_load_global(ip - 1));
                        push_new!(o);
                        if ins.arg & 1 != 0 {
                            push!(StackRef::NULL);
                        }
                    }
                }
                op::LOAD_GLOBAL_BUILTIN => {
                    let at = self.frames.len() - 1;
                    let (globals, builtins) = (self.frames[at].globals, self.frames[at].builtins);
                    if (self.slots[globals.ix()].c >> 32) as u32 == self.code[ip - 1].c1
                        && (self.slots[builtins.ix()].c >> 32) as u32 == self.code[ip - 1].c3
                    {
                        let o = self.dict_value_at(builtins, self.code[ip - 1].c2);
                        self.incref(o);
                        push!(StackRef::owned(o));
                    } else {
                        let o = out!(self.op_load_global(ip - 1));
                        push_new!(o);
                    }
                    if ins.arg & 1 != 0 {
                        push!(StackRef::NULL);
                    }
                }
                op::LOAD_GLOBAL => {
                    let o = out!(self.op_load_global(ip - 1));
                    push_new!(o);
                    if ins.arg & 1 != 0 {
                        push!(StackRef::NULL);
                    }
                }
                op::LOAD_DEREF => {
                    let cell = local!(ins.arg).obj();
                    let o = self.cell_get(cell);
                    if o.is_null() {
                        save!();
                        self.unbound_deref(ins.arg);
                        return Why::Error;
                    }
                    self.incref(o);
                    push!(StackRef::owned(o));
                }
                op::STORE_DEREF => {
                    let r = pop!();
                    let value = self.steal(r);
                    let cell = local!(ins.arg).obj();
                    let old = self.cell_replace(cell, value);
                    if !old.is_null() {
                        close!(StackRef::owned(old));
                    }
                }

                // Attributes.
                op::LOAD_ATTR_INSTANCE_VALUE => {
                    let owner = peek!(1);
                    let slot = self.slots[owner.obj().ix()];
                    let value = if self.types[slot.ty as usize].version == self.code[ip - 1].c1 && slot.c as u32 == 0 {
                        self.words.data[(slot.b_lo() + self.code[ip - 1].c2) as usize]
                    } else {
                        0
                    };
                    if value != 0 {
                        self.incref(Obj(value));
                        sp -= 1;
                        close!(owner);
                        push!(StackRef::owned(Obj(value)));
                        if ins.arg & 1 != 0 {
                            push!(StackRef::NULL);
                        }
                    } else {
                        out!(self.op_load_attr(ip - 1));
                        sp = self.sp as usize;
                    }
                }
                op::LOAD_ATTR_METHOD_WITH_VALUES | op::LOAD_ATTR_METHOD_NO_DICT => {
                    let owner = peek!(1);
                    let slot = self.slots[owner.obj().ix()];
                    let plain = ins.op == op::LOAD_ATTR_METHOD_NO_DICT || slot.c as u32 == 0;
                    if self.types[slot.ty as usize].version == self.code[ip - 1].c1 && plain {
                        self.incref(Obj(self.code[ip - 1].c2));
                        peek!(1) = StackRef::owned(Obj(self.code[ip - 1].c2));
                        push!(owner);
                    } else {
                        out!(self.op_load_attr(ip - 1));
                        sp = self.sp as usize;
                    }
                }
                op::LOAD_ATTR
                | op::LOAD_ATTR_CLASS
                | op::LOAD_ATTR_CLASS_WITH_METACLASS_CHECK
                | op::LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN
                | op::LOAD_ATTR_METHOD_LAZY_DICT
                | op::LOAD_ATTR_MODULE
                | op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT
                | op::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES
                | op::LOAD_ATTR_PROPERTY
                | op::LOAD_ATTR_SLOT
                | op::LOAD_ATTR_WITH_HINT => {
                    out!(self.op_load_attr(ip - 1));
                    sp = self.sp as usize;
                }
                op::STORE_ATTR_INSTANCE_VALUE => {
                    let owner = peek!(1);
                    let slot = self.slots[owner.obj().ix()];
                    if self.types[slot.ty as usize].version == self.code[ip - 1].c1 && slot.c as u32 == 0 {
                        let r = peek!(2);
                        let value = self.steal(r);
                        sp -= 2;
                        let at = (slot.b_lo() + self.code[ip - 1].c2) as usize;
                        let old = std::mem::replace(&mut self.words.data[at], value.0);
                        if old == 0 {
                            self.inline_first_store(owner.obj(), self.code[ip - 1].c3);
                        } else {
                            close!(StackRef::owned(Obj(old)));
                        }
                        close!(owner);
                    } else {
                        out!(self.op_store_attr(ip - 1));
                        sp -= 2;
                        let (value, owner) = (self.stack[sp & MASK], self.stack[(sp + 1) & MASK]);
                        close!(value);
                        close!(owner);
                    }
                }
                op::STORE_ATTR | op::STORE_ATTR_SLOT | op::STORE_ATTR_WITH_HINT => {
                    out!(self.op_store_attr(ip - 1));
                    sp -= 2;
                    let (value, owner) = (self.stack[sp & MASK], self.stack[(sp + 1) & MASK]);
                    close!(value);
                    close!(owner);
                }

                // Items.
                op::STORE_SUBSCR_LIST_INT => {
                    let (value, list, index) = (peek!(3), peek!(2), peek!(1));
                    let slot = self.slots[list.obj().ix()];
                    match int_of!(index) {
                        Some(i) if slot.ty == ty::LIST && (i as u64) < u64::from(slot.a) => {
                            let new = self.steal(value);
                            sp -= 3;
                            let at = slot.b_lo() as usize + i as usize;
                            let old = std::mem::replace(&mut self.words.data[at], new.0);
                            close!(StackRef::owned(Obj(old)));
                            close_number!(index);
                            close!(list);
                        }
                        _ => {
                            out!(self.op_store_subscr(ip - 1));
                            sp = self.sp as usize;
                        }
                    }
                }
                op::STORE_SUBSCR | op::STORE_SUBSCR_DICT => {
                    out!(self.op_store_subscr(ip - 1));
                    sp = self.sp as usize;
                }
                op::UNPACK_SEQUENCE_TWO_TUPLE => {
                    let seq = peek!(1);
                    let slot = self.slots[seq.obj().ix()];
                    if slot.ty == ty::TUPLE && slot.a == 2 {
                        let at = slot.b_lo() as usize;
                        let (first, second) = (Obj(self.words.data[at]), Obj(self.words.data[at + 1]));
                        self.incref(first);
                        self.incref(second);
                        peek!(1) = StackRef::owned(second);
                        push!(StackRef::owned(first));
                        close!(seq);
                    } else {
                        out!(self.op_unpack_sequence(ip - 1));
                        sp = self.sp as usize;
                    }
                }
                op::UNPACK_SEQUENCE | op::UNPACK_SEQUENCE_TUPLE | op::UNPACK_SEQUENCE_LIST => {
                    out!(self.op_unpack_sequence(ip - 1));
                    sp = self.sp as usize;
                }

                // Calls.
                op::CALL_PY_EXACT_ARGS | op::CALL_BOUND_METHOD_EXACT_ARGS => {
                    let at = sp - ins.arg as usize - 2;
                    if ins.op == op::CALL_BOUND_METHOD_EXACT_ARGS && self.stack[(at + 1) & MASK] == StackRef::NULL {
                        let bound = self.stack[at & MASK];
                        if self.kind(bound.obj()) == Kind::Method {
                            let (func, this) = self.method_parts(bound.obj());
                            self.incref(func);
                            self.incref(this);
                            self.stack[at & MASK] = StackRef::owned(func);
                            self.stack[(at + 1) & MASK] = StackRef::owned(this);
                            close!(bound);
                        }
                    }
                    let func = self.stack[at & MASK];
                    let slot = self.slots[func.obj().ix()];
                    let first = at + 1 + usize::from(self.stack[(at + 1) & MASK] == StackRef::NULL);
                    let n = (sp - first) as u32;
                    if slot.kind == Kind::Function
                        && slot.c as u32 == self.code[ip - 1].c1
                        && n == self.code[ip - 1].c2
                        && (self.frames.len() as u32) < self.recursion_limit
                        && first + (self.code[ip - 1].c3 as usize) < STACK - 64
                    {
                        let last = self.frames.len() - 1;
                        let caller = &mut self.frames[last];
                        caller.ip = ip as u32;
                        caller.sp = at as u32;
                        let words = &self.words.data[slot.b_lo() as usize..slot.b_lo() as usize + 3];
                        let (globals, builtins) = (Obj(words[1]), Obj(words[2]));
                        let code = slot.a;
                        let (start, nlocals) = self.code_entries[code as usize];
                        let end = first + nlocals as usize;
                        for i in sp..end {
                            self.stack[i & MASK] = StackRef::NULL;
                        }
                        base = first;
                        ip = start as usize;
                        sp = end;
                        self.frames.push(crate::frame::Frame {
                            code,
                            func,
                            globals,
                            builtins,
                            locals: Obj::NULL,
                            base: first as u32,
                            sp: sp as u32,
                            ip: start,
                            on_return: OnReturn::Push,
                            frame_obj: Obj::NULL,
                            generator: Obj::NULL,
                        });
                    } else {
                        general_call!(ins);
                    }
                }
                op::CALL_ALLOC_AND_ENTER_INIT => {
                    save!();
                    match self.enter_init(ip - 1, sp as u32 - ins.arg - 2, ins.arg) {
                        Some(Ok(())) => return Why::Reload,
                        Some(Err(Raised)) => return Why::Error,
                        None => general_call!(ins),
                    }
                }
                op::CALL_LIST_APPEND => {
                    let (list, item) = (peek!(2), peek!(1));
                    let fits = list != StackRef::NULL
                        && self.slots[list.obj().ix()].kind == Kind::List
                        && peek!(3).obj().0 == self.code[ip - 1].c1;
                    if fits {
                        let new = self.steal(item);
                        self.list_append(list.obj(), Owned::steal(new));
                        let method = peek!(3);
                        sp -= 3;
                        close!(list);
                        close!(method);
                        // The POP_TOP that follows is skipped.
                        ip += 1;
                        if T::ON {
                            save!();
                            self.observe(ip as u32 - 1);
                        }
                        if self.fuel > 0 {
                            self.fuel -= 1;
                        }
                    } else {
                        general_call!(ins);
                    }
                }
                op::CALL_LEN => {
                    let at = sp - 3;
                    let arg = peek!(1).obj();
                    let n = if ins.arg == 1
                        && peek!(2) == StackRef::NULL
                        && peek!(3).obj().0 == self.code[ip - 1].c1
                        && self.is_builtin_exact(arg)
                    {
                        self.len_builtin(arg)
                    } else {
                        None
                    };
                    match n {
                        Some(n) => {
                            let value = self.new_int(n as i64);
                            drop_call!(at);
                            push_new!(value);
                        }
                        None => general_call!(ins),
                    }
                }
                op::CALL_BUILTIN_O
                | op::CALL_BUILTIN_FAST
                | op::CALL_METHOD_DESCRIPTOR_O
                | op::CALL_METHOD_DESCRIPTOR_FAST
                | op::CALL_METHOD_DESCRIPTOR_NOARGS => {
                    let at = sp - ins.arg as usize - 2;
                    let callable = self.stack[at & MASK].obj();
                    let slot = self.slots[callable.ix()];
                    let this = self.stack[(at + 1) & MASK];
                    let method = slot.kind == Kind::MethodDescriptor;
                    let first = at + 1 + usize::from(this == StackRef::NULL);
                    let n = (sp - first) as u32;
                    let fits = if method {
                        slot.a == self.code[ip - 1].c1
                            && this != StackRef::NULL
                            && self.is_subtype(self.ty(this.obj()), self.code[ip - 1].c2)
                    } else {
                        slot.kind == Kind::BuiltinFunction
                            && slot.b_lo() == 0
                            && slot.a == self.code[ip - 1].c1
                            && this == StackRef::NULL
                    };
                    if fits {
                        save!();
                        let args = Args { base: first as u32, n, kwnames: Obj::NULL };
                        let value = match self.call_native(slot.a, args, method) {
                            Ok(value) => value,
                            Err(Raised) => return Why::Error,
                        };
                        drop_call!(at);
                        push_new!(value);
                        periodic!();
                    } else {
                        general_call!(ins);
                    }
                }
                op::CALL
                | op::CALL_PY_GENERAL
                | op::CALL_BOUND_METHOD_GENERAL
                | op::CALL_BUILTIN_CLASS
                | op::CALL_BUILTIN_FAST_WITH_KEYWORDS
                | op::CALL_ISINSTANCE
                | op::CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS
                | op::CALL_NON_PY_GENERAL
                | op::CALL_STR_1
                | op::CALL_TUPLE_1
                | op::CALL_TYPE_1 => general_call!(ins),
                op::CALL_KW | op::CALL_KW_BOUND_METHOD | op::CALL_KW_NON_PY | op::CALL_KW_PY => {
                    let names = pop!();
                    save!();
                    let nkw = self.tuple_len(names.obj());
                    let at = sp as u32 - ins.arg - 2;
                    self.specialize_call_kw(ip - 1, at);
                    // The tuple of names is a constant of the running code: it stays alive.
                    self.close(names);
                    call_at!(at, ins.arg - nkw, names.obj());
                }
                op::PUSH_EXC_INFO => {
                    let exc = pop!();
                    let top = self.exc_stack.len() - 1;
                    self.incref(exc.obj());
                    let previous = std::mem::replace(&mut self.exc_stack[top], exc.obj());
                    push!(StackRef::owned(if previous.is_null() { fixed::NONE } else { previous }));
                    push!(exc);
                }
                op::POP_EXCEPT => {
                    let r = pop!();
                    let top = self.exc_stack.len() - 1;
                    let restored = if r.obj() == fixed::NONE { Obj::NULL } else { self.steal(r) };
                    let old = std::mem::replace(&mut self.exc_stack[top], restored);
                    if !old.is_null() {
                        close!(StackRef::owned(old));
                    }
                }
                _ => {
                    // Everything rarer is a method of its own, one an instruction.
                    save!();
                    match self.execute_rare(ip as u32, self.code[ip - 1]) {
                        Ok(Some(next)) => {
                            ip = next as usize;
                            sp = self.sp as usize;
                        }
                        Ok(None) => return Why::Reload,
                        Err(Raised) => return Why::Error,
                    }
                }
            }
        }
    }

    /// The current frame returns a value that its caller's instruction wants in a special way, or that ends
    /// this run of the loop: then the value is given back.
    fn return_value(&mut self, value: Owned) -> R<Option<Owned>> {
        let Some(frame) = self.frames.pop() else { return Ok(Some(value)) };
        self.sp = frame.base;
        if frame.generator.is_null() {
            self.temps.push(value.get().0);
            self.release_frame(&frame);
            self.temps.pop();
        } else {
            self.finish_generator(&frame);
        }
        match frame.on_return {
            OnReturn::Exit => Ok(Some(value)),
            OnReturn::Push => {
                self.push_to_caller(value.into_edge());
                Ok(None)
            }
            OnReturn::Discard => {
                self.drop_ref(value);
                Ok(None)
            }
            OnReturn::Init => {
                let result = value.get();
                if !Machine::is_none(result) {
                    let name = self.type_name(result);
                    self.drop_ref(value);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("__init__() should return None, not '{name}'")));
                }
                Ok(None)
            }
            OnReturn::Generator => {
                let at = self.frames.len() - 1;
                let ip = self.frames[at].ip as usize;
                let ins = self.code[ip - 1];
                match ins.base {
                    op::FOR_ITER if ins.op == op::FOR_ITER => {
                        self.drop_ref(value);
                        self.frames[at].ip = ins.arg + 1;
                    }
                    _ => {
                        // FOR_ITER_GEN goes on at END_FOR, which pops the value; SEND at its END_SEND.
                        self.frames[at].ip = ins.arg;
                        self.push_to_caller(value.into_edge());
                    }
                }
                Ok(None)
            }
        }
    }

    /// Pushes an owned reference on the innermost frame's stack.
    fn push_to_caller(&mut self, value: Obj) {
        let at = self.frames.len() - 1;
        let frame = &mut self.frames[at];
        self.stack[frame.sp as usize] = StackRef::owned(value);
        frame.sp += 1;
        self.sp = frame.sp;
    }

    /// Looks for a handler of the raised exception, frame by frame. `Ok(None)`: found, go on there. An error
    /// means that the exception left the frame this run of the loop started with.
    #[cold]
    #[inline(never)]
    fn unwind(&mut self, entry: usize) -> R<Option<Owned>> {
        loop {
            if self.halt.is_some() {
                return Err(Raised);
            }
            let at = self.frames.len() - 1;
            if self.reraise {
                self.reraise = false;
            } else {
                self.traceback_here(at);
            }
            let frame = self.frames[at];
            let stack_base = self.stack_base(&frame);
            self.sp = frame.sp;
            let lasti = frame.ip.saturating_sub(1);
            let stat = self.codes[frame.code as usize].stat.clone();
            let handler = stat.handlers.iter().find(|h| h.start <= lasti && lasti < h.end).copied();
            if let Some(handler) = handler {
                self.clear_stack_to(stack_base + handler.depth);
                if handler.lasti {
                    let shown = self.reraise_lasti.take().unwrap_or(lasti);
                    let number = self.new_int(i64::from(shown));
                    self.stack[self.sp as usize] = StackRef::owned(number.into_edge());
                    self.sp += 1;
                }
                let exc = self.take_raised();
                self.stack[self.sp as usize] = StackRef::owned(exc.into_edge());
                self.sp += 1;
                let frame = &mut self.frames[at];
                frame.sp = self.sp;
                frame.ip = handler.target;
                return Ok(None);
            }
            self.clear_stack_to(stack_base);
            self.frames.pop();
            if frame.generator.is_null() {
                self.release_frame(&frame);
            } else {
                self.finish_generator(&frame);
            }
            self.sp = frame.base;
            if frame.on_return == OnReturn::Init {
                // The half-made instance under construction goes, too.
                let at = self.frames.len() - 1;
                self.sp = self.frames[at].sp;
                let below = self.sp - 1;
                self.clear_stack_to(below);
                self.frames[at].sp = below;
            }
            if self.frames.len() < entry {
                return Err(Raised);
            }
        }
    }
}

/// Opcode numbers as bytes, under CPython's names.
pub mod op {
    macro_rules! bytes {
        ($($name:ident)*) => { $(pub const $name: u8 = compiler::opcode::$name as u8;)* };
    }
    bytes! {
        CACHE BINARY_SLICE BINARY_OP_INPLACE_ADD_UNICODE CALL_FUNCTION_EX CHECK_EG_MATCH CHECK_EXC_MATCH CLEANUP_THROW
        DELETE_SUBSCR END_FOR END_SEND EXIT_INIT_CHECK FORMAT_SIMPLE FORMAT_WITH_SPEC GET_AITER GET_ANEXT GET_ITER
        GET_LEN GET_YIELD_FROM_ITER INTERPRETER_EXIT LOAD_BUILD_CLASS LOAD_LOCALS MAKE_FUNCTION MATCH_KEYS
        MATCH_MAPPING MATCH_SEQUENCE NOP NOT_TAKEN POP_EXCEPT POP_ITER POP_TOP PUSH_EXC_INFO PUSH_NULL
        RETURN_GENERATOR RETURN_VALUE SETUP_ANNOTATIONS STORE_SLICE STORE_SUBSCR TO_BOOL UNARY_INVERT UNARY_NEGATIVE
        UNARY_NOT WITH_EXCEPT_START BINARY_OP BUILD_INTERPOLATION BUILD_TEMPLATE BUILD_LIST BUILD_MAP BUILD_SET
        BUILD_SLICE BUILD_STRING BUILD_TUPLE CALL CALL_INTRINSIC_1 CALL_INTRINSIC_2 CALL_KW COMPARE_OP CONTAINS_OP
        CONVERT_VALUE COPY COPY_FREE_VARS DELETE_ATTR DELETE_DEREF DELETE_FAST DELETE_GLOBAL DELETE_NAME DICT_MERGE
        DICT_UPDATE FOR_ITER GET_AWAITABLE IMPORT_FROM IMPORT_NAME IS_OP JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT
        JUMP_FORWARD LIST_APPEND LIST_EXTEND LOAD_ATTR LOAD_COMMON_CONSTANT LOAD_CONST LOAD_DEREF LOAD_FAST
        LOAD_FAST_AND_CLEAR LOAD_FAST_BORROW LOAD_FAST_BORROW_LOAD_FAST_BORROW LOAD_FAST_CHECK LOAD_FAST_LOAD_FAST
        LOAD_FROM_DICT_OR_DEREF LOAD_FROM_DICT_OR_GLOBALS LOAD_GLOBAL LOAD_NAME LOAD_SMALL_INT LOAD_SPECIAL
        LOAD_SUPER_ATTR MAKE_CELL MAP_ADD MATCH_CLASS POP_JUMP_IF_FALSE POP_JUMP_IF_NONE POP_JUMP_IF_NOT_NONE
        POP_JUMP_IF_TRUE RAISE_VARARGS RERAISE SEND SET_ADD SET_FUNCTION_ATTRIBUTE SET_UPDATE STORE_ATTR STORE_DEREF
        STORE_FAST STORE_FAST_LOAD_FAST STORE_FAST_STORE_FAST STORE_GLOBAL STORE_NAME SWAP UNPACK_EX UNPACK_SEQUENCE
        YIELD_VALUE RESUME
        BINARY_OP_ADD_FLOAT BINARY_OP_ADD_INT BINARY_OP_ADD_UNICODE BINARY_OP_EXTEND BINARY_OP_MULTIPLY_FLOAT
        BINARY_OP_MULTIPLY_INT BINARY_OP_SUBSCR_DICT BINARY_OP_SUBSCR_GETITEM BINARY_OP_SUBSCR_LIST_INT
        BINARY_OP_SUBSCR_LIST_SLICE BINARY_OP_SUBSCR_STR_INT BINARY_OP_SUBSCR_TUPLE_INT BINARY_OP_SUBTRACT_FLOAT
        BINARY_OP_SUBTRACT_INT CALL_ALLOC_AND_ENTER_INIT CALL_BOUND_METHOD_EXACT_ARGS CALL_BOUND_METHOD_GENERAL
        CALL_BUILTIN_CLASS CALL_BUILTIN_FAST CALL_BUILTIN_FAST_WITH_KEYWORDS CALL_BUILTIN_O CALL_ISINSTANCE
        CALL_KW_BOUND_METHOD CALL_KW_NON_PY CALL_KW_PY CALL_LEN CALL_LIST_APPEND CALL_METHOD_DESCRIPTOR_FAST
        CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS CALL_METHOD_DESCRIPTOR_NOARGS CALL_METHOD_DESCRIPTOR_O
        CALL_NON_PY_GENERAL CALL_PY_EXACT_ARGS CALL_PY_GENERAL CALL_STR_1 CALL_TUPLE_1 CALL_TYPE_1 COMPARE_OP_FLOAT
        COMPARE_OP_INT COMPARE_OP_STR CONTAINS_OP_DICT CONTAINS_OP_SET FOR_ITER_GEN FOR_ITER_LIST FOR_ITER_RANGE
        FOR_ITER_TUPLE JUMP_BACKWARD_JIT JUMP_BACKWARD_NO_JIT LOAD_ATTR_CLASS LOAD_ATTR_CLASS_WITH_METACLASS_CHECK
        LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN LOAD_ATTR_INSTANCE_VALUE LOAD_ATTR_METHOD_LAZY_DICT LOAD_ATTR_METHOD_NO_DICT
        LOAD_ATTR_METHOD_WITH_VALUES LOAD_ATTR_MODULE LOAD_ATTR_NONDESCRIPTOR_NO_DICT
        LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES LOAD_ATTR_PROPERTY LOAD_ATTR_SLOT LOAD_ATTR_WITH_HINT LOAD_CONST_IMMORTAL
        LOAD_CONST_MORTAL LOAD_GLOBAL_BUILTIN LOAD_GLOBAL_MODULE LOAD_SUPER_ATTR_ATTR LOAD_SUPER_ATTR_METHOD
        RESUME_CHECK SEND_GEN STORE_ATTR_INSTANCE_VALUE STORE_ATTR_SLOT STORE_ATTR_WITH_HINT STORE_SUBSCR_DICT
        STORE_SUBSCR_LIST_INT TO_BOOL_ALWAYS_TRUE TO_BOOL_BOOL TO_BOOL_INT TO_BOOL_LIST TO_BOOL_NONE TO_BOOL_STR
        UNPACK_SEQUENCE_LIST UNPACK_SEQUENCE_TUPLE UNPACK_SEQUENCE_TWO_TUPLE END_ASYNC_FOR EXTENDED_ARG
    }
}

/// The operator and whether it is in-place, from `BINARY_OP`'s argument.
pub fn binary_op_of(arg: u32) -> (BinaryOp, bool) {
    let row = (arg % 13) as usize;
    (crate::abstract_::BINARY_OPS[row].0, arg >= crate::abstract_::NB_INPLACE)
}
