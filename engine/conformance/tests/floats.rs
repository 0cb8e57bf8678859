//! The shortest texts of floats against CPython's: `golden/float_reprs.tsv`.

use ground::float::float_repr;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

fn splitmix64(mut state: u64) -> impl Iterator<Item = u64> {
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (state ^ state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    })
}

fn digest(values: impl Iterator<Item = f64>) -> String {
    let mut whole = Sha256::new();
    for value in values {
        whole.update(float_repr(value));
        whole.update([0]);
    }
    whole.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn power_of_two(e: i32) -> f64 {
    f64::from_bits(if e < -1022 { 1 << (e + 1074) } else { ((e + 1023) as u64) << 52 })
}

#[test]
fn texts_of_floats_are_those_of_cpython() {
    let golden: BTreeMap<&str, &str> =
        include_str!("../golden/float_reprs.tsv").lines().filter_map(|line| line.split_once('\t')).collect();
    assert_eq!(digest((-1074..1024).map(power_of_two)), golden["powers"]);
    let random = splitmix64(314).take(1_000_000).map(f64::from_bits).filter(|value| value.is_finite());
    assert_eq!(digest(random), golden["random"]);
    let fractions = splitmix64(159).take(200_000).map(|z| (z >> 40) as f64 / 2f64.powi((z & 63) as i32));
    assert_eq!(digest(fractions), golden["fractions"]);
}
