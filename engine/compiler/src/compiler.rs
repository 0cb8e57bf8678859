//! The state of a compilation (`Python/compile.c`): code units entered and left, their tables of names and constants,
//! what a name resolves to, and the blocks that `break`, `continue` and `return` must unwind.

use crate::assemble;
use crate::code::{CodeObject, Const, flags};
use crate::consts::{ConstCache, ConstId};
use crate::error::{ErrorKind, Res, SyntaxError, Warning, fail};
use crate::flowgraph::{self, FlowGraph, Traversal};
use crate::future::{self, Features};
use crate::instructions::{InstructionSequence, Label};
use crate::location::Location;
use crate::stages::{Keep, UnitStages};
use crate::symtable::{BlockKind, Entry, EntryId, Scope, SymbolTable, def, mangle, maybe_mangle};
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::Arc;
use syntax::ast::{Expr, ExprContext, ExprKind, Identifier, Stmt};
use syntax::pystr::PyStr;

/// Kinds of code unit (`COMPILE_SCOPE_…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeType {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    Annotations,
}

/// Names of a unit with their index.
pub type NameTable = IndexMap<Identifier, u32, FxBuildHasher>;

/// `_PyCompile_CodeUnitMetadata`.
#[derive(Clone, Debug)]
pub struct Metadata {
    pub name: Identifier,
    pub qualname: Identifier,
    /// Constants in order of their index.
    pub consts: Vec<ConstId>,
    const_index: FxHashMap<ConstId, u32>,
    pub names: NameTable,
    pub varnames: NameTable,
    pub cellvars: NameTable,
    pub freevars: NameTable,
    /// Names of inlined comprehensions that are fast locals of a class or module; true while one is compiled.
    pub fasthidden: IndexMap<Identifier, bool, FxBuildHasher>,
    pub argcount: u32,
    pub posonlyargcount: u32,
    pub kwonlyargcount: u32,
    pub firstlineno: i32,
}

/// Numbers of parameters of a unit about to be entered.
#[derive(Clone, Copy, Debug, Default)]
pub struct ArgCounts {
    pub args: usize,
    pub posonly: usize,
    pub kwonly: usize,
}

/// `COMPILE_FBLOCK_…`: what has to be undone when a block is left by a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockType {
    WhileLoop,
    ForLoop,
    TryExcept,
    FinallyTry,
    FinallyEnd,
    With,
    AsyncWith,
    HandlerCleanup,
    PopValue,
    ExceptionHandler,
    ExceptionGroupHandler,
    AsyncComprehensionGenerator,
    StopIteration,
}

#[derive(Clone, Copy, Debug)]
pub enum Datum<'a> {
    None,
    Finally(&'a [Stmt]),
    Name(&'a Identifier),
}

#[derive(Clone, Copy, Debug)]
pub struct FrameBlock<'a> {
    pub kind: BlockType,
    pub block: Label,
    pub exit: Label,
    pub location: Location,
    pub datum: Datum<'a>,
}

/// `CO_MAXBLOCKS`.
pub const MAX_BLOCKS: usize = 21;

/// A variable annotation to be compiled at the end of its module or class, and which of the conditional ones it is.
#[derive(Clone, Copy, Debug)]
pub struct DeferredAnnotation<'a> {
    pub stmt: &'a Stmt,
    pub target: &'a Identifier,
    pub annotation: &'a Expr,
    pub conditional_index: Option<u32>,
}

/// `struct compiler_unit`.
pub struct Unit<'a> {
    /// Counts the units as they are entered.
    pub serial: u32,
    /// The serial number of the unit around it, and how many instructions that had when this one was entered.
    pub origin: Option<(u32, usize)>,
    pub entry: EntryId,
    pub scope_type: ScopeType,
    pub private: Option<Identifier>,
    /// In a class: attributes that methods set on `self`.
    pub static_attributes: FxHashSet<Identifier>,
    pub deferred_annotations: Vec<DeferredAnnotation<'a>>,
    pub next_conditional_annotation: u32,
    pub seq: InstructionSequence,
    stashed: Option<InstructionSequence>,
    pub blocks: Vec<FrameBlock<'a>>,
    pub in_inlined_comp: u32,
    pub in_conditional_block: u32,
    pub meta: Metadata,
}

/// The code object of a unit, with its constants as the cache knows them.
pub struct Assembled {
    pub code: Arc<CodeObject>,
    pub consts: Vec<ConstId>,
}

/// What an inlined comprehension changed in the unit around it.
#[derive(Default)]
pub struct InlinedState {
    pub pushed_locals: Vec<Identifier>,
    pub cleanup: Option<Label>,
    temp_symbols: Vec<(Identifier, u32)>,
    fast_hidden: Vec<Identifier>,
}

/// How a name is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameOp {
    Fast,
    Global,
    Deref,
    Name,
}

pub struct Compiler<'a> {
    pub filename: PyStr,
    pub st: SymbolTable,
    pub features: Features,
    pub optimize: u8,
    pub interactive: bool,
    pub consts: ConstCache,
    /// The last is the current one.
    pub units: Vec<Unit<'a>>,
    /// Copies of a `finally` body would warn twice.
    disable_warning: u32,
    pub warnings: Vec<Warning>,
    ids: FxHashMap<&'static str, Identifier>,
    texts: FxHashMap<Identifier, PyStr>,
    /// What is kept of every unit, and the units that are done.
    pub keep: Keep,
    pub log: Vec<UnitStages>,
    /// Units entered so far.
    entered: u32,
    /// Room of a sequence that is done with, for the next one.
    spare: InstructionSequence,
    /// What the passes walk over flow graphs with.
    traversal: Traversal,
}

/// `_PyCompile_DictAddObj`.
pub fn add_name(table: &mut NameTable, name: &Identifier) -> u32 {
    if let Some(&index) = table.get(name) {
        return index;
    }
    let index = table.len() as u32;
    table.insert(name.clone(), index);
    index
}

/// The names of a block that have a scope or carry a flag, sorted, numbered from `offset` (`dictbytype`).
fn names_by_scope(entry: &Entry, scope: Scope, flag: u32, offset: usize) -> NameTable {
    let mut names: Vec<&Identifier> = entry
        .symbols
        .iter()
        .filter(|&(_, &symbol)| Scope::of(symbol) == scope || symbol & flag != 0)
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    names.into_iter().enumerate().map(|(index, name)| (name.clone(), (index + offset) as u32)).collect()
}

impl Unit<'_> {
    /// Instructions emitted so far.
    fn emitted(&self) -> usize {
        let aside = |seq: &InstructionSequence| seq.annotations.as_ref().map_or(0, |seq| seq.instructions.len());
        let stashed = self.stashed.as_ref().map_or(0, |seq| seq.instructions.len() + aside(seq));
        self.seq.instructions.len() + aside(&self.seq) + stashed
    }
}

impl<'a> Compiler<'a> {
    pub fn new(
        filename: PyStr,
        st: SymbolTable,
        identifiers: Vec<Identifier>,
        features: Features,
        optimize: u8,
        keep: Keep,
    ) -> Compiler<'a> {
        Compiler {
            filename,
            st,
            features,
            optimize,
            interactive: false,
            consts: ConstCache::new(identifiers),
            units: Vec::new(),
            disable_warning: 0,
            warnings: Vec::new(),
            ids: FxHashMap::default(),
            texts: FxHashMap::default(),
            keep,
            log: Vec::new(),
            entered: 0,
            spare: InstructionSequence::default(),
            traversal: Traversal::default(),
        }
    }

    /// A name that the compiler itself writes.
    pub fn id(&mut self, name: &'static str) -> Identifier {
        self.ids.entry(name).or_insert_with(|| name.into()).clone()
    }

    /// The Python string of an identifier.
    pub fn text(&mut self, name: &Identifier) -> PyStr {
        if let Some(text) = self.texts.get(name) {
            return text.clone();
        }
        let text = PyStr::from(Identifier::clone(name));
        self.texts.insert(name.clone(), text.clone());
        text
    }

    pub fn unit(&mut self) -> &mut Unit<'a> {
        let last = self.units.len() - 1;
        &mut self.units[last]
    }

    pub fn unit_ref(&self) -> &Unit<'a> {
        &self.units[self.units.len() - 1]
    }

    /// The symbol table entry of the current unit.
    pub fn entry(&self) -> &Entry {
        &self.st.entries[self.unit_ref().entry as usize]
    }

    pub fn scope_type(&self) -> ScopeType {
        self.unit_ref().scope_type
    }

    /// `_PyCompile_EnterScope`.
    pub fn enter_scope(
        &mut self,
        name: Identifier,
        scope_type: ScopeType,
        entry_id: Option<EntryId>,
        lineno: i32,
        private: Option<Identifier>,
        counts: ArgCounts,
    ) -> Res {
        let Some(entry_id) = entry_id else {
            return Err(Box::new(SyntaxError::plain(ErrorKind::System, "unknown symbol table entry")));
        };
        let entry = &self.st.entries[entry_id as usize];
        let varnames = entry.varnames.iter().enumerate().map(|(i, name)| (name.clone(), i as u32)).collect();
        let mut cellvars = names_by_scope(entry, Scope::Cell, def::COMP_CELL, 0);
        let own = [
            (entry.needs_class_closure, "__class__"),
            (entry.needs_classdict, "__classdict__"),
            (entry.has_conditional_annotations, "__conditional_annotations__"),
        ];
        for (_, name) in own.into_iter().filter(|&(needed, _)| needed) {
            let name = self.id(name);
            add_name(&mut cellvars, &name);
        }
        let entry = &self.st.entries[entry_id as usize];
        let freevars = names_by_scope(entry, Scope::Free, def::FREE_CLASS, cellvars.len());
        let private = private.or_else(|| self.units.last().and_then(|unit| unit.private.clone()));
        let origin = self.units.last().map(|unit| (unit.serial, unit.emitted()));
        self.entered += 1;
        self.units.push(Unit {
            serial: self.entered - 1,
            origin,
            entry: entry_id,
            scope_type,
            private,
            static_attributes: FxHashSet::default(),
            deferred_annotations: Vec::new(),
            next_conditional_annotation: 0,
            seq: std::mem::take(&mut self.spare),
            stashed: None,
            blocks: Vec::new(),
            in_inlined_comp: 0,
            in_conditional_block: 0,
            meta: Metadata {
                qualname: name.clone(),
                name,
                consts: Vec::new(),
                const_index: FxHashMap::default(),
                names: NameTable::default(),
                varnames,
                cellvars,
                freevars,
                fasthidden: IndexMap::default(),
                argcount: counts.args as u32,
                posonlyargcount: counts.posonly as u32,
                kwonlyargcount: counts.kwonly as u32,
                firstlineno: lineno,
            },
        });
        if scope_type != ScopeType::Module {
            let qualname = self.qualname();
            self.unit().meta.qualname = qualname;
        }
        Ok(())
    }

    pub fn exit_scope(&mut self) {
        self.units.pop();
    }

    /// `compiler_set_qualname`.
    fn qualname(&self) -> Identifier {
        let depth = self.units.len() - 1;
        let unit = &self.units[depth];
        let name = &unit.meta.name;
        if depth <= 1 {
            return name.clone();
        }
        let mut parent = &self.units[depth - 1];
        if parent.scope_type == ScopeType::Annotations {
            if depth == 2 {
                return name.clone();
            }
            parent = &self.units[depth - 2];
        }
        let named = matches!(unit.scope_type, ScopeType::Function | ScopeType::AsyncFunction | ScopeType::Class);
        if named {
            let mangled = mangle(parent.private.as_ref(), name);
            if self.st.entries[parent.entry as usize].scope(&mangled) == Scope::GlobalExplicit {
                return name.clone();
            }
        }
        let outer = &parent.meta.qualname;
        match parent.scope_type {
            ScopeType::Function | ScopeType::AsyncFunction | ScopeType::Lambda => {
                format!("{outer}.<locals>.{name}").into()
            }
            _ => format!("{outer}.{name}").into(),
        }
    }

    /// `self.x = …` in a method counts among the static attributes of its class.
    pub fn maybe_add_static_attribute(&mut self, expr: &Expr) {
        let ExprKind::Attribute { value, attr, ctx: ExprContext::Store } = &expr.kind else { return };
        let ExprKind::Name { id, .. } = &value.kind else { return };
        if &**id != "self" {
            return;
        }
        let enclosing = self.units.len() - 1;
        if let Some(unit) = self.units[..enclosing].iter_mut().rev().find(|unit| unit.scope_type == ScopeType::Class) {
            unit.static_attributes.insert(attr.clone());
        }
    }

    pub fn push_block(
        &mut self,
        location: Location,
        kind: BlockType,
        block: Label,
        exit: Label,
        datum: Datum<'a>,
    ) -> Res {
        if self.unit().blocks.len() >= MAX_BLOCKS {
            return fail(location, "too many statically nested blocks");
        }
        self.unit().blocks.push(FrameBlock { kind, block, exit, location, datum });
        if kind == BlockType::FinallyEnd {
            self.disable_warning += 1;
        }
        Ok(())
    }

    pub fn pop_block(&mut self) {
        if let Some(block) = self.unit().blocks.pop()
            && block.kind == BlockType::FinallyEnd
        {
            self.disable_warning -= 1;
        }
    }

    pub fn warn(&mut self, location: impl Into<Location>, message: String) {
        if self.disable_warning == 0 {
            self.warnings.push(Warning { message, location: location.into() });
        }
    }

    /// `_PyCompile_AddConst`.
    pub fn add_const(&mut self, value: Const) -> u32 {
        let id = self.consts.insert(value);
        self.add_const_id(id)
    }

    pub fn add_const_id(&mut self, id: ConstId) -> u32 {
        let meta = &mut self.unit().meta;
        *meta.const_index.entry(id).or_insert_with(|| {
            meta.consts.push(id);
            meta.consts.len() as u32 - 1
        })
    }

    pub fn mangle<'n>(&self, name: &'n Identifier) -> Cow<'n, Identifier> {
        mangle(self.unit_ref().private.as_ref(), name)
    }

    pub fn maybe_mangle<'n>(&self, name: &'n Identifier) -> Cow<'n, Identifier> {
        let unit = self.unit_ref();
        maybe_mangle(&self.st, unit.private.as_ref(), &self.st.entries[unit.entry as usize], name)
    }

    /// `_PyCompile_GetRefType`.
    pub fn ref_type(&self, name: &str) -> Scope {
        let class_cell = matches!(name, "__class__" | "__classdict__" | "__conditional_annotations__");
        if self.scope_type() == ScopeType::Class && class_cell {
            return Scope::Cell;
        }
        self.entry().scope(name)
    }

    /// Where a free variable of an inner function is found in this one (`_PyCompile_LookupArg`).
    pub fn lookup_closure_arg(&self, name: &str) -> Res<u32> {
        let meta = &self.unit_ref().meta;
        let table = if self.ref_type(name) == Scope::Cell { &meta.cellvars } else { &meta.freevars };
        match table.get(name) {
            Some(&arg) => Ok(arg),
            None => Err(Box::new(SyntaxError::plain(
                ErrorKind::System,
                format!("compiler_lookup_arg(name='{name}') failed in {}", meta.name),
            ))),
        }
    }

    /// `_PyCompile_ResolveNameop`: how to reach a name, and its index in the table meant (none for fast locals).
    pub fn resolve_name(&mut self, mangled: &Identifier, scope: Scope) -> (NameOp, u32) {
        let function_like = self.entry().is_function_like();
        let meta = &mut self.unit().meta;
        let (op, table) = match scope {
            Scope::Free => (NameOp::Deref, &mut meta.freevars),
            Scope::Cell => (NameOp::Deref, &mut meta.cellvars),
            Scope::Local if function_like || meta.fasthidden.get(mangled) == Some(&true) => return (NameOp::Fast, 0),
            Scope::GlobalImplicit if function_like => (NameOp::Global, &mut meta.names),
            Scope::GlobalExplicit => (NameOp::Global, &mut meta.names),
            _ => (NameOp::Name, &mut meta.names),
        };
        (op, add_name(table, mangled))
    }

    /// The symbols of a comprehension take the place of the enclosing ones while it is compiled inline.
    pub fn tweak_inlined_scopes(&mut self, comp: EntryId, state: &mut InlinedState) {
        let outer = self.unit_ref().entry;
        let in_class = self.entry().kind == BlockKind::Class && self.unit_ref().in_inlined_comp == 0;
        let function_like = self.entry().is_function_like();
        self.unit().in_inlined_comp += 1;
        let symbols = self.st.entries[comp as usize].symbols.clone();
        for (name, &symbol) in &symbols {
            let scope = Scope::of(symbol);
            let outer_symbol = self.st.entries[outer as usize].symbol(name);
            let outer_scope = Scope::of(outer_symbol);
            let differs =
                scope != outer_scope && scope != Scope::Free && !(scope == Scope::Cell && outer_scope == Scope::Free);
            if differs || in_class {
                self.st.entries[outer as usize].symbols.insert(name.clone(), symbol);
                state.temp_symbols.push((name.clone(), outer_symbol));
            }
            let bound = symbol & def::LOCAL != 0 && symbol & def::NONLOCAL == 0;
            if (bound || in_class) && !function_like {
                let hidden = &mut self.unit().meta.fasthidden;
                if hidden.get(name) != Some(&true) {
                    hidden.insert(name.clone(), true);
                    state.fast_hidden.push(name.clone());
                }
            }
        }
    }

    pub fn revert_inlined_scopes(&mut self, state: &mut InlinedState) {
        let outer = self.unit_ref().entry;
        self.unit().in_inlined_comp -= 1;
        for (name, symbol) in state.temp_symbols.drain(..) {
            self.st.entries[outer as usize].symbols.insert(name, symbol);
        }
        for name in state.fast_hidden.drain(..) {
            self.unit().meta.fasthidden.insert(name, false);
        }
    }

    pub fn start_annotation_setup(&mut self) {
        let unit = self.unit();
        unit.seq.annotations_at = unit.seq.instructions.len();
        unit.stashed = Some(std::mem::take(&mut unit.seq));
    }

    pub fn end_annotation_setup(&mut self) {
        let unit = self.unit();
        if let Some(parent) = unit.stashed.take() {
            let annotations = std::mem::replace(&mut unit.seq, parent);
            unit.seq.annotations = Some(Box::new(annotations));
        }
    }

    /// `compute_code_flags`.
    fn code_flags(&self) -> u32 {
        let entry = self.entry();
        let mut bits = 0;
        let mut set = |condition: bool, flag: u32| bits |= if condition { flag } else { 0 };
        if entry.is_function_like() {
            set(true, flags::NEWLOCALS | flags::OPTIMIZED);
            set(entry.nested, flags::NESTED);
            set(entry.generator && !entry.coroutine, flags::GENERATOR);
            set(entry.generator && entry.coroutine, flags::ASYNC_GENERATOR);
            set(entry.varargs, flags::VARARGS);
            set(entry.varkeywords, flags::VARKEYWORDS);
            set(entry.has_docstring, flags::HAS_DOCSTRING);
            set(entry.method, flags::METHOD);
        }
        set(entry.coroutine && !entry.generator, flags::COROUTINE);
        bits | self.features.flags & future::INHERITED
    }

    /// `_PyCompile_OptimizeAndAssemble`: ends the current unit and makes its code object. The unit stays entered.
    pub fn optimize_and_assemble(&mut self, add_none: bool) -> Res<Assembled> {
        self.add_return_at_end(add_none);
        let code_flags = self.code_flags();
        let nparams = self.entry().varnames.len();
        let keep = self.keep;
        let unit = self.unit();
        let (serial, origin) = (unit.serial, unit.origin);
        let mut seq = std::mem::take(&mut unit.seq);
        let mut meta = unit.meta.clone_for_assembly();
        seq.apply_label_map();
        let mut stages = (keep != Keep::Nothing).then(|| UnitStages::new(&meta, &seq, serial, origin, keep));
        let mut graph = FlowGraph::from_instructions(&seq);
        self.spare = seq.cleared();
        let traversal = &mut self.traversal;
        flowgraph::optimize(&mut graph, &mut meta, &mut self.consts, nparams, traversal, stages.as_mut())?;
        let lowered = flowgraph::lower(&mut graph, &meta, code_flags, traversal, stages.as_mut())?;
        let code = Arc::new(assemble::make_code(self, &meta, lowered, code_flags));
        if let Some(mut stages) = stages {
            stages.code = Some(Arc::clone(&code));
            self.log.push(stages);
        }
        Ok(Assembled { code, consts: meta.consts })
    }

    /// The conditional index of a new deferred annotation, if it has one.
    pub fn defer_annotation(&mut self, stmt: &'a Stmt, target: &'a Identifier, annotation: &'a Expr) -> Option<u32> {
        let unit = self.unit();
        let conditional = unit.scope_type == ScopeType::Module || unit.in_conditional_block > 0;
        let conditional_index = conditional.then_some(unit.next_conditional_annotation);
        unit.next_conditional_annotation += u32::from(conditional);
        unit.deferred_annotations.push(DeferredAnnotation { stmt, target, annotation, conditional_index });
        conditional_index
    }
}

impl Metadata {
    /// The unit is left right after it is assembled: its tables move.
    /// What belongs to instructions without a unit.
    pub(crate) fn of_loose(consts: Vec<ConstId>, nlocals: usize) -> Metadata {
        let name = Identifier::from("loose");
        Metadata {
            qualname: name.clone(),
            name,
            const_index: consts.iter().enumerate().map(|(i, &id)| (id, i as u32)).collect(),
            consts,
            names: NameTable::default(),
            varnames: (0..nlocals as u32).map(|i| (Identifier::from(format!("local {i}").as_str()), i)).collect(),
            cellvars: NameTable::default(),
            freevars: NameTable::default(),
            fasthidden: IndexMap::default(),
            argcount: 0,
            posonlyargcount: 0,
            kwonlyargcount: 0,
            firstlineno: 1,
        }
    }

    fn clone_for_assembly(&mut self) -> Metadata {
        Metadata {
            name: self.name.clone(),
            qualname: self.qualname.clone(),
            consts: std::mem::take(&mut self.consts),
            const_index: std::mem::take(&mut self.const_index),
            names: std::mem::take(&mut self.names),
            varnames: std::mem::take(&mut self.varnames),
            cellvars: std::mem::take(&mut self.cellvars),
            freevars: std::mem::take(&mut self.freevars),
            fasthidden: std::mem::take(&mut self.fasthidden),
            ..*self
        }
    }

    /// Where a constant is in `consts`, if it is there.
    pub fn const_position(&self, id: ConstId) -> Option<u32> {
        self.const_index.get(&id).copied()
    }

    /// Appends a constant made by folding.
    pub fn append_const(&mut self, id: ConstId) -> u32 {
        let index = self.consts.len() as u32;
        self.consts.push(id);
        self.const_index.insert(id, index);
        index
    }
}
