//! One program's recording and the cursor in it.

use crate::snapshot::Snapshot;
use crate::visitor::{Visitor, before};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use syntax::Mode;
use vm::eval::Tracing;
use vm::inspect::ledger::Touched;
use vm::state::host::Host;
use vm::state::interpreter::{Ended, Event, Halt, Leash, Machine};

/// Instructions between two looks at the cancel flag: a few milliseconds.
const SLICE: u64 = 100_000;
/// Shortest distance of snapshots while recording, and while filling in afterwards.
const RECORD_DISTANCE: u64 = 100_000;
const FILL_DISTANCE: u64 = 2_000;
/// Bytes of changed pages that a snapshot near to another is thought to have before one was made.
const CHANGED: usize = 64 << 10;

/// How a recording is made.
#[derive(Clone, Debug)]
pub struct Options {
    pub host: Host,
    /// Steps after which a run is stopped with a sentence.
    pub step_limit: u64,
    /// Bytes that snapshots may take; older ones are thinned to stay below.
    pub memory_budget: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { host: Host::default(), step_limit: 50_000_000, memory_budget: 512 << 20 }
    }
}

/// Why a program could not be started.
#[derive(Clone, Debug)]
pub enum StartError {
    Syntax(Box<compiler::SyntaxError>),
}

/// How far recording has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// More to do.
    Running { steps: u64 },
    /// The program ended or was stopped; the recording is whole.
    Done(Ended),
    /// The cancel flag was set; what is recorded so far can be visited.
    Cancelled,
}

/// Bytes that the program wrote, or read, in one go: from the end of the piece before to this end in the output. A machine
/// counts a step when it begins: what is written in it carries the number after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub step: u64,
    pub end: u32,
    pub stream: Stream,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
    /// A line of input, as a terminal shows what is typed.
    In,
}

/// A visited moment.
pub struct Moment<'a> {
    pub step: u64,
    pub machine: &'a Machine,
}

/// A program, its recording, and a live machine that stands at the cursor.
pub struct Session {
    pub source: String,
    pub filename: String,
    pub code: Arc<compiler::code::CodeObject>,
    pub(crate) snapshots: Vec<Snapshot>,
    live: Visitor,
    /// A second machine, one step behind, for those who look at a step from both sides.
    behind: Option<Box<Visitor>>,
    options: Options,
    recorded: u64,
    /// Up to this step snapshots lie as near as they can.
    filled: u64,
    /// Bytes of the pages that had changed when a snapshot was filled in last.
    changed: usize,
    pub ended: Option<Ended>,
    pub events: Vec<(u64, Event)>,
    pub output: Vec<u8>,
    pub written: Vec<Written>,
}

impl Session {
    /// Compiles a program and stands before its first instruction.
    ///
    /// # Errors
    /// [`StartError::Syntax`] with CPython's message and place.
    pub fn new(source: &[u8], filename: &str, options: Options) -> Result<Session, StartError> {
        let (code, text, _) = compiler::compile_with_text(source, filename, Mode::Exec, compiler::Options::default())
            .map_err(|e| StartError::Syntax(Box::new(e)))?;
        Ok(Session::of_code(code, text, filename, options))
    }

    /// Stands before the first instruction of a program that is compiled already; `text` is its decoded source.
    pub fn of_code(code: Arc<compiler::code::CodeObject>, text: String, filename: &str, options: Options) -> Session {
        let mut host = options.host.clone();
        if *host.argv == [String::new()] {
            host.argv = [filename.to_owned()].into();
        }
        let mut live = modules::machine(host);
        // Steps are counted from the program's first instruction.
        live.fuel = 0;
        live.fuel_end = 0;
        live.start(&code, &text);
        let first = Snapshot::take(&mut live);
        Session {
            source: text,
            filename: filename.to_owned(),
            code,
            snapshots: vec![first],
            live: Visitor::new(live),
            behind: None,
            options,
            recorded: 0,
            filled: 0,
            changed: CHANGED,
            ended: None,
            events: Vec::new(),
            output: Vec::new(),
            written: Vec::new(),
        }
    }

    /// Steps recorded so far.
    pub fn len(&self) -> u64 {
        self.recorded
    }

    pub fn is_empty(&self) -> bool {
        self.recorded == 0
    }

    /// Bytes that the snapshots take.
    pub fn snapshot_bytes(&self) -> usize {
        self.snapshots.iter().map(Snapshot::bytes).sum()
    }

    pub fn snapshot_count(&self) -> usize {
        self.snapshots.len()
    }

    /// Records up to `budget` more steps, or some more where native code calls back. Call again while it answers
    /// `Running`.
    pub fn record(&mut self, budget: u64, cancel: &Arc<AtomicBool>) -> Progress {
        if let Some(ended) = &self.ended {
            return Progress::Done(ended.clone());
        }
        self.catch_up();
        let limit = self.options.step_limit;
        let stop = self.recorded.saturating_add(budget).min(limit);
        while self.recorded < stop {
            if cancel.load(Ordering::Relaxed) {
                return Progress::Cancelled;
            }
            let target = (self.recorded + SLICE.min(self.distance())).min(stop);
            self.live.machine.leash = Some(Leash { cancel: cancel.clone(), limit });
            self.live.machine.tracing = Tracing::Off;
            let ended = self.live.machine.run_to(target);
            self.live.machine.leash = None;
            self.harvest();
            match ended {
                None => self.recorded = self.live.machine.steps(),
                Some(Ended::Halted(halt)) if self.live.machine.torn || begun(&halt) => {
                    // The step that was begun is not done: the recording ends before it.
                    self.live.spent = true;
                    let interrupted = halt == Halt::Interrupted;
                    self.forget(self.live.machine.steps().saturating_sub(1).max(self.recorded));
                    if !interrupted {
                        return self.finish(Ended::Halted(halt));
                    }
                    if self.recorded < limit {
                        return Progress::Cancelled;
                    }
                }
                Some(ended) => {
                    self.recorded = self.live.machine.steps();
                    return self.finish(ended);
                }
            }
            self.snapshot_if_due();
        }
        if self.recorded >= limit {
            return self.finish(Ended::Halted(Halt::Limit(format!(
                "The program was stopped after {limit} steps; everything up to there can be looked at."
            ))));
        }
        Progress::Running { steps: self.recorded }
    }

    /// Ends the recording at a step: what was written and happened behind it did not.
    fn forget(&mut self, step: u64) {
        self.recorded = step;
        self.behind = None;
        self.filled = self.filled.min(step);
        self.events.truncate(self.events.partition_point(|(at, _)| *at <= step));
        self.written.truncate(self.written.partition_point(|written| written.step <= step));
        self.output.truncate(self.written.last().map_or(0, |written| written.end as usize));
        self.snapshots.retain(|snapshot| snapshot.step <= step);
    }

    /// The lines that the program has been given so far.
    pub fn input(&self) -> &[String] {
        &self.options.host.input
    }

    /// Gives the program other lines. What was recorded up to the first line that differs stays; the rest is
    /// recorded again.
    pub fn set_input(&mut self, input: Vec<String>, open: bool) {
        let same = self.input().iter().zip(&input).take_while(|(old, new)| old == new).count();
        self.options.host.input = input.into();
        self.options.host.input_open = open;
        self.snapshots.retain(|snapshot| snapshot.step == 0 || snapshot.input_used() <= same);
        for snapshot in &mut self.snapshots {
            snapshot.set_input(&self.options.host);
        }
        self.ended = None;
        let step = self.snapshots.last().map_or(0, |snapshot| snapshot.step);
        self.forget(step);
        self.live.restore_before(step, &self.snapshots);
    }

    fn finish(&mut self, ended: Ended) -> Progress {
        self.ended = Some(ended.clone());
        Progress::Done(ended)
    }

    /// Steps to the next snapshot: proportional to the size of the state, so that copying costs a few percent.
    fn distance(&self) -> u64 {
        let state = self.live.machine.slots.bytes()
            + self.live.machine.words.data.bytes()
            + self.live.machine.bytes.data.bytes();
        (state as u64 / 4).max(RECORD_DISTANCE)
    }

    fn snapshot_if_due(&mut self) {
        let last = self.snapshots.last().map_or(0, |s| s.step);
        if !self.live.spent && self.live.machine.steps() >= last + self.distance() {
            let snapshot = Snapshot::take(&mut self.live.machine);
            self.snapshots.push(snapshot);
            self.thin();
        }
    }

    /// Moves what the live machine wrote and logged while recording into the recording.
    fn harvest(&mut self) {
        let stdout = std::mem::take(&mut self.live.machine.host.stdout);
        let stderr = std::mem::take(&mut self.live.machine.host.stderr);
        let (mut out, mut err) = (0, 0);
        for (step, event) in std::mem::take(&mut self.live.machine.events) {
            let stream = match &event {
                Event::Output { stderr: to_err, len } => {
                    let (from, at) = if *to_err { (&stderr, &mut err) } else { (&stdout, &mut out) };
                    let end = (*at + *len as usize).min(from.len());
                    self.output.extend_from_slice(&from[*at..end]);
                    *at = end;
                    if *to_err { Stream::Err } else { Stream::Out }
                }
                Event::Input(line) => {
                    self.output.extend_from_slice(line.as_bytes());
                    self.output.push(b'\n');
                    Stream::In
                }
                _ => {
                    self.events.push((step, event));
                    continue;
                }
            };
            self.written.push(Written { step, stream, end: self.output.len() as u32 });
        }
    }

    /// Steps between snapshots that are filled in: as few as the budget allows for the whole recording.
    fn fill_distance(&self) -> u64 {
        // A heap that grows makes later ones larger: the last tells how large they get.
        let last = self.snapshots.last().map_or(0, Snapshot::least_bytes);
        let affordable = self.options.memory_budget / 10 * 8 / (last + self.changed).max(1);
        FILL_DISTANCE.max(self.recorded / affordable.max(1) as u64)
    }

    /// Fills in snapshots where they are sparse, a few at a time: seeking gets faster. True while there is more.
    pub fn fill_in(&mut self, cancel: &Arc<AtomicBool>) -> bool {
        let end = self.recorded;
        let step = self.fill_distance();
        let Some(i) = (0..self.snapshots.len()).find(|&i| {
            let next = self.snapshots.get(i + 1).map_or(end, |s| s.step);
            next > self.filled && next - self.snapshots[i].step > 2 * step
        }) else {
            return false;
        };
        // What is left of the budget; some stays free for what a recording that goes on takes.
        let mut room = (self.options.memory_budget / 10 * 9).saturating_sub(self.snapshot_bytes());
        if room == 0 || cancel.load(Ordering::Relaxed) {
            return false;
        }
        let next = self.snapshots.get(i + 1).map_or(end, |s| s.step);
        let mut at = self.snapshots[i].step;
        self.snapshots[i].restore(&mut self.live.machine);
        self.live.spent = false;
        let mut added = Vec::new();
        while at + step < next && room > 0 && !cancel.load(Ordering::Relaxed) {
            // Inside native code no snapshot can be taken: on a leash the machine runs on until it is out.
            self.live.machine.leash = Some(Leash { cancel: cancel.clone(), limit: next });
            self.live.replay_to(at + step);
            self.live.machine.leash = None;
            self.live.forget_output();
            self.live.spent = self.live.machine.halt != Some(Halt::Paused);
            at = self.live.machine.steps();
            if self.live.spent || at >= next {
                break;
            }
            let snapshot = Snapshot::take(&mut self.live.machine);
            self.changed = snapshot.changed;
            room = room.saturating_sub(snapshot.bytes());
            added.push(snapshot);
        }
        let stopped = room == 0 || cancel.load(Ordering::Relaxed);
        self.filled = if stopped { added.last().map_or(self.filled, |last| last.step) } else { next };
        if let (Some(last), Some(next)) = (added.last(), self.snapshots.get_mut(i + 1)) {
            next.share(last);
        }
        self.snapshots.splice(i + 1..i + 1, added);
        true
    }

    /// Drops every other snapshot of the older half while they take more than the budget.
    fn thin(&mut self) {
        while self.snapshot_bytes() > self.options.memory_budget && self.snapshots.len() > 8 {
            let half = self.snapshots.len() / 2;
            let mut i = 0;
            self.snapshots.retain(|_| {
                i += 1;
                i == 1 || i > half || i % 2 == 1
            });
        }
    }

    /// Brings the live machine to the end of the recording, to go on there.
    fn catch_up(&mut self) {
        let end = self.recorded;
        if self.live.spent || self.live.machine.steps() != end {
            self.live.goto(end, &self.snapshots);
            self.live.forget_output();
        }
        if self.live.spent {
            // The end lies inside native code, where no machine can go on: back to the last place where one can.
            let step = self.snapshots.last().map_or(0, |snapshot| snapshot.step);
            self.forget(step);
            self.live.restore_before(step, &self.snapshots);
        }
    }

    /// The moment before step `step` (0: before the first instruction; `len()`: the end).
    pub fn seek(&mut self, step: u64) -> Moment<'_> {
        let step = step.min(self.recorded);
        self.live.goto(step, &self.snapshots);
        self.live.forget_output();
        Moment { step, machine: self.live.here() }
    }

    /// The moments before and after a step, and what was written between them, if that is known.
    pub(crate) fn lockstep(&mut self, step: u64) -> (&Machine, &Machine, Option<Touched>) {
        let behind = self.behind.get_or_insert_with(|| Box::new(self.live.another()));
        behind.goto(step, &self.snapshots);
        behind.forget_output();
        self.live.goto(step, &self.snapshots);
        let written = if self.live.can_go_on() {
            let m = &mut self.live.machine;
            let aside = (m.slots.watch(), m.words.data.watch(), m.types.watch());
            self.live.replay_to(step + 1);
            self.live.spent = self.live.machine.moment.is_some();
            let m = &mut self.live.machine;
            Some(Touched {
                slots: m.slots.written(&aside.0),
                words: m.words.data.written(&aside.1),
                types: m.types.written(&aside.2),
            })
        } else {
            self.live.goto(step + 1, &self.snapshots);
            None
        };
        self.live.forget_output();
        let (before, after) = (behind.here(), self.live.here());
        // Inside native code that nests the loop, moments are copies, and what was written on the way is unknown.
        (before, after, written.filter(|_| !behind.spent && !self.live.spent))
    }

    /// Steps `from..to` as seen by the observer; at most what is recorded.
    pub fn observe(&mut self, from: u64, to: u64) -> Vec<vm::state::interpreter::Seen> {
        let to = to.min(self.recorded);
        self.live.goto(from, &self.snapshots);
        if self.live.spent {
            // `from` lies inside native code: come by from the outside.
            self.live.restore_before(from, &self.snapshots);
        }
        self.live.machine.tracing = Tracing::Steps;
        self.live.machine.observer.clear();
        self.live.machine.run_to(to);
        let mut seen = std::mem::take(&mut self.live.machine.observer);
        self.live.forget_output();
        self.live.spent = self.live.machine.moment.is_some();
        seen.retain(|s| s.step >= from && s.step < to);
        seen
    }

    /// The machine wherever it stands: for what it knows of code.
    pub fn here(&self) -> &Machine {
        &self.live.machine
    }

    /// The moment visited last, by whichever way.
    pub fn standing(&self) -> &Machine {
        self.live.here()
    }

    /// The moment visited last lies inside native code: whatever comes next is executed again from a place before it.
    pub fn inside_native(&self) -> bool {
        self.live.spent
    }

    /// Steps that a seek would have to execute again.
    pub fn way_to(&self, step: u64) -> u64 {
        step - self.snapshots[before(step, &self.snapshots)].step
    }

    /// The last moment at which a frame stands: behind it the program has ended and the interpreter has shut down.
    pub fn last(&self) -> u64 {
        match self.ended {
            Some(Ended::Exit(_)) => self.recorded.saturating_sub(1),
            _ => self.recorded,
        }
    }

    /// Text written up to a step.
    pub fn output_before(&self, step: u64) -> &[u8] {
        let n = self.written.partition_point(|w| w.step <= step);
        &self.output[..n.checked_sub(1).map_or(0, |i| self.written[i].end as usize)]
    }

    /// The bytes of the `nth` piece of output.
    pub fn piece(&self, nth: usize) -> &[u8] {
        let start = nth.checked_sub(1).map_or(0, |before| self.written[before].end);
        &self.output[start as usize..self.written[nth].end as usize]
    }
}

/// Whether a step was begun and is not done.
fn begun(halt: &Halt) -> bool {
    matches!(halt, Halt::Interrupted | Halt::Input { .. })
}
