//! Classes.

use super::intrinsic1;
use crate::code::Const;
use crate::compiler::{ArgCounts, Compiler, ScopeType, add_name};
use crate::error::Res;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use crate::symtable::{KeyKind, key};
use syntax::ast::{ClassDef, ExprContext, Identifier, Stmt};

impl<'a> Compiler<'a> {
    pub(crate) fn class(&mut self, stmt: &'a Stmt, class: &'a ClassDef) -> Res {
        let location = Location::from(stmt.span);
        self.exprs(&class.decorator_list)?;
        let firstlineno = class.decorator_list.first().map_or(stmt.span.line, |first| first.span.line) as i32;
        let generic = !class.type_params.is_empty();
        if generic {
            let private = Some(class.name.clone());
            self.begin_type_params(&class.name, &class.type_params, firstlineno, private, 0)?;
            self.type_params(&class.type_params)?;
            self.store(location, ".type_params")?;
        }
        self.class_body(stmt, class, firstlineno)?;
        if generic {
            self.load(location, ".type_params")?;
            self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::SUBSCRIPT_GENERIC);
            self.store(location, ".generic_base")?;
            let base = self.id(".generic_base");
            self.call_helper(location, 2, &class.bases, Some(&base), &class.keywords)?;
            self.finish_closure(location, false, 0)?;
            self.op(location, opcode::PUSH_NULL);
            self.emit(location, opcode::CALL, 0);
        } else {
            self.call_helper(location, 2, &class.bases, None, &class.keywords)?;
        }
        self.apply_decorators(&class.decorator_list);
        self.name_op(location, &class.name, ExprContext::Store)
    }

    /// Leaves `__build_class__`, the function that fills the namespace, and the name (`codegen_class_body`).
    fn class_body(&mut self, stmt: &'a Stmt, class: &'a ClassDef, firstlineno: i32) -> Res {
        let entry = self.st.lookup(key(stmt, KeyKind::Node));
        let private = Some(class.name.clone());
        let counts = ArgCounts::default();
        self.begin_unit(class.name.clone(), ScopeType::Class, entry, firstlineno, private, counts)?;
        let location = Location::line(firstlineno);
        self.load(location, "__name__")?;
        self.store(location, "__module__")?;
        let qualname = self.unit_ref().meta.qualname.clone();
        self.load_name_const(location, &qualname);
        self.store(location, "__qualname__")?;
        self.load_int(location, i64::from(firstlineno));
        self.store(location, "__firstlineno__")?;
        if !class.type_params.is_empty() {
            self.load(location, ".type_params")?;
            self.store(location, "__type_params__")?;
        }
        if self.entry().needs_classdict {
            self.op(location, opcode::LOAD_LOCALS);
            self.store_cell(location, "__classdict__");
        }
        if self.entry().has_conditional_annotations {
            self.emit(location, opcode::BUILD_SET, 0);
            self.store_cell(location, "__conditional_annotations__");
        }
        self.body(location, &class.body, false)?;
        let mut attributes: Vec<Identifier> = self.unit().static_attributes.drain().collect();
        attributes.sort_unstable();
        let attributes = attributes.iter().map(|name| Const::Str(self.text(name))).collect();
        self.load_const(NO_LOCATION, Const::Tuple(attributes));
        self.store(NO_LOCATION, "__static_attributes__")?;
        if self.entry().needs_classdict {
            self.load_cell("__classdict__");
            self.store(NO_LOCATION, "__classdictcell__")?;
        }
        if self.entry().needs_class_closure {
            self.load_cell("__class__");
            self.emit(NO_LOCATION, opcode::COPY, 1);
            self.store(NO_LOCATION, "__classcell__")?;
        } else {
            self.load_none(NO_LOCATION);
        }
        self.op(NO_LOCATION, opcode::RETURN_VALUE);
        let code = self.optimize_and_assemble(true)?;
        self.exit_scope();
        let location = Location::from(stmt.span);
        self.op(location, opcode::LOAD_BUILD_CLASS);
        self.op(location, opcode::PUSH_NULL);
        self.make_closure(location, code, 0)?;
        self.load_name_const(location, &class.name);
        Ok(())
    }

    fn store_cell(&mut self, location: Location, name: &'static str) {
        let name = self.id(name);
        let arg = add_name(&mut self.unit().meta.cellvars, &name);
        self.emit(location, opcode::STORE_DEREF, arg);
    }

    fn load_cell(&mut self, name: &'static str) {
        let name = self.id(name);
        let arg = add_name(&mut self.unit().meta.cellvars, &name);
        self.emit(NO_LOCATION, opcode::LOAD_CLOSURE, arg);
    }
}
