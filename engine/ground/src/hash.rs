//! Python's hashes of numbers, text and of containers from their items' hashes (`Python/pyhash.c`, `Objects/*.c`).
//! As bits: a hash is a signed number, and -1 is never one, as it stands for an error.

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;
use siphasher::sip::SipHasher13;
use std::hash::Hasher;

/// Numbers are hashed modulo this Mersenne prime.
pub const MODULUS: u64 = (1 << 61) - 1;
const BITS: i64 = 61;
/// `sys.hash_info.inf`.
const INF: i64 = 314_159;
/// `sys.hash_info.imag`.
const IMAG: u64 = 1_000_003;

fn not_minus_one(hash: i64) -> u64 {
    (if hash == -1 { -2 } else { hash }) as u64
}

/// `_Py_HashBytes`: SipHash-1-3; the key is zero under `PYTHONHASHSEED=0`.
pub fn bytes(bytes: &[u8], key: (u64, u64)) -> u64 {
    if bytes.is_empty() {
        return 0;
    }
    let mut hasher = SipHasher13::new_with_keys(key.0, key.1);
    hasher.write(bytes);
    not_minus_one(hasher.finish() as i64)
}

/// Text is hashed in the form in which it lies in memory: one, two or four bytes a character.
pub fn text(points: impl Iterator<Item = u32> + Clone, key: (u64, u64)) -> u64 {
    let form: Vec<u8> = match points.clone().max().unwrap_or(0) {
        0..=0xFF => points.map(|point| point as u8).collect(),
        0x100..=0xFFFF => points.flat_map(|point| (point as u16).to_le_bytes()).collect(),
        _ => points.flat_map(u32::to_le_bytes).collect(),
    };
    bytes(&form, key)
}

pub fn small_int(value: i64) -> u64 {
    let reduced = (value.unsigned_abs() % MODULUS) as i64;
    not_minus_one(if value < 0 { -reduced } else { reduced })
}

pub fn int(value: &BigInt) -> u64 {
    let reduced = (value.magnitude() % MODULUS).to_u64().unwrap_or(0) as i64;
    not_minus_one(if value.sign() == Sign::Minus { -reduced } else { reduced })
}

/// `_Py_HashDouble`; `None` for NaN, which hashes by identity.
pub fn float(value: f64) -> Option<u64> {
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some((if value > 0.0 { INF } else { -INF }) as u64);
    }
    let bits = value.abs().to_bits();
    let raw_exponent = (bits >> 52) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) =
        if raw_exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, raw_exponent - 1075) };
    let wide = u128::from(mantissa) << exponent.rem_euclid(BITS);
    let hash = (wide % u128::from(MODULUS)) as i64;
    Some(not_minus_one(if value < 0.0 { -hash } else { hash }))
}

/// A complex number's, from those of its parts (`complex_hash`).
pub fn complex(real: u64, imag: u64) -> u64 {
    not_minus_one(real.wrapping_add(imag.wrapping_mul(IMAG)) as i64)
}

/// `tuple_hash`: xxHash over the items' hashes.
pub fn tuple(hashes: impl ExactSizeIterator<Item = u64>) -> u64 {
    let n = hashes.len() as u64;
    let mut state = TupleHash::default();
    hashes.for_each(|hash| state.add(hash));
    state.finish(n)
}

/// The same, item by item, for a caller whose items' hashes may fail.
pub struct TupleHash(u64);

impl TupleHash {
    const P1: u64 = 11_400_714_785_074_694_791;
    const P2: u64 = 14_029_467_366_897_019_727;
    const P5: u64 = 2_870_177_450_012_600_261;

    pub fn add(&mut self, hash: u64) {
        self.0 = self.0.wrapping_add(hash.wrapping_mul(Self::P2)).rotate_left(31).wrapping_mul(Self::P1);
    }

    /// `slice_hash`: the same without the length.
    pub fn finish_slice(self) -> u64 {
        if self.0 == u64::MAX { 1_546_275_796 } else { self.0 }
    }

    pub fn finish(self, n: u64) -> u64 {
        let hash = self.0.wrapping_add(n ^ (Self::P5 ^ 3_527_539));
        if hash == u64::MAX { 1_546_275_796 } else { hash }
    }
}

impl Default for TupleHash {
    fn default() -> Self {
        TupleHash(Self::P5)
    }
}

/// `frozenset_hash`: independent of the order.
pub fn frozenset(hashes: impl Iterator<Item = u64>) -> u64 {
    let (mut hash, mut n) = (0u64, 0u64);
    for item in hashes {
        hash ^= (item ^ 89_869_747 ^ item << 16).wrapping_mul(3_644_798_167);
        n += 1;
    }
    hash ^= (n + 1).wrapping_mul(1_927_868_237);
    hash ^= hash >> 11 ^ hash >> 25;
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash }
}
