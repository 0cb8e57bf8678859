//! Character properties, as of the Unicode version of CPython 3.14 (16.0).

use unicode_normalization::UnicodeNormalization;

/// PEP 3131 normalises identifiers.
pub(crate) fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}

pub(crate) fn is_xid_start(ch: char) -> bool {
    ch == '_' || unicode_ident::is_xid_start(ch)
}

pub(crate) fn is_xid_continue(ch: char) -> bool {
    unicode_ident::is_xid_continue(ch)
}

/// `str.isspace()` of one character.
pub(crate) fn is_whitespace(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '\u{1c}'..='\u{1f}')
}

/// `str.isprintable()` of one character.
pub(crate) fn is_printable(ch: char) -> bool {
    if ch.is_ascii() {
        return (' '..='~').contains(&ch);
    }
    !crate::unprintable::contains(ch as u32)
}

/// The character that `\N{name}` stands for.
pub(crate) fn character_named(name: &str) -> Option<char> {
    unicode_names2::character(name)
}
