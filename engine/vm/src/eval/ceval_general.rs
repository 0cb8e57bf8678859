//! The general form of every instruction that has a fast one in the loop: what a specialised instruction whose
//! guard fails executes, and where a warm one is specialised. Out of line, so that the loop stays small.

use crate::eval::call::Begun;
use crate::eval::ceval::op;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::args::Args;
use crate::native::static_strings::{self, fixed};
use crate::objects::codeobject::Instr;
use crate::objects::genobject::{Sent, state};
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
        self.write_back(ip, sp, mark);
        let at = ip - 1;
        let ins = self.code[at];
        let next = ip as u32;
        match ins.base {
            op::BINARY_OP => {
                let (a, b) = (self.peek(2), self.peek(1));
                let value = self.op_binary(at, a, b)?;
                self.replace(2, value);
            }
            op::COMPARE_OP => {
                let (a, b) = (self.peek(2), self.peek(1));
                let value = self.op_compare(at, a, b)?;
                self.replace(2, value);
            }
            op::CONTAINS_OP => {
                let (item, container) = (self.peek(2), self.peek(1));
                let found = self.op_contains(at, container, item)?;
                self.replace(2, Owned::steal(Machine::new_bool(found != (ins.arg & 1 != 0))));
            }
            op::UNARY_NEGATIVE | op::UNARY_INVERT => {
                let method = if ins.base == op::UNARY_NEGATIVE {
                    static_strings::DUNDER_NEG
                } else {
                    static_strings::DUNDER_INVERT
                };
                let value = self.unary(method, self.peek(1))?;
                self.replace(1, value);
            }
            op::TO_BOOL => {
                let truth = self.op_to_bool(at, self.peek(1))?;
                self.replace(1, Owned::steal(Machine::new_bool(truth)));
            }
            op::GET_ITER => {
                let it = self.iter(self.peek(1))?;
                self.replace(1, it);
            }
            op::FOR_ITER => return self.general_for_iter(ins, next),
            op::SEND => return self.general_send(ins, next),
            op::YIELD_VALUE => {
                let value = self.pop_owned();
                let frame = self.suspend_generator(next, self.sp);
                return Ok(self.hand_over(frame.on_return, Owned::steal(value)));
            }
            op::RETURN_GENERATOR => {
                let Some(frame) = self.frames.pop() else { return Err(Raised) };
                let generator = self.make_generator(&frame);
                self.sp = frame.base;
                return Ok(self.hand_over(frame.on_return, generator));
            }
            op::RETURN_VALUE => {
                let value = self.pop_owned();
                return Ok(match self.return_value(Owned::steal(value))? {
                    Some(value) => Next::Exit(value),
                    None => Next::Frame,
                });
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
                    self.stack[self.sp as usize] = StackRef::NULL;
                    self.sp += 1;
                }
            }
            op::LOAD_ATTR => self.op_load_attr(at)?,
            op::STORE_ATTR => {
                self.op_store_attr(at)?;
                let (owner, value) = (self.pop_ref(), self.pop_ref());
                self.close(value);
                self.close(owner);
            }
            op::STORE_SUBSCR => self.op_store_subscr(at)?,
            op::UNPACK_SEQUENCE => self.op_unpack_sequence(at)?,
            op::CALL => return self.general_call(at, ins, next),
            op::CALL_KW => {
                let names = self.pop_ref();
                let nkw = self.tuple_len(names.obj());
                let first = self.sp - ins.arg - 2;
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
    fn replace(&mut self, operands: u32, value: Owned) {
        let top = if operands == 2 { self.pop_ref() } else { StackRef::NULL };
        let below = self.pop_ref();
        self.close(below);
        self.close(top);
        self.push_owned(value);
    }

    fn hand_over(&mut self, on_return: OnReturn, value: Owned) -> Next {
        if on_return == OnReturn::Exit {
            return Next::Exit(value);
        }
        self.push_to_caller(value.into_edge());
        Next::Frame
    }

    fn general_for_iter(&mut self, ins: Instr, next: u32) -> R<Next> {
        let (at, it) = (next as usize - 1, self.peek(1));
        if self.kind(it) == Kind::Generator && self.slot(it).x < state::EXECUTING {
            if ins.op == op::FOR_ITER {
                self.specialize_for_iter(at, it);
            }
            self.resume_generator(it, fixed::NONE, OnReturn::Generator)?;
            return Ok(Next::Frame);
        }
        match self.op_for_iter(at, it)? {
            Some(value) => {
                self.push_owned(value);
                Ok(Next::At(next))
            }
            None => Ok(Next::At(ins.arg + 1)),
        }
    }

    fn general_send(&mut self, ins: Instr, next: u32) -> R<Next> {
        let receiver = self.peek(2);
        if self.kind(receiver) == Kind::Generator && self.slot(receiver).x < state::EXECUTING {
            let value = self.pop_owned();
            self.save_sp();
            if ins.op == op::SEND {
                self.specialize_send(next as usize - 1);
            }
            self.resume_generator(receiver, value, OnReturn::Generator)?;
            return Ok(Next::Frame);
        }
        match self.send_to(receiver, self.peek(1))? {
            Sent::Yielded(got) => {
                self.replace(1, got);
                Ok(Next::At(next))
            }
            Sent::Returned(got) => {
                self.replace(1, got);
                Ok(Next::At(ins.arg))
            }
        }
    }

    fn general_call(&mut self, at: usize, ins: Instr, next: u32) -> R<Next> {
        let first = self.sp - ins.arg - 2;
        match ins.op {
            op::CALL_BUILTIN_O
            | op::CALL_BUILTIN_FAST
            | op::CALL_METHOD_DESCRIPTOR_O
            | op::CALL_METHOD_DESCRIPTOR_FAST
            | op::CALL_METHOD_DESCRIPTOR_NOARGS => {
                if let Some(args) = self.native_arguments(ins, first) {
                    let value = self.call_native(ins.c1, args)?;
                    self.clear_stack_to(first);
                    return self.called(value, next);
                }
            }
            op::CALL_LEN => {
                let arg = self.peek(1);
                let guard = ins.arg == 1
                    && self.stack[first as usize + 1] == StackRef::NULL
                    && self.stack[first as usize].obj().0 == ins.c1
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

    /// The arguments of a specialised call of a native, if its guards hold.
    fn native_arguments(&self, ins: Instr, at: u32) -> Option<Args> {
        let slot = self.slot(self.stack[at as usize].obj());
        let this = self.stack[at as usize + 1];
        let fits = slot.a == ins.c1
            && match slot.kind {
                Kind::MethodDescriptor => this != StackRef::NULL && self.is_subtype(self.ty(this.obj()), ins.c2),
                Kind::BuiltinFunction => slot.b_lo() == 0 && this == StackRef::NULL,
                _ => false,
            };
        let first = at + 1 + u32::from(this == StackRef::NULL);
        fits.then_some(Args::new(first, self.sp - first, Obj::NULL))
    }

    fn call_from_stack(&mut self, at: u32, n: u32, kwnames: Obj, next: u32) -> R<Next> {
        if let Some(frame) = self.frames.last_mut() {
            frame.sp = at;
        }
        match self.begin_call(at, n, kwnames, OnReturn::Push)? {
            Begun::Frame => Ok(Next::Frame),
            Begun::Value(value) => self.called(value, next),
        }
    }

    /// A call's value is pushed; afterwards is a moment at which a collection may run.
    pub(crate) fn called(&mut self, value: Owned, next: u32) -> R<Next> {
        self.push_owned(value);
        if self.eval_breaker {
            self.save_sp();
            self.handle_pending();
            if self.halt.is_some() {
                return Err(Raised);
            }
        }
        Ok(Next::At(next))
    }
}
