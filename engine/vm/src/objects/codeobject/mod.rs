//! Code objects as the machine runs them: decoded instructions with their caches in one flat array, and what
//! each code object needs beside them (`Objects/codeobject.c`).

mod create;
pub(crate) mod methods;

use crate::memory::object::{Kind, Obj, Owned};
use crate::memory::pages::Pages;
use crate::objects::typeobject::ty;
use crate::state::interpreter::{Entry, Machine};
use compiler::code::{CodeObject, Const};
use compiler::consts::{ConstCache, ConstId};
use compiler::opcode::{self, info};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};
use syntax::pystr::PyStr;

/// One decoded instruction and its inline cache. `EXTENDED_ARG` is folded into the argument; jumps hold the
/// index of their target in the flat array, and in `c2` how far that is from the instruction after them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C)]
pub struct Instr {
    /// The opcode as it is now, specialised or not.
    pub op: u8,
    /// The opcode as compiled.
    pub base: u8,
    /// Adaptive counter, or a small cached index.
    pub counter: u16,
    pub arg: u32,
    pub c1: u32,
    /// One cached value, or two of 16 bits (see [`Instr::pair`]).
    pub c2: u32,
}

const _: () = assert!(size_of::<Instr>() == 16);

impl Instr {
    /// Two values that share `c2`, if both fit.
    pub fn pair(low: u32, high: u32) -> Option<u32> {
        (low <= 0xFFFF && high <= 0xFFFF).then_some(high << 16 | low)
    }
}

/// One entry of the exception table, in indices of the flat array.
#[derive(Clone, Copy, Debug)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub depth: u32,
    pub lasti: bool,
}

/// Source positions of an instruction (`co_positions`); `None` where the compiler made it up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub line: Option<u32>,
    pub end_line: Option<u32>,
    pub col: Option<u32>,
    pub end_col: Option<u32>,
}

/// What never changes of a code object, shared by all copies of the machine.
#[derive(Debug)]
pub struct CodeStatic {
    pub code: Arc<CodeObject>,
    /// Offset in code units of each decoded instruction.
    pub units: Vec<u32>,
    pub handlers: Vec<Handler>,
    /// Position of each decoded instruction, once somebody has asked.
    positions: OnceLock<Vec<Position>>,
    /// Which decoded instructions begin a line, once somebody has asked.
    pub line_starts: OnceLock<Vec<bool>>,
    pub nlocalsplus: u32,
    /// Plain locals: the first names of `co_varnames`.
    pub nlocals: u32,
    pub ncells: u32,
}

impl CodeStatic {
    /// Position of each decoded instruction.
    pub fn positions(&self) -> &[Position] {
        self.positions.get_or_init(|| {
            let all = line_positions(&self.code);
            self.units.iter().map(|&unit| all.get(unit as usize).copied().unwrap_or_default()).collect()
        })
    }
}

/// A code object of this run. Handles are counted edges of the code's object.
#[derive(Clone, Debug)]
pub struct Code {
    pub stat: Arc<CodeStatic>,
    pub obj: Obj,
    pub start: u32,
    /// Word ranges of `co_consts` and `co_names`.
    pub consts: u32,
    pub names: u32,
    pub name: Obj,
    pub qualname: Obj,
    pub doc: Obj,
    pub filename: Obj,
}

/// The objects that constants of one compilation have got.
#[derive(Default)]
struct Loaded {
    cache: ConstCache,
    objects: FxHashMap<ConstId, Obj>,
}

/// What never changes is one and the same, or it belongs to another code object.
impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.stat, &other.stat) && self.places() == other.places()
    }
}

/// Bits of an instruction's counter that say how long it waits after the next failure; the others count down.
pub const BACKOFF_BITS: u16 = 4;

/// A fresh instruction's counter: value 1, back-off 1.
pub const fn warmup() -> u16 {
    1 << BACKOFF_BITS | 1
}

impl Code {
    /// What calls need of it.
    pub fn entry(&self) -> Entry {
        let code = self.meta();
        Entry {
            start: self.start,
            nlocalsplus: self.stat.nlocalsplus,
            stacksize: code.stacksize,
            argcount: code.argcount,
            posonly: code.posonlyargcount,
            kwonly: code.kwonlyargcount,
            flags: code.flags,
        }
    }

    /// Where it and its parts lie.
    pub fn places(&self) -> [u32; 8] {
        let Code { stat: _, obj, start, consts, names, name, qualname, doc, filename } = self;
        [obj.0, *start, *consts, *names, name.0, qualname.0, doc.0, filename.0]
    }

    pub fn meta(&self) -> &CodeObject {
        &self.stat.code
    }
}

impl Machine {
    /// Makes the object for a compiled code object: constants, names and decoded instructions. Equal constants of
    /// it and of the code objects inside it are one object.
    pub fn load_code(&mut self, code: &Arc<CodeObject>) -> Owned {
        self.load_code_with(code, &mut Loaded::default())
    }

    fn load_code_with(&mut self, code: &Arc<CodeObject>, known: &mut Loaded) -> Owned {
        let consts: Vec<Obj> = code.consts.iter().map(|c| self.load_const(c, known).into_edge()).collect();
        let made = self.place_code(code, consts);
        self.finish_loading();
        made
    }

    /// The object for a code object whose constants (taken over) are there.
    fn place_code(&mut self, code: &Arc<CodeObject>, consts: Vec<Obj>) -> Owned {
        let names: Vec<Obj> = code.names.iter().map(|n| self.intern_name(n)).collect();
        let locals: Vec<Obj> = code.localsplusnames.iter().map(|n| self.intern_name(n)).collect();
        let name = self.intern_pystr(&code.name).into_edge();
        let qualname = self.intern_pystr(&code.qualname).into_edge();
        let filename = match self.codes.last() {
            Some(last) if !last.filename.is_null() && last.meta().filename == code.filename => {
                self.new_ref(last.filename).into_edge()
            }
            _ => self.intern_pystr(&code.filename).into_edge(),
        };
        let has_doc = code.flags & compiler::code::flags::HAS_DOCSTRING != 0;
        let doc = match consts.first() {
            Some(&first) if has_doc => self.new_ref(first).into_edge(),
            _ => Obj::NULL,
        };
        let start = self.code.len() as u32;
        let stat = decode(code, start, &mut self.code);
        let consts_at = self.words.alloc(consts.len() as u32);
        let names_at = self.words.alloc((names.len() + locals.len()) as u32);
        for (i, c) in consts.iter().enumerate() {
            self.words.data[consts_at as usize + i] = c.0;
        }
        for (i, n) in names.iter().chain(&locals).enumerate() {
            self.words.data[names_at as usize + i] = n.0;
        }
        let stat = Arc::new(stat);
        let end = self.code.len();
        for instr in &mut self.code[start as usize..end] {
            match u16::from(instr.op) {
                opcode::LOAD_CONST => instr.c1 = consts.get(instr.arg as usize).map_or(0, |c| c.0),
                opcode::LOAD_NAME | opcode::STORE_NAME | opcode::DELETE_NAME | opcode::STORE_GLOBAL => {
                    instr.c1 = names.get(instr.arg as usize).map_or(0, |n| n.0);
                }
                _ => {}
            }
        }
        let units = code.code.len() / 2;
        let o = self.alloc(Kind::Code, ty::CODE, 208 + 2 * units as u32);
        self.slot_mut(o).a = self.codes.len() as u32;
        self.codes.push(Code {
            stat,
            obj: o,
            start,
            consts: consts_at,
            names: names_at,
            name,
            qualname,
            doc,
            filename,
        });
        self.code_versions.push(0);
        Owned::steal(o)
    }

    /// The code object that native activations have: no instruction, no local, no object.
    pub(crate) fn make_native_code(&mut self) {
        let name = PyStr::from("<native>");
        let code = Arc::new(CodeObject {
            argcount: 0,
            posonlyargcount: 0,
            kwonlyargcount: 0,
            stacksize: 0,
            flags: 0,
            code: Vec::new(),
            consts: Vec::new(),
            names: Vec::new(),
            localsplusnames: Vec::new(),
            localspluskinds: Vec::new(),
            filename: name.clone(),
            qualname: name.clone(),
            name,
            firstlineno: 0,
            linetable: Vec::new(),
            exceptiontable: Vec::new(),
        });
        let stat = Arc::new(decode(&code, 0, &mut self.code));
        let empty = crate::native::static_strings::fixed::EMPTY_STR;
        let (name, qualname, filename) = (empty, empty, empty);
        self.codes.push(Code {
            stat,
            obj: Obj::NULL,
            start: 0,
            consts: 0,
            names: 0,
            name,
            qualname,
            doc: Obj::NULL,
            filename,
        });
        self.code_versions.push(0);
    }

    /// A name that the code looks up or keeps locally: it lives for ever (`intern_strings`).
    fn intern_name(&mut self, text: &PyStr) -> Obj {
        let name = self.intern_pystr(text).into_edge();
        self.make_immortal(name);
        name
    }

    fn intern_pystr(&mut self, text: &PyStr) -> Owned {
        if let Some(text) = text.as_str() {
            return self.intern_str(text);
        }
        let s = self.new_pystr(text);
        self.intern(s)
    }

    /// The object for a constant: the one that an equal constant of this compilation has got.
    fn load_const(&mut self, c: &Const, known: &mut Loaded) -> Owned {
        if let Const::Code(code) = c {
            return self.load_code_with(code, known);
        }
        let id = known.cache.insert(c.clone());
        if let Some(&o) = known.objects.get(&id) {
            return self.new_ref(o);
        }
        let o = self.make_const(c, known);
        // It lives as long as the code objects that are being made.
        known.objects.insert(id, o.get());
        o
    }

    /// Strings that look like identifiers are interned.
    fn make_const(&mut self, c: &Const, known: &mut Loaded) -> Owned {
        use crate::native::static_strings::fixed;
        match c {
            Const::None => Owned::steal(fixed::NONE),
            Const::Ellipsis => Owned::steal(fixed::ELLIPSIS),
            Const::Bool(b) => Owned::steal(Machine::new_bool(*b)),
            Const::Int(value) => self.new_bigint(value),
            Const::Float(value) => self.new_float(*value),
            Const::Complex(re, im) => self.new_complex(*re, *im),
            Const::Str(text) => {
                let name_like = text.as_bytes().iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
                if name_like && !text.is_empty() { self.intern_pystr(text) } else { self.new_pystr(text) }
            }
            Const::Bytes(bytes) => self.new_bytes(bytes),
            Const::Tuple(items) => {
                let items = items.iter().map(|item| self.load_const(item, known)).collect();
                self.new_tuple(items)
            }
            Const::FrozenSet(items) => {
                let set = self.new_set(true);
                for item in items.iter() {
                    let item = self.load_const(item, known);
                    // Constants hash without running Python code.
                    if self.set_add(set.get(), item.get()).is_err() {
                        self.clear_raised();
                    }
                    self.drop_ref(item);
                }
                set
            }
            Const::Slice(parts) => {
                // Parts of slices are not merged with other constants.
                let [start, stop, step] = [&parts[0], &parts[1], &parts[2]].map(|part| self.make_const(part, known));
                self.new_slice(start, stop, step)
            }
            Const::Code(code) => self.load_code_with(code, known),
        }
    }

    /// The object for a constant that stands alone.
    pub fn object_of_const(&mut self, c: &Const) -> Owned {
        self.make_const(c, &mut Loaded::default())
    }

    /// The constant that an object is, if it is one and no container.
    pub fn const_of(&self, o: Obj) -> Option<Const> {
        if !self.is_builtin_exact(o) {
            return None;
        }
        Some(match self.kind(o) {
            Kind::None => Const::None,
            Kind::Ellipsis => Const::Ellipsis,
            Kind::Bool => Const::Bool(o == Machine::new_bool(true)),
            Kind::Int => Const::Int(self.int_value(o).big()),
            Kind::Float => Const::Float(f64::from_bits(self.slot(o).b)),
            Kind::Complex => Const::Complex(f64::from_bits(self.slot(o).b), f64::from_bits(self.slot(o).c)),
            Kind::Str => Const::Str(PyStr::from_code_points(self.str_view(o).iter())),
            Kind::Bytes => Const::Bytes(self.bytes_value(o).into()),
            _ => return None,
        })
    }

    /// Gives code, and the code inside it, the name of another file, where it had that one.
    pub fn rename_code_file(&mut self, code: Obj, old: Obj, new: Obj) {
        let i = self.slot(code).a as usize;
        if !self.str_eq(self.codes[i].filename, old) {
            return;
        }
        let inner: Vec<Obj> = (0..self.codes[i].meta().consts.len() as u32)
            .map(|n| self.code_const_at(i as u32, n))
            .filter(|&o| self.kind(o) == Kind::Code)
            .collect();
        for code in inner {
            self.rename_code_file(code, old, new);
        }
        self.incref(new);
        let was = std::mem::replace(&mut self.codes[i].filename, new);
        self.decref(was);
    }

    pub fn code_edges(&self, o: Obj, put: &mut dyn FnMut(Obj)) {
        let Some(code) = self.codes.get(self.slot(o).a as usize) else { return };
        let meta = code.meta();
        for i in 0..meta.consts.len() {
            put(Obj(self.words.data[code.consts as usize + i]));
        }
        for i in 0..meta.names.len() + meta.localsplusnames.len() {
            put(Obj(self.words.data[code.names as usize + i]));
        }
        for edge in [code.name, code.qualname, code.doc, code.filename] {
            put(edge);
        }
    }

    /// The object is dead, and has given back what it held; its instructions stay where they are.
    pub(crate) fn code_free(&mut self, o: Obj) {
        let i = self.slot(o).a as usize;
        let Some(code) = self.codes.get(i) else { return };
        let meta = code.stat.code.clone();
        let (consts, names) = (code.consts, code.names);
        let code = &mut self.codes[i];
        (code.obj, code.name, code.qualname, code.doc, code.filename) =
            (Obj::NULL, Obj::NULL, Obj::NULL, Obj::NULL, Obj::NULL);
        if !meta.consts.is_empty() {
            self.words.free(consts, meta.consts.len() as u32);
        }
        let n = meta.names.len() + meta.localsplusnames.len();
        if n > 0 {
            self.words.free(names, n as u32);
        }
    }

    #[inline(always)]
    pub fn code_name_at(&self, code: u32, i: u32) -> Obj {
        Obj(self.words.data[(self.codes[code as usize].names + i) as usize])
    }

    #[inline(always)]
    pub fn code_const_at(&self, code: u32, i: u32) -> Obj {
        Obj(self.words.data[(self.codes[code as usize].consts + i) as usize])
    }

    /// The name of a local, cell or free variable.
    pub fn code_local_name(&self, code: u32, i: u32) -> Obj {
        let c = &self.codes[code as usize];
        Obj(self.words.data[c.names as usize + c.meta().names.len() + i as usize])
    }

    /// Byte offset of an instruction in `co_code`, as `dis` prints it.
    pub fn offset_of(&self, code: u32, ip: u32) -> u32 {
        let c = &self.codes[code as usize];
        c.stat.units.get(ip.wrapping_sub(c.start) as usize).map_or(0, |unit| unit * 2)
    }

    /// `_co_code_adaptive`: the instructions as they are now, specialised ones under their own numbers. Of the inline caches, the
    /// counters are the machine's; what else they hold in CPython is zero.
    pub fn adaptive_code(&self, code: u32) -> Vec<u8> {
        let c = &self.codes[code as usize];
        let mut bytes = compiler::dis::quickened(&c.meta().code);
        for (ip, unit) in (c.start as usize..).zip(&c.stat.units) {
            let (ins, at) = (self.code[ip], *unit as usize * 2);
            let caches = info(u16::from(ins.base)).map_or(0, |row| row.caches);
            let jumps = info(u16::from(ins.base)).is_some_and(|row| row.flags & opcode::has::JUMP != 0);
            bytes[at] = ins.op;
            if caches > 0 && (!jumps || matches!(u16::from(ins.base), opcode::FOR_ITER | opcode::SEND)) {
                bytes[at + 2..at + 4].copy_from_slice(&ins.counter.to_le_bytes());
            }
        }
        bytes
    }

    pub fn position_of(&self, code: u32, ip: u32) -> Position {
        let c = &self.codes[code as usize];
        c.stat.positions().get(ip.wrapping_sub(c.start) as usize).copied().unwrap_or_default()
    }

    /// The code object that an instruction of the flat array belongs to.
    pub fn code_at(&self, ip: u32) -> u32 {
        self.codes.partition_point(|c| c.start <= ip) as u32 - 1
    }
}

/// Decodes `co_code` to the end of the flat array.
fn decode(code: &Arc<CodeObject>, start: u32, out: &mut Pages<Instr>) -> CodeStatic {
    let total = code.code.len() / 2;
    let (mut units, mut instructions) = (Vec::with_capacity(total), Vec::with_capacity(total));
    let mut index_of_unit = vec![0u32; total + 1];
    let mut arg = 0u32;
    let mut unit = 0usize;
    while unit < total {
        let (op, low) = (code.code[unit * 2], code.code[unit * 2 + 1]);
        index_of_unit[unit] = start + units.len() as u32;
        arg = arg << 8 | u32::from(low);
        if u16::from(op) == opcode::EXTENDED_ARG {
            unit += 1;
            continue;
        }
        let caches = info(u16::from(op)).map_or(0, |row| usize::from(row.caches));
        let counter = if caches > 0 { warmup() } else { 0 };
        instructions.push(Instr { op, base: op, counter, arg, c1: 0, c2: 0 });
        units.push(unit as u32);
        unit += 1 + caches;
        arg = 0;
    }
    index_of_unit[total] = start + units.len() as u32;
    for (i, (&at, instr)) in units.iter().zip(&mut instructions).enumerate() {
        let Some(row) = info(u16::from(instr.op)) else { continue };
        if row.flags & opcode::has::JUMP != 0 {
            let next = at + 1 + u32::from(row.caches);
            let backward = matches!(
                u16::from(instr.op),
                opcode::JUMP_BACKWARD | opcode::JUMP_BACKWARD_NO_INTERRUPT | opcode::END_ASYNC_FOR
            );
            let target = if backward { next - instr.arg } else { next + instr.arg };
            instr.arg = index_of_unit[target as usize];
            instr.c2 = instr.arg.wrapping_sub(start + i as u32 + 1);
        }
    }
    out.extend(&instructions);
    units.shrink_to_fit();
    let handlers = exception_table(&code.exceptiontable)
        .into_iter()
        .map(|(from, to, target, depth, lasti)| Handler {
            start: index_of_unit.get(from as usize).copied().unwrap_or(0),
            end: first_at_or_after(&units, to, start),
            target: index_of_unit.get(target as usize).copied().unwrap_or(0),
            depth,
            lasti,
        })
        .collect();
    use compiler::code::fast;
    let count = |bit: u8| code.localspluskinds.iter().filter(|k| **k & bit != 0).count() as u32;
    CodeStatic {
        units,
        handlers,
        positions: OnceLock::new(),
        line_starts: OnceLock::new(),
        nlocalsplus: code.localsplusnames.len() as u32,
        nlocals: count(fast::LOCAL),
        ncells: count(fast::CELL),
        code: code.clone(),
    }
}

fn first_at_or_after(units: &[u32], unit: u32, start: u32) -> u32 {
    start + units.partition_point(|&u| u < unit) as u32
}

/// Entries of `co_exceptiontable`: start, end, target in code units, stack depth, whether the offset is pushed.
pub fn exception_table(table: &[u8]) -> Vec<(u32, u32, u32, u32, bool)> {
    let mut entries = Vec::new();
    let mut at = 0;
    let mut varint = || {
        let mut value = 0u32;
        loop {
            let byte = *table.get(at)?;
            at += 1;
            value = value << 6 | u32::from(byte & 63);
            if byte & 64 == 0 {
                return Some(value);
            }
        }
    };
    while let (Some(start), Some(len), Some(target), Some(depth_lasti)) = (varint(), varint(), varint(), varint()) {
        entries.push((start, start + len, target, depth_lasti >> 1, depth_lasti & 1 != 0));
    }
    entries
}

/// The position of every code unit (`co_positions()`, InternalDocs/code_objects.md).
pub fn line_positions(code: &CodeObject) -> Vec<Position> {
    let mut out = Vec::new();
    let mut line = i64::from(code.firstlineno);
    let table = &code.linetable;
    let mut at = 0;
    let varint = |at: &mut usize| {
        let (mut value, mut shift) = (0u32, 0);
        while let Some(&byte) = table.get(*at) {
            *at += 1;
            value |= u32::from(byte & 63) << shift;
            shift += 6;
            if byte & 64 == 0 || shift > 30 {
                break;
            }
        }
        value
    };
    let svarint = |at: &mut usize| {
        let value = varint(at);
        if value & 1 != 0 { -i64::from(value >> 1) } else { i64::from(value >> 1) }
    };
    while let Some(&first) = table.get(at) {
        at += 1;
        let kind = first >> 3 & 15;
        let len = usize::from(first & 7) + 1;
        let byte = |at: usize| u32::from(table.get(at).copied().unwrap_or(0));
        let position = match kind {
            15 => Position::default(),
            14 => {
                line += svarint(&mut at);
                let end_line = line + i64::from(varint(&mut at));
                let col = varint(&mut at);
                let end_col = varint(&mut at);
                Position {
                    line: u32::try_from(line).ok(),
                    end_line: u32::try_from(end_line).ok(),
                    col: col.checked_sub(1),
                    end_col: end_col.checked_sub(1),
                }
            }
            13 => {
                line += svarint(&mut at);
                let line = u32::try_from(line).ok();
                Position { line, end_line: line, col: None, end_col: None }
            }
            10..=12 => {
                line += i64::from(kind - 10);
                let (col, end_col) = (byte(at), byte(at + 1));
                at += 2;
                let line = u32::try_from(line).ok();
                Position { line, end_line: line, col: Some(col), end_col: Some(end_col) }
            }
            kind => {
                let second = byte(at);
                at += 1;
                let col = u32::from(kind) << 3 | second >> 4;
                let line = u32::try_from(line).ok();
                Position { line, end_line: line, col: Some(col), end_col: Some(col + (second & 15)) }
            }
        };
        out.extend(std::iter::repeat_n(position, len));
    }
    out
}
