//! `isinstance` and `issubclass` (`PyObject_IsInstance`, `PyObject_IsSubclass`): what classes say of themselves comes first.

use crate::memory::object::{Kind, Obj, R};
use crate::native::static_strings;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Which of the two functions asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Instance,
    Subclass,
}

impl Which {
    fn hook(self) -> Obj {
        match self {
            Which::Instance => static_strings::DUNDER_INSTANCECHECK,
            Which::Subclass => static_strings::DUNDER_SUBCLASSCHECK,
        }
    }

    fn place(self) -> &'static str {
        match self {
            Which::Instance => " in __instancecheck__",
            Which::Subclass => " in __subclasscheck__",
        }
    }

    fn wrong_class(self) -> &'static str {
        match self {
            Which::Instance => "isinstance() arg 2 must be a type, a tuple of types, or a union",
            Which::Subclass => "issubclass() arg 2 must be a class, a tuple of classes, or a union",
        }
    }
}

impl Machine {
    /// `isinstance(o, class)`.
    ///
    /// # Errors
    /// `TypeError` if `class` is nothing to be an instance of; what the classes' own checks raise.
    pub fn isinstance(&mut self, o: Obj, class: Obj) -> R<bool> {
        if self.class_of(o) == class {
            return Ok(true);
        }
        self.belongs(Which::Instance, o, class)
    }

    /// `issubclass(derived, class)`.
    ///
    /// # Errors
    /// As [`Machine::isinstance`].
    pub fn issubclass(&mut self, derived: Obj, class: Obj) -> R<bool> {
        if self.ty(class) == ty::TYPE && derived == class {
            return Ok(true);
        }
        self.belongs(Which::Subclass, derived, class)
    }

    fn belongs(&mut self, which: Which, o: Obj, class: Obj) -> R<bool> {
        if self.kind(class) == Kind::Type && self.ty(class) == ty::TYPE {
            return self.really_belongs(which, o, class);
        }
        let many = if self.kind(class) == Kind::Union { self.union_args(class) } else { class };
        if self.kind(many) == Kind::Tuple {
            self.enter_native_call(which.place())?;
            let mut answer = Ok(false);
            for one in self.seq_items(many) {
                answer = if which == Which::Instance { self.isinstance(o, one) } else { self.issubclass(o, one) };
                if !matches!(answer, Ok(false)) {
                    break;
                }
            }
            self.leave_native_call();
            return answer;
        }
        let hook = self.lookup_special(class, which.hook());
        if hook.is_null() || self.kind(class) == Kind::Type && self.by_layout(hook) {
            return self.really_belongs(which, o, class);
        }
        self.enter_native_call(which.place())?;
        let answer = self.call_unbound(hook, class, &[o]);
        self.leave_native_call();
        let answer = answer?;
        let truth = self.truthy(answer.get());
        self.drop_ref(answer);
        truth
    }

    fn really_belongs(&mut self, which: Which, o: Obj, class: Obj) -> R<bool> {
        if which == Which::Instance { self.really_isinstance(o, class) } else { self.really_issubclass(o, class) }
    }

    /// What `type.__instancecheck__` answers (`object_isinstance`): by the type, or by what the object says is its class.
    ///
    /// # Errors
    /// As [`Machine::isinstance`].
    pub fn really_isinstance(&mut self, o: Obj, class: Obj) -> R<bool> {
        let by_type = self.kind(class) == Kind::Type;
        if by_type && self.is_subtype(self.ty(o), self.slot(class).a) {
            return Ok(true);
        }
        if !by_type {
            self.check_abstract_class(class, Which::Instance.wrong_class())?;
        } else if self.says_its_type(o) {
            return Ok(false);
        }
        let Some(said) = self.getattr_opt(o, static_strings::DUNDER_CLASS)? else { return Ok(false) };
        let held = self.keep(said);
        if !by_type {
            return self.abstract_issubclass(held, class);
        }
        Ok(self.kind(held) == Kind::Type && self.is_subtype(self.slot(held).a, self.slot(class).a))
    }

    /// Whether `o.__class__` is known to be its type: nobody need ask.
    pub fn says_its_type(&mut self, o: Obj) -> bool {
        use crate::objects::typeobject::tp;
        if self.type_of(o).flags & tp::GETATTR_HOOK != 0 || matches!(self.kind(o), Kind::GenericAlias | Kind::Super) {
            return false;
        }
        let found = self.lookup_special(o, static_strings::DUNDER_CLASS);
        found == self.type_lookup(ty::OBJECT, static_strings::DUNDER_CLASS)
    }

    /// What `type.__subclasscheck__` answers (`recursive_issubclass`).
    ///
    /// # Errors
    /// As [`Machine::isinstance`].
    pub fn really_issubclass(&mut self, derived: Obj, class: Obj) -> R<bool> {
        if self.kind(derived) == Kind::Type && self.kind(class) == Kind::Type {
            return Ok(self.is_subtype(self.slot(derived).a, self.slot(class).a));
        }
        self.check_abstract_class(derived, "issubclass() arg 1 must be a class")?;
        self.check_abstract_class(class, Which::Subclass.wrong_class())?;
        self.abstract_issubclass(derived, class)
    }

    /// The `__bases__` of what may stand for a class, held; `None` if they are no tuple (`abstract_get_bases`).
    fn abstract_bases(&mut self, class: Obj) -> R<Option<Obj>> {
        let Some(bases) = self.getattr_opt(class, static_strings::DUNDER_BASES)? else { return Ok(None) };
        let bases = self.keep(bases);
        Ok((self.kind(bases) == Kind::Tuple).then_some(bases))
    }

    fn check_abstract_class(&mut self, class: Obj, text: &str) -> R<()> {
        match self.abstract_bases(class)? {
            Some(_) => Ok(()),
            None => Err(self.raise(ty::TYPE_ERROR, text)),
        }
    }

    fn abstract_issubclass(&mut self, mut derived: Obj, class: Obj) -> R<bool> {
        loop {
            if derived == class {
                return Ok(true);
            }
            let bases = match self.abstract_bases(derived)? {
                Some(bases) => self.seq_items(bases),
                None => return Ok(false),
            };
            match *bases.as_slice() {
                [] => return Ok(false),
                [only] => derived = only,
                _ => {
                    self.enter_native_call(" in __issubclass__")?;
                    let mut answer = Ok(false);
                    for base in bases {
                        answer = self.abstract_issubclass(base, class);
                        if !matches!(answer, Ok(false)) {
                            break;
                        }
                    }
                    self.leave_native_call();
                    return answer;
                }
            }
        }
    }
}
