//! Code objects that a program makes: `code()`, `code.replace()`, and whether two are equal (`Objects/codeobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::objects::abstract_::CompareOp;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use compiler::code::{CodeObject, Const, fast, flags};
use std::sync::Arc;
use syntax::pystr::PyStr;

/// What makes a code object, in the order of `code()`.
const PARTS: [&str; 18] = [
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_flags",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_filename",
    "co_name",
    "co_qualname",
    "co_firstlineno",
    "co_linetable",
    "co_exceptiontable",
    "co_freevars",
    "co_cellvars",
];
const POSITIONAL_ONLY: usize = 1;
const NLOCALS: usize = 3;
const STACKSIZE: usize = 4;
const FLAGS: usize = 5;
const CODE: usize = 6;
const CONSTS: usize = 7;
const NAMES: usize = 8;
const VARNAMES: usize = 9;
const FIRSTLINENO: usize = 13;
const FREEVARS: usize = 16;
const CELLVARS: usize = 17;

/// Places of the numbers.
const NUMBERS: [usize; 7] = [0, 1, 2, NLOCALS, STACKSIZE, FLAGS, FIRSTLINENO];

fn kind_of_part(part: usize) -> (Kind, &'static str) {
    match part {
        CODE | 14 | 15 => (Kind::Bytes, "bytes"),
        CONSTS | NAMES | VARNAMES | FREEVARS | CELLVARS => (Kind::Tuple, "tuple"),
        _ => (Kind::Str, "str"),
    }
}

/// `code(argcount, …)`.
pub(super) fn code_new(m: &mut Machine, a: Args) -> R {
    m.check_positional("code", a, 1, 16, 18)?;
    let mut parts: Vec<Obj> = (1..=18).map(|i| a.opt(m, i)).collect();
    let empty = m.new_tuple(Vec::new());
    let empty = m.keep(empty);
    for part in [FREEVARS, CELLVARS] {
        if parts[part].is_null() {
            parts[part] = empty;
        }
    }
    let numbers = check_parts(m, &parts, |part| format!("code() argument {}", part + 1), "code")?;
    for (i, name) in ["argcount", "posonlyargcount", "kwonlyargcount", "nlocals"].iter().enumerate() {
        if numbers[i] < 0 {
            return Err(m.raise(ty::VALUE_ERROR, &format!("code: {name} must not be negative")));
        }
    }
    make(m, &parts, &numbers)
}

/// `code.replace(**changes)`.
pub(super) fn code_replace(m: &mut Machine, a: Args) -> R {
    if a.n > 1 {
        return Err(m.raise(ty::TYPE_ERROR, "replace() takes no positional arguments"));
    }
    let this = a.get(m, 0);
    let mut parts = Vec::new();
    for name in PARTS {
        let name = m.intern_str(name);
        let name = m.keep(name);
        let value = m.getattr(this, name)?;
        parts.push(m.keep(value));
    }
    for (name, value) in a.keywords(m) {
        let Some(part) = PARTS.iter().position(|part| m.str_is(name, part)) else {
            let name = m.str_text(name);
            let known = PARTS.map(str::to_owned);
            return Err(m.unexpected_keyword("replace", &name, &known));
        };
        parts[part] = value;
    }
    let numbers = check_parts(m, &parts, |part| format!("replace() argument '{}'", PARTS[part]), "replace")?;
    for (i, part) in NUMBERS.into_iter().enumerate() {
        if numbers[i] < 0 {
            return Err(m.raise(ty::VALUE_ERROR, &format!("{} must be a positive integer", PARTS[part])));
        }
    }
    make(m, &parts, &numbers)
}

/// Kinds of all parts; the numbers among them.
fn check_parts(m: &mut Machine, parts: &[Obj], what: impl Fn(usize) -> String, name: &str) -> R<[i64; 7]> {
    let mut numbers = [0; 7];
    for (part, &value) in parts.iter().enumerate() {
        if let Some(i) = NUMBERS.iter().position(|&number| number == part) {
            numbers[i] = i64::from(m.c_int(value)?);
            continue;
        }
        let (kind, word) = kind_of_part(part);
        if m.kind(value) != kind {
            let what = what(part);
            let what = what.strip_prefix(&format!("{name}() ")).unwrap_or(&what).to_owned();
            m.want(name, &what, value, kind, word)?;
        }
    }
    Ok(numbers)
}

fn text_of(m: &Machine, o: Obj) -> PyStr {
    PyStr::from_code_points(m.str_view(o).iter())
}

fn names_of(m: &mut Machine, tuple: Obj) -> R<Vec<PyStr>> {
    let mut names = Vec::new();
    for item in m.seq_items(tuple) {
        if m.kind(item) != Kind::Str {
            let got = m.type_name(item);
            let text = format!("name tuples must contain only strings, not '{got}'");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        names.push(text_of(m, item));
    }
    Ok(names)
}

/// The code object of checked parts (`PyUnstable_Code_NewWithPosOnlyArgs`).
fn make(m: &mut Machine, parts: &[Obj], numbers: &[i64; 7]) -> R {
    let mut names: Vec<Vec<PyStr>> = Vec::new();
    for part in [NAMES, VARNAMES, FREEVARS, CELLVARS] {
        names.push(names_of(m, parts[part])?);
    }
    let (Some(cells), Some(free), Some(locals), Some(names)) = (names.pop(), names.pop(), names.pop(), names.pop())
    else {
        return Err(m.raise(ty::SYSTEM_ERROR, "bad argument to internal function"));
    };
    let nlocals = locals.len();
    let mut kinds = vec![fast::LOCAL; nlocals];
    let mut all = locals;
    for cell in cells {
        match all[..nlocals].iter().position(|local| *local == cell) {
            Some(at) => kinds[at] |= fast::CELL,
            None => {
                all.push(cell);
                kinds.push(fast::CELL);
            }
        }
    }
    kinds.resize(kinds.len() + free.len(), fast::FREE);
    all.extend(free);
    let [argcount, posonly, kwonly, told_locals, stacksize, bits, firstlineno] = *numbers;
    if argcount < posonly || numbers[POSITIONAL_ONLY..6].iter().any(|&n| n < 0) {
        return Err(m.raise(ty::SYSTEM_ERROR, "bad argument to internal function"));
    }
    let code = m.bytes_value(parts[CODE]).to_vec();
    if !code.len().is_multiple_of(2) {
        return Err(m.raise(ty::VALUE_ERROR, "code: co_code is malformed"));
    }
    let bits = bits as u32;
    let surplus = (bits & (flags::VARARGS | flags::VARKEYWORDS)).count_ones();
    if (nlocals as i64) < argcount + kwonly + i64::from(surplus) {
        return Err(m.raise(ty::VALUE_ERROR, "code: co_varnames is too small"));
    }
    if told_locals != nlocals as i64 {
        return Err(m.raise(ty::VALUE_ERROR, "code: co_nlocals != len(co_varnames)"));
    }
    let consts = m.seq_items(parts[CONSTS]);
    let object = CodeObject {
        argcount: argcount as u32,
        posonlyargcount: posonly as u32,
        kwonlyargcount: kwonly as u32,
        stacksize: stacksize as u32,
        flags: bits,
        code,
        consts: consts.iter().map(|&o| m.const_of_deep(o).unwrap_or(Const::None)).collect(),
        names,
        localsplusnames: all,
        localspluskinds: kinds,
        filename: text_of(m, parts[10]),
        name: text_of(m, parts[11]),
        qualname: text_of(m, parts[12]),
        firstlineno: firstlineno as i32,
        linetable: m.bytes_value(parts[14]).to_vec(),
        exceptiontable: m.bytes_value(parts[15]).to_vec(),
    };
    if !m.codes.iter().any(|known| stands_for(known.meta(), &object)) {
        return Err(m.not_supported("code of instructions that no compiler made"));
    }
    let consts = consts.into_iter().map(|o| m.new_ref(o).into_edge()).collect();
    let made = m.place_code(&Arc::new(object), consts);
    m.finish_loading();
    Ok(made)
}

/// Whether the instructions of `known` find all they need in `new`: the loop trusts its compiler.
fn stands_for(known: &CodeObject, new: &CodeObject) -> bool {
    let shared = |code: &CodeObject| -> Vec<u8> {
        code.localspluskinds.iter().map(|kind| kind & (fast::CELL | fast::FREE)).collect()
    };
    let kind = flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR;
    known.code == new.code
        && known.exceptiontable == new.exceptiontable
        && known.consts.len() <= new.consts.len()
        && known.names.len() <= new.names.len()
        && known.stacksize <= new.stacksize
        && new.stacksize < 1 << 16
        && known.flags & kind == new.flags & kind
        && shared(known) == shared(new)
}

impl Machine {
    /// The constant that an object is, containers too; `None` for what no compiler makes.
    pub fn const_of_deep(&self, o: Obj) -> Option<Const> {
        let all = |items: Vec<Obj>| -> Option<Vec<Const>> { items.iter().map(|&o| self.const_of_deep(o)).collect() };
        if !self.is_builtin_exact(o) {
            return None;
        }
        match self.kind(o) {
            Kind::Tuple => Some(Const::Tuple(all(self.seq_items(o))?.into())),
            Kind::FrozenSet => {
                let (mut items, mut at) = (Vec::new(), 0);
                while let Some((i, item)) = self.set_next(o, at) {
                    items.push(item);
                    at = i + 1;
                }
                Some(Const::FrozenSet(all(items)?.into()))
            }
            Kind::Slice => {
                let parts: [Const; 3] = all(self.slice_parts(o).to_vec())?.try_into().ok()?;
                Some(Const::Slice(Arc::new(parts)))
            }
            Kind::Code => Some(Const::Code(self.codes[self.slot(o).a as usize].stat.code.clone())),
            _ => self.const_of(o),
        }
    }

    /// Whether two code objects are equal (`code_richcompare`).
    pub(crate) fn codes_equal(&mut self, a: Obj, b: Obj) -> R<bool> {
        let (x, y) = (self.slot(a).a as usize, self.slot(b).a as usize);
        if x == y {
            return Ok(true);
        }
        let (p, q) = (self.codes[x].stat.code.clone(), self.codes[y].stat.code.clone());
        let same = p.name == q.name
            && (p.argcount, p.posonlyargcount, p.kwonlyargcount) == (q.argcount, q.posonlyargcount, q.kwonlyargcount)
            && (p.flags, p.firstlineno) == (q.flags, q.firstlineno)
            && p.consts.len() == q.consts.len()
            && p.code == q.code
            && p.names == q.names
            && p.localsplusnames == q.localsplusnames
            && p.linetable == q.linetable
            && p.exceptiontable == q.exceptiontable;
        for i in 0..if same { p.consts.len() as u32 } else { 0 } {
            let (c, d) = (self.code_const_at(x as u32, i), self.code_const_at(y as u32, i));
            if !self.constants_equal(c, d)? {
                return Ok(false);
            }
        }
        Ok(same)
    }

    /// Whether two constants are the same to the compiler: `1`, `1.0` and `True` are three (`_PyCode_ConstantKey`).
    fn constants_equal(&mut self, a: Obj, b: Obj) -> R<bool> {
        if a == b {
            return Ok(true);
        }
        if self.class_of(a) != self.class_of(b) || !self.is_builtin_exact(a) {
            return Ok(false);
        }
        let (x, y) = (self.slot(a), self.slot(b));
        match self.kind(a) {
            Kind::Float => Ok(x.b == y.b),
            Kind::Complex => Ok((x.b, x.c) == (y.b, y.c)),
            Kind::Int | Kind::Str | Kind::Bytes => self.objects_equal(a, b),
            Kind::Tuple | Kind::Slice => {
                let items = |m: &mut Machine, o: Obj| match m.kind(o) {
                    Kind::Slice => m.slice_parts(o).to_vec(),
                    _ => m.seq_items(o),
                };
                let (a, b) = (items(self, a), items(self, b));
                if a.len() != b.len() {
                    return Ok(false);
                }
                for (a, b) in a.into_iter().zip(b) {
                    if !self.constants_equal(a, b)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Kind::FrozenSet => Ok(self.compare_builtin(CompareOp::Eq, a, b)? == Some(true)),
            Kind::Code => self.codes_equal(a, b),
            _ => Ok(false),
        }
    }

    /// `hash(code)` (`code_hash`).
    pub(crate) fn code_hash(&mut self, o: Obj) -> R<u64> {
        let index = self.slot(o).a;
        let stat = self.codes[index as usize].stat.clone();
        let code = &stat.code;
        let words = |m: &mut Machine, at: u32, n: usize| -> Owned {
            let items: Vec<Obj> = m.words.data[at as usize..at as usize + n].iter().map(|w| Obj(*w)).collect();
            m.new_tuple_from(&items)
        };
        let places = (self.codes[index as usize].consts, self.codes[index as usize].names);
        let nnames = code.names.len();
        let mut parts = vec![self.new_ref(self.codes[index as usize].name)];
        parts.push(words(self, places.0, code.consts.len()));
        parts.push(words(self, places.1, nnames));
        parts.push(words(self, places.1 + nnames as u32, code.localsplusnames.len()));
        parts.push(self.new_bytes(&code.linetable));
        parts.push(self.new_bytes(&code.exceptiontable));
        let parts = self.keep_all(parts);
        let mut hash = 20_221_211_u64;
        let mut scramble = |value: u64| hash = (hash ^ value).wrapping_mul(1_000_003);
        for part in parts {
            scramble(self.hash(part)?);
        }
        for n in [code.argcount, code.posonlyargcount, code.kwonlyargcount, code.flags] {
            scramble(u64::from(n));
        }
        scramble(i64::from(code.firstlineno) as u64);
        scramble(code.code.len() as u64 / 2);
        for &unit in &stat.units {
            scramble(u64::from(code.code[unit as usize * 2]));
            scramble(u64::from(code.code[unit as usize * 2 + 1]));
        }
        Ok(if hash == u64::MAX { u64::MAX - 1 } else { hash })
    }
}
