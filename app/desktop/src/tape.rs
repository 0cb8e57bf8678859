//! A run on tape: the machine at some steps, what was executed at each, and how to get to any of them.

use compiler::code::CodeObject;
use model::timeline::{CallSpan, Event, EventKind, LineSpan};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use vm::host::Host;
use vm::machine::{Ended, Event as MachineEvent, Halt, Machine, Seen};

/// Steps between two copies of the machine, at first.
const SPACING: u64 = 10_000;
/// Copies kept; beyond it every second one goes and the spacing doubles.
const COPIES: usize = 48;
/// Steps after which a run is ended: what is recorded must fit into memory.
pub const STEP_LIMIT: u64 = 20_000_000;

/// How the recording ended, if it has.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    Exit(i32),
    NotSupported { name: String, line: u32 },
    Limit(String),
    Stopped,
}

pub struct Tape {
    /// At the last step recorded.
    head: Machine,
    copies: Vec<(u64, Machine)>,
    spacing: u64,
    /// The machine at the step last asked for.
    at: Machine,
    pub trace: Vec<Seen>,
    pub index: Index,
    events_read: usize,
    pub end: Option<End>,
    total: u64,
}

/// What happened when, for searches and the timeline.
#[derive(Default)]
pub struct Index {
    /// Steps at which a line begins, in order.
    pub lines: Vec<LineSpan>,
    pub calls: Vec<CallSpan>,
    /// Spans that have not ended: positions in `calls`.
    open: Vec<usize>,
    /// Per frame: code, the line it is on, the instruction last seen.
    frames: Vec<(u32, u32, u32)>,
    pub events: Vec<Event>,
    /// The module's code object: lines of other files are not the program's.
    main: Option<u32>,
}

impl Tape {
    pub fn new(code: &Arc<CodeObject>, source: &str, host: Host) -> Tape {
        let mut head = Machine::new(host);
        head.start(code, source);
        head.observed = true;
        let copies = vec![(0, head.clone())];
        let at = head.clone();
        Tape { head, copies, spacing: SPACING, at, trace: Vec::new(), index: Index::default(), events_read: 0, end: None, total: 0 }
    }

    /// Steps recorded.
    pub fn len(&self) -> u64 {
        self.total
    }

    /// Records on for about `steps`; says whether there is more.
    pub fn record(&mut self, steps: u64, cancel: &AtomicBool) -> bool {
        let goal = self.total + steps;
        while self.end.is_none() && self.total < goal {
            if cancel.load(Ordering::Relaxed) {
                self.end = Some(End::Stopped);
                break;
            }
            if self.total >= STEP_LIMIT {
                let limit = model::value::grouped(STEP_LIMIT);
                self.end = Some(End::Limit(format!("After {limit} steps the run was ended; everything up to here can be looked at.")));
                break;
            }
            self.slice(self.spacing.min(SPACING * 4));
        }
        self.end.is_none()
    }

    /// One stretch. A pause inside native code cannot go on: it starts again from the last copy, and goes further.
    fn slice(&mut self, mut steps: u64) {
        let from = self.total;
        loop {
            let ended = self.head.run_to(from + steps);
            if self.head.moment.is_none() || ended.is_some() {
                self.note();
                self.total = self.trace.len() as u64;
                match ended {
                    None => self.keep(),
                    Some(Ended::Exit(status)) => self.end = Some(End::Exit(status)),
                    Some(Ended::Halted(Halt::NotSupported { name, line })) => self.end = Some(End::NotSupported { name, line }),
                    Some(Ended::Halted(Halt::Limit(text))) => self.end = Some(End::Limit(text)),
                    Some(Ended::Halted(Halt::Paused)) => {}
                }
                return;
            }
            let (step, copy) = self.copies.last().map(|(step, machine)| (*step, machine.clone())).unwrap_or((0, self.at.clone()));
            self.head = copy;
            self.head.observed = true;
            self.head.observer.clear();
            steps *= 2;
            // What lies between the copy and here has been noted already.
            let _ = self.head.run_to(from.max(step));
            if self.head.moment.is_none() {
                self.head.observer.clear();
            } else {
                // The last pause itself lay in native code: everything from the copy on is noted afresh.
                self.head = self.copies.last().map(|(_, machine)| machine.clone()).unwrap_or_else(|| self.at.clone());
                self.head.observed = true;
                self.head.observer.clear();
            }
        }
    }

    /// Takes over what the machine saw and said.
    fn note(&mut self) {
        let seen = std::mem::take(&mut self.head.observer);
        for step in seen {
            if step.step as usize == self.trace.len() {
                self.index.see(&step, &self.head);
                self.trace.push(step);
            }
        }
        let mut at = self.output_at();
        for (step, event) in &self.head.events[self.events_read.min(self.head.events.len())..] {
            // The machine counts a step when it begins: what happens in it carries the number after.
            let step = step.saturating_sub(1);
            let (kind, text) = match event {
                MachineEvent::Output { stderr, len } => {
                    let bytes = if *stderr { &self.head.host.stderr } else { &self.head.host.stdout };
                    let place = if *stderr { &mut at.1 } else { &mut at.0 };
                    let end = (*place + *len as usize).min(bytes.len());
                    let text = String::from_utf8_lossy(&bytes[(*place).min(end)..end]).into_owned();
                    *place = end;
                    (EventKind::Output { stderr: *stderr }, text)
                }
                MachineEvent::Collection { generation, collected } => {
                    let text = format!("generation {generation} collected, {} freed", model::value::counted(*collected, "object"));
                    (EventKind::Collection { generation: *generation }, text)
                }
                MachineEvent::Raised(name) => (EventKind::Exception, format!("{name} raised")),
                MachineEvent::Import(_) => continue,
            };
            self.index.events.push(Event { step, kind, text });
        }
        self.events_read = self.head.events.len();
    }

    /// Bytes of stdout and stderr that events have told of so far.
    fn output_at(&self) -> (usize, usize) {
        let written = |wanted: bool| {
            let said = self.head.events[..self.events_read.min(self.head.events.len())].iter();
            said.filter_map(|(_, event)| match event {
                MachineEvent::Output { stderr, len } if *stderr == wanted => Some(*len as usize),
                _ => None,
            })
            .sum()
        };
        (written(false), written(true))
    }

    fn keep(&mut self) {
        if self.copies.last().is_none_or(|(step, _)| self.total >= step + self.spacing) {
            let mut copy = self.head.clone();
            copy.observer = Vec::new();
            self.copies.push((self.total, copy));
        }
        if self.copies.len() > COPIES {
            let mut index = 0;
            self.copies.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.spacing *= 2;
        }
    }

    /// The machine when `step` instructions have been executed.
    pub fn seek(&mut self, step: u64) -> &Machine {
        let step = step.min(self.total);
        let here = self.at.steps();
        let near = self.copies.iter().rev().find(|(at, _)| *at <= step);
        let usable = self.at.moment.is_none() && self.at.halt.as_ref().is_none_or(|halt| *halt == Halt::Paused) && here <= step;
        if !usable || near.is_some_and(|(at, _)| *at > here) || self.at.frames.is_empty() {
            self.at = near.map_or_else(|| self.copies[0].1.clone(), |(_, machine)| machine.clone());
        }
        self.at.observed = false;
        self.at.observer.clear();
        if self.at.steps() < step {
            let _ = self.at.run_to(step);
        }
        match &self.at.moment {
            Some(inside) => inside,
            None => &self.at,
        }
    }

    pub fn head(&self) -> &Machine {
        &self.head
    }
}

impl Index {
    fn see(&mut self, seen: &Seen, machine: &Machine) {
        let depth = seen.depth as usize;
        let step = seen.step;
        while self.frames.len() > depth {
            self.frames.pop();
            self.close(step);
        }
        let position = machine.position_of(seen.code, seen.ip);
        let line = position.line.unwrap_or(0);
        let main = *self.main.get_or_insert(seen.code);
        let file = |code: u32| machine.codes.get(code as usize).map(|code| &code.meta().filename);
        let own = file(seen.code) == file(main);
        let same_frame = self.frames.len() == depth && self.frames.last().is_some_and(|frame| frame.0 == seen.code);
        if self.frames.len() == depth && !same_frame {
            self.frames.pop();
            self.close(step);
        }
        while self.frames.len() < depth {
            let name = machine.codes.get(seen.code as usize).map_or(String::new(), |code| model::listing::lossy(&code.meta().qualname));
            self.open.push(self.calls.len());
            let at = self.frames.len() as u32;
            self.calls.push(CallSpan { start: step, end: u64::MAX, depth: at, name });
            self.frames.push((seen.code, 0, u32::MAX));
        }
        if let Some(frame) = self.frames.last_mut() {
            let back = frame.2 != u32::MAX && seen.ip < frame.2;
            if own && line > 0 && (line != frame.1 || back) {
                self.lines.push(LineSpan { start: step, line });
                frame.1 = line;
            }
            frame.2 = seen.ip;
        }
    }

    fn close(&mut self, step: u64) {
        if let Some(call) = self.open.pop() {
            self.calls[call].end = step;
        }
    }
}
