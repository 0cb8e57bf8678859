//! What matched alternatives say: messages with their places, and the checks that need more than a place.

use super::grammar::{Action, Alt, Check, Part, Place};
use super::pegen::{Match, Pegen, Raised, Val};
use crate::ast::{CmpOp, Constant, Expr, ExprKind, Span};
use crate::error::{ErrorKind, SyntaxError};
use crate::number;
use crate::parser::fragment;
use crate::string_literal::{self, LiteralError};
use crate::token::TokenKind;
use crate::unicode;

/// Which targets an expression is to be one of.
#[derive(Clone, Copy, PartialEq)]
enum Targets {
    Star,
    Del,
    For,
}

impl Pegen<'_> {
    pub(super) fn act(&mut self, action: &'static Action, alt: &'static Alt, slots: &[Val], start: u32) -> Match {
        match action {
            Action::Default | Action::Value(_) | Action::Fail => Ok(None),
            Action::Last(msg) => {
                let msg = self.message(msg, alt, slots);
                self.raise_last(ErrorKind::SyntaxError, msg)
            }
            Action::Indent(msg) => {
                let msg = self.message(msg, alt, slots);
                self.raise_last(ErrorKind::IndentationError, msg)
            }
            Action::Next(msg) => {
                self.peek_for_error()?;
                let msg = self.message(msg, alt, slots);
                self.raise(self.input.error_at_token(ErrorKind::SyntaxError, msg, self.mark))
            }
            Action::At(place, msg) => {
                let span = self.place(*place, slots);
                let msg = self.message(msg, alt, slots);
                self.raise_at(span, msg)
            }
            Action::Range(from, to, msg) => {
                let span = join(self.place(*from, slots), self.place(*to, slots));
                let msg = self.message(msg, alt, slots);
                self.raise_at(span, msg)
            }
            Action::From(place, msg) => {
                let span = self.place(*place, slots);
                let textless =
                    matches!(slots[usize::from(place.slot)], Val::Token(token) if self.input.is_textless(token));
                let col = if textless { 0 } else { i64::from(span.col) + 1 };
                let msg = self.message(msg, alt, slots);
                self.raise_from((span.line, col), msg)
            }
            Action::Check(check, places) => {
                let vals: Vec<Val> = places.iter().map(|slot| slots[usize::from(*slot)]).collect();
                self.check(*check, &vals, start)
            }
        }
    }

    fn elements(&self, val: Val) -> &[Val] {
        match val {
            Val::Sequence(i) => &self.sequences[i as usize],
            _ => &[],
        }
    }

    fn place(&self, place: Place, slots: &[Val]) -> Span {
        let val = slots[usize::from(place.slot)];
        let element = |val: Option<&Val>| self.span_of(val.copied().unwrap_or(Val::Nothing));
        match place.part {
            Part::Whole => self.span_of(val),
            Part::First => element(self.elements(val).first()),
            Part::Last => element(self.elements(val).last()),
            Part::Clause => self.last_clause_item(val),
        }
    }

    /// Fills a message in. Quotes in it are written with a backslash in the notation.
    fn message(&self, template: &str, alt: &Alt, slots: &[Val]) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let hole = after.split_once('}').and_then(|(hole, after)| Some((hole.split_once('.')?, after)));
            let Some(((name, what), after)) = hole else { break };
            let Some(slot) = alt.slots.iter().position(|slot| *slot == name) else { break };
            out.push_str(before);
            out.push_str(&self.describe(what, slots[slot]));
            rest = after;
        }
        out.push_str(rest);
        out.replace("\\\"", "\"")
    }

    fn describe(&self, what: &str, val: Val) -> String {
        match what {
            "line" => self.span_of(val).line.to_string(),
            "text" => self.name_text(val),
            "bound" => match self.expr_of(val) {
                Some(Expr { kind: ExprKind::Tuple { .. }, .. }) => "constraints".to_owned(),
                _ => "bound".to_owned(),
            },
            _ => self.expr_of(val).map_or("expression", |expr| expr_name(&expr)).to_owned(),
        }
    }

    fn name_text(&self, val: Val) -> String {
        match val {
            Val::Token(i) | Val::Node(i, _) => unicode::nfkc(self.input.text(i)),
            _ => String::new(),
        }
    }

    /// The tokens of a match.
    fn extent(&self, val: Val) -> Option<(usize, usize)> {
        match val {
            Val::Nothing => None,
            Val::Token(i) => Some((i as usize, i as usize + 1)),
            Val::Node(start, end) => Some((start as usize, end as usize)),
            Val::Sequence(_) => {
                let items = self.elements(val);
                let (start, _) = self.extent(*items.first()?)?;
                let (_, end) = self.extent(*items.last()?)?;
                Some((start, end))
            }
        }
    }

    fn expr_of(&self, val: Val) -> Option<Expr> {
        let (start, end) = self.extent(val)?;
        fragment::expression(self.input.source, &self.input.tokens[start..end])
    }

    /// Where the last `if` or else the iterable of the last of some comprehension clauses is.
    fn last_clause_item(&self, clauses: Val) -> Span {
        let clauses = self
            .extent(clauses)
            .and_then(|(start, end)| fragment::for_clauses(self.input.source, &self.input.tokens[start..end]));
        match clauses.as_deref().and_then(<[_]>::last) {
            Some(clause) => clause.ifs.last().unwrap_or(&clause.iter).span,
            None => Span::default(),
        }
    }

    fn is_legacy_statement(&self, val: Val) -> bool {
        match self.extent(val) {
            Some((start, end)) if end == start + 1 => {
                self.input.tokens[start].kind == TokenKind::Name
                    && matches!(self.name_text(val).as_str(), "print" | "exec")
            }
            _ => false,
        }
    }

    fn check(&mut self, check: Check, vals: &[Val], start: u32) -> Match {
        let node = Val::Node(start, self.mark);
        let val = |i: usize| vals.get(i).copied().unwrap_or(Val::Nothing);
        match check {
            Check::StarTargets => self.invalid_target(Targets::Star, val(0)),
            Check::DelTargets => self.invalid_target(Targets::Del, val(0)),
            Check::ForTargets => self.invalid_target(Targets::For, val(0)),
            Check::Genexp => {
                let (Some(args), clauses) = (self.arguments_of(val(0)), self.last_clause_item(val(1))) else {
                    return Ok(None);
                };
                match &args.0[..] {
                    [_, .., last] => {
                        let span = join(last.span, clauses);
                        self.raise_at(span, "Generator expression must be parenthesized".to_owned())
                    }
                    _ => Ok(None),
                }
            }
            Check::Positional => {
                let unpacking =
                    self.arguments_of(val(0)).is_some_and(|(_, keywords)| keywords.iter().any(|k| k.arg.is_none()));
                let what = if unpacking { "keyword argument unpacking" } else { "keyword argument" };
                self.raise_last(ErrorKind::SyntaxError, format!("positional argument follows {what}"))
            }
            Check::Legacy => {
                if !self.is_legacy_statement(val(0)) {
                    return Ok(None);
                }
                let name = self.name_text(val(0));
                let span = join(self.span_of(val(0)), self.span_of(val(1)));
                self.raise_at(span, format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?"))
            }
            Check::Comma => {
                let level = self.input.tokens[self.mark.saturating_sub(1) as usize].level;
                if self.is_legacy_statement(val(0)) || level == 0 {
                    return Ok(None);
                }
                let span = join(self.span_of(val(0)), self.span_of(val(1)));
                self.raise_at(span, "invalid syntax. Perhaps you forgot a comma?".to_owned())
            }
            Check::Kvpair => {
                let span = self.span_of(val(0));
                let msg = "':' expected after dictionary key".to_owned();
                let start = (span.line, i64::from(span.end_col));
                self.raise(self.input.error(ErrorKind::SyntaxError, msg, start, (span.end_line, 0)))
            }
            Check::NotEq => self.check_not_equal(val(0)),
            Check::Diamond => {
                let (less, greater) = (self.span_of(val(0)), self.span_of(val(1)));
                if (less.end_line, less.end_col) != (greater.line, greater.col) {
                    return Ok(None);
                }
                let msg = "invalid syntax.  Maybe you meant '!=' instead of '<>'?".to_owned();
                self.raise_at(join(less, greater), msg)
            }
            Check::Real | Check::Imaginary => self.check_complex_part(check, val(0)),
            Check::Conversion => self.check_conversion(val(0), val(1), node),
            Check::String => self.check_string(val(0), node),
            Check::Strings => self.check_strings(val(0), node),
            Check::FtString => self.check_ftstring(val(0), val(1), node),
            Check::Spec => {
                let (raw, token) = match val(0) {
                    Val::Token(i) => (self.is_in_raw_string(i), i),
                    _ => return Ok(Some(node)),
                };
                if !raw && let Err(LiteralError::Decode(msg)) = string_literal::decode_unicode(self.input.text(token)) {
                    let msg = msg.trim_start_matches("(unicode error) ").to_owned();
                    return self.raise(SyntaxError::unplaced(ErrorKind::UnicodeDecodeError, msg));
                }
                Ok(Some(node))
            }
        }
    }

    fn arguments_of(&self, val: Val) -> Option<fragment::Arguments> {
        let (start, end) = self.extent(val)?;
        fragment::arguments(self.input.source, &self.input.tokens[start..end])
    }

    fn invalid_target(&mut self, targets: Targets, val: Val) -> Match {
        let Some(expr) = self.expr_of(val) else { return Ok(None) };
        match find_invalid_target(&expr, targets) {
            Some(invalid) => {
                let verb = if targets == Targets::Del { "delete" } else { "assign to" };
                let (span, msg) = (invalid.span, format!("cannot {verb} {}", expr_name(invalid)));
                self.raise_at(span, msg)
            }
            None => Ok(None),
        }
    }

    /// `!=`, or under `barry_as_FLUFL` its older spelling.
    fn check_not_equal(&mut self, val: Val) -> Match {
        let Val::Token(token) = val else { return Ok(None) };
        let barry = self.input.barry_from.is_some_and(|from| token > from);
        if barry && self.input.text(token) == "!=" {
            let msg = "with Barry as BDFL, use '<>' instead of '!='".to_owned();
            return self.raise_last(ErrorKind::SyntaxError, msg);
        }
        Ok(Some(val))
    }

    fn check_complex_part(&mut self, check: Check, val: Val) -> Match {
        let Val::Token(token) = val else { return Ok(Some(val)) };
        let imaginary = self.input.text(token).ends_with(['j', 'J']);
        let (wanted, name) =
            if matches!(check, Check::Imaginary) { (imaginary, "imaginary") } else { (!imaginary, "real") };
        if wanted {
            return Ok(Some(val));
        }
        self.raise_at(self.span_of(val), format!("{name} number required in complex literal"))
    }

    fn check_conversion(&mut self, bang: Val, name: Val, node: Val) -> Match {
        let (at, conversion) = (self.span_of(bang), self.span_of(name));
        let letter = if self.is_in_template(bang) { 't' } else { 'f' };
        if at.line != conversion.line || at.end_col != conversion.col {
            let msg = format!("{letter}-string: conversion type must come right after the exclamation mark");
            return self.raise_at(join(at, conversion), msg);
        }
        let text = self.name_text(name);
        if !matches!(text.as_str(), "s" | "r" | "a") {
            let msg = format!("{letter}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
            return self.raise_at(conversion, msg);
        }
        Ok(Some(node))
    }

    /// The START token of the string that a token is in.
    fn enclosing_start(&self, token: u32) -> Option<u32> {
        let mut closed = 0;
        for i in (0..token).rev() {
            match self.input.tokens[i as usize].kind {
                TokenKind::FStringEnd | TokenKind::TStringEnd => closed += 1,
                TokenKind::FStringStart | TokenKind::TStringStart if closed == 0 => return Some(i),
                TokenKind::FStringStart | TokenKind::TStringStart => closed -= 1,
                _ => {}
            }
        }
        None
    }

    fn is_in_template(&self, val: Val) -> bool {
        let Some((token, _)) = self.extent(val) else { return false };
        let start = self.enclosing_start(token as u32);
        start.is_some_and(|start| self.input.tokens[start as usize].kind == TokenKind::TStringStart)
    }

    fn is_in_raw_string(&self, token: u32) -> bool {
        self.enclosing_start(token).is_some_and(|start| self.input.text(start).contains(['r', 'R']))
    }

    fn literal_error(&mut self, error: LiteralError, token: u32) -> Match {
        match error {
            LiteralError::Decode(msg) => self.raise_last(ErrorKind::SyntaxError, msg),
            LiteralError::NonAsciiBytes => {
                let span = self.input.tokens[token as usize].span;
                self.raise_at(span, "bytes can only contain ASCII literal characters".to_owned())
            }
        }
    }

    fn check_string(&mut self, val: Val, node: Val) -> Match {
        let Val::Token(token) = val else { return Ok(Some(node)) };
        match string_literal::parse(self.input.text(token)) {
            Ok(_) => Ok(Some(node)),
            Err(error) => self.literal_error(error, token),
        }
    }

    fn check_strings(&mut self, parts: Val, node: Val) -> Match {
        let is_bytes = |part: &Val| {
            let Some((token, _)) = self.extent(*part) else { return false };
            let text = self.input.text(token as u32);
            let prefix = text.split(['\'', '"']).next().unwrap_or_default();
            self.input.tokens[token].kind == TokenKind::String && prefix.contains(['b', 'B'])
        };
        let bytes = self.elements(parts).iter().filter(|part| is_bytes(part)).count();
        if bytes > 0 && bytes < self.elements(parts).len() {
            let msg = "cannot mix bytes and nonbytes literals".to_owned();
            return self.raise_last(ErrorKind::SyntaxError, msg);
        }
        Ok(Some(node))
    }

    fn check_ftstring(&mut self, start: Val, parts: Val, node: Val) -> Match {
        let Val::Token(start) = start else { return Ok(Some(node)) };
        if self.input.text(start).contains(['r', 'R']) {
            return Ok(Some(node));
        }
        let texts: Vec<u32> = self
            .elements(parts)
            .iter()
            .filter_map(|part| self.extent(*part))
            .map(|(token, _)| token as u32)
            .filter(|token| self.input.tokens[*token as usize].kind != TokenKind::LBrace)
            .collect();
        for token in texts {
            if let Err(error) = string_literal::decode_unicode(self.input.text(token)) {
                return self.literal_error(error, token);
            }
        }
        Ok(Some(node))
    }

    /// A name that normalises to a constant's keyword is neither.
    pub(super) fn check_name(&mut self) -> Result<(), Raised> {
        let text = self.input.text(self.mark);
        if text.is_ascii() {
            return Ok(());
        }
        let name = unicode::nfkc(text);
        if !matches!(name.as_str(), "None" | "True" | "False") {
            return Ok(());
        }
        let msg = format!("identifier field can't represent '{name}' constant");
        self.raise(SyntaxError::unplaced(ErrorKind::ValueError, msg)).map(|_| ())
    }

    /// A number token must have a value: too long a one has none.
    pub(super) fn check_number(&mut self) -> Result<(), Raised> {
        let Err(msg) = number::parse(self.input.text(self.mark)) else { return Ok(()) };
        let span = self.input.tokens[self.mark as usize].span;
        self.raise(self.input.error(ErrorKind::SyntaxError, msg, (span.line, 0), (span.end_line, 0))).map(|_| ())
    }
}

fn join(from: Span, to: Span) -> Span {
    Span { line: from.line, col: from.col, end_line: to.end_line, end_col: to.end_col }
}

fn find_invalid_target(expr: &Expr, targets: Targets) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => {
            elts.iter().find_map(|elt| find_invalid_target(elt, targets))
        }
        ExprKind::Starred { .. } if targets == Targets::Del => Some(expr),
        ExprKind::Starred { value, .. } => find_invalid_target(value, targets),
        // `for a in b` has been read as a comparison.
        ExprKind::Compare { left, ops, .. } if targets == Targets::For => match ops[..] {
            [CmpOp::In, ..] => find_invalid_target(left, targets),
            _ => None,
        },
        ExprKind::Name { .. } | ExprKind::Subscript { .. } | ExprKind::Attribute { .. } => None,
        _ => Some(expr),
    }
}

/// What messages call a kind of expression.
fn expr_name(expr: &Expr) -> &'static str {
    match &expr.kind {
        ExprKind::Attribute { .. } => "attribute",
        ExprKind::Subscript { .. } => "subscript",
        ExprKind::Starred { .. } => "starred",
        ExprKind::Name { .. } => "name",
        ExprKind::List { .. } => "list",
        ExprKind::Tuple { .. } => "tuple",
        ExprKind::Lambda { .. } => "lambda",
        ExprKind::Call { .. } => "function call",
        ExprKind::BoolOp { .. } | ExprKind::BinOp { .. } | ExprKind::UnaryOp { .. } => "expression",
        ExprKind::GeneratorExp { .. } => "generator expression",
        ExprKind::Yield { .. } | ExprKind::YieldFrom { .. } => "yield expression",
        ExprKind::Await { .. } => "await expression",
        ExprKind::ListComp { .. } => "list comprehension",
        ExprKind::SetComp { .. } => "set comprehension",
        ExprKind::DictComp { .. } => "dict comprehension",
        ExprKind::Dict { .. } => "dict literal",
        ExprKind::Set { .. } => "set display",
        ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => "f-string expression",
        ExprKind::TemplateStr { .. } | ExprKind::Interpolation { .. } => "t-string expression",
        ExprKind::Constant { value, .. } => match value {
            Constant::None => "None",
            Constant::Bool(false) => "False",
            Constant::Bool(true) => "True",
            Constant::Ellipsis => "ellipsis",
            _ => "literal",
        },
        ExprKind::Compare { .. } => "comparison",
        ExprKind::IfExp { .. } => "conditional expression",
        ExprKind::NamedExpr { .. } => "named expression",
        ExprKind::Slice { .. } => "slice",
    }
}
