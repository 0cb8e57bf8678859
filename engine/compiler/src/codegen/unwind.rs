//! Leaving blocks by `return`, `break` and `continue`.

use crate::compiler::{BlockType, Compiler, Datum, FrameBlock};
use crate::error::{Res, fail};
use crate::instructions::NO_LABEL;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use syntax::ast::{Expr, ExprContext, ExprKind};

impl<'a> Compiler<'a> {
    pub(crate) fn call_exit_with_nones(&mut self, location: Location) {
        for _ in 0..3 {
            self.load_none(location);
        }
        self.emit(location, opcode::CALL, 3);
    }

    /// Undoes one block. `keep_top`: the value on top of the stack stays there.
    fn unwind_block(&mut self, location: &mut Location, block: &FrameBlock<'a>, keep_top: bool) -> Res {
        let swap = |compiler: &mut Self, location: Location| {
            if keep_top {
                compiler.emit(location, opcode::SWAP, 2);
            }
        };
        match block.kind {
            BlockType::WhileLoop
            | BlockType::ExceptionHandler
            | BlockType::ExceptionGroupHandler
            | BlockType::AsyncComprehensionGenerator
            | BlockType::StopIteration => {}
            BlockType::ForLoop | BlockType::PopValue => {
                swap(self, *location);
                self.op(*location, opcode::POP_TOP);
            }
            BlockType::TryExcept => self.op(*location, opcode::POP_BLOCK),
            BlockType::FinallyTry => {
                self.op(*location, opcode::POP_BLOCK);
                if keep_top {
                    self.push_block(*location, BlockType::PopValue, NO_LABEL, NO_LABEL, Datum::None)?;
                }
                if let Datum::Finally(body) = block.datum {
                    self.stmts(body)?;
                }
                if keep_top {
                    self.pop_block();
                }
                // The finally block comes after the statement that left: what follows has no line of its own.
                *location = NO_LOCATION;
            }
            BlockType::FinallyEnd => {
                swap(self, *location);
                self.op(*location, opcode::POP_TOP);
                swap(self, *location);
                self.op(*location, opcode::POP_BLOCK);
                self.op(*location, opcode::POP_EXCEPT);
            }
            BlockType::With | BlockType::AsyncWith => {
                *location = block.location;
                self.op(*location, opcode::POP_BLOCK);
                if keep_top {
                    self.emit(*location, opcode::SWAP, 3);
                    self.emit(*location, opcode::SWAP, 2);
                }
                self.call_exit_with_nones(*location);
                if block.kind == BlockType::AsyncWith {
                    self.await_top(*location, 2);
                }
                self.op(*location, opcode::POP_TOP);
                *location = NO_LOCATION;
            }
            BlockType::HandlerCleanup => {
                let name = if let Datum::Name(name) = block.datum { Some(name) } else { None };
                if name.is_some() {
                    self.op(*location, opcode::POP_BLOCK);
                }
                swap(self, *location);
                self.op(*location, opcode::POP_BLOCK);
                self.op(*location, opcode::POP_EXCEPT);
                if let Some(name) = name {
                    self.load_none(*location);
                    self.name_op(*location, name, ExprContext::Store)?;
                    self.name_op(*location, name, ExprContext::Del)?;
                }
            }
        }
        Ok(())
    }

    /// Undoes blocks from the innermost out, all of them or up to the nearest loop, which is returned.
    fn unwind_blocks(&mut self, location: &mut Location, keep_top: bool, to_loop: bool) -> Res<Option<FrameBlock<'a>>> {
        let Some(&top) = self.unit().blocks.last() else { return Ok(None) };
        if top.kind == BlockType::ExceptionGroupHandler {
            return fail(*location, "'break', 'continue' and 'return' cannot appear in an except* block");
        }
        if to_loop && matches!(top.kind, BlockType::WhileLoop | BlockType::ForLoop) {
            return Ok(Some(top));
        }
        self.pop_block();
        self.unwind_block(location, &top, keep_top)?;
        let found = self.unwind_blocks(location, keep_top, to_loop)?;
        self.push_block(top.location, top.kind, top.block, top.exit, top.datum)?;
        Ok(found)
    }

    pub(crate) fn return_stmt(&mut self, stmt_location: Location, value: Option<&'a Expr>) -> Res {
        let entry = self.entry();
        if !entry.is_function_like() {
            return fail(stmt_location, "'return' outside function");
        }
        if value.is_some() && entry.coroutine && entry.generator {
            return fail(stmt_location, "'return' with value in async generator");
        }
        let mut location = stmt_location;
        let constant = match value.map(|value| &value.kind) {
            Some(ExprKind::Constant { value, .. }) => Some(value),
            _ => None,
        };
        let keep_top = value.is_some() && constant.is_none();
        if let Some(value) = value {
            if keep_top {
                self.expr(value)?;
            } else {
                location = value.span.into();
                self.op(location, opcode::NOP);
            }
        }
        if value.is_none_or(|value| value.span.line as i32 != stmt_location.line) {
            location = stmt_location;
            self.op(location, opcode::NOP);
        }
        self.unwind_blocks(&mut location, keep_top, false)?;
        match (value, constant) {
            (None, _) => self.load_none(location),
            (_, Some(constant)) => self.load_literal(location, constant),
            _ => {}
        }
        self.op(location, opcode::RETURN_VALUE);
        Ok(())
    }

    pub(crate) fn break_stmt(&mut self, origin: Location) -> Res {
        let mut location = origin;
        self.op(location, opcode::NOP);
        let Some(target) = self.unwind_blocks(&mut location, false, true)? else {
            return fail(origin, "'break' outside loop");
        };
        self.unwind_block(&mut location, &target, false)?;
        self.jump(location, opcode::JUMP, target.exit);
        Ok(())
    }

    pub(crate) fn continue_stmt(&mut self, origin: Location) -> Res {
        let mut location = origin;
        self.op(location, opcode::NOP);
        let Some(target) = self.unwind_blocks(&mut location, false, true)? else {
            return fail(origin, "'continue' not properly in loop");
        };
        self.jump(location, opcode::JUMP, target.block);
        Ok(())
    }
}
