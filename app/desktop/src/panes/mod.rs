//! The panes. Each is a small struct that keeps what only it needs (scroll positions, folded nodes) and draws a [`View`].

pub mod compile;
pub mod follow;
pub mod run;
pub mod story;
pub mod table;
pub mod view;

use crate::look::theme::ROW;
use crate::panes::compile::{bytecode, flow, opcode, pyc, source, symbols, tokens, tree};
use crate::panes::run::{collector, console, files, frames, heap, interned, modules, namespaces, object, profile};
use crate::panes::story::lesson_state::LessonState;
use crate::panes::story::{explain, lesson, timeline};
use crate::panes::view::{Out, View};
use egui::{Ui, Vec2, vec2};
use model::ask::command::Pane;

#[derive(Default)]
pub struct Panes {
    pub source: source::Source,
    pub tree: tree::Tree,
    tokens: tokens::Tokens,
    bytecode: bytecode::Bytecode,
    flow: flow::Flow,
    pyc: pyc::Pyc,
    symbols: symbols::Symbols,
    heap: heap::Heap,
    interned: interned::Interned,
    pub modules: modules::Modules,
    files: files::Files,
    profile: profile::Profile,
    pub timeline: timeline::Timeline,
    console: console::Console,
    /// The pane that the pointer or the keyboard's focus was in last.
    pub at_hand: Option<Pane>,
    /// Where it stood then.
    pub hand: Option<egui::Rect>,
}

/// Rows that a pane shows at least, wherever it is shown.
pub const LEAST_ROWS: f32 = 6.0;

/// What a pane needs to show six rows of its content, in points, without its tabs: what stands above the rows, their height,
/// and a width at which a row says something.
pub fn least(pane: Pane) -> Vec2 {
    let (width, head, row) = match pane {
        Pane::Source => (260.0, 4.0, ROW),
        Pane::Tree | Pane::Tokens => (250.0, 40.0, ROW),
        Pane::Symbols => (240.0, 8.0, ROW),
        Pane::Flow => (320.0, 44.0, ROW),
        Pane::Bytecode => (300.0, 36.0, ROW),
        Pane::Opcode | Pane::Object => (250.0, 30.0, ROW),
        Pane::Pyc => (300.0, 40.0, ROW),
        Pane::Frames => (280.0, 52.0, 26.0),
        Pane::Namespaces => (240.0, 30.0, ROW),
        Pane::Heap => (330.0, 40.0, 22.0),
        Pane::Interned => (240.0, 30.0, ROW),
        Pane::Modules | Pane::Files => (280.0, 40.0, ROW),
        Pane::Profile => (300.0, 40.0, ROW),
        Pane::Collector => (300.0, 10.0, ROW),
        Pane::Timeline => (300.0, 20.0, ROW),
        Pane::Console => (240.0, 8.0, ROW),
        Pane::Lesson => (300.0, 60.0, ROW),
        Pane::Explain => (240.0, 0.0, ROW),
    };
    vec2(width, head + LEAST_ROWS * row)
}

impl Panes {
    pub fn ui(&mut self, pane: Pane, ui: &mut Ui, view: &View, lesson: &mut LessonState, out: &mut Out) {
        let waits = matches!(pane, Pane::Tree | Pane::Tokens | Pane::Symbols | Pane::Flow | Pane::Pyc);
        if waits && view.compilation().is_none() {
            crate::look::paint::empty(ui, "The stages of the compiler are being made ready.");
            return;
        }
        match pane {
            Pane::Source => self.source.ui(ui, view, out),
            Pane::Tree => self.tree.ui(ui, view, out),
            Pane::Tokens => self.tokens.ui(ui, view, out),
            Pane::Symbols => self.symbols.ui(ui, view, out),
            Pane::Flow => self.flow.ui(ui, view, out),
            Pane::Bytecode => self.bytecode.ui(ui, view, out),
            Pane::Opcode => opcode::ui(ui, view),
            Pane::Pyc => self.pyc.ui(ui, view, out),
            Pane::Frames => frames::ui(ui, view, out),
            Pane::Namespaces => namespaces::ui(ui, view, out),
            Pane::Heap => self.heap.ui(ui, view, out),
            Pane::Object => object::ui(ui, view, out),
            Pane::Interned => self.interned.ui(ui, view, out),
            Pane::Modules => self.modules.ui(ui, view, out),
            Pane::Files => self.files.ui(ui, view, out),
            Pane::Profile => self.profile.ui(ui, view, out),
            Pane::Collector => collector::ui(ui, view, out),
            Pane::Timeline => self.timeline.ui(ui, view, out),
            Pane::Console => self.console.ui(ui, view, out),
            Pane::Lesson => lesson::ui(ui, lesson, out),
            Pane::Explain => explain::ui(ui, view, explain::Told::All),
        }
    }
}

/// The short remark at the right end of a pane's tab bar.
pub fn note(pane: Pane, view: &View, lesson: &LessonState) -> String {
    use model::ground::value::{counted, grouped};
    let moment = view.moment;
    let of_compiler = matches!(
        pane,
        Pane::Tree | Pane::Tokens | Pane::Symbols | Pane::Flow | Pane::Pyc | Pane::Bytecode | Pane::Timeline
    );
    let Some(compilation) = view.compilation().or_else(|| (!of_compiler).then_some(&*view.run.compilation)) else {
        return String::new();
    };
    match pane {
        Pane::Source => match view.breakpoints.len() {
            0 => String::new(),
            count => counted(count as u64, "breakpoint"),
        },
        Pane::Tree => {
            let tree = compilation.tree(moment.compile.as_ref());
            let all = (tree.rows.len() - tree.dying.len()) as u64;
            match &moment.compile {
                Some(now) if now.nodes < compilation.ast().rows.len() => {
                    format!("{} of {}", grouped(now.nodes as u64), counted(all, "node"))
                }
                _ => counted(all, "node"),
            }
        }
        Pane::Tokens => counted(view.tokens(false).len() as u64, "token"),
        Pane::Symbols => counted(compilation.symbols().blocks.len() as u64, "scope"),
        Pane::Flow if moment.compile.is_some() => String::new(),
        Pane::Flow => counted(compilation.units().len() as u64, "code object"),
        Pane::Pyc => compilation.pyc().map_or(String::new(), |pyc| counted(pyc.bytes.len() as u64, "byte")),
        Pane::Bytecode if moment.compile.is_some() => {
            view.unit_now().map_or(String::new(), |(unit, ..)| compilation.unit_name(unit).to_owned())
        }
        Pane::Bytecode => view.listing().map(|listing| listing.qualname.clone()).unwrap_or_default(),
        Pane::Frames => format!("depth {}", moment.frames.depth),
        Pane::Heap if moment.heap.folded > 0 => {
            format!("{} shown · {} folded", grouped(moment.heap.objects.len() as u64), grouped(moment.heap.folded))
        }
        Pane::Heap => counted(moment.heap.objects.len() as u64, "object"),
        Pane::Interned => counted(moment.interned.total_strings, "interned string"),
        Pane::Modules => counted(moment.modules.len() as u64, "module"),
        Pane::Files => {
            let used = moment.files.rows.iter().filter(|row| row.used.read || row.used.written).count();
            if used == 0 { String::new() } else { format!("{} used", counted(used as u64, "file")) }
        }
        Pane::Profile => counted(view.run.profile.rows.len() as u64, "function"),
        Pane::Collector => counted(moment.gc.collections, "collection"),
        Pane::Timeline => match compilation.line().total {
            0 => counted(view.run.timeline.total, "step"),
            compile if view.run.codes.is_empty() => counted(compile, "step"),
            compile => format!("compile {}, then run {}", grouped(compile), counted(view.run.timeline.total, "step")),
        },
        Pane::Lesson => lesson.note(),
        _ => String::new(),
    }
}
