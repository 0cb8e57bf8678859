//! `sys.settrace` and `sys.setprofile`: who is told of calls, lines, returns and exceptions, and when
//! (`Python/legacy_tracing.c`, `Python/instrumentation.c`, `trace_trampoline` of `Python/sysmodule.c`).
//!
//! While somebody is told, the loop comes out before each instruction; what is to be told then is a frame like any other,
//! and the instruction is looked at again when it has ended.

use crate::eval::activation::{Answer, Step};
use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::ceval::op;
use crate::eval::frame::{OnReturn, Told, field};
use crate::eval::monitoring::event;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings::fixed;
use crate::objects::codeobject::Instr;
use crate::objects::exceptions::field as exc;
use crate::objects::frameobject::mark;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// What a function is told of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Event {
    Call,
    Line,
    Return,
    Exception,
    Opcode,
}

const NAMES: [&str; 5] = ["call", "line", "return", "exception", "opcode"];

/// `Native::a` of the activation: the event in three bits, then these.
const EVENT: u64 = 7;
const PROFILE: u64 = 8;
/// The instruction is still to be executed.
const BEFORE: u64 = 16;
/// Above these bits: where the frame goes on.
const IP: u32 = 8;

/// What has been told of an instruction or of an exception, in this order.
mod stage {
    pub const CALL: u32 = 1;
    pub const CALL_PROFILE: u32 = 2;
    pub const LINE: u32 = 3;
    pub const OPCODE: u32 = 4;
    pub const RETURN: u32 = 5;
    pub const RETURN_PROFILE: u32 = 6;
    /// What was delegated to has ended.
    pub const STOP: u32 = 7;
    pub const JUMP: u32 = 8;
    pub const THROW: u32 = 11;
    pub const THROW_PROFILE: u32 = 12;
    pub const EXCEPTION: u32 = 13;
    pub const UNWIND: u32 = 14;
    pub const UNWIND_PROFILE: u32 = 15;
}

impl Machine {
    /// Whether somebody is to be told of what runs now.
    #[inline]
    pub(crate) fn traces(&self) -> bool {
        let thread = &self.thread;
        let asked = thread.monitored != 0 || !(thread.trace_func.is_null() && thread.profile_func.is_null());
        thread.tracing_event == 0 && asked
    }

    /// Lets the loop come out again behind the next instruction.
    pub(crate) fn hold_to_one(&mut self) {
        if self.fuel > 1 {
            self.fuel_held = self.fuel - 1;
            self.fuel_end -= self.fuel_held;
            self.fuel = 1;
        }
    }

    /// Before the next instruction: true if somebody is being told of it, and that comes first.
    pub(crate) fn trace_next(&mut self) -> R<bool> {
        let depth = self.thread.frames.len();
        let frame = self.top_frame();
        if frame.is_native() || depth == 0 {
            return Ok(false);
        }
        let ins = self.code[frame.ip as usize];
        let mut told = self.told_already(depth, stage::CALL..stage::THROW);
        self.thread.traced.truncate(depth);
        self.thread.traced.resize(depth, 0);
        if told == 0 && ins.base == op::RESUME && ins.arg & 3 == 0 {
            self.thread.traced[depth - 1] = 0;
        }
        if self.thread.monitored != 0 {
            let line = self.thread.monitored >> event::LINE & 1 != 0 && self.begins_line(frame.code, frame.ip);
            if self.monitor_next(&frame, ins, line)? {
                return Ok(true);
            }
        }
        while told < stage::JUMP {
            told += 1;
            let (event, profile) = match told {
                stage::CALL_PROFILE | stage::CALL if ins.base == op::RESUME => {
                    (Event::Call, told == stage::CALL_PROFILE)
                }
                stage::LINE if self.begins_line(frame.code, frame.ip) => (Event::Line, false),
                stage::JUMP if self.jumps_within_line(frame.code, frame.ip, ins) => (Event::Line, false),
                stage::OPCODE if ins.base != op::RESUME && self.tells_opcodes(depth - 1) => (Event::Opcode, false),
                stage::STOP if ins.base == op::END_SEND => {
                    self.thread.sp = frame.sp;
                    if self.tell_of_end(told)? {
                        return Ok(true);
                    }
                    continue;
                }
                stage::RETURN_PROFILE | stage::RETURN if matches!(ins.base, op::RETURN_VALUE | op::YIELD_VALUE) => {
                    (Event::Return, told == stage::RETURN_PROFILE)
                }
                _ => continue,
            };
            self.thread.sp = frame.sp;
            let arg = if event == Event::Return { self.peek(1) } else { fixed::NONE };
            if self.tell(event, profile, arg, BEFORE, told)? {
                return Ok(true);
            }
        }
        self.thread.monitor_at = (0, 0, 0);
        self.thread.traced[depth - 1] = frame.ip + 1;
        Ok(false)
    }

    /// An exception is on its way through the innermost frame: true if somebody is being told of it first.
    pub(crate) fn trace_unwinding(&mut self, entry: usize) -> R<bool> {
        let depth = self.thread.frames.len();
        let frame = self.top_frame();
        if self.halt.is_some() || depth < entry || frame.is_native() {
            return Ok(false);
        }
        self.thread.sp = frame.sp;
        let mut told = self.told_already(depth, stage::THROW..stage::UNWIND_PROFILE + 1).max(stage::THROW - 1);
        let thrown = std::mem::take(&mut self.thread.thrown);
        if self.thread.monitored != 0 && self.monitor_unwinding(&frame, thrown)? {
            self.thread.thrown = thrown;
            return Ok(true);
        }
        while told < stage::UNWIND_PROFILE {
            told += 1;
            let told_of = match told {
                stage::THROW_PROFILE | stage::THROW if thrown => {
                    self.thread.thrown = told == stage::THROW;
                    self.tell(Event::Call, told == stage::THROW_PROFILE, fixed::NONE, 0, told)?
                }
                stage::EXCEPTION if !self.thread.reraise => {
                    // Where another exception was raised again says nothing of this one.
                    self.thread.reraise_lasti = None;
                    self.log_raised();
                    self.traceback_here(depth - 1);
                    self.thread.reraise = true;
                    let raised = self.thread.raised;
                    let tb = self.exc_field(raised, exc::TRACEBACK);
                    let parts = [self.class_of(raised), raised, if tb.is_null() { fixed::NONE } else { tb }];
                    let arg = self.new_tuple_from(&parts);
                    let told_of = self.tell(Event::Exception, false, arg.get(), 0, told);
                    self.drop_ref(arg);
                    told_of?
                }
                stage::UNWIND_PROFILE | stage::UNWIND => {
                    let lasti = frame.ip.saturating_sub(1);
                    let handlers = &self.codes[frame.code as usize].stat.handlers;
                    if handlers.iter().any(|h| h.start <= lasti && lasti < h.end) {
                        return Ok(false);
                    }
                    // An exception raised again leaves from where it was raised first.
                    let shown = self.thread.reraise_lasti.map_or(frame.ip, |lasti| lasti + 1);
                    self.thread.frames[depth - 1].ip = shown;
                    let told_of = self.tell(Event::Return, told == stage::UNWIND_PROFILE, fixed::NONE, 0, told);
                    let mut natives = self.thread.activations.iter_mut().rev();
                    if let (Ok(true), Some(native)) = (&told_of, natives.find(|native| native.what == What::Trace)) {
                        native.a = native.a & 0xFF | u64::from(frame.ip) << IP;
                    } else {
                        self.thread.frames[depth - 1].ip = frame.ip;
                    }
                    told_of?
                }
                _ => false,
            };
            self.thread.thrown = false;
            if told_of {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The end of what `yield from` or `await` delegated to is told of as the exception that it would be.
    fn tell_of_end(&mut self, told: u32) -> R<bool> {
        let (receiver, value) = (self.peek(2), self.peek(1));
        if self.kind(receiver) != Kind::Generator {
            return Ok(false);
        }
        let stop = self.stop_iteration_of(value);
        let parts = [self.type_obj(ty::STOP_ITERATION), stop.get(), fixed::NONE];
        let arg = self.new_tuple_from(&parts);
        self.drop_ref(stop);
        let told_of = self.tell(Event::Exception, false, arg.get(), BEFORE, told);
        self.drop_ref(arg);
        told_of
    }

    /// The exception that the end of a generator with that value would be.
    pub(crate) fn stop_iteration_of(&mut self, value: Obj) -> Owned {
        let stop = self.alloc_exception(ty::STOP_ITERATION);
        let args = self.new_tuple_from(&[value]).into_edge();
        self.set_exc_field(stop.get(), exc::ARGS, args);
        self.incref(value);
        self.set_exc_field(stop.get(), exc::V0, value);
        stop
    }

    /// How far telling had come when the last function was called for this frame.
    fn told_already(&mut self, depth: usize, of: std::ops::Range<u32>) -> u32 {
        let (at, told) = self.thread.trace_at;
        if at as usize != depth {
            return 0;
        }
        self.thread.trace_at = (0, 0);
        if of.contains(&told) { told } else { 0 }
    }

    /// Calls the function that is to be told, if there is one; its frame is innermost then. What is raised waits meanwhile.
    fn tell(&mut self, event: Event, profile: bool, arg: Obj, how: u64, told: u32) -> R<bool> {
        let at = self.thread.frames.len() - 1;
        let frame_obj = self.thread.frames[at].frame_obj;
        let callback = if profile {
            self.thread.profile_func
        } else if event == Event::Call {
            self.thread.trace_func
        } else if frame_obj.is_null() || self.thread.trace_func.is_null() {
            Obj::NULL
        } else {
            self.frame_word(frame_obj, field::TRACE)
        };
        if callback.is_null() {
            return Ok(false);
        }
        let frame_obj = self.frame_object(at);
        if event == Event::Line && self.slot(frame_obj).x & mark::NO_LINES != 0 {
            return Ok(false);
        }
        // What is told of counts as what runs.
        let ip = self.thread.frames[at].ip;
        self.thread.frames[at].ip += u32::from(how & BEFORE != 0);
        let raised = if how & BEFORE != 0 { Obj::NULL } else { self.suspend_raised() };
        let held = [callback, frame_obj, arg].map(|o| StackRef::owned(self.new_ref(o).into_edge()));
        let waiting = if raised.is_null() { StackRef::NULL } else { StackRef::owned(raised) };
        self.thread.tracing_event = 1 + event as u32;
        self.thread.throwing = false;
        self.thread.reraise = false;
        self.thread.trace_at = (at as u32 + 1, told);
        let number = event as u64 | how | if profile { PROFILE } else { 0 } | u64::from(ip) << IP;
        let [callback, frame_obj, arg] = held;
        match self.enter(What::Trace, &[callback, frame_obj, arg, waiting], number, OnReturn::Event)? {
            Begun::Frame => Ok(true),
            begun => {
                // The function was native, and has done its work.
                if let Begun::Value(value) = begun {
                    self.drop_ref(value);
                }
                self.thread.trace_at = (0, 0);
                Ok(false)
            }
        }
    }

    fn tells_opcodes(&self, at: usize) -> bool {
        let frame_obj = self.thread.frames[at].frame_obj;
        !frame_obj.is_null() && self.slot(frame_obj).x & mark::OPCODES != 0
    }

    /// What the trace function that runs is told of; `None` if none runs.
    pub(crate) fn told_of_now(&self) -> Option<Told> {
        if self.thread.tracing_event == 0 {
            return None;
        }
        let (native, _) = self.traced_activation()?;
        let event = self.thread.activations[native].a & EVENT;
        let (ip, told) = (self.traced_ip(native), self.thread.trace_at.1);
        let ins = self.code[ip as usize];
        Some(match event {
            _ if matches!(told, stage::THROW | stage::THROW_PROFILE) => Told::Other,
            0 if ins.base == op::RESUME && ins.arg & 3 == 0 => Told::Start,
            0 | 1 => Told::Place,
            2 if ins.base == op::YIELD_VALUE && told < stage::THROW => Told::Place,
            _ => Told::Other,
        })
    }

    /// The innermost activation that tells somebody, and the place of the frame that it tells of.
    pub(crate) fn traced_activation(&self) -> Option<(usize, usize)> {
        let native = self.thread.activations.iter().rposition(|native| native.what == What::Trace)?;
        // Activations are frames, too: so many of them stand above.
        let above = self.thread.activations.len() - 1 - native;
        let natives = self.thread.frames.iter().enumerate().rev().filter(|(_, frame)| frame.is_native());
        let place = natives.map(|(i, _)| i).nth(above)?;
        Some((native, place.checked_sub(1)?))
    }

    /// The instruction that such an activation tells of.
    pub(crate) fn traced_ip(&self, native: usize) -> u32 {
        (self.thread.activations[native].a >> IP) as u32
    }

    /// The frame goes on there when the trace function has ended, and what is there is told of.
    pub(crate) fn jump_to(&mut self, native: usize, at: usize, ip: u32) {
        let native = &mut self.thread.activations[native];
        native.a = native.a & 0xFF | u64::from(ip) << IP;
        self.thread.frames[at].ip = ip + 1;
        self.thread.trace_at = (0, 0);
        if let Some(last) = self.thread.traced.get_mut(at) {
            *last = 0;
        }
    }

    /// Whether an instruction is told of as a new line.
    fn begins_line(&self, code: u32, ip: u32) -> bool {
        let start = self.codes[code as usize].start;
        let stat = &self.codes[code as usize].stat;
        let starts = stat.line_starts.get_or_init(|| self.line_starts(code));
        if !starts.get((ip - start) as usize).copied().unwrap_or(false) {
            return false;
        }
        let before = self.thread.traced.last().copied().unwrap_or(0);
        let Some(before) = before.checked_sub(1).filter(|&before| before >= start) else { return true };
        self.position_of(code, before).line != self.position_of(code, ip).line
            || self.code[before as usize].base == op::RESUME
    }

    /// A jump backwards to the same line is a line of its own.
    fn jumps_within_line(&self, code: u32, ip: u32, ins: Instr) -> bool {
        ins.base == op::JUMP_BACKWARD && {
            let (to, from) = (self.position_of(code, ins.arg).line, self.position_of(code, ip).line);
            to == from && to.is_some()
        }
    }

    /// Which instructions of a code object begin a line (`initialize_lines`).
    fn line_starts(&self, code: u32) -> Vec<bool> {
        let stat = &self.codes[code as usize].stat;
        let start = self.codes[code as usize].start as usize;
        let n = stat.units.len();
        let base = |i: usize| self.code[start + i].base;
        let line = |i: usize| stat.positions().get(i).and_then(|position| position.line);
        let first = (0..n).find(|&i| base(i) == op::RESUME).unwrap_or(0);
        let mut starts = vec![false; n];
        let mut current = None;
        for (i, begins) in starts.iter_mut().enumerate().skip(first) {
            if matches!(base(i), op::END_ASYNC_FOR | op::END_FOR | op::END_SEND | op::RESUME | op::POP_ITER) {
                continue;
            }
            *begins = line(i).is_some() && line(i) != current;
            current = line(i);
        }
        for i in first..n {
            let to = (self.code[start + i].arg as usize).wrapping_sub(start);
            let target = match base(i) {
                op::POP_JUMP_IF_FALSE
                | op::POP_JUMP_IF_TRUE
                | op::POP_JUMP_IF_NONE
                | op::POP_JUMP_IF_NOT_NONE
                | op::JUMP_FORWARD
                | op::JUMP_BACKWARD
                | op::JUMP_BACKWARD_NO_INTERRUPT => to,
                op::FOR_ITER | op::SEND => to + 1,
                _ => continue,
            };
            if target < n && line(target).is_some() && base(target) != op::POP_ITER {
                starts[target] = true;
            }
        }
        for handler in &stat.handlers {
            let target = (handler.target as usize).wrapping_sub(start);
            if target < n && line(target).is_some() && base(target) != op::END_ASYNC_FOR {
                starts[target] = true;
            }
        }
        starts
    }

    /// `sys.settrace` and `sys.setprofile`.
    pub(crate) fn set_tracing(&mut self, profile: bool, function: Obj) {
        let function = if Machine::is_none(function) { Obj::NULL } else { function };
        if !function.is_null() {
            self.incref(function);
        }
        let place = if profile { &mut self.thread.profile_func } else { &mut self.thread.trace_func };
        let old = std::mem::replace(place, function);
        self.xdecref(old);
        if self.thread.tracing_event == 0 {
            self.thread.trace_at = (0, 0);
        }
        self.hold_fuel();
    }
}

/// A function is told. Locals: the function, the frame, what the event is about, and the exception on its way or NULL.
pub(crate) fn trace(m: &mut Machine, answer: Answer) -> R<Step> {
    let native = m.native_now();
    let (callback, frame, arg) = (m.held(0), m.held(1), m.held(2));
    let got = match answer {
        Answer::Begin => {
            let name = m.intern_str(NAMES[(native.a & EVENT) as usize % NAMES.len()]);
            let name = m.keep(name);
            match m.begin(callback, &[frame, name, arg], OnReturn::Native) {
                Ok(begun) => answer!(begun),
                Err(Raised) => Answer::Raised,
            }
        }
        got => got,
    };
    let value = m.value_of(got);
    let profile = native.a & PROFILE != 0;
    let waiting = m.take_held(3).into_edge();
    match value {
        Ok(value) => {
            if let Some(below) = m.thread.frames.len().checked_sub(2) {
                m.thread.frames[below].ip = (native.a >> IP) as u32;
            }
            if profile || Machine::is_none(value.get()) {
                m.drop_ref(value);
            } else {
                m.set_frame_word(frame, field::TRACE, value.into_edge());
            }
            if !waiting.is_null() {
                m.restore_raised(waiting);
                m.thread.reraise = native.a & EVENT != Event::Call as u64;
                m.thread.throwing = true;
            }
            Ok(Step::Done(Owned::steal(fixed::NONE)))
        }
        Err(Raised) => {
            m.xdecref(waiting);
            m.thread.reraise = false;
            m.thread.trace_at = (0, 0);
            m.set_tracing(profile, fixed::NONE);
            if !profile {
                m.set_frame_word(frame, field::TRACE, Obj::NULL);
            }
            Err(Raised)
        }
    }
}

/// However it ends, others may be told again.
pub(crate) fn leave(m: &mut Machine) {
    m.thread.tracing_event = 0;
}
