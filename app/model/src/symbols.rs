//! The symbol table as nested boxes: which block uses which name, and where the name lives.

use compiler::symtable::{BlockKind, Scope, SymbolTable, def};

#[derive(Clone, Debug, PartialEq)]
pub struct SymbolRow {
    pub name: String,
    pub scope: Scope,
    /// `local, parameter`
    pub words: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub title: String,
    pub depth: usize,
    pub line: u32,
    pub rows: Vec<SymbolRow>,
    /// Index behind the last block inside.
    pub end: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct SymbolsModel {
    pub blocks: Vec<Block>,
}

impl SymbolsModel {
    pub fn new(table: &SymbolTable) -> Self {
        let mut blocks = Vec::new();
        if !table.entries.is_empty() {
            collect(table, 0, 0, &mut blocks);
        }
        SymbolsModel { blocks }
    }
}

fn collect(table: &SymbolTable, entry: u32, depth: usize, blocks: &mut Vec<Block>) {
    let Some(found) = table.entries.get(entry as usize) else { return };
    // Every function has a block for its annotations; one without names says nothing.
    if found.kind == BlockKind::Annotation && found.symbols.keys().all(|name| name.starts_with('.')) {
        return;
    }
    let kind = match found.kind {
        BlockKind::Function => "function",
        BlockKind::Class => "class",
        BlockKind::Module => "module",
        BlockKind::Annotation => "annotations",
        BlockKind::TypeAlias => "type alias",
        BlockKind::TypeParameters => "type parameters",
        BlockKind::TypeVariable => "type variable",
    };
    let title = if found.kind == BlockKind::Module { kind.to_owned() } else { format!("{kind} {}", found.name) };
    let rows = found
        .symbols
        .iter()
        .map(|(name, symbol)| SymbolRow { name: name.to_string(), scope: Scope::of(*symbol), words: words(*symbol) })
        .collect();
    let index = blocks.len();
    blocks.push(Block { title, depth, line: found.location.line.max(0) as u32, rows, end: index + 1 });
    for child in &found.children {
        // Comprehensions that are inlined have no code of their own, but their names are worth seeing.
        collect(table, *child, depth + 1, blocks);
    }
    blocks[index].end = blocks.len();
}

fn words(symbol: u32) -> String {
    let scope = match Scope::of(symbol) {
        Scope::Local => "local",
        Scope::GlobalExplicit => "global, declared",
        Scope::GlobalImplicit => "global, implicit",
        Scope::Free => "free: from an enclosing function",
        Scope::Cell => "cell: shared with an inner function",
        Scope::Unknown => "",
    };
    let mut parts: Vec<&str> = vec![scope];
    for (flag, word) in [(def::PARAM, "parameter"), (def::IMPORT, "imported"), (def::NONLOCAL, "nonlocal")] {
        if symbol & flag != 0 {
            parts.push(word);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closure_has_a_cell_outside_and_a_free_name_inside() {
        let source = b"def f(a):\n    def g():\n        return a, len\n    return g\n";
        let table = compiler::symbol_table(source, compiler::Mode::Exec).unwrap();
        let model = SymbolsModel::new(&table);
        let scope = |title: &str, name: &str| {
            let block = model.blocks.iter().find(|block| block.title == title)?;
            block.rows.iter().find(|row| row.name == name).map(|row| row.scope)
        };
        assert_eq!(scope("function f", "a"), Some(Scope::Cell));
        assert_eq!(scope("function g", "a"), Some(Scope::Free));
        assert_eq!(scope("function g", "len"), Some(Scope::GlobalImplicit));
    }
}
