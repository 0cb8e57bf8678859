//! Where the boxes of the heap stand. A box keeps its place while its object lives; a new one comes in beside its
//! holder; a place is used again only when its object is gone.

use crate::ground::value::Address;
use crate::machine::heap::{HeapModel, Object};
use std::collections::{HashMap, HashSet, VecDeque};

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

#[derive(Clone, Debug, Default)]
pub struct Placement {
    places: HashMap<Address, Place>,
    /// Each column's boxes from top to bottom.
    columns: Vec<Vec<Address>>,
}

impl Placement {
    pub fn get(&self, address: Address) -> Option<Place> {
        self.places.get(&address).copied()
    }

    pub fn columns(&self) -> usize {
        self.columns.iter().rposition(|column| !column.is_empty()).map_or(0, |last| last + 1)
    }

    pub fn bottom(&self) -> f32 {
        let last = |column: &Vec<Address>| column.last().and_then(|address| self.get(*address));
        self.columns.iter().filter_map(last).map(|place| place.top + place.height).fold(0.0, f32::max)
    }

    /// Gives every object of `heap` a place. `root_tops` are the heights at which each root's rows start from, so that
    /// what a frame holds stands level with it.
    pub fn update(&mut self, heap: &HeapModel, root_tops: &[Vec<f32>], measures: Measures) {
        let alive: HashSet<Address> = heap.objects.iter().map(|object| object.address).collect();
        self.places.retain(|address, _| alive.contains(address));
        self.columns.iter_mut().for_each(|column| column.retain(|address| alive.contains(address)));
        let drawn = heap.drawn();
        for object in &heap.objects {
            self.grow(object, measures);
        }
        // Breadth first from the roots: the distance of a new object is its column, its holder's height its wish.
        let mut queue: VecDeque<(Address, usize, f32)> = VecDeque::new();
        for (root, tops) in heap.roots.iter().zip(root_tops) {
            for (row, &top) in root.rows.iter().zip(tops) {
                if let Some(value) = row.value.as_ref().filter(|value| drawn.contains_key(&value.address)) {
                    queue.push_back((value.address, 0, top - measures.title_height));
                }
            }
        }
        let mut seen = HashSet::new();
        self.visit(&mut queue, &mut seen, heap, &drawn, measures);
        // What no root reaches (garbage of a cycle, objects being freed) stands after everything else.
        for object in &heap.objects {
            if !seen.contains(&object.address) {
                queue.push_back((object.address, 1, 0.0));
                self.visit(&mut queue, &mut seen, heap, &drawn, measures);
            }
        }
    }

    fn visit(
        &mut self,
        queue: &mut VecDeque<(Address, usize, f32)>,
        seen: &mut HashSet<Address>,
        heap: &HeapModel,
        drawn: &HashMap<Address, usize>,
        measures: Measures,
    ) {
        while let Some((address, column, wish)) = queue.pop_front() {
            if !seen.insert(address) {
                continue;
            }
            let Some(&index) = drawn.get(&address) else { continue };
            let object = &heap.objects[index];
            let place = match self.get(address) {
                Some(place) => place,
                None => self.settle(object, column, wish.max(0.0), measures),
            };
            for (row_index, row) in object.rows.iter().enumerate() {
                let Some(value) = row.value.as_ref().filter(|value| drawn.contains_key(&value.address)) else {
                    continue;
                };
                let wish = place.top + measures.row_height * row_index as f32;
                queue.push_back((value.address, place.column + 1, wish));
            }
        }
    }

    /// The free stretch of the column nearest to the wished height.
    fn settle(&mut self, object: &Object, column: usize, wish: f32, measures: Measures) -> Place {
        let height = measures.height(object);
        if self.columns.len() <= column {
            self.columns.resize(column + 1, Vec::new());
        }
        let boxes = &self.columns[column];
        let extent = |position: usize| self.places[&boxes[position]];
        // Gaps lie before each box and behind the last; the ones around the wish are tried first, outwards.
        let start = boxes.partition_point(|address| self.places[address].top < wish);
        let fit = |gap: usize| {
            let floor =
                gap.checked_sub(1).map_or(0.0, |above| extent(above).top + extent(above).height + measures.gap_y);
            let ceiling = if gap < boxes.len() { extent(gap).top - measures.gap_y - height } else { f32::MAX };
            (floor <= ceiling).then(|| wish.clamp(floor, ceiling))
        };
        let above = (0..start).rev().find_map(|gap| fit(gap).map(|top| (gap, top)));
        let below = (start..=boxes.len()).find_map(|gap| fit(gap).map(|top| (gap, top)));
        let nearest =
            [above, below].into_iter().flatten().min_by(|a, b| (a.1 - wish).abs().total_cmp(&(b.1 - wish).abs()));
        let (gap, top) = nearest.unwrap_or((boxes.len(), wish));
        let place = Place { column, top, height };
        self.columns[column].insert(gap, object.address);
        self.places.insert(object.address, place);
        place
    }

    /// An object that got more rows keeps its top; those below it that it would cover move down.
    fn grow(&mut self, object: &Object, measures: Measures) {
        let Some(place) = self.places.get_mut(&object.address) else { return };
        let height = measures.height(object);
        if place.height == height {
            return;
        }
        place.height = height;
        let mut floor = place.top + height + measures.gap_y;
        let column = &self.columns[place.column];
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
    fn growing_pushes_down_what_is_below() {
        let mut placement = Placement::default();
        placement.update(&heap(&[(1, &[]), (2, &[])], &[1, 2]), &tops(2), MEASURES);
        placement.update(&heap(&[(1, &[2, 2, 2, 2]), (2, &[])], &[1, 2]), &tops(2), MEASURES);
        let (one, two) = (placement.get(1).unwrap(), placement.get(2).unwrap());
        assert!(one.top + one.height <= two.top || one.column != two.column);
    }
}
