//! `with` and `async with`.

use crate::compiler::{BlockType, Compiler, Datum};
use crate::error::Res;
use crate::instructions::Label;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use syntax::ast::With;

/// Arguments of `LOAD_SPECIAL`.
const ENTER: u32 = 0;
const EXIT: u32 = 1;
const AENTER: u32 = 2;
const AEXIT: u32 = 3;

impl<'a> Compiler<'a> {
    /// The items from `position` on, the later ones inside the earlier.
    pub(crate) fn with(&mut self, with: &'a With, position: usize, is_async: bool) -> Res {
        let Some(item) = with.items.get(position) else { return self.stmts(&with.body) };
        let block = self.new_label();
        let final_ = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.expr(&item.context_expr)?;
        let location = Location::from(item.context_expr.span);
        let (enter_method, exit_method) = if is_async { (AENTER, AEXIT) } else { (ENTER, EXIT) };
        self.emit(location, opcode::COPY, 1);
        self.emit(location, opcode::LOAD_SPECIAL, exit_method);
        self.emit(location, opcode::SWAP, 2);
        self.emit(location, opcode::SWAP, 3);
        self.emit(location, opcode::LOAD_SPECIAL, enter_method);
        self.emit(location, opcode::CALL, 0);
        if is_async {
            self.await_top(location, 1);
        }
        self.jump(location, opcode::SETUP_WITH, final_);
        self.use_label(block);
        let kind = if is_async { BlockType::AsyncWith } else { BlockType::With };
        self.push_block(location, kind, block, final_, Datum::None)?;
        match &item.optional_vars {
            Some(target) => self.expr(target)?,
            None => self.op(location, opcode::POP_TOP),
        }
        self.with(with, position + 1, is_async)?;
        if is_async {
            self.pop_block();
            self.op(location, opcode::POP_BLOCK);
        } else {
            self.op(NO_LOCATION, opcode::POP_BLOCK);
            self.pop_block();
        }
        self.call_exit_with_nones(location);
        if is_async {
            self.await_top(location, 2);
        }
        self.op(location, opcode::POP_TOP);
        self.jump(location, opcode::JUMP, exit);
        self.use_label(final_);
        self.jump(location, opcode::SETUP_CLEANUP, cleanup);
        self.op(location, opcode::PUSH_EXC_INFO);
        self.op(location, opcode::WITH_EXCEPT_START);
        if is_async {
            self.await_top(location, 2);
        }
        self.with_except_finish(cleanup);
        self.use_label(exit);
        Ok(())
    }

    fn with_except_finish(&mut self, cleanup: Label) {
        let suppress = self.new_label();
        self.op(NO_LOCATION, opcode::TO_BOOL);
        self.jump(NO_LOCATION, opcode::POP_JUMP_IF_TRUE, suppress);
        self.emit(NO_LOCATION, opcode::RERAISE, 2);
        self.use_label(suppress);
        self.op(NO_LOCATION, opcode::POP_TOP);
        self.op(NO_LOCATION, opcode::POP_BLOCK);
        self.op(NO_LOCATION, opcode::POP_EXCEPT);
        for _ in 0..3 {
            self.op(NO_LOCATION, opcode::POP_TOP);
        }
        let exit = self.new_label();
        self.jump(NO_LOCATION, opcode::JUMP_NO_INTERRUPT, exit);
        self.use_label(cleanup);
        self.pop_except_and_reraise(NO_LOCATION);
        self.use_label(exit);
    }
}
