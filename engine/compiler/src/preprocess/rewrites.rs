//! What preprocessing did to the tree, for those who watch: the nodes that it rewrote, and the statements as they were.

use super::Preprocess;
use crate::unparse::unparse;
use syntax::ast::{Expr, Mod, Span, Stmt};
use syntax::reflect::NodeRef;

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
    pub(super) fn next(&mut self) -> bool {
        let next = self.left > 0;
        self.refused |= !next;
        self.left -= usize::from(next);
        next
    }

    pub(super) fn expr(&mut self, kind: RewriteKind, expr: &mut Expr, change: impl FnOnce(&mut Expr)) {
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
