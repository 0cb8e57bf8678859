//! The parameters of functions and lambdas.

use super::{Fail, P, Parser};
use crate::ast::{Arg, Arguments, Expr};
use crate::token::TokenKind;

/// What tells the parameters of a `def` from those of a `lambda`.
#[derive(Clone, Copy)]
struct Flavour {
    annotations: bool,
    close: TokenKind,
}

impl<'s> Parser<'s> {
    /// Up to the closing bracket, which stays.
    pub(super) fn parameters(&mut self) -> P<Arguments> {
        self.parameter_list(Flavour { annotations: true, close: TokenKind::RPar })
    }

    /// Up to the colon, which stays.
    pub(super) fn lambda_parameters(&mut self) -> P<Arguments> {
        self.parameter_list(Flavour { annotations: false, close: TokenKind::Colon })
    }

    fn parameter_list(&mut self, flavour: Flavour) -> P<Arguments> {
        let mut arguments = Arguments::default();
        let mut after_star = false;
        while self.kind() != flavour.close {
            match self.kind() {
                TokenKind::Slash => {
                    if after_star || !arguments.posonlyargs.is_empty() || arguments.args.is_empty() {
                        return Err(Fail);
                    }
                    self.bump();
                    arguments.posonlyargs = std::mem::take(&mut arguments.args);
                }
                TokenKind::Star => {
                    if after_star {
                        return Err(Fail);
                    }
                    after_star = true;
                    self.bump();
                    if self.kind() == TokenKind::Comma {
                        // A bare star wants a parameter after it.
                        if self.kind_at(1) != TokenKind::Name {
                            return Err(Fail);
                        }
                    } else {
                        arguments.vararg = Some(Box::new(self.parameter(flavour, true)?));
                    }
                }
                TokenKind::DoubleStar => {
                    self.bump();
                    let mut kwarg = self.parameter(flavour, false)?;
                    self.eat(TokenKind::Comma);
                    if flavour.annotations {
                        kwarg.type_comment = self.type_comment();
                    }
                    arguments.kwarg = Some(Box::new(kwarg));
                    if self.kind() != flavour.close {
                        return Err(Fail);
                    }
                    return Ok(arguments);
                }
                _ => {
                    let arg = self.parameter(flavour, false)?;
                    let default = self.default_value()?;
                    if after_star {
                        arguments.kwonlyargs.push(arg);
                        arguments.kw_defaults.push(default);
                    } else {
                        match default {
                            Some(default) => arguments.defaults.push(default),
                            None if !arguments.defaults.is_empty() => return Err(Fail),
                            None => {}
                        }
                        arguments.args.push(arg);
                    }
                }
            }
            let comma = self.eat(TokenKind::Comma);
            if flavour.annotations && self.kind() == TokenKind::TypeComment {
                let commented = if after_star { arguments.kwonlyargs.last_mut() } else { arguments.args.last_mut() };
                let commented = commented.or(arguments.vararg.as_deref_mut()).ok_or(Fail)?;
                commented.type_comment = self.type_comment();
            }
            if !comma {
                break;
            }
        }
        if self.kind() == flavour.close { Ok(arguments) } else { Err(Fail) }
    }

    fn default_value(&mut self) -> P<Option<Expr>> {
        if self.eat(TokenKind::Equal) { Ok(Some(self.expression()?)) } else { Ok(None) }
    }

    /// `starred`: the annotation may be `*expr`, as in `*args: *Ts`.
    fn parameter(&mut self, flavour: Flavour, starred: bool) -> P<Arg> {
        let start = self.span();
        let arg = self.name()?;
        let annotation = if flavour.annotations && self.eat(TokenKind::Colon) {
            Some(Box::new(if starred { self.star_expression()? } else { self.expression()? }))
        } else {
            None
        };
        Ok(Arg { arg, annotation, type_comment: None, span: self.span_from(start) })
    }
}
