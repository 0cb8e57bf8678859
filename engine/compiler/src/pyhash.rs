//! Python's hashes, strings' as under `PYTHONHASHSEED=0`, and the order of sets that follows from them.

use crate::code::Const;
use crate::consts::ConstCache;
use ground::hash;
use ground::set_order::PySet;
use num_traits::ToPrimitive;
use std::sync::Arc;

/// Strings hash as under `PYTHONHASHSEED=0`.
const KEY: (u64, u64) = (0, 0);

/// The hash of a name.
pub fn hash_name(name: &str) -> u64 {
    if name.is_ascii() { hash::bytes(name.as_bytes(), KEY) } else { hash::text(name.chars().map(u32::from), KEY) }
}

fn hash_const(value: &Const) -> u64 {
    // Every NaN is an object of its own; which hash it has does not matter.
    let float = |value: f64| hash::float(value).unwrap_or(0);
    match value {
        Const::None => 0xFCA8_6420,
        Const::Bool(value) => u64::from(*value),
        Const::Int(value) => hash::int(value),
        Const::Float(value) => float(*value),
        Const::Complex(real, imag) => hash::complex(float(*real), float(*imag)),
        Const::Str(text) => {
            let points: Vec<u32> = text.code_points().collect();
            hash::text(points.iter().copied(), KEY)
        }
        Const::Bytes(bytes) => hash::bytes(bytes, KEY),
        Const::Tuple(items) => hash::tuple(items.iter().map(hash_const)),
        Const::FrozenSet(items) => hash::frozenset(items.iter().map(hash_const)),
        // Hashed by address, or not at all.
        Const::Ellipsis | Const::Slice(_) | Const::Code(_) => 0,
    }
}

/// Equality as Python's `==` has it for what can be in a constant set.
fn equal(a: &Const, b: &Const) -> bool {
    let number = |value: &Const| match value {
        Const::Bool(value) => Some((f64::from(u8::from(*value)), 0.0)),
        Const::Int(value) => value.to_f64().map(|value| (value, 0.0)),
        Const::Float(value) => Some((*value, 0.0)),
        Const::Complex(real, imag) => Some((*real, *imag)),
        _ => None,
    };
    match (a, b) {
        (Const::Int(a), Const::Int(b)) => a == b,
        (Const::None, Const::None) | (Const::Ellipsis, Const::Ellipsis) => true,
        (Const::Str(a), Const::Str(b)) => a == b,
        (Const::Bytes(a), Const::Bytes(b)) => a == b,
        (Const::Tuple(a), Const::Tuple(b)) => a.len() == b.len() && a.iter().zip(&**b).all(|(a, b)| equal(a, b)),
        (Const::FrozenSet(a), Const::FrozenSet(b)) => {
            a.len() == b.len() && a.iter().all(|item| b.iter().any(|other| equal(item, other)))
        }
        _ => matches!((number(a), number(b)), (Some(a), Some(b)) if a == b),
    }
}

/// The distinct elements of a set in the order of iteration, from the order in which they are put in.
pub fn set_order(items: &[Const]) -> Arc<[Const]> {
    let mut set = PySet::default();
    for item in items {
        set.add(hash_const(item), item.clone(), equal);
    }
    set.iter().cloned().collect()
}

/// The elements of a constant frozenset in the order in which they are put in last: where strings among them are
/// replaced by ones that were interned before, the set is built again from itself, and elements that collide may
/// change places.
pub fn frozenset_insertions(items: &[Const], cache: &ConstCache) -> Arc<[Const]> {
    if items.iter().any(|item| cache.replaces(item)) {
        return set_order(items);
    }
    let mut set = PySet::default();
    let mut new = |item: &Const| {
        let hash = hash_const(item);
        let new = !set.contains(hash, |other| equal(other, item));
        set.add(hash, item.clone(), equal);
        new
    };
    items.iter().filter(|item| new(item)).cloned().collect()
}

/// Whether a string constant is interned: it looks like a name (`should_intern_string`).
pub fn is_interned(text: &syntax::pystr::PyStr) -> bool {
    text.as_bytes().iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
