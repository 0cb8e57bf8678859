//! The call stack, and each frame's names and evaluation stack.

use crate::namespaces::Binding;
use crate::value::Value;

/// One slot of the evaluation stack; `None` is the NULL that calls push below their arguments.
pub type Slot = Option<Value>;

#[derive(Clone, Debug, PartialEq)]
pub struct FrameModel {
    /// `co_qualname`.
    pub name: String,
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
}

impl FramesModel {
    pub fn top(&self) -> Option<&FrameModel> {
        self.frames.last()
    }
}
