//! A packrat parser that reads the grammar as CPython's generated parser does: the same order of alternatives, the
//! same memory of results, the same tokens fetched. It makes no tree, only the extent of what was matched.

use super::grammar::{Action, Alt, Grammar, Item, RuleId};
use super::raise::Tokens;
use crate::error::SyntaxError;
use crate::token::{SOFT_KEYWORDS, TokenKind};

/// How deeply CPython lets rules nest (`MAXSTACK`).
const MAX_STACK: u32 = 6000;

/// Rules tried before the search is given up: CPython would go on, for minutes in the worst case.
const MAX_STEPS: u64 = 30_000_000;

/// What an item matched, as indices of tokens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Val {
    /// An optional item that is not there.
    Nothing,
    Token(u32),
    /// Tokens from the first to before the second.
    Node(u32, u32),
    /// Index into `Pegen::sequences`.
    Sequence(u32),
}

/// The parse is over: an error was raised.
pub(super) struct Raised;

pub(super) type Match = Result<Option<Val>, Raised>;

pub(super) struct Pegen<'s> {
    pub input: &'s Tokens<'s>,
    pub second_pass: bool,
    pub mark: u32,
    /// Tokens fetched from the tokenizer so far.
    pub fill: u32,
    pub error: Option<SyntaxError>,
    pub sequences: Vec<Vec<Val>>,
    /// The greatest line on which a compound statement begins that the second pass read.
    pub last_compound_line: u32,
    compound_rule: RuleId,
    grammar: &'static Grammar,
    memo: Vec<Vec<(RuleId, Option<Val>, u32)>>,
    first: u32,
    level: u32,
    steps: u64,
}

const SLOTS: usize = 8;

impl<'s> Pegen<'s> {
    /// Parses from the token at `first`, which begins a statement or the source.
    pub fn new(input: &'s Tokens<'s>, first: u32) -> Pegen<'s> {
        Pegen {
            input,
            second_pass: false,
            mark: first,
            fill: first,
            error: None,
            sequences: Vec::new(),
            last_compound_line: 0,
            compound_rule: Grammar::get().rule_named("compound_stmt"),
            grammar: Grammar::get(),
            memo: vec![Vec::new(); input.tokens.len() - first as usize],
            first,
            level: 0,
            steps: 0,
        }
    }

    /// Forgets everything but the tokens fetched, for the second pass.
    pub fn begin_second_pass(&mut self) {
        self.second_pass = true;
        self.mark = self.first;
        self.level = 0;
        self.memo.iter_mut().for_each(Vec::clear);
        self.sequences.clear();
    }

    pub fn run(&mut self, rule: &str) -> Match {
        self.rule(self.grammar.rule_named(rule))
    }

    /// The kind of the next token, which is fetched if it was not yet.
    fn peek(&mut self) -> Result<TokenKind, Raised> {
        let last = self.input.tokens.len() as u32 - 1;
        let at = self.mark.min(last);
        if self.mark >= self.fill {
            self.fill = (self.mark + 1).min(last + 1);
            if self.input.tokens[at as usize].kind == TokenKind::ErrorToken {
                return self.tokenizer_error();
            }
        }
        // Beyond the end there is nothing to match.
        Ok(if self.mark > last { TokenKind::ErrorToken } else { self.input.tokens[at as usize].kind })
    }

    /// Fetches the next token for an error to stand at.
    pub(super) fn peek_for_error(&mut self) -> Result<(), Raised> {
        self.peek().map(|_| ())
    }

    fn advance(&mut self) -> Val {
        self.mark += 1;
        Val::Token(self.mark - 1)
    }

    fn enter(&mut self) -> Result<(), Raised> {
        self.level += 1;
        self.steps += 1;
        if self.level > MAX_STACK {
            return self.stack_overflow();
        }
        if self.steps > MAX_STEPS {
            return self.give_up();
        }
        Ok(())
    }

    fn remembered(&self, id: RuleId) -> Option<(Option<Val>, u32)> {
        let memo = self.memo.get((self.mark - self.first) as usize)?;
        memo.iter().find(|(rule, ..)| *rule == id).map(|(_, val, mark)| (*val, *mark))
    }

    fn remember(&mut self, at: u32, id: RuleId, val: Option<Val>, mark: u32) {
        if let Some(memo) = self.memo.get_mut((at - self.first) as usize) {
            match memo.iter_mut().find(|(rule, ..)| *rule == id) {
                Some(entry) => *entry = (id, val, mark),
                None => memo.push((id, val, mark)),
            }
        }
    }

    fn rule(&mut self, id: RuleId) -> Match {
        self.enter()?;
        let rule = &self.grammar.rules[usize::from(id)];
        if rule.memo || rule.left_recursive {
            self.peek()?;
            if let Some((val, mark)) = self.remembered(id) {
                self.mark = mark;
                self.level -= 1;
                return Ok(val);
            }
        }
        let start = self.mark;
        let second_pass = self.second_pass;
        self.second_pass &= !rule.without_invalid;
        let result = if rule.left_recursive {
            self.grow(id, &rule.alts)?
        } else {
            let result = self.alts(&rule.alts)?;
            if rule.memo {
                self.remember(start, id, result, self.mark);
            }
            result
        };
        if id == self.compound_rule && self.second_pass && result.is_some() {
            let line = self.input.tokens[self.after_decorators(start)].span.line;
            self.last_compound_line = self.last_compound_line.max(line);
        }
        self.second_pass = second_pass;
        self.level -= 1;
        Ok(result)
    }

    /// Where a definition begins that the token at `start` may decorate.
    fn after_decorators(&self, start: u32) -> usize {
        let mut at = start as usize;
        while self.input.tokens[at].kind == TokenKind::At {
            let rest = self.input.tokens[at..].iter();
            match rest.take(self.mark as usize - at).position(|t| t.kind == TokenKind::Newline) {
                Some(newline) => at += newline + 1,
                None => break,
            }
        }
        at
    }

    /// A left-recursive rule: matched again and again with its own last result remembered, until it grows no more.
    fn grow(&mut self, id: RuleId, alts: &'static [Alt]) -> Match {
        let start = self.mark;
        let (mut result, mut end) = (None, start);
        loop {
            self.remember(start, id, result, end);
            self.mark = start;
            // A function of its own in CPython's parser, and so a level of its own.
            self.enter()?;
            let longer = self.alts(alts)?;
            self.level -= 1;
            if longer.is_none() || self.mark <= end {
                break;
            }
            (result, end) = (longer, self.mark);
        }
        self.mark = end;
        Ok(result)
    }

    /// Tries alternatives in order. The mark stays at the end of what matched, or goes back to where it was.
    fn alts(&mut self, alts: &'static [Alt]) -> Match {
        let start = self.mark;
        for alt in alts {
            if alt.second_pass && !self.second_pass {
                continue;
            }
            let mut slots = [Val::Nothing; SLOTS];
            let mut only = None;
            let (mut count, mut committed, mut matched) = (0, false, true);
            for (slot, item) in &alt.items {
                if matches!(item, Item::Cut) {
                    committed = true;
                    continue;
                }
                let Some(val) = self.item(item)? else {
                    matched = false;
                    break;
                };
                if !matches!(item, Item::Look { .. }) {
                    count += 1;
                    only = Some(val);
                }
                if let Some(slot) = slot {
                    let slot = &mut slots[usize::from(*slot)];
                    // `a='if' a=named_expression`: the first is meant.
                    if matches!(slot, Val::Nothing) {
                        *slot = val;
                    }
                }
            }
            if matched {
                return match &alt.action {
                    Action::Default if count == 1 => Ok(only),
                    Action::Default => Ok(Some(Val::Node(start, self.mark))),
                    Action::Value(slot) => Ok(Some(slots[usize::from(*slot)])),
                    action => self.act(action, alt, &slots, start),
                };
            }
            self.mark = start;
            if committed {
                return Ok(None);
            }
        }
        Ok(None)
    }

    fn item(&mut self, item: &'static Item) -> Match {
        match item {
            Item::Token(kind) => {
                if self.peek()? != *kind {
                    return Ok(None);
                }
                match kind {
                    TokenKind::Number => self.check_number()?,
                    TokenKind::Name => self.check_name()?,
                    _ => {}
                }
                Ok(Some(self.advance()))
            }
            Item::SoftKeyword(word) => {
                let found = self.peek()? == TokenKind::Name && self.input.text(self.mark) == *word;
                Ok(found.then(|| self.advance()))
            }
            Item::AnySoftKeyword => {
                let found = self.peek()? == TokenKind::Name && SOFT_KEYWORDS.contains(&self.input.text(self.mark));
                Ok(found.then(|| self.advance()))
            }
            Item::Rule(id) => self.rule(*id),
            Item::Group(alts) => {
                self.enter()?;
                let result = self.alts(alts)?;
                self.level -= 1;
                Ok(result)
            }
            Item::Optional(item) => {
                let start = self.mark;
                let found = self.item(item)?;
                if found.is_none() {
                    self.mark = start;
                }
                Ok(Some(found.unwrap_or(Val::Nothing)))
            }
            Item::Repeat { item, at_least_one } => {
                self.enter()?;
                let found = self.repeat(None, item, Vec::new())?;
                self.level -= 1;
                Ok((!at_least_one || !found.is_empty()).then(|| self.sequence(found)))
            }
            Item::Gather { separator, item } => {
                self.enter()?;
                let start = self.mark;
                let Some(first) = self.item(item)? else {
                    self.mark = start;
                    self.level -= 1;
                    return Ok(None);
                };
                let found = self.repeat(Some(separator), item, vec![first])?;
                self.level -= 1;
                Ok(Some(self.sequence(found)))
            }
            Item::Look { positive, item } => {
                let start = self.mark;
                let found = self.item(item)?.is_some();
                self.mark = start;
                Ok((found == *positive).then_some(Val::Nothing))
            }
            Item::Cut => Ok(Some(Val::Nothing)),
            Item::Forced { item, text } => {
                self.peek()?;
                match self.item(item)? {
                    Some(val) => Ok(Some(val)),
                    None => self.forced(text),
                }
            }
        }
    }

    fn sequence(&mut self, items: Vec<Val>) -> Val {
        self.sequences.push(items);
        Val::Sequence(self.sequences.len() as u32 - 1)
    }

    fn repeat(
        &mut self,
        separator: Option<&'static Item>,
        item: &'static Item,
        mut found: Vec<Val>,
    ) -> Result<Vec<Val>, Raised> {
        loop {
            let start = self.mark;
            if let Some(separator) = separator
                && self.item(separator)?.is_none()
            {
                self.mark = start;
                return Ok(found);
            }
            match self.item(item)? {
                Some(val) if self.mark > start => found.push(val),
                _ => {
                    self.mark = start;
                    return Ok(found);
                }
            }
        }
    }
}
