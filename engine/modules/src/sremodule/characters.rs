//! What the matcher asks of characters: categories, sets, case (`Modules/_sre/sre.c`, `sre_lib.h`).

use ground::character::{self, Case, flag};

/// Instructions of the code that the library's `re._compiler` makes (`Lib/re/_constants.py`).
pub mod op {
    pub const FAILURE: u32 = 0;
    pub const SUCCESS: u32 = 1;
    pub const ANY: u32 = 2;
    pub const ANY_ALL: u32 = 3;
    pub const ASSERT: u32 = 4;
    pub const ASSERT_NOT: u32 = 5;
    pub const AT: u32 = 6;
    pub const BRANCH: u32 = 7;
    pub const CATEGORY: u32 = 8;
    pub const CHARSET: u32 = 9;
    pub const BIGCHARSET: u32 = 10;
    pub const GROUPREF: u32 = 11;
    pub const GROUPREF_EXISTS: u32 = 12;
    pub const IN: u32 = 13;
    pub const INFO: u32 = 14;
    pub const JUMP: u32 = 15;
    pub const LITERAL: u32 = 16;
    pub const MARK: u32 = 17;
    pub const MAX_UNTIL: u32 = 18;
    pub const MIN_UNTIL: u32 = 19;
    pub const NOT_LITERAL: u32 = 20;
    pub const NEGATE: u32 = 21;
    pub const RANGE: u32 = 22;
    pub const REPEAT: u32 = 23;
    pub const REPEAT_ONE: u32 = 24;
    pub const MIN_REPEAT_ONE: u32 = 26;
    pub const ATOMIC_GROUP: u32 = 27;
    pub const POSSESSIVE_REPEAT: u32 = 28;
    pub const POSSESSIVE_REPEAT_ONE: u32 = 29;
    pub const GROUPREF_IGNORE: u32 = 30;
    pub const IN_IGNORE: u32 = 31;
    pub const LITERAL_IGNORE: u32 = 32;
    pub const NOT_LITERAL_IGNORE: u32 = 33;
    pub const GROUPREF_LOC_IGNORE: u32 = 34;
    pub const IN_LOC_IGNORE: u32 = 35;
    pub const LITERAL_LOC_IGNORE: u32 = 36;
    pub const NOT_LITERAL_LOC_IGNORE: u32 = 37;
    pub const GROUPREF_UNI_IGNORE: u32 = 38;
    pub const IN_UNI_IGNORE: u32 = 39;
    pub const LITERAL_UNI_IGNORE: u32 = 40;
    pub const NOT_LITERAL_UNI_IGNORE: u32 = 41;
    pub const RANGE_UNI_IGNORE: u32 = 42;
}

/// The code of a pattern, words of four bytes; beyond its end lie instructions that fail.
#[derive(Clone, Copy)]
pub struct Code<'a>(&'a [[u8; 4]]);

impl<'a> Code<'a> {
    pub fn new(bytes: &'a [u8]) -> Code<'a> {
        Code(bytes.as_chunks().0)
    }

    #[inline(always)]
    pub fn at(self, i: usize) -> u32 {
        self.0.get(i).map_or(op::FAILURE, |word| u32::from_le_bytes(*word))
    }

    fn byte(self, i: usize) -> u8 {
        self.0.as_flattened().get(i).copied().unwrap_or(0)
    }
}

/// ASCII only, and so is the C locale.
pub fn lower_ascii(c: u32) -> u32 {
    if (65..=90).contains(&c) { c + 32 } else { c }
}

pub fn upper_ascii(c: u32) -> u32 {
    if (97..=122).contains(&c) { c - 32 } else { c }
}

/// The first character of another form of it (`Py_UNICODE_TOLOWER`, `Py_UNICODE_TOUPPER`).
fn first_of(c: u32, case: Case) -> u32 {
    let mut out = Vec::new();
    character::put_case(c, case, &mut out);
    out.first().copied().unwrap_or(c)
}

pub fn lower_unicode(c: u32) -> u32 {
    if c < 128 { lower_ascii(c) } else { first_of(c, Case::Lower) }
}

pub fn upper_unicode(c: u32) -> u32 {
    if c < 128 { upper_ascii(c) } else { first_of(c, Case::Upper) }
}

fn is_word_ascii(c: u32) -> bool {
    u8::try_from(c).is_ok_and(|c| c.is_ascii_alphanumeric() || c == b'_')
}

pub fn is_word_unicode(c: u32) -> bool {
    if c < 128 {
        return is_word_ascii(c);
    }
    character::has(c, flag::ALPHA | flag::DECIMAL | flag::DIGIT | flag::NUMERIC)
}

/// Whether a character is part of a word.
pub fn is_word(c: u32, unicode: bool) -> bool {
    if unicode { is_word_unicode(c) } else { is_word_ascii(c) }
}

/// `CATEGORY_*` by number: the even ones say yes, the odd ones no.
fn category(number: u32, c: u32) -> bool {
    let yes = match number / 2 {
        0 => (48..=57).contains(&c),
        1 => matches!(c, 9..=13 | 32),
        2 | 4 => is_word_ascii(c),
        3 => c == 10,
        5 => character::decimal(c).is_some(),
        6 => character::is_space(c),
        7 => is_word_unicode(c),
        8 => character::is_linebreak(c),
        _ => return false,
    };
    yes == number.is_multiple_of(2)
}

/// Whether a character is in the set that begins at `at`.
pub fn charset(code: Code, mut at: usize, c: u32) -> bool {
    let mut ok = true;
    loop {
        let (head, a) = (code.at(at), code.at(at + 1));
        at += match head {
            op::FAILURE => return !ok,
            op::LITERAL if c == a => return ok,
            op::LITERAL => 2,
            op::CATEGORY if category(a, c) => return ok,
            op::CATEGORY => 2,
            op::CHARSET => {
                if c < 256 && code.at(at + 1 + (c / 32) as usize) >> (c % 32) & 1 != 0 {
                    return ok;
                }
                9
            }
            op::RANGE | op::RANGE_UNI_IGNORE => {
                let range = a..=code.at(at + 2);
                if range.contains(&c) || head == op::RANGE_UNI_IGNORE && range.contains(&upper_unicode(c)) {
                    return ok;
                }
                3
            }
            op::NEGATE => {
                ok = !ok;
                1
            }
            op::BIGCHARSET => {
                if c < 0x1_0000 {
                    let block = u32::from(code.byte(4 * (at + 2) + (c >> 8) as usize));
                    let word = (block * 256 + (c & 255)) / 32;
                    if code.at(at + 66 + word as usize) >> (c % 32) & 1 != 0 {
                        return ok;
                    }
                }
                66 + 8 * a as usize
            }
            _ => return false,
        };
    }
}

/// Whether an instruction that matches one character matches this one; None if it is none of those.
#[inline]
pub fn one(code: Code, pc: usize, c: u32) -> Option<bool> {
    let a = code.at(pc + 1);
    let set = pc + 2;
    Some(match code.at(pc) {
        op::LITERAL => c == a,
        op::NOT_LITERAL => c != a,
        op::ANY => c != 10,
        op::ANY_ALL => true,
        op::IN => charset(code, set, c),
        op::CATEGORY => category(a, c),
        op::LITERAL_IGNORE => lower_ascii(c) == a,
        op::NOT_LITERAL_IGNORE => lower_ascii(c) != a,
        op::LITERAL_UNI_IGNORE => lower_unicode(c) == a,
        op::NOT_LITERAL_UNI_IGNORE => lower_unicode(c) != a,
        op::LITERAL_LOC_IGNORE => c == a || lower_ascii(c) == a || upper_ascii(c) == a,
        op::NOT_LITERAL_LOC_IGNORE => c != a && lower_ascii(c) != a && upper_ascii(c) != a,
        op::IN_IGNORE => charset(code, set, lower_ascii(c)),
        op::IN_UNI_IGNORE => charset(code, set, lower_unicode(c)),
        op::IN_LOC_IGNORE => charset(code, set, lower_ascii(c)) || charset(code, set, upper_ascii(c)),
        _ => return None,
    })
}

/// Words of an instruction that matches one character.
pub fn size_of_one(code: Code, pc: usize) -> usize {
    match code.at(pc) {
        op::ANY | op::ANY_ALL => 1,
        op::IN | op::IN_IGNORE | op::IN_UNI_IGNORE | op::IN_LOC_IGNORE => 1 + code.at(pc + 1) as usize,
        _ => 2,
    }
}
