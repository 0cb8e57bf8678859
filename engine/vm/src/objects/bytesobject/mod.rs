//! Byte strings (`Objects/bytesobject.c`).

mod case;
pub(crate) mod format;
pub(crate) mod methods;
mod search;
pub(crate) mod shape;
mod split;

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Native, Slot, TypeDef, class_def, concat, def, new, tpflags};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// White space of ASCII (`Py_ISSPACE`).
pub fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t'..=b'\r')
}

impl Machine {
    pub fn new_bytes(&mut self, bytes: &[u8]) -> Owned {
        match bytes {
            [] => return Owned::steal(fixed::EMPTY_BYTES),
            [one] => return Owned::steal(Obj(fixed::BYTES1 + u32::from(*one))),
            _ => {}
        }
        let (o, at) = self.alloc_bytes(bytes.len() as u32);
        self.bytes.data[at..at + bytes.len()].copy_from_slice(bytes);
        Owned::steal(o)
    }

    /// Bytes equal to `n` that lie in the pool from there on.
    pub fn new_bytes_from(&mut self, from: usize, n: u32) -> Owned {
        match n {
            0 => return Owned::steal(fixed::EMPTY_BYTES),
            1 => return Owned::steal(Obj(fixed::BYTES1 + u32::from(self.bytes.data[from]))),
            _ => {}
        }
        let (o, at) = self.alloc_bytes(n);
        self.bytes.data.copy_within(from..from + n as usize, at);
        Owned::steal(o)
    }

    /// An object of so many bytes, still to be written, and where they lie.
    fn alloc_bytes(&mut self, n: u32) -> (Obj, usize) {
        let o = self.alloc(Kind::Bytes, ty::BYTES, 33 + n);
        let at = self.take_bytes(n as usize);
        let slot = self.slot_mut(o);
        slot.a = n;
        slot.b = u64::from(at);
        (o, at as usize)
    }

    /// The bytes of a bytes or bytearray.
    pub fn bytes_value(&self, o: Obj) -> &[u8] {
        let slot = self.slot(o);
        // A bytearray that has dropped bytes at its start begins there.
        let start = if slot.kind == Kind::ByteArray { slot.c_hi() } else { 0 };
        self.bytes.range(slot.b_lo() + start, slot.a)
    }

    /// Bytes as an object of the kind of `o`: a bytes or a bytearray.
    pub fn bytes_like(&mut self, o: Obj, bytes: &[u8]) -> Owned {
        if self.kind(o) == Kind::ByteArray { self.new_bytearray(bytes) } else { self.new_bytes(bytes) }
    }

    /// Bytes `start..stop` of `o` as an object of its kind; a whole bytes is itself.
    pub fn bytes_part(&mut self, o: Obj, start: usize, stop: usize) -> Owned {
        if start == 0 && stop == self.slot(o).a as usize && self.ty(o) == ty::BYTES {
            return self.new_ref(o);
        }
        let part = self.bytes_value(o)[start..stop].to_vec();
        self.bytes_like(o, &part)
    }

    pub fn bytes_repr(&self, o: Obj) -> String {
        let bytes = self.bytes_value(o);
        let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
        let mut out = "b".to_owned();
        quoted(bytes, quote, |b| char::from(b) == quote, &mut out);
        out
    }

    /// An int that must fit a C `int` (`PyLong_AsInt`).
    pub fn c_int(&mut self, o: Obj) -> R<i32> {
        self.c_integer(o, "int")
    }

    /// An int that must fit a C `long` (`PyLong_AsLong`).
    pub fn c_long(&mut self, o: Obj) -> R<i64> {
        self.c_integer(o, "long")
    }

    /// An int argument in the format `i` (`Python/getargs.c`).
    pub fn parsed_int(&mut self, o: Obj) -> R<i32> {
        let value = self.c_long(o)?;
        i32::try_from(value).map_err(|_| {
            let text = if value < 0 {
                "signed integer is less than minimum"
            } else {
                "signed integer is greater than maximum"
            };
            self.raise(ty::OVERFLOW_ERROR, text)
        })
    }

    fn c_integer<T: TryFrom<i64>>(&mut self, o: Obj, name: &str) -> R<T> {
        let value = self.index(o)?;
        let small = self.int_small(value.get()).and_then(|v| T::try_from(v).ok());
        self.drop_ref(value);
        small.ok_or_else(|| self.raise(ty::OVERFLOW_ERROR, &format!("Python int too large to convert to C {name}")))
    }
}

/// Bytes between quotes, as `repr` writes them; `escaped` says which besides the backslash get one.
pub fn quoted(bytes: &[u8], quote: char, escaped: impl Fn(u8) -> bool, out: &mut String) {
    out.push(quote);
    for &b in bytes {
        match b {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b if escaped(b) => {
                out.push('\\');
                out.push(char::from(b));
            }
            b' '..=b'~' => out.push(char::from(b)),
            b => out.push_str(&format!("\\x{b:02x}")),
        }
    }
    out.push(quote);
}

/// `bytes`.
pub static BYTES: TypeDef = TypeDef {
    name: "bytes",
    kind: Kind::Bytes,
    basicsize: 33,
    itemsize: 1,
    flags: tpflags::BUILTIN | tpflags::BASETYPE | tpflags::MATCH_SELF | tpflags::BYTES_SUBCLASS,
    doc: "A sequence of bytes.",
    slots: &[
        Slot::Repr,
        Slot::Hash,
        Slot::Str,
        Slot::Compare,
        Slot::Iter,
        Slot::Remainder,
        Slot::Len,
        Slot::Subscript,
        Slot::Concat,
        Slot::Repeat,
        Slot::Contains,
        Slot::Buffer,
    ],
    natives: &concat::<{ OWN.len() + methods::SHARED.len() }>(OWN, methods::SHARED),
    ..TypeDef::PLAIN
};

const OWN: &[Native] = &[
    new("bytes(source=b'', encoding='utf-8', errors='strict')", |m, a| {
        let value = match bytes_value_of(m, a) {
            Ok(Made::Value(value)) => value,
            Ok(Made::Gathers(asked)) => return asked,
            Err(e) => return Err(e),
        };
        retype(m, value, class_of_call(m, a))
    }),
    def("__bytes__($self, /)", "The bytes themselves, of the exact type.", |m, a| {
        let o = a.get(m, 0);
        let n = m.slot(o).a as usize;
        Ok(m.bytes_part(o, 0, n))
    }),
    def("__getnewargs__($self, /)", "Arguments that would make the same value anew.", |m, a| {
        let bytes = m.bytes_value(a.get(m, 0)).to_vec();
        let copy = m.new_bytes(&bytes);
        Ok(m.new_tuple(vec![copy]))
    }),
    class_def("fromhex($type, string, /)", "Bytes from text in hexadecimal.", |m, a| {
        let bytes = shape::from_hex(m, a.get(m, 1))?;
        let made = m.new_bytes(&bytes);
        shape::fromhex(m, a, made, ty::BYTES)
    }),
];

/// What a constructor of bytes or bytearray finds in its arguments.
pub(crate) enum Made {
    Value(Owned),
    /// An iterable that is Python code is made a list of first.
    Gathers(R),
}

/// What `bytes()` makes of its arguments (`bytes_new_impl`).
fn bytes_value_of(m: &mut Machine, a: Args) -> R<Made> {
    let (o, encoding, calling) = (a.opt(m, 1), a.opt(m, 2), m.thread.calling);
    m.want("bytes", "argument 'encoding'", encoding, Kind::Str, "str")?;
    m.want("bytes", "argument 'errors'", a.opt(m, 3), Kind::Str, "str")?;
    if let Some(encoded) = encoded_argument(m, [o, encoding, a.opt(m, 3)])? {
        return Ok(Made::Value(encoded));
    }
    if o.is_null() {
        return Ok(Made::Value(Owned::steal(fixed::EMPTY_BYTES)));
    }
    if m.ty(o) == ty::BYTES {
        return Ok(Made::Value(m.new_ref(o)));
    }
    if !m.gathered()
        && let Some(value) = m.call_special(o, static_strings::DUNDER_BYTES, &[])?
    {
        if m.kind(value.get()) != Kind::Bytes {
            let name = m.type_name(value.get());
            m.drop_ref(value);
            return Err(m.raise(ty::TYPE_ERROR, &format!("__bytes__ returned non-bytes (type {name})")));
        }
        return Ok(Made::Value(value));
    }
    if m.kind(o) == Kind::Str {
        return Err(m.raise(ty::TYPE_ERROR, "string argument without an encoding"));
    }
    if let Some(n) = size_argument(m, o)? {
        return Ok(Made::Value(m.new_bytes(&vec![0; n])));
    }
    if m.has_buffer(o) {
        let bytes = m.all_bytes(o)?;
        return Ok(Made::Value(m.new_bytes(&bytes)));
    }
    // What was asked before has called other natives.
    m.thread.calling = calling;
    if let Some(asked) = m.gather_first(a, 1) {
        return Ok(Made::Gathers(asked));
    }
    let bytes = bytes_of_items(m, o, "bytes", "bytes").map_err(|(e, _)| e)?;
    Ok(Made::Value(m.new_bytes(&bytes)))
}

/// The bytes of a str argument in the encoding that stands beside it; the errors of arguments that do not go together.
pub fn encoded_argument(m: &mut Machine, [o, encoding, errors]: [Obj; 3]) -> R<Option<Owned>> {
    let text = !o.is_null() && m.kind(o) == Kind::Str;
    if text && !encoding.is_null() {
        return m.encode_str(o, encoding, errors).map(Some);
    }
    let fault = match (encoding.is_null(), errors.is_null()) {
        (false, _) => "encoding without a string argument",
        (true, false) if text => "string argument without an encoding",
        (true, false) => "errors without a string argument",
        _ => return Ok(None),
    };
    Err(m.raise(ty::TYPE_ERROR, fault))
}

/// The number of zero bytes that an int or what has `__index__` asks for; `None` if it is none.
pub fn size_argument(m: &mut Machine, o: Obj) -> R<Option<usize>> {
    if !m.indexable(o) {
        return Ok(None);
    }
    let value = match m.index(o) {
        Ok(value) => m.keep(value),
        // What refuses to be an index may still lend bytes or be iterable.
        Err(_) if m.raised_is(ty::TYPE_ERROR) => {
            m.clear_raised();
            return Ok(None);
        }
        Err(e) => return Err(e),
    };
    let Some(n) = m.int_small(value) else {
        let name = m.type_name(o);
        return Err(m.raise(ty::OVERFLOW_ERROR, &format!("cannot fit '{name}' into an index-sized integer")));
    };
    let Ok(n) = usize::try_from(n) else { return Err(m.raise(ty::VALUE_ERROR, "negative count")) };
    m.reserve(n)?;
    Ok(Some(n))
}

/// The bytes of an iterable of ints; those before an item that is none come with its error.
pub fn bytes_of_items(
    m: &mut Machine,
    o: Obj,
    what: &str,
    unit: &str,
) -> Result<Vec<u8>, (crate::memory::object::Raised, Vec<u8>)> {
    let none = |e| (e, Vec::new());
    if !m.is_iterable(o) {
        let name = m.type_name(o);
        return Err(none(m.raise(ty::TYPE_ERROR, &format!("cannot convert '{name}' object to {what}"))));
    }
    let items = m.iterate_all(o).map_err(none)?;
    let mut bytes = Vec::with_capacity(items.len());
    for item in m.keep_all(items) {
        match m.byte_value(item, unit) {
            Ok(byte) => bytes.push(byte),
            Err(e) => return Err((e, bytes)),
        }
    }
    Ok(bytes)
}
