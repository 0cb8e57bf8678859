//! Properties of characters and their other cases, as CPython 3.14's `str` has them (Unicode 16.0). The table is asked
//! of CPython by `conformance/golden/make_characters.py` and unpacked when a character beyond ASCII is first asked for.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Bits of [`Record::flags`], in the order of the script that makes the table.
pub mod flag {
    pub const ALPHA: u16 = 1;
    pub const DECIMAL: u16 = 1 << 1;
    pub const DIGIT: u16 = 1 << 2;
    pub const NUMERIC: u16 = 1 << 3;
    pub const LOWER: u16 = 1 << 4;
    pub const UPPER: u16 = 1 << 5;
    pub const TITLE: u16 = 1 << 6;
    pub const SPACE: u16 = 1 << 7;
    pub const PRINTABLE: u16 = 1 << 8;
    pub const XID_START: u16 = 1 << 9;
    pub const XID_CONTINUE: u16 = 1 << 10;
    pub const CASED: u16 = 1 << 11;
    pub const CASE_IGNORABLE: u16 = 1 << 12;
    pub const LINEBREAK: u16 = 1 << 13;
    pub const ALNUM: u16 = ALPHA | DECIMAL | DIGIT | NUMERIC;
}

/// Which other form of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Upper,
    Lower,
    Title,
    Fold,
}

#[derive(Clone, Debug)]
enum Mapping {
    /// Difference of code points.
    By(i32),
    To(Box<[u32]>),
}

#[derive(Debug)]
struct Record {
    flags: u16,
    decimal: Option<u8>,
    digit: Option<u8>,
    cases: [Mapping; 4],
}

const BLOCK: usize = 256;

struct Table {
    /// For each block of code points, where its records' numbers begin.
    blocks: Vec<u32>,
    numbers: Vec<u16>,
    records: Vec<Record>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| unpack(include_str!("characters.tsv")));

fn mapping(text: &str) -> Mapping {
    match text.strip_prefix(':') {
        Some(points) => Mapping::To(points.split(' ').filter_map(|p| u32::from_str_radix(p, 16).ok()).collect()),
        None => Mapping::By(text.parse().unwrap_or(0)),
    }
}

fn record(line: &str) -> Record {
    let mut fields = line.split('\t');
    let mut next = || fields.next().unwrap_or("");
    Record {
        flags: u16::from_str_radix(next(), 16).unwrap_or(0),
        decimal: next().parse().ok(),
        digit: next().parse().ok(),
        cases: [mapping(next()), mapping(next()), mapping(next()), mapping(next())],
    }
}

fn unpack(text: &str) -> Table {
    let records: Vec<Record> = text.lines().filter_map(|line| line.strip_prefix('=')).map(record).collect();
    let runs = text.lines().filter_map(|line| {
        let (distance, number) = line.split_once(' ')?;
        Some((usize::from_str_radix(distance, 16).ok()?, u16::from_str_radix(number, 16).ok()?))
    });
    let mut all = Vec::with_capacity(0x11_0000);
    let mut current = 0;
    for (distance, number) in runs {
        all.resize(all.len() + distance, current);
        current = number;
    }
    all.resize(0x11_0000, current);
    let mut known: HashMap<&[u16], u32> = HashMap::new();
    let (mut blocks, mut numbers) = (Vec::new(), Vec::new());
    for block in all.chunks(BLOCK) {
        blocks.push(*known.entry(block).or_insert_with(|| {
            numbers.extend_from_slice(block);
            (numbers.len() - BLOCK) as u32
        }));
    }
    Table { blocks, numbers, records }
}

/// Code points behind the last character count as unassigned.
fn look_up(point: u32) -> &'static Record {
    let point = point.min(0x10_FFFF) as usize;
    let number = TABLE.numbers[TABLE.blocks[point / BLOCK] as usize + point % BLOCK];
    &TABLE.records[usize::from(number)]
}

/// Whether the character has one of these properties.
pub fn has(point: u32, flags: u16) -> bool {
    look_up(point).flags & flags != 0
}

/// Letters, digits and their case below 128: those bits of [`has`], without a look at the table.
const ASCII: [u16; 128] = {
    let mut table = [0; 128];
    let mut i = 0u8;
    while i < 128 {
        table[i as usize] = match i {
            b'0'..=b'9' => flag::DECIMAL | flag::DIGIT | flag::NUMERIC,
            b'a'..=b'z' => flag::ALPHA | flag::LOWER,
            b'A'..=b'Z' => flag::ALPHA | flag::UPPER,
            _ => 0,
        };
        i += 1;
    }
    table
};

/// Whether a character below 128 is a letter or a digit, and of which case: bits `ALPHA` to `UPPER`.
#[inline]
pub fn ascii_flags(byte: u8) -> u16 {
    ASCII[usize::from(byte & 127)]
}

/// `str.isspace()` of one character.
pub fn is_space(point: u32) -> bool {
    if point < 128 { matches!(point, 9..=13 | 28..=32) } else { has(point, flag::SPACE) }
}

/// Whether `str.splitlines()` ends a line at the character.
pub fn is_linebreak(point: u32) -> bool {
    if point < 128 { matches!(point, 10..=13 | 28..=30) } else { has(point, flag::LINEBREAK) }
}

/// `str.isprintable()` of one character.
pub fn is_printable(ch: char) -> bool {
    if ch.is_ascii() { (' '..='~').contains(&ch) } else { has(ch as u32, flag::PRINTABLE) }
}

/// The value of a decimal digit of any script (`Py_UNICODE_TODECIMAL`).
pub fn decimal(point: u32) -> Option<u8> {
    match point {
        48..=57 => Some((point - 48) as u8),
        0..128 => None,
        _ => look_up(point).decimal,
    }
}

/// The value of a digit, superscripts and the like included (`Py_UNICODE_TODIGIT`).
pub fn digit(point: u32) -> Option<u8> {
    if point < 128 { decimal(point) } else { look_up(point).digit }
}

/// Puts another form of a character behind `out`: up to three code points.
pub fn put_case(point: u32, case: Case, out: &mut Vec<u32>) {
    if let Ok(byte @ 0..128) = u8::try_from(point) {
        let other = match case {
            Case::Upper | Case::Title => byte.to_ascii_uppercase(),
            Case::Lower | Case::Fold => byte.to_ascii_lowercase(),
        };
        return out.push(u32::from(other));
    }
    match &look_up(point).cases[case as usize] {
        Mapping::By(difference) => out.push(point.wrapping_add_signed(*difference)),
        Mapping::To(points) => out.extend_from_slice(points),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_their_properties() {
        assert!(has(0x41, flag::UPPER) && has(0x1C5, flag::TITLE) && !has(0x378, flag::PRINTABLE));
        assert!(is_space(0x3000) && is_linebreak(0x2028) && !is_space(0x200B));
        assert_eq!((decimal(0x664), digit(0xB2), decimal(0xB2)), (Some(4), Some(2), None));
        let cased = |point, case| {
            let mut out = Vec::new();
            put_case(point, case, &mut out);
            out
        };
        assert_eq!(cased(0xDF, Case::Upper), [0x53, 0x53]);
        assert_eq!(cased(0x1C6, Case::Title), [0x1C5]);
        assert_eq!(cased(0x130, Case::Lower), [0x69, 0x307]);
    }
}
