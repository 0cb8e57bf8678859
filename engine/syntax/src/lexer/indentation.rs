//! Indentation at the beginning of a line: INDENT, DEDENT and the consistency of tabs and spaces.

use super::{LexError, Lexer, MAX_INDENT};
use crate::token::{Token, TokenKind};

const TAB_SIZE: u32 = 8;

impl Lexer<'_> {
    /// Reads the white space at the beginning of a line; true if the line holds nothing else but a comment.
    ///
    /// Two columns are kept, one with tabs of eight, one with tabs of one: where they disagree about the order of
    /// two lines the meaning depends on the editor, and that is a `TabError`.
    pub(super) fn indentation(&mut self) -> Result<bool, LexError> {
        let (mut col, mut alt_col, mut continued_col) = (0u32, 0u32, 0u32);
        self.at_bol = false;
        let c = loop {
            match self.nextc()? {
                Some(b' ') => {
                    let more = self.src[self.cur..self.inp].iter().take_while(|&&b| b == b' ').count();
                    self.cur += more;
                    col += more as u32 + 1;
                    alt_col += more as u32 + 1;
                }
                Some(b'\t') => {
                    col = (col / TAB_SIZE + 1) * TAB_SIZE;
                    alt_col += 1;
                }
                Some(0x0C) => {
                    col = 0;
                    alt_col = 0;
                }
                Some(b'\\') => {
                    // The first backslash decides the level of what comes after it.
                    if continued_col == 0 {
                        continued_col = col;
                    }
                    self.continuation_line()?;
                }
                c => break c,
            }
        };
        self.backup(c);
        if matches!(c, Some(b'#' | b'\n' | b'\r')) {
            return Ok(true);
        }
        if !self.parens.is_empty() {
            return Ok(false);
        }
        if continued_col != 0 {
            col = continued_col;
            alt_col = continued_col;
        }
        let (top, alt_top) = self.indents[self.indents.len() - 1];
        if col == top {
            if alt_col != alt_top {
                return self.tab_error();
            }
        } else if col > top {
            if self.indents.len() >= MAX_INDENT {
                self.cur = self.inp;
                return Err(LexError::TooDeep);
            }
            if alt_col <= alt_top {
                return self.tab_error();
            }
            self.pending_indents += 1;
            self.indents.push((col, alt_col));
        } else {
            while self.indents.len() > 1 && col < self.indents[self.indents.len() - 1].0 {
                self.pending_indents -= 1;
                self.indents.pop();
            }
            let (top, alt_top) = self.indents[self.indents.len() - 1];
            if col != top {
                self.cur = self.inp;
                return Err(LexError::Dedent);
            }
            if alt_col != alt_top {
                return self.tab_error();
            }
        }
        Ok(false)
    }

    fn tab_error(&mut self) -> Result<bool, LexError> {
        self.cur = self.inp;
        Err(LexError::TabSpace)
    }

    /// One of the INDENT or DEDENT tokens that the last line's beginning asked for.
    pub(super) fn pending_indent_token(&mut self) -> Token {
        self.start = self.cur;
        if self.pending_indents < 0 {
            self.pending_indents += 1;
            return self.empty_token(TokenKind::Dedent);
        }
        self.pending_indents -= 1;
        let mut token = self.empty_token(TokenKind::Indent);
        if self.extra {
            token.start = self.line_start as u32;
            token.span.col = 0;
        }
        token
    }
}
