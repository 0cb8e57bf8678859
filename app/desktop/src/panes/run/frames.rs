//! The call stack: each frame's names and its evaluation stack, the running frame on top.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::view::{Out, View};
use egui::{CornerRadius, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::detail::Feature;
use model::ask::selection::Selection;
use model::ground::value::{Mark, Value, counted};
use model::machine::frames::{FrameModel, Slot, Unwound};

const CELL: f32 = 26.0;
/// Between a cell and the text in it.
const PAD: f32 = 10.0;
/// Free slots of the evaluation stack drawn above the top; the others are counted.
const FREE_SHOWN: usize = 2;

pub fn ui(ui: &mut Ui, view: &View, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    if view.moment.frames.frames.is_empty() {
        paint::empty(ui, "Frames appear here as soon as the program runs: one for the module, one more for each call.");
        return;
    }
    ScrollArea::vertical().id_salt("frames").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(8.0);
        if let Some(unwound) = &view.moment.frames.unwound {
            self::unwound(ui, view, palette, unwound, out);
        }
        for (index, frame) in view.moment.frames.frames.iter().enumerate().rev() {
            let running = index + 1 == view.moment.frames.frames.len();
            self::frame(ui, view, palette, frame, index, running, out);
            if let Some((count, _)) = view.moment.frames.gap().filter(|(_, below)| *below == index) {
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), CELL), Sense::hover());
                let words = format!("{} between, not drawn", counted(count as u64, "call"));
                let at = rect.left_center() + vec2(INSET, 0.0);
                paint::text(ui, at, rect.width() - 2.0 * INSET, &words, theme::words(theme::SMALL), palette.quiet);
            }
        }
        ui.add_space(8.0);
    });
}

/// The exception on its way: the frames that it has left, as they stood, above those that are still there.
fn unwound(ui: &mut Ui, view: &View, palette: &Palette, unwound: &Unwound, out: &mut Out) {
    let exception = &unwound.exception;
    let selected = view.selection.object == Some(exception.address);
    let spoken = format!("exception {}", exception.text);
    let response = paint::row(ui, CELL, &spoken, selected);
    let (rect, y) = (response.rect, response.rect.center().y);
    if selected {
        paint::outline(ui, rect.shrink2(vec2(4.0, 0.0)), palette);
    }
    paint::mark(ui, pos2(rect.left() + INSET + 4.0, y), Mark::Dying, palette);
    let at = pos2(rect.left() + INSET + 16.0, y);
    let font = theme::code_strong(theme::BODY);
    paint::text(ui, at, rect.right() - INSET - at.x, &exception.text, font, palette.mark(Mark::Dying));
    if response.clicked() {
        out.push(Command::Select(Selection::of_object(exception.address)));
    }
    for (nth, (name, line)) in unwound.passed.iter().enumerate().rev() {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), CELL), Sense::hover());
        let inner = rect.shrink2(vec2(INSET, 2.0));
        // The first entry is that of the frame which handles it: it stands below, whole.
        let (stroke, what) = match nth {
            0 => (palette.hairline(), "came here"),
            _ => (Stroke::new(1.0, palette.mark(Mark::Dying)), "left by the exception"),
        };
        paint::dashed_outline(ui, inner, stroke);
        let y = inner.center().y;
        let right = pos2(inner.right() - PAD, y);
        let words = paint::text_right(ui, right, 160.0, what, theme::words(11.0), palette.quiet);
        let at = pos2(inner.left() + PAD, y);
        let room = words.left() - 12.0 - at.x;
        let name = paint::text(ui, at, room * 0.7, name, theme::code(theme::BODY), palette.quiet);
        let at = pos2(name.right() + 10.0, y);
        let line = format!("line {line}");
        paint::text(ui, at, words.left() - 8.0 - at.x, &line, theme::words(theme::SMALL), palette.quiet);
    }
    ui.add_space(6.0);
}

fn frame(ui: &mut Ui, view: &View, palette: &Palette, frame: &FrameModel, index: usize, running: bool, out: &mut Out) {
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let y = head.center().y;
    let left = head.left() + INSET;
    let room = head.width() - 2.0 * INSET;
    let ink = if running { palette.ink } else { palette.quiet };
    let name = paint::text(ui, pos2(left, y), room, &frame.name, theme::code_strong(theme::BODY), ink);
    let short = frame.filename.rsplit('/').next().unwrap_or("");
    let place = match (frame.native, &frame.progress) {
        (true, Some(progress)) => format!("{progress} · built-in code; waits for what it called"),
        (true, None) => "built-in code; waits for what it called".to_owned(),
        (false, _) if frame.line == 0 => format!("{short} · offset {}", frame.offset),
        (false, _) => format!("{short} · line {} · offset {}", frame.line, frame.offset),
    };
    let at = pos2(name.right() + 10.0, y);
    paint::text(ui, at, head.right() - INSET - at.x, &place, theme::words(theme::SMALL), palette.quiet);
    let gap = 16.0;
    let column = ((room - gap) / 2.0).max(60.0);
    let free = frame.capacity.saturating_sub(frame.stack.len());
    let free_shown = if running && view.detail.shows(Feature::FreeSlots) { free.min(FREE_SHOWN) } else { 0 };
    let names = frame.names.len().max(1) + usize::from(frame.more_names > 0);
    let slots = (frame.stack.len() + free_shown).max(1);
    let body = 20.0 + CELL * names.max(slots) as f32;
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), body + 12.0), Sense::hover());
    if !ui.is_rect_visible(area) {
        return;
    }
    let title = |x: f32, text: &str| {
        paint::text(ui, pos2(x, area.top() + 9.0), column, text, theme::words(theme::SMALL), palette.quiet);
    };
    title(left, "names");
    title(left + column + gap, "evaluation stack");
    let cells = Rect::from_min_size(pos2(left, area.top() + 20.0), vec2(column, CELL * names as f32));
    names_table(ui, view, palette, frame, cells, index, out);
    let stack = Rect::from_min_size(pos2(left + column + gap, area.top() + 20.0), vec2(column, CELL * slots as f32));
    stack_slots(ui, view, palette, frame, stack, (index, running, free, free_shown), out);
}

fn names_table(ui: &Ui, view: &View, palette: &Palette, frame: &FrameModel, area: Rect, index: usize, out: &mut Out) {
    ui.painter().rect(area, CornerRadius::same(3), palette.sunken, palette.hairline(), StrokeKind::Inside);
    if frame.names.is_empty() {
        paint::text(
            ui,
            area.left_top() + vec2(PAD, CELL / 2.0),
            area.width() - PAD,
            "none yet",
            theme::words(theme::SMALL),
            palette.quiet,
        );
    }
    for (row, binding) in frame.names.iter().enumerate() {
        let rect = Rect::from_min_size(area.min + vec2(0.0, CELL * row as f32), vec2(area.width(), CELL));
        if row > 0 {
            ui.painter().hline(rect.x_range().shrink(1.0), rect.top(), palette.hairline());
        }
        let y = rect.center().y;
        let name = paint::text(
            ui,
            pos2(rect.left() + PAD, y),
            rect.width() * 0.6,
            &binding.name,
            theme::code(theme::BODY),
            palette.ink,
        );
        let room = rect.right() - name.right() - 20.0;
        match &binding.value {
            Some(value) => cell_value(ui, view, palette, value, rect, room, ("name", index, row), &binding.name, out),
            None => {
                paint::text_right(
                    ui,
                    pos2(rect.right() - 8.0, y),
                    room,
                    "no value",
                    theme::words(theme::SMALL),
                    palette.quiet,
                );
            }
        }
    }
    if frame.more_names > 0 {
        let y = area.bottom() - CELL / 2.0;
        ui.painter().hline(area.x_range().shrink(1.0), area.bottom() - CELL, palette.hairline());
        let more = format!("and {} more", frame.more_names);
        paint::text(
            ui,
            pos2(area.left() + PAD, y),
            area.width() - PAD,
            &more,
            theme::words(theme::SMALL),
            palette.quiet,
        );
    }
}

#[expect(clippy::too_many_arguments, reason = "a cell of the names' table")]
fn cell_value(
    ui: &Ui,
    view: &View,
    palette: &Palette,
    value: &Value,
    rect: Rect,
    room: f32,
    id: (&'static str, usize, usize),
    name: &str,
    out: &mut Out,
) {
    let selected = view.selection.object == Some(value.address);
    if selected {
        paint::outline(ui, rect.shrink(1.0), palette);
    }
    let right = pos2(rect.right() - 8.0, rect.center().y);
    let font = if value.inline { theme::code(theme::BODY) } else { theme::code(theme::SMALL) };
    let color = if value.inline { paint::value_color(value, palette) } else { palette.quiet };
    let text = paint::text_right(ui, right, room, &value.text, font, color);
    if value.mark != Mark::None {
        paint::mark(ui, pos2(text.left() - 10.0, rect.center().y), value.mark, palette);
    }
    let label = format!("{name} is {} {}", value.type_name, value.text);
    if paint::hot(ui, rect, id, &label, selected).on_hover_text(describe(value)).clicked() {
        out.push(Command::Select(Selection::of_object(value.address)));
    }
}

fn describe(value: &Value) -> String {
    let lasting = if value.immortal { ", immortal" } else { "" };
    format!("{} at {:#x}{lasting}", value.type_name, value.address)
}

fn stack_slots(
    ui: &Ui,
    view: &View,
    palette: &Palette,
    frame: &FrameModel,
    area: Rect,
    (index, running, free, free_shown): (usize, bool, usize, usize),
    out: &mut Out,
) {
    let cell = |row: usize| Rect::from_min_size(area.min + vec2(0.0, CELL * row as f32), vec2(area.width(), CELL));
    for row in 0..free_shown {
        let rect = cell(row).shrink2(vec2(0.0, 1.0));
        paint::dashed_outline(ui, rect, Stroke::new(1.0, palette.line));
        let text = if row == 0 && free > free_shown { format!("{free} free") } else { "free".to_owned() };
        paint::text_centred(ui, rect.center(), rect.width(), &text, theme::words(11.0), palette.quiet);
    }
    if frame.stack.is_empty() && free_shown == 0 {
        paint::text(
            ui,
            cell(0).left_center() + vec2(PAD, 0.0),
            area.width() - PAD,
            "empty",
            theme::words(theme::SMALL),
            palette.quiet,
        );
    }
    for (position, slot) in frame.stack.iter().rev().enumerate() {
        let rect = cell(free_shown + position);
        let taken = running && position < frame.takes;
        let (fill, line) = if taken { (palette.current_tint, palette.current) } else { (palette.sunken, palette.line) };
        ui.painter().rect(rect, CornerRadius::same(3), fill, Stroke::new(1.0, line), StrokeKind::Inside);
        let y = rect.center().y;
        let mut room = rect.width() - 20.0;
        if position == 0 {
            room -=
                paint::text_right(ui, pos2(rect.right() - 8.0, y), 40.0, "top", theme::words(11.0), palette.current)
                    .width()
                    + 8.0;
        }
        slot_value(ui, view, palette, slot, rect, room, (index, position), out);
    }
}

#[expect(clippy::too_many_arguments, reason = "a slot of the evaluation stack")]
fn slot_value(
    ui: &Ui,
    view: &View,
    palette: &Palette,
    slot: &Slot,
    rect: Rect,
    room: f32,
    id: (usize, usize),
    out: &mut Out,
) {
    let at = pos2(rect.left() + PAD, rect.center().y);
    let Some(value) = slot else {
        paint::text(ui, at, room, "NULL", theme::code(theme::SMALL), palette.quiet);
        return;
    };
    let selected = view.selection.object == Some(value.address);
    if selected {
        paint::outline(ui, rect.shrink(1.0), palette);
    }
    let text = paint::text(ui, at, room, &value.text, theme::code(theme::BODY), paint::value_color(value, palette));
    if value.mark != Mark::None {
        paint::mark(ui, pos2(text.right() + 10.0, rect.center().y), value.mark, palette);
    }
    let label = format!("stack slot {} is {} {}", id.1, value.type_name, value.text);
    if paint::hot(ui, rect, ("slot", id), &label, selected).on_hover_text(describe(value)).clicked() {
        out.push(Command::Select(Selection::of_object(value.address)));
    }
}
