//! `f(*args, **kwargs)`: spreading iterables and mappings into a call (`CALL_FUNCTION_EX`, `DICT_MERGE`).

use crate::eval::ceval_general::Next;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings;
use crate::objects::dictobject::Found;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    pub(crate) fn merge_keywords(&mut self, dict: Obj, other: Obj, callable: Obj) -> R<()> {
        if self.kind(other) != Kind::Dict {
            let height = self.kept();
            let merged = self.merge_mapping(dict, other, callable);
            self.drop_kept(height);
            return merged;
        }
        for (key, value) in self.dict_items(other) {
            if self.kind(key) != Kind::Str {
                // It is the call that refuses it; no text equals it.
                let value = self.new_ref(value);
                self.dict_set(dict, key, value.get())?;
                self.drop_ref(value);
                continue;
            }
            let hash = self.str_hash(key);
            if self.dict_find_str(dict, key, hash) != Found::No {
                let (name, key) = (self.function_text(callable)?, self.str_text(key));
                return Err(
                    self.raise(ty::TYPE_ERROR, &format!("{name} got multiple values for keyword argument '{key}'"))
                );
            }
            let value = self.new_ref(value);
            self.dict_set_str(dict, key, value);
        }
        Ok(())
    }

    /// Keywords from what is no dict: its `keys()` say which (`dict_merge`).
    fn merge_mapping(&mut self, dict: Obj, other: Obj, callable: Obj) -> R<()> {
        let Some(keys) = self.getattr_opt(other, static_strings::KEYS)? else {
            let (name, got) = (self.function_text(callable)?, self.type_name(other));
            return Err(self.raise(ty::TYPE_ERROR, &format!("{name} argument after ** must be a mapping, not {got}")));
        };
        let keys = self.keep(keys);
        let found = self.call(keys, &[])?;
        let found = self.keep(found);
        if !self.is_iterable(found) {
            let (mapping, got) = (self.type_name(other), self.type_name(found));
            let text = format!("{mapping}.keys() returned a non-iterable (type {got})");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let it = self.iter(found)?;
        let it = self.keep(it);
        while let Some(key) = self.iter_next(it)? {
            let key = self.keep(key);
            if !self.dict_get(dict, key)?.is_null() {
                let (name, key) = (self.function_text(callable)?, self.display(key)?);
                let text = format!("{name} got multiple values for keyword argument '{key}'");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            let value = self.getitem(other, key)?;
            let value = self.keep(value);
            self.dict_set(dict, key, value)?;
        }
        Ok(())
    }

    pub(crate) fn call_function_ex(&mut self, _ip: u32) -> R<Option<u32>> {
        // func, NULL, callargs, kwargs or NULL
        let kwargs = self.pop_owned();
        let callargs = self.pop_owned();
        let hold = self.kept();
        for o in [callargs, kwargs].into_iter().filter(|o| !o.is_null()) {
            self.keep(Owned::steal(o));
        }
        let at = self.thread.sp - 2;
        let prepared = self.spread_arguments(callargs, kwargs);
        let Ok((n, names)) = prepared else {
            self.drop_kept(hold);
            self.clear_stack_to(at);
            self.save_sp();
            return Err(Raised);
        };
        self.drop_kept(hold);
        if let Some(frame) = self.thread.frames.last_mut() {
            frame.sp = at;
        }
        let names = names.map_or(Obj::NULL, |names| self.keep(names));
        let begun = self.begin_call(at, n, names, OnReturn::Push);
        self.drop_kept(hold);
        match self.begun_call(begun?, self.top_frame().ip)? {
            Next::At(ip) => Ok(Some(ip)),
            Next::Frame | Next::Exit(_) => Ok(None),
        }
    }

    /// Pushes the items of `callargs` and the values of `kwargs`; how many positional, and the names.
    fn spread_arguments(&mut self, callargs: Obj, kwargs: Obj) -> R<(u32, Option<Owned>)> {
        let items = if self.kind(callargs) == Kind::Tuple {
            self.seq_items(callargs).into_iter().map(|o| self.new_ref(o)).collect()
        } else {
            let iterable = callargs;
            match self.iterate_all(iterable) {
                Ok(items) => items,
                Err(e) => {
                    if self.raised_is(ty::TYPE_ERROR)
                        && self.lookup_special(iterable, static_strings::DUNDER_ITER).is_null()
                    {
                        self.clear_raised();
                        let (f, got) = (self.peek(2), self.type_name(iterable));
                        let name = self.function_text(f)?;
                        return Err(self.raise(
                            ty::TYPE_ERROR,
                            &format!("{name} argument after * must be an iterable, not {got}"),
                        ));
                    }
                    return Err(e);
                }
            }
        };
        let n = items.len() as u32;
        let nkw = if kwargs.is_null() { 0 } else { self.dict_len(kwargs) };
        if let Err(e) = self.check_stack(self.thread.sp, n + nkw) {
            self.drop_all(items);
            return Err(e);
        }
        for item in items {
            self.push_owned(item);
        }
        if nkw == 0 {
            return Ok((n, None));
        }
        let pairs = self.dict_items(kwargs);
        let keys: Vec<Obj> = pairs.iter().map(|(key, _)| *key).collect();
        if keys.iter().any(|key| self.kind(*key) != Kind::Str) {
            return Err(self.raise(ty::TYPE_ERROR, "keywords must be strings"));
        }
        for (_, value) in pairs {
            let value = self.new_ref(value);
            self.push_owned(value);
        }
        Ok((n, Some(self.new_tuple_from(&keys))))
    }
}
