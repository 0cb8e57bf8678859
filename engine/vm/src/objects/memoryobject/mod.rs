//! Memory views: their layout, the managed buffers behind them, how both live and die (`Objects/memoryobject.c`).
//!
//! A view's `Slot::a` is the length of its first dimension, `x` its flags, `c` its hash or 0; `b` low is a word range of
//! [`word`]s, high how many. A managed buffer's `a` is the object that lends, `b` low the number of views, `x` whether it
//! was released. A buffer wrapper's `a` is the view that a class's `__buffer__` gave, `b` low the object of that class, `x`
//! whether its `__release_buffer__` is to be called.

pub(crate) mod access;
pub(crate) mod item;
pub(crate) mod methods;

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::static_strings;
use crate::objects::abstract_::buffer::Lent;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use item::Format;

/// Words of a view: the managed buffer, where it begins in what is lent, bytes in all, format, dimensions,
/// how often it is lent itself; then its shape and its strides.
mod word {
    pub const MBUF: u32 = 0;
    pub const START: u32 = 1;
    pub const LEN: u32 = 2;
    pub const FORMAT: u32 = 3;
    pub const NDIM: u32 = 4;
    pub const EXPORTS: u32 = 5;
    pub const SHAPE: u32 = 6;
}

/// Bits of a view's `x`.
mod flag {
    pub const RELEASED: u16 = 1;
    pub const READONLY: u16 = 2;
}

/// Most dimensions (`PyBUF_MAX_NDIM`).
pub(crate) const MAX_NDIM: usize = 64;

/// What a view shows, as numbers.
#[derive(Clone, Debug)]
pub(crate) struct View {
    /// Where the first item lies behind the start of what is lent, in bytes.
    pub start: usize,
    /// Where it lies in the byte pool.
    pub at: usize,
    /// Bytes in all.
    pub len: usize,
    pub format: Format,
    pub readonly: bool,
    pub shape: Vec<usize>,
    pub strides: Vec<i64>,
}

impl View {
    pub fn itemsize(&self) -> usize {
        self.format.size()
    }

    /// The strides of items that lie one behind the other, the last dimension closest.
    pub fn strides_of(shape: &[usize], itemsize: usize) -> Vec<i64> {
        let mut strides = vec![itemsize as i64; shape.len()];
        for i in (1..shape.len()).rev() {
            strides[i - 1] = strides[i] * shape[i] as i64;
        }
        strides
    }

    pub fn c_contiguous(&self) -> bool {
        let dimensions: Vec<usize> = (0..self.shape.len()).rev().collect();
        self.contiguous_in(&dimensions)
    }

    pub fn f_contiguous(&self) -> bool {
        let dimensions: Vec<usize> = (0..self.shape.len()).collect();
        self.contiguous_in(&dimensions)
    }

    fn contiguous_in(&self, dimensions: &[usize]) -> bool {
        if self.shape.len() != 1 && self.len == 0 {
            return true;
        }
        let mut wanted = self.itemsize() as i64;
        for &i in dimensions {
            if self.shape[i] != 1 && self.strides[i] != wanted {
                return false;
            }
            wanted *= self.shape[i] as i64;
        }
        true
    }

    /// Where each item lies in the pool, the last dimension moving fastest.
    pub fn places(&self) -> Vec<usize> {
        let mut places = vec![self.at as i64];
        for (n, stride) in self.shape.iter().zip(&self.strides) {
            places = places.iter().flat_map(|at| (0..*n as i64).map(move |i| at + i * stride)).collect();
        }
        places.into_iter().map(|at| at as usize).collect()
    }
}

impl Machine {
    fn view_word(&self, v: Obj, i: u32) -> u32 {
        self.words.data[(self.slot(v).b_lo() + i) as usize]
    }

    fn set_view_word(&mut self, v: Obj, i: u32, value: u32) {
        let at = self.slot(v).b_lo() + i;
        self.words.data[at as usize] = value;
    }

    /// Where the bytes that an object lends begin in the pool.
    fn lender_at(&self, o: Obj) -> usize {
        let slot = self.slot(o);
        match slot.kind {
            Kind::ByteArray => self.bytearray_at(o),
            Kind::MemoryView => {
                let mbuf = self.slot(Obj(self.view_word(o, word::MBUF)));
                self.lender_at(Obj(mbuf.a)) + self.view_word(o, word::START) as usize
            }
            Kind::BufferWrapper => self.lender_at(Obj(slot.a)),
            _ => slot.b_lo() as usize,
        }
    }

    /// The object that lends the bytes of a view, NULL if it was released.
    pub(crate) fn view_lender(&self, v: Obj) -> Obj {
        let mbuf = Obj(self.view_word(v, word::MBUF));
        if mbuf.is_null() { Obj::NULL } else { Obj(self.slot(mbuf).a) }
    }

    /// What a view shows; it was not released.
    pub(crate) fn view(&self, v: Obj) -> View {
        let n = self.view_word(v, word::NDIM);
        let start = self.view_word(v, word::START) as usize;
        View {
            start,
            at: self.lender_at(self.view_lender(v)) + start,
            len: self.view_word(v, word::LEN) as usize,
            format: Format(self.view_word(v, word::FORMAT)),
            readonly: self.slot(v).x & flag::READONLY != 0,
            shape: (0..n).map(|i| self.view_word(v, word::SHAPE + i) as usize).collect(),
            strides: (n..2 * n).map(|i| i64::from(self.view_word(v, word::SHAPE + i) as i32)).collect(),
        }
    }

    pub(crate) fn view_released(&self, v: Obj) -> bool {
        let mbuf = Obj(self.view_word(v, word::MBUF));
        self.slot(v).x & flag::RELEASED != 0 || mbuf.is_null() || self.slot(mbuf).x != 0
    }

    pub(crate) fn check_released(&mut self, v: Obj) -> R<()> {
        if self.view_released(v) {
            return Err(self.raise(ty::VALUE_ERROR, "operation forbidden on released memoryview object"));
        }
        Ok(())
    }

    /// A managed buffer over what an object lends, which counts that (`_PyManagedBuffer_FromObject`).
    fn new_managed_buffer(&mut self, lender: Obj) -> R<Owned> {
        let room = match self.kind(lender) {
            Kind::ByteArray => self.slot(lender).x < u16::MAX,
            _ => true,
        };
        if !room {
            return Err(self.raise_no_memory());
        }
        match self.kind(lender) {
            Kind::ByteArray => self.slot_mut(lender).x += 1,
            Kind::MemoryView => {
                let exports = self.view_word(lender, word::EXPORTS);
                self.set_view_word(lender, word::EXPORTS, exports + 1);
            }
            Kind::BufferWrapper => {
                let inner = Obj(self.slot(lender).a);
                let exports = self.view_word(inner, word::EXPORTS);
                self.set_view_word(inner, word::EXPORTS, exports + 1);
            }
            _ => {}
        }
        let mbuf = self.alloc_gc(Kind::ManagedBuffer, ty::MANAGED_BUFFER, 128);
        self.incref(lender);
        self.slot_mut(mbuf).a = lender.0;
        self.track(mbuf);
        Ok(Owned::steal(mbuf))
    }

    /// A view registered with a managed buffer, which is counted (`mbuf_add_view`).
    fn new_view(&mut self, mbuf: Obj, view: &View) -> Owned {
        let n = view.shape.len() as u32;
        // A view without dimensions has room for one.
        let room = n.max(1);
        let v = self.alloc_gc(Kind::MemoryView, ty::MEMORYVIEW, 16 + 144 + 24 * room);
        let count = word::SHAPE + 2 * room;
        let at = self.words.alloc(count);
        let head = [mbuf.0, view.start as u32, view.len as u32, view.format.0, n, 0].into_iter();
        self.words.range_mut(at, count).fill(0);
        let shape = view.shape.iter().map(|n| *n as u32);
        let strides = view.strides.iter().map(|stride| *stride as i32 as u32);
        for (word, value) in self.words.range_mut(at, count).iter_mut().zip(head.chain(shape).chain(strides)) {
            *word = value;
        }
        self.incref(mbuf);
        let views = self.slot(mbuf).b_lo();
        self.slot_mut(mbuf).b = u64::from(views + 1);
        let slot = self.slot_mut(v);
        slot.a = view.shape.first().map_or(0, |n| *n as u32);
        slot.x = if view.readonly { flag::READONLY } else { 0 };
        slot.set_b(at, count);
        self.track(v);
        Owned::steal(v)
    }

    /// A view over the same buffer as another, showing something else of it.
    pub(crate) fn view_beside(&mut self, v: Obj, view: &View) -> Owned {
        let mbuf = Obj(self.view_word(v, word::MBUF));
        self.new_view(mbuf, view)
    }

    /// A view of all that an object lends (`PyMemoryView_FromObjectAndFlags`).
    pub(crate) fn view_of(&mut self, o: Obj, flags: i64) -> R {
        if self.kind(o) == Kind::MemoryView {
            self.check_released(o)?;
            let view = self.view(o);
            return Ok(self.view_beside(o, &view));
        }
        if !self.has_buffer(o) {
            let name = self.type_name(o);
            let text = format!("memoryview: a bytes-like object is required, not '{name}'");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        self.view_by_buffer(o, flags)
    }

    /// A view by an object's own buffer, with a managed buffer of its own (`_PyMemoryView_FromBufferProc`).
    pub(crate) fn view_by_buffer(&mut self, o: Obj, flags: i64) -> R {
        if self.lends_natively(o) {
            return self.view_natively(o, flags);
        }
        let wrapper = self.begin_python_buffer(o, flags)?;
        let inner = Obj(self.slot(wrapper).a);
        let view = self.lent_view(inner, flags)?;
        self.view_with(wrapper, &view)
    }

    /// As `view_by_buffer`, by the layout, whatever a subclass says.
    pub(crate) fn view_natively(&mut self, o: Obj, flags: i64) -> R {
        let view = match self.kind(o) {
            Kind::Bytes | Kind::ByteArray => {
                let readonly = self.kind(o) == Kind::Bytes;
                if flags & access::WRITABLE != 0 && readonly {
                    return Err(self.raise(ty::BUFFER_ERROR, "Object is not writable."));
                }
                let n = self.slot(o).a as usize;
                let (shape, strides) = (vec![n], vec![1]);
                View { start: 0, at: 0, len: n, format: Format::BYTES, readonly, shape, strides }
            }
            _ => self.lent_view(o, flags)?,
        };
        self.view_with(o, &view)
    }

    /// A view of a bytearray as items of a code of `struct`, or characters (`u`, `w`).
    pub fn view_of_items(&mut self, bytes: Obj, code: u8) -> R {
        let format = Format(u32::from(code));
        let (n, size) = (self.slot(bytes).a as usize, format.size().max(1));
        let (shape, strides) = (vec![n / size], vec![size as i64]);
        self.view_with(bytes, &View { start: 0, at: 0, len: n, format, readonly: false, shape, strides })
    }

    /// The object whose own type lends through a buffer wrapper, which nobody sees then.
    fn natively_behind(&mut self, lender: Obj) -> Option<Obj> {
        if self.kind(lender) != Kind::BufferWrapper {
            return None;
        }
        let o = Obj(self.slot(lender).b_lo());
        let method = self.lookup_special(o, static_strings::DUNDER_BUFFER);
        (self.kind(method) == Kind::WrapperDescriptor).then_some(o)
    }

    /// A view with a managed buffer of its own.
    fn view_with(&mut self, lender: Obj, view: &View) -> R {
        let mbuf = self.new_managed_buffer(lender)?;
        let view = self.new_view(mbuf.get(), view);
        self.drop_ref(mbuf);
        Ok(view)
    }

    /// The bytes of a contiguous view (`memory_getbuf` with `PyBUF_SIMPLE`).
    pub(crate) fn lend_view(&mut self, v: Obj) -> R<Lent> {
        self.check_released(v)?;
        let view = self.view(v);
        if !view.c_contiguous() {
            return Err(self.raise(ty::BUFFER_ERROR, "memoryview: underlying buffer is not C-contiguous"));
        }
        Ok(Lent { at: view.at, n: view.len })
    }

    /// All bytes of a view in the order of C.
    pub(crate) fn view_bytes(&self, v: Obj) -> Vec<u8> {
        let view = self.view(v);
        if view.c_contiguous() {
            return self.bytes.data[view.at..view.at + view.len].to_vec();
        }
        let size = view.itemsize();
        view.places().into_iter().flat_map(|at| self.bytes.data[at..at + size].iter().copied()).collect()
    }

    /// A view will not look at its buffer again; the last one gives the buffer back (`_memory_release`).
    pub(crate) fn view_release(&mut self, v: Obj) {
        if self.slot(v).x & flag::RELEASED != 0 {
            return;
        }
        self.slot_mut(v).x |= flag::RELEASED;
        let mbuf = Obj(self.view_word(v, word::MBUF));
        let views = self.slot(mbuf).b_lo().saturating_sub(1);
        self.slot_mut(mbuf).b = u64::from(views);
        if views == 0 {
            self.untrack(mbuf);
            self.managed_buffer_release(mbuf);
        }
    }

    /// What was lent is given back (`mbuf_release`).
    pub(crate) fn managed_buffer_release(&mut self, mbuf: Obj) {
        if self.slot(mbuf).x != 0 {
            return;
        }
        let lender = Obj(self.slot(mbuf).a);
        let slot = self.slot_mut(mbuf);
        (slot.x, slot.a) = (1, 0);
        match self.kind(lender) {
            Kind::ByteArray => self.slot_mut(lender).x -= 1,
            Kind::MemoryView => self.give_view_back(lender),
            Kind::BufferWrapper => {
                let inner = Obj(self.slot(lender).a);
                self.give_view_back(inner);
            }
            _ => {}
        }
        self.decref(lender);
    }

    fn give_view_back(&mut self, v: Obj) {
        let exports = self.view_word(v, word::EXPORTS);
        self.set_view_word(v, word::EXPORTS, exports.saturating_sub(1));
    }

    pub(crate) fn view_exports(&self, v: Obj) -> u32 {
        self.view_word(v, word::EXPORTS)
    }

    /// `sys.getsizeof` without the collector's header.
    pub(crate) fn view_size(&self, v: Obj) -> u64 {
        let n = self.slot(v).b_hi().saturating_sub(word::SHAPE) / 2;
        144 + 24 * u64::from(n)
    }

    /// What a view holds a reference to.
    pub fn view_edges(&self, v: Obj) -> Obj {
        Obj(self.view_word(v, word::MBUF))
    }

    /// The object whose bytes a view shows and how many; `None` if it was released.
    pub fn view_range(&self, v: Obj) -> Option<(Obj, u32)> {
        (!self.view_released(v)).then(|| (self.view_lender(v), self.view_word(v, word::LEN)))
    }

    /// Its words, for the end of it.
    pub(crate) fn view_words(&self, v: Obj) -> (u32, u32) {
        let slot = self.slot(v);
        (slot.b_lo(), slot.b_hi())
    }
}
