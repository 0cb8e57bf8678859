//! Activations: records in an array, their locals and evaluation stack in one array of stack references
//! (InternalDocs/frames.md), and frame objects for those that a traceback keeps.

use crate::memory::object::{Kind, Obj, StackRef};
use crate::objects::frameobject::mark;
use crate::objects::typeobject::ty;
pub use crate::state::frame::{Frame, OnReturn};
use crate::state::interpreter::Machine;

/// Words of a frame object's range; saved locals follow.
pub mod field {
    pub const FUNC: u32 = 0;
    /// `f_trace`.
    pub const TRACE: u32 = 1;
    pub const LOCALS: u32 = 2;
    pub const BACK: u32 = 3;
    /// Names that were added through `f_locals`, a dict.
    pub const EXTRA: u32 = 4;
    /// Values that were overwritten through `f_locals`, in a tuple.
    pub const OVERWRITTEN: u32 = 5;
    pub const SAVED: u32 = 6;
}

/// Where the function and the locals of a frame object are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FramePlace {
    /// On the stack: an activation.
    Live(usize),
    /// In a generator that waits.
    Suspended(Obj),
    /// In the object itself: the activation is over.
    Own,
}

/// Whether a trace function may let its frame go on elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Told {
    /// It is told of the start of the frame.
    Start,
    /// It is told of a line, or of what a generator goes on with or gives.
    Place,
    Other,
}

impl Machine {
    /// The innermost activation of Python code: where natives look for globals and locals.
    pub fn python_frame(&self) -> Option<&Frame> {
        self.thread.frames.iter().rev().find(|frame| !frame.is_native())
    }

    pub fn frame(&self) -> Option<&Frame> {
        self.thread.frames.last()
    }

    /// First word of a frame's evaluation stack.
    pub fn stack_base(&self, frame: &Frame) -> u32 {
        frame.base + self.codes[frame.code as usize].stat.nlocalsplus
    }

    /// The frame object of activation `i`, made now if need be; borrowed.
    pub fn frame_object(&mut self, i: usize) -> Obj {
        let frame = self.thread.frames[i];
        if !frame.frame_obj.is_null() {
            return frame.frame_obj;
        }
        let o = self.new_frame_object(frame.code);
        self.slot_mut(o).set_c(frame.ip, frame.generator.0);
        self.thread.frames[i].frame_obj = o;
        o
    }

    /// A frame object of an activation that lives: function and locals are the activation's, the object holds nothing.
    pub(crate) fn new_frame_object(&mut self, code: u32) -> Obj {
        let n = self.codes[code as usize].stat.nlocalsplus;
        let o = self.alloc_gc(Kind::Frame, ty::FRAME, 168 + 8 * n);
        let at = self.words.alloc(field::SAVED + n);
        self.words.range_mut(at, field::SAVED + n).fill(0);
        let slot = self.slot_mut(o);
        slot.a = code;
        slot.set_b(at, field::SAVED + n);
        slot.x = mark::LIVE;
        self.track(o);
        o
    }

    /// The activation ends: a frame object that others hold takes over its locals (`take_ownership`).
    /// Otherwise locals are dropped.
    pub fn release_frame(&mut self, frame: &Frame) {
        let n = self.codes[frame.code as usize].stat.nlocalsplus;
        if !frame.frame_obj.is_null() && self.slot(frame.frame_obj).refcnt > 1 {
            return self.frame_take_ownership(frame, n);
        }
        if !frame.frame_obj.is_null() {
            self.decref(frame.frame_obj);
        }
        // The last one first (`_PyFrame_ClearLocals`).
        for i in (frame.base..frame.base + n).rev() {
            let r = std::mem::take(&mut self.thread.stack[i as usize]);
            self.close(r);
        }
        self.xdecref(frame.locals);
        self.close(frame.func);
    }

    fn frame_take_ownership(&mut self, frame: &Frame, n: u32) {
        let o = frame.frame_obj;
        let func = self.steal(frame.func);
        for i in 0..n {
            let r = std::mem::take(&mut self.thread.stack[(frame.base + i) as usize]);
            let local = if r == StackRef::NULL { Obj::NULL } else { self.steal(r) };
            self.frame_saves(o, i, local);
        }
        // The activation is off the stack already: what called it is innermost now.
        let back = match self.thread.frames.iter().rposition(|f| !f.is_native()) {
            Some(i) => self.frame_object(i),
            None => Obj::NULL,
        };
        if !back.is_null() {
            self.incref(back);
        }
        self.frame_owns(o, func, frame.locals, back, frame.ip);
        self.decref(o);
    }

    /// Puts a local, taken over, into a frame object whose activation ends.
    #[inline]
    pub(crate) fn frame_saves(&mut self, o: Obj, i: u32, local: Obj) {
        let at = self.slot(o).b_lo() + field::SAVED + i;
        self.words.data[at as usize] = local.0;
    }

    /// A frame object whose activation is over owns what was the activation's, its locals are there; all taken over.
    pub(crate) fn frame_owns(&mut self, o: Obj, func: Obj, namespace: Obj, back: Obj, ip: u32) {
        let slot = self.slot(o);
        // What tracing and `f_locals` left in the object stays.
        let words = self.words.range_mut(slot.b_lo(), field::SAVED);
        words[field::FUNC as usize] = func.0;
        words[field::LOCALS as usize] = namespace.0;
        words[field::BACK as usize] = back.0;
        let slot = self.slot_mut(o);
        slot.x &= !mark::LIVE;
        slot.c = u64::from(ip);
    }

    pub fn frame_edges(&self, o: Obj, put: &mut dyn FnMut(Obj)) {
        let slot = self.slot(o);
        for &word in self.words.range(slot.b_lo(), slot.b_hi()) {
            put(Obj(word));
        }
    }

    pub(crate) fn frame_free_range(&mut self, o: Obj) {
        let slot = *self.slot(o);
        self.words.free(slot.b_lo(), slot.b_hi());
    }

    /// Line that a frame object stands at.
    pub fn frame_line(&self, o: Obj) -> Option<u32> {
        self.position_of(self.slot(o).a, self.frame_at(o)).line
    }

    /// The instruction that a frame object stands at: the one that runs, or that a generator goes on with.
    pub(crate) fn frame_at(&self, o: Obj) -> u32 {
        match self.frame_place(o) {
            FramePlace::Live(i) => self.thread.frames[i].ip.saturating_sub(1),
            FramePlace::Suspended(g) => self.slot(g).a,
            FramePlace::Own => (self.slot(o).c as u32).saturating_sub(1),
        }
    }

    /// Where what belongs to a frame object lies.
    pub(crate) fn frame_place(&self, o: Obj) -> FramePlace {
        let slot = self.slot(o);
        if slot.x & mark::LIVE == 0 {
            return FramePlace::Own;
        }
        let generator = Obj(slot.c_hi());
        match self.thread.frames.iter().rposition(|f| f.frame_obj == o) {
            Some(i) => FramePlace::Live(i),
            None if !generator.is_null() => FramePlace::Suspended(generator),
            None => FramePlace::Own,
        }
    }

    /// Names and values of the locals of an activation, bound ones only; cells are looked into.
    pub fn frame_locals(&self, frame: &Frame) -> Vec<(Obj, Obj)> {
        let n = self.codes[frame.code as usize].stat.nlocalsplus;
        let kinds = self.codes[frame.code as usize].stat.code.localspluskinds.clone();
        let mut out = Vec::new();
        for i in 0..n {
            let value = self.thread.stack[(frame.base + i) as usize];
            if value == StackRef::NULL {
                continue;
            }
            let mut o = value.obj();
            let celled = kinds[i as usize] & (compiler::code::fast::CELL | compiler::code::fast::FREE) != 0;
            if celled && self.kind(o) == Kind::Cell {
                o = self.cell_get(o);
            }
            if !o.is_null() {
                out.push((self.code_local_name(frame.code, i), o));
            }
        }
        out
    }
}
