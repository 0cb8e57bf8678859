//! `repr` of lists, tuples, dicts and sets whose items are Python code's, and `print`, as native activations
//! (`list_repr`, `dict_repr`, `builtin_print_impl`).

use crate::eval::activation::{Answer, Step};
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::static_strings::{self, fixed};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const NATIVE: OnReturn = OnReturn::Native;

impl Machine {
    /// Whether `repr` and `str` of an object are known to run no Python code.
    pub(crate) fn shows_natively(&self, o: Obj, depth: u32) -> bool {
        if !self.is_builtin_exact(o) {
            return false;
        }
        let inner = |m: &Machine, o: Obj| m.shows_natively(o, depth + 1);
        match self.kind(o) {
            Kind::None
            | Kind::Bool
            | Kind::Int
            | Kind::Float
            | Kind::Complex
            | Kind::Str
            | Kind::Bytes
            | Kind::ByteArray
            | Kind::MemoryView
            | Kind::Ellipsis
            | Kind::NotImplemented
            | Kind::Range
            | Kind::Function
            | Kind::BuiltinFunction
            | Kind::Type
            | Kind::Module
            | Kind::Code
            | Kind::Generator => true,
            Kind::List | Kind::Tuple if depth < 3 => self.tuple_items(o).iter().all(|&item| inner(self, Obj(item))),
            Kind::Dict if depth < 3 => {
                let mut all = true;
                self.dict_each(o, &mut |key, value| all = all && inner(self, key) && inner(self, value));
                all
            }
            Kind::Set | Kind::FrozenSet if depth < 3 => {
                let mut all = true;
                self.set_each(o, &mut |key| all = all && inner(self, key));
                all
            }
            _ => false,
        }
    }

    /// Whether an object is one of the containers that `container_repr` shows.
    pub(crate) fn is_shown_container(&mut self, o: Obj) -> bool {
        match self.kind(o) {
            Kind::Tuple => self.is_builtin_exact(o),
            Kind::List | Kind::Dict | Kind::Set | Kind::FrozenSet => {
                let exact = self.is_builtin_exact(o);
                let repr = if exact { Obj::NULL } else { self.lookup_special(o, static_strings::DUNDER_REPR) };
                exact || self.by_layout(repr)
            }
            _ => false,
        }
    }
}

/// States of `container_repr`: the next item is to be asked; an item is there; a dict's key is there.
mod state {
    pub const NEXT: u16 = 0;
    pub const ITEM: u16 = 1;
    pub const KEY: u16 = 2;
    pub const FAILED: u16 = 3;
}

/// Locals: the container, a set's items in a list, a dict's key and value while they are shown. The texts are pushed
/// behind. `a` is the place of the next item, `b` the number of texts; the upper half of `b` says that it stands on the stack
/// of containers being shown.
pub(crate) fn container_repr(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    if matches!(answer, Answer::Begin) {
        let kind = m.kind(o);
        if m.thread.repr_stack.contains(&o.0) {
            m.native_mut().state = state::FAILED;
            let text = match kind {
                Kind::List => "[...]",
                Kind::Dict => "{...}",
                Kind::Tuple => "(...)",
                _ => &format!("{}(...)", m.type_name(o)),
            };
            return Ok(Step::Done(m.new_str(text)));
        }
        m.thread.repr_stack.push(o.0);
        if matches!(kind, Kind::Set | Kind::FrozenSet) {
            let items = m.set_items(o);
            let list = m.new_list_from(&items);
            m.hold(1, list);
        }
    }
    loop {
        match m.native_now().state {
            state::NEXT => {
                let i = m.native_now().a as u32;
                let item = match m.kind(o) {
                    Kind::Dict => match m.dict_next(o, i) {
                        Some((at, key, value)) => {
                            let held = (m.new_ref(key), m.new_ref(value));
                            m.hold(2, held.0);
                            m.hold(3, held.1);
                            m.native_mut().a = u64::from(at);
                            Some(key)
                        }
                        None => None,
                    },
                    kind => {
                        let of = if matches!(kind, Kind::List | Kind::Tuple) { o } else { m.held(1) };
                        let item = (i < m.slot(of).a).then(|| m.tuple_item(of, i));
                        if let Some(item) = item {
                            let held = m.new_ref(item);
                            m.hold(2, held);
                        }
                        item
                    }
                };
                let Some(item) = item else { break };
                m.native_mut().a += 1;
                m.native_mut().state = if m.kind(o) == Kind::Dict { state::KEY } else { state::ITEM };
                answer = answer!(m.begin_text(2, item, NATIVE)?);
            }
            state::KEY => {
                let text = m.value_of(answer)?;
                push_text(m, text)?;
                let value = m.held(3);
                m.native_mut().state = state::ITEM;
                answer = answer!(m.begin_text(2, value, NATIVE)?);
            }
            _ => {
                let text = m.value_of(answer)?;
                push_text(m, text)?;
                m.let_go(2);
                m.let_go(3);
                m.native_mut().state = state::NEXT;
                answer = Answer::Begin;
            }
        }
    }
    let texts = m.pop_items(m.native_now().b as u32);
    let shown: Vec<String> = texts.iter().map(|text| m.str_text(text.get())).collect();
    for text in texts {
        m.drop_ref(text);
    }
    let whole = joined(m, o, &shown);
    Ok(Step::Done(m.new_str(&whole)))
}

fn push_text(m: &mut Machine, text: Owned) -> R<()> {
    if let Err(e) = m.check_stack(m.thread.sp, 1) {
        m.drop_ref(text);
        return Err(e);
    }
    m.push_owned(text);
    m.native_mut().b += 1;
    Ok(())
}

fn joined(m: &Machine, o: Obj, shown: &[String]) -> String {
    let inner = || shown.join(", ");
    match m.kind(o) {
        Kind::List => format!("[{}]", inner()),
        Kind::Tuple if shown.len() == 1 => format!("({},)", shown[0]),
        Kind::Tuple => format!("({})", inner()),
        Kind::Dict => {
            let pairs: Vec<String> =
                shown.chunks(2).map(|pair| format!("{}: {}", pair[0], pair.get(1).map_or("", |v| v))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
        _ if shown.is_empty() => format!("{}()", m.type_name(o)),
        _ if m.ty(o) == ty::SET => format!("{{{}}}", inner()),
        _ => format!("{}({{{}}})", m.type_name(o), inner()),
    }
}

/// It is no longer being shown.
pub(crate) fn leave_repr(m: &mut Machine) {
    if m.native_now().state != state::FAILED {
        m.thread.repr_stack.pop();
    }
}

/// States of `print`: the separator is next; the text of an argument; its text is there; it is written; the end.
mod printing {
    pub const SEPARATOR: u16 = 0;
    pub const TEXT: u16 = 1;
    pub const WRITE: u16 = 2;
    pub const WRITTEN: u16 = 3;
    pub const END: u16 = 4;
    pub const FLUSHED: u16 = 5;
}

/// Locals: separator, end, file, whether to flush, the text that is written. The arguments lie from `b` (low half) on, as
/// many as its high half; `a` is the number of the next one.
pub(crate) fn print(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    loop {
        // What a file's `write` answered.
        if let Answer::Value(_) | Answer::Raised = answer
            && m.native_now().state != printing::WRITE
        {
            let written = m.value_of(answer)?;
            m.drop_ref(written);
            answer = Answer::Begin;
        }
        let native = m.native_now();
        let (first, n, i) = (native.b as u32, (native.b >> 32) as u32, native.a as u32);
        match native.state {
            printing::SEPARATOR if i >= n => {
                let end = m.held(1);
                m.native_mut().state = printing::END;
                answer = answer!(begin_write(m, end)?);
            }
            printing::SEPARATOR => {
                m.native_mut().state = printing::TEXT;
                if i > 0 {
                    let separator = m.held(0);
                    answer = answer!(begin_write(m, separator)?);
                }
            }
            printing::TEXT => {
                let o = m.thread.stack[(first + i) as usize].obj();
                m.native_mut().state = printing::WRITE;
                answer = answer!(m.begin_text(1, o, NATIVE)?);
            }
            printing::WRITE => {
                let text = m.value_of(answer)?;
                let o = text.get();
                m.hold(4, text);
                m.native_mut().state = printing::WRITTEN;
                answer = answer!(begin_write(m, o)?);
            }
            printing::WRITTEN => {
                m.let_go(4);
                m.native_mut().a += 1;
                m.native_mut().state = printing::SEPARATOR;
            }
            printing::END => {
                let (file, flush) = (m.held(2), m.held(3));
                m.native_mut().state = printing::FLUSHED;
                if !flush.is_null() && m.truthy(flush)? {
                    if m.standard_output(file).is_some() {
                        m.flush_stdout();
                        continue;
                    }
                    let name = m.intern_str("flush");
                    let name = m.keep(name);
                    let method = m.getattr(file, name)?;
                    let begun = m.begin(method.get(), &[], NATIVE);
                    m.drop_ref(method);
                    answer = answer!(begun?);
                }
            }
            _ => {
                return Ok(Step::Done(Owned::steal(fixed::NONE)));
            }
        }
    }
}

/// Writes a text to the file that `print` writes to.
fn begin_write(m: &mut Machine, text: Obj) -> R<Begun> {
    let file = m.held(2);
    // What UTF-8 has no bytes for is the file's own affair.
    if let Some(stderr) = m.standard_output(file).filter(|_| !m.has_surrogates(text)) {
        let shown = m.str_text(text);
        m.write_bytes(stderr, shown.as_bytes());
        return Ok(Begun::Value(Owned::steal(fixed::NONE)));
    }
    let write = m.getattr(file, static_strings::WRITE)?;
    let begun = m.begin(write.get(), &[text], NATIVE);
    m.drop_ref(write);
    begun
}

/// Locals for `print`.
pub(crate) fn print_locals(separator: Owned, end: Owned, file: Obj, flush: Obj) -> [StackRef; 5] {
    let lent = |o: Obj| if o.is_null() { StackRef::NULL } else { StackRef::borrowed(o) };
    [StackRef::owned(separator.into_edge()), StackRef::owned(end.into_edge()), lent(file), lent(flush), StackRef::NULL]
}
