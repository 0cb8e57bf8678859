//! Single items of a view, by their native format (`unpack_single`, `pack_single` of `Objects/memoryobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use ground::float::{f64_to_half, half_to_f64};
use num_traits::ToPrimitive;

/// A format of one character; the ninth bit says that `@` stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format(pub u32);

/// An item as a number or byte, to compare items of different formats as `==` does their objects.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Item {
    Int(i128),
    Float(f64),
    /// Of format `c`.
    Byte(u8),
}

impl Format {
    pub const BYTES: Format = Format(b'B' as u32);

    /// A format from its text, `None` if it is none of these.
    pub fn of(text: &str) -> Option<Format> {
        let (at, text) = text.strip_prefix('@').map_or((0, text), |rest| (1 << 8, rest));
        match *text.as_bytes() {
            [code] if size_of_code(code) > 0 && !matches!(code, b'u' | b'w') => Some(Format(u32::from(code) | at)),
            _ => None,
        }
    }

    pub fn code(self) -> u8 {
        self.0 as u8
    }

    pub fn size(self) -> usize {
        size_of_code(self.code())
    }

    pub fn text(self) -> String {
        format!("{}{}", if self.0 >> 8 != 0 { "@" } else { "" }, char::from(self.code()))
    }

    /// Whether its items are bytes.
    pub fn is_byte(self) -> bool {
        matches!(self.code(), b'b' | b'B' | b'c')
    }

    /// The item that lies in these bytes.
    pub fn read(self, bytes: &[u8]) -> Item {
        let mut wide = [0; 8];
        let n = bytes.len().min(8);
        wide[..n].copy_from_slice(&bytes[..n]);
        let unsigned = u64::from_le_bytes(wide);
        let shift = 64 - 8 * n as u32;
        let signed = ((unsigned << shift) as i64) >> shift;
        match self.code() {
            b'b' | b'h' | b'i' | b'l' | b'q' | b'n' => Item::Int(i128::from(signed)),
            b'?' => Item::Int(i128::from(unsigned != 0)),
            b'f' => Item::Float(f64::from(f32::from_bits(unsigned as u32))),
            b'd' => Item::Float(f64::from_bits(unsigned)),
            b'e' => Item::Float(half_to_f64(unsigned as u16)),
            b'c' => Item::Byte(unsigned as u8),
            _ => Item::Int(i128::from(unsigned)),
        }
    }
}

impl PartialEq for Item {
    fn eq(&self, other: &Item) -> bool {
        match (*self, *other) {
            (Item::Int(a), Item::Int(b)) => a == b,
            (Item::Float(a), Item::Float(b)) => a == b,
            (Item::Int(a), Item::Float(b)) | (Item::Float(b), Item::Int(a)) => {
                b.fract() == 0.0 && b.to_i128() == Some(a)
            }
            (Item::Byte(a), Item::Byte(b)) => a == b,
            _ => false,
        }
    }
}

fn size_of_code(code: u8) -> usize {
    match code {
        b'c' | b'b' | b'B' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        // Characters are items of an array only.
        b'i' | b'I' | b'f' | b'u' | b'w' => 4,
        b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'd' | b'P' => 8,
        _ => 0,
    }
}

impl Machine {
    /// The object of an item.
    pub(crate) fn unpack_item(&mut self, format: Format, at: usize) -> Owned {
        let item = format.read(&self.bytes.data[at..at + format.size()]);
        match item {
            Item::Int(value) if format.code() == b'?' => Owned::steal(Machine::new_bool(value != 0)),
            Item::Int(value) => match i64::try_from(value) {
                Ok(value) => self.new_int(value),
                Err(_) => self.new_bigint(&value.into()),
            },
            Item::Float(value) => self.new_float(value),
            Item::Byte(byte) => self.new_bytes(&[byte]),
        }
    }

    /// The bytes of an object as an item; in what it asks, the view may be released.
    pub(crate) fn pack_item(&mut self, format: Format, value: Obj) -> R<Vec<u8>> {
        let size = format.size();
        let packed = match format.code() {
            b'c' => {
                if self.kind(value) != Kind::Bytes {
                    return Err(self.item_error(format, true));
                }
                match *self.bytes_value(value) {
                    [byte] => vec![byte],
                    _ => return Err(self.item_error(format, false)),
                }
            }
            b'?' => vec![u8::from(self.truthy(value)?)],
            b'f' | b'd' | b'e' => {
                let number = self.item_number(format, |m| m.number_as_f64(value))?;
                match format.code() {
                    b'f' => (number as f32).to_le_bytes().to_vec(),
                    b'd' => number.to_le_bytes().to_vec(),
                    _ => match f64_to_half(number) {
                        Some(half) => half.to_le_bytes().to_vec(),
                        None => return Err(self.item_error(format, false)),
                    },
                }
            }
            code => {
                let number = self.item_number(format, |m| m.index(value))?;
                let number = self.keep(number);
                let bits = 8 * size as u32;
                let range = if matches!(code, b'b' | b'h' | b'i' | b'l' | b'q' | b'n') {
                    -(1i128 << (bits - 1))..1i128 << (bits - 1)
                } else {
                    0..1i128 << bits
                };
                match self.int_value(number).big().to_i128().filter(|value| range.contains(value)) {
                    Some(value) => value.to_le_bytes()[..size].to_vec(),
                    None => return Err(self.item_error(format, false)),
                }
            }
        };
        Ok(packed)
    }

    fn item_number<T>(&mut self, format: Format, make: impl FnOnce(&mut Machine) -> R<T>) -> R<T> {
        match make(self) {
            Err(_) if self.raised_is(ty::TYPE_ERROR) => {
                self.clear_raised();
                Err(self.item_error(format, true))
            }
            Err(_) if self.raised_is(ty::OVERFLOW_ERROR) || self.raised_is(ty::VALUE_ERROR) => {
                self.clear_raised();
                Err(self.item_error(format, false))
            }
            made => made,
        }
    }

    /// The error for a value that is of no fitting type, or of one but does not fit.
    fn item_error(&mut self, format: Format, of_type: bool) -> Raised {
        let code = char::from(format.code());
        let (class, what) = if of_type { (ty::TYPE_ERROR, "type") } else { (ty::VALUE_ERROR, "value") };
        self.raise(class, &format!("memoryview: invalid {what} for format '{code}'"))
    }

    /// A number as C code wants it (`PyFloat_AsDouble`).
    pub fn number_as_f64(&mut self, o: Obj) -> R<f64> {
        let known = matches!(self.kind(o), Kind::Float | Kind::Int | Kind::Bool)
            || [static_strings::DUNDER_FLOAT, static_strings::DUNDER_INDEX]
                .iter()
                .any(|name| !self.lookup_special(o, *name).is_null());
        if !known || self.kind(o) == Kind::Str {
            let name = self.type_name(o);
            return Err(self.raise(ty::TYPE_ERROR, &format!("must be real number, not {name}")));
        }
        self.to_float(o)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_to_even_and_back() {
        for bits in 0..0x7C00u16 {
            assert_eq!(f64_to_half(half_to_f64(bits)), Some(bits));
        }
        assert_eq!(f64_to_half(65519.0), Some(0x7BFF));
        assert_eq!(f64_to_half(65520.0), None);
        assert_eq!(f64_to_half(-0.0), Some(0x8000));
    }
}
