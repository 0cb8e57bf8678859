//! Source bytes to text: encodings (PEP 263), the byte order mark, universal newlines.

use crate::Mode;
use crate::charset::{self, Charset};
use crate::error::{ErrorKind, SyntaxError};

/// Decoded source.
pub(crate) struct Decoded {
    pub text: String,
    /// The newline at the end is not in the file.
    pub added_newline: bool,
}

/// Source that cannot be decoded.
pub(crate) struct Undecodable {
    pub error: Box<SyntaxError>,
    /// The text before the line that the error is in, if a file is decoded line by line: an error of the tokenizer in
    /// it comes first.
    pub before: String,
}

impl From<SyntaxError> for Undecodable {
    fn from(error: SyntaxError) -> Undecodable {
        Undecodable { error: Box::new(error), before: String::new() }
    }
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The text as the parser reads it: newlines as `\n`, and of a whole program one at the end unless it is empty.
pub(crate) fn decode(source: &[u8], mode: Mode, from_string: bool) -> Result<Decoded, Undecodable> {
    if from_string && source.contains(&0) {
        return Err(unplaced("source code string cannot contain null bytes".to_owned()).into());
    }
    let mut decoded = decode_lines(source, from_string)?;
    decoded.text = universal_newlines(decoded.text);
    if mode == Mode::Exec && !decoded.text.is_empty() && !decoded.text.ends_with('\n') {
        decoded.text.push('\n');
        decoded.added_newline = true;
    }
    Ok(decoded)
}

/// The text as it is in the source.
fn decode_lines(source: &[u8], from_string: bool) -> Result<Decoded, Undecodable> {
    let (body, bom) = match source.strip_prefix(BOM) {
        Some(body) => (body, true),
        None => (source, false),
    };
    let declared = declared_encoding(body);
    if let Some(cookie) = &declared
        && bom
        && cookie.name != "utf-8"
    {
        let line = String::from_utf8_lossy(cookie.line).into_owned();
        let shown = if from_string { line.trim_end_matches(['\n', '\r']) } else { &line };
        let end_col = shown.chars().count() as i64;
        let msg = format!("encoding problem: {} with BOM", cookie.name);
        let (line_number, text) = (cookie.lineno, Some(line.trim_end_matches('\n').to_owned()));
        let error = SyntaxError { line: line_number, col: 0, end_line: line_number, end_col, text, ..unplaced(msg) };
        return Err(error.into());
    }
    let one_line = !body[..body.len().saturating_sub(1)].contains(&b'\n');
    if !from_string && declared.is_none() && one_line && is_blank_or_comment(body) {
        // CPython looks for UTF-8 only once it knows that no declaration comes.
        return Ok(Decoded { text: String::from_utf8_lossy(body).into_owned(), added_newline: false });
    }
    let text = match &declared {
        Some(cookie) if cookie.name != "utf-8" => decode_declared(body, cookie, from_string)?,
        Some(_) if !from_string => decode_declared_utf8(body)?,
        None if bom && !from_string => decode_declared_utf8(body)?,
        _ => decode_utf8(body, from_string)?,
    };
    Ok(Decoded { text, added_newline: false })
}

/// The text as the tokenize module reads it, and the name of its encoding: bytes that mean nothing are replaced, but
/// for the lines that may declare the encoding (`tokenize.detect_encoding`).
pub(crate) fn decode_for_tokenize(source: &[u8]) -> Result<(String, String), SyntaxError> {
    let (body, bom) = match source.strip_prefix(BOM) {
        Some(body) => (body, true),
        None => (source, false),
    };
    let undecodable = || unplaced("invalid or missing encoding declaration".to_owned());
    // The lines up to and with the declaration: the first two at most.
    let mut head = 0;
    for _ in 0..2 {
        let len = body[head..].iter().position(|&b| b == b'\n').map_or(body.len() - head, |i| i + 1);
        let line = &body[head..head + len];
        head += len;
        if line.contains(&0) {
            return Err(unplaced("source code cannot contain null bytes".to_owned()));
        }
        if let Some(name) = cookie_in(line) {
            let Some(charset) = charset::named(&name) else {
                return Err(unplaced(format!("unknown encoding: {name}")));
            };
            charset::decode(charset, &body[..head]).map_err(|_| undecodable())?;
            if bom && name != "utf-8" {
                return Err(unplaced("encoding problem: utf-8".to_owned()));
            }
            return Ok((charset::decode_replacing(charset, body), name));
        }
        if !is_blank_or_comment(line) {
            break;
        }
    }
    charset::decode(Charset::Utf8, &body[..head]).map_err(|_| undecodable())?;
    Ok((String::from_utf8_lossy(body).into_owned(), "utf-8".to_owned()))
}

/// An encoding declaration.
struct Cookie<'s> {
    name: String,
    line: &'s [u8],
    lineno: u32,
    /// What comes after its line.
    rest: &'s [u8],
}

/// The declaration in one of the first two lines; in the second only if the first is blank or a comment.
fn declared_encoding(body: &[u8]) -> Option<Cookie<'_>> {
    let mut rest = body;
    for lineno in 1..=2 {
        let len = rest.iter().position(|&b| b == b'\n' || b == b'\r').map_or(rest.len(), |i| i + 1);
        let (line, after) = rest.split_at(len);
        if let Some(name) = cookie_in(line) {
            return Some(Cookie { name, line, lineno, rest: after });
        }
        if !is_blank_or_comment(line) {
            return None;
        }
        rest = if line.ends_with(b"\r") { after.strip_prefix(b"\n").unwrap_or(after) } else { after };
    }
    None
}

/// `coding[:=]\s*name` in a line that is a comment.
fn cookie_in(line: &[u8]) -> Option<String> {
    let comment = line.iter().position(|b| !matches!(b, b' ' | b'\t' | 0x0C))?;
    if line[comment] != b'#' {
        return None;
    }
    let mut at = comment;
    while let Some(found) = line[at..].windows(6).position(|window| window == b"coding") {
        at += found + 6;
        if !matches!(line.get(at), Some(b':' | b'=')) {
            continue;
        }
        let after = &line[at + 1..];
        let blank = after.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let is_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let name: Vec<u8> = after[blank..].iter().take_while(is_name).copied().collect();
        if !name.is_empty() {
            return Some(normal_name(&String::from_utf8_lossy(&name)));
        }
    }
    None
}

/// The names that CPython's tokenizer knows by heart; any other stays as it is written.
fn normal_name(name: &str) -> String {
    let lower: String = name.chars().take(12).collect::<String>().to_ascii_lowercase().replace('_', "-");
    let is = |known: &str| lower == known || lower.starts_with(&format!("{known}-"));
    if is("utf-8") {
        "utf-8".to_owned()
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1".to_owned()
    } else {
        name.to_owned()
    }
}

fn unplaced(msg: String) -> SyntaxError {
    SyntaxError::unplaced(ErrorKind::SyntaxError, msg)
}

/// An error in a line of the file, without a column.
fn on_line(body: &[u8], at: usize, msg: String) -> SyntaxError {
    let (line, _, text) = line_at(body, at);
    let text = Some(String::from_utf8_lossy(text).into_owned());
    SyntaxError { text, line, col: 0, end_line: line, ..unplaced(msg) }
}

/// Number, offset and text of the line that holds the byte at an offset.
fn line_at(body: &[u8], at: usize) -> (u32, usize, &[u8]) {
    let before = &body[..at];
    let start = before.iter().rposition(|&b| b == b'\n' || b == b'\r').map_or(0, |i| i + 1);
    let len = body[start..].iter().position(|&b| b == b'\n' || b == b'\r').unwrap_or(body.len() - start);
    (1 + newlines(before), start, &body[start..start + len])
}

/// A declared encoding other than `utf-8`. The lines up to the declaration are read before the codec takes over, the
/// rest in one piece that begins with the newline before it.
fn decode_declared(body: &[u8], cookie: &Cookie<'_>, from_string: bool) -> Result<String, SyntaxError> {
    let Some(charset) = charset::named(&cookie.name) else {
        return Err(unplaced(format!("unknown encoding: {}", cookie.name)));
    };
    let error = match charset::decode(charset, body) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    if from_string {
        return Err(unplaced(error.text(0)));
    }
    let head = body.len() - cookie.rest.len();
    if error.at < head {
        let text = charset::decode_replacing(charset, line_at(body, error.at).2);
        let placed = on_line(body, error.at, format!("(unicode error) {}", error.text(0)));
        return Err(SyntaxError { text: Some(text), ..placed });
    }
    Err(unplaced(error.text(head.saturating_sub(1))))
}

/// UTF-8 that is declared, by name or by a byte order mark: the error is that of decoding one line.
fn decode_declared_utf8(body: &[u8]) -> Result<String, Undecodable> {
    match charset::decode(Charset::Utf8, body) {
        Ok(text) => Ok(text),
        Err(error) => {
            let (_, start, _) = line_at(body, error.at);
            let before = universal_newlines(String::from_utf8_lossy(&body[..start]).into_owned());
            let error = on_line(body, error.at, format!("(unicode error) {}", error.text(start)));
            Err(Undecodable { error: Box::new(error), before })
        }
    }
}

/// UTF-8 by default: CPython looks for it in a file line by line, and numbers the second line as the first if the
/// first is code.
fn decode_utf8(body: &[u8], from_string: bool) -> Result<String, Undecodable> {
    let error = match std::str::from_utf8(body) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let (line, start, text) = line_at(body, at);
    if body[..at].contains(&0) {
        // The tokenizer stumbles over that first.
        return Ok(String::from_utf8_lossy(body).into_owned());
    }
    let line = if line == 2 && !from_string && !is_blank_or_comment(&body[..start]) { 1 } else { line };
    let col = 1 + String::from_utf8_lossy(&body[start..at]).chars().count() as i64;
    let msg = format!(
        "Non-UTF-8 code starting with '\\x{:02x}' on line {line}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details",
        body[at]
    );
    let text = text.split(|&b| b == 0).next().map(|text| String::from_utf8_lossy(text).into_owned());
    let error = SyntaxError { text, line, col, end_line: line, end_col: col, ..unplaced(msg) };
    let before = if from_string { "" } else { &String::from_utf8_lossy(&body[..start]) };
    Err(Undecodable { error: Box::new(error), before: universal_newlines(before.to_owned()) })
}

fn is_blank_or_comment(line: &[u8]) -> bool {
    let first = line.iter().find(|b| !matches!(b, b' ' | b'\t' | 0x0C));
    matches!(first, None | Some(b'#' | b'\n' | b'\r'))
}

/// Line ends in the text, `\r\n` counting once.
fn newlines(text: &[u8]) -> u32 {
    let mut previous = 0;
    let mut count = 0;
    for &b in text {
        count += u32::from(b == b'\r' || (b == b'\n' && previous != b'\r'));
        previous = b;
    }
    count
}

/// `\r\n` and `\r` become `\n`.
fn universal_newlines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}
