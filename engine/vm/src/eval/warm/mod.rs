//! Specialised forms that need more than a few lines, but run no Python code: tried first wherever an instruction is
//! executed out of the loop. Where a guard fails nothing has happened, and the general form follows. They are not in
//! the loop itself: with them it is longer, and everything else in it a tenth slower.

mod frames;
mod objects;

use crate::eval::ceval::op;
use crate::eval::{Marking, Trace};
use crate::memory::object::{Obj, Owned, StackRef, flag};
use crate::native::static_strings::fixed;
use crate::objects::object::richcompare::mask;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;
use crate::state::thread::STACK;

const MASK: usize = STACK - 1;

/// Where the loop goes on behind a warm form, in one word: the next instruction and the height of the stack.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(u64);

impl Place {
    /// Nothing has happened: the general form follows.
    pub const MISS: Place = Place(0);
    /// In the frame that is innermost now, at its own instruction.
    pub const FRAME: Place = Place(u64::MAX);
    /// Nowhere: an exception was raised.
    pub const RAISED: Place = Place(u64::MAX - 1);

    #[inline(always)]
    pub fn at(ip: usize, sp: usize) -> Place {
        Place((ip as u64) << 32 | sp as u64)
    }

    #[inline(always)]
    fn or_else(self, other: impl FnOnce() -> Place) -> Place {
        if self == Place::MISS { other() } else { self }
    }

    #[inline(always)]
    pub fn ip(self) -> usize {
        (self.0 >> 32) as usize
    }

    #[inline(always)]
    pub fn sp(self) -> usize {
        self.0 as u32 as usize
    }
}

impl Machine {
    /// Executes the instruction before `ip`, if it is one of these forms and its guard holds. The fuel is written back;
    /// afterwards it is the machine's.
    #[inline(never)]
    pub(crate) fn warm(&mut self, ip: usize, sp: usize) -> Place {
        self.thread.sp = sp as u32;
        match self.code[ip - 1].op {
            op::CONTAINS_OP_DICT | op::CONTAINS_OP_SET | op::COMPARE_OP_STR => match self.warm_truth(ip, sp) {
                Some(truth) => {
                    let value = StackRef::borrowed(Machine::new_bool(truth));
                    let left = std::mem::replace(&mut self.thread.stack[sp - 2], value);
                    self.close(self.thread.stack[sp - 1]);
                    self.close(left);
                    Place::at(ip, sp - 1)
                }
                None => Place::MISS,
            },
            op::TO_BOOL_LIST | op::TO_BOOL_STR | op::TO_BOOL_NONE => match self.warm_truth(ip, sp) {
                Some(truth) => {
                    let value = StackRef::borrowed(Machine::new_bool(truth));
                    let old = std::mem::replace(&mut self.thread.stack[sp - 1], value);
                    self.close(old);
                    Place::at(ip, sp)
                }
                None => Place::MISS,
            },
            op::BINARY_OP_SUBSCR_DICT
            | op::BINARY_OP_SUBSCR_STR_INT
            | op::BINARY_OP_ADD_UNICODE
            | op::BINARY_OP_INPLACE_ADD_UNICODE => match self.warm_binary::<Marking>(ip, sp) {
                Some(value) => {
                    let (left, right) = (self.thread.stack[sp - 2], self.thread.stack[sp - 1]);
                    self.thread.stack[sp - 2] = value;
                    self.close(right);
                    self.close(left);
                    Place::at(ip, sp - 1)
                }
                None => Place::MISS,
            },
            op::STORE_SUBSCR_DICT => match self.warm_store_dict(sp) {
                Some(old) => {
                    self.xdecref(old);
                    self.close(self.thread.stack[sp - 1]);
                    self.close(self.thread.stack[sp - 2]);
                    Place::at(ip, sp - 3)
                }
                None => Place::MISS,
            },
            op::UNPACK_SEQUENCE_TUPLE | op::UNPACK_SEQUENCE_LIST => {
                let seq = self.thread.stack[sp - 1];
                if !self.warm_unpack::<Marking>(ip, sp) {
                    return Place::MISS;
                }
                self.close(seq);
                Place::at(ip, sp + self.code[ip - 1].arg as usize - 1)
            }
            op::BUILD_LIST => self.warm_build::<Marking>(false, ip, sp),
            op::BUILD_TUPLE => self.warm_build::<Marking>(true, ip, sp),
            op::LIST_APPEND => {
                let new = Owned::steal(self.steal(self.thread.stack[sp - 1]));
                self.list_append(self.thread.stack[sp - self.code[ip - 1].arg as usize - 1].obj(), new);
                Place::at(ip, sp - 1)
            }
            // An exact str is its own text.
            op::FORMAT_SIMPLE if self.ty(self.operand(sp, 1)) == ty::STR => Place::at(ip, sp),
            op::FORMAT_SIMPLE => match self.plain_text(self.operand(sp, 1)) {
                Some(text) => {
                    let old = std::mem::replace(&mut self.thread.stack[sp - 1], StackRef::owned(text.into_edge()));
                    self.close(old);
                    Place::at(ip, sp)
                }
                None => Place::MISS,
            },
            op::CALL_BUILTIN_O
            | op::CALL_BUILTIN_FAST
            | op::CALL_BUILTIN_FAST_WITH_KEYWORDS
            | op::CALL_BUILTIN_CLASS
            | op::CALL_STR_1
            | op::CALL_TUPLE_1
            | op::CALL_METHOD_DESCRIPTOR_NOARGS
            | op::CALL_METHOD_DESCRIPTOR_O
            | op::CALL_METHOD_DESCRIPTOR_FAST
            | op::CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS => self.call_native_form(ip, sp),
            op::CALL_LEN => match self.warm_len(ip, sp) {
                Some(n) => {
                    let (callable, o) = (self.thread.stack[sp - 3], self.thread.stack[sp - 1]);
                    self.thread.stack[sp - 3] = StackRef::owned(n.into_edge());
                    self.close(o);
                    self.close(callable);
                    Place::at(ip, sp - 2)
                }
                None => Place::MISS,
            },
            op::FOR_ITER => self.iterate_form(ip, sp),
            op::FOR_ITER_GEN => self.warm_resume(ip, sp),
            op::SEND_GEN => self.warm_send(ip, sp),
            op::YIELD_VALUE => self.warm_yield(ip, sp),
            op::RETURN_VALUE => self.warm_return(ip, sp),
            op::CALL_PY_GENERAL => self.warm_call(ip, sp),
            op::CALL_BOUND_METHOD_EXACT_ARGS | op::CALL_BOUND_METHOD_GENERAL => self.warm_call_method(ip, sp),
            op::CALL_FUNCTION_EX => self.warm_call_spread(ip, sp),
            op::MAP_ADD => self.warm_map_add(ip, sp),
            op::BUILD_MAP => self.warm_build_map(ip, sp),
            op::CALL_KW_PY => self.warm_call_kw(ip, sp),
            op::CALL_ALLOC_AND_ENTER_INIT => self.warm_enter_init(ip, sp),
            op::LOAD_ATTR
            | op::LOAD_ATTR_INSTANCE_VALUE
            | op::LOAD_ATTR_METHOD_WITH_VALUES
            | op::LOAD_ATTR_METHOD_NO_DICT
            | op::LOAD_ATTR_METHOD_LAZY_DICT
            | op::LOAD_ATTR_WITH_HINT
            | op::LOAD_ATTR_SLOT
            | op::LOAD_ATTR_MODULE
            | op::LOAD_ATTR_CLASS
            | op::LOAD_ATTR_CLASS_WITH_METACLASS_CHECK
            | op::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES
            | op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT => self.warm_load_attr(ip, sp),
            op::LOAD_ATTR_PROPERTY => self.warm_property(ip, sp),
            op::STORE_ATTR | op::STORE_ATTR_INSTANCE_VALUE | op::STORE_ATTR_SLOT | op::STORE_ATTR_WITH_HINT => {
                self.warm_store_attr(ip, sp)
            }
            op::TO_BOOL_ALWAYS_TRUE => self.warm_always_true(ip, sp),
            op::BINARY_OP_SUBSCR_GETITEM => self.warm_operator(ip, sp),
            op::BINARY_OP if self.types[self.ty(self.operand(sp, 2)) as usize].flags & tp::HEAPTYPE != 0 => {
                self.warm_operator(ip, sp)
            }
            op::BINARY_OP => self.warm_number(ip, sp).or_else(|| self.warm_containers(ip, sp)),
            op::BINARY_OP_ADD_INT | op::BINARY_OP_SUBTRACT_INT | op::BINARY_OP_MULTIPLY_INT => self.warm_long(ip, sp),
            op::COMPARE_OP => self.warm_compare(ip, sp).or_else(|| self.warm_operator(ip, sp)),
            op::SEND => self.warm_send_natively(ip, sp),
            op::CALL_ISINSTANCE => self.warm_isinstance(ip, sp),
            op::LOAD_NAME => self.warm_load_name(ip, sp),
            op::STORE_NAME => self.warm_store_name(ip, sp),
            op::PUSH_EXC_INFO => self.warm_push_exc_info(ip, sp),
            op::POP_EXCEPT => self.warm_pop_except(ip, sp),
            op::CHECK_EXC_MATCH => self.warm_check_exc_match(ip, sp),
            op::COPY_FREE_VARS => self.warm_copy_free_vars(ip, sp),
            op::MAKE_CELL => self.warm_make_cell(ip, sp),
            op::LOAD_SUPER_ATTR_METHOD => self.warm_super_method(ip, sp),
            _ => Place::MISS,
        }
    }

    #[inline(always)]
    pub(super) fn operand(&self, sp: usize, n: usize) -> Obj {
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
                let value = if self.ty(right) == ty::TUPLE {
                    self.dict_plain_tuple(left, right)??
                } else {
                    let hash = self.plain_key_hash(right)?;
                    self.dict_plain_value(left, right, hash)?
                };
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
            op::CONTAINS_OP_DICT if self.ty(right) == ty::DICT && self.ty(left) == ty::TUPLE => {
                let there = self.dict_plain_tuple(right, left)?.is_some();
                Some(there != (ins.arg != 0))
            }
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
    fn warm_store_dict(&mut self, sp: usize) -> Option<Obj> {
        let (value, dict, key) =
            (self.thread.stack[sp.wrapping_sub(3) & MASK], self.operand(sp, 2), self.operand(sp, 1));
        if self.ty(dict) != ty::DICT {
            return None;
        }
        self.dict_put_plain(dict, key, value)
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

    /// `BUILD_LIST` and `BUILD_TUPLE` of the topmost entries, which the result takes over.
    #[inline]
    fn warm_build<T: Trace>(&mut self, tuple: bool, ip: usize, sp: usize) -> Place {
        let n = self.code[ip - 1].arg;
        let first = sp - n as usize;
        if tuple && n == 0 {
            self.thread.stack[sp] = StackRef::borrowed(fixed::EMPTY_TUPLE);
            return Place::at(ip, sp + 1);
        }
        let (o, at) = if tuple { self.tuple_to_fill(n) } else { self.list_to_fill(n) };
        for i in 0..n {
            let r = self.thread.stack[first + i as usize];
            let item = self.steal_in::<T>(r);
            *self.words.data.change((at + i) as usize, T::MARKS) = item.0;
        }
        if tuple {
            self.track_if_held(o.get());
        }
        self.thread.stack[first] = StackRef::owned(o.into_edge());
        Place::at(ip, first + 1)
    }

    /// `MAP_ADD` of a key that is an exact str or a small int.
    fn warm_map_add(&mut self, ip: usize, sp: usize) -> Place {
        let (key, value) = (self.thread.stack[sp - 2], self.thread.stack[sp - 1]);
        let dict = self.operand(sp, self.code[ip - 1].arg as usize + 2);
        if let Some(old) = self.dict_put_plain(dict, key.obj(), value) {
            self.xdecref(old);
            self.close(key);
            return Place::at(ip, sp - 2);
        }
        Place::MISS
    }

    /// `d[key] = value` for an exact str or a small int and a dict in which looking runs no code; the value is taken over.
    /// What stood there before, NULL if nothing did; `None` if it is not that easy.
    fn dict_put_plain(&mut self, dict: Obj, key: Obj, value: StackRef) -> Option<Obj> {
        let hash = self.plain_key_hash(key)?;
        let place = self.dict_plain_place(dict, key, hash)?;
        let new = self.steal(value);
        match place {
            Some(i) => Some(self.dict_replace_at(dict, i, new)),
            None => {
                self.dict_insert(dict, key, hash, new);
                Some(Obj::NULL)
            }
        }
    }

    /// `BUILD_MAP` of such keys.
    fn warm_build_map(&mut self, ip: usize, sp: usize) -> Place {
        let n = self.code[ip - 1].arg as usize;
        let first = sp - 2 * n;
        let plain = |m: &Machine, i: usize| {
            let slot = m.slot(m.thread.stack[first + 2 * i].obj());
            slot.ty == ty::STR || slot.ty == ty::INT && slot.x == 0
        };
        if !(0..n).all(|i| plain(self, i)) {
            return Place::MISS;
        }
        let dict = self.new_dict_sized(n as u32).into_edge();
        for i in 0..n {
            let (key, value) = (self.thread.stack[first + 2 * i], self.thread.stack[first + 2 * i + 1]);
            let old = self.dict_put_plain(dict, key.obj(), value);
            debug_assert!(old.is_some(), "plain keys in a new dict");
            self.xdecref(old.unwrap_or(Obj::NULL));
        }
        for i in (0..n).rev() {
            self.close(self.thread.stack[first + 2 * i]);
        }
        self.thread.stack[first] = StackRef::owned(dict);
        Place::at(ip, first + 1)
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
