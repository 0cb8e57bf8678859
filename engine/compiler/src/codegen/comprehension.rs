//! Comprehensions, run in place (PEP 709), and generator expressions, which are functions of their own.

use crate::compiler::{ArgCounts, BlockType, Compiler, Datum, InlinedState, ScopeType};
use crate::error::Res;
use crate::instructions::NO_LABEL;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use crate::symtable::{BlockKind, EntryId, KeyKind, Scope, def, key};
use syntax::ast::{Comprehension, Expr, ExprKind};

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Generator,
    List,
    Set,
    Dict,
}

/// What every level of nested `for` clauses needs.
#[derive(Clone, Copy)]
struct Parts<'a> {
    location: Location,
    generators: &'a [Comprehension],
    elt: &'a Expr,
    value: Option<&'a Expr>,
    kind: Kind,
}

impl<'a> Compiler<'a> {
    pub(crate) fn comprehension(&mut self, expr: &'a Expr) -> Res {
        let location = Location::from(expr.span);
        let (name, generators, elt, value, kind) = match &expr.kind {
            ExprKind::GeneratorExp { elt, generators } => ("<genexpr>", generators, elt, None, Kind::Generator),
            ExprKind::ListComp { elt, generators } => ("<listcomp>", generators, elt, None, Kind::List),
            ExprKind::SetComp { elt, generators } => ("<setcomp>", generators, elt, None, Kind::Set),
            ExprKind::DictComp { key, value, generators } => {
                ("<dictcomp>", generators, key, Some(&**value), Kind::Dict)
            }
            _ => return Ok(()),
        };
        let Some(outermost) = generators.first() else { return Ok(()) };
        let parts = Parts { location, generators, elt, value, kind };
        let entry = self.st.lookup(key(expr, KeyKind::Node));
        let inlined = entry.filter(|&entry| self.st.entries[entry as usize].comp_inlined);
        let is_async = entry.is_some_and(|entry| self.st.entries[entry as usize].coroutine);
        if let Some(entry) = inlined {
            self.comprehension_iter(outermost)?;
            let mut state = InlinedState::default();
            self.push_inlined(location, entry, &mut state);
            self.start_collection(parts, true);
            self.generator(parts, 0, 0, true)?;
            self.pop_inlined(location, &mut state);
            return Ok(());
        }
        let name = self.id(name);
        let counts = ArgCounts { args: 1, ..ArgCounts::default() };
        self.begin_unit(name, ScopeType::Comprehension, entry, location.line, None, counts)?;
        self.start_collection(parts, false);
        self.generator(parts, 0, 0, false)?;
        if kind == Kind::Generator {
            self.wrap_in_stopiteration_handler();
        } else {
            self.op(location, opcode::RETURN_VALUE);
        }
        self.finish_closure(location, true, 0)?;
        self.comprehension_iter(outermost)?;
        self.emit(location, opcode::CALL, 0);
        if is_async && kind != Kind::Generator {
            self.await_top(location, 0);
        }
        Ok(())
    }

    fn comprehension_iter(&mut self, outermost: &'a Comprehension) -> Res {
        self.expr(&outermost.iter)?;
        let op = if outermost.is_async { opcode::GET_AITER } else { opcode::GET_ITER };
        self.op(outermost.iter.span.into(), op);
        Ok(())
    }

    fn start_collection(&mut self, parts: Parts<'a>, inlined: bool) {
        let op = match parts.kind {
            Kind::Generator => return,
            Kind::List => opcode::BUILD_LIST,
            Kind::Set => opcode::BUILD_SET,
            Kind::Dict => opcode::BUILD_MAP,
        };
        self.emit(parts.location, op, 0);
        if inlined {
            self.emit(parts.location, opcode::SWAP, 2);
        }
    }

    fn generator(&mut self, parts: Parts<'a>, index: usize, depth: u32, iter_on_stack: bool) -> Res {
        if parts.generators[index].is_async {
            self.async_generator(parts, index, depth, iter_on_stack)
        } else {
            self.sync_generator(parts, index, depth, iter_on_stack)
        }
    }

    fn sync_generator(&mut self, parts: Parts<'a>, index: usize, mut depth: u32, iter_on_stack: bool) -> Res {
        let start = self.new_label();
        let if_cleanup = self.new_label();
        let anchor = self.new_label();
        let generator = &parts.generators[index];
        let iter_location = Location::from(generator.iter.span);
        let mut loops = true;
        if !iter_on_stack {
            if index == 0 {
                self.emit(parts.location, opcode::LOAD_FAST, 0);
            } else {
                match &generator.iter.kind {
                    // `for y in [f(x)]` is an assignment.
                    ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. }
                        if elts.len() == 1 && !matches!(elts[0].kind, ExprKind::Starred { .. }) =>
                    {
                        self.expr(&elts[0])?;
                        loops = false;
                    }
                    _ => {
                        self.expr(&generator.iter)?;
                        self.op(iter_location, opcode::GET_ITER);
                    }
                }
            }
        }
        if loops {
            depth += 1;
            self.use_label(start);
            self.jump(iter_location, opcode::FOR_ITER, anchor);
        }
        self.expr(&generator.target)?;
        for condition in &generator.ifs {
            self.jump_if(condition, if_cleanup, false)?;
        }
        let elt_location = self.inner_or_element(parts, index + 1, depth)?;
        self.use_label(if_cleanup);
        if loops {
            self.jump(elt_location, opcode::JUMP, start);
            self.use_label(anchor);
            self.op(NO_LOCATION, opcode::END_FOR);
            self.op(NO_LOCATION, opcode::POP_ITER);
        }
        Ok(())
    }

    fn async_generator(&mut self, parts: Parts<'a>, index: usize, depth: u32, iter_on_stack: bool) -> Res {
        let start = self.new_label();
        let send = self.new_label();
        let except = self.new_label();
        let if_cleanup = self.new_label();
        let generator = &parts.generators[index];
        let location = parts.location;
        if !iter_on_stack {
            if index == 0 {
                self.emit(location, opcode::LOAD_FAST, 0);
            } else {
                self.expr(&generator.iter)?;
                self.op(generator.iter.span.into(), opcode::GET_AITER);
            }
        }
        self.use_label(start);
        self.push_block(location, BlockType::AsyncComprehensionGenerator, start, NO_LABEL, Datum::None)?;
        self.jump(location, opcode::SETUP_FINALLY, except);
        self.op(location, opcode::GET_ANEXT);
        self.load_none(location);
        self.use_label(send);
        self.yield_from(location, true);
        self.op(location, opcode::POP_BLOCK);
        self.expr(&generator.target)?;
        for condition in &generator.ifs {
            self.jump_if(condition, if_cleanup, false)?;
        }
        let elt_location = self.inner_or_element(parts, index + 1, depth + 1)?;
        self.use_label(if_cleanup);
        self.jump(elt_location, opcode::JUMP, start);
        self.pop_block();
        self.use_label(except);
        self.jump(location, opcode::END_ASYNC_FOR, send);
        Ok(())
    }

    /// The next `for` clause, or after the last the element itself. Returns the location of the jump back.
    fn inner_or_element(&mut self, parts: Parts<'a>, next: usize, depth: u32) -> Res<Location> {
        let mut location = Location::from(parts.elt.span);
        if next < parts.generators.len() {
            self.generator(parts, next, depth, false)?;
            return Ok(location);
        }
        self.expr(parts.elt)?;
        match parts.kind {
            Kind::Generator => {
                self.emit_yield(location);
                self.op(location, opcode::POP_TOP);
            }
            Kind::List => self.emit(location, opcode::LIST_APPEND, depth + 1),
            Kind::Set => self.emit(location, opcode::SET_ADD, depth + 1),
            Kind::Dict => {
                if let Some(value) = parts.value {
                    self.expr(value)?;
                    location.end_line = value.span.end_line as i32;
                    location.end_col = value.span.end_col as i32;
                }
                self.emit(location, opcode::MAP_ADD, depth + 1);
            }
        }
        Ok(location)
    }

    /// Saves what the comprehension's own names mean outside, on the stack.
    fn push_inlined(&mut self, location: Location, comp: EntryId, state: &mut InlinedState) {
        self.tweak_inlined_scopes(comp, state);
        // Read after the tweak, as CPython does: the enclosing symbols are the comprehension's by now.
        let in_class = self.entry().kind == BlockKind::Class && self.unit_ref().in_inlined_comp == 0;
        let symbols = self.st.entries[comp as usize].symbols.clone();
        for (name, &symbol) in &symbols {
            let bound = symbol & def::LOCAL != 0 && symbol & def::NONLOCAL == 0;
            if !bound && !in_class {
                continue;
            }
            let outer_scope = self.entry().scope(name);
            self.emit_in_table(location, opcode::LOAD_FAST_AND_CLEAR, name, |meta| &mut meta.varnames);
            if Scope::of(symbol) == Scope::Cell {
                if outer_scope == Scope::Free {
                    self.emit_in_table(location, opcode::MAKE_CELL, name, |meta| &mut meta.freevars);
                } else {
                    self.emit_in_table(location, opcode::MAKE_CELL, name, |meta| &mut meta.cellvars);
                }
            }
            state.pushed_locals.push(name.clone());
        }
        if !state.pushed_locals.is_empty() {
            // Brings the iterator back to the top.
            self.emit(location, opcode::SWAP, state.pushed_locals.len() as u32 + 1);
            let cleanup = self.new_label();
            state.cleanup = Some(cleanup);
            self.jump(location, opcode::SETUP_FINALLY, cleanup);
        }
    }

    fn restore_inlined(&mut self, location: Location, state: &InlinedState) {
        self.emit(location, opcode::SWAP, state.pushed_locals.len() as u32 + 1);
        for name in state.pushed_locals.iter().rev() {
            self.emit_in_table(location, opcode::STORE_FAST_MAYBE_NULL, name, |meta| &mut meta.varnames);
        }
    }

    fn pop_inlined(&mut self, location: Location, state: &mut InlinedState) {
        if let Some(cleanup) = state.cleanup {
            self.op(NO_LOCATION, opcode::POP_BLOCK);
            let end = self.new_label();
            self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, end);
            self.use_label(cleanup);
            // The unfinished result is below the exception.
            self.emit(NO_LOCATION, opcode::SWAP, 2);
            self.op(NO_LOCATION, opcode::POP_TOP);
            self.restore_inlined(location, state);
            self.emit(NO_LOCATION, opcode::RERAISE, 0);
            self.use_label(end);
            self.restore_inlined(location, state);
        }
        self.revert_inlined_scopes(state);
    }
}
