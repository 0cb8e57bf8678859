//! `array` (`Modules/arraymodule.c`): items of one C type. The bytes lie in a bytearray of the array's own, which also counts who
//! looks at them through the buffer protocol.

mod item;
mod pickle;
pub(crate) mod types;

use crate::fill::{field, int_field, put, put_type, set_field, set_int_field};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, none, not_implemented};
use vm::native::typedef::ModuleDef;
use vm::objects::abstract_::CompareOp;
use vm::objects::sliceobject::SliceBounds;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `array`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "array",
    doc: "Arrays of items of one C type.",
    functions: pickle::FUNCTIONS,
    fill: |m, dict| {
        for name in ["ArrayType", "array"] {
            put_type(m, dict, name, own::ARRAY);
        }
        let codes = m.new_str(item::CODES);
        put(m, dict, "typecodes", codes);
    },
};

/// Fields of an array: its type code, the bytes of its items.
const CODE: u32 = 0;
const DATA: u32 = 1;

fn code(m: &Machine, o: Obj) -> u8 {
    int_field(m, o, CODE) as u8
}

fn data(m: &Machine, o: Obj) -> Obj {
    field(m, o, DATA)
}

/// How many items.
fn len(m: &Machine, o: Obj) -> usize {
    m.bytes_value(data(m, o)).len() / item::size(code(m, o)).max(1)
}

fn bytes_at(m: &Machine, o: Obj, i: usize) -> Option<Vec<u8>> {
    let size = item::size(code(m, o));
    m.bytes_value(data(m, o)).get(i * size..(i + 1) * size).map(<[u8]>::to_vec)
}

/// Item `i`, which is there.
fn get(m: &mut Machine, o: Obj, i: usize) -> R {
    let bytes = bytes_at(m, o, i).unwrap_or_default();
    item::get(m, code(m, o), &bytes)
}

fn make(m: &mut Machine, class: u32, code: u8, bytes: &[u8]) -> Owned {
    let o = m.new_instance(class);
    set_int_field(m, o.get(), CODE, i64::from(code));
    let data = m.new_bytearray(bytes);
    set_field(m, o.get(), DATA, data);
    o
}

/// An array like another with these bytes.
fn like(m: &mut Machine, o: Obj, bytes: &[u8]) -> Owned {
    make(m, own::ARRAY, code(m, o), bytes)
}

fn is_array(m: &Machine, o: Obj) -> bool {
    m.isinstance_of(o, own::ARRAY)
}

/// Refuses to change the size while somebody looks at the bytes.
fn check_exports(m: &mut Machine, o: Obj) -> R<()> {
    if m.slot(data(m, o)).x > 0 {
        return Err(m.raise(ty::BUFFER_ERROR, "cannot resize an array that is exporting buffers"));
    }
    Ok(())
}

/// Puts bytes in the place of items from `start` to `stop`.
fn splice(m: &mut Machine, o: Obj, start: usize, stop: usize, bytes: &[u8]) -> R<()> {
    let size = item::size(code(m, o));
    if (stop - start) * size != bytes.len() {
        check_exports(m, o)?;
    }
    m.bytearray_splice(data(m, o), start * size, stop * size, bytes)
}

fn append(m: &mut Machine, o: Obj, value: Obj) -> R<()> {
    let bytes = item::set(m, code(m, o), value)?;
    let n = len(m, o);
    splice(m, o, n, n, &bytes)
}

fn extend_bytes(m: &mut Machine, o: Obj, bytes: &[u8]) -> R<()> {
    let n = len(m, o);
    splice(m, o, n, n, bytes)
}

fn extend(m: &mut Machine, o: Obj, other: Obj) -> R<()> {
    if is_array(m, other) {
        if code(m, other) != code(m, o) {
            return Err(m.raise(ty::TYPE_ERROR, "can only extend with array of same kind"));
        }
        let bytes = m.bytes_value(data(m, other)).to_vec();
        return extend_bytes(m, o, &bytes);
    }
    let iterator = m.iter(other)?;
    let iterator = m.keep(iterator);
    while let Some(value) = m.iter_next(iterator)? {
        let done = append(m, o, value.get());
        m.drop_ref(value);
        done?;
    }
    Ok(())
}

/// Bytes as items; what does not fill an item is refused.
fn from_bytes(m: &mut Machine, o: Obj, bytes: &[u8]) -> R<()> {
    if !bytes.len().is_multiple_of(item::size(code(m, o)).max(1)) {
        return Err(m.raise(ty::VALUE_ERROR, "bytes length not a multiple of item size"));
    }
    extend_bytes(m, o, bytes)
}

fn from_text(m: &mut Machine, o: Obj, text: Obj) -> R<()> {
    let bytes: Vec<u8> = m.str_points(text).iter().flat_map(|point| point.to_le_bytes()).collect();
    extend_bytes(m, o, &bytes)
}

fn list(m: &mut Machine, o: Obj) -> R {
    let list = m.new_list();
    let list = m.keep(list);
    for i in 0..len(m, o) {
        let value = get(m, o, i)?;
        m.list_append(list, value);
    }
    Ok(m.new_ref(list))
}

fn text(m: &mut Machine, o: Obj) -> R {
    let points: Vec<u32> =
        m.bytes_value(data(m, o)).as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
    if let Some(point) = points.iter().find(|&&point| point > 0x10_FFFF) {
        let text = format!("character U+{point:x} is not in range [U+0000; U+10ffff]");
        return Err(m.raise(ty::VALUE_ERROR, &text));
    }
    Ok(m.new_str_points(&points))
}

fn new_array(m: &mut Machine, a: Args) -> R {
    let class = m.slot(a.get(m, 0)).a;
    if class == own::ARRAY && a.kwcount(m) > 0 {
        return Err(m.raise(ty::TYPE_ERROR, "array.array() takes no keyword arguments"));
    }
    if !(2..=3).contains(&a.n) {
        let (way, n, s) = if a.n < 2 { ("least", 1, "") } else { ("most", 2, "s") };
        let text = format!("array() takes at {way} {n} argument{s} ({} given)", a.n - 1);
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let (given, initial) = (a.get(m, 1), a.opt(m, 2));
    let point = item::character(m, given, "array() argument 1")?;
    let new = match point[..] {
        [c, 0, 0, 0] if item::size(c) > 0 => c,
        _ => {
            let text = "bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)";
            return Err(m.raise(ty::VALUE_ERROR, text));
        }
    };
    if initial.is_null() {
        return Ok(make(m, class, new, b""));
    }
    let kind = m.kind(initial);
    if !item::is_text(new) {
        let letter = char::from(new);
        if kind == Kind::Str {
            let text = format!("cannot use a str to initialize an array with typecode '{letter}'");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        if is_array(m, initial) && item::is_text(code(m, initial)) {
            let text = format!("cannot use a unicode array to initialize an array with typecode '{letter}'");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
    }
    let o = make(m, class, new, b"");
    let o = m.keep(o);
    match kind {
        Kind::Str => from_text(m, o, initial)?,
        Kind::Bytes | Kind::ByteArray => {
            let bytes = m.bytes_value(initial).to_vec();
            from_bytes(m, o, &bytes)?;
        }
        _ if is_array(m, initial) && code(m, initial) == new => {
            let bytes = m.bytes_value(data(m, initial)).to_vec();
            extend_bytes(m, o, &bytes)?;
        }
        Kind::List | Kind::Tuple => {
            let mut bytes = Vec::new();
            let mut i = 0;
            while let Some(&value) = m.seq_items(initial).get(i) {
                bytes.extend(item::set(m, new, value)?);
                i += 1;
            }
            extend_bytes(m, o, &bytes)?;
        }
        _ => {
            let iterator = m.iter(initial)?;
            let iterator = m.keep(iterator);
            extend(m, o, iterator)?;
        }
    }
    Ok(m.new_ref(o))
}

fn no_index(m: &mut Machine) -> vm::memory::object::Raised {
    m.raise(ty::TYPE_ERROR, "array indices must be integers")
}

/// The place that an index means.
fn place(m: &mut Machine, o: Obj, key: Obj, text: &str) -> R<usize> {
    let i = m.index_ssize(key)?;
    let n = len(m, o) as i64;
    let i = if i < 0 { i + n } else { i };
    if (0..n).contains(&i) { Ok(i as usize) } else { Err(m.raise(ty::INDEX_ERROR, text)) }
}

fn bounds(m: &mut Machine, o: Obj, slice: Obj) -> R<SliceBounds> {
    let bounds = m.slice_bounds(slice, len(m, o) as u32)?;
    // What the slice asked may have changed the array.
    m.slice_bounds(slice, len(m, o) as u32).map(|again| if again.len < bounds.len { again } else { bounds })
}

fn subscript(m: &mut Machine, a: Args) -> R {
    let (o, key) = (a.get(m, 0), a.get(m, 1));
    if m.kind(key) == Kind::Slice {
        let bounds = bounds(m, o, key)?;
        let bytes: Vec<u8> = bounds.positions().filter_map(|i| bytes_at(m, o, i)).flatten().collect();
        return Ok(like(m, o, &bytes));
    }
    if !m.indexable(key) {
        return Err(no_index(m));
    }
    let i = place(m, o, key, "array index out of range")?;
    get(m, o, i)
}

fn assign(m: &mut Machine, a: Args) -> R {
    let (o, key, value) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
    if m.kind(key) == Kind::Slice {
        return assign_slice(m, o, key, value);
    }
    if !m.indexable(key) {
        return Err(no_index(m));
    }
    let i = place(m, o, key, "array assignment index out of range")?;
    let bytes = if value.is_null() { Vec::new() } else { item::set(m, code(m, o), value)? };
    if i >= len(m, o) {
        return Err(m.raise(ty::INDEX_ERROR, "array assignment index out of range"));
    }
    splice(m, o, i, i + 1, &bytes)?;
    none()
}

fn assign_slice(m: &mut Machine, o: Obj, slice: Obj, value: Obj) -> R {
    let bytes = if value.is_null() {
        Vec::new()
    } else if !is_array(m, value) {
        let got = m.type_name(value);
        return Err(m.raise(ty::TYPE_ERROR, &format!("can only assign array (not \"{got}\") to array slice")));
    } else if code(m, value) != code(m, o) {
        return Err(m.raise(ty::TYPE_ERROR, "bad argument type for built-in operation"));
    } else {
        m.bytes_value(data(m, value)).to_vec()
    };
    let size = item::size(code(m, o));
    let b = bounds(m, o, slice)?;
    if b.step == 1 {
        splice(m, o, b.start as usize, b.start as usize + b.len, &bytes)?;
        return none();
    }
    if value.is_null() {
        check_exports(m, o)?;
        let mut gone: Vec<usize> = b.positions().collect();
        gone.sort_unstable_by(|x, y| y.cmp(x));
        for i in gone {
            splice(m, o, i, i + 1, b"")?;
        }
        return none();
    }
    let needed = bytes.len() / size;
    if needed != b.len {
        let text = format!("attempt to assign array of size {needed} to extended slice of size {}", b.len);
        return Err(m.raise(ty::VALUE_ERROR, &text));
    }
    for (i, part) in b.positions().zip(bytes.chunks(size)) {
        splice(m, o, i, i + 1, part)?;
    }
    none()
}

fn concat(m: &mut Machine, a: Args) -> R {
    let (o, other) = (a.get(m, 0), a.get(m, 1));
    if !is_array(m, other) {
        let got = m.type_name(other);
        return Err(m.raise(ty::TYPE_ERROR, &format!("can only append array (not \"{got}\") to array")));
    }
    if code(m, o) != code(m, other) {
        return Err(m.raise(ty::TYPE_ERROR, "bad argument type for built-in operation"));
    }
    let bytes = [m.bytes_value(data(m, o)), m.bytes_value(data(m, other))].concat();
    Ok(like(m, o, &bytes))
}

/// The bytes so many times.
fn repeated(m: &mut Machine, o: Obj, times: Obj) -> R<Vec<u8>> {
    if !m.indexable(times) {
        let got = m.type_name(times);
        return Err(m.raise(ty::TYPE_ERROR, &format!("can't multiply sequence by non-int of type '{got}'")));
    }
    let times = m.index_ssize(times)?.max(0) as usize;
    let bytes = m.bytes_value(data(m, o)).to_vec();
    m.reserve(bytes.len().saturating_mul(times))?;
    Ok(bytes.repeat(times))
}

fn times(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let bytes = repeated(m, o, a.get(m, 1))?;
    Ok(like(m, o, &bytes))
}

fn compare(m: &mut Machine, a: Args, op: CompareOp) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    if !is_array(m, x) || !is_array(m, y) {
        return not_implemented();
    }
    let (nx, ny) = (len(m, x), len(m, y));
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let answer = |value: bool| Ok(Owned::steal(Machine::new_bool(value)));
    if nx != ny && equality {
        return answer(op == CompareOp::Ne);
    }
    for i in 0..nx.min(ny) {
        let (p, q) = (get(m, x, i)?, get(m, y, i)?);
        let (p, q) = (m.keep(p), m.keep(q));
        if !m.objects_equal(p, q)? {
            return if equality { answer(op == CompareOp::Ne) } else { m.compare(op, p, q) };
        }
    }
    answer(op.holds(nx.cmp(&ny)))
}

/// The first item equal to a value, from `start` on and before `stop`.
fn find(m: &mut Machine, o: Obj, value: Obj, start: usize, stop: usize) -> R<Option<usize>> {
    let mut i = start;
    while i < stop.min(len(m, o)) {
        let own = get(m, o, i)?;
        let equal = m.objects_equal(own.get(), value);
        m.drop_ref(own);
        if equal? {
            return Ok(Some(i));
        }
        i += 1;
    }
    Ok(None)
}

fn repr(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let name = m.name_of_type(m.ty(o));
    let letter = char::from(code(m, o));
    if len(m, o) == 0 {
        return Ok(m.new_str(&format!("{name}('{letter}')")));
    }
    let shown = if item::is_text(code(m, o)) { text(m, o)? } else { list(m, o)? };
    let shown = m.keep(shown);
    let shown = m.repr_text(shown)?;
    Ok(m.new_str(&format!("{name}('{letter}', {shown})")))
}
