//! `typing.Union`: `int | str` (`Objects/unionobject.c`).
//!
//! `Slot::a` is the tuple of arguments, `b` low a frozenset of those that can be hashed, high a tuple of the others or
//! NULL, `c` low the parameters or NULL.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::typedef::{Slot, TypeDef, class_def, def, getset, member, tpflags};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `Union`.
pub static UNION: TypeDef = TypeDef {
    name: "Union",
    weaklistoffset: 48,
    module: "typing",
    kind: Kind::Union,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    doc: "One of several types.",
    slots: &[Slot::Repr, Slot::Hash, Slot::GetAttr, Slot::Compare, Slot::Or, Slot::Subscript],
    natives: &[
        def("__mro_entries__($self, object, /)", "There are none.", |m, a| {
            let shown = m.repr_text(a.get(m, 0))?;
            Err(m.raise(ty::TYPE_ERROR, &format!("Cannot subclass {shown}")))
        }),
        class_def("__class_getitem__($type, object, /)", "The union of some types.", |m, a| {
            let args = a.get(m, 1);
            let items = if m.ty(args) == ty::TUPLE { m.seq_items(args) } else { vec![args] };
            m.union_of(&items, true)
        }),
        member("__args__", "The types.", |m, a| {
            let args = Obj(m.slot(a.get(m, 0)).a);
            Ok(m.new_ref(args))
        }),
        getset("__name__", "The name of the type.", |m, _| Ok(m.new_str("Union"))),
        getset("__qualname__", "The qualified name of the type.", |m, _| Ok(m.new_str("Union"))),
        getset("__origin__", "The type itself.", |m, _| {
            let class = m.types[ty::UNION as usize].obj;
            Ok(m.new_ref(class))
        }),
        getset("__parameters__", "Type variables among the types.", |m, a| {
            let o = a.get(m, 0);
            m.union_parameters(o)
        }),
    ],
    ..TypeDef::PLAIN
};

/// The arguments of a union in the making.
#[derive(Default)]
struct Builder {
    args: Vec<Obj>,
    unhashable: Vec<Obj>,
}

impl Machine {
    /// `a | b` of types; `None` if they are none (`_Py_union_type_or`, `union_nb_or`).
    pub(crate) fn types_or(&mut self, a: Obj, b: Obj) -> R<Option<Owned>> {
        let union = self.kind(a) == Kind::Union || self.kind(b) == Kind::Union;
        let types = |m: &Machine, o: Obj| m.is_unionable(o) && m.kind(o) != Kind::None;
        if !union && (!self.is_unionable(a) || !self.is_unionable(b) || !types(self, a) && !types(self, b)) {
            return Ok(None);
        }
        self.union_of(&[a, b], union).map(Some)
    }

    /// The union of some types; `checked`: they may be none (`make_union`).
    pub fn union_of(&mut self, items: &[Obj], checked: bool) -> R {
        let hashable = self.new_set(true);
        let hashable = self.keep(hashable);
        let mut builder = Builder::default();
        for &item in items {
            self.union_add(&mut builder, hashable, item, checked)?;
        }
        match builder.args[..] {
            [] => return Err(self.raise(ty::TYPE_ERROR, "Cannot take a Union of no types.")),
            [one] => return Ok(self.new_ref(one)),
            _ => {}
        }
        let args = self.new_tuple_from(&builder.args).into_edge();
        let others = if builder.unhashable.is_empty() {
            Obj::NULL
        } else {
            self.new_tuple_from(&builder.unhashable).into_edge()
        };
        let o = self.alloc_gc(Kind::Union, ty::UNION, 72);
        self.incref(hashable);
        let slot = self.slot_mut(o);
        slot.a = args.0;
        slot.set_b(hashable.0, others.0);
        self.track(o);
        Ok(Owned::steal(o))
    }

    fn union_add(&mut self, builder: &mut Builder, hashable: Obj, item: Obj, checked: bool) -> R<()> {
        if self.kind(item) == Kind::Union {
            let args = Obj(self.slot(item).a);
            return self
                .seq_items(args)
                .into_iter()
                .try_for_each(|arg| self.union_add(builder, hashable, arg, checked));
        }
        let item = if Machine::is_none(item) { self.types[ty::NONE_TYPE as usize].obj } else { item };
        if checked && !self.is_unionable(item) {
            // `typing._type_check` lets pass what is neither text nor a tuple.
            if self.kind(item) == Kind::Str {
                let check = self.from_library("typing", "_type_check")?;
                let words = self.new_str("Union[arg, ...]: each arg must be a type.");
                let words = self.keep(words);
                let named = self.call(check, &[item, words])?;
                let named = self.keep(named);
                return self.union_add(builder, hashable, named, false);
            }
            if self.ty(item) == ty::TUPLE {
                let shown: String = self.repr_text(item)?.chars().take(100).collect();
                let text = format!("Union[arg, ...]: each arg must be a type. Got {shown}.");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
        }
        match self.hash(item) {
            Ok(_) => {
                if self.set_contains(hashable, item)? {
                    return Ok(());
                }
                self.set_add(hashable, item)?;
            }
            Err(_) if self.raised_is(ty::BASE_EXCEPTION) => {
                self.clear_raised();
                for i in 0..builder.unhashable.len() {
                    if self.objects_equal(builder.unhashable[i], item)? {
                        return Ok(());
                    }
                }
                builder.unhashable.push(item);
            }
            Err(e) => return Err(e),
        }
        builder.args.push(item);
        Ok(())
    }

    pub(crate) fn union_args(&self, o: Obj) -> Obj {
        Obj(self.slot(o).a)
    }

    pub(crate) fn union_parameters(&mut self, o: Obj) -> R {
        let known = Obj(self.slot(o).c_lo());
        if !known.is_null() {
            return Ok(self.new_ref(known));
        }
        let made = self.type_parameters(self.union_args(o))?;
        self.incref(made.get());
        self.slot_mut(o).set_c(made.get().0, 0);
        Ok(made)
    }

    // Out of line: what recurses through its caller keeps a small frame.
    #[inline(never)]
    pub(crate) fn union_repr(&mut self, o: Obj) -> R<String> {
        let mut parts = Vec::new();
        for arg in self.seq_items(self.union_args(o)) {
            parts.push(self.type_repr(arg)?);
        }
        Ok(parts.join(" | "))
    }

    pub(crate) fn union_hash(&mut self, o: Obj) -> R<u64> {
        let others = Obj(self.slot(o).b_hi());
        if others.is_null() {
            return self.hash(Obj(self.slot(o).b_lo()));
        }
        let others = self.seq_items(others);
        for &other in &others {
            self.hash(other)?;
        }
        Err(self.raise(ty::TYPE_ERROR, &format!("union contains {} unhashable elements", others.len())))
    }

    pub(crate) fn unions_equal(&mut self, a: Obj, b: Obj) -> R<bool> {
        let (x, y) = (*self.slot(a), *self.slot(b));
        if !self.objects_equal(Obj(x.b_lo()), Obj(y.b_lo()))? {
            return Ok(false);
        }
        if x.b_hi() == 0 || y.b_hi() == 0 {
            return Ok(x.b_hi() == y.b_hi());
        }
        let (xs, ys) = (Obj(x.b_hi()), Obj(y.b_hi()));
        if self.tuple_len(xs) != self.tuple_len(ys) {
            return Ok(false);
        }
        for (these, those) in [(xs, ys), (ys, xs)] {
            for item in self.seq_items(these) {
                if !self.contains(those, item)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}
