//! `_struct` (`Modules/_struct.c`): values as bytes.

mod layout;

use crate::fill::{EXCEPTION, field, int_field, put, put_types, set_field, set_int_field};
use crate::itertoolsmodule::made;
use crate::types::ty as own;
pub(crate) use layout::unpack;
use layout::{LARGEST, Layout, error, pack};
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, none};
use vm::native::typedef::{ModuleDef, Native, Slot, TypeDef, def, function, getset, new, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_struct`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_struct",
    doc: "Values as bytes, by a format.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        put_types(m, dict, &[own::STRUCT]);
        let class = m.type_obj(own::STRUCT_ERROR);
        let class = m.new_ref(class);
        put(m, dict, "error", class);
    },
};

/// `struct.error`.
pub static ERROR: TypeDef = TypeDef { name: "error", module: "struct", ..EXCEPTION };

const FUNCTIONS: &[Native] = &[
    function("_clearcache($module, /)", "Nothing is kept that could be cleared.", |_, _| none()),
    function("calcsize($module, format, /)", "Bytes of a struct.", |m, a| {
        let layout = layout_of(m, a.get(m, 0))?;
        Ok(m.new_int(layout.size as i64))
    }),
    function("iter_unpack($module, format, buffer, /)", "An iterator over structs that follow each other.", |m, a| {
        let format = format_text(m, a.get(m, 0))?;
        let format = m.keep(format);
        iter_unpack(m, format, a.get(m, 1))
    }),
    function("pack(*args)", "The bytes of values.", |m, a| {
        let format = first(m, a)?;
        let layout = layout_of(m, format)?;
        packed(m, &layout, &a.rest(m, 1))
    })
    .hidden()
    .asking(),
    function("pack_into(*args)", "The bytes of values, put into a buffer.", |m, a| {
        let format = first(m, a)?;
        let layout = layout_of(m, format)?;
        pack_into(m, &layout, &a.rest(m, 1))
    })
    .hidden()
    .asking(),
    function("unpack($module, format, buffer, /)", "The values that bytes stand for.", |m, a| {
        let layout = layout_of(m, a.get(m, 0))?;
        unpack_all(m, &layout, a.get(m, 1))
    }),
    function("unpack_from($module, format, /, buffer, offset=0)", "The values that some bytes stand for.", |m, a| {
        let layout = layout_of(m, a.get(m, 0))?;
        unpack_from(m, &layout, a.get(m, 1), a.opt(m, 2))
    }),
];

/// Field of a struct: its format, a str.
const FORMAT: u32 = 0;

/// `_struct.Struct`.
pub static STRUCT: TypeDef = TypeDef {
    name: "Struct",
    module: "_struct",
    basicsize: 56,
    weaklistoffset: 48,
    fields: 1,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    doc: "A format for values as bytes.",
    slots: &[Slot::Repr],
    natives: &[
        new("Struct(format)", |m, a| {
            let format = format_text(m, a.get(m, 1))?;
            let held = m.keep(format);
            layout_of(m, held)?;
            let format = m.new_ref(held);
            Ok(made(m, a, vec![format]))
        }),
        def("iter_unpack($self, buffer, /)", "An iterator over structs that follow each other.", |m, a| {
            let format = field(m, a.get(m, 0), FORMAT);
            iter_unpack(m, format, a.get(m, 1))
        }),
        def("pack($self, *values)", "The bytes of values.", |m, a| {
            let layout = own_layout(m, a)?;
            packed(m, &layout, &a.rest(m, 1))
        })
        .hidden()
        .asking(),
        def("pack_into($self, *values)", "The bytes of values, put into a buffer.", |m, a| {
            let layout = own_layout(m, a)?;
            pack_into(m, &layout, &a.rest(m, 1))
        })
        .hidden()
        .asking(),
        def("unpack($self, buffer, /)", "The values that bytes stand for.", |m, a| {
            let layout = own_layout(m, a)?;
            unpack_all(m, &layout, a.get(m, 1))
        }),
        def("unpack_from($self, /, buffer, offset=0)", "The values that some bytes stand for.", |m, a| {
            let layout = own_layout(m, a)?;
            unpack_from(m, &layout, a.get(m, 1), a.opt(m, 2))
        }),
        getset("format", "The format.", |m, a| {
            let format = field(m, a.get(m, 0), FORMAT);
            Ok(m.new_ref(format))
        }),
        getset("size", "Bytes of a struct.", |m, a| {
            let layout = own_layout(m, a)?;
            Ok(m.new_int(layout.size as i64))
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let format = m.repr_text(field(m, o, FORMAT))?;
            let class = m.type_name(o);
            let class = class.rsplit('.').next().unwrap_or(&class);
            Ok(m.new_str(&format!("{class}({format})")))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// Fields of an iterator: the format, the buffer, where the next struct lies.
const BUFFER: u32 = 1;
const AT: u32 = 2;

/// `_struct.unpack_iterator`.
pub static UNPACK_ITERATOR: TypeDef = TypeDef {
    name: "unpack_iterator",
    module: "_struct",
    basicsize: 112,
    fields: 3,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        def("__length_hint__($self, /)", "How many structs are left.", |m, a| {
            let it = a.get(m, 0);
            let (layout, at) = (own_layout(m, a)?, int_field(m, it, AT) as usize);
            let n = m.lend(field(m, it, BUFFER))?.n;
            Ok(m.new_int((n.saturating_sub(at) / layout.size.max(1)) as i64))
        }),
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let it = a.get(m, 0);
            Ok(m.new_ref(it))
        }),
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            let it = a.get(m, 0);
            let (layout, at) = (own_layout(m, a)?, int_field(m, it, AT) as usize);
            let lent = m.lend(field(m, it, BUFFER))?;
            let Some(part) = m.lent(lent).get(at..at.saturating_add(layout.size)) else {
                return Err(m.raise_empty(ty::STOP_ITERATION));
            };
            let part = part.to_vec();
            set_int_field(m, it, AT, (at + layout.size) as i64);
            Ok(values(m, &layout, &part))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

fn first(m: &mut Machine, a: Args) -> R<Obj> {
    match a.opt(m, 0) {
        Obj::NULL => Err(m.raise(ty::TYPE_ERROR, "missing format argument")),
        format => Ok(format),
    }
}

/// A format as text.
fn format_text(m: &mut Machine, format: Obj) -> R {
    match m.kind(format) {
        Kind::Str => Ok(m.new_ref(format)),
        Kind::Bytes => {
            let text: Vec<u32> = m.bytes_value(format).iter().map(|&b| u32::from(b)).collect();
            Ok(m.new_str_points(&text))
        }
        _ => {
            let got = m.type_name(format);
            let text = format!("Struct() argument 1 must be a str or bytes object, not {got}");
            Err(m.raise(ty::TYPE_ERROR, &text))
        }
    }
}

fn layout_of(m: &mut Machine, format: Obj) -> R<Layout> {
    let bytes = if m.kind(format) == Kind::Str {
        if !m.str_is_ascii(format) {
            let names = [m.intern_str("encode"), m.intern_str("ascii")];
            let names = m.keep_all(names.into());
            let encode = m.getattr(format, names[0])?;
            let encode = m.keep(encode);
            let bytes = m.call(encode, &[names[1]])?;
            m.drop_ref(bytes);
        }
        m.str_view(format).bytes.to_vec()
    } else {
        let text = format_text(m, format)?;
        m.drop_ref(text);
        m.bytes_value(format).to_vec()
    };
    Layout::read(m, &bytes)
}

fn own_layout(m: &mut Machine, a: Args) -> R<Layout> {
    let format = field(m, a.get(m, 0), FORMAT);
    layout_of(m, format)
}

fn packed_bytes(m: &mut Machine, layout: &Layout, values: &[Obj]) -> R<Vec<u8>> {
    if layout.size > LARGEST {
        return Err(m.raise_empty(ty::MEMORY_ERROR));
    }
    let mut out = vec![0; layout.size];
    let mut values = values.iter();
    for items in &layout.items {
        for i in 0..items.repeat {
            let at = items.offset + i * items.size;
            if let Some(&value) = values.next() {
                pack(m, items.code, value, &mut out[at..at + items.size], layout.little)?;
            }
        }
    }
    Ok(out)
}

fn packed(m: &mut Machine, layout: &Layout, values: &[Obj]) -> R {
    if values.len() != layout.count {
        let text = format!("pack expected {} items for packing (got {})", layout.count, values.len());
        return Err(error(m, &text));
    }
    let bytes = packed_bytes(m, layout, values)?;
    Ok(m.new_bytes(&bytes))
}

/// Words that differ between reading and writing at an offset.
struct Words {
    lacking: &'static str,
    needs: &'static str,
    doing: &'static str,
}

/// Where in `n` bytes a struct at that offset begins.
fn place(m: &mut Machine, layout: &Layout, offset: i64, n: usize, words: &Words) -> R<usize> {
    let (size, n) = (layout.size as i64, n as i64);
    let mut at = offset;
    if offset < 0 {
        if offset + size > 0 {
            return Err(error(m, &format!("{} {size} bytes at offset {offset}", words.lacking)));
        }
        if offset + n < 0 {
            return Err(error(m, &format!("offset {offset} out of range for {n}-byte buffer")));
        }
        at += n;
    }
    if n - at < size {
        let Words { needs, doing, .. } = words;
        let least = size.wrapping_add(at) as u64;
        return Err(error(
            m,
            &format!(
                "{needs} requires a buffer of at least {least} bytes for {doing} {size} bytes at offset {at} \
                 (actual buffer size is {n})"
            ),
        ));
    }
    Ok(at as usize)
}

fn pack_into(m: &mut Machine, layout: &Layout, args: &[Obj]) -> R {
    if args.len() != layout.count + 2 {
        let text = match args.len() {
            0 => "pack_into expected buffer argument".to_owned(),
            1 => "pack_into expected offset argument".to_owned(),
            n => format!("pack_into expected {} items for packing (got {})", layout.count, n - 2),
        };
        return Err(error(m, &text));
    }
    let buffer = args[0];
    let writable = match m.kind(buffer) {
        Kind::ByteArray => true,
        Kind::Bytes => false,
        _ => m.has_buffer(buffer),
    };
    if !writable {
        let got = m.type_name(buffer);
        return Err(m.raise(ty::TYPE_ERROR, &format!("argument must be read-write bytes-like object, not {got}")));
    }
    let n = m.lend(buffer)?.n;
    let offset = m.index_ssize(args[1])?;
    let words = Words { lacking: "no space to pack", needs: "pack_into", doing: "packing" };
    let at = place(m, layout, offset, n, &words)?;
    let bytes = packed_bytes(m, layout, &args[2..])?;
    if m.kind(buffer) == Kind::ByteArray {
        if let Some(part) = m.bytearray_mut(buffer).get_mut(at..at + bytes.len()) {
            part.copy_from_slice(&bytes);
        }
        return none();
    }
    let (start, stop) = (m.new_int(at as i64), m.new_int((at + bytes.len()) as i64));
    let part = m.new_slice(start, stop, Owned::steal(vm::native::static_strings::fixed::NONE));
    let bytes = m.new_bytes(&bytes);
    let held = m.keep_all(vec![part, bytes]);
    m.setitem(buffer, held[0], held[1])?;
    none()
}

fn values(m: &mut Machine, layout: &Layout, bytes: &[u8]) -> Owned {
    let mut values = Vec::new();
    for items in &layout.items {
        for i in 0..items.repeat {
            let at = items.offset + i * items.size;
            values.push(unpack(m, items.code, &bytes[at..at + items.size], layout.little));
        }
    }
    m.new_tuple(values)
}

fn unpack_all(m: &mut Machine, layout: &Layout, buffer: Obj) -> R {
    let lent = m.lend(buffer)?;
    if lent.n != layout.size {
        return Err(error(m, &format!("unpack requires a buffer of {} bytes", layout.size)));
    }
    let bytes = m.lent(lent).to_vec();
    Ok(values(m, layout, &bytes))
}

fn unpack_from(m: &mut Machine, layout: &Layout, buffer: Obj, offset: Obj) -> R {
    let lent = m.lend(buffer)?;
    let offset = if offset.is_null() { 0 } else { m.index_i64(offset)? };
    let words = Words { lacking: "not enough data to unpack", needs: "unpack_from", doing: "unpacking" };
    let at = place(m, layout, offset, lent.n, &words)?;
    let bytes = m.lent(lent)[at..at + layout.size].to_vec();
    Ok(values(m, layout, &bytes))
}

fn iter_unpack(m: &mut Machine, format: Obj, buffer: Obj) -> R {
    let layout = layout_of(m, format)?;
    if layout.size == 0 {
        return Err(error(m, "cannot iteratively unpack with a struct of length 0"));
    }
    let n = m.lend(buffer)?.n;
    if n % layout.size != 0 {
        let text = format!("iterative unpacking requires a buffer of a multiple of {} bytes", layout.size);
        return Err(error(m, &text));
    }
    let it = m.new_instance(own::UNPACK_ITERATOR);
    for (i, part) in [(FORMAT, format), (BUFFER, buffer)] {
        let part = m.new_ref(part);
        set_field(m, it.get(), i, part);
    }
    set_int_field(m, it.get(), AT, 0);
    Ok(it)
}
