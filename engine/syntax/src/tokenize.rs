//! The `tokenize` module's view of a file.

use crate::error::SyntaxError;
use crate::lexer::Lexer;
use crate::repr;
use crate::source;
use crate::token::{Token, TokenKind};
use std::fmt::Write;

/// What `python -m tokenize -e FILE` prints for a file with this content.
pub fn tokenize_dump(source: &[u8]) -> Result<String, SyntaxError> {
    let decoded = source::decode_lines(source, false)?;
    let implicit_newline = !decoded.text.is_empty() && !decoded.text.ends_with('\n');
    let mut text = decoded.text;
    if implicit_newline {
        text.push('\n');
    }
    let mut out = String::with_capacity(text.len() * 8);
    line(&mut out, [0, 0, 0, 0], "ENCODING", &decoded.encoding);
    let mut lexer = Lexer::new(text.as_bytes(), true, implicit_newline);
    loop {
        let token = lexer.next_token().map_err(|error| crate::diagnose::lexer_error(&text, lexer.lineno, error))?;
        let columns = columns(&text, &lexer, token);
        write_token(&mut out, &text, &lexer, token, columns);
        if token.kind == TokenKind::EndMarker {
            return Ok(out);
        }
    }
}

fn line(out: &mut String, [line, col, end_line, end_col]: [u32; 4], name: &str, text: &str) {
    let range = format!("{line},{col}-{end_line},{end_col}:");
    let mut quoted = String::new();
    repr::str_repr(text.chars().map(u32::from), &mut quoted);
    let _ = writeln!(out, "{range:<20}{name:<15}{quoted:<15}");
}

/// Start and end column in characters.
fn columns(text: &str, lexer: &Lexer<'_>, token: Token) -> (u32, u32) {
    let start_line = token.start as usize - token.span.col as usize;
    let start = count(&text[start_line..token.start as usize]);
    let end = if token.span.line == token.span.end_line {
        start + count(&text[token.start as usize..token.end as usize])
    } else {
        count(&text[lexer.line_start..token.end as usize])
    };
    (start, end)
}

fn count(text: &str) -> u32 {
    if text.is_ascii() { text.len() as u32 } else { text.chars().count() as u32 }
}

fn write_token(out: &mut String, source: &str, lexer: &Lexer<'_>, token: Token, (start, end): (u32, u32)) {
    let span = token.span;
    let mut place = [span.line, start, span.end_line, end];
    let mut text = &source[token.start as usize..token.end as usize];
    let implicit = lexer.implicit_newline && lexer.inp == source.len();
    match token.kind {
        TokenKind::EndMarker => {
            text = "";
            place = [span.line + 1, 0, span.line + 1, 0];
        }
        TokenKind::Dedent if lexer.at_end() => place = [span.line + 1, 0, span.line + 1, 0],
        TokenKind::Newline => {
            text = match (implicit, source.as_bytes().get(token.start as usize)) {
                (true, _) => "",
                (false, Some(b'\r')) => "\r\n",
                (false, _) => "\n",
            };
            place[3] += 1;
        }
        TokenKind::Nl if implicit => text = "",
        _ => {}
    }
    line(out, place, token.kind.name(), text);
}
