//! `memoryview` and the types behind it: their declarations (`PyMemoryView_Type`, `_PyManagedBuffer_Type`,
//! `_PyMemoryIter_Type` of `Objects/memoryobject.c`, `_PyBufferWrapper_Type` of `Objects/typeobject.c`).

use super::item::Format;
use super::{MAX_NDIM, View};
use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, boolean, none};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, class_def, def, getset, new, tpflags};
use crate::objects::abstract_::buffer::FULL_RO;
use crate::objects::bytesobject::shape;
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `memoryview`.
pub static MEMORYVIEW: TypeDef = TypeDef {
    name: "memoryview",
    weaklistoffset: 136,
    kind: Kind::MemoryView,
    basicsize: 144,
    itemsize: 8,
    flags: tpflags::COLLECTED | tpflags::SEQUENCE,
    text: "(object)",
    doc: "A view of the bytes of another object.",
    slots: &[
        Slot::Repr,
        Slot::Hash,
        Slot::Compare,
        Slot::Iter,
        Slot::Len,
        Slot::Subscript,
        Slot::AssSubscript,
        Slot::Buffer,
        Slot::ReleaseBuffer,
    ],
    natives: &[
        new("memoryview(object)", |m, a| {
            let o = a.get(m, 1);
            m.view_of(o, FULL_RO)
        }),
        class_def(
            "_from_flags($type, /, object, flags)",
            "A view by a buffer that was asked for with flags.",
            |m, a| {
                let (o, flags) = (a.get(m, 1), m.c_int(a.get(m, 2))?);
                m.view_of(o, i64::from(flags))
            },
        )
        .asking(),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        def("__enter__($self, /)", "The view itself.", |m, a| {
            let v = a.get(m, 0);
            m.check_released(v)?;
            Ok(m.new_ref(v))
        }),
        def("__exit__($self, /, *exc_info)", "Release the buffer.", release),
        def("release($self, /)", "Release the buffer.", release),
        def("cast($self, /, format, shape=<unrepresentable>)", "A view of the same bytes as other items.", cast),
        def("toreadonly($self, /)", "A view that cannot be written through.", |m, a| {
            let v = a.get(m, 0);
            m.check_released(v)?;
            let view = View { readonly: true, ..m.view(v) };
            Ok(m.view_beside(v, &view))
        }),
        def("tolist($self, /)", "The items in a list, or in lists of lists.", |m, a| {
            let v = a.get(m, 0);
            m.check_released(v)?;
            let view = m.view(v);
            m.reserve(view.len.saturating_mul(8))?;
            Ok(m.view_list(&view, 0, view.at as i64))
        }),
        def("tobytes($self, /, order='C')", "The bytes of all items.", tobytes),
        def("hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)", "The bytes in hexadecimal.", |m, a| {
            let v = a.get(m, 0);
            m.check_released(v)?;
            let bytes = m.view_bytes(v);
            let (sep, group) = (a.opt(m, 1), a.opt(m, 2));
            shape::hex(m, &bytes, sep, group)
        }),
        def("count($self, value, /)", "How many items are equal to the value.", |m, a| {
            let (v, value) = (a.get(m, 0), a.get(m, 1));
            let n = check_iterable(m, v)?;
            let mut found = 0;
            for i in 0..n {
                let item = m.view_item(v, i)?;
                let item = m.keep(item);
                found += i64::from(m.objects_equal(item, value)?);
            }
            Ok(m.new_int(found))
        })
        .asking(),
        def(
            "index($self, value, start=0, stop=sys.maxsize, /)",
            "Position of the first equal item; ValueError if there is none.",
            index,
        )
        .asking(),
        getset("obj", "The object that lends the bytes.", |m, a| {
            let v = a.get(m, 0);
            m.check_released(v)?;
            let lender = m.view_lender(v);
            let behind = m.natively_behind(lender);
            Ok(m.new_ref(behind.unwrap_or(lender)))
        }),
        getset("nbytes", "How many bytes all items have.", |m, a| number(m, a, |view| view.len)),
        getset("itemsize", "How many bytes an item has.", |m, a| number(m, a, View::itemsize)),
        getset("ndim", "How many dimensions there are.", |m, a| number(m, a, |view| view.shape.len())),
        getset("format", "What the items are, as struct has it.", |m, a| {
            let v = a.get(m, 0);
            m.check_released(v)?;
            let text = m.view(v).format.text();
            Ok(m.new_str(&text))
        }),
        getset("readonly", "Whether the items cannot be changed through it.", |m, a| truth(m, a, |view| view.readonly)),
        getset("shape", "How many items each dimension has.", |m, a| {
            numbers(m, a, |view| view.shape.iter().map(|n| *n as i64).collect())
        }),
        getset("strides", "How many bytes are between items in each dimension.", |m, a| {
            numbers(m, a, |view| view.strides.clone())
        }),
        getset("suboffsets", "Of views with pointers between their dimensions, which there are none of.", |m, a| {
            numbers(m, a, |_| Vec::new())
        }),
        getset("c_contiguous", "Whether the items lie one behind the other, in the order of C.", |m, a| {
            truth(m, a, View::c_contiguous)
        }),
        getset("f_contiguous", "Whether the items lie one behind the other, in the order of Fortran.", |m, a| {
            truth(m, a, View::f_contiguous)
        }),
        getset("contiguous", "Whether the items lie one behind the other.", |m, a| {
            truth(m, a, |view| view.c_contiguous() || view.f_contiguous())
        }),
    ],
    ..TypeDef::PLAIN
};

/// `managedbuffer`: what views of one buffer share.
pub static MANAGED_BUFFER: TypeDef = TypeDef {
    name: "managedbuffer",
    kind: Kind::ManagedBuffer,
    basicsize: 112,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    ..TypeDef::PLAIN
};

/// `_buffer_wrapper`: what stands between a view and an object of a class with `__buffer__`.
pub static BUFFER_WRAPPER: TypeDef = TypeDef {
    name: "_buffer_wrapper",
    kind: Kind::BufferWrapper,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::ReleaseBuffer],
    ..TypeDef::PLAIN
};

/// `memory_iterator`.
pub static MEMORY_ITERATOR: TypeDef = TypeDef {
    name: "memory_iterator",
    kind: Kind::SeqIter,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    ..TypeDef::PLAIN
};

fn number(m: &mut Machine, a: Args, of: fn(&View) -> usize) -> R {
    let v = a.get(m, 0);
    m.check_released(v)?;
    let n = of(&m.view(v));
    Ok(m.new_int(n as i64))
}

fn truth(m: &mut Machine, a: Args, of: fn(&View) -> bool) -> R {
    let v = a.get(m, 0);
    m.check_released(v)?;
    boolean(of(&m.view(v)))
}

fn numbers(m: &mut Machine, a: Args, of: fn(&View) -> Vec<i64>) -> R {
    let v = a.get(m, 0);
    m.check_released(v)?;
    let items = of(&m.view(v)).into_iter().map(|n| m.new_int(n)).collect();
    Ok(m.new_tuple(items))
}

fn release(m: &mut Machine, a: Args) -> R {
    let v = a.get(m, 0);
    let exports = m.view_exports(v);
    if exports > 0 {
        let s = if exports == 1 { "" } else { "s" };
        return Err(m.raise(ty::BUFFER_ERROR, &format!("memoryview has {exports} exported buffer{s}")));
    }
    m.view_release(v);
    none()
}

/// Refuses to go over a view that has not one dimension; how many items it has.
pub(crate) fn check_iterable(m: &mut Machine, v: Obj) -> R<u32> {
    m.check_released(v)?;
    match m.view(v).shape.len() {
        0 => Err(m.raise(ty::TYPE_ERROR, "invalid indexing of 0-dim memory")),
        1 => Ok(m.slot(v).a),
        _ => Err(m.raise(ty::NOT_IMPLEMENTED_ERROR, "multi-dimensional sub-views are not implemented")),
    }
}

fn index(m: &mut Machine, a: Args) -> R {
    let (v, value) = (a.get(m, 0), a.get(m, 1));
    let mut bounds = [0, i64::MAX];
    for (i, bound) in bounds.iter_mut().enumerate() {
        let given = a.opt(m, 2 + i as u32);
        if !given.is_null() {
            *bound = m.search_bound(given, false)?;
        }
    }
    m.check_released(v)?;
    match m.view(v).shape.len() {
        0 => return Err(m.raise(ty::TYPE_ERROR, "invalid lookup on 0-dim memory")),
        1 => {}
        _ => return Err(m.raise(ty::NOT_IMPLEMENTED_ERROR, "multi-dimensional lookup is not implemented")),
    }
    let n = i64::from(m.slot(v).a);
    let [start, stop] = bounds.map(|bound| if bound < 0 { (bound + n).max(0) } else { bound.min(n) });
    for i in start.min(stop)..stop {
        let item = m.view_item(v, i as u32)?;
        let item = m.keep(item);
        if m.objects_equal(item, value)? {
            return Ok(m.new_int(i));
        }
    }
    Err(m.raise(ty::VALUE_ERROR, "memoryview.index(x): x not found"))
}

fn tobytes(m: &mut Machine, a: Args) -> R {
    let (v, order) = (a.get(m, 0), a.opt(m, 1));
    let given = !order.is_null() && !Machine::is_none(order);
    if given && m.kind(order) != Kind::Str {
        let name = m.type_name(order);
        let text = format!("tobytes() argument 'order' must be str or None, not {name}");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    m.check_released(v)?;
    let mut view = m.view(v);
    let order = if given { m.str_text(order) } else { "C".to_owned() };
    let columns = match order.as_str() {
        "C" => false,
        "F" => true,
        "A" => view.f_contiguous() && !view.c_contiguous(),
        _ => return Err(m.raise(ty::VALUE_ERROR, "order must be 'C', 'F' or 'A'")),
    };
    m.reserve(view.len)?;
    if columns {
        view.shape.reverse();
        view.strides.reverse();
        let size = view.itemsize();
        let bytes: Vec<u8> =
            view.places().into_iter().flat_map(|at| m.bytes.data[at..at + size].iter().copied()).collect();
        return Ok(m.new_bytes(&bytes));
    }
    let bytes = m.view_bytes(v);
    Ok(m.new_bytes(&bytes))
}

/// The shape that a view is cast to, and how many bytes it has with items of that size (`copy_shape`).
fn wanted_shape(m: &mut Machine, shape: Obj, itemsize: usize) -> R<(Vec<usize>, usize)> {
    let mut len = itemsize as i64;
    let mut sizes = Vec::new();
    for item in m.seq_items(shape) {
        if !m.is_int(item) {
            return Err(m.raise(ty::TYPE_ERROR, "memoryview.cast(): elements of shape must be integers"));
        }
        let Some(n) = m.int_small(item) else {
            return Err(m.raise(ty::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t"));
        };
        if n <= 0 {
            return Err(m.raise(ty::VALUE_ERROR, "memoryview.cast(): elements of shape must be integers > 0"));
        }
        len = match len.checked_mul(n) {
            Some(len) => len,
            None => return Err(m.raise(ty::VALUE_ERROR, "memoryview.cast(): product(shape) > SSIZE_MAX")),
        };
        sizes.push(n as usize);
    }
    Ok((sizes, len as usize))
}

fn cast(m: &mut Machine, a: Args) -> R {
    let (v, format, shape) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
    m.want("cast", "argument 'format'", format, Kind::Str, "str")?;
    m.check_released(v)?;
    let view = m.view(v);
    if !view.c_contiguous() {
        return Err(m.raise(ty::TYPE_ERROR, "memoryview: casts are restricted to C-contiguous views"));
    }
    if (!shape.is_null() || view.shape.len() != 1) && view.shape.contains(&0) {
        return Err(m.raise(ty::TYPE_ERROR, "memoryview: cannot cast view with zeros in shape or strides"));
    }
    if !shape.is_null() {
        if !matches!(m.kind(shape), Kind::List | Kind::Tuple) {
            return Err(m.raise(ty::TYPE_ERROR, "shape must be a list or a tuple"));
        }
        let n = m.slot(shape).a as usize;
        if n > MAX_NDIM {
            let text = format!("memoryview: number of dimensions must not exceed {MAX_NDIM}");
            return Err(m.raise(ty::VALUE_ERROR, &text));
        }
        if view.shape.len() != 1 && n != 1 {
            return Err(m.raise(ty::TYPE_ERROR, "memoryview: cast must be 1D -> ND or ND -> 1D"));
        }
    }
    if !m.str_is_ascii(format) {
        let encoding = m.new_str("ascii");
        let encoding = m.keep(encoding);
        let encoded = m.encode_str(format, encoding, Obj::NULL)?;
        m.drop_ref(encoded);
    }
    let text = m.str_text(format);
    let Some(format) = Format::of(&text) else {
        let text =
            "memoryview: destination format must be a native single character format prefixed with an optional '@'";
        return Err(m.raise(ty::VALUE_ERROR, text));
    };
    if !view.format.is_byte() && !format.is_byte() {
        return Err(m.raise(ty::TYPE_ERROR, "memoryview: cannot cast between two non-byte formats"));
    }
    let size = format.size();
    if !view.len.is_multiple_of(size) {
        return Err(m.raise(ty::TYPE_ERROR, "memoryview: length is not a multiple of itemsize"));
    }
    let sizes = if shape.is_null() {
        vec![view.len / size]
    } else {
        let (sizes, len) = wanted_shape(m, shape, size)?;
        if len != view.len {
            return Err(m.raise(ty::TYPE_ERROR, "memoryview: product(shape) * itemsize != buffer size"));
        }
        sizes
    };
    let strides = View::strides_of(&sizes, size);
    Ok(m.view_beside(v, &View { format, shape: sizes, strides, ..view }))
}

/// `hash`: that of the bytes, if nothing can change them (`memory_hash`).
pub(crate) fn hash(m: &mut Machine, v: Obj) -> R<u64> {
    let kept = m.slot(v).c;
    if kept != 0 {
        return Ok(kept);
    }
    m.check_released(v)?;
    let view = m.view(v);
    if !view.readonly {
        return Err(m.raise(ty::VALUE_ERROR, "cannot hash writable memoryview object"));
    }
    if !view.format.is_byte() {
        let text = "memoryview: hashing is restricted to formats 'B', 'b' or 'c'";
        return Err(m.raise(ty::VALUE_ERROR, text));
    }
    let lender = m.view_lender(v);
    m.hash(lender)?;
    let bytes = m.view_bytes(v);
    let hash = m.hash_bytes(&bytes);
    m.slot_mut(v).c = hash;
    Ok(hash)
}

/// `__buffer__` of the built-in types that lend bytes (`wrap_buffer`).
pub(crate) fn buffer(m: &mut Machine, a: Args) -> R {
    let (o, flags) = (a.get(m, 0), a.get(m, 1));
    let value = m.index(flags)?;
    let small = m.int_small(value.get());
    m.drop_ref(value);
    let Some(wide) = small else {
        let name = m.type_name(flags);
        let text = format!("cannot fit '{name}' into an index-sized integer");
        return Err(m.raise(ty::OVERFLOW_ERROR, &text));
    };
    if i32::try_from(wide).is_err() {
        return Err(m.raise(ty::OVERFLOW_ERROR, "buffer flags out of range"));
    }
    m.view_natively(o, wide)
}

/// `__release_buffer__` of the built-in types that lend bytes (`wrap_releasebuffer`).
pub(crate) fn release_buffer(m: &mut Machine, a: Args) -> R {
    let (o, v) = (a.get(m, 0), a.get(m, 1));
    if m.kind(v) != Kind::MemoryView {
        return Err(m.raise(ty::TYPE_ERROR, "expected a memoryview object"));
    }
    let lender = m.view_lender(v);
    if !lender.is_null() && lender != o {
        return Err(m.raise(ty::VALUE_ERROR, "memoryview's buffer is not this object"));
    }
    if m.view_released(v) {
        return Err(m.raise(ty::VALUE_ERROR, "memoryview's buffer has already been released"));
    }
    let args = Args { base: a.base + 1, n: 1, kwnames: Obj::NULL, kwonly: 0 };
    let done: Owned = release(m, args)?;
    debug_assert_eq!(done.get(), fixed::NONE);
    Ok(done)
}
