//! Format specifications and `%` formatting (`Python/formatter_unicode.c`, `PyUnicode_Format`).

use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings;
use crate::objects::longobject::decimal::Decimal;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_bigint::BigInt;
use num_traits::Signed;

/// A parsed specification.
#[derive(Clone, Debug)]
struct Spec {
    fill: char,
    align: Option<char>,
    /// `+`, `-`, a blank, or NUL where none is given.
    sign: char,
    no_negative_zero: bool,
    alternate: bool,
    width: usize,
    grouping: Option<char>,
    /// Groups the digits behind the point.
    fraction_grouping: Option<char>,
    precision: Option<usize>,
    kind: char,
}

impl Spec {
    const PLAIN: Spec = Spec {
        fill: ' ',
        align: None,
        sign: '\0',
        no_negative_zero: false,
        alternate: false,
        width: 0,
        grouping: None,
        fraction_grouping: None,
        precision: None,
        kind: '\0',
    };
}

/// Reads a specification (`parse_internal_render_format_spec`): `of` is the object that is formatted, its type's name is
/// for the error; without an own code, `kind` is taken.
fn parse_spec(m: &mut Machine, text: &str, of: Obj, kind: char, default_align: char) -> R<Spec> {
    let mut spec = Spec { kind, ..Spec::PLAIN };
    let mut rest = text.chars();
    let is_align = |c: char| matches!(c, '<' | '>' | '=' | '^');
    let mut ahead = rest.clone();
    let (first, second) = (ahead.next(), ahead.next());
    let mut filled = false;
    if let (Some(fill), Some(align)) = (first, second.filter(|c| is_align(*c))) {
        (spec.fill, spec.align) = (fill, Some(align));
        (rest, filled) = (ahead, true);
    } else if let Some(align) = take_if(&mut rest, is_align) {
        spec.align = Some(align);
    }
    if let Some(sign) = take_if(&mut rest, |c| matches!(c, '+' | '-' | ' ')) {
        spec.sign = sign;
    }
    spec.no_negative_zero = take_if(&mut rest, |c| c == 'z').is_some();
    spec.alternate = take_if(&mut rest, |c| c == '#').is_some();
    if !filled && take_if(&mut rest, |c| c == '0').is_some() {
        spec.fill = '0';
        if spec.align.is_none() && default_align == '>' {
            spec.align = Some('=');
        }
    }
    spec.width = take_number(m, &mut rest)?.unwrap_or(0);
    spec.grouping = take_grouping(m, &mut rest)?;
    if take_if(&mut rest, |c| c == '.').is_some() {
        spec.precision = take_number(m, &mut rest)?;
        spec.fraction_grouping = take_grouping(m, &mut rest)?;
        if spec.precision.is_none() && spec.fraction_grouping.is_none() {
            return Err(m.raise(ty::VALUE_ERROR, "Format specifier missing precision"));
        }
    }
    spec.kind = rest.next().unwrap_or(kind);
    if rest.next().is_some() {
        let name = m.type_name(of);
        return Err(m.raise(ty::VALUE_ERROR, &format!("Invalid format specifier '{text}' for object of type '{name}'")));
    }
    let allowed = |separator: char| match spec.kind {
        'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' | '\0' => true,
        'b' | 'o' | 'x' | 'X' => separator == '_',
        _ => false,
    };
    let wrong = spec.grouping.filter(|separator| !allowed(*separator));
    if let Some(separator) = wrong.or(spec.fraction_grouping.filter(|_| spec.kind == 'n')) {
        return Err(m.raise(ty::VALUE_ERROR, &format!("Cannot specify '{separator}' with '{}'.", shown(spec.kind))));
    }
    m.reserve(spec.width)?;
    Ok(spec)
}

/// A comma or an underscore, not both.
fn take_grouping(m: &mut Machine, rest: &mut std::str::Chars) -> R<Option<char>> {
    let comma = take_if(rest, |c| c == ',');
    let underscore = take_if(rest, |c| c == '_');
    if underscore.is_some() && (comma.is_some() || rest.clone().next() == Some(',')) {
        return Err(m.raise(ty::VALUE_ERROR, "Cannot specify both ',' and '_'."));
    }
    Ok(comma.or(underscore))
}

/// A code of a format in a message.
pub(crate) fn shown(code: char) -> String {
    if ('!'..='\x7F').contains(&code) { code.to_string() } else { format!("\\x{:x}", u32::from(code)) }
}

/// The next character if it is one of those.
fn take_if(rest: &mut std::str::Chars, wanted: impl Fn(char) -> bool) -> Option<char> {
    let next = rest.clone().next().filter(|c| wanted(*c))?;
    rest.next();
    Some(next)
}

fn take_number(m: &mut Machine, rest: &mut std::str::Chars) -> R<Option<usize>> {
    let mut number = None;
    while let Some(digit) = take_if(rest, |c| c.is_ascii_digit()) {
        let digit = digit as usize - '0' as usize;
        let more = number.unwrap_or(0usize).saturating_mul(10).saturating_add(digit);
        if i64::try_from(more).is_err() {
            return Err(m.raise(ty::VALUE_ERROR, "Too many decimal digits in format string"));
        }
        number = Some(more);
    }
    Ok(number)
}

/// Pads to the width with the fill character.
fn pad(text: &str, spec: &Spec, default: char) -> String {
    pad_parts(&[text], spec, default)
}

/// The same for a text in pieces; a filling for `=` goes in front of the third piece.
fn pad_parts(parts: &[&str], spec: &Spec, default: char) -> String {
    let chars = |text: &str| if text.is_ascii() { text.len() } else { text.chars().count() };
    let len: usize = parts.iter().map(|part| chars(part)).sum();
    let gap = spec.width.saturating_sub(len);
    let align = spec.align.unwrap_or(default);
    let (before, inside) = match align {
        '<' => (0, 0),
        '^' => (gap / 2, 0),
        '=' if parts.len() > 2 => (0, gap),
        _ => (gap, 0),
    };
    let mut out =
        String::with_capacity(parts.iter().map(|part| part.len()).sum::<usize>() + gap * spec.fill.len_utf8());
    let fill = |out: &mut String, n: usize| out.extend(std::iter::repeat_n(spec.fill, n));
    fill(&mut out, before);
    for (i, part) in parts.iter().enumerate() {
        if i == 2 {
            fill(&mut out, inside);
        }
        out.push_str(part);
    }
    fill(&mut out, gap - before - inside);
    out
}

/// Puts a separator between groups of digits, counted from the right.
fn group(digits: &str, separator: char, size: usize) -> String {
    let n = digits.len();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (n - i).is_multiple_of(size) {
            out.push(separator);
        }
        out.push(c);
    }
    out
}

/// Sign, prefix, digits before the point and the rest, put together and padded.
fn assemble_number(negative: bool, prefix: &str, whole: &str, rest: &str, spec: &Spec, group_size: usize) -> String {
    let sign = match (negative, spec.sign) {
        (true, _) => "-",
        (false, '+') => "+",
        (false, ' ') => " ",
        _ => "",
    };
    let Some(separator) = spec.grouping else { return pad_parts(&[sign, prefix, whole, rest], spec, '>') };
    let mut digits = group(whole, separator, group_size);
    if spec.align == Some('=') && spec.fill == '0' {
        // Zeros are grouped, too, and a separator never comes first.
        let fixed = sign.len() + prefix.len() + rest.chars().count();
        let mut plain = whole.to_owned();
        while digits.len() + fixed < spec.width {
            plain.insert(0, '0');
            digits = group(&plain, separator, group_size);
        }
    }
    pad_parts(&[sign, prefix, &digits, rest], spec, '>')
}

/// A non-negative double with exactly that many digits behind the point.
pub fn fixed_digits(v: f64, precision: usize) -> String {
    let (shown, zeros) = (precision.min(MOST_DIGITS), precision.saturating_sub(MOST_DIGITS));
    format!("{v:.shown$}{}", "0".repeat(if v.is_finite() { zeros } else { 0 }))
}

/// Behind so many digits a double has zeros only.
const MOST_DIGITS: usize = 1100;

/// Scientific form with that many digits behind the point: digits with point, and exponent.
fn scientific(v: f64, precision: usize) -> (String, i32) {
    let (shown, zeros) = (precision.min(MOST_DIGITS), precision.saturating_sub(MOST_DIGITS));
    let text = format!("{v:.shown$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (format!("{mantissa}{}", "0".repeat(zeros)), exponent.parse().unwrap_or(0))
}

fn with_exponent(mantissa: &str, exponent: i32, letter: char) -> String {
    format!("{mantissa}{letter}{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
}

/// The digits of a non-negative finite double as `e`, `f`, `g`, `%` or, without a type, as `repr` or `g`.
fn float_body(v: f64, kind: char, precision: Option<usize>, alternate: bool) -> String {
    match kind {
        'e' | 'E' => {
            let (mantissa, exponent) = scientific(v, precision.unwrap_or(6));
            let mantissa = if alternate && !mantissa.contains('.') { mantissa + "." } else { mantissa };
            with_exponent(&mantissa, exponent, kind)
        }
        'f' | 'F' => {
            let text = fixed_digits(v, precision.unwrap_or(6));
            if alternate && !text.contains('.') { text + "." } else { text }
        }
        '%' => {
            let text = fixed_digits(v * 100.0, precision.unwrap_or(6));
            let dot = if alternate && !text.contains('.') { "." } else { "" };
            text + dot + "%"
        }
        _ => {
            let letter = if kind == 'G' { 'E' } else { 'e' };
            let precision = precision.unwrap_or(6).max(1);
            let (mantissa, exponent) = scientific(v, precision - 1);
            let strip = |text: &str| {
                if alternate || !text.contains('.') {
                    text.to_owned()
                } else {
                    text.trim_end_matches('0').trim_end_matches('.').to_owned()
                }
            };
            let limit = precision as i32 - i32::from(kind == '\0');
            if exponent >= -4 && exponent < limit {
                let decimals = (precision as i32 - 1 - exponent).max(0) as usize;
                let text = strip(&fixed_digits(v, decimals));
                let text = if alternate && !text.contains('.') { text + "." } else { text };
                if kind == '\0' && !text.contains('.') { text + ".0" } else { text }
            } else {
                with_exponent(&strip(&mantissa), exponent, letter)
            }
        }
    }
}

/// Whether a float is shown as negative, and its digits without the sign; `dot`: as `str`, one without a code has at least
/// one digit behind the point (`PyOS_double_to_string`).
fn float_digits(value: f64, spec: &Spec, dot: bool) -> (bool, String) {
    let kind = if spec.kind == 'n' { 'g' } else { spec.kind };
    if !value.is_finite() {
        let mut body = if value.is_nan() { "nan" } else { "inf" }.to_owned();
        if matches!(kind, 'E' | 'F' | 'G') {
            body.make_ascii_uppercase();
        }
        if kind == '%' {
            body.push('%');
        }
        return (value.is_sign_negative() && !value.is_nan(), body);
    }
    let mut body = match (kind, spec.precision) {
        ('\0', None) => {
            let mut body = ground::float::float_repr(value.abs());
            if spec.alternate && !body.contains('.') {
                let at = body.find('e').unwrap_or(body.len());
                body.insert(at, '.');
            }
            if !dot {
                body = if spec.alternate { body.replace(".0", ".") } else { body.trim_end_matches(".0").to_owned() };
            }
            body
        }
        ('\0', Some(_)) if !dot => float_body(value.abs(), 'g', spec.precision, spec.alternate),
        _ => float_body(value.abs(), kind, spec.precision, spec.alternate),
    };
    if body.is_empty() {
        body.push('0');
    }
    let zero = body.chars().take_while(|c| !matches!(c, 'e' | 'E')).all(|c| !c.is_ascii_digit() || c == '0');
    (value.is_sign_negative() && !(spec.no_negative_zero && zero), body)
}

/// What comes behind the whole digits, the digits behind the point in groups of three if that is wanted.
fn grouped_fraction(rest: &str, spec: &Spec) -> String {
    let (Some(separator), Some(digits)) = (spec.fraction_grouping, rest.strip_prefix('.')) else {
        return rest.to_owned();
    };
    let n = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let mut out = ".".to_owned();
    for (i, c) in digits[..n].chars().enumerate() {
        if i > 0 && i % 3 == 0 {
            out.push(separator);
        }
        out.push(c);
    }
    out + &digits[n..]
}

/// A string whose characters are read one by one.
#[derive(Clone, Copy)]
struct Template {
    text: Obj,
    len: usize,
}

impl Template {
    #[inline]
    fn get(self, m: &Machine, i: usize) -> Option<char> {
        (i < self.len).then(|| char::from_u32(m.str_view(self.text).at(i)).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// Puts what comes before the next `%` behind another text; how many characters these are.
    fn run(self, m: &Machine, from: usize, out: &mut String) -> usize {
        let view = m.str_view(self.text);
        if m.str_is_ascii(self.text) {
            let rest = &view.bytes[from..];
            let n = memchr::memchr(b'%', rest).unwrap_or(rest.len());
            out.push_str(std::str::from_utf8(&rest[..n]).unwrap_or(""));
            return n;
        }
        let run = (from..self.len).map_while(|i| self.get(m, i).filter(|c| *c != '%'));
        run.inspect(|c| out.push(*c)).count()
    }
}

impl Machine {
    /// `format(o, spec)`: `__format__` of the type.
    pub fn format(&mut self, o: Obj, spec: Obj) -> R {
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, static_strings::DUNDER_FORMAT);
            if !method.is_null() && self.kind(method) == Kind::Function {
                let text = self.call_unbound(method, o, &[spec])?;
                if self.kind(text.get()) != Kind::Str {
                    let name = self.type_name(text.get());
                    self.drop_ref(text);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("__format__ must return a str, not {name}")));
                }
                return Ok(text);
            }
        }
        self.format_builtin(o, spec)
    }

    /// `__format__` of the built-in types.
    pub fn format_builtin(&mut self, o: Obj, spec: Obj) -> R {
        self.want("__format__", "argument", spec, Kind::Str, "str")?;
        if self.str_len(spec) == 0 {
            return self.str(o);
        }
        let text = self.str_text(spec);
        let formatted = match self.kind(o) {
            Kind::Str => {
                let formatted = self.format_str(o, &text)?;
                if self.ty(o) == ty::STR && formatted == self.str_text(o) {
                    return Ok(self.new_ref(o));
                }
                formatted
            }
            Kind::Int | Kind::Bool => self.format_int(o, &text)?,
            Kind::Float => {
                let spec = parse_spec(self, &text, o, '\0', '>')?;
                self.format_float(self.float_value(o), &spec, o)?
            }
            Kind::Complex => {
                let spec = parse_spec(self, &text, o, '\0', '>')?;
                self.format_complex(o, &spec)?
            }
            _ => {
                let name = self.type_name(o);
                return Err(
                    self.raise(ty::TYPE_ERROR, &format!("unsupported format string passed to {name}.__format__"))
                );
            }
        };
        Ok(self.new_str(&formatted))
    }

    fn unknown_code(&mut self, kind: char, of: Obj) -> Raised {
        let name = self.type_name(of);
        self.raise(ty::VALUE_ERROR, &format!("Unknown format code '{}' for object of type '{name}'", shown(kind)))
    }

    fn format_str(&mut self, o: Obj, text: &str) -> R<String> {
        let spec = parse_spec(self, text, o, 's', '<')?;
        if spec.kind != 's' {
            return Err(self.unknown_code(spec.kind, o));
        }
        let fault = match spec.sign {
            ' ' => "Space",
            '+' | '-' => "Sign",
            _ if spec.no_negative_zero => "Negative zero coercion (z)",
            _ if spec.alternate => "Alternate form (#)",
            _ if spec.align == Some('=') => "'=' alignment",
            _ => "",
        };
        if !fault.is_empty() {
            return Err(self.raise(ty::VALUE_ERROR, &format!("{fault} not allowed in string format specifier")));
        }
        let mut value = self.str_text(o);
        if let Some(precision) = spec.precision {
            value = value.chars().take(precision).collect();
        }
        Ok(pad(&value, &spec, '<'))
    }

    fn format_int(&mut self, o: Obj, text: &str) -> R<String> {
        let spec = parse_spec(self, text, o, 'd', '>')?;
        if !matches!(spec.kind, 'b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') {
            return Err(self.unknown_code(spec.kind, o));
        }
        if matches!(spec.kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') {
            let value = self.int_to_f64(o)?;
            return self.format_float(value, &spec, o);
        }
        if spec.precision.is_some() {
            return Err(self.raise(ty::VALUE_ERROR, "Precision not allowed in integer format specifier"));
        }
        if spec.no_negative_zero {
            let text = "Negative zero coercion (z) not allowed in integer format specifier";
            return Err(self.raise(ty::VALUE_ERROR, text));
        }
        if spec.kind == 'c' {
            let fault = match spec.sign {
                '\0' if spec.alternate => "Alternate form (#)",
                '\0' => "",
                _ => "Sign",
            };
            if !fault.is_empty() {
                let text = format!("{fault} not allowed with integer format specifier 'c'");
                return Err(self.raise(ty::VALUE_ERROR, &text));
            }
            let point = self.int_clamped(o);
            let Some(c) = u32::try_from(point).ok().and_then(char::from_u32) else {
                return Err(self.raise(ty::OVERFLOW_ERROR, "%c arg not in range(0x110000)"));
            };
            return Ok(pad(&c.to_string(), &spec, '>'));
        }
        let (radix, prefix, size) = match spec.kind {
            '\0' | 'd' | 'n' => (10, "", 3),
            'b' => (2, "0b", 4),
            'o' => (8, "0o", 4),
            'x' => (16, "0x", 4),
            'X' => (16, "0X", 4),
            other => return Err(self.unknown_code(other, o)),
        };
        let prefix = if spec.alternate { prefix } else { "" };
        if let (10, Some(value)) = (radix, self.int_small(o)) {
            let digits = Decimal::of_magnitude(value.unsigned_abs());
            return Ok(assemble_number(value < 0, prefix, digits.text(), "", &spec, size));
        }
        let value = self.int_value(o).big();
        let mut digits = self.digits_of(&value, radix)?;
        if spec.kind == 'X' {
            digits.make_ascii_uppercase();
        }
        Ok(assemble_number(value.is_negative(), prefix, &digits, "", &spec, size))
    }

    fn format_float(&mut self, value: f64, spec: &Spec, of: Obj) -> R<String> {
        if !matches!(spec.kind, '\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%') {
            return Err(self.unknown_code(spec.kind, of));
        }
        if spec.precision.is_some_and(|precision| i32::try_from(precision).is_err()) {
            return Err(self.raise(ty::VALUE_ERROR, "precision too big"));
        }
        self.reserve(spec.precision.unwrap_or(0))?;
        let (negative, body) = float_digits(value, spec, true);
        let split = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
        let (whole, rest) = body.split_at(split);
        if !value.is_finite() {
            let spec = Spec { grouping: None, ..spec.clone() };
            return Ok(assemble_number(negative, "", &body, "", &spec, 3));
        }
        Ok(assemble_number(negative, "", whole, &grouped_fraction(rest, spec), spec, 3))
    }

    /// A complex number: its parts as floats, in brackets where no code is given (`format_complex_internal`).
    fn format_complex(&mut self, o: Obj, spec: &Spec) -> R<String> {
        if !matches!(spec.kind, '\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n') {
            return Err(self.unknown_code(spec.kind, o));
        }
        if spec.precision.is_some_and(|precision| i32::try_from(precision).is_err()) {
            return Err(self.raise(ty::VALUE_ERROR, "precision too big"));
        }
        if spec.fill == '0' {
            return Err(self.raise(ty::VALUE_ERROR, "Zero padding is not allowed in complex format specifier"));
        }
        if spec.align == Some('=') {
            return Err(self.raise(ty::VALUE_ERROR, "'=' alignment flag is not allowed in complex format specifier"));
        }
        let (re, im) = self.complex_value(o);
        let alone = spec.kind == '\0' && re == 0.0 && re.is_sign_positive();
        let bare = Spec { fill: ' ', align: Some('<'), width: 0, ..spec.clone() };
        self.reserve(spec.precision.unwrap_or(0))?;
        let part = |value: f64, spec: &Spec| {
            let (negative, body) = float_digits(value, spec, false);
            let split = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
            let (whole, rest) = if value.is_finite() { body.split_at(split) } else { (body.as_str(), "") };
            let spec = if value.is_finite() { spec.clone() } else { Spec { grouping: None, ..spec.clone() } };
            assemble_number(negative, "", whole, &grouped_fraction(rest, &spec), &spec, 3)
        };
        let real = if alone { String::new() } else { part(re, &bare) };
        let imaginary = part(im, &if alone { bare.clone() } else { Spec { sign: '+', ..bare.clone() } });
        let text = format!("{real}{imaginary}j");
        let text = if spec.kind == '\0' && !alone { format!("({text})") } else { text };
        Ok(pad(&text, spec, '>'))
    }

    /// `text % values`.
    pub fn str_percent(&mut self, format: Obj, values: Obj) -> R {
        let text = Template { text: format, len: self.str_len(format) as usize };
        let tuple = self.kind(values) == Kind::Tuple;
        let count = if tuple { self.tuple_len(values) as usize } else { 1 };
        // What has `__getitem__` and is no text counts as a mapping (`PyMapping_Check`).
        let mapping = !tuple
            && !self.isinstance_of(values, ty::STR)
            && !self.lookup_special(values, static_strings::DUNDER_GETITEM).is_null();
        let mut out = String::with_capacity(text.len + 32);
        // A string that is all of the result is the result.
        let mut whole = None;
        let mut used = 0;
        let mut named = false;
        let mut i = 0;
        while i < text.len {
            let run = text.run(self, i, &mut out);
            if run > 0 {
                i += run;
                continue;
            }
            let field = i;
            i += 1;
            if used < count
                && let Some(code @ ('s' | 'd')) = text.get(self, i)
            {
                let value = if tuple { self.tuple_item(values, used as u32) } else { values };
                let alone = out.is_empty() && i + 1 == text.len;
                if !alone && !mapping && self.push_plain(&mut out, value, code) {
                    (i, used) = (i + 1, used + 1);
                    continue;
                }
            }
            let mut key = None;
            if text.get(self, i) == Some('(') {
                let start = i + 1;
                let mut depth = 1;
                i = start;
                while depth > 0 {
                    match text.get(self, i) {
                        None => return Err(self.raise(ty::VALUE_ERROR, "incomplete format key")),
                        Some('(') => depth += 1,
                        Some(')') => depth -= 1,
                        Some(_) => {}
                    }
                    i += 1;
                }
                if !mapping {
                    return Err(self.raise(ty::TYPE_ERROR, "format requires a mapping"));
                }
                key = Some((start..i - 1).filter_map(|i| text.get(self, i)).collect::<String>());
                named = true;
                // A value without a name is not to be had any more.
                used = count;
            }
            let mut flags = String::new();
            while let Some(c @ ('-' | '+' | ' ' | '#' | '0')) = text.get(self, i) {
                flags.push(c);
                i += 1;
            }
            let mut take = |m: &mut Machine| -> R<Obj> {
                if used >= count {
                    return Err(m.raise(ty::TYPE_ERROR, "not enough arguments for format string"));
                }
                used += 1;
                Ok(if tuple { m.tuple_item(values, used as u32 - 1) } else { values })
            };
            let mut width = 0i64;
            if text.get(self, i) == Some('*') {
                let o = take(self)?;
                width = self.starred(o, false)?;
                i += 1;
            } else {
                while let Some(d) = text.get(self, i).and_then(|c| c.to_digit(10)) {
                    let more = width.checked_mul(10).and_then(|tens| tens.checked_add(i64::from(d)));
                    width = more.ok_or_else(|| self.raise(ty::VALUE_ERROR, "width too big"))?;
                    i += 1;
                }
            }
            if width < 0 {
                flags.push('-');
                width = width.saturating_neg();
            }
            self.reserve(width as usize)?;
            let mut precision = None;
            if text.get(self, i) == Some('.') {
                i += 1;
                let mut p = 0usize;
                if text.get(self, i) == Some('*') {
                    let o = take(self)?;
                    p = self.starred(o, true)?.max(0) as usize;
                    i += 1;
                } else {
                    while let Some(d) = text.get(self, i).and_then(|c| c.to_digit(10)) {
                        p = (p * 10 + d as usize).min(1 << 16);
                        i += 1;
                    }
                }
                precision = Some(p);
            }
            while matches!(text.get(self, i), Some('h' | 'l' | 'L')) {
                i += 1;
            }
            let Some(code) = text.get(self, i) else {
                return Err(self.raise(ty::VALUE_ERROR, "incomplete format"));
            };
            i += 1;
            if code == '%' && i - 2 == field {
                out.push('%');
                continue;
            }
            let value = match &key {
                Some(key) => {
                    let key = self.new_str(key);
                    let value = self.getitem(values, key.get());
                    self.drop_ref(key);
                    value?
                }
                None => {
                    let value = take(self)?;
                    self.new_ref(value)
                }
            };
            let value = self.percent_number(code, value)?;
            let piece = self.percent_piece(code, value.get(), &flags, width as usize, precision, i - 1);
            let alone = out.is_empty() && i == text.len && self.ty(value.get()) == ty::STR;
            if alone && piece.as_ref().is_ok_and(|piece| *piece == self.str_text(value.get())) {
                whole = Some(value);
                continue;
            }
            self.drop_ref(value);
            out.push_str(&piece?);
        }
        if !named && used < count && (tuple || !mapping) {
            if let Some(value) = whole {
                self.drop_ref(value);
            }
            return Err(self.raise(ty::TYPE_ERROR, "not all arguments converted during string formatting"));
        }
        Ok(match whole {
            Some(value) => value,
            None => self.new_str(&out),
        })
    }

    /// What is no number of ours is asked for the one that a conversion wants (`mainformatlong`, `formatfloat`).
    pub(crate) fn percent_number(&mut self, code: char, value: Owned) -> R<Owned> {
        use static_strings::{DUNDER_FLOAT, DUNDER_INDEX, DUNDER_INT};
        let o = value.get();
        let wanted: &[Obj] = match code {
            'd' | 'i' | 'u' => &[DUNDER_INT, DUNDER_INDEX],
            'o' | 'x' | 'X' | 'c' => &[DUNDER_INDEX],
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => &[DUNDER_FLOAT, DUNDER_INDEX],
            _ => return Ok(value),
        };
        if self.kind(o) != Kind::Instance || wanted.iter().all(|&name| self.lookup_special(o, name).is_null()) {
            return Ok(value);
        }
        let number = match code {
            'd' | 'i' | 'u' => self.to_int(o),
            'o' | 'x' | 'X' | 'c' => self.index(o),
            _ => self.to_float(o).map(|number| self.new_float(number)),
        };
        match number {
            Ok(number) => {
                self.drop_ref(value);
                Ok(number)
            }
            Err(_) if self.raised_is(ty::TYPE_ERROR) && !matches!(code.to_ascii_lowercase(), 'e' | 'f' | 'g') => {
                self.clear_raised();
                Ok(value)
            }
            Err(e) => {
                self.drop_ref(value);
                Err(e)
            }
        }
    }

    /// What was given for a `*`.
    pub(crate) fn starred(&mut self, o: Obj, precision: bool) -> R<i64> {
        if !self.is_int(o) {
            return Err(self.raise(ty::TYPE_ERROR, "* wants int"));
        }
        if precision { self.c_int(o).map(i64::from) } else { self.index_ssize(o) }
    }

    /// Puts the text of an exact str or of a small exact int behind another; false for anything else.
    pub(crate) fn push_plain(&self, out: &mut String, o: Obj, code: char) -> bool {
        let slot = self.slot(o);
        match slot.ty {
            ty::INT if slot.x == 0 => out.push_str(Decimal::of(slot.b as i64).text()),
            ty::STR if code == 's' => self.push_text(out, o),
            _ => return false,
        }
        true
    }

    pub(crate) fn percent_piece(
        &mut self,
        code: char,
        value: Obj,
        flags: &str,
        width: usize,
        precision: Option<usize>,
        at: usize,
    ) -> R<String> {
        let has = |c: char| flags.contains(c);
        let mut spec = Spec {
            align: Some(if has('-') { '<' } else { '>' }),
            sign: if has('+') {
                '+'
            } else if has(' ') {
                ' '
            } else {
                '-'
            },
            alternate: has('#'),
            width,
            precision,
            kind: code,
            ..Spec::PLAIN
        };
        let zero_pad = has('0') && !has('-');
        match code {
            's' | 'r' | 'a' => {
                let text = match code {
                    's' => self.display(value)?,
                    'r' => self.repr_text(value)?,
                    _ => {
                        let text = self.ascii(value)?;
                        let shown = self.str_text(text.get());
                        self.drop_ref(text);
                        shown
                    }
                };
                let text = match precision {
                    Some(p) => text.chars().take(p).collect(),
                    None => text,
                };
                Ok(pad(&text, &spec, '>'))
            }
            'c' => {
                let text = match self.kind(value) {
                    Kind::Str if self.str_len(value) == 1 => self.str_text(value),
                    Kind::Int | Kind::Bool => {
                        let point = self.int_clamped(value);
                        match u32::try_from(point).ok().and_then(char::from_u32) {
                            Some(c) => c.to_string(),
                            None => return Err(self.raise(ty::OVERFLOW_ERROR, "%c arg not in range(0x110000)")),
                        }
                    }
                    kind => {
                        let name = if kind == Kind::Str {
                            format!("a string of length {}", self.str_len(value))
                        } else {
                            self.type_name(value)
                        };
                        return Err(self
                            .raise(ty::TYPE_ERROR, &format!("%c requires an int or a unicode character, not {name}")));
                    }
                };
                Ok(pad(&text, &spec, '>'))
            }
            'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
                let number: BigInt = match self.kind(value) {
                    Kind::Int | Kind::Bool => self.int_value(value).big(),
                    Kind::Float if matches!(code, 'd' | 'i' | 'u') => {
                        let whole = self.float_to_int(self.float_value(value))?;
                        let number = self.int_value(whole.get()).big();
                        self.drop_ref(whole);
                        number
                    }
                    _ => {
                        let name = self.type_name(value);
                        let what = if matches!(code, 'd' | 'i' | 'u') { "a real number is" } else { "an integer is" };
                        return Err(self.raise(ty::TYPE_ERROR, &format!("%{code} format: {what} required, not {name}")));
                    }
                };
                let (radix, prefix) = match code {
                    'x' => (16, "0x"),
                    'X' => (16, "0X"),
                    'o' => (8, "0o"),
                    _ => (10, ""),
                };
                let mut digits = self.digits_of(&number, radix)?;
                if code == 'X' {
                    digits.make_ascii_uppercase();
                }
                if let Some(p) = precision {
                    digits = format!("{digits:0>p$}");
                }
                if zero_pad {
                    spec.fill = '0';
                    spec.align = Some('=');
                }
                let prefix = if spec.alternate { prefix } else { "" };
                Ok(assemble_number(number.is_negative(), prefix, &digits, "", &spec, 3))
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let number = match self.real_value(value)? {
                    Some(number) => number,
                    None => {
                        let name = self.type_name(value);
                        return Err(self.raise(ty::TYPE_ERROR, &format!("must be real number, not {name}")));
                    }
                };
                if zero_pad {
                    spec.fill = '0';
                    spec.align = Some('=');
                }
                self.format_float(number, &spec, value)
            }
            other => Err(self.raise(
                ty::VALUE_ERROR,
                &format!("unsupported format character '{other}' ({:#x}) at index {at}", u32::from(other)),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_format_as_in_python() {
        assert_eq!(float_body(3.0, 'g', None, false), "3");
        assert_eq!(float_body(1234567.0, 'g', None, false), "1.23457e+06");
        assert_eq!(float_body(0.00001234, '\0', Some(3), false), "1.23e-05");
        assert_eq!(float_body(12.0, '\0', Some(2), false), "1.2e+01");
        assert_eq!(float_body(0.5, '%', Some(1), false), "50.0%");
        assert_eq!(group("1234567", ',', 3), "1,234,567");
    }
}
