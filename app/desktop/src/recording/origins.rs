//! At which step objects were made: read from the recording as far as somebody asks, and kept.

use model::moment::reasons::LOOKED_UP;
use std::collections::HashMap;
use timeline::Session;
use vm::memory::object::Obj;

#[derive(Default)]
pub struct Origins {
    /// Steps read so far.
    read: u64,
    /// An object's place is used again when it is gone: the steps that made one there, in order.
    made: HashMap<Obj, Vec<u64>>,
}

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

    /// The step that made an object which is there before another step; `None` if it was there from the beginning.
    pub fn of(&self, object: Obj, step: u64) -> Option<u64> {
        let made = self.made.get(&object)?;
        made[..made.partition_point(|at| *at < step)].last().copied()
    }
}
