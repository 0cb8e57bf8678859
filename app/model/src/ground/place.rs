//! Places in the source: CPython's positions (lines from 1, columns in UTF-8 bytes from 0, ends exclusive).

pub use syntax::ast::Span;

/// A span that says nothing: synthetic instructions and nodes have it.
pub fn is_empty(span: Span) -> bool {
    span.line == 0 || (span.line, span.col) >= (span.end_line, span.end_col)
}

/// Whether `outer` covers all of `inner`.
pub fn covers(outer: Span, inner: Span) -> bool {
    (outer.line, outer.col) <= (inner.line, inner.col)
        && (inner.end_line, inner.end_col) <= (outer.end_line, outer.end_col)
}

/// Whether the two share at least one character.
pub fn overlaps(a: Span, b: Span) -> bool {
    (a.line, a.col) < (b.end_line, b.end_col) && (b.line, b.col) < (a.end_line, a.end_col)
}

/// A measure to find the smallest of several spans: lines first, then columns.
pub fn extent(span: Span) -> (u32, u32) {
    let lines = span.end_line.saturating_sub(span.line);
    let columns = if lines == 0 { span.end_col.saturating_sub(span.col) } else { span.end_col };
    (lines, columns)
}

/// The text of a span within `lines`, at most one line of it.
pub fn excerpt(lines: &[String], span: Span) -> &str {
    let Some(line) = lines.get((span.line as usize).wrapping_sub(1)) else { return "" };
    let end = if span.end_line == span.line { span.end_col as usize } else { line.len() };
    line.get(span.col as usize..end.min(line.len())).unwrap_or("")
}

/// The columns (bytes) that `span` covers on `line`, if any.
pub fn columns_on(span: Span, line: u32, line_len: usize) -> Option<(usize, usize)> {
    if is_empty(span) || line < span.line || line > span.end_line {
        return None;
    }
    let start = if line == span.line { span.col as usize } else { 0 };
    let end = if line == span.end_line { span.end_col as usize } else { line_len };
    let (start, end) = (start.min(line_len), end.min(line_len));
    (start < end).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn span(line: u32, col: u32, end_line: u32, end_col: u32) -> Span {
        Span { line, col, end_line, end_col }
    }

    #[test]
    fn covering_and_overlapping_are_half_open() {
        assert!(covers(span(1, 0, 1, 5), span(1, 0, 1, 5)));
        assert!(!covers(span(1, 0, 1, 5), span(1, 4, 1, 6)));
        assert!(overlaps(span(1, 0, 1, 5), span(1, 4, 1, 6)));
        assert!(!overlaps(span(1, 0, 1, 5), span(1, 5, 1, 6)));
    }

    #[test]
    fn columns_follow_the_lines_of_a_span() {
        assert_eq!(columns_on(span(2, 4, 4, 3), 2, 10), Some((4, 10)));
        assert_eq!(columns_on(span(2, 4, 4, 3), 3, 10), Some((0, 10)));
        assert_eq!(columns_on(span(2, 4, 4, 3), 4, 10), Some((0, 3)));
        assert_eq!(columns_on(span(2, 4, 4, 3), 5, 10), None);
    }
}
