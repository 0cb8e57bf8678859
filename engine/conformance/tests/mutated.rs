//! Programs made wrong on purpose: none may panic, hang or leave counts that are not true, and any seek equals a fresh
//! run. MUTATED says how many (2 000), SEED where they begin.

use conformance::mutate::mutated;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use timeline::{Options, Progress, Session};

/// Instructions after which a program is stopped.
const STEPS: u64 = 20_000;

fn programs() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("programs").map(|e| e.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "py") && !path.ends_with("make_programs.py"));
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

/// What is wrong with a recording of the program, if anything.
fn faults(source: &str, seed: u64) -> Vec<String> {
    let options = Options { step_limit: STEPS, ..Options::default() };
    let opened = || Session::new(source.as_bytes(), "m.py", options.clone());
    let Ok(mut session) = opened() else { return vec!["does not compile".into()] };
    let cancel = Arc::new(AtomicBool::new(false));
    while matches!(session.record(STEPS, &cancel), Progress::Running { .. }) {}
    let len = session.len();
    let mut faults = session.seek(len).machine.audit();
    if len < 2 {
        return faults;
    }
    let moment = 1 + seed % (len - 1);
    let sought = session.seek(moment).machine.clone();
    faults.extend(sought.audit().into_iter().map(|fault| format!("moment {moment} of {len}: {fault}")));
    let Ok(mut again) = opened() else { return faults };
    let mut fresh = again.seek(0).machine.clone();
    fresh.run_to(moment);
    let fresh = fresh.moment.take().map_or_else(|| fresh.clone(), |moment| *moment);
    if let Some(what) = sought.difference(&fresh) {
        faults.push(format!("moment {moment} of {len}: {what} differs from a fresh run"));
    }
    faults
}

#[test]
fn no_program_breaks_the_machine() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let (count, first): (u64, u64) = (number("MUTATED", 2_000), number("SEED", 1));
    let programs = Arc::new(programs());
    let next = Arc::new(AtomicU64::new(first));
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let (send, receive) = channel();
    let worker = |send: std::sync::mpsc::Sender<Option<u64>>| {
        let (programs, next, told) = (programs.clone(), next.clone(), told.clone());
        let work = move || loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + count || send.send(Some(seed)).is_err() {
                let _ = send.send(None);
                return;
            }
            let found = catch_unwind(AssertUnwindSafe(|| faults(&mutated(&programs, seed), seed)));
            let found = found.unwrap_or_else(|panic| {
                let text = panic.downcast_ref::<String>().cloned();
                vec![text.or(panic.downcast_ref::<&str>().map(|t| (*t).to_owned())).unwrap_or("a panic".into())]
            });
            if let Some(fault) = found.first() {
                told.lock().expect("one thread at a time").push(format!("seed {seed}: {fault}"));
            }
        };
        std::thread::Builder::new().stack_size(16 << 20).spawn(work).expect("a thread")
    };
    const WORKERS: usize = 2;
    for _ in 0..WORKERS {
        worker(send.clone());
    }
    let mut ended = 0;
    let mut begun = Vec::new();
    while ended < WORKERS {
        match receive.recv_timeout(Duration::from_secs(120)) {
            Ok(Some(seed)) => begun.push(seed),
            Ok(None) => ended += 1,
            Err(_) => panic!(
                "one of the programs {:?} does not come to an end",
                &begun[begun.len().saturating_sub(WORKERS)..]
            ),
        }
    }
    let told = told.lock().expect("the workers have ended");
    assert!(told.is_empty(), "{} of {count} programs:\n{}", told.len(), told.join("\n"));
}
