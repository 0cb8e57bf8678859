//! `_sre` (`Modules/_sre/sre.c`): patterns that `re` compiled, and what they match. The engine is a crate; the codes are those that
//! `re._compiler` makes.

use crate::fill::{field, int_field, put_ints, set_field, set_int_field};
use crate::steps::{NATIVE, answer};
use crate::types::ty as own;
use rustpython_sre_engine::{Request, SRE_MAGIC, State, StrDrive};
use std::panic::{AssertUnwindSafe, catch_unwind};
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::memory::object::{Kind, Obj, Owned, R, StackRef};
use vm::native::args::{Args, boolean, not_implemented, or_none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{
    ModuleDef, Native, Slot, TypeDef, class_def, def, function, getset, member, tpflags, wrapper,
};
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_sre`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_sre",
    doc: "Matching of patterns.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        let most = i64::from(u32::MAX);
        let numbers = [("MAGIC", SRE_MAGIC as i64), ("CODESIZE", 4), ("MAXREPEAT", most), ("MAXGROUPS", most / 4)];
        put_ints(m, dict, &numbers);
        let text = m.new_str(" SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ");
        crate::fill::put(m, dict, "copyright", text);
    },
};

/// Fields of a pattern.
const SOURCE: u32 = 0;
const FLAGS: u32 = 1;
const CODES: u32 = 2;
const GROUPS: u32 = 3;
const GROUPINDEX: u32 = 4;
const INDEXGROUP: u32 = 5;
/// Fields of a match: the subject, the pattern, where groups begin and end, the limits, the last group.
const STRING: u32 = 0;
const PATTERN: u32 = 1;
const MARKS: u32 = 2;
const POS: u32 = 3;
const ENDPOS: u32 = 4;
const LAST: u32 = 5;
/// Fields of a scanner: pattern, subject, where it goes on or -1 at the end, the limits, whether a match must have length.
const ADVANCE: u32 = 5;

const FUNCTIONS: &[Native] = &[
    function(
        "compile($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)",
        "A pattern of its codes.",
        |m, a| {
            let [source, flags, code, groups, groupindex, indexgroup] = [0, 1, 2, 3, 4, 5].map(|i| a.get(m, i));
            m.want("compile", "argument 'code'", code, Kind::List, "list")?;
            let mut bytes = Vec::new();
            for item in m.seq_items(code) {
                bytes.extend((m.index_i64(item)? as u32).to_le_bytes());
            }
            let pattern = m.new_instance(own::PATTERN);
            for (i, part) in
                [(SOURCE, source), (FLAGS, flags), (GROUPS, groups), (GROUPINDEX, groupindex), (INDEXGROUP, indexgroup)]
            {
                let part = m.new_ref(part);
                set_field(m, pattern.get(), i, part);
            }
            let codes = m.new_bytes(&bytes);
            set_field(m, pattern.get(), CODES, codes);
            Ok(pattern)
        },
    ),
    function("template($module, pattern, template, /)", "What a match is replaced by.", |m, a| {
        let list = a.get(m, 1);
        m.want("template", "argument 2", list, Kind::List, "list")?;
        let items = m.seq_items(list);
        let items = m.new_tuple_from(&items);
        let template = m.new_instance(own::TEMPLATE);
        set_field(m, template.get(), 0, items);
        Ok(template)
    }),
    function("getcodesize($module, /)", "Bytes of a code.", |m, _| Ok(m.new_int(4))),
    function("ascii_iscased($module, character, /)", "Whether an ASCII character has another case.", |m, a| {
        let c = m.index_i64(a.get(m, 0))?;
        boolean(u8::try_from(c).is_ok_and(|c| c.is_ascii_alphabetic()))
    }),
    function("unicode_iscased($module, character, /)", "Whether a character has another case.", |m, a| {
        let c = m.index_i64(a.get(m, 0))? as u32;
        boolean(lower(c) != c || upper(c) != c)
    }),
    function("ascii_tolower($module, character, /)", "An ASCII character in lower case.", |m, a| {
        let c = m.index_i64(a.get(m, 0))?;
        Ok(m.new_int(u8::try_from(c).map_or(c, |c| i64::from(c.to_ascii_lowercase()))))
    }),
    function("unicode_tolower($module, character, /)", "A character in lower case.", |m, a| {
        let c = m.index_i64(a.get(m, 0))? as u32;
        Ok(m.new_int(i64::from(lower(c))))
    }),
];

/// The one character that a character's other case is.
fn lower(c: u32) -> u32 {
    let mut all = char::from_u32(c).into_iter().flat_map(char::to_lowercase);
    all.next().map_or(c, u32::from)
}

fn upper(c: u32) -> u32 {
    let Some(c) = char::from_u32(c) else { return c };
    let mut all = c.to_uppercase();
    match (all.next(), all.next()) {
        (Some(one), None) => u32::from(one),
        _ => u32::from(c),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Match,
    FullMatch,
    Search,
}

/// Where a match and its groups lie, in pairs of which -1 is none, and the last group or 0.
struct Found {
    marks: Vec<i64>,
    last: i64,
}

/// What is looked through: characters of one byte where they lie, wider ones as a copy.
enum Subject {
    Bytes(Vec<u8>),
    Narrow(usize, usize),
    Wide(String),
}

fn subject(m: &mut Machine, pattern: Obj, string: Obj) -> R<(Subject, usize)> {
    let source = field(m, pattern, SOURCE);
    let of_bytes = match m.kind(source) {
        Kind::Str => Some(false),
        Kind::None => None,
        _ => Some(true),
    };
    if m.kind(string) == Kind::Str {
        if of_bytes == Some(true) {
            return Err(m.raise(ty::TYPE_ERROR, "cannot use a bytes pattern on a string-like object"));
        }
        let n = m.str_len(string) as usize;
        let slot = *m.slot(string);
        return Ok((
            if slot.x == 1 { Subject::Narrow(slot.b_lo() as usize, n) } else { Subject::Wide(m.str_text(string)) },
            n,
        ));
    }
    if !m.has_buffer(string) {
        let got = m.type_name(string);
        return Err(m.raise(ty::TYPE_ERROR, &format!("expected string or bytes-like object, got '{got}'")));
    }
    if of_bytes == Some(false) {
        return Err(m.raise(ty::TYPE_ERROR, "cannot use a string pattern on a bytes-like object"));
    }
    let bytes = m.all_bytes(string)?;
    let n = bytes.len();
    Ok((Subject::Bytes(bytes), n))
}

fn run<S: StrDrive>(
    string: S,
    codes: &[u32],
    limits: (usize, usize),
    how: How,
    advance: bool,
    groups: usize,
) -> Option<Found> {
    let mut request = Request::new(string, limits.0, limits.1, codes, how == How::FullMatch);
    request.must_advance = advance;
    let mut state = State::default();
    let found = if how == How::Search { state.search(request) } else { state.py_match(&request) };
    if !found {
        return None;
    }
    let mut marks = vec![state.start as i64, state.cursor.position as i64];
    for group in 0..groups {
        let (start, end) = state.marks.get(group);
        let pair = start.into_option().zip(end.into_option());
        let (start, end) = pair.map_or((-1, -1), |(start, end)| (start as i64, end as i64));
        marks.extend([start, end]);
    }
    Some(Found { marks, last: state.marks.last_index().max(0) as i64 })
}

/// Looks for a match between two places.
fn find(
    m: &mut Machine,
    pattern: Obj,
    subject: &Subject,
    limits: (usize, usize),
    how: How,
    advance: bool,
) -> R<Option<Found>> {
    let codes: Vec<u32> = m
        .bytes_value(field(m, pattern, CODES))
        .chunks_exact(4)
        .map(|code| u32::from_le_bytes([code[0], code[1], code[2], code[3]]))
        .collect();
    let groups = int_field(m, pattern, GROUPS).max(0) as usize;
    // Codes that no compiler made may be anything.
    let found = catch_unwind(AssertUnwindSafe(|| match subject {
        Subject::Bytes(bytes) => run(bytes.as_slice(), &codes, limits, how, advance, groups),
        Subject::Narrow(at, n) => {
            let bytes: &[u8] = &m.bytes.data[*at..*at + *n];
            run(bytes, &codes, limits, how, advance, groups)
        }
        Subject::Wide(text) => run(text.as_str(), &codes, limits, how, advance, groups),
    }));
    found.map_err(|_| m.raise(ty::RUNTIME_ERROR, "invalid SRE code"))
}

/// The limits that a call gave, within the subject.
fn limits(m: &mut Machine, a: Args, n: usize) -> R<(usize, usize)> {
    let (pos, endpos) = (a.opt(m, 2), a.opt(m, 3));
    let pos = if pos.is_null() { 0 } else { m.index_clamped(pos)? };
    let endpos = if endpos.is_null() { i64::MAX } else { m.index_clamped(endpos)? };
    let n = n as i64;
    let (pos, endpos) = (pos.clamp(0, n), endpos.clamp(0, n));
    Ok((pos as usize, endpos as usize))
}

fn new_match(m: &mut Machine, pattern: Obj, string: Obj, limits: (usize, usize), found: Found) -> Owned {
    let o = m.new_instance(own::MATCH);
    for (i, part) in [(STRING, string), (PATTERN, pattern)] {
        let part = m.new_ref(part);
        set_field(m, o.get(), i, part);
    }
    let marks = found.marks.iter().map(|&n| m.new_int(n)).collect();
    let marks = m.new_tuple(marks);
    set_field(m, o.get(), MARKS, marks);
    set_int_field(m, o.get(), POS, limits.0 as i64);
    set_int_field(m, o.get(), ENDPOS, limits.1 as i64);
    set_int_field(m, o.get(), LAST, found.last);
    o
}

fn matching(m: &mut Machine, a: Args, how: How) -> R {
    let (pattern, string) = (a.get(m, 0), a.get(m, 1));
    let (subject, n) = subject(m, pattern, string)?;
    let limits = limits(m, a, n)?;
    if limits.0 > limits.1 {
        return Ok(Owned::steal(fixed::NONE));
    }
    match find(m, pattern, &subject, limits, how, false)? {
        Some(found) => Ok(new_match(m, pattern, string, limits, found)),
        None => Ok(Owned::steal(fixed::NONE)),
    }
}

/// All matches, one behind the other, at most so many if that is not 0.
fn all_matches(m: &mut Machine, pattern: Obj, string: Obj, limits: (usize, usize), most: usize) -> R<Vec<Found>> {
    let (subject, _) = subject(m, pattern, string)?;
    let (mut at, end) = limits;
    let mut advance = false;
    let mut all = Vec::new();
    while at <= end && (most == 0 || all.len() < most) {
        let Some(found) = find(m, pattern, &subject, (at, end), How::Search, advance)? else { break };
        let (start, stop) = (found.marks[0] as usize, found.marks[1] as usize);
        advance = start == stop;
        at = stop;
        all.push(found);
    }
    Ok(all)
}

/// A part of the subject.
fn part(m: &mut Machine, string: Obj, start: i64, end: i64) -> R {
    let (start, end) = (start.max(0) as usize, end.max(0) as usize);
    if m.kind(string) == Kind::Str {
        let n = m.str_len(string) as usize;
        if start == 0 && end >= n && m.ty(string) == ty::STR {
            return Ok(m.new_ref(string));
        }
        return Ok(m.str_slice(string, start.min(n), end.min(n).max(start.min(n))));
    }
    let bytes = m.all_bytes(string)?;
    if m.ty(string) == ty::BYTES && start == 0 && end >= bytes.len() {
        return Ok(m.new_ref(string));
    }
    let (start, end) = (start.min(bytes.len()), end.min(bytes.len()));
    Ok(m.new_bytes(&bytes[start..end.max(start)]))
}

fn group_part(m: &mut Machine, string: Obj, marks: &[i64], group: usize) -> R {
    let (start, end) = (marks[2 * group], marks[2 * group + 1]);
    part(m, string, start, end)
}

fn find_all(m: &mut Machine, a: Args) -> R {
    let (pattern, string) = (a.get(m, 0), a.get(m, 1));
    let (_, n) = subject(m, pattern, string)?;
    let limits = limits(m, a, n)?;
    let groups = int_field(m, pattern, GROUPS) as usize;
    let list = m.new_list();
    let list = m.keep(list);
    for found in all_matches(m, pattern, string, limits, 0)? {
        let item = match groups {
            0 => group_part(m, string, &found.marks, 0)?,
            1 => group_part(m, string, &found.marks, 1)?,
            _ => {
                let mut parts = Vec::new();
                for group in 1..=groups {
                    parts.push(group_part(m, string, &found.marks, group)?);
                }
                m.new_tuple(parts)
            }
        };
        m.list_append(list, item);
    }
    Ok(m.new_ref(list))
}

fn split(m: &mut Machine, a: Args) -> R {
    let (pattern, string, most) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
    let most = if most.is_null() { 0 } else { m.index_i64(most)? };
    let (_, n) = subject(m, pattern, string)?;
    let groups = int_field(m, pattern, GROUPS) as usize;
    let list = m.new_list();
    let list = m.keep(list);
    let mut last = 0;
    let found = if most < 0 { Vec::new() } else { all_matches(m, pattern, string, (0, n), most as usize)? };
    for found in found {
        let before = part(m, string, last, found.marks[0])?;
        m.list_append(list, before);
        for group in 1..=groups {
            let item = if found.marks[2 * group] < 0 {
                Owned::steal(fixed::NONE)
            } else {
                group_part(m, string, &found.marks, group)?
            };
            m.list_append(list, item);
        }
        last = found.marks[1];
    }
    let rest = part(m, string, last, n as i64)?;
    m.list_append(list, rest);
    Ok(m.new_ref(list))
}

fn new_scanner(m: &mut Machine, a: Args) -> R {
    let (pattern, string) = (a.get(m, 0), a.get(m, 1));
    let (_, n) = subject(m, pattern, string)?;
    let (pos, endpos) = limits(m, a, n)?;
    let scanner = m.new_instance(own::SCANNER);
    for (i, part) in [(0, pattern), (1, string)] {
        let part = m.new_ref(part);
        set_field(m, scanner.get(), i, part);
    }
    for (i, n) in [(2, pos as i64), (3, pos as i64), (4, endpos as i64), (ADVANCE, 0)] {
        set_int_field(m, scanner.get(), i, n);
    }
    Ok(scanner)
}

fn scan(m: &mut Machine, a: Args, how: How) -> R {
    let scanner = a.get(m, 0);
    let (pattern, string) = (field(m, scanner, 0), field(m, scanner, 1));
    let (at, end) = (int_field(m, scanner, 2), int_field(m, scanner, 4));
    if at < 0 || at > end {
        return Ok(Owned::steal(fixed::NONE));
    }
    let (subject, _) = subject(m, pattern, string)?;
    let advance = int_field(m, scanner, ADVANCE) != 0;
    let Some(found) = find(m, pattern, &subject, (at as usize, end as usize), how, advance)? else {
        set_int_field(m, scanner, 2, -1);
        return Ok(Owned::steal(fixed::NONE));
    };
    set_int_field(m, scanner, 2, found.marks[1]);
    set_int_field(m, scanner, ADVANCE, i64::from(found.marks[0] == found.marks[1]));
    let pos = int_field(m, scanner, 3) as usize;
    Ok(new_match(m, pattern, string, (pos, end as usize), found))
}

/// Number of the activation in the modules' table.
pub const SUB: u16 = crate::itertoolsmodule::row::FIRST + 15;
/// The activation of this module.
pub const ACTIVATION: Row = Row { name: "sub", step: sub, leave: None };

fn begin_sub(m: &mut Machine, a: Args, counted: bool) -> R {
    let (pattern, repl, string, count) = (a.get(m, 0), a.get(m, 1), a.get(m, 2), a.opt(m, 3));
    let count = if count.is_null() { 0 } else { m.index_clamped(count)? };
    let (_, n) = subject(m, pattern, string)?;
    let mut matches = Vec::new();
    let found = if count < 0 { Vec::new() } else { all_matches(m, pattern, string, (0, n), count as usize)? };
    for found in found {
        matches.push(new_match(m, pattern, string, (0, n), found));
    }
    let matches = m.new_list_of(matches);
    let parts = m.new_list();
    let held = [
        StackRef::borrowed(pattern),
        StackRef::borrowed(repl),
        StackRef::borrowed(string),
        StackRef::owned(matches.into_edge()),
        StackRef::owned(parts.into_edge()),
        StackRef::NULL,
    ];
    m.go_on_with(What::Module(SUB), &held, u64::from(counted))
}

/// Locals: pattern, replacement, subject, matches, parts of the result, a template. `a` is 1 if the number of matches is wanted, `b` the
/// number of the next match.
fn sub(m: &mut Machine, answer: Answer) -> R<Step> {
    let (pattern, repl, string, matches, parts) = (m.held(0), m.held(1), m.held(2), m.held(3), m.held(4));
    let mut answer = answer;
    loop {
        match m.native_now().state {
            // What is put in the place of a match: what a function gives, a template, or the text itself.
            0 => {
                m.native_mut().state = 2;
                let plain = match m.kind(repl) {
                    Kind::Str => !m.str_view(repl).iter().any(|c| c == u32::from('\\')),
                    _ if m.is_callable(repl) => true,
                    _ if m.has_buffer(repl) => !m.all_bytes(repl)?.contains(&b'\\'),
                    _ => false,
                };
                if !plain {
                    m.native_mut().state = 1;
                    let module = m.imported("re")?;
                    let name = m.intern_str("_compile_template");
                    let name = m.keep(name);
                    let function = m.getattr(module, name)?;
                    let function = m.keep(function);
                    answer = answer!(m.begin(function, &[pattern, repl], NATIVE));
                }
            }
            1 => {
                let template = m.value_of(answer)?;
                m.hold(5, template);
                m.native_mut().state = 2;
                answer = Answer::Begin;
            }
            2 => {
                let i = m.native_now().b as u32;
                if i >= m.list_len(matches) {
                    break;
                }
                let found = m.list_item(matches, i);
                let last = if i == 0 { 0 } else { mark(m, m.list_item(matches, i - 1), 1) };
                let start = mark(m, found, 0);
                if last < start {
                    let before = part(m, string, last, start)?;
                    m.list_append(parts, before);
                }
                m.native_mut().b += 1;
                let template = m.held(5);
                if !template.is_null() {
                    let text =
                        if m.ty(template) == own::TEMPLATE { expand(m, template, found)? } else { m.new_ref(template) };
                    m.list_append(parts, text);
                } else if matches!(m.kind(repl), Kind::Str) || !m.is_callable(repl) {
                    let text = m.new_ref(repl);
                    m.list_append(parts, text);
                } else {
                    m.native_mut().state = 3;
                    answer = answer!(m.begin(repl, &[found], NATIVE));
                }
            }
            _ => {
                let text = m.value_of(answer)?;
                if Machine::is_none(text.get()) {
                    m.drop_ref(text);
                } else {
                    m.list_append(parts, text);
                }
                m.native_mut().state = 2;
                answer = Answer::Begin;
            }
        }
    }
    let n = m.list_len(matches);
    let last = if n == 0 { 0 } else { mark(m, m.list_item(matches, n - 1), 1) };
    let result = if n == 0 {
        part(m, string, 0, i64::MAX)?
    } else {
        let rest = part(m, string, last, i64::MAX)?;
        m.list_append(parts, rest);
        joined(m, parts, m.kind(string) == Kind::Str)?
    };
    if m.native_now().a == 0 {
        return Ok(Step::Done(result));
    }
    let n = m.new_int(i64::from(n));
    Ok(Step::Done(m.new_tuple(vec![result, n])))
}

/// The parts as one text.
fn joined(m: &mut Machine, parts: Obj, text: bool) -> R {
    if text {
        let join = m.intern_str("join");
        let join = m.keep(join);
        let method = m.getattr(fixed::EMPTY_STR, join)?;
        let method = m.keep(method);
        return m.call(method, &[parts]);
    }
    let mut out = Vec::new();
    for item in m.seq_items(parts) {
        if !m.has_buffer(item) {
            let got = m.type_name(item);
            let text = format!("sequence item 0: expected a bytes-like object, {got} found");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        out.extend(m.all_bytes(item)?);
    }
    Ok(m.new_bytes(&out))
}

fn mark(m: &Machine, found: Obj, i: u32) -> i64 {
    m.int_clamped(m.tuple_item(field(m, found, MARKS), i))
}

fn marks(m: &Machine, found: Obj) -> Vec<i64> {
    m.seq_items(field(m, found, MARKS)).into_iter().map(|n| m.int_clamped(n)).collect()
}

/// The text that a template makes of a match.
fn expand(m: &mut Machine, template: Obj, found: Obj) -> R {
    let (items, string) = (m.seq_items(field(m, template, 0)), field(m, found, STRING));
    let marks = marks(m, found);
    let parts = m.new_list();
    let parts = m.keep(parts);
    for item in items {
        let text = if m.kind(item) == Kind::Int {
            let group = m.int_clamped(item).max(0) as usize;
            if 2 * group + 1 >= marks.len() {
                return Err(m.raise(ty::INDEX_ERROR, "no such group"));
            }
            if marks[2 * group] < 0 {
                continue;
            }
            group_part(m, string, &marks, group)?
        } else {
            m.new_ref(item)
        };
        m.list_append(parts, text);
    }
    joined(m, parts, m.kind(string) == Kind::Str)
}

/// Names of flags as `repr` has them.
const NAMES: [(i64, &str); 7] = [
    (2, "re.IGNORECASE"),
    (4, "re.LOCALE"),
    (8, "re.MULTILINE"),
    (16, "re.DOTALL"),
    (64, "re.VERBOSE"),
    (128, "re.DEBUG"),
    (256, "re.ASCII"),
];
const UNICODE: i64 = 32;

/// `re.Pattern`.
pub static PATTERN_TYPE: TypeDef = TypeDef {
    name: "Pattern",
    module: "re",
    fields: 6,
    basicsize: 88,
    weaklistoffset: 80,
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE | tpflags::DISALLOW_INSTANTIATION,
    doc: "A compiled pattern.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Compare],
    natives: &[
        def("match($self, /, string, pos=0, endpos=sys.maxsize)", "A match at the beginning.", |m, a| {
            matching(m, a, How::Match)
        }),
        def("fullmatch($self, /, string, pos=0, endpos=sys.maxsize)", "A match of all.", |m, a| {
            matching(m, a, How::FullMatch)
        }),
        def("search($self, /, string, pos=0, endpos=sys.maxsize)", "The first match.", |m, a| {
            matching(m, a, How::Search)
        }),
        def("findall($self, /, string, pos=0, endpos=sys.maxsize)", "All matches, as text.", find_all),
        def("finditer($self, /, string, pos=0, endpos=sys.maxsize)", "An iterator over all matches.", |m, a| {
            let scanner = new_scanner(m, a)?;
            let scanner = m.keep(scanner);
            let name = m.intern_str("search");
            let name = m.keep(name);
            let search = m.getattr(scanner, name)?;
            Ok(m.new_combined(Kind::CallIter, ty::CALLABLE_ITERATOR, search.into_edge().0, fixed::NONE, Obj::NULL))
        }),
        def(
            "scanner($self, /, string, pos=0, endpos=sys.maxsize)",
            "What gives one match after the other.",
            new_scanner,
        ),
        def("split($self, /, string, maxsplit=0)", "The text between the matches.", split),
        def("sub($self, /, repl, string, count=0)", "The text with other text for the matches.", |m, a| {
            begin_sub(m, a, false)
        }),
        def("subn($self, /, repl, string, count=0)", "As sub, with the number of matches.", |m, a| {
            begin_sub(m, a, true)
        }),
        def("__copy__($self, /)", "Itself.", |m, a| {
            let o = a.get(m, 0);
            Ok(m.new_ref(o))
        }),
        def("__deepcopy__($self, memo, /)", "Itself.", |m, a| {
            let o = a.get(m, 0);
            Ok(m.new_ref(o))
        }),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        member("pattern", "The text of the pattern.", |m, a| {
            let source = field(m, a.get(m, 0), SOURCE);
            or_none(m, source)
        }),
        member("flags", "The flags.", |m, a| {
            let flags = int_field(m, a.get(m, 0), FLAGS);
            Ok(m.new_int(flags))
        }),
        member("groups", "How many groups there are.", |m, a| {
            let groups = int_field(m, a.get(m, 0), GROUPS);
            Ok(m.new_int(groups))
        }),
        getset("groupindex", "Numbers of groups by their names.", |m, a| {
            let index = field(m, a.get(m, 0), GROUPINDEX);
            m.new_proxy(index)
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let mut flags = int_field(m, o, FLAGS);
            let source = field(m, o, SOURCE);
            // Text is matched as Unicode unless something else is said.
            if m.kind(source) == Kind::Str && flags & (4 | 256 | UNICODE) == UNICODE {
                flags &= !UNICODE;
            }
            let mut names = Vec::new();
            for (bit, name) in NAMES {
                if flags & bit != 0 {
                    names.push(name.to_owned());
                    flags &= !bit;
                }
            }
            if flags != 0 {
                names.push(format!("{flags:#x}"));
            }
            let shown: String = m.repr_text(source)?.chars().take(200).collect();
            let more = if names.is_empty() { String::new() } else { format!(", {}", names.join("|")) };
            Ok(m.new_str(&format!("re.compile({shown}{more})")))
        }),
        wrapper("__hash__($self, /)", "Return hash(self).", |m, a| {
            let o = a.get(m, 0);
            let mut hash = m.hash(field(m, o, SOURCE))?;
            hash ^= m.hash(field(m, o, CODES))? ^ int_field(m, o, FLAGS) as u64 ^ int_field(m, o, GROUPS) as u64;
            Ok(m.new_int((hash >> 1) as i64))
        }),
        wrapper("__eq__($self, value, /)", "Return self==value.", |m, a| equal(m, a, true)),
        wrapper("__ne__($self, value, /)", "Return self!=value.", |m, a| equal(m, a, false)),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

fn equal(m: &mut Machine, a: Args, wanted: bool) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    if m.ty(x) != m.ty(y) {
        return not_implemented();
    }
    let mut same = true;
    for i in [FLAGS, CODES, SOURCE] {
        let (x, y) = (field(m, x, i), field(m, y, i));
        same = same && m.kind(x) == m.kind(y) && m.objects_equal(x, y)?;
    }
    boolean(same == wanted)
}

/// The number of the group that an object means.
fn group_of(m: &mut Machine, found: Obj, o: Obj) -> R<usize> {
    let n = field(m, found, MARKS);
    let groups = i64::from(m.tuple_len(n)) / 2;
    let index = if m.is_int(o) || m.kind(o) != Kind::Str && !m.is_builtin_exact(o) {
        m.index_i64(o)?
    } else {
        let pattern = field(m, found, PATTERN);
        let names = field(m, pattern, GROUPINDEX);
        let number = if m.kind(names) == Kind::Dict { m.dict_get(names, o)? } else { Obj::NULL };
        if number.is_null() { -1 } else { m.int_clamped(number) }
    };
    if (0..groups).contains(&index) { Ok(index as usize) } else { Err(m.raise(ty::INDEX_ERROR, "no such group")) }
}

fn group(m: &mut Machine, found: Obj, group: usize, default: Obj) -> R {
    let marks = marks(m, found);
    if marks[2 * group] < 0 {
        return or_none(m, default);
    }
    let string = field(m, found, STRING);
    group_part(m, string, &marks, group)
}

fn group_argument(m: &mut Machine, a: Args) -> R<usize> {
    let (found, o) = (a.get(m, 0), a.opt(m, 1));
    if o.is_null() { Ok(0) } else { group_of(m, found, o) }
}

/// `re.Match`.
pub static MATCH_TYPE: TypeDef = TypeDef {
    name: "Match",
    module: "re",
    fields: 6,
    basicsize: 88,
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE | tpflags::DISALLOW_INSTANTIATION,
    doc: "What a pattern matched.",
    slots: &[Slot::Repr, Slot::Subscript],
    natives: &[
        def("group($self, /, *args)", "The text of groups.", |m, a| {
            let found = a.get(m, 0);
            match a.n {
                1 => group(m, found, 0, Obj::NULL),
                2 => {
                    let number = group_of(m, found, a.get(m, 1))?;
                    group(m, found, number, Obj::NULL)
                }
                _ => {
                    let mut parts = Vec::new();
                    for o in a.rest(m, 1) {
                        let number = group_of(m, found, o)?;
                        let part = group(m, found, number, Obj::NULL)?;
                        parts.push(m.keep(part));
                    }
                    Ok(m.new_tuple_from(&parts))
                }
            }
        })
        .hidden(),
        wrapper("__getitem__($self, key, /)", "Return self[key].", |m, a| {
            let (found, o) = (a.get(m, 0), a.get(m, 1));
            let number = group_of(m, found, o)?;
            group(m, found, number, Obj::NULL)
        }),
        def("groups($self, /, default=None)", "The text of all groups.", |m, a| {
            let (found, default) = (a.get(m, 0), a.opt(m, 1));
            let n = marks(m, found).len() / 2;
            let mut parts = Vec::new();
            for number in 1..n {
                parts.push(group(m, found, number, default)?);
            }
            Ok(m.new_tuple(parts))
        }),
        def("groupdict($self, /, default=None)", "The text of all groups that have names.", |m, a| {
            let (found, default) = (a.get(m, 0), a.opt(m, 1));
            let pattern = field(m, found, PATTERN);
            let names = field(m, pattern, GROUPINDEX);
            let dict = m.new_dict();
            let dict = m.keep(dict);
            for (name, number) in m.dict_items(names) {
                let number = m.int_clamped(number).max(0) as usize;
                let value = group(m, found, number, default)?;
                let value = m.keep(value);
                m.dict_set(dict, name, value)?;
            }
            Ok(m.new_ref(dict))
        }),
        def("start($self, group=0, /)", "Where a group begins.", |m, a| {
            let number = group_argument(m, a)?;
            let at = mark(m, a.get(m, 0), 2 * number as u32);
            Ok(m.new_int(at))
        }),
        def("end($self, group=0, /)", "Where a group ends.", |m, a| {
            let number = group_argument(m, a)?;
            let at = mark(m, a.get(m, 0), 2 * number as u32 + 1);
            Ok(m.new_int(at))
        }),
        def("span($self, group=0, /)", "Where a group begins and ends.", |m, a| {
            let number = group_argument(m, a)? as u32;
            let found = a.get(m, 0);
            let parts = [2 * number, 2 * number + 1].map(|i| mark(m, found, i)).map(|n| m.new_int(n));
            Ok(m.new_tuple(parts.into()))
        }),
        def("expand($self, /, template)", "The text that a template makes of it.", |m, a| {
            let (found, template) = (a.get(m, 0), a.get(m, 1));
            let module = m.imported("re")?;
            let name = m.intern_str("_compile_template");
            let name = m.keep(name);
            let function = m.getattr(module, name)?;
            let function = m.keep(function);
            let pattern = field(m, found, PATTERN);
            let made = m.call(function, &[pattern, template])?;
            let made = m.keep(made);
            if m.ty(made) == own::TEMPLATE { expand(m, made, found) } else { Ok(m.new_ref(made)) }
        }),
        def("__copy__($self, /)", "Itself.", |m, a| {
            let o = a.get(m, 0);
            Ok(m.new_ref(o))
        }),
        def("__deepcopy__($self, memo, /)", "Itself.", |m, a| {
            let o = a.get(m, 0);
            Ok(m.new_ref(o))
        }),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        member("string", "What was looked through.", |m, a| {
            let string = field(m, a.get(m, 0), STRING);
            or_none(m, string)
        }),
        member("re", "The pattern.", |m, a| {
            let pattern = field(m, a.get(m, 0), PATTERN);
            or_none(m, pattern)
        }),
        member("pos", "Where looking began.", |m, a| {
            let n = int_field(m, a.get(m, 0), POS);
            Ok(m.new_int(n))
        }),
        member("endpos", "Where looking ended.", |m, a| {
            let n = int_field(m, a.get(m, 0), ENDPOS);
            Ok(m.new_int(n))
        }),
        getset("lastindex", "The number of the last group.", |m, a| {
            let n = int_field(m, a.get(m, 0), LAST);
            if n > 0 { Ok(m.new_int(n)) } else { Ok(Owned::steal(fixed::NONE)) }
        }),
        getset("lastgroup", "The name of the last group.", |m, a| {
            let found = a.get(m, 0);
            let n = int_field(m, found, LAST);
            let pattern = field(m, found, PATTERN);
            let names = field(m, pattern, INDEXGROUP);
            let known = n > 0 && m.kind(names) == Kind::Tuple && n < i64::from(m.tuple_len(names));
            if known {
                let name = m.tuple_item(names, n as u32);
                return Ok(m.new_ref(name));
            }
            Ok(Owned::steal(fixed::NONE))
        }),
        getset("regs", "Where all groups begin and end.", |m, a| {
            let marks = marks(m, a.get(m, 0));
            let pairs = marks
                .chunks_exact(2)
                .map(|pair| {
                    let pair = [pair[0], pair[1]].map(|n| m.new_int(n));
                    m.new_tuple(pair.into())
                })
                .collect();
            Ok(m.new_tuple(pairs))
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let found = a.get(m, 0);
            let (start, end) = (mark(m, found, 0), mark(m, found, 1));
            let text = group(m, found, 0, Obj::NULL)?;
            let text = m.keep(text);
            let shown = m.repr_text(text)?;
            let shown: String = shown.chars().take(50).collect();
            Ok(m.new_str(&format!("<re.Match object; span=({start}, {end}), match={shown}>")))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// `_sre.SRE_Scanner`.
pub static SCANNER_TYPE: TypeDef = TypeDef {
    name: "SRE_Scanner",
    module: "_sre",
    fields: 6,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE | tpflags::DISALLOW_INSTANTIATION,
    doc: "What gives one match after the other.",
    natives: &[
        def("match($self, /)", "The next match where it is.", |m, a| scan(m, a, How::Match)),
        def("search($self, /)", "The next match.", |m, a| scan(m, a, How::Search)),
        member("pattern", "The pattern.", |m, a| {
            let pattern = field(m, a.get(m, 0), 0);
            or_none(m, pattern)
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// `_sre.SRE_Template`.
pub static TEMPLATE_TYPE: TypeDef = TypeDef {
    name: "SRE_Template",
    module: "_sre",
    fields: 1,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE | tpflags::DISALLOW_INSTANTIATION,
    doc: "What matches are replaced by.",
    asked: true,
    ..TypeDef::PLAIN
};
