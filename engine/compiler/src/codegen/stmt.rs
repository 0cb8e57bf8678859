//! Statements: the dispatch on node kinds, bodies, loops and conditions.

use super::{common_constant, intrinsic1};
use crate::code::Const;
use crate::compiler::{BlockType, Compiler, Datum};
use crate::error::{ErrorKind, Res, SyntaxError};
use crate::future::docstring;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use std::borrow::Cow;
use syntax::ast::*;
use syntax::pystr::PyStr;

impl<'a> Compiler<'a> {
    pub(crate) fn stmts(&mut self, body: &'a [Stmt]) -> Res {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// The body of a module or class: docstring, statements, and what its annotations amount to (`codegen_body`).
    pub(crate) fn body(&mut self, location: Location, body: &'a [Stmt], interactive: bool) -> Res {
        if self.features.annotations() && self.entry().annotations_used {
            self.op(location, opcode::SETUP_ANNOTATIONS);
        }
        if body.is_empty() {
            return Ok(());
        }
        let mut rest = body;
        if !interactive
            && self.entry().has_docstring
            && let Some(text) = docstring(body)
        {
            rest = &body[1..];
            if let StmtKind::Expr { value } = &body[0].kind {
                self.load_const(value.span.into(), Const::Str(clean_doc(text)?));
                self.store(NO_LOCATION, "__doc__")?;
            }
        }
        self.stmts(rest)?;
        if !self.features.annotations() {
            self.deferred_annotations(location)?;
        }
        Ok(())
    }

    /// `_PyCompile_EnterConditionalBlock` around a statement.
    fn conditionally(&mut self, generate: impl FnOnce(&mut Self) -> Res) -> Res {
        self.unit().in_conditional_block += 1;
        // An error may leave other units entered: nothing is counted any more then.
        generate(self)?;
        self.unit().in_conditional_block -= 1;
        Ok(())
    }

    /// `codegen_visit_stmt`.
    pub(crate) fn stmt(&mut self, stmt: &'a Stmt) -> Res {
        let location = Location::from(stmt.span);
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(stmt, def, false),
            StmtKind::AsyncFunctionDef(def) => self.function(stmt, def, true),
            StmtKind::ClassDef(class) => self.class(stmt, class),
            StmtKind::TypeAlias { name, type_params, value } => self.type_alias(stmt, name, type_params, value),
            StmtKind::Return { value } => self.return_stmt(location, value.as_deref()),
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value, .. } => {
                self.expr(value)?;
                let last = targets.len().saturating_sub(1);
                for (index, target) in targets.iter().enumerate() {
                    if index < last {
                        self.emit(location, opcode::COPY, 1);
                    }
                    self.expr(target)?;
                }
                Ok(())
            }
            StmtKind::AugAssign { target, op, value } => self.aug_assign(stmt, target, *op, value),
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.ann_assign(stmt, target, annotation, value.as_deref(), *simple)
            }
            StmtKind::For(node) => self.conditionally(|c| c.for_loop(location, node)),
            StmtKind::AsyncFor(node) => self.conditionally(|c| c.async_for(location, node)),
            StmtKind::While { test, body, orelse } => {
                self.conditionally(|c| c.while_loop(location, test, body, orelse))
            }
            StmtKind::If { test, body, orelse } => self.conditionally(|c| c.if_stmt(test, body, orelse)),
            StmtKind::Match { subject, cases } => self.conditionally(|c| c.match_stmt(subject, cases)),
            StmtKind::With(with) => self.conditionally(|c| c.with(with, 0, false)),
            StmtKind::AsyncWith(with) => self.conditionally(|c| c.with(with, 0, true)),
            StmtKind::Try(node) => self.conditionally(|c| c.try_stmt(location, node, false)),
            StmtKind::TryStar(node) => self.conditionally(|c| c.try_stmt(location, node, true)),
            StmtKind::Raise { exc, cause } => {
                let mut count = 0;
                if let Some(exc) = exc {
                    self.expr(exc)?;
                    count += 1;
                    if let Some(cause) = cause {
                        self.expr(cause)?;
                        count += 1;
                    }
                }
                self.emit(location, opcode::RAISE_VARARGS, count);
                Ok(())
            }
            StmtKind::Assert { test, msg } => self.assert(location, test, msg.as_deref()),
            StmtKind::Import { names } => self.import(location, names),
            StmtKind::ImportFrom { module, names, level } => self.import_from(location, module.as_ref(), names, *level),
            StmtKind::Global { .. } | StmtKind::Nonlocal { .. } => Ok(()),
            StmtKind::Expr { value } => self.expr_stmt(location, value),
            StmtKind::Pass => {
                self.op(location, opcode::NOP);
                Ok(())
            }
            StmtKind::Break => self.break_stmt(location),
            StmtKind::Continue => self.continue_stmt(location),
        }
    }

    fn expr_stmt(&mut self, location: Location, value: &'a Expr) -> Res {
        if self.interactive && self.units.len() == 1 {
            self.expr(value)?;
            self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::PRINT);
            self.op(NO_LOCATION, opcode::POP_TOP);
            return Ok(());
        }
        if matches!(value.kind, ExprKind::Constant { .. }) {
            self.op(location, opcode::NOP);
            return Ok(());
        }
        self.expr(value)?;
        self.op(NO_LOCATION, opcode::POP_TOP);
        Ok(())
    }

    fn assert(&mut self, location: Location, test: &'a Expr, msg: Option<&'a Expr>) -> Res {
        if matches!(&test.kind, ExprKind::Tuple { elts, .. } if !elts.is_empty()) {
            self.warn(location, "assertion is always true, perhaps remove parentheses?".to_owned());
        }
        if self.optimize > 0 {
            return Ok(());
        }
        let end = self.new_label();
        self.jump_if(test, end, true)?;
        self.emit(location, opcode::LOAD_COMMON_CONSTANT, common_constant::ASSERTION_ERROR);
        if let Some(msg) = msg {
            self.expr(msg)?;
            self.emit(location, opcode::CALL, 0);
        }
        self.emit(test.span.into(), opcode::RAISE_VARARGS, 1);
        self.use_label(end);
        Ok(())
    }

    fn if_stmt(&mut self, test: &'a Expr, body: &'a [Stmt], orelse: &'a [Stmt]) -> Res {
        let end = self.new_label();
        let next = if orelse.is_empty() { end } else { self.new_label() };
        self.jump_if(test, next, false)?;
        self.stmts(body)?;
        if !orelse.is_empty() {
            self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, end);
            self.use_label(next);
            self.stmts(orelse)?;
        }
        self.use_label(end);
        Ok(())
    }

    fn while_loop(&mut self, location: Location, test: &'a Expr, body: &'a [Stmt], orelse: &'a [Stmt]) -> Res {
        let start = self.new_label();
        let end = self.new_label();
        let anchor = self.new_label();
        self.use_label(start);
        self.push_block(location, BlockType::WhileLoop, start, end, Datum::None)?;
        self.jump_if(test, anchor, false)?;
        self.stmts(body)?;
        self.jump(NO_LOCATION, opcode::JUMP, start);
        self.pop_block();
        self.use_label(anchor);
        self.stmts(orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn for_loop(&mut self, location: Location, node: &'a For) -> Res {
        let start = self.new_label();
        let body = self.new_label();
        let cleanup = self.new_label();
        let end = self.new_label();
        self.push_block(location, BlockType::ForLoop, start, end, Datum::None)?;
        self.expr(&node.iter)?;
        let location = node.iter.span.into();
        self.op(location, opcode::GET_ITER);
        self.use_label(start);
        self.jump(location, opcode::FOR_ITER, cleanup);
        // Keeps a line for tracing where the head of the loop spans several.
        self.op(node.target.span.into(), opcode::NOP);
        self.use_label(body);
        self.expr(&node.target)?;
        self.stmts(&node.body)?;
        self.jump(NO_LOCATION, opcode::JUMP, start);
        self.use_label(cleanup);
        // An exhausted generator jumps to END_FOR, any other iterator to what is after it.
        self.op(NO_LOCATION, opcode::END_FOR);
        self.op(NO_LOCATION, opcode::POP_ITER);
        self.pop_block();
        self.stmts(&node.orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn async_for(&mut self, location: Location, node: &'a For) -> Res {
        let start = self.new_label();
        let send = self.new_label();
        let except = self.new_label();
        let end = self.new_label();
        let iter_location = Location::from(node.iter.span);
        self.expr(&node.iter)?;
        self.op(iter_location, opcode::GET_AITER);
        self.use_label(start);
        self.push_block(location, BlockType::ForLoop, start, end, Datum::None)?;
        self.jump(location, opcode::SETUP_FINALLY, except);
        self.op(location, opcode::GET_ANEXT);
        self.load_none(location);
        self.use_label(send);
        self.yield_from(location, true);
        self.op(location, opcode::POP_BLOCK);
        self.op(location, opcode::NOT_TAKEN);
        self.expr(&node.target)?;
        self.stmts(&node.body)?;
        self.jump(NO_LOCATION, opcode::JUMP, start);
        self.pop_block();
        self.use_label(except);
        self.jump(iter_location, opcode::END_ASYNC_FOR, send);
        self.stmts(&node.orelse)?;
        self.use_label(end);
        Ok(())
    }
}

/// The docstring without its indentation (`_PyCompile_CleanDoc`): as `inspect.cleandoc`, but blank lines stay.
pub(crate) fn clean_doc(text: &PyStr) -> Res<PyStr> {
    if text.as_str().is_none() {
        return Err(Box::new(not_encodable(text)));
    }
    let expanded = expand_tabs(text.as_bytes());
    let mut lines = expanded.split(|&byte| byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let indent = |line: &[u8]| line.iter().take_while(|&&byte| byte == b' ').count();
    let margin = lines.clone().filter(|line| indent(line) < line.len()).map(indent).min().unwrap_or(0);
    let mut cleaned = Vec::with_capacity(expanded.len());
    cleaned.extend_from_slice(&first[indent(first)..]);
    for line in lines {
        cleaned.push(b'\n');
        cleaned.extend_from_slice(&line[margin.min(indent(line))..]);
    }
    Ok(PyStr::from_generalized_utf8(cleaned))
}

/// CPython cleans docstrings as UTF-8, which has no surrogates.
fn not_encodable(text: &PyStr) -> SyntaxError {
    let surrogate = |&point: &u32| (0xD800..0xE000).contains(&point);
    let before = text.code_points().take_while(|point| !surrogate(point)).count();
    let run: Vec<u32> = text.code_points().skip(before).take_while(surrogate).collect();
    let what = match run[..] {
        [one] => format!("character '\\u{one:04x}' in position {before}"),
        _ => format!("characters in position {before}-{}", (before + run.len()).saturating_sub(1)),
    };
    SyntaxError::plain(ErrorKind::UnicodeEncode, format!("'utf-8' codec can't encode {what}: surrogates not allowed"))
}

/// `str.expandtabs()`: columns are counted in characters and start again after a line break.
fn expand_tabs(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'\t') {
        return text.into();
    }
    let mut expanded = Vec::with_capacity(text.len());
    let mut column = 0;
    for &byte in text {
        match byte {
            b'\t' => {
                let width = 8 - column % 8;
                expanded.resize(expanded.len() + width, b' ');
                column += width;
            }
            b'\n' | b'\r' => {
                expanded.push(byte);
                column = 0;
            }
            _ => {
                expanded.push(byte);
                // Continuation bytes of UTF-8 belong to a character counted already.
                column += usize::from(byte & 0xC0 != 0x80);
            }
        }
    }
    expanded.into()
}
