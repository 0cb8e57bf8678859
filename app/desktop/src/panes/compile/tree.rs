//! The syntax tree: folded and unfolded, following the step, with the current line's tokens below.

use super::tokens;
use super::tree_drawing::Drawing;
use crate::look::icons;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::follow::{Follow, List};
use crate::panes::view::{Out, View};
use egui::{Rect, ScrollArea, Stroke, Ui, UiBuilder, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::compile::Subject;
use model::compile::ast::{AstModel, NodeRow};
use model::ground::place;
use model::ground::value::Mark;
use std::collections::HashSet;

#[derive(Default)]
pub struct Tree {
    follow: Follow,
    folded: HashSet<usize>,
    /// The run and the number of nodes that the folds belong to: preprocessing changes the latter.
    folded_in: (u64, usize),
    /// As a drawing instead of a list.
    pub drawn: bool,
    drawing: Drawing,
}

const INDENT: f32 = 16.0;
const STRIP: f32 = 76.0;

impl Tree {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let ast = &*view.run.compilation.tree(view.moment.compile.as_ref());
        if ast.rows.is_empty() {
            let sentence = match &view.run.source.problem {
                Some(problem) => format!("There is no tree: the parser could not go on at line {}.", problem.span.line),
                None => "The syntax tree that the parser builds from the tokens appears here.".to_owned(),
            };
            paint::empty(ui, &sentence);
            return;
        }
        let folded_in = (view.run.generation, ast.rows.len());
        if self.folded_in != folded_in {
            self.folded_in = folded_in;
            self.folded.clear();
        }
        let palette = Palette::of(ui.visuals());
        let whole = ui.max_rect();
        let with_strip = whole.height() > 200.0 && view.moment.line > 0 && !self.drawn;
        let split = if with_strip { whole.bottom() - STRIP } else { whole.bottom() };
        let upper = Rect::from_min_max(whole.min, pos2(whole.right(), split));
        ui.scope_builder(UiBuilder::new().max_rect(upper), |ui| {
            ui.set_clip_rect(upper.intersect(ui.clip_rect()));
            self.switch(ui, palette);
            if self.drawn {
                self.drawing.ui(ui, view, palette, ast, out);
            } else {
                self.rows(ui, view, palette, ast, out);
            }
        });
        if with_strip {
            let lower = Rect::from_min_max(pos2(whole.left(), split), whole.max);
            tokens::divider(ui, lower, palette);
            let title = format!("Tokens of line {}", view.moment.line);
            let at = lower.left_top() + vec2(INSET, 15.0);
            paint::text(ui, at, lower.width(), &title, theme::words(theme::SMALL), palette.quiet);
            let inside = Rect::from_min_max(lower.left_top() + vec2(0.0, 28.0), lower.max);
            ui.scope_builder(UiBuilder::new().max_rect(inside), |ui| tokens::chips(ui, view, out));
        }
    }

    fn switch(&mut self, ui: &mut Ui, palette: &Palette) {
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            if let Some(chosen) = paint::segments(ui, "tree as", &["list", "drawing"], usize::from(self.drawn)) {
                self.drawn = chosen == 1;
            }
            if self.drawn {
                self.drawing.controls(ui, palette);
            }
        });
        ui.add_space(2.0);
    }

    fn rows(&mut self, ui: &mut Ui, view: &View, palette: &Palette, ast: &AstModel, out: &mut Out) {
        let shown = self.shown(view, ast);
        let current = current(view, ast);
        if shown.is_empty() {
            paint::empty(ui, "No node is complete yet: the parser has only just begun, or has not.");
            return;
        }
        let selected = view.selection.span.and_then(|span| ast.smallest_covering(span));
        let row_of = |node: usize| shown.iter().rposition(|&shown| shown <= node);
        let target = self.follow.choose(view.moment, current.and_then(row_of), selected.and_then(row_of));
        let list = List { row: ROW, height: ui.available_height(), rows: shown.len() };
        let area = ScrollArea::vertical().id_salt("tree");
        let area = self.follow.area(ui.ctx(), area, view.moment, target, list);
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(4.0);
        let output = area.show_rows(ui, ROW, shown.len(), |ui, range| {
            for position in range {
                let index = shown[position];
                self.row(ui, view, palette, ast, index, current == Some(index), selected == Some(index), out);
            }
        });
        self.follow.seen(&output);
    }

    /// Rows that no folded node hides; the module itself goes without saying.
    fn shown(&self, view: &View, ast: &AstModel) -> Vec<usize> {
        let mut shown = Vec::with_capacity(ast.rows.len());
        let mut index = usize::from(ast.rows.len() > 1);
        while index < ast.rows.len() {
            if view.is_complete(index) {
                shown.push(index);
            }
            index = if self.folded.contains(&index) { ast.rows[index].end } else { index + 1 };
        }
        shown
    }

    #[expect(clippy::too_many_arguments, reason = "a row of the tree with the two ways in which it can stand out")]
    fn row(
        &mut self,
        ui: &mut Ui,
        view: &View,
        palette: &Palette,
        ast: &AstModel,
        index: usize,
        current: bool,
        selected: bool,
        out: &mut Out,
    ) {
        let node = &ast.rows[index];
        let excerpt = place::excerpt(&view.run.source.lines, node.span);
        let mark = ast.mark(index);
        let label = format!("node {} {}{}", node.kind, node.detail, said(mark));
        let response = paint::row(ui, ROW, &label, selected);
        let rect = response.rect;
        if current {
            ui.painter().rect_filled(rect.shrink2(vec2(4.0, 0.0)), 3.0, palette.current_tint);
        }
        if selected {
            paint::outline(ui, rect.shrink2(vec2(4.0, 0.0)), palette);
        }
        let y = rect.center().y;
        let depth = node.depth.saturating_sub(1);
        guides(ui, view, palette, ast, index, rect);
        let mut x = rect.left() + INSET + INDENT * depth as f32;
        if node.end > index + 1 {
            let spot = Rect::from_center_size(pos2(x + 5.0, y), vec2(16.0, 16.0));
            let folded = self.folded.contains(&index);
            let sign = if folded { icons::CHEVRON_RIGHT } else { icons::EXPAND_MORE };
            let label = if folded { "Unfold" } else { "Fold" };
            let fold = paint::hot(ui, spot, ("fold", index), label, false);
            let color = if fold.hovered() { palette.current } else { palette.faded };
            paint::text_centred(ui, spot.center(), 16.0, sign, theme::icon(14.0), color);
            if fold.clicked() && !self.folded.remove(&index) {
                self.folded.insert(index);
            }
        }
        x += 16.0;
        if mark != Mark::None {
            paint::mark(ui, pos2(x + 4.0, y), mark, palette);
            x += 14.0;
        }
        let gone = mark == Mark::Dying;
        let (ink, quiet) = if gone { (palette.dying, palette.dying) } else { (palette.ink, palette.quiet) };
        let positions = positions(node);
        let reserved = if positions.is_empty() || rect.width() < 260.0 {
            0.0
        } else {
            paint::text_right(ui, pos2(rect.right() - INSET, y), 100.0, &positions, theme::code(11.0), palette.quiet)
                .width()
                + 12.0
        };
        let right = rect.right() - INSET - reserved;
        let start = x;
        let mut put = |text: &str, font, color| {
            if !text.is_empty() && x < right - 8.0 {
                x = paint::text(ui, pos2(x, y), right - x, text, font, color).right() + 8.0;
            }
        };
        if !matches!(node.field, "body" | "") {
            put(node.field, theme::words(theme::SMALL), quiet);
        }
        put(node.kind, theme::strong(theme::BODY), ink);
        put(&node.detail, theme::code(theme::SMALL), ink);
        // What a node becomes is not what is written there.
        if mark != Mark::New && node.span.line == node.span.end_line && !node.detail.starts_with(excerpt) {
            put(excerpt, theme::code(theme::SMALL), quiet);
        }
        if gone {
            ui.painter().hline(start..=x - 8.0, y, Stroke::new(1.0, palette.dying));
        }
        if response.clicked() && !place::is_empty(node.span) {
            out.push(Command::Select(Selection::of_text(node.span, excerpt, &view.run.codes, view.moment)));
        }
    }
}

/// What a step does to a node, for those who hear it.
pub fn said(mark: Mark) -> &'static str {
    match mark {
        Mark::Dying => ", before",
        Mark::New => ", after",
        Mark::None | Mark::Changed => "",
    }
}

/// The node that the moment is about.
pub fn current(view: &View, ast: &AstModel) -> Option<usize> {
    if let Some(row) = ast.rewritten() {
        return Some(row);
    }
    if let Some(Subject::Node(order)) = view.moment.compile.as_ref().map(|now| now.subject) {
        return ast.completed.get(order).copied();
    }
    let complete = |node: &usize| view.is_complete(*node);
    (!place::is_empty(view.moment.span)).then(|| ast.smallest_covering(view.moment.span)).flatten().filter(complete)
}

fn positions(node: &NodeRow) -> String {
    let span = node.span;
    if place::is_empty(span) {
        String::new()
    } else {
        format!("{}:{}–{}:{}", span.line, span.col, span.end_line, span.end_col)
    }
}

/// Fine lines from a node to those it holds.
fn guides(ui: &Ui, view: &View, palette: &Palette, ast: &AstModel, index: usize, rect: Rect) {
    let node = &ast.rows[index];
    let x_of = |depth: usize| rect.left() + INSET + INDENT * depth as f32 + 5.0;
    let pen = palette.hairline();
    let mut at = index;
    while let Some(parent) = ast.rows[at].parent {
        let depth = ast.rows[parent].depth;
        if depth == 0 || !view.is_complete(parent) {
            break;
        }
        let x = x_of(depth - 1);
        // The parent's line runs on as long as it has children below this row.
        let last = ast.rows[at].end >= ast.rows[parent].end;
        if at == index {
            let elbow = x_of(node.depth - 1) - 2.0;
            ui.painter().hline(x..=elbow, rect.center().y, pen);
            ui.painter().vline(x, rect.top()..=if last { rect.center().y } else { rect.bottom() }, pen);
        } else if !last {
            ui.painter().vline(x, rect.y_range(), pen);
        }
        at = parent;
    }
}
