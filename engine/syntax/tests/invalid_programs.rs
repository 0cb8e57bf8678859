//! What is said about invalid programs, against what CPython prints: `invalid/cases.txt` and `invalid/expected.txt`,
//! made by `engine/conformance/golden/make_syntax_errors.py`.

use syntax::Mode;

/// The bytes that a Python expression makes, of the kinds that the list has: literals, repeated and added.
fn evaluate(expression: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for term in expression.split(" + ") {
        let (literal, times) = match term.rsplit_once(" * ") {
            Some((literal, times)) => (literal, times.parse().expect("a number of repetitions")),
            None => (term, 1),
        };
        let literal = literal.trim_start_matches('b').trim_end_matches(".encode()");
        bytes.extend(unescape(&literal[1..literal.len() - 1]).repeat(times));
    }
    bytes
}

fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.extend(c.to_string().into_bytes());
            continue;
        }
        let escape = chars.next().expect("an escape");
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            _ => 0,
        };
        let code: String = chars.by_ref().take(digits).collect();
        let code = u32::from_str_radix(&code, 16).unwrap_or_default();
        match escape {
            'n' => out.push(b'\n'),
            'r' => out.push(b'\r'),
            't' => out.push(b'\t'),
            '0' => out.push(0),
            'x' => out.push(code as u8),
            'u' => out.extend(char::from_u32(code).expect("a character").to_string().into_bytes()),
            other => out.extend(other.to_string().into_bytes()),
        }
    }
    out
}

fn programs() -> impl Iterator<Item = Vec<u8>> {
    include_str!("invalid/cases.txt").trim_end_matches('\n').split("\n===\n").map(|text| {
        match text.strip_prefix("bytes ") {
            Some(expression) => evaluate(expression),
            None => format!("{text}\n").into_bytes(),
        }
    })
}

#[test]
fn reports_are_those_of_cpython() {
    let expected = include_str!("invalid/expected.txt");
    let expected: Vec<&str> =
        expected.split("=== ").skip(1).map(|text| text.split_once('\n').map_or("", |s| s.1)).collect();
    let mut equal = 0;
    let mut differences = String::new();
    let mut count = 0;
    for (program, expected) in programs().zip(&expected) {
        count += 1;
        let ours = match syntax::parse(&program, Mode::Exec) {
            Ok(_) => String::new(),
            Err(error) => error.report("prog.py"),
        };
        if ours == *expected {
            equal += 1;
        } else {
            let source = String::from_utf8_lossy(&program[..program.len().min(200)]).into_owned();
            differences.push_str(&format!("#{count}:\n{source}\nCPython:\n{expected}\nhere:\n{ours}\n"));
        }
    }
    assert_eq!(count, expected.len(), "programs and answers");
    println!("reports: {equal} of {count}");
    assert!(differences.is_empty(), "{differences}");
}

/// Messages that no file run by `python` can get: type comments are not read then, and a decoding error shows up
/// as what the tokenizer made of it.
const UNREACHABLE: &[&str] = &["bare * has associated type comment", "Cannot have two type comments on def"];

/// Whether `text` is `pattern`, where `*` in the pattern stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The messages of the rules for invalid programs, with `*` for what varies.
fn grammar_messages() -> Vec<String> {
    let mut messages = Vec::new();
    for line in include_str!("../src/diagnose/grammar.peg").lines().filter(|line| !line.starts_with('#')) {
        let Some((_, quoted)) = line.split_once("=> ").and_then(|(_, action)| action.split_once('"')) else { continue };
        let mut message = quoted.trim_end_matches('"').replace("\\\"", "\"");
        while let (Some(open), Some(close)) = (message.find('{'), message.find('}')) {
            // Braces that are no holes stand in quotes.
            if close < open || !message[open..close].contains('.') {
                break;
            }
            message.replace_range(open..=close, "*");
        }
        messages.push(message);
    }
    messages.sort();
    messages.dedup();
    messages
}

#[test]
fn every_message_has_a_program() {
    let expected = include_str!("invalid/expected.txt");
    let said: Vec<&str> =
        expected.lines().filter_map(|line| line.split_once("Error: ")).map(|(_, message)| message).collect();
    let listed = include_str!("invalid/messages.txt").lines().filter(|line| !line.starts_with("# "));
    let messages: Vec<String> = grammar_messages().into_iter().chain(listed.map(str::to_owned)).collect();
    let missing: Vec<&String> = messages
        .iter()
        .filter(|message| !UNREACHABLE.contains(&message.as_str()))
        .filter(|message| !said.iter().any(|said| matches(message, said)))
        .collect();
    let covered = messages.len() - UNREACHABLE.len() - missing.len();
    println!("messages: {covered} of {}, not reachable: {UNREACHABLE:?}", messages.len());
    assert!(missing.is_empty(), "no program for {missing:#?}");
}
