//! Searches over the steps of a recording: lines, calls, returns, output; and the lanes of the timeline.

use crate::session::Session;
use vm::machine::Seen;

/// Steps looked at in one go.
const WINDOW: u64 = 4_096;
/// Recordings up to this length are read whole for the lanes; longer ones at sampled moments.
const READ_WHOLE: u64 = 200_000;
const SAMPLES: u64 = 1_200;

/// A stretch of steps in which one activation was on the stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSpan {
    pub name: String,
    pub depth: u32,
    pub start: u64,
    pub end: u64,
}

/// The line executed at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePoint {
    pub step: u64,
    pub line: u32,
    pub depth: u32,
}

/// What the timeline draws.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lanes {
    pub calls: Vec<CallSpan>,
    pub lines: Vec<LinePoint>,
    /// False where a long recording was sampled.
    pub whole: bool,
}

impl Session {
    fn line_of(&mut self, seen: &Seen) -> Option<u32> {
        self.seek_anywhere().position_of(seen.code, seen.ip).line
    }

    /// The machine in whatever state: for what never changes, such as positions of code.
    fn seek_anywhere(&mut self) -> &vm::machine::Machine {
        self.seek(0).machine
    }

    /// First step at or after `from` that satisfies a test on the step and the one before it.
    pub fn find_forward(&mut self, from: u64, test: &mut dyn FnMut(Option<&Seen>, &Seen) -> bool) -> Option<u64> {
        let mut at = from;
        let mut window = 256;
        while at < self.len() {
            let start = at.saturating_sub(1);
            let seen = self.observe(start, at + window);
            for (i, s) in seen.iter().enumerate() {
                let previous = i.checked_sub(1).map(|p| &seen[p]);
                if s.step >= at && test(previous, s) {
                    return Some(s.step);
                }
            }
            at += window;
            window = (window * 2).min(WINDOW * 16);
        }
        None
    }

    /// Last step before `from` that satisfies the test.
    pub fn find_backward(&mut self, from: u64, test: &mut dyn FnMut(Option<&Seen>, &Seen) -> bool) -> Option<u64> {
        let mut end = from;
        let mut window = 256;
        while end > 0 {
            let start = end.saturating_sub(window);
            let seen = self.observe(start.saturating_sub(1), end);
            for (i, s) in seen.iter().enumerate().rev() {
                let previous = i.checked_sub(1).map(|p| &seen[p]);
                if s.step >= start && test(previous, s) {
                    return Some(s.step);
                }
            }
            end = start;
            window = (window * 2).min(WINDOW * 16);
        }
        None
    }

    /// A test for "a new line begins here": another line, activation or depth than the step before.
    fn line_test(&mut self) -> impl FnMut(Option<&Seen>, &Seen) -> bool + use<> {
        let tables = self.position_tables();
        let line = move |s: &Seen| {
            tables
                .get(s.code as usize)
                .and_then(|(start, lines)| lines.get((s.ip.wrapping_sub(*start)) as usize).copied().flatten())
        };
        move |previous: Option<&Seen>, s: &Seen| match previous {
            None => line(s).is_some(),
            Some(p) => line(s).is_some() && (p.depth, p.code, line(p)) != (s.depth, s.code, line(s)),
        }
    }

    /// Start and lines of every code object.
    fn position_tables(&mut self) -> Vec<(u32, Vec<Option<u32>>)> {
        let machine = self.seek(self.len()).machine;
        machine.codes.iter().map(|c| (c.start, c.stat.positions.iter().map(|p| p.line).collect())).collect()
    }

    /// The next step behind `from` where a line begins.
    pub fn next_line(&mut self, from: u64) -> Option<u64> {
        let mut test = self.line_test();
        self.find_forward(from + 1, &mut test)
    }

    /// The step before `from` where a line begins.
    pub fn prev_line(&mut self, from: u64) -> Option<u64> {
        let mut test = self.line_test();
        self.find_backward(from, &mut test)
    }

    /// The next first instruction of a call.
    pub fn next_call(&mut self, from: u64) -> Option<u64> {
        self.find_forward(from + 1, &mut |p, s| p.is_some_and(|p| s.depth > p.depth))
    }

    pub fn prev_call(&mut self, from: u64) -> Option<u64> {
        self.find_backward(from, &mut |p, s| p.is_some_and(|p| s.depth > p.depth))
    }

    /// The next step after a return to a caller.
    pub fn next_return(&mut self, from: u64) -> Option<u64> {
        self.find_forward(from + 1, &mut |p, s| p.is_some_and(|p| s.depth < p.depth))
    }

    pub fn prev_return(&mut self, from: u64) -> Option<u64> {
        self.find_backward(from, &mut |p, s| p.is_some_and(|p| s.depth < p.depth))
    }

    /// The next line that is not deeper than the activation at `from`: over calls.
    pub fn next_line_over(&mut self, from: u64) -> Option<u64> {
        let depth = self.seek(from).machine.frames.len() as u32;
        let mut test = self.line_test();
        self.find_forward(from + 1, &mut |p, s| s.depth <= depth && test(p, s))
    }

    pub fn prev_line_over(&mut self, from: u64) -> Option<u64> {
        let depth = self.seek(from).machine.frames.len() as u32;
        let mut test = self.line_test();
        self.find_backward(from, &mut |p, s| s.depth <= depth && test(p, s))
    }

    /// The next step out of the activation at `from`.
    pub fn step_out(&mut self, from: u64) -> Option<u64> {
        let depth = self.seek(from).machine.frames.len() as u32;
        self.find_forward(from + 1, &mut |_, s| s.depth < depth)
    }

    /// Where the activation at `from` began.
    pub fn step_out_back(&mut self, from: u64) -> Option<u64> {
        let depth = self.seek(from).machine.frames.len() as u32;
        self.find_backward(from, &mut |_, s| s.depth < depth)
    }

    /// The next step at which execution reaches a line of the program's file.
    pub fn next_at_line(&mut self, from: u64, line: u32) -> Option<u64> {
        let tables = self.position_tables();
        let mut begins = self.line_test();
        let at = move |s: &Seen| {
            tables
                .get(s.code as usize)
                .and_then(|(start, lines)| lines.get((s.ip.wrapping_sub(*start)) as usize).copied().flatten())
        };
        self.find_forward(from + 1, &mut |p, s| at(s) == Some(line) && begins(p, s))
    }

    pub fn prev_at_line(&mut self, from: u64, line: u32) -> Option<u64> {
        let tables = self.position_tables();
        let mut begins = self.line_test();
        let at = move |s: &Seen| {
            tables
                .get(s.code as usize)
                .and_then(|(start, lines)| lines.get((s.ip.wrapping_sub(*start)) as usize).copied().flatten())
        };
        self.find_backward(from, &mut |p, s| at(s) == Some(line) && begins(p, s))
    }

    /// The moment right after the next output, and after the one before.
    pub fn next_output(&self, from: u64) -> Option<u64> {
        self.written.iter().map(|w| w.step).find(|&s| s > from)
    }

    pub fn prev_output(&self, from: u64) -> Option<u64> {
        self.written.iter().rev().map(|w| w.step).find(|&s| s < from)
    }

    /// Call spans and line points for the timeline.
    pub fn lanes(&mut self) -> Lanes {
        let len = self.len();
        if len <= READ_WHOLE {
            let seen = self.observe(0, len);
            return self.lanes_from(&seen, true, len);
        }
        let mut points = Lanes::default();
        let mut previous: Vec<(String, u64)> = Vec::new();
        for i in 0..SAMPLES {
            let step = i * len / SAMPLES;
            let views = self.seek(step).machine.frame_views();
            if let Some(top) = views.last()
                && let Some(line) = top.line
            {
                points.lines.push(LinePoint { step, line, depth: views.len() as u32 });
            }
            let names: Vec<String> = views.into_iter().take(24).map(|v| v.qualname).collect();
            let keep = previous.iter().zip(&names).take_while(|(p, n)| p.0 == **n).count();
            for (depth, (name, start)) in previous.drain(keep..).enumerate() {
                points.calls.push(CallSpan { name, depth: (keep + depth) as u32, start, end: step });
            }
            for name in names.into_iter().skip(keep) {
                previous.push((name, step));
            }
        }
        for (depth, (name, start)) in previous.into_iter().enumerate() {
            points.calls.push(CallSpan { name, depth: depth as u32, start, end: len });
        }
        points
    }

    fn lanes_from(&mut self, seen: &[Seen], whole: bool, len: u64) -> Lanes {
        let mut lanes = Lanes { whole, ..Lanes::default() };
        let machine = self.seek(len).machine;
        let name = |code: u32| machine.code_qualname(code);
        let mut open: Vec<(u32, u64)> = Vec::new();
        let mut last: Option<(u32, u32, u32)> = None;
        for s in seen {
            while open.len() as u32 > s.depth {
                if let Some((code, start)) = open.pop() {
                    lanes.calls.push(CallSpan { name: name(code), depth: open.len() as u32, start, end: s.step });
                }
            }
            if open.len() as u32 == s.depth
                && open.last().is_some_and(|(code, _)| *code != s.code)
                && let Some((code, start)) = open.pop()
            {
                lanes.calls.push(CallSpan { name: name(code), depth: open.len() as u32, start, end: s.step });
            }
            while (open.len() as u32) < s.depth {
                open.push((s.code, s.step));
            }
            if let Some(line) = machine.position_of(s.code, s.ip).line
                && last != Some((s.depth, s.code, line))
            {
                lanes.lines.push(LinePoint { step: s.step, line, depth: s.depth });
                last = Some((s.depth, s.code, line));
            }
        }
        while let Some((code, start)) = open.pop() {
            lanes.calls.push(CallSpan { name: name(code), depth: open.len() as u32, start, end: len });
        }
        lanes.calls.sort_by_key(|c| (c.start, c.depth));
        lanes
    }

    /// The line that the step at `step` belongs to.
    pub fn line_at(&mut self, step: u64) -> Option<u32> {
        let seen = self.observe(step, step + 1);
        let first = *seen.first()?;
        self.line_of(&first)
    }
}
