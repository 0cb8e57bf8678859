//! The next item of `map`, `filter`, `zip`, `enumerate`, `reversed`, `iter(callable, sentinel)` and of sequences
//! without `__iter__`, where Python code has a part in it. The first local of each is the iterator.

use crate::eval::activation::{Answer, Step};
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings::{self, fixed};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const NATIVE: OnReturn = OnReturn::Native;

impl Machine {
    /// An iterator that lets go of what it walked over has ended.
    fn exhausted(&mut self, it: Obj) {
        let seq = Obj(self.slot(it).b_lo());
        self.slot_mut(it).b = 0;
        self.xdecref(seq);
    }

    /// `IndexError` or `StopIteration` of a `__getitem__` end an iteration.
    fn ends_iteration(&mut self) -> bool {
        let ends = self.raised_is(ty::INDEX_ERROR) || self.raised_is(ty::STOP_ITERATION);
        if ends {
            self.clear_raised();
        }
        ends
    }
}

/// Asks the iterators in turn and pushes their items; true when all have given one.
fn gather(m: &mut Machine, answer: Answer, parts: Obj) -> R<Option<bool>> {
    let mut answer = answer;
    loop {
        if !matches!(answer, Answer::Begin) {
            let Some(item) = m.item_of(answer)? else { return Ok(Some(false)) };
            m.push_owned(item);
            m.native_mut().a += 1;
        }
        let i = m.native_now().a as u32;
        if i >= m.tuple_len(parts) {
            return Ok(Some(true));
        }
        let part = m.tuple_item(parts, i);
        answer = match m.begin_next(part, NATIVE) {
            Ok(Begun::Frame) => return Ok(None),
            Ok(Begun::Value(value)) => Answer::Value(value),
            Ok(Begun::End) => return Ok(Some(false)),
            Err(Raised) => Answer::Raised,
        };
    }
}

/// The function and its arguments are pushed as for any call.
pub(crate) fn map_next(m: &mut Machine, answer: Answer) -> R<Step> {
    let it = m.held(0);
    let (function, parts) = (Obj(m.slot(it).a), Obj(m.slot(it).b_lo()));
    if m.native_now().state == 1 {
        return m.value_of(answer).map(Step::Done);
    }
    if matches!(answer, Answer::Begin) {
        let n = m.tuple_len(parts);
        m.check_stack(m.thread.sp, n + 2)?;
        let function = m.new_ref(function);
        m.push_owned(function);
        m.push_immortal(Obj::NULL);
        let top = m.thread.sp as usize - 1;
        m.thread.stack[top] = StackRef::NULL;
    }
    match gather(m, answer, parts)? {
        None => Ok(Step::Called),
        Some(false) => {
            if m.slot(it).x != 0 {
                let (iterators, at) = (m.seq_items(parts), m.native_now().a as usize);
                m.check_strict("map", &iterators, at, at)?;
            }
            Ok(Step::End(Owned::steal(fixed::NONE)))
        }
        Some(true) => {
            m.native_mut().state = 1;
            let n = m.native_now().a as u32;
            let at = m.thread.sp - n - 2;
            m.set_sp_of_frame(at);
            let answer = answer!(m.begin_call(at, n, Obj::NULL, NATIVE)?);
            m.value_of(answer).map(Step::Done)
        }
    }
}

/// The second local is the tuple that is given out; `a` counts its items.
pub(crate) fn zip_next(m: &mut Machine, answer: Answer) -> R<Step> {
    let it = m.held(0);
    let slot = *m.slot(it);
    let parts = Obj(slot.b_lo());
    let n = m.tuple_len(parts);
    if n == 0 {
        return Ok(Step::End(Owned::steal(fixed::NONE)));
    }
    let mut answer = answer;
    loop {
        let ended = match answer {
            Answer::Begin => {
                let given = m.tuple_to_give(Obj(slot.b_hi()));
                m.hold(1, given);
                false
            }
            got => match m.item_of(got)? {
                Some(item) => {
                    let (given, i) = (m.take_held(1), m.native_now().a as u32);
                    m.put_given(&given, i, item);
                    m.hold(1, given);
                    m.native_mut().a += 1;
                    false
                }
                None => true,
            },
        };
        let i = m.native_now().a as u32;
        if i == n {
            return Ok(Step::Done(m.take_held(1)));
        }
        let part = m.tuple_item(parts, i);
        let begun = if ended { Ok(Begun::End) } else { m.begin_next(part, NATIVE) };
        answer = match begun {
            Ok(Begun::Frame) => return Ok(Step::Called),
            Ok(Begun::Value(value)) => Answer::Value(value),
            Ok(Begun::End) => {
                m.let_go(1);
                if slot.x != 0 {
                    let iterators = m.seq_items(parts);
                    m.check_strict("zip", &iterators, i as usize, i as usize)?;
                }
                return Ok(Step::End(Owned::steal(fixed::NONE)));
            }
            Err(Raised) => Answer::Raised,
        };
    }
}

pub(crate) fn enumerate_next(m: &mut Machine, answer: Answer) -> R<Step> {
    let it = m.held(0);
    let answer = match answer {
        Answer::Begin => {
            let inner = Obj(m.slot(it).b_lo());
            answer!(m.begin_next(inner, NATIVE)?)
        }
        answer => answer,
    };
    let Some(item) = m.item_of(answer)? else { return Ok(Step::End(Owned::steal(fixed::NONE))) };
    Ok(Step::Done(m.numbered(it, item)))
}

/// The second local is the item that is judged.
pub(crate) fn filter_next(m: &mut Machine, answer: Answer) -> R<Step> {
    let it = m.held(0);
    let (function, inner) = (Obj(m.slot(it).a), Obj(m.slot(it).b_lo()));
    let mut answer = answer;
    loop {
        match (m.native_now().state, answer) {
            (0, Answer::Begin) => answer = answer!(m.begin_next(inner, NATIVE)?),
            (0, got) => {
                let Some(item) = m.item_of(got)? else { return Ok(Step::End(Owned::steal(fixed::NONE))) };
                let o = item.get();
                m.hold(1, item);
                if Machine::is_none(function) || function == m.type_obj(ty::BOOL) {
                    m.native_mut().state = 2;
                    answer = answer!(m.begin_truth(o, NATIVE)?);
                } else {
                    m.native_mut().state = 1;
                    answer = answer!(m.begin(function, &[o], NATIVE)?);
                }
            }
            (1, got) => {
                let value = m.value_of(got)?;
                m.native_mut().state = 2;
                answer = answer!(m.begin_truth_of(value, NATIVE)?);
            }
            (_, got) => {
                let truth = m.value_of(got)?;
                let item = m.take_held(1);
                if truth.into_edge() == Machine::new_bool(true) {
                    return Ok(Step::Done(item));
                }
                m.drop_ref(item);
                m.native_mut().state = 0;
                answer = Answer::Begin;
            }
        }
    }
}

/// The second local is the value that is compared with the sentinel.
pub(crate) fn call_iter_next(m: &mut Machine, answer: Answer) -> R<Step> {
    let it = m.held(0);
    let slot = *m.slot(it);
    let (callable, sentinel) = (Obj(slot.a), Obj(slot.b_lo()));
    // What was called may have used the iterator up.
    if callable.is_null() && m.native_now().state == 0 {
        m.drop_answer(answer);
        return Ok(Step::End(Owned::steal(fixed::NONE)));
    }
    let mut answer = answer;
    loop {
        match (m.native_now().state, answer) {
            (0, Answer::Begin) => {
                answer = match m.begin(callable, &[], NATIVE) {
                    Ok(begun) => answer!(begun),
                    Err(Raised) => Answer::Raised,
                };
            }
            (0, got) => {
                let Some(value) = m.item_of(got)? else {
                    end_call_iter(m, it);
                    return Ok(Step::End(Owned::steal(fixed::NONE)));
                };
                let o = value.get();
                m.hold(1, value);
                m.native_mut().state = 1;
                answer = answer!(m.begin_equal(sentinel, o, NATIVE)?);
            }
            (1, got) => {
                let value = m.value_of(got)?;
                m.native_mut().state = 2;
                answer = answer!(m.begin_truth_of(value, NATIVE)?);
            }
            (_, got) => {
                let equal = m.value_of(got)?.into_edge() == Machine::new_bool(true);
                if !equal {
                    return Ok(Step::Done(m.take_held(1)));
                }
                end_call_iter(m, it);
                return Ok(Step::End(Owned::steal(fixed::NONE)));
            }
        }
    }
}

fn end_call_iter(m: &mut Machine, it: Obj) {
    let slot = *m.slot(it);
    let s = m.slot_mut(it);
    (s.a, s.b) = (0, 0);
    m.xdecref(Obj(slot.a));
    m.xdecref(Obj(slot.b_lo()));
}

/// `iter_iternext`: items by index, until `IndexError`.
pub(crate) fn sequence_next(m: &mut Machine, answer: Answer) -> R<Step> {
    let it = m.held(0);
    let slot = *m.slot(it);
    let seq = Obj(slot.b_lo());
    if seq.is_null() {
        return Ok(Step::End(Owned::steal(fixed::NONE)));
    }
    let got = match answer {
        Answer::Begin => {
            let index = m.new_int(i64::from(slot.a));
            let begun = m.begin_getitem(seq, index.get(), NATIVE);
            m.drop_ref(index);
            match begun {
                Ok(begun) => answer!(begun),
                Err(Raised) => Answer::Raised,
            }
        }
        answer => answer,
    };
    match m.value_of(got) {
        Ok(item) => {
            m.slot_mut(it).a = slot.a + 1;
            Ok(Step::Done(item))
        }
        Err(Raised) if m.ends_iteration() => {
            m.exhausted(it);
            Ok(Step::End(Owned::steal(fixed::NONE)))
        }
        Err(Raised) => Err(Raised),
    }
}

/// `reversed_next`: items by index, downwards.
pub(crate) fn reversed_next(m: &mut Machine, answer: Answer) -> R<Step> {
    let it = m.held(0);
    let slot = *m.slot(it);
    let seq = Obj(slot.b_lo());
    if seq.is_null() {
        return Ok(Step::End(Owned::steal(fixed::NONE)));
    }
    let Some(i) = slot.a.checked_sub(1) else {
        m.exhausted(it);
        return Ok(Step::End(Owned::steal(fixed::NONE)));
    };
    let got = match answer {
        Answer::Begin => {
            let index = m.new_int(i64::from(i));
            let begun = m.begin_getitem(seq, index.get(), NATIVE);
            m.drop_ref(index);
            match begun {
                Ok(begun) => answer!(begun),
                Err(Raised) => Answer::Raised,
            }
        }
        answer => answer,
    };
    match m.value_of(got) {
        Ok(item) => {
            m.slot_mut(it).a = i;
            Ok(Step::Done(item))
        }
        Err(Raised) if m.ends_iteration() => {
            m.exhausted(it);
            Ok(Step::End(Owned::steal(fixed::NONE)))
        }
        Err(Raised) => Err(Raised),
    }
}

/// `reversed(o)` of an object of a Python class: its `__reversed__`, or its `__len__`. Local: the object.
pub(crate) fn reversed(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let got = match answer {
        Answer::Begin => {
            let method = m.lookup_special(o, static_strings::DUNDER_REVERSED);
            if !method.is_null() && !Machine::is_none(method) {
                answer!(m.begin_unbound(method, o, &[], NATIVE)?)
            } else if m.lookup_special(o, static_strings::DUNDER_GETITEM).is_null() || Machine::is_none(method) {
                let name = m.type_name(o);
                return Err(m.raise(ty::TYPE_ERROR, &format!("'{name}' object is not reversible")));
            } else {
                m.native_mut().state = 1;
                answer!(m.begin_len(o, NATIVE)?)
            }
        }
        got => got,
    };
    let value = m.value_of(got)?;
    if m.native_now().state == 0 {
        return Ok(Step::Done(value));
    }
    let n = m.int_clamped(value.get()).clamp(0, i64::from(u32::MAX)) as u32;
    m.drop_ref(value);
    Ok(Step::Done(m.reversed_from(o, n)))
}
