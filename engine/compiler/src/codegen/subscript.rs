//! Subscripts, slices and augmented assignment.

use super::expr::{at_attribute, binary_arg};
use crate::code::Const;
use crate::compiler::Compiler;
use crate::error::{ErrorKind, Res, SyntaxError};
use crate::fold::nb;
use crate::location::Location;
use crate::opcode;
use std::sync::Arc;
use syntax::ast::{Expr, ExprContext, ExprKind, Operator, Stmt};

fn is_constant(expr: Option<&Expr>) -> bool {
    expr.is_none_or(|expr| matches!(expr.kind, ExprKind::Constant { .. }))
}

/// `a[x:y]` without a step, unless its slice is a constant: then two values stand for the slice.
fn two_part_slice(slice: &Expr) -> Option<(Option<&Expr>, Option<&Expr>)> {
    match &slice.kind {
        ExprKind::Slice { lower, upper, step: None }
            if !(is_constant(lower.as_deref()) && is_constant(upper.as_deref())) =>
        {
            Some((lower.as_deref(), upper.as_deref()))
        }
        _ => None,
    }
}

impl<'a> Compiler<'a> {
    pub(crate) fn subscript(&mut self, location: Location, value: &'a Expr, slice: &'a Expr, ctx: ExprContext) -> Res {
        if ctx == ExprContext::Load {
            self.check_subscripter(value);
            self.check_index(value, slice);
        }
        self.expr(value)?;
        if ctx != ExprContext::Del
            && let Some((lower, upper)) = two_part_slice(slice)
        {
            self.slice_parts(slice, lower, upper)?;
            let op = if ctx == ExprContext::Load { opcode::BINARY_SLICE } else { opcode::STORE_SLICE };
            self.op(location, op);
            return Ok(());
        }
        self.expr(slice)?;
        match ctx {
            ExprContext::Load => self.emit(location, opcode::BINARY_OP, nb::SUBSCR),
            ExprContext::Store => self.op(location, opcode::STORE_SUBSCR),
            ExprContext::Del => self.op(location, opcode::DELETE_SUBSCR),
        }
        Ok(())
    }

    fn slice_parts(&mut self, slice: &Expr, lower: Option<&'a Expr>, upper: Option<&'a Expr>) -> Res {
        for part in [lower, upper] {
            match part {
                Some(part) => self.expr(part)?,
                None => self.load_none(slice.span.into()),
            }
        }
        Ok(())
    }

    pub(crate) fn slice(
        &mut self,
        expr: &Expr,
        lower: Option<&'a Expr>,
        upper: Option<&'a Expr>,
        step: Option<&'a Expr>,
    ) -> Res {
        let location = Location::from(expr.span);
        if is_constant(lower) && is_constant(upper) && is_constant(step) {
            let parts = [lower, upper, step].map(|part| self.constant_part(part));
            self.load_const(location, Const::Slice(Arc::new(parts)));
            return Ok(());
        }
        self.slice_parts(expr, lower, upper)?;
        if let Some(step) = step {
            self.expr(step)?;
        }
        self.emit(location, opcode::BUILD_SLICE, if step.is_some() { 3 } else { 2 });
        Ok(())
    }

    fn constant_part(&mut self, part: Option<&Expr>) -> Const {
        match part.map(|part| &part.kind) {
            Some(ExprKind::Constant { value, .. }) => {
                let id = self.consts.insert_literal(value);
                self.consts.get(id).clone()
            }
            _ => Const::None,
        }
    }

    /// `codegen_augassign`.
    pub(crate) fn aug_assign(&mut self, stmt: &Stmt, target: &'a Expr, op: Operator, value: &'a Expr) -> Res {
        let location = Location::from(target.span);
        match &target.kind {
            ExprKind::Attribute { value, attr, .. } => {
                self.expr(value)?;
                self.emit(location, opcode::COPY, 1);
                self.emit_mangled(at_attribute(location, target, attr), opcode::LOAD_ATTR, attr, 1, 0);
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value)?;
                if let Some((lower, upper)) = two_part_slice(slice) {
                    self.slice_parts(slice, lower, upper)?;
                    for _ in 0..3 {
                        self.emit(location, opcode::COPY, 3);
                    }
                    self.op(location, opcode::BINARY_SLICE);
                } else {
                    self.expr(slice)?;
                    self.emit(location, opcode::COPY, 2);
                    self.emit(location, opcode::COPY, 2);
                    self.emit(location, opcode::BINARY_OP, nb::SUBSCR);
                }
            }
            ExprKind::Name { id, .. } => self.name_op(location, id, ExprContext::Load)?,
            _ => {
                return Err(Box::new(SyntaxError::plain(
                    ErrorKind::System,
                    "invalid node type for augmented assignment",
                )));
            }
        }
        self.expr(value)?;
        self.emit(stmt.span.into(), opcode::BINARY_OP, binary_arg(op) + nb::INPLACE);
        match &target.kind {
            ExprKind::Attribute { attr, .. } => {
                let location = at_attribute(location, target, attr);
                self.emit(location, opcode::SWAP, 2);
                self.emit_mangled(location, opcode::STORE_ATTR, attr, 0, 0);
            }
            ExprKind::Subscript { slice, .. } => {
                if two_part_slice(slice).is_some() {
                    self.emit(location, opcode::SWAP, 4);
                    self.emit(location, opcode::SWAP, 3);
                    self.emit(location, opcode::SWAP, 2);
                    self.op(location, opcode::STORE_SLICE);
                } else {
                    self.emit(location, opcode::SWAP, 3);
                    self.emit(location, opcode::SWAP, 2);
                    self.op(location, opcode::STORE_SUBSCR);
                }
            }
            ExprKind::Name { id, .. } => self.name_op(location, id, ExprContext::Store)?,
            _ => {}
        }
        Ok(())
    }
}
