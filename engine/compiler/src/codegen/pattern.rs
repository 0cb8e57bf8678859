//! `match` (PEP 634). Every pattern consumes the subject on top of the stack and jumps on failure; names are stored only
//! once the whole pattern has matched, so captures wait on the stack below everything else.

use super::jump::compare_arg;
use crate::code::Const;
use crate::compiler::Compiler;
use crate::error::{Res, fail};
use crate::fold::nb;
use crate::instructions::Label;
use crate::location::{Location, NEXT_LOCATION, NO_LOCATION};
use crate::opcode;
use crate::repr;
use rustc_hash::FxHashSet;
use syntax::ast::*;

/// `Py_EQ`, `Py_GE`.
const PY_EQ: u32 = 2;
const PY_GE: u32 = 5;

/// `pattern_context`.
#[derive(Clone, Default)]
struct Context {
    /// Names captured so far, in the order of their values on the stack.
    stores: Vec<Identifier>,
    /// Whether a pattern that always matches is allowed here.
    allow_irrefutable: bool,
    /// Where to jump on failure: entry `i` pops `i` values.
    fail_pop: Vec<Label>,
    /// Values on top of the stack that must stay there, above the captures.
    on_top: usize,
}

fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern.kind, PatternKind::MatchAs { name: None, .. })
}

fn is_star_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern.kind, PatternKind::MatchStar { name: None })
}

fn is_star(pattern: &Pattern) -> bool {
    matches!(pattern.kind, PatternKind::MatchStar { .. })
}

impl<'a> Compiler<'a> {
    pub(crate) fn match_stmt(&mut self, subject: &'a Expr, cases: &'a [MatchCase]) -> Res {
        self.expr(subject)?;
        let end = self.new_label();
        let Some(last) = cases.last() else { return Ok(()) };
        let has_default = is_wildcard(&last.pattern) && cases.len() > 1;
        let tested = &cases[..cases.len() - usize::from(has_default)];
        for (index, case) in tested.iter().enumerate() {
            let location = Location::from(case.pattern.span);
            let keeps_subject = index != tested.len() - 1;
            if keeps_subject {
                self.emit(location, opcode::COPY, 1);
            }
            let mut context =
                Context { allow_irrefutable: case.guard.is_some() || index == cases.len() - 1, ..Context::default() };
            self.pattern(&case.pattern, &mut context)?;
            for name in std::mem::take(&mut context.stores) {
                self.name_op(location, &name, ExprContext::Store)?;
            }
            if let Some(guard) = &case.guard {
                self.ensure_fail_pop(&mut context, 0);
                self.jump_if(guard, context.fail_pop[0], false)?;
            }
            if keeps_subject {
                self.op(NEXT_LOCATION, opcode::POP_TOP);
            }
            self.stmts(&case.body)?;
            self.jump(NO_LOCATION, opcode::JUMP, end);
            self.emit_and_reset_fail_pop(location, &mut context);
        }
        if has_default {
            let location = Location::from(last.pattern.span);
            self.op(location, opcode::NOP);
            if let Some(guard) = &last.guard {
                self.jump_if(guard, end, false)?;
            }
            self.stmts(&last.body)?;
        }
        self.use_label(end);
        Ok(())
    }

    fn ensure_fail_pop(&mut self, context: &mut Context, pops: usize) {
        while context.fail_pop.len() <= pops {
            let label = self.new_label();
            context.fail_pop.push(label);
        }
    }

    fn jump_to_fail_pop(&mut self, location: Location, context: &mut Context, op: u16) {
        let pops = context.on_top + context.stores.len();
        self.ensure_fail_pop(context, pops);
        self.jump(location, op, context.fail_pop[pops]);
    }

    fn emit_and_reset_fail_pop(&mut self, location: Location, context: &mut Context) {
        let labels = std::mem::take(&mut context.fail_pop);
        let Some((&first, rest)) = labels.split_first() else { return };
        for &label in rest.iter().rev() {
            self.use_label(label);
            self.op(location, opcode::POP_TOP);
        }
        self.use_label(first);
    }

    fn rotate(&mut self, location: Location, count: usize) {
        for depth in (2..=count).rev() {
            self.emit(location, opcode::SWAP, depth as u32);
        }
    }

    fn duplicate_store<T>(&self, location: Location, name: &str) -> Res<T> {
        fail(location, format!("multiple assignments to name {} in pattern", repr::str_repr(&name.into())))
    }

    fn store_capture(&mut self, location: Location, name: Option<&Identifier>, context: &mut Context) -> Res {
        let Some(name) = name else {
            self.op(location, opcode::POP_TOP);
            return Ok(());
        };
        if context.stores.contains(name) {
            return self.duplicate_store(location, name);
        }
        self.rotate(location, context.on_top + context.stores.len() + 1);
        context.stores.push(name.clone());
        Ok(())
    }

    /// A pattern inside another may always match.
    fn subpattern(&mut self, pattern: &'a Pattern, context: &mut Context) -> Res {
        let outer = std::mem::replace(&mut context.allow_irrefutable, true);
        self.pattern(pattern, context)?;
        context.allow_irrefutable = outer;
        Ok(())
    }

    fn pattern(&mut self, pattern: &'a Pattern, context: &mut Context) -> Res {
        let location = Location::from(pattern.span);
        match &pattern.kind {
            PatternKind::MatchValue { value } => self.value_pattern(location, value, context),
            PatternKind::MatchSingleton { value } => {
                self.load_literal(location, value);
                self.compare_op(location, CmpOp::Is);
                self.jump_to_fail_pop(location, context, opcode::POP_JUMP_IF_FALSE);
                Ok(())
            }
            PatternKind::MatchSequence { patterns } => self.sequence_pattern(location, patterns, context),
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.mapping_pattern(location, keys, patterns, rest.as_ref(), context)
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.class_pattern(location, cls, patterns, kwd_attrs, kwd_patterns, context)
            }
            PatternKind::MatchStar { name } => self.store_capture(location, name.as_ref(), context),
            PatternKind::MatchAs { pattern, name } => {
                self.as_pattern(location, pattern.as_deref(), name.as_ref(), context)
            }
            PatternKind::MatchOr { patterns } => self.or_pattern(location, patterns, context),
        }
    }

    fn as_pattern(
        &mut self,
        location: Location,
        pattern: Option<&'a Pattern>,
        name: Option<&Identifier>,
        context: &mut Context,
    ) -> Res {
        let Some(pattern) = pattern else {
            if !context.allow_irrefutable {
                let what = match name {
                    Some(name) => format!("name capture {}", repr::str_repr(&(&**name).into())),
                    None => "wildcard".to_owned(),
                };
                return fail(location, format!("{what} makes remaining patterns unreachable"));
            }
            return self.store_capture(location, name, context);
        };
        context.on_top += 1;
        self.emit(location, opcode::COPY, 1);
        self.pattern(pattern, context)?;
        context.on_top -= 1;
        self.store_capture(location, name, context)
    }

    /// Signs and imaginary parts have been folded into their literal before.
    fn pattern_constant(&mut self, expr: &Expr) -> Option<Const> {
        let ExprKind::Constant { value, .. } = &expr.kind else { return None };
        let id = self.consts.insert_literal(value);
        Some(self.consts.get(id).clone())
    }

    fn value_pattern(&mut self, location: Location, value: &'a Expr, context: &mut Context) -> Res {
        match self.pattern_constant(value) {
            Some(constant) => self.load_const(value.span.into(), constant),
            None if matches!(value.kind, ExprKind::Attribute { .. }) => self.expr(value)?,
            None => return fail(location, "patterns may only match literals and attribute lookups"),
        }
        self.emit(location, opcode::COMPARE_OP, compare_arg(PY_EQ));
        self.op(location, opcode::TO_BOOL);
        self.jump_to_fail_pop(location, context, opcode::POP_JUMP_IF_FALSE);
        Ok(())
    }

    fn check_length(&mut self, location: Location, comparison: u32, length: usize, context: &mut Context) {
        self.op(location, opcode::GET_LEN);
        self.load_int(location, length as i64);
        self.emit(location, opcode::COMPARE_OP, compare_arg(comparison));
        self.jump_to_fail_pop(location, context, opcode::POP_JUMP_IF_FALSE);
    }

    fn sequence_pattern(&mut self, location: Location, patterns: &'a [Pattern], context: &mut Context) -> Res {
        let mut star = None;
        for (index, pattern) in patterns.iter().enumerate() {
            if is_star(pattern) {
                if star.is_some() {
                    return fail(location, "multiple starred names in sequence pattern");
                }
                star = Some(index);
            }
        }
        let only_wildcards = patterns.iter().all(|pattern| is_star_wildcard(pattern) || is_wildcard(pattern));
        context.on_top += 1;
        self.op(location, opcode::MATCH_SEQUENCE);
        self.jump_to_fail_pop(location, context, opcode::POP_JUMP_IF_FALSE);
        match star {
            None => self.check_length(location, PY_EQ, patterns.len(), context),
            Some(_) if patterns.len() > 1 => self.check_length(location, PY_GE, patterns.len() - 1, context),
            Some(_) => {}
        }
        context.on_top -= 1;
        match star {
            _ if only_wildcards => {
                self.op(location, opcode::POP_TOP);
                Ok(())
            }
            Some(star) if is_star_wildcard(&patterns[star]) => {
                self.sequence_by_subscript(location, patterns, star, context)
            }
            _ => self.sequence_by_unpacking(location, patterns, context),
        }
    }

    fn sequence_by_unpacking(&mut self, location: Location, patterns: &'a [Pattern], context: &mut Context) -> Res {
        match patterns.iter().position(is_star) {
            Some(index) => {
                let after = patterns.len() - index - 1;
                if index >= 1 << 8 || after >= i32::MAX as usize >> 8 {
                    return fail(location, "too many expressions in star-unpacking sequence pattern");
                }
                self.emit(location, opcode::UNPACK_EX, (index + (after << 8)) as u32);
            }
            None => self.emit(location, opcode::UNPACK_SEQUENCE, patterns.len() as u32),
        }
        context.on_top += patterns.len();
        for pattern in patterns {
            context.on_top -= 1;
            self.subpattern(pattern, context)?;
        }
        Ok(())
    }

    /// `[first, *_, last]` takes its elements by index: nothing has to be unpacked.
    fn sequence_by_subscript(
        &mut self,
        location: Location,
        patterns: &'a [Pattern],
        star: usize,
        context: &mut Context,
    ) -> Res {
        context.on_top += 1;
        for (index, pattern) in patterns.iter().enumerate() {
            if is_wildcard(pattern) || index == star {
                continue;
            }
            self.emit(location, opcode::COPY, 1);
            if index < star {
                self.load_int(location, index as i64);
            } else {
                // The subject may know no negative indices.
                self.op(location, opcode::GET_LEN);
                self.load_int(location, (patterns.len() - index) as i64);
                self.emit(location, opcode::BINARY_OP, nb::SUBTRACT);
            }
            self.emit(location, opcode::BINARY_OP, nb::SUBSCR);
            self.subpattern(pattern, context)?;
        }
        context.on_top -= 1;
        self.op(location, opcode::POP_TOP);
        Ok(())
    }

    fn not_none_or_fail(&mut self, location: Location, context: &mut Context) {
        self.emit(location, opcode::COPY, 1);
        self.load_none(location);
        self.emit(location, opcode::IS_OP, 1);
        self.jump_to_fail_pop(location, context, opcode::POP_JUMP_IF_FALSE);
    }

    fn class_pattern(
        &mut self,
        location: Location,
        cls: &'a Expr,
        patterns: &'a [Pattern],
        kwd_attrs: &'a [Identifier],
        kwd_patterns: &'a [Pattern],
        context: &mut Context,
    ) -> Res {
        for (index, attr) in kwd_attrs.iter().enumerate() {
            if let Some(other) = kwd_attrs[index + 1..].iter().position(|other| other == attr) {
                return fail(
                    kwd_patterns[index + 1 + other].span,
                    format!("attribute name repeated in class pattern: {attr}"),
                );
            }
        }
        self.expr(cls)?;
        let names = kwd_attrs.iter().map(|name| Const::Str(self.text(name))).collect();
        self.load_const(location, Const::Tuple(names));
        self.emit(location, opcode::MATCH_CLASS, patterns.len() as u32);
        self.emit(location, opcode::COPY, 1);
        self.load_none(location);
        self.emit(location, opcode::IS_OP, 1);
        context.on_top += 1;
        self.jump_to_fail_pop(location, context, opcode::POP_JUMP_IF_FALSE);
        let count = patterns.len() + kwd_attrs.len();
        self.emit(location, opcode::UNPACK_SEQUENCE, count as u32);
        context.on_top = context.on_top + count - 1;
        for pattern in patterns.iter().chain(kwd_patterns) {
            context.on_top -= 1;
            if is_wildcard(pattern) {
                self.op(location, opcode::POP_TOP);
            } else {
                self.subpattern(pattern, context)?;
            }
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        location: Location,
        keys: &'a [Expr],
        patterns: &'a [Pattern],
        rest: Option<&Identifier>,
        context: &mut Context,
    ) -> Res {
        let size = keys.len();
        context.on_top += 1;
        self.op(location, opcode::MATCH_MAPPING);
        self.jump_to_fail_pop(location, context, opcode::POP_JUMP_IF_FALSE);
        if size == 0 && rest.is_none() {
            context.on_top -= 1;
            self.op(location, opcode::POP_TOP);
            return Ok(());
        }
        if size > 0 {
            self.check_length(location, PY_GE, size, context);
        }
        let mut seen = FxHashSet::default();
        for key in keys {
            match self.pattern_constant(key) {
                Some(constant) => {
                    if !seen.insert(repr::equality_key(&constant)) {
                        let shown = repr::const_repr(&constant);
                        return fail(location, format!("mapping pattern checks duplicate key ({shown})"));
                    }
                    self.load_const(key.span.into(), constant);
                }
                None if matches!(key.kind, ExprKind::Attribute { .. }) => self.expr(key)?,
                None => {
                    return fail(location, "mapping pattern keys may only match literals and attribute lookups");
                }
            }
        }
        self.emit(location, opcode::BUILD_TUPLE, size as u32);
        self.op(location, opcode::MATCH_KEYS);
        // A tuple of keys and one of values, above the subject.
        context.on_top += 2;
        self.not_none_or_fail(location, context);
        self.emit(location, opcode::UNPACK_SEQUENCE, size as u32);
        context.on_top = context.on_top + size - 1;
        for pattern in patterns {
            context.on_top -= 1;
            self.subpattern(pattern, context)?;
        }
        context.on_top -= 2;
        let Some(rest) = rest else {
            self.op(location, opcode::POP_TOP);
            self.op(location, opcode::POP_TOP);
            return Ok(());
        };
        // A copy of the subject, less the keys matched.
        self.emit(location, opcode::BUILD_MAP, 0);
        self.emit(location, opcode::SWAP, 3);
        self.emit(location, opcode::DICT_UPDATE, 2);
        self.emit(location, opcode::UNPACK_SEQUENCE, size as u32);
        for left in (1..=size).rev() {
            self.emit(location, opcode::COPY, 1 + left as u32);
            self.emit(location, opcode::SWAP, 2);
            self.op(location, opcode::DELETE_SUBSCR);
        }
        self.store_capture(location, Some(rest), context)
    }

    fn or_pattern(&mut self, location: Location, patterns: &'a [Pattern], context: &mut Context) -> Res {
        let end = self.new_label();
        // The names of the first alternative, in the order that the others must come to.
        let mut control: Vec<Identifier> = Vec::new();
        for (index, alternative) in patterns.iter().enumerate() {
            let here = Location::from(alternative.span);
            let mut inner = Context {
                allow_irrefutable: index == patterns.len() - 1 && context.allow_irrefutable,
                ..Context::default()
            };
            self.emit(here, opcode::COPY, 1);
            self.pattern(alternative, &mut inner)?;
            if index == 0 {
                control = inner.stores.clone();
            } else if inner.stores.len() != control.len() {
                return fail(location, "alternative patterns bind different names");
            } else {
                self.reorder_captures(location, here, &control, &mut inner.stores)?;
            }
            self.jump(here, opcode::JUMP, end);
            self.emit_and_reset_fail_pop(here, &mut inner);
        }
        self.op(location, opcode::POP_TOP);
        self.jump_to_fail_pop(location, context, opcode::JUMP);
        self.use_label(end);
        let rotations = control.len() + 1 + context.on_top + context.stores.len();
        for name in control {
            self.rotate(location, rotations);
            if context.stores.contains(&name) {
                return self.duplicate_store(location, &name);
            }
            context.stores.push(name);
        }
        self.op(location, opcode::POP_TOP);
        Ok(())
    }

    fn reorder_captures(
        &mut self,
        location: Location,
        here: Location,
        control: &[Identifier],
        stores: &mut Vec<Identifier>,
    ) -> Res {
        for (wanted, name) in control.iter().enumerate().rev() {
            let Some(found) = stores.iter().position(|store| store == name) else {
                return fail(location, "alternative patterns bind different names");
            };
            if wanted == found {
                continue;
            }
            let rotated: Vec<Identifier> = stores.drain(..=found).collect();
            let at = wanted - found;
            stores.splice(at..at, rotated);
            for _ in 0..=found {
                self.rotate(here, wanted + 1);
            }
        }
        Ok(())
    }
}
