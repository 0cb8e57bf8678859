//! What happens by itself as time goes on: playing, and running an edit after a pause.

use super::Shell;
use crate::panes::view::Out;
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

impl Shell {
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
}
