//! The text of `python -m symtable` (`Lib/symtable.py`).

use super::{BlockKind, EntryId, Scope, SymbolTable, def};
use crate::repr::str_repr;
use std::fmt::Write;

/// In the order in which they are printed.
const FLAGS: [(&str, u32); 12] = [
    ("use", def::USE),
    ("def_global", def::GLOBAL),
    ("def_nonlocal", def::NONLOCAL),
    ("def_local", def::LOCAL),
    ("def_param", def::PARAM),
    ("def_type_param", def::TYPE_PARAM),
    ("def_free_class", def::FREE_CLASS),
    ("def_import", def::IMPORT),
    ("def_bound", def::BOUND),
    ("def_annot", def::ANNOT),
    ("def_comp_iter", def::COMP_ITER),
    ("def_comp_cell", def::COMP_CELL),
];

impl BlockKind {
    /// As `symtable.SymbolTableType` spells it.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Function => "function",
            BlockKind::Class => "class",
            BlockKind::Module => "module",
            BlockKind::Annotation => "annotation",
            BlockKind::TypeAlias => "type alias",
            BlockKind::TypeParameters => "type parameters",
            BlockKind::TypeVariable => "type variable",
        }
    }
}

impl Scope {
    /// The name of the constant in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Unknown => "0",
            Scope::Local => "local",
            Scope::GlobalExplicit => "global_explicit",
            Scope::GlobalImplicit => "global_implicit",
            Scope::Free => "free",
            Scope::Cell => "cell",
        }
    }
}

/// The names of a symbol's flags, separated by commas.
pub fn flag_names(symbol: u32) -> String {
    let set = FLAGS.iter().filter(|(_, flag)| symbol & flag == *flag);
    set.map(|&(name, _)| name).collect::<Vec<_>>().join(", ")
}

/// What `python -m symtable FILENAME` prints.
pub fn dump(table: &SymbolTable, filename: &str) -> String {
    let mut out = String::new();
    dump_block(table, 0, filename, 0, &mut out);
    out
}

fn dump_block(table: &SymbolTable, id: EntryId, filename: &str, level: usize, out: &mut String) {
    let entry = &table.entries[id as usize];
    let indent = "    ".repeat(level);
    let nested = if entry.nested { "nested " } else { "" };
    let what = if entry.kind == BlockKind::Module {
        format!("from file {}", str_repr(&filename.into()))
    } else {
        str_repr(&(&*entry.name).into())
    };
    let _ = writeln!(out, "{indent}symbol table for {nested}{} {what}:", entry.kind.name());
    for (name, &symbol) in &entry.symbols {
        let name = str_repr(&(&**name).into());
        let scope = Scope::of(symbol).name();
        let _ = writeln!(out, "    {indent}{scope} symbol {name}: {}", flag_names(symbol));
    }
    out.push('\n');
    for &child in &entry.children {
        dump_block(table, child, filename, level + 1, out);
    }
}
