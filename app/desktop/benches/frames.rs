//! How long a frame of the whole app takes on the CPU, without a window: `cargo bench -p serpentarium --bench frames`.
//! At rest, while the view is dragged about, while one steps; of heaps up to 10 000 objects, at their own size and
//! zoomed out.

#[path = "../tests/sample/mod.rs"]
mod sample;

use egui::{Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2, pos2, vec2};
use model::ground::value::{Mark, Value};
use model::machine::heap::{Object, Row};
use model::moment::Moment;
use serpentarium::picture;
use serpentarium::shell::Shell;
use std::sync::Arc;
use std::time::Instant;

/// The sample's heap with `count` more objects, a tree whose nodes have eight branches each.
fn large(count: u64) -> Moment {
    let mut moment = sample::moment();
    let at = |index: u64| 0x10_0000 + index * 64;
    let row = |label: String, address| Row::holding(&label, Value::reference("[…]", "list", address));
    let heap = Arc::make_mut(&mut moment.heap);
    for index in 0..count {
        let branches = (0..8).map(|nth| (nth, index * 8 + nth + 1)).filter(|(_, to)| *to < count);
        let rows = branches.map(|(nth, to)| row(nth.to_string(), at(to))).collect();
        heap.objects.push(Object::young(at(index), "list", "list", rows));
    }
    if count > 0 {
        heap.roots[0].rows.push(row("many".to_owned(), at(0)));
    }
    moment
}

/// What a step may do: a list is made and put into another one, whose count it takes along.
fn stepped(mut moment: Moment) -> Moment {
    let heap = Arc::make_mut(&mut moment.heap);
    let made = 0xf0_0000;
    let mut object = Object::young(made, "list", "list", Vec::new());
    object.mark = Mark::New;
    heap.objects.push(object);
    if let Some(holder) = heap.objects.iter_mut().rev().nth(7) {
        let mut value = Value::reference("[]", "list", made);
        value.mark = Mark::New;
        holder.rows.push(Row::holding("8", value));
        holder.mark = Mark::Changed;
    }
    moment
}

/// What happens in each frame.
#[derive(Clone, Copy)]
enum Doing {
    Nothing,
    Scrolling,
    Stepping,
}

const HEAP: Pos2 = pos2(1250.0, 400.0);

fn main() {
    for (count, zoomed_out, doing, words) in [
        (0, false, Doing::Nothing, "at rest"),
        (2_000, false, Doing::Nothing, "at rest"),
        (10_000, false, Doing::Nothing, "at rest"),
        (10_000, false, Doing::Scrolling, "scrolling"),
        (10_000, false, Doing::Stepping, "stepping"),
        (10_000, true, Doing::Nothing, "zoomed out, at rest"),
        (10_000, true, Doing::Scrolling, "zoomed out, scrolling"),
        (10_000, true, Doing::Stepping, "zoomed out, stepping"),
    ] {
        let steps = [large(count), stepped(large(count))];
        // The worker does so before it hands a moment over.
        steps.iter().for_each(|moment| _ = moment.heap.links());
        let ctx = picture::context(false);
        let mut shell = Shell::still(sample::run(), steps[0].clone());
        let screen = Rect::from_min_size(Pos2::ZERO, Vec2::new(1600.0, 1000.0));
        let mut times = Vec::new();
        for frame in 0..220 {
            let mut input =
                RawInput { screen_rect: Some(screen), time: Some(f64::from(frame) / 60.0), ..RawInput::default() };
            if frame < 16 && zoomed_out {
                input.events = vec![Event::PointerMoved(HEAP), Event::Zoom(0.8)];
            }
            match doing {
                Doing::Nothing => {}
                Doing::Scrolling => {
                    let y = if frame % 40 < 20 { -120.0 } else { 120.0 };
                    input.events.push(Event::PointerMoved(HEAP));
                    input.events.push(Event::MouseWheel {
                        unit: MouseWheelUnit::Point,
                        delta: vec2(0.0, y),
                        phase: TouchPhase::Move,
                        modifiers: Modifiers::NONE,
                        source: egui::MouseWheelSource::Unknown,
                    });
                }
                Doing::Stepping => {
                    let step = shell.moment.step + 1;
                    let mut moment = steps[step as usize % 2].clone();
                    moment.step = step;
                    shell.moment = Arc::new(moment);
                }
            }
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
            if frame >= 40 {
                times.push(time.as_secs_f64() * 1e3);
            }
        }
        times.sort_by(f64::total_cmp);
        println!(
            "{count} more objects, {words}: median {:.2} ms, 99th percentile {:.2} ms",
            times[times.len() / 2],
            times[times.len() * 99 / 100]
        );
    }
}
