//! One object, asked what it is: type, identity, size, count, who holds it, what it holds.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::view::{Out, View};
use egui::{ScrollArea, Sense, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::ground::value::{Address, counted};
use model::machine::heap::Row;

pub fn ui(ui: &mut Ui, view: &View, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    let Some(address) = view.selection.object else {
        paint::empty(
            ui,
            "Select an object anywhere, in the heap, in a frame or by a name in the source, to see all about it here.",
        );
        return;
    };
    ScrollArea::vertical().id_salt("object").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(6.0);
        let heap = &view.moment.heap;
        fact(ui, palette, "id", &format!("{address:#x}"));
        if let Some(object) = heap.object(address) {
            fact(ui, palette, "type", &object.type_name);
            fact(ui, palette, "value", &object.title);
            let count = object.refcount.map_or("immortal: never counted".to_owned(), |count| count.to_string());
            fact(ui, palette, "references", &count);
            fact(ui, palette, "size", &counted(object.size, "byte"));
            if let Some(generation) = object.generation {
                fact(ui, palette, "generation", &generation.to_string());
            }
            if object.interned {
                fact(ui, palette, "interned", "one object for all equal strings of its kind");
            }
            list(ui, view, palette, "holds", &object.rows, out);
        } else if let Some(value) = value_at(view, address) {
            fact(ui, palette, "type", &value.type_name);
            fact(ui, palette, "value", &value.text);
            if value.immortal {
                fact(ui, palette, "references", "immortal: never counted");
            }
        } else if let Some(module) = view.moment.modules.iter().find(|module| module.address == address) {
            fact(ui, palette, "type", "module");
            fact(ui, palette, "value", &module.name);
            fact(ui, palette, "from", module.origin);
            fact(ui, palette, "names", &module.names.to_string());
        } else {
            fact(ui, palette, "state", "not reachable at this moment");
        }
        holders(ui, view, palette, address, out);
    });
}

fn value_at<'a>(view: &'a View, address: Address) -> Option<&'a model::ground::value::Value> {
    let moment = view.moment;
    let names =
        moment.namespaces.scopes.iter().flat_map(|scope| &scope.bindings).filter_map(|binding| binding.value.as_ref());
    let slots = moment.frames.frames.iter().flat_map(|frame| frame.stack.iter().flatten());
    let fields = moment.heap.objects.iter().flat_map(|object| object.rows.iter().filter_map(|row| row.value.as_ref()));
    names.chain(slots).chain(fields).find(|value| value.address == address)
}

fn fact(ui: &mut Ui, palette: &Palette, name: &str, text: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW + 2.0), Sense::hover());
    let y = rect.center().y;
    paint::text(ui, pos2(rect.left() + INSET, y), 90.0, name, theme::words(theme::SMALL), palette.quiet);
    let left = rect.left() + INSET + 96.0;
    paint::text(ui, pos2(left, y), rect.right() - INSET - left, text, theme::code(theme::BODY), palette.ink);
}

fn heading(ui: &mut Ui, palette: &Palette, text: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.top() + 3.0, palette.hairline());
    paint::text(
        ui,
        pos2(rect.left() + INSET, rect.center().y + 2.0),
        200.0,
        text,
        theme::strong(theme::SMALL),
        palette.quiet,
    );
}

fn list(ui: &mut Ui, view: &View, palette: &Palette, title: &str, rows: &[Row], out: &mut Out) {
    if rows.is_empty() {
        return;
    }
    heading(ui, palette, title);
    for row in rows {
        let Some(value) = &row.value else { continue };
        let selected = view.selection.object == Some(value.address);
        let response = paint::row(ui, ROW, &format!("field {} {}", row.label, value.text), selected);
        let rect = response.rect;
        let y = rect.center().y;
        paint::text(ui, pos2(rect.left() + INSET, y), 92.0, &row.label, theme::code(theme::SMALL), palette.quiet);
        let left = rect.left() + INSET + 96.0;
        paint::text(
            ui,
            pos2(left, y),
            rect.right() - INSET - left,
            &value.text,
            theme::code(theme::BODY),
            paint::value_color(value, palette),
        );
        if response.clicked() {
            out.push(Command::Select(Selection::of_object(value.address)));
        }
    }
}

fn holders(ui: &mut Ui, view: &View, palette: &Palette, address: Address, out: &mut Out) {
    let heap = &view.moment.heap;
    let mut found: Vec<(String, String, Option<Address>)> = Vec::new();
    for root in &heap.roots {
        let rows = root.rows.iter().filter(|row| row.value.as_ref().is_some_and(|value| value.address == address));
        found.extend(rows.map(|row| (root.title.clone(), row.label.clone(), None)));
    }
    for object in &heap.objects {
        let rows = object.rows.iter().filter(|row| row.value.as_ref().is_some_and(|value| value.address == address));
        found.extend(rows.map(|row| (object.title.clone(), row.label.clone(), Some(object.address))));
    }
    heading(ui, palette, "held by");
    if found.is_empty() {
        fact(ui, palette, "", "nothing that is drawn");
    }
    for (holder, label, at) in found {
        let response = paint::row(ui, ROW, &format!("holder {holder} {label}"), false);
        let rect = response.rect;
        let y = rect.center().y;
        paint::text(ui, pos2(rect.left() + INSET, y), 92.0, &label, theme::code(theme::SMALL), palette.quiet);
        let left = rect.left() + INSET + 96.0;
        paint::text(ui, pos2(left, y), rect.right() - INSET - left, &holder, theme::code(theme::BODY), palette.ink);
        if let Some(at) = at.filter(|_| response.clicked()) {
            out.push(Command::Select(Selection::of_object(at)));
        }
    }
}
