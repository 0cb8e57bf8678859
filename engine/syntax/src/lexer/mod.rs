//! The tokenizer: source text to tokens, one at a time, as CPython's `Parser/lexer/lexer.c` makes them.
//!
//! The reading position moves line by line as in CPython (`cur` within a line that ends at `inp`), because
//! positions in errors are those of the tokenizer's state, not of a token.

pub(crate) mod ftstring;
mod identifier;
mod indentation;
mod number;
mod operator;
mod string;

use crate::ast::Span;
use crate::error::Warning;
use crate::token::{Token, TokenKind, keyword_or_name};
use ftstring::FtMode;
use std::sync::Arc;

const MAX_INDENT: usize = 100;
const MAX_LEVEL: usize = 200;
const MAX_FSTRING_LEVEL: usize = 150;

/// What a tokenizer error says beyond the state in which it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LexError {
    /// A message with its place: columns are characters from 1 as CPython counts them there.
    Syntax { msg: String, line: u32, col: i64, end_col: i64 },
    /// The source ended inside brackets or after a backslash (`E_EOF`).
    Eof,
    /// `E_DEDENT`
    Dedent,
    /// `E_TABSPACE`
    TabSpace,
    /// `E_TOODEEP`
    TooDeep,
    /// `E_LINECONT`
    LineCont,
}

/// An open bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paren {
    pub ch: u8,
    pub line: u32,
    /// Bytes from the start of its line.
    pub col: u32,
}

pub(crate) struct Lexer<'s> {
    pub src: &'s [u8],
    /// Next byte to read.
    pub cur: usize,
    /// End of the line being read, its newline included.
    pub inp: usize,
    pub line_start: usize,
    /// Beginning of the text that CPython's tokenizer keeps: the line, or that of a token which spans lines.
    pub buf: usize,
    /// The same when the source is a string: f-strings do not hold it back.
    pub string_buf: usize,
    pub lineno: u32,
    /// The tokenize module's view: COMMENT and NL tokens, fewer errors.
    pub extra: bool,
    /// `# type:` comments are tokens.
    pub type_comments: bool,
    /// The final newline is not in the source but was added.
    pub implicit_newline: bool,
    /// `<>` is a token (`from __future__ import barry_as_FLUFL`).
    pub barry: bool,
    pub parens: Vec<Paren>,
    pub warnings: Vec<Warning>,
    /// The text of replacement fields that a `=` or a t-string needs, with the index of the token that ends it.
    pub field_texts: Vec<(u32, Arc<str>)>,
    /// How many tokens were made.
    pub count: u32,
    modes: Vec<FtMode>,
    start: usize,
    /// `start` is the beginning of a token being read.
    pub in_token: bool,
    starting_col: u32,
    first_lineno: u32,
    multi_line_start: usize,
    indents: Vec<(u32, u32)>,
    pending_indents: i32,
    at_bol: bool,
    comment_newline: bool,
    at_end: bool,
    /// Some line holds a null byte, which is an error when it is read.
    has_null: bool,
}

/// `None` is the end of the source.
type Ch = Option<u8>;

impl<'s> Lexer<'s> {
    pub fn new(src: &'s [u8], extra: bool, implicit_newline: bool) -> Lexer<'s> {
        Lexer {
            src,
            cur: 0,
            inp: 0,
            line_start: 0,
            buf: 0,
            string_buf: 0,
            lineno: 0,
            extra,
            type_comments: false,
            implicit_newline,
            barry: false,
            parens: Vec::new(),
            warnings: Vec::new(),
            field_texts: Vec::new(),
            count: 0,
            modes: Vec::new(),
            start: 0,
            in_token: false,
            starting_col: 0,
            first_lineno: 0,
            multi_line_start: 0,
            indents: vec![(0, 0)],
            pending_indents: 0,
            at_bol: true,
            comment_newline: false,
            at_end: false,
            has_null: memchr::memchr(0, src).is_some(),
        }
    }

    /// The source has been read to its end (`E_EOF`).
    pub fn at_end(&self) -> bool {
        self.at_end
    }

    /// Whether the tokenizer stands inside an f-string or t-string.
    pub fn inside_ftstring(&self) -> bool {
        !self.modes.is_empty()
    }

    /// Closes every open block before the next token: what `single` mode does at the end of its input.
    pub fn imply_dedents(&mut self) {
        self.pending_indents = -((self.indents.len() - 1) as i32);
        self.indents.truncate(1);
    }

    pub fn next_token(&mut self) -> Result<Token, LexError> {
        let token = match self.modes.last() {
            Some(mode) if mode.in_text => self.ftstring_text(),
            _ => self.normal(),
        };
        // The parser does not see the others.
        if let Ok(token) = &token {
            self.count += u32::from(token.kind != TokenKind::TypeIgnore);
        }
        token
    }

    /// Inlined is what happens within a line: its result would otherwise go through memory, for every character.
    #[inline(always)]
    fn nextc(&mut self) -> Result<Ch, LexError> {
        if self.cur < self.inp {
            let c = self.src[self.cur];
            self.cur += 1;
            return Ok(Some(c));
        }
        self.first_of_next_line()
    }

    #[inline(never)]
    fn first_of_next_line(&mut self) -> Result<Ch, LexError> {
        if self.inp == self.src.len() {
            self.at_end = true;
            return Ok(None);
        }
        self.underflow()?;
        let c = self.src[self.cur];
        self.cur += 1;
        Ok(Some(c))
    }

    fn underflow(&mut self) -> Result<(), LexError> {
        let rest = &self.src[self.inp..];
        let len = memchr::memchr(b'\n', rest).map_or(rest.len(), |i| i + 1);
        self.line_start = self.cur;
        if !self.in_token {
            self.string_buf = self.cur;
            if self.modes.is_empty() {
                self.buf = self.cur;
            }
        }
        self.lineno += 1;
        self.inp += len;
        if self.has_null && rest[..len].contains(&0) {
            let error = self.error_at_cursor("source code cannot contain null bytes".to_owned());
            self.cur = self.inp;
            return Err(error);
        }
        Ok(())
    }

    #[inline]
    fn backup(&mut self, c: Ch) {
        if c.is_some() {
            self.cur -= 1;
        }
    }

    /// An error that ends at the cursor, as `_PyTokenizer_syntaxerror` places it.
    fn error_at_cursor(&self, msg: String) -> LexError {
        let col = self.characters_before(self.cur);
        LexError::Syntax { msg, line: self.lineno, col, end_col: col }
    }

    fn fail<T>(&self, msg: impl Into<String>) -> Result<T, LexError> {
        Err(self.error_at_cursor(msg.into()))
    }

    /// An error over bytes of the current line (`_PyTokenizer_syntaxerror_known_range`).
    fn fail_range<T>(&self, from: usize, to: usize, msg: impl Into<String>) -> Result<T, LexError> {
        let (col, end_col) = (self.characters_before(from), self.characters_before(to));
        Err(LexError::Syntax { msg: msg.into(), line: self.lineno, col, end_col })
    }

    /// Characters on the current line up to a byte offset.
    fn characters_before(&self, at: usize) -> i64 {
        String::from_utf8_lossy(&self.src[self.line_start..at]).chars().count() as i64
    }

    fn warn(&mut self, msg: String) {
        if !self.extra {
            self.warnings.push(Warning { msg, line: self.lineno });
        }
    }

    fn token(&self, kind: TokenKind, start: usize, end: usize) -> Token {
        let (line, col) = if kind.is_string_part() {
            (self.first_lineno, self.starting_col)
        } else {
            (self.lineno, self.starting_col)
        };
        // Where the tokenizer stands: behind a NEWLINE and behind the second of two doubled braces.
        let end_col = self.cur - self.line_start;
        Token {
            kind,
            level: self.parens.len() as u8,
            start: start as u32,
            end: end as u32,
            span: Span { line, col, end_line: self.lineno, end_col: end_col as u32 },
        }
    }

    /// A token from `start` to the cursor.
    fn token_here(&self, kind: TokenKind) -> Token {
        self.token(kind, self.start, self.cur)
    }

    /// A token without text, at the cursor.
    fn empty_token(&self, kind: TokenKind) -> Token {
        let col = (self.cur - self.line_start) as u32;
        Token {
            kind,
            level: self.parens.len() as u8,
            start: self.cur as u32,
            end: self.cur as u32,
            span: Span { line: self.lineno, col, end_line: self.lineno, end_col: col },
        }
    }

    fn normal(&mut self) -> Result<Token, LexError> {
        'next_line: loop {
            self.in_token = false;
            let mut blank_line = false;
            if self.at_bol {
                blank_line = self.indentation()?;
            }
            if self.pending_indents != 0 {
                return Ok(self.pending_indent_token());
            }
            loop {
                self.in_token = false;
                let c = loop {
                    match self.nextc()? {
                        Some(b' ' | b'\t' | 0x0C) => {}
                        c => break c,
                    }
                };
                let Some(mut c) = c else {
                    self.start = self.cur;
                    if !self.parens.is_empty() {
                        return Err(LexError::Eof);
                    }
                    return Ok(self.empty_token(TokenKind::EndMarker));
                };
                self.start = self.cur - 1;
                self.in_token = true;
                self.starting_col = (self.start - self.line_start) as u32;

                if c == b'#' {
                    let comment_end = memchr::memchr2(b'\n', b'\r', &self.src[self.cur..self.inp]);
                    self.cur = comment_end.map_or(self.inp, |i| self.cur + i);
                    if self.type_comments
                        && let Some(token) = self.type_comment(blank_line)?
                    {
                        return Ok(token);
                    }
                    if self.extra {
                        self.comment_newline = blank_line;
                        return Ok(self.token_here(TokenKind::Comment));
                    }
                    match self.nextc()? {
                        Some(newline) => c = newline,
                        None => continue,
                    }
                }

                if identifier::is_start(c) {
                    return self.name_or_string(c);
                }
                if c == b'\r' {
                    match self.nextc()? {
                        Some(next) => c = next,
                        None => continue,
                    }
                }
                if c == b'\n' {
                    self.at_bol = true;
                    if blank_line || !self.parens.is_empty() {
                        if self.extra {
                            self.comment_newline = false;
                            return Ok(self.token_here(TokenKind::Nl));
                        }
                        continue 'next_line;
                    }
                    if self.comment_newline && self.extra {
                        self.comment_newline = false;
                        return Ok(self.token_here(TokenKind::Nl));
                    }
                    return Ok(self.token(TokenKind::Newline, self.start, self.cur - 1));
                }
                match c {
                    b'.' => return self.dot_or_fraction(),
                    b'0'..=b'9' => return self.number(c),
                    b'\'' | b'"' => return self.string(c),
                    b'\\' => {
                        self.continuation_line()?;
                        continue;
                    }
                    _ => return self.operator(c),
                }
            }
        }
    }

    /// The token of a `# type:` comment, which has been read up to the end of its line.
    fn type_comment(&mut self, blank_line: bool) -> Result<Option<Token>, LexError> {
        let comment = &self.src[self.start + 1..self.cur];
        let Some(text) = trim_blanks(comment).strip_prefix(b"type:") else { return Ok(None) };
        let text = trim_blanks(text);
        let from = self.cur - text.len();
        let ignore = text.strip_prefix(b"ignore").filter(|tag| !matches!(tag.first(), Some(b) if is_word(*b)));
        let Some(tag) = ignore else {
            let mut token = self.token(TokenKind::TypeComment, from, self.cur);
            token.span.col = (from - self.line_start) as u32;
            return Ok(Some(token));
        };
        let from = self.cur - tag.len();
        if blank_line {
            // Alone on its line, it takes the newline along.
            self.nextc()?;
            self.at_bol = true;
        }
        Ok(Some(self.token(TokenKind::TypeIgnore, from, self.cur)))
    }

    fn dot_or_fraction(&mut self) -> Result<Token, LexError> {
        let c = self.nextc()?;
        if let Some(digit @ b'0'..=b'9') = c {
            return self.fraction(Some(digit));
        }
        if c == Some(b'.') {
            let c = self.nextc()?;
            if c == Some(b'.') {
                return Ok(self.token_here(TokenKind::Ellipsis));
            }
            self.backup(c);
            self.backup(Some(b'.'));
        } else {
            self.backup(c);
        }
        Ok(self.token_here(TokenKind::Dot))
    }

    fn name_token(&self) -> Token {
        let kind = if self.extra { TokenKind::Name } else { keyword_or_name(&self.src[self.start..self.cur]) };
        self.token_here(kind)
    }

    /// After a backslash: reads the newline. The next line's first character stays unread.
    fn continuation_line(&mut self) -> Result<(), LexError> {
        let mut c = self.nextc()?;
        if c == Some(b'\r') {
            c = self.nextc()?;
        }
        if c != Some(b'\n') {
            return Err(LexError::LineCont);
        }
        let c = self.nextc()?;
        if c.is_none() {
            self.cur = self.inp;
            return Err(LexError::Eof);
        }
        self.backup(c);
        Ok(())
    }
}

fn trim_blanks(text: &[u8]) -> &[u8] {
    let blanks = text.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    &text[blanks..]
}

fn is_word(b: u8) -> bool {
    b >= 128 || b.is_ascii_alphanumeric()
}
