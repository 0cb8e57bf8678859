//! The tokenizer run to its end: what the parser and the search for errors read.

use crate::Mode;
use crate::ast::{Span, TypeIgnore};
use crate::error::Warning;
use crate::lexer::{LexError, Lexer, Paren};
use crate::token::{Token, TokenKind};
use std::sync::Arc;

/// Every token up to the end or to the first one that the tokenizer cannot make.
pub(crate) struct TokenStream {
    /// Ends in ENDMARKER, or in an ERRORTOKEN if `failure` is set.
    pub tokens: Vec<Token>,
    pub failure: Option<LexFailure>,
    pub field_texts: Vec<(u32, Arc<str>)>,
    pub warnings: Vec<Warning>,
    /// `# type: ignore` comments, if asked for.
    pub type_ignores: Vec<TypeIgnore>,
    /// Index of the first token that was made after the end of the source had been seen.
    pub end_seen_at: u32,
    /// The token that ends `from __future__ import barry_as_FLUFL`: after it `<>` means `!=`, which is an error.
    pub barry_from: Option<u32>,
}

impl TokenStream {
    /// Tokens without their history.
    pub fn of(tokens: Vec<Token>) -> TokenStream {
        TokenStream {
            tokens,
            failure: None,
            field_texts: Vec::new(),
            warnings: Vec::new(),
            type_ignores: Vec::new(),
            end_seen_at: 0,
            barry_from: None,
        }
    }
}

/// The tokenizer's state when it failed.
pub(crate) struct LexFailure {
    pub error: LexError,
    pub lineno: u32,
    pub cur: usize,
    pub at_end: bool,
    /// A token had been begun.
    pub in_token: bool,
    /// Where the text that the tokenizer keeps begins: its line, or the line of an unfinished token.
    pub buf: usize,
    pub string_buf: usize,
    pub parens: Vec<Paren>,
    pub inside_ftstring: bool,
}

/// Runs the tokenizer to the end of the source, as `mode` wants its tokens.
pub(crate) fn read_tokens(source: &str, mode: Mode, type_comments: bool) -> TokenStream {
    let mut lexer = Lexer::new(source.as_bytes(), false, false);
    lexer.type_comments = type_comments;
    let mut type_ignores = Vec::new();
    let mut tokens: Vec<Token> = Vec::with_capacity(source.len() / 4 + 8);
    let mut started = false;
    let mut end_seen_at = None;
    let may_be_barry = source.contains("barry_as_FLUFL");
    let mut barry_from = None;
    let failure = loop {
        match lexer.next_token() {
            Ok(token) if token.kind == TokenKind::TypeIgnore => {
                let tag = source[token.start as usize..token.end as usize].into();
                type_ignores.push(TypeIgnore { lineno: token.span.line, tag });
            }
            Ok(mut token) => {
                if token.kind == TokenKind::EndMarker && mode == Mode::Single && started {
                    // The end of interactive input ends the statement.
                    token.kind = TokenKind::Newline;
                    started = false;
                    lexer.imply_dedents();
                } else {
                    started = true;
                }
                if lexer.at_end() && end_seen_at.is_none() {
                    end_seen_at = Some(tokens.len() as u32);
                }
                tokens.push(token);
                if may_be_barry && barry_from.is_none() && imports_barry(source, &tokens) {
                    lexer.barry = true;
                    barry_from = Some(tokens.len() as u32 - 1);
                }
                if token.kind == TokenKind::EndMarker {
                    break None;
                }
            }
            Err(error) => {
                if lexer.at_end() && end_seen_at.is_none() {
                    end_seen_at = Some(tokens.len() as u32);
                }
                let at = lexer.cur as u32;
                let col = lexer.cur.saturating_sub(lexer.line_start) as u32;
                tokens.push(Token {
                    kind: TokenKind::ErrorToken,
                    level: lexer.parens.len() as u8,
                    start: at,
                    end: at,
                    span: Span { line: lexer.lineno, col, end_line: lexer.lineno, end_col: col },
                });
                break Some(LexFailure {
                    error,
                    lineno: lexer.lineno,
                    cur: lexer.cur,
                    at_end: lexer.at_end(),
                    in_token: lexer.in_token,
                    buf: lexer.buf,
                    string_buf: lexer.string_buf,
                    inside_ftstring: lexer.inside_ftstring(),
                    parens: std::mem::take(&mut lexer.parens),
                });
            }
        }
    };
    let end_seen_at = end_seen_at.unwrap_or(tokens.len() as u32);
    TokenStream {
        tokens,
        failure,
        field_texts: lexer.field_texts,
        warnings: lexer.warnings,
        type_ignores,
        end_seen_at,
        barry_from,
    }
}

/// Whether the last token ends a statement that imports `barry_as_FLUFL` from `__future__`.
fn imports_barry(source: &str, tokens: &[Token]) -> bool {
    let ends = |token: &Token| matches!(token.kind, TokenKind::Newline | TokenKind::Semi);
    let Some((last, before)) = tokens.split_last() else { return false };
    if !ends(last) {
        return false;
    }
    let start = before.iter().rposition(|t| ends(t) || t.kind.is_whitespace()).map_or(0, |i| i + 1);
    let text = |t: &Token| &source[t.start as usize..t.end as usize];
    match &before[start..] {
        [from, module, import, names @ ..] => {
            text(from) == "from"
                && text(module) == "__future__"
                && text(import) == "import"
                && names.iter().any(|name| text(name) == "barry_as_FLUFL")
        }
        _ => false,
    }
}
