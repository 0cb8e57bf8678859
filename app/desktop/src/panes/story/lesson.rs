//! The lesson: a stop's text, its question, what the run answers, what the textbook says, what was learnt.

use crate::look::icons;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::story::lesson_state::{LESSONS, LessonState};
use crate::panes::view::{Out, View};
use egui::text::{LayoutJob, TextFormat};
use egui::{Button, Color32, CornerRadius, Label, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::lesson::{Block, Stop};
use model::ground::explain::{Tone, pieces};

pub fn ui(ui: &mut Ui, view: &View, lesson: &mut LessonState, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    let _ = view;
    ScrollArea::vertical().id_salt(("lesson", lesson.stop)).auto_shrink(false).show(ui, |ui| {
        egui::Frame::NONE.inner_margin(egui::Margin::symmetric(INSET as i8, 10)).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            let Some(stop) = lesson.current().cloned() else {
                shelf(ui, palette, out);
                return;
            };
            stop_ui(ui, palette, &stop, lesson, out);
            ways(ui, lesson, out);
        });
    });
}

/// The lessons to choose from.
fn shelf(ui: &mut Ui, palette: &Palette, out: &mut Out) {
    ui.label(RichText::new("Lessons show a program at chosen moments and ask before they tell.").color(palette.quiet));
    for (index, folder) in LESSONS.iter().enumerate() {
        let title =
            model::ask::lesson::Lesson::parse(folder.lesson).map_or(folder.name.to_owned(), |lesson| lesson.title);
        if ui.button(title).clicked() {
            out.push(Command::OpenLesson(index));
        }
    }
}

fn stop_ui(ui: &mut Ui, palette: &Palette, stop: &Stop, lesson: &mut LessonState, out: &mut Out) {
    for block in &stop.body {
        match block {
            Block::Heading(text) => {
                ui.label(RichText::new(text).font(theme::strong(theme::LEAD)).color(palette.ink));
            }
            Block::Paragraph(text) => {
                prose(ui, palette, text, theme::BODY, 0.0);
            }
            Block::Item(text) => {
                ui.horizontal_top(|ui| {
                    let (dot, _) = ui.allocate_exact_size(vec2(10.0, 18.0), Sense::hover());
                    ui.painter().circle_filled(dot.center(), 2.0, palette.quiet);
                    prose(ui, palette, text, theme::BODY, 18.0);
                });
            }
            Block::Code(text) => {
                egui::Frame::NONE.fill(palette.sunken).corner_radius(theme::RADIUS).inner_margin(8).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.label(RichText::new(text).font(theme::code(theme::BODY)).color(palette.ink));
                });
            }
        }
    }
    prediction(ui, palette, stop, lesson, out);
    claim(ui, palette, stop, lesson);
    checks(ui, palette, stop, lesson);
}

fn prose(ui: &mut Ui, palette: &Palette, text: &str, size: f32, indent: f32) {
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width() - indent.min(0.0);
    for piece in pieces(text) {
        let font = match piece.tone {
            Tone::Plain => theme::words(size),
            Tone::Strong => theme::strong(size),
            Tone::Code => theme::code(size - 0.5),
        };
        let format = TextFormat { line_height: Some(size + 6.0), ..TextFormat::simple(font, palette.ink) };
        job.append(&piece.text, 0.0, format);
    }
    ui.add(Label::new(job).wrap());
}

fn prediction(ui: &mut Ui, palette: &Palette, stop: &Stop, lesson: &mut LessonState, out: &mut Out) {
    let Some(predict) = &stop.predict else { return };
    ui.label(RichText::new(&predict.question).font(theme::strong(theme::BODY)).color(palette.ink));
    match &lesson.truth {
        None => {
            ui.label(RichText::new("Asking the run.").color(palette.quiet));
            return;
        }
        Some(Err(problem)) => {
            ui.label(RichText::new(problem).color(palette.dying));
            return;
        }
        Some(Ok(_)) => {}
    }
    let truth = lesson.truth.as_ref().and_then(|truth| truth.as_ref().ok()).cloned().unwrap_or_default();
    ui.spacing_mut().item_spacing.y = 4.0;
    for option in lesson.options() {
        let given = lesson.given.as_deref() == Some(option.as_str());
        let right = lesson.given.is_some() && option == truth;
        if answer(ui, palette, &option, given, right).clicked() && lesson.given.is_none() {
            out.push(Command::Answer(option));
        }
    }
    ui.spacing_mut().item_spacing.y = 8.0;
    match &lesson.given {
        None => {
            ui.label(
                RichText::new("Answer first; the panes stay still until you do.")
                    .font(theme::words(theme::SMALL))
                    .color(palette.quiet),
            );
        }
        Some(given) if *given == truth => {
            ui.label(RichText::new("Yes. Step on and watch it happen.").color(palette.new));
        }
        Some(_) => {
            let text = format!("The run says {truth}. Step on and see why.");
            ui.label(RichText::new(text).color(palette.changed));
        }
    }
}

fn answer(ui: &mut Ui, palette: &Palette, text: &str, given: bool, right: bool) -> egui::Response {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let response = paint::hot(ui, rect, ("answer", text), &format!("answer {text}"), given);
    let line = match (given, right) {
        (_, true) => palette.new,
        (true, false) => palette.changed,
        _ if response.hovered() => palette.current,
        _ => palette.line,
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(theme::RADIUS),
        palette.sunken,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    let sign = if right {
        icons::CHECK_CIRCLE
    } else if given {
        icons::RADIO_BUTTON_CHECKED
    } else {
        icons::RADIO_BUTTON_UNCHECKED
    };
    let color = if right { palette.new } else { palette.quiet };
    paint::text(ui, pos2(rect.left() + 8.0, rect.center().y), 20.0, sign, theme::icon(16.0), color);
    paint::text(
        ui,
        pos2(rect.left() + 32.0, rect.center().y),
        rect.width() - 40.0,
        text,
        theme::code(theme::BODY),
        palette.ink,
    );
    response
}

fn claim(ui: &mut Ui, palette: &Palette, stop: &Stop, lesson: &LessonState) {
    let Some(claim) = &stop.claim else { return };
    let (sign, color, words): (&str, Color32, String) = match &lesson.verdict {
        None => (icons::HOURGLASS_EMPTY, palette.quiet, "Asking the machine.".to_owned()),
        Some(Err(problem)) => (icons::ERROR, palette.dying, problem.clone()),
        Some(Ok(answer)) if answer == "True" => (icons::CHECK_CIRCLE, palette.new, "The machine agrees.".to_owned()),
        Some(Ok(_)) => (icons::CLOSE, palette.changed, "The machine of 3.14 does not agree.".to_owned()),
    };
    let frame =
        egui::Frame::NONE.fill(palette.sunken).stroke(palette.hairline()).corner_radius(theme::RADIUS).inner_margin(10);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new("A textbook says").font(theme::words(theme::SMALL)).color(palette.quiet));
        prose(ui, palette, &claim.sentence, theme::BODY, 0.0);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
        paint::text(ui, rect.left_center(), 20.0, sign, theme::icon(16.0), color);
        paint::text(
            ui,
            rect.left_center() + vec2(22.0, 0.0),
            rect.width() - 22.0,
            &words,
            theme::strong(theme::BODY),
            color,
        );
    });
}

fn checks(ui: &mut Ui, palette: &Palette, stop: &Stop, lesson: &mut LessonState) {
    for (index, check) in stop.checks.iter().enumerate() {
        prose(ui, palette, &format!("**{}**", check.question), theme::BODY, 0.0);
        let revealed = lesson.revealed.get(index).copied().unwrap_or(false);
        if revealed {
            prose(ui, palette, &check.answer, theme::BODY, 0.0);
        } else if ui.button("Show a good answer").clicked()
            && let Some(state) = lesson.revealed.get_mut(index)
        {
            *state = true;
        }
    }
}

/// Back and forth between the stops.
fn ways(ui: &mut Ui, lesson: &LessonState, out: &mut Out) {
    let last = lesson.open.as_ref().map_or(0, |lesson| lesson.stops.len().saturating_sub(1));
    ui.horizontal(|ui| {
        if ui.add_enabled(lesson.stop > 0, Button::new("Back")).clicked() {
            out.push(Command::PreviousStop);
        }
        if lesson.stop < last {
            if ui.add_enabled(!lesson.waiting(), Button::new("Next stop")).clicked() {
                out.push(Command::NextStop);
            }
        } else if ui.button("Close the lesson").clicked() {
            out.push(Command::CloseLesson);
        }
    });
}
