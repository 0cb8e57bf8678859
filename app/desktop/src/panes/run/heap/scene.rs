//! The drawing of the heap at its own size: where every root, box and arrow is. Made once a moment, not once a frame.

use super::arrows::{Arrow, Holder};
use egui::{Pos2, Rect, Vec2, pos2, vec2};
use model::ground::value::{Address, Mark};
use model::machine::heap::{HeapModel, Object, Root, Row};
use model::machine::links::NOWHERE;
use model::machine::placement::{Measures, Placement};
use std::sync::Arc;

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
    /// What it was made for: the recording and the width, with the heap below.
    made_for: Option<(u64, i32)>,
    /// Most columns that this run has needed: boxes do not change their width back and forth.
    most: usize,
    box_width: f32,
    gap: f32,
    pub roots: Vec<Rect>,
    /// Of each object of the model, in its order.
    pub boxes: Vec<Rect>,
    pub arrows: Vec<Arrow>,
    /// The heap that is drawn.
    pub heap: Arc<HeapModel>,
    /// Tops and bottoms of the boxes of each column.
    pub columns: Vec<Vec<(f32, f32)>>,
    pub size: Vec2,
    /// Height of the highest box.
    pub highest: f32,
    /// Counts the drawings in which boxes stand elsewhere: what is made from one is made anew for the next.
    pub version: u64,
}

impl Scene {
    /// Makes the drawing of a moment for a width, if it is not made yet. What a step left alone stays as it is.
    pub fn update(&mut self, heap: &Arc<HeapModel>, generation: u64, width: f32) {
        let key = (generation, width as i32);
        // Of one moment there are several heaps: another level of detail, more rows of a box.
        let moved = !Arc::ptr_eq(&self.heap, heap);
        if self.made_for == Some(key) && !moved {
            return;
        }
        let before = std::mem::replace(&mut self.heap, Arc::clone(heap));
        let first = self.made_for.is_none_or(|(known, ..)| known != generation);
        if first {
            self.most = 0;
        }
        self.made_for = Some(key);
        let mut anew = first;
        if moved || first {
            let mut tops = Vec::with_capacity(heap.roots.len());
            let mut top = 0.0;
            for root in &heap.roots {
                tops.push((0..root.rows.len()).map(|row| top + row_offset(row)).collect());
                top += root_height(root) + MEASURES.gap_y;
            }
            anew |= self.placement.update(heap, &tops, MEASURES);
        }
        self.most = self.most.max(self.placement.columns()).max(1);
        let columns = self.most as f32;
        let room = width - 2.0 * MARGIN - ROOT_WIDTH - BEHIND - 8.0;
        let box_width = ((room - columns * 60.0) / columns).clamp(*BOXES.start(), *BOXES.end()).floor();
        let gap = ((room - columns * box_width) / columns).clamp(*GAPS.start(), *GAPS.end()).floor();
        anew |= (box_width, gap) != (self.box_width, self.gap);
        (self.box_width, self.gap) = (box_width, gap);
        let tops = |heap: &HeapModel| heap.roots.iter().map(root_height).collect::<Vec<_>>();
        let same = !anew && heap.links() == before.links();
        if same && tops(heap) == tops(&before) {
            return;
        }
        if anew || !same {
            self.version += 1;
            self.columns = self.stretches();
        }
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
        self.highest = self.boxes.iter().map(|rect| rect.height()).fold(0.0, f32::max) + MEASURES.gap_y;
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
        self.boxes.get(self.heap.links().at(address)?).copied()
    }

    /// The object whose box covers a point.
    pub fn at(&self, point: Pos2) -> Option<usize> {
        self.boxes.iter().position(|rect| rect.contains(point))
    }

    /// The column in which a box stands.
    fn column_of(&self, rect: &Rect) -> usize {
        ((rect.left() - self.left(0)) / (self.box_width + self.gap)).round().max(0.0) as usize
    }

    /// Tops and bottoms of a column's boxes.
    fn stretches(&self) -> Vec<Vec<(f32, f32)>> {
        let of = |column| {
            let places = self.placement.column(column);
            places.map(|place| (MARGIN + place.top, MARGIN + place.top + place.height)).collect()
        };
        (0..self.placement.columns()).map(of).collect()
    }

    /// Every arrow: from which row of which box to which box. Its way is found where it is in sight.
    fn arrows_of(&self, heap: &HeapModel) -> Vec<Arrow> {
        let links = heap.links();
        let mut found = Vec::with_capacity(self.arrows.len());
        // How many arrows end at a side of a box already: each head is to be told from the next.
        let mut arriving = vec![[0u8; 2]; self.boxes.len()];
        let mut add = |targets: &[u32], rect: &Rect, column: Option<usize>, holder: Holder| {
            for (row, &target) in targets.iter().enumerate().filter(|(_, target)| **target != NOWHERE) {
                let Some(to) = self.boxes.get(target as usize) else { continue };
                let to_column = self.column_of(to);
                let back = column.is_some_and(|column| to_column <= column);
                let nth = &mut arriving[target as usize][usize::from(back)];
                *nth = nth.wrapping_add(1);
                let from = pos2(rect.right() - DOT, rect.top() + row_offset(row) + MEASURES.row_height / 2.0);
                let nth = usize::from(nth.wrapping_sub(1));
                found.push(Arrow { from, edge: rect.right(), column, holder, row, target, to: *to, to_column, nth });
            }
        };
        for (index, rect) in self.roots.iter().enumerate() {
            add(links.root_rows(index), rect, None, Holder::Root(index));
        }
        for (index, rect) in self.boxes.iter().enumerate() {
            let targets = links.rows(index);
            if !targets.is_empty() {
                add(targets, rect, Some(self.column_of(rect)), Holder::Object(index));
            }
        }
        found
    }

    /// The row of the model that an arrow leaves from.
    pub fn row_of(&self, arrow: &Arrow) -> Option<&Row> {
        let rows = match arrow.holder {
            Holder::Root(root) => &self.heap.roots.get(root)?.rows,
            Holder::Object(object) => &self.heap.objects.get(object)?.rows,
        };
        rows.get(arrow.row)
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
