//! Unpacking: `a, b = x` and `a, *b = x` (`UNPACK_SEQUENCE`, `UNPACK_EX`; `_PyEval_UnpackIterableStackRef`).

use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::ceval::op;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Obj, R, Raised, StackRef};
use crate::native::static_strings;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    /// `UNPACK_SEQUENCE`: the sequence on the stack becomes its items, the first on top.
    #[inline(never)]
    pub(crate) fn op_unpack_sequence(&mut self, at: usize) -> R<Option<Begun>> {
        let want = self.code[at].arg;
        let top = self.thread.sp as usize - 1;
        let seq = self.thread.stack[top];
        let o = seq.obj();
        if self.triggers(at) {
            match self.ty(o) {
                ty::TUPLE if self.tuple_len(o) == 2 && want == 2 => {
                    self.specialized(at, op::UNPACK_SEQUENCE_TWO_TUPLE, 0, 0);
                }
                ty::TUPLE if self.tuple_len(o) == want => self.specialized(at, op::UNPACK_SEQUENCE_TUPLE, 0, 0),
                ty::LIST if self.list_len(o) == want => self.specialized(at, op::UNPACK_SEQUENCE_LIST, 0, 0),
                _ => self.not_specialized(at),
            }
        }
        if matches!(self.ty(o), ty::TUPLE | ty::LIST) {
            let n = self.slot(o).a;
            if n != want {
                return Err(self.wrong_unpack(want, n, true));
            }
            let items = self.seq_items(o);
            self.thread.sp -= 1;
            for item in items.into_iter().rev() {
                self.incref(item);
                self.thread.stack[self.thread.sp as usize] = StackRef::owned(item);
                self.thread.sp += 1;
            }
            self.close(seq);
            return Ok(None);
        }
        self.enter(
            What::Unpack,
            &[StackRef::borrowed(o), StackRef::NULL, StackRef::NULL],
            want.into(),
            OnReturn::Instruction,
        )
        .map(Some)
    }

    pub(crate) fn wrong_unpack(&mut self, want: u32, n: u32, known: bool) -> crate::memory::object::Raised {
        let text = if n < want {
            format!("not enough values to unpack (expected {want}, got {n})")
        } else if known {
            format!("too many values to unpack (expected {want}, got {n})")
        } else {
            format!("too many values to unpack (expected {want})")
        };
        self.raise(ty::VALUE_ERROR, &text)
    }

    pub(crate) fn unpack_ex(&mut self, arg: u32) -> R<()> {
        let (before, after) = ((arg & 0xFF) as usize, (arg >> 8) as usize);
        let seq = self.peek(1);
        let items = match self.iterate_all(seq) {
            Ok(items) => items,
            Err(e) => return Err(self.not_unpackable(seq, e)),
        };
        if items.len() < before + after {
            let text =
                format!("not enough values to unpack (expected at least {}, got {})", before + after, items.len());
            for item in items {
                self.drop_ref(item);
            }
            return Err(self.raise(ty::VALUE_ERROR, &text));
        }
        self.pop_close();
        let mut items = items;
        let tail = items.split_off(items.len() - after);
        let middle = items.split_off(before);
        for item in tail.into_iter().rev() {
            self.push_owned(item);
        }
        let list = self.new_list_of(middle);
        self.push_owned(list);
        for item in items.into_iter().rev() {
            self.push_owned(item);
        }
        Ok(())
    }

    /// "cannot unpack non-iterable X object" where the reason was just that.
    pub fn not_unpackable(&mut self, seq: Obj, e: Raised) -> Raised {
        let iterable = !self.lookup_special(seq, static_strings::DUNDER_ITER).is_null()
            || !self.lookup_special(seq, static_strings::DUNDER_GETITEM).is_null();
        if self.raised_is(ty::TYPE_ERROR) && !iterable {
            self.clear_raised();
            let name = self.type_name(seq);
            return self.raise(ty::TYPE_ERROR, &format!("cannot unpack non-iterable {name} object"));
        }
        e
    }
}
