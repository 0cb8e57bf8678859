//! Arrays as pickles have them: bytes with a number that says what they are (`_array_reconstructor`).

use super::{code, data, from_bytes, item, list, make};
use crate::structmodule::unpack;
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::native::typedef::{Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

pub const FUNCTIONS: &[Native] = &[function(
    "_array_reconstructor($module, arraytype, typecode, mformat_code, items,\n                     /)",
    "An array from a pickle.",
    reconstruct,
)
.asking()];

/// Of each machine format the code of struct, and whether it is big-endian; `u` and `w` are UTF-16 and UTF-32.
const FORMATS: [(u8, bool); 22] = [
    (b'B', false),
    (b'b', false),
    (b'H', false),
    (b'H', true),
    (b'h', false),
    (b'h', true),
    (b'I', false),
    (b'I', true),
    (b'i', false),
    (b'i', true),
    (b'Q', false),
    (b'Q', true),
    (b'q', false),
    (b'q', true),
    (b'f', false),
    (b'f', true),
    (b'd', false),
    (b'd', true),
    (b'u', false),
    (b'u', true),
    (b'w', false),
    (b'w', true),
];

/// The machine format of a type code.
pub fn format_of(code: u8) -> i64 {
    let code = match code {
        b'l' => b'q',
        b'L' => b'Q',
        b'u' => b'w',
        code => code,
    };
    FORMATS.iter().position(|format| *format == (code, false)).map_or(-1, |at| at as i64)
}

fn reconstruct(m: &mut Machine, a: Args) -> R {
    let [class, typecode, format, items] = [0, 1, 2, 3].map(|i| a.get(m, i));
    let point = item::character(m, typecode, "_array_reconstructor() argument 2")?;
    let format = m.index_i64(format)?;
    if m.kind(class) != Kind::Type {
        let got = m.type_name(class);
        return Err(m.raise(ty::TYPE_ERROR, &format!("first argument must be a type object, not {got}")));
    }
    let class = m.slot(class).a;
    if !m.is_subtype(class, own::ARRAY) {
        let text = format!("{} is not a subtype of array.array", m.tp_name(class));
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let new = match point[..] {
        [c, 0, 0, 0] if item::size(c) > 0 => c,
        _ => return Err(m.raise(ty::VALUE_ERROR, "second argument must be a valid type code")),
    };
    if !(-1..FORMATS.len() as i64).contains(&format) {
        return Err(m.raise(ty::VALUE_ERROR, "third argument must be a valid machine format code."));
    }
    if m.kind(items) != Kind::Bytes {
        let got = m.type_name(items);
        return Err(m.raise(ty::TYPE_ERROR, &format!("fourth argument should be bytes, not {got}")));
    }
    let bytes = m.bytes_value(items).to_vec();
    if format == -1 || format == format_of(new) {
        let o = make(m, class, new, b"");
        let o = m.keep(o);
        from_bytes(m, o, &bytes)?;
        return Ok(m.new_ref(o));
    }
    let (from, big) = FORMATS[format as usize];
    let size = if from == b'u' { 2 } else { item::size(from) };
    if !bytes.len().is_multiple_of(size) {
        return Err(m.raise(ty::VALUE_ERROR, "string length not a multiple of item size"));
    }
    // Of integers, the type that has the size of what was pickled.
    let new = if matches!(from, b'f' | b'd' | b'u' | b'w') {
        new
    } else {
        item::CODES.bytes().rfind(|&c| format_of(c) >= 0 && FORMATS[format_of(c) as usize].0 == from).unwrap_or(new)
    };
    let mut all = Vec::new();
    if from == b'u' {
        let units = bytes
            .chunks(2)
            .map(|two| if big { u16::from_be_bytes([two[0], two[1]]) } else { u16::from_le_bytes([two[0], two[1]]) });
        for point in char::decode_utf16(units) {
            let point = point.map_or_else(|lone| u32::from(lone.unpaired_surrogate()), u32::from);
            all.extend(point.to_le_bytes());
        }
    } else {
        for part in bytes.chunks(size) {
            let value = if from == b'w' {
                let point = u32::from_le_bytes([part[0], part[1], part[2], part[3]]);
                m.new_str_points(&[if big { point.swap_bytes() } else { point }])
            } else {
                unpack(m, from, part, !big)
            };
            let value = m.keep(value);
            all.extend(item::set(m, new, value)?);
        }
    }
    Ok(make(m, class, new, &all))
}

/// `__reduce_ex__`: before protocol 3 as a list, since then as bytes.
pub fn reduce(m: &mut Machine, a: Args) -> R {
    let (o, protocol) = (a.get(m, 0), a.get(m, 1));
    if !m.is_int(protocol) {
        return Err(m.raise(ty::TYPE_ERROR, "__reduce_ex__ argument should be an integer"));
    }
    let protocol = m.index_i64(protocol)?;
    let class = m.class_of(o);
    let own_dict = m.intern_str("__dict__");
    let own_dict = m.keep(own_dict);
    let state = match m.getattr(o, own_dict) {
        Ok(state) => state,
        Err(_) if m.raised_is(ty::ATTRIBUTE_ERROR) => {
            m.clear_raised();
            Owned::steal(fixed::NONE)
        }
        Err(raised) => return Err(raised),
    };
    let state = m.keep(state);
    let letter = m.new_str_points(&[u32::from(code(m, o))]);
    let letter = m.keep(letter);
    let (make, args) = if protocol < 3 {
        let list = list(m, o)?;
        let list = m.keep(list);
        (class, m.new_tuple_from(&[letter, list]))
    } else {
        let [module, name] = ["array", "_array_reconstructor"].map(|text| m.intern_str(text));
        let (module, name) = (m.keep(module), m.keep(name));
        let found = m.dict_get_str(m.sys_modules, module);
        let make = if found.is_null() { Obj::NULL } else { m.instance_get(found, name) };
        if make.is_null() {
            return Err(m.raise(ty::ATTRIBUTE_ERROR, "module 'array' has no attribute '_array_reconstructor'"));
        }
        let bytes = m.bytes_value(data(m, o)).to_vec();
        let parts = [m.new_int(format_of(code(m, o))), m.new_bytes(&bytes)];
        let parts = m.keep_all(parts.into());
        (make, m.new_tuple_from(&[class, letter, parts[0], parts[1]]))
    };
    let args = m.keep(args);
    Ok(m.new_tuple_from(&[make, args, state]))
}
