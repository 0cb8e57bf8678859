//! The one place where commands are applied.

use super::Shell;
use super::clock::{PAUSE, Playing};
use crate::look::{paint, theme};
use crate::panes::story::lesson_state::LessonState;
use crate::recording::programs::PROGRAMS;
use crate::recording::worker::{Ask, Before};
use crate::shell::draft::Draft;
use crate::shell::layouts::Docks;
use egui::Context;
use model::ask::command::{Command, Layout, Move, Pane};
use model::ask::selection::Selection;
use std::time::{Duration, Instant};

/// What can stand beside the source while presenting, in the order in which a key goes through it.
const BESIDE: [Pane; 17] = [
    Pane::Heap,
    Pane::Frames,
    Pane::Bytecode,
    Pane::Console,
    Pane::Namespaces,
    Pane::Object,
    Pane::Interned,
    Pane::Modules,
    Pane::Files,
    Pane::Profile,
    Pane::Collector,
    Pane::Tree,
    Pane::Tokens,
    Pane::Symbols,
    Pane::Flow,
    Pane::Pyc,
    Pane::Lesson,
];

impl Shell {
    /// Does what a pane, a key or a bar asked for.
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
                    self.waiting_since.get_or_insert_with(Instant::now);
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
            Command::AskSettings => self.overlays.ask_settings(&self.settings),
            Command::RunWith(settings) => {
                self.settings = settings;
                self.notice = None;
                self.run_again(Before::TakeOver);
            }
            Command::RunAgain => {
                self.notice = None;
                self.run_again(Before::TakeOver);
            }
            Command::ChangeFile(change) => {
                self.notice = None;
                self.run_again(Before::Change(change));
            }
            Command::EditFile(path) => self.ask(Ask::ReadFile(path)),
            Command::OpenExample(index) => {
                if let Some(program) = PROGRAMS.get(index) {
                    self.show_program(program.file, program.text, &[]);
                }
            }
            Command::Save => self.save(),
            Command::SaveAs => self.save_as(),
            Command::SetDetail(detail) => self.detail = detail,
            Command::ShowMore(of) => self.ask(Ask::ShowMore(of)),
            Command::SetLayout(layout) => self.set_layout(layout),
            Command::ResetLayout => self.set_layout(self.layout),
            Command::ShowPane(pane) => self.show_pane(pane),
            Command::ShowModules(shown) => {
                self.panes.modules.shown = shown;
                self.show_pane(Pane::Modules);
            }
            Command::Alone(pane) => {
                let this = pane.or(self.alone).or(self.panes.at_hand).unwrap_or(Pane::Source);
                self.alone = if self.alone == Some(this) { None } else { Some(this) };
            }
            Command::NextPane => self.beside_next(1),
            Command::PreviousPane => self.beside_next(BESIDE.len() - 1),
            Command::ToggleTimeline => self.docks.unfolded = !self.docks.unfolded,
            Command::TogglePreview => {
                self.preview = !self.preview;
                let state = if self.preview { "is marked before it happens" } else { "is no longer marked" };
                self.notice = Some(format!("What the next step changes {state}."));
            }
            Command::ToggleTheme => {
                self.dark = !self.dark;
                theme::set_dark(ctx, self.dark);
            }
            Command::ZoomIn => self.set_zoom(ctx, self.zoom * 1.1),
            Command::ZoomOut => self.set_zoom(ctx, self.zoom / 1.1),
            Command::ZoomReset => self.set_zoom(ctx, 1.0),
            Command::TakeDraft => self.take_draft(),
            Command::DropDraft => {
                self.offered = None;
                if let Some(folder) = &self.drafts {
                    Draft::forget(folder);
                }
            }
            Command::Present => self.present(ctx, !self.presenting),
            Command::ReadCut => {
                let inside = |cut: &paint::Cut| self.panes.hand.is_none_or(|area| area.contains(cut.place.center()));
                let mut cuts: Vec<paint::Cut> = paint::cuts(ctx).into_iter().filter(inside).collect();
                cuts.sort_by(|a, b| {
                    (a.place.top(), a.place.left())
                        .partial_cmp(&(b.place.top(), b.place.left()))
                        .unwrap_or(std::cmp::Ordering::Equal)
                });
                let mut texts: Vec<String> = cuts.into_iter().map(|cut| cut.text).collect();
                texts.dedup();
                self.overlays.read_cut(self.panes.at_hand, texts);
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
            Command::Dismiss => self.dismiss(ctx),
        }
    }

    /// Records the program again with the files that this run left, and stays near the line where the cursor is.
    fn run_again(&mut self, before: Before) {
        self.load_after(vec![before], (self.moment.line > 0).then_some(Move::Line(self.moment.line)));
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

    pub(super) fn ask_move(&mut self, to: Move) {
        self.ask(Ask::Go { to, breakpoints: self.breakpoints.clone() });
    }

    /// The lines that the program reads; what depends on them is recorded again.
    fn give(&mut self, lines: Vec<String>, open: bool) {
        self.ask(Ask::Input { lines, open });
    }

    pub(super) fn ask(&mut self, ask: Ask) {
        if let Some(worker) = &self.worker {
            worker.ask(ask);
            self.busy = true;
            self.busy_since.get_or_insert_with(Instant::now);
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

    /// Closes what is on top: what floats, a notice, a pane alone, the presentation, the selection.
    fn dismiss(&mut self, ctx: &Context) {
        if std::mem::take(&mut self.hints) || self.overlays.close() || self.notice.take().is_some() {
            return;
        }
        if self.alone.take().is_none() {
            if self.presenting {
                self.present(ctx, false);
            } else {
                self.selection = Selection::default();
            }
        }
    }

    /// Begins or ends presenting. Size, arrangement and zoom are not touched, so leaving gives back what was.
    fn present(&mut self, ctx: &Context, on: bool) {
        self.presenting = on;
        self.alone = None;
        if on {
            self.beside = match self.layout {
                _ if self.lesson.open.is_some() => Pane::Lesson,
                Layout::Compile => Pane::Bytecode,
                Layout::Import => Pane::Modules,
                Layout::Run | Layout::Memory | Layout::Objects => Pane::Heap,
            };
        }
        ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(on));
        ctx.request_repaint();
    }

    fn beside_next(&mut self, by: usize) {
        let lesson = self.lesson.open.is_some();
        let at = BESIDE.iter().position(|pane| *pane == self.beside).unwrap_or(0);
        let next = (1..=BESIDE.len()).map(|nth| BESIDE[(at + nth * by) % BESIDE.len()]);
        self.beside = next.into_iter().find(|pane| *pane != Pane::Lesson || lesson).unwrap_or(Pane::Heap);
    }

    fn set_layout(&mut self, layout: Layout) {
        self.layout = layout;
        self.alone = None;
        self.docks = Docks::of(layout);
    }

    /// Brings a pane where it is seen: to the front of its tabs, alone in place of another, beside the source.
    pub(super) fn show_pane(&mut self, pane: Pane) {
        self.docks.show(pane);
        if self.presenting && pane != Pane::Source {
            self.beside = pane;
        }
        if self.alone.is_some() {
            self.alone = Some(pane);
        }
        self.panes.at_hand = Some(pane);
    }

    pub fn set_zoom(&mut self, ctx: &Context, zoom: f32) {
        self.zoom = zoom.clamp(0.5, 4.0);
        self.scale(ctx);
    }
}
