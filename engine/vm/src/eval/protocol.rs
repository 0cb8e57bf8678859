//! What instructions and natives do with any object, begun instead of done: where Python code decides, its frame is
//! pushed, and whoever `on_return` names gets the answer (`Objects/abstract.c`, `Objects/typeobject.c`: `slot_*`).
//!
//! Operands are borrowed: the caller keeps them on its stack or in its locals until the answer is there.

use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::replay::Op;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings::{self, fixed};
use crate::objects::abstract_::{BinaryOp, CompareOp};
use crate::objects::genobject::state;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

fn done(value: Owned) -> R<Begun> {
    Ok(Begun::Value(value))
}

fn none() -> R<Begun> {
    done(Owned::steal(fixed::NONE))
}

fn boolean(value: bool) -> R<Begun> {
    done(Owned::steal(Machine::new_bool(value)))
}

fn lent(o: Obj) -> StackRef {
    StackRef::borrowed(o)
}

impl Machine {
    /// `o.name`.
    pub fn begin_getattr(&mut self, o: Obj, name: Obj, on_return: OnReturn) -> R<Begun> {
        if self.type_of(o).flags & tp::GETATTR_HOOK != 0 {
            if let Some(hook) = self.hook_for_missing(o, name) {
                return self.begin_unbound(hook, o, &[name], on_return);
            }
            return self.enter(What::GetAttr, &[lent(o), lent(name)], 0, on_return);
        }
        self.begin_getattr_plain(o, name, on_return)
    }

    /// The `__getattr__` of an instance that is known not to have the attribute, so that no error need be raised first.
    fn hook_for_missing(&mut self, o: Obj, name: Obj) -> Option<Obj> {
        let getattribute = self.lookup_special(o, static_strings::DUNDER_GETATTRIBUTE);
        if self.kind(o) != Kind::Instance || !self.by_layout(getattribute) {
            return None;
        }
        let ty = self.ty(o);
        if !self.type_lookup(ty, name).is_null() || !self.instance_get(o, name).is_null() {
            return None;
        }
        let hook = self.lookup_special(o, static_strings::DUNDER_GETATTR);
        (!hook.is_null()).then_some(hook)
    }

    /// `o.name` without `__getattr__` and `__getattribute__` written in Python.
    pub fn begin_getattr_plain(&mut self, o: Obj, name: Obj, on_return: OnReturn) -> R<Begun> {
        if self.kind(o) == Kind::Type {
            // `_Py_type_getattro`.
            let (meta, own) = (self.ty(o), self.slot(o).a);
            let of_meta = self.type_lookup(meta, name);
            let attr = self.type_lookup(own, name);
            if attr.is_null() && of_meta.is_null() {
                return Err(self.lacks_attribute(o, name));
            }
            if attr.is_null() || !of_meta.is_null() && self.comes_first(of_meta) {
                return self.begin_descr_get(of_meta, o, meta, on_return);
            }
            return self.begin_descr_get(attr, Obj::NULL, own, on_return);
        }
        if matches!(self.kind(o), Kind::GenericAlias | Kind::Union | Kind::Method)
            || self.kind(o) == Kind::Record && name == static_strings::DUNDER_MODULE
        {
            return match self.getattr_builtin(o, name)? {
                Some(value) => done(value),
                None => Err(self.lacks_attribute(o, name)),
            };
        }
        if self.kind(o) == Kind::Super && name != static_strings::DUNDER_CLASS {
            let slot = *self.slot(o);
            let (class, of, start) = (Obj(slot.a), Obj(slot.b_lo()), Obj(slot.b_hi()));
            let found = if start.is_null() { Obj::NULL } else { self.super_lookup(class, start, name) };
            if !found.is_null() {
                let ty = self.slot(start).a;
                // Accessed through a class, functions stay plain.
                let this = if of == start { Obj::NULL } else { of };
                return self.begin_descr_get(found, this, ty, on_return);
            }
        }
        let ty = self.ty(o);
        let descr = self.type_lookup(ty, name);
        if !descr.is_null() && self.comes_first(descr) {
            return self.begin_descr_get(descr, o, ty, on_return);
        }
        if self.has_dict(o) || self.kind(o) == Kind::Exception {
            let value = self.instance_get(o, name);
            if !value.is_null() {
                return done(self.new_ref(value));
            }
        }
        if !descr.is_null() {
            return self.begin_descr_get(descr, o, ty, on_return);
        }
        if self.kind(o) == Kind::Module {
            let hook = self.instance_get(o, static_strings::DUNDER_GETATTR);
            if !hook.is_null() {
                return self.begin(hook, &[name], on_return);
            }
        }
        Err(self.lacks_attribute(o, name))
    }

    fn begin_descr_get(&mut self, descr: Obj, o: Obj, ty: u32, on_return: OnReturn) -> R<Begun> {
        match self.kind(descr) {
            Kind::Property if !o.is_null() => {
                let getter = self.property_parts(descr)[0];
                if !getter.is_null() {
                    return self.begin(getter, &[o], on_return);
                }
            }
            Kind::Instance => {
                let get = self.lookup_special(descr, static_strings::DUNDER_GET);
                if !get.is_null() {
                    let class = self.types[ty as usize].obj;
                    let this = if o.is_null() { fixed::NONE } else { o };
                    return self.begin_unbound(get, descr, &[this, class], on_return);
                }
            }
            _ => {}
        }
        done(self.descr_get(descr, o, ty)?)
    }

    /// `o.name = value`, or `del o.name` where the value is NULL; the answer says nothing.
    pub fn begin_setattr(&mut self, o: Obj, name: Obj, value: Obj, on_return: OnReturn) -> R<Begun> {
        if self.type_of(o).flags & tp::SETATTR_HOOK != 0 {
            let hook = if value.is_null() { static_strings::DUNDER_DELATTR } else { static_strings::DUNDER_SETATTR };
            let hook = self.lookup_special(o, hook);
            let args = [name, value];
            return self.begin_unbound(hook, o, if value.is_null() { &args[..1] } else { &args }, on_return);
        }
        self.begin_setattr_plain(o, name, value, on_return)
    }

    /// As `begin_setattr`, without `__setattr__` and `__delattr__` written in Python.
    pub fn begin_setattr_plain(&mut self, o: Obj, name: Obj, value: Obj, on_return: OnReturn) -> R<Begun> {
        let values: &[Obj] = if value.is_null() { &[] } else { std::slice::from_ref(&value) };
        if self.kind(o) != Kind::Type {
            let ty = self.ty(o);
            let descr = self.type_lookup(ty, name);
            let kind = self.kind(descr);
            if !descr.is_null() && kind == Kind::Property {
                let callable = self.property_parts(descr)[if value.is_null() { 2 } else { 1 }];
                if !callable.is_null() {
                    return self.begin(callable, &[&[o], values].concat(), on_return);
                }
            } else if !descr.is_null() && kind == Kind::Instance {
                let hook = if value.is_null() { static_strings::DUNDER_DELETE } else { static_strings::DUNDER_SET };
                let method = self.lookup_special(descr, hook);
                if !method.is_null() {
                    return self.begin_unbound(method, descr, &[&[o], values].concat(), on_return);
                }
            }
        }
        self.setattr_builtin(o, name, value)?;
        none()
    }

    /// `o[key]`.
    pub fn begin_getitem(&mut self, o: Obj, key: Obj, on_return: OnReturn) -> R<Begun> {
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, static_strings::DUNDER_GETITEM);
            if !method.is_null() {
                return self.begin_unbound(method, o, &[key], on_return);
            }
        }
        self.begin_asking(Op::GetItem, [o, key, Obj::NULL], on_return)
    }

    /// `o[key] = value`, or `del o[key]` where the value is NULL; the answer says nothing.
    pub fn begin_setitem(&mut self, o: Obj, key: Obj, value: Obj, on_return: OnReturn) -> R<Begun> {
        let delete = value.is_null();
        if !self.is_builtin_exact(o) {
            let name = if delete { static_strings::DUNDER_DELITEM } else { static_strings::DUNDER_SETITEM };
            let method = self.lookup_special(o, name);
            if !method.is_null() {
                let args = [key, value];
                return self.begin_unbound(method, o, if delete { &args[..1] } else { &args }, on_return);
            }
        }
        if !delete
            && self.kind(o) == Kind::List
            && self.kind(key) == Kind::Slice
            && self.is_builtin_exact(o)
            && self.needs_gathering(value)
        {
            let items = StackRef::owned(self.new_list().into_edge());
            let slice = StackRef::owned(self.new_ref(key).into_edge());
            return self.enter(What::SetSlice, &[lent(o), slice, lent(value), items], 0, on_return);
        }
        self.begin_asking(Op::SetItem, [o, key, value], on_return)
    }

    /// `iter(o)`; what a `__iter__` in Python gave must be checked by [`Machine::checked_iterator`].
    pub fn begin_iter(&mut self, o: Obj, on_return: OnReturn) -> R<Begun> {
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, static_strings::DUNDER_ITER);
            if !method.is_null() && !Machine::is_none(method) {
                return self.begin_unbound(method, o, &[], on_return);
            }
        }
        done(self.iter(o)?)
    }

    /// What `__iter__` gave, if it is an iterator.
    pub fn checked_iterator(&mut self, iter: Owned) -> R {
        if self.is_iterator(iter.get()) {
            return Ok(iter);
        }
        let name = self.type_name(iter.get());
        self.drop_ref(iter);
        Err(self.raise(ty::TYPE_ERROR, &format!("iter() returned non-iterator of type '{name}'")))
    }

    /// The next item of an iterator; [`Begun::End`] behind the last. A `StopIteration` that Python code raised is left
    /// to be understood by [`Machine::item_of`].
    pub fn begin_next(&mut self, it: Obj, on_return: OnReturn) -> R<Begun> {
        match self.kind(it) {
            Kind::Record if self.ty(it) == ty::TEMPLATE_ITER => {
                Ok(self.template_next(it)?.map_or(Begun::End, Begun::Value))
            }
            Kind::Awaitable => match self.ty(it) {
                ty::COROUTINE_WRAPPER => {
                    let coroutine = Obj(self.slot(it).a);
                    self.begin_send(coroutine, Owned::steal(fixed::NONE), on_return)
                }
                ty::ANEXT_AWAITABLE => {
                    self.enter(What::AnextAwaitable, &[lent(it), lent(fixed::NONE), StackRef::NULL], 0, on_return)
                }
                _ => self.enter(What::Awaited, &[lent(it), lent(fixed::NONE), StackRef::NULL], 0, on_return),
            },
            Kind::Generator if self.ty(it) == ty::GENERATOR => match self.slot(it).x {
                state::CLEARED => Ok(Begun::End),
                state::EXECUTING => Err(self.raise(ty::VALUE_ERROR, "generator already executing")),
                _ => {
                    if on_return != OnReturn::Exit {
                        self.save_sp();
                    }
                    self.resume_generator(it, fixed::NONE, on_return)?;
                    Ok(Begun::Frame)
                }
            },
            Kind::Map => match self.begin_mapping_natively(it, on_return) {
                Some(begun) => begun,
                None => self.enter(What::MapNext, &[lent(it)], 0, on_return),
            },
            Kind::Filter => self.enter(What::FilterNext, &[lent(it), StackRef::NULL], 0, on_return),
            Kind::CallIter => self.enter(What::CallIterNext, &[lent(it), StackRef::NULL], 0, on_return),
            Kind::Zip if !self.steps_natively(it) => {
                self.enter(What::ZipNext, &[lent(it), StackRef::NULL], 0, on_return)
            }
            Kind::Enumerate if !self.steps_natively(it) => self.enter(What::EnumerateNext, &[lent(it)], 0, on_return),
            Kind::SeqIter if self.ty(it) == ty::ITERATOR => self.enter(What::SequenceNext, &[lent(it)], 0, on_return),
            Kind::Reversed if !self.steps_natively(it) => self.enter(What::ReversedNext, &[lent(it)], 0, on_return),
            Kind::RangeIter
            | Kind::LongRangeIter
            | Kind::SeqIter
            | Kind::DictIter
            | Kind::SetIter
            | Kind::Zip
            | Kind::Enumerate
            | Kind::Reversed => Ok(self.iter_next(it)?.map_or(Begun::End, Begun::Value)),
            _ => {
                let method = self.lookup_special(it, static_strings::DUNDER_NEXT);
                if method.is_null() {
                    let name = self.type_name(it);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not an iterator")));
                }
                match self.begin_unbound(method, it, &[], on_return) {
                    // A native `__next__` says so when there is nothing more.
                    Err(Raised)
                        if self.kind(method) == Kind::WrapperDescriptor && self.raised_is(ty::STOP_ITERATION) =>
                    {
                        self.clear_raised();
                        Ok(Begun::End)
                    }
                    begun => begun,
                }
            }
        }
    }

    /// Whether an iterator gives its next item without running Python code.
    #[inline]
    pub fn steps_natively(&self, it: Obj) -> bool {
        match self.kind(it) {
            Kind::RangeIter | Kind::LongRangeIter | Kind::DictIter | Kind::SetIter => true,
            Kind::SeqIter => self.ty(it) != ty::ITERATOR,
            Kind::Generator => false,
            _ => self.steps_natively_within(it, 8),
        }
    }

    /// As `steps_natively`; iterators nested deeper than that go on as activations.
    fn steps_natively_within(&self, it: Obj, depth: u32) -> bool {
        let slot = self.slot(it);
        let Some(depth) = depth.checked_sub(1) else { return false };
        match slot.kind {
            Kind::RangeIter | Kind::LongRangeIter | Kind::DictIter | Kind::SetIter => true,
            Kind::SeqIter => slot.ty != ty::ITERATOR,
            Kind::Enumerate => self.steps_natively_within(Obj(slot.b_lo()), depth),
            Kind::Reversed => {
                slot.b_lo() == 0 || slot.ty == ty::LIST_REVERSEITERATOR || self.is_builtin_exact(Obj(slot.b_lo()))
            }
            Kind::Zip => {
                self.tuple_items(Obj(slot.b_lo())).iter().all(|&part| self.steps_natively_within(Obj(part), depth))
            }
            _ => false,
        }
    }

    /// `bool(o)`; the answer is `True` or `False`.
    pub fn begin_truth(&mut self, o: Obj, on_return: OnReturn) -> R<Begun> {
        if self.is_builtin_exact(o) {
            return boolean(self.truthy(o)?);
        }
        let methods = [static_strings::DUNDER_BOOL, static_strings::DUNDER_LEN];
        if methods.iter().all(|name| self.lookup_special(o, *name).is_null()) {
            return boolean(self.truthy(o)?);
        }
        self.enter(What::Truth, &[lent(o)], 0, on_return)
    }

    /// As `begin_truth`, of an object that is handed over.
    pub fn begin_truth_of(&mut self, value: Owned, on_return: OnReturn) -> R<Begun> {
        if self.is_builtin_exact(value.get()) {
            let truth = self.truthy(value.get());
            self.drop_ref(value);
            return boolean(truth?);
        }
        self.enter(What::Truth, &[StackRef::owned(value.into_edge())], 0, on_return)
    }

    /// `len(o)`; the answer is an int of the right range.
    pub fn begin_len(&mut self, o: Obj, on_return: OnReturn) -> R<Begun> {
        if self.is_builtin_exact(o) || self.lookup_special(o, static_strings::DUNDER_LEN).is_null() {
            let n = self.len(o)?;
            return done(self.new_int(n as i64));
        }
        self.enter(What::Len, &[lent(o)], 0, on_return)
    }

    /// `a op b`.
    pub fn begin_compare(&mut self, op: CompareOp, a: Obj, b: Obj, on_return: OnReturn) -> R<Begun> {
        if self.is_builtin_exact(a) && self.is_builtin_exact(b) {
            if matches!((self.kind(a), self.kind(b)), (Kind::List, Kind::List) | (Kind::Tuple, Kind::Tuple)) {
                return self.begin_compare_sequences(op, a, b, on_return);
            }
            return self.begin_asking(Op::Compare(op), [a, b, Obj::NULL], on_return);
        }
        self.enter(What::Compare, &[lent(a), lent(b)], op as u64, on_return)
    }

    /// `a == b` for membership and the like: identity first. The answer may be any object.
    pub fn begin_equal(&mut self, a: Obj, b: Obj, on_return: OnReturn) -> R<Begun> {
        if a == b {
            return boolean(true);
        }
        self.begin_compare(CompareOp::Eq, a, b, on_return)
    }

    /// `item in o`; the answer may be any object.
    pub fn begin_contains(&mut self, o: Obj, item: Obj, on_return: OnReturn) -> R<Begun> {
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, static_strings::DUNDER_CONTAINS);
            if !method.is_null() && !Machine::is_none(method) {
                return self.begin_unbound(method, o, &[item], on_return);
            }
        }
        match self.kind(o) {
            Kind::List | Kind::Tuple if self.is_builtin_exact(o) => self.begin_find(What::Contains, o, item, on_return),
            Kind::Dict
            | Kind::Set
            | Kind::FrozenSet
            | Kind::Str
            | Kind::Bytes
            | Kind::ByteArray
            | Kind::DictView
            | Kind::Range
            | Kind::MappingProxy
            | Kind::FrameLocals
                if self.is_builtin_exact(o) =>
            {
                self.begin_asking(Op::Contains, [o, item, Obj::NULL], on_return)
            }
            _ if self.is_iterable(o) => {
                self.enter(What::IterContains, &[lent(o), lent(item), StackRef::NULL, StackRef::NULL], 0, on_return)
            }
            _ => boolean(self.contains(o, item)?),
        }
    }

    /// `a op b`, or `a op= b`.
    pub fn begin_binary(&mut self, op: BinaryOp, inplace: bool, a: Obj, b: Obj, on_return: OnReturn) -> R<Begun> {
        let (plain_a, plain_b) = (self.is_builtin_exact(a), self.is_builtin_exact(b));
        if inplace && op == BinaryOp::Or && self.ty(a) == ty::DICT && self.ty(b) != ty::DICT {
            return self.enter_dict_merge(a, b, on_return);
        }
        if plain_a && (plain_b || inplace && self.kind(a) == Kind::List) {
            if inplace && op == BinaryOp::Add && self.kind(a) == Kind::List && self.kind(b) != Kind::List {
                return self.enter(What::Extend, &[lent(a), lent(b), StackRef::NULL], 1, on_return);
            }
            if inplace {
                return done(self.inplace(op, a, b)?);
            }
            return self.begin_asking(Op::Binary(op as u32), [a, b, Obj::NULL], on_return);
        }
        if op == BinaryOp::Mod && plain_a && self.kind(a) == Kind::Str && !self.is_subtype(self.ty(b), ty::STR) {
            // Only a subclass of str goes before it.
            return self.begin_asking(Op::Percent, [a, b, Obj::NULL], on_return);
        }
        self.begin_operator(op, inplace, a, b, on_return)
    }

    /// As `begin_binary`, by the operands' methods.
    pub fn begin_operator(&mut self, op: BinaryOp, inplace: bool, a: Obj, b: Obj, on_return: OnReturn) -> R<Begun> {
        self.enter(What::Binary, &[lent(a), lent(b)], op as u64 | u64::from(inplace) << 8, on_return)
    }

    /// As `begin_operator` for an instruction, when the left operand's method did not know what to do.
    pub fn begin_operator_after_left(&mut self, op: BinaryOp, inplace: bool, a: Obj, b: Obj) -> R<Begun> {
        let number = op as u64 | u64::from(inplace) << 8;
        self.enter_later(What::Binary, 3, &[lent(a), lent(b)], number, OnReturn::Instruction)
    }

    /// As `begin_compare` for an instruction, when the left operand's method did not know.
    pub fn begin_compare_after_left(&mut self, op: CompareOp, a: Obj, b: Obj) -> R<Begun> {
        self.enter_later(What::Compare, 2, &[lent(a), lent(b)], op as u64, OnReturn::Instruction)
    }

    /// `-a`, `+a`, `~a`.
    pub fn begin_unary(&mut self, method: Obj, a: Obj, on_return: OnReturn) -> R<Begun> {
        if !self.is_builtin_exact(a) {
            let found = self.lookup_special(a, method);
            if !found.is_null() {
                return self.begin_unbound(found, a, &[], on_return);
            }
        }
        done(self.unary(method, a)?)
    }

    /// `repr(o)`, `str(o)` or `ascii(o)` (1 and 2 and 3, as `CONVERT_VALUE` numbers `!s`, `!r` and `!a`).
    pub fn begin_text(&mut self, how: u32, o: Obj, on_return: OnReturn) -> R<Begun> {
        let method = if how == 1 { static_strings::DUNDER_STR } else { static_strings::DUNDER_REPR };
        if !self.is_builtin_exact(o) {
            let mut found = self.lookup_special(o, method);
            let mut repr = how != 1;
            if how == 1 && self.kind(o) == Kind::Instance && (found.is_null() || self.by_layout(found)) {
                // `object.__str__` asks `__repr__`.
                found = self.lookup_special(o, static_strings::DUNDER_REPR);
                repr = true;
            }
            if how == 1 && self.shows_by_repr(found) {
                return self.begin_unbound(found, o, &[], on_return);
            }
            if !found.is_null() && !self.by_layout(found) {
                return self.enter(What::Text, &[lent(o)], u64::from(how) | u64::from(repr) << 8, on_return);
            }
        }
        if self.is_shown_container(o) && !self.shows_natively(o, 0) {
            let held = [lent(o), StackRef::NULL, StackRef::NULL, StackRef::NULL];
            if how == 3 {
                return self.enter(What::Text, &[lent(o)], 3 | 2 << 8, on_return);
            }
            return self.enter(What::ContainerRepr, &held, 0, on_return);
        }
        self.begin_asking(Op::Text(how), [o, Obj::NULL, Obj::NULL], on_return)
    }

    /// `format(o, spec)`.
    pub fn begin_format(&mut self, o: Obj, spec: Obj, on_return: OnReturn) -> R<Begun> {
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, static_strings::DUNDER_FORMAT);
            if !method.is_null() && self.kind(method) == Kind::Function {
                return self.enter(What::Format, &[lent(o), lent(spec), StackRef::NULL], 0, on_return);
            }
        }
        if self.str_len(spec) == 0 {
            return self.begin_text(1, o, on_return);
        }
        self.begin_asking(Op::Format, [o, spec, Obj::NULL], on_return)
    }
}
