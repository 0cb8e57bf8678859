//! Names loaded, stored and deleted.

use crate::compiler::{Compiler, NameOp, NameTable, add_name};
use crate::error::Res;
use crate::location::Location;
use crate::opcode;
use crate::symtable::{BlockKind, Scope};
use syntax::ast::{ExprContext, Identifier};

impl Compiler<'_> {
    /// An instruction whose argument is a name in `co_names`, not mangled.
    pub(crate) fn emit_name(&mut self, location: Location, op: u16, name: &Identifier) {
        let arg = add_name(&mut self.unit().meta.names, name);
        self.emit(location, op, arg);
    }

    /// The same with the name mangled and the argument shifted over `low` bits (`ADDOP_NAME`).
    pub(crate) fn emit_mangled(&mut self, location: Location, op: u16, name: &Identifier, shift: u32, low: u32) {
        let mangled = self.maybe_mangle(name);
        let arg = add_name(&mut self.unit().meta.names, &mangled);
        self.emit(location, op, arg << shift | low);
    }

    /// An instruction on another of the unit's tables, with the name mangled.
    pub(crate) fn emit_in_table(
        &mut self,
        location: Location,
        op: u16,
        name: &Identifier,
        table: impl FnOnce(&mut crate::compiler::Metadata) -> &mut NameTable,
    ) {
        let mangled = self.maybe_mangle(name);
        let arg = add_name(table(&mut self.unit().meta), &mangled);
        self.emit(location, op, arg);
    }

    fn load_classdict(&mut self, location: Location) {
        let name = self.id("__classdict__");
        let arg = add_name(&mut self.unit().meta.freevars, &name);
        self.emit(location, opcode::LOAD_DEREF, arg);
    }

    /// `codegen_nameop`.
    pub(crate) fn name_op(&mut self, location: Location, name: &Identifier, ctx: ExprContext) -> Res {
        let mangled = self.maybe_mangle(name);
        let scope = self.entry().scope(&mangled);
        let (kind, mut arg) = self.resolve_name(&mangled, scope);
        let in_class = self.entry().kind == BlockKind::Class;
        let sees_class = self.entry().can_see_class_scope;
        let inlined = self.unit_ref().in_inlined_comp > 0;
        use ExprContext::{Del, Load, Store};
        let op = match (kind, ctx) {
            (NameOp::Deref, Load) if in_class && !inlined => {
                self.op(location, opcode::LOAD_LOCALS);
                opcode::LOAD_FROM_DICT_OR_DEREF
            }
            (NameOp::Deref, Load) if sees_class => {
                self.load_classdict(location);
                opcode::LOAD_FROM_DICT_OR_DEREF
            }
            (NameOp::Deref, Load) => opcode::LOAD_DEREF,
            (NameOp::Deref, Store) => opcode::STORE_DEREF,
            (NameOp::Deref, Del) => opcode::DELETE_DEREF,
            (NameOp::Fast, ctx) => {
                let arg = add_name(&mut self.unit().meta.varnames, &mangled);
                let op = match ctx {
                    Load => opcode::LOAD_FAST,
                    Store => opcode::STORE_FAST,
                    Del => opcode::DELETE_FAST,
                };
                self.emit(location, op, arg);
                return Ok(());
            }
            (NameOp::Global, Load) if sees_class && scope == Scope::GlobalImplicit => {
                self.load_classdict(location);
                opcode::LOAD_FROM_DICT_OR_GLOBALS
            }
            (NameOp::Global, Load) => opcode::LOAD_GLOBAL,
            (NameOp::Global, Store) => opcode::STORE_GLOBAL,
            (NameOp::Global, Del) => opcode::DELETE_GLOBAL,
            (NameOp::Name, Load) if in_class && inlined => opcode::LOAD_GLOBAL,
            (NameOp::Name, Load) => opcode::LOAD_NAME,
            (NameOp::Name, Store) => opcode::STORE_NAME,
            (NameOp::Name, Del) => opcode::DELETE_NAME,
        };
        if op == opcode::LOAD_GLOBAL {
            arg <<= 1;
        }
        self.emit(location, op, arg);
        Ok(())
    }

    pub(crate) fn load(&mut self, location: Location, name: &'static str) -> Res {
        let name = self.id(name);
        self.name_op(location, &name, ExprContext::Load)
    }

    pub(crate) fn store(&mut self, location: Location, name: &'static str) -> Res {
        let name = self.id(name);
        self.name_op(location, &name, ExprContext::Store)
    }
}
