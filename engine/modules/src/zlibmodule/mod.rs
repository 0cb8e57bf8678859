//! `zlib` (`Modules/zlibmodule.c`).

mod deflate;
mod inflate;
mod objects;
mod saved;
mod trees;

pub use objects::{COMPRESS, DECOMPRESS, DECOMPRESSOR};

use crate::binasciimodule::crc32;
use crate::fill::{EXCEPTION, put, put_ints, put_type};
use crate::types::ty as own;
use deflate::{Deflate, FINISH, adler32};
use inflate::{Inflate, Stop};
use num_traits::ToPrimitive;
use vm::memory::object::{Obj, R, Raised};
use vm::native::args::Args;
use vm::native::typedef::{ModuleDef, Native, TypeDef, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `zlib`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "zlib",
    doc: "Compression.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        put_ints(m, dict, &NUMBERS);
        put_type(m, dict, "error", own::ZLIB_ERROR);
        put_type(m, dict, "_ZlibDecompressor", own::ZLIB_DECOMPRESSOR);
        for name in ["ZLIB_VERSION", "ZLIB_RUNTIME_VERSION"] {
            let version = m.new_str("1.3.2");
            put(m, dict, name, version);
        }
    },
};

const NUMBERS: [(&str, i64); 19] = [
    ("MAX_WBITS", 15),
    ("DEFLATED", 8),
    ("DEF_MEM_LEVEL", 8),
    ("DEF_BUF_SIZE", 16384),
    ("Z_NO_COMPRESSION", 0),
    ("Z_BEST_SPEED", 1),
    ("Z_BEST_COMPRESSION", 9),
    ("Z_DEFAULT_COMPRESSION", -1),
    ("Z_FILTERED", 1),
    ("Z_HUFFMAN_ONLY", 2),
    ("Z_RLE", 3),
    ("Z_FIXED", 4),
    ("Z_DEFAULT_STRATEGY", 0),
    ("Z_NO_FLUSH", 0),
    ("Z_PARTIAL_FLUSH", 1),
    ("Z_SYNC_FLUSH", 2),
    ("Z_FULL_FLUSH", 3),
    ("Z_FINISH", 4),
    ("Z_BLOCK", 5),
];

/// `zlib.error`.
pub static ERROR: TypeDef = TypeDef { name: "error", module: "zlib", ..EXCEPTION };

fn error(m: &mut Machine, number: i32, doing: &str, text: &str) -> Raised {
    let more = if text.is_empty() { String::new() } else { format!(": {text}") };
    m.raise(own::ZLIB_ERROR, &format!("Error {number} {doing}{more}"))
}

/// The error for data that is not what it should be.
fn bad_data(m: &mut Machine, stop: Stop, doing: &str) -> Raised {
    match stop {
        Stop::Bad(text) => error(m, -3, doing, text),
        Stop::Dictionary => error(m, 2, doing, ""),
        _ => error(m, -5, doing, "incomplete or truncated stream"),
    }
}

/// A number that was given, or the default.
fn number(m: &mut Machine, o: Obj, default: i64) -> R<i64> {
    if o.is_null() { Ok(default) } else { Ok(i64::from(m.c_int(o)?)) }
}

/// A checksum to go on from, of which the low 32 bits count.
fn start(m: &mut Machine, o: Obj, default: u32) -> R<u32> {
    if o.is_null() {
        return Ok(default);
    }
    let value = m.index(o)?;
    let value = m.keep(value);
    let low = m.int_value(value).big() & num_bigint::BigInt::from(u32::MAX);
    Ok(low.to_u32().unwrap_or(0))
}

fn compress(m: &mut Machine, a: Args) -> R {
    let bytes = m.all_bytes(a.get(m, 0))?;
    let (level, wbits) = (number(m, a.opt(m, 1), -1)?, number(m, a.opt(m, 2), 15)?);
    let Some(mut stream) = Deflate::new(level, wbits, 8, 0) else {
        return Err(m.raise(own::ZLIB_ERROR, "Bad compression level"));
    };
    let made = stream.compress(&bytes, FINISH);
    Ok(m.new_bytes(&made))
}

fn decompress(m: &mut Machine, a: Args) -> R {
    const DOING: &str = "while decompressing data";
    let bytes = m.all_bytes(a.get(m, 0))?;
    let wbits = number(m, a.opt(m, 1), 15)?;
    let size = a.opt(m, 2);
    if !size.is_null() && m.index_ssize(size)? < 0 {
        return Err(m.raise(ty::VALUE_ERROR, "bufsize must be non-negative"));
    }
    let Some(mut stream) = Inflate::new(wbits) else {
        return Err(error(m, -2, "while preparing to decompress data", "inconsistent stream state"));
    };
    let room = m.host.memory_limit;
    let (made, stop, _) = stream.decompress(&bytes, room);
    match stop {
        Stop::End => Ok(m.new_bytes(&made)),
        Stop::Room => Err(m.raise_empty(ty::MEMORY_ERROR)),
        stop => Err(bad_data(m, stop, DOING)),
    }
}

const FUNCTIONS: &[Native] = &[
    function("adler32($module, data, value=1, /)", "The Adler-32 checksum, going on from one.", |m, a| {
        let bytes = m.all_bytes(a.get(m, 0))?;
        let from = start(m, a.opt(m, 1), 1)?;
        Ok(m.new_int(i64::from(adler32(from, &bytes))))
    })
    .asking(),
    function("crc32($module, data, value=0, /)", "The CRC-32 checksum, going on from one.", |m, a| {
        let bytes = m.all_bytes(a.get(m, 0))?;
        let from = start(m, a.opt(m, 1), 0)?;
        Ok(m.new_int(i64::from(crc32(from, &bytes))))
    })
    .asking(),
    function(
        "compress($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)",
        "Compressed bytes.",
        compress,
    )
    .asking(),
    function(
        "compressobj($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)",
        "What compresses piece by piece.",
        objects::compressobj,
    )
    .asking(),
    function("decompress($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)", "What was compressed.", decompress)
        .asking(),
    function("decompressobj($module, /, wbits=MAX_WBITS, zdict=b'')", "What decompresses piece by piece.", objects::decompressobj)
        .asking(),
];
