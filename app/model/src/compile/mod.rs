//! A compilation as it can be watched: what each stage makes, worked out when a pane first looks at it, and the line of
//! moments that leads through it before the first instruction runs.

pub mod anchor;
pub mod ast;
pub mod bytecode;
mod find;
pub mod flow;
pub mod flow_layout;
mod line;
pub mod listing;
pub mod opcode_words;
pub mod pyc;
pub mod reading;
pub mod sentence;
pub mod source;
mod symbol_events;
pub mod symbols;
pub mod tokens;
pub mod tree_layout;
mod words;

pub use line::{Cursor, Line, Now, Segment, Stage, Subject, UnitNow};
pub use words::{PASS_WORDS, pass_words};

use crate::compile::ast::AstModel;
use crate::compile::bytecode::CodeListing;
use crate::compile::flow::FlowUnit;
use crate::compile::pyc::PycModel;
use crate::compile::symbols::SymbolsModel;
use crate::compile::tokens::TokensModel;
use crate::ground::place::Span;
use compiler::Stages;
use compiler::code::CodeObject;
use compiler::preprocess::Rewrite;
use compiler::stages::{Keep, UnitStages};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Bytes of source below which every stage takes less than a frame.
const SMALL: usize = 16_000;

/// One program's compilation. Cheap to make: stages are run when they are asked for, each once.
#[derive(Debug, Default)]
pub struct Compilation {
    pub filename: String,
    source: String,
    /// When the file was last changed, in seconds since 1970; 0 for a program that is in no file.
    mtime: u64,
    /// The result, for a program that has one.
    code: Option<Arc<CodeObject>>,
    outline: OnceLock<Option<Stages>>,
    passes: OnceLock<Option<Stages>>,
    tokens: OnceLock<TokensModel>,
    parser_tokens: OnceLock<TokensModel>,
    ast: OnceLock<Arc<AstModel>>,
    /// The tree that the symbol table and code generation work on.
    preprocessed: OnceLock<Arc<AstModel>>,
    /// The tree at the rewrite that was looked at last.
    rewriting: Mutex<Option<(usize, Arc<AstModel>)>>,
    symbols: OnceLock<SymbolsModel>,
    line: OnceLock<Line>,
    flow: OnceLock<Vec<OnceLock<FlowUnit>>>,
    listings: OnceLock<Vec<CodeListing>>,
    pyc: OnceLock<Option<PycModel>>,
}

impl Compilation {
    /// `code` is what the program was compiled to; `None` if it could not be.
    pub fn new(filename: &str, source: &str, code: Option<Arc<CodeObject>>) -> Compilation {
        Compilation { filename: filename.to_owned(), source: source.to_owned(), code, ..Compilation::default() }
    }

    pub fn with_mtime(self, mtime: u64) -> Compilation {
        Compilation { mtime, ..self }
    }

    /// Compiles and then watches: for tests and for programs without a recording.
    pub fn of(filename: &str, source: &str) -> Compilation {
        let options = compiler::Options::default();
        let code = compiler::compile(source.as_bytes(), filename, compiler::Mode::Exec, options);
        Compilation::new(filename, source, code.ok())
    }

    pub fn source(&self) -> &str {
        &self.source
    }

    pub fn code(&self) -> Option<&Arc<CodeObject>> {
        self.code.as_ref()
    }

    /// Whether what the panes show of every program is there, or small enough to be made between two frames.
    pub fn is_ready(&self) -> bool {
        self.source.len() < SMALL || self.line.get().is_some() && self.symbols.get().is_some()
    }

    /// Whether the same holds for the flow graphs.
    pub fn is_flow_ready(&self) -> bool {
        self.source.len() < SMALL || self.passes.get().is_some()
    }

    /// Makes what the panes of a large program wait for; not for the thread that draws.
    pub fn prepare(&self) {
        self.tokens();
        self.parser_tokens();
        self.ast();
        self.preprocessed();
        self.line();
        self.symbols();
    }

    /// The same for the flow graphs.
    pub fn prepare_flow(&self) {
        self.flow(0);
    }

    fn keeping(&self, keep: Keep) -> Option<Stages> {
        self.code.as_ref()?;
        let options = compiler::Options::default();
        let mode = compiler::Mode::Exec;
        let stages = compiler::compile_keeping(self.source.as_bytes(), &self.filename, mode, options, keep);
        let mut stages = stages.ok()?;
        // Serial numbers then are positions.
        stages.units.sort_by_key(|unit| unit.serial);
        Some(stages)
    }

    fn outline(&self) -> Option<&Stages> {
        self.outline.get_or_init(|| self.keeping(Keep::Outline)).as_ref()
    }

    /// Code units in the order in which the compiler enters them: the module first.
    pub fn units(&self) -> &[UnitStages] {
        self.outline().map_or(&[], |stages| &stages.units)
    }

    /// What `python -m tokenize` sees: with comments and meaningless line ends. Of a program with a syntax error, what
    /// comes before it.
    pub fn tokens(&self) -> &TokensModel {
        self.tokens.get_or_init(|| {
            let (text, tokens) = syntax::tokenize_tokens(self.source.as_bytes());
            reading::tokens(&text, &tokens)
        })
    }

    /// What the C tokenizer hands to the parser.
    pub fn parser_tokens(&self) -> &TokensModel {
        self.parser_tokens.get_or_init(|| {
            let read = syntax::tokens(self.source.as_bytes(), syntax::Mode::Exec);
            read.map_or_else(|_| TokensModel::default(), |(text, tokens)| reading::tokens(&text, &tokens))
        })
    }

    /// The tree as the parser makes it.
    pub fn ast(&self) -> &Arc<AstModel> {
        self.ast.get_or_init(|| {
            let ast = match self.outline.get() {
                Some(Some(stages)) => reading::ast(&stages.parsed),
                _ => syntax::parse(self.source.as_bytes(), syntax::Mode::Exec)
                    .as_ref()
                    .map(reading::ast)
                    .unwrap_or_default(),
            };
            Arc::new(ast)
        })
    }

    /// What preprocessing does to the tree, in order.
    pub fn rewrites(&self) -> &[Rewrite] {
        self.outline().map_or(&[], |stages| &stages.rewrites)
    }

    /// The tree after so many rewrites.
    fn ast_after(&self, rewrites: usize) -> AstModel {
        let options = compiler::Options::default();
        let look = |stages: &Stages| compiler::preprocessed(&stages.parsed, options, rewrites, AstModel::new).ok();
        self.outline().and_then(look).unwrap_or_default()
    }

    /// The tree behind preprocessing.
    pub fn preprocessed(&self) -> &Arc<AstModel> {
        if self.rewrites().is_empty() {
            return self.ast();
        }
        self.preprocessed.get_or_init(|| Arc::new(self.ast_after(usize::MAX)))
    }

    /// The tree at a moment, and in the run: while a node is rewritten with what it was and what it becomes.
    pub fn tree(&self, now: Option<&Now>) -> Arc<AstModel> {
        match now {
            Some(now) if now.rewrites == 0 => Arc::clone(self.ast()),
            Some(Now { subject: Subject::Rewrite(at), .. }) if *at < self.rewrites().len() => {
                let mut last = self.rewriting.lock().unwrap_or_else(PoisonError::into_inner);
                match &*last {
                    Some((known, tree)) if known == at => Arc::clone(tree),
                    _ => {
                        let tree = Arc::new(AstModel::rewriting(&self.ast_after(*at), self.ast_after(*at + 1)));
                        *last = Some((*at, Arc::clone(&tree)));
                        tree
                    }
                }
            }
            _ => Arc::clone(self.preprocessed()),
        }
    }

    pub fn symbols(&self) -> &SymbolsModel {
        self.symbols
            .get_or_init(|| self.outline().map(|stages| SymbolsModel::new(&stages.symtable)).unwrap_or_default())
    }

    /// The flow graph of a unit, pass by pass.
    pub fn flow(&self, unit: usize) -> Option<&FlowUnit> {
        let units = self.flow.get_or_init(|| self.units().iter().map(|_| OnceLock::new()).collect());
        units.get(unit).map(|cell| {
            cell.get_or_init(|| {
                let stages = self.passes.get_or_init(|| self.keeping(Keep::Passes)).as_ref();
                stages.and_then(|stages| stages.units.get(unit)).map(FlowUnit::new).unwrap_or_default()
            })
        })
    }

    /// The listing of a unit's code object.
    pub fn listing(&self, unit: usize) -> Option<&CodeListing> {
        let listings = self.listings.get_or_init(|| {
            let code = |unit: &UnitStages| unit.code.as_ref().map(CodeListing::of).unwrap_or_default();
            self.units().iter().map(code).collect()
        });
        listings.get(unit)
    }

    pub fn pyc(&self) -> Option<&PycModel> {
        self.pyc
            .get_or_init(|| {
                self.code.as_ref().map(|code| PycModel::new(&self.filename, &self.source, code, self.mtime))
            })
            .as_ref()
    }

    /// The moments of the compilation. Of a program that cannot be compiled, the tokens are made all the same, up to the
    /// error or behind it.
    pub fn line(&self) -> &Line {
        self.line.get_or_init(|| match self.outline() {
            Some(stages) => {
                let events = stages.symtable.events.as_ref().map_or(0, Vec::len);
                // With nothing to rewrite, one step says so.
                let rewrites = stages.rewrites.len().max(1);
                Line::new(stages.parsed.tokens.len(), self.ast().rows.len(), rewrites, events, &stages.units)
            }
            None => Line::new(self.parser_tokens().rows.len(), self.ast().rows.len(), 0, 0, &[]),
        })
    }

    /// What exists at a moment of the compilation.
    pub fn now(&self, step: u64) -> Option<Now> {
        self.line().now(step, self.units())
    }

    /// The name of a unit as a person reads it.
    pub fn unit_name(&self, unit: usize) -> &str {
        self.units().get(unit).map_or("", |unit| if unit.qualname.is_empty() { &unit.name } else { &unit.qualname })
    }

    /// The place in the source that a step is about.
    pub fn span(&self, step: u64) -> Span {
        let Some(subject) = self.line().subject(step, self.units()) else { return Span::default() };
        match subject {
            Subject::Token(index) => self.parser_tokens().rows.get(index).map_or(Span::default(), |row| row.span),
            Subject::Node(order) => {
                let ast = self.ast();
                ast.completed.get(order).map_or(Span::default(), |row| ast.rows[*row].span)
            }
            Subject::Rewrite(at) => self.rewrites().get(at).map_or(Span::default(), |made| made.span),
            Subject::Symbol(event) => self.event_span(event),
            Subject::Emitted { unit, at } => self.emitted_span(unit, at),
            Subject::Pass { .. } | Subject::Table { .. } => Span::default(),
            Subject::Laid { unit, row } => {
                let row = self.listing(unit).and_then(|listing| listing.rows().get(row));
                row.map_or(Span::default(), |row| row.span)
            }
        }
    }

    fn emitted_span(&self, unit: usize, at: usize) -> Span {
        // The sequence knows the place without the graph, but for what a module's annotations put in between.
        let found = self.units().get(unit).and_then(|unit| unit.emitted(at));
        found.map_or(Span::default(), |instruction| crate::compile::flow::span(instruction.location))
    }

    /// The next step, or the one before, that is about another line.
    pub fn other_line(&self, step: u64, forward: bool) -> Option<u64> {
        let here = self.span(step).line;
        let other = |at: &u64| {
            let line = self.span(*at).line;
            line > 0 && line != here
        };
        let total = self.line().total;
        if forward { (step + 1..total).find(other) } else { (0..step).rev().find(other) }
    }
}
