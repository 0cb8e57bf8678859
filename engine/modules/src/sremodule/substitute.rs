//! `Pattern.sub`: an activation, as what replaces a match may be a function of Python code.

use super::found::{How, Subject, slice};
use super::{matches, patterns};
use crate::itertoolsmodule;
use crate::steps::{NATIVE, answer};
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::memory::object::{Kind, Obj, Owned, R, StackRef};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::state::interpreter::Machine;

/// The activation of this module, by number behind those of `itertools`.
pub const ROWS: [Row; 1] = [Row { name: "re.sub", step, leave: None }];

/// Its number in the modules' table.
pub mod row {
    use super::itertoolsmodule;
    pub const FIRST: u16 = itertoolsmodule::row::FIRST + itertoolsmodule::ROWS.len() as u16;
    pub const SUB: u16 = FIRST;
}

/// Locals: the pattern, what replaces, the string, the pieces so far, the match under way.
const PATTERN: u32 = 0;
const REPLACES: u32 = 1;
const STRING: u32 = 2;
const PIECES: u32 = 3;
const COUNT: u32 = 4;
const COUNTED: u32 = 5;

/// States: before the replacement is known; where it is the same text each time, a template, a function that has yet to be
/// called, or one that was.
const START: u16 = 0;
const COMPILED: u16 = 1;
const LITERAL: u16 = 2;
const TEMPLATE: u16 = 3;
const FUNCTION: u16 = 4;
const CALLED: u16 = 5;

/// `sub` and `subn`.
pub fn begin(m: &mut Machine, a: Args, counted: bool) -> R {
    let count = patterns::optional(m, a.opt(m, 3), 0)?;
    let (pattern, replaces, string) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
    Subject::new(m, pattern, string, 0, i64::MAX)?;
    let count = m.new_int(count);
    let counted = StackRef::borrowed(Machine::new_bool(counted));
    let pieces = m.new_list();
    let locals = [
        StackRef::borrowed(pattern),
        StackRef::borrowed(replaces),
        StackRef::borrowed(string),
        StackRef::owned(pieces.into_edge()),
        StackRef::owned(count.into_edge()),
        counted,
    ];
    m.go_on_as(What::Module(row::SUB), &locals)
}

/// Whether a replacement stands for itself: text without a backslash.
fn is_literal(m: &mut Machine, o: Obj) -> bool {
    if m.kind(o) == Kind::Str {
        return !m.str_view(o).iter().any(|c| c == u32::from(b'\\'));
    }
    if !m.has_buffer(o) {
        return false;
    }
    match m.lend(o) {
        Ok(lent) => !m.lent(lent).contains(&b'\\'),
        Err(_) => {
            m.clear_raised();
            false
        }
    }
}

/// Numbers of an activation: where the next search begins with, in the top bit, whether it must not be empty; how many were
/// replaced.
const ADVANCE: u64 = 1 << 63;

fn step(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    if m.native_now().state == START {
        let replaces = m.held(REPLACES);
        if m.is_callable(replaces) {
            m.native_mut().state = FUNCTION;
        } else if is_literal(m, replaces) {
            m.native_mut().state = LITERAL;
        } else {
            let compile = m.from_library("re", "_compile_template")?;
            m.native_mut().state = COMPILED;
            let pattern = m.held(PATTERN);
            answer = answer!(m.begin(compile, &[pattern, replaces], NATIVE));
        }
    }
    if m.native_now().state == COMPILED {
        let template = m.value_of(answer)?;
        m.hold(REPLACES, template);
        m.native_mut().state = TEMPLATE;
        answer = Answer::Begin;
    }
    let (pattern, string, pieces) = (m.held(PATTERN), m.held(STRING), m.held(PIECES));
    let subject = Subject::new(m, pattern, string, 0, i64::MAX)?;
    let count = m.int_clamped(m.held(COUNT));
    loop {
        let state = m.native_now().state;
        if state == CALLED {
            let piece = m.value_of(std::mem::replace(&mut answer, Answer::Begin))?;
            put(m, pieces, piece);
            m.native_mut().state = FUNCTION;
            continue;
        }
        let (a, n) = (m.native_now().a, m.native_now().b);
        let (start, must_advance) = ((a & !ADVANCE) as usize, a & ADVANCE != 0);
        let found =
            if count == 0 || (n as i64) < count { subject.find(m, How::Search, start, must_advance)? } else { None };
        let Some(found) = found else {
            if start < subject.end {
                let piece = slice(m, string, start, subject.end)?;
                m.list_append(pieces, piece);
            }
            let text = join(m, string, pieces)?;
            if m.held(COUNTED) != fixed::TRUE {
                return Ok(Step::Done(text));
            }
            let parts = vec![text, m.new_int(n as i64)];
            return Ok(Step::Done(m.new_tuple(parts)));
        };
        if start < found.start {
            let piece = slice(m, string, start, found.start)?;
            m.list_append(pieces, piece);
        }
        let advance = if found.end == found.start { ADVANCE } else { 0 };
        m.native_mut().a = found.end as u64 | advance;
        m.native_mut().b = n + 1;
        let replaces = m.held(REPLACES);
        let height = m.kept();
        match state {
            LITERAL => {
                let piece = m.new_ref(replaces);
                put(m, pieces, piece);
            }
            TEMPLATE => {
                let found = matches::new(m, &subject, &found);
                let found = m.keep(found);
                let piece = matches::fill(m, found, replaces)?;
                put(m, pieces, piece);
            }
            _ => {
                let found = matches::new(m, &subject, &found);
                let found = m.keep(found);
                m.native_mut().state = CALLED;
                answer = answer!(m.begin(replaces, &[found], NATIVE));
            }
        }
        m.drop_kept(height);
    }
}

/// What replaces a match, unless it is None.
fn put(m: &mut Machine, pieces: Obj, piece: Owned) {
    if Machine::is_none(piece.get()) {
        m.drop_ref(piece);
    } else {
        m.list_append(pieces, piece);
    }
}

/// The pieces as one text, of the kind of `like`.
pub fn join(m: &mut Machine, like: Obj, pieces: Obj) -> R {
    let empty = slice(m, like, 0, 0)?;
    let empty = m.keep(empty);
    if m.list_len(pieces) == 0 {
        return Ok(m.new_ref(empty));
    }
    let name = m.intern_str("join");
    let name = m.keep(name);
    let join = m.getattr(empty, name)?;
    let join = m.keep(join);
    m.call(join, &[pieces])
}

/// `Match.expand`.
pub fn expand(m: &mut Machine, a: Args) -> R {
    let (found, template) = (a.get(m, 0), a.get(m, 1));
    let compile = m.from_library("re", "_compile_template")?;
    let pattern = matches::pattern_of(m, found);
    let template = m.call(compile, &[pattern, template])?;
    let template = m.keep(template);
    matches::fill(m, found, template)
}
