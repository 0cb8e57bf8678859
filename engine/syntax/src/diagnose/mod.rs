//! Which error a program has that does not parse.
//!
//! CPython reads a program twice: first by the grammar alone, then, to explain a failure, with rules for what people
//! write by mistake. Both passes are repeated here exactly, because the error depends on which token the first got to
//! and on which rule of the second matches first.

mod action;
mod grammar;
mod pegen;
mod raise;

use crate::Mode;
use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::LexError;
use crate::parser::TokenStream;
use crate::token::TokenKind;
use pegen::Pegen;
use raise::Tokens;

/// The passes recurse as deeply as CPython's, on a stack of their own that is large enough for it.
const STACK_SIZE: usize = 128 << 20;

/// The error of a source that the parser refused. `first` is the token from which on
/// it is read again: the beginning of the top-level statement before the one that failed, for there are errors that
/// take in the statement before.
pub(crate) fn error(source: &str, stream: &TokenStream, mode: Mode, added_newline: bool, first: usize) -> SyntaxError {
    let input = Tokens::new(source, stream, added_newline);
    let run = || passes(&input, mode, first as u32);
    let result = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, run);
        thread.ok().and_then(|thread| thread.join().ok())
    });
    result.unwrap_or_else(raise::too_complex)
}

fn passes(input: &Tokens<'_>, mode: Mode, first: u32) -> SyntaxError {
    let rule = match mode {
        Mode::Exec => "file",
        Mode::Eval => "eval",
        Mode::Single => "interactive",
    };
    let mut parser = Pegen::new(input, first);
    let accepted = matches!(parser.run(rule), Ok(Some(_)));
    let last = parser.fill.saturating_sub(1);
    if accepted {
        // The grammar takes it: it is only too deep for the parser.
        return raise::too_complex();
    }
    if parser.error.is_none() {
        parser.begin_second_pass();
        // Its result is the error that it leaves, if any.
        let _ = parser.run(rule);
    }
    let fill = parser.fill;
    if let Some(error) = parser.error {
        if error.kind == ErrorKind::MemoryError || input.is_exhausted(fill) {
            return error;
        }
        return input.error_in_rest(fill).unwrap_or(error);
    }
    let token = input.tokens[last as usize];
    let (kind, msg) = match token.kind {
        TokenKind::Indent => (ErrorKind::IndentationError, "unexpected indent"),
        TokenKind::Dedent => (ErrorKind::IndentationError, "unexpected unindent"),
        _ => {
            let error = match token.kind {
                TokenKind::EndMarker => {
                    let line = token.span.line;
                    input.error(ErrorKind::SyntaxError, "invalid syntax".to_owned(), (line, 0), (line, 0))
                }
                _ => input.error_at(ErrorKind::SyntaxError, "invalid syntax".to_owned(), token.span),
            };
            return input.error_in_rest(fill).unwrap_or(error);
        }
    };
    input.error_at_token(kind, msg.to_owned(), fill - 1)
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
    SyntaxError { kind, msg, line, col, end_line: line, end_col, text }
}
