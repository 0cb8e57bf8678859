//! The window's contents, without the window: what is shown, of which program, at which moment. What there is to see is
//! put together in `draw`, what is asked for is done in `apply`.

mod apply;
pub mod arrange;
mod clock;
mod crumbs;
pub mod docking;
pub mod document;
pub mod draft;
mod draw;
mod file_editor;
mod files;
mod keyboard;
pub mod layouts;
mod lessons;
mod overlays;
mod run_with;
mod top_bar;
mod transport;
pub mod window;

use crate::panes::Panes;
use crate::panes::story::lesson_state::LessonState;
use crate::panes::view::{Out, View};
use crate::recording::programs::WELCOME;
use crate::recording::worker::{Ask, Before, Part, Worker};
use crate::shell::document::Document;
use crate::shell::draft::Draft;
use crate::shell::layouts::Docks;
use crate::shell::overlays::Overlays;
use clock::Playing;
use egui::{Context, Ui};
use model::ask::command::{Command, Granularity, Layout, Move, Pane};
use model::ask::detail::{self, Detail};
use model::ask::selection::Selection;
use model::ground::explain::ExplainModel;
use model::ground::settings::Settings;
use model::moment::{Moment, Run, marks};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long an answer may take before the window offers to stop.
const OFFERED_AFTER: Duration = Duration::from_millis(500);

/// The moment that was drawn last, and what it was made from.
struct Drawn {
    of: Arc<Moment>,
    detail: Detail,
    preview: bool,
    waiting: bool,
    told: ExplainModel,
    shown: Arc<Moment>,
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
    drawn: Option<Drawn>,
    /// One pane alone, for a picture of it.
    pub only: Option<Pane>,
    /// One pane alone in the window, with the sentence and a strip of the timeline.
    pub alone: Option<Pane>,
    playing: Option<Playing>,
    pub presenting: bool,
    /// What is shown beside the source while presenting.
    pub beside: Pane,
    /// Whether what the next step changes is marked before it happens.
    pub preview: bool,
    /// Where drafts are kept; nowhere in pictures and tests.
    pub drafts: Option<PathBuf>,
    /// A draft that was found at the start and is offered.
    pub offered: Option<Draft>,
    /// The draft that was written last, and when.
    drafted: Option<(Draft, f64)>,
    /// Three hints for the first start.
    pub hints: bool,
    /// Since when the worker is waited for, after it was told to stop or to load something else.
    waiting_since: Option<Instant>,
    /// Since when something asked is not answered.
    busy_since: Option<Instant>,
    /// What the program is given to run with.
    pub settings: Settings,
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
            alone: None,
            playing: None,
            presenting: false,
            beside: Pane::Heap,
            preview: false,
            drafts: None,
            offered: None,
            drafted: None,
            hints: false,
            waiting_since: None,
            busy_since: None,
            settings: Settings::default(),
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
        Shell::given(ctx, name, text, Settings::default())
    }

    /// The same, run with what is given.
    pub fn given(ctx: &Context, name: &str, text: String, settings: Settings) -> Shell {
        let mut shell = Shell { settings, ..Shell::still(Run::default(), Moment::default()) };
        let wake = ctx.clone();
        shell.worker = Some(Worker::start(move || wake.request_repaint()));
        shell.document.replace(None, name, text);
        shell.load(None);
        shell
    }

    /// On the file that the app was started with; on the welcome program without one, or if it cannot be read.
    ///
    /// The machine starts behind the first frame, which it would take from.
    pub fn start(ctx: &Context, file: Option<&Path>) -> Shell {
        let mut shell = Shell::still(Run::default(), Moment::default());
        let wake = ctx.clone();
        shell.worker = Some(Worker::held(move || wake.request_repaint()));
        match file.map(|path| (path, document::read(path))) {
            Some((path, Ok(text))) => shell.document.replace(Some(document::whole(path)), "", text),
            read => {
                shell.notice = read.and_then(|(_, text)| text.err());
                shell.document.replace(None, WELCOME.file, WELCOME.text.to_owned());
            }
        }
        shell.load(None);
        shell
    }

    /// Lets the machine start once the first frame was shown.
    fn release(&self, ctx: &Context) {
        match &self.worker {
            Some(worker) if ctx.cumulative_frame_nr() > 0 => worker.release(),
            Some(_) => ctx.request_repaint(),
            None => {}
        }
    }

    fn load(&mut self, then: Option<Move>) {
        self.load_after(Vec::new(), then);
    }

    /// Records the program again; first, something is done to the files that it finds.
    fn load_after(&mut self, before: Vec<Before>, then: Option<Move>) {
        if self.busy || self.recording {
            self.waiting_since.get_or_insert_with(Instant::now);
        }
        let (filename, source) = (self.document.filename(), self.document.text.clone());
        self.ask(Ask::Load { filename, source, then, settings: self.settings.clone(), before });
    }

    /// A worker that does not come back, deep in one built-in call, is left to itself; another one records the program again
    /// and goes to where the window stood.
    pub fn give_up_worker(&mut self, ctx: &Context) {
        let (step, compile) = (self.moment.step, self.moment.compile.as_ref().map(|now| now.step));
        // A program that was opened meanwhile begins at its beginning.
        let same = self.run.source.text() == self.document.text;
        let wake = ctx.clone();
        self.worker = Some(Worker::start(move || wake.request_repaint()));
        self.busy = false;
        self.waiting_since = None;
        self.notice = Some(
            "One built-in call does not come back. It was left to itself, and the program recorded again.".to_owned(),
        );
        self.load(same.then(|| compile.map_or(Move::To(step), Move::Compile)));
    }

    /// Waits until everything asked has been answered: for pictures and tests, never in the window.
    pub fn settle(&mut self, limit: Duration) -> bool {
        let settled = self.worker.as_ref().is_none_or(|worker| {
            worker.release();
            worker.settle(limit)
        });
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
                // It has heard of the new program.
                self.waiting_since = None;
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
        for (part, answer) in news.answers {
            let place = match part {
                Part::Prediction => &mut self.lesson.truth,
                Part::Claim => &mut self.lesson.verdict,
                Part::Trap => &mut self.lesson.sprung,
            };
            *place = Some(answer);
        }
        if let Some((path, text)) = news.file {
            self.overlays.edit_file(&path, text);
        }
        if news.notice.is_some() {
            self.notice = news.notice;
            self.playing = None;
        }
        self.busy = news.busy;
        if !news.busy {
            self.busy_since = None;
        }
        self.recording = news.recording;
    }

    /// The moment as it is drawn: with the sentence that may be told, and no more than the level of detail shows.
    fn shown(&mut self, explain: ExplainModel) -> Arc<Moment> {
        if let Some(drawn) = &self.drawn
            && Arc::ptr_eq(&drawn.of, &self.moment)
            && (drawn.detail, drawn.preview, drawn.waiting) == (self.detail, self.preview, self.lesson.waiting())
            && drawn.told == explain
        {
            return Arc::clone(&drawn.shown);
        }
        let told = explain.clone();
        let mut moment = Moment { explain, ..Moment::clone(&self.moment) };
        if self.preview {
            marks::preview(&mut moment);
        } else {
            moment.explain.coming.clear();
        }
        if let Some(question) = self.lesson.question().filter(|_| self.lesson.waiting()) {
            question.conceal(&mut moment);
        }
        detail::reduce(&mut moment, self.detail);
        let shown = Arc::new(moment);
        let (of, detail, preview) = (Arc::clone(&self.moment), self.detail, self.preview);
        self.drawn =
            Some(Drawn { of, detail, preview, waiting: self.lesson.waiting(), told, shown: Arc::clone(&shown) });
        shown
    }

    /// A question about a count waits for its answer.
    fn counts_hidden(&self) -> bool {
        self.lesson.waiting() && self.lesson.question().is_some_and(|question| question.is_count())
    }

    /// Whether a person has been waiting for so long that stopping is to be offered.
    pub fn keeps_waiting(&self) -> bool {
        self.recording || self.busy_since.is_some_and(|since| since.elapsed() >= OFFERED_AFTER)
    }

    pub fn is_playing(&self) -> bool {
        self.playing.is_some()
    }

    /// The pane that stands for an arrangement where there is room for one only.
    fn main_pane(&self) -> Pane {
        if self.lesson.open.is_some() {
            return Pane::Lesson;
        }
        self.panes.at_hand.filter(|pane| *pane != Pane::Timeline).unwrap_or(Pane::Source)
    }

    /// Scales the type to the window: what is made for 1600×1000 grows in larger ones, by less than they do; presenting, a
    /// window has the room of a small one, whatever its size.
    fn scale(&self, ctx: &Context) {
        let window = ctx.content_rect().size() * ctx.zoom_factor();
        let larger = if self.presenting {
            (window.x / 776.0).min(window.y / 436.0).clamp(1.0, 6.0)
        } else {
            1.0 + 0.75 * ((window.x / 1600.0).min(window.y / 1000.0) - 1.0).clamp(0.0, 2.0)
        };
        let wanted = self.zoom * larger;
        if (ctx.zoom_factor() - wanted).abs() > 0.01 * wanted {
            ctx.set_zoom_factor(wanted);
            ctx.request_repaint();
        }
    }

    pub fn ui(&mut self, ui: &mut Ui) {
        if self.only.is_none() {
            self.scale(ui.ctx());
        }
        self.fetch();
        let now = ui.input(|input| input.time);
        let mut out: Out = Vec::new();
        keyboard::commands(ui.ctx(), &mut out);
        let dropped = ui.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        out.extend(dropped.map(Command::Open));
        self.advance(ui.ctx(), now, &mut out);
        let explained = self.explained();
        let moment = self.shown(explained);
        let mut run = Arc::clone(&self.run);
        // What a lesson asks about the whole run is not told by its panes.
        let of_run =
            self.lesson.question().and_then(|query| query.of_import()).is_some_and(|query| query.needs_reading());
        if self.lesson.waiting() && of_run {
            run = Arc::new(Run { imports: Arc::default(), profile: Arc::default(), ..Run::clone(&run) });
        }
        let view = View {
            run: &run,
            moment: &moment,
            selection: &self.selection.clone(),
            breakpoints: &self.breakpoints.clone(),
            text: &self.document.text.clone(),
            text_version: self.document.version,
            detail: if self.counts_hidden() { Detail::Beginner } else { self.detail },
            pointed: &self.lesson.current().map_or(Vec::new(), |stop| stop.show.clone()),
            large: self.presenting,
        };
        match self.only {
            Some(pane) => self.one_pane(ui, pane, &view, &mut out),
            None if self.presenting => self.presented(ui, &view, &mut out),
            None => self.whole(ui, &view, &mut out),
        }
        crate::shell::overlays::ui(ui.ctx(), self, &mut out);
        for command in out {
            self.apply(ui.ctx(), command);
        }
        self.release(ui.ctx());
        self.keep_draft(ui.ctx(), now);
        self.look_after_worker(ui.ctx());
    }

    /// A status sentence for the transport bar, if there is something to say.
    pub fn status(&self) -> Option<String> {
        self.notice.clone().or_else(|| {
            let at_end = self.moment.step >= self.run.timeline.last;
            self.run.ending.sentence().filter(|_| at_end || self.run.ending.is_pressing())
        })
    }
}
