//! `_csv.writer`: rows as lines.

use super::dialect::{self, Dialect, QUOTE_ALL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS};
use super::error;
use crate::fill::{field, set_field};
use crate::steps::{NATIVE, answer};
use crate::types::ty as own;
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::memory::object::{Kind, Obj, Owned, R, StackRef};
use vm::native::args::{Args, or_none};
use vm::native::static_strings::{self, fixed};
use vm::native::typedef::{TypeDef, def, member, tpflags};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields of a writer: what is called with each line, and the dialect.
const WRITE: u32 = 0;
const DIALECT: u32 = 1;

pub fn new(m: &mut Machine, target: Obj, like: Obj, keywords: &[(Obj, Obj)]) -> R {
    let dialect = dialect::make(m, like, keywords)?;
    let dialect = m.keep(dialect);
    let name = m.intern_str("write");
    let name = m.keep(name);
    let write = match m.getattr(target, name) {
        Err(_) if m.raised_is(ty::ATTRIBUTE_ERROR) => {
            m.clear_raised();
            return Err(m.raise(ty::TYPE_ERROR, "argument 1 must have a \"write\" method"));
        }
        write => write?,
    };
    let writer = m.new_instance(own::CSV_WRITER);
    set_field(m, writer.get(), WRITE, write);
    let dialect = m.new_ref(dialect);
    set_field(m, writer.get(), DIALECT, dialect);
    Ok(writer)
}

/// A line that is being made.
struct Line {
    points: Vec<u32>,
    fields: usize,
    dialect: Dialect,
}

impl Line {
    /// One more field; None for what is nothing (`join_append`).
    fn add(&mut self, m: &mut Machine, text: Option<&[u32]>, quoted: bool) -> R<()> {
        let d = &self.dialect;
        let empty = text.is_none_or(<[u32]>::is_empty);
        let mut quoted = quoted;
        if empty && d.delimiter == u32::from(b' ') && d.skipinitialspace {
            let never = d.quoting == QUOTE_NONE || text.is_none() && matches!(d.quoting, QUOTE_STRINGS | QUOTE_NOTNULL);
            if never {
                let text = "empty field must be quoted if delimiter is a space and skipinitialspace is true";
                return Err(error(m, text));
            }
            quoted = true;
        }
        let mut out = Vec::new();
        for &c in text.unwrap_or_default() {
            let (quote, escape) = (d.quotechar == Some(c), d.escapechar == Some(c));
            let special = c == d.delimiter
                || quote
                || escape
                || c == u32::from(b'\n')
                || c == u32::from(b'\r')
                || d.lineterminator.contains(&c);
            if special {
                let escapes = match d.quoting {
                    QUOTE_NONE => true,
                    _ if quote => !d.doublequote,
                    _ => escape,
                };
                if escapes {
                    let Some(escapechar) = d.escapechar else {
                        return Err(error(m, "need to escape, but no escapechar set"));
                    };
                    out.push(escapechar);
                } else {
                    quoted = true;
                    if quote {
                        out.push(c);
                    }
                }
            }
            out.push(c);
        }
        if self.fields > 0 {
            self.points.push(d.delimiter);
        }
        let quote = if quoted { d.quotechar } else { None };
        self.points.extend(quote);
        self.points.extend(out);
        self.points.extend(quote);
        self.fields += 1;
        Ok(())
    }
}

/// Whether an object counts as a number (`PyNumber_Check`).
fn is_number(m: &mut Machine, o: Obj) -> bool {
    let methods = [static_strings::DUNDER_INDEX, static_strings::DUNDER_INT, static_strings::DUNDER_FLOAT];
    m.kind(o) == Kind::Complex || methods.iter().any(|name| !m.lookup_special(o, *name).is_null())
}

fn row(m: &mut Machine, writer: Obj, row: Obj) -> R<Vec<u32>> {
    let dialect = Dialect::of(m, field(m, writer, DIALECT));
    let fields = match m.kind(row) {
        Kind::List | Kind::Tuple => m.seq_items(row),
        _ => {
            let iterator = match m.iter(row) {
                Err(_) if m.raised_is(ty::TYPE_ERROR) => {
                    m.clear_raised();
                    let got = m.type_name(row);
                    return Err(error(m, &format!("iterable expected, not {got}")));
                }
                iterator => iterator?,
            };
            let iterator = m.keep(iterator);
            let items = m.iterate_all(iterator)?;
            m.keep_all(items)
        }
    };
    let mut line = Line { points: Vec::new(), fields: 0, dialect };
    let mut nothing = false;
    for item in fields {
        let quoted = match line.dialect.quoting {
            QUOTE_NONNUMERIC => !is_number(m, item),
            QUOTE_ALL => true,
            QUOTE_STRINGS => m.kind(item) == Kind::Str,
            QUOTE_NOTNULL => !Machine::is_none(item),
            _ => false,
        };
        nothing = Machine::is_none(item);
        if nothing {
            line.add(m, None, quoted)?;
            continue;
        }
        let text = if m.kind(item) == Kind::Str {
            m.str_points(item)
        } else {
            let class = m.type_obj(ty::STR);
            let text = m.call(class, &[item])?;
            let text = m.keep(text);
            m.str_points(text)
        };
        line.add(m, Some(&text), quoted)?;
    }
    if line.fields > 0 && line.points.is_empty() {
        let quoting = line.dialect.quoting;
        if quoting == QUOTE_NONE || nothing && matches!(quoting, QUOTE_STRINGS | QUOTE_NOTNULL) {
            return Err(error(m, "single empty field record must be quoted"));
        }
        line.fields -= 1;
        line.add(m, None, true)?;
    }
    line.points.extend(&line.dialect.lineterminator);
    Ok(line.points)
}

fn write_row(m: &mut Machine, a: Args) -> R {
    let writer = a.get(m, 0);
    let points = row(m, writer, a.get(m, 1))?;
    let line = m.new_str_points(&points);
    let line = m.keep(line);
    m.call_last(field(m, writer, WRITE), &[line], Obj::NULL)
}

/// The activation of `writerows`; locals: the writer, the rows, their iterator.
pub const WRITER_ROW: Row = Row { name: "csv.writerows", step, leave: None };

fn step(m: &mut Machine, answer: Answer) -> R<Step> {
    let writer = m.held(0);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                m.native_mut().state = 1;
                let rows = m.held(1);
                answer = answer!(m.begin_iter(rows, NATIVE));
            }
            1 => {
                let iterator = m.value_of(answer).and_then(|iterator| m.checked_iterator(iterator))?;
                m.hold(2, iterator);
                m.native_mut().state = 2;
                answer = Answer::Begin;
            }
            // The next row, its line, and what the writing of it gave.
            2 => {
                m.native_mut().state = 3;
                let iterator = m.held(2);
                answer = answer!(m.begin_next(iterator, NATIVE));
            }
            3 => {
                let Some(row) = m.item_of(answer)? else { return Ok(Step::Done(Owned::steal(fixed::NONE))) };
                let row = m.keep(row);
                let name = m.intern_str("writerow");
                let name = m.keep(name);
                let method = m.getattr(writer, name)?;
                let method = m.keep(method);
                m.native_mut().state = 4;
                answer = answer!(m.begin(method, &[row], NATIVE));
            }
            _ => {
                let done = m.value_of(answer)?;
                m.drop_ref(done);
                m.native_mut().state = 2;
                answer = Answer::Begin;
            }
        }
    }
}

/// `_csv.writer`.
pub static WRITER: TypeDef = TypeDef {
    name: "writer",
    module: "_csv",
    basicsize: 72,
    fields: 2,
    flags: tpflags::IMMUTABLE
        | tpflags::HEAPTYPE
        | tpflags::READY
        | tpflags::BASETYPE
        | tpflags::HAVE_GC
        | tpflags::DISALLOW_INSTANTIATION,
    doc: "What writes rows as lines.",
    natives: &[
        def("writerow($self, row, /)", "Write a row as a line.", write_row).asking(),
        def("writerows($self, rows, /)", "Write rows as lines.", |m, a| {
            let held = [StackRef::borrowed(a.get(m, 0)), StackRef::borrowed(a.get(m, 1)), StackRef::NULL];
            m.go_on_as(What::Module(crate::CSV_WRITER), &held)
        }),
        member("dialect", "How the fields are separated and quoted.", |m, a| {
            let dialect = field(m, a.get(m, 0), DIALECT);
            or_none(m, dialect)
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
