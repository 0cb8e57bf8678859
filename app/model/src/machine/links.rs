//! The references of a heap by position: what each row leads to, and which objects lie in cycles. Worked out once a
//! moment, by whoever makes it, so that a frame only looks them up.

use crate::ground::value::{Address, Value};
use crate::machine::heap::{HeapModel, Row};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Addresses are numbers that nobody chooses to collide: one multiplication spreads them.
#[derive(Clone, Copy, Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

pub type ByAddress<T> = HashMap<Address, T, BuildHasherDefault<Spread>>;

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
        let mut index = ByAddress::with_capacity_and_hasher(heap.objects.len(), BuildHasherDefault::default());
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

/// Members of strongly connected parts of more than one node, or with an edge to themselves (Tarjan, without recursion:
/// a heap may be one long chain).
fn cycles(starts: &[u32], targets: &[u32]) -> Vec<bool> {
    let count = starts.len().saturating_sub(1);
    // When a node was met, from 1; the earliest that it leads back to; whether its part is still open.
    let (mut met, mut low, mut open) = (vec![0u32; count], vec![0u32; count], vec![false; count]);
    let mut found = vec![false; count];
    let (mut clock, mut part, mut work) = (0u32, Vec::new(), Vec::new());
    for first in 0..count {
        if met[first] != 0 {
            continue;
        }
        work.push((first, starts[first] as usize));
        while let Some((node, edge)) = work.pop() {
            if met[node] == 0 {
                clock += 1;
                (met[node], low[node], open[node]) = (clock, clock, true);
                part.push(node);
            }
            let end = starts[node + 1] as usize;
            let mut edge = edge;
            let mut below = None;
            while edge < end {
                let to = targets[edge] as usize;
                edge += 1;
                if to >= count {
                    continue;
                }
                if to == node {
                    found[node] = true;
                } else if met[to] == 0 {
                    below = Some(to);
                    break;
                } else if open[to] {
                    low[node] = low[node].min(met[to]);
                }
            }
            if let Some(to) = below {
                work.push((node, edge));
                work.push((to, starts[to] as usize));
                continue;
            }
            if low[node] == met[node] {
                let from = part.iter().rposition(|member| *member == node).unwrap_or(0);
                let members = part.split_off(from);
                let several = members.len() > 1;
                for member in members {
                    open[member] = false;
                    found[member] |= several;
                }
            }
            if let Some((holder, _)) = work.last() {
                low[*holder] = low[*holder].min(low[node]);
            }
        }
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
