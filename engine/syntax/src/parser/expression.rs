//! Expressions down to primaries: operators by precedence, comprehensions' clauses, tuples without brackets.

use super::{Fail, P, Parser};
use crate::ast::{BoolOp, CmpOp, Comprehension, Expr, ExprContext, ExprKind, Operator, Span, UnaryOp};
use crate::token::TokenKind;

/// How tightly a binary operator binds, loosest first: `|` 1 … `* @ / % //` 6.
fn binary(kind: TokenKind) -> Option<(u8, Operator)> {
    Some(match kind {
        TokenKind::VBar => (1, Operator::BitOr),
        TokenKind::Circumflex => (2, Operator::BitXor),
        TokenKind::Amper => (3, Operator::BitAnd),
        TokenKind::LeftShift => (4, Operator::LShift),
        TokenKind::RightShift => (4, Operator::RShift),
        TokenKind::Plus => (5, Operator::Add),
        TokenKind::Minus => (5, Operator::Sub),
        TokenKind::Star => (6, Operator::Mult),
        TokenKind::Slash => (6, Operator::Div),
        TokenKind::DoubleSlash => (6, Operator::FloorDiv),
        TokenKind::Percent => (6, Operator::Mod),
        TokenKind::At => (6, Operator::MatMult),
        _ => return None,
    })
}

impl<'s> Parser<'s> {
    /// `expression`: no walrus, no star, no tuple.
    pub(super) fn expression(&mut self) -> P<Expr> {
        if self.kind() == TokenKind::KwLambda {
            return self.lambda();
        }
        let start = self.span();
        let body = self.disjunction()?;
        if self.kind() != TokenKind::KwIf {
            return Ok(body);
        }
        self.bump();
        let test = Box::new(self.disjunction()?);
        self.expect(TokenKind::KwElse)?;
        let orelse = Box::new(self.nested(Self::expression)?);
        Ok(Expr { kind: ExprKind::IfExp { test, body: Box::new(body), orelse }, span: self.span_from(start) })
    }

    fn lambda(&mut self) -> P<Expr> {
        let start = self.span();
        self.bump();
        self.enter()?;
        let args = Box::new(self.lambda_parameters()?);
        self.expect(TokenKind::Colon)?;
        let body = Box::new(self.nested(Self::expression)?);
        self.depth -= 1;
        Ok(Expr { kind: ExprKind::Lambda { args, body }, span: self.span_from(start) })
    }

    /// Whether `kind` can begin an expression: tells a separating comma from a trailing one.
    pub(super) fn begins_expression(kind: TokenKind) -> bool {
        use TokenKind::*;
        Self::begins_primary(kind) || matches!(kind, Minus | Plus | Tilde | Star | KwNot | KwLambda | KwAwait)
    }

    /// Takes a comma; true if an element follows it.
    fn another(&mut self) -> bool {
        self.eat(TokenKind::Comma) && Self::begins_expression(self.kind())
    }

    /// `expressions`: a tuple if there is a comma; no stars.
    pub(super) fn expressions(&mut self) -> P<Expr> {
        let start = self.span();
        let first = self.expression()?;
        if self.kind() != TokenKind::Comma { Ok(first) } else { self.rest_of_tuple(first, start) }
    }

    /// The tuple that `first` and the commas after it make.
    pub(super) fn rest_of_tuple(&mut self, first: Expr, start: Span) -> P<Expr> {
        let mut elts = vec![first];
        while self.another() {
            elts.push(self.expression()?);
        }
        Ok(self.tuple(elts, ExprContext::Load, start))
    }

    /// `star_expressions`: right-hand sides, statements, iterables.
    pub(super) fn star_expressions(&mut self) -> P<Expr> {
        let start = self.span();
        let first = self.star_expression()?;
        if self.kind() != TokenKind::Comma {
            return Ok(first);
        }
        let mut elts = vec![first];
        while self.another() {
            elts.push(self.star_expression()?);
        }
        Ok(self.tuple(elts, ExprContext::Load, start))
    }

    pub(super) fn star_expression(&mut self) -> P<Expr> {
        if self.kind() == TokenKind::Star { self.starred() } else { self.expression() }
    }

    /// `'*' bitwise_or`
    fn starred(&mut self) -> P<Expr> {
        let start = self.span();
        self.bump();
        let value = Box::new(self.bitwise_or()?);
        let kind = ExprKind::Starred { value, ctx: ExprContext::Load };
        Ok(Expr { kind, span: self.span_from(start) })
    }

    pub(super) fn star_named_expression(&mut self) -> P<Expr> {
        if self.kind() == TokenKind::Star { self.starred() } else { self.named_expression() }
    }

    pub(super) fn named_expression(&mut self) -> P<Expr> {
        if self.kind() == TokenKind::Name && self.kind_at(1) == TokenKind::ColonEqual {
            return self.walrus();
        }
        let expr = self.expression()?;
        if self.kind() == TokenKind::ColonEqual { Err(Fail) } else { Ok(expr) }
    }

    fn walrus(&mut self) -> P<Expr> {
        let start = self.span();
        let id = self.name()?;
        let target = Box::new(Expr { kind: ExprKind::Name { id, ctx: ExprContext::Store }, span: start });
        self.bump();
        let value = Box::new(self.nested(Self::expression)?);
        Ok(Expr { kind: ExprKind::NamedExpr { target, value }, span: self.span_from(start) })
    }

    /// Any expression whatsoever, as an error may be about it.
    pub(super) fn any_expression(&mut self) -> P<Expr> {
        if self.kind() == TokenKind::KwYield {
            return self.yield_expression();
        }
        let start = self.span();
        let first = self.star_named_expression()?;
        if self.kind() != TokenKind::Comma {
            return Ok(first);
        }
        let mut elts = vec![first];
        while self.another() {
            elts.push(self.star_named_expression()?);
        }
        Ok(self.tuple(elts, ExprContext::Load, start))
    }

    pub(super) fn yield_expression(&mut self) -> P<Expr> {
        let start = self.span();
        self.expect(TokenKind::KwYield)?;
        let kind = if self.eat(TokenKind::KwFrom) {
            ExprKind::YieldFrom { value: Box::new(self.expression()?) }
        } else if !Self::begins_expression(self.kind()) {
            ExprKind::Yield { value: None }
        } else {
            ExprKind::Yield { value: Some(Box::new(self.star_expressions()?)) }
        };
        Ok(Expr { kind, span: self.span_from(start) })
    }

    pub(super) fn disjunction(&mut self) -> P<Expr> {
        let start = self.span();
        if !Self::begins_primary(self.kind()) {
            let first = self.conjunction()?;
            return self.rest_of_disjunction(first, start);
        }
        // Most expressions are no more than a primary: they need not come up through the levels one by one.
        let primary = self.primary()?;
        if !Self::is_operator(self.kind()) {
            return Ok(primary);
        }
        let left = self.rest_of_power(primary, start)?;
        let left = self.rest_of_binary(left, 1, start)?;
        let left = self.rest_of_comparison(left, start)?;
        let left = self.rest_of_conjunction(left, start)?;
        self.rest_of_disjunction(left, start)
    }

    /// Whether a primary begins with `kind`, and with it no operator.
    fn begins_primary(kind: TokenKind) -> bool {
        use TokenKind::*;
        matches!(
            kind,
            Name | Number
                | String
                | FStringStart
                | TStringStart
                | LPar
                | LSqb
                | LBrace
                | Ellipsis
                | KwNone
                | KwTrue
                | KwFalse
        )
    }

    /// Whether `kind`, after a primary, goes on with what a disjunction may hold.
    fn is_operator(kind: TokenKind) -> bool {
        use TokenKind::*;
        let compares =
            matches!(kind, EqEqual | NotEqual | Less | LessEqual | Greater | GreaterEqual | KwIn | KwNot | KwIs);
        compares || matches!(kind, DoubleStar | KwAnd | KwOr) || binary(kind).is_some()
    }

    fn rest_of_disjunction(&mut self, first: Expr, start: Span) -> P<Expr> {
        if self.kind() != TokenKind::KwOr {
            return Ok(first);
        }
        let mut values = vec![first];
        while self.eat(TokenKind::KwOr) {
            values.push(self.conjunction()?);
        }
        Ok(Expr { kind: ExprKind::BoolOp { op: BoolOp::Or, values }, span: self.span_from(start) })
    }

    fn conjunction(&mut self) -> P<Expr> {
        let start = self.span();
        let first = self.inversion()?;
        self.rest_of_conjunction(first, start)
    }

    fn rest_of_conjunction(&mut self, first: Expr, start: Span) -> P<Expr> {
        if self.kind() != TokenKind::KwAnd {
            return Ok(first);
        }
        let mut values = vec![first];
        while self.eat(TokenKind::KwAnd) {
            values.push(self.inversion()?);
        }
        Ok(Expr { kind: ExprKind::BoolOp { op: BoolOp::And, values }, span: self.span_from(start) })
    }

    fn inversion(&mut self) -> P<Expr> {
        if self.kind() != TokenKind::KwNot {
            return self.comparison();
        }
        let start = self.span();
        self.bump();
        let operand = Box::new(self.nested(Self::inversion)?);
        Ok(Expr { kind: ExprKind::UnaryOp { op: UnaryOp::Not, operand }, span: self.span_from(start) })
    }

    fn comparison(&mut self) -> P<Expr> {
        let start = self.span();
        let left = self.bitwise_or()?;
        self.rest_of_comparison(left, start)
    }

    fn rest_of_comparison(&mut self, left: Expr, start: Span) -> P<Expr> {
        let Some(op) = self.comparison_operator() else { return Ok(left) };
        let (mut ops, mut comparators) = (vec![op], vec![self.bitwise_or()?]);
        while let Some(op) = self.comparison_operator() {
            ops.push(op);
            comparators.push(self.bitwise_or()?);
        }
        let kind = ExprKind::Compare { left: Box::new(left), ops, comparators };
        Ok(Expr { kind, span: self.span_from(start) })
    }

    /// Takes a comparison operator, if there is one.
    fn comparison_operator(&mut self) -> Option<CmpOp> {
        let op = match self.kind() {
            TokenKind::EqEqual => CmpOp::Eq,
            TokenKind::NotEqual if self.not_equal_is_valid() => CmpOp::NotEq,
            TokenKind::Less => CmpOp::Lt,
            TokenKind::LessEqual => CmpOp::LtE,
            TokenKind::Greater => CmpOp::Gt,
            TokenKind::GreaterEqual => CmpOp::GtE,
            TokenKind::KwIn => CmpOp::In,
            TokenKind::KwNot if self.kind_at(1) == TokenKind::KwIn => {
                self.bump();
                CmpOp::NotIn
            }
            TokenKind::KwIs if self.kind_at(1) == TokenKind::KwNot => {
                self.bump();
                CmpOp::IsNot
            }
            TokenKind::KwIs => CmpOp::Is,
            _ => return None,
        };
        self.bump();
        Some(op)
    }

    fn not_equal_is_valid(&self) -> bool {
        let barry = self.barry_from.is_some_and(|from| self.pos > from as usize);
        !barry || self.text(self.token()) == "<>"
    }

    pub(super) fn bitwise_or(&mut self) -> P<Expr> {
        self.binary(1)
    }

    /// Operators that bind at least as tightly as `min`; all of them associate to the left.
    fn binary(&mut self, min: u8) -> P<Expr> {
        let start = self.span();
        let left = self.factor()?;
        self.rest_of_binary(left, min, start)
    }

    fn rest_of_binary(&mut self, mut left: Expr, min: u8, start: Span) -> P<Expr> {
        let mut links = 0;
        while let Some((precedence, op)) = binary(self.kind()) {
            if precedence < min {
                break;
            }
            self.link(&mut links)?;
            self.bump();
            let right = self.binary(precedence + 1)?;
            let kind = ExprKind::BinOp { left: Box::new(left), op, right: Box::new(right) };
            left = Expr { kind, span: self.span_from(start) };
        }
        Ok(left)
    }

    fn factor(&mut self) -> P<Expr> {
        let op = match self.kind() {
            TokenKind::Minus => UnaryOp::USub,
            TokenKind::Plus => UnaryOp::UAdd,
            TokenKind::Tilde => UnaryOp::Invert,
            _ => return self.power(),
        };
        let start = self.span();
        self.bump();
        let operand = Box::new(self.nested(Self::factor)?);
        Ok(Expr { kind: ExprKind::UnaryOp { op, operand }, span: self.span_from(start) })
    }

    fn power(&mut self) -> P<Expr> {
        let start = self.span();
        let left = self.await_primary()?;
        self.rest_of_power(left, start)
    }

    fn rest_of_power(&mut self, left: Expr, start: Span) -> P<Expr> {
        if !self.eat(TokenKind::DoubleStar) {
            return Ok(left);
        }
        let right = Box::new(self.nested(Self::factor)?);
        let kind = ExprKind::BinOp { left: Box::new(left), op: Operator::Pow, right };
        Ok(Expr { kind, span: self.span_from(start) })
    }

    fn await_primary(&mut self) -> P<Expr> {
        if self.kind() != TokenKind::KwAwait {
            return self.primary();
        }
        let start = self.span();
        self.bump();
        let value = Box::new(self.primary()?);
        Ok(Expr { kind: ExprKind::Await { value }, span: self.span_from(start) })
    }

    /// Whether a comprehension's clauses begin here.
    pub(super) fn at_for_clause(&self) -> bool {
        self.kind() == TokenKind::KwFor || (self.kind() == TokenKind::KwAsync && self.kind_at(1) == TokenKind::KwFor)
    }

    pub(super) fn for_clauses(&mut self) -> P<Vec<Comprehension>> {
        let mut generators = Vec::new();
        while self.at_for_clause() {
            let is_async = self.eat(TokenKind::KwAsync);
            self.bump();
            let target = self.star_targets()?;
            self.expect(TokenKind::KwIn)?;
            let iter = self.disjunction()?;
            let mut ifs = Vec::new();
            while self.eat(TokenKind::KwIf) {
                ifs.push(self.disjunction()?);
            }
            generators.push(Comprehension { target, iter, ifs, is_async });
        }
        Ok(generators)
    }
}
