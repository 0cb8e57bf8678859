//! Compiles a program, records its run, and answers with models of moments. Lives on the worker's thread.

use crate::recording::index::{self, Index};
use crate::recording::origins::Origins;
use crate::recording::{compile_moves, imports, pycache, search};
use compiler::code::CodeObject;
use model::ask::command::{FileChange, Granularity, Move};
use model::ask::lesson::{HOME, Rerun};
use model::ask::query::Query;
use model::compile::bytecode::CodeListing;
use model::compile::source::{Problem, SourceModel};
use model::compile::{Compilation, Cursor, listing, reading};
use model::ground::explain::ExplainModel;
use model::ground::place::Span;
use model::ground::settings::{MOST_MEMORY, Settings};
use model::ground::value::{Address, counted};
use model::machine::console::{Chunk, ConsoleModel, Output, Stream};
use model::machine::elsewhere::Foreign;
use model::machine::files;
use model::machine::glimpse::Glimpse;
use model::machine::{self, Scene};
use model::moment::marks::{self, Births};
use model::moment::profile::ProfileModel;
use model::moment::reasons::LOOKED_UP;
use model::moment::timeline::{CallSpan, Event, EventKind, TimelineModel};
use model::moment::{Ending, Moment, Run, looking, sentence};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use timeline::{Effects, Options, Progress, Session, Step};
use vm::memory::object::Obj;
use vm::state::files::Files;
use vm::state::host::Host;
use vm::state::interpreter::{Ended, Event as MachineEvent, Halt, Machine};

#[derive(Default)]
pub struct Recorder {
    run: Run,
    generation: u64,
    step: u64,
    /// The step of the compilation at which the cursor stands instead of in the run.
    compiling: Option<u64>,
    session: Option<Session>,
    index: Index,
    origins: Origins,
    codes: Vec<(Arc<CodeObject>, CodeListing)>,
    /// Code of other files that was met.
    foreign: Foreign,
    imports: imports::Reading,
    /// How this run found its files, and what earlier ones left behind for the next.
    files: Files,
    left: Files,
    /// How often a program was run again: each time it is later.
    runs: u64,
    before: HashSet<u32>,
    expanded: HashMap<Address, usize>,
    host: Host,
}

/// Nanoseconds between the beginnings of two runs of a program.
const APART: u64 = 60_000_000_000;

/// The files beside such a program, as old as the library.
fn beside(files: &[(String, String)]) -> Files {
    let mut found = Files::default();
    let then = Host::default().epoch_ns;
    for (name, text) in files {
        // The names are ours, and nothing is in their way.
        let path = format!("{HOME}/{name}");
        let mut folders: Vec<&str> =
            std::path::Path::new(&path).ancestors().filter_map(std::path::Path::to_str).collect();
        folders.reverse();
        for folder in &folders[..folders.len() - 1] {
            let _there = found.mkdir(folder, then);
        }
        let _written = found.write_whole(&path, text.clone().into_bytes(), then);
    }
    found
}

/// Takes a folder away with all that is in it.
fn clear(files: &mut Files, path: &str, now: u64) -> Result<(), i32> {
    for name in files.list(path)? {
        let inner = format!("{path}/{name}");
        if files.stat(&inner)?.folder { clear(files, &inner, now)? } else { files.unlink(&inner, now)? }
    }
    files.rmdir(path, now)
}

/// Steps after which a run is ended.
pub const STEP_LIMIT: u64 = 50_000_000;

/// Rows that "show more" adds to a box.
const MORE_ROWS: usize = 50;

/// Steps recorded in one go where nobody waits.
const SLICE: u64 = 2_000_000;

/// Marks drawn on the timeline at most, of each kind: more than there are pixels.
const DRAWN: usize = 6000;

impl Recorder {
    /// Starts over with a program; says whether there is anything to record.
    pub fn load(&mut self, filename: &str, source: &str, settings: &Settings) -> bool {
        let argv = std::iter::once(filename.to_owned()).chain(settings.arguments.iter().cloned()).collect();
        let (input, input_open) = (settings.input.as_slice().into(), self.host.input_open);
        let memory_limit = settings.memory.clamp(1, MOST_MEMORY) << 20;
        let variable = |line: &String| line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        let given: Vec<_> = settings.environment.iter().filter_map(variable).collect();
        // The program's own come last: of two with one name they count.
        let every = modules::environ();
        let environ: Vec<_> = if given.is_empty() { given } else { every.iter().cloned().chain(given).collect() };
        if settings.beside != self.run.settings.beside {
            (self.left, self.runs) = (beside(&settings.beside), 0);
        }
        let epoch_ns = Host::default().epoch_ns + self.runs * APART;
        let environ = environ.into();
        let mut host =
            Host { argv, input, input_open, memory_limit, environ, epoch_ns, warnings: true, ..Host::default() };
        // Modules beside a program on disk are found; what was typed has no folder.
        let path = std::path::Path::new(filename);
        if path.is_absolute() && path.is_file() {
            host.open_folder(path);
        }
        if !settings.folder.is_empty() {
            host.work_in(std::path::Path::new(&settings.folder));
        }
        if !settings.beside.is_empty() {
            host.live_in(HOME);
        }
        host.files = self.left.clone().over(&host.files);
        let more = self.load_with(filename, source, host);
        self.run.settings = settings.clone();
        more
    }

    /// The next run finds what this one wrote, and begins a minute later.
    pub fn take_over_files(&mut self) {
        if let Some(session) = &mut self.session {
            let end = session.len();
            self.left = session.seek(end).machine.host.files.left_behind();
        }
        self.runs += 1;
    }

    /// The next run finds the files as the first one did.
    pub fn forget_files(&mut self) {
        (self.left, self.runs) = (beside(&self.run.settings.beside), 0);
    }

    /// Changes a file as somebody does who works beside the program; the next run finds it so. The error is a sentence.
    pub fn change_file(&mut self, change: &FileChange) -> Result<(), String> {
        self.take_over_files();
        let below = self.files.clone();
        let mut files = std::mem::take(&mut self.left).over(&below);
        // Half-way between the runs; never before the time that a file on the disk has.
        let now = Host::default().epoch_ns + self.runs * APART - APART / 2;
        let later =
            |path: &str, files: &Files| files.stat(path).map_or(now, |stat| now.max(stat.mtime_ns + 1_000_000_000));
        let done = match change {
            FileChange::Touch(path) => files.touch(path, later(path, &files)),
            FileChange::Delete(path) if files.stat(path).is_ok_and(|stat| stat.folder) => clear(&mut files, path, now),
            FileChange::Delete(path) => files.unlink(path, now),
            FileChange::Write(path, text) => files.write_whole(path, text.clone().into_bytes(), later(path, &files)),
            FileChange::Forget => {
                files = beside(&self.run.settings.beside);
                Ok(())
            }
        };
        self.left = files.left_behind();
        done.map_err(|number| {
            format!("{} cannot be changed: {}.", change.path(), vm::state::files::errno::words(number))
        })
    }

    /// The text of a file as it is at the end of the run.
    pub fn text_of(&mut self, path: &str) -> Option<String> {
        let session = self.session.as_mut()?;
        let end = session.len();
        let bytes = session.seek(end).machine.host.files.read_whole(path).ok()?;
        String::from_utf8(bytes.to_vec()).ok()
    }

    /// Programs wait for lines of input instead of meeting the end of their input.
    pub fn keep_input_open(&mut self) {
        self.host.input_open = true;
    }

    pub fn load_with(&mut self, filename: &str, source: &str, host: Host) -> bool {
        self.host = host.clone();
        self.generation += 1;
        self.step = 0;
        self.compiling = None;
        self.session = None;
        self.index = Index::default();
        self.origins = Origins::default();
        self.codes.clear();
        self.foreign = Foreign::default();
        self.imports = imports::Reading::default();
        self.expanded.clear();
        self.run = Run { generation: self.generation, source: SourceModel::new(filename, source), ..Run::default() };
        let run = &mut self.run;
        let mode = compiler::Mode::Exec;
        match compiler::compile_with_text(source.as_bytes(), filename, mode, compiler::Options::default()) {
            Ok((code, text, _)) => {
                let (mtime, cached) = pycache::look(filename, source);
                let compilation = Compilation::new(filename, source, Some(Arc::clone(&code))).with_mtime(mtime);
                run.compilation = Arc::new(compilation);
                run.cached = cached;
                let options = Options { host, step_limit: STEP_LIMIT, ..Options::default() };
                let mut session = Session::of_code(code, text, filename, options);
                self.codes = listing::listings(&session.code);
                run.codes = Arc::new(self.codes.iter().map(|(_, listing)| listing.clone()).collect());
                run.ending = Ending::Recording;
                let start = session.seek(0).machine;
                self.before = machine::tracked(start);
                self.files = start.host.files.clone();
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
    pub fn record(&mut self, steps: u64, cancel: &Arc<AtomicBool>) -> bool {
        let Some(session) = &mut self.session else { return false };
        let ended = match session.record(steps, cancel) {
            Progress::Running { .. } => return true,
            Progress::Done(ended) => Some(ended),
            Progress::Cancelled => None,
        };
        self.index.events = index::events(session);
        // By now all code is loaded that ever was.
        self.foreign.learn(session.here());
        self.run.ending = match ended {
            Some(ended) => self.ending(ended),
            None => Ending::Stopped,
        };
        false
    }

    /// Reads the recording for its lanes, a little at a time; says whether there is more to do.
    pub fn read_on(&mut self) -> bool {
        let Some(session) = &mut self.session else { return false };
        let more = self.index.read_on(session) || self.imports.read_on(&self.index, session);
        if !more {
            let sampled = !self.index.whole;
            self.run.profile = Arc::new(ProfileModel::of(&self.index.calls, |code| self.index.named(code), sampled));
            self.run.imports = Arc::clone(&self.imports.model);
        }
        more
    }

    /// Records a program to its end and reads all of it: for the command line.
    pub fn whole(filename: &str, source: &str, host: Host) -> Recorder {
        let mut recorder = Recorder::default();
        let more = recorder.load_with(filename, source, host);
        recorder.finish(more);
        recorder
    }

    /// The same of a lesson's program, with the files beside it.
    pub fn of_lesson(program: &str, beside: &[(&str, &str)]) -> Recorder {
        let mut recorder = Recorder::default();
        let beside = beside.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let more = recorder.load("program.py", program, &Settings { beside, ..Settings::default() });
        recorder.finish(more);
        recorder
    }

    /// Does what a lesson's stop asks for, and records the program again.
    pub fn rerun(&mut self, program: &str, rerun: &Rerun) -> Result<(), String> {
        match rerun.change() {
            Some(change) => self.change_file(&change)?,
            None => self.take_over_files(),
        }
        let more = self.load("program.py", program, &self.run.settings.clone());
        self.finish(more);
        Ok(())
    }

    fn finish(&mut self, mut more: bool) {
        let cancel = Arc::new(AtomicBool::new(false));
        while more {
            more = self.record(SLICE, &cancel);
        }
        while self.read_on() {}
    }

    /// Gives the program other lines of input; what depends on them is recorded again.
    pub fn set_input(&mut self, input: Vec<String>, open: bool) -> bool {
        let Some(session) = &mut self.session else { return false };
        self.host.input = input.as_slice().into();
        session.set_input(input, open);
        self.index = Index::default();
        self.origins = Origins::default();
        self.imports = imports::Reading::default();
        (self.run.imports, self.run.profile) = Default::default();
        self.run.ending = Ending::Recording;
        self.step = self.step.min(session.len());
        true
    }

    fn ending(&mut self, ended: Ended) -> Ending {
        match ended {
            Ended::Exit(0) => Ending::Finished { status: 0 },
            Ended::Exit(status) => {
                let said: String = self
                    .session
                    .iter()
                    .flat_map(|session| {
                        index::marks(session).filter(|mark| mark.2).map(|mark| index::text(session, mark.0))
                    })
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
            Ended::Halted(Halt::Input { prompt }) => Ending::Waiting { prompt },
            Ended::Halted(Halt::Paused | Halt::Interrupted) => Ending::Stopped,
        }
    }

    /// Makes seeking faster with more snapshots, a few at a time; says whether there is more to do.
    pub fn fill_in(&mut self, cancel: &Arc<AtomicBool>) -> bool {
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
            self.run.timeline = timeline_model(&self.index, session, self.run.ending == Ending::Recording);
            self.run.console = console(session);
        }
        Arc::new(self.run.clone())
    }

    /// Moves the cursor. The error is a sentence about what cannot be found.
    pub fn go(&mut self, to: &Move, breakpoints: &BTreeSet<u32>, cancel: &AtomicBool) -> Result<(), String> {
        match compile_moves::target(&self.run.compilation, self.cursor(), to)? {
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
        let Some(session) = &mut self.session else {
            return Err("There is no run to move in: the program could not be compiled.".to_owned());
        };
        let mut place = search::Place {
            session,
            index: &self.index,
            imports: &self.imports.model,
            codes: &self.codes,
            step: self.step,
            cancel,
        };
        self.step = match to {
            Move::Find(text) if text.trim().ends_with(" changes") => {
                let name = text.trim().trim_end_matches(" changes").trim().to_owned();
                place.change_of(
                    &Scene {
                        codes: &self.codes,
                        before: &self.before,
                        expanded: &self.expanded,
                        foreign: &self.foreign,
                    },
                    &name,
                )?
            }
            to => place.target(to, breakpoints)?,
        };
        self.compiling = None;
        Ok(())
    }

    /// Where [`Recorder::go`] last led.
    pub fn cursor(&self) -> Cursor {
        self.compiling.map_or(Cursor::Run(self.step), Cursor::Compile)
    }

    /// The answer to a lesson's question at the cursor.
    pub fn answer(&mut self, query: &Query) -> Result<String, String> {
        self.run();
        let now = self.moment();
        let after = self.bare(self.step + 1);
        let line = match &mut self.session {
            Some(session) => {
                let cancel = &AtomicBool::new(false);
                let mut place = search::Place {
                    session,
                    index: &self.index,
                    imports: &self.imports.model,
                    codes: &self.codes,
                    step: self.step,
                    cancel,
                };
                place.target(&Move::Forward(Granularity::Line), &BTreeSet::new()).unwrap_or(self.step)
            }
            None => self.step,
        };
        let line_after = self.bare(line);
        query.answer(&self.run, &now, &after, &line_after)
    }

    /// A moment without marks and sentence.
    pub fn bare(&mut self, step: u64) -> Moment {
        self.learn(step);
        let Some(session) = &mut self.session else {
            return Moment { generation: self.generation, ..Moment::default() };
        };
        let (step, total) = (step.min(session.len()), session.len());
        let scene =
            Scene { codes: &self.codes, before: &self.before, expanded: &self.expanded, foreign: &self.foreign };
        looking::look(session.seek(step).machine, &scene, self.generation, step, total)
    }

    /// What was written before a step: the newest pieces, as many as fit into so many bytes.
    pub fn output(&self, step: u64, most: usize) -> Output {
        self.session.as_ref().map_or_else(Output::default, |session| written(session, 0, step, most))
    }

    pub fn len(&self) -> u64 {
        self.session.as_ref().map_or(0, Session::len)
    }

    /// The last moment at which a frame stands.
    pub fn last(&self) -> u64 {
        self.session.as_ref().map_or(0, Session::last)
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

    /// Takes in the code that runs at a step, if it is of another file.
    fn learn(&mut self, step: u64) {
        let Some(session) = &mut self.session else { return };
        // Who goes on from step to step stands there already.
        if session.standing().steps() != step {
            session.seek(step);
        }
        self.foreign.learn(session.standing());
    }

    /// Shows more rows of a box.
    pub fn show_more(&mut self, of: Address) {
        *self.expanded.entry(of).or_default() += MORE_ROWS;
    }

    pub fn compilation(&self) -> Arc<Compilation> {
        Arc::clone(&self.run.compilation)
    }

    /// Looks again at what lies in `__pycache__`.
    pub fn look_at_cache(&mut self) {
        self.run.cached = pycache::look(&self.run.source.filename, self.run.compilation.source()).1;
    }

    pub fn moment_at(&mut self, step: u64) -> Moment {
        let total = self.len();
        let step = step.min(total);
        let last = self.last();
        self.learn(step);
        let over = self.over(step);
        let Some(session) = &mut self.session else {
            return Moment { explain: sentence::ending(&self.run), ..self.bare(step) };
        };
        let scene =
            Scene { codes: &self.codes, before: &self.before, expanded: &self.expanded, foreign: &self.foreign };
        let look = |machine: &Machine, step| looking::look(machine, &scene, self.generation, step, total);
        // Where an exception that nothing catches is raised, its traceback is shown: that is where the run ended.
        let at_raise = step == last && matches!(self.run.ending, Ending::Raised { .. });
        let output = written(session, 0, if at_raise { total } else { step }, SHOWN);
        let (mut past, mut compared) = (None, Vec::new());
        if let Some(start) = over {
            // What was stepped over counts as one step: everything since is marked.
            let before = look(session.seek(start).machine, start);
            let made = self.run.imports.imports.iter().filter(|import| start < import.start && import.end <= step);
            let said = sentence::stepped_over(&before, step - start, &made.collect::<Vec<_>>());
            past = Some((before, Births::default(), said));
        } else if let Some(earlier) = step.checked_sub(1) {
            let told = told(session, earlier, SHOWN);
            if let Some(around) = session.look_at_step(earlier) {
                let before = Glimpse::new(around.before, &scene, earlier, total, Vec::new());
                let now = Glimpse::new(around.after, &scene, step, total, told);
                let said = sentence::just_now(&self.run, &before, &now, &around.effects);
                compared = now.compared();
                past = Some((look(around.before, earlier), births(&around), said));
            }
        }
        let coming = told(session, step, TOLD_OF_A_STEP);
        let made = made(&mut self.origins, session, compared, step);
        let (mut now, explain) = match session.look_at_step(step) {
            Some(around) => {
                let mut here = Glimpse::new(around.before, &scene, step, total, Vec::new());
                here.made = made;
                let after = Glimpse::new(around.after, &scene, step + 1, total, coming);
                let mut now = look(around.before, step);
                now.dying = births(&around).freed.into_iter().collect();
                (now, sentence::explain(&self.run, &here, Some(&after), &around.effects))
            }
            None => {
                let machine = session.seek(step).machine;
                let here = Glimpse::new(machine, &scene, step, total, Vec::new());
                (look(machine, step), sentence::explain(&self.run, &here, None, &Effects::default()))
            }
        };
        let first = beside(&self.run.settings.beside);
        session.seek(step);
        let opened = session.events.iter().take_while(|(at, _)| at.saturating_sub(1) < step);
        let mut opened = opened.filter_map(|(_, event)| match event {
            MachineEvent::Opened { path, writes } => Some((path.as_str(), *writes)),
            _ => None,
        });
        now.files = files::files(session.here(), (&first, &self.files), &mut opened);
        now.output = output;
        now.explain = explain;
        if let Some((start, end)) = self.index.foreign_at(step + 1).filter(|(start, _)| *start == step + 1) {
            let steps = counted(end - start, "step");
            now.explain.notes.push(format!("The next step leads over {steps} of other files; Shift+→ goes inside."));
        }
        match past {
            Some((before, births, said)) => {
                marks::mark(&mut now, Some(&before), &births);
                (now.explain.just_now, now.explain.counts) = said;
            }
            None => {
                marks::mark(&mut now, None, &Births::default());
                now.explain.just_now = sentence::beginning();
            }
        }
        let collected = |kind| matches!(kind, EventKind::Collection { .. });
        let latest = self.index.events.iter().rev().find(|event| collected(event.kind) && event.step < step);
        now.gc.last = latest.map(|event| format!("Last: {}.", event.text));
        // Here, so that no frame of the window has to.
        now.heap.links();
        now
    }

    /// Where a stretch of other files' code began that ends at a step: there the program's own code stepped over it.
    fn over(&self, step: u64) -> Option<u64> {
        let (start, end) = self.index.foreign_at(step.checked_sub(1)?)?;
        (end == step && start > 0).then(|| start - 1)
    }

    /// The line of the step that comes next and what is said of it, without the rest of the moment.
    pub fn explain_at(&mut self, step: u64) -> (u32, ExplainModel) {
        let total = self.len();
        self.learn(step);
        let scene =
            Scene { codes: &self.codes, before: &self.before, expanded: &self.expanded, foreign: &self.foreign };
        let Some(session) = &mut self.session else { return (0, sentence::ending(&self.run)) };
        let coming = told(session, step, TOLD_OF_A_STEP);
        if !self.origins.knows(step) && step <= LOOKED_UP {
            let compared = Glimpse::new(session.seek(step).machine, &scene, step, total, Vec::new()).compared();
            if !compared.is_empty() {
                self.origins.read(session, step);
            }
        }
        let Some(around) = session.look_at_step(step) else { return (0, sentence::ending(&self.run)) };
        let mut here = Glimpse::new(around.before, &scene, step, total, Vec::new());
        if self.origins.knows(step) {
            here.made = here.compared().into_iter().map(|object| (object, self.origins.of(object, step))).collect();
        }
        // One goes on from step to step: what each makes is taken in as one comes by.
        self.origins.note(step, &around.effects.allocated);
        let after = Glimpse::new(around.after, &scene, step + 1, total, coming);
        (here.line, sentence::explain(&self.run, &here, Some(&after), &around.effects))
    }
}

/// When objects were made that are there at a step.
fn made(origins: &mut Origins, session: &mut Session, compared: Vec<Obj>, step: u64) -> Vec<(Obj, Option<u64>)> {
    if step > LOOKED_UP {
        let made = compared.into_iter().filter_map(|object| Some((object, Some(origins.near(session, object, step)?))));
        return made.collect();
    }
    if !compared.is_empty() {
        origins.read(session, step);
    }
    compared.into_iter().map(|object| (object, origins.of(object, step))).collect()
}

/// Objects that a step makes and frees, by address.
fn births(step: &Step) -> Births {
    let addresses =
        |machine, objects: &[Obj]| objects.iter().map(|object| machine::address(machine, *object)).collect();
    Births { made: addresses(step.after, &step.effects.allocated), freed: addresses(step.before, &step.effects.freed) }
}

/// What was written from one step on and before another: the newest pieces, as many as fit into so many bytes.
fn written(session: &Session, from: u64, step: u64, most: usize) -> Output {
    let count = session.written.partition_point(|written| written.step.saturating_sub(1) < step);
    let (mut chunks, mut earlier, mut room) = (Vec::new(), 0, most);
    let last = session.len().saturating_sub(1);
    for nth in (0..count).rev() {
        let written = session.written[nth];
        let at = written.step.saturating_sub(1).min(last);
        if at < from {
            break;
        }
        let bytes = session.piece(nth);
        // The newest piece may be longer than all there is room for: its end is shown.
        let cut = bytes.len().saturating_sub(room);
        if cut > 0 && !chunks.is_empty() {
            earlier = u64::from(written.end);
            break;
        }
        let stream = match written.stream {
            timeline::Stream::Out => Stream::Out,
            timeline::Stream::Err => Stream::Err,
            timeline::Stream::In => Stream::In,
        };
        let text = String::from_utf8_lossy(&bytes[cut..]).into_owned();
        chunks.push(Chunk { stream, text, step: at });
        earlier = if cut > 0 { written.end as u64 - room as u64 } else { 0 };
        room -= bytes.len() - cut;
        if cut > 0 {
            break;
        }
    }
    chunks.reverse();
    Output { chunks, earlier }
}

/// Pieces of one step that sentences tell.
const PIECES: usize = 2;
/// Bytes of output that a step's sentence is made from.
const TOLD_OF_A_STEP: usize = 1_000;

/// What a step writes, as far as it is told.
fn told(session: &Session, step: u64, most: usize) -> Vec<Chunk> {
    let mut chunks = written(session, step, step + 1, most).chunks;
    chunks.truncate(PIECES);
    chunks
}

fn timeline_model(index: &Index, session: &Session, recording: bool) -> TimelineModel {
    let thin = index.lines.len().div_ceil(DRAWN).max(1);
    let mut calls: Vec<CallSpan> = index.calls.clone();
    if calls.len() > DRAWN {
        // The longest calls are those that can be seen.
        calls.sort_by_key(|call| std::cmp::Reverse(call.end - call.start));
        calls.truncate(DRAWN);
        calls.sort_by_key(|call| call.start);
    }
    let total = session.len();
    calls.iter_mut().for_each(|call| call.end = call.end.min(total));
    let every = session.written.len().div_ceil(DRAWN).max(1);
    let output = index::marks(session).step_by(every).map(|(nth, step, stderr)| {
        let text = index::text(session, nth);
        let short = text.char_indices().nth(TOLD).map_or(text.clone(), |(end, _)| format!("{}…", &text[..end]));
        Event { step, kind: EventKind::Output { stderr }, text: short }
    });
    // What the library raises and catches for itself is nobody's concern.
    let theirs = |event: &&Event| event.kind == EventKind::Exception && index.foreign_at(event.step).is_some();
    let own = index.events.iter().filter(|event| !theirs(event));
    let mut events: Vec<Event> = own.take(DRAWN).cloned().chain(output).collect();
    events.sort_by_key(|event| event.step);
    TimelineModel {
        total,
        last: session.last(),
        lines: index.lines.iter().step_by(thin).copied().collect(),
        calls,
        events,
        recording,
        read: if index.whole || recording { 1.0 } else { index.part(session) },
    }
}

/// Bytes of output that a console shows, the newest.
const SHOWN: usize = 200_000;
/// Characters of output in a mark of the timeline.
const TOLD: usize = 80;

fn console(session: &Session) -> ConsoleModel {
    let last = session.len().saturating_sub(1);
    ConsoleModel {
        first: session.written.first().map(|written| written.step.saturating_sub(1).min(last)),
        answers: session.input().to_vec(),
        prompt: match &session.ended {
            Some(Ended::Halted(Halt::Input { prompt })) => Some(prompt.clone()),
            _ => None,
        },
    }
}
