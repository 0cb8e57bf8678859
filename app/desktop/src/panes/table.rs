//! A table: columns that can be sized, heads that stay, rows known by a key, the row that matters kept in sight.

use crate::look::paint;
use crate::look::theme::{self, Palette, ROW};
use crate::panes::follow::{Follow, List};
use egui::{IdSalt, Pos2, Rangef, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_extras::{Column, TableBuilder};
use model::moment::Moment;

/// A column: its head and how wide it is until somebody sizes it; the last one takes what is left.
#[derive(Clone, Copy)]
pub struct Head {
    pub title: &'static str,
    pub width: f32,
}

impl Head {
    pub const fn new(title: &'static str, width: f32) -> Head {
        Head { title, width }
    }
}

/// What a row is called: by its key it keeps the focus when others come before it.
pub struct Name {
    pub key: u64,
    /// As it is read aloud.
    pub label: String,
    pub selected: bool,
}

/// A row in sight: where it is, where each of its cells is, what was done to it.
pub struct Line<'a> {
    pub rect: Rect,
    pub cells: &'a [Rect],
    pub response: &'a Response,
}

impl Line<'_> {
    pub fn y(&self) -> f32 {
        self.rect.center().y
    }

    /// Where the text of a cell begins.
    pub fn left(&self, cell: usize) -> Pos2 {
        self.cells.get(cell).map_or(self.rect.left_center(), |rect| pos2(rect.left() + PAD, rect.center().y))
    }

    /// Where the text of a cell ends.
    pub fn right(&self, cell: usize) -> Pos2 {
        self.cells.get(cell).map_or(self.rect.right_center(), |rect| pos2(rect.right() - PAD, rect.center().y))
    }

    /// Room for the text of a cell.
    pub fn room(&self, cell: usize) -> f32 {
        self.cells.get(cell).map_or(0.0, |rect| (rect.width() - 2.0 * PAD).max(0.0))
    }
}

/// The rows as they were drawn: so that something can be drawn across them.
pub struct Shown {
    /// What the rows are seen through.
    pub body: Rect,
    /// Where the first row of all would be.
    pub top: f32,
}

impl Shown {
    /// Middle of a row, and whether it is in sight.
    pub fn y(&self, row: usize) -> f32 {
        self.top + ROW * (row as f32 + 0.5)
    }

    /// Rows of which something is in sight, first and last.
    pub fn range(&self, rows: usize) -> (usize, usize) {
        let first = ((self.body.top() - self.top) / ROW).max(0.0) as usize;
        let last = ((self.body.bottom() - self.top) / ROW).max(1.0).ceil() as usize - 1;
        (first, last.min(rows.saturating_sub(1)))
    }
}

/// Between a cell's edge and its text.
const PAD: f32 = 6.0;
/// Below this height a pane's heads would cost one of its six rows.
const HEADED: f32 = 7.0 * ROW;

pub struct Table<'a> {
    pub id: &'static str,
    pub heads: &'a [Head],
    pub rows: usize,
    /// The row to keep in sight.
    pub target: Option<usize>,
}

impl Table<'_> {
    /// Draws the rows in sight: `name` says what each is called, `draw` paints it.
    pub fn ui(
        &self,
        ui: &mut Ui,
        moment: &Moment,
        follow: &mut Follow,
        mut name: impl FnMut(usize) -> Name,
        mut draw: impl FnMut(&mut Ui, usize, Line),
    ) -> Shown {
        let palette = Palette::of(ui.visuals());
        let outer = ui.clip_rect();
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        // Columns are told apart by where they stand; the line between two is drawn while one is sized.
        ui.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::NONE;
        let (headed, whole) = (ui.available_height() >= HEADED, ui.available_width());
        let height = ui.available_height() - if headed { ROW } else { 0.0 };
        let base = ui.scope_id().with(self.id);
        let ctx = ui.ctx().clone();
        let list = List { row: ROW, height, rows: self.rows };
        let offset = follow.offset(ui.ctx(), moment, self.target, list);
        // Columns that nobody sized are made anew when the pane gets another width.
        let resized = std::mem::replace(&mut follow.about, (whole / 120.0) as u32) != (whole / 120.0) as u32;
        let mut builder = TableBuilder::new(ui)
            .id_salt(IdSalt::new((self.id, self.heads.len())))
            .auto_shrink(false)
            .min_scrolled_height(0.0)
            .max_scroll_height((height / ROW).floor().max(1.0) * ROW)
            .animate_scrolling(false);
        let fixed: f32 = self.heads.iter().take(self.heads.len() - 1).map(|head| head.width).sum();
        // In a narrow pane the columns share what there is.
        let scale = ((whole - LAST) / fixed.max(1.0)).clamp(0.3, 1.0);
        let kept = base.with("columns");
        let mut columns: Columns = ctx.data(|data| data.get_temp(kept)).unwrap_or_default();
        columns.by_hand.resize(self.heads.len(), None);
        let by_hand = columns.by_hand.clone();
        let width = |index: usize, head: &Head| by_hand[index].unwrap_or((head.width * scale).floor());
        let widths = self.heads.iter().enumerate().map(|(index, head)| width(index, head).min(whole * 0.8));
        for (index, wide) in widths.clone().enumerate() {
            let last = index + 1 == self.heads.len();
            builder = builder.column(match last {
                true => Column::remainder().at_least(LAST / 2.0).clip(true),
                false => Column::initial(wide).range(Rangef::new(24.0, 640.0)).clip(true).resizable(true),
            });
        }
        if resized {
            builder.reset();
            columns.initial = widths.collect();
        }
        if let Some(offset) = offset {
            builder = builder.vertical_scroll_offset(offset);
        }
        let mut rects = Vec::with_capacity(self.heads.len());
        let mut body = |body: egui_extras::TableBody| {
            let across = Rangef::new(body.max_rect().left(), body.max_rect().left() + whole);
            body.rows(ROW, self.rows, |mut row| {
                let index = row.index();
                rects.clear();
                let mut response = None;
                for column in 0..self.heads.len() {
                    row.col(|ui| {
                        rects.push(ui.max_rect());
                        // A row is one thing: what paints it is not held to a cell.
                        let rect = Rect::from_x_y_ranges(across, ui.max_rect().y_range());
                        ui.set_clip_rect(window(ui, outer));
                        if column == 0 {
                            response = Some(self::row(ui, base.with(name(index).key), rect, &name(index), palette));
                        }
                        if column + 1 == self.heads.len()
                            && let Some(response) = &response
                        {
                            draw(ui, index, Line { rect, cells: &rects, response });
                        }
                    });
                }
            });
        };
        let output = match headed {
            true => builder
                .header(ROW, |mut row| {
                    for head in self.heads {
                        row.col(|ui| {
                            let rect = ui.max_rect();
                            let at = pos2(rect.left() + PAD, rect.center().y);
                            let font = theme::words(11.0);
                            paint::text(ui, at, rect.width() - PAD, head.title, font, palette.quiet);
                            ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, palette.hairline());
                        });
                    }
                })
                .body(&mut body),
            false => builder.body(&mut body),
        };
        follow.seen(&output);
        columns.note(&rects);
        ctx.data_mut(|data| data.insert_temp(kept, columns));
        Shown { body: output.inner_rect, top: output.inner_rect.top() - output.state.clamped_offset().y }
    }
}

/// How wide columns were made, and how wide a person has made them since: that holds at every width of the pane.
#[derive(Clone, Debug, Default)]
struct Columns {
    initial: Vec<f32>,
    by_hand: Vec<Option<f32>>,
}

impl Columns {
    /// Takes in how wide the cells of a row were drawn; the last one has what is left.
    fn note(&mut self, cells: &[Rect]) {
        let known = self.initial.iter().zip(cells).zip(&mut self.by_hand);
        for ((initial, cell), by_hand) in known.take(cells.len().saturating_sub(1)) {
            if (cell.width() - initial).abs() > 1.5 {
                *by_hand = Some(cell.width());
            }
        }
    }
}

/// Room that the last column has at least.
const LAST: f32 = 60.0;

/// What a cell can be seen through: the table's rows, over their whole width.
fn window(ui: &Ui, outer: Rect) -> Rect {
    Rect::from_x_y_ranges(outer.x_range(), ui.clip_rect().y_range())
}

/// The row as a whole: it can be clicked, has the focus, and screen readers can name it.
fn row(ui: &Ui, id: egui::Id, rect: Rect, name: &Name, palette: &Palette) -> Response {
    let response = ui.interact(rect, id, Sense::click());
    let (enabled, selected, label) = (ui.is_enabled(), name.selected, name.label.as_str());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, enabled, selected, label));
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, palette.sunken);
    }
    if response.gained_focus() {
        ui.scroll_to_rect(rect, None);
    }
    paint::focused(ui, &response, label);
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    #[test]
    fn what_a_person_sized_is_told_from_what_was_made() {
        let mut columns = Columns { initial: vec![40.0, 60.0, 90.0], by_hand: vec![None; 3] };
        let row = |widths: [f32; 3]| widths.map(|width| Rect::from_min_size(Pos2::ZERO, vec2(width, ROW)));
        columns.note(&row([40.0, 60.5, 200.0]));
        assert_eq!(columns.by_hand, [None, None, None]);
        columns.note(&row([40.0, 95.0, 165.0]));
        assert_eq!(columns.by_hand, [None, Some(95.0), None]);
        columns.note(&[]);
        assert_eq!(columns.by_hand, [None, Some(95.0), None]);
    }
}
