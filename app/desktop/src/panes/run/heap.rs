//! Objects and references: frames on the left, objects to the right, each where it was a step ago.

use super::heap_arrows::{self, Tail};
use crate::look::icons;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::follow::WATCHED;
use crate::panes::view::{Out, View};
use egui::{
    CornerRadius, Key, Pos2, Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder,
    Vec2, WidgetInfo, pos2, vec2,
};
use model::ask::command::Command;
use model::ask::detail::{Detail, Feature};
use model::ask::selection::Selection;
use model::ground::value::{Address, Mark, Value};
use model::machine::heap::{HeapModel, Object, Root, RootKind, Row};
use model::machine::placement::{Measures, Placement};
use std::collections::{HashMap, HashSet};

const MEASURES: Measures = Measures { title_height: 26.0, row_height: 22.0, gap_y: 18.0 };
const ROOT_WIDTH: f32 = 128.0;
const BOX_WIDTH: f32 = 180.0;
/// Between columns: as much as the width gives, within these.
const GAPS: std::ops::RangeInclusive<f32> = 44.0..=120.0;
const MARGIN: f32 = 14.0;
const LEGEND: f32 = 32.0;

#[derive(Default)]
pub struct Heap {
    placement: Placement,
    /// The moment that the placement was made for.
    placed: Option<(u64, u64)>,
    cycles: HashSet<Address>,
    drawn: HashMap<Address, usize>,
    /// The object under the pointer in the last frame.
    hovered: Option<Address>,
    /// What is looked for, what was found last, and what is to be scrolled to.
    sought: String,
    found: Option<Address>,
    target: Option<Address>,
    /// Between two columns.
    gap: f32,
    /// Where the view was scrolled to in the last frame.
    offset: Vec2,
    /// As far as it could be scrolled then: what is set beyond it springs back.
    most: Vec2,
    /// The moment and the size that the view was scrolled for.
    seen: Option<(u64, u64, [i32; 2])>,
    /// The pass in which the pane was drawn last.
    drawn_in: u64,
    /// Passes in which to look again whether the step's objects are in sight.
    watch: u8,
}

impl Heap {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let heap = &view.moment.heap;
        if heap.roots.is_empty() && heap.objects.is_empty() {
            paint::empty(ui, "Objects and the references between them appear here as soon as the program runs.");
            return;
        }
        let root_tops = root_tops(&heap.roots);
        if self.placed != Some((view.moment.generation, view.moment.step)) {
            self.placed = Some((view.moment.generation, view.moment.step));
            let row_tops: Vec<Vec<f32>> = root_tops
                .iter()
                .zip(&heap.roots)
                .map(|(top, root)| (0..root.rows.len()).map(|row| top + row_offset(row)).collect())
                .collect();
            self.placement.update(heap, &row_tops, MEASURES);
            self.cycles = heap.in_cycles();
            self.drawn = heap.drawn();
        }
        let whole = ui.max_rect();
        let split = if whole.height() > 260.0 { whole.bottom() - LEGEND } else { whole.bottom() };
        let canvas = Rect::from_min_max(whole.min, pos2(whole.right(), split));
        ui.scope_builder(UiBuilder::new().max_rect(canvas), |ui| {
            ui.set_clip_rect(canvas.intersect(ui.clip_rect()));
            let columns = self.placement.columns().max(1) as f32;
            let gaps = canvas.width() - 2.0 * MARGIN - ROOT_WIDTH - columns * BOX_WIDTH - 12.0;
            self.gap = (gaps / columns).clamp(*GAPS.start(), *GAPS.end());
            let mut area = ScrollArea::both().id_salt("heap").auto_shrink(false);
            if let Some(offset) = self.follow(ui, view, heap, &root_tops, canvas.size()) {
                area = area.scroll_offset(offset);
            }
            let output = area.show(ui, |ui| {
                self.canvas(ui, view, palette, heap, &root_tops, out);
            });
            self.offset = output.state.clamped_offset();
            self.most = (output.content_size - output.inner_rect.size()).max(Vec2::ZERO);
        });
        if split < whole.bottom() {
            let foot = Rect::from_min_max(pos2(whole.left(), split), whole.max);
            let end = legend(ui, palette, foot);
            let field = Rect::from_min_max(pos2(end.max(foot.right() - 200.0), foot.top()), foot.max);
            if field.width() > 110.0 {
                self.search(ui, palette, heap, field, out);
            }
        }
    }

    /// A field that finds objects by type, value, or a name that leads to them; Enter goes from one to the next.
    fn search(&mut self, ui: &mut Ui, palette: &Palette, heap: &HeapModel, area: Rect, out: &mut Out) {
        let inside = area.shrink2(vec2(8.0, 5.0));
        let hint = RichText::new("Find an object").font(theme::words(theme::SMALL)).color(palette.quiet);
        let edit = TextEdit::singleline(&mut self.sought).font(theme::words(theme::SMALL)).hint_text(hint);
        let response = ui.put(inside, edit.id_salt("find an object").desired_width(inside.width()));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Find an object"));
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if !enter || self.sought.trim().is_empty() {
            return;
        }
        let found = heap.matching(&self.sought);
        let after =
            self.found.and_then(|last| found.iter().position(|address| *address == last)).map_or(0, |at| at + 1);
        self.found = found.get(after).or(found.first()).copied();
        self.target = self.found;
        match self.found {
            Some(address) => out.push(Command::Select(Selection::of_object(address))),
            None => self.sought = format!("nothing is '{}'", self.sought.trim()),
        }
        response.request_focus();
    }

    /// Where to scroll to, so that what the step changed can be seen: after a move, a change of size, and when the pane
    /// comes to be shown. What is in sight already stays where it is.
    fn follow(&mut self, ui: &Ui, view: &View, heap: &HeapModel, root_tops: &[f32], room: Vec2) -> Option<Vec2> {
        let seen = Some((view.moment.generation, view.moment.step, [room.x as i32, room.y as i32]));
        let pass = ui.ctx().cumulative_pass_nr();
        let shown = std::mem::replace(&mut self.drawn_in, pass) + 1 >= pass;
        if std::mem::replace(&mut self.seen, seen) != seen || !shown {
            self.watch = WATCHED;
        }
        let origin = pos2(MARGIN, MARGIN);
        if let Some(rect) = self.target.take().and_then(|address| self.rect(origin, address)) {
            self.watch = 0;
            return Some((rect.center().to_vec2() - room / 2.0).clamp(Vec2::ZERO, self.most));
        }
        if self.watch == 0 {
            return None;
        }
        self.watch -= 1;
        ui.ctx().request_repaint();
        let of = |marks: &[Mark]| {
            let marked = heap.objects.iter().filter(|object| marks.contains(&object.mark));
            let rects: Vec<Rect> = marked.filter_map(|object| self.rect(origin, object.address)).collect();
            rects.first().map(|first| (*first, rects.iter().fold(*first, |all, one| all.union(*one))))
        };
        let (first, all) = of(&[Mark::New, Mark::Changed, Mark::Dying]).or_else(|| {
            // Nothing changed among the objects: the running frame's names and stack.
            let running = heap.roots.last().map(|root| root.frame)?;
            let tops = root_tops.iter().zip(&heap.roots).filter(|(_, root)| root.frame == running);
            let rect = |(top, root): (&f32, &Root)| {
                Rect::from_min_size(origin + vec2(0.0, *top), vec2(ROOT_WIDTH, root_height(root)))
            };
            let last = tops.clone().next_back().map(rect)?;
            Some((last, tops.map(rect).fold(last, |all, one| all.union(one))))
        })?;
        // All of it, if it fits; else what changed first.
        let wanted = if all.width() <= room.x && all.height() <= room.y { all } else { first };
        let axis = |from: f32, to: f32, offset: f32, room: f32| {
            if from >= offset && to <= offset + room {
                offset
            } else if to - from > room || from < offset {
                (from - MARGIN).max(0.0)
            } else {
                (to + MARGIN - room).max(0.0)
            }
        };
        let offset = vec2(
            axis(wanted.left(), wanted.right(), self.offset.x, room.x),
            axis(wanted.top(), wanted.bottom(), self.offset.y, room.y),
        );
        let offset = offset.min(self.most);
        (offset != self.offset || !shown).then_some(offset)
    }

    fn canvas(
        &mut self,
        ui: &mut Ui,
        view: &View,
        palette: &Palette,
        heap: &HeapModel,
        root_tops: &[f32],
        out: &mut Out,
    ) {
        let columns = self.placement.columns() as f32;
        let roots_bottom = root_tops.last().zip(heap.roots.last()).map_or(0.0, |(top, root)| top + root_height(root));
        let size = vec2(
            MARGIN * 2.0 + ROOT_WIDTH + columns * (BOX_WIDTH + self.gap) + 24.0,
            MARGIN * 2.0 + self.placement.bottom().max(roots_bottom),
        );
        let (area, background) = ui.allocate_exact_size(size.max(ui.available_size()), Sense::click());
        let origin = area.min + vec2(MARGIN, MARGIN);
        if background.clicked() && !view.selection.is_empty() {
            out.push(Command::Select(Selection::default()));
        }
        let root_rects: Vec<Rect> = root_tops
            .iter()
            .zip(&heap.roots)
            .map(|(&top, root)| Rect::from_min_size(origin + vec2(0.0, top), vec2(ROOT_WIDTH, root_height(root))))
            .collect();
        // Arrows lie below the boxes, so they are drawn first.
        let focus = self.hovered.or(view.selection.object);
        heap_arrows::draw(ui, palette, &self.tails(heap, &root_rects, origin), focus);
        for (index, (root, rect)) in heap.roots.iter().zip(&root_rects).enumerate() {
            if ui.is_rect_visible(*rect) {
                self.root(ui, view, palette, root, *rect, index, out);
            }
        }
        let mut hovered = None;
        for object in &heap.objects {
            let Some(rect) = self.rect(origin, object.address).filter(|rect| ui.is_rect_visible(*rect)) else {
                continue;
            };
            if self.object(ui, view, palette, object, rect, out) {
                hovered = Some(object.address);
            }
        }
        self.hovered = hovered;
    }

    fn rect(&self, origin: Pos2, address: Address) -> Option<Rect> {
        let place = self.placement.get(address)?;
        let left = ROOT_WIDTH + self.gap + place.column as f32 * (BOX_WIDTH + self.gap);
        Some(Rect::from_min_size(origin + vec2(left, place.top), vec2(BOX_WIDTH, place.height)))
    }

    /// Every arrow: from which row of which box to which box.
    fn tails(&self, heap: &HeapModel, root_rects: &[Rect], origin: Pos2) -> Vec<Tail> {
        let mut tails = Vec::new();
        let mut add = |rows: &[Row], rect: Rect, holder: Address, stack: bool| {
            for (index, row) in rows.iter().enumerate() {
                let Some(value) = row.value.as_ref().filter(|value| self.drawn.contains_key(&value.address)) else {
                    continue;
                };
                let Some(to) = self.rect(origin, value.address) else { continue };
                let y = rect.top() + row_offset(index) + MEASURES.row_height / 2.0;
                tails.push(Tail {
                    from: pos2(rect.right() - DOT, y),
                    edge: rect.right(),
                    to,
                    holder,
                    target: value.address,
                    stack,
                    written: value.mark != Mark::None || heap.written.contains(&(holder, row.label.clone())),
                    cycle: holder != 0 && self.cycles.contains(&holder) && self.cycles.contains(&value.address),
                });
            }
        };
        for (root, rect) in heap.roots.iter().zip(root_rects) {
            add(&root.rows, *rect, 0, root.kind == RootKind::Stack);
        }
        for object in &heap.objects {
            if let Some(rect) = self.rect(origin, object.address) {
                add(&object.rows, rect, object.address, false);
            }
        }
        tails
    }

    #[expect(clippy::too_many_arguments, reason = "a box, its place and what it answers to")]
    fn root(&self, ui: &Ui, view: &View, palette: &Palette, root: &Root, rect: Rect, index: usize, out: &mut Out) {
        ui.painter().rect(
            rect,
            CornerRadius::same(theme::RADIUS),
            palette.sunken,
            palette.hairline(),
            StrokeKind::Inside,
        );
        let title = pos2(rect.left() + 8.0, rect.top() + MEASURES.title_height / 2.0);
        paint::text(ui, title, rect.width() - 16.0, &root.title, theme::strong(theme::SMALL), palette.quiet);
        for (row, data) in root.rows.iter().enumerate() {
            self.row(ui, view, palette, data, row_rect(rect, row), (index as u64, row), out);
        }
        let extra = if root.more > 0 { format!("and {} more", root.more) } else { root.note.clone() };
        if root.more > 0 {
            show_more(ui, palette, row_rect(rect, root.rows.len()), root.more, root.frame as u64, out);
        } else if !extra.is_empty() {
            let line = row_rect(rect, root.rows.len());
            ui.painter().hline(line.x_range().shrink(1.0), line.top(), palette.hairline());
            paint::text(
                ui,
                line.left_center() + vec2(8.0, 0.0),
                line.width() - 12.0,
                &extra,
                theme::words(11.0),
                palette.quiet,
            );
        }
    }

    /// Draws a box and says whether the pointer is on it.
    fn object(&self, ui: &Ui, view: &View, palette: &Palette, object: &Object, rect: Rect, out: &mut Out) -> bool {
        let selected = view.selection.object == Some(object.address);
        let cycle = self.cycles.contains(&object.address);
        let label = format!("object {} {}", object.type_name, object.title);
        let response = paint::hot(ui, rect, ("object", object.address), &label, selected);
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
        let y = rect.top() + MEASURES.title_height / 2.0;
        let mut right = rect.right() - 6.0;
        match object.refcount {
            Some(_) if !view.detail.shows(Feature::Counts) => {}
            Some(count) => {
                let (ring, ink) = match object.mark {
                    Mark::None => (palette.line, palette.quiet),
                    mark => (palette.mark(mark), palette.mark(mark)),
                };
                right = paint::pill(ui, pos2(right, y), &count.to_string(), ring, ink).left() - 6.0;
            }
            None => {
                let spot = pos2(right - 8.0, y);
                paint::text_centred(ui, spot, 20.0, icons::ANCHOR, theme::icon(14.0), palette.quiet);
                right -= 22.0;
            }
        }
        if cycle {
            paint::text_centred(ui, pos2(right - 7.0, y), 16.0, icons::LOOP, theme::icon(14.0), palette.cycle);
            right -= 18.0;
        }
        if object.mark != Mark::None {
            paint::mark(ui, pos2(right - 6.0, y), object.mark, palette);
            right -= 16.0;
        }
        let left = rect.left() + 8.0;
        let drawn =
            paint::text(ui, pos2(left, y), right - left, &object.title, theme::strong(theme::BODY), palette.ink);
        let short = beside_title(view.detail, object);
        let at = pos2(drawn.right() + 8.0, y);
        if right - at.x > 24.0 {
            paint::text(ui, at, right - at.x, &short, theme::code(11.0), palette.quiet);
        } else if response.hovered() && !short.is_empty() {
            response.show_tooltip_text(&short);
        }
        for (row, data) in object.rows.iter().enumerate() {
            self.row(ui, view, palette, data, row_rect(rect, row), (object.address, row), out);
        }
        if object.more > 0 {
            show_more(ui, palette, row_rect(rect, object.rows.len()), object.more, object.address, out);
        }
        if response.clicked() {
            out.push(Command::Select(Selection::of_object(object.address)));
        }
        response.hovered()
    }

    #[expect(clippy::too_many_arguments, reason = "a row, its place and what it answers to")]
    fn row(&self, ui: &Ui, view: &View, palette: &Palette, row: &Row, rect: Rect, id: (u64, usize), out: &mut Out) {
        ui.painter().hline(rect.x_range().shrink(1.0), rect.top(), palette.hairline());
        let y = rect.center().y;
        let left = rect.left() + 8.0;
        let Some(value) = &row.value else {
            let label = paint::text(
                ui,
                pos2(left, y),
                rect.width() * 0.7,
                &row.label,
                theme::code(theme::SMALL),
                palette.quiet,
            );
            let room = rect.right() - label.right() - 16.0;
            paint::text_right(ui, pos2(rect.right() - 8.0, y), room, "NULL", theme::code(11.0), palette.quiet);
            return;
        };
        let arrow = self.drawn.contains_key(&value.address);
        if value.mark == Mark::New || value.mark == Mark::Changed {
            paint::mark(ui, pos2(rect.left() + 1.0, y), value.mark, palette);
        }
        let room = if arrow { rect.width() - 32.0 } else { rect.width() * 0.62 };
        let label = paint::text(ui, pos2(left, y), room, &row.label, theme::code(theme::SMALL), palette.ink);
        if arrow {
            let color = if value.mark == Mark::None { palette.arrow } else { palette.mark(value.mark) };
            ui.painter().circle_filled(pos2(rect.right() - DOT, y), 2.5, color);
            return;
        }
        let right = pos2(rect.right() - 8.0, y);
        let room = rect.right() - label.right() - 16.0;
        let color =
            if value.mark == Mark::None { paint::value_color(value, palette) } else { palette.mark(value.mark) };
        let text = paint::text_right(ui, right, room, &value.text, theme::code(theme::SMALL), color);
        let selected = view.selection.object == Some(value.address);
        if selected {
            paint::outline(ui, text.expand2(vec2(4.0, 1.0)), palette);
        }
        let spoken = format!("{} holds {} {}", row.label, value.type_name, value.text);
        if paint::hot(ui, text, ("inline", id), &spoken, selected).clicked() {
            out.push(Command::Select(Selection::of_object(value.address)));
        }
    }
}

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

/// Distance of an arrow's dot from the right edge of its box.
const DOT: f32 = 10.0;

fn row_offset(row: usize) -> f32 {
    MEASURES.title_height + MEASURES.row_height * row as f32
}

fn row_rect(rect: Rect, row: usize) -> Rect {
    Rect::from_min_size(rect.min + vec2(0.0, row_offset(row)), vec2(rect.width(), MEASURES.row_height))
}

fn root_height(root: &Root) -> f32 {
    let extra = usize::from(root.more > 0 || !root.note.is_empty());
    row_offset(root.rows.len() + extra)
}

/// The roots stand one below the other.
fn root_tops(roots: &[Root]) -> Vec<f32> {
    let mut top = 0.0;
    roots
        .iter()
        .map(|root| {
            let here = top;
            top += root_height(root) + MEASURES.gap_y;
            here
        })
        .collect()
}

/// The last row of a box that has more: a click shows some of them.
fn show_more(ui: &Ui, palette: &Palette, line: Rect, more: usize, of: Address, out: &mut Out) {
    ui.painter().hline(line.x_range().shrink(1.0), line.top(), palette.hairline());
    let words = format!("show more of {more}");
    let response = paint::hot(ui, line, ("more", of), &words, false);
    let color = if response.hovered() { palette.current } else { palette.quiet };
    paint::text(ui, line.left_center() + vec2(8.0, 0.0), line.width() - 12.0, &words, theme::words(11.0), color);
    if response.clicked() {
        out.push(Command::ShowMore(of));
    }
}

/// What the colours and marks mean; every one of them has a shape besides its hue. Returns where it ends.
fn legend(ui: &Ui, palette: &Palette, rect: Rect) -> f32 {
    ui.painter().hline(rect.x_range(), rect.top(), palette.hairline());
    let y = rect.center().y;
    let mut x = rect.left() + INSET;
    let font = || theme::words(theme::SMALL);
    for (mark, name) in [(Mark::New, "new"), (Mark::Changed, "changed"), (Mark::Dying, "freed")] {
        paint::mark(ui, pos2(x + 4.0, y), mark, palette);
        x = paint::text(ui, pos2(x + 14.0, y), 80.0, name, font(), palette.quiet).right() + 16.0;
    }
    for (sign, color, name) in [(icons::LOOP, palette.cycle, "in a cycle"), (icons::ANCHOR, palette.quiet, "immortal")]
    {
        paint::text(ui, pos2(x, y), 20.0, sign, theme::icon(14.0), color);
        x = paint::text(ui, pos2(x + 18.0, y), 80.0, name, font(), palette.quiet).right() + 16.0;
    }
    let note = "pill: reference count";
    if rect.right() - x > 360.0 {
        x = paint::text(ui, pos2(x, y), 200.0, note, font(), palette.quiet).right() + 16.0;
    }
    x
}
