//! The sort of `list.sort`: runs, binary insertion, merges with galloping, comparing in CPython's order, since
//! a comparison may be Python code that one can watch (`Objects/listsort.txt`).

use crate::memory::object::{Obj, R};
use crate::state::interpreter::Machine;

const MIN_GALLOP: usize = 7;
const MAX_MINRUN: usize = 64;

struct Sorter<'a> {
    machine: &'a mut Machine,
    keys: &'a [Obj],
    min_gallop: usize,
    /// Runs waiting to be merged: start, length and power.
    pending: Vec<(usize, usize, u32)>,
    n: usize,
}

/// Sorts `order`, positions into `keys`, stably. `keys` stay where they are.
pub fn sort(machine: &mut Machine, keys: &[Obj], order: &mut [u32]) -> R<()> {
    let n = order.len();
    if n < 2 {
        return Ok(());
    }
    let mut sorter = Sorter { machine, keys, min_gallop: MIN_GALLOP, pending: Vec::new(), n };
    let mut low = 0;
    let mut remaining = n;
    let minrun = compute_minrun(n);
    while remaining > 0 {
        let mut run = sorter.count_run(&mut order[low..])?;
        if run < minrun {
            let force = remaining.min(minrun);
            sorter.binary_sort(&mut order[low..low + force], run)?;
            run = force;
        }
        sorter.found_new_run(order, run)?;
        sorter.pending.push((low, run, 0));
        low += run;
        remaining -= run;
    }
    sorter.merge_force_collapse(order)
}

/// Length that short runs are extended to: `n` divided by a power of two, rounded up, at most 64.
fn compute_minrun(mut n: usize) -> usize {
    let mut odd = 0;
    while n >= MAX_MINRUN {
        odd |= n & 1;
        n >>= 1;
    }
    n + odd
}

impl Sorter<'_> {
    fn less(&mut self, a: u32, b: u32) -> R<bool> {
        self.machine.objects_less(self.keys[a as usize], self.keys[b as usize])
    }

    /// Length of the run at the start; a strictly descending one is reversed in place.
    fn count_run(&mut self, order: &mut [u32]) -> R<usize> {
        let n = order.len();
        if n <= 1 {
            return Ok(n);
        }
        let mut i = 1;
        while i < n && !self.less(order[i], order[i - 1])? {
            i += 1;
        }
        if i == n {
            return Ok(n);
        }
        // A strict step down at `i`. Unless everything before it is equal, the ascending run ends here.
        if i > 1 {
            if self.less(order[0], order[i - 1])? {
                return Ok(i);
            }
            order[..i].reverse();
        }
        let mut equals = 0;
        i += 1;
        while i < n {
            if self.less(order[i], order[i - 1])? {
                if equals > 0 {
                    order[i - equals - 1..i].reverse();
                    equals = 0;
                }
            } else if self.less(order[i - 1], order[i])? {
                break;
            } else {
                equals += 1;
            }
            i += 1;
        }
        if equals > 0 {
            order[i - equals - 1..i].reverse();
        }
        order[..i].reverse();
        // The reversed run may go on ascending.
        while i < n {
            if self.less(order[i], order[i - 1])? {
                break;
            }
            i += 1;
        }
        Ok(i)
    }

    fn binary_sort(&mut self, order: &mut [u32], sorted: usize) -> R<()> {
        for ok in sorted.max(1)..order.len() {
            let pivot = order[ok];
            let (mut left, mut right) = (0, ok);
            while left < right {
                let mid = (left + right) >> 1;
                if self.less(pivot, order[mid])? {
                    right = mid;
                } else {
                    left = mid + 1;
                }
            }
            order.copy_within(left..ok, left + 1);
            order[left] = pivot;
        }
        Ok(())
    }

    fn found_new_run(&mut self, order: &mut [u32], n2: usize) -> R<()> {
        if let Some(&(s1, n1, _)) = self.pending.last() {
            let power = powerloop(s1, n1, n2, self.n);
            while self.pending.len() > 1 && self.pending[self.pending.len() - 2].2 > power {
                self.merge_at(order, self.pending.len() - 2)?;
            }
            if let Some(top) = self.pending.last_mut() {
                top.2 = power;
            }
        }
        Ok(())
    }

    fn merge_force_collapse(&mut self, order: &mut [u32]) -> R<()> {
        while self.pending.len() > 1 {
            let mut at = self.pending.len() - 2;
            if at > 0 && self.pending[at - 1].1 < self.pending[at + 1].1 {
                at -= 1;
            }
            self.merge_at(order, at)?;
        }
        Ok(())
    }

    fn merge_at(&mut self, order: &mut [u32], i: usize) -> R<()> {
        let (base_a, len_a, _) = self.pending[i];
        let (base_b, len_b, _) = self.pending[i + 1];
        self.pending[i].1 = len_a + len_b;
        if i + 3 == self.pending.len() {
            self.pending[i + 1] = self.pending[i + 2];
        }
        self.pending.pop();
        // Where does b start in a? Elements before are in place already.
        let skip = self.gallop_right(order[base_b], &order[base_a..base_a + len_a], 0)?;
        let (base_a, len_a) = (base_a + skip, len_a - skip);
        if len_a == 0 {
            return Ok(());
        }
        let len_b = self.gallop_left(order[base_a + len_a - 1], &order[base_b..base_b + len_b], len_b - 1)?;
        if len_b == 0 {
            return Ok(());
        }
        let region = &mut order[base_a..base_b + len_b];
        if len_a <= len_b { self.merge_lo(region, len_a) } else { self.merge_hi(region, len_a) }
    }

    /// Position for `key` before equal elements.
    fn gallop_left(&mut self, key: u32, a: &[u32], hint: usize) -> R<usize> {
        let n = a.len();
        let (mut last, mut ofs) = (0usize, 1usize);
        let (mut low, mut high);
        if self.less(a[hint], key)? {
            let max = n - hint;
            while ofs < max && self.less(a[hint + ofs], key)? {
                last = ofs;
                ofs = (ofs << 1) + 1;
            }
            (low, high) = (hint + last + 1, hint + ofs.min(max));
        } else {
            let max = hint + 1;
            while ofs < max && !self.less(a[hint - ofs], key)? {
                last = ofs;
                ofs = (ofs << 1) + 1;
            }
            (low, high) = (hint + 1 - ofs.min(max), hint - last);
        }
        while low < high {
            let mid = low + ((high - low) >> 1);
            if self.less(a[mid], key)? {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        Ok(high)
    }

    /// Position for `key` after equal elements.
    fn gallop_right(&mut self, key: u32, a: &[u32], hint: usize) -> R<usize> {
        let n = a.len();
        let (mut last, mut ofs) = (0usize, 1usize);
        let (mut low, mut high);
        if self.less(key, a[hint])? {
            let max = hint + 1;
            while ofs < max && self.less(key, a[hint - ofs])? {
                last = ofs;
                ofs = (ofs << 1) + 1;
            }
            (low, high) = (hint + 1 - ofs.min(max), hint - last);
        } else {
            let max = n - hint;
            while ofs < max && !self.less(key, a[hint + ofs])? {
                last = ofs;
                ofs = (ofs << 1) + 1;
            }
            (low, high) = (hint + last + 1, hint + ofs.min(max));
        }
        while low < high {
            let mid = low + ((high - low) >> 1);
            if self.less(key, a[mid])? {
                high = mid;
            } else {
                low = mid + 1;
            }
        }
        Ok(high)
    }

    /// Merges `region[..len_a]` and the rest, copying the left part out. On an error the rest is put back, so
    /// that no element is lost.
    fn merge_lo(&mut self, region: &mut [u32], len_a: usize) -> R<()> {
        let temp = region[..len_a].to_vec();
        let (mut a, mut b, mut dest) = (0, len_a, 0);
        let result = self.merge_lo_inner(region, &temp, &mut a, &mut b, &mut dest);
        region[dest..dest + temp.len() - a].copy_from_slice(&temp[a..]);
        result
    }

    fn merge_lo_inner(&mut self, r: &mut [u32], t: &[u32], a: &mut usize, b: &mut usize, dest: &mut usize) -> R<()> {
        let (na, n) = (t.len(), r.len());
        r[*dest] = r[*b];
        (*dest, *b) = (*dest + 1, *b + 1);
        if *b == n {
            return Ok(());
        }
        if na == 1 {
            return Self::finish_lo(r, b, dest);
        }
        loop {
            let (mut acount, mut bcount) = (0, 0);
            loop {
                if self.less(r[*b], t[*a])? {
                    r[*dest] = r[*b];
                    (*dest, *b) = (*dest + 1, *b + 1);
                    bcount += 1;
                    acount = 0;
                    if *b == n {
                        return Ok(());
                    }
                    if bcount >= self.min_gallop {
                        break;
                    }
                } else {
                    r[*dest] = t[*a];
                    (*dest, *a) = (*dest + 1, *a + 1);
                    acount += 1;
                    bcount = 0;
                    if na - *a == 1 {
                        return Self::finish_lo(r, b, dest);
                    }
                    if acount >= self.min_gallop {
                        break;
                    }
                }
            }
            self.min_gallop += 1;
            loop {
                self.min_gallop -= usize::from(self.min_gallop > 1);
                let k = self.gallop_right(r[*b], &t[*a..], 0)?;
                acount = k;
                r[*dest..*dest + k].copy_from_slice(&t[*a..*a + k]);
                (*dest, *a) = (*dest + k, *a + k);
                if na - *a == 1 {
                    return Self::finish_lo(r, b, dest);
                }
                if *a == na {
                    return Ok(());
                }
                r[*dest] = r[*b];
                (*dest, *b) = (*dest + 1, *b + 1);
                if *b == n {
                    return Ok(());
                }
                let k = self.gallop_left(t[*a], &r[*b..n], 0)?;
                bcount = k;
                r.copy_within(*b..*b + k, *dest);
                (*dest, *b) = (*dest + k, *b + k);
                if *b == n {
                    return Ok(());
                }
                r[*dest] = t[*a];
                (*dest, *a) = (*dest + 1, *a + 1);
                if na - *a == 1 {
                    return Self::finish_lo(r, b, dest);
                }
                if acount < MIN_GALLOP && bcount < MIN_GALLOP {
                    break;
                }
            }
            self.min_gallop += 1;
        }
    }

    /// The last element of the left part belongs at the end: move the rest of the right part down.
    fn finish_lo(r: &mut [u32], b: &mut usize, dest: &mut usize) -> R<()> {
        let n = r.len();
        r.copy_within(*b..n, *dest);
        *dest += n - *b;
        *b = n;
        Ok(())
    }

    /// As `merge_lo`, from the right, copying the right part out.
    fn merge_hi(&mut self, region: &mut [u32], len_a: usize) -> R<()> {
        let temp = region[len_a..].to_vec();
        // Counts of elements left on each side; the destination is their sum.
        let (mut a, mut b) = (len_a, temp.len());
        let result = self.merge_hi_inner(region, &temp, &mut a, &mut b);
        region[a..a + b].copy_from_slice(&temp[..b]);
        result
    }

    fn merge_hi_inner(&mut self, r: &mut [u32], t: &[u32], a: &mut usize, b: &mut usize) -> R<()> {
        let take_a = |r: &mut [u32], a: &mut usize, b: usize| {
            r[*a + b - 1] = r[*a - 1];
            *a -= 1;
        };
        let take_b = |r: &mut [u32], a: usize, b: &mut usize| {
            r[a + *b - 1] = t[*b - 1];
            *b -= 1;
        };
        take_a(r, a, *b);
        if *a == 0 {
            return Ok(());
        }
        if *b == 1 {
            return Self::finish_hi(r, a, *b);
        }
        loop {
            let (mut acount, mut bcount) = (0, 0);
            loop {
                if self.less(t[*b - 1], r[*a - 1])? {
                    take_a(r, a, *b);
                    acount += 1;
                    bcount = 0;
                    if *a == 0 {
                        return Ok(());
                    }
                    if acount >= self.min_gallop {
                        break;
                    }
                } else {
                    take_b(r, *a, b);
                    bcount += 1;
                    acount = 0;
                    if *b == 1 {
                        return Self::finish_hi(r, a, *b);
                    }
                    if bcount >= self.min_gallop {
                        break;
                    }
                }
            }
            self.min_gallop += 1;
            loop {
                self.min_gallop -= usize::from(self.min_gallop > 1);
                let k = *a - self.gallop_right(t[*b - 1], &r[..*a], *a - 1)?;
                acount = k;
                r.copy_within(*a - k..*a, *a - k + *b);
                *a -= k;
                if *a == 0 {
                    return Ok(());
                }
                take_b(r, *a, b);
                if *b == 1 {
                    return Self::finish_hi(r, a, *b);
                }
                let k = *b - self.gallop_left(r[*a - 1], &t[..*b], *b - 1)?;
                bcount = k;
                for _ in 0..k {
                    take_b(r, *a, b);
                }
                if *b == 1 {
                    return Self::finish_hi(r, a, *b);
                }
                if *b == 0 {
                    return Ok(());
                }
                take_a(r, a, *b);
                if *a == 0 {
                    return Ok(());
                }
                if acount < MIN_GALLOP && bcount < MIN_GALLOP {
                    break;
                }
            }
            self.min_gallop += 1;
        }
    }

    /// The first element of the right part belongs in front of all that is left of the left part.
    fn finish_hi(r: &mut [u32], a: &mut usize, b: usize) -> R<()> {
        r.copy_within(0..*a, b);
        *a = 0;
        Ok(())
    }
}

/// Depth of the boundary between two neighbouring runs in the perfectly balanced merge tree.
fn powerloop(s1: usize, n1: usize, n2: usize, n: usize) -> u32 {
    let mut a = 2 * s1 + n1;
    let mut b = a + n1 + n2;
    let mut result = 0;
    loop {
        result += 1;
        if a >= n {
            a -= n;
            b -= n;
        } else if b >= n {
            return result;
        }
        a <<= 1;
        b <<= 1;
    }
}
