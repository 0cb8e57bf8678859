//! The whole run as lanes under the scrubber.

/// A call from its first step to its last.
#[derive(Clone, Debug, PartialEq)]
pub struct CallSpan {
    pub start: u64,
    /// Exclusive.
    pub end: u64,
    pub depth: u32,
    pub name: String,
    /// The machine's number for its code object.
    pub code: u32,
    /// Blocks of memory that its own steps took beyond those that the same step gave back.
    pub blocks: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    Output { stderr: bool },
    Collection { generation: u8 },
    Exception,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub step: u64,
    pub kind: EventKind,
    pub text: String,
}

/// From `start` on, the program is on `line`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineSpan {
    pub start: u64,
    pub line: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimelineModel {
    pub total: u64,
    /// The last moment at which a frame stands; behind it the interpreter has shut down.
    pub last: u64,
    pub lines: Vec<LineSpan>,
    pub calls: Vec<CallSpan>,
    pub events: Vec<Event>,
    /// Still being recorded: the right end moves.
    pub recording: bool,
    /// How much of the recording has been read for these lanes, from 0 to 1.
    pub read: f32,
}

impl TimelineModel {
    pub fn max_depth(&self) -> u32 {
        self.calls.iter().map(|call| call.depth).max().unwrap_or(0)
    }

    pub fn max_line(&self) -> u32 {
        self.lines.iter().map(|span| span.line).max().unwrap_or(1)
    }

    /// The event nearest to `step` within `reach` steps.
    pub fn event_near(&self, step: u64, reach: u64) -> Option<&Event> {
        self.events
            .iter()
            .filter(|event| event.step.abs_diff(step) <= reach)
            .min_by_key(|event| event.step.abs_diff(step))
    }
}
