//! Built-in functions that ask an object one thing, as native activations: `getattr`, `hasattr`, `setattr`, `len`,
//! `repr`, `str`, `format`, `iter`, `bool` and the like.

use crate::eval::activation::{Answer, Step};
use crate::eval::activations::What;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings::fixed;
use crate::objects::abstract_::BINARY_OPS;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const NATIVE: OnReturn = OnReturn::Native;

/// What is asked; the operands are locals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Object, name, default or NULL.
    GetAttr,
    /// Object, name.
    HasAttr,
    /// Object, name, value or NULL.
    SetAttr,
    Str,
    Repr,
    Ascii,
    /// Object, specification.
    Format,
    Iter,
    Bool,
    /// Object, name of the method.
    Unary,
    /// Both sides; the operator's number is the second number of the activation.
    Binary,
    /// Container, item.
    Contains,
    /// As `GetAttr` and `SetAttr`, without hooks written in Python: `object.__getattribute__` and `object.__setattr__`.
    GetPlain,
    SetPlain,
}

const ASKS: [Ask; 14] = [
    Ask::GetAttr,
    Ask::HasAttr,
    Ask::SetAttr,
    Ask::Str,
    Ask::Repr,
    Ask::Ascii,
    Ask::Format,
    Ask::Iter,
    Ask::Bool,
    Ask::Unary,
    Ask::Binary,
    Ask::Contains,
    Ask::GetPlain,
    Ask::SetPlain,
];

impl Machine {
    /// A native's last words: it asks this of its arguments.
    pub fn ask(&mut self, ask: Ask, operands: &[Obj]) -> R {
        let lent = |i: usize| match operands.get(i) {
            Some(o) if !o.is_null() => StackRef::borrowed(*o),
            _ => StackRef::NULL,
        };
        self.go_on_with(What::Ask, &[lent(0), lent(1), lent(2)], ask as u64)
    }

    /// As `ask`, of an attribute's name, which is interned first.
    pub fn ask_attribute(&mut self, ask: Ask, o: Obj, name: Obj, third: Obj) -> R {
        let name = self.new_ref(name);
        let name = self.intern(name);
        let third = if third.is_null() { StackRef::NULL } else { StackRef::borrowed(third) };
        let held = [StackRef::borrowed(o), StackRef::owned(name.into_edge()), third];
        self.go_on_with(What::Ask, &held, ask as u64)
    }
}

/// Asks, and makes of the answer what the function gives.
pub(crate) fn ask(m: &mut Machine, answer: Answer) -> R<Step> {
    let native = m.native_now();
    let ask = ASKS[(native.a & 0xFF) as usize % ASKS.len()];
    let (o, second, third) = (m.held(0), m.held(1), m.held(2));
    let got = match answer {
        Answer::Begin => {
            let begun = match ask {
                Ask::GetAttr | Ask::HasAttr => m.begin_getattr(o, second, NATIVE),
                Ask::GetPlain => m.begin_getattr_plain(o, second, NATIVE),
                Ask::SetPlain => m.begin_setattr_plain(o, second, third, NATIVE),
                Ask::SetAttr => m.begin_setattr(o, second, third, NATIVE),
                Ask::Str => m.begin_text(1, o, NATIVE),
                Ask::Repr => m.begin_text(2, o, NATIVE),
                Ask::Ascii => m.begin_text(3, o, NATIVE),
                Ask::Format => m.begin_format(o, second, NATIVE),
                Ask::Iter => m.begin_iter(o, NATIVE),
                Ask::Bool => m.begin_truth(o, NATIVE),
                Ask::Unary => m.begin_unary(second, o, NATIVE),
                Ask::Binary => m.begin_binary(BINARY_OPS[(native.b % 13) as usize].0, false, o, second, NATIVE),
                Ask::Contains => m.begin_contains(o, second, NATIVE),
            };
            match begun {
                Ok(begun) => answer!(begun),
                Err(Raised) => Answer::Raised,
            }
        }
        got => got,
    };
    match (ask, m.value_of(got)) {
        (Ask::HasAttr, Ok(value)) => {
            m.drop_ref(value);
            Ok(Step::Done(Owned::steal(fixed::TRUE)))
        }
        (Ask::HasAttr, Err(Raised)) if m.raised_is(ty::ATTRIBUTE_ERROR) => {
            m.clear_raised();
            Ok(Step::Done(Owned::steal(fixed::FALSE)))
        }
        (Ask::GetAttr, Err(Raised)) if !third.is_null() && m.raised_is(ty::ATTRIBUTE_ERROR) => {
            m.clear_raised();
            Ok(Step::Done(m.take_held(2)))
        }
        (Ask::SetAttr | Ask::SetPlain, Ok(value)) => {
            m.drop_ref(value);
            Ok(Step::Done(Owned::steal(fixed::NONE)))
        }
        (Ask::Iter, Ok(value)) => m.checked_iterator(value).map(Step::Done),
        (Ask::Contains, Ok(value)) if native.state == 0 => {
            m.native_mut().state = 1;
            let answer = answer!(m.begin_truth_of(value, NATIVE)?);
            m.value_of(answer).map(Step::Done)
        }
        (_, value) => value.map(Step::Done),
    }
}
