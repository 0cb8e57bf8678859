//! The imported modules: the search that goes on, who imported whom and what it cost, as a list and as a graph, and what
//! `sys.modules` holds.

use super::module_graph;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::follow::Follow;
use crate::panes::table::{Head, Line, Name, Table};
use crate::panes::view::{Out, View};
use egui::{Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, pos2, vec2};
use model::ask::command::{Command, ModulesAs, Move};
use model::ask::detail::Feature;
use model::ask::selection::Selection;
use model::ground::value::{Mark, Value, counted, grouped};
use model::machine::import_search::{Asked, SearchModel, Stage};
use model::machine::modules::ModuleRow;
use model::moment::imports::{How, Import};

const HEADS: [Head; 4] =
    [Head::new("module", 110.0), Head::new("from", 84.0), Head::new("names", 56.0), Head::new("references", 0.0)];

const COSTS: [Head; 6] = [
    Head::new("module", 150.0),
    Head::new("asked for by", 96.0),
    Head::new("how", 70.0),
    Head::new("steps", 72.0),
    Head::new("own", 72.0),
    Head::new("time", 0.0),
];

#[derive(Default)]
pub struct Modules {
    follow: Follow,
    costs: Follow,
    pub shown: ModulesAs,
    graph: module_graph::ModuleGraph,
}

impl Modules {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        if view.moment.modules.is_empty() {
            paint::empty(ui, "The modules that the program has imported appear here as soon as it runs.");
            return;
        }
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            let words = ModulesAs::ALL.map(ModulesAs::name);
            let chosen = ModulesAs::ALL.iter().position(|shown| *shown == self.shown).unwrap_or(0);
            if let Some(clicked) = paint::segments(ui, "modules as", &words, chosen) {
                out.push(Command::ShowModules(ModulesAs::ALL[clicked]));
            }
            paint::words(ui, &summary(view), theme::words(theme::SMALL), palette.quiet);
        });
        ui.add_space(2.0);
        if let Some(search) = &view.moment.search {
            let area = ui.available_rect_before_wrap();
            let rows = search.stages.len() as f32 + 1.0;
            // The list below keeps its rows where there is room for both.
            let high = (rows * ROW + 10.0).min((area.height() - 7.0 * ROW).max(area.height() * 0.5));
            let place = Rect::from_min_size(area.min, vec2(area.width(), high));
            ui.scope_builder(UiBuilder::new().max_rect(place).id_salt("search"), |ui| {
                ui.set_clip_rect(place.intersect(ui.clip_rect()));
                self::search(ui, palette, search);
            });
            ui.painter().hline(area.x_range(), place.bottom(), palette.hairline());
            ui.advance_cursor_after_rect(place);
        }
        match self.shown {
            ModulesAs::Imports => self.imports(ui, view, palette, out),
            ModulesAs::Graph => self.graph.ui(ui, view, out),
            ModulesAs::Held => self.held(ui, view, out),
        }
    }

    /// Imports that have begun, each below the one that it lies in.
    fn imports(&mut self, ui: &mut Ui, view: &View, palette: &Palette, out: &mut Out) {
        let model = &view.run.imports;
        if !model.whole {
            paint::empty(ui, "Who imported whom is told once the recording has been read.");
            return;
        }
        let step = view.moment.step;
        let begun = model.imports.partition_point(|import| import.start <= step);
        let rows = &model.imports[..begun];
        if rows.is_empty() {
            let words = if model.imports.is_empty() {
                "This run imports nothing that is not there from the start; sys.modules shows what is."
            } else {
                "Nothing was imported yet. The rows come as the imports begin."
            };
            paint::empty(ui, words);
            return;
        }
        let open = rows.iter().rposition(|import| step < import.end);
        let target = self.costs.choose(view.moment, open.or(begun.checked_sub(1)), None);
        let table = Table { id: "imports", heads: &COSTS, rows: rows.len(), target };
        let name = |index: usize| {
            let import = &rows[index];
            let state =
                if step < import.end { "is being imported".to_owned() } else { import.how.sentence().to_owned() };
            let asked = model.cached(&import.name);
            let label = format!(
                "import {} for {}: {state}, {}, {} asked again",
                import.name,
                import.importer,
                counted(import.end - import.start, "step"),
                asked
            );
            Name { key: import.start, label, selected: open == Some(index) }
        };
        table.ui(ui, view.moment, &mut self.costs, name, |ui, index, line| {
            let import = &rows[index];
            cost(ui, palette, import, step < import.end, &line);
            let response = line.response.clone();
            if response.clicked() {
                out.push(Command::Move(Move::To(import.body.unwrap_or(import.start))));
            }
        });
    }

    /// What `sys.modules` holds.
    fn held(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let rows = &view.moment.modules;
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

/// How far the imports have come.
fn summary(view: &View) -> String {
    let (model, step) = (&view.run.imports, view.moment.step);
    let done: Vec<&Import> = model.imports.iter().filter(|import| import.end <= step).collect();
    let of = |how: How| done.iter().filter(|import| import.how == how).count();
    let parts = [How::Compiled, How::Pyc, How::Frozen, How::Builtin, How::Failed].map(|how| (of(how), how.words()));
    let told: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
    match told.is_empty() {
        true => counted(view.moment.modules.len() as u64, "module"),
        false => format!("{}: {}", counted(done.len() as u64, "import"), told.join(", ")),
    }
}

/// The path of the import that goes on.
fn search(ui: &mut Ui, palette: &Palette, search: &SearchModel) {
    ScrollArea::vertical().id_salt("import search").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let at = pos2(head.left() + INSET, head.center().y);
        let title = format!("import {}", search.name);
        let title = paint::text(ui, at, head.width() * 0.6, &title, theme::strong(theme::BODY), palette.ink);
        if !search.within.is_empty() {
            let at = pos2(title.right() + 8.0, head.center().y);
            let words =
                format!("for {}", search.within.iter().rev().map(String::as_str).collect::<Vec<_>>().join(", for "));
            paint::text(ui, at, head.right() - INSET - at.x, &words, theme::words(theme::SMALL), palette.quiet);
        }
        for part in &search.stages {
            stage(ui, palette, part);
        }
        ui.add_space(4.0);
    });
}

fn stage(ui: &mut Ui, palette: &Palette, part: &Stage) {
    let label = format!("{}: {} {}", part.title, part.asked.words(), part.detail);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListItem, true, label.trim_end()));
    let y = rect.center().y;
    let now = part.asked == Asked::Now;
    if now && !ui.is_sizing_pass() {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
        response.scroll_to_me(None);
    }
    let left = rect.left() + INSET + if part.inner { 18.0 } else { 0.0 };
    let centre = pos2(left + 5.0, y);
    // Asked in vain: a cross; being asked: an arrow; found: a filled dot; not asked: a ring.
    match part.asked {
        Asked::No => paint::mark(ui, centre, Mark::Dying, palette),
        Asked::Now => paint::head(ui, centre + vec2(4.0, 0.0), vec2(1.0, 0.0), palette.current),
        Asked::Found => {
            ui.painter().circle_filled(centre, 3.5, palette.new);
        }
        Asked::NotYet => {
            ui.painter().circle_stroke(centre, 3.0, Stroke::new(1.0, palette.faded));
        }
    }
    let color = match part.asked {
        Asked::Now => palette.current,
        Asked::Found => palette.new,
        Asked::No | Asked::NotYet => palette.quiet,
    };
    let right = pos2(rect.right() - INSET, y);
    let said = paint::text_right(ui, right, 90.0, part.asked.words(), theme::words(11.0), color);
    let ink = if part.asked == Asked::NotYet { palette.quiet } else { palette.ink };
    let room = said.left() - 8.0 - left - 16.0;
    let font = theme::code(theme::SMALL);
    let title = paint::text(ui, pos2(left + 16.0, y), room, &part.title, font, ink);
    let at = pos2(title.right() + 8.0, y);
    if !part.detail.is_empty() && said.left() - 8.0 - at.x > 24.0 {
        paint::text(ui, at, said.left() - 8.0 - at.x, &part.detail, theme::words(theme::SMALL), palette.quiet);
    }
}

/// Nanoseconds as a person reads them.
pub fn time(ns: u64) -> String {
    match ns {
        0..10_000 => format!("{ns} ns"),
        10_000..1_000_000 => format!("{:.1} µs", ns as f64 / 1e3),
        1_000_000..10_000_000_000 => format!("{:.1} ms", ns as f64 / 1e6),
        _ => format!("{:.1} s", ns as f64 / 1e9),
    }
}

fn cost(ui: &Ui, palette: &Palette, import: &Import, open: bool, line: &Line) {
    if open {
        ui.painter().rect_filled(line.rect, 0.0, palette.current_tint);
    }
    let small = || theme::words(theme::SMALL);
    let indent = (import.depth as f32 * 10.0).min(line.room(0) * 0.5);
    let at = pos2(line.rect.left() + INSET + indent, line.y());
    paint::text(ui, at, line.right(0).x - at.x, &import.name, theme::code(theme::BODY), palette.ink);
    paint::text(ui, line.left(1), line.room(1), &import.importer, theme::code(theme::SMALL), palette.quiet);
    if open {
        paint::text(ui, line.left(2), line.room(2), "going on", small(), palette.current);
        return;
    }
    let color = if import.how == How::Failed { palette.dying } else { palette.quiet };
    paint::text(ui, line.left(2), line.room(2), import.how.words(), small(), color);
    let steps = grouped(import.end - import.start);
    paint::text_right(ui, line.right(3), line.room(3), &steps, small(), palette.ink);
    paint::text_right(ui, line.right(4), line.room(4), &grouped(import.own), small(), palette.quiet);
    let at = line.left(5);
    paint::text(ui, at, line.rect.right() - 8.0 - at.x, &time(import.ns), small(), palette.quiet);
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
