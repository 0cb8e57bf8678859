//! Iteration and membership: `iter`, `next`, `in` (`Objects/iterobject.c`, `Objects/abstract.c`).

pub(crate) mod reduce;
pub(crate) mod types;

use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings::{self};
use crate::objects::memoryobject::methods::check_iterable;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Added to what a dict's iterator gives, if it goes from the last entry to the first.
pub(crate) const BACKWARDS: u16 = 4;
const BACKWARDS_VALUES: u16 = BACKWARDS + 1;

impl Machine {
    /// `iter(o)`.
    pub fn iter(&mut self, o: Obj) -> R {
        if self.is_builtin_exact(o) {
            if let Some(iter) = self.iter_builtin(o)? {
                return Ok(iter);
            }
        } else {
            let method = self.lookup_special(o, static_strings::DUNDER_ITER);
            if Machine::is_none(method) {
                let name = self.type_name(o);
                return Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not iterable")));
            }
            if !method.is_null() {
                let iter = self.call_unbound(method, o, &[])?;
                if !self.is_iterator(iter.get()) {
                    let name = self.type_name(iter.get());
                    self.drop_ref(iter);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("iter() returned non-iterator of type '{name}'")));
                }
                return Ok(iter);
            }
            if !self.lookup_special(o, static_strings::DUNDER_GETITEM).is_null() {
                return Ok(self.new_seq_iter(ty::ITERATOR, o));
            }
        }
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not iterable")))
    }

    pub(crate) fn is_iterator(&mut self, o: Obj) -> bool {
        match self.kind(o) {
            Kind::Instance => !self.lookup_special(o, static_strings::DUNDER_NEXT).is_null(),
            Kind::Record => self.ty(o) == ty::TEMPLATE_ITER,
            // Whether what it stands for is one shows when it is asked.
            Kind::WeakRef => matches!(self.ty(o), ty::WEAK_PROXY | ty::WEAK_CALLABLE_PROXY),
            kind => is_builtin_iterator(kind) && !self.only_awaited(o),
        }
    }

    /// Whether it is a coroutine or an asynchronous generator: laid out as a generator, but no iterator.
    pub(crate) fn only_awaited(&self, o: Obj) -> bool {
        self.kind(o) == Kind::Generator && self.ty(o) != ty::GENERATOR
    }

    pub(crate) fn new_seq_iter(&mut self, ty: u32, seq: Obj) -> Owned {
        let list = match ty {
            ty::LIST_ITERATOR => Some(crate::memory::refcount::freelist::LIST_ITERS),
            ty::TUPLE_ITERATOR => Some(crate::memory::refcount::freelist::TUPLE_ITERS),
            _ => None,
        };
        let o = match list.and_then(|list| self.pop_free(list, Kind::SeqIter, ty)) {
            Some(o) => o,
            None => self.alloc_gc(Kind::SeqIter, ty, 48),
        };
        self.incref(seq);
        self.slot_mut(o).b = u64::from(seq.0);
        self.track(o);
        Owned::steal(o)
    }

    /// Iterators of the built-in layouts; `None` if it is not iterable.
    pub fn iter_builtin(&mut self, o: Obj) -> R<Option<Owned>> {
        let kind = self.kind(o);
        Ok(Some(match kind {
            Kind::List => self.new_seq_iter(ty::LIST_ITERATOR, o),
            Kind::Tuple => self.new_seq_iter(ty::TUPLE_ITERATOR, o),
            Kind::Str if self.str_is_ascii(o) && self.ty(o) == ty::STR => self.new_seq_iter(ty::STR_ASCII_ITERATOR, o),
            Kind::Str => self.new_seq_iter(ty::STR_ITERATOR, o),
            Kind::Bytes => self.new_seq_iter(ty::BYTES_ITERATOR, o),
            Kind::ByteArray => self.new_seq_iter(ty::BYTEARRAY_ITERATOR, o),
            Kind::GenericAlias => self.new_seq_iter(ty::GENERIC_ALIAS_ITERATOR, o),
            Kind::MemoryView => {
                check_iterable(self, o)?;
                self.new_seq_iter(ty::MEMORY_ITERATOR, o)
            }
            Kind::Range => self.range_iter(o)?,
            Kind::Dict => self.new_dict_iter(o, 0),
            Kind::MappingProxy => {
                let mapping = self.proxied(o);
                self.iter(mapping)?
            }
            Kind::Record => match self.ty(o) {
                ty::TEMPLATE => self.template_iter(o)?,
                ty::TEMPLATE_ITER => self.new_ref(o),
                ty::TYPE_VAR_TUPLE | ty::TYPE_ALIAS => self.iter_unpacked(o)?,
                _ => return Ok(None),
            },
            Kind::FrameLocals => {
                let names = self.locals_names(o);
                let iter = self.new_seq_iter(ty::LIST_ITERATOR, names.get());
                self.drop_ref(names);
                iter
            }
            Kind::DictView => {
                let slot = self.slot(o);
                let (dict, what) = (Obj(slot.b_lo()), slot.x);
                self.new_dict_iter(dict, what)
            }
            Kind::Set | Kind::FrozenSet => {
                let used = self.set_len(o);
                let it = self.alloc_gc(Kind::SetIter, ty::SET_ITERATOR, 64);
                self.incref(o);
                self.slot_mut(it).set_b(o.0, used);
                self.track(it);
                Owned::steal(it)
            }
            kind if is_builtin_iterator(kind) && !self.only_awaited(o) => self.new_ref(o),
            _ => return Ok(None),
        }))
    }

    /// An iterator over a dict: keys 0, values 1, items 2, and these plus [`BACKWARDS`] from the last to the first.
    pub(crate) fn new_dict_iter(&mut self, dict: Obj, what: u16) -> Owned {
        let ty = match what {
            0 => ty::DICT_KEYITERATOR,
            1 => ty::DICT_VALUEITERATOR,
            2 => ty::DICT_ITEMITERATOR,
            BACKWARDS => ty::DICT_REVERSEKEYITERATOR,
            BACKWARDS_VALUES => ty::DICT_REVERSEVALUEITERATOR,
            _ => ty::DICT_REVERSEITEMITERATOR,
        };
        let it = self.alloc_gc(Kind::DictIter, ty, 72);
        let used = self.dict_len(dict);
        self.incref(dict);
        let pair = if what % BACKWARDS == 2 { self.kept_pair() } else { Obj::NULL };
        let first = if what >= BACKWARDS { self.dict_nentries(dict) } else { 0 };
        let slot = self.slot_mut(it);
        slot.a = first;
        slot.x = what;
        slot.set_b(dict.0, used);
        // Behind the pair: how many are still to come.
        slot.c = u64::from(pair.0) | u64::from(used) << 32;
        self.track(it);
        Owned::steal(it)
    }

    /// A view of a dict: keys 0, values 1, items 2.
    pub fn new_dict_view(&mut self, dict: Obj, what: u16) -> Owned {
        let ty = [ty::DICT_KEYS, ty::DICT_VALUES, ty::DICT_ITEMS][usize::from(what)];
        let view = self.alloc_gc(Kind::DictView, ty, 40);
        self.incref(dict);
        let slot = self.slot_mut(view);
        slot.x = what;
        slot.b = u64::from(dict.0);
        self.track(view);
        Owned::steal(view)
    }

    /// The next item, or `None` at the end; a raised `StopIteration` counts as the end.
    pub fn iter_next(&mut self, it: Obj) -> R<Option<Owned>> {
        if self.leash_pulled() {
            // A native loop such as `sum(range(10 ** 12))` must be stoppable, too.
            self.halt = Some(crate::state::interpreter::Halt::Interrupted);
            return Err(crate::memory::object::Raised);
        }
        if self.steps_natively(it) { self.native_next(it) } else { self.iter_next_nested(it) }
    }

    pub(crate) fn set_iter_next(&mut self, it: Obj) -> R<Option<Owned>> {
        let slot = *self.slot(it);
        let set = Obj(slot.b_lo());
        if set.is_null() {
            return Ok(None);
        }
        if self.set_len(set) != slot.b_hi() {
            // It stays so, whatever becomes of the size.
            self.slot_mut(it).set_b(set.0, u32::MAX);
            return Err(self.raise(ty::RUNTIME_ERROR, "Set changed size during iteration"));
        }
        match self.set_next(set, slot.a) {
            Some((i, key)) => {
                self.slot_mut(it).a = i + 1;
                Ok(Some(self.new_ref(key)))
            }
            None => {
                self.slot_mut(it).b = 0;
                self.decref(set);
                Ok(None)
            }
        }
    }

    /// Asks an iterator that is Python code, or asks some: the loop nests.
    fn iter_next_nested(&mut self, it: Obj) -> R<Option<Owned>> {
        let height = self.kept();
        let held = self.new_ref(it);
        self.keep(held);
        let base = self.thread.sp;
        let begun = self.begin_next(it, OnReturn::Exit);
        let got = match begun {
            Ok(Begun::Value(value)) => Ok(Some(value)),
            Ok(Begun::End) => Ok(None),
            Ok(Begun::Frame) => self.run_nested_at(base).map(|value| {
                if std::mem::take(&mut self.thread.iterator_ended) {
                    self.drop_ref(value);
                    return None;
                }
                Some(value)
            }),
            Err(e) => Err(e),
        };
        self.drop_kept(height);
        match got {
            Err(Raised) if self.raised_is(ty::STOP_ITERATION) => {
                self.clear_raised();
                Ok(None)
            }
            got => got,
        }
    }

    pub(crate) fn seq_iter_next(&mut self, it: Obj) -> R<Option<Owned>> {
        let slot = *self.slot(it);
        let seq = Obj(slot.b_lo());
        if seq.is_null() {
            return Ok(None);
        }
        let i = slot.a;
        if i < self.slot(seq).a {
            self.slot_mut(it).a = i + 1;
            return Ok(Some(match self.kind(seq) {
                Kind::List | Kind::Tuple => {
                    let item = self.tuple_item(seq, i);
                    self.new_ref(item)
                }
                Kind::Str => self.str_char(seq, i as usize),
                Kind::MemoryView => self.view_item(seq, i)?,
                Kind::GenericAlias => self.alias_unpacked(seq),
                _ => {
                    let byte = self.bytes_value(seq)[i as usize];
                    self.new_int(i64::from(byte))
                }
            }));
        }
        self.slot_mut(it).b = 0;
        self.decref(seq);
        Ok(None)
    }

    pub(crate) fn dict_iter_next(&mut self, it: Obj) -> R<Option<Owned>> {
        let slot = *self.slot(it);
        let dict = Obj(slot.b_lo());
        if dict.is_null() {
            return Ok(None);
        }
        if self.dict_len(dict) != slot.b_hi() {
            self.slot_mut(it).set_b(dict.0, u32::MAX);
            return Err(self.raise(ty::RUNTIME_ERROR, "dictionary changed size during iteration"));
        }
        let back = slot.x >= BACKWARDS;
        let found = if back { self.dict_prev(dict, slot.a) } else { self.dict_next(dict, slot.a) };
        let Some((i, key, value)) = found else {
            self.slot_mut(it).b = 0;
            self.decref(dict);
            return Ok(None);
        };
        let left = slot.c_hi();
        if left == 0 && !back {
            self.slot_mut(it).b = 0;
            self.decref(dict);
            return Err(self.raise(ty::RUNTIME_ERROR, "dictionary keys changed during iteration"));
        }
        let at = self.slot_mut(it);
        at.a = if back { i } else { i + 1 };
        at.c = u64::from(slot.c_lo()) | u64::from(left.saturating_sub(1)) << 32;
        Ok(Some(match slot.x % BACKWARDS {
            0 => self.new_ref(key),
            1 => self.new_ref(value),
            _ => {
                let (key, value) = (self.new_ref(key), self.new_ref(value));
                self.give_pair(Obj(slot.c_lo()), key, value)
            }
        }))
    }

    /// `item in o`.
    pub fn contains(&mut self, o: Obj, item: Obj) -> R<bool> {
        if self.is_builtin_exact(o) {
            if let Some(answer) = self.contains_builtin(o, item)? {
                return Ok(answer);
            }
        } else {
            let method = self.lookup_special(o, static_strings::DUNDER_CONTAINS);
            if !method.is_null() && !Machine::is_none(method) {
                let value = self.call_unbound(method, o, &[item])?;
                let truth = self.truthy(value.get());
                self.drop_ref(value);
                return truth;
            }
        }
        let it = match self.iter(o) {
            Ok(it) => it,
            Err(_) if self.raised_is(ty::TYPE_ERROR) && self.halt.is_none() => {
                self.clear_raised();
                let name = self.type_name(o);
                let text = format!("argument of type '{name}' is not a container or iterable");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            Err(e) => return Err(e),
        };
        let answer = loop {
            match self.iter_next(it.get()) {
                Ok(Some(other)) => {
                    let equal = self.objects_equal(other.get(), item);
                    self.drop_ref(other);
                    match equal {
                        Ok(false) => {}
                        decided => break decided,
                    }
                }
                Ok(None) => break Ok(false),
                Err(e) => break Err(e),
            }
        };
        self.drop_ref(it);
        answer
    }

    /// Membership in the built-in layouts; `None` if there is no quick way.
    pub fn contains_builtin(&mut self, o: Obj, item: Obj) -> R<Option<bool>> {
        Ok(Some(match self.kind(o) {
            Kind::Dict => !self.dict_get(o, item)?.is_null(),
            Kind::MappingProxy => {
                let mapping = self.proxied(o);
                return self.contains(mapping, item).map(Some);
            }
            Kind::FrameLocals => !self.locals_get(o, item)?.is_null(),
            Kind::Set | Kind::FrozenSet => self.set_contains(o, item)?,
            Kind::DictView if self.slot(o).x == 0 => {
                let dict = Obj(self.slot(o).b_lo());
                !self.dict_get(dict, item)?.is_null()
            }
            Kind::DictView if self.slot(o).x == 2 => {
                if self.kind(item) != Kind::Tuple || self.tuple_len(item) != 2 {
                    return Ok(Some(false));
                }
                let (dict, key, value) = (Obj(self.slot(o).b_lo()), self.tuple_item(item, 0), self.tuple_item(item, 1));
                let found = self.dict_get(dict, key)?;
                if found.is_null() {
                    return Ok(Some(false));
                }
                let found = self.new_ref(found);
                let found = self.keep(found);
                self.objects_equal(found, value)?
            }
            Kind::Str => {
                if self.kind(item) != Kind::Str {
                    let name = self.type_name(item);
                    return Err(self
                        .raise(ty::TYPE_ERROR, &format!("'in <string>' requires string as left operand, not {name}")));
                }
                self.str_contains(o, item)
            }
            Kind::Bytes | Kind::ByteArray => self.bytes_contain(o, item)?,
            Kind::Range if self.is_int(item) => self.range_contains(o, self.int_value(item)),
            Kind::List | Kind::Tuple => {
                let mut i = 0;
                while i < self.slot(o).a {
                    let other = self.tuple_item(o, i);
                    let held = self.new_ref(other);
                    let equal = self.objects_equal(other, item);
                    self.drop_ref(held);
                    if equal? {
                        return Ok(Some(true));
                    }
                    i += 1;
                }
                false
            }
            _ => return Ok(None),
        }))
    }
}

/// Layouts that are their own iterators.
pub fn is_builtin_iterator(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::RangeIter
            | Kind::LongRangeIter
            | Kind::SeqIter
            | Kind::DictIter
            | Kind::SetIter
            | Kind::Generator
            | Kind::Enumerate
            | Kind::Map
            | Kind::Zip
            | Kind::Filter
            | Kind::Reversed
            | Kind::CallIter
            | Kind::Awaitable
    )
}
