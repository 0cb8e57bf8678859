//! Keeps the row that matters in sight: when it changes and cannot be seen, the list jumps so that it can.

use egui::ScrollArea;

#[derive(Default)]
pub struct Follow {
    target: Option<usize>,
    offset: f32,
}

impl Follow {
    /// The scroll area for this frame. `target` is the row to keep in sight.
    pub fn area(&mut self, area: ScrollArea, target: Option<usize>, row: f32, height: f32) -> ScrollArea {
        let area = area.auto_shrink(false);
        if self.target == target {
            return area;
        }
        self.target = target;
        let Some(target) = target else { return area };
        let top = target as f32 * row;
        let in_sight = top >= self.offset && top + 2.0 * row <= self.offset + height;
        if in_sight { area } else { area.vertical_scroll_offset((top - height / 3.0).max(0.0)) }
    }

    /// Where the list was scrolled to in this frame.
    pub fn seen(&mut self, offset: egui::Vec2) {
        self.offset = offset.y;
    }
}
