//! Bytearrays: growth, slices, and what the operators do (`Objects/bytearrayobject.c`).
//!
//! `Slot::a` is the length, `b` low the byte range and high what CPython has allocated (`ob_alloc`), `c` high how far the
//! bytes begin behind the range's start (`ob_start`), `x` how often they are lent (`ob_exports`).

pub(crate) mod methods;

use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings;
use crate::objects::bytesobject::{bytes_of_items, quoted};
use crate::objects::sliceobject::SliceBounds;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const EXPORTS: &str = "Existing exports of data: object cannot be re-sized";

impl Machine {
    /// A bytearray with these bytes (`PyByteArray_FromStringAndSize`).
    pub fn new_bytearray(&mut self, bytes: &[u8]) -> Owned {
        let o = self.alloc(Kind::ByteArray, ty::BYTEARRAY, 56);
        if !bytes.is_empty() {
            let alloc = bytes.len() as u32 + 1;
            let at = self.take_bytes(alloc as usize);
            self.bytes.data[at as usize..at as usize + bytes.len()].copy_from_slice(bytes);
            let slot = self.slot_mut(o);
            slot.a = bytes.len() as u32;
            slot.set_b(at, alloc);
        }
        Owned::steal(o)
    }

    /// Where its bytes lie in the pool.
    pub fn bytearray_at(&self, o: Obj) -> usize {
        let slot = self.slot(o);
        slot.b_lo() as usize + slot.c_hi() as usize
    }

    pub fn bytearray_mut(&mut self, o: Obj) -> &mut [u8] {
        let (at, n) = (self.bytearray_at(o), self.slot(o).a as usize);
        &mut self.bytes.data[at..at + n]
    }

    /// Refuses a change of size while the bytes are lent (`_canresize`).
    pub fn check_exports(&mut self, o: Obj) -> R<()> {
        if self.slot(o).x > 0 {
            return Err(self.raise(ty::BUFFER_ERROR, EXPORTS));
        }
        Ok(())
    }

    /// Makes it so long, giving and taking memory as CPython does; new bytes are zero (`PyByteArray_Resize`).
    pub fn bytearray_resize(&mut self, o: Obj, n: usize) -> R<()> {
        let slot = *self.slot(o);
        if n == slot.a as usize {
            return Ok(());
        }
        self.check_exports(o)?;
        let (allocated, offset) = (slot.b_hi() as usize, slot.c_hi() as usize);
        let alloc = if n + offset < allocated {
            if n >= allocated / 2 {
                let from = self.bytearray_at(o) + slot.a as usize;
                let more = n.saturating_sub(slot.a as usize);
                self.bytes.data[from..from + more].fill(0);
                self.slot_mut(o).a = n as u32;
                return Ok(());
            }
            n + 1
        } else if 8 * n <= 9 * allocated {
            n + (n >> 3) + if n < 9 { 3 } else { 6 }
        } else {
            n + 1
        };
        self.reserve(alloc)?;
        if alloc > u32::MAX as usize / 2 {
            return Err(self.raise_no_memory());
        }
        let at = self.take_bytes(alloc);
        let kept = n.min(slot.a as usize);
        let from = self.bytearray_at(o);
        self.bytes.data.copy_within(from..from + kept, at as usize);
        self.bytes.data[at as usize + kept..at as usize + n].fill(0);
        if allocated > 0 {
            self.bytes.free(slot.b_lo(), slot.b_hi());
        }
        let slot = self.slot_mut(o);
        slot.a = n as u32;
        slot.set_b(at, alloc as u32);
        slot.set_c(slot.c_lo(), 0);
        Ok(())
    }

    /// Puts bytes in the place of those from `start` to `stop` (`bytearray_setslice_linear`).
    pub fn bytearray_splice(&mut self, o: Obj, start: usize, stop: usize, bytes: &[u8]) -> R<()> {
        let n = self.slot(o).a as usize;
        let (gone, added) = (stop - start, bytes.len());
        if added < gone {
            self.check_exports(o)?;
            if start == 0 {
                // It begins further on instead of moving its tail.
                let slot = self.slot_mut(o);
                let offset = slot.c_hi() + (gone - added) as u32;
                slot.set_c(slot.c_lo(), offset);
                slot.a = (n - (gone - added)) as u32;
                self.bytearray_settle(o);
            } else {
                self.bytearray_mut(o).copy_within(stop..n, start + added);
                self.bytearray_resize(o, n - (gone - added))?;
            }
        } else if added > gone {
            self.bytearray_resize(o, n + (added - gone))?;
            self.bytearray_mut(o).copy_within(stop..n, start + added);
        }
        self.bytearray_mut(o)[start..start + added].copy_from_slice(bytes);
        Ok(())
    }

    /// Gives memory back behind a start that moved on: as a resize to the length that it has by now.
    fn bytearray_settle(&mut self, o: Obj) {
        let slot = *self.slot(o);
        let (n, allocated) = (slot.a, slot.b_hi());
        if n >= allocated / 2 {
            return;
        }
        let at = self.take_bytes(n as usize + 1);
        let from = self.bytearray_at(o);
        self.bytes.data.copy_within(from..from + n as usize, at as usize);
        self.bytes.free(slot.b_lo(), allocated);
        let slot = self.slot_mut(o);
        slot.set_b(at, n + 1);
        slot.set_c(slot.c_lo(), 0);
    }

    /// `o[key]` of a slice.
    pub fn bytearray_slice(&mut self, o: Obj, b: SliceBounds) -> Owned {
        let all = self.bytes_value(o);
        let bytes: Vec<u8> = if b.step == 1 {
            all[b.start as usize..b.start as usize + b.len].to_vec()
        } else {
            b.positions().map(|i| all[i]).collect()
        };
        self.new_bytearray(&bytes)
    }

    fn not_a_bytearray_index(&mut self, key: Obj) -> Raised {
        let name = self.type_name(key);
        self.raise(ty::TYPE_ERROR, &format!("bytearray indices must be integers or slices, not {name}"))
    }

    /// `o[key] = value`, or `del o[key]` where there is none (`bytearray_ass_subscript`).
    pub fn bytearray_setitem(&mut self, o: Obj, key: Obj, value: Obj) -> R<()> {
        if self.kind(key) == Kind::Slice {
            let mut bounds = self.slice_unpack(key)?;
            let bytes = self.bytes_to_put(value)?;
            if !value.is_null() && (value == o || self.kind(value) != Kind::ByteArray) {
                // What is no bytearray was made one, and the slice is looked at once more.
                bounds = self.slice_unpack(key)?;
            }
            return self.bytearray_set_slice(o, bounds, &bytes);
        }
        if !self.indexable(key) {
            return Err(self.not_a_bytearray_index(key));
        }
        let i = self.index_i64(key)?;
        let byte = if value.is_null() { None } else { Some(self.byte_value(value, "byte")?) };
        let len = i64::from(self.slot(o).a);
        let i = if i < 0 { i + len } else { i };
        if !(0..len).contains(&i) {
            return Err(self.raise(ty::INDEX_ERROR, "bytearray index out of range"));
        }
        match byte {
            Some(byte) => self.bytearray_mut(o)[i as usize] = byte,
            None => self.bytearray_splice(o, i as usize, i as usize + 1, &[])?,
        }
        Ok(())
    }

    /// Whether an object counts as a number (`PyNumber_Check`).
    fn is_number(&mut self, o: Obj) -> bool {
        let methods = [static_strings::DUNDER_INDEX, static_strings::DUNDER_INT, static_strings::DUNDER_FLOAT];
        self.kind(o) == Kind::Complex || methods.iter().any(|name| !self.lookup_special(o, *name).is_null())
    }

    /// The bytes of what is assigned to a slice; none for a deletion.
    fn bytes_to_put(&mut self, value: Obj) -> R<Vec<u8>> {
        if value.is_null() {
            return Ok(Vec::new());
        }
        if self.kind(value) == Kind::ByteArray {
            return Ok(self.bytes_value(value).to_vec());
        }
        if self.is_number(value) || self.kind(value) == Kind::Str {
            let text = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
            return Err(self.raise(ty::TYPE_ERROR, text));
        }
        if self.has_buffer(value) {
            return self.all_bytes(value);
        }
        bytes_of_items(self, value, "bytearray", "byte").map_err(|(e, _)| e)
    }

    fn bytearray_set_slice(
        &mut self,
        o: Obj,
        (start, stop, step): (Option<i64>, Option<i64>, i64),
        bytes: &[u8],
    ) -> R<()> {
        let b = crate::objects::sliceobject::adjust(i64::from(self.slot(o).a), start, stop, step);
        if step == 1 {
            let start = b.start as usize;
            return self.bytearray_splice(o, start, start + b.len, bytes);
        }
        if bytes.is_empty() {
            self.check_exports(o)?;
            if b.len == 0 {
                return Ok(());
            }
            let mut gone: Vec<usize> = b.positions().collect();
            gone.sort_unstable();
            let kept: Vec<u8> = {
                let mut gone = gone.iter().peekable();
                let all = self.bytes_value(o).iter().enumerate();
                all.filter(|(i, _)| gone.next_if(|at| *at == i).is_none()).map(|(_, b)| *b).collect()
            };
            self.bytearray_mut(o)[..kept.len()].copy_from_slice(&kept);
            return self.bytearray_resize(o, kept.len());
        }
        if bytes.len() != b.len {
            let text = format!("attempt to assign bytes of size {} to extended slice of size {}", bytes.len(), b.len);
            return Err(self.raise(ty::VALUE_ERROR, &text));
        }
        let own = self.bytearray_mut(o);
        for (i, byte) in b.positions().zip(bytes) {
            own[i] = *byte;
        }
        Ok(())
    }

    /// `o += other` (`bytearray_iconcat`).
    pub fn bytearray_extend_with(&mut self, o: Obj, other: Obj) -> R<()> {
        let fault = |m: &Machine| format!("can't concat {} to {}", m.type_name(other), m.type_name(o));
        let lent = self.lend_or(other, fault)?;
        let bytes = self.lent(lent).to_vec();
        let n = self.slot(o).a as usize;
        if other == o && n > 0 {
            // It has lent its bytes to itself.
            return Err(self.raise(ty::BUFFER_ERROR, EXPORTS));
        }
        self.bytearray_splice(o, n, n, &bytes)
    }

    /// `o *= n` (`bytearray_irepeat`).
    pub fn bytearray_repeat(&mut self, o: Obj, n: i64) -> R<()> {
        if n == 1 {
            return Ok(());
        }
        let n = n.max(0) as usize;
        let len = self.slot(o).a as usize;
        self.reserve(len.saturating_mul(n))?;
        self.bytearray_resize(o, len * n)?;
        let own = self.bytearray_mut(o);
        for i in 1..n {
            own.copy_within(..len, i * len);
        }
        Ok(())
    }

    /// `repr` (`bytearray_repr`).
    // Out of line: what recurses through its caller keeps a small frame.
    #[inline(never)]
    pub fn bytearray_repr(&self, o: Obj) -> String {
        let bytes = self.bytes_value(o);
        let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
        let mut out = format!("{}(b", self.type_name(o));
        quoted(bytes, quote, |b| b == b'\'', &mut out);
        out.push(')');
        out
    }
}
