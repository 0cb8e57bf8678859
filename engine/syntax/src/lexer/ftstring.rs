//! f-strings and t-strings: a stack of modes, each either in the text of its string or in a replacement field.

use super::{LexError, Lexer, MAX_FSTRING_LEVEL};
use crate::token::{Token, TokenKind};
use std::sync::Arc;

/// Fields within the format specs of fields.
const MAX_EXPR_NESTING: i32 = 3;

/// One open f-string or t-string.
pub(super) struct FtMode {
    pub quote: u8,
    pub quote_size: u8,
    /// Reading literal text, as opposed to the tokens of a field.
    pub in_text: bool,
    /// A `=` was seen at the top of the current field.
    pub in_debug: bool,
    /// Open brackets since the string began.
    pub depth: i32,
    /// `depth` outside the innermost field; -1 outside all.
    pub field_depth: i32,
    raw: bool,
    template: bool,
    in_format_spec: bool,
    start: usize,
    line_start: usize,
    first_line: u32,
    /// Where the expression of the current field begins and, once known, ends.
    expr_start: Option<usize>,
    expr_end: Option<usize>,
}

impl FtMode {
    /// `f` or `t`, for messages.
    pub fn letter(&self) -> char {
        if self.template { 't' } else { 'f' }
    }

    pub fn inside_field_at_top(&self) -> bool {
        self.field_depth >= 0 && self.depth - self.field_depth == 1
    }

    pub fn leave_field(&mut self) {
        self.field_depth -= 1;
        self.in_text = true;
        self.in_format_spec = false;
        self.in_debug = false;
    }

    fn middle(&self) -> TokenKind {
        if self.template { TokenKind::TStringMiddle } else { TokenKind::FStringMiddle }
    }
}

impl Lexer<'_> {
    /// The prefix and the first quote have been read.
    pub(super) fn ftstring_start(&mut self, quote: u8) -> Result<Token, LexError> {
        self.first_lineno = self.lineno;
        self.multi_line_start = self.line_start;
        let mut quote_size = 1;
        let after_quote = self.nextc()?;
        if after_quote == Some(quote) {
            let third = self.nextc()?;
            if third == Some(quote) {
                quote_size = 3;
            } else {
                self.backup(third);
                self.backup(after_quote);
            }
        } else {
            self.backup(after_quote);
        }
        if self.modes.len() + 1 >= MAX_FSTRING_LEVEL {
            return self.fail("too many nested f-strings or t-strings");
        }
        let prefix = &self.src[self.start..self.cur - usize::from(quote_size)];
        let template = prefix.iter().any(|b| b | 0x20 == b't');
        let raw = prefix.iter().any(|b| b | 0x20 == b'r');
        self.modes.push(FtMode {
            quote,
            quote_size,
            in_text: true,
            in_debug: false,
            depth: 0,
            field_depth: -1,
            raw,
            template,
            in_format_spec: false,
            start: self.start,
            line_start: self.line_start,
            first_line: self.lineno,
            expr_start: None,
            expr_end: None,
        });
        Ok(self.token_here(if template { TokenKind::TStringStart } else { TokenKind::FStringStart }))
    }

    /// Enters the field whose brace comes next.
    fn enter_field(&mut self) -> Result<(), LexError> {
        let expr_start = self.cur + 1;
        let mode = self.mode();
        mode.field_depth += 1;
        mode.expr_start = Some(expr_start);
        mode.expr_end = None;
        if mode.field_depth >= MAX_EXPR_NESTING {
            let letter = mode.letter();
            return self.fail(format!("{letter}-string: expressions nested too deeply"));
        }
        mode.in_text = false;
        Ok(())
    }

    fn mode(&mut self) -> &mut FtMode {
        self.modes.last_mut().expect("called inside an f-string only")
    }

    /// The next token while in the text of a string: START was made, a field has not begun.
    pub(super) fn ftstring_text(&mut self) -> Result<Token, LexError> {
        self.start = self.cur;
        self.first_lineno = self.lineno;
        self.starting_col = (self.cur - self.line_start) as u32;

        let first = self.nextc()?;
        if first == Some(b'{') {
            let second = self.nextc()?;
            self.backup(second);
            self.backup(first);
            if second != Some(b'{') {
                self.enter_field()?;
                return self.normal();
            }
        } else {
            self.backup(first);
        }

        let (quote, quote_size) = (self.mode().quote, self.mode().quote_size);
        let mut quotes = 0;
        while quotes < quote_size {
            let c = self.nextc()?;
            if c != Some(quote) {
                self.backup(c);
                return self.ftstring_middle(quote, quote_size);
            }
            quotes += 1;
        }
        let end = if self.mode().template { TokenKind::TStringEnd } else { TokenKind::FStringEnd };
        let token = self.token_here(end);
        self.modes.pop();
        Ok(token)
    }

    fn ftstring_middle(&mut self, quote: u8, quote_size: u8) -> Result<Token, LexError> {
        self.multi_line_start = self.line_start;
        let (mut end_quote_size, mut unicode_escape) = (0, false);
        let (raw, middle) = (self.mode().raw, self.mode().middle());
        while end_quote_size != quote_size {
            let c = self.nextc()?;
            let in_format_spec = self.mode().in_format_spec && self.mode().field_depth >= 0;
            if c.is_none() || (quote_size == 1 && c == Some(b'\n')) {
                return self.unterminated_ftstring(c, quote_size, in_format_spec);
            }
            if c == Some(quote) {
                end_quote_size += 1;
                continue;
            }
            end_quote_size = 0;
            match c {
                Some(b'{') => {
                    let peek = self.nextc()?;
                    if peek != Some(b'{') || in_format_spec {
                        self.backup(peek);
                        self.backup(c);
                        self.enter_field()?;
                        self.mode().in_format_spec = false;
                        return Ok(self.token_here(middle));
                    }
                    return Ok(self.token(middle, self.start, self.cur - 1));
                }
                Some(b'}') => {
                    if unicode_escape {
                        return Ok(self.token_here(middle));
                    }
                    let peek = self.nextc()?;
                    if peek == Some(b'}') && !in_format_spec && self.mode().depth == 0 {
                        return Ok(self.token(middle, self.start, self.cur - 1));
                    }
                    self.backup(peek);
                    self.backup(c);
                    let mode = self.mode();
                    mode.in_text = false;
                    mode.in_format_spec = false;
                    return Ok(self.token_here(middle));
                }
                Some(b'\\') => {
                    let mut peek = self.nextc()?;
                    if peek == Some(b'\r') {
                        peek = self.nextc()?;
                    }
                    if let Some(brace @ (b'{' | b'}')) = peek {
                        if !raw {
                            self.warn(crate::error::invalid_escape_message(&char::from(brace).to_string(), false));
                        }
                        self.backup(peek);
                        continue;
                    }
                    if !raw && peek == Some(b'N') {
                        peek = self.nextc()?;
                        if peek == Some(b'{') {
                            unicode_escape = true;
                        } else {
                            self.backup(peek);
                        }
                    }
                }
                _ => {}
            }
        }
        self.cur -= usize::from(quote_size);
        Ok(self.token_here(middle))
    }

    fn unterminated_ftstring(
        &mut self,
        c: Option<u8>,
        quote_size: u8,
        in_format_spec: bool,
    ) -> Result<Token, LexError> {
        let letter = self.mode().letter();
        if in_format_spec && c == Some(b'\n') {
            return self.fail(format!(
                "{letter}-string: newlines are not allowed in format specifiers for single quoted {letter}-strings"
            ));
        }
        let detected = self.lineno;
        let (start, line_start, first_line) = (self.mode().start, self.mode().line_start, self.mode().first_line);
        self.cur = start + 1;
        self.line_start = line_start;
        self.lineno = first_line;
        let triple = if quote_size == 3 { "triple-quoted " } else { "" };
        self.fail(format!("unterminated {triple}{letter}-string literal (detected at line {detected})"))
    }

    /// What `: } ! {` mean to the innermost string's field; true for a colon that begins a format spec.
    pub(super) fn field_punctuation(&mut self, c: u8) -> bool {
        let (start, count) = (self.start, self.count);
        let not_equal = c == b'!' && self.src.get(self.cur) == Some(&b'=');
        let Some(mode) = self.modes.last_mut() else { return false };
        // At the top of the innermost field, not within brackets in it.
        if mode.field_depth < 0 || c == b'{' || mode.depth - 1 != mode.field_depth || not_equal {
            return false;
        }
        if c != b':' || mode.expr_end.is_none() {
            mode.expr_end = Some(start);
        }
        let begins_spec = c == b':';
        if begins_spec {
            mode.in_text = true;
            mode.in_format_spec = true;
        }
        if (mode.in_debug || mode.template)
            && let (Some(from), Some(to)) = (mode.expr_start, mode.expr_end)
        {
            let text = without_comments(&self.src[from..to]);
            self.field_texts.push((count, text));
        }
        begins_spec
    }
}

/// The text of a field's expression with its comments left out. Strings are told apart as simply as CPython does.
pub(crate) fn without_comments(expr: &[u8]) -> Arc<str> {
    let text = String::from_utf8_lossy(expr);
    if !has_comment(text.as_bytes()) {
        return text.into();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut quote = None;
    let mut bytes = text.bytes().peekable();
    while let Some(b) = bytes.next() {
        match (b, quote) {
            (b'\\', _) => {
                out.push(b);
                out.extend(bytes.next());
                continue;
            }
            (b'"' | b'\'', None) => quote = Some(b),
            (b'"' | b'\'', Some(open)) if open == b => quote = None,
            (b'#', None) => {
                while bytes.peek().is_some_and(|&next| next != b'\n') {
                    bytes.next();
                }
                if bytes.next().is_some() {
                    out.push(b'\n');
                }
                continue;
            }
            _ => {}
        }
        out.push(b);
    }
    String::from_utf8_lossy(&out).into()
}

fn has_comment(expr: &[u8]) -> bool {
    let mut quote = None;
    let mut i = 0;
    while i < expr.len() {
        match (expr[i], quote) {
            (b'\\', _) => i += 1,
            (b @ (b'"' | b'\''), None) => quote = Some(b),
            (b @ (b'"' | b'\''), Some(open)) if open == b => quote = None,
            (b'#', None) => return true,
            _ => {}
        }
        i += 1;
    }
    false
}
