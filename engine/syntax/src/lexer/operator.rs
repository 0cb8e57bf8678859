//! Operators and brackets.

use super::{LexError, Lexer, MAX_LEVEL, Paren};
use crate::token::{Token, TokenKind};

fn one_char(c: u8) -> Option<TokenKind> {
    use TokenKind::*;
    Some(match c {
        b'!' => Exclamation,
        b'%' => Percent,
        b'&' => Amper,
        b'(' => LPar,
        b')' => RPar,
        b'*' => Star,
        b'+' => Plus,
        b',' => Comma,
        b'-' => Minus,
        b'.' => Dot,
        b'/' => Slash,
        b':' => Colon,
        b';' => Semi,
        b'<' => Less,
        b'=' => Equal,
        b'>' => Greater,
        b'@' => At,
        b'[' => LSqb,
        b']' => RSqb,
        b'^' => Circumflex,
        b'{' => LBrace,
        b'|' => VBar,
        b'}' => RBrace,
        b'~' => Tilde,
        _ => return None,
    })
}

fn two_chars(c1: u8, c2: u8) -> Option<TokenKind> {
    use TokenKind::*;
    Some(match [c1, c2] {
        [b'!', b'='] | [b'<', b'>'] => NotEqual,
        [b'%', b'='] => PercentEqual,
        [b'&', b'='] => AmperEqual,
        [b'*', b'*'] => DoubleStar,
        [b'*', b'='] => StarEqual,
        [b'+', b'='] => PlusEqual,
        [b'-', b'='] => MinEqual,
        [b'-', b'>'] => RArrow,
        [b'/', b'/'] => DoubleSlash,
        [b'/', b'='] => SlashEqual,
        [b':', b'='] => ColonEqual,
        [b'<', b'<'] => LeftShift,
        [b'<', b'='] => LessEqual,
        [b'=', b'='] => EqEqual,
        [b'>', b'='] => GreaterEqual,
        [b'>', b'>'] => RightShift,
        [b'@', b'='] => AtEqual,
        [b'^', b'='] => CircumflexEqual,
        [b'|', b'='] => VBarEqual,
        _ => return None,
    })
}

fn three_chars(first_two: TokenKind, c3: u8) -> Option<TokenKind> {
    use TokenKind::*;
    Some(match (first_two, c3) {
        (DoubleStar, b'=') => DoubleStarEqual,
        (DoubleSlash, b'=') => DoubleSlashEqual,
        (LeftShift, b'=') => LeftShiftEqual,
        (RightShift, b'=') => RightShiftEqual,
        _ => return None,
    })
}

impl Lexer<'_> {
    pub(super) fn operator(&mut self, c: u8) -> Result<Token, LexError> {
        if matches!(c, b':' | b'}' | b'!' | b'{') && self.field_punctuation(c) {
            return Ok(self.token_here(TokenKind::Colon));
        }
        let c2 = self.nextc()?;
        let two = c2.and_then(|c2| two_chars(c, c2)).filter(|_| self.barry || c2 != Some(b'>') || c != b'<');
        if let Some(two) = two {
            let c3 = self.nextc()?;
            if let Some(three) = c3.and_then(|c3| three_chars(two, c3)) {
                return Ok(self.token_here(three));
            }
            self.backup(c3);
            return Ok(self.token_here(two));
        }
        self.backup(c2);

        match c {
            b'(' | b'[' | b'{' => self.open_bracket(c)?,
            b')' | b']' | b'}' => self.close_bracket(c)?,
            _ => {}
        }
        if !(0x20..0x7F).contains(&c) {
            return self.fail(format!("invalid non-printable character U+{c:04X}"));
        }
        if c == b'='
            && let Some(mode) = self.modes.last_mut()
            && mode.inside_field_at_top()
        {
            mode.in_debug = true;
        }
        match one_char(c) {
            Some(kind) => Ok(self.token_here(kind)),
            // `$`, `?` and `` ` `` are tokens that no rule takes.
            None => Ok(self.token_here(TokenKind::Op)),
        }
    }

    fn open_bracket(&mut self, ch: u8) -> Result<(), LexError> {
        if self.parens.len() >= MAX_LEVEL {
            return self.fail("too many nested parentheses");
        }
        let col = (self.start - self.line_start) as u32;
        self.parens.push(Paren { ch, line: self.lineno, col });
        if let Some(mode) = self.modes.last_mut() {
            mode.depth += 1;
        }
        Ok(())
    }

    fn close_bracket(&mut self, c: u8) -> Result<(), LexError> {
        let close = char::from(c);
        if let Some(mode) = self.modes.last()
            && mode.depth == 0
            && c == b'}'
        {
            return self.fail(format!("{}-string: single '}}' is not allowed", mode.letter()));
        }
        if !self.extra && self.parens.is_empty() {
            return self.fail(format!("unmatched '{close}'"));
        }
        if let Some(open) = self.parens.pop()
            && !self.extra
            && !matches!((open.ch, c), (b'(', b')') | (b'[', b']') | (b'{', b'}'))
        {
            if let Some(mode) = self.modes.last()
                && open.ch == b'{'
                && mode.depth - 1 == mode.field_depth
            {
                return self.fail(format!("{}-string: unmatched '{close}'", mode.letter()));
            }
            let mut msg =
                format!("closing parenthesis '{close}' does not match opening parenthesis '{}'", char::from(open.ch));
            if open.line != self.lineno {
                msg.push_str(&format!(" on line {}", open.line));
            }
            return self.fail(msg);
        }
        if let Some(mode) = self.modes.last_mut() {
            mode.depth -= 1;
            if mode.depth < 0 {
                let letter = mode.letter();
                return self.fail(format!("{letter}-string: unmatched '{close}'"));
            }
            if c == b'}' && mode.depth == mode.field_depth {
                mode.leave_field();
            }
        }
        Ok(())
    }
}
