//! Sorting where no comparison runs any code: keys of one class whose order is total. Any stable sort then gives what
//! `list.sort` gives, so this one compares values in a row instead of asking step by step.

use crate::memory::object::Obj;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use std::cmp::Ordering;

/// How the keys compare, if they are all of one class.
enum Class {
    Int,
    Float,
    /// Characters of one byte each.
    Narrow,
    Str,
}

impl Machine {
    /// The sorted order of the keys; `None` where comparing them may run code, or is not a total order.
    pub(crate) fn plain_order(&self, keys: &[Obj], reverse: bool) -> Option<Vec<u32>> {
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        let first = *keys.first()?;
        if self.ty(first) != ty::TUPLE {
            let values = self.column(keys.iter().copied())?;
            let wide = values.is_wide();
            order.sort_by(|&x, &y| {
                let (x, y) = if reverse { (y as usize, x as usize) } else { (x as usize, y as usize) };
                let order = values.first(x, y);
                if wide && order.is_eq() { self.str_cmp(keys[x], keys[y]) } else { order }
            });
            return Some(order);
        }
        let n = self.tuple_len(first);
        if keys.iter().any(|&key| self.ty(key) != ty::TUPLE || self.tuple_len(key) != n) {
            return None;
        }
        let columns: Option<Vec<Column>> =
            (0..n).map(|i| self.column(keys.iter().map(|&key| self.tuple_item(key, i)))).collect();
        let columns = columns?;
        order.sort_by(|&x, &y| {
            let (x, y) = if reverse { (y as usize, x as usize) } else { (x as usize, y as usize) };
            for (i, column) in columns.iter().enumerate() {
                let mut order = column.first(x, y);
                if order.is_eq() && column.is_wide() {
                    let (a, b) = (self.tuple_item(keys[x], i as u32), self.tuple_item(keys[y], i as u32));
                    order = self.str_cmp(a, b);
                }
                if order.is_ne() {
                    return order;
                }
            }
            Ordering::Equal
        });
        Some(order)
    }

    /// What decides between objects first: their value, or the first characters.
    fn column(&self, objects: impl Iterator<Item = Obj> + Clone) -> Option<Column> {
        let slot = self.slot(objects.clone().next()?);
        let mut class = match slot.ty {
            ty::INT => Class::Int,
            ty::FLOAT => Class::Float,
            ty::STR => Class::Narrow,
            _ => return None,
        };
        let one = slot.ty;
        for o in objects.clone() {
            let slot = self.slot(o);
            if slot.ty != one || one == ty::INT && slot.x != 0 {
                return None;
            }
            if one == ty::FLOAT && f64::from_bits(slot.b).is_nan() {
                return None;
            }
            if one == ty::STR && slot.x != 1 {
                class = Class::Str;
            }
        }
        let of = |value: &dyn Fn(Obj) -> i64| objects.clone().map(value).collect();
        Some(match class {
            Class::Int => Column::Values(of(&|o| self.slot(o).b as i64)),
            Class::Float => Column::Floats(objects.map(|o| f64::from_bits(self.slot(o).b)).collect()),
            Class::Narrow => Column::Starts(of(&|o| {
                let text = self.str_view(o).bytes;
                let mut start = [0; 8];
                let n = text.len().min(8);
                start[..n].copy_from_slice(&text[..n]);
                // As unsigned numbers compare.
                (u64::from_be_bytes(start) ^ 1 << 63) as i64
            })),
            Class::Str => Column::Texts,
        })
    }
}

/// What is compared of one place of all keys.
enum Column {
    Values(Vec<i64>),
    Floats(Vec<f64>),
    /// The first eight characters; equal ones say nothing.
    Starts(Vec<i64>),
    /// Nothing is known before the whole texts are compared.
    Texts,
}

impl Column {
    #[inline]
    fn first(&self, x: usize, y: usize) -> Ordering {
        match self {
            Column::Values(values) | Column::Starts(values) => values[x].cmp(&values[y]),
            Column::Floats(values) => values[x].partial_cmp(&values[y]).unwrap_or(Ordering::Equal),
            Column::Texts => Ordering::Equal,
        }
    }

    /// Whether the texts decide where this says nothing.
    #[inline]
    fn is_wide(&self) -> bool {
        matches!(self, Column::Starts(_) | Column::Texts)
    }
}
