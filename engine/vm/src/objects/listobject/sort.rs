//! The sort of `list.sort`: runs, binary insertion, merges with galloping, comparing in CPython's order, since a
//! comparison may be Python code that one can watch (`Objects/listsort.txt`).
//!
//! It is a value that asks: [`Sorter::advance`] goes on until it needs to know a comparison,
//! and is told the outcome when it is called again. So a sort can stand still in the middle.

use crate::memory::object::Obj;

const MIN_GALLOP: usize = 7;
const MAX_MINRUN: usize = 64;

/// One sort under way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sorter {
    /// The list's items, counted, in their order before the sort.
    pub items: Vec<Obj>,
    /// What is compared: the items, or as many keys, counted.
    pub keys: Vec<Obj>,
    pub keyed: bool,
    /// Positions of items as sorted so far.
    pub order: Vec<u32>,
    /// Where the list had its items: word and room.
    pub range: (u32, u32),
    pub reverse: bool,
    min_gallop: usize,
    /// Runs waiting to be merged: start, length and power.
    pending: Vec<(usize, usize, u32)>,
    phase: Phase,
    /// Start of the run that is being found.
    low: usize,
    run: usize,
    gallop: Gallop,
    merge: Merge,
    known: Option<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    /// At the start of a run, or at the end of all.
    NextRun,
    /// Length of a run: ascending so far; is what came before a descent all equal; descending; equal or not; the
    /// reversed run goes on ascending.
    Ascending(usize),
    AllEqual(usize),
    Descending(usize, usize),
    Equal(usize, usize),
    Onward(usize),
    /// Binary insertion of the element at the first index, between the other two.
    Insert(usize, usize, usize),
    /// A run is found: merges that its power asks for.
    Found,
    /// No run is left: all are merged.
    Collapse,
    Gallop,
    /// The elements of a merge are compared one by one.
    Pairs,
    Done,
}

/// A search for the place of `key` in a stretch of the order or of the merge's copy.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Gallop {
    key: u32,
    /// Before equal elements, or behind them.
    left: bool,
    /// In the merge's copy.
    in_copy: bool,
    start: usize,
    n: usize,
    hint: usize,
    stage: u8,
    rightwards: bool,
    last: usize,
    ofs: usize,
    low: usize,
    high: usize,
    then: u8,
}

/// Where a gallop's result goes.
mod then {
    /// Where the right run starts in the left one.
    pub const SKIP: u8 = 0;
    /// Where the left run ends in the right one.
    pub const TRIM: u8 = 1;
    pub const LO_RIGHT: u8 = 2;
    pub const LO_LEFT: u8 = 3;
    pub const HI_RIGHT: u8 = 4;
    pub const HI_LEFT: u8 = 5;
}

/// A merge of two neighbouring runs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Merge {
    base_a: usize,
    len_a: usize,
    base_b: usize,
    len_b: usize,
    /// The shorter run, copied out.
    copy: Vec<u32>,
    active: bool,
    /// From the right: `a` and `b` count what is left; else they are places, `a` in the copy.
    hi: bool,
    a: usize,
    b: usize,
    dest: usize,
    acount: usize,
    bcount: usize,
}

impl Sorter {
    /// Bytes of its lists, which each snapshot copies.
    pub fn bytes(&self) -> usize {
        (self.items.len() + self.keys.len() + self.order.len()) * size_of::<Obj>()
    }

    /// A sort of these items by these keys.
    pub fn new(items: Vec<Obj>, keyed: bool, range: (u32, u32), reverse: bool) -> Sorter {
        Sorter {
            keys: if keyed { Vec::new() } else { items.clone() },
            keyed,
            order: (0..items.len() as u32).collect(),
            items,
            range,
            reverse,
            min_gallop: MIN_GALLOP,
            pending: Vec::new(),
            phase: Phase::NextRun,
            low: 0,
            run: 0,
            gallop: Gallop::default(),
            merge: Merge::default(),
            known: None,
        }
    }

    /// Tells the outcome of the comparison that was asked for.
    pub fn tell(&mut self, less: bool) {
        self.known = Some(less);
    }

    /// Goes on until all is sorted, or until a comparison of two keys is to be made by somebody else.
    pub fn advance(&mut self) -> Option<(u32, u32)> {
        loop {
            // What is compared in this phase; phases without a comparison go on at once.
            let (x, y) = match self.phase {
                Phase::Done => return None,
                Phase::NextRun => {
                    self.next_run();
                    continue;
                }
                Phase::Found => {
                    self.found_run();
                    continue;
                }
                Phase::Collapse => {
                    self.collapse();
                    continue;
                }
                Phase::Ascending(i) | Phase::Descending(i, _) | Phase::Onward(i) => (self.at(i), self.at(i - 1)),
                Phase::Equal(i, _) => (self.at(i - 1), self.at(i)),
                Phase::AllEqual(i) => (self.at(0), self.at(i - 1)),
                Phase::Insert(ok, left, right) => (self.at(ok), self.at((left + right) >> 1)),
                Phase::Gallop => match self.gallop_pair() {
                    Some(pair) => pair,
                    None => {
                        self.galloped();
                        continue;
                    }
                },
                Phase::Pairs => self.merge_pair(),
            };
            let Some(lt) = self.known.take() else { return Some((x, y)) };
            match self.phase {
                Phase::Gallop => self.gallop_step(lt),
                Phase::Pairs => self.pairs_step(lt),
                Phase::Insert(ok, left, right) => self.insert_step(ok, left, right, lt),
                _ => self.run_step(lt),
            }
        }
    }

    /// Whether nothing has been compared yet.
    pub fn is_fresh(&self) -> bool {
        self.phase == Phase::NextRun && self.low == 0 && self.pending.is_empty()
    }

    /// All is sorted, by somebody else.
    pub fn finish(&mut self, order: Vec<u32>) {
        self.order = order;
        self.reverse = false;
        self.phase = Phase::Done;
    }

    /// The order as it stands, nothing lost: a merge under way puts back what it had copied out.
    pub fn settle(&mut self) {
        if std::mem::take(&mut self.merge.active) {
            let m = &self.merge;
            if m.hi {
                let at = m.base_a + m.a;
                self.order[at..at + m.b].copy_from_slice(&m.copy[..m.b]);
            } else {
                let at = m.base_a + m.dest;
                let left = m.copy.len() - m.a;
                self.order[at..at + left].copy_from_slice(&m.copy[m.a..]);
            }
        }
        if std::mem::take(&mut self.reverse) {
            self.order.reverse();
        }
    }

    /// An element of the run that is being found.
    fn at(&self, i: usize) -> u32 {
        self.order[self.low + i]
    }

    fn next_run(&mut self) {
        if self.reverse && self.low == 0 && self.pending.is_empty() && self.order.first() == Some(&0) {
            // Stable in reverse, too: equal elements keep their order.
            self.order.reverse();
        }
        let n = self.order.len() - self.low;
        self.phase = match n {
            0 if self.order.len() < 2 => Phase::Done,
            0 => Phase::Collapse,
            1 => {
                self.run = 1;
                Phase::Found
            }
            _ => Phase::Ascending(1),
        };
    }

    /// One comparison on the way through a run.
    fn run_step(&mut self, lt: bool) {
        let n = self.order.len() - self.low;
        let low = self.low;
        self.phase = match (self.phase, lt) {
            (Phase::Ascending(i), false) if i + 1 == n => return self.found(n),
            (Phase::Ascending(i), false) => Phase::Ascending(i + 1),
            // A strict step down at `i`. Unless everything before it is equal, the ascending run ends here.
            (Phase::Ascending(1), true) => Phase::Descending(2, 0),
            (Phase::Ascending(i), true) => Phase::AllEqual(i),
            (Phase::AllEqual(i), true) => return self.found(i),
            (Phase::AllEqual(i), false) => {
                self.order[low..low + i].reverse();
                Phase::Descending(i + 1, 0)
            }
            (Phase::Descending(i, equals), true) => {
                if equals > 0 {
                    self.order[low + i - equals - 1..low + i].reverse();
                }
                Phase::Descending(i + 1, 0)
            }
            (Phase::Descending(i, equals), false) => Phase::Equal(i, equals),
            (Phase::Equal(i, equals), true) => return self.descended(i, equals),
            (Phase::Equal(i, equals), false) => Phase::Descending(i + 1, equals + 1),
            (Phase::Onward(i), true) => return self.found(i),
            (Phase::Onward(i), false) => Phase::Onward(i + 1),
            (other, _) => other,
        };
        match self.phase {
            Phase::Descending(i, equals) if i == n => self.descended(i, equals),
            Phase::Onward(i) if i == n => self.found(n),
            _ => {}
        }
    }

    fn descended(&mut self, i: usize, equals: usize) {
        let low = self.low;
        if equals > 0 {
            self.order[low + i - equals - 1..low + i].reverse();
        }
        self.order[low..low + i].reverse();
        // The reversed run may go on ascending.
        if i == self.order.len() - low { self.found(i) } else { self.phase = Phase::Onward(i) }
    }

    /// A run of that length: a short one is extended by insertion.
    fn found(&mut self, run: usize) {
        let n = self.order.len() - self.low;
        let force = n.min(compute_minrun(self.order.len()));
        if run < force {
            self.run = force;
            self.phase = Phase::Insert(run, 0, run);
        } else {
            self.run = run;
            self.phase = Phase::Found;
        }
    }

    fn insert_step(&mut self, ok: usize, left: usize, right: usize, lt: bool) {
        let mid = (left + right) >> 1;
        let (left, right) = if lt { (left, mid) } else { (mid + 1, right) };
        if left < right {
            self.phase = Phase::Insert(ok, left, right);
            return;
        }
        let region = &mut self.order[self.low..];
        let pivot = region[ok];
        region.copy_within(left..ok, left + 1);
        region[left] = pivot;
        self.phase = if ok + 1 < self.run { Phase::Insert(ok + 1, 0, ok + 1) } else { Phase::Found };
    }

    fn found_run(&mut self) {
        if let Some(&(s1, n1, _)) = self.pending.last() {
            let power = powerloop(s1, n1, self.run, self.order.len());
            if self.pending.len() > 1 && self.pending[self.pending.len() - 2].2 > power {
                return self.merge_at(self.pending.len() - 2);
            }
            if let Some(top) = self.pending.last_mut() {
                top.2 = power;
            }
        }
        self.pending.push((self.low, self.run, 0));
        self.low += self.run;
        self.phase = Phase::NextRun;
    }

    fn collapse(&mut self) {
        if self.pending.len() < 2 {
            self.phase = Phase::Done;
            return;
        }
        let mut at = self.pending.len() - 2;
        if at > 0 && self.pending[at - 1].1 < self.pending[at + 1].1 {
            at -= 1;
        }
        self.merge_at(at);
    }

    fn merge_at(&mut self, i: usize) {
        let (base_a, len_a, _) = self.pending[i];
        let (base_b, len_b, _) = self.pending[i + 1];
        self.pending[i].1 = len_a + len_b;
        if i + 3 == self.pending.len() {
            self.pending[i + 1] = self.pending[i + 2];
        }
        self.pending.pop();
        self.merge = Merge { base_a, len_a, base_b, len_b, ..Merge::default() };
        // Where does b start in a? Elements before are in place already.
        self.start_gallop(self.order[base_b], false, false, base_a, len_a, 0, then::SKIP);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the parameters of gallop_left and gallop_right, and what they are for"
    )]
    fn start_gallop(&mut self, key: u32, left: bool, in_copy: bool, start: usize, n: usize, hint: usize, then: u8) {
        self.gallop = Gallop { key, left, in_copy, start, n, hint, then, ofs: 1, ..Gallop::default() };
        self.phase = Phase::Gallop;
    }

    /// What a gallop compares next; `None`: it has found the place.
    fn gallop_pair(&mut self) -> Option<(u32, u32)> {
        let g = &mut self.gallop;
        let max = if g.rightwards { g.n - g.hint } else { g.hint + 1 };
        if g.stage == 1 && g.ofs >= max {
            g.bound(max);
        }
        let i = match g.stage {
            0 => g.hint,
            1 if g.rightwards => g.hint + g.ofs,
            1 => g.hint - g.ofs,
            _ if g.low >= g.high => return None,
            _ => g.low + ((g.high - g.low) >> 1),
        };
        let element = if g.in_copy { self.merge.copy[g.start + i] } else { self.order[g.start + i] };
        Some(if self.gallop.left { (element, self.gallop.key) } else { (self.gallop.key, element) })
    }

    fn gallop_step(&mut self, lt: bool) {
        let g = &mut self.gallop;
        match g.stage {
            0 => {
                g.rightwards = lt == g.left;
                g.stage = 1;
            }
            1 if lt == (g.left == g.rightwards) => {
                g.last = g.ofs;
                g.ofs = (g.ofs << 1) + 1;
            }
            1 => {
                let max = if g.rightwards { g.n - g.hint } else { g.hint + 1 };
                g.bound(max);
            }
            _ => {
                let mid = g.low + ((g.high - g.low) >> 1);
                if lt == g.left { g.low = mid + 1 } else { g.high = mid }
            }
        }
    }

    /// A gallop has its result.
    fn galloped(&mut self) {
        let k = self.gallop.high;
        match self.gallop.then {
            then::SKIP => {
                let m = &mut self.merge;
                (m.base_a, m.len_a) = (m.base_a + k, m.len_a - k);
                if m.len_a == 0 {
                    return self.merged();
                }
                let (last, base_b, len_b) = (m.base_a + m.len_a - 1, m.base_b, m.len_b);
                self.start_gallop(self.order[last], true, false, base_b, len_b, len_b - 1, then::TRIM);
            }
            then::TRIM => {
                self.merge.len_b = k;
                if k == 0 {
                    return self.merged();
                }
                self.begin_merge();
            }
            then::LO_RIGHT => {
                let m = &mut self.merge;
                m.acount = k;
                let to = m.base_a + m.dest;
                self.order[to..to + k].copy_from_slice(&m.copy[m.a..m.a + k]);
                (m.dest, m.a) = (m.dest + k, m.a + k);
                if m.copy.len() - m.a <= 1 || self.take_b_lo() {
                    return self.finish_merge();
                }
                let (key, b, n) = (self.merge.copy[self.merge.a], self.merge.base_a + self.merge.b, self.right_left());
                self.start_gallop(key, true, false, b, n, 0, then::LO_LEFT);
            }
            then::LO_LEFT => {
                let m = &mut self.merge;
                m.bcount = k;
                let from = m.base_a + m.b;
                self.order.copy_within(from..from + k, m.base_a + m.dest);
                (m.dest, m.b) = (m.dest + k, m.b + k);
                if self.right_left() == 0 || self.take_a_lo() {
                    return self.finish_merge();
                }
                self.gallop_on();
            }
            then::HI_RIGHT => {
                let m = &mut self.merge;
                let k = m.a - k;
                m.acount = k;
                let from = m.base_a + m.a - k;
                self.order.copy_within(from..from + k, from + m.b);
                m.a -= k;
                if m.a == 0 || self.take_b_hi() {
                    return self.finish_merge();
                }
                let m = &self.merge;
                let (key, n) = (self.order[m.base_a + m.a - 1], m.b);
                self.start_gallop(key, true, true, 0, n, n - 1, then::HI_LEFT);
            }
            _ => {
                let k = self.merge.b - k;
                self.merge.bcount = k;
                for _ in 0..k {
                    let m = &mut self.merge;
                    self.order[m.base_a + m.a + m.b - 1] = m.copy[m.b - 1];
                    m.b -= 1;
                }
                if self.merge.b <= 1 || self.take_a_hi() {
                    return self.finish_merge();
                }
                self.gallop_on();
            }
        }
    }

    /// The shorter run is copied out, and its neighbour's first element (or last) moves.
    fn begin_merge(&mut self) {
        let m = &mut self.merge;
        m.active = true;
        m.hi = m.len_a > m.len_b;
        if m.hi {
            m.copy = self.order[m.base_b..m.base_b + m.len_b].to_vec();
            (m.a, m.b) = (m.len_a, m.len_b);
            if self.take_a_hi() || self.merge.b == 1 {
                return self.finish_merge();
            }
        } else {
            m.copy = self.order[m.base_a..m.base_a + m.len_a].to_vec();
            (m.a, m.b, m.dest) = (0, m.len_a, 0);
            if self.take_b_lo() || self.merge.copy.len() == 1 {
                return self.finish_merge();
            }
        }
        self.phase = Phase::Pairs;
    }

    fn merge_pair(&self) -> (u32, u32) {
        let m = &self.merge;
        if m.hi { (m.copy[m.b - 1], self.order[m.base_a + m.a - 1]) } else { (self.order[m.base_a + m.b], m.copy[m.a]) }
    }

    /// Elements of the right run that are left, merging from the left.
    fn right_left(&self) -> usize {
        self.merge.len_a + self.merge.len_b - self.merge.b
    }

    /// Moves one element; true: one side has (nearly) run out, the merge can be finished by copying.
    fn take_b_lo(&mut self) -> bool {
        let m = &mut self.merge;
        self.order[m.base_a + m.dest] = self.order[m.base_a + m.b];
        (m.dest, m.b) = (m.dest + 1, m.b + 1);
        self.right_left() == 0
    }

    fn take_a_lo(&mut self) -> bool {
        let m = &mut self.merge;
        self.order[m.base_a + m.dest] = m.copy[m.a];
        (m.dest, m.a) = (m.dest + 1, m.a + 1);
        m.copy.len() - m.a == 1
    }

    fn take_a_hi(&mut self) -> bool {
        let m = &mut self.merge;
        self.order[m.base_a + m.a + m.b - 1] = self.order[m.base_a + m.a - 1];
        m.a -= 1;
        m.a == 0
    }

    fn take_b_hi(&mut self) -> bool {
        let m = &mut self.merge;
        self.order[m.base_a + m.a + m.b - 1] = m.copy[m.b - 1];
        m.b -= 1;
        m.b == 1
    }

    fn pairs_step(&mut self, lt: bool) {
        let (from_a, over) = match (self.merge.hi, lt) {
            (false, true) => (false, self.take_b_lo()),
            (false, false) => (true, self.take_a_lo()),
            (true, true) => (true, self.take_a_hi()),
            (true, false) => (false, self.take_b_hi()),
        };
        let m = &mut self.merge;
        (m.acount, m.bcount) = if from_a { (m.acount + 1, 0) } else { (0, m.bcount + 1) };
        if over {
            return self.finish_merge();
        }
        if self.merge.acount.max(self.merge.bcount) >= self.min_gallop {
            self.min_gallop += 1;
            self.gallop_again();
        }
    }

    /// Galloping pays, or does no more.
    fn gallop_on(&mut self) {
        if self.merge.acount < MIN_GALLOP && self.merge.bcount < MIN_GALLOP {
            self.min_gallop += 1;
            (self.merge.acount, self.merge.bcount) = (0, 0);
            self.phase = Phase::Pairs;
        } else {
            self.gallop_again();
        }
    }

    fn gallop_again(&mut self) {
        self.min_gallop -= usize::from(self.min_gallop > 1);
        let m = &self.merge;
        if m.hi {
            let (key, base, n) = (m.copy[m.b - 1], m.base_a, m.a);
            self.start_gallop(key, false, false, base, n, n - 1, then::HI_RIGHT);
        } else {
            let (key, a, n) = (self.order[m.base_a + m.b], m.a, m.copy.len() - m.a);
            self.start_gallop(key, false, true, a, n, 0, then::LO_RIGHT);
        }
    }

    /// One side has run out but for at most one element of the copy, whose place is known.
    fn finish_merge(&mut self) {
        let m = &mut self.merge;
        if m.hi && m.b == 1 {
            // The first element of the right part belongs in front of all that is left of the left part.
            self.order.copy_within(m.base_a..m.base_a + m.a, m.base_a + 1);
            m.a = 0;
        } else if !m.hi && m.copy.len() - m.a == 1 {
            // The last element of the left part belongs at the end: the rest of the right part moves down.
            let n = m.len_a + m.len_b;
            self.order.copy_within(m.base_a + m.b..m.base_a + n, m.base_a + m.dest);
            m.dest += n - m.b;
            m.b = n;
        }
        let reverse = std::mem::take(&mut self.reverse);
        self.settle();
        self.reverse = reverse;
        self.merged();
    }

    fn merged(&mut self) {
        self.phase = if self.low == self.order.len() { Phase::Collapse } else { Phase::Found };
    }
}

impl Gallop {
    /// The place lies between the last two steps.
    fn bound(&mut self, max: usize) {
        let ofs = self.ofs.min(max);
        (self.low, self.high) = if self.rightwards {
            (self.hint + self.last + 1, self.hint + ofs)
        } else {
            (self.hint + 1 - ofs, self.hint - self.last)
        };
        self.stage = 2;
    }
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
