//! Tokens to AST: recursive descent over the grammar of `Grammar/python.gram`.
//!
//! It accepts exactly the valid programs and stops at the first token that cannot be; what the error is called
//! is decided afterwards, from the tokens alone, by `diagnose`.

mod arguments;
mod atom;
mod compound;
mod context;
mod expression;
pub(crate) mod fragment;
mod ftstring;
mod parameters;
mod pattern;
mod simple;
mod type_params;

use crate::Mode;
use crate::ast::{Expr, ExprContext, ExprKind, Identifier, Mod, Span, Stmt};
use crate::error::Warning;
use crate::pystr::PyStr;
use crate::token::{Token, TokenKind};
use crate::token_stream::TokenStream;
use crate::unicode;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The parser cannot go on at the current token.
pub(crate) struct Fail;

type P<T> = Result<T, Fail>;

/// Where a top-level statement begins.
#[derive(Clone, Copy)]
pub(crate) struct Start {
    pub token: usize,
    /// Line of the last compound statement before it, or 0.
    pub last_compound_line: u32,
}

pub(crate) struct Parser<'s> {
    src: &'s str,
    tokens: &'s [Token],
    field_texts: &'s [(u32, Arc<str>)],
    barry_from: Option<u32>,
    pos: usize,
    depth: u32,
    /// Where the current top-level statement and the one before it begin.
    statement_starts: [Start; 2],
    /// The first top-level statement that is valid but that the rules for invalid programs take offence at: with
    /// `match(x)` in it, which may be the head of a `match` statement without its colon.
    suspect: Option<Start>,
    /// The greatest line on which a compound statement begins that was read.
    last_compound_line: u32,
    max_depth: u32,
    /// The nesting guard fired: the program is too complex, not wrong.
    pub overflow: bool,
    names: FxHashMap<&'s str, Identifier>,
    /// Where the statements of a body gather until it is known how many they are.
    spare_bodies: Vec<Vec<Stmt>>,
    pub warnings: Vec<Warning>,
}

/// How deeply rules may nest on an ordinary stack. Programs that nest deeper are read on a larger one.
const MAX_DEPTH: u32 = 600;

/// How long a chain of left-associative operators, attributes or calls may get, as each link is one level of the tree.
/// CPython reads longer ones, up to what its compiler's stack holds.
const MAX_CHAIN: u32 = 6000;

impl<'s> Parser<'s> {
    pub fn new(src: &'s str, stream: &'s TokenStream) -> Parser<'s> {
        Parser {
            src,
            tokens: &stream.tokens,
            field_texts: &stream.field_texts,
            barry_from: stream.barry_from,
            pos: 0,
            depth: 0,
            statement_starts: [Start { token: 0, last_compound_line: 0 }; 2],
            suspect: None,
            last_compound_line: 0,
            overflow: false,
            max_depth: MAX_DEPTH,
            names: FxHashMap::default(),
            spare_bodies: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Lifts the limit on nesting, for use on a large stack.
    pub fn on_large_stack(mut self) -> Parser<'s> {
        self.max_depth = u32::MAX;
        self
    }

    /// Where to begin when the failure is to be explained: at the statement before the one that failed, for there are
    /// errors that take it in.
    pub fn last_statements(&self) -> Start {
        self.suspect.unwrap_or(self.statement_starts[0])
    }

    /// Index of the current token.
    pub fn position(&self) -> usize {
        self.pos
    }

    /// Whether anything but blanks and comments comes after the tokens taken (`bad_single_statement`).
    pub fn is_followed_by_more(&self) -> bool {
        let taken = self.pos.checked_sub(1).map_or(0, |last| self.tokens[last].end as usize);
        self.src[taken..].lines().any(|line| {
            let text = line.trim_start_matches([' ', '\t', '\u{c}']);
            !text.is_empty() && !text.starts_with('#')
        })
    }

    fn suspect_statement(&mut self) {
        self.suspect.get_or_insert(self.statement_starts[1]);
    }

    pub fn module(&mut self, mode: Mode) -> P<Mod> {
        match mode {
            Mode::Exec => {
                let mut body = Vec::new();
                while self.kind() != TokenKind::EndMarker {
                    let start = Start { token: self.pos, last_compound_line: self.last_compound_line };
                    self.statement_starts = [self.statement_starts[1], start];
                    self.statement(&mut body)?;
                }
                Ok(Mod::Module { body, type_ignores: Vec::new() })
            }
            Mode::Eval => {
                let body = Box::new(self.expressions()?);
                while self.eat(TokenKind::Newline) {}
                self.expect(TokenKind::EndMarker)?;
                Ok(Mod::Expression { body })
            }
            Mode::Single => self.interactive(),
        }
    }

    fn interactive(&mut self) -> P<Mod> {
        let mut body = Vec::new();
        if self.kind() == TokenKind::Newline {
            let span = self.span();
            self.bump();
            body.push(Stmt { kind: crate::ast::StmtKind::Pass, span });
        } else if self.compound_statement(&mut body)? {
            self.expect(TokenKind::Newline)?;
        } else {
            self.simple_statements(&mut body)?;
        }
        Ok(Mod::Interactive { body })
    }

    #[inline]
    fn kind(&self) -> TokenKind {
        self.tokens[self.pos].kind
    }

    /// The kind of the token `n` after the current one.
    #[inline]
    fn kind_at(&self, n: usize) -> TokenKind {
        self.tokens.get(self.pos + n).map_or(TokenKind::EndMarker, |t| t.kind)
    }

    #[inline]
    fn token(&self) -> Token {
        self.tokens[self.pos]
    }

    #[inline]
    fn span(&self) -> Span {
        self.tokens[self.pos].span
    }

    fn text(&self, token: Token) -> &'s str {
        &self.src[token.start as usize..token.end as usize]
    }

    /// Moves to the next token. ENDMARKER and ERRORTOKEN are never passed but by `expect`, as the last thing.
    #[inline]
    fn bump(&mut self) -> Token {
        let token = self.tokens[self.pos];
        if self.pos + 1 < self.tokens.len() {
            self.pos += 1;
        }
        token
    }

    #[inline]
    fn eat(&mut self, kind: TokenKind) -> bool {
        let found = self.kind() == kind;
        if found {
            self.bump();
        }
        found
    }

    #[inline]
    fn expect(&mut self, kind: TokenKind) -> P<Token> {
        if self.kind() == kind { Ok(self.bump()) } else { Err(Fail) }
    }

    fn type_comment(&mut self) -> Option<PyStr> {
        if self.kind() != TokenKind::TypeComment {
            return None;
        }
        let token = self.bump();
        Some(self.text(token).into())
    }

    /// From the start of `start` to the end of the last token taken.
    #[inline]
    fn span_from(&self, start: Span) -> Span {
        let end = self.last_end();
        Span { line: start.line, col: start.col, end_line: end.end_line, end_col: end.end_col }
    }

    #[inline]
    fn last_end(&self) -> Span {
        let mut i = self.pos;
        while i > 0 {
            i -= 1;
            if !self.tokens[i].kind.is_whitespace() {
                return self.tokens[i].span;
            }
        }
        Span::default()
    }

    fn name(&mut self) -> P<Identifier> {
        let token = self.expect(TokenKind::Name)?;
        self.identifier(self.text(token))
    }

    /// The identifier that `text` spells. A name that only normalises to `None`, `True` or `False` is no name.
    fn identifier(&mut self, text: &'s str) -> P<Identifier> {
        if let Some(id) = self.names.get(text) {
            return Ok(id.clone());
        }
        let id: Identifier = if text.is_ascii() { text.into() } else { unicode::nfkc(text).into() };
        if matches!(&*id, "None" | "True" | "False") {
            return Err(Fail);
        }
        self.names.insert(text, id.clone());
        Ok(id)
    }

    /// The names that were read, whether or not they are in the tree.
    pub fn identifiers(&mut self) -> Vec<Identifier> {
        std::mem::take(&mut self.names).into_values().collect()
    }

    fn is_soft_keyword(&self, word: &str) -> bool {
        self.kind() == TokenKind::Name && self.text(self.token()) == word
    }

    /// Runs `f` one level deeper.
    fn nested<T>(&mut self, f: impl FnOnce(&mut Self) -> P<T>) -> P<T> {
        self.enter()?;
        let result = f(self);
        self.depth -= 1;
        result
    }

    /// Counts a level; on failure the parse is over, so nothing is counted back.
    fn enter(&mut self) -> P<()> {
        self.depth += 1;
        if self.depth > self.max_depth {
            self.overflow = true;
            return Err(Fail);
        }
        Ok(())
    }

    /// Counts a link of a left-associative chain.
    fn link(&mut self, links: &mut u32) -> P<()> {
        *links += 1;
        if *links > MAX_CHAIN {
            self.overflow = true;
            return Err(Fail);
        }
        Ok(())
    }

    /// Tries `f`; if it fails, everything is as before.
    fn attempt<T>(&mut self, f: impl FnOnce(&mut Self) -> P<T>) -> P<Option<T>> {
        let (pos, depth, warnings) = (self.pos, self.depth, self.warnings.len());
        match f(self) {
            Ok(value) => Ok(Some(value)),
            Err(Fail) if self.overflow => Err(Fail),
            Err(Fail) => {
                self.pos = pos;
                self.depth = depth;
                self.warnings.truncate(warnings);
                Ok(None)
            }
        }
    }

    fn tuple(&self, elts: Vec<Expr>, ctx: ExprContext, start: Span) -> Expr {
        Expr { kind: ExprKind::Tuple { elts, ctx }, span: self.span_from(start) }
    }
}
