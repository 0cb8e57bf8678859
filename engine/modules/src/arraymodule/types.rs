//! `array.array` and its iterator: their declarations.

use super::{
    append, assign, bytes_at, check_exports, code, compare, concat, data, extend, find, from_bytes, from_text, get,
    is_array, item, len, like, list, new_array, pickle, repeated, repr, splice, subscript, text, times,
};
use crate::fill::{field, int_field, set_field, set_int_field};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, boolean, none};
use vm::native::typedef::{Native, Slot, TypeDef, class_def, def, getset, new, tpflags, wrapper};
use vm::objects::abstract_::CompareOp;
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `array.array`.
pub static ARRAY: TypeDef = TypeDef {
    name: "array",
    module: "array",
    basicsize: 64,
    fields: 2,
    weaklistoffset: 48,
    flags: tpflags::IMMUTABLE
        | tpflags::HEAPTYPE
        | tpflags::READY
        | tpflags::BASETYPE
        | tpflags::HAVE_GC
        | tpflags::SEQUENCE,
    doc: "An array of items of one C type.",
    slots: &[
        Slot::Repr,
        Slot::Unhashable,
        Slot::Compare,
        Slot::Iter,
        Slot::Len,
        Slot::Subscript,
        Slot::AssSubscript,
        Slot::Concat,
        Slot::Repeat,
        Slot::Contains,
        Slot::InplaceConcat,
        Slot::InplaceRepeat,
        Slot::Buffer,
    ],
    natives: METHODS,
    asked: true,
    ..TypeDef::PLAIN
};

fn bound(m: &mut Machine, o: Obj, n: i64, default: i64) -> R<usize> {
    let at = if o.is_null() { default } else { m.index_clamped(o)? };
    Ok(if at < 0 { at + n } else { at }.max(0) as usize)
}

fn insert(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let at = m.index_ssize(a.get(m, 1))?;
    let bytes = item::set(m, code(m, o), a.get(m, 2))?;
    let n = len(m, o) as i64;
    let at = if at < 0 { at + n } else { at }.clamp(0, n) as usize;
    splice(m, o, at, at, &bytes)?;
    none()
}

fn from_list(m: &mut Machine, a: Args) -> R {
    let (o, from) = (a.get(m, 0), a.get(m, 1));
    if m.kind(from) != Kind::List {
        return Err(m.raise(ty::TYPE_ERROR, "arg must be list"));
    }
    let n = m.list_len(from);
    if n > 0 {
        check_exports(m, o)?;
    }
    let mut bytes = Vec::new();
    for i in 0..n {
        let value = m.list_item(from, i);
        bytes.extend(item::set(m, code(m, o), value)?);
        if m.list_len(from) != n {
            return Err(m.raise(ty::RUNTIME_ERROR, "list changed size during iteration"));
        }
    }
    let at = len(m, o);
    splice(m, o, at, at, &bytes)?;
    none()
}

fn pop(m: &mut Machine, a: Args) -> R {
    let (o, given) = (a.get(m, 0), a.opt(m, 1));
    let i = if given.is_null() { -1 } else { m.index_ssize(given)? };
    let n = len(m, o) as i64;
    if n == 0 {
        return Err(m.raise(ty::INDEX_ERROR, "pop from empty array"));
    }
    let i = if i < 0 { i + n } else { i };
    if !(0..n).contains(&i) {
        return Err(m.raise(ty::INDEX_ERROR, "pop index out of range"));
    }
    let value = get(m, o, i as usize)?;
    let done = splice(m, o, i as usize, i as usize + 1, b"");
    m.given_if(done, value)
}

fn from_file(m: &mut Machine, a: Args) -> R {
    let (o, file) = (a.get(m, 0), a.get(m, 1));
    let n = m.index_ssize(a.get(m, 2))?;
    if n < 0 {
        return Err(m.raise(ty::VALUE_ERROR, "negative count"));
    }
    let Some(n) = n.checked_mul(item::size(code(m, o)) as i64) else { return Err(m.raise_empty(ty::MEMORY_ERROR)) };
    let read = m.intern_str("read");
    let read = m.keep(read);
    let read = m.getattr(file, read)?;
    let (read, count) = (m.keep(read), m.new_int(n));
    let count = m.keep(count);
    let bytes = m.call(read, &[count])?;
    let bytes = m.keep(bytes);
    if m.kind(bytes) != Kind::Bytes {
        return Err(m.raise(ty::TYPE_ERROR, "read() didn't return bytes"));
    }
    let bytes = m.bytes_value(bytes).to_vec();
    from_bytes(m, o, &bytes)?;
    if bytes.len() as i64 != n {
        return Err(m.raise(ty::EOF_ERROR, "read() didn't return enough bytes"));
    }
    none()
}

/// Bytes that are written at once.
const BLOCK: usize = 64 << 10;

fn to_file(m: &mut Machine, a: Args) -> R {
    let (o, file) = (a.get(m, 0), a.get(m, 1));
    let bytes = m.bytes_value(data(m, o)).to_vec();
    for block in bytes.chunks(BLOCK) {
        let write = m.intern_str("write");
        let write = m.keep(write);
        let write = m.getattr(file, write)?;
        let (write, block) = (m.keep(write), m.new_bytes(block));
        let block = m.keep(block);
        let done = m.call(write, &[block])?;
        m.drop_ref(done);
    }
    none()
}

const METHODS: &[Native] = &[
    new("array(typecode, initializer=(), /)", new_array).own(),
    wrapper("__repr__($self, /)", "Return repr(self).", repr),
    wrapper("__lt__($self, value, /)", "Return self<value.", |m, a| compare(m, a, CompareOp::Lt)),
    wrapper("__le__($self, value, /)", "Return self<=value.", |m, a| compare(m, a, CompareOp::Le)),
    wrapper("__eq__($self, value, /)", "Return self==value.", |m, a| compare(m, a, CompareOp::Eq)),
    wrapper("__ne__($self, value, /)", "Return self!=value.", |m, a| compare(m, a, CompareOp::Ne)),
    wrapper("__gt__($self, value, /)", "Return self>value.", |m, a| compare(m, a, CompareOp::Gt)),
    wrapper("__ge__($self, value, /)", "Return self>=value.", |m, a| compare(m, a, CompareOp::Ge)),
    wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
        let it = m.new_instance(own::ARRAY_ITERATOR);
        let array = m.new_ref(a.get(m, 0));
        set_field(m, it.get(), OF, array);
        set_int_field(m, it.get(), AT, 0);
        Ok(it)
    }),
    wrapper(
        "__buffer__($self, flags, /)",
        "Return a buffer object that exposes the underlying memory of the object.",
        |m, a| {
            let o = a.get(m, 0);
            m.view_of_items(data(m, o), code(m, o))
        },
    ),
    wrapper("__len__($self, /)", "Return len(self).", |m, a| {
        let n = len(m, a.get(m, 0));
        Ok(m.new_int(n as i64))
    }),
    wrapper("__getitem__($self, key, /)", "Return self[key].", subscript),
    wrapper("__setitem__($self, key, value, /)", "Set self[key] to value.", assign),
    wrapper("__delitem__($self, key, /)", "Delete self[key].", assign),
    wrapper("__add__($self, value, /)", "Return self+value.", concat),
    wrapper("__mul__($self, value, /)", "Return self*value.", times),
    wrapper("__rmul__($self, value, /)", "Return value*self.", times),
    wrapper("__contains__($self, key, /)", "Return bool(key in self).", |m, a| {
        let found = find(m, a.get(m, 0), a.get(m, 1), 0, usize::MAX)?;
        boolean(found.is_some())
    }),
    wrapper("__iadd__($self, value, /)", "Implement self+=value.", |m, a| {
        let (o, other) = (a.get(m, 0), a.get(m, 1));
        if !is_array(m, other) {
            let got = m.type_name(other);
            return Err(m.raise(ty::TYPE_ERROR, &format!("can only extend array with array (not \"{got}\")")));
        }
        extend(m, o, other)?;
        Ok(m.new_ref(o))
    }),
    wrapper("__imul__($self, value, /)", "Implement self*=value.", |m, a| {
        let o = a.get(m, 0);
        let bytes = repeated(m, o, a.get(m, 1))?;
        let n = len(m, o);
        splice(m, o, 0, n, &bytes)?;
        Ok(m.new_ref(o))
    }),
    def("append($self, v, /)", "Put an item at the end.", |m, a| {
        append(m, a.get(m, 0), a.get(m, 1))?;
        none()
    })
    .asking(),
    def("buffer_info($self, /)", "Where the items lie, and how many there are.", |m, a| {
        let o = a.get(m, 0);
        let address = m.address(data(m, o)) as i64;
        let both = [m.new_int(address), m.new_int(len(m, o) as i64)];
        Ok(m.new_tuple(both.into()))
    }),
    def("byteswap($self, /)", "Turn the bytes of each item around.", |m, a| {
        let o = a.get(m, 0);
        let size = item::size(code(m, o));
        m.bytearray_mut(data(m, o)).chunks_mut(size).for_each(<[u8]>::reverse);
        none()
    }),
    def("clear($self, /)", "Drop all items.", |m, a| {
        let o = a.get(m, 0);
        let n = len(m, o);
        splice(m, o, 0, n, b"")?;
        none()
    }),
    def("__copy__($self, /)", "A copy.", copy),
    def("count($self, v, /)", "How many items are equal to a value.", |m, a| {
        let (o, value) = (a.get(m, 0), a.get(m, 1));
        let (mut n, mut from) = (0, 0);
        while let Some(i) = find(m, o, value, from, usize::MAX)? {
            (n, from) = (n + 1, i + 1);
        }
        Ok(m.new_int(n))
    })
    .asking(),
    def("__deepcopy__($self, unused, /)", "A copy.", copy),
    def("extend($self, bb, /)", "Put items at the end.", |m, a| {
        extend(m, a.get(m, 0), a.get(m, 1))?;
        none()
    }),
    def("fromfile($self, f, n, /)", "Read so many items from a file.", from_file),
    def("fromlist($self, list, /)", "Put the items of a list at the end.", from_list).asking(),
    def("frombytes($self, buffer, /)", "Put the items that bytes stand for at the end.", |m, a| {
        let bytes = m.all_bytes(a.get(m, 1))?;
        from_bytes(m, a.get(m, 0), &bytes)?;
        none()
    })
    .asking(),
    def("fromunicode($self, ustr, /)", "Put characters at the end.", |m, a| {
        let (o, given) = (a.get(m, 0), a.get(m, 1));
        m.want("fromunicode", "argument", given, Kind::Str, "str")?;
        if !item::is_text(code(m, o)) {
            let text = "fromunicode() may only be called on unicode type arrays ('u' or 'w')";
            return Err(m.raise(ty::VALUE_ERROR, text));
        }
        from_text(m, o, given)?;
        none()
    }),
    def("index($self, v, start=0, stop=sys.maxsize, /)", "The place of the first item equal to a value.", |m, a| {
        let (o, value) = (a.get(m, 0), a.get(m, 1));
        let n = len(m, o) as i64;
        let (start, stop) = (a.opt(m, 2), a.opt(m, 3));
        let (start, stop) = (bound(m, start, n, 0)?, bound(m, stop, n, i64::MAX)?);
        match find(m, o, value, start, stop)? {
            Some(i) => Ok(m.new_int(i as i64)),
            None => Err(m.raise(ty::VALUE_ERROR, "array.index(x): x not in array")),
        }
    })
    .asking(),
    def("insert($self, i, v, /)", "Put an item before a place.", insert),
    def("pop($self, i=-1, /)", "Take an item out.", pop),
    def("__reduce_ex__($self, value, /)", "For pickles.", pickle::reduce).asking(),
    def("remove($self, v, /)", "Take out the first item equal to a value.", |m, a| {
        let (o, value) = (a.get(m, 0), a.get(m, 1));
        match find(m, o, value, 0, usize::MAX)? {
            Some(i) => splice(m, o, i, i + 1, b"")?,
            None => return Err(m.raise(ty::VALUE_ERROR, "array.remove(x): x not in array")),
        }
        none()
    }),
    def("reverse($self, /)", "Turn the order around.", |m, a| {
        let o = a.get(m, 0);
        let size = item::size(code(m, o));
        let bytes = m.bytearray_mut(data(m, o));
        bytes.reverse();
        bytes.chunks_mut(size).for_each(<[u8]>::reverse);
        none()
    }),
    def("tofile($self, f, /)", "Write all items to a file.", to_file),
    def("tolist($self, /)", "The items in a list.", |m, a| list(m, a.get(m, 0))),
    def("tobytes($self, /)", "The bytes of all items.", |m, a| {
        let bytes = m.bytes_value(data(m, a.get(m, 0))).to_vec();
        Ok(m.new_bytes(&bytes))
    }),
    def("tounicode($self, /)", "The characters as a str.", |m, a| {
        let o = a.get(m, 0);
        if !item::is_text(code(m, o)) {
            let text = "tounicode() may only be called on unicode type arrays ('u' or 'w')";
            return Err(m.raise(ty::VALUE_ERROR, text));
        }
        text(m, o)
    }),
    def("__sizeof__($self, /)", "Size of the array in memory, in bytes.", |m, a| {
        let n = m.bytes_value(data(m, a.get(m, 0))).len();
        Ok(m.new_int(80 + n as i64))
    }),
    class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
    getset("typecode", "The type code.", |m, a| {
        let code = code(m, a.get(m, 0));
        Ok(m.new_str_points(&[u32::from(code)]))
    }),
    getset("itemsize", "Bytes of an item.", |m, a| {
        let size = item::size(code(m, a.get(m, 0)));
        Ok(m.new_int(size as i64))
    }),
];

fn copy(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let bytes = m.bytes_value(data(m, o)).to_vec();
    Ok(like(m, o, &bytes))
}

/// Fields of an iterator: the array, NULL at its end; the next place.
const OF: u32 = 0;
const AT: u32 = 1;

/// `array.arrayiterator`.
pub static ARRAY_ITERATOR: TypeDef = TypeDef {
    name: "arrayiterator",
    module: "array",
    basicsize: 40,
    fields: 2,
    flags: tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let it = a.get(m, 0);
            Ok(m.new_ref(it))
        }),
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            let it = a.get(m, 0);
            let (array, at) = (field(m, it, OF), int_field(m, it, AT) as usize);
            if array.is_null() || bytes_at(m, array, at).is_none() {
                set_field(m, it, OF, Owned::steal(Obj::NULL));
                return Err(m.raise_empty(ty::STOP_ITERATION));
            }
            set_int_field(m, it, AT, at as i64 + 1);
            get(m, array, at)
        }),
        def("__reduce__($self, /)", "For pickles.", |m, a| {
            let it = a.get(m, 0);
            let (array, at) = (field(m, it, OF), int_field(m, it, AT));
            let iter = m.intern_str("iter");
            let iter = m.keep(iter);
            let iter = m.dict_get_str(m.builtins, iter);
            if array.is_null() {
                let empty = m.new_list();
                let args = m.new_tuple(vec![empty]);
                let args = m.keep(args);
                return Ok(m.new_tuple_from(&[iter, args]));
            }
            let parts = [m.new_tuple_from(&[array]), m.new_int(at)];
            let parts = m.keep_all(parts.into());
            Ok(m.new_tuple_from(&[iter, parts[0], parts[1]]))
        }),
        def("__setstate__($self, state, /)", "Go on at a place.", |m, a| {
            let it = a.get(m, 0);
            let at = m.index_i64(a.get(m, 1))?;
            let array = field(m, it, OF);
            if !array.is_null() {
                let at = at.clamp(0, len(m, array) as i64);
                set_int_field(m, it, AT, at);
            }
            none()
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
