//! String literals side by side, f-strings and t-strings (PEP 701, PEP 750).

use super::{Fail, P, Parser};
use crate::ast::{Constant, Expr, ExprKind, Span};
use crate::lexer::ftstring::without_comments;
use crate::pystr::PyStr;
use crate::string_literal::{self, Escapes};
use crate::token::{Token, TokenKind};

/// What a replacement field becomes: `Interpolation` only at the top of a t-string.
#[derive(Clone, Copy, PartialEq)]
enum Field {
    Formatted,
    Interpolation,
}

/// The string that a field belongs to.
#[derive(Clone, Copy)]
struct Enclosing {
    middle: TokenKind,
    raw: bool,
}

fn constant(value: Constant, span: Span) -> Expr {
    Expr { kind: ExprKind::Constant { value, kind: None }, span }
}

fn is_empty_string(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Constant { value: Constant::Str(s), .. } if s.is_empty())
}

impl<'s> Parser<'s> {
    /// One or more literals in a row, joined into one node.
    pub(super) fn strings(&mut self) -> P<Expr> {
        let goes_on = matches!(self.kind_at(1), TokenKind::String | TokenKind::FStringStart | TokenKind::TStringStart);
        if self.kind() == TokenKind::String && !goes_on {
            return self.string();
        }
        let start = self.span();
        let template = self.kind() == TokenKind::TStringStart;
        let mut parts = Vec::new();
        loop {
            match self.kind() {
                TokenKind::String if !template => parts.push(self.string()?),
                TokenKind::FStringStart if !template => parts.push(self.nested(Self::ftstring)?),
                TokenKind::TStringStart if template => parts.push(self.nested(Self::ftstring)?),
                // t-strings do not join with the others.
                TokenKind::String | TokenKind::FStringStart | TokenKind::TStringStart => return Err(Fail),
                _ => break,
            }
        }
        if template {
            let values = fold(parts);
            return Ok(Expr { kind: ExprKind::TemplateStr { values }, span: self.span_from(start) });
        }
        self.concatenate(parts, start)
    }

    fn string(&mut self) -> P<Expr> {
        let token = self.bump();
        let text = self.text(token);
        let literal = string_literal::parse(text).map_err(|_| Fail)?;
        if let Some(escape) = literal.invalid_escape {
            self.warn_escape(escape, token);
        }
        let kind = text.starts_with('u').then(|| PyStr::from("u"));
        Ok(Expr { kind: ExprKind::Constant { value: literal.value, kind }, span: token.span })
    }

    fn warn_escape(&mut self, escape: string_literal::InvalidEscape, token: Token) {
        self.warnings.push(escape.warning(token.span.line));
    }

    fn concatenate(&self, mut parts: Vec<Expr>, start: Span) -> P<Expr> {
        let (mut bytes, mut text, mut formatted) = (false, false, false);
        for part in &parts {
            match &part.kind {
                ExprKind::Constant { value: Constant::Bytes(_), .. } => bytes = true,
                ExprKind::Constant { .. } => text = true,
                _ => formatted = true,
            }
        }
        if bytes && (text || formatted) {
            return Err(Fail);
        }
        let span = self.span_from(start);
        if formatted {
            return Ok(Expr { kind: ExprKind::JoinedStr { values: fold(parts) }, span });
        }
        if parts.len() == 1 {
            return parts.pop().ok_or(Fail);
        }
        let mut joined = Vec::new();
        let mut first_kind = None;
        for (i, part) in parts.into_iter().enumerate() {
            if let ExprKind::Constant { value, kind } = part.kind {
                if i == 0 {
                    first_kind = kind;
                }
                match value {
                    Constant::Str(s) => joined.extend_from_slice(s.as_bytes()),
                    Constant::Bytes(b) => joined.extend_from_slice(&b),
                    _ => {}
                }
            }
        }
        let value =
            if bytes { Constant::Bytes(joined.into()) } else { Constant::Str(PyStr::from_generalized_utf8(joined)) };
        Ok(Expr { kind: ExprKind::Constant { value, kind: first_kind }, span })
    }

    /// One f-string or t-string, from START to END, as a `JoinedStr` (whose values `strings` takes over).
    fn ftstring(&mut self) -> P<Expr> {
        let open = self.bump();
        let template = open.kind == TokenKind::TStringStart;
        let (middle, end, field) = if template {
            (TokenKind::TStringMiddle, TokenKind::TStringEnd, Field::Interpolation)
        } else {
            (TokenKind::FStringMiddle, TokenKind::FStringEnd, Field::Formatted)
        };
        let raw = self.text(open).bytes().any(|b| b | 0x20 == b'r');
        let string = Enclosing { middle, raw };
        let mut values = Vec::new();
        let mut texts: Vec<(usize, Token)> = Vec::new();
        loop {
            if self.kind() == middle {
                let token = self.bump();
                texts.push((values.len(), token));
                values.push(constant(Constant::None, token.span));
            } else if self.kind() == TokenKind::LBrace {
                self.replacement_field(string, field, &mut values)?;
            } else {
                break;
            }
        }
        let close = self.expect(end)?;
        // The texts are decoded when the string is complete, which is the order of CPython's warnings.
        for (i, token) in texts {
            let mut text = self.text(token);
            if text == "{{" || text == "}}" {
                text = &text[..1];
            }
            let value = self.decode(text, raw, close)?;
            values[i] = constant(Constant::Str(value), token.span);
        }
        values.retain(|value| !is_empty_string(value));
        Ok(Expr { kind: ExprKind::JoinedStr { values }, span: self.span_from(open.span) })
    }

    fn decode(&mut self, text: &str, raw: bool, token: Token) -> P<PyStr> {
        if raw || !text.contains('\\') {
            return Ok(PyStr::from(text));
        }
        let Escapes { value, invalid } = string_literal::decode_unicode(text).map_err(|_| Fail)?;
        // The tokenizer has warned of escaped braces.
        if let Some(escape) = invalid
            && !escape.is_brace()
        {
            self.warn_escape(escape, token);
        }
        Ok(value)
    }

    /// `{expr=!r:spec}`; with a `=`, the text of the field comes before its value.
    fn replacement_field(&mut self, string: Enclosing, field: Field, values: &mut Vec<Expr>) -> P<()> {
        let start = self.span();
        let open = self.bump();
        self.enter()?;
        let value = Box::new(self.annotated_rhs()?);
        let expr_end = self.token().start;
        let debug = self.eat(TokenKind::Equal);
        let mut text_at = None;
        let mut debug_end = None;

        let mut conversion = -1;
        if self.kind() == TokenKind::Exclamation {
            text_at = Some(self.pos);
            let bang = self.bump();
            let name = self.expect(TokenKind::Name)?;
            if name.start != bang.end || name.span.line != bang.span.line {
                return Err(Fail);
            }
            conversion = match self.text(name) {
                "s" => i32::from(b's'),
                "r" => i32::from(b'r'),
                "a" => i32::from(b'a'),
                _ => return Err(Fail),
            };
            debug_end = Some((name.span.line, name.span.col - 1));
        }
        let mut format_spec = None;
        if self.kind() == TokenKind::Colon {
            text_at.get_or_insert(self.pos);
            debug_end.get_or_insert((self.span().line, self.span().col));
            format_spec = Some(Box::new(self.format_spec(string)?));
        } else if debug && conversion == -1 {
            conversion = i32::from(b'r');
        }
        let text_at = text_at.unwrap_or(self.pos);
        self.expect(TokenKind::RBrace)?;
        self.depth -= 1;

        let span = self.span_from(start);
        let text = match self.field_texts.binary_search_by_key(&(text_at as u32), |(i, _)| *i) {
            Ok(i) => &*self.field_texts[i].1,
            Err(_) => "",
        };
        if debug {
            let (end_line, end_col) = debug_end.unwrap_or((span.end_line, span.end_col - 1));
            let text_span = Span { line: span.line, col: span.col + 1, end_line, end_col };
            values.push(constant(Constant::Str(text.into()), text_span));
        }
        let kind = match field {
            Field::Formatted => ExprKind::FormattedValue { value, conversion, format_spec },
            Field::Interpolation => {
                let shown = if debug {
                    without_comments(&self.src.as_bytes()[open.end as usize..expr_end as usize])
                } else {
                    text.into()
                };
                ExprKind::Interpolation { value, str: Constant::Str((&*shown).into()), conversion, format_spec }
            }
        };
        values.push(Expr { kind, span });
        Ok(())
    }

    fn format_spec(&mut self, string: Enclosing) -> P<Expr> {
        let start = self.span();
        self.bump();
        let mut values = Vec::new();
        loop {
            if self.kind() == string.middle {
                let token = self.bump();
                let value = self.decode(self.text(token), string.raw, token)?;
                values.push(constant(Constant::Str(value), token.span));
            } else if self.kind() == TokenKind::LBrace {
                self.replacement_field(string, Field::Formatted, &mut values)?;
            } else {
                break;
            }
        }
        Ok(Expr { kind: ExprKind::JoinedStr { values: fold(values) }, span: self.span_from(start) })
    }
}

/// Takes the values of nested strings over, joins constants that stand side by side and drops empty ones.
fn fold(parts: Vec<Expr>) -> Vec<Expr> {
    let mut folded: Vec<Expr> = Vec::with_capacity(parts.len());
    for part in parts {
        match part.kind {
            ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
                values.into_iter().for_each(|value| push_folded(&mut folded, value));
            }
            _ => push_folded(&mut folded, part),
        }
    }
    folded.retain(|value| !is_empty_string(value));
    folded
}

fn push_folded(folded: &mut Vec<Expr>, value: Expr) {
    if let (
        Some(Expr { kind: ExprKind::Constant { value: Constant::Str(left), .. }, span }),
        ExprKind::Constant { value: Constant::Str(right), .. },
    ) = (folded.last_mut(), &value.kind)
    {
        let joined = [left.as_bytes(), right.as_bytes()].concat();
        *left = PyStr::from_generalized_utf8(joined);
        span.end_line = value.span.end_line;
        span.end_col = value.span.end_col;
        return;
    }
    folded.push(value);
}
