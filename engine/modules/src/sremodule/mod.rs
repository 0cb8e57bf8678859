//! `_sre` (`Modules/_sre/sre.c`): patterns whose code the library's `re._compiler` makes, and what they find.

mod characters;
mod found;
mod matcher;
pub(crate) mod matches;
pub(crate) mod patterns;
pub(crate) mod scanner;
pub(crate) mod substitute;

use crate::fill::{put, put_ints, set_field, set_int_field};
use crate::types::ty as own;
use characters::{lower_ascii, lower_unicode, upper_ascii, upper_unicode};
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::{Args, boolean};
use vm::native::typedef::{ModuleDef, Native, TypeDef, function, tpflags};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

pub use substitute::{ROWS, row};

/// `_sre`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_sre",
    doc: "The matcher of regular expressions.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        let numbers = [("MAGIC", 20_230_612), ("CODESIZE", 4), ("MAXREPEAT", 0xFFFF_FFFF), ("MAXGROUPS", 0x3FFF_FFFF)];
        put_ints(m, dict, &numbers);
        let text = m.new_str(" SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ");
        put(m, dict, "copyright", text);
    },
};

const FUNCTIONS: &[Native] = &[
    function(
        "compile($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)",
        "A pattern of code.",
        compile,
    ),
    function("template($module, pattern, template, /)", "What a replacement is made of.", template),
    function("getcodesize($module, /)", "Bytes of a word of code.", |m, _| Ok(m.new_int(4))),
    function("ascii_iscased($module, character, /)", "Whether a letter of ASCII has another case.", |m, a| {
        let c = character(m, a)?;
        boolean(lower_ascii(c) != c || upper_ascii(c) != c)
    }),
    function("unicode_iscased($module, character, /)", "Whether a character has another case.", |m, a| {
        let c = character(m, a)?;
        boolean(lower_unicode(c) != c || upper_unicode(c) != c)
    }),
    function("ascii_tolower($module, character, /)", "The lower case of a letter of ASCII.", |m, a| {
        let c = character(m, a)?;
        Ok(m.new_int(i64::from(lower_ascii(c))))
    }),
    function("unicode_tolower($module, character, /)", "The lower case of a character.", |m, a| {
        let c = character(m, a)?;
        Ok(m.new_int(i64::from(lower_unicode(c))))
    }),
];

const FLAGS: u32 = tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION;

/// What a replacement is made of. Field: literals and numbers of groups in turn.
pub static TEMPLATE: TypeDef = TypeDef {
    name: "SRE_Template",
    module: "_sre",
    basicsize: 40,
    itemsize: 16,
    fields: 1,
    flags: FLAGS,
    doc: "What a replacement is made of.",
    ..TypeDef::PLAIN
};

fn character(m: &mut Machine, a: Args) -> R<u32> {
    let c = m.index_i64(a.get(m, 0))?;
    match i32::try_from(c) {
        Ok(c) => Ok(c as u32),
        Err(_) => {
            let way = if c > 0 { "greater than maximum" } else { "less than minimum" };
            Err(m.raise(ty::OVERFLOW_ERROR, &format!("signed integer is {way}")))
        }
    }
}

fn wrong_argument(m: &mut Machine, i: u32, expected: &str, got: Obj) -> R {
    let got = m.type_name(got);
    let name = ["pattern", "flags", "code", "groups", "groupindex", "indexgroup"][i as usize];
    Err(m.raise(ty::TYPE_ERROR, &format!("compile() argument '{name}' must be {expected}, not {got}")))
}

fn compile(m: &mut Machine, a: Args) -> R {
    let [pattern, flags, code, groups, groupindex, indexgroup] = [0, 1, 2, 3, 4, 5].map(|i| a.get(m, i));
    let flags = m.index_i64(flags)?;
    let groups = m.index_i64(groups)?;
    if m.kind(code) != Kind::List {
        return wrong_argument(m, 2, "list", code);
    }
    if m.kind(groupindex) != Kind::Dict {
        return wrong_argument(m, 4, "dict", groupindex);
    }
    if m.kind(indexgroup) != Kind::Tuple {
        return wrong_argument(m, 5, "tuple", indexgroup);
    }
    let mut bytes = Vec::new();
    for word in m.seq_items(code) {
        let Ok(word) = u32::try_from(m.index_i64(word)?) else {
            return Err(m.raise(ty::OVERFLOW_ERROR, "regular expression code size limit exceeded"));
        };
        bytes.extend(word.to_le_bytes());
    }
    // Two marks for each group that the code sets are all that a match has room for.
    if bytes.is_empty() || !(0..=bytes.len() as i64).contains(&groups) {
        return Err(m.raise(ty::RUNTIME_ERROR, "invalid SRE code"));
    }
    let isbytes = if Machine::is_none(pattern) {
        -1
    } else if m.kind(pattern) == Kind::Str {
        0
    } else {
        m.lend(pattern)?;
        1
    };
    let o = m.new_instance(own::PATTERN);
    let parts = [(patterns::PATTERN, pattern), (patterns::GROUPINDEX, groupindex), (patterns::INDEXGROUP, indexgroup)];
    for (i, part) in parts {
        let part = m.new_ref(part);
        set_field(m, o.get(), i, part);
    }
    let code = m.new_bytes(&bytes);
    set_field(m, o.get(), patterns::CODE, code);
    for (i, number) in [(patterns::FLAGS, flags), (patterns::GROUPS, groups), (patterns::ISBYTES, isbytes)] {
        set_int_field(m, o.get(), i, number);
    }
    Ok(o)
}

fn template(m: &mut Machine, a: Args) -> R {
    let list = a.get(m, 1);
    if m.kind(list) != Kind::List {
        let got = m.type_name(list);
        return Err(m.raise(ty::TYPE_ERROR, &format!("template() argument 2 must be list, not {got}")));
    }
    let parts = m.seq_items(list);
    let mut wrong = parts.len().is_multiple_of(2);
    for &index in parts.iter().skip(1).step_by(2) {
        wrong |= m.index_i64(index)? < 0;
    }
    if wrong {
        return Err(m.raise(ty::TYPE_ERROR, "invalid template"));
    }
    let parts = m.new_tuple_from(&parts);
    let o = m.new_instance(own::TEMPLATE);
    set_field(m, o.get(), 0, parts);
    Ok(o)
}
