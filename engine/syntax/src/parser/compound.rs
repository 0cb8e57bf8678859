//! Compound statements and their blocks.

use super::{Fail, P, Parser, context};
use crate::ast::{
    ClassDef, ExceptHandler, Expr, ExprContext, For, FunctionDef, MatchCase, Span, Stmt, StmtKind, Try, With, WithItem,
};
use crate::token::TokenKind;

impl<'s> Parser<'s> {
    pub(super) fn statement(&mut self, body: &mut Vec<Stmt>) -> P<()> {
        if self.compound_statement(body)? { Ok(()) } else { self.simple_statements(body) }
    }

    /// Reads a compound statement, if one begins here.
    pub(super) fn compound_statement(&mut self, body: &mut Vec<Stmt>) -> P<bool> {
        let start = self.span();
        let kind = match self.kind() {
            TokenKind::KwIf => self.if_statement()?,
            TokenKind::KwDef => StmtKind::FunctionDef(Box::new(self.function_def(Vec::new())?)),
            TokenKind::KwClass => self.class_def(Vec::new())?,
            TokenKind::At => return self.decorated(body),
            TokenKind::KwAsync => self.async_statement(Vec::new())?,
            TokenKind::KwFor => StmtKind::For(Box::new(self.for_statement()?)),
            TokenKind::KwWith => StmtKind::With(Box::new(self.with_statement()?)),
            TokenKind::KwTry => self.try_statement()?,
            TokenKind::KwWhile => self.while_statement()?,
            TokenKind::Name if self.is_soft_keyword("match") && self.may_begin_subject() => {
                match self.attempt(Self::match_head)? {
                    Some(subject) => self.match_cases(subject)?,
                    None => {
                        self.suspect_statement();
                        return Ok(false);
                    }
                }
            }
            _ => return Ok(false),
        };
        self.push_compound(body, kind, start);
        Ok(true)
    }

    fn push_compound(&mut self, body: &mut Vec<Stmt>, kind: StmtKind, start: Span) {
        self.last_compound_line = self.last_compound_line.max(start.line);
        body.push(Stmt { kind, span: self.span_from(start) });
    }

    /// What stands after a colon: an indented block or the rest of the line.
    pub(super) fn block(&mut self) -> P<Vec<Stmt>> {
        self.expect(TokenKind::Colon)?;
        self.suite()
    }

    fn suite(&mut self) -> P<Vec<Stmt>> {
        let mut body = self.spare_bodies.pop().unwrap_or_default();
        if self.eat(TokenKind::Newline) {
            self.expect(TokenKind::Indent)?;
            self.nested(|p| {
                while p.kind() != TokenKind::Dedent {
                    p.statement(&mut body)?;
                }
                Ok(())
            })?;
            self.bump();
        } else {
            self.simple_statements(&mut body)?;
        }
        let mut exact = Vec::with_capacity(body.len());
        exact.append(&mut body);
        self.spare_bodies.push(body);
        Ok(exact)
    }

    fn else_block(&mut self) -> P<Vec<Stmt>> {
        if self.eat(TokenKind::KwElse) { self.block() } else { Ok(Vec::new()) }
    }

    fn if_statement(&mut self) -> P<StmtKind> {
        // An `elif` is an `If` in the `orelse` of the one before: they are read in a row and nested afterwards.
        let mut branches: Vec<(Span, Expr, Vec<Stmt>)> = Vec::new();
        loop {
            let start = self.span();
            self.bump();
            self.enter()?;
            let test = self.named_expression()?;
            let body = self.block()?;
            branches.push((start, test, body));
            if self.kind() != TokenKind::KwElif {
                break;
            }
        }
        self.depth -= branches.len() as u32;
        let mut orelse = self.else_block()?;
        let mut kind = StmtKind::Pass;
        while let Some((start, test, body)) = branches.pop() {
            kind = StmtKind::If { test: Box::new(test), body, orelse: std::mem::take(&mut orelse) };
            if !branches.is_empty() {
                let span = self.span_from(start);
                orelse.push(Stmt { kind: std::mem::replace(&mut kind, StmtKind::Pass), span });
            }
        }
        Ok(kind)
    }

    fn while_statement(&mut self) -> P<StmtKind> {
        self.bump();
        let test = Box::new(self.named_expression()?);
        let body = self.block()?;
        let orelse = self.else_block()?;
        Ok(StmtKind::While { test, body, orelse })
    }

    fn for_statement(&mut self) -> P<For> {
        self.expect(TokenKind::KwFor)?;
        let target = Box::new(self.star_targets()?);
        self.expect(TokenKind::KwIn)?;
        let iter = Box::new(self.star_expressions()?);
        self.expect(TokenKind::Colon)?;
        let type_comment = self.type_comment();
        let body = self.suite()?;
        let orelse = self.else_block()?;
        Ok(For { target, iter, body, orelse, type_comment })
    }

    fn star_target(&mut self) -> P<Expr> {
        let start = self.span();
        let starred = self.eat(TokenKind::Star);
        let mut target = self.primary()?;
        context::store(&mut target)?;
        if starred {
            let kind = crate::ast::ExprKind::Starred { value: Box::new(target), ctx: ExprContext::Store };
            target = Expr { kind, span: self.span_from(start) };
        }
        Ok(target)
    }

    /// The targets between `for` and `in`.
    pub(super) fn star_targets(&mut self) -> P<Expr> {
        let start = self.span();
        let first = self.star_target()?;
        if self.kind() != TokenKind::Comma {
            return Ok(first);
        }
        let mut elts = vec![first];
        while self.eat(TokenKind::Comma) {
            if self.kind() == TokenKind::KwIn {
                break;
            }
            elts.push(self.star_target()?);
        }
        Ok(self.tuple(elts, ExprContext::Store, start))
    }

    fn async_statement(&mut self, decorators: Vec<Expr>) -> P<StmtKind> {
        let next = self.kind_at(1);
        if next == TokenKind::KwDef {
            return Ok(StmtKind::AsyncFunctionDef(Box::new(self.function_def(decorators)?)));
        }
        if !decorators.is_empty() {
            return Err(Fail);
        }
        self.bump();
        match next {
            TokenKind::KwFor => Ok(StmtKind::AsyncFor(Box::new(self.for_statement()?))),
            TokenKind::KwWith => Ok(StmtKind::AsyncWith(Box::new(self.with_statement()?))),
            _ => Err(Fail),
        }
    }

    fn with_statement(&mut self) -> P<With> {
        self.expect(TokenKind::KwWith)?;
        let in_parens = if self.kind() == TokenKind::LPar {
            self.attempt(|p| {
                p.bump();
                let mut items = Vec::new();
                loop {
                    items.push(p.with_item()?);
                    if !p.eat(TokenKind::Comma) || p.kind() == TokenKind::RPar {
                        break;
                    }
                }
                p.expect(TokenKind::RPar)?;
                if p.kind() == TokenKind::Colon { Ok(items) } else { Err(Fail) }
            })?
        } else {
            None
        };
        let items = match in_parens {
            Some(items) => items,
            None => {
                let mut items = vec![self.with_item()?];
                while self.eat(TokenKind::Comma) {
                    items.push(self.with_item()?);
                }
                items
            }
        };
        self.expect(TokenKind::Colon)?;
        let type_comment = self.type_comment();
        Ok(With { items, body: self.suite()?, type_comment })
    }

    fn with_item(&mut self) -> P<WithItem> {
        let context_expr = self.expression()?;
        let optional_vars = if self.eat(TokenKind::KwAs) { Some(Box::new(self.star_target()?)) } else { None };
        Ok(WithItem { context_expr, optional_vars })
    }

    fn try_statement(&mut self) -> P<StmtKind> {
        self.bump();
        let body = self.block()?;
        let star = self.kind() == TokenKind::KwExcept && self.kind_at(1) == TokenKind::Star;
        let mut handlers = Vec::new();
        while self.kind() == TokenKind::KwExcept {
            handlers.push(self.except_block(star)?);
        }
        let orelse = if handlers.is_empty() { Vec::new() } else { self.else_block()? };
        let finalbody = if self.eat(TokenKind::KwFinally) {
            self.block()?
        } else if handlers.is_empty() {
            return Err(Fail);
        } else {
            Vec::new()
        };
        let statement = Try { body, handlers, orelse, finalbody };
        let statement = Box::new(statement);
        Ok(if star { StmtKind::TryStar(statement) } else { StmtKind::Try(statement) })
    }

    fn except_block(&mut self, star: bool) -> P<ExceptHandler> {
        let start = self.span();
        self.bump();
        if self.eat(TokenKind::Star) != star {
            return Err(Fail);
        }
        let (mut type_, mut name) = (None, None);
        if star || self.kind() != TokenKind::Colon {
            let type_start = self.span();
            let mut expr = self.expression()?;
            if self.eat(TokenKind::KwAs) {
                name = Some(self.name()?);
            } else if self.kind() == TokenKind::Comma {
                expr = self.rest_of_tuple(expr, type_start)?;
            }
            type_ = Some(Box::new(expr));
        }
        let body = self.block()?;
        Ok(ExceptHandler { type_, name, body, span: self.span_from(start) })
    }

    fn decorated(&mut self, body: &mut Vec<Stmt>) -> P<bool> {
        let mut decorators = Vec::new();
        while self.eat(TokenKind::At) {
            decorators.push(self.named_expression()?);
            self.expect(TokenKind::Newline)?;
        }
        let start = self.span();
        let kind = match self.kind() {
            TokenKind::KwDef => StmtKind::FunctionDef(Box::new(self.function_def(decorators)?)),
            TokenKind::KwClass => self.class_def(decorators)?,
            TokenKind::KwAsync => self.async_statement(decorators)?,
            _ => return Err(Fail),
        };
        self.push_compound(body, kind, start);
        Ok(true)
    }

    fn function_def(&mut self, decorator_list: Vec<Expr>) -> P<FunctionDef> {
        self.eat(TokenKind::KwAsync);
        self.expect(TokenKind::KwDef)?;
        let name = self.name()?;
        let type_params = self.type_params()?;
        self.expect(TokenKind::LPar)?;
        let args = Box::new(self.parameters()?);
        self.expect(TokenKind::RPar)?;
        let returns = if self.eat(TokenKind::RArrow) { Some(Box::new(self.expression()?)) } else { None };
        self.expect(TokenKind::Colon)?;
        let on_own_line = [TokenKind::Newline, TokenKind::TypeComment, TokenKind::Newline, TokenKind::Indent];
        if (0..4).all(|i| self.kind_at(i) == on_own_line[i]) {
            self.bump();
        }
        let type_comment = self.type_comment();
        let body = self.suite()?;
        Ok(FunctionDef { name, args, body, decorator_list, returns, type_comment, type_params })
    }

    fn class_def(&mut self, decorator_list: Vec<Expr>) -> P<StmtKind> {
        self.expect(TokenKind::KwClass)?;
        let name = self.name()?;
        let type_params = self.type_params()?;
        let (mut bases, mut keywords) = (Vec::new(), Vec::new());
        if self.eat(TokenKind::LPar) {
            (bases, keywords) = self.arguments()?;
            self.expect(TokenKind::RPar)?;
        }
        let body = self.block()?;
        Ok(StmtKind::ClassDef(Box::new(ClassDef { name, bases, keywords, body, decorator_list, type_params })))
    }

    /// Whether the token after `match` can begin its subject: sorts out `match = 1`, `match.x` and the like.
    fn may_begin_subject(&self) -> bool {
        Self::begins_expression(self.kind_at(1))
    }

    /// From `match` to the first `case`.
    fn match_head(&mut self) -> P<Expr> {
        self.bump();
        let start = self.span();
        let mut subject = self.star_named_expression()?;
        if self.kind() == TokenKind::Comma {
            let mut elts = vec![subject];
            while self.eat(TokenKind::Comma) {
                if self.kind() == TokenKind::Colon {
                    break;
                }
                elts.push(self.star_named_expression()?);
            }
            subject = self.tuple(elts, ExprContext::Load, start);
        } else if matches!(subject.kind, crate::ast::ExprKind::Starred { .. }) {
            return Err(Fail);
        }
        self.expect(TokenKind::Colon)?;
        self.expect(TokenKind::Newline)?;
        self.expect(TokenKind::Indent)?;
        if self.is_soft_keyword("case") { Ok(subject) } else { Err(Fail) }
    }

    fn match_cases(&mut self, subject: Expr) -> P<StmtKind> {
        let mut cases = Vec::new();
        self.enter()?;
        while self.kind() != TokenKind::Dedent {
            if !self.is_soft_keyword("case") {
                return Err(Fail);
            }
            self.bump();
            let pattern = self.patterns()?;
            let guard = if self.eat(TokenKind::KwIf) { Some(Box::new(self.named_expression()?)) } else { None };
            let body = self.block()?;
            cases.push(MatchCase { pattern, guard, body });
        }
        self.depth -= 1;
        self.bump();
        Ok(StmtKind::Match { subject: Box::new(subject), cases })
    }
}
