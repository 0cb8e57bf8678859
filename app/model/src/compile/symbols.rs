//! The symbol table as nested boxes: which block uses which name, and where the name lives.

use crate::ground::place::{self, Span};
use compiler::symtable::{BlockKind, Entry, EntryId, Event, Scope, SymbolTable, def};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq)]
pub struct SymbolRow {
    pub name: String,
    pub scope: Scope,
    /// `local, parameter`
    pub words: String,
    /// The bits of the symbol table.
    pub(crate) flags: u32,
    /// The step is about it.
    pub current: bool,
    /// Where the block mentions it first, if the walks were kept.
    pub span: Span,
}

impl SymbolRow {
    fn new(name: &str, scope: Scope, flags: u32, span: Span) -> SymbolRow {
        SymbolRow { name: name.to_owned(), scope, words: words(scope, flags), flags, current: false, span }
    }

    /// The same while less, or something else, is known about it.
    pub fn with_scope(&self, scope: Scope) -> SymbolRow {
        SymbolRow::new(&self.name, scope, self.flags, self.span)
    }

    /// A letter beside the colour: L, G, F, C; `?` while nothing is decided.
    pub fn letter(&self) -> &'static str {
        match self.scope {
            Scope::Local => "L",
            Scope::GlobalExplicit | Scope::GlobalImplicit => "G",
            Scope::Free => "F",
            Scope::Cell => "C",
            Scope::Unknown => "?",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub title: String,
    pub depth: usize,
    pub line: u32,
    pub span: Span,
    pub rows: Vec<SymbolRow>,
    /// Index behind the last block inside.
    pub end: usize,
    pub entry: EntryId,
    /// The walk has come by.
    pub entered: bool,
    /// The step is about it.
    pub current: bool,
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
        let mut first: HashMap<(EntryId, &str), Span> = HashMap::new();
        for event in table.events.as_deref().unwrap_or(&[]) {
            if let Event::Note { entry, name, location, .. } = event {
                first.entry((*entry, name)).or_insert_with(|| crate::compile::flow::span(*location));
            }
        }
        for block in &mut blocks {
            for row in &mut block.rows {
                row.span = first.get(&(block.entry, row.name.as_str())).copied().unwrap_or_default();
            }
        }
        SymbolsModel { blocks }
    }

    /// The row that a name at a place means: (block, row), of the innermost block around the place that knows it.
    pub fn meant(&self, name: &str, span: Span) -> Option<(usize, usize)> {
        let around = |block: &Block| block.depth == 0 || place::covers(block.span, span);
        let blocks = self.blocks.iter().enumerate().filter(|(_, block)| around(block));
        let known = blocks
            .filter_map(|(index, block)| block.rows.iter().position(|row| row.name == name).map(|row| (index, row)));
        known.max_by_key(|(index, _)| self.blocks[*index].depth)
    }

    /// From each free name to the cell that it means: (block, row) of both.
    pub fn cells(&self) -> Vec<((usize, usize), (usize, usize))> {
        let mut arrows = Vec::new();
        for (block, inner) in self.blocks.iter().enumerate() {
            for (row, symbol) in inner.rows.iter().enumerate().filter(|(_, symbol)| symbol.scope == Scope::Free) {
                let around = (0..block).rev().filter(|outer| self.blocks[*outer].end > block);
                let cell = around.filter_map(|outer| {
                    let holds = |held: &SymbolRow| held.scope == Scope::Cell && held.name == symbol.name;
                    self.blocks[outer].rows.iter().position(holds).map(|at| (outer, at))
                });
                arrows.extend(cell.take(1).map(|cell| ((block, row), cell)));
            }
        }
        arrows
    }
}

fn collect(table: &SymbolTable, entry: u32, depth: usize, blocks: &mut Vec<Block>) {
    let Some(found) = table.entries.get(entry as usize) else { return };
    // Every function has a block for its annotations; one without names says nothing.
    if found.kind == BlockKind::Annotation && found.symbols.keys().all(|name| name.starts_with('.')) {
        return;
    }
    let rows = found
        .symbols
        .iter()
        .map(|(name, symbol)| SymbolRow::new(name, Scope::of(*symbol), *symbol, Span::default()))
        .collect();
    let index = blocks.len();
    blocks.push(Block {
        title: title(found),
        depth,
        line: found.location.line.max(0) as u32,
        span: crate::compile::flow::span(found.location),
        rows,
        end: index + 1,
        entry,
        entered: true,
        current: false,
    });
    for child in &found.children {
        // Comprehensions that are inlined have no code of their own, but their names are worth seeing.
        collect(table, *child, depth + 1, blocks);
    }
    blocks[index].end = blocks.len();
}

/// `function fib`, `module`
pub fn title(entry: &Entry) -> String {
    let kind = match entry.kind {
        BlockKind::Function => "function",
        BlockKind::Class => "class",
        BlockKind::Module => return "module".to_owned(),
        BlockKind::Annotation => "annotations",
        BlockKind::TypeAlias => "type alias",
        BlockKind::TypeParameters => "type parameters",
        BlockKind::TypeVariable => "type variable",
    };
    format!("{kind} {}", entry.name)
}

fn words(scope: Scope, symbol: u32) -> String {
    let scope = match scope {
        Scope::Local => "local",
        Scope::GlobalExplicit => "global, declared",
        Scope::GlobalImplicit => "global, implicit",
        Scope::Free => "free: from an enclosing function",
        Scope::Cell => "cell: shared with an inner function",
        Scope::Unknown => "not decided yet",
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
        let arrows = model.cells();
        let [((inner, free), (outer, cell))] = arrows[..] else { panic!("{arrows:?}") };
        assert_eq!(
            (model.blocks[inner].title.as_str(), model.blocks[inner].rows[free].name.as_str()),
            ("function g", "a")
        );
        assert_eq!((model.blocks[outer].title.as_str(), model.blocks[outer].rows[cell].letter()), ("function f", "C"));
    }

    #[test]
    fn scopes_are_entered_noted_and_decided_one_after_the_other() {
        let compilation = crate::compile::Compilation::of("a.py", "def f(a):\n    return lambda: a\n");
        let all = (0..).map(|events| compilation.symbols_after(events));
        let mut seen: Vec<String> = Vec::new();
        for model in all.take(60) {
            let f = model.blocks.iter().find(|block| block.title == "function f").unwrap();
            let row = f.rows.iter().find(|row| row.name == "a");
            let now = format!("{} {}", f.entered, row.map_or("-", SymbolRow::letter));
            if seen.last() != Some(&now) {
                seen.push(now);
            }
        }
        assert_eq!(seen, ["false -", "true -", "true ?", "true L", "true C"]);
    }
}
