//! Writing. Which objects are marked for reference depends in CPython on their reference counts at that moment; here
//! the counts are found by walking the code object as the compiler leaves it: an object is marked if two others hold
//! it, if it is immortal, or if it is an interned string.

use super::code as t;
use crate::code::{CodeObject, Const};
use crate::interned::interned_at_start;
use crate::pyhash::is_interned;
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use syntax::pystr::PyStr;

type Id = usize;

/// Nested classes of the modules that `py_compile` itself has loaded: their names are interned already, so that those in
/// the constants of such a class, compiled again, are other objects.
const LOADED_CLASSES: [&str; 5] = [
    "_WeakValueDictionary.__init__.<locals>.KeyedRef",
    "finalize._Info",
    "_signature_fromstr.<locals>.RewriteSymbolics",
    "HelpFormatter._Section",
    "_SubParsersAction._ChoicesPseudoAction",
];

/// What makes two objects the same one. Constants of one compilation are shared by value; the variants with a number
/// are objects that nothing else is.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Int(BigInt),
    Float(u64),
    Complex(u64, u64),
    Interned(PyStr),
    Text(PyStr),
    Bytes(Arc<[u8]>),
    Tuple(Vec<Id>),
    FrozenSet(Vec<Id>),
    Slice(Vec<Id>),
    Code(usize),
    Unique(usize),
}

enum Form {
    Singleton(u8),
    Int(BigInt),
    Float(f64),
    Complex(f64, f64),
    Text(PyStr, bool),
    Bytes(Arc<[u8]>),
    Tuple(Vec<Id>),
    FrozenSet(Vec<Id>),
    Slice(Vec<Id>),
    Code(Box<CodeForm>),
}

/// The numbers of a code object and its parts in the order in which they are written.
struct CodeForm {
    head: [u32; 5],
    before_line: [Id; 8],
    firstlineno: i32,
    after_line: [Id; 2],
}

struct Object {
    form: Form,
    refs: u32,
    immortal: bool,
}

#[derive(Default)]
struct Objects {
    all: Vec<Object>,
    ids: FxHashMap<Key, Id>,
    /// Where the strings lie that code objects use as names: those are interned, whatever they look like.
    interned: FxHashSet<usize>,
    /// Names of variables and attributes.
    names: FxHashSet<PyStr>,
    uniques: usize,
}

/// Bytes of a code object that is held by the one who dumps it, as `py_compile` does.
pub fn dumps_code(code: &Arc<CodeObject>) -> Vec<u8> {
    dumps(&Const::Code(code.clone()))
}

/// Bytes of a constant that is held by the one who dumps it.
pub fn dumps(value: &Const) -> Vec<u8> {
    let mut objects = Objects::default();
    if let Const::Code(code) = value {
        objects.note_interned(code);
    }
    let id = objects.constant(value);
    objects.all[id].refs += 2;
    let mut writer = Writer { objects: &objects, out: Vec::new(), written: FxHashMap::default() };
    writer.object(id);
    writer.out
}

fn address(text: &PyStr) -> usize {
    text.as_bytes().as_ptr() as usize
}

/// A string of at most one character from Latin-1 exists once and for ever.
fn is_immortal_text(text: &PyStr) -> bool {
    let mut points = text.code_points();
    points.next().is_none_or(|first| first < 256 && points.next().is_none())
}

impl Objects {
    fn note_interned(&mut self, code: &CodeObject) {
        let names = code.names.iter().chain(&code.localsplusnames);
        self.names.extend(names.clone().cloned());
        for text in names.chain([&code.filename, &code.name, &code.qualname]) {
            self.interned.insert(address(text));
        }
        for constant in &code.consts {
            if let Const::Code(inner) = constant {
                self.note_interned(inner);
            }
        }
    }

    /// The object of that key, made and given references to its parts if it is new.
    fn get(&mut self, key: Key, immortal: bool, form: impl FnOnce() -> Form) -> Id {
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        let form = form();
        let parts = match &form {
            Form::Tuple(parts) | Form::FrozenSet(parts) | Form::Slice(parts) => parts.clone(),
            Form::Code(code) => code.before_line.iter().chain(&code.after_line).copied().collect(),
            _ => Vec::new(),
        };
        for part in parts {
            self.all[part].refs += 1;
        }
        self.all.push(Object { form, refs: 0, immortal });
        let id = self.all.len() - 1;
        self.ids.insert(key, id);
        id
    }

    fn unique(&mut self) -> Key {
        self.uniques += 1;
        Key::Unique(self.uniques)
    }

    fn singleton(&mut self, code: u8) -> Id {
        // No string constant is this long and empty at once: the code tells singletons apart.
        self.get(Key::Unique(usize::MAX - usize::from(code)), true, || Form::Singleton(code))
    }

    fn name(&mut self, text: &PyStr) -> Id {
        self.get(Key::Interned(text.clone()), false, || Form::Text(text.clone(), true))
    }

    fn text(&mut self, text: &PyStr) -> Id {
        let immortal = is_immortal_text(text);
        let is_name = self.interned.contains(&address(text))
            && !LOADED_CLASSES.iter().any(|name| text.as_bytes() == name.as_bytes());
        if immortal || is_interned(text) || is_name {
            return self.get(Key::Interned(text.clone()), immortal, || Form::Text(text.clone(), true));
        }
        self.get(Key::Text(text.clone()), false, || Form::Text(text.clone(), false))
    }

    fn bytes(&mut self, bytes: &[u8]) -> Id {
        let bytes: Arc<[u8]> = bytes.into();
        self.get(Key::Bytes(bytes.clone()), bytes.len() <= 1, || Form::Bytes(bytes))
    }

    /// Bytes that no other object shares.
    fn own_bytes(&mut self, bytes: &[u8]) -> Id {
        if bytes.is_empty() {
            return self.bytes(bytes);
        }
        let key = self.unique();
        self.get(key, false, || Form::Bytes(bytes.into()))
    }

    fn tuple(&mut self, items: Vec<Id>) -> Id {
        self.get(Key::Tuple(items.clone()), items.is_empty(), || Form::Tuple(items))
    }

    fn names(&mut self, names: &[PyStr]) -> Vec<Id> {
        names.iter().map(|name| self.name(name)).collect()
    }

    fn int(value: &BigInt) -> (bool, Form) {
        let small = value.to_i64().is_some_and(|value| (-5..=256).contains(&value));
        (small, Form::Int(value.clone()))
    }

    fn constant(&mut self, value: &Const) -> Id {
        match value {
            Const::None => self.singleton(t::NONE),
            Const::Ellipsis => self.singleton(t::ELLIPSIS),
            Const::Bool(true) => self.singleton(t::TRUE),
            Const::Bool(false) => self.singleton(t::FALSE),
            Const::Int(value) => {
                let (small, form) = Objects::int(value);
                self.get(Key::Int(value.clone()), small, || form)
            }
            Const::Float(value) => self.get(Key::Float(value.to_bits()), false, || Form::Float(*value)),
            Const::Complex(real, imag) => {
                let key = Key::Complex(real.to_bits(), imag.to_bits());
                self.get(key, false, || Form::Complex(*real, *imag))
            }
            Const::Str(text) => self.text(text),
            Const::Bytes(bytes) => self.get(Key::Bytes(bytes.clone()), bytes.len() <= 1, || Form::Bytes(bytes.clone())),
            Const::Tuple(items) => {
                let items = items.iter().map(|item| self.constant(item)).collect();
                self.tuple(items)
            }
            Const::FrozenSet(items) => self.frozenset(items),
            Const::Slice(parts) => {
                let parts: Vec<Id> = parts.iter().map(|part| self.slice_part(part)).collect();
                self.get(Key::Slice(parts.clone()), false, || Form::Slice(parts))
            }
            Const::Code(code) => self.code(code),
        }
    }

    fn frozenset(&mut self, items: &[Const]) -> Id {
        let mut ids: Vec<Id> = items.iter().map(|item| self.constant(item)).collect();
        ids.sort_unstable();
        let remade = items.iter().any(|item| self.is_replaced(item));
        let key = if remade { self.unique() } else { Key::FrozenSet(ids.clone()) };
        self.get(key, false, || Form::FrozenSet(ids))
    }

    /// Whether another object for this string was interned before the constant was made, as names in use are: a set of
    /// such strings is made anew for its code object.
    fn is_replaced(&self, item: &Const) -> bool {
        let Const::Str(text) = item else { return false };
        !is_immortal_text(text) && (interned_at_start(text.as_bytes()) || self.names.contains(text))
    }

    /// Parts of slices are not merged with other constants, nor interned.
    fn slice_part(&mut self, part: &Const) -> Id {
        match part {
            Const::Int(value) => {
                let (small, form) = Objects::int(value);
                let key = if small { Key::Int(value.clone()) } else { self.unique() };
                self.get(key, small, || form)
            }
            Const::Str(text) if !is_immortal_text(text) => {
                let key = self.unique();
                self.get(key, false, || Form::Text(text.clone(), false))
            }
            Const::Float(value) => {
                let key = self.unique();
                self.get(key, false, || Form::Float(*value))
            }
            _ => self.constant(part),
        }
    }

    fn code(&mut self, code: &Arc<CodeObject>) -> Id {
        let key = Key::Code(Arc::as_ptr(code) as usize);
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        // The code object keeps the bytes that it was asked for: two references.
        let instructions = self.own_bytes(&code.code);
        self.all[instructions].refs += 1;
        let consts = code.consts.iter().map(|constant| self.constant(constant)).collect();
        let names = self.names(&code.names);
        let localsplusnames = self.names(&code.localsplusnames);
        let form = CodeForm {
            head: [code.argcount, code.posonlyargcount, code.kwonlyargcount, code.stacksize, code.flags],
            before_line: [
                instructions,
                self.tuple(consts),
                self.tuple(names),
                if is_annotate(code) {
                    let key = self.unique();
                    self.get(key, false, || Form::Tuple(localsplusnames))
                } else {
                    self.tuple(localsplusnames)
                },
                self.own_bytes(&code.localspluskinds),
                self.name(&code.filename),
                self.name(&code.name),
                self.name(&code.qualname),
            ],
            firstlineno: code.firstlineno,
            after_line: [self.bytes(&code.linetable), self.bytes(&code.exceptiontable)],
        };
        self.get(key, false, || Form::Code(Box::new(form)))
    }
}

/// The names of an `__annotate__` are a tuple of its own: the compiler renamed the first.
fn is_annotate(code: &CodeObject) -> bool {
    code.name.as_str() == Some("__annotate__")
        && code.posonlyargcount == 1
        && code.localsplusnames.first().and_then(PyStr::as_str) == Some("format")
}

struct Writer<'o> {
    objects: &'o Objects,
    out: Vec<u8>,
    /// Number in the list of references.
    written: FxHashMap<Id, u32>,
}

impl Writer<'_> {
    fn long(&mut self, value: u32) {
        self.out.extend(value.to_le_bytes());
    }

    fn object(&mut self, id: Id) {
        self.object_held(id, 0);
    }

    /// `held`: references from elsewhere than the objects being written.
    fn object_held(&mut self, id: Id, held: u32) {
        let object = &self.objects.all[id];
        if let Form::Singleton(code) = object.form {
            self.out.push(code);
            return;
        }
        let interned = matches!(object.form, Form::Text(_, true));
        let mut flag = 0;
        if interned || object.immortal || object.refs + held > 1 {
            if let Some(&index) = self.written.get(&id) {
                self.out.push(t::REF);
                self.long(index);
                return;
            }
            self.written.insert(id, self.written.len() as u32);
            flag = t::FLAG_REF;
        }
        self.form(&object.form, flag);
    }

    fn sized(&mut self, code: u8, bytes: &[u8]) {
        self.out.push(code);
        self.long(bytes.len() as u32);
        self.out.extend_from_slice(bytes);
    }

    fn form(&mut self, form: &Form, flag: u8) {
        match form {
            Form::Singleton(code) => self.out.push(*code),
            Form::Int(value) => self.int(value, flag),
            Form::Float(value) => {
                self.out.push(t::BINARY_FLOAT | flag);
                self.out.extend(value.to_le_bytes());
            }
            Form::Complex(real, imag) => {
                self.out.push(t::BINARY_COMPLEX | flag);
                self.out.extend(real.to_le_bytes());
                self.out.extend(imag.to_le_bytes());
            }
            Form::Text(text, interned) => self.text(text, *interned, flag),
            Form::Bytes(bytes) => self.sized(t::STRING | flag, bytes),
            Form::Tuple(items) => {
                if let Ok(length) = u8::try_from(items.len()) {
                    self.out.extend([t::SMALL_TUPLE | flag, length]);
                } else {
                    self.out.push(t::TUPLE | flag);
                    self.long(items.len() as u32);
                }
                items.iter().for_each(|&item| self.object(item));
            }
            Form::FrozenSet(items) => {
                self.out.push(t::FROZENSET | flag);
                self.long(items.len() as u32);
                // In the order of the bytes that each would be alone: the same in every run.
                let mut sorted: Vec<(Vec<u8>, Id)> = items.iter().map(|&item| (self.alone(item), item)).collect();
                sorted.sort_unstable();
                // The list that was sorted holds them as well.
                sorted.iter().for_each(|&(_, item)| self.object_held(item, 1));
            }
            Form::Slice(parts) => {
                self.out.push(t::SLICE | flag);
                parts.iter().for_each(|&part| self.object(part));
            }
            Form::Code(code) => {
                self.out.push(t::CODE | flag);
                code.head.iter().for_each(|&number| self.long(number));
                code.before_line.iter().for_each(|&part| self.object(part));
                self.long(code.firstlineno as u32);
                code.after_line.iter().for_each(|&part| self.object(part));
            }
        }
    }

    fn alone(&self, id: Id) -> Vec<u8> {
        let mut writer = Writer { objects: self.objects, out: Vec::new(), written: FxHashMap::default() };
        let form = &self.objects.all[id].form;
        writer.written.insert(id, 0);
        writer.form(form, if matches!(form, Form::Singleton(_)) { 0 } else { t::FLAG_REF });
        writer.out
    }

    fn int(&mut self, value: &BigInt, flag: u8) {
        if let Some(small) = value.to_i32() {
            self.out.push(t::INT | flag);
            self.long(small as u32);
            return;
        }
        // Digits of 15 bits, the sign in the count.
        let bits = value.magnitude();
        let count = bits.bits().div_ceil(15) as i32;
        self.out.push(t::LONG | flag);
        self.long(if value.sign() == Sign::Minus { -count } else { count } as u32);
        let digits = bits.to_radix_le(1 << 8);
        let mut buffer = 0u32;
        let mut filled = 0;
        let mut written = 0;
        let mut bytes = digits.iter();
        while written < count {
            while filled < 15 {
                buffer |= u32::from(bytes.next().copied().unwrap_or(0)) << filled;
                filled += 8;
            }
            self.out.extend(((buffer & 0x7FFF) as u16).to_le_bytes());
            buffer >>= 15;
            filled -= 15;
            written += 1;
        }
    }

    fn text(&mut self, text: &PyStr, interned: bool, flag: u8) {
        let bytes = text.as_bytes();
        if !text.is_ascii() {
            self.sized(if interned { t::INTERNED } else { t::UNICODE } | flag, bytes);
        } else if let Ok(length) = u8::try_from(bytes.len()) {
            let code = if interned { t::SHORT_ASCII_INTERNED } else { t::SHORT_ASCII };
            self.out.extend([code | flag, length]);
            self.out.extend_from_slice(bytes);
        } else {
            self.sized(if interned { t::ASCII_INTERNED } else { t::ASCII } | flag, bytes);
        }
    }
}
