//! Where a learner is in a lesson: the stop, the answer given, what the run answered.

use model::ask::lesson::{Lesson, Query, Stop};

pub struct Folder {
    pub name: &'static str,
    pub lesson: &'static str,
    pub program: &'static str,
}

macro_rules! lesson {
    ($name:literal) => {
        Folder {
            name: $name,
            lesson: include_str!(concat!("../../../../../lessons/", $name, "/lesson.md")),
            program: include_str!(concat!("../../../../../lessons/", $name, "/program.py")),
        }
    };
}

/// The lessons that come with the app.
pub const LESSONS: [Folder; 4] = [
    lesson!("01-how-python-runs-your-code"),
    lesson!("02-from-text-to-tokens-to-tree"),
    lesson!("03-from-tree-to-bytecode"),
    lesson!("04-what-is-inside-a-pyc"),
];

#[derive(Default)]
pub struct LessonState {
    pub open: Option<Lesson>,
    pub stop: usize,
    /// What the run says to the question of this stop, once it has been worked out.
    pub truth: Option<Result<String, String>>,
    pub given: Option<String>,
    /// What the run says to the claim of this stop.
    pub verdict: Option<Result<String, String>>,
    pub revealed: Vec<bool>,
}

impl LessonState {
    pub fn current(&self) -> Option<&Stop> {
        self.open.as_ref().and_then(|lesson| lesson.stops.get(self.stop))
    }

    pub fn start(&mut self, lesson: Lesson) {
        *self = LessonState { open: Some(lesson), ..LessonState::default() };
        self.enter(0);
    }

    pub fn enter(&mut self, stop: usize) {
        let count = self.open.as_ref().map_or(0, |lesson| lesson.stops.len());
        self.stop = stop.min(count.saturating_sub(1));
        self.truth = None;
        self.given = None;
        self.verdict = None;
        self.revealed = vec![false; self.current().map_or(0, |stop| stop.checks.len())];
    }

    /// Whether an answer is awaited, so that nothing may give it away.
    pub fn waiting(&self) -> bool {
        self.given.is_none() && self.current().is_some_and(|stop| stop.predict.is_some())
    }

    pub fn question(&self) -> Option<&Query> {
        self.current().and_then(|stop| stop.predict.as_ref()).map(|predict| &predict.query)
    }

    pub fn claim(&self) -> Option<&Query> {
        self.current().and_then(|stop| stop.claim.as_ref()).map(|claim| &claim.query)
    }

    /// The answers to choose from, the run's own among them, in an order that does not tell which it is.
    pub fn options(&self) -> Vec<String> {
        let Some(predict) = self.current().and_then(|stop| stop.predict.as_ref()) else { return Vec::new() };
        let mut options = predict.options.clone();
        if let Some(Ok(truth)) = &self.truth
            && !options.contains(truth)
        {
            options.push(truth.clone());
        }
        options.sort();
        options
    }

    pub fn note(&self) -> String {
        self.open.as_ref().map_or(String::new(), |lesson| format!("{} of {}", self.stop + 1, lesson.stops.len()))
    }
}
