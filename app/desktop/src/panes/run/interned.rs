//! Interned strings and small integers: the objects of which there is one for all.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::follow::Follow;
use crate::panes::table::{Head, Line, Name, Table};
use crate::panes::view::{Out, View};
use egui::{Stroke, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::detail::Feature;
use model::ask::selection::Selection;
use model::ground::value::Value;
use model::machine::interned::InternedItem;

const HEADS: [Head; 3] = [Head::new("value", 130.0), Head::new("references", 84.0), Head::new("held by", 0.0)];

#[derive(Default)]
pub struct Interned {
    follow: Follow,
}

enum Row<'a> {
    Section(&'static str, &'static str),
    Item(&'a InternedItem),
}

impl Interned {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let interned = &view.moment.interned;
        let parts = [
            ("Strings", "one object for equal names", &interned.strings),
            ("Small integers", "−5 to 256 exist from the start and never go", &interned.integers),
        ];
        let rows: Vec<Row> = parts
            .into_iter()
            .filter(|(.., items)| !items.is_empty())
            .flat_map(|(title, remark, items)| {
                std::iter::once(Row::Section(title, remark)).chain(items.iter().map(Row::Item))
            })
            .collect();
        if rows.is_empty() {
            paint::empty(
                ui,
                "Strings that exist once for the whole program, and the integers from −5 to 256, appear here when the program holds them.",
            );
            return;
        }
        let selected = |item: &InternedItem| view.selection.object == Some(item.address);
        let find = |wanted: &dyn Fn(&InternedItem) -> bool| {
            rows.iter().position(|row| matches!(row, Row::Item(item) if wanted(item)))
        };
        let target = self.follow.choose(view.moment, find(&|item| item.current), find(&selected));
        let table = Table { id: "interned", heads: &HEADS, rows: rows.len(), target };
        let name = |index: usize| match rows[index] {
            Row::Section(title, remark) => {
                Name { key: index as u64, label: format!("{title}: {remark}"), selected: false }
            }
            Row::Item(item) => {
                Name { key: item.address, label: format!("interned {}", item.text), selected: selected(item) }
            }
        };
        table.ui(ui, view.moment, &mut self.follow, name, |ui, index, line| match rows[index] {
            Row::Section(title, remark) => section(ui, palette, title, remark, &line),
            Row::Item(item) => self::item(ui, view, palette, item, &line, out),
        });
    }
}

fn section(ui: &Ui, palette: &Palette, title: &str, remark: &str, line: &Line) {
    let rect = line.rect;
    ui.painter().rect_filled(rect, 0.0, palette.sunken);
    ui.painter().hline(rect.x_range(), rect.top(), palette.hairline());
    let at = pos2(rect.left() + INSET, line.y());
    let drawn = paint::text(ui, at, rect.width(), title, theme::strong(theme::SMALL), palette.ink);
    let beside = pos2(drawn.right() + 8.0, at.y);
    paint::text(ui, beside, rect.right() - INSET - beside.x, remark, theme::words(theme::SMALL), palette.quiet);
}

fn item(ui: &Ui, view: &View, palette: &Palette, item: &InternedItem, line: &Line, out: &mut Out) {
    let rect = line.rect;
    if item.current {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
    }
    let y = line.y();
    ui.painter().circle_stroke(pos2(rect.left() + INSET + 4.0, y), 3.5, Stroke::new(2.0, palette.interned));
    let at = pos2(rect.left() + INSET + 16.0, y);
    paint::text(ui, at, line.right(0).x - at.x, &item.text, theme::code(theme::BODY), palette.ink);
    let small = || theme::words(theme::SMALL);
    if view.detail.shows(Feature::Counts) {
        let count = item.refcount.map_or("immortal".to_owned(), |count| count.to_string());
        paint::text(ui, line.left(1), line.room(1), &count, small(), palette.quiet);
    }
    let mut held = item.holders.join(", ");
    if view.detail.shows(Feature::Addresses) {
        held = format!("{} · {held}", Value::short_address(item.address));
    }
    let at = line.left(2);
    paint::text(ui, at, rect.right() - 8.0 - at.x, &held, small(), palette.quiet);
    if view.selection.object == Some(item.address) {
        paint::outline(ui, rect.shrink2(vec2(4.0, 0.0)), palette);
    }
    if line.response.clicked() {
        out.push(Command::Select(Selection::of_object(item.address)));
    }
}
