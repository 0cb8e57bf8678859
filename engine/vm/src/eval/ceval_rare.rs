//! Instructions that are too rare to lie in the hot loop, one short arm each. They find their operands between
//! the frame's stack base and `Machine::sp`.

use crate::eval::call::Begun;
use crate::eval::ceval::op;
use crate::eval::ceval_general::Next;
use crate::eval::frame::{Frame, OnReturn};
use crate::eval::replay::Op;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings::{self, fixed};
use crate::objects::codeobject::Instr;
use crate::objects::funcobject::field;
use crate::objects::sliceobject::adjust;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;
use compiler::code::flags;

impl Machine {
    #[inline]
    pub(crate) fn pop_ref(&mut self) -> StackRef {
        self.thread.sp -= 1;
        std::mem::take(&mut self.thread.stack[self.thread.sp as usize])
    }

    /// Pops an owned object, NULL for NULL.
    pub(crate) fn pop_owned(&mut self) -> Obj {
        let r = self.pop_ref();
        if r == StackRef::NULL { Obj::NULL } else { self.steal(r) }
    }

    pub(crate) fn pop_close(&mut self) {
        let r = self.pop_ref();
        self.close(r);
    }

    pub(crate) fn push_owned(&mut self, o: Owned) {
        self.thread.stack[self.thread.sp as usize] = StackRef::owned(o.into_edge());
        self.thread.sp += 1;
    }

    pub(crate) fn push_immortal(&mut self, o: Obj) {
        self.thread.stack[self.thread.sp as usize] = StackRef::borrowed(o);
        self.thread.sp += 1;
    }

    /// The `n`-th entry from the top, 1 the top, borrowed.
    pub(crate) fn peek(&self, n: u32) -> Obj {
        self.thread.stack[(self.thread.sp - n) as usize].obj()
    }

    pub(crate) fn local(&self, i: u32) -> StackRef {
        let base = self.thread.frames.last().map_or(0, |f| f.base);
        self.thread.stack[(base + i) as usize]
    }

    pub(crate) fn set_local(&mut self, i: u32, r: StackRef) -> StackRef {
        let base = self.thread.frames.last().map_or(0, |f| f.base);
        std::mem::replace(&mut self.thread.stack[(base + i) as usize], r)
    }

    pub(crate) fn top_frame(&self) -> Frame {
        self.thread.frames.last().copied().unwrap_or(crate::state::frame::NO_FRAME)
    }

    pub(crate) fn name_arg(&self, i: u32) -> Obj {
        self.code_name_at(self.top_frame().code, i)
    }

    /// Executes one instruction. `Some(ip)`: go on there in the same frame; `None`: another frame is on top.
    #[inline(never)]
    pub(crate) fn execute_rare(&mut self, ip: u32, ins: Instr) -> R<Option<u32>> {
        let arg = ins.arg;
        match ins.op {
            op::LOAD_CONST => {
                let o = Obj(ins.c1);
                let immortal = self.slot(o).is_immortal();
                self.code[ip as usize - 1].op = if immortal { op::LOAD_CONST_IMMORTAL } else { op::LOAD_CONST_MORTAL };
                self.incref(o);
                self.thread.stack[self.thread.sp as usize] =
                    if immortal { StackRef::borrowed(o) } else { StackRef::owned(o) };
                self.thread.sp += 1;
            }
            op::PUSH_EXC_INFO => {
                let exc = self.pop_ref();
                let top = self.thread.exc_stack.len() - 1;
                self.incref(exc.obj());
                let previous = std::mem::replace(&mut self.thread.exc_stack[top], exc.obj());
                let previous = if previous.is_null() { fixed::NONE } else { previous };
                self.push_owned(Owned::steal(previous));
                self.thread.stack[self.thread.sp as usize] = exc;
                self.thread.sp += 1;
            }
            op::POP_EXCEPT => {
                let handled = self.pop_ref();
                let top = self.thread.exc_stack.len() - 1;
                let restored = if handled.obj() == fixed::NONE { Obj::NULL } else { self.steal(handled) };
                let old = std::mem::replace(&mut self.thread.exc_stack[top], restored);
                self.save_sp();
                self.xdecref(old);
            }
            op::LOAD_NAME => {
                let value = self.load_name(Obj(ins.c1))?;
                self.push_owned(value);
            }
            op::STORE_NAME => {
                let locals = self.namespace();
                if self.ty(locals) != ty::DICT {
                    // What a metaclass prepared may be written in Python.
                    let begun = self.begin_setitem(locals, Obj(ins.c1), self.peek(1), OnReturn::Instruction)?;
                    return self.begun_rare(ins, ip, begun);
                }
                let value = Owned::steal(self.pop_owned());
                self.dict_set_str(locals, Obj(ins.c1), value);
            }
            op::DELETE_NAME => {
                let locals = self.namespace();
                let plain = self.kind(locals) == Kind::Dict && self.ty(locals) == ty::DICT;
                if !plain {
                    if let Err(raised) = self.delitem(locals, Obj(ins.c1)) {
                        if !self.raised_is(ty::KEY_ERROR) {
                            return Err(raised);
                        }
                        self.clear_raised();
                        return Err(self.undefined_name(Obj(ins.c1)));
                    }
                } else if !self.dict_del(locals, Obj(ins.c1))? {
                    return Err(self.undefined_name(Obj(ins.c1)));
                }
            }
            op::STORE_GLOBAL => {
                let value = Owned::steal(self.pop_owned());
                self.dict_set_str(self.top_frame().globals, Obj(ins.c1), value);
            }
            op::DELETE_GLOBAL => {
                let name = self.name_arg(arg);
                if !self.dict_del(self.top_frame().globals, name)? {
                    return Err(self.undefined_name(name));
                }
            }
            op::LOAD_LOCALS => {
                let locals = self.namespace();
                let held = self.new_ref(locals);
                self.push_owned(held);
            }
            op::LOAD_FROM_DICT_OR_GLOBALS => {
                // On an error the namespace stays where the unwinding finds it.
                let name = self.name_arg(arg);
                let found = self.dict_get(self.peek(1), name)?;
                let value = if found.is_null() { self.load_global_name(name)? } else { self.new_ref(found) };
                self.pop_close();
                self.push_owned(value);
            }
            op::LOAD_FROM_DICT_OR_DEREF => {
                let name = self.code_local_name(self.top_frame().code, arg);
                let found = self.dict_get(self.peek(1), name)?;
                let value = if found.is_null() {
                    let contents = self.cell_get(self.local(arg).obj());
                    if contents.is_null() {
                        self.unbound_deref(arg);
                        return Err(Raised);
                    }
                    self.new_ref(contents)
                } else {
                    self.new_ref(found)
                };
                self.pop_close();
                self.push_owned(value);
            }
            op::DELETE_FAST => {
                let old = self.set_local(arg, StackRef::NULL);
                if old == StackRef::NULL {
                    self.unbound_local(arg);
                    return Err(Raised);
                }
                self.close(old);
            }
            op::DELETE_DEREF => {
                let cell = self.local(arg).obj();
                let old = self.cell_replace(cell, Obj::NULL);
                if old.is_null() {
                    self.unbound_deref(arg);
                    return Err(Raised);
                }
                self.decref(old);
            }
            op::MAKE_CELL => {
                let initial = self.set_local(arg, StackRef::NULL);
                let contents = if initial == StackRef::NULL { Obj::NULL } else { self.steal(initial) };
                let cell = self.new_cell(contents);
                self.set_local(arg, StackRef::owned(cell.into_edge()));
            }
            op::COPY_FREE_VARS => {
                let frame = self.top_frame();
                let closure = self.func_field(frame.func.obj(), field::CLOSURE);
                let first = self.codes[frame.code as usize].stat.nlocalsplus - arg;
                for i in 0..arg {
                    let cell = self.tuple_item(closure, i);
                    self.incref(cell);
                    self.set_local(first + i, StackRef::owned(cell));
                }
            }
            op::DELETE_ATTR => {
                let name = self.name_arg(arg);
                let begun = self.begin_setattr(self.peek(1), name, Obj::NULL, OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::DELETE_SUBSCR => {
                let (o, key) = (self.peek(2), self.peek(1));
                let begun = self.begin_setitem(o, key, Obj::NULL, OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::BINARY_SLICE => {
                let (o, start, stop) = (self.peek(3), self.peek(2), self.peek(1));
                let begun = if self.is_builtin_exact(o)
                    && matches!(self.kind(o), Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes)
                {
                    let len = self.slot(o).a;
                    match self.plain_bound(start, 0, len).zip(self.plain_bound(stop, len, len)) {
                        Some((start, stop)) => {
                            let bounds = adjust(i64::from(len), Some(start.into()), Some(stop.into()), 1);
                            Begun::Value(self.slice_of(o, bounds)?)
                        }
                        None => self.begin_asking(Op::Slice, [o, start, stop], OnReturn::Instruction)?,
                    }
                } else {
                    let slice = self.slice_from(start, stop);
                    let begun = self.begin_getitem(o, slice.get(), OnReturn::Instruction);
                    self.drop_ref(slice);
                    begun?
                };
                return self.begun_rare(ins, ip, begun);
            }
            op::STORE_SLICE => {
                let (value, o, start, stop) = (self.peek(4), self.peek(3), self.peek(2), self.peek(1));
                let slice = self.slice_from(start, stop);
                let begun = self.begin_setitem(o, slice.get(), value, OnReturn::Instruction);
                self.drop_ref(slice);
                return self.begun_rare(ins, ip, begun?);
            }
            op::BUILD_SET => {
                let op = Op::BuildSet(arg, self.thread.sp - arg);
                let begun = self.begin_asking(op, [Obj::NULL; 3], OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::BUILD_MAP => {
                let op = Op::BuildMap(arg, self.thread.sp - 2 * arg);
                let begun = self.begin_asking(op, [Obj::NULL; 3], OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::BUILD_STRING => {
                let text = self.str_join(fixed::EMPTY_STR, arg, |m, i| m.peek(arg - i))?;
                for _ in 0..arg {
                    self.pop_close();
                }
                self.push_owned(text);
            }
            op::BUILD_SLICE => {
                let step = if arg == 3 { Owned::steal(self.pop_owned()) } else { Owned::steal(fixed::NONE) };
                let stop = Owned::steal(self.pop_owned());
                let start = Owned::steal(self.pop_owned());
                let slice = self.new_slice(start, stop, step);
                self.push_owned(slice);
            }
            op::LIST_EXTEND => {
                let (list, iterable) = (self.peek(1 + arg), self.peek(1));
                if !self.is_iterable(iterable) {
                    let name = self.type_name(iterable);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("Value after * must be an iterable, not {name}")));
                }
                let begun = self.begin_extend(list, iterable, OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::SET_ADD => {
                let (set, item) = (self.peek(1 + arg), self.peek(1));
                if self.kind(set) != Kind::Set {
                    // A program can give `__conditional_annotations__` another value.
                    let name = self.type_name(set);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not a set")));
                }
                let begun = self.begin_asking(Op::SetAdd, [set, item, Obj::NULL], OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::SET_UPDATE => {
                let (set, iterable) = (self.peek(1 + arg), self.peek(1));
                let begun = self.begin_set_update(set, iterable, OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::MAP_ADD => {
                let (dict, key, value) = (self.peek(2 + arg), self.peek(2), self.peek(1));
                let begun = self.begin_asking(Op::DictSet, [dict, key, value], OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::DICT_UPDATE => {
                let (dict, other) = (self.peek(1 + arg), self.peek(1));
                if self.kind(other) != Kind::Dict {
                    let Some(keys) = self.getattr_opt(other, static_strings::KEYS)? else {
                        let name = self.type_name(other);
                        return Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not a mapping")));
                    };
                    self.drop_ref(keys);
                    let begun = self.enter_dict_merge(dict, other, OnReturn::Instruction)?;
                    return self.begun_rare(ins, ip, begun);
                }
                let begun = self.begin_asking(Op::DictMerge, [dict, other, Obj::NULL], OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::DICT_MERGE => {
                let (dict, other) = (self.peek(1 + arg), self.peek(1));
                let callable = self.peek(4 + arg);
                self.merge_keywords(dict, other, callable)?;
                self.pop_close();
            }
            op::UNPACK_EX => {
                let seq = self.peek(1);
                if self.needs_gathering(seq) {
                    let begun = self.begin_gathering(seq)?;
                    return self.begun_rare(ins, ip, begun);
                }
                self.unpack_ex(arg)?;
            }
            op::LOAD_BUILD_CLASS => {
                let builtins = self.top_frame().builtins;
                let found = self.dict_get_str(builtins, static_strings::DUNDER_BUILD_CLASS);
                if found.is_null() {
                    return Err(self.raise(ty::NAME_ERROR, "__build_class__ not found"));
                }
                let held = self.new_ref(found);
                self.push_owned(held);
            }
            op::LOAD_COMMON_CONSTANT => {
                let o = match arg {
                    0 => self.type_obj(ty::ASSERTION_ERROR),
                    1 => self.type_obj(ty::NOT_IMPLEMENTED_ERROR),
                    2 => self.type_obj(ty::TUPLE),
                    n => {
                        let name = ["all", "any", "list", "set"].get(n as usize - 3).copied().unwrap_or("all");
                        let name = self.intern_str(name);
                        let found = self.dict_get_str(self.builtins, name.get());
                        self.drop_ref(name);
                        found
                    }
                };
                let held = self.new_ref(o);
                self.push_owned(held);
            }
            op::MAKE_FUNCTION => {
                let code = Owned::steal(self.pop_owned());
                let function = self.new_function(code, self.top_frame().globals);
                self.push_owned(function);
            }
            op::SET_FUNCTION_ATTRIBUTE => {
                let want = match arg {
                    1 => Kind::Tuple,
                    2 => Kind::Dict,
                    _ => self.kind(self.peek(2)),
                };
                if self.kind(self.peek(2)) != want {
                    return Err(self.bad_internal_call());
                }
                let function = self.pop_ref();
                let value = self.pop_owned();
                let at = match arg {
                    1 => field::DEFAULTS,
                    2 => field::KWDEFAULTS,
                    4 => field::ANNOTATIONS,
                    8 => field::CLOSURE,
                    _ => field::ANNOTATE,
                };
                self.set_func_field(function.obj(), at, value);
                self.thread.stack[self.thread.sp as usize] = function;
                self.thread.sp += 1;
            }
            op::LOAD_SUPER_ATTR | op::LOAD_SUPER_ATTR_ATTR | op::LOAD_SUPER_ATTR_METHOD => {
                if let Some(begun) = self.load_super_attr(ip, ins)? {
                    return self.begun_rare(ins, ip, begun);
                }
            }
            op::CALL_FUNCTION_EX => {
                let callargs = self.peek(2);
                if self.needs_gathering(callargs) {
                    let begun = self.begin_gathering(callargs)?;
                    return self.begun_rare(ins, ip, begun);
                }
                return self.call_function_ex(ip);
            }
            op::CALL_INTRINSIC_1 if arg == 5 => {
                let begun = self.begin_unary(static_strings::DUNDER_POS, self.peek(1), OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::CALL_INTRINSIC_1 => {
                let value = self.intrinsic_1(arg)?;
                self.pop_close();
                self.push_owned(value);
            }
            op::CALL_INTRINSIC_2 if arg == 1 => {
                let (orig, excs) = (self.peek(2), self.peek(1));
                let begun = self.begin_asking(Op::Reraise, [orig, excs, Obj::NULL], OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::CALL_INTRINSIC_2 => {
                let (x, y) = (self.peek(2), self.peek(1));
                let value = self.type_intrinsic_2(arg, x, y)?;
                self.replace(2, value);
            }
            op::FORMAT_SIMPLE => {
                let o = self.peek(1);
                if self.kind(o) == Kind::Str && self.is_builtin_exact(o) {
                    return Ok(Some(ip));
                }
                let begun = self.begin_format(o, fixed::EMPTY_STR, OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::FORMAT_WITH_SPEC => {
                let begun = self.begin_format(self.peek(2), self.peek(1), OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::CONVERT_VALUE => {
                let begun = self.begin_text(arg, self.peek(1), OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::IMPORT_NAME => {
                let level = self.peek(2);
                let name = self.name_arg(arg);
                let begun = self.begin_import(name, self.peek(1), level, OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::IMPORT_FROM => {
                let module = self.peek(1);
                let name = self.name_arg(arg);
                let begun = self.begin_import_from(module, name, OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::RAISE_VARARGS => {
                let cause = if arg == 2 { self.pop_owned() } else { Obj::NULL };
                let exc = if arg >= 1 { self.pop_owned() } else { Obj::NULL };
                let height = self.kept();
                for o in [cause, exc].into_iter().filter(|o| !o.is_null()) {
                    self.keep(Owned::steal(o));
                }
                let raised = self.do_raise(exc, cause);
                self.drop_kept(height);
                self.save_sp();
                return Err(raised);
            }
            op::RERAISE if self.peek(1) == fixed::NONE => {
                return Err(self.raise(ty::RUNTIME_ERROR, "No active exception to reraise"));
            }
            op::RERAISE => {
                let exc = self.pop_owned();
                if arg > 0 {
                    let lasti = self.peek(arg);
                    if self.is_int(lasti) {
                        self.thread.reraise_lasti = self.int_small(lasti).map(|i| i as u32);
                    }
                }
                self.restore_raised(exc);
                self.thread.reraise = true;
                self.save_sp();
                return Err(Raised);
            }
            op::CHECK_EXC_MATCH => {
                let (exc, class) = (self.peek(2), self.peek(1));
                let matches = self.exception_matches(exc, class)?;
                self.pop_close();
                self.push_immortal(Machine::new_bool(matches));
            }
            op::LOAD_SPECIAL => self.load_special(arg)?,
            op::WITH_EXCEPT_START => {
                let exc = self.peek(1);
                let (func, this) = (self.peek(5), self.thread.stack[(self.thread.sp - 4) as usize]);
                let class = self.class_of(exc);
                let tb = self.exc_field(exc, crate::objects::exceptions::field::TRACEBACK);
                let tb = if tb.is_null() { fixed::NONE } else { tb };
                let begun = if this == StackRef::NULL {
                    self.begin(func, &[class, exc, tb], OnReturn::Instruction)?
                } else {
                    self.begin(func, &[this.obj(), class, exc, tb], OnReturn::Instruction)?
                };
                return self.begun_rare(ins, ip, begun);
            }
            op::GET_YIELD_FROM_ITER if self.only_awaited(self.peek(1)) && self.ty(self.peek(1)) == ty::COROUTINE => {
                if self.codes[self.top_frame().code as usize].meta().flags
                    & (flags::COROUTINE | flags::ITERABLE_COROUTINE)
                    == 0
                {
                    let text = "cannot 'yield from' a coroutine object in a non-coroutine generator";
                    return Err(self.raise(ty::TYPE_ERROR, text));
                }
            }
            op::GET_YIELD_FROM_ITER => {
                let begun = self.begin_iter(self.peek(1), OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::CLEANUP_THROW => {
                let exc = self.peek(1);
                if !self.isinstance_of(exc, ty::STOP_ITERATION) {
                    let exc = self.new_ref(exc).into_edge();
                    self.restore_raised(exc);
                    self.thread.reraise = true;
                    return Err(Raised);
                }
                let value = self.exc_field(exc, crate::objects::exceptions::field::V0);
                let value = if value.is_null() { Owned::steal(fixed::NONE) } else { self.new_ref(value) };
                for _ in 0..3 {
                    self.pop_close();
                }
                self.push_immortal(fixed::NONE);
                self.push_owned(value);
            }
            op::GET_LEN => {
                let o = self.peek(1);
                let begun = self.begin_len(o, OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::MATCH_SEQUENCE | op::MATCH_MAPPING => {
                let flag = if ins.op == op::MATCH_MAPPING { tp::MAPPING } else { tp::SEQUENCE };
                let answer = self.type_of(self.peek(1)).flags & flag != 0;
                self.push_immortal(Machine::new_bool(answer));
            }
            op::MATCH_KEYS => self.match_keys()?,
            op::MATCH_CLASS => self.match_class(arg)?,
            op::SETUP_ANNOTATIONS => {
                let locals = self.namespace();
                let name = static_strings::DUNDER_ANNOTATIONS;
                if self.kind(locals) == Kind::Dict && self.ty(locals) == ty::DICT {
                    if self.dict_get_str(locals, name).is_null() {
                        let dict = self.new_dict();
                        self.dict_set_str(locals, name, dict);
                    }
                } else {
                    match self.getitem(locals, name) {
                        Ok(found) => self.drop_ref(found),
                        Err(_) if self.raised_is(ty::KEY_ERROR) => {
                            self.clear_raised();
                            let dict = self.new_dict();
                            let dict = self.keep(dict);
                            self.setitem(locals, name, dict)?;
                        }
                        Err(raised) => return Err(raised),
                    }
                }
            }
            op::GET_AWAITABLE => {
                let begun = self.begin_get_awaitable(self.peek(1), arg)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::GET_AITER => {
                let begun = self.begin_aiter(self.peek(1))?;
                return self.begun_rare(ins, ip, begun);
            }
            op::GET_ANEXT => {
                let begun = self.begin_anext(self.peek(1))?;
                return self.begun_rare(ins, ip, begun);
            }
            op::END_ASYNC_FOR => {
                let exc = self.peek(1);
                if !self.isinstance_of(exc, ty::STOP_ASYNC_ITERATION) {
                    let exc = self.pop_owned();
                    self.restore_raised(exc);
                    self.thread.reraise = true;
                    self.save_sp();
                    return Err(Raised);
                }
                self.pop_close();
                self.pop_close();
            }
            op::CHECK_EG_MATCH => {
                let (exc, class) = (self.peek(2), self.peek(1));
                let begun = self.begin_asking(Op::GroupMatch, [exc, class, Obj::NULL], OnReturn::Instruction)?;
                return self.begun_rare(ins, ip, begun);
            }
            op::BUILD_INTERPOLATION => {
                let spec = Owned::steal(if arg & 1 != 0 { self.pop_owned() } else { fixed::EMPTY_STR });
                let text = Owned::steal(self.pop_owned());
                let value = Owned::steal(self.pop_owned());
                let made = self.new_interpolation(value, text, arg >> 2, spec);
                self.push_owned(made);
            }
            op::BUILD_TEMPLATE => {
                let interpolations = Owned::steal(self.pop_owned());
                let strings = Owned::steal(self.pop_owned());
                let made = self.new_template(strings, interpolations);
                self.push_owned(made);
            }
            other => {
                let name = compiler::opcode::info(u16::from(other)).map_or("?", |row| row.name);
                return Err(self.not_supported(&format!("instruction {name}")));
            }
        }
        Ok(Some(ip))
    }

    fn begun_rare(&mut self, ins: Instr, ip: u32, begun: Begun) -> R<Option<u32>> {
        Ok(match self.begun(ins, ip, begun)? {
            Next::At(ip) => Some(ip),
            Next::Frame | Next::Exit(_) => None,
        })
    }

    /// The stack is shorter now, which unwinding must see.
    pub(crate) fn save_sp(&mut self) {
        let sp = self.thread.sp;
        if let Some(frame) = self.thread.frames.last_mut() {
            frame.sp = sp;
        }
    }

    /// The innermost frame's stack ends here.
    pub(crate) fn set_sp_of_frame(&mut self, sp: u32) {
        if let Some(frame) = self.thread.frames.last_mut() {
            frame.sp = sp;
        }
    }

    pub(crate) fn pop_items(&mut self, n: u32) -> Vec<Owned> {
        let first = self.thread.sp - n;
        let items = (first..self.thread.sp)
            .map(|i| {
                let r = std::mem::take(&mut self.thread.stack[i as usize]);
                Owned::steal(self.steal(r))
            })
            .collect();
        self.thread.sp = first;
        items
    }

    fn slice_from(&mut self, start: Obj, stop: Obj) -> Owned {
        let (start, stop) = (self.new_ref(start), self.new_ref(stop));
        self.new_slice(start, stop, Owned::steal(fixed::NONE))
    }

    fn load_super_attr(&mut self, ip: u32, ins: Instr) -> R<Option<Begun>> {
        let name = self.name_arg(ins.arg >> 2);
        let (global, class, this) = (self.peek(3), self.peek(2), self.peek(1));
        let method = ins.arg & 1 != 0;
        if ins.op == op::LOAD_SUPER_ATTR {
            self.specialize_super(ip as usize - 1, method);
        }
        let plain = global == self.type_obj(ty::SUPER) && self.kind(class) == Kind::Type;
        if plain && method {
            let start = self.super_start(class, this)?;
            let found = self.super_lookup(class, start, name);
            let callable =
                matches!(self.kind(found), Kind::Function | Kind::MethodDescriptor | Kind::WrapperDescriptor)
                    && !found.is_null();
            if callable && this != start {
                self.incref(found);
                let r = self.pop_ref();
                self.pop_close();
                self.pop_close();
                self.push_owned(Owned::steal(found));
                self.thread.stack[self.thread.sp as usize] = r;
                self.thread.sp += 1;
                return Ok(None);
            }
        }
        // The proxy takes the place of `super`, to be held while a property's getter runs.
        let proxy = self.call(global, &[class, this])?;
        let at = self.thread.sp as usize - 3;
        let global = std::mem::replace(&mut self.thread.stack[at], StackRef::owned(proxy.into_edge()));
        self.close(global);
        self.begin_getattr(self.thread.stack[at].obj(), name, OnReturn::Instruction).map(Some)
    }

    /// The class whose mro `super(class, this)` walks.
    fn super_start(&mut self, class: Obj, this: Obj) -> R<Obj> {
        let proxy = self.new_super(class, this)?;
        let start = Obj(self.slot(proxy.get()).b_hi());
        self.drop_ref(proxy);
        Ok(start)
    }

    fn intrinsic_1(&mut self, number: u32) -> R {
        let o = self.peek(1);
        match number {
            2 => self.import_star(o),
            3 => self.stop_iteration_error(o),
            6 => {
                let items = self.seq_items(o);
                Ok(self.tuple_from_borrowed(&items))
            }
            1 => {
                let hook = self.sys_value("displayhook");
                if hook.is_null() {
                    return Err(self.raise(ty::RUNTIME_ERROR, "lost sys.displayhook"));
                }
                let (hook, o) = (self.new_ref(hook), self.new_ref(o));
                let (hook, o) = (self.keep(hook), self.keep(o));
                let done = self.call(hook, &[o])?;
                self.drop_ref(done);
                Ok(Owned::steal(fixed::NONE))
            }
            4 => {
                let value = self.new_ref(o);
                Ok(self.wrap_async_value(value))
            }
            number => self.type_intrinsic_1(number, o),
        }
    }

    /// `StopIteration` leaving a generator's body becomes a `RuntimeError`.
    fn stop_iteration_error(&mut self, exc: Obj) -> R {
        let kind = self.codes[self.top_frame().code as usize].meta().flags;
        let text = if self.isinstance_of(exc, ty::STOP_ITERATION) {
            match kind & (flags::COROUTINE | flags::ASYNC_GENERATOR) {
                0 => "generator raised StopIteration",
                flags::COROUTINE => "coroutine raised StopIteration",
                _ => "async generator raised StopIteration",
            }
        } else if kind & flags::ASYNC_GENERATOR != 0 && self.isinstance_of(exc, ty::STOP_ASYNC_ITERATION) {
            "async generator raised StopAsyncIteration"
        } else {
            return Ok(self.new_ref(exc));
        };
        let error = self.alloc_exception(ty::RUNTIME_ERROR);
        let text = self.new_str(text);
        let args = self.new_tuple(vec![text]).into_edge();
        self.set_exc_field(error.get(), crate::objects::exceptions::field::ARGS, args);
        for at in [crate::objects::exceptions::field::CAUSE, crate::objects::exceptions::field::CONTEXT] {
            self.incref(exc);
            self.set_exc_field(error.get(), at, exc);
        }
        self.slot_mut(error.get()).x = 1;
        Ok(error)
    }

    fn load_special(&mut self, which: u32) -> R<()> {
        const SYNC: [Obj; 2] = [static_strings::DUNDER_ENTER, static_strings::DUNDER_EXIT];
        const ASYNC: [Obj; 2] = [static_strings::DUNDER_AENTER, static_strings::DUNDER_AEXIT];
        let o = self.peek(1);
        let [own, other] = if which < 2 { [SYNC, ASYNC] } else { [ASYNC, SYNC] };
        let name = own[which as usize & 1];
        let method = self.lookup_special(o, name);
        if method.is_null() {
            let class = self.full_type_name(self.ty(o));
            let class = class.strip_prefix("__main__.").unwrap_or(&class);
            let missed = self.str_text(name);
            let [kind, hint] = if which < 2 {
                ["", "asynchronous context manager protocol. Did you mean to use 'async with'?"]
            } else {
                ["asynchronous ", "context manager protocol. Did you mean to use 'with'?"]
            };
            let mut text = format!(
                "'{class}' object does not support the {kind}context manager protocol (missed {missed} method)"
            );
            if other.iter().all(|name| !self.lookup_special(o, *name).is_null()) {
                text += &format!(" but it supports the {hint}");
            }
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        if matches!(self.kind(method), Kind::Function | Kind::MethodDescriptor) {
            let this = self.pop_ref();
            let method = self.new_ref(method);
            self.push_owned(method);
            self.thread.stack[self.thread.sp as usize] = this;
            self.thread.sp += 1;
            return Ok(());
        }
        let ty = self.ty(o);
        let bound = self.descr_get(method, o, ty)?;
        self.pop_close();
        self.push_owned(bound);
        self.thread.stack[self.thread.sp as usize] = StackRef::NULL;
        self.thread.sp += 1;
        Ok(())
    }
}
