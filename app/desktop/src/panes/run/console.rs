//! What the program wrote up to this moment. A click on a line goes to the moment that wrote it.

use super::answers::Answers;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::view::{Out, View};
use egui::{Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};
use model::ask::command::{Command, Move};
use model::ground::value::counted;
use model::machine::console::{Line, Stream};

#[derive(Default)]
pub struct Console {
    lines: Vec<Line>,
    /// The moment that the lines are of.
    of: Option<(u64, u64, usize)>,
    answers: Answers,
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
        let grown = self.of != of;
        if grown {
            self.lines = output.lines();
            self.of = of;
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
            area = area.vertical_scroll_offset((self.lines.len() as f32 * ROW + 16.0 - ui.available_height()).max(0.0));
        }
        ui.add_space(8.0);
        area.show_rows(ui, ROW, self.lines.len(), |ui, range| {
            for line in &self.lines[range] {
                let response = paint::row(ui, ROW, &format!("output {}", line.text), false);
                let rect = response.rect;
                let color = if line.stream == Stream::Err { palette.dying } else { palette.ink };
                let at = pos2(rect.left() + INSET, rect.center().y);
                paint::text(ui, at, rect.width() - 2.0 * INSET, &line.text, theme::code(theme::BODY), color);
                if response.clicked() {
                    out.push(Command::Move(Move::To(line.step)));
                }
                response.on_hover_text("Go to the step that wrote this");
            }
        });
    }
}
