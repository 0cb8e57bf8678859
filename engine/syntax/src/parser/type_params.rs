//! Type parameters (PEP 695, PEP 696).

use super::{P, Parser};
use crate::ast::{Expr, TypeParam, TypeParamKind};
use crate::token::TokenKind;

impl<'s> Parser<'s> {
    /// `[T: bound = default, *Ts, **P]`, or nothing.
    pub(super) fn type_params(&mut self) -> P<Vec<TypeParam>> {
        let mut params = Vec::new();
        if !self.eat(TokenKind::LSqb) {
            return Ok(params);
        }
        loop {
            params.push(self.type_param()?);
            if !self.eat(TokenKind::Comma) || self.kind() == TokenKind::RSqb {
                break;
            }
        }
        self.expect(TokenKind::RSqb)?;
        Ok(params)
    }

    fn type_param(&mut self) -> P<TypeParam> {
        let start = self.span();
        let kind = if self.eat(TokenKind::Star) {
            let name = self.name()?;
            let default_value = if self.eat(TokenKind::Equal) { Some(Box::new(self.star_expression()?)) } else { None };
            TypeParamKind::TypeVarTuple { name, default_value }
        } else if self.eat(TokenKind::DoubleStar) {
            let name = self.name()?;
            TypeParamKind::ParamSpec { name, default_value: self.type_param_default()? }
        } else {
            let name = self.name()?;
            let bound = if self.eat(TokenKind::Colon) { Some(Box::new(self.expression()?)) } else { None };
            TypeParamKind::TypeVar { name, bound, default_value: self.type_param_default()? }
        };
        Ok(TypeParam { kind, span: self.span_from(start) })
    }

    fn type_param_default(&mut self) -> P<Option<Box<Expr>>> {
        if self.eat(TokenKind::Equal) { Ok(Some(Box::new(self.expression()?))) } else { Ok(None) }
    }
}
