//! The `tokenize` module's view of a file.

use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::{LexError, Lexer};
use crate::source;
use crate::token::{Token, TokenKind};
use ground::repr;
use std::fmt::Write;

/// What `python -m tokenize -e FILE` prints for a file with this content.
pub fn tokenize_dump(source: &[u8]) -> Result<String, SyntaxError> {
    let (mut text, encoding) = source::decode_for_tokenize(source)?;
    let implicit_newline = !text.is_empty() && !text.ends_with('\n');
    if implicit_newline {
        text.push('\n');
    }
    let mut out = String::with_capacity(text.len() * 8);
    line(&mut out, [0, 0, 0, 0], "ENCODING", &encoding);
    let (rows, error) = rows_of(&text, implicit_newline);
    if let Some(error) = error {
        return Err(error);
    }
    for row in rows {
        // The module looks the type of an operator up by its text, which a lone carriage return may have joined.
        let known = row.kind.text().is_empty() || row.kind.text() == row.text;
        line(&mut out, row.place, if known { row.kind.name() } else { "OP" }, &row.text);
    }
    Ok(out)
}

/// One token as the `tokenize` module gives it out.
#[derive(Clone, Debug)]
pub struct Row {
    pub kind: TokenKind,
    pub text: String,
    /// First line and column, last line and column, in characters; lines count from 1.
    pub place: [u32; 4],
    /// The whole lines that it lies on.
    pub lines: String,
}

/// The tokens of a text, and what stopped the tokenizer before its end.
pub fn tokenize_rows(text: &str) -> (Vec<Row>, Option<SyntaxError>) {
    let implicit_newline = !text.is_empty() && !text.ends_with('\n');
    let text = if implicit_newline { format!("{text}\n") } else { text.to_owned() };
    rows_of(&text, implicit_newline)
}

fn rows_of(text: &str, implicit_newline: bool) -> (Vec<Row>, Option<SyntaxError>) {
    let mut rows = Vec::with_capacity(text.len() / 4 + 8);
    let mut lexer = Lexer::new(text.as_bytes(), true, implicit_newline);
    loop {
        let token = match lexer.next_token() {
            Ok(token) => token,
            Err(error) => {
                let error = lexer_error(text, &lexer, error);
                return (rows, Some(error));
            }
        };
        let columns = columns(text, &lexer, token);
        rows.push(row_of(text, &lexer, token, columns));
        if token.kind == TokenKind::EndMarker {
            return (rows, None);
        }
    }
}

/// The module's tokens and the text that their offsets refer to: with comments, and with the line ends that end no
/// statement (NL). They stop where the tokenizer cannot go on; an undecodable source has none.
pub fn tokenize_tokens(source: &[u8]) -> (String, Vec<Token>) {
    let Ok((mut text, _)) = source::decode_for_tokenize(source) else { return Default::default() };
    let implicit_newline = !text.is_empty() && !text.ends_with('\n');
    if implicit_newline {
        text.push('\n');
    }
    let mut tokens = Vec::with_capacity(text.len() / 4 + 8);
    let mut lexer = Lexer::new(text.as_bytes(), true, implicit_newline);
    while let Ok(token) = lexer.next_token() {
        tokens.push(token);
        if token.kind == TokenKind::EndMarker {
            break;
        }
    }
    (text, tokens)
}

/// What `python -m tokenize -e FILE` prints on stderr for an error of `tokenize_dump`.
pub fn tokenize_report(error: &SyntaxError, filename: &str) -> String {
    if error.line == 0 {
        if error.msg.contains("null bytes") {
            return format!("{filename}: error: {}\n", error.msg);
        }
        // An encoding that is not understood; the message names the file.
        let mut name = String::new();
        repr::str_repr(filename.chars().map(u32::from), &mut name);
        let (what, detail) = error.msg.split_once(": ").map_or((&*error.msg, ""), |(what, detail)| (what, detail));
        let colon = if detail.is_empty() { "" } else { ": " };
        return format!("{filename}: error: {what} for {name}{colon}{detail}\n");
    }
    format!("{filename}:{}:{}: error: {}\n", error.line, error.col, error.msg)
}

/// The error of the tokenizer by itself.
fn lexer_error(text: &str, lexer: &Lexer<'_>, error: LexError) -> SyntaxError {
    let (kind, msg) = match error {
        LexError::Syntax { msg, line, col, end_col } => {
            let msg = match msg.contains("unterminated triple-quoted string literal") {
                true => "EOF in multi-line string".to_owned(),
                false => msg,
            };
            let unplaced = SyntaxError::unplaced(ErrorKind::SyntaxError, msg);
            return SyntaxError { line, col, end_line: line, end_col, ..unplaced };
        }
        LexError::Eof => {
            // Placed in bytes, where the others are in characters.
            let col = if lexer.in_token || lexer.inside_ftstring() { (lexer.inp - lexer.buf) as i64 } else { 0 };
            let msg = "unexpected EOF in multi-line statement".to_owned();
            let unplaced = SyntaxError::unplaced(ErrorKind::SyntaxError, msg);
            return SyntaxError { line: lexer.lineno, col, end_line: lexer.lineno, ..unplaced };
        }
        LexError::Dedent => (ErrorKind::IndentationError, "unindent does not match any outer indentation level"),
        LexError::TabSpace => (ErrorKind::TabError, "inconsistent use of tabs and spaces in indentation"),
        LexError::TooDeep => (ErrorKind::IndentationError, "too many levels of indentation"),
        LexError::LineCont => (ErrorKind::SyntaxError, "unexpected character after line continuation character"),
    };
    // At the end of what has been read.
    let col = text[lexer.buf..lexer.inp].chars().count() as i64;
    let unplaced = SyntaxError::unplaced(kind, msg.to_owned());
    SyntaxError { line: lexer.lineno, col, end_line: lexer.lineno, ..unplaced }
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

fn row_of(source: &str, lexer: &Lexer<'_>, token: Token, (start, end): (u32, u32)) -> Row {
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
                (true, _) => text,
                (false, Some(b'\r')) => "\r\n",
                (false, _) => "\n",
            };
            place[3] += 1;
        }
        TokenKind::Nl if implicit => text = "",
        _ => {}
    }
    let from = source[..token.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let to = source[token.end as usize..].find('\n').map_or(source.len(), |at| token.end as usize + at + 1);
    let lines = match token.kind {
        TokenKind::EndMarker => "",
        TokenKind::Newline | TokenKind::Nl => source[from..].split_inclusive('\n').next().unwrap_or(""),
        _ => &source[from..to],
    };
    Row { kind: token.kind, text: text.to_owned(), place, lines: lines.to_owned() }
}
