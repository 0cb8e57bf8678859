//! Byte strings (`Objects/bytesobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, def, new, tpflags};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    pub fn new_bytes(&mut self, bytes: &[u8]) -> Owned {
        if bytes.is_empty() {
            return Owned::steal(fixed::EMPTY_BYTES);
        }
        let (o, at) = self.alloc_bytes(bytes.len() as u32);
        self.bytes.data[at..at + bytes.len()].copy_from_slice(bytes);
        Owned::steal(o)
    }

    /// Bytes equal to `n` that lie in the pool from there on.
    pub(crate) fn new_bytes_from(&mut self, from: usize, n: u32) -> Owned {
        if n == 0 {
            return Owned::steal(fixed::EMPTY_BYTES);
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

    pub fn bytes_value(&self, o: Obj) -> &[u8] {
        let slot = self.slot(o);
        self.bytes.range(slot.b_lo(), slot.a)
    }

    pub fn bytes_repr(&self, o: Obj) -> String {
        let bytes = self.bytes_value(o);
        let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
        let mut out = format!("b{quote}");
        for &b in bytes {
            match b {
                b'\\' => out.push_str("\\\\"),
                b'\n' => out.push_str("\\n"),
                b'\r' => out.push_str("\\r"),
                b'\t' => out.push_str("\\t"),
                b if char::from(b) == quote => {
                    out.push('\\');
                    out.push(quote);
                }
                b' '..=b'~' => out.push(char::from(b)),
                b => out.push_str(&format!("\\x{b:02x}")),
            }
        }
        out.push(quote);
        out
    }
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
    ],
    natives: &[
        new("bytes(source=b'', encoding='utf-8', errors='strict')", |m, a| {
            let value = bytes_value_of(m, a)?;
            retype(m, value, class_of_call(m, a))
        }),
        def("decode($self, /, encoding='utf-8', errors='strict')", "The text that the bytes stand for.", |m, a| {
            let (encoding, errors) = (a.opt(m, 1), a.opt(m, 2));
            m.want_codec("decode", encoding, errors)?;
            m.decode_bytes(a.get(m, 0), encoding)
        }),
        def("hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)", "The bytes in hexadecimal.", |m, a| {
            if a.n > 1 {
                return Err(m.not_supported("bytes.hex(sep)"));
            }
            let text: String = m.bytes_value(a.get(m, 0)).iter().map(|b| format!("{b:02x}")).collect();
            Ok(m.new_str(&text))
        }),
    ],
    ..TypeDef::PLAIN
};

/// What `bytes()` makes of its arguments.
fn bytes_value_of(m: &mut Machine, a: Args) -> R {
    let o = a.opt(m, 1);
    if o.is_null() {
        return Ok(Owned::steal(fixed::EMPTY_BYTES));
    }
    let (encoding, errors) = (a.opt(m, 2), a.opt(m, 3));
    m.want_codec("bytes", encoding, errors)?;
    if m.kind(o) != Kind::Str && !(encoding.is_null() && errors.is_null()) {
        let text =
            if encoding.is_null() { "errors without a string argument" } else { "encoding without a string argument" };
        return Err(m.raise(ty::TYPE_ERROR, text));
    }
    match m.kind(o) {
        Kind::Str => {
            let encoding = a.opt(m, 2);
            if encoding.is_null() {
                return Err(m.raise(ty::TYPE_ERROR, "string argument without an encoding"));
            }
            m.encode_str(o, encoding)
        }
        Kind::Int => {
            let Some(n) = m.int_small(o) else {
                return Err(m.raise(ty::OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer"));
            };
            if n < 0 {
                return Err(m.raise(ty::VALUE_ERROR, "negative count"));
            }
            m.reserve(n as usize)?;
            Ok(m.new_bytes(&vec![0; n as usize]))
        }
        Kind::Bytes if m.ty(o) == ty::BYTES => Ok(m.new_ref(o)),
        Kind::Bytes => {
            let bytes = m.bytes_value(o).to_vec();
            Ok(m.new_bytes(&bytes))
        }
        _ if !m.is_iterable(o) => {
            let name = m.type_name(o);
            Err(m.raise(ty::TYPE_ERROR, &format!("cannot convert '{name}' object to bytes")))
        }
        _ => {
            let items = m.iterate_all(o)?;
            let mut bytes = Vec::with_capacity(items.len());
            for item in m.keep_all(items) {
                let value = m.index(item)?;
                let value = m.keep(value);
                let Some(byte) = m.int_small(value).and_then(|v| u8::try_from(v).ok()) else {
                    return Err(m.raise(ty::VALUE_ERROR, "bytes must be in range(0, 256)"));
                };
                bytes.push(byte);
            }
            Ok(m.new_bytes(&bytes))
        }
    }
}
