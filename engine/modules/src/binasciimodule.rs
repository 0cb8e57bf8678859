//! `binascii` (`Modules/binascii.c`): bytes as text and back.

use crate::fill::{EXCEPTION, put};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, R, Raised};
use vm::native::args::Args;
use vm::native::typedef::{ModuleDef, Native, TypeDef, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `binascii`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "binascii",
    doc: "Bytes as text and back.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        for (name, t) in [("Error", own::BINASCII_ERROR), ("Incomplete", own::BINASCII_INCOMPLETE)] {
            let class = m.type_obj(t);
            let class = m.new_ref(class);
            put(m, dict, name, class);
        }
    },
};

/// `binascii.Error`.
pub static ERROR: TypeDef = TypeDef { name: "Error", module: "binascii", base: ty::VALUE_ERROR, ..EXCEPTION };

/// `binascii.Incomplete`.
pub static INCOMPLETE: TypeDef = TypeDef { name: "Incomplete", module: "binascii", ..EXCEPTION };

const FUNCTIONS: &[Native] = &[
    function("a2b_uu($module, data, /)", "A line of uuencoded data.", a2b_uu),
    function("b2a_uu($module, data, /, *, backtick=False)", "Uuencode a line.", b2a_uu),
    function("a2b_base64($module, data, /, *, strict_mode=False)", "Data of base64.", a2b_base64),
    function("b2a_base64($module, data, /, *, newline=True)", "Data as base64.", b2a_base64),
    function("a2b_hex($module, hexstr, /)", "Bytes of hexadecimal digits.", a2b_hex),
    function(
        "b2a_hex($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)",
        "Bytes as hexadecimal digits.",
        hexlify,
    ),
    function(
        "hexlify($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)",
        "Bytes as hexadecimal digits.",
        hexlify,
    ),
    function("unhexlify($module, hexstr, /)", "Bytes of hexadecimal digits.", a2b_hex),
    function("crc_hqx($module, data, crc, /)", "The CRC-CCITT of data, going on from one.", |m, a| {
        let bytes = m.all_bytes(a.get(m, 0))?;
        let mut crc = masked(m, a.get(m, 1))? & 0xFFFF;
        for byte in bytes {
            crc ^= u32::from(byte) << 8;
            for _ in 0..8 {
                crc = if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 } & 0xFFFF;
            }
        }
        Ok(m.new_int(i64::from(crc)))
    }),
    function("crc32($module, data, crc=0, /)", "The CRC-32 of data, going on from one.", |m, a| {
        let bytes = m.all_bytes(a.get(m, 0))?;
        let crc = a.opt(m, 1);
        let crc = if crc.is_null() { 0 } else { masked(m, crc)? };
        Ok(m.new_int(i64::from(crc32(crc, &bytes))))
    }),
    function("a2b_qp($module, /, data, header=False)", "Data of quoted-printable text.", a2b_qp),
    function(
        "b2a_qp($module, /, data, quotetabs=False, istext=True, header=False)",
        "Data as quoted-printable text.",
        b2a_qp,
    ),
];

/// A number of which only the low 32 bits count.
fn masked(m: &mut Machine, o: Obj) -> R<u32> {
    let value = m.index(o)?;
    let value = m.keep(value);
    let big = m.int_value(value).big();
    let low = big & num_bigint::BigInt::from(u32::MAX);
    Ok(num_traits::ToPrimitive::to_u32(&low).unwrap_or(0))
}

/// The CRC of zip and png, going on from `crc`.
pub fn crc32(crc: u32, bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut i = 0;
        while i < 256 {
            let mut crc = i as u32;
            let mut bit = 0;
            while bit < 8 {
                crc = if crc & 1 != 0 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
                bit += 1;
            }
            table[i] = crc;
            i += 1;
        }
        table
    };
    !bytes.iter().fold(!crc, |crc, &byte| TABLE[usize::from(crc as u8 ^ byte)] ^ crc >> 8)
}

fn error(m: &mut Machine, text: &str) -> Raised {
    m.raise(own::BINASCII_ERROR, text)
}

fn flag(m: &mut Machine, a: Args, i: u32, default: bool) -> R<bool> {
    let o = a.opt(m, i);
    if o.is_null() { Ok(default) } else { m.truthy(o) }
}

/// Bytes, or a str of ASCII (`ascii_buffer_converter`).
fn ascii(m: &mut Machine, o: Obj) -> R<Vec<u8>> {
    if m.kind(o) == Kind::Str {
        if !m.str_is_ascii(o) {
            return Err(m.raise(ty::VALUE_ERROR, "string argument should contain only ASCII characters"));
        }
        return Ok(m.str_view(o).bytes.to_vec());
    }
    if !m.has_buffer(o) {
        let got = m.type_name(o);
        let text = format!("argument should be bytes, buffer or ASCII string, not '{got}'");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    m.all_bytes(o)
}

fn a2b_uu(m: &mut Machine, a: Args) -> R {
    let data = ascii(m, a.get(m, 0))?;
    let Some((&length, rest)) = data.split_first() else { return Err(error(m, "Missing length byte")) };
    let length = usize::from(length.wrapping_sub(b' ') & 63);
    let (mut out, mut bits, mut held, mut used) = (Vec::new(), 0, 0u32, 0);
    while out.len() < length {
        let c = rest.get(used).copied().unwrap_or(b'\n');
        used += 1;
        let six = match c {
            b'\n' | b'\r' => 0,
            b' '..=b'`' => (c - b' ') & 63,
            _ => return Err(error(m, "Illegal char")),
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    if rest.iter().skip(used).any(|c| !matches!(c, b' ' | b'`' | b'\n' | b'\r')) {
        return Err(error(m, "Trailing garbage"));
    }
    Ok(m.new_bytes(&out))
}

fn b2a_uu(m: &mut Machine, a: Args) -> R {
    let data = m.all_bytes(a.get(m, 0))?;
    let backtick = flag(m, a, 1, false)?;
    if data.len() > 45 {
        return Err(error(m, "At most 45 bytes at once"));
    }
    let shown = |six: u8| if backtick && six == 0 { b'`' } else { b' ' + six };
    let mut out = vec![shown(data.len() as u8)];
    for three in data.chunks(3) {
        let byte = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let all = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.extend([18, 12, 6, 0].map(|shift| shown((all >> shift & 63) as u8)));
    }
    out.push(b'\n');
    Ok(m.new_bytes(&out))
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn a2b_base64(m: &mut Machine, a: Args) -> R {
    let data = ascii(m, a.get(m, 0))?;
    let strict = flag(m, a, 1, false)?;
    let mut back = [64u8; 256];
    BASE64.iter().zip(0..).for_each(|(&c, i)| back[usize::from(c)] = i);
    let (mut out, mut quad, mut held, mut pads) = (Vec::with_capacity(data.len() / 4 * 3), 0, 0u8, 0);
    for (i, &c) in data.iter().enumerate() {
        if c == b'=' {
            pads += 1;
            if quad >= 2 && quad + pads <= 4 || !strict {
                continue;
            }
            if quad == 1 {
                break;
            }
            let leading = quad == 0 && i == 0;
            return Err(error(m, if leading { "Leading padding not allowed" } else { "Excess padding not allowed" }));
        }
        let six = back[usize::from(c)];
        if six == 64 {
            if strict {
                return Err(error(m, "Only base64 data is allowed"));
            }
            continue;
        }
        if pads > 0 && strict {
            let excess = quad + pads == 4;
            return Err(error(
                m,
                if excess { "Excess data after padding" } else { "Discontinuous padding not allowed" },
            ));
        }
        pads = 0;
        match quad {
            0 => {}
            1 => out.push(held << 2 | six >> 4),
            2 => out.push(held << 4 | six >> 2),
            _ => out.push(held << 6 | six),
        }
        held = six;
        quad = (quad + 1) % 4;
    }
    if quad == 1 {
        let n = out.len() / 3 * 4 + 1;
        let text = format!(
            "Invalid base64-encoded string: number of data characters ({n}) cannot be 1 more than a multiple of 4"
        );
        return Err(error(m, &text));
    }
    if quad != 0 && quad + pads < 4 {
        return Err(error(m, "Incorrect padding"));
    }
    Ok(m.new_bytes(&out))
}

fn b2a_base64(m: &mut Machine, a: Args) -> R {
    let data = m.all_bytes(a.get(m, 0))?;
    let newline = flag(m, a, 1, true)?;
    let mut out = Vec::with_capacity(data.len() / 3 * 4 + 5);
    for three in data.chunks(3) {
        let byte = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let all = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (i, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            out.push(if i > three.len() { b'=' } else { BASE64[(all >> shift & 63) as usize] });
        }
    }
    if newline {
        out.push(b'\n');
    }
    Ok(m.new_bytes(&out))
}

fn digit(c: u8) -> Option<u8> {
    char::from(c).to_digit(16).map(|d| d as u8)
}

fn a2b_hex(m: &mut Machine, a: Args) -> R {
    let data = ascii(m, a.get(m, 0))?;
    if data.len() % 2 != 0 {
        return Err(error(m, "Odd-length string"));
    }
    let pairs = data.as_chunks::<2>().0.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?));
    match pairs.collect::<Option<Vec<u8>>>() {
        Some(bytes) => Ok(m.new_bytes(&bytes)),
        None => Err(error(m, "Non-hexadecimal digit found")),
    }
}

fn hexlify(m: &mut Machine, a: Args) -> R {
    let bytes = m.all_bytes(a.get(m, 0))?;
    let text = m.hex_text(&bytes, a.opt(m, 1), a.opt(m, 2))?;
    let text = m.keep(text);
    let bytes = m.str_view(text).bytes.to_vec();
    Ok(m.new_bytes(&bytes))
}

fn a2b_qp(m: &mut Machine, a: Args) -> R {
    let data = ascii(m, a.get(m, 0))?;
    let header = flag(m, a, 1, false)?;
    let (mut out, mut i) = (Vec::with_capacity(data.len()), 0);
    while let Some(&c) = data.get(i) {
        i += 1;
        match c {
            b'=' => match data.get(i) {
                None => break,
                // A soft end of the line: it and whatever stands before its newline are left out.
                Some(b'\n' | b'\r') => {
                    i += data[i..].iter().position(|&c| c == b'\n').unwrap_or(data.len() - i) + 1;
                }
                Some(b'=') => {
                    out.push(b'=');
                    i += 1;
                }
                Some(&high) => match (digit(high), data.get(i + 1).and_then(|&low| digit(low))) {
                    (Some(high), Some(low)) => {
                        out.push(high << 4 | low);
                        i += 2;
                    }
                    _ => out.push(b'='),
                },
            },
            b'_' if header => out.push(b' '),
            c => out.push(c),
        }
    }
    Ok(m.new_bytes(&out))
}

/// The longest line of quoted-printable text.
const LINE: usize = 76;

fn b2a_qp(m: &mut Machine, a: Args) -> R {
    let data = m.all_bytes(a.get(m, 0))?;
    let (tabs, text, header) = (flag(m, a, 1, false)?, flag(m, a, 2, true)?, flag(m, a, 3, false)?);
    let crlf = data.iter().position(|&c| c == b'\n').is_some_and(|at| at > 0 && data[at - 1] == b'\r');
    let end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
    let hex = |c: u8| [b"0123456789ABCDEF"[usize::from(c >> 4)], b"0123456789ABCDEF"[usize::from(c & 15)]];
    let (mut out, mut i, mut line) = (Vec::new(), 0, 0);
    while let Some(&c) = data.get(i) {
        let next = data.get(i + 1).copied();
        let coded = c > 126
            || c == b'='
            || header && c == b'_'
            || c == b'.' && line == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0))
            || !text && matches!(c, b'\r' | b'\n')
            || matches!(c, b'\t' | b' ') && next.is_none()
            || c < 33 && !matches!(c, b'\r' | b'\n') && (tabs || !matches!(c, b'\t' | b' '));
        if coded {
            if line + 3 >= LINE {
                out.push(b'=');
                out.extend(end);
                line = 0;
            }
            out.push(b'=');
            out.extend(hex(c));
            i += 1;
            line += 3;
        } else if text && (c == b'\n' || c == b'\r' && next == Some(b'\n')) {
            line = 0;
            if let Some(&last @ (b' ' | b'\t')) = out.last() {
                out.pop();
                out.push(b'=');
                out.extend(hex(last));
            }
            out.extend(end);
            i += if c == b'\r' { 2 } else { 1 };
        } else {
            if next.is_some_and(|next| next != b'\n') && line + 1 >= LINE {
                out.push(b'=');
                out.extend(end);
                line = 0;
            }
            line += 1;
            out.push(if header && c == b' ' { b'_' } else { c });
            i += 1;
        }
    }
    Ok(m.new_bytes(&out))
}
