//! Text to bytes and back: `str.encode`, `bytes.decode` (`Objects/unicodeobject.c`, `Python/codecs.c`).

use crate::memory::object::{Obj, R};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    /// `s.encode(encoding)`; NULL stands for UTF-8.
    pub fn encode_str(&mut self, s: Obj, encoding: Obj) -> R {
        if self.str_is_ascii(s) && (encoding.is_null() || self.str_is(encoding, "utf-8")) {
            let slot = self.slot(s);
            let (from, n) = (slot.b_lo() as usize, slot.a);
            return Ok(self.new_bytes_from(from, n));
        }
        let name = if encoding.is_null() { "utf-8".to_owned() } else { self.str_text(encoding).to_lowercase() };
        let (codec, limit, why) = match name.as_str() {
            "utf-8" | "utf8" => ("utf-8", u32::MAX, "surrogates not allowed"),
            "ascii" => ("ascii", 128, "ordinal not in range(128)"),
            "latin-1" | "latin1" | "iso-8859-1" => ("latin-1", 256, "ordinal not in range(256)"),
            _ => return Err(self.not_supported(&format!("encoding {name}"))),
        };
        match self.encoded(s, codec, limit, why) {
            Ok(bytes) => Ok(self.new_bytes(&bytes)),
            Err(text) => Err(self.raise(ty::UNICODE_ENCODE_ERROR, &text)),
        }
    }

    /// The bytes of a string of which no character is at `limit` or above, or what the error says.
    fn encoded(&self, s: Obj, codec: &str, limit: u32, why: &str) -> Result<Vec<u8>, String> {
        let view = self.str_view(s);
        if self.str_is_ascii(s) || limit == 256 && view.width == 1 {
            return Ok(view.bytes.to_vec());
        }
        let bad = |p: u32| p >= limit || char::from_u32(p).is_none();
        if let Some(at) = view.iter().position(bad) {
            let n = view.iter().skip(at).take_while(|&p| bad(p)).count();
            let p = view.at(at);
            let which = match p {
                _ if n > 1 => format!("characters in position {at}-{}", at + n - 1),
                0..=0xFF => format!("character '\\x{p:02x}' in position {at}"),
                0x100..=0xFFFF => format!("character '\\u{p:04x}' in position {at}"),
                _ => format!("character '\\U{p:08x}' in position {at}"),
            };
            return Err(format!("'{codec}' codec can't encode {which}: {why}"));
        }
        let text: String = view.iter().filter_map(char::from_u32).collect();
        Ok(text.into_bytes())
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
