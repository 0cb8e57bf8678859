//! The references of a heap by position: what each row leads to, and which objects lie in cycles. Worked out once a
//! moment, by whoever makes it, so that a frame only looks them up.

use crate::ground::value::{Address, Value};
use crate::machine::heap::{HeapModel, Row};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use rustc_hash::FxHashMap;

pub type ByAddress<T> = FxHashMap<Address, T>;

/// A row that leads to no box.
pub const NOWHERE: u32 = u32::MAX;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    index: ByAddress<u32>,
    /// The object that each row of each object leads to, and where an object's rows begin among them.
    targets: Vec<u32>,
    starts: Vec<u32>,
    /// The same of each root's rows.
    roots: Vec<Vec<u32>>,
    cycles: Vec<bool>,
}

impl Links {
    pub fn of(heap: &HeapModel) -> Links {
        let mut index = ByAddress::with_capacity_and_hasher(heap.objects.len(), Default::default());
        index.extend(heap.objects.iter().enumerate().map(|(at, object)| (object.address, at as u32)));
        let held = |value: &&Value| !value.inline;
        let target = |row: &Row| {
            let value = row.value.as_ref().filter(held);
            value.and_then(|value| index.get(&value.address)).map_or(NOWHERE, |at| *at)
        };
        let mut starts = Vec::with_capacity(heap.objects.len() + 1);
        let mut targets = Vec::with_capacity(heap.objects.len() * 2);
        for object in &heap.objects {
            starts.push(targets.len() as u32);
            targets.extend(object.rows.iter().map(target));
        }
        starts.push(targets.len() as u32);
        let roots = heap.roots.iter().map(|root| root.rows.iter().map(target).collect()).collect();
        let cycles = cycles(&starts, &targets);
        Links { index, targets, starts, roots, cycles }
    }

    /// Where in the model an object is, if it is drawn.
    pub fn at(&self, address: Address) -> Option<usize> {
        self.index.get(&address).map(|at| *at as usize)
    }

    /// What each row of an object leads to.
    pub fn rows(&self, object: usize) -> &[u32] {
        let at = |index: usize| self.starts.get(index).map_or(self.targets.len(), |start| *start as usize);
        &self.targets[at(object)..at(object + 1)]
    }

    pub fn root_rows(&self, root: usize) -> &[u32] {
        self.roots.get(root).map_or(&[], Vec::as_slice)
    }

    /// Whether an object can be reached from itself.
    pub fn in_cycle(&self, object: usize) -> bool {
        self.cycles.get(object).is_some_and(|cycle| *cycle)
    }
}

/// Members of strongly connected parts of more than one node, or with an edge to themselves. Kosaraju's way is the one that does
/// not recurse: a heap may be one long chain.
fn cycles(starts: &[u32], targets: &[u32]) -> Vec<bool> {
    let count = starts.len().saturating_sub(1);
    let mut graph = DiGraph::<(), ()>::with_capacity(count, targets.len());
    let nodes: Vec<_> = (0..count).map(|_| graph.add_node(())).collect();
    let mut found = vec![false; count];
    for (from, node) in nodes.iter().enumerate() {
        for &to in &targets[starts[from] as usize..starts[from + 1] as usize] {
            if let Some(target) = nodes.get(to as usize) {
                graph.add_edge(*node, *target, ());
                found[from] |= to as usize == from;
            }
        }
    }
    for part in kosaraju_scc(&graph).into_iter().filter(|part| part.len() > 1) {
        part.into_iter().for_each(|node| found[node.index()] = true);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::heap::Object;

    fn object(address: Address, to: &[Address]) -> Object {
        let row = |&to: &Address| Row::holding("", Value::reference("", "list", to));
        Object::young(address, "", "list", to.iter().map(row).collect())
    }

    fn cyclic(objects: Vec<Object>) -> Vec<Address> {
        let heap = HeapModel { objects, ..HeapModel::default() };
        let links = Links::of(&heap);
        (0..heap.objects.len()).filter(|at| links.in_cycle(*at)).map(|at| heap.objects[at].address).collect()
    }

    #[test]
    fn cycles_are_found_and_chains_are_not() {
        let two = vec![object(1, &[2]), object(2, &[3]), object(3, &[2]), object(4, &[4]), object(5, &[1])];
        assert_eq!(cyclic(two), [2, 3, 4]);
        // Two rings that touch, and a tail behind them.
        let rings = vec![object(1, &[2]), object(2, &[1, 3, 9]), object(3, &[4, 5]), object(4, &[2]), object(5, &[])];
        assert_eq!(cyclic(rings), [1, 2, 3, 4]);
        let chain = (0..100_000).map(|at| object(at, &[at + 1])).collect();
        assert!(cyclic(chain).is_empty());
    }

    #[test]
    fn rows_lead_to_positions() {
        let heap = HeapModel { objects: vec![object(16, &[32, 48]), object(32, &[])], ..HeapModel::default() };
        let links = Links::of(&heap);
        assert_eq!((links.at(32), links.at(48)), (Some(1), None));
        assert_eq!((links.rows(0), links.rows(1)), (&[1, NOWHERE][..], &[][..]));
        assert!(links.rows(7).is_empty());
    }
}
