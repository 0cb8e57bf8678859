//! The program's text: where execution is, breakpoints, what is selected, a syntax error; and its editor.

use super::source_colors::Colours;
use crate::look::paint;
use crate::look::theme::{self, Palette, ROW};
use crate::panes::follow::{Follow, List};
use crate::panes::view::{Out, View};
use egui::text::{CCursor, LayoutJob, TextFormat};
use egui::{
    Color32, CornerRadius, Galley, Key, Pos2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::compile::source::Problem;
use model::ground::place::{self, Span};
use model::machine::elsewhere::Elsewhere;
use std::sync::Arc;

#[derive(Default)]
pub struct Source {
    colours: Colours,
    /// The editor's own text while editing.
    buffer: String,
    buffer_version: u64,
    pub editing: bool,
    focus_editor: bool,
    follow: Follow,
    /// How far to scroll a long line.
    sideways: Option<f32>,
    /// For a class.
    large: bool,
    /// Colours are still being worked out: the picture is not final.
    pub settling: bool,
    /// Whole lines that there is room for.
    pub rows: usize,
    other: Other,
}

/// The text of another file, shown while its code runs.
#[derive(Default)]
struct Other {
    colours: Colours,
    file: String,
    text: String,
    follow: Follow,
    /// The program's own text is shown instead.
    aside: bool,
    /// How far its lines are shifted to the left, so that what comes next is in sight.
    shift: f32,
}

/// Between a line and what is said about it.
const BEHIND: f32 = 24.0;
const NOTE_PAD: f32 = 6.0;

fn remark(problem: &Problem) -> String {
    format!("{}: {}", problem.kind, problem.message)
}

/// A remark in rows between the lines.
struct Note {
    /// Lines above it.
    behind: usize,
    rows: usize,
    words: Arc<Galley>,
    /// From the left edge of the pane.
    left: f32,
}

impl Note {
    /// `row` is the first of its rows.
    fn paint(&self, ui: &Ui, palette: &Palette, row: Rect) {
        let size = self.words.size() + vec2(2.0 * NOTE_PAD, 4.0);
        let height = row.height() * self.rows as f32;
        let at = pos2(ui.clip_rect().left() + self.left, row.top() + (height - size.y) / 2.0);
        let area = Rect::from_min_size(at, size);
        let pen = Stroke::new(1.0, palette.dying);
        ui.painter().rect(area, CornerRadius::same(3), palette.pane, pen, StrokeKind::Inside);
        ui.painter().galley(at + vec2(NOTE_PAD, 2.0), Arc::clone(&self.words), palette.dying);
    }
}

impl Source {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        if self.buffer_version != view.text_version || (!self.editing && self.buffer != view.text) {
            self.buffer = view.text.to_owned();
            self.buffer_version = view.text_version;
        }
        let palette = Palette::of(ui.visuals());
        self.large = view.large;
        self.settling = self.colours.advance(&self.buffer);
        if self.settling {
            ui.ctx().request_repaint();
        }
        if self.editing {
            self.editor(ui, view, palette, out);
            return;
        }
        let elsewhere = view.moment.elsewhere.as_ref().filter(|_| view.moment.compile.is_none());
        if let Some(elsewhere) = elsewhere {
            // Presented to a class, lines of code are worth more than the choice between two files.
            if ui.available_height() > 8.0 * self.type_of().1 {
                self.files(ui, view, palette, elsewhere);
            }
            if !self.other.aside {
                self.elsewhere(ui, view, palette, elsewhere);
                return;
            }
        }
        self.reading(ui, view, palette, out);
    }

    /// Which file is shown: the one whose code runs, or the program.
    fn files(&mut self, ui: &mut Ui, view: &View, palette: &Palette, elsewhere: &Elsewhere) {
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.add_space(8.0);
            let own = view.run.source.short_name().to_owned();
            let chosen = usize::from(!self.other.aside);
            if let Some(clicked) = paint::segments(ui, "file", &[&own, elsewhere.short_name()], chosen) {
                self.other.aside = clicked == 0;
            }
            let line = if elsewhere.line > 0 { format!(", line {}", elsewhere.line) } else { String::new() };
            let words = format!("{} runs{line}", elsewhere.name);
            paint::words(ui, &words, theme::words(theme::SMALL), palette.quiet);
        });
        ui.add_space(2.0);
    }

    /// The file whose code runs.
    fn elsewhere(&mut self, ui: &mut Ui, view: &View, palette: &Palette, elsewhere: &Elsewhere) {
        if elsewhere.lines.is_empty() {
            paint::empty(
                ui,
                &format!("Nobody keeps the text of {}; the pane Bytecode shows what runs.", elsewhere.file),
            );
            return;
        }
        let (size, row) = self.type_of();
        let other = &mut self.other;
        if other.file != elsewhere.file {
            (other.file, other.text) = (elsewhere.file.clone(), elsewhere.lines.join("\n"));
        }
        if other.colours.advance(&other.text) {
            self.settling = true;
            ui.ctx().request_repaint();
        }
        let count = elsewhere.lines.len();
        let gutter = gutter_width(count) * row / ROW;
        let height = (ui.available_height() / row).floor().max(1.0) * row;
        let list = List { row, height, rows: count };
        let target = (elsewhere.line as usize).checked_sub(1);
        let area = ScrollArea::vertical().id_salt(("other source", &elsewhere.file)).max_height(height);
        let area = other.follow.area(ui.ctx(), area, view.moment, target, list);
        ui.spacing_mut().item_spacing.y = 0.0;
        let output = area.auto_shrink(false).show_rows(ui, row, count, |ui, range| {
            for index in range {
                let (text, number) = (&elsewhere.lines[index], index as u32 + 1);
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), row), Sense::hover());
                let current = elsewhere.line == number;
                let label = format!("line {number} of {}: {text}", elsewhere.short_name());
                response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, current, &label));
                if current {
                    ui.painter().rect_filled(rect, 0.0, palette.current_tint);
                    ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(3.0, row)), 0.0, palette.current);
                }
                let mut job = other.colours.job(index, text, palette);
                for section in &mut job.sections {
                    section.format.font_id.size = size;
                    section.format.line_height = Some(row);
                }
                let galley = ui.painter().layout_job(job);
                let text_at = rect.left() + gutter;
                let covered = place::columns_on(elsewhere.span, number, text.len())
                    .filter(|_| current)
                    .and_then(|(start, end)| columns_rect(&galley, text, pos2(0.0, rect.top()), start, end));
                if current {
                    let room = rect.width() - gutter - 12.0;
                    let (start, end) = covered.map_or((0.0, 0.0), |covered| (covered.left(), covered.right()));
                    other.shift = if end <= room { 0.0 } else { (end - room).min(start).max(0.0) };
                }
                let at = pos2(text_at - other.shift, rect.center().y - galley.size().y / 2.0);
                let seen = Rect::from_min_max(pos2(text_at - 3.0, rect.top()), rect.max).intersect(ui.clip_rect());
                let pen = ui.painter().with_clip_rect(seen);
                if let Some(covered) = covered {
                    let covered = covered.translate(vec2(at.x, 0.0)).x_range();
                    let covered = Rect::from_x_y_ranges(covered, rect.shrink2(vec2(0.0, 1.5)).y_range());
                    let line = Stroke::new(1.0, palette.current);
                    let covered = covered.expand2(vec2(2.0, 0.0));
                    pen.rect(covered, CornerRadius::same(3), palette.pane, line, StrokeKind::Inside);
                }
                pen.galley(at, galley, palette.ink);
                let color = if current { palette.ink } else { palette.quiet };
                let right = pos2(rect.left() + gutter - 16.0, rect.center().y);
                paint::text_right(ui, right, gutter, &number.to_string(), theme::code(size - 1.0), color);
            }
        });
        other.follow.seen(&output);
    }

    /// Size of the letters and height of a line.
    fn type_of(&self) -> (f32, f32) {
        if self.large { (16.0, 27.0) } else { (theme::BODY, ROW) }
    }

    fn job(&mut self, index: usize, text: &str, palette: &Palette) -> LayoutJob {
        let (size, row) = self.type_of();
        let mut job = self.colours.job(index, text, palette);
        for section in &mut job.sections {
            section.format.font_id.size = size;
            section.format.line_height = Some(row);
        }
        job
    }

    /// Begins or ends editing.
    pub fn toggle_editing(&mut self) {
        self.editing = !self.editing;
        self.focus_editor = self.editing;
    }

    fn reading(&mut self, ui: &mut Ui, view: &View, palette: &Palette, out: &mut Out) {
        let text = std::mem::take(&mut self.buffer);
        let lines: Vec<&str> = text.split('\n').collect();
        let row = self.type_of().1;
        let gutter = gutter_width(lines.len()) * row / ROW;
        let problem = view.run.source.problem.as_ref().map(|problem| problem.span.line);
        let line = if view.moment.line > 0 { view.moment.line } else { problem.unwrap_or(0) };
        let note = self.note(ui, view, palette, &lines, gutter);
        let (noted, rows) = note.as_ref().map_or((lines.len(), 0), |note| (note.behind, note.rows));
        let target = (line as usize).checked_sub(1);
        let target = target.map(|line| if line >= noted { line + rows } else { line });
        // The bar for long lines takes its own room.
        let bar = ui.spacing().scroll.allocated_width();
        let height = ((ui.available_height() - bar) / row).floor().max(1.0) * row;
        self.rows = (height / row) as usize;
        let area = ScrollArea::both().id_salt("source");
        let list = List { row, height, rows: lines.len() + rows };
        let area = self.follow.area(ui.ctx(), area, view.moment, target, list);
        // As wide as the longest of all lines: were it that of those in sight, a bar that hides the last of them could
        // come and go in turn.
        let letter = paint::width(ui, "0", theme::code(self.type_of().0));
        let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let wide = gutter + letter * longest as f32 + 48.0;
        let beside = if list.rows as f32 * row > height { bar } else { 0.0 };
        let below = if wide > ui.available_width() - beside { bar } else { 0.0 };
        let mut area = area.max_height(height + below);
        if let Some(sideways) = self.sideways.take() {
            area = area.horizontal_scroll_offset(sideways.max(0.0));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let output = area.show_rows(ui, row, lines.len() + rows, |ui, range| {
            ui.set_min_width(wide);
            for index in range.clone() {
                if index < noted {
                    self.line(ui, view, palette, index, lines[index], gutter, out);
                } else if index >= noted + rows {
                    self.line(ui, view, palette, index - rows, lines[index - rows], gutter, out);
                } else {
                    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), row), Sense::hover());
                    if let Some(note) = note.as_ref().filter(|_| index == range.start.max(noted)) {
                        note.paint(ui, palette, rect.translate(vec2(0.0, -row * (index - noted) as f32)));
                    }
                }
            }
        });
        self.follow.seen(&output);
        self.buffer = text;
    }

    #[expect(clippy::too_many_arguments, reason = "one line of the source needs all that the source knows")]
    fn line(
        &mut self,
        ui: &mut Ui,
        view: &View,
        palette: &Palette,
        index: usize,
        text: &str,
        gutter: f32,
        out: &mut Out,
    ) {
        let number = index as u32 + 1;
        let job = self.job(index, text, palette);
        let galley = ui.painter().layout_job(job);
        let problem = view.run.source.problem.as_ref().filter(|problem| problem.span.line == number);
        let width = (gutter + galley.size().x + 48.0).max(ui.available_width());
        let (rect, response) = ui.allocate_exact_size(vec2(width, self.type_of().1), Sense::click());
        let current = view.moment.line == number;
        response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, current, format!("line {number}: {text}")));
        let visible = Rect::from_x_y_ranges(ui.clip_rect().x_range(), rect.y_range());
        let text_at = pos2(rect.left() + gutter, rect.center().y - galley.size().y / 2.0);
        if current {
            ui.painter().rect_filled(visible, 0.0, palette.current_tint);
            ui.painter().rect_filled(Rect::from_min_size(visible.min, vec2(3.0, rect.height())), 0.0, palette.current);
        }
        let boxed = |span: Span, stroke: Stroke, fill: Color32| {
            let Some((start, end)) = place::columns_on(span, number, text.len()) else { return };
            let Some(covered) = columns_rect(&galley, text, text_at, start, end) else { return };
            let covered = Rect::from_x_y_ranges(covered.x_range(), rect.shrink2(vec2(0.0, 1.5)).y_range())
                .expand2(vec2(2.0, 0.0));
            ui.painter().rect(covered, CornerRadius::same(3), fill, stroke, StrokeKind::Inside);
        };
        if let Some(span) = view.selection.span {
            boxed(span, Stroke::new(1.0, palette.current), palette.current_tint);
        }
        if current && self.follow.is_watching() {
            // What comes next is in sight sideways, too: with the beginning of its line, if both fit.
            let covered = place::columns_on(view.moment.span, number, text.len())
                .and_then(|(start, end)| columns_rect(&galley, text, text_at, start, end));
            let (start, end) =
                covered.map_or((0.0, 0.0), |covered| (covered.left() - rect.left(), covered.right() - rect.left()));
            let room = ui.clip_rect().width() - 16.0;
            let wanted = if end <= room { 0.0 } else { (end - room).min(start - gutter) };
            let now = ui.clip_rect().left() - rect.left();
            let in_sight = start >= now && end <= now + room && (now < 1.0 || end > room);
            self.sideways = (!in_sight).then_some(wanted);
        }
        if current && !place::is_empty(view.moment.span) {
            boxed(view.moment.span, Stroke::new(1.0, palette.current), palette.pane);
        }
        ui.painter().galley(text_at, galley.clone(), palette.ink);
        if let Some(problem) = problem {
            self.problem(ui, palette, problem, text, text_at, &galley, rect);
        }
        self.gutter(ui, view, palette, number, rect, gutter, current, out);
        if response.double_clicked() {
            self.toggle_editing();
        } else if response.clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            let cursor = galley.cursor_from_pos(at - text_at);
            let col = byte_of_char(text, cursor.index.into());
            if let Some(token) = view.run.compilation.tokens().at(number, col as u32) {
                out.push(Command::Select(Selection::of_text(token.span, &token.text, &view.run.codes, view.moment)));
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "drawn in the middle of a line, with that line's measures")]
    fn problem(
        &self,
        ui: &Ui,
        palette: &Palette,
        problem: &Problem,
        text: &str,
        text_at: Pos2,
        galley: &Arc<Galley>,
        rect: Rect,
    ) {
        let (start, end) =
            place::columns_on(problem.span, problem.span.line, text.len()).unwrap_or((text.len(), text.len()));
        let covered = columns_rect(galley, text, text_at, start, end);
        let covered = covered.unwrap_or(Rect::from_min_size(text_at + vec2(galley.size().x, 0.0), vec2(8.0, 0.0)));
        let y = rect.bottom() - 2.0;
        let mut x = covered.left();
        let mut path = Vec::new();
        while x <= covered.right().max(covered.left() + 8.0) {
            path.push(pos2(x, if path.len() % 2 == 0 { y } else { y - 2.5 }));
            x += 2.5;
        }
        ui.painter().line(path, Stroke::new(1.2, palette.dying));
        let at = pos2(text_at.x + galley.size().x + BEHIND, rect.center().y);
        let remark = remark(problem);
        // Without room behind the line it stands in rows of its own below, see `note`.
        if at.x + paint::width(ui, &remark, theme::words(theme::SMALL)) <= rect.left() + ui.clip_rect().width() - 8.0 {
            paint::text(ui, at, f32::INFINITY, &remark, theme::words(theme::SMALL), palette.dying);
        }
    }

    /// What is wrong, if it has no room behind its line.
    fn note(&mut self, ui: &Ui, view: &View, palette: &Palette, lines: &[&str], gutter: f32) -> Option<Note> {
        let problem = view.run.source.problem.as_ref()?;
        let index = (problem.span.line as usize).checked_sub(1)?;
        let text = lines.get(index)?;
        let line = ui.painter().layout_job(self.job(index, text, palette));
        let remark = remark(problem);
        let font = || theme::words(theme::SMALL);
        let room = ui.available_width() - 8.0;
        if gutter + line.size().x + BEHIND + paint::width(ui, &remark, font()) <= room {
            return None;
        }
        let words = ui.painter().layout(remark, font(), palette.dying, (room - 2.0 * NOTE_PAD).max(80.0));
        let rows = ((words.size().y + 4.0) / self.type_of().1).ceil() as usize;
        let start =
            place::columns_on(problem.span, problem.span.line, text.len()).map_or(text.len(), |(start, _)| start);
        let place = columns_rect(&line, text, pos2(gutter, 0.0), start, start + 1)
            .map_or(gutter + line.size().x, |place| place.left());
        let left = place.min(room - words.size().x - 2.0 * NOTE_PAD).max(4.0);
        Some(Note { behind: index + 1, rows, words, left })
    }

    #[expect(clippy::too_many_arguments, reason = "drawn in the middle of a line, with that line's measures")]
    fn gutter(
        &self,
        ui: &Ui,
        view: &View,
        palette: &Palette,
        number: u32,
        rect: Rect,
        gutter: f32,
        current: bool,
        out: &mut Out,
    ) {
        let left = ui.clip_rect().left().max(rect.left());
        let area = Rect::from_min_size(pos2(rect.left(), rect.top()), vec2(gutter - 8.0, rect.height()));
        let set = view.breakpoints.contains(&number);
        let label = if set {
            format!("Remove the breakpoint of line {number}")
        } else {
            format!("Set a breakpoint on line {number}")
        };
        let response = paint::hot(ui, area, ("gutter", number), &label, set);
        let color = if current { palette.ink } else { palette.quiet };
        let right = pos2(rect.left() + gutter - 16.0, rect.center().y);
        paint::text_right(ui, right, gutter, &number.to_string(), theme::code(self.type_of().0 - 1.0), color);
        if set || response.hovered() {
            let centre = pos2(left + 12.0, rect.center().y);
            let color = if set { palette.dying } else { palette.line };
            ui.painter().circle_filled(centre, 4.0, color);
        }
        if response.clicked() {
            out.push(Command::ToggleBreakpoint(number));
        }
    }

    fn editor(&mut self, ui: &mut Ui, view: &View, palette: &Palette, out: &mut Out) {
        let id = ui.scope_id().with("editor");
        let count = self.buffer.split('\n').count();
        let gutter = gutter_width(count);
        let colours = &mut self.colours;
        let buffer = &mut self.buffer;
        let mut changed = false;
        let mut done = false;
        ScrollArea::both().id_salt("editor").auto_shrink(false).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let (numbers, _) = ui.allocate_exact_size(vec2(gutter, ROW * count as f32), Sense::hover());
                let clip = ui.clip_rect();
                for index in 0..count {
                    let centre = pos2(numbers.left() + gutter - 16.0, numbers.top() + ROW * (index as f32 + 0.5));
                    if clip.expand(ROW).contains(centre) {
                        paint::text_right(
                            ui,
                            centre,
                            gutter,
                            &(index + 1).to_string(),
                            theme::code(theme::SMALL),
                            palette.quiet,
                        );
                    }
                }
                let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, _: f32| {
                    ui.painter().layout_job(colours.whole(text.as_str(), palette))
                };
                let output = egui::TextEdit::multiline(buffer)
                    .id(id)
                    .frame(egui::Frame::NONE)
                    .margin(egui::Margin::ZERO)
                    .desired_width(f32::INFINITY)
                    .lock_focus(true)
                    .layouter(&mut layouter)
                    .show(ui);
                let response = output.response.response;
                let enabled = ui.is_enabled();
                response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, enabled, "Program text"));
                changed = response.changed();
                if self.focus_editor {
                    response.request_focus();
                    self.focus_editor = false;
                }
                done = ui.input(|input| input.key_pressed(Key::Escape));
            });
        });
        if changed {
            out.push(Command::Edit(self.buffer.clone()));
        }
        if done {
            self.editing = false;
            let _ = view;
        }
    }
}

fn gutter_width(lines: usize) -> f32 {
    44.0 + 8.0 * (lines.max(10).ilog10() as f32 - 1.0)
}

/// Where the bytes `start..end` of a line stand.
fn columns_rect(galley: &Galley, text: &str, at: Pos2, start: usize, end: usize) -> Option<Rect> {
    let chars = |byte: usize| text.get(..byte).map(|part| part.chars().count());
    let (first, last) = (chars(start)?, chars(end)?);
    let left = galley.pos_from_cursor(CCursor::new(first));
    let right = galley.pos_from_cursor(CCursor::new(last));
    Some(left.union(right).translate(at.to_vec2()))
}

fn byte_of_char(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(byte, _)| byte)
}

/// A line's format: code at the height of a row.
pub fn code_format(color: Color32, strong: bool) -> TextFormat {
    let font = if strong { theme::code_strong(theme::BODY) } else { theme::code(theme::BODY) };
    TextFormat { line_height: Some(ROW), ..TextFormat::simple(font, color) }
}

pub fn empty_job() -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = f32::INFINITY;
    job
}
