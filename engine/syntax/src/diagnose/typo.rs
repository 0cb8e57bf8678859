//! "Did you mean 'while'?": the search for a misspelt keyword that CPython's traceback module makes
//! (`TracebackException._find_keyword_typos`).

use crate::Mode;
use crate::ast::Mod;
use crate::error::{KeywordTypo, SyntaxError};
use crate::lexer::Lexer;
use crate::parser::Parser;
use crate::reflect::{NodeRef, Value};
use crate::token::{ALL_KINDS, TokenKind};
use crate::token_stream::read_tokens;

const MAX_SOURCE: usize = 1024;
const MAX_NAMES: usize = 10;
const MAX_MATCHES: usize = 3;
const CUTOFF: f64 = 0.5;

/// The keyword that was meant, if the error is one that a misspelt keyword may have caused. `last_statement` is the
/// line of the last compound statement that was read, or 0.
pub(super) fn find(source: &str, error: &SyntaxError, last_statement: u32) -> Option<Box<KeywordTypo>> {
    if error.msg != "invalid syntax" && !error.msg.contains("Perhaps you forgot a comma") {
        return None;
    }
    let first = last_statement.saturating_sub(1) as usize;
    let lines: Vec<&str> = source.lines().take(error.line as usize).skip(first).collect();
    let code = dedent(&lines);
    if code.chars().count() > MAX_SOURCE {
        return None;
    }
    // Only names on the line of the error.
    let wanted_line = error.line + u32::from(last_statement != 0) - last_statement;
    let text = format!("{code}\n");
    let mut lexer = Lexer::new(text.as_bytes(), true, true);
    let mut names_left = MAX_NAMES;
    loop {
        // What the tokenize module cannot read ends the search.
        let token = lexer.next_token().ok()?;
        if token.kind == TokenKind::EndMarker {
            return None;
        }
        if token.kind != TokenKind::Name || token.span.line != wanted_line {
            continue;
        }
        let (start, end) = (token.start as usize, token.end as usize);
        let name = &text[start..end];
        if keywords().any(|keyword| keyword == name) {
            continue;
        }
        if names_left == 0 {
            return None;
        }
        names_left -= 1;
        for keyword in matches(name) {
            let attempt = format!("{}{keyword}{}", &text[..start], &code[end..]);
            if is_beginning_of_program(&attempt) {
                let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
                let column = |at: usize| text[line_start..at].chars().count() as i64 + 1;
                let line = text[line_start..].lines().next().unwrap_or_default();
                return Some(Box::new(KeywordTypo {
                    keyword,
                    line: token.span.line,
                    col: column(start),
                    end_col: column(end),
                    text: line.to_owned(),
                }));
            }
        }
    }
}

fn keywords() -> impl Iterator<Item = &'static str> {
    ALL_KINDS.iter().filter(|kind| kind.is_keyword()).map(|kind| kind.text())
}

/// `textwrap.dedent`: without the blanks that all lines begin with.
fn dedent(lines: &[&str]) -> String {
    let blank = |line: &str| line.trim().is_empty();
    let margin = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut common: Option<&str> = None;
    for line in lines.iter().filter(|line| !blank(line)) {
        let own = &line[..margin(line)];
        common = Some(match common {
            None => own,
            Some(common) => {
                let shared = common.bytes().zip(own.bytes()).take_while(|(a, b)| a == b).count();
                &common[..shared]
            }
        });
    }
    let width = common.map_or(0, str::len);
    let dedented: Vec<&str> = lines.iter().map(|line| if blank(line) { "" } else { &line[width..] }).collect();
    dedented.join("\n")
}

/// What `codeop.compile_command` accepts: a program, or the beginning of one.
fn is_beginning_of_program(code: &str) -> bool {
    let mut source = code.to_owned();
    source.push('\n');
    let stream = read_tokens(&source, Mode::Exec, false);
    let mut parser = Parser::new(&source, &stream).on_large_stack();
    match parser.module(Mode::Exec) {
        Ok(module) => keywords_are_in_place(&module),
        Err(_) => super::is_incomplete(&source, &stream),
    }
}

/// What the compiler wants of the keywords that a name may be replaced by: `return` in a function, `break` in a loop.
fn keywords_are_in_place(module: &Mod) -> bool {
    let mut work = vec![(NodeRef::Mod(module), Place::default())];
    while let Some((node, mut place)) = work.pop() {
        match node.name() {
            "Return" | "Yield" | "YieldFrom" | "Nonlocal" if !place.function => return false,
            "Await" | "AsyncFor" | "AsyncWith" if !place.asynchronous => return false,
            "Break" | "Continue" if !place.looping => return false,
            "FunctionDef" | "Lambda" => place = Place { function: true, ..Place::default() },
            "AsyncFunctionDef" => place = Place { function: true, asynchronous: true, looping: false },
            "ClassDef" => place = Place::default(),
            "For" | "AsyncFor" | "While" => place.looping = true,
            _ => {}
        }
        for (_, value) in node.fields() {
            match value {
                Value::Node(child) => work.push((child, place)),
                Value::Nodes(children) => work.extend(children.into_iter().flatten().map(|child| (child, place))),
                _ => {}
            }
        }
    }
    true
}

/// What encloses a node.
#[derive(Clone, Copy, Default)]
struct Place {
    function: bool,
    asynchronous: bool,
    looping: bool,
}

/// Keywords that `name` may stand for, likeliest first.
fn matches(name: &str) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = nearest(name).into_iter().collect();
    let mut close: Vec<(f64, &'static str)> =
        keywords().map(|keyword| (ratio(keyword, name), keyword)).filter(|(ratio, _)| *ratio >= CUTOFF).collect();
    close.sort_by(|a, b| b.partial_cmp(a).unwrap_or(std::cmp::Ordering::Equal));
    found.extend(close.into_iter().take(MAX_MATCHES).map(|(_, keyword)| keyword));
    found.truncate(MAX_MATCHES);
    found
}

/// The keyword with the least edit distance (`_suggestions._generate_suggestions`).
fn nearest(name: &str) -> Option<&'static str> {
    let mut best: Option<(usize, &'static str)> = None;
    for keyword in keywords() {
        let mut limit = (name.len() + keyword.len() + 3) * MOVE_COST / 6;
        if let Some((distance, _)) = best {
            limit = limit.min(distance.saturating_sub(1));
        }
        let distance = edit_distance(name.as_bytes(), keyword.as_bytes());
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, keyword));
        }
    }
    best.map(|(_, keyword)| keyword)
}

const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// Longer texts are not compared.
const MAX_LENGTH: usize = 40;

/// Levenshtein's distance, where a change of case costs half a change of letter.
fn edit_distance(a: &[u8], b: &[u8]) -> usize {
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=a.len()).map(|i| i * MOVE_COST).collect();
    for (j, &y) in b.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (j + 1) * MOVE_COST;
        for (i, &x) in a.iter().enumerate() {
            let cost = match () {
                () if x == y => 0,
                () if x.eq_ignore_ascii_case(&y) => CASE_COST,
                () => MOVE_COST,
            };
            let above = row[i + 1];
            row[i + 1] = (diagonal + cost).min(above.min(row[i]) + MOVE_COST);
            diagonal = above;
        }
    }
    row[a.len()]
}

/// `difflib.SequenceMatcher(None, a, b).ratio()`.
fn ratio(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let total = a.len() + b.len();
    if total == 0 { 1.0 } else { 2.0 * matching(&a, &b) as f64 / total as f64 }
}

/// Characters in matching blocks: the longest common block, earliest in `a` and then in `b`, and what matches on
/// either side of it.
fn matching(a: &[char], b: &[char]) -> usize {
    let (mut best_a, mut best_b, mut best) = (0, 0, 0);
    for i in 0..a.len() {
        for j in 0..b.len() {
            let len = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count();
            if len > best {
                (best_a, best_b, best) = (i, j, len);
            }
        }
    }
    if best == 0 {
        return 0;
    }
    best + matching(&a[..best_a], &b[..best_b]) + matching(&a[best_a + best..], &b[best_b + best..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_that_may_be_meant() {
        assert_eq!(matches("whille")[0], "while");
        assert_eq!(matches("fro")[0], "from");
        assert_eq!(nearest("Pass"), Some("pass"));
        assert_eq!(nearest("banana"), None);
        assert!((ratio("abcd", "bcde") - 0.75).abs() < 1e-12);
    }
}
