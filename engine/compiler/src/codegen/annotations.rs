//! Annotations: evaluated on demand by `__annotate__` (PEP 649), or kept as strings under the future import (PEP 563).

use super::common_constant;
use super::function::make;
use super::jump::{PY_GT, compare_arg};
use crate::code::Const;
use crate::compiler::{ArgCounts, Compiler, DeferredAnnotation, ScopeType};
use crate::error::{ErrorKind, Res, SyntaxError};
use crate::location::Location;
use crate::opcode;
use crate::symtable::{BlockKind, EntryId, KeyKind, key};
use crate::unparse::unparse;
use std::sync::Arc;
use syntax::ast::*;

/// `_Py_ANNOTATE_FORMAT_VALUE_WITH_FAKE_GLOBALS`.
const VALUE_WITH_FAKE_GLOBALS: i64 = 2;

impl<'a> Compiler<'a> {
    /// A unit with one parameter, the format asked for; it answers nothing but values.
    pub(crate) fn begin_annotations_unit(
        &mut self,
        location: Location,
        entry: Option<EntryId>,
        name: Identifier,
    ) -> Res {
        let counts = ArgCounts { posonly: 1, ..ArgCounts::default() };
        self.begin_unit(name, ScopeType::Annotations, entry, location.line, None, counts)?;
        self.emit(location, opcode::LOAD_FAST, 0);
        self.load_int(location, VALUE_WITH_FAKE_GLOBALS);
        self.emit(location, opcode::COMPARE_OP, compare_arg(PY_GT));
        let body = self.new_label();
        self.jump(location, opcode::POP_JUMP_IF_FALSE, body);
        self.emit(location, opcode::LOAD_COMMON_CONSTANT, common_constant::NOT_IMPLEMENTED_ERROR);
        self.emit(location, opcode::RAISE_VARARGS, 1);
        self.use_label(body);
        Ok(())
    }

    fn finish_annotations_unit(&mut self, location: Location) -> Res {
        self.op(location, opcode::RETURN_VALUE);
        let mut assembled = self.optimize_and_assemble(true)?;
        // Inside it is `.format`, which no annotation can mean; outside it shows in the signature.
        if let Some(first) = Arc::make_mut(&mut assembled.code).localsplusnames.first_mut() {
            *first = "format".into();
        }
        self.exit_scope();
        self.make_closure(location, assembled, 0)
    }

    fn string_annotation(&mut self, annotation: &'a Expr) {
        let text = unparse(annotation);
        self.load_const(annotation.span.into(), Const::Str(text));
    }

    fn arg_annotation(
        &mut self,
        name: &Identifier,
        annotation: Option<&'a Expr>,
        location: Location,
        count: &mut u32,
    ) -> Res {
        let Some(annotation) = annotation else { return Ok(()) };
        let mangled = self.maybe_mangle(name);
        self.load_name_const(location, &mangled);
        *count += 1;
        if self.features.annotations() {
            self.string_annotation(annotation);
            return Ok(());
        }
        match &annotation.kind {
            // `*args: *Ts`.
            ExprKind::Starred { value, .. } => {
                self.expr(value)?;
                self.emit(location, opcode::UNPACK_SEQUENCE, 1);
                Ok(())
            }
            _ => self.expr(annotation),
        }
    }

    /// Returns the flag of the attribute that the new function is to be given.
    pub(crate) fn function_annotations(
        &mut self,
        location: Location,
        args: &'a Arguments,
        returns: Option<&'a Expr>,
    ) -> Res<u32> {
        let Some(entry) = self.st.lookup(key(args, KeyKind::Arguments)) else { return Ok(0) };
        if !self.st.entries[entry as usize].annotations_used {
            return Ok(0);
        }
        let name = self.st.entries[entry as usize].name.clone();
        self.begin_annotations_unit(location, Some(entry), name)?;
        let mut count = 0;
        for arg in args
            .args
            .iter()
            .chain(&args.posonlyargs)
            .chain(args.vararg.as_deref())
            .chain(&args.kwonlyargs)
            .chain(args.kwarg.as_deref())
        {
            self.arg_annotation(&arg.arg, arg.annotation.as_deref(), location, &mut count)?;
        }
        let name = self.id("return");
        self.arg_annotation(&name, returns, location, &mut count)?;
        self.emit(location, opcode::BUILD_MAP, count);
        self.finish_annotations_unit(location)?;
        Ok(make::ANNOTATE)
    }

    /// `__annotate__` of a module or class; a module's goes before its first statement.
    pub(crate) fn deferred_annotations(&mut self, location: Location) -> Res {
        let deferred = std::mem::take(&mut self.unit().deferred_annotations);
        if deferred.is_empty() {
            return Ok(());
        }
        let scope_type = self.scope_type();
        let separate = scope_type == ScopeType::Module;
        if separate {
            self.start_annotation_setup();
        }
        let block = self.entry().annotation_block;
        let name = self.id("__annotate__");
        self.begin_annotations_unit(location, block, name)?;
        self.emit(location, opcode::BUILD_MAP, 0);
        for annotation in &deferred {
            self.deferred_annotation(location, annotation, scope_type)?;
        }
        self.finish_annotations_unit(location)?;
        let in_class = self.entry().kind == BlockKind::Class;
        self.store(location, if in_class { "__annotate_func__" } else { "__annotate__" })?;
        if separate {
            self.end_annotation_setup();
        }
        Ok(())
    }

    fn deferred_annotation(
        &mut self,
        location: Location,
        deferred: &DeferredAnnotation<'a>,
        scope_type: ScopeType,
    ) -> Res {
        let here = Location::from(deferred.stmt.span);
        let mangled = self.mangle(deferred.target);
        let not_set = self.new_label();
        if let Some(index) = deferred.conditional_index {
            self.load_int(here, i64::from(index));
            let name = self.id("__conditional_annotations__");
            if scope_type == ScopeType::Class {
                self.emit_in_table(here, opcode::LOAD_DEREF, &name, |meta| &mut meta.freevars);
            } else {
                // Not shifted, as every other LOAD_GLOBAL is: CPython's own.
                self.emit_mangled(here, opcode::LOAD_GLOBAL, &name, 0, 0);
            }
            self.emit(here, opcode::CONTAINS_OP, 0);
            self.jump(here, opcode::POP_JUMP_IF_FALSE, not_set);
        }
        self.expr(deferred.annotation)?;
        self.emit(here, opcode::COPY, 2);
        self.load_name_const(here, &mangled);
        self.op(location, opcode::STORE_SUBSCR);
        self.use_label(not_set);
        Ok(())
    }

    /// `x: T = v` (`codegen_annassign`).
    pub(crate) fn ann_assign(
        &mut self,
        stmt: &'a Stmt,
        target: &'a Expr,
        annotation: &'a Expr,
        value: Option<&'a Expr>,
        simple: bool,
    ) -> Res {
        if let Some(value) = value {
            self.expr(value)?;
            self.expr(target)?;
        }
        let evaluated = matches!(self.scope_type(), ScopeType::Module | ScopeType::Class);
        match &target.kind {
            ExprKind::Name { id, .. } => {
                if simple && evaluated {
                    self.annotate_name(stmt, id, annotation);
                }
            }
            ExprKind::Attribute { value: object, .. } => {
                if value.is_none() {
                    self.evaluate_and_drop(object)?;
                }
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                if value.is_none() {
                    self.evaluate_and_drop(object)?;
                    self.check_annotated_subscript(slice)?;
                }
            }
            _ => {
                return Err(Box::new(SyntaxError::plain(
                    ErrorKind::System,
                    "invalid node type for annotated assignment",
                )));
            }
        }
        Ok(())
    }

    fn annotate_name(&mut self, stmt: &'a Stmt, id: &'a Identifier, annotation: &'a Expr) {
        let location = Location::from(stmt.span);
        if self.features.annotations() {
            self.string_annotation(annotation);
            let name = self.id("__annotations__");
            self.emit_mangled(location, opcode::LOAD_NAME, &name, 0, 0);
            let mangled = self.maybe_mangle(id);
            self.load_name_const(location, &mangled);
            self.op(location, opcode::STORE_SUBSCR);
            return;
        }
        let Some(index) = self.defer_annotation(stmt, id, annotation) else { return };
        let name = self.id("__conditional_annotations__");
        if self.scope_type() == ScopeType::Class {
            self.emit_in_table(location, opcode::LOAD_DEREF, &name, |meta| &mut meta.cellvars);
        } else {
            self.emit_mangled(location, opcode::LOAD_NAME, &name, 0, 0);
        }
        self.load_int(location, i64::from(index));
        self.emit(location, opcode::SET_ADD, 1);
        self.op(location, opcode::POP_TOP);
    }

    fn evaluate_and_drop(&mut self, expr: &'a Expr) -> Res {
        self.expr(expr)?;
        self.op(expr.span.into(), opcode::POP_TOP);
        Ok(())
    }

    fn check_annotated_subscript(&mut self, slice: &'a Expr) -> Res {
        match &slice.kind {
            ExprKind::Slice { lower, upper, step } => {
                for part in [lower, upper, step].into_iter().flatten() {
                    self.evaluate_and_drop(part)?;
                }
                Ok(())
            }
            ExprKind::Tuple { elts, .. } => elts.iter().try_for_each(|elt| self.check_annotated_subscript(elt)),
            _ => self.evaluate_and_drop(slice),
        }
    }
}
