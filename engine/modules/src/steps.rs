//! Words for the activations of the modules: what was begun either goes on later, or has its answer already.

use crate::fill::field;
use vm::eval::activation::Answer;
use vm::eval::activations::What;
use vm::eval::call::Begun;
use vm::eval::frame::OnReturn;
use vm::memory::object::{Obj, Owned, R, Raised, StackRef};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::state::interpreter::Machine;

pub const NATIVE: OnReturn = OnReturn::Native;

/// The answer that is there already, errors included; a step that calls ends here otherwise.
macro_rules! answer {
    ($begun:expr) => {
        match $crate::steps::known($begun) {
            Some(answer) => answer,
            None => return Ok(vm::eval::activation::Step::Called),
        }
    };
}
pub(crate) use answer;

/// What was begun, if it is done already.
pub fn known(begun: R<Begun>) -> Option<Answer> {
    match begun {
        Ok(Begun::Frame) => None,
        Ok(Begun::Value(value)) => Some(Answer::Value(value)),
        Ok(Begun::End) => Some(Answer::Ended(Owned::steal(fixed::NONE))),
        Err(Raised) => Some(Answer::Raised),
    }
}

/// A native's last words: it goes on as that activation of the modules, with its first argument as the only local but so many
/// empty ones.
pub fn go_on(m: &mut Machine, a: Args, row: u16, more: usize) -> R {
    let mut held = [StackRef::NULL; 8];
    held[0] = StackRef::borrowed(a.get(m, 0));
    m.go_on_as(What::Module(row), &held[..=more])
}

/// A field that must be there; None if it is gone.
pub fn present(m: &Machine, o: Obj, i: u32) -> Option<Obj> {
    let value = field(m, o, i);
    (!value.is_null()).then_some(value)
}
