//! Methods of `str`: the table, and translating by tables of characters.

use super::strip::Side;
use super::{case, find, split, strip};
use crate::memory::object::{Kind, Owned, R};
use crate::native::args::{Args, Conv, Native, boolean, native_fn};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use ground::character::flag;

fn translate(m: &mut Machine, a: Args) -> R {
    let text = m.str_points(a.get(m, 0));
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

pub const METHODS: &[Native] = &[
    native_fn("capitalize", Conv::NoArgs, case::capitalize),
    native_fn("casefold", Conv::NoArgs, case::casefold),
    native_fn("center", Conv::Fast(1, 2), |m, a| strip::pad(m, a, Side::Both, "center")),
    native_fn("count", Conv::Fast(1, 3), find::count),
    native_fn("encode", Conv::Kw(0, &["encoding", "errors"]), |m, a| {
        let encoding = a.param(m, 1, "encoding");
        m.encode_str(a.get(m, 0), encoding)
    }),
    native_fn("endswith", Conv::Fast(1, 3), |m, a| find::affix(m, a, true, "endswith")),
    native_fn("expandtabs", Conv::Any, strip::expandtabs),
    native_fn("find", Conv::Fast(1, 3), |m, a| find::find(m, a, false, "find")),
    native_fn("format", Conv::Any, super::format::format),
    native_fn("format_map", Conv::O, |m, _| Err(m.not_supported("str.format_map()"))),
    native_fn("index", Conv::Fast(1, 3), |m, a| find::index(m, a, false, "index")),
    native_fn("isalnum", Conv::NoArgs, |m, a| case::all(m, a, flag::ALNUM)),
    native_fn("isalpha", Conv::NoArgs, |m, a| case::all(m, a, flag::ALPHA)),
    native_fn("isascii", Conv::NoArgs, |m, a| boolean(m.str_is_ascii(a.get(m, 0)))),
    native_fn("isdecimal", Conv::NoArgs, |m, a| case::all(m, a, flag::DECIMAL)),
    native_fn("isdigit", Conv::NoArgs, |m, a| case::all(m, a, flag::DIGIT)),
    native_fn("isidentifier", Conv::NoArgs, case::isidentifier),
    native_fn("islower", Conv::NoArgs, |m, a| case::all_cased(m, a, flag::LOWER, flag::UPPER)),
    native_fn("isnumeric", Conv::NoArgs, |m, a| case::all(m, a, flag::NUMERIC)),
    native_fn("isprintable", Conv::NoArgs, case::isprintable),
    native_fn("isspace", Conv::NoArgs, case::isspace),
    native_fn("istitle", Conv::NoArgs, case::istitle),
    native_fn("isupper", Conv::NoArgs, |m, a| case::all_cased(m, a, flag::UPPER, flag::LOWER)),
    native_fn("join", Conv::O, split::join),
    native_fn("ljust", Conv::Fast(1, 2), |m, a| strip::pad(m, a, Side::Right, "ljust")),
    native_fn("lower", Conv::NoArgs, case::lower),
    native_fn("lstrip", Conv::Fast(0, 1), |m, a| strip::strip(m, a, true, false, "lstrip")),
    native_fn("partition", Conv::O, |m, a| find::partition(m, a, false)),
    native_fn("removeprefix", Conv::O, |m, a| find::trim_affix(m, a, false, "removeprefix")),
    native_fn("removesuffix", Conv::O, |m, a| find::trim_affix(m, a, true, "removesuffix")),
    native_fn("replace", Conv::Any, find::replace),
    native_fn("rfind", Conv::Fast(1, 3), |m, a| find::find(m, a, true, "rfind")),
    native_fn("rindex", Conv::Fast(1, 3), |m, a| find::index(m, a, true, "rindex")),
    native_fn("rjust", Conv::Fast(1, 2), |m, a| strip::pad(m, a, Side::Left, "rjust")),
    native_fn("rpartition", Conv::O, |m, a| find::partition(m, a, true)),
    native_fn("rsplit", Conv::Any, |m, a| split::split(m, a, true)),
    native_fn("rstrip", Conv::Fast(0, 1), |m, a| strip::strip(m, a, false, true, "rstrip")),
    native_fn("split", Conv::Any, |m, a| split::split(m, a, false)),
    native_fn("splitlines", Conv::Any, split::splitlines),
    native_fn("startswith", Conv::Fast(1, 3), |m, a| find::affix(m, a, false, "startswith")),
    native_fn("strip", Conv::Fast(0, 1), |m, a| strip::strip(m, a, true, true, "strip")),
    native_fn("swapcase", Conv::NoArgs, case::swapcase),
    native_fn("title", Conv::NoArgs, case::title),
    native_fn("translate", Conv::O, translate),
    native_fn("upper", Conv::NoArgs, case::upper),
    native_fn("zfill", Conv::O, strip::zfill),
    native_fn("__format__", Conv::O, |m, a| {
        let (o, spec) = (a.get(m, 0), a.get(m, 1));
        m.format_builtin(o, spec)
    }),
];

pub const STATIC: &[Native] = &[native_fn("maketrans", Conv::Fast(1, 3), |m, a| {
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
})];
