//! `_csv.Dialect`: how the fields of a table are separated and quoted.

use super::registered;
use crate::fill::{field, int_field, set_field, set_int_field};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, boolean};
use vm::native::static_strings::fixed;
use vm::native::typedef::{TypeDef, def, getset, member, new, tpflags};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// What a dialect is made of, in the order of the constructor's parameters behind the first.
const NAMES: [&str; 8] =
    ["delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"];
/// Their places in `NAMES`, which are also the fields that keep them.
const DELIMITER: u32 = 0;
const DOUBLEQUOTE: u32 = 1;
const ESCAPECHAR: u32 = 2;
const LINETERMINATOR: u32 = 3;
const QUOTECHAR: u32 = 4;
const QUOTING: u32 = 5;
const SKIPINITIALSPACE: u32 = 6;
const STRICT: u32 = 7;

/// Styles of quoting.
pub const QUOTE_ALL: i64 = 1;
pub const QUOTE_NONNUMERIC: i64 = 2;
pub const QUOTE_NONE: i64 = 3;
pub const QUOTE_STRINGS: i64 = 4;
pub const QUOTE_NOTNULL: i64 = 5;

/// A dialect, read.
#[derive(Clone)]
pub struct Dialect {
    pub delimiter: u32,
    pub doublequote: bool,
    pub escapechar: Option<u32>,
    pub lineterminator: Vec<u32>,
    pub quotechar: Option<u32>,
    pub quoting: i64,
    pub skipinitialspace: bool,
    pub strict: bool,
}

impl Dialect {
    pub fn of(m: &Machine, o: Obj) -> Dialect {
        let character = |i: u32| {
            let c = field(m, o, i);
            if m.kind(c) == Kind::Str { m.str_points(c).first().copied() } else { None }
        };
        let flag = |i: u32| field(m, o, i) == fixed::TRUE;
        Dialect {
            delimiter: character(DELIMITER).unwrap_or(u32::from(b',')),
            doublequote: flag(DOUBLEQUOTE),
            escapechar: character(ESCAPECHAR),
            lineterminator: m.str_points(field(m, o, LINETERMINATOR)),
            quotechar: character(QUOTECHAR),
            quoting: int_field(m, o, QUOTING),
            skipinitialspace: flag(SKIPINITIALSPACE),
            strict: flag(STRICT),
        }
    }
}

/// A dialect like another, or of that name, with some things changed (`_call_dialect`).
pub fn make(m: &mut Machine, like: Obj, keywords: &[(Obj, Obj)]) -> R {
    let mut parts = [Obj::NULL; NAMES.len()];
    let mut like = like;
    for &(key, value) in keywords {
        let key = m.str_text(key);
        match NAMES.iter().position(|name| *name == key) {
            Some(i) => parts[i] = value,
            None if key == "dialect" && like.is_null() => like = value,
            None if key == "dialect" => {
                let text = "argument for function given by name ('dialect') and position (1)";
                return Err(m.raise(ty::TYPE_ERROR, text));
            }
            None => {
                let text = format!("this function got an unexpected keyword argument '{key}'");
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
        }
    }
    make_of(m, own::CSV_DIALECT, like, parts)
}

fn character(m: &mut Machine, i: u32, given: Obj, optional: bool) -> R<()> {
    if optional && Machine::is_none(given) {
        return Ok(());
    }
    let got = match m.kind(given) {
        Kind::Str if m.str_len(given) == 1 => return Ok(()),
        Kind::Str => format!("a string of length {}", m.str_len(given)),
        _ => m.type_name(given),
    };
    let (name, or) = (NAMES[i as usize], if optional { " or None" } else { "" });
    Err(m.raise(ty::TYPE_ERROR, &format!("\"{name}\" must be a unicode character{or}, not {got}")))
}

fn check_character(m: &mut Machine, name: &str, c: Option<u32>, dialect: &Dialect, space: bool) -> R<()> {
    let Some(c) = c else { return Ok(()) };
    if c == u32::from(b'\r') || c == u32::from(b'\n') || c == u32::from(b' ') && !space {
        return Err(m.raise(ty::VALUE_ERROR, &format!("bad {name} value")));
    }
    if dialect.lineterminator.contains(&c) {
        return Err(m.raise(ty::VALUE_ERROR, &format!("bad {name} or lineterminator value")));
    }
    Ok(())
}

fn make_of(m: &mut Machine, class: u32, like: Obj, given: [Obj; NAMES.len()]) -> R {
    let like = match like {
        Obj::NULL => Obj::NULL,
        name if m.kind(name) == Kind::Str => registered(m, name)?,
        other => other,
    };
    if !like.is_null() && m.isinstance_of(like, own::CSV_DIALECT) && given.iter().all(|part| part.is_null()) {
        return Ok(m.new_ref(like));
    }
    let mut parts = given;
    if !like.is_null() {
        for (part, name) in parts.iter_mut().zip(NAMES).filter(|(part, _)| part.is_null()) {
            let key = m.intern_str(name);
            let key = m.keep(key);
            match m.getattr(like, key) {
                Ok(value) => *part = m.keep(value),
                Err(raised) if m.raised_is(ty::BASE_EXCEPTION) => {
                    let _without = raised;
                    m.clear_raised();
                }
                Err(raised) => return Err(raised),
            }
        }
    }
    let given = parts;
    let defaults = [m.new_str(","), m.new_str("\r\n"), m.new_str("\""), m.new_int(0)];
    let defaults = m.keep_all(defaults.into());
    let default = |i: usize| match i as u32 {
        DELIMITER => defaults[0],
        LINETERMINATOR => defaults[1],
        QUOTECHAR => defaults[2],
        QUOTING => defaults[3],
        DOUBLEQUOTE => fixed::TRUE,
        ESCAPECHAR => fixed::NONE,
        _ => fixed::FALSE,
    };
    for (i, part) in parts.iter_mut().enumerate() {
        if part.is_null() {
            *part = default(i);
        }
    }
    for i in 0..NAMES.len() as u32 {
        let part = parts[i as usize];
        match i {
            DELIMITER => character(m, i, part, false)?,
            ESCAPECHAR | QUOTECHAR => character(m, i, part, true)?,
            LINETERMINATOR if m.kind(part) != Kind::Str => {
                let got = m.type_name(part);
                return Err(m.raise(ty::TYPE_ERROR, &format!("\"lineterminator\" must be a string, not {got}")));
            }
            QUOTING if m.kind(part) != Kind::Int => {
                let got = m.type_name(part);
                return Err(m.raise(ty::TYPE_ERROR, &format!("\"quoting\" must be an integer, not {got}")));
            }
            LINETERMINATOR | QUOTING => {}
            _ => parts[i as usize] = Machine::new_bool(m.truthy(part)?),
        }
    }
    let mut quoting = m.int_clamped(parts[QUOTING as usize]);
    if !(0..=QUOTE_NOTNULL).contains(&quoting) {
        return Err(m.raise(ty::TYPE_ERROR, "bad \"quoting\" value"));
    }
    if Machine::is_none(parts[QUOTECHAR as usize]) && given[QUOTING as usize].is_null() {
        quoting = QUOTE_NONE;
    }
    if quoting != QUOTE_NONE && Machine::is_none(parts[QUOTECHAR as usize]) {
        return Err(m.raise(ty::TYPE_ERROR, "quotechar must be set if quoting enabled"));
    }
    let o = m.new_instance(class);
    let o = m.keep(o);
    for (i, part) in parts.into_iter().enumerate() {
        let part = m.new_ref(part);
        set_field(m, o, i as u32, part);
    }
    set_int_field(m, o, QUOTING, quoting);
    let d = Dialect::of(m, o);
    let delimiter = Some(d.delimiter);
    check_character(m, "delimiter", delimiter, &d, true)?;
    check_character(m, "escapechar", d.escapechar, &d, !d.skipinitialspace)?;
    check_character(m, "quotechar", d.quotechar, &d, !d.skipinitialspace)?;
    let pairs = [
        ("delimiter", "escapechar", delimiter, d.escapechar),
        ("delimiter", "quotechar", delimiter, d.quotechar),
        ("escapechar", "quotechar", d.escapechar, d.quotechar),
    ];
    if let Some((one, other, ..)) = pairs.into_iter().find(|pair| pair.2.is_some() && pair.2 == pair.3) {
        return Err(m.raise(ty::VALUE_ERROR, &format!("bad {one} or {other} value")));
    }
    Ok(m.new_ref(o))
}

fn unpicklable(m: &mut Machine, a: Args) -> R {
    let class = m.name_of_type(m.ty(a.get(m, 0)));
    Err(m.raise(ty::TYPE_ERROR, &format!("cannot pickle '{class}' instances")))
}

fn value(m: &mut Machine, a: Args, i: u32) -> R {
    let value = field(m, a.get(m, 0), i);
    if value.is_null() { Ok(Owned::steal(fixed::NONE)) } else { Ok(m.new_ref(value)) }
}

fn flag(m: &mut Machine, a: Args, i: u32) -> R {
    boolean(field(m, a.get(m, 0), i) == fixed::TRUE)
}

/// `_csv.Dialect`.
pub static DIALECT: TypeDef = TypeDef {
    name: "Dialect",
    module: "_csv",
    basicsize: 48,
    fields: NAMES.len() as u32,
    flags: tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::BASETYPE | tpflags::HAVE_GC,
    doc: "How the fields of a table are separated and quoted.",
    natives: &[
        new("Dialect(*args, **kwargs)", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            let mut parts = [Obj::NULL; NAMES.len()];
            if a.n as usize > 2 + NAMES.len() {
                let text = format!("function takes at most 9 arguments ({} given)", a.n - 1);
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            let mut like = a.opt(m, 1);
            for (i, part) in parts.iter_mut().enumerate() {
                *part = a.opt(m, 2 + i as u32);
            }
            for (key, value) in a.keywords(m) {
                let key = m.str_text(key);
                match NAMES.iter().position(|name| *name == key) {
                    Some(i) => parts[i] = value,
                    None if key == "dialect" => like = value,
                    None => {
                        let text = format!("this function got an unexpected keyword argument '{key}'");
                        return Err(m.raise(ty::TYPE_ERROR, &text));
                    }
                }
            }
            make_of(m, class, like, parts)
        })
        .own(),
        def("__reduce__(*args)", "It cannot be pickled.", unpicklable).hidden(),
        def("__reduce_ex__(*args)", "It cannot be pickled.", unpicklable).hidden(),
        member("skipinitialspace", "Whether blanks behind a delimiter are left out.", |m, a| {
            flag(m, a, SKIPINITIALSPACE)
        }),
        member("doublequote", "Whether a quote within quotes is written twice.", |m, a| flag(m, a, DOUBLEQUOTE)),
        member("strict", "Whether bad input is an error.", |m, a| flag(m, a, STRICT)),
        getset("delimiter", "What separates fields.", |m, a| value(m, a, DELIMITER)),
        getset("escapechar", "What takes the meaning from the next character.", |m, a| value(m, a, ESCAPECHAR)),
        getset("lineterminator", "What ends a row that is written.", |m, a| value(m, a, LINETERMINATOR)),
        getset("quotechar", "What surrounds fields.", |m, a| value(m, a, QUOTECHAR)),
        getset("quoting", "Which fields are quoted.", |m, a| value(m, a, QUOTING)),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
