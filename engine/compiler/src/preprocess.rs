//! Changes made to the tree before anything is compiled (`Python/ast_preprocess.c`): docstrings removed at level 2,
//! `__debug__`, `'…' % (…)` turned into an f-string, numbers in patterns folded, and the warnings of PEP 765.

use crate::code::Const;
use crate::error::{ErrorKind, Res, SyntaxError, Warning};
use crate::fold::{self, nb};
use crate::future::docstring;
use crate::location::NO_SPAN;
use crate::repr;
use crate::unparse::unparse;
use syntax::ast::*;
use syntax::pystr::PyStr;
use syntax::reflect::NodeRef;

/// How deep statements and expressions may nest. CPython stops where its C stack ends.
pub const MAX_DEPTH: u32 = 6000;

/// What became of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewriteKind {
    /// A docstring left, at level 2; a body of nothing else became `pass`.
    Docstring,
    /// A string that came to the front of a body by that, and is kept from being its docstring.
    Shield,
    /// `__debug__` became a constant.
    Debug,
    /// A `%` format became an f-string.
    Format,
    /// A number with a sign or an imaginary part became a constant, in a pattern.
    Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    pub kind: RewriteKind,
    /// Class and place of the node as it was.
    pub node: &'static str,
    pub span: Span,
    /// As source text; empty if nothing is left.
    pub before: String,
    pub after: String,
}

/// How much is done, and whether it is written down.
#[derive(Debug)]
pub struct Rewrites {
    /// In the order in which they are made, for those who watch.
    pub kept: Option<Vec<Rewrite>>,
    /// How many more are made at most.
    left: usize,
    /// One that would have been made was not.
    refused: bool,
}

impl Rewrites {
    pub fn all(kept: bool) -> Rewrites {
        Rewrites { kept: kept.then(Vec::new), left: usize::MAX, refused: false }
    }

    pub fn first(count: usize) -> Rewrites {
        Rewrites { kept: None, left: count, refused: false }
    }

    /// Whether one more is made.
    fn next(&mut self) -> bool {
        let next = self.left > 0;
        self.refused |= !next;
        self.left -= usize::from(next);
        next
    }

    fn expr(&mut self, kind: RewriteKind, expr: &mut Expr, change: impl FnOnce(&mut Expr)) {
        if !self.next() {
            return;
        }
        let before = self.kept.is_some().then(|| (NodeRef::Expr(expr).name(), text(expr)));
        let span = expr.span;
        change(expr);
        if let (Some(kept), Some((node, before))) = (&mut self.kept, before) {
            kept.push(Rewrite { kind, node, span, before, after: text(expr) });
        }
    }
}

/// As `ast.unparse` writes it.
fn text(expr: &Expr) -> String {
    String::from_utf8_lossy(unparse(expr).as_bytes()).into_owned()
}

struct Preprocess<'w> {
    optimize: u8,
    future_annotations: bool,
    depth: u32,
    /// PEP 765: the innermost of `finally`, function body and loop body.
    contexts: Vec<Context>,
    warnings: &'w mut Vec<Warning>,
    rewrites: &'w mut Rewrites,
}

#[derive(Clone, Copy, PartialEq)]
enum Context {
    Finally,
    Function,
    Loop,
}

/// Rewrites the tree in place.
pub fn preprocess(
    module: &mut Mod,
    optimize: u8,
    future_annotations: bool,
    warnings: &mut Vec<Warning>,
    rewrites: &mut Rewrites,
) -> Res {
    let mut pass = Preprocess { optimize, future_annotations, depth: 0, contexts: Vec::new(), warnings, rewrites };
    match module {
        Mod::Module { body, .. } => pass.body(body),
        Mod::Interactive { body } => pass.stmts(body),
        Mod::Expression { body } => pass.expr(body),
        Mod::FunctionType { .. } => Ok(()),
    }
}

/// Copies of what preprocessing would change: few statements, and to copy a whole tree takes long.
pub enum Originals {
    Whole(Mod),
    /// With their positions in the module.
    Statements(Vec<(usize, Stmt)>),
}

impl Originals {
    pub fn of(module: &mut Mod, optimize: u8, future_annotations: bool) -> Originals {
        // Without docstrings, bodies themselves change.
        if optimize >= 2 {
            return Originals::Whole(module.clone());
        }
        let (Mod::Module { body, .. } | Mod::Interactive { body }) = module else {
            return Originals::Whole(module.clone());
        };
        let (warnings, rewrites) = (&mut Vec::new(), &mut Rewrites::first(0));
        let contexts = Vec::new();
        let mut pass = Preprocess { optimize, future_annotations, depth: 0, contexts, warnings, rewrites };
        let mut statements = Vec::new();
        for (position, stmt) in body.iter_mut().enumerate() {
            // What nests too deeply fails when it is preprocessed.
            if pass.stmt(stmt).is_ok() && std::mem::take(&mut pass.rewrites.refused) {
                statements.push((position, stmt.clone()));
            }
        }
        Originals::Statements(statements)
    }

    pub fn restore(self, module: &mut Mod) {
        match (self, module) {
            (Originals::Whole(original), module) => *module = original,
            (Originals::Statements(statements), Mod::Module { body, .. } | Mod::Interactive { body }) => {
                for (position, stmt) in statements {
                    body[position] = stmt;
                }
            }
            (Originals::Statements(_), _) => {}
        }
    }
}

impl Preprocess<'_> {
    fn enter(&mut self) -> Res {
        self.depth += 1;
        self.reach(self.depth)
    }

    fn reach(&mut self, depth: u32) -> Res {
        if depth > MAX_DEPTH {
            return Err(Box::new(SyntaxError::plain(
                ErrorKind::Recursion,
                "maximum recursion depth exceeded during compilation",
            )));
        }
        Ok(())
    }

    fn within(&mut self, context: Context, visit: impl FnOnce(&mut Self) -> Res) -> Res {
        self.contexts.push(context);
        let result = visit(self);
        self.contexts.pop();
        result
    }

    /// CPython looks at the innermost context alone, so a loop inside `finally` hides a `return`.
    fn leave(&mut self, keyword: &str, span: Span) {
        if self.contexts.last() == Some(&Context::Finally) {
            let message = format!("'{keyword}' in a 'finally' block");
            self.warnings.push(Warning { message, location: span.into() });
        }
    }

    fn body(&mut self, body: &mut Vec<Stmt>) -> Res {
        let mut has_docstring = docstring(body).is_some();
        if has_docstring && self.optimize >= 2 && self.rewrites.next() {
            self.remove_docstring(body);
            has_docstring = false;
        }
        self.stmts(body)?;
        if !has_docstring
            && docstring(body).is_some()
            && let StmtKind::Expr { value } = &mut body[0].kind
        {
            self.rewrites.expr(RewriteKind::Shield, value, shield_from_docstring);
        }
        Ok(())
    }

    fn stmts(&mut self, body: &mut [Stmt]) -> Res {
        body.iter_mut().try_for_each(|stmt| self.stmt(stmt))
    }

    fn exprs(&mut self, exprs: &mut [Expr]) -> Res {
        exprs.iter_mut().try_for_each(|expr| self.expr(expr))
    }

    fn opt(&mut self, expr: &mut Option<Box<Expr>>) -> Res {
        expr.as_mut().map_or(Ok(()), |expr| self.expr(expr))
    }

    fn stmt(&mut self, stmt: &mut Stmt) -> Res {
        self.enter()?;
        match &mut stmt.kind {
            StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => self.function(def)?,
            StmtKind::ClassDef(class) => {
                self.type_params(&mut class.type_params)?;
                self.exprs(&mut class.bases)?;
                self.keywords(&mut class.keywords)?;
                self.body(&mut class.body)?;
                self.exprs(&mut class.decorator_list)?;
            }
            StmtKind::Return { value } => {
                self.leave("return", stmt.span);
                self.opt(value)?;
            }
            StmtKind::Delete { targets } => self.exprs(targets)?,
            StmtKind::Assign { targets, value, .. } => {
                self.exprs(targets)?;
                self.expr(value)?;
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)?;
            }
            StmtKind::AnnAssign { target, annotation, value, .. } => {
                self.expr(target)?;
                if !self.future_annotations {
                    self.expr(annotation)?;
                }
                self.opt(value)?;
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                self.expr(name)?;
                self.type_params(type_params)?;
                self.expr(value)?;
            }
            StmtKind::For(node) | StmtKind::AsyncFor(node) => {
                self.expr(&mut node.target)?;
                self.expr(&mut node.iter)?;
                self.within(Context::Loop, |pass| pass.stmts(&mut node.body))?;
                self.stmts(&mut node.orelse)?;
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.within(Context::Loop, |pass| pass.stmts(body))?;
                self.stmts(orelse)?;
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.stmts(body)?;
                self.stmts(orelse)?;
            }
            StmtKind::With(with) | StmtKind::AsyncWith(with) => {
                for item in &mut with.items {
                    self.expr(&mut item.context_expr)?;
                    self.opt(&mut item.optional_vars)?;
                }
                self.stmts(&mut with.body)?;
            }
            StmtKind::Raise { exc, cause } => {
                self.opt(exc)?;
                self.opt(cause)?;
            }
            StmtKind::Try(node) | StmtKind::TryStar(node) => {
                self.stmts(&mut node.body)?;
                for handler in &mut node.handlers {
                    self.opt(&mut handler.type_)?;
                    self.stmts(&mut handler.body)?;
                }
                self.stmts(&mut node.orelse)?;
                self.within(Context::Finally, |pass| pass.stmts(&mut node.finalbody))?;
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.opt(msg)?;
            }
            StmtKind::Expr { value } => self.expr(value)?,
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(&mut case.pattern)?;
                    self.opt(&mut case.guard)?;
                    self.stmts(&mut case.body)?;
                }
            }
            StmtKind::Break => self.leave("break", stmt.span),
            StmtKind::Continue => self.leave("continue", stmt.span),
            StmtKind::Import { .. }
            | StmtKind::ImportFrom { .. }
            | StmtKind::Global { .. }
            | StmtKind::Nonlocal { .. }
            | StmtKind::Pass => {}
        }
        self.depth -= 1;
        Ok(())
    }

    fn function(&mut self, def: &mut FunctionDef) -> Res {
        self.type_params(&mut def.type_params)?;
        self.arguments(&mut def.args)?;
        self.within(Context::Function, |pass| pass.body(&mut def.body))?;
        self.exprs(&mut def.decorator_list)?;
        if !self.future_annotations {
            self.opt(&mut def.returns)?;
        }
        Ok(())
    }

    fn arguments(&mut self, args: &mut Arguments) -> Res {
        for arg in args
            .posonlyargs
            .iter_mut()
            .chain(&mut args.args)
            .chain(args.vararg.as_deref_mut())
            .chain(&mut args.kwonlyargs)
        {
            self.arg(arg)?;
        }
        args.kw_defaults.iter_mut().flatten().try_for_each(|default| self.expr(default))?;
        args.kwarg.as_deref_mut().map_or(Ok(()), |arg| self.arg(arg))?;
        self.exprs(&mut args.defaults)
    }

    fn arg(&mut self, arg: &mut Arg) -> Res {
        if self.future_annotations { Ok(()) } else { self.opt(&mut arg.annotation) }
    }

    fn keywords(&mut self, keywords: &mut [Keyword]) -> Res {
        keywords.iter_mut().try_for_each(|keyword| self.expr(&mut keyword.value))
    }

    fn type_params(&mut self, params: &mut [TypeParam]) -> Res {
        for param in params {
            match &mut param.kind {
                TypeParamKind::TypeVar { bound, default_value, .. } => {
                    self.opt(bound)?;
                    self.opt(default_value)?;
                }
                TypeParamKind::ParamSpec { default_value, .. } | TypeParamKind::TypeVarTuple { default_value, .. } => {
                    self.opt(default_value)?;
                }
            }
        }
        Ok(())
    }

    fn generators(&mut self, generators: &mut [Comprehension]) -> Res {
        // Each `for` is compiled inside the one before it.
        self.reach(self.depth.saturating_add(generators.len() as u32))?;
        for generator in generators {
            self.expr(&mut generator.target)?;
            self.expr(&mut generator.iter)?;
            self.exprs(&mut generator.ifs)?;
        }
        Ok(())
    }

    fn expr(&mut self, expr: &mut Expr) -> Res {
        self.enter()?;
        match &mut expr.kind {
            ExprKind::BoolOp { values, .. } | ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
                self.exprs(values)?;
            }
            ExprKind::NamedExpr { value, .. }
            | ExprKind::Await { value }
            | ExprKind::YieldFrom { value }
            | ExprKind::Attribute { value, .. }
            | ExprKind::Starred { value, .. } => self.expr(value)?,
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left)?;
                self.expr(right)?;
                if let Some(pieces) = format_pieces(expr) {
                    self.rewrites.expr(RewriteKind::Format, expr, |expr| into_fstring(expr, pieces));
                }
            }
            ExprKind::UnaryOp { operand, .. } => self.expr(operand)?,
            ExprKind::Lambda { args, body } => {
                self.arguments(args)?;
                self.expr(body)?;
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)?;
            }
            ExprKind::Dict { keys, values } => {
                keys.iter_mut().flatten().try_for_each(|key| self.expr(key))?;
                self.exprs(values)?;
            }
            ExprKind::Set { elts } | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => self.exprs(elts)?,
            ExprKind::ListComp { elt, generators }
            | ExprKind::SetComp { elt, generators }
            | ExprKind::GeneratorExp { elt, generators } => {
                self.expr(elt)?;
                self.generators(generators)?;
            }
            ExprKind::DictComp { key, value, generators } => {
                self.expr(key)?;
                self.expr(value)?;
                self.generators(generators)?;
            }
            ExprKind::Yield { value } => self.opt(value)?,
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)?;
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func)?;
                self.exprs(args)?;
                self.keywords(keywords)?;
            }
            ExprKind::FormattedValue { value, format_spec, .. }
            | ExprKind::Interpolation { value, format_spec, .. } => {
                self.expr(value)?;
                self.opt(format_spec)?;
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value)?;
                self.expr(slice)?;
            }
            ExprKind::Slice { lower, upper, step } => {
                self.opt(lower)?;
                self.opt(upper)?;
                self.opt(step)?;
            }
            ExprKind::Name { id, ctx: ExprContext::Load } if &**id == "__debug__" => {
                let value = Constant::Bool(self.optimize == 0);
                self.rewrites
                    .expr(RewriteKind::Debug, expr, |expr| expr.kind = ExprKind::Constant { value, kind: None });
            }
            ExprKind::Name { .. } | ExprKind::Constant { .. } => {}
        }
        self.depth -= 1;
        Ok(())
    }

    /// A body is never empty: a lone docstring becomes `pass`.
    fn remove_docstring(&mut self, body: &mut Vec<Stmt>) {
        let (text, span, alone) = (docstring(body).map(repr::str_repr), body[0].span, body.len() == 1);
        if let Some(kept) = &mut self.rewrites.kept {
            let after = if alone { "pass" } else { "" }.to_owned();
            kept.push(Rewrite {
                kind: RewriteKind::Docstring,
                node: "Expr",
                span,
                before: text.unwrap_or_default(),
                after,
            });
        }
        if alone {
            let Span { line, col, .. } = span;
            body[0] = Stmt { kind: StmtKind::Pass, span: Span { line, col, end_line: line, end_col: col + 4 } };
        } else {
            body.remove(0);
        }
    }

    /// `-1` and `-1 + 2j` in a pattern are one constant (`fold_const_match_patterns`).
    fn fold_number(&mut self, expr: &mut Expr) {
        let folded = match &mut expr.kind {
            ExprKind::UnaryOp { op: UnaryOp::USub, operand } => number(operand).as_ref().and_then(fold::negative),
            ExprKind::BinOp { left, op, right } => {
                let op = match op {
                    Operator::Add => nb::ADD,
                    Operator::Sub => nb::SUBTRACT,
                    _ => return,
                };
                let Some(right) = number(right) else { return };
                self.fold_number(left);
                number(left).and_then(|left| fold::binary(&left, op, &right))
            }
            _ => return,
        };
        if let Some(value) = folded.and_then(literal) {
            let change = |expr: &mut Expr| expr.kind = ExprKind::Constant { value, kind: None };
            self.rewrites.expr(RewriteKind::Number, expr, change);
        }
    }

    fn pattern(&mut self, pattern: &mut Pattern) -> Res {
        self.enter()?;
        match &mut pattern.kind {
            PatternKind::MatchValue { value } => self.fold_number(value),
            PatternKind::MatchSingleton { .. } | PatternKind::MatchStar { .. } => {}
            PatternKind::MatchMapping { keys, patterns, .. } => {
                keys.iter_mut().for_each(|key| self.fold_number(key));
                patterns.iter_mut().try_for_each(|pattern| self.pattern(pattern))?;
            }
            PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
                patterns.iter_mut().try_for_each(|pattern| self.pattern(pattern))?;
            }
            PatternKind::MatchClass { cls, patterns, kwd_patterns, .. } => {
                self.expr(cls)?;
                patterns.iter_mut().chain(kwd_patterns).try_for_each(|pattern| self.pattern(pattern))?;
            }
            PatternKind::MatchAs { pattern, .. } => {
                pattern.as_mut().map_or(Ok(()), |pattern| self.pattern(pattern))?;
            }
        }
        self.depth -= 1;
        Ok(())
    }
}

/// A string that came to the front of the body is no docstring: an f-string around it says so.
fn shield_from_docstring(value: &mut Expr) {
    let span = value.span;
    let inner = std::mem::replace(value, Expr { kind: ExprKind::Constant { value: Constant::None, kind: None }, span });
    value.kind = ExprKind::JoinedStr { values: vec![inner] };
}

/// A number, as arithmetic takes it.
fn number(expr: &Expr) -> Option<Const> {
    let ExprKind::Constant { value, .. } = &expr.kind else { return None };
    Some(match value {
        Constant::Int(value) => Const::Int(value.clone()),
        Constant::Float(value) => Const::Float(*value),
        Constant::Complex(real, imag) => Const::Complex(*real, *imag),
        _ => return None,
    })
}

fn literal(number: Const) -> Option<Constant> {
    Some(match number {
        Const::Int(value) => Constant::Int(value),
        Const::Float(value) => Constant::Float(value),
        Const::Complex(real, imag) => Constant::Complex(real, imag),
        _ => return None,
    })
}

/// One piece of a `%` format.
enum Piece {
    Literal(PyStr),
    /// The conversion character, and the format specification that stands for width and precision.
    Field(u32, Option<String>),
}

/// The pieces of `'…' % (a, b)`, if its format holds nothing but `%s`, `%r` and `%a`.
fn format_pieces(expr: &Expr) -> Option<Vec<Piece>> {
    let ExprKind::BinOp { left, op: Operator::Mod, right } = &expr.kind else { return None };
    let ExprKind::Constant { value: Constant::Str(format), .. } = &left.kind else { return None };
    let ExprKind::Tuple { elts, .. } = &right.kind else { return None };
    if elts.iter().any(|elt| matches!(elt.kind, ExprKind::Starred { .. })) {
        return None;
    }
    parse_format(format, elts.len())
}

/// From these pieces and the tuple that the format was applied to.
fn into_fstring(expr: &mut Expr, pieces: Vec<Piece>) {
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
