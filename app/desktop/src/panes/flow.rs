//! The flow graph of a code object, pass by pass: blocks, jumps, falls and exceptions.

use crate::icons;
use crate::paint;
use crate::theme::{self, INSET, Palette};
use crate::top_bar::icon_button;
use crate::view::{Out, View};
use egui::{ComboBox, CornerRadius, Pos2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use model::command::Command;
use model::flow::{EdgeKind, FlowBlock, FlowPass, FlowRow};
use model::place;
use model::selection::Selection;

#[derive(Default)]
pub struct Flow {
    unit: usize,
    pass: Option<usize>,
    generation: u64,
}

const WIDTH: f32 = 176.0;
const LINE: f32 = 17.0;
const TITLE: f32 = 22.0;
const GAP_X: f32 = 72.0;
const GAP_Y: f32 = 24.0;

impl Flow {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        if self.generation != view.run.generation {
            self.generation = view.run.generation;
            self.pass = None;
            // A function says more than the module's straight line.
            self.unit = usize::from(view.run.flow.units.len() > 1);
        }
        let Some(unit) = view.run.flow.units.get(self.unit).filter(|unit| !unit.passes.is_empty()) else {
            paint::empty(ui, "The blocks that the compiler arranges the instructions in appear here.");
            return;
        };
        let last = unit.passes.len() - 1;
        let pass = self.pass.unwrap_or(last).min(last);
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            let combo = ComboBox::from_id_salt("unit").selected_text(&unit.qualname).width(120.0);
            let response = combo.show_ui(ui, |ui| {
                for (index, unit) in view.run.flow.units.iter().enumerate() {
                    if ui.selectable_label(index == self.unit, &unit.qualname).clicked() {
                        self.unit = index;
                        self.pass = None;
                    }
                }
            });
            response
                .response
                .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Code object of the graph"));
            if icon_button(ui, icons::CHEVRON_LEFT, "Pass before", None).clicked() && pass > 0 {
                self.pass = Some(pass - 1);
            }
            if icon_button(ui, icons::CHEVRON_RIGHT, "Next pass", None).clicked() && pass < last {
                self.pass = Some(pass + 1);
            }
            let what = if unit.passes[pass].changed { "" } else { ", no change" };
            let name = unit.passes[pass].name;
            let text = format!("{name} · {} of {}{what}", pass + 1, last + 1);
            let label = egui::RichText::new(text).font(theme::words(theme::SMALL)).color(palette.quiet);
            ui.add(egui::Label::new(label).truncate());
        });
        ui.add_space(4.0);
        graph(ui, view, palette, &unit.passes[pass], out);
    }
}

fn height(block: &FlowBlock) -> f32 {
    TITLE + LINE * block.rows.len().max(1) as f32 + 4.0
}

/// Blocks stand below each other; the column of handlers begins level with the first block that can raise.
fn tops(pass: &FlowPass) -> Vec<f32> {
    let mut next = [0.0f32, 0.0];
    let mut tops = vec![0.0; pass.blocks.len()];
    for column in [0, 1] {
        if column == 1 {
            let raiser = pass.edges.iter().filter(|edge| edge.kind == EdgeKind::Exception).map(|edge| edge.from).min();
            next[1] = raiser.map_or(0.0, |raiser| tops[raiser]);
        }
        for (index, block) in pass.blocks.iter().enumerate().filter(|(_, block)| block.column == column) {
            tops[index] = next[column];
            next[column] += height(block) + GAP_Y;
        }
    }
    tops
}

fn graph(ui: &mut Ui, view: &View, palette: &Palette, pass: &FlowPass, out: &mut Out) {
    let tops = tops(pass);
    let bottom = tops.iter().zip(&pass.blocks).map(|(top, block)| top + height(block)).fold(0.0, f32::max);
    let columns = pass.blocks.iter().map(|block| block.column + 1).max().unwrap_or(1);
    let size = vec2(72.0 + columns as f32 * (WIDTH + GAP_X), bottom + 40.0);
    ScrollArea::both().id_salt("flow").auto_shrink(false).show(ui, |ui| {
        let (area, _) = ui.allocate_exact_size(size.max(ui.available_size()), Sense::hover());
        let origin = area.min + vec2(36.0, 12.0);
        let rect = |index: usize| {
            let block = &pass.blocks[index];
            let at = origin + vec2(block.column as f32 * (WIDTH + GAP_X), tops[index]);
            Rect::from_min_size(at, vec2(WIDTH, height(block)))
        };
        for (index, edge) in pass.edges.iter().enumerate() {
            let (from, to) = (rect(edge.from), rect(edge.to));
            self::edge(ui, palette, edge.kind, from, to, index);
        }
        for (index, block) in pass.blocks.iter().enumerate() {
            let rect = rect(index);
            if ui.is_rect_visible(rect) {
                self::block(ui, view, palette, block, index, rect, out);
            }
        }
    });
}

fn edge(ui: &Ui, palette: &Palette, kind: EdgeKind, from: Rect, to: Rect, index: usize) {
    let (color, dashed) = match kind {
        EdgeKind::Fall => (palette.arrow, false),
        EdgeKind::Jump => (palette.current, false),
        EdgeKind::Exception => (palette.dying, true),
    };
    let pen = Stroke::new(1.2, color);
    let reach = 18.0 + 5.0 * (index % 5) as f32;
    let (right, left) = (vec2(reach, 0.0), vec2(-reach, 0.0));
    let (low, high) = (from.bottom() - 10.0, to.top() + 11.0);
    let same_column = (from.left() - to.left()).abs() < 1.0;
    let points: [Pos2; 4] = if same_column && kind == EdgeKind::Fall && to.top() > from.bottom() {
        let (a, b) = (from.center_bottom(), to.center_top());
        [a, a + vec2(0.0, 10.0), b - vec2(0.0, 10.0), b]
    } else if same_column && to.top() > from.top() {
        let (a, b) = (pos2(from.right(), low), pos2(to.right(), high));
        [a, a + right, b + right, b]
    } else if same_column {
        let (a, b) = (pos2(from.left(), low), pos2(to.left(), high));
        [a, a + left, b + left, b]
    } else if to.left() > from.left() {
        let (a, b) = (pos2(from.right(), from.top() + 11.0), pos2(to.left(), high));
        [a, a + right, b + left, b]
    } else {
        let (a, b) = (pos2(from.left(), low), pos2(to.right(), to.bottom() - 8.0));
        [a, a + left, b + right, b]
    };
    paint::arrow(ui, points, pen, dashed);
}

fn block(ui: &Ui, view: &View, palette: &Palette, block: &FlowBlock, index: usize, rect: Rect, out: &mut Out) {
    let line = if block.changed { Stroke::new(1.5, palette.changed) } else { palette.hairline() };
    ui.painter().rect(rect, CornerRadius::same(theme::RADIUS), palette.pane, line, StrokeKind::Inside);
    let kind = if block.handler { " · handler" } else { "" };
    let title = format!("B{}{kind}", index + 1);
    let at = rect.left_top() + vec2(8.0, TITLE / 2.0 + 1.0);
    paint::text(ui, at, WIDTH - 16.0, &title, theme::strong(theme::SMALL), palette.quiet);
    if block.rows.is_empty() {
        let at = rect.left_top() + vec2(8.0, TITLE + LINE / 2.0);
        paint::text(ui, at, WIDTH, "empty", theme::words(theme::SMALL), palette.quiet);
    }
    for (row, instruction) in block.rows.iter().enumerate() {
        let top = rect.top() + TITLE + LINE * row as f32;
        let line = Rect::from_min_size(pos2(rect.left() + 1.0, top), vec2(WIDTH - 2.0, LINE));
        self::row(ui, view, palette, instruction, line, (index, row), out);
    }
}

fn row(ui: &Ui, view: &View, palette: &Palette, row: &FlowRow, rect: Rect, id: (usize, usize), out: &mut Out) {
    let y = rect.center().y;
    let kin = !place::is_empty(row.span)
        && (view.selection.span.is_some_and(|span| place::covers(span, row.span)) || view.moment.span == row.span);
    if kin {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
    }
    let right = pos2(rect.right() - 7.0, y);
    let argument = paint::text_right(ui, right, 70.0, &row.argument, theme::code(11.5), palette.quiet);
    let room = argument.left() - rect.left() - 12.0;
    paint::text(ui, pos2(rect.left() + 7.0, y), room, row.name, theme::code(11.5), palette.ink);
    if paint::hot(ui, rect, ("flow", id), &format!("graph {} {}", row.name, row.argument), kin).clicked()
        && !place::is_empty(row.span)
    {
        out.push(Command::Select(Selection::of_text(row.span, "", &view.run.codes, view.moment)));
    }
}
