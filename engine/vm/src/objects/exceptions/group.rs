//! Exception groups (PEP 654; `BaseExceptionGroup` in `Objects/exceptions.c`): making, splitting, and what `except*`
//! raises again.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, none};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Native, class_def, def, member, new, wrapper};
use crate::objects::exceptions::field;
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Fields of a group beside those of every exception.
pub mod part {
    use super::field;
    pub const MESSAGE: u32 = field::V0;
    pub const EXCEPTIONS: u32 = field::V1;
    /// Text of the sequence that it was made of, unless that was a list or tuple.
    pub const TEXT: u32 = field::V2;
}

pub const BASE_EXCEPTION_GROUP: &[Native] = &[
    new("BaseExceptionGroup(*args, **kwargs)", group_new),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| {
        if a.kwcount(m) > 0 {
            let name = m.type_name(a.get(m, 0));
            return Err(m.raise(ty::TYPE_ERROR, &format!("{name}() takes no keyword arguments")));
        }
        super::methods::keep_args(m, a.get(m, 0), a);
        none()
    }),
    class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
    def("derive($self, excs, /)", "A group with the same message and other exceptions.", |m, a| {
        let (this, exceptions) = (a.get(m, 0), a.get(m, 1));
        let message = m.exc_field(this, part::MESSAGE);
        m.new_group(ty::BASE_EXCEPTION_GROUP, message, exceptions)
    }),
    def(
        "split($self, matcher_value, /)",
        "What matches and what does not, as groups of the same structure.",
        |m, a| {
            let (this, matcher) = (a.get(m, 0), a.get(m, 1));
            let matcher = Matcher::of(m, matcher)?;
            m.split_pair(this, &matcher)
        },
    )
    .asking(),
    def("subgroup($self, matcher_value, /)", "What matches, as a group of the same structure.", |m, a| {
        let (this, matcher) = (a.get(m, 0), a.get(m, 1));
        let matcher = Matcher::of(m, matcher)?;
        let [matching, _] = m.split_group(this, &matcher, false)?;
        if matching.is_null() { none() } else { Ok(m.new_ref(matching)) }
    })
    .asking(),
    member("message", "What the group is about.", |m, a| m.exc_getter(a, part::MESSAGE)),
    member("exceptions", "The exceptions in it.", |m, a| m.exc_getter(a, part::EXCEPTIONS)),
];

/// What a part of a group must be.
pub(crate) enum Matcher {
    /// An exception class or a tuple of them.
    Class(Obj),
    Predicate(Obj),
    /// One of these exceptions, which are no groups.
    Leaves(Vec<Obj>),
}

impl Matcher {
    fn of(m: &mut Machine, value: Obj) -> R<Matcher> {
        if m.kind(value) != Kind::Type && m.is_callable(value) {
            return Ok(Matcher::Predicate(value));
        }
        let classes = if m.ty(value) == ty::TUPLE { m.seq_items(value) } else { vec![value] };
        if classes.iter().all(|&class| m.is_exception_class(class)) {
            return Ok(Matcher::Class(value));
        }
        let text = "expected an exception type, a tuple of exception types, or a callable (other than a class)";
        Err(m.raise(ty::TYPE_ERROR, text))
    }
}

fn group_new(m: &mut Machine, a: Args) -> R {
    let class = class_of_call(m, a);
    if a.n != 3 {
        let text = format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", a.n - 1);
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let (message, exceptions) = (a.get(m, 1), a.get(m, 2));
    let made = m.new_group(class, message, exceptions)?;
    let args = m.tuple_from_borrowed(&[message, exceptions]).into_edge();
    m.set_exc_field(made.get(), field::ARGS, args);
    Ok(made)
}

impl Machine {
    pub(crate) fn is_group(&self, o: Obj) -> bool {
        self.kind(o) == Kind::Exception && self.isinstance_of(o, ty::BASE_EXCEPTION_GROUP)
    }

    /// The exceptions of a group, borrowed.
    pub(crate) fn group_exceptions(&self, o: Obj) -> Vec<Obj> {
        let exceptions = self.exc_field(o, part::EXCEPTIONS);
        if exceptions.is_null() { Vec::new() } else { self.seq_items(exceptions) }
    }

    /// `BaseExceptionGroup.__new__` of a class (`BaseExceptionGroup_new`); message and sequence are borrowed.
    pub(crate) fn new_group(&mut self, class: u32, message: Obj, exceptions: Obj) -> R {
        if self.kind(message) != Kind::Str {
            let name = if Machine::is_none(message) { "None".to_owned() } else { self.type_name(message) };
            let text = format!("BaseExceptionGroup.__new__() argument 1 must be str, not {name}");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let sequence = match self.kind(exceptions) {
            Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes | Kind::Range => true,
            Kind::Instance => !self.lookup_special(exceptions, static_strings::DUNDER_GETITEM).is_null(),
            _ => false,
        };
        if !sequence {
            return Err(self.raise(ty::TYPE_ERROR, "second argument (exceptions) must be a sequence"));
        }
        let text = if matches!(self.kind(exceptions), Kind::List | Kind::Tuple) {
            Obj::NULL
        } else {
            let text = self.repr(exceptions)?;
            self.keep(text)
        };
        // As `PySequence_Tuple`: nobody is asked for a length.
        if !self.is_builtin_exact(exceptions) {
            self.no_more_questions();
        }
        let iter = self.iter(exceptions)?;
        let iter = self.keep(iter);
        let mut items = Vec::new();
        while let Some(item) = self.iter_next(iter)? {
            items.push(self.keep(item));
        }
        let items = self.new_tuple_from(&items);
        let items = self.keep(items);
        if self.tuple_len(items) == 0 {
            return Err(self.raise(ty::VALUE_ERROR, "second argument (exceptions) must be a non-empty sequence"));
        }
        let mut only_exceptions = true;
        for (i, item) in self.seq_items(items).into_iter().enumerate() {
            if self.kind(item) != Kind::Exception {
                let text = format!("Item {i} of second argument (exceptions) is not an exception");
                return Err(self.raise(ty::VALUE_ERROR, &text));
            }
            only_exceptions &= self.isinstance_of(item, ty::EXCEPTION);
        }
        let class = match class {
            ty::BASE_EXCEPTION_GROUP if only_exceptions => ty::EXCEPTION_GROUP,
            ty::EXCEPTION_GROUP if !only_exceptions => {
                return Err(self.raise(ty::TYPE_ERROR, "Cannot nest BaseExceptions in an ExceptionGroup"));
            }
            class if !only_exceptions && self.is_subtype(class, ty::EXCEPTION) => {
                let name = self.name_of_type(class);
                return Err(self.raise(ty::TYPE_ERROR, &format!("Cannot nest BaseExceptions in '{name}'")));
            }
            class => class,
        };
        let made = self.alloc_exception(class);
        let args = self.tuple_from_borrowed(&[message, exceptions]).into_edge();
        self.set_exc_field(made.get(), field::ARGS, args);
        for (at, part) in [(part::MESSAGE, message), (part::EXCEPTIONS, items), (part::TEXT, text)] {
            if !part.is_null() {
                self.incref(part);
                self.set_exc_field(made.get(), at, part);
            }
        }
        Ok(made)
    }

    /// `str` of a group.
    pub(crate) fn group_str(&mut self, o: Obj) -> String {
        let message = self.exc_field(o, part::MESSAGE);
        let n = self.group_exceptions(o).len();
        let message = if message.is_null() { String::new() } else { self.str_text(message) };
        format!("{message} ({n} sub-exception{})", if n > 1 { "s" } else { "" })
    }

    /// `repr` of a group.
    pub(crate) fn group_repr(&mut self, o: Obj) -> R<String> {
        let name = self.type_name(o);
        let [message, exceptions, text] = [part::MESSAGE, part::EXCEPTIONS, part::TEXT].map(|i| self.exc_field(o, i));
        if message.is_null() || exceptions.is_null() {
            return Ok(format!("{name}()"));
        }
        let args = self.exc_field(o, field::ARGS);
        let shown = if !text.is_null() {
            self.str_text(text)
        } else if self.tuple_len(args) > 1 && self.kind(self.tuple_item(args, 1)) == Kind::List {
            let items = self.seq_items(exceptions);
            let list = self.new_list_from(&items);
            let list = self.keep(list);
            self.repr_text(list)?
        } else {
            self.repr_text(exceptions)?
        };
        Ok(format!("{name}({}, {shown})", self.repr_text(message)?))
    }

    fn matches(&mut self, exc: Obj, matcher: &Matcher) -> R<bool> {
        match matcher {
            Matcher::Class(class) => self.exception_matches(exc, *class),
            Matcher::Predicate(predicate) => {
                let answer = self.call(*predicate, &[exc])?;
                let answer = self.keep(answer);
                self.truthy(answer)
            }
            Matcher::Leaves(leaves) => Ok(!self.is_group(exc) && leaves.contains(&exc)),
        }
    }

    /// The parts of an exception that match and that do not (`exceptiongroup_split_recursive`): kept by the native that
    /// asks, NULL where there is none. The rest is made only if it is wanted.
    pub(crate) fn split_group(&mut self, exc: Obj, matcher: &Matcher, wants_rest: bool) -> R<[Obj; 2]> {
        if self.matches(exc, matcher)? {
            return Ok([exc, Obj::NULL]);
        }
        if !self.is_group(exc) {
            return Ok([Obj::NULL, if wants_rest { exc } else { Obj::NULL }]);
        }
        let (mut matching, mut rest) = (Vec::new(), Vec::new());
        for inner in self.group_exceptions(exc) {
            self.enter_native_call(" in exceptiongroup_split_recursive")?;
            let parts = self.split_group(inner, matcher, wants_rest);
            self.leave_native_call();
            let [part, left] = parts?;
            matching.extend((!part.is_null()).then_some(part));
            rest.extend((!left.is_null()).then_some(left));
        }
        Ok([self.subset(exc, &matching)?, self.subset(exc, &rest)?])
    }

    /// A group of some of the exceptions of another, with its traceback, cause, context and notes
    /// (`exceptiongroup_subset`).
    fn subset(&mut self, of: Obj, exceptions: &[Obj]) -> R<Obj> {
        if exceptions.is_empty() {
            return Ok(Obj::NULL);
        }
        let list = self.new_list_from(exceptions);
        let list = self.keep(list);
        let derive = self.type_lookup(self.ty(of), static_strings::DERIVE);
        let made = if self.kind(derive) == Kind::MethodDescriptor {
            let message = self.exc_field(of, part::MESSAGE);
            self.new_group(ty::BASE_EXCEPTION_GROUP, message, list)?
        } else if self.kind(derive) == Kind::Function {
            self.call(derive, &[of, list])?
        } else {
            let derive = self.getattr(of, static_strings::DERIVE)?;
            let derive = self.keep(derive);
            self.call(derive, &[list])?
        };
        let made = self.keep(made);
        if !self.is_group(made) {
            return Err(self.raise(ty::TYPE_ERROR, "derive must return an instance of BaseExceptionGroup"));
        }
        for at in [field::TRACEBACK, field::CONTEXT, field::CAUSE] {
            let value = self.exc_field(of, at);
            if !value.is_null() {
                self.incref(value);
            }
            if at != field::TRACEBACK || !value.is_null() {
                self.set_exc_field(made, at, value);
            }
        }
        // Setting the cause, even to none, hides the context.
        self.slot_mut(made).x = 1;
        let notes = self.instance_get(of, static_strings::DUNDER_NOTES);
        if !notes.is_null() && matches!(self.kind(notes), Kind::List | Kind::Tuple) {
            let items = self.seq_items(notes);
            let copy = self.new_list_from(&items);
            self.instance_set(made, static_strings::DUNDER_NOTES, copy);
        }
        Ok(made)
    }

    fn split_pair(&mut self, exc: Obj, matcher: &Matcher) -> R {
        let parts = self.split_group(exc, matcher, true)?;
        Ok(self.new_tuple_from(&parts.map(|part| if part.is_null() { fixed::NONE } else { part })))
    }

    /// What `except* class` takes of an exception, and what it leaves, in a tuple (`_PyEval_ExceptionGroupMatch`); the
    /// instruction `CHECK_EG_MATCH`.
    pub(crate) fn match_group(&mut self, exc: Obj, class: Obj) -> R {
        self.check_star_class(class)?;
        if Machine::is_none(exc) {
            return Ok(self.new_tuple_from(&[fixed::NONE; 2]));
        }
        if self.exception_matches(exc, class)? {
            if self.is_group(exc) {
                return Ok(self.new_tuple_from(&[exc, fixed::NONE]));
            }
            let wrapped = self.wrap_naked(exc)?;
            let wrapped = self.keep(wrapped);
            return Ok(self.new_tuple_from(&[wrapped, fixed::NONE]));
        }
        if !self.is_group(exc) {
            return Ok(self.new_tuple_from(&[fixed::NONE, exc]));
        }
        let split = self.type_lookup(self.ty(exc), static_strings::SPLIT);
        if self.kind(split) == Kind::MethodDescriptor {
            return self.split_pair(exc, &Matcher::Class(class));
        }
        let pair = if self.kind(split) == Kind::Function {
            self.call(split, &[exc, class])?
        } else {
            let split = self.getattr(exc, static_strings::SPLIT)?;
            let split = self.keep(split);
            self.call(split, &[class])?
        };
        let name = self.type_name(exc);
        let text = if self.ty(pair.get()) != ty::TUPLE {
            format!("{name}.split must return a tuple, not {}", self.type_name(pair.get()))
        } else if self.tuple_len(pair.get()) < 2 {
            format!("{name}.split must return a 2-tuple, got tuple of size {}", self.tuple_len(pair.get()))
        } else {
            return Ok(pair);
        };
        self.drop_ref(pair);
        Err(self.raise(ty::TYPE_ERROR, &text))
    }

    /// An exception that is no group, in one whose traceback is this line.
    fn wrap_naked(&mut self, exc: Obj) -> R {
        let excs = self.new_tuple_from(&[exc]);
        let excs = self.keep(excs);
        let wrapped = self.new_group(ty::BASE_EXCEPTION_GROUP, fixed::EMPTY_STR, excs)?;
        if let Some(i) = self.thread.frames.iter().rposition(|frame| !frame.is_native()) {
            let raised = self.suspend_raised();
            self.restore_raised(wrapped.into_edge());
            self.traceback_here(i);
            let wrapped = self.take_raised();
            self.restore_raised(raised);
            return Ok(wrapped);
        }
        Ok(wrapped)
    }

    fn check_star_class(&mut self, class: Obj) -> R<()> {
        let classes = if self.kind(class) == Kind::Tuple { self.seq_items(class) } else { vec![class] };
        let text = if !classes.iter().all(|&class| self.is_exception_class(class)) {
            "catching classes that do not inherit from BaseException is not allowed"
        } else if classes.iter().any(|&class| self.is_subtype(self.slot(class).a, ty::BASE_EXCEPTION_GROUP)) {
            "catching ExceptionGroup with except* is not allowed. Use except instead."
        } else {
            return Ok(());
        };
        Err(self.raise(ty::TYPE_ERROR, text))
    }

    /// What is raised behind the `except*` clauses, or None, of the exception that was caught and a list of what the
    /// clauses raised and left (`_PyExc_PrepReraiseStar`).
    pub(crate) fn prepare_reraise(&mut self, orig: Obj, excs: Obj) -> R {
        let excs = self.seq_items(excs);
        if excs.is_empty() {
            return none();
        }
        if !self.is_group(orig) {
            return Ok(self.new_ref(excs[0]));
        }
        let same = |m: &Machine, a: Obj, b: Obj| {
            [field::TRACEBACK, field::CAUSE, field::CONTEXT].iter().all(|&i| m.exc_field(a, i) == m.exc_field(b, i))
        };
        let excs = excs.into_iter().filter(|&exc| !Machine::is_none(exc));
        let (again, mut raised): (Vec<Obj>, Vec<Obj>) = excs.partition(|&exc| same(self, exc, orig));
        let mut leaves = Vec::new();
        for exc in again {
            self.collect_leaves(exc, &mut leaves)?;
        }
        let [left, _] = self.split_group(orig, &Matcher::Leaves(leaves), false)?;
        if raised.is_empty() {
            return if left.is_null() { none() } else { Ok(self.new_ref(left)) };
        }
        if !left.is_null() {
            raised.push(left);
        }
        if let [only] = raised.as_slice() {
            return Ok(self.new_ref(*only));
        }
        let list = self.new_list_from(&raised);
        let list = self.keep(list);
        self.new_group(ty::BASE_EXCEPTION_GROUP, fixed::EMPTY_STR, list)
    }

    fn collect_leaves(&mut self, exc: Obj, leaves: &mut Vec<Obj>) -> R<()> {
        if !self.is_group(exc) {
            leaves.push(exc);
            return Ok(());
        }
        for inner in self.group_exceptions(exc) {
            self.enter_native_call(" in collect_exception_group_leaf_ids")?;
            let done = self.collect_leaves(inner, leaves);
            self.leave_native_call();
            done?;
        }
        Ok(())
    }

    /// The pair that `CHECK_EG_MATCH` waited for takes the place of its operands; what matches is being handled now.
    pub(crate) fn finish_group_match(&mut self, pair: Owned) {
        let (matching, rest) = (self.tuple_item(pair.get(), 0), self.tuple_item(pair.get(), 1));
        let (matching, rest) = (self.new_ref(matching), self.new_ref(rest));
        self.pop_close();
        self.pop_close();
        if !Machine::is_none(matching.get()) {
            let top = self.thread.exc_stack.len() - 1;
            self.incref(matching.get());
            let old = std::mem::replace(&mut self.thread.exc_stack[top], matching.get());
            self.xdecref(old);
        }
        self.push_owned(rest);
        self.push_owned(matching);
        self.drop_ref(pair);
    }
}
