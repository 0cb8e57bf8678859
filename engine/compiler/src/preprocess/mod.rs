//! Changes made to the tree before anything is compiled (`Python/ast_preprocess.c`): docstrings removed at level 2,
//! `__debug__`, `'…' % (…)` turned into an f-string, numbers in patterns folded, and the warnings of PEP 765.

mod format;
mod rewrites;

use crate::code::Const;
use crate::error::{ErrorKind, Res, SyntaxError, Warning};
use crate::fold::{self, nb};
use crate::future::docstring;
use crate::repr;
use format::{format_pieces, into_fstring};
pub use rewrites::{Originals, Rewrite, RewriteKind, Rewrites};
use syntax::ast::*;

/// How deep statements and expressions may nest. CPython stops where its C stack ends.
pub const MAX_DEPTH: u32 = 6000;

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
