//! What happened when in a recording, for quick moves and for the timeline's lanes. It is read step by step while
//! nothing else is asked; until it is whole, and in very long recordings, moves search the machine itself.

use model::compile::listing;
use model::moment::profile::Function;
use model::moment::timeline::{CallSpan, Event, EventKind, LineSpan};
use std::collections::HashMap;
use timeline::{Session, Stream, Walk};
use vm::state::interpreter::Event as MachineEvent;

/// Recordings up to this length are read step by step; of longer ones the lanes are drawn from samples.
const READ_WHOLE: u64 = 3_000_000;
const SAMPLES: u64 = 1_200;
/// Steps read, and samples taken, in one go: a few milliseconds.
const STEPS: u64 = 30_000;
const TAKEN: u64 = 4;
/// Moments that are further from a snapshot, deep inside native code, are not sampled.
const FAR: u64 = 1_000_000;
/// Import statements that are noted.
const ASKED: usize = 100_000;
/// Calls of one sample, one inside the other.
const DEEP: usize = 24;

#[derive(Default)]
pub struct Index {
    /// Steps at which a line begins, in order.
    pub lines: Vec<LineSpan>,
    pub calls: Vec<CallSpan>,
    /// Collections and exceptions. What was written stays in the recording, see [`outputs`].
    pub events: Vec<Event>,
    /// Every step is in it: it can be searched instead of the machine.
    pub whole: bool,
    /// Steps read, or samples taken.
    read: u64,
    walk: Option<Walk>,
    /// Spans that have not ended: positions in `calls`.
    open: Vec<usize>,
    functions: HashMap<u32, Function>,
    /// Stretches of steps in code of other files than the program's, from the first to the one behind the last.
    pub foreign: Vec<(u64, u64)>,
    /// Blocks of memory in use before the step that was read last.
    blocks: u64,
    /// Instructions that import: the step, the code object, the name as it is written.
    pub asked: Vec<(u64, u32, String)>,
    /// Calls that were open at the last sample: code and position in `calls`.
    sampled: Vec<(u32, usize)>,
}

impl Index {
    /// Reads on in a recording that has come to its end; says whether there is more.
    pub fn read_on(&mut self, session: &mut Session) -> bool {
        let more = if session.len() <= READ_WHOLE { self.read_steps(session) } else { self.sample(session) };
        if !more {
            self.calls.iter_mut().for_each(|call| call.end = call.end.min(session.len()));
        }
        more
    }

    /// How much has been read, from 0 to 1.
    pub fn part(&self, session: &Session) -> f32 {
        let all = if session.len() <= READ_WHOLE { session.len() } else { SAMPLES };
        self.read as f32 / all.max(1) as f32
    }

    fn read_steps(&mut self, session: &mut Session) -> bool {
        let len = session.len();
        let chunk = if session.inside_native() { READ_WHOLE } else { STEPS };
        let (from, to) = (self.read, (self.read + chunk).min(len));
        let mut walk = self.walk.take().unwrap_or_else(|| session.walk_from(0));
        let seen = session.observe(from, to);
        walk.learn(session.here());
        for step in &seen {
            // What the step before took is known by what is in use now.
            let taken = step.blocks.saturating_sub(self.blocks);
            if let Some(call) = self.open.last().filter(|_| step.step > 0) {
                self.calls[*call].blocks += taken;
            }
            self.blocks = step.blocks;
            let stride = walk.see(step);
            match self.foreign.last_mut() {
                _ if stride.own => {}
                Some((_, end)) if *end == step.step => *end += 1,
                _ => self.foreign.push((step.step, step.step + 1)),
            }
            if let Some(name) = walk.imported(step.code, step.ip).filter(|_| self.asked.len() < ASKED) {
                self.asked.push((step.step, step.code, name.to_owned()));
            }
            for _ in &stride.left {
                if let Some(call) = self.open.pop() {
                    self.calls[call].end = step.step;
                }
            }
            for _ in 0..stride.entered {
                let depth = self.open.len() as u32;
                let name = self.function(session, step.code).name.clone();
                self.open.push(self.calls.len());
                let (start, end, code) = (step.step, u64::MAX, step.code);
                self.calls.push(CallSpan { start, end, depth, name, code, blocks: 0 });
            }
            self.lines.extend(stride.line.map(|line| LineSpan { start: step.step, line }));
        }
        self.read = to;
        self.walk = Some(walk);
        self.whole = to == len;
        !self.whole
    }

    fn function(&mut self, session: &Session, code: u32) -> &Function {
        let main = &session.filename;
        self.functions.entry(code).or_insert_with(|| {
            let machine = session.here();
            let name = machine.code_qualname(code);
            let Some(known) = machine.codes.get(code as usize) else { return Function { name, ..Function::default() } };
            let (file, line) = (listing::lossy(&known.meta().filename), known.meta().firstlineno.max(0) as u32);
            Function { name, own: file == *main, file, line }
        })
    }

    /// What a code object is called and where it stands.
    pub fn named(&self, code: u32) -> Function {
        self.functions.get(&code).cloned().unwrap_or_default()
    }

    /// The stretch of other files' code that ends at a step of the program's own, or in which a step lies.
    pub fn foreign_at(&self, step: u64) -> Option<(u64, u64)> {
        let at = self.foreign.partition_point(|(start, _)| *start <= step);
        self.foreign[..at].last().copied().filter(|(_, end)| step < *end)
    }

    /// Looks at some moments of a long recording: calls and lines as wide as a line of the screen.
    fn sample(&mut self, session: &mut Session) -> bool {
        let len = session.len();
        let end = (self.read + TAKEN).min(SAMPLES);
        for at in self.read..end {
            let step = at * len / SAMPLES;
            if session.way_to(step) > FAR {
                continue;
            }
            let machine = session.seek(step).machine;
            let codes: Vec<u32> = machine.thread.frames.iter().take(DEEP).map(|frame| frame.code).collect();
            if let Some(frame) = machine.thread.frames.last()
                && let Some(line) = machine.position_of(frame.code, frame.ip).line
            {
                self.lines.push(LineSpan { start: step, line });
            }
            let keep = self.sampled.iter().zip(&codes).take_while(|(old, new)| old.0 == **new).count();
            for (_, call) in self.sampled.drain(keep..) {
                self.calls[call].end = step;
            }
            for (depth, code) in codes.into_iter().enumerate().skip(keep) {
                self.sampled.push((code, self.calls.len()));
                let name = self.function(session, code).name.clone();
                let (start, end, depth) = (step, u64::MAX, depth as u32);
                self.calls.push(CallSpan { start, end, depth, name, code, blocks: 0 });
            }
        }
        self.read = end;
        end < SAMPLES
    }
}

/// Collections and exceptions, each with the step that did it.
pub fn events(session: &Session) -> Vec<Event> {
    let last = session.len().saturating_sub(1);
    let event = |(step, event): &(u64, MachineEvent)| {
        let (kind, text) = match event {
            // The interpreter collects when it shuts down: that is no moment of the program.
            MachineEvent::Collection { .. } if session.ended.is_some() && *step > last => return None,
            MachineEvent::Collection { generation, collected } => {
                let freed = model::ground::value::counted(*collected, "object");
                (
                    EventKind::Collection { generation: *generation },
                    format!("generation {generation} collected, {freed} freed"),
                )
            }
            MachineEvent::Raised(name) => (EventKind::Exception, format!("{name} raised")),
            MachineEvent::Output { .. }
            | MachineEvent::Input(_)
            | MachineEvent::Import(_)
            | MachineEvent::Opened { .. } => return None,
        };
        // The machine counts a step when it begins: what happens in it carries the number after.
        Some(Event { step: step.saturating_sub(1).min(last), kind, text })
    };
    session.events.iter().filter_map(event).collect()
}

/// What was written: which piece of output, the step that did it, whether to standard error.
pub fn marks(session: &Session) -> impl DoubleEndedIterator<Item = (usize, u64, bool)> + '_ {
    let last = session.len().saturating_sub(1);
    let written = session.written.iter().enumerate().filter(|(_, written)| written.stream != Stream::In);
    written.map(move |(nth, written)| (nth, written.step.saturating_sub(1).min(last), written.stream == Stream::Err))
}

/// The same with its text.
pub fn outputs(session: &Session) -> impl DoubleEndedIterator<Item = (u64, bool, String)> + '_ {
    marks(session).map(|(nth, step, stderr)| (step, stderr, text(session, nth)))
}

/// What a piece of output says.
pub fn text(session: &Session, nth: usize) -> String {
    String::from_utf8_lossy(session.piece(nth)).into_owned()
}
