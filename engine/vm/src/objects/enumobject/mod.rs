//! `enumerate`, `zip`, `map`, `filter`, `reversed`, `iter(callable, sentinel)`
//! (`Objects/enumobject.c`, `Python/bltinmodule.c`, `Objects/iterobject.c`).

pub(crate) mod steps;

use crate::eval::activations::What;
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::args::Args;
use crate::native::static_strings;
use crate::native::typedef::{Slot, TypeDef, new, tpflags};
use crate::native::typedef::{class_def, def};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    /// An iterator object of these kinds; parts are taken over.
    pub fn new_combined(&mut self, kind: Kind, ty: u32, a: u32, lo: Obj, hi: Obj) -> Owned {
        let bytes = 16 + self.types[ty as usize].basicsize;
        let o = self.alloc_gc(kind, ty, bytes);
        let slot = self.slot_mut(o);
        slot.a = a;
        slot.set_b(lo.0, hi.0);
        self.track(o);
        Owned::steal(o)
    }

    /// The next item of `enumerate`, `zip` or `reversed` where no Python code has a part in it.
    pub fn enum_next(&mut self, it: Obj) -> R<Option<Owned>> {
        let slot = *self.slot(it);
        let inner = Obj(slot.b_lo());
        match slot.kind {
            Kind::Enumerate => {
                let Some(item) = self.iter_next(inner)? else { return Ok(None) };
                let count = slot.c as i64;
                self.slot_mut(it).c = (count + 1) as u64;
                let number = self.new_int(count);
                Ok(Some(self.new_tuple(vec![number, item])))
            }
            Kind::Reversed => {
                if inner.is_null() {
                    return Ok(None);
                }
                let Some(i) = slot.a.checked_sub(1).filter(|&i| u64::from(i) < self.len(inner).unwrap_or(0)) else {
                    self.slot_mut(it).b = 0;
                    self.decref(inner);
                    return Ok(None);
                };
                self.slot_mut(it).a = i;
                if matches!(self.kind(inner), Kind::List | Kind::Tuple) && self.is_builtin_exact(inner) {
                    let item = self.tuple_item(inner, i);
                    return Ok(Some(self.new_ref(item)));
                }
                let index = self.new_int(i64::from(i));
                let item = self.getitem(inner, index.get());
                self.drop_ref(index);
                item.map(Some)
            }
            _ => {
                let iterators = self.seq_items(inner);
                let mut items = Vec::with_capacity(iterators.len());
                for (i, &iterator) in iterators.iter().enumerate() {
                    match self.iter_next(iterator) {
                        Ok(Some(item)) => items.push(item),
                        ended => {
                            for item in items {
                                self.drop_ref(item);
                            }
                            ended?;
                            if slot.x != 0 {
                                self.check_strict_zip(&iterators, i, i)?;
                            }
                            return Ok(None);
                        }
                    }
                }
                Ok((!iterators.is_empty()).then(|| self.new_tuple(items)))
            }
        }
    }

    pub(crate) fn check_strict_zip(&mut self, iterators: &[Obj], at: usize, got: usize) -> R<()> {
        let plural = |n: usize| if n == 1 { " ".to_owned() } else { format!("s 1-{n}") };
        if got > 0 {
            let range = if at == 1 { " 1".to_owned() } else { format!("s 1-{at}") };
            let text = format!("zip() argument {} is shorter than argument{range}", at + 1);
            return Err(self.raise(ty::VALUE_ERROR, &text));
        }
        for (i, &iterator) in iterators.iter().enumerate().skip(1) {
            if let Some(item) = self.iter_next(iterator)? {
                self.drop_ref(item);
                let range = if i == 1 { " 1".to_owned() } else { plural(i) };
                let text = format!("zip() argument {} is longer than argument{range}", i + 1);
                return Err(self.raise(ty::VALUE_ERROR, &text));
            }
        }
        Ok(())
    }
}

/// The arguments of `enumerate`, in words of its own (`enumerate_vectorcall`).
fn enumerate_arguments(m: &mut Machine, a: Args) -> R<(Obj, Obj)> {
    let given = a.n - 1 + a.kwcount(m);
    let mut found = [a.opt(m, 1), a.opt(m, 2)];
    if given > 2 {
        return Err(m.raise(ty::TYPE_ERROR, &format!("enumerate() takes at most 2 arguments ({given} given)")));
    }
    for (key, value) in a.keywords(m) {
        let at = ["iterable", "start"].iter().position(|name| m.str_is(key, name));
        match at {
            Some(i) if found[i].is_null() => found[i] = value,
            _ => {
                let key = m.str_text(key);
                let text = format!("'{key}' is an invalid keyword argument for enumerate()");
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
        }
    }
    if found[0].is_null() {
        return Err(m.raise(ty::TYPE_ERROR, "enumerate() missing required argument 'iterable'"));
    }
    Ok((found[0], found[1]))
}

/// `enumerate`.
pub static ENUMERATE: TypeDef = TypeDef {
    name: "enumerate",
    kind: Kind::Enumerate,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(iterable, start=0)",
    doc: "Pairs of a number and an item.",
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        new("enumerate(iterable, start=0)", |m, a| {
            let (iterable, start) = enumerate_arguments(m, a)?;
            let count = if start.is_null() { 0 } else { m.index_i64(start)? };
            let it = m.iter(iterable)?.into_edge();
            let o = m.new_combined(Kind::Enumerate, ty::ENUMERATE, 0, it, Obj::NULL);
            m.slot_mut(o.get()).c = count as u64;
            retype(m, o, class_of_call(m, a))
        })
        .own(),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
    ],
    ..TypeDef::PLAIN
};

/// `reversed`.
pub static REVERSED: TypeDef = TypeDef {
    name: "reversed",
    kind: Kind::Reversed,
    basicsize: 32,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(sequence, /)",
    doc: "The items of a sequence from the last to the first.",
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        new("reversed(sequence, /)", |m, a| m.reversed(a.get(m, 1))),
        def(
            "__length_hint__($self, /)",
            "How many items are probably left.",
            crate::objects::iterobject::types::length_hint,
        ),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    /// `reversed(o)`.
    pub fn reversed(&mut self, o: Obj) -> R {
        if !self.is_builtin_exact(o) {
            return self.go_on_as(What::Reversed, &[StackRef::borrowed(o)]);
        }
        self.reversed_builtin(o)
    }

    /// `__reversed__` of the built-in layouts.
    pub fn reversed_builtin(&mut self, o: Obj) -> R {
        if self.kind(o) == Kind::Range {
            return self.range_reversed(o);
        }
        if matches!(self.kind(o), Kind::Dict | Kind::DictView) {
            let mut items = self.iterate_all(o)?;
            items.reverse();
            let list = self.new_list_of(items);
            let it = self.iter(list.get());
            self.drop_ref(list);
            return it;
        }
        let sequence = matches!(self.kind(o), Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes)
            || !self.lookup_special(o, static_strings::DUNDER_GETITEM).is_null();
        if !sequence {
            let name = self.type_name(o);
            return Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not reversible")));
        }
        let n = self.len(o)? as u32;
        Ok(self.reversed_from(o, n))
    }

    /// A `reversed` of a sequence of that length.
    pub(crate) fn reversed_from(&mut self, o: Obj, n: u32) -> Owned {
        self.incref(o);
        let kind = if self.ty(o) == ty::LIST { ty::LIST_REVERSEITERATOR } else { ty::REVERSED };
        self.new_combined(Kind::Reversed, kind, n, o, Obj::NULL)
    }
}

/// `__reversed__`.
pub fn reversed(m: &mut Machine, a: Args) -> R {
    m.reversed_builtin(a.get(m, 0))
}
