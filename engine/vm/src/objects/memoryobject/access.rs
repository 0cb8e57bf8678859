//! Indexing, slicing, assigning and comparing views (`memory_subscript`, `memory_ass_sub`, `memory_richcompare`).

use super::View;
use super::item::Format;
use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings::fixed;
use crate::objects::sliceobject::adjust;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Bits of what a consumer asks of a buffer (`PyBUF_*`).
pub(crate) const WRITABLE: i64 = 1;
const FORMAT: i64 = 4;
const ND: i64 = 8;
const STRIDES: i64 = 0x10 | ND;
const C_CONTIGUOUS: i64 = 0x20 | STRIDES;
const F_CONTIGUOUS: i64 = 0x40 | STRIDES;
const ANY_CONTIGUOUS: i64 = 0x80 | STRIDES;

impl Machine {
    /// What a view lends to somebody who asks with these flags (`memory_getbuf`).
    pub(crate) fn lent_view(&mut self, v: Obj, flags: i64) -> R<View> {
        self.check_released(v)?;
        let mut view = self.view(v);
        let (c, f) = (view.c_contiguous(), view.f_contiguous());
        let asks = |bits: i64| flags & bits == bits;
        let fault = match () {
            () if flags & WRITABLE != 0 && view.readonly => "memoryview: underlying buffer is not writable",
            () if asks(C_CONTIGUOUS) && !c => "memoryview: underlying buffer is not C-contiguous",
            () if asks(F_CONTIGUOUS) && !f => "memoryview: underlying buffer is not Fortran contiguous",
            () if asks(ANY_CONTIGUOUS) && !c && !f => "memoryview: underlying buffer is not contiguous",
            () if !asks(STRIDES) && !c => "memoryview: underlying buffer is not C-contiguous",
            () if !asks(ND) && asks(FORMAT) => {
                "memoryview: cannot cast to unsigned bytes if the format flag is present"
            }
            () => "",
        };
        if !fault.is_empty() {
            return Err(self.raise(ty::BUFFER_ERROR, fault));
        }
        if !asks(FORMAT) {
            // The items are bytes to whoever does not ask what they are.
            let n = view.len;
            view.format = Format::BYTES;
            if !asks(ND) {
                (view.shape, view.strides) = (vec![n], vec![1]);
            }
        }
        Ok(view)
    }

    fn zero_dimensional(&mut self) -> Raised {
        self.raise(ty::TYPE_ERROR, "invalid indexing of 0-dim memory")
    }

    fn no_sub_views(&mut self) -> Raised {
        self.raise(ty::NOT_IMPLEMENTED_ERROR, "sub-views are not implemented")
    }

    /// The place of an item in one dimension, behind that of the dimensions before.
    fn view_place(&mut self, view: &View, at: usize, dimension: usize, index: i64) -> R<usize> {
        let n = view.shape[dimension] as i64;
        let i = if index < 0 { index + n } else { index };
        if !(0..n).contains(&i) {
            let text = format!("index out of bounds on dimension {}", dimension + 1);
            return Err(self.raise(ty::INDEX_ERROR, &text));
        }
        Ok((at as i64 + view.strides[dimension] * i) as usize)
    }

    fn view_place_of_tuple(&mut self, view: &View, key: Obj) -> R<usize> {
        let n = self.tuple_len(key) as usize;
        if n > view.shape.len() {
            let text = format!("cannot index {}-dimension view with {n}-element tuple", view.shape.len());
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let mut at = view.at;
        for dimension in 0..n {
            let i = self.index_i64(self.tuple_item(key, dimension as u32))?;
            at = self.view_place(view, at, dimension, i)?;
        }
        Ok(at)
    }

    fn all_items(&mut self, key: Obj, fits: fn(&mut Machine, Obj) -> bool) -> bool {
        self.kind(key) == Kind::Tuple && self.seq_items(key).into_iter().all(|item| fits(self, item))
    }

    fn is_multislice(&mut self, key: Obj) -> bool {
        self.kind(key) == Kind::Tuple
            && self.tuple_len(key) > 0
            && self.all_items(key, |m, item| m.kind(item) == Kind::Slice)
    }

    /// The part of a view's first dimension that a slice takes.
    fn sliced(&mut self, view: &View, key: Obj) -> R<View> {
        let (start, stop, step) = self.slice_unpack(key)?;
        let b = adjust(view.shape[0] as i64, start, stop, step);
        let mut part = view.clone();
        let moved = view.strides[0] * b.start;
        part.start = (view.start as i64 + moved).max(0) as usize;
        part.at = (view.at as i64 + moved).max(0) as usize;
        part.shape[0] = b.len;
        part.strides[0] = view.strides[0].saturating_mul(b.step).clamp(i64::from(i32::MIN), i64::from(i32::MAX));
        part.len = part.shape.iter().product::<usize>() * part.itemsize();
        Ok(part)
    }

    /// `view[key]` (`memory_subscript`).
    pub(crate) fn view_getitem(&mut self, v: Obj, key: Obj) -> R {
        self.check_released(v)?;
        let view = self.view(v);
        if view.shape.is_empty() {
            return match self.kind(key) {
                Kind::Tuple if self.tuple_len(key) == 0 => Ok(self.unpack_item(view.format, view.at)),
                Kind::Ellipsis => Ok(self.new_ref(v)),
                _ => Err(self.zero_dimensional()),
            };
        }
        if self.kind(key) == Kind::Slice {
            let part = self.sliced(&view, key)?;
            return Ok(self.view_beside(v, &part));
        }
        let at = if self.indexable(key) {
            let i = self.index_i64(key)?;
            self.check_released(v)?;
            if view.shape.len() > 1 {
                let text = "multi-dimensional sub-views are not implemented";
                return Err(self.raise(ty::NOT_IMPLEMENTED_ERROR, text));
            }
            self.view_place(&view, view.at, 0, i)?
        } else if self.all_items(key, Machine::indexable) {
            if (self.tuple_len(key) as usize) < view.shape.len() {
                return Err(self.no_sub_views());
            }
            self.view_place_of_tuple(&view, key)?
        } else if self.is_multislice(key) {
            return Err(self.raise(ty::NOT_IMPLEMENTED_ERROR, "multi-dimensional slicing is not implemented"));
        } else {
            return Err(self.raise(ty::TYPE_ERROR, "memoryview: invalid slice key"));
        };
        self.check_released(v)?;
        Ok(self.unpack_item(view.format, at))
    }

    /// The item at that index, which an iterator asks for.
    pub(crate) fn view_item(&mut self, v: Obj, i: u32) -> R {
        self.check_released(v)?;
        let view = self.view(v);
        let at = self.view_place(&view, view.at, 0, i64::from(i))?;
        Ok(self.unpack_item(view.format, at))
    }

    /// `view[key] = value`, or `del view[key]` where there is none (`memory_ass_sub`).
    pub(crate) fn view_setitem(&mut self, v: Obj, key: Obj, value: Obj) -> R<()> {
        self.check_released(v)?;
        let view = self.view(v);
        if view.readonly {
            return Err(self.raise(ty::TYPE_ERROR, "cannot modify read-only memory"));
        }
        if value.is_null() {
            return Err(self.raise(ty::TYPE_ERROR, "cannot delete memory"));
        }
        let several = view.shape.len() > 1;
        let at = if view.shape.is_empty() {
            let whole = key == fixed::ELLIPSIS || self.kind(key) == Kind::Tuple && self.tuple_len(key) == 0;
            if !whole {
                return Err(self.zero_dimensional());
            }
            view.at
        } else if self.indexable(key) {
            if several {
                return Err(self.no_sub_views());
            }
            let i = self.index_i64(key)?;
            self.view_place(&view, view.at, 0, i)?
        } else if self.kind(key) == Kind::Slice && !several {
            return self.view_set_slice(v, &view, key, value);
        } else if self.all_items(key, Machine::indexable) {
            if (self.tuple_len(key) as usize) < view.shape.len() {
                return Err(self.no_sub_views());
            }
            self.view_place_of_tuple(&view, key)?
        } else if self.kind(key) == Kind::Slice || self.is_multislice(key) {
            let text = "memoryview slice assignments are currently restricted to ndim = 1";
            return Err(self.raise(ty::NOT_IMPLEMENTED_ERROR, text));
        } else {
            return Err(self.raise(ty::TYPE_ERROR, "memoryview: invalid slice key"));
        };
        let packed = self.pack_item(view.format, value)?;
        self.check_released(v)?;
        self.bytes.data[at..at + packed.len()].copy_from_slice(&packed);
        Ok(())
    }

    fn view_set_slice(&mut self, v: Obj, view: &View, key: Obj, value: Obj) -> R<()> {
        // What is assigned must lend its bytes.
        let source = match self.kind(value) {
            Kind::MemoryView => {
                self.check_released(value)?;
                value
            }
            _ if !self.has_buffer(value) => return Err(self.not_bytes_like(value)),
            _ => {
                let source = self.view_by_buffer(value, crate::objects::abstract_::buffer::FULL_RO)?;
                self.keep(source)
            }
        };
        let part = self.sliced(view, key)?;
        self.check_released(v)?;
        let from = self.view(source);
        let same_format = from.format.code() == part.format.code();
        if !same_format || from.shape != part.shape {
            let text = "memoryview assignment: lvalue and rvalue have different structures";
            return Err(self.raise(ty::VALUE_ERROR, text));
        }
        let bytes = self.view_bytes(source);
        let size = part.itemsize();
        for (place, item) in part.places().into_iter().zip(bytes.chunks_exact(size)) {
            self.bytes.data[place..place + size].copy_from_slice(item);
        }
        Ok(())
    }

    /// Whether a view equals another object; `None` if that lends no bytes (`memory_richcompare`).
    pub(crate) fn view_equals(&mut self, v: Obj, w: Obj) -> R<Option<bool>> {
        if self.view_released(v) || self.kind(w) == Kind::MemoryView && self.view_released(w) {
            return Ok(Some(v == w));
        }
        if !self.has_buffer(w) {
            return Ok(None);
        }
        let other = match self.view_of(w, crate::objects::abstract_::buffer::FULL_RO) {
            Ok(other) => self.keep(other),
            Err(e) if self.raised_is(ty::EXCEPTION) => {
                let _: Raised = e;
                self.clear_raised();
                return Ok(None);
            }
            Err(e) => return Err(e),
        };
        let (a, b) = (self.view(v), self.view(other));
        let mut same = a.shape.len() == b.shape.len();
        for (x, y) in a.shape.iter().zip(&b.shape) {
            same = same && x == y;
            if *x == 0 {
                break;
            }
        }
        if !same {
            return Ok(Some(false));
        }
        let item = |m: &Machine, view: &View, at: usize| view.format.read(&m.bytes.data[at..at + view.itemsize()]);
        let mut pairs = a.places().into_iter().zip(b.places());
        Ok(Some(pairs.all(|(x, y)| item(self, &a, x) == item(self, &b, y))))
    }

    /// The items of a view as nested lists (`memory_tolist`).
    pub(crate) fn view_list(&mut self, view: &View, dimension: usize, at: i64) -> Owned {
        let Some(&n) = view.shape.get(dimension) else { return self.unpack_item(view.format, at as usize) };
        let step = view.strides[dimension];
        let items = (0..n as i64).map(|i| self.view_list(view, dimension + 1, at + i * step)).collect();
        self.new_list_of(items)
    }
}
