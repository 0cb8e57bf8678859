//! Where the steps went: functions with what they cost, and every call over time as a flame graph.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::follow::Follow;
use crate::panes::table::{Head, Line, Name, Table};
use crate::panes::view::{Out, View};
use egui::{CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use model::ask::command::{Command, Move};
use model::ground::value::{counted, grouped};
use model::moment::profile::FunctionRow;
use model::moment::timeline::{CallSpan, TimelineModel};

/// What the table is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    #[default]
    Own,
    Cumulative,
    Calls,
    Blocks,
}

const ORDERS: [(Order, &str); 4] =
    [(Order::Own, "own"), (Order::Cumulative, "with calls"), (Order::Calls, "calls"), (Order::Blocks, "blocks")];

#[derive(Default)]
pub struct Profile {
    follow: Follow,
    order: Order,
    /// Only functions of the program's own file.
    own: bool,
    /// The part of the run that the flame graph shows; all of it, until somebody looks closer.
    range: Option<(u64, u64)>,
    generation: u64,
}

const HEADS: [Head; 6] = [
    Head::new("function", 170.0),
    Head::new("calls", 56.0),
    Head::new("own steps", 96.0),
    Head::new("with calls", 84.0),
    Head::new("blocks", 64.0),
    Head::new("where", 0.0),
];

impl Profile {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let profile = &view.run.profile;
        if profile.rows.is_empty() {
            paint::empty(ui, "What each function costs appears here once the recording has been read.");
            return;
        }
        if self.generation != view.run.generation {
            (self.generation, self.range) = (view.run.generation, None);
        }
        self.bar(ui, view, palette);
        let area = ui.available_rect_before_wrap();
        // The flame graph is as high as the calls are deep, the table has at least its six rows.
        let deep = (view.run.timeline.max_depth() as f32 + 1.0) * CALL + FOOT + 8.0;
        let flames = deep.min(area.height() * 0.6).min(area.height() - 7.0 * ROW);
        let split = area.bottom() - flames.max(0.0);
        let room = |top, bottom| Rect::from_min_max(pos2(area.left(), top), pos2(area.right(), bottom));
        let flames = area.bottom() - split > 3.0 * CALL + 8.0;
        let (first, second) =
            (room(area.top(), if flames { split } else { area.bottom() }), room(split, area.bottom()));
        ui.scope_builder(UiBuilder::new().max_rect(first).id_salt("functions"), |ui| {
            ui.set_clip_rect(first.intersect(ui.clip_rect()));
            self.functions(ui, view, palette, out);
        });
        if flames {
            ui.painter().hline(area.x_range(), split, palette.hairline());
            let second = second.shrink2(vec2(0.0, 3.0));
            ui.scope_builder(UiBuilder::new().max_rect(second).id_salt("flames"), |ui| {
                ui.set_clip_rect(second.intersect(ui.clip_rect()));
                self.flames(ui, view, palette, out);
            });
        }
    }

    fn bar(&mut self, ui: &mut Ui, view: &View, palette: &Palette) {
        let profile = &view.run.profile;
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            let words: Vec<&str> = ORDERS.iter().map(|(_, words)| *words).collect();
            let chosen = ORDERS.iter().position(|(order, _)| *order == self.order).unwrap_or(0);
            if let Some(clicked) = paint::segments(ui, "order by", &words, chosen) {
                self.order = ORDERS[clicked].0;
            }
            let word = egui::RichText::new("mine only").font(theme::words(theme::SMALL));
            ui.toggle_value(&mut self.own, word).on_hover_text("Only functions of the program's own file");
            if self.range.is_some() && ui.button("whole run").clicked() {
                self.range = None;
            }
            let steps = counted(profile.steps, "step");
            let words = match profile.sampled {
                true => format!("{steps}, from samples: the run is too long to be read whole"),
                false => format!("{steps} in {}", counted(profile.rows.len() as u64, "function")),
            };
            paint::words(ui, &words, theme::words(theme::SMALL), palette.quiet);
        });
        ui.add_space(2.0);
    }

    fn functions(&mut self, ui: &mut Ui, view: &View, palette: &Palette, out: &mut Out) {
        let profile = &view.run.profile;
        let mut rows: Vec<&FunctionRow> = profile.rows.iter().filter(|row| row.own || !self.own).collect();
        match self.order {
            Order::Own => {}
            Order::Cumulative => rows.sort_by_key(|row| std::cmp::Reverse(row.cumulative)),
            Order::Calls => rows.sort_by_key(|row| std::cmp::Reverse(row.calls)),
            Order::Blocks => rows.sort_by_key(|row| std::cmp::Reverse(row.blocks)),
        }
        let running = view.moment.frames.top().filter(|_| view.moment.compile.is_none());
        let runs = |row: &&FunctionRow| running.is_some_and(|top| top.name == row.name && top.filename == row.file);
        let now = rows.iter().position(runs);
        let target = self.follow.choose(view.moment, now, None);
        let table = Table { id: "profile", heads: &HEADS, rows: rows.len(), target };
        let name = |index: usize| {
            let row = rows[index];
            let label = format!(
                "function {}: {}, {} of its own, {} with what it calls, {}",
                row.name,
                counted(row.calls, "call"),
                counted(row.steps, "step"),
                grouped(row.cumulative),
                counted(row.blocks, "block"),
            );
            Name { key: row.first, label, selected: now == Some(index) }
        };
        table.ui(ui, view.moment, &mut self.follow, name, |ui, index, line| {
            let row = rows[index];
            function(ui, palette, row, profile.steps, now == Some(index), &line);
            if line.response.clicked() {
                out.push(Command::Move(Move::To(row.longest)));
            }
        });
    }

    /// Calls as bars from their first step to their last, what they call below them.
    fn flames(&mut self, ui: &mut Ui, view: &View, palette: &Palette, out: &mut Out) {
        let timeline = &view.run.timeline;
        let area = ui.max_rect();
        let (from, to) = self.range.unwrap_or((0, timeline.total.max(1)));
        let scale = Scale { left: area.left() + INSET, width: area.width() - 2.0 * INSET, from, to };
        let response = ui.interact(area, ui.scope_id().with("flame graph"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "flame graph of all calls, by step"));
        let now = if view.moment.compile.is_some() { u64::MAX } else { view.moment.step };
        // Of calls deeper than there is room for, those around the moment count: the outermost are left out.
        let rows = ((area.height() - FOOT) / CALL).floor().max(1.0) as u32;
        let inside = |call: &&CallSpan| call.start <= now && now < call.end;
        let deepest_now = timeline.calls.iter().filter(inside).map(|call| call.depth).max().unwrap_or(0);
        let base = (deepest_now + 2).min(timeline.max_depth() + 1).saturating_sub(rows);
        let hit = |pointer: egui::Pos2| flame_at(timeline, &scale, (area.top(), base, rows), pointer);
        let pointed = response.hover_pos().and_then(hit);
        flames(ui, palette, timeline, &scale, (area.top(), base, rows), (now, pointed));
        if now != u64::MAX && scale.has(now) {
            let x = scale.x(now).round() + 0.5;
            ui.painter().vline(x, area.top()..=area.bottom() - FOOT, Stroke::new(1.5, palette.current));
        }
        let words = match pointed.or_else(|| now_call(timeline, now)) {
            Some(call) => {
                let call = &timeline.calls[call];
                let steps = call.end.saturating_sub(call.start);
                format!("{}: {} from step {}", call.name, counted(steps, "step"), grouped(call.start))
            }
            None => "A click goes to a call, a double click looks closer, scrolling zooms.".to_owned(),
        };
        let at = pos2(area.left() + INSET, area.bottom() - FOOT / 2.0);
        paint::text(ui, at, area.width() - 2.0 * INSET, &words, theme::words(theme::SMALL), palette.quiet);
        let zoom = ui.input(|input| input.smooth_scroll_delta.y);
        if response.hovered()
            && zoom != 0.0
            && let Some(at) = response.hover_pos()
        {
            let middle = scale.step(at.x);
            let factor = (-f64::from(zoom) / 240.0).exp();
            let near = |step: u64| middle as f64 + (step as f64 - middle as f64) * factor;
            let (from, to) = (near(from).max(0.0) as u64, near(to).min(timeline.total as f64) as u64);
            let whole = from == 0 && to >= timeline.total;
            self.range = (!whole && to > from + 20).then_some((from, to)).or(self.range.filter(|_| !whole));
        }
        let Some(call) = response.interact_pointer_pos().and_then(hit).map(|call| &timeline.calls[call]) else {
            return;
        };
        if response.double_clicked() {
            self.range = Some((call.start, call.end.max(call.start + 1)));
        } else if response.clicked() {
            out.push(Command::Move(Move::To(call.start)));
        }
    }
}

const CALL: f32 = 17.0;
const FOOT: f32 = 18.0;

struct Scale {
    left: f32,
    width: f32,
    from: u64,
    to: u64,
}

impl Scale {
    fn x(&self, step: u64) -> f32 {
        let part = (step as f64 - self.from as f64) / (self.to.saturating_sub(self.from)).max(1) as f64;
        self.left + self.width * part as f32
    }

    fn step(&self, x: f32) -> u64 {
        let part = f64::from((x - self.left) / self.width.max(1.0));
        (self.from as f64 + part * self.to.saturating_sub(self.from) as f64).max(0.0) as u64
    }

    fn has(&self, step: u64) -> bool {
        (self.from..=self.to).contains(&step)
    }
}

/// The innermost call at a step.
fn now_call(timeline: &TimelineModel, now: u64) -> Option<usize> {
    let inside = |call: &CallSpan| call.start <= now && now < call.end;
    timeline
        .calls
        .iter()
        .enumerate()
        .filter(|(_, call)| inside(call))
        .max_by_key(|(_, call)| call.depth)
        .map(|(at, _)| at)
}

fn flame_at(
    timeline: &TimelineModel,
    scale: &Scale,
    (top, base, rows): (f32, u32, u32),
    pointer: egui::Pos2,
) -> Option<usize> {
    let row = ((pointer.y - top) / CALL).floor();
    if row < 0.0 || row as u32 >= rows {
        return None;
    }
    let (depth, step) = (base + row as u32, scale.step(pointer.x));
    timeline.calls.iter().position(|call| call.depth == depth && call.start <= step && step < call.end)
}

fn flames(
    ui: &Ui,
    palette: &Palette,
    timeline: &TimelineModel,
    scale: &Scale,
    (top, base, rows): (f32, u32, u32),
    (now, pointed): (u64, Option<usize>),
) {
    let mut drawn_to = vec![f32::MIN; rows as usize];
    let (left_edge, right_edge) = (scale.left, scale.left + scale.width);
    for (index, call) in timeline.calls.iter().enumerate() {
        let Some(row) = call.depth.checked_sub(base).filter(|row| *row < rows) else { continue };
        let (left, right) = (scale.x(call.start).max(left_edge), scale.x(call.end).min(right_edge));
        let reached = &mut drawn_to[row as usize];
        if right < left_edge || left > right_edge || right < *reached + 0.7 {
            continue;
        }
        *reached = right;
        let y = top + CALL * row as f32;
        let rect = Rect::from_min_max(pos2(left, y), pos2((right - 1.0).max(left + 1.0), y + CALL - 1.0));
        let running = call.start <= now && now < call.end;
        let (fill, line) = match running {
            true => (palette.current_tint, palette.current),
            false => (palette.sunken, palette.line),
        };
        let line = if pointed == Some(index) { palette.ink } else { line };
        if rect.width() > 3.0 {
            ui.painter().rect(rect, CornerRadius::same(2), fill, Stroke::new(1.0, line), StrokeKind::Inside);
        } else {
            ui.painter().rect_filled(rect, 0.0, line);
        }
        if rect.width() > 30.0 {
            let at = pos2(rect.left() + 5.0, rect.center().y);
            let ink = if running { palette.current } else { palette.ink };
            let galley = ui.painter().layout_no_wrap(call.name.clone(), theme::words(11.0), ink);
            ui.painter().with_clip_rect(rect.shrink2(vec2(3.0, 0.0)).intersect(ui.clip_rect())).galley(
                pos2(at.x, at.y - galley.size().y / 2.0),
                galley,
                ink,
            );
        }
    }
}

fn function(ui: &Ui, palette: &Palette, row: &FunctionRow, steps: u64, running: bool, line: &Line) {
    if running {
        ui.painter().rect_filled(line.rect, 0.0, palette.current_tint);
    }
    let (left, small) = (pos2(line.rect.left() + INSET, line.y()), || theme::words(theme::SMALL));
    let ink = if row.own { palette.ink } else { palette.quiet };
    paint::text(ui, left, line.right(0).x - left.x, &row.name, theme::code(theme::BODY), ink);
    // As cProfile does, calls from outside the function itself stand behind a stroke.
    let calls = match row.recursive {
        0 => grouped(row.calls),
        inner => format!("{}/{}", grouped(row.calls), grouped(row.calls - inner)),
    };
    paint::text_right(ui, line.right(1), line.room(1), &calls, small(), palette.quiet);
    // The part of all steps as a bar behind the figure.
    let part = row.steps as f32 / steps.max(1) as f32;
    let cell = line.cells.get(2).copied().unwrap_or(line.rect);
    let bar = Rect::from_min_size(cell.min + vec2(3.0, 3.0), vec2((cell.width() - 6.0) * part, ROW - 6.0));
    ui.painter().rect_filled(bar, 2.0, palette.current.gamma_multiply(0.22));
    paint::text_right(ui, line.right(2), line.room(2), &grouped(row.steps), small(), palette.ink);
    paint::text_right(ui, line.right(3), line.room(3), &grouped(row.cumulative), small(), palette.quiet);
    paint::text_right(ui, line.right(4), line.room(4), &grouped(row.blocks), small(), palette.quiet);
    let file = row.file.rsplit('/').next().unwrap_or(&row.file);
    let place = format!("{file}:{}", row.line);
    let at = line.left(5);
    paint::text(ui, at, line.rect.right() - 8.0 - at.x, &place, small(), palette.quiet);
}
