//! Scopes and names (`Python/symtable.c`): a first walk notes how every block uses its names, a second decides for each
//! name whether it is local, global, free or a cell.

mod analyze;
mod build;
mod dump;
mod exprs;
mod mangle;

pub use dump::{dump, flag_names};
pub use mangle::{mangle, maybe_mangle};

use crate::error::Res;
use crate::future::Features;
use crate::location::Location;
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use syntax::ast::{Identifier, Mod};

/// What a block does with a name: the bits of `ste_symbols`, with the decided scope above them.
pub mod def {
    pub const GLOBAL: u32 = 1;
    pub const LOCAL: u32 = 2;
    pub const PARAM: u32 = 4;
    pub const NONLOCAL: u32 = 8;
    pub const USE: u32 = 16;
    pub const FREE_CLASS: u32 = 64;
    pub const IMPORT: u32 = 128;
    pub const ANNOT: u32 = 256;
    pub const COMP_ITER: u32 = 512;
    pub const TYPE_PARAM: u32 = 1024;
    pub const COMP_CELL: u32 = 2048;
    pub const BOUND: u32 = LOCAL | PARAM | IMPORT;
    pub const SCOPE_OFFSET: u32 = 12;
    pub const SCOPE_MASK: u32 = GLOBAL | LOCAL | PARAM | NONLOCAL;
}

/// Where a name lives, seen from one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Unknown,
    Local,
    GlobalExplicit,
    GlobalImplicit,
    Free,
    Cell,
}

impl Scope {
    pub fn of(symbol: u32) -> Scope {
        match symbol >> def::SCOPE_OFFSET & def::SCOPE_MASK {
            1 => Scope::Local,
            2 => Scope::GlobalExplicit,
            3 => Scope::GlobalImplicit,
            4 => Scope::Free,
            5 => Scope::Cell,
            _ => Scope::Unknown,
        }
    }

    pub(crate) fn bits(self) -> u32 {
        (self as u32) << def::SCOPE_OFFSET
    }
}

/// `_Py_block_ty`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    Function,
    Class,
    Module,
    Annotation,
    TypeAlias,
    TypeParameters,
    TypeVariable,
}

/// `_Py_comprehension_ty`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ComprehensionKind {
    List,
    Dict,
    Set,
    Generator,
}

pub type Symbols = IndexMap<Identifier, u32, FxBuildHasher>;

/// Position of a block in [`SymbolTable::entries`].
pub type EntryId = u32;

/// `PySTEntryObject`: one block.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: Identifier,
    pub kind: BlockKind,
    pub symbols: Symbols,
    /// Parameters, in order.
    pub varnames: Vec<Identifier>,
    pub children: Vec<EntryId>,
    /// Where names were declared `global` or `nonlocal`.
    pub directives: Vec<(Identifier, Location)>,
    /// Position in [`SymbolTable::mangled_names`]; `None`: every name is mangled.
    pub mangled_names: Option<u32>,
    /// What a type-variable block evaluates, for messages.
    pub scope_info: Option<&'static str>,
    pub location: Location,
    pub comprehension: Option<ComprehensionKind>,
    pub annotation_block: Option<EntryId>,
    pub nested: bool,
    pub generator: bool,
    pub coroutine: bool,
    pub annotations_used: bool,
    pub varargs: bool,
    pub varkeywords: bool,
    pub returns_value: bool,
    pub needs_class_closure: bool,
    pub needs_classdict: bool,
    pub comp_inlined: bool,
    pub can_see_class_scope: bool,
    pub has_docstring: bool,
    pub method: bool,
    pub has_conditional_annotations: bool,
    comp_iter_target: bool,
    in_conditional_block: bool,
    in_unevaluated_annotation: bool,
    comp_iter_expr: u32,
}

impl Entry {
    pub fn is_function_like(&self) -> bool {
        !matches!(self.kind, BlockKind::Class | BlockKind::Module)
    }

    /// `_PyST_GetSymbol`: 0 for a name that the block does not know.
    pub fn symbol(&self, name: &str) -> u32 {
        self.symbols.get(name).copied().unwrap_or(0)
    }

    pub fn scope(&self, name: &str) -> Scope {
        Scope::of(self.symbol(name))
    }
}

/// Which block of a node is meant, where a node has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// The module, a function, class, lambda, comprehension or type alias.
    Node,
    TypeParams,
    /// The annotations of a function, keyed by its `Arguments`.
    Arguments,
    /// The bound or the only default of a type parameter.
    TypeParam,
    TypeParamDefault,
    /// The variable annotations of a class or module, keyed by the position of its block.
    Annotations,
}

/// A block is found again by the address of its node: the tree does not move while it is compiled.
pub type Key = (usize, KeyKind);

pub fn key<T>(node: &T, kind: KeyKind) -> Key {
    (std::ptr::from_ref(node) as usize, kind)
}

/// One thing that a walk did, for those who want to watch it.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The first walk comes to a block.
    Enter(EntryId),
    /// The first walk sees what a block does with a name: bits of [`def`].
    Note { entry: EntryId, name: Identifier, flag: u32, location: Location },
    /// The first walk leaves a block.
    Leave(EntryId),
    /// The second walk decides where a name of a block lives. A later decision replaces an earlier one: what looked local
    /// becomes a cell once an inner block is seen to use it.
    Resolve { entry: EntryId, name: Identifier, scope: Scope },
}

/// All blocks of a module; block 0 is the module's own.
#[derive(Clone, Debug, Default)]
pub struct SymbolTable {
    pub entries: Vec<Entry>,
    /// What the walks did, in order, if that is kept.
    pub events: Option<Vec<Event>>,
    pub mangled_names: Vec<FxHashSet<Identifier>>,
    by_key: FxHashMap<Key, EntryId>,
}

impl SymbolTable {
    /// `_PySymtable_Build`.
    pub(crate) fn build(module: &Mod, features: &Features, keep_events: bool) -> Res<SymbolTable> {
        let mut table = build::build(module, features, keep_events)?;
        analyze::analyze(&mut table)?;
        Ok(table)
    }

    /// Keeps an event; what it is is worked out only if events are kept.
    fn happened(&mut self, event: impl FnOnce() -> Event) {
        if let Some(events) = &mut self.events {
            events.push(event());
        }
    }

    pub fn top(&self) -> &Entry {
        &self.entries[0]
    }

    /// `_PySymtable_Lookup`.
    pub fn lookup(&self, key: Key) -> Option<EntryId> {
        self.by_key.get(&key).copied()
    }
}
