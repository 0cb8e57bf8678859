//! Patterns of `case` (PEP 634).

use super::{Fail, P, Parser};
use crate::ast::{Constant, Expr, ExprContext, ExprKind, Identifier, Operator, Pattern, PatternKind, Span, UnaryOp};
use crate::token::TokenKind;

impl<'s> Parser<'s> {
    /// After `case`: a pattern or an open sequence.
    pub(super) fn patterns(&mut self) -> P<Pattern> {
        let start = self.span();
        let first = self.maybe_star_pattern()?;
        if self.kind() == TokenKind::Comma {
            let patterns = self.rest_of_sequence(first, TokenKind::Colon)?;
            return Ok(self.finish(PatternKind::MatchSequence { patterns }, start));
        }
        if is_star(&first) { Err(Fail) } else { Ok(first) }
    }

    fn finish(&self, kind: PatternKind, start: Span) -> Pattern {
        Pattern { kind, span: self.span_from(start) }
    }

    /// Patterns after the first, until no other follows a comma. `close` and `if` end an open sequence.
    fn rest_of_sequence(&mut self, first: Pattern, close: TokenKind) -> P<Vec<Pattern>> {
        let mut patterns = vec![first];
        while self.eat(TokenKind::Comma) {
            if self.kind() == close || self.kind() == TokenKind::KwIf {
                break;
            }
            patterns.push(self.maybe_star_pattern()?);
        }
        Ok(patterns)
    }

    fn maybe_star_pattern(&mut self) -> P<Pattern> {
        if self.kind() != TokenKind::Star {
            return self.pattern();
        }
        let start = self.span();
        self.bump();
        let name = if self.is_soft_keyword("_") {
            self.bump();
            None
        } else {
            Some(self.capture_target()?)
        };
        Ok(self.finish(PatternKind::MatchStar { name }, start))
    }

    /// `as_pattern | or_pattern`
    fn pattern(&mut self) -> P<Pattern> {
        let start = self.span();
        let pattern = self.or_pattern()?;
        if !self.eat(TokenKind::KwAs) {
            return Ok(pattern);
        }
        let name = Some(self.capture_target()?);
        Ok(self.finish(PatternKind::MatchAs { pattern: Some(Box::new(pattern)), name }, start))
    }

    /// A name other than `_` that nothing follows which would make it something else.
    fn capture_target(&mut self) -> P<Identifier> {
        if self.is_soft_keyword("_") {
            return Err(Fail);
        }
        let name = self.name()?;
        if matches!(self.kind(), TokenKind::Dot | TokenKind::LPar | TokenKind::Equal) { Err(Fail) } else { Ok(name) }
    }

    fn or_pattern(&mut self) -> P<Pattern> {
        let start = self.span();
        let first = self.closed_pattern()?;
        if self.kind() != TokenKind::VBar {
            return Ok(first);
        }
        let mut patterns = vec![first];
        while self.eat(TokenKind::VBar) {
            patterns.push(self.closed_pattern()?);
        }
        Ok(self.finish(PatternKind::MatchOr { patterns }, start))
    }

    fn closed_pattern(&mut self) -> P<Pattern> {
        let start = self.span();
        let kind = match self.kind() {
            TokenKind::Number | TokenKind::Minus => {
                PatternKind::MatchValue { value: Box::new(self.signed_number_or_complex()?) }
            }
            TokenKind::String | TokenKind::FStringStart | TokenKind::TStringStart => {
                PatternKind::MatchValue { value: Box::new(self.strings()?) }
            }
            TokenKind::KwNone => self.singleton(Constant::None),
            TokenKind::KwTrue => self.singleton(Constant::Bool(true)),
            TokenKind::KwFalse => self.singleton(Constant::Bool(false)),
            TokenKind::Name => return self.name_pattern(),
            TokenKind::LPar => return self.nested(Self::group_or_sequence),
            TokenKind::LSqb => self.nested(|p| {
                p.bump();
                let patterns = p.sequence_items(TokenKind::RSqb)?;
                p.expect(TokenKind::RSqb)?;
                Ok(PatternKind::MatchSequence { patterns })
            })?,
            TokenKind::LBrace => self.nested(Self::mapping)?,
            _ => return Err(Fail),
        };
        Ok(self.finish(kind, start))
    }

    fn singleton(&mut self, value: Constant) -> PatternKind {
        self.bump();
        PatternKind::MatchSingleton { value }
    }

    /// `-1`, `2.5`, `1 - 2j`
    fn signed_number_or_complex(&mut self) -> P<Expr> {
        let start = self.span();
        let negative = self.eat(TokenKind::Minus);
        let mut left = self.number()?;
        let real = is_real(&left);
        if negative {
            let kind = ExprKind::UnaryOp { op: UnaryOp::USub, operand: Box::new(left) };
            left = Expr { kind, span: self.span_from(start) };
        }
        let op = match self.kind() {
            TokenKind::Plus => Operator::Add,
            TokenKind::Minus => Operator::Sub,
            _ => return Ok(left),
        };
        self.bump();
        let right = self.number()?;
        if !real || is_real(&right) {
            return Err(Fail);
        }
        let kind = ExprKind::BinOp { left: Box::new(left), op, right: Box::new(right) };
        Ok(Expr { kind, span: self.span_from(start) })
    }

    /// A capture, the wildcard, a value (`a.b`) or a class pattern. `_` is the wildcard whatever follows it.
    fn name_pattern(&mut self) -> P<Pattern> {
        let start = self.span();
        if self.is_soft_keyword("_") {
            self.bump();
            return Ok(self.finish(PatternKind::MatchAs { pattern: None, name: None }, start));
        }
        let value = self.name_or_attribute()?;
        let kind = match (self.kind(), value) {
            (TokenKind::LPar, value) => self.nested(|p| p.class_pattern(Box::new(value)))?,
            (TokenKind::Equal, _) => return Err(Fail),
            (_, Expr { kind: ExprKind::Name { id, .. }, .. }) => PatternKind::MatchAs { pattern: None, name: Some(id) },
            (_, value) => PatternKind::MatchValue { value: Box::new(value) },
        };
        Ok(self.finish(kind, start))
    }

    /// `a`, `a.b`, `a.b.c`
    fn name_or_attribute(&mut self) -> P<Expr> {
        let start = self.span();
        let id = self.name()?;
        let mut value = Expr { kind: ExprKind::Name { id, ctx: ExprContext::Load }, span: start };
        let mut links = 0;
        while self.eat(TokenKind::Dot) {
            self.link(&mut links)?;
            let attr = self.name()?;
            let kind = ExprKind::Attribute { value: Box::new(value), attr, ctx: ExprContext::Load };
            value = Expr { kind, span: self.span_from(start) };
        }
        Ok(value)
    }

    fn class_pattern(&mut self, cls: Box<Expr>) -> P<PatternKind> {
        self.bump();
        let (mut patterns, mut kwd_attrs, mut kwd_patterns) = (Vec::new(), Vec::new(), Vec::new());
        while self.kind() != TokenKind::RPar {
            // `_` right after positional patterns is taken for one more of them, whatever follows it.
            let wildcard = !patterns.is_empty() && kwd_attrs.is_empty() && self.is_soft_keyword("_");
            if self.kind() == TokenKind::Name && self.kind_at(1) == TokenKind::Equal && !wildcard {
                kwd_attrs.push(self.name()?);
                self.bump();
                kwd_patterns.push(self.pattern()?);
            } else if kwd_attrs.is_empty() {
                patterns.push(self.pattern()?);
            } else {
                return Err(Fail);
            }
            if !self.eat(TokenKind::Comma) {
                break;
            }
        }
        self.expect(TokenKind::RPar)?;
        Ok(PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns })
    }

    /// `(p)` is `p`; `()`, `(p,)` and `(p, q)` are sequences.
    fn group_or_sequence(&mut self) -> P<Pattern> {
        let start = self.span();
        self.bump();
        if self.eat(TokenKind::RPar) {
            return Ok(self.finish(PatternKind::MatchSequence { patterns: Vec::new() }, start));
        }
        let first = self.maybe_star_pattern()?;
        if self.kind() != TokenKind::Comma {
            self.expect(TokenKind::RPar)?;
            return if is_star(&first) { Err(Fail) } else { Ok(first) };
        }
        let patterns = self.rest_of_sequence(first, TokenKind::RPar)?;
        self.expect(TokenKind::RPar)?;
        Ok(self.finish(PatternKind::MatchSequence { patterns }, start))
    }

    fn sequence_items(&mut self, close: TokenKind) -> P<Vec<Pattern>> {
        if self.kind() == close {
            return Ok(Vec::new());
        }
        let first = self.maybe_star_pattern()?;
        self.rest_of_sequence(first, close)
    }

    fn mapping(&mut self) -> P<PatternKind> {
        self.bump();
        let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), None);
        while self.kind() != TokenKind::RBrace {
            if self.eat(TokenKind::DoubleStar) {
                rest = Some(self.capture_target()?);
                self.eat(TokenKind::Comma);
                break;
            }
            keys.push(self.mapping_key()?);
            self.expect(TokenKind::Colon)?;
            patterns.push(self.pattern()?);
            if !self.eat(TokenKind::Comma) {
                break;
            }
        }
        self.expect(TokenKind::RBrace)?;
        Ok(PatternKind::MatchMapping { keys, patterns, rest })
    }

    /// A literal or a dotted name.
    fn mapping_key(&mut self) -> P<Expr> {
        match self.kind() {
            TokenKind::Number | TokenKind::Minus => self.signed_number_or_complex(),
            TokenKind::String | TokenKind::FStringStart | TokenKind::TStringStart => self.strings(),
            TokenKind::KwNone | TokenKind::KwTrue | TokenKind::KwFalse => self.atom(),
            TokenKind::Name if self.kind_at(1) == TokenKind::Dot => self.name_or_attribute(),
            _ => Err(Fail),
        }
    }
}

fn is_star(pattern: &Pattern) -> bool {
    matches!(pattern.kind, PatternKind::MatchStar { .. })
}

fn is_real(number: &Expr) -> bool {
    !matches!(number.kind, ExprKind::Constant { value: Constant::Complex(..), .. })
}
