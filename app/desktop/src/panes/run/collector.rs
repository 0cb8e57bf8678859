//! The cyclic collector: generations, their counters, who is on their lists.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::view::{Out, View};
use egui::{CornerRadius, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::ground::value::{Mark, counted, grouped};
use model::machine::gc::Generation;

const CELL: f32 = 11.0;
const ROWS: usize = 3;

pub fn ui(ui: &mut Ui, view: &View, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    let gc = &view.moment.gc;
    if gc.generations.is_empty() {
        paint::empty(ui, "The collector's generations appear here as soon as the program runs.");
        return;
    }
    ScrollArea::vertical().id_salt("collector").auto_shrink(false).show(ui, |ui| {
        ui.add_space(8.0);
        let gap = 20.0;
        let columns = gc.generations.len() as f32;
        let room = ui.available_width() - 2.0 * INSET;
        let wide = (room - gap * (columns - 1.0)) / columns;
        let height = 34.0 + ROWS as f32 * (CELL + 2.0) + 24.0;
        let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        for (index, generation) in gc.generations.iter().enumerate() {
            let left = area.left() + INSET + (wide + gap) * index as f32;
            let rect = Rect::from_min_size(pos2(left, area.top()), vec2(wide, height));
            self::generation(ui, view, palette, generation, index, rect, out);
        }
        let mut sentence = gc.outlook();
        if let Some(last) = &gc.last {
            sentence = format!("{last} {sentence}");
        }
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            let text = egui::RichText::new(sentence).font(theme::words(theme::SMALL)).color(palette.quiet);
            ui.add(egui::Label::new(text).wrap());
        });
    });
}

fn generation(
    ui: &Ui,
    view: &View,
    palette: &Palette,
    generation: &Generation,
    index: usize,
    rect: Rect,
    out: &mut Out,
) {
    let y = rect.top() + 8.0;
    let counts = format!("{} of {}", grouped(generation.count), grouped(generation.threshold));
    let written =
        paint::text_right(ui, pos2(rect.right(), y), rect.width(), &counts, theme::code(theme::SMALL), palette.quiet);
    let room = written.left() - rect.left() - 6.0;
    let titles = [format!("generation {index}"), format!("gen {index}"), format!("g{index}")];
    let fits = |title: &&String| paint::width(ui, title, theme::strong(theme::BODY)) <= room;
    let title = titles.iter().find(fits).unwrap_or(&titles[2]);
    paint::text(ui, pos2(rect.left(), y), room, title, theme::strong(theme::BODY), palette.ink);
    let bar = Rect::from_min_size(pos2(rect.left(), rect.top() + 20.0), vec2(rect.width(), 6.0));
    let round = CornerRadius::same(3);
    ui.painter().rect(bar, round, palette.sunken, palette.hairline(), StrokeKind::Inside);
    if generation.threshold > 0 && generation.count > 0 {
        let part = (generation.count as f32 / generation.threshold as f32).min(1.0);
        let filled = Rect::from_min_size(bar.min, vec2((bar.width() * part).max(3.0), 6.0));
        ui.painter().rect_filled(filled, round, palette.current);
    }
    let step = CELL + 2.0;
    let per_row = ((rect.width() / step) as usize).max(1);
    let shown = generation.members.len().min(per_row * ROWS);
    for (position, member) in generation.members.iter().take(shown).enumerate() {
        let at = vec2((position % per_row) as f32 * step, (position / per_row) as f32 * step);
        let cell = Rect::from_min_size(pos2(rect.left(), rect.top() + 34.0) + at, vec2(CELL, CELL));
        let selected = view.selection.object == Some(member.address);
        let fill =
            if member.mark == Mark::None { palette.faded.gamma_multiply(0.6) } else { palette.mark(member.mark) };
        // A mark has a shape besides its colour: a plus, a dot, a cross on a hollow square.
        if member.mark == Mark::None {
            ui.painter().rect_filled(cell.shrink(1.0), 1.0, if selected { palette.current } else { fill });
        } else {
            let line = Stroke::new(1.0, if selected { palette.current } else { fill });
            ui.painter().rect_stroke(cell.shrink(1.0), CornerRadius::same(1), line, StrokeKind::Inside);
            paint::mark(ui, cell.center(), member.mark, palette);
        }
        let response =
            paint::hot(ui, cell, ("member", index, member.address), &format!("tracked {}", member.label), selected);
        if response.clicked() {
            out.push(Command::Select(Selection::of_object(member.address)));
        }
        response.on_hover_text(&member.label);
    }
    let below = rect.top() + 34.0 + ROWS as f32 * step + 10.0;
    let text = match generation.objects {
        0 => "empty".to_owned(),
        objects if shown == 0 => format!("{} of the interpreter", counted(objects, "object")),
        objects if (shown as u64) < objects => format!("{}, the youngest {shown} drawn", counted(objects, "object")),
        objects => counted(objects, "object"),
    };
    paint::text(ui, pos2(rect.left(), below), rect.width(), &text, theme::words(theme::SMALL), palette.quiet);
}
