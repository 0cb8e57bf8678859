//! The bar that moves the moment: step buttons, play, granularity, speed, find a moment, where we are.

use crate::look::icons;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::view::{Out, View};
use crate::shell::Shell;
use crate::shell::crumbs;
use egui::{
    Align, CornerRadius, Key, Layout, Rect, Response, RichText, Sense, Slider, StrokeKind, TextEdit, Ui, UiBuilder,
    pos2, vec2,
};
use model::ask::command::{Command, Granularity, Move};
use model::ask::keys::{keys_of, readable};
use model::ground::value::grouped;

pub fn ui(ui: &mut Ui, shell: &mut Shell, view: &View, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    let inside = ui.max_rect().shrink2(vec2(INSET, 0.0));
    let right = UiBuilder::new().max_rect(inside).layout(Layout::right_to_left(Align::Center));
    let room = ui.scope_builder(right, |ui| position(ui, shell, view, palette, RESERVED)).inner;
    let left = UiBuilder::new().max_rect(Rect::from_min_max(inside.min, pos2(room - 16.0, inside.bottom())));
    ui.scope_builder(left.layout(Layout::left_to_right(Align::Center)), |ui| {
        ui.set_clip_rect(ui.max_rect().expand(4.0).intersect(ui.clip_rect()));
        buttons(ui, shell, palette, out);
        ui.add_space(12.0);
        let watched = shell.layout == model::ask::command::Layout::Compile || view.moment.compile.is_some();
        if watched && ui.available_width() > 640.0 && !shell.finding && !shell.focus_find {
            crumbs::ui(ui, view, palette, out);
            return;
        }
        granularity(ui, shell, out);
        ui.add_space(12.0);
        if ui.available_width() > 330.0 {
            speed(ui, shell, palette, out);
            ui.add_space(12.0);
        }
        find(ui, shell, palette, out);
    });
}

/// What the buttons and choices at the left need, before the place in the run is written out.
const RESERVED: f32 = 780.0;

/// Menu, file, buttons and place in one bar, for a low or narrow window.
pub fn compact(ui: &mut Ui, shell: &mut Shell, view: &View, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    let bar = ui.max_rect();
    ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, palette.hairline());
    let inside = bar.shrink2(vec2(INSET, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(inside).layout(Layout::left_to_right(Align::Center)), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        crate::shell::top_bar::menu(ui, shell, out);
        let name = RichText::new(shell.document.short_name()).font(theme::strong(theme::BODY)).color(palette.ink);
        ui.add(egui::Label::new(name).truncate());
        ui.add_space(6.0);
        buttons(ui, shell, palette, out);
        ui.add_space(8.0);
        if shell.finding || shell.focus_find {
            find(ui, shell, palette, out);
            return;
        }
        if ui.available_width() > 620.0 {
            granularity(ui, shell, out);
            ui.add_space(8.0);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| position(ui, shell, view, palette, 8.0));
    });
}

fn buttons(ui: &mut Ui, shell: &Shell, palette: &Palette, out: &mut Out) {
    ui.spacing_mut().item_spacing.x = 4.0;
    let mut step = |ui: &mut Ui, sign: &str, words: &str, command: Command| {
        if round(ui, palette, sign, words, &command, false).clicked() {
            out.push(command);
        }
    };
    step(ui, icons::FIRST_PAGE, "To the first token", Command::Move(Move::First));
    step(ui, icons::SKIP_PREVIOUS, "Previous step", Command::StepBack);
    if shell.keeps_waiting() {
        let command = Command::Stop;
        if round(ui, palette, icons::STOP, "Stop the program", &command, true).clicked() {
            out.push(command);
        }
    } else {
        let (sign, words) = if shell.is_playing() { (icons::PAUSE, "Pause") } else { (icons::PLAY_ARROW, "Play") };
        if round(ui, palette, sign, words, &Command::PlayPause, true).clicked() {
            out.push(Command::PlayPause);
        }
    }
    let mut step = |ui: &mut Ui, sign: &str, words: &str, command: Command| {
        if round(ui, palette, sign, words, &command, false).clicked() {
            out.push(command);
        }
    };
    step(ui, icons::SKIP_NEXT, "Next step", Command::StepForward);
    step(ui, icons::LAST_PAGE, "To the end of the run", Command::Move(Move::Last));
}

fn round(ui: &mut Ui, palette: &Palette, sign: &str, words: &str, command: &Command, accent: bool) -> Response {
    let side = if accent { 34.0 } else { 30.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, words));
    let centre = rect.center();
    if accent {
        let fill = if response.hovered() { palette.current.gamma_multiply(0.85) } else { palette.current };
        ui.painter().circle_filled(centre, side / 2.0 - 1.0, fill);
        paint::text_centred(ui, centre, side, sign, theme::icon_filled(22.0), palette.on_current);
    } else {
        if response.hovered() {
            ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.current_tint);
        }
        paint::text_centred(ui, centre, side, sign, theme::icon_filled(20.0), palette.ink);
    }
    let keys = keys_of(command).map(|keys| format!(" ({})", readable(keys))).unwrap_or_default();
    response.on_hover_text(format!("{words}{keys}"))
}

fn granularity(ui: &mut Ui, shell: &Shell, out: &mut Out) {
    let words = Granularity::ALL.map(Granularity::name);
    let chosen = Granularity::ALL.iter().position(|each| *each == shell.granularity).unwrap_or(0);
    if let Some(index) = paint::segments(ui, "step by", &words, chosen) {
        out.push(Command::SetGranularity(Granularity::ALL[index]));
    }
}

fn speed(ui: &mut Ui, shell: &Shell, palette: &Palette, out: &mut Out) {
    ui.spacing_mut().item_spacing.x = 8.0;
    ui.label(RichText::new("Speed").font(theme::words(theme::SMALL)).color(palette.quiet));
    let mut speed = shell.speed;
    ui.spacing_mut().slider_width = 88.0;
    let slider = ui.add(Slider::new(&mut speed, 0.5..=2000.0).logarithmic(true).show_value(false));
    slider.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::Role::Slider, true, "Speed");
        info.value = Some(f64::from(speed));
        info
    });
    if slider.on_hover_text(format!("{speed:.1} steps a second")).changed() {
        out.push(Command::SetSpeed(speed));
    }
}

fn find(ui: &mut Ui, shell: &mut Shell, palette: &Palette, out: &mut Out) {
    let width = ui.available_width().min(220.0);
    if width < 80.0 {
        return;
    }
    let (rect, _) = ui.allocate_exact_size(vec2(width, 26.0), Sense::hover());
    ui.painter().rect(rect, CornerRadius::same(theme::RADIUS), palette.sunken, palette.hairline(), StrokeKind::Inside);
    paint::text(ui, pos2(rect.left() + 6.0, rect.center().y), 20.0, icons::SEARCH, theme::icon(16.0), palette.quiet);
    let inside = Rect::from_min_max(rect.min + vec2(26.0, 4.0), rect.max - vec2(6.0, 4.0));
    let id = ui.scope_id().with("find");
    let hint = RichText::new("Find a moment: line 9, call f").font(theme::words(theme::SMALL)).color(palette.quiet);
    let edit = TextEdit::singleline(&mut shell.find)
        .id(id)
        .frame(egui::Frame::NONE)
        .margin(egui::Margin::ZERO)
        .font(theme::words(theme::SMALL))
        .hint_text(hint)
        .desired_width(inside.width());
    let response = ui.put(inside, edit);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find a moment"));
    if std::mem::take(&mut shell.focus_find) {
        response.request_focus();
        shell.finding = true;
    } else if !response.has_focus() {
        shell.finding = false;
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) && !shell.find.trim().is_empty() {
        out.push(Command::Move(Move::Find(shell.find.trim().to_owned())));
    }
}

/// "61 of 83 steps · line 9 · STORE_ATTR next", or a sentence about what happened. Returns its left end.
fn position(ui: &mut Ui, shell: &Shell, view: &View, palette: &Palette, reserved: f32) -> f32 {
    let small = || theme::words(theme::BODY);
    if let Some(status) = shell.status() {
        let width = (ui.available_width() - 0.8 * reserved).clamp(160.0, 520.0);
        let size = paint::width(ui, &status, small()).min(width);
        let (rect, _) = ui.allocate_exact_size(vec2(size, 24.0), Sense::hover());
        let response = ui.interact(rect, ui.scope_id().with("status"), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Status, true, &status));
        let color = if shell.recording { palette.quiet } else { palette.changed };
        paint::text_right(ui, rect.right_center(), size, &status, small(), color);
        response.on_hover_text(&status);
        if !shell.recording {
            return rect.left();
        }
        ui.add_space(8.0);
    }
    let moment = view.moment;
    if let Some(now) = &moment.compile {
        let parts =
            [format!("of {} compile steps", grouped(now.total)), format!("then {} of the run", grouped(moment.total))];
        return count(ui, palette, &grouped(now.step + 1), &parts.join("  ·  "), reserved);
    }
    let mut parts = vec![format!("of {} steps", grouped(view.run.timeline.total))];
    if moment.line > 0 {
        parts.push(format!("line {}", moment.line));
    }
    if !moment.next.is_empty() {
        parts.push(format!("next {}", moment.next));
    }
    count(ui, palette, &grouped(moment.step), &parts.join("  ·  "), reserved)
}

/// A number, strong, and what it counts. Returns its left end.
fn count(ui: &mut Ui, palette: &Palette, step: &str, text: &str, reserved: f32) -> f32 {
    let small = || theme::words(theme::BODY);
    let number = paint::width(ui, step, theme::strong(theme::BODY));
    let rest = paint::width(ui, text, small()).min((ui.available_width() - number - reserved).max(120.0));
    let (rect, response) = ui.allocate_exact_size(vec2(number + rest + 5.0, 24.0), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Status, true, format!("{step} {text}")));
    let y = rect.center().y;
    paint::text(ui, pos2(rect.left(), y), number + 2.0, step, theme::strong(theme::BODY), palette.ink);
    paint::text(ui, pos2(rect.left() + number + 5.0, y), rest + 1.0, text, small(), palette.quiet);
    rect.left()
}
