//! Lists, tuples, sets and dicts, displayed or unpacked into.

use super::{STACK_USE_GUIDELINE, intrinsic1};
use crate::compiler::Compiler;
use crate::error::{Res, fail};
use crate::location::Location;
use crate::opcode;
use syntax::ast::{Expr, ExprContext, ExprKind, Identifier};

/// The instructions that build one kind of sequence.
#[derive(Clone, Copy)]
pub(crate) struct Build {
    build: u16,
    add: u16,
    extend: u16,
    tuple: bool,
}

const LIST: Build =
    Build { build: opcode::BUILD_LIST, add: opcode::LIST_APPEND, extend: opcode::LIST_EXTEND, tuple: false };
const SET: Build = Build { build: opcode::BUILD_SET, add: opcode::SET_ADD, extend: opcode::SET_UPDATE, tuple: false };
pub(crate) const TUPLE: Build = Build { tuple: true, ..LIST };

impl<'a> Compiler<'a> {
    /// `starunpack_helper_impl`: `pushed` items are on the stack already, `injected` comes last.
    pub(crate) fn star_unpack(
        &mut self,
        location: Location,
        elts: &'a [Expr],
        injected: Option<&Identifier>,
        pushed: usize,
        kind: Build,
    ) -> Res {
        let count = elts.len() + pushed + usize::from(injected.is_some());
        let big = count > STACK_USE_GUIDELINE;
        let starred = elts.iter().any(|elt| matches!(elt.kind, ExprKind::Starred { .. }));
        if !starred && !big {
            self.exprs(elts)?;
            if let Some(name) = injected {
                self.name_op(location, name, ExprContext::Load)?;
            }
            let op = if kind.tuple { opcode::BUILD_TUPLE } else { kind.build };
            self.emit(location, op, count as u32);
            return Ok(());
        }
        let mut built = false;
        if big {
            self.emit(location, kind.build, pushed as u32);
            built = true;
        }
        for (index, elt) in elts.iter().enumerate() {
            if let ExprKind::Starred { value, .. } = &elt.kind {
                if !built {
                    self.emit(location, kind.build, (index + pushed) as u32);
                    built = true;
                }
                self.expr(value)?;
                self.emit(location, kind.extend, 1);
            } else {
                self.expr(elt)?;
                if built {
                    self.emit(location, kind.add, 1);
                }
            }
        }
        if let Some(name) = injected {
            self.name_op(location, name, ExprContext::Load)?;
            self.emit(location, kind.add, 1);
        }
        if kind.tuple {
            self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::LIST_TO_TUPLE);
        }
        Ok(())
    }

    pub(crate) fn list(&mut self, location: Location, elts: &'a [Expr], ctx: ExprContext) -> Res {
        self.sequence(location, elts, ctx, LIST)
    }

    pub(crate) fn tuple(&mut self, location: Location, elts: &'a [Expr], ctx: ExprContext) -> Res {
        self.sequence(location, elts, ctx, TUPLE)
    }

    pub(crate) fn set(&mut self, location: Location, elts: &'a [Expr]) -> Res {
        self.star_unpack(location, elts, None, 0, SET)
    }

    fn sequence(&mut self, location: Location, elts: &'a [Expr], ctx: ExprContext, kind: Build) -> Res {
        match ctx {
            ExprContext::Store => self.unpack_into(location, elts),
            ExprContext::Load => self.star_unpack(location, elts, None, 0, kind),
            ExprContext::Del => self.exprs(elts),
        }
    }

    fn unpack_into(&mut self, location: Location, elts: &'a [Expr]) -> Res {
        let mut star = None;
        for (index, elt) in elts.iter().enumerate() {
            if !matches!(elt.kind, ExprKind::Starred { .. }) {
                continue;
            }
            if star.is_some() {
                return fail(location, "multiple starred expressions in assignment");
            }
            let after = elts.len() - index - 1;
            if index >= 1 << 8 || after >= i32::MAX as usize >> 8 {
                return fail(location, "too many expressions in star-unpacking assignment");
            }
            star = Some(index + (after << 8));
            self.emit(location, opcode::UNPACK_EX, (index + (after << 8)) as u32);
        }
        if star.is_none() {
            self.emit(location, opcode::UNPACK_SEQUENCE, elts.len() as u32);
        }
        for elt in elts {
            match &elt.kind {
                ExprKind::Starred { value, .. } => self.expr(value)?,
                _ => self.expr(elt)?,
            }
        }
        Ok(())
    }

    /// A run of `key: value` entries.
    fn sub_dict(&mut self, location: Location, keys: &'a [Option<Expr>], values: &'a [Expr]) -> Res {
        let big = keys.len() * 2 > STACK_USE_GUIDELINE;
        if big {
            self.emit(location, opcode::BUILD_MAP, 0);
        }
        for (key, value) in keys.iter().zip(values) {
            if let Some(key) = key {
                self.expr(key)?;
            }
            self.expr(value)?;
            if big {
                self.emit(location, opcode::MAP_ADD, 1);
            }
        }
        if !big {
            self.emit(location, opcode::BUILD_MAP, keys.len() as u32);
        }
        Ok(())
    }

    pub(crate) fn dict(&mut self, location: Location, keys: &'a [Option<Expr>], values: &'a [Expr]) -> Res {
        let mut have_dict = false;
        // Entries seen that no instruction has been emitted for.
        let mut elements = 0;
        for (index, key) in keys.iter().enumerate() {
            if key.is_none() {
                if elements > 0 {
                    let run = index - elements..index;
                    self.sub_dict(location, &keys[run.clone()], &values[run])?;
                    if have_dict {
                        self.emit(location, opcode::DICT_UPDATE, 1);
                    }
                    have_dict = true;
                    elements = 0;
                }
                if !have_dict {
                    self.emit(location, opcode::BUILD_MAP, 0);
                    have_dict = true;
                }
                self.expr(&values[index])?;
                self.emit(location, opcode::DICT_UPDATE, 1);
            } else if elements * 2 > STACK_USE_GUIDELINE {
                let run = index - elements..index + 1;
                self.sub_dict(location, &keys[run.clone()], &values[run])?;
                if have_dict {
                    self.emit(location, opcode::DICT_UPDATE, 1);
                }
                have_dict = true;
                elements = 0;
            } else {
                elements += 1;
            }
        }
        if elements > 0 {
            let from = keys.len() - elements;
            self.sub_dict(location, &keys[from..], &values[from..])?;
            if have_dict {
                self.emit(location, opcode::DICT_UPDATE, 1);
            }
            have_dict = true;
        }
        if !have_dict {
            self.emit(location, opcode::BUILD_MAP, 0);
        }
        Ok(())
    }
}
