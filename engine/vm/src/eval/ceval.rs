//! The evaluation loop: one `match` over the opcode, compiled once for running and once for observing
//! (`Python/ceval.c`, `Python/bytecodes.c`, InternalDocs/interpreter.md).
//!
//! Only the fast forms lie here, each a few lines without a call. Everything else, and a specialised instruction
//! whose guard fails, leaves the `match` and is executed in general, out of line: one place, believed cold, so that
//! the loop's locals stay in registers. These are `ip` (the instruction after the current one), `sp` (first free
//! stack word), `base` (first local) and `mark` (where the fuel ends); they are written back to the frame before
//! anything that may run other code.

use crate::eval::ceval_general::Next;
use crate::eval::frame::{Frame, OnReturn};
pub use crate::eval::op;
use crate::eval::warm::Place;
use crate::eval::{Trace, Why};
use crate::memory::object::{Kind, Obj, Owned, Raised, StackRef};
use crate::native::static_strings::fixed;
use crate::objects::abstract_::BinaryOp;
use crate::objects::object::richcompare::mask;
use crate::objects::typeobject::ty;
use crate::state::interpreter::{Entry, Machine};
use crate::state::thread::STACK;

/// What every instruction needs of itself; caches are read where they are used.
#[derive(Clone, Copy)]
struct Head {
    op: u8,
    arg: u32,
}

const MASK: usize = STACK - 1;

impl Machine {
    /// Executes instructions until something happens that `eval` must see.
    #[expect(clippy::cognitive_complexity, reason = "one arm an instruction; each is short")]
    #[inline(never)]
    pub(crate) fn run_frame<T: Trace>(&mut self) -> Why {
        let Some(frame) = self.thread.frames.last() else { return Why::Error };
        let mut ip = frame.ip as usize;
        let mut sp = frame.sp as usize;
        let mut base = frame.base as usize;
        // The `ip` at which the fuel would be used up if no jump came: straight-line code pays nothing for being
        // counted, a jump shifts the mark along.
        let mut mark = ip.wrapping_add(self.fuel as usize);

        macro_rules! local {
            ($i:expr) => {
                self.thread.stack[(base + $i as usize) & MASK]
            };
        }
        macro_rules! push {
            ($r:expr) => {{
                let r: StackRef = $r;
                self.thread.stack[sp & MASK] = r;
                sp += 1;
            }};
        }
        macro_rules! pop {
            () => {{
                sp -= 1;
                self.thread.stack[sp & MASK]
            }};
        }
        // The n-th entry from the top; 1 is the top.
        macro_rules! peek {
            ($n:expr) => {
                self.thread.stack[sp.wrapping_sub($n as usize) & MASK]
            };
        }
        // The jump of the instruction at `ip - 1`.
        macro_rules! jump {
            () => {{
                let distance = self.code[ip - 1].c2 as i32 as usize;
                mark = mark.wrapping_add(distance);
                ip = ip.wrapping_add(distance);
            }};
        }
        // A slot to be changed, and one more reference: the loop marks pages only if it is compiled to.
        macro_rules! slot {
            ($o:expr) => {
                self.slots.change($o.ix(), T::MARKS)
            };
        }
        macro_rules! incref {
            ($o:expr) => {
                self.incref_in::<T>($o)
            };
        }
        // A count above one falls by one; immortals and NULL (slot 0, whose count is 0) stay.
        macro_rules! close {
            ($r:expr) => {{
                let r: StackRef = $r;
                if !r.is_borrowed() {
                    let count = &mut slot!(r.obj()).refcnt;
                    if (*count as i32) > 1 {
                        *count -= 1;
                    } else if *count == 1 {
                        mark = self.dealloc_from::<T>(r.obj(), ip, sp, mark);
                    }
                }
            }};
        }
        // As `close`, for what is known to be an int or float that lies in its slot.
        macro_rules! close_number {
            ($r:expr) => {{
                let r: StackRef = $r;
                if !r.is_borrowed() {
                    let count = &mut slot!(r.obj()).refcnt;
                    if (*count as i32) > 1 {
                        *count -= 1;
                    } else if *count == 1 {
                        self.free_dead_number::<T>(r.obj());
                    }
                }
            }};
        }
        // Pushes what a local holds, counted unless it is borrowed itself.
        macro_rules! push_local {
            ($i:expr) => {{
                let r = local!($i);
                if !r.is_borrowed() {
                    incref!(r.obj());
                }
                push!(r);
            }};
        }
        macro_rules! store_local {
            ($i:expr, $value:expr) => {{
                let old = std::mem::replace(&mut local!($i), $value);
                close!(old);
            }};
        }
        // Whether an operand is the only reference to its object, which its result may then be written into: the
        // slot that freeing and allocating would have given it.
        macro_rules! sole {
            ($r:expr) => {
                !$r.is_borrowed() && self.slots[$r.obj().ix()].refcnt == 1
            };
        }
        macro_rules! small_int {
            ($value:expr) => {
                StackRef::borrowed(Obj((fixed::SMALL_INTS as i64 + $value - fixed::SMALL_INT_MIN) as u32))
            };
        }
        // Takes the next instruction along if it is this one: a predictable branch instead of a dispatch. It
        // counts as the step it is; observed runs never do it.
        macro_rules! take {
            ($op:ident) => {
                !T::ON && ip != mark && self.code[ip].op == op::$op && {
                    ip += 1;
                    true
                }
            };
        }
        // What was taken along is not that easy after all: it comes round by itself.
        macro_rules! untake {
            () => {
                ip -= 1
            };
        }
        macro_rules! periodic {
            () => {
                if self.thread.eval_breaker {
                    match self.pending(ip, sp, mark) {
                        Some(new) => mark = new,
                        None => return Why::Error,
                    }
                }
            };
        }

        'next: loop {
            // Leaving this block means: execute the instruction in general.
            'general: {
                if ip == mark {
                    self.write_back(ip, sp, mark);
                    return Why::Pause;
                }
                let ins = Head { op: self.code[ip].op, arg: self.code[ip].arg };
                if T::ON {
                    self.write_back(ip, sp, mark);
                    self.observe(ip as u32);
                }
                ip += 1;

                // The value of an exact int that fits its slot, or the way out.
                macro_rules! int_of {
                    ($r:expr) => {{
                        let slot = &self.slots[$r.obj().ix()];
                        if slot.ty != ty::INT || slot.x != 0 {
                            break 'general;
                        }
                        slot.b as i64
                    }};
                }
                macro_rules! float_of {
                    ($r:expr) => {{
                        let slot = &self.slots[$r.obj().ix()];
                        if slot.ty != ty::FLOAT {
                            break 'general;
                        }
                        f64::from_bits(slot.b)
                    }};
                }
                macro_rules! int_op {
                    ($op:ident) => {{
                        let (left, right) = (peek!(2), peek!(1));
                        let (a, b) = (int_of!(left), int_of!(right));
                        let Some(value) = a.$op(b) else { break 'general };
                        sp -= 2;
                        if (fixed::SMALL_INT_MIN..=fixed::SMALL_INT_MAX).contains(&value) {
                            close_number!(left);
                            close_number!(right);
                            small_int!(value)
                        } else if sole!(right) {
                            slot!(right.obj()).b = value as u64;
                            close_number!(left);
                            right
                        } else if sole!(left) {
                            slot!(left.obj()).b = value as u64;
                            close_number!(right);
                            left
                        } else {
                            close_number!(left);
                            close_number!(right);
                            StackRef::owned(self.new_int_in::<T>(value).into_edge())
                        }
                    }};
                }
                macro_rules! float_op {
                    ($op:tt) => {{
                        let (left, right) = (peek!(2), peek!(1));
                        let (a, b) = (float_of!(left), float_of!(right));
                        let value = a $op b;
                        sp -= 2;
                        if sole!(right) {
                            slot!(right.obj()).b = value.to_bits();
                            close_number!(left);
                            right
                        } else if sole!(left) {
                            slot!(left.obj()).b = value.to_bits();
                            close_number!(right);
                            left
                        } else {
                            close_number!(left);
                            close_number!(right);
                            StackRef::owned(self.new_float_in::<T>(value).into_edge())
                        }
                    }};
                }
                macro_rules! item {
                    ($type:expr) => {{
                        let (container, index) = (peek!(2), peek!(1));
                        let i = int_of!(index);
                        let slot = &self.slots[container.obj().ix()];
                        if slot.ty != $type || i as u64 >= u64::from(slot.a) {
                            break 'general;
                        }
                        let item = Obj(self.words.data[slot.b_lo() as usize + i as usize]);
                        incref!(item);
                        sp -= 2;
                        close_number!(index);
                        close!(container);
                        StackRef::owned(item)
                    }};
                }
                macro_rules! next_item {
                    ($type:expr) => {{
                        let it = peek!(1).obj();
                        let slot = &self.slots[it.ix()];
                        let (seq, i) = (slot.b_lo(), slot.a);
                        if slot.ty != $type || seq == 0 || i >= self.slots[seq as usize].a {
                            break 'general;
                        }
                        let item = Obj(self.words.data[(self.slots[seq as usize].b_lo() + i) as usize]);
                        slot!(it).a = i + 1;
                        incref!(item);
                        StackRef::owned(item)
                    }};
                }
                // The next item of a range, at `ip - 1`; behind the last the loop ends.
                macro_rules! next_of_range {
                    ($leave:lifetime) => {{
                        let it = slot!(peek!(1).obj());
                        if it.kind != Kind::RangeIter {
                            break 'general;
                        }
                        if it.c as i64 <= 0 {
                            jump!();
                            // Beyond END_FOR.
                            (mark, ip) = (mark.wrapping_add(1), ip + 1);
                            continue 'next;
                        }
                        it.c -= 1;
                        let value = it.b as i64;
                        it.b = value.wrapping_add(i64::from(it.a as i32)) as u64;
                        if (fixed::SMALL_INT_MIN..=fixed::SMALL_INT_MAX).contains(&value) {
                            break $leave small_int!(value);
                        }
                        break $leave StackRef::owned(self.new_int_in::<T>(value).into_edge());
                    }};
                }
                // Leaving this block with a truth value: a jump usually wants it next.
                let truth: bool = 'truth: {
                    // Leaving this block with a value: a local often takes it.
                    let value: StackRef = 'value: {
                        // A small constant that is often added or subtracted at once; `$restore` undoes how `$left`
                        // was got, `$otherwise` pushes it where nothing was taken along.
                        macro_rules! small_operand {
                            ($left:expr, $arg:expr, $restore:expr, $otherwise:expr) => {{
                                let operand = i64::from($arg);
                                if take!(COMPARE_OP_INT) {
                                    let left = $left;
                                    if let Some(order) = self.int_order_to(left.obj(), operand) {
                                        close_number!(left);
                                        break 'truth self.code[ip - 1].arg & mask::of(order) != 0;
                                    }
                                    untake!();
                                    $restore;
                                    push!(small_int!(operand));
                                    continue 'next;
                                }
                                let change = if take!(BINARY_OP_ADD_INT) {
                                    Some(operand)
                                } else if take!(BINARY_OP_SUBTRACT_INT) {
                                    Some(-operand)
                                } else {
                                    None
                                };
                                match change {
                                    Some(change) => {
                                        if let Some(sum) = self.int_plus::<T>($left, change) {
                                            break 'value sum;
                                        }
                                        untake!();
                                        $restore;
                                    }
                                    None => $otherwise,
                                }
                                push!(small_int!(operand));
                            }};
                        }
                        // The attribute of what is about to be pushed is often read at once.
                        macro_rules! take_attribute {
                            ($owner:expr) => {
                                if take!(LOAD_ATTR_INSTANCE_VALUE) {
                                    if let Some(value) = self.instance_value($owner.obj(), ip - 1) {
                                        incref!(value);
                                        push!(StackRef::owned(value));
                                        if self.code[ip - 1].arg & 1 != 0 {
                                            push!(StackRef::NULL);
                                        }
                                        continue 'next;
                                    }
                                    untake!();
                                }
                            };
                        }
                        match ins.op {
                            op::RESUME_CHECK => {
                                if ins.arg & 3 < 2 {
                                    periodic!();
                                }
                            }
                            op::RESUME => {
                                self.code[ip - 1].op = op::RESUME_CHECK;
                                if ins.arg & 3 < 2 {
                                    periodic!();
                                }
                            }
                            op::NOP | op::NOT_TAKEN | op::CACHE => {}
                            op::LOAD_FAST => push_local!(ins.arg),
                            op::LOAD_FAST_BORROW => {
                                let held = StackRef(local!(ins.arg).0 | 1);
                                take_attribute!(held);
                                if take!(LOAD_SMALL_INT) {
                                    small_operand!(held, self.code[ip - 1].arg, push!(held), push!(held));
                                } else {
                                    push!(held);
                                }
                            }
                            op::LOAD_FAST_BORROW_LOAD_FAST_BORROW => {
                                let (a, b) = (local!(ins.arg >> 4), local!(ins.arg & 15));
                                if take!(BINARY_OP_SUBSCR_LIST_INT) {
                                    if let Some(item) = self.list_int_item(a.obj(), b.obj()) {
                                        incref!(item);
                                        break 'value StackRef::owned(item);
                                    }
                                    untake!();
                                } else if take!(BINARY_OP_MULTIPLY_FLOAT) {
                                    if let Some(product) = self.float_product::<T>(a.obj(), b.obj()) {
                                        break 'value StackRef::owned(product.into_edge());
                                    }
                                    untake!();
                                } else if take!(COMPARE_OP_INT) {
                                    if let Some(order) = self.int_order(a.obj(), b.obj()) {
                                        break 'truth self.code[ip - 1].arg & mask::of(order) != 0;
                                    }
                                    untake!();
                                } else if take!(STORE_SUBSCR_LIST_INT) {
                                    if let Some(at) = self.list_int_place(a.obj(), b.obj()) {
                                        let value = pop!();
                                        let new = self.steal_in::<T>(value);
                                        let old = std::mem::replace(self.words.data.change(at, T::MARKS), new.0);
                                        close!(StackRef::owned(Obj(old)));
                                        continue 'next;
                                    }
                                    untake!();
                                }
                                push!(StackRef(a.0 | 1));
                                push!(StackRef(b.0 | 1));
                            }
                            op::LOAD_FAST_LOAD_FAST => {
                                push_local!(ins.arg >> 4);
                                push_local!(ins.arg & 15);
                            }
                            op::LOAD_FAST_CHECK => {
                                if local!(ins.arg) == StackRef::NULL {
                                    break 'general;
                                }
                                push_local!(ins.arg);
                            }
                            op::LOAD_FAST_AND_CLEAR => {
                                let r = std::mem::take(&mut local!(ins.arg));
                                push!(r);
                            }
                            op::STORE_FAST => {
                                let value = pop!();
                                store_local!(ins.arg, value);
                            }
                            op::STORE_FAST_LOAD_FAST => {
                                let value = pop!();
                                let old = std::mem::replace(&mut local!(ins.arg >> 4), value);
                                push_local!(ins.arg & 15);
                                close!(old);
                            }
                            op::STORE_FAST_STORE_FAST => {
                                let first = pop!();
                                store_local!(ins.arg >> 4, first);
                                let second = pop!();
                                store_local!(ins.arg & 15, second);
                            }
                            op::LOAD_CONST_IMMORTAL => push!(StackRef::borrowed(Obj(self.code[ip - 1].c1))),
                            op::LOAD_CONST_MORTAL => {
                                let o = Obj(self.code[ip - 1].c1);
                                slot!(o).refcnt += 1;
                                push!(StackRef::owned(o));
                            }
                            op::LOAD_SMALL_INT => small_operand!(pop!(), ins.arg, sp += 1, ()),
                            op::POP_TOP | op::POP_ITER | op::END_FOR => {
                                let r = pop!();
                                close!(r);
                            }
                            op::PUSH_NULL => push!(StackRef::NULL),
                            op::COPY => {
                                let r = peek!(ins.arg);
                                take_attribute!(r);
                                if !r.is_borrowed() && r != StackRef::NULL {
                                    incref!(r.obj());
                                }
                                push!(r);
                            }
                            op::SWAP => {
                                let (top, other) = (peek!(1), peek!(ins.arg));
                                if ins.arg == 2 && take!(STORE_ATTR_INSTANCE_VALUE) {
                                    if let Some(place) = self.instance_place(other.obj(), ip - 1) {
                                        let value = self.steal_in::<T>(top);
                                        sp -= 2;
                                        let old = std::mem::replace(self.words.data.change(place, T::MARKS), value.0);
                                        if old == 0 {
                                            self.inline_first_store(other.obj(), self.code[ip - 1].c2 >> 16);
                                        }
                                        close!(StackRef::owned(Obj(old)));
                                        close!(other);
                                        continue 'next;
                                    }
                                    untake!();
                                }
                                peek!(1) = other;
                                peek!(ins.arg) = top;
                            }

                            // Numbers.
                            op::BINARY_OP_ADD_INT => break 'value int_op!(checked_add),
                            op::BINARY_OP_SUBTRACT_INT => break 'value int_op!(checked_sub),
                            op::BINARY_OP_MULTIPLY_INT => break 'value int_op!(checked_mul),
                            op::BINARY_OP_ADD_FLOAT => break 'value float_op!(+),
                            op::BINARY_OP_SUBTRACT_FLOAT => break 'value float_op!(-),
                            op::BINARY_OP_MULTIPLY_FLOAT => break 'value float_op!(*),
                            op::BINARY_OP_EXTEND => {
                                let (left, right) = (peek!(2), peek!(1));
                                let number = self.code[ip - 1].c1;
                                let Some(value) = self.extended_binary(number, left.obj(), right.obj()) else {
                                    break 'general;
                                };
                                sp -= 2;
                                close_number!(left);
                                close_number!(right);
                                break 'value StackRef::owned(value.into_edge());
                            }
                            op::COMPARE_OP_INT => {
                                let (left, right) = (peek!(2), peek!(1));
                                let Some(order) = self.int_order(left.obj(), right.obj()) else { break 'general };
                                sp -= 2;
                                close_number!(left);
                                close_number!(right);
                                break 'truth ins.arg & mask::of(order) != 0;
                            }
                            op::COMPARE_OP_FLOAT => {
                                let (left, right) = (peek!(2), peek!(1));
                                let (a, b) = (float_of!(left), float_of!(right));
                                sp -= 2;
                                close_number!(left);
                                close_number!(right);
                                break 'truth ins.arg & a.partial_cmp(&b).map_or(mask::UNORDERED, mask::of) != 0;
                            }
                            op::IS_OP => {
                                let (right, left) = (pop!(), pop!());
                                close!(left);
                                close!(right);
                                break 'truth (left.obj() == right.obj()) != (ins.arg != 0);
                            }
                            op::UNARY_NOT => {
                                let r = pop!();
                                break 'truth r.obj() == fixed::FALSE;
                            }
                            op::TO_BOOL_BOOL => {
                                if !matches!(peek!(1).obj(), fixed::TRUE | fixed::FALSE) {
                                    break 'general;
                                }
                            }
                            op::TO_BOOL_INT => {
                                let value = int_of!(peek!(1));
                                let r = pop!();
                                close_number!(r);
                                break 'truth value != 0;
                            }

                            // Jumps.
                            op::POP_JUMP_IF_FALSE => {
                                if pop!().obj() == fixed::FALSE {
                                    jump!();
                                } else {
                                    let _ = take!(NOT_TAKEN);
                                }
                            }
                            op::POP_JUMP_IF_TRUE => {
                                if pop!().obj() == fixed::TRUE {
                                    jump!();
                                } else {
                                    let _ = take!(NOT_TAKEN);
                                }
                            }
                            op::POP_JUMP_IF_NONE => {
                                let r = pop!();
                                if r.obj() == fixed::NONE {
                                    jump!();
                                }
                                close!(r);
                            }
                            op::POP_JUMP_IF_NOT_NONE => {
                                let r = pop!();
                                if r.obj() != fixed::NONE {
                                    jump!();
                                }
                                close!(r);
                            }
                            op::JUMP_FORWARD | op::JUMP_BACKWARD_NO_INTERRUPT => jump!(),
                            op::JUMP_BACKWARD_NO_JIT => {
                                jump!();
                                periodic!();
                                // A loop goes on with its next item.
                                if take!(FOR_ITER_RANGE) {
                                    next_of_range!('value);
                                } else if take!(FOR_ITER_LIST) {
                                    break 'value next_item!(ty::LIST_ITERATOR);
                                }
                            }
                            op::JUMP_BACKWARD | op::JUMP_BACKWARD_JIT => {
                                self.code[ip - 1].op = op::JUMP_BACKWARD_NO_JIT;
                                jump!();
                                periodic!();
                            }

                            // Iteration.
                            op::FOR_ITER => {
                                let item = self.iterate_quietly(ip, peek!(1).obj());
                                if item == StackRef::NULL {
                                    break 'general;
                                }
                                break 'value item;
                            }
                            op::FOR_ITER_RANGE => next_of_range!('value),
                            op::FOR_ITER_LIST => break 'value next_item!(ty::LIST_ITERATOR),
                            op::FOR_ITER_TUPLE => break 'value next_item!(ty::TUPLE_ITERATOR),
                            op::END_SEND => {
                                let value = pop!();
                                let receiver = pop!();
                                push!(value);
                                close!(receiver);
                            }

                            // Names.
                            op::LOAD_GLOBAL_MODULE => {
                                let globals = self.thread.frames[self.thread.frames.len() - 1].globals;
                                let ins = self.code[ip - 1];
                                if (self.slots[globals.ix()].c >> 32) as u32 != ins.c1 {
                                    break 'general;
                                }
                                let o = self.dict_value_at(globals, ins.c2);
                                incref!(o);
                                push!(StackRef::owned(o));
                                if ins.arg & 1 != 0 {
                                    push!(StackRef::NULL);
                                }
                            }
                            op::LOAD_GLOBAL_BUILTIN => {
                                let frame = &self.thread.frames[self.thread.frames.len() - 1];
                                let (globals, builtins) = (frame.globals, frame.builtins);
                                let ins = self.code[ip - 1];
                                if (self.slots[globals.ix()].c >> 32) as u32 != ins.c1
                                    || (self.slots[builtins.ix()].c >> 32) as u32 != ins.c2 >> 16
                                {
                                    break 'general;
                                }
                                let o = self.dict_value_at(builtins, ins.c2 & 0xFFFF);
                                incref!(o);
                                push!(StackRef::owned(o));
                                if ins.arg & 1 != 0 {
                                    push!(StackRef::NULL);
                                }
                            }
                            op::LOAD_DEREF => {
                                let o = self.cell_get(local!(ins.arg).obj());
                                if o.is_null() {
                                    break 'general;
                                }
                                incref!(o);
                                push!(StackRef::owned(o));
                            }
                            op::STORE_DEREF => {
                                let r = pop!();
                                let value = self.steal_in::<T>(r);
                                let cell = local!(ins.arg).obj();
                                let old = self.cell_replace(cell, value);
                                close!(StackRef::owned(old));
                            }

                            // Attributes.
                            op::LOAD_ATTR_INSTANCE_VALUE => {
                                let owner = peek!(1);
                                let Some(value) = self.instance_value(owner.obj(), ip - 1) else { break 'general };
                                incref!(value);
                                peek!(1) = StackRef::owned(value);
                                if ins.arg & 1 != 0 {
                                    push!(StackRef::NULL);
                                }
                                close!(owner);
                            }
                            op::LOAD_ATTR_METHOD_WITH_VALUES | op::LOAD_ATTR_METHOD_NO_DICT => {
                                let owner = peek!(1);
                                let slot = &self.slots[owner.obj().ix()];
                                let plain = ins.op == op::LOAD_ATTR_METHOD_NO_DICT || slot.c as u32 == 0;
                                let ins = self.code[ip - 1];
                                if self.types[slot.ty as usize].version != ins.c1 || !plain {
                                    break 'general;
                                }
                                incref!(Obj(ins.c2));
                                peek!(1) = StackRef::owned(Obj(ins.c2));
                                push!(owner);
                            }
                            op::STORE_ATTR_INSTANCE_VALUE => {
                                let (r, owner) = (peek!(2), peek!(1));
                                let Some(place) = self.instance_place(owner.obj(), ip - 1) else { break 'general };
                                let value = self.steal_in::<T>(r);
                                sp -= 2;
                                let old = std::mem::replace(self.words.data.change(place, T::MARKS), value.0);
                                if old == 0 {
                                    self.inline_first_store(owner.obj(), self.code[ip - 1].c2 >> 16);
                                }
                                close!(StackRef::owned(Obj(old)));
                                close!(owner);
                            }

                            // Items.
                            op::BINARY_OP_SUBSCR_LIST_INT => break 'value item!(ty::LIST),
                            op::BINARY_OP_SUBSCR_TUPLE_INT => break 'value item!(ty::TUPLE),
                            op::STORE_SUBSCR_LIST_INT => {
                                let (value, list, index) = (peek!(3), peek!(2), peek!(1));
                                let i = int_of!(index);
                                let slot = &self.slots[list.obj().ix()];
                                if slot.ty != ty::LIST || i as u64 >= u64::from(slot.a) {
                                    break 'general;
                                }
                                let at = slot.b_lo() as usize + i as usize;
                                let new = self.steal_in::<T>(value);
                                sp -= 3;
                                let old = std::mem::replace(self.words.data.change(at, T::MARKS), new.0);
                                close!(StackRef::owned(Obj(old)));
                                close_number!(index);
                                close!(list);
                            }
                            op::LIST_APPEND => {
                                let list = peek!(ins.arg + 1).obj();
                                let slot = &self.slots[list.ix()];
                                if slot.a == slot.b_hi() {
                                    break 'general;
                                }
                                let at = (slot.b_lo() + slot.a) as usize;
                                let item = pop!();
                                let new = self.steal_in::<T>(item);
                                slot!(list).a += 1;
                                *self.words.data.change(at, T::MARKS) = new.0;
                            }
                            op::UNPACK_SEQUENCE_TWO_TUPLE => {
                                let seq = peek!(1);
                                let slot = &self.slots[seq.obj().ix()];
                                if slot.ty != ty::TUPLE || slot.a != 2 {
                                    break 'general;
                                }
                                let at = slot.b_lo() as usize;
                                let (first, second) = (Obj(self.words.data[at]), Obj(self.words.data[at + 1]));
                                incref!(first);
                                incref!(second);
                                peek!(1) = StackRef::owned(second);
                                push!(StackRef::owned(first));
                                close!(seq);
                            }

                            // Calls.
                            op::CALL_PY_EXACT_ARGS => {
                                let at = sp - ins.arg as usize - 2;
                                let func = self.thread.stack[at & MASK];
                                let slot = &self.slots[func.obj().ix()];
                                let first = at + 1 + usize::from(self.thread.stack[(at + 1) & MASK] == StackRef::NULL);
                                let ins = self.code[ip - 1];
                                if slot.kind != Kind::Function
                                    || slot.c as u32 != ins.c1
                                    || (sp - first) as u32 != ins.c2 & 0xFFFF
                                    || self.thread.frames.len() as u32 >= self.thread.recursion_limit
                                    || first + ((ins.c2 >> 16) as usize) >= STACK - 64
                                {
                                    break 'general;
                                }
                                let code = slot.a;
                                let words = &self.words.data[slot.b_lo() as usize..slot.b_lo() as usize + 3];
                                let (globals, builtins) = (Obj(words[1]), Obj(words[2]));
                                let last = self.thread.frames.len() - 1;
                                let caller = &mut self.thread.frames[last];
                                caller.ip = ip as u32;
                                caller.sp = at as u32;
                                let Entry { start, nlocalsplus, .. } = self.code_entries[code as usize];
                                let end = first + nlocalsplus as usize;
                                for i in sp..end {
                                    self.thread.stack[i & MASK] = StackRef::NULL;
                                }
                                base = first;
                                sp = end;
                                mark = (start as usize).wrapping_add(mark.wrapping_sub(ip));
                                ip = start as usize;
                                self.thread.frames.push(Frame {
                                    code,
                                    func,
                                    globals,
                                    builtins,
                                    locals: Obj::NULL,
                                    base: first as u32,
                                    sp: end as u32,
                                    ip: start,
                                    on_return: OnReturn::Push,
                                    frame_obj: Obj::NULL,
                                    generator: Obj::NULL,
                                });
                                if take!(RESUME_CHECK) {
                                    periodic!();
                                }
                            }
                            op::RETURN_VALUE => {
                                let at = self.thread.frames.len() - 1;
                                let frame = &self.thread.frames[at];
                                let plain = frame.frame_obj.is_null() && frame.locals.is_null();
                                if frame.on_return != OnReturn::Push || !plain {
                                    break 'general;
                                }
                                let func = frame.func;
                                let r = pop!();
                                let value = self.steal_in::<T>(r);
                                // Nothing but the locals is left on the frame's stack; the last one goes first.
                                let mut i = sp;
                                while i > base {
                                    i -= 1;
                                    let r = std::mem::take(&mut self.thread.stack[i & MASK]);
                                    close!(r);
                                }
                                self.thread.frames.truncate(at);
                                let caller = &self.thread.frames[at - 1];
                                (sp, base) = (caller.sp as usize, caller.base as usize);
                                mark = (caller.ip as usize).wrapping_add(mark.wrapping_sub(ip));
                                ip = caller.ip as usize;
                                close!(func);
                                push!(StackRef::owned(value));
                            }
                            op::CALL_LIST_APPEND => {
                                let (method, list, item) = (peek!(3), peek!(2), peek!(1));
                                if list == StackRef::NULL
                                    || self.slots[list.obj().ix()].kind != Kind::List
                                    || method.obj().0 != self.code[ip - 1].c1
                                {
                                    break 'general;
                                }
                                let new = self.steal_in::<T>(item);
                                self.list_append(list.obj(), Owned::steal(new));
                                sp -= 3;
                                // The POP_TOP that follows is taken along, if the run does not pause before it.
                                if ip == mark {
                                    push!(StackRef::borrowed(fixed::NONE));
                                } else {
                                    if T::ON {
                                        self.write_back(ip, sp, mark);
                                        self.observe(ip as u32);
                                    }
                                    ip += 1;
                                }
                                close!(list);
                                close!(method);
                            }
                            _ => break 'general,
                        }
                        continue 'next;
                    };
                    if take!(STORE_FAST) {
                        store_local!(self.code[ip - 1].arg, value);
                    } else {
                        push!(value);
                    }
                    continue 'next;
                };
                if take!(POP_JUMP_IF_FALSE) {
                    if truth {
                        let _ = take!(NOT_TAKEN);
                    } else {
                        jump!();
                    }
                } else if take!(POP_JUMP_IF_TRUE) {
                    if truth {
                        jump!();
                    } else {
                        let _ = take!(NOT_TAKEN);
                    }
                } else {
                    push!(StackRef::borrowed(Machine::new_bool(truth)));
                }
                continue 'next;
            }

            self.fuel = mark.wrapping_sub(ip) as u64;
            let place = self.warm(ip, sp);
            if place != Place::MISS {
                if place == Place::FRAME {
                    let Some(frame) = self.thread.frames.last() else { return Why::Error };
                    (ip, sp, base) = (frame.ip as usize, frame.sp as usize, frame.base as usize);
                } else if place == Place::RAISED {
                    return Why::Error;
                } else {
                    (ip, sp) = (place.ip(), place.sp());
                }
                mark = ip.wrapping_add(self.fuel as usize);
                continue 'next;
            }
            match self.execute_general(ip, sp, mark) {
                Ok(Next::At(next)) => {
                    ip = next as usize;
                    sp = self.thread.sp as usize;
                }
                Ok(Next::Frame) => {
                    if self.thread.throwing {
                        return Why::Error;
                    }
                    let Some(frame) = self.thread.frames.last() else { return Why::Error };
                    (ip, sp, base) = (frame.ip as usize, frame.sp as usize, frame.base as usize);
                }
                Ok(Next::Exit(value)) => return Why::Exit(value),
                Err(Raised) => return Why::Error,
            }
            mark = ip.wrapping_add(self.fuel as usize);
        }
    }
}

/// The operator and whether it is in-place, from `BINARY_OP`'s argument.
pub fn binary_op_of(arg: u32) -> (BinaryOp, bool) {
    let row = (arg % 13) as usize;
    (crate::objects::abstract_::BINARY_OPS[row].0, arg >= crate::objects::abstract_::NB_INPLACE)
}
