//! Byte strings (`Objects/bytesobject.c`).

use crate::memory::object::{Kind, Obj, Owned};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    pub fn new_bytes(&mut self, bytes: &[u8]) -> Owned {
        if bytes.is_empty() {
            return Owned::steal(fixed::EMPTY_BYTES);
        }
        let n = bytes.len() as u32;
        let o = self.alloc(Kind::Bytes, ty::BYTES, 33 + n);
        let at = self.bytes.alloc(n);
        self.bytes.data[at as usize..(at + n) as usize].copy_from_slice(bytes);
        let slot = self.slot_mut(o);
        slot.a = n;
        slot.b = u64::from(at);
        Owned::steal(o)
    }

    pub fn bytes_value(&self, o: Obj) -> &[u8] {
        let slot = self.slot(o);
        self.bytes.range(slot.b_lo(), slot.a)
    }

    pub fn bytes_repr(&self, o: Obj) -> String {
        let bytes = self.bytes_value(o);
        let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
        let mut out = format!("b{quote}");
        for &b in bytes {
            match b {
                b'\\' => out.push_str("\\\\"),
                b'\n' => out.push_str("\\n"),
                b'\r' => out.push_str("\\r"),
                b'\t' => out.push_str("\\t"),
                b if char::from(b) == quote => {
                    out.push('\\');
                    out.push(quote);
                }
                b' '..=b'~' => out.push(char::from(b)),
                b => out.push_str(&format!("\\x{b:02x}")),
            }
        }
        out.push(quote);
        out
    }
}
