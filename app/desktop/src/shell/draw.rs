//! What the window is made of: the bars, the panes' two halves, the sentence between them. How much of it there is depends
//! on the room; presenting and one pane alone leave most of it out.

use super::Shell;
use crate::look::paint;
use crate::look::theme::{self, GAP, INSET, Palette};
use crate::panes::story::explain::{self, Told};
use crate::panes::story::timeline::STRIP;
use crate::panes::view::{Out, View};
use crate::panes::{self, Panes};
use crate::shell::docking::{self, Half};
use crate::shell::layouts::Lower;
use crate::shell::{top_bar, transport};
use egui::{
    CentralPanel, CornerRadius, Frame, Margin, Panel, Rect, Role, Sense, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo,
    pos2, vec2,
};
use model::ask::command::{Command, Pane};
use model::ground::explain::ExplainModel;
use model::ground::value::grouped;

/// Below this height and width the two bars are one.
const LOW: f32 = 640.0;
const NARROW: f32 = 760.0;
/// Points that the panes of an arrangement need together; in less, one stands alone.
pub const SMALLEST: Vec2 = vec2(640.0, 400.0);
/// Six lines of the source in the type for a class.
const PRESENTED_ROWS: f32 = 6.0 * 27.0 + 24.0;

impl Shell {
    pub(super) fn whole(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let window = ui.available_size();
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.ground);
        self.bars(ui, view, out);
        let small = window.x < SMALLEST.x || window.y < SMALLEST.y;
        if let Some(pane) = self.alone.or_else(|| small.then(|| self.main_pane())) {
            self.explained_below(ui, view, 0.0, out);
            let area = ui.available_rect_before_wrap().shrink2(vec2(GAP, 0.0));
            let area = Rect::from_min_max(pos2(area.left(), area.top() + GAP), area.max);
            self.card_of(ui, pane, area, true, view, out);
            return;
        }
        let explain = explain::height(ui, &view.moment.explain, window.x - 2.0 * GAP, Told::All) + GAP;
        let room = ui.available_size() - vec2(2.0 * GAP, explain + 2.0 * GAP);
        self.docks.reading = self.lesson.open.is_some();
        let part = self.docks.fit(room);
        let seen = self.docks.seen();
        let frame = |bottom: f32| {
            let side = GAP as i8;
            Frame::NONE.inner_margin(Margin { left: side, right: side, top: side, bottom: bottom as i8 })
        };
        match part {
            Lower::Tiles(high) => {
                let panel = Panel::bottom("lower").exact_size(high + GAP + GAP).show_separator_line(false);
                let inside = panel.frame(frame(GAP)).show(ui, |ui| {
                    docking::ui(ui, &mut self.docks, Half::Lower, &mut self.panes, view, &mut self.lesson, out);
                    ui.max_rect()
                });
                self.divider(ui, inside.inner, room.y);
            }
            Lower::Strip(opened) => {
                let high = opened.unwrap_or(STRIP);
                Panel::bottom("strip").exact_size(high + 2.0 * GAP).show_separator_line(false).frame(frame(GAP)).show(
                    ui,
                    |ui| match opened {
                        Some(_) => {
                            let area = ui.max_rect();
                            self.card_of(ui, Pane::Timeline, area, true, view, out);
                        }
                        None => card(ui, palette, |ui| self.panes.timeline.strip(ui, view, out)),
                    },
                );
            }
            Lower::Nothing => {
                Panel::bottom("nothing").exact_size(GAP).show_separator_line(false).frame(Frame::NONE).show(ui, |_| {});
            }
        }
        Panel::bottom("explain").exact_size(explain).show_separator_line(false).frame(frame(0.0)).show(ui, |ui| {
            card(ui, palette, |ui| explain::ui(ui, view, Told::All));
        });
        CentralPanel::no_frame().frame(frame(0.0)).show(ui, |ui| {
            docking::ui(ui, &mut self.docks, Half::Upper, &mut self.panes, view, &mut self.lesson, out);
        });
        self.docks.adopt(&seen);
    }

    /// The line between the sentence and the lower tiles can be dragged.
    fn divider(&mut self, ui: &Ui, lower: Rect, room: f32) {
        let line = Rect::from_min_max(pos2(lower.left(), lower.top() - GAP), pos2(lower.right(), lower.top()));
        let response = ui.interact(line, ui.scope_id().with("divider"), Sense::drag());
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeVertical);
        }
        if response.dragged() {
            self.docks.set_lower((lower.height() - response.drag_delta().y) / room.max(1.0));
        }
    }

    /// The bars above the panes: two where there is room, else one.
    fn bars(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        if ui.available_height() < LOW || ui.available_width() < NARROW {
            let frame = Frame::NONE.fill(palette.pane);
            Panel::top("bar").exact_size(42.0).show_separator_line(false).frame(frame).show(ui, |ui| {
                transport::compact(ui, self, view, out);
            });
            return;
        }
        let side = GAP as i8;
        Panel::top("top bar").exact_size(44.0).show_separator_line(false).frame(Frame::NONE.fill(palette.pane)).show(
            ui,
            |ui| {
                top_bar::ui(ui, self, out);
            },
        );
        let bar = Frame::NONE.inner_margin(Margin { left: side, right: side, top: side, bottom: 0 });
        Panel::top("transport").exact_size(44.0 + GAP).show_separator_line(false).frame(bar).show(ui, |ui| {
            card(ui, palette, |ui| transport::ui(ui, self, view, out));
        });
    }

    /// The sentence and a strip of the timeline, for what leaves everything else out. If less than `rows` would be left
    /// above them, what has just happened is not written, and then there is no strip.
    fn explained_below(&mut self, ui: &mut Ui, view: &View, rows: f32, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let side = GAP as i8;
        let frame = Frame::NONE.inner_margin(Margin { left: side, right: side, top: side, bottom: 0 });
        let below = Frame::NONE.inner_margin(Margin { left: side, right: side, top: side, bottom: side });
        let width = ui.available_width() - 2.0 * GAP;
        let height = |told| explain::height(ui, &view.moment.explain, width, told) + GAP;
        let strip = STRIP + 2.0 * GAP;
        let fits = |told| ui.available_height() - strip - height(told) >= rows;
        let told = if fits(Told::All) { Told::All } else { Told::Next };
        let height = height(told);
        if fits(told) {
            Panel::bottom("strip").exact_size(strip).show_separator_line(false).frame(below).show(ui, |ui| {
                card(ui, palette, |ui| self.panes.timeline.strip(ui, view, out));
            });
        } else {
            Panel::bottom("no strip").exact_size(GAP).show_separator_line(false).frame(Frame::NONE).show(ui, |_| {});
        }
        Panel::bottom("explain").exact_size(height).show_separator_line(false).frame(frame).show(ui, |ui| {
            card(ui, palette, |ui| explain::ui(ui, view, told));
        });
    }

    /// For a class: the source, one pane beside it, the sentence, a strip; nothing else.
    pub(super) fn presented(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.ground);
        Panel::top("head").exact_size(26.0).show_separator_line(false).frame(Frame::NONE).show(ui, |ui| {
            self.head(ui, view, palette);
        });
        self.explained_below(ui, view, PRESENTED_ROWS, out);
        let area = ui.available_rect_before_wrap().shrink2(vec2(GAP, 0.0));
        let beside = self.beside;
        if let Some(pane) = self.alone {
            self.card_of(ui, pane, area, false, view, out);
            return;
        }
        let middle = area.center().x;
        let left = Rect::from_min_max(area.min, pos2(middle - GAP / 2.0, area.bottom()));
        let right = Rect::from_min_max(pos2(middle + GAP / 2.0, area.top()), area.max);
        self.card_of(ui, Pane::Source, left, false, view, out);
        self.card_of(ui, beside, right, false, view, out);
    }

    fn head(&self, ui: &mut Ui, view: &View, palette: &Palette) {
        let rect = ui.max_rect().shrink2(vec2(INSET, 0.0));
        let (y, font) = (rect.center().y, || theme::words(11.0));
        let name = self.document.short_name();
        let end = paint::text(ui, pos2(rect.left(), y), 240.0, name, theme::strong(11.0), palette.ink).right();
        let moment = view.moment;
        let place = match &moment.compile {
            Some(now) => format!("{} · step {} of {}", now.stage.title(), grouped(now.step + 1), grouped(now.total)),
            None => {
                format!("line {} · step {} of {}", moment.line, grouped(moment.step), grouped(view.run.timeline.total))
            }
        };
        paint::text(ui, pos2(end + 12.0, y), 260.0, &place, font(), palette.quiet);
        let keys = match self.alone {
            Some(_) => "Esc leaves · M shows both panes".to_owned(),
            None => format!("Esc leaves · P another pane than {} · M one pane alone", self.beside.title()),
        };
        let status = self.status();
        let keys = if rect.width() < 640.0 { "Esc leaves · P, M: panes".to_owned() } else { keys };
        let (words, color) = match &status {
            Some(status) => (status.as_str(), palette.changed),
            None => (keys.as_str(), palette.quiet),
        };
        let right = paint::text_right(ui, pos2(rect.right(), y), rect.width() * 0.5, words, font(), color);
        let response = ui.interact(right, ui.scope_id().with("hint"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, words));
    }

    /// A pane in a card of its own, under its name where there is room for one.
    fn card_of(&mut self, ui: &mut Ui, pane: Pane, area: Rect, named: bool, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let round = CornerRadius::same(theme::RADIUS);
        ui.painter().rect_filled(area, round, palette.pane);
        let mut inside = area.shrink(1.0);
        if named {
            let bar = Rect::from_min_size(inside.min, vec2(inside.width(), theme::TAB_BAR));
            self.bar_of(ui, pane, bar, view, palette, out);
            inside.min.y += theme::TAB_BAR;
        }
        let builder = UiBuilder::new().max_rect(inside).scope_id(docking::pane_id(pane));
        ui.scope_builder(builder, |ui| {
            ui.set_clip_rect(inside.intersect(ui.clip_rect()));
            at_hand(&mut self.panes, ui, pane, inside);
            self.panes.ui(pane, ui, view, &mut self.lesson, out);
        });
        ui.painter().rect_stroke(area, round, palette.hairline(), StrokeKind::Inside);
    }

    /// The bar over a pane that stands alone: a double click, or the key, brings the others back.
    fn bar_of(&self, ui: &Ui, pane: Pane, bar: Rect, view: &View, palette: &Palette, out: &mut Out) {
        ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, palette.hairline());
        let y = bar.center().y;
        let font = theme::strong(theme::BODY);
        let name = paint::text(ui, pos2(bar.left() + INSET, y), 160.0, pane.title(), font, palette.ink);
        let note = panes::note(pane, view, &self.lesson);
        let room = bar.right() - INSET - name.right() - 16.0;
        paint::text_right(ui, pos2(bar.right() - INSET, y), room, &note, theme::words(theme::SMALL), palette.quiet);
        let response = ui.interact(bar, ui.scope_id().with(("bar of", pane.title())), Sense::click());
        let (words, back) = match pane {
            Pane::Timeline if self.alone.is_none() => ("Fold the timeline", Command::ToggleTimeline),
            _ => ("All panes again", Command::Alone(self.alone)),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
        let tipped = response.on_hover_text(words);
        if tipped.double_clicked() || (pane == Pane::Timeline && self.alone.is_none() && tipped.clicked()) {
            out.push(back);
        }
    }

    pub(super) fn one_pane(&mut self, ui: &mut Ui, pane: Pane, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        CentralPanel::no_frame().frame(Frame::NONE.fill(palette.pane)).show(ui, |ui| {
            self.panes.ui(pane, ui, view, &mut self.lesson, out);
        });
    }

    /// While a question waits for its answer, the sentence would give it away.
    pub(super) fn explained(&self) -> ExplainModel {
        if self.lesson.waiting() {
            return ExplainModel::plain(
                "A question of the lesson is open. The sentence of this step comes after the answer.",
            );
        }
        if let Some(problem) =
            self.run.source.problem.as_ref().filter(|_| self.run.timeline.total == 0 && self.moment.compile.is_none())
        {
            let line = problem.span.line;
            let sentence = format!("**{}** on line {line}: {}.", problem.kind, problem.message.trim_end_matches('.'));
            return ExplainModel::from_markup(
                &sentence,
                vec!["The program cannot run until this is changed.".to_owned()],
            );
        }
        if self.moment.explain.sentence.is_empty() {
            let ending = self.run.ending.sentence().filter(|_| self.moment.step >= self.run.timeline.total);
            return ExplainModel::plain(
                &ending.unwrap_or_else(|| "Press the right arrow to make the first step.".to_owned()),
            );
        }
        self.moment.explain.clone()
    }
}

/// Remembers the pane that the pointer or the keyboard's focus is in: the one that "this pane" means.
pub fn at_hand(panes: &mut Panes, ui: &Ui, pane: Pane, area: Rect) {
    if ui.rect_contains_pointer(area) || paint::focus_place(ui).is_some_and(|place| area.contains(place)) {
        panes.at_hand = Some(pane);
    }
    if panes.at_hand == Some(pane) {
        panes.hand = Some(area);
    }
}

/// A bar or strip: white, rounded, with a quiet line around it.
fn card(ui: &mut Ui, palette: &Palette, contents: impl FnOnce(&mut Ui)) {
    let rect = ui.max_rect();
    let round = CornerRadius::same(theme::RADIUS);
    ui.painter().rect_filled(rect, round, palette.pane);
    ui.scope_builder(UiBuilder::new().max_rect(rect), contents);
    ui.painter().rect_stroke(rect, round, palette.hairline(), StrokeKind::Inside);
}
