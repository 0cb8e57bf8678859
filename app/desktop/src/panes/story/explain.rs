//! What comes next, in one sentence, large; below it what has just happened. Where a preview is wanted, what will change.

use crate::look::paint;
use crate::look::theme::{self, Palette};
use crate::panes::view::View;
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use model::ground::explain::{ExplainModel, Piece, Tone};
use std::sync::Arc;

const SIDE: f32 = 16.0;
/// Room for the words that say which line is which.
const LABEL: f32 = 66.0;
const GAP: f32 = 3.0;
const MARGIN: f32 = 9.0;

/// How much is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Told {
    All,
    /// What comes next; the rest is read aloud only.
    Next,
}

/// The strip's height for a width: each line may take two rows.
pub fn height(ui: &Ui, explain: &ExplainModel, width: f32, told: Told) -> f32 {
    let lines = lines(ui, explain, width, told);
    let all: f32 = lines.iter().map(|line| line.words.size().y + GAP).sum();
    (all - GAP + 2.0 * MARGIN).max(56.0)
}

pub fn ui(ui: &mut Ui, view: &View, told: Told) {
    let palette = Palette::of(ui.visuals());
    let explain = &view.moment.explain;
    let rect = ui.max_rect();
    let lines = lines(ui, explain, rect.width(), told);
    let (_, response) = ui.allocate_exact_size(vec2(rect.width(), rect.height()), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken(explain)));
    let all: f32 = lines.iter().map(|line| line.words.size().y + GAP).sum::<f32>() - GAP;
    let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
    ui.painter().rect_filled(bar, 0.0, palette.current);
    let mut top = (rect.center().y - all / 2.0).round();
    let mut cut = told == Told::Next && !explain.just_now.is_empty();
    for line in lines {
        let first = line.words.rows.first().map_or(0.0, |row| row.rect().height());
        let color = if line.next { palette.current } else { palette.quiet };
        let at = pos2(rect.left() + SIDE, top + first / 2.0);
        paint::text(ui, at, LABEL, line.label, theme::strong(theme::SMALL), color);
        cut |= line.words.elided;
        let height = line.words.size().y;
        ui.painter().galley(pos2(rect.left() + SIDE + LABEL, top), line.words, palette.ink);
        top += height + GAP;
    }
    if cut {
        paint::note_cut(ui.ctx(), rect, &spoken(explain));
        response.on_hover_text(spoken(explain));
    }
}

fn spoken(explain: &ExplainModel) -> String {
    let mut parts = vec![format!("Next: {}", explain.text())];
    parts.extend(explain.notes.iter().chain(&explain.forms).cloned());
    let past = explain.past();
    if !past.is_empty() {
        parts.push(format!("Just now: {past}"));
    }
    if !explain.coming.is_empty() {
        parts.push(format!("Will change: {}", explain.coming.join(", ")));
    }
    parts.join(" ")
}

struct Line {
    label: &'static str,
    words: Arc<Galley>,
    next: bool,
}

fn lines(ui: &Ui, explain: &ExplainModel, width: f32, told: Told) -> Vec<Line> {
    let palette = Palette::of(ui.visuals());
    let room = (width - 2.0 * SIDE - LABEL).max(120.0);
    let quiet = |job: &mut LayoutJob, text: &str| {
        job.append(text, 10.0, TextFormat::simple(theme::words(theme::SMALL), palette.quiet));
    };
    let mut next = job(room, &explain.sentence, theme::LEAD, palette.ink);
    let notes: Vec<&str> = explain.notes.iter().chain(&explain.forms).map(String::as_str).collect();
    if !notes.is_empty() {
        quiet(&mut next, &notes.join("  ·  "));
    }
    let label = if explain.just_now.is_empty() { "Now" } else { "Next" };
    let mut lines = vec![Line { label, words: ui.painter().layout_job(next), next: true }];
    if told == Told::Next {
        return lines;
    }
    if !explain.just_now.is_empty() {
        let mut past = job(room, &explain.just_now, theme::SMALL + 0.5, palette.quiet);
        if !explain.counts.is_empty() {
            quiet(&mut past, &explain.counts.join("  ·  "));
        }
        lines.push(Line { label: "Just now", words: ui.painter().layout_job(past), next: false });
    }
    if !explain.coming.is_empty() {
        let mut coming = job(room, &[], theme::SMALL, palette.quiet);
        coming.append(
            &explain.coming.join("  ·  "),
            0.0,
            TextFormat::simple(theme::words(theme::SMALL), palette.changed),
        );
        lines.push(Line { label: "Changes", words: ui.painter().layout_job(coming), next: true });
    }
    lines
}

/// Pieces in the size of a line; instructions stand out, code is set as code.
fn job(room: f32, pieces: &[Piece], size: f32, ink: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = room;
    job.wrap.max_rows = 4;
    for piece in pieces {
        let font: FontId = match piece.tone {
            Tone::Plain => theme::words(size),
            Tone::Strong => theme::strong(size),
            Tone::Code => theme::code(size - 1.0),
        };
        job.append(&piece.text, 0.0, TextFormat::simple(font, ink));
    }
    job
}
