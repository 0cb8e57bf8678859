//! The matcher: one loop over the code, and a list of the choices that can still be taken otherwise. What a choice has to
//! restore are numbers only: marks are undone from a trail, and contexts of repeats are never changed, only added.

use super::characters::{Code, charset, is_word, lower_ascii, lower_unicode, one, op, size_of_one};

/// Characters to match against, 1, 2 or 4 bytes wide.
pub trait Text: Copy {
    fn at(self, i: usize) -> u32;
}

impl Text for &[u8] {
    #[inline(always)]
    fn at(self, i: usize) -> u32 {
        u32::from(self[i])
    }
}

impl Text for &[[u8; 2]] {
    #[inline(always)]
    fn at(self, i: usize) -> u32 {
        u32::from(u16::from_le_bytes(self[i]))
    }
}

impl Text for &[[u8; 4]] {
    #[inline(always)]
    fn at(self, i: usize) -> u32 {
        u32::from_le_bytes(self[i])
    }
}

/// Why a match was given up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Somebody wants the machine to stop.
    Interrupted,
    /// More choices than anybody would keep.
    Memory,
    /// Code that no compiler makes.
    Illegal,
}

/// A place that is not there.
pub const NOWHERE: usize = usize::MAX;
const NONE: u32 = u32::MAX;
const MAXREPEAT: u32 = u32::MAX;
/// Choices that are kept at most.
const MOST: usize = 1 << 23;
/// How many steps pass between two looks at the leash.
const LOOK: u32 = 1 << 12;

/// A repeat that has come as far as that; the words of its instruction begin at `base`.
#[derive(Clone, Copy)]
struct Repeat {
    count: i64,
    last: usize,
    prev: u32,
    base: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Another alternative, whose length stands at `pc`.
    Branch,
    /// One character fewer.
    Fewer,
    /// One character more.
    More,
    /// The tail of a greedy repeat.
    Tail,
    /// The body of a lazy repeat.
    Body,
    /// What stands inside is decided as a whole: what is done where it ends is said by these.
    Assert,
    AssertNot,
    Atomic,
    Possessive,
}

/// What can still be taken otherwise, and the state to take it in.
#[derive(Clone, Copy)]
struct Choice {
    kind: Kind,
    pc: usize,
    at: usize,
    count: usize,
    repeat: u32,
    repeats: u32,
    trail: u32,
    barrier: u32,
    last_index: i32,
}

/// A text under search.
pub struct Matcher<'a, T> {
    pub text: T,
    pub code: Code<'a>,
    /// Where the match begins, and where it has ended.
    pub start: usize,
    pub at: usize,
    pub end: usize,
    pub match_all: bool,
    pub must_advance: bool,
    /// Where groups begin and end.
    pub marks: Vec<usize>,
    /// The group that ended last, or -1.
    pub last_index: i32,
    trail: Vec<(u32, usize)>,
    choices: Vec<Choice>,
    repeats: Vec<Repeat>,
    repeat: u32,
    barrier: u32,
    ticks: u32,
    stop: &'a dyn Fn() -> bool,
}

impl<'a, T: Text> Matcher<'a, T> {
    pub fn new(
        text: T,
        code: Code<'a>,
        (start, end): (usize, usize),
        groups: usize,
        stop: &'a dyn Fn() -> bool,
    ) -> Self {
        Matcher {
            text,
            code,
            start,
            at: start,
            end,
            match_all: false,
            must_advance: false,
            marks: vec![NOWHERE; 2 * groups],
            last_index: -1,
            trail: Vec::new(),
            choices: Vec::new(),
            repeats: Vec::new(),
            repeat: NONE,
            barrier: NONE,
            ticks: 0,
            stop,
        }
    }

    fn word(&self, i: usize) -> usize {
        self.code.at(i) as usize
    }

    fn choose(&mut self, kind: Kind, pc: usize, at: usize, count: usize) -> Result<(), Stop> {
        if self.choices.len() >= MOST {
            return Err(Stop::Memory);
        }
        let (repeats, trail) = (self.repeats.len() as u32, self.trail.len() as u32);
        let Matcher { repeat, barrier, last_index, .. } = *self;
        self.choices.push(Choice { kind, pc, at, count, repeat, repeats, trail, barrier, last_index });
        Ok(())
    }

    /// As it was when the choice was made.
    fn restore(&mut self, choice: &Choice) {
        while self.trail.len() > choice.trail as usize {
            if let Some((mark, old)) = self.trail.pop() {
                self.marks[mark as usize] = old;
            }
        }
        self.repeats.truncate(choice.repeats as usize);
        self.repeat = choice.repeat;
        self.barrier = choice.barrier;
        self.last_index = choice.last_index;
    }

    fn set_repeat(&mut self, repeat: Repeat) {
        self.repeats.push(repeat);
        self.repeat = self.repeats.len() as u32 - 1;
    }

    fn mark(&mut self, mark: usize, at: usize) {
        if mark >= self.marks.len() {
            return;
        }
        if mark % 2 == 1 {
            self.last_index = mark as i32 / 2 + 1;
        }
        self.trail.push((mark as u32, self.marks[mark]));
        self.marks[mark] = at;
    }

    /// Where a group lies, if it has matched.
    fn group(&self, group: usize) -> Option<(usize, usize)> {
        let (from, to) = (*self.marks.get(2 * group)?, *self.marks.get(2 * group + 1)?);
        (from != NOWHERE && to != NOWHERE && from <= to).then_some((from, to))
    }

    /// Whether a literal or set at `pc` rules out that a match goes on at `at`.
    fn ruled_out(&self, pc: usize, at: usize) -> bool {
        match self.code.at(pc) {
            op::LITERAL => at >= self.end || self.text.at(at) != self.code.at(pc + 1),
            op::IN => at >= self.end || !charset(self.code, pc + 2, self.text.at(at)),
            _ => false,
        }
    }

    /// How often the single character at `pc` matches from `at` on, up to `most` times.
    fn count(&self, pc: usize, at: usize, most: u32) -> Result<usize, Stop> {
        let room = self.end - at;
        let most = if most == MAXREPEAT { room } else { room.min(most as usize) };
        if self.code.at(pc) == op::ANY_ALL {
            return Ok(most);
        }
        let mut n = 0;
        while n < most && one(self.code, pc, self.text.at(at + n)).ok_or(Stop::Illegal)? {
            n += 1;
        }
        Ok(n)
    }

    /// `AT_*`, by number.
    fn is_at(&self, what: u32, at: usize) -> bool {
        let newline = |i: usize| self.text.at(i) == 10;
        let boundary = |unicode: bool| {
            let before = at > 0 && is_word(self.text.at(at - 1), unicode);
            let behind = at < self.end && is_word(self.text.at(at), unicode);
            before != behind
        };
        match what {
            0 | 2 => at == 0,
            1 => at == 0 || newline(at - 1),
            3 | 8 => boundary(false),
            4 | 9 => !boundary(false),
            5 => at == self.end || at + 1 == self.end && newline(at),
            6 => at == self.end || newline(at),
            7 => at == self.end,
            10 => boundary(true),
            11 => !boundary(true),
            _ => false,
        }
    }

    fn same(&self, group: (usize, usize), at: usize, fold: fn(u32) -> u32) -> bool {
        let (from, to) = group;
        to - from <= self.end - at && (0..to - from).all(|i| fold(self.text.at(from + i)) == fold(self.text.at(at + i)))
    }

    /// Forgets what an attempt left behind.
    fn reset(&mut self) {
        self.marks.fill(NOWHERE);
        self.last_index = -1;
        self.trail.clear();
        self.choices.clear();
        self.repeats.clear();
        self.repeat = NONE;
        self.barrier = NONE;
    }

    /// Matches at `at`, from the start of the code.
    pub fn match_here(&mut self) -> Result<bool, Stop> {
        self.reset();
        let at = self.at;
        self.run(0, at, true)
    }

    fn look(&mut self) -> Result<(), Stop> {
        self.ticks += 1;
        if self.ticks >= LOOK {
            self.ticks = 0;
            if (self.stop)() {
                return Err(Stop::Interrupted);
            }
        }
        Ok(())
    }

    /// Runs the code from `pc` on until it has matched or nothing is left to try. `toplevel`: the demands on the whole match
    /// are checked.
    fn run(&mut self, mut pc: usize, mut at: usize, toplevel: bool) -> Result<bool, Stop> {
        loop {
            self.look()?;
            match self.step(pc, at, toplevel)? {
                Next::Go(next_pc, next_at) => (pc, at) = (next_pc, next_at),
                Next::Matched(end) => {
                    self.at = end;
                    return Ok(true);
                }
                Next::Fail => match self.back()? {
                    Some(next) => (pc, at) = next,
                    None => return Ok(false),
                },
            }
        }
    }

    #[inline(always)]
    fn step(&mut self, pc: usize, at: usize, toplevel: bool) -> Result<Next, Stop> {
        let base = pc + 1;
        let head = self.code.at(pc);
        Ok(match head {
            op::FAILURE => Next::Fail,
            op::MARK => {
                self.mark(self.word(base), at);
                Next::Go(base + 1, at)
            }
            op::AT if self.is_at(self.code.at(base), at) => Next::Go(base + 1, at),
            op::AT => Next::Fail,
            op::INFO => {
                let least = self.word(pc + 3);
                if self.end - at < least { Next::Fail } else { Next::Go(base + self.word(base), at) }
            }
            op::JUMP => Next::Go(base + self.word(base), at),
            op::SUCCESS => return self.success(at, toplevel),
            op::BRANCH => return self.branch(base, at),
            op::REPEAT_ONE | op::POSSESSIVE_REPEAT_ONE => {
                let least = self.word(base + 1);
                if self.end - at < least {
                    return Ok(Next::Fail);
                }
                let n = self.count(base + 3, at, self.code.at(base + 2))?;
                let tail = base + self.word(base);
                if n < least {
                    Next::Fail
                } else if head == op::POSSESSIVE_REPEAT_ONE {
                    Next::Go(tail, at + n)
                } else {
                    return self.fewer(base, at + n, n);
                }
            }
            op::MIN_REPEAT_ONE => {
                let least = self.code.at(base + 1);
                let n = if self.end - at < least as usize { 0 } else { self.count(base + 3, at, least)? };
                if n < least as usize {
                    return Ok(Next::Fail);
                }
                self.choose(Kind::More, base, at + n, n)?;
                Next::Go(base + self.word(base), at + n)
            }
            op::REPEAT => {
                self.set_repeat(Repeat { count: -1, last: NOWHERE, prev: self.repeat, base });
                Next::Go(base + self.word(base), at)
            }
            op::MAX_UNTIL | op::MIN_UNTIL => return self.until(head == op::MAX_UNTIL, base, at),
            op::POSSESSIVE_REPEAT => return self.possessive(base, at, 0, NOWHERE),
            op::ATOMIC_GROUP => {
                self.choose(Kind::Atomic, base + self.word(base), at, 0)?;
                self.barrier = self.choices.len() as u32 - 1;
                Next::Go(base + 1, at)
            }
            op::ASSERT | op::ASSERT_NOT => {
                let (behind, back) = (base + self.word(base), self.word(base + 1));
                let not = head == op::ASSERT_NOT;
                if at < back {
                    return Ok(if not { Next::Go(behind, at) } else { Next::Fail });
                }
                self.choose(if not { Kind::AssertNot } else { Kind::Assert }, behind, at, 0)?;
                self.barrier = self.choices.len() as u32 - 1;
                Next::Go(base + 2, at - back)
            }
            op::GROUPREF | op::GROUPREF_IGNORE | op::GROUPREF_LOC_IGNORE | op::GROUPREF_UNI_IGNORE => {
                let fold: fn(u32) -> u32 = match head {
                    op::GROUPREF => |c| c,
                    op::GROUPREF_UNI_IGNORE => lower_unicode,
                    _ => lower_ascii,
                };
                match self.group(self.word(base)) {
                    Some(group) if self.same(group, at, fold) => Next::Go(base + 1, at + group.1 - group.0),
                    _ => Next::Fail,
                }
            }
            op::GROUPREF_EXISTS => {
                let there = self.group(self.word(base)).is_some();
                Next::Go(if there { base + 2 } else { base + self.word(base + 1) }, at)
            }
            _ => {
                if at >= self.end {
                    // What takes a character fails here; what is no instruction is found out all the same.
                    return if one(self.code, pc, 0).is_some() { Ok(Next::Fail) } else { Err(Stop::Illegal) };
                }
                if one(self.code, pc, self.text.at(at)).ok_or(Stop::Illegal)? {
                    Next::Go(pc + size_of_one(self.code, pc), at + 1)
                } else {
                    Next::Fail
                }
            }
        })
    }

    /// The next alternative that is not ruled out by its first character.
    fn branch(&mut self, mut pc: usize, at: usize) -> Result<Next, Stop> {
        loop {
            let length = self.word(pc);
            if length == 0 {
                return Ok(Next::Fail);
            }
            if !self.ruled_out(pc + 1, at) {
                self.choose(Kind::Branch, pc + length, at, 0)?;
                return Ok(Next::Go(pc + 1, at));
            }
            pc += length;
        }
    }

    /// A greedy repeat of one character has taken `count` of them up to `at`; it gives some back where its tail cannot match.
    fn fewer(&mut self, base: usize, mut at: usize, mut count: usize) -> Result<Next, Stop> {
        let (least, tail) = (self.word(base + 1), base + self.word(base));
        while self.code.at(tail) == op::LITERAL && self.ruled_out(tail, at) {
            if count <= least {
                return Ok(Next::Fail);
            }
            at -= 1;
            count -= 1;
        }
        if count > least {
            self.choose(Kind::Fewer, base, at, count)?;
        }
        Ok(Next::Go(tail, at))
    }

    fn until(&mut self, greedy: bool, behind: usize, at: usize) -> Result<Next, Stop> {
        let Some(&repeat) = self.repeats.get(self.repeat as usize) else { return Err(Stop::Illegal) };
        let count = repeat.count + 1;
        let (least, body) = (i64::from(self.code.at(repeat.base + 1)), repeat.base + 3);
        if count < least {
            self.set_repeat(Repeat { count, ..repeat });
            return Ok(Next::Go(body, at));
        }
        if greedy {
            if self.may_repeat(&repeat, count, at) {
                self.choose(Kind::Tail, behind, at, 0)?;
                self.set_repeat(Repeat { count, last: at, ..repeat });
                return Ok(Next::Go(body, at));
            }
        } else {
            self.choose(Kind::Body, behind, at, 0)?;
        }
        self.repeat = repeat.prev;
        Ok(Next::Go(behind, at))
    }

    /// Whether a repeat may go on: an item without a character is enough.
    fn may_repeat(&self, repeat: &Repeat, count: i64, at: usize) -> bool {
        let most = self.code.at(repeat.base + 2);
        (most == MAXREPEAT || count < i64::from(most)) && at != repeat.last
    }

    /// A possessive repeat has matched its body `count` times; the last one began at `last`.
    fn possessive(&mut self, base: usize, at: usize, count: usize, last: usize) -> Result<Next, Stop> {
        let (least, most) = (self.word(base + 1), self.code.at(base + 2));
        let more = count < least || (most == MAXREPEAT || count < most as usize) && at != last;
        if !more {
            return Ok(Next::Go(base + self.word(base) + 1, at));
        }
        self.choose(Kind::Possessive, base, at, count)?;
        self.barrier = self.choices.len() as u32 - 1;
        Ok(Next::Go(base + 3, at))
    }

    /// The end of the code, or of what is decided as a whole.
    fn success(&mut self, at: usize, toplevel: bool) -> Result<Next, Stop> {
        let Some(&choice) = self.choices.get(self.barrier as usize) else {
            let refused = self.match_all && at != self.end || self.must_advance && at == self.start;
            return Ok(if toplevel && refused { Next::Fail } else { Next::Matched(at) });
        };
        self.choices.truncate(self.barrier as usize);
        self.barrier = choice.barrier;
        self.repeat = choice.repeat;
        Ok(match choice.kind {
            Kind::Assert => Next::Go(choice.pc, choice.at),
            Kind::AssertNot => {
                self.restore(&choice);
                Next::Fail
            }
            Kind::Possessive => {
                // Only beyond the minimum an empty item ends the repeat.
                let last = if choice.count < self.word(choice.pc + 1) { NOWHERE } else { choice.at };
                return self.possessive(choice.pc, at, choice.count + 1, last);
            }
            _ => Next::Go(choice.pc, at),
        })
    }

    /// Takes the newest choice otherwise: where to go on, or None if there is none left.
    fn back(&mut self) -> Result<Option<(usize, usize)>, Stop> {
        loop {
            self.look()?;
            let Some(choice) = self.choices.pop() else { return Ok(None) };
            self.restore(&choice);
            let Choice { pc, at, count, .. } = choice;
            let next = match choice.kind {
                Kind::Branch => self.branch(pc, at)?,
                Kind::Fewer => self.fewer(pc, at - 1, count - 1)?,
                Kind::More => {
                    let most = self.code.at(pc + 2);
                    if most != MAXREPEAT && count >= most as usize || self.count(pc + 3, at, 1)? == 0 {
                        continue;
                    }
                    self.choose(Kind::More, pc, at + 1, count + 1)?;
                    Next::Go(pc + self.word(pc), at + 1)
                }
                Kind::Tail => {
                    self.repeat = self.repeats.get(self.repeat as usize).map_or(NONE, |repeat| repeat.prev);
                    Next::Go(pc, at)
                }
                Kind::Body => {
                    let Some(&repeat) = self.repeats.get(self.repeat as usize) else { return Err(Stop::Illegal) };
                    if !self.may_repeat(&repeat, repeat.count + 1, at) {
                        continue;
                    }
                    self.set_repeat(Repeat { count: repeat.count + 1, last: at, ..repeat });
                    Next::Go(repeat.base + 3, at)
                }
                Kind::AssertNot => Next::Go(pc, at),
                Kind::Possessive if count >= self.word(pc + 1) => Next::Go(pc + self.word(pc) + 1, at),
                Kind::Assert | Kind::Atomic | Kind::Possessive => continue,
            };
            if let Next::Go(pc, at) = next {
                return Ok(Some((pc, at)));
            }
        }
    }

    /// The first place from `start` on where the code matches.
    pub fn search(&mut self) -> Result<bool, Stop> {
        let (mut pc, mut at) = (0, self.start);
        let (mut last, mut first, mut set) = (self.end, None, None);
        if self.code.at(0) == op::INFO {
            let (flags, least) = (self.code.at(2), self.word(3));
            if self.end - at < least {
                return Ok(false);
            }
            last -= least.saturating_sub(1);
            pc = 1 + self.word(1);
            if flags & 1 != 0 {
                first = Some(self.code.at(7));
            } else if flags & 4 != 0 {
                set = Some(5);
            }
        }
        if first.is_some() || set.is_some() {
            self.must_advance = false;
            while at < self.end {
                let c = self.text.at(at);
                self.look()?;
                if first.is_none_or(|first| c == first) && set.is_none_or(|set| charset(self.code, set, c)) {
                    self.start = at;
                    self.reset();
                    if self.run(pc, at, false)? {
                        return Ok(true);
                    }
                }
                at += 1;
            }
            return Ok(false);
        }
        let mut toplevel = true;
        loop {
            self.start = at;
            self.reset();
            if self.run(pc, at, toplevel)? {
                return Ok(true);
            }
            let anchored = self.code.at(pc) == op::AT && matches!(self.code.at(pc + 1), 0 | 2);
            if toplevel && anchored || at >= last {
                return Ok(false);
            }
            (toplevel, self.must_advance) = (false, false);
            at += 1;
        }
    }
}

/// Where the code goes on.
enum Next {
    Go(usize, usize),
    Matched(usize),
    Fail,
}
