//! Which error a program has that does not parse.

use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::LexError;
use crate::parser::{Parser, TokenStream};

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

/// The error that the parser's failure is reported as.
pub(crate) fn parser_error(source: &str, stream: &TokenStream, parser: &Parser<'_>) -> SyntaxError {
    let token = stream.tokens[parser.position()];
    if let (crate::token::TokenKind::ErrorToken, Some(failure)) = (token.kind, &stream.failure) {
        return lexer_error(source, failure.lineno, failure.error.clone());
    }
    let text = source.lines().nth(token.span.line.saturating_sub(1) as usize).map(str::to_owned);
    SyntaxError {
        kind: if parser.overflow { ErrorKind::MemoryError } else { ErrorKind::SyntaxError },
        msg: "invalid syntax".to_owned(),
        line: token.span.line,
        col: i64::from(token.span.col) + 1,
        end_line: token.span.end_line,
        end_col: i64::from(token.span.end_col) + 1,
        text,
    }
}
