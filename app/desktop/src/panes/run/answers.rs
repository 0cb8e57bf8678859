//! The lines that the program reads with `input()`: what was answered, to be changed, and what it waits for.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::view::{Out, View};
use egui::{Key, Rect, ScrollArea, TextEdit, Ui, UiBuilder, pos2, vec2};
use model::ask::command::Command;

const ROW: f32 = 30.0;
const LABEL: f32 = 132.0;

#[derive(Default)]
pub struct Answers {
    /// What stands in the fields, the last one being the answer to come.
    fields: Vec<String>,
    /// The answers that the fields were made from.
    given: Vec<String>,
    /// An answer was typed: the question behind it takes the focus, so that one can go on typing.
    next: Option<usize>,
}

impl Answers {
    /// Room under the output; none for programs that read nothing.
    pub fn height(&self, view: &View) -> f32 {
        let console = &view.run.console;
        let rows = console.answers.len() + usize::from(console.prompt.is_some());
        if rows == 0 { 0.0 } else { rows as f32 * ROW + 10.0 }
    }

    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let console = &view.run.console;
        if self.given != console.answers || self.fields.len() < console.answers.len() {
            self.given.clone_from(&console.answers);
            self.fields.clone_from(&console.answers);
        }
        self.fields.resize(console.answers.len() + 1, String::new());
        ui.painter().hline(ui.max_rect().x_range(), ui.max_rect().top(), palette.hairline());
        ui.add_space(5.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("answers").auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
            for nth in 0..console.answers.len() {
                let label = format!("Answer {}", nth + 1);
                self.row(ui, palette, nth, &label, "Change it and press Enter: the program runs again from there", out);
            }
            if let Some(prompt) = &console.prompt {
                let label = if prompt.trim().is_empty() { "The program waits" } else { prompt.trim_end() };
                self.row(ui, palette, console.answers.len(), label, "Type a line and press Enter", out);
            }
        });
    }

    fn row(&mut self, ui: &mut Ui, palette: &Palette, nth: usize, label: &str, hint: &str, out: &mut Out) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), egui::Sense::hover());
        let waiting = nth == self.given.len();
        let color = if waiting { palette.current } else { palette.quiet };
        let at = pos2(rect.left() + INSET, rect.center().y);
        paint::text(ui, at, LABEL - 8.0, label, theme::code(theme::SMALL), color);
        let end = if waiting { 96.0 } else { 0.0 };
        let field = Rect::from_min_max(
            pos2(rect.left() + INSET + LABEL, rect.top() + 3.0),
            pos2(rect.right() - INSET - end, rect.bottom() - 3.0),
        );
        let name = if waiting { "Line of input".to_owned() } else { format!("Answer {}", nth + 1) };
        let edit = TextEdit::singleline(&mut self.fields[nth])
            .font(theme::code(theme::BODY))
            .hint_text(hint)
            .id_salt(("answer", nth))
            .desired_width(field.width());
        let response = ui.put(field, edit);
        let enabled = ui.is_enabled();
        let text = self.fields[nth].clone();
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::text_edit(enabled, &text, &text, "");
            info.label = Some(name.clone());
            info
        });
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if waiting && self.next == Some(nth) {
            self.next = None;
            response.request_focus();
        }
        if entered && (waiting || self.given.get(nth) != Some(&text)) {
            self.next = Some(nth + 1);
            out.push(Command::GiveInput { nth, line: text });
        }
        if waiting {
            let button =
                Rect::from_min_max(pos2(field.right() + 8.0, field.top()), pos2(rect.right() - INSET, field.bottom()));
            ui.scope_builder(UiBuilder::new().max_rect(button), |ui| {
                let end = ui.button("No more").on_hover_text("End the input: what reads on meets EOFError");
                if end.clicked() {
                    out.push(Command::EndInput);
                }
            });
        }
    }
}
