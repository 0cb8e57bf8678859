//! The arguments of a call or of a class definition.

use super::{Fail, P, Parser};
use crate::ast::{Expr, ExprContext, ExprKind, Keyword};
use crate::token::TokenKind;

/// Positional arguments and keyword arguments.
type Arguments = (Vec<Expr>, Vec<Keyword>);

impl<'s> Parser<'s> {
    /// From `(` to `)`, after the callee.
    pub(super) fn call(&mut self, func: Expr) -> P<ExprKind> {
        let start = self.span();
        self.bump();
        let (args, keywords) = self.call_arguments(Some(start))?;
        self.expect(TokenKind::RPar)?;
        Ok(ExprKind::Call { func: Box::new(func), args, keywords })
    }

    /// The arguments of a class definition: a generator without brackets of its own may not be one.
    pub(super) fn arguments(&mut self) -> P<Arguments> {
        self.call_arguments(None)
    }

    /// `call` is where the brackets begin that a lone generator argument takes as its own.
    fn call_arguments(&mut self, call: Option<crate::ast::Span>) -> P<Arguments> {
        let (mut args, mut keywords) = (Vec::new(), Vec::new());
        let mut double_starred = false;
        while self.kind() != TokenKind::RPar {
            let start = self.span();
            match self.kind() {
                TokenKind::Star if !double_starred => args.push(self.starred_argument()?),
                TokenKind::DoubleStar => {
                    self.bump();
                    double_starred = true;
                    let value = self.expression()?;
                    keywords.push(Keyword { arg: None, value, span: self.span_from(start) });
                }
                TokenKind::Name if self.kind_at(1) == TokenKind::Equal => {
                    let arg = Some(self.name()?);
                    self.bump();
                    let value = self.expression()?;
                    keywords.push(Keyword { arg, value, span: self.span_from(start) });
                }
                _ if keywords.is_empty() => {
                    let value = self.named_expression()?;
                    if let (true, true, Some(open)) = (args.is_empty(), self.at_for_clause(), call) {
                        let generators = self.for_clauses()?;
                        if self.kind() != TokenKind::RPar {
                            return Err(Fail);
                        }
                        let close = self.span();
                        let span = crate::ast::Span { end_line: close.end_line, end_col: close.end_col, ..open };
                        let kind = ExprKind::GeneratorExp { elt: Box::new(value), generators };
                        args.push(Expr { kind, span });
                        return Ok((args, keywords));
                    }
                    if args.is_empty() && self.kind() == TokenKind::RPar {
                        args.reserve_exact(1);
                    }
                    args.push(value);
                }
                _ => return Err(Fail),
            }
            if !self.eat(TokenKind::Comma) {
                break;
            }
        }
        Ok((args, keywords))
    }

    /// `'*' expression`
    pub(super) fn starred_argument(&mut self) -> P<Expr> {
        let start = self.span();
        self.bump();
        let value = Box::new(self.expression()?);
        let kind = ExprKind::Starred { value, ctx: ExprContext::Load };
        Ok(Expr { kind, span: self.span_from(start) })
    }
}
