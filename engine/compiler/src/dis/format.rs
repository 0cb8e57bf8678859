//! Rows as `python -m dis` prints them.

use super::{CodeRepr, Disassembly, Row, disassemble, quickened};
use crate::code::{CodeObject, Const};
use crate::linetable::{self, Position};
use std::fmt::Write;

/// The switches of `python -m dis`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// `-C`
    pub show_caches: bool,
    /// `-O`
    pub show_offsets: bool,
    /// `-P`
    pub show_positions: bool,
    /// `-S`
    pub adaptive: bool,
    /// Offset of the instruction to be marked with an arrow.
    pub lasti: Option<u32>,
}

const OPNAME_WIDTH: usize = 20;
const OPARG_WIDTH: usize = 5;
const NO_LINE: &str = "  --";

/// Widths of the columns.
struct Widths {
    line: usize,
    label: usize,
    offset: usize,
}

fn position_text(position: &Position) -> String {
    let part = |part: Option<i32>| part.map_or_else(|| "?".to_owned(), |part| part.to_string());
    let Position { line, end_line, col, end_col } = *position;
    if *position == Position::default() {
        return NO_LINE.to_owned();
    }
    format!("{}:{}-{}:{}", part(line), part(col), part(end_line), part(end_col))
}

fn line_width(code: &CodeObject) -> usize {
    let starts = linetable::line_starts(code);
    // Line 0 counts as none.
    let Some(highest) = starts.iter().filter_map(|&(_, line)| line).filter(|&line| line != 0).max() else {
        return 0;
    };
    let width = highest.to_string().len().max(3);
    if starts.iter().any(|(_, line)| line.is_none()) { width.max(NO_LINE.len()) } else { width }
}

fn positions_width(code: &CodeObject) -> usize {
    let digits = |part: Option<i32>| part.map_or(1, |part| part.to_string().len());
    let mut width = None;
    for position in linetable::locations(code).iter().map(|entry| entry.position) {
        let Position { line, end_line, col, end_col } = position;
        let parts = digits(line) + digits(end_line) + digits(col) + digits(end_col);
        if position != Position::default() {
            width = width.max(Some(parts));
        }
    }
    width.map_or(0, |width| 1 + NO_LINE.len().max(3 + width.max(4)))
}

/// `dis.disassemble`: one code object.
pub fn dis(code: &CodeObject, adaptive: Option<&[u8]>, options: &Options, code_repr: CodeRepr<'_>) -> String {
    let disassembly = disassemble(code, adaptive, code_repr);
    let last = code.code.len().saturating_sub(2).max(9999);
    let widths = Widths {
        line: if options.show_positions { positions_width(code) } else { line_width(code) },
        label: 4 + disassembly.labels.len().to_string().len(),
        offset: if options.show_offsets { last.to_string().len() } else { 0 },
    };
    let mut out = String::new();
    for row in &disassembly.rows {
        format_row(row, &widths, options, &mut out);
    }
    format_exceptions(&disassembly, &mut out);
    out
}

/// `dis.dis` of a code object: this one and those among its constants.
pub fn dis_recursive(code: &CodeObject, options: &Options, code_repr: CodeRepr<'_>) -> String {
    dis_recursive_now(code, options, code_repr, &|code| quickened(&code.code))
}

/// As [`dis_recursive`]; `now` has a code object's bytes as a machine has rewritten them, if those are asked for.
pub fn dis_recursive_now(
    code: &CodeObject,
    options: &Options,
    code_repr: CodeRepr<'_>,
    now: &dyn Fn(&CodeObject) -> Vec<u8>,
) -> String {
    let adaptive = options.adaptive.then(|| now(code));
    let mut out = dis(code, adaptive.as_deref(), options, code_repr);
    for constant in &code.consts {
        if let Const::Code(inner) = constant {
            let _ = write!(out, "\nDisassembly of {}:\n", code_repr(inner));
            out.push_str(&dis_recursive_now(inner, options, code_repr, now));
        }
    }
    out
}

fn format_row(row: &Row, widths: &Widths, options: &Options, out: &mut String) {
    format_line(row, widths, options, out);
    if !options.show_caches {
        return;
    }
    let mut offset = row.offset;
    for field in &row.caches {
        for unit in 0..field.size {
            offset += 2;
            let argrepr = if unit == 0 { format!("{}: {}", field.name, field.value) } else { String::new() };
            let cache = Row {
                op: 0,
                opname: "CACHE".into(),
                arg: Some(0),
                argrepr,
                offset,
                start_offset: offset,
                starts_line: false,
                line: None,
                label: None,
                position: row.position,
                jump_target: None,
                caches: Vec::new(),
            };
            format_line(&cache, widths, options, out);
        }
    }
}

fn format_line(row: &Row, widths: &Widths, options: &Options, out: &mut String) {
    if widths.line > 0 && row.starts_line && row.offset > 0 {
        out.push('\n');
    }
    let mut line = String::new();
    if widths.line > 0 {
        let width = widths.line;
        let _ = match (options.show_positions, row.starts_line, row.line) {
            (true, ..) => write!(line, "{:width$} ", position_text(&row.position)),
            (false, false, _) => write!(line, "{:width$} ", ""),
            (false, true, Some(number)) => write!(line, "{number:width$} "),
            (false, true, None) => write!(line, "{NO_LINE:>width$} "),
        };
    }
    let label = row.label.map_or_else(String::new, |label| format!("L{label}:"));
    let _ = write!(line, "{label:>width$} ", width = widths.label);
    if widths.offset > 0 {
        let _ = write!(line, "{:>width$}   ", row.offset, width = widths.offset);
    }
    let size = 2 + 2 * row.caches.iter().map(|field| field.size).sum::<u32>();
    let current = options.lasti.is_some_and(|lasti| row.offset <= lasti && lasti <= row.offset + size - 2);
    let _ = write!(line, "{} {:OPNAME_WIDTH$}", if current { "-->" } else { "   " }, row.opname);
    if let Some(arg) = row.arg {
        let excess = row.opname.len().saturating_sub(OPNAME_WIDTH);
        let width = OPARG_WIDTH.saturating_sub(excess);
        let _ = write!(line, " {:>width$}", arg as i32);
        if !row.argrepr.is_empty() {
            let _ = write!(line, " ({})", row.argrepr);
        }
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

fn format_exceptions(disassembly: &Disassembly, out: &mut String) {
    if disassembly.exceptions.is_empty() {
        return;
    }
    out.push_str("ExceptionTable:\n");
    for entry in &disassembly.exceptions {
        let label = |offset| disassembly.labels.get(&offset).copied().unwrap_or_default();
        let (start, end, target) = (label(entry.start), label(entry.end), label(entry.target));
        let lasti = if entry.lasti { " lasti" } else { "" };
        let _ = writeln!(out, "  L{start} to L{end} -> L{target} [{}]{lasti}", entry.depth);
    }
}
