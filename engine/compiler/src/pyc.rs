//! `.pyc` files: sixteen bytes of header, then a marshalled code object (PEP 552, `importlib/_bootstrap_external.py`).

use crate::code::{CodeObject, Const};
use crate::marshal::{self, MarshalError, Value};
use crate::repr::bytes_repr;
use siphasher::sip::SipHasher13;
use std::hash::Hasher;
use std::sync::Arc;

/// `importlib.util.MAGIC_NUMBER`: 3627 for 3.14, and a line end that text tools would change.
pub const MAGIC: [u8; 4] = [0x2B, 0x0E, b'\r', b'\n'];

pub const HEADER_SIZE: usize = 16;

/// What tells whether the file still belongs to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// Modification time and size of the source, both modulo 2³².
    Timestamp { mtime: u32, size: u32 },
    /// [`source_hash`] of the source; checked at import or not.
    Hash { hash: [u8; 8], checked: bool },
}

/// `importlib.util.source_hash`.
pub fn source_hash(source: &[u8]) -> [u8; 8] {
    let mut hasher = SipHasher13::new_with_keys(u64::from(u32::from_le_bytes(MAGIC)), 0);
    hasher.write(source);
    hasher.finish().to_le_bytes()
}

/// The bytes of the file.
pub fn write(code: &Arc<CodeObject>, validity: Validity) -> Vec<u8> {
    let mut data = MAGIC.to_vec();
    match validity {
        Validity::Timestamp { mtime, size } => {
            data.extend(0u32.to_le_bytes());
            data.extend(mtime.to_le_bytes());
            data.extend(size.to_le_bytes());
        }
        Validity::Hash { hash, checked } => {
            data.extend((1 | u32::from(checked) << 1).to_le_bytes());
            data.extend(hash);
        }
    }
    data.extend(marshal::dumps_code(code));
    data
}

fn error<T>(kind: &'static str, message: String) -> Result<T, MarshalError> {
    Err(MarshalError { kind, message })
}

/// Reads the header (`_classify_pyc`). `name` is the module's, for messages.
pub fn read_header(data: &[u8], name: &str) -> Result<Validity, MarshalError> {
    let shown = crate::repr::str_repr(&name.into());
    let magic = &data[..data.len().min(4)];
    if magic != MAGIC {
        return error("ImportError", format!("bad magic number in {shown}: {}", bytes_repr(magic)));
    }
    let Some(header) = data.first_chunk::<HEADER_SIZE>() else {
        return error("EOFError", format!("reached EOF while reading pyc header of {shown}"));
    };
    let word = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    match word(4) {
        0 => Ok(Validity::Timestamp { mtime: word(8), size: word(12) }),
        // CPython takes bit 1 without bit 0 for a timestamp.
        2 => Ok(Validity::Timestamp { mtime: word(8), size: word(12) }),
        flags @ (1 | 3) => {
            let mut hash = [0; 8];
            hash.copy_from_slice(&header[8..]);
            Ok(Validity::Hash { hash, checked: flags & 2 != 0 })
        }
        flags => error("ImportError", format!("invalid flags {flags} in {shown}")),
    }
}

/// Reads the whole file (`_compile_bytecode`). `path` is that of the file, for messages.
pub fn read(data: &[u8], name: &str, path: &str) -> Result<(Validity, Arc<CodeObject>), MarshalError> {
    let validity = read_header(data, name)?;
    match marshal::loads_checked(&data[HEADER_SIZE..])? {
        Value::Const(Const::Code(code)) => Ok((validity, code)),
        _ => error("ImportError", format!("Non-code object in {}", crate::repr::str_repr(&path.into()))),
    }
}

/// `importlib.util.cache_from_source`: where the file belongs, beside the source.
pub fn cache_path(source: &str, optimize: u8) -> String {
    let (head, tail) = source.rsplit_once('/').map_or(("", source), |(head, tail)| (head, tail));
    let (base, dot, rest) = match tail.rsplit_once('.') {
        Some((base, rest)) => (base, ".", rest),
        None => ("", "", tail),
    };
    let stem = if base.is_empty() { rest } else { base };
    let level = if optimize == 0 { String::new() } else { format!(".opt-{optimize}") };
    // As importlib joins paths: a source in `/` loses the slash.
    let (head, slash) = if head.is_empty() { ("", "") } else { (head.trim_end_matches('/'), "/") };
    format!("{head}{slash}__pycache__/{stem}{dot}cpython-314{level}.pyc")
}
