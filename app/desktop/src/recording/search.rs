//! From what is asked for to the step where it is: in the index, or by executing the recording again.

use crate::recording::index::{self, Index};
use compiler::code::CodeObject;
use compiler::opcode;
use model::ask::anchor::Anchor;
use model::ask::command::{Granularity, Move};
use model::compile::bytecode::{CodeListing, InstructionRow};
use model::machine::{self, Scene};
use model::moment::imports::ImportsModel;
use model::moment::timeline::{CallSpan, Event, EventKind};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use timeline::{Cancelled, Session, Stride};
use vm::state::interpreter::{Machine, Seen};

type Codes = [(Arc<CodeObject>, CodeListing)];

/// A recording and the place in it from which something is looked for.
pub struct Place<'a> {
    pub session: &'a mut Session,
    pub index: &'a Index,
    pub imports: &'a ImportsModel,
    pub codes: &'a Codes,
    pub step: u64,
    /// Set by another thread to give a search up.
    pub cancel: &'a AtomicBool,
}

/// Lines looked at in search of a change.
const LOOKED_AT: usize = 20_000;

fn given_up(_: Cancelled) -> String {
    "The search was stopped.".to_owned()
}

impl Place<'_> {
    /// The step that a move leads to.
    pub fn target(&mut self, to: &Move, breakpoints: &BTreeSet<u32>) -> Result<u64, String> {
        let (step, total) = (self.step, self.session.len());
        match to {
            Move::To(wanted) => Ok((*wanted).min(total)),
            Move::First => Ok(0),
            // Those of the compilation are found before the run is searched.
            Move::Compile(_) | Move::NextStage | Move::PreviousStage => Ok(step),
            Move::Last => Ok(self.session.last()),
            Move::Forward(Granularity::Instruction) => self.next_instruction(),
            Move::Back(Granularity::Instruction) => self.previous_instruction(),
            Move::Find(text) => self.anchor(&Anchor::parse(text)?),
            Move::Anchor(anchor) => self.anchor(anchor),
            Move::NextBreakpoint => {
                let found = self.line_after(Some(step), &|line| breakpoints.contains(&line))?;
                found.ok_or_else(|| no_breakpoint(breakpoints, "comes after"))
            }
            Move::PreviousBreakpoint => {
                let found = self.line_before(step, &|line| breakpoints.contains(&line))?;
                found.ok_or_else(|| no_breakpoint(breakpoints, "comes before"))
            }
            Move::NextRound => self.round(true),
            Move::PreviousRound => self.round(false),
            Move::Line(number) => {
                let wanted = |line| line == *number;
                let found = match self.line_after(Some(step), &wanted)? {
                    None => self.line_after(None, &wanted)?,
                    found => found,
                };
                found.ok_or_else(|| format!("Line {number} never runs."))
            }
            Move::Forward(Granularity::Line) => Ok(self.line_after(Some(step), &|_| true)?.unwrap_or(self.end())),
            Move::Back(Granularity::Line) => Ok(self.line_before(step, &|_| true)?.unwrap_or(0)),
            Move::Forward(Granularity::Call) | Move::Into => self.next_call(),
            Move::Back(Granularity::Call) => self.previous_call(),
            Move::Forward(Granularity::Return) => self.next_return(),
            Move::Back(Granularity::Return) => self.previous_return(),
            Move::Out => self.out(),
            Move::Forward(_) => {
                let found = self.session.written.partition_point(|written| written.step.saturating_sub(1) <= step);
                Ok(self.session.written.get(found).map_or(self.end(), |written| written.step - 1))
            }
            Move::Back(_) => {
                let found = self.session.written.partition_point(|written| written.step.saturating_sub(1) < step);
                Ok(found.checked_sub(1).map_or(0, |found| self.session.written[found].step.saturating_sub(1)))
            }
        }
    }

    /// Where a way forward ends that finds nothing: at the last frame, and from there behind the shutdown.
    fn end(&self) -> u64 {
        if self.step < self.session.last() { self.session.last() } else { self.session.len() }
    }

    fn forward(
        &mut self,
        from: Option<u64>,
        test: &mut dyn FnMut(&Stride, &Seen) -> bool,
    ) -> Result<Option<u64>, String> {
        self.session.find_forward(from, self.cancel, test).map_err(given_up)
    }

    fn backward(&mut self, from: u64, test: &mut dyn FnMut(&Stride, &Seen) -> bool) -> Result<Option<u64>, String> {
        self.session.find_backward(from, self.cancel, test).map_err(given_up)
    }

    /// The next step at which a line begins, or the first of all.
    fn line_after(&mut self, from: Option<u64>, wanted: &dyn Fn(u32) -> bool) -> Result<Option<u64>, String> {
        if !self.index.whole {
            return self.forward(from, &mut |stride, _| stride.line.is_some_and(wanted));
        }
        let lines = &self.index.lines;
        let start = from.map_or(0, |from| lines.partition_point(|line| line.start <= from));
        Ok(lines[start..].iter().find(|line| wanted(line.line)).map(|line| line.start))
    }

    fn line_before(&mut self, from: u64, wanted: &dyn Fn(u32) -> bool) -> Result<Option<u64>, String> {
        if !self.index.whole {
            return self.backward(from, &mut |stride, _| stride.line.is_some_and(wanted));
        }
        let lines = &self.index.lines;
        let end = lines.partition_point(|line| line.start < from);
        Ok(lines[..end].iter().rev().find(|line| wanted(line.line)).map(|line| line.start))
    }

    /// The next step; from the program's own code, code of other files is stepped over.
    fn next_instruction(&mut self) -> Result<u64, String> {
        let (step, total) = (self.step, self.session.len());
        let next = (step + 1).min(total);
        if self.is_foreign(step) || !self.is_foreign(next) {
            return Ok(next);
        }
        if !self.index.whole {
            let found = self.forward(Some(step), &mut |stride, _| stride.own)?;
            return Ok(found.unwrap_or(self.end()));
        }
        Ok(self.index.foreign_at(next).map_or(next, |(_, end)| end.min(total)))
    }

    fn previous_instruction(&mut self) -> Result<u64, String> {
        let step = self.step;
        let before = step.saturating_sub(1);
        if self.is_foreign(step) || !self.is_foreign(before) {
            return Ok(before);
        }
        if !self.index.whole {
            return Ok(self.backward(step, &mut |stride, _| stride.own)?.unwrap_or(0));
        }
        Ok(self.index.foreign_at(before).map_or(before, |(start, _)| start.saturating_sub(1)))
    }

    /// Whether a step executes code of another file than the program's.
    fn is_foreign(&mut self, step: u64) -> bool {
        if self.index.whole {
            return self.index.foreign_at(step).is_some();
        }
        let machine = self.session.seek(step).machine;
        let Some(frame) = machine.thread.frames.iter().rev().find(|frame| !frame.is_native()) else { return false };
        let code = Arc::clone(&machine.codes[frame.code as usize].stat.code);
        let own = self.codes.iter().any(|(own, _)| Arc::ptr_eq(own, &code));
        !own && code.filename.as_bytes() != self.session.filename.as_bytes()
    }

    fn next_call(&mut self) -> Result<u64, String> {
        let (step, end) = (self.step, self.end());
        if !self.index.whole {
            return Ok(self.forward(Some(step), &mut |stride, _| stride.entered > 0)?.unwrap_or(end));
        }
        // Spans are in the order in which they begin.
        let calls = &self.index.calls;
        let next = calls.partition_point(|call| call.start <= step);
        Ok(calls.get(next).map_or(end, |call| call.start))
    }

    fn previous_call(&mut self) -> Result<u64, String> {
        let step = self.step;
        if !self.index.whole {
            return Ok(self.backward(step, &mut |stride, _| stride.entered > 0)?.unwrap_or(0));
        }
        let calls = &self.index.calls;
        let before = calls.partition_point(|call| call.start < step);
        Ok(before.checked_sub(1).map_or(0, |at| calls[at].start))
    }

    /// A call's last step is the one before the step that is outside.
    fn next_return(&mut self) -> Result<u64, String> {
        let (step, end, total) = (self.step, self.end(), self.session.len());
        if !self.index.whole {
            let found = self.forward(Some(step + 1), &mut |stride, _| !stride.left.is_empty())?;
            return Ok(found.map_or(end, |found| found - 1));
        }
        let ends = self.index.calls.iter().map(|call| call.end).filter(|end| *end < total && *end > step + 1);
        Ok(ends.min().map_or(end, |end| end - 1))
    }

    fn previous_return(&mut self) -> Result<u64, String> {
        let (step, total) = (self.step, self.session.len());
        if !self.index.whole {
            let found = self.backward(step + 1, &mut |stride, _| !stride.left.is_empty())?;
            return Ok(found.map_or(0, |found| found - 1));
        }
        let ends = self.index.calls.iter().map(|call| call.end).filter(|end| *end < total && *end <= step);
        Ok(ends.max().map_or(0, |end| end - 1))
    }

    /// The first step outside the call that is running.
    fn out(&mut self) -> Result<u64, String> {
        let (step, end) = (self.step, self.end());
        if !self.index.whole {
            let depth = self.session.depth(step);
            return Ok(self.forward(Some(step), &mut |stride, _| stride.kept < depth)?.unwrap_or(end));
        }
        let total = self.session.len();
        let inside = self.index.calls.iter().filter(|call| call.start <= step && step < call.end);
        let innermost = inside.max_by_key(|call| call.depth).map(|call| call.end).filter(|end| *end < total);
        Ok(innermost.unwrap_or(end))
    }

    /// Where the next or the last round of the innermost loop begins, in the call that is running.
    fn round(&mut self, forward: bool) -> Result<u64, String> {
        let step = self.step;
        let head = loop_head(self.session.seek(step).machine, self.codes);
        let (code, head) = head.ok_or("What comes next is in no loop of the call that is running.")?;
        let frames = &self.session.seek(step).machine.thread.frames;
        let depth = frames.iter().filter(|frame| !frame.is_native()).count() as u32;
        // Beyond the ends of the call the same code may run again: that is another one.
        let mut begins =
            |_: &Stride, seen: &Seen| seen.depth < depth || (seen.depth, seen.code, seen.ip) == (depth, code, head);
        let found = if forward { self.forward(Some(step), &mut begins) } else { self.backward(step, &mut begins) }?;
        let inside = found.is_some_and(|found| {
            let running = self.session.seek(found).machine.thread.frames.last();
            running.is_some_and(|frame| (frame.code, frame.ip) == (code, head))
        });
        let side = if forward { "last" } else { "first" };
        found.filter(|_| inside).ok_or_else(|| format!("This is the {side} round of the loop."))
    }

    fn anchor(&mut self, anchor: &Anchor) -> Result<u64, String> {
        let total = self.session.len();
        let event =
            |wanted: fn(EventKind) -> bool| self.index.events.iter().filter(move |event: &&Event| wanted(event.kind));
        match anchor {
            Anchor::Start | Anchor::Compile(_) => Ok(0),
            Anchor::End => Ok(self.session.last()),
            Anchor::Step(step) if *step <= total => Ok(*step),
            Anchor::Step(step) => Err(format!(
                "The run has {} only; there is no step {step}.",
                model::ground::value::counted(total, "step")
            )),
            Anchor::Line { line, nth: n } => {
                let what = format!("moment at line {line}");
                if self.index.whole {
                    let lines = self.index.lines.iter().filter(|start| start.line == *line);
                    return nth(lines, *n, &what).map(|line| line.start);
                }
                self.counted(*n, &what, &mut |stride, _| u32::from(stride.line == Some(*line)))
            }
            Anchor::Call { name, nth: n } => {
                let what = format!("call of {name}");
                if self.index.whole {
                    let calls = self.index.calls.iter().filter(|call| is_named(&call.name, name));
                    return nth(calls, *n, &what).map(|call| call.start);
                }
                let named = self.named(name);
                self.counted(*n, &what, &mut |stride, seen| u32::from(stride.entered > 0 && named(seen.code)))
            }
            Anchor::Return { name, nth: n } => {
                let what = format!("return from {name}");
                if self.index.whole {
                    let mut ended: Vec<&CallSpan> = self
                        .index
                        .calls
                        .iter()
                        .filter(|call| is_named(&call.name, name) && call.end <= total)
                        .collect();
                    ended.sort_by_key(|call| call.end);
                    return nth(ended.into_iter(), *n, &what).map(|call| call.end.saturating_sub(1));
                }
                let named = self.named(name);
                let left = |stride: &Stride| stride.left.iter().filter(|code| named(**code)).count() as u32;
                self.counted(*n, &what, &mut |stride, _| left(stride)).map(|step| step.saturating_sub(1))
            }
            Anchor::Opcode { name, nth: n } => self.opcode(name, *n),
            Anchor::Import { module, body } => {
                let found = self.imports.imports.iter().find(|import| import.name == *module);
                let found = found.ok_or_else(|| format!("This run does not search for a module {module}."))?;
                match found.body.filter(|_| *body) {
                    Some(start) => Ok(start),
                    None if *body => Err(format!("The module {module} has no statements of its own that run.")),
                    None => Ok(found.start),
                }
            }
            Anchor::Output { text, nth: n } => {
                let output = index::outputs(self.session).filter(|(_, _, written)| written.contains(text.as_str()));
                nth(output, *n, &format!("output with '{text}'")).map(|(step, _, _)| step)
            }
            Anchor::Collection { nth: n } => {
                nth(event(|kind| matches!(kind, EventKind::Collection { .. })), *n, "collection")
                    .map(|event| event.step)
            }
            Anchor::Exception { nth: n } => {
                nth(event(|kind| kind == EventKind::Exception), *n, "exception").map(|event| event.step)
            }
        }
    }

    /// A test whether a code object has a name.
    fn named(&mut self, name: &str) -> impl Fn(u32) -> bool + use<> {
        let machine = self.session.seek(self.session.len()).machine;
        let codes = 0..machine.codes.len() as u32;
        let fits: Vec<bool> = codes.map(|code| is_named(&machine.code_qualname(code), name)).collect();
        move |code| fits.get(code as usize).copied().unwrap_or(false)
    }

    /// The step at which something has been counted `n` times, from the start of the run.
    fn counted(&mut self, n: u32, what: &str, count: &mut dyn FnMut(&Stride, &Seen) -> u32) -> Result<u64, String> {
        let mut seen = 0;
        let found = self.forward(None, &mut |stride, step| {
            seen += count(stride, step);
            seen >= n
        })?;
        found.ok_or_else(|| too_few(seen, what))
    }

    /// The n-th time that the program's own code is about to execute an instruction.
    fn opcode(&mut self, name: &str, n: u32) -> Result<u64, String> {
        let wanted = opcode::by_name(name).ok_or_else(|| format!("CPython 3.14 has no instruction {name}."))?;
        let machine = self.session.seek(self.session.len()).machine;
        let own =
            |code: &vm::objects::codeobject::Code| self.codes.iter().any(|(own, _)| Arc::ptr_eq(own, &code.stat.code));
        let own: Vec<bool> = machine.codes.iter().map(own).collect();
        let fits: Vec<bool> = machine.code.iter().map(|instruction| u16::from(instruction.base) == wanted.op).collect();
        let is = |flags: &[bool], at: u32| flags.get(at as usize).copied().unwrap_or(false);
        self.counted(n, &format!("{name} that the program executes"), &mut |_, seen| {
            u32::from(is(&own, seen.code) && is(&fits, seen.ip))
        })
    }

    /// The next line at which a name stands for something else, or for something that prints differently.
    pub fn change_of(&mut self, scene: &Scene, name: &str) -> Result<u64, String> {
        let step = self.step;
        let mut starts: Vec<u64> = Vec::new();
        if self.index.whole {
            let lines = self.index.lines.iter().map(|line| line.start);
            starts.extend(lines.filter(|start| *start > step).take(LOOKED_AT));
        } else {
            self.forward(Some(step), &mut |stride, seen| {
                starts.extend(stride.line.map(|_| seen.step));
                starts.len() >= LOOKED_AT
            })?;
        }
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
            if self.cancel.load(Ordering::Relaxed) {
                return Err(given_up(Cancelled));
            }
            let now = look(start);
            if now.is_some() && now != known {
                return Ok(start);
            }
            known = now.or(known);
        }
        Err(format!("'{name}' does not change after this moment."))
    }
}

/// The code that runs, and the instruction with which a round of its innermost loop begins around the next one.
fn loop_head(machine: &Machine, codes: &Codes) -> Option<(u32, u32)> {
    let frame = machine.thread.frames.last()?;
    let loaded = &machine.codes[frame.code as usize];
    let (_, listing) = codes.iter().find(|(own, _)| Arc::ptr_eq(own, &loaded.stat.code))?;
    let at = machine::offset(machine, frame, true);
    let back = |row: &&InstructionRow| row.name.starts_with("JUMP_BACKWARD") && row.offset >= at;
    let heads = listing.rows().iter().filter(back).filter_map(|row| row.target).filter(|head| *head <= at);
    let head = heads.max()?;
    let unit = loaded.stat.units.iter().position(|unit| unit * 2 == head)?;
    Some((frame.code, loaded.start + unit as u32))
}

fn no_breakpoint(breakpoints: &BTreeSet<u32>, side: &str) -> String {
    if breakpoints.is_empty() {
        "There is no breakpoint; click beside a line number to set one.".to_owned()
    } else {
        format!("No breakpoint {side} this moment.")
    }
}

fn is_named(qualname: &str, name: &str) -> bool {
    qualname == name || qualname.rsplit('.').next() == Some(name)
}

fn nth<T>(mut found: impl Iterator<Item = T>, nth: u32, what: &str) -> Result<T, String> {
    let mut seen = 0;
    loop {
        match found.next() {
            Some(item) if seen + 1 == nth => return Ok(item),
            Some(_) => seen += 1,
            None => return Err(too_few(seen, what)),
        }
    }
}

fn too_few(seen: u32, what: &str) -> String {
    if seen == 0 {
        format!("In this run there is no {what}.")
    } else {
        format!("In this run there are only {seen} of: {what}.")
    }
}
