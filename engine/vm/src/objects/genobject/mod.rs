//! Generators, coroutines and asynchronous generators: a frame that is put aside between resumptions
//! (`Objects/genobject.c`, InternalDocs/generators.md).

pub(crate) mod async_steps;
pub(crate) mod asyncgen;
pub(crate) mod coroutine;
pub(crate) mod methods;
pub(crate) mod steps;

use crate::eval::frame::{Frame, OnReturn};
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::static_strings::fixed;
use crate::objects::funcobject;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use compiler::code::flags;

/// `Slot::x` of a generator.
pub mod state {
    pub const CREATED: u16 = 0;
    pub const SUSPENDED: u16 = 1;
    pub const EXECUTING: u16 = 2;
    pub const CLEARED: u16 = 3;
}

/// Words of a generator's range. Locals and stack follow as stack references.
pub mod field {
    pub const FUNC: u32 = 0;
    pub const NAME: u32 = 1;
    pub const QUALNAME: u32 = 2;
    /// The exception being handled inside, or NULL.
    pub const EXC: u32 = 3;
    /// The frame object, or NULL.
    pub const FRAME: u32 = 4;
    /// How many stack references are saved.
    pub const SAVED: u32 = 5;
    pub const CODE: u32 = 6;
    /// `ag_origin_or_finalizer` of an asynchronous generator, or NULL.
    pub const FINALIZER: u32 = 7;
    /// Bits of [`super::ag`].
    pub const AG: u32 = 8;
    pub const REFS: u32 = 9;
}

/// What an asynchronous generator knows of itself.
pub mod ag {
    pub const CLOSED: u32 = 1;
    pub const HOOKS_INITED: u32 = 2;
    pub const RUNNING: u32 = 4;
}

impl Machine {
    /// Turns the innermost activation, which is about to run a generator's body, into a generator object.
    pub fn make_generator(&mut self, frame: &Frame) -> Owned {
        let stat = self.codes[frame.code as usize].stat.clone();
        let n = stat.nlocalsplus;
        let room = n + stat.code.stacksize;
        let class = match stat.code.flags & (flags::COROUTINE | flags::ASYNC_GENERATOR) {
            0 => ty::GENERATOR,
            flags::COROUTINE => ty::COROUTINE,
            _ => ty::ASYNC_GENERATOR,
        };
        let o = self.alloc_gc(Kind::Generator, class, 168 + 8 * room);
        let at = self.words.alloc(field::REFS + room);
        self.words.range_mut(at, field::REFS + room).fill(0);
        let func = self.steal(frame.func);
        let (name, qualname) = (
            self.func_field(func, crate::objects::funcobject::field::NAME),
            self.func_field(func, crate::objects::funcobject::field::QUALNAME),
        );
        self.incref(name);
        self.incref(qualname);
        let header = [func.0, name.0, qualname.0, 0, frame.frame_obj.0, n, frame.code, 0, 0];
        self.words.range_mut(at, field::REFS).copy_from_slice(&header);
        for i in 0..n {
            let r = std::mem::take(&mut self.thread.stack[(frame.base + i) as usize]);
            let r = self.heap_safe(r);
            self.words.data[(at + field::REFS + i) as usize] = r.0;
        }
        let slot = self.slot_mut(o);
        slot.a = frame.ip;
        slot.set_b(at, field::REFS + room);
        slot.x = state::CREATED;
        if !frame.frame_obj.is_null() {
            self.slot_mut(frame.frame_obj).set_c(frame.ip, o.0);
        }
        self.track(o);
        Owned::steal(o)
    }

    /// A reference that no longer depends on another one staying alive.
    #[inline(always)]
    pub fn heap_safe(&mut self, r: StackRef) -> StackRef {
        if r == StackRef::NULL {
            return r;
        }
        StackRef::owned(self.steal(r))
    }

    #[inline]
    pub(crate) fn gen_word(&self, g: Obj, i: u32) -> u32 {
        self.words.data[(self.slot(g).b_lo() + i) as usize]
    }

    pub(crate) fn set_gen_word(&mut self, g: Obj, i: u32, word: u32) {
        let at = (self.slot(g).b_lo() + i) as usize;
        self.words.data[at] = word;
    }

    /// What it is called in messages.
    pub(crate) fn generator_noun(&self, g: Obj) -> &'static str {
        match self.ty(g) {
            ty::COROUTINE => "coroutine",
            ty::ASYNC_GENERATOR => "async generator",
            _ => "generator",
        }
    }

    /// Whether it may be awaited as it is (`gen_is_coroutine`, `PyCoro_CheckExact`).
    pub(crate) fn is_coroutine(&self, o: Obj) -> bool {
        self.kind(o) == Kind::Generator
            && self.ty(o) != ty::ASYNC_GENERATOR
            && self.codes[self.gen_word(o, field::CODE) as usize].meta().flags
                & (flags::COROUTINE | flags::ITERABLE_COROUTINE)
                != 0
    }

    /// The frame object of a generator, made now if need be; borrowed. NULL where nothing is left of the frame.
    pub(crate) fn generator_frame(&mut self, g: Obj) -> Obj {
        match self.slot(g).x {
            state::CLEARED => Obj::NULL,
            state::EXECUTING => match self.thread.frames.iter().rposition(|f| f.generator == g) {
                Some(i) => self.frame_object(i),
                // Something is done to it on its behalf: its frame waits where it was.
                None => self.suspended_frame(g),
            },
            _ => self.suspended_frame(g),
        }
    }

    fn suspended_frame(&mut self, g: Obj) -> Obj {
        let made = Obj(self.gen_word(g, field::FRAME));
        if !made.is_null() {
            return made;
        }
        let o = self.new_frame_object(self.gen_word(g, field::CODE));
        let ip = self.slot(g).a;
        self.slot_mut(o).set_c(ip, g.0);
        self.set_gen_word(g, field::FRAME, o.0);
        o
    }

    /// A generator's frame ends without having run on: its frame object, if others hold it, takes over the locals.
    pub(crate) fn release_suspended_frame(&mut self, g: Obj) {
        let o = Obj(self.gen_word(g, field::FRAME));
        if o.is_null() {
            return;
        }
        self.set_gen_word(g, field::FRAME, 0);
        if self.slot(o).refcnt > 1 {
            let code = self.gen_word(g, field::CODE);
            let n = self.codes[code as usize].stat.nlocalsplus.min(self.gen_word(g, field::SAVED));
            let func = Obj(self.gen_word(g, field::FUNC));
            self.set_gen_word(g, field::FUNC, 0);
            for i in 0..n {
                let r = StackRef(self.gen_word(g, field::REFS + i));
                self.set_gen_word(g, field::REFS + i, 0);
                let local = if r == StackRef::NULL { Obj::NULL } else { self.steal(r) };
                self.frame_saves(o, i, local);
            }
            let ip = self.slot(g).a;
            self.frame_owns(o, func, Obj::NULL, Obj::NULL, ip);
        }
        self.decref(o);
    }

    /// Puts the generator's frame on top of the stacks, ready to run; `sent` (taken over) is pushed for it
    /// unless it has just been created. The caller's stack must be written back.
    pub fn resume_generator(&mut self, g: Obj, sent: Obj, on_return: OnReturn) -> R<()> {
        let slot = *self.slot(g);
        let base = self.thread.sp;
        self.check_stack(base, slot.b_hi())?;
        let words = self.words.range_mut(slot.b_lo(), slot.b_hi());
        let (fields, held) = words.split_at_mut(field::REFS as usize);
        let saved = fields[field::SAVED as usize];
        let func = Obj(fields[field::FUNC as usize]);
        let code = fields[field::CODE as usize];
        let exc = Obj(std::mem::take(&mut fields[field::EXC as usize]));
        let frame_obj = Obj(std::mem::take(&mut fields[field::FRAME as usize]));
        fields[field::SAVED as usize] = 0;
        for (place, word) in self.thread.stack.window(base, saved).iter_mut().zip(held) {
            *place = StackRef(*word);
        }
        let sp = base + saved + 1;
        let first = if slot.x == state::CREATED {
            // The first instructions of a generator's body drop what was sent.
            self.decref(sent);
            StackRef::borrowed(fixed::NONE)
        } else {
            StackRef::owned(sent)
        };
        self.thread.stack[sp as usize - 1] = first;
        self.slot_mut(g).x = state::EXECUTING;
        self.thread.exc_stack.push(exc);
        let fields = self.slot(func).b_lo();
        self.thread.frames.push(Frame {
            code,
            func: StackRef::borrowed(func),
            globals: Obj(self.words.data[(fields + funcobject::field::GLOBALS) as usize]),
            builtins: Obj(self.words.data[(fields + funcobject::field::BUILTINS) as usize]),
            locals: Obj::NULL,
            base,
            sp,
            ip: slot.a,
            on_return,
            frame_obj,
            generator: g,
        });
        self.thread.sp = sp;
        Ok(())
    }

    /// Takes the innermost frame, a generator's, off the stacks after a `yield`; `sp` is its stack's end.
    pub fn suspend_generator(&mut self, ip: u32, sp: u32) {
        // Field by field: a copy of the whole record would wait for the parts of it that were written just now.
        let Some(Frame { base, generator, frame_obj, .. }) = self.thread.frames.last() else { return };
        let (base, generator, frame_obj) = (*base, *generator, *frame_obj);
        self.thread.frames.truncate(self.thread.frames.len() - 1);
        let exc = self.thread.exc_stack.pop().unwrap_or(Obj::NULL);
        let n = sp - base;
        let slot = self.slot_mut(generator);
        (slot.a, slot.x) = (ip, state::SUSPENDED);
        let at = slot.b_lo();
        let words = self.words.range_mut(at, field::REFS + n);
        words[field::SAVED as usize] = n;
        words[field::EXC as usize] = exc.0;
        words[field::FRAME as usize] = frame_obj.0;
        for (word, place) in words[field::REFS as usize..].iter_mut().zip(self.thread.stack.window(base, n)) {
            *word = std::mem::take(place).0;
        }
        self.thread.sp = base;
    }

    /// The generator's frame returned or raised: nothing is left of it but its code.
    pub fn finish_generator(&mut self, frame: &Frame) {
        let g = frame.generator;
        self.slot_mut(g).x = state::CLEARED;
        let handled = self.thread.exc_stack.pop().unwrap_or(Obj::NULL);
        self.xdecref(handled);
        let at = self.slot(g).b_lo();
        let code = self.kept_code(g);
        let func = Obj(std::mem::replace(&mut self.words.data[(at + field::FUNC) as usize], code.0));
        let mut frame = *frame;
        frame.func = StackRef::owned(func);
        self.release_frame(&frame);
    }

    /// The code of a generator, counted: what an ended one keeps in the place of its function.
    fn kept_code(&mut self, g: Obj) -> Obj {
        let code = self.codes[self.gen_word(g, field::CODE) as usize].obj;
        if !code.is_null() {
            self.incref(code);
        }
        code
    }

    pub fn generator_edges(&self, g: Obj, put: &mut dyn FnMut(Obj)) {
        for i in [field::FINALIZER, field::NAME, field::QUALNAME, field::FRAME, field::FUNC] {
            put(Obj(self.gen_word(g, i)));
        }
        for i in 0..self.gen_word(g, field::SAVED) {
            let r = StackRef(self.gen_word(g, field::REFS + i));
            if r != StackRef::NULL && !r.is_borrowed() {
                put(r.obj());
            }
        }
        put(Obj(self.gen_word(g, field::EXC)));
    }

    /// What a dying generator holds, in the order in which it goes.
    pub(crate) fn generator_parts(&self, g: Obj) -> Vec<Obj> {
        let saved = (0..self.gen_word(g, field::SAVED)).rev().map(|i| StackRef(self.gen_word(g, field::REFS + i)));
        let locals = saved.filter(|r| *r != StackRef::NULL && !r.is_borrowed()).map(StackRef::obj);
        let fields = [field::FUNC, field::EXC, field::FRAME, field::NAME, field::QUALNAME, field::FINALIZER];
        locals.chain(fields.map(|i| Obj(self.gen_word(g, i)))).collect()
    }

    pub(crate) fn generator_free_range(&mut self, g: Obj) {
        let slot = *self.slot(g);
        self.words.free(slot.b_lo(), slot.b_hi());
    }

    /// What a suspended generator delegates to: the top of its stack where it stands behind a `SEND`.
    pub fn yield_from_target(&self, g: Obj) -> Option<Obj> {
        let slot = self.slot(g);
        if slot.x != state::SUSPENDED {
            return None;
        }
        let resume = self.code.get(slot.a as usize)?;
        // RESUME's argument 2 marks "after yield from", 3 "after await".
        if u16::from(resume.base) != compiler::opcode::RESUME || resume.arg & 3 < 2 {
            return None;
        }
        let saved = self.gen_word(g, field::SAVED);
        Some(StackRef(self.gen_word(g, field::REFS + saved - 1)).obj())
    }

    /// Throws away a generator that never ran or is being destroyed.
    pub fn generator_clear(&mut self, g: Obj) {
        self.slot_mut(g).x = state::CLEARED;
        self.release_suspended_frame(g);
        let saved = self.gen_word(g, field::SAVED);
        let at = self.slot(g).b_lo();
        self.words.data[(at + field::SAVED) as usize] = 0;
        for i in (0..saved).rev() {
            let r = StackRef(self.words.data[(at + field::REFS + i) as usize]);
            if r != StackRef::NULL {
                self.close(r);
            }
        }
        let code = self.kept_code(g);
        for (i, new) in [(field::FUNC, code), (field::EXC, Obj::NULL)] {
            let old = std::mem::replace(&mut self.words.data[(at + i) as usize], new.0);
            self.xdecref(Obj(old));
        }
    }

    /// Whether its death is more than that of its parts (`_PyGen_Finalize`): it is suspended inside a `try`, delegates,
    /// was never awaited, or somebody asked to be told.
    pub(crate) fn finalizes(&self, g: Obj) -> bool {
        let told = |m: &Machine| m.gen_word(g, field::FINALIZER) != 0 && m.gen_word(g, field::AG) & ag::CLOSED == 0;
        match self.slot(g).x {
            state::CREATED => self.ty(g) == ty::COROUTINE || told(self),
            state::SUSPENDED => self.closes(g) || told(self),
            _ => false,
        }
    }

    /// Whether it has a frame that does not run.
    pub(crate) fn is_paused(&self, g: Obj) -> bool {
        matches!(self.slot(g).x, state::CREATED | state::SUSPENDED)
    }

    /// Whether closing it runs code or closes something else.
    pub(crate) fn closes(&self, g: Obj) -> bool {
        self.slot(g).x == state::SUSPENDED && (self.generator_has_handler(g) || self.yield_from_target(g).is_some())
    }

    /// Whether an exception raised where it stands would meet a handler other than the one around the whole
    /// body (`gen_close`'s shortcut looks at the RESUME argument's depth bit).
    pub(crate) fn generator_has_handler(&self, g: Obj) -> bool {
        let resume = self.code[self.slot(g).a as usize];
        u16::from(resume.base) != compiler::opcode::RESUME || resume.arg & 4 == 0
    }
}
