//! The page of one instruction: what it does, what it takes and leaves, its inline caches, its specialised forms.

use crate::look::paint;
use crate::look::theme::{self, INSET, Palette, ROW};
use crate::panes::view::View;
use compiler::opcode;
use egui::{Label, RichText, ScrollArea, Sense, Ui, pos2, vec2};
use model::compile::Subject;
use model::compile::bytecode::InstructionRow;
use model::ground::value::{counted, entries};

pub fn ui(ui: &mut Ui, view: &View) {
    let palette = Palette::of(ui.visuals());
    let selected = view.selection.instruction.map(|at| (at.code, at.offset));
    let current = view.moment.bytecode.offset.map(|offset| (view.moment.bytecode.code, offset));
    let row = selected.or(current).and_then(|(code, offset)| {
        let listing = view.listing_of(code)?;
        listing.row_at(offset).map(|index| &listing.rows()[index])
    });
    if row.is_none()
        && let Some(info) = emitted(view)
    {
        page(ui, palette, info.name, |ui| {
            let caches = counted(u64::from(info.caches), "inline cache unit");
            fact(ui, palette, "caches", &caches);
            fact(ui, palette, "number", &info.op.to_string());
        });
        return;
    }
    let Some(row) = row else {
        paint::empty(ui, "Select an instruction to read what it does.");
        return;
    };
    page(ui, palette, row.name, |ui| facts(ui, palette, row));
}

/// The instruction that code generation has just emitted.
fn emitted(view: &View) -> Option<&'static opcode::OpcodeInfo> {
    let now = view.moment.compile.as_ref()?;
    matches!(now.subject, Subject::Emitted { .. }).then_some(())?;
    opcode::by_name(&view.run.compilation.subject_name(now.step)?)
}

fn page(ui: &mut Ui, palette: &Palette, name: &str, facts: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt("opcode").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            ui.label(RichText::new(name).font(theme::code_strong(theme::LEAD)).color(palette.ink));
        });
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.add_space(INSET);
            let words = words(palette, model::compile::opcode_words::of(name), ui.available_width() - INSET);
            ui.add(Label::new(words).wrap());
        });
        ui.add_space(8.0);
        facts(ui);
    });
}

/// The sentence, code in it in the code font.
fn words(palette: &Palette, sentence: &str, width: f32) -> egui::text::LayoutJob {
    let mut job = egui::text::LayoutJob::default();
    job.wrap.max_width = width;
    for piece in model::ground::explain::pieces(sentence) {
        let font = match piece.tone {
            model::ground::explain::Tone::Code => theme::code(theme::SMALL),
            _ => theme::words(theme::BODY),
        };
        job.append(&piece.text, 0.0, egui::text::TextFormat::simple(font, palette.ink));
    }
    job
}

fn facts(ui: &mut Ui, palette: &Palette, row: &InstructionRow) {
    fact(ui, palette, "takes", &entries(u64::from(row.pops)));
    fact(ui, palette, "leaves", &entries(u64::from(row.pushes)));
    if let Some(arg) = row.arg {
        let text = if row.meaning.is_empty() { arg.to_string() } else { format!("{arg}: {}", row.meaning) };
        fact(ui, palette, "argument", &text);
    }
    fact(ui, palette, "caches", &counted(u64::from(row.caches), "inline cache unit"));
    let info = opcode::TABLE.iter().find(|info| info.name == row.name);
    if let Some(info) = info {
        fact(ui, palette, "number", &info.op.to_string());
        let forms: Vec<&str> = opcode::TABLE
            .iter()
            .filter(|form| form.deopt == info.op && form.op != info.op)
            .map(|form| form.name)
            .collect();
        for (index, form) in forms.iter().enumerate() {
            fact(ui, palette, if index == 0 { "specialised" } else { "" }, form);
        }
    }
}

fn fact(ui: &mut Ui, palette: &Palette, name: &str, text: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let y = rect.center().y;
    paint::text(ui, pos2(rect.left() + INSET, y), 80.0, name, theme::words(theme::SMALL), palette.quiet);
    let left = rect.left() + INSET + 84.0;
    paint::text(ui, pos2(left, y), rect.right() - INSET - left, text, theme::code(theme::SMALL), palette.ink);
}
