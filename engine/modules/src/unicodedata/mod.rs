//! `unicodedata` (`Modules/unicodedata.c`): what Unicode 16.0 knows of characters, and what 3.2.0 knew.

mod database;
mod normal;

use crate::fill::{put, put_type};
use crate::types::ty as own;
use database::{Database, Record};
use syntax::unicode::{character_named, name_of};
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::{Args, boolean};
use vm::native::typedef::{ModuleDef, Native, TypeDef, def, function, member, tpflags};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `unicodedata`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "unicodedata",
    doc: "What is known of characters.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        let version = m.new_str("16.0.0");
        put(m, dict, "unidata_version", version);
        put_type(m, dict, "UCD", own::UCD);
        let old = m.new_instance(own::UCD);
        put(m, dict, "ucd_3_2_0", old);
    },
};

/// Who asks: the module itself, or the object that stands for 3.2.0, which is the first argument then.
#[derive(Clone, Copy)]
struct Asked {
    old: bool,
}

impl Asked {
    fn argument(self, m: &Machine, a: Args, i: u32) -> Obj {
        a.opt(m, i + u32::from(self.old))
    }

    /// The one character that was given.
    fn character(self, m: &mut Machine, a: Args, name: &str) -> R<u32> {
        let o = self.argument(m, a, 0);
        let rest = match m.kind(o) {
            Kind::Str => match m.str_points(o).as_slice() {
                [point] => return Ok(*point),
                points => format!(": argument 1 must be a unicode character, not a string of length {}", points.len()),
            },
            _ => format!(" argument 1 must be a unicode character, not {}", m.type_name(o)),
        };
        // With one parameter, it is "argument" without a number.
        let rest = if matches!(name, "decimal" | "digit" | "numeric" | "name") {
            rest
        } else {
            rest.replace("argument 1", "argument")
        };
        Err(m.raise(ty::TYPE_ERROR, &format!("{name}(){rest}")))
    }

    fn record(self, m: &mut Machine, a: Args, name: &str) -> R<&'static Record> {
        let point = self.character(m, a, name)?;
        Ok(Database::get().record(self.old, point))
    }

    /// A number that only some characters have.
    fn number(
        self,
        m: &mut Machine,
        a: Args,
        name: &str,
        lacking: &str,
        made: impl Fn(&mut Machine, &Record) -> Option<R>,
    ) -> R {
        let record = self.record(m, a, name)?;
        match made(m, record) {
            Some(number) => number,
            None => self.default(m, a, lacking),
        }
    }

    fn default(self, m: &mut Machine, a: Args, lacking: &str) -> R {
        let default = self.argument(m, a, 1);
        if default.is_null() { Err(m.raise(ty::VALUE_ERROR, lacking)) } else { Ok(m.new_ref(default)) }
    }

    fn decimal(self, m: &mut Machine, a: Args) -> R {
        self.number(m, a, "decimal", "not a decimal", |m, record| record.decimal.map(|n| Ok(m.new_int(n))))
    }

    fn digit(self, m: &mut Machine, a: Args) -> R {
        self.number(m, a, "digit", "not a digit", |m, record| record.digit.map(|n| Ok(m.new_int(n))))
    }

    fn numeric(self, m: &mut Machine, a: Args) -> R {
        self.number(m, a, "numeric", "not a numeric character", |m, record| record.numeric.map(|n| Ok(m.new_float(n))))
    }

    fn text(self, m: &mut Machine, a: Args, name: &str, of: impl Fn(&Record) -> &'static str) -> R {
        let record = self.record(m, a, name)?;
        Ok(m.new_str(of(record)))
    }

    fn combining(self, m: &mut Machine, a: Args) -> R {
        let record = self.record(m, a, "combining")?;
        Ok(m.new_int(i64::from(record.combining)))
    }

    fn mirrored(self, m: &mut Machine, a: Args) -> R {
        let record = self.record(m, a, "mirrored")?;
        Ok(m.new_int(i64::from(record.mirrored)))
    }

    fn decomposition(self, m: &mut Machine, a: Args) -> R {
        let point = self.character(m, a, "decomposition")?;
        let text = match normal::syllable(point) {
            Some(parts) => {
                // Three parts are two: the syllable without its end, and that.
                let parts = match parts[..] {
                    [_, _, t] => vec![point - (t - 0x11A7), t],
                    _ => parts,
                };
                parts.iter().map(|part| format!("{part:04X}")).collect::<Vec<_>>().join(" ")
            }
            None => Database::get().made_of(self.old, point).to_owned(),
        };
        Ok(m.new_str(&text))
    }

    fn name(self, m: &mut Machine, a: Args) -> R {
        let point = self.character(m, a, "name")?;
        // What 3.2.0 did not have has no name there.
        let there = !self.old || Database::get().record(true, point).category != "Cn";
        match char::from_u32(point).filter(|_| there).and_then(name_of) {
            Some(name) => Ok(m.new_str(&name)),
            None => self.default(m, a, "no such name"),
        }
    }

    fn lookup(self, m: &mut Machine, a: Args) -> R {
        let o = self.argument(m, a, 0);
        let name = match m.kind(o) {
            Kind::Str => m.str_text(o),
            _ => String::from_utf8_lossy(&m.all_bytes(o)?).into_owned(),
        };
        let found = character_named(&name)
            .filter(|&c| !self.old || Database::get().record(true, u32::from(c)).category != "Cn");
        let sequence = || {
            let upper = name.to_ascii_uppercase();
            let rows = include_str!("sequences.tsv").lines().filter_map(|line| line.split_once('\t'));
            rows.filter(|row| row.0 == upper && !self.old).map(|row| database::points(row.1).collect()).next()
        };
        match found.map(|c| vec![u32::from(c)]).or_else(sequence) {
            Some(points) => Ok(m.new_str_points(&points)),
            None => {
                let text = m.new_str(&format!("undefined character name '{name}'"));
                let text = m.keep(text);
                Err(m.raise_with(ty::KEY_ERROR, text))
            }
        }
    }

    /// A text and what becomes of it in a form.
    fn normal(self, m: &mut Machine, a: Args, name: &str) -> R<(Obj, Vec<u32>, Vec<u32>)> {
        let (form, text) = (self.argument(m, a, 0), self.argument(m, a, 1));
        m.want(name, "argument 1", form, Kind::Str, "str")?;
        m.want(name, "argument 2", text, Kind::Str, "str")?;
        let form = m.str_text(form);
        let (compatible, composed) = match form.as_str() {
            "NFC" => (false, true),
            "NFD" => (false, false),
            "NFKC" => (true, true),
            "NFKD" => (true, false),
            _ => return Err(m.raise(ty::VALUE_ERROR, "invalid normalization form")),
        };
        let points = m.str_points(text);
        if m.str_is_ascii(text) {
            return Ok((text, points.clone(), points));
        }
        m.reserve(points.len().saturating_mul(8))?;
        let mut normal = normal::decompose(&points, compatible, self.old);
        if composed {
            normal = normal::compose(&normal);
        }
        Ok((text, points, normal))
    }

    fn normalize(self, m: &mut Machine, a: Args) -> R {
        let (text, before, after) = self.normal(m, a, "normalize")?;
        if before == after { Ok(m.new_ref(text)) } else { Ok(m.new_str_points(&after)) }
    }

    fn is_normalized(self, m: &mut Machine, a: Args) -> R {
        let (_, before, after) = self.normal(m, a, "is_normalized")?;
        boolean(before == after)
    }
}

const TODAY: Asked = Asked { old: false };
const OLD: Asked = Asked { old: true };

const FUNCTIONS: &[Native] = &[
    function("decimal($self, chr, default=<unrepresentable>, /)", "Its value as a decimal digit.", |m, a| {
        TODAY.decimal(m, a)
    }),
    function("digit($self, chr, default=<unrepresentable>, /)", "Its value as a digit.", |m, a| TODAY.digit(m, a)),
    function("numeric($self, chr, default=<unrepresentable>, /)", "Its value as a number.", |m, a| TODAY.numeric(m, a)),
    function("category($self, chr, /)", "Its general category.", |m, a| TODAY.text(m, a, "category", |r| r.category)),
    function("bidirectional($self, chr, /)", "Its class in bidirectional text.", |m, a| {
        TODAY.text(m, a, "bidirectional", |r| r.bidirectional)
    }),
    function("combining($self, chr, /)", "Its combining class.", |m, a| TODAY.combining(m, a)),
    function("mirrored($self, chr, /)", "Whether it is mirrored in bidirectional text.", |m, a| TODAY.mirrored(m, a)),
    function("east_asian_width($self, chr, /)", "Its width beside East Asian ones.", |m, a| {
        TODAY.text(m, a, "east_asian_width", |r| r.width)
    }),
    function("decomposition($self, chr, /)", "What it is made of.", |m, a| TODAY.decomposition(m, a)),
    function("name($self, chr, default=<unrepresentable>, /)", "Its name.", |m, a| TODAY.name(m, a)),
    function("lookup($self, name, /)", "The character with a name.", |m, a| TODAY.lookup(m, a)),
    function("is_normalized($self, form, unistr, /)", "Whether a text is in a normal form.", |m, a| {
        TODAY.is_normalized(m, a)
    }),
    function("normalize($self, form, unistr, /)", "A text in a normal form.", |m, a| TODAY.normalize(m, a)),
];

/// `unicodedata.UCD`, of which there is one: what 3.2.0 knew.
pub static UCD: TypeDef = TypeDef {
    name: "UCD",
    module: "unicodedata",
    basicsize: 40,
    flags: tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC | tpflags::DISALLOW_INSTANTIATION,
    doc: "What an earlier version knew of characters.",
    natives: &[
        def("decimal($self, chr, default=<unrepresentable>, /)", "Its value as a decimal digit.", |m, a| {
            OLD.decimal(m, a)
        }),
        def("digit($self, chr, default=<unrepresentable>, /)", "Its value as a digit.", |m, a| OLD.digit(m, a)),
        def("numeric($self, chr, default=<unrepresentable>, /)", "Its value as a number.", |m, a| OLD.numeric(m, a)),
        def("category($self, chr, /)", "Its general category.", |m, a| OLD.text(m, a, "category", |r| r.category)),
        def("bidirectional($self, chr, /)", "Its class in bidirectional text.", |m, a| {
            OLD.text(m, a, "bidirectional", |r| r.bidirectional)
        }),
        def("combining($self, chr, /)", "Its combining class.", |m, a| OLD.combining(m, a)),
        def("mirrored($self, chr, /)", "Whether it is mirrored in bidirectional text.", |m, a| OLD.mirrored(m, a)),
        def("east_asian_width($self, chr, /)", "Its width beside East Asian ones.", |m, a| {
            OLD.text(m, a, "east_asian_width", |r| r.width)
        }),
        def("decomposition($self, chr, /)", "What it is made of.", |m, a| OLD.decomposition(m, a)),
        def("name($self, chr, default=<unrepresentable>, /)", "Its name.", |m, a| OLD.name(m, a)),
        def("lookup($self, name, /)", "The character with a name.", |m, a| OLD.lookup(m, a)),
        def("is_normalized($self, form, unistr, /)", "Whether a text is in a normal form.", |m, a| {
            OLD.is_normalized(m, a)
        }),
        def("normalize($self, form, unistr, /)", "A text in a normal form.", |m, a| OLD.normalize(m, a)),
        member("unidata_version", "The version.", |m, _| Ok(m.new_str("3.2.0"))),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
