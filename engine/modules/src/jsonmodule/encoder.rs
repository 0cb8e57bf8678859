//! `_json.Encoder`: an object as JSON (`encoder_listencode_obj`).

use super::strings::put_string;
use super::{DEEPEST, required, too_deep};
use crate::fill::{field, int_field, set_field, set_int_field};
use crate::steps::{NATIVE, answer};
use ground::float::float_repr;
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::memory::object::{Kind, Obj, Owned, R, StackRef};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::native::typedef::{Slot, TypeDef, member, new, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields of an encoder; the last one has the flags below.
const MARKERS: u32 = 0;
const DEFAULT: u32 = 1;
const ENCODE: u32 = 2;
const INDENT: u32 = 3;
const KEY_SEPARATOR: u32 = 4;
const ITEM_SEPARATOR: u32 = 5;
const FLAGS: u32 = 6;

const SORT_KEYS: i64 = 1;
const SKIP_KEYS: i64 = 2;
const ALLOW_NAN: i64 = 4;
/// What encodes strings is one of this module's functions.
const FAST: i64 = 8;
const FAST_ASCII: i64 = 16;

const PARAMETERS: [&str; 9] = [
    "markers",
    "default",
    "encoder",
    "indent",
    "key_separator",
    "item_separator",
    "sort_keys",
    "skipkeys",
    "allow_nan",
];

fn new_encoder(m: &mut Machine, a: Args) -> R {
    let class = m.slot(a.get(m, 0)).a;
    let all = required(m, a, "make_encoder", PARAMETERS)?;
    for i in [KEY_SEPARATOR, ITEM_SEPARATOR] {
        let separator = all[i as usize];
        if m.kind(separator) != Kind::Str {
            let text = format!("make_encoder() argument {} must be str, not {}", i + 1, m.type_name(separator));
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
    }
    let mut flags = 0;
    for (i, flag) in [SORT_KEYS, SKIP_KEYS, ALLOW_NAN].into_iter().enumerate() {
        if m.truthy(all[FLAGS as usize + i])? {
            flags |= flag;
        }
    }
    let markers = all[0];
    if !Machine::is_none(markers) && m.kind(markers) != Kind::Dict {
        let text = format!("make_encoder() argument 1 must be dict or None, not {}", m.type_name(markers));
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let encode = all[ENCODE as usize];
    if m.kind(encode) == Kind::BuiltinFunction {
        flags |= match m.native(m.slot(encode).a).name {
            "encode_basestring" => FAST,
            "encode_basestring_ascii" => FAST | FAST_ASCII,
            _ => 0,
        };
    }
    let o = m.new_instance(class);
    for i in 0..FLAGS {
        let part = m.new_ref(all[i as usize]);
        set_field(m, o.get(), i, part);
    }
    set_int_field(m, o.get(), FLAGS, flags);
    Ok(o)
}

/// Locals of the activation: the encoder, the object, what is open below (four items a level), what is written so far in
/// pieces, and the object that was asked about.
const OBJECT: u32 = 1;
const BELOW: u32 = 2;
const PIECES: u32 = 3;
const ASKED: u32 = 4;

/// States: what the answer is.
const DEFAULT_OF: u16 = 1;
const TEXT_OF: u16 = 2;
const KEY_OF: u16 = 3;
const ITEMS_OF: u16 = 4;
const LIST_OF: u16 = 5;
const SORTED: u16 = 6;
const SEQUENCE_OF: u16 = 7;

fn call(m: &mut Machine, a: Args) -> R {
    let [o, level] = required(m, a, "_iterencode", ["obj", "_current_indent_level"])?;
    let level = m.index_ssize(level)?;
    let made = [m.new_list(), m.new_list()].map(|o| StackRef::owned(o.into_edge()));
    let held = [StackRef::borrowed(a.get(m, 0)), StackRef::borrowed(o), made[0], made[1], StackRef::NULL];
    // Indents are repeated, and never less than not at all.
    m.go_on_with(What::Module(crate::JSON_ENCODE), &held, level.max(0) as u64)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Sequence,
    /// A dict that is walked itself.
    Dict,
    /// A dict of which there is a list of items.
    Items,
    /// What `default` gave for an object.
    Default,
}

const OPEN: [Open; 4] = [Open::Sequence, Open::Dict, Open::Items, Open::Default];

/// Something whose end has not been written; its references are owned, and NULL where there is none.
struct Level {
    open: Open,
    o: Obj,
    /// The items, or what `default` gave.
    made: Obj,
    /// The key whose value is written.
    key: Obj,
    at: u32,
    /// Nothing has been written of it.
    first: bool,
}

/// How writing goes on.
enum Next {
    /// That object, borrowed, is to be written.
    Write(Obj),
    /// Something has been written.
    Written,
    /// That is called with the argument, if there is one; the state says what the answer is.
    Ask(u16, Owned, Option<Obj>),
}

struct Encode {
    encoder: Obj,
    markers: Obj,
    flags: i64,
    key_separator: Vec<u32>,
    item_separator: Vec<u32>,
    indent: Option<Vec<u32>>,
    depth: i64,
    levels: Vec<Level>,
    out: Vec<u32>,
    /// So long may the text get before the limits are asked again.
    weighed: usize,
    /// An error now is none of the value of the innermost level: that gets no note.
    in_key: bool,
}

fn is_constant(o: Obj) -> Option<&'static str> {
    match o {
        o if o == fixed::NONE => Some("null"),
        o if o == fixed::TRUE => Some("true"),
        o if o == fixed::FALSE => Some("false"),
        _ => None,
    }
}

impl Encode {
    fn of(m: &mut Machine) -> R<Encode> {
        let encoder = m.held(0);
        let separator = |m: &Machine, i: u32| m.str_points(field(m, encoder, i));
        let indent = field(m, encoder, INDENT);
        let depth = m.native_now().a as i64;
        let indent = match m.kind(indent) {
            _ if Machine::is_none(indent) => None,
            Kind::Str => Some(m.str_points(indent)),
            _ => {
                let got = m.type_name(indent);
                let text = match depth {
                    0 => format!("can only concatenate str (not \"{got}\") to str"),
                    _ => format!("'{got}' object can't be repeated"),
                };
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
        };
        Ok(Encode {
            encoder,
            markers: field(m, encoder, MARKERS),
            flags: int_field(m, encoder, FLAGS),
            key_separator: separator(m, KEY_SEPARATOR),
            item_separator: separator(m, ITEM_SEPARATOR),
            indent,
            depth,
            levels: Vec::new(),
            out: Vec::new(),
            weighed: 1 << 16,
            in_key: false,
        })
    }

    fn put(&mut self, text: &str) {
        self.out.extend(text.bytes().map(u32::from));
    }

    fn newline(&mut self) {
        if let Some(indent) = &self.indent {
            self.out.push(u32::from(b'\n'));
            for _ in 0..self.depth {
                self.out.extend(indent);
            }
        }
    }

    fn separate(&mut self) {
        self.out.extend(&self.item_separator);
        self.newline();
    }

    /// The innermost level, taken back from what was put aside if it must be.
    fn top(&mut self, m: &mut Machine) -> Option<&mut Level> {
        if self.levels.is_empty() {
            let below = m.held(BELOW);
            let n = m.list_len(below);
            if n == 0 {
                return None;
            }
            let number = m.list_pop(below, n - 1);
            let state = m.int_clamped(number.get()) as u64;
            m.drop_ref(number);
            let mut part = |i: u32| {
                let part = m.list_pop(below, n - i).into_edge();
                if Machine::is_none(part) { Obj::NULL } else { part }
            };
            let (key, made, o) = (part(2), part(3), part(4));
            let open = OPEN[(state & 3) as usize];
            self.levels.push(Level { open, o, made, key, at: (state >> 3) as u32, first: state & 4 != 0 });
        }
        self.levels.last_mut()
    }

    /// Puts aside what is open and what was written.
    fn put_aside(&mut self, m: &mut Machine) {
        let below = m.held(BELOW);
        for level in std::mem::take(&mut self.levels) {
            for part in [level.o, level.made, level.key] {
                m.list_append(below, Owned::steal(if part.is_null() { fixed::NONE } else { part }));
            }
            let state = level.open as i64 | i64::from(level.first) << 2 | i64::from(level.at) << 3;
            let state = m.new_int(state);
            m.list_append(below, state);
        }
        if !self.out.is_empty() {
            let piece = m.new_str_points(&std::mem::take(&mut self.out));
            m.list_append(m.held(PIECES), piece);
        }
        m.native_mut().a = self.depth as u64;
    }

    /// Notes that an object is being written; refused if it is already (`markers`).
    fn mark(&mut self, m: &mut Machine, o: Obj) -> R<()> {
        if Machine::is_none(self.markers) {
            return Ok(());
        }
        let id = m.new_int(m.address(o) as i64);
        let marked = match m.dict_get(self.markers, id.get()) {
            Ok(known) if !known.is_null() => Err(m.raise(ty::VALUE_ERROR, "Circular reference detected")),
            Ok(_) => m.dict_set(self.markers, id.get(), o),
            Err(raised) => Err(raised),
        };
        m.drop_ref(id);
        marked
    }

    fn unmark(&mut self, m: &mut Machine, o: Obj) -> R<()> {
        if Machine::is_none(self.markers) {
            return Ok(());
        }
        let id = m.new_int(m.address(o) as i64);
        let done = match m.dict_del(self.markers, id.get()) {
            Ok(false) => Err(m.raise_key_error(id.get())),
            done => done.map(drop),
        };
        m.drop_ref(id);
        done
    }

    fn enter(&mut self, m: &mut Machine, open: Open, o: Obj, made: Obj) -> R<()> {
        if m.list_len(m.held(BELOW)) as usize / 4 + self.levels.len() >= DEEPEST {
            return Err(too_deep(m, " while encoding a JSON object"));
        }
        let o = m.new_ref(o).into_edge();
        self.levels.push(Level { open, o, made, key: Obj::NULL, at: 0, first: true });
        Ok(())
    }

    /// Writes one object, or what begins it.
    fn write(&mut self, m: &mut Machine, o: Obj) -> R<Next> {
        if let Some(word) = is_constant(o) {
            self.put(word);
            return Ok(Next::Written);
        }
        match m.kind(o) {
            Kind::Str => return Ok(self.string(m, o, TEXT_OF)),
            _ if m.is_int(o) => {
                let text = m.int_repr(o)?;
                self.put(&text);
            }
            Kind::Float => {
                let text = self.float(m, o)?;
                self.put(&text);
            }
            Kind::List | Kind::Tuple if matches!(m.ty(o), ty::LIST | ty::TUPLE) => {
                let items = m.new_ref(o);
                self.sequence(m, o, items)?;
            }
            // A class of its own says itself what its items are (`PySequence_Fast`).
            Kind::List | Kind::Tuple => {
                let held = m.new_ref(o);
                m.hold(ASKED, held);
                let list = m.type_obj(ty::LIST);
                return Ok(Next::Ask(SEQUENCE_OF, m.new_ref(list), Some(o)));
            }
            Kind::Dict => {
                if m.dict_len(o) == 0 {
                    self.put("{}");
                    return Ok(Next::Written);
                }
                self.mark(m, o)?;
                self.enter(m, Open::Dict, o, Obj::NULL)?;
                self.put("{");
                self.depth += 1;
                if m.ty(o) != ty::DICT {
                    self.in_key = true;
                    let name = m.intern_str("items");
                    let name = m.keep(name);
                    let items = m.getattr(o, name)?;
                    self.in_key = false;
                    return Ok(Next::Ask(ITEMS_OF, items, None));
                }
                if self.flags & SORT_KEYS != 0 {
                    let items = m.dict_items(o);
                    let items = items.into_iter().map(|(key, value)| m.new_tuple_from(&[key, value])).collect();
                    let items = m.new_list_of(items);
                    return self.items(m, items);
                }
            }
            _ => {
                self.mark(m, o)?;
                let held = m.new_ref(o);
                m.hold(ASKED, held);
                let default = field(m, self.encoder, DEFAULT);
                return Ok(Next::Ask(DEFAULT_OF, m.new_ref(default), Some(o)));
            }
        }
        Ok(Next::Written)
    }

    /// Writes what begins a sequence with these items, a list or tuple that is taken over.
    fn sequence(&mut self, m: &mut Machine, o: Obj, items: Owned) -> R<()> {
        let list = m.kind(items.get()) == Kind::List;
        let n = if list { m.list_len(items.get()) } else { m.tuple_len(items.get()) };
        if n == 0 {
            m.drop_ref(items);
            self.put("[]");
            return Ok(());
        }
        let entered = self.mark(m, o).and_then(|()| self.enter(m, Open::Sequence, o, items.get()));
        if entered.is_err() {
            m.drop_ref(items);
            return entered;
        }
        let _held = items.into_edge();
        self.put("[");
        self.depth += 1;
        self.newline();
        Ok(())
    }

    /// The list of the items of the innermost dict is there (taken over), not sorted yet.
    fn items(&mut self, m: &mut Machine, items: Owned) -> R<Next> {
        let list = items.get();
        match self.top(m) {
            Some(level) => (level.open, level.made) = (Open::Items, items.into_edge()),
            None => m.drop_ref(items),
        }
        if self.flags & SORT_KEYS == 0 {
            return Ok(Next::Written);
        }
        let name = m.intern_str("sort");
        let sort = m.getattr(list, name.get());
        m.drop_ref(name);
        Ok(Next::Ask(SORTED, sort?, None))
    }

    fn string(&mut self, m: &mut Machine, o: Obj, state: u16) -> Next {
        if self.flags & FAST == 0 {
            let encode = field(m, self.encoder, ENCODE);
            return Next::Ask(state, m.new_ref(encode), Some(o));
        }
        put_string(&mut self.out, m.str_view(o), self.flags & FAST_ASCII != 0);
        Next::Written
    }

    fn float(&self, m: &mut Machine, o: Obj) -> R<String> {
        let value = m.float_value(o);
        if value.is_finite() {
            return Ok(float_repr(value));
        }
        if self.flags & ALLOW_NAN == 0 {
            let shown = m.repr_text(o)?;
            let text = format!("Out of range float values are not JSON compliant: {shown}");
            return Err(m.raise(ty::VALUE_ERROR, &text));
        }
        let text = if value.is_nan() { "NaN" } else { ["Infinity", "-Infinity"][usize::from(value < 0.0)] };
        Ok(text.to_owned())
    }

    /// Writes a key of the innermost level; its value comes next (`encoder_encode_key_value`).
    fn pair(&mut self, m: &mut Machine, key: Obj, value: Obj) -> R<Next> {
        self.in_key = true;
        let text = match m.kind(key) {
            Kind::Str => m.new_ref(key),
            Kind::Float => {
                let text = self.float(m, key)?;
                m.new_str(&text)
            }
            _ if let Some(word) = is_constant(key) => m.new_str(word),
            _ if m.is_int(key) => {
                let text = m.int_repr(key)?;
                m.new_str(&text)
            }
            _ if self.flags & SKIP_KEYS != 0 => {
                self.in_key = false;
                return Ok(Next::Written);
            }
            _ => {
                let text = format!("keys must be str, int, float, bool or None, not {}", m.type_name(key));
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
        };
        let held = m.new_ref(key).into_edge();
        let mut first = false;
        if let Some(level) = self.levels.last_mut() {
            first = std::mem::replace(&mut level.first, false);
            let old = std::mem::replace(&mut level.key, held);
            m.xdecref(old);
        }
        if first {
            self.newline()
        } else {
            self.separate()
        }
        match self.string(m, text.get(), KEY_OF) {
            Next::Ask(state, callable, _) => {
                let value = m.new_ref(value);
                m.hold(ASKED, value);
                Ok(Next::Ask(state, callable, Some(m.keep(text))))
            }
            _ => {
                m.drop_ref(text);
                self.in_key = false;
                self.out.extend(&self.key_separator);
                Ok(Next::Write(value))
            }
        }
    }

    /// Goes on with the innermost level; `None` when all is written.
    fn advance(&mut self, m: &mut Machine) -> R<Option<Next>> {
        let Some(level) = self.top(m) else { return Ok(None) };
        let (o, made, at, first) = (level.o, level.made, level.at, level.first);
        match level.open {
            Open::Sequence => {
                let item = match m.kind(made) {
                    Kind::List => (at < m.list_len(made)).then(|| m.list_item(made, at)),
                    _ => (at < m.tuple_len(made)).then(|| m.tuple_item(made, at)),
                };
                if let Some(item) = item {
                    (level.at, level.first) = (at + 1, false);
                    if !first {
                        self.separate();
                    }
                    return Ok(Some(Next::Write(item)));
                }
            }
            Open::Dict => {
                if let Some((i, key, value)) = m.dict_next(o, at) {
                    level.at = i + 1;
                    return self.pair(m, key, value).map(Some);
                }
            }
            Open::Items => {
                if at < m.list_len(made) {
                    level.at = at + 1;
                    let item = m.list_item(made, at);
                    if m.kind(item) != Kind::Tuple || m.tuple_len(item) != 2 {
                        self.in_key = true;
                        return Err(m.raise(ty::VALUE_ERROR, "items must return 2-tuples"));
                    }
                    return self.pair(m, m.tuple_item(item, 0), m.tuple_item(item, 1)).map(Some);
                }
            }
            Open::Default => {
                if first {
                    level.first = false;
                    return Ok(Some(Next::Write(made)));
                }
            }
        }
        self.close(m)?;
        Ok(Some(Next::Written))
    }

    /// The innermost level is written.
    fn close(&mut self, m: &mut Machine) -> R<()> {
        let Some(level) = self.levels.pop() else { return Ok(()) };
        if level.open != Open::Default {
            self.depth -= 1;
            if level.open == Open::Sequence || !level.first {
                self.newline();
            }
            self.put(if level.open == Open::Sequence { "]" } else { "}" });
        }
        let done = self.unmark(m, level.o);
        for part in [level.o, level.made, level.key] {
            m.xdecref(part);
        }
        done
    }

    /// Writes until something is to be called, or all is written.
    fn run(&mut self, m: &mut Machine, mut next: Next) -> R<Option<Next>> {
        loop {
            if self.out.len() > self.weighed {
                m.reserve(self.out.len().saturating_mul(8))?;
                self.weighed = self.out.len().saturating_mul(2);
            }
            next = match next {
                Next::Write(o) => self.write(m, o)?,
                Next::Written => match self.advance(m)? {
                    Some(next) => next,
                    None => return Ok(None),
                },
                ask => return Ok(Some(ask)),
            };
        }
    }

    /// What an answer changes.
    fn answered(&mut self, m: &mut Machine, state: u16, answer: Answer) -> R<Next> {
        self.in_key = !matches!(state, DEFAULT_OF | TEXT_OF | SEQUENCE_OF);
        let value = match m.value_of(answer) {
            Err(_) if state == SEQUENCE_OF && m.raised_is(ty::TYPE_ERROR) => {
                m.clear_raised();
                return Err(m.raise(ty::TYPE_ERROR, "_iterencode_list needs a sequence"));
            }
            value => value?,
        };
        let next = match state {
            DEFAULT_OF => {
                let asked = m.held(ASKED);
                let entered = self.enter(m, Open::Default, asked, value.get());
                if entered.is_err() {
                    m.drop_ref(value);
                } else {
                    let _held = value.into_edge();
                }
                entered?;
                Next::Written
            }
            TEXT_OF | KEY_OF => {
                let value = m.keep(value);
                if m.kind(value) != Kind::Str {
                    let text = format!("encoder() must return a string, not {}", m.type_name(value));
                    return Err(m.raise(ty::TYPE_ERROR, &text));
                }
                self.out.extend(m.str_view(value).iter());
                if state == TEXT_OF {
                    Next::Written
                } else {
                    self.out.extend(&self.key_separator);
                    Next::Write(m.held(ASKED))
                }
            }
            ITEMS_OF => {
                let items = m.keep(value);
                if m.lookup_special(items, vm::native::static_strings::DUNDER_ITER).is_null() {
                    let dict = self.top(m).map_or(Obj::NULL, |level| level.o);
                    let (class, got) = (m.type_name(dict), m.type_name(items));
                    let text = format!("{class}.items() returned a non-iterable (type {got})");
                    return Err(m.raise(ty::TYPE_ERROR, &text));
                }
                let list = m.type_obj(ty::LIST);
                Next::Ask(LIST_OF, m.new_ref(list), Some(items))
            }
            LIST_OF => self.items(m, value)?,
            SEQUENCE_OF => {
                let asked = m.held(ASKED);
                self.sequence(m, asked, value)?;
                Next::Written
            }
            _ => {
                m.drop_ref(value);
                Next::Written
            }
        };
        self.in_key = false;
        Ok(next)
    }

    /// What was raised gets a note for each level that is open (`_PyErr_FormatNote`).
    fn explain(&mut self, m: &mut Machine) {
        let mut skip = self.in_key;
        while m.halt.is_none() && self.top(m).is_some() {
            let Some(level) = self.levels.pop() else { return };
            if !std::mem::replace(&mut skip, false) {
                self.note(m, &level);
            }
            for part in [level.o, level.made, level.key] {
                m.xdecref(part);
            }
        }
    }

    fn note(&self, m: &mut Machine, level: &Level) {
        let class = m.full_type_name(m.ty(level.o));
        let note = match level.open {
            Open::Sequence => format!("when serializing {class} item {}", level.at.saturating_sub(1)),
            Open::Default => format!("when serializing {class} object"),
            Open::Dict | Open::Items => {
                let raised = m.take_raised();
                let shown = m.repr_text(level.key);
                if shown.is_err() && m.halt.is_none() {
                    m.clear_raised();
                }
                m.restore_raised(raised.into_edge());
                let Ok(shown) = shown else { return };
                format!("when serializing {class} item {shown}")
            }
        };
        m.add_note_to_raised(&note);
    }
}

/// The activation of an encoder.
pub const ENCODER_ROW: Row = Row { name: "_iterencode", step, leave: None };

fn step(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut encode = Encode::of(m)?;
    let mut answer = answer;
    loop {
        let state = m.native_now().state;
        let next = if state == 0 { Ok(Next::Write(m.held(OBJECT))) } else { encode.answered(m, state, answer) };
        let reached = next.and_then(|next| encode.run(m, next));
        if reached.is_err() {
            encode.explain(m);
        }
        encode.put_aside(m);
        let Some(Next::Ask(state, callable, argument)) = reached? else { break };
        m.native_mut().state = state;
        let begun = m.begin(callable.get(), argument.as_slice(), NATIVE);
        m.drop_ref(callable);
        answer = answer!(begun);
    }
    let pieces = m.held(PIECES);
    let whole = if m.list_len(pieces) == 1 {
        let only = m.list_item(pieces, 0);
        m.new_ref(only)
    } else {
        let all: usize = m.seq_items(pieces).into_iter().map(|piece| m.str_len(piece) as usize).sum();
        m.reserve(all.saturating_mul(8))?;
        let points: Vec<u32> = m.seq_items(pieces).into_iter().flat_map(|piece| m.str_points(piece)).collect();
        m.new_str_points(&points)
    };
    Ok(Step::Done(m.new_tuple(vec![whole])))
}

/// `_json.Encoder`.
pub static ENCODER: TypeDef = TypeDef {
    name: "Encoder",
    module: "_json",
    basicsize: 80,
    fields: FLAGS + 1,
    flags: tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC,
    doc: "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    slots: &[Slot::Call],
    natives: &[
        new("Encoder(*args, **kwargs)", new_encoder).own().asking(),
        wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", call).own(),
        member(PARAMETERS[0], "markers", |m, a| value(m, a, MARKERS)),
        member(PARAMETERS[1], "default", |m, a| value(m, a, DEFAULT)),
        member(PARAMETERS[2], "encoder", |m, a| value(m, a, ENCODE)),
        member(PARAMETERS[3], "indent", |m, a| value(m, a, INDENT)),
        member(PARAMETERS[4], "key_separator", |m, a| value(m, a, KEY_SEPARATOR)),
        member(PARAMETERS[5], "item_separator", |m, a| value(m, a, ITEM_SEPARATOR)),
        member(PARAMETERS[6], "sort_keys", |m, a| flag(m, a, SORT_KEYS)),
        member(PARAMETERS[7], "skipkeys", |m, a| flag(m, a, SKIP_KEYS)),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

fn value(m: &mut Machine, a: Args, i: u32) -> R {
    let value = field(m, a.get(m, 0), i);
    Ok(m.new_ref(value))
}

fn flag(m: &mut Machine, a: Args, flag: i64) -> R {
    let set = int_field(m, a.get(m, 0), FLAGS) & flag != 0;
    Ok(Owned::steal(if set { fixed::TRUE } else { fixed::FALSE }))
}
