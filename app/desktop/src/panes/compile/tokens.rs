//! The tokens: the current line's as chips, all of them as a table.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::follow::Follow;
use crate::panes::table::{Head, Line, Name, Table};
use crate::panes::view::{Out, View};
use egui::{CornerRadius, Rect, ScrollArea, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::compile::Stage;
use model::compile::tokens::{TokenRow, on_line, visible};
use model::ground::place::{self, Span};
use model::ground::value::Mark;

/// The columns: a narrow pane does without the places in the line.
fn heads(width: f32) -> Vec<Head> {
    let narrow = [Head::new("line", 36.0), Head::new("kind", 90.0), Head::new("text", 0.0)];
    let wide = [Head::new("line", 44.0), Head::new("columns", 60.0), Head::new("kind", 108.0), Head::new("text", 0.0)];
    if width < 300.0 { narrow.to_vec() } else { wide.to_vec() }
}

#[derive(Default)]
pub struct Tokens {
    follow: Follow,
    /// The stream that the parser sees, instead of the tokenize module's.
    parser: bool,
}

impl Tokens {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let compiling = view.moment.compile.is_some();
        let rows = view.tokens(self.parser);
        if rows.is_empty() {
            paint::empty(
                ui,
                "The words and signs that the program's text is cut into appear here once there is a text.",
            );
            return;
        }
        let palette = Palette::of(ui.visuals());
        if ui.available_height() > 100.0 {
            self.switch(ui, palette, compiling);
        }
        let here = (!place::is_empty(view.moment.span)).then_some(view.moment.span);
        let newest = view.moment.compile.as_ref().filter(|now| now.stage == Stage::Tokens).map(|_| rows.len() - 1);
        let found =
            |wanted: Option<Span>| wanted.and_then(|span| rows.iter().position(|row| place::overlaps(row.span, span)));
        // Of a program that cannot be compiled, where the compiler stopped.
        let problem = view.run.source.problem.as_ref().filter(|_| view.run.codes.is_empty());
        let stopped = problem.and_then(|problem| {
            let reached = |row: &TokenRow| (row.span.line, row.span.col) >= (problem.span.line, problem.span.col);
            rows.iter().position(reached)
        });
        let current = newest.or_else(|| found(here)).or(stopped);
        let target = self.follow.choose(view.moment, current, found(view.selection.span).filter(|_| newest.is_none()));
        let heads = heads(ui.available_width());
        let table = Table { id: "tokens", heads: &heads, rows: rows.len(), target };
        let name = |index: usize| Name {
            key: index as u64,
            label: format!("token {} {}", rows[index].kind, visible(&rows[index].text)),
            selected: is_selected(view, &rows[index]),
        };
        table.ui(ui, view.moment, &mut self.follow, name, |ui, index, line| {
            let previous = index.checked_sub(1).map(|index| rows[index].span.line);
            let first = previous != Some(rows[index].span.line);
            row(ui, view, palette, &rows[index], (first, newest == Some(index), stopped == Some(index)), &line, out);
        });
    }

    fn switch(&mut self, ui: &mut Ui, palette: &Palette, compiling: bool) {
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            let words = if self.parser || compiling { "what the parser sees" } else { "with comments and blank lines" };
            if let Some(chosen) =
                paint::segments(ui, "tokens of", &["tokenize", "parser"], usize::from(self.parser || compiling))
            {
                self.parser = chosen == 1;
            }
            paint::words(ui, words, theme::words(theme::SMALL), palette.quiet);
        });
        ui.add_space(4.0);
    }
}

fn row(
    ui: &Ui,
    view: &View,
    palette: &Palette,
    token: &TokenRow,
    (first_of_line, newest, stopped): (bool, bool, bool),
    line: &Line,
    out: &mut Out,
) {
    let rect = line.rect;
    let current = is_current(view, token) || newest;
    if current {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
    }
    let mut right = rect.right() - INSET;
    if stopped {
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(1.5, palette.dying));
        let (at, font) = (pos2(right, line.y()), theme::words(theme::SMALL));
        right = paint::text_right(ui, at, 90.0, "error here", font, palette.dying).left() - 8.0;
    }
    if newest {
        paint::mark(ui, pos2(rect.right() - 10.0, line.y()), Mark::New, palette);
        right -= 8.0;
    }
    if first_of_line && token.span.line > 1 {
        ui.painter().hline(rect.x_range(), rect.top(), palette.hairline());
    }
    if first_of_line {
        let number = token.span.line.to_string();
        paint::text_right(ui, line.right(0), line.room(0), &number, theme::code(theme::SMALL), palette.quiet);
    }
    let (kind, last) = (line.cells.len() - 2, line.cells.len() - 1);
    if kind > 1 {
        let columns = format!("{}–{}", token.span.col, token.span.end_col);
        paint::text(ui, line.left(1), line.room(1), &columns, theme::code(theme::SMALL), palette.quiet);
    }
    paint::text(ui, line.left(kind), line.room(kind), token.kind, theme::words(theme::SMALL), palette.quiet);
    let ink = if token.text.trim().is_empty() { palette.quiet } else { palette.ink };
    let font = if current { theme::code_strong(theme::BODY) } else { theme::code(theme::BODY) };
    let at = line.left(last);
    paint::text(ui, at, right - at.x, &visible(&token.text), font, ink);
    if is_selected(view, token) {
        paint::outline(ui, rect.shrink2(vec2(4.0, 0.0)), palette);
    }
    if line.response.clicked() {
        select(view, token, out);
    }
}

/// The tokens of the line where execution is, as chips in a row.
pub fn chips(ui: &mut Ui, view: &View, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    let tokens = on_line(view.tokens(false), view.moment.line);
    ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
    ScrollArea::horizontal().id_salt("chips").auto_shrink(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.add_space(INSET - 4.0);
            for (index, token) in tokens.iter().enumerate() {
                chip(ui, view, palette, token, index, out);
            }
        });
    });
}

fn chip(ui: &mut Ui, view: &View, palette: &Palette, token: &TokenRow, index: usize, out: &mut Out) {
    let text = visible(token.text.trim_matches(' '));
    let text = if text.is_empty() { " ".to_owned() } else { text };
    let wide = paint::width(ui, &text, theme::code(theme::BODY)).max(paint::width(ui, token.kind, theme::words(10.0)));
    let (rect, _) = ui.allocate_exact_size(vec2((wide + 12.0).clamp(26.0, 160.0), 38.0), egui::Sense::hover());
    let selected = is_selected(view, token);
    let response = paint::hot(ui, rect, ("chip", index), &format!("{} {text} on this line", token.kind), selected);
    let active = is_current(view, token) || selected;
    let (fill, line) = if active { (palette.current_tint, palette.current) } else { (palette.sunken, palette.line) };
    let line = if response.hovered() { palette.current } else { line };
    ui.painter().rect(rect, CornerRadius::same(theme::RADIUS), fill, Stroke::new(1.0, line), StrokeKind::Inside);
    let at = |y| pos2(rect.center().x, rect.top() + y);
    paint::text_centred(ui, at(13.0), rect.width() - 6.0, &text, theme::code(theme::BODY), palette.ink);
    paint::text_centred(ui, at(28.0), rect.width() - 4.0, token.kind, theme::words(10.0), palette.quiet);
    if response.clicked() {
        select(view, token, out);
    }
}

fn select(view: &View, token: &TokenRow, out: &mut Out) {
    out.push(Command::Select(Selection::of_text(token.span, &token.text, &view.run.codes, view.moment)));
}

fn is_selected(view: &View, token: &TokenRow) -> bool {
    view.selection.span.is_some_and(|span| place::covers(span, token.span) && !place::is_empty(token.span))
}

fn is_current(view: &View, token: &TokenRow) -> bool {
    !place::is_empty(token.span) && place::covers(view.moment.span, token.span)
}

/// A line between a pane's contents and its chips.
pub fn divider(ui: &Ui, rect: Rect, palette: &Palette) {
    ui.painter().hline(rect.x_range(), rect.top(), palette.hairline());
}
