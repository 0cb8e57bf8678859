//! Where an error is said to be: CPython's arithmetic with lines, byte columns and character columns.

use super::Origin;
use super::pegen::{Match, Pegen, Raised, Val};
use crate::ast::Span;
use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::LexError;
use crate::token::{Token, TokenKind};
use crate::token_stream::{LexFailure, TokenStream};

/// As much of a line CPython reads from a file to show it.
const FILE_LINE_SIZE: usize = 999;

/// The source and its tokens.
pub(super) struct Tokens<'s> {
    pub source: &'s str,
    pub tokens: &'s [Token],
    pub failure: Option<&'s LexFailure>,
    /// `from __future__ import barry_as_FLUFL` ends here.
    pub barry_from: Option<u32>,
    /// Tokens from this one on were made after the end of the source had been seen.
    end_seen_at: u32,
    line_starts: Vec<usize>,
    origin: Origin,
}

impl<'s> Tokens<'s> {
    pub fn new(source: &'s str, stream: &'s TokenStream, origin: Origin) -> Tokens<'s> {
        let after_newlines = source.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1);
        Tokens {
            source,
            tokens: &stream.tokens,
            failure: stream.failure.as_ref(),
            barry_from: stream.barry_from,
            end_seen_at: stream.end_seen_at,
            line_starts: std::iter::once(0).chain(after_newlines).collect(),
            origin,
        }
    }

    pub fn text(&self, token: u32) -> &'s str {
        self.tokens.get(token as usize).map_or("", |t| &self.source[t.start as usize..t.end as usize])
    }

    /// A line of the file, with its newline if it has one.
    fn line(&self, line: u32) -> &'s str {
        let Some(&start) = self.line_starts.get(line.saturating_sub(1) as usize) else { return "" };
        let end = self.line_starts.get(line as usize).copied().unwrap_or(self.source.len());
        let text = &self.source[start..end];
        if self.origin.from_file && text.len() > FILE_LINE_SIZE {
            return &text[..text.floor_char_boundary(FILE_LINE_SIZE)];
        }
        if self.origin.added_newline && end == self.source.len() {
            text.strip_suffix('\n').unwrap_or(text)
        } else {
            text
        }
    }

    /// Characters in the first `col` bytes of a line, where `col` may lie beyond it.
    fn character_column(&self, line: &str, col: i64) -> i64 {
        let col = usize::try_from(col).unwrap_or_default().min(line.len() + 1);
        let inside = col.min(line.len());
        let characters = String::from_utf8_lossy(&line.as_bytes()[..inside]).chars().count();
        (characters + col - inside) as i64
    }

    /// `_PyPegen_raise_error_known_location`: columns are bytes, from 1; an end below 1 is passed on as it is.
    pub fn error(&self, kind: ErrorKind, msg: String, start: (u32, i64), end: (u32, i64)) -> SyntaxError {
        let mut line = self.line(start.0);
        if !self.origin.from_file && end.0 > start.0 {
            // A line that the tokenizer has left is looked up in the string, up to its newline.
            line = line.trim_end_matches('\n');
        }
        let col = self.character_column(line, start.1);
        let end_col = if end.1 > 0 { self.character_column(line, end.1) } else { end.1 };
        let text = Some(line.trim_end_matches('\n').to_owned());
        SyntaxError { line: start.0, col, end_line: end.0, end_col, text, ..SyntaxError::unplaced(kind, msg) }
    }

    pub fn error_at(&self, kind: ErrorKind, msg: String, span: Span) -> SyntaxError {
        let (col, end_col) = (i64::from(span.col) + 1, i64::from(span.end_col) + 1);
        self.error(kind, msg, (span.line, col), (span.end_line, end_col))
    }

    /// Tokens that CPython gives the column -1, among them the newline that the end of interactive input makes.
    pub fn is_textless(&self, token: u32) -> bool {
        let token = self.tokens[(token as usize).min(self.tokens.len() - 1)];
        match token.kind {
            TokenKind::Indent | TokenKind::Dedent | TokenKind::EndMarker | TokenKind::ErrorToken => true,
            TokenKind::Newline => token.start as usize >= self.source.len(),
            _ => false,
        }
    }

    /// An error at a token (`_PyPegen_raise_error`). Tokens without text have no column of their own: theirs is
    /// where the tokenizer stands, and that is nowhere at the end of a file.
    pub fn error_at_token(&self, kind: ErrorKind, msg: String, token: u32) -> SyntaxError {
        let in_token = self.failure.is_some_and(|failure| failure.in_token);
        let at_end = self.origin.from_file && token >= self.end_seen_at && !in_token;
        let textless = self.is_textless(token);
        let token = self.tokens[(token as usize).min(self.tokens.len() - 1)];
        let span = token.span;
        if textless {
            let col = if at_end { 0 } else { i64::from(span.col) };
            return self.error(kind, msg, (span.line, col), (span.end_line, -1));
        }
        self.error_at(kind, msg, span)
    }

    fn never_closed(&self, failure: &LexFailure) -> Option<SyntaxError> {
        let paren = failure.parens.last()?;
        let msg = format!("'{}' was never closed", char::from(paren.ch));
        let start = (paren.line, i64::from(paren.col) + 1);
        Some(self.error(ErrorKind::SyntaxError, msg, start, (paren.line, 0)))
    }

    /// An error that the tokenizer placed itself.
    fn located(&self, error: &LexError) -> Option<SyntaxError> {
        let LexError::Syntax { msg, line, col, end_col, .. } = error else { return None };
        // The tokenizer's text is a C string.
        let text = self.line(*line).split(['\n', '\0']).next().map(str::to_owned);
        let unplaced = SyntaxError::unplaced(ErrorKind::SyntaxError, msg.clone());
        Some(SyntaxError { line: *line, col: *col, end_line: *line, end_col: *end_col, text, ..unplaced })
    }

    /// What the parser makes of the tokenizer's failure when it wants the token that failed.
    pub fn tokenizer_error(&self) -> Option<SyntaxError> {
        let failure = self.failure?;
        let last = self.tokens.len() as u32 - 1;
        let at_line_start = |kind, msg: &str, col: i64| {
            Some(self.error(kind, msg.to_owned(), (failure.lineno, col), (failure.lineno, 0)))
        };
        match &failure.error {
            LexError::Syntax { .. } => self.located(&failure.error),
            LexError::Eof => self.never_closed(failure).or_else(|| {
                let msg = "unexpected EOF while parsing".to_owned();
                Some(self.error_at_token(ErrorKind::SyntaxError, msg, last))
            }),
            LexError::Dedent => {
                let msg = "unindent does not match any outer indentation level".to_owned();
                Some(self.error_at_token(ErrorKind::IndentationError, msg, last))
            }
            LexError::TabSpace => {
                at_line_start(ErrorKind::TabError, "inconsistent use of tabs and spaces in indentation", 1)
            }
            LexError::TooDeep => at_line_start(ErrorKind::IndentationError, "too many levels of indentation", 1),
            LexError::LineCont => at_line_start(
                ErrorKind::SyntaxError,
                "unexpected character after line continuation character",
                (failure.cur - if self.origin.from_file { failure.buf } else { failure.string_buf }) as i64,
            ),
        }
    }

    /// Whether the tokenizer has come to its end, or to a failure, with `fill` tokens fetched.
    pub fn is_exhausted(&self, fill: u32) -> bool {
        fill > self.end_seen_at || (self.failure.is_some() && fill as usize >= self.tokens.len())
    }

    /// Whether that is because the source is at its end, even inside a string or brackets.
    pub fn is_exhausted_by_end(&self, fill: u32) -> bool {
        let failed = self.failure.is_some_and(|failure| match &failure.error {
            LexError::Eof => true,
            LexError::Syntax { msg, .. } => failure.at_end && msg.starts_with("unterminated triple-quoted"),
            _ => false,
        });
        fill > self.end_seen_at || (failed && fill as usize >= self.tokens.len())
    }

    /// The error that the rest of the source holds for the tokenizer and that is more telling than a parser's error
    /// at the last of `fill` tokens (`_PyPegen_tokenize_full_source_to_check_for_errors`).
    pub fn error_in_rest(&self, fill: u32) -> Option<SyntaxError> {
        let failure = self.failure?;
        if fill as usize >= self.tokens.len() || failure.inside_ftstring {
            return None;
        }
        if let located @ Some(_) = self.located(&failure.error) {
            return located;
        }
        let current_line = self.tokens[(fill as usize).saturating_sub(1)].span.line;
        self.never_closed(failure).filter(|error| current_line > error.line)
    }
}

impl Pegen<'_> {
    pub(super) fn raise(&mut self, error: SyntaxError) -> Match {
        self.error = Some(error);
        Err(Raised)
    }

    /// An error at the last token fetched.
    pub(super) fn raise_last(&mut self, kind: ErrorKind, msg: String) -> Match {
        let last = self.fill.saturating_sub(1);
        self.raise(self.input.error_at_token(kind, msg, last))
    }

    pub(super) fn raise_at(&mut self, span: Span, msg: String) -> Match {
        self.raise(self.input.error_at(ErrorKind::SyntaxError, msg, span))
    }

    /// An error from a place to where the tokenizer stands.
    pub(super) fn raise_from(&mut self, start: (u32, i64), msg: String) -> Match {
        let last = self.input.tokens[self.fill.saturating_sub(1) as usize].span;
        let end = (last.end_line, i64::from(last.end_col));
        self.raise(self.input.error(ErrorKind::SyntaxError, msg, start, end))
    }

    pub(super) fn tokenizer_error<T>(&mut self) -> Result<T, Raised> {
        self.error = self.input.tokenizer_error();
        Err(Raised)
    }

    pub(super) fn forced(&mut self, text: &str) -> Match {
        let token = self.input.tokens[(self.mark as usize).min(self.input.tokens.len() - 1)];
        let msg = format!("expected '{text}'");
        if self.input.is_textless(self.mark) {
            // Such a token has the column -1.
            let error = self.input.error(ErrorKind::SyntaxError, msg, (token.span.line, 0), (token.span.end_line, 0));
            return self.raise(error);
        }
        self.raise_at(token.span, msg)
    }

    pub(super) fn stack_overflow(&mut self) -> Result<(), Raised> {
        self.error = Some(too_complex());
        Err(Raised)
    }

    /// Leaves the generic error to be reported.
    pub(super) fn give_up(&mut self) -> Result<(), Raised> {
        Err(Raised)
    }

    /// The extent of a match in the source.
    pub(super) fn span_of(&self, val: Val) -> Span {
        let tokens = self.input.tokens;
        match val {
            Val::Nothing => Span::default(),
            Val::Token(i) => tokens[i as usize].span,
            Val::Node(start, end) => {
                let first = tokens[start as usize].span;
                let last = tokens[start as usize..end as usize].iter().rev().find(|t| !t.kind.is_whitespace());
                let last = last.map_or(first, |t| t.span);
                Span { line: first.line, col: first.col, end_line: last.end_line, end_col: last.end_col }
            }
            Val::Sequence(i) => {
                let items = &self.sequences[i as usize];
                match (items.first(), items.last()) {
                    (Some(first), Some(last)) => {
                        let (first, last) = (self.span_of(*first), self.span_of(*last));
                        Span { line: first.line, col: first.col, end_line: last.end_line, end_col: last.end_col }
                    }
                    _ => Span::default(),
                }
            }
        }
    }
}

/// The program nests deeper than the parser can follow.
pub(super) fn too_complex() -> SyntaxError {
    let msg = "Parser stack overflowed - Python source too complex to parse".to_owned();
    SyntaxError::unplaced(ErrorKind::MemoryError, msg)
}
