//! Simple statements.

use super::{Fail, P, Parser, context};
use crate::ast::{Alias, Expr, ExprContext, ExprKind, Identifier, Operator, Stmt, StmtKind};
use crate::token::TokenKind;

fn augmented(kind: TokenKind) -> Option<Operator> {
    Some(match kind {
        TokenKind::PlusEqual => Operator::Add,
        TokenKind::MinEqual => Operator::Sub,
        TokenKind::StarEqual => Operator::Mult,
        TokenKind::AtEqual => Operator::MatMult,
        TokenKind::SlashEqual => Operator::Div,
        TokenKind::PercentEqual => Operator::Mod,
        TokenKind::AmperEqual => Operator::BitAnd,
        TokenKind::VBarEqual => Operator::BitOr,
        TokenKind::CircumflexEqual => Operator::BitXor,
        TokenKind::LeftShiftEqual => Operator::LShift,
        TokenKind::RightShiftEqual => Operator::RShift,
        TokenKind::DoubleStarEqual => Operator::Pow,
        TokenKind::DoubleSlashEqual => Operator::FloorDiv,
        _ => return None,
    })
}

impl<'s> Parser<'s> {
    /// `simple_stmts`: statements separated by semicolons, up to the newline.
    pub(super) fn simple_statements(&mut self, body: &mut Vec<Stmt>) -> P<()> {
        loop {
            let statement = self.simple_statement()?;
            body.push(statement);
            if self.eat(TokenKind::Newline) {
                return Ok(());
            }
            self.expect(TokenKind::Semi)?;
            if self.eat(TokenKind::Newline) {
                return Ok(());
            }
        }
    }

    fn simple_statement(&mut self) -> P<Stmt> {
        let start = self.span();
        let kind = match self.kind() {
            TokenKind::KwReturn => self.return_statement()?,
            TokenKind::KwImport => self.import_name()?,
            TokenKind::KwFrom => self.import_from()?,
            TokenKind::KwRaise => self.raise_statement()?,
            TokenKind::KwPass => self.keyword_statement(StmtKind::Pass),
            TokenKind::KwBreak => self.keyword_statement(StmtKind::Break),
            TokenKind::KwContinue => self.keyword_statement(StmtKind::Continue),
            TokenKind::KwDel => self.del_statement()?,
            TokenKind::KwAssert => self.assert_statement()?,
            TokenKind::KwGlobal => StmtKind::Global { names: self.declared_names()? },
            TokenKind::KwNonlocal => StmtKind::Nonlocal { names: self.declared_names()? },
            TokenKind::KwYield => {
                let value = self.yield_expression()?;
                if self.kind() == TokenKind::Equal {
                    return Err(Fail);
                }
                StmtKind::Expr { value: Box::new(value) }
            }
            TokenKind::Name if self.kind_at(1) == TokenKind::Name && self.is_soft_keyword("type") => {
                self.type_alias()?
            }
            _ => self.assignment_or_expression()?,
        };
        Ok(Stmt { kind, span: self.span_from(start) })
    }

    fn keyword_statement(&mut self, kind: StmtKind) -> StmtKind {
        self.bump();
        kind
    }

    fn assignment_or_expression(&mut self) -> P<StmtKind> {
        let bare_name = self.kind() == TokenKind::Name;
        let mut value = self.star_expressions()?;
        match self.kind() {
            TokenKind::Equal => {
                let mut targets = Vec::with_capacity(1);
                while self.eat(TokenKind::Equal) {
                    context::store(&mut value)?;
                    targets.push(value);
                    value = self.annotated_rhs()?;
                }
                let type_comment = self.type_comment();
                Ok(StmtKind::Assign { targets, value: Box::new(value), type_comment })
            }
            TokenKind::Colon => {
                context::store_single(&mut value)?;
                self.bump();
                let simple = bare_name && matches!(value.kind, ExprKind::Name { .. });
                let annotation = Box::new(self.expression()?);
                let assigned = if self.eat(TokenKind::Equal) { Some(Box::new(self.annotated_rhs()?)) } else { None };
                Ok(StmtKind::AnnAssign { target: Box::new(value), annotation, value: assigned, simple })
            }
            kind => match augmented(kind) {
                Some(op) => {
                    context::store_single(&mut value)?;
                    self.bump();
                    let target = Box::new(value);
                    Ok(StmtKind::AugAssign { target, op, value: Box::new(self.annotated_rhs()?) })
                }
                None => Ok(StmtKind::Expr { value: Box::new(value) }),
            },
        }
    }

    /// `yield_expr | star_expressions`
    pub(super) fn annotated_rhs(&mut self) -> P<Expr> {
        if self.kind() == TokenKind::KwYield { self.yield_expression() } else { self.star_expressions() }
    }

    fn ends_statement(&self) -> bool {
        matches!(self.kind(), TokenKind::Newline | TokenKind::Semi)
    }

    fn return_statement(&mut self) -> P<StmtKind> {
        self.bump();
        let value = if self.ends_statement() { None } else { Some(Box::new(self.star_expressions()?)) };
        Ok(StmtKind::Return { value })
    }

    fn raise_statement(&mut self) -> P<StmtKind> {
        self.bump();
        if self.ends_statement() {
            return Ok(StmtKind::Raise { exc: None, cause: None });
        }
        let exc = Some(Box::new(self.expression()?));
        let cause = if self.eat(TokenKind::KwFrom) { Some(Box::new(self.expression()?)) } else { None };
        Ok(StmtKind::Raise { exc, cause })
    }

    fn assert_statement(&mut self) -> P<StmtKind> {
        self.bump();
        let test = Box::new(self.expression()?);
        let msg = if self.eat(TokenKind::Comma) { Some(Box::new(self.expression()?)) } else { None };
        Ok(StmtKind::Assert { test, msg })
    }

    fn del_statement(&mut self) -> P<StmtKind> {
        self.bump();
        let mut targets = Vec::new();
        loop {
            let mut target = self.primary()?;
            context::delete(&mut target)?;
            targets.push(target);
            if !self.eat(TokenKind::Comma) || self.ends_statement() {
                return Ok(StmtKind::Delete { targets });
            }
        }
    }

    fn declared_names(&mut self) -> P<Vec<Identifier>> {
        self.bump();
        let mut names = vec![self.name()?];
        while self.eat(TokenKind::Comma) {
            names.push(self.name()?);
        }
        Ok(names)
    }

    fn dotted_name(&mut self) -> P<Identifier> {
        let mut name = self.name()?;
        while self.eat(TokenKind::Dot) {
            let part = self.name()?;
            name = format!("{name}.{part}").into();
        }
        Ok(name)
    }

    fn as_name(&mut self) -> P<Option<Identifier>> {
        if self.eat(TokenKind::KwAs) { Ok(Some(self.name()?)) } else { Ok(None) }
    }

    fn import_name(&mut self) -> P<StmtKind> {
        self.bump();
        let mut names = Vec::new();
        loop {
            let start = self.span();
            let name = self.dotted_name()?;
            let asname = self.as_name()?;
            names.push(Alias { name, asname, span: self.span_from(start) });
            if !self.eat(TokenKind::Comma) {
                return Ok(StmtKind::Import { names });
            }
        }
    }

    fn import_from(&mut self) -> P<StmtKind> {
        self.bump();
        let mut level = 0;
        loop {
            match self.kind() {
                TokenKind::Dot => level += 1,
                TokenKind::Ellipsis => level += 3,
                _ => break,
            }
            self.bump();
        }
        let module = if level > 0 && self.kind() == TokenKind::KwImport { None } else { Some(self.dotted_name()?) };
        self.expect(TokenKind::KwImport)?;
        let names = if self.kind() == TokenKind::Star {
            let span = self.span();
            self.bump();
            vec![Alias { name: "*".into(), asname: None, span }]
        } else if self.eat(TokenKind::LPar) {
            let names = self.imported_names(true)?;
            self.expect(TokenKind::RPar)?;
            names
        } else {
            self.imported_names(false)?
        };
        Ok(StmtKind::ImportFrom { module, names, level })
    }

    fn imported_names(&mut self, in_parens: bool) -> P<Vec<Alias>> {
        let mut names = Vec::new();
        loop {
            let start = self.span();
            let name = self.name()?;
            let asname = self.as_name()?;
            names.push(Alias { name, asname, span: self.span_from(start) });
            if !self.eat(TokenKind::Comma) || (in_parens && self.kind() == TokenKind::RPar) {
                return Ok(names);
            }
        }
    }

    fn type_alias(&mut self) -> P<StmtKind> {
        self.bump();
        let span = self.span();
        let id = self.name()?;
        let name = Box::new(Expr { kind: ExprKind::Name { id, ctx: ExprContext::Store }, span });
        let type_params = self.type_params()?;
        self.expect(TokenKind::Equal)?;
        let value = Box::new(self.expression()?);
        Ok(StmtKind::TypeAlias { name, type_params, value })
    }
}
