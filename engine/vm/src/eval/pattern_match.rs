//! `MATCH_KEYS` and `MATCH_CLASS` (PEP 634; `_PyEval_MatchKeys`, `_PyEval_MatchClass` of `Python/ceval.c`).

use crate::memory::object::{Kind, Owned, R};
use crate::native::static_strings::{self, fixed};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    pub(crate) fn match_keys(&mut self) -> R<()> {
        let (subject, keys) = (self.peek(2), self.peek(1));
        let mut values = Vec::new();
        for key in self.seq_items(keys) {
            let value = self.dict_get(subject, key)?;
            if value.is_null() {
                self.push_immortal(fixed::NONE);
                return Ok(());
            }
            let value = self.new_ref(value);
            values.push(self.keep(value));
        }
        let tuple = self.new_tuple_from(&values);
        self.push_owned(tuple);
        Ok(())
    }

    pub(crate) fn match_class(&mut self, positional: u32) -> R<()> {
        let (subject, class, names_tuple) = (self.peek(3), self.peek(2), self.peek(1));
        if self.kind(class) != Kind::Type {
            return Err(self.raise(ty::TYPE_ERROR, "called match pattern must be a class"));
        }
        let mut values = Vec::new();
        let mut matched = self.isinstance(subject, class)?;
        if matched && positional > 0 {
            let index = self.slot(class).a;
            let simple = matches!(
                self.types[index as usize].kind,
                Kind::Int | Kind::Bool | Kind::Float | Kind::Str | Kind::List | Kind::Tuple | Kind::Dict | Kind::Set
            );
            let args = self.getattr_opt(class, static_strings::DUNDER_MATCH_ARGS)?;
            match args {
                Some(args) => {
                    let args = self.keep(args);
                    for i in 0..positional.min(self.tuple_len(args)) {
                        let name = self.tuple_item(args, i);
                        match self.getattr_opt(subject, name)? {
                            Some(value) => values.push(self.keep(value)),
                            None => matched = false,
                        }
                    }
                }
                None if simple && positional == 1 => values.push(subject),
                None => {
                    let name = self.name_of_type(index);
                    let s = if positional == 1 { "" } else { "s" };
                    return Err(self.raise(
                        ty::TYPE_ERROR,
                        &format!("{name}() accepts 0 positional sub-patterns ({positional} given){s}")
                            .replace(")s", ")"),
                    ));
                }
            }
        }
        if matched {
            for name in self.seq_items(names_tuple) {
                match self.getattr_opt(subject, name)? {
                    Some(value) => values.push(self.keep(value)),
                    None => {
                        matched = false;
                        break;
                    }
                }
            }
        }
        let result = if matched { self.new_tuple_from(&values) } else { Owned::steal(fixed::NONE) };
        for _ in 0..3 {
            self.pop_close();
        }
        self.push_owned(result);
        Ok(())
    }
}
