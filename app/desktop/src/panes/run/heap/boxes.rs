//! The boxes of the heap: frames' names and stacks, objects with what they hold; less of each the smaller they get.

use super::arrows::Lens;
use super::scene::{DOT, MEASURES, Scene, row_offset};
use crate::look::icons;
use crate::look::paint;
use crate::look::theme::{self, Palette};
use crate::panes::view::{Out, View};
use egui::epaint::Mesh;
use egui::{CornerRadius, FontId, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::detail::{Detail, Feature};
use model::ask::selection::Selection;
use model::ground::value::{Address, Mark, Value};
use model::machine::heap::{Object, Root, Row};

/// How much of a box is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Everything.
    Whole,
    /// What it is, and its mark.
    Title,
    /// That it is there.
    Dot,
}

impl Level {
    pub fn of(zoom: f32) -> Level {
        match zoom {
            zoom if zoom >= 0.6 => Level::Whole,
            zoom if zoom >= 0.3 => Level::Title,
            _ => Level::Dot,
        }
    }
}

pub struct Boxes<'a> {
    pub view: &'a View<'a>,
    pub scene: &'a Scene,
    pub palette: &'a Palette,
    pub lens: Lens,
}

impl Boxes<'_> {
    fn z(&self, points: f32) -> f32 {
        points * self.lens.zoom
    }

    fn font(&self, font: fn(f32) -> FontId, size: f32) -> FontId {
        font(self.z(size))
    }

    fn row_rect(&self, rect: Rect, row: usize) -> Rect {
        let at = rect.min + vec2(0.0, self.z(row_offset(row)));
        Rect::from_min_size(at, vec2(rect.width(), self.z(MEASURES.row_height)))
    }

    pub fn root(&self, ui: &Ui, root: &Root, rect: Rect, index: usize, level: Level, out: &mut Out) {
        let (palette, round) = (self.palette, CornerRadius::same(theme::RADIUS));
        ui.painter().rect(rect, round, palette.sunken, palette.hairline(), StrokeKind::Inside);
        if level == Level::Dot {
            return;
        }
        let title = rect.min + vec2(self.z(8.0), self.z(MEASURES.title_height / 2.0));
        let (font, room) = (self.font(theme::strong, theme::SMALL), rect.width() - self.z(16.0));
        if level == Level::Title {
            paint::text(ui, title, room, &root.title, theme::strong(LEAST_TYPE), palette.quiet);
            return;
        }
        paint::text(ui, title, room, &root.title, font, palette.quiet);
        for (row, data) in root.rows.iter().enumerate() {
            self.row(ui, data, self.row_rect(rect, row), (index as u64, row), out);
        }
        let line = self.row_rect(rect, root.rows.len());
        if root.more > 0 {
            self.show_more(ui, line, root.more, root.frame as u64, out);
        } else if !root.note.is_empty() {
            ui.painter().hline(line.x_range().shrink(1.0), line.top(), palette.hairline());
            let at = line.left_center() + vec2(self.z(8.0), 0.0);
            let font = self.font(theme::words, 11.0);
            paint::text(ui, at, line.width() - self.z(12.0), &root.note, font, palette.quiet);
        }
    }

    /// Draws a box and says whether the pointer is on it.
    pub fn object(&self, ui: &Ui, index: usize, rect: Rect, level: Level, out: &mut Out) -> bool {
        let object = &self.scene.heap.objects[index];
        let palette = self.palette;
        let selected = self.view.selection.object == Some(object.address);
        let cycle = self.scene.heap.links().in_cycle(index);
        let label = format!("object {} {}{}", object.type_name, object.title, object.mark.said());
        let response = paint::hot(ui, rect, ("object", object.address), &label, selected);
        if response.clicked() {
            out.push(Command::Select(Selection::of_object(object.address)));
        }
        let line = match object.mark {
            Mark::None if selected => Stroke::new(2.0, palette.current),
            Mark::None if cycle => Stroke::new(1.0, palette.cycle),
            Mark::None if response.hovered() => Stroke::new(1.0, palette.current),
            Mark::None => palette.hairline(),
            mark => Stroke::new(1.5, palette.mark(mark)),
        };
        let round = CornerRadius::same(theme::RADIUS);
        if object.mark == Mark::Dying {
            ui.painter().rect_filled(rect, round, palette.pane);
            paint::dashed_outline(ui, rect, line);
        } else {
            ui.painter().rect(rect, round, palette.pane, line, StrokeKind::Inside);
        }
        let y = rect.top() + self.z(MEASURES.title_height / 2.0);
        if level == Level::Title {
            let (at, room) = (pos2(rect.left() + 4.0, y), rect.width() - 8.0);
            let room = if object.mark == Mark::None { room } else { room - 12.0 };
            paint::text(ui, at, room, &object.title, theme::strong(LEAST_TYPE), palette.ink);
            paint::mark(ui, pos2(rect.right() - 8.0, y), object.mark, palette);
            return response.hovered();
        }
        let right = self.signs(ui, object, cycle, pos2(rect.right() - self.z(6.0), y));
        let at = pos2(rect.left() + self.z(8.0), y);
        let font = self.font(theme::strong, theme::BODY);
        let drawn = paint::text(ui, at, right - at.x, &object.title, font, palette.ink);
        let short = beside_title(self.view.detail, object);
        let at = pos2(drawn.right() + self.z(8.0), y);
        if right - at.x > self.z(24.0) {
            paint::text(ui, at, right - at.x, &short, self.font(theme::code, 11.0), palette.quiet);
        } else if response.hovered() && !short.is_empty() {
            response.show_tooltip_text(&short);
        }
        for (row, data) in object.rows.iter().enumerate() {
            self.row(ui, data, self.row_rect(rect, row), (object.address, row), out);
        }
        if object.more > 0 {
            self.show_more(ui, self.row_rect(rect, object.rows.len()), object.more, object.address, out);
        }
        response.hovered()
    }

    /// Count, cycle and mark at the right of a title. Answers where they begin.
    fn signs(&self, ui: &Ui, object: &Object, cycle: bool, at: Pos2) -> f32 {
        let (palette, y, mut right) = (self.palette, at.y, at.x);
        match object.refcount {
            Some(_) if !self.view.detail.shows(Feature::Counts) => {}
            Some(count) => {
                let (ring, ink) = match object.mark {
                    Mark::None => (palette.line, palette.quiet),
                    mark => (palette.mark(mark), palette.mark(mark)),
                };
                let pill = paint::pill_of(ui, pos2(right, y), &count.to_string(), ring, ink, self.lens.zoom);
                right = pill.left() - self.z(6.0);
            }
            None => {
                let (spot, font) = (pos2(right - self.z(8.0), y), self.font(theme::icon, 14.0));
                paint::text_centred(ui, spot, self.z(20.0), icons::ANCHOR, font, palette.quiet);
                right -= self.z(22.0);
            }
        }
        if cycle {
            let (spot, font) = (pos2(right - self.z(7.0), y), self.font(theme::icon, 14.0));
            paint::text_centred(ui, spot, self.z(16.0), icons::LOOP, font, palette.cycle);
            right -= self.z(18.0);
        }
        if object.mark != Mark::None {
            paint::mark(ui, pos2(right - self.z(6.0), y), object.mark, palette);
            right -= self.z(16.0);
        }
        right
    }

    fn row(&self, ui: &Ui, row: &Row, rect: Rect, id: (u64, usize), out: &mut Out) {
        let palette = self.palette;
        ui.painter().hline(rect.x_range().shrink(1.0), rect.top(), palette.hairline());
        let y = rect.center().y;
        let left = pos2(rect.left() + self.z(8.0), y);
        let small = || self.font(theme::code, theme::SMALL);
        let Some(value) = &row.value else {
            let label = paint::text(ui, left, rect.width() * 0.7, &row.label, small(), palette.quiet);
            let room = rect.right() - label.right() - self.z(16.0);
            let right = pos2(rect.right() - self.z(8.0), y);
            paint::text_right(ui, right, room, "NULL", self.font(theme::code, 11.0), palette.quiet);
            return;
        };
        let arrow = !value.inline && self.scene.heap.links().at(value.address).is_some();
        if value.mark == Mark::New || value.mark == Mark::Changed {
            paint::mark(ui, pos2(rect.left() + 1.0, y), value.mark, palette);
        }
        let room = if arrow { rect.width() - self.z(32.0) } else { rect.width() * 0.62 };
        let label = paint::text(ui, left, room, &row.label, small(), palette.ink);
        if arrow {
            let color = if value.mark == Mark::None { palette.arrow } else { palette.mark(value.mark) };
            ui.painter().circle_filled(pos2(rect.right() - self.z(DOT), y), self.z(2.5), color);
            return;
        }
        let right = pos2(rect.right() - self.z(8.0), y);
        let room = rect.right() - label.right() - self.z(16.0);
        let color =
            if value.mark == Mark::None { paint::value_color(value, palette) } else { palette.mark(value.mark) };
        let text = paint::text_right(ui, right, room, &value.text, small(), color);
        let selected = self.view.selection.object == Some(value.address);
        if selected {
            paint::outline(ui, text.expand2(vec2(4.0, 1.0)), palette);
        }
        let spoken = format!("{} holds {} {}", row.label, value.type_name, value.text);
        if paint::hot(ui, text, ("inline", id), &spoken, selected).clicked() {
            out.push(Command::Select(Selection::of_object(value.address)));
        }
    }

    /// The last row of a box that has more: a click shows some of them.
    fn show_more(&self, ui: &Ui, line: Rect, more: usize, of: Address, out: &mut Out) {
        let palette = self.palette;
        ui.painter().hline(line.x_range().shrink(1.0), line.top(), palette.hairline());
        let words = format!("show more of {more}");
        let response = paint::hot(ui, line, ("more", of), &words, false);
        let color = if response.hovered() { palette.current } else { palette.quiet };
        let at = line.left_center() + vec2(self.z(8.0), 0.0);
        paint::text(ui, at, line.width() - self.z(12.0), &words, self.font(theme::words, 11.0), color);
        if response.clicked() {
            out.push(Command::ShowMore(of));
        }
    }

    /// All boxes in sight as plain grounds: of thousands nothing more can be seen.
    pub fn dots(&self, ui: &Ui, marked: &[(Address, Mark, Rect)]) {
        let (palette, links) = (self.palette, self.scene.heap.links());
        let clip = ui.clip_rect();
        let mut mesh = Mesh::default();
        for (index, rect) in self.scene.boxes.iter().enumerate() {
            let rect = self.lens.rect(*rect);
            if rect.intersects(clip) {
                let cycle = links.in_cycle(index);
                mesh.add_colored_rect(rect, if cycle { palette.cycle } else { palette.faded });
            }
        }
        ui.painter().add(Shape::mesh(mesh));
        let selected = self.view.selection.object.and_then(|address| self.scene.rect(address));
        if let Some(rect) = selected {
            let rect = self.lens.rect(rect).expand(2.0);
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(2.0, palette.current), StrokeKind::Outside);
        }
        for (_, mark, rect) in marked {
            let rect = self.lens.rect(*rect);
            ui.painter().rect_filled(rect, 0.0, palette.pane);
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.5, palette.mark(*mark)), StrokeKind::Outside);
            paint::mark(ui, rect.center(), *mark, palette);
        }
    }
}

/// Smaller type than this is not read from any row.
const LEAST_TYPE: f32 = 9.0;

/// What stands behind a box's title: as much as the level of detail wants.
fn beside_title(detail: Detail, object: &Object) -> String {
    let mut parts = Vec::new();
    if detail.shows(Feature::Addresses) {
        parts.push(Value::short_address(object.address));
    }
    if detail.shows(Feature::Sizes) {
        parts.push(format!("{} B", object.size));
    }
    if let Some(generation) = object.generation.filter(|_| detail.shows(Feature::Generations)) {
        parts.push(format!("g{generation}"));
    }
    parts.join(" · ")
}
