//! Assignment targets: an expression that was read is turned into what is stored to or deleted.

use super::{Fail, P};
use crate::ast::{Expr, ExprContext, ExprKind};

/// Makes `expr` a target of `=`, `for` or `as` (`star_target`).
pub(super) fn store(expr: &mut Expr) -> P<()> {
    set(expr, ExprContext::Store, true)
}

/// Makes `expr` a target of `del`.
pub(super) fn delete(expr: &mut Expr) -> P<()> {
    set(expr, ExprContext::Del, false)
}

fn set(expr: &mut Expr, new: ExprContext, stars: bool) -> P<()> {
    match &mut expr.kind {
        ExprKind::Name { ctx, .. } | ExprKind::Attribute { ctx, .. } | ExprKind::Subscript { ctx, .. } => *ctx = new,
        ExprKind::Tuple { elts, ctx } | ExprKind::List { elts, ctx } => {
            *ctx = new;
            elts.iter_mut().try_for_each(|elt| set(elt, new, stars))?;
        }
        ExprKind::Starred { value, ctx } if stars && !matches!(value.kind, ExprKind::Starred { .. }) => {
            *ctx = new;
            set(value, new, stars)?;
        }
        _ => return Err(Fail),
    }
    Ok(())
}

/// Makes `expr` a `single_target`: of an augmented assignment or an annotation.
pub(super) fn store_single(expr: &mut Expr) -> P<()> {
    match expr.kind {
        ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => store(expr),
        _ => Err(Fail),
    }
}
