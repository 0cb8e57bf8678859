//! What is done about what cannot be encoded or decoded (`PyCodec_*Errors` of `Python/codecs.c`).

use super::is_surrogate;
use super::names::Coding;
use std::ops::Range;

/// The treatments that CPython has built in, by name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Handler {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
    NameReplace,
    SurrogateEscape,
    SurrogatePass,
    /// Of a name that nobody registered.
    Unknown,
}

/// Why encoding or decoding ended.
#[derive(Debug)]
pub(super) enum Failed {
    Codec { start: usize, end: usize, why: String },
    NoHandler,
    CannotHandle,
}

/// Bytes of the text that stands for a point that cannot be encoded.
fn backslash(p: u32, out: &mut Vec<u8>) {
    let text = match p {
        0..=0xFF => format!("\\x{p:02x}"),
        0x100..=0xFFFF => format!("\\u{p:04x}"),
        _ => format!("\\U{p:08x}"),
    };
    out.extend_from_slice(text.as_bytes());
}

impl Handler {
    pub fn of(name: &str) -> Handler {
        match name {
            "strict" => Handler::Strict,
            "ignore" => Handler::Ignore,
            "replace" => Handler::Replace,
            "backslashreplace" => Handler::BackslashReplace,
            "xmlcharrefreplace" => Handler::XmlCharRefReplace,
            "namereplace" => Handler::NameReplace,
            "surrogateescape" => Handler::SurrogateEscape,
            "surrogatepass" => Handler::SurrogatePass,
            _ => Handler::Unknown,
        }
    }

    /// The ASCII text for points that cannot be encoded, where the treatment has one.
    pub fn text(self, points: &[u32]) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        match self {
            Handler::Ignore => {}
            Handler::Replace => out.resize(points.len(), b'?'),
            Handler::BackslashReplace => points.iter().for_each(|p| backslash(*p, &mut out)),
            Handler::XmlCharRefReplace => points.iter().for_each(|p| out.extend(format!("&#{p};").bytes())),
            Handler::NameReplace => {
                for &p in points {
                    match char::from_u32(p).and_then(syntax::unicode::name_of) {
                        Some(name) => out.extend(format!("\\N{{{name}}}").bytes()),
                        None => backslash(p, &mut out),
                    }
                }
            }
            _ => return None,
        }
        Some(out)
    }

    /// Puts something for points that an encoding has no bytes for.
    pub fn encode(
        self,
        points: &[u32],
        bad: Range<usize>,
        coding: Coding,
        why: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), Failed> {
        let failed = |start| Failed::Codec { start, end: bad.end, why: why.to_owned() };
        if let Some(text) = self.text(&points[bad.clone()]) {
            // The text is encoded, too: a unit for each of its characters.
            text.iter().for_each(|b| coding.put_unit(u32::from(*b), out));
            return Ok(());
        }
        match self {
            Handler::SurrogateEscape => {
                for i in bad.clone() {
                    if !(0xDC80..0xDD00).contains(&points[i]) || coding.unit() > 1 {
                        return Err(failed(i));
                    }
                    out.push(points[i] as u8);
                }
                Ok(())
            }
            Handler::SurrogatePass => {
                if !coding.is_utf() || !points[bad.clone()].iter().all(|p| is_surrogate(*p)) {
                    return Err(failed(bad.start));
                }
                points[bad.clone()].iter().for_each(|p| match coding {
                    Coding::Utf16(_) | Coding::Utf32(_) => coding.put_unit(*p, out),
                    _ => super::put_utf8(out, *p),
                });
                Ok(())
            }
            Handler::Unknown => Err(Failed::NoHandler),
            _ => Err(failed(bad.start)),
        }
    }

    /// Puts something for bytes that mean nothing; where decoding goes on.
    pub fn decode(
        self,
        bytes: &[u8],
        bad: Range<usize>,
        coding: Coding,
        why: &str,
        out: &mut Vec<u32>,
    ) -> Result<usize, Failed> {
        let failed = || Failed::Codec { start: bad.start, end: bad.end, why: why.to_owned() };
        match self {
            Handler::Ignore => Ok(bad.end),
            Handler::Replace => {
                out.push(0xFFFD);
                Ok(bad.end)
            }
            Handler::BackslashReplace => {
                for b in &bytes[bad.clone()] {
                    out.extend(format!("\\x{b:02x}").bytes().map(u32::from));
                }
                Ok(bad.end)
            }
            Handler::SurrogateEscape => {
                let escaped = bytes[bad.clone()].iter().take(4).take_while(|b| **b >= 128).count();
                if escaped == 0 {
                    return Err(failed());
                }
                out.extend(bytes[bad.start..bad.start + escaped].iter().map(|b| 0xDC00 + u32::from(*b)));
                Ok(bad.start + escaped)
            }
            Handler::SurrogatePass => match coding.surrogate_at(&bytes[bad.start..]) {
                Some((p, n)) => {
                    out.push(p);
                    Ok(bad.start + n)
                }
                None => Err(failed()),
            },
            Handler::XmlCharRefReplace | Handler::NameReplace => Err(Failed::CannotHandle),
            Handler::Unknown => Err(Failed::NoHandler),
            Handler::Strict => Err(failed()),
        }
    }
}
