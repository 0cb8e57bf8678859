//! The drawing of the heap at its own size: where every root, box and arrow is. Made once a moment, not once a frame.

use super::arrows::{self, Arrow};
use egui::{Pos2, Rect, Vec2, pos2, vec2};
use model::ground::value::{Address, Mark};
use model::machine::heap::{HeapModel, Object, Root, RootKind, Row};
use model::machine::placement::{Measures, Placement};
use std::collections::{HashMap, HashSet};

pub const MEASURES: Measures = Measures { title_height: 26.0, row_height: 22.0, gap_y: 18.0 };
pub const ROOT_WIDTH: f32 = 128.0;
/// Boxes and the space between two columns take as much as the width gives, within these.
const BOXES: std::ops::RangeInclusive<f32> = 180.0..=260.0;
const GAPS: std::ops::RangeInclusive<f32> = 44.0..=110.0;
pub const MARGIN: f32 = 14.0;
/// Behind the last column, for arrows that go round it.
const BEHIND: f32 = 30.0;
/// Distance of an arrow's dot from the right edge of its box.
pub const DOT: f32 = 10.0;

#[derive(Default)]
pub struct Scene {
    placement: Placement,
    /// What it was made for: the moment, and the width.
    made_for: Option<(u64, u64, i32)>,
    generation: u64,
    /// Most columns that this run has needed: boxes do not change their width back and forth.
    columns: usize,
    box_width: f32,
    gap: f32,
    pub roots: Vec<Rect>,
    /// Of each object of the model, in its order.
    pub boxes: Vec<Rect>,
    pub arrows: Vec<Arrow>,
    pub cycles: HashSet<Address>,
    /// Where in the model an object is.
    pub drawn: HashMap<Address, usize>,
    pub size: Vec2,
    /// Counts the drawings: what is made from one is made anew for the next.
    pub version: u64,
}

impl Scene {
    /// Makes the drawing of a moment for a width, if it is not made yet.
    pub fn update(&mut self, heap: &HeapModel, generation: u64, step: u64, width: f32) {
        let key = (generation, step, width as i32);
        if self.made_for == Some(key) {
            return;
        }
        self.version += 1;
        if self.generation != generation {
            (self.generation, self.columns) = (generation, 0);
        }
        let moved = self.made_for.is_none_or(|(known, at, _)| (known, at) != (generation, step));
        self.made_for = Some(key);
        if moved {
            let mut tops = Vec::with_capacity(heap.roots.len());
            let mut top = 0.0;
            for root in &heap.roots {
                tops.push((0..root.rows.len()).map(|row| top + row_offset(row)).collect());
                top += root_height(root) + MEASURES.gap_y;
            }
            self.placement.update(heap, &tops, MEASURES);
            self.cycles = heap.in_cycles();
            self.drawn = heap.drawn();
        }
        self.columns = self.columns.max(self.placement.columns()).max(1);
        let columns = self.columns as f32;
        let room = width - 2.0 * MARGIN - ROOT_WIDTH - BEHIND - 8.0;
        self.box_width = ((room - columns * 60.0) / columns).clamp(*BOXES.start(), *BOXES.end()).floor();
        self.gap = ((room - columns * self.box_width) / columns).clamp(*GAPS.start(), *GAPS.end()).floor();
        self.put(heap);
        self.arrows = self.arrows_of(heap);
    }

    fn put(&mut self, heap: &HeapModel) {
        let mut top = MARGIN;
        self.roots.clear();
        for root in &heap.roots {
            let height = root_height(root);
            self.roots.push(Rect::from_min_size(pos2(MARGIN, top), vec2(ROOT_WIDTH, height)));
            top += height + MEASURES.gap_y;
        }
        self.boxes = heap
            .objects
            .iter()
            .map(|object| {
                let place = self.placement.get(object.address);
                place.map_or(Rect::NOTHING, |place| {
                    let at = pos2(self.left(place.column), MARGIN + place.top);
                    Rect::from_min_size(at, vec2(self.box_width, place.height))
                })
            })
            .collect();
        let columns = self.placement.columns();
        let right = if columns == 0 { MARGIN + ROOT_WIDTH } else { self.left(columns - 1) + self.box_width + BEHIND };
        self.size = vec2(right + MARGIN, MARGIN * 2.0 + self.placement.bottom().max(top - MARGIN - MEASURES.gap_y));
    }

    /// Left edge of a column.
    pub fn left(&self, column: usize) -> f32 {
        MARGIN + ROOT_WIDTH + self.gap + column as f32 * (self.box_width + self.gap)
    }

    pub fn width_of_boxes(&self) -> f32 {
        self.box_width
    }

    pub fn gap(&self) -> f32 {
        self.gap
    }

    pub fn rect(&self, address: Address) -> Option<Rect> {
        self.boxes.get(*self.drawn.get(&address)?).copied()
    }

    /// The object whose box covers a point.
    pub fn at(&self, point: Pos2) -> Option<usize> {
        self.boxes.iter().position(|rect| rect.contains(point))
    }

    fn column_of(&self, address: Address) -> Option<usize> {
        self.placement.get(address).map(|place| place.column)
    }

    /// Tops and bottoms of a column's boxes.
    fn stretches(&self) -> Vec<Vec<(f32, f32)>> {
        let of = |column| {
            let places = self.placement.column(column);
            places.map(|place| (MARGIN + place.top, MARGIN + place.top + place.height)).collect()
        };
        (0..self.placement.columns()).map(of).collect()
    }

    /// Every arrow: from which row of which box to which box, round what stands between.
    fn arrows_of(&self, heap: &HeapModel) -> Vec<Arrow> {
        let columns = self.stretches();
        let written: HashSet<(Address, &str)> =
            heap.written.iter().map(|(holder, label)| (*holder, label.as_str())).collect();
        let mut router = arrows::Router::new(self, &columns);
        let mut found = Vec::new();
        let mut add = |rows: &[Row], rect: Rect, column: Option<usize>, holder: Address, stack: bool| {
            for (index, row) in rows.iter().enumerate() {
                let Some(value) = &row.value else { continue };
                let Some(&target) = self.drawn.get(&value.address) else { continue };
                let (Some(to), Some(to_column)) = (self.boxes.get(target), self.column_of(value.address)) else {
                    continue;
                };
                let from = pos2(rect.right() - DOT, rect.top() + row_offset(index) + MEASURES.row_height / 2.0);
                let path = router.route((from, rect.right(), column), (*to, to_column, value.address));
                found.push(Arrow {
                    bounds: Rect::from_points(&path).expand(4.0),
                    path,
                    holder,
                    target: value.address,
                    stack,
                    written: value.mark != Mark::None || written.contains(&(holder, row.label.as_str())),
                    cycle: holder != 0 && self.cycles.contains(&holder) && self.cycles.contains(&value.address),
                });
            }
        };
        for (root, rect) in heap.roots.iter().zip(&self.roots) {
            add(&root.rows, *rect, None, 0, root.kind == RootKind::Stack);
        }
        for (object, rect) in heap.objects.iter().zip(&self.boxes) {
            add(&object.rows, *rect, self.column_of(object.address), object.address, false);
        }
        found
    }

    /// What the last step changed: of each object its address, its mark, its box.
    pub fn of_step(&self, heap: &HeapModel) -> Vec<(Address, Mark, Rect)> {
        let marked = |object: &Object| object.mark != Mark::None;
        let objects = heap.objects.iter().zip(&self.boxes).filter(|(object, _)| marked(object));
        objects.map(|(object, rect)| (object.address, object.mark, *rect)).collect()
    }
}

pub fn row_offset(row: usize) -> f32 {
    MEASURES.title_height + MEASURES.row_height * row as f32
}

pub fn root_height(root: &Root) -> f32 {
    let extra = usize::from(root.more > 0 || !root.note.is_empty());
    row_offset(root.rows.len() + extra)
}
