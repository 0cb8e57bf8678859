//! Native code that calls Python, as activations on the same stack of frames: while Python code runs on behalf of
//! a native, all that the native knows lies in plain data, so there are moments inside it like any others.
//!
//! A native that needs Python code asks to go on as an activation ([`Machine::go_on_as`]): what it holds becomes
//! its locals, and from then on its step function is called with an [`Answer`] each time something that it asked for
//! has ended. Between two instructions an activation is never innermost.

use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::frame::{Frame, OnReturn};
use crate::memory::object::{Obj, Owned, R, Raised, StackRef};
use crate::objects::typeobject::ty;
use crate::state::interpreter::{BEGIN_COST, Halt, Machine};

/// `Frame::code` of a native activation: a code object without instructions.
pub use crate::state::frame::NATIVE;

/// What a native activation knows beside the objects in its locals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Native {
    /// Its row of the table.
    pub what: What,
    /// Where it goes on.
    pub state: u16,
    /// Where its locals start in `Machine::stack`; its arguments lie below, from the frame's base.
    pub locals: u32,
    /// How many of them.
    pub n: u32,
    /// Two numbers of its own: an index, a count, an accumulator.
    pub a: u64,
    pub b: u64,
    /// An object that is the answer instead of what it gives, counted: what `__init__` was called for.
    pub instead: Obj,
}

/// What a native activation is told when it goes on.
pub enum Answer {
    /// It has just begun.
    Begin,
    /// What it called gave this value.
    Value(Owned),
    /// The iterator that it asked has ended; a generator's with the value it returned.
    Ended(Owned),
    /// What it called raised.
    Raised,
    /// It waited for finalizers, and they have run.
    Again,
}

/// What a native activation wants next.
pub enum Step {
    /// It is done.
    Done(Owned),
    /// It is done, and was an iterator with no item left, or a generator that returned this.
    End(Owned),
    /// Something was called: its end is the next answer.
    Called,
    /// Objects died that have finalizers, and what they see must not go on yet.
    Wait,
}

/// A native's request to go on as an activation, on its way to whoever called the native.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Request {
    pub what: What,
    pub locals: u32,
    pub a: u64,
    pub b: u64,
    pub instead: Obj,
}

pub type StepFn = fn(&mut Machine, Answer) -> R<Step>;

/// One row: what a native activation is called, and its code.
#[derive(Clone, Copy)]
pub struct Row {
    pub name: &'static str,
    pub step: StepFn,
    /// What is to be undone, however it is left.
    pub leave: Option<fn(&mut Machine)>,
}

impl Machine {
    /// A native's last words: it goes on as an activation with these locals, each owned or borrowed from its
    /// arguments. The NULL that it answers is understood by all that call natives.
    pub fn go_on_as(&mut self, what: What, locals: &[StackRef]) -> R {
        self.go_on_with(what, locals, 0)
    }

    /// As `go_on_as`, with a number.
    pub fn go_on_with(&mut self, what: What, locals: &[StackRef], a: u64) -> R {
        let at = self.thread.sp;
        self.push_all(locals)?;
        self.thread.request = Some(Request { what, locals: at, a, b: 0, instead: Obj::NULL });
        Ok(Owned::steal(Obj::NULL))
    }

    fn push_all(&mut self, held: &[StackRef]) -> R<()> {
        let at = self.thread.sp;
        if let Err(e) = self.check_stack(at, held.len() as u32) {
            held.iter().for_each(|r| self.close(*r));
            return Err(e);
        }
        for (i, r) in held.iter().enumerate() {
            self.thread.stack[at as usize + i] = *r;
        }
        self.thread.sp = at + held.len() as u32;
        Ok(())
    }

    /// What a native called at `at` (its callable, self and arguments lie from there on) answered: a value, or the
    /// activation that it goes on as.
    #[inline]
    pub fn begun_native(&mut self, value: Owned, at: u32, on_return: OnReturn) -> R<Begun> {
        if !value.get().is_null() {
            return Ok(Begun::Value(value));
        }
        let _nothing = value.into_edge();
        match self.thread.request.take() {
            Some(request) => self.enter_at(request, 0, at, on_return),
            None => Err(Raised),
        }
    }

    /// Begins a native activation above what the innermost frame has on its stack.
    pub fn enter(&mut self, what: What, locals: &[StackRef], a: u64, on_return: OnReturn) -> R<Begun> {
        self.enter_later(what, 0, locals, a, on_return)
    }

    /// As `enter`, as if the activation had come as far as that state already.
    pub fn enter_later(
        &mut self,
        what: What,
        state: u16,
        locals: &[StackRef],
        a: u64,
        on_return: OnReturn,
    ) -> R<Begun> {
        let at = self.thread.sp;
        if on_return != OnReturn::Exit {
            self.save_sp();
        }
        self.push_all(locals)?;
        self.enter_at(Request { what, locals: at, a, b: 0, instead: Obj::NULL }, state, at, on_return)
    }

    fn enter_at(&mut self, request: Request, state: u16, base: u32, on_return: OnReturn) -> R<Begun> {
        let below = self.top_frame();
        self.thread.frames.push(Frame {
            code: NATIVE,
            func: StackRef::NULL,
            globals: below.globals,
            builtins: below.builtins,
            locals: Obj::NULL,
            base,
            sp: self.thread.sp,
            ip: 0,
            on_return,
            frame_obj: Obj::NULL,
            generator: Obj::NULL,
        });
        let n = self.thread.sp - request.locals;
        let Request { what, locals, a, b, instead } = request;
        self.thread.activations.push(Native { what, state, locals, n, a, b, instead });
        // The limit is one of Python's frames.
        self.thread.recursion_limit += 1;
        let going = match self.enter_native(BEGIN_COST, "") {
            Ok(()) => {
                let going = self.step_native(Answer::Begin);
                self.leave_native(BEGIN_COST);
                going
            }
            Err(Raised) => Going::Left(self.leave_native_activation(), Answer::Raised),
        };
        match going {
            Going::On => Ok(Begun::Frame),
            Going::Left(_, Answer::Value(value)) => Ok(Begun::Value(value)),
            Going::Left(_, Answer::Ended(value)) if Machine::is_none(value.get()) => {
                let _none = value.into_edge();
                Ok(Begun::End)
            }
            Going::Left(_, Answer::Ended(value)) => Err(self.raise_stop(value)),
            Going::Left(..) => Err(Raised),
        }
    }

    /// Nobody wants this answer.
    pub(crate) fn drop_answer(&mut self, answer: Answer) {
        if let Answer::Value(value) | Answer::Ended(value) = answer {
            self.drop_ref(value);
        }
    }

    /// The innermost activation, a native one, is done: its locals and arguments are dropped.
    fn leave_native_activation(&mut self) -> OnReturn {
        if let Some(leave) = self.thread.activations.last().and_then(|native| self.activation_row(native.what).leave) {
            leave(self);
        }
        let Some(frame) = self.thread.frames.pop() else { return OnReturn::Exit };
        let instead = self.thread.activations.pop().map_or(Obj::NULL, |native| native.instead);
        self.thread.recursion_limit -= 1;
        self.clear_stack_to(frame.base);
        self.xdecref(instead);
        frame.on_return
    }

    /// Gives the innermost activation, a native one, an answer, until it has called something or is left.
    fn step_native(&mut self, mut answer: Answer) -> Going {
        loop {
            let Some(what) = self.thread.activations.last().map(|native| native.what) else {
                self.drop_answer(answer);
                return Going::Left(OnReturn::Exit, Answer::Raised);
            };
            self.thread.sp = self.top_frame().sp;
            let height = self.kept();
            let step = if self.leash_pulled() {
                self.drop_answer(answer);
                Err(self.interrupted())
            } else {
                self.no_more_questions();
                (self.activation_row(what).step)(self, answer)
            };
            self.drop_kept(height);
            match step {
                Ok(Step::Called) => return Going::On,
                Ok(Step::Wait) => {
                    self.save_sp();
                    if self.next_finalizer() {
                        return Going::On;
                    }
                    answer = Answer::Again;
                }
                Ok(Step::Done(value)) => {
                    let instead = std::mem::replace(&mut self.native_mut().instead, Obj::NULL);
                    let value = if instead.is_null() {
                        value
                    } else {
                        self.drop_ref(value);
                        Owned::steal(instead)
                    };
                    return Going::Left(self.leave_native_activation(), Answer::Value(value));
                }
                Ok(Step::End(value)) => return Going::Left(self.leave_native_activation(), Answer::Ended(value)),
                // A run that is stopped leaves everything where it is.
                Err(Raised) if self.halt.is_some() => return Going::Left(OnReturn::Exit, Answer::Raised),
                Err(Raised) => return Going::Left(self.leave_native_activation(), Answer::Raised),
            }
        }
    }

    /// Gives the innermost activation, a native one, an answer, and what it then answers to those below, until a
    /// frame of Python code is innermost. A value ends this run of the loop.
    pub fn answer_native(&mut self, mut answer: Answer) -> R<Option<Owned>> {
        loop {
            match self.step_native(answer) {
                Going::On => return Ok(None),
                Going::Left(OnReturn::Native, next) => answer = next,
                Going::Left(OnReturn::Push, Answer::Value(value)) => {
                    self.push_to_caller(value.into_edge());
                    // As behind any call of a native.
                    if self.thread.eval_breaker {
                        self.handle_pending();
                    }
                    return if self.halt.is_some() { Err(Raised) } else { Ok(None) };
                }
                Going::Left(on_return, next) => return self.deliver(on_return, next),
            }
        }
    }

    /// Hands the end of an activation to whoever began it. A value ends this run of the loop.
    pub fn deliver(&mut self, on_return: OnReturn, answer: Answer) -> R<Option<Owned>> {
        match (on_return, answer) {
            (OnReturn::Native, answer) => self.answer_native(answer),
            (OnReturn::Instruction, answer) => self.complete(answer),
            (OnReturn::Finalizer, answer) => self.finalizer_ended(answer),
            (_, Answer::Raised | Answer::Begin | Answer::Again) => {
                if on_return == OnReturn::Init {
                    // The half-made instance under construction goes, too.
                    self.thread.sp = self.top_frame().sp;
                    self.pop_close();
                    self.save_sp();
                }
                Err(Raised)
            }
            (OnReturn::Exit, answer) => {
                self.thread.iterator_ended = matches!(answer, Answer::Ended(_));
                self.value_of(answer).map(Some)
            }
            (OnReturn::Event, Answer::Value(value) | Answer::Ended(value)) => {
                self.thread.sp = self.top_frame().sp;
                self.drop_ref(value);
                self.hold_fuel();
                Ok(None)
            }
            (OnReturn::Push, Answer::Value(value)) => {
                self.push_to_caller(value.into_edge());
                Ok(None)
            }
            (OnReturn::Push, Answer::Ended(value)) => Err(self.raise_stop(value)),
            (OnReturn::Init, Answer::Value(value) | Answer::Ended(value)) => self.check_init(value).map(|()| None),
        }
    }

    /// `__init__` gave this.
    pub fn check_init(&mut self, value: Owned) -> R<()> {
        let result = value.into_edge();
        if Machine::is_none(result) {
            return Ok(());
        }
        let name = self.type_name(result);
        self.decref(result);
        Err(self.raise(ty::TYPE_ERROR, &format!("__init__() should return None, not '{name}'")))
    }

    /// What the innermost native activation knows.
    pub fn native_mut(&mut self) -> &mut Native {
        let last = self.thread.activations.len() - 1;
        &mut self.thread.activations[last]
    }

    pub fn native_now(&self) -> Native {
        self.thread.activations[self.thread.activations.len() - 1]
    }

    /// A local of the innermost native activation, borrowed; NULL if it holds none.
    pub fn held(&self, i: u32) -> Obj {
        self.thread.stack[(self.native_now().locals + i) as usize].obj()
    }

    /// Puts an owned reference into a local; what it held is dropped.
    pub fn hold(&mut self, i: u32, value: Owned) {
        let at = (self.native_now().locals + i) as usize;
        let old = std::mem::replace(&mut self.thread.stack[at], StackRef::owned(value.into_edge()));
        self.close(old);
    }

    /// Takes the reference out of a local.
    pub fn take_held(&mut self, i: u32) -> Owned {
        let at = (self.native_now().locals + i) as usize;
        let r = std::mem::take(&mut self.thread.stack[at]);
        if r == StackRef::NULL { Owned::steal(Obj::NULL) } else { Owned::steal(self.steal(r)) }
    }

    /// Drops what a local holds.
    pub fn let_go(&mut self, i: u32) {
        let at = (self.native_now().locals + i) as usize;
        let old = std::mem::take(&mut self.thread.stack[at]);
        self.close(old);
    }

    /// Calls anything with positional arguments (borrowed), for whom `on_return` says.
    pub fn begin(&mut self, callable: Obj, args: &[Obj], on_return: OnReturn) -> R<Begun> {
        self.begin_spread(callable, args, Obj::NULL, on_return)
    }

    /// A native's last words: what it calls gives its answer. The last arguments are by keyword: their names in a tuple, or
    /// NULL.
    pub fn call_last(&mut self, callable: Obj, args: &[Obj], names: Obj) -> R {
        let args = StackRef::owned(self.new_tuple_from(args).into_edge());
        let names = if names.is_null() { StackRef::NULL } else { StackRef::owned(self.new_ref(names).into_edge()) };
        let callable = StackRef::owned(self.new_ref(callable).into_edge());
        self.go_on_as(What::CallLast, &[callable, args, names])
    }

    /// As `begin`, the last arguments by keyword: their names in a tuple, or NULL.
    pub fn begin_spread(&mut self, callable: Obj, args: &[Obj], names: Obj, on_return: OnReturn) -> R<Begun> {
        if on_return != OnReturn::Exit {
            self.save_sp();
        }
        let base = self.thread.sp;
        self.check_stack(base, args.len() as u32 + 2)?;
        self.incref(callable);
        self.thread.stack[base as usize] = StackRef::owned(callable);
        self.thread.stack[base as usize + 1] = StackRef::NULL;
        for (i, &arg) in args.iter().enumerate() {
            self.incref(arg);
            self.thread.stack[base as usize + 2 + i] = StackRef::owned(arg);
        }
        self.thread.sp = base + 2 + args.len() as u32;
        let named = if names.is_null() { 0 } else { self.tuple_len(names) };
        self.begin_call(base, args.len() as u32 - named, names, on_return)
    }

    /// Calls what was found on a type with `o` as its self; arguments are borrowed.
    pub fn begin_unbound(&mut self, method: Obj, o: Obj, args: &[Obj], on_return: OnReturn) -> R<Begun> {
        use crate::memory::object::Kind;
        if !matches!(self.kind(method), Kind::Function | Kind::MethodDescriptor | Kind::WrapperDescriptor) {
            let ty = self.ty(o);
            let bound = self.descr_get(method, o, ty)?;
            let begun = self.begin(bound.get(), args, on_return);
            self.drop_ref(bound);
            return begun;
        }
        if on_return != OnReturn::Exit {
            self.save_sp();
        }
        let base = self.thread.sp;
        self.check_stack(base, args.len() as u32 + 2)?;
        self.incref(method);
        self.thread.stack[base as usize] = StackRef::owned(method);
        for (i, &arg) in std::iter::once(&o).chain(args).enumerate() {
            self.incref(arg);
            self.thread.stack[base as usize + 1 + i] = StackRef::owned(arg);
        }
        self.thread.sp = base + 2 + args.len() as u32;
        self.begin_call(base, args.len() as u32, Obj::NULL, on_return)
    }

    /// Runs to its end what was begun with [`OnReturn::Exit`] when the stack ended at `base`: the loop nests.
    pub fn run_begun(&mut self, base: u32, begun: R<Begun>) -> R {
        match begun? {
            Begun::Value(value) => Ok(value),
            Begun::Frame => self.run_nested_at(base),
            Begun::End => Err(self.raise_empty(ty::STOP_ITERATION)),
        }
    }

    /// The leash is pulled: the step that was begun is not done.
    #[cold]
    pub fn interrupted(&mut self) -> Raised {
        self.halt = Some(Halt::Interrupted);
        Raised
    }
}

/// Locals: what is called, its arguments in a tuple, names of keyword arguments or NULL.
pub(crate) fn call_last(m: &mut Machine, answer: Answer) -> R<Step> {
    if !matches!(answer, Answer::Begin) {
        return m.value_of(answer).map(Step::Done);
    }
    let (callable, args, names) = (m.held(0), m.held(1), m.held(2));
    let args = m.seq_items(args);
    match m.begin_spread(callable, &args, names, OnReturn::Native)? {
        Begun::Frame => Ok(Step::Called),
        Begun::Value(value) => Ok(Step::Done(value)),
        Begun::End => Ok(Step::End(Owned::steal(crate::native::static_strings::fixed::NONE))),
    }
}

/// Where a step of a native activation led.
enum Going {
    /// Something runs on its behalf.
    On,
    /// It is left: for whom it was, and what they are told.
    Left(OnReturn, Answer),
}
