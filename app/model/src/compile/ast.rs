//! The syntax tree as rows: each node once, in preorder, with its depth, field and span; and in which order the parser
//! completes them.

use crate::ground::place::{self, Span};
use crate::ground::value::Mark;
use std::ops::Range;
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
    /// Rows that the step takes out of the tree; they are still here.
    pub dying: Range<usize>,
    /// Rows that it puts in.
    pub new: Range<usize>,
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
        AstModel { rows: list.into_iter().map(row).collect(), completed, completed_at, ..AstModel::default() }
    }

    /// The tree while one node is rewritten: as it is `after` that, with what it was `before` in front of what it became.
    pub fn rewriting(before: &AstModel, mut after: AstModel) -> AstModel {
        let same = |(was, is): (&NodeRow, &NodeRow)| {
            // Nodes without a place of their own have that of what they hold.
            let placeless = is.kind == "Module" || is.kind.starts_with(char::is_lowercase);
            (was.field, was.kind, &was.detail) == (is.field, is.kind, &is.detail) && (placeless || was.span == is.span)
        };
        let pairs = before.rows.iter().zip(&after.rows);
        let at = pairs.take_while(|pair| same(*pair)).count();
        let (Some(was), Some(is)) = (before.rows.get(at), after.rows.get(at)) else { return after };
        let count = was.end - at;
        // A statement that was left out has the next one in its place, which is not new.
        let next = before.rows.get(was.end).is_some_and(|next| same((next, is)));
        let new = if next { at..at } else { at..is.end };
        for row in &mut after.rows {
            row.parent = row.parent.map(|parent| if parent >= at { parent + count } else { parent });
            if row.end > at {
                row.end += count;
            }
        }
        after.rows.splice(at..at, before.rows[at..was.end].iter().cloned());
        let all: Vec<usize> = (0..after.rows.len()).collect();
        AstModel {
            completed: all.clone(),
            completed_at: all,
            dying: at..at + count,
            new: new.start + count..new.end + count,
            ..after
        }
    }

    /// What the step does to a row.
    pub fn mark(&self, index: usize) -> Mark {
        match index {
            _ if self.dying.contains(&index) => Mark::Dying,
            _ if self.new.contains(&index) => Mark::New,
            _ => Mark::None,
        }
    }

    /// The row that a rewrite is about: what a node became, or what is left out.
    pub fn rewritten(&self) -> Option<usize> {
        let range = if self.new.is_empty() { &self.dying } else { &self.new };
        (!range.is_empty()).then_some(range.start)
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
    fn a_rewritten_node_stands_beside_what_it_becomes() {
        let text = "'doc'\nx = ('%s' % (a,)) + __debug__\n";
        let parsed = syntax::parse(text.as_bytes(), syntax::Mode::Exec).unwrap();
        let options = compiler::Options { optimize: 2, ..compiler::Options::default() };
        let tree = |count| compiler::preprocessed(&parsed, options, count, AstModel::new).unwrap();
        let kinds = |ast: &AstModel, range: &Range<usize>| {
            ast.rows[range.clone()].iter().map(|row| row.kind).collect::<Vec<_>>().join(" ")
        };
        let expected = [
            ("Expr Constant", ""),
            ("BinOp Constant Tuple Name", "JoinedStr FormattedValue Name"),
            ("Name", "Constant"),
        ];
        for (count, (dying, new)) in expected.into_iter().enumerate() {
            let both = AstModel::rewriting(&tree(count), tree(count + 1));
            assert_eq!((kinds(&both, &both.dying).as_str(), kinds(&both, &both.new).as_str()), (dying, new));
            for (index, row) in both.rows.iter().enumerate() {
                let parent = row.parent.map(|parent| &both.rows[parent]);
                assert!(parent.is_none_or(|parent| parent.depth + 1 == row.depth && row.end <= parent.end), "{index}");
                assert_eq!(both.children(index).filter(|child| both.rows[*child].parent != Some(index)).count(), 0);
            }
        }
    }

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
