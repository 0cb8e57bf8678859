//! What must hold of the machine and of recordings, checked on every program: counts are true at every
//! instruction, any seek equals a fresh run, looking changes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use timeline::{Options, Progress, Session};
use vm::eval::Tracing;
use vm::inspect::ledger::Ledger;

fn programs() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of programs")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "expected"))
        .map(|path| path.with_extension("py"))
        .collect();
    paths.sort();
    let name = |p: &Path| p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    paths.iter().map(|p| (name(p), std::fs::read(p).expect("a program"))).collect()
}

fn recorded(name: &str, source: &[u8]) -> Session {
    let Ok(mut session) = Session::new(source, name, Options::default()) else { panic!("{name} does not compile") };
    let cancel = Arc::new(AtomicBool::new(false));
    while matches!(session.record(1 << 40, &cancel), Progress::Running { .. }) {}
    session
}

/// A number from a fixed sequence (xorshift), below `n`.
fn next(seed: &mut u64, n: u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed % n.max(1)
}

/// Steps after which everything is looked at, and not only what a step wrote.
const WHOLE: u64 = 1_000;
/// Whole audits at the edges of natives, of each program.
const EDGES: u64 = 60;

/// Every step of programs up to AUDIT_STEPS of them; of longer ones as many, in stretches that lie evenly spread.
#[test]
fn counts_are_true_at_every_instruction() {
    let most: u64 = std::env::var("AUDIT_STEPS").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    for (name, source) in programs() {
        let mut session = recorded(&name, &source);
        let len = session.len();
        let stretch = WHOLE.min(most);
        let apart = if len <= most { stretch } else { len / (most / stretch).max(1) };
        let mut edges = 0;
        for start in (0..len).step_by(apart.max(1) as usize) {
            let mut ledger = Ledger::new(session.seek(start).machine);
            let end = (start + stretch).min(len);
            for step in start..end {
                let Some(around) = session.look_at_step(step) else { break };
                let findings;
                (ledger, findings) = match &around.written {
                    Some(written) => ledger.step(around.before, around.after, written),
                    None => (Ledger::new(around.after), around.after.audit()),
                };
                assert!(findings.is_empty(), "{name}, step {step} of {len}: {findings:#?}");
                let edge = around.before.thread.activations.len() != around.after.thread.activations.len();
                edges += u64::from(edge);
                if edge && edges <= EDGES || step + 1 == end {
                    let findings = around.after.audit();
                    assert!(findings.is_empty(), "{name}, step {step} of {len}: {findings:#?}");
                    let other = ledger.differs(&Ledger::new(around.after));
                    assert_eq!(other, None, "{name}, step {step} of {len}: the ledger is wrong");
                }
            }
        }
    }
}

/// Programs whose natives call Python code, but run no nested loop.
const INSIDE_NATIVES: [&str; 11] = [
    "asking_natives",
    "counts_inside_calls",
    "class_making",
    "collector_finalizers",
    "endless_recursion",
    "exit_order",
    "finalizer_order",
    "ignored_exceptions",
    "native_depth",
    "protocols",
    "sorting_order",
];

#[test]
fn every_moment_is_reached_by_its_own_step() {
    for (name, source) in programs() {
        let mut session = recorded(&name, &source);
        let len = session.len();
        let natives = INSIDE_NATIVES.iter().any(|inside| name.strip_suffix(".py") == Some(inside));
        // Every step of programs up to that length, evenly spread ones of longer ones.
        let stride = (len / 20_000).max(1) as usize;
        let mut inside = 0;
        for step in (0..=len).step_by(stride) {
            let moment = session.seek(step);
            assert_eq!(moment.machine.steps(), step, "{name}");
            inside += u64::from(!moment.machine.thread.activations.is_empty());
            let nested = moment.machine.thread.nesting;
            assert!(!natives || nested == 0, "{name}, step {step}: {nested} loops inside each other");
        }
        assert!(!natives || inside > 0, "{name} has no moment inside native code");
    }
}

#[test]
fn snapshots_lie_inside_natives() {
    let source = b"print(sorted(range(400), key=lambda x: sum(y for y in range(x % 7))))\n";
    let mut session = recorded("inside.py", source);
    let cancel = Arc::new(AtomicBool::new(false));
    while session.fill_in(&cancel) {}
    let len = session.len();
    assert!(session.snapshot_count() > 1, "no snapshot but the first");
    // A step back from anywhere executes no more than lies between two snapshots.
    let far = (1..len - 40).map(|step| session.way_to(step)).max();
    let between = len / (session.snapshot_count() as u64 - 1).max(1);
    assert!(far <= Some(2 * between.max(1_000)), "{far:?} steps from the nearest snapshot, {between} between two");
}

#[test]
fn any_seek_equals_a_fresh_run() {
    let seeks: u64 = std::env::var("SEEKS").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    let mut seed = 0x2545_F491_4F6C_DD1D;
    for (name, source) in programs() {
        let mut session = recorded(&name, &source);
        let cancel = Arc::new(AtomicBool::new(false));
        while session.fill_in(&cancel) {}
        let Ok(mut fresh) = Session::new(&source, &name, Options::default()) else { panic!("{name}") };
        let start = fresh.seek(0).machine.clone();
        let mut steps: Vec<u64> = (0..seeks).map(|_| next(&mut seed, session.len())).collect();
        let order = steps.clone();
        steps.sort_unstable();
        // One fresh machine walks through all wanted steps in order; inside native code it starts anew.
        let mut walker = start.clone();
        let mut wanted = std::collections::BTreeMap::new();
        for &step in &steps {
            if walker.thread.nesting > 0 || walker.moment.is_some() {
                walker = start.clone();
            }
            walker.run_to(step);
            let moment = walker.moment.take().map(|m| *m).unwrap_or_else(|| walker.clone());
            if walker.thread.nesting > 0 || moment.thread.nesting > 0 {
                walker = start.clone();
            }
            wanted.insert(step, moment);
        }
        for step in order {
            let got = session.seek(step).machine;
            if let Some(what) = got.difference(&wanted[&step]) {
                panic!("{name}, step {step}: {what} differs from a fresh run");
            }
        }
    }
}

#[test]
fn looking_changes_nothing() {
    for (name, source) in programs() {
        let Ok(mut fresh) = Session::new(&source, &name, Options::default()) else { panic!("{name}") };
        let mut plain = fresh.seek(0).machine.clone();
        let mut observed = plain.clone();
        observed.tracing = Tracing::Steps;
        assert_eq!(plain.run_to(u64::MAX), observed.run_to(u64::MAX), "{name}");
        if let Some(what) = plain.difference(&observed) {
            panic!("{name}: {what} differs between a plain and an observed run");
        }
    }
}
