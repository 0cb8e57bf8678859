//! At which step objects were made: read from the recording as far as somebody asks, and kept.

use model::moment::reasons::{LOOKED_BACK, LOOKED_UP};
use std::collections::{BTreeMap, HashMap};
use timeline::Session;
use vm::memory::object::Obj;

#[derive(Default)]
pub struct Origins {
    /// Steps read so far.
    read: u64,
    /// An object's place is used again when it is gone: the steps that made one there, in order.
    made: HashMap<Obj, Vec<u64>>,
    /// Stretches further on that were read, by their number: what each made.
    stretches: BTreeMap<u64, HashMap<Obj, Vec<u64>>>,
}

/// Steps of a stretch, and how many are read for one question: less than a fifth of a second's work.
const STRETCH: u64 = 20_000;
const READ: u64 = 3;
/// Stretches that are kept.
const KEPT: usize = 32;
const _: () = assert!(LOOKED_BACK == STRETCH * (READ - 1));

impl Origins {
    /// Takes in what a step made, if it is the next one to be read.
    pub fn note(&mut self, step: u64, allocated: &[Obj]) {
        if step == self.read && step < LOOKED_UP {
            self.read += 1;
            for object in allocated {
                self.made.entry(*object).or_default().push(step);
            }
        }
    }

    /// Whether what was made before a step is known.
    pub fn knows(&self, step: u64) -> bool {
        self.read >= step
    }

    /// Reads the recording up to a step.
    pub fn read(&mut self, session: &mut Session, step: u64) {
        for at in self.read..step.min(LOOKED_UP) {
            let Some(around) = session.look_at_step(at) else { return };
            self.note(at, &around.effects.allocated);
        }
    }

    /// The step that made an object which is there before another step, far into a run; `None` if that was long before.
    pub fn near(&mut self, session: &mut Session, object: Obj, step: u64) -> Option<u64> {
        let last = step / STRETCH;
        for number in (last.saturating_sub(READ - 1)..=last).rev() {
            if self.stretches.len() > KEPT {
                self.stretches.clear();
            }
            let made = self.stretches.entry(number).or_insert_with(|| stretch(session, number));
            let steps = made.get(&object).map_or(&[][..], |steps| &steps[..steps.partition_point(|at| *at < step)]);
            if let Some(made) = steps.last() {
                return Some(*made);
            }
        }
        None
    }

    /// The step that made an object which is there before another step; `None` if it was there from the beginning.
    pub fn of(&self, object: Obj, step: u64) -> Option<u64> {
        let made = self.made.get(&object)?;
        made[..made.partition_point(|at| *at < step)].last().copied()
    }
}

/// What each step of a stretch made.
fn stretch(session: &mut Session, number: u64) -> HashMap<Obj, Vec<u64>> {
    let mut made: HashMap<Obj, Vec<u64>> = HashMap::new();
    for at in number * STRETCH..(number + 1) * STRETCH {
        let Some(around) = session.look_at_step(at) else { break };
        for object in &around.effects.allocated {
            made.entry(*object).or_default().push(at);
        }
    }
    made
}
