//! The whole run on one line: lines, calls, output, collections. Dragging moves the moment.

use crate::paint;
use crate::theme::{self, INSET, Palette};
use crate::view::{Out, View};
use egui::{CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use model::command::{Command, Move};
use model::timeline::{EventKind, TimelineModel};
use model::value::grouped;

#[derive(Default)]
pub struct Timeline {
    /// The step asked for last, while dragging: asked once, not every frame.
    asked: Option<u64>,
}

const LABELS: f32 = 76.0;
const FOOT: f32 = 24.0;
const CALL: f32 = 17.0;

/// The lanes' rectangles and the scale between steps and points.
struct Scale {
    left: f32,
    width: f32,
    total: f32,
}

impl Scale {
    fn x(&self, step: u64) -> f32 {
        self.left + self.width * (step as f32 / self.total)
    }

    fn step(&self, x: f32) -> u64 {
        ((x - self.left) / self.width * self.total).round().clamp(0.0, self.total) as u64
    }
}

impl Timeline {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let timeline = &view.run.timeline;
        if timeline.total == 0 {
            paint::empty(ui, "The whole run appears here as a line of moments: drag along it to move.");
            return;
        }
        let area = ui.max_rect();
        let scale = Scale {
            left: area.left() + LABELS,
            width: (area.width() - LABELS - INSET - 8.0).max(40.0),
            total: timeline.total.max(1) as f32,
        };
        let foot = area.bottom() - FOOT;
        let calls_height = (f32::min(timeline.max_depth() as f32 + 1.0, 8.0) * CALL).min((foot - area.top()) * 0.5);
        let rest = (foot - area.top() - calls_height - 16.0).max(30.0);
        let lanes = [
            ("lines", area.top() + 8.0, rest * 0.45),
            ("calls", area.top() + 8.0 + rest * 0.45, calls_height),
            ("output", area.top() + 8.0 + rest * 0.45 + calls_height, rest * 0.275),
            ("collector", area.top() + 8.0 + rest * 0.725 + calls_height, rest * 0.275),
        ];
        for (name, top, height) in lanes {
            let y = if name == "calls" { top + CALL / 2.0 } else { top + height / 2.0 };
            paint::text(ui, pos2(area.left() + INSET, y), LABELS, name, theme::words(theme::SMALL), palette.quiet);
        }
        self.interact(ui, area, &scale, view, out);
        lines(ui, palette, timeline, &scale, lanes[0].1, lanes[0].2, view.moment.step);
        calls(ui, palette, timeline, &scale, lanes[1].1, lanes[1].2, view.moment.step);
        events(ui, palette, timeline, &scale, (lanes[2].1, lanes[2].2), (lanes[3].1, lanes[3].2), view, out);
        cursor(ui, palette, view, &scale, area, foot);
    }

    fn interact(&mut self, ui: &Ui, area: Rect, scale: &Scale, view: &View, out: &mut Out) {
        let track = Rect::from_min_max(pos2(scale.left - 6.0, area.top()), area.max);
        let response = ui.interact(track, ui.scope_id().with("scrub"), Sense::click_and_drag());
        let (step, total) = (view.moment.step, view.run.timeline.total);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Slider, true, format!("moment {step} of {total}"));
            info.value = Some(step as f64);
            info
        });
        let pressed = response.dragged() || response.clicked() || response.is_pointer_button_down_on();
        let Some(at) = response.interact_pointer_pos().filter(|_| pressed) else {
            self.asked = None;
            return;
        };
        let step = scale.step(at.x);
        if self.asked != Some(step) {
            self.asked = Some(step);
            out.push(Command::Move(Move::To(step)));
        }
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

#[expect(clippy::too_many_arguments, reason = "two lanes of one kind of mark")]
fn events(
    ui: &Ui,
    palette: &Palette,
    timeline: &TimelineModel,
    scale: &Scale,
    output: (f32, f32),
    collector: (f32, f32),
    view: &View,
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
    let _ = view;
}

fn cursor(ui: &Ui, palette: &Palette, view: &View, scale: &Scale, area: Rect, foot: f32) {
    let step = view.moment.step;
    let x = scale.x(step).round() + 0.5;
    ui.painter().vline(x, area.top() + 4.0..=foot, Stroke::new(1.5, palette.current));
    let tip = pos2(x, area.top() + 8.0);
    let flag = vec![tip + vec2(-5.0, -7.0), tip + vec2(5.0, -7.0), tip];
    ui.painter().add(egui::epaint::PathShape::convex_polygon(flag, palette.current, Stroke::NONE));
    let y = foot + FOOT / 2.0 - 2.0;
    let small = || theme::code(theme::SMALL);
    let (total, now) = (grouped(view.run.timeline.total), grouped(step));
    let half = paint::width(ui, &now, small()) / 2.0;
    let right = scale.left + scale.width;
    if x - half > scale.left + 14.0 {
        paint::text(ui, pos2(scale.left, y), 40.0, "0", small(), palette.quiet);
    }
    if x + half < right - paint::width(ui, &total, small()) - 8.0 {
        paint::text_right(ui, pos2(right, y), 120.0, &total, small(), palette.quiet);
    }
    let at = x.clamp(scale.left + half, (right - half).max(scale.left + half));
    paint::text_centred(ui, pos2(at, y), 120.0, &now, small(), palette.current);
}
