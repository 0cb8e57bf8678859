//! Calls: binding arguments to parameters, pushing frames, and calls from native code
//! (`Objects/call.c`, `Python/ceval.c`).

use crate::eval::activations::What;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::args::Args;
use crate::native::static_strings;
use crate::native::typedef::{Role, tpflags};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::{BEGIN_COST, CALL_COST, Machine, NATIVE_DEPTH};
use crate::state::thread::Asking;

/// What the loop does after `begin_call`.
pub enum Begun {
    /// A frame was pushed: run it.
    Frame,
    /// The call is done already.
    Value(Owned),
    /// It was the call of an iterator's `__next__`, and there is no item left.
    End,
}

impl Machine {
    /// Room for `n` more stack words above `at`.
    #[inline(always)]
    pub fn check_stack(&mut self, at: u32, n: u32) -> R<()> {
        if (at + n) as usize + 64 > self.thread.stack.len() {
            return Err(self.recursion_error(""));
        }
        Ok(())
    }

    /// Drops everything on the stack from `base` on.
    pub fn clear_stack_to(&mut self, base: u32) {
        while self.thread.sp > base {
            self.thread.sp -= 1;
            let r = std::mem::take(&mut self.thread.stack[self.thread.sp as usize]);
            self.close(r);
        }
    }

    #[cold]
    pub fn recursion_error(&mut self, place: &str) -> Raised {
        self.raise(ty::RECURSION_ERROR, &format!("maximum recursion depth exceeded{place}"))
    }

    /// One more Python call deep; refused at the recursion limit (`_Py_EnterRecursiveCallPy`).
    #[inline(always)]
    pub fn enter_call(&mut self) -> R<()> {
        if self.thread.frames.len() as u32 >= self.thread.recursion_limit {
            return Err(self.recursion_error(""));
        }
        Ok(())
    }

    /// One more level of native code; guards the host's stack. What it costs is given back by `leave_native`.
    #[inline]
    pub fn enter_native(&mut self, cost: u32, place: &str) -> R<()> {
        if self.thread.native_depth + cost > NATIVE_DEPTH {
            return Err(self.recursion_error(place));
        }
        self.thread.native_depth += cost;
        Ok(())
    }

    #[inline]
    pub fn leave_native(&mut self, cost: u32) {
        self.thread.native_depth -= cost;
    }

    /// One more level of a native that recurses.
    pub fn enter_native_call(&mut self, place: &str) -> R<()> {
        self.enter_native(CALL_COST, place)
    }

    pub fn leave_native_call(&mut self) {
        self.leave_native(CALL_COST);
    }

    /// Calls anything with positional arguments, from native code; arguments are borrowed.
    pub fn call(&mut self, callable: Obj, args: &[Obj]) -> R {
        self.call_with(callable, args, Obj::NULL)
    }

    /// As `call`, with the names of the last arguments in a tuple.
    pub fn call_with(&mut self, callable: Obj, args: &[Obj], kwnames: Obj) -> R {
        // A number in the place of the callable says what is asked about.
        if self.thread.asking != Asking::Nests
            && kwnames.is_null()
            && !self.is_int(callable)
            && let Some(answer) = self.question(callable, args)
        {
            return answer;
        }
        let base = self.thread.sp;
        self.check_stack(base, args.len() as u32 + 2)?;
        self.incref(callable);
        self.thread.stack[base as usize] = StackRef::owned(callable);
        self.thread.stack[base as usize + 1] = StackRef::NULL;
        for (i, &arg) in args.iter().enumerate() {
            self.incref(arg);
            self.thread.stack[base as usize + 2 + i] = StackRef::owned(arg);
        }
        self.thread.sp = base + 2 + args.len() as u32;
        let n = args.len() as u32 - if kwnames.is_null() { 0 } else { self.tuple_len(kwnames) };
        let begun = self.begin_call(base, n, kwnames, OnReturn::Exit);
        self.run_begun(base, begun)
    }

    /// Runs the frame that was pushed for a call whose operands started at `base`.
    pub fn run_nested_at(&mut self, base: u32) -> R {
        let result = self.run_nested();
        // A run that is stopped leaves everything where it is.
        if self.halt.is_none() {
            self.thread.sp = base;
        }
        result
    }

    /// Starts the call whose callable lies at `at`, then self or NULL, then `n` positional arguments and the
    /// keyword arguments. All of them are consumed; afterwards `sp` is `at`, or a frame lies on top.
    pub fn begin_call(&mut self, at: u32, n: u32, kwnames: Obj, on_return: OnReturn) -> R<Begun> {
        let callable = self.thread.stack[at as usize].obj();
        let mut first = at + 2;
        let (given, mut n) = (n, n);
        if self.thread.stack[at as usize + 1] != StackRef::NULL {
            first = at + 1;
            n += 1;
        } else if self.kind(callable) == Kind::Method {
            let (func, this) = self.method_parts(callable);
            self.incref(func);
            self.incref(this);
            let method = std::mem::replace(&mut self.thread.stack[at as usize], StackRef::owned(func));
            self.thread.stack[at as usize + 1] = StackRef::owned(this);
            self.close(method);
            return self.begin_call(at, n, kwnames, on_return);
        }
        match self.kind(callable) {
            Kind::Function => {
                let done = self.push_function_frame(at, first, n, kwnames, Obj::NULL, on_return);
                if let Err(e) = done {
                    self.clear_stack_to(at);
                    return Err(e);
                }
                Ok(Begun::Frame)
            }
            Kind::StaticMethod => {
                let function = self.new_ref(Obj(self.slot(callable).a));
                self.call_instead(at, function);
                if let Err(e) = self.enter_native(BEGIN_COST, " while calling a Python object") {
                    self.clear_stack_to(at);
                    return Err(e);
                }
                let begun = self.begin_call(at, given, kwnames, on_return);
                self.leave_native(BEGIN_COST);
                begun
            }
            Kind::GenericAlias => {
                let origin = self.new_ref(Obj(self.words.data[self.slot(callable).b_lo() as usize]));
                self.call_instead(at, origin);
                self.begin_call(at, given, kwnames, on_return)
            }
            Kind::Type => {
                let begun = self.begin_type_call(at, Args::new(first, n, kwnames), on_return);
                self.consumed(at, begun)
            }
            Kind::BuiltinFunction | Kind::MethodDescriptor | Kind::WrapperDescriptor => {
                let begun = self.begin_nonpython(callable, Args::new(first, n, kwnames), at, on_return);
                self.consumed(at, begun)
            }
            _ => {
                let method = self.lookup_special(callable, static_strings::DUNDER_CALL);
                if method.is_null() {
                    let name = self.type_name(callable);
                    self.clear_stack_to(at);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not callable")));
                }
                let method = self.new_ref(method);
                self.call_with_self(at, method)?;
                self.begin_call(at, n, kwnames, on_return)
            }
        }
    }

    /// What a call left on the stack is dropped, unless something runs above it.
    pub fn consumed(&mut self, at: u32, begun: R<Begun>) -> R<Begun> {
        if !matches!(begun, Ok(Begun::Frame)) {
            self.clear_stack_to(at);
        }
        begun
    }

    /// Another callable takes the place of the one at `at`.
    fn call_instead(&mut self, at: u32, callable: Owned) {
        let old = std::mem::replace(&mut self.thread.stack[at as usize], StackRef::owned(callable.into_edge()));
        self.close(old);
    }

    /// The callable at `at` becomes the first argument of `method`.
    fn call_with_self(&mut self, at: u32, method: Owned) -> R<()> {
        if self.thread.stack[at as usize + 1] != StackRef::NULL {
            // The place before the arguments is taken: they move up.
            if let Err(e) = self.check_stack(self.thread.sp, 1) {
                self.drop_ref(method);
                self.clear_stack_to(at);
                return Err(e);
            }
            for i in (at + 1..self.thread.sp).rev() {
                self.thread.stack[i as usize + 1] = self.thread.stack[i as usize];
            }
            self.thread.sp += 1;
        }
        let callable = std::mem::replace(&mut self.thread.stack[at as usize], StackRef::owned(method.into_edge()));
        self.thread.stack[at as usize + 1] = callable;
        Ok(())
    }

    fn begin_nonpython(&mut self, callable: Obj, args: Args, at: u32, on_return: OnReturn) -> R<Begun> {
        let slot = *self.slot(callable);
        if slot.kind == Kind::BuiltinFunction {
            let this = Obj(slot.b_lo());
            if this.is_null() {
                let value = self.call_unbound_native(slot.a, args)?;
                return self.begun_native(value, at, on_return);
            }
            let value = self.call_bound_native(slot.a, this, args)?;
            return self.begun_native(value, at, on_return);
        }
        let owner = Obj(slot.b_lo());
        if slot.kind == Kind::WrapperDescriptor
            && let Some(fault) = self.wrong_self_of_wrapper(slot.a, self.slot(owner).a, args)
        {
            return Err(self.raise(ty::TYPE_ERROR, &fault));
        }
        if args.n == 0 {
            let (name, class) = (self.native(slot.a).name, self.name_of_type(self.slot(owner).a));
            let text = if self.ty(callable) == ty::CLASSMETHOD_DESCRIPTOR {
                format!("descriptor '{name}' of '{class}' object needs an argument")
            } else {
                format!("unbound method {class}.{name}() needs an argument")
            };
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let this = args.get(self, 0);
        let index = self.slot(owner).a;
        if self.ty(callable) == ty::CLASSMETHOD_DESCRIPTOR {
            if let Some(fault) = self.classmethod_fault(callable, this) {
                return Err(self.raise(ty::TYPE_ERROR, &fault));
            }
        } else if !self.is_subtype(self.ty(this), index) {
            let (name, class) = (self.native(slot.a).name, self.name_of_type(index));
            let got = self.type_name(this);
            return Err(self.raise(
                ty::TYPE_ERROR,
                &format!("descriptor '{name}' for '{class}' objects doesn't apply to a '{got}' object"),
            ));
        }
        self.begin_native(slot.a, args, at, on_return)
    }

    /// Calls a native with the arguments where they lie; its callable lies at `at`.
    pub fn begin_native(&mut self, index: u32, args: Args, at: u32, on_return: OnReturn) -> R<Begun> {
        let begun = match self.call_native(index, args) {
            Ok(value) => self.begun_native(value, at, on_return),
            Err(e) => Err(e),
        };
        self.consumed(at, begun)
    }

    /// Why a slot wrapper cannot be called with this self, if so (`wrapperdescr_call`).
    fn wrong_self_of_wrapper(&self, index: u32, class: u32, args: Args) -> Option<String> {
        let (name, class_name) = (self.native(index).name, self.name_of_type(class));
        let this = args.opt(self, 0);
        if this.is_null() {
            return Some(format!("descriptor '{name}' of '{class_name}' object needs an argument"));
        }
        (!self.is_subtype(self.ty(this), class)).then(|| {
            let got = self.type_name(this);
            format!("descriptor '{name}' requires a '{class_name}' object but received a '{got}'")
        })
    }

    /// Why a built-in type's `__new__` must not make values of a class whose layout another one lays down, if so.
    fn unsafe_new(&mut self, index: u32, class: u32) -> Option<String> {
        let mut laid = class;
        while self.is_heap_type(laid) {
            laid = self.types[laid as usize].base;
        }
        let own = self.type_lookup(laid, static_strings::DUNDER_NEW);
        if own.is_null() || self.kind(own) != Kind::BuiltinFunction {
            return None;
        }
        // Types without a constructor of their own, as most exceptions, share that of their base (`tp_new`).
        if std::ptr::fn_addr_eq(self.native(self.slot(own).a).call, self.native(index).call) {
            return None;
        }
        let (name, given, own) = (self.name_of_type(index >> 16), self.name_of_type(class), self.name_of_type(laid));
        Some(format!("{name}.__new__({given}) is not safe, use {own}.__new__()"))
    }

    /// A native that is not bound: a function, or the `__new__` of a type, which looks at its class first
    /// (`tp_new_wrapper`).
    fn call_unbound_native(&mut self, index: u32, args: Args) -> R {
        if self.native(index).role == Role::New {
            let owner = index >> 16;
            let name = self.name_of_type(owner);
            let class = args.opt(self, 0);
            let fault = if class.is_null() {
                format!("{name}.__new__(): not enough arguments")
            } else if self.kind(class) != Kind::Type {
                format!("{name}.__new__(X): X is not a type object ({})", self.type_name(class))
            } else if owner == ty::STRUCTSEQ {
                // Classes that have it are no subclasses of where it is declared.
                return self.call_native(index, args);
            } else if !self.is_subtype(self.slot(class).a, owner) {
                let given = self.name_of_type(self.slot(class).a);
                format!("{name}.__new__({given}): {given} is not a subtype of {name}")
            } else if let Some(fault) = self.unsafe_new(index, self.slot(class).a) {
                fault
            } else {
                return self.call_native(index, args);
            };
            return Err(self.raise(ty::TYPE_ERROR, &fault));
        }
        self.call_native(index, args)
    }

    /// A bound native: its self goes in front of the arguments, which move up by one where there is no room.
    pub fn call_bound_native(&mut self, index: u32, this: Obj, args: Args) -> R {
        if self.native(index).takes_self() == 0 {
            return self.call_native(index, args);
        }
        let total = args.n + args.kwcount(self);
        let base = self.thread.sp;
        self.check_stack(base, total + 1)?;
        self.thread.stack[base as usize] = StackRef::borrowed(this);
        for i in 0..total {
            let arg = args.get(self, i);
            self.thread.stack[(base + 1 + i) as usize] = StackRef::borrowed(arg);
        }
        self.thread.sp = base + 1 + total;
        let args = Args::new(base, args.n + 1, args.kwnames);
        if let Some(raised) = self.wrong_for_bound(index, args) {
            self.clear_stack_to(base);
            return Err(raised);
        }
        let result = self.call_native(index, args);
        if self.thread.request.is_none() {
            self.clear_stack_to(base);
        }
        result
    }

    /// `type.__call__`: `type(x)`, or `__new__` and then `__init__`. The class lies at `at`.
    fn begin_type_call(&mut self, at: u32, args: Args, on_return: OnReturn) -> R<Begun> {
        let class = self.thread.stack[at as usize].obj();
        if let Some(value) = self.builtin_construct(class, args) {
            return self.begun_native(value?, at, on_return);
        }
        let index = self.slot(class).a;
        if index == ty::TYPE && args.n == 1 && args.kwnames.is_null() {
            let class = self.class_of(args.get(self, 0));
            return Ok(Begun::Value(self.new_ref(class)));
        }
        let meta = self.ty(class);
        if meta != ty::TYPE {
            let call = self.type_lookup(meta, static_strings::DUNDER_CALL);
            if !call.is_null() && self.kind(call) == Kind::Function {
                let call = self.new_ref(call);
                self.call_with_self(at, call)?;
                return self.begin_call(at, args.n, args.kwnames, on_return);
            }
            // A class is called as it is, without the one that was asked.
            if !call.is_null() && self.kind(call) == Kind::Type && self.thread.stack[at as usize + 1] == StackRef::NULL
            {
                let call = StackRef::owned(self.new_ref(call).into_edge());
                let asked = std::mem::replace(&mut self.thread.stack[at as usize], call);
                self.close(asked);
                return self.begin_call(at, args.n, args.kwnames, on_return);
            }
        }
        let value = self.type_construct(class, args)?;
        self.begun_native(value, at, on_return)
    }

    /// The native `__new__` of a built-in class that is all that calling the class means: it has no `__init__`.
    pub fn plain_constructor(&mut self, class: Obj) -> Option<u32> {
        let index = self.slot(class).a;
        if index == ty::TYPE || self.ty(class) != ty::TYPE || self.types[index as usize].flags & tp::HEAPTYPE != 0 {
            return None;
        }
        let new = self.type_lookup(index, static_strings::DUNDER_NEW);
        let init = self.type_lookup(index, static_strings::DUNDER_INIT);
        let (made, started) = (*self.slot(new), *self.slot(init));
        let plain = made.kind == Kind::BuiltinFunction
            && made.b_lo() == 0
            && new != self.object_new
            && started.kind == Kind::WrapperDescriptor
            && (started.a >> 16 == self.slot_rows() || started.a >> 16 == ty::OBJECT);
        plain.then_some(made.a)
    }

    /// The common case of calling a built-in class: its native `__new__` gets the arguments where they lie, with
    /// the class in the place of the NULL before them. `None`: not that case.
    fn builtin_construct(&mut self, class: Obj, args: Args) -> Option<R> {
        let index = self.slot(class).a;
        let before = args.base as usize - 1;
        // A group's `__new__` may ask, and its `__init__` follows.
        if matches!(index, ty::TYPE | ty::BASE_EXCEPTION_GROUP | ty::EXCEPTION_GROUP)
            || self.ty(class) != ty::TYPE
            || self.types[index as usize].flags & tp::HEAPTYPE != 0
            || self.thread.stack[before] != StackRef::NULL
        {
            return None;
        }
        let new = self.type_lookup(index, static_strings::DUNDER_NEW);
        let slot = *self.slot(new);
        let init = self.type_lookup(index, static_strings::DUNDER_INIT);
        if slot.kind != Kind::BuiltinFunction || slot.b_lo() != 0 || self.kind(init) != Kind::WrapperDescriptor {
            return None;
        }
        if new == self.object_new && index != ty::OBJECT {
            return Some(Err(self.cannot_make(index)));
        }
        let init = self.slot(init).a;
        let all = Args::new(before as u32, args.n + 1, args.kwnames);
        self.thread.stack[before] = StackRef::borrowed(class);
        let made = self.call_native(slot.a, all);
        // The general `__init__` does nothing, and neither does that of `object` behind another `__new__`.
        if init >> 16 == self.slot_rows() || init >> 16 == ty::OBJECT {
            return Some(made);
        }
        Some(made.and_then(|value| self.init_in_place(init, value, all)))
    }

    /// Why a built-in type without a constructor of its own makes nothing: CPython's does not either, or ours is not
    /// built.
    #[cold]
    fn cannot_make(&mut self, index: u32) -> Raised {
        let name = self.tp_name(index);
        let def = self.defs[index as usize];
        if def.flags & tpflags::DISALLOW_INSTANTIATION != 0 {
            return self.raise(ty::TYPE_ERROR, &format!("cannot create '{name}' instances"));
        }
        self.not_supported(&format!("{name}()"))
    }

    /// A native `__init__` for a value just made, which takes the class's place before the arguments.
    fn init_in_place(&mut self, init: u32, value: Owned, args: Args) -> R {
        let height = self.kept();
        let value = self.keep(value);
        self.thread.stack[args.base as usize] = StackRef::borrowed(value);
        let done = self.call_native(init, args).map(|none| {
            let value = self.new_ref(value);
            if let Some(request) = &mut self.thread.request {
                // It goes on as an activation, which answers the value in the end.
                request.instead = value.into_edge();
                return none;
            }
            self.drop_ref(none);
            value
        });
        self.drop_kept(height);
        done
    }

    /// `__new__` and `__init__` of a class, without the metaclass's `__call__`: goes on as an activation.
    pub fn type_construct(&mut self, class: Obj, args: Args) -> R {
        let names = if args.kwnames.is_null() {
            StackRef::NULL
        } else {
            let names = self.new_ref(args.kwnames);
            StackRef::owned(names.into_edge())
        };
        let held = [names, StackRef::NULL, StackRef::borrowed(class)];
        self.go_on_with(What::Construct, &held, u64::from(args.base) | u64::from(args.n) << 32)
    }

    /// Calls something with these arguments and one before them, borrowed.
    pub fn begin_with(&mut self, callable: Obj, first: Obj, args: Args, on_return: OnReturn) -> R<Begun> {
        self.save_sp();
        let base = self.thread.sp;
        let total = args.n + args.kwcount(self);
        self.check_stack(base, total + 2)?;
        self.incref(callable);
        self.incref(first);
        self.thread.stack[base as usize] = StackRef::owned(callable);
        self.thread.stack[base as usize + 1] = StackRef::owned(first);
        for i in 0..total {
            let arg = args.get(self, i);
            self.incref(arg);
            self.thread.stack[(base + 2 + i) as usize] = StackRef::owned(arg);
        }
        self.thread.sp = base + 2 + total;
        self.begin_call(base, args.n, args.kwnames, on_return)
    }

    /// The dict of built-ins that code with these globals sees.
    pub fn builtins_of(&self, globals: Obj) -> Obj {
        let found = self.dict_get_str(globals, static_strings::DUNDER_BUILTINS);
        if found.is_null() {
            return self.builtins;
        }
        match self.kind(found) {
            Kind::Module => self.instance_dict(found),
            Kind::Dict => found,
            _ => self.builtins,
        }
    }

    /// Runs a code object's module body with these globals, nested; used by imports and `exec`.
    pub fn run_code(&mut self, code: Owned, globals: Obj, locals: Obj) -> R {
        let func = self.new_function(code, globals);
        self.incref(locals);
        let at = self.thread.sp;
        self.thread.stack[at as usize] = StackRef::owned(func.into_edge());
        self.thread.stack[at as usize + 1] = StackRef::NULL;
        self.thread.sp = at + 2;
        if let Err(e) = self.push_function_frame(at, at + 2, 0, Obj::NULL, locals, OnReturn::Exit) {
            self.decref(locals);
            self.clear_stack_to(at);
            return Err(e);
        }
        self.run_nested_at(at)
    }

    /// "Not supported yet": what this machine cannot do, by name; ends the program, not Python's exception.
    #[cold]
    pub fn not_supported(&mut self, what: &str) -> Raised {
        // Where importlib looks in vain, the import is what counts.
        let shown = |code: u32| !self.str_text(self.codes[code as usize].filename).starts_with("<frozen importlib");
        let frame = self.thread.frames.iter().rev().find(|frame| !frame.is_native() && shown(frame.code));
        let line = frame.and_then(|f| self.position_of(f.code, f.ip.saturating_sub(1)).line);
        self.halt =
            Some(crate::state::interpreter::Halt::NotSupported { name: what.to_owned(), line: line.unwrap_or(0) });
        let exc = self.alloc_exception(ty::SYSTEM_ERROR);
        self.restore_raised(exc.into_edge());
        Raised
    }
}
