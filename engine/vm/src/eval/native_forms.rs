//! From a specialised instruction straight to the native function that it names, and `FOR_ITER` over built-in iterators
//! that are not specialised. Where a guard fails nothing has happened, and the general form follows.

use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::warm::Place;
use crate::memory::object::{Kind, Obj, Raised, StackRef};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    /// The arguments of a specialised call of a native, if its guards hold: `c1` is the native's index, `c2` the type
    /// that a method's self must have, or the class that is called.
    #[inline]
    fn native_arguments(&mut self, c1: u32, c2: u32, at: u32) -> Option<Args> {
        let callable = self.thread.stack[at as usize].obj();
        let slot = self.slot(callable);
        let (kind, a, owner) = (slot.kind, slot.a, slot.b_lo());
        let this = self.thread.stack[at as usize + 1];
        let first = match kind {
            Kind::MethodDescriptor if a == c1 && this != StackRef::NULL => {
                let t = self.ty(this.obj());
                (t == c2 || self.is_subtype(t, c2)).then_some(at + 1)?
            }
            Kind::BuiltinFunction if a == c1 && owner == 0 && this == StackRef::NULL => at + 2,
            Kind::Type if callable.0 == c2 && this == StackRef::NULL => at + 1,
            _ => return None,
        };
        let n = self.thread.sp - first;
        if !self.native(c1).fits(n) {
            return None;
        }
        if kind == Kind::Type {
            // A `__new__` has the class in front of its arguments.
            self.thread.stack[at as usize + 1] = StackRef::borrowed(callable);
        }
        Some(Args::new(first, n, Obj::NULL))
    }

    /// What natives see of the frame that runs.
    #[inline(always)]
    fn write_frame(&mut self, ip: usize, sp: u32) {
        if let Some(frame) = self.thread.frames.last_mut() {
            (frame.ip, frame.sp) = (ip as u32, sp);
        }
    }

    /// Calls the native that the instruction before `ip` was specialised for.
    #[inline(never)]
    pub(crate) fn call_native_form(&mut self, ip: usize, sp: usize) -> Place {
        let ins = &self.code[ip - 1];
        let (index, at) = (ins.c1, sp as u32 - ins.arg - 2);
        let Some(args) = self.native_arguments(index, ins.c2, at) else { return Place::MISS };
        self.write_frame(ip, at);
        self.thread.calling = index;
        let value = match self.run_native(self.native(index), args) {
            Ok(value) if !value.get().is_null() => value,
            Ok(asked) => {
                let begun = self.begun_native(asked, at, OnReturn::Push);
                match self.consumed(at, begun) {
                    Ok(Begun::Value(value)) => value,
                    Ok(Begun::Frame) if self.thread.throwing => return Place::RAISED,
                    Ok(Begun::Frame) => return Place::FRAME,
                    Ok(Begun::End) => {
                        self.raise_empty(ty::STOP_ITERATION);
                        return Place::RAISED;
                    }
                    Err(Raised) => return Place::RAISED,
                }
            }
            Err(Raised) => {
                self.clear_stack_to(at);
                return Place::RAISED;
            }
        };
        self.close_down_to(at);
        match self.called(value, ip as u32) {
            Ok(_) => Place::at(ip, at as usize + 1),
            Err(Raised) => Place::RAISED,
        }
    }

    /// As `clear_stack_to`, in a row with its caller.
    #[inline(always)]
    fn close_down_to(&mut self, base: u32) {
        let mut sp = self.thread.sp;
        while sp > base {
            sp -= 1;
            let r = std::mem::take(&mut self.thread.stack[sp as usize]);
            if r.is_borrowed() {
                continue;
            }
            // NULL is slot 0, whose count is 0; immortals have the top bit.
            let count = &mut self.slots[r.obj().ix()].refcnt;
            match *count as i32 {
                ..=0 => {}
                1 => {
                    *count = 0;
                    self.thread.sp = sp;
                    self.dealloc(r.obj());
                }
                _ => *count -= 1,
            }
        }
        self.thread.sp = base;
    }

    /// The next item of an iterator that runs no code, for a loop that is not specialised.
    #[inline(never)]
    pub(crate) fn iterate_form(&mut self, ip: usize, sp: usize) -> Place {
        let it = self.thread.stack[sp - 1].obj();
        if !self.steps_plainly(it) || !self.counts_down(ip - 1) {
            return Place::MISS;
        }
        self.write_frame(ip, sp as u32);
        match self.native_next(it) {
            Ok(Some(item)) => {
                self.thread.stack[sp] = StackRef::owned(item.into_edge());
                Place::at(ip, sp + 1)
            }
            Ok(None) => Place::at(self.code[ip - 1].arg as usize + 1, sp),
            Err(Raised) => Place::RAISED,
        }
    }

    /// The next item of an iterator of a built-in type that is at no end, where nothing dies that may have a finalizer;
    /// else NULL, and nothing has happened. The loop's locals need not be written back.
    #[inline(never)]
    pub(crate) fn iterate_quietly(&mut self, ip: usize, it: Obj) -> StackRef {
        // Field by field: a copy of the whole record would wait for the place that the item before was given from.
        let slot = self.slot(it);
        let (class, held) = (slot.ty, Obj(slot.b_lo()));
        if held.is_null() {
            return StackRef::NULL;
        }
        let item = match class {
            ty::STR_ASCII_ITERATOR | ty::STR_ITERATOR => {
                let at = slot.a;
                if at >= self.slot(held).a {
                    return StackRef::NULL;
                }
                let point = self.str_view(held).at(at as usize);
                if point > 255 || !self.counts_down(ip - 1) {
                    return StackRef::NULL;
                }
                self.slot_mut(it).a = at + 1;
                return StackRef::borrowed(Obj(fixed::LATIN1 + point));
            }
            ty::DICT_KEYITERATOR | ty::DICT_VALUEITERATOR | ty::DICT_ITEMITERATOR => {
                let (of, kept) = (slot.x, Obj(slot.c_lo()));
                let next = if self.dict_len(held) == slot.b_hi() { self.dict_next(held, slot.a) } else { None };
                let Some((i, key, value)) = next else { return StackRef::NULL };
                if of == 2 && !self.gives_quietly(kept) || !self.counts_down(ip - 1) {
                    return StackRef::NULL;
                }
                self.slot_mut(it).a = i + 1;
                match of {
                    0 => self.new_ref(key),
                    1 => self.new_ref(value),
                    _ => {
                        let (key, value) = (self.new_ref(key), self.new_ref(value));
                        self.give_pair(kept, key, value)
                    }
                }
            }
            ty::SET_ITERATOR => {
                let next = if self.set_len(held) == slot.b_hi() { self.set_next(held, slot.a) } else { None };
                let Some((i, key)) = next else { return StackRef::NULL };
                if !self.counts_down(ip - 1) {
                    return StackRef::NULL;
                }
                self.slot_mut(it).a = i + 1;
                self.new_ref(key)
            }
            ty::ENUMERATE => {
                if !self.gives_quietly(Obj(slot.b_hi())) || !self.has_quick_items(held, 1) || !self.counts_down(ip - 1)
                {
                    return StackRef::NULL;
                }
                match self.quick_item(held) {
                    Some(item) => self.numbered(it, item),
                    None => return StackRef::NULL,
                }
            }
            ty::ZIP => {
                let (parts, kept) = (*self.slot(held), Obj(slot.b_hi()));
                let words = parts.b_lo() as usize..(parts.b_lo() + parts.a) as usize;
                let ready = self.words.data[words.clone()].iter().all(|&part| self.has_quick_items(Obj(part), parts.a));
                if !ready || parts.a == 0 || !self.gives_quietly(kept) || !self.counts_down(ip - 1) {
                    return StackRef::NULL;
                }
                let given = self.tuple_to_give(kept);
                for (i, at) in words.enumerate() {
                    if let Some(item) = self.quick_item(Obj(self.words.data[at])) {
                        self.put_given(&given, i as u32, item);
                    }
                }
                given
            }
            _ => return StackRef::NULL,
        };
        StackRef::owned(item.into_edge())
    }

    /// Whether giving out a kept tuple once more drops nothing that may have a finalizer.
    #[inline]
    fn gives_quietly(&self, kept: Obj) -> bool {
        let slot = self.slot(kept);
        slot.refcnt != 1
            || self.words.range(slot.b_lo(), slot.a).iter().all(|&old| {
                let old = self.slot(Obj(old));
                old.refcnt != 1 || (ty::NONE_TYPE..=ty::BYTES).contains(&old.ty)
            })
    }

    /// Whether [`Machine::quick_item`] has so many items: one iterator may be asked by all places of a `zip`.
    #[inline]
    fn has_quick_items(&self, it: Obj, n: u32) -> bool {
        let slot = self.slot(it);
        matches!(slot.ty, ty::LIST_ITERATOR | ty::TUPLE_ITERATOR)
            && slot.b_lo() != 0
            && slot.a + n <= self.slot(Obj(slot.b_lo())).a
    }

    /// Whether an iterator gives its next item without running Python code, and has the `__next__` of its layout.
    #[inline]
    pub(crate) fn steps_plainly(&self, it: Obj) -> bool {
        let slot = self.slot(it);
        match slot.ty {
            ty::ENUMERATE => self.steps_natively(Obj(slot.b_lo())),
            ty::ZIP => self.tuple_items(Obj(slot.b_lo())).iter().all(|&part| self.steps_natively(Obj(part))),
            _ => self.is_builtin_exact(it) && self.steps_natively(it),
        }
    }
}
