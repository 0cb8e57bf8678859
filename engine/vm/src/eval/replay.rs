//! Natives and operations that ask Python code in the middle of their work and change nothing before they are done: each
//! call from within is a question, for which a frame is pushed, and then they are run again from their start with the
//! answers so far. So no loop nests, and nothing of what they know has to be kept.

use crate::eval::activation::{Answer, Step};
use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::fixed;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::args::{Args, boolean, none};
use crate::native::typedef::Native;
use crate::objects::abstract_::{BINARY_OPS, BinaryOp, CompareOp};
use crate::objects::iterobject::is_builtin_iterator;
use crate::objects::typeobject::tp;
use crate::state::interpreter::Machine;
use crate::state::thread::Asking;

/// Questions of one run; what is asked beyond nests the loop, as each question costs a run from the start.
const MOST: u32 = 64;
/// The same of all runs; data that changes all the time may lead to new questions forever.
const MOST_IN_ALL: u64 = 1_000;
/// Where `Native::a` counts them.
const COUNTED: u32 = 52;
/// `Native::state` when the answers are all there.
const DONE: u16 = u16::MAX;

/// What is asked of an object, where that is no call; said by an int in the place of the callable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum About {
    Attribute,
    Truth,
    Length,
    Compare(CompareOp),
    Binary(BinaryOp),
    InPlace(BinaryOp),
    /// As `InPlace`, by the operands' methods.
    Operator(BinaryOp),
}

impl About {
    fn number(self) -> i64 {
        match self {
            About::Attribute => 0,
            About::Truth => 1,
            About::Length => 2,
            About::Compare(op) => 8 + op as i64,
            About::Binary(op) => 16 + op as i64,
            About::InPlace(op) => 32 + op as i64,
            About::Operator(op) => 48 + op as i64,
        }
    }
}

/// Locals: what is called for the question and its first argument; a native's names of keyword arguments, or the operands;
/// what CPython's native would hold of the first argument; a second one that is no operand. Behind them four words for each answer: callable, first
/// argument, value, and True if that is an exception.
mod local {
    pub const CALLABLE: u32 = 0;
    pub const FIRST: u32 = 1;
    pub const NAMES: u32 = 2;
    pub const OPERANDS: u32 = 3;
    pub const EXTRA: u32 = 6;
    pub const SECOND: u32 = 9;
    pub const COUNT: u32 = 10;
}

/// An operation that may ask, with up to three operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Op {
    GetItem,
    /// Without a third operand it deletes.
    SetItem,
    Contains,
    Compare(CompareOp),
    /// Number of the operator.
    Binary(u32),
    /// `str`, `repr` and `ascii` as 1, 2, 3.
    Text(u32),
    Format,
    SetAdd,
    DictSet,
    DictMerge,
    /// `%` of a str.
    Percent,
    /// Object, start and stop.
    Slice,
    /// So many items, or pairs, from that place of the stack on.
    BuildSet(u32, u32),
    BuildMap(u32, u32),
    /// Exception and class: `except*`.
    GroupMatch,
    /// Exception caught, and a list of those raised meanwhile.
    Reraise,
}

impl Op {
    /// The operation in one number: which it is, then what it knows.
    fn number(self) -> u64 {
        let with = |which: u64, low: u32, high: u32| which | u64::from(low) << 8 | u64::from(high) << 32;
        match self {
            Op::GetItem => 0,
            Op::SetItem => 1,
            Op::Contains => 2,
            Op::Compare(op) => with(3, op as u32, 0),
            Op::Binary(op) => with(4, op, 0),
            Op::Text(how) => with(5, how, 0),
            Op::Format => 6,
            Op::SetAdd => 7,
            Op::DictSet => 8,
            Op::DictMerge => 9,
            Op::Percent => 12,
            Op::Slice => 13,
            Op::GroupMatch => 14,
            Op::Reraise => 15,
            Op::BuildSet(n, at) => with(10, n, at),
            Op::BuildMap(n, at) => with(11, n, at),
        }
    }

    /// The operation of an activation, whose first number counts questions above.
    fn of(number: u64) -> Op {
        let (low, high) = ((number >> 8) as u32 & 0xFF_FFFF, (number >> 32) as u32 & ((1 << (COUNTED - 32)) - 1));
        match number & 0xFF {
            0 => Op::GetItem,
            1 => Op::SetItem,
            2 => Op::Contains,
            3 => Op::Compare(CompareOp::from_arg(low)),
            4 => Op::Binary(low),
            5 => Op::Text(low),
            6 => Op::Format,
            7 => Op::SetAdd,
            8 => Op::DictSet,
            9 => Op::DictMerge,
            10 => Op::BuildSet(low, high),
            12 => Op::Percent,
            13 => Op::Slice,
            14 => Op::GroupMatch,
            15 => Op::Reraise,
            _ => Op::BuildMap(low, high),
        }
    }
}

impl Machine {
    /// A call from native code: its answer if it was given before, else the native ends here and is run again with it.
    /// `None` if that call is no question.
    #[cold]
    pub(crate) fn question(&mut self, callable: Obj, args: &[Obj]) -> Option<R> {
        if !self.thread.question.is_empty() {
            return Some(Err(Raised));
        }
        let python = match self.kind(callable) {
            Kind::Function | Kind::Instance | Kind::Int => true,
            Kind::Method => self.kind(self.method_parts(callable).0) == Kind::Function,
            Kind::Type => self.types[self.slot(callable).a as usize].flags & tp::HEAPTYPE != 0,
            _ => false,
        };
        if !python {
            return None;
        }
        if let Asking::Again(next) = self.thread.asking {
            if let Some(answer) = self.answer_to(next, callable, args) {
                self.thread.asking = Asking::Again(next + 1);
                return Some(answer);
            }
            if next >= MOST || self.native_now().a >> COUNTED >= MOST_IN_ALL {
                return None;
            }
        }
        for &o in std::iter::once(&callable).chain(args) {
            self.incref(o);
            self.thread.question.push(o);
        }
        Some(Err(Raised))
    }

    /// As `question`, of what is no call.
    #[inline]
    pub(crate) fn question_about(&mut self, about: About, args: &[Obj]) -> Option<R> {
        if self.thread.asking == Asking::Nests {
            return None;
        }
        let number = self.new_int(about.number());
        let answer = self.question(number.get(), args);
        self.drop_ref(number);
        answer
    }

    /// The native that runs is about to move on an iterator, which cannot be done twice: it will not be run again.
    pub(crate) fn no_more_questions(&mut self) {
        self.thread.asking = Asking::Nests;
    }

    fn answer_to(&mut self, next: u32, callable: Obj, args: &[Obj]) -> Option<R> {
        let native = self.native_now();
        if next >= u32::from(native.state) {
            return None;
        }
        let at = (native.locals + local::COUNT + next * 4) as usize;
        let word = |m: &Machine, i: usize| m.thread.stack[at + i].obj();
        if !self.same_callable(word(self, 0), callable) || word(self, 1) != args.first().copied().unwrap_or(Obj::NULL) {
            return None;
        }
        let value = self.new_ref(word(self, 2));
        if word(self, 3).is_null() {
            return Some(Ok(value));
        }
        self.restore_raised(value.into_edge());
        Some(Err(Raised))
    }

    /// Whether a question asks the same: each run of a native binds the methods it looks up anew.
    fn same_callable(&self, a: Obj, b: Obj) -> bool {
        let bound = self.kind(a) == Kind::Method && self.kind(b) == Kind::Method;
        a == b || bound && self.method_parts(a) == self.method_parts(b)
    }

    /// Calls a native that asks. One that is given an iterator, which it may move on, nests the loop instead.
    pub(crate) fn call_asking(&mut self, native: &'static Native, args: Args) -> R {
        let moves = |m: &Machine, i: u32| {
            let o = args.get(m, i);
            !o.is_null() && is_builtin_iterator(m.kind(o))
        };
        if self.thread.asking != Asking::Nests || (0..args.n).any(|i| moves(self, i)) {
            return (native.call)(self, args);
        }
        let index = self.thread.calling;
        self.thread.asking = Asking::Asks;
        let answer = (native.call)(self, args);
        self.thread.asking = Asking::Nests;
        if self.thread.question.is_empty() {
            return answer;
        }
        self.forget(answer);
        let mut held = [StackRef::NULL; local::COUNT as usize];
        if !args.kwnames.is_null() {
            held[local::NAMES as usize] = StackRef::owned(self.new_ref(args.kwnames).into_edge());
        }
        let place = u64::from(args.base) | u64::from(args.n) << 32;
        let asked = self.go_on_with(What::AskNative, &held, place);
        match &mut self.thread.request {
            Some(request) => request.b = u64::from(index) | u64::from(args.kwonly) << 32,
            None => self.drop_question(),
        }
        asked
    }

    /// Does an operation, or begins it where it asks.
    pub(crate) fn begin_asking(&mut self, op: Op, operands: [Obj; 3], on_return: OnReturn) -> R<Begun> {
        if self.thread.asking != Asking::Nests || on_return == OnReturn::Exit {
            return self.run_op(op, operands).map(Begun::Value);
        }
        self.thread.asking = Asking::Asks;
        let answer = self.run_op(op, operands);
        self.thread.asking = Asking::Nests;
        if self.thread.question.is_empty() {
            return answer.map(Begun::Value);
        }
        self.forget(answer);
        let mut held = [StackRef::NULL; local::COUNT as usize];
        for (i, o) in operands.into_iter().enumerate().filter(|(_, o)| !o.is_null()) {
            // What the caller has just pushed stays there until the answer is known.
            let sp = self.thread.sp;
            let kept = (sp.saturating_sub(8)..sp).any(|at| self.thread.stack[at as usize].obj() == o);
            held[local::OPERANDS as usize + i] =
                if kept { StackRef::borrowed(o) } else { StackRef::owned(self.new_ref(o).into_edge()) };
        }
        let begun = self.enter(What::AskOperation, &held, op.number(), on_return);
        self.drop_question();
        begun
    }

    fn run_op(&mut self, op: Op, [x, y, z]: [Obj; 3]) -> R {
        match op {
            Op::GetItem => return self.getitem(x, y),
            Op::SetItem if z.is_null() => self.delitem(x, y)?,
            Op::SetItem => self.setitem(x, y, z)?,
            Op::Contains => return self.contains(x, y).and_then(boolean),
            Op::Compare(op) => return self.compare(op, x, y),
            Op::Binary(op) => return self.binary(BINARY_OPS[op as usize % BINARY_OPS.len()].0, x, y),
            Op::Text(1) => return self.str(x),
            Op::Text(2) => return self.repr(x),
            Op::Text(_) => return self.ascii(x),
            Op::Format => return self.format(x, y),
            Op::Percent => return self.str_percent(x, y),
            Op::Slice => {
                let bounds = self.bounds_of(y, z, self.slot(x).a)?;
                return self.slice_of(x, bounds);
            }
            Op::GroupMatch => return self.match_group(x, y),
            Op::Reraise => return self.prepare_reraise(x, y),
            Op::SetAdd => {
                self.set_add(x, y)?;
            }
            Op::DictSet => self.dict_set(x, y, z)?,
            Op::DictMerge => self.dict_merge(x, y)?,
            Op::BuildSet(n, at) => {
                let set = self.new_set(false);
                let done = (0..n).try_for_each(|i| {
                    let item = self.thread.stack[(at + i) as usize].obj();
                    self.set_add(set.get(), item).map(drop)
                });
                return self.given_if(done, set);
            }
            Op::BuildMap(n, at) => {
                let dict = self.new_dict_sized(n);
                let done = (0..n).try_for_each(|i| {
                    let at = (at + 2 * i) as usize;
                    let (key, value) = (self.thread.stack[at].obj(), self.thread.stack[at + 1].obj());
                    self.dict_set(dict.get(), key, value)
                });
                return self.given_if(done, dict);
            }
        }
        none()
    }

    /// What a run that ended with a question has answered says nothing.
    fn forget(&mut self, answer: R) {
        if let Ok(value) = answer {
            match self.thread.request.take() {
                Some(request) => {
                    let _nothing = value.into_edge();
                    self.clear_stack_to(request.locals);
                }
                None => self.drop_ref(value),
            }
        }
        if !self.thread.raised.is_null() {
            self.clear_raised();
        }
    }

    fn drop_question(&mut self) {
        for o in std::mem::take(&mut self.thread.question) {
            self.decref(o);
        }
    }

    /// Calls what was asked.
    fn put_question(&mut self) -> R<Begun> {
        let question = std::mem::take(&mut self.thread.question);
        let Some((&callable, args)) = question.split_first() else { return Err(Raised) };
        self.hold(local::CALLABLE, Owned::steal(callable));
        let compares = self.kind(callable) == Kind::Int && (8..16).contains(&self.int_clamped(callable));
        if let Some(&first) = args.first() {
            let lent = self.is_operand(first) && !compares;
            // What CPython holds of it beside: of a key what it is compared with, while it is put into a dict.
            let native = self.native_now();
            let (extra, of) = match native.what {
                What::AskNative => (self.native(native.b as u32).asks.saturating_sub(if lent { 1 } else { 3 }), first),
                _ if matches!(Op::of(native.a), Op::BuildMap(..) | Op::DictSet) => {
                    let key = if compares { args.get(1).copied().unwrap_or(first) } else { first };
                    (u8::from(self.is_operand(key)), key)
                }
                _ => (0, first),
            };
            for i in 0..u32::from(extra).min(local::SECOND - local::EXTRA) {
                let held = self.new_ref(of);
                self.hold(local::EXTRA + i, held);
            }
            self.hold_or_lend(local::FIRST, first, lent);
        }
        if self.kind(callable) != Kind::Int {
            let begun = self.begin(callable, args, OnReturn::Native);
            for &o in args.iter().skip(1) {
                self.decref(o);
            }
            return begun;
        }
        let (x, y) = (self.held(local::FIRST), args.get(1).copied().unwrap_or(Obj::NULL));
        if !y.is_null() {
            let lent = self.is_operand(y);
            self.hold_or_lend(local::SECOND, y, lent);
        }
        let number = self.int_clamped(callable) as usize;
        let operator = BINARY_OPS[(number & 15) % BINARY_OPS.len()].0;
        match number {
            0 => self.begin_getattr(x, y, OnReturn::Native),
            1 => self.begin_truth(x, OnReturn::Native),
            2 => self.begin_len(x, OnReturn::Native),
            8..16 => self.begin_compare(CompareOp::from_arg(number as u32 & 7), x, y, OnReturn::Native),
            16..32 => self.begin_binary(operator, false, x, y, OnReturn::Native),
            32..48 => self.begin_binary(operator, true, x, y, OnReturn::Native),
            _ => self.begin_operator(operator, true, x, y, OnReturn::Native),
        }
    }

    /// Puts a counted reference into a local, or a borrowed one where an operand keeps the object anyhow.
    fn hold_or_lend(&mut self, i: u32, o: Obj, lent: bool) {
        if lent {
            self.let_go(i);
            let at = (self.native_now().locals + i) as usize;
            self.thread.stack[at] = StackRef::borrowed(o);
            self.decref(o);
        } else {
            self.hold(i, Owned::steal(o));
        }
    }

    /// Whether an object is one of those that the native was given, or an item of a tuple among them.
    fn is_operand(&self, o: Obj) -> bool {
        let native = self.native_now();
        let (from, n) = match native.what {
            What::AskNative => {
                let names = self.held(local::NAMES);
                let named = if names.is_null() { 0 } else { self.tuple_len(names) };
                (native.a as u32, ((native.a >> 32) as u32 & 0xFFFF) + named)
            }
            _ => match Op::of(native.a) {
                Op::BuildSet(n, at) => (at, n),
                Op::BuildMap(n, at) => (at, 2 * n),
                _ => (native.locals + local::OPERANDS, 3),
            },
        };
        (from..from + n).map(|at| self.thread.stack[at as usize].obj()).any(|given| {
            let tuple = !given.is_null() && self.kind(given) == Kind::Tuple;
            given == o || tuple && self.tuple_items(given).contains(&o.0)
        })
    }

    /// The answer joins the others.
    fn remember(&mut self, answer: Answer) -> R<()> {
        let (value, raised) = match answer {
            Answer::Value(value) | Answer::Ended(value) => (value, false),
            _ => (self.take_raised(), true),
        };
        let (at, locals) = (self.thread.sp as usize, self.native_now().locals);
        if let Err(e) = self.check_stack(at as u32, 4) {
            self.drop_ref(value);
            return Err(e);
        }
        for i in [local::CALLABLE, local::FIRST] {
            self.thread.stack[at + i as usize] = std::mem::take(&mut self.thread.stack[(locals + i) as usize]);
        }
        self.thread.stack[at + 2] = StackRef::owned(value.into_edge());
        self.thread.stack[at + 3] = if raised { StackRef::borrowed(fixed::TRUE) } else { StackRef::NULL };
        self.thread.sp += 4;
        for i in local::EXTRA..local::COUNT {
            self.let_go(i);
        }
        let native = self.native_mut();
        native.state += 1;
        native.a += 1 << COUNTED;
        Ok(())
    }

    /// Runs the native or the operation from its start; `None` if it has another question.
    fn run_again(&mut self) -> R<Option<Begun>> {
        let native = self.native_now();
        let at = self.thread.sp;
        self.save_sp();
        self.thread.asking = Asking::Again(0);
        let height = self.kept();
        let answer = if native.what == What::AskNative {
            let (base, n, kwonly) = (native.a as u32, (native.a >> 32) as u32 & 0xFFFF, (native.b >> 32) as u32);
            let args = Args { base, n, kwnames: self.held(local::NAMES), kwonly };
            self.thread.calling = native.b as u32;
            (self.native(native.b as u32).call)(self, args)
        } else {
            let operands = [0, 1, 2].map(|i| self.held(local::OPERANDS + i));
            self.run_op(Op::of(native.a), operands)
        };
        self.drop_kept(height);
        let asking = std::mem::take(&mut self.thread.asking);
        if self.thread.question.is_empty() {
            // What Python code raised is not lost where the data changed so that nobody asks any more.
            let last = (native.locals + local::COUNT + u32::from(native.state).saturating_sub(1) * 4) as usize;
            let unread = matches!(asking, Asking::Again(next) if next < u32::from(native.state));
            if unread && answer.is_ok() && self.thread.stack[last + 3] != StackRef::NULL {
                let exc = self.new_ref(self.thread.stack[last + 2].obj());
                self.forget(answer);
                self.restore_raised(exc.into_edge());
                self.native_mut().state = DONE;
                return Err(Raised);
            }
            // What it goes on as is the innermost native from here on, and its answer the last one.
            self.native_mut().state = DONE;
            return self.begun_native(answer?, at, OnReturn::Native).map(Some);
        }
        self.forget(answer);
        // Where the data changed meanwhile, questions may be others: the old answers behind are void.
        if let Asking::Again(next) = asking {
            self.clear_stack_to(native.locals + local::COUNT + next * 4);
            self.native_mut().state = next as u16;
        }
        Ok(None)
    }
}

/// Puts questions and runs again, until there is none left.
pub(crate) fn ask_again(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    loop {
        if m.native_now().state == DONE {
            return m.value_of(answer).map(Step::Done);
        }
        if !matches!(answer, Answer::Begin) {
            if m.halt.is_some() {
                return m.value_of(answer).map(Step::Done);
            }
            m.remember(answer)?;
            if let Some(begun) = m.run_again()? {
                answer = answer!(begun);
                continue;
            }
        }
        answer = match m.put_question() {
            Ok(begun) => answer!(begun),
            Err(Raised) => Answer::Raised,
        };
    }
}
