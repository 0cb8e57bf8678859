//! The value of a Python string: a sequence of code points that may include lone surrogates.

use std::fmt;
use std::sync::Arc;

/// Text in generalised UTF-8 (lone surrogates as three bytes, as CPython's `surrogatepass`): the form
/// in which `marshal` stores a `str`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PyStr(Arc<[u8]>);

impl PyStr {
    /// The code points, surrogates included.
    pub fn code_points(&self) -> impl Iterator<Item = u32> + '_ {
        let mut rest: &[u8] = &self.0;
        std::iter::from_fn(move || {
            let (&first, _) = rest.split_first()?;
            let (len, initial) = match first {
                0..=0x7F => (1, u32::from(first)),
                0xC0..=0xDF => (2, u32::from(first & 0x1F)),
                0xE0..=0xEF => (3, u32::from(first & 0x0F)),
                _ => (4, u32::from(first & 0x07)),
            };
            let len = len.min(rest.len());
            let point = rest[1..len].iter().fold(initial, |acc, b| acc << 6 | u32::from(b & 0x3F));
            rest = &rest[len..];
            Some(point)
        })
    }

    /// Builds the string from code points up to 0x10FFFF.
    pub fn from_code_points(points: impl IntoIterator<Item = u32>) -> PyStr {
        let mut bytes = Vec::new();
        for point in points {
            push_code_point(&mut bytes, point);
        }
        PyStr(bytes.into())
    }

    /// Takes bytes that are generalised UTF-8 already (checked by the caller: the lexer, `marshal`).
    pub fn from_generalized_utf8(bytes: Vec<u8>) -> PyStr {
        PyStr(bytes.into())
    }

    /// The generalised UTF-8 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text, if it holds no lone surrogate.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }
}

/// Appends one code point (surrogates allowed) in generalised UTF-8.
pub fn push_code_point(out: &mut Vec<u8>, point: u32) {
    let low = |shift: u32| 0x80 | (point >> shift & 0x3F) as u8;
    match point {
        0..=0x7F => out.push(point as u8),
        0x80..=0x7FF => out.extend([0xC0 | (point >> 6) as u8, low(0)]),
        0x800..=0xFFFF => out.extend([0xE0 | (point >> 12) as u8, low(6), low(0)]),
        _ => out.extend([0xF0 | (point >> 18) as u8, low(12), low(6), low(0)]),
    }
}

impl From<&str> for PyStr {
    fn from(text: &str) -> PyStr {
        PyStr(text.as_bytes().into())
    }
}

impl From<String> for PyStr {
    fn from(text: String) -> PyStr {
        PyStr(text.into_bytes().into())
    }
}

/// Shares the text.
impl From<Arc<str>> for PyStr {
    fn from(text: Arc<str>) -> PyStr {
        PyStr(text.into())
    }
}

impl fmt::Debug for PyStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_and_every_width_survive() {
        let points = vec![0x41, 0xE9, 0xD800, 0x20AC, 0xDFFF, 0x1F40D];
        let text = PyStr::from_code_points(points.clone());
        assert_eq!(text.code_points().collect::<Vec<_>>(), points);
        assert_eq!(text.as_str(), None);
        assert_eq!(PyStr::from("naïve").as_str(), Some("naïve"));
    }
}
