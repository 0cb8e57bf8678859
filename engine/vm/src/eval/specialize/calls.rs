//! Which form a call takes (`_Py_Specialize_Call`, `_Py_Specialize_CallKw`).

use crate::eval::frame::OnReturn;
use crate::eval::op;
use crate::memory::object::{Kind, Obj, R, StackRef};
use crate::native::static_strings;
use crate::native::typedef::{Conv, Role};
use crate::objects::codeobject::Instr;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;
use compiler::code::flags;

impl Machine {
    /// Chooses the form for a `CALL` whose callable lies at `at_stack`.
    pub fn specialize_call(&mut self, at: usize, at_stack: u32, arg: u32) {
        if !self.triggers(at) {
            return;
        }
        let callable = self.thread.stack[at_stack as usize].obj();
        let with_self = self.thread.stack[at_stack as usize + 1] != StackRef::NULL;
        let given = arg + u32::from(with_self);
        let slot = *self.slot(callable);
        match slot.kind {
            Kind::Function => self.specialize_python_call(at, callable, given, false),
            Kind::Method if !with_self => {
                let (func, _) = self.method_parts(callable);
                if self.kind(func) == Kind::Function {
                    self.specialize_python_call(at, func, given + 1, true);
                } else {
                    self.not_specialized(at);
                }
            }
            Kind::Type => self.specialize_class_call(at, callable, arg, with_self),
            Kind::BuiltinFunction => {
                let native = self.native(slot.a);
                let form = match native.conv {
                    // Of a bound method, what it is bound to does not count.
                    Conv::O if arg != 1 => return self.not_specialized(at),
                    Conv::O if native.name == "len" && slot.b_lo() == 0 => op::CALL_LEN,
                    Conv::O => op::CALL_BUILTIN_O,
                    Conv::Fast if native.name == "isinstance" && arg == 2 => op::CALL_ISINSTANCE,
                    Conv::Fast if native.role != Role::New && !native.tuple => op::CALL_BUILTIN_FAST,
                    Conv::Keywords | Conv::Own if native.role != Role::New && !native.tuple => {
                        op::CALL_BUILTIN_FAST_WITH_KEYWORDS
                    }
                    _ => op::CALL_NON_PY_GENERAL,
                };
                let c1 = if form == op::CALL_LEN { callable.0 } else { slot.a };
                self.specialized(at, form, c1, 0);
            }
            Kind::MethodDescriptor if slot.ty == ty::METHOD_DESCRIPTOR => {
                let native = self.native(slot.a);
                let owner = self.slot(Obj(slot.b_lo())).a;
                let next_pops = self.code.get(at + 1).is_some_and(|next| next.op == op::POP_TOP);
                let (form, c1) = match native.conv {
                    _ if native.tuple => (op::CALL_NON_PY_GENERAL, 0),
                    Conv::NoArgs if given != 1 => return self.not_specialized(at),
                    Conv::O if given != 2 => return self.not_specialized(at),
                    Conv::O if native.name == "append" && owner == ty::LIST && next_pops && with_self => {
                        (op::CALL_LIST_APPEND, callable.0)
                    }
                    Conv::NoArgs => (op::CALL_METHOD_DESCRIPTOR_NOARGS, slot.a),
                    Conv::O => (op::CALL_METHOD_DESCRIPTOR_O, slot.a),
                    Conv::Fast => (op::CALL_METHOD_DESCRIPTOR_FAST, slot.a),
                    Conv::Keywords | Conv::Own => (op::CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS, slot.a),
                };
                self.specialized(at, form, c1, owner);
            }
            _ => self.specialized(at, op::CALL_NON_PY_GENERAL, 0, 0),
        }
    }

    /// Whether a Python function takes its arguments by position only, without surplus (`function_kind`).
    pub(super) fn is_simple_function(&self, func: Obj) -> bool {
        let meta = self.codes[self.slot(func).a as usize].meta();
        meta.kwonlyargcount == 0
            && meta.flags & (flags::VARARGS | flags::VARKEYWORDS) == 0
            && meta.flags & flags::OPTIMIZED != 0
    }

    fn specialize_python_call(&mut self, at: usize, func: Obj, given: u32, bound: bool) {
        let slot = *self.slot(func);
        let stat = self.codes[slot.a as usize].stat.clone();
        let meta = &stat.code;
        if meta.flags & flags::OPTIMIZED == 0 {
            return self.not_specialized(at);
        }
        let version = slot.c as u32;
        let exact = (self.is_simple_function(func) && meta.argcount == given)
            .then(|| Instr::pair(given, stat.nlocalsplus + meta.stacksize + 8))
            .flatten();
        if let Some(pair) = exact {
            let form = if bound { op::CALL_BOUND_METHOD_EXACT_ARGS } else { op::CALL_PY_EXACT_ARGS };
            self.specialized(at, form, version, pair);
        } else {
            let form = if bound { op::CALL_BOUND_METHOD_GENERAL } else { op::CALL_PY_GENERAL };
            self.specialized(at, form, version, given);
        }
    }

    /// Whether a built-in class is called without making a tuple of its arguments (`tp_vectorcall`); of the exceptions, those
    /// without fields of their own are.
    fn has_vectorcall(&self, t: u32) -> bool {
        let info = &self.types[t as usize];
        let exception = info.kind == Kind::Exception
            && t != ty::MEMORY_ERROR
            && info.basicsize == self.types[ty::BASE_EXCEPTION as usize].basicsize
            && !self.is_subtype(t, ty::BASE_EXCEPTION_GROUP);
        exception
            || matches!(
                t,
                ty::TYPE
                    | ty::INT
                    | ty::BOOL
                    | ty::FLOAT
                    | ty::STR
                    | ty::LIST
                    | ty::TUPLE
                    | ty::DICT
                    | ty::SET
                    | ty::FROZENSET
                    | ty::RANGE
                    | ty::SUPER
                    | ty::ENUMERATE
                    | ty::MAP
                    | ty::FILTER
                    | ty::REVERSED
            )
    }

    fn specialize_class_call(&mut self, at: usize, class: Obj, arg: u32, with_self: bool) {
        let t = self.slot(class).a;
        if self.types[t as usize].flags & tp::HEAPTYPE == 0 {
            let form = match (t, arg) {
                (ty::TYPE, 1) if !with_self => op::CALL_TYPE_1,
                (ty::STR, 1) if !with_self => op::CALL_STR_1,
                (ty::TUPLE, 1) if !with_self => op::CALL_TUPLE_1,
                _ if self.has_vectorcall(t) => op::CALL_BUILTIN_CLASS,
                _ => op::CALL_NON_PY_GENERAL,
            };
            let (new, class) = match self.plain_constructor(class) {
                Some(new) if !with_self => (new, class.0),
                _ => (0, 0),
            };
            return self.specialized(at, form, new, class);
        }
        let init = self.type_lookup(t, static_strings::DUNDER_INIT);
        let new = self.type_lookup(t, static_strings::DUNDER_NEW);
        let plain = self.ty(class) == ty::TYPE
            && !with_self
            && self.types[t as usize].kind == Kind::Instance
            && new == self.object_new
            && self.types[t as usize].flags & tp::ABSTRACT == 0
            && self.kind(init) == Kind::Function;
        if plain && self.is_simple_function(init) {
            let version = self.type_version(t);
            if version == 0 {
                return self.not_specialized(at);
            }
            self.types[t as usize].init = init;
            return self.specialized(at, op::CALL_ALLOC_AND_ENTER_INIT, version, t);
        }
        self.specialized(at, op::CALL_NON_PY_GENERAL, 0, 0);
    }

    /// `CALL_ALLOC_AND_ENTER_INIT`: makes the instance and pushes the frame of its `__init__`; `None` when the
    /// guard fails. The frame must be written back.
    pub fn enter_init(&mut self, at: usize, at_stack: u32, arg: u32) -> Option<R<()>> {
        let ins = self.code[at];
        let class = self.thread.stack[at_stack as usize];
        let t = ins.c2;
        if class.obj() != self.types[t as usize].obj
            || self.types[t as usize].version != ins.c1
            || self.thread.stack[at_stack as usize + 1] != StackRef::NULL
        {
            return None;
        }
        let init = self.types[t as usize].init;
        if init.is_null() || self.thread.frames.len() as u32 + 1 >= self.thread.recursion_limit {
            return None;
        }
        let instance = self.new_instance(t).into_edge();
        // The instance takes the class's place; the arguments move up by one, behind a second reference.
        self.incref(init);
        self.incref(instance);
        self.thread.stack[at_stack as usize] = StackRef::owned(instance);
        let args = at_stack + 2;
        for i in (0..arg).rev() {
            self.thread.stack[(args + 1 + i) as usize] = self.thread.stack[(args + i) as usize];
        }
        self.thread.stack[args as usize] = StackRef::owned(instance);
        self.thread.stack[at_stack as usize + 1] = StackRef::owned(init);
        let last = self.thread.frames.len() - 1;
        self.thread.frames[last].sp = at_stack + 1;
        self.thread.sp = args + 1 + arg;
        let pushed = self.push_function_frame(at_stack + 1, args, arg + 1, Obj::NULL, Obj::NULL, OnReturn::Init);
        if pushed.is_err() {
            self.clear_stack_to(at_stack + 1);
        }
        self.close(class);
        Some(pushed)
    }

    /// `CALL_KW` has three forms, by what is called.
    pub fn specialize_call_kw(&mut self, at: usize, at_stack: u32) {
        if !self.triggers(at) {
            return;
        }
        let callable = self.thread.stack[at_stack as usize].obj();
        let (form, func) = match self.kind(callable) {
            Kind::Function => (op::CALL_KW_PY, callable),
            Kind::Method => (op::CALL_KW_BOUND_METHOD, self.method_parts(callable).0),
            _ => return self.specialized(at, op::CALL_KW_NON_PY, 0, 0),
        };
        if self.kind(func) != Kind::Function
            || self.codes[self.slot(func).a as usize].meta().flags & flags::OPTIMIZED == 0
        {
            return self.not_specialized(at);
        }
        self.specialized(at, form, self.slot(func).c as u32, 0);
    }
}
