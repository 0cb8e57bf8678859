//! `str`: its declaration, and translating by tables of characters (`PyUnicode_Type` of `Objects/unicodeobject.c`).

use super::strip::Side;
use super::{case, find, split, strip};
use crate::eval::ask::Ask;
use crate::memory::object::Obj;
use crate::memory::object::{Kind, Owned, R};
use crate::native::args::{Args, boolean};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, def, new, static_def, tpflags, wrapper};
use crate::objects::object::sizeof;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use ground::character::flag;

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
            let o = a.get(m, 0);
            Ok(m.str_exact(o))
        }),
        new("str(object='', encoding='utf-8', errors='strict')", |m, a| {
            let class = class_of_call(m, a);
            let o = a.opt(m, 1);
            let (encoding, errors) = (a.opt(m, 2), a.opt(m, 3));
            m.want("str", "argument 'encoding'", encoding, Kind::Str, "str")?;
            m.want("str", "argument 'errors'", errors, Kind::Str, "str")?;
            if a.n == 2 && class == ty::STR && !m.shows_natively(o, 0) {
                return m.ask(Ask::Str, &[o]);
            }
            let text = if o.is_null() {
                Owned::steal(fixed::EMPTY_STR)
            } else if !encoding.is_null() || !errors.is_null() {
                match m.kind(o) {
                    Kind::Str => return Err(m.raise(ty::TYPE_ERROR, "decoding str is not supported")),
                    _ if m.has_buffer(o) => {
                        let lent = m.lend(o)?;
                        let bytes = m.lent(lent).to_vec();
                        m.decode_bytes(&bytes, encoding, errors)?
                    }
                    _ => {
                        let text = format!("decoding to str: need a bytes-like object, {} found", m.type_name(o));
                        return Err(m.raise(ty::TYPE_ERROR, &text));
                    }
                }
            } else {
                m.str(o)?
            };
            retype(m, text, class)
        })
        .vectorcall(),
        def(
            "capitalize($self, /)",
            "A copy with its first character in upper and the others in lower case.",
            case::capitalize,
        ),
        def("casefold($self, /)", "A copy for comparing without regard to case.", case::casefold),
        def("center($self, width, fillchar=' ', /)", "A copy filled up on both sides to that width.", |m, a| {
            strip::pad(m, a, Side::Both)
        }),
        def("count($self, sub[, start[, end]], /)", "How often the text occurs without overlap.", find::count),
        def("encode($self, /, encoding='utf-8', errors='strict')", "The text as bytes in that encoding.", |m, a| {
            let (encoding, errors) = (a.opt(m, 1), a.opt(m, 2));
            m.want("encode", "argument 'encoding'", encoding, Kind::Str, "str")?;
            m.want("encode", "argument 'errors'", errors, Kind::Str, "str")?;
            m.encode_str(a.get(m, 0), encoding, errors)
        }),
        def(
            "endswith($self, suffix[, start[, end]], /)",
            "Whether it ends with the text, or with one of a tuple.",
            |m, a| find::affix(m, a, true, "endswith"),
        ),
        def("expandtabs($self, /, tabsize=8)", "A copy with blanks for tabs.", strip::expandtabs),
        def("find($self, sub[, start[, end]], /)", "Position of the first occurrence, or -1.", |m, a| {
            find::find(m, a, false, "find")
        }),
        def(
            "format($self, /, *args, **kwargs)",
            "The text with its replacement fields filled in.",
            super::format::format,
        )
        .tuple(),
        def("format_map($self, mapping, /)", "As format, with the names from a mapping.", super::format::format_map),
        def(
            "index($self, sub[, start[, end]], /)",
            "Position of the first occurrence; ValueError if there is none.",
            |m, a| find::index(m, a, false, "index"),
        ),
        def("isalnum($self, /)", "Whether all characters are letters or digits, and there is one.", |m, a| {
            case::all(m, a, flag::ALNUM)
        }),
        def("isalpha($self, /)", "Whether all characters are letters, and there is one.", |m, a| {
            case::all(m, a, flag::ALPHA)
        }),
        def("isascii($self, /)", "Whether all characters are ASCII.", |m, a| boolean(m.str_is_ascii(a.get(m, 0)))),
        def("isdecimal($self, /)", "Whether all characters are decimal digits, and there is one.", |m, a| {
            case::all(m, a, flag::DECIMAL)
        }),
        def("isdigit($self, /)", "Whether all characters are digits, and there is one.", |m, a| {
            case::all(m, a, flag::DIGIT)
        }),
        def("isidentifier($self, /)", "Whether it could be a name in Python.", case::isidentifier),
        def("islower($self, /)", "Whether all letters are lower case, and there is one.", |m, a| {
            case::all_cased(m, a, flag::LOWER, flag::UPPER)
        }),
        def("isnumeric($self, /)", "Whether all characters are numeric, and there is one.", |m, a| {
            case::all(m, a, flag::NUMERIC)
        }),
        def("isprintable($self, /)", "Whether all characters can be printed.", case::isprintable),
        def("isspace($self, /)", "Whether all characters are white space, and there is one.", case::isspace),
        def("istitle($self, /)", "Whether each word begins in upper case.", case::istitle),
        def("isupper($self, /)", "Whether all letters are upper case, and there is one.", |m, a| {
            case::all_cased(m, a, flag::UPPER, flag::LOWER)
        }),
        def("join($self, iterable, /)", "The strings of the iterable with this one between them.", split::join),
        def("ljust($self, width, fillchar=' ', /)", "A copy filled up on the right to that width.", |m, a| {
            strip::pad(m, a, Side::Right)
        }),
        def("lower($self, /)", "A copy in lower case.", case::lower),
        def("lstrip($self, chars=None, /)", "A copy without leading white space, or those characters.", |m, a| {
            strip::strip(m, a, true, false, "lstrip")
        }),
        def("partition($self, sep, /)", "What is before the separator, the separator, what is behind it.", |m, a| {
            find::partition(m, a, false)
        }),
        def("removeprefix($self, prefix, /)", "A copy without the text at its start.", |m, a| {
            find::trim_affix(m, a, false, "removeprefix")
        }),
        def("removesuffix($self, suffix, /)", "A copy without the text at its end.", |m, a| {
            find::trim_affix(m, a, true, "removesuffix")
        }),
        def(
            "replace($self, old, new, /, count=-1)",
            "A copy in which old is replaced by new, at most count times.",
            find::replace,
        ),
        def("rfind($self, sub[, start[, end]], /)", "Position of the last occurrence, or -1.", |m, a| {
            find::find(m, a, true, "rfind")
        }),
        def(
            "rindex($self, sub[, start[, end]], /)",
            "Position of the last occurrence; ValueError if there is none.",
            |m, a| find::index(m, a, true, "rindex"),
        ),
        def("rjust($self, width, fillchar=' ', /)", "A copy filled up on the left to that width.", |m, a| {
            strip::pad(m, a, Side::Left)
        }),
        def("rpartition($self, sep, /)", "As partition, but at the last separator.", |m, a| {
            find::partition(m, a, true)
        }),
        def("rsplit($self, /, sep=None, maxsplit=-1)", "As split, but counting from the end.", |m, a| {
            split::split(m, a, true)
        }),
        def("rstrip($self, chars=None, /)", "A copy without trailing white space, or those characters.", |m, a| {
            strip::strip(m, a, false, true, "rstrip")
        }),
        def(
            "split($self, /, sep=None, maxsplit=-1)",
            "The parts between separators; between white space by default.",
            |m, a| split::split(m, a, false),
        ),
        def("splitlines($self, /, keepends=False)", "The lines.", split::splitlines),
        def(
            "startswith($self, prefix[, start[, end]], /)",
            "Whether it begins with the text, or with one of a tuple.",
            |m, a| find::affix(m, a, false, "startswith"),
        ),
        def("strip($self, chars=None, /)", "A copy without white space, or those characters, at both ends.", |m, a| {
            strip::strip(m, a, true, true, "strip")
        }),
        def("swapcase($self, /)", "A copy with upper and lower case exchanged.", case::swapcase),
        def("title($self, /)", "A copy in which each word begins in upper case.", case::title),
        def("translate($self, table, /)", "A copy in which characters are replaced as the table says.", translate)
            .asking(),
        def("upper($self, /)", "A copy in upper case.", case::upper),
        def("zfill($self, width, /)", "A copy filled up with zeros on the left.", strip::zfill),
        def("__format__($self, format_spec, /)", "Text of the object as the format specification wants it.", |m, a| {
            let (o, spec) = (a.get(m, 0), a.get(m, 1));
            m.format_builtin(o, spec)
        }),
        static_def("maketrans(x, y=None, z=None, /)", "A table for translate.", |m, a| {
            let x = a.get(m, 0);
            if a.n == 1 && m.kind(x) != Kind::Dict {
                let text = "if you give only one argument to maketrans it must be a dict";
                return Err(m.raise(ty::TYPE_ERROR, text));
            }
            if a.n > 1 {
                m.want("maketrans", "argument 2", a.get(m, 1), Kind::Str, "str")?;
                m.want("maketrans", "argument 3", a.opt(m, 2), Kind::Str, "str")?;
                if m.kind(x) != Kind::Str {
                    let text = "first maketrans argument must be a string if there is a second argument";
                    return Err(m.raise(ty::TYPE_ERROR, text));
                }
            }
            let dict = m.new_dict();
            let dict = m.keep(dict);
            if a.n == 1 {
                for (key, value) in m.dict_items(x) {
                    let key = match m.kind(key) {
                        Kind::Str if m.str_len(key) == 1 => {
                            let point = m.str_view(key).at(0);
                            m.new_int(i64::from(point))
                        }
                        Kind::Int | Kind::Bool => m.new_ref(key),
                        kind => {
                            return Err(if kind == Kind::Str {
                                m.raise(ty::VALUE_ERROR, "string keys in translatetable must be of length 1")
                            } else {
                                m.raise(ty::TYPE_ERROR, "keys in translate table mustbe strings or integers")
                            });
                        }
                    };
                    let key = m.keep(key);
                    m.dict_set(dict, key, value)?;
                }
                return Ok(m.new_ref(dict));
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
                let (key, value) = (m.keep(key), m.keep(value));
                m.dict_set(dict, key, value)?;
            }
            Ok(m.new_ref(dict))
        })
        .hidden(),
        def("__sizeof__($self, /)", "Size of the object in memory, in bytes.", sizeof),
        def("__getnewargs__($self, /)", "Arguments that would make the same value anew.", |m, a| {
            let points = m.str_points(a.get(m, 0));
            let copy = m.new_str_points(&points);
            Ok(m.new_tuple(vec![copy]))
        }),
    ],
    ..TypeDef::PLAIN
};

fn translate(m: &mut Machine, a: Args) -> R {
    let text = m.str_points(a.get(m, 0));
    let table = a.get(m, 1);
    let mut out = Vec::new();
    // While all is ASCII, each character is looked up once (`unicode_fast_translate`).
    let mut fast = text.iter().all(|&p| p < 128);
    let mut known: [Option<Option<u32>>; 128] = [None; 128];
    for p in text {
        if fast {
            let found = match known[p as usize] {
                Some(found) => found,
                None => match mapped(m, table, p)? {
                    Mapped::Gone => None,
                    Mapped::Same => Some(p),
                    Mapped::Point(point) if point < 128 => Some(point),
                    Mapped::Text(o) if m.str_len(o) == 1 && m.str_view(o).at(0) < 128 => Some(m.str_view(o).at(0)),
                    _ => {
                        fast = false;
                        None
                    }
                },
            };
            if fast {
                known[p as usize] = Some(found);
                out.extend(found);
                continue;
            }
        }
        match mapped(m, table, p)? {
            Mapped::Gone => {}
            Mapped::Same => out.push(p),
            Mapped::Point(point) => out.push(point),
            Mapped::Text(o) => out.extend(m.str_view(o).iter()),
        }
    }
    Ok(m.new_str_points(&out))
}

/// What a table says of a character.
enum Mapped {
    Gone,
    Same,
    Point(u32),
    Text(Obj),
}

/// `charmaptranslate_lookup`; a text is kept.
fn mapped(m: &mut Machine, table: Obj, p: u32) -> R<Mapped> {
    let key = m.new_int(i64::from(p));
    let found = m.getitem(table, key.get());
    m.drop_ref(key);
    let value = match found {
        Ok(value) => value,
        Err(e) if !m.raised_is(ty::LOOKUP_ERROR) => return Err(e),
        Err(_) => {
            m.clear_raised();
            return Ok(Mapped::Same);
        }
    };
    let o = value.get();
    let answer = match m.kind(o) {
        Kind::Str => {
            m.keep(value);
            return Ok(Mapped::Text(o));
        }
        Kind::None => Ok(Mapped::Gone),
        Kind::Int | Kind::Bool => match u32::try_from(m.int_clamped(o)) {
            Ok(point @ ..=0x10FFFF) => Ok(Mapped::Point(point)),
            _ => Err(m.raise(ty::VALUE_ERROR, "character mapping must be in range(0x110000)")),
        },
        _ => Err(m.raise(ty::TYPE_ERROR, "character mapping must return integer, None or str")),
    };
    m.drop_ref(value);
    answer
}
