//! Compression (`deflate.c` of zlib): the same bytes as zlib's, for which the window, its hash chains and the moments at which they
//! slide are those of zlib, too.

use super::saved::{Reader, Writer};
use super::trees::{Bits, Symbol, flush_block};
use crate::binasciimodule::crc32;

const MIN_MATCH: usize = 3;
const MAX_MATCH: usize = 258;
const MIN_LOOKAHEAD: usize = MAX_MATCH + MIN_MATCH + 1;
/// A match of three that lies farther back is no gain.
const TOO_FAR: usize = 4096;

/// How far a level looks: good, lazy, nice, chain; lazy matching or not.
const LEVELS: [(usize, usize, usize, usize, bool); 10] = [
    (0, 0, 0, 0, false),
    (4, 4, 8, 4, false),
    (4, 5, 16, 8, false),
    (4, 6, 32, 32, false),
    (4, 4, 16, 16, true),
    (8, 16, 32, 32, true),
    (8, 16, 128, 128, true),
    (8, 32, 128, 256, true),
    (32, 128, 258, 1024, true),
    (32, 258, 258, 4096, true),
];

const FILTERED: i64 = 1;
const HUFFMAN_ONLY: i64 = 2;
const RLE: i64 = 3;
const FIXED: i64 = 4;

/// How to flush.
pub const NO_FLUSH: i64 = 0;
const PARTIAL_FLUSH: i64 = 1;
const FULL_FLUSH: i64 = 3;
pub const FINISH: i64 = 4;
const BLOCK: i64 = 5;

/// What is around the compressed data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wrap {
    Raw,
    Zlib,
    Gzip,
}

#[derive(Clone)]
pub struct Deflate {
    level: usize,
    strategy: i64,
    w_bits: u32,
    mem_level: u32,
    wrap: Wrap,
    begun: bool,
    done: bool,
    last_flush: i64,
    check: u32,
    total_in: u32,
    window: Vec<u8>,
    prev: Vec<u16>,
    head: Vec<u16>,
    ins_h: u32,
    block_start: i64,
    match_length: usize,
    prev_match: usize,
    match_available: bool,
    strstart: usize,
    match_start: usize,
    lookahead: usize,
    prev_length: usize,
    insert: usize,
    symbols: Vec<Symbol>,
    bits: Bits,
}

/// What a walk over the input ended with.
#[derive(PartialEq, Eq)]
enum State {
    NeedMore,
    BlockDone,
    FinishDone,
}

pub fn adler32(start: u32, bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (start & 0xFFFF, start >> 16);
    for part in bytes.chunks(5552) {
        for &byte in part {
            a += u32::from(byte);
            b += a;
        }
        (a, b) = (a % 65521, b % 65521);
    }
    b << 16 | a
}

/// What is left of the input of one call.
struct Input<'a>(&'a [u8]);

impl Deflate {
    /// None if an argument is out of range (`deflateInit2`).
    pub fn new(level: i64, wbits: i64, mem_level: i64, strategy: i64) -> Option<Deflate> {
        let level = if level == -1 { 6 } else { level };
        let (wrap, mut w_bits) = match wbits {
            ..0 => (Wrap::Raw, -wbits),
            16.. => (Wrap::Gzip, wbits - 16),
            _ => (Wrap::Zlib, wbits),
        };
        let fits = (1..=9).contains(&mem_level)
            && (8..=15).contains(&w_bits)
            && (0..=9).contains(&level)
            && (0..=FIXED).contains(&strategy)
            && (w_bits != 8 || wrap == Wrap::Zlib);
        if !fits {
            return None;
        }
        w_bits = w_bits.max(9);
        let size = 1usize << w_bits;
        Some(Deflate {
            level: level as usize,
            strategy,
            w_bits: w_bits as u32,
            mem_level: mem_level as u32,
            wrap,
            begun: false,
            done: false,
            last_flush: -2,
            check: if wrap == Wrap::Gzip { 0 } else { 1 },
            total_in: 0,
            window: vec![0; 2 * size],
            prev: vec![0; size],
            head: vec![0; 1 << (mem_level + 7)],
            ins_h: 0,
            block_start: 0,
            match_length: MIN_MATCH - 1,
            prev_match: 0,
            match_available: false,
            strstart: 0,
            match_start: 0,
            lookahead: 0,
            prev_length: MIN_MATCH - 1,
            insert: 0,
            symbols: Vec::new(),
            bits: Bits::default(),
        })
    }

    fn w_size(&self) -> usize {
        1 << self.w_bits
    }

    fn max_dist(&self) -> usize {
        self.w_size() - MIN_LOOKAHEAD
    }

    fn update_hash(&mut self, byte: u8) {
        let hash_bits = self.mem_level + 7;
        let shift = hash_bits.div_ceil(3);
        self.ins_h = (self.ins_h << shift ^ u32::from(byte)) & ((1 << hash_bits) - 1);
    }

    /// Puts the string at a place into its chain; the place before it in the chain.
    fn insert_string(&mut self, at: usize) -> usize {
        self.update_hash(self.window[at + MIN_MATCH - 1]);
        let head = self.head[self.ins_h as usize];
        let mask = self.w_size() - 1;
        self.prev[at & mask] = head;
        self.head[self.ins_h as usize] = at as u16;
        usize::from(head)
    }

    fn slide(&mut self) {
        let size = self.w_size();
        self.window.copy_within(size.., 0);
        self.match_start = self.match_start.wrapping_sub(size);
        self.strstart -= size;
        self.block_start -= size as i64;
        self.insert = self.insert.min(self.strstart);
        for place in self.head.iter_mut().chain(&mut self.prev) {
            *place = usize::from(*place).saturating_sub(size) as u16;
        }
    }

    fn fill_window(&mut self, input: &mut Input) {
        loop {
            if self.strstart >= self.w_size() + self.max_dist() {
                self.slide();
            }
            let from = self.strstart + self.lookahead;
            let n = (self.window.len() - from).min(input.0.len());
            if input.0.is_empty() {
                break;
            }
            let (now, later) = input.0.split_at(n);
            self.window[from..from + n].copy_from_slice(now);
            input.0 = later;
            match self.wrap {
                Wrap::Zlib => self.check = adler32(self.check, now),
                Wrap::Gzip => self.check = crc32(self.check, now),
                Wrap::Raw => {}
            }
            self.total_in = self.total_in.wrapping_add(n as u32);
            self.lookahead += n;
            if self.lookahead + self.insert >= MIN_MATCH {
                let mut at = self.strstart - self.insert;
                self.ins_h = u32::from(self.window[at]);
                self.update_hash(self.window[at + 1]);
                while self.insert > 0 {
                    self.insert_string(at);
                    at += 1;
                    self.insert -= 1;
                    if self.lookahead + self.insert < MIN_MATCH {
                        break;
                    }
                }
            }
            if self.lookahead >= MIN_LOOKAHEAD {
                break;
            }
        }
    }

    /// The longest match in the chain from a place on; its place goes into `match_start`.
    fn longest_match(&mut self, from: usize) -> usize {
        let (good, _, nice, chain, _) = LEVELS[self.level];
        let mut left = if self.prev_length >= good { chain >> 2 } else { chain };
        let nice = nice.min(self.lookahead);
        let (scan, mask) = (self.strstart, self.w_size() - 1);
        let limit = scan.saturating_sub(self.max_dist());
        let (mut at, mut best) = (from, self.prev_length);
        let window = &self.window;
        loop {
            let candidate = window[at + best] == window[scan + best]
                && window[at + best - 1] == window[scan + best - 1]
                && window[at] == window[scan]
                && window[at + 1] == window[scan + 1];
            if candidate {
                let (a, b) = (&window[at..at + MAX_MATCH], &window[scan..scan + MAX_MATCH]);
                let n = a.iter().zip(b).position(|(a, b)| a != b).unwrap_or(MAX_MATCH);
                if n > best {
                    self.match_start = at;
                    best = n;
                    if n >= nice {
                        break;
                    }
                }
            }
            at = usize::from(self.prev[at & mask]);
            left -= 1;
            if at <= limit || left == 0 {
                break;
            }
        }
        best.min(self.lookahead)
    }

    /// One more symbol; whether the block is full.
    fn tally(&mut self, distance: usize, lc: usize) -> bool {
        self.symbols.push((distance as u16, lc as u8));
        self.symbols.len() == (1 << (self.mem_level + 6)) - 1
    }

    fn literal(&mut self, at: usize) -> bool {
        self.tally(0, usize::from(self.window[at]))
    }

    fn flush_block(&mut self, last: bool) {
        let start = usize::try_from(self.block_start).ok();
        let stored = start.map(|start| &self.window[start..self.strstart]);
        flush_block(&mut self.bits, &self.symbols, stored, self.strategy == FIXED, last);
        self.symbols.clear();
        self.block_start = self.strstart as i64;
    }

    /// Blocks behind the last symbol.
    fn end(&mut self, flush: i64) -> State {
        if flush == FINISH {
            self.flush_block(true);
            return State::FinishDone;
        }
        if !self.symbols.is_empty() {
            self.flush_block(false);
        }
        State::BlockDone
    }

    /// Whether there is enough to look at; `Err` if more must come first.
    fn look(&mut self, input: &mut Input, least: usize, flush: i64) -> Result<bool, State> {
        if self.lookahead < least {
            self.fill_window(input);
            if self.lookahead < least && flush == NO_FLUSH {
                return Err(State::NeedMore);
            }
        }
        Ok(self.lookahead > 0)
    }

    fn fast(&mut self, input: &mut Input, flush: i64) -> Result<State, State> {
        let lazy = LEVELS[self.level].1;
        while self.look(input, MIN_LOOKAHEAD, flush)? {
            let head = if self.lookahead >= MIN_MATCH { self.insert_string(self.strstart) } else { 0 };
            if head != 0 && self.strstart - head <= self.max_dist() {
                self.match_length = self.longest_match(head);
            }
            let full;
            if self.match_length >= MIN_MATCH {
                full = self.tally(self.strstart - self.match_start, self.match_length - MIN_MATCH);
                self.lookahead -= self.match_length;
                if self.match_length <= lazy && self.lookahead >= MIN_MATCH {
                    for _ in 1..self.match_length {
                        self.strstart += 1;
                        self.insert_string(self.strstart);
                    }
                    self.strstart += 1;
                } else {
                    self.strstart += self.match_length;
                    self.ins_h = u32::from(self.window[self.strstart]);
                    self.update_hash(self.window[self.strstart + 1]);
                }
                self.match_length = 0;
            } else {
                full = self.literal(self.strstart);
                self.lookahead -= 1;
                self.strstart += 1;
            }
            if full {
                self.flush_block(false);
            }
        }
        self.insert = self.strstart.min(MIN_MATCH - 1);
        Ok(self.end(flush))
    }

    fn slow(&mut self, input: &mut Input, flush: i64) -> Result<State, State> {
        let lazy = LEVELS[self.level].1;
        while self.look(input, MIN_LOOKAHEAD, flush)? {
            let head = if self.lookahead >= MIN_MATCH { self.insert_string(self.strstart) } else { 0 };
            self.prev_length = self.match_length;
            self.prev_match = self.match_start;
            self.match_length = MIN_MATCH - 1;
            if head != 0 && self.prev_length < lazy && self.strstart - head <= self.max_dist() {
                self.match_length = self.longest_match(head);
                let far = self.match_length == MIN_MATCH && self.strstart - self.match_start > TOO_FAR;
                if self.match_length <= 5 && (self.strategy == FILTERED || far) {
                    self.match_length = MIN_MATCH - 1;
                }
            }
            if self.prev_length >= MIN_MATCH && self.match_length <= self.prev_length {
                let most = self.strstart + self.lookahead - MIN_MATCH;
                let distance = (self.strstart - 1).wrapping_sub(self.prev_match);
                let full = self.tally(distance, self.prev_length - MIN_MATCH);
                self.lookahead -= self.prev_length - 1;
                for _ in 0..self.prev_length - 2 {
                    self.strstart += 1;
                    if self.strstart <= most {
                        self.insert_string(self.strstart);
                    }
                }
                self.prev_length = 0;
                self.match_available = false;
                self.match_length = MIN_MATCH - 1;
                self.strstart += 1;
                if full {
                    self.flush_block(false);
                }
            } else {
                if self.match_available && self.literal(self.strstart - 1) {
                    self.flush_block(false);
                }
                self.match_available = true;
                self.strstart += 1;
                self.lookahead -= 1;
            }
        }
        if self.match_available {
            self.literal(self.strstart - 1);
            self.match_available = false;
        }
        self.insert = self.strstart.min(MIN_MATCH - 1);
        Ok(self.end(flush))
    }

    /// Literals only.
    fn huffman(&mut self, input: &mut Input, flush: i64) -> Result<State, State> {
        while self.look(input, 1, flush)? {
            self.match_length = 0;
            let full = self.literal(self.strstart);
            self.lookahead -= 1;
            self.strstart += 1;
            if full {
                self.flush_block(false);
            }
        }
        self.insert = 0;
        Ok(self.end(flush))
    }

    /// Runs of one byte only.
    fn rle(&mut self, input: &mut Input, flush: i64) -> Result<State, State> {
        while self.look(input, MAX_MATCH + 1, flush)? {
            let (at, mut n) = (self.strstart, 0);
            if self.lookahead >= MIN_MATCH && at > 0 {
                let byte = self.window[at - 1];
                let run = self.window[at..at + MAX_MATCH].iter().take_while(|b| **b == byte).count();
                n = if run >= MIN_MATCH { run.min(self.lookahead) } else { 0 };
            }
            let full = if n >= MIN_MATCH { self.tally(1, n - MIN_MATCH) } else { self.literal(at) };
            self.lookahead -= n.max(1);
            self.strstart += n.max(1);
            if full {
                self.flush_block(false);
            }
        }
        self.insert = 0;
        Ok(self.end(flush))
    }

    /// Blocks of bytes as they are.
    fn stored(&mut self, input: &mut Input, flush: i64) -> Result<State, State> {
        const MOST: usize = 65535;
        while self.look(input, 1, flush)? {
            self.strstart += self.lookahead;
            self.lookahead = 0;
            let start = self.block_start.max(0) as usize;
            if self.strstart - start >= self.window.len() / 2 {
                self.flush_stored(MOST, false);
            }
        }
        if flush == FINISH {
            self.flush_stored(MOST, true);
            return Ok(State::FinishDone);
        }
        if self.strstart as i64 > self.block_start {
            self.flush_stored(MOST, false);
        }
        Ok(State::BlockDone)
    }

    fn flush_stored(&mut self, most: usize, last: bool) {
        let bytes = &self.window[self.block_start.max(0) as usize..self.strstart];
        let parts: Vec<&[u8]> = bytes.chunks(most).collect();
        if parts.is_empty() {
            self.bits.stored(b"", last);
        }
        for (i, part) in parts.iter().enumerate() {
            self.bits.stored(part, last && i + 1 == parts.len());
        }
        self.block_start = self.strstart as i64;
    }

    fn header(&mut self) {
        match self.wrap {
            Wrap::Raw => {}
            Wrap::Zlib => {
                let level = match (self.strategy >= HUFFMAN_ONLY, self.level) {
                    (true, _) | (_, 0..=1) => 0,
                    (_, 2..=5) => 1,
                    (_, 6) => 2,
                    _ => 3,
                };
                let dictionary = self.strstart != 0;
                let mut head = (8 + ((self.w_bits - 8) << 4)) << 8 | level << 6 | u32::from(dictionary) << 5;
                head += 31 - head % 31;
                self.bits.out.extend((head as u16).to_be_bytes());
                if dictionary {
                    self.bits.out.extend(self.check.to_be_bytes());
                }
                self.check = 1;
            }
            Wrap::Gzip => {
                let extra = match self.level {
                    9 => 2,
                    level if self.strategy >= HUFFMAN_ONLY || level < 2 => 4,
                    _ => 0,
                };
                self.bits.out.extend([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, extra, 3]);
            }
        }
    }

    /// What comes out for some more input (`deflate`).
    pub fn compress(&mut self, bytes: &[u8], flush: i64) -> Vec<u8> {
        let rank = |flush: i64| flush * 2 - if flush > 4 { 9 } else { 0 };
        let old = std::mem::replace(&mut self.last_flush, flush);
        if !self.begun {
            self.header();
            self.begun = true;
        } else if bytes.is_empty() && rank(flush) <= rank(old) && flush != FINISH {
            // There is nothing to do.
            return std::mem::take(&mut self.bits.out);
        }
        let mut input = Input(bytes);
        if !bytes.is_empty() || self.lookahead != 0 || flush != NO_FLUSH && !self.done {
            let state = match (self.level, self.strategy) {
                (0, _) => self.stored(&mut input, flush),
                (_, HUFFMAN_ONLY) => self.huffman(&mut input, flush),
                (_, RLE) => self.rle(&mut input, flush),
                (level, _) if LEVELS[level].4 => self.slow(&mut input, flush),
                _ => self.fast(&mut input, flush),
            };
            match state {
                Ok(State::FinishDone) => self.done = true,
                Ok(State::BlockDone) => match flush {
                    PARTIAL_FLUSH => self.bits.empty(),
                    BLOCK => {}
                    _ => {
                        self.bits.stored(b"", false);
                        if flush == FULL_FLUSH {
                            self.head.fill(0);
                            if self.lookahead == 0 {
                                (self.strstart, self.block_start, self.insert) = (0, 0, 0);
                            }
                        }
                    }
                },
                Ok(State::NeedMore) | Err(_) => {}
            }
        }
        if flush == FINISH {
            match self.wrap {
                Wrap::Raw => {}
                Wrap::Zlib => self.bits.out.extend(self.check.to_be_bytes()),
                Wrap::Gzip => {
                    self.bits.out.extend(self.check.to_le_bytes());
                    self.bits.out.extend(self.total_in.to_le_bytes());
                }
            }
        }
        std::mem::take(&mut self.bits.out)
    }

    /// Strings that are known before the first input (`deflateSetDictionary`); false if it is too late.
    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> bool {
        if self.wrap == Wrap::Gzip || self.begun {
            return false;
        }
        if self.wrap == Wrap::Zlib {
            self.check = adler32(self.check, dictionary);
        }
        let (wrap, total) = (self.wrap, self.total_in);
        self.wrap = Wrap::Raw;
        let known = &dictionary[dictionary.len().saturating_sub(self.w_size())..];
        let mut input = Input(known);
        self.fill_window(&mut input);
        while self.lookahead >= MIN_MATCH {
            let mut at = self.strstart;
            for _ in 0..self.lookahead - (MIN_MATCH - 1) {
                self.insert_string(at);
                at += 1;
            }
            self.strstart = at;
            self.lookahead = MIN_MATCH - 1;
            self.fill_window(&mut input);
        }
        self.strstart += self.lookahead;
        self.block_start = self.strstart as i64;
        self.insert = self.lookahead;
        self.lookahead = 0;
        (self.wrap, self.total_in) = (wrap, total);
        true
    }

    /// Its state as bytes, which the machine keeps.
    pub fn save(&self) -> Vec<u8> {
        let mut w = Writer::default();
        let wrap = match self.wrap {
            Wrap::Raw => 0,
            Wrap::Zlib => 1,
            Wrap::Gzip => 2,
        };
        let numbers = [
            self.level as i64,
            self.strategy,
            i64::from(self.w_bits),
            i64::from(self.mem_level),
            wrap,
            i64::from(self.begun),
            i64::from(self.done),
            self.last_flush,
            i64::from(self.check),
            i64::from(self.total_in),
            i64::from(self.ins_h),
            self.block_start,
            self.match_length as i64,
            self.prev_match as i64,
            i64::from(self.match_available),
            self.strstart as i64,
            self.match_start as i64,
            self.lookahead as i64,
            self.prev_length as i64,
            self.insert as i64,
            self.bits.held as i64,
            i64::from(self.bits.n),
        ];
        numbers.into_iter().for_each(|n| w.number(n));
        w.bytes(&self.window);
        for table in [&self.prev, &self.head] {
            w.bytes(&table.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>());
        }
        w.bytes(&self.symbols.iter().flat_map(|s| [s.0 as u8, (s.0 >> 8) as u8, s.1]).collect::<Vec<_>>());
        w.0
    }

    pub fn load(bytes: &[u8]) -> Option<Deflate> {
        let mut r = Reader(bytes);
        let n: Vec<i64> = (0..22).map(|_| r.number()).collect::<Option<_>>()?;
        let window = r.bytes()?.to_vec();
        let mut table = || Some(r.bytes()?.as_chunks::<2>().0.iter().map(|two| u16::from_le_bytes(*two)).collect());
        let (prev, head) = (table()?, table()?);
        let symbols = r.bytes()?.as_chunks::<3>().0.iter().map(|s| (u16::from_le_bytes([s[0], s[1]]), s[2])).collect();
        let at = |i: usize| n[i] as usize;
        Some(Deflate {
            level: at(0),
            strategy: n[1],
            w_bits: n[2] as u32,
            mem_level: n[3] as u32,
            wrap: [Wrap::Raw, Wrap::Zlib, Wrap::Gzip][at(4).min(2)],
            begun: n[5] != 0,
            done: n[6] != 0,
            last_flush: n[7],
            check: n[8] as u32,
            total_in: n[9] as u32,
            window,
            prev,
            head,
            ins_h: n[10] as u32,
            block_start: n[11],
            match_length: at(12),
            prev_match: at(13),
            match_available: n[14] != 0,
            strstart: at(15),
            match_start: at(16),
            lookahead: at(17),
            prev_length: at(18),
            insert: at(19),
            symbols,
            bits: Bits { out: Vec::new(), held: n[20] as u64, n: n[21] as u32 },
        })
    }
}
