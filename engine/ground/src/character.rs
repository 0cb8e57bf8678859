//! Properties of characters, as CPython 3.14's Unicode 16.0 has them.

/// `str.isprintable()` of one character.
pub fn is_printable(ch: char) -> bool {
    if ch.is_ascii() {
        return (' '..='~').contains(&ch);
    }
    !crate::unprintable::contains(ch as u32)
}
