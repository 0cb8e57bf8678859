//! Source bytes to text: encodings (PEP 263), the byte order mark, universal newlines.

use crate::error::{ErrorKind, SyntaxError};

/// Decoded source.
pub(crate) struct Decoded {
    pub text: String,
    /// The codec's name, as the tokenize module calls it.
    pub encoding: String,
}

fn error(msg: String) -> SyntaxError {
    SyntaxError { kind: ErrorKind::SyntaxError, msg, line: 0, col: 0, end_line: 0, end_col: 0, text: None }
}

/// The text as the parser reads it: newlines as `\n`, and one at the end unless it is empty.
pub(crate) fn decode(source: &[u8]) -> Result<Decoded, SyntaxError> {
    let mut decoded = decode_lines(source)?;
    decoded.text = universal_newlines(decoded.text);
    Ok(decoded)
}

/// The text as it is in the file.
pub(crate) fn decode_lines(source: &[u8]) -> Result<Decoded, SyntaxError> {
    let source = source.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source);
    let text = match std::str::from_utf8(source) {
        Ok(text) => text.to_owned(),
        Err(_) => return Err(error("not UTF-8".to_owned())),
    };
    Ok(Decoded { text, encoding: "utf-8".to_owned() })
}

/// `\r\n` and `\r` become `\n`; a last line without a newline gets one.
pub(crate) fn universal_newlines(text: String) -> String {
    let mut text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}
