//! `_json.Scanner`: one value of JSON, read from a place of a text on (`scan_once_unicode`).

use super::strings::{Wrong, scan_string, wrong_parts};
use super::{DEEPEST, required, text_argument, too_deep};
use crate::fill::{field, set_field};
use crate::steps::{NATIVE, answer};
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::memory::object::{Obj, Owned, R, Raised, StackRef};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::native::typedef::{Slot, TypeDef, member, new, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields of a scanner, which its context has as attributes.
const FIELDS: [&str; 6] = ["strict", "object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"];
const STRICT: u32 = 0;
const OBJECT_HOOK: u32 = 1;
const PAIRS_HOOK: u32 = 2;
const PARSE_FLOAT: u32 = 3;
const PARSE_INT: u32 = 4;
const PARSE_CONSTANT: u32 = 5;

fn new_scanner(m: &mut Machine, a: Args) -> R {
    let class = m.slot(a.get(m, 0)).a;
    let [context] = required(m, a, "make_scanner", ["context"])?;
    let mut parts = Vec::new();
    for (i, name) in FIELDS.into_iter().enumerate() {
        let name = m.intern_str(name);
        let name = m.keep(name);
        let value = m.getattr(context, name)?;
        let mut value = m.keep(value);
        if i as u32 == STRICT {
            value = if m.truthy(value)? { fixed::TRUE } else { fixed::FALSE };
        }
        parts.push(value);
    }
    let o = m.new_instance(class);
    for (i, part) in parts.into_iter().enumerate() {
        let part = m.new_ref(part);
        set_field(m, o.get(), i as u32, part);
    }
    Ok(o)
}

/// Locals of the activation: the scanner, the text, keys read so far, and what is open below: container and key in turn.
const TEXT: u32 = 1;
const MEMO: u32 = 2;
const BELOW: u32 = 3;

/// States: a value was asked for, an exception was.
const VALUE: u16 = 1;
const WRONG: u16 = 2;

fn call(m: &mut Machine, a: Args) -> R {
    let [text, at] = required(m, a, "scan_once", ["string", "idx"])?;
    let at = m.index_ssize(at)?;
    text_argument(m, text)?;
    if at < 0 {
        return Err(m.raise(ty::VALUE_ERROR, "idx cannot be negative"));
    }
    let made = [m.new_dict(), m.new_list()].map(|o| StackRef::owned(o.into_edge()));
    let held = [StackRef::borrowed(a.get(m, 0)), StackRef::borrowed(text), made[0], made[1]];
    m.go_on_with(What::Module(crate::JSON_SCAN), &held, at as u64)
}

/// A container that is open, and the key whose value is read: NULL in a list. Both are owned.
struct Level {
    container: Obj,
    key: Obj,
}

/// How reading goes on.
enum Next {
    /// A value is there.
    Value(Owned),
    /// A container was opened, and a value of it comes.
    Opened,
    /// That is called with the argument; its answer is the value.
    Ask(Obj, Owned),
    Wrong(Wrong),
    /// No value begins there.
    Stop(usize),
}

struct Scan {
    scanner: Obj,
    text: Obj,
    at: usize,
    strict: bool,
    pairs: bool,
    levels: Vec<Level>,
}

impl Scan {
    /// The character at a place; none behind the end.
    fn peek(&self, m: &Machine) -> Option<u8> {
        let view = m.str_view(self.text);
        (self.at < view.len()).then(|| u8::try_from(view.at(self.at)).unwrap_or(0))
    }

    /// The next character that is no space, not taken.
    fn next(&mut self, m: &Machine) -> Option<u8> {
        let view = m.str_view(self.text);
        while self.at < view.len() && matches!(view.at(self.at), 9 | 10 | 13 | 32) {
            self.at += 1;
        }
        self.peek(m)
    }

    fn has(&self, m: &Machine, word: &str) -> bool {
        let view = m.str_view(self.text);
        let stop = self.at + word.len();
        stop <= view.len() && word.bytes().enumerate().all(|(i, c)| view.at(self.at + i) == u32::from(c))
    }

    fn depth(&self, m: &Machine) -> usize {
        m.list_len(m.held(BELOW)) as usize / 2 + self.levels.len()
    }

    /// The innermost container, taken back from what was put aside if it must be.
    fn top(&mut self, m: &mut Machine) -> Option<&mut Level> {
        if self.levels.is_empty() {
            let below = m.held(BELOW);
            let n = m.list_len(below);
            if n == 0 {
                return None;
            }
            let (key, container) = (m.list_pop(below, n - 1).into_edge(), m.list_pop(below, n - 2).into_edge());
            let key = if Machine::is_none(key) { Obj::NULL } else { key };
            self.levels.push(Level { container, key });
        }
        self.levels.last_mut()
    }

    /// Puts aside what is open.
    fn put_aside(&mut self, m: &mut Machine) {
        let below = m.held(BELOW);
        for level in std::mem::take(&mut self.levels) {
            m.list_append(below, Owned::steal(level.container));
            m.list_append(below, Owned::steal(if level.key.is_null() { fixed::NONE } else { level.key }));
        }
    }

    fn wrong(&self, text: &'static str) -> R<Next> {
        Ok(Next::Wrong(Wrong { text, at: self.at }))
    }

    /// A container begins.
    fn open(&mut self, m: &mut Machine, object: bool) -> R<Next> {
        if self.depth(m) > DEEPEST {
            let what = if object { "object" } else { "array" };
            return Err(too_deep(m, &format!(" while decoding a JSON {what} from a unicode string")));
        }
        self.at += 1;
        let container = if object && !self.pairs { m.new_dict() } else { m.new_list() };
        if self.next(m) == Some(if object { b'}' } else { b']' }) {
            return Ok(self.closed(container, m, object));
        }
        self.levels.push(Level { container: container.into_edge(), key: Obj::NULL });
        if object { self.key(m) } else { Ok(Next::Opened) }
    }

    /// A container ends here; its hook says what becomes of it.
    fn closed(&mut self, container: Owned, m: &Machine, object: bool) -> Next {
        self.at += 1;
        let hook = field(m, self.scanner, if self.pairs { PAIRS_HOOK } else { OBJECT_HOOK });
        if object && !Machine::is_none(hook) { Next::Ask(hook, container) } else { Next::Value(container) }
    }

    /// Reads a key and the colon behind it.
    fn key(&mut self, m: &mut Machine) -> R<Next> {
        if self.peek(m) != Some(b'"') {
            return self.wrong("Expecting property name enclosed in double quotes");
        }
        let key = match scan_string(m, self.text, self.at + 1, self.strict) {
            Ok((key, stop)) => {
                self.at = stop;
                key
            }
            Err(wrong) => return Ok(Next::Wrong(wrong)),
        };
        let memo = m.held(MEMO);
        let known = m.dict_setdefault(memo, key.get(), key.get());
        m.drop_ref(key);
        let key = known?.into_edge();
        if let Some(level) = self.levels.last_mut() {
            level.key = key;
        }
        if self.next(m) != Some(b':') {
            return self.wrong("Expecting ':' delimiter");
        }
        self.at += 1;
        self.next(m);
        Ok(Next::Opened)
    }

    /// A value begins here.
    fn value(&mut self, m: &mut Machine) -> R<Next> {
        let Some(c) = self.peek(m) else { return Ok(Next::Stop(self.at)) };
        match c {
            b'"' => {
                return Ok(match scan_string(m, self.text, self.at + 1, self.strict) {
                    Ok((text, stop)) => {
                        self.at = stop;
                        Next::Value(text)
                    }
                    Err(wrong) => Next::Wrong(wrong),
                });
            }
            b'{' | b'[' => return self.open(m, c == b'{'),
            b'n' | b't' | b'f' => {
                let words = [("null", fixed::NONE), ("true", fixed::TRUE), ("false", fixed::FALSE)];
                if let Some((word, value)) = words.into_iter().find(|(word, _)| self.has(m, word)) {
                    self.at += word.len();
                    return Ok(Next::Value(Owned::steal(value)));
                }
            }
            b'N' | b'I' | b'-' => {
                if let Some(word) = ["NaN", "Infinity", "-Infinity"].into_iter().find(|word| self.has(m, word)) {
                    self.at += word.len();
                    let word = m.intern_str(word);
                    return Ok(Next::Ask(field(m, self.scanner, PARSE_CONSTANT), word));
                }
            }
            _ => {}
        }
        self.number(m)
    }

    /// `_match_number_unicode`.
    fn number(&mut self, m: &mut Machine) -> R<Next> {
        let view = m.str_view(self.text);
        let start = self.at;
        let digit = |i: usize| i < view.len() && (48..58).contains(&view.at(i));
        let is = |i: usize, c: u8| i < view.len() && view.at(i) == u32::from(c);
        let mut at = if is(start, b'-') { start + 1 } else { start };
        if !digit(at) {
            return Ok(Next::Stop(start));
        }
        let zero = is(at, b'0');
        at += 1;
        while !zero && digit(at) {
            at += 1;
        }
        let mut float = false;
        if is(at, b'.') && digit(at + 1) {
            float = true;
            at += 2;
            while digit(at) {
                at += 1;
            }
        }
        if is(at, b'e') || is(at, b'E') {
            let mut end = at + 1;
            if is(end, b'-') || is(end, b'+') {
                end += 1;
            }
            if digit(end) {
                float = true;
                while digit(end) {
                    end += 1;
                }
                at = end;
            }
        }
        self.at = at;
        let parse = field(m, self.scanner, if float { PARSE_FLOAT } else { PARSE_INT });
        let plain = parse == m.type_obj(if float { ty::FLOAT } else { ty::INT });
        if plain {
            let text: String = view.part(start, at).iter().filter_map(char::from_u32).collect();
            if float && let Ok(value) = text.parse() {
                return Ok(Next::Value(m.new_float(value)));
            }
            if !float && let Ok(value) = text.parse() {
                return Ok(Next::Value(m.new_int(value)));
            }
        }
        let text = m.str_slice(self.text, start, at);
        Ok(Next::Ask(parse, text))
    }

    /// Puts a value where it belongs and looks what follows it; the container that it ended, if any.
    fn place(&mut self, m: &mut Machine, value: Owned) -> R<Next> {
        let pairs = self.pairs;
        let Some(level) = self.levels.last_mut() else { return Ok(Next::Value(value)) };
        let (container, key) = (level.container, std::mem::replace(&mut level.key, Obj::NULL));
        let object = !key.is_null();
        if !object {
            m.list_append(container, value);
        } else if pairs {
            let pair = m.new_tuple(vec![Owned::steal(key), value]);
            m.list_append(container, pair);
        } else {
            m.dict_set_str(container, key, value);
            m.decref(key);
        }
        let close = if object { b'}' } else { b']' };
        let c = self.next(m);
        if c == Some(close) {
            self.levels.pop();
            return Ok(self.closed(Owned::steal(container), m, object));
        }
        if c != Some(b',') {
            return self.wrong("Expecting ',' delimiter");
        }
        let comma = self.at;
        self.at += 1;
        if self.next(m) == Some(close) {
            let what = ["Illegal trailing comma before end of array", "Illegal trailing comma before end of object"];
            return Ok(Next::Wrong(Wrong { text: what[usize::from(object)], at: comma }));
        }
        if object { self.key(m) } else { Ok(Next::Opened) }
    }

    /// Reads until something is to be called, or to the end of the outermost value.
    fn run(&mut self, m: &mut Machine, mut next: Next) -> R<Next> {
        loop {
            next = match next {
                Next::Value(value) => {
                    if self.top(m).is_none() {
                        return Ok(Next::Value(value));
                    }
                    self.place(m, value)?
                }
                Next::Opened => self.value(m)?,
                other => return Ok(other),
            };
        }
    }
}

/// The activation of a scanner.
pub const SCANNER_ROW: Row = Row { name: "scan_once", step, leave: None };

fn step(m: &mut Machine, answer: Answer) -> R<Step> {
    let (scanner, text) = (m.held(0), m.held(TEXT));
    let state = m.native_now().state;
    if state == WRONG {
        let exc = m.value_of(answer)?;
        return Err(m.raise_exception(exc));
    }
    let mut next = if state == VALUE { Next::Value(m.value_of(answer)?) } else { Next::Opened };
    let mut scan = Scan {
        scanner,
        text,
        at: usize::try_from(m.native_now().a).unwrap_or(usize::MAX),
        strict: field(m, scanner, STRICT) == fixed::TRUE,
        pairs: !Machine::is_none(field(m, scanner, PAIRS_HOOK)),
        levels: Vec::new(),
    };
    loop {
        let reached = scan.run(m, next);
        scan.put_aside(m);
        m.native_mut().a = scan.at as u64;
        let answer = match reached? {
            Next::Value(value) => {
                let at = m.new_int(scan.at as i64);
                return Ok(Step::Done(m.new_tuple(vec![value, at])));
            }
            Next::Ask(callable, argument) => {
                m.native_mut().state = VALUE;
                let begun = m.begin(callable, &[argument.get()], NATIVE);
                m.drop_ref(argument);
                answer!(begun)
            }
            Next::Wrong(wrong) => {
                let (class, args) = wrong_parts(m, text, wrong)?;
                m.native_mut().state = WRONG;
                let exc = answer!(m.begin(class, &args, NATIVE));
                let exc = m.value_of(exc)?;
                return Err(m.raise_exception(exc));
            }
            Next::Stop(at) => {
                let at = m.new_int(at as i64);
                let raised = m.raise_with(ty::STOP_ITERATION, at.get());
                m.drop_ref(at);
                return Err(raised);
            }
            Next::Opened => return Err(Raised),
        };
        next = Next::Value(m.value_of(answer)?);
    }
}

/// `_json.Scanner`.
pub static SCANNER: TypeDef = TypeDef {
    name: "Scanner",
    module: "_json",
    basicsize: 64,
    fields: FIELDS.len() as u32,
    flags: tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC,
    doc: "What reads JSON.",
    slots: &[Slot::Call],
    natives: &[
        new("Scanner(*args, **kwargs)", new_scanner).own().asking(),
        wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", call).own(),
        member(FIELDS[0], "strict", |m, a| value(m, a, 0)),
        member(FIELDS[1], "object_hook", |m, a| value(m, a, 1)),
        member(FIELDS[2], "", |m, a| value(m, a, 2)),
        member(FIELDS[3], "parse_float", |m, a| value(m, a, 3)),
        member(FIELDS[4], "parse_int", |m, a| value(m, a, 4)),
        member(FIELDS[5], "parse_constant", |m, a| value(m, a, 5)),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

fn value(m: &mut Machine, a: Args, i: u32) -> R {
    let value = field(m, a.get(m, 0), i);
    Ok(m.new_ref(value))
}
