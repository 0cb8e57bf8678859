//! The audit, kept up from step to step: how many references lead to each object, with only what a step wrote looked at
//! again. Everything at once is [`Machine::audit`].

use crate::memory::audit::Finding;
use crate::memory::object::{Kind, Obj, Slot};
use crate::state::interpreter::Machine;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Which slots, words and types a step may have written.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    pub slots: Vec<Range<usize>>,
    pub words: Vec<Range<usize>>,
    pub types: Vec<Range<usize>>,
}

/// References found at a moment.
pub struct Ledger {
    /// To each object: from other objects, and from roots.
    found: Vec<u32>,
    roots: Vec<Obj>,
    /// Whose each range of words is, by its first word.
    owners: BTreeMap<u32, Obj>,
}

/// The first word of the range that an object has its references in.
fn range_of(m: &Machine, slot: &Slot) -> Option<u32> {
    use Kind::{
        Dict, Exception, Frame, FrozenSet, Function, Generator, GenericAlias, Instance, List, Property, Range, Set,
    };
    match slot.kind {
        List
        | Dict
        | Set
        | FrozenSet
        | Range
        | Property
        | GenericAlias
        | Kind::MemoryView
        | Function
        | Exception
        | Instance
        | Generator
        | Frame
        | Kind::Record
        | Kind::Tuple => Some(slot.b_lo()).filter(|at| *at != 0),
        Kind::Type => m.types.get(slot.a as usize).map(|info| info.shared_keys).filter(|at| *at != 0),
        _ => None,
    }
}

/// An object holds references, as far as they are its own: one that is being deallocated gives them back one by one.
fn holds(slot: &Slot) -> bool {
    !matches!(slot.kind, Kind::Free | Kind::GcHead) && slot.refcnt != 0
}

impl Ledger {
    pub fn new(m: &Machine) -> Ledger {
        let mut ledger = Ledger { found: vec![0; m.slots.len()], roots: Vec::new(), owners: BTreeMap::new() };
        m.roots(&mut |o| ledger.roots.push(o));
        ledger.roots.iter().for_each(|o| ledger.found[o.ix()] += 1);
        for (at, slot) in m.slots.iter().enumerate().filter(|(_, slot)| holds(slot)) {
            let o = Obj(at as u32);
            m.edges(o, &mut |edge| ledger.found[edge.ix()] += 1);
            ledger.owners.extend(range_of(m, slot).map(|first| (first, o)));
        }
        ledger
    }

    /// Goes on by a step: from one machine to another, which differ in what was written only. Answers which of the counts
    /// that the step may have touched are not the number of references found.
    pub fn step(mut self, before: &Machine, after: &Machine, written: &Touched) -> (Ledger, Vec<Finding>) {
        self.found.resize(after.slots.len(), 0);
        let mut changed: BTreeSet<Obj> = BTreeSet::new();
        for at in written.slots.iter().cloned().flatten() {
            if before.slots.get(at) != after.slots.get(at) {
                changed.insert(Obj(at as u32));
            }
        }
        for at in written.types.iter().cloned().flatten() {
            if before.types.get(at) != after.types.get(at) {
                let object = |m: &Machine| m.types.get(at).map(|info| info.obj).filter(|o| !o.is_null());
                changed.extend(object(before).into_iter().chain(object(after)));
            }
        }
        for at in written.words.iter().cloned().flatten() {
            if before.words.data.get(at) != after.words.data.get(at) {
                changed.extend(self.owners.range(..=at as u32).next_back().map(|(_, owner)| *owner));
            }
        }
        let mut touched = changed.clone();
        let slot = |m: &Machine, o: Obj| m.slots.get(o.ix()).copied().unwrap_or(Slot::EMPTY);
        for &o in &changed {
            let (was, is) = (slot(before, o), slot(after, o));
            if holds(&was) {
                before.edges(o, &mut |edge| {
                    self.found[edge.ix()] = self.found[edge.ix()].wrapping_sub(1);
                    touched.insert(edge);
                });
            }
            if holds(&is) {
                after.edges(o, &mut |edge| {
                    self.found[edge.ix()] = self.found[edge.ix()].wrapping_add(1);
                    touched.insert(edge);
                });
            }
            if let Some(first) = range_of(before, &was).filter(|first| self.owners.get(first) == Some(&o)) {
                self.owners.remove(&first);
            }
        }
        let owned = changed.iter().filter_map(|&o| Some((range_of(after, &slot(after, o))?, o)));
        self.owners.extend(owned.filter(|(_, o)| holds(&slot(after, *o))));
        for o in self.roots.drain(..) {
            self.found[o.ix()] = self.found[o.ix()].wrapping_sub(1);
            touched.insert(o);
        }
        after.roots(&mut |o| self.roots.push(o));
        for &o in &self.roots {
            self.found[o.ix()] = self.found[o.ix()].wrapping_add(1);
            touched.insert(o);
        }
        let findings = touched.into_iter().filter_map(|o| self.disagreement(after, o)).collect();
        (self, findings)
    }

    fn disagreement(&self, m: &Machine, o: Obj) -> Option<Finding> {
        let (slot, found) = (m.slot(o), self.found[o.ix()]);
        let wrong = match slot.kind {
            Kind::GcHead => false,
            Kind::Free => found > 0,
            _ if slot.is_immortal() => false,
            _ => slot.refcnt < found || m.thread.nesting == 0 && slot.refcnt != found,
        };
        wrong.then(|| format!("{:?} #{} counts {} and is referred to {found} times", slot.kind, o.0, slot.refcnt))
    }

    /// The first object of which two ledgers do not say the same.
    pub fn differs(&self, other: &Ledger) -> Option<Obj> {
        let pairs = self.found.iter().zip(&other.found);
        pairs.enumerate().find(|(_, (a, b))| a != b).map(|(at, _)| Obj(at as u32))
    }
}
