//! `ast.dump`: the tree as text.

use crate::ast::{Constant, Mod};
use crate::reflect::{NodeRef, Value};
use ground::{float, repr};

/// `ast.dump(tree, include_attributes=attributes, indent=indent)`: without `indent` on one line, with it most fields
/// on lines of their own. Empty lists and absent values are left out (`show_empty=False`).
/// `python -m ast FILE` is `indent` 3, `python -m ast -a FILE` the same with attributes.
pub fn dump(module: &Mod, attributes: bool, indent: Option<usize>) -> String {
    let mut dumper = Dumper { out: String::new(), attributes, indent, work: vec![Work::Node(NodeRef::Mod(module), 0)] };
    // A stack of our own: trees may be deeper than the host's stack.
    while let Some(work) = dumper.work.pop() {
        match work {
            Work::Text(text) => dumper.out.push_str(text),
            Work::Break(level) => dumper.line_break(level),
            Work::Node(node, level) => dumper.node(node, level + 1),
            Work::Value(value, level) => dumper.value(value, level),
        }
    }
    dumper.out
}

/// What is still to be written, last first.
enum Work<'a> {
    Text(&'static str),
    Break(usize),
    Node(NodeRef<'a>, usize),
    Value(Value<'a>, usize),
}

struct Dumper<'a> {
    out: String,
    attributes: bool,
    indent: Option<usize>,
    work: Vec<Work<'a>>,
}

impl<'a> Dumper<'a> {
    fn line_break(&mut self, level: usize) {
        if let Some(width) = self.indent {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', width * level));
        }
    }

    fn separator(&mut self, level: usize) {
        if self.indent.is_some() {
            self.work.push(Work::Break(level));
            self.work.push(Work::Text(","));
        } else {
            self.work.push(Work::Text(", "));
        }
    }

    fn node(&mut self, node: NodeRef<'a>, level: usize) {
        let mut fields: Vec<_> = node.fields().into_iter().filter(|(_, value)| !is_left_out(value)).collect();
        if let Some(span) = node.span()
            && self.attributes
        {
            let int = |value: u32| Value::Int(i64::from(value));
            fields.extend([
                ("lineno", int(span.line)),
                ("col_offset", int(span.col)),
                ("end_lineno", int(span.end_line)),
                ("end_col_offset", int(span.end_col)),
            ]);
        }
        self.out.push_str(node.name());
        self.out.push('(');
        self.work.push(Work::Text(")"));
        let one_line = fields.len() <= 3 && fields.iter().all(|(_, value)| is_simple(value, self.attributes));
        let count = fields.len();
        for (i, (name, value)) in fields.into_iter().enumerate().rev() {
            self.work.push(Work::Value(value, level));
            self.work.push(Work::Text("="));
            self.work.push(Work::Text(name));
            if i > 0 {
                if one_line {
                    self.work.push(Work::Text(", "));
                } else {
                    self.separator(level);
                }
            }
        }
        if !one_line && count > 0 {
            self.work.push(Work::Break(level));
        }
    }

    fn value(&mut self, value: Value<'a>, level: usize) {
        match value {
            Value::Node(node) => self.node(node, level + 1),
            Value::Nodes(nodes) if nodes.is_empty() => self.out.push_str("[]"),
            Value::Nodes(nodes) => {
                let level = level + 1;
                self.work.push(Work::Text("]"));
                for (i, node) in nodes.into_iter().enumerate().rev() {
                    self.work.push(match node {
                        Some(node) => Work::Node(node, level),
                        None => Work::Text("None"),
                    });
                    if i > 0 {
                        self.separator(level);
                    }
                }
                self.work.push(Work::Break(level));
                self.out.push('[');
            }
            Value::Names(names) => {
                let level = level + 1;
                self.out.push('[');
                for (i, name) in names.iter().enumerate() {
                    if i > 0 {
                        self.out.push_str(if self.indent.is_some() { "," } else { ", " });
                    }
                    self.line_break(level);
                    repr::str_repr(name.chars().map(u32::from), &mut self.out);
                }
                self.out.push(']');
            }
            Value::Name(name) => repr::str_repr(name.chars().map(u32::from), &mut self.out),
            Value::Int(value) => self.out.push_str(&value.to_string()),
            Value::Constant(value) => constant_repr(value, &mut self.out),
            Value::Str(text) => str_repr(text, &mut self.out),
            Value::Absent => self.out.push_str("None"),
        }
    }
}

fn str_repr(text: &crate::pystr::PyStr, out: &mut String) {
    let points: Vec<u32> = text.code_points().collect();
    repr::str_repr(points.iter().copied(), out);
}

/// `repr` of a constant's value.
pub fn constant_repr(value: &Constant, out: &mut String) {
    match value {
        Constant::None => out.push_str("None"),
        Constant::Ellipsis => out.push_str("Ellipsis"),
        Constant::Bool(true) => out.push_str("True"),
        Constant::Bool(false) => out.push_str("False"),
        Constant::Int(int) => out.push_str(&int.to_string()),
        Constant::Float(float) => out.push_str(&float::float_repr(*float)),
        Constant::Complex(real, imag) => out.push_str(&float::complex_repr(*real, *imag)),
        Constant::Str(text) => str_repr(text, out),
        Constant::Bytes(bytes) => repr::bytes_repr(bytes, out),
    }
}

fn is_left_out(value: &Value<'_>) -> bool {
    match value {
        Value::Absent => true,
        Value::Nodes(nodes) => nodes.is_empty(),
        Value::Names(names) => names.is_empty(),
        _ => false,
    }
}

/// What `ast.dump` calls simple: no list with elements and no node with fields.
fn is_simple(value: &Value<'_>, attributes: bool) -> bool {
    match value {
        Value::Nodes(_) | Value::Names(_) => false,
        Value::Node(NodeRef::Bare(_)) => true,
        Value::Node(node) => {
            (!attributes || node.span().is_none()) && node.fields().iter().all(|(_, value)| is_left_out(value))
        }
        _ => true,
    }
}
