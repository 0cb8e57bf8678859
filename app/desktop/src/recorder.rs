//! Compiles a program, records its run, and answers with models of moments. Lives on the worker's thread.

use crate::index::{self, Index};
use crate::{compile_moves, pycache, search};
use compiler::code::CodeObject;
use model::bytecode::CodeListing;
use model::command::{Granularity, Move};
use model::compile::{Compilation, Cursor};
use model::console::{Chunk, ConsoleModel, Stream};
use model::lesson::Query;
use model::machine::{self, Births, Scene};
use model::moment::{Ending, Moment, Run};
use model::place::Span;
use model::source::{Problem, SourceModel};
use model::timeline::{CallSpan, EventKind, TimelineModel};
use model::{listing, reading, sentence};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use timeline::{Options, Progress, Session};
use vm::host::Host;
use vm::machine::{Ended, Halt};

#[derive(Default)]
pub struct Recorder {
    run: Run,
    generation: u64,
    step: u64,
    /// The step of the compilation at which the cursor stands instead of in the run.
    compiling: Option<u64>,
    session: Option<Session>,
    index: Index,
    codes: Vec<(Arc<CodeObject>, CodeListing)>,
    before: HashSet<u32>,
}

/// Slots up to which two moments are compared object by object.
const COMPARED: usize = 300_000;

/// Steps after which a run is ended.
pub const STEP_LIMIT: u64 = 50_000_000;

/// Marks drawn on the timeline at most, of each kind: more than there are pixels.
const DRAWN: usize = 6000;

impl Recorder {
    /// Starts over with a program; says whether there is anything to record.
    pub fn load(&mut self, filename: &str, source: &str) -> bool {
        self.load_with(filename, source, Host::default())
    }

    pub fn load_with(&mut self, filename: &str, source: &str, host: Host) -> bool {
        self.generation += 1;
        self.step = 0;
        self.compiling = None;
        self.session = None;
        self.index = Index::default();
        self.codes.clear();
        self.run = Run { generation: self.generation, source: SourceModel::new(filename, source), ..Run::default() };
        let run = &mut self.run;
        let mode = compiler::Mode::Exec;
        match compiler::compile_with_text(source.as_bytes(), filename, mode, compiler::Options::default()) {
            Ok((code, text)) => {
                let (mtime, cached) = pycache::look(filename, source);
                let compilation = Compilation::new(filename, source, Some(Arc::clone(&code))).with_mtime(mtime);
                run.compilation = Arc::new(compilation);
                run.cached = cached;
                let options = Options { host, step_limit: STEP_LIMIT, ..Options::default() };
                let mut session = Session::of_code(code, text, filename, options);
                self.codes = listing::listings(&session.code);
                run.codes = Arc::new(self.codes.iter().map(|(_, listing)| listing.clone()).collect());
                run.ending = Ending::Recording;
                self.before = machine::tracked(session.seek(0).machine);
                self.session = Some(session);
                true
            }
            Err(error) => {
                let problem = reading::problem(&error, &run.source);
                run.ending = Ending::Refused { message: format!("{}: {}", problem.kind, problem.message) };
                // What was understood before the error stays visible.
                run.compilation = Arc::new(Compilation::new(filename, source, None));
                run.source.problem = Some(problem);
                false
            }
        }
    }

    /// Records on; says whether there is more.
    pub fn record(&mut self, steps: u64, cancel: &AtomicBool) -> bool {
        let Some(session) = &mut self.session else { return false };
        let ended = match session.record(steps, cancel) {
            Progress::Running { .. } => return true,
            Progress::Done(ended) => Some(ended),
            Progress::Cancelled => None,
        };
        self.index = index::build(session);
        self.run.ending = match ended {
            Some(ended) => self.ending(ended),
            None => Ending::Stopped,
        };
        false
    }

    fn ending(&mut self, ended: Ended) -> Ending {
        match ended {
            Ended::Exit(0) => Ending::Finished { status: 0 },
            Ended::Exit(status) => {
                let said: String = self
                    .index
                    .events
                    .iter()
                    .filter(|event| event.kind == EventKind::Output { stderr: true })
                    .map(|event| event.text.as_str())
                    .collect();
                match said.trim_end().lines().last() {
                    Some(last) if said.contains("Traceback (most recent call last)") => {
                        Ending::Raised { message: last.to_owned() }
                    }
                    _ => Ending::Finished { status },
                }
            }
            Ended::Halted(Halt::NotSupported { name, line }) => {
                let message = format!("Not supported yet: {name} (line {line}).");
                let text = self.run.source.lines.get((line as usize).wrapping_sub(1)).cloned().unwrap_or_default();
                let start = text.len() - text.trim_start().len();
                let span = Span { line, col: start as u32, end_line: line, end_col: text.len() as u32 };
                self.run.source.problem = Some(Problem { kind: "Not supported yet".to_owned(), message: name, span });
                Ending::Limit { message }
            }
            Ended::Halted(Halt::Limit(message)) => Ending::Limit { message },
            Ended::Halted(Halt::Paused) => Ending::Stopped,
        }
    }

    /// Makes seeking faster with more snapshots, a few at a time; says whether there is more to do.
    pub fn fill_in(&mut self, cancel: &AtomicBool) -> bool {
        self.session.as_mut().is_some_and(|session| session.fill_in(cancel))
    }

    pub fn session(&mut self) -> Option<&mut Session> {
        self.session.as_mut()
    }

    pub fn codes(&self) -> &[(Arc<CodeObject>, CodeListing)] {
        &self.codes
    }

    pub fn index(&self) -> &Index {
        &self.index
    }

    /// What the whole run is, as far as it has been recorded.
    pub fn run(&mut self) -> Arc<Run> {
        if let Some(session) = &self.session {
            if session.ended.is_none() && self.run.ending == Ending::Recording {
                self.index.events = index::events(session);
            }
            self.run.timeline = timeline_model(&self.index, session.len(), self.run.ending == Ending::Recording);
            self.run.console = console(&self.index, session.len());
        }
        Arc::new(self.run.clone())
    }

    /// Moves the cursor. The error is a sentence about what cannot be found.
    pub fn go(&mut self, to: &Move, breakpoints: &BTreeSet<u32>) -> Result<(), String> {
        let Some(session) = &mut self.session else {
            return Err("There is no run to move in: the program could not be compiled.".to_owned());
        };
        let cursor = self.compiling.map_or(Cursor::Run(self.step), Cursor::Compile);
        match compile_moves::target(&self.run.compilation, cursor, to)? {
            Some(Cursor::Compile(step)) => {
                self.compiling = Some(step);
                self.step = 0;
                return Ok(());
            }
            Some(Cursor::Run(step)) => {
                self.compiling = None;
                self.step = step;
                return Ok(());
            }
            None => {}
        }
        let mut place = search::Place { session, index: &self.index, codes: &self.codes, step: self.step };
        self.step = match to {
            Move::Find(text) if text.trim().ends_with(" changes") => {
                let name = text.trim().trim_end_matches(" changes").trim().to_owned();
                place.change_of(&Scene { codes: &self.codes, before: &self.before }, &name)?
            }
            to => place.target(to, breakpoints)?,
        };
        self.compiling = None;
        Ok(())
    }

    /// The answer to a lesson's question at the cursor.
    pub fn answer(&mut self, query: &Query) -> Result<String, String> {
        self.run();
        let now = self.moment();
        let after = self.bare(self.step + 1);
        let line = match &mut self.session {
            Some(session) => {
                let mut place = search::Place { session, index: &self.index, codes: &self.codes, step: self.step };
                place.target(&Move::Forward(Granularity::Line), &BTreeSet::new()).unwrap_or(self.step)
            }
            None => self.step,
        };
        let line_after = self.bare(line);
        query.answer(&self.run, &now, &after, &line_after)
    }

    /// A moment without marks and sentence.
    pub fn bare(&mut self, step: u64) -> Moment {
        let Some(session) = &mut self.session else {
            return Moment { generation: self.generation, ..Moment::default() };
        };
        let (step, total) = (step.min(session.len()), session.len());
        let scene = Scene { codes: &self.codes, before: &self.before };
        machine::moment(session.seek(step).machine, &scene, self.generation, step, total)
    }

    /// Objects that a step makes and frees. Not looked for in very large heaps: comparing them takes too long.
    fn births(&mut self, step: u64) -> Births {
        let Some(session) = self.session.as_mut().filter(|session| step < session.len()) else {
            return Births::default();
        };
        if session.seek(step).machine.slots.len() > COMPARED {
            return Births::default();
        }
        let Some(effects) = session.step_effects(step) else { return Births::default() };
        let before = session.seek(step).machine;
        let freed = effects.freed.iter().map(|object| machine::address(before, *object)).collect();
        let after = session.seek(step + 1).machine;
        let made = effects.allocated.iter().map(|object| machine::address(after, *object)).collect();
        Births { made, freed }
    }

    pub fn len(&self) -> u64 {
        self.session.as_ref().map_or(0, Session::len)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The moment at the cursor, with what the last step changed and what the next one does.
    pub fn moment(&mut self) -> Moment {
        match self.compiling {
            Some(step) => self.run.compilation.moment(step, self.generation, self.len()),
            None => self.moment_at(self.step),
        }
    }

    /// Looks again at what lies in `__pycache__`.
    pub fn look_at_cache(&mut self) {
        self.run.cached = pycache::look(&self.run.source.filename, self.run.compilation.source()).1;
    }

    pub fn moment_at(&mut self, step: u64) -> Moment {
        let total = self.len();
        let step = step.min(total);
        let before = (step > 0).then(|| self.bare(step - 1));
        let last = step.checked_sub(1).map_or_else(Births::default, |last| self.births(last));
        let mut now = self.bare(step);
        let next = self.births(step);
        let after = (step < total).then(|| self.bare(step + 1));
        machine::mark(&mut now, before.as_ref(), &last, &next);
        let collected = |kind| matches!(kind, EventKind::Collection { .. });
        let last = self.index.events.iter().rev().find(|event| collected(event.kind) && event.step < step);
        now.gc.last = last.map(|event| format!("Last: {}.", event.text));
        now.explain = sentence::explain(&self.run, &now, after.as_ref(), &next);
        now
    }
}

fn timeline_model(index: &Index, total: u64, recording: bool) -> TimelineModel {
    let thin = index.lines.len().div_ceil(DRAWN).max(1);
    let mut calls: Vec<CallSpan> = index.calls.clone();
    if calls.len() > DRAWN {
        // The longest calls are those that can be seen.
        calls.sort_by_key(|call| std::cmp::Reverse(call.end - call.start));
        calls.truncate(DRAWN);
        calls.sort_by_key(|call| call.start);
    }
    TimelineModel {
        total,
        lines: index.lines.iter().step_by(thin).copied().collect(),
        calls,
        events: index.events.iter().take(DRAWN).cloned().collect(),
        recording,
    }
}

/// Pieces of output kept for the console; a program can print for ever.
const PIECES: usize = 20_000;

fn console(index: &Index, total: u64) -> ConsoleModel {
    let output = index.events.iter().filter_map(|event| match event.kind {
        EventKind::Output { stderr } => {
            let stream = if stderr { Stream::Err } else { Stream::Out };
            Some(Chunk { stream, text: event.text.clone(), step: event.step.min(total.saturating_sub(1)) })
        }
        _ => None,
    });
    let chunks: Vec<Chunk> = output.clone().take(PIECES).collect();
    let hidden = output.skip(PIECES).map(|chunk| chunk.text.len() as u64).sum();
    ConsoleModel { chunks, hidden }
}
