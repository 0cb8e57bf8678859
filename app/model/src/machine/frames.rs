//! The call stack, and each frame's names and evaluation stack.

use crate::ground::value::Value;
use crate::machine::namespaces::Binding;

/// One slot of the evaluation stack; `None` is the NULL that calls push below their arguments.
pub type Slot = Option<Value>;

#[derive(Clone, Debug, PartialEq)]
pub struct FrameModel {
    /// `co_qualname`.
    pub name: String,
    /// Built-in code that has called Python code and waits for it.
    pub native: bool,
    /// How far built-in code has come, where it counts: `key 3 of 12`.
    pub progress: Option<String>,
    pub filename: String,
    pub line: u32,
    /// Byte offset of the instruction that comes next.
    pub offset: u32,
    /// Index into the run's code listings.
    pub code: usize,
    pub names: Vec<Binding>,
    pub more_names: usize,
    /// Bottom first.
    pub stack: Vec<Slot>,
    /// `co_stacksize`.
    pub capacity: usize,
    /// How many entries the next instruction takes.
    pub takes: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct FramesModel {
    /// Outermost first; the last one is running.
    pub frames: Vec<FrameModel>,
    /// Calls on the stack: of a very deep one the middle is left out.
    pub depth: usize,
    /// The exception that is on its way or being handled, with the frames that it has left.
    pub unwound: Option<Unwound>,
}

/// A traceback so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Unwound {
    pub exception: Value,
    /// What each frame was called and the line it stood at; the one that handles it first, where it was raised last.
    pub passed: Vec<(String, u32)>,
}

impl FramesModel {
    /// Calls left out, and the number of frames below them.
    pub fn gap(&self) -> Option<(usize, usize)> {
        let left_out = self.depth.saturating_sub(self.frames.len());
        (left_out > 0).then_some((left_out, self.frames.len() / 2))
    }

    pub fn top(&self) -> Option<&FrameModel> {
        self.frames.last()
    }
}
