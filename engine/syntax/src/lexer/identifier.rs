//! Names, and the string prefixes that begin like names.

use super::{LexError, Lexer};
use crate::token::Token;
use crate::unicode;

pub(super) fn is_start(c: u8) -> bool {
    c.is_ascii_alphabetic() || c == b'_' || c >= 128
}

const IS_CHAR: [bool; 256] = {
    let mut is_char = [false; 256];
    let mut c = 0;
    while c < 256 {
        is_char[c] = (c as u8).is_ascii_alphanumeric() || c as u8 == b'_' || c >= 128;
        c += 1;
    }
    is_char
};

pub(super) fn is_char(c: u8) -> bool {
    IS_CHAR[usize::from(c)]
}

/// Which prefix letters were seen before a quote.
#[derive(Default)]
struct Prefix {
    b: bool,
    u: bool,
    r: bool,
    f: bool,
    t: bool,
}

impl Prefix {
    /// Takes one more letter, if it can belong to a prefix.
    fn take(&mut self, c: u8) -> bool {
        let seen = match c | 0x20 {
            b'b' => &mut self.b,
            b'u' => &mut self.u,
            b'r' => &mut self.r,
            b'f' => &mut self.f,
            b't' => &mut self.t,
            _ => return false,
        };
        c.is_ascii_alphabetic() && !std::mem::replace(seen, true)
    }

    /// Two letters that may not stand together.
    fn conflict(&self) -> Option<(char, char)> {
        [
            (self.u, 'u', self.b, 'b'),
            (self.u, 'u', self.r, 'r'),
            (self.u, 'u', self.f, 'f'),
            (self.u, 'u', self.t, 't'),
            (self.b, 'b', self.f, 'f'),
            (self.b, 'b', self.t, 't'),
            (self.f, 'f', self.t, 't'),
        ]
        .into_iter()
        .find_map(|(seen, a, also_seen, b)| (seen && also_seen).then_some((a, b)))
    }
}

impl Lexer<'_> {
    pub(super) fn name_or_string(&mut self, first: u8) -> Result<Token, LexError> {
        let mut all = first;
        let rest = &self.src[self.cur..self.inp];
        let mut len = 0;
        while let Some(&c) = rest.get(len)
            && is_char(c)
        {
            all |= c;
            len += 1;
        }
        match rest.get(len) {
            Some(b'"' | b'\'') => self.prefixed_string(first),
            // The end of the source counts as looked at.
            None => self.last_name(len),
            Some(_) => {
                self.cur += len;
                if all >= 128 && !self.extra {
                    self.verify_identifier()?;
                }
                Ok(self.name_token())
            }
        }
    }

    /// A string, if what stands before its quote is a prefix; else a name.
    fn prefixed_string(&mut self, first: u8) -> Result<Token, LexError> {
        let mut prefix = Prefix::default();
        let mut next = Some(first);
        while let Some(letter) = next
            && prefix.take(letter)
        {
            next = self.nextc()?;
            let Some(c) = next else { break };
            if c == b'"' || c == b'\'' {
                if let Some((a, b)) = prefix.conflict() {
                    let msg = format!("'{a}' and '{b}' prefixes are incompatible");
                    return self.fail_range(self.start + 1, self.cur, msg);
                }
                return if prefix.f || prefix.t { self.ftstring_start(c) } else { self.string(c) };
            }
        }
        self.backup(next);
        let rest = &self.src[self.cur..self.inp];
        let len = rest.iter().position(|&b| !is_char(b)).unwrap_or(rest.len());
        self.last_name(len)
    }

    /// A name, after which the next character is looked at.
    fn last_name(&mut self, len: usize) -> Result<Token, LexError> {
        self.cur += len;
        let after = self.nextc()?;
        self.backup(after);
        if !self.extra && !self.src[self.start..self.cur].is_ascii() {
            self.verify_identifier()?;
        }
        Ok(self.name_token())
    }

    /// PEP 3131: names any character that may not stand where it stands.
    fn verify_identifier(&mut self) -> Result<(), LexError> {
        let text = String::from_utf8_lossy(&self.src[self.start..self.cur]).into_owned();
        let mut at = 0;
        for (i, ch) in text.char_indices() {
            let valid = if i == 0 { unicode::is_xid_start(ch) } else { unicode::is_xid_continue(ch) };
            at = i + ch.len_utf8();
            if !valid {
                self.cur = self.start + at;
                let code = ch as u32;
                return if ground::character::is_printable(ch) {
                    self.fail(format!("invalid character '{ch}' (U+{code:04X})"))
                } else {
                    self.fail(format!("invalid non-printable character U+{code:04X}"))
                };
            }
        }
        self.cur = self.start + at;
        Ok(())
    }
}
