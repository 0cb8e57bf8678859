//! Objects and the references between them: a graph that starts at the frames.

use crate::ground::value::{Address, Mark, Value};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use std::collections::{HashMap, HashSet};

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
    /// References written in this step: from (holder address or 0 for a root, label) to the object.
    pub written: Vec<(Address, String)>,
    /// Objects unreachable from any root, kept alive only by a cycle.
    pub unreachable: Vec<Address>,
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

    /// Addresses of drawn objects, for a quick test whether a reference has an arrow.
    pub fn drawn(&self) -> HashMap<Address, usize> {
        self.objects.iter().enumerate().map(|(index, object)| (object.address, index)).collect()
    }

    /// References between drawn objects.
    pub fn edges(&self) -> Vec<(Address, Address)> {
        let drawn = self.drawn();
        self.objects
            .iter()
            .flat_map(|object| object.rows.iter().map(move |row| (object.address, row)))
            .filter_map(|(from, row)| row.value.as_ref().map(|value| (from, value.address)))
            .filter(|(_, to)| drawn.contains_key(to))
            .collect()
    }

    /// Objects that can be reached from themselves: the members of reference cycles.
    pub fn in_cycles(&self) -> HashSet<Address> {
        // By position, and in a way that does not recurse: a heap may be one long chain.
        let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(self.objects.len(), self.objects.len());
        let nodes: Vec<_> = self.objects.iter().map(|_| graph.add_node(())).collect();
        let drawn = self.drawn();
        for (from, to) in self.edges() {
            graph.add_edge(nodes[drawn[&from]], nodes[drawn[&to]], ());
        }
        kosaraju_scc(&graph)
            .into_iter()
            .filter(|group| group.len() > 1 || group.iter().any(|&node| graph.contains_edge(node, node)))
            .flatten()
            .map(|node| self.objects[node.index()].address)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(address: Address, to: &[Address]) -> Object {
        let row = |&to: &Address| Row::holding("", Value::reference("", "list", to));
        Object::young(address, "", "list", to.iter().map(row).collect())
    }

    #[test]
    fn cycles_are_found_and_chains_are_not() {
        let heap = HeapModel {
            objects: vec![object(1, &[2]), object(2, &[3]), object(3, &[2]), object(4, &[4]), object(5, &[1])],
            ..HeapModel::default()
        };
        let mut found: Vec<_> = heap.in_cycles().into_iter().collect();
        found.sort();
        assert_eq!(found, [2, 3, 4]);
    }
}
