//! Decompression (RFC 1950 to 1952, `inflate.c` of zlib), in steps: it stops where input or room is lacking, and goes on from there.

use super::deflate::adler32;
use super::saved::{Reader, Writer};
use super::trees::{D_CODES, EXTRA_DISTANCE, EXTRA_LENGTH, ORDER, static_literal_length};
use crate::binasciimodule::crc32;

/// Where in the stream it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum At {
    Header,
    /// The checksum of a dictionary has been read, which is to be given.
    Dictionary,
    Block,
    Stored,
    Codes,
    Trailer,
    Done,
    /// Something was wrong.
    Bad,
}

const PLACES: [At; 8] = [At::Header, At::Dictionary, At::Block, At::Stored, At::Codes, At::Trailer, At::Done, At::Bad];

/// Why it stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// All input is used.
    Input,
    /// There is no more room for output.
    Room,
    End,
    Dictionary,
    /// What is wrong with the data.
    Bad(&'static str),
}

/// Codes of one alphabet, by their lengths.
#[derive(Clone, Default)]
struct Codes {
    counts: [u16; 16],
    symbols: Vec<u16>,
}

/// How a set of lengths fails to be a code.
#[derive(PartialEq, Eq)]
enum Fit {
    Whole,
    Over,
    Incomplete,
}

impl Codes {
    fn new(lens: &[u8]) -> (Codes, Fit) {
        let mut codes = Codes { counts: [0; 16], symbols: vec![0; lens.len()] };
        lens.iter().for_each(|len| codes.counts[usize::from(*len)] += 1);
        let mut left = 1i32;
        for len in 1..16 {
            left = (left << 1) - i32::from(codes.counts[len]);
            if left < 0 {
                return (codes, Fit::Over);
            }
        }
        let mut places = [0u16; 16];
        for len in 1..15 {
            places[len + 1] = places[len] + codes.counts[len];
        }
        for (symbol, &len) in lens.iter().enumerate().filter(|(_, len)| **len != 0) {
            codes.symbols[usize::from(places[usize::from(len)])] = symbol as u16;
            places[usize::from(len)] += 1;
        }
        (codes, if left == 0 { Fit::Whole } else { Fit::Incomplete })
    }

    fn longest(&self) -> usize {
        (1..16).rev().find(|&len| self.counts[len] != 0).unwrap_or(0)
    }
}

#[derive(Clone)]
pub struct Inflate {
    /// What may stand around the data, as `wbits` says: 0 nothing, 1 zlib's, 2 gzip's, 3 either of these.
    wrap: i64,
    w_bits: i64,
    at: At,
    gzip: bool,
    last: bool,
    /// Bytes of a stored block, or of a match, that are still to come out; how far back the match lies.
    left: usize,
    distance: usize,
    /// A literal that is to come out, plus one.
    literal: u16,
    check: u32,
    total: u32,
    /// Lengths of the codes of the block, those of distances behind the first `literals`.
    lens: Vec<u8>,
    literals: usize,
    window: Vec<u8>,
    /// Bytes that were taken in but not understood yet, and bits of the first that were.
    held: Vec<u8>,
    bits: u32,
}

const WINDOW: usize = 1 << 15;

/// Bits of the input.
struct Source<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Source<'_> {
    fn peek(&self, n: u32) -> Option<u32> {
        let mut value = 0u64;
        for i in 0..8 {
            value |= u64::from(self.bytes.get(self.at / 8 + i).copied().unwrap_or(0)) << (8 * i);
        }
        let whole = self.at + n as usize <= 8 * self.bytes.len();
        whole.then_some((value >> (self.at % 8) & ((1 << n) - 1)) as u32)
    }

    fn bits(&mut self, n: u32) -> Option<u32> {
        let value = self.peek(n)?;
        self.at += n as usize;
        Some(value)
    }

    fn align(&mut self) {
        self.at = self.at.next_multiple_of(8);
    }

    /// The next symbol; `None`: more bits are needed, `Some(None)`: no code begins so.
    fn symbol(&mut self, codes: &Codes) -> Option<Option<u16>> {
        let (mut code, mut first, mut index) = (0i32, 0i32, 0i32);
        let mut at = self.at;
        for len in 1..16 {
            let byte = self.bytes.get(at / 8)?;
            code |= i32::from(byte >> (at % 8) & 1);
            at += 1;
            let count = i32::from(codes.counts[len]);
            if code - count < first {
                self.at = at;
                return Some(codes.symbols.get((index + code - first) as usize).copied());
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
            if len >= codes.longest() {
                self.at = at;
                return Some(None);
            }
        }
        Some(None)
    }
}

/// What a step gave: it went on, it needs input, or it stops.
enum Step {
    On,
    More,
    Stop(Stop),
}

const INVALID_BLOCK: &str = "invalid block type";

impl Inflate {
    /// None if `wbits` is out of range (`inflateInit2`).
    pub fn new(wbits: i64) -> Option<Inflate> {
        let (wrap, w_bits) = match wbits {
            ..0 => (0, -wbits),
            _ => ((wbits >> 4) + 1, if wbits < 48 { wbits & 15 } else { wbits }),
        };
        if w_bits != 0 && !(8..=15).contains(&w_bits) || wrap == 0 && w_bits == 0 {
            return None;
        }
        Some(Inflate {
            wrap,
            w_bits,
            at: if wrap == 0 { At::Block } else { At::Header },
            gzip: false,
            last: false,
            left: 0,
            distance: 0,
            literal: 0,
            check: 1,
            total: 0,
            lens: Vec::new(),
            literals: 0,
            window: Vec::new(),
            held: Vec::new(),
            bits: 0,
        })
    }

    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> bool {
        if self.at == At::Dictionary {
            if adler32(1, dictionary) != self.check {
                return false;
            }
            self.check = 1;
            self.at = At::Block;
        }
        self.window.extend(dictionary);
        let surplus = self.window.len().saturating_sub(WINDOW);
        self.window.drain(..surplus);
        true
    }

    /// Takes input until it is used up or the output has so many bytes; what came out, why it stopped, and how many bytes of
    /// the input were left.
    pub fn decompress(&mut self, input: &[u8], room: usize) -> (Vec<u8>, Stop, usize) {
        let held = std::mem::take(&mut self.held);
        let all = [&held[..], input].concat();
        let mut source = Source { bytes: &all, at: self.bits as usize };
        // Output goes behind the window, which matches reach into.
        let mut out = std::mem::take(&mut self.window);
        let start = out.len();
        let mut done = start;
        let (mut literals, mut distances) = (Codes::default(), Codes::default());
        if self.at == At::Codes {
            literals = Codes::new(&self.lens[..self.literals]).0;
            distances = Codes::new(&self.lens[self.literals..]).0;
        }
        let stop = loop {
            let before = source.at;
            let step = match self.at {
                At::Codes => self.codes(&mut source, &mut out, start.saturating_add(room), &literals, &distances),
                At::Stored => self.stored(&mut source, &mut out, start.saturating_add(room)),
                At::Block => {
                    let step = self.block(&mut source);
                    if self.at == At::Codes {
                        literals = Codes::new(&self.lens[..self.literals]).0;
                        distances = Codes::new(&self.lens[self.literals..]).0;
                    }
                    step
                }
                At::Header => self.header(&mut source),
                At::Dictionary => Step::Stop(Stop::Dictionary),
                At::Trailer => {
                    self.count(&out[done..]);
                    done = out.len();
                    self.trailer(&mut source)
                }
                At::Done => Step::Stop(Stop::End),
                At::Bad => Step::Stop(Stop::Bad("")),
            };
            match step {
                Step::On => {}
                Step::More => {
                    source.at = before;
                    break Stop::Input;
                }
                Step::Stop(stop) => {
                    if let Stop::Bad(_) = stop {
                        self.at = At::Bad;
                    }
                    break stop;
                }
            }
        };
        self.count(&out[done..]);
        let used = if stop == Stop::Input { all.len() } else { source.at.div_ceil(8) };
        self.held = all[source.at / 8..used.max(source.at / 8)].to_vec();
        self.bits = (source.at % 8) as u32;
        let made = out[start..].to_vec();
        let surplus = out.len().saturating_sub(WINDOW);
        out.drain(..surplus);
        self.window = out;
        (made, stop, all.len() - used)
    }

    fn count(&mut self, made: &[u8]) {
        self.total = self.total.wrapping_add(made.len() as u32);
        if self.wrap != 0 {
            self.check = if self.gzip { crc32(self.check, made) } else { adler32(self.check, made) };
        }
    }

    fn header(&mut self, s: &mut Source) -> Step {
        let Some(head) = s.bits(16) else { return Step::More };
        if self.wrap & 2 != 0 && head == 0x8B1F {
            return self.gzip_header(s);
        }
        let swapped = (head & 0xFF) << 8 | head >> 8;
        if self.wrap & 1 == 0 || !swapped.is_multiple_of(31) {
            return Step::Stop(Stop::Bad("incorrect header check"));
        }
        if head & 15 != 8 {
            return Step::Stop(Stop::Bad("unknown compression method"));
        }
        let bits = i64::from(head >> 4 & 15) + 8;
        if self.w_bits == 0 {
            self.w_bits = bits;
        }
        if bits > 15 || bits > self.w_bits {
            return Step::Stop(Stop::Bad("invalid window size"));
        }
        self.check = 1;
        if head & 0x2000 != 0 {
            let Some(check) = s.bits(32) else { return Step::More };
            self.check = check.swap_bytes();
            self.at = At::Dictionary;
        } else {
            self.at = At::Block;
        }
        Step::On
    }

    fn gzip_header(&mut self, s: &mut Source) -> Step {
        let from = s.at / 8 - 2;
        let mut read = || -> Option<Result<(), &'static str>> {
            if s.bits(8)? != 8 {
                return Some(Err("unknown compression method"));
            }
            let flags = s.bits(8)?;
            if flags & 0xE0 != 0 {
                return Some(Err("unknown header flags set"));
            }
            s.bits(32)?;
            s.bits(16)?;
            if flags & 4 != 0 {
                for _ in 0..s.bits(16)? {
                    s.bits(8)?;
                }
            }
            for text in [8, 16] {
                while flags & text != 0 && s.bits(8)? != 0 {}
            }
            if flags & 2 != 0 {
                let own = crc32(0, &s.bytes[from..s.at / 8]) & 0xFFFF;
                if s.bits(16)? != own {
                    return Some(Err("header crc mismatch"));
                }
            }
            Some(Ok(()))
        };
        match read() {
            None => Step::More,
            Some(Err(text)) => Step::Stop(Stop::Bad(text)),
            Some(Ok(())) => {
                (self.gzip, self.check, self.at) = (true, 0, At::Block);
                Step::On
            }
        }
    }

    fn trailer(&mut self, s: &mut Source) -> Step {
        if self.wrap != 0 {
            let Some(check) = s.bits(32) else { return Step::More };
            let check = if self.gzip { check } else { check.swap_bytes() };
            if check != self.check {
                return Step::Stop(Stop::Bad("incorrect data check"));
            }
            if self.gzip {
                let Some(total) = s.bits(32) else { return Step::More };
                if total != self.total {
                    return Step::Stop(Stop::Bad("incorrect length check"));
                }
            }
        }
        self.at = At::Done;
        Step::On
    }

    /// The head of a block, with its codes.
    fn block(&mut self, s: &mut Source) -> Step {
        if self.last {
            s.align();
            self.at = At::Trailer;
            return Step::On;
        }
        let Some(head) = s.bits(3) else { return Step::More };
        match head >> 1 {
            0 => {
                s.align();
                let Some(n) = s.bits(32) else { return Step::More };
                if n & 0xFFFF != !n >> 16 {
                    return Step::Stop(Stop::Bad("invalid stored block lengths"));
                }
                (self.left, self.at) = ((n & 0xFFFF) as usize, At::Stored);
            }
            1 => {
                self.lens = (0..288).map(|n| static_literal_length(n) as u8).collect();
                self.literals = 288;
                self.lens.extend([5; D_CODES]);
                self.at = At::Codes;
            }
            2 => match read_lengths(s) {
                None => return Step::More,
                Some(Err(text)) => return Step::Stop(Stop::Bad(text)),
                Some(Ok((lens, literals))) => (self.lens, self.literals, self.at) = (lens, literals, At::Codes),
            },
            _ => return Step::Stop(Stop::Bad(INVALID_BLOCK)),
        }
        self.last = head & 1 != 0;
        Step::On
    }

    fn stored(&mut self, s: &mut Source, out: &mut Vec<u8>, most: usize) -> Step {
        if self.left == 0 {
            self.at = At::Block;
            return Step::On;
        }
        let from = s.at / 8;
        let there = s.bytes.len().saturating_sub(from);
        let n = self.left.min(there).min(most - out.len());
        if n == 0 {
            return if out.len() == most { Step::Stop(Stop::Room) } else { Step::More };
        }
        out.extend(&s.bytes[from..from + n]);
        s.at += 8 * n;
        self.left -= n;
        Step::On
    }

    fn codes(&mut self, s: &mut Source, out: &mut Vec<u8>, most: usize, literals: &Codes, distances: &Codes) -> Step {
        loop {
            if self.literal != 0 {
                if out.len() >= most {
                    return Step::Stop(Stop::Room);
                }
                out.push((self.literal - 1) as u8);
                self.literal = 0;
            }
            while self.left > 0 {
                if out.len() >= most {
                    return Step::Stop(Stop::Room);
                }
                out.push(out[out.len() - self.distance]);
                self.left -= 1;
            }
            let before = s.at;
            let read = self.symbol(s, out.len(), literals, distances);
            match read {
                None => {
                    // What was put out stays; only the symbol is read again.
                    s.at = before;
                    return Step::Stop(Stop::Input);
                }
                Some(Err(text)) => return Step::Stop(Stop::Bad(text)),
                Some(Ok(false)) => {
                    self.at = At::Block;
                    return Step::On;
                }
                Some(Ok(true)) => {}
            }
        }
    }

    /// Reads a literal or a match; false at the end of the block.
    fn symbol(
        &mut self,
        s: &mut Source,
        known: usize,
        literals: &Codes,
        distances: &Codes,
    ) -> Option<Result<bool, &'static str>> {
        let Some(symbol) = s.symbol(literals)? else { return Some(Err("invalid literal/length code")) };
        match usize::from(symbol) {
            literal @ 0..256 => {
                self.literal = literal as u16 + 1;
                return Some(Ok(true));
            }
            256 => return Some(Ok(false)),
            length => {
                let code = length - 257;
                let Some(&extra) = EXTRA_LENGTH.get(code) else { return Some(Err("invalid literal/length code")) };
                let base: usize = EXTRA_LENGTH[..code].iter().map(|extra| 1usize << extra).sum();
                // The last code is for the longest match alone.
                let base = if code == 28 { 255 } else { base };
                let length = base + 3 + s.bits(u32::from(extra))? as usize;
                let Some(code) = s.symbol(distances)? else { return Some(Err("invalid distance code")) };
                let Some(&extra) = EXTRA_DISTANCE.get(usize::from(code)) else {
                    return Some(Err("invalid distance code"));
                };
                let base: usize = EXTRA_DISTANCE[..usize::from(code)].iter().map(|extra| 1usize << extra).sum();
                let distance = base + 1 + s.bits(u32::from(extra))? as usize;
                if distance > known.min(WINDOW) {
                    return Some(Err("invalid distance too far back"));
                }
                (self.left, self.distance) = (length, distance);
            }
        }
        Some(Ok(true))
    }

    /// Its state as bytes, which the machine keeps.
    pub fn save(&self) -> Vec<u8> {
        let mut w = Writer::default();
        let at = PLACES.iter().position(|at| *at == self.at).unwrap_or(0);
        let numbers = [
            self.wrap,
            self.w_bits,
            at as i64,
            i64::from(self.gzip),
            i64::from(self.last),
            self.left as i64,
            self.distance as i64,
            i64::from(self.literal),
            i64::from(self.check),
            i64::from(self.total),
            self.literals as i64,
            i64::from(self.bits),
        ];
        numbers.into_iter().for_each(|n| w.number(n));
        [&self.lens, &self.window, &self.held].into_iter().for_each(|bytes| w.bytes(bytes));
        w.0
    }

    pub fn load(bytes: &[u8]) -> Option<Inflate> {
        let mut r = Reader(bytes);
        let n: Vec<i64> = (0..12).map(|_| r.number()).collect::<Option<_>>()?;
        let mut part = || r.bytes().map(<[u8]>::to_vec);
        Some(Inflate {
            wrap: n[0],
            w_bits: n[1],
            at: *PLACES.get(n[2] as usize)?,
            gzip: n[3] != 0,
            last: n[4] != 0,
            left: n[5] as usize,
            distance: n[6] as usize,
            literal: n[7] as u16,
            check: n[8] as u32,
            total: n[9] as u32,
            literals: n[10] as usize,
            bits: n[11] as u32,
            lens: part()?,
            window: part()?,
            held: part()?,
        })
    }
}

/// The lengths of the codes of a block, and how many of them are for literals.
fn read_lengths(s: &mut Source) -> Option<Result<(Vec<u8>, usize), &'static str>> {
    let (literals, distances, n) = (s.bits(5)? as usize + 257, s.bits(5)? as usize + 1, s.bits(4)? as usize + 4);
    if literals > 286 || distances > 30 {
        return Some(Err("too many length or distance symbols"));
    }
    let mut lens = [0u8; 19];
    for &i in &ORDER[..n] {
        lens[i] = s.bits(3)? as u8;
    }
    let (codes, fit) = Codes::new(&lens);
    if fit != Fit::Whole {
        return Some(Err("invalid code lengths set"));
    }
    let mut all: Vec<u8> = Vec::new();
    while all.len() < literals + distances {
        let Some(symbol) = s.symbol(&codes)? else { return Some(Err("invalid code lengths set")) };
        let (value, times) = match symbol {
            0..16 => (symbol as u8, 1),
            16 => match all.last() {
                Some(&last) => (last, 3 + s.bits(2)? as usize),
                None => return Some(Err("invalid bit length repeat")),
            },
            17 => (0, 3 + s.bits(3)? as usize),
            _ => (0, 11 + s.bits(7)? as usize),
        };
        if all.len() + times > literals + distances {
            return Some(Err("invalid bit length repeat"));
        }
        all.resize(all.len() + times, value);
    }
    if all[256] == 0 {
        return Some(Err("invalid code -- missing end-of-block"));
    }
    let bad = |lens: &[u8]| {
        let (codes, fit) = Codes::new(lens);
        let one = codes.longest() == 1 || codes.longest() == 0;
        fit == Fit::Over || fit == Fit::Incomplete && !one
    };
    if bad(&all[..literals]) {
        return Some(Err("invalid literal/lengths set"));
    }
    if bad(&all[literals..]) {
        return Some(Err("invalid distances set"));
    }
    Some(Ok((all, literals)))
}
