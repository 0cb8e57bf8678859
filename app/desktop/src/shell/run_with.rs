//! What the next run is given: arguments, standard input, environment, working folder, a limit of memory. It belongs to
//! the recording: other answers are another run.

use crate::look::theme::{self, Palette};
use egui::{Align2, Context, Key, RichText, TextEdit, Ui, Window, vec2};
use model::ground::settings::{MOST_MEMORY, Settings};

/// The fields as they are written.
pub struct Field {
    /// As a shell takes them.
    arguments: String,
    input: String,
    environment: String,
    folder: String,
    memory: String,
    /// What cannot be changed here.
    beside: Vec<(String, String)>,
    focus: bool,
}

const WIDTH: f32 = 460.0;

impl Field {
    pub fn of(settings: &Settings) -> Field {
        Field {
            arguments: settings.arguments.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "),
            input: settings.input.join("\n"),
            environment: settings.environment.join("\n"),
            folder: settings.folder.clone(),
            memory: settings.memory.to_string(),
            beside: settings.beside.clone(),
            focus: true,
        }
    }

    /// What is written, or what is wrong with it.
    fn settings(&self) -> Result<Settings, String> {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let environment: Vec<String> =
            self.environment.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let named = |line: &&String| line.split_once('=').is_none_or(|(name, _)| name.trim().is_empty());
        if let Some(line) = environment.iter().find(named) {
            return Err(format!("A variable is written as NAME=value; '{line}' is not."));
        }
        let memory = self.memory.trim().parse().ok().filter(|megabytes| (1..=MOST_MEMORY).contains(megabytes));
        let memory = memory.ok_or_else(|| format!("The limit of memory is a number from 1 to {MOST_MEMORY}."))?;
        let (arguments, input, folder) = (words(&self.arguments), lines(&self.input), self.folder.trim().to_owned());
        if !folder.is_empty() && !std::path::Path::new(&folder).is_dir() {
            return Err(format!("There is no folder {folder}."));
        }
        Ok(Settings { arguments, input, environment, folder, beside: self.beside.clone(), memory })
    }

    /// Draws the window. Answers what to run with, if that was asked for; says in `open` whether it stays.
    pub fn ui(&mut self, ctx: &Context, open: &mut bool) -> Option<Settings> {
        let settings = self.settings();
        let mut run = false;
        let window = Window::new("Run with")
            .open(open)
            .collapsible(false)
            .resizable(false)
            .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0));
        window.show(ctx, |ui| {
            let palette = Palette::of(ui.visuals());
            let remark = |ui: &mut Ui, text: &str| {
                let text = RichText::new(text).font(theme::words(theme::SMALL)).color(palette.quiet);
                ui.add(egui::Label::new(text).wrap());
            };
            ui.set_width(WIDTH);
            ui.label("Arguments: sys.argv behind the program's name");
            let response = single(ui, &mut self.arguments, "Arguments");
            if std::mem::take(&mut self.focus) {
                response.request_focus();
            }
            run |= entered(ui, &response);
            ui.add_space(4.0);
            ui.label("Standard input: the lines that input() reads, before it asks in the console");
            several(ui, &mut self.input, "Standard input", 4);
            ui.add_space(4.0);
            ui.label("Most memory that objects may take, in megabytes");
            let response = single(ui, &mut self.memory, "Most memory");
            run |= entered(ui, &response);
            ui.add_space(4.0);
            ui.separator();
            ui.label("Environment variables, one NAME=value a line");
            several(ui, &mut self.environment, "Environment variables", 2);
            ui.label("Folder of the disk in which the program works");
            let response = single(ui, &mut self.folder, "Working folder");
            run |= entered(ui, &response);
            remark(ui, "Empty: the folder of the program's file. All of this belongs to the recording.");
            ui.add_space(6.0);
            if let Err(problem) = &settings {
                ui.label(RichText::new(problem).color(palette.dying));
            }
            run |= ui.add_enabled(settings.is_ok(), egui::Button::new("Run")).clicked();
        });
        settings.ok().filter(|_| run)
    }
}

fn entered(ui: &Ui, response: &egui::Response) -> bool {
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn single(ui: &mut Ui, text: &mut String, name: &'static str) -> egui::Response {
    let response = ui.add(TextEdit::singleline(text).desired_width(WIDTH - 16.0));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
    response
}

fn several(ui: &mut Ui, text: &mut String, name: &'static str, rows: usize) {
    let edit = TextEdit::multiline(text).desired_width(WIDTH - 16.0).desired_rows(rows);
    let response = ui.add(edit.font(egui::TextStyle::Monospace));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, name));
}

/// The words of a line, parted by spaces that are not in quotes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut any) = (Vec::new(), String::new(), None, false);
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => (quote, any) = (Some(letter), true),
            (None, _) if letter.is_whitespace() => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            _ => word.push(letter),
        }
    }
    if any || !word.is_empty() {
        words.push(word);
    }
    words
}

fn quoted(word: &str) -> String {
    let plain = !word.is_empty() && !word.contains(|letter: char| letter.is_whitespace() || "\"'".contains(letter));
    if plain {
        word.to_owned()
    } else if word.contains('"') {
        format!("'{word}'")
    } else {
        format!("\"{word}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_parted_as_a_shell_does_and_written_back() {
        let line = "-v 'two words' \"\" x=1";
        assert_eq!(words(line), ["-v", "two words", "", "x=1"]);
        let again = words(line).iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
        assert_eq!(words(&again), words(line));
    }
}
