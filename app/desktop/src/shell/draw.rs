//! What the window is made of: the bars, the panes' two halves, the sentence between them.

use super::Shell;
use crate::look::theme::{self, GAP, Palette};
use crate::panes::story::explain;
use crate::panes::view::{Out, View};
use crate::shell::docking::{self, Half};
use crate::shell::{top_bar, transport};
use egui::{CentralPanel, CornerRadius, Frame, Margin, Panel, StrokeKind, Ui, UiBuilder};
use model::ask::command::Pane;
use model::ground::explain::ExplainModel;

impl Shell {
    pub(super) fn whole(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
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

    pub(super) fn one_pane(&mut self, ui: &mut Ui, pane: Pane, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        CentralPanel::no_frame().frame(Frame::NONE.fill(palette.pane)).show(ui, |ui| {
            self.panes.ui(pane, ui, view, &mut self.lesson, out);
        });
    }

    /// While a question waits for its answer, the sentence would give it away.
    pub(super) fn explained(&self) -> ExplainModel {
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
}

/// A bar or strip: white, rounded, with a quiet line around it.
fn card(ui: &mut Ui, palette: &Palette, contents: impl FnOnce(&mut Ui)) {
    let rect = ui.max_rect();
    let round = CornerRadius::same(theme::RADIUS);
    ui.painter().rect_filled(rect, round, palette.pane);
    ui.scope_builder(UiBuilder::new().max_rect(rect), contents);
    ui.painter().rect_stroke(rect, round, palette.hairline(), StrokeKind::Inside);
}
