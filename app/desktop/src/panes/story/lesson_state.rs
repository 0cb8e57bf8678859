//! Where a learner is in a lesson: the stop, the answer given, what the run answered.

use model::ask::lesson::{Lesson, Rerun, Stop};
use model::ask::query::Query;

pub struct Folder {
    pub name: &'static str,
    pub lesson: &'static str,
    pub program: &'static str,
    /// Names and texts of the files that lie beside the program.
    pub beside: &'static [(&'static str, &'static str)],
}

macro_rules! lesson {
    ($name:literal $(, $beside:literal)*) => {
        Folder {
            name: $name,
            lesson: include_str!(concat!("../../../../../lessons/", $name, "/lesson.md")),
            program: include_str!(concat!("../../../../../lessons/", $name, "/program.py")),
            beside: &[$(($beside, include_str!(concat!("../../../../../lessons/", $name, "/", $beside)))),*],
        }
    };
}

/// The lessons that come with the app.
pub const LESSONS: [Folder; 36] = [
    lesson!("01-how-python-runs-your-code"),
    lesson!("02-from-text-to-tokens-to-tree"),
    lesson!("03-from-tree-to-bytecode"),
    lesson!("04-what-is-inside-a-pyc"),
    lesson!("05-the-virtual-machine"),
    lesson!("06-names-and-scopes"),
    lesson!("07-everything-is-an-object"),
    lesson!("08-exceptions-from-the-inside"),
    lesson!("09-generators-frames-that-wait"),
    lesson!("10-async-without-magic"),
    lesson!("11-how-import-works", "shapes.py", "time.py"),
    lesson!("12-pyc-and-pycache", "hashed.py", "shapes.py"),
    lesson!("13-where-does-the-time-go"),
    lesson!("interview/01-how-python-runs-a-file"),
    lesson!("interview/02-what-is-in-a-pyc"),
    lesson!("interview/03-is-and-equals"),
    lesson!("interview/04-small-integers-and-interned-strings"),
    lesson!("interview/05-reference-counting"),
    lesson!("interview/06-cycles-and-generations"),
    lesson!("interview/07-stack-and-heap"),
    lesson!("interview/08-mutable-default-arguments"),
    lesson!("interview/09-late-binding"),
    lesson!("interview/10-scopes-and-unboundlocalerror"),
    lesson!("interview/11-list-against-tuple"),
    lesson!("interview/12-generators"),
    lesson!("interview/13-decorators-and-closures"),
    lesson!("interview/14-mro-and-super"),
    lesson!("interview/15-finally-chaining-and-groups"),
    lesson!("interview/16-iterators-and-generators"),
    lesson!("interview/17-descriptors-and-properties"),
    lesson!("interview/18-async-in-two-minutes"),
    lesson!("interview/19-when-a-pyc-is-used", "config.py"),
    lesson!("interview/20-how-import-finds-a-module", "colours.py", "random.py"),
    lesson!("interview/21-circular-imports", "customers.py", "orders.py"),
    lesson!("interview/22-what-is-cached-between-two-runs", "prices.py"),
    lesson!("interview/23-profile-first"),
];

#[derive(Default)]
pub struct LessonState {
    pub open: Option<Lesson>,
    pub stop: usize,
    /// What was done for the stops so far: runs, and files that were changed before them.
    pub rerun: Vec<Rerun>,
    /// What the run says to the question of this stop, once it has been worked out.
    pub truth: Option<Result<String, String>>,
    pub given: Option<String>,
    /// What the run says to the claim of this stop.
    pub verdict: Option<Result<String, String>>,
    pub revealed: Vec<bool>,
    /// What the run says to the trap of this stop, and whether it is told.
    pub sprung: Option<Result<String, String>>,
    pub trap_told: bool,
    /// The model answer is shown.
    pub answer_told: bool,
    /// Lines of the rubrics that were ticked, by stop.
    pub ticked: std::collections::BTreeSet<(usize, usize)>,
    /// When the clock was started, in seconds of the window's time.
    pub clock: Option<f64>,
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
        self.sprung = None;
        self.trap_told = false;
        self.answer_told = false;
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

    pub fn trap(&self) -> Option<&Query> {
        self.current().and_then(|stop| stop.trap.as_ref()).map(|trap| &trap.query)
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
