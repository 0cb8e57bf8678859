//! The syntax tree drawn: boxes under boxes. Dragged with the pointer, zoomed with the buttons or Ctrl and the wheel.

use crate::look::icons;
use crate::look::paint;
use crate::look::paint::icon_button;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::view::{Out, View};
use egui::{CornerRadius, Rect, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::compile::ast::AstModel;
use model::compile::tree_layout::{Placed, TreeLayout, layout};
use model::ground::place;
use model::ground::value::Mark;

/// Nodes drawn before "show more" is pressed.
const FIRST: usize = 80;
const BOX: f32 = 36.0;
const LAYER: f32 = 66.0;

pub struct Drawing {
    zoom: f32,
    limit: usize,
    root: usize,
    generation: u64,
}

impl Default for Drawing {
    fn default() -> Self {
        Drawing { zoom: 1.0, limit: FIRST, root: 0, generation: 0 }
    }
}

impl Drawing {
    pub fn controls(&mut self, ui: &mut Ui, palette: &Palette) {
        ui.spacing_mut().item_spacing.x = 2.0;
        if icon_button(ui, icons::CHEVRON_LEFT, "Draw the tree smaller", None).clicked() {
            self.zoom = (self.zoom / 1.2).max(0.4);
        }
        let percent = format!("{:.0} %", self.zoom * 100.0);
        ui.label(RichText::new(percent).font(theme::words(theme::SMALL)).color(palette.quiet));
        if icon_button(ui, icons::CHEVRON_RIGHT, "Draw the tree larger", None).clicked() {
            self.zoom = (self.zoom * 1.2).min(2.5);
        }
    }

    pub fn ui(&mut self, ui: &mut Ui, view: &View, palette: &Palette, ast: &AstModel, out: &mut Out) {
        let selected = view.selection.span.and_then(|span| ast.smallest_covering(span));
        let current = super::tree::current(view, ast);
        let wanted = selected.or(current);
        // A small program as a whole, of a large one the statement that the moment is about.
        let root = match wanted {
            _ if ast.rows.len() <= self.limit => 0,
            Some(node) => ast.statement_of(node),
            None => 0,
        };
        if (self.root, self.generation) != (root, view.run.generation) {
            (self.root, self.generation, self.limit) = (root, view.run.generation, FIRST.max(self.limit.min(FIRST)));
        }
        let zoom = self.zoom;
        let measure = |node: usize| {
            let row = &ast.rows[node];
            let kind = paint::width(ui, row.kind, theme::strong(12.0));
            let detail = paint::width(ui, &short(&row.detail), theme::code(11.0));
            (kind.max(detail) + 16.0).max(44.0)
        };
        let drawn = layout(ast, root, self.limit, 10.0, measure);
        let wheel = ui.input(|input| input.zoom_delta());
        if wheel != 1.0 && ui.rect_contains_pointer(ui.max_rect()) {
            self.zoom = (self.zoom * wheel).clamp(0.4, 2.5);
        }
        let size = vec2(drawn.width + 2.0 * INSET, (drawn.depth + 1) as f32 * LAYER + 24.0) * zoom;
        let more = drawn.hidden;
        ScrollArea::both().id_salt(("drawn tree", root)).auto_shrink(false).show(ui, |ui| {
            let (area, _) = ui.allocate_exact_size(size.max(ui.available_size()), Sense::hover());
            let origin = area.min + vec2(INSET.max((area.width() - size.x) / 2.0 + INSET), 12.0 * zoom);
            let rect = |node: &Placed| {
                let centre = origin + vec2(node.x, node.depth as f32 * LAYER + BOX / 2.0) * zoom;
                Rect::from_center_size(centre, vec2(node.width, BOX) * zoom)
            };
            lines(ui, view, palette, ast, &drawn, &rect, zoom);
            for node in &drawn.nodes {
                let rect = rect(node);
                if ui.is_rect_visible(rect) && view.is_complete(node.node) {
                    let state = (current == Some(node.node), selected == Some(node.node));
                    self::node(ui, view, palette, ast, node, rect, state, zoom, out);
                }
            }
        });
        if more > 0 {
            let corner =
                Rect::from_min_size(ui.max_rect().left_bottom() - vec2(0.0, 32.0), vec2(ui.max_rect().width(), 28.0));
            let text = format!("{} not drawn. Show more", model::ground::value::counted(more as u64, "node"));
            let button = egui::Button::new(RichText::new(text).font(theme::words(theme::SMALL)));
            if ui.put(Rect::from_center_size(corner.center(), vec2(210.0, 24.0)), button).clicked() {
                self.limit *= 4;
            }
        }
    }
}

fn short(detail: &str) -> String {
    if detail.chars().count() > 16 { detail.chars().take(15).chain(['…']).collect() } else { detail.to_owned() }
}

fn lines(
    ui: &Ui,
    view: &View,
    palette: &Palette,
    ast: &AstModel,
    drawn: &TreeLayout,
    rect: &dyn Fn(&Placed) -> Rect,
    zoom: f32,
) {
    for node in &drawn.nodes {
        let Some(parent) = node.parent.map(|parent| &drawn.nodes[parent]) else { continue };
        if !view.is_complete(parent.node) {
            continue;
        }
        let (from, to) = (rect(parent).center_bottom(), rect(node).center_top());
        if !ui.is_rect_visible(Rect::from_two_pos(from, to).expand(1.0)) {
            continue;
        }
        ui.painter().line_segment([from, to], Stroke::new(1.0, palette.faded));
        let font = theme::words(10.0 * zoom);
        let field = ast.rows[node.node].field;
        let at = to - vec2(0.0, 8.0 * zoom);
        let wide = paint::width(ui, field, font.clone());
        let back = Rect::from_center_size(at, vec2(wide + 4.0, 11.0 * zoom));
        ui.painter().rect_filled(back, 0.0, palette.pane);
        paint::text_centred(ui, at, node.width * zoom + 20.0, field, font, palette.quiet);
    }
}

#[expect(clippy::too_many_arguments, reason = "a node with its place and the two ways in which it can stand out")]
fn node(
    ui: &Ui,
    view: &View,
    palette: &Palette,
    ast: &AstModel,
    placed: &Placed,
    rect: Rect,
    (current, selected): (bool, bool),
    zoom: f32,
    out: &mut Out,
) {
    let row = &ast.rows[placed.node];
    let mark = ast.mark(placed.node);
    let fill = if current { palette.current_tint } else { palette.sunken };
    let line = match mark {
        _ if selected => Stroke::new(1.2, palette.current),
        Mark::None if current => Stroke::new(1.2, palette.current),
        Mark::None => palette.hairline(),
        mark => Stroke::new(1.5, palette.mark(mark)),
    };
    if mark == Mark::Dying {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), fill);
        paint::dashed_outline(ui, rect, line);
    } else {
        ui.painter().rect(rect, CornerRadius::same(theme::RADIUS), fill, line, StrokeKind::Inside);
    }
    paint::mark(ui, rect.left_top() + vec2(7.0, 7.0) * zoom, mark, palette);
    let detail = short(&row.detail);
    let (first, second) = if detail.is_empty() { (0.5, 0.5) } else { (0.32, 0.7) };
    let at = |part: f32| pos2(rect.center().x, rect.top() + rect.height() * part);
    let room = rect.width() - 4.0;
    paint::text_centred(ui, at(first), room, row.kind, theme::strong(12.0 * zoom), palette.ink);
    if !detail.is_empty() {
        paint::text_centred(ui, at(second), room, &detail, theme::code(11.0 * zoom), palette.quiet);
    }
    if placed.more > 0 {
        let below = pos2(rect.center().x, rect.bottom() + 8.0 * zoom);
        let text = format!("+{}", placed.more);
        paint::text_centred(ui, below, 40.0, &text, theme::words(10.0 * zoom), palette.quiet);
    }
    let label = format!("drawn node {} {}{}", row.kind, row.detail, super::tree::said(mark));
    let response = paint::hot(ui, rect, ("drawn", placed.node), label.trim_end(), selected);
    if response.clicked() && !place::is_empty(row.span) {
        let excerpt = place::excerpt(&view.run.source.lines, row.span);
        out.push(Command::Select(Selection::of_text(row.span, excerpt, &view.run.codes, view.moment)));
    }
}
