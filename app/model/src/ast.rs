//! The syntax tree as rows: each node once, in preorder, with its depth, field and span; and in which order the parser
//! completes them.

use crate::place::{self, Span};
use syntax::ast::Mod;
use syntax::nodes;

#[derive(Clone, Debug, PartialEq)]
pub struct NodeRow {
    /// The field of the parent that holds it: `targets`, `value`, …
    pub field: &'static str,
    /// The node's class: `Assign`, `Name`, …
    pub kind: &'static str,
    /// What is written inside: a name, a constant, an operator.
    pub detail: String,
    pub span: Span,
    pub depth: usize,
    pub parent: Option<usize>,
    /// Index behind the last row of its subtree.
    pub end: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct AstModel {
    pub rows: Vec<NodeRow>,
    /// Rows in the order in which the parser completes them: children before their parents.
    pub completed: Vec<usize>,
    /// For each row, its place in `completed`.
    pub completed_at: Vec<usize>,
}

impl AstModel {
    pub fn new(tree: &Mod) -> Self {
        let list = nodes::nodes(tree);
        let completed: Vec<usize> = nodes::completion_order(&list).into_iter().map(|index| index as usize).collect();
        let mut completed_at = vec![0; list.len()];
        for (order, &row) in completed.iter().enumerate() {
            completed_at[row] = order;
        }
        let row = |node: nodes::Node| NodeRow {
            field: node.field,
            kind: node.kind,
            detail: node.label,
            span: node.span.unwrap_or_default(),
            depth: node.depth as usize,
            parent: node.parent.map(|parent| parent as usize),
            end: node.end as usize,
        };
        AstModel { rows: list.into_iter().map(row).collect(), completed, completed_at }
    }

    /// The rows directly below one.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        let end = self.rows[index].end;
        let mut next = index + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.rows[child].end;
            Some(child)
        })
    }

    /// The smallest node that covers `span`; of nodes equal in extent the innermost.
    pub fn smallest_covering(&self, span: Span) -> Option<usize> {
        let covering =
            self.rows.iter().enumerate().filter(|(_, row)| !place::is_empty(row.span) && place::covers(row.span, span));
        covering.min_by_key(|(_, row)| (place::extent(row.span), std::cmp::Reverse(row.depth))).map(|(index, _)| index)
    }

    /// The statement that a row belongs to, itself included.
    pub fn statement_of(&self, index: usize) -> usize {
        let mut at = index;
        while !is_statement(self.rows[at].kind) {
            match self.rows[at].parent {
                Some(parent) => at = parent,
                None => return at,
            }
        }
        at
    }
}

fn is_statement(kind: &str) -> bool {
    const KINDS: &[&str] = &[
        "FunctionDef",
        "AsyncFunctionDef",
        "ClassDef",
        "Return",
        "Delete",
        "Assign",
        "TypeAlias",
        "AugAssign",
        "AnnAssign",
        "For",
        "AsyncFor",
        "While",
        "If",
        "With",
        "AsyncWith",
        "Match",
        "Raise",
        "Try",
        "TryStar",
        "Assert",
        "Import",
        "ImportFrom",
        "Global",
        "Nonlocal",
        "Expr",
        "Pass",
        "Break",
        "Continue",
    ];
    KINDS.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_completed_before_their_parent() {
        let parsed = syntax::parse(b"x = f(1) + [a for a in b]\n", syntax::Mode::Exec).unwrap();
        let ast = AstModel::new(&parsed.module);
        for (index, row) in ast.rows.iter().enumerate() {
            assert!(row.parent.is_none_or(|parent| ast.completed_at[index] < ast.completed_at[parent]));
            assert_eq!(ast.completed[ast.completed_at[index]], index);
        }
        let add = ast.rows.iter().position(|row| row.kind == "BinOp").unwrap();
        let kinds: Vec<_> = ast.children(add).map(|child| ast.rows[child].kind).collect();
        assert_eq!(kinds, ["Call", "ListComp"]);
    }
}
