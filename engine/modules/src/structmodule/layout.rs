//! The format of a struct: which items lie where (`prepare_s`), and items as bytes.

use ground::float::{f64_to_half, half_to_f64};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use vm::memory::object::{Kind, Obj, Owned, R, Raised};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

use crate::types::ty as own;

/// Items of one code that follow each other; of `s` and `p` one of that many bytes.
#[derive(Clone, Copy)]
pub struct Items {
    pub code: u8,
    pub offset: usize,
    pub size: usize,
    pub repeat: usize,
}

/// A format, read.
pub struct Layout {
    pub items: Vec<Items>,
    pub size: usize,
    /// How many values it takes.
    pub count: usize,
    pub little: bool,
}

/// Larger ones are not made.
pub const LARGEST: usize = 1 << 30;

/// Bytes of an item, which is also what it is aligned to by `@`.
fn size_of(code: u8, native: bool) -> Option<usize> {
    Some(match code {
        b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' => 4 << u8::from(native),
        b'q' | b'Q' | b'd' | b'F' => 8,
        b'n' | b'N' | b'P' if native => 8,
        b'D' => 16,
        _ => return None,
    })
}

pub fn error(m: &mut Machine, text: &str) -> Raised {
    m.raise(own::STRUCT_ERROR, text)
}

impl Layout {
    pub fn read(m: &mut Machine, format: &[u8]) -> R<Layout> {
        if format.contains(&0) {
            return Err(error(m, "embedded null character"));
        }
        let (native, little, mut rest) = match format {
            [b'<' | b'=', rest @ ..] => (false, true, rest),
            [b'>' | b'!', rest @ ..] => (false, false, rest),
            [b'@', rest @ ..] => (true, true, rest),
            rest => (true, true, rest),
        };
        let mut layout = Layout { items: Vec::new(), size: 0, count: 0, little };
        while let [code, behind @ ..] = rest {
            let mut code = *code;
            rest = behind;
            if matches!(code, 9..=13 | 32) {
                continue;
            }
            let mut n = 1i64;
            if code.is_ascii_digit() {
                n = i64::from(code - b'0');
                loop {
                    let [next, behind @ ..] = rest else {
                        return Err(error(m, "repeat count given without format specifier"));
                    };
                    rest = behind;
                    if !next.is_ascii_digit() {
                        code = *next;
                        break;
                    }
                    let more = n.checked_mul(10).and_then(|n| n.checked_add(i64::from(next - b'0')));
                    let Some(more) = more else { return Err(error(m, "total struct size too long")) };
                    n = more;
                }
            }
            let Some(size) = size_of(code, native) else { return Err(error(m, "bad char in struct format")) };
            if layout.add(code, size, n, native).is_none() {
                return Err(error(m, "total struct size too long"));
            }
        }
        Ok(layout)
    }

    /// None if it gets too long.
    fn add(&mut self, code: u8, size: usize, n: i64, native: bool) -> Option<()> {
        let align = if matches!(code, b'F' | b'D') { size / 2 } else { size };
        if native {
            self.size = self.size.checked_next_multiple_of(align)?;
        }
        let (offset, repeat) = (self.size, n as usize);
        self.size = self.size.checked_add(size.checked_mul(repeat)?).filter(|&size| i64::try_from(size).is_ok())?;
        match code {
            b'x' => {}
            b's' | b'p' => {
                self.items.push(Items { code, offset, size: repeat, repeat: 1 });
                self.count += 1;
            }
            _ if n == 0 => {}
            _ => {
                self.items.push(Items { code, offset, size, repeat });
                self.count = self.count.checked_add(repeat)?;
            }
        }
        Some(())
    }
}

fn ordered(bytes: &[u8], little: bool) -> [u8; 8] {
    let mut wide = [0; 8];
    wide[..bytes.len()].copy_from_slice(bytes);
    if !little {
        wide[..bytes.len()].reverse();
    }
    wide
}

fn float_of(bytes: &[u8], little: bool) -> f64 {
    let wide = ordered(bytes, little);
    match bytes.len() {
        2 => half_to_f64(u16::from_le_bytes([wide[0], wide[1]])),
        4 => f64::from(f32::from_le_bytes([wide[0], wide[1], wide[2], wide[3]])),
        _ => f64::from_le_bytes(wide),
    }
}

/// The object that an item's bytes stand for.
pub fn unpack(m: &mut Machine, code: u8, bytes: &[u8], little: bool) -> Owned {
    match code {
        b's' | b'c' => m.new_bytes(bytes),
        b'p' => {
            let n = bytes.first().map_or(0, |&n| usize::from(n).min(bytes.len() - 1));
            m.new_bytes(bytes.get(1..1 + n).unwrap_or_default())
        }
        b'?' => Owned::steal(Machine::new_bool(bytes != [0])),
        b'e' | b'f' | b'd' => m.new_float(float_of(bytes, little)),
        b'F' | b'D' => {
            let (re, im) = bytes.split_at(bytes.len() / 2);
            m.new_complex(float_of(re, little), float_of(im, little))
        }
        _ => {
            let bits = u64::from_le_bytes(ordered(bytes, little));
            let shift = 64 - 8 * bytes.len() as u32;
            if code.is_ascii_lowercase() {
                m.new_int(((bits << shift) as i64) >> shift)
            } else if let Ok(small) = i64::try_from(bits) {
                m.new_int(small)
            } else {
                m.new_bigint(&BigInt::from(bits))
            }
        }
    }
}

fn put(out: &mut [u8], bytes: &[u8], little: bool) {
    out.copy_from_slice(bytes);
    if !little {
        out.reverse();
    }
}

fn pack_float(m: &mut Machine, code: u8, value: f64, out: &mut [u8], little: bool) -> R<()> {
    let too_large = match out.len() {
        2 => match f64_to_half(value) {
            Some(half) => {
                put(out, &half.to_le_bytes(), little);
                return Ok(());
            }
            None => true,
        },
        4 => {
            let single = value as f32;
            put(out, &single.to_le_bytes(), little);
            single.is_infinite() && value.is_finite()
        }
        _ => {
            put(out, &value.to_le_bytes(), little);
            false
        }
    };
    let code = char::from(if code == b'F' { b'f' } else { code });
    if too_large {
        return Err(m.raise(ty::OVERFLOW_ERROR, &format!("float too large to pack with {code} format")));
    }
    Ok(())
}

/// A number as a float; whatever goes wrong, it is the same error.
fn to_float(m: &mut Machine, value: Obj, what: &str) -> R<f64> {
    let got = if m.kind(value) == Kind::Str { None } else { Some(m.to_float(value)) };
    match got {
        Some(Ok(got)) => Ok(got),
        Some(Err(Raised)) if !m.raised_is(ty::BASE_EXCEPTION) => Err(Raised),
        _ => {
            m.clear_raised();
            Err(error(m, &format!("required argument is not a {what}")))
        }
    }
}

fn pack_int(m: &mut Machine, code: u8, value: Obj, out: &mut [u8], little: bool) -> R<()> {
    if !m.is_int(value) && m.lookup_special(value, vm::native::static_strings::DUNDER_INDEX).is_null() {
        return Err(error(m, "required argument is not an integer"));
    }
    let value = m.index(value)?;
    let value = m.keep(value);
    let number = m.int_value(value).big();
    let bits = 8 * out.len() as u32;
    let signed = code.is_ascii_lowercase();
    let wide = number.to_i128().filter(|n| match code {
        b'P' => (-(1 << 63)..1 << 64).contains(n),
        _ if signed => (-(1i128 << (bits - 1))..1i128 << (bits - 1)).contains(n),
        _ => (0..1i128 << bits).contains(n),
    });
    let Some(wide) = wide else {
        if code == b'P' {
            return Err(error(m, "int too large to convert"));
        }
        let (least, most) =
            if signed { (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1) } else { (0, (1i128 << bits) - 1) };
        let code = char::from(code);
        return Err(error(m, &format!("'{code}' format requires {least} <= number <= {most}")));
    };
    put(out, &wide.to_le_bytes()[..out.len()], little);
    Ok(())
}

/// Puts an object's bytes into a place that is all zero.
pub fn pack(m: &mut Machine, code: u8, value: Obj, out: &mut [u8], little: bool) -> R<()> {
    match code {
        b's' | b'p' => {
            if !matches!(m.kind(value), Kind::Bytes | Kind::ByteArray) {
                let code = char::from(code);
                return Err(error(m, &format!("argument for '{code}' must be a bytes object")));
            }
            let bytes = m.all_bytes(value)?;
            let first = usize::from(code == b'p').min(out.len());
            let n = bytes.len().min(out.len() - first);
            out[first..first + n].copy_from_slice(&bytes[..n]);
            if first == 1 {
                out[0] = n.min(255) as u8;
            }
            Ok(())
        }
        b'c' => {
            if m.kind(value) != Kind::Bytes || m.bytes_value(value).len() != 1 {
                return Err(error(m, "char format requires a bytes object of length 1"));
            }
            out.copy_from_slice(m.bytes_value(value));
            Ok(())
        }
        b'?' => {
            out[0] = u8::from(m.truthy(value)?);
            Ok(())
        }
        b'e' | b'f' | b'd' => {
            let number = to_float(m, value, "float")?;
            pack_float(m, code, number, out, little)
        }
        b'F' | b'D' => {
            let (re, im) = if m.kind(value) == Kind::Complex {
                m.complex_value(value)
            } else {
                (to_float(m, value, "complex")?, 0.0)
            };
            let (first, second) = out.split_at_mut(out.len() / 2);
            pack_float(m, code, re, first, little)?;
            pack_float(m, code, im, second, little)
        }
        _ => pack_int(m, code, value, out, little),
    }
}
