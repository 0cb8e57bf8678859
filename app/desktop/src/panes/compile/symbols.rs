//! Scopes as nested boxes; names coloured and lettered by where they live; arrows from free names to their cells.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::view::{Out, View};
use compiler::symtable::Scope;
use egui::{Color32, CornerRadius, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::compile::symbols::{Block, SymbolRow, SymbolsModel};
use model::ground::place;

const STEP: f32 = 12.0;
const HEAD: f32 = 28.0;

#[derive(Default)]
pub struct Symbols {
    /// What was scrolled into sight last: the row is not held there when the reader scrolls away.
    shown: Option<(Option<u64>, (usize, usize))>,
}

impl Symbols {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        draw(ui, view, &mut self.shown, out);
    }
}

fn draw(ui: &mut Ui, view: &View, shown: &mut Option<(Option<u64>, (usize, usize))>, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    let compilation = &view.run.compilation;
    let so_far = view.moment.compile.as_ref().map(|now| compilation.symbols_at(now));
    let symbols = so_far.as_ref().unwrap_or_else(|| compilation.symbols());
    if symbols.blocks.iter().all(|block| !block.entered) {
        paint::empty(ui, "The scopes of the program and the names in them appear here.");
        return;
    }
    ScrollArea::vertical().id_salt("symbols").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let (tops, bottoms, height) = places(&symbols.blocks);
        let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let rect = |index: usize| {
            let inset = INSET + STEP * symbols.blocks[index].depth as f32;
            Rect::from_min_max(
                pos2(area.left() + inset, area.top() + tops[index]),
                pos2(area.right() - inset, area.top() + bottoms[index]),
            )
        };
        let name = view.selection.span.map(|span| (place::excerpt(&view.run.source.lines, span), span));
        let meant = name.and_then(|(name, span)| symbols.meant(name, span));
        for (index, block) in symbols.blocks.iter().enumerate().filter(|(_, block)| block.entered) {
            let rect = rect(index);
            if ui.is_rect_visible(rect) {
                let row = meant.filter(|(block, _)| *block == index).map(|(_, row)| row);
                self::block(ui, view, palette, (block, index, row), rect, out);
            }
        }
        arrows(ui, palette, symbols, &rect);
        let row = |block: &Block| block.rows.iter().position(|row| row.current).unwrap_or(0);
        let current = symbols.blocks.iter().enumerate().filter(|(_, block)| so_far.is_some() && block.current);
        let wanted = meant.or_else(|| current.map(|(index, block)| (index, row(block))).next());
        if let Some((block, row)) = wanted {
            let key = Some((view.moment.compile.as_ref().map(|now| now.step), (block, row)));
            let at = Rect::from_center_size(pos2(area.center().x, row_y(rect(block), row)), vec2(10.0, 2.0 * ROW));
            if *shown != key && !ui.clip_rect().y_range().contains(at.center().y) {
                ui.scroll_to_rect(at, Some(egui::Align::Center));
            }
            *shown = key;
        }
    });
}

/// Each box holds its rows and the boxes inside; tops follow from what comes before.
fn places(blocks: &[Block]) -> (Vec<f32>, Vec<f32>, f32) {
    let mut tops = Vec::with_capacity(blocks.len());
    let mut bottoms = vec![0.0; blocks.len()];
    let mut y = 8.0;
    let mut open: Vec<usize> = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        while let Some(last) = open.last().copied().filter(|last| blocks[*last].end <= index) {
            y += 8.0;
            bottoms[last] = y;
            y += 8.0;
            open.pop();
        }
        tops.push(y);
        y += HEAD + ROW * block.rows.len() as f32;
        open.push(index);
    }
    while let Some(last) = open.pop() {
        y += 8.0;
        bottoms[last] = y;
    }
    (tops, bottoms, y + 8.0)
}

fn row_y(rect: Rect, row: usize) -> f32 {
    rect.top() + HEAD + ROW * (row as f32 + 0.5) - 2.0
}

/// A box with its position and the row that is selected.
fn block(
    ui: &Ui,
    view: &View,
    palette: &Palette,
    (block, index, meant): (&Block, usize, Option<usize>),
    rect: Rect,
    out: &mut Out,
) {
    let chosen = view.selection.span.is_some() && view.selection.span == Some(block.span);
    let fill = if block.depth.is_multiple_of(2) { palette.sunken } else { palette.pane };
    let line = if block.current || chosen { Stroke::new(1.2, palette.current) } else { palette.hairline() };
    ui.painter().rect(rect, CornerRadius::same(theme::RADIUS), fill, line, StrokeKind::Inside);
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), HEAD));
    let response = paint::hot(ui, head, ("scope", index), &format!("scope {}", block.title), chosen);
    let at = pos2(rect.left() + 10.0, rect.top() + 15.0);
    paint::text(ui, at, rect.width() - 20.0, &block.title, theme::strong(theme::BODY), palette.ink);
    if response.clicked() && !place::is_empty(block.span) {
        out.push(Command::Select(Selection::of_text(block.span, "", &view.run.codes, view.moment)));
    }
    for (row, symbol) in block.rows.iter().enumerate() {
        let y = row_y(rect, row);
        let strip = Rect::from_center_size(pos2(rect.center().x, y), vec2(rect.width() - 8.0, ROW));
        let label = format!("symbol {} in {}", symbol.name, block.title);
        let response = paint::hot(ui, strip, ("symbol", index, row), &label, meant == Some(row));
        self::row(ui, palette, symbol, rect, y);
        if meant == Some(row) {
            paint::outline(ui, strip, palette);
        }
        if response.clicked() && !place::is_empty(symbol.span) {
            out.push(Command::Select(Selection::of_text(symbol.span, &symbol.name, &view.run.codes, view.moment)));
        }
    }
}

fn row(ui: &Ui, palette: &Palette, symbol: &SymbolRow, rect: Rect, y: f32) {
    if symbol.current {
        let strip = Rect::from_center_size(pos2(rect.center().x, y), vec2(rect.width() - 8.0, ROW));
        ui.painter().rect_filled(strip, 3.0, palette.current_tint);
    }
    let color = color(symbol.scope, palette);
    let chip = Rect::from_center_size(pos2(rect.left() + 17.0, y), vec2(15.0, 15.0));
    ui.painter().rect_stroke(chip, CornerRadius::same(3), Stroke::new(1.0, color), StrokeKind::Inside);
    paint::text_centred(ui, chip.center(), 14.0, symbol.letter(), theme::strong(10.0), color);
    let left = rect.left() + 30.0;
    let name = paint::text(ui, pos2(left, y), rect.width() * 0.5, &symbol.name, theme::code(theme::BODY), color);
    let right = pos2(rect.right() - 10.0, y);
    let room = right.x - name.right() - 8.0;
    paint::text_right(ui, right, room, &symbol.words, theme::words(theme::SMALL), palette.quiet);
}

/// From each free name along the left edge up to the cell that it means.
fn arrows(ui: &Ui, palette: &Palette, symbols: &SymbolsModel, rect: &dyn Fn(usize) -> Rect) {
    for (index, ((inner, free), (outer, cell))) in symbols.cells().into_iter().enumerate() {
        let from = pos2(rect(inner).left() + 9.0, row_y(rect(inner), free));
        let to = pos2(rect(outer).left() + 9.0, row_y(rect(outer), cell));
        let reach = 10.0 + 3.0 * (index % 3) as f32;
        let (a, b) = (pos2(to.x - reach, from.y), pos2(to.x - reach, to.y));
        paint::arrow(ui, [from, a, b, to], Stroke::new(1.2, palette.cycle), false);
    }
}

fn color(scope: Scope, palette: &Palette) -> Color32 {
    match scope {
        Scope::Cell | Scope::Free => palette.cycle,
        Scope::GlobalExplicit | Scope::GlobalImplicit => palette.current,
        Scope::Unknown => palette.quiet,
        Scope::Local => palette.ink,
    }
}
