//! What floats over the panes: the keys, the command palette, a field for a file's path.

use crate::look::theme::{self, Palette};
use crate::panes::story::lesson_state::LESSONS;
use crate::panes::view::Out;
use crate::shell::file_editor::{Done, FileEditor};
use crate::shell::{Shell, run_with};
use egui::{Align2, Area, Context, Frame, Id, Key, Order, RichText, ScrollArea, Sense, TextEdit, Ui, Window, vec2};
use model::ask::command::{Command, FileChange, Granularity, Layout, ModulesAs, Pane};
use model::ask::detail::Detail;
use model::ask::keys::{KEYS, readable};
use model::ask::lesson::{Kind, Lesson};
use model::ground::settings::Settings;
use std::path::PathBuf;

#[derive(Default)]
pub struct Overlays {
    pub help: bool,
    palette: Option<Search>,
    path: Option<PathField>,
    settings: Option<run_with::Field>,
    file: Option<FileEditor>,
    /// What is cut in a pane, in full.
    cut: Option<(String, Vec<String>)>,
}

#[derive(Default)]
struct Search {
    text: String,
    chosen: usize,
}

struct PathField {
    saving: bool,
    text: String,
}

impl Overlays {
    pub fn toggle_palette(&mut self) {
        self.palette = if self.palette.is_some() { None } else { Some(Search::default()) };
    }

    pub fn ask_path(&mut self, saving: bool, text: &str) {
        self.path = Some(PathField { saving, text: text.to_owned() });
    }

    pub fn ask_settings(&mut self, settings: &Settings) {
        self.settings = Some(run_with::Field::of(settings));
    }

    pub fn edit_file(&mut self, path: &str, text: String) {
        self.file = Some(FileEditor::new(path, text));
    }

    /// Shows what is cut in a pane, or in all of them.
    pub fn read_cut(&mut self, pane: Option<Pane>, texts: Vec<String>) {
        let place = pane.map_or("the window".to_owned(), |pane| format!("the pane {}", pane.title()));
        self.cut = Some((place, texts));
    }

    /// The cut texts that are shown in full.
    pub fn told(&self) -> Option<&[String]> {
        self.cut.as_ref().map(|(_, texts)| texts.as_slice())
    }

    /// Closes what is open; says whether anything was.
    pub fn close(&mut self) -> bool {
        let fields = self.path.is_some() || self.settings.is_some() || self.file.is_some();
        let open = self.help || self.palette.is_some() || fields || self.cut.is_some();
        *self = Overlays::default();
        open
    }
}

/// Everything that can be asked for by name.
fn commands() -> Vec<(String, String, Command)> {
    let mut all: Vec<(String, String, Command)> = KEYS
        .iter()
        .map(|binding| (binding.words.to_owned(), readable(binding.keys), binding.command.clone()))
        .collect();
    for layout in Layout::ALL {
        all.push((format!("Layout: {}", layout.name()), String::new(), Command::SetLayout(layout)));
    }
    for detail in Detail::ALL {
        all.push((format!("Detail: {}", detail.name()), String::new(), Command::SetDetail(detail)));
    }
    for granularity in Granularity::ALL {
        all.push((format!("Step by {}", granularity.name()), String::new(), Command::SetGranularity(granularity)));
    }
    for pane in Pane::ALL.into_iter().filter(|pane| *pane != Pane::Explain) {
        all.push((format!("Show {}", pane.title()), String::new(), Command::ShowPane(pane)));
    }
    for shown in ModulesAs::ALL {
        all.push((format!("Show Modules: {}", shown.name()), String::new(), Command::ShowModules(shown)));
    }
    for (index, folder) in LESSONS.iter().enumerate() {
        if let Ok(lesson) = Lesson::parse(folder.lesson) {
            let kind = if lesson.kind == Kind::Walkthrough { "Interview" } else { "Lesson" };
            all.push((format!("{kind}: {}", lesson.title), String::new(), Command::OpenLesson(index)));
        }
    }
    for (index, program) in crate::recording::programs::PROGRAMS.iter().enumerate() {
        all.push((format!("Program: {}", program.title), String::new(), Command::OpenExample(index)));
    }
    all
}

pub fn ui(ctx: &Context, shell: &mut Shell, out: &mut Out) {
    help(ctx, shell);
    palette(ctx, shell, out);
    path(ctx, shell, out);
    settings(ctx, shell, out);
    file(ctx, shell, out);
    cut(ctx, shell);
    offer(ctx, shell, out);
    hints(ctx, shell);
}

/// Text that was not saved at the last start.
fn offer(ctx: &Context, shell: &Shell, out: &mut Out) {
    let Some(draft) = &shell.offered else { return };
    let window = Window::new("Text that was not saved")
        .collapsible(false)
        .resizable(false)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0));
    window.show(ctx, |ui| {
        ui.label(draft.offer());
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            let take = ui.button("Go on with it");
            if ui.ctx().memory(|memory| memory.focused()).is_none() {
                take.request_focus();
            }
            if take.clicked() {
                out.push(Command::TakeDraft);
            }
            if ui.button("Leave it").clicked() {
                out.push(Command::DropDraft);
            }
        });
    });
}

/// What a first start needs to know, in three lines; any step ends it.
const HINTS: [&str; 3] = [
    "The right arrow key makes the next step, the left one goes back.",
    "The sentence below the panes says what comes next, and what has just happened.",
    "Ctrl+P finds every command, program, lesson and interview.",
];

fn hints(ctx: &Context, shell: &mut Shell) {
    if !shell.hints {
        return;
    }
    if shell.moment.step > 0 || shell.moment.compile.is_some() {
        shell.hints = false;
        return;
    }
    let area = Area::new(Id::unique("hints")).order(Order::Middle).anchor(Align2::RIGHT_TOP, vec2(-16.0, 110.0));
    area.show(ctx, |ui| {
        Frame::window(ui.style()).show(ui, |ui| {
            ui.set_max_width(380.0);
            for hint in HINTS {
                ui.label(hint);
            }
            if ui.button("All right").clicked() {
                shell.hints = false;
            }
        });
    });
}

/// What is cut, in full: text that can be gone through and copied by keyboard.
fn cut(ctx: &Context, shell: &mut Shell) {
    let Some((place, texts)) = shell.overlays.cut.take() else { return };
    let mut open = true;
    let window = Window::new(format!("Cut in {place}"))
        .id(Id::unique("cut texts in full"))
        .open(&mut open)
        .collapsible(false)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0));
    window.show(ctx, |ui| {
        if texts.is_empty() {
            ui.label("Nothing is cut here.");
        }
        ScrollArea::vertical().max_height(ctx.content_rect().height() * 0.6).show(ui, |ui| {
            for text in &texts {
                let font = theme::code(theme::BODY);
                let response = ui.add(egui::Label::new(RichText::new(text).font(font)).wrap().sense(Sense::click()));
                if response.has_focus() {
                    response.scroll_to_me(None);
                }
                response.on_hover_text("A click copies it").clicked().then(|| ui.ctx().copy_text(text.clone()));
            }
        });
    });
    if open {
        shell.overlays.cut = Some((place, texts));
    }
}

/// What the next run is given.
fn settings(ctx: &Context, shell: &mut Shell, out: &mut Out) {
    let Some(mut field) = shell.overlays.settings.take() else { return };
    let mut open = true;
    match field.ui(ctx, &mut open) {
        Some(settings) => out.push(Command::RunWith(settings)),
        None if open => shell.overlays.settings = Some(field),
        None => {}
    }
}

/// The text of a file beside the program.
fn file(ctx: &Context, shell: &mut Shell, out: &mut Out) {
    let Some(mut editor) = shell.overlays.file.take() else { return };
    match editor.ui(ctx) {
        Done::Open => shell.overlays.file = Some(editor),
        Done::Closed => {}
        Done::Write(text) => out.push(Command::ChangeFile(FileChange::Write(editor.path, text))),
    }
}

fn help(ctx: &Context, shell: &mut Shell) {
    let mut open = shell.overlays.help;
    let window = Window::new("Keys")
        .open(&mut open)
        .collapsible(false)
        .resizable(false)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0));
    window.show(ctx, |ui| {
        egui::Grid::new("keys").num_columns(2).spacing(vec2(24.0, 6.0)).show(ui, |ui| {
            let palette = Palette::of(ui.visuals());
            for binding in KEYS {
                ui.label(RichText::new(readable(binding.keys)).font(theme::code(theme::SMALL)).color(palette.quiet));
                ui.label(binding.words);
                ui.end_row();
            }
        });
    });
    shell.overlays.help = open;
}

fn palette(ctx: &Context, shell: &mut Shell, out: &mut Out) {
    let Some(mut search) = shell.overlays.palette.take() else { return };
    let mut done = false;
    let area = Area::new(Id::unique("palette")).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, 96.0));
    area.show(ctx, |ui| {
        Frame::window(ui.style()).show(ui, |ui| {
            ui.set_width(440.0);
            done = search_ui(ui, &mut search, out);
        });
    });
    if !done {
        shell.overlays.palette = Some(search);
    }
}

/// Says whether the palette has done its work.
fn search_ui(ui: &mut Ui, search: &mut Search, out: &mut Out) -> bool {
    let palette = Palette::of(ui.visuals());
    let response =
        ui.add(TextEdit::singleline(&mut search.text).hint_text("Search all commands").desired_width(f32::INFINITY));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Search all commands"));
    response.request_focus();
    let wanted: Vec<String> = search.text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let found: Vec<_> = commands()
        .into_iter()
        .filter(|(words, _, _)| wanted.iter().all(|part| words.to_lowercase().contains(part)))
        .collect();
    if response.changed() {
        search.chosen = 0;
    }
    let (down, up, enter) = ui.input(|input| {
        (input.key_pressed(Key::ArrowDown), input.key_pressed(Key::ArrowUp), input.key_pressed(Key::Enter))
    });
    search.chosen =
        (search.chosen + usize::from(down)).saturating_sub(usize::from(up)).min(found.len().saturating_sub(1));
    let mut taken = None;
    ui.add_space(4.0);
    if found.is_empty() {
        ui.label(RichText::new(format!("Nothing found for '{}'.", search.text.trim())).color(palette.quiet));
    }
    ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (index, (words, keys, command)) in found.iter().enumerate() {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
            let chosen = index == search.chosen;
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, chosen, words));
            if chosen && (down || up) {
                response.scroll_to_me(None);
            }
            if chosen || response.hovered() {
                ui.painter().rect_filled(rect, 3.0, palette.current_tint);
            }
            crate::look::paint::text(
                ui,
                rect.left_center() + vec2(8.0, 0.0),
                320.0,
                words,
                theme::words(theme::BODY),
                palette.ink,
            );
            let at = rect.right_center() - vec2(8.0, 0.0);
            crate::look::paint::text_right(ui, at, 110.0, keys, theme::code(theme::SMALL), palette.quiet);
            if response.clicked() || (chosen && enter) {
                taken = Some(command.clone());
            }
        }
    });
    let done = taken.is_some();
    out.extend(taken);
    done
}

fn path(ctx: &Context, shell: &mut Shell, out: &mut Out) {
    let Some(mut field) = shell.overlays.path.take() else { return };
    let mut open = true;
    let mut chosen = None;
    let title = if field.saving { "Save under this path" } else { "Open this path" };
    let window = Window::new(title)
        .open(&mut open)
        .collapsible(false)
        .resizable(false)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0));
    window.show(ctx, |ui| {
        let response = ui.add(TextEdit::singleline(&mut field.text).desired_width(420.0));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Path of the file"));
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.add_space(4.0);
        if ui.button(if field.saving { "Save" } else { "Open" }).clicked() || enter {
            chosen = Some(PathBuf::from(field.text.trim()));
        }
    });
    match chosen {
        Some(path) if field.saving => shell.save_to(&path),
        Some(path) => out.push(Command::Open(path)),
        None if open => shell.overlays.path = Some(field),
        None => {}
    }
}
