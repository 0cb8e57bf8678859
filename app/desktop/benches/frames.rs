//! How long a frame of the whole app takes on the CPU, without a window: `cargo bench -p serpentarium`.

#[path = "../tests/sample/mod.rs"]
mod sample;

use egui::{Pos2, RawInput, Rect, Vec2};
use model::ground::value::Value;
use model::machine::heap::{Object, Row};
use model::moment::Moment;
use serpentarium::picture;
use serpentarium::shell::Shell;
use std::time::Instant;

/// The sample's heap with `count` more objects, each holding the next.
fn large(count: u64) -> Moment {
    let mut moment = sample::moment();
    let row = |label: &str, address| Row::holding(label, Value::reference("[…]", "list", address));
    for index in 0..count {
        let next = 0x10_0000 + (index + 1) % count * 64;
        let rows = vec![row("0", next), row("1", 0x10_0000 + (index * 7 % count) * 64)];
        moment.heap.objects.push(Object::young(0x10_0000 + index * 64, "list", "list", rows));
    }
    let first = row("many", 0x10_0000);
    moment.heap.roots[0].rows.push(first);
    moment
}

fn main() {
    for count in [0, 2_000] {
        let ctx = picture::context(false);
        let mut shell = Shell::still(sample::run(), large(count));
        let screen = Rect::from_min_size(Pos2::ZERO, Vec2::new(1600.0, 1000.0));
        let mut times = Vec::new();
        for frame in 0..220 {
            let input =
                RawInput { screen_rect: Some(screen), time: Some(f64::from(frame) / 60.0), ..RawInput::default() };
            let start = Instant::now();
            let output = ctx.run_ui(input, |ui| shell.ui(ui));
            let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
            let time = start.elapsed();
            assert!(!primitives.is_empty());
            let mut delta = output.textures_delta;
            delta.clear();
            if frame == 0 {
                println!("{count} more objects: first frame {:.2} ms", time.as_secs_f64() * 1e3);
            }
            if frame >= 20 {
                times.push(time.as_secs_f64() * 1e3);
            }
        }
        times.sort_by(f64::total_cmp);
        println!(
            "{count} more objects: median {:.2} ms, 99th percentile {:.2} ms",
            times[times.len() / 2],
            times[times.len() * 99 / 100]
        );
    }
}
