//! Python's hashes, strings' as under `PYTHONHASHSEED=0`, and the order of sets that follows from them.

use crate::code::Const;
use crate::consts::ConstCache;
use crate::pyset::PySet;
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;
use rustc_hash::FxHashSet;
use siphasher::sip::SipHasher13;
use std::hash::Hasher;
use std::sync::{Arc, LazyLock};

/// Numbers are hashed modulo this Mersenne prime.
const MODULUS: u64 = (1 << 61) - 1;
const BITS: u32 = 61;
/// `_PyHASH_IMAG`.
const IMAG: u64 = 1_000_003;

fn hash_bytes(bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let mut hasher = SipHasher13::new_with_keys(0, 0);
    hasher.write(bytes);
    not_minus_one(hasher.finish() as i64)
}

/// -1 stands for an error.
fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// The hash of a name.
pub fn hash_name(name: &str) -> i64 {
    if name.is_ascii() { hash_bytes(name.as_bytes()) } else { hash_text(&name.into()) }
}

/// A string is hashed in the form in which it lies in memory: one, two or four bytes a character.
fn hash_text(text: &syntax::pystr::PyStr) -> i64 {
    let points: Vec<u32> = text.code_points().collect();
    let bytes: Vec<u8> = match points.iter().max().copied().unwrap_or(0) {
        0..=0xFF => points.iter().map(|&point| point as u8).collect(),
        0x100..=0xFFFF => points.iter().flat_map(|&point| (point as u16).to_le_bytes()).collect(),
        _ => points.iter().flat_map(|&point| point.to_le_bytes()).collect(),
    };
    hash_bytes(&bytes)
}

fn hash_int(value: &BigInt) -> i64 {
    let modulus = BigInt::from(MODULUS);
    let magnitude = (value.magnitude() % modulus.magnitude()).to_u64().unwrap_or(0) as i64;
    not_minus_one(if value.sign() == Sign::Minus { -magnitude } else { magnitude })
}

fn hash_float(value: f64) -> i64 {
    if value.is_infinite() {
        return if value > 0.0 { 314_159 } else { -314_159 };
    }
    if value.is_nan() || value == 0.0 {
        return 0;
    }
    let bits = value.abs().to_bits();
    let raw_exponent = (bits >> 52) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) =
        if raw_exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, raw_exponent - 1075) };
    let shift = exponent.rem_euclid(i64::from(BITS)) as u32;
    let wide = u128::from(mantissa % MODULUS) << shift;
    let hash = (wide % u128::from(MODULUS)) as i64;
    not_minus_one(if value < 0.0 { -hash } else { hash })
}

/// xxHash of the items' hashes (`tuple_hash`).
fn hash_tuple(items: &[Const]) -> i64 {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let mut hash = PRIME_5;
    for item in items {
        hash = hash.wrapping_add((hash_const(item) as u64).wrapping_mul(PRIME_2));
        hash = hash.rotate_left(31).wrapping_mul(PRIME_1);
    }
    hash = hash.wrapping_add(items.len() as u64 ^ (PRIME_5 ^ 3_527_539));
    if hash == u64::MAX { 1_546_275_796 } else { hash as i64 }
}

/// `frozenset_hash`: independent of the order.
fn hash_frozenset(items: &[Const]) -> i64 {
    let shuffle = |bits: u64| (bits ^ 89_869_747 ^ bits << 16).wrapping_mul(3_644_798_167);
    let mut hash = items.iter().fold(0u64, |hash, item| hash ^ shuffle(hash_const(item) as u64));
    hash ^= (items.len() as u64 + 1).wrapping_mul(1_927_868_237);
    hash ^= hash >> 11 ^ hash >> 25;
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash as i64 }
}

fn hash_const(value: &Const) -> i64 {
    match value {
        Const::None => 0xFCA8_6420,
        Const::Bool(value) => i64::from(*value),
        Const::Int(value) => hash_int(value),
        Const::Float(value) => hash_float(*value),
        Const::Complex(real, imag) => {
            let imag = (hash_float(*imag) as u64).wrapping_mul(IMAG);
            not_minus_one((hash_float(*real) as u64).wrapping_add(imag) as i64)
        }
        Const::Str(text) => hash_text(text),
        Const::Bytes(bytes) => hash_bytes(bytes),
        Const::Tuple(items) => hash_tuple(items),
        Const::FrozenSet(items) => hash_frozenset(items),
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

/// Whether a fresh interpreter has interned this text before it compiles a program.
pub fn interned_at_start(text: &[u8]) -> bool {
    static WORDS: LazyLock<FxHashSet<&[u8]>> =
        LazyLock::new(|| include_str!("interned_at_start.txt").lines().map(str::as_bytes).collect());
    WORDS.contains(text)
}

/// Whether a string constant is interned: it looks like a name (`should_intern_string`).
pub fn is_interned(text: &syntax::pystr::PyStr) -> bool {
    text.as_bytes().iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
