//! Arguments of Python functions into the places of their parameters, and the frame that begins with them
//! (`initialize_locals`, `_PyEvalFramePushAndInit` in `Python/ceval.c`).

use crate::eval::frame::{Frame, OnReturn};
use crate::memory::object::{Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings::fixed;
use crate::objects::funcobject::field;
use crate::objects::typeobject::ty;
use crate::state::interpreter::{Entry, Machine};
use compiler::code::flags;

impl Machine {
    /// Pushes the frame of a Python function whose callable lies at `at` and whose arguments start at `first`:
    /// they become its locals where they lie.
    pub fn push_function_frame(
        &mut self,
        at: u32,
        first: u32,
        n: u32,
        kwnames: Obj,
        locals: Obj,
        on_return: OnReturn,
    ) -> R<()> {
        self.enter_call()?;
        let func = self.thread.stack[at as usize].obj();
        let entry = self.code_entries[self.slot(func).a as usize];
        self.check_stack(first, entry.nlocalsplus + entry.stacksize + n + 8)?;
        if !(kwnames.is_null() && entry.takes_exactly(n)) {
            self.bind_arguments(func, &entry, first, n, kwnames)?;
        }
        self.push_bound_frame(at, first, &entry, locals, on_return);
        Ok(())
    }

    /// Pushes the frame of a function whose parameters are in their places from `first` on.
    #[inline]
    pub(crate) fn push_bound_frame(&mut self, at: u32, first: u32, entry: &Entry, locals: Obj, on_return: OnReturn) {
        let end = first + entry.nlocalsplus;
        for i in first + entry.parameters()..end {
            self.thread.stack[i as usize] = StackRef::NULL;
        }
        let func = std::mem::take(&mut self.thread.stack[at as usize]);
        let slot = self.slot(func.obj());
        let (code, fields) = (slot.a, slot.b_lo());
        self.thread.frames.push(Frame {
            code,
            func,
            globals: Obj(self.words.data[(fields + field::GLOBALS) as usize]),
            builtins: Obj(self.words.data[(fields + field::BUILTINS) as usize]),
            locals,
            base: first,
            sp: end,
            ip: entry.start,
            on_return,
            frame_obj: Obj::NULL,
            generator: Obj::NULL,
        });
        self.thread.sp = end;
    }

    /// Sorts positional and keyword arguments, defaults, `*args` and `**kwargs` into the parameters' places, which
    /// start where the arguments do. Where that fails, none of them is left on the stack.
    #[inline(never)]
    pub(crate) fn bind_arguments(&mut self, func: Obj, entry: &Entry, first: u32, n: u32, kwnames: Obj) -> R<()> {
        let nkw = if kwnames.is_null() { 0 } else { self.tuple_len(kwnames) };
        let places = entry.parameters();
        // Keyword arguments step aside, behind all places and the surplus.
        let keywords = first + places.max(n);
        self.check_stack(keywords, nkw)?;
        if keywords != first + n {
            for i in (0..nkw).rev() {
                self.thread.stack[(keywords + i) as usize] = self.thread.stack[(first + n + i) as usize];
            }
        }
        self.thread.sp = first;
        let mut surplus: Vec<StackRef> = Vec::new();
        let mut rest = StackRef::NULL;
        if entry.flags & flags::VARARGS != 0 {
            rest = StackRef::owned(self.surplus_tuple(first + entry.argcount.min(n), first + n).into_edge());
        } else if n > entry.argcount {
            surplus = (first + entry.argcount..first + n).map(|i| self.thread.stack[i as usize]).collect();
        }
        for i in first + n.min(entry.argcount)..first + places {
            self.thread.stack[i as usize] = StackRef::NULL;
        }
        let mut at = first + entry.argcount + entry.kwonly;
        if rest != StackRef::NULL {
            self.thread.stack[at as usize] = rest;
            at += 1;
        }
        let mut kwdict = Obj::NULL;
        if entry.flags & flags::VARKEYWORDS != 0 {
            kwdict = self.new_dict().into_edge();
            self.thread.stack[at as usize] = StackRef::owned(kwdict);
        }
        let mut done = self.bind_keywords(func, entry, first, keywords, kwnames, kwdict);
        if done.is_ok() && !surplus.is_empty() {
            done = Err(self.too_many_positional(func, entry, first, n));
        }
        for arg in surplus {
            self.close(arg);
        }
        let done = done.and_then(|()| self.fill_defaults(func, entry, first, n));
        if done.is_err() {
            for i in first..first + places {
                let r = std::mem::take(&mut self.thread.stack[i as usize]);
                self.close(r);
            }
        }
        done
    }

    /// The tuple for `*args` of what lies on the stack from `from` to `to`, which it takes over.
    fn surplus_tuple(&mut self, from: u32, to: u32) -> Owned {
        if from >= to {
            return Owned::steal(fixed::EMPTY_TUPLE);
        }
        let (tuple, words) = self.tuple_to_fill(to - from);
        for i in from..to {
            let r = self.thread.stack[i as usize];
            let item = self.steal(r);
            self.words.data[(words + i - from) as usize] = item.0;
        }
        self.track_if_held(tuple.get());
        tuple
    }

    /// Keyword arguments, which lie from `keywords` on, into their places from `first` on, or into the dict of those that
    /// have none.
    fn bind_keywords(
        &mut self,
        func: Obj,
        entry: &Entry,
        first: u32,
        keywords: u32,
        kwnames: Obj,
        kwdict: Obj,
    ) -> R<()> {
        let nkw = if kwnames.is_null() { 0 } else { self.tuple_len(kwnames) };
        let code = self.slot(func).a;
        let total = entry.argcount + entry.kwonly;
        let mut done = Ok(());
        for i in 0..nkw {
            let value = std::mem::take(&mut self.thread.stack[(keywords + i) as usize]);
            if done.is_err() {
                self.close(value);
                continue;
            }
            let name = self.tuple_item(kwnames, i);
            // Names are interned nearly always: the same one is the same object.
            let same = (entry.posonly..total).find(|&p| self.code_local_name(code, p) == name);
            let place = same
                .or_else(|| (entry.posonly..total).find(|&p| self.str_eq(self.code_local_name(code, p), name)))
                .map(|p| (first + p) as usize);
            match place {
                Some(p) if self.thread.stack[p] == StackRef::NULL => self.thread.stack[p] = value,
                Some(_) => {
                    let (f, name) = (self.function_qualname(func), self.str_text(name));
                    self.close(value);
                    done = Err(self.raise(ty::TYPE_ERROR, &format!("{f}() got multiple values for argument '{name}'")));
                }
                None if !kwdict.is_null() => {
                    let value = Owned::steal(self.steal(value));
                    self.dict_set_str(kwdict, name, value);
                }
                None => {
                    self.close(value);
                    done = Err(self.unexpected_keyword_of_function(func, code, kwnames, name));
                }
            }
        }
        done
    }

    fn fill_defaults(&mut self, func: Obj, entry: &Entry, first: u32, n: u32) -> R<()> {
        let code = self.slot(func).a;
        let empty = |m: &Machine, i: u32| m.thread.stack[(first + i) as usize] == StackRef::NULL;
        if n < entry.argcount {
            let defaults = self.func_field(func, field::DEFAULTS);
            let have = if defaults.is_null() { 0 } else { self.tuple_len(defaults) };
            let required = entry.argcount.saturating_sub(have);
            if (n..required).any(|i| empty(self, i)) {
                let missing: Vec<u32> = (0..required).filter(|&i| empty(self, i)).collect();
                return Err(self.missing_arguments(func, code, &missing, "positional"));
            }
            let given = have.saturating_sub(entry.argcount);
            for i in required.max(n)..entry.argcount {
                if empty(self, i) {
                    let default = self.tuple_item(defaults, given + i - required);
                    self.incref(default);
                    self.thread.stack[(first + i) as usize] = StackRef::owned(default);
                }
            }
        }
        let mut missing = Vec::new();
        for i in entry.argcount..entry.argcount + entry.kwonly {
            if !empty(self, i) {
                continue;
            }
            let kwdefaults = self.func_field(func, field::KWDEFAULTS);
            let name = self.code_local_name(code, i);
            let default = if kwdefaults.is_null() { Obj::NULL } else { self.dict_get_str(kwdefaults, name) };
            if default.is_null() {
                missing.push(i);
            } else {
                self.incref(default);
                self.thread.stack[(first + i) as usize] = StackRef::owned(default);
            }
        }
        if missing.is_empty() { Ok(()) } else { Err(self.missing_arguments(func, code, &missing, "keyword-only")) }
    }

    pub fn function_qualname(&self, func: Obj) -> String {
        self.str_text(self.func_field(func, field::QUALNAME))
    }

    #[cold]
    fn missing_arguments(&mut self, func: Obj, code: u32, missing: &[u32], kind: &str) -> Raised {
        let names: Vec<String> = missing.iter().map(|&i| self.str_repr(self.code_local_name(code, i))).collect();
        let list = match names.as_slice() {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [head @ .., last] => format!("{}, and {last}", head.join(", ")),
            [] => String::new(),
        };
        let f = self.function_qualname(func);
        let s = if missing.len() == 1 { "" } else { "s" };
        self.raise(ty::TYPE_ERROR, &format!("{f}() missing {} required {kind} argument{s}: {list}", missing.len()))
    }

    #[cold]
    fn too_many_positional(&mut self, func: Obj, entry: &Entry, first: u32, given: u32) -> Raised {
        let (argcount, kwonly) = (entry.argcount, entry.kwonly);
        let defaults = self.func_field(func, field::DEFAULTS);
        let optional = if defaults.is_null() { 0 } else { self.tuple_len(defaults) };
        let (takes, plural) = if optional > 0 {
            (format!("from {} to {argcount}", argcount - optional), true)
        } else {
            (argcount.to_string(), argcount != 1)
        };
        let kw_given = (argcount..argcount + kwonly)
            .filter(|&i| self.thread.stack[(first + i) as usize] != StackRef::NULL)
            .count();
        let with_kw = if kw_given > 0 {
            format!(
                " positional argument{} (and {kw_given} keyword-only argument{})",
                if given == 1 { "" } else { "s" },
                if kw_given == 1 { "" } else { "s" }
            )
        } else {
            String::new()
        };
        let f = self.function_qualname(func);
        let s = if plural { "s" } else { "" };
        let verb = if given == 1 && kw_given == 0 { "was" } else { "were" };
        self.raise(
            ty::TYPE_ERROR,
            &format!("{f}() takes {takes} positional argument{s} but {given}{with_kw} {verb} given"),
        )
    }

    #[cold]
    fn unexpected_keyword_of_function(&mut self, func: Obj, code: u32, kwnames: Obj, name: Obj) -> Raised {
        let stat = self.codes[code as usize].stat.clone();
        let f = self.function_qualname(func);
        let keywords = self.seq_items(kwnames);
        let posonly: Vec<String> = (0..stat.code.posonlyargcount)
            .map(|i| self.code_local_name(code, i))
            .filter(|&p| keywords.iter().any(|&k| self.str_eq(k, p)))
            .map(|p| self.str_text(p))
            .collect();
        if !posonly.is_empty() {
            return self.raise(
                ty::TYPE_ERROR,
                &format!(
                    "{f}() got some positional-only arguments passed as keyword arguments: '{}'",
                    posonly.join(", ")
                ),
            );
        }
        let name = self.str_text(name);
        let known: Vec<String> = (stat.code.posonlyargcount..stat.code.argcount + stat.code.kwonlyargcount)
            .map(|i| self.str_text(self.code_local_name(code, i)))
            .collect();
        let hint = ground::suggestions::closest(&name, &known)
            .map_or(String::new(), |best| format!(". Did you mean '{best}'?"));
        self.raise(ty::TYPE_ERROR, &format!("{f}() got an unexpected keyword argument '{name}'{hint}"))
    }
}
