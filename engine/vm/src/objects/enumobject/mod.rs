//! `enumerate`, `zip`, `map`, `filter`, `reversed`, `iter(callable, sentinel)`
//! (`Objects/enumobject.c`, `Python/bltinmodule.c`, `Objects/iterobject.c`).

pub(crate) mod steps;

use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::args::Args;
use crate::native::static_strings;
use crate::native::typedef::{Slot, TypeDef, new, tpflags};
use crate::native::typedef::{class_def, def};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::iterobject::BACKWARDS;
use crate::objects::iterobject::reduce::{REDUCE, SETSTATE};
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

    /// The next item of an exact `enumerate` over an iterator that runs no code.
    pub(crate) fn enumerate_next(&mut self, it: Obj) -> R<Option<Owned>> {
        let inner = Obj(self.slot(it).b_lo());
        let item = match self.quick_item(inner) {
            Some(item) => item,
            None => match self.native_next(inner)? {
                Some(item) => item,
                None => return Ok(None),
            },
        };
        Ok(Some(self.numbered(it, item)))
    }

    /// What `enumerate` makes of an item.
    #[inline]
    pub(crate) fn numbered(&mut self, it: Obj, item: Owned) -> Owned {
        let slot = self.slot_mut(it);
        let (count, kept) = (slot.c as i64, Obj(slot.b_hi()));
        if count == i64::MAX {
            return self.numbered_beyond_words(it, item);
        }
        slot.c = (count + 1) as u64;
        let number = self.new_int(count);
        self.give_pair(kept, number, item)
    }

    /// The same where the number does not fit a word (`enum_next_long`): in the place of the kept pair is a tuple with it.
    #[cold]
    fn numbered_beyond_words(&mut self, it: Obj, item: Owned) -> Owned {
        let held = Obj(self.slot(it).b_hi());
        let number = match self.seq_items(held)[..] {
            [number] => self.new_ref(number),
            _ => self.new_int(i64::MAX),
        };
        let next = self.int_value(number.get()).big() + 1;
        let next = self.new_bigint(&next);
        self.hold_number(it, next);
        self.new_pair(number, item)
    }

    /// From here on the numbers of an `enumerate` do not fit words.
    fn hold_number(&mut self, it: Obj, number: Owned) {
        let held = self.new_tuple(vec![number]).into_edge();
        let (inner, old) = (self.slot(it).b_lo(), self.slot(it).b_hi());
        let slot = self.slot_mut(it);
        slot.set_b(inner, held.0);
        slot.c = i64::MAX as u64;
        self.decref(Obj(old));
    }

    /// The next item of `reversed` over a sequence of a built-in type.
    fn reversed_next(&mut self, it: Obj) -> R<Option<Owned>> {
        let slot = *self.slot(it);
        let inner = Obj(slot.b_lo());
        if inner.is_null() {
            return Ok(None);
        }
        // A list's own iterator looks at the list, whatever a subclass says of itself.
        let own = self.ty(it) == ty::LIST_REVERSEITERATOR;
        let length = if own { Ok(u64::from(self.list_len(inner))) } else { self.len(inner) };
        let Some(i) = slot.a.checked_sub(1).filter(|&i| u64::from(i) < length.unwrap_or(0)) else {
            self.slot_mut(it).b = 0;
            self.decref(inner);
            return Ok(None);
        };
        self.slot_mut(it).a = i;
        if own || matches!(self.kind(inner), Kind::List | Kind::Tuple) && self.is_builtin_exact(inner) {
            let item = self.tuple_item(inner, i);
            return Ok(Some(self.new_ref(item)));
        }
        let index = self.new_int(i64::from(i));
        let item = self.getitem(inner, index.get());
        self.drop_ref(index);
        item.map(Some)
    }

    /// The next item of an exact `zip` of iterators that run no code.
    pub(crate) fn zip_next(&mut self, it: Obj) -> R<Option<Owned>> {
        let slot = *self.slot(it);
        let parts = Obj(slot.b_lo());
        let n = self.tuple_len(parts);
        if n == 0 {
            return Ok(None);
        }
        let given = self.tuple_to_give(Obj(slot.b_hi()));
        for i in 0..n {
            let part = self.tuple_item(parts, i);
            if let Some(item) = self.quick_item(part) {
                self.put_given(&given, i, item);
                continue;
            }
            match self.native_next(part) {
                Ok(Some(item)) => self.put_given(&given, i, item),
                ended => {
                    self.drop_ref(given);
                    ended?;
                    if slot.x != 0 {
                        let iterators = self.seq_items(parts);
                        self.check_strict("zip", &iterators, i as usize, i as usize)?;
                    }
                    return Ok(None);
                }
            }
        }
        Ok(Some(given))
    }

    /// The next item of an iterator over a list or tuple, if there is one.
    #[inline(always)]
    pub(crate) fn quick_item(&mut self, it: Obj) -> Option<Owned> {
        let slot = self.slot(it);
        if !matches!(slot.ty, ty::LIST_ITERATOR | ty::TUPLE_ITERATOR) || slot.b_lo() == 0 {
            return None;
        }
        let (seq, i) = (self.slot(Obj(slot.b_lo())), slot.a);
        if i >= seq.a {
            return None;
        }
        let item = Obj(self.words.data[(seq.b_lo() + i) as usize]);
        self.slot_mut(it).a = i + 1;
        Some(self.new_ref(item))
    }

    /// The next item of an iterator of which [`Machine::steps_natively`] is true.
    #[inline]
    pub(crate) fn native_next(&mut self, it: Obj) -> R<Option<Owned>> {
        match self.kind(it) {
            Kind::SeqIter => self.seq_iter_next(it),
            Kind::RangeIter => Ok(self.range_iter_next(it).map(|v| self.new_int(v))),
            Kind::LongRangeIter => Ok(self.long_range_next(it)),
            Kind::DictIter => self.dict_iter_next(it),
            Kind::SetIter => self.set_iter_next(it),
            Kind::Enumerate => self.enumerate_next(it),
            Kind::Zip => self.zip_next(it),
            _ => self.reversed_next(it),
        }
    }

    /// The next item of `map` where function and iterators are native: the call is begun at once.
    pub(crate) fn begin_mapping_natively(&mut self, it: Obj, on_return: OnReturn) -> Option<R<Begun>> {
        let slot = *self.slot(it);
        let (function, parts) = (Obj(slot.a), Obj(slot.b_lo()));
        let native = matches!(self.kind(function), Kind::BuiltinFunction | Kind::MethodDescriptor);
        let constructor = slot.b_hi();
        if !native && constructor == 0 || !self.tuple_items(parts).iter().all(|&part| self.steps_natively(Obj(part))) {
            return None;
        }
        if on_return != OnReturn::Exit {
            self.save_sp();
        }
        let (base, n) = (self.thread.sp, self.tuple_len(parts));
        if let Err(e) = self.check_stack(base, n + 2) {
            return Some(Err(e));
        }
        let function = self.new_ref(function);
        self.push_owned(function);
        // A `__new__` has the class in front of its arguments.
        let first = if constructor != 0 { StackRef::borrowed(Obj(slot.a)) } else { StackRef::NULL };
        self.thread.stack[self.thread.sp as usize] = first;
        self.thread.sp += 1;
        for i in 0..n {
            match self.native_next(self.tuple_item(parts, i)) {
                Ok(Some(item)) => self.push_owned(item),
                ended => {
                    self.clear_stack_to(base);
                    if slot.x != 0 && ended.is_ok() {
                        let iterators = self.seq_items(parts);
                        if let Err(e) = self.check_strict("map", &iterators, i as usize, i as usize) {
                            return Some(Err(e));
                        }
                    }
                    return Some(ended.map(|_| Begun::End));
                }
            }
        }
        if constructor != 0 {
            return Some(self.begin_native(constructor, Args::new(base + 1, n + 1, Obj::NULL), base, on_return));
        }
        Some(self.begin_call(base, n, Obj::NULL, on_return))
    }

    /// Whether all iterators of a strict `zip` or `map` have ended, of which `at` was the first that did.
    pub(crate) fn check_strict(&mut self, what: &str, iterators: &[Obj], at: usize, got: usize) -> R<()> {
        let plural = |n: usize| if n == 1 { " ".to_owned() } else { format!("s 1-{n}") };
        if got > 0 {
            let range = if at == 1 { " 1".to_owned() } else { format!("s 1-{at}") };
            let text = format!("{what}() argument {} is shorter than argument{range}", at + 1);
            return Err(self.raise(ty::VALUE_ERROR, &text));
        }
        for (i, &iterator) in iterators.iter().enumerate().skip(1) {
            if let Some(item) = self.iter_next(iterator)? {
                self.drop_ref(item);
                let range = if i == 1 { " 1".to_owned() } else { plural(i) };
                let text = format!("{what}() argument {} is longer than argument{range}", i + 1);
                return Err(self.raise(ty::VALUE_ERROR, &text));
            }
        }
        Ok(())
    }
}

/// The arguments of `enumerate`, in words of its own (`enumerate_vectorcall`); a subclass has those of the parser.
fn enumerate_arguments(m: &mut Machine, a: Args) -> R<(Obj, Obj)> {
    const NAMES: [&str; 2] = ["iterable", "start"];
    let (placed, keywords) = (a.n - 1, a.keywords(m));
    let given = placed as usize + keywords.len();
    let exact = class_of_call(m, a) == ty::ENUMERATE;
    if placed == 0 && (exact && given > 2 || given == 0) {
        let place = if exact { "" } else { " (pos 1)" };
        let text = format!("enumerate() missing required argument 'iterable'{place}");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    if given > 2 {
        let keyword = if placed == 0 { "keyword " } else { "" };
        let text = format!("enumerate() takes at most 2 {keyword}arguments ({given} given)");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let mut found = [a.opt(m, 1), a.opt(m, 2)];
    let turned = exact && keywords.len() == 2 && m.str_is(keywords[0].0, "start");
    for (i, &(key, value)) in keywords.iter().enumerate() {
        let wanted = if turned { 1 - i } else { placed as usize + i };
        if exact && !m.str_is(key, NAMES[wanted]) {
            let key = m.str_text(key);
            let text = format!("'{key}' is an invalid keyword argument for enumerate()");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        if let Some(at) = NAMES.iter().position(|name| m.str_is(key, name)).filter(|&at| found[at].is_null()) {
            found[at] = value;
        }
    }
    if found[0].is_null() {
        return Err(m.raise(ty::TYPE_ERROR, "enumerate() missing required argument 'iterable' (pos 1)"));
    }
    let used = found.iter().filter(|o| !o.is_null()).count();
    if used < given {
        if let Some((key, _)) = keywords.iter().find(|(key, _)| m.str_is(*key, NAMES[0])).filter(|_| placed > 0) {
            let key = m.str_text(*key);
            let text = format!("argument for enumerate() given by name ('{key}') and position (1)");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        return Err(m.unexpected_keyword_of("enumerate", a, &NAMES.map(str::to_owned)));
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
            let start = if start.is_null() { m.new_int(0) } else { m.index_exact(start)? };
            let start = m.keep(start);
            let it = m.iter(iterable)?.into_edge();
            let pair = m.kept_pair();
            let o = m.new_combined(Kind::Enumerate, ty::ENUMERATE, 0, it, pair);
            match m.int_small(start) {
                Some(count) => m.slot_mut(o.get()).c = count as u64,
                None => {
                    let start = m.new_ref(start);
                    m.hold_number(o.get(), start);
                }
            }
            retype(m, o, class_of_call(m, a))
        })
        .own(),
        REDUCE,
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
        REDUCE,
        SETSTATE,
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
        if self.kind(o) == Kind::FrameLocals {
            let names: Vec<Obj> = self.locals_items(o).into_iter().rev().map(|(name, _)| name).collect();
            return Ok(self.new_list_from(&names));
        }
        match self.kind(o) {
            Kind::Dict => return Ok(self.new_dict_iter(o, BACKWARDS)),
            Kind::MappingProxy => {
                let mapping = self.proxied(o);
                return self.reversed(mapping);
            }
            Kind::DictView => {
                let slot = *self.slot(o);
                return Ok(self.new_dict_iter(Obj(slot.b_lo()), slot.x + BACKWARDS));
            }
            _ => {}
        }
        let sequence = matches!(
            self.kind(o),
            Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes | Kind::ByteArray | Kind::MemoryView
        ) || !self.lookup_special(o, static_strings::DUNDER_GETITEM).is_null();
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
