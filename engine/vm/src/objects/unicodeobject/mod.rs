//! Strings: characters of one, two or four bytes, hashes, comparison, interning (`Objects/unicodeobject.c`).

pub(crate) mod case;
pub(crate) mod codecs;
pub(crate) mod find;
pub(crate) mod format;
mod interning;
pub(crate) mod methods;
pub(crate) mod split;
pub(crate) mod strip;

use crate::memory::object::{Kind, Obj, Owned, flag};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use std::borrow::Cow;
use syntax::pystr::PyStr;

/// A string's characters as they lie in memory.
#[derive(Clone, Copy)]
pub struct StrView<'a> {
    pub bytes: &'a [u8],
    /// Bytes a character: 1, 2 or 4, as few as the largest needs.
    pub width: usize,
}

impl<'a> StrView<'a> {
    pub fn len(&self) -> usize {
        // Widths are powers of two; a division by one that is not known costs more than the rest.
        self.bytes.len() >> (self.width / 2)
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The code point at `i`.
    #[inline]
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

    /// Characters `start..stop`.
    pub fn part(self, start: usize, stop: usize) -> StrView<'a> {
        StrView { bytes: &self.bytes[start * self.width..stop * self.width], width: self.width }
    }

    /// The characters' bytes at a width that is not smaller.
    pub fn widened(self, width: usize) -> Cow<'a, [u8]> {
        if width == self.width {
            return Cow::Borrowed(self.bytes);
        }
        let mut out = vec![0; self.len() * width];
        encode(self.iter(), width, &mut out);
        Cow::Owned(out)
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

fn encode(points: impl Iterator<Item = u32>, width: usize, out: &mut [u8]) {
    match width {
        1 => out.iter_mut().zip(points).for_each(|(b, p)| *b = p as u8),
        2 => out.chunks_exact_mut(2).zip(points).for_each(|(b, p)| b.copy_from_slice(&(p as u16).to_le_bytes())),
        _ => out.chunks_exact_mut(4).zip(points).for_each(|(b, p)| b.copy_from_slice(&p.to_le_bytes())),
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
    /// A string whose characters are still to be written (`PyUnicode_New`), of at least one.
    #[inline]
    fn alloc_str(&mut self, len: usize, width: usize, ascii: bool) -> Obj {
        let bytes = if ascii { 40 + len + 1 } else { 56 + (len + 1) * width };
        let o = self.alloc(Kind::Str, ty::STR, bytes.min(u32::MAX as usize) as u32);
        let at = if len == 0 { 0 } else { self.take_bytes(len.saturating_mul(width)) };
        let slot = self.slot_mut(o);
        slot.a = len as u32;
        slot.x = width as u16;
        slot.b = u64::from(at);
        slot.flags |= if ascii { flag::ASCII } else { 0 };
        o
    }

    /// The empty string, or the shared one of one character up to U+00FF, where CPython's makers look it up.
    fn shared_str(&self, bytes: &[u8], width: usize) -> Option<Owned> {
        match bytes {
            [] => Some(Owned::steal(fixed::EMPTY_STR)),
            [one] if width == 1 => Some(Owned::steal(Obj(fixed::LATIN1 + u32::from(*one)))),
            _ => None,
        }
    }

    /// A string of these code points. Empty and one-character Latin-1 strings are shared, as in CPython.
    pub fn new_str_points(&mut self, points: &[u32]) -> Owned {
        match points {
            [one] if *one < 256 => Owned::steal(Obj(fixed::LATIN1 + one)),
            _ => self.fresh_str_points(points),
        }
    }

    /// A string that no other object is, even of one character: as makers make it that allocate and fill.
    pub fn fresh_str_points(&mut self, points: &[u32]) -> Owned {
        if points.is_empty() {
            return Owned::steal(fixed::EMPTY_STR);
        }
        let max = points.iter().fold(0, |all, &p| all | p);
        let width = width_for(max);
        let o = self.alloc_str(points.len(), width, max < 128);
        encode(points.iter().copied(), width, self.str_bytes_mut(o));
        Owned::steal(o)
    }

    /// A string from characters of that width, which may be more than they need; shared if it may be.
    pub fn new_str_wide(&mut self, bytes: &[u8], width: usize) -> Owned {
        match self.shared_str(bytes, width) {
            Some(shared) => shared,
            None => self.fresh_str_wide(bytes, width),
        }
    }

    pub fn fresh_str_wide(&mut self, bytes: &[u8], width: usize) -> Owned {
        if bytes.is_empty() {
            return Owned::steal(fixed::EMPTY_STR);
        }
        if width == 1 {
            let o = self.alloc_str(bytes.len(), 1, bytes.is_ascii());
            self.str_bytes_mut(o).copy_from_slice(bytes);
            return Owned::steal(o);
        }
        let view = StrView { bytes, width };
        let max = view.iter().fold(0, |all, p| all | p);
        let o = self.alloc_str(view.len(), width_for(max), max < 128);
        encode(view.iter(), width_for(max), self.str_bytes_mut(o));
        Owned::steal(o)
    }

    /// A string of its own of these characters below 128, of which there is one.
    pub fn fresh_ascii(&mut self, bytes: &[u8]) -> Owned {
        let o = self.alloc_str(bytes.len(), 1, true);
        self.str_bytes_mut(o).copy_from_slice(bytes);
        Owned::steal(o)
    }

    /// Copies bytes of a string into one that is being made, behind its first `at`; how many there are then.
    #[inline]
    pub fn put_str(&mut self, into: Obj, at: usize, s: Obj) -> usize {
        let from = self.slot(s);
        let (start, n) = (from.b_lo() as usize, from.a as usize * usize::from(from.x));
        let to = self.slot(into).b_lo() as usize + at;
        self.bytes.data.copy_within(start..start + n, to);
        at + n
    }

    fn str_bytes_mut(&mut self, s: Obj) -> &mut [u8] {
        let slot = *self.slot(s);
        let at = slot.b_lo() as usize;
        &mut self.bytes.data[at..at + slot.a as usize * usize::from(slot.x)]
    }

    pub fn new_str(&mut self, text: &str) -> Owned {
        if text.is_ascii() {
            return self.new_str_wide(text.as_bytes(), 1);
        }
        self.new_str_points(&points(text))
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
        match std::str::from_utf8(view.bytes) {
            Ok(text) if self.str_is_ascii(s) => text.to_owned(),
            _ => text_of(&self.str_points(s)),
        }
    }

    /// Puts the text behind another.
    pub fn push_text(&self, out: &mut String, s: Obj) {
        match std::str::from_utf8(self.str_view(s).bytes) {
            Ok(text) if self.str_is_ascii(s) => out.push_str(text),
            _ => out.push_str(&self.str_text(s)),
        }
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
        self.slot(s).flags & flag::ASCII != 0
    }

    #[inline]
    pub fn str_eq(&self, a: Obj, b: Obj) -> bool {
        if a == b {
            return true;
        }
        let (sa, sb) = (self.slot(a), self.slot(b));
        if sa.a != sb.a || sa.x != sb.x {
            return false;
        }
        self.str_view(a).bytes == self.str_view(b).bytes
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

    /// Whether a text holds halves of surrogate pairs, which UTF-8 cannot write.
    pub fn has_surrogates(&self, s: Obj) -> bool {
        let view = self.str_view(s);
        view.width > 1 && view.iter().any(|point| (0xD800..0xE000).contains(&point))
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
            let o = self.alloc_str((sa.a + sb.a) as usize, usize::from(sa.x), sa.flags & sb.flags & flag::ASCII != 0);
            let at = self.slot(o).b_lo() as usize;
            let (fa, fb) = (sa.b_lo() as usize, sb.b_lo() as usize);
            self.bytes.data.copy_within(fa..fa + na, at);
            self.bytes.data.copy_within(fb..fb + nb, at + na);
            return Owned::steal(o);
        }
        let width = usize::from(sa.x.max(sb.x));
        let all = [self.str_view(a).widened(width), self.str_view(b).widened(width)].concat();
        self.fresh_str_wide(&all, width)
    }

    /// Puts a string behind another where it lies, if its block and its characters' width allow it
    /// (`unicode_resize`, `pymalloc_realloc`); whether they did. The caller knows that nothing else holds `s`.
    pub fn str_extend(&mut self, s: Obj, other: Obj) -> bool {
        let (slot, more) = (*self.slot(s), *self.slot(other));
        let width = usize::from(slot.x);
        let ascii = slot.flags & more.flags & flag::ASCII;
        let (old, new) = (slot.a as usize, (slot.a + more.a) as usize);
        // A compact ASCII string has a smaller header than any other: it cannot become one of those in place.
        if ascii != slot.flags & flag::ASCII {
            return false;
        }
        let bytes = |n: usize| if ascii != 0 { 40 + n + 1 } else { 56 + (n + 1) * width };
        if slot.flags & flag::SYSTEM == 0 && bytes(old).div_ceil(16) != bytes(new).div_ceil(16) {
            return false;
        }
        let tail = self.str_view(other).widened(width).into_owned();
        let (n, grown) = ((old * width) as u32, (new * width) as u32);
        if grown.next_power_of_two() > n.next_power_of_two() {
            self.weigh(grown as usize);
        }
        let at = self.bytes.resize(slot.b_lo(), n, grown);
        self.bytes.data[at as usize + n as usize..at as usize + grown as usize].copy_from_slice(&tail);
        let slot = self.slot_mut(s);
        (slot.a, slot.b, slot.c) = (new as u32, u64::from(at), 0);
        true
    }

    /// `s * n` (`unicode_repeat`).
    pub fn str_repeat(&mut self, s: Obj, n: usize) -> Owned {
        if n == 1 && self.ty(s) == ty::STR {
            return self.new_ref(s);
        }
        let view = self.str_view(s);
        let (all, width) = (view.bytes.repeat(n), view.width);
        self.fresh_str_wide(&all, width)
    }

    /// Characters `start..stop` as a string (`PyUnicode_Substring`).
    pub fn str_slice(&mut self, s: Obj, start: usize, stop: usize) -> Owned {
        let slot = *self.slot(s);
        let n = slot.a as usize;
        if start == 0 && stop == n && slot.ty == ty::STR {
            return self.new_ref(s);
        }
        if start >= stop {
            return Owned::steal(fixed::EMPTY_STR);
        }
        let view = self.str_view(s).part(start, stop);
        if let Some(shared) = self.shared_str(view.bytes, view.width) {
            return shared;
        }
        if slot.x != 1 {
            let part = view.bytes.to_vec();
            return self.new_str_wide(&part, usize::from(slot.x));
        }
        let ascii = slot.flags & flag::ASCII != 0 || view.bytes.is_ascii();
        let o = self.alloc_str(stop - start, 1, ascii);
        let (from, to) = (slot.b_lo() as usize + start, self.slot(o).b_lo() as usize);
        self.bytes.data.copy_within(from..from + (stop - start), to);
        Owned::steal(o)
    }

    /// The one-character string at `i`.
    pub fn str_char(&mut self, s: Obj, i: usize) -> Owned {
        match self.str_view(s).at(i) {
            point @ ..256 => Owned::steal(Obj(fixed::LATIN1 + point)),
            point => self.new_str_points(&[point]),
        }
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
