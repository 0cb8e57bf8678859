//! Private names: `__x` in class `C` is `_C__x`.

use super::{Entry, SymbolTable};
use syntax::ast::Identifier;

/// `_Py_Mangle`.
pub fn mangle(class: Option<&Identifier>, name: &Identifier) -> Identifier {
    let Some(class) = class else { return name.clone() };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.clone();
    }
    let stripped = class.trim_start_matches('_');
    if stripped.is_empty() {
        return name.clone();
    }
    format!("_{stripped}{name}").into()
}

/// `_Py_MaybeMangle`: around a generic class only the names of its type parameters are mangled.
pub fn maybe_mangle(table: &SymbolTable, class: Option<&Identifier>, entry: &Entry, name: &Identifier) -> Identifier {
    if !name.starts_with("__") {
        return name.clone();
    }
    if let Some(set) = entry.mangled_names
        && !table.mangled_names[set as usize].contains(name)
    {
        return name.clone();
    }
    mangle(class, name)
}
