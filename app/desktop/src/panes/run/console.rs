//! What the program wrote up to this moment, whole: lines are wrapped and can be selected and copied. A click on a line goes to
//! the moment that wrote it.

use super::answers::Answers;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::view::{Out, View};
use egui::{Color32, Label, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use model::ask::command::{Command, Move};
use model::ground::value::counted;
use model::machine::console::{Line, Stream};

#[derive(Default)]
pub struct Console {
    lines: Vec<Line>,
    /// What fits into one row each: the line, and the part of its text.
    rows: Vec<(usize, std::ops::Range<usize>)>,
    /// Letters in a row.
    wide: usize,
    /// The moment that the lines are of.
    of: Option<(u64, u64, usize)>,
    answers: Answers,
}

/// Cuts a line into rows of so many letters, behind a space where there is one.
fn wrap(text: &str, wide: usize) -> Vec<std::ops::Range<usize>> {
    let (mut rows, mut start) = (Vec::new(), 0);
    while let Some((end, _)) = text[start..].char_indices().nth(wide) {
        let part = &text[start..start + end];
        let end = part.rfind(' ').map_or(end, |space| space + 1);
        rows.push(start..start + end);
        start += end;
    }
    rows.push(start..text.len());
    rows
}

impl Console {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let whole = ui.max_rect();
        let foot = self.answers.height(view).min(whole.height() * 0.6);
        let upper = Rect::from_min_max(whole.min, pos2(whole.right(), whole.bottom() - foot));
        ui.scope_builder(UiBuilder::new().max_rect(upper), |ui| self.output(ui, view, out));
        if foot > 0.0 {
            let lower = Rect::from_min_max(pos2(whole.left(), upper.bottom()), whole.max);
            ui.scope_builder(UiBuilder::new().max_rect(lower), |ui| self.answers.ui(ui, view, out));
        }
    }

    fn output(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let output = &view.moment.output;
        let of = Some((view.moment.generation, view.moment.step, output.chunks.len()));
        let letter = paint::width(ui, "m", theme::code(theme::BODY)).max(1.0);
        let wide = (((ui.available_width() - 2.0 * INSET) / letter) as usize).max(8);
        let grown = self.of != of || self.wide != wide;
        if grown {
            self.lines = output.lines();
            let parts = |(at, line): (usize, &Line)| wrap(&line.text, wide).into_iter().map(move |part| (at, part));
            self.rows = self.lines.iter().enumerate().flat_map(parts).collect();
            (self.of, self.wide) = (of, wide);
        }
        if self.lines.is_empty() {
            let sentence = match view.run.console.first {
                Some(step) => {
                    format!("Nothing has been written up to here. The first output comes in step {}.", step + 1)
                }
                None => "What the program prints appears here.".to_owned(),
            };
            paint::empty(ui, &sentence);
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        if output.earlier > 0 {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            let remark = format!("{} before this; go back in time to see them.", counted(output.earlier, "byte"));
            let at = pos2(rect.left() + INSET, rect.center().y);
            paint::text(ui, at, rect.width() - 2.0 * INSET, &remark, theme::words(theme::SMALL), palette.quiet);
        }
        let mut area = ScrollArea::vertical().id_salt("console").auto_shrink(false);
        if grown {
            area = area.vertical_scroll_offset((self.rows.len() as f32 * ROW + 8.0 - ui.available_height()).max(0.0));
        }
        area.show_rows(ui, ROW, self.rows.len(), |ui, range| {
            for (at, part) in &self.rows[range] {
                let line = &self.lines[*at];
                let color = if line.stream == Stream::Err { palette.dying } else { palette.ink };
                row(ui, line, part.clone(), color, out);
            }
        });
    }
}

fn row(ui: &mut Ui, line: &Line, part: std::ops::Range<usize>, color: Color32, out: &mut Out) {
    let first = part.start == 0;
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        ui.add_space(INSET);
        let text = RichText::new(&line.text[part.clone()]).font(theme::code(theme::BODY)).color(color);
        let response = ui.add(Label::new(text).selectable(true).extend().sense(Sense::click()));
        response.widget_info(|| {
            let label = if first { format!("output {}", line.text) } else { line.text[part.clone()].to_owned() };
            WidgetInfo::labeled(Role::ListItem, true, label)
        });
        if response.clicked() {
            out.push(Command::Move(Move::To(line.step)));
        }
        response.on_hover_text("Go to the step that wrote this");
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_wrapped_at_spaces_and_nothing_is_lost() {
        let text = "one two three, and a-word-that-is-longer-than-a-row é";
        let rows = wrap(text, 12);
        assert!(rows.iter().all(|row| text[row.clone()].chars().count() <= 12));
        assert_eq!(rows.iter().map(|row| &text[row.clone()]).collect::<String>(), text);
        assert_eq!(&text[rows[0].clone()], "one two ");
        assert_eq!(wrap("", 12).len(), 1);
    }
}
