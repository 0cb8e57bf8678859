//! The collector's generations at a moment.

use super::{Scene, address, repr};
use crate::ground::value::Mark;
use crate::machine::gc::{GcModel, Generation, Member};
use vm::native::static_strings::fixed;
use vm::state::interpreter::Machine;

/// Objects of a generation that are drawn: the youngest.
const DRAWN: usize = 120;

pub fn gc(machine: &Machine, scene: &Scene) -> GcModel {
    let generations = (0..3)
        .map(|index| {
            let state = &machine.gc.generations[index as usize];
            let list = machine.gc.list(fixed::GEN0 + index);
            // The program's own objects first, the youngest of them before the others.
            let own = list.iter().rev().filter(|object| !scene.before.contains(&object.0));
            let member = |object: &vm::memory::object::Obj| Member {
                address: address(machine, *object),
                label: repr::short(machine, *object),
                mark: Mark::None,
            };
            Generation {
                count: state.count.max(0) as u64,
                threshold: state.threshold.max(0) as u64,
                objects: list.len() as u64,
                members: own.take(DRAWN).map(member).collect(),
            }
        })
        .collect();
    GcModel {
        generations,
        enabled: machine.gc.enabled,
        collections: machine.gc.generations.iter().map(|generation| generation.collections).sum(),
        last: None,
    }
}
