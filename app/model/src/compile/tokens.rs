//! The tokens of the program, in order.

use crate::ground::place::{self, Span};

#[derive(Clone, Debug, PartialEq)]
pub struct TokenRow {
    /// The exact type, as `python -m tokenize -e` names it: `NAME`, `LPAR`, `EQEQUAL`, …
    pub kind: &'static str,
    /// The text, with line ends and indentation made visible.
    pub text: String,
    pub span: Span,
    /// A keyword to the grammar, whatever its type says.
    pub keyword: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokensModel {
    pub rows: Vec<TokenRow>,
}

impl TokensModel {
    /// The token at a position of the source.
    pub fn at(&self, line: u32, col: u32) -> Option<&TokenRow> {
        let point = Span { line, col, end_line: line, end_col: col + 1 };
        // Tokens are in the order of the text, but for a few of no width.
        let from = self.rows.partition_point(|row| row.span.end_line < line);
        self.rows[from..].iter().take_while(|row| row.span.line <= line).find(|row| place::overlaps(row.span, point))
    }
}

/// Those of `rows` that start on `line`.
pub fn on_line(rows: &[TokenRow], line: u32) -> &[TokenRow] {
    let start = rows.partition_point(|row| row.span.line < line);
    let end = rows.partition_point(|row| row.span.line <= line);
    &rows[start..end.max(start)]
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
