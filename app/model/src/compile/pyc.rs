//! The `.pyc` file of a program: its header, and the marshalled code object as a tree over the bytes.

use crate::ground::place::{self, Span};
use compiler::code::{CodeObject, Const};
use compiler::marshal::{self, NUMBER, Node, code};
use compiler::pyc::{self, HEADER_SIZE, Validity};
use std::ops::Range;
use std::sync::Arc;

/// A part of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct PycRow {
    pub range: Range<usize>,
    pub depth: usize,
    /// What it is to what holds it: `magic`, `co_code`, `[0]`, …
    pub role: String,
    /// The type that the type code stands for; empty in the header and for bare numbers.
    pub kind: &'static str,
    pub value: String,
    /// Its number in the list of references.
    pub reference: Option<usize>,
    pub parent: Option<usize>,
    /// Index behind the last row inside.
    pub end: usize,
    /// The code object that it is, or belongs to: its position among the listings, outer ones first.
    pub code: Option<usize>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct PycModel {
    /// Where the file belongs.
    pub path: String,
    pub source_size: usize,
    pub bytes: Vec<u8>,
    /// The header's fields, then the tree in preorder.
    pub rows: Vec<PycRow>,
    /// For each code object, where in the file its instructions begin.
    code_at: Vec<usize>,
}

/// What lies in `__pycache__` beside a source.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cached {
    /// The program is in no file.
    #[default]
    NoFile,
    Missing,
    /// The next import takes it.
    Valid {
        size: usize,
    },
    Stale {
        why: String,
    },
    Damaged {
        why: String,
    },
}

impl Cached {
    pub fn sentence(&self) -> String {
        match self {
            Cached::NoFile => {
                "The program is in no file yet; these are the bytes that it would be compiled to.".to_owned()
            }
            Cached::Missing => {
                "There is no such file on the disk: the program was not compiled to a file, or not imported.".to_owned()
            }
            Cached::Valid { size } => {
                format!(
                    "On the disk: {}. Valid, so an import skips all stages of the compiler.",
                    crate::ground::value::counted(*size as u64, "byte")
                )
            }
            Cached::Stale { why } => format!("On the disk, but stale: {why}. The next import compiles again."),
            Cached::Damaged { why } => format!("On the disk, but it cannot be used: {why}."),
        }
    }
}

/// Compares a file of the cache with its source. `source` is the source's modification time in seconds and its size.
pub fn cached(data: &[u8], name: &str, source_mtime: u64, source: &[u8]) -> Cached {
    let (mtime, size) = (source_mtime as u32, source.len() as u32);
    match pyc::read(data, name, name) {
        Err(error) => Cached::Damaged { why: format!("{}: {}", error.kind, error.message) },
        Ok((Validity::Timestamp { mtime: noted, .. }, _)) if noted != mtime => {
            Cached::Stale { why: format!("it notes the source's time {}, which is {} now", clock(noted), clock(mtime)) }
        }
        Ok((Validity::Timestamp { size: noted, .. }, _)) if noted != size => {
            Cached::Stale { why: format!("it notes a source of {noted} bytes, which has {size} now") }
        }
        Ok((Validity::Hash { hash, checked: true }, _)) if hash != pyc::source_hash(source) => {
            Cached::Stale { why: "the hash that it notes is not the source's".to_owned() }
        }
        Ok(_) => Cached::Valid { size: data.len() },
    }
}

/// Seconds since 1970 as a date, in UTC.
pub fn clock(seconds: u32) -> String {
    let (days, rest) = (i64::from(seconds / 86_400), seconds % 86_400);
    // Civil date from days: years begin in March, so that the leap day comes last.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

impl PycModel {
    /// The file as `py_compile` would write it now. The time of a program that is in no file is 0.
    pub fn new(filename: &str, source: &str, code: &Arc<CodeObject>, mtime: u64) -> PycModel {
        let validity = Validity::Timestamp { mtime: mtime as u32, size: source.len() as u32 };
        let bytes = pyc::write(code, validity);
        let mut model =
            PycModel { path: pyc::cache_path(filename, 0), source_size: source.len(), bytes, ..PycModel::default() };
        let size = crate::ground::value::counted(source.len() as u64, "byte");
        let time = if mtime == 0 { "0: the program is in no file".to_owned() } else { clock(mtime as u32) };
        let magic = u16::from_le_bytes([pyc::MAGIC[0], pyc::MAGIC[1]]);
        for (role, range, value) in [
            ("magic", 0..4, format!("{magic}: CPython 3.14")),
            ("flags", 4..8, "0: checked by time and size".to_owned()),
            ("source time", 8..12, time),
            ("source size", 12..16, size),
        ] {
            let end = model.rows.len() + 1;
            let (role, kind) = (role.to_owned(), "");
            model.rows.push(PycRow {
                range,
                depth: 0,
                role,
                kind,
                value,
                reference: None,
                parent: None,
                end,
                code: None,
            });
        }
        if let (Some(root), _) = marshal::inspect(&model.bytes[HEADER_SIZE..]) {
            let mut codes = Vec::new();
            order(code, &mut codes);
            model.flatten(&root, &codes);
        }
        model
    }

    fn flatten(&mut self, root: &Node, codes: &[&Arc<CodeObject>]) {
        self.code_at = vec![0; codes.len()];
        let mut numbered = 0;
        // What entered the list of references, by its number.
        let mut known: Vec<String> = Vec::new();
        // Code objects come in the file in the order of the listings: outer ones first.
        let mut work: Vec<(&Node, Option<usize>, Option<usize>)> = vec![(root, None, None)];
        while let Some((node, parent, mut unit)) = work.pop() {
            let index = self.rows.len();
            if node.code == code::CODE {
                unit = Some(numbered);
                numbered += 1;
            }
            let referred = node.value.strip_prefix("reference ").filter(|_| node.code == code::REF);
            let referred = referred.and_then(|number| number.parse::<usize>().ok());
            let value = match (node.code, referred) {
                (code::CODE, _) => unit
                    .and_then(|unit| codes.get(unit))
                    .map_or(String::new(), |code| crate::compile::listing::lossy(&code.qualname)),
                (_, Some(number)) => format!("to #{number}, {}", known.get(number).map_or("", String::as_str)),
                _ => node.value.clone(),
            };
            if let Some(number) = node.reference {
                known.resize(known.len().max(number + 1), String::new());
                known[number].clone_from(&value);
            }
            let start = HEADER_SIZE + node.offset;
            if node.role == "co_code"
                && let Some(at) = unit.and_then(|unit| self.code_at.get_mut(unit))
            {
                // A type code and four bytes of length come first.
                *at = if node.code == code::STRING { start + 5 } else { 0 };
            }
            self.rows.push(PycRow {
                range: start..start + node.length,
                depth: parent.map_or(0, |parent| self.rows[parent].depth + 1),
                role: if parent.is_none() { "code".to_owned() } else { node.role.clone() },
                kind: kind(node.code),
                value,
                reference: node.reference,
                parent,
                end: index + 1,
                code: unit,
            });
            work.extend(node.children.iter().rev().map(|child| (child, Some(index), unit)));
        }
        for index in (0..self.rows.len()).rev() {
            if let Some(parent) = self.rows[index].parent {
                self.rows[parent].end = self.rows[parent].end.max(self.rows[index].end);
            }
        }
    }

    /// The innermost part that a byte belongs to.
    pub fn at(&self, byte: usize) -> Option<usize> {
        let covers = |row: &&(usize, &PycRow)| row.1.range.contains(&byte);
        self.rows.iter().enumerate().filter(|row| covers(&row)).map(|(index, _)| index).next_back()
    }

    /// The bytes of an instruction, its caches included.
    pub fn instruction(&self, code: usize, offset: u32, caches: u8) -> Option<Range<usize>> {
        let start = self.code_at.get(code).filter(|at| **at > 0)? + offset as usize;
        Some(start..start + 2 + 2 * usize::from(caches))
    }

    /// The code object and offset of the instruction that a byte belongs to.
    pub fn offset(&self, byte: usize) -> Option<(usize, u32)> {
        let row = &self.rows[self.at(byte)?];
        let code = row.code.filter(|_| row.role == "co_code")?;
        let offset = byte.checked_sub(*self.code_at.get(code)?)?;
        Some((code, offset as u32 & !1))
    }
}

/// The code objects in the order in which the listings have them.
fn order<'a>(code: &'a Arc<CodeObject>, all: &mut Vec<&'a Arc<CodeObject>>) {
    all.push(code);
    for constant in &code.consts {
        if let Const::Code(inner) = constant {
            order(inner, all);
        }
    }
}

/// What a type code stands for.
fn kind(code: u8) -> &'static str {
    const KINDS: [(u8, &str); 24] = [
        (b'c', "code"),
        (b's', "bytes"),
        (b'(', "tuple"),
        (b')', "tuple"),
        (b'[', "list"),
        (b'<', "set"),
        (b'>', "frozenset"),
        (b'i', "int"),
        (b'l', "int"),
        (b'I', "int"),
        (b'g', "float"),
        (b'y', "complex"),
        (b'u', "str"),
        (b't', "interned str"),
        (b'a', "str"),
        (b'A', "interned str"),
        (b'z', "str"),
        (b'Z', "interned str"),
        (b'r', "reference"),
        (b':', "slice"),
        (b'N', "None"),
        (b'T', "bool"),
        (b'F', "bool"),
        (b'.', "Ellipsis"),
    ];
    if code == NUMBER {
        return "";
    }
    KINDS.iter().find(|(known, _)| *known == code).map_or("", |(_, kind)| kind)
}

/// Whether an instruction with this place is what a selection means.
pub fn meant(span: Option<Span>, at: Span) -> bool {
    !place::is_empty(at) && span.is_some_and(|span| place::covers(span, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::Compilation;

    const TEXT: &str = "def f(a):\n    return a + 1\nx = f(2)\n";

    #[test]
    fn every_byte_belongs_to_a_part_and_instructions_are_found_in_it() {
        let compilation = Compilation::of("dir/a.py", TEXT);
        let pyc = compilation.pyc().unwrap();
        assert_eq!(pyc.path, "dir/__pycache__/a.cpython-314.pyc");
        assert!((0..pyc.bytes.len()).all(|byte| pyc.at(byte).is_some()));
        let f = crate::compile::listing::listings(compilation.code().unwrap()).swap_remove(1).1;
        let add = f.rows().iter().find(|row| row.name == "BINARY_OP").unwrap();
        let range = pyc.instruction(1, add.offset, add.caches).unwrap();
        assert_eq!(u16::from(pyc.bytes[range.start]), compiler::opcode::BINARY_OP);
        assert_eq!(range.len(), 12);
        assert_eq!(pyc.offset(range.start + 1), Some((1, add.offset)));
        let row = &pyc.rows[pyc.at(range.start).unwrap()];
        assert_eq!((row.role.as_str(), row.kind), ("co_code", "bytes"));
        let root = pyc.rows.iter().find(|row| row.role == "code").unwrap();
        assert_eq!((root.kind, root.value.as_str(), root.code), ("code", "<module>", Some(0)));
        assert!(
            pyc.rows.iter().any(|row| row.value.ends_with("\"<module>\"") && row.kind == "reference"),
            "{:#?}",
            pyc.rows
        );
    }

    #[test]
    fn a_file_of_the_cache_is_valid_until_its_source_changes() {
        let compilation = Compilation::of("a.py", TEXT);
        let validity = Validity::Timestamp { mtime: 1000, size: TEXT.len() as u32 };
        let data = pyc::write(compilation.code().unwrap(), validity);
        assert_eq!(cached(&data, "a", 1000, TEXT.as_bytes()), Cached::Valid { size: data.len() });
        let touched = cached(&data, "a", 1060, TEXT.as_bytes()).sentence();
        assert!(touched.contains("1970-01-01 00:16:40, which is 1970-01-01 00:17:40 now"), "{touched}");
        assert!(matches!(cached(&data, "a", 1000, b"y = 1\n"), Cached::Stale { .. }));
        assert!(matches!(cached(&data[..20], "a", 1000, TEXT.as_bytes()), Cached::Damaged { .. }));
        assert_eq!(clock(1_700_000_000), "2023-11-14 22:13:20");
    }
}
