//! `MATCH_KEYS` and `MATCH_CLASS` (PEP 634; `_PyEval_MatchKeys`, `_PyEval_MatchClass` of `Python/ceval.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::tpflags;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    pub(crate) fn match_keys(&mut self) -> R<()> {
        let (subject, keys) = (self.peek(2), self.peek(1));
        let keys = self.seq_items(keys);
        let height = self.kept();
        let values = self.values_of_keys(subject, &keys);
        let result = match values {
            Ok(Some(values)) => Ok(self.new_tuple_from(&values)),
            Ok(None) => Ok(Owned::steal(fixed::NONE)),
            Err(e) => Err(e),
        };
        self.drop_kept(height);
        self.push_owned(result?);
        Ok(())
    }

    fn values_of_keys(&mut self, subject: Obj, keys: &[Obj]) -> R<Option<Vec<Obj>>> {
        let exact = self.ty(subject) == ty::DICT;
        let (mut get, mut absent) = (Obj::NULL, Obj::NULL);
        if !exact && !keys.is_empty() {
            let name = self.intern_str("get");
            let name = self.keep(name);
            let found = self.getattr(subject, name)?;
            get = self.keep(found);
            let none = self.new_instance(ty::OBJECT);
            absent = self.keep(none);
        }
        let mut values = Vec::new();
        for (i, &key) in keys.iter().enumerate() {
            for &before in &keys[..i] {
                if self.objects_equal(before, key)? {
                    let shown = self.repr_text(key)?;
                    let text = format!("mapping pattern checks duplicate key ({shown})");
                    return Err(self.raise(ty::VALUE_ERROR, &text));
                }
            }
            let value = if exact {
                let value = self.dict_get(subject, key)?;
                if value.is_null() {
                    return Ok(None);
                }
                self.new_ref(value)
            } else {
                self.call(get, &[key, absent])?
            };
            let value = self.keep(value);
            if value == absent {
                return Ok(None);
            }
            values.push(value);
        }
        Ok(Some(values))
    }

    pub(crate) fn match_class(&mut self, positional: u32) -> R<()> {
        let height = self.kept();
        let values = self.values_of_attributes(positional);
        let result = match values {
            Ok(Some(values)) => Ok(self.new_tuple_from(&values)),
            Ok(None) => Ok(Owned::steal(fixed::NONE)),
            Err(e) => Err(e),
        };
        self.drop_kept(height);
        let result = result?;
        for _ in 0..3 {
            self.pop_close();
        }
        self.push_owned(result);
        Ok(())
    }

    fn values_of_attributes(&mut self, positional: u32) -> R<Option<Vec<Obj>>> {
        let (subject, class, names) = (self.peek(3), self.peek(2), self.peek(1));
        if self.kind(class) != Kind::Type {
            return Err(self.raise(ty::TYPE_ERROR, "called match pattern must be a class"));
        }
        if !self.isinstance(subject, class)? {
            return Ok(None);
        }
        let index = self.slot(class).a;
        let mut wanted = Vec::new();
        let mut values = Vec::new();
        if positional > 0 {
            let class_name = self.tp_name(index);
            let args = match self.getattr_opt(class, static_strings::DUNDER_MATCH_ARGS)? {
                Some(args) => self.keep(args),
                None => Obj::NULL,
            };
            if !args.is_null() && self.ty(args) != ty::TUPLE {
                let got = self.type_name(args);
                let text = format!("{class_name}.__match_args__ must be a tuple (got {got})");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            let itself = args.is_null() && self.type_flags(index) & tpflags::MATCH_SELF != 0;
            let known = if args.is_null() { u32::from(itself) } else { self.tuple_len(args) };
            if known < positional {
                let s = if known == 1 { "" } else { "s" };
                let text = format!("{class_name}() accepts {known} positional sub-pattern{s} ({positional} given)");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            if itself {
                values.push(subject);
            } else {
                wanted.extend(self.seq_items(args).into_iter().take(positional as usize));
            }
        }
        let by_place = wanted.len();
        wanted.extend(self.seq_items(names));
        for (i, &name) in wanted.iter().enumerate() {
            if i < by_place && self.ty(name) != ty::STR {
                let got = self.type_name(name);
                let text = format!("__match_args__ elements must be strings (got {got})");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            if wanted[..i].iter().any(|&before| self.str_eq(before, name)) {
                let (class_name, shown) = (self.tp_name(index), self.str_repr(name));
                let text = format!("{class_name}() got multiple sub-patterns for attribute {shown}");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            match self.getattr_opt(subject, name)? {
                Some(value) => values.push(self.keep(value)),
                None => return Ok(None),
            }
        }
        Ok(Some(values))
    }
}
