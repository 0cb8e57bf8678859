//! From what is asked for to the step where it is.

use crate::tape::Tape;
use compiler::code::CodeObject;
use compiler::opcode;
use model::bytecode::CodeListing;
use model::command::{Granularity, Move};
use model::lesson::Anchor;
use model::machine::{self, Scene};
use model::timeline::{CallSpan, EventKind};
use std::collections::BTreeSet;
use std::sync::Arc;

type Codes = [(Arc<CodeObject>, CodeListing)];

/// The step that a move leads to from `step`.
pub fn target(tape: &Tape, codes: &Codes, step: u64, to: &Move, breakpoints: &BTreeSet<u32>) -> Result<u64, String> {
    let total = tape.len();
    let lines = &tape.index.lines;
    let after = |from: u64| lines.partition_point(|line| line.start <= from);
    let before = |from: u64| lines.partition_point(|line| line.start < from);
    let found = match to {
        Move::To(wanted) => (*wanted).min(total),
        Move::First => 0,
        Move::Last => total,
        Move::Forward(Granularity::Instruction) => (step + 1).min(total),
        Move::Back(Granularity::Instruction) => step.saturating_sub(1),
        Move::Forward(Granularity::Line) => lines.get(after(step)).map_or(total, |line| line.start),
        Move::Back(Granularity::Line) => before(step).checked_sub(1).map_or(0, |index| lines[index].start),
        Move::Forward(granularity) => marks(tape, *granularity).filter(|mark| *mark > step).min().unwrap_or(total),
        Move::Back(granularity) => marks(tape, *granularity).filter(|mark| *mark < step).max().unwrap_or(0),
        Move::Into => tape.index.calls.iter().map(|call| call.start).filter(|start| *start > step).min().unwrap_or(total),
        Move::Out => {
            let inside = tape.index.calls.iter().filter(|call| call.start <= step && step < call.end);
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
        Move::Anchor(anchor) => self::anchor(tape, codes, anchor)?,
        Move::Find(text) => self::anchor(tape, codes, &Anchor::parse(text)?)?,
    };
    Ok(found)
}

fn no_breakpoint(breakpoints: &BTreeSet<u32>, side: &str) -> String {
    if breakpoints.is_empty() {
        "There is no breakpoint; click beside a line number to set one.".to_owned()
    } else {
        format!("No breakpoint {side} this moment.")
    }
}

/// Steps at which something of a kind happens.
fn marks(tape: &Tape, granularity: Granularity) -> Box<dyn Iterator<Item = u64> + '_> {
    let total = tape.len();
    match granularity {
        Granularity::Call => Box::new(tape.index.calls.iter().map(|call| call.start)),
        Granularity::Return => {
            Box::new(tape.index.calls.iter().filter(move |call| call.end < total).map(|call| call.end.saturating_sub(1)))
        }
        _ => {
            let output = |kind| matches!(kind, EventKind::Output { .. });
            Box::new(tape.index.events.iter().filter(move |event| output(event.kind)).map(|event| event.step))
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

fn anchor(tape: &Tape, codes: &Codes, anchor: &Anchor) -> Result<u64, String> {
    let index = &tape.index;
    let named = |call: &&CallSpan, name: &str| call.name == name || call.name.rsplit('.').next() == Some(name);
    let events = |wanted: fn(EventKind) -> bool| index.events.iter().filter(move |event| wanted(event.kind));
    match anchor {
        Anchor::Start => Ok(0),
        Anchor::End => Ok(tape.len()),
        Anchor::Step(step) if *step <= tape.len() => Ok(*step),
        Anchor::Step(step) => Err(format!("The run has {} only; there is no step {step}.", model::value::counted(tape.len(), "step"))),
        Anchor::Line { line, nth: n } => {
            nth(index.lines.iter().filter(|start| start.line == *line), *n, &format!("moment at line {line}")).map(|line| line.start)
        }
        Anchor::Call { name, nth: n } => {
            nth(index.calls.iter().filter(|call| named(call, name)), *n, &format!("call of {name}")).map(|call| call.start)
        }
        Anchor::Return { name, nth: n } => {
            let ended = index.calls.iter().filter(|call| named(call, name) && call.end <= tape.len());
            nth(ended, *n, &format!("return from {name}")).map(|call| call.end.saturating_sub(1))
        }
        Anchor::Opcode { name, nth: n } => opcode_at(tape, codes, name, *n),
        Anchor::Output { text, nth: n } => {
            let output = events(|kind| matches!(kind, EventKind::Output { .. })).filter(|event| event.text.contains(text.as_str()));
            nth(output, *n, &format!("output with '{text}'")).map(|event| event.step)
        }
        Anchor::Collection { nth: n } => {
            nth(events(|kind| matches!(kind, EventKind::Collection { .. })), *n, "collection").map(|event| event.step)
        }
        Anchor::Exception { nth: n } => nth(events(|kind| kind == EventKind::Exception), *n, "exception").map(|event| event.step),
    }
}

/// The n-th time that the program's own code is about to execute an instruction.
fn opcode_at(tape: &Tape, codes: &Codes, name: &str, n: u32) -> Result<u64, String> {
    let machine = tape.head();
    let wanted = opcode::by_name(name).ok_or_else(|| format!("CPython 3.14 has no instruction {name}."))?;
    let own: Vec<bool> = machine
        .codes
        .iter()
        .map(|code| codes.iter().any(|(known, _)| Arc::ptr_eq(known, &code.stat.code)))
        .collect();
    let steps = tape.trace.iter().filter(|seen| {
        own.get(seen.code as usize).copied().unwrap_or(false)
            && machine.code.get(seen.ip as usize).is_some_and(|instruction| u16::from(instruction.base) == wanted.op)
    });
    nth(steps, n, &format!("{name} that the program executes")).map(|seen| seen.step)
}

/// Lines looked at in search of a change.
const LOOKED_AT: usize = 20_000;

/// The next line at which a name stands for something else, or for something that prints differently.
pub fn change_of(tape: &mut Tape, scene: &Scene, step: u64, name: &str) -> Result<u64, String> {
    let starts: Vec<u64> = tape.index.lines.iter().map(|line| line.start).filter(|start| *start > step).take(LOOKED_AT).collect();
    let look = |tape: &mut Tape, step: u64| {
        let machine = tape.seek(step);
        let frames = machine::frames(machine, scene);
        let visible = [frames.frames.last(), frames.frames.first()];
        visible.into_iter().flatten().find_map(|frame| {
            let binding = frame.names.iter().find(|binding| binding.name == name)?;
            binding.value.as_ref().map(|value| (value.address, value.text.clone()))
        })
    };
    let mut known = look(tape, step);
    for start in starts {
        let now = look(tape, start);
        if now.is_some() && now != known {
            return Ok(start);
        }
        known = now.or(known);
    }
    Err(format!("'{name}' does not change after this moment."))
}
