//! `str.format`: replacement fields, their lookups, conversions and nested specs
//! (`Objects/stringlib/unicode_format.h`).

use crate::memory::object::{Obj, R};
use crate::native::args::Args;
use crate::objects::formatter::shown;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `str.format`: replacement fields with attribute and item access, conversions and nested specs.
pub(crate) fn format(m: &mut Machine, a: Args) -> R {
    if let Some(text) = format_plainly(m, a) {
        return Ok(m.new_str(&text));
    }
    formatted(m, Values { args: a, mapping: Obj::NULL })
}

/// `str.format_map`: as `format`, with the names looked up in a mapping.
pub(crate) fn format_map(m: &mut Machine, a: Args) -> R {
    let mapping = a.get(m, 1);
    formatted(m, Values { args: a, mapping })
}

/// What the fields are filled with.
#[derive(Clone, Copy)]
struct Values {
    args: Args,
    /// Or NULL.
    mapping: Obj,
}

fn formatted(m: &mut Machine, a: Values) -> R {
    let template: Vec<char> = m.str_text(a.args.get(m, 0)).chars().collect();
    let mut auto = 0;
    if let ['{', field @ .., '}'] = template.as_slice()
        && !field.contains(&'{')
        && !field.contains(&'}')
    {
        // Nothing but one field: what it gives is the result itself.
        let (field, _) = parse_field(m, &template, 1)?;
        return format_field(m, a, &field, &mut auto, 2);
    }
    let text = format_fields(m, a, &template, &mut auto, 2)?;
    Ok(m.new_str(&text))
}

/// The result where the template is ASCII, all fields are `{}` and all values strings and small integers: nothing is
/// asked then.
fn format_plainly(m: &Machine, a: Args) -> Option<String> {
    let o = a.get(m, 0);
    let template = m.str_view(o).bytes;
    if !m.str_is_ascii(o) || template == b"{}" {
        return None;
    }
    let mut out = String::with_capacity(template.len() + 32);
    let (mut at, mut used) = (0, 1);
    while let Some(n) = memchr::memchr2(b'{', b'}', &template[at..]) {
        out.push_str(std::str::from_utf8(&template[at..at + n]).ok()?);
        at += n + 2;
        match &template[at - 2..at.min(template.len())] {
            b"{{" => out.push('{'),
            b"}}" => out.push('}'),
            b"{}" if used < a.n && m.push_plain(&mut out, a.get(m, used), 's') => used += 1,
            _ => return None,
        }
    }
    out.push_str(std::str::from_utf8(&template[at..]).ok()?);
    Some(out)
}

fn format_fields(m: &mut Machine, a: Values, t: &[char], auto: &mut i64, depth: u32) -> R<String> {
    if depth == 0 {
        return Err(m.raise(ty::VALUE_ERROR, "Max string recursion exceeded"));
    }
    let mut out = String::new();
    let mut i = 0;
    while i < t.len() {
        match t[i] {
            '{' if t.get(i + 1) == Some(&'{') => {
                out.push('{');
                i += 2;
            }
            '}' if t.get(i + 1) == Some(&'}') => {
                out.push('}');
                i += 2;
            }
            '}' => return Err(m.raise(ty::VALUE_ERROR, "Single '}' encountered in format string")),
            '{' if i + 1 == t.len() => {
                return Err(m.raise(ty::VALUE_ERROR, "Single '{' encountered in format string"));
            }
            '{' => {
                let (field, next) = parse_field(m, t, i + 1)?;
                i = next;
                let text = format_field(m, a, &field, auto, depth)?;
                out.push_str(&m.str_text(text.get()));
                m.drop_ref(text);
            }
            other => {
                out.push(other);
                i += 1;
            }
        }
    }
    Ok(out)
}

/// The parts of a replacement field.
struct Field<'t> {
    name: &'t [char],
    conversion: Option<char>,
    spec: &'t [char],
}

/// The field that begins behind a `{`, and where the text goes on behind it (`parse_field`).
fn parse_field<'t>(m: &mut Machine, t: &'t [char], start: usize) -> R<(Field<'t>, usize)> {
    let mut i = start;
    let end = loop {
        match t.get(i) {
            None => return Err(m.raise(ty::VALUE_ERROR, "expected '}' before end of string")),
            Some('{') => return Err(m.raise(ty::VALUE_ERROR, "unexpected '{' in field name")),
            Some('[') => i = t[i..].iter().position(|c| *c == ']').map_or(t.len(), |n| i + n),
            Some('}' | ':' | '!') => break i,
            Some(_) => i += 1,
        }
    };
    let mut field = Field { name: &t[start..end], conversion: None, spec: &[] };
    i = end + 1;
    if t[end] == '}' {
        return Ok((field, i));
    }
    if t[end] == '!' {
        let Some(&conversion) = t.get(i) else {
            return Err(m.raise(ty::VALUE_ERROR, "end of string while looking for conversion specifier"));
        };
        field.conversion = Some(conversion);
        i += 2;
        match t.get(i - 1) {
            Some('}') => return Ok((field, i)),
            Some(':') => {}
            Some(_) => return Err(m.raise(ty::VALUE_ERROR, "expected ':' after conversion specifier")),
            None => i -= 1,
        }
    }
    let (from, mut level) = (i, 1);
    while let Some(c) = t.get(i) {
        i += 1;
        match c {
            '{' => level += 1,
            '}' => level -= 1,
            _ => {}
        }
        if level == 0 {
            field.spec = &t[from..i - 1];
            return Ok((field, i));
        }
    }
    Err(m.raise(ty::VALUE_ERROR, "unmatched '{' in format spec"))
}

fn format_field(m: &mut Machine, a: Values, field: &Field, auto: &mut i64, depth: u32) -> R {
    let &Field { name, conversion, spec } = field;
    let value = field_value(m, a, name, auto)?;
    let value = match conversion {
        None => value,
        Some(code) => {
            let converted = match code {
                's' => m.str(value.get()),
                'r' => m.repr(value.get()),
                'a' => m.ascii(value.get()),
                other => Err(m.raise(ty::VALUE_ERROR, &format!("Unknown conversion specifier {}", shown(other)))),
            };
            m.drop_ref(value);
            converted?
        }
    };
    let value = m.keep(value);
    let spec = if spec.contains(&'{') { format_fields(m, a, spec, auto, depth - 1)? } else { spec.iter().collect() };
    let spec = m.new_str(&spec);
    let text = m.format(value, spec.get());
    m.drop_ref(spec);
    text
}

/// A number without sign; `None` if the text is none (`get_integer`).
fn whole_number(m: &mut Machine, text: &str) -> R<Option<i64>> {
    let mut number = 0i64;
    for c in text.chars() {
        let Some(digit) = ground::character::decimal(u32::from(c)) else { return Ok(None) };
        let more = number.checked_mul(10).and_then(|tens| tens.checked_add(i64::from(digit)));
        let Some(more) = more else {
            return Err(m.raise(ty::VALUE_ERROR, "Too many decimal digits in format string"));
        };
        number = more;
    }
    Ok((!text.is_empty()).then_some(number))
}

fn field_value(m: &mut Machine, a: Values, name: &[char], auto: &mut i64) -> R {
    let end = name.iter().position(|c| matches!(c, '.' | '[')).unwrap_or(name.len());
    let first: String = name[..end].iter().collect();
    let number = whole_number(m, &first)?;
    let mut value = if first.is_empty() || number.is_some() {
        let index = if first.is_empty() {
            if *auto < 0 {
                return Err(m.raise(
                    ty::VALUE_ERROR,
                    "cannot switch from manual field specification to automatic field numbering",
                ));
            }
            *auto += 1;
            *auto - 1
        } else {
            if *auto > 0 {
                return Err(m.raise(
                    ty::VALUE_ERROR,
                    "cannot switch from automatic field numbering to manual field specification",
                ));
            }
            *auto = -1;
            number.unwrap_or(i64::MAX)
        };
        if !a.mapping.is_null() {
            return Err(m.raise(ty::VALUE_ERROR, "Format string contains positional fields"));
        }
        if index >= i64::from(a.args.n) - 1 {
            return Err(
                m.raise(ty::INDEX_ERROR, &format!("Replacement index {index} out of range for positional args tuple"))
            );
        }
        let value = a.args.get(m, index as u32 + 1);
        m.new_ref(value)
    } else if !a.mapping.is_null() {
        let key = m.new_str(&first);
        let key = m.keep(key);
        m.getitem(a.mapping, key)?
    } else {
        let value = a.args.keyword(m, &first);
        if value.is_null() {
            let key = m.new_str(&first);
            let raised = m.raise_key_error(key.get());
            m.drop_ref(key);
            return Err(raised);
        }
        m.new_ref(value)
    };
    let mut i = end;
    while i < name.len() {
        if !matches!(name[i], '.' | '[') {
            m.drop_ref(value);
            let text = "Only '.' or '[' may follow ']' in format field specifier";
            return Err(m.raise(ty::VALUE_ERROR, text));
        }
        let next = if name[i] == '.' {
            let stop = name[i + 1..].iter().position(|c| matches!(c, '.' | '[')).map_or(name.len(), |p| p + i + 1);
            let attr: String = name[i + 1..stop].iter().collect();
            i = stop;
            if attr.is_empty() {
                m.drop_ref(value);
                return Err(m.raise(ty::VALUE_ERROR, "Empty attribute in format string"));
            }
            let attr = m.intern_str(&attr);
            let got = m.getattr(value.get(), attr.get());
            m.drop_ref(attr);
            got
        } else {
            let Some(close) = name[i..].iter().position(|c| *c == ']') else {
                m.drop_ref(value);
                return Err(m.raise(ty::VALUE_ERROR, "Missing ']' in format string"));
            };
            let key: String = name[i + 1..i + close].iter().collect();
            i += close + 1;
            let number = if key.is_empty() {
                Err(m.raise(ty::VALUE_ERROR, "Empty attribute in format string"))
            } else {
                whole_number(m, &key)
            };
            let key = match number {
                Ok(Some(number)) => m.new_int(number),
                Ok(None) => m.new_str(&key),
                Err(e) => {
                    m.drop_ref(value);
                    return Err(e);
                }
            };
            let got = m.getitem(value.get(), key.get());
            m.drop_ref(key);
            got
        };
        m.drop_ref(value);
        value = next?;
    }
    Ok(value)
}
