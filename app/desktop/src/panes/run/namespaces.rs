//! Local, enclosing, global, built-in: where a name is looked for, in this order.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::view::{Out, View};
use egui::{Rect, ScrollArea, Sense, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::ground::value::Mark;
use model::machine::attribute::{AttributeModel, Outcome};
use model::machine::namespaces::{Binding, Scope};

pub fn ui(ui: &mut Ui, view: &View, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    let spaces = &view.moment.namespaces;
    if spaces.scopes.is_empty() {
        paint::empty(ui, "The names that the running code can see appear here, nearest first.");
        return;
    }
    ScrollArea::vertical().id_salt("namespaces").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(4.0);
        if let Some(attribute) = &spaces.attribute {
            self::attribute(ui, view, palette, attribute, out);
        }
        for (index, scope) in spaces.scopes.iter().enumerate() {
            let looked_up =
                spaces.lookup.as_ref().filter(|(_, found)| *found == Some(scope.kind)).map(|(name, _)| name.as_str());
            self::scope(ui, view, palette, scope, index, looked_up, out);
        }
    });
}

/// The places in which an attribute is looked for, in their order.
fn attribute(ui: &mut Ui, view: &View, palette: &Palette, attribute: &AttributeModel, out: &mut Out) {
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let y = head.center().y + 2.0;
    let left = head.left() + INSET;
    let title = format!("Attribute {}", attribute.name);
    let title = paint::text(ui, pos2(left, y), head.width(), &title, theme::strong(theme::BODY), palette.ink);
    let at = pos2(title.right() + 8.0, y);
    let of = format!("of {}", attribute.of);
    paint::text(ui, at, head.right() - INSET - at.x, &of, theme::code(theme::SMALL), palette.quiet);
    for place in &attribute.places {
        let held = place.value.as_ref();
        let selected = held.is_some() && view.selection.object == held.map(|value| value.address);
        let spoken = format!("{}: {}", place.name, place.outcome.words());
        let response = paint::row(ui, ROW, &spoken, selected);
        let (rect, y) = (response.rect, response.rect.center().y);
        let taken = place.outcome == Outcome::Taken;
        if taken {
            ui.painter().rect_filled(rect, 0.0, palette.current_tint);
        }
        let color = if taken { palette.current } else { palette.quiet };
        let right = pos2(rect.right() - INSET, y);
        let words = paint::text_right(ui, right, 140.0, place.outcome.words(), theme::words(11.0), color);
        let ink =
            if matches!(place.outcome, Outcome::NotAsked | Outcome::Before) { palette.quiet } else { palette.ink };
        let room = words.left() - 8.0 - rect.left() - INSET;
        let at = pos2(rect.left() + INSET, y);
        let name = paint::text(ui, at, room * 0.5, &place.name, theme::code(theme::BODY), ink);
        let behind = pos2(name.right() + 10.0, y);
        let room = words.left() - 8.0 - behind.x;
        match (place.note, held) {
            ("", Some(value)) => {
                let color = paint::value_color(value, palette);
                paint::text(ui, behind, room, &value.text, theme::code(theme::SMALL), color);
            }
            (note, _) => _ = paint::text(ui, behind, room, note, theme::words(11.0), palette.quiet),
        }
        if let Some(value) = held.filter(|_| response.clicked()) {
            out.push(Command::Select(Selection::of_object(value.address)));
        }
    }
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
    ui.painter().hline(line.x_range(), line.bottom() - 1.0, palette.hairline());
}

fn scope(
    ui: &mut Ui,
    view: &View,
    palette: &Palette,
    scope: &Scope,
    index: usize,
    looked_up: Option<&str>,
    out: &mut Out,
) {
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let y = head.center().y + 2.0;
    let left = head.left() + INSET;
    let title =
        paint::text(ui, pos2(left, y), head.width(), scope.kind.title(), theme::strong(theme::BODY), palette.ink);
    paint::text(ui, pos2(title.right() + 8.0, y), 240.0, &scope.owner, theme::code(theme::SMALL), palette.quiet);
    if scope.bindings.is_empty() {
        remark(ui, palette, "nothing yet");
    }
    for (row, binding) in scope.bindings.iter().enumerate() {
        self::binding(ui, view, palette, binding, (index, row), looked_up == Some(binding.name.as_str()), out);
    }
    if scope.more > 0 {
        remark(ui, palette, &format!("and {} more", scope.more));
    }
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
    ui.painter().hline(line.x_range(), line.bottom() - 1.0, palette.hairline());
}

fn remark(ui: &mut Ui, palette: &Palette, text: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    paint::text(
        ui,
        pos2(rect.left() + INSET, rect.center().y),
        rect.width(),
        text,
        theme::words(theme::SMALL),
        palette.quiet,
    );
}

fn binding(
    ui: &mut Ui,
    view: &View,
    palette: &Palette,
    binding: &Binding,
    id: (usize, usize),
    looked_up: bool,
    out: &mut Out,
) {
    let address = binding.value.as_ref().map(|value| value.address);
    let selected = address.is_some() && view.selection.object == address;
    let text = binding.value.as_ref().map_or("no value", |value| value.text.as_str());
    let response = paint::row(ui, ROW, &format!("binding {} is {text}", binding.name), selected);
    let rect: Rect = response.rect;
    let y = rect.center().y;
    if looked_up {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
        paint::text_right(ui, pos2(rect.right() - INSET, y), 80.0, "found here", theme::words(11.0), palette.current);
    }
    if selected {
        paint::outline(ui, rect.shrink2(vec2(4.0, 0.0)), palette);
    }
    let _ = id;
    let left = rect.left() + INSET;
    let room = rect.width() - 2.0 * INSET - if looked_up { 80.0 } else { 0.0 };
    let name_room = ((rect.width() - 2.0 * INSET) * 0.4).min(180.0);
    paint::text(ui, pos2(left, y), name_room - 8.0, &binding.name, theme::code(theme::BODY), palette.ink);
    let at = pos2(left + name_room, y);
    let Some(value) = &binding.value else {
        paint::text(ui, at, room - name_room, "no value", theme::words(theme::SMALL), palette.quiet);
        return;
    };
    let written = paint::text(
        ui,
        at,
        room - name_room,
        &value.text,
        theme::code(theme::BODY),
        paint::value_color(value, palette),
    );
    let mut x = written.right() + 10.0;
    if value.mark != Mark::None {
        paint::mark(ui, pos2(x, y), value.mark, palette);
        x += 12.0;
    }
    if binding.cell {
        paint::text(ui, pos2(x, y), rect.right() - x, "in a cell", theme::words(11.0), palette.quiet);
    }
    if response.clicked() {
        out.push(Command::Select(Selection::of_object(value.address)));
    }
}
