//! Frame objects (`Objects/frameobject.c`).

mod jump;
pub(crate) mod locals_proxy;

use crate::eval::frame::{Frame, FramePlace, field};
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::args::{Args, none, or_none};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, def, getset, member, setter, tpflags};
use crate::objects::funcobject;
use crate::objects::genobject::{self, state};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use compiler::code::{fast, flags};

/// Bits of `Slot::x` of a frame object.
pub mod mark {
    /// The activation lives; function and locals are its.
    pub const LIVE: u16 = 1;
    /// `f_trace_lines` is False.
    pub const NO_LINES: u16 = 2;
    /// `f_trace_opcodes` is True.
    pub const OPCODES: u16 = 4;
}

/// `frame`.
pub static FRAME: TypeDef = TypeDef {
    name: "frame",
    kind: Kind::Frame,
    basicsize: 152,
    itemsize: 8,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Repr],
    natives: &[
        def("clear($self, /)", "Drop what the frame holds.", clear),
        def("__sizeof__($self, /)", "Size of the frame in bytes.", |m, a| {
            let code = m.slot(a.get(m, 0)).a;
            let stat = m.codes[code as usize].stat.clone();
            Ok(m.new_int(152 + 8 * i64::from(stat.nlocalsplus + stat.code.stacksize)))
        }),
        member("f_trace_lines", "Whether its trace function is told of lines.", |m, a| {
            let off = m.slot(a.get(m, 0)).x & mark::NO_LINES != 0;
            Ok(Owned::steal(Machine::new_bool(!off)))
        }),
        setter("f_trace_lines", |m, a| {
            let value = a.opt(m, 1);
            if value.is_null() {
                return Err(m.raise(ty::TYPE_ERROR, "can't delete numeric/char attribute"));
            }
            if m.kind(value) != Kind::Bool {
                return Err(m.raise(ty::TYPE_ERROR, "attribute value type must be bool"));
            }
            set_mark(m, a, mark::NO_LINES, value == fixed::FALSE)
        }),
        getset("f_back", "The frame that called it.", |m, a| {
            let back = m.frame_back(a.get(m, 0));
            or_none(m, back)
        }),
        getset("f_locals", "The local names.", |m, a| m.frame_namespace(a.get(m, 0))),
        getset("f_lineno", "The line that runs.", |m, a| match m.frame_line(a.get(m, 0)) {
            Some(line) => Ok(m.new_int(i64::from(line))),
            None => none(),
        }),
        setter("f_lineno", jump::set_line),
        getset("f_trace", "Its trace function, or None.", |m, a| {
            let trace = m.frame_word(a.get(m, 0), field::TRACE);
            or_none(m, trace)
        }),
        setter("f_trace", |m, a| {
            let (o, value) = (a.get(m, 0), a.opt(m, 1));
            let value = if value == fixed::NONE { Obj::NULL } else { value };
            if !value.is_null() {
                m.incref(value);
            }
            m.set_frame_word(o, field::TRACE, value);
            none()
        }),
        getset("f_lasti", "Offset of the instruction that was executed last.", |m, a| {
            let o = a.get(m, 0);
            let offset = m.offset_of(m.slot(o).a, m.frame_at(o));
            Ok(m.new_int(i64::from(offset)))
        }),
        getset("f_globals", "The names of its module.", |m, a| {
            let globals = m.frame_globals(a.get(m, 0));
            or_none(m, globals)
        }),
        getset("f_builtins", "The built-in names that it sees.", |m, a| {
            let globals = m.frame_globals(a.get(m, 0));
            let builtins = if globals.is_null() { m.builtins } else { m.builtins_of(globals) };
            Ok(m.new_ref(builtins))
        }),
        getset("f_code", "The code that runs.", |m, a| {
            let code = m.codes[m.slot(a.get(m, 0)).a as usize].obj;
            Ok(m.new_ref(code))
        }),
        getset("f_trace_opcodes", "Whether its trace function is told of instructions.", |m, a| {
            let on = m.slot(a.get(m, 0)).x & mark::OPCODES != 0;
            Ok(Owned::steal(Machine::new_bool(on)))
        }),
        setter("f_trace_opcodes", |m, a| {
            let value = a.opt(m, 1);
            if value.is_null() {
                let text = "attribute 'f_trace_opcodes' of 'frame' objects cannot be deleted";
                return Err(m.raise(ty::ATTRIBUTE_ERROR, text));
            }
            if m.kind(value) != Kind::Bool {
                return Err(m.raise(ty::TYPE_ERROR, "attribute value type must be bool"));
            }
            set_mark(m, a, mark::OPCODES, value == fixed::TRUE)
        }),
        getset("f_generator", "The generator or coroutine that it belongs to, or None.", |m, a| {
            let generator = Obj(m.slot(a.get(m, 0)).c_hi());
            or_none(m, generator)
        }),
    ],
    ..TypeDef::PLAIN
};

fn set_mark(m: &mut Machine, a: Args, mark: u16, on: bool) -> R {
    let slot = m.slot_mut(a.get(m, 0));
    slot.x = slot.x & !mark | if on { mark } else { 0 };
    none()
}

fn clear(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let what = match m.frame_place(o) {
        FramePlace::Live(_) => "executing",
        FramePlace::Suspended(g) => match m.slot(g).x {
            state::EXECUTING => "executing",
            state::SUSPENDED => "suspended",
            _ => {
                if m.unawaited(g) {
                    m.warn_unawaited(g);
                } else {
                    m.generator_clear(g);
                }
                return none();
            }
        },
        FramePlace::Own => {
            let slot = *m.slot(o);
            for i in (field::TRACE..slot.b_hi()).filter(|&i| i != field::BACK) {
                m.set_frame_word(o, i, Obj::NULL);
            }
            return none();
        }
    };
    Err(m.raise(
        ty::RUNTIME_ERROR,
        &format!("cannot clear {} {what} frame", if what == "executing" { "an" } else { "a" }),
    ))
}

impl Machine {
    pub(crate) fn frame_word(&self, o: Obj, i: u32) -> Obj {
        Obj(self.words.data[(self.slot(o).b_lo() + i) as usize])
    }

    /// Stores a reference (taken over, or NULL) in a frame object.
    pub(crate) fn set_frame_word(&mut self, o: Obj, i: u32, value: Obj) {
        let at = (self.slot(o).b_lo() + i) as usize;
        let old = std::mem::replace(&mut self.words.data[at], value.0);
        self.xdecref(Obj(old));
    }

    /// `frame(path)` as text.
    pub(crate) fn frame_repr(&mut self, o: Obj) -> R<String> {
        let code = &self.codes[self.slot(o).a as usize];
        let (file, name) = (code.filename, code.name);
        let line = self.frame_line(o).map_or("None".to_owned(), |line| line.to_string());
        let (address, file) = (self.address(o), self.repr_text(file)?);
        Ok(format!("<frame at {address:#x}, file {file}, line {line}, code {}>", self.str_text(name)))
    }

    /// The frame object of the Python code that called a frame, made now if need be; borrowed, or NULL.
    pub(crate) fn frame_back(&mut self, o: Obj) -> Obj {
        match self.frame_place(o) {
            FramePlace::Live(i) => match self.thread.frames[..i].iter().rposition(|f| !f.is_native()) {
                Some(back) => self.frame_object(back),
                None => Obj::NULL,
            },
            FramePlace::Suspended(_) => Obj::NULL,
            FramePlace::Own => self.frame_word(o, field::BACK),
        }
    }

    /// The function that a frame runs, borrowed; NULL if it has been cleared.
    pub(crate) fn frame_function(&self, o: Obj) -> Obj {
        match self.frame_place(o) {
            FramePlace::Live(i) => self.thread.frames[i].func.obj(),
            FramePlace::Suspended(g) => Obj(self.gen_word(g, genobject::field::FUNC)),
            FramePlace::Own => self.frame_word(o, field::FUNC),
        }
    }

    pub(crate) fn frame_globals(&self, o: Obj) -> Obj {
        let func = self.frame_function(o);
        if func.is_null() { Obj::NULL } else { self.func_field(func, funcobject::field::GLOBALS) }
    }

    /// `f_locals`: the namespace of a module or class body, or a proxy of a function's locals.
    pub(crate) fn frame_namespace(&mut self, o: Obj) -> R {
        let code = self.slot(o).a;
        let hidden = match self.frame_place(o) {
            FramePlace::Live(i) => self.has_hidden_locals(&self.thread.frames[i]),
            _ => false,
        };
        if hidden || self.codes[code as usize].meta().flags & flags::OPTIMIZED != 0 {
            return Ok(self.new_locals_proxy(o));
        }
        let namespace = match self.frame_place(o) {
            FramePlace::Live(i) => self.thread.frames[i].locals,
            FramePlace::Suspended(_) => Obj::NULL,
            FramePlace::Own => self.frame_word(o, field::LOCALS),
        };
        if namespace.is_null() { Ok(self.new_dict()) } else { Ok(self.new_ref(namespace)) }
    }

    /// Whether a comprehension of a module or class body runs inline: its variables are all that is local then
    /// (`_PyFrame_HasHiddenLocals`).
    fn has_hidden_locals(&self, frame: &Frame) -> bool {
        let kinds = &self.codes[frame.code as usize].meta().localspluskinds;
        kinds
            .iter()
            .enumerate()
            .any(|(i, kind)| kind & fast::HIDDEN != 0 && self.thread.stack[frame.base as usize + i] != StackRef::NULL)
    }

    /// What lies in local `i` of a frame: a value, a cell, or NULL.
    pub(crate) fn frame_slot(&self, o: Obj, i: u32) -> Obj {
        match self.frame_place(o) {
            FramePlace::Live(at) => self.thread.stack[(self.thread.frames[at].base + i) as usize].obj(),
            FramePlace::Suspended(g) => StackRef(self.gen_word(g, genobject::field::REFS + i)).obj(),
            FramePlace::Own if field::SAVED + i < self.slot(o).b_hi() => self.frame_word(o, field::SAVED + i),
            FramePlace::Own => Obj::NULL,
        }
    }

    /// The value of local `i` of a frame, or NULL; cells are looked into.
    pub(crate) fn frame_value(&self, o: Obj, i: u32) -> Obj {
        let value = self.frame_slot(o, i);
        let kind = self.codes[self.slot(o).a as usize].meta().localspluskinds[i as usize];
        if !value.is_null() && kind & (fast::CELL | fast::FREE) != 0 && self.kind(value) == Kind::Cell {
            return self.cell_get(value);
        }
        value
    }

    /// Binds local `i` of a frame to a value, borrowed. What a loan on the evaluation stack may still mean is kept alive by
    /// the frame object.
    pub(crate) fn set_frame_value(&mut self, o: Obj, i: u32, value: Obj) {
        let old = self.frame_slot(o, i);
        let kind = self.codes[self.slot(o).a as usize].meta().localspluskinds[i as usize];
        self.incref(value);
        if !old.is_null() && kind & (fast::CELL | fast::FREE) != 0 && self.kind(old) == Kind::Cell {
            let dropped = self.cell_replace(old, value);
            self.xdecref(dropped);
            return;
        }
        if !old.is_null() && !self.slot(old).is_immortal() {
            let kept = self.frame_word(o, field::OVERWRITTEN);
            let mut all = if kept.is_null() { Vec::new() } else { self.seq_items(kept) };
            all.push(old);
            let all = self.new_tuple_from(&all).into_edge();
            self.set_frame_word(o, field::OVERWRITTEN, all);
        }
        match self.frame_place(o) {
            FramePlace::Live(at) => {
                let at = (self.thread.frames[at].base + i) as usize;
                let old = std::mem::replace(&mut self.thread.stack[at], StackRef::owned(value));
                if old != StackRef::NULL {
                    self.close(old);
                }
            }
            FramePlace::Suspended(g) => {
                let old = StackRef(self.gen_word(g, genobject::field::REFS + i));
                self.set_gen_word(g, genobject::field::REFS + i, StackRef::owned(value).0);
                if old != StackRef::NULL {
                    self.close(old);
                }
            }
            FramePlace::Own if field::SAVED + i < self.slot(o).b_hi() => {
                self.set_frame_word(o, field::SAVED + i, value);
            }
            FramePlace::Own => self.decref(value),
        }
    }

    /// `locals()` of the innermost activation: the namespace itself, or a new dict of the locals.
    pub fn locals_dict(&mut self) -> Owned {
        let Some(i) = self.thread.frames.iter().rposition(|f| !f.is_native()) else { return self.new_dict() };
        let frame = self.thread.frames[i];
        if !frame.locals.is_null() && !self.has_hidden_locals(&frame) {
            return self.new_ref(frame.locals);
        }
        let dict = self.new_dict();
        for (name, value) in self.frame_locals(&frame) {
            let value = self.new_ref(value);
            self.dict_set_str(dict.get(), name, value);
        }
        let extra = if frame.frame_obj.is_null() { Obj::NULL } else { self.frame_word(frame.frame_obj, field::EXTRA) };
        if !extra.is_null() {
            let _plain = self.dict_merge_plainly(dict.get(), extra);
        }
        dict
    }
}
