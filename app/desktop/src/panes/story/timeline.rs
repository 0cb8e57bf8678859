//! Compilation and run on one line: stages, lines, calls, output, collections. Dragging moves the moment.

use crate::look::icons;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::view::{Out, View};
use egui::{CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use model::ask::command::{Command, Move};
use model::compile::Cursor;
use model::ground::value::grouped;
use model::moment::timeline::{EventKind, TimelineModel};

#[derive(Default)]
pub struct Timeline {
    /// The moment asked for last, while dragging: asked once, not every frame.
    asked: Option<Cursor>,
    /// The part of the width that the compilation takes; it stays while the pointer is down.
    compile_part: f32,
}

/// Height of the timeline where there is no room for more.
pub const STRIP: f32 = 40.0;

const LABELS: f32 = 76.0;
const FOOT: f32 = 24.0;
const CALL: f32 = 17.0;

/// Part of the width that the compilation takes while the run is watched, and while it is watched itself.
const ASIDE: f32 = 0.16;
const WATCHED: f32 = 0.66;

/// The scales between steps and points: the run's, and the compilation's to the left of it.
struct Scale {
    left: f32,
    width: f32,
    total: f32,
    compile_left: f32,
    compile_width: f32,
    compile_total: f32,
}

impl Scale {
    fn x(&self, step: u64) -> f32 {
        self.left + self.width * (step as f32 / self.total)
    }

    fn compile_x(&self, step: u64) -> f32 {
        self.compile_left + self.compile_width * (step as f32 / self.compile_total)
    }

    fn x_of(&self, cursor: Cursor) -> f32 {
        match cursor {
            Cursor::Run(step) => self.x(step),
            Cursor::Compile(step) => self.compile_x(step) + 0.5 * self.compile_width / self.compile_total,
        }
    }

    fn cursor(&self, x: f32) -> Cursor {
        if x < self.compile_left + self.compile_width && self.compile_width > 0.0 {
            let step = (x - self.compile_left) / self.compile_width * self.compile_total;
            return Cursor::Compile(step.floor().clamp(0.0, self.compile_total - 1.0) as u64);
        }
        Cursor::Run(((x - self.left) / self.width * self.total).round().clamp(0.0, self.total) as u64)
    }
}

impl Timeline {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let timeline = &view.run.timeline;
        let known = view.compilation().map(|compilation| compilation.line().total);
        if timeline.total == 0 && known.unwrap_or(0) == 0 {
            paint::empty(ui, "The whole run appears here as a line of moments: drag along it to move.");
            return;
        }
        let area = ui.max_rect();
        // Before the stages are ready, the stretch is one bar.
        let compile_total = known.unwrap_or(u64::from(view.run.compilation.code().is_some()));
        if self.asked.is_none() {
            self.compile_part = match view.moment.compile {
                _ if compile_total == 0 => 0.0,
                // A program that cannot be compiled has no run.
                _ if timeline.total == 0 => 0.98,
                Some(_) => WATCHED,
                None => ASIDE,
            };
        }
        let width = (area.width() - LABELS - INSET - 8.0).max(40.0);
        let compile_width = width * self.compile_part;
        let between = if compile_width > 0.0 { 8.0 } else { 0.0 };
        let scale = Scale {
            left: area.left() + LABELS + compile_width + between,
            width: width - compile_width - between,
            total: timeline.total.max(1) as f32,
            compile_left: area.left() + LABELS,
            compile_width,
            compile_total: compile_total.max(1) as f32,
        };
        let stages_height = if compile_width > 0.0 { STAGES } else { 0.0 };
        let foot = area.bottom() - FOOT;
        let compiling = view.moment.compile.is_some();
        // A low pane keeps room for the other lanes.
        let calls_part = if compiling || area.height() < 170.0 { 0.25 } else { 0.5 };
        let calls_height =
            (f32::min(timeline.max_depth() as f32 + 1.0, 8.0) * CALL).min((foot - area.top()) * calls_part);
        let top = area.top() + 8.0 + stages_height;
        // The other three lanes are at least as high as their names.
        let calls_height = calls_height.min(foot - top - 8.0 - 3.0 * NAME).max(CALL.min(calls_height));
        let rest = (foot - top - calls_height - 8.0).max(30.0);
        // The lane of the lines is the one that the compilation shares.
        let (lines_part, each) = if compiling { (0.6, 0.2) } else { (0.45, 0.275) };
        let event_height = (rest * each).max(NAME.min(rest / 3.0));
        let lines_height = (rest * lines_part).min(rest - 2.0 * event_height);
        let lanes = [
            ("lines", top, lines_height),
            ("calls", top + lines_height, calls_height),
            ("output", top + lines_height + calls_height, event_height),
            ("collector", top + lines_height + calls_height + event_height, event_height),
        ];
        if stages_height > 0.0 {
            let at = pos2(area.left() + INSET, area.top() + 8.0 + STAGES / 2.0 - 2.0);
            paint::text(ui, at, LABELS, "stages", theme::words(theme::SMALL), palette.quiet);
        }
        for (name, top, height) in lanes {
            let y = if name == "calls" { top + CALL / 2.0 } else { top + height / 2.0 };
            paint::text(ui, pos2(area.left() + INSET, y), LABELS, name, theme::words(theme::SMALL), palette.quiet);
        }
        self.interact(ui, area, &scale, view, out);
        if stages_height > 0.0 {
            stages(ui, palette, view, &scale, area.top() + 8.0);
            compile_lines(ui, palette, view, &scale, (lanes[0].1, lanes[0].2));
        }
        // While compiling, nothing of the run is current.
        let step = if view.moment.compile.is_some() { u64::MAX } else { view.moment.step };
        lines(ui, palette, timeline, &scale, lanes[0].1, lanes[0].2, step);
        calls(ui, palette, timeline, &scale, lanes[1].1, lanes[1].2, step);
        events(ui, palette, timeline, &scale, (lanes[2].1, lanes[2].2), (lanes[3].1, lanes[3].2), out);
        cursor(ui, palette, view, &scale, area, foot);
    }

    /// Calls and events in one low strip, with the cursor; it unfolds at a click on its end.
    pub fn strip(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let timeline = &view.run.timeline;
        let whole = ui.max_rect();
        let button = Rect::from_min_max(pos2(whole.right() - 34.0, whole.top()), whole.max);
        let area = Rect::from_min_max(whole.min, pos2(button.left(), whole.bottom()));
        let known = view.compilation().map_or(0, |compilation| compilation.line().total);
        if timeline.total == 0 && known == 0 {
            let at = pos2(area.left() + INSET, area.center().y);
            let words = "The whole run appears here: drag along it to move.";
            paint::text(ui, at, area.width(), words, theme::words(theme::SMALL), palette.quiet);
            return;
        }
        if self.asked.is_none() {
            self.compile_part = match view.moment.compile {
                _ if known == 0 => 0.0,
                _ if timeline.total == 0 => 0.98,
                Some(_) => WATCHED,
                None => ASIDE,
            };
        }
        let width = (area.width() - 2.0 * INSET).max(40.0);
        let compile_width = width * self.compile_part;
        let between = if compile_width > 0.0 { 8.0 } else { 0.0 };
        let scale = Scale {
            left: area.left() + INSET + compile_width + between,
            width: width - compile_width - between,
            total: timeline.total.max(1) as f32,
            compile_left: area.left() + INSET,
            compile_width,
            compile_total: known.max(1) as f32,
        };
        self.interact(ui, area, &scale, view, out);
        let step = if view.moment.compile.is_some() { u64::MAX } else { view.moment.step };
        if known > 0 {
            let now = view.moment.compile.is_some();
            let ends = (scale.compile_left, scale.compile_left + scale.compile_width - 2.0);
            bar(ui, palette, ends, area.top() + 6.0, now, &["compile"]);
        }
        if timeline.total > 0 {
            calls(ui, palette, timeline, &scale, area.top() + 6.0, area.height() - 18.0, step);
            let lane = (area.bottom() - 13.0, 10.0);
            events(ui, palette, timeline, &scale, lane, lane, out);
        }
        let x = scale.x_of(view.moment.cursor()).round() + 0.5;
        ui.painter().vline(x, area.top() + 3.0..=area.bottom() - 3.0, Stroke::new(2.0, palette.current));
        let response = paint::hot(ui, button, "unfold", "Unfold the timeline", false);
        let color = if response.hovered() { palette.ink } else { palette.quiet };
        paint::text_centred(ui, button.center(), 30.0, icons::EXPAND_MORE, theme::icon(18.0), color);
        if response.on_hover_text("Unfold the timeline (T)").clicked() {
            out.push(Command::ToggleTimeline);
        }
    }

    fn interact(&mut self, ui: &Ui, area: Rect, scale: &Scale, view: &View, out: &mut Out) {
        let track = Rect::from_min_max(pos2(scale.compile_left - 6.0, area.top()), area.max);
        let response = ui.interact(track, ui.scope_id().with("scrub"), Sense::click_and_drag());
        let (step, total) = (view.moment.step, view.run.timeline.total);
        response.widget_info(|| {
            let label = match &view.moment.compile {
                Some(now) => format!("compile moment {} of {}", now.step + 1, now.total),
                None => format!("moment {step} of {total}"),
            };
            let mut info = WidgetInfo::labeled(Role::Slider, true, label);
            info.value = Some(view.moment.compile.as_ref().map_or(step, |now| now.step) as f64);
            info
        });
        let pressed = response.dragged() || response.clicked() || response.is_pointer_button_down_on();
        let Some(at) = response.interact_pointer_pos().filter(|_| pressed) else {
            self.asked = None;
            return;
        };
        let cursor = scale.cursor(at.x);
        if self.asked != Some(cursor) {
            self.asked = Some(cursor);
            out.push(Command::Move(match cursor {
                Cursor::Run(step) => Move::To(step),
                Cursor::Compile(step) => Move::Compile(step),
            }));
        }
    }
}

/// Height of a lane's name.
const NAME: f32 = 14.0;
/// Height of the lane of the stages.
const STAGES: f32 = 26.0;

/// A bar for each stretch of a stage, of one code unit from code generation on; and one for the run.
fn stages(ui: &Ui, palette: &Palette, view: &View, scale: &Scale, top: f32) {
    let now = view.moment.compile.as_ref();
    let runs = view.run.timeline.total > 0;
    if runs {
        bar(ui, palette, (scale.left, scale.left + scale.width), top, now.is_none(), &["Run"]);
    }
    let Some(compilation) = view.compilation() else {
        bar(
            ui,
            palette,
            (scale.compile_left, scale.compile_left + scale.compile_width - 2.0),
            top,
            false,
            &["compile"],
        );
        return;
    };
    let line = compilation.line();
    let current = now.and_then(|now| line.segment_at(now.step));
    let mut drawn_to = f32::MIN;
    for (index, segment) in line.segments.iter().enumerate() {
        let (left, right) = (scale.compile_x(segment.start), scale.compile_x(segment.start + segment.len));
        let active = current == Some(index);
        // Of many small ones that share a pixel, one stands for all.
        if right < drawn_to + 1.0 && !active {
            continue;
        }
        drawn_to = right;
        let unit = segment.unit.map(|unit| compilation.unit_name(unit));
        let title = segment.stage.title();
        let words = unit.map_or(title.to_owned(), |unit| format!("{title} · {unit}"));
        bar(ui, palette, (left, right - 2.0), top, active, &[&words, title, segment.stage.word()]);
    }
}

/// A bar with the longest of some titles that fits into it.
fn bar(ui: &Ui, palette: &Palette, (left, right): (f32, f32), top: f32, active: bool, titles: &[&str]) {
    let rect = Rect::from_min_max(pos2(left, top), pos2(right.max(left + 1.0), top + STAGES - 8.0));
    let (fill, line) = if active { (palette.current_tint, palette.current) } else { (palette.sunken, palette.line) };
    if rect.width() < 4.0 {
        ui.painter().rect_filled(rect, 0.0, line);
        return;
    }
    ui.painter().rect(rect, CornerRadius::same(3), fill, Stroke::new(1.0, line), StrokeKind::Inside);
    let font = || if active { theme::strong(11.0) } else { theme::words(11.0) };
    let room = rect.width() - 12.0;
    if let Some(title) = titles.iter().find(|title| paint::width(ui, title, font()) <= room) {
        let color = if active { palette.current } else { palette.ink };
        paint::text(ui, pos2(rect.left() + 6.0, rect.center().y), room + 1.0, title, font(), color);
    }
}

/// The line that each step of the compilation is about, looked at once every few points.
fn compile_lines(ui: &Ui, palette: &Palette, view: &View, scale: &Scale, (top, height): (f32, f32)) {
    let Some(compilation) = view.compilation() else { return };
    let deepest = view.run.source.lines.len().max(1) as f32;
    let total = compilation.line().total;
    let samples = (scale.compile_width / 3.0).ceil().max(1.0) as u64;
    let stride = (total / samples).max(1);
    let wide = (scale.compile_width / scale.compile_total * stride as f32).clamp(1.0, 12.0);
    let mut step = 0;
    while step < total {
        let line = compilation.span(step).line;
        if line > 0 {
            let y = top + 4.0 + (height - 12.0).max(4.0) * (line as f32 / deepest);
            let x = scale.compile_x(step);
            ui.painter().hline(x..=x + wide, y, Stroke::new(1.5, palette.faded));
        }
        step += stride;
    }
}

fn lines(ui: &Ui, palette: &Palette, timeline: &TimelineModel, scale: &Scale, top: f32, height: f32, now: u64) {
    let deepest = timeline.max_line().max(1) as f32;
    let y_of = |line: u32| top + 4.0 + (height - 12.0).max(4.0) * (line as f32 / deepest);
    let mut drawn_to = f32::MIN;
    for (index, span) in timeline.lines.iter().enumerate() {
        let end = timeline.lines.get(index + 1).map_or(timeline.total, |next| next.start);
        let (left, right) = (scale.x(span.start), scale.x(end));
        let current = span.start <= now && now < end;
        // In a long run many lines share a pixel: one of them stands for all.
        if right < drawn_to + 0.5 && !current {
            continue;
        }
        drawn_to = right;
        let color = if current { palette.current } else { palette.faded };
        let y = y_of(span.line);
        ui.painter().hline(
            left..=(right - 1.0).max(left + 0.8),
            y,
            Stroke::new(if current { 3.0 } else { 2.0 }, color),
        );
    }
}

fn calls(ui: &Ui, palette: &Palette, timeline: &TimelineModel, scale: &Scale, top: f32, height: f32, now: u64) {
    let depth = timeline.max_depth() as f32 + 1.0;
    let each = (height / depth).clamp(3.0, CALL);
    let mut drawn_to = vec![f32::MIN; timeline.max_depth() as usize + 1];
    for call in &timeline.calls {
        let (left, right) = (scale.x(call.start), scale.x(call.end));
        let reached = &mut drawn_to[call.depth as usize];
        if right < *reached + 0.7 {
            continue;
        }
        *reached = right;
        let y = top + each * call.depth as f32;
        if y + each > top + height + 1.0 {
            continue;
        }
        let rect = Rect::from_min_max(pos2(left, y), pos2((right - 1.0).max(left + 1.0), y + each - 1.0));
        let running = call.start <= now && now < call.end;
        let fill = if running && call.depth > 0 { palette.current_tint } else { palette.sunken };
        let line = if running && call.depth > 0 { palette.current } else { palette.line };
        if rect.width() > 3.0 {
            ui.painter().rect(rect, CornerRadius::same(2), fill, Stroke::new(1.0, line), StrokeKind::Inside);
        } else {
            ui.painter().rect_filled(rect, 0.0, line);
        }
        if each >= 13.0 && rect.width() > 34.0 {
            let at = pos2(rect.left() + 5.0, rect.center().y);
            paint::text(ui, at, rect.width() - 10.0, &call.name, theme::words(11.0), palette.ink);
        }
    }
}

fn events(
    ui: &Ui,
    palette: &Palette,
    timeline: &TimelineModel,
    scale: &Scale,
    output: (f32, f32),
    collector: (f32, f32),
    out: &mut Out,
) {
    let right = scale.left + scale.width;
    let middle = |(top, height): (f32, f32)| top + height / 2.0;
    for lane in [output, collector] {
        ui.painter().hline(scale.left..=right, middle(lane), palette.hairline());
    }
    let mut drawn_to = [f32::MIN; 2];
    for (index, event) in timeline.events.iter().enumerate() {
        let (lane, color, which) = match event.kind {
            EventKind::Output { .. } => (output, palette.current, 0),
            EventKind::Exception => (output, palette.dying, 0),
            EventKind::Collection { .. } => (collector, palette.cycle, 1),
        };
        let x = scale.x(event.step);
        if x < drawn_to[which] + 1.0 {
            continue;
        }
        drawn_to[which] = x;
        let centre = pos2(x, middle(lane));
        match event.kind {
            EventKind::Output { .. } => {
                ui.painter().rect_filled(Rect::from_center_size(centre, vec2(3.0, 10.0)), 1.0, color);
            }
            EventKind::Exception => {
                let pen = Stroke::new(1.5, color);
                ui.painter().line_segment([centre - vec2(3.5, 3.5), centre + vec2(3.5, 3.5)], pen);
                ui.painter().line_segment([centre - vec2(3.5, -3.5), centre + vec2(3.5, -3.5)], pen);
            }
            EventKind::Collection { generation } => {
                ui.painter().circle_filled(centre, 3.0 + f32::from(generation), color);
            }
        }
        if timeline.events.len() <= 200 {
            let spot = Rect::from_center_size(centre, vec2(9.0, 14.0));
            let response = paint::hot(ui, spot, ("event", index), &event.text, false).on_hover_text(&event.text);
            if response.clicked() {
                out.push(Command::Move(Move::To(event.step)));
            }
        }
    }
}

fn cursor(ui: &Ui, palette: &Palette, view: &View, scale: &Scale, area: Rect, foot: f32) {
    let cursor = view.moment.cursor();
    let x = scale.x_of(cursor).round() + 0.5;
    ui.painter().vline(x, area.top() + 4.0..=foot, Stroke::new(1.5, palette.current));
    let tip = pos2(x, area.top() + 8.0);
    let flag = vec![tip + vec2(-5.0, -7.0), tip + vec2(5.0, -7.0), tip];
    ui.painter().add(egui::epaint::PathShape::convex_polygon(flag, palette.current, Stroke::NONE));
    let y = foot + FOOT / 2.0 - 2.0;
    let small = || theme::code(theme::SMALL);
    let now = match cursor {
        Cursor::Run(step) => grouped(step),
        Cursor::Compile(step) => grouped(step + 1),
    };
    let total = grouped(view.run.timeline.total);
    let half = paint::width(ui, &now, small()) / 2.0;
    let right = scale.left + scale.width;
    if (x - scale.left).abs() > half + 14.0 {
        paint::text(ui, pos2(scale.left, y), 40.0, "0", small(), palette.quiet);
    }
    if x + half < right - paint::width(ui, &total, small()) - 8.0 {
        paint::text_right(ui, pos2(right, y), 120.0, &total, small(), palette.quiet);
    }
    let from = scale.compile_left + half;
    let at = x.clamp(from, (right - half).max(from));
    paint::text_centred(ui, pos2(at, y), 120.0, &now, small(), palette.current);
}
