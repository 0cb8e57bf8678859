//! `sys.monitoring` (PEP 669; `Python/instrumentation.c`): which tools are told of what, and when. As while a function is told by
//! `sys.settrace`, the loop comes out before each instruction, and each callback is a frame like any other.

use crate::eval::activation::{Answer, Step};
use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::ceval::op;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings::fixed;
use crate::objects::codeobject::Instr;
use crate::objects::typeobject::ty;
use crate::state::frame::Frame;
use crate::state::interpreter::Machine;

/// Events by number, in CPython's order.
pub mod event {
    pub const PY_START: u32 = 0;
    pub const PY_RESUME: u32 = 1;
    pub const PY_RETURN: u32 = 2;
    pub const PY_YIELD: u32 = 3;
    pub const CALL: u32 = 4;
    pub const LINE: u32 = 5;
    pub const INSTRUCTION: u32 = 6;
    pub const JUMP: u32 = 7;
    pub const BRANCH_LEFT: u32 = 8;
    pub const BRANCH_RIGHT: u32 = 9;
    pub const STOP_ITERATION: u32 = 10;
    /// So many belong to code objects and can be disabled at a place.
    pub const LOCAL: u32 = 11;
    pub const RAISE: u32 = 11;
    pub const EXCEPTION_HANDLED: u32 = 12;
    pub const PY_UNWIND: u32 = 13;
    pub const PY_THROW: u32 = 14;
    pub const RERAISE: u32 = 15;
    pub const C_RETURN: u32 = 16;
    pub const C_RAISE: u32 = 17;
    pub const BRANCH: u32 = 18;
    pub const NAMES: [&str; 19] = [
        "PY_START",
        "PY_RESUME",
        "PY_RETURN",
        "PY_YIELD",
        "CALL",
        "LINE",
        "INSTRUCTION",
        "JUMP",
        "BRANCH_LEFT",
        "BRANCH_RIGHT",
        "STOP_ITERATION",
        "RAISE",
        "EXCEPTION_HANDLED",
        "PY_UNWIND",
        "PY_THROW",
        "RERAISE",
        "C_RETURN",
        "C_RAISE",
        "BRANCH",
    ];
}

/// Tools that a program may use.
pub const TOOLS: u32 = 6;

/// Items of the list that `ThreadState::monitoring` is: names of tools, callbacks, events of code objects, places where a tool does
/// not want to be told again, the objects DISABLE and MISSING, calls of native code that wait for their end.
pub mod part {
    pub const NAMES: u32 = 0;
    pub const CALLBACKS: u32 = 1;
    pub const LOCAL: u32 = 2;
    pub const DISABLED: u32 = 3;
    pub const DISABLE: u32 = 4;
    pub const MISSING: u32 = 5;
    pub const CALLS: u32 = 6;
}

/// What may be told before an instruction, in this order.
const BEFORE: [u32; 12] = [
    event::BRANCH_LEFT,
    event::BRANCH_RIGHT,
    event::C_RETURN,
    event::LINE,
    event::INSTRUCTION,
    event::PY_START,
    event::PY_RESUME,
    event::STOP_ITERATION,
    event::CALL,
    event::JUMP,
    event::PY_RETURN,
    event::PY_YIELD,
];

/// All that is to be told of an instruction has been.
const DONE: u32 = u32::MAX;

/// `ThreadState::tracing_event` while a tool is told.
const TELLING: u32 = 100;

fn key_of(event: u32, tool: u32) -> i64 {
    i64::from(event << 3 | tool)
}

impl Machine {
    pub(crate) fn monitor_part(&self, part: u32) -> Obj {
        self.list_item(self.thread.monitoring, part)
    }

    /// What a dict of the state has under a number, borrowed; NULL if nothing.
    pub(crate) fn monitor_get(&mut self, part: u32, key: i64) -> Obj {
        let dict = self.monitor_part(part);
        let key = self.new_int(key);
        // Numbers hash without running Python code.
        let found = self.dict_get(dict, key.get()).unwrap_or(Obj::NULL);
        self.drop_ref(key);
        found
    }

    pub(crate) fn monitor_set(&mut self, part: u32, key: i64, value: Obj) {
        let dict = self.monitor_part(part);
        let key = self.new_int(key);
        let _done = if value.is_null() {
            self.dict_del(dict, key.get()).map(|_| ())
        } else {
            self.dict_set(dict, key.get(), value)
        };
        self.drop_ref(key);
    }

    /// The callbacks that are to be told of an event there, as tools: the highest first.
    fn told_tools(&mut self, event: u32, code: u32, ip: u32) -> Vec<u32> {
        // Returns of native code are told of with the calls.
        let asked = if matches!(event, event::C_RETURN | event::C_RAISE) { event::CALL } else { event };
        let mut tools = Vec::new();
        for tool in (0..TOOLS).rev() {
            let mut set = self.thread.monitor_tools[tool as usize];
            if asked < event::LOCAL {
                let local = self.monitor_get(part::LOCAL, i64::from(code) << 3 | i64::from(tool));
                set |= if local.is_null() { 0 } else { self.int_clamped(local) as u32 };
            }
            if set >> asked & 1 == 0 || self.monitor_get(part::CALLBACKS, key_of(event, tool)).is_null() {
                continue;
            }
            let place = i64::from(ip) << 8 | key_of(asked, tool);
            if asked < event::LOCAL && !self.monitor_get(part::DISABLED, place).is_null() {
                continue;
            }
            tools.push(tool);
        }
        tools
    }

    /// Before the next instruction: true if a tool is being told of it, and that comes first.
    pub(crate) fn monitor_next(&mut self, frame: &Frame, ins: Instr, fresh_line: bool) -> R<bool> {
        let (depth, ip) = (self.thread.frames.len() as u32, frame.ip);
        let (at_depth, at_ip, mut done) = self.thread.monitor_at;
        if (at_depth, at_ip) != (depth, ip) {
            done = 0;
        }
        if done == DONE {
            return Ok(false);
        }
        let before = self.thread.traced.last().copied().unwrap_or(0).checked_sub(1);
        let before = before.filter(|&before| before >= self.codes[frame.code as usize].start);
        self.thread.sp = frame.sp;
        let first = done / 8;
        for (i, &event) in BEFORE.iter().enumerate().skip(first as usize) {
            let asked = if event == event::C_RETURN { event::CALL } else { event };
            if self.thread.monitored >> asked & 1 == 0 {
                continue;
            }
            let Some((place, args)) = self.told_before(event, frame, ins, before, fresh_line) else { continue };
            let tools = self.told_tools(event, frame.code, place);
            for (n, tool) in tools.into_iter().enumerate() {
                let number = i as u32 * 8 + n as u32;
                if number < done {
                    continue;
                }
                self.thread.monitor_at = (depth, ip, number + 1);
                if self.tell_tool(event, tool, place, frame, &args, true)? {
                    self.drop_all(args);
                    return Ok(true);
                }
            }
            self.drop_all(args);
            if event == event::C_RETURN {
                self.forget_native_call(depth);
            }
        }
        self.thread.monitor_at = (depth, ip, DONE);
        Ok(false)
    }

    /// What an event before an instruction is about: the instruction that it is told of, and its arguments behind the code.
    fn told_before(
        &mut self,
        event: u32,
        frame: &Frame,
        ins: Instr,
        before: Option<u32>,
        fresh_line: bool,
    ) -> Option<(u32, Vec<Owned>)> {
        let (code, ip) = (frame.code, frame.ip);
        let offset = |m: &mut Machine, ip: u32| {
            let n = m.offset_of(code, ip);
            m.new_int(i64::from(n))
        };
        let here = |m: &mut Machine| Some((ip, vec![offset(m, ip)]));
        match event {
            event::BRANCH_LEFT | event::BRANCH_RIGHT => {
                let from = before?;
                let was = self.code[from as usize];
                let left = ip == from + 1;
                match was.base {
                    op::POP_JUMP_IF_FALSE
                    | op::POP_JUMP_IF_TRUE
                    | op::POP_JUMP_IF_NONE
                    | op::POP_JUMP_IF_NOT_NONE
                    | op::FOR_ITER => {}
                    _ => return None,
                }
                if left != (event == event::BRANCH_LEFT) {
                    return None;
                }
                let skips = matches!(ins.base, op::NOT_TAKEN) || ins.base == op::POP_ITER && was.base == op::FOR_ITER;
                let parts = vec![offset(self, from), offset(self, ip + u32::from(skips))];
                Some((from, parts))
            }
            event::C_RETURN => {
                let waiting = self.native_call_waiting(frame)?;
                let parts = self.seq_items(waiting);
                let place = self.int_clamped(parts[1]) as u32;
                let parts = vec![offset(self, place), self.new_ref(parts[2]), self.new_ref(parts[3])];
                Some((place, parts))
            }
            event::LINE if fresh_line => {
                let line = self.position_of(code, ip).line?;
                Some((ip, vec![self.new_int(i64::from(line))]))
            }
            event::INSTRUCTION if ins.base != op::RESUME => here(self),
            event::PY_START if ins.base == op::RESUME && ins.arg & 3 == 0 => here(self),
            event::PY_RESUME if ins.base == op::RESUME && ins.arg & 3 != 0 => here(self),
            event::STOP_ITERATION if ins.base == op::END_SEND => {
                let (receiver, value) = (self.peek(2), self.peek(1));
                if self.kind(receiver) != Kind::Generator {
                    return None;
                }
                let stop = self.stop_iteration_of(value);
                Some((ip, vec![offset(self, ip), stop]))
            }
            event::CALL => {
                let (callable, first) = self.call_about_to_be(frame, ins)?;
                Some((ip, vec![offset(self, ip), self.new_ref(callable), self.new_ref(first)]))
            }
            event::JUMP if matches!(ins.base, op::JUMP_FORWARD | op::JUMP_BACKWARD) => {
                Some((ip, vec![offset(self, ip), offset(self, ins.arg)]))
            }
            event::PY_RETURN if ins.base == op::RETURN_VALUE => {
                let value = self.peek(1);
                Some((ip, vec![offset(self, ip), self.new_ref(value)]))
            }
            event::PY_YIELD if ins.base == op::YIELD_VALUE => {
                let value = self.peek(1);
                Some((ip, vec![offset(self, ip), self.new_ref(value)]))
            }
            _ => None,
        }
    }

    /// What an instruction will call, and its first argument, or MISSING; a call of native code is noted.
    fn call_about_to_be(&mut self, frame: &Frame, ins: Instr) -> Option<(Obj, Obj)> {
        let missing = self.monitor_part(part::MISSING);
        let below = match ins.base {
            op::CALL => ins.arg + 2,
            op::CALL_KW => ins.arg + 3,
            op::CALL_FUNCTION_EX => 4,
            _ => return None,
        };
        let word = |m: &Machine, n: u32| m.thread.stack[(frame.sp - n) as usize];
        let mut callable = word(self, below).obj();
        let first = if ins.base == op::CALL_FUNCTION_EX {
            let args = word(self, 2).obj();
            let items = if self.kind(args) == Kind::Tuple { self.seq_items(args) } else { Vec::new() };
            items.first().copied().unwrap_or(missing)
        } else if word(self, below - 1) != StackRef::NULL {
            word(self, below - 1).obj()
        } else if self.kind(callable) == Kind::Method {
            let (function, this) = self.method_parts(callable);
            callable = function;
            this
        } else if ins.arg > 0 {
            word(self, below - 2).obj()
        } else {
            missing
        };
        if self.kind(callable) != Kind::Function {
            self.note_native_call(frame, callable, first);
        }
        Some((callable, first))
    }

    fn note_native_call(&mut self, frame: &Frame, callable: Obj, first: Obj) {
        let depth = self.thread.frames.len() as u32;
        self.forget_native_call(depth);
        let parts = vec![
            self.new_int(i64::from(depth)),
            self.new_int(i64::from(frame.ip)),
            self.new_ref(callable),
            self.new_ref(first),
        ];
        let entry = self.new_tuple(parts);
        let calls = self.monitor_part(part::CALLS);
        self.list_append(calls, entry);
    }

    /// The call of native code that the instruction executed last has made, if it is noted.
    fn native_call_waiting(&mut self, frame: &Frame) -> Option<Obj> {
        let calls = self.monitor_part(part::CALLS);
        let last = self.list_len(calls).checked_sub(1)?;
        let entry = self.list_item(calls, last);
        let parts = self.seq_items(entry);
        let same = self.int_clamped(parts[0]) == self.thread.frames.len() as i64;
        let behind = self.int_clamped(parts[1]) != i64::from(frame.ip);
        (same && behind).then_some(entry)
    }

    /// Calls noted at that depth or deeper are over.
    fn forget_native_call(&mut self, depth: u32) {
        let calls = self.monitor_part(part::CALLS);
        let mut left = self.seq_items(calls);
        let n = left.len();
        left.retain(|&entry| self.int_clamped(self.tuple_item(entry, 0)) < i64::from(depth));
        if left.len() < n {
            let left = self.new_list_from(&left).into_edge();
            self.put_monitor_part(part::CALLS, left);
        }
    }

    /// Replaces an item of the state; the new one is taken over.
    pub(crate) fn put_monitor_part(&mut self, part: u32, value: Obj) {
        let list = self.thread.monitoring;
        let old = self.list_replace(list, part, Owned::steal(value));
        self.drop_ref(old);
    }

    /// An exception is on its way through the innermost frame: true if a tool is being told of it first.
    pub(crate) fn monitor_unwinding(&mut self, frame: &Frame, thrown: bool) -> R<bool> {
        let depth = self.thread.frames.len() as u32;
        let place = frame.ip.saturating_sub(1);
        let (at_depth, at_ip, mut done) = self.thread.monitor_at;
        // Progress of an unwinding is told apart from that of an instruction by its mark.
        let mark = place | 1 << 31;
        if (at_depth, at_ip) != (depth, mark) {
            done = 0;
        }
        if done == DONE {
            return Ok(false);
        }
        let handlers = &self.codes[frame.code as usize].stat.handlers;
        let handler = handlers.iter().rev().find(|h| h.start <= place && place < h.end).map(|h| h.target);
        let waiting = self.native_call_waiting(&Frame { ip: u32::MAX, ..*frame });
        let waiting = waiting.filter(|&call| self.int_clamped(self.tuple_item(call, 1)) == i64::from(place));
        let order = [
            waiting.map(|_| event::C_RAISE),
            thrown.then_some(event::PY_THROW),
            Some(if self.thread.reraise && !thrown { event::RERAISE } else { event::RAISE }),
            Some(if handler.is_some() { event::EXCEPTION_HANDLED } else { event::PY_UNWIND }),
        ];
        for (i, event) in order.into_iter().enumerate().skip(done as usize / 8) {
            let Some(event) = event else { continue };
            let tools = self.told_tools(event, frame.code, place);
            for (n, tool) in tools.into_iter().enumerate() {
                let number = i as u32 * 8 + n as u32;
                if number < done {
                    continue;
                }
                let at = if event == event::EXCEPTION_HANDLED { handler.unwrap_or(place) } else { place };
                let offset = self.offset_of(frame.code, at);
                let mut args = vec![self.new_int(i64::from(offset))];
                match waiting.filter(|_| event == event::C_RAISE) {
                    Some(call) => {
                        let parts = self.seq_items(call);
                        args.extend([self.new_ref(parts[2]), self.new_ref(parts[3])]);
                    }
                    None => args.push(self.new_ref(self.thread.raised)),
                }
                self.thread.monitor_at = (depth, mark, number + 1);
                let told = self.tell_tool(event, tool, place, frame, &args, false);
                self.drop_all(args);
                if told? {
                    return Ok(true);
                }
            }
            if event == event::C_RAISE {
                self.forget_native_call(depth);
            }
        }
        self.thread.monitor_at = (depth, mark, DONE);
        Ok(false)
    }

    /// Calls a tool's callback; its frame is innermost then. What is raised waits meanwhile.
    fn tell_tool(&mut self, event: u32, tool: u32, place: u32, frame: &Frame, args: &[Owned], before: bool) -> R<bool> {
        let callback = self.monitor_get(part::CALLBACKS, key_of(event, tool));
        let mut all = vec![self.codes[frame.code as usize].obj];
        all.extend(args.iter().map(Owned::get));
        let args = self.new_tuple_from(&all);
        let raised = if before { Obj::NULL } else { self.suspend_raised() };
        let held = [StackRef::owned(self.new_ref(callback).into_edge()), StackRef::owned(args.into_edge())];
        let waiting = if raised.is_null() { StackRef::NULL } else { StackRef::owned(raised) };
        self.thread.tracing_event = TELLING;
        let flags = u64::from(self.thread.reraise) << 1 | u64::from(self.thread.throwing);
        let asked = if matches!(event, event::C_RETURN | event::C_RAISE) { event::CALL } else { event };
        let number = key_of(asked, tool) as u64 | flags << 8 | u64::from(event) << 16 | u64::from(place) << 32;
        if before {
            // What is told of counts as what runs.
            let at = self.thread.frames.len() - 1;
            self.thread.frames[at].ip += 1;
        }
        self.thread.throwing = false;
        self.thread.reraise = false;
        let [callback, args] = held;
        let told =
            self.enter(What::Monitor, &[callback, args, waiting], number | u64::from(before) << 15, OnReturn::Event)?;
        match told {
            Begun::Frame => Ok(true),
            begun => {
                // The callback was native, and has done its work.
                if let Begun::Value(value) = begun {
                    self.drop_ref(value);
                }
                Ok(false)
            }
        }
    }

    /// Notes what one tool is told of everywhere, or what it is no longer.
    pub(crate) fn monitor_events(&mut self, tool: u32, set: u32) {
        let new = set & !self.thread.monitor_tools[tool as usize];
        self.thread.monitor_tools[tool as usize] = set;
        self.monitor_again(tool, new);
        self.count_monitored();
    }

    /// The same for one code object.
    pub(crate) fn monitor_local_events(&mut self, tool: u32, code: u32, set: u32) {
        let key = i64::from(code) << 3 | i64::from(tool);
        let had = self.monitor_get(part::LOCAL, key);
        let had = if had.is_null() { 0 } else { self.int_clamped(had) as u32 };
        let value = self.new_int(i64::from(set));
        self.monitor_set(part::LOCAL, key, if set == 0 { Obj::NULL } else { value.get() });
        self.drop_ref(value);
        self.monitor_again(tool, set & !had);
        self.count_monitored();
    }

    /// Events that a tool begins to be told of are told of everywhere.
    fn monitor_again(&mut self, tool: u32, new: u32) {
        let disabled = self.monitor_part(part::DISABLED);
        for (key, _) in self.dict_items(disabled) {
            let place = self.int_clamped(key);
            let (of, event) = (place as u32 & 7, place as u32 >> 3 & 31);
            if of == tool && new >> event & 1 != 0 {
                self.monitor_set(part::DISABLED, place, Obj::NULL);
            }
        }
    }

    fn count_monitored(&mut self) {
        let mut all = self.thread.monitor_tools.iter().fold(0, |all, set| all | set);
        let local = self.monitor_part(part::LOCAL);
        for (_, set) in self.dict_items(local) {
            all |= self.int_clamped(set) as u32;
        }
        self.thread.monitored = all;
        self.hold_fuel();
    }
}

/// A tool is told. Locals: the callback, its arguments, and the exception on its way or NULL.
pub(crate) fn tell(m: &mut Machine, answer: Answer) -> R<Step> {
    let number = m.native_now().a;
    let got = match answer {
        Answer::Begin => {
            let (callback, args) = (m.held(0), m.seq_items(m.held(1)));
            match m.begin(callback, &args, OnReturn::Native) {
                Ok(begun) => answer!(begun),
                Err(Raised) => Answer::Raised,
            }
        }
        got => got,
    };
    let value = m.value_of(got);
    let waiting = m.take_held(2).into_edge();
    let value = match value {
        Ok(value) => value,
        Err(Raised) => {
            m.xdecref(waiting);
            return Err(Raised);
        }
    };
    if let Some(below) = m.thread.frames.len().checked_sub(2).filter(|_| number >> 15 & 1 != 0) {
        m.thread.frames[below].ip -= 1;
    }
    let disables = value.get() == m.monitor_part(part::DISABLE);
    m.drop_ref(value);
    if disables {
        let (event, tool) = ((number >> 16) as u32 & 31, number as u32 & 7);
        let asked = (number >> 3) as u32 & 31;
        if asked >= event::LOCAL {
            m.xdecref(waiting);
            m.monitor_set(part::CALLBACKS, key_of(event, tool), Obj::NULL);
            let text = format!("Cannot disable {} events. Callback removed.", event::NAMES[event as usize % 19]);
            return Err(m.raise(ty::VALUE_ERROR, &text));
        }
        let place = (number >> 32) as i64;
        m.monitor_set(part::DISABLED, place << 8 | key_of(asked, tool), fixed::TRUE);
    }
    if !waiting.is_null() {
        m.restore_raised(waiting);
        m.thread.reraise = number >> 9 & 1 != 0;
        m.thread.throwing = true;
    }
    Ok(Step::Done(Owned::steal(fixed::NONE)))
}

/// However it ends, others may be told again.
pub(crate) fn leave(m: &mut Machine) {
    m.thread.tracing_event = 0;
}
