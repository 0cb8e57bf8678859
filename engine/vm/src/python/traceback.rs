//! What an uncaught exception prints: the traceback with source lines and carets (`Lib/traceback.py`).

use crate::eval::frame::FramePlace;
use crate::memory::object::{Kind, Obj};
use crate::native::args::{none, or_none};
use crate::native::left_out::reason;
use crate::native::reference::{importable, reference};
use crate::native::typedef::{TypeDef, getset, member, setter, tpflags};
use crate::objects::exceptions::field;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use ground::suggestions::closest;
use syntax::ast::{Expr, ExprKind, Mod, Stmt, StmtKind};

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// A frame repeated more often than this in a row is summarised.
const RECURSIVE_CUTOFF: usize = 3;

/// Exceptions of a group that are shown, and groups within groups.
const GROUP_WIDTH: usize = 15;
const GROUP_DEPTH: u32 = 10;

/// A text that grows, with a margin for each group around what is written (`_ExceptionPrintContext`).
#[derive(Default)]
struct Margin {
    text: String,
    depth: u32,
    /// The innermost group is to be closed by a line.
    open: bool,
}

impl Margin {
    fn indent(&mut self) {
        (0..self.depth).for_each(|_| self.text.push_str("  "));
    }

    fn emit(&mut self, text: &str) {
        self.emit_after('|', text);
    }

    fn emit_after(&mut self, margin: char, text: &str) {
        for line in text.split_inclusive('\n') {
            self.indent();
            if self.depth > 0 {
                self.text.push(margin);
                self.text.push(' ');
            }
            self.text.push_str(line);
        }
    }

    /// A line without a margin of its own.
    fn raw(&mut self, line: &str) {
        self.indent();
        self.text.push_str(line);
    }
}

impl Machine {
    /// The whole text for an exception, chained ones first.
    pub fn format_exception(&mut self, exc: Obj) -> String {
        let mut out = Margin::default();
        self.format_chain(exc, &mut Vec::new(), &mut out);
        out.text
    }

    fn format_chain(&mut self, exc: Obj, seen: &mut Vec<Obj>, out: &mut Margin) {
        seen.push(exc);
        let (cause, context) = (self.exc_field(exc, field::CAUSE), self.exc_field(exc, field::CONTEXT));
        let suppressed = self.slot(exc).x != 0;
        if !cause.is_null() {
            if !seen.contains(&cause) {
                self.format_chain(cause, seen, out);
                out.emit(CAUSE);
            }
        } else if !context.is_null() && !suppressed && !seen.contains(&context) {
            self.format_chain(context, seen, out);
            out.emit(CONTEXT);
        }
        if self.is_group(exc) {
            return self.format_group(exc, seen, out);
        }
        let mut text = String::new();
        self.format_trace(exc, true, &mut text);
        text.push_str(&self.format_last_lines(exc));
        out.emit(&text);
    }

    fn format_last_lines(&mut self, exc: Obj) -> String {
        if self.isinstance_of(exc, ty::SYNTAX_ERROR) {
            return self.format_syntax_error(exc) + &self.exception_notes(exc);
        }
        let hint = self.suggestion(exc).unwrap_or_default();
        self.format_exception_only(exc, &hint) + &self.exception_notes(exc)
    }

    /// A `SyntaxError` with its line and carets (`TracebackException._format_syntax_error`).
    fn format_syntax_error(&mut self, exc: Obj) -> String {
        let [file, line, offset, text, end_line, end_offset] =
            [field::V1, field::V2, field::V3, field::V4, field::V5, field::V6].map(|i| self.exc_field(exc, i));
        let given = |m: &Machine, o: Obj, kind: Kind| !o.is_null() && m.kind(o) == kind;
        let number = |m: &Machine, o: Obj| given(m, o, Kind::Int).then(|| m.int_clamped(o));
        let mut out = String::new();
        let mut suffix = String::new();
        let file = given(self, file, Kind::Str).then(|| self.str_text(file));
        match (number(self, line), file) {
            (Some(line), file) => {
                let file = file.filter(|file| !file.is_empty()).unwrap_or_else(|| "<string>".to_owned());
                out.push_str(&format!("  File \"{file}\", line {line}\n"));
            }
            (None, Some(file)) => suffix = format!(" ({file})"),
            (None, None) => {}
        }
        if given(self, text, Kind::Str) {
            let text = self.str_text(text);
            let whole = text.trim_end_matches('\n');
            let shown = whole.trim_start_matches([' ', '\n', '\x0c']);
            let width = whole.chars().count() as i64;
            let spaces = width - shown.chars().count() as i64;
            out.push_str(&format!("    {shown}\n"));
            if let Some(mut offset) = number(self, offset) {
                let long = text.chars().count() as i64;
                let mut end = if number(self, line) == number(self, end_line) {
                    number(self, end_offset).filter(|&end| end != 0).unwrap_or(offset)
                } else {
                    width + 1
                };
                if long > 0 && offset > long {
                    offset = width + 1;
                }
                if long > 0 && end > long {
                    end = width + 1;
                }
                if offset >= end || end < 0 {
                    end = offset + 1;
                }
                let (from, to) = (offset - 1 - spaces, end - 1 - spaces);
                if from >= 0 {
                    let before = shown.chars().take(from as usize);
                    let mut margin: String = before.map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
                    margin.push_str(&"^".repeat((to - from).max(0) as usize));
                    out.push_str(&format!("    {margin}\n"));
                }
            }
        }
        let message = self.exc_field(exc, field::V0);
        let message = if message.is_null() || Machine::is_none(message) {
            "<no detail available>".to_owned()
        } else {
            self.display(message).unwrap_or_default()
        };
        let name = self.full_type_name(self.ty(exc));
        let name = name.strip_prefix("__main__.").unwrap_or(&name);
        out + &format!("{name}: {message}{suffix}\n")
    }

    /// A group, and in boxes what is in it (`TracebackException.format`).
    fn format_group(&mut self, exc: Obj, seen: &mut Vec<Obj>, out: &mut Margin) {
        if out.depth > GROUP_DEPTH {
            return out.emit(&format!("... (max_group_depth is {GROUP_DEPTH})\n"));
        }
        let top = out.depth == 0;
        out.depth += u32::from(top);
        let tb = self.exc_field(exc, field::TRACEBACK);
        if !tb.is_null() {
            out.emit_after(if top { '+' } else { '|' }, "Exception Group Traceback (most recent call last):\n");
            let mut text = String::new();
            self.format_tb(tb, true, &mut text);
            out.emit(&text);
        }
        let last = self.format_last_lines(exc);
        out.emit(&last);
        let inner = self.group_exceptions(exc);
        let shown = if inner.len() <= GROUP_WIDTH { inner.len() } else { GROUP_WIDTH + 1 };
        out.open = false;
        for (i, &exc) in inner.iter().take(shown).enumerate() {
            let last = i + 1 == shown;
            out.open |= last;
            let left_out = i >= GROUP_WIDTH;
            let title = if left_out { "...".to_owned() } else { (i + 1).to_string() };
            let rule = if i == 0 { "+-" } else { "  " };
            out.raw(&format!("{rule}+---------------- {title} ----------------\n"));
            out.depth += 1;
            if left_out {
                let more = inner.len() - GROUP_WIDTH;
                out.emit(&format!("and {more} more exception{}\n", if more > 1 { "s" } else { "" }));
            } else {
                self.format_chain(exc, seen, out);
            }
            if last && out.open {
                out.raw("+------------------------------------\n");
                out.open = false;
            }
            out.depth -= 1;
        }
        if top {
            out.depth = 0;
        }
    }

    /// One exception without what led to it, as the interpreter itself prints it: no carets, no hint, no notes
    /// (`PyTraceBack_Print`).
    pub(crate) fn format_unchained(&mut self, exc: Obj) -> String {
        let mut out = String::new();
        self.format_trace(exc, false, &mut out);
        out + &self.format_exception_only(exc, "")
    }

    fn format_trace(&mut self, exc: Obj, carets: bool, out: &mut String) {
        let tb = self.exc_field(exc, field::TRACEBACK);
        if !tb.is_null() {
            out.push_str("Traceback (most recent call last):\n");
            self.format_tb(tb, carets, out);
        }
    }

    fn format_tb(&mut self, mut tb: Obj, carets: bool, out: &mut String) {
        let mut last: Option<(String, u32, String)> = None;
        let mut repeats = 0;
        while !tb.is_null() {
            let slot = *self.slot(tb);
            let frame = Obj(slot.a);
            let code = self.slot(frame).a;
            let meta = self.codes[code as usize].stat.code.clone();
            let file = String::from_utf8_lossy(meta.filename.as_bytes()).into_owned();
            let name = String::from_utf8_lossy(meta.name.as_bytes()).into_owned();
            let line = slot.b_hi();
            let key = (file.clone(), line, name.clone());
            if last.as_ref() == Some(&key) {
                repeats += 1;
            } else {
                repeated_line(repeats, out);
                last = Some(key);
                repeats = 1;
            }
            if repeats <= RECURSIVE_CUTOFF {
                out.push_str(&format!("  File \"{file}\", line {line}, in {name}\n"));
                let position = self.position_of(code, slot.c as u32);
                let position = if carets { position } else { Default::default() };
                out.push_str(&self.source_lines(&file, line, position));
            }
            tb = Obj(slot.b_lo());
        }
        repeated_line(repeats, out);
    }

    /// The source line of an entry with its carets, indented.
    fn source_lines(&self, file: &str, line: u32, position: crate::objects::codeobject::Position) -> String {
        let Some(source) = self.source_text(file) else { return String::new() };
        let lines: Vec<&str> = source.lines().collect();
        // An artificial instruction has no line.
        let Some(first) = (line as usize).checked_sub(1).and_then(|i| lines.get(i)) else { return String::new() };
        let end_line = position.end_line.unwrap_or(line).max(line);
        let (Some(col), Some(end_col)) = (position.col, position.end_col) else {
            return format!("    {}\n", first.trim());
        };
        if position.line != Some(line) {
            return format!("    {}\n", first.trim());
        }
        let count = (end_line as usize).min(lines.len());
        carets(&lines[line as usize - 1..count], col as usize, end_col as usize)
    }

    /// `TypeName: message`; the program's own types are named without `__main__`.
    fn format_exception_only(&mut self, exc: Obj, hint: &str) -> String {
        let kind = self.ty(exc);
        let name = self.full_type_name(kind);
        let name = name.strip_prefix("__main__.").unwrap_or(&name);
        let text = match self.exception_str(exc) {
            Ok(text) => text,
            Err(_) => {
                self.clear_raised();
                "<exception str() failed>".to_string()
            }
        };
        if text.is_empty() { format!("{name}\n") } else { format!("{name}: {text}{hint}\n") }
    }

    fn exception_notes(&mut self, exc: Obj) -> String {
        let found = self.getattr_opt(exc, crate::native::static_strings::DUNDER_NOTES);
        self.forget_failure(&found);
        let notes = match found {
            Ok(Some(notes)) => self.keep(notes),
            _ => return String::new(),
        };
        if Machine::is_none(notes) {
            return String::new();
        }
        let mut out = String::new();
        if !matches!(self.kind(notes), Kind::List | Kind::Tuple) {
            let shown = self.repr_text(notes);
            self.forget_failure(&shown);
            return shown.unwrap_or_else(|_| "<__notes__ repr() failed>".to_owned()) + "\n";
        }
        for note in self.seq_items(notes) {
            let text = self.display(note);
            self.forget_failure(&text);
            for line in text.as_deref().unwrap_or("<note str() failed>").split('\n') {
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }

    fn forget_failure<T>(&mut self, result: &crate::memory::object::R<T>) {
        if result.is_err() {
            self.clear_raised();
        }
    }

    /// ". Did you mean: 'x'?" for a misspelt name of a module that is loaded.
    fn import_suggestion(&mut self, exc: Obj) -> Option<String> {
        let (module, wrong) = (self.exc_field(exc, field::V1), self.exc_field(exc, field::V3));
        if self.isinstance_of(exc, ty::MODULE_NOT_FOUND_ERROR) && !module.is_null() && self.kind(module) == Kind::Str {
            return reason(&self.str_text(module)).map(|reason| format!(". {reason}"));
        }
        if module.is_null() || wrong.is_null() || self.kind(wrong) != Kind::Str {
            return None;
        }
        let module = self.dict_get_str(self.sys_modules, module);
        if module.is_null() {
            return None;
        }
        let wrong = self.str_text(wrong);
        let mut candidates = self.dir_names(module);
        candidates.sort();
        if !wrong.starts_with('_') {
            candidates.retain(|c| !c.starts_with('_'));
        }
        closest(&wrong, &candidates).map(|best| format!(". Did you mean: '{best}'?"))
    }

    /// ". Did you mean: 'x'?" for a misspelt name or attribute.
    fn suggestion(&mut self, exc: Obj) -> Option<String> {
        let kind = self.ty(exc);
        if self.is_subtype(kind, ty::IMPORT_ERROR) {
            return self.import_suggestion(exc);
        }
        let name = self.exc_field(exc, field::V0);
        if name.is_null() || self.kind(name) != Kind::Str {
            return None;
        }
        let wrong = self.str_text(name);
        let mut candidates: Vec<String> = Vec::new();
        if self.is_subtype(kind, ty::ATTRIBUTE_ERROR) {
            let o = self.exc_field(exc, field::V1);
            if o.is_null() {
                return None;
            }
            candidates = self.dir_names(o);
            candidates.sort();
            if !wrong.starts_with('_') {
                candidates.retain(|c| !c.starts_with('_'));
            }
        } else if self.is_subtype(kind, ty::NAME_ERROR) {
            let mut tb = self.exc_field(exc, field::TRACEBACK);
            if tb.is_null() {
                return None;
            }
            loop {
                let next = Obj(self.slot(tb).b_lo());
                if next.is_null() {
                    break;
                }
                tb = next;
            }
            candidates.extend(self.names_in_scope(Obj(self.slot(tb).a)));
            if candidates.contains(&format!("self.{wrong}")) {
                return Some(format!(". Did you mean: 'self.{wrong}'?"));
            }
            candidates.retain(|c| !c.starts_with("self."));
        } else {
            return None;
        }
        let best = closest(&wrong, &candidates);
        if self.is_subtype(kind, ty::NAME_ERROR) && importable().contains_key(wrong.as_str()) {
            return Some(match best {
                Some(best) => format!(". Did you mean: '{best}'? Or did you forget to import '{wrong}'?"),
                None => format!(". Did you forget to import '{wrong}'?"),
            });
        }
        best.map(|best| format!(". Did you mean: '{best}'?"))
    }

    /// Locals, globals and built-ins that a frame object sees, and `self.x` for attributes of `self`.
    fn names_in_scope(&mut self, frame_obj: Obj) -> Vec<String> {
        let mut names = Vec::new();
        let code = self.slot(frame_obj).a;
        let n = self.codes[code as usize].stat.nlocalsplus;
        let globals = self.frame_globals(frame_obj);
        if globals.is_null() {
            return names;
        }
        let namespace = match self.frame_place(frame_obj) {
            FramePlace::Live(i) => self.thread.frames[i].locals,
            FramePlace::Suspended(_) => Obj::NULL,
            FramePlace::Own => self.frame_word(frame_obj, crate::eval::frame::field::LOCALS),
        };
        let locals: Vec<Obj> = (0..n).map(|i| self.frame_slot(frame_obj, i)).collect();
        for (i, value) in locals.into_iter().enumerate() {
            if value.is_null() {
                continue;
            }
            let name = self.str_text(self.code_local_name(code, i as u32));
            if name == "self" {
                names.extend(self.dir_names(value).into_iter().map(|n| format!("self.{n}")));
            }
            names.push(name);
        }
        let builtins = self.builtins_of(globals);
        for dict in [namespace, globals, builtins] {
            if !dict.is_null() && self.kind(dict) == Kind::Dict {
                for (key, _) in self.dict_items(dict).into_iter().filter(|(key, _)| self.kind(*key) == Kind::Str) {
                    names.push(self.str_text(key));
                }
            }
        }
        if builtins == self.builtins {
            names.extend(reference().modules["builtins"].keys().map(|&name| name.to_owned()));
        }
        names
    }
}

fn repeated_line(repeats: usize, out: &mut String) {
    if repeats > RECURSIVE_CUTOFF {
        let more = repeats - RECURSIVE_CUTOFF;
        let s = if more == 1 { "" } else { "s" };
        out.push_str(&format!("  [Previous line repeated {more} more time{s}]\n"));
    }
}

/// Where the carets of an expression are `~` and where `^`: columns of the operator, call or subscript.
struct Anchors {
    left: (usize, usize),
    right: (usize, usize),
}

/// The lines of an entry with carets beneath, indented by four (`_format_frame_summary` details).
fn carets(all: &[&str], col: usize, end_col: usize) -> String {
    let chars_at = |line: &str, byte: usize| line.get(..byte).map_or(line.chars().count(), |s| s.chars().count());
    let Some((&first, &last)) = all.first().zip(all.last()) else { return String::new() };
    let (start, end) = (chars_at(first, col), chars_at(last, end_col));
    // The segment as its own program, for the anchors.
    let mut segment = String::new();
    for (i, line) in all.iter().enumerate() {
        let chars: Vec<char> = line.chars().collect();
        let from = if i == 0 { start } else { 0 };
        let to = if i + 1 == all.len() { end } else { chars.len() };
        segment.extend(&chars[from.min(chars.len())..to.min(chars.len())]);
        if i + 1 < all.len() {
            segment.push('\n');
        }
    }
    let anchors = find_anchors(&segment).map(|mut a| {
        for part in [&mut a.left, &mut a.right] {
            if part.0 == 0 {
                part.1 += start;
            }
        }
        a
    });
    let (primary, secondary) = if anchors.is_some() { ('~', '^') } else { ('^', '^') };
    let indent = all
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.chars().take_while(|c| c.is_whitespace()).count())
        .min()
        .unwrap_or(0);
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut significant = vec![0, all.len() - 1];
    if let Some(a) = &anchors {
        significant.extend(a.left.0.saturating_sub(1)..=(a.left.0 + 1).min(all.len() - 1));
        significant.extend(a.right.0.saturating_sub(1)..=(a.right.0 + 1).min(all.len() - 1));
    }
    for (i, line) in all.iter().enumerate() {
        let chars: Vec<char> = line.chars().collect();
        let stripped = chars.iter().rposition(|c| !c.is_whitespace()).map_or(0, |p| p + 1);
        let lead = chars.iter().take_while(|c| c.is_whitespace()).count();
        let from = if i == 0 { start } else { lead };
        let to = if i + 1 == all.len() { end } else { stripped };
        let mut marks = String::new();
        for (column, _) in chars.iter().enumerate().take(to.max(from)) {
            if column < from {
                marks.push(' ');
                continue;
            }
            let inside = anchors.as_ref().is_some_and(|a| (i, column) >= a.left && (i, column) < a.right);
            marks.push(if inside { secondary } else { primary });
        }
        rows.push((chars.iter().skip(indent).collect(), marks.chars().skip(indent).collect()));
    }
    let mut out = String::new();
    let plain = !shows_carets(all, col, end_col, anchors.is_some());
    let mut previous: Option<usize> = None;
    significant.sort_unstable();
    significant.dedup();
    for &i in &significant {
        if let Some(p) = previous {
            let gap = i - p - 1;
            if gap == 1 {
                push_row(&mut out, &rows[i - 1], plain);
            } else if gap > 1 {
                out.push_str(&format!("    ...<{gap} lines>...\n"));
            }
        }
        push_row(&mut out, &rows[i], plain);
        previous = Some(i);
    }
    out
}

/// Whether underlining says more than the line itself (`_should_show_carets`): not under a whole line without
/// anchors, nor under `return f(…)` and `x = f(…)`.
fn shows_carets(all: &[&str], col: usize, end_col: usize, anchors: bool) -> bool {
    let indent = all[0].len() - all[0].trim_start().len();
    let dedented: Vec<&str> = all.iter().map(|line| line.get(indent..).unwrap_or(line)).collect();
    if let Ok(parsed) = syntax::parse(dedented.join("\n").as_bytes(), syntax::Mode::Exec)
        && let Mod::Module { body, .. } = &parsed.module
        && let Some(statement) = body.first()
    {
        let is_name = |e: &Expr| matches!(e.kind, ExprKind::Name { .. });
        let call = match &statement.kind {
            StmtKind::Return { value: Some(value) } => {
                matches!(&value.kind, ExprKind::Call { func, .. } if is_name(func)).then_some(value)
            }
            StmtKind::Assign { targets, value, .. } => {
                let one_name = targets.len() == 1 && is_name(&targets[0]);
                (one_name && matches!(value.kind, ExprKind::Call { .. })).then_some(value)
            }
            _ => None,
        };
        if let Some(call) = call
            && call.span.line == 1
            && call.span.end_line as usize == all.len()
            && call.span.col as usize + indent == col
            && call.span.end_col as usize + indent == end_col
        {
            return false;
        }
    }
    anchors
        || all[0].get(..col).is_some_and(|s| !s.trim().is_empty())
        || all[all.len() - 1].get(end_col..).is_some_and(|s| !s.trim().is_empty())
}

fn push_row(out: &mut String, row: &(String, String), plain: bool) {
    out.push_str(&format!("    {}\n", row.0.trim_end()));
    if !plain && !row.1.trim().is_empty() {
        out.push_str(&format!("    {}\n", row.1.trim_end()));
    }
}

/// Operator, subscript or call of the one expression that a segment is (`_extract_caret_anchors_from_line_segment`).
fn find_anchors(segment: &str) -> Option<Anchors> {
    let wrapped = format!("(\n{segment}\n)");
    let parsed = syntax::parse(wrapped.as_bytes(), syntax::Mode::Exec).ok()?;
    let Mod::Module { body, .. } = &parsed.module else { return None };
    let [Stmt { kind: StmtKind::Expr { value }, .. }] = body.as_slice() else { return None };
    let lines: Vec<&str> = segment.split('\n').collect();
    let char_col =
        |line: usize, byte: usize| lines.get(line).and_then(|l| l.get(..byte)).map_or(0, |s| s.chars().count());
    let place = |line: u32, col: u32| (line as usize - 2, char_col(line as usize - 2, col as usize));
    match &value.kind {
        ExprKind::BinOp { left, right, .. } => {
            // From the end of the left operand, over blanks, comments and parentheses, to the operator.
            let text: Vec<Vec<char>> = lines.iter().map(|l| l.chars().collect()).collect();
            let (mut line, mut col) = place(left.span.end_line, left.span.end_col);
            let stop = place(right.span.line, right.span.col);
            loop {
                match text.get(line)?.get(col) {
                    None | Some('#' | '\\') => {
                        line += 1;
                        col = 0;
                    }
                    Some(c) if c.is_whitespace() || *c == ')' => col += 1,
                    Some(_) => break,
                }
            }
            let mut end = (line, col + 1);
            let second = text[line].get(col + 1);
            let right_line = stop.0 > line || col + 1 < stop.1;
            if right_line
                && second.is_some_and(|c| !c.is_whitespace() && *c != '#' && *c != '\\' && *c != ')' && *c != '(')
                && matches!(second, Some('*' | '/' | '<' | '>'))
            {
                end.1 += 1;
            }
            Some(Anchors { left: (line, col), right: end })
        }
        ExprKind::Subscript { value: inner, .. } => bracket_anchor(value, inner, &lines, '[', &place),
        ExprKind::Call { func, .. } => bracket_anchor(value, func, &lines, '(', &place),
        _ => None,
    }
}

fn bracket_anchor(
    whole: &Expr,
    inner: &Expr,
    lines: &[&str],
    open: char,
    place: &dyn Fn(u32, u32) -> (usize, usize),
) -> Option<Anchors> {
    let (mut line, mut col) = place(inner.span.end_line, inner.span.end_col);
    loop {
        let chars: Vec<char> = lines.get(line)?.chars().collect();
        match chars[col.min(chars.len())..].iter().position(|&c| c == open) {
            Some(p) => {
                col += p;
                break;
            }
            None => {
                line += 1;
                col = 0;
            }
        }
    }
    Some(Anchors { left: (line, col), right: place(whole.span.end_line, whole.span.end_col) })
}

/// `traceback`.
pub static TRACEBACK: TypeDef = TypeDef {
    name: "traceback",
    kind: Kind::Traceback,
    basicsize: 40,
    flags: tpflags::COLLECTED,
    text: "(tb_next, tb_frame, tb_lasti, tb_lineno)",
    doc: "Where an exception went through.",
    natives: &[
        member("tb_frame", "The frame.", |m, a| {
            let frame = Obj(m.slot(a.get(m, 0)).a);
            or_none(m, frame)
        }),
        getset("tb_next", "The level below.", |m, a| {
            let next = Obj(m.slot(a.get(m, 0)).b_lo());
            or_none(m, next)
        }),
        setter("tb_next", |m, a| {
            let (tb, next) = (a.get(m, 0), a.opt(m, 1));
            if next.is_null() {
                return Err(m.raise(ty::TYPE_ERROR, "can't delete tb_next attribute"));
            }
            let next = if Machine::is_none(next) { Obj::NULL } else { next };
            if !next.is_null() && m.kind(next) != Kind::Traceback {
                let name = m.type_name(next);
                return Err(m.raise(ty::TYPE_ERROR, &format!("expected traceback object, got '{name}'")));
            }
            let mut at = next;
            while !at.is_null() {
                if at == tb {
                    return Err(m.raise(ty::VALUE_ERROR, "traceback loop detected"));
                }
                at = Obj(m.slot(at).b_lo());
            }
            if !next.is_null() {
                m.incref(next);
            }
            let (old, line) = (m.slot(tb).b_lo(), m.slot(tb).b_hi());
            m.slot_mut(tb).set_b(next.0, line);
            m.xdecref(Obj(old));
            none()
        }),
        getset("tb_lineno", "The line.", |m, a| {
            let line = m.slot(a.get(m, 0)).b_hi();
            Ok(m.new_int(i64::from(line)))
        }),
        member("tb_lasti", "Offset of the instruction.", |m, a| {
            let tb = *m.slot(a.get(m, 0));
            let code = m.slot(Obj(tb.a)).a;
            let offset = m.offset_of(code, tb.c as u32);
            Ok(m.new_int(i64::from(offset)))
        }),
    ],
    ..TypeDef::PLAIN
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_where_cpython_puts_them() {
        assert_eq!(carets(&["    return a / b"], 11, 16), "    return a / b\n           ~~^~~\n");
        assert_eq!(carets(&["return f(1)(2)"], 7, 14), "    return f(1)(2)\n           ~~~~^^^\n");
        assert_eq!(carets(&["f(1)"], 0, 4), "    f(1)\n    ~^^^\n");
        assert_eq!(carets(&["raise ValueError"], 0, 16), "    raise ValueError\n");
    }
}
