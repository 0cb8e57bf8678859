//! Where an instruction comes from (`_Py_SourceLocation`).

use syntax::ast::Span;

/// Lines from 1, columns in UTF-8 bytes from 0; -1 means unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    pub line: i32,
    pub end_line: i32,
    pub col: i32,
    pub end_col: i32,
}

/// An artificial instruction: it has no place in the source.
pub const NO_LOCATION: Location = Location { line: -1, end_line: -1, col: -1, end_col: -1 };

/// An instruction that takes the place of the one after it.
pub const NEXT_LOCATION: Location = Location { line: -2, end_line: -2, col: -2, end_col: -2 };

/// The span of a node that preprocessing made up: it converts to [`NO_LOCATION`].
pub const NO_SPAN: Span = Span { line: u32::MAX, col: u32::MAX, end_line: u32::MAX, end_col: u32::MAX };

impl Location {
    /// The whole of one line, columns unknown to the reader but zero to the table.
    pub fn line(line: i32) -> Location {
        Location { line, end_line: line, col: 0, end_col: 0 }
    }
}

impl From<Span> for Location {
    fn from(span: Span) -> Location {
        Location {
            line: span.line as i32,
            end_line: span.end_line as i32,
            col: span.col as i32,
            end_col: span.end_col as i32,
        }
    }
}
