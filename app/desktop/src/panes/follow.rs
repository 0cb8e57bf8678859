//! Keeps the row that matters in sight: after a move, a change of size, and when the list comes to be shown; a person who
//! scrolls away in between is left alone.

use egui::scroll_area::ScrollAreaOutput;
use egui::{Context, ScrollArea};
use model::compile::Cursor;
use model::moment::Moment;

#[derive(Default)]
pub struct Follow {
    /// What the row was kept in sight for.
    of: Option<Of>,
    offset: f32,
    /// As far as the list could be scrolled in the last frame.
    most: f32,
    /// Of a table: how wide the pane was when its columns were laid out, in steps.
    pub about: u32,
    /// The pass in which the list was drawn last.
    drawn: u64,
    selected: Option<usize>,
    /// What was selected last came after the last move.
    to_selected: bool,
    /// Passes in which to look again whether the row is in sight: sizes settle in more than one.
    watch: u8,
}

/// As many passes as a new arrangement may take to find its sizes.
pub const WATCHED: u8 = 6;

#[derive(Clone, Copy, PartialEq)]
struct Of {
    target: Option<usize>,
    moment: (u64, Cursor),
    list: List,
}

impl Follow {
    /// Which row to keep in sight: the current one after a move, a selected one as soon as it is selected.
    pub fn choose(&mut self, moment: &Moment, current: Option<usize>, selected: Option<usize>) -> Option<usize> {
        if self.of.is_some_and(|of| of.moment != (moment.generation, moment.cursor())) {
            self.to_selected = false;
        } else if self.selected != selected {
            self.to_selected = selected.is_some();
        }
        self.selected = selected;
        if self.to_selected { selected.or(current) } else { current.or(selected) }
    }

    /// The scroll area for this frame. `target` is the row to keep in sight.
    pub fn area(
        &mut self,
        ctx: &Context,
        area: ScrollArea,
        moment: &Moment,
        target: Option<usize>,
        list: List,
    ) -> ScrollArea {
        let area = area.auto_shrink(false).max_height(list.height());
        match self.offset(ctx, moment, target, list) {
            Some(offset) => area.vertical_scroll_offset(offset),
            None => area,
        }
    }

    /// Where to scroll to in this frame, so that the row is in sight, if it is not.
    pub fn offset(&mut self, ctx: &Context, moment: &Moment, target: Option<usize>, list: List) -> Option<f32> {
        let height = list.height();
        let of = Of { target, moment: (moment.generation, moment.cursor()), list: List { height, ..list } };
        let shown = std::mem::replace(&mut self.drawn, ctx.cumulative_pass_nr()) + 1 >= self.drawn;
        if !shown || self.of != Some(of) {
            self.watch = WATCHED;
        }
        if self.watch == 0 {
            return None;
        }
        self.watch -= 1;
        ctx.request_repaint();
        self.of = Some(of);
        // What is set beyond the end, of this frame or the last, springs back for a while, and the row goes out of sight.
        let most = (list.rows as f32 * list.row - height).max(0.0);
        let beyond = self.offset > most + 1.0;
        let Some(target) = target else { return beyond.then_some(most) };
        let top = target as f32 * list.row;
        let in_sight = shown && !beyond && top >= self.offset && top + list.row <= self.offset + height;
        let wanted = ((top - height / 3.0) / list.row).floor() * list.row;
        let wanted = wanted.clamp(0.0, most);
        // Bars that slide in take from the last rows; the list still begins with a whole one, if the row allows it.
        let whole = (self.most / list.row).floor() * list.row;
        let near = if wanted <= self.most || top + list.row > whole + height { self.most } else { whole };
        (!in_sight).then(|| wanted.min(near))
    }

    /// Whether the row is being brought into sight.
    pub fn is_watching(&self) -> bool {
        self.watch > 0
    }

    /// Where the list was scrolled to in this frame.
    pub fn seen<R>(&mut self, output: &ScrollAreaOutput<R>) {
        self.offset = output.state.unclamped_offset().y;
        self.most = (output.content_size.y - output.inner_rect.height()).max(0.0);
    }
}

/// A list as it is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct List {
    /// Height of a row, in points.
    pub row: f32,
    /// What there is room for.
    pub height: f32,
    pub rows: usize,
}

impl List {
    /// Whole rows only.
    fn height(&self) -> f32 {
        (self.height / self.row).floor().max(1.0) * self.row
    }
}
