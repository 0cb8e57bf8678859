//! Flat pools for variable-sized parts: handles and table words, and characters. Ranges come in powers of
//! two with a free list a size class, so that a snapshot is one copy of each vector.

use crate::memory::pages::Pages;

const CLASSES: usize = 32;
/// Smallest range handed out, in elements.
const MIN: u32 = 4;

/// A pool of `u32` words. Offset 0 is never handed out, so 0 can mean "no range".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words {
    pub data: Pages<u32>,
    free: [u32; CLASSES],
}

/// A pool of bytes, in units of 16.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ByteRanges {
    pub data: Pages<u8>,
    free: [u32; CLASSES],
}

/// The capacity that a request for `n` elements gets.
pub fn capacity(n: u32) -> u32 {
    n.max(MIN).next_power_of_two()
}

impl Default for Words {
    fn default() -> Self {
        Words { data: vec![0; MIN as usize].into(), free: [0; CLASSES] }
    }
}

impl Words {
    /// A range of at least `n` words: its offset; contents are undefined. Free it with the same `n`.
    #[inline(always)]
    pub fn alloc(&mut self, n: u32) -> u32 {
        let cap = capacity(n);
        let class = cap.trailing_zeros() as usize;
        let head = self.free[class];
        if head != 0 {
            self.free[class] = self.data[head as usize];
            return head;
        }
        self.alloc_fresh(cap)
    }

    #[cold]
    #[inline(never)]
    fn alloc_fresh(&mut self, cap: u32) -> u32 {
        let at = self.data.len();
        self.data.grow(at + cap as usize, 0);
        at as u32
    }

    #[inline(always)]
    pub fn free(&mut self, at: u32, n: u32) {
        let class = capacity(n).trailing_zeros() as usize;
        self.data[at as usize] = self.free[class];
        self.free[class] = at;
    }

    #[inline(always)]
    pub fn range(&self, at: u32, n: u32) -> &[u32] {
        &self.data[at as usize..at as usize + n as usize]
    }

    #[inline(always)]
    pub fn range_mut(&mut self, at: u32, n: u32) -> &mut [u32] {
        &mut self.data[at as usize..at as usize + n as usize]
    }
}

impl Default for ByteRanges {
    fn default() -> Self {
        ByteRanges { data: vec![0; 16].into(), free: [0; CLASSES] }
    }
}

impl ByteRanges {
    fn class(n: u32) -> usize {
        n.max(16).next_power_of_two().trailing_zeros() as usize
    }

    pub fn alloc(&mut self, n: u32) -> u32 {
        let class = Self::class(n);
        let head = self.free[class];
        if head != 0 {
            let at = head as usize;
            let link = [self.data[at], self.data[at + 1], self.data[at + 2], self.data[at + 3]];
            self.free[class] = u32::from_le_bytes(link);
            return head;
        }
        let at = self.data.len();
        self.data.grow(at + (1 << class), 0);
        at as u32
    }

    pub fn free(&mut self, at: u32, n: u32) {
        let class = Self::class(n);
        self.data[at as usize..at as usize + 4].copy_from_slice(&self.free[class].to_le_bytes());
        self.free[class] = at;
    }

    /// Makes a range longer, in place where it has room; where it is then.
    pub fn resize(&mut self, at: u32, old: u32, new: u32) -> u32 {
        if Self::class(old) == Self::class(new) {
            return at;
        }
        let to = self.alloc(new);
        self.data.copy_within(at as usize..(at + old) as usize, to as usize);
        self.free(at, old);
        to
    }

    #[inline(always)]
    pub fn range(&self, at: u32, n: u32) -> &[u8] {
        &self.data[at as usize..at as usize + n as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_reused_last_freed_first() {
        let mut words = Words::default();
        let (a, b) = (words.alloc(5), words.alloc(6));
        words.free(a, 5);
        words.free(b, 6);
        assert_eq!((words.alloc(8), words.alloc(7)), (b, a));
        let mut bytes = ByteRanges::default();
        let first = bytes.alloc(3);
        bytes.free(first, 3);
        assert_eq!(bytes.alloc(16), first);
    }
}
