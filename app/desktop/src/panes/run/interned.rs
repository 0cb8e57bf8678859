//! Interned strings and small integers: the objects of which there is one for all.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::view::{Out, View};
use egui::{Rect, ScrollArea, Sense, Stroke, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::machine::interned::InternedItem;

pub fn ui(ui: &mut Ui, view: &View, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    let interned = &view.moment.interned;
    if interned.strings.is_empty() && interned.integers.is_empty() {
        paint::empty(
            ui,
            "Strings that exist once for the whole program, and the integers from −5 to 256, appear here when the program holds them.",
        );
        return;
    }
    ScrollArea::vertical().id_salt("interned").auto_shrink(false).show(ui, |ui| {
        ui.add_space(8.0);
        section(ui, view, palette, "Strings", "one object for equal names", &interned.strings, out);
        section(
            ui,
            view,
            palette,
            "Small integers",
            "−5 to 256 exist from the start and never go",
            &interned.integers,
            out,
        );
    });
}

fn section(
    ui: &mut Ui,
    view: &View,
    palette: &Palette,
    title: &str,
    remark: &str,
    items: &[InternedItem],
    out: &mut Out,
) {
    if items.is_empty() {
        return;
    }
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let at = pos2(head.left() + INSET, head.center().y);
    let drawn = paint::text(ui, at, head.width(), title, theme::strong(theme::BODY), palette.ink);
    let beside = pos2(drawn.right() + 8.0, at.y);
    paint::text(ui, beside, head.right() - INSET - beside.x, remark, theme::words(theme::SMALL), palette.quiet);
    let left = ui.max_rect().left() + INSET;
    let right = ui.max_rect().right() - INSET;
    let mut x = left;
    let (mut line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    for item in items {
        let font = theme::code(theme::BODY);
        let wide = (paint::width(ui, &item.text, font.clone()) + 26.0).min(right - left);
        if x + wide > right && x > left {
            (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
            x = left;
        }
        let rect = Rect::from_min_size(pos2(x, line.top()), vec2(wide, 24.0));
        chip(ui, view, palette, item, rect, out);
        x += wide + 6.0;
    }
    ui.add_space(6.0);
}

fn chip(ui: &Ui, view: &View, palette: &Palette, item: &InternedItem, rect: Rect, out: &mut Out) {
    let selected = view.selection.object == Some(item.address);
    let response = paint::hot(ui, rect, ("interned", item.address), &format!("interned {}", item.text), selected);
    if item.current {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), 3.0, palette.current_tint);
    }
    if selected || response.hovered() {
        paint::outline(ui, rect.shrink2(vec2(0.0, 2.0)), palette);
    }
    let y = rect.center().y;
    ui.painter().circle_stroke(pos2(rect.left() + 9.0, y), 3.5, Stroke::new(2.0, palette.interned));
    paint::text(
        ui,
        pos2(rect.left() + 18.0, y),
        rect.width() - 22.0,
        &item.text,
        theme::code(theme::BODY),
        palette.ink,
    );
    if response.clicked() {
        out.push(Command::Select(Selection::of_object(item.address)));
    }
    response.on_hover_ui(|ui| {
        let count = item.refcount.map_or("Immortal: its reference count never changes.".to_owned(), |count| {
            model::ground::value::counted(count, "reference")
        });
        ui.label(count);
        if !item.holders.is_empty() {
            ui.label(format!("Held by {}.", item.holders.join(", ")));
        }
        ui.label(format!("id {:#x}", item.address));
    });
}
