//! `re.Match`.

use super::found::{Found, Subject, slice};
use super::patterns::{self, no_such_group};
use super::substitute;
use crate::fill::{field, int_field, set_field, set_int_field};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{Slot, TypeDef, class_def, def, getset, member, wrapper};
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields: the string, the pattern, where the groups lie (pairs of numbers of eight bytes, the whole first), where the search
/// began and ended, the last group or -1, the pairs as tuples once they were asked for.
const STRING: u32 = 0;
const PATTERN: u32 = 1;
const MARKS: u32 = 2;
const POS: u32 = 3;
const ENDPOS: u32 = 4;
const LAST: u32 = 5;
const REGS: u32 = 6;

/// `re.Match`.
pub static TYPE: TypeDef = TypeDef {
    name: "Match",
    module: "re",
    basicsize: 88,
    itemsize: 8,
    fields: 7,
    flags: super::FLAGS,
    doc: "What a pattern has found.",
    slots: &[Slot::Repr, Slot::Subscript],
    natives: &[
        def("group($self, *groups)", "The text of groups.", |m, a| {
            let o = a.get(m, 0);
            match a.n {
                1 => text(m, o, 0, fixed::NONE),
                2 => one(m, o, a.get(m, 1)),
                n => {
                    let mut parts = Vec::new();
                    for i in 1..n {
                        let part = one(m, o, a.get(m, i))?;
                        parts.push(m.keep(part));
                    }
                    Ok(m.new_tuple_from(&parts))
                }
            }
        })
        .hidden()
        .asking(),
        def("start($self, group=0, /)", "Where a group begins.", |m, a| {
            let (from, _) = asked_span(m, a)?;
            Ok(m.new_int(from))
        })
        .asking(),
        def("end($self, group=0, /)", "Where a group ends.", |m, a| {
            let (_, to) = asked_span(m, a)?;
            Ok(m.new_int(to))
        })
        .asking(),
        def("span($self, group=0, /)", "Where a group begins and ends.", |m, a| {
            let span = asked_span(m, a)?;
            Ok(pair(m, span))
        })
        .asking(),
        def("groups($self, /, default=None)", "The texts of all groups.", |m, a| {
            let (o, default) = (a.get(m, 0), given(m, a));
            let mut parts = Vec::new();
            for group in 1..count(m, o) {
                let part = text(m, o, group, default)?;
                parts.push(m.keep(part));
            }
            Ok(m.new_tuple_from(&parts))
        }),
        def("groupdict($self, /, default=None)", "The texts of groups with names.", |m, a| {
            let (o, default) = (a.get(m, 0), given(m, a));
            let names = field(m, field(m, o, PATTERN), patterns::GROUPINDEX);
            let dict = m.new_dict();
            let dict = m.keep(dict);
            for (name, number) in m.dict_items(names) {
                let part = match usize::try_from(m.index_i64(number)?) {
                    Ok(group) if group < count(m, o) => text(m, o, group, default)?,
                    _ => return Err(no_such_group(m)),
                };
                let part = m.keep(part);
                m.dict_set(dict, name, part)?;
            }
            Ok(m.new_ref(dict))
        }),
        def("expand($self, /, template)", "A template with groups in place.", substitute::expand).asking(),
        def("__copy__($self, /)", "The same.", itself),
        def("__deepcopy__($self, memo, /)", "The same.", itself),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        member("string", "What was searched.", |m, a| part(m, a, STRING)),
        member("re", "The pattern.", |m, a| part(m, a, PATTERN)),
        member("pos", "Where the search began.", |m, a| part(m, a, POS)),
        member("endpos", "Where the search ended.", |m, a| part(m, a, ENDPOS)),
        getset("lastindex", "The number of the group that ended last, or None.", |m, a| {
            if int_field(m, a.get(m, 0), LAST) < 0 { none() } else { part(m, a, LAST) }
        }),
        getset("lastgroup", "The name of the group that ended last, or None.", |m, a| {
            let o = a.get(m, 0);
            let names = field(m, field(m, o, PATTERN), patterns::INDEXGROUP);
            match u32::try_from(int_field(m, o, LAST)) {
                Ok(last) if last < m.tuple_len(names) => {
                    let name = m.tuple_item(names, last);
                    Ok(m.new_ref(name))
                }
                _ => none(),
            }
        }),
        getset("regs", "Where all groups begin and end.", |m, a| {
            let o = a.get(m, 0);
            if field(m, o, REGS).is_null() {
                let pairs: Vec<(i64, i64)> = (0..count(m, o)).map(|group| span(m, o, group)).collect();
                let pairs = pairs.into_iter().map(|span| pair(m, span)).collect();
                let regs = m.new_tuple(pairs);
                set_field(m, o, REGS, regs);
            }
            part(m, a, REGS)
        }),
        wrapper("__getitem__($self, key, /)", "Return self[key].", |m, a| one(m, a.get(m, 0), a.get(m, 1))),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let (from, to) = span(m, o, 0);
            let whole = text(m, o, 0, fixed::NONE)?;
            let whole = m.keep(whole);
            let shown: String = m.repr_text(whole)?.chars().take(50).collect();
            Ok(m.new_str(&format!("<re.Match object; span=({from}, {to}), match={shown}>")))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// The object of a match.
pub fn new(m: &mut Machine, subject: &Subject, found: &Found) -> Owned {
    let o = m.new_instance(own::MATCH);
    for (i, part) in [(STRING, subject.string), (PATTERN, subject.pattern)] {
        let part = m.new_ref(part);
        set_field(m, o.get(), i, part);
    }
    let spans = (0..=subject.groups).flat_map(|group| match found.span(group) {
        Some((from, to)) => [from as i64, to as i64],
        None => [-1, -1],
    });
    let marks: Vec<u8> = spans.flat_map(i64::to_le_bytes).collect();
    let marks = m.new_bytes(&marks);
    set_field(m, o.get(), MARKS, marks);
    let numbers = [(POS, subject.pos as i64), (ENDPOS, subject.end as i64), (LAST, i64::from(found.last_index))];
    for (i, number) in numbers {
        set_int_field(m, o.get(), i, number);
    }
    o
}

fn itself(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    Ok(m.new_ref(o))
}

fn part(m: &mut Machine, a: Args, i: u32) -> R {
    let part = field(m, a.get(m, 0), i);
    Ok(m.new_ref(part))
}

fn given(m: &Machine, a: Args) -> Obj {
    let default = a.opt(m, 1);
    if default.is_null() { fixed::NONE } else { default }
}

fn pair(m: &mut Machine, (from, to): (i64, i64)) -> Owned {
    let parts = vec![m.new_int(from), m.new_int(to)];
    m.new_tuple(parts)
}

/// How many groups there are, the whole included.
pub fn count(m: &Machine, o: Obj) -> usize {
    m.bytes_value(field(m, o, MARKS)).len() / 16
}

/// Where a group lies; -1 twice if it took no part.
fn span(m: &Machine, o: Obj, group: usize) -> (i64, i64) {
    let marks = m.bytes_value(field(m, o, MARKS)).as_chunks::<8>().0;
    match marks.get(2 * group..2 * group + 2) {
        Some([from, to]) => (i64::from_le_bytes(*from), i64::from_le_bytes(*to)),
        _ => (-1, -1),
    }
}

/// The text of a group that exists, or the default.
pub fn text(m: &mut Machine, o: Obj, group: usize, default: Obj) -> R {
    match span(m, o, group) {
        (from, to) if from >= 0 => slice(m, field(m, o, STRING), from as usize, to as usize),
        _ => Ok(m.new_ref(default)),
    }
}

/// The number of a group that is named by number or name (`match_getindex`).
fn group_of(m: &mut Machine, o: Obj, key: Obj) -> R<usize> {
    let number = if !m.lookup_special(key, vm::native::static_strings::DUNDER_INDEX).is_null() {
        let clamped = m.index(key)?;
        let clamped = m.keep(clamped);
        m.int_clamped(clamped)
    } else {
        let names = field(m, field(m, o, PATTERN), patterns::GROUPINDEX);
        let number = m.dict_get(names, key)?;
        if number.is_null() || m.kind(number) != Kind::Int { -1 } else { m.int_clamped(number) }
    };
    match usize::try_from(number) {
        Ok(group) if group < count(m, o) => Ok(group),
        _ => Err(no_such_group(m)),
    }
}

fn one(m: &mut Machine, o: Obj, key: Obj) -> R {
    let group = group_of(m, o, key)?;
    text(m, o, group, fixed::NONE)
}

fn asked_span(m: &mut Machine, a: Args) -> R<(i64, i64)> {
    let (o, key) = (a.get(m, 0), a.opt(m, 1));
    let group = if key.is_null() { 0 } else { group_of(m, o, key)? };
    Ok(span(m, o, group))
}

/// The string and the pattern of a match.
pub fn pattern_of(m: &Machine, o: Obj) -> Obj {
    field(m, o, PATTERN)
}

/// A template with the groups of a match in place (`expand_template`).
pub fn fill(m: &mut Machine, o: Obj, template: Obj) -> R {
    if !patterns::is_template(m, template) {
        return Err(m.raise(ty::TYPE_ERROR, "invalid template"));
    }
    let parts = m.seq_items(field(m, template, 0));
    let mut pieces = Vec::new();
    for (i, &part) in parts.iter().enumerate() {
        if i.is_multiple_of(2) {
            pieces.push(part);
            continue;
        }
        let group = match usize::try_from(m.int_clamped(part)) {
            Ok(group) if group < count(m, o) => group,
            _ => return Err(no_such_group(m)),
        };
        let piece = text(m, o, group, fixed::NONE)?;
        let piece = m.keep(piece);
        if !Machine::is_none(piece) {
            pieces.push(piece);
        }
    }
    if let [one] = pieces[..] {
        return Ok(m.new_ref(one));
    }
    let list = m.new_list_from(&pieces);
    let list = m.keep(list);
    substitute::join(m, parts[0], list)
}
