//! Adaptive specialisation (PEP 659, `Python/specialize.c`): the general form of each family, the counter that
//! decides when to try a specialised form, and the choice of the form.

mod attributes;
mod calls;

use crate::eval::call::Begun;
use crate::eval::ceval::{binary_op_of, op};
use crate::eval::frame::{Frame, OnReturn};
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::static_strings;
use crate::objects::abstract_::{BinaryOp, CompareOp, NB_SUBSCR};
use crate::objects::codeobject::{BACKOFF_BITS, Instr};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

const MAX_BACKOFF: u16 = 12;

/// After a successful specialisation: 52 misses before it is tried again.
const fn cooldown() -> u16 {
    52 << BACKOFF_BITS
}

/// After a failed one: twice as long as before.
const fn backoff(counter: u16) -> u16 {
    let level = counter & 15;
    let level = if level < MAX_BACKOFF { level + 1 } else { MAX_BACKOFF };
    ((1 << level) - 1) << BACKOFF_BITS | level
}

impl Machine {
    /// Counts one execution of the general form; true when it is time to try a specialised one.
    #[inline]
    pub(crate) fn triggers(&mut self, at: usize) -> bool {
        let counter = &mut self.code[at].counter;
        if *counter >> BACKOFF_BITS == 0 {
            return true;
        }
        *counter -= 1 << BACKOFF_BITS;
        false
    }

    /// Counts one execution without the general form; false when that one's turn has come.
    #[inline]
    pub(crate) fn counts_down(&mut self, at: usize) -> bool {
        let ready = self.code[at].counter >> BACKOFF_BITS == 0;
        if !ready {
            self.code[at].counter -= 1 << BACKOFF_BITS;
        }
        !ready
    }

    pub(crate) fn specialized(&mut self, at: usize, form: u8, c1: u32, c2: u32) {
        let ins = &mut self.code[at];
        ins.op = form;
        ins.counter = cooldown();
        (ins.c1, ins.c2) = (c1, c2);
    }

    pub(crate) fn not_specialized(&mut self, at: usize) {
        let ins = &mut self.code[at];
        ins.op = ins.base;
        // The general form, which is executed now, counts once more.
        ins.counter = backoff(ins.counter) - (1 << BACKOFF_BITS);
    }

    /// Is it an int of one 30-bit digit (`_PyLong_IsCompact`)?
    fn is_compact_int(&self, o: Obj) -> bool {
        self.compact_int(o).is_some()
    }

    /// `BINARY_OP`: operators and subscripts.
    #[inline(never)]
    pub fn op_binary(&mut self, at: usize, a: Obj, b: Obj) -> R<Begun> {
        // A form that is executed in general, too: only where it does not fit, this counts.
        let fits =
            self.code[at].op == op::BINARY_OP_SUBSCR_LIST_SLICE && (self.ty(a), self.ty(b)) == (ty::LIST, ty::SLICE);
        if !fits && self.triggers(at) {
            self.specialize_binary(at, a, b);
        }
        let arg = self.code[at].arg;
        if arg == NB_SUBSCR {
            if self.ty(a) == ty::DICT
                && (ty::NONE_TYPE..=ty::BYTES).contains(&self.ty(b))
                && self.dict_has_plain_keys(a)
            {
                let value = self.dict_get(a, b)?;
                return match value.is_null() {
                    false => Ok(Begun::Value(self.new_ref(value))),
                    true => Err(self.raise_key_error(b)),
                };
            }
            if let Some(value) = self.plain_item(a, b) {
                return Ok(Begun::Value(value));
            }
            return self.begin_getitem(a, b, OnReturn::Instruction);
        }
        let (operator, inplace) = binary_op_of(arg);
        if self.ty(a) == ty::INT && self.ty(b) == ty::INT {
            return match self.int_binary(operator, a, b)? {
                Some(value) => Ok(Begun::Value(value)),
                None => Err(self.unsupported_binary(operator, inplace, a, b)),
            };
        }
        self.begin_binary(operator, inplace, a, b, OnReturn::Instruction)
    }

    fn specialize_binary(&mut self, at: usize, a: Obj, b: Obj) {
        let arg = self.code[at].arg;
        let (ta, tb) = (self.ty(a), self.ty(b));
        if arg == NB_SUBSCR {
            let nonnegative = self.is_compact_int(b) && self.slot(b).b as i64 >= 0;
            let form = match (ta, tb) {
                (ty::LIST, ty::INT) if nonnegative => Some(op::BINARY_OP_SUBSCR_LIST_INT),
                (ty::LIST, ty::SLICE) => Some(op::BINARY_OP_SUBSCR_LIST_SLICE),
                (ty::TUPLE, ty::INT) if nonnegative => Some(op::BINARY_OP_SUBSCR_TUPLE_INT),
                (ty::STR, ty::INT) if nonnegative => Some(op::BINARY_OP_SUBSCR_STR_INT),
                (ty::DICT, _) => Some(op::BINARY_OP_SUBSCR_DICT),
                _ if self.subscripts_simply(ta) => Some(op::BINARY_OP_SUBSCR_GETITEM),
                _ => None,
            };
            return match form {
                Some(form) => self.specialized(at, form, 0, 0),
                None => self.not_specialized(at),
            };
        }
        let (operator, _) = binary_op_of(arg);
        let ints = ta == ty::INT && tb == ty::INT;
        let floats = ta == ty::FLOAT && tb == ty::FLOAT;
        let form = match operator {
            BinaryOp::Add if ta == ty::STR && tb == ty::STR => {
                // Followed by a store to the local on the left: the string may grow in place.
                let next = self.code.get(at + 1).copied();
                let in_place = next.is_some_and(|next| {
                    let frame = self.thread.frames.last().map_or(0, |f| f.base);
                    next.op == op::STORE_FAST && self.thread.stack[(frame + next.arg) as usize].obj() == a
                });
                Some(if in_place { op::BINARY_OP_INPLACE_ADD_UNICODE } else { op::BINARY_OP_ADD_UNICODE })
            }
            BinaryOp::Add if ints => Some(op::BINARY_OP_ADD_INT),
            BinaryOp::Add if floats => Some(op::BINARY_OP_ADD_FLOAT),
            BinaryOp::Sub if ints => Some(op::BINARY_OP_SUBTRACT_INT),
            BinaryOp::Sub if floats => Some(op::BINARY_OP_SUBTRACT_FLOAT),
            BinaryOp::Mul if ints => Some(op::BINARY_OP_MULTIPLY_INT),
            BinaryOp::Mul if floats => Some(op::BINARY_OP_MULTIPLY_FLOAT),
            _ => None,
        };
        if let Some(form) = form {
            return self.specialized(at, form, 0, 0);
        }
        match self.extended_form(operator, a, b) {
            Some(number) => self.specialized(at, op::BINARY_OP_EXTEND, number, 0),
            None => self.not_specialized(at),
        }
    }

    /// Whether a class written in Python has a `__getitem__` that is a function of self and key.
    fn subscripts_simply(&mut self, t: u32) -> bool {
        let method = self.type_lookup(t, static_strings::DUNDER_GETITEM);
        self.types[t as usize].flags & tp::HEAPTYPE != 0 && self.takes_simply(method, 2)
    }

    /// The row of `binaryop_extend_descrs` that fits: bitwise operators of compact ints, and a float with a
    /// compact int. `c1` of the instruction is the row's number.
    fn extended_form(&self, operator: BinaryOp, a: Obj, b: Obj) -> Option<u32> {
        let ints = self.is_compact_int(a) && self.is_compact_int(b);
        let float_int = self.ty(a) == ty::FLOAT && self.is_compact_int(b);
        let int_float = self.is_compact_int(a) && self.ty(b) == ty::FLOAT;
        let base = match operator {
            BinaryOp::And if ints => return Some(0),
            BinaryOp::Or if ints => return Some(1),
            BinaryOp::Xor if ints => return Some(2),
            BinaryOp::Add => 3,
            BinaryOp::Sub => 4,
            BinaryOp::Mul => 5,
            BinaryOp::TrueDiv => 6,
            _ => return None,
        };
        // Division by zero is left to the general form, which raises.
        if operator == BinaryOp::TrueDiv {
            let zero = if float_int { self.slot(b).b == 0 } else { f64::from_bits(self.slot(b).b) == 0.0 };
            if zero {
                return None;
            }
        }
        if float_int {
            Some(base)
        } else if int_float {
            Some(base + 4)
        } else {
            None
        }
    }

    /// `BINARY_OP_EXTEND`; `None` when the guard fails.
    #[inline]
    pub fn extended_binary(&mut self, number: u32, a: Obj, b: Obj) -> Option<Owned> {
        if number < 3 {
            if !(self.is_compact_int(a) && self.is_compact_int(b)) {
                return None;
            }
            let (x, y) = (self.slot(a).b as i64, self.slot(b).b as i64);
            let value = match number {
                0 => x & y,
                1 => x | y,
                _ => x ^ y,
            };
            return Some(self.new_int(value));
        }
        let float_first = number < 7;
        let (f, i) = if float_first { (a, b) } else { (b, a) };
        if self.ty(f) != ty::FLOAT || !self.is_compact_int(i) {
            return None;
        }
        let (f, i) = (self.float_value(f), self.slot(i).b as i64 as f64);
        let (x, y) = if float_first { (f, i) } else { (i, f) };
        let value = match (number - 3) % 4 {
            0 => x + y,
            1 => x - y,
            2 => x * y,
            _ if y == 0.0 => return None,
            _ => x / y,
        };
        Some(self.new_float(value))
    }

    /// `COMPARE_OP`; bit 4 of the argument asks for a truth value.
    #[inline(never)]
    pub fn op_compare(&mut self, at: usize, a: Obj, b: Obj) -> R<Begun> {
        if self.triggers(at) {
            let form = match (self.ty(a), self.ty(b)) {
                (ty::FLOAT, ty::FLOAT) => Some(op::COMPARE_OP_FLOAT),
                (ty::INT, ty::INT) if self.is_compact_int(a) && self.is_compact_int(b) => Some(op::COMPARE_OP_INT),
                (ty::STR, ty::STR) if matches!(self.code[at].arg >> 5, 2 | 3) => Some(op::COMPARE_OP_STR),
                _ => None,
            };
            // Only comparisons that feed a jump or want a bool are specialised.
            match form.filter(|_| self.code[at].arg & 16 != 0 || self.code[at].arg >> 5 < 6) {
                Some(form) => self.specialized(at, form, 0, 0),
                None => self.not_specialized(at),
            }
        }
        let arg = self.code[at].arg;
        self.begin_compare(CompareOp::from_arg(arg >> 5), a, b, OnReturn::Instruction)
    }

    #[inline(never)]
    pub fn op_contains(&mut self, at: usize, container: Obj, item: Obj) -> R<Begun> {
        if self.triggers(at) {
            match self.ty(container) {
                ty::DICT => self.specialized(at, op::CONTAINS_OP_DICT, 0, 0),
                ty::SET | ty::FROZENSET => self.specialized(at, op::CONTAINS_OP_SET, 0, 0),
                _ => self.not_specialized(at),
            }
        }
        self.begin_contains(container, item, OnReturn::Instruction)
    }

    #[inline(never)]
    pub fn op_to_bool(&mut self, at: usize, o: Obj) -> R<Begun> {
        if self.triggers(at) {
            let form = match self.ty(o) {
                ty::BOOL => Some(op::TO_BOOL_BOOL),
                ty::INT => Some(op::TO_BOOL_INT),
                ty::LIST => Some(op::TO_BOOL_LIST),
                ty::NONE_TYPE => Some(op::TO_BOOL_NONE),
                ty::STR => Some(op::TO_BOOL_STR),
                t if self.types[t as usize].flags & tp::HEAPTYPE != 0
                    && self.type_lookup(t, static_strings::DUNDER_BOOL).is_null()
                    && self.type_lookup(t, static_strings::DUNDER_LEN).is_null() =>
                {
                    Some(op::TO_BOOL_ALWAYS_TRUE)
                }
                _ => None,
            };
            let version = self.type_version(self.ty(o));
            match form {
                Some(form) if version != 0 || form != op::TO_BOOL_ALWAYS_TRUE => self.specialized(at, form, version, 0),
                _ => self.not_specialized(at),
            }
        }
        self.begin_truth(o, OnReturn::Instruction)
    }

    pub fn specialize_for_iter(&mut self, at: usize, it: Obj) {
        if self.code[at].op != op::FOR_ITER
            && !matches!(self.kind(it), Kind::RangeIter | Kind::SeqIter | Kind::Generator)
        {
            return;
        }
        if self.triggers(at) {
            let form = match self.ty(it) {
                ty::LIST_ITERATOR => Some(op::FOR_ITER_LIST),
                ty::TUPLE_ITERATOR => Some(op::FOR_ITER_TUPLE),
                ty::RANGE_ITERATOR => Some(op::FOR_ITER_RANGE),
                ty::GENERATOR => Some(op::FOR_ITER_GEN),
                _ => None,
            };
            match form {
                // The distance of the jump is kept.
                Some(form) => self.specialized(at, form, 0, self.code[at].c2),
                None => self.not_specialized(at),
            }
        }
    }

    pub fn specialize_send(&mut self, at: usize) {
        if self.triggers(at) {
            self.specialized(at, op::SEND_GEN, 0, 0);
        }
    }

    pub fn specialize_super(&mut self, at: usize, method: bool) {
        if self.triggers(at) {
            let form = if method { op::LOAD_SUPER_ATTR_METHOD } else { op::LOAD_SUPER_ATTR_ATTR };
            self.specialized(at, form, 0, 0);
        }
    }

    /// `LOAD_GLOBAL`; looks the name up and, when warm, remembers where it was.
    #[inline(never)]
    pub fn op_load_global(&mut self, at: usize) -> R {
        let Some(frame) = self.thread.frames.last().copied() else { return self.load_global_name(Obj::NULL) };
        let name = self.code_name_at(frame.code, self.code[at].arg >> 1);
        if self.triggers(at) {
            self.specialize_load_global(at, &frame, name);
        }
        self.load_global_name(name)
    }

    fn specialize_load_global(&mut self, at: usize, frame: &Frame, name: Obj) {
        use crate::objects::dictobject::Found;
        let hash = self.str_hash(name);
        if let Found::At(i) = self.dict_find_str(frame.globals, name, hash) {
            let version = self.dict_keys_version(frame.globals);
            return self.specialized(at, op::LOAD_GLOBAL_MODULE, version, i);
        }
        if let Found::At(i) = self.dict_find_str(frame.builtins, name, hash) {
            let (globals, builtins) = (self.dict_keys_version(frame.globals), self.dict_keys_version(frame.builtins));
            if let Some(pair) = Instr::pair(i, builtins) {
                return self.specialized(at, op::LOAD_GLOBAL_BUILTIN, globals, pair);
            }
        }
        self.not_specialized(at);
    }

    /// `LOAD_ATTR`: replaces the owner on the stack by method and self, or begins to get the attribute.
    #[inline(never)]
    pub fn op_load_attr(&mut self, at: usize) -> R<Option<Begun>> {
        let top = self.thread.sp as usize - 1;
        let owner = self.thread.stack[top];
        let o = owner.obj();
        let code = self.thread.frames.last().map_or(0, |f| f.code);
        let arg = self.code[at].arg;
        let name = self.code_name_at(code, arg >> 1);
        let mut chosen = Obj::NULL;
        if self.triggers(at) {
            self.specialize_load_attr(at, o, name, arg & 1 != 0);
            let ins = self.code[at];
            if matches!(
                ins.op,
                op::LOAD_ATTR_METHOD_WITH_VALUES | op::LOAD_ATTR_METHOD_NO_DICT | op::LOAD_ATTR_METHOD_LAZY_DICT
            ) {
                // The form just chosen finds it, whatever the class's `__getattr__` would make of it.
                chosen = Obj(ins.c2);
            }
        }
        let found = match chosen.is_null() {
            true if arg & 1 != 0 => self.method_of(o, name)?,
            true => None,
            false => Some(self.new_ref(chosen)),
        };
        if let Some(method) = found {
            self.thread.stack[top] = StackRef::owned(method.into_edge());
            self.thread.stack[top + 1] = owner;
            self.thread.sp += 1;
            return Ok(None);
        }
        self.begin_getattr(o, name, OnReturn::Instruction).map(Some)
    }

    /// A method found on the type that can be called with the object as its first argument (`_PyObject_GetMethod`).
    fn method_of(&mut self, o: Obj, name: Obj) -> R<Option<Owned>> {
        if matches!(self.kind(o), Kind::Type | Kind::Module | Kind::Super | Kind::GenericAlias)
            || self.type_of(o).flags & tp::GETATTR_HOOK != 0
        {
            return Ok(None);
        }
        let ty = self.ty(o);
        let found = self.type_lookup(ty, name);
        let method = !found.is_null()
            && (self.kind(found) == Kind::Function
                || self.kind(found) == Kind::MethodDescriptor && self.ty(found) == ty::METHOD_DESCRIPTOR
                || self.kind(found) == Kind::WrapperDescriptor);
        if !method || (self.has_dict(o) || self.kind(o) == Kind::Exception) && !self.instance_get(o, name).is_null() {
            return Ok(None);
        }
        Ok(Some(self.new_ref(found)))
    }

    /// `STORE_ATTR`; operands stay on the stack.
    #[inline(never)]
    pub fn op_store_attr(&mut self, at: usize) -> R<Begun> {
        let top = self.thread.sp as usize - 1;
        let (value, o) = (self.thread.stack[top - 1].obj(), self.thread.stack[top].obj());
        let code = self.thread.frames.last().map_or(0, |f| f.code);
        let name = self.code_name_at(code, self.code[at].arg);
        if self.triggers(at) {
            self.specialize_store_attr(at, o, name);
        }
        self.begin_setattr(o, name, value, OnReturn::Instruction)
    }

    /// `STORE_SUBSCR`; operands stay on the stack.
    #[inline(never)]
    pub fn op_store_subscr(&mut self, at: usize) -> R<Begun> {
        let top = self.thread.sp as usize - 1;
        let (value, o, key) =
            (self.thread.stack[top - 2].obj(), self.thread.stack[top - 1].obj(), self.thread.stack[top].obj());
        if self.triggers(at) {
            match self.ty(o) {
                ty::LIST if self.is_compact_int(key) && self.slot(key).b < u64::from(self.slot(o).a) => {
                    self.specialized(at, op::STORE_SUBSCR_LIST_INT, 0, 0);
                }
                ty::DICT => self.specialized(at, op::STORE_SUBSCR_DICT, 0, 0),
                _ => self.not_specialized(at),
            }
        }
        self.begin_setitem(o, key, value, OnReturn::Instruction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::codeobject::warmup;

    #[test]
    fn counters_follow_cpythons_back_off() {
        assert_eq!(warmup(), 0x11);
        assert_eq!(backoff(warmup()), 3 << 4 | 2);
        assert_eq!(backoff(12), (0xFFF << 4) | 12);
    }
}
