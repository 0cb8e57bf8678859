//! `co_linetable` and `co_exceptiontable` read back (`InternalDocs/code_objects.md`, `exception_handling.md`).

use crate::code::CodeObject;

/// The place of a code unit in the source; each part may be unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub line: Option<i32>,
    pub end_line: Option<i32>,
    pub col: Option<i32>,
    pub end_col: Option<i32>,
}

/// A run of code units with one location. Offsets are in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocationEntry {
    pub start: u32,
    pub end: u32,
    pub position: Position,
}

/// Reads on past the end of damaged tables as zeros.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte
    }

    fn varint(&mut self) -> u32 {
        let (mut value, mut shift) = (0u32, 0);
        loop {
            let byte = self.byte();
            value |= u32::from(byte & 0x3F).checked_shl(shift).unwrap_or(0);
            shift += 6;
            if byte & 0x40 == 0 {
                return value;
            }
        }
    }

    fn signed_varint(&mut self) -> i32 {
        let value = self.varint();
        let magnitude = (value >> 1) as i32;
        if value & 1 != 0 { -magnitude } else { magnitude }
    }
}

/// The entries of `co_linetable`.
pub fn locations(code: &CodeObject) -> Vec<LocationEntry> {
    let mut reader = Reader { bytes: &code.linetable, at: 0 };
    let mut entries = Vec::new();
    let mut line = code.firstlineno;
    let mut start = 0;
    while reader.at < code.linetable.len() {
        let first = reader.byte();
        let units = u32::from(first & 7) + 1;
        let kind = first >> 3 & 15;
        let position = match kind {
            15 => Position::default(),
            14 => {
                line = line.wrapping_add(reader.signed_varint());
                let end_line = line.wrapping_add(reader.varint() as i32);
                let column = |value: u32| value.checked_sub(1).map(|column| column as i32);
                let col = column(reader.varint());
                let end_col = column(reader.varint());
                Position { line: Some(line), end_line: Some(end_line), col, end_col }
            }
            13 => {
                line = line.wrapping_add(reader.signed_varint());
                Position { line: Some(line), end_line: Some(line), col: None, end_col: None }
            }
            10..=12 => {
                line = line.wrapping_add(i32::from(kind) - 10);
                let (col, end_col) = (i32::from(reader.byte()), i32::from(reader.byte()));
                Position { line: Some(line), end_line: Some(line), col: Some(col), end_col: Some(end_col) }
            }
            _ => {
                let second = reader.byte();
                let col = i32::from(kind) << 3 | i32::from(second >> 4);
                let end_col = col + i32::from(second & 15);
                Position { line: Some(line), end_line: Some(line), col: Some(col), end_col: Some(end_col) }
            }
        };
        entries.push(LocationEntry { start, end: start + units * 2, position });
        start += units * 2;
    }
    entries
}

/// `co_positions()`: one for each code unit.
pub fn positions(code: &CodeObject) -> Vec<Position> {
    let mut positions = Vec::with_capacity(code.code.len() / 2);
    for entry in locations(code) {
        positions.resize(positions.len() + (entry.end - entry.start) as usize / 2, entry.position);
    }
    positions
}

/// `dis.findlinestarts()`: offsets at which another line begins, `None` for code without one.
pub fn line_starts(code: &CodeObject) -> Vec<(u32, Option<i32>)> {
    let mut starts: Vec<(u32, Option<i32>)> = Vec::new();
    for entry in locations(code) {
        if entry.start as usize >= code.code.len() {
            break;
        }
        if starts.last().is_none_or(|&(_, line)| line != entry.position.line) {
            starts.push((entry.start, entry.position.line));
        }
    }
    starts
}

/// A range of code and where exceptions raised in it go. Offsets are in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceptionEntry {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    /// What the stack is cut down to.
    pub depth: u32,
    /// Whether the offset of the instruction that raised is pushed.
    pub lasti: bool,
}

/// The entries of `co_exceptiontable`, as far as they are whole.
pub fn exception_entries(code: &CodeObject) -> Vec<ExceptionEntry> {
    let mut bytes = code.exceptiontable.iter().copied();
    let mut entries = Vec::new();
    let mut varint = || {
        let mut byte = bytes.next()?;
        let mut value = u32::from(byte & 63);
        while byte & 64 != 0 {
            byte = bytes.next()?;
            value = value << 6 | u32::from(byte & 63);
        }
        Some(value)
    };
    while let (Some(start), Some(length), Some(target), Some(depth)) = (varint(), varint(), varint(), varint()) {
        let start = start.wrapping_mul(2);
        entries.push(ExceptionEntry {
            start,
            end: start.wrapping_add(length.wrapping_mul(2)),
            target: target.wrapping_mul(2),
            depth: depth >> 1,
            lasti: depth & 1 != 0,
        });
    }
    entries
}
