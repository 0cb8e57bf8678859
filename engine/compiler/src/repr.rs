//! `repr()` of constants.

use crate::code::Const;
use ground::float::complex_repr;
pub use ground::float::float_repr;
use ground::repr;
use syntax::pystr::PyStr;

pub fn str_repr(text: &PyStr) -> String {
    let mut out = String::new();
    let points: Vec<u32> = text.code_points().collect();
    repr::str_repr(points.iter().copied(), &mut out);
    out
}

pub fn bytes_repr(bytes: &[u8]) -> String {
    let mut out = String::new();
    repr::bytes_repr(bytes, &mut out);
    out
}

fn joined(items: &[Const]) -> String {
    items.iter().map(const_repr).collect::<Vec<_>>().join(", ")
}

/// Code objects are shown without their address: see `dis` for one that shows it.
pub fn const_repr(value: &Const) -> String {
    const_repr_with(value, &|code| format!("<code object {}>", String::from_utf8_lossy(code.name.as_bytes())))
}

/// `repr` with the form of a code object left to the caller.
pub fn const_repr_with(
    value: &Const,
    code_repr: &dyn Fn(&std::sync::Arc<crate::code::CodeObject>) -> String,
) -> String {
    let joined =
        |items: &[Const]| items.iter().map(|item| const_repr_with(item, code_repr)).collect::<Vec<_>>().join(", ");
    match value {
        Const::None => "None".to_owned(),
        Const::Ellipsis => "Ellipsis".to_owned(),
        Const::Bool(true) => "True".to_owned(),
        Const::Bool(false) => "False".to_owned(),
        Const::Int(value) => value.to_string(),
        Const::Float(value) => float_repr(*value),
        Const::Complex(real, imag) => complex_repr(*real, *imag),
        Const::Str(text) => str_repr(text),
        Const::Bytes(bytes) => bytes_repr(bytes),
        Const::Tuple(items) => match &**items {
            [item] => format!("({},)", const_repr_with(item, code_repr)),
            items => format!("({})", joined(items)),
        },
        Const::FrozenSet(items) if items.is_empty() => "frozenset()".to_owned(),
        Const::FrozenSet(items) => format!("frozenset({{{}}})", joined(&crate::pyhash::set_order(items))),
        Const::Slice(parts) => format!("slice({})", joined(&parts[..])),
        Const::Code(code) => code_repr(code),
    }
}

/// A text that two constants share exactly if they are equal in Python: `1`, `1.0` and `True` are.
pub fn equality_key(value: &Const) -> String {
    match value {
        Const::Bool(value) => u8::from(*value).to_string(),
        Const::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{}", *value as i64),
        Const::Complex(real, imag) if *imag == 0.0 => equality_key(&Const::Float(*real)),
        Const::Tuple(items) => format!("({})", joined(items)),
        _ => const_repr(value),
    }
}
