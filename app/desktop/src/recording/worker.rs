//! The thread that owns the recording. The window asks and goes on drawing; answers come when they are there.

use crate::recording::recorder::Recorder;
use model::ask::anchor::Anchor;
use model::ask::command::{FileChange, Move};
use model::ask::query::Query;
use model::ground::settings::Settings;
use model::ground::value::Address;
use model::moment::{Moment, Run};
use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What of a stop the run is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Prediction,
    Claim,
    Trap,
}

/// What is done before a program is loaded.
#[derive(Clone, Debug)]
pub enum Before {
    /// It finds the files that the last run left.
    TakeOver,
    /// It finds them as the first run did.
    StartOver,
    /// The same as `TakeOver`, and one of them was changed.
    Change(FileChange),
    /// The run before is recorded to its end: its files are needed.
    Finish,
    /// There is one more run before.
    Load,
}

/// What can be asked of the worker.
pub enum Ask {
    /// Compile and record. `then` is where the cursor should be afterwards, if the program comes by there.
    Load {
        filename: String,
        source: String,
        then: Option<Move>,
        settings: Settings,
        /// What is done first.
        before: Vec<Before>,
    },
    Go {
        to: Move,
        breakpoints: BTreeSet<u32>,
    },
    /// The lines that the program reads with `input()`; `open`: more may come.
    Input {
        lines: Vec<String>,
        open: bool,
    },
    /// The text of a file, to be edited.
    ReadFile(String),
    /// To look again at what lies in `__pycache__`.
    Cache,
    /// More rows of a box of the heap.
    ShowMore(Address),
    /// To make the flow graphs ready.
    Flow,
    /// The answer to a lesson's question at the current moment.
    Question {
        query: Query,
        part: Part,
    },
}

/// The newest answers. Older ones that nobody fetched are overwritten.
#[derive(Default)]
struct Outbox {
    run: Option<Arc<Run>>,
    moment: Option<Arc<Moment>>,
    answers: Vec<(Part, Result<String, String>)>,
    /// A file that was asked for: its path and its text.
    file: Option<(String, String)>,
    /// A sentence for the user: a moment that could not be found.
    notice: Option<String>,
    /// Asked and not yet done.
    pending: usize,
    recording: bool,
    /// The recording is still being read for its lanes.
    reading: bool,
    /// What the compiler's panes show of a large program is being made.
    preparing: bool,
}

pub struct Worker {
    asks: Option<Sender<Ask>>,
    outbox: Arc<(Mutex<Outbox>, Condvar)>,
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

/// How the window ends what the worker does.
#[derive(Default)]
struct Stop {
    flag: Arc<AtomicBool>,
    /// Programs that wait to be loaded: whatever is done for an older one is pointless.
    newer: AtomicUsize,
    /// The window shows itself first: until then nothing is begun.
    held: AtomicBool,
}

impl Stop {
    /// Something new begins: what was stopped before is past, unless a newer program waits.
    fn begin(&self) {
        self.flag.store(false, Ordering::SeqCst);
        if self.newer.load(Ordering::SeqCst) > 0 {
            self.flag.store(true, Ordering::SeqCst);
        }
    }
}

/// What came since the last look.
#[derive(Default)]
pub struct News {
    pub run: Option<Arc<Run>>,
    pub moment: Option<Arc<Moment>>,
    pub answers: Vec<(Part, Result<String, String>)>,
    pub file: Option<(String, String)>,
    pub notice: Option<String>,
    pub busy: bool,
    pub recording: bool,
}

impl Worker {
    /// `wake` is called from the worker's thread when there is something new to draw.
    pub fn start(wake: impl Fn() + Send + 'static) -> Worker {
        Worker::begin(wake, false)
    }

    /// The same, but it waits with whatever it is asked until it is released.
    pub fn held(wake: impl Fn() + Send + 'static) -> Worker {
        Worker::begin(wake, true)
    }

    fn begin(wake: impl Fn() + Send + 'static, held: bool) -> Worker {
        let (asks, inbox) = channel();
        let outbox = Arc::new((Mutex::new(Outbox::default()), Condvar::new()));
        let stop = Arc::new(Stop { held: AtomicBool::new(held), ..Stop::default() });
        let desk = Desk { inbox, outbox: Arc::clone(&outbox), stop: Arc::clone(&stop), wake: Box::new(wake) };
        let failed = Arc::clone(&outbox);
        // Deep recursion in a program is deep in the parser and compiler as well.
        let begin = Arc::clone(&stop);
        let builder = std::thread::Builder::new().name("recorder".to_owned()).stack_size(256 << 20);
        let thread = builder.spawn(move || {
            while begin.held.load(Ordering::SeqCst) {
                std::thread::park_timeout(LONGEST_HELD);
            }
            // A fault of the engine must not take the window and the learner's text with it.
            while std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| desk.work())).is_err() {
                if let Ok(mut outbox) = failed.0.lock() {
                    outbox.pending = 0;
                    outbox.recording = false;
                    outbox.reading = false;
                    outbox.notice = Some(
                        "The machine failed inside on this program: a fault of ours. Your text is safe.".to_owned(),
                    );
                }
                failed.1.notify_all();
                (desk.wake)();
            }
        });
        let thread = thread.ok();
        Worker { asks: Some(asks), outbox, stop, thread }
    }

    /// Lets a worker begin that was started to wait.
    pub fn release(&self) {
        if self.stop.held.swap(false, Ordering::SeqCst)
            && let Some(thread) = &self.thread
        {
            thread.thread().unpark();
        }
    }

    pub fn ask(&self, ask: Ask) {
        if matches!(ask, Ask::Load { .. }) {
            self.stop.newer.fetch_add(1, Ordering::SeqCst);
            self.stop.flag.store(true, Ordering::SeqCst);
        }
        if let Ok(mut outbox) = self.outbox.0.lock() {
            outbox.pending += 1;
        }
        if let Some(asks) = &self.asks
            && asks.send(ask).is_err()
            && let Ok(mut outbox) = self.outbox.0.lock()
        {
            outbox.pending = 0;
            outbox.recording = false;
            outbox.reading = false;
            outbox.notice = Some("The recorder ended unexpectedly. Save your program and start again.".to_owned());
        }
    }

    /// Ends a recording that goes on, and a search; what is recorded stays.
    pub fn stop(&self) {
        self.stop.flag.store(true, Ordering::SeqCst);
    }

    pub fn news(&self) -> News {
        let Ok(mut outbox) = self.outbox.0.lock() else { return News::default() };
        News {
            run: outbox.run.take(),
            moment: outbox.moment.take(),
            answers: std::mem::take(&mut outbox.answers),
            file: outbox.file.take(),
            notice: outbox.notice.take(),
            busy: outbox.pending > 0,
            recording: outbox.recording,
        }
    }

    /// Waits until everything asked is answered and the recording has ended and been read, or the time is over.
    pub fn settle(&self, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        let Ok(mut outbox) = self.outbox.0.lock() else { return false };
        while outbox.pending > 0 || outbox.recording || outbox.reading || outbox.preparing {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || self.thread.as_ref().is_none_or(|thread| thread.is_finished()) {
                return false;
            }
            let Ok((next, _)) = self.outbox.1.wait_timeout(outbox, left.min(Duration::from_millis(50))) else {
                return false;
            };
            outbox = next;
        }
        true
    }
}

/// How long a held worker sleeps at most between two looks.
const LONGEST_HELD: Duration = Duration::from_millis(100);

/// How long a closing window waits for its worker; one that hangs in a long built-in call ends with the process.
const PATIENCE: Duration = Duration::from_millis(500);

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.newer.fetch_add(1, Ordering::SeqCst);
        self.stop.flag.store(true, Ordering::SeqCst);
        self.release();
        self.asks = None;
        let Some(thread) = self.thread.take() else { return };
        let end = Instant::now() + PATIENCE;
        while !thread.is_finished() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(1));
        }
        if thread.is_finished() {
            // Its panics have been told already.
            let _ = thread.join();
        }
    }
}

struct Desk {
    inbox: Receiver<Ask>,
    outbox: Arc<(Mutex<Outbox>, Condvar)>,
    stop: Arc<Stop>,
    wake: Box<dyn Fn() + Send>,
}

/// Steps recorded between two looks at what is asked: a few milliseconds' work.
const SLICE: u64 = 100_000;
/// How often a recording that goes on is shown.
const SHOW_EVERY: Duration = Duration::from_millis(200);

/// What the worker does while nothing is asked, each a little at a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    Recording,
    /// Reads the recording for its lanes.
    Reading,
    /// Fills snapshots in where they are sparse: moving gets faster.
    Filling,
    Nothing,
}

/// Whether something that is asked has to wait for what the worker is doing: what is asked of a run by what happens in it,
/// until it is recorded; what is asked about its imports and costs, until it is read as well.
fn waits(ask: &Ask, doing: Doing) -> bool {
    let (recorded, read) = match ask {
        Ask::Go { to: Move::Anchor(Anchor::Import { .. }), .. } => (true, true),
        Ask::Go { to: Move::Find(text), .. } => {
            let of_import = matches!(Anchor::parse(text), Ok(Anchor::Import { .. }));
            (of_import, of_import)
        }
        Ask::Go { to: Move::Anchor(_), .. } => (true, false),
        Ask::Question { query, .. } => (true, query.of_import().is_some_and(|query| query.needs_reading())),
        _ => (false, false),
    };
    recorded && doing == Doing::Recording || read && doing == Doing::Reading
}

/// The newest heaps are kept: freeing a large one takes longer than a frame may, and is done by the worker.
const KEPT: usize = 3;

impl Desk {
    fn work(&self) {
        let mut recorder = Recorder::default();
        recorder.keep_input_open();
        let mut doing = Doing::Nothing;
        let mut shown = Instant::now();
        let mut wanted = None;
        let mut shown_heaps = VecDeque::new();
        // What is asked of a run by what happens in it waits until it is recorded.
        let mut later: Vec<Ask> = Vec::new();
        loop {
            let mut asks = if doing == Doing::Recording { Vec::new() } else { std::mem::take(&mut later) };
            if doing == Doing::Nothing && asks.is_empty() {
                match self.inbox.recv() {
                    Ok(ask) => asks.push(ask),
                    Err(_) => return,
                }
            }
            loop {
                match self.inbox.try_recv() {
                    Ok(ask) => asks.push(ask),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return,
                }
            }
            let mut count = asks.len();
            let mut moved = false;
            // A newer program makes everything asked about the older one pointless.
            let from = asks.iter().rposition(|ask| matches!(ask, Ask::Load { .. })).unwrap_or(0);
            let loads = asks.iter().filter(|ask| matches!(ask, Ask::Load { .. })).count();
            self.stop.newer.fetch_sub(loads, Ordering::SeqCst);
            for (at, ask) in asks.into_iter().enumerate() {
                if at < from {
                    // What was to be done to files is done for it.
                    if let Ask::Load { before, .. } = ask {
                        before.iter().for_each(|before| self.prepare(&mut recorder, before));
                    }
                    continue;
                }
                if doing != Doing::Recording {
                    self.stop.begin();
                }
                match ask {
                    ask if waits(&ask, doing) => {
                        count -= 1;
                        later.push(ask);
                    }
                    Ask::Load { filename, source, then, settings, before } => {
                        self.stop.begin();
                        for before in &before {
                            match before {
                                Before::Finish => while recorder.record(SLICE, &self.stop.flag) {},
                                Before::Load => {
                                    recorder.load(&filename, &source, &settings);
                                }
                                before => self.prepare(&mut recorder, before),
                            }
                        }
                        count += later.len();
                        later.clear();
                        doing = if recorder.load(&filename, &source, &settings) {
                            Doing::Recording
                        } else {
                            Doing::Nothing
                        };
                        wanted = then;
                        moved = true;
                        self.put(|outbox| {
                            outbox.run = Some(recorder.run());
                            outbox.recording = doing == Doing::Recording;
                        });
                    }
                    Ask::Go { to, breakpoints } => match recorder.go(&to, &breakpoints, &self.stop.flag) {
                        // Of several moves waiting, only the last one's moment is drawn.
                        Ok(()) => moved = true,
                        Err(notice) => self.put(|outbox| outbox.notice = Some(notice)),
                    },
                    Ask::Input { lines, open } => {
                        if recorder.set_input(lines, open) {
                            doing = Doing::Recording;
                        }
                    }
                    Ask::Flow => recorder.compilation().prepare_flow(),
                    Ask::ReadFile(path) => {
                        let text = recorder.text_of(&path);
                        self.put(|outbox| match text {
                            Some(text) => outbox.file = Some((path, text)),
                            None => outbox.notice = Some(format!("{path} is not text.")),
                        });
                    }
                    Ask::Cache => {
                        recorder.look_at_cache();
                        self.put(|outbox| outbox.run = Some(recorder.run()));
                    }
                    Ask::ShowMore(of) => {
                        recorder.show_more(of);
                        moved = true;
                    }
                    Ask::Question { query, part } => {
                        let answer = recorder.answer(&query);
                        self.put(|outbox| outbox.answers.push((part, answer)));
                    }
                }
            }
            let before = doing;
            doing = match doing {
                Doing::Recording if recorder.record(SLICE, &self.stop.flag) => Doing::Recording,
                Doing::Recording => Doing::Reading,
                // What was asked is answered before anything else goes on.
                doing if count > 0 => doing,
                Doing::Reading if recorder.read_on() => Doing::Reading,
                Doing::Reading => Doing::Filling,
                Doing::Filling if recorder.fill_in(&self.stop.flag) => Doing::Filling,
                Doing::Filling | Doing::Nothing => Doing::Nothing,
            };
            let ended = before == Doing::Recording && doing != Doing::Recording;
            let read = before == Doing::Reading && doing != Doing::Reading;
            let due = matches!(doing, Doing::Recording | Doing::Reading) && shown.elapsed() >= SHOW_EVERY;
            if ended || read || due {
                shown = Instant::now();
                self.put(|outbox| outbox.run = Some(recorder.run()));
            }
            if ended {
                // That it has stopped is told at once; its moment may take a while in a large heap.
                self.put(|outbox| outbox.recording = false);
                (self.wake)();
                self.stop.begin();
                moved = true;
                if let Some(to) = wanted.take() {
                    // A line that no longer runs leaves the cursor where it is.
                    let _ = recorder.go(&to, &BTreeSet::new(), &self.stop.flag);
                }
            }
            let moment = moved.then(|| Arc::new(recorder.moment()));
            if let Some(moment) = &moment {
                shown_heaps.push_back(Arc::clone(&moment.heap));
                if shown_heaps.len() > KEPT {
                    shown_heaps.pop_front();
                }
            }
            let preparing = !recorder.compilation().is_ready();
            self.put(|outbox| {
                outbox.preparing = preparing;
                if moment.is_some() {
                    outbox.moment = moment;
                }
                outbox.pending = outbox.pending.saturating_sub(count);
                outbox.recording = doing == Doing::Recording;
                outbox.reading = doing == Doing::Reading;
            });
            if moved || count > 0 || ended || read || due {
                (self.wake)();
            }
            if preparing {
                // The first picture is on its way.
                recorder.compilation().prepare();
                self.put(|outbox| outbox.preparing = false);
                (self.wake)();
            }
        }
    }

    /// Does to the files what is asked for before a run.
    fn prepare(&self, recorder: &mut Recorder, before: &Before) {
        match before {
            Before::TakeOver => recorder.take_over_files(),
            Before::StartOver => recorder.forget_files(),
            Before::Change(change) => {
                if let Err(notice) = recorder.change_file(change) {
                    self.put(|outbox| outbox.notice = Some(notice));
                }
            }
            Before::Finish | Before::Load => {}
        }
    }

    fn put(&self, change: impl FnOnce(&mut Outbox)) {
        if let Ok(mut outbox) = self.outbox.0.lock() {
            change(&mut outbox);
        }
        self.outbox.1.notify_all();
    }
}
