//! What happens by itself as time goes on: playing, and running an edit after a pause.

use super::{OFFERED_AFTER, Shell};
use crate::panes::view::Out;
use crate::shell::draft::Draft;
use egui::Context;
use model::ask::command::{Command, Granularity, Move};
use model::compile::source::line_after_edit;
use std::time::Duration;

/// How long typing must pause before the program runs again.
pub(super) const PAUSE: f64 = 0.4;

/// Play: when the last step was made.
#[derive(Clone, Copy)]
pub(super) struct Playing {
    pub(super) last: f64,
}

/// How long a worker that was told to stop may take to say so.
const PATIENCE: Duration = Duration::from_secs(3);
/// Seconds between two drafts.
const DRAFT_EVERY: f64 = 1.0;

impl Shell {
    /// Gives a worker up that was told to stop and does not.
    pub(super) fn look_after_worker(&mut self, ctx: &Context) {
        if self.worker.is_none() || !(self.busy || self.recording) {
            self.waiting_since = None;
            return;
        }
        // To offer stopping in time, and to see that it happens.
        if self.busy || self.waiting_since.is_some() {
            ctx.request_repaint_after(OFFERED_AFTER);
        }
        if self.waiting_since.is_some_and(|since| since.elapsed() >= PATIENCE) {
            self.give_up_worker(ctx);
        }
    }

    /// Writes down what is not saved, once a second at most, and forgets it when it is.
    pub(super) fn keep_draft(&mut self, ctx: &Context, now: f64) {
        let Some(folder) = self.drafts.clone() else { return };
        if !self.document.edited() {
            if self.drafted.take().is_some() {
                Draft::forget(&folder);
            }
            return;
        }
        let step = self.moment.step;
        let same = |draft: &Draft| draft.text == self.document.text && draft.step == step;
        match &self.drafted {
            Some((draft, _)) if same(draft) => return,
            Some((_, at)) if now - at < DRAFT_EVERY => {
                ctx.request_repaint_after(Duration::from_secs_f64(DRAFT_EVERY));
                return;
            }
            _ => {}
        }
        let (path, name) = (self.document.path.clone(), self.document.name.clone());
        let draft = Draft { path, name, text: self.document.text.clone(), step };
        if let Err(problem) = draft.write(&folder) {
            self.notice = Some(format!("What is not saved could not be kept for a next start: {}.", problem.kind()));
        }
        self.drafted = Some((draft, now));
    }

    /// Time goes on: playing, and running an edit after a pause.
    pub(super) fn advance(&mut self, ctx: &Context, now: f64, out: &mut Out) {
        if let Some(at) = self.run_at {
            if now >= at {
                self.run_at = None;
                // What was typed in the console goes on being the answers.
                if !self.run.console.answers.is_empty() {
                    self.settings.input.clone_from(&self.run.console.answers);
                }
                let line = line_after_edit(&self.run.source.text(), &self.document.text, self.moment.line);
                self.load((self.moment.line > 0).then_some(Move::Line(line)));
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
}
