//! The thread that owns the recording. The window asks and goes on drawing; answers come when they are there.

use crate::recorder::Recorder;
use model::command::Move;
use model::lesson::Query;
use model::moment::{Moment, Run};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What can be asked of the worker.
pub enum Ask {
    /// Compile and record. `line` is where the cursor should be afterwards, if the program comes by there.
    Load {
        filename: String,
        source: String,
        line: Option<u32>,
    },
    Go {
        to: Move,
        breakpoints: BTreeSet<u32>,
    },
    /// To look again at what lies in `__pycache__`.
    Cache,
    /// The answer to a lesson's question at the current moment.
    Question {
        query: Query,
        claim: bool,
    },
}

/// The newest answers. Older ones that nobody fetched are overwritten.
#[derive(Default)]
struct Outbox {
    run: Option<Arc<Run>>,
    moment: Option<Arc<Moment>>,
    answers: Vec<(bool, Result<String, String>)>,
    /// A sentence for the user: a moment that could not be found.
    notice: Option<String>,
    /// Asked and not yet done.
    pending: usize,
    recording: bool,
}

pub struct Worker {
    asks: Option<Sender<Ask>>,
    outbox: Arc<(Mutex<Outbox>, Condvar)>,
    cancel: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// What came since the last look.
#[derive(Default)]
pub struct News {
    pub run: Option<Arc<Run>>,
    pub moment: Option<Arc<Moment>>,
    pub answers: Vec<(bool, Result<String, String>)>,
    pub notice: Option<String>,
    pub busy: bool,
    pub recording: bool,
}

impl Worker {
    /// `wake` is called from the worker's thread when there is something new to draw.
    pub fn start(wake: impl Fn() + Send + 'static) -> Worker {
        let (asks, inbox) = channel();
        let outbox = Arc::new((Mutex::new(Outbox::default()), Condvar::new()));
        let cancel = Arc::new(AtomicBool::new(false));
        let desk = Desk { inbox, outbox: Arc::clone(&outbox), cancel: Arc::clone(&cancel), wake: Box::new(wake) };
        let failed = Arc::clone(&outbox);
        // Deep recursion in a program is deep in the parser and compiler as well.
        let builder = std::thread::Builder::new().name("recorder".to_owned()).stack_size(256 << 20);
        let thread = builder.spawn(move || {
            // A fault of the engine must not take the window and the learner's text with it.
            while std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| desk.work())).is_err() {
                if let Ok(mut outbox) = failed.0.lock() {
                    outbox.pending = 0;
                    outbox.recording = false;
                    outbox.notice = Some(
                        "The machine failed inside on this program: a fault of ours. Your text is safe.".to_owned(),
                    );
                }
                failed.1.notify_all();
                (desk.wake)();
            }
        });
        let thread = thread.ok();
        Worker { asks: Some(asks), outbox, cancel, thread }
    }

    pub fn ask(&self, ask: Ask) {
        if matches!(ask, Ask::Load { .. }) {
            self.cancel.store(true, Ordering::Relaxed);
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
            outbox.notice = Some("The recorder ended unexpectedly. Save your program and start again.".to_owned());
        }
    }

    /// Ends a recording that goes on; what is recorded stays.
    pub fn stop(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    pub fn news(&self) -> News {
        let Ok(mut outbox) = self.outbox.0.lock() else { return News::default() };
        News {
            run: outbox.run.take(),
            moment: outbox.moment.take(),
            answers: std::mem::take(&mut outbox.answers),
            notice: outbox.notice.take(),
            busy: outbox.pending > 0,
            recording: outbox.recording,
        }
    }

    /// Waits until everything asked is answered and the recording has ended, or the time is over.
    pub fn settle(&self, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        let Ok(mut outbox) = self.outbox.0.lock() else { return false };
        while outbox.pending > 0 || outbox.recording {
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

impl Drop for Worker {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
        self.asks = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Desk {
    inbox: Receiver<Ask>,
    outbox: Arc<(Mutex<Outbox>, Condvar)>,
    cancel: Arc<AtomicBool>,
    wake: Box<dyn Fn() + Send>,
}

/// Steps recorded between two looks at what is asked: a few milliseconds' work.
const SLICE: u64 = 100_000;
/// How often a recording that goes on is shown.
const SHOW_EVERY: Duration = Duration::from_millis(200);

impl Desk {
    fn work(&self) {
        let mut recorder = Recorder::default();
        let mut recording = false;
        let mut shown = Instant::now();
        let mut wanted_line = None;
        // While nothing is asked, snapshots are filled in where they are sparse: moving gets faster.
        let mut filling = false;
        loop {
            let mut asks = Vec::new();
            if recording || filling {
                loop {
                    match self.inbox.try_recv() {
                        Ok(ask) => asks.push(ask),
                        Err(TryRecvError::Empty) => break,
                        Err(TryRecvError::Disconnected) => return,
                    }
                }
            } else {
                match self.inbox.recv() {
                    Ok(ask) => asks.push(ask),
                    Err(_) => return,
                }
                asks.extend(self.inbox.try_iter());
            }
            let count = asks.len();
            if count == 0 && !recording {
                filling = recorder.fill_in(&self.cancel);
                continue;
            }
            // A newer program makes everything asked about the older one pointless.
            let from = asks.iter().rposition(|ask| matches!(ask, Ask::Load { .. })).unwrap_or(0);
            let mut moved = false;
            for ask in asks.into_iter().skip(from) {
                match ask {
                    Ask::Load { filename, source, line } => {
                        self.cancel.store(false, Ordering::Relaxed);
                        recording = recorder.load(&filename, &source);
                        wanted_line = line;
                        moved = true;
                        self.put(|outbox| outbox.run = Some(recorder.run()));
                    }
                    Ask::Go { to, breakpoints } => {
                        // Of several moves waiting, only the last one's moment is drawn.
                        match recorder.go(&to, &breakpoints) {
                            Ok(()) => moved = true,
                            Err(notice) => self.put(|outbox| outbox.notice = Some(notice)),
                        }
                    }
                    Ask::Cache => {
                        recorder.look_at_cache();
                        self.put(|outbox| outbox.run = Some(recorder.run()));
                    }
                    Ask::Question { query, claim } => {
                        let answer = recorder.answer(&query);
                        self.put(|outbox| outbox.answers.push((claim, answer)));
                    }
                }
            }
            if recording {
                recording = recorder.record(SLICE, &self.cancel);
                if !recording || shown.elapsed() >= SHOW_EVERY {
                    shown = Instant::now();
                    self.put(|outbox| outbox.run = Some(recorder.run()));
                    moved |= !recording;
                }
                if !recording
                    && let Some(line) = wanted_line.take()
                    && recorder.go(&Move::Line(line), &BTreeSet::new()).is_ok()
                {
                    moved = true;
                }
            }
            filling = !recording;
            let moment = moved.then(|| Arc::new(recorder.moment()));
            self.put(|outbox| {
                if moment.is_some() {
                    outbox.moment = moment;
                }
                outbox.pending = outbox.pending.saturating_sub(count);
                outbox.recording = recording;
            });
            if moved || count > 0 || !recording {
                (self.wake)();
            }
        }
    }

    fn put(&self, change: impl FnOnce(&mut Outbox)) {
        if let Ok(mut outbox) = self.outbox.0.lock() {
            change(&mut outbox);
        }
        self.outbox.1.notify_all();
    }
}
