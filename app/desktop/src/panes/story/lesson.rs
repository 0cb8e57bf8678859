//! The lesson: a stop's text, its question, what the run answers, what the textbook says, what was learnt.

use crate::look::icons;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use crate::panes::story::lesson_state::{LESSONS, LessonState};
use crate::panes::view::Out;
use egui::text::{LayoutJob, TextFormat};
use egui::{Button, Color32, CornerRadius, Label, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::lesson::{Block, Claim, Kind, Lesson, Stop};
use model::ground::explain::{Tone, pieces};

pub fn ui(ui: &mut Ui, lesson: &mut LessonState, out: &mut Out) {
    let palette = Palette::of(ui.visuals());
    if let Some(open) = &lesson.open {
        head(ui, palette, &open.clone(), lesson);
    }
    ScrollArea::vertical().id_salt(("lesson", lesson.stop)).auto_shrink(false).show(ui, |ui| {
        egui::Frame::NONE.inner_margin(egui::Margin::symmetric(INSET as i8, 10)).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            let Some(stop) = lesson.current().cloned() else {
                shelf(ui, palette, out);
                return;
            };
            let question = lesson.open.as_ref().map_or(String::new(), |lesson| lesson.question.clone());
            if lesson.stop == 0 && !question.is_empty() {
                prose(ui, palette, &format!("**{question}**"), theme::LEAD, 0.0);
            }
            stop_ui(ui, palette, &stop, lesson, out);
            ways(ui, lesson, out);
        });
    });
}

/// What is read, and for an interview its clock.
fn head(ui: &mut Ui, palette: &Palette, open: &Lesson, lesson: &mut LessonState) {
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(INSET as i8, 2)).show(ui, |ui| {
        // The clock first: the title takes what is left.
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
        let builder = egui::UiBuilder::new().max_rect(row).layout(egui::Layout::right_to_left(egui::Align::Center));
        ui.scope_builder(builder, |ui| {
            if open.kind == Kind::Walkthrough {
                clock(ui, palette, open, lesson);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let title = RichText::new(&open.title).font(theme::strong(theme::SMALL)).color(palette.quiet);
                ui.add(Label::new(title).truncate());
            });
        });
    });
    let line = ui.cursor().top();
    ui.painter().hline(ui.max_rect().x_range(), line, palette.hairline());
}

/// How long one has been talking. While it runs the window is drawn once a second; stopped, it rests.
fn clock(ui: &mut Ui, palette: &Palette, open: &Lesson, lesson: &mut LessonState) {
    let now = ui.input(|input| input.time);
    let small = || theme::words(theme::SMALL);
    match lesson.clock {
        None => {
            let words = format!("Start the clock: {} minutes", open.minutes);
            if ui.button(RichText::new(words).font(small())).clicked() {
                lesson.clock = Some(now);
            }
        }
        Some(start) => {
            if ui.button(RichText::new("Stop").font(small())).on_hover_text("Stop the clock").clicked() {
                lesson.clock = None;
            }
            let gone = (now - start).max(0.0) as u64;
            let over = gone > u64::from(open.minutes) * 60;
            let color = if over { palette.changed } else { palette.ink };
            let words = format!("{}:{:02} of {}:00", gone / 60, gone % 60, open.minutes);
            ui.label(RichText::new(words).font(theme::code(theme::BODY)).color(color));
            ui.ctx().request_repaint_after(std::time::Duration::from_secs(1));
        }
    }
}

/// The lessons and the interviews to choose from.
fn shelf(ui: &mut Ui, palette: &Palette, out: &mut Out) {
    let kinds = [
        (Kind::Lesson, "Lessons show a program at chosen moments and ask before they tell."),
        (Kind::Walkthrough, "Interviews to rehearse: a question, a clock, the machine as the whiteboard."),
    ];
    for (kind, words) in kinds {
        ui.label(RichText::new(words).color(palette.quiet));
        for (index, folder) in LESSONS.iter().enumerate() {
            let lesson = Lesson::parse(folder.lesson).ok().filter(|lesson| lesson.kind == kind);
            if lesson.is_some_and(|lesson| ui.button(lesson.title).clicked()) {
                out.push(Command::OpenLesson(index));
            }
        }
        ui.add_space(6.0);
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
    aloud(ui, palette, stop);
    prediction(ui, palette, stop, lesson, out);
    if let Some(claim) = &stop.claim {
        verdict(ui, palette, "A textbook says", claim, lesson.verdict.as_ref());
    }
    trap(ui, palette, stop, lesson);
    checks(ui, palette, stop, lesson);
    sixty(ui, palette, stop, lesson);
    rubric(ui, palette, stop, lesson);
}

/// What one would say while thinking.
fn aloud(ui: &mut Ui, palette: &Palette, stop: &Stop) {
    for thought in &stop.think {
        ui.horizontal_top(|ui| {
            let (bar, _) = ui.allocate_exact_size(vec2(10.0, 18.0), Sense::hover());
            ui.painter().vline(bar.center().x, bar.y_range(), Stroke::new(2.0, palette.current));
            prose(ui, palette, &format!("Think aloud: {thought}"), theme::BODY, 18.0);
        });
    }
}

/// What most people believe; the machine decides, when it is asked.
fn trap(ui: &mut Ui, palette: &Palette, stop: &Stop, lesson: &mut LessonState) {
    let Some(claim) = &stop.trap else { return };
    if lesson.trap_told {
        verdict(ui, palette, "The trap", claim, lesson.sprung.as_ref());
        return;
    }
    prose(ui, palette, &format!("**Many would say:** {}", claim.sentence), theme::BODY, 0.0);
    if ui.button("Let the machine decide").clicked() {
        lesson.trap_told = true;
    }
}

fn sixty(ui: &mut Ui, palette: &Palette, stop: &Stop, lesson: &mut LessonState) {
    let Some(answer) = &stop.answer else { return };
    prose(ui, palette, "**Now answer the question, in sixty seconds.**", theme::BODY, 0.0);
    if lesson.answer_told {
        prose(ui, palette, answer, theme::BODY, 0.0);
    } else if ui.button("Compare with a good answer").clicked() {
        lesson.answer_told = true;
    }
}

fn rubric(ui: &mut Ui, palette: &Palette, stop: &Stop, lesson: &mut LessonState) {
    if stop.rubric.is_empty() {
        return;
    }
    prose(ui, palette, "**Did your answer have this in it?**", theme::BODY, 0.0);
    for (index, line) in stop.rubric.iter().enumerate() {
        let key = (lesson.stop, index);
        let mut ticked = lesson.ticked.contains(&key);
        if ui.checkbox(&mut ticked, line).changed() {
            if ticked {
                lesson.ticked.insert(key)
            } else {
                lesson.ticked.remove(&key)
            };
        }
    }
    let done = (0..stop.rubric.len()).filter(|index| lesson.ticked.contains(&(lesson.stop, *index))).count();
    ui.label(RichText::new(format!("{done} of {}", stop.rubric.len())).color(palette.quiet));
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
        Some(given) => {
            let why = predict.why(given).map_or("Step on and see why.".to_owned(), str::to_owned);
            prose(ui, palette, &format!("The run says `{truth}`. {why}"), theme::BODY, 0.0);
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

/// A sentence, and what the machine says to it.
fn verdict(ui: &mut Ui, palette: &Palette, who: &str, claim: &Claim, verdict: Option<&Result<String, String>>) {
    let (sign, color, words): (&str, Color32, String) = match verdict {
        None => (icons::HOURGLASS_EMPTY, palette.quiet, "Asking the machine.".to_owned()),
        Some(Err(problem)) => (icons::ERROR, palette.dying, problem.clone()),
        Some(Ok(answer)) if answer == "True" => (icons::CHECK_CIRCLE, palette.new, "The machine agrees.".to_owned()),
        Some(Ok(_)) => (icons::CLOSE, palette.changed, "The machine of 3.14 does not agree.".to_owned()),
    };
    let frame =
        egui::Frame::NONE.fill(palette.sunken).stroke(palette.hairline()).corner_radius(theme::RADIUS).inner_margin(10);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(who).font(theme::words(theme::SMALL)).color(palette.quiet));
        prose(ui, palette, &claim.sentence, theme::BODY, 0.0);
        ui.horizontal(|ui| {
            ui.label(RichText::new(sign).font(theme::icon(16.0)).color(color));
            ui.add(Label::new(RichText::new(&words).font(theme::strong(theme::BODY)).color(color)).wrap());
        });
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
        } else if ui.button("Close").clicked() {
            out.push(Command::CloseLesson);
        }
    });
}
