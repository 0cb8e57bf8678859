//! Pieces of a program by themselves: what errors are about.

use super::{P, Parser};
use crate::ast::{Comprehension, Expr, Keyword};
use crate::token::{Token, TokenKind};
use crate::token_stream::TokenStream;

/// Positional arguments and keyword arguments of a call.
pub(crate) type Arguments = (Vec<Expr>, Vec<Keyword>);

/// Parses `tokens`, all of them, as if `end` stood behind them.
fn parse<T>(source: &str, tokens: &[Token], end: TokenKind, f: impl FnOnce(&mut Parser<'_>) -> P<T>) -> Option<T> {
    let last = tokens.last()?;
    let mut tokens = tokens.to_vec();
    tokens.push(Token { kind: end, start: last.end, end: last.end, ..*last });
    let stream = TokenStream::of(tokens);
    let mut parser = Parser::new(source, &stream).on_large_stack();
    let value = f(&mut parser).ok()?;
    (parser.kind() == end).then_some(value)
}

/// Any expression: with stars, a walrus, a `yield`, or a tuple.
pub(crate) fn expression(source: &str, tokens: &[Token]) -> Option<Expr> {
    parse(source, tokens, TokenKind::EndMarker, |p| p.any_expression())
}

pub(crate) fn for_clauses(source: &str, tokens: &[Token]) -> Option<Vec<Comprehension>> {
    parse(source, tokens, TokenKind::EndMarker, |p| p.for_clauses())
}

pub(crate) fn arguments(source: &str, tokens: &[Token]) -> Option<Arguments> {
    parse(source, tokens, TokenKind::RPar, |p| p.arguments())
}
