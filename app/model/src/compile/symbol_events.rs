//! The walks of the symbol table: places of their events, and what is known after some of them.

use super::Compilation;
use super::line::{Now, Stage};
use crate::compile::symbols::{SymbolRow, SymbolsModel};
use crate::ground::place::Span;
use compiler::location::Location;
use compiler::symtable::{EntryId, Event, Scope, SymbolTable};
use std::collections::{HashMap, HashSet};

impl Compilation {
    pub(super) fn event(&self, index: usize) -> Option<(&SymbolTable, &Event)> {
        let table = &self.outline()?.symtable;
        table.events.as_ref()?.get(index).map(|event| (table, event))
    }

    pub(super) fn event_span(&self, index: usize) -> Span {
        let Some((table, event)) = self.event(index) else { return Span::default() };
        match event {
            Event::Note { location, .. } => span(*location),
            Event::Enter(entry) | Event::Leave(entry) | Event::Resolve { entry, .. } => {
                span(table.entries[*entry as usize].location)
            }
        }
    }

    /// The scopes at a moment: blocks entered, names noted, what is decided about them; what the step is about is marked.
    pub fn symbols_at(&self, now: &Now) -> SymbolsModel {
        if now.stage == Stage::Symbols { self.symbols_after(now.events) } else { self.symbols_known(now.events) }
    }

    /// The same behind the walks, or before them: no step is about a scope.
    fn symbols_known(&self, events: usize) -> SymbolsModel {
        if events > 0 { self.symbols().clone() } else { self.symbols_after(0) }
    }

    /// After some events.
    pub(crate) fn symbols_after(&self, events: usize) -> SymbolsModel {
        let whole = self.symbols();
        let Some(stages) = self.outline() else { return SymbolsModel::default() };
        let all = stages.symtable.events.as_deref().unwrap_or(&[]);
        let events = events.min(all.len());
        let mut entered: HashSet<EntryId> = HashSet::new();
        let mut known: HashMap<(EntryId, &str), Option<Scope>> = HashMap::new();
        for event in &all[..events] {
            match event {
                Event::Enter(entry) => {
                    entered.insert(*entry);
                }
                Event::Leave(_) => {}
                Event::Note { entry, name, .. } => {
                    known.entry((*entry, name)).or_insert(None);
                }
                Event::Resolve { entry, name, scope } => {
                    known.insert((*entry, name), Some(*scope));
                }
            }
        }
        let current = events.checked_sub(1).and_then(|last| all.get(last));
        let (at, name) = match current {
            Some(Event::Enter(entry) | Event::Leave(entry)) => (Some(*entry), None),
            Some(Event::Note { entry, name, .. } | Event::Resolve { entry, name, .. }) => (Some(*entry), Some(&**name)),
            None => (None, None),
        };
        let mut model = whole.clone();
        for block in &mut model.blocks {
            block.entered = entered.contains(&block.entry);
            block.current = at == Some(block.entry);
            let rows = std::mem::take(&mut block.rows);
            let so_far = |row: SymbolRow| {
                let found = known.get(&(block.entry, row.name.as_str()))?;
                let current = at == Some(block.entry) && name == Some(row.name.as_str());
                Some(match found {
                    Some(scope) if *scope == row.scope => SymbolRow { current, ..row },
                    Some(scope) => SymbolRow { current, ..row.with_scope(*scope) },
                    None => SymbolRow { current, ..row.with_scope(Scope::Unknown) },
                })
            };
            block.rows = rows.into_iter().filter_map(so_far).collect();
        }
        model
    }
}

fn span(location: Location) -> Span {
    crate::compile::flow::span(location)
}
