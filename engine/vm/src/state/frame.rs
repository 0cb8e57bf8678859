//! The record of an activation (`_PyInterpreterFrame`).

use crate::memory::object::{Obj, StackRef};

/// Number of the code object that stands for native code.
pub const NATIVE: u32 = 0;

/// Whom an activation ends for: they get its value or its exception.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnReturn {
    /// The caller's stack: the value is pushed there.
    Push,
    /// This run of the loop: called by a native that nests it, or the module itself.
    Exit,
    /// `__init__` of a specialised call: must be None, the instance is on the caller's stack already.
    Init,
    /// The instruction that the frame below is at: its operands still lie on the stack, it decides what becomes of the
    /// value.
    Instruction,
    /// The native activation below.
    Native,
    /// The deallocation or collection that called it as a finalizer.
    Finalizer,
    /// Nobody: it was told of what the frame below is about to do.
    Event,
}

/// One activation (`_PyInterpreterFrame`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame {
    /// Index in `Machine::codes`; 0 for native code.
    pub code: u32,
    /// `f_funcobj`.
    pub func: StackRef,
    /// Borrowed from the function.
    pub globals: Obj,
    pub builtins: Obj,
    /// `f_locals`: the namespace of a module or class body, counted; NULL in functions.
    pub locals: Obj,
    /// Where its locals start in `Machine::stack`.
    pub base: u32,
    /// Where its evaluation stack ended when it last gave up control.
    pub sp: u32,
    /// The instruction after the last one started.
    pub ip: u32,
    pub on_return: OnReturn,
    /// The frame object, counted, or NULL.
    pub frame_obj: Obj,
    /// The generator that this activation belongs to, or NULL. Borrowed.
    pub generator: Obj,
}

impl Frame {
    /// Whether it belongs to native code.
    #[inline]
    pub fn is_native(&self) -> bool {
        self.code == NATIVE
    }
}

/// A frame that stands for "none".
pub const NO_FRAME: Frame = Frame {
    code: 0,
    func: StackRef::NULL,
    globals: Obj::NULL,
    builtins: Obj::NULL,
    locals: Obj::NULL,
    base: 0,
    sp: 0,
    ip: 0,
    on_return: OnReturn::Exit,
    frame_obj: Obj::NULL,
    generator: Obj::NULL,
};
