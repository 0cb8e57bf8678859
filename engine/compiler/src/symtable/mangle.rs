//! Private names: `__x` in class `C` is `_C__x`.

use super::{Entry, SymbolTable};
use std::borrow::Cow;
use syntax::ast::Identifier;

/// `_Py_Mangle`.
pub fn mangle<'n>(class: Option<&Identifier>, name: &'n Identifier) -> Cow<'n, Identifier> {
    let Some(class) = class else { return Cow::Borrowed(name) };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return Cow::Borrowed(name);
    }
    let stripped = class.trim_start_matches('_');
    if stripped.is_empty() {
        return Cow::Borrowed(name);
    }
    Cow::Owned(format!("_{stripped}{name}").into())
}

/// `_Py_MaybeMangle`: around a generic class only the names of its type parameters are mangled.
pub fn maybe_mangle<'n>(
    table: &SymbolTable,
    class: Option<&Identifier>,
    entry: &Entry,
    name: &'n Identifier,
) -> Cow<'n, Identifier> {
    if !name.starts_with("__") {
        return Cow::Borrowed(name);
    }
    if let Some(set) = entry.mangled_names
        && !table.mangled_names[set as usize].contains(name)
    {
        return Cow::Borrowed(name);
    }
    mangle(class, name)
}
