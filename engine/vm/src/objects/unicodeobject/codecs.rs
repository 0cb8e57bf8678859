//! Text to bytes and back: `str.encode`, `bytes.decode` (`Objects/unicodeobject.c`, `Python/codecs.c`).

use crate::memory::object::{Obj, R};
use crate::native::args::{Conv, Native, native_fn};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

pub const BYTES_METHODS: &[Native] = &[
    native_fn("decode", Conv::Kw(0, &["encoding", "errors"]), |m, a| {
        let encoding = a.param(m, 1, "encoding");
        m.decode_bytes(a.get(m, 0), encoding)
    }),
    native_fn("hex", Conv::NoArgs, |m, a| {
        let text: String = m.bytes_value(a.get(m, 0)).iter().map(|b| format!("{b:02x}")).collect();
        Ok(m.new_str(&text))
    }),
];

impl Machine {
    /// `s.encode(encoding)`; NULL stands for UTF-8.
    pub fn encode_str(&mut self, s: Obj, encoding: Obj) -> R {
        let name = if encoding.is_null() { "utf-8".to_owned() } else { self.str_text(encoding).to_lowercase() };
        let all = self.str_points(s);
        let limit = match name.as_str() {
            "utf-8" | "utf8" => None,
            "ascii" => Some(128),
            "latin-1" | "latin1" | "iso-8859-1" => Some(256),
            _ => return Err(self.not_supported(&format!("encoding {name}"))),
        };
        let mut out = Vec::new();
        for (i, &p) in all.iter().enumerate() {
            match (limit, char::from_u32(p)) {
                (None, Some(ch)) => out.extend(ch.to_string().bytes()),
                (Some(limit), _) if p < limit => out.push(p as u8),
                (limit, _) => {
                    let (codec, why) = match limit {
                        None => ("utf-8", "surrogates not allowed"),
                        Some(128) => ("ascii", "ordinal not in range(128)"),
                        Some(_) => ("latin-1", "ordinal not in range(256)"),
                    };
                    let shown = match p {
                        0..=0xFF => format!("\\x{p:02x}"),
                        0x100..=0xFFFF => format!("\\u{p:04x}"),
                        _ => format!("\\U{p:08x}"),
                    };
                    let text = format!("'{codec}' codec can't encode character '{shown}' in position {i}: {why}");
                    return Err(self.raise(ty::UNICODE_ENCODE_ERROR, &text));
                }
            }
        }
        Ok(self.new_bytes(&out))
    }

    /// `b.decode(encoding)`; NULL stands for UTF-8.
    pub fn decode_bytes(&mut self, b: Obj, encoding: Obj) -> R {
        let name = if encoding.is_null() { "utf-8".to_owned() } else { self.str_text(encoding).to_lowercase() };
        let bytes = self.bytes_value(b).to_vec();
        match name.as_str() {
            "utf-8" | "utf8" => match std::str::from_utf8(&bytes) {
                Ok(text) => Ok(self.new_str(text)),
                Err(e) => {
                    let at = e.valid_up_to();
                    let why = if e.error_len().is_none() {
                        "unexpected end of data"
                    } else if bytes[at] < 0xC2 || bytes[at] > 0xF4 {
                        "invalid start byte"
                    } else {
                        "invalid continuation byte"
                    };
                    let text = format!("'utf-8' codec can't decode byte {:#04x} in position {at}: {why}", bytes[at]);
                    Err(self.raise(ty::UNICODE_DECODE_ERROR, &text))
                }
            },
            "latin-1" | "latin1" | "iso-8859-1" | "ascii" => {
                if name == "ascii"
                    && let Some(at) = bytes.iter().position(|b| *b > 127)
                {
                    let text = format!(
                        "'ascii' codec can't decode byte {:#04x} in position {at}: ordinal not in range(128)",
                        bytes[at]
                    );
                    return Err(self.raise(ty::UNICODE_DECODE_ERROR, &text));
                }
                let points: Vec<u32> = bytes.iter().map(|&b| u32::from(b)).collect();
                Ok(self.new_str_points(&points))
            }
            _ => Err(self.not_supported(&format!("encoding {name}"))),
        }
    }
}
