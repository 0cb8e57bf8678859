//! The buffer protocol: bytes that one object lends to another (`PyObject_GetBuffer` of `Objects/abstract.c`, PEP 688).

use crate::memory::object::{Kind, Obj, R, Raised};
use crate::native::static_strings;
use crate::objects::memoryobject::access::WRITABLE;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// What `PyBUF_FULL_RO` and `PyBUF_SIMPLE` ask for, as `__buffer__` is told.
pub(crate) const FULL_RO: i64 = 284;
pub(crate) const SIMPLE: i64 = 0;

/// A contiguous range of the byte pool that belongs to another object, good as long as that object is not resized.
#[derive(Clone, Copy, Debug)]
pub struct Lent {
    pub at: usize,
    pub n: usize,
}

impl Machine {
    /// Whether an object lends bytes (`PyObject_CheckBuffer`).
    pub fn has_buffer(&mut self, o: Obj) -> bool {
        match self.kind(o) {
            Kind::Bytes | Kind::ByteArray | Kind::MemoryView | Kind::BufferWrapper => true,
            _ if self.is_builtin_exact(o) => false,
            _ => !self.lookup_special(o, static_strings::DUNDER_BUFFER).is_null(),
        }
    }

    /// Whether no class written in Python is asked for the bytes.
    pub fn lends_natively(&mut self, o: Obj) -> bool {
        if self.is_builtin_exact(o) {
            return true;
        }
        let method = self.lookup_special(o, static_strings::DUNDER_BUFFER);
        matches!(self.kind(o), Kind::Bytes | Kind::ByteArray) && self.kind(method) == Kind::WrapperDescriptor
    }

    /// As `lend`, with another error for whatever goes wrong, as some operators have it.
    pub fn lend_or(&mut self, o: Obj, text: impl FnOnce(&Machine) -> String) -> R<Lent> {
        match self.lend(o) {
            Err(_) if self.raised_is(ty::BASE_EXCEPTION) => {
                self.clear_raised();
                let text = text(self);
                Err(self.raise(ty::TYPE_ERROR, &text))
            }
            lent => lent,
        }
    }

    /// The bytes of an object, contiguous (`PyBUF_SIMPLE`).
    ///
    /// # Errors
    /// `TypeError` for what lends none; `BufferError` for a view that is not contiguous.
    pub fn lend(&mut self, o: Obj) -> R<Lent> {
        let slot = *self.slot(o);
        match if self.lends_natively(o) { slot.kind } else { Kind::Instance } {
            Kind::Bytes => Ok(Lent { at: slot.b_lo() as usize, n: slot.a as usize }),
            Kind::ByteArray => Ok(Lent { at: self.bytearray_at(o), n: slot.a as usize }),
            Kind::MemoryView => self.lend_view(o),
            _ => {
                let view = self.python_buffer(o, SIMPLE)?;
                self.lend_view(view)
            }
        }
    }

    /// The bytes of an object that may be written, contiguous (`PyBUF_WRITABLE`).
    ///
    /// # Errors
    /// As `lend`, and `BufferError` for what can only be read.
    pub fn lend_to_write(&mut self, o: Obj) -> R<Lent> {
        let view = match if self.lends_natively(o) { self.kind(o) } else { Kind::Instance } {
            Kind::ByteArray => return self.lend(o),
            Kind::Bytes => return Err(self.raise(ty::BUFFER_ERROR, "Object is not writable.")),
            Kind::MemoryView => o,
            _ => self.python_buffer(o, WRITABLE)?,
        };
        self.check_released(view)?;
        if self.view(view).readonly {
            return Err(self.raise(ty::BUFFER_ERROR, "memoryview: underlying buffer is not writable"));
        }
        self.lend_view(view)
    }

    /// Puts bytes where an object lent room for them; what does not fit is left out.
    pub fn write_lent(&mut self, lent: Lent, bytes: &[u8]) {
        let n = lent.n.min(bytes.len());
        self.bytes.data[lent.at..lent.at + n].copy_from_slice(&bytes[..n]);
    }

    pub fn lent(&self, lent: Lent) -> &[u8] {
        &self.bytes.data[lent.at..lent.at + lent.n]
    }

    /// A copy of all bytes that an object lends, in the order of C (`PyBUF_FULL_RO`, `PyBuffer_ToContiguous`).
    pub fn all_bytes(&mut self, o: Obj) -> R<Vec<u8>> {
        let view = match if self.lends_natively(o) { self.kind(o) } else { Kind::Instance } {
            Kind::Bytes | Kind::ByteArray => {
                let lent = self.lend(o)?;
                return Ok(self.lent(lent).to_vec());
            }
            Kind::MemoryView => o,
            _ => self.python_buffer(o, FULL_RO)?,
        };
        self.check_released(view)?;
        Ok(self.view_bytes(view))
    }

    /// What a class's `__buffer__` lends: a memoryview, a root until the native ends, whose end `__release_buffer__` is
    /// told of (`slot_bf_getbuffer`).
    pub fn python_buffer(&mut self, o: Obj, flags: i64) -> R<Obj> {
        let wrapper = self.begin_python_buffer(o, flags)?;
        Ok(Obj(self.slot(wrapper).a))
    }

    /// The object that stands between a view and the object of a class with `__buffer__` that lends it, kept.
    pub fn begin_python_buffer(&mut self, o: Obj, flags: i64) -> R<Obj> {
        if !self.has_buffer(o) {
            return Err(self.not_bytes_like(o));
        }
        let flags = self.new_int(flags);
        let flags = self.keep(flags);
        let Some(view) = self.call_special(o, static_strings::DUNDER_BUFFER, &[flags])? else {
            return Err(self.not_bytes_like(o));
        };
        let view = self.keep(view);
        if self.kind(view) != Kind::MemoryView {
            return Err(self.raise(ty::TYPE_ERROR, "__buffer__ returned non-memoryview object"));
        }
        let wrapper = self.alloc_gc(Kind::BufferWrapper, ty::BUFFER_WRAPPER, 48);
        self.incref(view);
        self.incref(o);
        let asks = !self.lookup_special(o, static_strings::DUNDER_RELEASE_BUFFER).is_null();
        let slot = self.slot_mut(wrapper);
        (slot.a, slot.b, slot.x) = (view.0, u64::from(o.0), u16::from(asks));
        self.track(wrapper);
        Ok(self.keep(crate::memory::object::Owned::steal(wrapper)))
    }

    pub fn not_bytes_like(&mut self, o: Obj) -> Raised {
        let name = self.type_name(o);
        self.raise(ty::TYPE_ERROR, &format!("a bytes-like object is required, not '{name}'"))
    }

    /// A byte from an int or what has `__index__` (`_getbytevalue`).
    pub fn byte_value(&mut self, o: Obj, what: &str) -> R<u8> {
        let value = self.index(o)?;
        let byte = self.int_small(value.get()).and_then(|v| u8::try_from(v).ok());
        self.drop_ref(value);
        byte.ok_or_else(|| self.raise(ty::VALUE_ERROR, &format!("{what} must be in range(0, 256)")))
    }
    /// Whether `byte_value` could answer; what `__index__` says is not asked here.
    pub(crate) fn may_be_byte(&mut self, o: Obj) -> bool {
        match self.kind(o) {
            Kind::Int | Kind::Bool => self.int_small(o).is_some_and(|v| (0..256).contains(&v)),
            _ => self.indexable(o),
        }
    }
}
