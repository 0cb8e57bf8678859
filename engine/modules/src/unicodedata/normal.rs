//! Normal forms (Unicode Standard Annex 15; `nfd_nfkd`, `nfc_nfkc`).

use super::database::{Database, points};

const S_BASE: u32 = 0xAC00;
const L_BASE: u32 = 0x1100;
const V_BASE: u32 = 0x1161;
const T_BASE: u32 = 0x11A7;
const L_COUNT: u32 = 19;
const V_COUNT: u32 = 21;
const T_COUNT: u32 = 28;
const S_COUNT: u32 = L_COUNT * V_COUNT * T_COUNT;

/// The parts of a Hangul syllable.
pub fn syllable(point: u32) -> Option<Vec<u32>> {
    let s = point.checked_sub(S_BASE).filter(|&s| s < S_COUNT)?;
    let mut parts = vec![L_BASE + s / (V_COUNT * T_COUNT), V_BASE + s % (V_COUNT * T_COUNT) / T_COUNT];
    if s % T_COUNT != 0 {
        parts.push(T_BASE + s % T_COUNT);
    }
    Some(parts)
}

/// All characters taken apart; `compatible`: those with a tag, too.
pub fn decompose(text: &[u32], compatible: bool, old: bool) -> Vec<u32> {
    let data = Database::get();
    let mut out: Vec<u32> = Vec::with_capacity(text.len());
    let mut waiting: Vec<u32> = text.iter().rev().copied().collect();
    while let Some(point) = waiting.pop() {
        if let Some(parts) = syllable(point) {
            out.extend(parts);
            continue;
        }
        if let Some(other) = data.becomes(old, point) {
            out.push(other);
            continue;
        }
        let made = data.made_of(old, point);
        if made.is_empty() || made.starts_with('<') && !compatible {
            out.push(point);
        } else {
            let parts: Vec<u32> = points(made).collect();
            waiting.extend(parts.into_iter().rev());
        }
    }
    // Marks on the same letter stand in the order of their classes.
    let class = |point: &u32| data.record(false, *point).combining;
    let mut from = 0;
    while from < out.len() {
        let end = out[from..].iter().position(|point| class(point) == 0).map_or(out.len(), |n| from + n);
        out[from..end].sort_by_key(class);
        from = end + 1;
    }
    out
}

fn compose_pair(data: &Database, first: u32, second: u32) -> Option<u32> {
    if let (Some(l), Some(v)) = (first.checked_sub(L_BASE), second.checked_sub(V_BASE))
        && l < L_COUNT
        && v < V_COUNT
    {
        return Some(S_BASE + (l * V_COUNT + v) * T_COUNT);
    }
    if let (Some(s), Some(t)) = (first.checked_sub(S_BASE), second.checked_sub(T_BASE))
        && s < S_COUNT
        && s % T_COUNT == 0
        && (1..T_COUNT).contains(&t)
    {
        return Some(first + t);
    }
    data.pair(first, second)
}

/// Letters and marks put together where there is a character for both.
pub fn compose(text: &[u32]) -> Vec<u32> {
    let data = Database::get();
    let mut out: Vec<u32> = Vec::with_capacity(text.len());
    let (mut starter, mut last) = (None, 0);
    for &point in text {
        let class = data.record(false, point).combining;
        if let Some(at) = starter
            && (out.len() == at + 1 || last < class && last != 0)
            && let Some(both) = compose_pair(data, out[at], point)
        {
            out[at] = both;
            continue;
        }
        if class == 0 {
            starter = Some(out.len());
        }
        last = class;
        out.push(point);
    }
    out
}
