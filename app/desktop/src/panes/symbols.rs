//! Scopes as nested boxes; names coloured by where they live.

use crate::paint;
use crate::theme::{self, INSET, Palette, ROW};
use crate::view::View;
use compiler::symtable::Scope;
use egui::{Color32, CornerRadius, Rect, ScrollArea, Sense, StrokeKind, Ui, pos2, vec2};

const STEP: f32 = 12.0;

pub fn ui(ui: &mut Ui, view: &View) {
    let palette = Palette::of(ui.visuals());
    let blocks = &view.run.symbols.blocks;
    if blocks.is_empty() {
        paint::empty(ui, "The scopes of the program and the names in them appear here.");
        return;
    }
    ScrollArea::vertical().id_salt("symbols").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let height = |rows: usize| 28.0 + ROW * rows as f32;
        // Each box holds its rows and the boxes inside; tops follow from what comes before.
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
            y += height(block.rows.len());
            open.push(index);
        }
        while let Some(last) = open.pop() {
            y += 8.0;
            bottoms[last] = y;
        }
        let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), y + 8.0), Sense::hover());
        for (index, block) in blocks.iter().enumerate() {
            let inset = INSET + STEP * block.depth as f32;
            let rect = Rect::from_min_max(
                pos2(area.left() + inset, area.top() + tops[index]),
                pos2(area.right() - inset, area.top() + bottoms[index]),
            );
            if !ui.is_rect_visible(rect) {
                continue;
            }
            let fill = if block.depth % 2 == 0 { palette.sunken } else { palette.pane };
            ui.painter().rect(rect, CornerRadius::same(theme::RADIUS), fill, palette.hairline(), StrokeKind::Inside);
            let at = pos2(rect.left() + 10.0, rect.top() + 15.0);
            paint::text(ui, at, rect.width() - 20.0, &block.title, theme::strong(theme::BODY), palette.ink);
            for (row, symbol) in block.rows.iter().enumerate() {
                let y = rect.top() + 28.0 + ROW * (row as f32 + 0.5) - 2.0;
                let color = color(symbol.scope, palette);
                let name =
                    paint::text(ui, pos2(at.x, y), rect.width() * 0.5, &symbol.name, theme::code(theme::BODY), color);
                let room = rect.right() - 10.0 - name.right() - 8.0;
                paint::text_right(
                    ui,
                    pos2(rect.right() - 10.0, y),
                    room,
                    &symbol.words,
                    theme::words(theme::SMALL),
                    palette.quiet,
                );
            }
        }
    });
}

fn color(scope: Scope, palette: &Palette) -> Color32 {
    match scope {
        Scope::Cell | Scope::Free => palette.cycle,
        Scope::GlobalExplicit | Scope::GlobalImplicit => palette.current,
        _ => palette.ink,
    }
}
