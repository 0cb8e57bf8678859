//! Errors and warnings about source text.

/// The exception that CPython raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    SyntaxError,
    IndentationError,
    TabError,
    MemoryError,
}

impl ErrorKind {
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::SyntaxError => "SyntaxError",
            ErrorKind::IndentationError => "IndentationError",
            ErrorKind::TabError => "TabError",
            ErrorKind::MemoryError => "MemoryError",
        }
    }
}

/// A program that is none. Lines and columns are CPython's `lineno`, `offset`, `end_lineno`, `end_offset`:
/// lines from 1, columns from 1 in characters; an end column of -1 or 0 says that the end is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub kind: ErrorKind,
    pub msg: String,
    pub line: u32,
    pub col: i64,
    pub end_line: u32,
    pub end_col: i64,
    /// The line of the source that the error is in, without its newline.
    pub text: Option<String>,
}

/// A `SyntaxWarning`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub msg: String,
    pub line: u32,
}

/// The warning about a backslash before `text`, which is no escape.
pub(crate) fn invalid_escape_message(text: &str, octal: bool) -> String {
    let kind = if octal { "octal " } else { "" };
    format!(
        "\"\\{text}\" is an invalid {kind}escape sequence. Such sequences will not work in the future. \
         Did you mean \"\\\\{text}\"? A raw string is also an option."
    )
}
