//! The tokens of the program, in order.

use crate::place::{self, Span};

#[derive(Clone, Debug, PartialEq)]
pub struct TokenRow {
    /// The exact type, as `python -m tokenize -e` names it: `NAME`, `LPAR`, `EQEQUAL`, …
    pub kind: String,
    /// The text, with line ends and indentation made visible.
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokensModel {
    pub rows: Vec<TokenRow>,
}

impl TokensModel {
    /// The tokens that start on `line`.
    pub fn on_line(&self, line: u32) -> &[TokenRow] {
        let start = self.rows.partition_point(|row| row.span.line < line);
        let end = self.rows.partition_point(|row| row.span.line <= line);
        &self.rows[start..end.max(start)]
    }

    /// The token at a position of the source.
    pub fn at(&self, line: u32, col: u32) -> Option<&TokenRow> {
        let point = Span { line, col, end_line: line, end_col: col + 1 };
        self.rows.iter().find(|row| place::overlaps(row.span, point))
    }
}

/// Control characters as their escapes, so that `NEWLINE` and `INDENT` can be seen.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out
}
