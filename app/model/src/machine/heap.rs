//! Objects and the references between them: a graph that starts at the frames.

use crate::ground::value::{Address, Mark, Value};
use crate::machine::links::Links;
use std::collections::HashSet;
use std::sync::OnceLock;

/// A row of a box: a name, a slot, a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub label: String,
    /// `None` is an empty slot (NULL, or a name without a value).
    pub value: Option<Value>,
}

impl Row {
    pub fn holding(label: &str, value: Value) -> Row {
        Row { label: label.to_owned(), value: Some(value) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKind {
    Names,
    Stack,
}

/// A frame's names or its evaluation stack: where references start.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    pub title: String,
    pub kind: RootKind,
    /// Frame it belongs to, counted from the outermost.
    pub frame: usize,
    pub rows: Vec<Row>,
    pub more: usize,
    /// A remark under the rows: what the next instruction does with them.
    pub note: String,
}

/// An object drawn as a box of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    pub address: Address,
    pub title: String,
    pub type_name: String,
    /// `None` for immortal objects.
    pub refcount: Option<u64>,
    pub mark: Mark,
    pub size: u64,
    /// Generation whose list it is on, if the collector tracks it.
    pub generation: Option<u8>,
    pub interned: bool,
    pub rows: Vec<Row>,
    /// Fields beyond those in `rows`.
    pub more: usize,
}

impl Object {
    /// It was freed by the last step and is shown where it was.
    pub fn is_ghost(&self) -> bool {
        self.mark == Mark::Dying && self.refcount == Some(0)
    }

    /// A young object that one reference leads to, of the size of a list.
    pub fn young(address: Address, title: &str, type_name: &str, rows: Vec<Row>) -> Object {
        Object {
            address,
            title: title.to_owned(),
            type_name: type_name.to_owned(),
            refcount: Some(1),
            mark: Mark::None,
            size: 56,
            generation: Some(0),
            interned: false,
            rows,
            more: 0,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeapModel {
    pub roots: Vec<Root>,
    pub objects: Vec<Object>,
    /// Objects that exist and are not drawn: builtins, modules, code.
    pub folded: u64,
    /// Objects unreachable from any root, kept alive only by a cycle.
    pub unreachable: Vec<Address>,
    pub links: OnceLock<Links>,
}

impl HeapModel {
    /// Objects of a type, with a value, or held by a name, that has a text in it; in the order in which they are drawn.
    pub fn matching(&self, text: &str) -> Vec<Address> {
        let wanted = text.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        let named: HashSet<Address> = self
            .roots
            .iter()
            .flat_map(|root| &root.rows)
            .filter(|row| has(&row.label))
            .filter_map(|row| row.value.as_ref().map(|value| value.address))
            .collect();
        let fits = |object: &&Object| {
            let row = |row: &Row| has(&row.label) || row.value.as_ref().is_some_and(|value| has(&value.text));
            named.contains(&object.address)
                || has(&object.type_name)
                || has(&object.title)
                || object.rows.iter().any(row)
        };
        self.objects.iter().filter(fits).map(|object| object.address).collect()
    }

    pub fn object(&self, address: Address) -> Option<&Object> {
        self.objects.iter().find(|object| object.address == address)
    }

    /// Where each row leads. Whoever changes what is drawn calls [`HeapModel::unlink`].
    pub fn links(&self) -> &Links {
        self.links.get_or_init(|| Links::of(self))
    }

    pub fn unlink(&mut self) {
        self.links.take();
    }
}
