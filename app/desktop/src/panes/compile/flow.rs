//! The flow graph of a code unit, pass by pass: blocks in layers, jumps, falls and exceptions, and what a pass changed.

use crate::look::icons;
use crate::look::paint;
use crate::look::paint::icon_button;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::view::{Out, View};
use egui::{ComboBox, CornerRadius, Pos2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::{Command, Move};
use model::ask::selection::Selection;
use model::compile::Stage;
use model::compile::flow::{EdgeKind, FlowBlock, FlowPass, FlowRow, FlowUnit};
use model::compile::flow_layout::{FlowLayout, Route, Sizes};
use model::ground::place;
use model::ground::value::Mark;
use std::borrow::Cow;
use std::sync::Arc;

#[derive(Default)]
pub struct Flow {
    /// A unit that was chosen instead of the one that runs.
    unit: Option<usize>,
    /// The unit of the code that runs, and of which run and code it was found.
    running: Option<(u64, usize, usize)>,
    pass: Option<usize>,
    generation: u64,
    /// The unit, pass and step whose first change was scrolled into sight.
    shown: Option<(usize, usize, usize)>,
    /// The layout that was drawn last; one of a large graph takes longer than a frame.
    laid: Option<(Key, Arc<FlowLayout>)>,
}

/// Which graph: of which run and unit, after which pass or how many emitted instructions.
type Key = (u64, usize, usize, Option<usize>);

const WIDTH: f32 = 188.0;
const LINE: f32 = 17.0;
const TITLE: f32 = 22.0;
const SIZES: Sizes = Sizes { width: WIDTH, title: TITLE, row: LINE, gap: 26.0, lane: 9.0, margin: 18.0, channel: 64.0 };
/// Room above the first block for what is said about exceptions.
const ABOVE: f32 = 16.0;

impl Flow {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let compilation = &view.run.compilation;
        if !compilation.is_flow_ready() {
            paint::empty(ui, "The passes over the flow graph are being repeated, so that each can be looked at.");
            out.push(Command::PrepareFlow);
            return;
        }
        if self.generation != view.run.generation {
            self.generation = view.run.generation;
            self.pass = None;
            self.unit = None;
        }
        let compiling = view.unit_now();
        if view.moment.compile.is_some() && compiling.is_none() {
            paint::empty(ui, "The first block appears when code generation emits the first instruction.");
            return;
        }
        let running = self.running(view);
        let chosen = compiling.map_or(self.unit.unwrap_or(running), |(unit, ..)| unit);
        let Some(unit) = compilation.flow(chosen).filter(|unit| !unit.passes.is_empty()) else {
            paint::empty(ui, "The blocks that the compiler arranges the instructions in appear here.");
            return;
        };
        let last = unit.passes.len() - 1;
        let emitting = compiling.filter(|(_, _, now)| now.stage == Stage::Codegen).map(|(_, state, _)| state.emitted);
        let index = match compiling {
            Some((_, state, _)) => state.passes.saturating_sub(1),
            None => self.pass.unwrap_or(last).min(last),
        };
        let pass: Cow<FlowPass> = match emitting {
            Some(emitted) => Cow::Owned(unit.emitted(emitted)),
            None => Cow::Borrowed(&unit.passes[index]),
        };
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            match (compiling, emitting) {
                (Some(_), Some(emitted)) => {
                    let text = format!("{} · {emitted} of {} emitted", unit.qualname, unit.emission.len());
                    label(ui, palette, &text);
                }
                (Some(_), None) => self.passes(ui, unit, index, view, out),
                (None, _) => {
                    self.units(ui, view, running);
                    self.passes(ui, unit, index, view, out);
                }
            }
        });
        ui.add_space(4.0);
        let key = Some((chosen, index, emitting.unwrap_or(0)));
        let scroll = view.moment.compile.is_some() && self.shown != key;
        self.shown = key;
        let key = (view.run.generation, chosen, index, emitting);
        let layout = match &self.laid {
            Some((known, layout)) if *known == key => Arc::clone(layout),
            _ => Arc::new(FlowLayout::new(&pass, &SIZES)),
        };
        self.laid = Some((key, Arc::clone(&layout)));
        graph(ui, view, palette, (&pass, &layout), scroll, out);
    }

    /// The unit of the code that runs.
    fn running(&mut self, view: &View) -> usize {
        let (generation, code) = (view.run.generation, view.moment.bytecode.code);
        match self.running {
            Some((known, of, unit)) if (known, of) == (generation, code) => unit,
            _ => {
                let units = 0..view.run.compilation.units().len();
                let unit = units.into_iter().find(|unit| view.code_of(*unit) == Some(code)).unwrap_or(0);
                self.running = Some((generation, code, unit));
                unit
            }
        }
    }

    fn units(&mut self, ui: &mut Ui, view: &View, running: usize) {
        let compilation = &view.run.compilation;
        let runs = format!("{}, which runs now", compilation.unit_name(running));
        let label = self.unit.map_or(runs.clone(), |unit| compilation.unit_name(unit).to_owned());
        let combo = ComboBox::from_id_salt("unit").selected_text(label).width(150.0).truncate();
        let response = combo.show_ui(ui, |ui| {
            let mut choose = |ui: &mut Ui, unit: Option<usize>, name: &str| {
                if ui.selectable_label(unit == self.unit, name).clicked() {
                    self.unit = unit;
                    self.pass = None;
                }
            };
            choose(ui, None, &runs);
            for index in 0..compilation.units().len() {
                choose(ui, Some(index), compilation.unit_name(index));
            }
        });
        response
            .response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Code object of the graph"));
    }

    /// The passes to choose from; while compiling they are moments.
    fn passes(&mut self, ui: &mut Ui, unit: &FlowUnit, index: usize, view: &View, out: &mut Out) {
        let last = unit.passes.len() - 1;
        let mut go = |flow: &mut Flow, to: usize| match &view.moment.compile {
            Some(now) if now.stage == Stage::Flow => {
                out.push(Command::Move(Move::Compile(now.step + to as u64 - index as u64)));
            }
            Some(_) => {}
            None => flow.pass = Some(to),
        };
        if icon_button(ui, icons::CHEVRON_LEFT, "Pass before", None).clicked() && index > 0 {
            go(self, index - 1);
        }
        if icon_button(ui, icons::CHEVRON_RIGHT, "Next pass", None).clicked() && index < last {
            go(self, index + 1);
        }
        let word = |at: usize| {
            let pass = &unit.passes[at];
            let what = if pass.changed { "" } else { ", no change" };
            format!("{} · {} of {}{what}", pass.name, at + 1, last + 1)
        };
        let width = (ui.available_width() - INSET).max(60.0);
        let combo = ComboBox::from_id_salt("pass").selected_text(word(index)).width(width).truncate();
        let response = combo.show_ui(ui, |ui| {
            for at in 0..=last {
                if ui.selectable_label(at == index, word(at)).clicked() {
                    go(self, at);
                }
            }
        });
        response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Pass"));
    }
}

fn label(ui: &mut Ui, palette: &Palette, text: &str) {
    let text = egui::RichText::new(text).font(theme::words(theme::SMALL)).color(palette.quiet);
    ui.add(egui::Label::new(text).truncate());
}

/// `scroll` brings the first change into sight.
fn graph(
    ui: &mut Ui,
    view: &View,
    palette: &Palette,
    (pass, layout): (&FlowPass, &FlowLayout),
    scroll: bool,
    out: &mut Out,
) {
    let size = vec2(layout.width, layout.height + 40.0);
    ScrollArea::both().id_salt("flow").auto_shrink(false).show(ui, |ui| {
        let (area, _) = ui.allocate_exact_size(size.max(ui.available_size()), Sense::hover());
        let origin = area.min + vec2(0.0, ABOVE);
        let rect = |index: usize| {
            let place = &layout.blocks[index];
            Rect::from_min_size(origin + vec2(place.left, place.top), vec2(place.width, place.height))
        };
        for route in &layout.routes {
            self::route(ui, palette, route, origin);
        }
        // Said once: the line style says it from then on.
        if let Some(edge) = pass.edges.iter().find(|edge| edge.kind == EdgeKind::Exception) {
            let at = rect(edge.to).left_top() + vec2(2.0, -7.0);
            paint::text(ui, at, WIDTH / 2.0 - 8.0, RAISES, theme::words(11.0), palette.dying);
        }
        for (index, block) in pass.blocks.iter().enumerate() {
            let rect = rect(index);
            if ui.is_rect_visible(rect) && !(block.rows.is_empty() && pass.name.is_empty()) {
                self::block(ui, view, palette, block, index, rect, out);
            }
        }
        let marked = pass.blocks.iter().enumerate().find_map(|(index, block)| {
            block.rows.iter().position(|row| row.mark != Mark::None).map(|row| (index, row))
        });
        if let Some((index, row)) = marked.filter(|_| scroll) {
            let top = rect(index).top() + TITLE + LINE * row as f32;
            let at = Rect::from_min_size(pos2(rect(index).left(), top), vec2(WIDTH, LINE));
            if !ui.clip_rect().shrink(LINE).contains(at.center()) {
                ui.scroll_to_rect(at.expand(LINE * 2.0), Some(egui::Align::Center));
            }
        }
    });
}

const RAISES: &str = "if it raises";

fn route(ui: &Ui, palette: &Palette, route: &Route, origin: Pos2) {
    let (color, dashed, width) = match route.kind {
        EdgeKind::Fall => (palette.quiet, false, 1.0),
        EdgeKind::Jump => (palette.arrow, false, 1.5),
        EdgeKind::Exception => (palette.dying, true, 1.2),
    };
    let points: Vec<Pos2> = route.points.iter().map(|&(x, y)| origin + vec2(x, y)).collect();
    if ui.is_rect_visible(Rect::from_points(&points).expand(4.0)) {
        paint::route(ui, &points, Stroke::new(width, color), dashed, route.head);
    }
}

fn block(ui: &Ui, view: &View, palette: &Palette, block: &FlowBlock, index: usize, rect: Rect, out: &mut Out) {
    let pen = |mark: Mark| if mark == Mark::None { palette.hairline() } else { Stroke::new(1.5, palette.mark(mark)) };
    let round = CornerRadius::same(theme::RADIUS);
    ui.painter().rect_filled(rect, round, palette.pane);
    if block.mark == Mark::Dying {
        paint::dashed_outline(ui, rect, pen(block.mark));
    } else {
        ui.painter().rect_stroke(rect, round, pen(block.mark), StrokeKind::Inside);
    }
    let kind = if block.handler { " · handler" } else { "" };
    let gone = if block.mark == Mark::Dying { " · removed" } else { "" };
    let title = format!("{}{kind}{gone}", block.name());
    let at = rect.left_top() + vec2(8.0, TITLE / 2.0 + 1.0);
    let color = if block.mark == Mark::Dying { palette.dying } else { palette.quiet };
    paint::text(ui, at, WIDTH - 70.0, &title, theme::strong(theme::SMALL), color);
    if let Some(depth) = block.depth.filter(|_| block.mark != Mark::Dying) {
        let at = rect.right_top() + vec2(-8.0, TITLE / 2.0 + 1.0);
        paint::text_right(ui, at, 70.0, &format!("depth {depth}"), theme::words(11.0), palette.quiet);
    }
    if block.rows.is_empty() {
        let at = rect.left_top() + vec2(18.0, TITLE + LINE / 2.0);
        paint::text(ui, at, WIDTH, "empty", theme::words(theme::SMALL), palette.quiet);
    }
    for (row, instruction) in block.rows.iter().enumerate() {
        let top = rect.top() + TITLE + LINE * row as f32;
        let line = Rect::from_min_size(pos2(rect.left() + 1.0, top), vec2(WIDTH - 2.0, LINE));
        if ui.is_rect_visible(line) {
            self::row(ui, view, palette, instruction, line, (index, row), out);
        }
    }
}

fn row(ui: &Ui, view: &View, palette: &Palette, row: &FlowRow, rect: Rect, id: (usize, usize), out: &mut Out) {
    let y = rect.center().y;
    let chosen = view.selection.span.is_some_and(|span| place::covers(span, row.span));
    let kin = !place::is_empty(row.span) && (chosen || view.moment.span == row.span);
    if kin {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
    }
    paint::mark(ui, pos2(rect.left() + 9.0, y), row.mark, palette);
    let gone = row.mark == Mark::Dying;
    let ink = if gone { palette.dying } else { palette.ink };
    let quiet = if gone { palette.dying } else { palette.quiet };
    let right = pos2(rect.right() - 7.0, y);
    let argument = paint::text_right(ui, right, 74.0, &row.argument, theme::code(11.5), quiet);
    let left = rect.left() + 17.0;
    let name = paint::text(ui, pos2(left, y), argument.left() - left - 6.0, row.name, theme::code(11.5), ink);
    if gone {
        ui.painter().hline(left..=name.right(), y, Stroke::new(1.0, palette.dying));
    }
    let label = format!("graph {} {}", row.name, row.argument);
    let mut response = paint::hot(ui, rect, ("flow", id), label.trim_end(), chosen && !place::is_empty(row.span));
    if row.mark == Mark::Changed {
        response = response.on_hover_text(format!("before: {}", row.was));
    }
    if response.clicked() && !place::is_empty(row.span) {
        out.push(Command::Select(Selection::of_text(row.span, "", &view.run.codes, view.moment)));
    }
}
