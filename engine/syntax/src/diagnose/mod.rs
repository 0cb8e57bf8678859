//! Which error a program has that does not parse.
//!
//! CPython reads a program twice: first by the grammar alone, then, to explain a failure, with rules for what people
//! write by mistake. Both passes are repeated here exactly, because the error depends on which token the first got to
//! and on which rule of the second matches first.

mod action;
mod grammar;
mod pegen;
mod raise;
mod typo;

use crate::Mode;
use crate::ast::Mod;
use crate::error::{ErrorKind, SyntaxError, Warning};
use crate::parser::{Parser, Start};
use crate::token::TokenKind;
use crate::token_stream::TokenStream;
use pegen::Pegen;
use raise::Tokens;

/// The passes recurse as deeply as CPython's, on a stack of their own that is large enough for it.
const STACK_SIZE: usize = 128 << 20;

/// The error of a source that the parser refused. It is read again `from` a statement on.
pub(crate) fn error(source: &str, stream: &TokenStream, mode: Mode, origin: Origin, from: Start) -> SyntaxError {
    let input = Tokens::new(source, stream, origin);
    on_large_stack(|| {
        let (mut error, last_statement) = passes(&input, mode, from);
        error.typo = typo::find(source, &error, last_statement);
        error
    })
    .unwrap_or_else(raise::too_complex)
}

/// How the source came to the tokenizer.
#[derive(Clone, Copy, Default)]
pub(crate) struct Origin {
    pub from_file: bool,
    /// The last line of the file has no newline of its own.
    pub added_newline: bool,
}

/// Reads a program that nests too deeply for an ordinary stack, if CPython's parser can follow it.
pub(crate) fn parse_deep(source: &str, stream: &TokenStream, mode: Mode) -> Option<(Mod, Vec<Warning>)> {
    let input = Tokens::new(source, stream, Origin::default());
    on_large_stack(|| {
        matches!(Pegen::new(&input, 0).run(start_rule(mode)), Ok(Some(_))).then(|| {
            let mut parser = Parser::new(source, stream).on_large_stack();
            let module = parser.module(mode).ok()?;
            Some((module, parser.warnings))
        })?
    })?
}

fn start_rule(mode: Mode) -> &'static str {
    match mode {
        Mode::Exec => "file",
        Mode::Eval => "eval",
        Mode::Single => "interactive",
    }
}

/// More than one statement in `single` mode: the error is at the last token of the first.
pub(crate) fn multiple_statements(source: &str, stream: &TokenStream, origin: Origin, end: usize) -> SyntaxError {
    let msg = "multiple statements found while compiling a single statement".to_owned();
    let last = end.saturating_sub(1) as u32;
    Tokens::new(source, stream, origin).error_at_token(ErrorKind::SyntaxError, msg, last)
}

/// Whether the source ends before its first pass fails.
fn is_incomplete(source: &str, stream: &TokenStream) -> bool {
    let input = Tokens::new(source, stream, Origin::default());
    let mut parser = Pegen::new(&input, 0);
    let accepted = matches!(parser.run("file"), Ok(Some(_)));
    accepted || input.is_exhausted_by_end(parser.fill)
}

/// `None` if the host cannot give the stack.
fn on_large_stack<T: Send>(run: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, run).ok()?;
        Some(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// The error, and the line of the last compound statement that the second pass read.
fn passes(input: &Tokens<'_>, mode: Mode, from: Start) -> (SyntaxError, u32) {
    let rule = start_rule(mode);
    let mut parser = Pegen::new(input, from.token as u32);
    let accepted = matches!(parser.run(rule), Ok(Some(_)));
    let last = parser.fill.saturating_sub(1);
    if accepted {
        // The grammar takes it: it is only too deep for the parser.
        return (raise::too_complex(), 0);
    }
    if parser.error.is_none() {
        parser.last_compound_line = from.last_compound_line;
        parser.begin_second_pass();
        // Its result is the error that it leaves, if any.
        let _ = parser.run(rule);
    }
    let (fill, line) = (parser.fill, parser.last_compound_line);
    let Some(error) = parser.error else {
        return (generic_error(input, last, fill), line);
    };
    if !error.kind.is_syntax_error() || input.is_exhausted(fill) {
        return (error, line);
    }
    (input.error_in_rest(fill).unwrap_or(error), line)
}

/// No rule explains the failure at token `last`, the last one that the first pass fetched.
fn generic_error(input: &Tokens<'_>, last: u32, fill: u32) -> SyntaxError {
    let token = input.tokens[last as usize];
    let indentation = |msg: &str| input.error_at_token(ErrorKind::IndentationError, msg.to_owned(), fill - 1);
    let error = match token.kind {
        TokenKind::Indent => return indentation("unexpected indent"),
        TokenKind::Dedent => return indentation("unexpected unindent"),
        _ if input.is_textless(last) => {
            let line = token.span.line;
            input.error(ErrorKind::SyntaxError, "invalid syntax".to_owned(), (line, 0), (line, 0))
        }
        _ => input.error_at(ErrorKind::SyntaxError, "invalid syntax".to_owned(), token.span),
    };
    input.error_in_rest(fill).unwrap_or(error)
}
