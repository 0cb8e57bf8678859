//! What the program wrote up to this moment. A click on a line goes to the moment that wrote it.

use crate::paint;
use crate::theme::{self, INSET, Palette, ROW};
use crate::view::{Out, View};
use egui::{ScrollArea, Ui, pos2};
use model::command::{Command, Move};
use model::console::Stream;

#[derive(Default)]
pub struct Console {
    lines: usize,
}

impl Console {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let lines = view.run.console.lines_until(view.moment.step);
        if lines.is_empty() {
            let later = view.run.console.chunks.first().map(|chunk| chunk.step);
            let sentence = match later {
                Some(step) => {
                    format!("Nothing has been written up to here. The first output comes in step {}.", step + 1)
                }
                None => "What the program prints appears here.".to_owned(),
            };
            paint::empty(ui, &sentence);
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let grown = lines.len() != self.lines;
        self.lines = lines.len();
        let mut area = ScrollArea::vertical().id_salt("console").auto_shrink(false);
        if grown {
            area = area.vertical_scroll_offset((lines.len() as f32 * ROW + 16.0 - ui.available_height()).max(0.0));
        }
        ui.add_space(8.0);
        area.show_rows(ui, ROW, lines.len(), |ui, range| {
            for line in &lines[range] {
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
