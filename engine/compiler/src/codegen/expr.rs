//! Expressions: the dispatch on node kinds, and those that need no room of their own.

use super::{intrinsic1, resume};
use crate::compiler::{Compiler, ScopeType};
use crate::error::{Res, fail};
use crate::fold::nb;
use crate::location::Location;
use crate::opcode;
use syntax::ast::{Expr, ExprContext, ExprKind, Identifier, Operator, UnaryOp};

/// The argument of `BINARY_OP`, in the plain form.
pub(crate) fn binary_arg(op: Operator) -> u32 {
    match op {
        Operator::Add => nb::ADD,
        Operator::Sub => nb::SUBTRACT,
        Operator::Mult => nb::MULTIPLY,
        Operator::MatMult => nb::MATRIX_MULTIPLY,
        Operator::Div => nb::TRUE_DIVIDE,
        Operator::Mod => nb::REMAINDER,
        Operator::Pow => nb::POWER,
        Operator::LShift => nb::LSHIFT,
        Operator::RShift => nb::RSHIFT,
        Operator::BitOr => nb::OR,
        Operator::BitXor => nb::XOR,
        Operator::BitAnd => nb::AND,
        Operator::FloorDiv => nb::FLOOR_DIVIDE,
    }
}

/// An attribute on another line than its object is located where its name stands.
pub(crate) fn at_attribute(mut location: Location, node: &Expr, attr: &Identifier) -> Location {
    let end_line = node.span.end_line as i32;
    if location.line == end_line {
        return location;
    }
    location.line = end_line;
    let len = attr.chars().count() as i32;
    let end_col = node.span.end_col as i32;
    if len <= end_col {
        location.col = end_col - len;
    } else {
        location.col = -1;
        location.end_col = -1;
    }
    location.end_line = location.line.max(location.end_line);
    if location.line == location.end_line {
        location.end_col = location.col.max(location.end_col);
    }
    location
}

impl<'a> Compiler<'a> {
    pub(crate) fn exprs(&mut self, exprs: &'a [Expr]) -> Res {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    /// `codegen_visit_expr`.
    pub(crate) fn expr(&mut self, expr: &'a Expr) -> Res {
        let location = Location::from(expr.span);
        match &expr.kind {
            ExprKind::Name { id, ctx } => self.name_op(location, id, *ctx),
            ExprKind::Constant { value, .. } => {
                self.load_literal(location, value);
                Ok(())
            }
            ExprKind::Attribute { value, attr, ctx } => self.attribute(expr, value, attr, *ctx),
            ExprKind::Call { func, args, keywords } => self.call(expr, func, args, keywords),
            ExprKind::NamedExpr { target, value } => {
                self.expr(value)?;
                self.emit(location, opcode::COPY, 1);
                self.expr(target)
            }
            ExprKind::BoolOp { op, values } => self.bool_op(location, *op, values),
            ExprKind::BinOp { left, op, right } => {
                self.expr(left)?;
                self.expr(right)?;
                self.emit(location, opcode::BINARY_OP, binary_arg(*op));
                Ok(())
            }
            ExprKind::UnaryOp { op, operand } => {
                self.expr(operand)?;
                match op {
                    UnaryOp::UAdd => self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::UNARY_POSITIVE),
                    UnaryOp::Not => {
                        self.op(location, opcode::TO_BOOL);
                        self.op(location, opcode::UNARY_NOT);
                    }
                    UnaryOp::Invert => self.op(location, opcode::UNARY_INVERT),
                    UnaryOp::USub => self.op(location, opcode::UNARY_NEGATIVE),
                }
                Ok(())
            }
            ExprKind::Lambda { args, body } => self.lambda(expr, args, body),
            ExprKind::IfExp { test, body, orelse } => self.if_exp(test, body, orelse),
            ExprKind::Dict { keys, values } => self.dict(location, keys, values),
            ExprKind::Set { elts } => self.set(location, elts),
            ExprKind::GeneratorExp { .. }
            | ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::DictComp { .. } => self.comprehension(expr),
            ExprKind::Yield { value } => {
                if !self.entry().is_function_like() {
                    return fail(location, "'yield' outside function");
                }
                match value {
                    Some(value) => self.expr(value)?,
                    None => self.load_none(location),
                }
                self.emit_yield(location);
                Ok(())
            }
            ExprKind::YieldFrom { value } => {
                if !self.entry().is_function_like() {
                    return fail(location, "'yield from' outside function");
                }
                if self.scope_type() == ScopeType::AsyncFunction {
                    return fail(location, "'yield from' inside async function");
                }
                self.expr(value)?;
                self.op(location, opcode::GET_YIELD_FROM_ITER);
                self.load_none(location);
                self.yield_from(location, false);
                Ok(())
            }
            ExprKind::Await { value } => {
                self.expr(value)?;
                self.await_top(location, 0);
                Ok(())
            }
            ExprKind::Compare { left, ops, comparators } => self.compare(expr, left, ops, comparators),
            ExprKind::JoinedStr { values } => self.joined_str(location, values),
            ExprKind::TemplateStr { values } => self.template_str(location, values),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.formatted_value(location, value, *conversion, format_spec.as_deref())
            }
            ExprKind::Interpolation { value, str, conversion, format_spec } => {
                self.interpolation(location, value, str, *conversion, format_spec.as_deref())
            }
            ExprKind::Subscript { value, slice, ctx } => self.subscript(location, value, slice, *ctx),
            ExprKind::Starred { ctx: ExprContext::Store, .. } => {
                fail(location, "starred assignment target must be in a list or tuple")
            }
            ExprKind::Starred { .. } => fail(location, "can't use starred expression here"),
            ExprKind::Slice { lower, upper, step } => {
                self.slice(expr, lower.as_deref(), upper.as_deref(), step.as_deref())
            }
            ExprKind::List { elts, ctx } => self.list(location, elts, *ctx),
            ExprKind::Tuple { elts, ctx } => self.tuple(location, elts, *ctx),
        }
    }

    fn attribute(&mut self, expr: &'a Expr, value: &'a Expr, attr: &'a Identifier, ctx: ExprContext) -> Res {
        let location = Location::from(expr.span);
        if ctx == ExprContext::Load
            && let Some(call) = self.super_call(value, attr)
        {
            self.load_args_for_super(value, call)?;
            let low = if call.args.is_empty() { 0 } else { 2 };
            self.emit_mangled(location, opcode::LOAD_SUPER_ATTR, attr, 2, low);
            self.op(at_attribute(location, expr, attr), opcode::NOP);
            return Ok(());
        }
        self.maybe_add_static_attribute(expr);
        self.expr(value)?;
        let location = at_attribute(location, expr, attr);
        match ctx {
            ExprContext::Load => self.emit_mangled(location, opcode::LOAD_ATTR, attr, 1, 0),
            ExprContext::Store => self.emit_mangled(location, opcode::STORE_ATTR, attr, 0, 0),
            ExprContext::Del => self.emit_mangled(location, opcode::DELETE_ATTR, attr, 0, 0),
        }
        Ok(())
    }

    /// Suspends with the value on top (`codegen_addop_yield`).
    pub(crate) fn emit_yield(&mut self, location: Location) {
        let entry = self.entry();
        if entry.generator && entry.coroutine {
            self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::ASYNC_GEN_WRAP);
        }
        self.emit(location, opcode::YIELD_VALUE, 0);
        self.emit(location, opcode::RESUME, resume::AFTER_YIELD);
    }

    /// Awaits the value on top; `kind` says for the message where it comes from.
    pub(crate) fn await_top(&mut self, location: Location, kind: u32) {
        self.emit(location, opcode::GET_AWAITABLE, kind);
        self.load_none(location);
        self.yield_from(location, true);
    }

    /// The loop that drives an inner iterator (`codegen_add_yield_from`).
    pub(crate) fn yield_from(&mut self, location: Location, is_await: bool) {
        let send = self.new_label();
        let fail = self.new_label();
        let exit = self.new_label();
        self.use_label(send);
        self.jump(location, opcode::SEND, exit);
        // Where `close` or `throw` raise StopIteration.
        self.jump(location, opcode::SETUP_FINALLY, fail);
        self.emit(location, opcode::YIELD_VALUE, 1);
        self.op(crate::location::NO_LOCATION, opcode::POP_BLOCK);
        let after = if is_await { resume::AFTER_AWAIT } else { resume::AFTER_YIELD_FROM };
        self.emit(location, opcode::RESUME, after);
        self.jump(location, opcode::JUMP_NO_INTERRUPT, send);
        self.use_label(fail);
        self.op(location, opcode::CLEANUP_THROW);
        self.use_label(exit);
        self.op(location, opcode::END_SEND);
    }
}
