//! How long an edit of a program takes from the text to the first frame that shows it: compiling, the moment before the
//! first instruction, and drawing, each by itself. `cargo bench -p serpentarium --bench recompile`.

use egui::{Pos2, RawInput, Rect, Vec2};
use model::ask::command::Layout;
use serpentarium::picture;
use serpentarium::recording::recorder::Recorder;
use serpentarium::shell::Shell;
use serpentarium::shell::layouts::Docks;
use std::time::Instant;

/// Functions, classes, loops, strings and calls, as many as fill the lines.
fn program(lines: usize) -> String {
    let mut text = String::from("total = 0\n");
    let mut index = 0;
    while text.lines().count() < lines {
        text.push_str(&format!(
            "\n\nclass Account{index}:\n    \"\"\"One of many.\"\"\"\n\n    def __init__(self, owner, balance=0):\n        \
             self.owner = owner\n        self.balance = balance\n\n    def deposit(self, amount):\n        if amount <= 0:\n            \
             raise ValueError(f\"{{amount}} is not positive\")\n        self.balance += amount\n        return self.balance\n\n\ndef \
             work{index}(items, limit={index}):\n    found = []\n    for item in items:\n        try:\n            if item % 3 == 0 and \
             item < limit:\n                found.append(item * 2 + 1)\n        except TypeError:\n            continue\n    return \
             [value for value in found if value > 10]\n"
        ));
        index += 1;
    }
    text
}

/// What the load consists of.
fn parts(text: &str) {
    let mut times: [Vec<f64>; 3] = Default::default();
    for _ in 0..15 {
        let start = Instant::now();
        let parsed = syntax::parse(text.as_bytes(), syntax::Mode::Exec).expect("it is valid");
        let read = start.elapsed();
        drop(parsed);
        let start = Instant::now();
        let options = compiler::Options::default();
        let compiled = compiler::compile_with_text(text.as_bytes(), "bench.py", compiler::Mode::Exec, options);
        let (code, source, _) = compiled.expect("it is valid");
        let compiled = start.elapsed();
        let start = Instant::now();
        let session = timeline::Session::of_code(code, source, "bench.py", timeline::Options::default());
        let started = start.elapsed();
        drop(session);
        for (list, part) in times.iter_mut().zip([read, compiled, started]) {
            list.push(part.as_secs_f64() * 1e3);
        }
    }
    times.iter_mut().for_each(|list| list.sort_by(f64::total_cmp));
    let [read, compiled, started] = times.map(|list| (list[0], list[list.len() / 2]));
    println!(
        "least and median ms: parse {read:.1?}, parse and compile {compiled:.1?}, machine before its first step {started:.1?}"
    );
}

fn main() {
    let text = program(5_000);
    println!("{} lines, {} bytes", text.lines().count(), text.len());
    parts(&text);
    for layout in [Layout::Run, Layout::Compile] {
        let mut times: [Vec<f64>; 4] = Default::default();
        let mut recorder = Recorder::default();
        let ctx = picture::context(false);
        let mut shell = Shell::still(Default::default(), Default::default());
        shell.docks = Docks::of(layout);
        shell.layout = layout;
        for round in 0..24 {
            let edited = format!("{text}\nedit = {round}\n");
            let start = Instant::now();
            assert!(recorder.load("bench.py", &edited, &Default::default()));
            let loaded = start.elapsed();
            let run = recorder.run();
            let moment = recorder.moment();
            let ready = start.elapsed();
            shell.show(run, moment, edited);
            let input = RawInput {
                screen_rect: Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1600.0, 1000.0))),
                time: Some(f64::from(round)),
                ..RawInput::default()
            };
            let output = ctx.run_ui(input, |ui| shell.ui(ui));
            let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
            let drawn = start.elapsed();
            assert!(!primitives.is_empty());
            let mut delta = output.textures_delta;
            delta.clear();
            if round >= 4 {
                let parts = [loaded, ready - loaded, drawn - ready, drawn];
                times.iter_mut().zip(parts).for_each(|(list, part)| list.push(part.as_secs_f64() * 1e3));
            }
        }
        times.iter_mut().for_each(|list| list.sort_by(f64::total_cmp));
        let [loaded, moment, frame, all] = times.map(|list| (list[0], list[list.len() / 2]));
        let name = layout.name();
        println!(
            "{name} layout, least and median ms: load {loaded:.1?}, moment {moment:.1?}, frame {frame:.1?}, edit to frame {all:.1?}"
        );
    }
}
