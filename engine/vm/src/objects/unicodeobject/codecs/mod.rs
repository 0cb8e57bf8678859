//! Text to bytes and back: `str.encode`, `bytes.decode` (`Objects/unicodeobject.c`, `Python/codecs.c`).

mod errors;
mod escape;
mod names;
mod utf7;
mod wide;

pub(crate) use names::Coding;

use crate::memory::object::{Obj, Owned, R, Raised};
use crate::objects::exceptions::field as exc;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use errors::{Failed, Handler};
use names::Found;

impl Machine {
    /// `s.encode(encoding, errors)`; NULL stands for UTF-8 and strict.
    ///
    /// # Errors
    /// `UnicodeEncodeError`; `LookupError` for unknown encodings, and for unknown treatments of errors where there are some.
    pub fn encode_str(&mut self, s: Obj, encoding: Obj, errors: Obj) -> R {
        if self.str_is_ascii(s) && (encoding.is_null() || self.str_is(encoding, "utf-8")) {
            let slot = self.slot(s);
            let (from, n) = (slot.b_lo() as usize, slot.a);
            return Ok(self.new_bytes_from(from, n));
        }
        let coding = self.coding(encoding, "encode")?;
        let handler = self.error_handler(errors)?;
        let view = self.str_view(s);
        let narrow = match coding {
            Coding::Latin1 => view.width == 1,
            Coding::Ascii | Coding::Utf8 => self.str_is_ascii(s),
            _ => false,
        };
        if narrow {
            let bytes = view.bytes.to_vec();
            return Ok(self.new_bytes(&bytes));
        }
        let points = self.str_points(s);
        self.reserve(points.len().saturating_mul(4))?;
        let encoded = match coding {
            Coding::Utf8 => encode_utf8(&points, handler),
            Coding::Utf8Sig => encode_utf8(&points, handler).map(|bytes| [&b"\xEF\xBB\xBF"[..], &bytes].concat()),
            Coding::Ascii => encode_narrow(&points, handler, coding, 128, "ordinal not in range(128)"),
            Coding::Latin1 => encode_narrow(&points, handler, coding, 256, "ordinal not in range(256)"),
            Coding::Utf16(_) | Coding::Utf32(_) => wide::encode(&points, handler, coding),
            Coding::Utf7 => Ok(utf7::encode(&points)),
            Coding::UnicodeEscape => Ok(escape::encode(&points, false)),
            Coding::RawUnicodeEscape => Ok(escape::encode(&points, true)),
            Coding::Charmap(table) => names::charmap_encode(&points, handler, table),
        };
        match encoded {
            Ok(bytes) => Ok(self.new_bytes(&bytes)),
            Err(failed) => {
                let name = coding.name();
                Err(self.raise_failed(failed, ty::UNICODE_ENCODE_ERROR, &name, s, errors))
            }
        }
    }

    /// `bytes.decode(encoding, errors)`; NULL stands for UTF-8 and strict.
    ///
    /// # Errors
    /// As `encode_str`, with `UnicodeDecodeError`.
    pub fn decode_bytes(&mut self, bytes: &[u8], encoding: Obj, errors: Obj) -> R {
        if bytes.is_empty() {
            return Ok(self.new_str(""));
        }
        let coding = self.coding(encoding, "decode")?;
        let handler = self.error_handler(errors)?;
        self.reserve(bytes.len().saturating_mul(4))?;
        let (mut bytes, mut coding) = (bytes, coding);
        if coding == Coding::Utf8Sig {
            bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            coding = Coding::Utf8;
        }
        let decoded = match coding {
            Coding::Utf8 | Coding::Utf8Sig => match std::str::from_utf8(bytes) {
                Ok(text) => return Ok(self.new_str(text)),
                Err(_) => decode_utf8(bytes, handler),
            },
            Coding::Latin1 => return Ok(self.new_str_wide(bytes, 1)),
            Coding::Ascii if bytes.is_ascii() => return Ok(self.new_str_wide(bytes, 1)),
            Coding::Ascii => decode_ascii(bytes, handler),
            Coding::Utf16(_) | Coding::Utf32(_) => wide::decode(bytes, handler, &mut coding),
            Coding::Utf7 => utf7::decode(bytes, handler),
            Coding::UnicodeEscape => escape::decode(bytes, handler),
            Coding::RawUnicodeEscape => escape::decode_raw(bytes, handler),
            Coding::Charmap(table) => names::charmap_decode(bytes, handler, table),
        };
        match decoded {
            Ok(points) => Ok(self.new_str_points(&points)),
            Err(failed) => {
                let object = self.new_bytes(bytes);
                let object = self.keep(object);
                let name = coding.name();
                Err(self.raise_failed(failed, ty::UNICODE_DECODE_ERROR, &name, object, errors))
            }
        }
    }

    /// The encoding that a name means; NULL is UTF-8.
    fn coding(&mut self, encoding: Obj, how: &str) -> R<Coding> {
        if encoding.is_null() {
            return Ok(Coding::Utf8);
        }
        let points = self.str_points(encoding);
        if points.contains(&0) {
            return Err(self.raise(ty::VALUE_ERROR, "embedded null character"));
        }
        let name = self.str_text(encoding);
        match names::find(&name) {
            Found::Coding(coding) => Ok(coding),
            Found::NotText => {
                let text = format!("'{name}' is not a text encoding; use codecs.{how}() to handle arbitrary codecs");
                Err(self.raise(ty::LOOKUP_ERROR, &text))
            }
            Found::NotBuilt => Err(self.not_supported(&format!("encoding {name}"))),
            Found::Unknown => Err(self.raise(ty::LOOKUP_ERROR, &format!("unknown encoding: {name}"))),
        }
    }

    fn error_handler(&mut self, errors: Obj) -> R<Handler> {
        if errors.is_null() {
            return Ok(Handler::Strict);
        }
        if self.str_points(errors).contains(&0) {
            return Err(self.raise(ty::VALUE_ERROR, "embedded null character"));
        }
        Ok(Handler::of(&self.str_text(errors)))
    }

    /// Raises what encoding or decoding an object ended in.
    fn raise_failed(&mut self, failed: Failed, class: u32, encoding: &str, object: Obj, errors: Obj) -> Raised {
        match failed {
            Failed::Codec { start, end, why } => {
                let parts = [
                    self.new_str(encoding),
                    self.new_ref(object),
                    self.new_int(start as i64),
                    self.new_int(end as i64),
                    self.new_str(&why),
                ];
                self.raise_unicode_error(class, parts)
            }
            Failed::NoHandler => {
                let name = self.str_text(errors);
                self.raise(ty::LOOKUP_ERROR, &format!("unknown error handler name '{name}'"))
            }
            Failed::CannotHandle => {
                self.raise(ty::TYPE_ERROR, "don't know how to handle UnicodeDecodeError in error callback")
            }
        }
    }

    /// Raises a `UnicodeEncodeError` or `UnicodeDecodeError` of encoding, object, start, end and reason.
    pub(crate) fn raise_unicode_error(&mut self, class: u32, parts: [Owned; 5]) -> Raised {
        let error = self.alloc_exception(class);
        for (i, part) in parts.iter().enumerate() {
            let part = self.new_ref(part.get()).into_edge();
            self.set_exc_field(error.get(), exc::V0 + i as u32, part);
        }
        let args = self.new_tuple(parts.into()).into_edge();
        self.set_exc_field(error.get(), exc::ARGS, args);
        self.raise_exception(error)
    }
}

fn put_utf8(out: &mut Vec<u8>, p: u32) {
    match p {
        0..=0x7F => out.push(p as u8),
        0x80..=0x7FF => out.extend([0xC0 | (p >> 6) as u8, 0x80 | (p & 0x3F) as u8]),
        0x800..=0xFFFF => {
            out.extend([0xE0 | (p >> 12) as u8, 0x80 | (p >> 6 & 0x3F) as u8, 0x80 | (p & 0x3F) as u8]);
        }
        _ => out.extend([
            0xF0 | (p >> 18) as u8,
            0x80 | (p >> 12 & 0x3F) as u8,
            0x80 | (p >> 6 & 0x3F) as u8,
            0x80 | (p & 0x3F) as u8,
        ]),
    }
}

fn is_surrogate(p: u32) -> bool {
    (0xD800..0xE000).contains(&p)
}

/// How many points from `start` on a codec cannot encode.
fn run(points: &[u32], start: usize, bad: impl Fn(u32) -> bool) -> usize {
    points[start..].iter().take_while(|p| bad(**p)).count()
}

fn encode_utf8(points: &[u32], handler: Handler) -> Result<Vec<u8>, Failed> {
    let mut out = Vec::with_capacity(points.len());
    let mut i = 0;
    while i < points.len() {
        match run(points, i, is_surrogate) {
            0 => {
                put_utf8(&mut out, points[i]);
                i += 1;
            }
            n => {
                handler.encode(points, i..i + n, Coding::Utf8, "surrogates not allowed", &mut out)?;
                i += n;
            }
        }
    }
    Ok(out)
}

/// ASCII and Latin-1: one byte for each point below the limit.
fn encode_narrow(points: &[u32], handler: Handler, coding: Coding, limit: u32, why: &str) -> Result<Vec<u8>, Failed> {
    let mut out = Vec::with_capacity(points.len());
    let mut i = 0;
    while i < points.len() {
        match run(points, i, |p| p >= limit) {
            0 => {
                out.push(points[i] as u8);
                i += 1;
            }
            n => {
                handler.encode(points, i..i + n, coding, why, &mut out)?;
                i += n;
            }
        }
    }
    Ok(out)
}

fn decode_ascii(bytes: &[u8], handler: Handler) -> Result<Vec<u32>, Failed> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] < 128 {
            out.push(u32::from(bytes[i]));
            i += 1;
        } else {
            i = handler.decode(bytes, i..i + 1, Coding::Ascii, "ordinal not in range(128)", &mut out)?;
        }
    }
    Ok(out)
}

fn decode_utf8(bytes: &[u8], handler: Handler) -> Result<Vec<u32>, Failed> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let (good, fault) = match std::str::from_utf8(rest) {
            Ok(text) => (text, None),
            Err(e) => (std::str::from_utf8(&rest[..e.valid_up_to()]).unwrap_or(""), Some(e.error_len())),
        };
        out.extend(good.chars().map(u32::from));
        at += good.len();
        let Some(length) = fault else { break };
        let (n, why) = match length {
            None => (bytes.len() - at, "unexpected end of data"),
            Some(n) if bytes[at] < 0xC2 || bytes[at] > 0xF4 => (n, "invalid start byte"),
            Some(n) => (n, "invalid continuation byte"),
        };
        at = handler.decode(bytes, at..at + n, Coding::Utf8, why, &mut out)?;
    }
    Ok(out)
}
