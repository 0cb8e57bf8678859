//! The step in one sentence, large, with what else it changed below.

use crate::look::theme::{self, Palette};
use crate::panes::view::View;
use egui::text::{LayoutJob, TextFormat};
use egui::{Galley, Rect, Role, Sense, Ui, WidgetInfo, vec2};
use model::ground::explain::{ExplainModel, Tone};
use std::sync::Arc;

const SIDE: f32 = 18.0;

/// The strip's height for a width: the sentence may take two lines.
pub fn height(ui: &Ui, explain: &ExplainModel, width: f32) -> f32 {
    let (sentence, notes) = galleys(ui, explain, width);
    let notes = notes.map_or(0.0, |notes| notes.size().y + 4.0);
    (sentence.size().y + notes + 20.0).max(56.0)
}

pub fn ui(ui: &mut Ui, view: &View) {
    let palette = Palette::of(ui.visuals());
    let explain = &view.moment.explain;
    let rect = ui.max_rect();
    let (sentence, notes) = galleys(ui, explain, rect.width());
    let (_, response) = ui.allocate_exact_size(vec2(rect.width(), rect.height()), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, explain.text()));
    let total = sentence.size().y + notes.as_ref().map_or(0.0, |notes| notes.size().y + 4.0);
    let top = rect.center().y - total / 2.0;
    let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
    ui.painter().rect_filled(bar, 0.0, palette.current);
    let height = sentence.size().y;
    ui.painter().galley(egui::pos2(rect.left() + SIDE, top.round()), sentence, palette.ink);
    if let Some(notes) = notes {
        ui.painter().galley(egui::pos2(rect.left() + SIDE, (top + height + 4.0).round()), notes, palette.quiet);
    }
}

fn galleys(ui: &Ui, explain: &ExplainModel, width: f32) -> (Arc<Galley>, Option<Arc<Galley>>) {
    let palette = Palette::of(ui.visuals());
    let mut job = LayoutJob::default();
    job.wrap.max_width = (width - 2.0 * SIDE).max(80.0);
    job.wrap.max_rows = 3;
    for piece in &explain.sentence {
        let font = match piece.tone {
            Tone::Plain => theme::words(theme::LEAD),
            Tone::Strong => theme::strong(theme::LEAD),
            Tone::Code => theme::code(14.0),
        };
        job.append(&piece.text, 0.0, TextFormat::simple(font, palette.ink));
    }
    let sentence = ui.painter().layout_job(job);
    let remarks = explain.remarks();
    let notes = (!remarks.is_empty()).then(|| {
        let mut job =
            LayoutJob::simple(remarks.join("  ·  "), theme::words(theme::SMALL), palette.quiet, width - 2.0 * SIDE);
        job.wrap.max_rows = 2;
        ui.painter().layout_job(job)
    });
    (sentence, notes)
}
