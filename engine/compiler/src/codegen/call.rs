//! Calls: of functions, of methods, of `super()`.

use super::display::TUPLE;
use super::expr::at_attribute;
use super::{STACK_USE_GUIDELINE, common_constant, intrinsic1};
use crate::code::Const;
use crate::compiler::Compiler;
use crate::error::{Res, fail};
use crate::instructions::Label;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use crate::symtable::{KeyKind, Scope, def, key};
use rustc_hash::FxHashSet;
use syntax::ast::{CmpOp, Expr, ExprContext, ExprKind, Identifier, Keyword};

/// A `super(…)` whose attribute is looked up without making the `super` object.
#[derive(Clone, Copy)]
pub(crate) struct SuperCall<'a> {
    pub func: &'a Expr,
    pub name: &'a Identifier,
    pub args: &'a [Expr],
}

fn is_starred(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Starred { .. })
}

impl<'a> Compiler<'a> {
    pub(crate) fn call(&mut self, expr: &'a Expr, func: &'a Expr, args: &'a [Expr], keywords: &'a [Keyword]) -> Res {
        self.validate_keywords(keywords)?;
        if let ExprKind::Attribute { value, attr, ctx: ExprContext::Load } = &func.kind
            && self.method_call(expr, func, value, attr, args, keywords)?
        {
            return Ok(());
        }
        let skip_normal_call = self.new_label();
        self.check_caller(func);
        self.expr(func)?;
        self.builtin_on_generator(func, args, keywords, skip_normal_call)?;
        self.op(func.span.into(), opcode::PUSH_NULL);
        self.call_helper(expr.span.into(), 0, args, None, keywords)?;
        self.use_label(skip_normal_call);
        Ok(())
    }

    fn validate_keywords(&self, keywords: &[Keyword]) -> Res {
        let repeated = |index: usize, name: &Identifier| {
            keywords[index + 1..].iter().find(|other| other.arg.as_ref() == Some(name))
        };
        // CPython compares all pairs; only where a name does repeat is that worth it.
        let mut seen = FxHashSet::default();
        if keywords.iter().filter_map(|keyword| keyword.arg.as_ref()).all(|name| seen.insert(name)) {
            return Ok(());
        }
        for (index, keyword) in keywords.iter().enumerate() {
            if let Some(name) = &keyword.arg
                && let Some(other) = repeated(index, name)
            {
                return fail(other.span, format!("keyword argument repeated: {name}"));
            }
        }
        Ok(())
    }

    /// Whether a name is bound by an import in the module.
    fn is_import_originated(&self, expr: &Expr) -> bool {
        matches!(&expr.kind, ExprKind::Name { id, .. } if self.st.top().symbol(id) & def::IMPORT != 0)
    }

    /// `value.attr(…)` without a bound method in between; false if the call must go the long way.
    fn method_call(
        &mut self,
        expr: &'a Expr,
        func: &'a Expr,
        value: &'a Expr,
        attr: &'a Identifier,
        args: &'a [Expr],
        keywords: &'a [Keyword],
    ) -> Res<bool> {
        let size = args.len() + keywords.len() + usize::from(!keywords.is_empty());
        if self.is_import_originated(value)
            || size >= STACK_USE_GUIDELINE
            || args.iter().any(is_starred)
            || keywords.iter().any(|keyword| keyword.arg.is_none())
        {
            return Ok(false);
        }
        let mut location = Location::from(func.span);
        if let Some(call) = self.super_call(value, attr) {
            self.load_args_for_super(value, call)?;
            let low = if call.args.is_empty() { 1 } else { 3 };
            self.emit_mangled(location, opcode::LOAD_SUPER_ATTR, attr, 2, low);
            location = at_attribute(location, func, attr);
            self.op(location, opcode::NOP);
        } else {
            self.expr(value)?;
            location = at_attribute(location, func, attr);
            self.emit_mangled(location, opcode::LOAD_ATTR, attr, 1, 1);
        }
        self.exprs(args)?;
        let count = (args.len() + keywords.len()) as u32;
        let call_location = at_attribute(expr.span.into(), func, attr);
        if keywords.is_empty() {
            self.emit(call_location, opcode::CALL, count);
        } else {
            keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))?;
            self.keyword_names(location, keywords);
            self.emit(call_location, opcode::CALL_KW, count);
        }
        Ok(true)
    }

    /// `can_optimize_super_call`.
    pub(crate) fn super_call(&self, value: &'a Expr, attr: &str) -> Option<SuperCall<'a>> {
        let ExprKind::Call { func, args, keywords } = &value.kind else { return None };
        let ExprKind::Name { id, .. } = &func.kind else { return None };
        if &**id != "super" || attr == "__class__" || !keywords.is_empty() {
            return None;
        }
        // The name must mean the builtin, as far as can be seen here.
        if self.entry().scope(id) != Scope::GlobalImplicit || self.st.top().scope(id) != Scope::Unknown {
            return None;
        }
        let call = SuperCall { func, name: id, args };
        match args.len() {
            2 => (!args.iter().any(is_starred)).then_some(call),
            0 => {
                let meta = &self.unit_ref().meta;
                let has_self = meta.argcount > 0 || meta.posonlyargcount > 0;
                (has_self && self.ref_type("__class__") == Scope::Free).then_some(call)
            }
            _ => None,
        }
    }

    pub(crate) fn load_args_for_super(&mut self, value: &'a Expr, call: SuperCall<'a>) -> Res {
        let location = Location::from(value.span);
        self.name_op(call.func.span.into(), call.name, ExprContext::Load)?;
        if !call.args.is_empty() {
            return self.exprs(call.args);
        }
        self.load(location, "__class__")?;
        match self.unit_ref().meta.varnames.get_index(0).map(|(name, _)| name.clone()) {
            Some(first) => self.name_op(location, &first, ExprContext::Load),
            None => Ok(()),
        }
    }

    /// `all`, `any` and `tuple` of a generator expression run it in a loop here, if the name still means the builtin.
    fn builtin_on_generator(&mut self, func: &'a Expr, args: &'a [Expr], keywords: &'a [Keyword], end: Label) -> Res {
        let ExprKind::Name { id, .. } = &func.kind else { return Ok(()) };
        let [generator] = args else { return Ok(()) };
        if !keywords.is_empty() || !matches!(generator.kind, ExprKind::GeneratorExp { .. }) {
            return Ok(());
        }
        let entry = self.st.lookup(key(generator, KeyKind::Node));
        if entry.is_some_and(|entry| self.st.entries[entry as usize].coroutine) {
            return Ok(());
        }
        let skip_optimization = self.new_label();
        let (builtin, initial, continue_op) = match &**id {
            "all" => (common_constant::BUILTIN_ALL, Some(true), opcode::POP_JUMP_IF_TRUE),
            "any" => (common_constant::BUILTIN_ANY, Some(false), opcode::POP_JUMP_IF_FALSE),
            "tuple" => (common_constant::BUILTIN_TUPLE, None, opcode::JUMP),
            _ => {
                self.use_label(skip_optimization);
                return Ok(());
            }
        };
        let location = Location::from(func.span);
        self.emit(location, opcode::COPY, 1);
        self.emit(location, opcode::LOAD_COMMON_CONSTANT, builtin);
        self.compare_op(location, CmpOp::Is);
        self.jump(location, opcode::POP_JUMP_IF_FALSE, skip_optimization);
        self.op(location, opcode::POP_TOP);
        if initial.is_none() {
            self.emit(location, opcode::BUILD_LIST, 0);
        }
        self.expr(generator)?;
        let start = self.new_label();
        let cleanup = self.new_label();
        self.use_label(start);
        self.jump(location, opcode::FOR_ITER, cleanup);
        if initial.is_none() {
            self.emit(location, opcode::LIST_APPEND, 2);
            self.jump(location, opcode::JUMP, start);
        } else {
            self.op(location, opcode::TO_BOOL);
            self.jump(location, continue_op, start);
        }
        self.op(NO_LOCATION, opcode::POP_ITER);
        if let Some(initial) = initial {
            self.load_const(location, Const::Bool(!initial));
        }
        self.jump(location, opcode::JUMP, end);
        self.use_label(cleanup);
        self.op(NO_LOCATION, opcode::END_FOR);
        self.op(NO_LOCATION, opcode::POP_ITER);
        match initial {
            Some(initial) => self.load_const(location, Const::Bool(initial)),
            None => self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::LIST_TO_TUPLE),
        }
        self.jump(location, opcode::JUMP, end);
        self.use_label(skip_optimization);
        Ok(())
    }

    /// The tuple of keyword names that `CALL_KW` takes.
    fn keyword_names(&mut self, location: Location, keywords: &[Keyword]) {
        let names = keywords.iter().filter_map(|keyword| keyword.arg.as_ref()).map(|name| Const::Str(self.text(name)));
        let names = Const::Tuple(names.collect());
        self.load_const(location, names);
    }

    /// A run of `name=value` as a dict.
    fn keyword_dict(&mut self, location: Location, keywords: &'a [Keyword]) -> Res {
        let big = keywords.len() * 2 > STACK_USE_GUIDELINE;
        if big {
            self.emit(NO_LOCATION, opcode::BUILD_MAP, 0);
        }
        for keyword in keywords {
            if let Some(name) = &keyword.arg {
                self.load_name_const(location, name);
            }
            self.expr(&keyword.value)?;
            if big {
                self.emit(NO_LOCATION, opcode::MAP_ADD, 1);
            }
        }
        if !big {
            self.emit(location, opcode::BUILD_MAP, keywords.len() as u32);
        }
        Ok(())
    }

    /// `codegen_call_helper_impl`: `pushed` arguments are on the stack already, `injected` follows the others.
    pub(crate) fn call_helper(
        &mut self,
        location: Location,
        pushed: usize,
        args: &'a [Expr],
        injected: Option<&Identifier>,
        keywords: &'a [Keyword],
    ) -> Res {
        self.validate_keywords(keywords)?;
        let unpacks = args.len() + keywords.len() * 2 > STACK_USE_GUIDELINE
            || args.iter().any(is_starred)
            || keywords.iter().any(|keyword| keyword.arg.is_none());
        if unpacks {
            return self.call_ex(location, pushed, args, injected, keywords);
        }
        self.exprs(args)?;
        let mut count = pushed + args.len();
        if let Some(name) = injected {
            self.name_op(location, name, ExprContext::Load)?;
            count += 1;
        }
        if keywords.is_empty() {
            self.emit(location, opcode::CALL, count as u32);
            return Ok(());
        }
        keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))?;
        self.keyword_names(location, keywords);
        self.emit(location, opcode::CALL_KW, (count + keywords.len()) as u32);
        Ok(())
    }

    fn call_ex(
        &mut self,
        location: Location,
        pushed: usize,
        args: &'a [Expr],
        injected: Option<&Identifier>,
        keywords: &'a [Keyword],
    ) -> Res {
        match args {
            [Expr { kind: ExprKind::Starred { value, .. }, .. }] if pushed == 0 => self.expr(value)?,
            _ => self.star_unpack(location, args, injected, pushed, TUPLE)?,
        }
        if keywords.is_empty() {
            self.op(location, opcode::PUSH_NULL);
            self.op(location, opcode::CALL_FUNCTION_EX);
            return Ok(());
        }
        let mut have_dict = false;
        let mut seen = 0;
        for (index, keyword) in keywords.iter().enumerate() {
            if keyword.arg.is_some() {
                seen += 1;
                continue;
            }
            if seen > 0 {
                self.keyword_dict(location, &keywords[index - seen..index])?;
                if have_dict {
                    self.emit(location, opcode::DICT_MERGE, 1);
                }
                have_dict = true;
                seen = 0;
            }
            if !have_dict {
                self.emit(location, opcode::BUILD_MAP, 0);
                have_dict = true;
            }
            self.expr(&keyword.value)?;
            self.emit(location, opcode::DICT_MERGE, 1);
        }
        if seen > 0 {
            self.keyword_dict(location, &keywords[keywords.len() - seen..])?;
            if have_dict {
                self.emit(location, opcode::DICT_MERGE, 1);
            }
        }
        self.op(location, opcode::CALL_FUNCTION_EX);
        Ok(())
    }
}
