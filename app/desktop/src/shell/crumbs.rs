//! The stages of the compilation in a row, from the text to the run: what is done, what is being done, what comes.

use crate::look::icons;
use crate::look::paint;
use crate::look::paint::icon_button;
use crate::look::theme::{self, Palette};
use crate::panes::view::{Out, View};
use egui::{CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use model::ask::command::{Command, Move};
use model::compile::Stage;
use model::ground::value::{counted, grouped};

struct Crumb {
    title: &'static str,
    short: &'static str,
    note: String,
    to: Move,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    Now,
    Next,
}

pub fn ui(ui: &mut Ui, view: &View, palette: &Palette, out: &mut Out) {
    let crumbs = crumbs(view);
    if crumbs.is_empty() {
        return;
    }
    let strong = || theme::strong(theme::BODY);
    let small = || theme::words(theme::SMALL);
    ui.spacing_mut().item_spacing.x = 0.0;
    let mut skip = |ui: &mut Ui, sign: &str, words: &str, to: Move| {
        let command = Command::Move(to);
        if icon_button(ui, sign, words, Some(&command)).clicked() {
            out.push(command);
        }
    };
    skip(ui, icons::CHEVRON_LEFT, "Back to the start of the stage", Move::PreviousStage);
    skip(ui, icons::CHEVRON_RIGHT, "Skip the rest of this stage", Move::NextStage);
    if icon_button(ui, icons::SEARCH, "Find a moment", Some(&Command::FocusFind)).clicked() {
        out.push(Command::FocusFind);
    }
    let room = ui.available_width();
    let wide = |ui: &Ui, notes: bool, short: bool, pad: f32| {
        let each = |crumb: &Crumb| {
            let title = if short { crumb.short } else { crumb.title };
            let note = if notes || crumb.state == State::Now { &*crumb.note } else { "" };
            let note = if note.is_empty() { 0.0 } else { paint::width(ui, note, small()) + 5.0 };
            paint::width(ui, title, strong()) + note + pad
        };
        crumbs.iter().map(each).collect::<Vec<f32>>()
    };
    let (mut notes, mut short) = (true, false);
    let mut widths = wide(ui, true, false, 34.0);
    for (shorter, pad) in [(false, 34.0), (false, 26.0), (true, 26.0)] {
        if widths.iter().sum::<f32>() > room {
            (notes, short) = (false, shorter);
            widths = wide(ui, false, shorter, pad);
        }
    }
    fold(&crumbs, &mut widths, room);
    let gap = ((room - widths.iter().sum::<f32>()) / crumbs.len() as f32).clamp(0.0, 22.0);
    let (area, _) = ui.allocate_exact_size(vec2(room, 30.0), Sense::hover());
    let mut x = area.left();
    for (index, (crumb, width)) in crumbs.iter().zip(&widths).enumerate() {
        let rect = Rect::from_min_size(pos2(x, area.top()), vec2(*width, area.height()));
        if rect.right() > area.right() + 1.0 {
            break;
        }
        x += width + gap;
        if index + 1 < crumbs.len() && gap > 8.0 {
            let line = Stroke::new(1.0, palette.line);
            ui.painter().hline(rect.right() + 2.0..=rect.right() + gap - 4.0, rect.center().y, line);
        }
        let label = format!("stage {} {}", crumb.title, crumb.note);
        let response = paint::hot(ui, rect, ("crumb", index), label.trim_end(), crumb.state == State::Now);
        let y = rect.center().y;
        if crumb.state == State::Now {
            let line = Stroke::new(1.0, palette.current);
            ui.painter().rect(
                rect.shrink2(vec2(0.0, 1.0)),
                CornerRadius::same(14),
                palette.current_tint,
                line,
                StrokeKind::Inside,
            );
        }
        let dot = pos2(rect.left() + 11.0, y);
        match crumb.state {
            State::Next => {
                ui.painter().circle_stroke(dot, 4.0, Stroke::new(1.4, palette.quiet));
            }
            State::Done | State::Now => {
                ui.painter().circle_filled(dot, 4.5, palette.current);
            }
        }
        let title = if short { crumb.short } else { crumb.title };
        let color = match crumb.state {
            State::Now => palette.current,
            _ if response.hovered() => palette.ink,
            State::Done => palette.ink,
            State::Next => palette.quiet,
        };
        let font = if crumb.state == State::Now { strong() } else { theme::words(theme::BODY) };
        if *width <= DOT {
            let response = response.on_hover_text(title);
            if response.clicked() {
                out.push(Command::Move(crumb.to.clone()));
            }
            continue;
        }
        let end = paint::text(ui, pos2(rect.left() + 20.0, y), *width, title, font, color).right();
        if (notes || crumb.state == State::Now) && !crumb.note.is_empty() {
            paint::text(ui, pos2(end + 5.0, y), *width, &crumb.note, small(), palette.quiet);
        }
        if response.clicked() {
            out.push(Command::Move(crumb.to.clone()));
        }
    }
}

/// Width of a stage that is only a dot.
const DOT: f32 = 22.0;

/// Where there is too little room, the stages farthest from the present one are dots, their names told by the pointer.
fn fold(crumbs: &[Crumb], widths: &mut [f32], room: f32) {
    let now = crumbs.iter().position(|crumb| crumb.state == State::Now).unwrap_or(0);
    let mut far: Vec<usize> = (0..crumbs.len()).filter(|index| *index != now).collect();
    far.sort_by_key(|index| std::cmp::Reverse(index.abs_diff(now)));
    for index in far {
        if widths.iter().sum::<f32>() <= room {
            break;
        }
        widths[index] = DOT;
    }
}

fn crumbs(view: &View) -> Vec<Crumb> {
    let Some(compilation) = view.compilation() else { return Vec::new() };
    let line = compilation.line();
    if line.total == 0 {
        return Vec::new();
    }
    let now = view.moment.compile.as_ref();
    let mut all = Vec::new();
    for stage in Stage::ALL {
        let mut of_stage = line.segments.iter().filter(|segment| segment.stage == stage);
        let (Some(first), last) = (of_stage.clone().next(), of_stage.next_back()) else { continue };
        let state = match now {
            None => State::Done,
            Some(now) if now.stage == stage => State::Now,
            Some(now) if last.is_some_and(|last| last.start + last.len <= now.step + 1) => State::Done,
            Some(now) if first.start <= now.step => State::Done,
            Some(_) => State::Next,
        };
        let count = line.counts[stage as usize];
        let note = match (stage, now.filter(|now| now.stage == stage)) {
            (Stage::Flow, Some(now)) => format!("pass {} of {}", now.index, now.of),
            (_, Some(now)) => format!("{} of {}", grouped(now.index as u64), grouped(now.of as u64)),
            (Stage::Tokens, None) => grouped(count),
            (Stage::Tree, None) => counted(count, "node"),
            (Stage::Preprocess, None) => match compilation.rewrites().len() {
                0 => String::new(),
                made => format!("{made} rewritten"),
            },
            (Stage::Symbols, None) => counted(compilation.symbols().blocks.len() as u64, "scope"),
            (Stage::Codegen, None) => counted(count, "instruction"),
            _ => String::new(),
        };
        all.push(Crumb {
            title: stage.title(),
            short: stage.short_title(),
            note,
            to: Move::Compile(first.start),
            state,
        });
    }
    if view.run.timeline.total == 0 && view.run.source.problem.is_some() {
        return all;
    }
    let running = if now.is_none() { State::Now } else { State::Next };
    let note = if now.is_none() { format!("step {}", grouped(view.moment.step)) } else { String::new() };
    all.push(Crumb { title: "Run", short: "Run", note, to: Move::To(0), state: running });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_little_room_the_present_stage_keeps_its_name() {
        let crumb = |state| Crumb { title: "", short: "", note: String::new(), to: Move::To(0), state };
        let states = [State::Done, State::Done, State::Done, State::Now, State::Next];
        let crumbs: Vec<Crumb> = states.into_iter().map(crumb).collect();
        let folded = |room: f32| {
            let mut widths = [100.0; 5];
            fold(&crumbs, &mut widths, room);
            widths
        };
        assert_eq!(folded(500.0), [100.0; 5]);
        assert_eq!(folded(350.0), [DOT, DOT, 100.0, 100.0, 100.0]);
        assert_eq!(folded(10.0), [DOT, DOT, DOT, 100.0, DOT]);
    }
}
