//! Warm forms that push or pop frames of Python code: generators, calls that bind arguments, returns that somebody
//! waits for.

use crate::eval::activation::Answer;
use crate::eval::ceval::{binary_op_of, op};
use crate::eval::frame::OnReturn;
use crate::eval::warm::Place;
use crate::memory::object::{Kind, Obj, Owned, StackRef};
use crate::native::static_strings::{self, fixed};
use crate::objects::abstract_::{BINARY_OPS, CompareOp, NB_SUBSCR};
use crate::objects::genobject::state;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

impl Machine {
    /// The innermost frame gives up control: it goes on at `ip`, and what lies above `sp` is no longer its.
    #[inline(always)]
    pub(super) fn leave_at(&mut self, ip: usize, sp: usize) {
        if let Some(frame) = self.thread.frames.last_mut() {
            (frame.ip, frame.sp) = (ip as u32, sp as u32);
        }
    }

    /// `FOR_ITER_GEN`.
    pub(super) fn warm_resume(&mut self, ip: usize, sp: usize) -> Place {
        let g = self.operand(sp, 1);
        if self.kind(g) != Kind::Generator || self.slot(g).x >= state::EXECUTING {
            return Place::MISS;
        }
        self.leave_at(ip, sp);
        match self.resume_generator(g, fixed::NONE, OnReturn::Instruction) {
            Ok(()) => Place::FRAME,
            Err(_) => Place::RAISED,
        }
    }

    /// `SEND_GEN`: the value on top goes into the generator below it.
    pub(super) fn warm_send(&mut self, ip: usize, sp: usize) -> Place {
        let g = self.operand(sp, 2);
        if self.kind(g) != Kind::Generator || self.slot(g).x >= state::EXECUTING {
            return Place::MISS;
        }
        let value = self.steal(self.thread.stack[sp - 1]);
        self.thread.sp = sp as u32 - 1;
        self.leave_at(ip, sp - 1);
        match self.resume_generator(g, value, OnReturn::Instruction) {
            Ok(()) => Place::FRAME,
            Err(_) => Place::RAISED,
        }
    }

    /// `YIELD_VALUE` to a loop, a delegating generator or a native.
    pub(super) fn warm_yield(&mut self, ip: usize, sp: usize) -> Place {
        let [.., caller, frame] = self.thread.frames.as_slice() else { return Place::MISS };
        match frame.on_return {
            OnReturn::Instruction if matches!(self.code[caller.ip as usize - 1].base, op::FOR_ITER | op::SEND) => {
                let value = self.steal(self.thread.stack[sp - 1]);
                self.suspend_generator(ip as u32, sp as u32 - 1);
                self.push_to_caller(value);
                Place::FRAME
            }
            // A native that a frame waits for: it cannot end this run of the loop.
            OnReturn::Native if matches!(caller.on_return, OnReturn::Push | OnReturn::Instruction) => {
                let value = self.steal(self.thread.stack[sp - 1]);
                self.suspend_generator(ip as u32, sp as u32 - 1);
                match self.answer_native(Answer::Value(Owned::steal(value))) {
                    Ok(_) if !self.thread.throwing => Place::FRAME,
                    _ => Place::RAISED,
                }
            }
            _ => Place::MISS,
        }
    }

    /// `RETURN_VALUE` of a function that an instruction waits for, or of an `__init__`.
    pub(super) fn warm_return(&mut self, _ip: usize, sp: usize) -> Place {
        let Some(frame) = self.thread.frames.last() else { return Place::MISS };
        let (on_return, func, base) = (frame.on_return, frame.func, frame.base as usize);
        if !frame.generator.is_null() || !frame.frame_obj.is_null() || !frame.locals.is_null() {
            return Place::MISS;
        }
        let native =
            self.thread.frames.len().checked_sub(2).map_or(OnReturn::Exit, |i| self.thread.frames[i].on_return);
        let waits = match on_return {
            OnReturn::Instruction => true,
            OnReturn::Native if matches!(native, OnReturn::Push | OnReturn::Instruction) => true,
            OnReturn::Init if self.thread.stack[sp - 1].obj() == fixed::NONE => false,
            _ => return Place::MISS,
        };
        let value = self.steal(self.thread.stack[sp - 1]);
        // Nothing but the locals is left on the frame's stack; the last one goes first.
        for i in (base..sp - 1).rev() {
            let r = std::mem::take(&mut self.thread.stack[i]);
            self.close(r);
        }
        let last = self.thread.frames.len() - 1;
        self.thread.frames.truncate(last);
        self.close(func);
        if waits {
            let answer = Answer::Value(Owned::steal(value));
            let done = if on_return == OnReturn::Native { self.answer_native(answer) } else { self.complete(answer) };
            // What the native goes on with may be an exception for a generator.
            if done.is_err() || self.thread.throwing {
                return Place::RAISED;
            }
        }
        Place::FRAME
    }

    /// Pushes the frame of the Python function at `at` for arguments from `first` to the stack's end.
    #[inline(always)]
    fn warm_enter(&mut self, ip: usize, at: usize, first: usize, n: usize, kwnames: Obj) -> Place {
        self.leave_at(ip, at);
        match self.push_function_frame(at as u32, first as u32, n as u32, kwnames, Obj::NULL, OnReturn::Push) {
            Ok(()) => Place::FRAME,
            Err(_) => {
                self.clear_stack_to(at as u32);
                Place::RAISED
            }
        }
    }

    /// `CALL_PY_GENERAL`: defaults, `*args`, `**kwargs`.
    pub(super) fn warm_call(&mut self, ip: usize, sp: usize) -> Place {
        let ins = self.code[ip - 1];
        let at = sp - ins.arg as usize - 2;
        let slot = self.slot(self.thread.stack[at].obj());
        if slot.kind != Kind::Function || slot.c as u32 != ins.c1 {
            return Place::MISS;
        }
        let first = at + 1 + usize::from(self.thread.stack[at + 1] == StackRef::NULL);
        self.warm_enter(ip, at, first, sp - first, Obj::NULL)
    }

    /// `CALL_BOUND_METHOD_*`: the method gives way to its function and its self.
    pub(super) fn warm_call_method(&mut self, ip: usize, sp: usize) -> Place {
        let ins = self.code[ip - 1];
        let at = sp - ins.arg as usize - 2;
        let method = self.thread.stack[at];
        if self.kind(method.obj()) != Kind::Method || self.thread.stack[at + 1] != StackRef::NULL {
            return Place::MISS;
        }
        let (func, this) = self.method_parts(method.obj());
        let slot = self.slot(func);
        if slot.kind != Kind::Function || slot.c as u32 != ins.c1 {
            return Place::MISS;
        }
        self.incref(func);
        self.incref(this);
        self.thread.stack[at] = StackRef::owned(func);
        self.thread.stack[at + 1] = StackRef::owned(this);
        self.close(method);
        self.warm_enter(ip, at, at + 1, sp - at - 1, Obj::NULL)
    }

    /// `CALL_KW_PY`: the names of the last arguments lie on top, a constant of the running code.
    pub(super) fn warm_call_kw(&mut self, ip: usize, sp: usize) -> Place {
        let at = sp - self.code[ip - 1].arg as usize - 3;
        if self.kind(self.thread.stack[at].obj()) != Kind::Function {
            return Place::MISS;
        }
        let names = self.thread.stack[sp - 1];
        self.close(names);
        self.thread.sp = sp as u32 - 1;
        let first = at + 1 + usize::from(self.thread.stack[at + 1] == StackRef::NULL);
        let n = sp - 1 - first - self.tuple_len(names.obj()) as usize;
        self.warm_enter(ip, at, first, n, names.obj())
    }

    /// `CALL_FUNCTION_EX` of a function with a tuple and no keywords: its items become the arguments.
    pub(super) fn warm_call_spread(&mut self, ip: usize, sp: usize) -> Place {
        let (at, args) = (sp - 4, self.thread.stack[sp - 2]);
        let callable = self.operand(sp, 4);
        let plain = self.thread.stack[sp - 1] == StackRef::NULL && self.thread.stack[sp - 3] == StackRef::NULL;
        if !plain || self.kind(callable) != Kind::Function || self.ty(args.obj()) != ty::TUPLE {
            return Place::MISS;
        }
        let n = self.tuple_len(args.obj());
        if at + n as usize + 64 >= self.thread.stack.len() {
            return Place::MISS;
        }
        for i in 0..n {
            let item = self.tuple_item(args.obj(), i);
            self.incref(item);
            self.thread.stack[at + 2 + i as usize] = StackRef::owned(item);
        }
        self.close(args);
        self.thread.sp = at as u32 + 2 + n;
        self.warm_enter(ip, at, at + 2, n as usize, Obj::NULL)
    }

    pub(super) fn warm_enter_init(&mut self, ip: usize, sp: usize) -> Place {
        let arg = self.code[ip - 1].arg;
        self.leave_at(ip, sp);
        match self.enter_init(ip - 1, sp as u32 - arg - 2, arg) {
            None => Place::MISS,
            Some(Ok(())) => Place::FRAME,
            Some(Err(_)) => Place::RAISED,
        }
    }

    /// `LOAD_ATTR_PROPERTY`: the getter's frame takes over the owner, its value takes the owner's place.
    pub(super) fn warm_property(&mut self, ip: usize, sp: usize) -> Place {
        let ins = self.code[ip - 1];
        let owner = self.thread.stack[sp - 1];
        let class = self.ty(owner.obj());
        if ins.arg & 1 != 0 || self.types[class as usize].version != ins.c1 {
            return Place::MISS;
        }
        let getter = self.property_parts(Obj(ins.c2))[0];
        if self.kind(getter) != Kind::Function {
            return Place::MISS;
        }
        self.incref(getter);
        self.thread.stack[sp - 1] = StackRef::owned(getter);
        self.thread.stack[sp] = owner;
        self.thread.sp = sp as u32 + 1;
        self.warm_enter(ip, sp - 1, sp, 1, Obj::NULL)
    }

    /// `LOAD_SUPER_ATTR_METHOD`: a function found behind the class in the order of look-up, and self.
    pub(super) fn warm_super_method(&mut self, ip: usize, sp: usize) -> Place {
        let (global, class, this) = (self.operand(sp, 3), self.operand(sp, 2), self.thread.stack[sp - 1]);
        if global != self.type_obj(ty::SUPER) || self.kind(class) != Kind::Type || self.kind(this.obj()) == Kind::Type {
            return Place::MISS;
        }
        let of = self.ty(this.obj());
        if !self.is_subtype(of, self.slot(class).a) {
            return Place::MISS;
        }
        let start = self.types[of as usize].obj;
        let name = self.name_arg(self.code[ip - 1].arg >> 2);
        let found = self.super_lookup(class, start, name);
        if found.is_null() || self.kind(found) != Kind::Function {
            return Place::MISS;
        }
        self.incref(found);
        let (first, second) = (self.thread.stack[sp - 3], self.thread.stack[sp - 2]);
        self.thread.stack[sp - 3] = StackRef::owned(found);
        self.thread.stack[sp - 2] = this;
        self.close(second);
        self.close(first);
        Place::at(ip, sp - 1)
    }

    /// `SEND` of None to an iterator that runs no code: its next item takes the place of what was sent.
    pub(super) fn warm_send_natively(&mut self, ip: usize, sp: usize) -> Place {
        if self.thread.stack[sp - 1].obj() != fixed::NONE {
            return Place::MISS;
        }
        let it = self.operand(sp, 2);
        if !self.steps_plainly(it) {
            return Place::MISS;
        }
        self.leave_at(ip, sp);
        match self.native_next(it) {
            Ok(Some(item)) => {
                self.thread.stack[sp - 1] = StackRef::owned(item.into_edge());
                Place::at(ip, sp)
            }
            // The None that was sent becomes the value of the delegation.
            Ok(None) => Place::at(self.code[ip - 1].arg as usize, sp),
            Err(_) => Place::RAISED,
        }
    }

    /// A general subscript or operator, or a comparison, whose left operand's class has a method for it, written in
    /// Python: its frame is pushed.
    pub(super) fn warm_operator(&mut self, ip: usize, sp: usize) -> Place {
        let ins = self.code[ip - 1];
        let (a, b) = (self.operand(sp, 2), self.operand(sp, 1));
        let (ta, tb) = (self.ty(a), self.ty(b));
        if self.types[ta as usize].flags & tp::HEAPTYPE == 0 {
            return Place::MISS;
        }
        let subscript = ins.base == op::BINARY_OP && ins.arg == NB_SUBSCR;
        let specialised = ins.op == op::BINARY_OP_SUBSCR_GETITEM;
        let name = if subscript {
            static_strings::DUNDER_GETITEM
        } else if ta != tb && self.types[tb as usize].flags & tp::HEAPTYPE != 0 {
            // The right operand may want to go first.
            return Place::MISS;
        } else if ins.op == op::COMPARE_OP {
            CompareOp::from_arg(ins.arg >> 5).method()
        } else {
            let (operator, inplace) = binary_op_of(ins.arg);
            let row = BINARY_OPS[operator as usize];
            if inplace && !self.type_lookup(ta, row.4).is_null() {
                return Place::MISS;
            }
            row.2
        };
        let method = self.type_lookup(ta, name);
        if method.is_null() || self.kind(method) != Kind::Function || !specialised && !self.counts_down(ip - 1) {
            return Place::MISS;
        }
        self.incref(method);
        if subscript {
            // The operands become the arguments.
            let (container, key) = (self.thread.stack[sp - 2], self.thread.stack[sp - 1]);
            self.thread.stack[sp - 2] = StackRef::owned(method);
            self.thread.stack[sp - 1] = container;
            self.thread.stack[sp] = key;
            self.thread.sp = sp as u32 + 1;
            return self.warm_enter(ip, sp - 2, sp - 1, 2, Obj::NULL);
        }
        // The operands stay: the method may not know what to do with them.
        self.incref(a);
        self.incref(b);
        self.thread.stack[sp] = StackRef::owned(method);
        self.thread.stack[sp + 1] = StackRef::owned(a);
        self.thread.stack[sp + 2] = StackRef::owned(b);
        self.thread.sp = sp as u32 + 3;
        self.leave_at(ip, sp);
        match self.push_function_frame(sp as u32, sp as u32 + 1, 2, Obj::NULL, Obj::NULL, OnReturn::Instruction) {
            Ok(()) => Place::FRAME,
            Err(_) => {
                self.clear_stack_to(sp as u32);
                Place::RAISED
            }
        }
    }

    /// `CALL_ISINSTANCE` of a class, or a tuple of classes.
    pub(super) fn warm_isinstance(&mut self, ip: usize, sp: usize) -> Place {
        let ins = self.code[ip - 1];
        let (callable, this) = (self.operand(sp, 4), self.thread.stack[sp - 3]);
        let slot = self.slot(callable);
        if ins.arg != 2 || this != StackRef::NULL || slot.kind != Kind::BuiltinFunction || slot.a != ins.c1 {
            return Place::MISS;
        }
        let (of, class) = (self.ty(self.operand(sp, 2)), self.operand(sp, 1));
        let answer = match self.kind(class) {
            Kind::Type if self.ty(class) == ty::TYPE => self.is_subtype(of, self.slot(class).a),
            Kind::Tuple => {
                let mut found = false;
                for i in 0..self.tuple_len(class) {
                    let class = self.tuple_item(class, i);
                    if self.kind(class) != Kind::Type || self.ty(class) != ty::TYPE {
                        return Place::MISS;
                    }
                    found |= self.is_subtype(of, self.slot(class).a);
                }
                found
            }
            _ => return Place::MISS,
        };
        let o = self.operand(sp, 2);
        if !answer && !self.says_its_type(o) {
            return Place::MISS;
        }
        let first = std::mem::replace(&mut self.thread.stack[sp - 4], StackRef::borrowed(Machine::new_bool(answer)));
        let (o, class) = (self.thread.stack[sp - 2], self.thread.stack[sp - 1]);
        self.close(class);
        self.close(o);
        self.close(first);
        Place::at(ip, sp - 3)
    }
}
