//! From what is asked for to the step where it is.

use crate::index::Index;
use compiler::code::CodeObject;
use compiler::opcode;
use model::bytecode::CodeListing;
use model::command::{Granularity, Move};
use model::lesson::Anchor;
use model::machine::{self, Scene};
use model::timeline::{CallSpan, EventKind};
use std::collections::BTreeSet;
use std::sync::Arc;
use timeline::Session;

type Codes = [(Arc<CodeObject>, CodeListing)];

/// A recording and the place in it from which something is looked for.
pub struct Place<'a> {
    pub session: &'a mut Session,
    pub index: &'a Index,
    pub codes: &'a Codes,
    pub step: u64,
}

impl Place<'_> {
    /// The step that a move leads to.
    pub fn target(&mut self, to: &Move, breakpoints: &BTreeSet<u32>) -> Result<u64, String> {
        let (step, total) = (self.step, self.session.len());
        match to {
            Move::To(wanted) => return Ok((*wanted).min(total)),
            Move::First => return Ok(0),
            Move::Last => return Ok(total),
            Move::Forward(Granularity::Instruction) => return Ok((step + 1).min(total)),
            Move::Back(Granularity::Instruction) => return Ok(step.saturating_sub(1)),
            _ => {}
        }
        // While recording, and in very long recordings, the machine is asked instead of the index.
        if self.index.steps.is_empty() && total > 0 {
            self.searched(to, breakpoints)
        } else {
            self.indexed(to, breakpoints)
        }
    }

    fn searched(&mut self, to: &Move, breakpoints: &BTreeSet<u32>) -> Result<u64, String> {
        let (step, total) = (self.step, self.session.len());
        let session = &mut *self.session;
        let found = match to {
            Move::Forward(Granularity::Line) => session.next_line(step),
            Move::Back(Granularity::Line) => Some(session.prev_line(step).unwrap_or(0)),
            Move::Forward(Granularity::Call) | Move::Into => session.next_call(step),
            Move::Back(Granularity::Call) => Some(session.prev_call(step).unwrap_or(0)),
            Move::Forward(Granularity::Return) => session.next_return(step),
            Move::Back(Granularity::Return) => Some(session.prev_return(step).unwrap_or(0)),
            Move::Forward(_) => session.next_output(step + 1).map(|at| at - 1),
            Move::Back(_) => Some(session.prev_output(step).map_or(0, |at| at.saturating_sub(1))),
            Move::Out => session.step_out(step),
            Move::Line(line) | Move::Anchor(Anchor::Line { line, nth: 1 }) => {
                let found = session.next_at_line(step, *line);
                return found
                    .or_else(|| session.next_at_line(0, *line))
                    .ok_or_else(|| format!("Line {line} never runs."));
            }
            Move::NextBreakpoint => {
                let next = breakpoints.iter().filter_map(|line| session.next_at_line(step, *line)).min();
                return next.ok_or_else(|| no_breakpoint(breakpoints, "comes after"));
            }
            Move::PreviousBreakpoint => {
                let previous = breakpoints.iter().filter_map(|line| session.prev_at_line(step, *line)).max();
                return previous.ok_or_else(|| no_breakpoint(breakpoints, "comes before"));
            }
            Move::Find(text) => return self.searched(&Move::Anchor(Anchor::parse(text)?), breakpoints),
            Move::Anchor(anchor) => return self::anchor(self.session, self.index, self.codes, anchor),
            Move::To(_) | Move::First | Move::Last | Move::Compile(_) | Move::NextStage | Move::PreviousStage => {
                Some(step)
            }
        };
        Ok(found.unwrap_or(total))
    }

    fn indexed(&mut self, to: &Move, breakpoints: &BTreeSet<u32>) -> Result<u64, String> {
        let (step, total) = (self.step, self.session.len());
        let lines = &self.index.lines;
        let calls = &self.index.calls;
        let after = |from: u64| lines.partition_point(|line| line.start <= from);
        let before = |from: u64| lines.partition_point(|line| line.start < from);
        let found = match to {
            Move::Forward(Granularity::Line) => lines.get(after(step)).map_or(total, |line| line.start),
            Move::Back(Granularity::Line) => before(step).checked_sub(1).map_or(0, |index| lines[index].start),
            Move::Forward(granularity) => {
                marks(self.index, total, *granularity).filter(|mark| *mark > step).min().unwrap_or(total)
            }
            Move::Back(granularity) => {
                marks(self.index, total, *granularity).filter(|mark| *mark < step).max().unwrap_or(0)
            }
            Move::Into => calls.iter().map(|call| call.start).filter(|start| *start > step).min().unwrap_or(total),
            Move::Out => {
                let inside = calls.iter().filter(|call| call.start <= step && step < call.end);
                inside.max_by_key(|call| call.depth).map_or(total, |call| call.end.min(total))
            }
            Move::NextBreakpoint => {
                let next = lines[after(step)..].iter().find(|line| breakpoints.contains(&line.line));
                next.map(|line| line.start).ok_or_else(|| no_breakpoint(breakpoints, "comes after"))?
            }
            Move::PreviousBreakpoint => {
                let previous = lines[..before(step)].iter().rev().find(|line| breakpoints.contains(&line.line));
                previous.map(|line| line.start).ok_or_else(|| no_breakpoint(breakpoints, "comes before"))?
            }
            Move::Line(number) => {
                let next = lines[after(step)..].iter().chain(lines).find(|line| line.line == *number);
                next.map(|line| line.start).ok_or_else(|| format!("Line {number} never runs."))?
            }
            Move::Anchor(anchor) => self::anchor(self.session, self.index, self.codes, anchor)?,
            Move::Find(text) => self::anchor(self.session, self.index, self.codes, &Anchor::parse(text)?)?,
            Move::To(_) | Move::First | Move::Last | Move::Compile(_) | Move::NextStage | Move::PreviousStage => step,
        };
        Ok(found)
    }

    /// The next line at which a name stands for something else, or for something that prints differently.
    pub fn change_of(&mut self, scene: &Scene, name: &str) -> Result<u64, String> {
        let step = self.step;
        let starts: Vec<u64> =
            self.index.lines.iter().map(|line| line.start).filter(|start| *start > step).take(LOOKED_AT).collect();
        let mut look = |step: u64| {
            let frames = machine::frames(self.session.seek(step).machine, scene);
            let visible = [frames.frames.last(), frames.frames.first()];
            visible.into_iter().flatten().find_map(|frame| {
                let binding = frame.names.iter().find(|binding| binding.name == name)?;
                binding.value.as_ref().map(|value| (value.address, value.text.clone()))
            })
        };
        let mut known = look(step);
        for start in starts {
            let now = look(start);
            if now.is_some() && now != known {
                return Ok(start);
            }
            known = now.or(known);
        }
        Err(format!("'{name}' does not change after this moment."))
    }
}

/// Lines looked at in search of a change.
const LOOKED_AT: usize = 20_000;

fn no_breakpoint(breakpoints: &BTreeSet<u32>, side: &str) -> String {
    if breakpoints.is_empty() {
        "There is no breakpoint; click beside a line number to set one.".to_owned()
    } else {
        format!("No breakpoint {side} this moment.")
    }
}

/// Steps at which something of a kind happens.
fn marks(index: &Index, total: u64, granularity: Granularity) -> Box<dyn Iterator<Item = u64> + '_> {
    match granularity {
        Granularity::Call => Box::new(index.calls.iter().map(|call| call.start)),
        Granularity::Return => {
            Box::new(index.calls.iter().filter(move |call| call.end < total).map(|call| call.end.saturating_sub(1)))
        }
        _ => {
            let output = |kind| matches!(kind, EventKind::Output { .. });
            Box::new(index.events.iter().filter(move |event| output(event.kind)).map(|event| event.step))
        }
    }
}

fn nth<T>(mut found: impl Iterator<Item = T>, nth: u32, what: &str) -> Result<T, String> {
    let mut seen = 0;
    loop {
        match found.next() {
            Some(item) if seen + 1 == nth => return Ok(item),
            Some(_) => seen += 1,
            None if seen == 0 => return Err(format!("In this run there is no {what}.")),
            None => return Err(format!("In this run there are only {seen} of: {what}.")),
        }
    }
}

fn anchor(session: &mut Session, index: &Index, codes: &Codes, anchor: &Anchor) -> Result<u64, String> {
    let total = session.len();
    let named = |call: &&CallSpan, name: &str| call.name == name || call.name.rsplit('.').next() == Some(name);
    let events = |wanted: fn(EventKind) -> bool| index.events.iter().filter(move |event| wanted(event.kind));
    match anchor {
        Anchor::Start => Ok(0),
        // Those of the compilation are found before the run is searched.
        Anchor::Compile(_) => Ok(0),
        Anchor::End => Ok(total),
        Anchor::Step(step) if *step <= total => Ok(*step),
        Anchor::Step(step) => {
            Err(format!("The run has {} only; there is no step {step}.", model::value::counted(total, "step")))
        }
        Anchor::Line { line, nth: n } => {
            nth(index.lines.iter().filter(|start| start.line == *line), *n, &format!("moment at line {line}"))
                .map(|line| line.start)
        }
        Anchor::Call { name, nth: n } => {
            nth(index.calls.iter().filter(|call| named(call, name)), *n, &format!("call of {name}"))
                .map(|call| call.start)
        }
        Anchor::Return { name, nth: n } => {
            let ended = index.calls.iter().filter(|call| named(call, name) && call.end <= total);
            nth(ended, *n, &format!("return from {name}")).map(|call| call.end.saturating_sub(1))
        }
        Anchor::Opcode { name, nth: n } => opcode_at(session, index, codes, name, *n),
        Anchor::Output { text, nth: n } => {
            let output = events(|kind| matches!(kind, EventKind::Output { .. }))
                .filter(|event| event.text.contains(text.as_str()));
            nth(output, *n, &format!("output with '{text}'")).map(|event| event.step)
        }
        Anchor::Collection { nth: n } => {
            nth(events(|kind| matches!(kind, EventKind::Collection { .. })), *n, "collection").map(|event| event.step)
        }
        Anchor::Exception { nth: n } => {
            nth(events(|kind| kind == EventKind::Exception), *n, "exception").map(|event| event.step)
        }
    }
}

/// The n-th time that the program's own code is about to execute an instruction.
fn opcode_at(session: &mut Session, index: &Index, codes: &Codes, name: &str, n: u32) -> Result<u64, String> {
    let machine = session.seek(session.len()).machine;
    let wanted = opcode::by_name(name).ok_or_else(|| format!("CPython 3.14 has no instruction {name}."))?;
    let own: Vec<bool> =
        machine.codes.iter().map(|code| codes.iter().any(|(known, _)| Arc::ptr_eq(known, &code.stat.code))).collect();
    let steps = index.steps.iter().enumerate().filter(|(_, seen)| {
        own.get(seen.code as usize).copied().unwrap_or(false)
            && machine.code.get(seen.ip as usize).is_some_and(|instruction| u16::from(instruction.base) == wanted.op)
    });
    nth(steps, n, &format!("{name} that the program executes")).map(|(step, _)| step as u64)
}
