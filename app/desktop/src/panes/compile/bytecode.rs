//! The instructions of a code object: which comes next, what its argument means, where it jumps.

use crate::look::icons;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::follow::Follow;
use crate::panes::table::{self, Head, Line, Name, Table};
use crate::panes::view::{Out, View};
use egui::{ComboBox, Pos2, Rect, Sense, Stroke, Ui, pos2, vec2};
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

/// The columns: names take less of a narrow pane.
fn heads(place: &'static str, width: f32) -> [Head; 4] {
    let name = if width < 460.0 { 124.0 } else { 176.0 };
    [Head::new("line", 58.0), Head::new(place, 44.0), Head::new("instruction", name), Head::new("argument", 0.0)]
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
        let code = self.chosen.filter(|code| *code < view.run.codes.len()).unwrap_or(view.moment.bytecode.code);
        let Some(listing) = view.listing_of(code) else { return };
        let bytes = self.raw.then(|| self.bytes(view, code)).flatten();
        let running = code == view.moment.bytecode.code;
        let current = view.moment.bytecode.offset.filter(|_| running).and_then(|offset| listing.row_at(offset));
        let selected = view.selection.instruction.filter(|at| at.code == code).and_then(|at| listing.row_at(at.offset));
        let target = self.follow.choose(view.moment, current, selected);
        let shown = Shown { code, current, selected, bytes: bytes.as_deref() };
        self.listed(ui, view, palette, (listing, listing.rows().len(), target), &shown, out);
    }

    /// The first rows of a listing as a table, with its jumps.
    fn listed(
        &mut self,
        ui: &mut Ui,
        view: &View,
        palette: &Palette,
        (listing, rows, target): (&CodeListing, usize, Option<usize>),
        shown: &Shown,
        out: &mut Out,
    ) {
        let heads = heads("offset", ui.available_width());
        let table = Table { id: "instructions", heads: &heads, rows, target };
        let name = |index: usize| {
            let instruction = &listing.rows()[index];
            let label = format!("instruction {} {} {}", instruction.offset, instruction.name, instruction.meaning);
            Name { key: u64::from(instruction.offset), label, selected: shown.selected == Some(index) }
        };
        let mut x = ui.max_rect().left() + 56.0;
        let drawn = table.ui(ui, view.moment, &mut self.follow, name, |ui, index, line| {
            x = line.left(1).x;
            row(ui, view, palette, (listing, index), shown, &line, out);
        });
        ui.scope(|ui| {
            ui.set_clip_rect(drawn.body.intersect(ui.clip_rect()));
            jumps(ui, palette, listing, shown.selected.or(shown.current), &drawn, x, rows);
        });
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
            let bytes = compilation.units()[unit].code.as_ref().map(|code| code.code.clone());
            let shown = Shown { code, current: newest, selected: None, bytes: bytes.as_deref() };
            self.listed(ui, view, palette, (listing, state.laid, newest), &shown, out);
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
        let chosen = |row: &FlowRow| {
            !place::is_empty(row.span) && view.selection.span.is_some_and(|span| place::covers(span, row.span))
        };
        let heads = heads("block", ui.available_width());
        let table = Table { id: "instructions", heads: &heads, rows: rows.len(), target };
        let name = |index: usize| {
            let row = rows[index].2;
            let label = format!("unplaced {} {}", row.name, row.argument);
            Name { key: index as u64, label: label.trim_end().to_owned(), selected: chosen(row) }
        };
        table.ui(ui, view.moment, &mut self.follow, name, |ui, index, line| {
            let (block, at, row) = rows[index];
            unlaid(ui, view, palette, (block, at == 0), (row, chosen(row)), &line, out);
        });
    }

    fn chooser(&mut self, ui: &mut Ui, view: &View) {
        let codes = &view.run.codes;
        let name = |index: usize| match (&view.moment.elsewhere, codes.get(index)) {
            (_, Some(listing)) => listing.qualname.clone(),
            (Some(elsewhere), None) => format!("{} of {}", elsewhere.name, elsewhere.short_name()),
            (None, None) => String::new(),
        };
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

struct Shown<'a> {
    code: usize,
    /// Rows of the listing.
    current: Option<usize>,
    selected: Option<usize>,
    /// All bytes of the code, if they are to be shown.
    bytes: Option<&'a [u8]>,
}

/// A row of an instruction that has no offset yet: its block, its name, what the pass did to it.
fn unlaid(
    ui: &Ui,
    view: &View,
    palette: &Palette,
    (block, first): (&FlowBlock, bool),
    (row, chosen): (&FlowRow, bool),
    line: &Line,
    out: &mut Out,
) {
    let rect = line.rect;
    let kin = chosen || (!place::is_empty(row.span) && view.moment.span == row.span);
    if kin || row.mark == Mark::New {
        ui.painter().rect_filled(rect, 0.0, palette.current_tint);
    }
    if first {
        ui.painter().hline(rect.x_range(), rect.top(), palette.hairline());
    }
    number(ui, palette, row.line, line);
    paint::mark(ui, pos2(line.right(0).x - 2.0, line.y()), row.mark, palette);
    if first {
        let font = theme::strong(theme::SMALL);
        paint::text_right(ui, line.right(1), line.room(1), &block.name(), font, palette.quiet);
    }
    let gone = row.mark == Mark::Dying;
    let (ink, quiet) = if gone { (palette.dying, palette.dying) } else { (palette.ink, palette.quiet) };
    let right = rect.right() - INSET;
    let name = paint::text(ui, line.left(2), name_room(line), row.name, theme::code(theme::BODY), ink);
    if gone {
        ui.painter().hline(name.x_range(), line.y(), Stroke::new(1.0, palette.dying));
    }
    let meaning = if gone { "removed" } else { &row.argument };
    let at = behind(line, name);
    let end = paint::text(ui, at, right - at.x, meaning, theme::code(theme::BODY), quiet).right();
    if row.mark == Mark::Changed && right - end > 70.0 {
        let (was, at) = (format!("was {}", row.was), pos2(right, line.y()));
        paint::text_right(ui, at, right - end - 8.0, &was, theme::words(theme::SMALL), palette.changed);
    }
    if line.response.clicked() && !place::is_empty(row.span) {
        out.push(Command::Select(Selection::of_text(row.span, "", &view.run.codes, view.moment)));
    }
}

/// Long names may reach into the next column, whose text then begins behind them.
fn name_room(line: &Line) -> f32 {
    (line.rect.right() - INSET - line.left(2).x).max(0.0)
}

fn behind(line: &Line, name: Rect) -> Pos2 {
    pos2(line.left(3).x.max(name.right() + 12.0), line.y())
}

/// A line's number, left of where the marks stand.
fn number(ui: &Ui, palette: &Palette, number: impl Into<i64>, line: &Line) {
    let number: i64 = number.into();
    if number > 0 {
        let at = pos2(line.right(0).x - 12.0, line.y());
        let text = number.to_string();
        paint::text_right(ui, at, line.room(0) - 8.0, &text, theme::code(theme::SMALL), palette.quiet);
    }
}

fn row(
    ui: &Ui,
    view: &View,
    palette: &Palette,
    (listing, index): (&CodeListing, usize),
    shown: &Shown,
    line: &Line,
    out: &mut Out,
) {
    let instruction = &listing.rows()[index];
    let (code, current, selected) = (shown.code, shown.current == Some(index), shown.selected == Some(index));
    let rect = line.rect;
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
    if instruction.starts_line {
        number(ui, palette, instruction.line, line);
    }
    if current {
        let (at, font) = (pos2(line.right(0).x - 2.0, line.y()), theme::icon_filled(16.0));
        paint::text_centred(ui, at, 16.0, icons::PLAY_ARROW, font, palette.current);
    }
    let offset = instruction.offset.to_string();
    paint::text_right(ui, line.right(1), line.room(1), &offset, theme::code(theme::SMALL), palette.quiet);
    let start = instruction.offset as usize;
    let hex = shown
        .bytes
        .and_then(|bytes| bytes.get(start..start + 2))
        .map(|pair| format!("{:02x} {:02x}", pair[0], pair[1]));
    let mut remark = hex.unwrap_or_else(|| remark(view, instruction, code, current));
    let mut right = rect.right() - INSET;
    let font = if current { theme::code_strong(theme::BODY) } else { theme::code(theme::BODY) };
    let name = paint::text(ui, line.left(2), name_room(line), instruction.name, font, palette.ink);
    let at = behind(line, name);
    if !remark.is_empty() {
        // What an instruction is about comes before what it does to the stack.
        let argument = paint::width(ui, &instruction.argument(), theme::code(theme::BODY));
        let room = (right - at.x - argument - 8.0).max(36.0).min(right - at.x);
        let font = || theme::words(theme::SMALL);
        if current && paint::width(ui, &remark, font()) > room {
            // As stack effects are written in short.
            remark = remark.replace("pops ", "\u{2212}").replace(", pushes ", " +").replace("pushes ", "+");
        }
        right = paint::text_right(ui, pos2(right, line.y()), room, &remark, font(), palette.current).left() - 8.0;
    }
    let ink = if current { palette.ink } else { palette.quiet };
    paint::text(ui, at, right - at.x, &instruction.argument(), theme::code(theme::BODY), ink);
    if line.response.clicked() {
        let here = InstructionRef { code, offset: instruction.offset };
        out.push(Command::Select(Selection::of_instruction(here, &view.run.codes, view.moment)));
    }
    if line.response.double_clicked() && instruction.line > 0 {
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
    drawn: &table::Shown,
    x: f32,
    rows: usize,
) {
    let (first, last) = drawn.range(rows);
    let in_sight = |index: usize| (first..=last).contains(&index);
    // Rows out of sight lie beyond the edge that is nearer to them.
    let y_of = |index: usize| drawn.y(index.clamp(first.saturating_sub(1), last + 1));
    let arc = |index: usize| {
        let target = listing.rows()[index].target.and_then(|offset| listing.row_at(offset))?;
        (in_sight(index) || in_sight(target)).then_some((index, target))
    };
    // Jumps over the whole of a long listing would only be lines.
    let near = first.saturating_sub(SIGHT)..(last + SIGHT).min(rows);
    let mut arcs: Vec<(usize, usize)> = near.filter_map(arc).filter(|(_, target)| *target < rows).collect();
    arcs.sort_by_key(|(index, _)| from == Some(*index));
    for (index, target) in arcs {
        let strong = from == Some(index);
        let color = if strong { palette.arrow } else { palette.faded };
        let (start, end) = (pos2(x, y_of(index)), pos2(x, y_of(target)));
        let reach = (6.0 + 2.0 * index.abs_diff(target) as f32).min(34.0);
        let bend = vec2(-reach, 0.0);
        let pen = Stroke::new(if strong { 1.2 } else { 1.0 }, color);
        paint::arrow(ui, [start, start + bend, end + bend, end], pen, false);
    }
}

/// Rows beyond the visible ones whose jumps are looked at.
const SIGHT: usize = 400;
