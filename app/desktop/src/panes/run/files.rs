//! The files that the program sees: the tree with its `__pycache__`, what this run read and wrote, and what a `.pyc` file
//! says of its source. Files can be touched, edited and deleted; then the program runs again.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::follow::Follow;
use crate::panes::table::{Head, Line, Name, Table};
use crate::panes::view::{Out, View};
use egui::{Label, Rect, RichText, Ui, UiBuilder, pos2, vec2};
use model::ask::command::{Command, FileChange};
use model::compile::pyc::clock;
use model::ground::value::{Mark, counted, grouped};
use model::machine::files::{FileRow, PycNote, Use};

const HEADS: [Head; 4] =
    [Head::new("file", 210.0), Head::new("this run", 92.0), Head::new("bytes", 64.0), Head::new("changed", 0.0)];

#[derive(Default)]
pub struct Files {
    follow: Follow,
    chosen: Option<String>,
}

/// The file that is told of: the chosen one; if none is, a `.pyc` file that no longer fits its source.
fn told<'a>(chosen: Option<&String>, rows: &'a [FileRow]) -> Option<&'a FileRow> {
    let stale = |row: &&FileRow| row.pyc.as_ref().is_some_and(|note| !note.is_valid());
    match chosen {
        Some(path) => rows.iter().find(|row| row.path == *path),
        None => rows.iter().find(stale),
    }
}

impl Files {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let files = &view.moment.files;
        self.bar(ui, view, palette, out);
        if files.rows.is_empty() {
            paint::empty(
                ui,
                "A program that is saved in a file sees the files beside it; what it reads and writes is marked here. This \
                 one has touched none yet.",
            );
            return;
        }
        let chosen = told(self.chosen.as_ref(), &files.rows);
        let area = ui.available_rect_before_wrap();
        let high = match chosen.map(|row| row.pyc.is_some()) {
            Some(true) => 7.0 * ROW + 16.0,
            Some(false) => 2.0 * ROW + 16.0,
            None => 0.0,
        };
        // The tree keeps its six rows as long as it can.
        let tree = (files.rows.len().min(6) + 1) as f32 * ROW;
        let high = high.min((area.height() - tree).max(3.0 * ROW));
        let split = area.bottom() - high;
        let upper = Rect::from_min_max(area.min, pos2(area.right(), split));
        ui.scope_builder(UiBuilder::new().max_rect(upper).id_salt("tree of files"), |ui| {
            ui.set_clip_rect(upper.intersect(ui.clip_rect()));
            self.tree(ui, view, palette);
        });
        let Some(row) = chosen else { return };
        ui.painter().hline(area.x_range(), split, palette.hairline());
        let lower = Rect::from_min_max(pos2(area.left(), split), area.max);
        ui.scope_builder(UiBuilder::new().max_rect(lower).id_salt("a file"), |ui| {
            ui.set_clip_rect(lower.intersect(ui.clip_rect()));
            egui::ScrollArea::vertical()
                .id_salt("of a file")
                .auto_shrink(false)
                .show(ui, |ui| detail(ui, palette, row));
        });
    }

    /// What can be done: with the chosen file, and with all that was written.
    fn bar(&mut self, ui: &mut Ui, view: &View, palette: &Palette, out: &mut Out) {
        let files = &view.moment.files;
        let chosen = told(self.chosen.as_ref(), &files.rows);
        let free = chosen.filter(|row| !row.fixed && !row.gone);
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            ui.spacing_mut().item_spacing.x = 4.0;
            let small = |words: &str| egui::Button::new(RichText::new(words).font(theme::words(theme::SMALL)));
            if ui.add(small("Run again")).on_hover_text("With the files that this run left (F5)").clicked() {
                out.push(Command::RunAgain);
            }
            let mut act = |ui: &mut Ui, words: &str, hint: &str, there: bool, command: fn(String) -> Command| {
                let button = ui.add_enabled(there, small(words)).on_hover_text(hint);
                if let Some(row) = free.filter(|_| button.clicked()) {
                    out.push(command(row.path.clone()));
                }
            };
            let file = free.is_some_and(|row| !row.folder);
            let touch = |path| Command::ChangeFile(FileChange::Touch(path));
            act(ui, "Touch", "Gives the file a new time and leaves its text; then the program runs again", file, touch);
            let edit = free.is_some_and(|row| row.name.ends_with(".py") || row.name.ends_with(".txt"));
            act(ui, "Edit", "Changes the text of the file", edit, Command::EditFile);
            let delete = |path| Command::ChangeFile(FileChange::Delete(path));
            act(ui, "Delete", "Takes it away; then the program runs again", free.is_some(), delete);
            if files.rows.iter().any(|row| row.above)
                && ui
                    .add(small("Forget"))
                    .on_hover_text("Drops all that was written: the disk itself was never changed")
                    .clicked()
            {
                out.push(Command::ChangeFile(FileChange::Forget));
            }
            let words = format!("works in {}", files.folder);
            paint::words(ui, &words, theme::words(theme::SMALL), palette.quiet);
        });
        ui.add_space(2.0);
    }

    fn tree(&mut self, ui: &mut Ui, view: &View, palette: &Palette) {
        let rows = &view.moment.files.rows;
        let told = told(self.chosen.as_ref(), rows);
        let chosen = told.and_then(|told| rows.iter().position(|row| row.path == told.path));
        let used = rows.iter().rposition(|row| row.used.written).or(rows.iter().rposition(|row| row.used.read));
        let target = self.follow.choose(view.moment, chosen.or(used), None);
        let table = Table { id: "files", heads: &HEADS, rows: rows.len(), target };
        let name = |index: usize| {
            let row = &rows[index];
            let kind = if row.folder { "folder" } else { "file" };
            let pyc = row.pyc.as_ref().map_or("", |note| if note.is_valid() { ", valid" } else { ", stale" });
            let label = format!("{kind} {}: {}{pyc}", row.path, used_words(row));
            Name { key: hash(&row.path), label, selected: chosen == Some(index) }
        };
        let mut clicked = None;
        table.ui(ui, view.moment, &mut self.follow, name, |ui, index, line| {
            self::row(ui, palette, &rows[index], chosen == Some(index), &line);
            if line.response.clicked() {
                clicked = Some(rows[index].path.clone());
            }
        });
        if let Some(path) = clicked {
            self.chosen = if self.chosen.as_ref() == Some(&path) { None } else { Some(path) };
        }
    }
}

fn hash(path: &str) -> u64 {
    path.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

fn used_words(row: &FileRow) -> &'static str {
    match (row.gone, row.used.written, row.used.read) {
        (true, ..) => "taken away",
        (false, true, true) => "read, written",
        (false, true, false) => "written",
        (false, false, true) => "read",
        (false, false, false) if row.above => "from before",
        (false, false, false) => "",
    }
}

fn row(ui: &Ui, palette: &Palette, row: &FileRow, chosen: bool, line: &Line) {
    let small = || theme::words(theme::SMALL);
    let left = line.rect.left() + INSET + 14.0 * row.depth as f32;
    let room = line.right(0).x - left;
    // Written: a plus; read: a dot; taken away: a cross.
    let mark = match row.used {
        _ if row.gone => Mark::Dying,
        used if used.written => Mark::New,
        used if used.read => Mark::Changed,
        _ => Mark::None,
    };
    let color = if row.used.read && !row.used.written && !row.gone { palette.current } else { palette.mark(mark) };
    if mark == Mark::Changed {
        ui.painter().circle_filled(pos2(left - 7.0, line.y()), 3.0, palette.current);
    } else {
        paint::mark(ui, pos2(left - 7.0, line.y()), mark, palette);
    }
    let name = if row.folder && row.depth > 0 { format!("{}/", row.name) } else { row.name.clone() };
    let ink = match row.pyc.as_ref().map(PycNote::is_valid) {
        _ if row.gone => palette.dying,
        Some(false) => palette.changed,
        _ if row.folder => palette.quiet,
        _ => palette.ink,
    };
    paint::text(ui, pos2(left, line.y()), room, &name, theme::code(theme::BODY), ink);
    let words = match row.pyc.as_ref().map(PycNote::is_valid) {
        Some(false) if row.used == Use::default() => "stale".to_owned(),
        Some(false) => format!("stale, {}", used_words(row)),
        _ => used_words(row).to_owned(),
    };
    let color = if mark == Mark::None { palette.quiet } else { color };
    paint::text(ui, line.left(1), line.room(1), &words, small(), color);
    if !row.folder && !row.gone {
        paint::text_right(ui, line.right(2), line.room(2), &grouped(row.size), small(), palette.quiet);
        let at = line.left(3);
        let time = clock((row.mtime_ns / 1_000_000_000) as u32);
        let room = line.rect.right() - 8.0 - at.x;
        // The day comes first in what is cut: without room, the time of day is told.
        let short = time.split_once(' ').map_or(&*time, |(_, hour)| hour);
        let told = if paint::width(ui, &time, small()) <= room { &time } else { short };
        paint::text(ui, at, room, told, small(), palette.quiet);
    }
    if chosen {
        paint::outline(ui, line.rect.shrink2(vec2(4.0, 0.0)), palette);
    }
}

/// What there is to say of one file.
fn detail(ui: &mut Ui, palette: &Palette, row: &FileRow) {
    ui.add_space(6.0);
    let mut say = |words: String, color| {
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            ui.add(Label::new(RichText::new(words).font(theme::words(theme::SMALL)).color(color)).wrap());
        });
    };
    let Some(note) = &row.pyc else {
        let place = match () {
            () if row.gone => "It was taken away.",
            () if row.fixed => "A file of the library: nobody can change it.",
            () if row.folder => "A folder.",
            () if row.above => {
                "It lies above the disk: written by a run, or in this window. It lasts as long as the window."
            }
            () => "It lies on the disk. Changes made here lie above it; the disk stays as it is.",
        };
        say(row.path.clone(), palette.ink);
        say(place.to_owned(), palette.quiet);
        return;
    };
    let state = if note.is_valid() { palette.ink } else { palette.changed };
    say(note.state.sentence().replace("On the disk: ", "").replace("On the disk, but ", "It is "), state);
    let [third, fourth] = note.words;
    let fits = |same: bool| if same { Mark::None } else { Mark::Changed };
    let magic = if note.magic_fits { "CPython 3.14" } else { "another version" };
    let mut lines = vec![("magic", note.magic.to_string(), magic.to_owned(), fits(note.magic_fits))];
    let checked = match note.flags {
        0 => "checked by the source's time and size",
        1 => "a hash of the source, which nobody compares",
        3 => "checked by a hash of the source",
        _ => "not known",
    };
    lines.push(("flags", note.flags.to_string(), checked.to_owned(), Mark::None));
    if note.flags == 0 {
        let now = |at: usize| note.now.map(|now| now[at]);
        let time = now(0).map_or("no source".to_owned(), |time| format!("the source now: {}", clock(time)));
        let size = now(1)
            .map_or("no source".to_owned(), |size| format!("the source now: {}", counted(u64::from(size), "byte")));
        lines.push(("source time", clock(third), time, fits(now(0) == Some(third))));
        lines.push(("source size", counted(u64::from(fourth), "byte"), size, fits(now(1) == Some(fourth))));
    } else {
        lines.push(("hash", format!("{third:08x}{fourth:08x}"), String::new(), Mark::None));
    }
    ui.add_space(4.0);
    for (name, value, compared, mark) in lines {
        let response = paint::row(ui, ROW, &format!("{name}: {value}, {compared}"), false);
        let (rect, y) = (response.rect, response.rect.center().y);
        let left = rect.left() + INSET;
        let small = || theme::words(theme::SMALL);
        paint::text(ui, pos2(left, y), 84.0, name, small(), palette.quiet);
        let value = paint::text(ui, pos2(left + 92.0, y), 160.0, &value, theme::code(theme::SMALL), palette.ink);
        paint::mark(ui, pos2(value.right() + 10.0, y), mark, palette);
        let at = pos2(value.right() + 18.0, y);
        let color = if mark == Mark::None { palette.quiet } else { palette.changed };
        paint::text(ui, at, rect.right() - INSET - at.x, &compared, small(), color);
    }
}
