//! How long Stop takes, from the click to the answer and to the moment that is drawn:
//! `cargo run --release -p serpentarium --example stop`.

use model::ask::command::Command;
use serpentarium::shell::Shell;
use std::time::{Duration, Instant};

/// What never ends, each in its own way.
const PROGRAMS: [(&str, &str); 6] = [
    ("counts", "x = 0\nwhile True:\n    x = x + 1\n"),
    ("allocates", "items = []\nwhile True:\n    items.append([len(items)])\n"),
    ("prints", "line = 'x' * 1000\nwhile True:\n    print(line)\n"),
    ("sorts", "n = 0\ndef key(x):\n    global n\n    while True:\n        n = n + 1\nsorted([1, 2], key=key)\n"),
    ("sums", "print(sum(range(10 ** 15)))\n"),
    ("recurs", "def f(n):\n    return f(n - 1) if n else 0\nwhile True:\n    f(900)\n"),
];
/// How long each runs before Stop: while it records, and not longer than it lasts.
const AFTER: [u64; 4] = [20, 100, 300, 700];

fn main() {
    let ctx = egui::Context::default();
    for (name, text) in PROGRAMS {
        for after in AFTER {
            let mut shell = Shell::on(&ctx, name, text.to_owned());
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_millis(after) {
                shell.fetch();
                std::thread::sleep(Duration::from_millis(1));
            }
            let running = shell.recording;
            let clicked = Instant::now();
            shell.apply(&ctx, Command::Stop);
            let wait = |shell: &mut Shell, done: &dyn Fn(&Shell) -> bool| {
                while !done(shell) {
                    std::thread::sleep(Duration::from_micros(200));
                    shell.fetch();
                }
                clicked.elapsed().as_secs_f64() * 1e3
            };
            let answered = wait(&mut shell, &|shell| !shell.recording);
            let drawn = wait(&mut shell, &|shell| shell.moment.total == shell.run.timeline.total);
            let steps = shell.run.timeline.total;
            shell.settle(Duration::from_secs(60));
            let read = clicked.elapsed().as_secs_f64() * 1e3;
            let state = if running { "recording" } else { "ended before" };
            let closing = Instant::now();
            drop(shell);
            println!(
                "{name:>9} after {after:>4} ms ({steps:>9} steps, {state}): answered {answered:>6.1} ms, \
                 moment {drawn:>6.1} ms, lanes {read:>7.1} ms, closed in {:.1} ms",
                closing.elapsed().as_secs_f64() * 1e3
            );
        }
    }
}
