//! The `.pyc` inspector: the header, the marshalled tree, and the bytes themselves; each finds the others.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::follow::{Follow, List};
use crate::panes::view::{Out, View};
use egui::{CornerRadius, Label, Rect, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::{InstructionRef, Selection};
use model::compile::pyc::{Cached, PycModel, PycRow};
use model::ground::place;
use std::ops::Range;

#[derive(Default)]
pub struct Pyc {
    chosen: Option<usize>,
    /// The selection of the other panes that was taken over last.
    taken: Selection,
    generation: u64,
    tree: Follow,
    hex: Follow,
}

impl Pyc {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        if view.moment.compile.is_some() {
            paint::empty(
                ui,
                "The file is written when the code object of the module is whole. These moments come before.",
            );
            return;
        }
        let Some(pyc) = view.run.compilation.pyc() else {
            paint::empty(ui, "A program that cannot be compiled has no .pyc file.");
            return;
        };
        if self.generation != view.run.generation {
            (self.generation, self.chosen) = (view.run.generation, None);
        }
        let bytes = instructions(view, pyc);
        if self.taken != *view.selection {
            self.taken = view.selection.clone();
            if let Some(first) = bytes.first() {
                self.chosen = pyc.at(first.start);
            }
        }
        self.state(ui, view, palette, pyc, out);
        let area = ui.available_rect_before_wrap();
        let wide = area.width() > 680.0;
        let split = if wide { area.left() + area.width() * 0.52 } else { area.top() + area.height() * 0.52 };
        let (first, second) = match wide {
            true => (
                Rect::from_min_max(area.min, pos2(split, area.bottom())),
                Rect::from_min_max(pos2(split, area.top()), area.max),
            ),
            false => (
                Rect::from_min_max(area.min, pos2(area.right(), split)),
                Rect::from_min_max(pos2(area.left(), split), area.max),
            ),
        };
        ui.scope_builder(UiBuilder::new().max_rect(first).id_salt("pyc tree"), |ui| {
            ui.set_clip_rect(first.intersect(ui.clip_rect()));
            self.rows(ui, view, palette, pyc);
        });
        if wide {
            ui.painter().vline(split, area.y_range(), palette.hairline());
        } else {
            ui.painter().hline(area.x_range(), split, palette.hairline());
        }
        ui.scope_builder(UiBuilder::new().max_rect(second.shrink2(vec2(0.0, 2.0))).id_salt("pyc hex"), |ui| {
            ui.set_clip_rect(second.intersect(ui.clip_rect()));
            self.bytes(ui, view, palette, pyc, &bytes, out);
        });
    }

    /// What lies on the disk.
    fn state(&mut self, ui: &mut Ui, view: &View, palette: &Palette, pyc: &PycModel, out: &mut Out) {
        egui::Frame::NONE.inner_margin(egui::Margin::symmetric(INSET as i8, 6)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.horizontal(|ui| {
                let path =
                    pyc.path.rsplit('/').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("/");
                ui.label(RichText::new(path).font(theme::code(theme::SMALL)).color(palette.quiet));
                if view.run.cached != Cached::NoFile {
                    let button = egui::Button::new(RichText::new("Look again").font(theme::words(theme::SMALL)));
                    if ui.add(button).clicked() {
                        out.push(Command::LookAtCache);
                    }
                }
                let sizes = format!("source {} B · .pyc {} B", pyc.source_size, pyc.bytes.len());
                if ui.available_width() < paint::width(ui, &sizes, theme::words(theme::SMALL)) {
                    return;
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let sizes = RichText::new(sizes).font(theme::words(theme::SMALL)).color(palette.quiet);
                    ui.add(Label::new(sizes).truncate());
                });
            });
            let sentence =
                RichText::new(view.run.cached.sentence()).font(theme::words(theme::SMALL)).color(palette.ink);
            ui.add(Label::new(sentence).wrap());
        });
        let line = ui.cursor().top();
        ui.painter().hline(ui.max_rect().x_range(), line, palette.hairline());
    }

    fn rows(&mut self, ui: &mut Ui, view: &View, palette: &Palette, pyc: &PycModel) {
        let area = ScrollArea::vertical().id_salt("rows");
        let list = List { row: ROW, height: ui.available_height(), rows: pyc.rows.len() };
        let area = self.tree.area(ui.ctx(), area, view.moment, self.chosen, list);
        ui.spacing_mut().item_spacing.y = 0.0;
        let output = area.show_rows(ui, ROW, pyc.rows.len(), |ui, range| {
            for index in range {
                let selected = self.chosen == Some(index);
                if row(ui, palette, pyc, &pyc.rows[index], index, selected) {
                    self.chosen = if selected { None } else { Some(index) };
                }
            }
        });
        self.tree.seen(&output);
    }

    fn bytes(
        &mut self,
        ui: &mut Ui,
        view: &View,
        palette: &Palette,
        pyc: &PycModel,
        marked: &[Range<usize>],
        out: &mut Out,
    ) {
        let cell = paint::width(ui, "00", theme::code(theme::SMALL)) + 7.0;
        let letter = paint::width(ui, "0", theme::code(theme::SMALL));
        let offset_width = 44.0;
        let room = ui.available_width() - 2.0 * INSET - offset_width - 16.0;
        let per_row = if room > 16.0 * (cell + letter) { 16 } else { 8 };
        let chosen = self.chosen.map(|row| pyc.rows[row].range.clone());
        let target = chosen.as_ref().map(|range| range.start / per_row);
        let count = pyc.bytes.len().div_ceil(per_row);
        let list = List { row: ROW, height: ui.available_height(), rows: count };
        let area = self.hex.area(ui.ctx(), ScrollArea::vertical().id_salt("hex"), view.moment, target, list);
        ui.spacing_mut().item_spacing.y = 0.0;
        let output = area.show_rows(ui, ROW, count, |ui, range| {
            for line in range {
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
                let start = line * per_row;
                let data = &pyc.bytes[start..(start + per_row).min(pyc.bytes.len())];
                let hex: Vec<String> = data.iter().map(|byte| format!("{byte:02x}")).collect();
                let label = format!("bytes from {start}: {}", hex.join(" "));
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListItem, true, &label));
                let y = rect.center().y;
                let at = pos2(rect.left() + INSET, y);
                paint::text(ui, at, offset_width, &format!("{start:04x}"), theme::code(theme::SMALL), palette.quiet);
                let left = rect.left() + INSET + offset_width;
                let box_of = |index: usize| {
                    Rect::from_center_size(pos2(left + cell * (index as f32 + 0.5), y), vec2(cell, ROW - 2.0))
                };
                for (index, text) in hex.iter().enumerate() {
                    let byte = start + index;
                    let inside = chosen.as_ref().is_some_and(|range| range.contains(&byte));
                    let kin = marked.iter().any(|range| range.contains(&byte));
                    let spot = box_of(index);
                    if inside || kin {
                        ui.painter().rect_filled(spot, 0.0, palette.current_tint);
                    }
                    if kin {
                        ui.painter().hline(spot.x_range(), spot.bottom(), Stroke::new(1.5, palette.current));
                    }
                    let ink = if data[index] == 0 && !inside && !kin { palette.quiet } else { palette.ink };
                    paint::text_centred(ui, spot.center(), cell, text, theme::code(theme::SMALL), ink);
                }
                let shown: String =
                    data.iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '·' }).collect();
                let text_at = pos2(left + cell * per_row as f32 + 10.0, y);
                paint::text(ui, text_at, rect.right() - text_at.x, &shown, theme::code(theme::SMALL), palette.quiet);
                if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.clicked()) {
                    let index = ((pointer.x - left) / cell).floor();
                    if (0.0..data.len() as f32).contains(&index) {
                        self.pick(start + index as usize, view, pyc, out);
                    }
                }
            }
        });
        self.hex.seen(&output);
    }

    /// A byte selects the part that it belongs to, and the instruction if it is of one.
    fn pick(&mut self, byte: usize, view: &View, pyc: &PycModel, out: &mut Out) {
        self.chosen = pyc.at(byte);
        let Some((code, offset)) = pyc.offset(byte) else { return };
        let Some(listing) = view.run.codes.get(code) else { return };
        let before = listing.rows().partition_point(|row| row.offset <= offset);
        if let Some(row) = before.checked_sub(1).map(|row| &listing.rows()[row]) {
            let here = InstructionRef { code, offset: row.offset };
            out.push(Command::Select(Selection::of_instruction(here, &view.run.codes, view.moment)));
        }
    }
}

/// Bytes of what is selected elsewhere: one instruction, or all that were made from a part of the source.
fn instructions(view: &View, pyc: &PycModel) -> Vec<Range<usize>> {
    let selection = view.selection;
    let mut found = Vec::new();
    for (code, listing) in view.run.codes.iter().enumerate() {
        for row in listing.rows() {
            let named = selection.instruction == Some(InstructionRef { code, offset: row.offset });
            let made = !place::is_empty(row.span) && selection.span.is_some_and(|span| place::covers(span, row.span));
            if named || made {
                found.extend(pyc.instruction(code, row.offset, row.caches));
            }
        }
    }
    found
}

/// Draws a part of the file; says whether it was clicked.
fn row(ui: &mut Ui, palette: &Palette, pyc: &PycModel, row: &PycRow, index: usize, selected: bool) -> bool {
    let label = format!("part {} {} {}", row.role, row.kind, row.value);
    let response = paint::row(ui, ROW, label.trim_end(), selected);
    let rect = response.rect;
    if selected {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
        paint::outline(ui, rect.shrink2(vec2(4.0, 0.0)), palette);
    }
    let y = rect.center().y;
    let left = rect.left() + INSET + 12.0 * row.depth as f32;
    let mut x = left;
    if row.parent.is_none() && row.end == index + 1 {
        // The header's fields stand as their bytes.
        let hex: Vec<String> = pyc.bytes[row.range.clone()].iter().map(|byte| format!("{byte:02x}")).collect();
        let chip = Rect::from_min_size(pos2(left, rect.top() + 1.5), vec2(92.0, ROW - 3.0));
        ui.painter().rect(chip, CornerRadius::same(3), palette.sunken, palette.hairline(), StrokeKind::Inside);
        paint::text_centred(ui, chip.center(), 90.0, &hex.join(" "), theme::code(theme::SMALL), palette.ink);
        x += 100.0;
    }
    let right = rect.right() - INSET;
    let size = format!("{} B", row.range.len());
    let size = paint::text_right(ui, pos2(right, y), 70.0, &size, theme::words(theme::SMALL), palette.quiet);
    let mut put = |text: &str, font, color| {
        let room = size.left() - 8.0 - x;
        if !text.is_empty() && room > 12.0 {
            x = paint::text(ui, pos2(x, y), room, text, font, color).right() + 8.0;
        }
    };
    put(&row.role, theme::strong(theme::SMALL), palette.ink);
    put(row.kind, theme::words(theme::SMALL), palette.quiet);
    let code = !row.kind.is_empty() && row.kind != "bytes";
    let font = if code { theme::code(theme::SMALL) } else { theme::words(theme::SMALL) };
    put(&row.value, font, if row.kind.ends_with("str") { palette.string } else { palette.ink });
    if let Some(number) = row.reference {
        put(&format!("#{number}"), theme::words(11.0), palette.quiet);
    }
    response.clicked()
}
