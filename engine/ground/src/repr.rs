//! `repr()` of text and bytes (`unicode_repr`, `bytes_repr`).

use crate::character::is_printable;

/// `repr` of a str, given as code points (lone surrogates allowed).
pub fn str_repr(points: impl Iterator<Item = u32> + Clone, out: &mut String) {
    quoted(points, is_printable, out);
}

/// `ascii()` of a str: everything beyond ASCII is escaped.
pub fn str_ascii(points: impl Iterator<Item = u32> + Clone, out: &mut String) {
    quoted(points, |ch| ch.is_ascii() && is_printable(ch), out);
}

fn quoted(points: impl Iterator<Item = u32> + Clone, as_it_is: impl Fn(char) -> bool, out: &mut String) {
    let quote = quote_for(points.clone());
    out.push(quote);
    for point in points {
        match char::from_u32(point) {
            Some(ch) if ch == quote || ch == '\\' => {
                out.push('\\');
                out.push(ch);
            }
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(ch) if as_it_is(ch) => out.push(ch),
            _ if point < 0x100 => out.push_str(&format!("\\x{point:02x}")),
            _ if point < 0x10000 => out.push_str(&format!("\\u{point:04x}")),
            _ => out.push_str(&format!("\\U{point:08x}")),
        }
    }
    out.push(quote);
}

/// Double quotes only where single ones would need a backslash and double ones would not.
fn quote_for(points: impl Iterator<Item = u32>) -> char {
    let (mut single, mut double) = (false, false);
    for point in points {
        single |= point == u32::from(b'\'');
        double |= point == u32::from(b'"');
    }
    if single && !double { '"' } else { '\'' }
}

pub fn bytes_repr(bytes: &[u8], out: &mut String) {
    let quote = quote_for(bytes.iter().map(|&b| u32::from(b)));
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ if char::from(byte) == quote => {
                out.push('\\');
                out.push(quote);
            }
            b' '..=b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(quote);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(f: impl Fn(&mut String)) -> String {
        let mut out = String::new();
        f(&mut out);
        out
    }

    #[test]
    fn strings() {
        let repr = |s: &str| text(|out| str_repr(s.chars().map(u32::from), out));
        assert_eq!(repr("it's"), "\"it's\"");
        assert_eq!(repr("it's \"x\""), "'it\\'s \"x\"'");
        assert_eq!(repr("\u{7f}\u{a0}é\u{200b}\n"), "'\\x7f\\xa0é\\u200b\\n'");
        assert_eq!(text(|out| bytes_repr(b"a'\"\xff\n", out)), "b'a\\'\"\\xff\\n'");
    }
}
