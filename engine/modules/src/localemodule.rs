//! `_locale` (`Modules/_localemodule.c`): the locale of C, with UTF-8 for its characters, is the only one there is.

use crate::fill::{EXCEPTION, put, put_ints, put_type};
use crate::types::ty as own;
use std::cmp::Ordering;
use vm::memory::object::{Kind, Obj, R, Raised};
use vm::native::args::Args;
use vm::native::typedef::{ModuleDef, Native, TypeDef, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_locale`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_locale",
    doc: "The locale of C.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        put_ints(m, dict, &CATEGORIES);
        put_ints(m, dict, &[("LC_ALL", LC_ALL), ("CHAR_MAX", 127)]);
        put_type(m, dict, "Error", own::LOCALE_ERROR);
        for &(name, number, _) in LANGINFO {
            put_ints(m, dict, &[(name, number)]);
        }
    },
};

/// `locale.Error`.
pub static ERROR: TypeDef = TypeDef { name: "Error", module: "locale", ..EXCEPTION };

const CATEGORIES: [(&str, i64); 6] =
    [("LC_CTYPE", 0), ("LC_NUMERIC", 1), ("LC_TIME", 2), ("LC_COLLATE", 3), ("LC_MONETARY", 4), ("LC_MESSAGES", 5)];
const LC_ALL: i64 = 6;

/// All categories as the C library names them at once.
const ALL: &str = "LC_CTYPE=C.UTF-8;LC_NUMERIC=C;LC_TIME=C;LC_COLLATE=C;LC_MONETARY=C;LC_MESSAGES=C;LC_PAPER=C;LC_NAME=C;\
                   LC_ADDRESS=C;LC_TELEPHONE=C;LC_MEASUREMENT=C;LC_IDENTIFICATION=C";

/// What `nl_langinfo` knows, by its name and number.
const LANGINFO: &[(&str, i64, &str)] = &[
    ("DAY_1", 131079, "Sunday"),
    ("DAY_2", 131080, "Monday"),
    ("DAY_3", 131081, "Tuesday"),
    ("DAY_4", 131082, "Wednesday"),
    ("DAY_5", 131083, "Thursday"),
    ("DAY_6", 131084, "Friday"),
    ("DAY_7", 131085, "Saturday"),
    ("ABDAY_1", 131072, "Sun"),
    ("ABDAY_2", 131073, "Mon"),
    ("ABDAY_3", 131074, "Tue"),
    ("ABDAY_4", 131075, "Wed"),
    ("ABDAY_5", 131076, "Thu"),
    ("ABDAY_6", 131077, "Fri"),
    ("ABDAY_7", 131078, "Sat"),
    ("MON_1", 131098, "January"),
    ("MON_2", 131099, "February"),
    ("MON_3", 131100, "March"),
    ("MON_4", 131101, "April"),
    ("MON_5", 131102, "May"),
    ("MON_6", 131103, "June"),
    ("MON_7", 131104, "July"),
    ("MON_8", 131105, "August"),
    ("MON_9", 131106, "September"),
    ("MON_10", 131107, "October"),
    ("MON_11", 131108, "November"),
    ("MON_12", 131109, "December"),
    ("ABMON_1", 131086, "Jan"),
    ("ABMON_2", 131087, "Feb"),
    ("ABMON_3", 131088, "Mar"),
    ("ABMON_4", 131089, "Apr"),
    ("ABMON_5", 131090, "May"),
    ("ABMON_6", 131091, "Jun"),
    ("ABMON_7", 131092, "Jul"),
    ("ABMON_8", 131093, "Aug"),
    ("ABMON_9", 131094, "Sep"),
    ("ABMON_10", 131095, "Oct"),
    ("ABMON_11", 131096, "Nov"),
    ("ABMON_12", 131097, "Dec"),
    ("RADIXCHAR", 65536, "."),
    ("THOUSEP", 65537, ""),
    ("CRNCYSTR", 262159, "-"),
    ("D_T_FMT", 131112, "%a %b %e %H:%M:%S %Y"),
    ("D_FMT", 131113, "%m/%d/%y"),
    ("T_FMT", 131114, "%H:%M:%S"),
    ("AM_STR", 131110, "AM"),
    ("PM_STR", 131111, "PM"),
    ("CODESET", 14, "UTF-8"),
    ("T_FMT_AMPM", 131115, "%I:%M:%S %p"),
    ("ERA", 131116, ""),
    ("ERA_D_FMT", 131118, ""),
    ("ERA_D_T_FMT", 131120, ""),
    ("ERA_T_FMT", 131121, ""),
    ("ALT_DIGITS", 131119, ""),
    ("YESEXPR", 327680, "^[yY]"),
    ("NOEXPR", 327681, "^[nN]"),
    ("_DATE_FMT", 131180, "%a %b %e %H:%M:%S %Z %Y"),
];

const FUNCTIONS: &[Native] = &[
    function(
        "setlocale($module, category, locale=None, /)",
        "The locale of a category; another one is not there.",
        set,
    ),
    function("localeconv($module, /)", "How numbers and money are written.", |m, _| conventions(m)),
    function("strcoll($module, os1, os2, /)", "Compare two strings.", |m, a| {
        let (x, y) = (text(m, a, 0, "strcoll")?, text(m, a, 1, "strcoll")?);
        let order = match m.str_cmp(x, y) {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        };
        Ok(m.new_int(order))
    }),
    function("strxfrm($module, string, /)", "What compares as the string does.", |m, a| {
        let string = text(m, a, 0, "strxfrm")?;
        Ok(m.new_ref(string))
    }),
    function("nl_langinfo($module, key, /)", "A word of the locale.", |m, a| {
        let key = m.index_i64(a.get(m, 0))?;
        match LANGINFO.iter().find(|&&(_, number, _)| number == key) {
            Some((_, _, word)) => Ok(m.new_str(word)),
            None => Err(m.raise(ty::VALUE_ERROR, "unsupported langinfo constant")),
        }
    }),
    function("gettext($module, msg, /)", "The message.", |m, a| {
        let message = text(m, a, 0, "gettext")?;
        Ok(m.new_ref(message))
    }),
    function("dgettext($module, domain, msg, /)", "The message.", |m, a| {
        let message = text(m, a, 1, "dgettext")?;
        Ok(m.new_ref(message))
    }),
    function("dcgettext($module, domain, msg, category, /)", "The message.", |m, a| {
        let message = text(m, a, 1, "dcgettext")?;
        Ok(m.new_ref(message))
    }),
    function("getencoding($module, /)", "The encoding of text.", |m, _| Ok(m.new_str("utf-8"))),
];

fn text(m: &mut Machine, a: Args, i: u32, function: &str) -> R<Obj> {
    let o = a.get(m, i);
    if m.kind(o) == Kind::Str {
        return Ok(o);
    }
    let got = m.type_name(o);
    let place = if a.n == 1 { "argument".to_owned() } else { format!("argument {}", i + 1) };
    Err(m.raise(ty::TYPE_ERROR, &format!("{function}() {place} must be str, not {got}")))
}

fn unsupported(m: &mut Machine) -> Raised {
    m.raise(own::LOCALE_ERROR, "unsupported locale setting")
}

fn set(m: &mut Machine, a: Args) -> R {
    let (category, locale) = (m.index_i64(a.get(m, 0))?, a.opt(m, 1));
    let now = match category {
        0 => "C.UTF-8",
        LC_ALL => ALL,
        1..=12 => "C",
        _ if locale.is_null() || Machine::is_none(locale) => {
            return Err(m.raise(own::LOCALE_ERROR, "locale query failed"));
        }
        _ => return Err(unsupported(m)),
    };
    if locale.is_null() || Machine::is_none(locale) {
        return Ok(m.new_str(now));
    }
    if m.kind(locale) != Kind::Str {
        let got = m.type_name(locale);
        let text = format!("setlocale() argument 2 must be str or None, not {got}");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    match m.str_text(locale).as_str() {
        "" => Ok(m.new_str(now)),
        "C" | "POSIX" => Ok(m.new_str("C")),
        text @ "C.UTF-8" => Ok(m.new_str(text)),
        _ => Err(unsupported(m)),
    }
}

fn conventions(m: &mut Machine) -> R {
    let dict = m.new_dict();
    let dict = m.keep(dict);
    for name in ["int_curr_symbol", "currency_symbol", "mon_decimal_point", "mon_thousands_sep"] {
        let value = m.new_str("");
        put(m, dict, name, value);
    }
    let grouping = m.new_list();
    put(m, dict, "mon_grouping", grouping);
    for name in ["positive_sign", "negative_sign"] {
        let value = m.new_str("");
        put(m, dict, name, value);
    }
    for name in [
        "int_frac_digits",
        "frac_digits",
        "p_cs_precedes",
        "p_sep_by_space",
        "n_cs_precedes",
        "n_sep_by_space",
        "p_sign_posn",
        "n_sign_posn",
    ] {
        put_ints(m, dict, &[(name, 127)]);
    }
    let point = m.new_str(".");
    put(m, dict, "decimal_point", point);
    let separator = m.new_str("");
    put(m, dict, "thousands_sep", separator);
    let grouping = m.new_list();
    put(m, dict, "grouping", grouping);
    Ok(m.new_ref(dict))
}
