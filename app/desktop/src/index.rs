//! What happened when in a recording, for exact searches and for the timeline's lanes.

use model::timeline::{CallSpan, Event, EventKind, LineSpan};
use timeline::Session;
use vm::machine::{Event as MachineEvent, Machine, Seen};

/// Recordings up to this length are indexed step by step; longer ones are searched as they are asked.
const INDEXED: u64 = 3_000_000;

/// Where one executed instruction stood.
#[derive(Clone, Copy)]
pub struct Executed {
    pub code: u32,
    pub ip: u32,
}

#[derive(Default)]
pub struct Index {
    /// One entry a step; empty if the recording is too long.
    pub steps: Vec<Executed>,
    /// Steps at which a line begins, in order.
    pub lines: Vec<LineSpan>,
    pub calls: Vec<CallSpan>,
    pub events: Vec<Event>,
    /// Spans that have not ended: positions in `calls`.
    open: Vec<usize>,
    /// Per frame: code, the line it is on, the instruction last seen.
    frames: Vec<(u32, u32, u32)>,
    /// The module's code object: lines of other files are not the program's.
    main: Option<u32>,
}

/// The index of a recording that has come to its end.
pub fn build(session: &mut Session) -> Index {
    let mut index = Index { events: events(session), ..Index::default() };
    let len = session.len();
    if len <= INDEXED {
        let seen = session.observe(0, len);
        let machine = session.seek(len).machine;
        index.steps.reserve(seen.len());
        for step in &seen {
            index.see(step, machine);
            index.steps.push(Executed { code: step.code, ip: step.ip });
        }
    } else {
        let lanes = session.lanes();
        index.lines = lanes.lines.iter().map(|point| LineSpan { start: point.step, line: point.line }).collect();
        let call = |call: timeline::CallSpan| CallSpan {
            start: call.start,
            end: call.end,
            depth: call.depth,
            name: call.name,
        };
        index.calls = lanes.calls.into_iter().map(call).collect();
    }
    index.calls.iter_mut().for_each(|call| call.end = call.end.min(len));
    index
}

/// Output, collections, exceptions, each with the step that did it.
pub fn events(session: &Session) -> Vec<Event> {
    let mut written = session.written.iter();
    let last = session.len().saturating_sub(1);
    let mut latest = 0;
    let event = |(step, event): &(u64, MachineEvent)| {
        // After the program's end, while its names are dropped, steps are not counted on.
        let ending = *step == 0 || *step < latest;
        latest = latest.max(*step);
        let step = if ending { last + 1 } else { *step };
        let (kind, text) = match event {
            MachineEvent::Output { stderr, .. } => {
                let text = written.next().map_or(String::new(), |part| {
                    String::from_utf8_lossy(&session.output[part.start..part.end]).into_owned()
                });
                (EventKind::Output { stderr: *stderr }, text)
            }
            // The interpreter collects when it shuts down: that is no moment of the program.
            MachineEvent::Collection { .. } if ending || (session.ended.is_some() && step > last) => return None,
            MachineEvent::Collection { generation, collected } => {
                let freed = model::value::counted(*collected, "object");
                (
                    EventKind::Collection { generation: *generation },
                    format!("generation {generation} collected, {freed} freed"),
                )
            }
            MachineEvent::Raised(name) => (EventKind::Exception, format!("{name} raised")),
            MachineEvent::Import(_) => return None,
        };
        // The machine counts a step when it begins: what happens in it carries the number after.
        Some(Event { step: step.saturating_sub(1).min(last), kind, text })
    };
    session.events.iter().filter_map(event).collect()
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
            let name = machine
                .codes
                .get(seen.code as usize)
                .map_or(String::new(), |code| model::listing::lossy(&code.meta().qualname));
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
