//! String and bytes tokens. Their value is decoded when the parser takes them.

use super::{LexError, Lexer};
use crate::token::{Token, TokenKind};

impl Lexer<'_> {
    /// Reads a literal whose first quote has been read.
    pub(super) fn string(&mut self, quote: u8) -> Result<Token, LexError> {
        self.first_lineno = self.lineno;
        self.multi_line_start = self.line_start;
        let (mut quote_size, mut end_quote_size) = (1, 0);
        let mut escaped_quote = false;

        let mut c = self.nextc()?;
        if c == Some(quote) {
            c = self.nextc()?;
            if c == Some(quote) {
                quote_size = 3;
            } else {
                end_quote_size = 1;
            }
        }
        if c != Some(quote) {
            self.backup(c);
        }

        while end_quote_size != quote_size {
            self.skip_plain(quote);
            let mut c = self.nextc()?;
            if c.is_none() || (quote_size == 1 && c == Some(b'\n')) {
                return self.unterminated(quote, quote_size, escaped_quote);
            }
            if c == Some(quote) {
                end_quote_size += 1;
                continue;
            }
            end_quote_size = 0;
            if c == Some(b'\\') {
                c = self.nextc()?;
                escaped_quote |= c == Some(quote);
                if c == Some(b'\r') {
                    self.nextc()?;
                }
            }
        }
        Ok(self.token_here(TokenKind::String))
    }

    /// Moves over bytes of the line that mean nothing to the loop above.
    fn skip_plain(&mut self, quote: u8) {
        let rest = &self.src[self.cur..self.inp];
        let plain = memchr::memchr3(quote, b'\\', b'\n', rest).unwrap_or(rest.len());
        // One plain byte is left to be read: it is what ends a run of quotes.
        self.cur += plain.saturating_sub(1);
    }

    fn unterminated(&mut self, quote: u8, quote_size: u8, escaped_quote: bool) -> Result<Token, LexError> {
        let detected = self.lineno;
        self.cur = self.start + 1;
        self.line_start = self.multi_line_start;
        self.lineno = self.first_lineno;
        if let Some(mode) = self.modes.last()
            && mode.quote == quote
            && mode.quote_size == quote_size
        {
            return self.fail(format!("{}-string: expecting '}}'", mode.letter()));
        }
        if quote_size == 3 {
            return self.fail(format!("unterminated triple-quoted string literal (detected at line {detected})"));
        }
        let hint = if escaped_quote { "; perhaps you escaped the end quote?" } else { "" };
        self.fail(format!("unterminated string literal (detected at line {detected}){hint}"))
    }
}
