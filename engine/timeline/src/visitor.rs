//! A machine that visits moments: it goes back by restoring a snapshot, and forward by executing.

use crate::snapshot::Snapshot;
use vm::eval::Tracing;
use vm::state::interpreter::{Halt, Machine};

pub struct Visitor {
    pub machine: Machine,
    /// The machine was abandoned inside native code; the moment it reached is `machine.moment`.
    pub spent: bool,
}

impl Visitor {
    pub fn new(machine: Machine) -> Visitor {
        Visitor { machine, spent: false }
    }

    /// Another one, somewhere in the same run.
    pub fn another(&self) -> Visitor {
        let mut machine = self.machine.clone();
        machine.moment = None;
        machine.leash = None;
        Visitor { machine, spent: true }
    }

    /// The moment where it stands.
    pub fn here(&self) -> &Machine {
        match &self.machine.moment {
            Some(moment) if self.spent => moment,
            _ => &self.machine,
        }
    }

    /// Restores the last snapshot that is not behind a step.
    pub fn restore_before(&mut self, step: u64, snapshots: &[Snapshot]) {
        snapshots[before(step, snapshots)].restore(&mut self.machine);
        self.spent = false;
    }

    /// Brings the machine to a step.
    pub fn goto(&mut self, step: u64, snapshots: &[Snapshot]) {
        let nearest = snapshots[before(step, snapshots)].step;
        let here = self.machine.steps();
        if self.spent || here > step || here < nearest || self.machine.thread.frames.is_empty() {
            self.restore_before(step, snapshots);
        }
        if self.machine.steps() < step {
            self.replay_to(step);
            self.spent = self.machine.moment.is_some();
        }
    }

    /// Runs through steps that were recorded before; what they write is known afterwards.
    pub fn replay_to(&mut self, step: u64) {
        self.machine.tracing = Tracing::Pages;
        self.machine.run_to(step);
    }

    /// Whether it can go on from here.
    pub fn can_go_on(&self) -> bool {
        !self.spent && matches!(self.machine.halt, None | Some(Halt::Paused))
    }

    /// What was written on the way is in the recording already.
    pub fn forget_output(&mut self) {
        self.machine.events.clear();
        self.machine.host.stdout.clear();
        self.machine.host.stderr.clear();
    }
}

/// The number of the last snapshot that is not behind a step.
pub fn before(step: u64, snapshots: &[Snapshot]) -> usize {
    snapshots.partition_point(|snapshot| snapshot.step <= step).saturating_sub(1)
}
