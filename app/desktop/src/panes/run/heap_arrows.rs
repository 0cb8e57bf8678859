//! The references of the heap as curves: from a row's dot to the box that it refers to.

use crate::look::paint;
use crate::look::theme::Palette;
use egui::{Pos2, Rect, Stroke, Ui, pos2, vec2};
use model::ground::value::Address;
use std::collections::HashMap;

/// An arrow to draw.
pub struct Tail {
    pub from: Pos2,
    /// Right edge of the box it leaves.
    pub edge: f32,
    pub to: Rect,
    /// The object it leaves; 0 for a frame.
    pub holder: Address,
    pub target: Address,
    pub stack: bool,
    /// Written by this step.
    pub written: bool,
    pub cycle: bool,
}

/// Height of a box's title: arrows end beside it.
const TITLE: f32 = 26.0;

pub fn draw(ui: &Ui, palette: &Palette, tails: &[Tail], focus: Option<Address>) {
    let clip = ui.clip_rect();
    // Arrows that end at the same side of a box are spread, so that each head can be told from the next.
    let mut arriving: HashMap<(Address, bool), usize> = HashMap::new();
    for tail in tails {
        let behind = goes_behind(tail);
        let nth = arriving.entry((tail.target, behind)).or_insert(0);
        *nth += 1;
        let points = curve(tail, behind, *nth - 1);
        if !bounds(&points).intersects(clip) {
            continue;
        }
        let near = focus.is_some_and(|focus| focus == tail.target || focus == tail.holder);
        let color = if tail.written {
            palette.changed
        } else if near || (tail.stack && focus.is_none()) {
            palette.current
        } else if focus.is_some() {
            palette.faded
        } else if tail.cycle {
            palette.cycle
        } else {
            palette.arrow
        };
        let width = if near || tail.written { 1.6 } else { 1.1 };
        paint::arrow(ui, points, Stroke::new(width, color), tail.written);
    }
}

/// Whether the target does not stand to the right: then the arrow goes round and arrives from behind.
fn goes_behind(tail: &Tail) -> bool {
    tail.to.left() < tail.edge + 8.0
}

fn curve(tail: &Tail, behind: bool, nth: usize) -> [Pos2; 4] {
    let spread = [0.0, 6.0, -6.0, 10.0, -10.0][nth % 5];
    let y = (tail.to.top() + TITLE / 2.0 + spread).clamp(tail.to.top() + 3.0, tail.to.bottom() - 3.0);
    if behind {
        let tip = pos2(tail.to.right(), y);
        let reach = 28.0 + (tail.from.y - y).abs().min(160.0) * 0.25 + 5.0 * (nth % 4) as f32;
        let out = tail.edge.max(tail.to.right()) + reach;
        [tail.from, pos2(out, tail.from.y), pos2(out, y), tip]
    } else {
        let tip = pos2(tail.to.left(), y);
        let reach = ((tip.x - tail.from.x) * 0.5).clamp(24.0, 140.0);
        [tail.from, tail.from + vec2(reach, 0.0), tip - vec2(reach, 0.0), tip]
    }
}

fn bounds(points: &[Pos2; 4]) -> Rect {
    Rect::from_points(points).expand(4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tail(to: Rect) -> Tail {
        Tail {
            from: pos2(90.0, 50.0),
            edge: 100.0,
            to,
            holder: 1,
            target: 2,
            stack: false,
            written: false,
            cycle: false,
        }
    }

    #[test]
    fn arrows_enter_on_the_left_or_go_round_to_the_right_side() {
        let ahead = tail(Rect::from_min_size(pos2(200.0, 10.0), vec2(80.0, 60.0)));
        assert!(!goes_behind(&ahead));
        assert_eq!(curve(&ahead, false, 0)[3], pos2(200.0, 23.0));
        let same = tail(Rect::from_min_size(pos2(0.0, 100.0), vec2(100.0, 60.0)));
        assert!(goes_behind(&same));
        let points = curve(&same, true, 0);
        assert_eq!(points[3].x, 100.0);
        assert!(points[1].x > 120.0);
    }
}
