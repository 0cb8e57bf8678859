//! The general form of every instruction that has a fast one in the loop: what a specialised instruction whose
//! guard fails executes, and where a warm one is specialised. Out of line, so that the loop stays small.

use crate::eval::activation::Answer;
use crate::eval::call::Begun;
use crate::eval::ceval::op;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings;
use crate::objects::codeobject::Instr;
use crate::objects::genobject::state;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Where the loop goes on.
pub enum Next {
    /// At this instruction of the same frame.
    At(u32),
    /// In the frame that is innermost now.
    Frame,
    /// Nowhere: the frame that this run of the loop started with returned.
    Exit(Owned),
}

impl Machine {
    /// Executes the instruction before `ip`. The loop's locals are written back first; afterwards `sp` and the
    /// fuel are the machine's.
    #[inline(never)]
    pub(crate) fn execute_general(&mut self, ip: usize, sp: usize, mark: usize) -> R<Next> {
        let height = self.kept();
        let next = self.general(ip, sp, mark);
        self.drop_kept(height);
        next
    }

    #[inline(always)]
    fn general(&mut self, ip: usize, sp: usize, mark: usize) -> R<Next> {
        self.write_back_here(ip, sp, mark);
        let next = ip as u32;
        let at = ip - 1;
        let ins = self.code[at];
        match ins.base {
            op::BINARY_OP => {
                let (a, b) = (self.peek(2), self.peek(1));
                let begun = self.op_binary(at, a, b)?;
                return self.begun(ins, next, begun);
            }
            op::COMPARE_OP => {
                let (a, b) = (self.peek(2), self.peek(1));
                let begun = self.op_compare(at, a, b)?;
                return self.begun(ins, next, begun);
            }
            op::CONTAINS_OP => {
                let (item, container) = (self.peek(2), self.peek(1));
                let begun = self.op_contains(at, container, item)?;
                return self.begun(ins, next, begun);
            }
            op::UNARY_NEGATIVE | op::UNARY_INVERT => {
                let method = if ins.base == op::UNARY_NEGATIVE {
                    static_strings::DUNDER_NEG
                } else {
                    static_strings::DUNDER_INVERT
                };
                let begun = self.begin_unary(method, self.peek(1), OnReturn::Instruction)?;
                return self.begun(ins, next, begun);
            }
            op::TO_BOOL => {
                let begun = self.op_to_bool(at, self.peek(1))?;
                return self.begun(ins, next, begun);
            }
            op::GET_ITER => {
                let begun = self.begin_iter(self.peek(1), OnReturn::Instruction)?;
                return self.begun(ins, next, begun);
            }
            op::FOR_ITER => return self.general_for_iter(ins, next),
            op::SEND => return self.general_send(ins, next),
            op::YIELD_VALUE => {
                let value = self.pop_owned();
                let on_return = self.top_frame().on_return;
                self.suspend_generator(next, self.thread.sp);
                let exit = self.deliver(on_return, Answer::Value(Owned::steal(value)))?;
                return Ok(exit.map_or(Next::Frame, Next::Exit));
            }
            op::RETURN_GENERATOR => {
                let Some(frame) = self.thread.frames.pop() else { return Err(Raised) };
                let generator = self.make_generator(&frame);
                self.thread.sp = frame.base;
                let exit = self.deliver(frame.on_return, Answer::Value(generator))?;
                return Ok(exit.map_or(Next::Frame, Next::Exit));
            }
            op::RETURN_VALUE => {
                let value = self.pop_owned();
                let exit = self.return_value(Owned::steal(value))?;
                return Ok(exit.map_or(Next::Frame, Next::Exit));
            }
            op::LOAD_FAST_CHECK => {
                self.unbound_local(ins.arg);
                return Err(Raised);
            }
            op::LOAD_DEREF => {
                self.unbound_deref(ins.arg);
                return Err(Raised);
            }
            op::LOAD_GLOBAL => {
                let value = self.op_load_global(at)?;
                self.push_owned(value);
                if ins.arg & 1 != 0 {
                    self.thread.stack[self.thread.sp as usize] = StackRef::NULL;
                    self.thread.sp += 1;
                }
            }
            op::LOAD_ATTR => {
                if let Some(begun) = self.op_load_attr(at)? {
                    return self.begun(ins, next, begun);
                }
            }
            op::STORE_ATTR => {
                let begun = self.op_store_attr(at)?;
                return self.begun(ins, next, begun);
            }
            op::STORE_SUBSCR => {
                let begun = self.op_store_subscr(at)?;
                return self.begun(ins, next, begun);
            }
            op::UNPACK_SEQUENCE => {
                if let Some(begun) = self.op_unpack_sequence(at)? {
                    return self.begun(ins, next, begun);
                }
            }
            op::CALL => return self.general_call(at, ins, next),
            op::CALL_KW => {
                let names = self.pop_ref();
                let nkw = self.tuple_len(names.obj());
                let first = self.thread.sp - ins.arg - 2;
                self.specialize_call_kw(at, first);
                // The tuple of names is a constant of the running code: it stays alive.
                self.close(names);
                return self.call_from_stack(first, ins.arg - nkw, names.obj(), next);
            }
            _ => return Ok(self.execute_rare(next, ins)?.map_or(Next::Frame, Next::At)),
        }
        Ok(Next::At(next))
    }

    /// The result takes the place of the instruction's operands, which are dropped deepest first.
    pub(crate) fn replace(&mut self, operands: u32, value: Owned) {
        let top = if operands == 2 { self.pop_ref() } else { StackRef::NULL };
        let below = self.pop_ref();
        self.close(below);
        self.close(top);
        self.push_owned(value);
    }

    fn general_for_iter(&mut self, ins: Instr, next: u32) -> R<Next> {
        let it = self.peek(1);
        self.specialize_for_iter(next as usize - 1, it);
        let begun = self.begin_next(it, OnReturn::Instruction)?;
        self.begun(ins, next, begun)
    }

    fn general_send(&mut self, ins: Instr, next: u32) -> R<Next> {
        let value = Owned::steal(self.pop_owned());
        let receiver = self.peek(1);
        let begun = if self.kind(receiver) == Kind::Generator && self.slot(receiver).x < state::EXECUTING {
            if ins.op == op::SEND {
                self.specialize_send(next as usize - 1);
            }
            self.save_sp();
            self.resume_generator(receiver, value.into_edge(), OnReturn::Instruction)?;
            return Ok(Next::Frame);
        } else {
            if self.kind(receiver) == Kind::Generator {
                let begun = self.begin_send(receiver, value, OnReturn::Instruction)?;
                return self.begun(ins, next, begun);
            }
            let value = self.keep(value);
            if Machine::is_none(value) {
                match self.begin_next(receiver, OnReturn::Instruction) {
                    Err(Raised) if self.raised_is(ty::STOP_ITERATION) => {
                        let value = self.take_stop_value();
                        return self.ended(ins, Some(value));
                    }
                    begun => begun?,
                }
            } else {
                let method = self.getattr(receiver, static_strings::SEND)?;
                let method = self.keep(method);
                self.begin(method, &[value], OnReturn::Instruction)?
            }
        };
        self.begun(ins, next, begun)
    }

    fn general_call(&mut self, at: usize, ins: Instr, next: u32) -> R<Next> {
        let first = self.thread.sp - ins.arg - 2;
        match ins.op {
            op::CALL_LEN => {
                let arg = self.peek(1);
                let guard = ins.arg == 1
                    && self.thread.stack[first as usize + 1] == StackRef::NULL
                    && self.thread.stack[first as usize].obj().0 == ins.c1
                    && self.is_builtin_exact(arg);
                if let Some(n) = guard.then(|| self.len_builtin(arg)).flatten() {
                    let value = self.new_int(n as i64);
                    self.clear_stack_to(first);
                    self.push_owned(value);
                    return Ok(Next::At(next));
                }
            }
            op::CALL_ALLOC_AND_ENTER_INIT => {
                if let Some(entered) = self.enter_init(at, first, ins.arg) {
                    return entered.map(|()| Next::Frame);
                }
            }
            _ => {}
        }
        self.specialize_call(at, first, ins.arg);
        self.call_from_stack(first, ins.arg, Obj::NULL, next)
    }

    fn call_from_stack(&mut self, at: u32, n: u32, kwnames: Obj, next: u32) -> R<Next> {
        if let Some(frame) = self.thread.frames.last_mut() {
            frame.sp = at;
        }
        let begun = self.begin_call(at, n, kwnames, OnReturn::Push)?;
        self.begun_call(begun, next)
    }

    pub(crate) fn begun_call(&mut self, begun: Begun, next: u32) -> R<Next> {
        match begun {
            Begun::Frame => Ok(Next::Frame),
            Begun::Value(value) => self.called(value, next),
            Begun::End => Err(self.raise_empty(ty::STOP_ITERATION)),
        }
    }

    /// A call's value is pushed; afterwards is a moment at which a collection may run.
    pub(crate) fn called(&mut self, value: Owned, next: u32) -> R<Next> {
        self.push_owned(value);
        if self.thread.eval_breaker {
            self.save_sp();
            self.handle_pending();
            if self.halt.is_some() {
                return Err(Raised);
            }
        }
        Ok(Next::At(next))
    }
}
