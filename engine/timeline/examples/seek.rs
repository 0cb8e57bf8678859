//! Measures a recording: `cargo run --release -p timeline --example seek -- FILE [STEPS]`. Prints the slowdown of
//! recording, the time of random seeks and of single steps back, and what the snapshots take.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use timeline::{Options, Progress, Session};

fn main() {
    let mut args = std::env::args().skip(1);
    let Some(path) = args.next() else {
        eprintln!("usage: seek FILE [STEPS]");
        std::process::exit(2);
    };
    let steps: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let source = std::fs::read(&path).unwrap_or_default();
    let cancel = Arc::new(AtomicBool::new(false));
    let open = || match Session::new(&source, &path, Options { step_limit: steps, ..Options::default() }) {
        Ok(session) => session,
        Err(_) => {
            eprintln!("{path} does not compile");
            std::process::exit(1);
        }
    };
    // Neighbouring runs are compared: the machine's speed changes from one moment to the next.
    let mut ratios: Vec<f64> = (0..15)
        .map(|_| {
            let mut machine = open().seek(0).machine.clone();
            let start = Instant::now();
            machine.run_to(steps);
            let plain = start.elapsed();
            let mut session = open();
            let start = Instant::now();
            while matches!(session.record(u64::MAX / 2, &cancel), Progress::Running { .. }) {}
            start.elapsed().as_secs_f64() / plain.as_secs_f64()
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    println!("recording: {:.3} of an unrecorded run, median of {}", ratios[ratios.len() / 2], ratios.len());
    let mut session = open();
    while matches!(session.record(u64::MAX / 2, &cancel), Progress::Running { .. }) {}
    let sparse = session.snapshot_count();
    while session.fill_in(&cancel) {}
    println!(
        "{} steps, {} snapshots ({} while recording), {} KiB",
        session.len(),
        session.snapshot_count(),
        sparse,
        session.snapshot_bytes() / 1024
    );
    let mut seed = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = |n: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % n.max(1)
    };
    let mut seeks = Vec::new();
    let mut back = Vec::new();
    for _ in 0..40000 {
        let step = next(session.len());
        let start = Instant::now();
        session.seek(step);
        seeks.push(start.elapsed());
        let start = Instant::now();
        session.seek(step.saturating_sub(1));
        back.push(start.elapsed());
    }
    seeks.sort();
    back.sort();
    let micros = |d: Duration| d.as_secs_f64() * 1e6;
    let told = |what: &str, times: &[Duration]| {
        let (middle, high) = (times[times.len() / 2], times[times.len() / 100 * 99]);
        let worst = times.last().copied().unwrap_or_default();
        println!(
            "{what}: median {:.1} µs, 99th percentile {:.1} µs, worst {:.1} µs",
            micros(middle),
            micros(high),
            micros(worst)
        );
    };
    told("seek", &seeks);
    told("one step back", &back);
}
