//! Methods of `str` and `bytes`.

use crate::eval::ask::Ask;
use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, boolean};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, def, new, static_def, tpflags, wrapper};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::objects::unicodeobject::{points, text_of};
use crate::state::interpreter::Machine;

/// First position of `needle` in `hay[start..stop]`.
pub fn find<T: PartialEq>(hay: &[T], needle: &[T], start: usize, stop: usize) -> Option<usize> {
    if start > stop || stop > hay.len() {
        return None;
    }
    if needle.is_empty() {
        return Some(start);
    }
    hay[start..stop].windows(needle.len()).position(|w| w == needle).map(|i| i + start)
}

fn rfind<T: PartialEq>(hay: &[T], needle: &[T], start: usize, stop: usize) -> Option<usize> {
    if start > stop || stop > hay.len() {
        return None;
    }
    if needle.is_empty() {
        return Some(stop);
    }
    hay[start..stop].windows(needle.len()).rposition(|w| w == needle).map(|i| i + start)
}

fn chars(m: &Machine, a: Args, i: u32) -> Vec<u32> {
    m.str_points(a.get(m, i))
}

fn c(point: u32) -> char {
    char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A string argument or a `TypeError` naming the method.
fn str_arg(m: &mut Machine, a: Args, i: u32, method: &str) -> R<Vec<u32>> {
    let o = a.get(m, i);
    if m.kind(o) != Kind::Str {
        let name = m.type_name(o);
        return Err(m.raise(ty::TYPE_ERROR, &format!("{method}() argument {i} must be str, not {name}")));
    }
    Ok(m.str_points(o))
}

/// Optional start and stop at arguments `i` and `i + 1`, fitted to the length.
fn bounds(m: &mut Machine, a: Args, i: u32, len: usize) -> R<(usize, usize)> {
    let part = |m: &mut Machine, i: u32| -> R<Option<i64>> {
        let o = a.opt(m, i);
        if o.is_null() || Machine::is_none(o) { Ok(None) } else { m.index_clamped(o).map(Some) }
    };
    let (start, stop) = (part(m, i)?, part(m, i + 1)?);
    let fit = |v: i64| if v < 0 { (v + len as i64).max(0) as usize } else { v as usize };
    Ok((start.map_or(0, fit), stop.map_or(len, |v| fit(v).min(len))))
}

fn position(m: &mut Machine, a: Args, last: bool, name: &str) -> R<Option<usize>> {
    let hay = chars(m, a, 0);
    let needle = str_arg(m, a, 1, name)?;
    let (start, stop) = bounds(m, a, 2, hay.len())?;
    Ok(if last { rfind(&hay, &needle, start, stop) } else { find(&hay, &needle, start, stop) })
}

fn found(m: &mut Machine, at: Option<usize>) -> R {
    Ok(m.new_int(at.map_or(-1, |i| i as i64)))
}

fn found_or_raise(m: &mut Machine, at: Option<usize>) -> R {
    match at {
        Some(i) => Ok(m.new_int(i as i64)),
        None => Err(m.raise(ty::VALUE_ERROR, "substring not found")),
    }
}

/// A new string from a function over the text.
fn mapped(m: &mut Machine, a: Args, f: impl Fn(&[u32]) -> Vec<u32>) -> R {
    let new = f(&chars(m, a, 0));
    Ok(m.new_str_points(&new))
}

fn all_chars(m: &Machine, a: Args, test: impl Fn(char) -> bool) -> R {
    let text = chars(m, a, 0);
    boolean(!text.is_empty() && text.iter().all(|&p| test(c(p))))
}

/// `str.isspace` for one character.
fn is_space(p: u32) -> bool {
    matches!(p, 0x1C..=0x1F) || c(p).is_whitespace()
}

fn is_cased_upper(ch: char) -> bool {
    ch.is_uppercase() || titlecase(ch)
}

fn titlecase(ch: char) -> bool {
    use unicode_general_category::{GeneralCategory, get_general_category};
    get_general_category(ch) == GeneralCategory::TitlecaseLetter
}

fn is_decimal(ch: char) -> bool {
    crate::objects::longobject::decimal_digit(ch).is_some()
}

fn is_numeric(ch: char) -> bool {
    use unicode_general_category::{GeneralCategory as G, get_general_category};
    matches!(get_general_category(ch), G::DecimalNumber | G::LetterNumber | G::OtherNumber)
}

fn is_alpha(ch: char) -> bool {
    use unicode_general_category::{GeneralCategory as G, get_general_category};
    matches!(
        get_general_category(ch),
        G::UppercaseLetter | G::LowercaseLetter | G::TitlecaseLetter | G::ModifierLetter | G::OtherLetter
    )
}

fn lower(text: &[u32]) -> Vec<u32> {
    text_of(text).to_lowercase().chars().map(u32::from).collect()
}

fn upper(text: &[u32]) -> Vec<u32> {
    text_of(text).to_uppercase().chars().map(u32::from).collect()
}

fn title(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::new();
    let mut inside = false;
    for &p in text {
        let ch = c(p);
        if inside {
            out.extend(lower(&[p]))
        } else {
            out.extend(upper(&[p]))
        }
        inside = ch.is_uppercase() || ch.is_lowercase() || titlecase(ch);
    }
    out
}

fn pad(m: &mut Machine, a: Args, side: char, name: &str) -> R {
    let text = chars(m, a, 0);
    let width = m.index_i64(a.get(m, 1))?.max(0) as usize;
    let fill = if a.n > 2 {
        let fill = str_arg(m, a, 2, name)?;
        if fill.len() != 1 {
            return Err(m.raise(ty::TYPE_ERROR, "The fill character must be exactly one character long"));
        }
        fill[0]
    } else {
        u32::from(' ')
    };
    let gap = width.saturating_sub(text.len());
    if gap == 0 {
        let same = a.get(m, 0);
        return Ok(m.new_ref(same));
    }
    let left = match side {
        'l' => 0,
        'r' => gap,
        _ => gap / 2 + (gap & width & 1),
    };
    let mut out = vec![fill; left];
    out.extend(text);
    out.resize(out.len() + gap - left, fill);
    Ok(m.new_str_points(&out))
}

fn strip(m: &mut Machine, a: Args, left: bool, right: bool, name: &str) -> R {
    let text = chars(m, a, 0);
    let set = if a.n > 1 && !Machine::is_none(a.get(m, 1)) {
        let o = a.get(m, 1);
        if m.kind(o) != Kind::Str {
            let got = m.type_name(o);
            return Err(m.raise(ty::TYPE_ERROR, &format!("{name} arg must be None or str, not {got}")));
        }
        Some(m.str_points(o))
    } else {
        None
    };
    let drop = |p: u32| set.as_ref().map_or_else(|| is_space(p), |set| set.contains(&p));
    let mut start = 0;
    let mut stop = text.len();
    while left && start < stop && drop(text[start]) {
        start += 1;
    }
    while right && stop > start && drop(text[stop - 1]) {
        stop -= 1;
    }
    let o = a.get(m, 0);
    Ok(m.str_slice(o, start, stop))
}

fn split(m: &mut Machine, a: Args, from_right: bool) -> R {
    let text = chars(m, a, 0);
    let (sep, most) = (a.opt(m, 1), a.opt(m, 2));
    let most = if most.is_null() { -1 } else { m.index_i64(most)? };
    let most = if most < 0 { usize::MAX } else { most as usize };
    let mut parts: Vec<(usize, usize)> = Vec::new();
    if sep.is_null() || Machine::is_none(sep) {
        split_whitespace(&text, most, from_right, &mut parts);
    } else {
        if m.kind(sep) != Kind::Str {
            let name = m.type_name(sep);
            return Err(m.raise(ty::TYPE_ERROR, &format!("must be str or None, not {name}")));
        }
        let sep = m.str_points(sep);
        if sep.is_empty() {
            return Err(m.raise(ty::VALUE_ERROR, "empty separator"));
        }
        if from_right {
            let mut stop = text.len();
            while parts.len() < most {
                let Some(at) = rfind(&text, &sep, 0, stop) else { break };
                parts.push((at + sep.len(), stop));
                stop = at;
            }
            parts.push((0, stop));
            parts.reverse();
        } else {
            let mut start = 0;
            while parts.len() < most {
                let Some(at) = find(&text, &sep, start, text.len()) else { break };
                parts.push((start, at));
                start = at + sep.len();
            }
            parts.push((start, text.len()));
        }
    }
    let items = parts.into_iter().map(|(start, stop)| m.new_str_points(&text[start..stop])).collect();
    Ok(m.new_list_of(items))
}

fn split_whitespace(text: &[u32], most: usize, from_right: bool, parts: &mut Vec<(usize, usize)>) {
    let n = text.len();
    if from_right {
        let mut stop = n;
        loop {
            while stop > 0 && is_space(text[stop - 1]) {
                stop -= 1;
            }
            if stop == 0 {
                break;
            }
            if parts.len() == most {
                parts.push((0, stop));
                break;
            }
            let mut start = stop;
            while start > 0 && !is_space(text[start - 1]) {
                start -= 1;
            }
            parts.push((start, stop));
            stop = start;
        }
        parts.reverse();
        return;
    }
    let mut start = 0;
    loop {
        while start < n && is_space(text[start]) {
            start += 1;
        }
        if start == n {
            break;
        }
        if parts.len() == most {
            let end = text.iter().rposition(|&p| !is_space(p)).map_or(n, |i| i + 1);
            parts.push((start, end.max(start)));
            break;
        }
        let mut stop = start;
        while stop < n && !is_space(text[stop]) {
            stop += 1;
        }
        parts.push((start, stop));
        start = stop;
    }
}

fn partition(m: &mut Machine, a: Args, last: bool) -> R {
    let text = chars(m, a, 0);
    let sep = str_arg(m, a, 1, "partition")?;
    if sep.is_empty() {
        return Err(m.raise(ty::VALUE_ERROR, "empty separator"));
    }
    let at = if last { rfind(&text, &sep, 0, text.len()) } else { find(&text, &sep, 0, text.len()) };
    let (head, middle, tail): (&[u32], &[u32], &[u32]) = match at {
        Some(i) => (&text[..i], &sep, &text[i + sep.len()..]),
        None if last => (&[], &[], &text),
        None => (&text, &[], &[]),
    };
    let items = [head, middle, tail].iter().map(|part| m.new_str_points(part)).collect();
    Ok(m.new_tuple(items))
}

fn affix(m: &mut Machine, a: Args, end: bool, name: &str) -> R {
    let text = chars(m, a, 0);
    let (start, stop) = bounds(m, a, 2, text.len())?;
    let o = a.get(m, 1);
    let options = if m.kind(o) == Kind::Tuple { m.seq_items(o) } else { vec![o] };
    for option in options {
        if m.kind(option) != Kind::Str {
            let got = m.type_name(option);
            return Err(m.raise(ty::TYPE_ERROR, &format!("{name} first arg must be str or a tuple of str, not {got}")));
        }
        let option = m.str_points(option);
        if start > stop || start > text.len() {
            continue;
        }
        let part = &text[start..stop];
        if if end { part.ends_with(&option) } else { part.starts_with(&option) } {
            return boolean(true);
        }
    }
    boolean(false)
}

fn join(m: &mut Machine, a: Args) -> R {
    if let Some(asked) = m.gather_all(a, 1) {
        return asked;
    }
    let sep = chars(m, a, 0);
    let iterable = a.get(m, 1);
    let items = match m.iterate_all(iterable) {
        Ok(items) => items,
        Err(e) => {
            if m.raised_is(ty::TYPE_ERROR)
                && m.lookup_special(iterable, crate::native::static_strings::DUNDER_ITER).is_null()
            {
                m.clear_raised();
                return Err(m.raise(ty::TYPE_ERROR, "can only join an iterable"));
            }
            return Err(e);
        }
    };
    if let [one] = items.as_slice()
        && m.ty(one.get()) == ty::STR
    {
        return Ok(items.into_iter().next().unwrap_or(Owned::steal(fixed::EMPTY_STR)));
    }
    let mut out = Vec::new();
    let mut bad = None;
    for (i, item) in items.iter().enumerate() {
        if m.kind(item.get()) != Kind::Str {
            bad = Some((i, m.type_name(item.get())));
            break;
        }
        if i > 0 {
            out.extend(&sep);
        }
        out.extend(m.str_view(item.get()).iter());
    }
    for item in items {
        m.drop_ref(item);
    }
    match bad {
        Some((i, name)) => {
            Err(m.raise(ty::TYPE_ERROR, &format!("sequence item {i}: expected str instance, {name} found")))
        }
        None => Ok(m.new_str_points(&out)),
    }
}

fn replace(m: &mut Machine, a: Args) -> R {
    let text = chars(m, a, 0);
    let (old, new) = (str_arg(m, a, 1, "replace")?, str_arg(m, a, 2, "replace")?);
    let count = a.opt(m, 3);
    let count = if count.is_null() { -1 } else { m.index_i64(count)? };
    let mut left = if count < 0 { usize::MAX } else { count as usize };
    let mut out = Vec::new();
    let mut at = 0;
    if old.is_empty() {
        for &p in &text {
            if left > 0 {
                out.extend(&new);
                left -= 1;
            }
            out.push(p);
        }
        if left > 0 {
            out.extend(&new);
        }
        return Ok(m.new_str_points(&out));
    }
    while left > 0 {
        let Some(i) = find(&text, &old, at, text.len()) else { break };
        out.extend(&text[at..i]);
        out.extend(&new);
        at = i + old.len();
        left -= 1;
    }
    if at == 0 {
        let same = a.get(m, 0);
        return Ok(m.new_ref(same));
    }
    out.extend(&text[at..]);
    Ok(m.new_str_points(&out))
}

fn splitlines(m: &mut Machine, a: Args) -> R {
    let text = chars(m, a, 0);
    let keep = a.opt(m, 1);
    let keep = !keep.is_null() && m.truthy(keep)?;
    let mut items = Vec::new();
    let mut start = 0;
    let mut i = 0;
    while i < text.len() {
        let end = matches!(text[i], 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029);
        if end {
            let next = i + 1 + usize::from(text[i] == 0x0D && text.get(i + 1) == Some(&0x0A));
            items.push(m.new_str_points(&text[start..if keep { next } else { i }]));
            start = next;
            i = next;
        } else {
            i += 1;
        }
    }
    if start < text.len() {
        items.push(m.new_str_points(&text[start..]));
    }
    Ok(m.new_list_of(items))
}

fn zfill(m: &mut Machine, a: Args) -> R {
    let text = chars(m, a, 0);
    let width = m.index_i64(a.get(m, 1))?.max(0) as usize;
    if text.len() >= width {
        let same = a.get(m, 0);
        return Ok(m.new_ref(same));
    }
    let signed = matches!(text.first(), Some(&s) if s == u32::from('+') || s == u32::from('-'));
    let (sign, rest) = text.split_at(usize::from(signed));
    let mut out = sign.to_vec();
    out.resize(sign.len() + width - text.len(), u32::from('0'));
    out.extend(rest);
    Ok(m.new_str_points(&out))
}

fn expandtabs(m: &mut Machine, a: Args) -> R {
    let size = a.opt(m, 1);
    let size = if size.is_null() { 8 } else { m.index_i64(size)?.max(0) as usize };
    mapped(m, a, |text| {
        let mut out = Vec::new();
        let mut column = 0;
        for &p in text {
            match c(p) {
                '\t' => {
                    let gap = if size == 0 { 0 } else { size - column % size };
                    out.resize(out.len() + gap, u32::from(' '));
                    column += gap;
                }
                '\n' | '\r' => {
                    out.push(p);
                    column = 0;
                }
                _ => {
                    out.push(p);
                    column += 1;
                }
            }
        }
        out
    })
}

fn translate(m: &mut Machine, a: Args) -> R {
    let text = chars(m, a, 0);
    let table = a.get(m, 1);
    let mut out = Vec::new();
    for p in text {
        let key = m.new_int(i64::from(p));
        let found = m.getitem(table, key.get());
        m.drop_ref(key);
        match found {
            Ok(value) => {
                match m.kind(value.get()) {
                    Kind::Str => out.extend(m.str_view(value.get()).iter()),
                    Kind::Int => out.push(m.int_clamped(value.get()) as u32),
                    _ => {}
                }
                m.drop_ref(value);
            }
            Err(e) => {
                if !m.raised_is(ty::LOOKUP_ERROR) {
                    return Err(e);
                }
                m.clear_raised();
                out.push(p);
            }
        }
    }
    Ok(m.new_str_points(&out))
}

fn trim_affix(m: &mut Machine, a: Args, end: bool) -> R {
    let text = chars(m, a, 0);
    let part = str_arg(m, a, 1, "removeprefix")?;
    let o = a.get(m, 0);
    let n = text.len();
    if !part.is_empty() && if end { text.ends_with(&part) } else { text.starts_with(&part) } {
        return Ok(if end { m.str_slice(o, 0, n - part.len()) } else { m.str_slice(o, part.len(), n) });
    }
    Ok(m.new_ref(o))
}

/// `str`.
pub static STR: TypeDef = TypeDef {
    name: "str",
    kind: Kind::Str,
    basicsize: 64,
    flags: tpflags::BUILTIN | tpflags::BASETYPE | tpflags::MATCH_SELF | tpflags::UNICODE_SUBCLASS,
    doc: "Text: a sequence of characters.",
    slots: &[
        Slot::Repr,
        Slot::Hash,
        Slot::Str,
        Slot::Compare,
        Slot::Iter,
        Slot::Remainder,
        Slot::Len,
        Slot::Subscript,
        Slot::Concat,
        Slot::Repeat,
        Slot::Contains,
    ],
    natives: &[
        wrapper("__str__($self, /)", "Return str(self).", |m, a| {
            let points = m.str_points(a.get(m, 0));
            Ok(m.new_str_points(&points))
        }),
        new("str(object='', encoding='utf-8', errors='strict')", |m, a| {
            let class = class_of_call(m, a);
            let o = a.opt(m, 1);
            if a.n == 2 && class == ty::STR && !m.is_builtin_exact(o) {
                return m.ask(Ask::Str, &[o]);
            }
            let encoding = a.opt(m, 2);
            let text = if o.is_null() {
                Owned::steal(fixed::EMPTY_STR)
            } else if !encoding.is_null() && m.kind(o) == Kind::Bytes {
                m.decode_bytes(o, encoding)?
            } else {
                m.str(o)?
            };
            retype(m, text, class)
        })
        .vectorcall(),
        def(
            "capitalize($self, /)",
            "A copy with its first character in upper and the others in lower case.",
            |m, a| {
                mapped(m, a, |t| match t {
                    [] => Vec::new(),
                    [first, rest @ ..] => [title(&[*first]), lower(rest)].concat(),
                })
            },
        ),
        def("casefold($self, /)", "A copy for comparing without regard to case.", |m, a| {
            mapped(m, a, |t| points(&text_of(t).to_lowercase().replace('ß', "ss")))
        }),
        def("center($self, width, fillchar=' ', /)", "A copy filled up on both sides to that width.", |m, a| {
            pad(m, a, 'c', "center")
        }),
        def("count($self, sub[, start[, end]], /)", "How often the text occurs without overlap.", |m, a| {
            let text = chars(m, a, 0);
            let needle = str_arg(m, a, 1, "count")?;
            let (start, stop) = bounds(m, a, 2, text.len())?;
            if needle.is_empty() {
                let n = if start > stop { 0 } else { stop - start + 1 };
                return Ok(m.new_int(n as i64));
            }
            let (mut n, mut at) = (0, start);
            while let Some(i) = find(&text, &needle, at, stop) {
                n += 1;
                at = i + needle.len();
            }
            Ok(m.new_int(n))
        }),
        def("encode($self, /, encoding='utf-8', errors='strict')", "The text as bytes in that encoding.", |m, a| {
            let encoding = a.opt(m, 1);
            m.encode_str(a.get(m, 0), encoding)
        }),
        def(
            "endswith($self, suffix[, start[, end]], /)",
            "Whether it ends with the text, or with one of a tuple.",
            |m, a| affix(m, a, true, "endswith"),
        ),
        def("expandtabs($self, /, tabsize=8)", "A copy with blanks for tabs.", expandtabs),
        def("find($self, sub[, start[, end]], /)", "Position of the first occurrence, or -1.", |m, a| {
            let at = position(m, a, false, "find")?;
            found(m, at)
        }),
        def(
            "format($self, /, *args, **kwargs)",
            "The text with its replacement fields filled in.",
            crate::objects::unicodeobject::format::format,
        ),
        def("format_map($self, mapping, /)", "As format, with the names from a mapping.", |m, _| {
            Err(m.not_supported("str.format_map()"))
        }),
        def(
            "index($self, sub[, start[, end]], /)",
            "Position of the first occurrence; ValueError if there is none.",
            |m, a| {
                let at = position(m, a, false, "index")?;
                found_or_raise(m, at)
            },
        ),
        def("isalnum($self, /)", "Whether all characters are letters or digits, and there is one.", |m, a| {
            all_chars(m, a, |ch| is_alpha(ch) || is_numeric(ch))
        }),
        def("isalpha($self, /)", "Whether all characters are letters, and there is one.", |m, a| {
            all_chars(m, a, is_alpha)
        }),
        def("isascii($self, /)", "Whether all characters are ASCII.", |m, a| boolean(m.str_is_ascii(a.get(m, 0)))),
        def("isdecimal($self, /)", "Whether all characters are decimal digits, and there is one.", |m, a| {
            all_chars(m, a, is_decimal)
        }),
        def("isdigit($self, /)", "Whether all characters are digits, and there is one.", |m, a| {
            all_chars(m, a, |ch| {
                is_decimal(ch) || matches!(ch, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '₀'..='₉' | '①'..='⑨')
            })
        }),
        def("isidentifier($self, /)", "Whether it could be a name in Python.", |m, a| {
            let text = m.str_text(a.get(m, 0));
            let mut rest = text.chars();
            let start = rest.next().is_some_and(|ch| ch == '_' || unicode_ident::is_xid_start(ch));
            boolean(start && rest.all(unicode_ident::is_xid_continue))
        }),
        def("islower($self, /)", "Whether all letters are lower case, and there is one.", |m, a| {
            let text = chars(m, a, 0);
            boolean(text.iter().any(|&p| c(p).is_lowercase()) && !text.iter().any(|&p| is_cased_upper(c(p))))
        }),
        def("isnumeric($self, /)", "Whether all characters are numeric, and there is one.", |m, a| {
            all_chars(m, a, is_numeric)
        }),
        def("isprintable($self, /)", "Whether all characters can be printed.", |m, a| {
            boolean(chars(m, a, 0).iter().all(|&p| ground::character::is_printable(c(p))))
        }),
        def("isspace($self, /)", "Whether all characters are white space, and there is one.", |m, a| {
            let text = chars(m, a, 0);
            boolean(!text.is_empty() && text.iter().all(|&p| is_space(p)))
        }),
        def("istitle($self, /)", "Whether each word begins in upper case.", |m, a| {
            let text = chars(m, a, 0);
            let cased = text.iter().any(|&p| c(p).is_uppercase() || c(p).is_lowercase());
            boolean(cased && title(&text) == text)
        }),
        def("isupper($self, /)", "Whether all letters are upper case, and there is one.", |m, a| {
            let text = chars(m, a, 0);
            boolean(text.iter().any(|&p| c(p).is_uppercase()) && !text.iter().any(|&p| c(p).is_lowercase()))
        }),
        def("join($self, iterable, /)", "The strings of the iterable with this one between them.", join),
        def("ljust($self, width, fillchar=' ', /)", "A copy filled up on the right to that width.", |m, a| {
            pad(m, a, 'l', "ljust")
        }),
        def("lower($self, /)", "A copy in lower case.", |m, a| mapped(m, a, lower)),
        def("lstrip($self, chars=None, /)", "A copy without leading white space, or those characters.", |m, a| {
            strip(m, a, true, false, "lstrip")
        }),
        def("partition($self, sep, /)", "What is before the separator, the separator, what is behind it.", |m, a| {
            partition(m, a, false)
        }),
        def("removeprefix($self, prefix, /)", "A copy without the text at its start.", |m, a| trim_affix(m, a, false)),
        def("removesuffix($self, suffix, /)", "A copy without the text at its end.", |m, a| trim_affix(m, a, true)),
        def(
            "replace($self, old, new, /, count=-1)",
            "A copy in which old is replaced by new, at most count times.",
            replace,
        ),
        def("rfind($self, sub[, start[, end]], /)", "Position of the last occurrence, or -1.", |m, a| {
            let at = position(m, a, true, "rfind")?;
            found(m, at)
        }),
        def(
            "rindex($self, sub[, start[, end]], /)",
            "Position of the last occurrence; ValueError if there is none.",
            |m, a| {
                let at = position(m, a, true, "rindex")?;
                found_or_raise(m, at)
            },
        ),
        def("rjust($self, width, fillchar=' ', /)", "A copy filled up on the left to that width.", |m, a| {
            pad(m, a, 'r', "rjust")
        }),
        def("rpartition($self, sep, /)", "As partition, but at the last separator.", |m, a| partition(m, a, true)),
        def("rsplit($self, /, sep=None, maxsplit=-1)", "As split, but counting from the end.", |m, a| {
            split(m, a, true)
        }),
        def("rstrip($self, chars=None, /)", "A copy without trailing white space, or those characters.", |m, a| {
            strip(m, a, false, true, "rstrip")
        }),
        def(
            "split($self, /, sep=None, maxsplit=-1)",
            "The parts between separators; between white space by default.",
            |m, a| split(m, a, false),
        ),
        def("splitlines($self, /, keepends=False)", "The lines.", splitlines),
        def(
            "startswith($self, prefix[, start[, end]], /)",
            "Whether it begins with the text, or with one of a tuple.",
            |m, a| affix(m, a, false, "startswith"),
        ),
        def("strip($self, chars=None, /)", "A copy without white space, or those characters, at both ends.", |m, a| {
            strip(m, a, true, true, "strip")
        }),
        def("swapcase($self, /)", "A copy with upper and lower case exchanged.", |m, a| {
            mapped(m, a, |t| {
                t.iter().flat_map(|&p| if c(p).is_uppercase() { lower(&[p]) } else { upper(&[p]) }).collect()
            })
        }),
        def("title($self, /)", "A copy in which each word begins in upper case.", |m, a| mapped(m, a, title)),
        def("translate($self, table, /)", "A copy in which characters are replaced as the table says.", translate),
        def("upper($self, /)", "A copy in upper case.", |m, a| mapped(m, a, upper)),
        def("zfill($self, width, /)", "A copy filled up with zeros on the left.", zfill),
        def("__format__($self, format_spec, /)", "Text of the object as the format specification wants it.", |m, a| {
            let (o, spec) = (a.get(m, 0), a.get(m, 1));
            m.format_builtin(o, spec)
        }),
        static_def("maketrans(x, y=None, z=None, /)", "A table for translate.", |m, a| {
            let dict = m.new_dict();
            let x = a.get(m, 0);
            if a.n == 1 {
                for (key, value) in m.dict_items(x) {
                    let key = match m.kind(key) {
                        Kind::Str if m.str_len(key) == 1 => {
                            let point = m.str_view(key).at(0);
                            m.new_int(i64::from(point))
                        }
                        _ => m.new_ref(key),
                    };
                    m.dict_set(dict.get(), key.get(), value)?;
                    m.drop_ref(key);
                }
                return Ok(dict);
            }
            let (from, to) = (m.str_points(x), m.str_points(a.get(m, 1)));
            if from.len() != to.len() {
                return Err(m.raise(ty::VALUE_ERROR, "the first two maketrans arguments must have equal length"));
            }
            let gone = if a.n == 3 { m.str_points(a.get(m, 2)) } else { Vec::new() };
            let pairs = from.into_iter().zip(to.into_iter().map(Some)).chain(gone.into_iter().map(|p| (p, None)));
            for (p, q) in pairs {
                let key = m.new_int(i64::from(p));
                let value = match q {
                    Some(q) => m.new_int(i64::from(q)),
                    None => Owned::steal(fixed::NONE),
                };
                m.dict_set(dict.get(), key.get(), value.get())?;
                m.drop_ref(key);
                m.drop_ref(value);
            }
            Ok(dict)
        })
        .hidden(),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    /// `s.encode(encoding)`; NULL stands for UTF-8.
    pub fn encode_str(&mut self, s: Obj, encoding: Obj) -> R {
        let name = if encoding.is_null() { "utf-8".to_owned() } else { self.str_text(encoding).to_lowercase() };
        let all = self.str_points(s);
        let limit = match name.as_str() {
            "utf-8" | "utf8" => None,
            "ascii" => Some(128),
            "latin-1" | "latin1" | "iso-8859-1" => Some(256),
            _ => return Err(self.not_supported(&format!("encoding {name}"))),
        };
        let mut out = Vec::new();
        for (i, &p) in all.iter().enumerate() {
            match (limit, char::from_u32(p)) {
                (None, Some(ch)) => out.extend(ch.to_string().bytes()),
                (Some(limit), _) if p < limit => out.push(p as u8),
                (limit, _) => {
                    let (codec, why) = match limit {
                        None => ("utf-8", "surrogates not allowed"),
                        Some(128) => ("ascii", "ordinal not in range(128)"),
                        Some(_) => ("latin-1", "ordinal not in range(256)"),
                    };
                    let shown = match p {
                        0..=0xFF => format!("\\x{p:02x}"),
                        0x100..=0xFFFF => format!("\\u{p:04x}"),
                        _ => format!("\\U{p:08x}"),
                    };
                    let text = format!("'{codec}' codec can't encode character '{shown}' in position {i}: {why}");
                    return Err(self.raise(ty::UNICODE_ENCODE_ERROR, &text));
                }
            }
        }
        Ok(self.new_bytes(&out))
    }

    /// `b.decode(encoding)`; NULL stands for UTF-8.
    pub fn decode_bytes(&mut self, b: Obj, encoding: Obj) -> R {
        let name = if encoding.is_null() { "utf-8".to_owned() } else { self.str_text(encoding).to_lowercase() };
        let bytes = self.bytes_value(b).to_vec();
        match name.as_str() {
            "utf-8" | "utf8" => match std::str::from_utf8(&bytes) {
                Ok(text) => Ok(self.new_str(text)),
                Err(e) => {
                    let at = e.valid_up_to();
                    let why = if e.error_len().is_none() {
                        "unexpected end of data"
                    } else if bytes[at] < 0xC2 || bytes[at] > 0xF4 {
                        "invalid start byte"
                    } else {
                        "invalid continuation byte"
                    };
                    let text = format!("'utf-8' codec can't decode byte {:#04x} in position {at}: {why}", bytes[at]);
                    Err(self.raise(ty::UNICODE_DECODE_ERROR, &text))
                }
            },
            "latin-1" | "latin1" | "iso-8859-1" | "ascii" => {
                if name == "ascii"
                    && let Some(at) = bytes.iter().position(|b| *b > 127)
                {
                    let text = format!(
                        "'ascii' codec can't decode byte {:#04x} in position {at}: ordinal not in range(128)",
                        bytes[at]
                    );
                    return Err(self.raise(ty::UNICODE_DECODE_ERROR, &text));
                }
                let points: Vec<u32> = bytes.iter().map(|&b| u32::from(b)).collect();
                Ok(self.new_str_points(&points))
            }
            _ => Err(self.not_supported(&format!("encoding {name}"))),
        }
    }
}
