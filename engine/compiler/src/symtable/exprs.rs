//! The first walk through expressions, annotations and patterns.

use super::build::{Builder, check_name};
use super::{BlockKind, ComprehensionKind, EntryId, KeyKind, def, key};
use crate::error::{Res, fail};
use crate::location::Location;
use syntax::ast::*;

impl Builder<'_> {
    pub fn exprs(&mut self, exprs: &[Expr]) -> Res {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    pub fn opt(&mut self, expr: Option<&Expr>) -> Res {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    pub fn check_keywords(&mut self, keywords: &[Keyword]) -> Res {
        for keyword in keywords {
            if let Some(name) = &keyword.arg {
                check_name(name, keyword.span.into(), ExprContext::Store)?;
            }
        }
        Ok(())
    }

    pub fn expr(&mut self, expr: &Expr) -> Res {
        match &expr.kind {
            ExprKind::NamedExpr { target, value } => {
                self.raise_if_annotation_block("named expression", expr)?;
                self.named_expr(expr, target, value)
            }
            ExprKind::BoolOp { values, .. } | ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
                self.exprs(values)
            }
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left)?;
                self.expr(right)
            }
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Lambda { args, body } => self.lambda(expr, args, body),
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict { keys, values } => {
                keys.iter().flatten().try_for_each(|key| self.expr(key))?;
                self.exprs(values)
            }
            ExprKind::Set { elts } | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => self.exprs(elts),
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(expr, ComprehensionKind::Generator, generators, elt, None)
            }
            ExprKind::ListComp { elt, generators } => {
                self.comprehension(expr, ComprehensionKind::List, generators, elt, None)
            }
            ExprKind::SetComp { elt, generators } => {
                self.comprehension(expr, ComprehensionKind::Set, generators, elt, None)
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(expr, ComprehensionKind::Dict, generators, key, Some(value))
            }
            ExprKind::Yield { value } => {
                self.raise_if_annotation_block("yield expression", expr)?;
                self.opt(value.as_deref())?;
                self.mark_generator(expr)
            }
            ExprKind::YieldFrom { value } => {
                self.raise_if_annotation_block("yield expression", expr)?;
                self.expr(value)?;
                self.mark_generator(expr)
            }
            ExprKind::Await { value } => self.await_expr(expr, value),
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func)?;
                self.exprs(args)?;
                self.check_keywords(keywords)?;
                keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))
            }
            ExprKind::FormattedValue { value, format_spec, .. }
            | ExprKind::Interpolation { value, format_spec, .. } => {
                self.expr(value)?;
                self.opt(format_spec.as_deref())
            }
            ExprKind::Constant { .. } => Ok(()),
            ExprKind::Attribute { value, attr, ctx } => {
                check_name(attr, expr.span.into(), *ctx)?;
                self.expr(value)
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value)?;
                self.expr(slice)
            }
            ExprKind::Starred { value, .. } => self.expr(value),
            ExprKind::Slice { lower, upper, step } => {
                self.opt(lower.as_deref())?;
                self.opt(upper.as_deref())?;
                self.opt(step.as_deref())
            }
            ExprKind::Name { id, ctx } => self.name(id, *ctx, expr.span.into()),
        }
    }

    fn name(&mut self, id: &Identifier, ctx: ExprContext, location: Location) -> Res {
        if self.cur().in_unevaluated_annotation {
            return Ok(());
        }
        let flag = if ctx == ExprContext::Load { def::USE } else { def::LOCAL };
        self.add_def_ctx(id, flag, location, ctx)?;
        // `super()` needs the class that it stands in.
        if ctx == ExprContext::Load && &**id == "super" && self.cur().is_function_like() {
            let class = self.names.class.clone();
            self.add_def(&class, def::USE, location)?;
        }
        Ok(())
    }

    fn lambda(&mut self, expr: &Expr, args: &Arguments, body: &Expr) -> Res {
        self.exprs(&args.defaults)?;
        args.kw_defaults.iter().flatten().try_for_each(|default| self.expr(default))?;
        let name = self.names.lambda.clone();
        self.enter_block(name, BlockKind::Function, key(expr, KeyKind::Node), expr.span.into())?;
        self.arguments(args)?;
        self.expr(body)?;
        self.exit_block();
        Ok(())
    }

    fn await_expr(&mut self, expr: &Expr, value: &Expr) -> Res {
        self.raise_if_annotation_block("await expression", expr)?;
        if !self.allows_top_level_await() {
            let cur = self.cur();
            if !cur.is_function_like() {
                return fail(expr.span, "'await' outside function");
            }
            let in_async = cur.kind == BlockKind::Function && cur.coroutine;
            if !in_async && cur.comprehension.is_none() {
                return fail(expr.span, "'await' outside async function");
            }
        }
        self.expr(value)?;
        self.cur().coroutine = true;
        Ok(())
    }

    fn mark_generator(&mut self, expr: &Expr) -> Res {
        self.cur().generator = true;
        match self.cur().comprehension {
            None => Ok(()),
            Some(ComprehensionKind::List) => fail(expr.span, "'yield' inside list comprehension"),
            Some(ComprehensionKind::Set) => fail(expr.span, "'yield' inside set comprehension"),
            Some(ComprehensionKind::Dict) => fail(expr.span, "'yield' inside dict comprehension"),
            Some(ComprehensionKind::Generator) => fail(expr.span, "'yield' inside generator expression"),
        }
    }

    fn named_expr(&mut self, expr: &Expr, target: &Expr, value: &Expr) -> Res {
        if self.cur().comp_iter_expr > 0 {
            return fail(expr.span, "assignment expression cannot be used in a comprehension iterable expression");
        }
        if self.cur().comprehension.is_some() {
            self.extend_named_expr_scope(target)?;
        }
        self.expr(value)?;
        self.expr(target)
    }

    /// In a comprehension `:=` binds in the nearest function or module around it.
    fn extend_named_expr_scope(&mut self, target: &Expr) -> Res {
        let ExprKind::Name { id: name, .. } = &target.kind else { return Ok(()) };
        let location = Location::from(target.span);
        for index in (0..self.stack.len()).rev() {
            let id: EntryId = self.stack[index];
            let (kind, comprehension) = {
                let entry = &self.table.entries[id as usize];
                (entry.kind, entry.comprehension)
            };
            if comprehension.is_some() {
                let symbol = self.lookup_in(id, name);
                if symbol & def::COMP_ITER != 0 && symbol & def::LOCAL != 0 {
                    return fail(
                        location,
                        format!("assignment expression cannot rebind comprehension iteration variable '{name}'"),
                    );
                }
                continue;
            }
            let message = match kind {
                BlockKind::Function => {
                    let global = self.lookup_in(id, name) & def::GLOBAL != 0;
                    self.add_def(name, if global { def::GLOBAL } else { def::NONLOCAL }, location)?;
                    self.record_directive(name, location);
                    return self.add_def_to(name, def::LOCAL, id, location);
                }
                BlockKind::Module => {
                    self.add_def(name, def::GLOBAL, location)?;
                    self.record_directive(name, location);
                    return self.add_def_to(name, def::GLOBAL, id, location);
                }
                BlockKind::Class => "a class body",
                BlockKind::TypeAlias => "a type alias",
                BlockKind::TypeVariable => "a TypeVar bound",
                BlockKind::TypeParameters => {
                    return fail(
                        location,
                        "assignment expression within a comprehension cannot be used within the definition of a generic",
                    );
                }
                BlockKind::Annotation => continue,
            };
            return fail(location, format!("assignment expression within a comprehension cannot be used in {message}"));
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        expr: &Expr,
        kind: ComprehensionKind,
        generators: &[Comprehension],
        elt: &Expr,
        value: Option<&Expr>,
    ) -> Res {
        let Some((outermost, rest)) = generators.split_first() else { return Ok(()) };
        // The outermost iterable is evaluated in the scope around the comprehension.
        self.cur().comp_iter_expr += 1;
        self.expr(&outermost.iter)?;
        self.cur().comp_iter_expr -= 1;
        let name = match kind {
            ComprehensionKind::Generator => &self.names.genexpr,
            ComprehensionKind::List => &self.names.listcomp,
            ComprehensionKind::Set => &self.names.setcomp,
            ComprehensionKind::Dict => &self.names.dictcomp,
        };
        let location = Location::from(expr.span);
        self.enter_block(name.clone(), BlockKind::Function, key(expr, KeyKind::Node), location)?;
        self.cur().comprehension = Some(kind);
        self.cur().coroutine |= outermost.is_async;
        let iterator = self.names.iterator.clone();
        self.add_def(&iterator, def::PARAM, location)?;
        self.cur().comp_iter_target = true;
        self.expr(&outermost.target)?;
        self.cur().comp_iter_target = false;
        self.exprs(&outermost.ifs)?;
        for generator in rest {
            self.generator(generator)?;
        }
        self.opt(value)?;
        self.expr(elt)?;
        let is_generator = kind == ComprehensionKind::Generator;
        self.cur().generator = is_generator;
        let is_async = self.cur().coroutine && !is_generator;
        self.exit_block();
        if is_async {
            let top_level = self.allows_top_level_await();
            let cur = self.cur();
            let in_async = cur.kind == BlockKind::Function && cur.coroutine;
            if !in_async && cur.comprehension.is_none() && !top_level {
                return fail(expr.span, "asynchronous comprehension outside of an asynchronous function");
            }
            cur.coroutine = true;
        }
        Ok(())
    }

    fn generator(&mut self, generator: &Comprehension) -> Res {
        self.cur().comp_iter_target = true;
        self.expr(&generator.target)?;
        self.cur().comp_iter_target = false;
        self.cur().comp_iter_expr += 1;
        self.expr(&generator.iter)?;
        self.cur().comp_iter_expr -= 1;
        self.exprs(&generator.ifs)?;
        self.cur().coroutine |= generator.is_async;
        Ok(())
    }

    fn raise_if_annotation_block(&mut self, what: &str, expr: &Expr) -> Res {
        let cur = self.cur();
        let place = match cur.kind {
            BlockKind::Annotation => "an annotation",
            BlockKind::TypeVariable => cur.scope_info.unwrap_or("a TypeVar bound"),
            BlockKind::TypeAlias => "a type alias",
            BlockKind::TypeParameters => "the definition of a generic",
            _ => return Ok(()),
        };
        fail(expr.span, format!("{what} cannot be used within {place}"))
    }

    pub fn type_params(&mut self, params: &[TypeParam]) -> Res {
        for param in params {
            let location = Location::from(param.span);
            let flags = def::TYPE_PARAM | def::LOCAL;
            match &param.kind {
                TypeParamKind::TypeVar { name, bound, default_value } => {
                    self.add_def(name, flags, location)?;
                    let is_tuple = bound.as_ref().is_some_and(|bound| matches!(bound.kind, ExprKind::Tuple { .. }));
                    let what = if is_tuple { "a TypeVar constraint" } else { "a TypeVar bound" };
                    self.bound_or_default(bound.as_deref(), name, param, KeyKind::TypeParam, what)?;
                    let kind = KeyKind::TypeParamDefault;
                    self.bound_or_default(default_value.as_deref(), name, param, kind, "a TypeVar default")?;
                }
                TypeParamKind::TypeVarTuple { name, default_value } => {
                    self.add_def(name, flags, location)?;
                    let kind = KeyKind::TypeParam;
                    self.bound_or_default(default_value.as_deref(), name, param, kind, "a TypeVarTuple default")?;
                }
                TypeParamKind::ParamSpec { name, default_value } => {
                    self.add_def(name, flags, location)?;
                    let kind = KeyKind::TypeParam;
                    self.bound_or_default(default_value.as_deref(), name, param, kind, "a ParamSpec default")?;
                }
            }
        }
        Ok(())
    }

    fn bound_or_default(
        &mut self,
        expr: Option<&Expr>,
        name: &Identifier,
        param: &TypeParam,
        kind: KeyKind,
        what: &'static str,
    ) -> Res {
        if &**name == "__classdict__" {
            return fail(param.span, format!("reserved name '{name}' cannot be used for type parameter"));
        }
        let Some(expr) = expr else { return Ok(()) };
        let in_class = self.cur().can_see_class_scope;
        self.enter_block(name.clone(), BlockKind::TypeVariable, key(param, kind), expr.span.into())?;
        self.cur().can_see_class_scope = in_class;
        if in_class {
            let classdict = self.names.classdict.clone();
            self.add_def(&classdict, def::USE, expr.span.into())?;
        }
        self.cur().scope_info = Some(what);
        self.expr(expr)?;
        self.exit_block();
        Ok(())
    }

    pub fn arguments(&mut self, args: &Arguments) -> Res {
        for arg in args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs) {
            self.add_def(&arg.arg, def::PARAM, arg.span.into())?;
        }
        if let Some(arg) = &args.vararg {
            self.add_def(&arg.arg, def::PARAM, arg.span.into())?;
            self.cur().varargs = true;
        }
        if let Some(arg) = &args.kwarg {
            self.add_def(&arg.arg, def::PARAM, arg.span.into())?;
            self.cur().varkeywords = true;
        }
        Ok(())
    }

    /// The annotation of a variable: in a class or module part of its `__annotate__`, in a function never evaluated.
    pub fn annotation(&mut self, annotation: &Expr) -> Res {
        let location = Location::from(annotation.span);
        let parent = self.cur_id();
        let cur = self.cur();
        let kind = cur.kind;
        let unevaluated = kind == BlockKind::Function;
        // A module may be run in part, so its annotations always count as conditional.
        let conditional = kind == BlockKind::Class && cur.in_conditional_block || kind == BlockKind::Module;
        if conditional && !cur.has_conditional_annotations {
            cur.has_conditional_annotations = true;
            let name = self.names.conditional_annotations.clone();
            self.add_def(&name, def::USE, location)?;
        }
        match self.cur().annotation_block {
            Some(block) => self.reenter_annotation_block(block),
            None => {
                self.new_annotation_block(parent, location)?;
                if kind == BlockKind::Class && !self.features.annotations() {
                    self.cur().can_see_class_scope = true;
                    self.table.entries[parent as usize].needs_classdict = true;
                    let classdict = self.names.classdict.clone();
                    self.add_def(&classdict, def::USE, location)?;
                }
            }
        }
        self.cur().in_unevaluated_annotation |= unevaluated;
        let result = self.expr(annotation);
        if unevaluated {
            self.cur().in_unevaluated_annotation = false;
        }
        self.exit_block();
        result
    }

    /// The annotations of a function's parameters and result; `function` is its own block.
    pub fn annotations(&mut self, location: Location, args: &Arguments, returns: Option<&Expr>) -> Res {
        let in_class = self.cur().can_see_class_scope || self.cur().kind == BlockKind::Class;
        let name = self.names.annotate.clone();
        self.enter_block(name, BlockKind::Annotation, key(args, KeyKind::Arguments), location)?;
        if in_class {
            self.cur().can_see_class_scope = true;
            let classdict = self.names.classdict.clone();
            self.add_def(&classdict, def::USE, location)?;
        }
        for arg in args
            .posonlyargs
            .iter()
            .chain(&args.args)
            .chain(args.vararg.as_deref())
            .chain(args.kwarg.as_deref())
            .chain(&args.kwonlyargs)
        {
            if let Some(annotation) = &arg.annotation {
                self.cur().annotations_used = true;
                self.expr(annotation)?;
            }
        }
        if let Some(returns) = returns {
            self.cur().annotations_used = true;
            self.expr(returns)?;
        }
        self.exit_block();
        Ok(())
    }

    pub fn pattern(&mut self, pattern: &Pattern) -> Res {
        let location = Location::from(pattern.span);
        match &pattern.kind {
            PatternKind::MatchValue { value } => self.expr(value),
            PatternKind::MatchSingleton { .. } => Ok(()),
            PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))
            }
            PatternKind::MatchStar { name } => self.capture(name.as_ref(), location),
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))?;
                self.capture(rest.as_ref(), location)
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.expr(cls)?;
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))?;
                for (attr, pattern) in kwd_attrs.iter().zip(kwd_patterns) {
                    check_name(attr, pattern.span.into(), ExprContext::Store)?;
                }
                kwd_patterns.iter().try_for_each(|pattern| self.pattern(pattern))
            }
            PatternKind::MatchAs { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
                self.capture(name.as_ref(), location)
            }
        }
    }

    fn capture(&mut self, name: Option<&Identifier>, location: Location) -> Res {
        name.map_or(Ok(()), |name| self.add_def(name, def::LOCAL, location))
    }
}
