//! Scopes and the names in them, each by where it lives; arrows from free names to their cells.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::follow::Follow;
use crate::panes::table::{Head, Line, Name, Shown, Table};
use crate::panes::view::{Out, View};
use compiler::symtable::Scope;
use egui::{Color32, CornerRadius, Rect, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::compile::symbols::{Block, SymbolRow, SymbolsModel};
use model::ground::place;

const HEADS: [Head; 2] = [Head::new("scope and name", 150.0), Head::new("where it lives", 0.0)];
/// How much further in an inner scope stands.
const STEP: f32 = 12.0;

#[derive(Default)]
pub struct Symbols {
    follow: Follow,
}

/// A row: a scope's own, or one of its names.
#[derive(Clone, Copy, PartialEq)]
struct Place {
    block: usize,
    row: Option<usize>,
}

impl Symbols {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let compilation = &view.run.compilation;
        let so_far = view.moment.compile.as_ref().map(|now| compilation.symbols_at(now));
        let symbols = so_far.as_ref().unwrap_or_else(|| compilation.symbols());
        let entered = symbols.blocks.iter().enumerate().filter(|(_, block)| block.entered);
        let rows: Vec<Place> = entered
            .flat_map(|(block, held)| {
                let names = (0..held.rows.len()).map(move |row| Place { block, row: Some(row) });
                std::iter::once(Place { block, row: None }).chain(names)
            })
            .collect();
        if rows.is_empty() {
            paint::empty(ui, "The scopes of the program and the names in them appear here.");
            return;
        }
        let name = view.selection.span.map(|span| (place::excerpt(&view.run.source.lines, span), span));
        let meant =
            name.and_then(|(name, span)| symbols.meant(name, span)).map(|(block, row)| Place { block, row: Some(row) });
        let at = |wanted: Place| rows.iter().position(|place| *place == wanted);
        let of_step = symbols.blocks.iter().enumerate().filter(|(_, block)| so_far.is_some() && block.current);
        let row = |block: &Block| block.rows.iter().position(|row| row.current);
        let current = of_step.map(|(index, block)| Place { block: index, row: row(block) }).next();
        let target = self.follow.choose(view.moment, current.and_then(at), meant.and_then(at));
        let chosen = |place: Place| match place.row {
            Some(_) => meant == Some(place),
            None => view.selection.span.is_some() && view.selection.span == Some(symbols.blocks[place.block].span),
        };
        let table = Table { id: "symbols", heads: &HEADS, rows: rows.len(), target };
        let name = |index: usize| {
            let place = rows[index];
            let block = &symbols.blocks[place.block];
            let label = match place.row {
                Some(row) => format!("symbol {} in {}", block.rows[row].name, block.title),
                None => format!("scope {}", block.title),
            };
            Name { key: index as u64, label, selected: chosen(place) }
        };
        let drawn = table.ui(ui, view.moment, &mut self.follow, name, |ui, index, line| {
            let place = rows[index];
            let block = &symbols.blocks[place.block];
            match place.row {
                Some(row) => symbol(ui, view, palette, block, &block.rows[row], &line, out),
                None => scope(ui, view, palette, block, &line, out),
            }
            if chosen(place) {
                paint::outline(ui, line.rect.shrink2(vec2(4.0, 0.0)), palette);
            }
        });
        ui.scope(|ui| {
            ui.set_clip_rect(drawn.body.intersect(ui.clip_rect()));
            arrows(ui, palette, symbols, &drawn, &at);
        });
    }
}

fn indent(block: &Block) -> f32 {
    STEP * block.depth as f32
}

fn scope(ui: &Ui, view: &View, palette: &Palette, block: &Block, line: &Line, out: &mut Out) {
    let rect = line.rect;
    let fill = if block.current { palette.current_tint } else { palette.sunken };
    ui.painter().rect_filled(rect, 0.0, fill);
    ui.painter().hline(rect.x_range(), rect.top(), palette.hairline());
    let at = pos2(rect.left() + INSET + indent(block), line.y());
    let room = rect.right() - INSET - at.x;
    paint::text(ui, at, room, &block.title, theme::strong(theme::BODY), palette.ink);
    if line.response.clicked() && !place::is_empty(block.span) {
        out.push(Command::Select(Selection::of_text(block.span, "", &view.run.codes, view.moment)));
    }
}

fn symbol(ui: &Ui, view: &View, palette: &Palette, block: &Block, symbol: &SymbolRow, line: &Line, out: &mut Out) {
    let rect = line.rect;
    if symbol.current {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
    }
    let color = color(symbol.scope, palette);
    let left = rect.left() + LETTER + indent(block);
    let chip = Rect::from_center_size(pos2(left, line.y()), vec2(14.0, 14.0));
    ui.painter().rect_stroke(chip, CornerRadius::same(3), Stroke::new(1.0, color), StrokeKind::Inside);
    paint::text_centred(ui, chip.center(), 14.0, symbol.letter(), theme::strong(10.0), color);
    let at = pos2(left + 14.0, line.y());
    let edge = line.right(0).x;
    paint::text(ui, at, edge - at.x, &symbol.name, theme::code(theme::BODY), color);
    let at = line.left(1);
    let room = rect.right() - 8.0 - at.x;
    paint::text(ui, at, room, &symbol.words, theme::words(theme::SMALL), palette.quiet);
    if line.response.clicked() && !place::is_empty(symbol.span) {
        out.push(Command::Select(Selection::of_text(symbol.span, &symbol.name, &view.run.codes, view.moment)));
    }
}

/// Middle of a name's letter in the outermost scope.
const LETTER: f32 = 26.0;

/// From each free name along the left edge up to the cell that it means.
fn arrows(ui: &Ui, palette: &Palette, symbols: &SymbolsModel, drawn: &Shown, at: &dyn Fn(Place) -> Option<usize>) {
    for (index, ((inner, free), (outer, cell))) in symbols.cells().into_iter().enumerate() {
        let spot = |block: usize, row: usize| {
            let x = drawn.body.left() + LETTER - 9.0 + indent(&symbols.blocks[block]);
            at(Place { block, row: Some(row) }).map(|row| pos2(x, drawn.y(row)))
        };
        let (Some(from), Some(to)) = (spot(inner, free), spot(outer, cell)) else { continue };
        let reach = 8.0 + 3.0 * (index % 3) as f32;
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
