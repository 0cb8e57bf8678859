//! Number tokens and the errors for malformed ones.

use super::{Ch, LexError, Lexer, identifier};
use crate::token::{Token, TokenKind};

fn is_digit(c: Ch) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

impl Lexer<'_> {
    pub(super) fn number(&mut self, first: u8) -> Result<Token, LexError> {
        if first != b'0' {
            let c = self.decimal_tail()?;
            return self.after_integer_part(c);
        }
        let c = self.nextc()?;
        match c {
            Some(b'x' | b'X') => self.radix("hexadecimal", |c| c.is_ascii_hexdigit()),
            Some(b'o' | b'O') => self.radix("octal", |c| (b'0'..b'8').contains(&c)),
            Some(b'b' | b'B') => self.radix("binary", |c| c == b'0' || c == b'1'),
            _ => self.leading_zero(c),
        }
    }

    fn finish_number(&mut self, c: Ch) -> Token {
        self.backup(c);
        self.token_here(TokenKind::Number)
    }

    fn radix(&mut self, kind: &str, is_own_digit: fn(u8) -> bool) -> Result<Token, LexError> {
        let mut c = self.nextc()?;
        loop {
            if c == Some(b'_') {
                c = self.nextc()?;
            }
            if !c.is_some_and(is_own_digit) {
                return self.bad_radix_digit(kind, c);
            }
            while c.is_some_and(is_own_digit) {
                c = self.nextc()?;
            }
            if c != Some(b'_') {
                break;
            }
        }
        if is_digit(c) {
            return self.bad_radix_digit(kind, c);
        }
        self.verify_end_of_number(c, kind)?;
        Ok(self.finish_number(c))
    }

    fn bad_radix_digit(&mut self, kind: &str, c: Ch) -> Result<Token, LexError> {
        match c {
            Some(digit) if digit.is_ascii_digit() => {
                self.fail(format!("invalid digit '{}' in {kind} literal", char::from(digit)))
            }
            _ => {
                self.backup(c);
                self.fail(format!("invalid {kind} literal"))
            }
        }
    }

    /// A literal that begins with 0 and is decimal: zero, a float, an imaginary, or the old octal notation.
    fn leading_zero(&mut self, mut c: Ch) -> Result<Token, LexError> {
        loop {
            if c == Some(b'_') {
                c = self.nextc()?;
                if !is_digit(c) {
                    self.backup(c);
                    return self.fail("invalid decimal literal");
                }
            }
            if c != Some(b'0') {
                break;
            }
            c = self.nextc()?;
        }
        let zeros_end = self.cur;
        let nonzero = is_digit(c);
        if nonzero {
            c = self.decimal_tail()?;
        }
        match c {
            Some(b'.') => {
                let c = self.nextc()?;
                self.fraction(c)
            }
            Some(e @ (b'e' | b'E')) => self.exponent(e),
            Some(b'j' | b'J') => self.imaginary(),
            _ if nonzero && !self.extra => {
                self.backup(c);
                self.fail_range(
                    self.start + 1,
                    zeros_end,
                    "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
                )
            }
            _ => {
                self.verify_end_of_number(c, "decimal")?;
                Ok(self.finish_number(c))
            }
        }
    }

    fn decimal_tail(&mut self) -> Result<Ch, LexError> {
        loop {
            let mut c = self.nextc()?;
            while is_digit(c) {
                c = self.nextc()?;
            }
            if c != Some(b'_') {
                return Ok(c);
            }
            let c = self.nextc()?;
            if !is_digit(c) {
                self.backup(c);
                return self.fail("invalid decimal literal");
            }
        }
    }

    fn after_integer_part(&mut self, c: Ch) -> Result<Token, LexError> {
        if c == Some(b'.') {
            let c = self.nextc()?;
            return self.fraction(c);
        }
        self.after_fraction(c)
    }

    /// `c` is the character after the point.
    pub(super) fn fraction(&mut self, mut c: Ch) -> Result<Token, LexError> {
        if is_digit(c) {
            c = self.decimal_tail()?;
        }
        self.after_fraction(c)
    }

    fn after_fraction(&mut self, c: Ch) -> Result<Token, LexError> {
        match c {
            Some(e @ (b'e' | b'E')) => self.exponent(e),
            Some(b'j' | b'J') => self.imaginary(),
            _ => {
                self.verify_end_of_number(c, "decimal")?;
                Ok(self.finish_number(c))
            }
        }
    }

    fn exponent(&mut self, e: u8) -> Result<Token, LexError> {
        let mut c = self.nextc()?;
        if matches!(c, Some(b'+' | b'-')) {
            c = self.nextc()?;
            if !is_digit(c) {
                self.backup(c);
                return self.fail("invalid decimal literal");
            }
        } else if !is_digit(c) {
            self.backup(c);
            self.verify_end_of_number(Some(e), "decimal")?;
            return Ok(self.finish_number(Some(e)));
        }
        let c = self.decimal_tail()?;
        if matches!(c, Some(b'j' | b'J')) {
            return self.imaginary();
        }
        self.verify_end_of_number(c, "decimal")?;
        Ok(self.finish_number(c))
    }

    fn imaginary(&mut self) -> Result<Token, LexError> {
        let c = self.nextc()?;
        self.verify_end_of_number(c, "imaginary")?;
        Ok(self.finish_number(c))
    }

    /// A keyword right after a number is warned about, any other name is an error. `c` has been read.
    fn verify_end_of_number(&mut self, c: Ch, kind: &str) -> Result<(), LexError> {
        let Some(c) = c else { return Ok(()) };
        if self.extra || !identifier::is_char(c) {
            return Ok(());
        }
        let rest = &self.src[self.cur..self.inp];
        let is_word = |tail: &[u8]| {
            rest.starts_with(tail) && !rest.get(tail.len()).is_some_and(|&next| identifier::is_char(next))
        };
        let keyword = match c {
            b'a' => is_word(b"nd"),
            b'e' => is_word(b"lse"),
            b'f' => is_word(b"or"),
            b'i' => matches!(rest.first(), Some(b'f' | b'n' | b's')),
            b'o' => is_word(b"r"),
            b'n' => is_word(b"ot"),
            _ => false,
        };
        if keyword {
            self.warn(format!("invalid {kind} literal"));
            return Ok(());
        }
        if c < 128 {
            self.backup(Some(c));
            return self.fail(format!("invalid {kind} literal"));
        }
        Ok(())
    }
}
