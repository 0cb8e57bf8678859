//! The instructions of a code object: which comes next, what its argument means, where it jumps.

use crate::look::icons;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::follow::Follow;
use crate::panes::view::{Out, View};
use egui::{ComboBox, Pos2, ScrollArea, Sense, Stroke, Ui, pos2, vec2};
use model::ask::command::Command;
use model::ask::selection::{InstructionRef, Selection};
use model::compile::bytecode::{CodeListing, InstructionRow};
use model::compile::flow::{FlowBlock, FlowRow};
use model::compile::{Now, Stage, UnitNow};
use model::ground::place;
use model::ground::value::Mark;

#[derive(Default)]
pub struct Bytecode {
    follow: Follow,
    /// A listing that was chosen instead of the one that runs.
    chosen: Option<usize>,
    /// Bytes before the names.
    raw: bool,
    generation: u64,
}

/// Columns, from the left edge of a row.
const OFFSET_RIGHT: f32 = 84.0;
const NAME: f32 = 96.0;

/// Where arguments stand behind the names: closer in a narrow pane.
fn argument_column(width: f32) -> f32 {
    if width < 360.0 { 124.0 } else { 168.0 }
}

impl Bytecode {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        if self.generation != view.run.generation {
            self.generation = view.run.generation;
            self.chosen = None;
        }
        if let Some((unit, state, now)) = view.unit_now() {
            self.compiling(ui, view, palette, unit, (state, now), out);
            return;
        }
        if view.moment.compile.is_some() {
            paint::empty(ui, "There is no instruction yet: code generation has not begun.");
            return;
        }
        if view.run.codes.is_empty() {
            paint::empty(ui, "The bytecode that the compiler makes of the program appears here.");
            return;
        }
        self.chooser(ui, view);
        let code = self.chosen.unwrap_or(view.moment.bytecode.code).min(view.run.codes.len() - 1);
        let listing = &view.run.codes[code];
        let bytes = self.raw.then(|| self.bytes(view, code)).flatten();
        let running = code == view.moment.bytecode.code;
        let current = view.moment.bytecode.offset.filter(|_| running).and_then(|offset| listing.row_at(offset));
        let selected = view.selection.instruction.filter(|at| at.code == code).and_then(|at| listing.row_at(at.offset));
        let target = self.follow.choose(view.moment, current, selected);
        let area = ScrollArea::vertical().id_salt("bytecode");
        let area = self.follow.area(ui.ctx(), area, view.moment, target, (ROW, ui.available_height()));
        ui.spacing_mut().item_spacing.y = 0.0;
        let output = area.show_rows(ui, ROW, listing.rows().len(), |ui, range| {
            let first = (range.start, ui.cursor().min + vec2(40.0, ROW / 2.0));
            let last = range.end.saturating_sub(1);
            for index in range {
                let (is_current, is_selected) = (current == Some(index), selected == Some(index));
                let shown = Shown { code, current: is_current, selected: is_selected, bytes: bytes.as_deref() };
                row(ui, view, palette, listing, index, shown, out);
            }
            jumps(ui, palette, listing, selected.or(current), first, last);
        });
        self.follow.seen(&output);
    }

    /// `co_code` of a listing.
    fn bytes(&self, view: &View, code: usize) -> Option<Vec<u8>> {
        let pyc = view.run.compilation.pyc()?;
        let last = view.run.codes.get(code)?.rows().last()?;
        let start = pyc.instruction(code, 0, 0)?.start;
        let end = pyc.instruction(code, last.offset, last.caches)?.end;
        pyc.bytes.get(start..end).map(<[u8]>::to_vec)
    }

    /// The instructions as far as they are: emitted, rewritten by the passes, laid out as bytes.
    fn compiling(
        &mut self,
        ui: &mut Ui,
        view: &View,
        palette: &Palette,
        unit: usize,
        (state, now): (UnitNow, &Now),
        out: &mut Out,
    ) {
        let compilation = &view.run.compilation;
        ui.add_space(6.0);
        let title = |ui: &mut Ui, text: &str| {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            let at = pos2(rect.left() + INSET, rect.center().y);
            paint::text(ui, at, rect.width() - 2.0 * INSET, text, theme::words(theme::SMALL), palette.quiet);
        };
        if now.stage == Stage::Assemble
            && let Some(listing) = compilation.listing(unit)
        {
            title(ui, &format!("{} of {} instructions laid out", state.laid, listing.rows().len()));
            let code = view.code_of(unit).unwrap_or(usize::MAX);
            let newest = state.laid.checked_sub(1).filter(|_| state.tables == 0);
            let area = ScrollArea::vertical().id_salt("laid out");
            let area = self.follow.area(ui.ctx(), area, view.moment, newest, (ROW, ui.available_height()));
            let bytes = compilation.units()[unit].code.as_ref().map(|code| code.code.clone());
            ui.spacing_mut().item_spacing.y = 0.0;
            let output = area.show_rows(ui, ROW, state.laid, |ui, range| {
                let first = (range.start, ui.cursor().min + vec2(40.0, ROW / 2.0));
                let last = range.end.saturating_sub(1);
                for index in range {
                    let shown =
                        Shown { code, current: newest == Some(index), selected: false, bytes: bytes.as_deref() };
                    row(ui, view, palette, listing, index, shown, out);
                }
                jumps(ui, palette, listing, newest, first, last);
            });
            self.follow.seen(&output);
            return;
        }
        let Some(flow) = compilation.flow(unit).filter(|flow| !flow.passes.is_empty()) else { return };
        let emitted = (now.stage == Stage::Codegen).then(|| flow.emitted(state.emitted));
        let pass = emitted.as_ref().unwrap_or_else(|| &flow.passes[state.passes.clamp(1, flow.passes.len()) - 1]);
        title(
            ui,
            if emitted.is_some() {
                "as emitted; labels and offsets come later"
            } else {
                "in the order of the blocks; offsets come later"
            },
        );
        let rows: Vec<(&FlowBlock, usize, &FlowRow)> = pass
            .blocks
            .iter()
            .flat_map(|block| block.rows.iter().enumerate().map(move |(index, row)| (block, index, row)))
            .collect();
        let target = rows.iter().position(|(_, _, row)| row.mark != Mark::None);
        let area = ScrollArea::vertical().id_salt("not laid out");
        let area = self.follow.area(ui.ctx(), area, view.moment, target, (ROW, ui.available_height()));
        ui.spacing_mut().item_spacing.y = 0.0;
        let output = area.show_rows(ui, ROW, rows.len(), |ui, range| {
            for index in range {
                let (block, at, row) = rows[index];
                unlaid(ui, view, palette, block, at == 0, row, out);
            }
        });
        self.follow.seen(&output);
    }

    fn chooser(&mut self, ui: &mut Ui, view: &View) {
        let codes = &view.run.codes;
        let name = |index: usize| codes.get(index).map_or("", |listing| listing.qualname.as_str()).to_owned();
        let running = name(view.moment.bytecode.code);
        let label = self.chosen.map_or(format!("{running}, which runs now"), name);
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            let wide = (ui.available_width() - INSET * 2.0 - 62.0).max(60.0);
            let combo = ComboBox::from_id_salt("code object").selected_text(label).width(wide).truncate();
            let response = combo.show_ui(ui, |ui| {
                ui.selectable_value(&mut self.chosen, None, format!("{running}, which runs now"));
                for (index, listing) in codes.iter().enumerate() {
                    ui.selectable_value(&mut self.chosen, Some(index), listing.qualname.as_str());
                }
            });
            response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Code object"));
            let word = egui::RichText::new("bytes").font(theme::words(theme::SMALL));
            ui.toggle_value(&mut self.raw, word).on_hover_text("The bytes of each instruction");
        });
        ui.add_space(4.0);
    }
}

#[derive(Clone, Copy)]
struct Shown<'a> {
    code: usize,
    current: bool,
    selected: bool,
    /// All bytes of the code, if they are to be shown.
    bytes: Option<&'a [u8]>,
}

/// A row of an instruction that has no offset yet: its block, its name, what the pass did to it.
fn unlaid(ui: &mut Ui, view: &View, palette: &Palette, block: &FlowBlock, first: bool, row: &FlowRow, out: &mut Out) {
    let chosen = !place::is_empty(row.span) && view.selection.span.is_some_and(|span| place::covers(span, row.span));
    let label = format!("unplaced {} {}", row.name, row.argument);
    let response = paint::row(ui, ROW, label.trim_end(), chosen);
    let rect = response.rect;
    let kin = chosen || (!place::is_empty(row.span) && view.moment.span == row.span);
    if kin || row.mark == Mark::New {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
    }
    if first {
        ui.painter().hline(rect.x_range(), rect.top(), palette.hairline());
    }
    let (y, left) = (rect.center().y, rect.left());
    if row.line > 0 {
        let at = pos2(left + INSET + 22.0, y);
        paint::text_right(ui, at, 40.0, &row.line.to_string(), theme::code(theme::SMALL), palette.quiet);
    }
    paint::mark(ui, pos2(left + 47.0, y), row.mark, palette);
    if first {
        let at = pos2(left + OFFSET_RIGHT, y);
        paint::text_right(ui, at, 40.0, &block.name(), theme::strong(theme::SMALL), palette.quiet);
    }
    let gone = row.mark == Mark::Dying;
    let (ink, quiet) = if gone { (palette.dying, palette.dying) } else { (palette.ink, palette.quiet) };
    let right = rect.right() - INSET;
    let name = paint::text(ui, pos2(left + NAME, y), right - left - NAME, row.name, theme::code(theme::BODY), ink);
    if gone {
        ui.painter().hline(name.x_range(), y, Stroke::new(1.0, palette.dying));
    }
    let meaning_at = (left + NAME + argument_column(rect.width())).max(name.right() + 12.0);
    let meaning = if gone { "removed" } else { &row.argument };
    let end =
        paint::text(ui, pos2(meaning_at, y), right - meaning_at, meaning, theme::code(theme::BODY), quiet).right();
    if row.mark == Mark::Changed && right - end > 70.0 {
        let was = format!("was {}", row.was);
        paint::text_right(ui, pos2(right, y), right - end - 8.0, &was, theme::words(theme::SMALL), palette.changed);
    }
    if response.clicked() && !place::is_empty(row.span) {
        out.push(Command::Select(Selection::of_text(row.span, "", &view.run.codes, view.moment)));
    }
}

fn row(ui: &mut Ui, view: &View, palette: &Palette, listing: &CodeListing, index: usize, shown: Shown, out: &mut Out) {
    let instruction = &listing.rows()[index];
    let Shown { code, current, selected, bytes } = shown;
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
    let start = instruction.offset as usize;
    let hex =
        bytes.and_then(|bytes| bytes.get(start..start + 2)).map(|pair| format!("{:02x} {:02x}", pair[0], pair[1]));
    let remark = hex.unwrap_or_else(|| remark(view, instruction, code, current));
    let right = rect.right() - INSET;
    let reserved = if remark.is_empty() {
        0.0
    } else {
        paint::text_right(ui, pos2(right, y), 130.0, &remark, theme::words(theme::SMALL), palette.current).width() + 8.0
    };
    let font = if current { theme::code_strong(theme::BODY) } else { theme::code(theme::BODY) };
    let room = right - left - NAME - reserved;
    let name_end = paint::text(ui, pos2(left + NAME, y), room, instruction.name, font, palette.ink).right();
    let meaning_at = (left + NAME + argument_column(rect.width())).max(name_end + 12.0);
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
        out.push(Command::Move(model::ask::command::Move::Line(instruction.line)));
    }
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

/// Jumps as arcs left of the offsets, shorter ones inside longer ones; that of the row that matters in ink.
fn jumps(
    ui: &Ui,
    palette: &Palette,
    listing: &CodeListing,
    from: Option<usize>,
    (first, top): (usize, Pos2),
    last: usize,
) {
    // Rows out of sight lie beyond the edge that is nearer to them.
    let y_of =
        |index: usize| top.y + ROW * (index as f32 - first as f32).clamp(-1.0, last.saturating_sub(first) as f32 + 1.0);
    let in_sight = |index: usize| (first..=last).contains(&index);
    let x = top.x + 10.0;
    let arc = |index: usize| {
        let target = listing.rows()[index].target.and_then(|offset| listing.row_at(offset))?;
        (in_sight(index) || in_sight(target)).then_some((index, target))
    };
    // Jumps over the whole of a long listing would only be lines.
    let near = first.saturating_sub(SIGHT)..(last + SIGHT).min(listing.rows().len());
    let mut arcs: Vec<(usize, usize)> = near.filter_map(arc).collect();
    arcs.sort_by_key(|(index, _)| from == Some(*index));
    for (index, target) in arcs {
        let strong = from == Some(index);
        let color = if strong { palette.arrow } else { palette.faded };
        let (start, end) = (pos2(x, y_of(index)), pos2(x, y_of(target)));
        let reach = (6.0 + 2.0 * index.abs_diff(target) as f32).min(34.0);
        let bend = vec2(-reach, 0.0);
        paint::arrow(
            ui,
            [start, start + bend, end + bend, end],
            Stroke::new(if strong { 1.2 } else { 1.0 }, color),
            false,
        );
    }
}

/// Rows beyond the visible ones whose jumps are looked at.
const SIGHT: usize = 400;
