//! The second walk: from how names are used to where they live.

use super::{BlockKind, EntryId, Event, Scope, SymbolTable, def};
use crate::error::{Res, SyntaxError, fail};
use crate::location::NO_LOCATION;
use crate::pyhash::hash_name;
use ground::set_order::PySet;
use rustc_hash::FxHashSet;
use std::rc::Rc;
use syntax::ast::Identifier;

type Set = FxHashSet<Identifier>;

/// Free names, in the order of CPython's set: they enter the symbols of outer blocks in it.
#[derive(Default)]
struct Free(PySet<Identifier>);

impl Free {
    fn copy(&self) -> Free {
        Free(self.0.copy(Identifier::eq))
    }

    fn insert(&mut self, name: Identifier) {
        self.0.add(hash_name(&name), name, Identifier::eq);
    }

    fn extend(&mut self, other: &Free) {
        self.0.merge(&other.0, Identifier::eq);
    }

    fn contains(&self, name: &str) -> bool {
        self.0.contains(hash_name(name), |item| &**item == name)
    }

    fn discard(&mut self, name: &str) -> bool {
        self.0.discard(hash_name(name), |item| &**item == name)
    }
}

pub(super) fn analyze(table: &mut SymbolTable) -> Res {
    let mut free = Free::default();
    analyze_block(table, 0, None, &mut free, Rc::new(Set::default()), None)
}

/// Names that are never free through a class block: the class provides them.
const CLASS_CELLS: [&str; 3] = ["__class__", "__classdict__", "__conditional_annotations__"];

/// Decides on the names of one block, then of its children. `bound` are the names bound in enclosing functions (`None`
/// for a module), `free` receives the names that the block and its children take from outside.
fn analyze_block(
    table: &mut SymbolTable,
    id: EntryId,
    mut bound: Option<Rc<Set>>,
    free: &mut Free,
    mut type_params: Rc<Set>,
    class_entry: Option<EntryId>,
) -> Res {
    let entry = &table.entries[id as usize];
    let is_class = entry.kind == BlockKind::Class;
    let children = entry.children.clone();
    let enclosing = if is_class { bound.clone() } else { None };
    let mut local = Vec::new();
    let mut scopes = Vec::with_capacity(entry.symbols.len());
    for index in 0..entry.symbols.len() {
        let entry = &table.entries[id as usize];
        let Some((name, &flags)) = entry.symbols.get_index(index) else { break };
        let scope = analyze_name(table, id, name, flags, &mut bound, &mut local, free, &mut type_params, class_entry)?;
        scopes.push(scope);
        if table.events.is_some() {
            let name = name.clone();
            table.happened(|| Event::Resolve { entry: id, name, scope });
        }
    }

    let mut newfree = Free::default();
    let mut inlined_cells = Set::default();
    if !children.is_empty() {
        let visible = names_for_children(table, id, enclosing, bound.as_ref(), local);
        for &child in &children {
            analyze_child(
                table,
                id,
                child,
                &visible,
                &mut newfree,
                &type_params,
                class_entry,
                &mut scopes,
                &mut inlined_cells,
            )?;
        }
        splice_inlined(table, id);
    }

    let function_like = table.entries[id as usize].is_function_like();
    if function_like {
        analyze_cells(table, id, &mut scopes, &mut newfree, &inlined_cells);
    } else if is_class {
        drop_class_free(table, id, &mut newfree);
    }
    update_symbols(table, id, &scopes, bound.as_deref(), &newfree, &inlined_cells);
    free.extend(&newfree);
    Ok(())
}

/// A class's own names are not visible in its methods; a function's are.
fn names_for_children(
    table: &SymbolTable,
    id: EntryId,
    enclosing: Option<Rc<Set>>,
    bound: Option<&Rc<Set>>,
    local: Vec<Identifier>,
) -> Rc<Set> {
    let entry = &table.entries[id as usize];
    if entry.kind == BlockKind::Class {
        let mut visible = enclosing.map_or_else(Set::default, |names| (*names).clone());
        visible.extend(CLASS_CELLS.iter().map(|&name| Identifier::from(name)));
        return Rc::new(visible);
    }
    match bound {
        Some(bound) if !entry.is_function_like() || local.is_empty() => bound.clone(),
        _ => {
            let mut visible = bound.map_or_else(Set::default, |names| (**names).clone());
            if entry.is_function_like() {
                visible.extend(local);
            }
            Rc::new(visible)
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "the sets of symtable.c's two mutually recursive functions")]
fn analyze_child(
    table: &mut SymbolTable,
    id: EntryId,
    child: EntryId,
    visible: &Rc<Set>,
    newfree: &mut Free,
    type_params: &Rc<Set>,
    class_entry: Option<EntryId>,
    scopes: &mut Vec<Scope>,
    inlined_cells: &mut Set,
) -> Res {
    let parent = &table.entries[id as usize];
    let entry = &table.entries[child as usize];
    let new_class_entry = match entry.can_see_class_scope {
        true if parent.kind == BlockKind::Class => Some(id),
        true => class_entry,
        false => None,
    };
    // Not inside annotation scopes of a class: their names are looked up in two places.
    let inline = entry.comprehension.is_some() && !entry.generator && !parent.can_see_class_scope;
    let mut child_free = newfree.copy();
    analyze_block(table, child, Some(visible.clone()), &mut child_free, type_params.clone(), new_class_entry)?;
    if inline {
        inline_comprehension(table, id, child, scopes, &mut child_free, inlined_cells);
        table.entries[child as usize].comp_inlined = true;
    }
    newfree.extend(&child_free);
    Ok(())
}

/// The children of an inlined comprehension become children of the block around it.
fn splice_inlined(table: &mut SymbolTable, id: EntryId) {
    let children = &table.entries[id as usize].children;
    if !children.iter().any(|&child| table.entries[child as usize].comp_inlined) {
        return;
    }
    let mut spliced = Vec::with_capacity(children.len());
    for &child in children {
        let entry = &table.entries[child as usize];
        if entry.comp_inlined {
            spliced.extend_from_slice(&entry.children);
        } else {
            spliced.push(child);
        }
    }
    table.entries[id as usize].children = spliced;
}

fn error_at_directive(table: &SymbolTable, id: EntryId, name: &str, message: String) -> Res<Scope> {
    let directives = &table.entries[id as usize].directives;
    match directives.iter().find(|(declared, _)| &**declared == name) {
        Some(&(_, location)) => fail(location, message),
        None => Err(Box::new(SyntaxError::at(NO_LOCATION, message))),
    }
}

#[expect(clippy::too_many_arguments, reason = "the sets of symtable.c's two mutually recursive functions")]
fn analyze_name(
    table: &SymbolTable,
    id: EntryId,
    name: &Identifier,
    flags: u32,
    bound: &mut Option<Rc<Set>>,
    local: &mut Vec<Identifier>,
    free: &mut Free,
    type_params: &mut Rc<Set>,
    class_entry: Option<EntryId>,
) -> Res<Scope> {
    if flags & def::GLOBAL != 0 {
        if flags & def::NONLOCAL != 0 {
            return error_at_directive(table, id, name, format!("name '{name}' is nonlocal and global"));
        }
        if let Some(bound) = bound
            && bound.contains(name)
        {
            Rc::make_mut(bound).remove(name);
        }
        return Ok(Scope::GlobalExplicit);
    }
    if flags & def::NONLOCAL != 0 {
        let message = match bound {
            None => "nonlocal declaration not allowed at module level".to_owned(),
            Some(bound) if !bound.contains(name) => format!("no binding for nonlocal '{name}' found"),
            _ if type_params.contains(name) => {
                format!("nonlocal binding not allowed for type parameter '{name}'")
            }
            _ => {
                free.insert(name.clone());
                return Ok(Scope::Free);
            }
        };
        return error_at_directive(table, id, name, message);
    }
    if flags & def::BOUND != 0 {
        local.push(name.clone());
        if flags & def::TYPE_PARAM != 0 {
            Rc::make_mut(type_params).insert(name.clone());
        } else if type_params.contains(name) {
            Rc::make_mut(type_params).remove(name);
        }
        return Ok(Scope::Local);
    }
    // An annotation scope in a class sees the class's names first, and then only globals.
    if let Some(class) = class_entry {
        let class_flags = table.entries[class as usize].symbol(name);
        if class_flags & def::GLOBAL != 0 {
            return Ok(Scope::GlobalExplicit);
        }
        if class_flags & def::BOUND != 0 && class_flags & def::NONLOCAL == 0 {
            return Ok(Scope::GlobalImplicit);
        }
    }
    if bound.as_ref().is_some_and(|bound| bound.contains(name)) {
        free.insert(name.clone());
        return Ok(Scope::Free);
    }
    Ok(Scope::GlobalImplicit)
}

fn is_free_in_any_child(table: &SymbolTable, id: EntryId, name: &str) -> bool {
    let children = &table.entries[id as usize].children;
    children.iter().any(|&child| table.entries[child as usize].scope(name) == Scope::Free)
}

/// Merges the names of a comprehension into the block that it will run in (PEP 709).
fn inline_comprehension(
    table: &mut SymbolTable,
    id: EntryId,
    comp: EntryId,
    scopes: &mut Vec<Scope>,
    comp_free: &mut Free,
    inlined_cells: &mut Set,
) {
    let in_class = table.entries[id as usize].kind == BlockKind::Class;
    let symbols = table.entries[comp as usize].symbols.clone();
    for (name, &comp_flags) in &symbols {
        if comp_flags & def::PARAM != 0 {
            continue;
        }
        let mut scope = Scope::of(comp_flags);
        let only_flags = comp_flags & ((1 << def::SCOPE_OFFSET) - 1);
        if scope == Scope::Cell || only_flags & def::COMP_CELL != 0 {
            inlined_cells.insert(name.clone());
        }
        let existing = table.entries[id as usize].symbols.get(name).copied();
        if scope == Scope::Free && in_class && CLASS_CELLS.contains(&&**name) {
            scope = Scope::GlobalImplicit;
            if !is_free_in_any_child(table, comp, name) {
                comp_free.discard(name);
            }
            table.entries[comp as usize].symbols.shift_remove(name);
        }
        match existing {
            None => {
                table.entries[id as usize].symbols.insert(name.clone(), only_flags);
                scopes.push(scope);
                table.happened(|| Event::Resolve { entry: id, name: name.clone(), scope });
            }
            // What the block around it binds is simply local now, unless a nested function needs it.
            Some(flags) if flags & def::BOUND != 0 && !in_class => {
                if !is_free_in_any_child(table, comp, name) {
                    comp_free.discard(name);
                }
            }
            Some(_) => {}
        }
    }
}

/// A local that a nested block uses is a cell here, and free no further out.
fn analyze_cells(table: &mut SymbolTable, id: EntryId, scopes: &mut [Scope], free: &mut Free, inlined_cells: &Set) {
    if free.0.is_empty() && inlined_cells.is_empty() {
        return;
    }
    let SymbolTable { entries, events, .. } = table;
    for (name, scope) in entries[id as usize].symbols.keys().zip(scopes) {
        if *scope == Scope::Local && (free.contains(name) || inlined_cells.contains(name)) {
            *scope = Scope::Cell;
            if let Some(events) = events {
                events.push(Event::Resolve { entry: id, name: name.clone(), scope: Scope::Cell });
            }
            free.discard(name);
        }
    }
}

fn drop_class_free(table: &mut SymbolTable, id: EntryId, free: &mut Free) {
    let entry = &mut table.entries[id as usize];
    entry.needs_class_closure |= free.discard("__class__");
    entry.needs_classdict |= free.discard("__classdict__");
    entry.has_conditional_annotations |= free.discard("__conditional_annotations__");
}

fn update_symbols(
    table: &mut SymbolTable,
    id: EntryId,
    scopes: &[Scope],
    bound: Option<&Set>,
    free: &Free,
    inlined_cells: &Set,
) {
    let SymbolTable { entries, events, .. } = table;
    let entry = &mut entries[id as usize];
    for ((name, flags), scope) in entry.symbols.iter_mut().zip(scopes) {
        if inlined_cells.contains(name) {
            *flags |= def::COMP_CELL;
        }
        *flags |= scope.bits();
    }
    let sees_class = entry.kind == BlockKind::Class || entry.can_see_class_scope;
    for name in free.0.iter() {
        match entry.symbols.get_mut(name) {
            Some(flags) => {
                if sees_class {
                    *flags |= def::FREE_CLASS;
                }
            }
            None if bound.is_some_and(|bound| !bound.contains(name)) => {}
            None => {
                entry.symbols.insert(name.clone(), Scope::Free.bits());
                if let Some(events) = events {
                    events.push(Event::Resolve { entry: id, name: name.clone(), scope: Scope::Free });
                }
            }
        }
    }
}
