//! `_csv.reader`: rows of lines. A row goes on over lines as long as a field is quoted.

use super::dialect::{self, Dialect, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS};
use super::{LIMIT, error, kept};
use crate::fill::{field, int_field, set_field, set_int_field};
use crate::steps::{NATIVE, answer};
use crate::types::ty as own;
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::memory::object::{Kind, Obj, Owned, R, StackRef};
use vm::native::args::or_none;
use vm::native::static_strings::fixed;
use vm::native::typedef::{Slot, TypeDef, member, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields of a reader: where the lines come from, the dialect, how many lines were read.
const INPUT: u32 = 0;
const DIALECT: u32 = 1;
const LINES: u32 = 2;

pub fn new(m: &mut Machine, source: Obj, like: Obj, keywords: &[(Obj, Obj)]) -> R {
    let input = m.iter(source)?;
    let input = m.keep(input);
    let dialect = dialect::make(m, like, keywords)?;
    let reader = m.new_instance(own::CSV_READER);
    let input = m.new_ref(input);
    set_field(m, reader.get(), INPUT, input);
    set_field(m, reader.get(), DIALECT, dialect);
    set_int_field(m, reader.get(), LINES, 0);
    Ok(reader)
}

/// Where in a row the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    StartRecord,
    StartField,
    Escaped,
    InField,
    InQuoted,
    EscapedInQuoted,
    QuoteInQuoted,
    EatNewline,
    AfterEscapedNewline,
}

const STATES: [At; 9] = [
    At::StartRecord,
    At::StartField,
    At::Escaped,
    At::InField,
    At::InQuoted,
    At::EscapedInQuoted,
    At::QuoteInQuoted,
    At::EatNewline,
    At::AfterEscapedNewline,
];

/// A row that is being read.
struct Reading {
    at: At,
    unquoted: bool,
    field: Vec<u32>,
    /// The fields that are there, a list.
    fields: Obj,
    limit: i64,
    dialect: Dialect,
}

const NEWLINE: u32 = b'\n' as u32;
const RETURN: u32 = b'\r' as u32;
const SPACE: u32 = b' ' as u32;

impl Reading {
    fn save(&mut self, m: &mut Machine) -> R<()> {
        let quoting = self.dialect.quoting;
        let value = if self.unquoted && self.field.is_empty() && matches!(quoting, QUOTE_NOTNULL | QUOTE_STRINGS) {
            Owned::steal(fixed::NONE)
        } else {
            let text = m.new_str_points(&self.field);
            let number = self.unquoted && !self.field.is_empty() && matches!(quoting, QUOTE_NONNUMERIC | QUOTE_STRINGS);
            self.field.clear();
            if number {
                let text = m.keep(text);
                let float = m.type_obj(ty::FLOAT);
                m.call(float, &[text])?
            } else {
                text
            }
        };
        m.list_append(self.fields, value);
        Ok(())
    }

    fn add(&mut self, m: &mut Machine, c: u32) -> R<()> {
        if self.field.len() as i64 >= self.limit {
            return Err(error(m, &format!("field larger than field limit ({})", self.limit)));
        }
        self.field.push(c);
        Ok(())
    }

    /// The field is over, by a delimiter or with the line.
    fn end_field(&mut self, m: &mut Machine, c: Option<u32>) -> R<()> {
        self.save(m)?;
        self.at = match c {
            None => At::StartRecord,
            Some(NEWLINE | RETURN) => At::EatNewline,
            Some(_) => At::StartField,
        };
        Ok(())
    }

    /// One character; None at the end of the line (`parse_process_char`).
    fn take(&mut self, m: &mut Machine, c: Option<u32>) -> R<()> {
        let newline = matches!(c, None | Some(NEWLINE | RETURN));
        let is = |special: Option<u32>| c.is_some() && c == special;
        let (quote, escape) = (is(self.dialect.quotechar), is(self.dialect.escapechar));
        let quote = quote && self.dialect.quoting != QUOTE_NONE;
        let delimiter = is(Some(self.dialect.delimiter));
        let c_or_newline = c.unwrap_or(NEWLINE);
        match self.at {
            At::StartRecord if c.is_none() => Ok(()),
            At::StartRecord if newline => {
                self.at = At::EatNewline;
                Ok(())
            }
            At::StartRecord | At::StartField => {
                self.unquoted = true;
                self.at = At::StartField;
                let skipped = c == Some(SPACE) && self.dialect.skipinitialspace;
                let other = quote || escape || skipped;
                if newline || delimiter && !other {
                    return self.end_field(m, c);
                }
                if quote {
                    self.unquoted = false;
                    self.at = At::InQuoted;
                } else if escape {
                    self.at = At::Escaped;
                } else if !skipped {
                    self.add(m, c_or_newline)?;
                    self.at = At::InField;
                }
                Ok(())
            }
            At::Escaped => {
                self.add(m, c_or_newline)?;
                self.at = if c.is_some() && newline { At::AfterEscapedNewline } else { At::InField };
                Ok(())
            }
            At::AfterEscapedNewline if c.is_none() => Ok(()),
            At::AfterEscapedNewline | At::InField => {
                if newline || delimiter && !escape {
                    return self.end_field(m, c);
                }
                if escape {
                    self.at = At::Escaped;
                    return Ok(());
                }
                self.add(m, c_or_newline)
            }
            At::InQuoted => {
                if escape {
                    self.at = At::EscapedInQuoted;
                } else if quote {
                    self.at = if self.dialect.doublequote { At::QuoteInQuoted } else { At::InField };
                } else if let Some(c) = c {
                    self.add(m, c)?;
                }
                Ok(())
            }
            At::EscapedInQuoted => {
                self.add(m, c_or_newline)?;
                self.at = At::InQuoted;
                Ok(())
            }
            At::QuoteInQuoted => {
                if quote {
                    self.add(m, c_or_newline)?;
                    self.at = At::InQuoted;
                    return Ok(());
                }
                if delimiter || newline {
                    return self.end_field(m, c);
                }
                if self.dialect.strict {
                    let shown = |c: u32| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
                    let quote = self.dialect.quotechar.map_or('"', shown);
                    let text = format!("'{}' expected after '{quote}'", shown(self.dialect.delimiter));
                    return Err(error(m, &text));
                }
                self.add(m, c_or_newline)?;
                self.at = At::InField;
                Ok(())
            }
            At::EatNewline if c.is_none() => {
                self.at = At::StartRecord;
                Ok(())
            }
            At::EatNewline if newline => Ok(()),
            At::EatNewline => {
                let text = "new-line character seen in unquoted field - do you need to open the file with newline=''?";
                Err(error(m, text))
            }
        }
    }
}

/// Locals of the activation: the reader, the fields, the field so far. Its numbers: where it is, whether the field is unquoted.
const FIELDS: u32 = 1;
const PART: u32 = 2;

/// The number of the activation.
pub const READER_ROW: Row = Row { name: "csv.reader", step, leave: None };

fn step(m: &mut Machine, answer: Answer) -> R<Step> {
    let reader = m.held(0);
    let mut answer = answer;
    loop {
        if m.native_now().state == 0 {
            m.native_mut().state = 1;
            let input = field(m, reader, INPUT);
            answer = answer!(m.begin_next(input, NATIVE));
        }
        let line = m.item_of(std::mem::replace(&mut answer, Answer::Begin))?;
        let native = m.native_now();
        let (dialect, limit) = (Dialect::of(m, field(m, reader, DIALECT)), kept(m, LIMIT));
        let mut reading = Reading {
            at: STATES[native.a as usize % STATES.len()],
            unquoted: native.b != 0,
            field: m.str_points(m.held(PART)),
            fields: m.held(FIELDS),
            limit: if limit.is_null() { i64::MAX } else { m.int_clamped(limit) },
            dialect,
        };
        let Some(line) = line else {
            if reading.field.is_empty() && reading.at != At::InQuoted {
                return Ok(Step::End(Owned::steal(fixed::NONE)));
            }
            if reading.dialect.strict {
                return Err(error(m, "unexpected end of data"));
            }
            reading.save(m)?;
            return Ok(Step::Done(m.take_held(FIELDS)));
        };
        let line = m.keep(line);
        if m.kind(line) != Kind::Str {
            let got = m.type_name(line);
            let text = format!("iterator should return strings, not {got} (the file should be opened in text mode)");
            return Err(error(m, &text));
        }
        let lines = int_field(m, reader, LINES);
        set_int_field(m, reader, LINES, lines + 1);
        for c in m.str_points(line) {
            reading.take(m, Some(c))?;
        }
        reading.take(m, None)?;
        if reading.at == At::StartRecord {
            return Ok(Step::Done(m.take_held(FIELDS)));
        }
        let part = m.new_str_points(&reading.field);
        m.hold(PART, part);
        let native = m.native_mut();
        (native.a, native.b, native.state) = (reading.at as u64, u64::from(reading.unquoted), 0);
    }
}

/// `_csv.reader`.
pub static READER: TypeDef = TypeDef {
    name: "reader",
    module: "_csv",
    basicsize: 88,
    fields: 3,
    flags: tpflags::IMMUTABLE
        | tpflags::HEAPTYPE
        | tpflags::READY
        | tpflags::BASETYPE
        | tpflags::HAVE_GC
        | tpflags::DISALLOW_INSTANTIATION,
    doc: "The rows of lines.",
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let reader = a.get(m, 0);
            Ok(m.new_ref(reader))
        }),
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            let (fields, part) = (m.new_list(), m.new_str(""));
            let held = [
                StackRef::borrowed(a.get(m, 0)),
                StackRef::owned(fields.into_edge()),
                StackRef::owned(part.into_edge()),
            ];
            m.go_on_as(What::Module(crate::CSV_READER), &held)
        }),
        member("dialect", "How the fields are separated and quoted.", |m, a| {
            let dialect = field(m, a.get(m, 0), DIALECT);
            or_none(m, dialect)
        }),
        member("line_num", "How many lines were read.", |m, a| {
            let lines = int_field(m, a.get(m, 0), LINES);
            Ok(m.new_int(lines))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
