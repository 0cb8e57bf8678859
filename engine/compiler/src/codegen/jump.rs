//! Conditions: comparisons, boolean operators, conditional expressions and jumps on them.

use crate::compiler::Compiler;
use crate::error::Res;
use crate::instructions::Label;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use syntax::ast::{BoolOp, CmpOp, Expr, ExprKind, UnaryOp};

/// Low bits of `COMPARE_OP`'s argument, by comparison: what the specialised forms test.
const COMPARE_MASKS: [u32; 6] = [2, 2 | 8, 8, 1 | 2 | 4, 4, 4 | 8];

/// `Py_GT`.
pub(crate) const PY_GT: u32 = 4;

pub(crate) fn compare_arg(comparison: u32) -> u32 {
    comparison << 5 | COMPARE_MASKS[comparison as usize]
}

impl<'a> Compiler<'a> {
    pub(crate) fn compare_op(&mut self, location: Location, op: CmpOp) {
        let (op, arg) = match op {
            CmpOp::Lt => (opcode::COMPARE_OP, compare_arg(0)),
            CmpOp::LtE => (opcode::COMPARE_OP, compare_arg(1)),
            CmpOp::Eq => (opcode::COMPARE_OP, compare_arg(2)),
            CmpOp::NotEq => (opcode::COMPARE_OP, compare_arg(3)),
            CmpOp::Gt => (opcode::COMPARE_OP, compare_arg(PY_GT)),
            CmpOp::GtE => (opcode::COMPARE_OP, compare_arg(5)),
            CmpOp::Is => (opcode::IS_OP, 0),
            CmpOp::IsNot => (opcode::IS_OP, 1),
            CmpOp::In => (opcode::CONTAINS_OP, 0),
            CmpOp::NotIn => (opcode::CONTAINS_OP, 1),
        };
        self.emit(location, op, arg);
    }

    /// Jumps to `next` if the truth of the expression is `condition`.
    pub(crate) fn jump_if(&mut self, expr: &'a Expr, next: Label, condition: bool) -> Res {
        let here = Location::from(expr.span);
        let jump_op = if condition { opcode::POP_JUMP_IF_TRUE } else { opcode::POP_JUMP_IF_FALSE };
        match &expr.kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => {
                return self.jump_if(operand, next, !condition);
            }
            ExprKind::BoolOp { op, values } => {
                let Some((last, rest)) = values.split_last() else { return Ok(()) };
                let decides = *op == BoolOp::Or;
                let short = if decides == condition { next } else { self.new_label() };
                for value in rest {
                    self.jump_if(value, short, decides)?;
                }
                self.jump_if(last, next, condition)?;
                if short != next {
                    self.use_label(short);
                }
                return Ok(());
            }
            ExprKind::IfExp { test, body, orelse } => {
                let end = self.new_label();
                let otherwise = self.new_label();
                self.jump_if(test, otherwise, false)?;
                self.jump_if(body, next, condition)?;
                self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, end);
                self.use_label(otherwise);
                self.jump_if(orelse, next, condition)?;
                self.use_label(end);
                return Ok(());
            }
            ExprKind::Compare { left, ops, comparators } if ops.len() > 1 => {
                self.check_compare(expr, left, ops, comparators);
                let cleanup = self.new_label();
                self.expr(left)?;
                let last = ops.len() - 1;
                for (op, comparator) in ops.iter().zip(comparators).take(last) {
                    self.expr(comparator)?;
                    self.emit(here, opcode::SWAP, 2);
                    self.emit(here, opcode::COPY, 2);
                    self.compare_op(here, *op);
                    self.op(here, opcode::TO_BOOL);
                    self.jump(here, opcode::POP_JUMP_IF_FALSE, cleanup);
                }
                self.expr(&comparators[last])?;
                self.compare_op(here, ops[last]);
                self.op(here, opcode::TO_BOOL);
                self.jump(here, jump_op, next);
                let end = self.new_label();
                self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, end);
                self.use_label(cleanup);
                self.op(here, opcode::POP_TOP);
                if !condition {
                    self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, next);
                }
                self.use_label(end);
                return Ok(());
            }
            _ => {}
        }
        self.expr(expr)?;
        self.op(here, opcode::TO_BOOL);
        self.jump(here, jump_op, next);
        Ok(())
    }

    pub(crate) fn if_exp(&mut self, test: &'a Expr, body: &'a Expr, orelse: &'a Expr) -> Res {
        let end = self.new_label();
        let next = self.new_label();
        self.jump_if(test, next, false)?;
        self.expr(body)?;
        self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, end);
        self.use_label(next);
        self.expr(orelse)?;
        self.use_label(end);
        Ok(())
    }

    pub(crate) fn bool_op(&mut self, location: Location, op: BoolOp, values: &'a [Expr]) -> Res {
        let Some((last, rest)) = values.split_last() else { return Ok(()) };
        let jump_op = if op == BoolOp::And { opcode::JUMP_IF_FALSE } else { opcode::JUMP_IF_TRUE };
        let end = self.new_label();
        for value in rest {
            self.expr(value)?;
            self.jump(location, jump_op, end);
            self.op(location, opcode::POP_TOP);
        }
        self.expr(last)?;
        self.use_label(end);
        Ok(())
    }

    pub(crate) fn compare(&mut self, expr: &'a Expr, left: &'a Expr, ops: &'a [CmpOp], comparators: &'a [Expr]) -> Res {
        let location = Location::from(expr.span);
        self.check_compare(expr, left, ops, comparators);
        self.expr(left)?;
        let last = ops.len() - 1;
        if last == 0 {
            self.expr(&comparators[0])?;
            self.compare_op(location, ops[0]);
            return Ok(());
        }
        let cleanup = self.new_label();
        for (op, comparator) in ops.iter().zip(comparators).take(last) {
            self.expr(comparator)?;
            self.emit(location, opcode::SWAP, 2);
            self.emit(location, opcode::COPY, 2);
            self.compare_op(location, *op);
            self.emit(location, opcode::COPY, 1);
            self.op(location, opcode::TO_BOOL);
            self.jump(location, opcode::POP_JUMP_IF_FALSE, cleanup);
            self.op(location, opcode::POP_TOP);
        }
        self.expr(&comparators[last])?;
        self.compare_op(location, ops[last]);
        let end = self.new_label();
        self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, end);
        self.use_label(cleanup);
        self.emit(location, opcode::SWAP, 2);
        self.op(location, opcode::POP_TOP);
        self.use_label(end);
        Ok(())
    }
}
