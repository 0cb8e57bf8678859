//! Functions, lambdas, closures and type parameters.

use super::{intrinsic1, intrinsic2};
use crate::code::{Const, fast};
use crate::compiler::{ArgCounts, Assembled, BlockType, Compiler, Datum, ScopeType};
use crate::error::{Res, fail};
use crate::future::docstring;
use crate::instructions::NO_LABEL;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use crate::symtable::{KeyKind, key};
use num_bigint::BigInt;
use std::sync::Arc;
use syntax::ast::*;

use super::stmt::clean_doc;

/// What a new function is given: arguments of `SET_FUNCTION_ATTRIBUTE`.
pub(crate) mod make {
    pub const DEFAULTS: u32 = 0x01;
    pub const KWDEFAULTS: u32 = 0x02;
    pub const CLOSURE: u32 = 0x08;
    pub const ANNOTATE: u32 = 0x10;
}

pub(crate) fn arg_counts(args: &Arguments) -> ArgCounts {
    ArgCounts {
        // `argcount` counts the positional-only ones too.
        args: args.args.len(),
        posonly: args.posonlyargs.len(),
        kwonly: args.kwonlyargs.len(),
    }
}

impl<'a> Compiler<'a> {
    /// Makes a function of a code object, with the cells that it closes over (`codegen_make_closure`).
    pub(crate) fn make_closure(&mut self, location: Location, assembled: Assembled, mut flags: u32) -> Res {
        let Assembled { code, consts } = assembled;
        let mut free = 0;
        for (name, &kind) in code.localsplusnames.iter().zip(&code.localspluskinds) {
            if kind & fast::FREE != 0 {
                let arg = self.lookup_closure_arg(name.as_str().unwrap_or_default())?;
                self.emit(location, opcode::LOAD_CLOSURE, arg);
                free += 1;
            }
        }
        if free > 0 {
            flags |= make::CLOSURE;
            self.emit(location, opcode::BUILD_TUPLE, free);
        }
        let id = self.consts.insert_code(code, consts);
        let arg = self.add_const_id(id);
        self.emit(location, opcode::LOAD_CONST, arg);
        self.op(location, opcode::MAKE_FUNCTION);
        for flag in [make::CLOSURE, make::ANNOTATE, make::KWDEFAULTS, make::DEFAULTS] {
            if flags & flag != 0 {
                self.emit(location, opcode::SET_FUNCTION_ATTRIBUTE, flag);
            }
        }
        Ok(())
    }

    /// Ends the current unit and makes a function of it in the one around it.
    pub(crate) fn finish_closure(&mut self, location: Location, add_none: bool, flags: u32) -> Res {
        let code = self.optimize_and_assemble(add_none)?;
        self.exit_scope();
        self.make_closure(location, code, flags)
    }

    pub(crate) fn apply_decorators(&mut self, decorators: &'a [Expr]) {
        for decorator in decorators.iter().rev() {
            self.emit(decorator.span.into(), opcode::CALL, 0);
        }
    }

    fn default_arguments(&mut self, location: Location, args: &'a Arguments) -> Res<u32> {
        let mut flags = 0;
        if !args.defaults.is_empty() {
            self.exprs(&args.defaults)?;
            self.emit(location, opcode::BUILD_TUPLE, args.defaults.len() as u32);
            flags |= make::DEFAULTS;
        }
        let mut count = 0;
        for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
            if let Some(default) = default {
                let mangled = self.maybe_mangle(&arg.arg);
                self.load_name_const(location, &mangled);
                self.expr(default)?;
                count += 1;
            }
        }
        if count > 0 {
            self.emit(location, opcode::BUILD_MAP, count);
            flags |= make::KWDEFAULTS;
        }
        Ok(flags)
    }

    /// A `StopIteration` that leaves a generator becomes a `RuntimeError`.
    pub(crate) fn wrap_in_stopiteration_handler(&mut self) {
        let handler = self.new_label();
        self.unit().seq.insert_jump(0, opcode::SETUP_CLEANUP, handler, NO_LOCATION);
        self.load_none(NO_LOCATION);
        self.op(NO_LOCATION, opcode::RETURN_VALUE);
        self.use_label(handler);
        self.emit(NO_LOCATION, opcode::CALL_INTRINSIC_1, intrinsic1::STOPITERATION_ERROR);
        self.emit(NO_LOCATION, opcode::RERAISE, 1);
    }

    pub(crate) fn function(&mut self, stmt: &'a Stmt, def: &'a FunctionDef, is_async: bool) -> Res {
        let location = Location::from(stmt.span);
        self.exprs(&def.decorator_list)?;
        let firstlineno = def.decorator_list.first().map_or(stmt.span.line, |first| first.span.line) as i32;
        let mut flags = self.default_arguments(location, &def.args)?;
        let generic = !def.type_params.is_empty();
        let mut type_param_args = 0;
        if generic {
            type_param_args = (flags & make::DEFAULTS != 0) as u32 + (flags & make::KWDEFAULTS != 0) as u32;
            if type_param_args == 2 {
                self.emit(location, opcode::SWAP, 2);
            }
            self.begin_type_params(&def.name, &def.type_params, firstlineno, None, type_param_args as usize)?;
            self.type_params(&def.type_params)?;
            for index in 0..type_param_args {
                self.emit(location, opcode::LOAD_FAST, index);
            }
        }
        flags |= self.function_annotations(location, &def.args, def.returns.as_deref())?;
        self.function_body(stmt, def, is_async, flags, firstlineno)?;
        if generic {
            self.emit(location, opcode::SWAP, 2);
            self.emit(location, opcode::CALL_INTRINSIC_2, intrinsic2::SET_FUNCTION_TYPE_PARAMS);
            self.finish_closure(location, false, 0)?;
            if type_param_args > 0 {
                self.emit(location, opcode::SWAP, type_param_args + 1);
                self.emit(location, opcode::CALL, type_param_args - 1);
            } else {
                self.op(location, opcode::PUSH_NULL);
                self.emit(location, opcode::CALL, 0);
            }
        }
        self.apply_decorators(&def.decorator_list);
        self.name_op(location, &def.name, ExprContext::Store)
    }

    /// The unit in which the type parameters of something generic are made.
    pub(crate) fn begin_type_params(
        &mut self,
        name: &Identifier,
        params: &'a Vec<TypeParam>,
        firstlineno: i32,
        private: Option<Identifier>,
        args: usize,
    ) -> Res {
        let entry = self.st.lookup(key(params, KeyKind::TypeParams));
        let name = format!("<generic parameters of {name}>").into();
        let counts = ArgCounts { args, ..ArgCounts::default() };
        self.begin_unit(name, ScopeType::Annotations, entry, firstlineno, private, counts)
    }

    fn function_body(
        &mut self,
        stmt: &'a Stmt,
        def: &'a FunctionDef,
        is_async: bool,
        flags: u32,
        firstlineno: i32,
    ) -> Res {
        let scope_type = if is_async { ScopeType::AsyncFunction } else { ScopeType::Function };
        let entry = self.st.lookup(key(stmt, KeyKind::Node));
        self.begin_unit(def.name.clone(), scope_type, entry, firstlineno, None, arg_counts(&def.args))?;
        let mut body = &def.body[..];
        if self.entry().has_docstring
            && let Some(text) = docstring(body)
        {
            body = &body[1..];
            self.add_const(Const::Str(clean_doc(text)?));
        }
        let start = self.new_label();
        self.use_label(start);
        let handles_stop = self.entry().coroutine || self.entry().generator;
        if handles_stop {
            self.push_block(NO_LOCATION, BlockType::StopIteration, start, NO_LABEL, Datum::None)?;
        }
        self.stmts(body)?;
        if handles_stop {
            self.wrap_in_stopiteration_handler();
            self.pop_block();
        }
        self.finish_closure(stmt.span.into(), true, flags)
    }

    pub(crate) fn lambda(&mut self, expr: &'a Expr, args: &'a Arguments, body: &'a Expr) -> Res {
        let location = Location::from(expr.span);
        let flags = self.default_arguments(location, args)?;
        let entry = self.st.lookup(key(expr, KeyKind::Node));
        let name = self.id("<lambda>");
        self.begin_unit(name, ScopeType::Lambda, entry, location.line, None, arg_counts(args))?;
        self.expr(body)?;
        let generator = self.entry().generator;
        if !generator {
            self.op(body.span.into(), opcode::RETURN_VALUE);
        }
        self.finish_closure(location, !generator, flags)
    }

    /// Makes every type parameter, stores it under its name and leaves a tuple of them.
    pub(crate) fn type_params(&mut self, params: &'a [TypeParam]) -> Res {
        let mut seen_default = false;
        for param in params {
            let location = Location::from(param.span);
            let (name, default) = match &param.kind {
                TypeParamKind::TypeVar { name, bound, default_value } => {
                    self.load_name_const(location, name);
                    match bound {
                        Some(bound) => {
                            self.bound_or_default(bound, name, param, KeyKind::TypeParam, false)?;
                            let intrinsic = match bound.kind {
                                ExprKind::Tuple { .. } => intrinsic2::TYPEVAR_WITH_CONSTRAINTS,
                                _ => intrinsic2::TYPEVAR_WITH_BOUND,
                            };
                            self.emit(location, opcode::CALL_INTRINSIC_2, intrinsic);
                        }
                        None => self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::TYPEVAR),
                    }
                    (name, default_value)
                }
                TypeParamKind::TypeVarTuple { name, default_value } => {
                    self.load_name_const(location, name);
                    self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::TYPEVARTUPLE);
                    (name, default_value)
                }
                TypeParamKind::ParamSpec { name, default_value } => {
                    self.load_name_const(location, name);
                    self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::PARAMSPEC);
                    (name, default_value)
                }
            };
            if let Some(default) = default {
                seen_default = true;
                let is_typevar = matches!(param.kind, TypeParamKind::TypeVar { .. });
                let starred = matches!(param.kind, TypeParamKind::TypeVarTuple { .. });
                let kind = if is_typevar { KeyKind::TypeParamDefault } else { KeyKind::TypeParam };
                self.bound_or_default(default, name, param, kind, starred)?;
                self.emit(location, opcode::CALL_INTRINSIC_2, intrinsic2::SET_TYPEPARAM_DEFAULT);
            } else if seen_default {
                return fail(location, format!("non-default type parameter '{name}' follows default type parameter"));
            }
            self.emit(location, opcode::COPY, 1);
            self.name_op(location, name, ExprContext::Store)?;
        }
        if let Some(first) = params.first() {
            self.emit(first.span.into(), opcode::BUILD_TUPLE, params.len() as u32);
        }
        Ok(())
    }

    /// `(1,)`: by default these functions return values, not strings.
    pub(crate) fn load_value_format(&mut self, location: Location) {
        self.load_const(location, Const::Tuple(Arc::new([Const::Int(BigInt::from(1))])));
    }

    fn bound_or_default(
        &mut self,
        expr: &'a Expr,
        name: &Identifier,
        param: &'a TypeParam,
        kind: KeyKind,
        allow_starred: bool,
    ) -> Res {
        let location = Location::from(expr.span);
        self.load_value_format(location);
        let entry = self.st.lookup(key(param, kind));
        self.begin_annotations_unit(location, entry, name.clone())?;
        match &expr.kind {
            ExprKind::Starred { value, .. } if allow_starred => {
                self.expr(value)?;
                self.emit(location, opcode::UNPACK_SEQUENCE, 1);
            }
            _ => self.expr(expr)?,
        }
        self.op(location, opcode::RETURN_VALUE);
        self.finish_closure(location, true, make::DEFAULTS)
    }

    pub(crate) fn type_alias(
        &mut self,
        stmt: &'a Stmt,
        name: &'a Expr,
        params: &'a Vec<TypeParam>,
        value: &'a Expr,
    ) -> Res {
        let ExprKind::Name { id: name, .. } = &name.kind else { return Ok(()) };
        let location = Location::from(stmt.span);
        let generic = !params.is_empty();
        if generic {
            self.begin_type_params(name, params, location.line, None, 0)?;
            self.load_name_const(location, name);
            self.type_params(params)?;
        } else {
            self.load_name_const(location, name);
            self.load_none(location);
        }
        self.load_value_format(location);
        let entry = self.st.lookup(key(stmt, KeyKind::Node));
        self.begin_annotations_unit(location, entry, name.clone())?;
        self.expr(value)?;
        self.op(location, opcode::RETURN_VALUE);
        self.finish_closure(location, false, make::DEFAULTS)?;
        self.emit(location, opcode::BUILD_TUPLE, 3);
        self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::TYPEALIAS);
        if generic {
            self.finish_closure(location, false, 0)?;
            self.op(location, opcode::PUSH_NULL);
            self.emit(location, opcode::CALL, 0);
        }
        self.name_op(location, name, ExprContext::Store)
    }
}
