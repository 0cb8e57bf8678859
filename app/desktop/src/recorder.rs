//! Compiles a program, records its run, and answers with models of moments. Lives on the worker's thread.

use crate::search;
use crate::tape::{End, Tape};
use compiler::code::CodeObject;
use model::bytecode::CodeListing;
use model::command::{Granularity, Move};
use model::console::{Chunk, ConsoleModel, Stream};
use model::flow::FlowModel;
use model::lesson::Query;
use model::machine::{self, Scene};
use model::moment::{Ending, Moment, Run};
use model::place::Span;
use model::source::{Problem, SourceModel};
use model::symbols::SymbolsModel;
use model::timeline::{CallSpan, EventKind, TimelineModel};
use model::{listing, reading, sentence};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use vm::host::Host;

#[derive(Default)]
pub struct Recorder {
    run: Run,
    generation: u64,
    step: u64,
    tape: Option<Tape>,
    codes: Vec<(Arc<CodeObject>, CodeListing)>,
    before: HashSet<u32>,
}

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
        self.tape = None;
        self.codes.clear();
        self.run = Run { generation: self.generation, source: SourceModel::new(filename, source), ..Run::default() };
        let run = &mut self.run;
        match compiler::compile_stages(source.as_bytes(), filename, compiler::Mode::Exec, compiler::Options::default()) {
            Ok(stages) => {
                run.tokens = reading::tokens(&stages.parsed);
                run.ast = reading::ast(&stages.parsed);
                run.symbols = SymbolsModel::new(&stages.symtable);
                run.flow = FlowModel::new(&stages.units);
                self.codes = listing::listings(&stages.code);
                run.codes = self.codes.iter().map(|(_, listing)| listing.clone()).collect();
                run.ending = Ending::Recording;
                let mut tape = Tape::new(&stages.code, source, host);
                self.before = machine::tracked(tape.seek(0));
                self.tape = Some(tape);
                true
            }
            Err(error) => {
                let problem = reading::problem(&error, &run.source);
                run.ending = Ending::Refused { message: format!("{}: {}", problem.kind, problem.message) };
                // The tokens up to the error stay visible.
                if let Ok(parsed) = syntax::parse(source.as_bytes(), syntax::Mode::Exec) {
                    run.tokens = reading::tokens(&parsed);
                    run.ast = reading::ast(&parsed);
                }
                run.source.problem = Some(problem);
                false
            }
        }
    }

    /// Records on; says whether there is more.
    pub fn record(&mut self, steps: u64, cancel: &AtomicBool) -> bool {
        let Some(tape) = &mut self.tape else { return false };
        let more = tape.record(steps, cancel);
        if let Some(end) = tape.end.clone() {
            self.run.ending = self.ending(end);
        }
        more
    }

    fn ending(&mut self, end: End) -> Ending {
        match end {
            End::Exit(0) => Ending::Finished { status: 0 },
            End::Exit(status) => {
                let said = self.tape.as_ref().map_or(String::new(), |tape| {
                    String::from_utf8_lossy(&tape.head().host.stderr).trim_end().to_owned()
                });
                match said.lines().last() {
                    Some(last) if said.contains("Traceback (most recent call last)") => Ending::Raised { message: last.to_owned() },
                    _ => Ending::Finished { status },
                }
            }
            End::NotSupported { name, line } => {
                let message = format!("Not supported yet: {name} (line {line}).");
                let text = self.run.source.lines.get((line as usize).wrapping_sub(1)).cloned().unwrap_or_default();
                let start = text.len() - text.trim_start().len();
                let span = Span { line, col: start as u32, end_line: line, end_col: text.len() as u32 };
                self.run.source.problem = Some(Problem { kind: "Not supported yet".to_owned(), message: name, span });
                Ending::Limit { message }
            }
            End::Limit(message) => Ending::Limit { message },
            End::Stopped => Ending::Stopped,
        }
    }

    pub fn tape(&self) -> Option<&Tape> {
        self.tape.as_ref()
    }

    /// What the whole run is, as far as it has been recorded.
    pub fn run(&mut self) -> Arc<Run> {
        if let Some(tape) = &self.tape {
            self.run.timeline = timeline(tape);
            self.run.console = console(tape);
        }
        Arc::new(self.run.clone())
    }

    /// Moves the cursor. The error is a sentence about what cannot be found.
    pub fn go(&mut self, to: &Move, breakpoints: &BTreeSet<u32>) -> Result<(), String> {
        let Some(tape) = &mut self.tape else {
            return Err("There is no run to move in: the program could not be compiled.".to_owned());
        };
        self.step = match to {
            Move::Find(text) if text.trim().ends_with(" changes") => {
                let name = text.trim().trim_end_matches(" changes").trim().to_owned();
                let scene = Scene { codes: &self.codes, before: &self.before };
                search::change_of(tape, &scene, self.step, &name)?
            }
            to => search::target(tape, &self.codes, self.step, to, breakpoints)?,
        };
        Ok(())
    }

    /// The answer to a lesson's question at the cursor.
    pub fn answer(&mut self, query: &Query) -> Result<String, String> {
        self.run();
        let now = self.moment();
        let after = self.bare(self.step + 1);
        let line = match &self.tape {
            Some(tape) => {
                search::target(tape, &self.codes, self.step, &Move::Forward(Granularity::Line), &BTreeSet::new()).unwrap_or(self.step)
            }
            None => self.step,
        };
        let line_after = self.bare(line);
        query.answer(&self.run, &now, &after, &line_after)
    }

    /// A moment without marks and sentence.
    pub fn bare(&mut self, step: u64) -> Moment {
        let Some(tape) = &mut self.tape else {
            return Moment { generation: self.generation, ..Moment::default() };
        };
        let (step, total) = (step.min(tape.len()), tape.len());
        let scene = Scene { codes: &self.codes, before: &self.before };
        machine::moment(tape.seek(step), &scene, self.generation, step, total)
    }

    /// The moment at the cursor, with what the last step changed and what the next one does.
    pub fn moment(&mut self) -> Moment {
        self.moment_at(self.step)
    }

    pub fn moment_at(&mut self, step: u64) -> Moment {
        let total = self.tape.as_ref().map_or(0, Tape::len);
        let step = step.min(total);
        let before = (step > 0).then(|| self.bare(step - 1));
        let mut now = self.bare(step);
        let after = (step < total).then(|| self.bare(step + 1));
        machine::mark(&mut now, before.as_ref(), after.as_ref());
        now.explain = sentence::explain(&self.run, &now, after.as_ref());
        now
    }
}

fn timeline(tape: &Tape) -> TimelineModel {
    let total = tape.len();
    let index = &tape.index;
    let thin = index.lines.len().div_ceil(DRAWN).max(1);
    let mut calls: Vec<CallSpan> = index.calls.clone();
    if calls.len() > DRAWN {
        // The longest calls are those that can be seen.
        calls.sort_by_key(|call| std::cmp::Reverse(call.end.min(total) - call.start));
        calls.truncate(DRAWN);
        calls.sort_by_key(|call| call.start);
    }
    calls.iter_mut().for_each(|call| call.end = call.end.min(total));
    TimelineModel {
        total,
        lines: index.lines.iter().step_by(thin).copied().collect(),
        calls,
        events: index.events.iter().take(DRAWN).cloned().collect(),
        recording: tape.end.is_none(),
    }
}

/// Pieces of output kept for the console; a program can print for ever.
const PIECES: usize = 20_000;

fn console(tape: &Tape) -> ConsoleModel {
    let output = tape.index.events.iter().filter_map(|event| match event.kind {
        EventKind::Output { stderr } => {
            let stream = if stderr { Stream::Err } else { Stream::Out };
            Some(Chunk { stream, text: event.text.clone(), step: event.step.min(tape.len().saturating_sub(1)) })
        }
        _ => None,
    });
    let chunks: Vec<Chunk> = output.clone().take(PIECES).collect();
    let hidden = output.skip(PIECES).map(|chunk| chunk.text.len() as u64).sum();
    ConsoleModel { chunks, hidden }
}
