//! Which encoding a name means, and encodings that are tables of 256 characters (`encodings`, `Python/codecs.c`). The
//! tables are CPython's, made by `conformance/golden/make_codecs.py`.

use super::errors::{Failed, Handler};
use std::collections::HashMap;
use std::sync::OnceLock;

static TABLES: &str = include_str!("codecs.tsv");
/// In the table: a byte that means nothing.
const NONE: u32 = 0xFFFE;

/// How the bytes of a unit lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    /// A mark at the start says it; little without one.
    Marked,
    Little,
    Big,
}

/// An encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Coding {
    Utf8,
    Utf8Sig,
    Ascii,
    Latin1,
    Utf16(Order),
    Utf32(Order),
    Utf7,
    UnicodeEscape,
    RawUnicodeEscape,
    /// A table, by its number.
    Charmap(usize),
}

/// What is known of a name.
pub(super) enum Found {
    Coding(Coding),
    /// It turns bytes into bytes, or text into text.
    NotText,
    NotBuilt,
    Unknown,
}

struct Tables {
    /// Modules, by the names that mean them.
    names: HashMap<&'static str, &'static str>,
    others: Vec<&'static str>,
    charmaps: Vec<Charmap>,
    by_module: HashMap<&'static str, usize>,
}

struct Charmap {
    decode: Vec<u32>,
    encode: HashMap<u32, u8>,
}

fn tables() -> &'static Tables {
    static READ: OnceLock<Tables> = OnceLock::new();
    READ.get_or_init(|| {
        let mut tables =
            Tables { names: HashMap::new(), others: Vec::new(), charmaps: Vec::new(), by_module: HashMap::new() };
        for line in TABLES.lines() {
            let mut parts = line.split('\t');
            let (what, name, rest) = (parts.next(), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            match what {
                Some("name") => {
                    tables.names.insert(name, rest);
                }
                Some("charmap") => {
                    let digit = |b: u8| char::from(b).to_digit(16).unwrap_or(0);
                    let decode: Vec<u32> = rest
                        .as_bytes()
                        .chunks_exact(4)
                        .map(|four| four.iter().fold(0, |value, b| value << 4 | digit(*b)))
                        .collect();
                    let known = decode.iter().enumerate().filter(|(_, p)| **p != NONE);
                    let encode = known.map(|(byte, p)| (*p, byte as u8)).collect();
                    tables.by_module.insert(name, tables.charmaps.len());
                    tables.charmaps.push(Charmap { decode, encode });
                }
                _ => tables.others.push(name),
            }
        }
        tables
    })
}

/// A name as the table has it: letters in lower case, runs of anything else but dots an underscore
/// (`encodings.normalize_encoding`).
fn normalized(name: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in name.chars() {
        if c.is_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            if c.is_ascii() {
                out.push(c.to_ascii_lowercase());
            }
            gap = false;
        } else {
            gap = true;
        }
    }
    out
}

/// What is asked for most, without the tables (`PyUnicode_Decode`).
fn common(name: &str) -> Option<Coding> {
    Some(match name {
        "utf_8" | "utf8" => Coding::Utf8,
        "ascii" | "us_ascii" => Coding::Ascii,
        "latin_1" | "latin1" | "iso_8859_1" | "iso8859_1" => Coding::Latin1,
        _ => return None,
    })
}

pub(super) fn find(name: &str) -> Found {
    let name = normalized(name);
    if let Some(coding) = common(&name) {
        return Found::Coding(coding);
    }
    let tables = tables();
    let module = tables.names.get(name.as_str()).or_else(|| tables.names.get(name.replace('.', "_").as_str()));
    let Some(&module) = module else { return Found::Unknown };
    if tables.others.contains(&module) {
        return Found::NotText;
    }
    Found::Coding(match module {
        "utf_8" => Coding::Utf8,
        "utf_8_sig" => Coding::Utf8Sig,
        "ascii" => Coding::Ascii,
        // Without a mapping, `charmap` is Latin-1.
        "latin_1" | "charmap" => Coding::Latin1,
        "utf_16" => Coding::Utf16(Order::Marked),
        "utf_16_le" => Coding::Utf16(Order::Little),
        "utf_16_be" => Coding::Utf16(Order::Big),
        "utf_32" => Coding::Utf32(Order::Marked),
        "utf_32_le" => Coding::Utf32(Order::Little),
        "utf_32_be" => Coding::Utf32(Order::Big),
        "utf_7" => Coding::Utf7,
        "unicode_escape" => Coding::UnicodeEscape,
        "raw_unicode_escape" => Coding::RawUnicodeEscape,
        _ => match tables.by_module.get(module) {
            Some(&table) => Coding::Charmap(table),
            None => return Found::NotBuilt,
        },
    })
}

impl Coding {
    /// As errors name it.
    pub fn name(self) -> String {
        match self {
            Coding::Utf8 | Coding::Utf8Sig => "utf-8",
            Coding::Ascii => "ascii",
            Coding::Latin1 => "latin-1",
            Coding::Utf16(Order::Marked) => "utf-16",
            Coding::Utf16(Order::Little) => "utf-16-le",
            Coding::Utf16(Order::Big) => "utf-16-be",
            Coding::Utf32(Order::Marked) => "utf-32",
            Coding::Utf32(Order::Little) => "utf-32-le",
            Coding::Utf32(Order::Big) => "utf-32-be",
            Coding::Utf7 => "utf7",
            Coding::UnicodeEscape => "unicodeescape",
            Coding::RawUnicodeEscape => "rawunicodeescape",
            Coding::Charmap(_) => "charmap",
        }
        .to_owned()
    }

    /// Bytes of its smallest unit.
    pub fn unit(self) -> usize {
        match self {
            Coding::Utf16(_) => 2,
            Coding::Utf32(_) => 4,
            _ => 1,
        }
    }

    pub fn is_utf(self) -> bool {
        matches!(self, Coding::Utf8 | Coding::Utf8Sig | Coding::Utf16(_) | Coding::Utf32(_))
    }

    /// Puts a number as one unit.
    pub fn put_unit(self, value: u32, out: &mut Vec<u8>) {
        let n = self.unit();
        let big = matches!(self, Coding::Utf16(Order::Big) | Coding::Utf32(Order::Big));
        if big {
            out.extend_from_slice(&value.to_be_bytes()[4 - n..]);
        } else {
            out.extend_from_slice(&value.to_le_bytes()[..n]);
        }
    }

    /// The unit at the start of some bytes, if they are enough.
    pub fn unit_at(self, bytes: &[u8]) -> Option<u32> {
        let bytes = bytes.get(..self.unit())?;
        let step = |value: u32, b: &u8| value << 8 | u32::from(*b);
        let big = matches!(self, Coding::Utf16(Order::Big) | Coding::Utf32(Order::Big));
        Some(if big { bytes.iter().fold(0, step) } else { bytes.iter().rev().fold(0, step) })
    }

    /// A surrogate as the encoding would write one, and its bytes.
    pub fn surrogate_at(self, bytes: &[u8]) -> Option<(u32, usize)> {
        let (p, n) = match self {
            Coding::Utf8 | Coding::Utf8Sig => match bytes {
                [0xED, b @ 0xA0..=0xBF, c @ 0x80..=0xBF, ..] => {
                    (0xD000 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F), 3)
                }
                _ => return None,
            },
            Coding::Utf16(_) | Coding::Utf32(_) => (self.unit_at(bytes)?, self.unit()),
            _ => return None,
        };
        super::is_surrogate(p).then_some((p, n))
    }
}

const UNDEFINED: &str = "character maps to <undefined>";

pub(super) fn charmap_encode(points: &[u32], handler: Handler, table: usize) -> Result<Vec<u8>, Failed> {
    let map = &tables().charmaps[table].encode;
    let coding = Coding::Charmap(table);
    let mut out = Vec::with_capacity(points.len());
    let mut i = 0;
    while i < points.len() {
        if let Some(byte) = map.get(&points[i]) {
            out.push(*byte);
            i += 1;
            continue;
        }
        let n = super::run(points, i, |p| !map.contains_key(&p));
        match handler.text(&points[i..i + n]) {
            // What stands for them is looked up in the table as well.
            Some(text) => {
                let failed = || Failed::Codec { start: i, end: i + n, why: UNDEFINED.to_owned() };
                for b in text {
                    out.push(*map.get(&u32::from(b)).ok_or_else(failed)?);
                }
            }
            None => handler.encode(points, i..i + n, coding, UNDEFINED, &mut out)?,
        }
        i += n;
    }
    Ok(out)
}

pub(super) fn charmap_decode(bytes: &[u8], handler: Handler, table: usize) -> Result<Vec<u32>, Failed> {
    let map = &tables().charmaps[table].decode;
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        match map.get(usize::from(bytes[i])) {
            Some(&p) if p != NONE => {
                out.push(p);
                i += 1;
            }
            _ => i = handler.decode(bytes, i..i + 1, Coding::Charmap(table), UNDEFINED, &mut out)?,
        }
    }
    Ok(out)
}
