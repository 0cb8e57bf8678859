//! Character properties, as of the Unicode version of CPython 3.14 (16.0).

use crate::{name_aliases, xid};
use unicode_normalization::UnicodeNormalization;

/// PEP 3131 normalises identifiers.
pub(crate) fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}

pub(crate) fn is_xid_start(ch: char) -> bool {
    ch == '_' || ch.is_ascii_alphabetic() || xid::is_start(ch as u32)
}

pub(crate) fn is_xid_continue(ch: char) -> bool {
    ch == '_' || ch.is_ascii_alphanumeric() || xid::is_continue(ch as u32)
}

/// `str.isspace()` of one character.
pub(crate) fn is_whitespace(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '\u{1c}'..='\u{1f}')
}

/// The character that `\N{name}` stands for: its name or an alias of it, in letters of any case.
pub fn character_named(name: &str) -> Option<char> {
    let name = name.to_ascii_uppercase();
    if let Some(ch) = name_aliases::character(&name) {
        return Some(ch);
    }
    // The crate looks names up loosely, blanks and hyphens aside; Python does not.
    let ch = unicode_names2::character(&name)?;
    (unicode_names2::name(ch)?.to_string() == name).then_some(ch)
}

/// The name of a character, if it has one.
pub fn name_of(ch: char) -> Option<String> {
    unicode_names2::name(ch).map(|name| name.to_string())
}
