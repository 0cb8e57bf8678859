//! The first walk: which names every block binds, uses and declares. Statements are here, expressions in `exprs`.

use super::{BlockKind, Entry, EntryId, Event, Key, KeyKind, SymbolTable, Symbols, def, key, maybe_mangle};
use crate::error::{ErrorKind, Res, SyntaxError, fail};
use crate::future::{ALLOW_TOP_LEVEL_AWAIT, Features, docstring};
use crate::location::Location;
use rustc_hash::FxBuildHasher;
use std::borrow::Cow;
use syntax::ast::*;

/// Names that the compiler itself adds.
pub(super) struct Names {
    pub class: Identifier,
    pub classdict: Identifier,
    pub conditional_annotations: Identifier,
    pub annotate: Identifier,
    pub format: Identifier,
    pub iterator: Identifier,
    pub lambda: Identifier,
    pub genexpr: Identifier,
    pub listcomp: Identifier,
    pub setcomp: Identifier,
    pub dictcomp: Identifier,
}

/// What a block has room for from the beginning.
const FEW_SYMBOLS: usize = 7;

pub(super) struct Builder<'f> {
    pub table: SymbolTable,
    pub features: &'f Features,
    pub stack: Vec<EntryId>,
    /// The innermost class, for private names.
    pub private: Option<Identifier>,
    pub names: Names,
}

pub(super) fn build(module: &Mod, features: &Features, keep_events: bool) -> Res<SymbolTable> {
    let names = Names {
        class: "__class__".into(),
        classdict: "__classdict__".into(),
        conditional_annotations: "__conditional_annotations__".into(),
        annotate: "__annotate__".into(),
        format: ".format".into(),
        iterator: ".0".into(),
        lambda: "lambda".into(),
        genexpr: "genexpr".into(),
        listcomp: "listcomp".into(),
        setcomp: "setcomp".into(),
        dictcomp: "dictcomp".into(),
    };
    let table = SymbolTable { events: keep_events.then(Vec::new), ..SymbolTable::default() };
    let mut builder = Builder { table, features, stack: Vec::new(), private: None, names };
    let nowhere = Location { line: 0, end_line: 0, col: 0, end_col: 0 };
    builder.enter_block("top".into(), BlockKind::Module, key(module, KeyKind::Node), nowhere)?;
    match module {
        Mod::Module { body, .. } => {
            builder.cur().has_docstring = docstring(body).is_some();
            builder.stmts(body)?;
        }
        Mod::Expression { body } => builder.expr(body)?,
        Mod::Interactive { body } => builder.stmts(body)?,
        Mod::FunctionType { .. } => {
            return Err(Box::new(SyntaxError::plain(ErrorKind::System, "this compiler does not handle FunctionTypes")));
        }
    }
    builder.exit_block();
    Ok(builder.table)
}

impl Builder<'_> {
    pub fn cur_id(&self) -> EntryId {
        self.stack.last().copied().unwrap_or(0)
    }

    pub fn cur(&mut self) -> &mut Entry {
        let id = self.cur_id();
        &mut self.table.entries[id as usize]
    }

    /// `ste_new`: a block that is not entered yet.
    fn new_entry(&mut self, name: Identifier, kind: BlockKind, key: Key, location: Location) -> EntryId {
        let cur = self.stack.last().map(|&id| &self.table.entries[id as usize]);
        let entry = Entry {
            name,
            kind,
            symbols: Symbols::with_capacity_and_hasher(FEW_SYMBOLS, FxBuildHasher),
            varnames: Vec::new(),
            children: Vec::new(),
            directives: Vec::new(),
            mangled_names: None,
            scope_info: None,
            location,
            comprehension: None,
            annotation_block: None,
            nested: cur.is_some_and(|cur| cur.nested || cur.is_function_like()),
            generator: false,
            coroutine: false,
            annotations_used: false,
            varargs: false,
            varkeywords: false,
            returns_value: false,
            needs_class_closure: false,
            needs_classdict: false,
            comp_inlined: false,
            can_see_class_scope: false,
            has_docstring: false,
            method: kind == BlockKind::Function && cur.is_some_and(|cur| cur.kind == BlockKind::Class),
            has_conditional_annotations: false,
            comp_iter_target: false,
            in_conditional_block: false,
            in_unevaluated_annotation: false,
            comp_iter_expr: 0,
        };
        let id = self.table.entries.len() as EntryId;
        self.table.entries.push(entry);
        self.table.by_key.insert(key, id);
        id
    }

    fn enter_existing_block(&mut self, id: EntryId, add_to_children: bool) {
        let previous = self.stack.last().copied();
        self.stack.push(id);
        self.table.happened(|| Event::Enter(id));
        let Some(previous) = previous else { return };
        let (comp_iter_expr, mangled_names) = {
            let entry = &self.table.entries[previous as usize];
            (entry.comp_iter_expr, entry.mangled_names)
        };
        let entry = &mut self.table.entries[id as usize];
        entry.comp_iter_expr = comp_iter_expr;
        if mangled_names.is_some() && entry.kind != BlockKind::Class {
            entry.mangled_names = mangled_names;
        }
        // As strings, annotations have no scope.
        if self.features.annotations() && entry.kind == BlockKind::Annotation {
            return;
        }
        if add_to_children {
            self.table.entries[previous as usize].children.push(id);
        }
    }

    pub fn enter_block(&mut self, name: Identifier, kind: BlockKind, key: Key, location: Location) -> Res {
        let id = self.new_entry(name, kind, key, location);
        self.enter_existing_block(id, true);
        if matches!(kind, BlockKind::Annotation | BlockKind::TypeVariable | BlockKind::TypeAlias) {
            let format = self.names.format.clone();
            self.add_def(&format, def::PARAM, location)?;
            self.add_def(&format, def::USE, location)?;
        }
        Ok(())
    }

    pub fn exit_block(&mut self) {
        if let Some(id) = self.stack.pop() {
            self.table.happened(|| Event::Leave(id));
        }
    }

    pub fn mangled<'n>(&self, name: &'n Identifier) -> Cow<'n, Identifier> {
        let entry = &self.table.entries[self.cur_id() as usize];
        maybe_mangle(&self.table, self.private.as_ref(), entry, name)
    }

    pub fn lookup_in(&self, id: EntryId, name: &Identifier) -> u32 {
        let entry = &self.table.entries[id as usize];
        entry.symbol(&maybe_mangle(&self.table, self.private.as_ref(), entry, name))
    }

    /// `symtable_add_def_helper`.
    pub fn add_def_to(&mut self, name: &Identifier, flag: u32, id: EntryId, location: Location) -> Res {
        let mangled = self.mangled(name);
        let entry = &mut self.table.entries[id as usize];
        let comp_iter_target = entry.comp_iter_target;
        let index = match entry.symbols.get_index_of(&**mangled) {
            Some(index) => index,
            None => entry.symbols.insert_full(Identifier::clone(&mangled), 0).0,
        };
        let slot = &mut entry.symbols[index];
        if flag & def::PARAM != 0 && *slot & def::PARAM != 0 {
            return fail(location, format!("duplicate argument '{name}' in function definition"));
        }
        if flag & def::TYPE_PARAM != 0 && *slot & def::TYPE_PARAM != 0 {
            return fail(location, format!("duplicate type parameter '{name}'"));
        }
        *slot |= flag;
        if comp_iter_target {
            if *slot & (def::GLOBAL | def::NONLOCAL) != 0 {
                return fail(
                    location,
                    format!("comprehension inner loop cannot rebind assignment expression target '{name}'"),
                );
            }
            *slot |= def::COMP_ITER;
        }
        if let Some(events) = &mut self.table.events {
            events.push(Event::Note { entry: id, name: Identifier::clone(&mangled), flag, location });
        }
        if flag & def::PARAM != 0 {
            entry.varnames.push(mangled.into_owned());
        } else if flag & def::GLOBAL != 0 {
            *self.table.entries[0].symbols.entry(mangled.into_owned()).or_insert(0) |= flag;
        }
        Ok(())
    }

    pub fn add_def_ctx(&mut self, name: &Identifier, flag: u32, location: Location, ctx: ExprContext) -> Res {
        if flag & (def::PARAM | def::LOCAL | def::IMPORT) != 0 {
            check_name(name, location, ctx)?;
        }
        if flag & def::TYPE_PARAM != 0
            && let Some(set) = self.cur().mangled_names
        {
            self.table.mangled_names[set as usize].insert(name.clone());
        }
        self.add_def_to(name, flag, self.cur_id(), location)
    }

    pub fn add_def(&mut self, name: &Identifier, flag: u32, location: Location) -> Res {
        let ctx = if flag == def::USE { ExprContext::Load } else { ExprContext::Store };
        self.add_def_ctx(name, flag, location, ctx)
    }

    pub fn record_directive(&mut self, name: &Identifier, location: Location) {
        let mangled = self.mangled(name);
        self.cur().directives.push((mangled.into_owned(), location));
    }

    fn enter_type_param_block(
        &mut self,
        name: &Identifier,
        params: &Vec<TypeParam>,
        for_class: bool,
        defaults: Option<&Arguments>,
        location: Location,
    ) -> Res {
        let in_class = self.cur().kind == BlockKind::Class;
        self.enter_block(name.clone(), BlockKind::TypeParameters, key(params, KeyKind::TypeParams), location)?;
        if in_class {
            self.cur().can_see_class_scope = true;
            let classdict = self.names.classdict.clone();
            self.add_def(&classdict, def::USE, location)?;
        }
        if for_class {
            for name in [".type_params", ".generic_base"] {
                let name = name.into();
                self.add_def(&name, def::LOCAL, location)?;
                self.add_def(&name, def::USE, location)?;
            }
        }
        let Some(args) = defaults else { return Ok(()) };
        // Even where there are none: CPython asks whether there is a list of them, and there always is.
        self.add_def(&".defaults".into(), def::PARAM, location)?;
        if args.kw_defaults.iter().any(Option::is_some) {
            self.add_def(&".kwdefaults".into(), def::PARAM, location)?;
        }
        Ok(())
    }

    fn top_level_await(&mut self) -> bool {
        self.features.flags & ALLOW_TOP_LEVEL_AWAIT != 0 && self.cur().kind == BlockKind::Module
    }

    pub fn allows_top_level_await(&mut self) -> bool {
        self.top_level_await()
    }

    fn check_async(&mut self, location: Location, message: &str) -> Res {
        if self.top_level_await() {
            self.cur().coroutine = true;
        }
        if self.cur().coroutine { Ok(()) } else { fail(location, message) }
    }

    pub fn stmts(&mut self, body: &[Stmt]) -> Res {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// Annotations under a condition are evaluated only if the condition held.
    fn conditionally(&mut self, visit: impl FnOnce(&mut Self) -> Res) -> Res {
        let outer = std::mem::replace(&mut self.cur().in_conditional_block, true);
        visit(self)?;
        self.cur().in_conditional_block = outer;
        Ok(())
    }

    fn stmt(&mut self, stmt: &Stmt) -> Res {
        let location = Location::from(stmt.span);
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(stmt, def, false),
            StmtKind::AsyncFunctionDef(def) => self.function(stmt, def, true),
            StmtKind::ClassDef(class) => self.class(stmt, class),
            StmtKind::TypeAlias { name, type_params, value } => self.type_alias(stmt, name, type_params, value),
            StmtKind::Return { value } => {
                if let Some(value) = value {
                    self.expr(value)?;
                    self.cur().returns_value = true;
                }
                Ok(())
            }
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value, .. } => {
                self.exprs(targets)?;
                self.expr(value)
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.ann_assign(location, target, annotation, value.as_deref(), *simple)
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::For(node) => self.for_loop(node),
            StmtKind::AsyncFor(node) => {
                self.check_async(location, "'async for' outside async function")?;
                self.for_loop(node)
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.conditionally(|st| {
                    st.stmts(body)?;
                    st.stmts(orelse)
                })
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                self.conditionally(|st| {
                    for case in cases {
                        st.pattern(&case.pattern)?;
                        st.opt(case.guard.as_deref())?;
                        st.stmts(&case.body)?;
                    }
                    Ok(())
                })
            }
            StmtKind::Raise { exc, cause } => {
                self.opt(exc.as_deref())?;
                self.opt(cause.as_deref())
            }
            StmtKind::Try(node) | StmtKind::TryStar(node) => self.conditionally(|st| st.try_stmt(node)),
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.opt(msg.as_deref())
            }
            StmtKind::Import { names } => names.iter().try_for_each(|alias| self.alias(alias)),
            StmtKind::ImportFrom { module, names, level } => {
                names.iter().try_for_each(|alias| self.alias(alias))?;
                self.check_import_from(location, module.as_deref(), *level)
            }
            StmtKind::Global { names } => {
                names.iter().try_for_each(|name| self.directive(name, def::GLOBAL, "global", location))
            }
            StmtKind::Nonlocal { names } => {
                names.iter().try_for_each(|name| self.directive(name, def::NONLOCAL, "nonlocal", location))
            }
            StmtKind::Expr { value } => self.expr(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
            StmtKind::With(with) => self.with(with),
            StmtKind::AsyncWith(with) => {
                self.check_async(location, "'async with' outside async function")?;
                self.with(with)
            }
        }
    }

    fn for_loop(&mut self, node: &For) -> Res {
        self.expr(&node.target)?;
        self.expr(&node.iter)?;
        self.conditionally(|st| {
            st.stmts(&node.body)?;
            st.stmts(&node.orelse)
        })
    }

    fn with(&mut self, with: &With) -> Res {
        self.conditionally(|st| {
            for item in &with.items {
                st.expr(&item.context_expr)?;
                st.opt(item.optional_vars.as_deref())?;
            }
            st.stmts(&with.body)
        })
    }

    fn try_stmt(&mut self, node: &Try) -> Res {
        self.stmts(&node.body)?;
        for handler in &node.handlers {
            self.opt(handler.type_.as_deref())?;
            if let Some(name) = &handler.name {
                self.add_def(name, def::LOCAL, handler.span.into())?;
            }
            self.stmts(&handler.body)?;
        }
        self.stmts(&node.orelse)?;
        self.stmts(&node.finalbody)
    }

    fn function(&mut self, stmt: &Stmt, def: &FunctionDef, is_async: bool) -> Res {
        let location = stmt.span.into();
        self.add_def(&def.name, def::LOCAL, location)?;
        self.exprs(&def.args.defaults)?;
        def.args.kw_defaults.iter().flatten().try_for_each(|default| self.expr(default))?;
        self.exprs(&def.decorator_list)?;
        let generic = !def.type_params.is_empty();
        if generic {
            self.enter_type_param_block(&def.name, &def.type_params, false, Some(&def.args), location)?;
            self.type_params(&def.type_params)?;
        }
        let id = self.new_entry(def.name.clone(), BlockKind::Function, key(stmt, KeyKind::Node), location);
        self.table.entries[id as usize].has_docstring = docstring(&def.body).is_some();
        self.annotations(location, &def.args, def.returns.as_deref())?;
        self.enter_existing_block(id, true);
        self.cur().coroutine = is_async;
        self.arguments(&def.args)?;
        self.stmts(&def.body)?;
        self.exit_block();
        if generic {
            self.exit_block();
        }
        Ok(())
    }

    fn class(&mut self, stmt: &Stmt, class: &ClassDef) -> Res {
        let location = stmt.span.into();
        self.add_def(&class.name, def::LOCAL, location)?;
        self.exprs(&class.decorator_list)?;
        let outer = self.private.clone();
        let generic = !class.type_params.is_empty();
        if generic {
            self.enter_type_param_block(&class.name, &class.type_params, true, None, location)?;
            self.private = Some(class.name.clone());
            let set = self.table.mangled_names.len() as u32;
            self.table.mangled_names.push(Default::default());
            self.cur().mangled_names = Some(set);
            self.type_params(&class.type_params)?;
        }
        self.exprs(&class.bases)?;
        self.check_keywords(&class.keywords)?;
        class.keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))?;
        self.enter_block(class.name.clone(), BlockKind::Class, key(stmt, KeyKind::Node), location)?;
        self.private = Some(class.name.clone());
        if generic {
            self.add_def(&"__type_params__".into(), def::LOCAL, location)?;
            self.add_def(&".type_params".into(), def::USE, location)?;
        }
        self.cur().has_docstring = docstring(&class.body).is_some();
        self.stmts(&class.body)?;
        self.exit_block();
        if generic {
            self.exit_block();
        }
        self.private = outer;
        Ok(())
    }

    fn type_alias(&mut self, stmt: &Stmt, name: &Expr, params: &Vec<TypeParam>, value: &Expr) -> Res {
        self.expr(name)?;
        let ExprKind::Name { id: name, .. } = &name.kind else { return Ok(()) };
        let location = stmt.span.into();
        let in_class = self.cur().kind == BlockKind::Class;
        let generic = !params.is_empty();
        if generic {
            self.enter_type_param_block(name, params, false, None, location)?;
            self.type_params(params)?;
        }
        self.enter_block(name.clone(), BlockKind::TypeAlias, key(stmt, KeyKind::Node), location)?;
        self.cur().can_see_class_scope = in_class;
        if in_class {
            let classdict = self.names.classdict.clone();
            self.add_def(&classdict, def::USE, value.span.into())?;
        }
        self.expr(value)?;
        self.exit_block();
        if generic {
            self.exit_block();
        }
        Ok(())
    }

    fn ann_assign(
        &mut self,
        location: Location,
        target: &Expr,
        annotation: &Expr,
        value: Option<&Expr>,
        simple: bool,
    ) -> Res {
        self.cur().annotations_used = true;
        if let ExprKind::Name { id, .. } = &target.kind {
            let cur = self.lookup_in(self.cur_id(), id);
            if cur & (def::GLOBAL | def::NONLOCAL) != 0 && self.cur().kind != BlockKind::Module && simple {
                let what = if cur & def::GLOBAL != 0 { "global" } else { "nonlocal" };
                return fail(location, format!("annotated name '{id}' can't be {what}"));
            }
            if simple {
                self.add_def(id, def::ANNOT | def::LOCAL, target.span.into())?;
            } else if value.is_some() {
                self.add_def(id, def::LOCAL, target.span.into())?;
            }
        } else {
            self.expr(target)?;
        }
        self.annotation(annotation)?;
        self.opt(value)
    }

    fn directive(&mut self, name: &Identifier, flag: u32, what: &str, location: Location) -> Res {
        let cur = self.lookup_in(self.cur_id(), name);
        if cur & (def::PARAM | def::LOCAL | def::USE | def::ANNOT) != 0 {
            let message = if cur & def::PARAM != 0 {
                format!("name '{name}' is parameter and {what}")
            } else if cur & def::USE != 0 {
                format!("name '{name}' is used prior to {what} declaration")
            } else if cur & def::ANNOT != 0 {
                format!("annotated name '{name}' can't be {what}")
            } else {
                format!("name '{name}' is assigned to before {what} declaration")
            };
            return fail(location, message);
        }
        self.add_def(name, flag, location)?;
        self.record_directive(name, location);
        Ok(())
    }

    fn alias(&mut self, alias: &Alias) -> Res {
        let name = alias.asname.as_ref().unwrap_or(&alias.name);
        if &**name == "*" {
            if self.cur().kind != BlockKind::Module {
                return fail(alias.span, "import * only allowed at module level");
            }
            return Ok(());
        }
        match name.split_once('.') {
            Some((package, _)) => self.add_def(&package.into(), def::IMPORT, alias.span.into()),
            None => self.add_def(name, def::IMPORT, alias.span.into()),
        }
    }

    fn check_import_from(&self, location: Location, module: Option<&str>, level: u32) -> Res {
        let future = self.features.location;
        let late = location.line > future.line || (location.line == future.end_line && location.col > future.end_col);
        if module == Some("__future__") && level == 0 && late {
            return fail(location, "from __future__ imports must occur at the beginning of the file");
        }
        Ok(())
    }

    pub fn new_annotation_block(&mut self, parent: EntryId, location: Location) -> Res {
        let name = self.names.annotate.clone();
        self.enter_block(name, BlockKind::Annotation, (parent as usize, KeyKind::Annotations), location)?;
        self.table.entries[parent as usize].annotation_block = Some(self.cur_id());
        Ok(())
    }

    pub fn reenter_annotation_block(&mut self, id: EntryId) {
        self.enter_existing_block(id, false);
    }
}

pub(super) fn check_name(name: &str, location: Location, ctx: ExprContext) -> Res {
    match ctx {
        ExprContext::Store if name == "__debug__" => fail(location, "cannot assign to __debug__"),
        ExprContext::Del if name == "__debug__" => fail(location, "cannot delete __debug__"),
        _ => Ok(()),
    }
}
