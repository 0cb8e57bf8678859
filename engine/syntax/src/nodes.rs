//! The tree as a list in preorder: what a view of it draws, folds and selects by index.

use crate::ast::{Mod, Span};
use crate::ast_dump::constant_repr;
use crate::reflect::{NodeRef, Value};

/// A node of the tree. Contexts and operators are no nodes of their own here: the latter are labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The class name in Python's `ast` module.
    pub kind: &'static str,
    /// The field of the parent that holds it; empty for the root.
    pub field: &'static str,
    /// Its place in that field, if the field is a list.
    pub item: Option<u32>,
    pub parent: Option<u32>,
    pub depth: u32,
    /// Index of the first node that is not below it.
    pub end: u32,
    /// Where it is in the source: its own position, or for kinds without one what its children cover.
    pub span: Option<Span>,
    /// Its name, value or operator, if it has one.
    pub label: String,
}

/// Longest constant that a label shows, in characters.
const MAX_LABEL: usize = 60;

/// Every node, parents before children, in the order of fields.
pub fn nodes(module: &Mod) -> Vec<Node> {
    let mut list: Vec<Node> = Vec::new();
    // Not recursive: trees may be deeper than the host's stack.
    let mut work = vec![Work::Enter { node: NodeRef::Mod(module), field: "", item: None, parent: None, depth: 0 }];
    while let Some(next) = work.pop() {
        match next {
            Work::Leave(index) => {
                let end = list.len() as u32;
                list[index as usize].end = end;
                let (span, parent) = (list[index as usize].span, list[index as usize].parent);
                // Children with positions give one to a parent without.
                if let (Some(span), Some(parent)) = (span, parent)
                    && !has_position(list[parent as usize].kind)
                {
                    let parent = &mut list[parent as usize];
                    parent.span = Some(parent.span.map_or(span, |whole| cover(whole, span)));
                }
            }
            Work::Enter { node, field, item, parent, depth } => {
                let index = list.len() as u32;
                let fields = node.fields();
                list.push(Node {
                    kind: node.name(),
                    field,
                    item,
                    parent,
                    depth,
                    end: index + 1,
                    span: node.span(),
                    label: label(&fields),
                });
                work.push(Work::Leave(index));
                for (field, value) in fields.into_iter().rev() {
                    let enter = |node, item| Work::Enter { node, field, item, parent: Some(index), depth: depth + 1 };
                    match value {
                        Value::Node(NodeRef::Bare(_)) => {}
                        Value::Node(child) => work.push(enter(child, None)),
                        Value::Nodes(children) => {
                            let children = children.into_iter().enumerate().rev();
                            work.extend(children.filter_map(|(i, child)| match child? {
                                NodeRef::Bare(_) => None,
                                child => Some(enter(child, Some(i as u32))),
                            }));
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    list
}

enum Work<'a> {
    Enter { node: NodeRef<'a>, field: &'static str, item: Option<u32>, parent: Option<u32>, depth: u32 },
    Leave(u32),
}

/// The innermost node that covers a position: line from 1, column in bytes from 0.
pub fn innermost_at(nodes: &[Node], line: u32, col: u32) -> Option<usize> {
    let mut found = None;
    let mut i = 0;
    while i < nodes.len() {
        match nodes[i].span {
            Some(span) if contains(span, line, col) => {
                found = Some(i);
                i += 1;
            }
            // A decorator lies before its definition, which therefore does not cover all that is below it.
            Some(_) if nodes[i].depth > 0 && !nodes[i].kind.ends_with("Def") => i = nodes[i].end as usize,
            _ => i += 1,
        }
    }
    found
}

/// Indices of the nodes in the order in which reading the source completes them: a node when its last token has been
/// read, children before their parents.
pub fn completion_order(nodes: &[Node]) -> Vec<u32> {
    let mut order: Vec<(u32, u32, u32)> = Vec::with_capacity(nodes.len());
    let mut open: Vec<usize> = Vec::new();
    let mut last_end = (0, 0);
    let mut close = |index: usize, order: &mut Vec<(u32, u32, u32)>| {
        // A node without tokens of its own is complete where the one before it is.
        let end = nodes[index].span.map_or(last_end, |span| (span.end_line, span.end_col));
        last_end = end;
        order.push((end.0, end.1, index as u32));
    };
    for index in 0..nodes.len() {
        while let Some(&last) = open.last()
            && nodes[last].end as usize <= index
        {
            open.pop();
            close(last, &mut order);
        }
        open.push(index);
    }
    while let Some(last) = open.pop() {
        close(last, &mut order);
    }
    // Stable: what ends at the same place stays in the order of leaving it, innermost first.
    order.sort_by_key(|&(line, col, _)| (line, col));
    order.into_iter().map(|(_, _, index)| index).collect()
}

fn contains(span: Span, line: u32, col: u32) -> bool {
    (span.line, span.col) <= (line, col) && (line, col) < (span.end_line, span.end_col)
}

fn cover(a: Span, b: Span) -> Span {
    let (line, col) = (a.line, a.col).min((b.line, b.col));
    let (end_line, end_col) = (a.end_line, a.end_col).max((b.end_line, b.end_col));
    Span { line, col, end_line, end_col }
}

/// Whether nodes of this kind have a position of their own (`attributes` in `Parser/Python.asdl`).
fn has_position(kind: &str) -> bool {
    !matches!(
        kind,
        "Module"
            | "Interactive"
            | "Expression"
            | "FunctionType"
            | "comprehension"
            | "arguments"
            | "withitem"
            | "match_case"
    )
}

fn label(fields: &[(&'static str, Value<'_>)]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (field, value) in fields {
        match value {
            Value::Name(name) if *field == "asname" => parts.push(format!("as {name}")),
            Value::Name(name) => parts.push((*name).to_owned()),
            Value::Names(names) => parts.extend(names.iter().map(|name| name.to_string())),
            Value::Constant(constant) => parts.push(shortened(constant)),
            Value::Node(NodeRef::Bare(name)) => parts.extend(symbol(name).map(str::to_owned)),
            Value::Nodes(nodes) => {
                for node in nodes {
                    if let Some(NodeRef::Bare(name)) = node {
                        parts.extend(symbol(name).map(str::to_owned));
                    }
                }
            }
            Value::Int(level) if *field == "level" && *level > 0 => parts.insert(0, ".".repeat(*level as usize)),
            Value::Int(letter) if *field == "conversion" && *letter > 0 => {
                parts.extend(u8::try_from(*letter).ok().map(|letter| format!("!{}", char::from(letter))));
            }
            Value::Int(1) if *field == "is_async" => parts.push("async".to_owned()),
            _ => {}
        }
    }
    parts.join(" ")
}

fn shortened(constant: &crate::ast::Constant) -> String {
    let mut text = String::new();
    constant_repr(constant, &mut text);
    match text.char_indices().nth(MAX_LABEL) {
        Some((at, _)) => {
            text.truncate(at);
            text.push('…');
            text
        }
        None => text,
    }
}

/// How an operator is written; nothing for a context.
fn symbol(name: &str) -> Option<&'static str> {
    Some(match name {
        "And" => "and",
        "Or" => "or",
        "Add" | "UAdd" => "+",
        "Sub" | "USub" => "-",
        "Mult" => "*",
        "MatMult" => "@",
        "Div" => "/",
        "Mod" => "%",
        "Pow" => "**",
        "LShift" => "<<",
        "RShift" => ">>",
        "BitOr" => "|",
        "BitXor" => "^",
        "BitAnd" => "&",
        "FloorDiv" => "//",
        "Invert" => "~",
        "Not" => "not",
        "Eq" => "==",
        "NotEq" => "!=",
        "Lt" => "<",
        "LtE" => "<=",
        "Gt" => ">",
        "GtE" => ">=",
        "Is" => "is",
        "IsNot" => "is not",
        "In" => "in",
        "NotIn" => "not in",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mode, parse};

    fn outline(source: &str) -> String {
        let parsed = parse(source.as_bytes(), Mode::Exec).expect("a valid program");
        let line = |node: &Node| {
            format!("{}{} {} [{}]\n", "  ".repeat(node.depth as usize), node.field, node.kind, node.label)
        };
        nodes(&parsed.module).iter().map(line).collect()
    }

    #[test]
    fn preorder_with_labels() {
        assert_eq!(
            outline("@d\ndef f(a, *b): return a < 1 is not None\nfrom ..m import x as y\n"),
            " Module []\n  \
               body FunctionDef [f]\n    \
                 args arguments []\n      \
                   args arg [a]\n      \
                   vararg arg [b]\n    \
                 body Return []\n      \
                   value Compare [< is not]\n        \
                     left Name [a]\n        \
                     comparators Constant [1]\n        \
                     comparators Constant [None]\n    \
                 decorator_list Name [d]\n  \
               body ImportFrom [.. m]\n    \
                 names alias [x as y]\n"
        );
    }

    #[test]
    fn nodes_are_completed_from_the_inside() {
        let parsed = parse(b"@d\ndef f(a): return a\nx = 1\n", Mode::Exec).expect("a valid program");
        let list = nodes(&parsed.module);
        let order: Vec<_> = completion_order(&list).iter().map(|&i| list[i as usize].kind).collect();
        assert_eq!(
            order,
            ["Name", "arg", "arguments", "Name", "Return", "FunctionDef", "Name", "Constant", "Assign", "Module"]
        );
    }

    #[test]
    fn the_innermost_node_at_a_position() {
        let parsed = parse(b"@deco\ndef f():\n    return a + bc\n", Mode::Exec).expect("a valid program");
        let list = nodes(&parsed.module);
        let at = |line, col| innermost_at(&list, line, col).map(|i| (list[i].kind, list[i].label.as_str()));
        assert_eq!(at(3, 15), Some(("Name", "bc")));
        assert_eq!(at(3, 13), Some(("BinOp", "+")));
        assert_eq!(at(1, 2), Some(("Name", "deco")));
        assert_eq!(at(2, 1), Some(("FunctionDef", "f")));
        assert_eq!(at(9, 0), None);
    }
}
