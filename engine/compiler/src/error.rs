//! What compilation reports: the error that ends it, the warnings that do not.

use crate::location::Location;
use std::fmt;

/// The exception that CPython would raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    Syntax,
    Indentation,
    Tab,
    Recursion,
    Memory,
    Value,
    System,
    UnicodeEncode,
}

impl ErrorKind {
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Syntax => "SyntaxError",
            ErrorKind::Indentation => "IndentationError",
            ErrorKind::Tab => "TabError",
            ErrorKind::Recursion => "RecursionError",
            ErrorKind::Memory => "MemoryError",
            ErrorKind::Value => "ValueError",
            ErrorKind::System => "SystemError",
            ErrorKind::UnicodeEncode => "UnicodeEncodeError",
        }
    }

    /// The kind of that name; the parser has an enumeration of its own.
    fn named(name: &str) -> ErrorKind {
        match name {
            "IndentationError" => ErrorKind::Indentation,
            "TabError" => ErrorKind::Tab,
            "MemoryError" => ErrorKind::Memory,
            "RecursionError" => ErrorKind::Recursion,
            "ValueError" => ErrorKind::Value,
            _ => ErrorKind::Syntax,
        }
    }
}

/// An error of any stage. `lineno` counts from 1; `offset` and `end_offset` are columns from 1, as in the
/// attributes of Python's `SyntaxError`; all are 0 where CPython leaves them unset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub kind: ErrorKind,
    pub message: String,
    pub lineno: i32,
    pub offset: i32,
    pub end_lineno: i32,
    pub end_offset: i32,
    /// The line of the source that the error is in, without its newline.
    pub text: Option<String>,
    /// Issued before the error.
    pub warnings: Vec<Warning>,
}

impl SyntaxError {
    pub fn at(location: impl Into<Location>, message: impl Into<String>) -> SyntaxError {
        let location = location.into();
        SyntaxError {
            kind: ErrorKind::Syntax,
            message: message.into(),
            lineno: location.line,
            offset: location.col + 1,
            end_lineno: location.end_line,
            end_offset: location.end_col + 1,
            text: None,
            warnings: Vec::new(),
        }
    }

    pub(crate) fn with_text(mut self, source: &str) -> SyntaxError {
        if let Some(index) = usize::try_from(self.lineno).ok().and_then(|line| line.checked_sub(1)) {
            self.text = source.lines().nth(index).map(str::to_owned);
        }
        self
    }

    /// An error without a place, such as `RecursionError`.
    pub fn plain(kind: ErrorKind, message: impl Into<String>) -> SyntaxError {
        let (message, warnings) = (message.into(), Vec::new());
        SyntaxError { kind, message, lineno: 0, offset: 0, end_lineno: 0, end_offset: 0, text: None, warnings }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.message)?;
        if self.lineno > 0 {
            write!(f, " (line {}, column {})", self.lineno, self.offset)?;
        }
        Ok(())
    }
}

impl std::error::Error for SyntaxError {}

impl From<syntax::SyntaxError> for SyntaxError {
    fn from(error: syntax::SyntaxError) -> SyntaxError {
        SyntaxError {
            kind: ErrorKind::named(error.kind.name()),
            message: error.msg,
            lineno: error.line as i32,
            offset: error.col as i32,
            end_lineno: error.end_line as i32,
            end_offset: error.end_col as i32,
            text: error.text,
            warnings: error.warnings.iter().map(Warning::from).collect(),
        }
    }
}

/// A `SyntaxWarning`; the parser knows only the line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub message: String,
    pub location: Location,
}

impl From<&syntax::Warning> for Warning {
    fn from(warning: &syntax::Warning) -> Warning {
        let line = warning.line as i32;
        Warning { message: warning.msg.clone(), location: Location { line, end_line: line, col: -1, end_col: -1 } }
    }
}

/// Errors are rare and large: boxed, they keep the results of every visit small.
pub(crate) type Res<T = ()> = Result<T, Box<SyntaxError>>;

pub(crate) fn fail<T>(location: impl Into<Location>, message: impl Into<String>) -> Res<T> {
    Err(Box::new(SyntaxError::at(location, message)))
}
