//! Logo, file, layouts, theme, version, help.

use crate::look::icons;
use crate::look::paint::{self, icon_button};
use crate::look::theme::{self, INSET, Palette};
use crate::panes::story::lesson_state::LESSONS;
use crate::panes::view::Out;
use crate::recording::programs::PROGRAMS;
use crate::shell::Shell;
use egui::epaint::{CubicBezierShape, PathShape};
use egui::{
    Align, Color32, CornerRadius, Layout as Arrange, Pos2, Rect, RichText, Sense, Stroke, Ui, UiBuilder, pos2, vec2,
};
use model::ask::command::{Command, Layout, Pane};
use model::ask::detail::{Detail, FEATURES};
use model::ask::keys::{keys_of, readable};

pub fn ui(ui: &mut Ui, shell: &Shell, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    let bar = ui.max_rect();
    ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, palette.hairline());
    let inside = bar.shrink2(vec2(INSET, 0.0));
    let left = UiBuilder::new().max_rect(inside).layout(Arrange::left_to_right(Align::Center));
    let left_end = ui.scope_builder(left, |ui| {
        let (logo, _) = ui.allocate_exact_size(vec2(26.0, 26.0), Sense::hover());
        self::logo(ui, logo.center(), palette);
        menu(ui, shell, out);
        let name = RichText::new(shell.document.short_name()).font(theme::strong(theme::LEAD)).color(palette.ink);
        ui.label(name);
        let state = if shell.document.edited() {
            "edited"
        } else if shell.document.path.is_some() {
            "saved"
        } else {
            "not a file yet"
        };
        ui.label(RichText::new(state).font(theme::words(theme::SMALL)).color(palette.quiet));
        ui.min_rect().right()
    });
    let right = UiBuilder::new().max_rect(inside).layout(Arrange::right_to_left(Align::Center));
    ui.scope_builder(right, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let help = icon_button(ui, icons::HELP, "The keys", Some(&Command::ToggleHelp));
        if help.clicked() {
            out.push(Command::ToggleHelp);
        }
        let (sign, words) = if shell.dark { (icons::LIGHT_MODE, "Light") } else { (icons::DARK_MODE, "Dark") };
        if icon_button(ui, sign, words, Some(&Command::ToggleTheme)).clicked() {
            out.push(Command::ToggleTheme);
        }
        ui.add_space(8.0);
        detail(ui, shell, out);
        ui.add_space(8.0);
        ui.label(RichText::new("Python 3.14").font(theme::words(theme::SMALL)).color(palette.quiet));
    });
    let widths: Vec<f32> =
        Layout::ALL.iter().map(|layout| paint::width(ui, layout.name(), theme::strong(theme::BODY)) + 24.0).collect();
    let total: f32 = widths.iter().sum::<f32>() + 4.0 * (widths.len() - 1) as f32;
    let mut x = (bar.center().x - total / 2.0).max(left_end.inner + 20.0);
    for (layout, width) in Layout::ALL.into_iter().zip(widths) {
        let rect = Rect::from_center_size(pos2(x + width / 2.0, bar.center().y), vec2(width, 28.0));
        x += width + 4.0;
        let active = shell.layout == layout;
        let response = paint::hot(ui, rect, ("layout", layout.name()), &format!("{} layout", layout.name()), active);
        if active {
            ui.painter().rect_filled(rect, CornerRadius::same(14), palette.current_tint);
        }
        let (font, color) = match active {
            true => (theme::strong(theme::BODY), palette.current),
            false if response.hovered() => (theme::words(theme::BODY), palette.ink),
            false => (theme::words(theme::BODY), palette.quiet),
        };
        paint::text_centred(ui, rect.center(), width, layout.name(), font, color);
        if response.clicked() {
            out.push(Command::SetLayout(layout));
        }
    }
}

/// How much is shown, and what each level adds.
fn detail(ui: &mut Ui, shell: &Shell, out: &mut Out) {
    let title = RichText::new(shell.detail.name()).font(theme::words(theme::SMALL));
    let response = ui.menu_button(title, |ui| levels(ui, shell, out));
    response.response.on_hover_text("How much is shown");
}

fn levels(ui: &mut Ui, shell: &Shell, out: &mut Out) {
    ui.set_min_width(260.0);
    for level in Detail::ALL {
        let response = ui.selectable_label(level == shell.detail, level.name());
        if response.clicked() {
            out.push(Command::SetDetail(level));
            ui.close();
        }
        let added: Vec<&str> =
            FEATURES.iter().filter(|(_, from, _)| *from == level).map(|(_, _, words)| *words).collect();
        let words = if added.is_empty() { "names, values, frames, references".to_owned() } else { added.join(", ") };
        let quiet = Palette::of(ui.visuals()).quiet;
        ui.add(egui::Label::new(RichText::new(words).font(theme::words(theme::SMALL)).color(quiet)).wrap());
    }
}

pub fn menu(ui: &mut Ui, shell: &Shell, out: &mut Out) {
    let sign = RichText::new(icons::MENU).font(theme::icon(18.0));
    let button = egui::Button::new(sign).frame_when_inactive(false);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(240.0);
        let mut item = |ui: &mut Ui, words: &str, command: Command| {
            let keys = keys_of(&command).map(readable).unwrap_or_default();
            if ui.add(egui::Button::new(words).shortcut_text(keys).frame(false).min_size(vec2(232.0, 24.0))).clicked() {
                out.push(command);
                ui.close();
            }
        };
        item(ui, "Open a program", Command::OpenDialog);
        item(ui, "Save", Command::Save);
        item(ui, "Save under another name", Command::SaveAs);
        item(ui, "Run with arguments, input, memory…", Command::AskSettings);
        ui.separator();
        for (index, program) in PROGRAMS.iter().enumerate() {
            item(ui, program.title, Command::OpenExample(index));
        }
        ui.separator();
        for (index, folder) in LESSONS.iter().enumerate() {
            let title =
                model::ask::lesson::Lesson::parse(folder.lesson).map_or(folder.name.to_owned(), |lesson| lesson.title);
            item(ui, &format!("Lesson: {title}"), Command::OpenLesson(index));
        }
        ui.separator();
        ui.menu_button(format!("Layout: {}", shell.layout.name()), |ui| {
            for layout in Layout::ALL {
                if ui.selectable_label(layout == shell.layout, layout.name()).clicked() {
                    out.push(Command::SetLayout(layout));
                    ui.close();
                }
            }
        });
        ui.menu_button(format!("Detail: {}", shell.detail.name()), |ui| levels(ui, shell, out));
        let mut item = |ui: &mut Ui, words: &str, command: Command| {
            let keys = keys_of(&command).map(readable).unwrap_or_default();
            if ui.add(egui::Button::new(words).shortcut_text(keys).frame(false).min_size(vec2(232.0, 24.0))).clicked() {
                out.push(command);
                ui.close();
            }
        };
        item(ui, "Present", Command::Present);
        item(ui, "One pane alone", Command::Alone(None));
        item(ui, if shell.dark { "Light" } else { "Dark" }, Command::ToggleTheme);
        item(ui, "The keys", Command::ToggleHelp);
        ui.separator();
        ui.menu_button("Show a pane", |ui| {
            for pane in Pane::ALL.into_iter().filter(|pane| *pane != Pane::Explain) {
                if ui.button(pane.title()).clicked() {
                    out.push(Command::ShowPane(pane));
                    ui.close();
                }
            }
        });
        if ui.button("Panes as they were delivered").clicked() {
            out.push(Command::ResetLayout);
            ui.close();
        }
    });
    let enabled = ui.is_enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, "Menu"));
}

/// A snake in one stroke: the letter S, lying, with a head.
fn logo(ui: &Ui, centre: Pos2, palette: &Palette) {
    let pen = Stroke::new(3.2, palette.new);
    let at = |x: f32, y: f32| centre + vec2(x, y);
    let curves = [
        [at(-8.5, -6.0), at(-3.0, -10.5), at(6.5, -9.5), at(6.5, -4.0)],
        [at(6.5, -4.0), at(6.5, 3.0), at(-7.0, -0.5), at(-7.0, 6.0)],
        [at(-7.0, 6.0), at(-7.0, 10.5), at(2.0, 10.0), at(8.0, 6.5)],
    ];
    let mut path = Vec::new();
    for points in curves {
        let curve = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, pen);
        path.extend(curve.flatten(Some(0.05)));
    }
    path.dedup();
    ui.painter().add(PathShape::line(path, pen));
    ui.painter().circle_filled(curves[0][0], 2.9, palette.new);
    ui.painter().circle_filled(curves[0][0] + vec2(-0.4, -0.9), 0.9, palette.pane);
    ui.painter().circle_filled(curves[2][3], 1.6, palette.new);
}
