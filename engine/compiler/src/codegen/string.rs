//! f-strings and t-strings.

use super::STACK_USE_GUIDELINE;
use crate::code::Const;
use crate::compiler::Compiler;
use crate::error::Res;
use crate::location::Location;
use crate::opcode;
use syntax::ast::{Constant, Expr, ExprKind};

/// `FVC_…`: the argument of `CONVERT_VALUE`.
fn conversion_arg(conversion: i32) -> u32 {
    match u8::try_from(conversion) {
        Ok(b's') => 1,
        Ok(b'r') => 2,
        Ok(b'a') => 3,
        _ => 0,
    }
}

impl<'a> Compiler<'a> {
    fn load_empty(&mut self, location: Location) {
        self.load_const(location, Const::Str("".into()));
    }

    pub(crate) fn joined_str(&mut self, location: Location, values: &'a [Expr]) -> Res {
        if values.len() > STACK_USE_GUIDELINE {
            self.load_empty(location);
            let join = self.id("join");
            self.emit_mangled(location, opcode::LOAD_ATTR, &join, 1, 1);
            self.emit(location, opcode::BUILD_LIST, 0);
            for value in values {
                self.expr(value)?;
                self.emit(location, opcode::LIST_APPEND, 1);
            }
            self.emit(location, opcode::CALL, 1);
            return Ok(());
        }
        self.exprs(values)?;
        match values.len() {
            0 => self.load_empty(location),
            1 => {}
            count => self.emit(location, opcode::BUILD_STRING, count as u32),
        }
        Ok(())
    }

    pub(crate) fn formatted_value(
        &mut self,
        location: Location,
        value: &'a Expr,
        conversion: i32,
        format_spec: Option<&'a Expr>,
    ) -> Res {
        self.expr(value)?;
        if conversion != -1 {
            self.emit(location, opcode::CONVERT_VALUE, conversion_arg(conversion));
        }
        match format_spec {
            Some(spec) => {
                self.expr(spec)?;
                self.op(location, opcode::FORMAT_WITH_SPEC);
            }
            None => self.op(location, opcode::FORMAT_SIMPLE),
        }
        Ok(())
    }

    /// Strings and interpolations alternate: there is a string, perhaps empty, on each side of an interpolation.
    pub(crate) fn template_str(&mut self, location: Location, values: &'a [Expr]) -> Res {
        let mut after_interpolation = true;
        let mut strings = 0;
        for value in values {
            let interpolation = matches!(value.kind, ExprKind::Interpolation { .. });
            if interpolation {
                if after_interpolation {
                    self.load_empty(location);
                    strings += 1;
                }
            } else {
                self.expr(value)?;
                strings += 1;
            }
            after_interpolation = interpolation;
        }
        if after_interpolation {
            self.load_empty(location);
            strings += 1;
        }
        self.emit(location, opcode::BUILD_TUPLE, strings);
        let mut interpolations = 0;
        for value in values {
            if matches!(value.kind, ExprKind::Interpolation { .. }) {
                self.expr(value)?;
                interpolations += 1;
            }
        }
        self.emit(location, opcode::BUILD_TUPLE, interpolations);
        self.op(location, opcode::BUILD_TEMPLATE);
        Ok(())
    }

    pub(crate) fn interpolation(
        &mut self,
        location: Location,
        value: &'a Expr,
        text: &'a Constant,
        conversion: i32,
        format_spec: Option<&'a Expr>,
    ) -> Res {
        self.expr(value)?;
        self.load_literal(location, text);
        let mut arg = 2;
        if let Some(spec) = format_spec {
            arg += 1;
            self.expr(spec)?;
        }
        self.emit(location, opcode::BUILD_INTERPOLATION, arg | conversion_arg(conversion) << 2);
        Ok(())
    }
}
