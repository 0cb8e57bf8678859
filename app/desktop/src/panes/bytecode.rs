//! The instructions of a code object: which comes next, what its argument means, where it jumps.

use crate::follow::Follow;
use crate::icons;
use crate::paint;
use crate::theme::{self, INSET, Palette, ROW};
use crate::view::{Out, View};
use egui::{ComboBox, Pos2, ScrollArea, Stroke, Ui, pos2, vec2};
use model::bytecode::{CodeListing, InstructionRow};
use model::command::Command;
use model::place;
use model::selection::{InstructionRef, Selection};

#[derive(Default)]
pub struct Bytecode {
    follow: Follow,
    /// A listing that was chosen instead of the one that runs.
    chosen: Option<usize>,
    generation: u64,
}

/// Columns, from the left edge of a row.
const OFFSET_RIGHT: f32 = 84.0;
const NAME: f32 = 96.0;

impl Bytecode {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        if self.generation != view.run.generation {
            self.generation = view.run.generation;
            self.chosen = None;
        }
        if view.run.codes.is_empty() {
            paint::empty(ui, "The bytecode that the compiler makes of the program appears here.");
            return;
        }
        if view.run.codes.len() > 1 {
            self.chooser(ui, view);
        }
        let code = self.chosen.unwrap_or(view.moment.bytecode.code).min(view.run.codes.len() - 1);
        let listing = &view.run.codes[code];
        let running = code == view.moment.bytecode.code;
        let current = view.moment.bytecode.offset.filter(|_| running).and_then(|offset| listing.row_at(offset));
        let selected = view.selection.instruction.filter(|at| at.code == code).and_then(|at| listing.row_at(at.offset));
        let area = self.follow.area(
            ScrollArea::vertical().id_salt("bytecode"),
            selected.or(current),
            ROW,
            ui.available_height(),
        );
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut anchors: Vec<(usize, Pos2)> = Vec::new();
        let output = area.show_rows(ui, ROW, listing.rows.len(), |ui, range| {
            for index in range {
                let shown = Shown { code, current: current == Some(index), selected: selected == Some(index) };
                let at = row(ui, view, palette, listing, index, shown, out);
                anchors.push((index, at));
            }
            jumps(ui, palette, listing, selected.or(current), &anchors);
        });
        self.follow.seen(output.state.clamped_offset());
    }

    fn chooser(&mut self, ui: &mut Ui, view: &View) {
        let codes = &view.run.codes;
        let name = |index: usize| codes.get(index).map_or("", |listing| listing.qualname.as_str()).to_owned();
        let running = name(view.moment.bytecode.code);
        let label = self.chosen.map_or(format!("{running}, which runs now"), name);
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            let combo =
                ComboBox::from_id_salt("code object").selected_text(label).width(ui.available_width() - INSET * 2.0);
            let response = combo.show_ui(ui, |ui| {
                ui.selectable_value(&mut self.chosen, None, format!("{running}, which runs now"));
                for (index, listing) in codes.iter().enumerate() {
                    ui.selectable_value(&mut self.chosen, Some(index), listing.qualname.as_str());
                }
            });
            response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Code object"));
        });
        ui.add_space(4.0);
    }
}

#[derive(Clone, Copy)]
struct Shown {
    code: usize,
    current: bool,
    selected: bool,
}

fn row(
    ui: &mut Ui,
    view: &View,
    palette: &Palette,
    listing: &CodeListing,
    index: usize,
    shown: Shown,
    out: &mut Out,
) -> Pos2 {
    let instruction = &listing.rows[index];
    let Shown { code, current, selected } = shown;
    let here = InstructionRef { code, offset: instruction.offset };
    let label = format!("instruction {} {} {}", instruction.offset, instruction.name, instruction.meaning);
    let response = paint::row(ui, ROW, &label, selected);
    let rect = response.rect;
    // Instructions made from what is selected elsewhere stand out as well.
    let kin = view
        .selection
        .span
        .is_some_and(|span| !place::is_empty(instruction.span) && place::covers(span, instruction.span));
    if current || kin {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
    }
    if instruction.starts_line && index > 0 {
        ui.painter().hline(rect.x_range(), rect.top(), palette.hairline());
    }
    if selected {
        paint::outline(ui, rect.shrink2(vec2(4.0, 0.0)), palette);
    }
    let y = rect.center().y;
    let left = rect.left();
    if instruction.starts_line && instruction.line > 0 {
        let line = instruction.line.to_string();
        paint::text_right(ui, pos2(left + INSET + 22.0, y), 40.0, &line, theme::code(theme::SMALL), palette.quiet);
    }
    if current {
        paint::text_centred(
            ui,
            pos2(left + 47.0, y),
            16.0,
            icons::PLAY_ARROW,
            theme::icon_filled(16.0),
            palette.current,
        );
    }
    let offset = instruction.offset.to_string();
    paint::text_right(ui, pos2(left + OFFSET_RIGHT, y), 60.0, &offset, theme::code(theme::SMALL), palette.quiet);
    let remark = remark(view, instruction, code, current);
    let right = rect.right() - INSET;
    let reserved = if remark.is_empty() {
        0.0
    } else {
        paint::text_right(ui, pos2(right, y), 130.0, &remark, theme::words(theme::SMALL), palette.current).width() + 8.0
    };
    let font = if current { theme::code_strong(theme::BODY) } else { theme::code(theme::BODY) };
    let room = right - left - NAME - reserved;
    let name_end = paint::text(ui, pos2(left + NAME, y), room, instruction.name, font, palette.ink).right();
    let meaning_at = (left + NAME + 168.0).max(name_end + 12.0);
    let ink = if current { palette.ink } else { palette.quiet };
    if right - reserved - meaning_at > 12.0 {
        paint::text(
            ui,
            pos2(meaning_at, y),
            right - reserved - meaning_at,
            &instruction.argument(),
            theme::code(theme::BODY),
            ink,
        );
    }
    if response.clicked() {
        out.push(Command::Select(Selection::of_instruction(here, &view.run.codes, view.moment)));
    }
    if response.double_clicked() && instruction.line > 0 {
        out.push(Command::Move(model::command::Move::Line(instruction.line)));
    }
    pos2(left + 40.0, y)
}

/// What stands at the right end of a row: the stack effect of the next instruction, its specialised form, its label.
fn remark(view: &View, instruction: &InstructionRow, code: usize, current: bool) -> String {
    let now = &view.moment.bytecode;
    if code == now.code
        && instruction.name != "RESUME"
        && let Some(form) = now.specialised.iter().find(|form| form.offset == instruction.offset)
    {
        let family = instruction.name;
        return form
            .name
            .strip_prefix(family)
            .map_or(form.name, |rest| rest.trim_start_matches('_'))
            .to_ascii_lowercase()
            .replace('_', " ");
    }
    if current {
        let (pops, pushes) = (instruction.pops, instruction.pushes);
        return match (pops, pushes) {
            (0, 0) => String::new(),
            (pops, 0) => format!("pops {pops}"),
            (0, pushes) => format!("pushes {pushes}"),
            (pops, pushes) => format!("pops {pops}, pushes {pushes}"),
        };
    }
    instruction.label.map(|label| format!("L{label}")).unwrap_or_default()
}

/// The jump of the row that matters, as an arc left of the offsets.
fn jumps(ui: &Ui, palette: &Palette, listing: &CodeListing, from: Option<usize>, anchors: &[(usize, Pos2)]) {
    let Some(row) = from.and_then(|index| listing.rows.get(index)) else { return };
    let Some(target) = row.target.and_then(|offset| listing.row_at(offset)) else { return };
    let (Some(from), Some((first, top)), Some((last, _))) = (from, anchors.first(), anchors.last()) else {
        return;
    };
    // Rows out of sight lie beyond the edge that is nearer to them.
    let y_of = |index: usize| top.y + ROW * (index as f32 - *first as f32).clamp(-1.0, (last - first) as f32 + 1.0);
    let x = anchors[0].1.x + 10.0;
    let (start, end) = (pos2(x, y_of(from)), pos2(x, y_of(target)));
    let reach = (6.0 + 2.0 * (from.abs_diff(target)) as f32).min(34.0);
    let bend = vec2(-reach, 0.0);
    paint::arrow(ui, [start, start + bend, end + bend, end], Stroke::new(1.2, palette.arrow), false);
}
