//! `from __future__ import …` (`Python/future.c`).

use crate::error::{Res, fail};
use crate::location::{Location, NO_LOCATION};
use syntax::ast::{Constant, ExprKind, Mod, Stmt, StmtKind};

/// Bits of `co_flags` and of `ff_features`.
pub const BARRY_AS_BDFL: u32 = 0x40_0000;
pub const ANNOTATIONS: u32 = 0x100_0000;

/// The flags that code objects inherit from the compilation (`PyCF_MASK`).
pub const INHERITED: u32 = 0x1FE_0000;

/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`.
pub const ALLOW_TOP_LEVEL_AWAIT: u32 = 0x2000;

/// `_PyFutureFeatures`: what is switched on, and where the last such statement stands.
#[derive(Clone, Copy, Debug)]
pub struct Features {
    pub flags: u32,
    pub location: Location,
}

impl Features {
    pub fn annotations(&self) -> bool {
        self.flags & ANNOTATIONS != 0
    }
}

/// The text of a docstring, if the body begins with one.
pub fn docstring(body: &[Stmt]) -> Option<&syntax::pystr::PyStr> {
    let StmtKind::Expr { value } = &body.first()?.kind else { return None };
    match &value.kind {
        ExprKind::Constant { value: Constant::Str(text), .. } => Some(text),
        _ => None,
    }
}

/// Reads the future statements at the head of a module.
pub fn from_ast(module: &Mod) -> Res<Features> {
    let mut features = Features { flags: 0, location: NO_LOCATION };
    let (Mod::Module { body, .. } | Mod::Interactive { body }) = module else { return Ok(features) };
    let skipped = usize::from(docstring(body).is_some());
    for stmt in &body[skipped..] {
        let StmtKind::ImportFrom { module: Some(module), names, level: 0 } = &stmt.kind else { break };
        if &**module != "__future__" {
            break;
        }
        for alias in names {
            match &*alias.name {
                "nested_scopes" | "generators" | "division" | "absolute_import" | "with_statement"
                | "print_function" | "unicode_literals" | "generator_stop" => {}
                "barry_as_FLUFL" => features.flags |= BARRY_AS_BDFL,
                "annotations" => features.flags |= ANNOTATIONS,
                "braces" => return fail(alias.span, "not a chance"),
                other => {
                    return fail(alias.span, format!("future feature {} is not defined", clipped(other, 100)));
                }
            }
        }
        features.location = stmt.span.into();
    }
    Ok(features)
}

/// The first bytes of a text as `%.100s` prints them, cut back to a whole character.
fn clipped(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
