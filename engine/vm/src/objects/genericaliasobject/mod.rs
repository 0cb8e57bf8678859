//! `types.GenericAlias`: classes with type arguments (`Objects/genericaliasobject.c`).
//!
//! `Slot::b` low is a word range: origin, arguments, parameters or NULL; `x` says whether it is unpacked by a star.

mod substitute;

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, boolean, or_none};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, def, getset, member, new, tpflags};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Names that an alias answers itself; all others are its origin's.
pub(crate) const OWN: [&str; 9] = [
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
];
/// Names of its origin that it hides.
const HIDDEN: [&str; 3] = ["__bases__", "__copy__", "__deepcopy__"];

/// `GenericAlias`.
pub static GENERIC_ALIAS: TypeDef = TypeDef {
    name: "GenericAlias",
    weaklistoffset: 40,
    module: "types",
    kind: Kind::GenericAlias,
    basicsize: 64,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::HAVE_VECTORCALL,
    text: "(origin, args, /)",
    doc: "A class with type arguments.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Call, Slot::GetAttr, Slot::Compare, Slot::Iter, Slot::Or, Slot::Subscript],
    natives: &[
        new("GenericAlias(origin, args, /)", |m, a| {
            let (origin, args) = (a.get(m, 1), a.get(m, 2));
            let made = new_alias(m, origin, args);
            retype(m, made, class_of_call(m, a))
        }),
        def("__mro_entries__($self, object, /)", "The class, for whoever derives from it.", |m, a| {
            let origin = m.alias_parts(a.get(m, 0))[0];
            Ok(m.new_tuple_from(&[origin]))
        }),
        def("__instancecheck__($self, object, /)", "There is none.", |m, _| Err(m.parameterized("isinstance"))),
        def("__subclasscheck__($self, object, /)", "There is none.", |m, _| Err(m.parameterized("issubclass"))),
        def("__reduce__($self, /)", "State for pickling.", reduce),
        def("__dir__($self, /)", "Names of attributes.", |m, a| {
            let names = m.dir_names(a.get(m, 0));
            let names = names.iter().map(|name| m.new_str(name)).collect();
            Ok(m.new_list_of(names))
        }),
        member("__origin__", "The class.", |m, a| alias_part(m, a, 0)),
        member("__args__", "The type arguments.", |m, a| alias_part(m, a, 1)),
        member("__unpacked__", "Whether a star unpacks it.", |m, a| boolean(m.slot(a.get(m, 0)).x != 0)),
        getset("__parameters__", "Type variables among the arguments.", |m, a| {
            let o = a.get(m, 0);
            m.alias_parameters(o)
        }),
        getset("__typing_unpacked_tuple_args__", "The arguments of an unpacked tuple.", |m, a| {
            let o = a.get(m, 0);
            let [origin, args, _] = m.alias_parts(o);
            let unpacked = m.slot(o).x != 0 && origin == m.types[ty::TUPLE as usize].obj;
            or_none(m, if unpacked { args } else { Obj::NULL })
        }),
    ],
    ..TypeDef::PLAIN
};

/// `generic_alias_iterator`: gives the alias unpacked, once.
pub static GENERIC_ALIAS_ITERATOR: TypeDef = TypeDef {
    name: "generic_alias_iterator",
    kind: Kind::SeqIter,
    basicsize: 24,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Iter, Slot::Next],
    natives: &[def("__reduce__($self, /)", "State for pickling.", |m, a| {
        let alias = Obj(m.slot(a.get(m, 0)).b_lo());
        let iter = m.builtin("iter")?;
        let of = if alias.is_null() { Owned::steal(fixed::EMPTY_TUPLE) } else { m.new_ref(alias) };
        let args = m.new_tuple(vec![of]);
        Ok(m.new_tuple(vec![iter, args]))
    })],
    ..TypeDef::PLAIN
};

fn alias_part(m: &mut Machine, a: Args, i: usize) -> R {
    let part = m.alias_parts(a.get(m, 0))[i];
    Ok(m.new_ref(part))
}

/// How to make it again: an unpacked one comes out of an iterator.
fn reduce(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let [origin, args, _] = m.alias_parts(o);
    if m.slot(o).x != 0 {
        let next = m.builtin("next")?;
        let alias = new_alias(m, origin, args);
        let alias = m.keep(alias);
        let iter = m.new_seq_iter(ty::GENERIC_ALIAS_ITERATOR, alias);
        let args = m.new_tuple(vec![iter]);
        return Ok(m.new_tuple(vec![next, args]));
    }
    let class = m.class_of(o);
    let parts = m.new_tuple_from(&[origin, args]);
    let class = m.new_ref(class);
    Ok(m.new_tuple(vec![class, parts]))
}

/// `__class_getitem__` of the classes that take type arguments (`Py_GenericAlias`).
pub fn class_getitem(m: &mut Machine, a: Args) -> R {
    let (class, key) = (a.get(m, 0), a.get(m, 1));
    Ok(new_alias(m, class, key))
}

/// A class with its type argument, or a tuple of them.
pub fn new_alias(m: &mut Machine, class: Obj, key: Obj) -> Owned {
    let alias = m.alloc_gc(Kind::GenericAlias, ty::GENERIC_ALIAS, 80);
    let at = m.words.alloc(3);
    m.incref(class);
    let args = if m.kind(key) == Kind::Tuple { m.new_ref(key) } else { m.new_tuple_from(&[key]) };
    m.words.range_mut(at, 3).copy_from_slice(&[class.0, args.into_edge().0, 0]);
    let slot = m.slot_mut(alias);
    // An iterator over it gives one item.
    (slot.a, slot.b) = (1, u64::from(at));
    m.track(alias);
    Owned::steal(alias)
}

impl Machine {
    /// Origin, arguments, and parameters or NULL of an alias.
    pub(crate) fn alias_parts(&self, o: Obj) -> [Obj; 3] {
        let words = self.words.range(self.slot(o).b_lo(), 3);
        [Obj(words[0]), Obj(words[1]), Obj(words[2])]
    }

    /// What an iterator over an alias gives: the same, unpacked.
    pub(crate) fn alias_unpacked(&mut self, o: Obj) -> Owned {
        let [origin, args, _] = self.alias_parts(o);
        let alias = new_alias(self, origin, args);
        self.slot_mut(alias.get()).x = 1;
        alias
    }

    /// `alias.name` (`ga_getattro`).
    pub(crate) fn alias_getattr(&mut self, o: Obj, name: Obj) -> R<Option<Owned>> {
        let text = self.str_text(name);
        if OWN.contains(&text.as_str()) || HIDDEN.contains(&text.as_str()) {
            return self.generic_getattr(o, name);
        }
        let origin = self.alias_parts(o)[0];
        self.getattr(origin, name).map(Some)
    }

    fn alias_parameters(&mut self, o: Obj) -> R {
        let [_, args, known] = self.alias_parts(o);
        if !known.is_null() {
            return Ok(self.new_ref(known));
        }
        let made = self.type_parameters(args)?;
        let at = self.slot(o).b_lo() as usize + 2;
        self.words.data[at] = made.get().0;
        self.incref(made.get());
        Ok(made)
    }

    /// Type variables among type arguments, each once (`_Py_make_parameters`).
    pub(crate) fn type_parameters(&mut self, args: Obj) -> R {
        self.enter_native_call(" in __parameter__ calculation")?;
        let mut found = Vec::new();
        let done = self.seq_items(args).into_iter().try_for_each(|arg| self.parameters_of(arg, &mut found));
        self.leave_native_call();
        done?;
        Ok(self.new_tuple_from(&found))
    }

    fn parameters_of(&mut self, arg: Obj, found: &mut Vec<Obj>) -> R<()> {
        if self.kind(arg) == Kind::Type {
            return Ok(());
        }
        if let Some(substitutes) = self.attribute(arg, "__typing_subst__")? {
            self.drop_ref(substitutes);
            if !found.contains(&arg) {
                found.push(arg);
            }
            return Ok(());
        }
        let inner = match self.attribute(arg, "__parameters__")? {
            Some(inner) => inner,
            None if matches!(self.kind(arg), Kind::Tuple | Kind::List) => self.type_parameters(arg)?,
            None => return Ok(()),
        };
        let inner = self.keep(inner);
        if self.kind(inner) == Kind::Tuple {
            for parameter in self.seq_items(inner) {
                if !found.contains(&parameter) {
                    found.push(parameter);
                }
            }
        }
        Ok(())
    }

    /// The attribute of that name, if there is one.
    pub(crate) fn attribute(&mut self, o: Obj, name: &str) -> R<Option<Owned>> {
        let name = self.intern_str(name);
        let found = self.getattr_opt(o, name.get());
        self.drop_ref(name);
        found
    }

    /// Nothing can be asked to be an instance of a class with type arguments.
    pub(crate) fn parameterized(&mut self, what: &str) -> crate::memory::object::Raised {
        self.raise(ty::TYPE_ERROR, &format!("{what}() argument 2 cannot be a parameterized generic"))
    }

    pub(crate) fn aliases_equal(&mut self, a: Obj, b: Obj) -> R<bool> {
        let ([x, xs, _], [y, ys, _]) = (self.alias_parts(a), self.alias_parts(b));
        let same = self.slot(a).x == self.slot(b).x;
        Ok(same && self.objects_equal(x, y)? && self.objects_equal(xs, ys)?)
    }

    pub(crate) fn alias_hash(&mut self, o: Obj) -> R<u64> {
        let [origin, args, _] = self.alias_parts(o);
        Ok(self.hash(origin)? ^ self.hash(args)?)
    }

    /// `repr`: the class and its arguments, in brackets (`ga_repr`).
    // Out of line: what recurses through its caller keeps a small frame.
    #[inline(never)]
    pub(crate) fn alias_repr(&mut self, o: Obj) -> R<String> {
        let [origin, args, _] = self.alias_parts(o);
        let mut parts = Vec::new();
        for arg in self.seq_items(args) {
            if self.ty(arg) == ty::LIST {
                let mut inner = Vec::new();
                for item in self.seq_items(arg) {
                    inner.push(self.type_repr(item)?);
                }
                parts.push(format!("[{}]", inner.join(", ")));
            } else {
                parts.push(self.type_repr(arg)?);
            }
        }
        let parts = if parts.is_empty() { "()".to_owned() } else { parts.join(", ") };
        let star = if self.slot(o).x != 0 { "*" } else { "" };
        Ok(format!("{star}{}[{parts}]", self.type_repr(origin)?))
    }

    /// A type argument as aliases and unions show it (`_Py_typing_type_repr`).
    pub(crate) fn type_repr(&mut self, o: Obj) -> R<String> {
        if o == fixed::ELLIPSIS {
            return Ok("...".to_owned());
        }
        if o == self.types[ty::NONE_TYPE as usize].obj {
            return Ok("None".to_owned());
        }
        let mut alias = 0;
        for name in ["__origin__", "__args__"] {
            if let Some(found) = self.attribute(o, name)? {
                self.drop_ref(found);
                alias += 1;
            }
        }
        if alias < 2
            && let Some(name) = self.attribute(o, "__qualname__")?
        {
            let name = self.keep(name);
            let module = self.attribute(o, "__module__")?.unwrap_or(Owned::steal(fixed::NONE));
            let module = self.keep(module);
            if !Machine::is_none(module) {
                let (name, builtin) = (self.display(name)?, self.kind(module) == Kind::Str);
                return Ok(if builtin && self.str_is(module, "builtins") {
                    name
                } else {
                    format!("{}.{name}", self.display(module)?)
                });
            }
        }
        self.repr_text(o)
    }

    /// A built-in function by its name, as pickling finds it.
    pub(crate) fn builtin(&mut self, name: &str) -> R {
        let key = self.intern_str(name);
        let found = self.dict_get_str(self.builtins, key.get());
        self.drop_ref(key);
        if found.is_null() {
            return Err(self.raise(ty::ATTRIBUTE_ERROR, name));
        }
        Ok(self.new_ref(found))
    }

    /// Whether an object may stand beside `|` as a type (`is_unionable`).
    pub(crate) fn is_unionable(&self, o: Obj) -> bool {
        matches!(self.kind(o), Kind::None | Kind::Type | Kind::GenericAlias | Kind::Union)
            || self.type_name(o) == "typing.TypeAliasType"
    }
}
