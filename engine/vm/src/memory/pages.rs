//! Paged vectors: a vector that knows which of its pages were written since it was last saved or restored, so that a
//! save copies only those, and a restore only those and the ones in which two saves differ.

use std::ops::{Deref, Index, IndexMut, Range, RangeFrom};
use std::sync::Arc;

/// Bytes of one page.
const PAGE_BYTES: usize = 4096;
/// Marks of a large vector, and of a small one. Pages that lie this far apart share one: a mark may say too much, never
/// too little.
const MARKS: usize = 1024;
const FEW: usize = 32;

/// A vector that is small, or rarely written.
pub type Table<T> = Pages<T, FEW>;

/// What a vector held once: its pages, shared with other saves of it where they were equal.
#[derive(Clone, Debug)]
pub struct Saved<T>(Arc<[Arc<[T]>]>);

/// Marks that were put aside while the pages written from then on are watched.
#[must_use = "the marks of before belong back into the vector"]
pub struct Aside<const N: usize>([bool; N]);

/// A vector of plain elements, cut into pages of 4 KiB. Reading goes through the slice; writing marks the page.
#[derive(Clone, Debug)]
pub struct Pages<T, const N: usize = MARKS> {
    /// Elements behind `len` are what a longer moment left: going back there finds most of them still in place.
    data: Vec<T>,
    len: usize,
    /// Pages written since they were saved or restored last, by number modulo `N`, a power of two.
    written: [bool; N],
    /// What each page was then: without a mark it is so still.
    resident: Vec<Option<Arc<[T]>>>,
}

impl<T> Saved<T> {
    /// Bytes of the list of pages, which no two saves share.
    pub fn list_bytes(&self) -> usize {
        size_of_val(&*self.0)
    }
}

impl<T: PartialEq> Saved<T> {
    /// Shares the pages that are equal to those of another save; tells how many bytes the others take.
    pub fn share(&mut self, other: &Saved<T>) -> usize {
        let mut own = 0;
        let share = |(i, page): (usize, &Arc<[T]>)| match other.0.get(i) {
            Some(theirs) if Arc::ptr_eq(theirs, page) || **theirs == **page => theirs.clone(),
            _ => {
                own += size_of_val(&**page);
                page.clone()
            }
        };
        self.0 = self.0.iter().enumerate().map(share).collect();
        own
    }
}

impl<T, const N: usize> Default for Pages<T, N> {
    fn default() -> Self {
        Pages::from(Vec::new())
    }
}

impl<T, const N: usize> From<Vec<T>> for Pages<T, N> {
    fn from(data: Vec<T>) -> Self {
        Pages { len: data.len(), data, written: [false; N], resident: Vec::new() }
    }
}

impl<T: PartialEq, const N: usize> PartialEq for Pages<T, N> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq, const N: usize> Eq for Pages<T, N> {}

impl<T, const N: usize> Deref for Pages<T, N> {
    type Target = [T];
    #[inline(always)]
    fn deref(&self) -> &[T] {
        &self.data[..self.len]
    }
}

impl<'a, T, const N: usize> IntoIterator for &'a Pages<T, N> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T, const N: usize> Index<usize> for Pages<T, N> {
    type Output = T;
    #[inline(always)]
    fn index(&self, at: usize) -> &T {
        debug_assert!(at < self.len);
        &self.data[at]
    }
}

impl<T, const N: usize> Index<Range<usize>> for Pages<T, N> {
    type Output = [T];
    #[inline(always)]
    fn index(&self, range: Range<usize>) -> &[T] {
        debug_assert!(range.end <= self.len);
        &self.data[range]
    }
}

impl<T, const N: usize> Index<RangeFrom<usize>> for Pages<T, N> {
    type Output = [T];
    fn index(&self, range: RangeFrom<usize>) -> &[T] {
        &self.data[range.start..self.len]
    }
}

impl<T, const N: usize> IndexMut<usize> for Pages<T, N> {
    #[inline(always)]
    fn index_mut(&mut self, at: usize) -> &mut T {
        self.change(at, true)
    }
}

impl<T, const N: usize> IndexMut<Range<usize>> for Pages<T, N> {
    #[inline]
    fn index_mut(&mut self, range: Range<usize>) -> &mut [T] {
        debug_assert!(range.end <= self.len);
        self.mark(range.clone());
        &mut self.data[range]
    }
}

impl<T, const N: usize> Pages<T, N> {
    /// Elements of a page, as a power of two.
    const SHIFT: u32 = (PAGE_BYTES / size_of::<T>()).ilog2();
    const PAGE: usize = 1 << Self::SHIFT;

    #[inline]
    fn mark(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        for page in range.start >> Self::SHIFT..=(range.end - 1) >> Self::SHIFT {
            self.written[page & (N - 1)] = true;
        }
    }

    /// Element `at`, to be changed. Without a mark only where [`Pages::mark_all`] was called before.
    #[inline(always)]
    pub fn change(&mut self, at: usize, mark: bool) -> &mut T {
        debug_assert!(at < self.len);
        if mark {
            self.written[(at >> Self::SHIFT) & (N - 1)] = true;
        }
        &mut self.data[at]
    }

    /// Makes room for so many elements in all, so that a vector that will be long need not move on its way.
    pub fn reserve(&mut self, len: usize) {
        self.data.reserve(len.saturating_sub(self.data.len()));
    }

    /// Any page may have been written.
    pub fn mark_all(&mut self) {
        self.written.fill(true);
    }

    /// From now on the pages written are watched, until [`Pages::written`].
    pub fn watch(&mut self) -> Aside<N> {
        Aside(std::mem::replace(&mut self.written, [false; N]))
    }

    /// The elements on pages that may have been written since, in order; watching ends.
    pub fn written(&mut self, aside: &Aside<N>) -> Vec<Range<usize>> {
        let pages = self.len.div_ceil(Self::PAGE);
        let mut ranges = Vec::new();
        for turn in (0..pages).step_by(N) {
            let marks = &self.written[..N.min(pages - turn)];
            // Most marks are not set: eight at a time.
            for (eight, marks) in marks.chunks(8).enumerate().filter(|(_, marks)| marks.contains(&true)) {
                for (one, _) in marks.iter().enumerate().filter(|(_, mark)| **mark) {
                    let at = (turn + eight * 8 + one) << Self::SHIFT;
                    ranges.push(at..(at + Self::PAGE).min(self.len));
                }
            }
        }
        self.written.iter_mut().zip(aside.0).for_each(|(mark, before)| *mark |= before);
        ranges
    }

    /// Bytes that the elements take.
    pub fn bytes(&self) -> usize {
        size_of_val(&**self)
    }
}

impl<T: Clone + PartialEq, const N: usize> Pages<T, N> {
    pub fn push(&mut self, value: T) {
        self.grow(self.len + 1, value);
    }

    /// Makes the vector longer.
    pub fn grow(&mut self, len: usize, value: T) {
        self.mark(self.len..len);
        let left = len.min(self.data.len());
        self.data[self.len..left].fill(value.clone());
        if left < len {
            self.data.resize(len, value);
        }
        self.len = len;
    }

    /// Puts these behind the last element.
    pub fn extend(&mut self, values: &[T]) {
        self.mark(self.len..self.len + values.len());
        let (left, right) = values.split_at(values.len().min(self.data.len() - self.len));
        self.data[self.len..self.len + left.len()].clone_from_slice(left);
        self.data.extend_from_slice(right);
        self.len += values.len();
    }

    /// Element `at`, if there is one, to be changed.
    #[inline(always)]
    pub fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        (at < self.len).then(|| self.change(at, true))
    }

    pub fn copy_within(&mut self, from: Range<usize>, to: usize)
    where
        T: Copy,
    {
        self.mark(to..to + from.len());
        self.data.copy_within(from, to);
    }

    /// Keeps what the vector holds; adds to `fresh` the bytes of the pages that are not shared with the save or restore
    /// before.
    pub fn save(&mut self, fresh: &mut usize) -> Saved<T> {
        let mut pages = Vec::with_capacity(self.len.div_ceil(Self::PAGE));
        for (i, chunk) in self.data[..self.len].chunks(Self::PAGE).enumerate() {
            if self.resident.len() <= i {
                self.resident.push(None);
            }
            let page = match self.resident[i].take() {
                Some(page) if page.len() == chunk.len() && !self.is_marked(i) => page,
                Some(page) if *page == *chunk => page,
                _ => {
                    *fresh += size_of_val(chunk);
                    chunk.into()
                }
            };
            self.resident[i] = Some(page.clone());
            pages.push(page);
        }
        self.clear_marks();
        Saved(pages.into())
    }

    /// Makes the vector hold what it held when `saved` was made.
    pub fn restore(&mut self, saved: &Saved<T>) {
        for (i, page) in saved.0.iter().enumerate() {
            if self.resident.len() <= i {
                self.resident.push(None);
            }
            if !self.is_marked(i) && self.resident[i].as_ref().is_some_and(|here| Arc::ptr_eq(here, page)) {
                continue;
            }
            self.resident[i] = Some(page.clone());
            let at = i << Self::SHIFT;
            match self.data.get_mut(at..at + page.len()) {
                Some(here) => here.clone_from_slice(page),
                None => {
                    self.data.truncate(at);
                    self.data.extend_from_slice(page);
                }
            }
        }
        self.len = saved.0.split_last().map_or(0, |(last, whole)| (whole.len() << Self::SHIFT) + last.len());
        self.clear_marks();
    }

    /// All pages within the length are as they are resident; those behind it that were written are known no more.
    fn clear_marks(&mut self) {
        for i in self.len.div_ceil(Self::PAGE)..self.resident.len() {
            if self.is_marked(i) {
                self.resident[i] = None;
            }
        }
        self.written.fill(false);
    }

    fn is_marked(&self, page: usize) -> bool {
        self.written[page & (N - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Large = Pages<u32>;
    const PAGE: usize = Large::PAGE;

    fn saved(data: &mut Large) -> (Saved<u32>, usize) {
        let mut fresh = 0;
        (data.save(&mut fresh), fresh)
    }

    fn shared(a: &Saved<u32>, b: &Saved<u32>) -> Vec<bool> {
        a.0.iter().zip(b.0.iter()).map(|(a, b)| Arc::ptr_eq(a, b)).collect()
    }

    #[test]
    fn pages_that_were_not_written_are_shared() {
        let mut data = Large::from(vec![7u32; 3 * PAGE]);
        let (first, fresh) = saved(&mut data);
        assert_eq!(fresh, 3 * PAGE * 4);
        data[PAGE + 1] = 8;
        let (second, fresh) = saved(&mut data);
        assert_eq!(fresh, PAGE * 4);
        assert_eq!(shared(&first, &second), [true, false, true]);
        // Written, but with what was there: equal pages are shared, too.
        data[2 * PAGE] = 7;
        let (third, fresh) = saved(&mut data);
        assert_eq!(fresh, 0);
        assert_eq!(shared(&second, &third), [true; 3]);
    }

    /// Any mixture of writing, growing, saving and restoring gives what a plain vector gives. More pages than marks.
    #[test]
    fn a_restored_vector_is_what_it_was() {
        let mut seed = 0x2545_F491_4F6C_DD1Du64;
        let mut random = |n: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed as usize % n
        };
        let mut data = Large::from(vec![0u32; 3]);
        let mut plain = vec![0u32; 3];
        let mut saves = vec![(saved(&mut data).0, plain.clone())];
        for _ in 0..3_000 {
            match random(8) {
                0 => {
                    let len = plain.len() + random(8_000);
                    data.grow(len, 5);
                    plain.resize(len, 5);
                }
                1 => {
                    data.push(9);
                    plain.push(9);
                }
                2 => {
                    let (from, to) = (random(plain.len()), random(plain.len()));
                    let n = random(plain.len() - from.max(to));
                    data.copy_within(from..from + n, to);
                    plain.copy_within(from..from + n, to);
                }
                3 => {
                    let from = random(plain.len());
                    let to = from + random((plain.len() - from).min(PAGE + 5));
                    data[from..to].fill(3);
                    plain[from..to].fill(3);
                }
                4 => saves.push((saved(&mut data).0, plain.clone())),
                5 => {
                    let (saved, was) = &saves[random(saves.len())];
                    data.restore(saved);
                    plain.clone_from(was);
                }
                _ => {
                    let (at, value) = (random(plain.len()), random(100) as u32);
                    data[at] = value;
                    plain[at] = value;
                }
            }
            assert!(*data == *plain);
        }
    }

    #[test]
    fn watched_writes_are_told_and_change_no_save() {
        let mut data = Large::from(vec![7u32; 5 * PAGE]);
        let (_, fresh) = saved(&mut data);
        assert_eq!(fresh, 5 * PAGE * 4);
        data[2 * PAGE] = 1;
        let aside = data.watch();
        data[PAGE + 3] = 8;
        data.grow(5 * PAGE + 2, 9);
        assert_eq!(data.written(&aside), [PAGE..2 * PAGE, 5 * PAGE..5 * PAGE + 2]);
        let (_, fresh) = saved(&mut data);
        assert_eq!(fresh, 2 * PAGE * 4 + 8);
    }

    #[test]
    fn saves_made_apart_can_share_afterwards() {
        let mut data = Large::from(vec![7u32; 3 * PAGE]);
        let (first, _) = saved(&mut data);
        let mut again = Large::from(vec![7u32; 3 * PAGE]);
        again[PAGE] = 8;
        let (mut second, _) = saved(&mut again);
        assert_eq!(shared(&first, &second), [false; 3]);
        assert_eq!(second.share(&first), PAGE * 4);
        assert_eq!(shared(&first, &second), [true, false, true]);
        data.restore(&second);
        assert!(data == again);
    }

    #[test]
    fn a_mark_shared_by_far_pages_says_too_much_never_too_little() {
        let mut data = Large::from(vec![1u32; 2 * MARKS * PAGE]);
        let (first, _) = saved(&mut data);
        data[3 * PAGE] = 2;
        data[(MARKS + 3) * PAGE] = 3;
        let (second, fresh) = saved(&mut data);
        assert_eq!(fresh, 2 * PAGE * 4);
        data.restore(&first);
        assert!(data.iter().all(|word| *word == 1));
        data.restore(&second);
        assert_eq!((data[3 * PAGE], data[(MARKS + 3) * PAGE]), (2, 3));
    }
}
