//! Primaries and atoms: names, literals, displays and what may follow them.

use super::{Fail, P, Parser};
use crate::ast::{Constant, Expr, ExprContext, ExprKind, Span};
use crate::number;
use crate::token::TokenKind;

impl<'s> Parser<'s> {
    /// An atom with its attributes, calls and subscripts.
    pub(super) fn primary(&mut self) -> P<Expr> {
        let start = self.span();
        let mut value = self.atom()?;
        let mut links = 0;
        loop {
            let kind = match self.kind() {
                TokenKind::Dot => {
                    self.bump();
                    let attr = self.name()?;
                    ExprKind::Attribute { value: Box::new(value), attr, ctx: ExprContext::Load }
                }
                TokenKind::LPar => self.nested(|p| p.call(value))?,
                TokenKind::LSqb => {
                    self.bump();
                    let slice = Box::new(self.nested(Self::slices)?);
                    self.expect(TokenKind::RSqb)?;
                    ExprKind::Subscript { value: Box::new(value), slice, ctx: ExprContext::Load }
                }
                _ => return Ok(value),
            };
            self.link(&mut links)?;
            value = Expr { kind, span: self.span_from(start) };
        }
    }

    fn slices(&mut self) -> P<Expr> {
        let start = self.span();
        if self.kind() != TokenKind::Star {
            let only = self.slice()?;
            if self.kind() != TokenKind::Comma {
                return Ok(only);
            }
            return self.rest_of_slices(vec![only], start);
        }
        let first = self.starred_argument()?;
        self.rest_of_slices(vec![first], start)
    }

    fn rest_of_slices(&mut self, mut elts: Vec<Expr>, start: Span) -> P<Expr> {
        while self.eat(TokenKind::Comma) && self.kind() != TokenKind::RSqb {
            elts.push(if self.kind() == TokenKind::Star { self.starred_argument()? } else { self.slice()? });
        }
        Ok(self.tuple(elts, ExprContext::Load, start))
    }

    fn slice(&mut self) -> P<Expr> {
        let start = self.span();
        let lower = if self.kind() == TokenKind::Colon {
            None
        } else if self.kind() == TokenKind::Name && self.kind_at(1) == TokenKind::ColonEqual {
            return self.named_expression();
        } else {
            let first = self.named_expression()?;
            if self.kind() != TokenKind::Colon {
                return Ok(first);
            }
            Some(Box::new(first))
        };
        self.bump();
        let upper = self.slice_part()?;
        let step = if self.eat(TokenKind::Colon) { self.slice_part()? } else { None };
        Ok(Expr { kind: ExprKind::Slice { lower, upper, step }, span: self.span_from(start) })
    }

    fn slice_part(&mut self) -> P<Option<Box<Expr>>> {
        if matches!(self.kind(), TokenKind::Colon | TokenKind::Comma | TokenKind::RSqb) {
            return Ok(None);
        }
        Ok(Some(Box::new(self.expression()?)))
    }

    fn constant(&mut self, value: Constant) -> Expr {
        let span = self.span();
        self.bump();
        Expr { kind: ExprKind::Constant { value, kind: None }, span }
    }

    pub(super) fn atom(&mut self) -> P<Expr> {
        match self.kind() {
            TokenKind::Name => {
                let span = self.span();
                let id = self.name()?;
                Ok(Expr { kind: ExprKind::Name { id, ctx: ExprContext::Load }, span })
            }
            TokenKind::Number => self.number(),
            TokenKind::String | TokenKind::FStringStart | TokenKind::TStringStart => self.strings(),
            TokenKind::KwNone => Ok(self.constant(Constant::None)),
            TokenKind::KwTrue => Ok(self.constant(Constant::Bool(true))),
            TokenKind::KwFalse => Ok(self.constant(Constant::Bool(false))),
            TokenKind::Ellipsis => Ok(self.constant(Constant::Ellipsis)),
            TokenKind::LPar => self.nested(Self::parenthesized),
            TokenKind::LSqb => self.nested(Self::list),
            TokenKind::LBrace => self.nested(Self::braces),
            _ => Err(Fail),
        }
    }

    pub(super) fn number(&mut self) -> P<Expr> {
        let token = self.expect(TokenKind::Number)?;
        let value = number::parse(self.text(token)).map_err(|_| Fail)?;
        Ok(Expr { kind: ExprKind::Constant { value, kind: None }, span: token.span })
    }

    /// A group, a tuple or a generator.
    fn parenthesized(&mut self) -> P<Expr> {
        let start = self.span();
        self.bump();
        if self.eat(TokenKind::RPar) {
            return Ok(self.tuple(Vec::new(), ExprContext::Load, start));
        }
        if self.kind() == TokenKind::KwYield {
            let value = self.yield_expression()?;
            self.expect(TokenKind::RPar)?;
            return Ok(value);
        }
        let first = self.star_named_expression()?;
        let starred = matches!(first.kind, ExprKind::Starred { .. });
        match self.kind() {
            TokenKind::Comma => {
                let elts = self.rest_of_elements(first, TokenKind::RPar)?;
                self.bump();
                Ok(self.tuple(elts, ExprContext::Load, start))
            }
            TokenKind::RPar if !starred => {
                self.bump();
                Ok(first)
            }
            _ if !starred && self.at_for_clause() => {
                let generators = self.for_clauses()?;
                self.expect(TokenKind::RPar)?;
                let kind = ExprKind::GeneratorExp { elt: Box::new(first), generators };
                Ok(Expr { kind, span: self.span_from(start) })
            }
            _ => Err(Fail),
        }
    }

    /// The elements of a display after its first, up to the closing bracket, which stays.
    fn rest_of_elements(&mut self, first: Expr, close: TokenKind) -> P<Vec<Expr>> {
        let mut elts = vec![first];
        while self.eat(TokenKind::Comma) && self.kind() != close {
            elts.push(self.star_named_expression()?);
        }
        if self.kind() == close { Ok(elts) } else { Err(Fail) }
    }

    fn list(&mut self) -> P<Expr> {
        let start = self.span();
        self.bump();
        let kind = if self.kind() == TokenKind::RSqb {
            ExprKind::List { elts: Vec::new(), ctx: ExprContext::Load }
        } else {
            let first = self.star_named_expression()?;
            if self.at_for_clause() && !matches!(first.kind, ExprKind::Starred { .. }) {
                let generators = self.for_clauses()?;
                ExprKind::ListComp { elt: Box::new(first), generators }
            } else {
                let elts = self.rest_of_elements(first, TokenKind::RSqb)?;
                ExprKind::List { elts, ctx: ExprContext::Load }
            }
        };
        self.expect(TokenKind::RSqb)?;
        Ok(Expr { kind, span: self.span_from(start) })
    }

    /// A dict, a set or a comprehension of either.
    fn braces(&mut self) -> P<Expr> {
        let start = self.span();
        self.bump();
        let walrus = self.kind() == TokenKind::Name && self.kind_at(1) == TokenKind::ColonEqual;
        let kind = match self.kind() {
            TokenKind::RBrace => ExprKind::Dict { keys: Vec::new(), values: Vec::new() },
            TokenKind::DoubleStar => self.dict_items(Vec::new(), Vec::new())?,
            _ => {
                let first = self.star_named_expression()?;
                let starred = matches!(first.kind, ExprKind::Starred { .. });
                if !walrus && !starred && self.eat(TokenKind::Colon) {
                    let value = self.expression()?;
                    if self.at_for_clause() {
                        let generators = self.for_clauses()?;
                        ExprKind::DictComp { key: Box::new(first), value: Box::new(value), generators }
                    } else {
                        let more = self.eat(TokenKind::Comma);
                        let (keys, values) = (vec![Some(first)], vec![value]);
                        if more { self.dict_items(keys, values)? } else { ExprKind::Dict { keys, values } }
                    }
                } else if !starred && self.at_for_clause() {
                    ExprKind::SetComp { elt: Box::new(first), generators: self.for_clauses()? }
                } else {
                    ExprKind::Set { elts: self.rest_of_elements(first, TokenKind::RBrace)? }
                }
            }
        };
        self.expect(TokenKind::RBrace)?;
        Ok(Expr { kind, span: self.span_from(start) })
    }

    /// Items of a dict display up to its closing brace, which stays.
    fn dict_items(&mut self, mut keys: Vec<Option<Expr>>, mut values: Vec<Expr>) -> P<ExprKind> {
        while self.kind() != TokenKind::RBrace {
            if self.eat(TokenKind::DoubleStar) {
                values.push(self.bitwise_or()?);
                keys.push(None);
            } else {
                keys.push(Some(self.expression()?));
                self.expect(TokenKind::Colon)?;
                values.push(self.expression()?);
            }
            if !self.eat(TokenKind::Comma) {
                break;
            }
        }
        Ok(ExprKind::Dict { keys, values })
    }
}
