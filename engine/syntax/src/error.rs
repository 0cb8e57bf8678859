//! Errors and warnings about source text.

use crate::unicode;

/// The exception that CPython raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    SyntaxError,
    IndentationError,
    TabError,
    MemoryError,
    /// A name that only normalises to a keyword: CPython has no place for it.
    ValueError,
    /// An escape in a format spec: CPython forgets to make a syntax error of it.
    UnicodeDecodeError,
}

impl ErrorKind {
    /// Whether it is a `SyntaxError` or a class derived from it, and so has a place.
    pub fn is_syntax_error(self) -> bool {
        matches!(self, ErrorKind::SyntaxError | ErrorKind::IndentationError | ErrorKind::TabError)
    }
}

impl ErrorKind {
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::SyntaxError => "SyntaxError",
            ErrorKind::IndentationError => "IndentationError",
            ErrorKind::TabError => "TabError",
            ErrorKind::MemoryError => "MemoryError",
            ErrorKind::ValueError => "ValueError",
            ErrorKind::UnicodeDecodeError => "UnicodeDecodeError",
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
    /// The misspelt keyword that explains the error, if one does: what CPython prints instead of it.
    pub typo: Option<Box<KeywordTypo>>,
    /// Issued before the error was met.
    pub warnings: Vec<Warning>,
}

/// A word that, replaced by a keyword, makes the program valid as far as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeywordTypo {
    pub keyword: &'static str,
    /// In the lines that were looked at, which begin at the last compound statement: CPython's numbering.
    pub line: u32,
    pub col: i64,
    pub end_col: i64,
    pub text: String,
}

impl SyntaxError {
    /// An error whose place is not known.
    pub(crate) fn unplaced(kind: ErrorKind, msg: String) -> SyntaxError {
        SyntaxError {
            kind,
            msg,
            line: 0,
            col: -1,
            end_line: 0,
            end_col: 0,
            text: None,
            typo: None,
            warnings: Vec::new(),
        }
    }

    /// What `python3.14 FILE` prints on stderr.
    pub fn report(&self, filename: &str) -> String {
        let class = self.kind.name();
        if !self.kind.is_syntax_error() {
            return format!("{class}: {}\n", self.msg);
        }
        if let Some(typo) = &self.typo {
            let msg = format!("invalid syntax. Did you mean '{}'?", typo.keyword);
            let place = Place {
                line: typo.line,
                col: typo.col,
                end_line: typo.line,
                end_col: typo.end_col,
                text: Some(&typo.text),
            };
            return report(filename, class, &msg, place);
        }
        let place = Place {
            line: self.line,
            col: self.col,
            end_line: self.end_line,
            end_col: self.end_col,
            text: self.text.as_deref(),
        };
        if self.msg.starts_with("Non-UTF-8 code starting with ") {
            // The file's name is part of this one message.
            let msg = self.msg.replacen(" on line", &format!(" in file {filename} on line"), 1);
            return report(filename, class, &msg, place);
        }
        report(filename, class, &self.msg, place)
    }
}

impl Warning {
    /// What `python3.14 FILE` prints on stderr; `source` is the text of the file.
    pub fn report(&self, filename: &str, source: &str) -> String {
        let mut out = format!("{filename}:{}: SyntaxWarning: {}\n", self.line, self.msg);
        let line = source.lines().nth(self.line.saturating_sub(1) as usize).unwrap_or_default().trim();
        if !line.is_empty() {
            out.push_str(&format!("  {line}\n"));
        }
        out
    }
}

/// Where an error is, as in the attributes of Python's `SyntaxError`.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub line: u32,
    pub col: i64,
    pub end_line: u32,
    pub end_col: i64,
    pub text: Option<&'a str>,
}

/// What `python3.14 FILE` prints on stderr for a `SyntaxError` of any stage, of the class named.
pub fn report(filename: &str, class: &str, msg: &str, place: Place<'_>) -> String {
    let one_line = place.line == place.end_line;
    let excerpt = place.text.map(|text| excerpt(text, place.col, place.end_col, one_line)).unwrap_or_default();
    format!("  File \"{filename}\", line {}\n{excerpt}{class}: {msg}\n", place.line)
}

/// The line of an error and the carets under it (`traceback.TracebackException._format_syntax_error`).
fn excerpt(text: &str, col: i64, end_col: i64, one_line: bool) -> String {
    let shown = text.trim_start_matches([' ', '\n', '\u{c}']);
    let length = text.chars().count() as i64;
    let indent = length - shown.chars().count() as i64;
    // Columns beyond the line, its newline included, mean its end.
    let clamp = |col: i64| if !text.is_empty() && col > length + 1 { length + 1 } else { col };
    let end = match (one_line, end_col) {
        (true, 0) => col,
        (true, end) => end,
        (false, _) => length + 1,
    };
    let (start, mut end) = (clamp(col), clamp(end));
    if start >= end || end < 0 {
        end = start + 1;
    }
    let from = start - 1 - indent;
    if from < 0 {
        return format!("    {shown}\n");
    }
    // White space other than the blank keeps its width.
    let mut margin: String =
        shown.chars().take(from as usize).map(|c| if unicode::is_whitespace(c) { c } else { ' ' }).collect();
    margin.push_str(&"^".repeat((end - start) as usize));
    format!("    {shown}\n    {margin}\n")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_keep_tabs_and_drop_indentation() {
        assert_eq!(excerpt("    a\tb c", 7, 8, true), "    a\tb c\n     \t^\n");
        assert_eq!(excerpt("x", 0, 0, true), "    x\n");
        assert_eq!(excerpt("f(a,", 2, 0, true), "    f(a,\n     ^\n");
        assert_eq!(excerpt("f(a,", 3, 1, false), "    f(a,\n      ^^\n");
    }

    #[test]
    fn warnings_show_their_line() {
        let warning = Warning { msg: "msg".to_owned(), line: 2 };
        assert_eq!(warning.report("f.py", "a\n  b \n"), "f.py:2: SyntaxWarning: msg\n  b\n");
    }
}
