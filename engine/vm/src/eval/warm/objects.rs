//! Warm forms of attributes, numbers, names, cells and exceptions: what runs no Python code, whatever form the
//! instruction has.

use crate::eval::ceval::{binary_op_of, op};
use crate::eval::warm::Place;
use crate::memory::object::{Kind, Obj, Owned, StackRef};
use crate::native::static_strings::fixed;
use crate::objects::abstract_::{BinaryOp, NB_SUBSCR};
use crate::objects::funcobject::field;
use crate::objects::object::richcompare::mask;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// What an attribute turned out to be.
enum Attribute {
    /// Borrowed from whoever holds it.
    Value(Obj),
    /// A function of the class, to be called with the object as its first argument.
    Method(Obj),
}

/// Whether what is found on a class is handed out as it is, not asked for a `__get__`.
fn plain(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Int
            | Kind::Bool
            | Kind::Float
            | Kind::Str
            | Kind::Bytes
            | Kind::None
            | Kind::Tuple
            | Kind::List
            | Kind::Dict
            | Kind::Set
            | Kind::FrozenSet
            | Kind::Type
    )
}

impl Machine {
    /// `LOAD_ATTR` of an attribute that is found without asking anybody.
    pub(super) fn warm_load_attr(&mut self, ip: usize, sp: usize) -> Place {
        let ins = self.code[ip - 1];
        let owner = self.thread.stack[sp - 1];
        let o = owner.obj();
        let name = self.name_arg(ins.arg >> 1);
        let Some(found) = self.find_attribute(o, name, ins.arg & 1 != 0) else { return Place::MISS };
        let class = self.slot(o).ty;
        let fits = match ins.op {
            op::LOAD_ATTR_MODULE => self.kind(o) == Kind::Module && self.module_keys_are(o, ins.c1),
            op::LOAD_ATTR_CLASS | op::LOAD_ATTR_CLASS_WITH_METACLASS_CHECK => {
                self.kind(o) == Kind::Type && self.types[self.slot(o).a as usize].version == ins.c1
            }
            op::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES
            | op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT
            | op::LOAD_ATTR_SLOT
            | op::LOAD_ATTR_WITH_HINT
            | op::LOAD_ATTR_METHOD_LAZY_DICT => self.types[class as usize].version == ins.c1,
            _ => false,
        };
        if !fits && !self.counts_down(ip - 1) {
            return Place::MISS;
        }
        match found {
            Attribute::Method(method) => {
                self.incref(method);
                self.thread.stack[sp - 1] = StackRef::owned(method);
                self.thread.stack[sp] = owner;
                Place::at(ip, sp + 1)
            }
            Attribute::Value(value) => {
                self.incref(value);
                self.thread.stack[sp - 1] = StackRef::owned(value);
                self.thread.stack[sp] = StackRef::NULL;
                self.close(owner);
                Place::at(ip, sp + (ins.arg & 1) as usize)
            }
        }
    }

    fn module_keys_are(&self, module: Obj, version: u32) -> bool {
        let dict = self.instance_dict(module);
        !dict.is_null() && (self.slot(dict).c >> 32) as u32 == version
    }

    /// The attribute, if finding it runs no code and makes nothing.
    fn find_attribute(&mut self, o: Obj, name: Obj, method: bool) -> Option<Attribute> {
        let slot = *self.slot(o);
        match slot.kind {
            Kind::Instance | Kind::Exception => {}
            Kind::Module => {
                let value = self.instance_get(o, name);
                let hidden = value.is_null() || !self.type_lookup(slot.ty, name).is_null();
                return (!hidden).then_some(Attribute::Value(value));
            }
            Kind::Type => {
                if !self.type_lookup(slot.ty, name).is_null() {
                    return None;
                }
                let value = self.type_lookup(slot.a, name);
                let kind = self.kind(value);
                let as_it_is = !value.is_null() && (plain(kind) || kind == Kind::Function);
                return as_it_is.then_some(Attribute::Value(value));
            }
            Kind::Super | Kind::GenericAlias | Kind::Method => return None,
            // Of built-in types, only methods.
            _ => {
                let found = self.type_lookup(slot.ty, name);
                let usable = method
                    && !found.is_null()
                    && self.kind(found) == Kind::MethodDescriptor
                    && self.ty(found) == ty::METHOD_DESCRIPTOR
                    && !self.has_dict(o);
                return usable.then_some(Attribute::Method(found));
            }
        }
        if self.types[slot.ty as usize].flags & tp::GETATTR_HOOK != 0 {
            return None;
        }
        let descr = self.type_lookup(slot.ty, name);
        if !descr.is_null() && self.kind(descr) == Kind::Member {
            let value = self.member_get(o, self.slot(descr).a);
            return (!value.is_null()).then_some(Attribute::Value(value));
        }
        let function = !descr.is_null() && self.kind(descr) == Kind::Function;
        if !descr.is_null() && !function && !plain(self.kind(descr)) {
            return None;
        }
        let own = self.instance_get(o, name);
        if !own.is_null() {
            return Some(Attribute::Value(own));
        }
        if function {
            return method.then_some(Attribute::Method(descr));
        }
        (!descr.is_null()).then_some(Attribute::Value(descr))
    }

    /// `STORE_ATTR` into an instance or a field of `__slots__`.
    pub(super) fn warm_store_attr(&mut self, ip: usize, sp: usize) -> Place {
        let ins = self.code[ip - 1];
        let (value, owner) = (self.thread.stack[sp - 2], self.thread.stack[sp - 1]);
        let o = owner.obj();
        let class = self.ty(o);
        if self.kind(o) != Kind::Instance || self.types[class as usize].flags & tp::SETATTR_HOOK != 0 {
            return Place::MISS;
        }
        let name = self.name_arg(ins.arg);
        let descr = self.type_lookup(class, name);
        let field = !descr.is_null() && self.kind(descr) == Kind::Member;
        let hides = plain(self.kind(descr)) || self.kind(descr) == Kind::Function;
        let own = descr.is_null() || hides;
        let storable = field || own && self.has_dict(o);
        if !storable {
            return Place::MISS;
        }
        let fits = field && ins.op == op::STORE_ATTR_SLOT;
        if !fits && !self.counts_down(ip - 1) {
            return Place::MISS;
        }
        let new = self.steal(value);
        if field {
            let old = self.member_replace(o, self.slot(descr).a, new);
            self.xdecref(old);
        } else {
            self.instance_set(o, name, Owned::steal(new));
        }
        self.close(owner);
        Place::at(ip, sp - 2)
    }

    /// `TO_BOOL_ALWAYS_TRUE`.
    pub(super) fn warm_always_true(&mut self, ip: usize, sp: usize) -> Place {
        let class = self.ty(self.operand(sp, 1));
        if self.types[class as usize].version != self.code[ip - 1].c1 {
            return Place::MISS;
        }
        let old = std::mem::replace(&mut self.thread.stack[sp - 1], StackRef::borrowed(Machine::new_bool(true)));
        self.close(old);
        Place::at(ip, sp)
    }

    /// The value of an exact int that fits its slot.
    #[inline(always)]
    fn small(&self, o: Obj) -> Option<i64> {
        let slot = self.slot(o);
        (slot.ty == ty::INT && slot.x == 0).then_some(slot.b as i64)
    }

    /// A general `BINARY_OP` of two numbers, or with a negative index.
    pub(super) fn warm_number(&mut self, ip: usize, sp: usize) -> Place {
        let arg = self.code[ip - 1].arg;
        let (a, b) = (self.operand(sp, 2), self.operand(sp, 1));
        let value = if arg == NB_SUBSCR {
            self.counted_from_end(a, b)
        } else if let (Some(x), Some(y)) = (self.small(a), self.small(b)) {
            match binary_op_of(arg).0 {
                BinaryOp::TrueDiv if y != 0 && x.unsigned_abs() < 1 << 53 && y.unsigned_abs() < 1 << 53 => {
                    if !self.counts_down(ip - 1) {
                        return Place::MISS;
                    }
                    let value = self.new_float(x as f64 / y as f64);
                    return self.replace_two(ip, sp, value);
                }
                operator => Machine::small_binary(operator, x, y).map(Err),
            }
        } else if self.ty(a) == ty::FLOAT && self.ty(b) == ty::FLOAT {
            let (x, y) = (self.float_value(a), self.float_value(b));
            if binary_op_of(arg).0 != BinaryOp::TrueDiv || y == 0.0 || !self.counts_down(ip - 1) {
                return Place::MISS;
            }
            let value = self.new_float(x / y);
            return self.replace_two(ip, sp, value);
        } else {
            return self.warm_long(ip, sp);
        };
        let Some(value) = value else { return self.warm_long(ip, sp) };
        if !self.counts_down(ip - 1) {
            return Place::MISS;
        }
        let value = match value {
            Ok(item) => self.new_ref(item),
            Err(number) => self.new_int(number),
        };
        self.replace_two(ip, sp, value)
    }

    /// Sums, differences, short products and divisions of exact ints of any size; a form that is specialised for ints is right
    /// for them all.
    #[inline(never)]
    pub(super) fn warm_long(&mut self, ip: usize, sp: usize) -> Place {
        let (a, b) = (self.operand(sp, 2), self.operand(sp, 1));
        let operator = binary_op_of(self.code[ip - 1].arg).0;
        let easy =
            matches!(operator, BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::FloorDiv | BinaryOp::Mod);
        let subscript = self.code[ip - 1].arg == NB_SUBSCR;
        if self.ty(a) != ty::INT || self.ty(b) != ty::INT || !easy || subscript {
            return Place::MISS;
        }
        if self.code[ip - 1].op == op::BINARY_OP && !self.counts_down(ip - 1) {
            return Place::MISS;
        }
        self.leave_at(ip, sp);
        match self.int_binary(operator, a, b) {
            Ok(Some(value)) => self.replace_two(ip, sp, value),
            Ok(None) => Place::MISS,
            Err(_) => Place::RAISED,
        }
    }

    /// Sequences that are put together or repeated: nothing of theirs is asked.
    #[inline(never)]
    pub(super) fn warm_containers(&mut self, ip: usize, sp: usize) -> Place {
        let arg = self.code[ip - 1].arg;
        let (a, b) = (self.operand(sp, 2), self.operand(sp, 1));
        if arg == NB_SUBSCR {
            return Place::MISS;
        }
        let (operator, inplace) = binary_op_of(arg);
        let (left, right) = (self.ty(a), self.ty(b));
        let sequence = |of| matches!(of, ty::LIST | ty::TUPLE | ty::STR | ty::BYTES);
        let plain = match operator {
            BinaryOp::Add => left == right && sequence(left),
            BinaryOp::Mul => sequence(left) && right == ty::INT && self.slot(b).x == 0,
            _ => false,
        };
        if !plain || inplace && left == ty::LIST || !self.counts_down(ip - 1) {
            return Place::MISS;
        }
        self.leave_at(ip, sp);
        match self.binary_native(operator, a, b) {
            Ok(value) => self.replace_two(ip, sp, value),
            Err(_) => Place::RAISED,
        }
    }

    /// The value takes the place of two operands, which are dropped deepest first.
    #[inline(always)]
    fn replace_two(&mut self, ip: usize, sp: usize, value: Owned) -> Place {
        let (left, right) = (self.thread.stack[sp - 2], self.thread.stack[sp - 1]);
        self.thread.stack[sp - 2] = StackRef::owned(value.into_edge());
        self.close(left);
        self.close(right);
        Place::at(ip, sp - 1)
    }

    /// An item of an exact list or tuple, by an index that counts from the end.
    fn counted_from_end(&self, seq: Obj, index: Obj) -> Option<Result<Obj, i64>> {
        let i = self.small(index)?;
        let slot = self.slot(seq);
        let at = i.checked_add(i64::from(slot.a))?;
        let there = matches!(slot.ty, ty::LIST | ty::TUPLE) && i < 0 && at >= 0;
        there.then(|| Ok(Obj(self.words.data[slot.b_lo() as usize + at as usize])))
    }

    /// A general `COMPARE_OP` of two exact ints, floats or strs.
    pub(super) fn warm_compare(&mut self, ip: usize, sp: usize) -> Place {
        let (a, b) = (self.operand(sp, 2), self.operand(sp, 1));
        let found = if let (Some(x), Some(y)) = (self.small(a), self.small(b)) {
            mask::of(x.cmp(&y))
        } else if self.ty(a) != self.ty(b) {
            return Place::MISS;
        } else if self.ty(a) == ty::FLOAT {
            self.float_value(a).partial_cmp(&self.float_value(b)).map_or(mask::UNORDERED, mask::of)
        } else if self.ty(a) == ty::STR {
            mask::of(self.str_cmp(a, b))
        } else {
            return Place::MISS;
        };
        if !self.counts_down(ip - 1) {
            return Place::MISS;
        }
        let truth = self.code[ip - 1].arg & found != 0;
        self.replace_two(ip, sp, Owned::steal(Machine::new_bool(truth)))
    }

    fn is_plain_dict(&self, o: Obj) -> bool {
        self.ty(o) == ty::DICT
    }

    /// `LOAD_NAME` from dicts.
    pub(super) fn warm_load_name(&mut self, ip: usize, sp: usize) -> Place {
        let name = Obj(self.code[ip - 1].c1);
        let Some(frame) = self.thread.frames.last() else { return Place::MISS };
        for dict in [frame.locals, frame.globals, frame.builtins] {
            if !self.is_plain_dict(dict) {
                return Place::MISS;
            }
            let value = self.dict_get_str(dict, name);
            if !value.is_null() {
                self.incref(value);
                self.thread.stack[sp] = StackRef::owned(value);
                return Place::at(ip, sp + 1);
            }
        }
        Place::MISS
    }

    /// `STORE_NAME` into a dict.
    pub(super) fn warm_store_name(&mut self, ip: usize, sp: usize) -> Place {
        let locals = self.thread.frames.last().map_or(Obj::NULL, |frame| frame.locals);
        if !self.is_plain_dict(locals) {
            return Place::MISS;
        }
        let value = self.steal(self.thread.stack[sp - 1]);
        self.dict_set_str(locals, Obj(self.code[ip - 1].c1), Owned::steal(value));
        Place::at(ip, sp - 1)
    }

    pub(super) fn warm_push_exc_info(&mut self, ip: usize, sp: usize) -> Place {
        let exc = self.thread.stack[sp - 1];
        let Some(top) = self.thread.exc_stack.len().checked_sub(1) else { return Place::MISS };
        self.incref(exc.obj());
        let previous = std::mem::replace(&mut self.thread.exc_stack[top], exc.obj());
        let previous = if previous.is_null() { fixed::NONE } else { previous };
        self.thread.stack[sp - 1] = StackRef::owned(previous);
        self.thread.stack[sp] = exc;
        Place::at(ip, sp + 1)
    }

    pub(super) fn warm_pop_except(&mut self, ip: usize, sp: usize) -> Place {
        let handled = self.thread.stack[sp - 1];
        let Some(top) = self.thread.exc_stack.len().checked_sub(1) else { return Place::MISS };
        let restored = if handled.obj() == fixed::NONE { Obj::NULL } else { self.steal(handled) };
        let old = std::mem::replace(&mut self.thread.exc_stack[top], restored);
        self.thread.sp = sp as u32 - 1;
        self.xdecref(old);
        Place::at(ip, sp - 1)
    }

    /// `CHECK_EXC_MATCH` with one class.
    pub(super) fn warm_check_exc_match(&mut self, ip: usize, sp: usize) -> Place {
        let (exc, class) = (self.operand(sp, 2), self.thread.stack[sp - 1]);
        if self.kind(class.obj()) != Kind::Type || !self.is_exception_class(class.obj()) {
            return Place::MISS;
        }
        let matches = self.is_subtype(self.ty(exc), self.slot(class.obj()).a);
        self.thread.stack[sp - 1] = StackRef::borrowed(Machine::new_bool(matches));
        self.close(class);
        Place::at(ip, sp)
    }

    pub(super) fn warm_copy_free_vars(&mut self, ip: usize, sp: usize) -> Place {
        let n = self.code[ip - 1].arg;
        let Some(frame) = self.thread.frames.last() else { return Place::MISS };
        let (func, first) = (frame.func.obj(), frame.base + self.code_entries[frame.code as usize].nlocalsplus - n);
        let closure = self.func_field(func, field::CLOSURE);
        for i in 0..n {
            let cell = self.tuple_item(closure, i);
            self.incref(cell);
            self.thread.stack[(first + i) as usize] = StackRef::owned(cell);
        }
        Place::at(ip, sp)
    }

    pub(super) fn warm_make_cell(&mut self, ip: usize, sp: usize) -> Place {
        let base = self.thread.frames.last().map_or(0, |frame| frame.base);
        let at = (base + self.code[ip - 1].arg) as usize;
        let initial = self.thread.stack[at];
        let contents = if initial == StackRef::NULL { Obj::NULL } else { self.steal(initial) };
        let cell = self.new_cell(contents);
        self.thread.stack[at] = StackRef::owned(cell.into_edge());
        Place::at(ip, sp)
    }
}
