//! `_string` (`Objects/stringlib/unicode_format.h`): the parts of format strings, for `string.Formatter`.

use vm::memory::object::{Obj, Owned, R};
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_string`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "_string", doc: "The parts of format strings.", functions: FUNCTIONS, fill: |_, _| () };

const FUNCTIONS: &[Native] = &[
    function("formatter_parser($module, object, /)", "The literal texts and fields of a format string.", |m, a| {
        let text = text_of(m, a.get(m, 0))?;
        let parts = parse(m, &text)?;
        iterator(m, parts)
    }),
    function("formatter_field_name_split($module, object, /)", "The parts of a field's name.", |m, a| {
        let text = text_of(m, a.get(m, 0))?;
        split_name(m, &text)
    }),
];

fn text_of(m: &mut Machine, o: Obj) -> R<Vec<char>> {
    if m.kind(o) != vm::memory::object::Kind::Str {
        let got = m.type_name(o);
        return Err(m.raise(ty::TYPE_ERROR, &format!("expected str, got {got}")));
    }
    Ok(m.str_text(o).chars().collect())
}

fn iterator(m: &mut Machine, items: Vec<Owned>) -> R {
    let list = m.new_list_of(items);
    let list = m.keep(list);
    m.iter(list)
}

fn wrong(m: &mut Machine, text: &str) -> R<Vec<Owned>> {
    Err(m.raise(ty::VALUE_ERROR, text))
}

/// Tuples of literal text, and name, specification and conversion of a field or None (`MarkupIterator_next`).
fn parse(m: &mut Machine, text: &[char]) -> R<Vec<Owned>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let mut literal = String::new();
        let mut field = false;
        while at < text.len() {
            let c = text[at];
            at += 1;
            if c != '{' && c != '}' {
                literal.push(c);
                continue;
            }
            let doubled = text.get(at) == Some(&c);
            if doubled {
                // An escaped brace ends the literal.
                literal.push(c);
                at += 1;
                break;
            }
            if c == '}' {
                drop_all(m, parts);
                return wrong(m, "Single '}' encountered in format string");
            }
            if at == text.len() {
                drop_all(m, parts);
                return wrong(m, "Single '{' encountered in format string");
            }
            field = true;
            break;
        }
        let literal = m.new_str(&literal);
        let rest = if field {
            match parse_field(m, text, &mut at) {
                Ok(rest) => rest,
                Err(raised) => {
                    m.drop_ref(literal);
                    drop_all(m, parts);
                    return Err(raised);
                }
            }
        } else {
            [fixed::NONE; 3].map(Owned::steal)
        };
        let [name, spec, conversion] = rest;
        parts.push(m.new_tuple(vec![literal, name, spec, conversion]));
    }
    Ok(parts)
}

fn drop_all(m: &mut Machine, parts: Vec<Owned>) {
    parts.into_iter().for_each(|part| m.drop_ref(part));
}

/// Name, specification and conversion of the field that begins at `at` (`parse_field`).
fn parse_field(m: &mut Machine, text: &[char], at: &mut usize) -> R<[Owned; 3]> {
    let start = *at;
    let mut brackets = false;
    while *at < text.len() {
        match text[*at] {
            '{' => return Err(m.raise(ty::VALUE_ERROR, "unexpected '{' in field name")),
            '[' => brackets = true,
            ']' => brackets = false,
            '}' | ':' | '!' if !brackets => break,
            _ => {}
        }
        *at += 1;
    }
    let name: String = text[start..*at].iter().collect();
    let mut conversion = None;
    let mut spec = String::new();
    match text.get(*at) {
        Some('}') => *at += 1,
        Some(&c @ ('!' | ':')) => {
            *at += 1;
            if c == '!' {
                let Some(&given) = text.get(*at) else {
                    let message = "end of string while looking for conversion specifier";
                    return Err(m.raise(ty::VALUE_ERROR, message));
                };
                conversion = Some(given);
                *at += 1;
                match text.get(*at) {
                    None => return Err(m.raise(ty::VALUE_ERROR, "unmatched '{' in format spec")),
                    Some('}') => {
                        *at += 1;
                        return finished(m, &name, "", conversion);
                    }
                    Some(':') => *at += 1,
                    Some(_) => return Err(m.raise(ty::VALUE_ERROR, "expected ':' after conversion specifier")),
                }
            }
            let mut depth = 1;
            let from = *at;
            loop {
                match text.get(*at) {
                    None => return Err(m.raise(ty::VALUE_ERROR, "unmatched '{' in format spec")),
                    Some('{') => depth += 1,
                    Some('}') => depth -= 1,
                    Some(_) => {}
                }
                if depth == 0 {
                    break;
                }
                *at += 1;
            }
            spec = text[from..*at].iter().collect();
            *at += 1;
        }
        _ => return Err(m.raise(ty::VALUE_ERROR, "expected '}' before end of string")),
    }
    finished(m, &name, &spec, conversion)
}

fn finished(m: &mut Machine, name: &str, spec: &str, conversion: Option<char>) -> R<[Owned; 3]> {
    let conversion = match conversion {
        Some(c) => m.new_str(&c.to_string()),
        None => Owned::steal(fixed::NONE),
    };
    Ok([m.new_str(name), m.new_str(spec), conversion])
}

/// The first part, a number if it is one, and an iterator over the others (`formatter_field_name_split`).
fn split_name(m: &mut Machine, text: &[char]) -> R {
    let end = text.iter().position(|c| matches!(c, '.' | '[')).unwrap_or(text.len());
    let first = number_or_text(m, &text[..end])?;
    let first = m.keep(first);
    let mut parts = Vec::new();
    let mut at = end;
    while at < text.len() {
        let attribute = text[at] == '.';
        at += 1;
        let from = at;
        let problem = if attribute {
            while at < text.len() && !matches!(text[at], '.' | '[') {
                at += 1;
            }
            None
        } else {
            while at < text.len() && text[at] != ']' {
                at += 1;
            }
            let open = at == text.len();
            let next = text.get(at + 1).copied();
            if open {
                Some("Missing ']' in format string")
            } else if next.is_some_and(|c| !matches!(c, '.' | '[')) {
                Some("Only '.' or '[' may follow ']' in format field specifier")
            } else {
                None
            }
        };
        let problem = problem.or((from == at).then_some("Empty attribute in format string"));
        if let Some(problem) = problem {
            drop_all(m, parts);
            return Err(m.raise(ty::VALUE_ERROR, problem));
        }
        let part = &text[from..at];
        let value = if attribute { Ok(m.new_str(&part.iter().collect::<String>())) } else { number_or_text(m, part) };
        let value = match value {
            Ok(value) => value,
            Err(raised) => {
                drop_all(m, parts);
                return Err(raised);
            }
        };
        at += usize::from(!attribute);
        let which = Owned::steal(Machine::new_bool(attribute));
        parts.push(m.new_tuple(vec![which, value]));
    }
    let rest = iterator(m, parts)?;
    let first = m.new_ref(first);
    Ok(m.new_tuple(vec![first, rest]))
}

fn number_or_text(m: &mut Machine, part: &[char]) -> R {
    if part.is_empty() || !part.iter().all(char::is_ascii_digit) {
        return Ok(m.new_str(&part.iter().collect::<String>()));
    }
    match part.iter().collect::<String>().parse::<i64>() {
        Ok(number) => Ok(m.new_int(number)),
        Err(_) => Err(m.raise(ty::VALUE_ERROR, "Too many decimal digits in format string")),
    }
}
