//! Where the boxes of the heap stand. A box keeps its place while its object lives; a new one comes in beside its
//! holder; a place is used again only when its object is gone.

use crate::ground::value::Address;
use crate::machine::heap::{HeapModel, Object};
use crate::machine::links::ByAddress;
use std::collections::VecDeque;

/// Measures of the drawing, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    pub title_height: f32,
    pub row_height: f32,
    pub gap_y: f32,
}

impl Measures {
    pub fn height(&self, object: &Object) -> f32 {
        let rows = object.rows.len() + usize::from(object.more > 0);
        self.title_height + self.row_height * rows as f32
    }
}

/// A box: column counted from the roots, vertical extent in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub column: usize,
    pub top: f32,
    pub height: f32,
}

/// How far the drawing reaches before what is new goes elsewhere: a long chain on below from the second column, what would
/// stand far down into the next column. Grows with the number of objects, in steps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Extent {
    columns: usize,
    height: f32,
}

impl Extent {
    fn of(objects: usize) -> Extent {
        let mut extent = Extent { columns: 30, height: 3000.0 };
        let mut room = 500;
        while room < objects {
            extent = Extent { columns: extent.columns * 2, height: extent.height * 2.0 };
            room *= 4;
        }
        extent
    }
}

#[derive(Clone, Debug, Default)]
pub struct Placement {
    places: ByAddress<Place>,
    columns: Vec<Column>,
    extent: Extent,
}

#[derive(Clone, Debug, Default)]
struct Column {
    /// From top to bottom.
    boxes: Vec<Address>,
    /// Free stretches from top to bottom, while an update looks for room.
    free: Option<Vec<(f32, f32)>>,
}

impl Column {
    /// The stretch in which a box has a place nearest to its wish, and the place.
    fn nearest(free: &[(f32, f32)], wish: f32, height: f32) -> Option<(usize, f32)> {
        let fits = free.iter().enumerate().filter(|(_, (floor, ceiling))| floor + height <= *ceiling);
        let tops = fits.map(|(at, (floor, ceiling))| (at, wish.clamp(*floor, ceiling - height)));
        tops.min_by(|a, b| (a.1 - wish).abs().total_cmp(&(b.1 - wish).abs()))
    }

    fn free(&mut self, places: &ByAddress<Place>, measures: Measures) -> &mut Vec<(f32, f32)> {
        let boxes = &self.boxes;
        self.free.get_or_insert_with(|| {
            let mut free = Vec::new();
            let mut floor = 0.0;
            for place in boxes.iter().filter_map(|address| places.get(address)) {
                keep(&mut free, floor, place.top - measures.gap_y, measures);
                floor = place.top + place.height + measures.gap_y;
            }
            free.push((floor, f32::MAX));
            free
        })
    }
}

/// Remembers a stretch in which a box has room.
fn keep(free: &mut Vec<(f32, f32)>, floor: f32, ceiling: f32, measures: Measures) {
    if ceiling - floor >= measures.title_height {
        free.push((floor, ceiling));
    }
}

impl Placement {
    pub fn get(&self, address: Address) -> Option<Place> {
        self.places.get(&address).copied()
    }

    pub fn columns(&self) -> usize {
        self.columns.iter().rposition(|column| !column.boxes.is_empty()).map_or(0, |last| last + 1)
    }

    /// A column's boxes from top to bottom.
    pub fn column(&self, column: usize) -> impl Iterator<Item = Place> {
        self.columns.get(column).into_iter().flat_map(|column| &column.boxes).filter_map(|address| self.get(*address))
    }

    pub fn bottom(&self) -> f32 {
        let last = |column: &Column| column.boxes.last().and_then(|address| self.get(*address));
        self.columns.iter().filter_map(last).map(|place| place.top + place.height).fold(0.0, f32::max)
    }

    /// Gives every object of `heap` a place; says whether any box stands elsewhere than before. `root_tops` are the heights
    /// at which each root's rows start from, so that what a frame holds stands level with it.
    pub fn update(&mut self, heap: &HeapModel, root_tops: &[Vec<f32>], measures: Measures) -> bool {
        let links = heap.links();
        let (mut known, mut moved) = (0, false);
        for object in &heap.objects {
            let Some(place) = self.places.get(&object.address) else { continue };
            known += 1;
            if place.height != measures.height(object) {
                self.grow(object, measures);
                moved = true;
            }
        }
        if known < self.places.len() {
            moved = true;
            self.places.retain(|address, _| links.at(*address).is_some());
            self.columns.iter_mut().for_each(|column| column.boxes.retain(|it| links.at(*it).is_some()));
        }
        self.extent = Extent::of(heap.objects.len());
        if known == heap.objects.len() {
            return moved;
        }
        // Breadth first from the roots: the distance of a new object is its column, its holder's height its wish.
        let mut queue: VecDeque<(u32, usize, f32)> = VecDeque::new();
        for (root, tops) in root_tops.iter().enumerate() {
            for (target, top) in links.root_rows(root).iter().zip(tops) {
                queue.push_back((*target, 0, top - measures.title_height));
            }
        }
        let mut seen = vec![false; heap.objects.len()];
        self.visit(&mut queue, &mut seen, heap, measures);
        // What no root reaches (garbage of a cycle, objects being freed) stands after everything else.
        for index in 0..heap.objects.len() {
            if !seen[index] {
                queue.push_back((index as u32, 1, 0.0));
                self.visit(&mut queue, &mut seen, heap, measures);
            }
        }
        let places = &self.places;
        for column in self.columns.iter_mut().filter(|column| column.free.is_some()) {
            column.free = None;
            column.boxes.sort_by(|a, b| places[a].top.total_cmp(&places[b].top));
        }
        true
    }

    fn visit(
        &mut self,
        queue: &mut VecDeque<(u32, usize, f32)>,
        seen: &mut [bool],
        heap: &HeapModel,
        measures: Measures,
    ) {
        while let Some((index, column, wish)) = queue.pop_front() {
            let index = index as usize;
            // Rows that lead nowhere are beyond all objects.
            if seen.get_mut(index).is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            let object = &heap.objects[index];
            let place = match self.get(object.address) {
                Some(place) => place,
                None => self.settle(object, column, wish.max(0.0), measures),
            };
            for (row, target) in heap.links().rows(index).iter().enumerate() {
                queue.push_back((*target, place.column + 1, place.top + measures.row_height * row as f32));
            }
        }
    }

    /// The free stretch of the column nearest to the wished height.
    fn settle(&mut self, object: &Object, column: usize, wish: f32, measures: Measures) -> Place {
        let height = measures.height(object);
        let Extent { columns, height: most } = self.extent;
        let within = |column: usize| if column < columns { column } else { 1 + (column - 1) % (columns - 1) };
        let first = within(column);
        let mut chosen = None;
        for column in (first..first + columns - 1).map(within) {
            if self.columns.len() <= column {
                self.columns.resize(column + 1, Column::default());
            }
            let free = self.columns[column].free(&self.places, measures);
            let found = Column::nearest(free, wish, height);
            if let Some((at, top)) = found.filter(|(_, top)| *top + height <= most || column == 0) {
                chosen = Some((column, at, top));
                break;
            }
        }
        let (column, at, top) = chosen.unwrap_or_else(|| {
            let free = self.columns[first].free(&self.places, measures);
            let (at, top) = Column::nearest(free, wish, height).unwrap_or((free.len() - 1, wish));
            (first, at, top)
        });
        let held = &mut self.columns[column];
        let free = held.free(&self.places, measures);
        let (floor, ceiling) = free[at];
        let mut parts = Vec::with_capacity(2);
        keep(&mut parts, floor, top - measures.gap_y, measures);
        keep(&mut parts, top + height + measures.gap_y, ceiling, measures);
        free.splice(at..=at, parts);
        held.boxes.push(object.address);
        let place = Place { column, top, height };
        self.places.insert(object.address, place);
        place
    }

    /// An object that got more rows keeps its top; those below it that it would cover move down.
    fn grow(&mut self, object: &Object, measures: Measures) {
        let Some(place) = self.places.get_mut(&object.address) else { return };
        let height = measures.height(object);
        place.height = height;
        let mut floor = place.top + height + measures.gap_y;
        let column = &self.columns[place.column].boxes;
        let below = column.iter().skip_while(|address| **address != object.address).skip(1);
        for address in below {
            let Some(other) = self.places.get_mut(address) else { continue };
            if other.top >= floor {
                break;
            }
            other.top = floor;
            floor = other.top + other.height + measures.gap_y;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::value::Value;
    use crate::machine::heap::{Root, RootKind, Row};

    const MEASURES: Measures = Measures { title_height: 24.0, row_height: 20.0, gap_y: 16.0 };

    fn heap(holds: &[(Address, &[Address])], roots: &[Address]) -> HeapModel {
        let row = |&to: &Address| Row::holding("x", Value::reference("", "list", to));
        HeapModel {
            roots: vec![Root {
                title: "<module>".to_owned(),
                kind: RootKind::Names,
                frame: 0,
                rows: roots.iter().map(row).collect(),
                more: 0,
                note: String::new(),
            }],
            objects: holds
                .iter()
                .map(|(address, to)| Object::young(*address, "", "list", to.iter().map(row).collect()))
                .collect(),
            ..HeapModel::default()
        }
    }

    fn tops(count: usize) -> Vec<Vec<f32>> {
        vec![(0..count).map(|index| 24.0 + 20.0 * index as f32).collect()]
    }

    #[test]
    fn boxes_stay_where_they_are_and_none_overlap() {
        let mut placement = Placement::default();
        placement.update(&heap(&[(1, &[2]), (2, &[])], &[1]), &tops(1), MEASURES);
        let (first, second) = (placement.get(1), placement.get(2));
        assert_eq!(first.map(|place| place.column), Some(0));
        assert_eq!(second.map(|place| place.column), Some(1));
        placement.update(&heap(&[(3, &[]), (1, &[2]), (2, &[]), (4, &[1])], &[1, 3, 4]), &tops(3), MEASURES);
        assert_eq!(placement.get(1), first);
        assert_eq!(placement.get(2), second);
        let mut places: Vec<Place> = [1, 3, 4].iter().filter_map(|&address| placement.get(address)).collect();
        places.sort_by(|a, b| a.top.total_cmp(&b.top));
        assert!(places.windows(2).all(|pair| pair[0].top + pair[0].height + 15.9 <= pair[1].top), "{places:?}");
    }

    #[test]
    fn a_freed_place_can_be_used_again() {
        let mut placement = Placement::default();
        placement.update(&heap(&[(1, &[])], &[1]), &tops(1), MEASURES);
        let place = placement.get(1);
        placement.update(&heap(&[(2, &[])], &[2]), &tops(1), MEASURES);
        assert_eq!(placement.get(1), None);
        assert_eq!(placement.get(2), place);
    }

    #[test]
    fn a_long_chain_stays_within_columns_that_can_be_looked_at() {
        let chain: Vec<(Address, [Address; 1])> = (1..2000).map(|at| (at, [at + 1])).collect();
        let holds: Vec<(Address, &[Address])> = chain.iter().map(|(at, to)| (*at, to.as_slice())).collect();
        let mut placement = Placement::default();
        placement.update(&heap(&holds, &[1]), &tops(1), MEASURES);
        assert_eq!(placement.columns(), 60);
        for column in 0..60 {
            let places: Vec<Place> = placement.column(column).collect();
            assert!(places.windows(2).all(|pair| pair[0].top + pair[0].height + 15.9 <= pair[1].top), "{places:?}");
        }
    }

    #[test]
    fn growing_pushes_down_what_is_below() {
        let mut placement = Placement::default();
        placement.update(&heap(&[(1, &[]), (2, &[])], &[1, 2]), &tops(2), MEASURES);
        placement.update(&heap(&[(1, &[2, 2, 2, 2]), (2, &[])], &[1, 2]), &tops(2), MEASURES);
        let (one, two) = (placement.get(1).unwrap(), placement.get(2).unwrap());
        assert!(one.top + one.height <= two.top || one.column != two.column);
    }
}
