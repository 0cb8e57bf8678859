//! Items of an array: its type codes, and each item as an object and back (`descriptors` of `Modules/arraymodule.c`).

use crate::structmodule::unpack;
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use vm::memory::object::{Kind, Obj, R};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// All type codes, as the module shows them.
pub const CODES: &str = "bBuwhHiIlLqQfd";

/// Bytes of an item; 0 if there is no such code.
pub fn size(code: u8) -> usize {
    match code {
        b'b' | b'B' => 1,
        b'h' | b'H' => 2,
        b'i' | b'I' | b'f' | b'u' | b'w' => 4,
        b'l' | b'L' | b'q' | b'Q' | b'd' => 8,
        _ => 0,
    }
}

pub fn is_text(code: u8) -> bool {
    matches!(code, b'u' | b'w')
}

/// The object of an item.
pub fn get(m: &mut Machine, code: u8, bytes: &[u8]) -> R {
    if !is_text(code) {
        return Ok(unpack(m, code, bytes, true));
    }
    let point = bytes.try_into().map_or(0, u32::from_le_bytes);
    if point > 0x10_FFFF {
        let text = format!("character U+{point:x} is not in range [U+0000; U+10ffff]");
        return Err(m.raise(ty::VALUE_ERROR, &text));
    }
    Ok(m.new_str_points(&[point]))
}

/// What the converters of C call the types.
fn range(code: u8) -> (&'static str, i64, i64) {
    match code {
        b'b' => ("signed char", -128, 127),
        b'B' => ("unsigned byte integer", 0, 255),
        b'h' => ("signed short integer", -32768, 32767),
        b'H' => ("unsigned short", 0, 65535),
        _ => ("signed integer", i64::from(i32::MIN), i64::from(i32::MAX)),
    }
}

fn check_range(m: &mut Machine, code: u8, n: i64) -> R<()> {
    let (name, least, most) = range(code);
    if (least..=most).contains(&n) {
        return Ok(());
    }
    let way = if n < least { "less than minimum" } else { "greater than maximum" };
    Err(m.raise(ty::OVERFLOW_ERROR, &format!("{name} is {way}")))
}

fn overflow<T>(m: &mut Machine, text: &str) -> R<T> {
    Err(m.raise(ty::OVERFLOW_ERROR, text))
}

/// The bytes of an object as an item.
pub fn set(m: &mut Machine, code: u8, value: Obj) -> R<Vec<u8>> {
    match code {
        b'u' | b'w' => character(m, value, "array item"),
        b'f' | b'd' => {
            let number = m.number_as_f64(value)?;
            Ok(if code == b'f' { (number as f32).to_le_bytes().to_vec() } else { number.to_le_bytes().to_vec() })
        }
        _ => integer(m, code, value),
    }
}

/// The one character of a str.
pub fn character(m: &mut Machine, value: Obj, what: &str) -> R<Vec<u8>> {
    let got = match m.kind(value) {
        Kind::Str => match m.str_points(value).as_slice() {
            [point] => return Ok(point.to_le_bytes().to_vec()),
            points => format!("a string of length {}", points.len()),
        },
        _ => m.type_name(value),
    };
    Err(m.raise(ty::TYPE_ERROR, &format!("{what} must be a unicode character, not {got}")))
}

fn integer(m: &mut Machine, code: u8, value: Obj) -> R<Vec<u8>> {
    let index = m.index(value)?;
    let index = m.keep(index);
    let n: BigInt = m.int_value(index).big();
    let small = n.to_i64();
    let negative = n < BigInt::ZERO;
    let bits = match code {
        b'q' => match small {
            Some(n) => n as u64,
            None => return overflow(m, "int too big to convert"),
        },
        b'Q' => match n.to_u64() {
            Some(n) => n,
            None if negative => return overflow(m, "can't convert negative int to unsigned"),
            None => return overflow(m, "int too big to convert"),
        },
        b'I' | b'L' => match n.to_u64() {
            Some(n) if code == b'I' && n > u64::from(u32::MAX) => {
                return overflow(m, "unsigned int is greater than maximum");
            }
            Some(n) => n,
            None if negative => return overflow(m, "can't convert negative value to unsigned int"),
            None => return overflow(m, "Python int too large to convert to C unsigned long"),
        },
        _ => {
            let Some(n) = small else { return overflow(m, "Python int too large to convert to C long") };
            match code {
                b'b' => check_range(m, b'h', n)?,
                b'H' => check_range(m, b'i', n)?,
                _ => {}
            }
            if code != b'l' {
                check_range(m, code, n)?;
            }
            n as u64
        }
    };
    Ok(bits.to_le_bytes()[..size(code)].to_vec())
}
