//! Built-in functions that walk over an iterable, as native activations: `sum`, `all`, `any`, `min`, `max`, and what
//! gathers an iterable before it begins (`Python/bltinmodule.c`).

use crate::eval::activation::{Answer, Step};
use crate::eval::activations::What;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::objects::abstract_::steps::{extending, iterator};
use crate::objects::abstract_::{BinaryOp, CompareOp};
use crate::objects::floatobject::compensated::Compensated;
use crate::objects::iterobject::is_builtin_iterator;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use crate::state::thread::Asking;

const NATIVE: OnReturn = OnReturn::Native;

/// How `sum` adds: objects, machine integers, floats with a compensation (`a` and `b` of the activation).
mod mode {
    pub const OBJECTS: u16 = 0;
    pub const INTS: u16 = 1;
    pub const FLOATS: u16 = 2;
}

/// `sum(iterable, start)`. Locals: iterable, iterator, the sum so far, the item that is added. States: the mode, and
/// from 10 on an addition under way; 20 before the iterator is there.
pub(crate) fn sum(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    if matches!(answer, Answer::Begin) {
        m.native_mut().state = 20;
    }
    loop {
        let state = m.native_now().state;
        if state == 20 {
            iterator!(m, answer, 0);
            begin_mode(m, true);
        } else if state == 10 {
            let value = m.value_of(answer)?;
            m.hold(2, value);
            m.let_go(3);
            begin_mode(m, false);
        } else {
            let Some(item) = m.item_of(answer)? else {
                leave_mode(m);
                return Ok(Step::Done(m.take_held(2)));
            };
            if !add_quickly(m, &item) {
                leave_mode(m);
                let (total, o) = (m.held(2), item.get());
                m.hold(3, item);
                m.native_mut().state = 10;
                answer = answer!(m.begin_binary(BinaryOp::Add, false, total, o, NATIVE)?);
                continue;
            }
            m.drop_ref(item);
        }
        let it = m.held(1);
        answer = if m.steps_natively(it) { add_all(m, it)? } else { answer!(m.begin_next(it, NATIVE)?) };
    }
}

/// Adds items that nobody need be asked for, up to one that is not a plain number, or the end.
fn add_all(m: &mut Machine, it: Obj) -> R<Answer> {
    while let Some(item) = m.iter_next(it)? {
        if !add_quickly(m, &item) {
            return Ok(Answer::Value(item));
        }
        m.drop_ref(item);
    }
    Ok(Answer::Ended(Owned::steal(fixed::NONE)))
}

/// Chooses how to go on adding from what the sum is now; integers only at the start.
fn begin_mode(m: &mut Machine, start: bool) {
    let total = m.held(2);
    let (state, a) = match m.ty(total) {
        ty::INT if start => match m.int_small(total) {
            Some(value) => (mode::INTS, value as u64),
            None => (mode::OBJECTS, 0),
        },
        ty::FLOAT => (mode::FLOATS, m.float_value(total).to_bits()),
        _ => (mode::OBJECTS, 0),
    };
    if state != mode::OBJECTS {
        m.let_go(2);
    }
    let native = m.native_mut();
    (native.state, native.a, native.b) = (state, a, 0);
}

/// The sum becomes an object again.
fn leave_mode(m: &mut Machine) {
    let native = m.native_now();
    let value = match native.state {
        mode::INTS => m.new_int(native.a as i64),
        mode::FLOATS => {
            m.new_float(Compensated { high: f64::from_bits(native.a), low: f64::from_bits(native.b) }.total())
        }
        _ => return,
    };
    m.hold(2, value);
    m.native_mut().state = mode::OBJECTS;
}

fn add_quickly(m: &mut Machine, item: &Owned) -> bool {
    let (native, o) = (m.native_now(), item.get());
    match native.state {
        mode::INTS if matches!(m.ty(o), ty::INT | ty::BOOL) => {
            let sum = m.int_small(o).and_then(|value| (native.a as i64).checked_add(value));
            if let Some(sum) = sum {
                m.native_mut().a = sum as u64;
            }
            sum.is_some()
        }
        mode::FLOATS if matches!(m.ty(o), ty::FLOAT | ty::INT) => {
            let Ok(Some(x)) = m.real_value(o) else { return false };
            let mut sum = Compensated { high: f64::from_bits(native.a), low: f64::from_bits(native.b) };
            sum.add(x);
            let native = m.native_mut();
            (native.a, native.b) = (sum.high.to_bits(), sum.low.to_bits());
            true
        }
        _ => false,
    }
}

/// `any(iterable)`, where `a` is 1, and `all(iterable)`. Locals: iterable, iterator, the item that is judged.
pub(crate) fn any_all(m: &mut Machine, answer: Answer) -> R<Step> {
    let want = m.native_now().a != 0;
    let mut answer = answer;
    loop {
        let judged = match m.native_now().state {
            0 => {
                iterator!(m, answer, 0);
                None
            }
            1 => {
                let Some(item) = m.item_of(answer)? else {
                    return Ok(Step::Done(Owned::steal(Machine::new_bool(!want))));
                };
                let o = item.get();
                if m.is_builtin_exact(o) {
                    let truth = m.truthy(o);
                    m.drop_ref(item);
                    Some(truth?)
                } else {
                    m.hold(2, item);
                    m.native_mut().state = 2;
                    answer = answer!(m.begin_truth(o, NATIVE)?);
                    continue;
                }
            }
            _ => {
                let truth = m.value_of(answer)?.into_edge() == fixed::TRUE;
                m.let_go(2);
                Some(truth)
            }
        };
        if judged == Some(want) {
            return Ok(Step::Done(Owned::steal(Machine::new_bool(want))));
        }
        m.native_mut().state = 1;
        let it = m.held(1);
        answer = if m.steps_natively(it) { judge_all(m, it, want)? } else { answer!(m.begin_next(it, NATIVE)?) };
    }
}

/// Passes by items of built-in types that do not decide; the one that does, or that must be asked, is answered.
fn judge_all(m: &mut Machine, it: Obj, want: bool) -> R<Answer> {
    while let Some(item) = m.iter_next(it)? {
        let o = item.get();
        let judged = if m.is_builtin_exact(o) { m.truthy(o).map(|truth| truth == want) } else { Ok(true) };
        if let Ok(true) = judged {
            return Ok(Answer::Value(item));
        }
        m.drop_ref(item);
        judged?;
    }
    Ok(Answer::Ended(Owned::steal(fixed::NONE)))
}

/// Locals of `min` and `max`.
mod best {
    pub const KEY: u32 = 0;
    pub const DEFAULT: u32 = 1;
    pub const ITERABLE: u32 = 2;
    pub const ITERATOR: u32 = 3;
    pub const ITEM: u32 = 4;
    pub const VALUE: u32 = 5;
    pub const BEST_ITEM: u32 = 6;
    pub const BEST_VALUE: u32 = 7;
}

/// `min` and `max`: of an iterable, or of arguments that lie from `b` (low half) on, as many as its high half. `a` is
/// the operator, and behind it the number of the next argument.
pub(crate) fn min_max(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    loop {
        let native = m.native_now();
        let op = CompareOp::from_arg((native.a & 0xFF) as u32);
        match native.state {
            // The iterator, if there is one.
            0 => {
                if !m.held(best::ITERABLE).is_null() {
                    iterator!(m, answer, best::ITERABLE);
                }
                m.native_mut().state = 1;
                answer = Answer::Begin;
            }
            // The next item.
            1 => {
                let it = m.held(best::ITERATOR);
                m.native_mut().state = 2;
                answer = if it.is_null() {
                    let (base, n, i) = (native.b as u32, native.b >> 32, native.a >> 8);
                    m.native_mut().a += 1 << 8;
                    if i < n {
                        let item = m.thread.stack[base as usize + i as usize].obj();
                        Answer::Value(m.new_ref(item))
                    } else {
                        Answer::Ended(Owned::steal(fixed::NONE))
                    }
                } else if m.held(best::KEY).is_null() && m.steps_natively(it) {
                    pass_by(m, it, op)?
                } else {
                    answer!(m.begin_next(it, NATIVE)?)
                };
            }
            // It is there: its key.
            2 => {
                let Some(item) = m.item_of(answer)? else { return best_of_all(m, op) };
                let o = item.get();
                m.hold(best::ITEM, item);
                let key = m.held(best::KEY);
                m.native_mut().state = 3;
                answer =
                    if key.is_null() { Answer::Value(m.new_ref(o)) } else { answer!(m.begin(key, &[o], NATIVE)?) };
            }
            // Its key is there: is it better?
            3 => {
                let value = m.value_of(answer)?;
                let (o, held) = (value.get(), m.held(best::BEST_VALUE));
                m.hold(best::VALUE, value);
                m.native_mut().state = 4;
                answer = if held.is_null() {
                    Answer::Value(Owned::steal(fixed::TRUE))
                } else {
                    answer!(m.begin_compare(op, o, held, NATIVE)?)
                };
            }
            4 => {
                let value = m.value_of(answer)?;
                m.native_mut().state = 5;
                answer = answer!(m.begin_truth_of(value, NATIVE)?);
            }
            _ => {
                let better = m.value_of(answer)?.into_edge() == fixed::TRUE;
                let (value, item) = (m.take_held(best::VALUE), m.take_held(best::ITEM));
                if better {
                    m.hold(best::BEST_VALUE, value);
                    m.hold(best::BEST_ITEM, item);
                } else {
                    m.drop_ref(value);
                    m.drop_ref(item);
                }
                m.native_mut().state = 1;
                answer = Answer::Begin;
            }
        }
    }
}

/// Passes by items that are plainly worse than the best so far; the next that may be better is answered.
fn pass_by(m: &mut Machine, it: Obj, op: CompareOp) -> R<Answer> {
    let held = m.held(best::BEST_VALUE);
    while let Some(item) = m.iter_next(it)? {
        let o = item.get();
        let plain =
            |m: &Machine, o: Obj| m.is_builtin_exact(o) && matches!(m.kind(o), Kind::Int | Kind::Float | Kind::Str);
        let worse = if held.is_null() || !plain(m, o) || !plain(m, held) {
            Ok(false)
        } else {
            m.compare_builtin(op, o, held).map(|better| better == Some(false))
        };
        if let Ok(false) = worse {
            return Ok(Answer::Value(item));
        }
        m.drop_ref(item);
        worse?;
    }
    Ok(Answer::Ended(Owned::steal(fixed::NONE)))
}

fn best_of_all(m: &mut Machine, op: CompareOp) -> R<Step> {
    if !m.held(best::BEST_ITEM).is_null() {
        return Ok(Step::Done(m.take_held(best::BEST_ITEM)));
    }
    if !m.held(best::DEFAULT).is_null() {
        return Ok(Step::Done(m.take_held(best::DEFAULT)));
    }
    let name = if op == CompareOp::Gt { "max" } else { "min" };
    Err(m.raise(ty::VALUE_ERROR, &format!("{name}() iterable argument is empty")))
}

impl Machine {
    /// For natives that look at all items of an iterable at once: if Python code makes the items, the native is called
    /// again with a list of them in the place of argument `i`.
    pub fn gather_first(&mut self, a: Args, i: u32) -> Option<R> {
        let o = a.get(self, i);
        // A native that was answered a question before is in the middle of a run again, which it cannot leave.
        if matches!(self.thread.asking, Asking::Again(_)) || !self.needs_gathering(o) {
            return None;
        }
        let list = self.new_list().into_edge();
        let names =
            if a.kwnames.is_null() { StackRef::NULL } else { StackRef::owned(self.new_ref(a.kwnames).into_edge()) };
        let held = [StackRef::owned(list), StackRef::borrowed(o), names];
        let index = self.thread.calling;
        let place = u64::from(a.base) | u64::from(a.n & 0xFFFF) << 32 | u64::from(i) << 48;
        let asked = self.go_on_with(What::Gather, &held, place);
        if let Some(request) = &mut self.thread.request {
            request.b = u64::from(index) | u64::from(a.kwonly) << 32;
        }
        Some(asked)
    }

    /// As `gather_first`, for all arguments from the `from`th on, one after the other.
    pub fn gather_all(&mut self, a: Args, from: u32) -> Option<R> {
        (from..a.n).find_map(|i| self.gather_first(a, i))
    }

    /// Whether the native that runs was given a list in place of an iterable that has been gathered.
    pub(crate) fn gathered(&self) -> bool {
        self.thread.activations.last().is_some_and(|native| native.what == What::Gather && native.state == 1)
    }

    /// Whether iterating over it runs Python code.
    pub(crate) fn needs_gathering(&mut self, o: Obj) -> bool {
        if !self.is_builtin_exact(o) {
            return self.is_iterable(o);
        }
        is_builtin_iterator(self.kind(o)) && !self.only_awaited(o) && !self.steps_natively(o)
    }
}

/// Locals: the list, the iterable, names of keyword arguments.
pub(crate) fn gather(m: &mut Machine, answer: Answer) -> R<Step> {
    let native = m.native_now();
    let (list, iterable) = (m.held(0), m.held(1));
    let got = match answer {
        Answer::Begin => {
            // Only `str.join` makes a list of its own, which asks how long it will be.
            let (index, owner) = (native.b as u32, native.b as u32 >> 16);
            let how = match m.native(index).name {
                "join" => 0,
                _ if matches!(owner, ty::BYTES | ty::BYTEARRAY) => extending::NO_HINT | extending::BYTES,
                _ => extending::NO_HINT,
            };
            let held = [StackRef::borrowed(list), StackRef::borrowed(iterable), StackRef::NULL];
            answer!(m.enter(What::Extend, &held, how, NATIVE)?)
        }
        got => got,
    };
    let value = m.value_of(got)?;
    if native.state == 1 {
        return Ok(Step::Done(value));
    }
    m.drop_ref(value);
    m.native_mut().state = 1;
    let (index, i) = (native.b as u32, (native.a >> 48) as u32);
    let kwonly = (native.b >> 32) as u32;
    let args = Args { base: native.a as u32, n: (native.a >> 32) as u32 & 0xFFFF, kwnames: m.held(2), kwonly };
    let list = m.take_held(0);
    let old = std::mem::replace(&mut m.thread.stack[(args.base + i) as usize], StackRef::owned(list.into_edge()));
    m.close(old);
    let at = m.thread.sp;
    m.save_sp();
    m.thread.calling = index;
    let value = m.run_native(m.native(index), args)?;
    let answer = answer!(m.begun_native(value, at, NATIVE)?);
    m.value_of(answer).map(Step::Done)
}

/// Locals of an iteration that has not begun.
pub(crate) fn over(o: Obj) -> [StackRef; 2] {
    [StackRef::borrowed(o), StackRef::NULL]
}

/// Whether a key was given.
pub(crate) fn lent_unless_none(o: Obj) -> StackRef {
    if o.is_null() || Machine::is_none(o) { StackRef::NULL } else { StackRef::borrowed(o) }
}
