//! Filling a module's dict with what is no function, and the references that objects of the modules' types hold.

use vm::memory::object::{Kind, Obj, Owned, R, Raised};
use vm::native::typedef::{TypeDef, tpflags};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// An exception of a module's own, but for its names.
pub const EXCEPTION: TypeDef = TypeDef {
    base: ty::EXCEPTION,
    kind: Kind::Exception,
    basicsize: 72,
    flags: tpflags::EXCEPTION,
    dictoffset: 16,
    ..TypeDef::PLAIN
};

/// A value under a name.
pub fn put(m: &mut Machine, dict: Obj, name: &str, value: Owned) {
    let key = m.intern_str(name);
    m.dict_set_str(dict, key.get(), value);
    m.drop_ref(key);
}

pub fn put_ints(m: &mut Machine, dict: Obj, table: &[(&str, i64)]) {
    for &(name, value) in table {
        let value = m.new_int(value);
        put(m, dict, name, value);
    }
}

/// Types of a module under their own names.
pub fn put_types(m: &mut Machine, dict: Obj, types: &[u32]) {
    for &t in types {
        let name = m.name_of_type(t);
        let class = m.type_obj(t);
        let class = m.new_ref(class);
        put(m, dict, &name, class);
    }
}

/// The reference in a field of an object, borrowed; NULL if there is none.
pub fn field(m: &Machine, o: Obj, i: u32) -> Obj {
    m.member_get(o, i)
}

/// Stores a reference, which is taken over.
pub fn set_field(m: &mut Machine, o: Obj, i: u32, value: Owned) {
    debug_assert!(
        m.kind(o) != vm::memory::object::Kind::Instance || i < m.slot(o).b_hi(),
        "the type declares too few fields"
    );
    let old = m.member_replace(o, i, value.into_edge());
    m.xdecref(old);
}

/// A number kept in a field.
pub fn int_field(m: &Machine, o: Obj, i: u32) -> i64 {
    let value = field(m, o, i);
    if value.is_null() { 0 } else { m.int_clamped(value) }
}

pub fn set_int_field(m: &mut Machine, o: Obj, i: u32, value: i64) {
    let value = m.new_int(value);
    set_field(m, o, i, value);
}

/// The exception of an error number, about a file if there is one.
pub fn os_error(m: &mut Machine, number: i32, path: Obj) -> Raised {
    os_error_of_two(m, number, path, Obj::NULL)
}

pub fn os_error_of_two(m: &mut Machine, number: i32, path: Obj, second: Obj) -> Raised {
    let text = crate::errnomodule::text_of(number);
    let parts = [m.new_int(i64::from(number)), m.new_str(text)];
    let parts = m.keep_all(parts.into());
    let mut args = parts;
    if !path.is_null() {
        args.push(path);
    }
    if !second.is_null() {
        args.extend([vm::native::static_strings::fixed::NONE, second]);
    }
    let class = m.type_obj(ty::OS_ERROR);
    match m.call(class, &args) {
        Ok(exc) => m.raise_exception(exc),
        Err(raised) => raised,
    }
}

/// The exception of an error number, with a sentence of its own.
pub fn os_error_saying(m: &mut Machine, class: u32, number: i32, text: &str) -> Raised {
    let parts = [m.new_int(i64::from(number)), m.new_str(text)];
    let parts = m.keep_all(parts.into());
    let class = m.type_obj(class);
    match m.call(class, &parts) {
        Ok(exc) => m.raise_exception(exc),
        Err(raised) => raised,
    }
}

/// A name for the file system: text, bytes, or what `__fspath__` gives (`PyOS_FSPath`).
pub fn fspath(m: &mut Machine, o: Obj) -> R {
    use vm::memory::object::Kind;
    if matches!(m.kind(o), Kind::Str | Kind::Bytes) {
        return Ok(m.new_ref(o));
    }
    let method = m.lookup_special(o, vm::native::static_strings::DUNDER_FSPATH);
    if method.is_null() {
        let got = m.type_name(o);
        return Err(m.raise(ty::TYPE_ERROR, &format!("expected str, bytes or os.PathLike object, not {got}")));
    }
    let value = m.call_unbound(method, o, &[])?;
    if matches!(m.kind(value.get()), Kind::Str | Kind::Bytes) {
        return Ok(value);
    }
    let (class, got) = (m.type_name(o), m.type_name(value.get()));
    m.drop_ref(value);
    Err(m.raise(ty::TYPE_ERROR, &format!("expected {class}.__fspath__() to return str or bytes, not {got}")))
}

/// The text of a name for the file system, without NUL characters.
pub fn path_text(m: &mut Machine, o: Obj, function: &str) -> R<String> {
    use vm::memory::object::Kind;
    let path = fspath(m, o)?;
    let path = m.keep(path);
    let text = match m.kind(path) {
        Kind::Str => m.str_text(path),
        _ => String::from_utf8_lossy(m.bytes_value(path)).into_owned(),
    };
    if text.contains('\0') {
        if m.kind(path) == Kind::Bytes && function.is_empty() {
            return Err(m.raise(ty::VALUE_ERROR, "embedded null byte"));
        }
        let place = if function.is_empty() { "" } else { " in path" };
        let function = if function.is_empty() { String::new() } else { format!("{function}: ") };
        return Err(m.raise(ty::VALUE_ERROR, &format!("{function}embedded null character{place}")));
    }
    Ok(text)
}

/// Bytes that a program cannot guess; the same in every run, as they follow from the step at which they are asked for.
pub fn entropy(m: &Machine, n: usize) -> Vec<u8> {
    let mut state = m.steps().wrapping_add(0x9E37_79B9_7F4A_7C15);
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u8
    };
    (0..n).map(next).collect()
}

/// The numbers of a module of the system, as Linux has them (`golden/make_constants.py`).
pub fn constants(module: &str) -> impl Iterator<Item = (&'static str, i64)> + Clone {
    let rows =
        include_str!("constants.tsv").lines().filter_map(move |line| line.strip_prefix(module)?.strip_prefix('\t'));
    rows.filter_map(|row| row.split_once('\t').and_then(|(name, value)| Some((name, value.parse().ok()?))))
}

pub fn put_constants(m: &mut Machine, dict: Obj, module: &str) {
    for (name, value) in constants(module) {
        let value = m.new_int(value);
        put(m, dict, name, value);
    }
}

/// A type under another name than its own.
pub fn put_type(m: &mut Machine, dict: Obj, name: &str, t: u32) {
    let class = m.type_obj(t);
    let class = m.new_ref(class);
    put(m, dict, name, class);
}

/// A descriptor: an int, or what has `fileno()` (`PyObject_AsFileDescriptor`).
pub fn file_descriptor(m: &mut Machine, o: Obj) -> R<i64> {
    let fd = if m.is_int(o) {
        m.index_i64(o)?
    } else {
        let name = m.intern_str("fileno");
        let name = m.keep(name);
        let Ok(method) = m.getattr(o, name) else {
            if m.raised_is(ty::ATTRIBUTE_ERROR) {
                m.clear_raised();
                return Err(m.raise(ty::TYPE_ERROR, "argument must be an int, or have a fileno() method."));
            }
            return Err(Raised);
        };
        let method = m.keep(method);
        let fd = m.call(method, &[])?;
        let fd = m.keep(fd);
        if !m.is_int(fd) {
            return Err(m.raise(ty::TYPE_ERROR, "fileno() returned a non-integer"));
        }
        m.index_i64(fd)?
    };
    if fd < 0 {
        let text = format!("file descriptor cannot be a negative integer ({fd})");
        return Err(m.raise(ty::VALUE_ERROR, &text));
    }
    Ok(fd)
}
