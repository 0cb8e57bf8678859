//! Huffman codes of DEFLATE as zlib chooses them (`trees.c`, RFC 1951): the bytes are those of zlib, so each tie is broken as there.

/// A literal or a length: 256 literals, the end of a block, 29 lengths.
pub const L_CODES: usize = 286;
pub const D_CODES: usize = 30;
const BL_CODES: usize = 19;
const HEAP: usize = 2 * L_CODES + 1;
const END_BLOCK: usize = 256;

pub const EXTRA_LENGTH: [u8; 29] =
    [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
pub const EXTRA_DISTANCE: [u8; D_CODES] =
    [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const EXTRA_BITLENGTH: [u8; BL_CODES] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 7];
/// The order in which lengths of codes are sent, the rarest last.
pub const ORDER: [usize; BL_CODES] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The code of a length (less 3), and the shortest length of the code.
fn length_code(length: usize) -> (usize, usize) {
    if length == 255 {
        return (28, 255);
    }
    let (mut code, mut base) = (0, 0);
    while code < 27 && length >= base + (1 << EXTRA_LENGTH[code]) {
        base += 1 << EXTRA_LENGTH[code];
        code += 1;
    }
    (code, base)
}

/// The code of a distance (less 1), and the shortest distance of the code.
fn distance_code(distance: usize) -> (usize, usize) {
    let (mut code, mut base) = (0, 0);
    while code < D_CODES - 1 && distance >= base + (1 << EXTRA_DISTANCE[code]) {
        base += 1 << EXTRA_DISTANCE[code];
        code += 1;
    }
    (code, base)
}

/// How often each code is used, and how many bits it gets.
#[derive(Clone)]
struct Tree {
    freq: Vec<u32>,
    len: Vec<u16>,
    code: Vec<u16>,
    max_code: usize,
}

/// What a tree is built by.
struct Kind {
    extra: &'static [u8],
    base: usize,
    elems: usize,
    max_length: usize,
}

const LITERALS: Kind = Kind { extra: &EXTRA_LENGTH, base: 257, elems: L_CODES, max_length: 15 };
const DISTANCES: Kind = Kind { extra: &EXTRA_DISTANCE, base: 0, elems: D_CODES, max_length: 15 };
const BITLENGTHS: Kind = Kind { extra: &EXTRA_BITLENGTH, base: 0, elems: BL_CODES, max_length: 7 };

pub fn static_literal_length(n: usize) -> u16 {
    match n {
        0..=143 => 8,
        144..=255 => 9,
        256..=279 => 7,
        _ => 8,
    }
}

fn static_length(kind: &Kind, n: usize) -> Option<u64> {
    match kind.elems {
        L_CODES => Some(u64::from(static_literal_length(n))),
        D_CODES => Some(5),
        _ => None,
    }
}

/// Bits that a block takes, with its own codes and with the fixed ones.
#[derive(Clone, Copy, Default)]
struct Sizes {
    own: i64,
    fixed: i64,
}

impl Tree {
    fn new(n: usize) -> Tree {
        Tree { freq: vec![0; n], len: vec![0; n + 1], code: vec![0; n], max_code: 0 }
    }

    /// Codes of these lengths, in order (`gen_codes`).
    fn make_codes(&mut self, n: usize) {
        let mut counts = [0u16; 16];
        self.len[..n].iter().filter(|len| **len != 0).for_each(|len| counts[usize::from(*len)] += 1);
        let (mut next, mut code) = ([0u16; 16], 0u16);
        for bits in 1..16 {
            code = (code + counts[bits - 1]) << 1;
            next[bits] = code;
        }
        for i in 0..n {
            let len = self.len[i];
            if len != 0 {
                let code = &mut next[usize::from(len)];
                self.code[i] = code.reverse_bits() >> (16 - len);
                *code += 1;
            }
        }
    }

    /// Lengths and codes by how often each is used (`build_tree`).
    fn build(&mut self, kind: &Kind, sizes: &mut Sizes) {
        let elems = kind.elems;
        let mut freq = vec![0u32; HEAP];
        freq[..elems].copy_from_slice(&self.freq[..elems]);
        let (mut heap, mut depth, mut dad) = (vec![0usize; HEAP + 1], vec![0u8; HEAP], vec![0usize; HEAP]);
        let (mut heap_len, mut heap_max) = (0, HEAP);
        let mut max_code = None;
        for (n, _) in freq[..elems].iter().enumerate().filter(|(_, freq)| **freq != 0) {
            heap_len += 1;
            heap[heap_len] = n;
            max_code = Some(n);
        }
        // There are at least two codes, of which one may have no use.
        while heap_len < 2 {
            let node = match max_code {
                None => 0,
                Some(n) if n < 2 => n + 1,
                Some(_) => 0,
            };
            if max_code.is_none_or(|n| n < 2) {
                max_code = Some(node);
            }
            heap_len += 1;
            heap[heap_len] = node;
            freq[node] = 1;
            sizes.own -= 1;
            sizes.fixed -= static_length(kind, node).map_or(0, |len| len as i64);
        }
        let max_code = max_code.unwrap_or(0);
        let smaller = |freq: &[u32], depth: &[u8], n: usize, m: usize| {
            freq[n] < freq[m] || freq[n] == freq[m] && depth[n] <= depth[m]
        };
        let down = |heap: &mut [usize], heap_len: usize, freq: &[u32], depth: &[u8], from: usize| {
            let (mut k, v) = (from, heap[from]);
            let mut j = k << 1;
            while j <= heap_len {
                if j < heap_len && smaller(freq, depth, heap[j + 1], heap[j]) {
                    j += 1;
                }
                if smaller(freq, depth, v, heap[j]) {
                    break;
                }
                heap[k] = heap[j];
                k = j;
                j <<= 1;
            }
            heap[k] = v;
        };
        for n in (1..=heap_len / 2).rev() {
            down(&mut heap, heap_len, &freq, &depth, n);
        }
        let mut node = elems;
        loop {
            let n = heap[1];
            heap[1] = heap[heap_len];
            heap_len -= 1;
            down(&mut heap, heap_len, &freq, &depth, 1);
            let m = heap[1];
            heap_max -= 1;
            heap[heap_max] = n;
            heap_max -= 1;
            heap[heap_max] = m;
            freq[node] = freq[n] + freq[m];
            depth[node] = depth[n].max(depth[m]) + 1;
            (dad[n], dad[m]) = (node, node);
            heap[1] = node;
            node += 1;
            down(&mut heap, heap_len, &freq, &depth, 1);
            if heap_len < 2 {
                break;
            }
        }
        heap_max -= 1;
        heap[heap_max] = heap[1];
        let lens = lengths(kind, &heap, heap_max, &dad, &freq, max_code, sizes);
        self.len[..elems].copy_from_slice(&lens[..elems]);
        self.max_code = max_code;
        self.make_codes(max_code + 1);
    }
}

/// The lengths, none above the most that is allowed (`gen_bitlen`).
fn lengths(
    kind: &Kind,
    heap: &[usize],
    heap_max: usize,
    dad: &[usize],
    freq: &[u32],
    max_code: usize,
    sizes: &mut Sizes,
) -> Vec<u16> {
    let mut len = vec![0u16; HEAP];
    let mut counts = [0i32; 16];
    let mut overflow = 0;
    for &n in &heap[heap_max + 1..HEAP] {
        let mut bits = usize::from(len[dad[n]]) + 1;
        if bits > kind.max_length {
            bits = kind.max_length;
            overflow += 1;
        }
        len[n] = bits as u16;
        if n > max_code || n >= kind.elems {
            continue;
        }
        counts[bits] += 1;
        let extra = if n >= kind.base { kind.extra.get(n - kind.base).copied().unwrap_or(0) } else { 0 };
        let (f, extra) = (i64::from(freq[n]), i64::from(extra));
        sizes.own += f * (bits as i64 + extra);
        if let Some(fixed) = static_length(kind, n) {
            sizes.fixed += f * (fixed as i64 + extra);
        }
    }
    if overflow == 0 {
        return len;
    }
    while overflow > 0 {
        let mut bits = kind.max_length - 1;
        while counts[bits] == 0 {
            bits -= 1;
        }
        counts[bits] -= 1;
        counts[bits + 1] += 2;
        counts[kind.max_length] -= 1;
        overflow -= 2;
    }
    let mut h = HEAP;
    for bits in (1..=kind.max_length).rev() {
        let mut n = counts[bits];
        while n != 0 {
            h -= 1;
            let m = heap[h];
            if m > max_code || m >= kind.elems {
                continue;
            }
            if usize::from(len[m]) != bits {
                sizes.own += (bits as i64 - i64::from(len[m])) * i64::from(freq[m]);
                len[m] = bits as u16;
            }
            n -= 1;
        }
    }
    len
}

/// A run of lengths: how it is sent.
enum Run {
    /// The length itself, so many times.
    Plain(usize),
    /// The length first if that is not what came before, then a repetition of so many.
    Again {
        first: bool,
        count: usize,
    },
    FewZeros(usize),
    ManyZeros(usize),
}

/// Goes over the lengths of a tree in runs (`scan_tree`, `send_tree`).
fn runs(len: &[u16], max_code: usize, mut each: impl FnMut(usize, Run)) {
    let (mut before, mut next, mut count) = (u16::MAX, len[0], 0);
    let (mut most, mut least) = if next == 0 { (138, 3) } else { (7, 4) };
    for n in 0..=max_code {
        let now = next;
        next = if n == max_code { u16::MAX } else { len[n + 1] };
        count += 1;
        if count < most && now == next {
            continue;
        }
        let length = usize::from(now);
        each(
            length,
            if count < least {
                Run::Plain(count)
            } else if now != 0 {
                Run::Again { first: now != before, count: count - usize::from(now != before) }
            } else if count <= 10 {
                Run::FewZeros(count)
            } else {
                Run::ManyZeros(count)
            },
        );
        (count, before) = (0, now);
        (most, least) = if next == 0 {
            (138, 3)
        } else if now == next {
            (6, 3)
        } else {
            (7, 4)
        };
    }
}

/// Bits on their way out.
#[derive(Clone, Default)]
pub struct Bits {
    pub out: Vec<u8>,
    pub held: u64,
    pub n: u32,
}

impl Bits {
    pub fn put(&mut self, value: usize, bits: u32) {
        self.held |= (value as u64) << self.n;
        self.n += bits;
        while self.n >= 8 {
            self.out.push(self.held as u8);
            self.held >>= 8;
            self.n -= 8;
        }
    }

    /// Whole bytes from here on (`bi_windup`).
    pub fn align(&mut self) {
        if self.n > 0 {
            self.out.push(self.held as u8);
        }
        (self.held, self.n) = (0, 0);
    }

    fn code(&mut self, tree: &Tree, n: usize) {
        self.put(usize::from(tree.code[n]), u32::from(tree.len[n]));
    }

    /// A block of bytes as they are.
    pub fn stored(&mut self, bytes: &[u8], last: bool) {
        self.put(usize::from(last), 3);
        self.align();
        let n = bytes.len() as u16;
        self.out.extend(n.to_le_bytes());
        self.out.extend((!n).to_le_bytes());
        self.out.extend(bytes);
    }

    /// An empty block of fixed codes (`_tr_align`).
    pub fn empty(&mut self) {
        self.put(1 << 1, 3);
        self.put(0, 7);
    }
}

/// Literals (distance 0), and matches of a length less 3.
pub type Symbol = (u16, u8);

fn fixed_trees() -> (Tree, Tree) {
    let mut literals = Tree::new(288);
    for n in 0..288 {
        literals.len[n] = static_literal_length(n);
    }
    literals.make_codes(288);
    let mut distances = Tree::new(D_CODES);
    distances.len[..D_CODES].fill(5);
    distances.make_codes(D_CODES);
    (literals, distances)
}

fn send_symbols(bits: &mut Bits, symbols: &[Symbol], literals: &Tree, distances: &Tree) {
    for &(distance, lc) in symbols {
        let lc = usize::from(lc);
        if distance == 0 {
            bits.code(literals, lc);
            continue;
        }
        let (code, base) = length_code(lc);
        bits.code(literals, code + 257);
        bits.put(lc - base, u32::from(EXTRA_LENGTH[code]));
        let distance = usize::from(distance) - 1;
        let (code, base) = distance_code(distance);
        bits.code(distances, code);
        bits.put(distance - base, u32::from(EXTRA_DISTANCE[code]));
    }
    bits.code(literals, END_BLOCK);
}

/// Sends a block in the way that takes the fewest bits (`_tr_flush_block`). `stored`: the bytes themselves, if they are still there.
pub fn flush_block(bits: &mut Bits, symbols: &[Symbol], stored: Option<&[u8]>, only_fixed: bool, last: bool) {
    let (mut literals, mut distances) = (Tree::new(L_CODES), Tree::new(D_CODES));
    literals.freq[END_BLOCK] = 1;
    for &(distance, lc) in symbols {
        if distance == 0 {
            literals.freq[usize::from(lc)] += 1;
        } else {
            literals.freq[length_code(usize::from(lc)).0 + 257] += 1;
            distances.freq[distance_code(usize::from(distance) - 1).0] += 1;
        }
    }
    let mut sizes = Sizes::default();
    literals.build(&LITERALS, &mut sizes);
    distances.build(&DISTANCES, &mut sizes);
    let mut lengths = Tree::new(BL_CODES);
    for tree in [&literals, &distances] {
        runs(&tree.len, tree.max_code, |length, run| match run {
            Run::Plain(count) => lengths.freq[length] += count as u32,
            Run::Again { first, .. } => {
                lengths.freq[length] += u32::from(first);
                lengths.freq[16] += 1;
            }
            Run::FewZeros(_) => lengths.freq[17] += 1,
            Run::ManyZeros(_) => lengths.freq[18] += 1,
        });
    }
    lengths.build(&BITLENGTHS, &mut sizes);
    let most = (3..BL_CODES).rev().find(|&i| lengths.len[ORDER[i]] != 0).unwrap_or(2);
    sizes.own += 3 * (most as i64 + 1) + 5 + 5 + 4;
    let fixed = (sizes.fixed + 3 + 7) >> 3;
    let own = if fixed <= (sizes.own + 3 + 7) >> 3 || only_fixed { fixed } else { (sizes.own + 3 + 7) >> 3 };
    if let Some(bytes) = stored.filter(|bytes| bytes.len() as i64 + 4 <= own) {
        bits.stored(bytes, last);
    } else if fixed == own {
        bits.put(1 << 1 | usize::from(last), 3);
        let (literals, distances) = fixed_trees();
        send_symbols(bits, symbols, &literals, &distances);
    } else {
        bits.put(2 << 1 | usize::from(last), 3);
        bits.put(literals.max_code + 1 - 257, 5);
        bits.put(distances.max_code, 5);
        bits.put(most + 1 - 4, 4);
        for &i in &ORDER[..=most] {
            bits.put(usize::from(lengths.len[i]), 3);
        }
        for tree in [&literals, &distances] {
            runs(&tree.len, tree.max_code, |length, run| match run {
                Run::Plain(count) => (0..count).for_each(|_| bits.code(&lengths, length)),
                Run::Again { first, count } => {
                    if first {
                        bits.code(&lengths, length);
                    }
                    bits.code(&lengths, 16);
                    bits.put(count - 3, 2);
                }
                Run::FewZeros(count) => {
                    bits.code(&lengths, 17);
                    bits.put(count - 3, 3);
                }
                Run::ManyZeros(count) => {
                    bits.code(&lengths, 18);
                    bits.put(count - 11, 7);
                }
            });
        }
        send_symbols(bits, symbols, &literals, &distances);
    }
    if last {
        bits.align();
    }
}
