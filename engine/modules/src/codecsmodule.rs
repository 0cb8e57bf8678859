//! `_codecs` (`Modules/_codecsmodule.c`, `Python/codecs.c`): the registry of encodings, and the ones that are native.

use crate::fill::put;
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::{Args, none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_codecs`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_codecs",
    doc: "The registry of encodings.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        let list = m.new_list();
        put(m, dict, SEARCH, list);
        for name in [CACHE, ERRORS] {
            let empty = m.new_dict();
            put(m, dict, name, empty);
        }
        // The treatments that everybody has are registered, and no names of the module.
        let key = m.intern_str(ERRORS);
        let errors = m.dict_get_str(dict, key.get());
        m.drop_ref(key);
        for native in &HANDLERS {
            let key = m.intern_str(native.name);
            let function = m.dict_get_str(dict, key.get());
            let function = m.new_ref(function);
            put(m, errors, native.name.trim_end_matches("_errors"), function);
            // Text hashes without running Python code.
            let _gone = m.dict_del(dict, key.get());
            m.drop_ref(key);
        }
    },
};

/// Where the registry lies: functions that search, what they found, treatments of errors.
const SEARCH: &str = "_search_path";
const CACHE: &str = "_search_cache";
const ERRORS: &str = "_error_registry";

fn part(m: &mut Machine, name: &str) -> Obj {
    let [module, key] = ["_codecs", name].map(|text| m.intern_str(text));
    let found = m.dict_get_str(m.sys_modules, module.get());
    let value =
        if found.is_null() || m.kind(found) != Kind::Module { Obj::NULL } else { m.instance_get(found, key.get()) };
    m.drop_ref(module);
    m.drop_ref(key);
    value
}

/// The four functions of an encoding (`_PyCodec_Lookup`), borrowed.
pub fn lookup(m: &mut Machine, encoding: &str) -> R<Obj> {
    let normal: String =
        encoding.chars().map(|c| if c == ' ' || c == '-' { '_' } else { c.to_ascii_lowercase() }).collect();
    let key = m.intern_str(&normal);
    let key = m.keep(key);
    let (cache, search) = (part(m, CACHE), part(m, SEARCH));
    if cache.is_null() || search.is_null() {
        return Err(m.raise(ty::LOOKUP_ERROR, &format!("unknown encoding: {encoding}")));
    }
    let known = m.dict_get_str(cache, key);
    if !known.is_null() {
        return Ok(known);
    }
    let mut i = 0;
    while i < m.list_len(search) {
        let function = m.list_item(search, i);
        i += 1;
        let found = m.call(function, &[key])?;
        if Machine::is_none(found.get()) {
            continue;
        }
        let found = m.keep(found);
        if m.kind(found) != Kind::Tuple || m.tuple_len(found) != 4 {
            return Err(m.raise(ty::TYPE_ERROR, "codec search functions must return 4-tuples"));
        }
        let held = m.new_ref(found);
        m.dict_set_str(cache, key, held);
        return Ok(found);
    }
    Err(m.raise(ty::LOOKUP_ERROR, &format!("unknown encoding: {encoding}")))
}

fn text_argument(m: &mut Machine, o: Obj, function: &str, default: &str) -> R<String> {
    if o.is_null() || Machine::is_none(o) {
        return Ok(default.to_owned());
    }
    m.want(function, "argument", o, Kind::Str, "str")?;
    Ok(m.str_text(o))
}

/// Encodes or decodes by the registry: the first item of what the encoding's function gives.
fn by_registry(m: &mut Machine, a: Args, which: u32, name: &str) -> R {
    let (o, encoding, errors) = (a.get(m, 0), a.opt(m, 1), a.opt(m, 2));
    let encoding = text_argument(m, encoding, name, "utf-8")?;
    let found = lookup(m, &encoding)?;
    let function = m.tuple_item(found, which);
    let args: Vec<Obj> = [o, errors].into_iter().filter(|o| !o.is_null()).collect();
    let pair = m.call(function, &args)?;
    let pair = m.keep(pair);
    if m.kind(pair) != Kind::Tuple || m.tuple_len(pair) != 2 {
        let what = if which == 0 { "encoder" } else { "decoder" };
        return Err(m.raise(ty::TYPE_ERROR, &format!("{what} must return a tuple (object, integer)")));
    }
    let value = m.tuple_item(pair, 0);
    Ok(m.new_ref(value))
}

/// A native encoding's function: bytes, and how many characters they are.
fn encode(m: &mut Machine, a: Args, encoding: &str) -> R {
    let (text, errors) = (a.get(m, 0), a.opt(m, 1));
    m.want("encode", "argument 1", text, Kind::Str, "str")?;
    let errors = if Machine::is_none(errors) { Obj::NULL } else { errors };
    let name = m.new_str(encoding);
    let name = m.keep(name);
    let bytes = m.encode_str(text, name, errors)?;
    let n = m.new_int(i64::from(m.str_len(text)));
    Ok(m.new_tuple(vec![bytes, n]))
}

/// Bytes at the end that may be the beginning of a character.
fn incomplete(bytes: &[u8], encoding: &str) -> usize {
    let unit = match encoding {
        "utf-16" | "utf-16-le" | "utf-16-be" => 2,
        "utf-32" | "utf-32-le" | "utf-32-be" => 4,
        "utf-8" => {
            for back in 1..=bytes.len().min(3) {
                let byte = bytes[bytes.len() - back];
                let needs = match byte {
                    0xC2..=0xDF => 2,
                    0xE0..=0xEF => 3,
                    0xF0..=0xF4 => 4,
                    0x80..=0xBF => continue,
                    _ => 0,
                };
                return if needs > back { back } else { 0 };
            }
            return 0;
        }
        _ => return 0,
    };
    let rest = bytes.len() % unit;
    if unit == 2 && bytes.len() >= rest + 2 {
        // The first half of a pair of surrogates waits for the second.
        let at = bytes.len() - rest - 2;
        let high = if encoding.ends_with("be") { bytes[at] } else { bytes[at + 1] };
        if (0xD8..=0xDB).contains(&high) {
            return rest + 2;
        }
    }
    rest
}

/// A native encoding's function: text, and how many bytes it was.
fn decode(m: &mut Machine, a: Args, encoding: &str, complete: bool) -> R {
    let (errors, last) = (a.opt(m, 1), a.opt(m, 2));
    let errors = if Machine::is_none(errors) { Obj::NULL } else { errors };
    let bytes = m.all_bytes(a.get(m, 0))?;
    let last = complete || !last.is_null() && m.truthy(last)?;
    let left = if last { 0 } else { incomplete(&bytes, encoding) };
    let used = bytes.len() - left;
    let name = m.new_str(encoding);
    let name = m.keep(name);
    let text = m.decode_bytes(&bytes[..used], name, errors)?;
    let n = m.new_int(used as i64);
    Ok(m.new_tuple(vec![text, n]))
}

macro_rules! encoders {
    ($($text:literal $encoding:literal),*) => {
        [$(function(concat!($text, "($module, str, errors=None, /)"), "Text as bytes.", |m, a| encode(m, a, $encoding))),*]
    };
}
macro_rules! decoders {
    ($($text:literal $encoding:literal $complete:literal),*) => {
        [$(function(concat!($text, "($module, data, errors=None, final=False, /)"), "Bytes as text.", |m, a| {
            decode(m, a, $encoding, $complete)
        })),*]
    };
}

const ENCODERS: [Native; 12] = encoders!(
    "utf_8_encode" "utf-8", "utf_7_encode" "utf-7", "ascii_encode" "ascii", "latin_1_encode" "iso8859-1",
    "utf_16_encode" "utf-16", "utf_16_le_encode" "utf-16-le", "utf_16_be_encode" "utf-16-be",
    "utf_32_encode" "utf-32", "utf_32_le_encode" "utf-32-le", "utf_32_be_encode" "utf-32-be",
    "unicode_escape_encode" "unicode_escape", "raw_unicode_escape_encode" "raw_unicode_escape"
);
const DECODERS: [Native; 12] = decoders!(
    "utf_8_decode" "utf-8" false, "utf_7_decode" "utf-7" false, "ascii_decode" "ascii" true,
    "latin_1_decode" "iso8859-1" true, "utf_16_decode" "utf-16" false, "utf_16_le_decode" "utf-16-le" false,
    "utf_16_be_decode" "utf-16-be" false, "utf_32_decode" "utf-32" false, "utf_32_le_decode" "utf-32-le" false,
    "utf_32_be_decode" "utf-32-be" false, "unicode_escape_decode" "unicode_escape" true,
    "raw_unicode_escape_decode" "raw_unicode_escape" true
);
const REST: [Native; 12] = [
    function("register($module, search_function, /)", "Add a function that finds encodings.", |m, a| {
        let function = a.get(m, 0);
        if !m.is_callable(function) {
            return Err(m.raise(ty::TYPE_ERROR, "argument must be callable"));
        }
        let search = part(m, SEARCH);
        if !search.is_null() {
            let function = m.new_ref(function);
            m.list_append(search, function);
        }
        none()
    }),
    function("unregister($module, search_function, /)", "Remove a function that finds encodings.", |m, a| {
        let (function, search, cache) = (a.get(m, 0), part(m, SEARCH), part(m, CACHE));
        if let Some(i) = m.seq_items(search).iter().position(|&o| o == function) {
            let gone = m.list_pop(search, i as u32);
            m.drop_ref(gone);
            m.dict_clear(cache);
        }
        none()
    }),
    function("lookup($module, encoding, /)", "The functions of an encoding.", |m, a| {
        let name = a.get(m, 0);
        m.want("lookup", "argument", name, Kind::Str, "str")?;
        let name = m.str_text(name);
        let found = lookup(m, &name)?;
        Ok(m.new_ref(found))
    }),
    function("encode($module, /, obj, encoding='utf-8', errors='strict')", "Encode by the registry.", |m, a| {
        by_registry(m, a, 0, "encode")
    }),
    function("decode($module, /, obj, encoding='utf-8', errors='strict')", "Decode by the registry.", |m, a| {
        by_registry(m, a, 1, "decode")
    }),
    function("register_error($module, errors, handler, /)", "Add a treatment of errors.", |m, a| {
        let (name, handler) = (a.get(m, 0), a.get(m, 1));
        m.want("register_error", "argument 1", name, Kind::Str, "str")?;
        if !m.is_callable(handler) {
            return Err(m.raise(ty::TYPE_ERROR, "handler must be callable"));
        }
        let errors = part(m, ERRORS);
        if !errors.is_null() {
            m.dict_set(errors, name, handler)?;
        }
        none()
    }),
    function("lookup_error($module, name, /)", "The treatment of errors of that name.", |m, a| {
        let name = a.get(m, 0);
        m.want("lookup_error", "argument", name, Kind::Str, "str")?;
        let errors = part(m, ERRORS);
        let found = if errors.is_null() { Obj::NULL } else { m.dict_get(errors, name)? };
        if found.is_null() {
            let text = format!("unknown error handler name '{}'", m.str_text(name));
            return Err(m.raise(ty::LOOKUP_ERROR, &text));
        }
        Ok(m.new_ref(found))
    }),
    function("charmap_build($module, map, /)", "A table for charmap_encode.", |m, a| {
        let map = a.get(m, 0);
        m.want("charmap_build", "argument", map, Kind::Str, "str")?;
        let table = m.new_dict();
        let table = m.keep(table);
        for (byte, point) in m.str_points(map).into_iter().enumerate().filter(|(_, point)| *point != 0xFFFE) {
            let parts = [m.new_int(i64::from(point)), m.new_int(byte as i64)];
            let parts = m.keep_all(parts.into());
            m.dict_set(table, parts[0], parts[1])?;
        }
        Ok(m.new_ref(table))
    }),
    function("charmap_encode($module, str, errors=None, mapping=None, /)", "Encode by a table.", |m, a| {
        let (text, errors, mapping) = (a.get(m, 0), a.opt(m, 1), a.opt(m, 2));
        if mapping.is_null() || Machine::is_none(mapping) {
            return encode(m, a, "iso8859-1");
        }
        m.want("charmap_encode", "argument 1", text, Kind::Str, "str")?;
        let errors = text_argument(m, errors, "charmap_encode", "strict")?;
        let mut out = Vec::new();
        for (i, point) in m.str_points(text).into_iter().enumerate() {
            let key = m.new_int(i64::from(point));
            let key = m.keep(key);
            let found = if m.kind(mapping) == Kind::Dict {
                let found = m.dict_get(mapping, key)?;
                if found.is_null() { fixed::NONE } else { found }
            } else {
                let found = m.getitem(mapping, key)?;
                m.keep(found)
            };
            match m.kind(found) {
                Kind::Int => out.push(m.int_clamped(found) as u8),
                Kind::Bytes => out.extend_from_slice(m.bytes_value(found)),
                _ => match errors.as_str() {
                    "ignore" => {}
                    "replace" => out.push(b'?'),
                    "xmlcharrefreplace" => out.extend(format!("&#{point};").bytes()),
                    _ => {
                        let class = m.type_obj(ty::UNICODE_ENCODE_ERROR);
                        let parts = [
                            m.new_str("charmap"),
                            m.new_ref(text),
                            m.new_int(i as i64),
                            m.new_int(i as i64 + 1),
                            m.new_str("character maps to <undefined>"),
                        ];
                        let parts = m.keep_all(parts.into());
                        let exc = m.call(class, &parts)?;
                        return Err(m.raise_exception(exc));
                    }
                },
            }
        }
        let n = m.new_int(i64::from(m.str_len(text)));
        let bytes = m.new_bytes(&out);
        Ok(m.new_tuple(vec![bytes, n]))
    }),
    function("charmap_decode($module, data, errors=None, mapping=None, /)", "Decode by a table.", |m, a| {
        let (data, errors, mapping) = (a.get(m, 0), a.opt(m, 1), a.opt(m, 2));
        if mapping.is_null() || Machine::is_none(mapping) {
            return decode(m, a, "iso8859-1", true);
        }
        let errors = text_argument(m, errors, "charmap_decode", "strict")?;
        let bytes = m.all_bytes(data)?;
        let table = if m.kind(mapping) == Kind::Str { m.str_points(mapping) } else { Vec::new() };
        let mut points = Vec::new();
        for (i, &byte) in bytes.iter().enumerate() {
            let mut found = table.get(usize::from(byte)).copied().filter(|point| *point != 0xFFFE);
            if m.kind(mapping) == Kind::Dict {
                let key = m.new_int(i64::from(byte));
                let key = m.keep(key);
                let value = m.dict_get(mapping, key)?;
                if !value.is_null() && m.kind(value) == Kind::Str {
                    points.extend(m.str_points(value));
                    continue;
                }
                found = (!value.is_null() && m.kind(value) == Kind::Int).then(|| m.int_clamped(value) as u32);
            }
            match (found, errors.as_str()) {
                (Some(point), _) => points.push(point),
                (None, "ignore") => {}
                (None, "replace") => points.push(0xFFFD),
                (None, _) => {
                    let class = m.type_obj(ty::UNICODE_DECODE_ERROR);
                    let parts = [
                        m.new_str("charmap"),
                        m.new_bytes(&bytes),
                        m.new_int(i as i64),
                        m.new_int(i as i64 + 1),
                        m.new_str("character maps to <undefined>"),
                    ];
                    let parts = m.keep_all(parts.into());
                    let exc = m.call(class, &parts)?;
                    return Err(m.raise_exception(exc));
                }
            }
        }
        let text = m.new_str_points(&points);
        let n = m.new_int(bytes.len() as i64);
        Ok(m.new_tuple(vec![text, n]))
    }),
    function("escape_decode($module, data, errors=None, /)", "Bytes as the escapes in them say.", |m, a| {
        let data = a.get(m, 0);
        let bytes = if m.kind(data) == Kind::Str { m.str_text(data).into_bytes() } else { m.all_bytes(data)? };
        let out = unescaped(m, &bytes)?;
        let n = m.new_int(bytes.len() as i64);
        let out = m.new_bytes(&out);
        Ok(m.new_tuple(vec![out, n]))
    }),
    function("readbuffer_encode($module, data, errors=None, /)", "The bytes of an object.", |m, a| {
        let data = a.get(m, 0);
        let bytes = if m.kind(data) == Kind::Str { m.str_text(data).into_bytes() } else { m.all_bytes(data)? };
        let n = m.new_int(bytes.len() as i64);
        let bytes = m.new_bytes(&bytes);
        Ok(m.new_tuple(vec![bytes, n]))
    }),
];

/// What is wrong: the object, from where to where, and whether it was being encoded.
struct Wrong {
    object: Obj,
    start: usize,
    end: usize,
    encoding: bool,
}

fn wrong(m: &mut Machine, exc: Obj) -> R<Wrong> {
    let kinds = [ty::UNICODE_ENCODE_ERROR, ty::UNICODE_DECODE_ERROR, ty::UNICODE_TRANSLATE_ERROR];
    let Some(kind) = kinds.into_iter().find(|&kind| m.isinstance_of(exc, kind)) else {
        let got = m.type_name(exc);
        let text = format!("don't know how to handle {got} in error callback");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    };
    let mut parts = [Obj::NULL; 3];
    for (part, name) in parts.iter_mut().zip(["object", "start", "end"]) {
        let key = m.intern_str(name);
        let key = m.keep(key);
        let value = m.getattr(exc, key)?;
        *part = m.keep(value);
    }
    let [object, start, end] = parts;
    let (start, end) = (m.int_clamped(start).max(0) as usize, m.int_clamped(end).max(0) as usize);
    Ok(Wrong { object, start, end, encoding: kind != ty::UNICODE_DECODE_ERROR })
}

/// The text that stands for what is wrong, and where to go on.
fn instead(m: &mut Machine, text: &str, end: usize) -> R {
    let text = m.new_str(text);
    let end = m.new_int(end as i64);
    Ok(m.new_tuple(vec![text, end]))
}

/// Each wrong character as some text.
fn each(m: &mut Machine, a: Args, shown: fn(u32) -> String) -> R {
    let exc = a.get(m, 0);
    let wrong = wrong(m, exc)?;
    let points: Vec<u32> = match m.kind(wrong.object) {
        Kind::Str => m.str_points(wrong.object),
        _ => m.all_bytes(wrong.object)?.into_iter().map(u32::from).collect(),
    };
    let part = points.get(wrong.start..wrong.end.min(points.len())).unwrap_or(&[]);
    let text: String = part.iter().map(|&point| shown(point)).collect();
    instead(m, &text, wrong.end)
}

const HANDLERS: [Native; 8] = [
    function("strict_errors($module, exc, /)", "Raise the error.", |m, a| {
        let exc = a.get(m, 0);
        if !m.isinstance_of(exc, ty::BASE_EXCEPTION) {
            return Err(m.raise(ty::TYPE_ERROR, "codec must pass exception instance"));
        }
        let exc = m.new_ref(exc);
        Err(m.raise_exception(exc))
    }),
    function("ignore_errors($module, exc, /)", "Leave out what is wrong.", |m, a| {
        let wrong = wrong(m, a.get(m, 0))?;
        instead(m, "", wrong.end)
    }),
    function("replace_errors($module, exc, /)", "A question mark for what is wrong.", |m, a| {
        let wrong = wrong(m, a.get(m, 0))?;
        let text =
            if wrong.encoding { "?".repeat(wrong.end.saturating_sub(wrong.start)) } else { "\u{FFFD}".to_owned() };
        instead(m, &text, wrong.end)
    }),
    function("xmlcharrefreplace_errors($module, exc, /)", "What is wrong as XML has it.", |m, a| {
        each(m, a, |point| format!("&#{point};"))
    }),
    function("backslashreplace_errors($module, exc, /)", "What is wrong as an escape.", |m, a| {
        each(m, a, |point| match point {
            0..=0xFF => format!("\\x{point:02x}"),
            0x100..=0xFFFF => format!("\\u{point:04x}"),
            _ => format!("\\U{point:08x}"),
        })
    }),
    function("namereplace_errors($module, exc, /)", "What is wrong by its name.", |m, _| {
        Err(m.not_supported("namereplace as a function"))
    }),
    function("surrogateescape_errors($module, exc, /)", "Bytes as surrogates, and back.", |m, _| {
        Err(m.not_supported("surrogateescape as a function"))
    }),
    function("surrogatepass_errors($module, exc, /)", "Surrogates as they are.", |m, _| {
        Err(m.not_supported("surrogatepass as a function"))
    }),
];

fn unescaped(m: &mut Machine, bytes: &[u8]) -> R<Vec<u8>> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        let byte = bytes[i];
        i += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(&next) = bytes.get(i) else {
            return Err(m.raise(ty::VALUE_ERROR, "Trailing \\ in string"));
        };
        i += 1;
        match next {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(next),
            b'a' => out.push(7),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'v' => out.push(11),
            b'0'..=b'7' => {
                let mut value = u32::from(next - b'0');
                for _ in 0..2 {
                    match bytes.get(i) {
                        Some(digit @ b'0'..=b'7') => value = value * 8 + u32::from(digit - b'0'),
                        _ => break,
                    }
                    i += 1;
                }
                out.push(value as u8);
            }
            b'x' => {
                let digits = bytes.get(i..i + 2).and_then(|two| std::str::from_utf8(two).ok());
                match digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
                    Some(value) => out.push(value),
                    None => {
                        let text = format!("invalid \\x escape at position {}", i - 2);
                        return Err(m.raise(ty::VALUE_ERROR, &text));
                    }
                }
                i += 2;
            }
            _ => out.extend([b'\\', next]),
        }
    }
    Ok(out)
}

const FUNCTIONS: &[Native] = &{
    let first: [Native; 24] = vm::native::typedef::concat(&ENCODERS, &DECODERS);
    let most: [Native; 36] = vm::native::typedef::concat(&first, &REST);
    let all: [Native; 44] = vm::native::typedef::concat(&most, &HANDLERS);
    all
};
