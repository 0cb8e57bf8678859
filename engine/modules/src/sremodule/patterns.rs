//! `re.Pattern`.

use super::found::{How, Subject, slice};
use super::{matches, scanner, substitute};
use crate::fill::{field, int_field};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::{Args, boolean, none, not_implemented};
use vm::native::static_strings::fixed;
use vm::native::typedef::{Slot, TypeDef, class_def, def, getset, member, wrapper};
use vm::objects::abstract_::CompareOp;
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields: what it was made of, its numbers, names of groups with their numbers and the other way round, code, whether it is
/// for bytes (1), text (0) or either (-1).
pub const PATTERN: u32 = 0;
pub const FLAGS: u32 = 1;
pub const GROUPS: u32 = 2;
pub const GROUPINDEX: u32 = 3;
pub const INDEXGROUP: u32 = 4;
pub const CODE: u32 = 5;
pub const ISBYTES: u32 = 6;

/// Names of flags, in the order in which they are shown.
const FLAG_NAMES: [(&str, i64); 8] = [
    ("re.IGNORECASE", 2),
    ("re.LOCALE", 4),
    ("re.MULTILINE", 8),
    ("re.DOTALL", 16),
    ("re.UNICODE", 32),
    ("re.VERBOSE", 64),
    ("re.DEBUG", 128),
    ("re.ASCII", 256),
];

/// `re.Pattern`.
pub static TYPE: TypeDef = TypeDef {
    name: "Pattern",
    module: "re",
    basicsize: 96,
    itemsize: 4,
    weaklistoffset: 64,
    fields: 7,
    flags: super::FLAGS,
    doc: "A compiled regular expression.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Compare],
    natives: &[
        def("match($self, /, string, pos=0, endpos=sys.maxsize)", "A match at the beginning, or None.", |m, a| {
            found(m, a, How::Match)
        }),
        def("fullmatch($self, /, string, pos=0, endpos=sys.maxsize)", "A match of all of it, or None.", |m, a| {
            found(m, a, How::Full)
        }),
        def("search($self, /, string, pos=0, endpos=sys.maxsize)", "The first match, or None.", |m, a| {
            found(m, a, How::Search)
        }),
        def("sub($self, /, repl, string, count=0)", "The string with matches replaced.", |m, a| {
            substitute::begin(m, a, false)
        }),
        def("subn($self, /, repl, string, count=0)", "The same, with the number of replacements.", |m, a| {
            substitute::begin(m, a, true)
        }),
        def("findall($self, /, string, pos=0, endpos=sys.maxsize)", "The texts of all matches.", find_all),
        def("split($self, /, string, maxsplit=0)", "What lies between the matches.", split),
        def("finditer($self, /, string, pos=0, endpos=sys.maxsize)", "An iterator over the matches.", |m, a| {
            let scanner = scanner::new(m, a)?;
            let scanner = m.keep(scanner);
            let name = m.intern_str("search");
            let name = m.keep(name);
            let search = m.getattr(scanner, name)?;
            Ok(m.new_combined(Kind::CallIter, ty::CALLABLE_ITERATOR, search.into_edge().0, fixed::NONE, Obj::NULL))
        }),
        def(
            "scanner($self, /, string, pos=0, endpos=sys.maxsize)",
            "What gives one match after the other.",
            scanner::new,
        ),
        def("__copy__($self, /)", "The same.", itself),
        def("__deepcopy__($self, memo, /)", "The same.", itself),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        member("pattern", "What it was compiled from.", |m, a| {
            let pattern = field(m, a.get(m, 0), PATTERN);
            Ok(m.new_ref(pattern))
        }),
        member("flags", "How it matches.", |m, a| number(m, a, FLAGS)),
        member("groups", "How many groups it has.", |m, a| number(m, a, GROUPS)),
        getset("groupindex", "Names of groups and their numbers.", |m, a| {
            let names = field(m, a.get(m, 0), GROUPINDEX);
            m.new_proxy(names)
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", repr),
        wrapper("__hash__($self, /)", "Return hash(self).", |m, a| {
            let o = a.get(m, 0);
            let of = m.hash(field(m, o, PATTERN))? as i64;
            let code = m.hash_bytes(m.bytes_value(field(m, o, CODE))) as i64;
            let hash = of ^ code ^ int_field(m, o, FLAGS) ^ int_field(m, o, ISBYTES) ^ int_field(m, o, GROUPS);
            Ok(m.new_int(if hash == -1 { -2 } else { hash }))
        }),
        wrapper("__eq__($self, value, /)", "Return self==value.", |m, a| equal(m, a, true)),
        wrapper("__ne__($self, value, /)", "Return self!=value.", |m, a| equal(m, a, false)),
        wrapper("__lt__($self, value, /)", "Return self<value.", |_, _| not_implemented()),
        wrapper("__le__($self, value, /)", "Return self<=value.", |_, _| not_implemented()),
        wrapper("__gt__($self, value, /)", "Return self>value.", |_, _| not_implemented()),
        wrapper("__ge__($self, value, /)", "Return self>=value.", |_, _| not_implemented()),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

fn itself(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    Ok(m.new_ref(o))
}

fn number(m: &mut Machine, a: Args, i: u32) -> R {
    let value = int_field(m, a.get(m, 0), i);
    Ok(m.new_int(value))
}

/// An optional number.
pub fn optional(m: &mut Machine, o: Obj, default: i64) -> R<i64> {
    if o.is_null() { Ok(default) } else { m.index_i64(o) }
}

/// The subject that `string, pos, endpos` name.
pub fn subject(m: &mut Machine, a: Args) -> R<Subject> {
    let (pattern, string) = (a.get(m, 0), a.get(m, 1));
    let pos = optional(m, a.opt(m, 2), 0)?;
    let end = optional(m, a.opt(m, 3), i64::MAX)?;
    Subject::new(m, pattern, string, pos, end)
}

fn found(m: &mut Machine, a: Args, how: How) -> R {
    let subject = subject(m, a)?;
    match subject.find(m, how, subject.pos, false)? {
        Some(found) => Ok(matches::new(m, &subject, &found)),
        None => none(),
    }
}

fn find_all(m: &mut Machine, a: Args) -> R {
    let subject = subject(m, a)?;
    let list = m.new_list();
    let list = m.keep(list);
    let (mut start, mut must_advance) = (subject.pos, false);
    while let Some(found) = subject.find(m, How::Search, start, must_advance)? {
        let item = match subject.groups {
            0 | 1 => subject.group(m, &found, subject.groups, true)?,
            n => {
                let mut parts = Vec::new();
                for group in 1..=n {
                    let part = subject.group(m, &found, group, true)?;
                    parts.push(part);
                }
                m.new_tuple(parts)
            }
        };
        m.list_append(list, item);
        must_advance = found.end == found.start;
        start = found.end;
    }
    Ok(m.new_ref(list))
}

fn split(m: &mut Machine, a: Args) -> R {
    let (pattern, string) = (a.get(m, 0), a.get(m, 1));
    let most = optional(m, a.opt(m, 2), 0)?;
    let subject = Subject::new(m, pattern, string, 0, i64::MAX)?;
    let list = m.new_list();
    let list = m.keep(list);
    let (mut start, mut must_advance, mut n) = (0, false, 0);
    while most == 0 || n < most {
        let Some(found) = subject.find(m, How::Search, start, must_advance)? else { break };
        let part = slice(m, string, start, found.start)?;
        m.list_append(list, part);
        for group in 1..=subject.groups {
            let part = subject.group(m, &found, group, false)?;
            m.list_append(list, part);
        }
        must_advance = found.end == found.start;
        start = found.end;
        n += 1;
    }
    let part = slice(m, string, start, subject.end)?;
    m.list_append(list, part);
    Ok(m.new_ref(list))
}

fn repr(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let mut flags = int_field(m, o, FLAGS);
    if int_field(m, o, ISBYTES) == 0 && flags & (4 | 32 | 256) == 32 {
        flags &= !32;
    }
    let mut names: Vec<String> = Vec::new();
    for (name, flag) in FLAG_NAMES {
        if flags & flag != 0 {
            names.push(name.to_owned());
            flags &= !flag;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    let shown: String = m.repr_text(field(m, o, PATTERN))?.chars().take(200).collect();
    let names = if names.is_empty() { String::new() } else { format!(", {}", names.join("|")) };
    Ok(m.new_str(&format!("re.compile({shown}{names})")))
}

fn equal(m: &mut Machine, a: Args, wanted: bool) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    if m.ty(y) != own::PATTERN {
        return not_implemented();
    }
    let numbers = [FLAGS, ISBYTES, GROUPS];
    let same = x == y
        || numbers.iter().all(|&i| int_field(m, x, i) == int_field(m, y, i))
            && m.bytes_value(field(m, x, CODE)) == m.bytes_value(field(m, y, CODE))
            && same_pattern(m, field(m, x, PATTERN), field(m, y, PATTERN))?;
    boolean(same == wanted)
}

fn same_pattern(m: &mut Machine, x: Obj, y: Obj) -> R<bool> {
    if x == y {
        return Ok(true);
    }
    if m.kind(x) == Kind::Str && m.kind(y) == Kind::Str {
        return Ok(m.str_eq(x, y));
    }
    let same = m.compare(CompareOp::Eq, x, y)?;
    let same = m.keep(same);
    m.truthy(same)
}

/// Whether a value is a template or a pattern of this module.
pub fn is_template(m: &Machine, o: Obj) -> bool {
    m.ty(o) == own::TEMPLATE
}

/// Refuses what has no place in a tuple of groups.
pub fn no_such_group(m: &mut Machine) -> vm::memory::object::Raised {
    m.raise(ty::INDEX_ERROR, "no such group")
}
