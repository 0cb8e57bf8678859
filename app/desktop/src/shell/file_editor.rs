//! A small editor for a file beside the program.

use crate::look::theme;
use egui::{Align2, Context, Key, ScrollArea, TextEdit, Window, vec2};

pub struct FileEditor {
    pub path: String,
    text: String,
    focus: bool,
}

/// What became of the editor in a frame.
pub enum Done {
    Open,
    Closed,
    /// The text to be written.
    Write(String),
}

impl FileEditor {
    pub fn new(path: &str, text: String) -> FileEditor {
        FileEditor { path: path.to_owned(), text, focus: true }
    }

    pub fn ui(&mut self, ctx: &Context) -> Done {
        let (mut open, mut done) = (true, Done::Open);
        let window = Window::new(format!("Edit {}", self.path))
            .id(egui::Id::unique("file editor"))
            .open(&mut open)
            .collapsible(false)
            .resizable(false)
            .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0));
        window.show(ctx, |ui| {
            let width = (ctx.content_rect().width() - 80.0).clamp(240.0, 560.0);
            ui.set_width(width);
            ScrollArea::vertical().max_height(ctx.content_rect().height() * 0.5).show(ui, |ui| {
                let edit = TextEdit::multiline(&mut self.text).desired_width(width - 16.0).desired_rows(8);
                let response = ui.add(edit.font(theme::code(theme::BODY)).lock_focus(true));
                response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, "Text of the file")
                });
                if std::mem::take(&mut self.focus) {
                    response.request_focus();
                }
            });
            ui.add_space(6.0);
            ui.label("It is written above the disk, and the program runs again.");
            ui.add_space(4.0);
            ui.horizontal(|ui| {
                let write = ui.button("Write and run again").clicked();
                let keys = ui.input(|input| input.modifiers.command && input.key_pressed(Key::Enter));
                if write || keys {
                    done = Done::Write(self.text.clone());
                }
                if ui.button("Leave it").clicked() {
                    done = Done::Closed;
                }
            });
        });
        if open { done } else { Done::Closed }
    }
}
