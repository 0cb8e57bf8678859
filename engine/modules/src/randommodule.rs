//! `_random` (`Modules/_randommodule.c`): the Mersenne Twister MT19937 of Matsumoto and Nishimura. The state of a generator lies
//! in a bytearray of its own: 624 words, and the number of the next one.

use crate::fill::{field, put_types, set_field};
use crate::types::ty as own;
use num_bigint::BigInt;
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::none;
use vm::native::typedef::{ModuleDef, TypeDef, def, new, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_random`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_random",
    doc: "The Mersenne Twister.",
    functions: &[],
    fill: |m, dict| put_types(m, dict, &[own::RANDOM]),
};

const N: usize = 624;
const M: usize = 397;
const STATE: u32 = 0;

/// `Random`.
pub static RANDOM: TypeDef = TypeDef {
    name: "Random",
    module: "_random",
    basicsize: 2520,
    fields: 1,
    flags: tpflags::BASETYPE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC,
    doc: "A source of pseudo-random numbers.",
    slots: &[],
    natives: &[
        new("Random(*args, **kwargs)", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            let made = m.new_instance(class);
            let state = m.new_bytearray(&[0; 4 * (N + 1)]);
            set_field(m, made.get(), STATE, state);
            Ok(made)
        })
        .own(),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| {
            let given = a.rest(m, 1);
            if a.kwcount(m) > 0 && m.ty(a.get(m, 0)) == own::RANDOM {
                return Err(m.raise(ty::TYPE_ERROR, "Random() takes no keyword arguments"));
            }
            if given.len() > 1 {
                let text = format!("Random() takes at most 1 argument ({} given)", given.len());
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            seed(m, a.get(m, 0), given.first().copied())?;
            none()
        }),
        def("random($self, /)", "A float from 0 up to, but without, 1.", |m, a| {
            let o = a.get(m, 0);
            let (high, low) = (next(m, o) >> 5, next(m, o) >> 6);
            let value = (f64::from(high) * 67_108_864.0 + f64::from(low)) * (1.0 / 9_007_199_254_740_992.0);
            Ok(m.new_float(value))
        }),
        def(
            "seed($self, n=None, /)",
            "Begin anew from a number, the hash of an object, or the host's entropy.",
            |m, a| {
                let (o, n) = (a.get(m, 0), a.opt(m, 1));
                seed(m, o, (!n.is_null()).then_some(n))?;
                none()
            },
        ),
        def("getstate($self, /)", "The state, as a tuple of 625 ints.", |m, a| {
            let words = words(m, a.get(m, 0));
            let items = words.into_iter().map(|word| m.new_int(i64::from(word))).collect();
            Ok(m.new_tuple(items))
        }),
        def("setstate($self, state, /)", "Go on from a state.", |m, a| {
            let (o, state) = (a.get(m, 0), a.get(m, 1));
            if m.kind(state) != Kind::Tuple {
                return Err(m.raise(ty::TYPE_ERROR, "state vector must be a tuple"));
            }
            let items = m.seq_items(state);
            if items.len() != N + 1 {
                return Err(m.raise(ty::VALUE_ERROR, "state vector is the wrong size"));
            }
            let mut words = Vec::new();
            for item in items {
                let value = m.index(item)?;
                let big = m.int_value(value.get()).big();
                m.drop_ref(value);
                let text = if big < BigInt::ZERO { "can't convert negative int to unsigned" } else { "" };
                if !text.is_empty() {
                    return Err(m.raise(ty::OVERFLOW_ERROR, text));
                }
                words.push(big.iter_u32_digits().next().unwrap_or(0));
            }
            if words[N] as usize > N {
                return Err(m.raise(ty::VALUE_ERROR, "invalid state"));
            }
            store(m, o, &words);
            none()
        }),
        def("getrandbits($self, k, /)", "An int of so many random bits.", |m, a| {
            let (o, k) = (a.get(m, 0), a.get(m, 1));
            let k = m.index_i64(k)?;
            if k < 0 {
                return Err(m.raise(ty::VALUE_ERROR, "Cannot convert negative int"));
            }
            if k == 0 {
                return Ok(m.new_int(0));
            }
            if k <= 32 {
                let word = next(m, o) >> (32 - k);
                return Ok(m.new_int(i64::from(word)));
            }
            if k > 1 << 34 {
                return Err(m.raise_empty(ty::MEMORY_ERROR));
            }
            let mut left = k;
            let mut digits = Vec::new();
            while left > 0 {
                let word = next(m, o);
                digits.push(if left < 32 { word >> (32 - left) } else { word });
                left -= 32;
            }
            let value = BigInt::from(num_bigint::BigUint::new(digits));
            Ok(m.new_bigint(&value))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

fn words(m: &Machine, o: Obj) -> Vec<u32> {
    let bytes = m.bytes_value(field(m, o, STATE));
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect()
}

fn store(m: &mut Machine, o: Obj, words: &[u32]) {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    let state = m.new_bytearray(&bytes);
    set_field(m, o, STATE, state);
}

/// The next 32 bits (`genrand_uint32`); the words are made anew when all have been given out.
fn next(m: &mut Machine, o: Obj) -> u32 {
    let state = m.bytearray_mut(field(m, o, STATE)).as_chunks_mut::<4>().0;
    let mut index = u32::from_le_bytes(state[N]) as usize;
    if index >= N {
        let mut words: Vec<u32> = state[..N].iter().map(|word| u32::from_le_bytes(*word)).collect();
        twist(&mut words);
        for (word, new) in state.iter_mut().zip(words) {
            *word = new.to_le_bytes();
        }
        index = 0;
    }
    state[N] = (index as u32 + 1).to_le_bytes();
    let mut y = u32::from_le_bytes(state[index]);
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c_5680;
    y ^= (y << 15) & 0xefc6_0000;
    y ^ (y >> 18)
}

fn twist(state: &mut [u32]) {
    for i in 0..N {
        let y = (state[i] & 0x8000_0000) | (state[(i + 1) % N] & 0x7fff_ffff);
        let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
        state[i] = state[(i + M) % N] ^ (y >> 1) ^ odd;
    }
}

/// `init_genrand`.
fn from_word(s: u32) -> Vec<u32> {
    let mut state = vec![s];
    for i in 1..N {
        let before = state[i - 1];
        state.push(1_812_433_253u32.wrapping_mul(before ^ (before >> 30)).wrapping_add(i as u32));
    }
    state
}

/// `init_by_array`.
fn from_words(key: &[u32]) -> Vec<u32> {
    let mut state = from_word(19_650_218);
    let (mut i, mut j) = (1, 0);
    for _ in 0..N.max(key.len()) {
        let before = state[i - 1];
        let mixed = (before ^ (before >> 30)).wrapping_mul(1_664_525);
        state[i] = (state[i] ^ mixed).wrapping_add(key[j]).wrapping_add(j as u32);
        (i, j) = (i + 1, (j + 1) % key.len());
        if i >= N {
            state[0] = state[N - 1];
            i = 1;
        }
    }
    for _ in 0..N - 1 {
        let before = state[i - 1];
        let mixed = (before ^ (before >> 30)).wrapping_mul(1_566_083_941);
        state[i] = (state[i] ^ mixed).wrapping_sub(i as u32);
        i += 1;
        if i >= N {
            state[0] = state[N - 1];
            i = 1;
        }
    }
    state[0] = 0x8000_0000;
    state
}

fn seed(m: &mut Machine, o: Obj, from: Option<Obj>) -> R<()> {
    let from = from.filter(|&from| !Machine::is_none(from));
    let key: Vec<u32> = match from {
        None => {
            crate::fill::entropy(m, 4 * N).as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect()
        }
        Some(n) if m.is_int(n) => m.int_value(n).big().iter_u32_digits().collect(),
        Some(other) => {
            let hash = m.hash(other)?;
            vec![hash as u32, (hash >> 32) as u32]
        }
    };
    let key = match key.iter().rposition(|&word| word != 0) {
        Some(last) => &key[..=last],
        None => &[0][..],
    };
    let mut state = from_words(key);
    state.push(N as u32);
    store(m, o, &state);
    Ok(())
}
