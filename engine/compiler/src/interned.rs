//! What a fresh interpreter has interned before it compiles a program (`Include/internal/pycore_global_strings.h`, the
//! names in its frozen modules). The list is CPython's answer; its hash table is made while this crate is compiled.

/// A text a line, sorted; behind those that are kept for ever stands an asterisk.
const LIST: &[u8] = include_bytes!("interned_at_start.txt");
const PLACES: usize = 8192;

const _: () = assert!(LIST.len() < 1 << 16);

/// FNV-1a.
const fn hash(text: &[u8]) -> usize {
    let (mut hash, mut i) = (0x811c_9dc5_u32, 0);
    while i < text.len() {
        hash = (hash ^ text[i] as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    (hash ^ hash >> 15) as usize
}

/// Where the text that begins there ends.
const fn end(start: usize) -> usize {
    let mut at = start;
    while at < LIST.len() && LIST[at] != b'*' && LIST[at] != b'\n' {
        at += 1;
    }
    at
}

/// Open addressing: one more than where a text begins; 0 is empty.
static TABLE: [u16; PLACES] = {
    let mut table = [0; PLACES];
    let mut start = 0;
    while start < LIST.len() {
        let end = end(start);
        let text = LIST.split_at(start).1.split_at(end - start).0;
        let mut i = hash(text) % PLACES;
        while table[i] != 0 {
            i = (i + 1) % PLACES;
        }
        table[i] = start as u16 + 1;
        start = end + 1 + (end < LIST.len() && LIST[end] == b'*') as usize;
    }
    table
};

/// Where the entry of a text ends, if it is in the list.
fn find(text: &[u8]) -> Option<usize> {
    let mut i = hash(text) % PLACES;
    while TABLE[i] != 0 {
        let start = usize::from(TABLE[i]) - 1;
        let end = end(start);
        if LIST[start..end] == *text {
            return Some(end);
        }
        i = (i + 1) % PLACES;
    }
    None
}

/// Whether a fresh interpreter has interned this text before it compiles a program.
pub fn interned_at_start(text: &[u8]) -> bool {
    find(text).is_some()
}

/// Whether it keeps it for ever, as it does with what its own sources and frozen modules name.
pub fn immortal_at_start(text: &[u8]) -> bool {
    find(text).is_some_and(|end| LIST.get(end) == Some(&b'*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_the_list_and_nothing_else() {
        let text = std::str::from_utf8(LIST).expect("the list is text");
        for line in text.lines() {
            let name = line.trim_end_matches('*').as_bytes();
            assert!(interned_at_start(name), "{line}");
            assert_eq!(immortal_at_start(name), line.ends_with('*'), "{line}");
            let longer = [name, b"\n"].concat();
            assert!(!interned_at_start(&longer) && !immortal_at_start(&longer), "{line}");
        }
        for other in ["no such name", "*", "append*"] {
            assert!(!interned_at_start(other.as_bytes()), "{other}");
        }
    }
}
