//! The window's contents: bars, panes, the sentence; and the one place where commands are applied.

use crate::docking::{self, Half};
use crate::document::{self, Document};
use crate::layouts::Docks;
use crate::lesson_state::{LESSONS, LessonState};
use crate::overlays::Overlays;
use crate::panes::{Panes, explain};
use crate::programs::{PROGRAMS, WELCOME};
use crate::theme::{self, GAP, Palette};
use crate::view::{Out, View};
use crate::worker::{Ask, Worker};
use crate::{keyboard, top_bar, transport};
use egui::{CentralPanel, Context, CornerRadius, Frame, Margin, Panel, StrokeKind, Ui, UiBuilder};
use model::command::{Command, Granularity, Layout, Move, Pane};
use model::detail::{self, Detail};
use model::explain::ExplainModel;
use model::lesson::Lesson;
use model::moment::{Moment, Run};
use model::selection::Selection;
use model::source::line_after_edit;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long typing must pause before the program runs again.
const PAUSE: f64 = 0.4;

/// Play: when the last step was made.
#[derive(Clone, Copy)]
struct Playing {
    last: f64,
}

pub struct Shell {
    pub run: Arc<Run>,
    pub moment: Arc<Moment>,
    pub selection: Selection,
    pub breakpoints: BTreeSet<u32>,
    pub document: Document,
    pub granularity: Granularity,
    pub detail: Detail,
    pub speed: f32,
    pub layout: Layout,
    pub docks: Docks,
    pub dark: bool,
    pub zoom: f32,
    pub find: String,
    pub focus_find: bool,
    /// The field for finding a moment is in use; it may take the place of the stages.
    pub finding: bool,
    /// A sentence about what was asked and could not be done.
    pub notice: Option<String>,
    pub recording: bool,
    pub lesson: LessonState,
    pub overlays: Overlays,
    /// What was drawn last, of which moment and at which level of detail.
    drawn: Option<(Arc<Moment>, Detail, Arc<Moment>)>,
    /// One pane alone, for a picture of it.
    pub only: Option<Pane>,
    playing: Option<Playing>,
    presenting: bool,
    /// The time at which an edit is to be run.
    run_at: Option<f64>,
    pub panes: Panes,
    worker: Option<Worker>,
    busy: bool,
}

impl Shell {
    /// Without a worker: shows what it is given.
    pub fn still(run: Run, moment: Moment) -> Shell {
        let mut document = Document::default();
        document.replace(None, run.source.short_name(), run.source.text());
        Shell {
            run: Arc::new(run),
            moment: Arc::new(moment),
            selection: Selection::default(),
            breakpoints: BTreeSet::new(),
            document,
            granularity: Granularity::default(),
            detail: Detail::default(),
            speed: 4.0,
            layout: Layout::Run,
            docks: Docks::of(Layout::Run),
            dark: false,
            zoom: 1.0,
            find: String::new(),
            focus_find: false,
            finding: false,
            notice: None,
            recording: false,
            lesson: LessonState::default(),
            overlays: Overlays::default(),
            drawn: None,
            only: None,
            playing: None,
            presenting: false,
            run_at: None,
            panes: Panes::default(),
            worker: None,
            busy: false,
        }
    }

    /// Shows another recording and its text.
    pub fn show(&mut self, run: Arc<Run>, moment: Moment, text: String) {
        self.document.replace(None, run.source.short_name(), text);
        (self.run, self.moment) = (run, Arc::new(moment));
    }

    /// On a program, with a worker that records it.
    pub fn on(ctx: &Context, name: &str, text: String) -> Shell {
        let mut shell = Shell::still(Run::default(), Moment::default());
        let wake = ctx.clone();
        shell.worker = Some(Worker::start(move || wake.request_repaint()));
        shell.document.replace(None, name, text);
        shell.load(None);
        shell
    }

    pub fn welcome(ctx: &Context) -> Shell {
        Shell::on(ctx, WELCOME.file, WELCOME.text.to_owned())
    }

    fn load(&mut self, line: Option<u32>) {
        let (filename, source) = (self.document.filename(), self.document.text.clone());
        self.ask(Ask::Load { filename, source, line });
    }

    /// Waits until everything asked has been answered: for pictures and tests, never in the window.
    pub fn settle(&mut self, limit: Duration) -> bool {
        let settled = self.worker.as_ref().is_none_or(|worker| worker.settle(limit));
        self.fetch();
        settled
    }

    /// Whether the source's colours or the worker's answers are still to come.
    pub fn is_settling(&self) -> bool {
        self.panes.source.settling || self.busy || self.run_at.is_some()
    }

    /// Takes what the worker has answered since the last look.
    pub fn fetch(&mut self) {
        let Some(worker) = &self.worker else { return };
        let news = worker.news();
        if let Some(run) = news.run {
            if run.generation != self.run.generation {
                self.selection = Selection::default();
            }
            if run.console.prompt.is_some() && self.run.console.prompt != run.console.prompt {
                self.docks.show(Pane::Console);
            }
            self.run = run;
        }
        if let Some(moment) = news.moment {
            self.moment = moment;
        }
        for (claim, answer) in news.answers {
            let place = if claim { &mut self.lesson.verdict } else { &mut self.lesson.truth };
            *place = Some(answer);
        }
        if news.notice.is_some() {
            self.notice = news.notice;
            self.playing = None;
        }
        self.busy = news.busy;
        self.recording = news.recording;
    }

    /// The moment as it is drawn: with the sentence that may be told, and no more than the level of detail shows.
    fn shown(&mut self, explain: ExplainModel) -> Arc<Moment> {
        if let Some((of, detail, shown)) = &self.drawn
            && Arc::ptr_eq(of, &self.moment)
            && (*detail, &shown.explain) == (self.detail, &explain)
        {
            return Arc::clone(shown);
        }
        let mut moment = Moment { explain, ..Moment::clone(&self.moment) };
        detail::reduce(&mut moment, self.detail);
        let shown = Arc::new(moment);
        self.drawn = Some((Arc::clone(&self.moment), self.detail, Arc::clone(&shown)));
        shown
    }

    pub fn is_playing(&self) -> bool {
        self.playing.is_some()
    }

    pub fn ui(&mut self, ui: &mut Ui) {
        self.fetch();
        let now = ui.input(|input| input.time);
        let mut out: Out = Vec::new();
        keyboard::commands(ui.ctx(), &mut out);
        self.advance(ui.ctx(), now, &mut out);
        let explained = self.explained();
        let moment = self.shown(explained);
        let run = Arc::clone(&self.run);
        let view = View {
            run: &run,
            moment: &moment,
            selection: &self.selection.clone(),
            breakpoints: &self.breakpoints.clone(),
            text: &self.document.text.clone(),
            text_version: self.document.version,
            detail: self.detail,
            hidden: self.lesson.waiting(),
        };
        match self.only {
            Some(pane) => self.one_pane(ui, pane, &view, &mut out),
            None => self.whole(ui, &view, &mut out),
        }
        crate::overlays::ui(ui.ctx(), self, &mut out);
        for command in out {
            self.apply(ui.ctx(), command);
        }
    }

    fn whole(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let side = GAP as i8;
        Panel::top("top bar").exact_size(44.0).show_separator_line(false).frame(Frame::NONE.fill(palette.pane)).show(
            ui,
            |ui| {
                top_bar::ui(ui, self, out);
            },
        );
        let bar =
            Frame::NONE.fill(palette.ground).inner_margin(Margin { left: side, right: side, top: side, bottom: 0 });
        Panel::top("transport").exact_size(44.0 + GAP).show_separator_line(false).frame(bar).show(ui, |ui| {
            card(ui, palette, |ui| transport::ui(ui, self, view, out));
        });
        let lower =
            Frame::NONE.fill(palette.ground).inner_margin(Margin { left: side, right: side, top: side, bottom: side });
        let height = ui.available_height();
        // A lesson's text and questions need more room than the console.
        let (name, part) = if self.lesson.open.is_some() { ("lower with lesson", 0.4) } else { ("lower", 0.26) };
        let panel = Panel::bottom(name).default_size((height * part).max(120.0)).size_range(80.0..=height * 0.6);
        panel.resizable(true).show_separator_line(false).frame(lower).show(ui, |ui| {
            docking::ui(ui, &mut self.docks, Half::Lower, &mut self.panes, view, &mut self.lesson, out);
        });
        let strip = explain::height(ui, &view.moment.explain, ui.available_width() - 2.0 * GAP);
        let frame =
            Frame::NONE.fill(palette.ground).inner_margin(Margin { left: side, right: side, top: side, bottom: 0 });
        Panel::bottom("explain").exact_size(strip + GAP).show_separator_line(false).frame(frame).show(ui, |ui| {
            card(ui, palette, |ui| explain::ui(ui, view));
        });
        let frame =
            Frame::NONE.fill(palette.ground).inner_margin(Margin { left: side, right: side, top: side, bottom: 0 });
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            docking::ui(ui, &mut self.docks, Half::Upper, &mut self.panes, view, &mut self.lesson, out);
        });
    }

    fn one_pane(&mut self, ui: &mut Ui, pane: Pane, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        CentralPanel::no_frame().frame(Frame::NONE.fill(palette.pane)).show(ui, |ui| {
            self.panes.ui(pane, ui, view, &mut self.lesson, out);
        });
    }

    /// While a question waits for its answer, the sentence would give it away.
    fn explained(&self) -> ExplainModel {
        if self.lesson.waiting() {
            return ExplainModel::plain(
                "A question of the lesson is open. The sentence of this step comes after the answer.",
            );
        }
        if let Some(problem) =
            self.run.source.problem.as_ref().filter(|_| self.run.timeline.total == 0 && self.moment.compile.is_none())
        {
            let line = problem.span.line;
            let sentence = format!("**{}** on line {line}: {}.", problem.kind, problem.message.trim_end_matches('.'));
            return ExplainModel::from_markup(
                &sentence,
                vec!["The program cannot run until this is changed.".to_owned()],
            );
        }
        if self.moment.explain.sentence.is_empty() {
            let ending = self.run.ending.sentence().filter(|_| self.moment.step >= self.run.timeline.total);
            return ExplainModel::plain(
                &ending.unwrap_or_else(|| "Press the right arrow to make the first step.".to_owned()),
            );
        }
        self.moment.explain.clone()
    }

    /// Time goes on: playing, and running an edit after a pause.
    fn advance(&mut self, ctx: &Context, now: f64, out: &mut Out) {
        if let Some(at) = self.run_at {
            if now >= at {
                self.run_at = None;
                let line = line_after_edit(&self.run.source.text(), &self.document.text, self.moment.line);
                self.load((self.moment.line > 0).then_some(line));
            } else {
                ctx.request_repaint_after(Duration::from_secs_f64(at - now));
            }
        }
        let Some(playing) = &mut self.playing else { return };
        let wait = 1.0 / f64::from(self.speed.max(0.1));
        if now - playing.last >= wait {
            playing.last = now;
            if self.moment.step >= self.run.timeline.last {
                self.playing = None;
                return;
            }
            let stride = (1.0 / 60.0 / wait).floor() as u64;
            if stride > 1 && self.granularity == Granularity::Instruction && self.moment.compile.is_none() {
                out.push(Command::Move(Move::To(self.moment.step + stride)));
            } else {
                out.push(Command::StepForward);
            }
        }
        ctx.request_repaint_after(Duration::from_secs_f64(wait.min(0.1)));
    }

    /// The one place where commands are applied.
    pub fn apply(&mut self, ctx: &Context, command: Command) {
        match command {
            Command::Move(to) => self.go(to),
            Command::PrepareFlow => {
                if let Some(worker) = &self.worker
                    && !self.busy
                {
                    self.busy = true;
                    worker.ask(Ask::Flow);
                }
            }
            Command::LookAtCache => {
                if let Some(worker) = &self.worker {
                    worker.ask(Ask::Cache);
                }
            }
            Command::StepForward => self.go(Move::Forward(self.granularity)),
            Command::StepBack => {
                self.playing = None;
                self.go(Move::Back(self.granularity));
            }
            Command::PlayPause => self.play_or_pause(ctx),
            Command::Stop => {
                self.playing = None;
                if let Some(worker) = &self.worker {
                    worker.stop();
                }
            }
            Command::SetGranularity(granularity) => self.granularity = granularity,
            Command::SetSpeed(speed) => self.speed = speed,
            Command::Select(selection) => {
                self.selection = if selection == self.selection { Selection::default() } else { selection };
            }
            Command::ToggleBreakpoint(line) => self.toggle_breakpoint(line),
            Command::ToggleBreakpointHere => self.toggle_breakpoint(self.moment.line),
            Command::Edit(text) => {
                self.document.text = text;
                self.playing = None;
                self.run_at = Some(ctx.input(|input| input.time) + PAUSE);
                ctx.request_repaint_after(Duration::from_secs_f64(PAUSE));
            }
            Command::Open(path) => self.open(&path),
            Command::OpenDialog => self.open_dialog(),
            Command::OpenExample(index) => {
                if let Some(program) = PROGRAMS.get(index) {
                    self.show_program(program.file, program.text);
                }
            }
            Command::Save => self.save(),
            Command::SaveAs => self.save_as(),
            Command::SetDetail(detail) => self.detail = detail,
            Command::ShowMore(of) => self.ask(Ask::ShowMore(of)),
            Command::SetLayout(layout) => {
                self.layout = layout;
                self.docks = Docks::of(layout);
            }
            Command::ResetLayout => self.docks = Docks::of(self.layout),
            Command::ShowPane(pane) => self.docks.show(pane),
            Command::ToggleTheme => {
                self.dark = !self.dark;
                theme::set_dark(ctx, self.dark);
            }
            Command::ZoomIn => self.set_zoom(ctx, self.zoom * 1.1),
            Command::ZoomOut => self.set_zoom(ctx, self.zoom / 1.1),
            Command::ZoomReset => self.set_zoom(ctx, 1.0),
            Command::Present => {
                self.presenting = !self.presenting;
                ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(self.presenting));
                self.set_zoom(ctx, if self.presenting { 1.35 } else { 1.0 });
            }
            Command::ToggleHelp => self.overlays.help = !self.overlays.help,
            Command::TogglePalette => self.overlays.toggle_palette(),
            Command::FocusFind => self.focus_find = true,
            Command::OpenLesson(index) => self.open_lesson(index),
            Command::CloseLesson => self.lesson = LessonState::default(),
            Command::NextStop => self.stop_of_lesson(self.lesson.stop + 1),
            Command::PreviousStop => self.stop_of_lesson(self.lesson.stop.saturating_sub(1)),
            Command::Answer(answer) => self.lesson.given = Some(answer),
            Command::GiveInput { nth, line } => {
                let mut lines = self.run.console.answers.clone();
                match lines.get_mut(nth) {
                    Some(old) => *old = line,
                    None => lines.push(line),
                }
                self.give(lines, true);
            }
            Command::EndInput => self.give(self.run.console.answers.clone(), false),
            Command::Dismiss => self.dismiss(),
        }
    }

    fn go(&mut self, to: Move) {
        // Moving on would show what the lesson asks for.
        if self.lesson.waiting() {
            self.notice = Some("The lesson waits for an answer; the panes stay still until it is given.".to_owned());
            return;
        }
        self.notice = None;
        self.ask_move(to);
    }

    fn ask_move(&mut self, to: Move) {
        self.ask(Ask::Go { to, breakpoints: self.breakpoints.clone() });
    }

    /// The lines that the program reads; what depends on them is recorded again.
    fn give(&mut self, lines: Vec<String>, open: bool) {
        self.ask(Ask::Input { lines, open });
    }

    fn ask(&mut self, ask: Ask) {
        if let Some(worker) = &self.worker {
            worker.ask(ask);
            self.busy = true;
        }
    }

    fn play_or_pause(&mut self, ctx: &Context) {
        if self.playing.take().is_none() {
            if self.moment.step >= self.run.timeline.last {
                self.go(Move::To(0));
            }
            self.playing = Some(Playing { last: ctx.input(|input| input.time) });
        }
    }

    fn toggle_breakpoint(&mut self, line: u32) {
        if line > 0 && !self.breakpoints.remove(&line) {
            self.breakpoints.insert(line);
        }
    }

    pub fn open(&mut self, path: &Path) {
        match document::read(path) {
            Ok(text) => {
                self.document.replace(Some(path.to_owned()), "", text);
                self.fresh();
            }
            Err(problem) => self.notice = Some(problem),
        }
    }

    fn show_program(&mut self, name: &str, text: &str) {
        self.document.replace(None, name, text.to_owned());
        self.fresh();
    }

    fn fresh(&mut self) {
        self.lesson = LessonState::default();
        self.breakpoints.clear();
        self.selection = Selection::default();
        self.playing = None;
        self.run_at = None;
        self.notice = None;
        self.load(None);
    }

    fn open_dialog(&mut self) {
        match rfd::FileDialog::new().add_filter("Python", &["py"]).pick_file() {
            Some(path) => self.open(&path),
            // Without a portal or zenity the dialog says "cancelled" at once: offer a field for the path.
            None => self.overlays.ask_path(false, &self.document.filename()),
        }
    }

    fn save(&mut self) {
        match self.document.path.clone() {
            Some(path) => self.save_to(&path),
            None => self.save_as(),
        }
    }

    fn save_as(&mut self) {
        let name = self.document.short_name().to_owned();
        match rfd::FileDialog::new().add_filter("Python", &["py"]).set_file_name(name).save_file() {
            Some(path) => self.save_to(&path),
            None => self.overlays.ask_path(true, &self.document.filename()),
        }
    }

    pub fn save_to(&mut self, path: &Path) {
        self.notice = match self.document.save(path) {
            Ok(()) => Some(format!("Saved as {}.", path.display())),
            Err(problem) => Some(problem),
        };
    }

    fn open_lesson(&mut self, index: usize) {
        let Some(folder) = LESSONS.get(index) else { return };
        match Lesson::parse(folder.lesson) {
            Ok(lesson) => {
                self.show_program("program.py", folder.program);
                self.layout = lesson.layout;
                self.docks = Docks::of(lesson.layout);
                self.lesson.start(lesson);
                self.docks.show(Pane::Lesson);
                self.arrive();
            }
            Err(problem) => self.notice = Some(format!("{}: {problem}", folder.name)),
        }
    }

    fn stop_of_lesson(&mut self, stop: usize) {
        let Some(lesson) = &self.lesson.open else { return };
        if stop >= lesson.stops.len() || (stop > self.lesson.stop && self.lesson.waiting()) {
            return;
        }
        self.lesson.enter(stop);
        self.arrive();
    }

    /// Goes to where the stop is anchored and asks the run what the stop asks the learner.
    fn arrive(&mut self) {
        let Some(stop) = self.lesson.current().cloned() else { return };
        self.playing = None;
        if let Some(anchor) = stop.at {
            self.ask_move(Move::Anchor(anchor));
        }
        for pane in stop.show {
            self.docks.show(pane);
        }
        self.docks.show(Pane::Lesson);
        if let Some(worker) = &self.worker {
            for (query, claim) in [(self.lesson.question(), false), (self.lesson.claim(), true)] {
                if let Some(query) = query {
                    worker.ask(Ask::Question { query: query.clone(), claim });
                }
            }
        }
    }

    fn dismiss(&mut self) {
        if !self.overlays.close() && self.notice.take().is_none() {
            self.selection = Selection::default();
        }
    }

    pub fn set_zoom(&mut self, ctx: &Context, zoom: f32) {
        self.zoom = zoom.clamp(0.5, 4.0);
        ctx.set_zoom_factor(self.zoom);
    }

    /// A status sentence for the transport bar, if there is something to say.
    pub fn status(&self) -> Option<String> {
        self.notice.clone().or_else(|| {
            let at_end = self.moment.step >= self.run.timeline.last;
            self.run.ending.sentence().filter(|_| at_end || self.run.ending.is_pressing())
        })
    }
}

/// A bar or strip: white, rounded, with a quiet line around it.
fn card(ui: &mut Ui, palette: &Palette, contents: impl FnOnce(&mut Ui)) {
    let rect = ui.max_rect();
    let round = CornerRadius::same(theme::RADIUS);
    ui.painter().rect_filled(rect, round, palette.pane);
    ui.scope_builder(UiBuilder::new().max_rect(rect), contents);
    ui.painter().rect_stroke(rect, round, palette.hairline(), StrokeKind::Inside);
}
