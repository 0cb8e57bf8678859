//! Native functions: how they are declared, found and given their arguments (`Objects/methodobject.c`).

use crate::memory::object::{Obj, Owned, R};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Where a native finds its arguments: on the evaluation stack, borrowed.
#[derive(Clone, Copy, Debug)]
pub struct Args {
    /// First argument's place in `Machine::stack`.
    pub base: u32,
    /// Positional arguments.
    pub n: u32,
    /// Tuple of the names of the keyword arguments that follow, or NULL.
    pub kwnames: Obj,
}

impl Args {
    #[inline(always)]
    pub fn get(self, m: &Machine, i: u32) -> Obj {
        m.stack[(self.base + i) as usize].obj()
    }

    /// Argument `i`, or NULL.
    #[inline(always)]
    pub fn opt(self, m: &Machine, i: u32) -> Obj {
        if i < self.n { self.get(m, i) } else { Obj::NULL }
    }

    /// All positional arguments.
    pub fn all(self, m: &Machine) -> Vec<Obj> {
        (0..self.n).map(|i| self.get(m, i)).collect()
    }

    /// Positional arguments behind the first `from`.
    pub fn rest(self, m: &Machine, from: u32) -> Vec<Obj> {
        (from..self.n).map(|i| self.get(m, i)).collect()
    }

    pub fn kwcount(self, m: &Machine) -> u32 {
        if self.kwnames.is_null() { 0 } else { m.tuple_len(self.kwnames) }
    }

    /// Names and values of the keyword arguments.
    pub fn keywords(self, m: &Machine) -> Vec<(Obj, Obj)> {
        (0..self.kwcount(m)).map(|i| (m.tuple_item(self.kwnames, i), self.get(m, self.n + i))).collect()
    }

    /// The keyword argument of that name, or NULL.
    pub fn keyword(self, m: &Machine, name: &str) -> Obj {
        self.keywords(m).into_iter().find(|(key, _)| m.str_text(*key) == name).map_or(Obj::NULL, |(_, value)| value)
    }

    /// Argument `i`, given by position or by name; NULL if absent.
    pub fn param(self, m: &Machine, i: u32, name: &str) -> Obj {
        if i < self.n { self.get(m, i) } else { self.keyword(m, name) }
    }
}

/// The answer `None`.
pub fn none() -> R {
    Ok(Owned::steal(fixed::NONE))
}

/// The answer `NotImplemented`.
pub fn not_implemented() -> R {
    Ok(Owned::steal(fixed::NOT_IMPLEMENTED))
}

/// The answer `True` or `False`.
pub fn boolean(value: bool) -> R {
    Ok(Owned::steal(Machine::new_bool(value)))
}

/// A new reference, or None for NULL.
pub fn or_none(m: &mut Machine, o: Obj) -> R {
    if o.is_null() { none() } else { Ok(m.new_ref(o)) }
}

/// How a native takes arguments, which also decides how it refuses wrong ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Conv {
    /// `METH_NOARGS`.
    NoArgs,
    /// `METH_O`.
    O,
    /// Positional only, so many to so many.
    Fast(u32, u32),
    /// Keywords among these names; positional ones as many as names, at least so many.
    Kw(u32, &'static [&'static str]),
    /// The native checks its arguments itself.
    Any,
}

pub type NativeFn = fn(&mut Machine, Args) -> R;

/// One native function, method, getter or slot wrapper.
#[derive(Clone, Copy)]
pub struct Native {
    pub name: &'static str,
    pub conv: Conv,
    pub call: NativeFn,
}

/// A native's row.
pub const fn native_fn(name: &'static str, conv: Conv, call: NativeFn) -> Native {
    Native { name, conv, call }
}

/// The native with that index: table number in the upper half, row in the lower.
#[inline(always)]
pub fn native(index: u32) -> &'static Native {
    &crate::native::registry::TABLES[(index >> 16) as usize].natives[(index & 0xFFFF) as usize]
}

impl Machine {
    /// Checks the arguments of a native and calls it. `method`: the first argument is its self, not counted.
    #[inline]
    pub fn call_native(&mut self, index: u32, args: Args, method: bool) -> R {
        let native = native(index);
        let given = args.n - u32::from(method);
        let keywords = args.kwcount(self);
        let fits = match native.conv {
            Conv::NoArgs => given == 0 && keywords == 0,
            Conv::O => given == 1 && keywords == 0,
            Conv::Fast(min, max) => given >= min && given <= max && keywords == 0,
            Conv::Kw(..) if keywords == 0 => true,
            Conv::Kw(..) | Conv::Any => true,
        };
        if !fits {
            return Err(self.wrong_arguments(index, args, method));
        }
        if let Conv::Kw(min, params) = native.conv {
            self.check_keywords(native, args, given, min, params)?;
        }
        (native.call)(self, args)
    }

    fn check_keywords(&mut self, native: &Native, args: Args, given: u32, min: u32, params: &[&str]) -> R<()> {
        let name = native.name;
        if given as usize > params.len() {
            let text = if params.is_empty() {
                format!("{name}() takes no positional arguments")
            } else {
                let s = if params.len() == 1 { "" } else { "s" };
                let most = if min as usize == params.len() { "exactly" } else { "at most" };
                format!("{name}() takes {most} {} argument{s} ({given} given)", params.len())
            };
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        for (key, _) in args.keywords(self) {
            let key = self.str_text(key);
            match params.iter().position(|p| *p == key) {
                None => {
                    return Err(
                        self.raise(ty::TYPE_ERROR, &format!("{name}() got an unexpected keyword argument '{key}'"))
                    );
                }
                Some(i) if (i as u32) < given => {
                    return Err(self.raise(
                        ty::TYPE_ERROR,
                        &format!("argument for {name}() given by name ('{key}') and position ({})", i + 1),
                    ));
                }
                Some(_) => {}
            }
        }
        for (i, param) in params.iter().enumerate().take(min as usize).skip(given as usize) {
            if args.keyword(self, param).is_null() {
                let text = format!("{name}() missing required argument '{param}' (pos {})", i + 1);
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
        }
        Ok(())
    }

    #[cold]
    fn wrong_arguments(&mut self, index: u32, args: Args, method: bool) -> crate::memory::object::Raised {
        let native = native(index);
        let given = args.n - u32::from(method);
        let name = native.name;
        let full = if method {
            let this = args.get(self, 0);
            format!("{}.{name}", self.type_name(this))
        } else {
            name.to_owned()
        };
        let text = if args.kwcount(self) > 0 {
            format!("{full}() takes no keyword arguments")
        } else {
            match native.conv {
                Conv::NoArgs => format!("{full}() takes no arguments ({given} given)"),
                Conv::O => format!("{full}() takes exactly one argument ({given} given)"),
                Conv::Fast(min, max) => {
                    let (bound, word) = if min == max {
                        (min, "")
                    } else if given < min {
                        (min, "at least ")
                    } else {
                        (max, "at most ")
                    };
                    let s = if bound == 1 { "" } else { "s" };
                    format!("{name} expected {word}{bound} argument{s}, got {given}")
                }
                _ => format!("{full}() got wrong arguments"),
            }
        };
        self.raise(ty::TYPE_ERROR, &text)
    }

    /// Calls a native with arguments that lie elsewhere: they are put on the stack, borrowed.
    pub fn call_native_direct(&mut self, index: u32, args: &[Obj]) -> R {
        let base = self.sp;
        self.check_stack(base, args.len() as u32)?;
        for (i, &arg) in args.iter().enumerate() {
            self.stack[base as usize + i] = crate::memory::object::StackRef::borrowed(arg);
        }
        self.sp = base + args.len() as u32;
        let result = (native(index).call)(self, Args { base, n: args.len() as u32, kwnames: Obj::NULL });
        if self.request.is_some() {
            // It goes on as an activation: the loop nests.
            let begun = result.and_then(|value| self.begun_native(value, base, crate::eval::frame::OnReturn::Exit));
            return self.run_begun(base, begun);
        }
        self.clear_stack_to(base);
        result
    }
}
