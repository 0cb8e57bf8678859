//! A lesson's way through its stops.

use super::Shell;
use crate::panes::story::lesson_state::LESSONS;
use crate::recording::worker::{Ask, Before, Part};
use crate::shell::layouts::Docks;
use model::ask::command::{Move, Pane};
use model::ask::lesson::{Lesson, Rerun};

impl Shell {
    pub(super) fn open_lesson(&mut self, index: usize) {
        let Some(folder) = LESSONS.get(index) else { return };
        match Lesson::parse(folder.lesson) {
            Ok(lesson) => {
                self.show_program("program.py", folder.program, folder.beside);
                self.layout = lesson.layout;
                self.docks = Docks::of(lesson.layout);
                self.lesson.start(lesson);
                self.arrive();
            }
            Err(problem) => self.notice = Some(format!("{}: {problem}", folder.name)),
        }
    }

    pub(super) fn stop_of_lesson(&mut self, stop: usize) {
        let Some(lesson) = &self.lesson.open else { return };
        if stop >= lesson.stops.len() || (stop > self.lesson.stop && self.lesson.waiting()) {
            return;
        }
        self.lesson.enter(stop);
        self.arrive();
    }

    /// Goes to where the stop is anchored and asks the run what the stop asks the learner.
    fn arrive(&mut self) {
        let Some(stop) = self.lesson.current().cloned() else { return };
        self.playing = None;
        self.rerun();
        if let Some(anchor) = stop.at {
            self.ask_move(Move::Anchor(anchor));
        }
        for pane in stop.show {
            self.docks.show(pane);
        }
        self.docks.show(Pane::Lesson);
        if self.presenting {
            self.beside = Pane::Lesson;
        }
        if let Some(worker) = &self.worker {
            let parts = [
                (self.lesson.question(), Part::Prediction),
                (self.lesson.claim(), Part::Claim),
                (self.lesson.trap(), Part::Trap),
            ];
            for (query, part) in parts {
                if let Some(query) = query {
                    worker.ask(Ask::Question { query: query.clone(), part });
                }
            }
        }
    }
    /// Runs the program as often, and with its files changed, as the stop and those before it ask for; from the beginning,
    /// if one went back.
    fn rerun(&mut self) {
        let Some(lesson) = &self.lesson.open else { return };
        let wanted: Vec<Rerun> = lesson.reruns(self.lesson.stop).into_iter().cloned().collect();
        if wanted == self.lesson.rerun {
            return;
        }
        let mut before = Vec::new();
        let missing = match wanted.strip_prefix(&*self.lesson.rerun) {
            Some(missing) => missing.to_vec(),
            None => {
                before.extend([Before::StartOver, Before::Load]);
                wanted.clone()
            }
        };
        for (nth, rerun) in missing.iter().enumerate() {
            if nth > 0 {
                before.push(Before::Load);
            }
            before.extend([Before::Finish, rerun.change().map_or(Before::TakeOver, Before::Change)]);
        }
        self.lesson.rerun = wanted;
        self.load_after(before, None);
    }
}
