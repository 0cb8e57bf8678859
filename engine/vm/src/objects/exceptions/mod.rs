//! Exceptions: their objects, raising, chaining, handlers (`Objects/exceptions.c`, `Python/errors.c`,
//! InternalDocs/exception_handling.md).

pub(crate) mod group;
pub(crate) mod methods;
mod os_error;
pub(crate) mod syntax_error;
pub(crate) mod types;
mod unicode;

use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings::{self, fixed};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// Words of an exception's range, each a counted handle or NULL.
pub mod field {
    pub const ARGS: u32 = 0;
    pub const CONTEXT: u32 = 1;
    pub const CAUSE: u32 = 2;
    pub const TRACEBACK: u32 = 3;
    /// `StopIteration.value`, `SystemExit.code`, `NameError.name`, `AttributeError.name`, `ImportError.msg`,
    /// `OSError.errno`, `SyntaxError.msg`.
    pub const V0: u32 = 4;
    /// `AttributeError.obj`, `ImportError.name`, `OSError.strerror`, `SyntaxError.filename`.
    pub const V1: u32 = 5;
    pub const V2: u32 = 6;
    pub const V3: u32 = 7;
    pub const V4: u32 = 8;
    pub const V5: u32 = 9;
    pub const V6: u32 = 10;
    pub const V7: u32 = 11;
    pub const V8: u32 = 12;
    pub const COUNT: u32 = 13;
}

impl Machine {
    /// An exception object without arguments set; `__suppress_context__` is `Slot::x`.
    pub fn alloc_exception(&mut self, ty: u32) -> Owned {
        let info = &self.types[ty as usize];
        let (heap_type, class) = (info.flags & tp::HEAPTYPE != 0, info.obj);
        let size = crate::memory::refcount::header_bytes(info) + info.basicsize;
        let o = self.alloc_gc(Kind::Exception, ty, size);
        let at = self.words.alloc(field::COUNT);
        self.words.range_mut(at, field::COUNT).fill(0);
        self.words.data[at as usize] = fixed::EMPTY_TUPLE.0;
        self.slot_mut(o).b = u64::from(at);
        if heap_type {
            self.incref(class);
        }
        self.track(o);
        Owned::steal(o)
    }

    #[inline]
    pub fn exc_field(&self, e: Obj, i: u32) -> Obj {
        Obj(self.words.data[(self.slot(e).b_lo() + i) as usize])
    }

    /// Stores a field (taken over, or NULL); the old value is dropped.
    pub fn set_exc_field(&mut self, e: Obj, i: u32, value: Obj) {
        let at = (self.slot(e).b_lo() + i) as usize;
        let old = std::mem::replace(&mut self.words.data[at], value.0);
        self.xdecref(Obj(old));
    }

    /// An exception of a built-in type with these arguments (counted here).
    pub fn new_exception(&mut self, ty: u32, args: &[Obj]) -> R {
        let class = self.types[ty as usize].obj;
        self.call(class, args)
    }

    /// Sets the raised exception to a new one with a text; what `return Err(…)` carries.
    #[cold]
    #[inline(never)]
    pub fn raise(&mut self, ty: u32, text: &str) -> Raised {
        let message = self.new_str(text);
        let raised = self.raise_with(ty, message.get());
        self.drop_ref(message);
        raised
    }

    /// Raises an exception with one argument, borrowed.
    #[cold]
    pub fn raise_with(&mut self, ty: u32, arg: Obj) -> Raised {
        let exc = self.alloc_exception(ty);
        let args = self.tuple_from_borrowed(&[arg]).into_edge();
        self.set_exc_field(exc.get(), field::ARGS, args);
        if self.is_subtype(ty, ty::STOP_ITERATION) || self.is_subtype(ty, ty::SYSTEM_EXIT) {
            self.incref(arg);
            self.set_exc_field(exc.get(), field::V0, arg);
        }
        if self.is_subtype(ty, ty::IMPORT_ERROR) || self.is_subtype(ty, ty::SYNTAX_ERROR) {
            self.incref(arg);
            self.set_exc_field(exc.get(), field::V0, arg);
        }
        self.raise_exception(exc)
    }

    /// Raises an exception without arguments.
    #[cold]
    pub fn raise_empty(&mut self, ty: u32) -> Raised {
        let exc = self.alloc_exception(ty);
        self.raise_exception(exc)
    }

    /// `PyErr_NoMemory`.
    pub(crate) fn raise_no_memory(&mut self) -> Raised {
        self.raise_empty(ty::MEMORY_ERROR)
    }

    /// `OSError`-like: an error number and a text, as `math` and `pow` report range errors.
    pub fn raise_os_style(&mut self, ty: u32, errno: i64, text: &str) -> Raised {
        let number = self.new_int(errno);
        let text = self.new_str(text);
        let exc = self.alloc_exception(ty);
        let args = self.tuple_from_array(vec![number, text]).into_edge();
        self.set_exc_field(exc.get(), field::ARGS, args);
        self.raise_exception(exc)
    }

    /// A `NameError` with its name, which suggestions are made from.
    #[cold]
    pub fn raise_name_error(&mut self, ty: u32, text: &str, name: Obj) -> Raised {
        let raised = self.raise(ty, text);
        self.incref(name);
        self.set_exc_field(self.thread.raised, field::V0, name);
        raised
    }

    #[cold]
    pub fn raise_attribute_error(&mut self, text: &str, o: Obj, name: Obj) -> Raised {
        let raised = self.raise(ty::ATTRIBUTE_ERROR, text);
        self.incref(name);
        self.incref(o);
        self.set_exc_field(self.thread.raised, field::V0, name);
        self.set_exc_field(self.thread.raised, field::V1, o);
        raised
    }

    /// Makes an exception object the raised one, chained to the one being handled (`_PyErr_SetObject`).
    pub fn raise_exception(&mut self, exc: Owned) -> Raised {
        let exc = exc.into_edge();
        let handled = self.topmost_handled();
        if !handled.is_null() && handled != exc {
            // Break a cycle if the handled exception already has this one as its context.
            let mut o = handled;
            loop {
                let context = self.exc_field(o, field::CONTEXT);
                if context.is_null() {
                    break;
                }
                if context == exc {
                    self.set_exc_field(o, field::CONTEXT, Obj::NULL);
                    break;
                }
                o = context;
            }
            self.incref(handled);
            self.set_exc_field(exc, field::CONTEXT, handled);
        }
        self.restore_raised(exc);
        Raised
    }

    /// Puts an exception (taken over) back as the raised one, unchanged.
    pub fn restore_raised(&mut self, exc: Obj) {
        let old = std::mem::replace(&mut self.thread.raised, exc);
        self.xdecref(old);
    }

    /// Puts the raised exception aside, if any; give it back with `restore_raised`.
    pub fn suspend_raised(&mut self) -> Obj {
        std::mem::replace(&mut self.thread.raised, Obj::NULL)
    }

    /// The raised exception, now the caller's.
    pub fn take_raised(&mut self) -> Owned {
        Owned::steal(std::mem::replace(&mut self.thread.raised, Obj::NULL))
    }

    pub fn clear_raised(&mut self) {
        let old = self.suspend_raised();
        self.xdecref(old);
    }

    /// Whether the raised exception is of that type. A run that was stopped from outside is never caught.
    pub fn raised_is(&self, ty: u32) -> bool {
        !self.thread.raised.is_null() && self.halt.is_none() && self.isinstance_of(self.thread.raised, ty)
    }

    /// The exception being handled by the innermost handler that has one.
    pub fn topmost_handled(&self) -> Obj {
        self.thread.exc_stack.iter().rev().copied().find(|e| !e.is_null()).unwrap_or(Obj::NULL)
    }

    /// Swallows a raised `StopIteration` and gives its value.
    pub fn take_stop_value(&mut self) -> Owned {
        let exc = self.take_raised();
        let value = self.exc_field(exc.get(), field::V0);
        let value = if value.is_null() { Owned::steal(fixed::NONE) } else { self.new_ref(value) };
        self.drop_ref(exc);
        value
    }

    /// `raise exc from cause`; arguments are borrowed, NULL where absent (`do_raise`).
    pub fn do_raise(&mut self, exc: Obj, cause: Obj) -> Raised {
        if exc.is_null() {
            let handled = self.topmost_handled();
            if handled.is_null() {
                return self.raise(ty::RUNTIME_ERROR, "No active exception to reraise");
            }
            self.incref(handled);
            self.restore_raised(handled);
            self.thread.reraise = true;
            return Raised;
        }
        let value = match self.exception_from(exc, false) {
            Ok(value) => value,
            Err(raised) => return raised,
        };
        if !cause.is_null() {
            let fixed_cause = if Machine::is_none(cause) {
                Obj::NULL
            } else {
                match self.exception_from(cause, true) {
                    Ok(cause) => cause.into_edge(),
                    Err(raised) => {
                        self.drop_ref(value);
                        return raised;
                    }
                }
            };
            self.set_exc_field(value.get(), field::CAUSE, fixed_cause);
            self.slot_mut(value.get()).x = 1;
        }
        self.raise_exception(value)
    }

    /// An exception without arguments of a class that a built-in one makes: nobody need be called.
    fn exception_of_plain_class(&mut self, class: Obj) -> Option<Owned> {
        let index = self.slot(class).a;
        if self.ty(class) != ty::TYPE {
            return None;
        }
        let mut builtin = index;
        while self.types[builtin as usize].flags & tp::HEAPTYPE != 0 {
            builtin = self.types[builtin as usize].base;
        }
        let own = |m: &mut Machine, name| m.type_lookup(index, name) != m.type_lookup(builtin, name);
        let plain =
            index == builtin || !own(self, static_strings::DUNDER_NEW) && !own(self, static_strings::DUNDER_INIT);
        (plain && self.types[builtin as usize].kind == Kind::Exception).then(|| self.alloc_exception(index))
    }

    /// An exception instance from a class or an instance.
    fn exception_from(&mut self, o: Obj, cause: bool) -> R {
        if self.is_exception_class(o) {
            if let Some(value) = self.exception_of_plain_class(o) {
                return Ok(value);
            }
            let value = self.call(o, &[])?;
            if self.kind(value.get()) != Kind::Exception {
                let value = self.keep(value);
                let (class, got) = (self.repr_text(o)?, self.repr_text(self.class_of(value))?);
                return Err(self.raise(
                    ty::TYPE_ERROR,
                    &format!("calling {class} should have returned an instance of BaseException, not {got}"),
                ));
            }
            return Ok(value);
        }
        if self.kind(o) == Kind::Exception {
            return Ok(self.new_ref(o));
        }
        let text = if cause {
            "exception causes must derive from BaseException"
        } else {
            "exceptions must derive from BaseException"
        };
        Err(self.raise(ty::TYPE_ERROR, text))
    }

    /// Does a raised exception match what an `except` names? (`CHECK_EXC_MATCH`)
    pub fn exception_matches(&mut self, exc: Obj, want: Obj) -> R<bool> {
        let check = |m: &Machine, class: Obj| m.is_exception_class(class);
        let classes = if self.kind(want) == Kind::Tuple { self.seq_items(want) } else { vec![want] };
        if !classes.iter().all(|&class| check(self, class)) {
            return Err(
                self.raise(ty::TYPE_ERROR, "catching classes that do not inherit from BaseException is not allowed")
            );
        }
        Ok(classes.iter().any(|&class| self.is_subtype(self.ty(exc), self.slot(class).a)))
    }

    /// Adds an entry for activation `i` in front of the raised exception's traceback (`PyTraceBack_Here`).
    pub fn traceback_here(&mut self, i: usize) {
        let frame_obj = self.frame_object(i);
        let frame = self.thread.frames[i];
        let line = self.position_of(frame.code, frame.ip.saturating_sub(1)).line.unwrap_or(0);
        let exc = self.thread.raised;
        let next = self.exc_field(exc, field::TRACEBACK);
        let tb = self.alloc_gc(Kind::Traceback, ty::TRACEBACK, 56);
        self.incref(frame_obj);
        if !next.is_null() {
            self.incref(next);
        }
        let slot = self.slot_mut(tb);
        slot.a = frame_obj.0;
        slot.set_b(next.0, line);
        slot.c = u64::from(frame.ip.saturating_sub(1));
        self.track(tb);
        self.set_exc_field(exc, field::TRACEBACK, tb);
    }

    /// `str(exception)` as the last line of a traceback prints it.
    pub fn exception_str(&mut self, e: Obj) -> R<String> {
        let s = self.str(e)?;
        let text = self.str_text(s.get());
        self.drop_ref(s);
        Ok(text)
    }

    /// `BaseException.__str__`: nothing, the one argument, or the tuple of them; some types say more.
    pub fn exception_default_str(&mut self, e: Obj) -> R {
        let kind = self.ty(e);
        if self.is_group(e) {
            let text = self.group_str(e);
            return Ok(self.new_str(&text));
        }
        let args = self.exc_field(e, field::ARGS);
        if self.is_subtype(kind, ty::KEY_ERROR) && self.tuple_len(args) == 1 {
            return self.repr(self.tuple_item(args, 0));
        }
        if unicode::is_unicode_error(self, kind) {
            return unicode::text(self, e);
        }
        if self.is_subtype(kind, ty::OS_ERROR)
            && let Some(text) = os_error::text(self, e)?
        {
            return Ok(self.new_str(&text));
        }
        if self.is_subtype(kind, ty::SYNTAX_ERROR) {
            let text = self.syntax_error_str(e)?;
            return Ok(self.new_str(&text));
        }
        if self.is_subtype(kind, ty::IMPORT_ERROR) {
            let msg = self.exc_field(e, field::V0);
            if !msg.is_null() && self.kind(msg) == Kind::Str {
                return Ok(self.new_ref(msg));
            }
        }
        match self.tuple_len(args) {
            0 => Ok(Owned::steal(fixed::EMPTY_STR)),
            n => {
                self.enter_native_call(" while getting the str of an object")?;
                let text = self.str(if n == 1 { self.tuple_item(args, 0) } else { args });
                self.leave_native_call();
                text
            }
        }
    }

    /// Text of `str(o)`.
    pub fn display(&mut self, o: Obj) -> R<String> {
        let s = self.str(o)?;
        let text = self.str_text(s.get());
        self.drop_ref(s);
        Ok(text)
    }

    pub fn exception_repr(&mut self, e: Obj) -> R {
        if self.is_group(e) {
            let text = self.group_repr(e)?;
            return Ok(self.new_str(&text));
        }
        let name = self.type_name(e);
        let args = self.exc_field(e, field::ARGS);
        let text = if self.tuple_len(args) == 1 {
            format!("{name}({})", self.repr_text(self.tuple_item(args, 0))?)
        } else {
            format!("{name}{}", self.repr_text(args)?)
        };
        Ok(self.new_str(&text))
    }

    /// Fields that `__init__` of built-in exception types sets from the arguments.
    pub fn exception_init(&mut self, e: Obj, args: &[Obj], kwargs: &[(Obj, Obj)]) -> R<()> {
        let kind = self.ty(e);
        let take = |m: &mut Machine, i: u32, value: Obj| {
            m.incref(value);
            m.set_exc_field(e, i, value);
        };
        let known: &[(&str, u32)] = if self.is_subtype(kind, ty::IMPORT_ERROR) {
            &[("name", field::V1), ("path", field::V2), ("name_from", field::V3)]
        } else if self.is_subtype(kind, ty::ATTRIBUTE_ERROR) {
            &[("name", field::V0), ("obj", field::V1)]
        } else if self.is_subtype(kind, ty::NAME_ERROR) {
            &[("name", field::V0)]
        } else {
            &[]
        };
        if !kwargs.is_empty() && known.is_empty() {
            let name = self.name_of_type(kind);
            return Err(self.raise(ty::TYPE_ERROR, &format!("{name}() takes no keyword arguments")));
        }
        for &(key, value) in kwargs {
            let Some(&(_, at)) = known.iter().find(|(name, _)| self.str_is(key, name)) else {
                // The words are those of the class that was built in, also for its subclasses.
                let class = [ty::IMPORT_ERROR, ty::ATTRIBUTE_ERROR, ty::NAME_ERROR];
                let class = class.into_iter().find(|&class| self.is_subtype(kind, class)).unwrap_or(kind);
                let names: Vec<String> = known.iter().map(|(name, _)| (*name).to_owned()).collect();
                let name = self.name_of_type(class);
                return Err(self.unexpected_keyword(&name, &self.str_text(key), &names));
            };
            take(self, at, value);
        }
        if unicode::is_unicode_error(self, kind) {
            return unicode::init(self, e, args);
        }
        if let Some(&first) = args.first() {
            if self.is_subtype(kind, ty::STOP_ITERATION) {
                take(self, field::V0, first);
            } else if self.is_subtype(kind, ty::SYSTEM_EXIT) {
                let code = if args.len() == 1 { self.new_ref(first) } else { self.new_tuple_from(args) };
                self.set_exc_field(e, field::V0, code.into_edge());
            } else if self.is_subtype(kind, ty::IMPORT_ERROR) && args.len() == 1 {
                take(self, field::V0, first);
            } else if self.is_subtype(kind, ty::SYNTAX_ERROR) {
                return self.syntax_error_fields(e, args);
            }
        }
        Ok(())
    }

    /// Adds a note to the raised exception (`_PyErr_FormatNote`).
    pub(crate) fn note_raised(&mut self, text: &str) {
        let exc = self.thread.raised;
        let note = self.new_str(text);
        let notes = self.instance_get(exc, crate::native::static_strings::DUNDER_NOTES);
        if !notes.is_null() && self.kind(notes) == Kind::List {
            return self.list_append(notes, note);
        }
        let notes = self.new_list_of(vec![note]);
        self.instance_set(exc, crate::native::static_strings::DUNDER_NOTES, notes);
    }

    /// Reports an error that nobody can receive (`sys.unraisablehook`), and forgets it: the place in words, and what it was about.
    pub fn write_unraisable(&mut self, place: &str, o: Obj) {
        if self.halt.is_some() {
            return;
        }
        let exc = self.thread.raised;
        if self.exc_field(exc, field::TRACEBACK).is_null()
            && let Some(at) = self.thread.frames.iter().rposition(|frame| !frame.is_native())
        {
            self.traceback_here(at);
        }
        let exc = self.take_raised();
        let what = if o.is_null() { Err(crate::memory::object::Raised) } else { self.repr_text(o) };
        self.clear_raised();
        let head = match what {
            Ok(text) => format!("Exception ignored {place} {text}"),
            Err(_) => format!("Exception ignored {place}"),
        };
        if let Some(exc) = self.tell_unraisable_hook(exc, &head) {
            let text = self.format_unchained(exc.get());
            self.tell_stderr(&format!("{head}:\n{text}"));
            self.drop_ref(exc);
        }
    }
}
