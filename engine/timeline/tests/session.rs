//! Recordings of programs whose state is many pages large: what is shared and left in place must never show.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use timeline::{Options, Progress, Session};

/// Builds a tree that lives long, and short-lived ones beside it; sorts with a key, which runs Python inside native
/// code; makes and breaks cycles.
const PROGRAM: &str = "
class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

def build(depth):
    if depth == 0:
        return Node(None, None)
    return Node(build(depth - 1), build(depth - 1))

def weight(text):
    return -len(text), text

tree = build(9)
words = []
for i in range(60):
    words.append(str(i * 7919) * (i % 5))
    build(4)
    cycle = [i]
    cycle.append(cycle)
words.sort(key=weight)
ordered = sorted(range(3000), key=lambda n: n * 7919 % 3001)
tree.left = None
print(len(words), ordered[:3])
";

fn recorded(options: Options) -> (Session, Arc<AtomicBool>) {
    let Ok(mut session) = Session::new(PROGRAM.as_bytes(), "program.py", options) else { panic!("it compiles") };
    let cancel = Arc::new(AtomicBool::new(false));
    while matches!(session.record(u64::MAX / 2, &cancel), Progress::Running { .. }) {}
    (session, cancel)
}

/// Numbers below `n`, the same in every run.
fn random(seed: &mut u64, n: u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed % n
}

#[test]
fn seeks_in_a_large_heap_equal_a_fresh_run() {
    let (mut session, cancel) = recorded(Options::default());
    while session.fill_in(&cancel) {}
    let mut fresh = session.seek(0).machine.clone();
    fresh.tracing = vm::eval::Tracing::Off;
    let mut seed = 0x9E37_79B9_7F4A_7C15;
    let mut steps: Vec<u64> = (0..120).map(|_| random(&mut seed, session.len())).collect();
    steps.sort_unstable();
    // Moments that lie inside native code are left out here: a fresh machine could not go on from them.
    let mut moments = Vec::new();
    for step in steps {
        let before = fresh.clone();
        fresh.run_to(step);
        if fresh.moment.is_some() {
            fresh = before;
        } else {
            moments.push((step, fresh.clone()));
        }
    }
    assert!(moments.len() > 40, "{} moments", moments.len());
    for _ in 0..300 {
        let (step, wanted) = &moments[random(&mut seed, moments.len() as u64) as usize];
        assert_eq!(session.seek(*step).machine.difference(wanted), None, "step {step}");
        let around = random(&mut seed, session.len());
        session.seek(around);
    }
}

#[test]
fn snapshots_are_filled_in_evenly_within_the_budget() {
    // A started machine takes some of it.
    let budget = 5 << 20;
    let (mut session, cancel) = recorded(Options { memory_budget: budget, ..Options::default() });
    while session.fill_in(&cancel) {}
    assert!(session.snapshot_bytes() <= budget, "{} bytes", session.snapshot_bytes());
    let (generous, cancel) = recorded(Options::default());
    let mut generous = generous;
    while generous.fill_in(&cancel) {}
    assert!(session.snapshot_count() < generous.snapshot_count());
    // No stretch is left out: the way to any step is a few times the mean distance, but for one long native call.
    let mean = session.len() / session.snapshot_count() as u64;
    let far = (0..session.len()).step_by(100).filter(|&step| session.way_to(step) > 4 * mean).count() as u64;
    assert!(far * 100 < session.len() / 4, "{far} of {} places lie far from a snapshot", session.len() / 100);
}

#[test]
fn filling_in_stops_when_it_is_cancelled() {
    let (mut session, cancel) = recorded(Options::default());
    let before = session.snapshot_count();
    cancel.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(!session.fill_in(&cancel));
    assert_eq!(session.snapshot_count(), before);
    cancel.store(false, std::sync::atomic::Ordering::Relaxed);
    assert!(session.fill_in(&cancel));
    assert!(session.snapshot_count() > before);
}
