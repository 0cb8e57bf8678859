//! `try` with `except`, `except*` and `finally`.

use super::intrinsic2;
use crate::compiler::{BlockType, Compiler, Datum};
use crate::error::{Res, fail};
use crate::instructions::NO_LABEL;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use syntax::ast::{ExceptHandler, ExprContext, Identifier, Try};

impl<'a> Compiler<'a> {
    pub(crate) fn pop_except_and_reraise(&mut self, location: Location) {
        self.emit(location, opcode::COPY, 3);
        self.op(location, opcode::POP_EXCEPT);
        self.emit(location, opcode::RERAISE, 1);
    }

    pub(crate) fn try_stmt(&mut self, location: Location, node: &'a Try, star: bool) -> Res {
        if !node.finalbody.is_empty() {
            self.try_finally(location, node, star)
        } else {
            self.try_handlers(location, node, star)
        }
    }

    fn try_handlers(&mut self, location: Location, node: &'a Try, star: bool) -> Res {
        if star { self.try_star_except(location, node) } else { self.try_except(location, node) }
    }

    fn try_finally(&mut self, location: Location, node: &'a Try, star: bool) -> Res {
        let body = self.new_label();
        let end = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.jump(location, opcode::SETUP_FINALLY, end);
        self.use_label(body);
        self.push_block(location, BlockType::FinallyTry, body, end, Datum::Finally(&node.finalbody))?;
        if node.handlers.is_empty() {
            self.stmts(&node.body)?;
        } else {
            self.try_handlers(location, node, star)?;
        }
        self.op(NO_LOCATION, opcode::POP_BLOCK);
        self.pop_block();
        self.stmts(&node.finalbody)?;
        self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, exit);
        self.use_label(end);
        self.jump(NO_LOCATION, opcode::SETUP_CLEANUP, cleanup);
        self.op(NO_LOCATION, opcode::PUSH_EXC_INFO);
        self.push_block(NO_LOCATION, BlockType::FinallyEnd, end, NO_LABEL, Datum::None)?;
        self.stmts(&node.finalbody)?;
        self.pop_block();
        self.emit(NO_LOCATION, opcode::RERAISE, 0);
        self.use_label(cleanup);
        self.pop_except_and_reraise(NO_LOCATION);
        self.use_label(exit);
        Ok(())
    }

    /// `name = None; del name`, so that the exception does not outlive its handler.
    fn forget(&mut self, name: &Identifier) -> Res {
        self.load_none(NO_LOCATION);
        self.name_op(NO_LOCATION, name, ExprContext::Store)?;
        self.name_op(NO_LOCATION, name, ExprContext::Del)
    }

    fn try_except(&mut self, location: Location, node: &'a Try) -> Res {
        let body = self.new_label();
        let except = self.new_label();
        let end = self.new_label();
        let cleanup = self.new_label();
        self.jump(location, opcode::SETUP_FINALLY, except);
        self.use_label(body);
        self.push_block(location, BlockType::TryExcept, body, NO_LABEL, Datum::None)?;
        self.stmts(&node.body)?;
        self.pop_block();
        self.op(NO_LOCATION, opcode::POP_BLOCK);
        self.stmts(&node.orelse)?;
        self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, end);
        self.use_label(except);
        self.jump(NO_LOCATION, opcode::SETUP_CLEANUP, cleanup);
        self.op(NO_LOCATION, opcode::PUSH_EXC_INFO);
        self.push_block(location, BlockType::ExceptionHandler, NO_LABEL, NO_LABEL, Datum::None)?;
        let last = node.handlers.len().saturating_sub(1);
        for (index, handler) in node.handlers.iter().enumerate() {
            if handler.type_.is_none() && index < last {
                return fail(handler.span, "default 'except:' must be last");
            }
            self.except_handler(handler, end)?;
        }
        self.pop_block();
        self.emit(NO_LOCATION, opcode::RERAISE, 0);
        self.use_label(cleanup);
        self.pop_except_and_reraise(NO_LOCATION);
        self.use_label(end);
        Ok(())
    }

    fn except_handler(&mut self, handler: &'a ExceptHandler, end: crate::instructions::Label) -> Res {
        let location = Location::from(handler.span);
        let next = self.new_label();
        if let Some(type_) = &handler.type_ {
            self.expr(type_)?;
            self.op(location, opcode::CHECK_EXC_MATCH);
            self.jump(location, opcode::POP_JUMP_IF_FALSE, next);
        }
        if let Some(name) = &handler.name {
            let cleanup_end = self.new_label();
            let cleanup_body = self.new_label();
            self.name_op(location, name, ExprContext::Store)?;
            self.jump(location, opcode::SETUP_CLEANUP, cleanup_end);
            self.use_label(cleanup_body);
            self.push_block(location, BlockType::HandlerCleanup, cleanup_body, NO_LABEL, Datum::Name(name))?;
            self.stmts(&handler.body)?;
            self.pop_block();
            self.op(NO_LOCATION, opcode::POP_BLOCK);
            self.op(NO_LOCATION, opcode::POP_BLOCK);
            self.op(NO_LOCATION, opcode::POP_EXCEPT);
            self.forget(name)?;
            self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, end);
            self.use_label(cleanup_end);
            self.forget(name)?;
            self.emit(NO_LOCATION, opcode::RERAISE, 1);
        } else {
            let cleanup_body = self.new_label();
            self.op(location, opcode::POP_TOP);
            self.use_label(cleanup_body);
            self.push_block(location, BlockType::HandlerCleanup, cleanup_body, NO_LABEL, Datum::None)?;
            self.stmts(&handler.body)?;
            self.pop_block();
            self.op(NO_LOCATION, opcode::POP_BLOCK);
            self.op(NO_LOCATION, opcode::POP_EXCEPT);
            self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, end);
        }
        self.use_label(next);
        Ok(())
    }

    /// Each handler takes its part of the group; what is left and what handlers raise is gathered in a list.
    fn try_star_except(&mut self, location: Location, node: &'a Try) -> Res {
        let body = self.new_label();
        let except = self.new_label();
        let orelse = self.new_label();
        let end = self.new_label();
        let cleanup = self.new_label();
        let reraise_star = self.new_label();
        self.jump(location, opcode::SETUP_FINALLY, except);
        self.use_label(body);
        self.push_block(location, BlockType::TryExcept, body, NO_LABEL, Datum::None)?;
        self.stmts(&node.body)?;
        self.pop_block();
        self.op(NO_LOCATION, opcode::POP_BLOCK);
        self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, orelse);
        self.use_label(except);
        self.jump(NO_LOCATION, opcode::SETUP_CLEANUP, cleanup);
        self.op(NO_LOCATION, opcode::PUSH_EXC_INFO);
        self.push_block(location, BlockType::ExceptionGroupHandler, NO_LABEL, NO_LABEL, Datum::None)?;
        let last = node.handlers.len().saturating_sub(1);
        for (index, handler) in node.handlers.iter().enumerate() {
            self.except_star_handler(handler, index == 0)?;
            if index == last {
                self.emit(NO_LOCATION, opcode::LIST_APPEND, 1);
                self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, reraise_star);
            }
        }
        self.pop_block();
        let reraise = self.new_label();
        self.use_label(reraise_star);
        self.emit(NO_LOCATION, opcode::CALL_INTRINSIC_2, intrinsic2::PREP_RERAISE_STAR);
        self.emit(NO_LOCATION, opcode::COPY, 1);
        self.jump(NO_LOCATION, opcode::POP_JUMP_IF_NOT_NONE, reraise);
        self.op(NO_LOCATION, opcode::POP_TOP);
        self.op(NO_LOCATION, opcode::POP_BLOCK);
        self.op(NO_LOCATION, opcode::POP_EXCEPT);
        self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, end);
        self.use_label(reraise);
        self.op(NO_LOCATION, opcode::POP_BLOCK);
        self.emit(NO_LOCATION, opcode::SWAP, 2);
        self.op(NO_LOCATION, opcode::POP_EXCEPT);
        self.emit(NO_LOCATION, opcode::RERAISE, 0);
        self.use_label(cleanup);
        self.pop_except_and_reraise(NO_LOCATION);
        self.use_label(orelse);
        self.stmts(&node.orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn except_star_handler(&mut self, handler: &'a ExceptHandler, first: bool) -> Res {
        let location = Location::from(handler.span);
        let next = self.new_label();
        let except_with_error = self.new_label();
        let no_match = self.new_label();
        if first {
            self.emit(location, opcode::BUILD_LIST, 0);
            self.emit(location, opcode::COPY, 2);
        }
        if let Some(type_) = &handler.type_ {
            self.expr(type_)?;
            self.op(location, opcode::CHECK_EG_MATCH);
            self.emit(location, opcode::COPY, 1);
            self.jump(location, opcode::POP_JUMP_IF_NONE, no_match);
        }
        let cleanup_end = self.new_label();
        let cleanup_body = self.new_label();
        match &handler.name {
            Some(name) => self.name_op(location, name, ExprContext::Store)?,
            None => self.op(location, opcode::POP_TOP),
        }
        self.jump(location, opcode::SETUP_CLEANUP, cleanup_end);
        self.use_label(cleanup_body);
        let datum = handler.name.as_ref().map_or(Datum::None, Datum::Name);
        self.push_block(location, BlockType::HandlerCleanup, cleanup_body, NO_LABEL, datum)?;
        self.stmts(&handler.body)?;
        self.pop_block();
        self.op(NO_LOCATION, opcode::POP_BLOCK);
        if let Some(name) = &handler.name {
            self.forget(name)?;
        }
        self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, next);
        self.use_label(cleanup_end);
        if let Some(name) = &handler.name {
            self.forget(name)?;
        }
        self.emit(NO_LOCATION, opcode::LIST_APPEND, 3);
        self.op(NO_LOCATION, opcode::POP_TOP);
        self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, except_with_error);
        self.use_label(next);
        // Holds a line that is propagated here.
        self.op(NO_LOCATION, opcode::NOP);
        self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, except_with_error);
        self.use_label(no_match);
        self.op(location, opcode::POP_TOP);
        self.use_label(except_with_error);
        Ok(())
    }
}
