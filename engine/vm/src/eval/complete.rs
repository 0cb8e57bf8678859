//! Instructions that had to wait for Python code: what becomes of its value or its exception.

use crate::eval::activation::Answer;
use crate::eval::call::Begun;
use crate::eval::ceval::{binary_op_of, op};
use crate::eval::ceval_general::Next;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Owned, R, Raised, StackRef};
use crate::native::static_strings::fixed;
use crate::objects::abstract_::{CompareOp, NB_SUBSCR};
use crate::objects::codeobject::Instr;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    /// Finishes the instruction `ins` before `next` with what it began, if that is there already.
    pub(crate) fn begun(&mut self, ins: Instr, next: u32, begun: Begun) -> R<Next> {
        let value = match begun {
            Begun::Frame => return Ok(Next::Frame),
            Begun::Value(value) => value,
            Begun::End => return self.ended(ins, None),
        };
        self.finish_instruction(ins, next, value)
    }

    /// The frame of Python code that is innermost goes on with what its instruction waited for.
    pub(crate) fn complete(&mut self, answer: Answer) -> R<Option<Owned>> {
        let frame = self.top_frame();
        self.thread.sp = frame.sp;
        let (ins, next) = (self.code[frame.ip as usize - 1], frame.ip);
        let at = match answer {
            Answer::Value(value) => self.finish_instruction(ins, next, value)?,
            Answer::Ended(value) => self.ended(ins, Some(value))?,
            _ => {
                if !matches!(ins.base, op::FOR_ITER | op::SEND) || !self.raised_is(ty::STOP_ITERATION) {
                    return Err(Raised);
                }
                let value = self.take_stop_value();
                self.ended(ins, Some(value))?
            }
        };
        if let Next::At(ip) = at
            && let Some(frame) = self.thread.frames.last_mut()
        {
            (frame.ip, frame.sp) = (ip, self.thread.sp);
        }
        Ok(None)
    }

    /// The instruction has its value, which takes the place of its operands.
    fn finish_instruction(&mut self, ins: Instr, next: u32, value: Owned) -> R<Next> {
        match ins.base {
            op::COMPARE_OP if value.get() == fixed::NOT_IMPLEMENTED => {
                let (a, b) = (self.peek(2), self.peek(1));
                self.drop_ref(value);
                let begun = self.begin_compare_after_left(CompareOp::from_arg(ins.arg >> 5), a, b)?;
                return self.begun(ins, next, begun);
            }
            op::COMPARE_OP if ins.arg & 16 == 0 => self.replace(2, value),
            op::COMPARE_OP | op::CONTAINS_OP => {
                if self.kind(value.get()) != Kind::Bool {
                    // The answer is asked for its truth, and comes back here.
                    let begun = self.begin_truth_of(value, OnReturn::Instruction)?;
                    return self.begun(ins, next, begun);
                }
                let invert = ins.base == op::CONTAINS_OP && ins.arg & 1 != 0;
                let truth = value.into_edge() == Machine::new_bool(true);
                self.replace(2, Owned::steal(Machine::new_bool(truth != invert)));
            }
            op::BINARY_OP if value.get() == fixed::NOT_IMPLEMENTED && ins.arg != NB_SUBSCR => {
                let (a, b) = (self.peek(2), self.peek(1));
                let (operator, inplace) = binary_op_of(ins.arg);
                self.drop_ref(value);
                let begun = self.begin_operator_after_left(operator, inplace, a, b)?;
                return self.begun(ins, next, begun);
            }
            op::CHECK_EG_MATCH => self.finish_group_match(value),
            op::BINARY_OP | op::FORMAT_WITH_SPEC | op::CALL_INTRINSIC_2 | op::IMPORT_NAME => self.replace(2, value),
            op::BINARY_SLICE => {
                for _ in 0..3 {
                    self.pop_close();
                }
                self.push_owned(value);
            }
            op::GET_ITER | op::GET_YIELD_FROM_ITER => {
                let iter = self.checked_iterator(value)?;
                self.replace(1, iter);
            }
            op::GET_AWAITABLE => {
                let o = self.peek(1);
                let iter = self.finish_get_awaitable(o, value)?;
                self.replace(1, iter);
            }
            op::GET_AITER => {
                let iter = self.checked_async_iterator(value)?;
                self.replace(1, iter);
            }
            op::LOAD_ATTR => {
                self.replace(1, value);
                if ins.arg & 1 != 0 {
                    self.thread.stack[self.thread.sp as usize] = StackRef::NULL;
                    self.thread.sp += 1;
                }
            }
            op::LOAD_SUPER_ATTR => {
                for _ in 0..3 {
                    self.pop_close();
                }
                self.push_owned(value);
                if ins.arg & 1 != 0 {
                    self.thread.stack[self.thread.sp as usize] = StackRef::NULL;
                    self.thread.sp += 1;
                }
            }
            op::UNARY_NEGATIVE
            | op::UNARY_INVERT
            | op::TO_BOOL
            | op::CALL_INTRINSIC_1
            | op::FORMAT_SIMPLE
            | op::CONVERT_VALUE => self.replace(1, value),
            op::STORE_ATTR => {
                self.drop_ref(value);
                let (owner, value) = (self.pop_ref(), self.pop_ref());
                self.close(value);
                self.close(owner);
            }
            op::STORE_SUBSCR
            | op::STORE_NAME
            | op::DELETE_SUBSCR
            | op::STORE_SLICE
            | op::DELETE_ATTR
            | op::LIST_EXTEND
            | op::SET_UPDATE
            | op::SET_ADD
            | op::MAP_ADD
            | op::DICT_UPDATE => {
                self.drop_ref(value);
                let operands = match ins.base {
                    op::STORE_SLICE => 4,
                    op::STORE_SUBSCR => 3,
                    op::DELETE_SUBSCR | op::MAP_ADD => 2,
                    _ => 1,
                };
                self.clear_stack_to(self.thread.sp - operands);
            }
            op::BUILD_SET | op::BUILD_MAP => {
                let operands = if ins.base == op::BUILD_SET { ins.arg } else { 2 * ins.arg };
                for _ in 0..operands {
                    self.pop_close();
                }
                self.push_owned(value);
            }
            op::UNPACK_SEQUENCE => self.spread(value),
            op::UNPACK_EX => {
                self.replace(1, value);
                self.unpack_ex(ins.arg)?;
            }
            op::CALL_FUNCTION_EX => {
                let at = self.thread.sp as usize - 2;
                let old = std::mem::replace(&mut self.thread.stack[at], StackRef::owned(value.into_edge()));
                self.close(old);
                return Ok(self.call_function_ex(next)?.map_or(Next::Frame, Next::At));
            }
            _ => self.push_owned(value),
        }
        Ok(Next::At(next))
    }

    /// The iterator that the instruction asked has ended; a generator with the value it returned.
    pub(crate) fn ended(&mut self, ins: Instr, value: Option<Owned>) -> R<Next> {
        let skips = value.is_none();
        let value = value.unwrap_or_else(|| Owned::steal(fixed::NONE));
        match ins.base {
            op::FOR_ITER if skips || ins.op == op::FOR_ITER || self.kind(self.peek(1)) != Kind::Generator => {
                self.drop_ref(value);
                Ok(Next::At(ins.arg + 1))
            }
            // FOR_ITER_GEN goes on at END_FOR, which pops the value; SEND at its END_SEND.
            op::FOR_ITER | op::SEND => {
                self.push_owned(value);
                Ok(Next::At(ins.arg))
            }
            _ => Err(self.raise_stop(value)),
        }
    }

    /// The items that an iterable gave, the first on top, instead of the iterable.
    fn spread(&mut self, items: Owned) {
        let seq = self.pop_ref();
        for item in self.seq_items(items.get()).into_iter().rev() {
            let item = self.new_ref(item);
            self.push_owned(item);
        }
        self.drop_ref(items);
        self.close(seq);
    }
}
