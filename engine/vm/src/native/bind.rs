//! Giving natives their arguments, and refusing wrong ones in CPython's words (`Objects/methodobject.c`,
//! `Objects/descrobject.c`, `Python/getargs.c`).

use crate::memory::object::{Kind, Obj, R, Raised, StackRef};
use crate::native::args::Args;
use crate::native::typedef::{Conv, Native, Role};
use crate::objects::typeobject::ty;
use crate::state::frame::OnReturn;
use crate::state::interpreter::Machine;

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

impl Machine {
    /// The native with that index: number of its owner in the upper half, row in the lower.
    #[inline(always)]
    pub fn native(&self, index: u32) -> &'static Native {
        let rows: &'static [Native] = self.natives[(index >> 16) as usize];
        &rows[(index & 0xFFFF) as usize]
    }

    /// Checks the arguments of a native, puts them into their places and calls it.
    #[inline]
    pub fn call_native(&mut self, index: u32, args: Args) -> R {
        let native = self.native(index);
        self.thread.calling = index;
        if native.conv == Conv::Own || args.kwnames.is_null() && native.fits(args.n) {
            return self.run_native(native, args);
        }
        if native.conv == Conv::Keywords {
            // Of subclasses, the parser of the constructor counts.
            let counts = native.vectorcall && args.kwnames.is_null() && self.slot(args.get(self, 0)).a == index >> 16;
            if !counts {
                return self.call_with_keywords(native, args);
            }
        }
        // Of a subclass with an `__init__` of its own, that one reads the keywords (`_PyArg_NoKeywords` is not asked).
        let first_only = Args { kwnames: Obj::NULL, ..args };
        if native.role == Role::New && native.conv != Conv::Keywords && native.fits(args.n) {
            let (class, owner) = (self.slot(args.get(self, 0)).a, index >> 16);
            let name = crate::native::static_strings::DUNDER_INIT;
            if class != owner && self.type_lookup(class, name) != self.type_lookup(owner, name) {
                return self.run_native(native, first_only);
            }
        }
        Err(self.wrong_arguments(index, args, false))
    }

    /// Runs a native whose arguments are in place; its temporaries go.
    #[inline(always)]
    pub(crate) fn run_native(&mut self, native: &'static Native, args: Args) -> R {
        let height = self.kept();
        let answer = if native.asks == 0 { (native.call)(self, args) } else { self.call_asking(native, args) };
        self.drop_kept(height);
        answer
    }

    /// Sorts keyword arguments into the places of their parameters (`_PyArg_UnpackKeywords`).
    fn call_with_keywords(&mut self, native: &'static Native, args: Args) -> R {
        let s = &native.signature;
        let first = native.takes_self();
        let nkw = args.kwcount(self) as usize;
        let given = (args.n - first) as usize;
        let name = if native.role == Role::New { &native.text[..s.name] } else { native.name };
        // With a `*args` only the parser of constructors counts (`PyArg_ParseTupleAndKeywords` of an empty tuple).
        let counted = if s.varargs { 0 } else { given };
        if (!s.varargs || native.role == Role::New) && counted + nkw > s.count {
            let keyword = if counted == 0 { "keyword " } else { "" };
            let text = format!(
                "{name}() takes at most {} {keyword}argument{} ({} given)",
                s.count,
                plural(s.count),
                counted + nkw
            );
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        if !s.varargs && given > s.positional {
            let least = s.required.min(s.positional);
            let text = if s.positional == 0 {
                format!("{name}() takes no positional arguments")
            } else {
                let most = if least < s.positional { "at most" } else { "exactly" };
                let n = s.positional;
                format!("{name}() takes {most} {n} positional argument{} ({given} given)", plural(n))
            };
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let least = s.posonly.min(s.required);
        if given < least {
            let word = if s.varargs || least < s.positional { "at least" } else { "exactly" };
            let text = format!("{name}() takes {word} {least} positional argument{} ({given} given)", plural(least));
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let base = self.thread.sp;
        self.check_stack(base, s.count as u32 + first + 1)?;
        for i in 0..first {
            self.thread.stack[(base + i) as usize] = StackRef::borrowed(args.get(self, i));
        }
        let places = base + first;
        let placed = given.min(s.positional);
        let mut left = nkw;
        for i in 0..s.count {
            let value = if i < placed {
                args.get(self, first + i as u32)
            } else {
                let value = if i >= s.posonly { args.keyword(self, native.parameter(i)) } else { Obj::NULL };
                left -= usize::from(!value.is_null());
                if value.is_null() && i < s.required {
                    self.forget_places(base, places + i as u32);
                    let text = format!("{name}() missing required argument '{}' (pos {})", native.parameter(i), i + 1);
                    return Err(self.raise(ty::TYPE_ERROR, &text));
                }
                value
            };
            self.thread.stack[places as usize + i] =
                if value.is_null() { StackRef::NULL } else { StackRef::borrowed(value) };
        }
        let end = places + s.count as u32;
        if left > 0 {
            self.forget_places(base, end);
            return Err(self.surplus_keyword(native, name, args, placed));
        }
        self.thread.sp = end;
        let bound = if s.varargs {
            Args { kwonly: places + s.positional as u32, kwnames: Obj::NULL, ..args }
        } else {
            Args::new(base, s.count as u32 + first, Obj::NULL)
        };
        let result = self.run_native(native, bound);
        if self.thread.request.is_some() {
            // What it goes on as has its arguments here.
            return result;
        }
        self.forget_places(base, end);
        self.thread.sp = base;
        result
    }

    /// Clears borrowed words of the stack.
    fn forget_places(&mut self, from: u32, to: u32) {
        for i in from..to {
            self.thread.stack[i as usize] = StackRef::NULL;
        }
    }

    #[cold]
    fn surplus_keyword(&mut self, native: &Native, name: &str, args: Args, placed: usize) -> Raised {
        let s = &native.signature;
        if s.varargs && args.n == 0 && matches!(name, "max" | "min") {
            return self.raise(ty::TYPE_ERROR, &format!("{name} expected at least 1 argument, got 0"));
        }
        for i in s.posonly..placed {
            let parameter = native.parameter(i);
            if !args.keyword(self, parameter).is_null() {
                let text = format!("argument for {name}() given by name ('{parameter}') and position ({})", i + 1);
                return self.raise(ty::TYPE_ERROR, &text);
            }
        }
        let known: Vec<String> = (s.posonly..s.count).map(|i| native.parameter(i).to_owned()).collect();
        self.unexpected_keyword_of(name, args, &known)
    }

    /// The error for the first keyword that is none of those known (`error_unexpected_keyword_arg`).
    pub fn unexpected_keyword_of(&mut self, name: &str, args: Args, known: &[String]) -> Raised {
        for (key, _) in args.keywords(self) {
            let key = self.str_text(key);
            if !known.contains(&key) {
                return self.unexpected_keyword(name, &key, known);
            }
        }
        self.raise(ty::TYPE_ERROR, &format!("invalid keyword argument for {name}()"))
    }

    /// The error for a keyword that is none of those known, with the one that may have been meant.
    pub fn unexpected_keyword(&mut self, name: &str, key: &str, known: &[String]) -> Raised {
        let hint =
            ground::suggestions::closest(key, known).map_or(String::new(), |best| format!(". Did you mean '{best}'?"));
        self.raise(ty::TYPE_ERROR, &format!("{name}() got an unexpected keyword argument '{key}'{hint}"))
    }

    /// A native's name with its owner's, as messages have it (`_PyObject_FunctionStr`).
    pub fn native_qualname(&self, index: u32, this: Obj) -> String {
        let native = self.native(index);
        let owner = (index >> 16) as usize;
        if native.role == Role::Function {
            let module = self.modules_of_natives(owner);
            return if module.is_empty() || module == "builtins" {
                native.name.to_owned()
            } else {
                format!("{module}.{}", native.name)
            };
        }
        let class = if !this.is_null() && self.kind(this) == Kind::Type {
            self.str_text(self.types[self.slot(this).a as usize].qualname)
        } else {
            self.name_of_type(owner as u32)
        };
        format!("{class}.{}", native.name)
    }

    /// The error of a method that was bound before it is called: it names the class of what it is bound to.
    pub(crate) fn wrong_for_bound(&mut self, index: u32, args: Args) -> Option<Raised> {
        let native = self.native(index);
        let fits = matches!(native.conv, Conv::Own | Conv::Keywords) || args.kwnames.is_null() && native.fits(args.n);
        (!fits).then(|| self.wrong_arguments(index, args, true))
    }

    #[cold]
    fn wrong_arguments(&mut self, index: u32, args: Args, bound: bool) -> Raised {
        let native = self.native(index);
        let given = (args.n - native.takes_self()) as usize;
        let s = &native.signature;
        let mut name = if native.role == Role::New { &native.text[..s.name] } else { native.name };
        let keywords = args.kwcount(self) > 0;
        let class = if native.role == Role::New { args.get(self, 0) } else { Obj::NULL };
        let class_name;
        if name == "frozenset" && !keywords && self.kind(class) == Kind::Type {
            class_name = self.name_of_type(self.slot(class).a);
            name = &class_name;
        }
        let least = s.required.min(s.positional);
        let expected = |name: &str| {
            let (bound, word) = if least == s.positional && !s.varargs {
                (least, "")
            } else if given < least {
                (least, "at least ")
            } else {
                (s.positional, "at most ")
            };
            format!("{name}expected {word}{bound} argument{}, got {given}", plural(bound))
        };
        let text = match native.role {
            Role::Wrapper if keywords => format!("wrapper {name}() takes no keyword arguments"),
            Role::Wrapper if matches!(native.name, "__pow__" | "__rpow__") => {
                format!("expected {} or {} arguments, got {given}", s.required, s.positional)
            }
            Role::Wrapper if s.positional < 2 && !native.name.ends_with("buffer__") => expected(""),
            Role::Wrapper => expected(&format!("{name} ")),
            Role::New if keywords => format!("{name}() takes no keyword arguments"),
            Role::New => expected(&format!("{name} ")),
            _ => {
                let this = if native.takes_self() == 1 { args.get(self, 0) } else { Obj::NULL };
                let own = bound || matches!(self.kind(this), Kind::Method | Kind::Union | Kind::GenericAlias);
                let full = if own && native.takes_self() == 1 && self.kind(this) != Kind::Type {
                    let class = self.types[self.ty(this) as usize].qualname;
                    format!("{}.{}", self.str_text(class), native.name)
                } else {
                    self.native_qualname(index, this)
                };
                match native.conv {
                    _ if keywords => format!("{full}() takes no keyword arguments"),
                    Conv::NoArgs => format!("{full}() takes no arguments ({given} given)"),
                    Conv::O => format!("{full}() takes exactly one argument ({given} given)"),
                    _ => expected(&format!("{name} ")),
                }
            }
        };
        self.raise(ty::TYPE_ERROR, &text)
    }

    /// Refuses an argument that is not of a kind (`_PyArg_BadArgument`): `what` says which, NULL is none.
    pub fn want(&mut self, name: &str, what: &str, o: Obj, kind: Kind, expected: &str) -> R<()> {
        if o.is_null() || self.kind(o) == kind {
            return Ok(());
        }
        let got = if Machine::is_none(o) && name != "str" { "None".to_owned() } else { self.type_name(o) };
        Err(self.raise(ty::TYPE_ERROR, &format!("{name}() {what} must be {expected}, not {got}")))
    }

    /// For natives that count their arguments themselves: none by keyword, so many to so many by position
    /// (`_PyArg_NoKeywords`, `_PyArg_CheckPositional`).
    pub fn check_positional(&mut self, name: &str, args: Args, first: u32, least: u32, most: u32) -> R<()> {
        let given = args.n - first;
        let text = if args.kwcount(self) > 0 {
            format!("{name}() takes no keyword arguments")
        } else if given < least || given > most {
            let (word, bound) = match (least == most, given < least) {
                (true, _) => ("", least),
                (false, true) => ("at least ", least),
                (false, false) => ("at most ", most),
            };
            format!("{name} expected {word}{bound} argument{}, got {given}", plural(bound as usize))
        } else {
            return Ok(());
        };
        Err(self.raise(ty::TYPE_ERROR, &text))
    }

    /// Calls a native with arguments that lie elsewhere: they are put on the stack, borrowed.
    pub fn call_native_direct(&mut self, index: u32, args: &[Obj]) -> R {
        let base = self.thread.sp;
        self.check_stack(base, args.len() as u32)?;
        for (i, &arg) in args.iter().enumerate() {
            self.thread.stack[base as usize + i] = StackRef::borrowed(arg);
        }
        self.thread.sp = base + args.len() as u32;
        self.thread.calling = index;
        let height = self.kept();
        let result = (self.native(index).call)(self, Args::new(base, args.len() as u32, Obj::NULL));
        self.drop_kept(height);
        if self.thread.request.is_some() {
            // It goes on as an activation: the loop nests.
            let begun = result.and_then(|value| self.begun_native(value, base, OnReturn::Exit));
            return self.run_begun(base, begun);
        }
        self.clear_stack_to(base);
        result
    }
}
