//! From tree to instructions (`Python/codegen.c`), one room for each family of nodes. Every function here appends to
//! the instruction sequence of the current unit.

mod annotations;
mod call;
mod class;
mod comprehension;
mod display;
mod expr;
mod function;
mod import;
mod jump;
mod name;
mod pattern;
mod stmt;
mod string;
mod subscript;
mod try_stmt;
mod unwind;
mod warn;
mod with_stmt;

use crate::code::Const;
use crate::compiler::{ArgCounts, Compiler, ScopeType};
use crate::error::Res;
use crate::instructions::Label;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use crate::symtable::{EntryId, KeyKind, key};
use num_bigint::BigInt;
use syntax::ast::{Constant, Identifier, Mod, Stmt};

/// `_PY_STACK_USE_GUIDELINE`: longer sequences are built piece by piece.
pub(crate) const STACK_USE_GUIDELINE: usize = 30;

/// Arguments of `CALL_INTRINSIC_1`.
pub(crate) mod intrinsic1 {
    pub const PRINT: u32 = 1;
    pub const IMPORT_STAR: u32 = 2;
    pub const STOPITERATION_ERROR: u32 = 3;
    pub const ASYNC_GEN_WRAP: u32 = 4;
    pub const UNARY_POSITIVE: u32 = 5;
    pub const LIST_TO_TUPLE: u32 = 6;
    pub const TYPEVAR: u32 = 7;
    pub const PARAMSPEC: u32 = 8;
    pub const TYPEVARTUPLE: u32 = 9;
    pub const SUBSCRIPT_GENERIC: u32 = 10;
    pub const TYPEALIAS: u32 = 11;
}

/// Arguments of `CALL_INTRINSIC_2`.
pub(crate) mod intrinsic2 {
    pub const PREP_RERAISE_STAR: u32 = 1;
    pub const TYPEVAR_WITH_BOUND: u32 = 2;
    pub const TYPEVAR_WITH_CONSTRAINTS: u32 = 3;
    pub const SET_FUNCTION_TYPE_PARAMS: u32 = 4;
    pub const SET_TYPEPARAM_DEFAULT: u32 = 5;
}

/// Arguments of `LOAD_COMMON_CONSTANT`.
pub(crate) mod common_constant {
    pub const ASSERTION_ERROR: u32 = 0;
    pub const NOT_IMPLEMENTED_ERROR: u32 = 1;
    pub const BUILTIN_TUPLE: u32 = 2;
    pub const BUILTIN_ALL: u32 = 3;
    pub const BUILTIN_ANY: u32 = 4;
}

/// Arguments of `RESUME`.
pub(crate) mod resume {
    pub const AT_FUNC_START: u32 = 0;
    pub const AFTER_YIELD: u32 = 1;
    pub const AFTER_YIELD_FROM: u32 = 2;
    pub const AFTER_AWAIT: u32 = 3;
    pub const DEPTH1_MASK: u32 = 4;
}

impl<'a> Compiler<'a> {
    pub(crate) fn emit(&mut self, location: Location, op: u16, arg: u32) {
        self.unit().seq.add(op, arg, location);
    }

    pub(crate) fn op(&mut self, location: Location, op: u16) {
        self.emit(location, op, 0);
    }

    pub(crate) fn jump(&mut self, location: Location, op: u16, target: Label) {
        self.unit().seq.add_jump(op, target, location);
    }

    pub(crate) fn new_label(&mut self) -> Label {
        self.unit().seq.new_label()
    }

    pub(crate) fn use_label(&mut self, label: Label) {
        self.unit().seq.use_label(label);
    }

    pub(crate) fn load_const(&mut self, location: Location, value: Const) {
        let arg = self.add_const(value);
        self.emit(location, opcode::LOAD_CONST, arg);
    }

    pub(crate) fn load_none(&mut self, location: Location) {
        self.load_const(location, Const::None);
    }

    pub(crate) fn load_int(&mut self, location: Location, value: i64) {
        self.load_const(location, Const::Int(BigInt::from(value)));
    }

    /// A name as a string constant.
    pub(crate) fn load_name_const(&mut self, location: Location, name: &Identifier) {
        let text = self.text(name);
        self.load_const(location, Const::Str(text));
    }

    pub(crate) fn load_literal(&mut self, location: Location, literal: &Constant) {
        let id = self.consts.insert_literal(literal);
        let arg = self.add_const_id(id);
        self.emit(location, opcode::LOAD_CONST, arg);
    }

    /// `codegen_enter_scope`.
    pub(crate) fn begin_unit(
        &mut self,
        name: Identifier,
        scope_type: ScopeType,
        entry: Option<EntryId>,
        lineno: i32,
        private: Option<Identifier>,
        counts: ArgCounts,
    ) -> Res {
        self.enter_scope(name, scope_type, entry, lineno, private, counts)?;
        let mut location = Location::line(lineno);
        if scope_type == ScopeType::Module {
            location.line = 0;
        }
        self.emit(location, opcode::RESUME, resume::AT_FUNC_START);
        if scope_type == ScopeType::Module {
            self.op(location, opcode::ANNOTATIONS_PLACEHOLDER);
        }
        Ok(())
    }

    /// `compiler_codegen`: the instructions of a whole module.
    pub(crate) fn module(&mut self, module: &'a Mod) -> Res {
        let entry = self.st.lookup(key(module, KeyKind::Node));
        let name = self.id("<module>");
        self.begin_unit(name, ScopeType::Module, entry, 1, None, ArgCounts::default())?;
        match module {
            Mod::Module { body, .. } => self.module_body(body, false),
            Mod::Interactive { body } => {
                self.interactive = true;
                self.module_body(body, true)
            }
            Mod::Expression { body } => self.expr(body),
            Mod::FunctionType { .. } => Ok(()),
        }
    }

    fn module_body(&mut self, body: &'a [Stmt], interactive: bool) -> Res {
        let start = match body.first() {
            Some(stmt) => stmt.span.into(),
            None => Location { line: 1, end_line: 1, col: 0, end_col: 0 },
        };
        if self.entry().has_conditional_annotations {
            self.emit(start, opcode::BUILD_SET, 0);
            let name = self.id("__conditional_annotations__");
            self.emit_name(start, opcode::STORE_NAME, &name);
        }
        self.body(start, body, interactive)
    }

    /// `_PyCodegen_AddReturnAtEnd`: nothing falls off the end.
    pub(crate) fn add_return_at_end(&mut self, add_none: bool) {
        if add_none {
            self.load_none(NO_LOCATION);
        }
        self.op(NO_LOCATION, opcode::RETURN_VALUE);
    }
}
