//! `import` and `from … import`.

use super::intrinsic1;
use crate::code::Const;
use crate::compiler::Compiler;
use crate::error::Res;
use crate::location::{Location, NO_LOCATION};
use crate::opcode;
use syntax::ast::{Alias, ExprContext, Identifier};

impl Compiler<'_> {
    pub(crate) fn import(&mut self, location: Location, names: &[Alias]) -> Res {
        for alias in names {
            self.load_int(location, 0);
            self.load_none(location);
            self.emit_mangled(location, opcode::IMPORT_NAME, &alias.name, 0, 0);
            match &alias.asname {
                Some(asname) => self.import_as(location, &alias.name, asname)?,
                None => {
                    let bound = match alias.name.split_once('.') {
                        Some((package, _)) => package.into(),
                        None => alias.name.clone(),
                    };
                    self.name_op(location, &bound, ExprContext::Store)?;
                }
            }
        }
        Ok(())
    }

    /// `import a.b.c as d` takes the last module, by way of the ones before it.
    fn import_as(&mut self, location: Location, name: &Identifier, asname: &Identifier) -> Res {
        let mut parts = name.split('.').skip(1).peekable();
        if parts.peek().is_none() {
            return self.name_op(location, asname, ExprContext::Store);
        }
        while let Some(part) = parts.next() {
            self.emit_name(location, opcode::IMPORT_FROM, &part.into());
            if parts.peek().is_some() {
                self.emit(location, opcode::SWAP, 2);
                self.op(location, opcode::POP_TOP);
            }
        }
        self.name_op(location, asname, ExprContext::Store)?;
        self.op(location, opcode::POP_TOP);
        Ok(())
    }

    pub(crate) fn import_from(
        &mut self,
        location: Location,
        module: Option<&Identifier>,
        names: &[Alias],
        level: u32,
    ) -> Res {
        self.load_int(location, i64::from(level));
        let fromlist = names.iter().map(|alias| Const::Str(self.text(&alias.name))).collect();
        self.load_const(location, Const::Tuple(fromlist));
        let module = module.cloned().unwrap_or_else(|| "".into());
        self.emit_mangled(location, opcode::IMPORT_NAME, &module, 0, 0);
        for (index, alias) in names.iter().enumerate() {
            if index == 0 && alias.name.starts_with('*') {
                self.emit(location, opcode::CALL_INTRINSIC_1, intrinsic1::IMPORT_STAR);
                self.op(NO_LOCATION, opcode::POP_TOP);
                return Ok(());
            }
            self.emit_mangled(location, opcode::IMPORT_FROM, &alias.name, 0, 0);
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            self.name_op(location, bound, ExprContext::Store)?;
        }
        self.op(location, opcode::POP_TOP);
        Ok(())
    }
}
