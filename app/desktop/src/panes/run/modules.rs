//! The imported modules: what `sys.modules` holds at this moment.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::follow::Follow;
use crate::panes::table::{Head, Line, Name, Table};
use crate::panes::view::{Out, View};
use egui::{Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::detail::Feature;
use model::ask::selection::Selection;
use model::ground::value::{Mark, Value};
use model::machine::modules::ModuleRow;

const HEADS: [Head; 4] =
    [Head::new("module", 110.0), Head::new("from", 84.0), Head::new("names", 56.0), Head::new("references", 0.0)];

#[derive(Default)]
pub struct Modules {
    follow: Follow,
}

impl Modules {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let rows = &view.moment.modules;
        if rows.is_empty() {
            paint::empty(ui, "The modules that the program has imported appear here as soon as it runs.");
            return;
        }
        let selected = |row: &ModuleRow| view.selection.object == Some(row.address);
        let newest = rows.iter().position(|row| row.mark != Mark::None);
        let target = self.follow.choose(view.moment, newest, rows.iter().position(selected));
        let table = Table { id: "modules", heads: &HEADS, rows: rows.len(), target };
        let name = |index: usize| {
            let row: &ModuleRow = &rows[index];
            Name { key: row.address, label: format!("module {}, {}", row.name, row.origin), selected: selected(row) }
        };
        table.ui(ui, view.moment, &mut self.follow, name, |ui, index, line| {
            row(ui, view, &rows[index], selected(&rows[index]), &line, out);
        });
    }
}

fn row(ui: &Ui, view: &View, module: &ModuleRow, selected: bool, line: &Line, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    if module.mark != Mark::None {
        ui.painter().rect_filled(line.rect, 0.0, palette.current_tint);
        paint::mark(ui, pos2(line.rect.left() + 6.0, line.y()), module.mark, palette);
    }
    let at = pos2(line.rect.left() + INSET, line.y());
    paint::text(ui, at, line.right(0).x - at.x, &module.name, theme::code(theme::BODY), palette.ink);
    let small = || theme::words(theme::SMALL);
    paint::text(ui, line.left(1), line.room(1), module.origin, small(), palette.quiet);
    paint::text(ui, line.left(2), line.room(2), &module.names.to_string(), small(), palette.quiet);
    if view.detail.shows(Feature::Counts) {
        let mut words = module.refcount.map_or("immortal".to_owned(), |count| count.to_string());
        if view.detail.shows(Feature::Addresses) {
            words = format!("{words} · {}", Value::short_address(module.address));
        }
        let at = line.left(3);
        paint::text(ui, at, line.rect.right() - 8.0 - at.x, &words, small(), palette.quiet);
    }
    if selected {
        paint::outline(ui, line.rect.shrink2(vec2(4.0, 0.0)), palette);
    }
    if line.response.clicked() {
        out.push(Command::Select(Selection::of_object(module.address)));
    }
}
