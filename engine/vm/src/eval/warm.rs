//! Specialised forms that need more than a few lines, but run no Python code: tried first wherever an instruction is
//! executed out of the loop. Where a guard fails nothing has happened, and the general form follows. They are not in
//! the loop itself: with them it is longer, and everything else in it a tenth slower.

use crate::eval::ceval::op;
use crate::eval::{Marking, Trace};
use crate::memory::object::{Obj, Owned, StackRef, flag};
use crate::native::static_strings::fixed;
use crate::objects::object::richcompare::mask;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use crate::state::thread::STACK;

const MASK: usize = STACK - 1;

/// What a form leaves: the height of the stack, and the references that it took from it, first to be closed first.
struct Warm {
    sp: usize,
    dead: [StackRef; 3],
}

/// The opcodes that have such a form.
pub(crate) const WARM: &[u8] = &[
    op::CONTAINS_OP_DICT,
    op::CONTAINS_OP_SET,
    op::COMPARE_OP_STR,
    op::TO_BOOL_LIST,
    op::TO_BOOL_STR,
    op::TO_BOOL_NONE,
    op::BINARY_OP_SUBSCR_DICT,
    op::BINARY_OP_SUBSCR_STR_INT,
    op::BINARY_OP_ADD_UNICODE,
    op::BINARY_OP_INPLACE_ADD_UNICODE,
    op::STORE_SUBSCR_DICT,
    op::UNPACK_SEQUENCE_TUPLE,
    op::UNPACK_SEQUENCE_LIST,
    op::BUILD_LIST,
    op::BUILD_TUPLE,
    op::LIST_APPEND,
    op::FORMAT_SIMPLE,
    op::CALL_LEN,
];

impl Machine {
    /// Executes the instruction before `ip`, if it is one of these forms and its guard holds. The frame is written back.
    #[inline(always)]
    pub(crate) fn execute_warm(&mut self, ip: usize, sp: usize) -> bool {
        match self.warm_form::<Marking>(ip, sp) {
            None => false,
            Some(warm) => {
                self.thread.sp = warm.sp as u32;
                warm.dead.into_iter().for_each(|dead| self.close(dead));
                true
            }
        }
    }

    #[inline(never)]
    fn warm_form<T: Trace>(&mut self, ip: usize, sp: usize) -> Option<Warm> {
        let ins = self.code[ip - 1];
        let null = StackRef::NULL;
        let at = |n: usize| sp.wrapping_sub(n) & MASK;
        let done = |sp: usize, dead: [StackRef; 3]| Some(Warm { sp, dead });
        match ins.op {
            op::CONTAINS_OP_DICT | op::CONTAINS_OP_SET | op::COMPARE_OP_STR => {
                let truth = self.warm_truth(ip, sp)?;
                let (left, right) = (self.thread.stack[at(2)], self.thread.stack[at(1)]);
                self.thread.stack[at(2)] = StackRef::borrowed(Machine::new_bool(truth));
                done(sp - 1, [right, left, null])
            }
            op::TO_BOOL_LIST | op::TO_BOOL_STR | op::TO_BOOL_NONE => {
                let truth = self.warm_truth(ip, sp)?;
                let value =
                    std::mem::replace(&mut self.thread.stack[at(1)], StackRef::borrowed(Machine::new_bool(truth)));
                done(sp, [value, null, null])
            }
            op::STORE_SUBSCR_DICT => {
                let old = self.warm_store_dict::<T>(sp)?;
                done(sp - 3, [StackRef::owned(old), self.thread.stack[at(1)], self.thread.stack[at(2)]])
            }
            op::UNPACK_SEQUENCE_TUPLE | op::UNPACK_SEQUENCE_LIST => {
                let seq = self.thread.stack[at(1)];
                self.warm_unpack::<T>(ip, sp).then_some(())?;
                done(sp + ins.arg as usize - 1, [seq, null, null])
            }
            op::BUILD_LIST | op::BUILD_TUPLE => {
                let built = self.warm_build::<T>(ins.op == op::BUILD_TUPLE, ins.arg, sp);
                let sp = sp - ins.arg as usize;
                self.thread.stack[sp & MASK] = StackRef::owned(built.into_edge());
                done(sp + 1, [null; 3])
            }
            op::LIST_APPEND => {
                let item = self.thread.stack[at(1)];
                let new = Owned::steal(self.steal_in::<T>(item));
                self.list_append(self.thread.stack[at(ins.arg as usize + 1)].obj(), new);
                done(sp - 1, [null; 3])
            }
            // An exact str is its own text.
            op::FORMAT_SIMPLE if self.ty(self.operand(sp, 1)) == ty::STR => done(sp, [null; 3]),
            op::FORMAT_SIMPLE => {
                let text = self.plain_text(self.operand(sp, 1))?;
                let value = std::mem::replace(&mut self.thread.stack[at(1)], StackRef::owned(text.into_edge()));
                done(sp, [value, null, null])
            }
            op::CALL_LEN => {
                let n = self.warm_len(ip, sp)?;
                let (callable, o) = (self.thread.stack[at(3)], self.thread.stack[at(1)]);
                self.thread.stack[at(3)] = StackRef::owned(n.into_edge());
                done(sp - 2, [o, callable, null])
            }
            _ => {
                let value = self.warm_binary::<T>(ip, sp)?;
                let (left, right) = (self.thread.stack[at(2)], self.thread.stack[at(1)]);
                self.thread.stack[at(2)] = value;
                done(sp - 1, [right, left, null])
            }
        }
    }

    #[inline(always)]
    fn operand(&self, sp: usize, n: usize) -> Obj {
        self.thread.stack[sp.wrapping_sub(n) & MASK].obj()
    }

    /// The hash of a key that is an exact str or a small int: finding it runs no code of the key's.
    #[inline]
    fn plain_key_hash(&mut self, key: Obj) -> Option<u64> {
        let slot = self.slot(key);
        match slot.ty {
            ty::STR => Some(if slot.c != 0 { slot.c } else { self.str_hash(key) }),
            ty::INT if slot.x == 0 => Some(self.int_hash(key)),
            _ => None,
        }
    }

    /// Forms with two operands and a value that is not a bool.
    #[inline]
    fn warm_binary<T: Trace>(&mut self, ip: usize, sp: usize) -> Option<StackRef> {
        let (left, right) = (self.operand(sp, 2), self.operand(sp, 1));
        match self.code[ip - 1].op {
            op::BINARY_OP_SUBSCR_DICT => {
                if self.ty(left) != ty::DICT {
                    return None;
                }
                let hash = self.plain_key_hash(right)?;
                let value = self.dict_plain_value(left, right, hash)?;
                self.incref_in::<T>(value);
                Some(StackRef::owned(value))
            }
            op::BINARY_OP_SUBSCR_STR_INT => {
                let (s, i) = (self.slot(left), self.slot(right));
                if s.ty != ty::STR || i.ty != ty::INT || i.x != 0 || i.b >= u64::from(s.a) {
                    return None;
                }
                let at = i.b as usize;
                Some(StackRef::owned(self.str_char(left, at).into_edge()))
            }
            op::BINARY_OP_ADD_UNICODE => {
                if self.ty(left) != ty::STR || self.ty(right) != ty::STR {
                    return None;
                }
                Some(StackRef::owned(self.str_concat(left, right).into_edge()))
            }
            _ => self.append_in_place(ip, sp, left, right),
        }
    }

    /// `s += t` where nothing but the local that takes the result holds `s`: it grows where it lies
    /// (`PyUnicode_Append`). The local's reference becomes the result; the local keeps a borrowed one until the store.
    fn append_in_place(&mut self, ip: usize, sp: usize, left: Obj, right: Obj) -> Option<StackRef> {
        let (s, t) = (*self.slot(left), *self.slot(right));
        if s.ty != ty::STR || t.ty != ty::STR {
            return None;
        }
        let next = self.code[ip];
        let base = self.thread.frames.last().map_or(0, |frame| frame.base);
        let local = (base + next.arg) as usize & MASK;
        let sole = s.refcnt == 1
            && s.flags & flag::INTERNED == 0
            && self.thread.stack[sp.wrapping_sub(2) & MASK].is_borrowed()
            && next.op == op::STORE_FAST
            && self.thread.stack[local] == StackRef::owned(left);
        if !sole || t.x > s.x || t.a == 0 || !self.str_extend(left, right) {
            return Some(StackRef::owned(self.str_concat(left, right).into_edge()));
        }
        self.thread.stack[local] = StackRef::borrowed(left);
        Some(StackRef::owned(left))
    }

    /// Forms with one or two operands and a truth value.
    #[inline]
    fn warm_truth(&mut self, ip: usize, sp: usize) -> Option<bool> {
        let ins = self.code[ip - 1];
        let (left, right) = (self.operand(sp, 2), self.operand(sp, 1));
        match ins.op {
            op::CONTAINS_OP_DICT if self.ty(right) == ty::DICT => {
                let hash = self.plain_key_hash(left)?;
                if !self.dict_has_plain_keys(right) {
                    return None;
                }
                let there = self.dict_plain_value(right, left, hash).is_some();
                Some(there != (ins.arg != 0))
            }
            op::CONTAINS_OP_SET if matches!(self.ty(right), ty::SET | ty::FROZENSET) => {
                let hash = self.plain_key_hash(left)?;
                Some(self.set_has_plain(right, left, hash)? != (ins.arg != 0))
            }
            op::COMPARE_OP_STR if self.ty(left) == ty::STR && self.ty(right) == ty::STR => {
                let order =
                    if self.str_eq(left, right) { std::cmp::Ordering::Equal } else { self.str_cmp(left, right) };
                Some(ins.arg & mask::of(order) != 0)
            }
            op::TO_BOOL_LIST => (self.ty(right) == ty::LIST).then(|| self.slot(right).a != 0),
            op::TO_BOOL_STR => (self.ty(right) == ty::STR).then(|| self.slot(right).a != 0),
            op::TO_BOOL_NONE => (right == fixed::NONE).then_some(false),
            _ => None,
        }
    }

    /// `STORE_SUBSCR_DICT`: what stood there before, NULL if nothing did.
    #[inline]
    fn warm_store_dict<T: Trace>(&mut self, sp: usize) -> Option<Obj> {
        let (value, dict, key) =
            (self.thread.stack[sp.wrapping_sub(3) & MASK], self.operand(sp, 2), self.operand(sp, 1));
        if self.ty(dict) != ty::DICT {
            return None;
        }
        let hash = self.plain_key_hash(key)?;
        let place = self.dict_plain_place(dict, key, hash)?;
        let new = self.steal_in::<T>(value);
        match place {
            Some(i) => Some(self.dict_replace_at(dict, i, new)),
            None => {
                self.dict_insert(dict, key, hash, new);
                Some(Obj::NULL)
            }
        }
    }

    /// `UNPACK_SEQUENCE` of an exact tuple or list of the wanted length: its items, the first on top, in its place.
    #[inline]
    fn warm_unpack<T: Trace>(&mut self, ip: usize, sp: usize) -> bool {
        let want = self.code[ip - 1].arg;
        let slot = *self.slot(self.operand(sp, 1));
        if !matches!(slot.ty, ty::TUPLE | ty::LIST) || slot.a != want || want == 0 {
            return false;
        }
        for i in 0..want {
            let item = Obj(self.words.data[(slot.b_lo() + want - 1 - i) as usize]);
            self.incref_in::<T>(item);
            self.thread.stack[(sp - 1 + i as usize) & MASK] = StackRef::owned(item);
        }
        true
    }

    /// `BUILD_LIST` and `BUILD_TUPLE` of the `n` topmost entries, which the result takes over.
    #[inline]
    fn warm_build<T: Trace>(&mut self, tuple: bool, n: u32, sp: usize) -> Owned {
        if tuple && n == 0 {
            return Owned::steal(fixed::EMPTY_TUPLE);
        }
        for i in sp - n as usize..sp {
            let r = self.thread.stack[i & MASK];
            if r.is_borrowed() {
                self.incref_in::<T>(r.obj());
            }
        }
        let (o, at) = if tuple { self.tuple_to_fill(n) } else { self.list_to_fill(n) };
        for i in 0..n {
            let item = self.thread.stack[(sp - (n - i) as usize) & MASK].obj();
            *self.words.data.change((at + i) as usize, T::MARKS) = item.0;
        }
        if tuple {
            self.track_if_held(o.get());
        }
        o
    }

    /// `CALL_LEN` of a built-in container.
    #[inline]
    fn warm_len(&mut self, ip: usize, sp: usize) -> Option<Owned> {
        let (callable, this, o) =
            (self.operand(sp, 3), self.thread.stack[sp.wrapping_sub(2) & MASK], self.operand(sp, 1));
        if callable.0 != self.code[ip - 1].c1 || this != StackRef::NULL {
            return None;
        }
        let slot = self.slot(o);
        match slot.ty {
            ty::LIST | ty::TUPLE | ty::STR | ty::DICT | ty::SET | ty::FROZENSET | ty::BYTES => {
                let n = i64::from(slot.a);
                Some(self.new_int(n))
            }
            _ => None,
        }
    }
}
