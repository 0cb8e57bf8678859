//! `'…' % (…)` as an f-string (`optimize_format`).

use crate::location::NO_SPAN;
use syntax::ast::{Constant, Expr, ExprKind, Operator};
use syntax::pystr::PyStr;

/// One piece of a `%` format.
pub(super) enum Piece {
    Literal(PyStr),
    /// The conversion character, and the format specification that stands for width and precision.
    Field(u32, Option<String>),
}

/// The pieces of `'…' % (a, b)`, if its format holds nothing but `%s`, `%r` and `%a`.
pub(super) fn format_pieces(expr: &Expr) -> Option<Vec<Piece>> {
    let ExprKind::BinOp { left, op: Operator::Mod, right } = &expr.kind else { return None };
    let ExprKind::Constant { value: Constant::Str(format), .. } = &left.kind else { return None };
    let ExprKind::Tuple { elts, .. } = &right.kind else { return None };
    if elts.iter().any(|elt| matches!(elt.kind, ExprKind::Starred { .. })) {
        return None;
    }
    parse_format(format, elts.len())
}

/// From these pieces and the tuple that the format was applied to.
pub(super) fn into_fstring(expr: &mut Expr, pieces: Vec<Piece>) {
    let ExprKind::BinOp { right, .. } = &mut expr.kind else { return };
    let ExprKind::Tuple { elts, .. } = &mut right.kind else { return };
    let mut args = std::mem::take(elts).into_iter();
    let mut values = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Literal(text) => values.push(text_node(text)),
            Piece::Field(conversion, spec) => {
                let Some(value) = args.next() else { continue };
                let span = value.span;
                values.push(Expr {
                    kind: ExprKind::FormattedValue {
                        value: Box::new(value),
                        conversion: conversion as i32,
                        format_spec: spec.map(|spec| Box::new(text_node(spec.into()))),
                    },
                    span,
                });
            }
        }
    }
    expr.kind = ExprKind::JoinedStr { values };
}

fn text_node(text: PyStr) -> Expr {
    Expr { kind: ExprKind::Constant { value: Constant::Str(text), kind: None }, span: NO_SPAN }
}

/// The pieces, or `None` if the format has more than this can express or does not fit the number of arguments.
fn parse_format(format: &PyStr, args: usize) -> Option<Vec<Piece>> {
    const PERCENT: u32 = '%' as u32;
    let points: Vec<u32> = format.code_points().collect();
    let mut pieces = Vec::new();
    let mut fields = 0;
    let mut pos = 0;
    loop {
        let mut literal = Vec::new();
        while pos < points.len() {
            if points[pos] != PERCENT {
                literal.push(points[pos]);
                pos += 1;
            } else if points.get(pos + 1) == Some(&PERCENT) {
                literal.push(PERCENT);
                pos += 2;
            } else {
                break;
            }
        }
        if !literal.is_empty() {
            pieces.push(Piece::Literal(PyStr::from_code_points(literal)));
        }
        if pos >= points.len() {
            break;
        }
        if fields >= args {
            return None;
        }
        pos += 1;
        pieces.push(parse_field(&points, &mut pos)?);
        fields += 1;
    }
    (fields == args).then_some(pieces)
}

/// Digits of width or precision that are understood, less one.
const MAX_DIGITS: usize = 3;

fn parse_field(points: &[u32], pos: &mut usize) -> Option<Piece> {
    let mut next = || {
        let point = points.get(*pos).copied().and_then(char::from_u32);
        *pos += 1;
        point
    };
    let (mut left, mut ch) = (false, next()?);
    while matches!(ch, '-' | '+' | ' ' | '#' | '0') {
        left |= ch == '-';
        ch = next()?;
    }
    let mut width = None;
    let mut prec = None;
    if ch.is_ascii_digit() {
        width = Some(parse_number(&mut ch, &mut next)?);
    }
    if ch == '.' {
        ch = next()?;
        prec = Some(if ch.is_ascii_digit() { parse_number(&mut ch, &mut next)? } else { 0 });
    }
    if !matches!(ch, 's' | 'r' | 'a') {
        return None;
    }
    let mut spec = String::new();
    if let Some(width) = width {
        if !left && width > 0 {
            spec.push('>');
        }
        spec.push_str(&width.to_string());
    }
    if let Some(prec) = prec {
        spec.push_str(&format!(".{prec}"));
    }
    Some(Piece::Field(ch as u32, (!spec.is_empty()).then_some(spec)))
}

fn parse_number(ch: &mut char, next: &mut impl FnMut() -> Option<char>) -> Option<u32> {
    let (mut number, mut digits) = (0, 0);
    while let Some(digit) = ch.to_digit(10) {
        number = number * 10 + digit;
        *ch = next()?;
        digits += 1;
        if digits >= MAX_DIGITS {
            return None;
        }
    }
    Some(number)
}
