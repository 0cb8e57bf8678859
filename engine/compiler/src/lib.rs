//! AST → symbol table → instructions → flow graph → code object, with CPython 3.14's own passes; `dis`, `marshal`, `.pyc`.
#![forbid(unsafe_code)]

mod assemble;
pub mod code;
mod codegen;
mod compiler;
pub mod consts;
pub mod dis;
pub mod error;
pub mod flowgraph;
mod fold;
mod future;
pub mod instructions;
mod interned;
pub mod linetable;
pub mod location;
pub mod loose;
pub mod marshal;
pub mod opcode;
pub mod opcode_docs;
pub mod preprocess;
pub mod pyc;
mod pyhash;
pub mod repr;
pub mod stages;
pub mod symtable;
mod unparse;
pub mod verify;

pub use interned::immortal_at_start;

pub use error::{ErrorKind, SyntaxError, Warning};
pub use flowgraph::stack_effect;
pub use syntax::Mode;

use code::CodeObject;
use compiler::Compiler;
use error::Res;
use preprocess::{Originals, Rewrite, Rewrites};
use stages::{Keep, UnitStages};
use std::sync::Arc;
use symtable::SymbolTable;
use syntax::Parsed;
use syntax::ast::Mod;
use syntax::pystr::PyStr;
use syntax::token::{Token, TokenKind};

/// What `compile()` takes besides source, file name and mode.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// 0 keeps everything, 1 drops `assert` and `__debug__`, 2 docstrings as well.
    pub optimize: u8,
    /// Bits of [`future_flags`] in force without being imported.
    pub future: u32,
}

/// Bits for [`Options::future`].
pub mod future_flags {
    pub use crate::future::{ALLOW_TOP_LEVEL_AWAIT, ANNOTATIONS, BARRY_AS_BDFL};
}

/// A compilation with everything on its way.
#[derive(Debug)]
pub struct Stages {
    pub parsed: Parsed,
    /// What preprocessing did to the tree, in order; [`preprocessed`] gives the tree itself.
    pub rewrites: Vec<Rewrite>,
    /// As analysed, before code generation; of the tree after preprocessing.
    pub symtable: SymbolTable,
    /// Inner code units before the ones around them; the module is the last.
    pub units: Vec<UnitStages>,
    pub code: Arc<CodeObject>,
    pub warnings: Vec<Warning>,
}

/// Compiles source text to a code object.
pub fn compile(source: &[u8], filename: &str, mode: Mode, options: Options) -> Result<Arc<CodeObject>, SyntaxError> {
    compile_with_warnings(source, filename, mode, options).map(|(code, _)| code)
}

/// The same with the decoded text, which tracebacks quote, and the warnings that CPython would have issued.
pub fn compile_with_text(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: Options,
) -> Result<(Arc<CodeObject>, String, Vec<Warning>), SyntaxError> {
    let mut parsed = syntax::parse(source, mode)?;
    on_deep_stack(nesting_bound(&parsed.tokens), || match run(&mut parsed, filename, options, Keep::Nothing) {
        Ok(run) => Ok((run.code, parsed.source, run.warnings)),
        Err(error) => Err(error.with_text(&parsed.source)),
    })
}

/// The same with the warnings that CPython would have issued.
pub fn compile_with_warnings(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: Options,
) -> Result<(Arc<CodeObject>, Vec<Warning>), SyntaxError> {
    compile_with_text(source, filename, mode, options).map(|(code, _, warnings)| (code, warnings))
}

/// Compiles a tree that was not parsed; the caller answers for its being one that could have been.
pub fn compile_module(
    module: Mod,
    filename: &str,
    options: Options,
) -> Result<(Arc<CodeObject>, Vec<Warning>), SyntaxError> {
    let mut parsed =
        Parsed { source: String::new(), tokens: Vec::new(), module, identifiers: Vec::new(), warnings: Vec::new() };
    on_deep_stack(preprocess::MAX_DEPTH + SHALLOW, || match run(&mut parsed, filename, options, Keep::Nothing) {
        Ok(run) => Ok((run.code, run.warnings)),
        Err(error) => Err(error.with_text("")),
    })
}

/// Compiles and keeps every intermediate.
pub fn compile_stages(source: &[u8], filename: &str, mode: Mode, options: Options) -> Result<Stages, SyntaxError> {
    compile_keeping(source, filename, mode, options, Keep::Passes)
}

/// Compiles and keeps what is asked for.
pub fn compile_keeping(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: Options,
    keep: Keep,
) -> Result<Stages, SyntaxError> {
    let mut parsed = syntax::parse(source, mode)?;
    on_deep_stack(nesting_bound(&parsed.tokens), || match run(&mut parsed, filename, options, keep) {
        Ok(run) => {
            if let Some(originals) = run.originals {
                originals.restore(&mut parsed.module);
            }
            Ok(Stages {
                parsed,
                rewrites: run.rewrites,
                symtable: run.symtable.unwrap_or_default(),
                units: run.units,
                code: run.code,
                warnings: run.warnings,
            })
        }
        Err(error) => Err(error.with_text(&parsed.source)),
    })
}

/// Looks at the tree as preprocessing leaves it after so many of its rewrites.
pub fn preprocessed<T: Send>(
    parsed: &Parsed,
    options: Options,
    rewrites: usize,
    look: impl FnOnce(&Mod) -> T + Send,
) -> Result<T, SyntaxError> {
    on_deep_stack(nesting_bound(&parsed.tokens), || {
        let mut module = parsed.module.clone();
        let mut rewrite = || {
            let mut features = future::from_ast(&module)?;
            features.flags |= options.future;
            let mut some = Rewrites::first(rewrites);
            preprocess::preprocess(&mut module, options.optimize, features.annotations(), &mut Vec::new(), &mut some)
        };
        rewrite().map_err(|error| error.with_text(&parsed.source))?;
        Ok(look(&module))
    })
}

/// The symbol table alone, as `symtable.symtable()` makes it: without preprocessing.
pub fn symbol_table(source: &[u8], mode: Mode) -> Result<SymbolTable, SyntaxError> {
    let parsed = syntax::parse(source, mode)?;
    on_deep_stack(nesting_bound(&parsed.tokens), || {
        let build = || {
            let features = future::from_ast(&parsed.module)?;
            SymbolTable::build(&parsed.module, &features, false)
        };
        build().map_err(|error| error.with_text(&parsed.source))
    })
}

struct Run {
    code: Arc<CodeObject>,
    warnings: Vec<Warning>,
    originals: Option<Originals>,
    rewrites: Vec<Rewrite>,
    symtable: Option<SymbolTable>,
    units: Vec<UnitStages>,
}

/// `_PyAST_Compile`.
fn run(parsed: &mut Parsed, filename: &str, options: Options, keep: Keep) -> Res<Run> {
    let mut warnings: Vec<Warning> = parsed.warnings.iter().map(Warning::from).collect();
    match run_with(parsed, filename, options, keep, &mut warnings) {
        Ok(run) => Ok(Run { warnings, ..run }),
        Err(mut error) => {
            error.warnings = warnings;
            Err(error)
        }
    }
}

fn run_with(
    parsed: &mut Parsed,
    filename: &str,
    options: Options,
    keep: Keep,
    warnings: &mut Vec<Warning>,
) -> Res<Run> {
    let identifiers = parsed.identifiers.clone();
    let module = &mut parsed.module;
    let mut features = future::from_ast(module)?;
    features.flags |= options.future;
    let keeps = keep != Keep::Nothing;
    let originals = keeps.then(|| Originals::of(module, options.optimize, features.annotations()));
    let mut rewrites = Rewrites::all(keeps);
    preprocess::preprocess(module, options.optimize, features.annotations(), warnings, &mut rewrites)?;
    let module = &*module;
    let mut table = SymbolTable::build(module, &features, keeps)?;
    let events = table.events.take();
    let symtable = keeps.then(|| {
        let mut kept = table.clone();
        kept.events = events;
        kept
    });
    let mut compiler = Compiler::new(PyStr::from(filename), table, identifiers, features, options.optimize, keep);
    let add_none = !matches!(module, Mod::Expression { .. });
    let assembled = compiler.module(module).and_then(|()| compiler.optimize_and_assemble(add_none));
    warnings.append(&mut compiler.warnings);
    let rewrites = rewrites.kept.unwrap_or_default();
    Ok(Run { code: assembled?.code, warnings: Vec::new(), originals, rewrites, symtable, units: compiler.log })
}

/// Nesting up to which the stack at hand is trusted.
const SHALLOW: u32 = 200;

/// Bytes of stack for one level of nesting, with room to spare.
const STACK_PER_LEVEL: usize = 16 * 1024;

/// The same for levels beyond those that compilation descends into: they are only copied and dropped.
const STACK_PER_REFUSED_LEVEL: usize = 1024;

/// No tree of these tokens is nested deeper, but for the at most hundred levels of indentation and a few of each
/// statement: each level of an expression takes a token of its logical line, what a comma parts lies side by side,
/// and statements nest by `elif`.
fn nesting_bound(tokens: &[Token]) -> u32 {
    let (mut deepest, mut branches) = (0, 0);
    // Tokens on the way down to here: in the brackets around, and since the last comma of these brackets.
    let (mut around, mut length) = (0, 0);
    let mut brackets = Vec::new();
    for token in tokens {
        length += 1;
        match token.kind {
            TokenKind::LPar | TokenKind::LSqb | TokenKind::LBrace => {
                brackets.push(length);
                around += length;
                length = 0;
            }
            TokenKind::RPar | TokenKind::RSqb | TokenKind::RBrace => {
                let before = brackets.pop().unwrap_or(0);
                around -= before;
                length = before + 1;
            }
            TokenKind::Comma => length = 0,
            TokenKind::Newline => {
                brackets.clear();
                (around, length) = (0, 0);
            }
            TokenKind::KwElif => branches += 1,
            _ => {}
        }
        deepest = deepest.max(around + length);
    }
    deepest + branches
}

/// Source that may be nested deeply is compiled on a stack of its own, large enough for it.
fn on_deep_stack<T: Send>(bound: u32, work: impl FnOnce() -> Result<T, SyntaxError> + Send) -> Result<T, SyntaxError> {
    if bound <= SHALLOW {
        return work();
    }
    let descended = bound.min(preprocess::MAX_DEPTH + SHALLOW) as usize;
    let size = descended * STACK_PER_LEVEL + (bound as usize - descended) * STACK_PER_REFUSED_LEVEL;
    let too_deep = || SyntaxError::plain(ErrorKind::Recursion, "maximum recursion depth exceeded during compilation");
    std::thread::scope(|scope| match std::thread::Builder::new().stack_size(size).spawn_scoped(scope, work) {
        Ok(thread) => thread.join().unwrap_or_else(|_| Err(too_deep())),
        Err(_) => Err(too_deep()),
    })
}
