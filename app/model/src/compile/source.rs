//! The program's text, line by line, and a syntax error if it has one.

use crate::ground::place::Span;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceModel {
    pub filename: String,
    pub lines: Vec<String>,
    pub problem: Option<Problem>,
}

/// Why the program could not be compiled, or where it ended: a sentence with a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// `SyntaxError`, `not supported yet`, …
    pub kind: String,
    pub message: String,
    pub span: Span,
}

impl SourceModel {
    pub fn new(filename: &str, text: &str) -> Self {
        SourceModel { filename: filename.to_owned(), lines: split_lines(text), problem: None }
    }

    /// The whole program, as it was given but for line ends.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// The file's name without its folders.
    pub fn short_name(&self) -> &str {
        self.filename.rsplit(['/', '\\']).next().unwrap_or(&self.filename)
    }
}

fn split_lines(text: &str) -> Vec<String> {
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line).to_owned()).collect()
}

/// Where `line` of the old text went in the new one: unchanged lines before and after an edit keep their number
/// or move with it; a line inside the edit stays at the edit's start.
pub fn line_after_edit(old: &str, new: &str, line: u32) -> u32 {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same_start;
    let same_end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let index = (line as usize).saturating_sub(1);
    let moved = if index < same_start {
        index
    } else if index >= old.len() - same_end {
        index + new.len() - old.len()
    } else {
        index.min(new.len() - same_end.min(new.len() - 1) - 1).max(same_start.min(new.len() - 1))
    };
    moved as u32 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_move_with_an_edit_before_them() {
        assert_eq!(line_after_edit("a\nb\nc", "a\nx\nb\nc", 3), 4);
        assert_eq!(line_after_edit("a\nb\nc", "a\nx\nb\nc", 1), 1);
        assert_eq!(line_after_edit("a\nb\nc", "a\nc", 3), 2);
        assert_eq!(line_after_edit("a\nb\nc", "a\nB\nc", 2), 2);
        assert_eq!(line_after_edit("a\nb\nc", "", 3), 1);
    }

    #[test]
    fn line_ends_of_any_system_are_one() {
        let model = SourceModel::new("dir/a.py", "x = 1\r\ny = 2\n");
        assert_eq!(model.lines, ["x = 1", "y = 2", ""]);
        assert_eq!(model.short_name(), "a.py");
    }
}
