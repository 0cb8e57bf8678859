//! Strokes of the pen that all panes share: text at a place, pills, marks, rows that can be clicked, arrows.

use crate::look::theme::{self, Palette};
use egui::epaint::{CubicBezierShape, PathShape};
use egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Id, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind,
    Ui, Vec2, WidgetInfo, pos2, vec2,
};
use model::ask::command::Command;
use model::ask::keys::{keys_of, readable};
use model::ground::value::{Mark, Value};
use std::sync::Arc;

/// Text whose left middle is at `at`, cut with an ellipsis at `max_width`; what was cut can be read under the pointer.
/// Returns what it covers.
pub fn text(ui: &Ui, at: Pos2, max_width: f32, text: &str, font: FontId, color: Color32) -> Rect {
    placed(ui, Align2::LEFT_CENTER, at, max_width, text, font, color)
}

/// Text whose right middle is at `at`.
pub fn text_right(ui: &Ui, at: Pos2, max_width: f32, text: &str, font: FontId, color: Color32) -> Rect {
    placed(ui, Align2::RIGHT_CENTER, at, max_width, text, font, color)
}

pub fn text_centred(ui: &Ui, at: Pos2, max_width: f32, text: &str, font: FontId, color: Color32) -> Rect {
    placed(ui, Align2::CENTER_CENTER, at, max_width, text, font, color)
}

fn placed(ui: &Ui, align: Align2, at: Pos2, max_width: f32, text: &str, font: FontId, color: Color32) -> Rect {
    let galley = elided(ui, text, font, color, max_width);
    let rect = align.anchor_size(at, galley.size());
    let cut = galley.elided;
    ui.painter().galley(snapped(ui, rect.min), galley, color);
    if cut && ui.is_rect_visible(rect) {
        note_cut(ui.ctx(), rect, text);
        let id = ui.scope_id().with(("cut", rect.left() as i32, rect.top() as i32, text));
        let response = ui.interact(rect, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("in full: {text}")));
        response.on_hover_text(text);
    }
    rect
}

/// A text that is drawn shorter than it is, and where.
#[derive(Clone)]
pub struct Cut {
    pub place: Rect,
    pub text: String,
}

/// The cut texts of the pass that is drawn and of the one before it.
#[derive(Clone, Default)]
struct Cuts {
    pass: u64,
    now: Vec<Cut>,
    before: Vec<Cut>,
}

/// Remembers a text that is drawn shorter than it is.
pub fn note_cut(ctx: &egui::Context, place: Rect, text: &str) {
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| {
        let cuts: &mut Cuts = data.get_temp_mut_or_default(Id::unique("cut texts"));
        if cuts.pass != pass {
            cuts.before = std::mem::take(&mut cuts.now);
            cuts.pass = pass;
        }
        cuts.now.push(Cut { place, text: text.to_owned() });
    });
}

/// What was cut in the last whole pass, so that it can be read without a pointer.
pub fn cuts(ctx: &egui::Context) -> Vec<Cut> {
    let pass = ctx.cumulative_pass_nr();
    let cuts: Cuts = ctx.data(|data| data.get_temp(Id::unique("cut texts"))).unwrap_or_default();
    if cuts.pass == pass && !cuts.before.is_empty() { cuts.before } else { cuts.now }
}

/// Words in a row, cut where they have no more room; they can be read under the pointer, and with the other cut texts.
pub fn words(ui: &mut Ui, text: &str, font: FontId, color: Color32) {
    let wide = width(ui, text, font.clone()).min(ui.available_width());
    let (rect, _) = ui.allocate_exact_size(vec2(wide, font.size + 4.0), Sense::hover());
    self::text(ui, rect.left_center(), wide, text, font, color);
}

/// Glyphs are sharp when they start on a whole pixel.
fn snapped(ui: &Ui, at: Pos2) -> Pos2 {
    let scale = ui.ctx().pixels_per_point();
    pos2((at.x * scale).round() / scale, (at.y * scale).round() / scale)
}

fn elided(ui: &Ui, text: &str, font: FontId, color: Color32, max_width: f32) -> Arc<Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(one_line(text), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(max_width.max(0.0));
    ui.painter().layout_job(job)
}

fn one_line(text: &str) -> String {
    if text.contains(['\n', '\t', '\r']) {
        text.replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r")
    } else {
        text.to_owned()
    }
}

pub fn width(ui: &Ui, text: &str, font: FontId) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x
}

/// The colour in which a value is written.
pub fn value_color(value: &Value, palette: &Palette) -> Color32 {
    if value.is_text() {
        palette.string
    } else if value.type_name == "NoneType" || value.type_name == "bool" {
        palette.keyword
    } else if value.is_number() {
        palette.number
    } else {
        palette.ink
    }
}

/// A count in a rounded outline, right end at `right`. Returns what it covers.
pub fn pill(ui: &Ui, right: Pos2, label: &str, color: Color32, ink: Color32) -> Rect {
    pill_of(ui, right, label, color, ink, 1.0)
}

/// The same, magnified.
pub fn pill_of(ui: &Ui, right: Pos2, label: &str, color: Color32, ink: Color32, zoom: f32) -> Rect {
    let font = theme::words(theme::SMALL * zoom);
    let galley = ui.painter().layout_no_wrap(label.to_owned(), font, ink);
    let size = vec2((galley.size().x + 12.0 * zoom).max(22.0 * zoom), 18.0 * zoom);
    let rect = Rect::from_min_size(pos2(right.x - size.x, right.y - size.y / 2.0), size);
    let round = CornerRadius::same((9.0 * zoom) as u8);
    ui.painter().rect(rect, round, Color32::TRANSPARENT, Stroke::new(1.0, color), StrokeKind::Inside);
    let at = Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size()).min;
    ui.painter().galley(snapped(ui, at), galley, ink);
    rect
}

/// A ring with the anchor of the immortal ones, or the dot, plus and cross of what a step did.
pub fn mark(ui: &Ui, at: Pos2, mark: Mark, palette: &Palette) {
    let painter = ui.painter();
    let color = palette.mark(mark);
    let pen = Stroke::new(1.5, color);
    let r = 3.0;
    match mark {
        Mark::None => {}
        Mark::Changed => {
            painter.circle_filled(at, r, color);
        }
        Mark::New => {
            painter.line_segment([at - vec2(r, 0.0), at + vec2(r, 0.0)], pen);
            painter.line_segment([at - vec2(0.0, r), at + vec2(0.0, r)], pen);
        }
        Mark::Dying => {
            painter.line_segment([at - vec2(r, r), at + vec2(r, r)], pen);
            painter.line_segment([at - vec2(r, -r), at + vec2(r, -r)], pen);
        }
    }
}

/// A row over the whole width that can be clicked and that screen readers can name.
pub fn row(ui: &mut Ui, height: f32, label: &str, selected: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, enabled, selected, label));
    if ui.is_rect_visible(rect) && response.hovered() {
        let palette = Palette::of(ui.visuals());
        ui.painter().rect_filled(rect, 0.0, palette.sunken);
    }
    focused(ui, &response, label);
    response
}

/// What has the keyboard's focus has an outline, and says under itself what it is: so what is cut can be read without a
/// pointer, too.
pub fn focused(ui: &Ui, response: &Response, label: &str) {
    if response.has_focus() {
        let palette = Palette::of(ui.visuals());
        let pen = Stroke::new(2.0, palette.current);
        ui.painter().rect_stroke(response.rect, CornerRadius::same(3), pen, StrokeKind::Inside);
        response.show_tooltip_text(label);
        let place = (ui.ctx().cumulative_pass_nr(), response.rect.center());
        ui.ctx().data_mut(|data| data.insert_temp(Id::unique("focus place"), place));
    }
}

/// Where the keyboard's focus is, if it is on something painted.
pub fn focus_place(ui: &Ui) -> Option<Pos2> {
    let found: Option<(u64, Pos2)> = ui.ctx().data(|data| data.get_temp(Id::unique("focus place")));
    let now = ui.ctx().cumulative_pass_nr();
    found.filter(|(pass, _)| pass + 2 >= now).map(|(_, place)| place)
}

/// Makes a painted rectangle clickable and named.
pub fn hot(ui: &Ui, rect: Rect, id: impl std::hash::Hash + std::fmt::Debug, label: &str, selected: bool) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(id), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, selected, label));
    focused(ui, &response, label);
    response
}

/// An outline of what is selected.
pub fn outline(ui: &Ui, rect: Rect, palette: &Palette) {
    ui.painter().rect_stroke(rect, CornerRadius::same(3), Stroke::new(1.0, palette.current), StrokeKind::Inside);
}

/// A dashed outline: what is about to go.
pub fn dashed_outline(ui: &Ui, rect: Rect, stroke: Stroke) {
    let rect = rect.shrink(0.5);
    let path = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(Shape::dashed_line(&path, stroke, 5.0, 3.0));
}

/// A curved arrow along a cubic Bézier curve, its head at the end.
pub fn arrow(ui: &Ui, points: [Pos2; 4], stroke: Stroke, dashed: bool) {
    let [_, _, before, tip] = points;
    let towards = tip - before;
    let direction = if towards.length() > 0.1 { towards.normalized() } else { vec2(1.0, 0.0) };
    // The line ends inside the head, so that no blunt end sticks out of its tip.
    let curve_end = tip - direction * 5.0;
    let curve = CubicBezierShape::from_points_stroke(
        [points[0], points[1], points[2], curve_end],
        false,
        Color32::TRANSPARENT,
        stroke,
    );
    if dashed {
        let path = curve.flatten(Some(0.3));
        ui.painter().extend(Shape::dashed_line(&path, stroke, 4.0, 3.0));
    } else {
        let path = curve.flatten(Some(0.2));
        ui.painter().add(PathShape::line(path, stroke));
    }
    head(ui, tip, direction, stroke.color);
}

/// A line of straight pieces with rounded corners, and a head at its end if it has one.
pub fn route(ui: &Ui, points: &[Pos2], stroke: Stroke, dashed: bool, with_head: bool) {
    const ROUND: f32 = 6.0;
    let ([first, ..], [.., before, tip]) = (points, points) else { return };
    let direction = if (*tip - *before).length() > 0.1 { (*tip - *before).normalized() } else { vec2(1.0, 0.0) };
    let end = if with_head { *tip - direction * 5.0 } else { *tip };
    let mut path = vec![*first];
    for corner in points.windows(3) {
        let [from, at, to] = [corner[0], corner[1], corner[2]];
        let (back, on) = (from - at, to - at);
        let round = ROUND.min(back.length() / 2.0).min(on.length() / 2.0);
        if round < 0.5 {
            path.push(at);
            continue;
        }
        let (a, b) = (at + back.normalized() * round, at + on.normalized() * round);
        path.extend((0..=4).map(|part| {
            let t = part as f32 / 4.0;
            (a.lerp(at, t)).lerp(at.lerp(b, t), t)
        }));
    }
    path.push(end);
    if dashed {
        ui.painter().extend(Shape::dashed_line(&path, stroke, 4.0, 3.0));
    } else {
        ui.painter().add(PathShape::line(path, stroke));
    }
    if with_head {
        head(ui, *tip, direction, stroke.color);
    } else {
        // Where it joins a line that goes on.
        ui.painter().circle_filled(*tip, 2.0, stroke.color);
    }
}

pub fn head(ui: &Ui, tip: Pos2, direction: Vec2, color: Color32) {
    let side = direction.rot90() * 3.5;
    let back = tip - direction * 8.0;
    ui.painter().add(PathShape::convex_polygon(vec![tip, back + side, back - side], color, Stroke::NONE));
}

/// A choice between a few words, side by side. Returns the one that was clicked.
pub fn segments(ui: &mut Ui, id: &str, words: &[&str], chosen: usize) -> Option<usize> {
    let palette = Palette::of(ui.visuals());
    let font = || theme::strong(theme::SMALL);
    let widths: Vec<f32> = words.iter().map(|word| width(ui, word, font()) + 20.0).collect();
    let (area, _) = ui.allocate_exact_size(vec2(widths.iter().sum(), 24.0), Sense::hover());
    let round = CornerRadius::same(theme::RADIUS);
    ui.painter().rect(area, round, palette.sunken, palette.hairline(), StrokeKind::Inside);
    let mut clicked = None;
    let mut x = area.left();
    for (index, (word, wide)) in words.iter().zip(widths).enumerate() {
        let rect = Rect::from_min_size(pos2(x, area.top()), vec2(wide, area.height()));
        x += wide;
        let active = index == chosen;
        let response = hot(ui, rect, (id, index), &format!("{id}: {word}"), active);
        if active {
            ui.painter().rect(rect, round, palette.pane, Stroke::new(1.0, palette.faded), StrokeKind::Inside);
        }
        let (font, color) = match active {
            true => (font(), palette.ink),
            false if response.hovered() => (theme::words(theme::SMALL), palette.ink),
            false => (theme::words(theme::SMALL), palette.quiet),
        };
        text_centred(ui, rect.center(), wide, word, font, color);
        if response.clicked() {
            clicked = Some(index);
        }
    }
    clicked
}

/// What an empty pane says: what would fill it.
pub fn empty(ui: &mut Ui, sentence: &str) {
    let palette = Palette::of(ui.visuals());
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(theme::INSET as i8, 10)).show(ui, |ui| {
        ui.add(egui::Label::new(egui::RichText::new(sentence).color(palette.quiet)).wrap());
    });
}

/// A button that is an icon, with a name for screen readers and its key in the tooltip.
pub fn icon_button(ui: &mut Ui, sign: &str, words: &str, command: Option<&Command>) -> Response {
    let palette = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(30.0, 28.0), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, words));
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.current_tint);
    }
    let color = if response.hovered() { palette.ink } else { palette.quiet };
    text_centred(ui, rect.center(), 30.0, sign, theme::icon(18.0), color);
    let keys = command.and_then(keys_of).map(|keys| format!(" ({})", readable(keys))).unwrap_or_default();
    response.on_hover_text(format!("{words}{keys}"))
}
