//! Strings: characters of one, two or four bytes, hashes, comparison, interning (`Objects/unicodeobject.c`).

pub(crate) mod format;
pub(crate) mod methods;
pub(crate) mod type_;

use crate::memory::object::{Kind, Obj, Owned, flag};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use syntax::pystr::PyStr;

/// A string's characters as they lie in memory.
#[derive(Clone, Copy)]
pub struct StrView<'a> {
    pub bytes: &'a [u8],
    /// Bytes a character: 1, 2 or 4.
    pub width: usize,
}

impl<'a> StrView<'a> {
    pub fn len(&self) -> usize {
        self.bytes.len() / self.width
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The code point at `i`.
    pub fn at(&self, i: usize) -> u32 {
        let at = i * self.width;
        match self.width {
            1 => u32::from(self.bytes[at]),
            2 => u32::from(u16::from_le_bytes([self.bytes[at], self.bytes[at + 1]])),
            _ => u32::from_le_bytes([self.bytes[at], self.bytes[at + 1], self.bytes[at + 2], self.bytes[at + 3]]),
        }
    }

    pub fn iter(self) -> impl DoubleEndedIterator<Item = u32> + Clone + 'a {
        (0..self.len()).map(move |i| self.at(i))
    }
}

/// Bytes a character needed for the largest code point.
fn width_for(max: u32) -> usize {
    match max {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 4,
    }
}

fn encode(points: &[u32], width: usize, out: &mut [u8]) {
    match width {
        1 => out.iter_mut().zip(points).for_each(|(b, &p)| *b = p as u8),
        2 => out.chunks_exact_mut(2).zip(points).for_each(|(b, &p)| b.copy_from_slice(&(p as u16).to_le_bytes())),
        _ => out.chunks_exact_mut(4).zip(points).for_each(|(b, &p)| b.copy_from_slice(&p.to_le_bytes())),
    }
}

/// Text as code points.
pub fn points(text: &str) -> Vec<u32> {
    text.chars().map(u32::from).collect()
}

/// Code points as text, lone surrogates replaced.
pub fn text_of(points: &[u32]) -> String {
    points.iter().map(|&p| char::from_u32(p).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

impl Machine {
    fn alloc_str(&mut self, len: usize, width: usize, ascii: bool) -> Obj {
        let bytes = if ascii { 40 + len + 1 } else { 56 + (len + 1) * width };
        let o = self.alloc(Kind::Str, ty::STR, bytes.min(u32::MAX as usize) as u32);
        let at = if len == 0 { 0 } else { self.bytes.alloc((len * width) as u32) };
        let slot = self.slot_mut(o);
        slot.a = len as u32;
        slot.x = width as u16;
        slot.b = u64::from(at);
        o
    }

    /// A string of these code points. Empty and one-character Latin-1 strings are shared, as in CPython.
    pub fn new_str_points(&mut self, points: &[u32]) -> Owned {
        match points {
            [] => return Owned::steal(fixed::EMPTY_STR),
            [one] if *one < 256 => return Owned::steal(Obj(fixed::LATIN1 + one)),
            _ => {}
        }
        let max = points.iter().copied().max().unwrap_or(0);
        let width = width_for(max);
        let o = self.alloc_str(points.len(), width, max < 128);
        let at = self.slot(o).b_lo() as usize;
        encode(points, width, &mut self.bytes.data[at..at + points.len() * width]);
        Owned::steal(o)
    }

    pub fn new_str(&mut self, text: &str) -> Owned {
        if text.len() < 2 || !text.is_ascii() {
            return self.new_str_points(&points(text));
        }
        self.new_str_ascii(text.as_bytes())
    }

    /// A string from ASCII bytes, of two or more characters.
    fn new_str_ascii(&mut self, text: &[u8]) -> Owned {
        let o = self.alloc_str(text.len(), 1, true);
        let at = self.slot(o).b_lo() as usize;
        self.bytes.data[at..at + text.len()].copy_from_slice(text);
        Owned::steal(o)
    }

    pub fn new_pystr(&mut self, text: &PyStr) -> Owned {
        match text.as_str() {
            Some(text) => self.new_str(text),
            None => {
                let points: Vec<u32> = text.code_points().collect();
                self.new_str_points(&points)
            }
        }
    }

    #[inline(always)]
    pub fn str_view(&self, s: Obj) -> StrView<'_> {
        let slot = self.slot(s);
        let width = usize::from(slot.x);
        let at = slot.b_lo() as usize;
        StrView { bytes: &self.bytes.data[at..at + slot.a as usize * width], width }
    }

    pub fn str_points(&self, s: Obj) -> Vec<u32> {
        self.str_view(s).iter().collect()
    }

    /// The text for messages and output; lone surrogates become U+FFFD.
    pub fn str_text(&self, s: Obj) -> String {
        let view = self.str_view(s);
        if view.width == 1 {
            return view.bytes.iter().map(|&b| char::from(b)).collect();
        }
        text_of(&self.str_points(s))
    }

    /// Whether the string is that ASCII text.
    #[inline]
    pub fn str_is(&self, s: Obj, text: &str) -> bool {
        let view = self.str_view(s);
        view.width == 1 && view.bytes == text.as_bytes()
    }

    pub fn str_len(&self, s: Obj) -> u32 {
        self.slot(s).a
    }

    pub fn str_is_ascii(&self, s: Obj) -> bool {
        let view = self.str_view(s);
        view.width == 1 && view.bytes.is_ascii()
    }

    #[inline]
    pub fn str_eq(&self, a: Obj, b: Obj) -> bool {
        if a == b {
            return true;
        }
        let (va, vb) = (self.str_view(a), self.str_view(b));
        va.width == vb.width && va.bytes == vb.bytes
    }

    /// Order by code points.
    pub fn str_cmp(&self, a: Obj, b: Obj) -> std::cmp::Ordering {
        let (va, vb) = (self.str_view(a), self.str_view(b));
        if va.width == 1 && vb.width == 1 {
            return va.bytes.cmp(vb.bytes);
        }
        va.iter().cmp(vb.iter())
    }

    /// The hash without storing it: SipHash-1-3 over the characters' bytes, with the run's hash seed.
    #[inline]
    pub fn str_hash_of(&self, s: Obj) -> u64 {
        let slot = self.slot(s);
        if slot.c != 0 || slot.a == 0 {
            return slot.c;
        }
        self.hash_bytes(self.str_view(s).bytes)
    }

    /// `_Py_HashBytes`.
    pub fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        ground::hash::bytes(bytes, self.hash_key)
    }

    /// The hash, kept in the object.
    #[inline]
    pub fn str_hash(&mut self, s: Obj) -> u64 {
        let hash = self.str_hash_of(s);
        self.slot_mut(s).c = hash;
        hash
    }

    pub fn str_concat(&mut self, a: Obj, b: Obj) -> Owned {
        if self.str_len(a) == 0 && self.ty(b) == ty::STR {
            return self.new_ref(b);
        }
        if self.str_len(b) == 0 && self.ty(a) == ty::STR {
            return self.new_ref(a);
        }
        let (sa, sb) = (*self.slot(a), *self.slot(b));
        if sa.x == sb.x {
            let (na, nb) = (sa.a as usize * usize::from(sa.x), sb.a as usize * usize::from(sb.x));
            let ascii = self.str_is_ascii(a) && self.str_is_ascii(b);
            let o = self.alloc_str((sa.a + sb.a) as usize, usize::from(sa.x), ascii);
            let at = self.slot(o).b_lo() as usize;
            let (fa, fb) = (sa.b_lo() as usize, sb.b_lo() as usize);
            self.bytes.data.copy_within(fa..fa + na, at);
            self.bytes.data.copy_within(fb..fb + nb, at + na);
            return Owned::steal(o);
        }
        let mut all = self.str_points(a);
        all.extend(self.str_view(b).iter());
        self.new_str_points(&all)
    }

    /// Characters `start..stop` as a string.
    pub fn str_slice(&mut self, s: Obj, start: usize, stop: usize) -> Owned {
        let n = self.str_len(s) as usize;
        if start == 0 && stop == n && self.ty(s) == ty::STR {
            return self.new_ref(s);
        }
        if start >= stop {
            return Owned::steal(fixed::EMPTY_STR);
        }
        let part: Vec<u32> = (start..stop).map(|i| self.str_view(s).at(i)).collect();
        self.new_str_points(&part)
    }

    /// The one-character string at `i`.
    pub fn str_char(&mut self, s: Obj, i: usize) -> Owned {
        let point = self.str_view(s).at(i);
        self.new_str_points(&[point])
    }

    /// `PyUnicode_InternInPlace`: the one interned string with these characters.
    pub fn intern(&mut self, s: Owned) -> Owned {
        let o = s.get();
        if self.slot(o).flags & flag::INTERNED != 0 {
            return s;
        }
        let hash = self.str_hash(o);
        let mask = self.interned.len() - 1;
        let mut i = hash as usize & mask;
        loop {
            match self.interned[i] {
                0 => break,
                u32::MAX => {}
                other if self.str_hash_of(Obj(other)) == hash && self.str_eq(Obj(other), o) => {
                    let kept = self.new_ref(Obj(other));
                    self.drop_ref(s);
                    return kept;
                }
                _ => {}
            }
            i = (i + 1) & mask;
        }
        self.interned[i] = o.0;
        self.interned_used += 1;
        self.slot_mut(o).flags |= flag::INTERNED;
        if self.interned_used * 2 > self.interned.len() as u32 {
            self.interned_grow();
        }
        s
    }

    fn interned_grow(&mut self) {
        let old = std::mem::take(&mut self.interned);
        let mask = old.len() * 2 - 1;
        self.interned = vec![0; mask + 1];
        self.interned_used = 0;
        for entry in old.into_iter().filter(|&entry| entry != 0 && entry != u32::MAX) {
            let mut i = self.str_hash_of(Obj(entry)) as usize & mask;
            while self.interned[i] != 0 {
                i = (i + 1) & mask;
            }
            self.interned[i] = entry;
            self.interned_used += 1;
        }
    }

    /// A dying interned string leaves the table.
    pub(crate) fn interned_remove(&mut self, o: Obj) {
        let mask = self.interned.len() - 1;
        let mut i = self.str_hash_of(o) as usize & mask;
        while self.interned[i] != 0 {
            if self.interned[i] == o.0 {
                self.interned[i] = u32::MAX;
                return;
            }
            i = (i + 1) & mask;
        }
    }

    /// An interned string.
    pub fn intern_str(&mut self, text: &str) -> Owned {
        let s = self.new_str(text);
        self.intern(s)
    }

    /// `repr` of a string.
    pub fn str_repr(&self, s: Obj) -> String {
        repr_points(self.str_view(s).iter(), false)
    }

    /// `ascii()` of a string.
    pub fn str_ascii(&self, s: Obj) -> String {
        repr_points(self.str_view(s).iter(), true)
    }
}

/// Quotes and escapes as `repr` does; with `ascii`, everything beyond ASCII is escaped.
pub fn repr_points(points: impl Iterator<Item = u32> + Clone, ascii: bool) -> String {
    let mut out = String::new();
    if ascii {
        ground::repr::str_ascii(points, &mut out)
    } else {
        ground::repr::str_repr(points, &mut out)
    }
    out
}
