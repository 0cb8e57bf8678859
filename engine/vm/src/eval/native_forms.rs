//! From a specialised instruction straight to the native function that it names, and `FOR_ITER` over built-in iterators
//! that are not specialised. Where a guard fails nothing has happened, and the general form follows.

use crate::eval::ceval::op;
use crate::eval::ceval_general::Next;
use crate::eval::frame::OnReturn;
use crate::eval::warm::WARM;
use crate::memory::object::{Kind, Obj, R, StackRef};
use crate::native::args::Args;
use crate::objects::codeobject::Instr;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Which opcodes have a form out of the loop that is tried before the general one.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Form {
    General,
    Warm,
    CallsNative,
    Iterates,
}

pub(crate) static FORMS: [Form; 256] = {
    let calls = [
        op::CALL_BUILTIN_O,
        op::CALL_BUILTIN_FAST,
        op::CALL_BUILTIN_FAST_WITH_KEYWORDS,
        op::CALL_BUILTIN_CLASS,
        op::CALL_ISINSTANCE,
        op::CALL_STR_1,
        op::CALL_TUPLE_1,
        op::CALL_METHOD_DESCRIPTOR_NOARGS,
        op::CALL_METHOD_DESCRIPTOR_O,
        op::CALL_METHOD_DESCRIPTOR_FAST,
        op::CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS,
    ];
    let mut table = [Form::General; 256];
    let mut i = 0;
    while i < WARM.len() {
        table[WARM[i] as usize] = Form::Warm;
        i += 1;
    }
    i = 0;
    while i < calls.len() {
        table[calls[i] as usize] = Form::CallsNative;
        i += 1;
    }
    table[op::FOR_ITER as usize] = Form::Iterates;
    table
};

impl Machine {
    /// The arguments of a specialised call of a native, if its guards hold: `c1` is the native's index, `c2` the type
    /// that a method's self must have, or the class that is called.
    #[inline]
    fn native_arguments(&mut self, ins: Instr, at: u32) -> Option<Args> {
        let callable = self.thread.stack[at as usize].obj();
        let slot = self.slot(callable);
        let (kind, a, owner) = (slot.kind, slot.a, slot.b_lo());
        let this = self.thread.stack[at as usize + 1];
        let first = match kind {
            Kind::MethodDescriptor if a == ins.c1 && this != StackRef::NULL => {
                let t = self.ty(this.obj());
                (t == ins.c2 || self.is_subtype(t, ins.c2)).then_some(at + 1)?
            }
            Kind::BuiltinFunction if a == ins.c1 && owner == 0 && this == StackRef::NULL => at + 2,
            Kind::Type if callable.0 == ins.c2 && this == StackRef::NULL => at + 1,
            _ => return None,
        };
        let n = self.thread.sp - first;
        if !self.native(ins.c1).fits(n) {
            return None;
        }
        if kind == Kind::Type {
            // A `__new__` has the class in front of its arguments.
            self.thread.stack[at as usize + 1] = StackRef::borrowed(callable);
        }
        Some(Args::new(first, n, Obj::NULL))
    }

    /// Calls the native that the instruction before `next` was specialised for.
    #[inline(never)]
    pub(crate) fn call_native_form(&mut self, ins: Instr, next: u32) -> Option<R<Next>> {
        let at = self.thread.sp - ins.arg - 2;
        let args = self.native_arguments(ins, at)?;
        if let Some(frame) = self.thread.frames.last_mut() {
            frame.sp = at;
        }
        self.thread.calling = ins.c1;
        let value = match (self.native(ins.c1).call)(self, args) {
            Ok(value) if !value.get().is_null() => value,
            Ok(asked) => {
                let begun = self.begun_native(asked, at, OnReturn::Push);
                let begun = self.consumed(at, begun);
                return Some(begun.and_then(|begun| self.begun_call(begun, next)));
            }
            Err(e) => {
                self.clear_stack_to(at);
                return Some(Err(e));
            }
        };
        self.clear_stack_to(at);
        Some(self.called(value, next))
    }

    /// The next item of an iterator that runs no code, for a loop that is not specialised.
    #[inline(never)]
    pub(crate) fn iterate_form(&mut self, ins: Instr, next: u32) -> Option<R<Next>> {
        let it = self.peek(1);
        if !self.steps_plainly(it) || !self.counts_down(next as usize - 1) {
            return None;
        }
        Some(match self.native_next(it) {
            Ok(Some(item)) => {
                self.push_owned(item);
                Ok(Next::At(next))
            }
            Ok(None) => Ok(Next::At(ins.arg + 1)),
            Err(e) => Err(e),
        })
    }

    /// Whether an iterator gives its next item without running Python code, and has the `__next__` of its layout.
    #[inline]
    fn steps_plainly(&self, it: Obj) -> bool {
        let slot = self.slot(it);
        match slot.ty {
            ty::ENUMERATE => self.steps_natively(Obj(slot.b_lo())),
            ty::ZIP => self.tuple_items(Obj(slot.b_lo())).iter().all(|&part| self.steps_natively(Obj(part))),
            _ => self.is_builtin_exact(it) && self.steps_natively(it),
        }
    }
}
