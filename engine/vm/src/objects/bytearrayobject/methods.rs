//! `bytearray`: its declaration, and the methods that change it (`PyByteArray_Type` of `Objects/bytearrayobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, none};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Native, Slot, TypeDef, class_def, concat, def, new, tpflags, wrapper};
use crate::objects::bytesobject::{bytes_of_items, encoded_argument, methods::SHARED, shape, size_argument};
use crate::objects::object::sizeof;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `bytearray`.
pub static BYTEARRAY: TypeDef = TypeDef {
    name: "bytearray",
    kind: Kind::ByteArray,
    basicsize: 56,
    flags: tpflags::BUILTIN | tpflags::BASETYPE | tpflags::MATCH_SELF,
    doc: "A sequence of bytes that can be changed.",
    slots: &[
        Slot::Repr,
        Slot::Unhashable,
        Slot::Init,
        Slot::Str,
        Slot::Compare,
        Slot::Iter,
        Slot::Remainder,
        Slot::Len,
        Slot::Subscript,
        Slot::AssSubscript,
        Slot::Concat,
        Slot::Repeat,
        Slot::Contains,
        Slot::InplaceConcat,
        Slot::InplaceRepeat,
        Slot::Buffer,
        Slot::ReleaseBuffer,
    ],
    natives: &concat::<{ OWN.len() + SHARED.len() }>(OWN, SHARED),
    ..TypeDef::PLAIN
};

const OWN: &[Native] = &[
    new("bytearray(*args, **kwargs)", |m, a| {
        let class = class_of_call(m, a);
        let made = m.new_bytearray(&[]);
        retype(m, made, class)
    }),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", init),
    def("__alloc__($self, /)", "How many bytes are allocated.", |m, a| {
        let alloc = m.slot(a.get(m, 0)).b_hi();
        Ok(m.new_int(i64::from(alloc)))
    }),
    def("__sizeof__($self, /)", "Size of the object in memory, in bytes.", sizeof),
    def("__reduce__($self, /)", "State for pickling.", |m, a| reduce(m, a.get(m, 0), 2)),
    def("__reduce_ex__($self, proto=0, /)", "State for pickling.", |m, a| {
        let proto = a.opt(m, 1);
        let proto = if proto.is_null() { 0 } else { m.c_int(proto)? };
        reduce(m, a.get(m, 0), proto)
    }),
    def("append($self, item, /)", "Put a byte behind the last one.", |m, a| {
        let (o, byte) = (a.get(m, 0), m.byte_value(a.get(m, 1), "byte")?);
        let n = m.slot(o).a as usize;
        m.bytearray_splice(o, n, n, &[byte])?;
        none()
    })
    .asking(),
    def("clear($self, /)", "Take out all bytes.", |m, a| {
        m.bytearray_resize(a.get(m, 0), 0)?;
        none()
    }),
    def("copy($self, /)", "A copy.", |m, a| {
        let bytes = m.bytes_value(a.get(m, 0)).to_vec();
        Ok(m.new_bytearray(&bytes))
    }),
    def("extend($self, iterable_of_ints, /)", "Put the bytes of the iterable behind the last one.", extend).asking(),
    class_def("fromhex($type, string, /)", "Bytes from text in hexadecimal.", |m, a| {
        let bytes = shape::from_hex(m, a.get(m, 1))?;
        let own = m.slot(a.get(m, 0)).a == ty::BYTEARRAY;
        let made = if own { m.new_bytearray(&bytes) } else { m.new_bytes(&bytes) };
        shape::fromhex(m, a, made, ty::BYTEARRAY)
    }),
    def("insert($self, index, item, /)", "Put a byte before the position.", |m, a| {
        let o = a.get(m, 0);
        let i = m.index_ssize(a.get(m, 1))?;
        let byte = m.byte_value(a.get(m, 2), "byte")?;
        let len = i64::from(m.slot(o).a);
        let i = if i < 0 { (i + len).max(0) } else { i.min(len) } as usize;
        m.bytearray_splice(o, i, i, &[byte])?;
        none()
    }),
    def(
        "pop($self, index=-1, /)",
        "Take out the byte at the position and return it; the last one by default.",
        |m, a| {
            let o = a.get(m, 0);
            let i = if a.n > 1 { m.index_ssize(a.get(m, 1))? } else { -1 };
            let len = i64::from(m.slot(o).a);
            if len == 0 {
                return Err(m.raise(ty::INDEX_ERROR, "pop from empty bytearray"));
            }
            let i = if i < 0 { i + len } else { i };
            if !(0..len).contains(&i) {
                return Err(m.raise(ty::INDEX_ERROR, "pop index out of range"));
            }
            let byte = m.bytes_value(o)[i as usize];
            take_out(m, o, i as usize)?;
            Ok(m.new_int(i64::from(byte)))
        },
    ),
    def("remove($self, value, /)", "Take out the first such byte; ValueError if there is none.", |m, a| {
        let (o, byte) = (a.get(m, 0), m.byte_value(a.get(m, 1), "byte")?);
        let Some(at) = memchr::memchr(byte, m.bytes_value(o)) else {
            return Err(m.raise(ty::VALUE_ERROR, "value not found in bytearray"));
        };
        take_out(m, o, at)?;
        none()
    }),
    def("resize($self, size, /)", "Make it so long, with zeros at the end.", |m, a| {
        let (o, n) = (a.get(m, 0), m.index_ssize(a.get(m, 1))?);
        let Ok(n) = usize::try_from(n) else {
            return Err(m.raise(ty::VALUE_ERROR, &format!("Can only resize to positive sizes, got {n}")));
        };
        m.bytearray_resize(o, n)?;
        none()
    })
    .asking(),
    def("reverse($self, /)", "Turn the order around, in place.", |m, a| {
        m.bytearray_mut(a.get(m, 0)).reverse();
        none()
    }),
];

/// Takes one byte out, moving what is behind it.
fn take_out(m: &mut Machine, o: Obj, at: usize) -> R<()> {
    m.check_exports(o)?;
    let n = m.slot(o).a as usize;
    m.bytearray_mut(o).copy_within(at + 1..n, at);
    m.bytearray_resize(o, n - 1)
}

const PARAMETERS: [&str; 3] = ["source", "encoding", "errors"];

/// Source, encoding and errors, by position or name, NULL where absent.
fn arguments(m: &mut Machine, a: Args) -> R<[Obj; 3]> {
    let given = a.n - 1 + a.kwcount(m);
    if given > 3 {
        let keyword = if a.n == 1 { "keyword " } else { "" };
        let text = format!("bytearray() takes at most 3 {keyword}arguments ({given} given)");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let mut left = a.kwcount(m);
    let mut parts = [Obj::NULL; 3];
    for (i, part) in parts.iter_mut().enumerate() {
        let named = a.keyword(m, PARAMETERS[i]);
        *part = a.opt(m, i as u32 + 1);
        if !part.is_null() && !named.is_null() {
            let name = PARAMETERS[i];
            let text = format!("argument for bytearray() given by name ('{name}') and position ({})", i + 1);
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        if part.is_null() {
            *part = named;
        }
        left -= u32::from(!named.is_null());
    }
    if left > 0 {
        return Err(m.unexpected_keyword_of("bytearray", a, &PARAMETERS.map(str::to_owned)));
    }
    m.want("bytearray", "argument 'encoding'", parts[1], Kind::Str, "str")?;
    m.want("bytearray", "argument 'errors'", parts[2], Kind::Str, "str")?;
    Ok(parts)
}

/// `bytearray.__init__`: what was there goes first, then the arguments say what comes.
fn init(m: &mut Machine, a: Args) -> R {
    let (o, calling) = (a.get(m, 0), m.thread.calling);
    let parts = arguments(m, a)?;
    let source = parts[0];
    m.bytearray_resize(o, 0)?;
    let bytes = if let Some(encoded) = encoded_argument(m, parts)? {
        let encoded = m.keep(encoded);
        m.bytes_value(encoded).to_vec()
    } else if source.is_null() {
        Vec::new()
    } else if m.kind(source) == Kind::Str {
        return Err(m.raise(ty::TYPE_ERROR, "string argument without an encoding"));
    } else if let Some(n) = size_argument(m, source)? {
        vec![0; n]
    } else if m.has_buffer(source) {
        m.all_bytes(source)?
    } else {
        // What was asked before has called other natives.
        m.thread.calling = calling;
        if a.n > 1
            && let Some(asked) = m.gather_first(a, 1)
        {
            return asked;
        }
        let exact = matches!(m.ty(source), ty::LIST | ty::TUPLE);
        return match bytes_of_items(m, source, "bytearray", "byte") {
            Ok(bytes) if exact => {
                m.bytearray_resize(o, bytes.len())?;
                m.bytearray_mut(o).copy_from_slice(&bytes);
                none()
            }
            Ok(bytes) => {
                push_each(m, o, &bytes)?;
                none()
            }
            // What came before the item that is no byte is there.
            Err((e, bytes)) => {
                let error = m.take_raised();
                let done = push_each(m, o, &bytes);
                m.clear_raised();
                m.restore_raised(error.into_edge());
                done?;
                Err(e)
            }
        };
    };
    m.bytearray_resize(o, bytes.len())?;
    m.bytearray_mut(o).copy_from_slice(&bytes);
    none()
}

/// Puts bytes behind the last one one by one, so that memory grows as it does then.
fn push_each(m: &mut Machine, o: Obj, bytes: &[u8]) -> R<()> {
    for &byte in bytes {
        let n = m.slot(o).a as usize;
        m.bytearray_resize(o, n + 1)?;
        m.bytearray_mut(o)[n] = byte;
    }
    Ok(())
}

fn extend(m: &mut Machine, a: Args) -> R {
    let (o, iterable) = (a.get(m, 0), a.get(m, 1));
    let bytes = if m.has_buffer(iterable) {
        let lent = m.lend(iterable)?;
        m.lent(lent).to_vec()
    } else {
        if !m.is_iterable(iterable) {
            let name = m.type_name(iterable);
            return Err(m.raise(ty::TYPE_ERROR, &format!("can't extend bytearray with {name}")));
        }
        if let Some(asked) = m.gather_first(a, 1) {
            return asked;
        }
        let text = m.kind(iterable) == Kind::Str;
        match bytes_of_items(m, iterable, "bytearray", "byte") {
            Ok(bytes) => bytes,
            Err(_) if text && m.raised_is(ty::TYPE_ERROR) => {
                m.clear_raised();
                return Err(m.raise(ty::TYPE_ERROR, "expected iterable of integers; got: 'str'"));
            }
            Err((e, _)) => return Err(e),
        }
    };
    let n = m.slot(o).a as usize;
    m.bytearray_splice(o, n, n, &bytes)?;
    none()
}

/// Class, arguments and attributes (`_common_reduce`).
fn reduce(m: &mut Machine, o: Obj, proto: i32) -> R {
    let bytes = m.bytes_value(o).to_vec();
    let args = if bytes.is_empty() {
        Owned::steal(fixed::EMPTY_TUPLE)
    } else if proto < 3 {
        let (text, encoding) = (m.new_str_wide(&bytes, 1), m.new_str("latin-1"));
        m.new_tuple(vec![text, encoding])
    } else {
        let bytes = m.new_bytes(&bytes);
        m.new_tuple(vec![bytes])
    };
    let class = m.class_of(o);
    let class = m.new_ref(class);
    let state = if m.has_dict(o) {
        let dict = m.materialize_dict(o);
        m.new_ref(dict)
    } else {
        Owned::steal(fixed::NONE)
    };
    Ok(m.new_tuple(vec![class, args, state]))
}
