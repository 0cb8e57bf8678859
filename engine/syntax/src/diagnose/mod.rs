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
use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::LexError;
use crate::parser::TokenStream;
use crate::token::TokenKind;
use pegen::Pegen;
use raise::Tokens;

/// The passes recurse as deeply as CPython's, on a stack of their own that is large enough for it.
const STACK_SIZE: usize = 128 << 20;

/// The error of a source that the parser refused. It is read again `from` a statement on.
pub(crate) fn error(source: &str, stream: &TokenStream, mode: Mode, origin: Origin, from: From) -> SyntaxError {
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

/// Where the two passes begin.
#[derive(Clone, Copy)]
pub(crate) struct From {
    pub token: usize,
    /// Line of the last compound statement before it, or 0.
    pub last_compound_line: u32,
}

/// Whether the source ends before its first pass fails.
fn is_incomplete(source: &str, stream: &TokenStream) -> bool {
    let input = Tokens::new(source, stream, Origin::default());
    let mut parser = Pegen::new(&input, 0);
    let accepted = matches!(parser.run("file"), Ok(Some(_)));
    accepted || input.is_exhausted_by_end(parser.fill)
}

fn on_large_stack<T: Send>(run: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, run);
        thread.ok().and_then(|thread| thread.join().ok())
    })
}

/// The error, and the line of the last compound statement that the second pass read.
fn passes(input: &Tokens<'_>, mode: Mode, from: From) -> (SyntaxError, u32) {
    let rule = match mode {
        Mode::Exec => "file",
        Mode::Eval => "eval",
        Mode::Single => "interactive",
    };
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
    if matches!(error.kind, ErrorKind::MemoryError | ErrorKind::ValueError) || input.is_exhausted(fill) {
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
        TokenKind::EndMarker => {
            let line = token.span.line;
            input.error(ErrorKind::SyntaxError, "invalid syntax".to_owned(), (line, 0), (line, 0))
        }
        _ => input.error_at(ErrorKind::SyntaxError, "invalid syntax".to_owned(), token.span),
    };
    input.error_in_rest(fill).unwrap_or(error)
}

/// The error of the tokenizer alone, as the tokenize module reports it.
pub(crate) fn lexer_error(source: &str, lineno: u32, error: LexError) -> SyntaxError {
    let (kind, msg, line, col, end_col) = match error {
        LexError::Syntax { msg, line, col, end_col, .. } => (ErrorKind::SyntaxError, msg, line, col, end_col),
        LexError::Eof => (ErrorKind::SyntaxError, "unexpected EOF in multi-line statement".to_owned(), lineno, 0, 0),
        LexError::Dedent => (
            ErrorKind::IndentationError,
            "unindent does not match any outer indentation level".to_owned(),
            lineno,
            0,
            0,
        ),
        LexError::TabSpace => {
            (ErrorKind::TabError, "inconsistent use of tabs and spaces in indentation".to_owned(), lineno, 0, 0)
        }
        LexError::TooDeep => (ErrorKind::IndentationError, "too many levels of indentation".to_owned(), lineno, 0, 0),
        LexError::LineCont => {
            (ErrorKind::SyntaxError, "unexpected character after line continuation character".to_owned(), lineno, 0, 0)
        }
    };
    let text = source.lines().nth(line.saturating_sub(1) as usize).map(str::to_owned);
    SyntaxError { line, col, end_line: line, end_col, text, ..SyntaxError::unplaced(kind, msg) }
}
