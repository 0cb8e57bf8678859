//! Reads the notation of `grammar.peg` into tables.

use crate::token::{ALL_KINDS, TokenKind};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Index of a rule.
pub(super) type RuleId = u16;

pub(super) struct Grammar {
    pub rules: Vec<Rule>,
    by_name: HashMap<&'static str, RuleId>,
}

pub(super) struct Rule {
    pub alts: Vec<Alt>,
    pub memo: bool,
    pub left_recursive: bool,
    /// Alternatives for invalid programs stay out of it and of everything below it.
    pub without_invalid: bool,
}

pub(super) struct Alt {
    /// What to match, and the slot that takes the match.
    pub items: Vec<(Option<u8>, Item)>,
    pub action: Action,
    /// The names of the slots, for messages.
    pub slots: Vec<&'static str>,
    /// Tried in the second pass only.
    pub second_pass: bool,
}

pub(super) enum Item {
    Token(TokenKind),
    SoftKeyword(&'static str),
    AnySoftKeyword,
    Rule(RuleId),
    Group(Vec<Alt>),
    Optional(Box<Item>),
    Repeat { item: Box<Item>, at_least_one: bool },
    Gather { separator: Box<Item>, item: Box<Item> },
    Look { positive: bool, item: Box<Item> },
    Cut,
    Forced { item: Box<Item>, text: &'static str },
}

/// A slot, and which part of its match is meant.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub slot: u8,
    pub part: Part,
}

#[derive(Clone, Copy)]
pub(super) enum Part {
    Whole,
    First,
    Last,
    Clause,
}

pub(super) enum Action {
    /// A node over the tokens, or the match itself if there is only one.
    Default,
    Value(u8),
    Fail,
    Last(&'static str),
    Next(&'static str),
    Indent(&'static str),
    At(Place, &'static str),
    Range(Place, Place, &'static str),
    From(Place, &'static str),
    Check(Check, Vec<u8>),
}

macro_rules! checks {
    ($($name:ident $word:literal,)*) => {
        /// Checks that the notation has a word for, done in `action.rs`.
        #[derive(Clone, Copy)]
        pub(super) enum Check { $($name,)* }

        impl Check {
            fn named(word: &str) -> Option<Check> {
                match word {
                    $($word => Some(Check::$name),)*
                    _ => None,
                }
            }
        }
    };
}

checks! {
    StarTargets "star_targets",
    DelTargets "del_targets",
    ForTargets "for_targets",
    Genexp "genexp",
    Positional "positional",
    String "string",
    Strings "strings",
    FtString "ftstring",
    Spec "spec",
    Conversion "conversion",
    Real "real",
    Imaginary "imaginary",
    NotEq "noteq",
    Legacy "legacy",
    Comma "comma",
    Kvpair "kvpair",
    Diamond "diamond",
}

impl Grammar {
    /// The grammar of `grammar.peg`, read once.
    pub fn get() -> &'static Grammar {
        static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
        GRAMMAR.get_or_init(|| Grammar::read(include_str!("grammar.peg")))
    }

    pub fn rule_named(&self, name: &str) -> RuleId {
        self.by_name.get(name).copied().unwrap_or_default()
    }

    fn read(text: &'static str) -> Grammar {
        let lines = || text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let mut by_name = HashMap::new();
        for line in lines().filter(|line| !line.starts_with(' ')) {
            let name = line.split(' ').next().unwrap_or_default();
            by_name.insert(name, by_name.len() as RuleId);
        }
        let mut rules: Vec<Rule> = Vec::new();
        for line in lines() {
            if let Some(alt) = line.strip_prefix("  ") {
                let mut reader = Reader { rest: alt, by_name: &by_name, slots: Vec::new() };
                let mut alts = vec![reader.alt()];
                while reader.eat("|") {
                    reader.slots.clear();
                    alts.push(reader.alt());
                }
                if let Some(rule) = rules.last_mut() {
                    rule.alts.append(&mut alts);
                }
            } else {
                rules.push(Rule {
                    alts: Vec::new(),
                    memo: line.ends_with(" memo"),
                    left_recursive: line.ends_with(" left"),
                    without_invalid: line.ends_with("_without_invalid"),
                });
            }
        }
        Grammar { rules, by_name }
    }
}

/// Reads one alternative. The notation is ours and checked by a test, so what is malformed is skipped.
struct Reader<'g> {
    rest: &'static str,
    by_name: &'g HashMap<&'static str, RuleId>,
    slots: Vec<&'static str>,
}

impl Reader<'_> {
    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> &'static str {
        let len = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(len);
        self.rest = rest;
        word
    }

    fn quoted(&mut self, quote: char) -> &'static str {
        let rest = self.rest.strip_prefix(quote).unwrap_or(self.rest);
        let len = rest.find(quote).unwrap_or(rest.len());
        self.rest = rest.get(len + 1..).unwrap_or_default();
        &rest[..len]
    }

    fn slot(&mut self, name: &'static str) -> u8 {
        let known = self.slots.iter().position(|slot| *slot == name);
        known.unwrap_or_else(|| {
            self.slots.push(name);
            self.slots.len() - 1
        }) as u8
    }

    fn at_end_of_alt(&self) -> bool {
        self.rest.is_empty() || self.rest.starts_with([')', ']', '|'])
    }

    fn alt(&mut self) -> Alt {
        let mut items = Vec::new();
        let mut action = Action::Default;
        loop {
            self.skip_spaces();
            if self.at_end_of_alt() {
                break;
            }
            if self.eat("=>") {
                action = self.action();
                continue;
            }
            let name_len = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(0);
            let slot = if name_len > 0 && self.rest[name_len..].starts_with('=') {
                let name = self.word();
                self.eat("=");
                Some(self.slot(name))
            } else {
                None
            };
            items.push((slot, self.item()));
        }
        let second_pass = match &items[..] {
            [(_, Item::Rule(id))] => self.is_invalid_rule(*id),
            _ => false,
        };
        Alt { items, action, slots: self.slots.clone(), second_pass }
    }

    fn is_invalid_rule(&self, id: RuleId) -> bool {
        self.by_name.iter().any(|(name, other)| *other == id && name.starts_with("invalid_"))
    }

    fn alts(&mut self, close: &str) -> Item {
        // Slots of a group are its own.
        let outer = std::mem::take(&mut self.slots);
        let mut alts = vec![self.alt()];
        while self.eat("|") {
            self.slots.clear();
            alts.push(self.alt());
        }
        self.eat(close);
        self.slots = outer;
        match &mut alts[..] {
            [alt] if alt.items.len() == 1 && matches!(alt.action, Action::Default) => alt.items.remove(0).1,
            _ => Item::Group(alts),
        }
    }

    fn item(&mut self) -> Item {
        if self.eat("&&") {
            let text = self.rest.split('\'').nth(1).unwrap_or_default();
            return Item::Forced { item: Box::new(self.atom()), text };
        }
        if self.eat("&") {
            return Item::Look { positive: true, item: Box::new(self.atom()) };
        }
        if self.eat("!") {
            return Item::Look { positive: false, item: Box::new(self.atom()) };
        }
        if self.eat("~") {
            return Item::Cut;
        }
        let atom = self.atom();
        if self.eat("?") {
            return Item::Optional(Box::new(atom));
        }
        if self.eat("*") {
            return Item::Repeat { item: Box::new(atom), at_least_one: false };
        }
        if self.eat("+") {
            return Item::Repeat { item: Box::new(atom), at_least_one: true };
        }
        if self.eat(".") {
            let item = Box::new(self.atom());
            self.eat("+");
            return Item::Gather { separator: Box::new(atom), item };
        }
        atom
    }

    fn atom(&mut self) -> Item {
        if self.eat("(") {
            return self.alts(")");
        }
        if self.eat("[") {
            return Item::Optional(Box::new(self.alts("]")));
        }
        if self.rest.starts_with('\'') {
            return token(self.quoted('\''));
        }
        if self.rest.starts_with('"') {
            let text = self.quoted('"');
            return if text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
                Item::SoftKeyword(text)
            } else {
                token(text)
            };
        }
        let word = self.word();
        if word == "SOFT_KEYWORD" {
            return Item::AnySoftKeyword;
        }
        match self.by_name.get(word) {
            Some(id) => Item::Rule(*id),
            None => Item::Token(kind(|kind| kind.name() == word && !kind.is_keyword())),
        }
    }

    fn place(&mut self) -> Place {
        self.skip_spaces();
        let name = self.word();
        let slot = self.slot(name);
        let part = if self.eat(".first") {
            Part::First
        } else if self.eat(".last") {
            Part::Last
        } else if self.eat(".clause") {
            Part::Clause
        } else {
            Part::Whole
        };
        Place { slot, part }
    }

    /// The message at the end of a line.
    fn message(&mut self) -> &'static str {
        let message = self.rest.trim().trim_start_matches('"');
        self.rest = "";
        message.strip_suffix('"').unwrap_or(message)
    }

    fn action(&mut self) -> Action {
        self.skip_spaces();
        if self.eat("=") {
            let name = self.word();
            return Action::Value(self.slot(name));
        }
        match self.word() {
            "fail" => Action::Fail,
            "last" => Action::Last(self.message()),
            "next" => Action::Next(self.message()),
            "indent" => Action::Indent(self.message()),
            "at" => Action::At(self.place(), self.message()),
            "range" => Action::Range(self.place(), self.place(), self.message()),
            "from" => Action::From(self.place(), self.message()),
            word => {
                let mut slots = Vec::new();
                self.skip_spaces();
                while !self.at_end_of_alt() {
                    let name = self.word();
                    slots.push(self.slot(name));
                    self.skip_spaces();
                }
                Check::named(word).map_or(Action::Fail, |check| Action::Check(check, slots))
            }
        }
    }
}

fn kind(matches: impl Fn(TokenKind) -> bool) -> TokenKind {
    ALL_KINDS.iter().copied().find(|kind| matches(*kind)).unwrap_or(TokenKind::ErrorToken)
}

fn token(text: &str) -> Item {
    Item::Token(kind(|kind| kind.text() == text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(item: &Item) {
        match item {
            Item::Token(kind) => assert_ne!(*kind, TokenKind::ErrorToken),
            Item::Group(alts) => alts.iter().for_each(check_alt),
            Item::Optional(item) | Item::Repeat { item, .. } | Item::Look { item, .. } => check(item),
            Item::Forced { item, .. } => check(item),
            Item::Gather { separator, item } => {
                check(separator);
                check(item);
            }
            _ => {}
        }
    }

    fn check_alt(alt: &Alt) {
        assert!(!alt.items.is_empty());
        alt.items.iter().for_each(|(_, item)| check(item));
    }

    #[test]
    fn the_grammar_is_well_formed() {
        let grammar = Grammar::get();
        assert_eq!(grammar.rules.len(), grammar.by_name.len());
        for rule in &grammar.rules {
            assert!(!rule.alts.is_empty());
            rule.alts.iter().for_each(check_alt);
        }
        assert!(grammar.rules.iter().filter(|rule| rule.left_recursive).count() == 10);
    }
}
